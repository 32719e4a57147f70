import { isBlank, SPACE, wordsBetween } from '../text/words.js'
import type { Letters } from '../text/fold.js'

/** Lines of one kind as a page has them. */
export interface Line {
  readonly start: number
  readonly end: number
  /** Its words, so far as they were counted. */
  readonly size: number
  /** Whether it reads as prose: long, or a sentence. */
  readonly prose: boolean
  /** Delimiters among these. */
  readonly commas: number
}

export const LONG = 12
/** Prose has more words to a comma. */
const WORDS_A_COMMA = 5
const MOST_LINES = 4000
/** A longer line is no list of short items. */
const LIST_UNITS = 1500
export const MARKS = ['،', ',', '؛', ';', '|', '¦', '•', '·', '/', '\\']
const MARK_UNITS: ReadonlySet<number> = new Set(MARKS.map((mark) => mark.charCodeAt(0)))

/** The lines that hold a word or a delimiter, bullets before them passed over. */
export function linesOf(text: string, { units }: Letters): Line[] {
  const lines: Line[] = []
  for (let at = 0; at < text.length && lines.length < MOST_LINES;) {
    const newline = text.indexOf('\n', at)
    let end = newline < 0 ? text.length : newline
    const next = end + 1
    let start = at
    while (start < end && units[text.charCodeAt(start)]! <= SPACE && !isComma(text.charCodeAt(start))) start++
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--
    at = next
    if (start === end) continue
    let size = 0
    let commas = 0
    let inWord = false
    // A line is looked at until it is known what it is: nearly all are prose.
    for (let i = start; i < end && (size < LONG || commas * WORDS_A_COMMA >= size); i++) {
      const unit = units[text.charCodeAt(i)]!
      if (unit > SPACE) {
        if (!inWord) size++
        inWord = true
      } else if (unit === SPACE) {
        inWord = false
        if (isComma(text.charCodeAt(i))) commas++
      }
    }
    const prose =
      size >= LONG ? commas * WORDS_A_COMMA < size || end - start > LIST_UNITS : size >= 5 && isStop(text[end - 1]!)
    lines.push({ start, end, size, prose, commas })
  }
  return lines
}

/** How often each stem stands in the title, the first line and the lines of prose. */
export function stemsOf(text: string, title: string, lines: readonly Line[], letters: Letters): Map<string, number> {
  const stems = new Map<string, number>()
  const gather = (text: string, start: number, end: number) => {
    for (const { key } of wordsBetween(text, start, end, letters)) add(stems, stemOf(key))
  }
  gather(title, 0, title.length)
  const [heading] = lines
  if (heading && !heading.prose && heading.commas < 2) gather(text, heading.start, heading.end)
  for (const line of lines) if (line.prose) gather(text, line.start, line.end)
  return stems
}

/** A word without its article, conjunction or preposition, so far as three letters are left: enough to know it again. */
export function stemOf(key: string): string {
  const from = key.startsWith('ال') || key.startsWith('لل') ? 2 : key.startsWith('ال', 1) && isJoined(key) ? 3 : 0
  const ending = ENDINGS.has(key.slice(-2)) ? 2 : key.endsWith('ه') ? 1 : 0
  const length = key.length - from - ending
  return length < 3 || length === key.length ? key : key.slice(from, from + length)
}

const ENDINGS: ReadonlySet<string> = new Set(['يه', 'ات', 'ون', 'ين'])
const isJoined = (key: string): boolean => 'وفبكل'.includes(key[0]!)

export function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

export const isComma = (unit: number): boolean => unit !== SPACE && MARK_UNITS.has(unit)
export const isStop = (char: string): boolean => char === '.' || char === '؟' || char === '?' || char === '!'
