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

const BREAK = /[.!؟?؛\n\r]+/
const LETTERS = /[^\p{L}\p{N}]+/u

export interface Example {
  /** The page's list as it stood, cut; absent where its surfaces, in their order, are that. */
  readonly list?: string | undefined
  /** Sentences of its text that have words of the list, those with the rarest words first. */
  readonly said: readonly string[]
}

/** O(text + words of the lists). The rare words come first: they are what people are asked about. */
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
  const sentences = (page.text ?? '')
    .slice(0, TEXT)
    .split(BREAK)
    .map((text) => ({ text: text.trim(), words: text.split(LETTERS).filter((word) => word.length > 2) }))
    .filter(({ words: own }) => own.length > 3 && own.filter((word) => words.has(word)).length < OF_LISTS * own.length)
  const first = new Map<string, string>()
  for (const { text, words: own } of sentences)
    for (const word of own) if (words.has(word) && !first.has(word)) first.set(word, around(text, word))
  const said = new Set<string>()
  for (const { word } of rare) {
    const sentence = first.get(word)
    if (sentence !== undefined && ![...said].some((it) => it.includes(word))) said.add(sentence)
    if (said.size === SENTENCES) break
  }
  // a list of its own, each tag once, is what its surfaces tell
  const [only] = lists
  const isTold = runs.length === 0 && lists.length === 1 && new Set(only!.tags).size === only!.tags.length
  return { list: isTold ? undefined : clipped(stood[0]!, LIST), said: [...said] }
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
