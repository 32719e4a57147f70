import { describe, expect, it } from '@jest/globals'
import { countingLetters } from '../../dist/core/text/tokens.js'
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

  it('stays linear on one word said a hundred thousand times', () => {
    const started = process.cpuUsage()
    collapseRepeats({ pieces: ['كلمة '.repeat(100_000)] }, letters)
    collapseRepeats({ pieces: ['أ ب ج د أ ب ج هـ '.repeat(12_000)] }, letters)
    expect(process.cpuUsage(started).user).toBeLessThan(8e6) // microseconds of this process: other processes do not count
  })
})
