import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { AloneClusters } from '../../dist/core/alone.js'
import { createClusters } from '../../dist/core/cluster.js'
import { tally, type Fresh } from '../../dist/core/normaliser.js'
import { Surfaces, type Known } from '../../dist/core/surfaces.js'
import { loadModel } from '../../dist/model/index.js'

const { letters, sameness, segmenter } = loadModel()
const surfaces = new Surfaces(letters, segmenter.letters)
const knowns = new Map<string, Known>()
/** As it stands, whatever cleaning would make of it. */
function known(surface: string): Known {
  if (!knowns.has(surface)) knowns.set(surface, { ...surfaces.of(surface), tag: surface })
  return knowns.get(surface)!
}
const found = (surfaces: readonly string[]): Fresh[] =>
  surfaces.map((surface) => ({ surface, from: 'field', confidence: 1, known: known(surface) }))

describe('AloneClusters', () => {
  const names = [
    'غزة',
    'غزه',
    'قطاع غزة',
    'أوكرانيا',
    'اوكرانيا',
    'أوكرانيه',
    'عبد الله',
    'عبدالله',
    'زيلينسكي',
    'زيلنسكي',
  ]
  const others = [
    'بلينكن',
    'بلينكين',
    'كوفيد-19',
    'كوفيد 19',
    'شؤون',
    'شئون',
    'عُمان',
    'عَمّان',
    'عمان',
    '؟!',
    'NATO',
    'nato',
  ]
  const letter = fc.constantFrom(...Array.from('ابتثجحخدرزسشصعغفقكلمنهويةىأإآؤئء '))
  const word = fc.array(letter, { minLength: 1, maxLength: 9 }).map((some) => some.join(''))
  /** A word, and a slip of it. */
  const near = fc
    .tuple(word, word, fc.nat(), letter)
    .map(([a, b, at, other]) => [
      `${a} ${b}`,
      `${a.slice(0, at % (a.length + 1))}${other}${a.slice(at % (a.length + 1))} ${b}`,
    ])
  const page = fc
    .array(
      fc.oneof(
        fc.constantFrom(...names, ...others).map((one) => [one]),
        word.map((one) => [one]),
        near,
      ),
      { maxLength: 12 },
    )
    .map((some) => some.flat().filter((surface) => surface.trim() !== ''))

  it.each([
    ['without decisions', []],
    [
      'with decisions',
      [
        { verb: 'apart', a: 'غزة', b: 'غزه' },
        { verb: 'ignore', tag: 'بلينكن' },
      ] as const,
    ],
  ])('says what clusters of the page say, %s', (_, decisions) => {
    const context = { letters, sameness, decisions }
    const alone = new AloneClusters(context)
    let quick = 0
    fc.assert(
      fc.property(page, (surfaces) => {
        const all = found(surfaces)
        const tagOf = alone.of(all)
        const clusters = createClusters(tally(all), context)
        if (!tagOf) quick++
        if (!tagOf) expect(new Set(surfaces).size).toBe(surfaces.length)
        for (const surface of surfaces) expect(tagOf ? tagOf(surface) : surface).toBe(clusters.tagOf(surface))
      }),
      { numRuns: 1000 },
    )
    expect(quick > 100).toBe(decisions.length === 0)
  })
})
