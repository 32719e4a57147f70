import { endsOf, unitsOf, type ObservedTags } from '../boundaries/evidence.js'
import { phraseOf } from './tokens.js'
import { clean, fold, type Letters } from './fold.js'
import type { Origin, TagList } from '../types.js'
import { owned } from './words.js'

/** The number of a tag in the `Surfaces` that gave it, good for one generation of them. */
export type SurfaceNumber = number & { readonly [numbered]: true }
declare const numbered: unique symbol

/** Stands for all numbers that one `Surfaces` gives until it makes room: no two generations, of any tables, are the same. */
export type Generation = object

/** What gives tags their numbers. */
export type Numbering = Pick<Surfaces, 'of' | 'generation'>

/** A `TagList` by numbers. */
export interface NumberedList {
  readonly from: Origin
  readonly tags: readonly SurfaceNumber[]
  readonly confidence?: number | undefined
}

/** A list whose tags' numbers were at hand when it was made. Nothing tells it from any other `TagList` but `numbersOf`. */
export class NumberedTags implements TagList {
  readonly from: Origin
  readonly tags: readonly string[]
  readonly confidence?: number | undefined
  readonly #numbers: readonly SurfaceNumber[]
  readonly #generation: Generation

  constructor(list: TagList, numbers: readonly SurfaceNumber[], generation: Generation) {
    this.from = list.from
    this.tags = list.tags
    if (list.confidence !== undefined) this.confidence = list.confidence
    this.#numbers = numbers
    this.#generation = generation
  }

  /** Undefined for a list that has none, or none of this generation. */
  static numbersOf(list: TagList, generation: Generation): readonly SurfaceNumber[] | undefined {
    return #numbers in list && list.#generation === generation ? list.#numbers : undefined
  }
}

/** A longer one is a sentence or worse; in 9,500 news pages the longest tag has 84 characters. */
const LONGEST = 160
const MOST = 1 << 16

/**
 * Tags met lately, by number, with what follows from their text alone, worked out once: most pages repeat what other
 * pages have. In columns: an object for each would not stay in the processor's cache, and fetching it would take longer
 * than all that is done with it. At most about 30 MB, if `makeRoom` is called now and then.
 *
 * Whoever reads pages has tables of its own: numbers mean nothing in those of another, and nobody else makes room in them.
 */
export class Surfaces implements ObservedTags {
  /** As they were given. */
  readonly raws: string[] = []
  /** What the numbers given now belong to. Whoever keeps numbers keeps this with them, and asks anew when it changed. */
  generation: Generation = {}
  /** Cleaned; empty where nothing is left, or where it is too long for a tag. */
  readonly tags: string[] = []
  /** What `sift` compares: see `keyOf`. */
  readonly keys: string[] = []
  /** Words of the key. */
  words = new Int32Array(1024)
  phrases = new Int32Array(1024)
  ends = new Int32Array(1024)
  units = new Int32Array(1024)
  readonly #letters: Letters
  readonly #counting: Uint16Array
  readonly #numbers = new Map<string, SurfaceNumber>()
  readonly #verbatim = new Map<string, SurfaceNumber>()

  /** @param counting the letter table of the evidence */
  constructor(letters: Letters, counting: Uint16Array) {
    this.#letters = letters
    this.#counting = counting
  }

  /** The number of a tag, good until room is made. */
  of(raw: string): SurfaceNumber {
    let number = this.#numbers.get(raw)
    if (number === undefined) {
      const own = owned(raw)
      number = this.#add(own)
      // A long string is not worth its place.
      if (raw.length <= LONGEST) this.#numbers.set(own, number)
    }
    return number
  }

  /** The numbers of a list's tags, in order. */
  ofList(list: TagList): readonly SurfaceNumber[] {
    return NumberedTags.numbersOf(list, this.generation) ?? list.tags.map((tag) => this.of(tag))
  }

  /** The number of a tag that is shown just as it stands, whatever cleaning would make of it: a decision's spelling. */
  verbatim(tag: string): SurfaceNumber {
    const number = this.of(tag)
    if (this.tags[number] === tag) return number
    let own = this.#verbatim.get(tag)
    if (own === undefined) {
      this.#verbatim.set(tag, (own = this.#add(tag)))
      this.tags[own] = tag
    }
    return own
  }

  /** Forgets all when it is much, and begins a generation: numbers given before are void then. */
  makeRoom(): void {
    if (this.raws.length < MOST) return
    this.generation = {}
    this.raws.length = this.tags.length = this.keys.length = 0
    this.#numbers.clear()
    this.#verbatim.clear()
  }

  /** Orthographic words with a space between; empty where there is none. */
  keyOf(text: string): string {
    const folded = this.fold(text)
    // As most tags are: parting them anew takes a microsecond.
    if (ARABIC.test(folded)) return folded
    return folded
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== '')
      .join(' ')
  }

  /** The text, folded as a key is. */
  fold(text: string): string {
    return fold(text, 'orthographic', this.#letters)
  }

  #add(raw: string): SurfaceNumber {
    const cleaned = clean(raw, this.#letters)
    const tag = cleaned.length > LONGEST || fold(cleaned, 'encoding', this.#letters) === '' ? '' : cleaned
    const key = this.keyOf(raw)
    const number = (this.raws.push(raw) - 1) as SurfaceNumber
    this.tags.push(tag)
    this.keys.push(key)
    if (number === this.words.length) {
      this.words = widened(this.words, 2 * number)
      this.phrases = widened(this.phrases, 2 * number)
      this.ends = widened(this.ends, 2 * number)
      this.units = widened(this.units, 2 * number)
    }
    this.words[number] = key.split(' ').length
    this.phrases[number] = phraseOf(tag, this.#counting)
    this.ends[number] = endsOf(tag)
    this.units[number] = unitsOf(tag)
    return number
  }
}

/** Words of Arabic letters: a folded text has one space between, and no tatweel. */
const ARABIC = /^[\u0621-\u064a ]*$/

/** A larger copy of a column: what grows in doublings is copied twice in all. */
export function widened(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length)
  larger.set(column)
  return larger
}
