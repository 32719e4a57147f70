import { pageRecord } from '../core/pipeline.js'
import { signOf, type SiteLists } from '../core/lists/site.js'
import type { RecordWriter } from '../emit/index.js'
import { jsonl } from '../emit/jsonl.js'
import { declaredOn, mentionsOn, shownOn, tagsOn, type MentionPages } from './mentions.js'
import { JsonLines, MOST_ON_A_LINE } from './lines.js'

/** What becomes of the surfaces: by their number, the surface and the tag that it stands for, if any. */
export interface TagMap {
  readonly surfaces: readonly string[]
  readonly tagOf: readonly (string | undefined)[]
}

/** Turns the mentions of pages into records. */
export class PageRecords {
  /** Surfaces by number; then tags that are the spelling of none. */
  readonly #texts: string[]
  /** By surface: the number of its tag, -1 where it is ignored. */
  readonly #tag: Int32Array
  readonly #writer: RecordWriter
  readonly #ownOnly: boolean
  readonly #sites: SiteLists
  readonly #signs: Int32Array
  readonly #uses: Float64Array
  readonly #lines: JsonLines<number>

  occurrences = 0
  pagesWithTags = 0
  siteTags = 0

  constructor({ surfaces, tagOf }: TagMap, sites: SiteLists, writer: RecordWriter, ownOnly: boolean) {
    this.#texts = [...surfaces]
    this.#signs = Int32Array.from(surfaces, signOf)
    this.#sites = sites
    this.#writer = writer
    this.#ownOnly = ownOnly
    const numbers = new Map(surfaces.map((surface, n) => [surface, n]))
    this.#tag = Int32Array.from(tagOf, (tag) => {
      if (tag === undefined) return -1
      let number = numbers.get(tag)
      if (number === undefined) numbers.set(tag, (number = this.#texts.push(tag) - 1))
      return number
    })
    this.#uses = new Float64Array(this.#texts.length)
    this.#lines = new JsonLines(
      (number) => this.#texts[number]!,
      true,
      (tag, times, site) => this.#count(tag, times, site),
    )
  }

  /** The records of a batch. */
  of(batch: MentionPages): Uint8Array<ArrayBuffer> {
    for (let p = 0; p < batch.ids.length; p++) {
      const repeated = this.#sites.repeated(
        batch.hosts[batch.site[p]!]!,
        shownOn(batch, p, this.#signs),
        declaredOn(batch, p),
      )
      this.occurrences += tagsOn(batch, p).length
      if (this.#writer !== jsonl || !this.#quick(batch, p, repeated)) this.#slow(batch, p, repeated)
    }
    return this.#lines.take()
  }

  /** Uses of each tag in the records so far. */
  *uses(): Generator<[tag: string, uses: number]> {
    for (let t = 0; t < this.#texts.length; t++) if (this.#uses[t]! > 0) yield [this.#texts[t]!, this.#uses[t]!]
  }

  /** Writes the record of a page as JSON, if it has not too many tags. */
  #quick(batch: MentionPages, p: number, repeated: readonly boolean[]): boolean {
    const { tags, confidence, from } = batch
    const start = p ? batch.ends[p - 1]! : 0
    const length = batch.ends[p]! - start
    if (length > MOST_ON_A_LINE) return false
    const lines = this.#lines
    for (let i = 0; i < length; i++) {
      const surface = tags[start + i]!
      lines.surface[i] = surface
      lines.tag[i] = this.#tag[surface]!
      lines.from[i] = from[start + i]!
      lines.confidence[i] = confidence[start + i]!
    }
    if (lines.line(batch.ids[p]!, length, repeated)) this.pagesWithTags++
    return true
  }

  #slow(batch: MentionPages, p: number, repeated: readonly boolean[]): void {
    const numbers = tagsOn(batch, p)
    const number = (i: number): number => this.#tag[numbers[i]!]!
    const places = new Map<string, number>()
    const { id, tags } = pageRecord(
      batch.ids[p]!,
      mentionsOn(batch, p, (surface) => this.#texts[surface]!),
      (_, i) => {
        const text = this.#texts[number(i)]
        if (text !== undefined) places.set(text, number(i))
        return text
      },
      repeated,
    )
    const kept = tags.filter(({ tag, count, scope }) => this.#count(places.get(tag)!, count, scope === 'site'))
    if (kept.length) this.pagesWithTags++
    this.#lines.write(this.#writer.page({ id, tags: kept }))
  }

  /** Whether the tag is to be written; counts it then. */
  #count(tag: number, count: number, site: boolean): boolean {
    if (site && this.#ownOnly) return false
    this.#uses[tag]! += count
    if (site) this.siteTags += count
    return true
  }
}
