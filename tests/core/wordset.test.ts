/** Words as bits: what is put in is found, and hardly anything else. */
import { describe, expect, it } from '@jest/globals'
import { WordLevels, WordSet, WordShares } from '../../dist/core/text/wordset.js'

const words = Array.from({ length: 2000 }, (_, n) => `${'سوق صيد بحر ملح'.split(' ')[n % 4]!}${n}`)
const others = words.map((word) => `ال${word}`)

describe('a set of words', () => {
  const set = WordSet.of(words)

  it('has all that was put in, and of the others one in a thousand', () => {
    expect(words.filter((word) => !set.has(word))).toEqual([])
    expect(others.filter((word) => set.has(word)).length).toBeLessThan(8)
    expect(set.bits).toHaveLength((14 * 2000) / 8)
  })

  it('is the same in any order, and as what ships was made', () => {
    expect(WordSet.of([...words].reverse()).bits).toEqual(set.bits)
    expect(Buffer.from(WordSet.of(['سوق', 'صيد', 'بحر']).bits).toString('hex')).toBe('442257aa1940')
  })

  it('may be empty', () => {
    const empty = WordSet.of([])
    expect([empty.bits.length, empty.has('سوق')]).toEqual([1, false])
  })
})

describe('levels of words', () => {
  const given = new Map(words.map((word, n) => [word, 1 + (n % 15)]))
  const levels = WordLevels.of(given)

  it('are what was put in, but for one in a thousand', () => {
    expect(words.filter((word) => levels.get(word) !== given.get(word)).length).toBeLessThan(8)
    expect(others.filter((word) => levels.get(word) > 0).length).toBeLessThan(12)
    expect(levels.slots).toHaveLength(Math.ceil(2000 / 0.85))
  })

  it('are the same in any order, and as what ships was made', () => {
    expect(WordLevels.of(new Map([...given].reverse())).slots).toEqual(levels.slots)
    const { slots } = WordLevels.of(new Map(Object.entries({ سوق: 3, صيد: 15 })))
    expect([...slots.entries()].filter(([, slot]) => slot > 0)).toEqual([
      [0, 55711],
      [6, 40227],
    ])
  })

  it('are found where slots are few, around their end', () => {
    const full = WordLevels.of(new Map(words.slice(0, 15).map((word) => [word, 7])), 16)
    expect(words.slice(0, 15).map((word) => full.get(word))).toEqual(Array(15).fill(7))
    expect(WordLevels.of(new Map()).get('سوق')).toBe(0)
  })
})

it.each([
  [0, 0.005],
  [0.0099, 0.005],
  [0.29, 0.2],
  [0.96, 0.9],
  ...[0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1].map((share) => [share, share]),
])('a share of %d is told as %d', (share, told) => {
  const shares = WordShares.of(new Map([['سوق', share]]))
  expect([shares.get('سوق'), shares.get('صيد'), shares.slots.length]).toEqual([told, 0, 16])
})

it('shares have room for a third more', () => {
  expect(WordShares.of(new Map(words.slice(0, 12).map((word) => [word, 1]))).slots).toHaveLength(16)
  expect(WordShares.of(new Map(words.slice(0, 13).map((word) => [word, 1]))).slots).toHaveLength(32)
})
