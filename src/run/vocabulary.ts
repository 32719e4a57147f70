import { signOf } from '../core/lists/site.js'

/** What a thread hands over of its own numbering: the texts from number `first` on; those before were handed over earlier. */
export interface Handed {
  readonly thread: number
  readonly first: number
  readonly texts: readonly string[]
}

export const UNKNOWN = 0xffffffff

/** The spellings of the collection by number, in the order in which they came, with how often each occurs. */
export class Vocabulary {
  readonly #most: number
  readonly texts: string[] = []
  readonly counts: number[] = []
  readonly pages: number[] = []
  /** What stands for each among a site's lists. */
  readonly signs: number[] = []
  readonly #numbers = new Map<string, number>()
  /** By thread: the number of each spelling of its own numbering. */
  readonly #threads = new Map<number, number[]>()
  /** The last page that a spelling was counted on: it counts its pages once. */
  readonly #last: number[] = []
  #page = 0

  /** @param most so many are known; the others have the number `UNKNOWN` */
  constructor(most = Infinity) {
    this.#most = most
  }

  /** The number of a spelling, which is known from here on. */
  number(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      if (this.texts.length >= this.#most) return UNKNOWN
      this.#numbers.set(text, (number = this.texts.length))
      this.texts.push(text)
      this.counts.push(0)
      this.pages.push(0)
      this.signs.push(signOf(text))
      this.#last.push(-1)
    }
    return number
  }

  /** Turns a thread's numbers into these, in place, and says which spellings are new. */
  take({ thread, first, texts }: Handed, tags: Uint32Array): string[] {
    const before = this.texts.length
    let known = this.#threads.get(thread)
    if (!known) this.#threads.set(thread, (known = []))
    known.length = first
    for (const text of texts) known.push(this.number(text))
    for (let i = 0; i < tags.length; i++) tags[i] = known[tags[i]!]!
    return this.texts.slice(before)
  }

  /** Counts the spellings of one page. */
  count(tags: Uint32Array): void {
    const page = this.#page++
    for (const tag of tags) {
      this.counts[tag]!++
      if (this.#last[tag] !== page) this.pages[tag]!++
      this.#last[tag] = page
    }
  }

  /** Counts uses of spellings by number. */
  use(tags: Uint32Array, counts: Uint32Array): void {
    for (let i = 0; i < tags.length; i++) if (tags[i] !== UNKNOWN) this.counts[tags[i]!]! += counts[i]!
  }

  /** Those that occur, with their counts. */
  *occurring(): Generator<{ surface: string; count: number; pages: number }> {
    for (let n = 0; n < this.texts.length; n++)
      if (this.counts[n]! > 0) yield { surface: this.texts[n]!, count: this.counts[n]!, pages: this.pages[n]! }
  }
}
