/** Lists of pages that lost their line ends: each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { flattened } from '../../dist/core/lists/flattened.js'
import { Furniture } from '../../dist/core/lists/furniture.js'
import { PageText } from '../../dist/core/lists/pagetext.js'
import { linesOf } from '../../dist/core/lists/prose.js'
import { loadModel } from '../../dist/model/index.js'
import { w } from './located.js'

const { layout, letters } = loadModel()
const found = (text: string): string[] => {
  const page = new PageText(text, undefined, layout, letters)
  const stretches = flattened(page, new Furniture(page), linesOf(text, letters))
  return stretches.map((words) => text.slice(words[0]!.start, words.at(-1)!.end))
}
/** A word that is an article, of so many units. */
const long = (units: number) => 'س'.repeat(units)
const end = 'قد يهمك'
const three = w(3)
/** A page of one line: its head, an article, what stands behind it, and so much more that the line is long enough. */
const flat = (behind: string, head = '') => `${head}${long(300)}. ${behind} ${long(100)}`

describe('a line that holds all of an article', () => {
  const line = (units: number) => `${long(units - three.length - end.length - 3)}. ${three} ${end}`
  it.each<[rule: string, text: string, is: boolean]>([
    ['has 400 units', line(400), true],
    ['has no 399', line(399), false],
    ['is half the page', `${line(400)}\n${long(399)}`, true],
    ['is no less than half of it', `${line(400)}\n${long(400)}`, false],
    ['is read to its end', `${long(400)}. ${three}\n${end}`, false],
    ['is read as far as 200,000 units', `${line(200_000)} ${long(9)}`, true],
    ['is read no further', `${line(200_001)} ${long(9)}`, false],
    ['is read from where it begins', `قارب\n${line(200_000)} ${long(9)}`, true],
  ])('%s', (_, text, is) => {
    expect(found(text)).toEqual(is ? [three] : [])
  })

  it('has no list that ends within its first 200 units', () => {
    const early = (units: number) => `${long(units - three.length - 3)}. ${three} ${end} ${long(300)}`
    for (const above of ['', 'قارب\n']) {
      expect(found(above + early(200))).toEqual([three])
      expect(found(above + early(199))).toEqual([])
    }
  })
})

describe('the words of a list', () => {
  const labelled = (words: number) => `${w(words, 30)} كلمات دلالية ${w(20)} ${end}`
  it.each<[rule: string, behind: string, list: string]>([
    ['are three', `${w(3)} ${end}`, w(3)],
    ['are no two', `${w(2)} ${end}`, ''],
    ['are three behind a label', `وسوم ${w(3)} ${end}`, w(3)],
    ['are no two behind one', `وسوم ${w(2)} ${end}`, ''],
    ['are twenty-four', `${w(24)} ${end}`, w(24)],
    ['are no twenty-five', `${w(25)} ${end}`, ''],
    ['are looked for among forty-four', labelled(22), w(20)],
    ['are not among forty-five', labelled(23), ''],
    ['do not end a sentence', `${w(3)}. ${end}`, ''],
    ['end before three buttons', `${w(3)} شارك فيسبوك تويتر`, w(3)],
    ['do not end before two', `${w(3)} شارك فيسبوك`, ''],
    ['do not end before one word of what is behind articles', `${w(3)} بقلم`, ''],
    ['end before two of them', `${w(3)} المقال السابق`, w(3)],
    ['begin behind a sentence', `قارب! ${w(3)} ${end}`, w(3)],
    ['begin behind three buttons', `شارك فيسبوك تويتر ${w(3)} ${end}`, w(3)],
    ['begin behind three buttons and a figure', `قارب 2020. شارك فيسبوك تويتر ${w(3)} ${end}`, w(3)],
    ['begin with the last words that can', `${w(4, 9)}. ${w(3)} ${end}`, w(3)],
  ])('%s', (_, behind, list) => {
    expect(found(flat(behind))).toEqual(list === '' ? [] : [list])
  })

  it.each<[rule: string, behind: string, list: string]>([
    ['no sentence', '', ''],
    ['two buttons', 'شارك فيسبوك', ''],
    ['three buttons', 'شارك فيسبوك تويتر', three],
    ['three buttons in six words', 'شارك 0 فيسبوك 0 تويتر 0', three],
    ['the last three buttons of many', 'طباعة حفظ شارك 0 فيسبوك 0 تويتر 0', three],
    ['three buttons that begin six words behind a figure', '5 شارك 0 فيسبوك 0 تويتر 0', three],
    ['two buttons within six words', 'شارك فيسبوك تويتر 0 0 0 0', ''],
  ])('behind an article that does not end: %s', (_, bar, list) => {
    expect(found(`${long(300)} قارب ${bar} ${three} ${end} ${long(100)}`)).toEqual(list === '' ? [] : [list])
  })

  it('stand behind the buttons that begin the page', () => {
    const words = `${long(90)} ${'ش'.repeat(90)} ${'ص'.repeat(90)}`
    expect(found(`شارك فيسبوك تويتر ${words} ${end} ${long(200)}`)).toEqual([words])
    expect(found(`${words} ${end} ${long(200)}`)).toEqual([])
  })
})

describe('what ended one list', () => {
  const next = 'المقال السابق'
  it.each<[rule: string, text: string, lists: readonly string[]]>([
    ['begins no other', flat(`${end} ${three} ${next}`), []],
    ['begins none as the second word of the page', `${long(250)}. ${end} ${three} ${next} ${long(100)}`, []],
    ['may hold the end of a sentence', flat(`قد. ${end.slice(3)} ${w(2)} ${next}`), [`${end.slice(3)} ${w(2)}`]],
    ['stands before others', flat(`${three} ${end}. ${w(4, 9)} ${end}`), [three, w(4, 9)]],
  ])('%s', (_, text, lists) => {
    expect(found(text)).toEqual(lists)
  })

  it('stands at most fifty times on a page', () => {
    // The same words again are taken for a menu.
    const times = (count: number) => found(flat(`${`${three} ${end}. `.repeat(count)}${w(4, 9)} ${end}`))
    expect([times(49), times(50)]).toEqual([[three, w(4, 9)], [three]])
  })
})

describe('a list ends before who wrote it', () => {
  const date = '5 مايو، 2020'
  const line = `سامي عمر ${date} قارب. `
  const behind = (words: string, head: string) => found(flat(`${three} ${words}`, head))
  it.each<[rule: string, head: string, behind: string, is: boolean]>([
    ['as two words before the first date', line, 'سامي عمر قارب', true],
    ['behind a number that is no date', `الطابق 12 ${line}`, 'سامي عمر قارب', true],
    ['as they are behind others', `شراع ${line}`, 'سامي عمر قارب', true],
    ['not as the second of them alone', line, 'نزار عمر قارب', false],
    ['not as the first of them alone', line, 'سامي قارب', false],
    ['not as the words before another date', `${line}شراع نزار 6 مايو، 2020 `, 'شراع نزار قارب', false],
    ['three times on a page', `${line}سامي عمر `, 'سامي عمر قارب', true],
    ['not four times', `${line}سامي عمر ثم سامي عمر `, 'سامي عمر قارب', false],
    ['not where no date is', 'سامي عمر ', 'سامي عمر قارب', false],
    ['not one word that begins the page', `عمر ${date} `, 'عمر قارب', false],
    ['but one word with its date', `عمر ${date} `, `عمر ${date}`, true],
    ['and another date', `عمر ${date} `, 'عمر 6 مايو، 2020', false],
    ['three times with a date', `عمر ${date} قارب عمر ${date} `, `عمر ${date}`, true],
    ['not four times with one', `عمر ${date} قارب عمر ${date} عمر ${date} `, `عمر ${date}`, false],
  ])('%s', (_, head, words, is) => {
    expect(behind(words, head)).toEqual(is ? [three] : [])
  })

  it('not behind fifty dates', () => {
    const clocks = (count: number) => Array.from({ length: count }, (_, i) => `11:${10 + i}`).join(' ')
    const times = (count: number) => found(flat(`${clocks(count)}. ${three} عمر ${date}`, `عمر ${date} `))
    expect([times(49), times(50)]).toEqual([[three], []])
  })
})
