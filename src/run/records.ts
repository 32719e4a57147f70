import { settle } from '../core/normaliser.js'
import type { SiteLists } from '../core/site.js'
import type { Writer } from '../emit/index.js'
import { bytesOf, json, jsonl } from '../emit/jsonl.js'
import { foundOn, origins, shownOn, tagsOn, type FoundPages } from './found.js'

/** What becomes of the found surfaces: by their number, the surface and the tag that it stands for, if any. */
export interface Settled {
  readonly surfaces: readonly { readonly surface: string }[]
  readonly tagOf: readonly (string | undefined)[]
}

/**
 * Turns found pages into records. In JSON Lines a tag that stands once on its page, for certain, is text made once for
 * all pages (two thirds of the time of writing a record is making its objects and encoding their strings anew);
 * anything else goes the general way, to the same bytes.
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
  /** By origin and scope, by surface: the JSON of the tag, as text of its UTF-8 bytes. */
  readonly #pieces: (string | undefined)[][] = Array.from({ length: 2 * origins.length }, () => [])
  /** By surface and by tag: its JSON, the same. */
  readonly #quoted: string[] = []
  readonly #quotedTags: string[] = []
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
    let text = ''
    for (let p = 0; p < batch.ids.length; p++) {
      const tags = tagsOn(batch, p)
      const repeated = this.#sites.repeated(batch.hosts[batch.site[p]!]!, shownOn(batch, p))
      this.occurrences += tags.length
      text += (this.#writer === jsonl ? this.#quick(batch, p, repeated) : undefined) ?? this.#slow(batch, p, repeated)
    }
    return Buffer.from(text, 'latin1')
  }

  /** Uses of each tag in the records so far. */
  *uses(): Generator<[tag: string, uses: number]> {
    for (let t = 0; t < this.#tags.length; t++) if (this.#uses[t]! > 0) yield [this.#tags[t]!, this.#uses[t]!]
  }

  /** The record of a page as JSON, if every tag on it is certain. */
  #quick(batch: FoundPages, p: number, repeated: readonly boolean[]): string | undefined {
    const { tags, confidence } = batch
    const start = p ? batch.ends[p - 1]! : 0
    const end = batch.ends[p]!
    const page = ++this.#pages
    let again = false
    for (let i = start; i < end; i++) {
      if (confidence[i] !== 1) return undefined
      const tag = this.#tag[tags[i]!]!
      if (tag < 0) continue
      if (this.#page[tag] === page) again = true
      this.#page[tag] = page
      this.#last[tag] = i
    }
    let text = ''
    for (let i = start; i < end; i++) {
      const surface = tags[i]!
      const tag = this.#tag[surface]!
      if (tag < 0) continue
      let piece: string | undefined
      if (!again || this.#last[tag] === i) {
        const site = repeated[i - start]!
        if (this.#count(tag, 1, site)) piece = this.#piece(surface, batch.from[i]!, site)
      } else if (this.#last[tag]! >= 0) {
        piece = this.#several(batch, i, start, end, repeated)
        this.#last[tag] = -1
      }
      if (piece !== undefined) text += text === '' ? piece : `,${piece}`
    }
    if (text !== '') this.pagesWithTags++
    return `{"id":${bytesOf(json(batch.ids[p]!))},"tags":[${text}]}\n`
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

  #piece(surface: number, from: number, site: boolean): string {
    const pieces = this.#pieces[2 * from + (site ? 1 : 0)]!
    return (pieces[surface] ??= this.#tagJson(this.#tag[surface]!, [surface], 1, [from], site))
  }

  /** The JSON of a `PageTag`. */
  #tagJson(tag: number, surfaces: readonly number[], count: number, from: readonly number[], site: boolean): string {
    const all = surfaces.map((surface) => (this.#quoted[surface] ??= bytesOf(json(this.#surfaces[surface]!.surface))))
    const origin = from.map((one) => `"${origins[one]!}"`)
    const name = (this.#quotedTags[tag] ??= bytesOf(json(this.#tags[tag]!)))
    const scope = site ? 'site' : 'page'
    return `{"tag":${name},"surfaces":[${all.join()}],"count":${count},"confidence":1,"from":[${origin.join()}],"scope":"${scope}"}`
  }

  #slow(batch: FoundPages, p: number, repeated: readonly boolean[]): string {
    const numbers = tagsOn(batch, p)
    const { id, tags } = settle(
      batch.ids[p]!,
      foundOn(batch, p, (number) => this.#surfaces[number]!.surface),
      (_, i) => this.#tags[this.#tag[numbers[i]!]!],
      repeated,
    )
    const kept = tags.filter(({ tag, count, scope }) => this.#count(this.#numbers.get(tag)!, count, scope === 'site'))
    if (kept.length) this.pagesWithTags++
    return bytesOf(this.#writer.page({ id, tags: kept }))
  }

  /** Whether the tag is to be written; counts it then. */
  #count(tag: number, count: number, site: boolean): boolean {
    if (site && this.#ownOnly) return false
    this.#uses[tag]! += count
    if (site) this.siteTags += count
    return true
  }
}
