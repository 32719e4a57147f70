import { fieldNames, type KnownTags } from './fields.js'
import { Interned } from './interned.js'
import { soundThroughout } from './mend.js'
import type { Passed } from './skim.js'

/**
 * Flat JSON objects out of their bytes: fields that are strings, numbers or arrays of strings, as exports of pages have
 * them. Strings of arrays are made once for all records (see `Interned`), which is most of what parsing a list of tags
 * costs. Anything else (an object within, an array of arrays, a long string) is for `JSON.parse`.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN = 0x5b
const CLOSE = 0x5d
const BEGIN = 0x7b
const END = 0x7d

/** A longer string is decoded faster with the whole record. */
const LONGEST = 2000
const NAMES: ReadonlySet<string> = new Set(Object.values(fieldNames).flat())

/** What stands in for a text that was passed over, so that there is one. */
export const STAND_IN = 'x'

export class FlatRecords {
  /** Whether no string of the record read last, nor any part of one, needs mending. */
  sound = true

  readonly #bytes: Buffer
  readonly #text: string
  readonly #strings: Interned
  /** Where the record is being read, and where it ends. */
  #at = 0
  #end = 0

  /** The bytes must be UTF-8 without control characters other than line ends; `text` has a character for each byte. */
  constructor(bytes: Uint8Array, text: string, strings: Interned) {
    this.#text = text
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#strings = strings
  }

  /**
   * The fields of the record at `[start, end)` that a page may have, with a stand-in for the text that is passed over;
   * undefined where it is no flat object.
   */
  read(start: number, end: number, passed: Passed | undefined): Record<string, unknown> | undefined {
    const bytes = this.#bytes
    const fields: Record<string, unknown> = {}
    let met = passed === undefined
    this.sound = true
    this.#at = start
    this.#end = end
    if (this.#next() !== BEGIN) return undefined
    this.#at++
    if (this.#next() === END) this.#at++
    else
      for (;;) {
        if (this.#next() !== QUOTE || !this.#strings.find(bytes, this.#at + 1, end)) return undefined
        const name = this.#strings.text
        this.#at = this.#strings.end
        if (this.#next() !== COLON) return undefined
        this.#at++
        const first = this.#next()
        let value: unknown
        if (this.#at === passed?.start) {
          value = STAND_IN
          this.#at = passed.end
          met = true
        } else if (first === QUOTE) value = this.#string()
        else if (first === OPEN) value = this.#array()
        else value = this.#plain()
        if (value === undefined) return undefined
        if (NAMES.has(name)) fields[name] = value
        const behind = this.#next()
        this.#at++
        if (behind === END) break
        if (behind !== COMMA) return undefined
      }
    this.#next()
    return this.#at === end && met ? fields : undefined
  }

  /** The byte at hand behind white space; -1 at the end of the record. */
  #next(): number {
    const bytes = this.#bytes
    for (; this.#at < this.#end; this.#at++) {
      const byte = bytes[this.#at]!
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d) return byte
    }
    return -1
  }

  #string(): string | undefined {
    const bytes = this.#bytes
    const start = this.#at + 1
    const stop = Math.min(this.#end, start + LONGEST)
    let escaped = false
    let high = 0
    let at = start
    for (; at < stop; at++) {
      const byte = bytes[at]!
      if (byte === QUOTE) break
      high |= byte
      if (byte === BACKSLASH) {
        escaped = true
        at++
      }
    }
    if (at >= stop) return undefined
    this.#at = at + 1
    const raw = high < 0x80 ? this.#text.slice(start, at) : bytes.toString('utf8', start, at)
    const text = escaped ? (parsed(`"${raw}"`) as string | undefined) : raw
    if (text !== undefined && !soundThroughout(text)) this.sound = false
    return text
  }

  #array(): KnownTags | undefined {
    const bytes = this.#bytes
    const strings = this.#strings
    const items: KnownTags = []
    const known: number[] = (items.known = [])
    this.#at++
    if (this.#next() === CLOSE) {
      this.#at++
      return items
    }
    for (;;) {
      if (this.#next() !== QUOTE || !strings.find(bytes, this.#at + 1, this.#end)) return undefined
      if (!strings.blank) {
        items.push(strings.text)
        known.push(strings.number)
      }
      if (!strings.sound) this.sound = false
      this.#at = strings.end
      const behind = this.#next()
      this.#at++
      if (behind === CLOSE) return items
      if (behind !== COMMA) return undefined
    }
  }

  /** A number, true, false or null. */
  #plain(): unknown {
    const start = this.#at
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at]!
      if (byte === COMMA || byte === END || byte <= 0x20) break
      if (byte === BEGIN || byte === OPEN) return undefined
    }
    return parsed(this.#text.slice(start, this.#at))
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The whole record is parsed then, and says what is wrong with it.
    return undefined
  }
}
