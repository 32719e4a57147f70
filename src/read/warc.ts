import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

import { decode } from './charset.js'
import type { Scanner } from './cut.js'
import { htmlItem } from './html.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** The longest header of a WARC record, and of the HTTP message in it, that is looked at. */
const HEADER_BYTES = 64 * 1024
/** How much of a payload is waited for to tell its type. */
const HTTP_BYTES = 8 * 1024

/**
 * The records of a WARC or WET file, by their declared lengths. What holds no page (requests, metadata, images) is
 * passed by without being held. Bytes that are no record reach to the next one.
 */
export function warcScanner(): Scanner {
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
          const next = bytes.subarray(start, end).indexOf('\nWARC/1.', 1)
          if (next >= 0) return start + next + 1
          this.resume = Math.max(0, end - start - 8)
          return -1
        }
        const head = headerOf(bytes, at, end)
        if (head === undefined) {
          if (end - at < HEADER_BYTES) return wait()
          this.resume = end - start
          return -1
        }
        const size = Number(head.fields.get('content-length'))
        if (!Number.isSafeInteger(size) || size < 0) {
          // Without a length the header is a record of its own, and a bad one.
          return head.end
        }
        const bodyEnd = head.end + size
        if (end < bodyEnd && end - head.end < HTTP_BYTES) return wait()
        if (!holdsPage(head.fields, bytes, head.end, Math.min(bodyEnd, end))) this.kind = 'skip'
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

/** Where a record begins, past the line ends that close the one before; -1 when it does not. */
function recordAt(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && (bytes[at] === 0x0d || bytes[at] === 0x0a)) at++
  const mark = bytes.toString('latin1', at, Math.min(at + 5, end))
  return 'WARC/'.startsWith(mark) ? at : -1
}

type Fields = ReadonlyMap<string, string>

/** Header lines up to an empty one; undefined when that has not come. */
function headerOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): { first: string; fields: Fields; end: number } | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, HEADER_BYTES))
  const crlf = view.indexOf('\r\n\r\n')
  const lf = view.indexOf('\n\n')
  const short = crlf < 0 || (lf >= 0 && lf < crlf)
  const stop = short ? lf : crlf
  if (stop < 0) return undefined
  const [first = '', ...lines] = view.toString('utf8', 0, stop).split('\n')
  const fields = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return { first: first.trim(), fields, end: start + stop + (short ? 2 : 4) }
}

const READABLE = /^\s*(?:text\/html|application\/xhtml\+xml|text\/plain)\b/i

/** Whether a page can be in it, as far as its headers tell. */
function holdsPage(fields: Fields, bytes: Uint8Array, start: number, end: number): boolean {
  const type = fields.get('warc-type')?.toLowerCase()
  const carrier = fields.get('content-type') ?? ''
  if (type === 'conversion') return true
  if (type === 'resource') return READABLE.test(carrier)
  if (type !== 'response') return false
  if (!/^application\/http\b/i.test(carrier)) return READABLE.test(carrier)
  const http = headerOf(bytes, start, end)
  if (http === undefined) return true
  const media = http.fields.get('content-type')
  return /^HTTP\/[\d.]+ 2\d\d\b/.test(http.first) && (media === undefined || READABLE.test(media))
}

/** WARC: an HTML or text response is a page. WET: a conversion is. */
export function warcPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  for (let i = 0; i < batch.spans.length; i += 2) {
    const [start, end] = [batch.spans[i]!, batch.spans[i + 1]!]
    if (start === end) continue
    items.push(
      pageIn(
        Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start),
        batch.source,
        batch.record + i / 2,
        options,
        limits,
      ),
    )
  }
  return items
}

function pageIn(bytes: Buffer, source: string, record: number, options: PageOptions, limits: Limits): Item {
  const bad = (reason: string): Item => ({ source, record, code: 'BAD_RECORD', reason })
  const at = recordAt(bytes, 0, bytes.length)
  const head = at < 0 ? undefined : headerOf(bytes, at, bytes.length)
  if (head === undefined) return bad('not a WARC record')
  if (!/^\d+$/.test(head.fields.get('content-length') ?? '')) return bad('a WARC record without a length')
  const url = head.fields.get('warc-target-uri')?.replace(/^<|>$/g, '')
  const id = url ?? head.fields.get('warc-record-id') ?? `${source}:${record}`
  let body: Buffer = bytes.subarray(head.end)
  let media = head.fields.get('content-type') ?? ''
  if (/^application\/http\b/i.test(media)) {
    const http = headerOf(body, 0, body.length)
    if (http === undefined) return bad('an HTTP message without an end to its header')
    try {
      body = payload(body.subarray(http.end), http.fields, limits)
    } catch (error) {
      return bad(`the payload cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`)
    }
    media = http.fields.get('content-type') ?? 'text/html'
  }
  const charset = /charset\s{0,4}=\s{0,4}["']?([\w-]{2,40})/i.exec(media)?.[1]
  const date = head.fields.get('warc-date')
  const item =
    /^\s*text\/plain\b/i.test(media) || head.fields.get('warc-type') === 'conversion'
      ? plainItem(body, charset, id, source, record)
      : htmlItem(body, charset, id, source, record, options, limits)
  if ('code' in item) return item
  return {
    ...item,
    id,
    ...(url !== undefined && { url }),
    ...(item.date === undefined && date !== undefined && { date }),
  }
}

function plainItem(body: Buffer, charset: string | undefined, id: string, source: string, record: number): Item {
  const { text, repair } = decode(body, charset)
  if (text.trim() === '') return { source, record, code: 'NO_TEXT', reason: 'the record has no text' }
  return { id, text, ...(repair !== undefined && { repairs: [repair] }) }
}

/** The payload of an HTTP message as it was before transfer. Crawlers differ in which codings they undo, and say so or not. */
function payload(body: Buffer, fields: Fields, limits: Limits): Buffer {
  let bytes = body
  if (/\bchunked\b/i.test(fields.get('transfer-encoding') ?? '')) bytes = dechunked(bytes)
  const options = { maxOutputLength: limits.recordBytes }
  const coding = (fields.get('content-encoding') ?? '').trim().toLowerCase()
  if ((coding === 'gzip' || coding === 'x-gzip') && bytes[0] === 0x1f && bytes[1] === 0x8b)
    return gunzipSync(bytes, options)
  if (coding === 'deflate' && bytes[0] === 0x78) return inflateSync(bytes, options)
  if (coding === 'br') {
    try {
      return brotliDecompressSync(bytes, options)
    } catch (error) {
      // Brotli has no mark: markup that was unpacked before keeps its header.
      if (bytes.subarray(0, 512).includes(0x3c)) return bytes
      throw error
    }
  }
  return bytes
}

/** The chunks of a chunked body put together; the body itself where it is not chunked after all. */
function dechunked(body: Buffer): Buffer {
  const chunks: Buffer[] = []
  let at = 0
  while (at < body.length) {
    const line = body.indexOf('\r\n', at)
    const size = line < 0 || line - at > 64 ? NaN : Number.parseInt(body.toString('latin1', at, line), 16)
    if (!Number.isSafeInteger(size) || size < 0) return at === 0 ? body : Buffer.concat(chunks)
    if (size === 0) break
    chunks.push(body.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return Buffer.concat(chunks)
}
