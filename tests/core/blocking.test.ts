import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { distance } from '../../dist/core/sameness/distance.js'
import { NearIndex } from '../../dist/core/sameness/blocking.js'

const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتسيو')), minLength: 3, maxLength: 8 })
const phrases = fc.uniqueArray(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  { maxLength: 60 },
)

/** Pairs of phrases one edit apart in one word, compared all with all. */
function allPairs(list: readonly string[]): string[] {
  const found: string[] = []
  for (const [p, a] of list.entries())
    for (const [q, b] of list.slice(0, p).entries()) {
      const [x, y] = [a.split(' '), b.split(' ')]
      if (x.length !== y.length) continue
      const places = x.flatMap((w, i) => (w === y[i] ? [] : [i]))
      if (places.length === 1 && distance(x[places[0]!]!, y[places[0]!]!) === 1) found.push(`${q} ${p}`)
    }
  return found.sort()
}

const pairs = (index: NearIndex): Set<string> => {
  const found = new Set<string>()
  index.pairs(
    () => true,
    (p, q) => found.add(`${Math.min(p, q)} ${Math.max(p, q)}`),
  )
  return found
}

describe('NearIndex', () => {
  it('finds every pair that is one edit apart in one word, as comparing all with all does', () => {
    fc.assert(
      fc.property(phrases, (list) => {
        const found = pairs(new NearIndex(list))
        for (const pair of allPairs(list)) expect(found).toContain(pair)
      }),
      { numRuns: 300 },
    )
  })

  it('finds the neighbours of a phrase, whether the phrase is in the index or not', () => {
    fc.assert(
      fc.property(phrases, (list) => {
        const index = new NearIndex(list.slice(1))
        if (list.length < 2) return
        const [first, ...others] = list
        for (const pair of allPairs([first!, ...others]).filter((name) => name.startsWith('0 ')))
          expect(index.near(first!)).toContain(Number(pair.slice(2)) - 1)
      }),
      { numRuns: 300 },
    )
  })

  it('passes by the pairs within a series, and none other', () => {
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    /** Each differs from `2 * count - 2` others in one letter. */
    const series = (count: number) =>
      letters.slice(0, count).flatMap((x) => letters.slice(0, count).map((y) => `قطع${x}${y}`))
    const others = ['فولوديمير', 'فولوديمر', 'قطعبت ثان', 'قطعبتا']
    const found = pairs(new NearIndex([...series(28), ...others]))
    // A tag beside a series is compared with its members: قطعبت, قطعتا, قطعبا, and the like.
    expect([...found].filter((pair) => pair.split(' ').every((place) => Number(place) < 784))).toEqual([])
    expect(found).toContain('784 785')
    expect([...found].some((pair) => pair.endsWith(' 787'))).toBe(true)
    expect(pairs(new NearIndex(series(20))).size).toBeGreaterThanOrEqual((400 * 38) / 2)
  })

  it('compares words of a crowd only beside words that few of it stand beside', () => {
    // Of the same consonants, so that all meet under one hash; the first and the sixth under no other.
    const crowd = Array.from({ length: 700 }, (_, n) =>
      Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join(''),
    )
    expect([crowd[0], crowd[5]]).toEqual(['قطعبتج', 'قاطاعبتج'])
    const found = new Set<string>()
    new NearIndex([...crowd, ...crowd.slice(0, 30).map((word) => `مصنع ${word}`)]).nearPairs(
      () => true,
      (p, q) => found.add(`${Math.min(p, q)} ${Math.max(p, q)}`),
    )
    expect([found.has('700 705'), found.has('0 5'), found.has('0 1')]).toEqual([true, false, true])
  })

  it('finds two weak letters in a long word, and phrases that differ in spaces alone', () => {
    const list = ['فولوديمير زيلينسكي', 'فولوديمير زلنسكي', 'خان يونس', 'خانيونس', 'خان يوسف']
    const index = new NearIndex(list)
    expect([...pairs(index)]).toEqual(['0 1'])
    const respaced: string[] = []
    index.respaced((p, q) => respaced.push(`${p} ${q}`))
    expect(respaced).toEqual(['2 3'])
  })

  it('finds each pair of many words once, and each word of them', () => {
    const letters = Array.from('بتثجحخدذرزسشصضطظعغفقكلمن')
    const near = (n: number) => [
      `${letters[n % 24]!}طار${letters[n >> 3]!}ب`,
      `${letters[n % 24]!}طار${letters[n >> 3]!}بي`,
    ]
    const list = [...new Set(Array.from({ length: 190 }, (_, n) => near(n)).flat())]
    const index = new NearIndex(list)
    const found: string[] = []
    index.nearPairs(
      () => true,
      (p, q) => found.push(`${Math.min(p, q)} ${Math.max(p, q)}`),
    )
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeGreaterThan(1000)
    for (const [i, word] of list.entries()) expect([...index.near(`${word}ن`)]).toContain(i)
  })

  it('takes an empty index, empty words and words beyond all length', () => {
    expect(pairs(new NearIndex([])).size).toBe(0)
    expect(pairs(new NearIndex(['', 'ا'.repeat(100_000), `${'ا'.repeat(100_000)}ب`])).size).toBe(0)
  })
})
