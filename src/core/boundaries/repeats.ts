import { Chains } from './chains.js'
import { BREAK, mix, hashWords } from '../text/tokens.js'
import type { KeywordRun } from '../types.js'

/** A run with its repeats taken out: every distinct stretch once, and where each word of the run has its like. */
export interface CollapsedRun {
  readonly surfaces: readonly string[]
  /** Word hash; parts of a word (`كوفيد-19`) are mixed into one. */
  readonly ids: Int32Array
  /** Its first and its last part, the same as the whole for nearly all words; 0 for a word without letters. */
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  /** The parts of words that have several. */
  readonly parts: ReadonlyMap<number, readonly number[]>
  /** Whether a boundary before word `i` is certain. */
  readonly seams: Uint8Array
  /** The word that word `i` is a copy of; itself when it is not a copy. */
  readonly originals: Int32Array
  /** `[start, end)` of the stretches that are not copies, ascending. */
  readonly stretches: readonly (readonly [number, number])[]
}

/** Letters of a word that are looked at. */
export const LONGEST_WORD = 1024
const scratch = new Int32Array(2 * LONGEST_WORD)

/** White space that is no plain space. Splitting at spaces is four times as fast as by an expression. */
const ODD_SPACE = /[^\S ]/u

export function collapseRepeats(run: KeywordRun, letters: Uint16Array): CollapsedRun {
  const surfaces: string[] = []
  const starts: number[] = []
  for (const piece of run.pieces) {
    const first = surfaces.length
    for (const word of piece.split(ODD_SPACE.test(piece) ? /\s+/u : ' ')) if (word !== '') surfaces.push(word)
    if (surfaces.length > first) starts.push(first)
  }
  const n = surfaces.length
  const ids = new Int32Array(n)
  const firsts = new Int32Array(n)
  const lasts = new Int32Array(n)
  const parts = new Map<number, readonly number[]>()
  for (let i = 0; i < n; i++) {
    const surface = surfaces[i]!
    const length = hashWords(surface, 0, Math.min(surface.length, LONGEST_WORD), letters, scratch, 0)
    const hashes = length === 1 ? undefined : Array.from(scratch.subarray(0, length)).filter((h) => h !== BREAK)
    if (hashes === undefined) ids[i] = firsts[i] = lasts[i] = scratch[0]!
    else if (hashes.length > 0) {
      ids[i] = hashes.reduce(mix)
      firsts[i] = hashes[0]!
      lasts[i] = hashes.at(-1)!
      if (hashes.length > 1) parts.set(i, hashes)
    }
  }
  const seams = new Uint8Array(n + 1)
  seams[0] = seams[n] = 1
  for (const start of starts) seams[start] = 1
  const originals = new Int32Array(n)
  for (let i = 0; i < n; i++) originals[i] = i
  const stretches = takeOutCopies(ids, seams, originals)
  return { surfaces, ids, firsts, lasts, parts, seams, originals, stretches }
}

/** Places of a trigram that are compared. */
const MOST_PLACES = 8
const trigrams = new Chains()

/** A list is at least this many words; shorter repeats may be tags that share words. */
const SHORT_COPY = 3
/** Words compared at most, so that hostile input stays linear. */
const LONGEST_COPY = 400

/** Finds stretches that repeat earlier ones, marks their ends as seams, and returns what is left. Linear but for hashing. */
function takeOutCopies(ids: Int32Array, seams: Uint8Array, originals: Int32Array): [number, number][] {
  const n = ids.length
  const hardEnd = new Int32Array(n)
  for (let i = n - 1, end = n; i >= 0; i--) {
    hardEnd[i] = end
    if (seams[i] === 1) end = i
  }
  trigrams.clear(n)
  const trigram = (i: number): number => mix(mix(ids[i]!, ids[i + 1]!), ids[i + 2]!)
  const copied = new Uint8Array(n)
  const remember = (i: number): void => {
    if (i + SHORT_COPY <= n) trigrams.add(trigram(i), i, MOST_PLACES)
  }
  for (let i = 0; i < n;) {
    let best = 0
    let from = -1
    const end = hardEnd[i]!
    if (i + SHORT_COPY <= end) {
      for (let entry = trigrams.first(trigram(i)); entry !== 0; entry = trigrams.next(entry)) {
        const j = trigrams.value(entry)
        let length = 0
        const limit = Math.min(end - i, i - j, LONGEST_COPY)
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
