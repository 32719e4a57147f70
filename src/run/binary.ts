/** Binaries that steps hand to each other: a line that names the kind and its version, what it holds, a checksum. */
import { createHash } from 'node:crypto'
import { WusumError } from '../core/errors.js'

const CHECKSUM = 32
const NAMED = /^wusum ([a-z]+) (\d+)\n/
/** No such line is longer. */
const LONGEST_LINE = 64

/** Puts numbers (varints), texts and bytes one behind the other. The same values give the same bytes. */
export class BinaryWriter {
  #bytes: Buffer
  #at = 0

  constructor(kind: string, version: number) {
    this.#bytes = Buffer.alloc(1 << 12)
    this.#at = this.#bytes.write(`wusum ${kind} ${version}\n`, 'latin1')
  }

  /** @param value whole, from 0 to 2^53 */
  number(value: number): void {
    this.#room(8)
    let left = value
    while (left > 127) {
      this.#bytes[this.#at++] = (left % 128) | 128
      left = Math.floor(left / 128)
    }
    this.#bytes[this.#at++] = left
  }

  float(value: number): void {
    this.#room(8)
    this.#at = this.#bytes.writeDoubleLE(value, this.#at)
  }

  bytes(bytes: Uint8Array): void {
    this.number(bytes.byteLength)
    this.#room(bytes.byteLength)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.byteLength
  }

  /** By code units: what is no UTF-8 stays what it is. */
  text(text: string): void {
    this.bytes(Buffer.from(text, 'utf16le'))
  }

  /** Counts, most of which are 0: the slots that hold one, by their distance. */
  table(table: Uint32Array): void {
    let used = 0
    for (const count of table) if (count !== 0) used++
    this.number(table.length)
    this.number(used)
    let last = -1
    for (let slot = 0; slot < table.length; slot++) {
      if (table[slot] === 0) continue
      this.number(slot - last)
      this.number(table[slot]!)
      last = slot
    }
  }

  done(): Uint8Array {
    const body = this.#bytes.subarray(0, this.#at)
    return Buffer.concat([body, createHash('sha256').update(body).digest()])
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = Buffer.alloc(2 * this.#bytes.length + more)
    this.#bytes.copy(larger)
    this.#bytes = larger
  }
}

export class BinaryReader {
  readonly #bytes: Buffer
  readonly #end: number
  readonly #name: string
  #at: number

  /**
   * @param name where the bytes come from, for what is told of them
   * @throws WusumError UNREADABLE for bytes of another kind or version, or damaged ones
   */
  constructor(bytes: Uint8Array, kind: string, version: number, name: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#name = name
    const named = namedIn(this.#bytes)
    if (named?.kind !== kind)
      throw this.#refused(`${name} holds no ${kind} of wusum${named ? `, but ${named.kind}` : ''}`)
    if (named.version !== version)
      throw this.#refused(
        `${name} holds ${kind} of version ${named.version}; this wusum reads version ${version}: all steps must be done by one release`,
      )
    this.#at = named.length
    this.#end = bytes.byteLength - CHECKSUM
    const sum = createHash('sha256')
      .update(this.#bytes.subarray(0, Math.max(0, this.#end)))
      .digest()
    if (this.#end < this.#at || !sum.equals(this.#bytes.subarray(this.#end)))
      throw this.#refused(`${name} is damaged: its checksum is not that of what it holds`)
  }

  number(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++]!
      if (this.#at > this.#end) throw this.#refused(`${this.#name} is damaged: it ends too early`)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }

  float(): number {
    this.#at += 8
    return this.#bytes.readDoubleLE(this.#at - 8)
  }

  bytes(): Uint8Array {
    const length = this.number()
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  text(): string {
    return Buffer.from(this.bytes()).toString('utf16le')
  }

  table(): Uint32Array {
    const table = new Uint32Array(this.number())
    let slot = -1
    for (let left = this.number(); left > 0; left--) {
      slot += this.number()
      table[slot] = this.number()
    }
    return table
  }

  #refused(message: string): WusumError {
    return new WusumError('UNREADABLE', message, { where: { source: this.#name } })
  }
}

/** What the bytes of a binary say that they are. */
export function namedIn(bytes: Uint8Array): { kind: string; version: number; length: number } | undefined {
  const line = NAMED.exec(Buffer.from(bytes.subarray(0, LONGEST_LINE)).toString('latin1'))
  return line ? { kind: line[1]!, version: Number(line[2]), length: line[0].length } : undefined
}
