/** What is kept of a page so that people who look at a tag see it in use: its list as it stood, and sentences with its words. */
import { fold } from '../core/text/fold.js'
import type { PageExtract, Model } from '../core/pipeline.js'
import type { Page } from '../core/types.js'

/** The list as it stood, UTF-16 units; sentences, and the units of each. */
const LIST = 400
const SENTENCES = 3
const SENTENCE = 140
/** Text that is looked at, UTF-16 units: an article, rather than all of a book. */
const TEXT = 50_000
/** Lists are short: this many of their words are looked for. */
const WORDS = 60
/** A stretch of text of which so many words are of the lists is the list itself. */
const OF_LISTS = 0.6

/** What ends a sentence. */
const BREAKS: ReadonlySet<number> = new Set(Array.from('.!؟?؛\n\r', (char) => char.charCodeAt(0)))
const LETTERS = /[^\p{L}\p{N}]+/u
const LETTER = /^[\p{L}\p{N}]/u
const LETTER_BEFORE = /[\p{L}\p{N}]$/u

export interface Example {
  /** The page's list as it stood, cut; absent where its surfaces, in their order, are that. */
  readonly list?: string | undefined
  /** Sentences of its text that have words of the list, those with the rarest words first. */
  readonly said: readonly string[]
}

/**
 * The rare words come first: they are what people are asked about. The text is searched once for each of at most `WORDS`
 * words, and mostly only its beginning.
 */
export function exampleOf(page: Page, { lists, runs }: PageExtract, { letters, sameness }: Model): Example | undefined {
  const stood = [...lists.map(({ tags }) => tags.join('، ')), ...runs.map(({ pieces }) => pieces.join(' '))]
  if (stood.length === 0) return undefined
  const words = new Set(
    stood
      .join(' ')
      .split(LETTERS)
      .filter((word) => word.length > 2),
  )
  const known = (word: string): number => sameness.words(fold(word, 'orthographic', letters))
  const rare = [...words]
    .slice(0, 10 * WORDS)
    .map((word) => ({ word, count: known(word) }))
    .sort((x, y) => x.count - y.count || (x.word < y.word ? -1 : 1))
    .slice(0, WORDS)
  const sentences = new Sentences((page.text ?? '').slice(0, TEXT), words)
  const said = new Set<string>()
  for (const { word } of rare) {
    const sentence = sentences.firstWith(word)
    if (sentence !== undefined && ![...said].some((it) => it.includes(word))) said.add(sentence)
    if (said.size === SENTENCES) break
  }
  // a list of its own, each tag once, is what its surfaces tell
  const [only] = lists
  const isTold = runs.length === 0 && lists.length === 1 && new Set(only!.tags).size === only!.tags.length
  return { list: isTold ? undefined : clipped(stood[0]!, LIST), said: [...said] }
}

/** The sentences of a text, of which only those are looked at that are asked for: most words stand near its beginning. */
class Sentences {
  readonly #text: string
  readonly #words: ReadonlySet<string>
  readonly #byStart = new Map<number, Sentence>()

  constructor(text: string, words: ReadonlySet<string>) {
    this.#text = text
    this.#words = words
  }

  /** The first sentence with the word, or what of it is around it. Each sentence is met once. */
  firstWith(word: string): string | undefined {
    const text = this.#text
    for (let at = text.indexOf(word), past; at >= 0; at = text.indexOf(word, past)) {
      past = at + word.length
      if (LETTER_BEFORE.test(text.slice(Math.max(0, at - 2), at)) || LETTER.test(text.slice(past, past + 2))) continue
      const { start, end, shows } = this.#around(at)
      if (shows) return around(text.slice(start, end).trim(), word)
      past = end
    }
    return undefined
  }

  #around(at: number): Sentence {
    const text = this.#text
    let start = at
    while (start > 0 && !BREAKS.has(text.charCodeAt(start - 1))) start--
    const known = this.#byStart.get(start)
    if (known) return known
    let end = at
    while (end < text.length && !BREAKS.has(text.charCodeAt(end))) end++
    const own = text
      .slice(start, end)
      .split(LETTERS)
      .filter((word) => word.length > 2)
    const shows = own.length > 3 && own.filter((word) => this.#words.has(word)).length < OF_LISTS * own.length
    const sentence = { start, end, shows }
    this.#byStart.set(start, sentence)
    return sentence
  }
}

interface Sentence {
  readonly start: number
  readonly end: number
  /** Whether it shows the words of the lists in use: it is neither too short nor the list. */
  readonly shows: boolean
}

/** A sentence, or, of a long one, the words around a word. */
function around(text: string, word: string): string {
  if (text.length <= SENTENCE) return text
  const at = text.indexOf(word)
  const from = Math.max(0, Math.min(at - SENTENCE / 2, text.length - SENTENCE))
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1
  return `${start > 0 ? '…' : ''}${clipped(text.slice(start), SENTENCE)}`
}

/** At a space, where there is one. */
function clipped(text: string, length: number): string {
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length)
  return `${text.slice(0, end > length / 2 ? end : length)}…`
}
