import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { distance, edits } from '../../dist/core/sameness/distance.js'

const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتيولن')), maxLength: 7 })

/** Optimal string alignment by the textbook, slow and sure. */
function alignment(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1]))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  return d[a.length]![b.length]!
}

describe('distance', () => {
  it.each([
    ['غزة', 'غزة', 0],
    ['أوكرانيا', 'أوكراينا', 1],
    ['بلومبرغ', 'بلومبيرغ', 1],
    ['', 'ا', 1],
    ['زيلينسكي', 'زلنسكي', 2],
  ])('%s, %s: %i', (a, b, n) => expect(distance(a, b)).toBe(n))

  it('is one exactly where the textbook says one, and never under it', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const right = alignment(a, b)
        expect(distance(a, b) === 1).toBe(right === 1)
        expect(distance(a, b)).toBeGreaterThanOrEqual(right)
        expect(distance(a, b)).toBe(distance(b, a))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('edits', () => {
  const apply = (a: string, script: ReturnType<typeof edits>): string => {
    let out = ''
    let at = 0
    for (const edit of script!) {
      out += a.slice(at, edit.at) + edit.right
      at = edit.at + edit.left.length
    }
    return out + a.slice(at)
  }

  it('turns one word into the other in as few steps as there are, up to two', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const script = edits(a, b)
        const right = alignment(a, b)
        if (right <= 2) {
          expect(script).toHaveLength(right)
          expect(apply(a, script)).toBe(b)
        } else expect(script).toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })
})
