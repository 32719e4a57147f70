/** All ways to cut a stretch at once: sums over them, and the best of them. */
import { LONGEST } from './features.js'

export interface Sums {
  readonly forward: Float64Array
  readonly backward: Float64Array
}

/** Forward and backward sums in log space, from the scores of spans. */
export function lattice(n: number, spans: Float64Array): Sums {
  const forward = new Float64Array(n + 1)
  const backward = new Float64Array(n + 1)
  for (let j = 1; j <= n; j++) {
    const most = Math.min(LONGEST, j)
    let top = -Infinity
    for (let size = 1; size <= most; size++) {
      const value = forward[j - size]! + spans[(j - size) * LONGEST + size - 1]!
      if (value > top) top = value
    }
    let total = 0
    for (let size = 1; size <= most; size++) {
      const below = forward[j - size]! + spans[(j - size) * LONGEST + size - 1]! - top
      if (below > NOTHING) total += Math.exp(below)
    }
    forward[j] = top + Math.log(total)
  }
  for (let i = n - 1; i >= 0; i--) {
    const most = Math.min(LONGEST, n - i)
    let top = -Infinity
    for (let size = 1; size <= most; size++) {
      const value = backward[i + size]! + spans[i * LONGEST + size - 1]!
      if (value > top) top = value
    }
    let total = 0
    for (let size = 1; size <= most; size++) {
      const below = backward[i + size]! + spans[i * LONGEST + size - 1]! - top
      if (below > NOTHING) total += Math.exp(below)
    }
    backward[i] = top + Math.log(total)
  }
  return { forward, backward }
}

/** Of a sum, parts whose log is so much smaller than the greatest are left out. */
const NOTHING = -16

/**
 * A tag must be at least so probable to be given. F1 is highest where the bound is half of the F1 that is reached (Lipton,
 * Elkan, Naryanaswamy 2014), which is about 0.8 on lists of houses that training has not seen.
 */
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
      const odds = log(j - size, size)
      const worth = best[j - size]! + (odds > NOTHING ? Math.exp(odds) : 0) - PRICE
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
