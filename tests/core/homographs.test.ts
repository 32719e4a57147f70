/** Words that a hamza or madda alone tells apart: what is read of a spelling, with its clitics and endings. */
import { describe, expect, it } from '@jest/globals'
import { Homographs, UNDECIDED } from '../../dist/core/sameness/homographs.js'

const homographs = new Homographs({
  plurals: 'نفاق علام',
  alike: 'نسان لحان',
  words: [
    ['رأي', 'راي'],
    ['ألمة', 'إلمة', 'آلمة'],
    ['الغاز', 'ألغاز'],
  ],
  bare: { اعلام: 'إعلام' },
})

describe('a spelling', () => {
  it.each([
    ['أنفاق', 'أنفاق'],
    ['إنفاق', 'إنفاق'],
    ['انفاق', UNDECIDED],
    ['آنفاق', undefined],
    ['الأنفاق', 'الأنفاق'],
    ['الانفاق', UNDECIDED],
    ['اعلام', 'إعلام'],
    ['الاعلام', UNDECIDED],
    ['أعلام', 'أعلام'],
    ['رأي', 'رأي'],
    ['راي', 'راي'],
    ['رأى', 'رأي'],
    ['رَأي', 'رأي'],
    ['الراي', 'الراي'],
    ['آلمه', 'آلمه'],
    ['المه', UNDECIDED],
    // A row that has an article in it is of no word with another.
    ['ألغاز', 'ألغاز'],
    ['الغاز', 'الغاز'],
    ['الألغاز', 'الألغاز'],
    ['الالغاز', undefined],
    // Of the shape of a plural, in no list.
    ['أقلام', 'أقلام'],
    ['إقلام', 'إقلام'],
    ['اقلام', undefined],
    ['أقوام', 'أقوام'],
    ['أوقام', undefined],
    ['أقلم', undefined],
    ['أنسان', undefined],
    ['الأنسان', undefined],
    ['ألحان', undefined],
    ['سوق', undefined],
    // With what stands before a word and behind it.
    ['وأنفاق', 'أنفاق'],
    ['فبأنفاق', 'أنفاق'],
    ['لأنفاق', 'أنفاق'],
    ['كأنفاق', 'أنفاق'],
    ['للأنفاق', 'الأنفاق'],
    ['وللأنفاق', 'الأنفاق'],
    ['تأنفاق', undefined],
    ['بوأنفاق', undefined],
    ['أنفاقها', 'أنفاق'],
    ['أنفاقهما', 'أنفاق'],
    ['أنفاقه', 'أنفاق'],
    ['أنفاقك', 'أنفاق'],
    ['أنفاقا', 'أنفاق'],
    ['أنفاقنا', 'أنفاق'],
    ['انفاقها', UNDECIDED],
    ['آلمهنا', undefined],
    ['أنفاقات', undefined],
    ['وبأنفاقهم', 'أنفاق'],
    ['رأيه', undefined],
  ])('%s is read as %s', (word, reading) => {
    expect(homographs.reading(word)).toBe(reading)
  })
})

it('rows are told by their bare spelling, with an article too', () => {
  const rows = new Map([...homographs.rows()].map(([key, words]) => [key, [...words].join(' ')]))
  expect(rows.get('انفاق')).toBe('أنفاق إنفاق')
  expect(rows.get('الانفاق')).toBe('الأنفاق الإنفاق')
  expect([rows.get('الغاز'), rows.get('الالغاز')]).toEqual(['الغاز ألغاز', undefined])
})
