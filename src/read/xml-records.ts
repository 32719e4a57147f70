import type { Repair } from '../core/types.js'
import { decode, decoder, type Decoded } from './charset.js'
import type { Scanner } from './batches.js'
import type { Batch } from './types.js'

/** The longest name, with its prefix, that is looked at. */
const LOOK = 80
/** A start tag that is longer is taken for one that is not empty. */
const TAG_BYTES = 64 * 1024
const MARK = /^<(\/?)((?:[\w.-]{1,32}:)?)([\w.-]{1,32})[\s/>]/

/**
 * The elements of XML that have one of these names: each is a record. What stands before the first is the head.
 *
 * @param any whether a prefix before the name is of no interest, and one may stand in another, which is no record of its own
 */
export function elementScanner(names: readonly string[], any: 'as written' | 'any prefix' = 'as written'): Scanner {
  const wanted = new Set(names)
  const nests = any === 'any prefix'
  let within: 'cdata' | 'comment' | undefined
  let depth = 0
  let heads = 0
  return {
    resume: 0,
    kind: 'head',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      let i = start + this.resume
      for (;;) {
        if (within !== undefined) {
          const close = view.indexOf(within === 'cdata' ? ']]>' : '-->', i)
          if (close < 0) {
            this.resume = Math.max(i, end - 2) - start
            return -1
          }
          within = undefined
          i = close + 3
        }
        const open = view.indexOf(0x3c, i)
        this.resume = (open < 0 ? end : open) - start
        if (open < 0) return -1
        i = open + 1
        const mark = view.toString('latin1', open, open + LOOK)
        if (mark.startsWith('<![CDATA[')) {
          within = 'cdata'
          i = open + 9
          continue
        }
        if (mark.startsWith('<!--')) {
          within = 'comment'
          i = open + 4
          continue
        }
        if (mark.length < LOOK && !/[\s/>]/.test(mark.slice(2))) return -1
        const [, slash, prefix, name] = MARK.exec(mark) ?? []
        if (name === undefined || !wanted.has(name) || (prefix !== '' && !nests)) continue
        if (slash === '' && (depth === 0 || nests)) {
          const close = view.indexOf(0x3e, open)
          if (close < 0 && end - open < TAG_BYTES) return -1
          if (depth === 0 && heads++ === 0) {
            this.kind = 'head'
            this.resume = 0
            return open
          }
          if (view[close - 1] === 0x2f) continue
          this.kind = 'record'
          depth++
        } else if (slash !== '' && depth > 0) {
          const close = view.indexOf(0x3e, open)
          if (close < 0 && end - open < TAG_BYTES) return -1
          if (close < 0) continue
          if (--depth > 0) continue
          this.resume = 0
          return close + 1
        }
      }
    },
    tail: () => (depth > 0 ? 'cut' : 'skip'),
  }
}

/** A record of a batch as text, with what was done to have it. */
export interface RecordText {
  readonly text: string
  readonly repair: Repair | undefined
  /** Its number. */
  readonly record: number
}

/** The head of a batch of XML, and the text of its records. */
export function xmlRecords(batch: Batch): { readonly head: string; readonly records: Iterable<RecordText> } {
  const head = batch.head === undefined ? '' : decode(batch.head).text
  const charset = /^\s*<\?xml\b[^>]{0,128}encoding=["']([\w-]{2,40})/.exec(head)?.[1]
  return { head, records: decoded(batch, charset) }
}

function* decoded(batch: Batch, charset: string | undefined): Generator<RecordText> {
  const { bytes, spans, record } = batch
  const decode = decoder(bytes, charset)
  for (let i = 0; i < spans.length; i += 2)
    if (spans[i]! < spans[i + 1]!)
      yield { ...textOf(decode(bytes.subarray(spans[i], spans[i + 1]))), record: record + i / 2 }
}

const textOf = ({ text, repair }: Decoded): Pick<RecordText, 'text' | 'repair'> => ({ text, repair })
