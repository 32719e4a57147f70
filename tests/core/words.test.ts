/** Words of a text by their place: what they are, where they begin and end, and what lies between. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { hashOf } from '../../dist/core/text/hash.js'
import { byUnits } from '../../dist/core/text/order.js'
import {
  complement,
  hashOfWord,
  hasSeams,
  isBlank,
  lastLetters,
  owned,
  wordsBetween,
} from '../../dist/core/text/words.js'
import { loadModel } from '../../dist/model/index.js'
import { surface } from '../arbitraries.js'

const { letters } = loadModel()
const words = (text: string, start = 0, end = text.length, most?: number) =>
  wordsBetween(text, start, end, letters, most).map(({ start, end, key }) => `${start}-${end} ${key}`)

describe('words', () => {
  it.each([
    ['of one letter', 'و', ['0-1 و']],
    ['between blanks', '  سوق  صيد ', ['2-5 سوق', '7-10 صيد']],
    ['in other letters', 'إلى مدرسة', ['0-3 الي', '4-9 مدرسه']],
    ['with marks and a tatweel', 'سُوقـ صيد', ['0-5 سوق', '6-9 صيد']],
    ['behind a mark of its own', '\u064fسوق', ['1-4 سوق']],
    ['in presentation forms', '\ufefbسوق \ufe8eب', ['0-4 لاسوق', '5-7 اب']],
    ['in a ligature of several words', '\ufdfa', ['0-1 صلياللهعليهوسلم']],
    ['with an underscore or a hyphen between', 'سوق_صيد بحر-ملح', ['0-3 سوق', '4-7 صيد', '8-11 بحر', '12-15 ملح']],
    ['in nothing', ' ،', []],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('of a stretch, cut at its ends, and no more than asked for', () => {
    expect(words('سوق صيد بحر', 1, 9)).toEqual(['1-3 وق', '4-7 صيد', '8-9 ب'])
    expect(words('سوق صيد بحر', 0, 11, 2)).toEqual(['0-3 سوق', '4-7 صيد'])
    expect(words('سوق صيد بحر', 0, 11, 0)).toEqual([])
  })

  it('have the hash of their key', () => {
    fc.assert(
      fc.property(surface, (text) => {
        for (const { start, end, key } of wordsBetween(text, 0, text.length, letters))
          if (!/[\ufb50-\uffff]/.test(text.slice(start, end)))
            expect(hashOfWord(text, start, end, letters)).toBe(hashOf(key))
      }),
      { numRuns: 500 },
    )
  })

  it('have their last letters behind marks', () => {
    expect(lastLetters('سُوقٌ', 5, 1, letters)).toBe(3)
    expect(lastLetters('سُوقٌ', 5, 2, letters)).toBe(2)
    expect(lastLetters('سُوقٌ', 5, 3, letters)).toBe(0)
    expect(lastLetters('سُوقٌ', 5, 0, letters)).toBe(5)
    expect(lastLetters('سوق صيد', 7, 2, letters)).toBe(5)
  })
})

describe('what spans leave of a text', () => {
  const left = (text: string, ...spans: [number, number][]) => complement(spans, text)
  it.each<[string, string, [number, number][], [number, number][]]>([
    ['all, where there is none', 'سوق صيد', [], [[0, 7]]],
    ['nothing of blanks', ' \n\u00a0\t', [], []],
    ['without blanks at its ends', ' سوق صيد\n', [], [[1, 8]]],
    [
      'what is before, between and behind',
      'سوق صيد بحر',
      [[4, 7]],
      [
        [0, 3],
        [8, 11],
      ],
    ],
    ['one unit', 'سوق', [[0, 2]], [[2, 3]]],
    [
      'in order, whatever that of the spans',
      'سوقصيدبحر',
      [
        [6, 9],
        [0, 3],
      ],
      [[3, 6]],
    ],
    [
      'nothing of what spans have twice',
      'سوقصيدبحر',
      [
        [0, 6],
        [1, 2],
        [4, 7],
      ],
      [[7, 9]],
    ],
    [
      'nothing between spans that meet',
      'سوقصيد',
      [
        [0, 3],
        [3, 6],
      ],
      [],
    ],
  ])('is %s', (_, text, spans, expected) => {
    expect(left(text, ...spans)).toEqual(expected)
  })
})

it.each([
  ['بيئةطاقة', 1],
  ['مستشفىكبير', 1],
  ['بيئة طاقة', 0],
  ['سوقالسمك', 1],
  ['سوالسمك', 0],
  ['سوقالسم', 1],
  ['سوقالس', 0],
  ['سوقالسم صيدالبحر', 2],
  ['سوقال', 0],
  ['سوقالس1', 0],
  ['بيئةطاقةبحر', 2],
])('%s has %i seams', (text, seams) => {
  expect([0, 1, 2, 3].map((least) => hasSeams(text, least))).toEqual([0, 1, 2, 3].map((least) => least <= seams))
})

it('blanks are what is no sign, and what lies beyond the text', () => {
  expect([9, 10, 32, 0xa0, NaN].map((unit) => isBlank(unit))).toEqual(Array(5).fill(true))
  expect([33, 0x9f, 0xa1, 0x627].map((unit) => isBlank(unit))).toEqual(Array(4).fill(false))
})

it.each([0, 12, 13, 1023, 1024, 1025, 2048, 2100])('a text of %i units is itself in memory of its own', (length) => {
  const text = 'سوق السمك والصيد '.repeat(200).slice(3, 3 + length)
  expect(owned(text)).toBe(text)
})

it('strings are in the order of their units', () => {
  expect(['ب', 'أ', 'ا', 'a', 'ا'].sort(byUnits)).toEqual(['a', 'أ', 'ا', 'ا', 'ب'])
  expect([byUnits('ا', 'ب'), byUnits('ب', 'ا'), byUnits('ا', 'ا')]).toEqual([-1, 1, 0])
})
