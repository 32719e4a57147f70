import { widened } from '../core/text/surfaces.js'

/** Pieces take at most so much room; then all are forgotten. */
const MOST_BYTES = 1 << 25

/**
 * Writes text out of pieces that come again and again. A piece is encoded once and copied from then on, 30 ns each:
 * joining strings and encoding them takes four times as long.
 *
 *   pieces ─► [ piece | piece | … | free |  text being written … ]
 */
export class Pieces {
  #bytes = Buffer.allocUnsafeSlow(1 << 21)
  /** Pieces lie before this; the text begins at `#start` and ends at `#at`. */
  #filled = 0
  #start = 1 << 20
  #at = this.#start
  /** Piece `n` has the bytes `[ends[n], ends[n + 1])`. */
  #ends: number[] = [0]
  /** By kind, by number: the piece, from 1. */
  #known: Int32Array[] = []

  /** Writes the piece of this kind and number; false where there is none yet. */
  put(kind: number, number: number): boolean {
    const piece = this.#known[kind]?.[number] ?? 0
    if (piece === 0) return false
    const [from, to] = [this.#ends[piece - 1]!, this.#ends[piece]!]
    const at = this.#at
    if (at + to - from > this.#bytes.length) this.#room(to - from)
    this.#bytes.copyWithin(this.#at, from, to)
    this.#at += to - from
    return true
  }

  /** Makes text the piece of this kind and number, and writes it. */
  add(kind: number, number: number, text: string): void {
    const length = Buffer.byteLength(text)
    if (this.#filled + length > MOST_BYTES) this.forget()
    if (this.#filled + length > this.#start) this.#widen(length)
    this.#bytes.write(text, this.#filled)
    this.#filled += length
    this.#ends.push(this.#filled)
    let known = this.#known[kind] ?? new Int32Array(1024)
    if (number >= known.length) known = widened(known, 2 * number)
    known[number] = this.#ends.length - 1
    this.#known[kind] = known
    this.put(kind, number)
  }

  /** Writes text that is no piece. */
  write(text: string): void {
    const most = 3 * text.length
    if (this.#at + most > this.#bytes.length) this.#room(most)
    this.#at += this.#bytes.write(text, this.#at)
  }

  /** Writes bytes of a format that is no text. */
  bytes(bytes: Uint8Array): void {
    if (this.#at + bytes.length > this.#bytes.length) this.#room(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  byte(byte: number): void {
    if (this.#at === this.#bytes.length) this.#room(1)
    this.#bytes[this.#at++] = byte
  }

  /** What was written since the last time. */
  take(): Uint8Array<ArrayBuffer> {
    const text = new Uint8Array(this.#at - this.#start)
    text.set(this.#bytes.subarray(this.#start, this.#at))
    this.#at = this.#start
    return text
  }

  /** Forgets all pieces; text that was written stays. */
  forget(): void {
    this.#known = []
    this.#ends = [0]
    this.#filled = 0
  }

  /** Makes room for `more` bytes of text. */
  #room(more: number): void {
    const larger = Buffer.allocUnsafeSlow(this.#start + 2 * (this.#at - this.#start + more))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }

  /** Makes room for `more` bytes of pieces. */
  #widen(more: number): void {
    const start = 2 * Math.max(this.#start, more)
    const larger = Buffer.allocUnsafeSlow(this.#bytes.length - this.#start + start)
    this.#bytes.copy(larger, 0, 0, this.#filled)
    this.#bytes.copy(larger, start, this.#start, this.#at)
    this.#at += start - this.#start
    this.#start = start
    this.#bytes = larger
  }
}
