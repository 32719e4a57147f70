/** Which pages count: a share of all, told from a page's id alone. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { leastLevel, LEVELS, levelOf, MOST_WORDS, within } from '../../dist/core/boundaries/sample.js'

const ids = Array.from({ length: 40_000 }, (_, n) => `https://news.example/${n}`)
const shareOf = (is: (id: string) => boolean) => ids.filter(is).length / ids.length

describe('a page', () => {
  it.each([0.05, 0.5, 0.9])('is of a share of %d as often', (share) => {
    expect(Math.abs(shareOf((id) => within(id, share)) - share)).toBeLessThan(0.01)
  })

  it('is of all pages, of none, and of each larger share', () => {
    expect(shareOf((id) => within(id, 1))).toBe(1)
    expect(shareOf((id) => within(id, 0))).toBe(0)
    expect(ids.filter((id) => within(id, 0.2) && !within(id, 0.3))).toEqual([])
  })

  it.each([
    [0, 3 / 4],
    [1, 3 / 16],
    [2, 3 / 64],
    [LEVELS - 1, 1 / 4 ** (LEVELS - 1)],
    [LEVELS, 0],
  ])('is of level %d as often as %d', (level, share) => {
    expect(Math.abs(shareOf((id) => levelOf(id) === level) - share)).toBeLessThan(0.006)
  })

  it('is of its level whatever the sample', () => {
    const few = ids.filter((id) => within(id, 0.25))
    expect(Math.abs(few.filter((id) => levelOf(id) === 0).length / few.length - 3 / 4)).toBeLessThan(0.02)
  })
})

describe('the least level that counts', () => {
  it.each([
    ['all, of few words', [9, 9, 9, 9, 9, 9], 0],
    ['all, of no words', [], 0],
    ['all, of as many as there may be', [MOST_WORDS - 5, 1, 1, 1, 1, 1], 0],
    ['the next, of one more', [MOST_WORDS - 4, 1, 1, 1, 1, 1], 1],
    ['the one above those that are too many', [0, 0, MOST_WORDS, 1], 3],
    ['the highest, of as many there', [0, 0, 0, 0, 1, MOST_WORDS], 5],
    ['the highest, of too many there', [0, 0, 0, 0, 0, MOST_WORDS + 1], 5],
  ])('is %s', (_, words, level) => {
    expect(leastLevel(words)).toBe(level)
  })

  it('never goes down as words are added', () => {
    const words = fc.array(fc.nat(MOST_WORDS / 2), { minLength: LEVELS, maxLength: LEVELS })
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(leastLevel(a.map((count, i) => count + b[i]!))).toBeGreaterThanOrEqual(leastLevel(a))
      }),
    )
  })
})
