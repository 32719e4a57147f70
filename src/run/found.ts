import { deserialize, serialize } from 'node:v8'
import type { Found, Held } from '../core/normaliser.js'
import { NOT_SHOWN } from '../core/site.js'
import type { Origin } from '../core/types.js'

/**
 * The tag occurrences of a batch of pages, in columns: millions of occurrences pass between threads, passes and files at
 * the cost of copying bytes. Occurrence `i` of page `p` lies between `ends[p - 1]` and `ends[p]`.
 */
export interface FoundPages {
  readonly ids: readonly string[]
  /** Every host once; `site` has one for each page. */
  readonly hosts: readonly string[]
  readonly site: Uint32Array
  /** Every spelling once; `tags` points into it. */
  readonly surfaces: readonly string[]
  readonly ends: Uint32Array
  readonly tags: Uint32Array
  /** Index into `origins`. */
  readonly from: Uint8Array
  readonly confidence: Float32Array
}

export const origins: readonly Origin[] = ['run', 'list', 'meta', 'json-ld', 'link', 'field']
const FIELD = origins.indexOf('field')

/** Strings by number, in the order in which they came. */
class Numbered {
  readonly strings: string[] = []
  readonly #numbers = new Map<string, number>()

  number(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      this.#numbers.set(text, (number = this.strings.length))
      this.strings.push(text)
    }
    return number
  }
}

/** Gathers found pages: `add` the occurrences of a page, then `end` it. */
export class FoundColumns {
  readonly #ids: string[] = []
  readonly #hosts = new Numbered()
  readonly #site: number[] = []
  readonly #surfaces = new Numbered()
  readonly #ends: number[] = []
  #tags = new Uint32Array(4096)
  #from = new Uint8Array(4096)
  #confidence = new Float32Array(4096)
  #length = 0

  add(surface: string, from: Origin, confidence: number): void {
    const at = this.#length++
    if (at === this.#tags.length) {
      const room = 2 * at
      const [tags, from, confidence] = [this.#tags, this.#from, this.#confidence]
      ;(this.#tags = new Uint32Array(room)).set(tags)
      ;(this.#from = new Uint8Array(room)).set(from)
      ;(this.#confidence = new Float32Array(room)).set(confidence)
    }
    this.#tags[at] = this.#surfaces.number(surface)
    this.#from[at] = origins.indexOf(from)
    this.#confidence[at] = confidence
  }

  addAll(found: readonly Found[]): void {
    for (const { surface, from, confidence } of found) this.add(surface, from, confidence)
  }

  end(id: string, site: string): void {
    this.#ids.push(id)
    this.#site.push(this.#hosts.number(site))
    this.#ends.push(this.#length)
  }

  done(): FoundPages {
    return {
      ids: this.#ids,
      hosts: this.#hosts.strings,
      site: Uint32Array.from(this.#site),
      surfaces: this.#surfaces.strings,
      ends: Uint32Array.from(this.#ends),
      tags: this.#tags.slice(0, this.#length),
      from: this.#from.slice(0, this.#length),
      confidence: this.#confidence.slice(0, this.#length),
    }
  }
}

/** The occurrences of page `p`, with the surfaces that `surfaceOf` gives for the numbers in `tags`. */
export function foundOn(pages: FoundPages, p: number, surfaceOf: (number: number) => string): Found[] {
  const found: Found[] = []
  for (let i = p ? pages.ends[p - 1]! : 0; i < pages.ends[p]!; i++)
    found.push({
      surface: surfaceOf(pages.tags[i]!),
      from: origins[pages.from[i]!]!,
      confidence: pages.confidence[i]!,
    })
  return found
}

/**
 * The tags of page `p` as its site shows them, for `SiteLists`: what stands in a field of the export is the page's own, and
 * not shown.
 */
export function shownOn(pages: FoundPages, p: number): Int32Array {
  const start = p ? pages.ends[p - 1]! : 0
  const shown = new Int32Array(pages.ends[p]! - start)
  for (let i = 0; i < shown.length; i++) shown[i] = pages.from[start + i] === FIELD ? NOT_SHOWN : pages.tags[start + i]!
  return shown
}

export const tagsOn = (pages: FoundPages, p: number): Uint32Array =>
  pages.tags.subarray(p ? pages.ends[p - 1]! : 0, pages.ends[p])

/** A batch as it lies in the spool: what was found already, and the runs that wait for the evidence of all pages. */
export interface Frame {
  readonly found: FoundPages
  /** By page of `found`, ascending; what is cut from them comes after what that page has already. */
  readonly waiting: readonly { readonly page: number; readonly runs: Held['runs'] }[]
}

export const toFrame = (frame: unknown): Uint8Array => serialize(frame)
/** Reads what `toFrame` wrote; the bytes must come from a file of this job. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it wrote
export const fromFrame = <T>(bytes: Uint8Array): T => deserialize(bytes) as T
