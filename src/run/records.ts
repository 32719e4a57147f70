import { settle } from '../core/normaliser.js'
import type { SiteLists } from '../core/site.js'
import type { Writer } from '../emit/index.js'
import { json, jsonl } from '../emit/jsonl.js'
import { foundOn, origins, shownOn, tagsOn, type FoundPages } from './found.js'
import { Pieces } from './pieces.js'

/** What becomes of the found surfaces: by their number, the surface and the tag that it stands for, if any. */
export interface Settled {
  readonly surfaces: readonly string[]
  readonly tagOf: readonly (string | undefined)[]
}

/**
 * Turns found pages into records. In JSON Lines a tag that stands once on its page, for certain, is a piece of bytes made
 * once for all pages; anything else goes the general way, to the same bytes.
 */
export class Records {
  readonly #surfaces: Settled['surfaces']
  /** By surface: the number of its tag, -1 where it is ignored. */
  readonly #tag: Int32Array
  readonly #tags: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #writer: Writer
  readonly #ownOnly: boolean
  readonly #sites: SiteLists
  readonly #uses: Float64Array
  /** By tag: where on the page at hand it stands last, -1 once that is written, and the page that this is said of. */
  readonly #last: Int32Array
  readonly #page: Int32Array
  /** By origin and scope, by surface: the JSON of the tag. */
  readonly #pieces = new Pieces()
  #pages = 0

  occurrences = 0
  pagesWithTags = 0
  siteTags = 0

  constructor({ surfaces, tagOf }: Settled, sites: SiteLists, writer: Writer, ownOnly: boolean) {
    this.#surfaces = surfaces
    this.#sites = sites
    this.#writer = writer
    this.#ownOnly = ownOnly
    this.#tag = Int32Array.from(tagOf, (tag) => {
      if (tag === undefined) return -1
      let number = this.#numbers.get(tag)
      if (number === undefined) {
        this.#numbers.set(tag, (number = this.#tags.length))
        this.#tags.push(tag)
      }
      return number
    })
    this.#uses = new Float64Array(this.#tags.length)
    this.#last = new Int32Array(this.#tags.length)
    this.#page = new Int32Array(this.#tags.length)
  }

  /** The records of a batch. */
  of(batch: FoundPages): Uint8Array {
    for (let p = 0; p < batch.ids.length; p++) {
      const repeated = this.#sites.repeated(batch.hosts[batch.site[p]!]!, shownOn(batch, p))
      this.occurrences += tagsOn(batch, p).length
      if (this.#writer !== jsonl || !this.#quick(batch, p, repeated)) this.#slow(batch, p, repeated)
    }
    return this.#pieces.take()
  }

  /** Uses of each tag in the records so far. */
  *uses(): Generator<[tag: string, uses: number]> {
    for (let t = 0; t < this.#tags.length; t++) if (this.#uses[t]! > 0) yield [this.#tags[t]!, this.#uses[t]!]
  }

  /** Writes the record of a page as JSON, if every tag on it is certain. */
  #quick(batch: FoundPages, p: number, repeated: readonly boolean[]): boolean {
    const { tags, confidence } = batch
    const start = p ? batch.ends[p - 1]! : 0
    const end = batch.ends[p]!
    const page = ++this.#pages
    let again = false
    for (let i = start; i < end; i++) {
      if (confidence[i] !== 1) return false
      const tag = this.#tag[tags[i]!]!
      if (tag < 0) continue
      if (this.#page[tag] === page) again = true
      this.#page[tag] = page
      this.#last[tag] = i
    }
    const pieces = this.#pieces
    pieces.write(`{"id":${json(batch.ids[p]!)},"tags":[`)
    let written = 0
    for (let i = start; i < end; i++) {
      const surface = tags[i]!
      const tag = this.#tag[surface]!
      if (tag < 0) continue
      if (!again || this.#last[tag] === i) {
        const site = repeated[i - start]!
        if (!this.#count(tag, 1, site)) continue
        if (written++) pieces.byte(COMMA)
        const from = batch.from[i]!
        const kind = 2 * from + (site ? 1 : 0)
        if (!pieces.put(kind, surface))
          pieces.add(kind, surface, this.#tagJson(this.#tag[surface]!, [surface], 1, [from], site))
      } else if (this.#last[tag]! >= 0) {
        const text = this.#several(batch, i, start, end, repeated)
        this.#last[tag] = -1
        if (text === undefined) continue
        if (written++) pieces.byte(COMMA)
        pieces.write(text)
      }
    }
    if (written) this.pagesWithTags++
    pieces.write(']}\n')
    return true
  }

  /** A tag that stands at `first` on a page whose occurrences lie between `start` and `end`, and again behind it. */
  #several(batch: FoundPages, first: number, start: number, end: number, repeated: readonly boolean[]) {
    const tag = this.#tag[batch.tags[first]!]!
    const surfaces: number[] = []
    const from: number[] = []
    let count = 0
    let site = true
    for (let i = first; i < end; i++) {
      const surface = batch.tags[i]!
      if (this.#tag[surface] !== tag) continue
      count++
      // Few of each on a page: looking through an array is cheaper than a set.
      if (!surfaces.includes(surface)) surfaces.push(surface)
      if (!from.includes(batch.from[i]!)) from.push(batch.from[i]!)
      if (!repeated[i - start]) site = false
    }
    return this.#count(tag, count, site) ? this.#tagJson(tag, surfaces, count, from, site) : undefined
  }

  /** The JSON of a `PageTag`. */
  #tagJson(tag: number, surfaces: readonly number[], count: number, from: readonly number[], site: boolean): string {
    const name = json(this.#tags[tag]!)
    const all = surfaces.map((surface) => json(this.#surfaces[surface]!))
    const origin = from.map((one) => `"${origins[one]!}"`)
    const scope = site ? 'site' : 'page'
    return `{"tag":${name},"surfaces":[${all.join()}],"count":${count},"confidence":1,"from":[${origin.join()}],"scope":"${scope}"}`
  }

  #slow(batch: FoundPages, p: number, repeated: readonly boolean[]): void {
    const numbers = tagsOn(batch, p)
    const { id, tags } = settle(
      batch.ids[p]!,
      foundOn(batch, p, (number) => this.#surfaces[number]!),
      (_, i) => this.#tags[this.#tag[numbers[i]!]!],
      repeated,
    )
    const kept = tags.filter(({ tag, count, scope }) => this.#count(this.#numbers.get(tag)!, count, scope === 'site'))
    if (kept.length) this.pagesWithTags++
    this.#pieces.write(this.#writer.page({ id, tags: kept }))
  }

  /** Whether the tag is to be written; counts it then. */
  #count(tag: number, count: number, site: boolean): boolean {
    if (site && this.#ownOnly) return false
    this.#uses[tag]! += count
    if (site) this.siteTags += count
    return true
  }
}

const COMMA = 0x2c
