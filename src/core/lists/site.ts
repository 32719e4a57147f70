import { hashOf } from '../text/hash.js'

/**
 * Finds lists that a site repeats over its pages (navigation, trending boxes) among the tags of the collection. A tag of
 * a page belongs to such a list where it stands in a stretch of neighbouring tags that many pages of the site have just
 * so: three in a row on a fifth of the site's pages, or six in a row, printed more than once on a page, on `least` pages,
 * for a box that changes with time. What a page declares as its own (its markup says so) may be what many pages are about, a
 * course or a series: it is the site's only where nearly all of many pages declare it.
 *
 * Counts are hashed into tables of fixed size (18 MB); a collision can only mark a tag as the site's, and needs two
 * frequent stretches to meet. Independent of the order of pages; counts of two collections add up to those of both.
 */
export class SiteLists {
  readonly #sites = new Map<string, { pages: number; readonly seed: number }>()
  readonly #short = new Stretches(shortest, 1)
  readonly #long = new Stretches(longest, 2)
  #pages = 0

  /** Counts a page. `tags` are what `signOf` says of the page's tags, in page order. Time is linear in their number. */
  observe(site: string, tags: ArrayLike<number>): void {
    const known = this.#site(site)
    known.pages++
    this.#pages++
    this.#short.count(known.seed, tags, this.#pages)
    this.#long.count(known.seed, tags, this.#pages)
  }

  /**
   * For each tag of a page, in the same order: whether it stands in a list that the site repeats.
   * @param declared by place, whether the page declares the tag as its own
   */
  repeated(site: string, tags: ArrayLike<number>, declared: (at: number) => boolean = () => false): readonly boolean[] {
    const { pages, seed } = this.#sites.get(site) ?? { pages: 0, seed: 0 }
    const marked = new Array<boolean>(tags.length).fill(false)
    if (pages < least) return marked
    const allDeclared = Math.max(leastDeclared, pages * nearlyAll)
    this.#short.mark(seed, tags, Math.max(least, pages / 5), allDeclared, declared, marked)
    this.#long.mark(seed, tags, least, allDeclared, declared, marked)
    return marked
  }

  #site(name: string): { pages: number; readonly seed: number } {
    let known = this.#sites.get(name)
    if (!known) this.#sites.set(name, (known = { pages: 0, seed: hashOf(name) | 0 }))
    return known
  }

  /** The pages of each site, in the order of their names by code unit. */
  sites(): [site: string, pages: number][] {
    return Array.from(this.#sites, ([site, { pages }]): [string, number] => [site, pages]).sort(([a], [b]) =>
      a < b ? -1 : 1,
    )
  }

  /** On how many pages the stretches of each slot stand. */
  get tables(): readonly [short: Uint32Array, long: Uint32Array] {
    return [this.#short.counts, this.#long.counts]
  }

  /** Adds what another collection's pages counted. */
  add(sites: Iterable<readonly [site: string, pages: number]>, tables: readonly [Uint32Array, Uint32Array]): void {
    for (const [site, pages] of sites) this.#site(site).pages += pages
    for (const [t, mine] of this.tables.entries())
      for (let slot = 0; slot < mine.length; slot++) mine[slot] = Math.min(0xffffffff, mine[slot]! + tables[t]![slot]!)
  }
}

/** Stands for a tag wherever it is met: 31 bits of a hash of its text. */
export const signOf = (tag: string): number => hashOf(tag) >>> 1

/** On how many pages each stretch of `length` neighbouring tags stands, at least `times` times, by hash. */
class Stretches {
  readonly #length: number
  readonly #times: number
  readonly counts = new Uint32Array(size)
  /** The page on which a stretch was seen last, and how often there: it counts once a page. */
  readonly #page = new Uint32Array(size)
  readonly #seen = new Uint8Array(size)

  constructor(length: number, times: number) {
    this.#length = length
    this.#times = times
  }

  count(seed: number, tags: ArrayLike<number>, page: number): void {
    for (let at = 0; at + this.#length <= tags.length; at++) {
      const slot = this.#slot(seed, tags, at)
      if (slot < 0) continue
      const seen = this.#page[slot] === page ? Math.min(255, this.#seen[slot]! + 1) : 1
      this.#page[slot] = page
      this.#seen[slot] = seen
      if (seen === this.#times) this.counts[slot]!++
    }
  }

  /** @param enoughDeclared so many pages must have a tag's stretch where the page declares the tag */
  mark(
    seed: number,
    tags: ArrayLike<number>,
    enough: number,
    enoughDeclared: number,
    declared: (at: number) => boolean,
    marked: boolean[],
  ): void {
    for (let at = 0; at + this.#length <= tags.length; at++) {
      const pages = this.counts[this.#slot(seed, tags, at)] ?? 0
      if (pages < enough) continue
      for (let i = at; i < at + this.#length; i++) if (pages >= enoughDeclared || !declared(i)) marked[i] = true
    }
  }

  /** -1 where the stretch is interrupted. */
  #slot(seed: number, tags: ArrayLike<number>, at: number): number {
    let hash = seed
    for (let i = at; i < at + this.#length; i++) {
      if (tags[i] === NOT_SHOWN) return -1
      hash = Math.imul(hash ^ tags[i]!, 0x85ebca6b) ^ (hash >>> 13)
    }
    return (hash ^ (hash >>> 15)) & (size - 1)
  }
}

/** Among a page's tags: one that the site does not show, but the export has. It interrupts every stretch. */
export const NOT_SHOWN = -1

const shortest = 3
const longest = 6
/** A list on fewer pages of a site than this is not taken for the site's. */
const least = 8
/** The same for what pages declare, and the share of the site's pages. */
const leastDeclared = 30
const nearlyAll = 0.9
const size = 1 << 20
