import type { Resources, Stretch, Word } from './features.js'
import {
  GAP_FIELDS,
  GAP_WIDTH,
  LIST_FIELDS,
  LIST_WIDTH,
  LONGEST,
  rowsOf,
  SHAPE_FIELDS,
  SHAPE_WIDTH,
  SPAN_FIELDS,
  SPAN_WIDTH,
  USE_FIELDS,
  USE_WIDTH,
} from './features.js'
import { createKernel, type Kernel } from './kernel.js'

/** Tables of a trained network, as train/boundaries.py writes them; numbers of a row follow each other. */
export interface Weights {
  /** Numbers of a word; of a gap's first and second state; of its part in a span. */
  readonly dim: number
  readonly hidden: number
  readonly second: number
  readonly role: number
  /** Hashes of the words it knows by themselves. */
  readonly vocabulary: Int32Array
  /** Vectors of an unknown word and of those, then of shapes, in 8 bits; the scale of each column. */
  readonly words: Int8Array
  readonly wordScales: Float32Array
  readonly shapes: Int8Array
  readonly shapeScales: Float32Array
  /** What a word's use, a gap's fields and the list's add to a state: rows of `hidden`. */
  readonly useLeft: Float32Array
  readonly useRight: Float32Array
  readonly gaps: Float32Array
  readonly list: Float32Array
  readonly bias: Float32Array
  /** From a word's vector to the state of the gap behind it, and before it: `dim` rows. And what the edges add. */
  readonly left: Float32Array
  readonly right: Float32Array
  readonly edges: Float32Array
  /** From the states of three gaps, and from their mean in the list, to the next state. */
  readonly next: Float32Array
  readonly nextBias: Float32Array
  readonly context: Float32Array
  /** From a state to the boundary's score and its part as a span's start, then as its end: `1 + 2 role` numbers. */
  readonly parts: Float32Array
  /** By size of a span: how its start and its end go together. */
  readonly tie: Float32Array
  readonly spans: Float32Array
}

/** Words of a stretch are at most so many; `segment` parts longer ones. */
export const MOST_WORDS = 4096
/** Words whose part in a state is kept. */
const KEPT = 16_384
/** Rows that make up a state: both words, their use, the gap, the list and the bias. */
const ROWS = 2 + 2 * USE_WIDTH + GAP_WIDTH + 1

/** What runs are segmented with. */
export interface Segmenter extends Resources {
  readonly network: Network
}

/**
 * Scores gaps between words by what stands around them: a state for each gap, the sum of what its two words, their use and its
 * fields add; a second state from three neighbours and the mean of all; from it the score of a boundary, and for each span how its
 * two ends go together. docs/SEGMENTATION.md tells the method. For one thread, and not for two stretches at once.
 */
export class Network {
  readonly #weights: Weights
  readonly #kernel: Kernel
  readonly #numbers: Float32Array
  readonly #places: Int32Array
  /** Open addressing: hash of a word to its row. */
  readonly #hashes: Int32Array
  readonly #rows: Uint16Array
  readonly #mask: number
  readonly #at: Readonly<Record<Place, number>>
  /** Bytes of a first and of a second state, and of what comes of that. */
  readonly #width: number
  readonly #secondWidth: number
  readonly #partsWidth: number
  readonly #scratch = new Int32Array(Math.max(LIST_WIDTH, USE_WIDTH, GAP_WIDTH))
  /** The scores of the stretch at hand. */
  #scores = new Float64Array(64 * LONGEST)
  #kept = 0
  #generation = 0

  /** @param plain without WebAssembly, for tests */
  constructor(weights: Weights, plain = false) {
    const { hidden, second, role, dim } = weights
    // The kernel takes 16 numbers at a time.
    if ([hidden, second, role].some((width) => width % 16 !== 0)) throw new RangeError('the network has another size')
    this.#weights = weights
    this.#width = 4 * hidden
    this.#secondWidth = 4 * second
    this.#partsWidth = 64 * Math.ceil((1 + 2 * role) / 16)
    const at: Partial<Record<Place, number>> = {}
    let end = 0
    const place = (name: Place, bytes: number): void => {
      at[name] = end
      end += bytes
    }
    const w = this.#width
    place('useLeft', w * rowsOf(USE_FIELDS))
    place('useRight', w * rowsOf(USE_FIELDS))
    place('gaps', w * rowsOf(GAP_FIELDS))
    place('edges', 2 * w)
    const s = this.#secondWidth
    place('next', 3 * hidden * s)
    place('nextBias', s)
    place('context', hidden * s)
    place('parts', second * this.#partsWidth)
    place('sides', 2 * dim * w)
    place('tie', 4 * LONGEST * role)
    place('spans', 4 * rowsOf(SPAN_FIELDS))
    place('list', w)
    place('vector', 64 * Math.ceil(dim / 16))
    place('nothing', Math.max(2 * w, this.#partsWidth))
    place('mean', w)
    place('first', s)
    place('words', 2 * w * KEPT)
    place('places', 4 * ROWS * (MOST_WORDS + 1))
    place('states', w * (MOST_WORDS + 3))
    place('lists', 4 * (Math.max(hidden, second) + 2) * (MOST_WORDS + 3))
    place('after', s * (MOST_WORDS + 1))
    place('out', this.#partsWidth * (MOST_WORDS + 1))
    place('rows', 4 * SPAN_WIDTH * LONGEST * MOST_WORDS)
    place('scores', 4 * LONGEST * MOST_WORDS)
    this.#at = at as Record<Place, number>
    this.#kernel = createKernel(end, plain)
    this.#numbers = new Float32Array(this.#kernel.memory)
    this.#places = new Int32Array(this.#kernel.memory)
    for (const name of ['useLeft', 'useRight', 'gaps', 'edges', 'next', 'nextBias', 'context', 'tie', 'spans'] as const)
      this.#numbers.set(weights[name], this.#at[name] / 4)
    const parts = 1 + 2 * role
    for (let k = 0; k < second; k++) {
      const from = weights.parts.subarray(k * parts, (k + 1) * parts)
      this.#numbers.set(from, (this.#at.parts + k * this.#partsWidth) / 4)
    }

    for (let d = 0; d < dim; d++) {
      const to = (this.#at.sides + 2 * d * w) / 4
      this.#numbers.set(weights.left.subarray(d * hidden, (d + 1) * hidden), to)
      this.#numbers.set(weights.right.subarray(d * hidden, (d + 1) * hidden), to + hidden)
    }

    const { vocabulary } = weights
    const slots = 1 << Math.ceil(Math.log2(2 * vocabulary.length + 2))
    this.#mask = slots - 1
    this.#hashes = new Int32Array(slots)
    this.#rows = new Uint16Array(slots)
    for (let i = 0; i < vocabulary.length; i++) {
      const hash = vocabulary[i]!
      let slot = hash & this.#mask
      while (this.#rows[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#hashes[slot] = hash
      this.#rows[slot] = i + 1
    }
  }

  /** Row of a word, 0 where it is not known. */
  #rowOf(hash: number): number {
    let slot = hash & this.#mask
    while (this.#rows[slot] !== 0) {
      if (this.#hashes[slot] === hash) return this.#rows[slot]!
      slot = (slot + 1) & this.#mask
    }
    return 0
  }

  /** Where what a word adds to the gap behind it stands; what it adds to the gap before it follows. */
  #placeOf(word: Word): number {
    if (word.generation === this.#generation) return word.slot
    word.slot = this.#at.words + 2 * this.#width * this.#kept++
    word.generation = this.#generation
    const { dim, words, wordScales, shapes, shapeScales } = this.#weights
    const at = this.#at
    const vector = at.vector / 4
    const row = this.#rowOf(word.id) * dim
    for (let d = 0; d < dim; d++) {
      let sum = 0
      for (let k = 0; k < SHAPE_WIDTH; k++) sum += shapes[word.shape[k]! * dim + d]!
      this.#numbers[vector + d] = words[row + d]! * wordScales[d]! + sum * shapeScales[d]!
    }
    this.#kernel.list(at.lists, at.vector, 1, dim)
    this.#kernel.dense(word.slot, at.vector, at.lists, at.sides, at.nothing, 1, 1, dim, 2 * this.#width, 0)
    return word.slot
  }

  /**
   * Scores of all spans of a stretch with the boundary before each, `scores[i * LONGEST + size - 1]`; -Infinity where there is
   * none. Valid until the next call. About 2 µs a word.
   */
  scores(stretch: Stretch): Float64Array {
    const n = stretch.length
    const at = this.#at
    const width = this.#width
    const { hidden, second, role, list, bias } = this.#weights
    const numbers = this.#numbers
    const places = this.#places
    const scratch = this.#scratch
    const kernel = this.#kernel
    if (this.#kept + n > KEPT) {
      this.#kept = 0
      this.#generation++
    }

    stretch.list(scratch, 0)
    for (let h = 0; h < hidden; h++) {
      let sum = bias[h]!
      for (let k = 0; k < LIST_WIDTH; k++) sum += list[scratch[k]! * hidden + h]!
      numbers[at.list / 4 + h] = sum
    }
    // The edges of the list have words of their own, which nothing is known of.
    const { nothing } = at
    for (let i = 0; i <= n; i++) {
      const p = at.places / 4 + i * ROWS
      const a = i > 0 ? stretch.words[i - 1]! : undefined
      const b = i < n ? stretch.words[i]! : undefined
      places[p] = a === undefined ? at.edges : this.#placeOf(a)
      places[p + 1] = b === undefined ? at.edges + width : this.#placeOf(b) + width
      if (a === undefined) for (let k = 0; k < USE_WIDTH; k++) places[p + 2 + k] = nothing
      else {
        const before = p - ROWS + 2 + USE_WIDTH
        for (let k = 0; k < USE_WIDTH; k++) places[p + 2 + k] = places[before + k]! - at.useRight + at.useLeft
      }
      if (b === undefined) for (let k = 0; k < USE_WIDTH; k++) places[p + 2 + USE_WIDTH + k] = nothing
      else {
        stretch.use(i, scratch, 0)
        for (let k = 0; k < USE_WIDTH; k++) places[p + 2 + USE_WIDTH + k] = at.useRight + scratch[k]! * width
      }
      stretch.gap(i, scratch, 0)
      for (let k = 0; k < GAP_WIDTH; k++) places[p + 2 + 2 * USE_WIDTH + k] = at.gaps + scratch[k]! * width
      places[p + ROWS - 1] = at.list
    }
    // Behind the last state there is nothing, as before the first.
    const states = at.states + width
    kernel.gather(states, at.places, n + 1, ROWS, width)
    numbers.fill(0, (states + (n + 1) * width) / 4, (states + (n + 2) * width) / 4)
    // The places are free again.
    for (let i = 1; i < n; i++) places[at.places / 4 + i - 1] = states + i * width
    const mean = at.mean / 4
    if (n > 1) kernel.gather(at.mean, at.places, 1, n - 1, width)
    else numbers.fill(0, mean, mean + hidden)
    for (let h = 0; h < hidden; h++) numbers[mean + h] = numbers[mean + h]! / Math.max(1, n - 1)
    kernel.list(at.lists, at.mean, 1, hidden)
    kernel.dense(at.first, at.mean, at.lists, at.context, at.nextBias, 1, 1, hidden, this.#secondWidth, 0)
    kernel.list(at.lists, at.states, n + 3, hidden)
    kernel.dense(at.after, at.states, at.lists, at.next, at.first, n + 1, 3, hidden, this.#secondWidth, 1)
    kernel.list(at.lists, at.after, n + 1, second)
    kernel.dense(at.out, at.after, at.lists, at.parts, at.nothing, n + 1, 1, second, this.#partsWidth, 0)

    const rows = at.rows / 4
    for (let i = 0; i < n; i++) stretch.spans(i, places, rows + i * LONGEST * SPAN_WIDTH)
    kernel.spans(at.scores, at.out, at.rows, n, LONGEST, SPAN_WIDTH, at.spans, at.tie, 4 * role, this.#partsWidth)
    const length = n * LONGEST
    if (this.#scores.length < length) this.#scores = new Float64Array(2 * length)
    const scores = this.#scores.subarray(0, length)
    scores.set(numbers.subarray(at.scores / 4, at.scores / 4 + length))
    return scores
  }
}

type Place =
  | 'useLeft'
  | 'useRight'
  | 'gaps'
  | 'edges'
  | 'next'
  | 'nextBias'
  | 'context'
  | 'parts'
  | 'sides'
  | 'tie'
  | 'spans'
  | 'vector'
  | 'rows'
  | 'scores'
  | 'list'
  | 'nothing'
  | 'mean'
  | 'first'
  | 'words'
  | 'places'
  | 'states'
  | 'lists'
  | 'after'
  | 'out'

const MAGIC = 0x314e5357 // "WSN1"

/** Reads what train/boundaries.py wrote: dimensions, then tables in the order below. Throws `RangeError` where it is damaged. */
export function readWeights(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 24 || view.getUint32(0, true) !== MAGIC) throw new RangeError('not a network')
  const [words = 0, dim = 0, hidden = 0, second = 0, role = 0] = [4, 8, 12, 16, 20].map((o) => view.getUint32(o, true))
  let at = 24
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new RangeError('the network is cut off')
    at += length
    return at - length
  }
  const small = (n: number): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset + take(n), n)
  const floats = (n: number): Float32Array => {
    const from = take(4 * n)
    const numbers = new Float32Array(n)
    for (let i = 0; i < n; i++) numbers[i] = view.getFloat32(from + 4 * i, true)
    return numbers
  }
  const scaled = (rows: number, columns: number): Float32Array => {
    const scales = floats(columns)
    const values = small(rows * columns)
    const numbers = new Float32Array(rows * columns)
    for (let i = 0; i < numbers.length; i += columns)
      for (let k = 0; k < columns; k++) numbers[i + k] = values[i + k]! * scales[k]!
    return numbers
  }
  const from = take(4 * words)
  const vocabulary = new Int32Array(words)
  for (let i = 0; i < words; i++) vocabulary[i] = view.getInt32(from + 4 * i, true)
  const weights: Weights = {
    dim,
    hidden,
    second,
    role,
    vocabulary,
    wordScales: floats(dim),
    words: small((words + 1) * dim),
    shapeScales: floats(dim),
    shapes: small(rowsOf(SHAPE_FIELDS) * dim),
    useLeft: scaled(rowsOf(USE_FIELDS), hidden),
    useRight: scaled(rowsOf(USE_FIELDS), hidden),
    gaps: scaled(rowsOf(GAP_FIELDS), hidden),
    list: scaled(rowsOf(LIST_FIELDS), hidden),
    bias: floats(hidden),
    left: floats(dim * hidden),
    right: floats(dim * hidden),
    edges: floats(2 * hidden),
    next: floats(3 * hidden * second),
    nextBias: floats(second),
    context: floats(hidden * second),
    parts: floats(second * (1 + 2 * role)),
    tie: floats(LONGEST * role),
    spans: floats(rowsOf(SPAN_FIELDS)),
  }
  if (at !== bytes.length) throw new RangeError('the network has another size')
  return weights
}
