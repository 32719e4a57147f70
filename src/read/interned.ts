import { soundThroughout } from './mend.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** So many strings and bytes are kept; then all is forgotten. */
const MOST = 1 << 16
const MOST_BYTES = 1 << 22
/** A longer string is made anew each time. */
const LONGEST = 400
/** Places a string may lie in from the one that its hash says: bounds the search where strings are made to collide. */
const REACH = 8

const SEED = 0x811c9dc5
const PRIME = 0x01000193

/**
 * JSON strings, each made once from its bytes. Tags come again on page after page: to find one by its bytes takes a
 * fifth of the time of making it, and a string that was met before is also looked up faster by all that comes after.
 *
 * `find` leaves what it found in the fields: an object for each of millions of strings would cost more than finding it.
 */
export class Interned {
  /** The string found last. */
  text = ''
  /** Just past its closing quote. */
  end = 0
  /** Whether neither it nor a part of it needs mending. */
  sound = true

  /** By place: the number of its string, from 1; 0 where it is free. */
  readonly #slots = new Int32Array(2 * MOST)
  readonly #hashes = new Int32Array(MOST)
  /** String `n` has the bytes `[ends[n - 1], ends[n])`. */
  readonly #ends = new Int32Array(MOST)
  readonly #bytes = new Uint8Array(MOST_BYTES)
  readonly #texts: string[] = []
  readonly #sound = new Uint8Array(MOST)

  /**
   * Finds the string whose content begins at `start`, behind its quote; false where it does not end before `end` or is
   * not JSON. The bytes must be UTF-8 without control characters.
   */
  find(bytes: Buffer, start: number, end: number): boolean {
    let hash = SEED
    let escaped = false
    let at = start
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        escaped = true
        at++
      }
      hash = Math.imul(hash ^ byte, PRIME)
    }
    if (at >= end) return false
    this.end = at + 1
    hash = Math.imul(hash ^ (hash >>> 15), PRIME)
    const length = at - start
    if (length > LONGEST) return this.#make(bytes, start, at, escaped)
    const home = (hash ^ (hash >>> 16)) & (2 * MOST - 1)
    let free = -1
    for (let i = 0; i < REACH; i++) {
      const slot = (home + i) & (2 * MOST - 1)
      const n = this.#slots[slot]! - 1
      if (n < 0) {
        free = slot
        break
      }
      if (this.#hashes[n] === hash && this.#same(n, bytes, start, length)) {
        this.text = this.#texts[n]!
        this.sound = this.#sound[n] === 1
        return true
      }
    }
    if (!this.#make(bytes, start, at, escaped)) return false
    if (free >= 0) this.#keep(free, hash, bytes, start, at)
    return true
  }

  #same(n: number, bytes: Buffer, start: number, length: number): boolean {
    const kept = this.#bytes
    const from = n === 0 ? 0 : this.#ends[n - 1]!
    if (this.#ends[n]! - from !== length) return false
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
    this.sound = soundThroughout(this.text)
    return true
  }

  #keep(slot: number, hash: number, bytes: Buffer, start: number, end: number): void {
    let n = this.#texts.length
    let from = n === 0 ? 0 : this.#ends[n - 1]!
    if (n === MOST || from + end - start > MOST_BYTES) {
      this.#slots.fill(0)
      this.#texts.length = n = from = 0
    }
    this.#bytes.set(bytes.subarray(start, end), from)
    this.#ends[n] = from + end - start
    this.#hashes[n] = hash
    this.#sound[n] = this.sound ? 1 : 0
    this.#texts.push(this.text)
    this.#slots[slot] = n + 1
  }
}
