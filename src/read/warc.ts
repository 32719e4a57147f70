import type { Scanner } from './batches.js'
import { framedPages, framedScanner } from './framed.js'
import { answerHoldsPage, answerItem, archived, bodyItem, headerOf, isReadable, type Fields } from './http.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const isAnswer = (media: string): boolean => /^application\/http\b/i.test(media)

/** The records of a WARC or WET file. */
export const warcScanner = (): Scanner =>
  framedScanner({
    recordAt,
    nextAt: (bytes, start, end) => {
      const next = bytes.subarray(start, end).indexOf('\nWARC/1.', 1)
      return next < 0 ? -1 : start + next + 1
    },
    headerAt: (bytes, at, end) => {
      const head = headerOf(bytes, at, end)
      return (
        head && {
          end: head.end,
          size: lengthOf(head.fields),
          holdsPage: (from, start, stop) => holdsPage(head.fields, from, start, stop),
        }
      )
    },
  })

/** Where a record begins, past the line ends that close the one before; -1 when it does not. */
function recordAt(bytes: Buffer, start: number, end: number): number {
  let at = start
  // The file's first may stand behind a byte order mark and blanks.
  while (at < end && (bytes[at]! <= 0x20 || bytes[at] === 0xef || bytes[at] === 0xbb || bytes[at] === 0xbf)) at++
  const mark = bytes.toString('latin1', at, Math.min(at + 5, end))
  return 'WARC/'.startsWith(mark) ? at : -1
}

function lengthOf(fields: Fields): number {
  const length = fields.get('content-length') ?? ''
  return /^\d+$/.test(length) ? Number(length) : NaN
}

/** Whether a page can be in it, as far as its headers tell. */
function holdsPage(fields: Fields, bytes: Buffer, start: number, end: number): boolean {
  const type = fields.get('warc-type')?.toLowerCase()
  const carrier = fields.get('content-type') ?? ''
  if (type === 'conversion') return true
  if (type === 'resource') return isReadable(carrier)
  if (type !== 'response') return false
  return isAnswer(carrier) ? answerHoldsPage(bytes, start, end) : isReadable(carrier)
}

/** WARC: an HTML or text response is a page. WET: a conversion is. */
export const warcPages = (batch: Batch, options: PageOptions, limits: Limits): Item[] =>
  framedPages(batch, (bytes, record) => pageIn(bytes, batch.source, record, options, limits))

function pageIn(bytes: Buffer, source: string, record: number, options: PageOptions, limits: Limits): Item {
  const bad = (reason: string): Item => ({ source, record, code: 'BAD_RECORD', reason })
  const at = recordAt(bytes, 0, bytes.length)
  const head = at < 0 ? undefined : headerOf(bytes, at, bytes.length)
  if (head === undefined) return bad('not a WARC record')
  if (Number.isNaN(lengthOf(head.fields))) return bad('a WARC record without a length')
  const url = head.fields.get('warc-target-uri')?.replace(/^<|>$/g, '')
  const id = url ?? head.fields.get('warc-record-id') ?? `${source}:${record}`
  const body = bytes.subarray(head.end)
  const media = head.fields.get('warc-type') === 'conversion' ? 'text/plain' : (head.fields.get('content-type') ?? '')
  const place = { id, source, record }
  const item = isAnswer(media)
    ? answerItem(body, place, options, limits)
    : bodyItem(body, media, place, options, limits)
  return archived(item, id, url, head.fields.get('warc-date'))
}
