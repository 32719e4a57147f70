/** A line that is a list of tags by itself, though no mark of punctuation parts them. */
import type { Letters } from '../text/fold.js'
import { lastLetters, wordsBetween, type Word } from '../text/words.js'
import { stemOf } from './prose.js'

/** A longer line is no such list. */
const ROW_UNITS = 600
const ITEM_WORDS = 5
const DASH = /(?<=\s)[-–—]+(?=\s)/g
/** Two blanks, or the one that breaks no line. */
const WIDE = /[ \u00a0]{2,}|\u00a0|\t/g
/** What ends where one item has run into the next, for sure: a letter that ends words, a script. */
const CERTAIN = /[ةى](?=[\u0621-\u064a])|[A-Za-z0-9](?=[\u0621-\u064a]{3})|[\u0621-\u064a]{3}(?=[A-Za-z]{2})/g
/** The same beside such: other words have capitals (YouTube) or an article (استقبال) within, too. */
const CAPITAL = /(?:[A-Za-z][a-z]|[0-9])(?=[A-Z][a-z]{2})/g
const ARTICLE = /[\u0621-\u064a]{3}(?=ال[\u0621-\u064a]{2})/g
const SCRIPTS = /[a-z0-9][\u0621-\u064a]|[\u0621-\u064a][a-z]/i
const SEAMS = 2
/** Three items of so few letters as prose has in a word. */
const LEAST_UNITS = 9
const PART = 3
const LONGEST_PART = 40

/** The items of a row between dashes, three or more. */
export const dashed = (text: string, start: number, end: number, letters: Letters): Word[][] | undefined =>
  between(text, start, end, DASH, letters)

/** The same between wide blanks: one of several words shows that blanks within are others. */
export function spaced(text: string, start: number, end: number, letters: Letters): Word[][] | undefined {
  const items = between(text, start, end, WIDE, letters)
  return items?.some((words) => words.some(({ end }, i) => i + 1 < words.length && text[end] === ' '))
    ? items
    : undefined
}

function between(text: string, start: number, end: number, mark: RegExp, letters: Letters): Word[][] | undefined {
  if (end - start > ROW_UNITS) return undefined
  const row = text.slice(start, end)
  if (row.search(mark) < 0) return undefined
  const items: Word[][] = []
  let from = start
  const push = (to: number): boolean => {
    const words = wordsBetween(text, from, to, letters, ITEM_WORDS + 1)
    items.push(words)
    return words.length > 0 && words.length <= ITEM_WORDS
  }
  for (const { index, 0: found } of row.matchAll(mark)) {
    if (!push(start + index)) return undefined
    from = start + index + found.length
  }
  return items.length >= 2 && push(end) ? items : undefined
}

/** A row whose items have run into each other. */
export interface GluedRow {
  /** Its parts, so far as seams show them. */
  readonly words: readonly Word[]
  /** Where it is certain, by its scripts and by what the page says, that an item begins. */
  readonly pieces: readonly string[]
  /** The share of its parts that the page says. */
  readonly spoken: number
}

/**
 * The parts of a row with two seams or more, one of them certain. `says`: whether the page has a word with this stem.
 */
export function glued(
  text: string,
  start: number,
  end: number,
  letters: Letters,
  says: (stem: string) => boolean,
): GluedRow | undefined {
  if (end - start > ROW_UNITS || end - start < LEAST_UNITS) return undefined
  const line = text.slice(start, end)
  if (line.search(CERTAIN) < 0) return undefined
  const placesOf = (seam: RegExp): number[] =>
    Array.from(line.matchAll(seam), ({ index, 0: found }) => index + found.length)
  const certain = placesOf(CERTAIN)
  const seams = [...new Set([...certain, ...placesOf(CAPITAL)])].sort((a, b) => a - b)
  if (new Set([...seams, ...placesOf(ARTICLE)]).size < SEAMS) return undefined
  const isSaid = ({ key }: Word): boolean => says(stemOf(key))
  const words: Word[] = []
  let from = start
  for (const seam of [...seams, line.length]) {
    for (const word of wordsBetween(text, from, start + seam, letters)) {
      if (isSaid(word)) words.push(word)
      else words.push(...partsOf(word, text, letters, says))
    }
    from = start + seam
  }
  const pieces: string[] = []
  let piece = start
  for (let i = 1; i < words.length; i++) {
    const before = words[i - 1]!
    const word = words[i]!
    if (before.end !== word.start) continue
    const said = Number(isSaid(before)) + Number(isSaid(word))
    const scripts = SCRIPTS.test(text.slice(word.start - 1, word.start + 1))
    const capital = /[A-Z]/.test(text[word.start]!)
    // Where the page does not say, it is for the words of prose to tell.
    if (!scripts && said < (capital ? 1 : 2)) continue
    pieces.push(text.slice(piece, word.start))
    piece = word.start
  }
  pieces.push(text.slice(piece, end))
  return { words, pieces, spoken: words.filter(isSaid).length / words.length }
}

/** The fewest words that the page says, of which a word that it does not say is made; itself where there are none. */
function partsOf(word: Word, text: string, letters: Letters, says: (stem: string) => boolean): Word[] {
  const { key, start, end } = word
  if (key.length < 2 * PART || key.length > LONGEST_PART) return [word]
  // A form of two letters in one has no place within.
  if (lastLetters(text, end, key.length, letters) !== start) return [word]
  const from: (number | undefined)[] = [0]
  for (let to = PART; to <= key.length; to++)
    for (let at = 0; at <= to - PART && from[to] === undefined; at++)
      if (from[at] !== undefined && says(stemOf(key.slice(at, to)))) from[to] = at
  if (from[key.length] === undefined) return [word]
  const parts: Word[] = []
  for (let to = key.length, stop = end; to > 0;) {
    const at = from[to]!
    const first = at === 0 ? start : lastLetters(text, stop, to - at, letters)
    parts.unshift({ start: first, end: stop, key: key.slice(at, to) })
    to = at
    stop = first
  }
  return parts
}
