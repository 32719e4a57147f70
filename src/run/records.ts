import { settle } from '../core/normaliser.js'
import type { SiteLists } from '../core/site.js'
import type { PageTag } from '../core/types.js'
import type { Writer } from '../emit/index.js'
import { json, jsonl } from '../emit/jsonl.js'
import { foundOn, origins, tagsOn, type FoundPages } from './found.js'

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
  /** By tag: where on the page at hand it stands first, and the page that this is said of. */
  readonly #first: Int32Array
  readonly #page: Int32Array
  /** By origin and scope, by surface: the JSON of the tag, as text of its UTF-8 bytes. */
  readonly #pieces: (string | undefined)[][] = Array.from({ length: 2 * origins.length }, () => [])
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
    this.#first = new Int32Array(this.#tags.length)
    this.#page = new Int32Array(this.#tags.length)
  }

  /** The records of a batch. */
  of(batch: FoundPages): Uint8Array {
    let text = ''
    for (let p = 0; p < batch.ids.length; p++) {
      const tags = tagsOn(batch, p)
      const repeated = this.#sites.repeated(batch.hosts[batch.site[p]!]!, tags)
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
      const first = this.#page[tag] !== page
      if (!first) again = true
      this.#page[tag] = page
      this.#first[tag] = first ? i : -1
    }
    const several = again ? this.#several(batch, p, repeated) : undefined
    let text = ''
    for (let i = start; i < end; i++) {
      const surface = tags[i]!
      const tag = this.#tag[surface]!
      if (tag < 0) continue
      let piece: string
      if (this.#first[tag] === i) {
        const site = repeated[i - start]!
        if (site && this.#ownOnly) continue
        this.#uses[tag]!++
        if (site) this.siteTags++
        piece = this.#piece(surface, batch.from[i]!, site)
      } else {
        // It stands where it stands first.
        const one = several!.get(this.#tags[tag]!)
        if (one === undefined || !several!.delete(one.tag) || !this.#count(one, tag)) continue
        piece = bytesOf(json(one))
      }
      text += text === '' ? piece : `,${piece}`
    }
    if (text !== '') this.pagesWithTags++
    return `{"id":${bytesOf(json(batch.ids[p]!))},"tags":[${text}]}\n`
  }

  /** The tags that stand more than once on a page. */
  #several(batch: FoundPages, p: number, repeated: readonly boolean[]): Map<string, PageTag> {
    const found = foundOn(batch, p, (number) => this.#surfaces[number]!.surface)
    const tags = tagsOn(batch, p)
    const { tags: some } = settle(
      batch.ids[p]!,
      found,
      (_, i) => {
        const tag = this.#tag[tags[i]!]!
        return tag < 0 || this.#first[tag]! >= 0 ? undefined : this.#tags[tag]
      },
      repeated,
    )
    return new Map(some.map((one) => [one.tag, one]))
  }

  #piece(surface: number, from: number, site: boolean): string {
    const pieces = this.#pieces[2 * from + (site ? 1 : 0)]!
    return (pieces[surface] ??= bytesOf(
      json({
        tag: this.#tags[this.#tag[surface]!]!,
        surfaces: [this.#surfaces[surface]!.surface],
        count: 1,
        confidence: 1,
        from: [origins[from]!],
        scope: site ? 'site' : 'page',
      } satisfies PageTag),
    ))
  }

  #slow(batch: FoundPages, p: number, repeated: readonly boolean[]): string {
    const numbers = tagsOn(batch, p)
    const { id, tags } = settle(
      batch.ids[p]!,
      foundOn(batch, p, (number) => this.#surfaces[number]!.surface),
      (_, i) => this.#tags[this.#tag[numbers[i]!]!],
      repeated,
    )
    const kept = tags.filter((one) => this.#count(one, this.#numbers.get(one.tag)!))
    if (kept.length) this.pagesWithTags++
    return bytesOf(this.#writer.page({ id, tags: kept }))
  }

  /** Whether the tag is to be written; counts it then. */
  #count({ count, scope }: PageTag, tag: number): boolean {
    if (scope === 'site' && this.#ownOnly) return false
    this.#uses[tag]! += count
    if (scope === 'site') this.siteTags += count
    return true
  }
}

/** The bytes of a text in UTF-8 as a string of one character a byte: joining such strings and making them bytes is quick. */
function bytesOf(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text
}
