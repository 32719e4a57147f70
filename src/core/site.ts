/**
 * Finds lists that a site repeats over its pages (navigation, trending boxes) among the tags of the collection. A tag of
 * a page belongs to such a list where it stands in a stretch of neighbouring tags that many pages of the site have just
 * so: three in a row on a fifth of the site's pages, or six in a row on `least` pages, for a box that changes with time.
 *
 * Counts are hashed into tables of fixed size (8 MB); a collision can only mark a tag as the site's, and needs two
 * frequent stretches to meet. Independent of the order of pages.
 */
export class SiteLists {
  readonly #pages = new Map<string, number>()
  readonly #short = new Uint32Array(size)
  readonly #long = new Uint32Array(size)

  /** Counts a page. `tags` are numbers that stand for the page's tags, in page order. Time is linear in their number. */
  observe(site: string, tags: ArrayLike<number>): void {
    this.#pages.set(site, (this.#pages.get(site) ?? 0) + 1)
    for (const slot of new Set(stretches(site, tags, shortest))) this.#short[slot]!++
    for (const slot of new Set(stretches(site, tags, longest))) this.#long[slot]!++
  }

  /** For each tag of a page, in the same order: whether it stands in a list that the site repeats. */
  repeated(site: string, tags: ArrayLike<number>): boolean[] {
    const marked = new Array<boolean>(tags.length).fill(false)
    const pages = this.#pages.get(site) ?? 0
    if (pages < least) return marked
    const mark = (counts: Uint32Array, length: number, enough: number) => {
      stretches(site, tags, length).forEach((slot, at) => {
        if (counts[slot]! >= enough) marked.fill(true, at, at + length)
      })
    }
    mark(this.#short, shortest, Math.max(least, pages / 5))
    mark(this.#long, longest, least)
    return marked
  }
}

const shortest = 3
const longest = 6
/** A list on fewer pages of a site than this is not taken for the site's. */
const least = 8
const size = 1 << 20

/** A slot for each stretch of `length` neighbouring tags. */
function stretches(site: string, tags: ArrayLike<number>, length: number): number[] {
  const slots: number[] = []
  let seed = 0x811c9dc5
  for (let i = 0; i < site.length; i++) seed = Math.imul(seed ^ site.charCodeAt(i), 0x01000193)
  for (let at = 0; at + length <= tags.length; at++) {
    let hash = seed
    for (let i = at; i < at + length; i++) hash = Math.imul(hash ^ tags[i]!, 0x85ebca6b) ^ (hash >>> 13)
    slots.push((hash ^ (hash >>> 15)) & (size - 1))
  }
  return slots
}
