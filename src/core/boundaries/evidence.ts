/**
 * What the pages teach: counts of words and neighbours, kept in tables of fixed size under 32-bit hashes.
 *
 * Two kinds of table, both adding up whatever the order, the threads or the machines:
 * - *counters* (prose words and adjacent pairs; pages with a block at a place): addition, saturating;
 * - *witness sets* (everything seen in lists and at places): 32 bits a slot, one of them set by each distinct list. Union is OR, so a
 *   list copied over a thousand pages, or read twice, is one witness. The number of witnesses is estimated by linear
 *   counting and saturates at about 110, where more makes no difference.
 */
import { BREAK, mix, phraseOf, type PageText } from '../text/tokens.js'

/** Stands among the keys for a host's way of delimiting. */
const habitOf = (host: string): number => {
  let hash = 0x2545f491
  for (let i = 0; i < host.length; i++) hash = mix(hash, host.charCodeAt(i))
  return hash >>> 0
}
const unordered = (a: number, b: number): number => (a < b ? mix(a, b) : mix(b, a))

/** log2 of the slots of each table. */
const SIZES = {
  proseWords: 17,
  prosePairs: 20,
  listWords: 16,
  listPairs: 18,
  after: 16,
  before: 16,
  keys: 17,
  together: 17,
  placed: 17,
  places: 17,
} as const
type Table = keyof typeof SIZES
const TABLES = Object.keys(SIZES) as Table[]
const COUNTERS: ReadonlySet<Table> = new Set<Table>(['proseWords', 'prosePairs', 'placed'])
/** Tables that the first version had not. */
const LATER: ReadonlySet<Table> = new Set<Table>(['placed', 'places'])

/** Linear counting: how many witnesses set `bits` of 32 bits. */
const WITNESSES = Float64Array.from({ length: 33 }, (_, b) => (b < 32 ? -32 * Math.log(1 - b / 32) : 128))
export const bitCount = (word: number): number => {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** What is counted of words, pairs of words and phrases, by their hashes. */
export type CountTable = 'proseWords' | 'prosePairs' | 'listWords' | 'listPairs' | 'after' | 'before' | 'tags'

/** What `segment` and the sameness judge ask of counts. */
export interface Counts {
  /** Words of prose seen in all. */
  readonly total: number
  proseWord(word: number): number
  prosePair(a: number, b: number): number
  /** Distinct delimited lists that have the phrase as a tag. */
  tag(phrase: number): number
  /**
   * Writes to `out` the counts of the first `n` of `ids`: words and pairs of words in prose; distinct lists that have a word or
   * pair; distinct words seen after (before) a word in lists; distinct delimited lists that have a phrase as a tag. Pairs are
   * `mix(a, b)`. Looked up together they wait for memory once, not one after the other.
   */
  counts(table: CountTable, ids: Int32Array, n: number, out: Float64Array): void
}

export interface PlaceCounts {
  readonly pages: number
  readonly spoken: number
  readonly contents: number
  readonly articles: number
}

/** Stands among places for all of them. */
const ALL_PLACES = 0

/** A page of memory has two to this slots; a few texts write to few of them. */
const PAGE = 10

/** Where the slots of each table begin, counted from those of the first. */
const FIRST = {} as Record<Table, number>
const SLOTS = TABLES.reduce((slots, name) => (FIRST[name] = slots) + (1 << SIZES[name]), 0)
const { proseWords: FIRST_WORD, prosePairs: FIRST_PAIR } = FIRST
/** Bytes of the total, of all tables, and of a mark for each page that was written to. */
const MEMORY = 8 + 4 * SLOTS + (SLOTS >>> PAGE)

/**
 * Whether two tags look alike enough to be asked about: they differ at one place, in at most three letters, and share at
 * least two. Only such pairs are witnessed as standing in one list; all pairs of all lists would fill the table with noise.
 */
function alike(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length)
  const shorter = Math.min(a.length, b.length)
  if (longer - shorter > 3) return false
  let front = 0
  while (front < shorter && a.charCodeAt(front) === b.charCodeAt(front)) front++
  let back = 0
  while (back < shorter - front && a.charCodeAt(a.length - 1 - back) === b.charCodeAt(b.length - 1 - back)) back++
  return longer - front - back <= 3 && front + back >= 2
}

/** So many tags of a list are compared with each other. */
const MOST_PAIRED = 64

/** Tags as they are observed, in columns by number. */
export interface ObservedTags {
  readonly tags: readonly string[]
  readonly phrases: Int32Array
  /** Of each the first and last unit, of which two that look alike share one. */
  readonly ends: Int32Array
  /** Of each its units, one bit for each, several to a bit. */
  readonly units: Int32Array
}

export function unitsOf(tag: string): number {
  let units = 0
  for (let i = 0; i < tag.length; i++) units |= 1 << (tag.charCodeAt(i) & 31)
  return units
}

export const endsOf = (tag: string): number => (tag.charCodeAt(0) << 16) | tag.charCodeAt(tag.length - 1)

let versions = 0

const MAGIC = 0x32535557 // "WUS2"
const FIRST_MAGIC = 0x31535557

export class Evidence implements Counts {
  /** Bytes of `memory`. */
  static readonly BYTES = MEMORY
  readonly letters: Uint16Array
  /** Everything that was counted, in one piece: what moves to another thread, or is shared between threads. */
  readonly memory: ArrayBufferLike
  /**
   * Another number after each change that is made through this, and never that of other evidence: what was worked out from
   * the counts holds as long as it stays.
   */
  version = ++versions
  readonly #total: Float64Array
  readonly #tables: Record<Table, Uint32Array>
  /** Not 0: the page was written to. */
  readonly #written: Uint8Array
  /** Slots observed since the last `drain`, with repeats. */
  readonly #touched: Record<Table, number[]> | undefined
  /** The ends of the list at hand. */
  readonly #ends = new Int32Array(MOST_PAIRED)

  /**
   * @param drained makes `drain` cost by what was observed, not by the size of the tables
   * @param memory the `memory` of other evidence, which this one then shows and changes
   */
  constructor(
    letters: Uint16Array,
    { drained = false, memory = new ArrayBuffer(MEMORY) }: { drained?: boolean; memory?: ArrayBufferLike } = {},
  ) {
    this.letters = letters
    this.memory = memory
    this.#total = new Float64Array(memory, 0, 1)
    const tables: Partial<Record<Table, Uint32Array>> = {}
    for (const name of TABLES) tables[name] = new Uint32Array(memory, 8 + 4 * FIRST[name], 1 << SIZES[name])
    this.#tables = tables as Record<Table, Uint32Array>
    this.#written = new Uint8Array(memory, 8 + 4 * SLOTS, SLOTS >>> PAGE)
    if (drained) this.#touched = Object.fromEntries(TABLES.map((t) => [t, []])) as unknown as Record<Table, number[]>
  }

  /** Words of prose observed. */
  get total(): number {
    return this.#total[0]!
  }
  set total(words: number) {
    this.#total[0] = words
  }

  /** Counts a page's title and prose. About 10 ns a word beside `hashWords`. */
  observeProse(page: PageText): void {
    this.version = ++versions
    const { tokens, length } = page
    const words = this.#tables.proseWords
    const pairs = this.#tables.prosePairs
    const touched = this.#touched
    const written = this.#written
    let previous = BREAK
    let seen = 0
    for (let i = 0; i < length; i++) {
      const word = tokens[i]!
      if (word !== BREAK) {
        seen++
        const w = word >>> (32 - SIZES.proseWords)
        words[w] = words[w]! + 1
        written[(FIRST_WORD + w) >>> PAGE] = 1
        if (touched !== undefined) touched.proseWords.push(w)
        if (previous !== BREAK) {
          const p = mix(previous, word) >>> (32 - SIZES.prosePairs)
          pairs[p] = pairs[p]! + 1
          written[(FIRST_PAIR + p) >>> PAGE] = 1
          if (touched !== undefined) touched.prosePairs.push(p)
        }
      }
      previous = word
    }
    this.total += seen
  }

  /** Observes the words of one undelimited list (a run without its repeats), as hashes; `BREAK` parts neighbours. */
  observeRun(words: Int32Array): void {
    this.version = ++versions
    let list = 0x5bd1e995
    for (const word of words) list = mix(list, word)
    const bit = 1 << (list & 31)
    const t = this.#tables
    let previous = BREAK
    for (const word of words) {
      if (word !== BREAK) {
        this.#witness(t.listWords, 'listWords', word, bit)
        if (previous !== BREAK) {
          this.#witness(t.listPairs, 'listPairs', mix(previous, word), bit)
          this.#witness(t.after, 'after', previous, 1 << (word & 31))
          this.#witness(t.before, 'before', word, 1 << (previous & 31))
        }
      }
      previous = word
    }
  }

  /**
   * Observes one delimited list: its tags are known tags, and those of them that look alike are two tags in one author's
   * eyes. Quadratic in the first 64 tags, about a nanosecond a pair.
   */
  observeList(tags: readonly string[]): void {
    this.observeTags([...tags.keys()], {
      tags,
      phrases: Int32Array.from(tags, (tag) => phraseOf(tag, this.letters)),
      ends: Int32Array.from(tags, endsOf),
      units: Int32Array.from(tags, unitsOf),
    })
  }

  /**
   * The same, for tags that were met before: `list` has their numbers in the columns. `host`: of a page that declares the
   * list, delimited, in a field or its markup.
   */
  observeTags(list: readonly number[], { tags, phrases, ends, units }: ObservedTags, host?: string): void {
    this.version = ++versions
    const { keys, together } = this.#tables
    let hash = 0x5bd1e995
    for (const n of list) if (phrases[n] !== 0) hash = mix(hash, phrases[n]!)
    const bit = 1 << (hash & 31)
    for (const n of list) if (phrases[n] !== 0) this.#witness(keys, 'keys', phrases[n]!, bit)
    if (host !== undefined) this.#witness(keys, 'keys', habitOf(host), bit)
    const some = Math.min(list.length, MOST_PAIRED)
    // Nearly all pairs are told apart by their ends and units.
    const own = this.#ends
    for (let i = 0; i < some; i++) {
      const end = (own[i] = ends[list[i]!]!)
      for (let j = 0; j < i; j++) {
        const differ = end ^ own[j]!
        if ((differ & 0xffff) !== 0 && differ >>> 16 !== 0) continue
        const [a, b] = [list[i]!, list[j]!]
        // Three letters become three others at the most.
        if (bitCount(units[a]! ^ units[b]!) > 6) continue
        if (phrases[a] !== phrases[b] && alike(tags[a]!, tags[b]!))
          this.#witness(together, 'together', unordered(phrases[a]!, phrases[b]!), bit)
      }
    }
  }

  /** Observes a block of short items at its place on a page (see `Block`), and whether the page speaks of it. */
  observePlace(place: number, content: number, article: number, spoken: boolean): void {
    this.version = ++versions
    const { placed, places } = this.#tables
    this.#witness(places, 'places', mix(place, 1), 1 << (content & 31))
    this.#witness(places, 'places', mix(place, 2), 1 << (article & 31))
    for (const id of spoken ? [ALL_PLACES, mix(place, 1), mix(place, 2)] : [ALL_PLACES, mix(place, 1)]) {
      const slot = id >>> (32 - SIZES.placed)
      placed[slot] = placed[slot]! + 1
      this.#mark('placed', slot)
      if (this.#touched !== undefined) this.#touched.placed.push(slot)
    }
  }

  /**
   * Of the blocks at a place: pages, those of them that speak of it, distinct contents, distinct articles beside it.
   * Undefined where they are not well above what chance puts into a slot.
   */
  place(place: number): PlaceCounts | undefined {
    const pages = this.#count('placed', mix(place, 1))
    if (pages < (8 * this.#count('placed', ALL_PLACES)) / (1 << SIZES.placed)) return undefined
    return {
      pages,
      spoken: this.#count('placed', mix(place, 2)),
      contents: this.#witnesses('places', mix(place, 1)),
      articles: this.#witnesses('places', mix(place, 2)),
    }
  }

  #witness(table: Uint32Array, name: Table, id: number, bit: number): void {
    const slot = id >>> (32 - SIZES[name])
    table[slot] = table[slot]! | bit
    this.#mark(name, slot)
    if (this.#touched !== undefined) this.#touched[name].push(slot)
  }

  #mark(name: Table, slot: number): void {
    this.#written[(FIRST[name] + slot) >>> PAGE] = 1
  }

  #count(name: Table, id: number): number {
    return this.#tables[name][id >>> (32 - SIZES[name])]!
  }

  #witnesses(name: Table, id: number): number {
    return WITNESSES[bitCount(this.#count(name, id))]!
  }

  proseWord(word: number): number {
    return Math.max(0, this.#count('proseWords', word) - this.#chance('proseWords'))
  }

  prosePair(a: number, b: number): number {
    return Math.max(0, this.#count('prosePairs', mix(a, b)) - this.#chance('prosePairs'))
  }

  /** What strangers put into a slot of prose, on average. */
  #chance(name: 'proseWords' | 'prosePairs'): number {
    return Math.floor(this.total / (1 << SIZES[name]))
  }

  tag(phrase: number): number {
    return this.#witnesses('keys', phrase)
  }

  counts(name: CountTable, ids: Int32Array, n: number, out: Float64Array): void {
    const own = name === 'tags' ? 'keys' : name
    const table = this.#tables[own]
    const shift = 32 - SIZES[own]
    if (own === 'proseWords' || own === 'prosePairs') {
      const chance = this.#chance(own)
      for (let i = 0; i < n; i++) out[i] = Math.max(0, table[ids[i]! >>> shift]! - chance)
    } else for (let i = 0; i < n; i++) out[i] = WITNESSES[bitCount(table[ids[i]! >>> shift]!)]!
  }

  /** Occurrences of a word in prose. */
  word(word: string): number {
    const hash = phraseOf(word, this.letters)
    return hash === 0 ? 0 : this.proseWord(hash)
  }

  /** Occurrences of two adjacent words in prose. */
  pair(a: string, b: string): number {
    return this.prosePair(phraseOf(a, this.letters), phraseOf(b, this.letters))
  }

  /** Distinct delimited lists that have the key as a tag, saturating at about 110. */
  key(key: string): number {
    const hash = phraseOf(key, this.letters)
    return hash === 0 ? 0 : this.tag(hash)
  }

  /** Distinct delimited lists of several tags that the pages of a host declare, saturating at about 110. */
  delimiting(host: string): number {
    return this.#witnesses('keys', habitOf(host))
  }

  /** Distinct delimited lists that have both, for tags that look alike (see `alike`); 0 for all others. */
  together(a: string, b: string): number {
    return this.#witnesses('together', unordered(phraseOf(a, this.letters), phraseOf(b, this.letters)))
  }

  /** Adds other evidence; `emptying`: and leaves nothing there. It costs by the pages that were written to. */
  add(other: Evidence, { emptying = false }: { emptying?: boolean } = {}): this {
    this.version = ++versions
    for (const name of TABLES) {
      const mine = this.#tables[name]
      const theirs = other.#tables[name]
      const counts = COUNTERS.has(name)
      other.#eachWritten(name, (at, end) => {
        if (counts) for (let i = at; i < end; i++) mine[i] = Math.min(0xffffffff, mine[i]! + theirs[i]!)
        else for (let i = at; i < end; i++) mine[i] = mine[i]! | theirs[i]!
        this.#mark(name, at)
        if (emptying) theirs.fill(0, at, end)
      })
    }
    if (emptying) other.#written.fill(0)
    this.total += other.total
    if (emptying) {
      other.version = ++versions
      other.total = 0
    }
    return this
  }

  /** Calls for each page of a table that was written to, with its first slot and the one behind its last. */
  #eachWritten(name: Table, call: (at: number, end: number) => void): void {
    for (let at = 0; at < 1 << SIZES[name]; at += 1 << PAGE)
      if (this.#written[(FIRST[name] + at) >>> PAGE] !== 0) call(at, at + (1 << PAGE))
  }

  /** Little-endian, sparse: slots that hold nothing take no room. The same form serves a page and a whole collection. */
  toBytes(): Uint8Array {
    return this.#encode((name) => {
      const table = this.#tables[name]
      const slots = new Uint32Array(table.length)
      let used = 0
      this.#eachWritten(name, (at, end) => {
        for (let i = at; i < end; i++) if (table[i] !== 0) slots[used++] = i
      })
      return slots.subarray(0, used)
    })
  }

  /** Bytes of all that was observed since the last call, and forgets it: what one page adds, about 2 kB and 50 µs. */
  drain(): Uint8Array {
    this.version = ++versions
    const touched = this.#touched
    if (touched === undefined) throw new TypeError('this evidence was not made to be drained')
    const bytes = this.#encode((name) => {
      const slots = new Uint32Array(touched[name]).sort()
      touched[name].length = 0
      let distinct = 0
      for (let i = 0; i < slots.length; i++) if (i === 0 || slots[i] !== slots[i - 1]) slots[distinct++] = slots[i]!
      return slots.subarray(0, distinct)
    }, true)
    this.total = 0
    return bytes
  }

  #encode(slotsOf: (name: Table) => Uint32Array, clear = false): Uint8Array {
    let bytes = new Uint8Array(1 << 12)
    let n = 0
    const put = (value: number): void => {
      if (n + 10 > bytes.length) {
        const larger = new Uint8Array(2 * bytes.length)
        larger.set(bytes)
        bytes = larger
      }
      let v = value
      while (v > 127) {
        bytes[n++] = (v % 128) | 128
        v = Math.floor(v / 128)
      }
      bytes[n++] = v
    }
    put(MAGIC)
    put(this.total)
    for (const name of TABLES) {
      const table = this.#tables[name]
      const slots = slotsOf(name)
      put(SIZES[name])
      put(slots.length)
      let last = -1
      for (const slot of slots) {
        put(slot - last)
        put(table[slot]!)
        last = slot
        if (clear) table[slot] = 0
      }
    }
    return bytes.slice(0, n)
  }

  static fromBytes(bytes: Uint8Array, letters: Uint16Array): Evidence {
    return new Evidence(letters).addBytes(bytes)
  }

  /**
   * Adds evidence as `toBytes` and `drain` give it. Nothing is ever taken back: a witness cannot be told from the others
   * of its slot.
   *
   * @throws RangeError when the bytes are damaged or of another version
   */
  addBytes(bytes: Uint8Array): this {
    this.version = ++versions
    let n = 0
    const take = (): number => {
      let value = 0
      let scale = 1
      for (;;) {
        const byte = bytes[n++]
        if (byte === undefined || scale > 2 ** 49) throw new RangeError('evidence is cut off or damaged')
        value += (byte & 127) * scale
        if (byte < 128) return value
        scale *= 128
      }
    }
    const magic = take()
    if (magic !== MAGIC && magic !== FIRST_MAGIC) throw new RangeError('not evidence, or of another version')
    this.total += take()
    for (const name of TABLES) {
      if (magic === FIRST_MAGIC && LATER.has(name)) continue
      if (take() !== SIZES[name]) throw new RangeError('evidence of another size')
      const table = this.#tables[name]
      const counts = COUNTERS.has(name)
      let slot = -1
      for (let left = take(); left > 0; left--) {
        slot += take()
        if (slot >= table.length) throw new RangeError('evidence is damaged')
        const value = take()
        if (counts) table[slot] = Math.min(0xffffffff, table[slot]! + value)
        else table[slot] = table[slot]! | value
        this.#mark(name, slot)
      }
    }
    if (n !== bytes.length) throw new RangeError('evidence has bytes too many')
    return this
  }
}
