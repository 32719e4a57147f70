import type { Scanner } from './cut.js'
import { framedScanner } from './framed.js'
import { answerHoldsPage, answerItem, bodyItem, isReadable } from './http.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/**
 * ARC, what the archives of the web were kept in before WARC: a line of header (address, IP address, date, media type,
 * in version 2 five fields more, length), then what the server answered.
 */
interface Header {
  readonly url: string
  readonly date: string
  readonly media: string
  readonly size: number
  /** Where its line ends. */
  readonly end: number
}

/** The longest header line. */
const LINE = 16 * 1024
const HEADER =
  /^([a-z][a-z\d+.-]{0,20}:\S{1,8192}) [\da-f.:]{1,45} (\d{8,17}) (\S{1,256})(?: \S{1,8192}){0,5} (\d{1,15})$/i

/** The records of an ARC file; the first says what file it is, and is no page. */
export const arcScanner = (): Scanner =>
  framedScanner({
    recordAt: (bytes, start, end) => {
      const at = pastLineEnds(bytes, start, end)
      return lineEnd(bytes, at, end) < 0 || headerIn(bytes, at, end) ? at : -1
    },
    nextAt: (bytes, start, end) => {
      let at = pastLineEnds(bytes, start, end)
      for (;;) {
        const stop = bytes.indexOf(0x0a, at)
        if (stop < 0 || stop + 1 >= end) return -1
        at = stop + 1
        if (headerIn(bytes, at, end)) return at
      }
    },
    headerAt: (bytes, at, end) => {
      const head = headerIn(bytes, at, end)
      return (
        head && { end: head.end, size: head.size, holdsPage: (from, start, stop) => holdsPage(head, from, start, stop) }
      )
    },
  })

function pastLineEnds(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && (bytes[at] === 0x0a || bytes[at] === 0x0d)) at++
  return at
}

/** Where the line at `at` ends; -1 where that has not come, and may. */
function lineEnd(bytes: Buffer, at: number, end: number): number {
  const stop = bytes.subarray(at, Math.min(end, at + LINE)).indexOf(0x0a)
  if (stop >= 0) return at + stop
  return end - at < LINE ? -1 : end
}

function headerIn(bytes: Buffer, at: number, end: number): Header | undefined {
  const stop = lineEnd(bytes, at, end)
  if (stop < 0 || stop === end) return undefined
  const match = HEADER.exec(bytes.toString('utf8', at, stop).trimEnd())
  if (match === null) return undefined
  const [, url = '', date = '', media = '', size = ''] = match
  return { url, date, media, size: Number(size), end: stop + 1 }
}

function holdsPage({ url, media }: Header, bytes: Uint8Array, start: number, end: number): boolean {
  if (url.startsWith('filedesc:')) return false
  return isAnswer(bytes, start) ? answerHoldsPage(bytes, start, end) : isReadable(media)
}

const isAnswer = (bytes: Uint8Array, start: number): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(5, bytes.length - start)).toString('latin1') === 'HTTP/'

/** ARC: an HTML or text answer is a page. */
export function arcPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  for (let i = 0; i < batch.spans.length; i += 2) {
    const [start, end] = [batch.spans[i]!, batch.spans[i + 1]!]
    if (start === end) continue
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, end - start)
    const [source, record] = [batch.source, batch.record + i / 2]
    const head = headerIn(bytes, pastLineEnds(bytes, 0, bytes.length), bytes.length)
    if (head === undefined) {
      items.push({ source, record, code: 'BAD_RECORD', reason: 'not an ARC record' })
      continue
    }
    const body = bytes.subarray(head.end)
    const place = { id: head.url, source, record }
    const item = isAnswer(body, 0)
      ? answerItem(body, place, options, limits)
      : bodyItem(body, head.media, place, options, limits)
    const date = head.date.length === 14 ? dateOf(head.date) : undefined
    items.push(
      'code' in item
        ? item
        : { ...item, id: head.url, url: head.url, ...(item.date === undefined && date !== undefined && { date }) },
    )
  }
  return items
}

/** 20091231235959 as ISO 8601. */
function dateOf(digits: string): string {
  const [, year, month, day, hour, minute, second] = /^(.{4})(..)(..)(..)(..)(..)$/.exec(digits)!
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
