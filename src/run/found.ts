import { deserialize, serialize } from 'node:v8'
import type { Found } from '../core/normaliser.js'
import type { Origin } from '../core/types.js'

/**
 * The tag occurrences of a batch of pages, in columns: millions of occurrences pass between threads, passes and files at
 * the cost of copying bytes. Occurrence `i` of page `p` lies between `ends[p - 1]` and `ends[p]`.
 */
export interface FoundPages {
  readonly ids: readonly string[]
  readonly sites: readonly string[]
  /** Every spelling once; `tags` points into it. */
  readonly surfaces: readonly string[]
  readonly ends: Uint32Array
  readonly tags: Uint32Array
  /** Index into `origins`. */
  readonly from: Uint8Array
  readonly confidence: Float32Array
}

const origins: readonly Origin[] = ['run', 'list', 'meta', 'json-ld', 'link', 'field']

export function toColumns(pages: readonly { id: string; site: string; found: readonly Found[] }[]): FoundPages {
  const total = pages.reduce((sum, { found }) => sum + found.length, 0)
  const numbers = new Map<string, number>()
  const ends = new Uint32Array(pages.length)
  const tags = new Uint32Array(total)
  const from = new Uint8Array(total)
  const confidence = new Float32Array(total)
  let at = 0
  pages.forEach(({ found }, p) => {
    for (const one of found) {
      let number = numbers.get(one.surface)
      if (number === undefined) numbers.set(one.surface, (number = numbers.size))
      tags[at] = number
      from[at] = origins.indexOf(one.from)
      confidence[at] = one.confidence
      at++
    }
    ends[p] = at
  })
  return {
    ids: pages.map(({ id }) => id),
    sites: pages.map(({ site }) => site),
    surfaces: [...numbers.keys()],
    ends,
    tags,
    from,
    confidence,
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

export const tagsOn = (pages: FoundPages, p: number): Uint32Array =>
  pages.tags.subarray(p ? pages.ends[p - 1] : 0, pages.ends[p])

/** Frames of a spool. A page that waits for the evidence of all pages is held; the others are found already. */
export type Frame<Held> = { readonly held: readonly Held[] } | { readonly found: FoundPages }

export const toFrame = (frame: unknown): Uint8Array => serialize(frame)
/** Reads what `toFrame` wrote; the bytes must come from a file of this job. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const fromFrame = <T>(bytes: Uint8Array): T => deserialize(bytes) as T
