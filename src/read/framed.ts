import type { Scanner } from './batches.js'
import type { Batch, Item } from './types.js'

/** The longest header of a record, and of the HTTP message in it, that is looked at. */
export const HEADER_BYTES = 64 * 1024
/** How much of a payload is waited for to tell its type. */
const HTTP_BYTES = 8 * 1024

/** How an archive of records that declare their length is laid out. `start` and `end` bound what is at hand. */
export interface Framing {
  /** Where a record begins, past what closes the one before; -1 when it does not. */
  readonly recordAt: (bytes: Buffer, start: number, end: number) => number
  /** Where behind `start` a record may begin again; -1 when that has not come. */
  readonly nextAt: (bytes: Buffer, start: number, end: number) => number
  /** The header of a record, the length of what follows it, and whether a page can be in it; undefined when not all is there. */
  readonly headerAt: (bytes: Buffer, at: number, end: number) => FramedHeader | undefined
}

export interface FramedHeader {
  /** Where what follows it begins. */
  readonly end: number
  /** Not a whole number where the header does not say. */
  readonly size: number
  readonly holdsPage: (bytes: Buffer, start: number, end: number) => boolean
}

/**
 * The records of an archive, by their declared lengths. What holds no page (requests, metadata, images) is passed by
 * without being held. Bytes that are no record reach to the next one.
 */
export function framedScanner({ recordAt, nextAt, headerAt }: Framing): Scanner {
  /** Length of the record from its start, once known; counts down as the cutter lets bytes go. */
  let length: number | undefined
  /** How much of it was there when more was asked for. */
  let seen = 0
  return {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      if (length === undefined) {
        this.kind = 'record'
        this.resume = 0
        const at = recordAt(bytes, start, end)
        const head = at < 0 ? undefined : headerAt(bytes, at, end)
        if (head === undefined) {
          if (at >= 0 && end - at < HEADER_BYTES) return -1
          const next = nextAt(bytes, at < 0 ? start : at, end)
          if (next >= 0) return next
          // The beginning of a mark may be there.
          this.resume = Math.max(0, end - start - 8)
          return -1
        }
        // Without a length the header is a record of its own, and a bad one.
        if (!Number.isSafeInteger(head.size)) return head.end
        const bodyEnd = head.end + head.size
        if (end < bodyEnd && end - head.end < HTTP_BYTES) return -1
        if (!head.holdsPage(bytes, head.end, Math.min(bodyEnd, end))) this.kind = 'skip'
        length = bodyEnd - start
      } else if (this.resume === 0) {
        // The cutter has let go of what was seen.
        length -= seen
      }
      if (end - start < length) {
        this.resume = seen = end - start
        return -1
      }
      const found = start + length
      length = undefined
      return found
    },
    tail(bytes, start, end) {
      if (length !== undefined) return 'cut'
      return bytes.toString('latin1', start, end).trim() === '' ? 'skip' : 'cut'
    },
  }
}

/** What `read` makes of each record of a batch; records that hold no page are left out. */
export function framedPages(batch: Batch, read: (bytes: Buffer, record: number) => Item): Item[] {
  const items: Item[] = []
  for (let i = 0; i < batch.spans.length; i += 2) {
    const [start, end] = [batch.spans[i]!, batch.spans[i + 1]!]
    if (start === end) continue
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start)
    items.push(read(bytes, batch.record + i / 2))
  }
  return items
}
