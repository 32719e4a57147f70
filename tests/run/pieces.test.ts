import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Pieces } from '../../dist/run/pieces.js'
import { surface } from '../arbitraries.js'

const text = surface
const step = fc.oneof(
  fc.record({ kind: fc.nat(3), number: fc.nat(3000) }),
  fc.record({ text }),
  fc.record({ byte: fc.integer({ min: 32, max: 126 }) }),
  fc.record({ take: fc.constant(true) }),
  fc.record({ forget: fc.constant(true) }),
)

describe('Pieces', () => {
  it('writes what joining the texts would give', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), text, (steps, padding) => {
        const pieces = new Pieces()
        const known = new Set<string>()
        let expected = ''
        for (const one of steps) {
          if ('kind' in one) {
            const { kind, number } = one
            const piece = `${kind}/${number} ${padding}`
            expect(pieces.put(kind, number)).toBe(known.has(piece))
            if (!known.has(piece)) pieces.add(kind, number, piece)
            known.add(piece)
            expected += piece
          } else if ('text' in one) {
            pieces.write(one.text)
            expected += one.text
          } else if ('byte' in one) {
            pieces.byte(one.byte)
            expected += String.fromCharCode(one.byte)
          } else if ('take' in one) {
            expect(Buffer.from(pieces.take()).equals(Buffer.from(expected))).toBe(true)
            expected = ''
          } else {
            pieces.forget()
            known.clear()
          }
        }
        expect(Buffer.from(pieces.take()).equals(Buffer.from(expected))).toBe(true)
      }),
    )
  })

  it('makes room for many pieces and long texts, and forgets pieces when they are too many', () => {
    const pieces = new Pieces()
    const long = 'وسم '.repeat(5000)
    let expected = ''
    let forgotten = 0
    for (let n = 0; n < 1100; n++) {
      pieces.add(0, n, `${n}${long}`)
      expected += `${n}${long}`
      if (n % 7 === 0) {
        pieces.write(long)
        expected += long
      }
      if (!pieces.put(0, 0)) {
        forgotten++
        pieces.add(0, 0, `0${long}`)
      }
      expected += `0${long}`
      if (n % 100 === 0) {
        expect(Buffer.from(pieces.take()).toString() === expected).toBe(true)
        expected = ''
      }
    }
    expect(Buffer.from(pieces.take()).toString() === expected).toBe(true)
    expect(forgotten).toBeGreaterThan(0)
  })
})
