import { mix } from '../text/tokens.js'
import { clean, type Letters } from '../text/fold.js'
import { Furniture, isFigure, isNumber, ITEM_WORDS, keyOf } from './furniture.js'
import type { Label } from './labels.js'
import type { Layout } from './layout.js'
import type { PageText } from './pagetext.js'
import type { Block } from '../types.js'
import { hashOf } from '../text/hash.js'
import { lastLetters, wordsBetween, type Word } from '../text/words.js'
import { flattened } from './flattened.js'
import { dashed, glued, spaced, type GluedRow } from './rows.js'
import { add, isComma, isStop, linesOf, LONG, MARKS, stemOf, stemsOf, type Line } from './prose.js'

/**
 * Lists that no label announces. A list of tags is known by its shape (nothing but short items between commas; short
 * lines behind an article), by its place (behind the last sentence or before the first, never amid them; before what
 * pages have behind their articles: share, related, comments, the next page), and by its words: what an article is tagged
 * with is spoken of in it, which menus, bylines and headlines seldom are.
 *
 * Precision first: of several lists that look alike, which is how menus and listings look, none is taken. What one page
 * cannot tell its site may, see `Block`.
 */
export interface Unlabelled {
  readonly start: number
  readonly end: number
  /** Its items; one stretch whose boundaries are for `segment` to find, where it has no delimiters. */
  readonly items: readonly string[]
  readonly delimited: boolean
  readonly confidence: number
}

interface Candidate {
  readonly start: number
  readonly end: number
  readonly items: readonly (readonly Word[])[]
  /** How sure the shape alone is, in log odds where half of the items are spoken of; bench/calibration.mjs measures it. */
  readonly shape: number
  readonly delimited: boolean
  /** In a line that reads as prose: that it is said there does not count. */
  readonly inProse?: boolean
  /** Items parted by dashes, which those of other lists hold. */
  readonly dashed?: boolean
  /** Of items that have run into each other: the stretches between certain boundaries, and the share spoken of. */
  readonly row?: GluedRow
  /** Other text stands between its items, which speaks of none of this. */
  readonly apart?: boolean
  /** The share that must be spoken of, where that is not the usual. */
  readonly least?: number
}

interface Between {
  readonly candidate: Candidate
  /** The first line behind it. */
  readonly next: number
}

/** Items of a list. */
const MOST_ITEMS = 40
/** A row behind an article: so many lines behind it at most, of so many words at least where nothing parts them. */
const ROW_LINES = 12
const ROW_WORDS = 4
/** So many lines before an article. */
const ROW_AHEAD = 3
/** One of so many of its words may be a preposition: names have them, too. */
const PARTICLES = 8
/** So many of its words do not go on from the one before, in the article. */
const ROW_BREAKS = 2
/** So much of it must be spoken of, where little else tells that it is a list. */
const ROW_SPOKEN = 0.8
/** So many of its items must be spoken of in the page's prose or title. */
export const SPOKEN = 0.5
/** Words of a line that is an item by itself. */
const LINE_WORDS = 4
/** So many short lines before an article, or with a button each, may be its tags. */
const AHEAD = 3
const CHIPS = 3
/** A longer line is no cloud of tags. */
const CLOUD_UNITS = 600
/** So many lines of figures behind a list count what a page got; with others so soon behind them they are a table's. */
const COUNTS = 3
const COUNTS_LINES = 8
/** So many blocks of a page are looked at. */
const MOST_BLOCKS = 12
/** What a neighbour is, whatever its words. */
const EDGE = 101
const PROSE = 102
const TITLE = 103
const TIME = 104

/**
 * The list of tags that a text has without a label, if it has one; where its host is given, also the blocks that its site
 * may tell to be one. Linear in the text; little more than a look at each line of prose.
 *
 * @param doubtful labels of its lines behind which their shape alone does not tell a list
 */
export function unlabelled(
  page: PageText,
  doubtful: readonly Label[],
  host = '',
): { list: Unlabelled | undefined; blocks: readonly Block[] } {
  const finder = new Finder(page)
  const list = finder.announced(doubtful) ?? finder.find(host === '')
  return { list, blocks: host === '' ? [] : finder.blocks(hashOf(host), list) }
}

/** How sure a list is of this shape, of which this share is spoken of. */
export const sureness = (shape: number, spoken: number): number => 1 / (1 + Math.exp(-(shape + 3 * (spoken - 0.5))))

class Finder {
  readonly #page: PageText
  readonly #furniture: Furniture
  readonly #text: string
  readonly #title: string
  readonly #layout: Layout
  readonly #letters: Letters
  readonly #lines: readonly Line[]
  #stems: ReadonlyMap<string, number> | undefined
  /** What `find` has looked at already, for `blocks`: the list that begins with a line, and the share spoken of. */
  readonly #betweens = new Map<number, Between | undefined>()
  readonly #shares = new Map<Candidate, number | undefined>()

  constructor(page: PageText) {
    this.#page = page
    this.#furniture = new Furniture(page)
    this.#text = page.text
    this.#title = page.title ?? ''
    this.#layout = page.layout
    this.#letters = page.letters
    this.#lines = linesOf(page.text, page.letters)
  }

  /** The names that nothing parts behind a label that prose has, too: العلامات غزة حماس معبر رفح. */
  announced(labels: readonly Label[]): Unlabelled | undefined {
    if (!this.#lines.some((line) => line.prose)) return undefined
    for (const { start, end: from } of labels) {
      const line = this.#lines.find((line) => line.end > start)
      if (!line || line.end <= from || line.end - from > CLOUD_UNITS || isStop(this.#text[line.end - 1]!)) continue
      const words = this.#words(from, line.end)
      if (words.length < ROW_WORDS || !this.#isLoose(words, line)) continue
      const { end, prose: inProse } = line
      const row: Candidate = {
        start,
        end,
        items: [words],
        shape: 1,
        delimited: false,
        inProse,
        least: SPOKEN,
      }
      const confidence = this.#confidence(row)
      if (confidence > 0) return { start, end, items: this.#texts(row.items, end), delimited: false, confidence }
    }
    return undefined
  }

  /** @param alone nothing but the page itself can tell what stands before its article, or between it and comments */
  find(alone: boolean): Unlabelled | undefined {
    const lines = this.#lines
    const first = lines.findIndex((line) => line.prose)
    if (first < 0) return undefined
    let last = this.#proseBefore(lines.length)
    // Headlines that ask, below what pages have behind their articles, are none of it.
    for (let before = last; last > first && lines[last]!.size < LONG; last = before) {
      before = this.#proseBefore(last)
      const between = lines.slice(before + 1, last)
      if (!between.some(({ start, end }) => this.#furniture.isBehind(this.#words(start, end, LONG)))) break
    }
    let row: Candidate | undefined
    // A list may be as long as prose, the page's own or a cloud of the site's.
    for (let steps = 0; steps < ROW_LINES && last > first && !isStop(this.#text[lines[last]!.end - 1]!); steps++) {
      const before = this.#proseBefore(last)
      row = this.#row(before, last)
      if (!row && !this.#isCloud(lines[last]!) && !this.#opensBehind(lines[last]!)) break
      last = before
      if (row) break
    }
    row ??= this.#row(last)
    const candidates: Candidate[] = row ? [row] : []
    const amid: Candidate[] = []
    for (let at = 0; at < lines.length; at++) {
      const found = this.#between(at)
      if (!found) continue
      // Amid an article, items between commas are an enumeration; several of them are the lists of several articles.
      if (at > first && found.next <= last) amid.push(found.candidate)
      else candidates.push(found.candidate)
      at = found.next - 1
    }
    const short = this.#behind(last)
    if (short) candidates.push(short)
    candidates.push(...this.#buttoned())
    const isOpen = (): boolean => candidates.every((candidate) => this.#confidence(candidate) === 0)
    const ahead = alone && isOpen() ? this.#ahead(first) : undefined
    if (ahead) candidates.push(ahead)
    if (alone && isOpen()) candidates.push(...this.#amid(first, last))
    if (isOpen()) candidates.push(...this.#flattened())
    // Above the headline stands what the whole site has.
    const headline =
      candidates.length > 0 &&
      lines.find(({ start, end, size }) => size > 1 && this.#furniture.isTitle(this.#words(start, end, LONG)))
    const judged = candidates.flatMap((candidate) => {
      if (headline && candidate.start < headline.start) return []
      const confidence = this.#confidence(candidate)
      return confidence > 0 ? [{ candidate, confidence }] : []
    })
    // A listing of articles, each with its tags.
    if (judged.length === 0 || judged.length > 2) return undefined
    if (amid.filter((candidate) => this.#confidence(candidate) > 0).length > 1) return undefined
    const [{ candidate, confidence }] = judged.sort((a, b) => b.confidence - a.confidence) as [(typeof judged)[0]]
    const end = this.#unglued(candidate.items.at(-1)!.at(-1)!) ?? candidate.end
    return {
      start: candidate.start,
      end,
      items: candidate.row?.pieces ?? this.#texts(candidate.items, end),
      delimited: candidate.delimited,
      confidence,
    }
  }

  /** The blocks of short items that do not stand within prose, each at its place. `list`: what `find` found. */
  blocks(host: number, list: Unlabelled | undefined): Block[] {
    const lines = this.#lines
    const first = lines.findIndex((line) => line.prose)
    const blocks: Block[] = []
    if (first < 0) return blocks
    const article = this.#words(lines[first]!.start, lines[first]!.end, LONG).reduce(hashed, 0)
    for (let at = 0, next: number; at < lines.length && blocks.length < MOST_BLOCKS; at = next) {
      const between = this.#between(at)
      next = between?.next ?? this.#pastItems(at)
      if (next === at) {
        next++
        continue
      }
      // Between two lines of prose stands an enumeration.
      if ((lines[at - 1]?.prose ?? false) && (lines[next]?.prose ?? false)) continue
      const candidate = between?.candidate ?? this.#ofLines(at, next)
      const spoken = candidate && this.#spoken(candidate)
      if (spoken === undefined) continue
      const { start, end, items, shape } = candidate!
      const around = mix(this.#neighbour(at - 1), this.#neighbour(next))
      blocks.push({
        place: mix(mix(host, at < first ? 1 : 2), mix(between ? 1 : 2, around)),
        content: items.flat().reduce(hashed, 0),
        article,
        ...(list?.delimited && list.start === start
          ? { tags: list.items, confidence: list.confidence }
          : { tags: this.#texts(items, end) }),
        shape,
        spoken,
      })
    }
    return blocks
  }

  #texts(items: readonly (readonly Word[])[], end: number): string[] {
    return items.map((words) =>
      clean(this.#text.slice(words[0]!.start, Math.min(words.at(-1)!.end, end)), this.#letters),
    )
  }

  /** Where the lines end that from line `at` on may each be an item; `at`, where that one is none. */
  #pastItems(at: number): number {
    const lines = this.#lines
    let next = at
    while (next < lines.length && next < at + MOST_ITEMS && this.#mayBeItem(next)) next++
    return next
  }

  /** Whether line `at` may be an item by itself: short, and neither the title nor what pages have around their articles. */
  #mayBeItem(at: number): boolean {
    const { start, end, size, commas, prose } = this.#lines[at]!
    if (at === 0 || prose || size === 0 || size > LINE_WORDS || commas > 0 || isColon(this.#text[end - 1]!))
      return false
    const words = this.#words(start, end)
    if (
      this.#furniture.isTitle(words) ||
      this.#furniture.isForeign(words) ||
      this.#furniture.isTimed(words) ||
      this.#furniture.isBehind(words)
    )
      return false
    return !this.#furniture.isBar(words) && !this.#layout.interface.has(keyOf(words))
  }

  #ofLines(at: number, next: number): Candidate | undefined {
    const lines = this.#lines.slice(at, next)
    if (lines.length < 2) return undefined
    const items = lines.map(({ start, end }) => this.#words(start, end))
    const shape = items.length > 2 ? 1.4 : 1
    return { start: lines[0]!.start, end: lines.at(-1)!.end, items, shape, delimited: true }
  }

  /** Stands for a line as neighbour: what changes from page to page in a template is put aside. */
  #neighbour(at: number): number {
    const line = this.#lines[at]
    if (!line) return EDGE
    if (line.prose) return PROSE
    const words = this.#words(line.start, line.end, LONG)
    if (at === 0 || this.#furniture.isTitle(words)) return TITLE
    const { times, months, days } = this.#layout
    const isTime = ({ key }: Word) => times.has(key) || months.has(key) || days.has(key) || isNumber(key)
    const constant = words.filter((word) => !isTime(word))
    return constant.reduce(hashed, constant.length < words.length ? TIME : words.length)
  }

  /** A list between commas that begins with line `at`: on that line, or an item or a comma on each. */
  #between(at: number): Between | undefined {
    const { prose, size } = this.#lines[at]!
    if (prose || size === 0) return undefined
    if (!this.#betweens.has(at)) this.#betweens.set(at, this.#readBetween(at))
    return this.#betweens.get(at)
  }

  #readBetween(at: number): Between | undefined {
    const lines = this.#lines
    const text = this.#text
    const line = lines[at]!
    const before = lines[at - 1]
    // What a colon announces is not the article's tags: those would be under a label.
    if (before && text[before.end - 1] === ':') return undefined
    const bracketed = this.#bracketed(line)
    if (bracketed) {
      const { start, end } = line
      return { candidate: { start, end, items: bracketed, shape: 1.8, delimited: true }, next: at + 1 }
    }
    if (line.commas >= 2) {
      const items = this.#items(line.start, line.end)
      if (!items || items.length < 3) return undefined
      return { candidate: { start: line.start, end: line.end, items, shape: 1.8, delimited: true }, next: at + 1 }
    }
    const spans: [number, number][] = []
    let next = at
    let open = true
    for (; open && next < lines.length && spans.length < MOST_ITEMS; next++) {
      const { size, start, end } = lines[next]!
      if (size === 0 || size > ITEM_WORDS) break
      const comma = isComma(text.charCodeAt(end - 1))
      spans.push([start, end])
      const alone = lines[next + 1]
      open = comma
      if (!comma && alone?.size === 0 && alone.end - alone.start === 1) {
        next++
        open = true
      }
    }
    if (spans.length < 2 || open) return undefined
    const items = spans.map(([start, end]) => this.#words(start, end))
    return {
      candidate: {
        start: line.start,
        end: lines[next - 1]!.end,
        items,
        shape: items.length > 2 ? 2 : 1.2,
        delimited: true,
      },
      next,
    }
  }

  /** The items of a line each of which stands in brackets: [غزة] [رفح] [معبر رفح]. */
  #bracketed({ start, end, commas }: Line): Word[][] | undefined {
    const from = this.#text.lastIndexOf('\n', start) + 1
    const to = this.#text.indexOf('\n', end)
    const line = this.#text.slice(from, to < 0 ? this.#text.length : to)
    if (commas > 0 || line.length > CLOUD_UNITS || !BRACKETED.test(line)) return undefined
    const items: Word[][] = []
    for (const { index, 0: item } of line.matchAll(/\[[^[\]]+\]/g))
      items.push(this.#words(from + index, from + index + item.length))
    return items.every((words) => words.length > 0) ? items : undefined
  }

  /** Short lines, or a row, between what is said of an article, such as when it was written, and its first sentence. */
  #ahead(first: number): Candidate | undefined {
    // A title may be as long as prose.
    const sentence = this.#lines.findIndex(({ prose, end }) => prose && isStop(this.#text[end - 1]!))
    const lines = this.#linesAhead(first) ?? (sentence > first ? this.#linesAhead(sentence) : undefined)
    return lines ?? this.#rowAhead(first)
  }

  #linesAhead(first: number): Candidate | undefined {
    const lines = this.#lines
    const textOf = ({ start, end }: Line): string => this.#text.slice(start, end)
    const byline = lines[first - 1]
    const end = byline && this.#furniture.isByline(this.#words(byline.start, byline.end, 1)) ? first - 1 : first
    let from = end
    while (from > 0 && this.#mayBeItem(from - 1) && !/[\d٠-٩:]/u.test(textOf(lines[from - 1]!))) from--
    const above = lines[from - 1]
    if (!above || end - from < AHEAD || !/[\d٠-٩]/u.test(textOf(above))) return undefined
    return { ...this.#ofLines(from, end)!, shape: 0.8 }
  }

  /** A line of names that nothing parts, between what is said of an article, such as when it was written, and its first sentence. */
  #rowAhead(first: number): Candidate | undefined {
    const lines = this.#lines
    for (let at = Math.max(1, first - ROW_AHEAD); at < lines.length && at <= first + 1; at++) {
      const { start, end, commas, size } = lines[at]!
      const above = lines[at - 1]!
      if (commas > 0 || size < ROW_WORDS || isStop(this.#text[end - 1]!)) continue
      if (!/[\d٠-٩]/u.test(this.#text.slice(above.start, above.end)) || /[\d٠-٩]/u.test(this.#text.slice(start, end)))
        continue
      const bare = this.#bare(lines[at]!, true)
      if (bare) return bare
    }
    return undefined
  }

  /** Short lines each of which has the same button behind it (حذف, متابعة), with a count or without: chips of tags. */
  #buttoned(): Candidate[] {
    const lines = this.#lines
    const keys = lines.map(({ start, end, size, prose }) => {
      return prose || size > LINE_WORDS ? '' : keyOf(this.#words(start, end))
    })
    const isCount = (at: number): boolean => /^[\d٠-٩]+(?: [\d٠-٩]+)*$/u.test(keys[at] ?? '')
    const isShort = (at: number): boolean => (keys[at] ?? '') !== '' && !isCount(at)
    const found: Candidate[] = []
    for (let at = 0; at + 1 < lines.length; at++) {
      if (!isShort(at + 1)) continue
      const button = keys[at + 1]
      const step = isCount(at + 2) ? 3 : 2
      const isChip = (line: number): boolean =>
        isShort(line) && keys[line] !== button && keys[line + 1] === button && (step === 2 || isCount(line + 2))
      let next = at
      while (next < at + MOST_ITEMS * step && isChip(next)) next += step
      if (next < at + CHIPS * step) continue
      const chips = lines.slice(at, next).filter((_, i) => i % step === 0)
      const items = chips.map(({ start, end }) => this.#words(start, end))
      found.push({ start: chips[0]!.start, end: chips.at(-1)!.end, items, shape: 1.8, delimited: true, apart: true })
      at = next - 1
    }
    return found
  }

  /** Words of many things in one long line: no mark, no particle, no word of sentences among them. */
  #isCloud({ start, end }: Line): boolean {
    if (end - start > CLOUD_UNITS || /[.،؛,;:!؟?()«»"]/u.test(this.#text.slice(start, end))) return false
    const { prose } = this.#layout
    return this.#words(start, end).every((word) => !prose.has(word.key) && !this.#furniture.isParticle(word))
  }

  /** Whether a line is headlines under what pages have behind their articles. */
  #opensBehind({ start, end }: Line): boolean {
    return this.#furniture.isBehind(this.#words(start, end, LONG), 0, 2)
  }

  /** The same before other prose: answers and comments are as long as articles, and stand behind what ends one. */
  #amid(first: number, last: number): Candidate[] {
    const lines = this.#lines
    const found: Candidate[] = []
    for (let at = first; at < last; at++) {
      if (!lines[at]!.prose || lines[at + 1]!.prose) continue
      const candidate = this.#behind(at, last)
      if (candidate && candidate.items.length >= AHEAD) found.push(candidate)
    }
    return found
  }

  /**
   * Short lines between the last sentence of an article and what pages have behind their articles, which must be there
   * before line `stop`, where that is given.
   */
  #behind(last: number, stop?: number): Candidate | undefined {
    const lines = this.#lines
    const items: Word[][] = []
    let at = last + 1
    let start = -1
    let end = 0
    let closed = false
    for (; at < (stop ?? lines.length); at++) {
      const line = lines[at]!
      const words = this.#words(line.start, line.end)
      if (
        /©[ \u00a0]?$/.test(this.#text.slice(Math.max(0, line.start - 2), line.start)) ||
        this.#furniture.isBehind(words)
      ) {
        closed = true
        // Some share first.
        if (items.length > 0 || !this.#furniture.isBar(words)) break
        closed = false
        continue
      }
      // Who says it, before its tags: المصدر: وكالات.
      if (items.length === 0 && at === last + 1 && SOURCE.test(this.#text.slice(line.start, line.end))) continue
      if (line.size === 0 || line.size > 4 || line.commas > 0) break
      if (words.every(({ key }) => isFigure(key))) {
        closed = this.#isCounts(at)
        break
      }
      if (start < 0) start = line.start
      end = line.end
      items.push(words)
    }
    if (items.length < 2 || items.length > 15 || (!closed && (stop !== undefined || at < lines.length)))
      return undefined
    return { start, end, items, shape: closed ? (items.length > 2 ? 1.4 : 1) : 0.8, delimited: true }
  }

  /**
   * A line behind the last sentence that is a list by itself: between dashes; between wide blanks or none at all, right
   * before what pages have behind their articles; with items that have run into each other. `only`: that line alone.
   */
  #row(last: number, only?: number): Candidate | undefined {
    const lines = this.#lines
    const text = this.#text
    let near = true
    for (let at = last + 1; at < lines.length && at <= last + ROW_LINES; at++) {
      const { start, end, prose, size, commas } = lines[at]!
      const wanted = only === undefined ? !prose : at === only
      if (only === undefined && prose) return undefined
      if (wanted && commas === 0 && size > 0) {
        const shared = { start, end, inProse: prose }
        const own = prose ? this.#stemsOf(this.#words(start, end)) : undefined
        const row = glued(text, start, end, this.#letters, (stem) => this.#says(stem, own))
        if (row) return { ...shared, items: [row.words], row, shape: 1, delimited: false, least: SPOKEN }
        const dashes = near ? dashed(text, start, end, this.#letters) : undefined
        if (dashes) return { ...shared, items: dashes, shape: 1.4, delimited: true, dashed: true }
        const spaces = near ? spaced(text, start, end, this.#letters) : undefined
        const next = lines[at + 1]
        const closed = this.#isClosed(next && SOURCE.test(text.slice(next.start, next.end)) ? at + 2 : at + 1)
        if (spaces && closed) return { ...shared, items: spaces, shape: 1.4, delimited: true, least: ROW_SPOKEN }
        const bare = near && size >= ROW_WORDS && !isStop(text[end - 1]!) ? this.#bare(lines[at]!, closed) : undefined
        if (bare) return bare
      }
      // Who wrote it.
      near = at === last + 1 && size >= 2 && size <= 3 && commas === 0
    }
    return undefined
  }

  /** A line that is names by itself, without the menu and the share bar that have run into it. */
  #bare(line: Line, closed: boolean): Candidate | undefined {
    if (line.end - line.start > CLOUD_UNITS || this.#opensBehind(line)) return undefined
    const all = this.#words(line.start, line.end)
    const bar = all.findIndex(
      (_, i) => i >= ROW_WORDS && (this.#furniture.isBehind(all, i, 2) || this.#furniture.barsAt(all, i)),
    )
    if (bar < 0 && !closed) return undefined
    const words = this.#page.withoutMenu(this.#page.withoutLabel(bar < 0 ? all : all.slice(0, bar)))
    if (words.length < ROW_WORDS || this.#furniture.isTitle(words) || !this.#isLoose(words, line)) return undefined
    const { start } = words[0]!
    const { end } = words.at(-1)!
    return { start, end, items: [words], shape: 0.6, delimited: false, inProse: line.prose }
  }

  /**
   * Whether words that nothing parts are several names rather than a sentence or a headline: few have a conjunction or a
   * preposition joined to them, and not all of them stand one behind the other in the article, which has neither
   * the line `own` nor a copy of them.
   */
  #isLoose(words: readonly Word[], own: Line): boolean {
    const stems = words.map(({ key }) => stemOf(key))
    const joined = words.filter(
      ({ key }) => JOINED.test(key) || (/^[وفبل]..../.test(key) && this.#says(stemOf(key.slice(1)))),
    ).length
    if (joined > words.length / PARTICLES) return false
    const pairs = new Set<string>()
    const row = this.#text.slice(words[0]!.start, words.at(-1)!.end)
    for (const line of this.#lines) {
      if (!line.prose || line === own) continue
      // A list may stand above its article, too.
      let copy = this.#text.slice(line.start, line.end).indexOf(row)
      if (copy >= 0 && !this.#page.isAnnounced(line.start + copy)) copy = -1
      let before = ''
      for (const { key, start } of this.#words(line.start, line.end)) {
        const at = start - line.start - copy
        const stem = copy >= 0 && at >= 0 && at < row.length ? '' : stemOf(key)
        pairs.add(`${before} ${stem}`)
        before = stem
      }
    }
    const breaks = stems.filter((stem, i) => i > 0 && !pairs.has(`${stems[i - 1]!} ${stem}`))
    return breaks.length >= ROW_BREAKS
  }

  #proseBefore(at: number): number {
    while (at-- > 0 && !this.#lines[at]!.prose);
    return at
  }

  /** Whether line `at` is what pages have behind their articles. */
  #isClosed(at: number): boolean {
    const line = this.#lines[at]
    if (!line) return false
    const words = this.#words(line.start, line.end, LONG)
    const first = words.findIndex(({ key }) => !isFigure(key))
    const { counted } = this.#layout
    if (first > 0 && counted.has(words[first]!.key)) return true
    // أعجبني 41 · تعليق 7 · مشاركة
    if (words.some(({ key }) => isFigure(key)) && words.every(({ key }) => isFigure(key) || counted.has(key)))
      return true
    return first >= 0 && (this.#furniture.isBehind(words, first) || this.#furniture.isBar(words))
  }

  /** Whether the article has a word with this stem, those of `own` put aside. */
  #says(stem: string, own?: ReadonlyMap<string, number>): boolean {
    return (this.#known.get(stem) ?? 0) > (own?.get(stem) ?? 0)
  }

  #stemsOf(words: readonly Word[]): Map<string, number> {
    const stems = new Map<string, number>()
    for (const { key } of words) add(stems, stemOf(key))
    return stems
  }

  /** Whether the lines of figures that begin with line `at` say how often a page was liked or shared: few, and no table's. */
  #isCounts(at: number): boolean {
    const behind = this.#lines.slice(at, at + COUNTS_LINES).map(({ start, end }) => {
      const words = this.#words(start, end, LINE_WORDS)
      return words.length > 0 && words.every(({ key }) => isFigure(key))
    })
    const others = behind.indexOf(false)
    return others > 0 && others <= COUNTS && !behind.includes(true, others)
  }

  /** What may be the list of a page that lost its line ends. */
  #flattened(): Candidate[] {
    const own = { shape: 0.6, delimited: false, inProse: true }
    return flattened(this.#page, this.#furniture, this.#lines).map((words) => ({
      start: words[0]!.start,
      end: words.at(-1)!.end,
      items: [words],
      ...own,
    }))
  }

  /** How sure it is that a candidate is the page's list of tags; 0 where something speaks against it. */
  #confidence(candidate: Candidate): number {
    const share = this.#spoken(candidate)
    if (share === undefined || share < (candidate.least ?? (candidate.delimited ? SPOKEN : ROW_SPOKEN))) return 0
    return sureness(candidate.shape, share)
  }

  /** The share of its items that the page speaks of; undefined for what is no list of tags by its own words. */
  #spoken(candidate: Candidate): number | undefined {
    if (!this.#shares.has(candidate)) this.#shares.set(candidate, this.#shareSpoken(candidate))
    return this.#shares.get(candidate)
  }

  #shareSpoken({ start, end, items, delimited, dashed, row, inProse, apart }: Candidate): number | undefined {
    const words = items.flat()
    const { prose } = this.#layout
    const sizes = items.map((item) => item.length)
    if (items.length > MOST_ITEMS) return undefined
    if (delimited && (Math.max(...sizes) > ITEM_WORDS || words.length > 3.2 * items.length)) return undefined
    if (words.some((word) => prose.has(word.key))) return undefined
    const withParticles = (delimited ? items : words.map((word) => [word])).filter((item) =>
      item.some((word) => this.#furniture.isParticle(word)),
    ).length
    if (withParticles > (delimited ? items.length / 4 : words.length / PARTICLES)) return undefined
    if (!delimited && (row ? /[،,؛;]/u : /[،,؛;|•·]/u).test(this.#text.slice(start, end))) return undefined
    if (!row && items.some((item) => this.#furniture.isForeign(item))) return undefined
    const interfaces = items.filter((item) => this.#layout.interface.has(keyOf(item))).length
    if (interfaces * 4 > items.length) return undefined
    if (new Set(items.map(keyOf)).size < items.length) return undefined
    const text = apart ? '' : this.#text.slice(start, end)
    if (/[:@<>{}=]|https?|\.\s|www/u.test(text) || (!dashed && /\s[-–—]\s/u.test(text))) return undefined
    if (row) return row.spoken
    // Where it stands within prose, that it is there itself does not count.
    const own = inProse ? this.#stemsOf(words) : undefined
    const isSpoken = ({ key }: Word): boolean => {
      const stem = stemOf(key)
      if (this.#says(stem, own)) return true
      // Of a bare run each word counts, here or there with what Arabic joins to it.
      if (delimited) return false
      const bare = /^[وفبلك]..../.test(key) && this.#says(stemOf(key.slice(1)), own)
      return bare || (stem.length > 3 && Array.from('وبل').some((letter) => this.#says(letter + stem, own)))
    }
    // What another script says of the page is not found in its text.
    const shares = items.map((item) => {
      const arabic = item.filter(({ key }) => !/^[a-z]/.test(key) && (delimited || !isFigure(key)))
      const words = arabic.length > 0 ? arabic : item
      return words.filter(isSpoken).length / words.length
    })
    return shares.reduce((sum, one) => sum + one, 0) / items.length
  }

  /** The items between the delimiters of a stretch; undefined where one is empty or too long. */
  #items(start: number, end: number): Word[][] | undefined {
    const text = this.#text
    // The strongest delimiter in use parts them; a slash before the first comma ends the name of a section.
    const stretch = text.slice(start, end)
    const used = MARKS.filter((mark) => stretch.includes(mark))
    const strong = used.filter((comma) => comma !== '/' && comma !== '\\')
    const marks = strong.length > 0 ? strong : used
    if (strong.length > 0 && used.includes('/')) {
      const slash = text.indexOf('/', start)
      if (slash >= Math.min(...strong.map((mark) => indexIn(text, mark, start)))) return undefined
      start = slash + 1
    }
    const items: Word[][] = []
    for (let at = start; at <= end;) {
      let to = at
      while (to < end && !(marks.includes(text[to]!) && !isTight(text, to))) to++
      const words = this.#words(at, to)
      if (words.length > ITEM_WORDS) return undefined
      if (words.length > 0) items.push(words)
      at = to + 1
    }
    return items
  }

  /** How often the page says each stem. */
  get #known(): ReadonlyMap<string, number> {
    return (this.#stems ??= stemsOf(this.#text, this.#title, this.#lines, this.#letters))
  }

  #words(start: number, end: number, most?: number): Word[] {
    return wordsBetween(this.#text, start, end, this.#letters, most)
  }

  /** Where a word ends into which the next heading has run: الشاعرالملخص. */
  #unglued({ key, end }: Word): number | undefined {
    const heading = this.#layout.headings.find((one) => key.length >= one.length + 3 && key.endsWith(one))
    return heading === undefined ? undefined : lastLetters(this.#text, end, heading.length, this.#letters)
  }
}

/** Three items in brackets or more. */
const BRACKETED = /^\s*(?:\[[^[\]\n]{1,60}\]\s*){3,}$/
/** The line of an agency or of who wrote it, behind an article. */
const SOURCE = /^[^:：]{2,20}[:：]\s?[^:：]{2,60}$/
/** A delimiter within a number or a word: 1,000. */
const isTight = (text: string, at: number): boolean =>
  /[\d٠-٩]/u.test(text[at - 1] ?? '') && /[\d٠-٩]/u.test(text[at + 1] ?? '')
/** A preposition or conjunction that is joined to an article. */
const JOINED = /^(?:[وف]|[وف]?[بك])ال|^[وف]?لل/
const isColon = (char: string): boolean => char === ':' || char === '：'
const hashed = (hash: number, { key }: Word): number => mix(hash, hashOf(key))

function indexIn(text: string, char: string, at: number): number {
  const found = text.indexOf(char, at)
  return found < 0 ? Infinity : found
}
