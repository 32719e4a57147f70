import type { Scanner } from './batches.js'
import { framedPages, framedScanner } from './framed.js'
import { answerHoldsPage, answerItem, archived, bodyItem, isReadable } from './http.js'
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

function holdsPage({ url, media }: Header, bytes: Buffer, start: number, end: number): boolean {
  if (url.startsWith('filedesc:')) return false
  return isAnswer(bytes, start) ? answerHoldsPage(bytes, start, end) : isReadable(media)
}

const isAnswer = (bytes: Buffer, start: number): boolean => bytes.toString('latin1', start, start + 5) === 'HTTP/'

/** ARC: an HTML or text answer is a page. */
export const arcPages = (batch: Batch, options: PageOptions, limits: Limits): Item[] =>
  framedPages(batch, (bytes, record) => pageIn(bytes, batch.source, record, options, limits))

function pageIn(bytes: Buffer, source: string, record: number, options: PageOptions, limits: Limits): Item {
  const head = headerIn(bytes, pastLineEnds(bytes, 0, bytes.length), bytes.length)
  if (head === undefined) return { source, record, code: 'BAD_RECORD', reason: 'not an ARC record' }
  const { url, date, media } = head
  const body = bytes.subarray(head.end)
  const place = { id: url, source, record }
  const item = isAnswer(body, 0)
    ? answerItem(body, place, options, limits)
    : bodyItem(body, media, place, options, limits)
  return archived(item, url, url, date.length === 14 ? dateOf(date) : undefined)
}

/** 20091231235959 as ISO 8601. */
function dateOf(digits: string): string {
  const [, year, month, day, hour, minute, second] = /^(.{4})(..)(..)(..)(..)(..)$/.exec(digits)!
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
