/** What becomes of the scores that a network gives, against all ways to cut a short list. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Background } from '../../dist/core/boundaries/background.js'
import type { Evidence } from '../../dist/core/boundaries/evidence.js'
import { LONGEST, Stretch, Words } from '../../dist/core/boundaries/features.js'
import type { Habit } from '../../dist/core/boundaries/habits.js'
import type { Network, Segmenter } from '../../dist/core/boundaries/network.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { segment } from '../../dist/core/boundaries/segment.js'

import type { TextMatches } from '../../dist/core/boundaries/matches.js'
import { mix } from '../../dist/core/text/tokens.js'
import type { KeywordRun, Segment } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { runs } from '../arbitraries.js'

const { letters } = loadModel().segmenter
const WORDS = ['قمر', 'بحر', 'السماء', 'رفح', 'سوق', 'مخزون', 'نهر', 'سد', 'جسر', 'مصر']

interface Given {
  readonly words: readonly string[]
  /** Where interface text parts the words, 0 where it does not. */
  readonly parted: number
  readonly scores: readonly number[]
  readonly seed: number
  /** Of ten phrases so many are known. */
  readonly known: number
  readonly declared: boolean
  readonly delimiting: number
  readonly habit: Habit | undefined
}
const nothing = (n: number): TextMatches => {
  const none = new Uint8Array(n)
  return { longest: none, prefixed: none, pairs: none, words: none, titled: none, prose: 0 }
}

function setUp(given: Given) {
  const { words, parted } = given
  const run: KeywordRun = {
    pieces: parted ? [words.slice(0, parted).join(' '), words.slice(parted).join(' ')] : [words.join(' ')],
    ...(given.declared && { from: 'field' }),
  }
  const counts = (table: string, ids: Int32Array, n: number, out: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      const draw = mix(ids[i]!, given.seed) >>> 0
      out[i] = table === 'tags' && draw % 10 < given.known ? 1 + (draw % 7) : 0
    }
  }
  const model = {
    letters,
    particles: new Map(),
    background: { total: 1, counts } as unknown as Background,
    words: new Words(),
  }
  /** The scores of each stretch begin anew. */
  const network = { scores: (of: Stretch) => Float64Array.from(given.scores.slice(0, of.length * LONGEST)) }
  const evidence = { version: 1, total: 1, counts, delimiting: () => given.delimiting } as unknown as Evidence
  return { run, model: { ...model, network: network as unknown as Network } as Segmenter, evidence }
}

/** Every way to cut `n` words, as sizes. */
const cuts = (n: number): number[][] =>
  n === 0 ? [[]] : Array.from({ length: Math.min(LONGEST, n) }, (_, k) => k + 1).flatMap((size) => cuts(n - size).map((rest) => [size, ...rest])) // prettier-ignore

/** What a tag must be likelier than to be given. */
const PRICE = 0.4

function slowly(given: Given): Segment[] {
  const { run, model, evidence } = setUp(given)
  const shape = collapseRepeats(run, letters)
  const found: Segment[] = []
  for (const [start, end] of shape.stretches) {
    const n = end - start
    const stretch = new Stretch(shape, start, end, nothing(shape.ids.length), evidence, model)
    const worth = (i: number, size: number): number => {
      let odds = given.scores[i * LONGEST + size - 1]!
      if (given.habit) {
        const isDefinite = stretch.words.slice(i + 1, i + size).some(({ article }) => article > 0)
        odds += given.habit[Math.min(size, 4) - 1]! + (isDefinite ? given.habit[4]! : 0)
      }
      if (size > 1) odds += 0.7 * Math.log(1 + stretch.told(i, size)) - (stretch.isTwo(i, size) ? 2 : 0)
      if (given.parted > 0 && i === 0 && size === n && (n === 2 || n === 3)) odds += Math.log(3)
      return odds
    }
    const spans = (sizes: readonly number[]): [number, number][] => {
      let at = 0
      return sizes.map((size) => [(at += size) - size, size])
    }
    const all = cuts(n).map((sizes) => ({ sizes, weight: Math.exp(spans(sizes).reduce((sum, [i, size]) => sum + worth(i, size), 0)) })) // prettier-ignore
    const total = all.reduce((sum, { weight }) => sum + weight, 0)
    const chance = (i: number, size: number): number => {
      const having = all.filter(({ sizes }) => spans(sizes).some(([at, long]) => at === i && long === size))
      return having.reduce((sum, { weight }) => sum + weight, 0) / total
    }
    if (given.declared && n === shape.ids.length && n <= LONGEST) {
      const odds = [1, 1, 40, 20, 8, 2, 1, 1, 1][n]! * (given.delimiting >= 3 ? 10 : 1)
      const whole = chance(0, n)
      const confidence = (odds * whole) / (odds * whole + 1 - whole)
      if (confidence >= 0.5) return [{ surface: shape.surfaces.join(' '), confidence }]
    }
    const chances = new Map(spansOf(n).map(([i, size]) => [`${i} ${size}`, chance(i, size)]))
    const value = (sizes: readonly number[]): number =>
      spans(sizes).reduce((sum, [i, size]) => sum + chances.get(`${i} ${size}`)! - PRICE, 0)
    const best = all.reduce((x, y) => (value(y.sizes) > value(x.sizes) ? y : x)).sizes
    for (const [i, size] of spans(best))
      found.push({
        surface: shape.surfaces.slice(start + i, start + i + size).join(' '),
        confidence: chances.get(`${i} ${size}`)!,
      })
  }
  return found
}
const spansOf = (n: number): [number, number][] =>
  Array.from({ length: n }, (_, i) => i).flatMap((i) =>
    Array.from({ length: Math.min(LONGEST, n - i) }, (_, k): [number, number] => [i, k + 1]),
  )

const lists: fc.Arbitrary<Given> = fc
  .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9, size: 'max' })
  .chain((words) =>
    fc.record({
      words: fc.constant(words),
      parted: fc.oneof(fc.constant(0), fc.nat(words.length - 1)),
      // Even ones would leave several cuts equally good. The whole is likelier in half of them.
      scores: fc
        .tuple(fc.nat(), fc.constantFrom(0, 4))
        .map(([seed, more]) =>
          Array.from(
            { length: 9 * LONGEST },
            (_, k) => (6 * (mix(seed, k + 1) >>> 0)) / 2 ** 32 - 3 + (k === words.length - 1 ? more : 0),
          ),
        ),
      seed: fc.nat(),
      known: fc.constantFrom(0, 3, 6),
      declared: fc.boolean(),
      delimiting: fc.constantFrom(0, 2, 3, 9),
      habit: fc.option(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }), {
        nil: undefined,
      }),
    }),
  )

describe('a flattened list', () => {
  it('is cut as the scores, what lists tell, what is two, pieces and habits have it', () =>
    fc.assert(
      fc.property(lists, (given) => {
        const { run, model, evidence } = setUp(given)
        const found = segment(run, nothing(given.words.length), evidence, model, 'a.example', given.habit)
        const due = slowly(given)
        expect(found.map(({ surface }) => surface)).toEqual(due.map(({ surface }) => surface))
        found.forEach(({ confidence }, i) => expect(confidence).toBeCloseTo(due[i]!.confidence, 3))
      }),
      { numRuns: runs(150) },
    ))
})
