import { clean } from '../text/fold.js'
import { CLOSING, isHash, OPENING, type Label } from './labels.js'
import { isInterface } from './layout.js'
import { isColon, isDigit, type PageText } from './pagetext.js'
import { EDGE } from '../text/plain.js'
import {
  hasSeams,
  isBlank,
  ITEM_WORDS,
  NEWLINE,
  PAGE_LINE_UNITS,
  SPACE,
  wordsBetween,
  type Word,
} from '../text/words.js'

/** What a label opens: delimited tags, or a run's pieces. */
export interface Block {
  readonly end: number
  readonly list?: readonly string[]
  readonly run?: readonly string[]
  /** Below 1 where the end of the list is a guess. */
  readonly confidence?: number | undefined
  /** Each item of the list says how many pages have it: انترنت (12). */
  readonly counted?: boolean
}

/** A block is read no further than this, which bounds the work and the record; the longest seen have about 2,000 units. */
const BLOCK_UNITS = 20_000
const BLOCK_LINES = 200
/** A label without a colon inside a line opens no longer list than this, in words and units. */
const INSIDE_WORDS = 60
const INSIDE_UNITS = 1_000
/** A field between bars of so many words is no single tag. */
const FIELD_WORDS = 6
/** A heading of fewer words that ends with a label speaks of labels; a line of as many is a sentence. */
const HEADING_WORDS = 4
const HEADING_UNITS = 120
const SENTENCE_WORDS = 8
/** An item that runs on into other text is cut to at most so many words, which stand on the page before. */
const HEAD_WORDS = 4
/** So many Latin words behind Arabic items are no item. */
const LATIN_WORDS = 4
/** Converters break lines at a count of letters, printers at a width: nearly full is full. */
const WRAPPED_SHARE = 0.85
/** A longer row of hashtags with blanks within is none. */
const ROW_UNITS = 1_000
/** So many lines of hashtags with blanks within are a list, and a link's text is no longer. */
const PHRASES = 3
const LINK_UNITS = 60
/** So far from each other at most stand the words of a sentence that tags seldom have. */
const SENTENCE_REACH = 7
/** So many short lines, the label's and those below it, are a list up to an empty line. */
const LISTED = 3
const LISTED_WORDS = 4
/** How sure a list is whose end is seen by its shape alone, or not at all. */
const GUESSED_END = 0.9
const NO_END = 0.75

/** How many pages have a tag, behind it. */
const COUNT = /\([0-9٠-٩]{1,4}\)$/
/** An ornament between items. */
const ORNAMENT = /^\p{So}/u
const TATWEEL = 0x0640
const UNDERSCORE = 95

/** A line below a label. */
interface Line {
  readonly words: readonly Word[]
  readonly start: number
  readonly end: number
  /** What the line begins with before its first word: a bullet, a number's place (1), the edge of a link, or nothing. */
  readonly mark: string
  /** A delimiter stands between the line before and this one. */
  readonly parted: boolean
  readonly trailed: boolean
}

interface Item {
  readonly start: number
  readonly end: number
  readonly text: string
}

interface Cuts {
  readonly spans: readonly (readonly [number, number])[]
  readonly used: Delimiter | undefined
  readonly delimiters: number
}

const DELIMITERS = ['certain', 'hash', 'bracket', 'count', 'underscore', 'symbol', 'slash', 'dash', 'dot'] as const
type Delimiter = (typeof DELIMITERS)[number]

/** Reads the blocks of one text. */
export class BlockReader {
  private readonly page: PageText
  private readonly text: string

  constructor(page: PageText) {
    this.page = page
    this.text = page.text
  }

  /** The block that a label opens; undefined when what follows does not list tags, so the label was none. */
  block(label: Label): Block | undefined {
    const { page } = this
    const lineEnd = page.lineEnd(label.end)
    // Tags (3): how many stand below.
    const words = page.words(label.end, lineEnd, 2)
    const alone = words.length === 0 || (words.length === 1 && isCount(words[0]!) && this.text[words[0]!.end] === ')')
    if (this.isSpokenOf(label, alone)) return undefined
    const block = alone
      ? this.below(label, lineEnd)
      : (this.hashtag(label, lineEnd) ?? this.record(label, lineEnd) ?? this.inline(label, label.end, lineEnd))
    return block && this.saysNothing(block) ? { end: block.end } : block
  }

  /** Whether the one item behind a label says that there is none: وسوم: لا يوجد. */
  private saysNothing({ list, run }: Block): boolean {
    const [item, ...others] = list ?? run ?? []
    if (item === undefined || others.length > 0) return false
    const { nothing } = this.page.layout
    const [first, second] = wordsBetween(item, 0, item.length, this.page.letters, 2)
    return first !== undefined && (nothing.has(first.key) || nothing.has(`${first.key} ${second?.key ?? ''}`))
  }

  /** The one hashtag behind a label of one: وسم القصة: #أيد_منتجة. */
  private hashtag(label: Label, lineEnd: number): Block | undefined {
    if (label.kind !== 'singular' || !label.colon || !label.lineStart) return undefined
    let at = label.end
    while (at < lineEnd && isBlank(this.text.charCodeAt(at))) at++
    const { tags, end } = this.hashtagsFrom(at, lineEnd, /\p{L}/u)
    return tags.length > 0 && end === lineEnd ? { end, list: tags } : undefined
  }

  /** Whether the page is about labels: a heading of a few words that ends with one, or an example between two sentences. */
  private isSpokenOf(label: Label, alone: boolean): boolean {
    const { text, page } = this
    // Bounded: a page may be one line, with a label at every word.
    const from = Math.max(0, label.start - HEADING_UNITS)
    const newline = text.slice(from, label.start).lastIndexOf('\n')
    if (newline < 0 && from > 0) return false
    const lineStart = from + newline + 1
    if (page.hasWord(lineStart, label.start))
      return alone && page.words(lineStart, label.start, HEADING_WORDS).length < HEADING_WORDS
    let end = lineStart
    while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--
    if (!isColon(text.charCodeAt(end - 1))) return false
    const isSentence = (from: number, to: number) => page.words(from, to, SENTENCE_WORDS).length === SENTENCE_WORDS
    if (!isSentence(text.lastIndexOf('\n', end - 1) + 1, end)) return false
    // Articles end with a colon, too, before a film. They go on behind an example.
    let next = page.lineEnd(label.end) + 1
    while (next < text.length && isBlank(text.charCodeAt(next))) next++
    return isSentence(next, page.lineEnd(next))
  }

  /**
   * One item behind its label and one on each line below: a field of a record, up to the next field, as library catalogues
   * print it (Keywords: الفقارة⏎توات⏎Issue Date: 2019), or short ones up to an empty line, where one parts the label from
   * what stands above.
   */
  private record(label: Label, lineEnd: number): Block | undefined {
    const { text, page } = this
    if (!label.lineStart || !label.colon || label.kind === 'singular') return undefined
    // Whether an empty line may end it: one parts the label from what stands above, and its lines are short.
    let isListed = /\n[ \t]*\n[^\n]*$/.test(text.slice(Math.max(0, label.start - HEADING_UNITS), label.start))
    const items: string[] = []
    let end = lineEnd
    for (let from = label.end, stop = lineEnd; items.length < BLOCK_LINES;) {
      const words = page.words(from, stop, ITEM_WORDS + 1)
      const line = text.slice(from, stop)
      if (words.length === 0 && isListed && items.length >= LISTED) return { end, list: items, confidence: GUESSED_END }
      if (items.length > 0 && /^\s*\p{L}[^:\n]{0,40}:\s/u.test(line))
        return items.length < 2 ? undefined : { end, list: items, confidence: GUESSED_END }
      if (
        words.length === 0 ||
        words.length > ITEM_WORDS ||
        page.proseScore(words) > 0.2 ||
        this.cuts(words, from).delimiters > 0
      )
        return undefined
      if (/[.:؟!]\s*$/.test(line)) return undefined
      // What pages have behind their lists goes up to no empty line.
      if (words.length > LISTED_WORDS || page.closing(words, 0)) isListed = false
      items.push(clean(line, page.letters))
      end = stop
      from = Math.min(stop + 1, text.length)
      stop = page.lineEnd(from)
    }
    return undefined
  }

  /** The whole text as a list that its page declares: a field's string. Undefined where it reads like a sentence. */
  declared(): Block | undefined {
    const end = Math.min(this.text.length, BLOCK_UNITS)
    const words = this.page.words(0, end)
    const items = this.items(words, 0, end)
    if (items.length === 0 || this.page.proseScore(words) > 0.3) return undefined
    const tags = this.tags(items, false)
    return this.isDelimited(words, 0, this.lengths(items)) ? { end, list: tags } : { end, run: tags }
  }

  /** Whether delimiters between words part all items, none longer than a tag. */
  private isDelimited(words: readonly Word[], start: number, lengths: readonly number[]): boolean {
    const { used, delimiters } = this.cuts(words, start)
    const longest = Math.max(...lengths)
    if (longest > ITEM_WORDS) return false
    // في هذا الخبر / غزة / مصر
    const led = used === 'slash' && /[/\\]\s*$/.test(this.text.slice(Math.max(0, start - 4), start))
    return delimiters >= 2 || led || (delimiters === 1 && (used === 'certain' || used === 'bracket') && longest <= 5)
  }

  /** Lines of nothing but hashtags, two or more in all; three where blanks stand within. */
  hashtags(lineStart: number): Block | undefined {
    const { text } = this
    const limit = Math.min(text.length, lineStart + BLOCK_UNITS)
    const tags: string[] = []
    let least = 2
    let lines = 0
    let end = lineStart
    for (let at = lineStart; at < limit;) {
      while (at < limit && (text[at] === EDGE || isBlank(text.charCodeAt(at))) && text.charCodeAt(at) !== NEWLINE) at++
      if (!isHash(text.charCodeAt(at))) break
      const stop = Math.min(this.page.lineEnd(at), limit)
      let row = this.linked(at, stop) ?? this.runOn(at, stop) ?? this.hashtagsFrom(at, stop)
      if (row.end < stop) {
        const phrase = tags.length === lines ? this.phrase(at, stop) : undefined
        if (!phrase) break
        row = { tags: [phrase], end: stop }
        least = PHRASES
      }
      tags.push(...row.tags)
      lines++
      end = stop
      at = stop + 1
    }
    if (tags.length < least) return undefined
    return this.page.underCrowd(lineStart) ? { end } : { end, list: tags }
  }

  /**
   * Hashtags side by side in the middle of a line: two where they end it, or where the line is the page and no
   * sentence goes on behind them; three anywhere.
   */
  hashtagsWithin(at: number, lineStart: number, lineEnd: number, isPage: boolean): Block | undefined {
    if (at > lineStart && !isBlank(this.text.charCodeAt(at - 1))) return undefined
    const limit = Math.min(lineEnd, at + BLOCK_UNITS)
    const { tags, end } = this.hashtagsFrom(at, limit, /\p{L}/u)
    if (tags.length < 2) return undefined
    if (this.isOfSite(at, lineStart)) return { end }
    if (tags.length < 3 && end < lineEnd) {
      const words = this.page.words(end, Math.min(lineEnd, end + 200), 8)
      if (words.length > 0 && !this.page.closing(words, 0)) {
        const { particles, prose } = this.page.layout
        if (!isPage || particles.has(words[0]!.key) || prose.has(words[0]!.key)) return undefined
      }
    }
    return { end, list: tags }
  }

  /** Whether what stands here stands behind an interface text and its colon: الأكثر تداولا: #غزة #رفح. */
  private isOfSite(at: number, lineStart: number): boolean {
    const { page } = this
    const before = page.words(Math.max(lineStart, at - 80), at)
    return (
      before.length > 0 &&
      page.colonAfter(before.at(-1)!.end) &&
      page.endsIn(before, 0, (kind) => isInterface(kind) || kind === 'index')
    )
  }

  /** A row of three hashtags or more that have run on, each to the next hash, with blanks within: #سوق السمك#صيد البحر#ملح. */
  private runOn(at: number, stop: number): { tags: string[]; end: number } | undefined {
    const { text, page } = this
    if (stop - at > ROW_UNITS) return undefined
    const parts = text.slice(at, stop).split(/[#＃]/).slice(1)
    if (parts.length < 3 || !parts.slice(0, -1).every((part) => /[\p{L}\p{M}\p{N}]$/u.test(part))) return undefined
    if (!parts.some((part) => /\S\s+\S/.test(part)) || page.proseScore(page.words(at, stop)) > 0) return undefined
    const tags = parts.map((part) => clean(part, page.letters))
    return { tags, end: stop }
  }

  /** A row of links whose texts are hashtags, with blanks within or behind the hash: what converters make of `# غزة`. */
  private linked(at: number, stop: number): { tags: string[]; end: number } | undefined {
    const { text, page } = this
    if (stop - at > BLOCK_UNITS) return undefined
    const parts = text.slice(at, stop).split(EDGE)
    const links = parts.map((part) => part.trim()).filter((part) => part !== '')
    const isTag = (part: string): boolean => isHash(part.charCodeAt(0)) && part.length <= LINK_UNITS
    if (parts.length < 2 || links.length < 2 || !links.every(isTag)) return undefined
    return { tags: links.map((part) => clean(part.slice(1), page.letters)), end: stop }
  }

  /** A line that is a phrase behind a hash: #دقيق مدعم. A hash before a blank begins a heading. */
  private phrase(at: number, stop: number): string | undefined {
    const { page } = this
    const words = page.words(at, stop, ITEM_WORDS + 1)
    const isOne = words[0]?.start === at + 1 && words.length <= ITEM_WORDS && !this.endsInStop(stop)
    return isOne && page.proseScore(words) === 0 ? clean(this.text.slice(at + 1, stop), page.letters) : undefined
  }

  /** The hashtags from `at` on, up to the first that is none: looked at from each hash, a row of bare ones costs little. */
  private hashtagsFrom(at: number, stop: number, proper = /./): { tags: string[]; end: number } {
    const { text, page } = this
    const { encoding } = page.letters
    const tags: string[] = []
    let end = at
    while (at < stop && isHash(text.charCodeAt(at))) {
      const start = at++
      while (at < stop && (encoding[text.charCodeAt(at)] !== SPACE || text[at] === '_')) at++
      const tag = clean(text.slice(start, at), page.letters)
      if (!proper.test(tag)) return { tags, end: start }
      tags.push(tag)
      end = at
      while (at < stop && !isHash(text.charCodeAt(at)) && page.isGap(at)) at++
    }
    return { tags, end: at >= stop ? stop : end }
  }

  /** A list that begins at `start` on a line; it goes on below only after a delimiter that ends its line. */
  private inline(label: Label, start: number, lineEnd: number): Block | undefined {
    const { text, page } = this
    const limit = Math.min(text.length, start + (label.inside ? INSIDE_UNITS : BLOCK_UNITS))
    const bracketed = this.bracketed(start, limit)
    if (bracketed !== undefined) return this.assess(label, page.words(start, bracketed), start, bracketed, false, true)
    let words: Word[] = []
    const field = this.fieldEnd(label, start, Math.min(lineEnd, limit))
    let end = field ?? Math.min(lineEnd, limit)
    const joined: number[] = []
    let over = this.scan(words, start, end)
    for (let line = 0; over === undefined && field === undefined && end < limit && line < BLOCK_LINES; line++) {
      let last = end
      while (last > start && isBlank(text.charCodeAt(last - 1))) last--
      const next = Math.min(page.lineEnd(end + 1), limit)
      if (!page.hasWord(end + 1, next)) break
      if (page.layout.delimiters.get(text.charCodeAt(last - 1)) !== 'certain') {
        if (!this.wrapsOn(start, end, next)) break
        joined.push(end)
      }
      over = this.scan(words, end + 1, next)
      end = next
    }
    if (over !== undefined) {
      const stop = (end = over)
      words = words.filter((word) => word.start < stop)
    }
    const latin = this.latinTail(words)
    if (latin > 0) {
      words.length = latin
      end = over = words[latin - 1]!.end
    }
    // A mark may stand in a tag; it ends a sentence where what follows reads like prose.
    const mark = words.findIndex((word, i) => i + 1 < words.length && this.endsSentence(word, words[i + 1]!))
    const sentence =
      mark >= 0 && page.proseScore(words.slice(mark + 1)) > (label.kind === 'strong' && label.colon ? 0.3 : 0.2)
    if (sentence) {
      words.length = mark + 1
      end = words[mark]!.end
    }
    if (words.length === 0) return undefined
    if (label.inside && field === undefined && !this.provesInside(label, words, over !== undefined)) return undefined
    // On a page of one line the end may be a far one; a list has a line to itself where its label begins one.
    const sure = label.lineStart || (over !== undefined && lineEnd - start <= PAGE_LINE_UNITS)
    return this.assess(label, words, start, end, sentence, sure, joined)
  }

  /** Behind the bracket that closes a list which opens with one: tags: [a, b]. */
  private bracketed(start: number, limit: number): number | undefined {
    const { text } = this
    let at = start
    while (at < limit && isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== NEWLINE) at++
    if (text[at] !== '[') return undefined
    const length = text.slice(at, Math.min(limit, this.page.lineEnd(at))).indexOf(']')
    // [غزة] [مصر] has brackets around each.
    return length > 0 && /[،,]/.test(text.slice(at, at + length)) ? at + length : undefined
  }

  /** Where the field of a line of several ends, by the mark that stands before its label: by X | Tags: a, b | 3 comments. */
  private fieldEnd(label: Label, start: number, lineEnd: number): number | undefined {
    const { text, page } = this
    if (label.lineStart || (!label.colon && label.kind !== 'strong')) return undefined
    let at = label.start
    while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--
    const mark = text[at - 1]
    if (!mark || !/[|¦•·—–/]/.test(mark)) return undefined
    const stretch = text.slice(start, Math.min(lineEnd, start + INSIDE_UNITS))
    const length = stretch.indexOf(` ${mark} `)
    if (length <= 0 || !page.hasWord(start, start + length)) return undefined
    // The mark may part the tags instead: their own delimiter must tell, or that there are several words before it.
    const field = stretch.slice(0, length)
    const own = /[،,؛;]|\s[-–]\s/.test(field)
    return own || (label.kind === 'strong' && page.words(start, start + length, FIELD_WORDS).length === FIELD_WORDS)
      ? start + length
      : undefined
  }

  /** Whether a list of several commas fills its line and goes on in the next, on a page broken at a width. */
  private wrapsOn(start: number, end: number, next: number): boolean {
    const { text, page } = this
    if (!/[،,؛;].*[،,؛;]/s.test(text.slice(start, end))) return false
    const [first] = page.words(end + 1, next, 1)
    const length = end - text.lastIndexOf('\n', end - 1)
    if (!first) return false
    const reach = length + first.end - end
    if (/[،,؛;]/.test(text.slice(end + 1, next))) return reach > WRAPPED_SHARE * page.width()
    return reach > page.width() && !page.hasWord(next, page.lineEnd(next + 1))
  }

  /** What proves a label that neither begins a line nor has a colon: an end of other text before it, and of its list. */
  private provesInside(label: Label, words: readonly Word[], ended: boolean): boolean {
    const { page } = this
    if (!ended || words.length < 2 || words.length > INSIDE_WORDS || page.proseScore(words) > 0.08) return false
    let at = label.start
    while (at > 0 && isBlank(this.text.charCodeAt(at - 1))) at--
    if (isStop(this.text[at - 1])) return true
    // An interface text right before it, or a bar that shares: انشر عبر.
    const before = page.words(Math.max(0, label.start - 80), label.start)
    const { barHeads, barNames } = page.layout
    let bar = before.length
    while (bar > 0 && barNames.has(before[bar - 1]!.key)) bar--
    if (bar < before.length && bar > 0 && barHeads.has(before[bar - 1]!.key)) return true
    return page.endsIn(before, 1, isInterface)
  }

  /** From which word on Latin text follows Arabic items, 0 where none does: journals print their English part there. */
  private latinTail(words: readonly Word[]): number {
    let latin = 0
    let from = 0
    for (let i = 0; i < words.length; i++) {
      const { key } = words[i]!
      if (/^[a-z]/.test(key)) {
        if (latin++ === 0) from = i
        const next = words[i + 1]
        const apart = next === undefined || /[،,|\n#]/.test(this.text.slice(words[i]!.end, next.start))
        if (apart && latin >= LATIN_WORDS && from >= 2 && words.slice(0, from).every(isArabic)) {
          const phrase = words
            .slice(from + 1, i + 1)
            .some((word) => /^[a-z]{2}/.test(this.text.slice(word.start, word.end)))
          if (phrase) return from
        }
        if (apart) latin = 0
      } else if (!/^[0-9]/.test(key)) latin = 0
    }
    return 0
  }

  /** A list on the lines below its label. */
  private below(label: Label, lineEnd: number): Block | undefined {
    const { text, page } = this
    const limit = Math.min(text.length, lineEnd + BLOCK_UNITS)
    const lines: Line[] = []
    let blankStep = -1
    let blanks = 0
    let parted = false
    let longest = 0
    let counts = 0
    let sure = true
    let menu = false
    let debris = 0
    for (let start = lineEnd + 1, line = 0; start < limit && line < BLOCK_LINES; line++) {
      const stop = Math.min(page.lineEnd(start), limit)
      const from = start
      start = stop + 1
      if (!page.hasWord(from, stop)) {
        // A breadcrumb or the buttons of a pager.
        if (/^\s*[»›>→←‹«]+\s*$/.test(text.slice(from, stop))) break
        if (this.hasDelimiter(from, stop)) parted = true
        else if (++blanks > 2) break
        continue
      }
      // Blank lines part all items or none.
      if (lines.length + debris === 1) blankStep = blanks
      else if (lines.length + debris > 1 && blanks > blankStep) {
        sure = false
        break
      }
      blanks = 0
      const words: Word[] = []
      const over = this.scan(words, from, stop)
      if (over !== undefined && over <= words[0]!.start) {
        menu = page.closing(words, 0)?.menu ?? false
        break
      }
      const first = lines.length === 0
      // One line that holds the whole list. That the label stands alone on its line is worth a colon.
      if (first && debris === 0 && (words.length > ITEM_WORDS || this.cuts(words, from).delimiters >= 2)) {
        return this.inline({ ...label, colon: true, lineStart: true, inside: false }, from, stop)
      }
      if (words.every(isCount) && (words.length > 1 || words[0]!.key.length < 4 || text[words[0]!.start - 1] === '(')) {
        // How many pages have the tag above.
        if (!first) counts++
        continue
      }
      const read = this.line(words, from, stop, parted || lines.at(-1)?.trailed === true)
      parted = false
      const before = lines.at(-1)
      if (before && this.changesShape(lines, read)) break
      // A line that is no tag: a sentence, an address, a line with an end in it.
      if (over !== undefined || page.proseScore(words) > 0.4 || this.endsInStop(stop) || this.isAddress(from, stop))
        break
      // الإعجابات: 3 ends it as any text of the interface does that says what follows.
      if (!first && /\p{L}\s*[:：]\s/u.test(text.slice(from, stop))) break
      // A bar of buttons, each of several words.
      if (!first && words.length > 1 && this.debrisAt(words, 0) > 0) break
      // A headline behind the last tag.
      if (read.words.length > ITEM_WORDS || (!first && words.length > 5 && words.length > longest + 3)) {
        sure = false
        break
      }
      if (this.startsBar(words, stop) || (!first && this.isLatinText(lines, words))) break
      longest = Math.max(longest, words.length)
      if (this.isDebrisLine(words)) debris++
      else lines.push(read)
    }
    this.cutMenu(lines)
    const items = lines.flatMap((read) => this.items(read.words, read.words[0]!.start, read.end))
    if (items.length === 0) return undefined
    const last = lines.at(-1)!
    const lengths = lines.map(({ words }) => words.length)
    const tags = isShort(lengths)
    const glued = items.length === 1 && hasSeams(text.slice(lines[0]!.start, last.end), 2)
    if (
      label.kind === 'topics' &&
      (lines.some(({ words }) => page.proseScore(words) > 0.2) || (!glued && (items.length < 2 || !tags)))
    )
      return undefined
    if (!this.opensBelow(label, lines, items.length, tags, sure, menu)) return undefined
    const confidence = sure ? undefined : GUESSED_END
    const found = this.tags(items, counts >= items.length - 1)
    return items.length > 1 && tags
      ? { end: last.end, list: found, confidence, counted: this.areCounted(items) }
      : { end: last.end, run: found, confidence }
  }

  /**
   * Whether a label alone on its line opens the lines below it. The link to a site's tags in its menu stands alone as
   * well: there it takes a list that is plain, and no menu goes on behind it.
   */
  private opensBelow(
    label: Label,
    lines: readonly Line[],
    items: number,
    short: boolean,
    sure: boolean,
    menu: boolean,
  ): boolean {
    if (label.kind === 'index') return items >= 5 && short
    if (label.colon) return label.kind !== 'singular' || items >= 2
    if (label.kind === 'singular') {
      const { mark } = lines[0]!
      if (items < 3 || !short || mark === '') return false
      // Bullets that the label has not: entries of a menu are all alike.
      return isHash(mark.charCodeAt(0)) ? !menu : this.text.charCodeAt(label.start - 1) === NEWLINE
    }
    const clear = items >= 3 && short
    if (this.page.underMenu(label.start)) {
      return clear && !menu && (items >= 5 || lines.some(({ words }) => words.length > 1))
    }
    return label.kind === 'weak' ? clear : items > 1 || (sure && this.page.proseScore(lines[0]!.words) < 0.2)
  }

  private line(words: readonly Word[], from: number, end: number, parted: boolean): Line {
    const { text, page } = this
    const first = words[0]!.start
    const lead = text.slice(from, first).trim()
    let trail = end
    while (trail > first && isBlank(text.charCodeAt(trail - 1))) trail--
    const trailed = trail > first && this.isComma(trail - 1)
    const leads = lead !== '' && this.isComma(from + text.slice(from, first).indexOf(lead))
    // 1. غزة
    if (
      words.length > 1 &&
      /^[0-9]{1,3}$/.test(words[0]!.key) &&
      /^[.)] /.test(text.slice(words[0]!.end, words[0]!.end + 2))
    ) {
      return { words: words.slice(1), start: from, end, mark: '1', parted, trailed }
    }
    const mark = leads || OPENING.includes(lead[0] ?? '(') || page.hasWord(from, first) ? '' : lead[0]!
    return { words, start: from, end, mark, parted: parted || leads, trailed }
  }

  /** Whether a line is unlike the ones above: no comma where each had one, no bullet or link, or the first of these. */
  private changesShape(lines: readonly Line[], next: Line): boolean {
    const { mark } = lines[0]!
    if (next.mark !== mark) return true
    return lines.length > 1 && !next.parted && lines.slice(1).every(({ parted }) => parted)
  }

  /** Lines at the end of a list that stand on the page again, one after the other, are its menu. */
  private cutMenu(lines: Line[]): void {
    const { page } = this
    const again = lines.map(({ start, end }) => page.timesLine(start, end) > 1)
    let from = lines.length
    while (from > 0 && again[from - 1]) from--
    if (from >= 2 && from <= lines.length - 2 && !again.slice(0, from).includes(true)) lines.length = from
  }

  /** Names of networks on this line and the next: a share bar. */
  private startsBar(words: readonly Word[], stop: number): boolean {
    const { page } = this
    const { barNames } = page.layout
    if (!words.every(({ key }) => barNames.has(key))) return false
    let next = stop + 1
    for (let line = 0; line < 3 && next < this.text.length; line++) {
      const end = page.lineEnd(next)
      const following = page.words(next, end, 4)
      if (following.length > 0) return following.every(({ key }) => barNames.has(key))
      next = end + 1
    }
    return false
  }

  /** A line of Latin text behind Arabic items. */
  private isLatinText(lines: readonly Line[], words: readonly Word[]): boolean {
    return (
      lines.length > 1 &&
      words.length >= LATIN_WORDS &&
      words.every(({ key }) => /^[a-z0-9]/.test(key)) &&
      lines.every((line) => line.words.some(isArabic))
    )
  }

  private isAddress(from: number, end: number): boolean {
    return /:\/\/|www\.|\S@[^\s@]{1,253}\.\S|©/.test(this.text.slice(from, end))
  }

  private isComma(at: number): boolean {
    return (
      this.page.layout.delimiters.get(this.text.charCodeAt(at)) === 'certain' && !/[¦•●○▪■◆►▶]/.test(this.text[at]!)
    )
  }

  private hasDelimiter(from: number, end: number): boolean {
    for (let at = from; at < end; at++) {
      const unit = this.text.charCodeAt(at)
      if (!isBlank(unit) && (isHash(unit) || this.page.layout.delimiters.has(unit))) return true
    }
    return false
  }

  /**
   * Whether a stretch lists tags, and how reliably it is delimited. Of flattened published lists 99 % score at most
   * 0.2 and 99.9 % at most 0.3 as prose; half of all sentences score above 0.36.
   */
  private assess(
    label: Label,
    all: readonly Word[],
    start: number,
    stop: number,
    sentence: boolean,
    sure: boolean,
    joined: readonly number[] = [],
  ): Block | undefined {
    const { page } = this
    let words = all
    let end = stop
    let items = this.items(words, start, end, joined)
    if (items.length === 0) return undefined
    let lengths = this.lengths(items)
    const { delimiters } = this.cuts(words, start)
    // Where an item of a delimited list runs on into other text, the list is over.
    const certain = label.kind === 'strong' || (label.kind === 'weak' && label.lineStart)
    const long = certain ? items.findIndex((item, i) => i >= 2 && this.runsOn(item, lengths[i]!)) : -1
    const rest = lengths.slice(long)
    const over = long >= 2 && (rest.length === 1 || (!sure && sum(rest) > HEAD_WORDS * rest.length))
    let cut = false
    if (over && delimiters >= long && this.lengths(items.slice(0, long)).every((length) => length <= ITEM_WORDS)) {
      const head = this.headOf(items[long]!, label.start)
      items = head ? [...items.slice(0, long), head] : items.slice(0, long)
      lengths = this.lengths(items)
      end = items.at(-1)!.end
      words = words.filter((word) => word.start < end)
      cut = true
    }
    const delimited = this.isDelimited(words, start, lengths)
    const score = page.proseScore(words)
    const opens = page.layout.prose.has(words[0]!.key) || page.layout.particles.has(words[0]!.key)
    // Where the label itself is uncertain, only a clear list of short items makes it one.
    const clear = delimited && items.length >= 3 && isShort(lengths)
    if (label.kind === 'topics') {
      if (!delimited || items.length < 2 || !isShort(lengths) || score > 0.2) return undefined
    } else if (label.kind === 'index') {
      if (!clear) return undefined
    } else if (label.kind === 'singular' && !(delimited && items.length >= 2)) return undefined
    else if (label.kind === 'weak' && !clear && (!label.colon || !label.lineStart)) return undefined
    else if (!label.colon && (opens || score > 0.2 || (!delimited && this.endsInStop(end)))) return undefined
    else if (delimited) {
      if (score > 0.4 || (sentence && score > 0.2)) return undefined
    } else if (
      sentence ||
      score > 0.3 ||
      (items.length === 1 && words.length > ITEM_WORDS && this.endsInStop(end) && score > 0.1)
    ) {
      return this.beforeProse(label, words, start)
    } else {
      const prose = [this.runsInto(words), sure ? 0 : this.overrun(words)].filter((at) => at > 0)
      const from = prose.length > 0 ? Math.min(...prose) : 0
      const list = from > 0 ? words.slice(0, from) : words
      const own = page.withoutMenu(list)
      if (from > 0 || (own.length > 0 && own.length < words.length)) {
        words = own.length > 0 ? own : list
        end = words.at(-1)!.end
        items = this.items(words, words[0] === all[0] ? start : words[0]!.start, end, joined)
        cut = true
      }
    }
    const confidence = cut ? NO_END : sure ? undefined : GUESSED_END
    const tags = this.tags(items, false)
    return delimited ? { end, list: tags, confidence, counted: this.areCounted(items) } : { end, run: tags, confidence }
  }

  private runsOn(item: Item, length: number): boolean {
    if (length > ITEM_WORDS) return true
    return length > 4 && this.page.proseScore(this.page.words(item.start, item.end)) > 0.4
  }

  /** The longest beginning of an item that stands on the page before its label: tags are names that the text has. */
  private headOf(item: Item, before: number): Item | undefined {
    const words = this.page.words(item.start, item.end, HEAD_WORDS)
    for (let n = words.length; n > 0; n--) {
      const text = this.text.slice(words[0]!.start, words[n - 1]!.end)
      const at = this.text.indexOf(text)
      if (at >= 0 && at < before) return { start: words[0]!.start, end: words[n - 1]!.end, text }
    }
    return undefined
  }

  private lengths(items: readonly Item[]): number[] {
    return items.map(({ start, end }) => this.page.words(start, end, ITEM_WORDS + 1).length)
  }

  /**
   * From which word on a run reads like headlines or prose, 0 where it does not: a sum of each word's weight towards
   * prose, less what tags have of it, that starts anew whenever it falls to nothing. Of published lists, flattened, 1 in
   * 1,000 gets so far.
   */
  private overrun(words: readonly Word[]): number {
    const { prose, particles } = this.page.layout
    let sum = 0
    let from = 0
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!
      const next = words[i + 1]
      const weight = prose.has(word.key) ? 2 : particles.has(word.key) ? 1 : 0
      const mark = next && /\.\.|[:؟?!…]\s/.test(this.text.slice(word.end, next.start)) ? 1.5 : 0
      if (sum === 0) from = i
      sum = Math.max(0, sum + weight + mark - 0.25)
      if (sum >= 5) return this.beginOfProse(words, from)
    }
    return 0
  }

  /**
   * From which word on a run is a sentence that has run into it, and others behind that; 0 where it is none. A sentence goes back
   * from its full stop from one word of prose or particle to the next, or to its heading.
   */
  private runsInto(words: readonly Word[]): number {
    const stop = words.findIndex((word, i) => {
      const next = words[i + 1]
      return next !== undefined && this.text[word.end] === '.' && this.endsSentence(word, next)
    })
    if (stop < 0 || words.length - stop <= SENTENCE_WORDS) return 0
    const { prose, particles, headings } = this.page.layout
    let from = stop + 1
    for (let i = stop; i >= 0 && from - i <= SENTENCE_REACH; i--)
      if (prose.has(words[i]!.key) || particles.has(words[i]!.key)) from = i
    const heading = words.findIndex(({ key }, i) => i > 0 && i < from && headings.includes(key))
    if (heading > 0) return heading
    return from > stop ? from : this.beginOfProse(words, from)
  }

  /** Where prose begins of which word `from` is the first that tells: with the one before, unless it has a conjunction. */
  private beginOfProse(words: readonly Word[], from: number): number {
    if (from <= 3) return 0
    return words[from]!.key.startsWith('و') ? from : from - 1
  }

  /** On a page that lost its line ends, the run between a certain label and the prose that runs into it. */
  private beforeProse(label: Label, words: readonly Word[], start: number): Block | undefined {
    if (label.kind !== 'strong' || !label.colon) return undefined
    const { page } = this
    const first = words.findIndex((word) => page.layout.prose.has(word.key))
    // A sentence begins with its conjunction, or with the word before its first prose word.
    const length = words[first]?.key.startsWith('و') ? first : first - 1
    if (length < 3 || page.proseScore(words.slice(0, length)) > 0.12) return undefined
    const end = words[length - 1]!.end
    return { end, run: this.tags(this.items(words.slice(0, length), start, end), false), confidence: NO_END }
  }

  /**
   * Reads words from `start` to `end` into `words` until an end phrase or another label says that the list is over.
   * Returns where, or undefined.
   */
  private scan(words: Word[], start: number, end: number): number | undefined {
    let from = words.length
    for (let at = start; at < end;) {
      // In portions, so that a block that ends early costs no more than its length.
      const portion = this.page.words(at, end, 32)
      if (portion.length === 0) return undefined
      words.push(...portion)
      at = portion.at(-1)!.end
      const complete = !this.page.hasWord(at, end)
      // The last words of a portion wait for the next one, since a phrase may go on in it.
      const until = complete ? words.length : words.length - 8
      for (; from < until; from++) {
        const closing = this.page.closing(words, from)
        if (closing) return closing.at
      }
      if (complete) return undefined
    }
    return undefined
  }

  private endsSentence(word: Word, next: Word): boolean {
    if (word.key.length < 3 || /[0-9]$/.test(word.key)) return false
    if (!isStop(this.text[word.end])) return false
    for (let at = word.end + 1; at < next.start; at++) if (!isBlank(this.text.charCodeAt(at))) return false
    return next.start > word.end + 1
  }

  /** Whether a stretch that ends at `end` ends in a full stop or its like. */
  private endsInStop(end: number): boolean {
    let at = end
    while (at > end - 8 && at > 0 && isBlank(this.text.charCodeAt(at - 1))) at--
    return isStop(this.text[at - 1]) || isStop(this.text[end]) || this.text[at - 1] === ':'
  }

  /** The delimiters and the cut debris between words, as spans; the kind of delimiter in use, and how often it stands. */
  private cuts(words: readonly Word[], start: number, joined: readonly number[] = []): Cuts {
    const { text, page } = this
    const counts: Record<Delimiter, number> = {
      certain: 0,
      hash: 0,
      bracket: 0,
      count: 0,
      underscore: 0,
      symbol: 0,
      slash: 0,
      dash: 0,
      dot: 0,
    }
    // One underscore is one compound; two say how the author writes, so that every space is a delimiter.
    const compounds = words.filter(
      (word, i) => text.charCodeAt(word.end) === UNDERSCORE && words[i + 1]?.start === word.end + 1,
    )
    const spaced = compounds.length > 1
    const each = (visit: (kind: Delimiter, at: number, to: number) => void) => {
      for (let i = 0; i < words.length; i++) {
        const from = i === 0 ? start : words[i - 1]!.end
        const { start: to, end, key } = words[i]!
        // "غزة" "مصر", (غزة) (مصر)
        if (i > 0 && to - from > 1 && CLOSING.includes(text[from]!) && OPENING.includes(text[to - 1]!)) {
          visit('bracket', from + 1, from + 2)
        }
        // غزة (4) مصر (2)
        if (i > 0 && /^[0-9]{1,4}$/.test(key) && text[to - 1] === '(' && text[end] === ')')
          visit('count', to - 1, end + 1)
        if (i > 0 && spaced && !(text.charCodeAt(from) === UNDERSCORE && to === from + 1)) visit('underscore', from, to)
        // غزة ✿ مصر, غزة 🏷 مصر, غزة . مصر
        if (i > 0 && to - from > 2 && isBlank(text.charCodeAt(from)) && isBlank(text.charCodeAt(to - 1))) {
          if (text[from + 1] === '.' && to === from + 3) visit('dot', from, to)
          else if (ORNAMENT.test(text.slice(from + 1, from + 3))) visit('symbol', from, to)
        }
        for (let at = from; at < to; at++) {
          const unit = text.charCodeAt(at)
          if (isHash(unit)) {
            // #غزة, # غزة; not C# لغة.
            if (at + 1 === to || (at > from && at + 2 === to && isBlank(text.charCodeAt(at + 1))))
              visit('hash', at, at + 1)
            continue
          }
          const kind = page.layout.delimiters.get(unit)
          if (!kind || i === 0 || (unit === NEWLINE && joined.includes(at))) continue
          const tight = at === from && at + 1 === to
          // Inside a number or a word: 1,000, 7/10, كوفيد-19, طـ/ـوفان.
          if (tight && (kind === 'dash' || (isDigit(text, at - 1) && isDigit(text, at + 1)))) continue
          if (at === from && text.charCodeAt(at - 1) === TATWEEL && (tight || text.charCodeAt(at + 1) === TATWEEL))
            continue
          if (kind === 'dash' && (!isBlank(text.charCodeAt(at - 1)) || !isBlank(text.charCodeAt(at + 1)))) continue
          visit(kind, at, at + 1)
        }
      }
    }
    each((kind) => counts[kind]++)
    if (counts.count === 1) counts.count = 0
    // One ornament is part of a title.
    if (counts.symbol === 1) counts.symbol = 0
    if (counts.dot === 1) counts.dot = 0
    // The weaker delimiters count only where no stronger one stands: "7/10، ..." and "كوفيد - 19، ...".
    const used = DELIMITERS.find((kind) => counts[kind] > 0)
    const spans: [number, number][] = []
    each((kind, at, to) => {
      if (kind === used || kind === 'hash' || (kind === 'count' && counts.count > 0)) spans.push([at, to])
    })
    for (let i = 0; i < words.length;) {
      const length = this.debrisAt(words, i)
      if (length > 0) spans.push([words[i]!.start, words[i + length - 1]!.end])
      i += Math.max(1, length)
    }
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return { spans, used, delimiters: used ? counts[used] : 0 }
  }

  /** The stretches between cuts that hold a word and are no interface text. */
  private items(words: readonly Word[], start: number, end: number, joined: readonly number[] = []): Item[] {
    const { page } = this
    const { spans, used } = this.cuts(words, start, joined)
    const items: Item[] = []
    const push = (from: number, to: number) => {
      const text = this.text.slice(from, to).trim()
      const keys = page.words(from, to, 2)
      const debris = keys.length === 1 && page.layout.items.has(keys[0]!.key)
      if (!debris && !/^\S*:\/\/\S*$/.test(text) && clean(text, page.letters) !== '')
        items.push({ start: from, end: to, text })
    }
    let from = start
    for (const [cut, to] of [...spans, [end, end] as const]) {
      if (cut > from) {
        const change = used === 'certain' ? this.scriptChange(from, cut) : undefined
        push(from, change ?? cut)
        if (change !== undefined) push(change, cut)
      }
      from = Math.max(from, to)
    }
    return items
  }

  /**
   * Where an item goes from an Arabic phrase to one in a Latin script (مرحلة التعليم المتوسط Psychological pressure): a
   * name would have capitals throughout.
   */
  private scriptChange(from: number, to: number): number | undefined {
    const words = this.page.words(from, to, 2 * ITEM_WORDS)
    const at = words.findIndex(({ key }) => /^[a-z]/.test(key))
    const latin = at < 1 ? [] : words.slice(at)
    if (latin.length < 2 || !words.slice(0, at).every(isArabic) || latin.some(isArabic)) return undefined
    const phrase = latin.slice(1).every((word) => /^[a-z]{2}/.test(this.text.slice(word.start, word.end)))
    return phrase ? latin[0]!.start : undefined
  }

  /** Items as tags, without the counts of pages behind each. */
  private tags(items: readonly Item[], counted: boolean): string[] {
    const tags = items.map(({ text }) => clean(text, this.page.letters))
    if (tags.length < 2 || counted) return tags
    const inBrackets = tags.filter((tag) => /\S\s*\([0-9٠-٩]{1,4}\)$/.test(tag)).length
    if (2 * inBrackets > tags.length) return tags.map((tag) => tag.replace(COUNT, '').trimEnd())
    // Years end tags too: they count for none.
    const bare = /\S\s+[×x]?[0-9٠-٩]{1,4}$/
    const year = /(?:19|20)[0-9]{2}$/
    return tags.length > 2 && tags.every((tag) => bare.test(tag)) && !tags.every((tag) => year.test(tag))
      ? tags.map((tag) => tag.replace(/(?<=\s)[×x]?[0-9٠-٩]{1,4}$/, '').trimEnd())
      : tags
  }

  /** Whether each item says how many pages have it, in the item or cut off behind it. */
  private areCounted(items: readonly Item[]): boolean {
    return items.every(
      ({ text, end }) => COUNT.test(text) || /^\s?\([0-9٠-٩]{1,4}\)/.test(this.text.slice(end, end + 7)),
    )
  }

  private isDebrisLine(words: readonly Word[]): boolean {
    return this.debrisAt(words, 0) === words.length || (words.length === 1 && this.page.layout.items.has(words[0]!.key))
  }

  /** How many words from `i` are interface text: a debris phrase, or a bar of share buttons. */
  private debrisAt(words: readonly Word[], i: number): number {
    const phrase = this.page.phraseAt(words, i, (kind) => kind === 'debris')
    if (phrase) return phrase.words.length
    const { barHeads, barNames } = this.page.layout
    const head = barHeads.has(words[i]!.key) ? 1 : 0
    let names = 0
    while (i + head + names < words.length && barNames.has(words[i + head + names]!.key)) names++
    // Two names behind "share", or three that are typed in Latin: an article on networks lists them in Arabic.
    if (head === 1 && names >= 2) return 1 + names
    const latin = words.slice(i, i + names).filter((word) => /^[a-z]/.test(word.key)).length
    return head === 0 && latin >= 3 ? names : 0
  }
}

const isStop = (char: string | undefined): boolean => char === '.' || char === '؟' || char === '?' || char === '!'
const isArabic = ({ key }: Word): boolean => /^[\u0620-\u06ff]/.test(key)
const isCount = ({ key }: Word): boolean => /^[0-9]+$/.test(key)
const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0)
/** Tags rather than headlines, by the words of each. */
const isShort = (counts: readonly number[]): boolean =>
  Math.max(...counts) <= ITEM_WORDS && sum(counts) <= 3.5 * counts.length
