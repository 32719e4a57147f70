/** Rows of tags that no punctuation parts: each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { dashed, glued, spaced } from '../../dist/core/lists/rows.js'
import type { Word } from '../../dist/core/text/words.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel()
type Row = (text: string, start: number, end: number, given: typeof letters) => Word[][] | undefined
const items = (row: Row) => (text: string) =>
  row(text, 0, text.length, letters)
    ?.map((words) => text.slice(words[0]!.start, words.at(-1)!.end))
    .join(' | ')

describe('a row between dashes', () => {
  const cut = items(dashed)
  it.each<[string, string, string | undefined]>([
    ['of three items', 'بحر - سوق - صيد', 'بحر | سوق | صيد'],
    ['of two is none', 'بحر - سوق', undefined],
    ['with nothing between two is none', 'بحر - سوق - - صيد', undefined],
    ['with nothing behind the last is none', 'بحر - سوق - ! ', undefined],
    ['may have items of five words', 'بحر - سوق - أ ب ج د ه', 'بحر | سوق | أ ب ج د ه'],
    ['and of no six', 'بحر - سوق - أ ب ج د ه و', undefined],
    ['nor before others', 'أ ب ج د ه و - بحر - سوق', undefined],
    ['has no dash', 'بحر سوق صيد', undefined],
  ])('%s', (_, text, expected) => expect(cut(text)).toBe(expected))

  it('is up to 600 letters long', () => {
    const row = `بحر - سوق - ${'ص'.repeat(588)}`
    expect(row).toHaveLength(600)
    expect(cut(row)).toBeDefined()
    expect(cut(`${row}ص`)).toBeUndefined()
  })

  it('is looked for between two places of a text', () => {
    const text = 'قال أمس\nبحر - سوق - صيد\nثم - مضى'
    const [start, end] = [8, 23]
    expect(dashed(text, start, end, letters)?.map(([word]) => text.slice(word!.start, word!.end))).toEqual([
      'بحر',
      'سوق',
      'صيد',
    ])
  })
})

describe('a row between wide blanks', () => {
  const cut = items(spaced)
  it.each<[string, string, string | undefined]>([
    ['of which one item has two words', 'ميناء الصيد  بحر  سوق', 'ميناء الصيد | بحر | سوق'],
    ['the last', 'بحر  سوق  ميناء الصيد', 'بحر | سوق | ميناء الصيد'],
    ['none', 'ميناء  بحر  سوق', undefined],
    ['with two words that no blank parts', 'كوفيد-19  بحر  سوق', undefined],
    ['between tabs', 'ميناء الصيد\tبحر\tسوق', 'ميناء الصيد | بحر | سوق'],
  ])('%s', (_, text, expected) => expect(cut(text)).toBe(expected))
})

describe('a row whose items have run into each other', () => {
  const row = (text: string, said: readonly string[] = [], start = 0) => {
    const found = glued(text, start, text.length, letters, (stem) => said.includes(stem))
    if (!found) return undefined
    const words = found.words.map((word) => text.slice(word.start, word.end)).join(' ')
    return [words, found.pieces.join(' | '), found.spoken] as const
  }
  /** Two seams between scripts, which are certain. */
  const SEAMS = 'abسوقcdef'

  it.each<[string, string, string, string, number]>([
    ['is parted between scripts', SEAMS, '', 'ab | سوق | cdef', 0],
    ['says how much of it the page says', `${SEAMS} صيد بحر`, 'سوق بحر', 'ab | سوق | cdef صيد بحر', 0.4],
    ['is not parted at blanks', `${SEAMS} بحر سوق`, 'بحر سوق cdef', 'ab | سوق | cdef بحر سوق', 0.8],
    [
      'is parted behind a letter that ends words',
      `${SEAMS} مدينةبحر`,
      'مدينه بحر مدين',
      'ab | سوق | cdef مدينة | بحر',
      0.4,
    ],
    ['not where the page says one of both', `${SEAMS} مدينةبحر`, 'بحر', 'ab | سوق | cdef مدينةبحر', 0.2],
    ['but at a capital', `${SEAMS} openTime`, 'time', 'ab | سوق | cdef open | Time', 0.2],
    ['whichever it says', `${SEAMS} openTime`, 'open', 'ab | سوق | cdef open | Time', 0.2],
    ['not at one of which it says none', `${SEAMS} openTime`, '', 'ab | سوق | cdef openTime', 0],
    ['nor before a short word', `${SEAMS} openTo`, 'open to', 'ab | سوق | cdef openTo', 0],
    ['nor behind one letter', `${SEAMS} yTime`, 'y time', 'ab | سوق | cdef yTime', 0],
    ['but behind a digit', `${SEAMS} 7Time`, 'time', 'ab | سوق | cdef 7 | Time', 0.2],
    ['nor where scripts meet a letter before', `${SEAMS} Aةب`, '', 'ab | سوق | cdef Aةب', 0],
    ['nor where they meet a letter behind', `${SEAMS} مدينةبA`, '', 'ab | سوق | cdef مدينةبA', 0],
  ])('%s', (_, text, said, pieces, spoken) => {
    const found = row(text, said.split(' '))
    expect(found?.[1]).toBe(pieces)
    expect(found?.[2]).toBeCloseTo(spoken, 10)
  })

  it('is of nine letters or more', () => {
    expect(row(SEAMS)).toBeDefined()
    expect(row(SEAMS.slice(1))).toBeUndefined()
  })

  it('is of 600 letters at most', () => {
    const long = `${SEAMS} ${'ص'.repeat(590)}`
    expect(row(long)).toBeDefined()
    expect(row(`${long}ص`)).toBeUndefined()
  })

  it('is looked for from where the row begins', () => {
    expect(row(`قال أمس ${SEAMS}`, [], 8)?.[1]).toBe('ab | سوق | cdef')
    expect(row(`قال أمس ${SEAMS}`, [], 8)?.[0]).toBe('ab سوق cdef')
  })

  it('has two seams, of which an article may be one', () => {
    expect(row('abcdسوقبحر')).toBeUndefined()
    expect(row('abcd سوقالبحر')).toBeUndefined()
    expect(row('abcdسوق صيدالبحر')?.[1]).toBe('abcd | سوق صيدالبحر')
    expect(row('abcdسوق صيدالبح')).toBeDefined()
    expect(row('abcdسوق صيدالب')).toBeUndefined()
    expect(row('abcdسوق صيالبحر')).toBeUndefined()
    expect(row('abcdسوق openTime')?.[1]).toBe('abcd | سوق openTime')
  })

  it.each<[string, string, string, string]>([
    ['of two words of three letters', 'بحرسوق', 'بحر سوق', 'بحر سوق'],
    ['of three', 'بحرسوقمركب', 'بحر سوق مركب', 'بحر سوق مركب'],
    ['of as few as it can', 'بحرسوقبلد', 'بحر سوق بلد سوقبلد', 'بحر سوقبلد'],
    ['of words with an article', 'بحرالسوق', 'بحر سوق', 'بحر السوق'],
    ['with marks', 'بَحْرٌسُوق', 'بحر سوق', 'بَحْرٌ سُوق'],
    ['not where a word is left', 'بحرسوقمركب', 'بحر مركب', 'بحرسوقمركب'],
    ['not of words of two letters', 'بحريدسوق', 'بحر يد سوق', 'بحريدسوق'],
    ['not where the page says it all', 'بحرسوق', 'بحرسوق بحر سوق', 'بحرسوق'],
    ['not with two letters in one', 'بﻻدسوق', 'بلاد سوق', 'بﻻدسوق'],
    ['of forty letters', 'بحرر'.repeat(10), 'بحرر', 'بحرر '.repeat(10).trim()],
    ['not of more', `${'بحرر'.repeat(9)}بحررر`, 'بحرر بحررر', `${'بحرر'.repeat(9)}بحررر`],
  ])('is made of words that the page says: %s', (_, word, said, words) => {
    expect(row(`${SEAMS} ${word}`, said.split(' '))?.[0]).toBe(`ab سوق cdef ${words}`)
  })

  it('is parted within such a word', () => {
    expect(row(`${SEAMS} بحرسوقمركب صيد`, ['بحر', 'سوق', 'مركب'])?.[1]).toBe('ab | سوق | cdef بحر | سوق | مركب صيد')
  })
})
