import { describe, expect, it } from '@jest/globals'
import { countingLetters, phraseOf } from '../../dist/core/text/tokens.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { loadModel } from '../../dist/model/index.js'

const letters = countingLetters(loadModel().letters.units)
const stretches = (...pieces: string[]): string[] => {
  const shape = collapseRepeats({ pieces }, letters)
  return shape.stretches.map(([start, end]) => shape.surfaces.slice(start, end).join(' '))
}
const own = 'حركة حماس غزة مجلس الأمن'
const bar = 'أخبار عاجلة كأس العالم طقس'

describe('outline', () => {
  it.each<[string, string[], string[]]>([
    ['a list said once', [own], [own]],
    ['a list said three times', [`${own} ${own} ${own}`], [own]],
    ['a site-wide list around it', [`${bar} ${bar} ${own} ${bar}`], [bar, own]],
    ['both', [`${bar} ${bar} ${own} ${own} ${bar}`], [bar, own]],
    ['the same piece twice', [own, own], [own]],
    ['a short list said twice', ['فلسطين غزة فلسطين غزة'], ['فلسطين غزة']],
    ['one word thrice', ['غزة غزة غزة'], ['غزة']],
    ['other spellings of one list', ['اسرائيل غزه حماس إسرائيل غزة حماس'], ['اسرائيل غزه حماس']],
    [
      'tags that share words',
      ['المؤسسات المالية المؤسسات المالية الدولية'],
      ['المؤسسات المالية المؤسسات المالية الدولية'],
    ],
    ['nothing', ['', '  '], []],
  ])('%s', (_, pieces, expected) => {
    expect(stretches(...pieces)).toEqual(expected)
  })

  it('keeps the phase of a list that ends like the one before it', () => {
    const first = 'أخبار عاجلة كأس العالم غزة'
    const second = 'مجلس الأمن حرب السودان قطاع غزة'
    expect(stretches(`${first} ${first} ${second} ${second} ${first}`)).toEqual([first, second])
  })

  it('maps every copy to the word it is a copy of', () => {
    const shape = collapseRepeats({ pieces: [`${own} ${own}`] }, letters)
    expect([...shape.originals]).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    expect([...shape.seams]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  })

  /** So many words, none like another. */
  const distinct = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, i) => `${from + i}`.replace(/\d/g, (digit) => 'ابتثجحخدذر'[Number(digit)]!))
  const said = (...pieces: (readonly string[])[]): number[] => {
    const { stretches } = collapseRepeats({ pieces: pieces.map((piece) => piece.join(' ')) }, letters)
    return stretches.map(([start, end]) => end - start)
  }

  it.each<[string, readonly (readonly string[])[], number[]]>([
    ['a list of 400 words again', [distinct(400), ['فاصل'], distinct(400)], [400, 1]],
    ['of 401, which is looked at no further', [distinct(401), ['فاصل'], distinct(401)], [401, 1, 401]],
    ['a list of three words again', [distinct(3), ['فاصل'], distinct(3)], [3, 1]],
    ['of two, which may be tags', [distinct(2), ['فاصل'], distinct(2)], [2, 1, 2]],
    ['the beginning of another list', [distinct(9), ['فاصل'], distinct(8)], [9, 1, 8]],
    ['its end', [distinct(9), ['فاصل'], distinct(8, 1)], [9, 1, 8]],
    ['over the end of a piece', [distinct(4), ['فاصل'], distinct(3), distinct(1, 3)], [4, 1, 3, 1]],
    ['three times behind other words', [[...distinct(3, 20), ...distinct(5), ...distinct(5), ...distinct(5)]], [3, 5]],
    ['a list and a word more', [distinct(8), ['فاصل'], distinct(9)], [8, 1, 1]],
  ])('of pieces: %s', (_, pieces, expected) => {
    expect(said(...pieces)).toEqual(expected)
  })

  it('looks at the first eight places where three words stand, for the longest list that is said again', () => {
    const lists = distinct(9).map((word) => ['كأس', 'العالم', 'قطر', word])
    expect(said(...lists, lists[7]!)).toEqual(new Array(9).fill(4))
    expect(said(...lists, lists[8]!)).toEqual(new Array(10).fill(4))
    const again = ['كأس العالم قطر مصر', 'كأس العالم قطر', 'كأس العالم قطر مصر', 'كأس العالم قطر']
    const { originals, stretches } = collapseRepeats({ pieces: again }, letters)
    expect([...originals].slice(7)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(stretches).toEqual([[0, 4], [4, 7]]) // prettier-ignore
  })

  it('knows a list of up to six words that is said twice, wherever its first three stand before', () => {
    const before = distinct(8, 20).map((word) => [...distinct(3), word])
    const twice = (size: number) => said(...before, [...distinct(size), ...distinct(size)]).slice(8)
    expect([4, 5, 6, 7].map(twice)).toEqual([[4], [5], [6], [14]])
  })

  it('takes none for said twice that has a word more', () => {
    expect(said(['غزة', 'بيروت', 'غزة', 'بيروت', 'غزة'])).toEqual([5])
    const { originals, seams } = collapseRepeats({ pieces: ['غزة غزة', 'بيروت'] }, letters)
    expect([[...originals], [...seams]]).toEqual([[0, 0, 2], [1, 1, 1, 1]]) // prettier-ignore
  })

  it('parts words at any white space, and knows those of several parts by their first and last', () => {
    const shape = collapseRepeats({ pieces: ['كوفيد-19\tو\u00a0«القدس»  ؟', '  ', 'أبو-ظبي-دبي'] }, letters)
    const hashOf = (text: string): number => phraseOf(text, letters) | 0
    expect(shape.surfaces).toEqual(['كوفيد-19', 'و', '«القدس»', '؟', 'أبو-ظبي-دبي'])
    expect([...shape.ids]).toEqual(['كوفيد 19', 'و', 'القدس', '', 'ابو ظبي دبي'].map(hashOf))
    expect([...shape.firsts]).toEqual(['كوفيد', 'و', 'القدس', '', 'ابو'].map(hashOf))
    expect([...shape.lasts]).toEqual(['19', 'و', 'القدس', '', 'دبي'].map(hashOf))
    expect([...shape.parts]).toEqual([[0, ['كوفيد', '19'].map(hashOf)], [4, ['ابو', 'ظبي', 'دبي'].map(hashOf)]]) // prettier-ignore
    expect([...shape.seams]).toEqual([1, 0, 0, 0, 1, 1])
  })

  it('looks at the first 1,024 letters of a word', () => {
    const one = (units: number): number => {
      const long = 'ابتثجحخد'.repeat(128).slice(0, units)
      return collapseRepeats({ pieces: [`${long}س ${long}ش`] }, letters).stretches[0]![1]
    }
    expect([one(1023), one(1024)]).toEqual([2, 1])
  })

  it('stays linear on one word said a hundred thousand times', () => {
    const started = process.cpuUsage()
    collapseRepeats({ pieces: ['كلمة '.repeat(100_000)] }, letters)
    collapseRepeats({ pieces: ['أ ب ج د أ ب ج هـ '.repeat(12_000)] }, letters)
    expect(process.cpuUsage(started).user).toBeLessThan(8e6) // microseconds of this process: other processes do not count
  })
})
