import { observed, type Observed } from './evidence.js'
import { clean, fold, type Letters } from './fold.js'
import type { Origin } from './types.js'

/** A tag as a page has it, with what follows from its text alone. */
export interface Known extends Observed {
  readonly raw: string
  /** Cleaned; empty where nothing is left of it, or where it is too long for a tag. */
  readonly tag: string
  /** What `sift` compares: see `keyOf`. */
  readonly key: string
  /** Words of the key. */
  readonly words: number
  /** For whoever hands tags over by number: -1 until they have given it one. */
  number: number
  /** For whoever compares the tags of a page: see `AloneClusters`. */
  shape: Shape | undefined
}

/** What tells two tags apart at a glance. */
export interface Shape {
  /** As the judge compares them: at the loosest level, compounds joined. */
  readonly words: readonly string[]
  readonly joined: string
  /** One bit for each letter, several letters to a bit. */
  readonly letters: number
}

/** A `TagList` of such. */
export interface KnownList {
  readonly from: Origin
  readonly tags: readonly Known[]
}

/** A longer one is a sentence or worse; in 9,500 news pages the longest tag has 84 characters. */
const LONGEST = 160
const MOST = 1 << 16

/** Tags met lately, worked out once: most pages repeat what other pages have. At most about 30 MB. */
export class Surfaces {
  readonly #letters: Letters
  readonly #counting: Uint16Array
  readonly #known = new Map<string, Known>()

  /** @param counting the letter table of the evidence */
  constructor(letters: Letters, counting: Uint16Array) {
    this.#letters = letters
    this.#counting = counting
  }

  of(raw: string): Known {
    let known = this.#known.get(raw)
    if (known === undefined) {
      const cleaned = clean(raw, this.#letters)
      const tag = cleaned.length > LONGEST || fold(cleaned, 'encoding', this.#letters) === '' ? '' : cleaned
      const key = this.keyOf(raw)
      known = { ...observed(tag, this.#counting), raw, key, words: key.split(' ').length, number: -1, shape: undefined }
      // A long string is not worth its place.
      if (raw.length > LONGEST) return known
      if (this.#known.size >= MOST) this.#known.clear()
      this.#known.set(raw, known)
    }
    return known
  }

  /** Orthographic words with a space between; empty where there is none. */
  keyOf(text: string): string {
    return fold(text, 'orthographic', this.#letters)
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== '')
      .join(' ')
  }
}
