import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { difference } from '../../dist/core/difference.js'

/** The stretches with brackets around what differs. */
const drawn = (a: string, b: string) =>
  difference(a, b).map((side) => side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''))

describe('difference', () => {
  it.each([
    ['غزة', 'غزة', 'غزة', 'غزة'],
    ['غزة', 'غزه', 'غز[ة]', 'غز[ه]'],
    ['الرياضة', 'الراضة', 'الر[ي]اضة', 'الر[]اضة'],
    ['الإدريسي', 'الادريسي', 'ا[لإ]دريسي', 'ا[لا]دريسي'],
    ['موسى', 'موسي', 'مو[سى]', 'مو[سي]'],
    ['عُمان', 'عمان', '[عُ]مان', '[ع]مان'],
    ['أبو زيد', 'أبوزيد', 'أبو[ ]زيد', 'أبو[]زيد'],
    ['', 'غزة', '[]', '[غزة]'],
  ])('marks %s against %s', (a, b, first, second) => {
    expect(drawn(a, b)).toEqual([first, second])
  })

  it('loses no letter, and marks the same letters whichever comes first where lengths allow one answer', () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتسلمىيةه ُ')), maxLength: 30 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const [first, second] = difference(a, b)
        const join = (side: typeof first) => side.map(({ text }) => text).join('')
        const common = (side: typeof first) => side.flatMap(({ text, differs }) => (differs ? [] : [text])).join('')
        expect([join(first), join(second)]).toEqual([a, b])
        expect(common(first)).toBe(common(second))
      }),
    )
  })

  it('gives up on what is too long to be read letter by letter', () => {
    expect(drawn('ا'.repeat(400), 'ب')).toEqual([`[${'ا'.repeat(400)}]`, '[ب]'])
  })
})
