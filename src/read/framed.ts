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
  let length = -1
  let seen = 0
  return {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      // The cutter has let go of what was seen.
      if (this.resume === 0 && seen > 0 && length >= 0) length -= seen
      seen = 0
      const wait = (): number => {
        this.resume = seen = length < 0 ? 0 : Math.min(end - start, length)
        return -1
      }
      if (length < 0) {
        this.kind = 'record'
        const at = recordAt(bytes, start, end)
        if (at < 0) {
          const next = nextAt(bytes, start, end)
          if (next >= 0) return next
          this.resume = Math.max(0, end - start - 8)
          return -1
        }
        const head = headerAt(bytes, at, end)
        if (head === undefined) {
          if (end - at < HEADER_BYTES) return wait()
          this.resume = end - start
          return -1
        }
        if (!Number.isSafeInteger(head.size) || head.size < 0) {
          // Without a length the header is a record of its own, and a bad one.
          return head.end
        }
        const bodyEnd = head.end + head.size
        if (end < bodyEnd && end - head.end < HTTP_BYTES) return wait()
        if (!head.holdsPage(bytes, head.end, Math.min(bodyEnd, end))) this.kind = 'skip'
        length = bodyEnd - start
      }
      if (end - start < length) return wait()
      const found = start + length
      length = -1
      this.resume = 0
      return found
    },
    tail(bytes, start, end) {
      if (length >= 0) return 'cut'
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
