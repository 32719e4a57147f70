import type { Bytes } from './bytes.js'

const PIECE = 64 * 1024

/** Packed bytes as a reader of their frames needs them: looked at before they are taken, with the place in the file. */
export class Packed {
  /** Place of `held[0]`. */
  at = 0
  /** Bytes that are at hand, and not taken yet. */
  held: Buffer = Buffer.alloc(0)
  readonly #bytes: Bytes
  #ended = false

  constructor(bytes: Bytes) {
    this.#bytes = bytes
  }

  /** All that was read so far. */
  get read(): number {
    return this.at + this.held.length
  }

  /** Has more at hand; false at the end. */
  async more(): Promise<boolean> {
    if (this.#ended) return false
    const piece = Buffer.allocUnsafe(PIECE)
    const count = await this.#bytes.fill(piece)
    this.#ended = count === 0
    if (count > 0) {
      const fresh = piece.subarray(0, count)
      this.held = this.held.length === 0 ? fresh : Buffer.concat([this.held, fresh])
    }
    return count > 0
  }

  /** Has so many at hand; false where the data ends before. */
  async need(count: number): Promise<boolean> {
    while (this.held.length < count) if (!(await this.more())) return false
    return true
  }

  take(count: number): Buffer {
    const taken = this.held.subarray(0, count)
    this.held = this.held.subarray(taken.length)
    this.at += taken.length
    return taken
  }

  /** Passes over what writers of tapes and blocks fill up with: NULs, blanks, line ends. Whether anything stands behind. */
  async passPadding(): Promise<boolean> {
    while (await this.need(1)) {
      const end = this.held.findIndex((byte) => byte !== 0 && byte !== 0x20 && byte !== 0x0a && byte !== 0x0d)
      this.take(end < 0 ? this.held.length : end)
      if (end >= 0) return true
    }
    return false
  }

  /** Goes on to where one of `marks` stands; false where none does. */
  async seek(marks: readonly Uint8Array[]): Promise<boolean> {
    const longest = Math.max(...marks.map((mark) => mark.length))
    for (;;) {
      const places = marks.map((mark) => this.held.indexOf(mark)).filter((place) => place >= 0)
      if (places.length > 0) {
        this.take(Math.min(...places))
        return true
      }
      this.take(Math.max(0, this.held.length - longest + 1))
      if (await this.more()) continue
      this.take(this.held.length)
      return false
    }
  }
}
