/** What labels and blocks ask of a page's text: each answer with the case on this side of it and on the other. */
import { describe, expect, it } from '@jest/globals'
import { isInterface, isLabel } from '../../dist/core/lists/layout.js'
import { isColon, isDigit, PageText } from '../../dist/core/lists/pagetext.js'
import { loadModel } from '../../dist/model/index.js'
import { w } from './located.js'

const { layout, letters } = loadModel()
const pageOf = (text: string, title?: string) => new PageText(text, title, layout, letters)
const lines = (...widths: number[]) => widths.map((width) => 'س'.repeat(width)).join('\n')

it.each([
  ['one line', lines(40), 40],
  ['the longest line', lines(40, 90, 20), 90],
  ['the longest line, the last', lines(40, 90, 110), 110],
  ['none, where a line is longer than any width', lines(40, 111, 20), Infinity],
  ['none, at once', lines(400), Infinity],
  ['no line', '', 0],
])('the width of a page: %s', (_, text, width) => {
  const page = pageOf(text)
  expect([page.width(), page.width()]).toEqual([width, width])
})

it.each([
  ['a particle', 'في', 1 / 3],
  ['a verb', 'كان', 1],
  ['both among others', `${w(3)} كان في ${w(5)}`, 4 / 12],
  ['none', w(4), 0],
  ['nothing', '', 0],
])('how like prose words are: %s', (_, text, score) => {
  expect(pageOf(text).proseScore(pageOf(text).words(0, text.length))).toBeCloseTo(score)
})

describe('a line', () => {
  const page = pageOf(`صيد\n\u00a0 صيد  \n${lines(60)}\n${lines(61)}\n\n${lines(60)}\n${lines(61)}\nصيد`)
  it.each([
    ['صيد', 3],
    ['  صيد \t', 3],
    [lines(60), 2],
    [lines(61), 0],
    ['سمك', 0],
    ['', 0],
  ])('%j stands on the page %d times', (line, times) => {
    // Of another page's line: only what is on this one counts.
    const there = pageOf(`${page.text}\n\n${' '.repeat(61)}${line}`)
    const end = there.text.length
    expect(there.timesLine(end - line.length, end)).toBe(times)
  })

  it('ends at the next line end, asked for in any order', () => {
    const page = pageOf('صيد\nسمك ملح\n\nبحر')
    const ends = [3, 3, 3, 3, 11, 11, 11, 11, 11, 11, 11, 11, 12, 16, 16, 16, 16]
    expect(ends.map((_, at) => page.lineEnd(at))).toEqual(ends)
    expect(ends.map((_, i) => page.lineEnd(16 - i)).reverse()).toEqual(ends)
  })

  it.each([
    ['الرئيسية\n', true],
    ['★ الرئيسية\n', true],
    ['الرئيسية\n\n \n', true],
    [`الرئيسية${'\n'.repeat(40)}`, true],
    [`الرئيسية${'\n'.repeat(41)}`, false],
    ['الرئيسية صيد\n', false],
    ['صيد الرئيسية\n', false],
    ['صيد\nالرئيسية\n', true],
    ['الرئيسية\nصيد\n', false],
    [`${'★'.repeat(52)}الرئيسية\n`, true],
    [`${'★'.repeat(53)}الرئيسية\n`, false],
    ['\n', false],
    ['', false],
  ])('below %j is under a menu: %s', (above, is) => {
    expect(pageOf(`${above}سمك`).underMenu(above.length)).toBe(is)
  })

  it.each([
    ['الأكثر تداولا\n', true],
    ['ترند\n', true],
    ['ترند صيد سمك\n', true],
    ['صيد ترند\n', false],
    ['الوسوم الشائعة\n', true],
    ['الوسوم الشائعة صيد\n', true],
    ['شارك المقال\n', true],
    ['شارك المقال صيد\n', false],
    ['الرئيسية\n', false],
    ['ترند\nصيد\n', false],
    ['\n', false],
    ['', false],
  ])('below %j is under what a whole site speaks of: %s', (above, is) => {
    expect(pageOf(`${above}سمك`).underCrowd(above.length)).toBe(is)
  })
})

describe('a stretch', () => {
  const page = pageOf('صيد،\n سمك ')
  it.each([
    [0, 4, false, true],
    [0, 5, true, true],
    [4, 5, true, false],
    [3, 6, true, false],
    [5, 7, false, true],
    [4, 4, false, false],
  ])('from %d to %d has a line end: %s, a word: %s', (start, end, newline, word) => {
    expect([page.hasNewline(start, end), page.hasWord(start, end)]).toEqual([newline, word])
  })

  it.each([
    ['صيد:', true],
    ['صيد  :', true],
    ['صيد\u00a0：', true],
    ['صيد، :', false],
    ['صيد\n:', false],
    ['صيد', false],
  ])('%j has a colon behind its word: %s', (text, is) => {
    expect(pageOf(text).colonAfter(3)).toBe(is)
  })
})

it('a unit is a letter, a gap, or the end of a word; a vowel sign is passed over', () => {
  const page = pageOf('صَ ،\n')
  const told = Array.from(page.text, (_, at) => [page.isWord(at), page.isGap(at), page.endsWord(at)])
  const end = [false, true, true]
  expect(told).toEqual([[true, false, false], [false, true, false], end, end, end])
})

it('signs are told by their unit', () => {
  expect(Array.from(':：؛', (sign) => isColon(sign.charCodeAt(0)))).toEqual([true, true, false])
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].filter((at) => isDigit('09٠٩۰۹/:س', at))).toEqual([0, 1, 2, 3, 4, 5])
  expect(isDigit('', 0)).toBe(false)
})

describe('a phrase', () => {
  const at = (text: string, i = 0) => {
    const page = pageOf(text)
    return page.phraseAt(page.words(0, text.length), i, (kind) => isLabel(kind) || isInterface(kind))?.words.length
  }
  it.each([
    ['كلمات دلالية', 2],
    ['كلمات، دلالية', 2],
    ['كلمات\nدلالية', 1],
    ['كلمات صيد', 1],
    ['صيد', undefined],
    ['', undefined],
  ])('begins %j with %s words', (text, length) => {
    expect(at(text)).toBe(length)
  })

  it.each([
    ['صيد كلمات دلالية', 0, true],
    ['صيد كلمات دلالية', 1, true],
    ['صيد كلمات دلالية', 2, false],
    ['كلمات دلالية صيد', 0, false],
  ])('%j ends in one from word %d on: %s', (text, from, is) => {
    const page = pageOf(text)
    expect(page.endsIn(page.words(0, text.length), from, isLabel)).toBe(is)
  })
})

describe('a list is over', () => {
  /** Before which word of a line below others, and whether it is a menu that goes on there. */
  const over = (line: string, title?: string, above = 'قارب\n') => {
    const page = pageOf(`${above}${line}`, title)
    const words = page.words(above.length, page.text.length)
    const closing = page.closing(words, 0)
    return closing && `${closing.at - above.length}${closing.menu ? ' menu' : ''}`
  }
  it.each([
    ['الرئيسية', '0 menu'],
    ['الرئيسية 3', '0 menu'],
    ['الرئيسية (٣)', '0 menu'],
    ['الرئيسية صيد', undefined],
    ['الرئيسية: صيد', '0 menu'],
    ['الرئيسية الصفحة الرئيسية صيد', '0 menu'],
    ['الرئيسية الأرشيف صيد', undefined],
    ['الرئيسية الأرشيف المدونة صيد', '0 menu'],
    ['الرئيسية الأرشيف', undefined],
    ['الرئيسية الرئيسية المدونة صيد', undefined],
    ['تسجيل الدخول صيد', undefined],
    ['تسجيل الدخول', '0'],
    ['تسجيل الدخول\nصيد', '0'],
    ['تسجيل الدخول الرئيسية صيد', '0'],
    ['تسجيل الدخول تسجيل الخروج صيد', undefined],
    ['تسجيل الدخول صيد سمك ملح بحر اتصل بنا', '0'],
    ['تسجيل الدخول صيد سمك ملح بحر مرسى اتصل بنا', undefined],
    ['تسجيل الدخول صيد شارك المقال', '0'],
    ['تسجيل الدخول صيد سمك شارك المقال', '0'],
    ['تسجيل الدخول صيد سمك الرئيسية بحر', undefined],
    ['شارك المقال صيد', '0'],
    ['كلمات دلالية صيد', '0'],
    ['الوسوم صيد', undefined],
    ['الوسوم', '0'],
    ['الوسوم: صيد', '0'],
    ['الوسوم الشائعة صيد', '0'],
    ['اضغط هنا: صيد', undefined],
    ['علامات', undefined],
    ['علامات: صيد', '0'],
    ['مواضيع', '0'],
    ['وسم', undefined],
    ['قاربالمصدر: صيد', '4'],
    ['قاربالمصدر صيد', undefined],
    ['ابالمصدر: صيد', '2'],
    ['االمصدر: صيد', undefined],
    ['وبالمصدر: صيد', undefined],
    ['قاربشارك المقال صيد', '4'],
    ['منذ 3 ساعات', '0'],
    ['منذ 33 ساعة', '0'],
    ['منذ 333 ساعة', undefined],
    ['منذ ساعات', undefined],
    ['الأحد 3 مايو 2020 صيد', '0'],
    ['الأحد 3 صيد', undefined],
    ['صيد 3 مايو 2020', undefined],
    ['7 أكتوبر 2023', '0'],
    ['7 أكتوبر 2023 صيد', undefined],
    ['7 أكتوبر, 2023 صيد', '0'],
    ['7 أكتوبر، 2023 صيد', '0'],
    ['7 أكتوبر ,2023 صيد', undefined],
    ['7 أكتوبر,2023 صيد', undefined],
    ['7 تشرين أكتوبر 2023', '0'],
    ['700 أكتوبر 2023', undefined],
    ['7 صيد 2023', undefined],
    ['7 أكتوبر 20233', undefined],
    ['12/10/2024', '0'],
    ['12/10', undefined],
    ['10:35', '0'],
    ['10:3', undefined],
    ['صيد 10:35', undefined],
  ])('%j: %s', (line, at) => {
    expect(over(line)).toBe(at)
  })

  it('on a page’s first line only where it is labelled', () => {
    expect([over('الرئيسية', undefined, ''), over('الرئيسية: صيد', undefined, '')]).toEqual([undefined, '0 menu'])
  })

  it.each([
    ['\n', 'الرئيسية', '0 menu'],
    ['قارب\n3 ', 'الرئيسية', '0 menu'],
    ['قارب\nصيد ', 'الرئيسية', undefined],
    ['قارب\nصيد ', 'تسجيل الدخول', '0'],
    ['قارب\nصيد ', 'تسجيل الدخول\nسمك', '0'],
    ['قارب\nصيد ', 'تسجيل الدخول سمك\nملح', undefined],
  ])('behind %j before %j: %s', (above, line, at) => {
    expect(over(line, undefined, above)).toBe(at)
  })

  it.each([
    ['a thing that the title has', 'تسجيل الدخول الرئيسية', 'شرح تسجيل الدخول', undefined],
    ['a thing that begins the title', 'تسجيل الدخول الرئيسية', 'تسجيل الدخول', undefined],
    ['a thing that the title has in part', 'تسجيل الدخول الرئيسية', 'شرح تسجيل الأغاني', '0'],
    ['a thing among the first words of a title', 'تسجيل الدخول الرئيسية', `${w(62)} تسجيل الدخول`, undefined],
    ['a thing behind them', 'تسجيل الدخول الرئيسية', `${w(63)} تسجيل الدخول`, '0'],
    ['the title', `${w(5)} صيد`, w(5), '0'],
    ['four words of it', w(4), w(4), undefined],
    ['its first six words', `${w(6)} صيد`, w(9), '0'],
    ['its first five', `${w(5)} صيد`, w(9), undefined],
  ])('%s', (_, line, title, at) => {
    expect(over(line, title)).toBe(at)
  })

  it('where who wrote it stands before its date, as at the top', () => {
    const byline = 'نزار 12/10/2020'
    const page = pageOf(`${byline}\nصيد سمك ${byline}`)
    const words = page.words(byline.length, page.text.length)
    expect(page.closing(words, 3)).toEqual({ at: words[2]!.start, menu: false })
  })

  it('the title where its line begins, or far into a line', () => {
    expect([' ', 'قارب '].map((before) => over(w(5), w(5), `قارب\n${before}`))).toEqual(['0', undefined])
    const far = 'قارب '.repeat(300)
    expect([over(w(5), w(5), far), over(w(5), w(5), far.slice(1))]).toEqual(['0', undefined])
    expect(over(w(5), w(5), far + far)).toBe('0')
    expect(over(w(5), undefined, `${w(5)}\nقارب\n`)).toBe('0')
    expect(over(w(5), undefined, `\n${' '.repeat(900)}${w(5)}\nقارب\n`)).toBe('0')
    expect(over(w(5), undefined, `\n${' '.repeat(999)}${w(5)}\nقارب\n`)).toBeUndefined()
    const units = 999 - w(5).length
    expect(over(w(5), undefined, `\n${' '.repeat(units)}${w(5)}\nقارب\n`)).toBe('0')
    expect(over(w(5), undefined, `\n${' '.repeat(units + 1)}${w(5)}\nقارب\n`)).toBeUndefined()
  })
})
