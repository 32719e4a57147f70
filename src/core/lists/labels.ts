import { isLabel, type LabelKind } from './layout.js'
import { isColon, type PageText } from './pagetext.js'
import { hashOfWord, isBlank, NEWLINE, SPACE, type Word } from '../text/words.js'

/** A phrase that announces tags, where the page has it. */
export interface Label {
  readonly kind: LabelKind
  readonly start: number
  /** Behind the colon, where there is one. */
  readonly end: number
  readonly colon: boolean
  readonly lineStart: boolean
  /** In the middle of a line without a colon: what surrounds it must prove it. */
  readonly inside: boolean
}

/** Brackets and quotation marks that may wrap each item of a list. */
export const OPENING = '([{«“"‘'
export const CLOSING = ')]}»”"’'

const HASH = 35
const WIDE_HASH = 0xff03
export const isHash = (unit: number): boolean => unit === HASH || unit === WIDE_HASH

const BAR = 124
const DEMONSTRATIVE = /^لهذ[اه]$/
/** Blanks between a label and its list, as much as the target of a link may leave. */
const GAP_UNITS = 500
/** An index of tags is a page of its own: its heading stands near the top, with a menu above and no sentence. */
const INDEX_UNITS = 2_000
const SENTENCE_WORDS = 15

/** The label that the line at `lineStart` begins with, icons and bullets before it passed over. */
export function labelAtLine(page: PageText, lineStart: number): Label | undefined {
  const { text } = page
  let start = lineStart
  // Bounded: a line of ornaments is no label line.
  for (const stop = Math.min(text.length, start + 40); start < stop; start++) {
    if (page.isWord(start) || text.charCodeAt(start) === NEWLINE) break
  }
  if (!startsLabel(page, start)) return undefined
  const words = page.words(start, Math.min(page.lineEnd(start), start + 160), 10)
  const label = labelOf(page, words, 0, true)
  return label && !isTitle(page, label, lineStart) ? label : undefined
}

/** The label whose colon stands at `colon`, inside a line. */
export function labelBefore(page: PageText, colon: number, lineStart: number): Label | undefined {
  const { text, layout, letters } = page
  let end = colon
  while (end > lineStart && end > colon - 4 && page.isGap(end - 1)) end--
  let start = end
  while (start > lineStart && start > end - 24 && !page.endsWord(start - 1)) start--
  if (start === end || !layout.lastWords.has(hashOfWord(text, start, end, letters))) return undefined
  const from = Math.max(lineStart, end - 80)
  const words = page.words(from, end)
  // The longest label that ends here: the first that reaches the colon.
  for (let i = Math.max(0, words.length - 5); i < words.length; i++) {
    if (words[i]!.start < from + 1 && from > lineStart) continue
    const glued = page.gluedLabel(words, i)
    if (glued && i + glued.phrase.words.length === words.length)
      return { kind: 'strong', start: glued.start, end: colon + 1, colon: true, lineStart: false, inside: false }
    const phrase = page.phraseAt(words, i, isLabel)
    if (!phrase || i + phrase.words.length < words.length) continue
    const label = labelOf(page, words, i, false)
    return label && !page.hasWord(lineStart, label.start) && isTitle(page, label, lineStart) ? undefined : label
  }
  return undefined
}

/**
 * The next label without a colon within a line from `at` on. Only a second label beside it, or what stands before it
 * and where its list ends, tells it from prose.
 */
export function labelWithin(page: PageText, at: number, lineEnd: number): Label | undefined {
  while (at < lineEnd) {
    while (at < lineEnd && page.isGap(at)) at++
    const start = at
    const known = startsLabel(page, start)
    while (at < lineEnd && !page.endsWord(at)) at++
    if (!known) continue
    const words = page.words(start, Math.min(lineEnd, start + 160), 10)
    const label = labelOf(page, words, 0, false)
    if (label && label.kind !== 'topics') return label
  }
  return undefined
}

/** Whether the word at `start` begins a label; asked of each line of each page. */
function startsLabel({ text, letters, layout }: PageText, start: number): boolean {
  const { units } = letters
  const stop = Math.min(text.length, start + 24)
  let end = start
  while (end < stop && units[text.charCodeAt(end)] !== SPACE) end++
  return end > start && layout.firstWords.has(hashOfWord(text, start, end, letters))
}

/** A label at word `i`, with a second one right behind it (Tags / الوسوم) and its colon or dash. */
function labelOf(page: PageText, words: readonly Word[], i: number, lineStart: boolean): Label | undefined {
  const { text, layout } = page
  const phrase = page.phraseAt(words, i, isLabel)
  if (!phrase) return undefined
  let last = i + phrase.words.length - 1
  while (last < i + 4 && layout.tails.has(words[last + 1]?.key ?? '')) last++
  // لهذا الإعلان
  if (DEMONSTRATIVE.test(words[last]!.key) && words[last + 1]?.key.startsWith('ال')) last++
  let kind = phrase.kind as LabelKind
  const second = page.phraseAt(words, last + 1, isLabel)
  const double = second !== undefined && !page.hasNewline(words[last]!.end, words[last + 1]!.start)
  if (double) {
    last += second.words.length
    // Two labels side by side confirm each other; one word twice (تاج / تاج) does not.
    if (second.kind === 'strong' || second.words[0] !== phrase.words[0]) kind = kind === 'topics' ? kind : 'strong'
  }
  let end = countEnd(page, words, last) ?? words[last]!.end
  let colon = false
  for (const stop = Math.min(text.length, end + GAP_UNITS); end < stop; end++) {
    const unit = text.charCodeAt(end)
    if (isColon(unit) || layout.delimiters.get(unit) === 'dash' || unit === BAR) colon = true
    else if (unit === NEWLINE || isHash(unit) || OPENING.includes(text[end]!) || page.isWord(end)) break
  }
  if (kind === 'index' && !headsPage(page, words[i]!.start)) return undefined
  return { kind, start: words[i]!.start, end, colon, lineStart, inside: !lineStart && !colon && !double }
}

/** Behind how many tags follow, where a label says so before its colon: Tags (3): */
function countEnd({ text }: PageText, words: readonly Word[], last: number): number | undefined {
  const count = words[last + 1]
  if (!count || !/^[0-9]{1,3}$/.test(count.key)) return undefined
  const around = text.slice(words[last]!.end, count.start) + text.slice(count.end, count.end + 3)
  return /^ ?[([][)\]] ?[:：]/.test(around) ? count.end + 1 : undefined
}

/** `Tags | a blog | Blog`, the first line of a page: a title that begins with a label. */
function isTitle(page: PageText, label: Label, lineStart: number): boolean {
  const { text } = page
  if (page.hasWord(Math.max(0, lineStart - GAP_UNITS), lineStart)) return false
  const between = text.slice(label.start, label.end)
  if (/[:：]/.test(between)) return label.kind === 'singular'
  const line = text.slice(label.end, page.lineEnd(label.end))
  return label.colon && (between.trimEnd().endsWith('|') ? line.split('|').length <= 2 : !/[-–—»·،,]/.test(line))
}

/** Whether what stands above `at` is at most a title and a menu, and no article below its list. */
function headsPage(page: PageText, at: number): boolean {
  if (at > INDEX_UNITS) return false
  const { text } = page
  const isSentence = (start: number, end: number) => page.words(start, end, SENTENCE_WORDS).length === SENTENCE_WORDS
  for (let line = 0; line < at;) {
    const end = Math.min(page.lineEnd(line), at)
    if (isSentence(line, end)) return false
    line = end + 1
  }
  // The list may stand on the heading's line or all on the next, as long as a sentence.
  const stop = Math.min(text.length, at + INDEX_UNITS)
  let line = page.lineEnd(at) + 1
  while (line < stop && isBlank(text.charCodeAt(line))) line++
  for (line = page.lineEnd(line) + 1; line < stop;) {
    const end = page.lineEnd(line)
    if (isSentence(line, Math.min(end, stop)) && /[.!?؟]\s*$/.test(text.slice(Math.max(line, end - 8), end)))
      return false
    line = end + 1
  }
  return true
}
