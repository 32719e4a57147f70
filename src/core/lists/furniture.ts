import type { PageText } from './pagetext.js'
import { LONG } from './prose.js'
import { wordsBetween, type Word } from '../text/words.js'

/** Words and units of an item. */
export const ITEM_WORDS = 5
const ITEM_UNITS = 60
/** So many of its words in a row are a share bar. */
export const BAR_WORDS = 3

/** What pages have around their articles, known by its words: share bars, dates, bylines, what stands behind them, the title. */
export class Furniture {
  readonly #page: PageText
  #titleKeys: readonly string[] | undefined

  constructor(page: PageText) {
    this.#page = page
  }

  /** Whether the words from `i` on begin what pages have behind their articles, in a phrase of at least `least` words. */
  isBehind(words: readonly Word[], i = 0, least = 1): boolean {
    const phrases = words[i] && this.#page.layout.behind.get(words[i].key)
    const matches = (phrase: readonly string[]) =>
      phrase.length >= least && phrase.every((key, k) => words[i + k]?.key === key)
    return phrases?.some(matches) ?? false
  }

  /** A share bar: its head, its buttons. */
  isBar(words: readonly Word[]): boolean {
    const { barHeads, barNames } = this.#page.layout
    return words.every(({ key }) => barHeads.has(key) || barNames.has(key))
  }

  /** So many words of a share bar, one behind the other. */
  barsAt(words: readonly Word[], i: number): boolean {
    // With how often it was shared, as Share 0 Tweet 0.
    let names = 0
    let at = i
    for (; names < BAR_WORDS && at < words.length && at < i + 2 * BAR_WORDS; at++) {
      if (names > 0 && isFigure(words[at]!.key)) continue
      if (!this.isBar([words[at]!])) return false
      names++
    }
    return names === BAR_WORDS
  }

  /** Whether a line, of which these are the first words, is the title, with or without what sites add to it. */
  isTitle(words: readonly Word[]): boolean {
    const { title = '', letters } = this.#page
    this.#titleKeys ??= [title, title.split(/[|»«]|\s[-–—]\s/u)[0]!].map((one) =>
      keyOf(wordsBetween(one, 0, one.length, letters, LONG)),
    )
    return this.#titleKeys.includes(keyOf(words))
  }

  /** A reading time, or how long ago: 3 دقائق للقراءة. */
  isTimed(words: readonly Word[]): boolean {
    const { times } = this.#page.layout
    return (
      times.has(words[0]!.key) || (words.some(({ key }) => isNumber(key)) && words.some(({ key }) => times.has(key)))
    )
  }

  /** An item as lists of tags have none: a date, a reading time, a person's title, a number. */
  isForeign(item: readonly Word[]): boolean {
    const { times, months, days } = this.#page.layout
    const [first] = item
    if (!first || item.at(-1)!.end - first.start > ITEM_UNITS * (item.length > ITEM_WORDS ? 4 : 1)) return true
    if (this.isByline(item) || this.isParticle(first)) return true
    return item.every(({ key }) => times.has(key) || months.has(key) || days.has(key) || isFigure(key))
  }

  /** Who wrote it, in a line or an item that begins as these words do: بقلم نزار عمر. */
  isByline(words: readonly Word[]): boolean {
    return words.length > 0 && this.#page.layout.titles.has(words[0]!.key)
  }

  /** A preposition or its like, and no name with its key: على, not علي. */
  isParticle({ key, start, end }: Word): boolean {
    const { particles, names } = this.#page.layout
    return particles.has(key) && !(names.has(key) && !this.#page.text.slice(start, end).includes('ى'))
  }
}

export const isFigure = (key: string): boolean => /^[\d٠-٩]+$/u.test(key)
export const isNumber = (key: string): boolean => /[\d٠-٩]/u.test(key)
export const keyOf = (item: readonly Word[]): string => item.map(({ key }) => key).join(' ')
