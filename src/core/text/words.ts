import type { Letters } from './fold.js'
import { PRIME, SEED } from './hash.js'

/** A word of a page's text, by its place. */
export interface Word {
  readonly start: number
  readonly end: number
  /** Folded unit by unit, which is the orthographic key for all but ligatures. */
  readonly key: string
}

/** A longer item is no single tag: of 74,000 published tags 1 in 2,000 has more words. */
export const ITEM_WORDS = 8

/** A page whose converter lost its line ends has lines that no paragraph has: of 10,000 articles none is longer. */
export const PAGE_LINE_UNITS = 1_500

/** A text of one line is a page that lost its line ends from this length on; shorter ones are captions and titles. */
export const ONE_LINE_UNITS = 300
/** So many blanks may stand around that line. */
export const ONE_LINE_MARGIN = 8

export const SPACE = 32
export const NEWLINE = 10

const PRESENTATION_FORMS = 0xfb50

/** Engines share the memory of parts as long as this. */
const SHARED = 13
const copied = new Uint16Array(1024)

/**
 * The same string in memory of its own. Part of another, it would keep the whole in memory for as long as it is kept: a tag
 * the page that it was read from.
 */
export function owned(text: string): string {
  if (text.length < SHARED) return text
  let whole = ''
  for (let from = 0; from < text.length; from += copied.length) {
    const length = Math.min(copied.length, text.length - from)
    for (let i = 0; i < length; i++) copied[i] = text.charCodeAt(from + i)
    whole += String.fromCharCode.apply(null, copied.subarray(0, length) as unknown as number[])
  }
  return whole
}

/** The hash of the key of the word between `start` and `end`, without making the key. */
export function hashOfWord(text: string, start: number, end: number, { units }: Letters): number {
  let hash = SEED
  for (let i = start; i < end; i++) {
    const unit = units[text.charCodeAt(i)]!
    if (unit !== 0) hash = Math.imul(hash ^ unit, PRIME)
  }
  return hash >>> 0
}

export const isBlank = (unit: number): boolean => Number.isNaN(unit) || unit <= SPACE || unit === 0xa0

/** The words of a stretch, at most `most`. */
export function wordsBetween(text: string, start: number, end: number, letters: Letters, most = Infinity): Word[] {
  const { units } = letters
  const words: Word[] = []
  for (let i = start; i < end && words.length < most; i++) {
    if (units[text.charCodeAt(i)]! <= SPACE) continue
    const first = i
    let isFolded = true
    for (; i < end; i++) {
      const given = text.charCodeAt(i)
      const unit = units[given]!
      if (unit === SPACE) break
      if (unit !== given || given >= PRESENTATION_FORMS) isFolded = false
    }
    // Most words are: cutting them out is quicker than putting them together.
    words.push({ start: first, end: i, key: isFolded ? text.slice(first, i) : foldedKey(text, first, i, letters) })
  }
  return words
}

function foldedKey(text: string, start: number, end: number, letters: Letters): string {
  let key = ''
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (letters.units[unit] !== 0) key += foldedUnit(unit, letters)
  }
  return key
}

/** A unit as the orthographic key has it; a presentation form may stand for several letters. */
function foldedUnit(unit: number, letters: Letters): string {
  const { units } = letters
  const expansion = unit < PRESENTATION_FORMS ? undefined : letters.expansions.get(unit)
  if (expansion === undefined) return String.fromCharCode(units[unit]!)
  let out = ''
  for (let i = 0; i < expansion.length; i++) {
    const to = units[expansion.charCodeAt(i)]!
    if (to > SPACE) out += String.fromCharCode(to)
  }
  return out
}

/** Where the last `letters` letters of a word that ends at `end` begin. */
export function lastLetters(text: string, end: number, letters: number, { units }: Letters): number {
  let at = end
  for (let left = letters; left > 0;) if (units[text.charCodeAt(--at)] !== 0) left--
  return at
}

/** What the spans leave of the text, white space at the ends of each stretch left out. */
export function complement(spans: readonly (readonly [number, number])[], text: string): [number, number][] {
  const out: [number, number][] = []
  const push = (start: number, end: number) => {
    while (start < end && isBlank(text.charCodeAt(start))) start++
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--
    if (start < end) out.push([start, end])
  }
  let at = 0
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start > at) push(at, start)
    at = Math.max(at, end)
  }
  push(at, text.length)
  return out
}

/** What two items leave where they run into each other: a letter that ends words, or an article, within a word. */
const SEAM = /[ةى][\u0621-\u064a]|[\u0621-\u064a]{3}ال[\u0621-\u064a]{2}/g

/** Whether a text has so many places where words may have run into each other. */
export function hasSeams(text: string, least: number): boolean {
  SEAM.lastIndex = 0
  for (let left = least; left > 0; left--) if (!SEAM.test(text)) return false
  return true
}
