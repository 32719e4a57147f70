import type { Letters } from '../text/fold.js'
import { isInterface, isLabel, type Layout, type Phrase, type PhraseKind } from './layout.js'
import { hashOf } from '../text/hash.js'
import {
  isBlank,
  lastLetters,
  NEWLINE,
  ONE_LINE_UNITS,
  PAGE_LINE_UNITS,
  SPACE,
  wordsBetween,
  type Word,
} from '../text/words.js'

const COLON = 58
const WIDE_COLON = 0xff1a
/** So many words of a title say that a stretch is the title. */
const TITLE_WORDS = 5
/** Words of a title that are known, and how far ahead of a word `closing` may look. */
const MOST_TITLED = 64
const AHEAD = 7
/** Words of a date and of a writer's name, and how far down the page names him first. */
const DATE_WORDS = 3
const NAME_WORDS = 4
const TOP_UNITS = 20_000
/** So many words of a menu are known again, where so many of a run are left; a longer run is looked at no further. */
const MENU_WORDS = 6
const LEFT_WORDS = 3
const MOST_RUN = 120
const BEFORE_UNITS = 32
/** On a page of one line a menu stands before its first sentence ends, or so near the top. */
const NEAR_TOP = 400
/** A menu's entries are short, so lines of more units are not counted. */
const MENU_UNITS = 60
/** A page with longer lines keeps its paragraphs whole; with none, its converter broke lines at a width. */
const WRAPPED_UNITS = 110

/** What lies at a place that ends a list. */
export interface Closing {
  readonly at: number
  /** Interface texts (login, home) say where a menu goes on; others that a list is over. */
  readonly menu: boolean
}

/** The text of a page and what labels and blocks both ask of it. */
export class PageText {
  readonly text: string
  readonly layout: Layout
  readonly letters: Letters
  private readonly units: Uint16Array
  readonly title: string | undefined
  private titleKeys: readonly string[] | undefined
  private titled: ReadonlySet<string> | undefined
  /** The stretch for which the line end is known. */
  private lineFrom = 0
  private lineTo = -1
  private lineCounts: Map<number, number> | undefined
  private lineWidth: number | undefined

  constructor(text: string, title: string | undefined, layout: Layout, letters: Letters) {
    this.text = text
    this.layout = layout
    this.letters = letters
    this.units = letters.units
    this.title = title
  }

  words(start: number, end: number, most?: number): Word[] {
    return wordsBetween(this.text, start, end, this.letters, most)
  }

  isWord(at: number): boolean {
    return this.units[this.text.charCodeAt(at)]! > SPACE
  }

  /** White space and punctuation. */
  isGap(at: number): boolean {
    return this.units[this.text.charCodeAt(at)]! <= SPACE
  }

  endsWord(at: number): boolean {
    return this.units[this.text.charCodeAt(at)] === SPACE
  }

  lineEnd(at: number): number {
    // Asked again and again within one line, which may be the whole page.
    if (at < this.lineFrom || at > this.lineTo) {
      const end = this.text.indexOf('\n', at)
      this.lineFrom = at
      this.lineTo = end < 0 ? this.text.length : end
    }
    return this.lineTo
  }

  hasNewline(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.text.charCodeAt(i) === NEWLINE) return true
    return false
  }

  hasWord(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.isWord(i)) return true
    return false
  }

  colonAfter(at: number): boolean {
    while (this.text.charCodeAt(at) === SPACE || this.text.charCodeAt(at) === 0xa0) at++
    return isColon(this.text.charCodeAt(at))
  }

  phraseAt(words: readonly Word[], i: number, wanted: (kind: PhraseKind) => boolean): Phrase | undefined {
    const begun = i < words.length ? this.layout.phrases.get(words[i]!.key) : undefined
    if (!begun) return undefined
    const more = i + 1 < words.length ? begun.more.get(words[i + 1]!.key) : undefined
    const whole = more?.find((phrase) => wanted(phrase.kind) && this.stands(phrase.words, words, i))
    return whole ?? begun.alone.find((phrase) => wanted(phrase.kind))
  }

  /** Whether the last of some words, from `from` on, are a phrase of a kind. */
  endsIn(words: readonly Word[], from: number, wanted: (kind: PhraseKind) => boolean): boolean {
    return words.some((_, i) => i >= from && this.phraseAt(words, i, wanted)?.words.length === words.length - i)
  }

  private stands(phrase: readonly string[], words: readonly Word[], i: number, from = 0): boolean {
    for (let k = from; k < phrase.length; k++) {
      if (words[i + k]?.key !== phrase[k]) return false
      if (k > 0 && this.hasNewline(words[i + k - 1]!.end, words[i + k]!.start)) return false
    }
    return true
  }

  /** Whether a list is over before word `i`, and where; the words of its line must be there as far as six further on. */
  closing(words: readonly Word[], i: number): Closing | undefined {
    const word = words[i]!
    const phrase = this.phraseAt(words, i, (kind) => kind !== 'debris')
    if (phrase && this.closes(phrase, words, i)) return { at: word.start, menu: phrase.kind === 'labelled' }
    const glued = this.gluedEnd(word) ?? this.gluedPhrase(words, i)
    if (glued !== undefined) return { at: glued, menu: false }
    if (this.isDate(words, i)) return { at: this.byline(words, i), menu: false }
    if (this.isTitle(words, i)) return { at: word.start, menu: false }
    if (phrase?.kind === 'labelled' && this.isMenu(phrase, words, i)) return { at: word.start, menu: true }
    return undefined
  }

  /**
   * Whether an interface text has others beside it: غزة مصر الرئيسية من نحن. Two single words may be a tag (المشاركة
   * العربية), so of those a third must follow.
   */
  private isMenu(phrase: Phrase, words: readonly Word[], i: number): boolean {
    const after = (at: number) => this.phraseAt(words, at, isInterface)
    const second = i + phrase.words.length
    const next = after(second)
    if (!next || next.words[0] === phrase.words[0]) return false
    if (phrase.words.length + next.words.length > 2) return true
    return after(second + next.words.length) !== undefined
  }

  private closes(phrase: Phrase, words: readonly Word[], i: number): boolean {
    const { kind } = phrase
    if (kind === 'end' || kind === 'index' || (kind === 'strong' && phrase.words.length > 1)) return true
    const last = i + phrase.words.length - 1
    if (this.colonAfter(words[last]!.end)) return true
    if (kind === 'thing') return this.isLine(words, i, last) || this.isButton(phrase, words, i)
    return (kind === 'labelled' || kind === 'topics' || kind === 'strong') && this.isLine(words, i, last)
  }

  /**
   * Whether the name of a thing is an interface text here: where its line ends with it, and other interface texts stand
   * beside it or soon end the list. What the title speaks of is a tag.
   */
  private isButton(phrase: Phrase, words: readonly Word[], i: number): boolean {
    this.titled ??= new Set(
      wordsBetween(this.title ?? '', 0, this.title?.length ?? 0, this.letters, MOST_TITLED).map(({ key }) => key),
    )
    if (phrase.words.every((key) => this.titled!.has(key))) return false
    const second = i + phrase.words.length
    const next = words[second]
    if (!next || this.hasNewline(words[second - 1]!.end, next.start)) return true
    const beside = this.phraseAt(words, second, isInterface)
    if (beside && beside.words[0] !== phrase.words[0]) return true
    for (let at = second + 1; at < Math.min(words.length, i + AHEAD); at++)
      if (this.phraseAt(words, at, (kind) => kind === 'end')) return true
    return false
  }

  /** Whether the words from `i` to `last` are their line, but for a count before or behind them: 3 تعليقات, شارك (2). */
  private isLine(words: readonly Word[], i: number, last: number): boolean {
    const { text } = this
    let from = words[i]!.start
    for (; from > 0 && text.charCodeAt(from - 1) !== NEWLINE; from--) {
      if (this.isWord(from - 1) && !isDigit(text, from - 1)) return false
    }
    if (from === 0) return false
    const end = this.lineEnd(words[last]!.end)
    for (let at = words[last]!.end; at < end; at++) if (this.isWord(at) && !isDigit(text, at)) return false
    return true
  }

  /** Where a list ends inside a word that an end label has run into, with its colon behind it. */
  private gluedEnd(word: Word): number | undefined {
    if (!this.colonAfter(word.end)) return undefined
    const label = this.layout.glued.find((end) => hasRunInto(word.key, end))
    return label === undefined ? undefined : this.beforeEnd(word, label.length)
  }

  /** The same before a phrase that ends a list anywhere: السودانشارك المقال. */
  private gluedPhrase(words: readonly Word[], i: number): number | undefined {
    return this.gluedTo(words, i, this.layout.gluedPhrases)?.start
  }

  /** The label of several words that word `i` has run into: حائلكلمات دلالية. */
  gluedLabel(words: readonly Word[], i: number): { phrase: Phrase; start: number } | undefined {
    return this.gluedTo(words, i, this.layout.gluedLabels)
  }

  private gluedTo(
    words: readonly Word[],
    i: number,
    glued: ReadonlyMap<string, readonly Phrase[]>,
  ): { phrase: Phrase; start: number } | undefined {
    const next = words[i + 1]
    const phrases = next && glued.get(next.key)
    if (!phrases) return undefined
    const { key } = words[i]!
    const phrase = phrases.find(({ words: [first] }) => hasRunInto(key, first!))
    if (!phrase || !this.stands(phrase.words, words, i, 1)) return undefined
    return { phrase, start: this.beforeEnd(words[i]!, phrase.words[0]!.length) }
  }

  /** Where the last `letters` letters of a word begin. */
  private beforeEnd(word: Word, letters: number): number {
    return lastLetters(this.text, word.end, letters, this.letters)
  }

  /**
   * A date in figures, a clock, "three hours ago", and a day's name before a date. A day with its month and year is a
   * tag as well (7 أكتوبر 2023), so it ends a list only as a whole line.
   */
  isDate(words: readonly Word[], i: number): boolean {
    const { key, start } = words[i]!
    const { days, ago } = this.layout
    const figure = /^[0-9]/.test(key)
    if (figure) {
      DATE.lastIndex = start
      if (DATE.test(this.text)) return true
      // A system writes a comma there (8 فبراير, 2025), who names an event does not.
      if (this.isMonthOf(words, i) && /^[،,] /.test(this.text.slice(words[i + 1]!.end, words[i + 1]!.end + 2)))
        return true
      return this.isMonthOf(words, i) && this.isLine(words, i, Math.min(words.length, i + 3) - 1)
    }
    const next = words[i + 1]
    if (!next || !/^[0-9]{1,2}$/.test(next.key)) return false
    return ago.has(key) || (days.has(key) && this.isMonthOf(words, i + 1))
  }

  /**
   * Where the name of who wrote the page begins before the date at word `i`: what stands before that date at the top, too.
   * The date itself where none does.
   */
  byline(words: readonly Word[], i: number): number {
    const { text } = this
    const { start } = words[i]!
    const last = words[Math.min(words.length, i + DATE_WORDS) - 1]!
    const top = text.slice(0, Math.min(start, TOP_UNITS)).indexOf(text.slice(start, last.end))
    if (top < 0) return start
    let from = i
    while (from > 0 && from > i - NAME_WORDS && standsAt(text, top, words[from - 1]!.start, start)) from--
    return words[from]!.start
  }

  /** Of words that nothing parts those behind a label among them, or before one at their end, as right-to-left text is copied. */
  withoutLabel(words: readonly Word[]): readonly Word[] {
    for (let i = 0; i < words.length; i++) {
      const label = this.phraseAt(words, i, (kind) => kind === 'strong' || kind === 'weak')
      if (!label || (label.words.length === 1 && i > 0)) continue
      const behind = words.slice(i + label.words.length)
      return behind.length > 0 ? behind : words.slice(0, i)
    }
    return words
  }

  /**
   * Some words that nothing parts without the menu of the page's top, which scraping has run into them: so many words as
   * they stand there, before or behind what is left. None, where all stand there, but not behind a date.
   */
  withoutMenu(words: readonly Word[]): readonly Word[] {
    if (words.length < LEFT_WORDS || words.length > MOST_RUN) return words
    const { text } = this
    // A menu of lines there is one line here.
    const top = text.slice(0, Math.min(words[0]!.start, TOP_UNITS)).replaceAll('\n', ' ')
    const textOf = (from: number, to: number): string => text.slice(words[from]!.start, words[to - 1]!.end)
    const stands = (from: number, to: number): boolean => this.isMenuText(top, textOf(from, to))
    const all = textOf(0, words.length)
    if (top.includes(all)) return this.standsApart(top, all) >= 0 ? [] : words
    const { length } = words
    if (length < MENU_WORDS) return words
    // Its first entry may be the link home, which the top has not.
    const first = this.phraseAt(words, 0, isInterface)?.words.length ?? 0
    for (const from of new Set([0, first])) {
      let to = 0
      for (let end = from + MENU_WORDS; end <= length && stands(from, end); end++)
        if (this.endsEntry(top.indexOf(textOf(from, end)), textOf(from, end).length)) to = end
      if (to > 0) return length - to < LEFT_WORDS ? [] : words.slice(to)
    }
    let from = length - MENU_WORDS
    if (!stands(from, length)) return words
    while (from > 0 && stands(from - 1, length)) from--
    return from < LEFT_WORDS ? [] : words.slice(0, from)
  }

  /** Whether entries of a menu end with these: one of lines ends with a line, or the title under it began as a list does. */
  private endsEntry(at: number, length: number): boolean {
    return !this.hasNewline(at, at + length) || this.text.charCodeAt(at + length) === NEWLINE
  }

  /** Where a text stands at the top, neither at its beginning nor in the title nor behind a date or a label; -1 where it does not. */
  private standsApart(top: string, wanted: string): number {
    const at = top.indexOf(wanted)
    if (at <= 0 || this.title?.includes(wanted)) return -1
    return this.isAnnounced(at) ? -1 : at
  }

  /** Whether what begins at `at` stands behind a date, a count or a label. */
  isAnnounced(at: number): boolean {
    const from = Math.max(0, at - BEFORE_UNITS)
    const words = this.words(from, at)
    const before = this.text.slice(from, at)
    const dated = words.some(({ key }) => this.layout.months.has(key)) || /[0-9٠-٩][-/.:][0-9٠-٩]/.test(before)
    return (dated && BEHIND_DATE.test(before)) || this.endsIn(words, 0, isLabel)
  }

  /** Whether a text stands apart at the top in a line, or lines, of its kind: without a mark, and not in a sentence. */
  private isMenuText(top: string, wanted: string): boolean {
    const at = this.standsApart(top, wanted)
    if (at < 0) return false
    const { text } = this
    const start = text.lastIndexOf('\n', at) + 1
    const end = text.indexOf('\n', at + wanted.length)
    const line = text.slice(start, end < 0 ? text.length : end)
    if (line.length > ONE_LINE_UNITS) return at - start < NEAR_TOP || !/[.؟!]\s/.test(text.slice(start, at))
    return start > 0 && !/[.،؛:!؟?"«]/.test(line)
  }

  private isMonthOf(words: readonly Word[], i: number): boolean {
    return (
      /^[0-9]{1,2}$/.test(words[i]!.key) &&
      this.layout.months.has(words[i + 1]?.key ?? '') &&
      /^[0-9]{4}$/.test((this.layout.months.has(words[i + 2]?.key ?? '') ? words[i + 3] : words[i + 2])?.key ?? '')
    )
  }

  /** The page's title, of five words or more: behind the tags of a sidebar the article begins. */
  private isTitle(words: readonly Word[], i: number): boolean {
    if (!this.titleKeys) {
      const head = this.title ?? firstLine(this.text)
      this.titleKeys = wordsBetween(head, 0, head.length, this.letters, TITLE_WORDS + 1).map(({ key }) => key)
    }
    const keys = this.titleKeys
    if (keys.length < TITLE_WORDS || keys.some((key, k) => words[i + k]?.key !== key)) return false
    // Lists hold headlines too: only where a line begins, or where no line does.
    const { start } = words[i]!
    let lineStart = start
    while (lineStart > start - PAGE_LINE_UNITS && lineStart > 0 && this.text.charCodeAt(lineStart - 1) !== NEWLINE) {
      lineStart--
    }
    return !this.hasWord(lineStart, start) || start - lineStart === PAGE_LINE_UNITS
  }

  /** Whether the line above the one at `at` is an interface text, so that the line at `at` may be one of a menu. */
  underMenu(at: number): boolean {
    const words = this.lineAbove(at)
    return words.length > 0 && this.phraseAt(words, 0, isInterface)?.words.length === words.length
  }

  /** Whether the line above the one at `at` heads what a whole site or network speaks of: الوسوم الشائعة, الأكثر تداولا. */
  underCrowd(at: number): boolean {
    const words = this.lineAbove(at)
    return (
      words.length > 0 &&
      (this.layout.crowds.has(words[0]!.key) ||
        this.phraseAt(words, 0, (kind) => kind === 'index') !== undefined ||
        this.phraseAt(words, 0, (kind) => kind === 'end')?.words.length === words.length)
    )
  }

  /** The words of the line above, blank ones passed over; none, where it is longer than those of menus and headings. */
  private lineAbove(at: number): Word[] {
    let end = this.text.lastIndexOf('\n', at - 1)
    // Blank lines passed over, a bounded stretch.
    while (end > 0 && end > at - 40 && this.isGap(end - 1)) end--
    if (end <= 0) return []
    const start = this.text.lastIndexOf('\n', end - 1) + 1
    return end - start > MENU_UNITS ? [] : this.words(start, end)
  }

  /** How often the line of these words stands on the page. */
  timesLine(start: number, end: number): number {
    this.lineCounts ??= countLines(this.text)
    return this.lineCounts.get(hashOf(this.text.slice(start, end).trim())) ?? 0
  }

  /** The width at which the page's lines were broken, Infinity where they were not: what no line reaches over. */
  width(): number {
    if (this.lineWidth === undefined) {
      this.lineWidth = 0
      for (let at = 0; at < this.text.length && this.lineWidth <= WRAPPED_UNITS;) {
        const end = this.text.indexOf('\n', at)
        const stop = end < 0 ? this.text.length : end
        this.lineWidth = Math.max(this.lineWidth, stop - at)
        at = stop + 1
      }
      if (this.lineWidth > WRAPPED_UNITS) this.lineWidth = Infinity
    }
    return this.lineWidth
  }

  /** Prose words weigh three, particles one, over all words. */
  proseScore(words: readonly Word[]): number {
    let score = 0
    for (const { key } of words) {
      if (this.layout.prose.has(key)) score += 3
      else if (this.layout.particles.has(key)) score += 1
    }
    // Two words more, so that one word of a short list does not decide.
    return score / (words.length + 2)
  }
}

/** 18-07-2018, 2024/10/12, 10:35. */
const DATE = /[0-9٠-٩]{1,4}[-/.][0-9٠-٩]{1,2}[-/.][0-9٠-٩]{2,4}(?![0-9٠-٩])|[0-9٠-٩]{1,2}:[0-9٠-٩]{2}(?![0-9٠-٩])/y

/** The end of a date, its hour or a count. */
const BEHIND_DATE = /[0-9٠-٩]\s?(?:ص|م|صباح\u064b?ا\u064b?|مساء\u064b?|am|pm)?[^\p{L}]*$/iu

export const isColon = (unit: number): boolean => unit === COLON || unit === WIDE_COLON
export const isDigit = (text: string, at: number): boolean => /[0-9٠-٩۰-۹]/.test(text[at] ?? '')

/** Whether another word has run into `end`: two letters at least, and more than what Arabic joins to a word (التعليقات). */
const hasRunInto = (key: string, end: string): boolean =>
  key.length >= end.length + 2 && key.endsWith(end) && !/^[وف]?[بكل]?(?:ال|لل?)?$/.test(key.slice(0, -end.length))

/** Whether the text before `at` ends with that from `start` to `end`, as a word of its own. */
function standsAt(text: string, at: number, start: number, end: number): boolean {
  const from = at - (end - start)
  return (
    from >= 0 && text.startsWith(text.slice(start, end), from) && (from === 0 || isBlank(text.charCodeAt(from - 1)))
  )
}

/** The page's first line that holds a word, a bounded stretch of it. */
function firstLine(text: string): string {
  return /\S[^\n]{0,200}/.exec(text.slice(0, 1000))?.[0] ?? ''
}

function countLines(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at)
    const stop = end < 0 ? text.length : end
    if (stop - at <= MENU_UNITS && stop > at) {
      let from = at
      let to = stop
      while (from < to && isBlank(text.charCodeAt(from))) from++
      while (to > from && isBlank(text.charCodeAt(to - 1))) to--
      const hash = hashOf(text.slice(from, to))
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
    at = stop + 1
  }
  return counts
}
