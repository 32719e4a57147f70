import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { AloneClusters } from '../../dist/core/alone.js'
import { createClusters } from '../../dist/core/cluster.js'
import { tally } from '../../dist/core/normaliser.js'
import { Surfaces, type SurfaceNumber } from '../../dist/core/surfaces.js'
import { loadModel } from '../../dist/model/index.js'

const { letters, sameness, segmenter } = loadModel()
const surfaces = new Surfaces(letters, segmenter.letters)
const numberOf = (tag: string): SurfaceNumber => surfaces.of(tag)

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
    .map((some) => some.flat().filter((surface) => surfaces.tags[numberOf(surface)] !== ''))

  it.each([
    ['without decisions', []],
    [
      'with decisions',
      [
        { verb: 'apart', a: 'غزة', b: 'غزه' },
        { verb: 'ignore', tag: 'بلينكن' },
        { verb: 'spell-as', tag: 'قطاع غزة', as: '#غزة' },
        { verb: 'spell-as', tag: 'شؤون', as: '🇵🇸' },
      ] as const,
    ],
  ])('says what clusters of the page say, %s', (_, decisions) => {
    const context = { letters, sameness, decisions }
    const alone = new AloneClusters(surfaces, context)
    let quick = 0
    fc.assert(
      fc.property(page, (given) => {
        const numbers = given.map(numberOf)
        const cleaned = numbers.map((number) => surfaces.tags[number]!)
        const tagOf = alone.of(numbers)
        const clusters = createClusters(tally(cleaned.map((surface) => ({ surface }))), context)
        if (!tagOf) quick++
        if (!tagOf) expect(new Set(cleaned).size).toBe(cleaned.length)
        for (const number of numbers) {
          const tag = surfaces.tags[tagOf ? tagOf(number) : number]
          expect(tag).toBe(clusters.tagOf(surfaces.tags[number]!))
        }
      }),
      { numRuns: 1000 },
    )
    expect(quick > 100).toBe(decisions.length === 0)
  })
})
