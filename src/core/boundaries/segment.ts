/**
 * Cuts an undelimited run into tags: of all ways to cut it, the one with the most tags expected right under a small network
 * that scores gaps between words and spans of words (a semi-Markov conditional random field). docs/SEGMENTATION.md tells
 * the method; features.ts lists what the network looks at.
 */
import type { Evidence } from './evidence.js'
import { LONGEST, Stretch } from './features.js'
import { addHabit, type Habit } from './habits.js'
import { decode, lattice, type Sums } from './lattice.js'
import { MOST_WORDS, type Segmenter } from './network.js'
import { collapseRepeats, type CollapsedRun } from './repeats.js'
import type { TextMatches } from './matches.js'
import type { KeywordRun, Segment } from '../types.js'

/**
 * How much likelier than the model says, by words, a string that a field gives alone is one tag. The model learned from
 * lists of several; of exports that give one string, short ones are mostly one tag, long ones flattened lists. With these, 95 of
 * 100 tags of two words stay one, 93 of three, 80 of four (of written sites that training has not seen). Where the
 * site is known to delimit its lists, one that it does not is a list of one.
 */
const ALONE = [1, 1, 40, 20, 8, 2, 1, 1, 1]
const WHERE_DELIMITED = 10
/** So many delimited lists of a site show its habit. */
const HABIT = 3

/**
 * What a tag gains in log odds that delimited lists of the collection have, times the log of one more than there are of them.
 * Training, on sites most of which contradict themselves, trusts them less; at 0.7 other houses gain and news lose 0.0007.
 */
const TOLD = 0.7
/** What words lose that are two known tags side by side: phrases of prose teach to join an office to its holder's name. */
const TWO = 2
/** What two or three words gain as one tag where interface text parts them from the rest of a run: mostly they are. */
const PIECE = Math.log(3)

/**
 * Adds to the scores of spans what the network learned too weakly, and the habit of the house. `isPiece`: interface text
 * parts them from other words.
 */
function weigh(spans: Float64Array, stretch: Stretch, isPiece: boolean, habit: Habit | undefined): void {
  const n = stretch.length
  if (habit) addHabit(spans, stretch, habit)
  for (let i = 0; i < n; i++) {
    for (let size = 2; size <= LONGEST && i + size <= n; size++) {
      const slot = i * LONGEST + size - 1
      const told = stretch.told(i, size)
      if (told > 0) spans[slot] = spans[slot]! + TOLD * Math.log1p(told)
      if (stretch.isTwo(i, size)) spans[slot] = spans[slot]! - TWO
    }
  }
  if (isPiece && (n === 2 || n === 3)) spans[n - 1] = spans[n - 1]! + PIECE
}

/** The probability that the whole of a field's string is one tag. */
function wholeProbability(n: number, spans: Float64Array, { backward }: Sums, delimiting: number): number {
  const log = Math.min(0, spans[n - 1]! - backward[0]!)
  const odds = ALONE[n]! * (delimiting >= HABIT ? WHERE_DELIMITED : 1)
  const one = odds * Math.exp(log)
  return one / (one - Math.expm1(log))
}

/**
 * The tags of a run, in run order, copies included. `evidence` is the collection's (which has observed this run and this
 * page), or undefined to judge by the shipped counts alone. `host` is the page's, of a run that it declares: such a run may
 * be one tag. `habit`: of the house, where it is known. About 5 µs a word.
 */
export function segment(
  run: KeywordRun,
  page: TextMatches,
  evidence: Evidence | undefined,
  model: Segmenter,
  host = '',
  habit?: Habit,
): Segment[] {
  const collapsed = collapseRepeats(run, model.letters)
  const n = collapsed.ids.length
  const starts = new Uint8Array(n)
  const confidence = new Float64Array(n)
  for (const [start, end] of pieces(collapsed.stretches)) {
    const stretch = new Stretch(collapsed, start, end, page, evidence, model)
    const spans = model.network.scores(stretch)
    weigh(spans, stretch, run.pieces.length > 1 && collapsed.seams[end] === 1, habit)
    const sums = lattice(end - start, spans)
    if (run.from !== undefined && end - start === n && n <= LONGEST) {
      const whole = wholeProbability(n, spans, sums, evidence?.delimiting(host) ?? 0)
      if (whole >= 0.5) return [{ surface: collapsed.surfaces.join(' '), confidence: whole }]
    }
    const { sizes, odds } = decode(end - start, spans, sums)
    for (let i = 0; i < sizes.length; i++) {
      if (sizes[i] === 0) continue
      starts[start + i] = 1
      confidence[start + i] = Math.exp(odds[i]!)
    }
  }
  const segments: Segment[] = []
  for (let i = 0; i < n;) {
    let j = i + 1
    while (j < n && collapsed.seams[j] === 0 && starts[collapsed.originals[j]!] === 0) j++
    segments.push({
      surface: collapsed.surfaces.slice(i, j).join(' '),
      confidence: confidence[collapsed.originals[i]!]!,
    })
    i = j
  }
  return segments
}

/** Stretches of at most `MOST_WORDS`: no list that anyone made is longer. */
function* pieces(stretches: CollapsedRun['stretches']): Iterable<readonly [number, number]> {
  for (const [start, end] of stretches)
    for (let i = start; i < end; i += MOST_WORDS) yield [i, Math.min(end, i + MOST_WORDS)]
}

/** Adds a run to the evidence of the collection: each of its stretches is one distinct list. */
export function observeRun(collapsed: CollapsedRun, evidence: Evidence): void {
  for (const [start, end] of collapsed.stretches) evidence.observeRun(collapsed.ids.subarray(start, end))
}
