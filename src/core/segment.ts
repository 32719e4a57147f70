import type { Background } from './background.js'
import type { Evidence, PageText } from './evidence.js'
import { BREAK, SKIPPED, SPACE, mix, scan } from './evidence.js'
import type { Run, Segment } from './types.js'

/**
 * Cuts an undelimited run into tags: the best path through all ways to cut it, under a linear model over gaps between
 * words and spans of words (a semi-Markov conditional random field). docs/SEGMENTATION.md lists the features.
 */

/** Longest tag that is considered, in words. */
export const LONGEST = 8
/** log2 of the number of weights. */
export const WEIGHT_BITS = 20

export interface Segmenter {
  /** Letter table of `scan`. */
  readonly letters: Uint16Array
  readonly background: Background
  /** By hash of a word: its closed class, 1 and up. */
  readonly particles: ReadonlyMap<number, number>
  /** `2 ** WEIGHT_BITS` weights, in units of `scale`. */
  readonly weights: Int8Array
  readonly scale: number
  /** Maps the model's logit to a calibrated one: `slope * logit + shift`. */
  readonly calibration: { readonly slope: number; readonly shift: number }
}

/** What segmenting needs of the page; a few bytes a word, so that the text can be let go. Indexed by word of the outline. */
export interface RunSupport {
  /** Words from here on that stand in the prose as one stretch, 0 when not even this one does. */
  readonly longest: Uint8Array
  /** The same when the first word stands there behind a proclitic: و ف ب ل ك. */
  readonly prefixed: Uint8Array
  /** Times that this word and its next stand adjacent in the prose; times that the word stands there. */
  readonly pairs: Uint8Array
  readonly words: Uint8Array
  /** Words from here on that stand in the page's title as one stretch. */
  readonly titled: Uint8Array
  /** Words of prose on the page. */
  readonly prose: number
}

// ── the run's outline ────────────────────────────────────────────────────────────────────────────────────────────────

/** A run with its repeats taken out: every distinct stretch once, and where each word of the run has its like. */
export interface Outline {
  readonly surfaces: readonly string[]
  /** Word hash; parts of a word (`كوفيد-19`) are mixed into one. */
  readonly ids: Int32Array
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  /** Whether a boundary before word `i` is certain. */
  readonly seams: Uint8Array
  /** The word that word `i` is a copy of; itself when it is not a copy. */
  readonly originals: Int32Array
  /** `[start, end)` of the stretches that are not copies, ascending. */
  readonly stretches: readonly (readonly [number, number])[]
}

const parts = new Int32Array(4096)

export function outline(run: Run, letters: Uint16Array): Outline {
  const surfaces: string[] = []
  const starts: number[] = []
  for (const piece of run.pieces) {
    const words = piece.split(/\s+/u).filter((w) => w !== '')
    if (words.length > 0) starts.push(surfaces.length)
    for (const word of words) surfaces.push(word)
  }
  const n = surfaces.length
  const ids = new Int32Array(n)
  const firsts = new Int32Array(n)
  const lasts = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    const surface = surfaces[i]!
    const length = scan(surface, 0, Math.min(surface.length, 2048), letters, parts, 0)
    let id = 0
    for (let k = 0; k < length; k++) {
      const part = parts[k]!
      if (part === BREAK) continue
      if (id === 0) firsts[i] = part
      lasts[i] = part
      id = id === 0 ? part : mix(id, part)
    }
    ids[i] = id
  }
  const seams = new Uint8Array(n + 1)
  seams[0] = seams[n] = 1
  for (const start of starts) seams[start] = 1
  const originals = Int32Array.from({ length: n }, (_, i) => i)
  const stretches = takeOutCopies(ids, seams, originals)
  return { surfaces, ids, firsts, lasts, seams, originals, stretches }
}

/** A list is at least this many words; shorter repeats may be tags that share words. */
const SHORT_COPY = 3

/** Finds stretches that repeat earlier ones, marks their ends as seams, and returns what is left. Linear but for hashing. */
function takeOutCopies(ids: Int32Array, seams: Uint8Array, originals: Int32Array): [number, number][] {
  const n = ids.length
  const hardEnd = new Int32Array(n + 1)
  for (let i = n - 1, end = n; i >= 0; i--) {
    hardEnd[i] = end
    if (seams[i] === 1) end = i
  }
  const seen = new Map<number, number[]>()
  const trigram = (i: number): number => mix(mix(ids[i]!, ids[i + 1]!), ids[i + 2]!)
  const copied = new Uint8Array(n)
  const remember = (i: number): void => {
    if (i + SHORT_COPY > n) return
    const at = seen.get(trigram(i))
    if (at === undefined) seen.set(trigram(i), [i])
    else if (at.length < 8) at.push(i)
  }
  for (let i = 0; i < n;) {
    let best = 0
    let from = -1
    const end = hardEnd[i]!
    if (i + SHORT_COPY <= end) {
      for (const j of seen.get(trigram(i)) ?? []) {
        let length = 0
        const limit = Math.min(end - i, i - j)
        while (length < limit && ids[j + length] === ids[i + length]) length++
        if (length <= best || length < SHORT_COPY) continue
        const again = seams[j] === 1 && seams[j + length] === 1
        // the list said twice in a row; where a seam is known inside, the true start comes later
        const twice = length === i - j && !seams.subarray(j + 1, i).includes(1)
        if (again || twice) {
          best = length
          from = j
        }
      }
    }
    if (best > 0) {
      seams[i] = seams[i + best] = seams[from] = seams[from + best] = 1
      for (let k = 0; k < best; k++) {
        originals[i + k] = originals[from + k]!
        copied[i + k] = 1
      }
      i += best
    } else {
      remember(i)
      i++
    }
  }
  const stretches: [number, number][] = []
  for (let i = 0; i < n;) {
    if (copied[i] === 1) {
      i++
      continue
    }
    let end = i + 1
    while (end < n && seams[end] === 0 && copied[end] === 0) end++
    stretches.push([i, onePeriod(ids, i, end, seams, originals)])
    i = end
  }
  return stretches
}

/** A stretch that is some shorter list said two or more times is that list: returns where it first ends. */
function onePeriod(ids: Int32Array, start: number, end: number, seams: Uint8Array, originals: Int32Array): number {
  const length = end - start
  for (let period = 1; period <= Math.min(length / 2, SHORT_COPY * 2); period++) {
    if (length % period !== 0) continue
    let i = start + period
    while (i < end && ids[i] === ids[i - period]) i++
    if (i < end) continue
    for (let k = start + period; k < end; k++) {
      if ((k - start) % period === 0) seams[k] = 1
      originals[k] = originals[k - period]!
    }
    return start + period
  }
  return end
}

// ── support: what the page's own text says ───────────────────────────────────────────────────────────────────────────

/** Letters that may stand before a word in the text and not in the tag; a lone alef is what is left of a clipped article. */
const PROCLITICS = ['و', 'ف', 'ب', 'ل', 'ك', 'ا']

/** Looks the run's words up in the page's prose and title. Linear in the prose, plus the matches found. */
export function support(run: Run, page: PageText): RunSupport {
  const { letters } = page
  const shape = outline(run, letters)
  const n = shape.ids.length
  const longest = new Uint8Array(n)
  const prefixed = new Uint8Array(n)
  const pairs = new Uint8Array(n)
  const words = new Uint8Array(n)
  const titled = new Uint8Array(n)
  const places = new Map<number, number[]>()
  const add = (hash: number, place: number): void => {
    const at = places.get(hash)
    if (at === undefined) places.set(hash, [place])
    else if (at.length < 64) at.push(place)
  }
  for (const [start, end] of shape.stretches) {
    for (let i = start; i < end; i++) {
      if (shape.ids[i] === 0) continue
      add(shape.firsts[i]!, i)
      const surface = shape.surfaces[i]!
      for (const letter of PROCLITICS) add(firstWord(letter + surface, letters), ~i)
      if (surface.startsWith('ال')) add(firstWord('لل' + surface.slice(2), letters), ~i)
    }
  }
  const ends = new Int32Array(n)
  for (const [start, end] of shape.stretches) ends.fill(end, start, end)
  const tokens = page.tokens
  const multi = multipart(shape, letters)
  /** Words of the run from `i` on that stand in the text from token `t` on. */
  const matched = (i: number, t: number, prefix: boolean): number => {
    const end = Math.min(ends[i]!, i + 15)
    let at = t
    for (let k = i; k < end; k++) {
      if (shape.ids[k] === 0) continue
      const rest = multi.get(k)
      const first = prefix && k === i
      if (rest === undefined) {
        if (tokens[at] !== shape.ids[k] && !first) return k - i
        at++
      } else {
        for (let part = 0; part < rest.length; part++) {
          if (tokens[at + part] !== rest[part] && !(first && part === 0)) return k - i
        }
        at += rest.length
      }
    }
    return end - i
  }
  /** Whether token `t` is longer than word `i` and ends with it. */
  const endsWith = (i: number, t: number): boolean => {
    if (tokens[t] === BREAK || shape.ids[i] === 0) return false
    const surface = shape.surfaces[i]!
    let at = page.ends[t]! - 1
    for (let k = surface.length - 1; k >= 0; k--) {
      const letter = letters[surface.charCodeAt(k)]!
      if (letter === SKIPPED) continue
      while (at >= 0 && letters[page.text.charCodeAt(at)] === SKIPPED) at--
      if (at < 0 || letter <= SPACE || letters[page.text.charCodeAt(at)] !== letter) return false
      at--
    }
    return at >= 0 && letters[page.text.charCodeAt(at)]! > SPACE
  }
  for (let t = 0; t < page.length; t++) {
    const found = tokens[t] === BREAK ? undefined : places.get(tokens[t]!)
    if (found === undefined) continue
    for (const place of found) {
      const i = place < 0 ? ~place : place
      const length = matched(i, t, place < 0)
      if (t < page.title) {
        if (place >= 0 && length > titled[i]!) titled[i] = length
        continue
      }
      if (place < 0) {
        if (length > prefixed[i]!) prefixed[i] = length
        continue
      }
      if (length > longest[i]!) longest[i] = length
      words[i] = Math.min(255, words[i]! + 1)
      if (length > 1) pairs[i] = Math.min(255, pairs[i]! + 1)
      // the word before may stand here with letters before it, or have lost some: `لمخزون البترول` for `مخزون البترول`
      if (
        i > 0 &&
        ends[i - 1] === ends[i] &&
        length + 1 > prefixed[i - 1]! &&
        t > page.title &&
        endsWith(i - 1, t - 1)
      ) {
        prefixed[i - 1] = length + 1
      }
    }
  }
  return { longest, prefixed, pairs, words, titled, prose: page.length - page.title }
}

function firstWord(text: string, letters: Uint16Array): number {
  const length = scan(text, 0, Math.min(text.length, 2048), letters, parts, 0)
  return length > 0 ? parts[0]! : 0
}

function multipart(shape: Outline, letters: Uint16Array): Map<number, number[]> {
  const multi = new Map<number, number[]>()
  for (let i = 0; i < shape.ids.length; i++) {
    if (shape.firsts[i] === shape.ids[i]) continue
    const surface = shape.surfaces[i]!
    const length = scan(surface, 0, Math.min(surface.length, 2048), letters, parts, 0)
    multi.set(
      i,
      [...parts.subarray(0, length)].filter((h) => h !== BREAK),
    )
  }
  return multi
}

// ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Word {
  readonly id: number
  readonly first: number
  readonly last: number
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
}

const ENDINGS = new Map(Array.from('ةهياونتءى').map((letter, i) => [letter.charCodeAt(0), i + 1]))
const OPENING = /^["'«“”‘([{]/u
const CLOSING = /["'»“”’)\]}]$/u
const CLAUSE = /[.:!؟?…]$/u

function describe(surface: string, id: number, first: number, last: number, model: Segmenter): Word {
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
    first,
    last,
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
  }
}

const EDGE: Word = {
  id: 0, first: 0, last: 0, article: 0, ending: 0, script: 6, particle: 0, length: 0, marks: 0, prefix: 0, suffix: 0, kind: 0, shape: 99999,
} // prettier-ignore

// ── features ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const HALF = 1 << (WEIGHT_BITS - 1)
const FORM = new Set([
  2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 27, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 39, 48, 49, 50, 54, 56, 60, 61,
  62,
])
const OFFSET = Int32Array.from({ length: 64 }, (_, t) => (FORM.has(t) ? HALF : 0))

/** Features of one stretch: for every gap and every span, indices into the weights. */
export interface Stretch {
  readonly length: number
  /** Fills `out` with the features of a boundary before word `i`, 0 < i < length; returns how many. */
  gap(i: number, out: Int32Array): number
  /** Fills `out` with the features of words `[i, j)` being one tag. */
  span(i: number, j: number, out: Int32Array): number
}

/** 0, 1, 2, 3-4, 5-8, 9-16, 17-64, more. */
const few = (count: number): number =>
  count < 1 ? 0 : count < 2 ? 1 : count < 3 ? 2 : count < 5 ? 3 : count < 9 ? 4 : count < 17 ? 5 : count < 65 ? 6 : 7
const frequency = (count: number): number => (count < 1 ? 0 : Math.min(9, 1 + Math.floor(Math.log2(count) / 1.5)))
const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(5, Math.ceil((5 * part) / whole)))

/** Bundles what a stretch's features are computed from. Cost: linear in words, times `LONGEST` for spans. */
export function stretchFeatures(
  shape: Outline,
  start: number,
  end: number,
  page: RunSupport,
  evidence: Evidence | undefined,
  model: Segmenter,
): Stretch {
  const n = end - start
  const bg = model.background
  const words: Word[] = []
  for (let i = start; i < end; i++) {
    words.push(describe(shape.surfaces[i]!, shape.ids[i]!, shape.firsts[i]!, shape.lasts[i]!, model))
  }
  const at = (i: number): Word => words[i] ?? EDGE
  const total = bg.total + (evidence?.total ?? 0) + 1
  // evidence of the collection holds this run and this page's prose as well: they are taken off again
  const frequencies = new Float64Array(n)
  const listWord = new Float64Array(n)
  const after = new Float64Array(n)
  const before = new Float64Array(n)
  const pairs = new Float64Array(n + 1)
  const pmi = new Float64Array(n + 1).fill(-9)
  const listPairs = new Float64Array(n + 1)
  const inStretch = new Map<number, number>()
  let adjacent = 0
  for (let i = 0; i < n; i++) {
    const w = at(i)
    const own = page.words[start + i]!
    frequencies[i] = bg.proseWord(w.id) + (evidence ? Math.max(0, evidence.proseWord(w.id) - own) : 0)
    listWord[i] = bg.listWord(w.id) + (evidence ? Math.max(0, evidence.listWord(w.id) - 1) : 0)
    after[i] = bg.after(w.last) + (evidence ? Math.max(0, evidence.after(w.last) - 1) : 0)
    before[i] = bg.before(w.first) + (evidence ? Math.max(0, evidence.before(w.first) - 1) : 0)
    inStretch.set(w.id, (inStretch.get(w.id) ?? 0) + 1)
  }
  for (let i = 1; i < n; i++) {
    const a = at(i - 1)
    const b = at(i)
    const own = page.pairs[start + i - 1]!
    if (own > 0 || page.prefixed[start + i - 1]! > 1) adjacent++
    const pair = bg.prosePair(a.last, b.first) + (evidence ? Math.max(0, evidence.prosePair(a.last, b.first) - own) : 0)
    pairs[i] = pair
    listPairs[i] = bg.listPair(a.last, b.first) + (evidence ? Math.max(0, evidence.listPair(a.last, b.first) - 1) : 0)
    if (pair > 0) {
      const expected = (Math.max(1, frequencies[i - 1]!) * Math.max(1, frequencies[i]!)) / total
      pmi[i] = Math.max(-2, Math.min(15, Math.round(Math.log2(pair / expected))))
    }
    const both = mix(a.id, b.id)
    inStretch.set(both, (inStretch.get(both) ?? 0) + 1)
  }
  const kind = page.prose < 20 ? 6 : share(adjacent, n - 1)
  const short = n < 4 ? n : n < 8 ? 4 : n < 16 ? 5 : n < 40 ? 6 : 7
  const known = (phrase: number): number => bg.tag(phrase) + (evidence ? evidence.tag(phrase) : 0)
  const repeatedSpans = new Map<number, number>()

  const spanHash = (i: number, j: number): number => {
    let hash = 0
    for (let k = i; k < j; k++) {
      const w = at(k)
      if (w.id === 0) continue
      // a word of several parts enters part by part in `phraseOf`; mixing its parts first would differ
      hash = hash === 0 ? w.id : mix(hash, w.id)
    }
    return hash
  }
  for (let i = 0; i < n; i++) {
    let hash = 0
    for (let j = i; j < Math.min(n, i + 5); j++) {
      hash = hash === 0 ? at(j).id : mix(hash, at(j).id)
      repeatedSpans.set(hash, (repeatedSpans.get(hash) ?? 0) + 1)
    }
  }

  let count = 0
  let out: Int32Array = new Int32Array(0)
  const put = (template: number, value: number): void => {
    let h = Math.imul(template + 1, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    out[count++] = ((h ^ (h >>> 13)) & (HALF - 1)) + OFFSET[template]!
  }
  const pmiBucket = (i: number): number => (pmi[i]! + 9) * 8 + few(pairs[i]!)
  const adjacency = (i: number): number => {
    if (kind === 6) return 0
    if (page.pairs[start + i - 1]! > 0) return 3
    if (page.prefixed[start + i - 1]! > 1) return 4
    return 1 + (page.words[start + i - 1]! > 0 && page.words[start + i]! > 0 ? 1 : 0)
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
      const near = adjacency(i)
      const p = pmiBucket(i)
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
      put(14, near * 8 + kind)
      put(
        15,
        ((near * 8 + kind) * 8 + few(page.pairs[start + i - 1]!)) * 64 +
          few(page.words[start + i - 1]!) * 8 +
          few(page.words[start + i]!),
      )
      put(16, (near * 8 + kind) * 16 + a.article * 4 + b.article)
      put(17, p)
      put(18, p * 16 + a.article * 4 + b.article)
      put(19, p * 8 + near)
      put(20, (frequency(frequencies[i - 1]!) * 10 + frequency(frequencies[i]!)) * 8 + few(pairs[i]!))
      put(21, (few(listPairs[i]!) * 8 + few(after[i - 1]!)) * 8 + few(before[i]!))
      put(22, (few(listPairs[i]!) * 8 + few(listWord[i - 1]!)) * 8 + few(listWord[i]!))
      put(23, few(listPairs[i]!) * 256 + p)
      put(24, share(listPairs[i]!, Math.min(listWord[i - 1]!, listWord[i]!)) * 8 + few(listPairs[i]!))
      const rise = pmi[i]! - Math.max(pmi[i - 1] ?? -9, -9)
      const fall = pmi[i]! - Math.max(pmi[i + 1] ?? -9, -9)
      put(25, (Math.max(-6, Math.min(6, rise)) + 6) * 13 + Math.max(-6, Math.min(6, fall)) + 6)
      put(
        26,
        few(inStretch.get(a.id) ?? 0) * 64 +
          few(inStretch.get(b.id) ?? 0) * 8 +
          few(inStretch.get(mix(a.id, b.id)) ?? 0),
      )
      put(27, a.length * 8 + b.length)
      put(28, a.marks * 32 + b.marks)
      put(29, (a.marks & 3) * 4001 + b.shape)
      put(30, (b.marks & 3) * 4001 + a.shape)
      put(31, short)
      put(32, a.kind * 256 + b.kind)
      put(33, a.kind * 256 + b.shape)
      put(34, b.kind * 256 + a.shape)
      put(35, (aa.kind * 256 + a.kind) * 256 + b.kind)
      put(36, (a.kind * 256 + b.kind) * 256 + bb.kind)
      put(37, a.kind)
      put(38, b.kind)
      put(39, (aa.kind * 256 + b.kind) * 16 + a.particle)
      return count
    },
    span(i, j, target) {
      out = target
      count = 0
      const size = j - i
      const a = at(i)
      const b = at(j - 1)
      const hash = spanHash(i, j)
      const times = known(hash)
      const name = bg.name(hash) ? 1 : 0
      const whole = page.longest[start + i]! >= size ? 2 : page.prefixed[start + i]! >= size ? 1 : 0
      const toRight = j < n && page.longest[start + i]! > size ? 1 : 0
      const toLeft = i > 0 && page.longest[start + i - 1]! > size ? 1 : 0
      put(40, size)
      put(41, size * 8 + kind)
      put(42, size * 8 + short)
      put(43, few(times) * 16 + size)
      put(44, name * 16 + size)
      put(45, (few(times) * 2 + name) * 16 + Math.min(size, 3) * 4 + a.article)
      put(46, ((whole * 4 + toRight * 2 + toLeft) * 16 + size) * 8 + kind)
      put(47, (page.titled[start + i]! >= size ? 16 : 0) + size)
      put(48, (a.shape * 4001 + b.shape) * 8 + Math.min(size, 4))
      put(49, a.id * 8 + Math.min(size, 4))
      put(50, b.id * 8 + Math.min(size, 4))
      put(51, few(repeatedSpans.get(hash) ?? 1) * 16 + size)
      let weakest = 20
      for (let k = i + 1; k < j; k++) weakest = Math.min(weakest, pmi[k]!)
      const edge = Math.max(i > 0 ? pmi[i]! : -9, j < n ? pmi[j]! : -9)
      put(52, (weakest + 9) * 16 + size)
      put(53, Math.max(-8, Math.min(8, weakest - edge)) * 16 + size)
      if (size === 1) put(54, frequency(frequencies[i]!) * 4001 + a.shape)
      else {
        const shorter = known(spanHash(i, j - 1))
        const later = known(spanHash(i + 1, j))
        put(55, (few(shorter) * 8 + few(later)) * 8 + few(times))
      }
      put(60, a.kind * 8 + Math.min(size, 4))
      put(61, b.kind * 8 + Math.min(size, 4))
      put(62, (a.kind * 256 + b.kind) * 8 + Math.min(size, 4))
      if (size === 2) put(56, a.id * 31 + b.id)
      return count
    },
  }
}

// ── inference ────────────────────────────────────────────────────────────────────────────────────────────────────────

const scratch = new Int32Array(64)

const sum = (weights: Int8Array, features: Int32Array, count: number): number => {
  let total = 0
  for (let k = 0; k < count; k++) total += weights[features[k]!]!
  return total
}

/** Scores of all spans of a stretch, `spans[i * LONGEST + size - 1]`, each with the boundary before it. */
export function scores(stretch: Stretch, weights: Int8Array, scale: number): Float64Array {
  const n = stretch.length
  const spans = new Float64Array(n * LONGEST).fill(-Infinity)
  for (let i = 0; i < n; i++) {
    const boundary = i === 0 ? 0 : sum(weights, scratch, stretch.gap(i, scratch))
    for (let size = 1; size <= LONGEST && i + size <= n; size++) {
      spans[i * LONGEST + size - 1] = scale * (boundary + sum(weights, scratch, stretch.span(i, i + size, scratch)))
    }
  }
  return spans
}

/** Forward and backward sums in log space, from the scores of spans. */
export function lattice(n: number, spans: Float64Array): { forward: Float64Array; backward: Float64Array } {
  const forward = new Float64Array(n + 1)
  const backward = new Float64Array(n + 1)
  for (let j = 1; j <= n; j++) {
    let top = -Infinity
    for (let size = 1; size <= LONGEST && size <= j; size++) {
      top = Math.max(top, forward[j - size]! + spans[(j - size) * LONGEST + size - 1]!)
    }
    let total = 0
    for (let size = 1; size <= LONGEST && size <= j; size++) {
      total += Math.exp(forward[j - size]! + spans[(j - size) * LONGEST + size - 1]! - top)
    }
    forward[j] = top + Math.log(total)
  }
  for (let i = n - 1; i >= 0; i--) {
    let top = -Infinity
    for (let size = 1; size <= LONGEST && i + size <= n; size++) {
      top = Math.max(top, backward[i + size]! + spans[i * LONGEST + size - 1]!)
    }
    let total = 0
    for (let size = 1; size <= LONGEST && i + size <= n; size++) {
      total += Math.exp(backward[i + size]! + spans[i * LONGEST + size - 1]! - top)
    }
    backward[i] = top + Math.log(total)
  }
  return { forward, backward }
}

/** Best cut of a stretch: for every start of a tag its length, 0 elsewhere; and the model's probability of each tag. */
export function decode(n: number, spans: Float64Array): { sizes: Uint8Array; odds: Float64Array } {
  const best = new Float64Array(n + 1)
  const sizeAt = new Uint8Array(n + 1)
  for (let j = 1; j <= n; j++) {
    best[j] = -Infinity
    for (let size = 1; size <= LONGEST && size <= j; size++) {
      const score = best[j - size]! + spans[(j - size) * LONGEST + size - 1]!
      if (score > best[j]!) {
        best[j] = score
        sizeAt[j] = size
      }
    }
  }
  const { forward, backward } = lattice(n, spans)
  const sizes = new Uint8Array(n)
  const odds = new Float64Array(n)
  for (let j = n; j > 0; j -= sizeAt[j]!) {
    const size = sizeAt[j]!
    const i = j - size
    sizes[i] = size
    const log = forward[i]! + spans[i * LONGEST + size - 1]! + backward[j]!
    odds[i] = Math.min(0, log - backward[0]!)
  }
  return { sizes, odds }
}

/**
 * The tags of a run, in run order, copies included. `evidence` is the collection's (which has observed this run and this
 * page), or undefined to judge by the shipped counts alone. About 2 µs a word.
 */
export function segment(run: Run, page: RunSupport, evidence: Evidence | undefined, model: Segmenter): Segment[] {
  const shape = outline(run, model.letters)
  const n = shape.ids.length
  const starts = new Uint8Array(n + 1)
  const confidence = new Float64Array(n)
  for (const [start, end] of shape.stretches) {
    const stretch = stretchFeatures(shape, start, end, page, evidence, model)
    const { sizes, odds } = decode(end - start, scores(stretch, model.weights, model.scale))
    for (let i = 0; i < sizes.length; i++) {
      if (sizes[i] === 0) continue
      starts[start + i] = 1
      confidence[start + i] = calibrate(odds[i]!, model)
    }
  }
  const segments: Segment[] = []
  for (let i = 0; i < n;) {
    let j = i + 1
    while (j < n && shape.seams[j] === 0 && starts[shape.originals[j]!] === 0) j++
    segments.push({
      surface: shape.surfaces.slice(i, j).join(' '),
      confidence: confidence[shape.originals[i]!]!,
    })
    i = j
  }
  return segments
}

/** From the log of a probability to a calibrated probability. */
function calibrate(log: number, { calibration }: Segmenter): number {
  const p = Math.exp(log)
  const logit = Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9))
  return 1 / (1 + Math.exp(-(calibration.slope * logit + calibration.shift)))
}

/** Adds a run to the evidence of the collection: each of its stretches is one distinct list. */
export function observeRun(run: Run, evidence: Evidence): void {
  const shape = outline(run, evidence.letters)
  for (const [start, end] of shape.stretches) evidence.observeRun(shape.ids.subarray(start, end))
}
