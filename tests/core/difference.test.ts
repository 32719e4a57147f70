import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { difference } from '../../dist/core/sameness/difference.js'

/** The stretches with brackets around what differs. */
const drawn = (a: string, b: string) =>
  difference(a, b).map((side) => side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''))

describe('difference', () => {
  it.each([
    ['غزة', 'غزة', 'غزة', 'غزة'],
    ['غزة', 'غزه', 'غز[ة]', 'غز[ه]'],
    ['الرياضة', 'الراضة', 'الر[ي]اضة', 'الر[]اضة'],
    ['الإدريسي', 'الادريسي', 'ا[لإ]دريسي', 'ا[لا]دريسي'],
    ['موسى', 'موسي', 'موس[ى]', 'موس[ي]'],
    ['عُمان', 'عمان', '[عُ]مان', '[ع]مان'],
    ['أبو زيد', 'أبوزيد', 'أبو[ ]زيد', 'أبو[]زيد'],
    ['', 'غزة', '[]', '[غزة]'],
    ['سوق الصيد', 'سوق السمك', 'سوق ال[صيد]', 'سوق ال[سمك]'],
    ['بحر', 'برح', 'ب[ح]ر[]', 'ب[]ر[ح]'],
    ['للأمل', 'لأمل', '[ل]لأمل', '[]لأمل'],
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

  /** Letters of the longest common subsequence, slow and sure. */
  const common = (a: string, b: string): number => {
    if (a === '' || b === '') return 0
    const [x, y] = [a.slice(1), b.slice(1)]
    return a.startsWith(b[0]!) ? 1 + common(x, y) : Math.max(common(x, b), common(a, y))
  }

  it('marks no more letters than it must', () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتس')), maxLength: 7 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const [first] = difference(a, b)
        expect(first.flatMap(({ text, differs }) => (differs ? [] : Array.from(text))).length).toBe(common(a, b))
      }),
    )
  })

  it.each<[string, string, string, readonly (readonly [before: boolean, after: boolean])[]]>([
    ['joined to the letter before', 'موسى', 'موسي', [[true, false]]],
    ['to neither, after a letter that does not join and at the end', 'غزة', 'غزه', [[false, false]]],
    ['to both', 'تبين', 'تلين', [[true, true]]],
    ['at a missing letter', 'الراضة', 'الرياضة', [[false, false]]],
    ['at a missing letter between joined ones', 'مهرجان', 'مههرجان', [[true, false]]],
    ['with marks between', 'بَيْت', 'بَوْت', [[true, true]]],
    ['to no hamza, no space, no Latin', 'ب ء', 'ب x', [[false, false]]],
  ])('says how what differs is joined: %s', (_, a, b, expected) => {
    const differing = difference(a, b)[0].filter(({ differs }) => differs)
    expect(differing.map(({ joined }) => [joined?.before, joined?.after])).toEqual(expected)
  })

  it('gives up on what is too long to be read letter by letter', () => {
    const [long, longer] = ['ا'.repeat(300), 'ا'.repeat(301)]
    expect(drawn(longer, 'ا')).toEqual([`[${longer}]`, '[ا]'])
    expect(drawn('ا', longer)).toEqual(['[ا]', `[${longer}]`])
    expect(drawn(long, long.slice(1))).toEqual([`${long.slice(1)}[ا]`, `${long.slice(1)}[]`])
    expect(drawn(`${long.slice(1)}ب`, long)).toEqual([`${long.slice(1)}[ب]`, `${long.slice(1)}[ا]`])
  })
})
