import { PRIME, SEED } from '../core/text/hash.js'
import type { Generation, Numbering, SurfaceNumber } from '../core/text/surfaces.js'
import { isMissing } from './delimited.js'
import { soundThroughout } from './repair.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** So many strings and bytes are kept; then all is forgotten. */
const MOST = 40_000
const MOST_BYTES = 1 << 22
/** Places to lie in: few enough to stay in the processor's cache. */
const SLOTS = 1 << 16
/** A longer string is made anew each time. */
const LONGEST = 400
/** Places a string may lie in from the one that its hash says: bounds the search where strings are made to collide. */
const REACH = 16

/**
 * JSON strings, each made once from its bytes. Tags come again on page after page: to find one by its bytes takes a
 * fifth of the time of making it, and a string that was met before is also looked up faster by all that comes after.
 *
 * `find` leaves what it found in the fields: an object for each of millions of strings would cost more than finding it.
 */
export class Interned {
  /** The string found last, and the number that was given for it, good for `generation`. */
  text = ''
  number = -1 as SurfaceNumber
  generation: Generation
  /** Just past its closing quote. */
  end = 0
  /** Whether neither it nor a part of it needs mending. */
  sound = true
  /** Whether it is blank or stands for a missing value. */
  blank = false

  /** By place: the number of its string, from 1; 0 where it is free. */
  readonly #slots = new Int32Array(SLOTS)
  /**
   * Of each string: its hash, where its bytes lie, how many they are (with whether it is sound and blank in the last two
   * bits), and its number. Side by side, since they are asked together.
   */
  readonly #rows = new Int32Array(4 * MOST)
  #filled = 0
  readonly #bytes = new Uint8Array(MOST_BYTES)
  readonly #texts: string[] = []
  readonly #numbering: Numbering

  /** @param numbering gives each string its number, once for all times it is met */
  constructor(numbering: Numbering) {
    this.#numbering = numbering
    this.generation = numbering.generation
  }

  #forget(): void {
    this.#slots.fill(0)
    this.#texts.length = this.#filled = 0
  }

  /**
   * Finds the string whose content begins at `start`, behind its quote; false where it does not end before `end` or is
   * not JSON. The bytes must be UTF-8 without control characters.
   */
  find(bytes: Buffer, start: number, end: number): boolean {
    if (this.generation !== this.#numbering.generation) {
      this.generation = this.#numbering.generation
      this.#forget()
    }
    let hash = SEED
    let escaped = false
    let at = start
    // Two bytes a step, as most letters have: the steps wait for each other.
    for (; at < end; at += 2) {
      let byte = bytes[at]!
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        escaped = true
        byte = 0
      } else if (bytes[at + 1] === QUOTE || bytes[at + 1] === BACKSLASH) {
        hash = Math.imul(hash ^ byte, PRIME)
        at--
        continue
      }
      hash = Math.imul(hash ^ ((byte << 8) | bytes[at + 1]!), PRIME)
    }
    if (at >= end) return false
    this.end = at + 1
    hash = Math.imul(hash ^ (hash >>> 15), PRIME)
    const length = at - start
    if (length > LONGEST) return this.#make(bytes, start, at, escaped)
    const home = (hash ^ (hash >>> 16)) & (SLOTS - 1)
    let free = -1
    for (let i = 0; i < REACH; i++) {
      const slot = (home + i) & (SLOTS - 1)
      const n = this.#slots[slot]! - 1
      if (n < 0) {
        free = slot
        break
      }
      const row = 4 * n
      if (this.#rows[row] === hash && this.#rows[row + 2]! >> 2 === length && this.#same(row, bytes, start, length)) {
        this.text = this.#texts[n]!
        this.number = this.#rows[row + 3]! as SurfaceNumber
        this.sound = (this.#rows[row + 2]! & 1) === 1
        this.blank = (this.#rows[row + 2]! & 2) === 2
        return true
      }
    }
    if (!this.#make(bytes, start, at, escaped)) return false
    if (free >= 0) this.#keep(free, hash, bytes, start, at)
    return true
  }

  #same(row: number, bytes: Buffer, start: number, length: number): boolean {
    const kept = this.#bytes
    const from = this.#rows[row + 1]!
    for (let i = 0; i < length; i++) if (kept[from + i] !== bytes[start + i]) return false
    return true
  }

  #make(bytes: Buffer, start: number, end: number, escaped: boolean): boolean {
    const raw = bytes.toString('utf8', start, end)
    if (escaped) {
      try {
        this.text = JSON.parse(`"${raw}"`) as string
      } catch {
        return false
      }
    } else this.text = raw
    this.number = this.#numbering.of(this.text)
    this.sound = soundThroughout(this.text)
    this.blank = isMissing(this.text)
    return true
  }

  #keep(slot: number, hash: number, bytes: Buffer, start: number, end: number): void {
    if (this.#texts.length === MOST || this.#filled + end - start > MOST_BYTES) this.#forget()
    this.#bytes.set(bytes.subarray(start, end), this.#filled)
    this.#rows.set(
      [hash, this.#filled, (4 * (end - start)) | (this.blank ? 2 : 0) | (this.sound ? 1 : 0), this.number],
      4 * this.#texts.length,
    )
    this.#filled += end - start
    this.#texts.push(this.text)
    this.#slots[slot] = this.#texts.length
  }
}
