/** A text as hashes of its folded words: what everything that counts words reads. */
import { PRIME, SEED } from './hash.js'

/** What the letter table says of a code unit; any greater value is the letter it is folded to. */
export const PUNCTUATION = 0
export const SKIPPED = 1
export const SPACE = 2

/** Separators that leave their neighbours adjacent: `حركة "حماس"`, `الروسي-الأوكراني`. */
const JOINING = ' \t\u00a0\u200b"\'“”„«»‘’‹›_-‐‑'

/** The letter table of `hashWords` from the orthographic units of the fold: 0 skipped, 32 a separator, else the letter. */
export function countingLetters(units: Uint16Array): Uint16Array {
  const joining = new Set(Array.from(JOINING, (c) => c.charCodeAt(0)))
  return units.map((unit, code) =>
    unit === 0 ? SKIPPED : unit !== 32 ? unit : joining.has(code) ? SPACE : PUNCTUATION,
  )
}

/** Breaks adjacency in a token stream; no word has this hash. */
export const BREAK = 0

/** Words of a page's prose (and title) as hashes, `BREAK` where punctuation or a span's end parts them. */
export interface PageText {
  readonly tokens: Int32Array
  /** Where each token ends in `text`; meaningless for the title's. */
  readonly ends: Int32Array
  readonly text: string
  readonly length: number
  /** The first `title` tokens are the title's. */
  readonly title: number
  /** The letter table they were read with. */
  readonly letters: Uint16Array
}

const finish = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39)
  h ^= h >>> 16
  return h === BREAK ? 1 : h
}

/** Order matters: `mix(a, b) !== mix(b, a)`. Also extends a span by a word. */
export const mix = (a: number, b: number): number =>
  finish(Math.imul(a, 0x2545f491) + Math.imul(b ^ (b >>> 16), 0x9e3779b1))

/** Where the caller wants no ends: writes past the end of a typed array are dropped. */
const nowhere = new Int32Array(0)

/**
 * Appends the words of `text[start, end)` to `out` from `n` on and returns the new length. `letters` maps every code unit
 * to a folded letter, PUNCTUATION, SKIPPED or SPACE. One pass, no substring. `out` must have room for `end - start + 1`.
 * `ends`, where given, gets the index in `text` at which each word ends.
 */
export function hashWords(
  text: string,
  start: number,
  end: number,
  letters: Uint16Array,
  out: Int32Array,
  n: number,
  ends: Int32Array = nowhere,
): number {
  const seed = SEED | 0
  let hash = seed
  for (let i = start; i < end; i++) {
    const letter = letters[text.charCodeAt(i)]!
    if (letter > SPACE) {
      hash = Math.imul(hash ^ letter, PRIME)
    } else if (letter !== SKIPPED) {
      if (hash !== seed) {
        ends[n] = i
        out[n++] = finish(hash)
        hash = seed
      }
      if (letter === PUNCTUATION && n > 0 && out[n - 1] !== BREAK) out[n++] = BREAK
    }
  }
  if (hash !== seed) {
    ends[n] = end
    out[n++] = finish(hash)
  }
  return n
}

/** Words of `text` as hashes, without breaks. */
export function wordHashes(text: string, letters: Uint16Array): Int32Array {
  const out = new Int32Array(text.length + 1)
  const n = hashWords(text, 0, text.length, letters, out, 0)
  return out.subarray(0, n).filter((h) => h !== BREAK)
}

/** Hash of the word that `prefix` makes with the first word of `text` from `from` on, as `hashWords` would have it. */
export function prefixedWord(prefix: string, text: string, from: number, end: number, letters: Uint16Array): number {
  let hash = SEED | 0
  for (let i = 0; i < prefix.length; i++) hash = Math.imul(hash ^ letters[prefix.charCodeAt(i)]!, PRIME)
  for (let i = from; i < end; i++) {
    const letter = letters[text.charCodeAt(i)]!
    if (letter > SPACE) hash = Math.imul(hash ^ letter, PRIME)
    else if (letter !== SKIPPED) break
  }
  return finish(hash)
}

/** Hash of a whole phrase, `0` when it has no word. */
export function phraseOf(text: string, letters: Uint16Array): number {
  // As `hashWords` does it, without room for the words: look-alikes ask for the hashes of their keys pair by pair.
  const seed = SEED | 0
  let phrase = 0
  let hash = seed
  for (let i = 0; i <= text.length; i++) {
    const letter = i < text.length ? letters[text.charCodeAt(i)]! : PUNCTUATION
    if (letter > SPACE) hash = Math.imul(hash ^ letter, PRIME)
    else if (letter !== SKIPPED && hash !== seed) {
      const word = finish(hash)
      phrase = phrase === 0 ? word : mix(phrase, word)
      hash = seed
    }
  }
  return phrase
}

/** Reads a page's title and prose into hashes, into a buffer that is used again: valid until the next call. */
export class ProseReader {
  readonly letters: Uint16Array
  #buffer = nowhere
  #ends = nowhere

  constructor(letters: Uint16Array) {
    this.letters = letters
  }

  read(title: string, text: string, prose: readonly (readonly [number, number])[]): PageText {
    const room = title.length + text.length + prose.length + 1
    if (this.#buffer.length < room) {
      this.#buffer = new Int32Array(2 * room)
      this.#ends = new Int32Array(2 * room)
    }
    const tokens = this.#buffer
    let n = hashWords(title, 0, title.length, this.letters, tokens, 0)
    if (n > 0 && tokens[n - 1] !== BREAK) tokens[n++] = BREAK
    const titleEnd = n
    for (const [start, end] of prose) {
      n = hashWords(text, start, end, this.letters, tokens, n, this.#ends)
      if (n > 0 && tokens[n - 1] !== BREAK) tokens[n++] = BREAK
    }
    return { tokens, ends: this.#ends, text, length: n, title: titleEnd, letters: this.letters }
  }
}
