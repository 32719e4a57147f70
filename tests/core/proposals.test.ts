import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { byWorth, First, worth, type Proposal } from '../../dist/core/proposals.js'

const proposal = (more: Partial<Proposal>): Proposal => ({
  kind: 'apart',
  a: 'غزة',
  b: 'عزة',
  rule: 'short',
  doubt: 0.5,
  pages: [10, 4],
  ...more,
})

describe('what a proposal is worth', () => {
  it('is its doubt times the pages of the rarer spelling', () => {
    expect(worth(proposal({}))).toBe(2)
    expect(worth(proposal({ doubt: 0 }))).toBe(0)
    expect(worth(proposal({ kind: 'boundary', b: undefined, pages: [10, 0] }))).toBe(5)
  })

  it('orders them, the same way whatever the order they come in', () => {
    const list = [proposal({ doubt: 0.1 }), proposal({ a: 'ب' }), proposal({ a: 'ا' }), proposal({ doubt: 1 })]
    expect(list.toSorted(byWorth).map(({ a, doubt }) => `${a} ${doubt}`)).toEqual([
      'غزة 1',
      'ا 0.5',
      'ب 0.5',
      'غزة 0.1',
    ])
    expect(list.toReversed().toSorted(byWorth)).toEqual(list.toSorted(byWorth))
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
