import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Generation, Numbering, SurfaceNumber } from '../../dist/core/text/surfaces.js'
import { Interned } from '../../dist/read/index.js'
import { runs, surface } from '../arbitraries.js'

/** Gives numbers as it is told to, and begins a generation at will. */
class Numbers implements Numbering {
  generation: Generation = {}
  readonly #numberOf: (text: string) => number
  constructor(numberOf: (text: string) => number) {
    this.#numberOf = numberOf
  }
  of(text: string): SurfaceNumber {
    return this.#numberOf(text) as SurfaceNumber
  }
}
const interned = (numberOf: (text: string) => number): Interned => new Interned(new Numbers(numberOf))

const quoted = (text: string): Buffer => Buffer.from(`${JSON.stringify(text)}, "after"`)

describe('Interned', () => {
  it('finds what JSON.parse gives, and asks for the number of a string once, as a rule', () => {
    let asked = 0
    let again = 0
    const numbers = new Map<string, number>()
    const strings = interned((text) => {
      asked++
      if (!numbers.has(text)) numbers.set(text, numbers.size)
      return numbers.get(text)!
    })
    const text = fc.oneof(surface, fc.string({ unit: 'binary' }), fc.constantFrom('', 'غزة', 'غزه', '"', '\\', '\\"'))
    fc.assert(
      fc.property(text, (one) => {
        const bytes = quoted(one)
        expect(strings.find(bytes, 1, bytes.length)).toBe(true)
        expect([strings.text, strings.number]).toEqual([
          JSON.parse(bytes.subarray(0, strings.end).toString()),
          numbers.get(strings.text),
        ])
        expect(strings.blank).toBe(strings.text.trim() === '')
        const before = asked
        expect(strings.find(bytes, 1, bytes.length)).toBe(true)
        if (bytes.length < 400 && asked > before) again++
      }),
      { numRuns: runs(2000) },
    )
    // Where the places around its own are taken, a string is not kept.
    expect(again).toBeLessThan(runs(2000) / 100)
  })

  it('goes on when it has forgotten', () => {
    const strings = interned(Number)
    for (let round = 0; round < 2; round++)
      for (let n = 0; n < 100_000; n++) {
        const bytes = Buffer.from(`${n}"`)
        if (!strings.find(bytes, 0, bytes.length) || strings.number !== n) throw new Error(`lost ${n}`)
      }
  })

  it('asks for all numbers anew when a generation of them begins', () => {
    let first = 7
    const numbers = new Numbers(() => first)
    const strings = new Interned(numbers)
    const bytes = Buffer.from('غزة"')
    const found = (): number => {
      expect(strings.find(bytes, 0, bytes.length)).toBe(true)
      return strings.number
    }
    expect(found()).toBe(7)
    first = 9
    expect(found()).toBe(7)
    numbers.generation = {}
    expect(found()).toBe(9)
    expect(strings.generation).toBe(numbers.generation)
  })

  it('is not slowed down by strings that lie in one place', () => {
    // Those whose hashes share their lowest bits, as far as can be told from outside: the time of any strings is bounded.
    const strings = interned(() => 0)
    const all = Array.from({ length: 30_000 }, (_, n) => Buffer.from(`${'ا'.repeat(n % 7)}${n}"`))
    const time = (): number => {
      const start = process.cpuUsage()
      for (const bytes of all) strings.find(bytes, 0, bytes.length)
      return process.cpuUsage(start).user / 1000
    }
    time()
    expect(time()).toBeLessThan(500)
  })

  it.each([
    ['a string that does not end', '"غزة', 1],
    ['an escape that is cut off', '"غزة\\', 1],
    ['an escape that is none', '"\\x"', 1],
    ['nothing', '"', 1],
  ])('refuses %s', (_, text, start) => {
    const bytes = Buffer.from(text)
    expect(interned(() => 0).find(bytes, start, bytes.length)).toBe(false)
  })
})
