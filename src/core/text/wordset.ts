import { PRIME, SEED } from './hash.js'

/**
 * A set of words as a Bloom filter: 14 bits and 7 probes a word, so that about one word in a thousand is found that was
 * never put in. What ships of rare words: whether text has them at all.
 */
export class WordSet {
  readonly bits: Uint8Array

  constructor(bits: Uint8Array) {
    this.bits = bits
  }

  has(word: string): boolean {
    const [first, second] = hashes(word)
    const size = this.bits.length * 8
    for (let i = 0; i < PROBES; i++) {
      const at = (first + Math.imul(i, second)) >>> 0
      const bit = at % size
      if ((this.bits[bit >>> 3]! & (1 << (bit & 7))) === 0) return false
    }
    return true
  }

  /** The same words give the same bits, in any order. */
  static of(words: Iterable<string>): WordSet {
    const all = [...words]
    const set = new WordSet(new Uint8Array(Math.max(1, Math.ceil((all.length * BITS) / 8))))
    const size = set.bits.length * 8
    for (const word of all) {
      const [first, second] = hashes(word)
      for (let i = 0; i < PROBES; i++) {
        const bit = ((first + Math.imul(i, second)) >>> 0) % size
        set.bits[bit >>> 3]! |= 1 << (bit & 7)
      }
    }
    return set
  }
}

const BITS = 14
const PROBES = 7

/** Two independent hashes of the code units, FNV-1a with other seeds and a finishing mix. */
function hashes(word: string): [number, number] {
  let a = SEED
  let b = 0x9747b28c
  for (let i = 0; i < word.length; i++) {
    a = Math.imul(a ^ word.charCodeAt(i), PRIME)
    b = Math.imul(b ^ word.charCodeAt(i), 0x5bd1e995)
    b ^= b >>> 13
  }
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d)
  b = Math.imul(b ^ (b >>> 16), 0x297a2d39)
  return [(a ^ (a >>> 16)) >>> 0, (b | 1) >>> 0]
}

/**
 * Words with a level from 1 to 15 each, 2 bytes a slot: 12 bits of a hash and the level. A word that was never put in is
 * found by mistake about once in 1,000 look-ups.
 */
export class WordLevels {
  readonly slots: Uint16Array

  constructor(slots: Uint16Array) {
    this.slots = slots
  }

  /** 0 for a word that is not there. */
  get(word: string): number {
    const [first, second] = hashes(word)
    const size = this.slots.length
    const print = second >>> 20
    for (let slot = first % size; this.slots[slot] !== 0; slot = slot + 1 === size ? 0 : slot + 1)
      if (this.slots[slot]! >>> 4 === print) return this.slots[slot]! & 15
    return 0
  }

  /** The same words give the same slots, in any order. */
  static of(levels: ReadonlyMap<string, number>, size = Math.max(16, Math.ceil(levels.size / 0.85))): WordLevels {
    const slots = new Uint16Array(size)
    for (const [word, level] of [...levels].sort((x, y) => (x[0] < y[0] ? -1 : 1))) {
      const [first, second] = hashes(word)
      let slot = first % size
      while (slots[slot] !== 0) slot = slot + 1 === size ? 0 : slot + 1
      slots[slot] = ((second >>> 20) << 4) | level
    }
    return new WordLevels(slots)
  }
}

/** Shares that a word's level stands for. */
const SHARES: readonly number[] = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1]

/** Words with a share each, as the level that stands for it. */
export class WordShares {
  readonly #levels: WordLevels

  constructor(levels: WordLevels) {
    this.#levels = levels
  }

  get slots(): Uint16Array {
    return this.#levels.slots
  }

  /** 0 for a word that is not there. */
  get(word: string): number {
    return SHARES[this.#levels.get(word)]!
  }

  /** The same words give the same slots, in any order. */
  static of(shares: ReadonlyMap<string, number>): WordShares {
    const levels = new Map<string, number>()
    for (const [word, share] of shares) {
      let level = 1
      while (level < 15 && SHARES[level + 1]! <= share) level++
      levels.set(word, level)
    }
    return new WordShares(WordLevels.of(levels, 2 ** Math.ceil(Math.log2(Math.max(16, shares.size / 0.75)))))
  }
}
