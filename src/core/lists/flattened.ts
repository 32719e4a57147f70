import { wordsBetween, type Word } from '../text/words.js'
import { BAR_WORDS, isFigure, isNumber, type Furniture } from './furniture.js'
import type { PageText } from './pagetext.js'
import type { Line } from './prose.js'

/** A line of so many units, and of half the text, holds all of an article. */
const LINE_UNITS = 400
/** So far of such a line is looked at. */
const MOST_UNITS = 200_000
/** Words of a list, and with the label or the menu that have run into it. */
const LEAST_WORDS = 3
const MOST_WORDS = 24
const REACH = 44
/** So many stretches of a page, and dates, are looked at. */
const MOST_TRIED = 50
/** A page says at most so often who wrote it and when. */
const MOST_BYLINES = 3

/**
 * Of a page that lost its line ends, the stretches of words that may be its list: between the end of a sentence or a share
 * bar and what pages have behind their articles. Linear in the text.
 */
export function flattened(page: PageText, furniture: Furniture, lines: readonly Line[]): (readonly Word[])[] {
  return lines
    .filter(({ start, end }) => end - start >= LINE_UNITS && 2 * (end - start) >= page.text.length)
    .flatMap((line) => new FlattenedLine(page, furniture, line).stretches())
}

class FlattenedLine {
  readonly #page: PageText
  readonly #furniture: Furniture
  readonly #start: number
  readonly #words: readonly Word[]
  /** How many dates were looked at. */
  #bylines = 0
  /** Two words before the first date. */
  #writer: readonly string[] | undefined

  constructor(page: PageText, furniture: Furniture, { start, end }: Line) {
    this.#page = page
    this.#furniture = furniture
    this.#start = start
    this.#words = wordsBetween(page.text, start, Math.min(end, start + MOST_UNITS), page.letters)
  }

  stretches(): (readonly Word[])[] {
    const words = this.#words
    const found: (readonly Word[])[] = []
    // Behind one end stand the others of a share bar, and what the site has.
    for (let i = 1, least = 0, tried = 0; i < words.length && tried < MOST_TRIED; i++) {
      // Before the article's first sentence stands the site's own.
      if (words[i]!.start < this.#start + LINE_UNITS / 2) continue
      const stop = this.#stop(i)
      if (stop === undefined) continue
      let from = i
      const lowest = Math.max(least, i - REACH)
      while (from > lowest && !this.#begins(from)) from--
      least = i + 1
      if (!this.#begins(from) || i - from < LEAST_WORDS) continue
      tried++
      const named = this.#page.withoutLabel(words.slice(from, i).filter((word) => word.start < stop))
      const stretch = this.#page.withoutMenu(named)
      if (stretch.length >= LEAST_WORDS && stretch.length <= MOST_WORDS) found.push(stretch)
    }
    return found
  }

  /** Where what may be a list ends before word `i`: at what pages have behind their articles, a share bar, who wrote it. */
  #stop(i: number): number | undefined {
    const words = this.#words
    const { start, end, key } = words[i]!
    if (this.#furniture.isBehind(words, i, 2) || this.#furniture.barsAt(words, i) || this.#isWriter(i)) return start
    if (!isNumber(key) || !this.#page.isDate(words, i)) return undefined
    const byline = ++this.#bylines > MOST_TRIED ? start : this.#page.byline(words, i)
    if (byline === start) return undefined
    // Once above the article, once below it; more are a listing's.
    const { text } = this.#page
    const parts = text.split(text.slice(byline, end), MOST_BYLINES + 2)
    return parts.length <= MOST_BYLINES + 1 ? byline : undefined
  }

  /** Whether a stretch may begin with word `i`: a sentence ends before it, or a share bar. */
  #begins(i: number): boolean {
    const words = this.#words
    const isBar = (word: Word): boolean => this.#furniture.isBar([word]) || isFigure(word.key)
    if (this.#isBehindSentence(i)) return true
    if (isBar(words[i]!)) return false
    let from = i
    while (from > 0 && from > i - 2 * BAR_WORDS && isBar(words[from - 1]!)) from--
    // A sentence may end with a figure.
    while (from < i && isFigure(words[from]!.key)) from++
    return this.#furniture.barsAt(words, from)
  }

  #isBehindSentence(i: number): boolean {
    if (i === 0) return false
    const gap = this.#page.text.slice(this.#words[i - 1]!.end, this.#words[i]!.start)
    return /[.!؟?)»”"]\s/u.test(gap)
  }

  /** Whether the words from `i` on are who the page says wrote it, before its first date. */
  #isWriter(i: number): boolean {
    this.#writer ??= this.#findWriter()
    return this.#writer.length > 0 && this.#isSaid(this.#writer, i)
  }

  #findWriter(): readonly string[] {
    const words = this.#words
    const date = words.findIndex(({ key }, at) => isNumber(key) && this.#page.isDate(words, at))
    const named = words.slice(Math.max(0, date - 2), Math.max(0, date)).map(({ key }) => key)
    const times = words.filter((_, at) => this.#isSaid(named, at)).length
    return named.length === 2 && times <= MOST_BYLINES ? named : []
  }

  #isSaid(keys: readonly string[], i: number): boolean {
    return keys.every((key, k) => this.#words[i + k]?.key === key)
  }
}
