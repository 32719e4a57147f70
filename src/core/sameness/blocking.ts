import { distance } from './distance.js'
import { PRIME, SEED } from '../text/hash.js'
import { widened } from '../text/surfaces.js'

/** Words longer than this have no near words: they are not words. */
const LONGEST = 24
const SHORTEST = 3
/** Letters that transliterations and slips add, drop and exchange most; the skeleton of a word is without them. */
const WEAK = new Set(Array.from('اويء', (letter) => letter.charCodeAt(0)))
/** Letters that a foreign g is written with. */
const GUTTURAL = new Set(Array.from('غجقك', (letter) => letter.charCodeAt(0)))
/** Phrases of fewer consonants sound like too many others. */
const LEAST_SOUNDS = 4
/** Skeletons shorter than this are shared by too many words to say anything. */
const SHORTEST_SKELETON = 3
/** More words than this under one hash are no neighbourhood; a bound on the work, far above what real words reach. */
const CROWD = 512

/**
 * Two phrases that both have more near ones are of a series (codes, generated names), where nearness says nothing. Of
 * 27,573 news tags none has more than 8, of 200,000 generated ones none more than 27.
 */
export const SERIES = 48

const finish = (h: number): number => {
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}

/** The hash of `word` without the unit at `skip` (-1: of the whole word). */
function hashWithout(word: string, skip: number): number {
  let h = SEED
  for (let i = 0; i < word.length; i++) if (i !== skip) h = Math.imul(h ^ word.charCodeAt(i), PRIME)
  return finish(h)
}

/** The hash of the consonants of a long word, 0 where there are too few. */
function skeletonHash(word: string): number {
  if (word.length < 6) return 0
  let h = 0x2c1b3c6d
  let consonants = 0
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (i > 0 && (WEAK.has(unit) || unit === word.charCodeAt(i - 1))) continue
    h = Math.imul(h ^ unit, PRIME)
    consonants++
  }
  return consonants < SHORTEST_SKELETON ? 0 : finish(h) || 1
}

/** The hash of a word's sounds, and how many consonants it has. */
function soundsOf(word: string): [hash: number, consonants: number] {
  let h = SEED
  let consonants = 0
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (i > 0 && (WEAK.has(unit) || unit === word.charCodeAt(i - 1))) continue
    h = Math.imul(h ^ (GUTTURAL.has(unit) ? 1 : unit), PRIME)
    consonants++
  }
  return [finish(h), consonants]
}

/** The hash under which phrases of one sound meet, 0 where they have too few consonants to. */
const soundHash = (sounds: Iterable<readonly [hash: number, consonants: number]>): number => {
  let h = SEED
  let consonants = 0
  for (const [hash, size] of sounds) {
    h = Math.imul(h ^ hash, PRIME) ^ (h >>> 15)
    consonants += size
  }
  return consonants < LEAST_SOUNDS ? 0 : finish(h) || 1
}

/** The hash of a word without its article. */
const bareHash = (word: string): number =>
  hashWithout(word.startsWith('ال') && word.length > 3 ? word.slice(2) : word, -1)

/** The hash under which the same words in another order or with other articles meet, 0 for a word alone. A sum does not see the order. */
function kinHash(bare: readonly number[]): number {
  if (bare.length < 2) return 0
  let h = 0
  for (const hash of bare) h = (h + finish(hash ^ SEED)) >>> 0
  return h || 1
}

/** The hash of a phrase's letters. */
function letterHash(words: Iterable<string>): number {
  let h = SEED
  for (const word of words) for (let j = 0; j < word.length; j++) h = Math.imul(h ^ word.charCodeAt(j), PRIME)
  return finish(h) || 1
}

/** Calls `see` with every hash under which a word is found near another: itself, each letter left out, its consonants. */
function neighbourhood(word: string, see: (hash: number) => void): void {
  if (word.length < SHORTEST || word.length > LONGEST) return
  see(hashWithout(word, -1))
  for (let i = 0; i < word.length; i++) if (word[i] !== word[i - 1]) see(hashWithout(word, i))
  const skeleton = skeletonHash(word)
  if (skeleton !== 0) see(skeleton)
}

/** Whether two words are worth judging: one edit apart, or two in words of six letters and more. */
const isNear = (a: string, b: string): boolean => distance(a, b) <= (Math.min(a.length, b.length) >= 6 ? 2 : 1)

/**
 * Finds phrases that differ in one word by a small edit, without comparing all pairs: a deletion neighbourhood over the
 * vocabulary, then each near pair of words is tried in every phrase that has the rarer of them. Also phrases that are the
 * same but for spaces. Typed arrays; time and memory linear in the phrases for a vocabulary that grows as text does.
 */
export class NearIndex {
  readonly #words: string[] = []
  readonly #wordIds = new Map<string, number>()
  /** Phrase p has the words `#flat[#starts[p] .. #starts[p + 1])`. */
  readonly #starts: Int32Array
  readonly #flat: Int32Array
  /** Open addressing: phrase number + 1 by the hash of its words. */
  readonly #table: Int32Array
  /** Words by neighbourhood hash, ascending. */
  readonly #hashes: Uint32Array
  readonly #holders: Int32Array
  /** Phrases that have a word: `#postings[#postingStarts[w] .. #postingStarts[w + 1])`. */
  readonly #postingStarts: Int32Array
  readonly #postings: Int32Array

  /** Each phrase is words with single spaces between, and is given once. */
  constructor(phrases: readonly string[]) {
    const starts = new Int32Array(phrases.length + 1)
    for (let p = 0; p < phrases.length; p++) starts[p + 1] = starts[p]! + countWords(phrases[p]!)
    const flat = new Int32Array(starts[phrases.length]!)
    let n = 0
    for (const phrase of phrases)
      for (const word of phrase.split(' ')) {
        let id = this.#wordIds.get(word)
        if (id === undefined) {
          id = this.#words.length
          this.#wordIds.set(word, id)
          this.#words.push(word)
        }
        flat[n++] = id
      }
    this.#starts = starts
    this.#flat = flat
    this.#table = new Int32Array(tableSize(phrases.length))
    for (let p = 0; p < phrases.length; p++) this.#insert(p)

    const postingStarts = new Int32Array(this.#words.length + 1)
    for (const id of flat) postingStarts[id + 1]!++
    for (let w = 0; w < this.#words.length; w++) postingStarts[w + 1]! += postingStarts[w]!
    const fill = postingStarts.slice()
    const postings = new Int32Array(flat.length)
    for (let p = 0; p < phrases.length; p++)
      for (let i = starts[p]!; i < starts[p + 1]!; i++) postings[fill[flat[i]!]!++] = p
    this.#postingStarts = postingStarts
    this.#postings = postings

    let entries = 0
    for (const word of this.#words) neighbourhood(word, () => entries++)
    const hashes = new Uint32Array(entries)
    const holders = new Int32Array(entries)
    let e = 0
    for (let w = 0; w < this.#words.length; w++)
      neighbourhood(this.#words[w]!, (hash) => {
        hashes[e] = hash
        holders[e++] = w
      })
    const sorted = radixSort(hashes, holders)
    this.#hashes = sorted.keys
    this.#holders = sorted.values
  }

  /**
   * Calls `see` once for each pair of phrases that differ in one word alone, by a small edit, if that edit is `wanted`, but
   * for pairs within a series.
   */
  pairs(wanted: (a: string, b: string) => boolean, see: (p: number, q: number) => void): void {
    const neighbours = new Int32Array(this.#starts.length - 1)
    const inSeries = (p: number, q: number): boolean => neighbours[p]! > SERIES && neighbours[q]! > SERIES
    let found = new Int32Array(1024)
    let length = 0
    this.nearPairs(wanted, (p, q) => {
      neighbours[p]!++
      neighbours[q]!++
      // Neighbours only become more: what is kept stays in proportion to the phrases.
      if (inSeries(p, q)) return
      if (length === found.length) found = widened(found, 2 * length)
      found[length++] = p
      found[length++] = q
    })
    for (let i = 0; i < length; i += 2) if (!inSeries(found[i]!, found[i + 1]!)) see(found[i]!, found[i + 1]!)
  }

  /**
   * The same, series or not. Words under one hash are many only where they are no words, or are so of one place of many
   * phrases: those of a crowd are compared phrase by phrase, where no more of them stand beside the same words.
   */
  nearPairs(wanted: (a: string, b: string) => boolean, see: (p: number, q: number) => void): void {
    const seen = new PairSet()
    const crowds: [from: number, to: number][] = []
    for (let from = 0; from < this.#hashes.length;) {
      let to = from + 1
      while (to < this.#hashes.length && this.#hashes[to] === this.#hashes[from]) to++
      if (to - from > CROWD) crowds.push([from, to])
      else
        for (let i = from; i < to; i++)
          for (let j = from; j < i; j++) {
            const v = Math.min(this.#holders[i]!, this.#holders[j]!)
            const w = Math.max(this.#holders[i]!, this.#holders[j]!)
            if (v === w || !seen.add(v, w)) continue
            if (isNear(this.#words[v]!, this.#words[w]!) && wanted(this.#words[v]!, this.#words[w]!))
              this.#exchange(v, w, see)
          }
      from = to
    }
    const met = new PairSet()
    for (const [from, to] of crowds)
      this.#inContext([...new Set(this.#holders.subarray(from, to))], (p, v, q, w) => {
        // A pair of words that met elsewhere was tried in all its phrases.
        if (v === w || seen.has(Math.min(v, w), Math.max(v, w))) return
        if (!met.add(Math.min(p, q), Math.max(p, q))) return
        if (isNear(this.#words[v]!, this.#words[w]!) && wanted(this.#words[v]!, this.#words[w]!)) see(p, q)
      })
  }

  /** Calls `see` for each pair of phrases that are the same but for one of these words each, unless they are a crowd. */
  #inContext(words: readonly number[], see: (p: number, v: number, q: number, w: number) => void): void {
    const contexts = new Map<string, { p: number; word: number }[]>()
    for (const word of words)
      for (let i = this.#postingStarts[word]!; i < this.#postingStarts[word + 1]!; i++) {
        const p = this.#postings[i]!
        if (i > this.#postingStarts[word]! && this.#postings[i - 1] === p) continue
        const ids = this.#ids(p)
        for (let place = 0; place < ids.length; place++) {
          if (ids[place] !== word) continue
          const name = `${ids.subarray(0, place).join()} ${ids.subarray(place + 1).join()}`
          const known = contexts.get(name)
          if (known) known.push({ p, word })
          else contexts.set(name, [{ p, word }])
        }
      }
    for (const group of contexts.values())
      if (group.length <= CROWD)
        for (const [i, one] of group.entries())
          for (const other of group.slice(0, i)) see(one.p, one.word, other.p, other.word)
  }

  /** Calls `see` for each pair of phrases that have the same letters with other spaces. */
  respaced(see: (p: number, q: number) => void): void {
    this.#grouped(
      (p) => letterHash(this.#wordsOf(p)),
      (p, q) => {
        if (this.#letters(p) === this.#letters(q)) see(p, q)
      },
    )
  }

  /**
   * Calls `see` for each pair of phrases of as many words that sound alike as foreign names do: the same but for long
   * vowels and for the letters that a foreign g is written with, in any number of words.
   */
  alike(see: (p: number, q: number) => void): void {
    const sounds = this.#words.map(soundsOf)
    this.#grouped(
      (p) => soundHash(Array.from(this.#ids(p), (id) => sounds[id]!)),
      (p, q) => {
        const [x, y] = [this.#ids(p), this.#ids(q)]
        if (x.length !== y.length) return
        let places = 0
        let last = 0
        for (let i = 0; i < x.length; i++)
          if (x[i] !== y[i]) {
            places++
            last = i
          }
        // One word that is near has been found as that.
        if (places > 1 || (places === 1 && distance(this.#words[x[last]!]!, this.#words[y[last]!]!) > 1)) see(p, q)
      },
    )
  }

  /** Calls `see` for each pair of phrases that have the same words in another order or with other articles. */
  reordered(see: (p: number, q: number) => void): void {
    const bare = this.#words.map(bareHash)
    this.#grouped(
      (p) => kinHash(Array.from(this.#ids(p), (id) => bare[id]!)),
      (p, q) => {
        if (this.#ids(p).length === this.#ids(q).length) see(p, q)
      },
    )
  }

  /** Calls `see` for each phrase and the one that lacks its first or last word. */
  clipped(see: (p: number, q: number) => void): void {
    for (let p = 0; p < this.#starts.length - 1; p++) {
      const ids = this.#ids(p)
      if (ids.length < 2) continue
      for (const part of [ids.subarray(1), ids.subarray(0, -1)]) {
        const q = this.#find(part, -1, 0)
        if (q >= 0 && q !== p) see(p, q)
      }
    }
  }

  /** Calls `see` for each pair of phrases of one hash; crowds, and the hash 0, are passed by. */
  #grouped(hash: (p: number) => number, see: (p: number, q: number) => void): void {
    const count = this.#starts.length - 1
    const hashes = new Uint32Array(count)
    const phrases = new Int32Array(count)
    for (let p = 0; p < count; p++) {
      hashes[p] = hash(p)
      phrases[p] = p
    }
    const { keys, values } = radixSort(hashes, phrases)
    for (let from = 0; from < count;) {
      let to = from + 1
      while (to < count && keys[to] === keys[from]) to++
      if (to - from <= CROWD && keys[from] !== 0)
        for (let i = from; i < to; i++) for (let j = from; j < i; j++) see(values[j]!, values[i]!)
      from = to
    }
  }

  /** The phrases near one that may not be in the index; ascending. */
  near(phrase: string): number[] {
    const words = phrase.split(' ')
    const found: number[] = []
    const ids = words.map((word) => this.#wordIds.get(word) ?? -1)
    for (let place = 0; place < words.length; place++) {
      if (ids.some((id, i) => id < 0 && i !== place)) continue
      const word = words[place]!
      const tried = new Set<number>()
      neighbourhood(word, (hash) => {
        for (let i = lowerBound(this.#hashes, hash); i < this.#hashes.length && this.#hashes[i] === hash; i++) {
          const w = this.#holders[i]!
          if (tried.has(w)) continue
          tried.add(w)
          if (this.#words[w] === word || !isNear(word, this.#words[w]!)) continue
          const p = this.#find(ids, place, w)
          if (p >= 0) found.push(p)
        }
      })
    }
    return found.sort((x, y) => x - y)
  }

  #ids(p: number): Int32Array {
    return this.#flat.subarray(this.#starts[p], this.#starts[p + 1])
  }

  #wordsOf(p: number): string[] {
    return Array.from(this.#ids(p), (id) => this.#words[id]!)
  }

  #letters(p: number): string {
    return this.#wordsOf(p).join('')
  }

  /** Tries word w in the place of v, and v in the place of w, in the phrases of the rarer of the two. */
  #exchange(v: number, w: number, see: (p: number, q: number) => void): void {
    const frequency = (word: number): number => this.#postingStarts[word + 1]! - this.#postingStarts[word]!
    const [rare, other] = frequency(v) <= frequency(w) ? [v, w] : [w, v]
    for (let i = this.#postingStarts[rare]!; i < this.#postingStarts[rare + 1]!; i++) {
      const p = this.#postings[i]!
      if (i > this.#postingStarts[rare]! && this.#postings[i - 1] === p) continue
      const words = this.#flat.subarray(this.#starts[p], this.#starts[p + 1])
      for (let place = 0; place < words.length; place++) {
        if (words[place] !== rare) continue
        const q = this.#find(words, place, other)
        if (q >= 0) see(p, q)
      }
    }
  }

  /** The phrase with these words but `instead` at `place`, -1 where there is none. */
  #find(words: ArrayLike<number>, place: number, instead: number): number {
    const mask = this.#table.length - 1
    const hash = phraseHash(words, 0, words.length, place, instead)
    for (let slot = hash & mask; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const p = this.#table[slot]! - 1
      const start = this.#starts[p]!
      if (this.#starts[p + 1]! - start !== words.length) continue
      let i = 0
      while (i < words.length && this.#flat[start + i] === (i === place ? instead : words[i])) i++
      if (i === words.length) return p
    }
    return -1
  }

  #insert(p: number): void {
    const mask = this.#table.length - 1
    let slot = phraseHash(this.#flat, this.#starts[p]!, this.#starts[p + 1]!, -1, 0) & mask
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask
    this.#table[slot] = p + 1
  }
}

/** How the phrases of one key meet: near in a word, alike in sound, the same letters or words, one within the other. */
export type Meeting = 'near' | 'alike' | 'respaced' | 'reordered' | 'clipped'

/** A key under which a phrase meets others, first by its meeting; `longer`: it meets only those that are not. */
export interface Key {
  readonly key: string
  readonly longer?: boolean
}

/**
 * The keys of a phrase: two phrases are a pair of `NearIndex` if, and only if, they share one and are a pair of the index of
 * all phrases that have that key. About as many as a word has letters, or a phrase words.
 */
export function keysOf(phrase: string): Key[] {
  const words = phrase.split(' ')
  const keys: Key[] = []
  if (words.length === 1) neighbourhood(phrase, (hash) => keys.push({ key: `near ${hash}` }))
  else
    for (const [place, word] of words.entries())
      if (word.length >= SHORTEST && word.length <= LONGEST)
        keys.push({ key: `near ${[...words.slice(0, place), '_', ...words.slice(place + 1)].join(' ')}` })
  const sound = soundHash(words.map(soundsOf))
  if (sound !== 0) keys.push({ key: `alike ${sound}` })
  keys.push({ key: `respaced ${letterHash(words)}` })
  const kin = kinHash(words.map(bareHash))
  if (kin !== 0) keys.push({ key: `reordered ${kin}` })
  keys.push({ key: `clipped ${phrase}` })
  if (words.length > 1)
    for (const part of new Set([words.slice(1).join(' '), words.slice(0, -1).join(' ')]))
      keys.push({ key: `clipped ${part}`, longer: true })
  return keys.filter(({ key }, i) => i === keys.findIndex((other) => other.key === key))
}

/** Calls `see` for each pair among the phrases of one key that `NearIndex` finds there. */
export function meetUnder(
  key: string,
  phrases: readonly string[],
  wanted: (a: string, b: string) => boolean,
  see: (p: number, q: number) => void,
): void {
  const at = key.indexOf(' ')
  const meeting = key.slice(0, at) as Meeting
  if (meeting === 'clipped') {
    const part = phrases.indexOf(key.slice(at + 1))
    if (part >= 0) for (let p = 0; p < phrases.length; p++) if (p !== part) see(p, part)
    return
  }
  // What has one hash is a crowd as a whole; beside the same words the index tells crowds apart.
  if (phrases.length > CROWD && (meeting !== 'near' || !phrases[0]!.includes(' '))) return
  const index = new NearIndex(phrases)
  if (meeting === 'near') index.nearPairs(wanted, see)
  else index[meeting](see)
}

function countWords(phrase: string): number {
  let count = 1
  for (let i = 0; i < phrase.length; i++) if (phrase.charCodeAt(i) === 32) count++
  return count
}

function phraseHash(words: ArrayLike<number>, start: number, end: number, place: number, instead: number): number {
  let h = 0x9e3779b9
  for (let i = start; i < end; i++) h = Math.imul(h ^ (i - start === place ? instead : words[i]!), PRIME) ^ (h >>> 15)
  return finish(h)
}

const tableSize = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, 2 * n)))

/** A set of pairs of words, open addressing in one typed array; a pair is kept as one exact number below 2^53. */
class PairSet {
  #slots = new Float64Array(1 << 8)
  #size = 0

  /** Whether the pair was new. `v < w`. */
  add(v: number, w: number): boolean {
    const pair = v * 0x4000000 + w + 1
    const mask = this.#slots.length - 1
    let slot = finish(Math.imul(v, 0x9e3779b1) ^ w) & mask
    while (this.#slots[slot] !== 0) {
      if (this.#slots[slot] === pair) return false
      slot = (slot + 1) & mask
    }
    this.#slots[slot] = pair
    if (++this.#size * 2 > this.#slots.length) this.#grow()
    return true
  }

  has(v: number, w: number): boolean {
    const pair = v * 0x4000000 + w + 1
    const mask = this.#slots.length - 1
    let slot = finish(Math.imul(v, 0x9e3779b1) ^ w) & mask
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== pair) slot = (slot + 1) & mask
    return this.#slots[slot] === pair
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Float64Array(2 * old.length)
    const mask = this.#slots.length - 1
    for (const pair of old) {
      if (pair === 0) continue
      const v = Math.floor((pair - 1) / 0x4000000)
      let slot = finish(Math.imul(v, 0x9e3779b1) ^ (pair - 1 - v * 0x4000000)) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = pair
    }
  }
}

/** Sorts keys ascending with their values, stable: four passes over bytes. */
function radixSort(keys: Uint32Array, values: Int32Array): { keys: Uint32Array; values: Int32Array } {
  let [fromKeys, fromValues] = [keys, values]
  let toKeys: Uint32Array = new Uint32Array(keys.length)
  let toValues: Int32Array = new Int32Array(keys.length)
  const counts = new Uint32Array(257)
  for (let shift = 0; shift < 32; shift += 8) {
    counts.fill(0)
    for (const key of fromKeys) counts[((key >>> shift) & 255) + 1]!++
    for (let i = 0; i < 256; i++) counts[i + 1]! += counts[i]!
    for (let i = 0; i < fromKeys.length; i++) {
      const to = counts[(fromKeys[i]! >>> shift) & 255]!++
      toKeys[to] = fromKeys[i]!
      toValues[to] = fromValues[i]!
    }
    ;[fromKeys, toKeys] = [toKeys, fromKeys]
    ;[fromValues, toValues] = [toValues, fromValues]
  }
  return { keys: fromKeys, values: fromValues }
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
