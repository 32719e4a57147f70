import { decoder } from './charset.js'
import type { Scanner } from './cut.js'
import { jsonItems } from './jsonl.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * The elements of a JSON array, or values one after the other, over however many lines. A record takes along the
 * bracket or comma before it.
 */
export function jsonScanner(): Scanner {
  let depth = 0
  /** Depth at which records stand: 1 within the array, 0 outside. */
  let base = 0
  let quoted = false
  let escaped = false
  /** Something other than an object or array has begun where a record stands. */
  let scalar = false
  const scanner: Scanner = {
    resume: 0,
    kind: 'record',
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
        if (byte === QUOTE) {
          quoted = true
          if (depth === base) scalar = true
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          if (byte === OPEN_LIST && depth === 0) base = 1
          depth++
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (depth === base && scalar) return found(i)
          depth = Math.max(0, depth - 1)
          if (depth === 0 && base === 1) base = 0
          else if (depth === base) return found(i + 1)
        } else if (depth === base) {
          if (scalar && byte === COMMA) return found(i)
          if (byte !== COMMA && !isSpace(byte)) scalar = true
        }
      }
      this.resume = end - start
      return -1
    },
    tail(bytes, start, end) {
      if (depth > base || quoted) return 'cut'
      for (let i = start; i < end; i++)
        if (!isSpace(bytes[i]!) && bytes[i] !== CLOSE_LIST && bytes[i] !== COMMA) return 'record'
      return base === 1 ? 'cut' : 'skip'
    },
  }
  const found = (at: number): number => {
    scanner.resume = 0
    scalar = false
    return at
  }
  return scanner
}

/** A JSON array of objects, or objects that are not one a line. */
export function jsonPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  const decode = decoder(batch.bytes)
  for (let i = 0; i < batch.spans.length; i += 2) {
    let start = batch.spans[i]!
    const end = batch.spans[i + 1]!
    let opened = false
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
    for (const item of jsonItems(text, batch.source, batch.record + i / 2, options, limits, repair)) items.push(item)
  }
  return items
}
