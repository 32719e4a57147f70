import { deserialize, serialize } from 'node:v8'
import type { Mention, Waits } from '../core/pipeline.js'
import { NOT_SHOWN } from '../core/lists/site.js'
import type { Origin } from '../core/types.js'

/**
 * The tag occurrences of a batch of pages, in columns: millions of occurrences pass between threads, passes and files at
 * the cost of copying bytes. Occurrence `i` of page `p` lies between `ends[p - 1]` and `ends[p]`.
 */
export interface MentionPages {
  readonly ids: readonly string[]
  /** Every host once; `site` has one for each page. */
  readonly hosts: readonly string[]
  readonly site: Uint32Array
  readonly ends: Uint32Array
  /** Numbers of spellings. */
  readonly tags: Uint32Array
  /** Index into `origins`. */
  readonly from: Uint8Array
  readonly confidence: Float32Array
  /** Whether a site shows any of them: what stands in a field of the export is the page's own, and not shown. */
  readonly shown: boolean
}

export const origins: readonly Origin[] = ['run', 'list', 'meta', 'json-ld', 'link', 'field']
const FIELD = origins.indexOf('field')
const META = origins.indexOf('meta')
const JSON_LD = origins.indexOf('json-ld')

/** Gathers the mentions of pages: `add` the occurrences of a page, then `end` it. */
export class MentionColumns {
  readonly #ids: string[] = []
  readonly #hosts: string[] = []
  readonly #site: number[] = []
  readonly #ends: number[] = []
  #tags = new Uint32Array(4096)
  #from = new Uint8Array(4096)
  #confidence = new Float32Array(4096)
  #length = 0
  #shown = false

  add(tag: number, origin: number, confidence: number): void {
    const at = this.#length++
    if (at === this.#tags.length) this.#grow(at + 1)
    this.#tags[at] = tag
    this.#from[at] = origin
    if (origin !== FIELD) this.#shown = true
    this.#confidence[at] = confidence
  }

  /** Adds what page `p` of `pages` has. */
  addFrom(pages: MentionPages, p: number): void {
    const [start, end] = spanOf(pages, p)
    const at = this.#length
    this.#length += end - start
    if (this.#length > this.#tags.length) this.#grow(this.#length)
    this.#tags.set(pages.tags.subarray(start, end), at)
    this.#from.set(pages.from.subarray(start, end), at)
    this.#confidence.set(pages.confidence.subarray(start, end), at)
    this.#shown ||= pages.shown
  }

  end(id: string, host: string): void {
    this.#ids.push(id)
    // Pages come site by site: few hosts, the last one most often.
    let site = this.#hosts.lastIndexOf(host)
    if (site < 0) site = this.#hosts.push(host) - 1
    this.#site.push(site)
    this.#ends.push(this.#length)
  }

  done(): MentionPages {
    return {
      ids: this.#ids,
      hosts: this.#hosts,
      site: Uint32Array.from(this.#site),
      ends: Uint32Array.from(this.#ends),
      tags: this.#tags.slice(0, this.#length),
      from: this.#from.slice(0, this.#length),
      confidence: this.#confidence.slice(0, this.#length),
      shown: this.#shown,
    }
  }

  #grow(least: number): void {
    const room = Math.max(least, 2 * this.#tags.length)
    const [tags, from, confidence] = [this.#tags, this.#from, this.#confidence]
    ;(this.#tags = new Uint32Array(room)).set(tags)
    ;(this.#from = new Uint8Array(room)).set(from)
    ;(this.#confidence = new Float32Array(room)).set(confidence)
  }
}

const spanOf = ({ ends }: MentionPages, p: number): [start: number, end: number] => [p ? ends[p - 1]! : 0, ends[p]!]

/** The occurrences of page `p`, with the surfaces that `surfaceOf` gives for the numbers in `tags`. */
export function mentionsOn(pages: MentionPages, p: number, surfaceOf: (number: number) => string): Mention[] {
  const mentions: Mention[] = []
  const [start, end] = spanOf(pages, p)
  for (let i = start; i < end; i++)
    mentions.push({
      surface: surfaceOf(pages.tags[i]!),
      from: origins[pages.from[i]!]!,
      confidence: pages.confidence[i]!,
    })
  return mentions
}

/** The tags of page `p` as its site shows them, for `SiteLists`, by their `signs`; none where the batch has none. */
export function shownOn(pages: MentionPages, p: number, signs: ArrayLike<number>): Int32Array {
  if (!pages.shown) return NONE
  const [start, end] = spanOf(pages, p)
  const shown = new Int32Array(end - start)
  for (let i = 0; i < shown.length; i++)
    shown[i] = pages.from[start + i] === FIELD ? NOT_SHOWN : signs[pages.tags[start + i]!]!
  return shown
}

const NONE = new Int32Array(0)

/** By place on page `p`: whether the page's markup declares the tag as its own. */
export function declaredOn(pages: MentionPages, p: number): (at: number) => boolean {
  const [start] = spanOf(pages, p)
  return (at) => {
    const origin = pages.from[start + at]
    return origin === META || origin === JSON_LD
  }
}

export const tagsOn = (pages: MentionPages, p: number): Uint32Array => pages.tags.subarray(...spanOf(pages, p))

/** What of a batch's pages waits for the evidence of all pages. */
export type Waiting = readonly (Waits & { readonly page: number })[]

/** What was cut from what waited: `mentions` has the pages that had any, `pages` says which ones they are. */
export interface Segmented {
  readonly pages: Uint32Array
  readonly mentions: MentionPages
  /** By number in `mentions`, each spelling once. */
  readonly texts: readonly string[]
}

/** The pages of a batch with what was cut of them behind what they had. The numbers in `segmented` must be the batch's. */
export function withSegmented(mentions: MentionPages, segmented: Segmented): MentionPages {
  const columns = new MentionColumns()
  let next = 0
  mentions.ids.forEach((id, p) => {
    columns.addFrom(mentions, p)
    if (segmented.pages[next] === p) columns.addFrom(segmented.mentions, next++)
    columns.end(id, mentions.hosts[mentions.site[p]!]!)
  })
  return columns.done()
}

/** A batch as it lies in the spool. */
export interface Frame {
  /** Tags are numbers of the collection's spellings. */
  readonly mentions: MentionPages
  /** The spellings that no frame before it had, in the order of their numbers. */
  readonly fresh: readonly string[]
  /** A frame of `Waiting`; nothing on the way looks into it. */
  readonly waiting?: Uint8Array | undefined
}

export const toFrame = (frame: unknown): Uint8Array => serialize(frame)
/** Reads what `toFrame` wrote; the bytes must come from a file of this job. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it wrote
export const fromFrame = <T>(bytes: Uint8Array): T => deserialize(bytes) as T
