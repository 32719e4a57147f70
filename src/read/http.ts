import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib'

import { utf16Order } from './bytes.js'
import { decode, isBinary } from './charset.js'
import { Damage, reasonOf } from './damage.js'
import { HEAD } from './bounds.js'
import { HEADER_BYTES } from './framed.js'
import { htmlItem } from './html.js'
import type { Item, Limits, PageOptions } from './types.js'
import { gzipHeader, packingOf } from './unpack.js'

export type Fields = ReadonlyMap<string, string>

/** A message's first line and fields, up to an empty line; undefined when that has not come. */
export function headerOf(
  bytes: Buffer,
  start: number,
  end: number,
): { first: string; fields: Fields; end: number } | undefined {
  const view = bytes.subarray(start, Math.min(end, start + HEADER_BYTES))
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

/** Whether a page can be what has this media type. */
export const isReadable = (media: string): boolean => READABLE.test(media)

/** Whether an HTTP message that begins at `start` can hold a page, as far as its header tells. */
export function answerHoldsPage(bytes: Buffer, start: number, end: number): boolean {
  const http = headerOf(bytes, start, end)
  if (http === undefined) return true
  const media = http.fields.get('content-type')
  return /^HTTP\/[\d.]+ 2\d\d\b/.test(http.first) && (media === undefined || isReadable(media))
}

/** Where a page that an archive holds comes from. */
export interface Place {
  readonly id: string
  readonly source: string
  readonly record: number
}

/** The page in an HTTP message. */
export function answerItem(bytes: Buffer, place: Place, options: PageOptions, limits: Limits): Item {
  const { source, record } = place
  const http = headerOf(bytes, 0, bytes.length)
  if (http === undefined)
    return { source, record, code: 'BAD_RECORD', reason: 'an HTTP message without an end to its header' }
  let body: { bytes: Buffer; cut: boolean }
  try {
    body = payload(bytes.subarray(http.end), http.fields, limits)
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    if (tooLarge)
      return { source, record, code: 'TOO_LARGE', reason: `unpacks to more than ${limits.recordBytes} bytes` }
    const code = error instanceof Damage ? error.code : 'BAD_RECORD'
    return { source, record, code, reason: `the payload cannot be unpacked: ${reasonOf(error)}` }
  }
  const item = bodyItem(body.bytes, http.fields.get('content-type') ?? 'text/html', place, options, limits)
  return 'code' in item || !body.cut ? item : { ...item, repairs: [...(item.repairs ?? []), 'truncated-body'] }
}

/** Bytes of a body that tell whether it is text: of 4,096 random ones 410 are controls, give or take 20, where 205 may be. */
const BODY_HEAD = 4096

/** The page in a body of this media type. */
export function bodyItem(
  body: Buffer,
  media: string,
  { id, source, record }: Place,
  options: PageOptions,
  limits: Limits,
): Item {
  const head = body.subarray(0, BODY_HEAD)
  if (isBinary(head) && utf16Order(head) === undefined) {
    const reason = `called ${media.split(';', 1)[0]!.trim().slice(0, 64)}, but binary data`
    return { source, record, code: 'UNSUPPORTED', reason }
  }
  const charset = /charset\s{0,4}=\s{0,4}["']?([\w-]{2,40})/i.exec(media)?.[1]
  if (!/^\s*text\/plain\b/i.test(media)) return htmlItem(body, charset, id, source, record, options, limits)
  const { text, repair } = decode(body, charset)
  if (text.trim() === '') return { source, record, code: 'NO_TEXT', reason: 'the record has no text' }
  return { id, text, ...(repair !== undefined && { repairs: [repair] }) }
}

/** The item with what the archive says of it: where it was fetched, and when, unless the page itself says that. */
export function archived(item: Item, id: string, url: string | undefined, date: string | undefined): Item {
  if ('code' in item) return item
  return {
    ...item,
    id,
    ...(url !== undefined && { url }),
    ...(item.date === undefined && date !== undefined && { date }),
  }
}

/** So many codings one upon the other are undone. */
const CODINGS = 8

/**
 * The payload of an HTTP message as it was before transfer, and whether it was cut off. Crawlers differ in which codings
 * they undo, and say so or not: what begins as gzip does is unpacked, declared or not.
 */
function payload(body: Buffer, fields: Fields, limits: Limits): { bytes: Buffer; cut: boolean } {
  let bytes = body
  let cut = false
  if (/\bchunked\b/i.test(fields.get('transfer-encoding') ?? '')) bytes = dechunked(bytes)
  // Undone from the last, as they were done from the first.
  const said = (fields.get('content-encoding') ?? '').toLowerCase().split(',').reverse()
  for (let i = 0; i < CODINGS && bytes.length > 0; i++) {
    const packing = packingOf(bytes, '')
    const coding = said[i]?.trim() ?? ''
    if (packing === 'zstd') throw new Damage('UNSUPPORTED', 'packed with zstd within the message')
    if (packing === 'gzip') {
      const member = gunzipped(bytes, limits)
      bytes = member.bytes
      cut ||= member.cut
    } else if (coding === 'deflate') bytes = inflated(bytes, limits)
    else if (coding === 'br') bytes = unbrotlied(bytes, limits)
    else if (i >= said.length) break
  }
  return { bytes, cut }
}

/** Gives what there is of data that is cut off. */
const bounded = (limits: Limits) => ({ maxOutputLength: limits.recordBytes, finishFlush: constants.Z_SYNC_FLUSH })

/** The first member; what stands behind it is none of the payload. */
function gunzipped(bytes: Buffer, limits: Limits): { bytes: Buffer; cut: boolean } {
  const start = gzipHeader(bytes)
  if (start === 0) throw new Damage('TRUNCATED', 'the gzip data ends within its header')
  const { buffer, engine } = inflateRawSync(bytes.subarray(start), { ...bounded(limits), info: true }) as unknown as {
    buffer: Buffer
    engine: { bytesWritten: number }
  }
  return { bytes: buffer, cut: start + engine.bytesWritten + 8 > bytes.length }
}

/** Deflate within zlib's wrapping, as it is meant, or without, as some servers send it; what is neither was undone before. */
function inflated(bytes: Buffer, limits: Limits): Buffer {
  if ((bytes[0]! & 15) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0)
    return inflateSync(bytes, bounded(limits))
  return undoneBefore(bytes, () => inflateRawSync(bytes, bounded(limits)))
}

const unbrotlied = (bytes: Buffer, limits: Limits): Buffer =>
  undoneBefore(bytes, () => brotliDecompressSync(bytes, { maxOutputLength: limits.recordBytes }))

/** These packings have no mark: markup that was unpacked before keeps its header. */
function undoneBefore(bytes: Buffer, undo: () => Buffer): Buffer {
  try {
    return undo()
  } catch (error) {
    if (!isBinary(bytes.subarray(0, HEAD)) && bytes.subarray(0, 512).includes(0x3c)) return bytes
    throw error
  }
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
