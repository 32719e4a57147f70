import { PRIME, SEED } from '../core/text/hash.js'
import { ONE_LINE_MARGIN, ONE_LINE_UNITS, PAGE_LINE_UNITS } from '../core/text/words.js'
import type { Batch, Skim } from './types.js'

/**
 * Passing over the text of JSON lines. A record's tags are a few hundred bytes beside thousands of text; where the text
 * is neither counted nor can hold a list, decoding and parsing it is most of the cost of reading. Its end is found by
 * searching for quotes, and it is looked at only where a label could stand: at the start of a line, and before a colon. A
 * line that may be a whole page, in which a label stands anywhere, is read.
 *
 * Bytes are looked at as a string of one character a byte, in which searches are fastest. Whatever is unusual (control
 * characters, \u escapes, markup, entities, signs of mojibake) is not skimmed, so the page is the same but for its text.
 */

/** A shorter text is not worth it; and, in UTF-8, one of more than 64 characters is none of those that `mend` doubts most. */
const LEAST = 256
/** In a text, each of these may mean that it is to be mended, or has markup, or holds a colon or hash of full width. */
const UNUSUAL = ['<', '&', '\xc3', '\xc2\xa7', '\xef\xbc']

/** Blanks around a page of one line, in bytes: no blank has more. */
const MARGIN_BYTES = 3 * ONE_LINE_MARGIN

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const HASH = 0x23

/** Where `what` stands next, each place found once however often it is asked for. */
class Next {
  readonly #text: string
  readonly #what: string
  #at = -1

  constructor(text: string, what: string) {
    this.#text = text
    this.#what = what
  }

  /** From `from` on; `from` never goes down. Past the end of the text where there is none. */
  at(from: number): number {
    if (this.#at < from) {
      this.#at = this.#text.indexOf(this.#what, from)
      if (this.#at < 0) this.#at = Infinity
    }
    return this.#at
  }
}

/** Says which text of a batch need not be read. The bytes must be UTF-8. Ask for texts in order. */
export class Skimmer {
  readonly #letters: Uint16Array
  readonly #firstWords: ReadonlySet<number>
  readonly #lastWords: ReadonlySet<number>
  /** The batch, a character for each byte. */
  readonly text: string
  /** Whether the batch has no control characters but line ends. */
  readonly usable: boolean
  readonly #unusual: readonly Next[]
  readonly #quote: Next
  readonly #backslash: Next
  readonly #colon: Next
  /** Units of the line before a colon. */
  readonly #units = new Uint16Array(256)

  constructor({ bytes }: Batch, skim: Skim) {
    this.#letters = skim.letters
    this.#firstWords = skim.firstWords
    this.#lastWords = skim.lastWords
    this.usable = !hasControls(bytes)
    const text = this.usable ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') : ''
    this.text = text
    this.#unusual = UNUSUAL.map((what) => new Next(text, what))
    this.#quote = new Next(text, '"')
    this.#backslash = new Next(text, '\\')
    this.#colon = new Next(text, ':')
  }

  /** Just past the string that begins with the quote at `open`, in the record that ends at `end`; -1 if it is to be read. */
  pass(open: number, end: number): number {
    const close = this.#closing(open + 1, end)
    return close - open < LEAST || this.#unusual.some((sign) => sign.at(open) < close) ? -1 : close + 1
  }

  /** The quote that ends the string whose content begins at `start`; -1 where it may hold a list or is unusual. */
  #closing(start: number, end: number): number {
    const text = this.text
    let lineStart = start
    if (this.#opensLine(start)) return -1
    for (let at = start; ;) {
      const quote = this.#quote.at(at)
      const backslash = this.#backslash.at(at)
      const stop = Math.min(quote, backslash)
      if (stop >= end) return -1
      for (let colon = this.#colon.at(at); colon < stop; colon = this.#colon.at(colon + 1))
        if (this.#closesLabel(lineStart, colon)) return -1
      const mayBeAll = lineStart - start <= MARGIN_BYTES && quote - stop <= MARGIN_BYTES
      const longest = mayBeAll ? ONE_LINE_UNITS : PAGE_LINE_UNITS
      if (quote < backslash) return this.#longer(lineStart, quote, longest) ? -1 : quote
      const escaped = text.charCodeAt(backslash + 1)
      at = backslash + 2
      if (escaped === 0x6e) {
        if (this.#longer(lineStart, backslash, longest)) return -1
        lineStart = at
        if (this.#opensLine(at)) return -1
      } else if (escapes[escaped] === 0) return -1
    }
  }

  /** Whether a line may have more than so many units; an escape counts as two. */
  #longer(start: number, end: number, units: number): boolean {
    if (end - start <= units) return false
    let count = 0
    for (let at = start; at < end; at++) {
      const byte = this.text.charCodeAt(at)
      if ((byte & 0xc0) !== 0x80) count += byte < 0xf0 ? 1 : 2
    }
    return count > units
  }

  /** Whether a label or a hashtag may begin the line at `start`. */
  #opensLine(start: number): boolean {
    const letters = this.#letters
    const text = this.text
    let hash = SEED
    let units = 0
    let begun = false
    for (let at = start; units < 64;) {
      // So long a row of ornaments is for the full search.
      if (units === 40 && !begun) return true
      const byte = text.charCodeAt(at)
      let unit: number
      if (byte < 0x80) {
        if (byte === QUOTE) break
        if (byte === HASH) return true
        if (byte !== BACKSLASH) {
          unit = byte
          at++
        } else {
          unit = escapes[text.charCodeAt(at + 1)]!
          at += 2
        }
      } else if (byte < 0xe0) {
        unit = ((byte & 31) << 6) | (text.charCodeAt(at + 1) & 63)
        at += 2
      } else if (byte < 0xf0) {
        unit = ((byte & 15) << 12) | ((text.charCodeAt(at + 1) & 63) << 6) | (text.charCodeAt(at + 2) & 63)
        at += 3
      } else {
        // Beyond the basic plane there is no letter of a label; what it folds to is for the full search to say.
        return true
      }
      const letter = letters[unit]!
      if (begun) {
        if (letter === SPACE) break
        if (letter !== 0) hash = Math.imul(hash ^ letter, PRIME)
      } else if (letter > SPACE) {
        begun = true
        hash = Math.imul(hash ^ letter, PRIME)
        units = 40
      } else if (unit === 10) break
      units++
    }
    return begun && this.#firstWords.has(hash >>> 0)
  }

  /** Whether a label may end at `colon`, on the line that begins at `lineStart`. */
  #closesLabel(lineStart: number, colon: number): boolean {
    const letters = this.#letters
    const text = this.text
    const units = this.#units
    // A label's last word and what stands behind it have at most 28 units: 84 bytes, or twice that in escapes.
    let at = Math.max(lineStart, colon - 200)
    while (at < colon && (text.charCodeAt(at) & 0xc0) === 0x80) at++
    let end = 0
    while (at < colon) {
      const byte = text.charCodeAt(at)
      if (byte < 0x80) {
        units[end++] = byte === BACKSLASH ? escapes[text.charCodeAt(++at)]! : byte
        at++
      } else if (byte < 0xe0) {
        units[end++] = ((byte & 31) << 6) | (text.charCodeAt(at + 1) & 63)
        at += 2
      } else if (byte < 0xf0) {
        units[end++] = ((byte & 15) << 12) | ((text.charCodeAt(at + 1) & 63) << 6) | (text.charCodeAt(at + 2) & 63)
        at += 3
      } else return true
    }
    const colonUnit = end
    while (end > 0 && end > colonUnit - 4 && letters[units[end - 1]!]! <= SPACE) end--
    let start = end
    // As those of the label words are.
    let hash = SEED
    while (start > 0 && start > end - 24 && letters[units[start - 1]!] !== SPACE) start--
    for (let i = start; i < end; i++) {
      const letter = letters[units[i]!]!
      if (letter !== 0) hash = Math.imul(hash ^ letter, PRIME)
    }
    return start < end && this.#lastWords.has(hash >>> 0)
  }
}

/** The units that escapes stand for, by the unit behind the backslash, 0 for none; \u is not among them. */
const escapes: Uint8Array = (() => {
  const table = new Uint8Array(256)
  for (const [name, unit] of Object.entries({ '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }))
    table[name.charCodeAt(0)] = unit
  return table
})()

function isControl(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!
  return byte < 0x20 && byte !== 0x0a && !(byte === 0x0d && bytes[at + 1] === 0x0a)
}

/** Whether there is a control character other than a line end. Four bytes at a time: about 0.2 ns a byte. */
function hasControls(bytes: Uint8Array): boolean {
  const words =
    bytes.byteOffset % 4 === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : undefined
  if (!words) return true
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    // A byte below 0x20 borrows into its own top bit. A borrow from the byte below can only say yes too often.
    if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue
    for (let k = 4 * i; k < 4 * i + 4; k++) if (isControl(bytes, k)) return true
  }
  for (let k = 4 * words.length; k < bytes.length; k++) if (isControl(bytes, k)) return true
  return false
}
