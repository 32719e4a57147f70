/** What reads as prose, and the words it has: each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { linesOf, stemOf, stemsOf } from '../../dist/core/lists/prose.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel()
const lines = (text: string) => linesOf(text, letters)
const spans = (text: string) => lines(text).map(({ start, end }) => text.slice(start, end))
/** So many words, a comma behind each of the first `commas`. */
const line = (words: number, commas = 0, stop = ''): string =>
  Array.from({ length: words }, (_, i) => `كلم${i < commas ? '،' : ''}`).join(' ') + stop

describe('the lines of a text', () => {
  it.each<[string, string, readonly string[]]>([
    ['are parted by line ends', 'بحر\nسوق', ['بحر', 'سوق']],
    ['hold something', '\nبحر\n\n \n\u00a0\n***\nسوق\n', ['بحر', 'سوق']],
    ['begin behind blanks and bullets', '  بحر\n * سوق\n- - صيد', ['بحر', 'سوق', 'صيد']],
    ['may begin with a comma', '، بحر\n • سوق', ['، بحر', '• سوق']],
    ['may be one', ' ، \n|\n', ['،', '|']],
    ['end before blanks', 'بحر \t\u00a0\nسوق\r\n', ['بحر', 'سوق']],
    ['end with marks', 'بحر!\nسوق؟', ['بحر!', 'سوق؟']],
  ])('%s', (_, text, expected) => expect(spans(text)).toEqual(expected))

  it('are 4000 at most', () => {
    expect(lines('ا\n'.repeat(3999))).toHaveLength(3999)
    expect(lines('ا\n'.repeat(4001))).toHaveLength(4000)
  })

  it('know how many words and commas they have', () => {
    const counted = (text: string) => lines(text).map(({ size, commas }) => [size, commas])
    expect(counted('بحر سوق')).toEqual([[2, 0]])
    expect(counted('بحر، سوق , صيد')).toEqual([[3, 2]])
    expect(counted('كوفيد-19')).toEqual([[2, 0]])
    expect(counted('بَحْر')).toEqual([[1, 0]])
    expect(counted('أ،ب؛ج;د|ه¦و•ز·ح/ط\\ي,ك')).toEqual([[11, 10]])
    expect(counted('أ.ب:ج!د')).toEqual([[4, 0]])
    // What is prose by then is not looked at further.
    expect(counted(line(20, 2))).toEqual([[12, 2]])
    expect(counted(line(20, 3))).toEqual([[16, 3]])
    expect(counted(line(20, 20))).toEqual([[20, 20]])
  })
})

describe('a line reads as prose', () => {
  const long = (units: number): string => {
    const list = line(12, 12)
    return `${list} ${'ص'.repeat(units - list.length - 1)}`
  }
  it.each<[string, string, boolean]>([
    ['of twelve words', line(12), true],
    ['not of eleven', line(11), false],
    ['of twelve words with two commas', line(12, 2), true],
    ['not with three', line(12, 3), false],
    ['with three of sixteen words', line(16, 3), true],
    ['not of fifteen', line(15, 3), false],
    ['that is longer than any list', long(1501), true],
    ['not as long as one', long(1500), false],
    ['of five words with a stop', line(5, 0, '.'), true],
    ['not of four', line(4, 0, '.'), false],
    ['of five words with commas and a stop', line(5, 4, '.'), true],
    ['of five words with a question mark', line(5, 0, '؟'), true],
    ['or the Latin one', line(5, 0, '?'), true],
    ['or an exclamation mark', line(5, 0, '!'), true],
    ['not with a colon', line(5, 0, ':'), false],
    ['of eleven words with a stop', line(11, 0, '.'), true],
    ['not of twelve words that commas part', line(12, 12, '.'), false],
  ])('%s', (_, text, prose) => expect(lines(text).map((one) => one.prose)).toEqual([prose]))
})

describe('the stems of a page', () => {
  const stems = (text: string, title = '') => [...stemsOf(text, title, lines(text), letters)]
  const PROSE = 'بحر بحر سوق صيد لون جبل نهر قمح تمر نخل رمل ملح'
  it('are those of its title, its heading and its prose, with their number', () => {
    expect(stems('', 'بحر البحر')).toEqual([['بحر', 2]])
    expect(stems('بحر سوق')).toEqual([
      ['بحر', 1],
      ['سوق', 1],
    ])
    expect(stems(`بحر\n${PROSE}`, 'صيد').slice(0, 3)).toEqual([
      ['صيد', 2],
      ['بحر', 3],
      ['سوق', 1],
    ])
  })
  it('are not those of short lines further down', () => {
    expect(stems('بحر\nسوق\nصيد')).toEqual([['بحر', 1]])
    expect(new Map(stems(`بحر\n${PROSE}\nعلم`)).has('علم')).toBe(false)
  })
  it('are those of a heading with a comma, not of a list', () => {
    expect(stems('بحر، سوق').map(([stem]) => stem)).toEqual(['بحر', 'سوق'])
    expect(stems('بحر، سوق، صيد')).toEqual([])
  })
  it('count the first line once', () => expect(new Map(stems(PROSE)).get('بحر')).toBe(2))
})

describe('the stem of a word', () => {
  it.each([
    ['كتاب', 'كتاب'],
    ['الكتاب', 'كتاب'],
    ['للكتاب', 'كتاب'],
    ['والكتاب', 'كتاب'],
    ['فالكتاب', 'كتاب'],
    ['بالكتاب', 'كتاب'],
    ['كالكتاب', 'كتاب'],
    ['لالكتاب', 'كتاب'],
    ['سالكتاب', 'سالكتاب'],
    ['وكتاب', 'وكتاب'],
    ['الدمع', 'دمع'],
    ['الدم', 'الدم'],
    ['للدم', 'للدم'],
    ['والدمع', 'دمع'],
    ['والدم', 'والدم'],
    ['مدينه', 'مدين'],
    ['سنه', 'سنه'],
    ['عربيه', 'عرب'],
    ['مهرجانات', 'مهرجان'],
    ['لاعبون', 'لاعب'],
    ['لاعبين', 'لاعب'],
    ['بنات', 'بنات'],
    ['طلبات', 'طلب'],
    ['اللاعبين', 'لاعب'],
    ['واللاعبين', 'لاعب'],
    ['المدينه', 'مدين'],
    ['السنه', 'السنه'],
    ['ات', 'ات'],
  ])('of %s is %s', (key, stem) => expect(stemOf(key)).toBe(stem))
})
