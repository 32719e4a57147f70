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
    ['two letters for two others', ['قطعبت', 'قطعجد'], true],
    ['three for three', ['قطعبتس', 'قطعجدش'], false],
    ['two letters more', ['قطع', 'قطعبت'], true],
    ['two letters less', ['قطعبت', 'قطع'], true],
    ['three letters more', ['قطع', 'قطعبتس'], false],
    ['two letters for two others in each of three words', ['قطعبت فلكبت شصنبت', 'قطعتب فلكتب شصنتب'], true],
    ['three words by an edit each, of four', ['قطعبت فلكبت شصنبت سوق', 'قطعبج فلكبج شصنبج سوق'], true],
    ['a letter in one word of three, three in another', ['قطعب فلكب سوق', 'قطعت شصنب سوق'], false],
  ])('tags are looked into where they may be one; these differ in %s', (_, tags, looked) => {
    const tagOf = new AloneClusters(surfaces, { letters, sameness }).of(tags.map(numberOf))
    expect(tagOf !== undefined).toBe(looked)
  })

  /** Any two differ in three letters. */
  const lettersOf = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      [1, 11, 121].flatMap((k) => [0, 3, 5].map((j) => 'بتجدرسصطقكل'[(Math.floor(n / k) + j) % 11]!)).join(''),
    )
  it('compares all pairs of up to 1024 tags, and more as a collection', () => {
    const tagsOf = (count: number) =>
      new AloneClusters(surfaces, { letters, sameness }).of(lettersOf(count).map(numberOf))
    expect(tagsOf(1024)).toBeUndefined()
    const numbers = lettersOf(1025).map(numberOf)
    const tagOf = tagsOf(1025)!
    expect(numbers.map(tagOf)).toEqual(numbers)
  })

  it('judges a group as a whole, whichever of its tags are near which', () => {
    const given = [
      ['زيلنسكي', 'زيلينسكيان', 'زيلينسكي'],
      ['بحر', 'زيلنسكي', 'زيلينسكيان', 'سوق', 'زيلينسكي'],
      ['زيلينسكيان', 'زيلنسكي', 'زيلينسكي'],
      ['زيلينسكيان', 'بحر', 'زيلنسكي', 'زيلينسكي', 'بحر'],
    ]
    for (const tags of given) {
      const clusters = createClusters(tally(tags.map((surface) => ({ surface }))), aloneIn({ letters, sameness }, []))
      expect(clusters.tagOf('زيلنسكي')).toBe(clusters.tagOf('زيلينسكي'))
      expect(shown([], tags)).toEqual(tags.map((tag) => clusters.tagOf(tag)))
    }
  })

  it('says -1 for a tag that is to be ignored', () => {
    const decisions = [{ verb: 'ignore', tag: 'بحر' }] as const
    const numbers = ['غزة', 'بحر'].map(numberOf)
    const tagOf = new AloneClusters(surfaces, { letters, sameness, decisions }).of(numbers)!
    expect(numbers.map(tagOf)).toEqual([numbers[0], -1])
  })

  it('judges a group once, and none of one tag', () => {
    let judged = 0
    const context = {
      letters,
      sameness,
      // Asked for with each group.
      get evidence() {
        judged++
        return undefined
      },
    }
    const alone = new AloneClusters(surfaces, context)
    const timesOf = (...tags: string[]) => {
      judged = 0
      alone.of(tags.map(numberOf))
      return judged
    }
    const once = timesOf('بحر', 'غزة', 'غزه', 'سوق')
    expect(once).toBeGreaterThan(0)
    expect(timesOf('خان يونس', 'خانيونس')).toBe(once)
    expect(timesOf('غزة', 'سوق', 'غزه')).toBe(0)
    expect(timesOf('سوق', 'خان يونس', 'خانيونس')).toBe(0)
    // Another count, another judgement.
    expect(timesOf('غزة', 'غزه', 'غزه')).toBe(once)
    expect(timesOf('غزه', 'خان يونس', 'خانيونس', 'غزة', 'غزه')).toBe(once)
    expect(timesOf('بحر', 'سوق', 'بحر')).toBe(0)
  })

  it('knows nothing of tags that had its numbers before room was made', () => {
    const table = new Surfaces(letters, segmenter.letters)
    const alone = new AloneClusters(table, { letters, sameness })
    const tagsOf = (...tags: string[]) => {
      const numbers = tags.map((tag) => table.of(tag))
      const tagOf = alone.of(numbers)
      return tagOf && numbers.map((number) => table.tags[tagOf(number)])
    }
    const renew = () => {
      for (let n = 0; n < 1 << 16; n++) table.of(`وسم ${n}`)
      table.makeRoom()
      expect(table.tags).toEqual([])
    }
    expect(tagsOf('سوق', 'ميناء الصيد', 'بحر')).toBeUndefined()
    renew()
    expect(tagsOf('خان يونس', 'خانيونس', 'بحر')).toEqual(['خان يونس', 'خان يونس', 'بحر'])
    renew()
    expect(tagsOf('سوق', 'ميناء الصيد', 'بحر')).toBeUndefined()
  })

  it.each([1023, 1024, 1025, 1500, 3000])('knows the tags of a table of %j', (count) => {
    const table = new Surfaces(letters, segmenter.letters)
    for (let n = 0; n < count; n++) table.of(`وسم ${n}`)
    const alone = new AloneClusters(table, { letters, sameness })
    const numbersOf = (...tags: string[]) => tags.map((tag) => table.of(tag))
    const numbers = numbersOf('عبد الله', 'عبدالله')
    expect(numbers[0]).toBe(count)
    expect(new Set(numbers.map(alone.of(numbers)!)).size).toBe(1)
    expect(alone.of(numbersOf('سوق', 'سوق لب'))).toBeUndefined()
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

describe('tally', () => {
  it('counts each surface of a page, in the order of their first places', () => {
    const counted = tally(['غزة', 'بحر', 'غزة', 'غزه', 'غزة'].map((surface) => ({ surface })))
    expect(counted).toEqual([
      { surface: 'غزة', count: 3, pages: 1 },
      { surface: 'بحر', count: 1, pages: 1 },
      { surface: 'غزه', count: 1, pages: 1 },
    ])
    expect(tally([])).toEqual([])
  })
})
