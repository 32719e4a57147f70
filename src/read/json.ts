import type { Repair } from '../core/types.js'
import { decoder } from './charset.js'
import type { Scanner } from './batches.js'
import { jsonItems } from './jsonl.js'
import { EACH, type RecordPath } from './records.js'
import type { JsonHead } from './shape.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c
const SEMICOLON = 0x3b

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** The longest name that is compared with those of a path. */
const NAME_BYTES = 4096

/**
 * The elements of the list at `path` in each value of a source; without a path the elements of a JSON array, or values one
 * after the other, over however many lines. A record takes along the bracket or comma before it. What is around the list
 * is let go.
 */
export function jsonScanner(path: RecordPath = []): Scanner {
  const names = path.map((step) => (step === EACH ? undefined : Buffer.from(JSON.stringify(step).slice(1, -1))))
  const wraps = path.length > 0
  let depth = 0
  /** Depth at which records stand: 1 within the array, 0 outside; of a path, -1 outside of its list. */
  let base = wraps ? -1 : 0
  let quoted = false
  let escaped = false
  /** Something other than an object or array has begun where a record stands. */
  let scalar = false
  /** Outside of the list: containers open along the path; whether a name is expected; whether the last was the path's. */
  let along = 0
  let naming = false
  let named = false

  /** Whether a container that opens, with this bracket, is the next one along the path. */
  const follows = (bracket: number): boolean =>
    depth === along &&
    (along === 0 || names[along - 1] === undefined || named) &&
    bracket === (names[along] === undefined ? OPEN_LIST : OPEN_OBJECT)

  const scanner: Scanner = {
    resume: 0,
    kind: wraps ? 'around' : 'record',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      let i = start + this.resume
      let backslash = -1
      for (; i < end; i++) {
        if (quoted) {
          if (escaped) {
            escaped = false
            continue
          }
          const quote = view.indexOf(QUOTE, i)
          if (backslash < i) backslash = view.indexOf(BACKSLASH, i)
          if (backslash < 0) backslash = end
          if (backslash < (quote < 0 ? end : quote)) {
            escaped = true
            i = backslash
          } else if (quote < 0) {
            i = end
            break
          } else {
            quoted = false
            i = quote
          }
          continue
        }
        const byte = bytes[i]!
        if (base < 0) {
          if (byte === QUOTE) {
            if (naming && depth === along) {
              const close = closing(view, i + 1, end)
              if (close < 0 && end - i <= NAME_BYTES) return around(i - start)
              named = close >= 0 && isName(view.subarray(i + 1, close), names[along - 1]!)
              naming = false
              if (close >= 0) i = close
              else quoted = true
            } else quoted = true
          } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
            if (follows(byte)) {
              along++
              naming = byte === OPEN_OBJECT
              named = false
            }
            depth++
            if (along === path.length && depth === along) {
              base = depth
              if (i + 1 > start) {
                this.resume = 0
                return i + 1
              }
            }
          } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
            depth = Math.max(0, depth - 1)
            if (depth < along) along = depth
            named = false
          } else if (byte === COMMA && depth === along) {
            named = false
            naming = along > 0 && names[along - 1] !== undefined
          }
          continue
        }
        if (wraps) this.kind = 'record'
        if (byte === QUOTE) {
          quoted = true
          if (depth === base) scalar = true
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          if (byte === OPEN_LIST && depth === 0) base = 1
          depth++
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (depth === base && scalar) return found(i)
          depth = Math.max(0, depth - 1)
          if (wraps && depth < base) {
            base = -1
            along = depth
            named = false
            this.kind = 'around'
          } else if (depth === 0 && base === 1) base = 0
          else if (depth === base) return found(i + 1)
        } else if (depth === base) {
          if (scalar && byte === COMMA) return found(i)
          if (byte !== COMMA && !isSpace(byte)) scalar = true
        }
      }
      if (base < 0) return around(end - start)
      this.resume = end - start
      return -1
    },
    tail(bytes, start, end) {
      if (base < 0) return depth > 0 || quoted ? 'cut' : 'skip'
      if (depth > base || quoted) return 'cut'
      for (let i = start; i < end; i++)
        if (!isSpace(bytes[i]!) && bytes[i] !== CLOSE_LIST && bytes[i] !== COMMA && bytes[i] !== SEMICOLON)
          return 'record'
      return base > 0 ? 'cut' : 'skip'
    },
  }
  const found = (at: number): number => {
    scanner.resume = 0
    scalar = false
    return at
  }
  const around = (seen: number): number => {
    scanner.kind = 'around'
    scanner.resume = seen
    return -1
  }
  return scanner
}

/** The quote that ends the string whose content begins at `start`; -1 where it is not there yet. */
function closing(view: Buffer, start: number, end: number): number {
  for (let i = start; i < end && i - start <= NAME_BYTES; i++) {
    if (view[i] === BACKSLASH) i++
    else if (view[i] === QUOTE) return i
  }
  return -1
}

/** Whether a name as it is written, perhaps with escapes, is the one wanted. */
function isName(written: Buffer, wanted: Buffer): boolean {
  if (written.equals(wanted)) return true
  if (!written.includes(BACKSLASH)) return false
  try {
    return Buffer.from(JSON.stringify(JSON.parse(`"${written.toString()}"`)).slice(1, -1)).equals(wanted)
  } catch {
    return false
  }
}

/** A JSON array of objects, the list that a value wraps, or objects that are not one a line. */
export function jsonPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  const head = batch.head && (JSON.parse(Buffer.from(batch.head).toString()) as JsonHead)
  for (const { text, repair, record } of textsIn(batch, head?.list === undefined)) {
    const where = { source: batch.source, record, repair, ...head }
    for (const item of jsonItems(text, where, options, limits)) items.push(item)
  }
  return items
}

/** The values of rows that are nothing but JSON; what is none is passed by. */
export function* valuesIn(batch: Batch): Generator {
  for (const { text } of textsIn(batch, false))
    try {
      yield JSON.parse(text)
    } catch {
      // The row is missed where its record is read.
    }
}

/** The text of each record without the bracket or comma before it. */
function* textsIn(
  batch: Batch,
  opens: boolean,
): Generator<{ text: string; repair: Repair | undefined; record: number }> {
  const decode = decoder(batch.bytes)
  for (let i = 0; i < batch.spans.length; i += 2) {
    let start = batch.spans[i]!
    const end = batch.spans[i + 1]!
    let opened = !opens
    for (; start < end; start++) {
      const byte = batch.bytes[start]!
      if (byte === OPEN_LIST && !opened) opened = true
      else if (
        byte !== COMMA &&
        byte !== CLOSE_LIST &&
        byte !== 0xef &&
        byte !== 0xbb &&
        byte !== 0xbf &&
        !isSpace(byte)
      )
        break
    }
    const { text, repair } = decode(batch.bytes.subarray(start, end))
    yield { text, repair, record: batch.record + i / 2 }
  }
}
