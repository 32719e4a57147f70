import type { SurfaceNumber } from '../core/text/surfaces.js'
import { Best, noValues, type NumberedStrings, type Odd, type PageValues } from './fields.js'
import { MOST_KNOWN, fieldName } from './names.js'
import { secondNames } from './nested.js'
import type { Interned } from './interned.js'
import { soundThroughout } from './repair.js'
import { isLong } from './numbers.js'
import type { Skimmer } from './skim.js'
import type { PageField } from './types.js'

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
/** What stands in for a text that was passed over, so that there is one. */
const STAND_IN = 'x'

/** Reads the records of a batch, in order. */
export class FlatRecords {
  /** Of the record read last: whether no string of it, nor any part of one, needs mending. */
  sound = true
  /** Whether a text of it was passed over. */
  passed = false

  readonly #bytes: Buffer
  readonly #skimmer: Skimmer
  readonly #text: string
  readonly #strings: Interned
  /** Where the record is being read, and where it ends. */
  #at = 0
  #end = 0
  #records = 0
  /** By number of a name: the record that had it last. */
  readonly #met = new Int32Array(MOST_KNOWN)
  readonly #best = new Best()
  /** Of the record read last: the name of each field that it has. */
  readonly names: Partial<Record<PageField, string>> = {}
  /** Fields that a second name of the record may fill. */
  readonly #second = new Set<PageField>()

  /** The batch must be UTF-8 and usable for the skimmer. */
  constructor(bytes: Uint8Array, skimmer: Skimmer, strings: Interned) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#skimmer = skimmer
    this.#text = skimmer.text
    this.#strings = strings
  }

  /** Of the record read last: values that say nothing. */
  get odd(): readonly Odd[] | undefined {
    return this.#best.odd
  }

  /** What the record at `[start, end)` has for each field of a page; undefined where it is no flat object. */
  read(start: number, end: number): PageValues | undefined {
    const values = noValues()
    this.sound = true
    this.passed = false
    this.#records++
    this.#at = start
    this.#end = end
    this.#second.clear()
    this.#best.odd = undefined
    if (this.#next() !== BEGIN) return undefined
    this.#at++
    if (this.#next() === END) this.#at++
    else if (!this.#members(values)) return undefined
    this.#next()
    for (const field of this.#second) if (isOpen(field, values)) return undefined
    return this.#at === end ? values : undefined
  }

  #members(values: PageValues): boolean {
    const strings = this.#strings
    for (;;) {
      if (this.#next() !== QUOTE || !strings.find(this.#bytes, this.#at + 1, this.#end)) return false
      const name = strings.text
      const known = fieldName(name)
      const second = known === undefined ? secondNames.get(name) : undefined
      this.#at = strings.end
      if (this.#next() !== COLON) return false
      this.#at++
      const first = this.#next()
      let value: unknown
      if (first === QUOTE) value = this.#string(known?.text === true)
      else if (first === OPEN) value = this.#array(known?.tags === true)
      else value = this.#plain()
      if (value === undefined) return false
      if (known === undefined) {
        if (second !== undefined) for (const field of second) this.#second.add(field)
      } else {
        // Of two values under one name the last counts; so rare that it is left to the parser.
        if (known.number < 0 || this.#met[known.number] === this.#records) return false
        this.#met[known.number] = this.#records
        this.#best.add(known, value, values, name, this.names)
      }
      const behind = this.#next()
      this.#at++
      if (behind === END) {
        this.#best.settle(values)
        return true
      }
      if (behind !== COMMA) return false
    }
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

  #string(isText: boolean): string | undefined {
    const bytes = this.#bytes
    if (isText) {
      const end = this.#skimmer.pass(this.#at, this.#end)
      if (end > 0) {
        this.#at = end
        this.passed = true
        return STAND_IN
      }
    }
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
    // A slice of the batch's text would keep all of it in memory.
    const raw = bytes.toString(high < 0x80 ? 'latin1' : 'utf8', start, at)
    const text = escaped ? (parsed(`"${raw}"`) as string | undefined) : raw
    if (text !== undefined && !soundThroughout(text)) this.sound = false
    return text
  }

  #array(areTags: boolean): NumberedStrings | undefined {
    const bytes = this.#bytes
    const strings = this.#strings
    const items: NumberedStrings = []
    const numbers: SurfaceNumber[] = []
    if (areTags) items.known = { numbers, generation: strings.generation }
    this.#at++
    if (this.#next() === CLOSE) {
      this.#at++
      return items
    }
    for (;;) {
      if (this.#next() !== QUOTE || !strings.find(bytes, this.#at + 1, this.#end)) return undefined
      if (!areTags || !strings.blank) {
        items.push(strings.text)
        numbers.push(strings.number)
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
    const text = this.#text.slice(start, this.#at)
    const value = parsed(text)
    return typeof value === 'number' && isLong(text) ? text : value
  }
}

/** Whether a second name may fill a field. */
const isOpen = (field: PageField, values: PageValues): boolean =>
  values[field] === undefined && !(field === 'html' && values.text !== undefined)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The whole record is parsed then, and says what is wrong with it.
    return undefined
  }
}
