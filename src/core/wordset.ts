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
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < word.length; i++) {
    a = Math.imul(a ^ word.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ word.charCodeAt(i), 0x5bd1e995)
    b ^= b >>> 13
  }
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d)
  b = Math.imul(b ^ (b >>> 16), 0x297a2d39)
  return [(a ^ (a >>> 16)) >>> 0, (b | 1) >>> 0]
}
