import type { Evidence } from './evidence.js'
import type { Segmenter, Stretch } from './features.js'
import { LONGEST, stretchFeatures } from './features.js'
import { outline } from './outline.js'
import type { RunSupport } from './support.js'
import type { Run, Segment } from './types.js'

export type { Segmenter } from './features.js'
export { support, type RunSupport } from './support.js'

/**
 * Cuts an undelimited run into tags: of all ways to cut it, the one with the most tags expected right under a linear
 * model over gaps between words and spans of words (a semi-Markov conditional random field). docs/SEGMENTATION.md tells
 * the method; features.ts lists what the model looks at.
 */

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

interface Sums {
  readonly forward: Float64Array
  readonly backward: Float64Array
}

/** Forward and backward sums in log space, from the scores of spans. */
export function lattice(n: number, spans: Float64Array): Sums {
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

/** What a tag must be worth to be given: half of the F1 hoped for, since a wrong tag costs half of what a right one gains. */
const PRICE = 0.4

/**
 * The cut of a stretch with the most tags expected right: for every start of a tag its length, 0 elsewhere; and the
 * log of the model's probability of each tag.
 */
export function decode(
  n: number,
  spans: Float64Array,
  { forward, backward }: Sums = lattice(n, spans),
): { sizes: Uint8Array; odds: Float64Array } {
  const best = new Float64Array(n + 1)
  const sizeAt = new Uint8Array(n + 1)
  const log = (i: number, size: number): number =>
    Math.min(0, forward[i]! + spans[i * LONGEST + size - 1]! + backward[i + size]! - backward[0]!)
  for (let j = 1; j <= n; j++) {
    best[j] = -Infinity
    for (let size = 1; size <= LONGEST && size <= j; size++) {
      const worth = best[j - size]! + Math.exp(log(j - size, size)) - PRICE
      if (worth > best[j]!) {
        best[j] = worth
        sizeAt[j] = size
      }
    }
  }
  const sizes = new Uint8Array(n)
  const odds = new Float64Array(n)
  for (let j = n; j > 0; j -= sizeAt[j]!) {
    const size = sizeAt[j]!
    sizes[j - size] = size
    odds[j - size] = log(j - size, size)
  }
  return { sizes, odds }
}

/**
 * How much likelier than the model says, by words, a string that a field gives alone is one tag. The model learned from
 * lists of several; of exports that give one string, short ones are mostly one tag, long ones flattened lists. Where the
 * site is known to delimit its lists, one that it does not is a list of one.
 */
const ALONE = [1, 1, 50, 10, 3, 1, 1, 1, 1]
const WHERE_DELIMITED = 10
/** So many delimited lists of a site show its habit. */
const HABIT = 3

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
 * be one tag. About 2 µs a word.
 */
export function segment(
  run: Run,
  page: RunSupport,
  evidence: Evidence | undefined,
  model: Segmenter,
  host = '',
): Segment[] {
  const shape = outline(run, model.letters)
  const n = shape.ids.length
  const starts = new Uint8Array(n + 1)
  const confidence = new Float64Array(n)
  for (const [start, end] of shape.stretches) {
    const stretch = stretchFeatures(shape, start, end, page, evidence, model)
    const spans = scores(stretch, model.weights, model.scale)
    const sums = lattice(end - start, spans)
    if (run.from !== undefined && end - start === n && n === shape.surfaces.length && n <= LONGEST) {
      const whole = wholeProbability(n, spans, sums, evidence?.delimiting(host) ?? 0)
      if (whole >= 0.5) return [{ surface: shape.surfaces.join(' '), confidence: whole }]
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
    while (j < n && shape.seams[j] === 0 && starts[shape.originals[j]!] === 0) j++
    segments.push({
      surface: shape.surfaces.slice(i, j).join(' '),
      confidence: confidence[shape.originals[i]!]!,
    })
    i = j
  }
  return segments
}

/** Adds a run to the evidence of the collection: each of its stretches is one distinct list. */
export function observeRun(run: Run, evidence: Evidence): void {
  const shape = outline(run, evidence.letters)
  for (const [start, end] of shape.stretches) evidence.observeRun(shape.ids.subarray(start, end))
}
