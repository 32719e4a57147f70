import { widened } from '../core/text/surfaces.js'
import { json } from '../emit/jsonl.js'
import { origins } from './mentions.js'
import { Pieces } from './pieces.js'

const COMMA = 0x2c
const END = Buffer.from(']}\n')
/** An id that is written as it is. */
const PLAIN = /^[\w:/.?=&%~-]*$/

/** Kinds of pieces behind those of certain tags, which are two for each origin. */
const [HEAD, SURE, TAIL] = [2 * origins.length, 2 * origins.length + 1, 2 * origins.length + 2] as const

const thousandths = (confidence: number): number => Math.round(confidence * 1000)

/** The JSON of a `PageTag` behind its confidence. */
function tail(from: readonly number[], site: boolean | undefined): string {
  const origin = from.map((one) => `"${origins[one]!}"`)
  return `,"from":[${origin.join()}]${site === undefined ? '' : `,"scope":"${site ? 'site' : 'page'}"`}}`
}

/** So many occurrences a page may have: a tag that stands in several places is looked for among all of them. */
export const MOST_ON_A_LINE = 1024

/**
 * Writes records as JSON Lines out of numbers. A tag that stands once on its page is a piece of bytes, made once for all
 * pages, or, where it is not certain, three; one that stands there in several places is put together.
 *
 * Fill `surface`, `tag`, `from` and `confidence` with the page's occurrences in order, at most `MOST_ON_A_LINE`, then write its
 * `line`.
 */
export class JsonLines<N extends number> {
  /** By place: the numbers of the surface and of the tag that it stands for, -1 where it is left out. */
  readonly surface = new Int32Array(MOST_ON_A_LINE)
  readonly tag = new Int32Array(MOST_ON_A_LINE)
  /** By place: index into `origins`. */
  readonly from = new Uint8Array(MOST_ON_A_LINE)
  /** By place, 0 to 1; written in thousandths. */
  readonly confidence = new Float64Array(MOST_ON_A_LINE)
  readonly #textOf: (number: N) => string
  readonly #fixed: boolean
  readonly #counted: (tag: N, times: number, site: boolean) => boolean
  readonly #pieces = new Pieces()
  /** By tag: where on the page at hand it stands last, -1 once that is written, and the page that this is said of. */
  #last = new Int32Array(1024)
  #page = new Int32Array(1024)
  #pages = 0

  /**
   * @param textOf the text of a surface or tag
   * @param fixed whether a surface stands for the same tag wherever it stands
   * @param counted hears of every tag; what it refuses is not written. `site`: it stands in lists only that the site repeats
   */
  constructor(
    textOf: (number: N) => string,
    fixed: boolean,
    counted: (tag: N, times: number, site: boolean) => boolean,
  ) {
    this.#textOf = textOf
    this.#fixed = fixed
    this.#counted = counted
  }

  /**
   * Writes the record of a page of `length` occurrences and says how many tags it has.
   * @param repeated by place: whether the site repeats it; scopes are written only where this is known
   */
  line(id: string, length: number, repeated?: readonly boolean[]): number {
    const { surface, tag, from, confidence } = this
    const page = ++this.#pages
    let again = false
    for (let i = 0; i < length; i++) {
      const own = tag[i]!
      if (own < 0) continue
      if (own >= this.#page.length) this.#grow(own)
      if (this.#page[own] === page) again = true
      this.#page[own] = page
      this.#last[own] = i
    }
    const pieces = this.#pieces
    pieces.write(PLAIN.test(id) ? `{"id":"${id}","tags":[` : `{"id":${json(id)},"tags":[`)
    let written = 0
    for (let i = 0; i < length; i++) {
      const own = tag[i]!
      if (own < 0) continue
      if (!again || this.#last[own] === i) {
        const site = repeated?.[i] ?? false
        if (!this.#counted(own as N, 1, site)) continue
        if (written++) pieces.byte(COMMA)
        const kind = 2 * from[i]! + (site ? 1 : 0)
        const isPiece = this.#fixed || own === surface[i]
        const sure = thousandths(confidence[i]!)
        if (sure < 1000) {
          if (!isPiece) pieces.write(this.#head(own, [surface[i]!], 1))
          else if (!pieces.put(HEAD, surface[i]!)) pieces.add(HEAD, surface[i]!, this.#head(own, [surface[i]!], 1))
          if (!pieces.put(SURE, sure)) pieces.add(SURE, sure, String(sure / 1000))
          if (!pieces.put(TAIL, kind)) pieces.add(TAIL, kind, tail([from[i]!], repeated && site))
          continue
        }
        if (isPiece && pieces.put(kind, surface[i]!)) continue
        const text = `${this.#head(own, [surface[i]!], 1)}1${tail([from[i]!], repeated && site)}`
        if (isPiece) pieces.add(kind, surface[i]!, text)
        else pieces.write(text)
      } else if (this.#last[own]! >= 0) {
        const text = this.#several(i, length, repeated)
        this.#last[own] = -1
        if (text === undefined) continue
        if (written++) pieces.byte(COMMA)
        pieces.write(text)
      }
    }
    for (const byte of END) pieces.byte(byte)
    return written
  }

  /** Writes a record that was made elsewhere. */
  write(record: string | Uint8Array): void {
    if (typeof record === 'string') this.#pieces.write(record)
    else this.#pieces.bytes(record)
  }

  /** The lines written since the last time, in UTF-8. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#pieces.take()
  }

  /** To be called when numbers come to stand for other texts. */
  forget(): void {
    this.#pieces.forget()
  }

  /** A tag that stands at `first` and again behind it. */
  #several(first: number, length: number, repeated: readonly boolean[] | undefined): string | undefined {
    const tag = this.tag[first]!
    const surfaces: number[] = []
    const from: number[] = []
    let count = 0
    let sure = 0
    let site = repeated !== undefined
    for (let i = first; i < length; i++) {
      if (this.tag[i] !== tag) continue
      count++
      // Few of each on a page: looking through an array is cheaper than a set.
      if (!surfaces.includes(this.surface[i]!)) surfaces.push(this.surface[i]!)
      if (!from.includes(this.from[i]!)) from.push(this.from[i]!)
      if (!repeated?.[i]) site = false
      sure = Math.max(sure, thousandths(this.confidence[i]!))
    }
    if (!this.#counted(tag as N, count, site)) return undefined
    return `${this.#head(tag, surfaces, count)}${sure / 1000}${tail(from, repeated && site)}`
  }

  /** The JSON of a `PageTag` up to its confidence. */
  #head(tag: number, surfaces: readonly number[], count: number): string {
    // Two numbers may have one text.
    const all = new Set(surfaces.map((surface) => json(this.#textOf(surface as N))))
    return `{"tag":${json(this.#textOf(tag as N))},"surfaces":[${[...all].join()}],"count":${count},"confidence":`
  }

  #grow(tag: number): void {
    this.#last = widened(this.#last, 2 * tag)
    this.#page = widened(this.#page, 2 * tag)
  }
}
