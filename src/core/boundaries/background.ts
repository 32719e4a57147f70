import type { Counts } from './evidence.js'
import { mix } from '../text/tokens.js'

/**
 * Counts that ship: what a page taken alone is judged by. Each table holds 12 bits of a hash and a 4-bit level of its
 * count in 2 bytes a slot, so an entry that is not there is found by mistake about once in 2,000 look-ups.
 */

/** The count that a level stands for. */
export const LEVELS: readonly number[] = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 100, 200, 500, 1500, 5000, 20000]

export const levelOf = (count: number): number => {
  let level = 0
  while (level < 15 && count >= LEVELS[level + 1]!) level++
  return level
}

export const BACKGROUND_TABLES = [
  'proseWords',
  'prosePairs',
  'listWords',
  'listPairs',
  'after',
  'before',
  'tags',
  'names',
] as const
export type BackgroundTable = (typeof BACKGROUND_TABLES)[number]

const MAGIC = 0x31424757
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function find(table: Uint16Array, shift: number, id: number): number {
  const mask = table.length - 1
  const print = id & 0xfff
  for (let slot = id >>> shift; ; slot = (slot + 1) & mask) {
    const entry = table[slot]!
    if (entry === 0) return 0
    if ((entry & 0xfff) === print) return LEVELS[entry >>> 12]!
  }
}

export class Background implements Counts {
  readonly total: number
  readonly #tables: Record<BackgroundTable, Uint16Array>
  readonly #shifts: Record<BackgroundTable, number>

  constructor(total: number, tables: Record<BackgroundTable, Uint16Array>) {
    this.total = total
    this.#tables = tables
    this.#shifts = Object.fromEntries(
      BACKGROUND_TABLES.map((name) => [name, 32 - Math.log2(tables[name].length)]),
    ) as Record<BackgroundTable, number>
  }

  #find(name: BackgroundTable, id: number): number {
    return find(this.#tables[name], this.#shifts[name], id)
  }

  /** Looked up alone, as sameness does; `counts` is for many. */
  proseWord(word: number): number {
    return this.#find('proseWords', word)
  }

  prosePair(a: number, b: number): number {
    return this.#find('prosePairs', mix(a, b))
  }

  tag(phrase: number): number {
    return this.#find('tags', phrase)
  }

  /** Whether the phrase is the name of a place, person, organisation or article. */
  name(phrase: number): boolean {
    return this.#find('names', phrase) > 0
  }

  counts(name: BackgroundTable, ids: Int32Array, n: number, out: Float64Array): void {
    const table = this.#tables[name]
    const shift = this.#shifts[name]
    // Nearly every slot is a miss of the cache. Touched before anything hangs on what they hold, they are fetched side by side.
    let touched = 0
    for (let i = 0; i < n; i++) touched |= table[ids[i]! >>> shift]!
    if (touched === 0) out.fill(0, 0, n)
    else for (let i = 0; i < n; i++) out[i] = find(table, shift, ids[i]!)
  }

  /** `tables[name]`: hash to count. Entries of the least counts are left out by the caller. */
  static build(total: number, counts: Record<BackgroundTable, ReadonlyMap<number, number>>): Background {
    const tables = {} as Record<BackgroundTable, Uint16Array>
    for (const name of BACKGROUND_TABLES) {
      const entries = [...counts[name]].sort((x, y) => (x[0] >>> 0) - (y[0] >>> 0))
      const bits = Math.max(4, Math.ceil(Math.log2((entries.length + 1) / 0.8)))
      const table = new Uint16Array(1 << bits)
      for (const [id, count] of entries) {
        let slot = id >>> (32 - bits)
        const print = id & 0xfff
        while (table[slot] !== 0 && (table[slot]! & 0xfff) !== print) slot = (slot + 1) & (table.length - 1)
        const level = Math.max(table[slot]! >>> 12, levelOf(count))
        if (level > 0) table[slot] = (level << 12) | print
      }
      tables[name] = table
    }
    return new Background(total, tables)
  }

  toBytes(): Uint8Array {
    const size = 8 + BACKGROUND_TABLES.reduce((sum, name) => sum + 4 + 2 * this.#tables[name].length, 0)
    const bytes = new Uint8Array(size)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, MAGIC, true)
    view.setUint32(4, this.total, true)
    let at = 8
    for (const name of BACKGROUND_TABLES) {
      const table = this.#tables[name]
      view.setUint32(at, table.length, true)
      at += 4
      for (const entry of table) {
        view.setUint16(at, entry, true)
        at += 2
      }
    }
    return bytes
  }

  static fromBytes(bytes: Uint8Array): Background {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new RangeError('not background counts')
    const total = view.getUint32(4, true)
    const tables = {} as Record<BackgroundTable, Uint16Array>
    let at = 8
    for (const name of BACKGROUND_TABLES) {
      const length = view.getUint32(at, true)
      at += 4
      if (length === 0 || (length & (length - 1)) !== 0 || at + 2 * length > bytes.length) {
        throw new RangeError('background counts are cut off or damaged')
      }
      const table = new Uint16Array(length)
      // Millions of slots: copied as bytes where the machine orders them so, too.
      if (LITTLE_ENDIAN) new Uint8Array(table.buffer).set(bytes.subarray(at, at + 2 * length))
      else for (let i = 0; i < length; i++) table[i] = view.getUint16(at + 2 * i, true)
      tables[name] = table
      at += 2 * length
    }
    return new Background(total, tables)
  }
}
