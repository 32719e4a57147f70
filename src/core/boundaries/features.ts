import type { Background } from './background.js'
import { Chains } from './chains.js'
import type { CountTable, Evidence } from './evidence.js'
import { PRIME } from '../text/hash.js'
import { SPACE, mix } from '../text/tokens.js'
import type { CollapsedRun } from './repeats.js'
import type { TextMatches } from './matches.js'

/** Longest tag that is considered, in words. */
export const LONGEST = 8

// What the network looks at: small numbers, each a row of a table of its. A field says how many values it has; those of a kind
// follow each other in one table.

/** Of a word by itself. */
export const SHAPE_FIELDS = {
  /** First and last three letters, hashed. */
  prefix: 2048,
  suffix: 4096,
  /** Article and last letter. */
  form: 40,
  script: 7,
  /** Closed class. */
  particle: 16,
  /** Proclitic, brackets, quotes, end of a clause. */
  marks: 32,
  length: 6,
} as const

/** Of a word where it stands. */
export const USE_FIELDS = {
  /** How often in prose; in lists; with how many neighbours there. */
  frequency: 10,
  listed: 8,
  variety: 64,
  /** How often in the page's text (8: there is none), whether in its title. */
  text: 9,
  title: 2,
  /** Whether known as a tag by itself, as a name. */
  known: 16,
} as const

export const GAP_FIELDS = {
  /** Within the list, before its first word, after its last. */
  place: 3,
  /** Whether the two stand adjacent in the text, by how much of the list does; with how often each stands there. */
  near: 40,
  times: 320,
  /** Information and count of the pair in prose, with nearness; against the gaps before and after. */
  pair: 200,
  nearPair: 1000,
  rise: 169,
  /** The pair in distinct lists, by the variety of neighbours, by its words, as a share, with the information in prose. */
  neighbours: 512,
  lists: 512,
  share: 48,
  listsPair: 200,
  /** Words that come again in the list. */
  repeats: 512,
  /** Whether the list ascends in the alphabet and here. */
  order: 20,
} as const

/** Of the whole list. */
export const LIST_FIELDS = {
  /** How many of its gaps have words that are tied, how many of its words stand in the text. */
  house: 49,
  /** Its length; how much of it stands adjacent in the text; whether it ascends. */
  short: 8,
  kind: 7,
  sorted: 5,
} as const

export const SPAN_FIELDS = {
  /** Size, by the text and by the list's length. */
  sizeKind: 72,
  sizeShort: 72,
  /** Known as a tag; as a name; both and its article; in lists of the collection (8: none was looked at). */
  known: 128,
  name: 32,
  knownForm: 256,
  collected: 144,
  /** Known less its first or last word. */
  part: 512,
  /** Whole in the text or a piece of something longer there; in the title. */
  text: 1536,
  title: 32,
  repeats: 128,
  /** The weakest pair inside; against the edges. */
  weakest: 480,
  edge: 272,
  house: 784,
  houseKnown: 1568,
  order: 80,
} as const

type Fields = Readonly<Record<string, number>>
const starts = <F extends Fields>(fields: F): { readonly [name in keyof F]: number } => {
  let at = 0
  return Object.fromEntries(Object.entries(fields).map(([name, size]) => [name, (at += size) - size])) as {
    [name in keyof F]: number
  }
}
export const rowsOf = (fields: Fields): number => Object.values(fields).reduce((sum, size) => sum + size, 0)
const widthOf = (fields: Fields): number => Object.keys(fields).length
const F = starts(SHAPE_FIELDS)
const U = starts(USE_FIELDS)
const G = starts(GAP_FIELDS)
const L = starts(LIST_FIELDS)
const S = starts(SPAN_FIELDS)
export const SHAPE_WIDTH = widthOf(SHAPE_FIELDS)
export const USE_WIDTH = widthOf(USE_FIELDS)
export const GAP_WIDTH = widthOf(GAP_FIELDS)
export const LIST_WIDTH = widthOf(LIST_FIELDS)
export const SPAN_WIDTH = widthOf(SPAN_FIELDS)

/** A word by itself. */
export interface Word {
  readonly surface: string
  readonly id: number
  /** 0 none, 1 ال, 2 و + ال, 3 another proclitic + ال. */
  readonly article: number
  /** Its first three letters: where it stands in the alphabet. */
  readonly rank: number
  /** Rows of `SHAPE_FIELDS`. */
  readonly shape: Uint16Array
  /** What counts say of it: how often in prose, by what ships and by the collection, in how many lists; rows of `USE_FIELDS`. */
  shipped: number
  collected: number
  lists: number
  listed: number
  after: number
  before: number
  /** The version of the evidence that says so. */
  counted: number
  /** Where the network keeps what it knows of the word, and since when. */
  slot: number
  generation: number
}

const ENDINGS = new Map(Array.from('ةهياونتءى').map((letter, i) => [letter.charCodeAt(0), i + 1]))
const OPENING = new Set(Array.from('"\'«“”‘([{', (c) => c.charCodeAt(0)))
const CLOSING = new Set(Array.from('"\'»“”’)]}', (c) => c.charCodeAt(0)))
const CLAUSE = new Set(Array.from('.:!؟?…', (c) => c.charCodeAt(0)))
const ALEF = 0x627
const LAM = 0x644
const WAW = 0x648
const BEH = 0x628
const KAF = 0x643
const FEH = 0x641
const TEH_MARBUTA = 0x629
const ALEF_MAKSURA = 0x649

/** Letters of a word that are looked at. */
const MOST_LETTERS = 64
const codes = new Int32Array(MOST_LETTERS)

const hashed = (value: number, bits: number): number => {
  const h = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return Math.imul(h ^ (h >>> 13), 0x297a2d39) >>> (32 - bits)
}

/** What a run's words are looked up in. */
export interface Resources {
  /** Letter table of `hashWords`. */
  readonly letters: Uint16Array
  readonly background: Background
  /** By hash of a word: its closed class, 1 and up. */
  readonly particles: ReadonlyMap<number, number>
  readonly words: Words
}

/** Words as they were described, by their surface; emptied when full, so that any input stays bounded. */
export class Words {
  static readonly #MOST = 1 << 14
  /** Open addressing. A `Map` would hash each string anew, cut out of its list a moment ago: half the time of a word. */
  readonly #slots: (Word | undefined)[] = new Array<Word | undefined>(2 * Words.#MOST).fill(undefined)
  #size = 0

  of(surface: string, id: number, resources: Resources): Word {
    // The id is of the folded letters; spellings of one word part by their own.
    let hash = id
    for (let i = 0; i < surface.length; i++) hash = Math.imul(hash ^ surface.charCodeAt(i), PRIME)
    const mask = this.#slots.length - 1
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot]
      if (known?.surface === surface) return known
      if (known !== undefined) continue
      if (this.#size >= Words.#MOST) {
        this.#slots.fill(undefined)
        this.#size = 0
        return this.of(surface, id, resources)
      }
      this.#size++
      return (this.#slots[slot] = describe(surface, id, resources))
    }
  }
}

function describe(surface: string, id: number, { letters, particles }: Resources): Word {
  let n = 0
  let digits = 0
  let latin = 0
  for (let i = 0; i < surface.length && n < MOST_LETTERS; i++) {
    const code = surface.charCodeAt(i)
    const letter = letters[code]!
    if (letter <= SPACE) continue
    if (letter >= 0x30 && letter <= 0x39) digits++
    else if (letter < 0x250) latin++
    codes[n++] = code === TEH_MARBUTA || code === ALEF_MAKSURA ? code : letter
  }
  const at = (i: number): number => (i >= 0 && i < n ? codes[i]! : 0)
  const isJoined = (letter: number): boolean => letter === BEH || letter === LAM || letter === KAF || letter === FEH
  let article = 0
  if (n > 3 && at(0) === ALEF && at(1) === LAM) article = 1
  else if (n > 4 && at(0) === WAW && at(1) === ALEF && at(2) === LAM) article = 2
  else if (n > 4 && isJoined(at(0)) && ((at(1) === ALEF && at(2) === LAM) || (at(0) === LAM && at(1) === LAM)))
    article = 3
  const script = n === 0 ? 5 : digits === n ? (n === 4 ? 3 : 2) : latin === n ? 1 : digits + latin > 0 ? 4 : 0
  let marks = 0
  if (at(0) === WAW && n > 3) marks = 1
  else if (n > 3 && isJoined(at(0))) marks = 2
  const last = surface.charCodeAt(surface.length - 1)
  if (OPENING.has(surface.charCodeAt(0))) marks |= 4
  if (CLOSING.has(last)) marks |= 8
  if (CLAUSE.has(last)) marks |= 16
  return {
    surface,
    id,
    article,
    rank: (at(0) * 2048 + at(1)) * 2048 + at(2),
    shape: Uint16Array.of(
      F.prefix + hashed((at(0) * 2053 + at(1)) * 2053 + at(2), 11),
      F.suffix + hashed((at(n - 1) * 2053 + at(n - 2)) * 2053 + at(n - 3), 12),
      F.form + article * 10 + (ENDINGS.get(at(n - 1)) ?? 0),
      F.script + script,
      F.particle + (particles.get(id) ?? 0),
      F.marks + marks,
      F.length + (n > 7 ? 5 : n > 5 ? 4 : n > 4 ? 3 : n > 3 ? 2 : n > 2 ? 1 : 0),
    ),
    shipped: 0,
    collected: 0,
    lists: 0,
    listed: 0,
    after: 0,
    before: 0,
    counted: -1,
    slot: 0,
    generation: -1,
  }
}

/** 0, 1, 2, 3-4, 5-8, 9-16, 17-64, more. */
const few = (count: number): number =>
  count < 1 ? 0 : count < 2 ? 1 : count < 3 ? 2 : count < 5 ? 3 : count < 9 ? 4 : count < 17 ? 5 : count < 65 ? 6 : 7
const frequency = (count: number): number => (count < 1 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(count) / 1.5)))
const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(5, Math.ceil((5 * part) / whole)))
const within = (limit: number, value: number): number => Math.max(-limit, Math.min(limit, value)) + limit

/** From so much information on, two words are tied. */
const TIED = 4

/**
 * How much more of a list stands in alphabetical order than chance would have, 0 to 4: WordPress sorts tags. The longest
 * ascending subsequence of n random words has 2√n - 1.77 n^(1/6) of them, give or take 0.9 n^(1/6) (Baik, Deift, Johansson 1999).
 */
function sortedness(words: readonly Word[]): number {
  const tails: number[] = []
  for (const { rank } of words) {
    let low = 0
    for (let high = tails.length; low < high;) {
      const middle = (low + high) >> 1
      if (tails[middle]! <= rank) low = middle + 1
      else high = middle
    }
    tails[low] = rank
  }
  const unit = words.length ** (1 / 6)
  const surprise = (tails.length - (2 * Math.sqrt(words.length) - 1.77 * unit)) / unit
  return surprise < 1 ? 0 : surprise < 2 ? 1 : surprise < 3 ? 2 : surprise < 4.5 ? 3 : 4
}

/** Pointwise mutual information where the pair was never seen. */
const UNSEEN = -9

// evidence of the collection holds this run and this page's prose as well: they are taken off again
const others = (count: number, own: number): number => (count > own ? count - own : 0)
const order = (x: Word | undefined, y: Word | undefined): number =>
  x === undefined || y === undefined ? 3 : x.rank < y.rank ? 0 : x.rank > y.rank ? 1 : 2

/** How often each phrase of up to 5 words stands in the stretch at hand. */
const repeats = new Chains()

/** Columns of the stretch at hand, used again for the next: lists are short, and making their tables costs more than filling them. */
let room = 0
let frequencies = new Float64Array(0)
let listWords = new Float64Array(0)
let columns: Uint8Array[] = []
let bits = new Int8Array(0)
/** What is looked up, and what the counts that ship and those of the collection say of it. */
let ids = new Int32Array(0)
let shipped = new Float64Array(0)
let collected = new Float64Array(0)
let told = new Float64Array(0)

function makeRoom(n: number): void {
  if (n <= room) return
  room = 2 * n
  frequencies = new Float64Array(room)
  listWords = new Float64Array(room)
  columns = Array.from({ length: 11 }, (_, k) => new Uint8Array(k < 7 ? room + 1 : room * LONGEST))
  bits = new Int8Array(room + 1)
  ids = new Int32Array(room * LONGEST)
  shipped = new Float64Array(room * LONGEST)
  collected = new Float64Array(room * LONGEST)
  told = new Float64Array(room * LONGEST)
}

function count(table: CountTable, n: number, background: Background, evidence: Evidence | undefined): void {
  background.counts(table, ids, n, shipped)
  if (evidence) evidence.counts(table, ids, n, collected)
  else collected.fill(0, 0, n)
}

const uncounted: Word[] = []

/** Looks up words that this evidence was not asked for yet. */
function countWords(words: readonly Word[], background: Background, evidence: Evidence | undefined): void {
  const version = evidence?.version ?? 0
  let n = 0
  for (const word of words) {
    if (word.counted === version) continue
    word.counted = version
    ids[n] = word.id
    uncounted[n++] = word
  }
  if (n === 0) return
  count('proseWords', n, background, evidence)
  for (let i = 0; i < n; i++) {
    uncounted[i]!.shipped = shipped[i]!
    uncounted[i]!.collected = collected[i]!
  }
  count('listWords', n, background, evidence)
  for (let i = 0; i < n; i++) {
    const lists = shipped[i]! + others(collected[i]!, 1)
    uncounted[i]!.lists = lists
    uncounted[i]!.listed = few(lists)
  }
  count('after', n, background, evidence)
  for (let i = 0; i < n; i++) uncounted[i]!.after = few(shipped[i]! + others(collected[i]!, 1))
  count('before', n, background, evidence)
  for (let i = 0; i < n; i++) uncounted[i]!.before = few(shipped[i]! + others(collected[i]!, 1))
}

/**
 * The fields of words `[start, end)` of a run, valid until the next is made. Cost: linear in words, times `LONGEST` for
 * spans.
 */
export class Stretch {
  readonly length: number
  readonly words: readonly Word[]
  readonly #start: number
  readonly #page: TextMatches
  readonly #collected: boolean
  readonly #frequencies: Uint8Array
  readonly #listWord: Uint8Array
  readonly #after: Uint8Array
  readonly #before: Uint8Array
  readonly #shares: Uint8Array
  /** Of the pair before each word: its count in prose, its information, its lists. */
  readonly #pairs: Uint8Array
  readonly #information: Int8Array
  readonly #listPairs: Uint8Array
  /** Of each span: how often known as a tag, in lists of the collection, whether a name, how often in this list. */
  readonly #known: Uint8Array
  readonly #listed: Uint8Array
  readonly #names: Uint8Array
  readonly #told: Float64Array
  readonly #repeats: Uint8Array
  readonly #kind: number
  readonly #house: number
  readonly #sorted: number
  readonly #short: number

  constructor(
    shape: CollapsedRun,
    start: number,
    end: number,
    page: TextMatches,
    evidence: Evidence | undefined,
    resources: Resources,
  ) {
    const n = end - start
    const bg = resources.background
    const words: Word[] = []
    for (let i = start; i < end; i++) words.push(resources.words.of(shape.surfaces[i]!, shape.ids[i]!, resources))
    this.length = n
    this.words = words
    this.#start = start
    this.#page = page
    this.#collected = evidence !== undefined

    makeRoom(n)
    const [a1, a2, a3, a4, a5, a6, a7, b1, b2, b3, b4] = columns as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array] // prettier-ignore
    this.#frequencies = a1
    this.#listWord = a2
    this.#after = a3
    this.#before = a4
    this.#pairs = a5
    this.#listPairs = a6
    this.#shares = a7
    this.#information = bits.fill(UNSEEN, 0, n + 1)
    this.#known = b1
    this.#listed = b2
    this.#names = b3
    this.#repeats = b4
    this.#told = told
    countWords(words, bg, evidence)
    for (let i = 0; i < n; i++) {
      const word = words[i]!
      frequencies[i] = word.shipped + others(word.collected, page.words[start + i]!)
      this.#frequencies[i] = frequency(frequencies[i]!)
      listWords[i] = word.lists
      this.#listWord[i] = word.listed
      this.#after[i] = word.after
      this.#before[i] = word.before
    }

    const total = bg.total + (evidence?.total ?? 0) + 1
    let adjacent = 0
    let tied = 0
    ids[0] = 0
    for (let i = 1; i < n; i++) ids[i] = mix(shape.lasts[start + i - 1]!, shape.firsts[start + i]!)
    count('prosePairs', n, bg, evidence)
    for (let i = 1; i < n; i++) {
      const own = page.pairs[start + i - 1]!
      if (own > 0 || page.prefixed[start + i - 1]! > 1) adjacent++
      const seen = shipped[i]! + others(collected[i]!, own)
      this.#pairs[i] = few(seen)
      if (seen > 0) {
        const expected = (Math.max(1, frequencies[i - 1]!) * Math.max(1, frequencies[i]!)) / total
        const information = Math.max(-2, Math.min(15, Math.round(Math.log2(seen / expected))))
        this.#information[i] = information
        if (information >= TIED) tied++
      }
    }
    count('listPairs', n, bg, evidence)
    for (let i = 1; i < n; i++) {
      const lists = shipped[i]! + others(collected[i]!, 1)
      this.#listPairs[i] = few(lists)
      this.#shares[i] = share(lists, Math.min(listWords[i - 1]!, listWords[i]!))
    }

    repeats.clear(5 * n)
    const { parts } = shape
    for (let i = 0; i < n; i++) {
      let hash = 0
      const sizes = Math.min(LONGEST, n - i)
      for (let k = 0; k < sizes; k++) {
        const several = parts.size > 0 ? parts.get(start + i + k) : undefined
        if (several === undefined) {
          const { id } = words[i + k]!
          if (id !== 0) hash = hash === 0 ? id : mix(hash, id)
        } else for (const part of several) if (part !== 0) hash = hash === 0 ? part : mix(hash, part)
        ids[i * LONGEST + k] = hash
        if (k < 5) repeats.add(hash, 0, Infinity)
      }
      // Spans beyond the end are looked up, too, and never asked for.
      for (let k = sizes; k < LONGEST; k++) ids[i * LONGEST + k] = hash
    }
    const spans = n * LONGEST
    count('tags', spans, bg, evidence)
    for (let slot = 0; slot < spans; slot++) {
      this.#listed[slot] = few(collected[slot]!)
      this.#known[slot] = few(shipped[slot]! + collected[slot]!)
    }
    told.set(collected.subarray(0, spans))
    bg.counts('names', ids, spans, shipped)
    for (let slot = 0; slot < spans; slot++) this.#names[slot] = shipped[slot]! > 0 ? 1 : 0
    for (let i = 0; i < n; i++) {
      for (let size = 1; size <= LONGEST && i + size <= n; size++) {
        const slot = i * LONGEST + size - 1
        this.#repeats[slot] = few(size > 5 ? 1 : repeats.count(ids[slot]!))
      }
    }

    // How much of the list stands adjacent in the page's text, 0 to 5; 6 where there is no text to speak of.
    this.#kind = page.prose < 20 ? 6 : share(adjacent, n - 1)
    let standing = 0
    for (let i = 0; i < n; i++) if (page.words[start + i]! > 0) standing++
    // A list of few words shows no habit.
    this.#house = (n < 4 ? 6 : share(tied, n - 1)) * 7 + (page.prose < 20 ? 6 : share(standing, n))
    this.#sorted = n < 4 ? 0 : sortedness(words)
    this.#short = n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : n < 40 ? 6 : 7
  }

  /**
   * How many delimited lists of the collection have words `[i, i + size)`, two or more, as a tag; 0 where they also have a
   * piece that begins or ends it.
   */
  told(i: number, size: number): number {
    const slot = i * LONGEST + size - 1
    const lists = this.#told[slot]!
    if (lists < 1) return 0
    for (let k = 1; k < size; k++) {
      if (this.#listed[slot - k]! > 0 || this.#listed[slot + k * (LONGEST - 1)]! > 0) return 0
    }
    return lists
  }

  /** Whether words `[i, i + size)`, known as no tag and no name, are two known tags of several words each. */
  isTwo(i: number, size: number): boolean {
    const slot = i * LONGEST + size - 1
    if (size < 4 || this.#known[slot]! > 0 || this.#names[slot]! > 0) return false
    for (let k = 2; k <= size - 2; k++) {
      if (this.#known[slot - size + k]! > 0 && this.#known[slot + k * (LONGEST - 1)]! > 0) return true
    }
    return false
  }

  /** Rows of `USE_FIELDS` of word `i`. */
  use(i: number, out: Int32Array, at: number): void {
    const page = this.#page
    const place = this.#start + i
    const slot = i * LONGEST
    out[at] = U.frequency + this.#frequencies[i]!
    out[at + 1] = U.listed + this.#listWord[i]!
    out[at + 2] = U.variety + this.#after[i]! * 8 + this.#before[i]!
    out[at + 3] = U.text + (this.#kind === 6 ? 8 : few(page.words[place]!))
    out[at + 4] = U.title + (page.titled[place]! > 0 ? 1 : 0)
    out[at + 5] = U.known + this.#known[slot]! * 2 + this.#names[slot]!
  }

  /** Rows of `LIST_FIELDS`. */
  list(out: Int32Array, at: number): void {
    out[at] = L.house + this.#house
    out[at + 1] = L.short + this.#short
    out[at + 2] = L.kind + this.#kind
    out[at + 3] = L.sorted + this.#sorted
  }

  /** 0 no text, 1 a word is missing there, 2 both there but apart, 3 adjacent, 4 adjacent but for letters at the start. */
  #nearness(place: number): number {
    const page = this.#page
    if (this.#kind === 6) return 0
    if (page.pairs[place - 1]! > 0) return 3
    if (page.prefixed[place - 1]! > 1) return 4
    return page.words[place - 1]! > 0 && page.words[place]! > 0 ? 2 : 1
  }

  /** Rows of `GAP_FIELDS` of the gap before word `i`, 0 to `length`. */
  gap(i: number, out: Int32Array, at: number): void {
    const n = this.length
    if (i === 0 || i === n) {
      out[at] = G.place + (i === 0 ? 1 : 2)
      out[at + 1] = G.near + this.#kind
      out[at + 2] = G.times
      out[at + 3] = G.pair
      out[at + 4] = G.nearPair
      out[at + 5] = G.rise
      out[at + 6] = G.neighbours
      out[at + 7] = G.lists
      out[at + 8] = G.share
      out[at + 9] = G.listsPair
      out[at + 10] = G.repeats
      out[at + 11] = G.order + this.#sorted * 4 + 3
      return
    }
    const page = this.#page
    const place = this.#start + i
    const near = this.#nearness(place)
    const bits = this.#information[i]!
    const info = bits - UNSEEN
    const count = this.#pairs[i]!
    const lists = this.#listPairs[i]!
    const slot = i * LONGEST
    out[at] = G.place
    out[at + 1] = G.near + near * 8 + this.#kind
    out[at + 2] = G.times + near * 64 + few(page.words[place - 1]!) * 8 + few(page.words[place]!)
    out[at + 3] = G.pair + info * 8 + count
    out[at + 4] = G.nearPair + (near * 25 + info) * 8 + count
    out[at + 5] =
      G.rise + within(6, bits - this.#information[i - 1]!) * 13 + within(6, bits - this.#information[i + 1]!)
    out[at + 6] = G.neighbours + (lists * 8 + this.#after[i - 1]!) * 8 + this.#before[i]!
    out[at + 7] = G.lists + (lists * 8 + this.#listWord[i - 1]!) * 8 + this.#listWord[i]!
    out[at + 8] = G.share + this.#shares[i]! * 8 + lists
    out[at + 9] = G.listsPair + lists * 25 + info
    out[at + 10] =
      G.repeats + this.#repeats[slot - LONGEST]! * 64 + this.#repeats[slot]! * 8 + this.#repeats[slot - LONGEST + 1]!
    out[at + 11] = G.order + this.#sorted * 4 + order(this.words[i - 1], this.words[i])
  }

  /** Rows of `SPAN_FIELDS` of words `[i, i + size)` for each size up to `LONGEST`, as long as there are words. */
  spans(i: number, out: Int32Array, from: number): void {
    const n = this.length
    const page = this.#page
    const place = this.#start + i
    const kind = this.#kind
    const house = this.#house
    const collected = this.#collected
    const first = this.words[i]!
    const { article } = first
    const longest = page.longest[place]!
    const prefixed = page.prefixed[place]!
    const titled = page.titled[place]!
    const before = i > 0 ? page.longest[place - 1]! : 0
    const left = i > 0 ? this.#information[i]! : UNSEEN
    const sizes = Math.min(LONGEST, n - i)
    let weakest = 20
    let at = from
    for (let size = 1; size <= sizes; size++) {
      const j = i + size
      if (size > 1) weakest = Math.min(weakest, this.#information[j - 1]!)
      const slot = i * LONGEST + size - 1
      const times = this.#known[slot]!
      const name = this.#names[slot]!
      const bounded = size < 4 ? size : 4
      out[at] = S.sizeKind + size * 8 - 8 + kind
      out[at + 1] = S.sizeShort + size * 8 - 8 + this.#short
      out[at + 2] = S.known + times * 16 + size
      out[at + 3] = S.name + name * 16 + size
      out[at + 4] = S.knownForm + (times * 2 + name) * 16 + (size < 3 ? size : 3) * 4 + article
      out[at + 5] = S.collected + (collected ? this.#listed[slot]! : 8) * 16 + size
      out[at + 6] =
        S.part + (size === 1 ? 0 : (this.#known[slot - 1]! * 8 + this.#known[slot + LONGEST - 1]!) * 8 + times)
      const whole = longest >= size ? 2 : prefixed >= size ? 1 : 0
      const right = j < n && longest > size ? 2 : 0
      const wider = before > size ? 1 : 0
      out[at + 7] = S.text + ((whole * 4 + right + wider) * 16 + size) * 8 + kind
      out[at + 8] = S.title + (titled >= size ? 16 : 0) + size
      out[at + 9] = S.repeats + this.#repeats[slot]! * 16 + size
      const edge = Math.max(left, j < n ? this.#information[j]! : UNSEEN)
      out[at + 10] = S.weakest + (weakest - UNSEEN) * 16 + size
      out[at + 11] = S.edge + within(8, weakest - edge) * 16 + size
      out[at + 12] = S.house + house * 16 + size
      out[at + 13] = S.houseKnown + (house * 8 + times) * 4 + bounded - 1
      out[at + 14] = S.order + (this.#sorted * 4 + order(first, this.words[j])) * 4 + (size < 3 ? size : 3)
      at += SPAN_WIDTH
    }
  }
}
