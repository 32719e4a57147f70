import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Chains } from '../../dist/core/boundaries/chains.js'

it('holds what a map of arrays would, list after list', () => {
  const chains = new Chains()
  // Few hashes that share their low bits, so that slots collide.
  const hash = fc.constantFrom(0, 1, -1, 64, 128, -64, 4096, 1 << 30, -(2 ** 31))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(hash, fc.integer()), { maxLength: 80 }),
      fc.integer({ min: 1, max: 9 }),
      (all, most) => {
        chains.clear(all.length)
        const map = new Map<number, number[]>()
        for (const [key, value] of all) {
          chains.add(key, value, most)
          const known = map.get(key) ?? []
          if (known.length < most) map.set(key, [...known, value])
        }
        for (const key of [0, 1, -1, 64, 128, -64, 4096, 1 << 30, -(2 ** 31), 7]) {
          const values: number[] = []
          for (let entry = chains.first(key); entry !== 0; entry = chains.next(entry)) values.push(chains.value(entry))
          expect(values).toEqual(map.get(key) ?? [])
          expect(chains.count(key)).toBe(values.length)
        }
      },
    ),
  )
})

it('has room for more than any list before', () => {
  const chains = new Chains()
  for (const size of [3, 5000, 7]) {
    chains.clear(size)
    const hashes = Array.from({ length: size }, (_, i) => Math.imul(i, 0x9e3779b1))
    for (const times of [1, 2]) for (const [i, hash] of hashes.entries()) chains.add(hash, times * i, 1)
    expect(hashes.map((hash) => chains.value(chains.first(hash)))).toEqual(hashes.map((_, i) => i))
    expect(hashes.filter((hash) => chains.count(hash) !== 1)).toEqual([])
    expect(chains.first(0x12345)).toBe(0)
  }
})
