import type { Background } from './background.js'
import type { Evidence } from './evidence.js'
import { SPACE, mix } from './evidence.js'
import type { Outline } from './outline.js'
import type { RunSupport } from './support.js'

/** Longest tag that is considered, in words. */
export const LONGEST = 8
/** Weights of the model, a power of two; features are hashed to them. */
export const WEIGHTS = 1 << 20

const EMPTY = new Int32Array(0)

export interface Segmenter {
  /** Letter table of `scan`. */
  readonly letters: Uint16Array
  readonly background: Background
  /** By hash of a word: its closed class, 1 and up. */
  readonly particles: ReadonlyMap<number, number>
  /** `WEIGHTS` weights, in units of `scale`. */
  readonly weights: Int8Array
  readonly scale: number
}

interface Word {
  readonly id: number
  /** 0 none, 1 ال, 2 و + ال, 3 another proclitic + ال. */
  readonly article: number
  /** Class of the last letter, 0 to 9. */
  readonly ending: number
  /** 0 Arabic, 1 Latin, 2 digits, 3 four digits, 4 mixed, 5 no letters. */
  readonly script: number
  readonly particle: number
  readonly length: number
  /** 1 begins with و, 2 with ب ل ك ف, 4 opens a bracket or quote, 8 closes one, 16 ends a clause. */
  readonly marks: number
  readonly prefix: number
  readonly suffix: number
  /** Distributional class, learned from text. */
  readonly kind: number
  /** All of the above that is shape, in one number. */
  readonly shape: number
  /** Its first three letters: where it stands in the alphabet. */
  readonly rank: number
}

const ENDINGS = new Map(Array.from('ةهياونتءى').map((letter, i) => [letter.charCodeAt(0), i + 1]))
const OPENING = /^["'«“”‘([{]/u
const CLOSING = /["'»“”’)\]}]$/u
const CLAUSE = /[.:!؟?…]$/u

function describe(surface: string, id: number, model: Pick<Segmenter, 'letters' | 'background' | 'particles'>): Word {
  const { letters } = model
  const codes: number[] = []
  let digits = 0
  let latin = 0
  for (let i = 0; i < surface.length && codes.length < 64; i++) {
    const code = surface.charCodeAt(i)
    const letter = letters[code]!
    if (letter <= SPACE) continue
    if (letter >= 0x30 && letter <= 0x39) digits++
    else if (letter < 0x250) latin++
    codes.push(code === 0x629 || code === 0x649 ? code : letter)
  }
  const n = codes.length
  const at = (i: number): number => codes[i] ?? 0
  const alef = 0x627
  const lam = 0x644
  const waw = 0x648
  let article = 0
  if (n > 3 && at(0) === alef && at(1) === lam) article = 1
  else if (n > 4 && at(0) === waw && at(1) === alef && at(2) === lam) article = 2
  else if (n > 4 && ((at(1) === alef && at(2) === lam) || (at(0) === lam && at(1) === lam))) {
    article = at(0) === lam || at(0) === 0x628 || at(0) === 0x643 || at(0) === 0x641 ? 3 : 0
  }
  const script = n === 0 ? 5 : digits === n ? (n === 4 ? 3 : 2) : latin === n ? 1 : digits + latin > 0 ? 4 : 0
  let marks = 0
  if (at(0) === waw && n > 3) marks = 1
  else if (n > 3 && (at(0) === 0x628 || at(0) === lam || at(0) === 0x643 || at(0) === 0x641)) marks = 2
  if (OPENING.test(surface)) marks |= 4
  if (CLOSING.test(surface)) marks |= 8
  if (CLAUSE.test(surface)) marks |= 16
  const ending = ENDINGS.get(at(n - 1)) ?? 0
  const particle = model.particles.get(id) ?? 0
  const length = n > 7 ? 5 : n > 5 ? 4 : n > 4 ? 3 : n > 3 ? 2 : n > 2 ? 1 : 0
  const shape = ((((marks >> 2) * 6 + script) * 16 + particle) * 4 + article) * 10 + ending
  return {
    id,
    article,
    ending,
    script,
    particle,
    length,
    marks,
    prefix: (at(0) * 31 + at(1)) * 31 + at(2),
    suffix: (at(n - 1) * 31 + at(n - 2)) * 31 + at(n - 3),
    kind: model.background.wordClass(id) || 201 + article * 10 + ending,
    shape,
    rank: (at(0) * 2048 + at(1)) * 2048 + at(2),
  }
}

const EDGE: Word = {
  id: 0, article: 0, ending: 0, script: 6, particle: 0, length: 0, marks: 0, prefix: 0, suffix: 0, kind: 0, shape: 99999, rank: 0,
} // prettier-ignore

/**
 * What the model looks at. Each template makes one feature of a gap or a span: its number and a value, hashed to a weight.
 * `a` and `b` are the words before and after a gap, or the first and last of a span; `size` is a span's length in words.
 *
 * | group | gap templates | span templates |
 * |---|---|---|
 * | size: how long tags and lists are | 1 bias, 31 words in the list | 40 size, 42 with words in the list |
 * | form: article, last letters, script, particle, proclitic, punctuation | 2-6 with neighbours, 11-13 prefix and suffix, 27-30 | 48 both ends, 54 single words by frequency |
 * | identity of the words | 7-10 | |
 * | class of the words, learned from text | 32-39 with neighbours | 60-62 both ends |
 * | page: what its text and title say | 14-16 whether adjacent there, by how much of the list is | 41, 46 whole span there, or longer; 47 in the title |
 * | prose counts | 17-20 pair, information, 25 against its neighbours | 52 weakest pair inside, 53 against the edges |
 * | list counts, distinct lists | 21-24 pair, words, variety of neighbours | |
 * | known: tags seen delimited, names | | 43-45 the span, 66 in lists of the collection, 55 the span less a word |
 * | repeats within the list | 26 | 51 |
 * | house: how the whole list is made | 63 how many words are tied, stand in the text; 64, 65 with the pair; 59 alphabet | 56-57 the same with the size, 58 whether the next tag follows in the alphabet |
 */
export const GROUPS: Readonly<Record<string, readonly number[]>> = {
  form: [2, 3, 4, 5, 6, 11, 12, 13, 27, 28, 29, 30, 48, 54],
  identity: [7, 8, 9, 10],
  class: [32, 33, 34, 35, 36, 37, 38, 39, 60, 61, 62],
  page: [14, 15, 16, 19, 41, 46, 47],
  prose: [17, 18, 19, 20, 23, 25, 52, 53],
  lists: [21, 22, 23, 24],
  known: [43, 44, 45, 55, 66],
  repeats: [26, 51],
  house: [56, 57, 58, 59, 63, 64, 65],
}

/** Features of one stretch: for every gap and every span, indices into the weights. */
export interface Stretch {
  readonly length: number
  /** Fills `out` with the features of a boundary before word `i`, 0 < i < length; returns how many, at most 48. */
  gap(i: number, out: Int32Array): number
  /** Fills `out` with the features of words `[i, j)`, at most `LONGEST`, being one tag; returns how many, at most 40. */
  span(i: number, j: number, out: Int32Array): number
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

/**
 * What the features of words `[start, end)` of a run are computed from. `dropped` leaves templates out, for training
 * without them. Cost: linear in words, times `LONGEST` for spans.
 */
export function stretchFeatures(
  shape: Outline,
  start: number,
  end: number,
  page: RunSupport,
  evidence: Evidence | undefined,
  model: Pick<Segmenter, 'letters' | 'background' | 'particles'>,
  dropped?: ReadonlySet<number>,
): Stretch {
  const n = end - start
  const bg = model.background
  const words: Word[] = []
  for (let i = start; i < end; i++) words.push(describe(shape.surfaces[i]!, shape.ids[i]!, model))
  const at = (i: number): Word => words[i] ?? EDGE

  // evidence of the collection holds this run and this page's prose as well: they are taken off again
  const others = (count: number, own: number): number => (count > own ? count - own : 0)
  const frequencies = new Float64Array(n)
  const listWord = new Float64Array(n)
  const after = new Float64Array(n)
  const before = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const { id } = words[i]!
    frequencies[i] = bg.proseWord(id) + (evidence ? others(evidence.proseWord(id), page.words[start + i]!) : 0)
    listWord[i] = bg.listWord(id) + (evidence ? others(evidence.listWord(id), 1) : 0)
    after[i] = bg.after(id) + (evidence ? others(evidence.after(id), 1) : 0)
    before[i] = bg.before(id) + (evidence ? others(evidence.before(id), 1) : 0)
  }

  const total = bg.total + (evidence?.total ?? 0) + 1
  const pairs = new Float64Array(n + 1)
  const information = new Float64Array(n + 1).fill(UNSEEN)
  const listPairs = new Float64Array(n + 1)
  let adjacent = 0
  for (let i = 1; i < n; i++) {
    const a = shape.lasts[start + i - 1]!
    const b = shape.firsts[start + i]!
    const own = page.pairs[start + i - 1]!
    if (own > 0 || page.prefixed[start + i - 1]! > 1) adjacent++
    pairs[i] = bg.prosePair(a, b) + (evidence ? others(evidence.prosePair(a, b), own) : 0)
    listPairs[i] = bg.listPair(a, b) + (evidence ? others(evidence.listPair(a, b), 1) : 0)
    if (pairs[i]! > 0) {
      const expected = (Math.max(1, frequencies[i - 1]!) * Math.max(1, frequencies[i]!)) / total
      information[i] = Math.max(-2, Math.min(15, Math.round(Math.log2(pairs[i]! / expected))))
    }
  }

  // hash, known-tag count and repeats of every span
  const hashes = new Int32Array(n * LONGEST)
  const known = new Float64Array(n * LONGEST)
  const listed = new Float64Array(n * LONGEST)
  const repeats = new Map<number, number>()
  for (let i = 0; i < n; i++) {
    let hash = 0
    for (let k = i; k < n && k < i + LONGEST; k++) {
      for (const part of shape.parts.get(start + k) ?? [words[k]!.id]) {
        if (part !== 0) hash = hash === 0 ? part : mix(hash, part)
      }
      const slot = i * LONGEST + k - i
      hashes[slot] = hash
      listed[slot] = evidence ? evidence.tag(hash) : 0
      known[slot] = bg.tag(hash) + listed[slot]
      if (k < i + 5) repeats.set(hash, (repeats.get(hash) ?? 0) + 1)
    }
  }
  const knownSpan = (i: number, size: number): number => known[i * LONGEST + size - 1]!
  const repeated = (i: number, size: number): number => few(repeats.get(hashes[i * LONGEST + size - 1]!) ?? 1)

  /** How much of the list stands adjacent in the page's text, 0 to 5; 6 where there is no text to speak of. */
  const kind = page.prose < 20 ? 6 : share(adjacent, n - 1)
  let tiedGaps = 0
  let standingWords = 0
  for (let i = 0; i < n; i++) {
    if (information[i]! >= TIED) tiedGaps++
    if (page.words[start + i]! > 0) standingWords++
  }
  // A list of few words shows no habit.
  const tied = n < 4 ? 6 : share(tiedGaps, n - 1)
  const standing = page.prose < 20 ? 6 : share(standingWords, n)
  const house = tied * 7 + standing
  const sorted = n < 4 ? 0 : sortedness(words)
  const order = (x: Word, y: Word): number => (y === EDGE ? 3 : x.rank < y.rank ? 0 : x.rank > y.rank ? 1 : 2)
  const short = n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : n < 40 ? 6 : 7
  /** 0 no text, 1 a word is missing there, 2 both there but apart, 3 adjacent, 4 adjacent but for letters at the start. */
  const nearness = (i: number): number => {
    const place = start + i
    if (kind === 6) return 0
    if (page.pairs[place - 1]! > 0) return 3
    if (page.prefixed[place - 1]! > 1) return 4
    return page.words[place - 1]! > 0 && page.words[place]! > 0 ? 2 : 1
  }

  let count = 0
  let out: Int32Array = EMPTY
  const put = (template: number, value: number): void => {
    if (dropped?.has(template) === true) return
    let h = Math.imul(template, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    out[count++] = (h ^ (h >>> 13)) & (WEIGHTS - 1)
  }

  return {
    length: n,
    gap(i, target) {
      out = target
      count = 0
      const aa = at(i - 2)
      const a = at(i - 1)
      const b = at(i)
      const bb = at(i + 1)
      const articles = a.article * 4 + b.article
      put(1, 0)
      put(2, a.shape * 4001 + b.shape)
      put(3, a.shape * 8 + b.article)
      put(4, b.shape * 64 + a.article * 16 + a.particle)
      put(5, ((aa.article * 16 + aa.particle) * 4001 + a.shape) * 64 + b.article * 16 + b.particle)
      put(6, ((bb.article * 16 + bb.particle) * 4001 + b.shape) * 64 + a.article * 16 + a.particle)
      put(7, a.id)
      put(8, b.id)
      put(9, a.id * 4 + b.article)
      put(10, b.id * 4 + a.article)
      put(11, a.suffix * 4 + b.article)
      put(12, b.prefix * 4 + a.article)
      put(13, a.suffix * 7 + b.suffix)
      const near = nearness(i) * 8 + kind
      const place = start + i
      const times = few(page.words[place - 1]!) * 8 + few(page.words[place]!)
      put(14, near)
      put(15, (near * 8 + few(page.pairs[place - 1]!)) * 64 + times)
      put(16, near * 16 + articles)
      const pair = (information[i]! - UNSEEN) * 8 + few(pairs[i]!)
      put(17, pair)
      put(18, pair * 16 + articles)
      put(19, pair * 8 + (near >> 3))
      put(20, (frequency(frequencies[i - 1]!) * 10 + frequency(frequencies[i]!)) * 8 + few(pairs[i]!))
      const lists = few(listPairs[i]!)
      put(21, (lists * 8 + few(after[i - 1]!)) * 8 + few(before[i]!))
      put(22, (lists * 8 + few(listWord[i - 1]!)) * 8 + few(listWord[i]!))
      put(23, lists * 256 + pair)
      put(24, share(listPairs[i]!, Math.min(listWord[i - 1]!, listWord[i]!)) * 8 + lists)
      const rise = within(6, information[i]! - information[i - 1]!)
      put(25, rise * 13 + within(6, information[i]! - information[i + 1]!))
      put(26, repeated(i - 1, 1) * 64 + repeated(i, 1) * 8 + repeated(i - 1, 2))
      put(27, a.length * 8 + b.length)
      put(28, a.marks * 32 + b.marks)
      put(29, (a.marks & 3) * 4001 + b.shape)
      put(30, (b.marks & 3) * 4001 + a.shape)
      put(31, short)
      const classes = a.kind * 256 + b.kind
      put(32, classes)
      put(33, a.kind * 256 + b.shape)
      put(34, b.kind * 256 + a.shape)
      put(35, aa.kind * 65536 + classes)
      put(36, classes * 256 + bb.kind)
      put(37, a.kind)
      put(38, b.kind)
      put(39, (aa.kind * 256 + b.kind) * 16 + a.particle)
      put(59, sorted * 4 + order(a, b))
      put(63, house)
      put(64, house * 256 + pair)
      put(65, house * 16 + articles)
      return count
    },
    span(i, j, target) {
      out = target
      count = 0
      const size = j - i
      const bounded = Math.min(size, 4)
      const a = at(i)
      const b = at(j - 1)
      const place = start + i
      put(40, size)
      put(41, size * 8 + kind)
      put(42, size * 8 + short)
      const times = few(knownSpan(i, size))
      const name = bg.name(hashes[i * LONGEST + size - 1]!) ? 1 : 0
      put(43, times * 16 + size)
      put(44, name * 16 + size)
      if (evidence) put(66, few(listed[i * LONGEST + size - 1]!) * 16 + size)
      put(45, (times * 2 + name) * 16 + Math.min(size, 3) * 4 + a.article)
      const whole = page.longest[place]! >= size ? 2 : page.prefixed[place]! >= size ? 1 : 0
      const longerRight = j < n && page.longest[place]! > size ? 1 : 0
      const longerLeft = i > 0 && page.longest[place - 1]! > size ? 1 : 0
      put(46, ((whole * 4 + longerRight * 2 + longerLeft) * 16 + size) * 8 + kind)
      put(47, (page.titled[place]! >= size ? 16 : 0) + size)
      put(48, (a.shape * 4001 + b.shape) * 8 + bounded)
      put(51, repeated(i, size) * 16 + size)
      let weakest = 20
      for (let k = i + 1; k < j; k++) weakest = Math.min(weakest, information[k]!)
      const edge = Math.max(i > 0 ? information[i]! : UNSEEN, j < n ? information[j]! : UNSEEN)
      put(52, (weakest - UNSEEN) * 16 + size)
      put(53, within(8, weakest - edge) * 16 + size)
      if (size === 1) put(54, frequency(frequencies[i]!) * 4001 + a.shape)
      else put(55, (few(knownSpan(i, size - 1)) * 8 + few(knownSpan(i + 1, size - 1))) * 8 + times)
      put(56, house * 16 + size)
      put(57, (house * 8 + times) * 4 + bounded)
      put(58, (sorted * 4 + order(a, at(j))) * 4 + Math.min(size, 3))
      put(60, a.kind * 8 + bounded)
      put(61, b.kind * 8 + bounded)
      put(62, (a.kind * 256 + b.kind) * 8 + bounded)
      return count
    },
  }
}
