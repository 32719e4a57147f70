import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createClusters } from '../../dist/core/sameness/cluster.js'
import { byWorth, First, worth, type Proposal } from '../../dist/core/sameness/proposals.js'
import { loadModel } from '../../dist/model/index.js'

const proposal = (more: Partial<Proposal>): Proposal => ({
  kind: 'apart',
  a: 'غزة',
  b: 'عزة',
  rule: 'short',
  chance: 0.5,
  pages: [10, 4],
  ...more,
})

describe('what a proposal is worth', () => {
  it('is the chance that it changes, times the pages of the rarer spelling', () => {
    expect(worth(proposal({}))).toBe(2)
    expect(worth(proposal({ chance: 0 }))).toBe(0)
    expect(worth(proposal({ kind: 'boundary', b: undefined, pages: [10, 0] }))).toBe(5)
  })

  it('orders them, the same way whatever the order they come in', () => {
    const list = [proposal({ chance: 0.1 }), proposal({ a: 'ب' }), proposal({ a: 'ا' }), proposal({ chance: 1 })]
    expect(list.toSorted(byWorth).map(({ a, chance }) => `${a} ${chance}`)).toEqual([
      'غزة 1',
      'ا 0.5',
      'ب 0.5',
      'غزة 0.1',
    ])
    expect(list.toReversed().toSorted(byWorth)).toEqual(list.toSorted(byWorth))
    const same = [
      proposal({ b: 'ت' }),
      proposal({ kind: 'boundary', b: undefined, pages: [4, 0] }),
      proposal({ b: 'ب' }),
    ]
    expect(same.toSorted(byWorth).map(({ b }) => b)).toEqual([undefined, 'ب', 'ت'])
  })
})

describe('First', () => {
  it('keeps what sorting everything would put first', () => {
    const numbers = fc.array(fc.nat(50), { maxLength: 400 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 20 }), (list, size) => {
        const order = (a: number, b: number) => a - b
        const first = new First<number>(size, order)
        for (const item of list) first.add(item)
        expect(first.list()).toEqual(list.toSorted(order).slice(0, size))
      }),
    )
  })
})

describe('of many, First', () => {
  const numbers = Array.from({ length: 1000 }, (_, n) => (n * 7919) % 1009)
  /** The first five, and how often two were compared. */
  const firstOf = <T>(items: readonly T[], by: (item: T) => number, size = 5) => {
    let compared = 0
    const first = new First<T>(size, (x, y) => (compared++, by(x) - by(y)))
    for (const item of items) first.add(item)
    return [first.list(), compared] as const
  }
  it('keeps the first ones only', () => {
    expect(firstOf(numbers, (n) => n)[0]).toStrictEqual([...numbers].sort((x, y) => x - y).slice(0, 5))
    expect(firstOf(numbers.slice(0, 3), (n) => n)[0]).toStrictEqual([...numbers.slice(0, 3)].sort((x, y) => x - y))
    expect(firstOf([], (n: number) => n)[0]).toStrictEqual([])
    expect(firstOf([4, 3], (n) => n, 2)[0]).toStrictEqual([3, 4])
  })
  it('keeps what comes before the last of those', () => {
    const behind = Array.from({ length: 200 }, (_, n) => 100 + n)
    expect(firstOf([0, 1, 2, 3, ...behind, 50], (n) => n)[0]).toStrictEqual([0, 1, 2, 3, 50])
  })
  it('of equal ones keeps those that came first', () => {
    const equal = numbers.map((n, i) => ({ n: n % 3, i }))
    const zeros = equal.filter(({ n }) => n === 0)
    expect(firstOf(equal, ({ n }) => n)[0]).toStrictEqual(zeros.slice(0, 5))
  })
  it('passes by what comes behind them, with one comparison', () => {
    const ascending = Array.from({ length: 2000 }, (_, n) => n)
    const [kept, compared] = firstOf(ascending, (n) => n)
    expect(kept).toStrictEqual([0, 1, 2, 3, 4])
    expect(compared).toBeLessThan(2100)
    expect(firstOf(ascending, (n) => n, 100)[1]).toBeLessThan(2100)
    expect(firstOf(ascending, () => 0)[1]).toBeLessThan(2100)
    // Else it sorts once in a while, not with each that comes.
    expect(firstOf(ascending.toReversed(), (n) => n)[1]).toBeLessThan(12_000)
    // Sorting all of these takes some 8,700.
    expect(firstOf(numbers, (n) => n)[1]).toBeLessThan(4000)
  })
})

describe('what is proposed', () => {
  const model = loadModel()
  const proposed = (...surfaces: string[]) => [
    ...createClusters(
      surfaces.map((surface, i) => ({ surface, count: 2 - i, pages: 2 - i })),
      model,
    ).proposals(),
  ]

  it.each([
    ['short words that text has both', 'حلب', 'حرب'],
    ['and others', 'مصر', 'قصر'],
    ['also where they look alike', 'شاهد', 'شهد'],
    ['in a phrase', 'سوق العمل', 'سوق الجمل'],
    ['countries that stand in the same place of many names', 'بولندا', 'هولندا'],
    ['other numbers', 'قمة بريكس 15', 'قمة بريكس 16'],
    ['a wider tag', 'غزة', 'قطاع غزة'],
    ['what is one by rule', 'خان يونس', 'خانيونس'],
  ])('is never: %s', (_, a, b) => expect(proposed(a, b)).toEqual([]))

  it.each([
    ['a slip in a word that text has', 'الضفة الغربية', 'الصفة الغربية'],
    ['a foreign name in two spellings that text has both', 'بيني غانتس', 'بني غانتس'],
    ['the case of a plural', 'المستوطنون', 'المستوطنين'],
    ['of several words', 'النازحون السوريون', 'النازحين السوريين'],
    ['another order', 'العلاقات السورية التركية', 'العلاقات التركية السورية'],
    ['the article', 'ذكاء اصطناعي', 'الذكاء الاصطناعي'],
    ['a bare alef that is of one of two words', 'أنفاق حماس', 'انفاق حماس'],
    ['a particle before it', 'فلسطين المحتلة', 'ففلسطين المحتلة'],
  ])('is once: %s', (_, a, b) => {
    const found = proposed(a, b)
    expect(found.map((it) => [it.kind, it.a, it.b])).toEqual([['apart', a, b]])
    expect(found[0]!.chance).toBeGreaterThan(0)
    expect(found[0]!.chance).toBeLessThanOrEqual(1)
  })

  it('puts a likely slip before an unlikely one of as many pages', () => {
    const [slip, article] = [
      proposed('الضفة الغربية', 'الصفة الغربية')[0]!,
      proposed('هدنة في غزة', 'الهدنة في غزة')[0]!,
    ]
    expect(byWorth(slip, article)).toBeLessThan(0)
  })
})
