import type { WordLevels } from '../text/wordset.js'

/** Under which name the company of two words is kept. */
export const companyKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** The level of two near words that alternate in many names, so that they are two. */
export const CONTRAST = 1

/** Weights of pairs and triples of letters, by hash, in 32nds; the first is the bias. There are so many. */
export const LETTER_WEIGHTS = 1 << 14

/** Calls `see` with the places of the weights of a word's pairs and triples of letters, both ends counted as letters. */
export function letterGroups(word: string, see: (place: number) => void): void {
  let before = END
  let last = END
  for (let i = 0; i <= word.length; i++) {
    const unit = i < word.length ? word.charCodeAt(i) : END + 1
    const pair = Math.imul(last, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)
    see(place(pair))
    if (i > 0) see(place(pair ^ Math.imul(before, 0xc2b2ae35)))
    before = last
    last = unit
  }
}
/** Stands for what is before a word. */
const END = 1

const place = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return 1 + (((mixed ^ (mixed >>> 13)) >>> 0) % (LETTER_WEIGHTS - 1))
}

/** In log odds: that a word is spelled as foreign names are, not as Arabic words are made. */
export function foreignness(weights: Int8Array, word: string): number {
  let sum = weights[0]!
  letterGroups(word, (at) => (sum += weights[at]!))
  return sum / 32
}

/** What ships of words beyond their counts in news: data/lexicon.bin. Of words of four letters and more. */
export class Lexicon {
  readonly #words: WordLevels
  readonly #company: WordLevels
  readonly #foreign: Int8Array

  constructor(words: WordLevels, company: WordLevels, foreign: Int8Array) {
    this.#words = words
    this.#company = company
    this.#foreign = foreign
  }

  /** How often text of all kinds has a word, as log2; 1 for what only names have; 0: hardly ever, perhaps a slip. */
  frequency(word: string): number {
    return this.#words.get(word)
  }

  /** How like the words are that stand beside two near words: 0 to 15, 2 and more where at all; `CONTRAST` of two that are two. */
  company(a: string, b: string): number {
    return this.#company.get(companyKey(a, b))
  }

  /** Log odds that a word is spelled as foreign names are; behind an article, that both it and the rest are. */
  foreignness(word: string): number {
    const whole = foreignness(this.#foreign, word)
    return word.length >= 5 && word.startsWith('ال')
      ? Math.min(whole, foreignness(this.#foreign, word.slice(2)))
      : whole
  }
}
