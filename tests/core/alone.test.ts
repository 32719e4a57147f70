import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { AloneClusters } from '../../dist/core/sameness/alone.js'
import { createClusters } from '../../dist/core/sameness/cluster.js'
import { aloneIn, compare } from '../../dist/core/sameness/matcher.js'
import { tally } from '../../dist/core/sameness/alone.js'
import { Surfaces, type SurfaceNumber } from '../../dist/core/text/surfaces.js'
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
    let [quick, all] = [0, 0]
    fc.assert(
      fc.property(page, fc.nat(4), (given, cut) => {
        all++
        const numbers = given.map(numberOf)
        // Two lists, and the rest undelimited.
        const lists = [numbers.slice(0, cut), numbers.slice(cut, 2 * cut)]
        const cleaned = numbers.map((number) => surfaces.tags[number]!)
        const tagOf = alone.of(numbers, lists)
        const clusters = createClusters(
          tally(cleaned.map((surface) => ({ surface }))),
          aloneIn(
            context,
            lists.map((list) => list.map((number) => surfaces.tags[number]!)),
          ),
        )
        if (!tagOf) quick++
        if (!tagOf) expect(new Set(cleaned).size).toBe(cleaned.length)
        for (const number of numbers) {
          const tag = surfaces.tags[tagOf ? tagOf(number) : number]
          expect(tag).toBe(clusters.tagOf(surfaces.tags[number]!))
        }
      }),
      { numRuns: 1000 },
    )
    expect(quick > all / 10).toBe(decisions.length === 0)
  })

  const shown = (lists: readonly (readonly string[])[], rest: readonly string[] = []) => {
    const numbered = lists.map((list) => list.map(numberOf))
    const numbers = [...numbered.flat(), ...rest.map(numberOf)]
    const tagOf = new AloneClusters(surfaces, { letters, sameness }).of(numbers, numbered)
    return numbers.map((number) => surfaces.tags[tagOf ? tagOf(number) : number])
  }

  it.each<[string, readonly (readonly string[])[], readonly string[], readonly string[]]>([
    ['near spellings side by side in one list are two', [['السارد', 'السرد']], [], ['السارد', 'السرد']],
    ['spellings of one key are one, though side by side', [['مدرسة', 'مدرسه']], [], ['مدرسة', 'مدرسة']],
    ['accepted spellings are one, though side by side', [['أمريكا', 'أميركا']], [], ['أمريكا', 'أمريكا']],
    [
      'a slip is one with its word, though side by side',
      [['مجلس الوزارء', 'مجلس الوزراء']],
      [],
      ['مجلس الوزراء', 'مجلس الوزراء'],
    ],
    [
      'a slip in a run is one with its word',
      [['مجلس الوزراء']],
      ['مجلس الوزارء', 'مجلس الوزارء'],
      ['مجلس الوزراء', 'مجلس الوزراء', 'مجلس الوزراء'],
    ],
  ])('%s', (_, lists, rest, expected) => {
    expect(shown(lists, rest)).toEqual(expected)
  })

  it.each<[string, readonly string[], boolean]>([
    ['letters', ['سوق', 'بحر', 'ميناء الصيد'], false],
    ['the number of words', ['سوق الصيد', 'سوق'], false],
    ['more letters than two edits make', ['سوق', 'سوقيات'], false],
    ['many more of the same letters', ['سوق', 'سوقسوقسوق'], false],
    ['the order of letters', ['كتاب', 'باتك'], false],
    ['three words by an edit each', ['مينا الصيدا بحر', 'ميناا الصيد بحرا'], true],
    ['four', ['مينا الصيدا بحر سوقا', 'ميناا الصيد بحرا سوق'], false],
    ['spaces', ['عبد الله', 'عبدالله'], true],
    ['nothing but what a key leaves out', ['غزة', 'غزه'], true],
    ['nothing: one tag twice', ['غزة', 'بحر', 'غزة'], true],
  ])('tags are looked into where they may be one; these differ in %s', (_, tags, looked) => {
    const tagOf = new AloneClusters(surfaces, { letters, sameness }).of(tags.map(numberOf))
    expect(tagOf !== undefined).toBe(looked)
  })

  it('knows the tags of large tables', () => {
    const large = new Surfaces(letters, segmenter.letters)
    for (let n = 0; n < 1500; n++) large.of(`وسم ${n}`)
    const alone = new AloneClusters(large, { letters, sameness })
    const numbers = ['غزة', 'بحر', 'غزه'].map((tag) => large.of(tag))
    expect(numbers[0]).toBe(1500)
    for (let time = 0; time < 2; time++) {
      const tagOf = alone.of(numbers)!
      expect(numbers.map((number) => large.tags[tagOf(number)])).toEqual(['غزة', 'بحر', 'غزة'])
    }
    expect(alone.of(['سوق', 'بحر'].map((tag) => large.of(tag)))).toBeUndefined()
  })

  it('near spellings in two lists of a page are judged as two by themselves are', () => {
    const [a, b] = ['فلادمير بوتين', 'فلاديمير بوتين']
    const context = { letters, sameness }
    expect(compare(a, b, context).same).toBe(true)
    expect(new Set(shown([[a], [b]])).size).toBe(1)
    expect(compare('السارد', 'السرد', context).same).toBe(false)
    // Side by side in one list they may be two, also right behind such a page.
    const alone = new AloneClusters(surfaces, context)
    const [x, y] = [numberOf('ليونيل ميسي'), numberOf('ليونل ميسي')]
    const tagsOf = (lists: SurfaceNumber[][]) => new Set([x, y].map(alone.of([x, y], lists) ?? ((tag) => tag))).size
    expect([[[x], [y]], [[x, y]], [[x], [y]]].map(tagsOf)).toEqual([1, 2, 1])
    expect(shown([['السارد'], ['السرد']])).toEqual(['السارد', 'السرد'])
  })
})
