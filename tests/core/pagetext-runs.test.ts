/** What a page cuts from words that nothing parts: menus, labels, who wrote it. Each limit, with the case on either side. */
import { describe, expect, it } from '@jest/globals'
import { PageText } from '../../dist/core/lists/pagetext.js'
import { loadModel } from '../../dist/model/index.js'
import { w } from './located.js'

const { layout, letters } = loadModel()
const pageOf = (text: string, title?: string) => new PageText(text, title, layout, letters)
/** What such a cut leaves of a run behind a text. */
const left = (cut: 'withoutMenu' | 'withoutLabel', run: string, above = '', title?: string): string => {
  const page = pageOf(above + run, title)
  const words = page[cut](page.words(above.length, page.text.length))
  return words.length === 0 ? '' : page.text.slice(words[0]!.start, words.at(-1)!.end)
}

describe('a run without the menu at the top', () => {
  const menu = w(6)
  const lines = menu.replaceAll(' ', '\n')
  const rest = w(3, 20)
  const run = `${menu} ${rest}`
  const most = `${w(60)} ${w(60)}`
  /** A line of so many units that begins with the menu and has a mark. */
  const marked = (units: number) => `قارب\n${`${menu}، ${'س'.repeat(units)}`.slice(0, units)}\n`
  /** A line in which a sentence ends, and the menu begins at such a unit. */
  const ended = (units: number) => `قارب\n${'س'.repeat(units - 2)}. ${menu} ${'ش'.repeat(300)}\n`
  /** Units before the menu, so that it ends at such a unit of the page. */
  const deep = (units: number) => `قارب${'\n'.repeat(units - 4 - menu.length)}${menu}\n`

  it.each<[rule: string, above: string, run: string, left: string]>([
    ['has its two words, whatever they are', `قارب\n${w(2)}\n`, w(2), w(2)],
    ['has nothing of three that are the menu', `قارب\n${w(3)}\n`, w(3), ''],
    ['has nothing of 120 that are the menu', `قارب\n${most}\n`, most, ''],
    ['has all of 121', `قارب\n${most} ${w(1)}\n`, `${most} ${w(1)}`, `${most} ${w(1)}`],
    ['has nothing of a menu of lines', `قارب\n${lines}\n`, menu, ''],
    ['has nothing of a menu that ends within 20,000 units', deep(20_000), menu, ''],
    ['has all of what ends behind them', deep(20_001), menu, menu],
    ['has all of what begins the page', `${menu}\n`, menu, menu],
    ['has nothing of what the second unit begins', `\n${menu}\n`, menu, ''],
    ['has all of what stands behind a date', `قارب 12 مايو 2020 ${menu}\n`, menu, menu],
    ['has all of what stands behind a label', `قارب\nالوسوم: ${menu}\n`, menu, menu],

    ['has what follows six words of the menu', `قارب\n${menu}\n`, run, rest],
    ['has what follows eight', `قارب\n${w(8)}\n`, `${w(8)} ${rest}`, rest],
    ['has what follows the first six of eight', `قارب\n${w(8)}\n`, run, rest],
    ['has five words of the menu', `قارب\n${w(5)}\n`, `${w(5)} ${rest}`, `${w(5)} ${rest}`],
    ['has no two words behind it', `قارب\n${menu}\n`, `${menu} ${w(2, 20)}`, ''],
    ['has what stands before six words of the menu', `قارب\n${menu}\n`, `${rest} ${menu}`, rest],
    ['has what stands before eight', `قارب\n${w(8)}\n`, `${rest} ${w(8)}`, rest],
    ['has five words at its end', `قارب\n${w(5)}\n`, `${rest} ${w(5)}`, `${rest} ${w(5)}`],
    ['has no two words before it', `قارب\n${menu}\n`, `${w(2, 20)} ${menu}`, ''],
    ['has the menu amid other words', `قارب\n${menu}\n`, `${rest} ${run}`, `${rest} ${run}`],
    ['has all of it, where there is no menu', `قارب\n`, w(9), w(9)],
    ['has no link home before the menu', `قارب\n${menu}\n`, `الرئيسية ${run}`, rest],
    ['has no link home that the menu has', `قارب\nالرئيسية ${w(5)}\n`, `الرئيسية ${w(5)} ${rest}`, rest],
    ['has no link home of two words', `قارب\n${menu}\n`, `الصفحة الرئيسية ${run}`, rest],
    ['has another word before it, and so all', `قارب\n${menu}\n`, `${w(1, 30)} ${run}`, `${w(1, 30)} ${run}`],

    ['has what follows a menu of lines', `قارب\n${lines}\n`, run, rest],
    ['has a menu of lines whose last entry is cut short', `قارب\n${lines} شراع\n`, run, run],
    ['has what follows its last entry', `قارب\n${lines} ${w(1, 6)}\n`, `${w(7)} ${rest}`, rest],
    ['has no last entry of three words', `قارب\n${lines}\n${w(3, 6)}\nشراع\n`, `الرئيسية ${menu} ${w(3, 6)}`, ''],

    ['has no menu that the second unit begins', `\n${menu}\n`, run, rest],
    ['has a menu on the first line', `قارب ${menu}\n`, run, run],
    ['has a menu with a mark', `قارب\n${menu}.\n`, run, run],
    ['has a menu in a line of 300 units with a mark', marked(300), run, run],
    ['has none in a longer line', marked(301), run, rest],
    ['has none at unit 399 of a line with a sentence', ended(399), run, rest],
    ['has one at unit 400 of such a line', ended(400), run, run],
    ['has none there without a sentence', ended(400).replace('.', ' '), run, rest],
    [
      'has none on a page of one line of 301 units',
      `قارب ${menu} ${'س'.repeat(293 - 2 * menu.length - rest.length)} `,
      run,
      rest,
    ],
    [
      'has one on a page of one line of 300',
      `قارب ${menu} ${'س'.repeat(292 - 2 * menu.length - rest.length)} `,
      run,
      run,
    ],
    ['has its words on a page of one line without a menu', `${'س'.repeat(400)} `, run, run],
  ])('%s', (_, above, words, expected) => {
    expect(left('withoutMenu', words, above)).toBe(expected)
  })

  it.each([
    ['has the title', `شراع ${menu}`, menu],
    ['has nothing of what the title has in part', w(5), ''],
  ])('%s', (_, title, expected) => {
    expect(left('withoutMenu', menu, `قارب\n${menu}\n`, title)).toBe(expected)
  })
})

it.each([
  ['', ''],
  ['صيد سمك', 'صيد سمك'],
  ['وسوم صيد سمك', 'صيد سمك'],
  ['الوسوم صيد', 'صيد'],
  ['صيد وسوم سمك', 'صيد وسوم سمك'],
  ['كلمات دلالية صيد', 'صيد'],
  ['صيد كلمات دلالية سمك', 'سمك'],
  ['صيد سمك كلمات دلالية', 'صيد سمك'],
  ['كلمات دلالية', ''],
  ['صيد كلمات دلالية سمك كلمات مفتاحية ملح', 'سمك كلمات مفتاحية ملح'],
  ['وسم صيد', 'وسم صيد'],
  ['مواضيع صيد', 'مواضيع صيد'],
])('of %j a label leaves %j', (run, expected) => {
  expect(left('withoutLabel', run)).toBe(expected)
})

it.each<[run: string, start: number | undefined]>([
  ['حائلكلمات دلالية', 4],
  ['حائلكَلمات دلالية', 4],
  ['ابكلمات دلالية', 2],
  ['اكلمات دلالية', undefined],
  ['وبكلمات دلالية', undefined],
  ['حائلكلمات\nدلالية', undefined],
  ['حائلكلمات صيد', undefined],
  ['حائلصيد دلالية', undefined],
  ['حائلكلمات', undefined],
  ['حائلكلمات دالة على المقال', 4],
  ['حائلكلمات دالة على\nالمقال', 4],
])('the label that has run into the first word of %j begins at %s', (run, start) => {
  const page = pageOf(run)
  expect(page.gluedLabel(page.words(0, run.length), 0)?.start).toBe(start)
})

it.each([
  ['قارب', false],
  ['12 مايو 2020', true],
  ['مايو 2020 ،', true],
  ['12 مايو 2020 10:20 م', true],
  ['12 مايو 2020 قارب', false],
  ['12 مايو', false],
  ['الطابق 12', false],
  ['12 مايو الطابق 12', true],
  ['1/2', true],
  ['صيد 10:35', true],
  ['الوسوم:', true],
  ['صيد كلمات دلالية', true],
  ['الوسوم صيد', false],
  ['الرئيسية', false],
  // The word of the month begins 32 units before it, and 33.
  [`1 مايو 2020${' '.repeat(22)}`, true],
  [`1 مايو 2020${' '.repeat(23)}`, false],
])('what stands behind %j is announced: %s', (before, is) => {
  expect(pageOf(`${before} ${w(9)}`).isAnnounced(before.length + 1)).toBe(is)
})

describe('who wrote a page stands before its date', () => {
  const date = '12 مايو 2020'
  const five = 'نزار بن عمر بن سامي'
  /** Lines above, so that the last ends at such a unit. */
  const deep = (units: number) => `${'\n'.repeat(units - date.length - 5)}نزار ${date}`
  it.each<[rule: string, above: string, below: string, writer: string]>([
    ['where they stand before it at the top', `قارب نزار عمر ${date}`, `شراع نزار عمر ${date}`, 'نزار عمر'],
    ['where they begin the page', `نزار عمر ${date}`, `شراع نزار عمر ${date}`, 'نزار عمر'],
    ['where they begin the words', `نزار عمر ${date}`, `نزار عمر ${date}`, 'نزار عمر'],
    ['with four words', `قارب ${five.slice(5)} ${date}`, `شراع ${five.slice(5)} ${date}`, five.slice(5)],
    ['with the last four of five', `${five} ${date}`, `${five} ${date}`, five.slice(5)],
    ['not where no date is above', 'نزار عمر', `نزار عمر ${date}`, ''],
    ['not where another is', 'نزار عمر 12 مايو 2021', `نزار عمر ${date}`, ''],
    ['whatever follows the date', `نزار عمر ${date} صيد`, `نزار عمر ${date} سمك`, 'نزار عمر'],
    ['where the page ends with a part of it', 'نزار عمر 12/10/2020', 'نزار عمر 12/10', 'نزار عمر'],
    ['with the words that are the same', `سامي عمر ${date}`, `نزار عمر ${date}`, 'عمر'],
    ['not as the end of another word', `قاربعمر ${date}`, `عمر ${date}`, ''],
    ['not with another mark', `نزار عمر، ${date}`, `نزار عمر ${date}`, ''],
    ['not within the date', '51 مايو 2020', '51 1 مايو 2020', ''],
    ['where it stands first', `نزار ${date} سامي ${date}`, `نزار ${date}`, 'نزار'],
    ['not where it stands again', `نزار ${date} سامي ${date}`, `سامي ${date}`, ''],
    ['within 20,000 units', deep(20_000), `نزار ${date}`, 'نزار'],
    ['not behind them', deep(20_001), `نزار ${date}`, ''],
  ])('%s', (_, above, below, writer) => {
    const page = pageOf(`${above}\n${below}`)
    const words = page.words(above.length, page.text.length)
    const i = words.findIndex(({ key }) => /^12?$/.test(key))
    expect(page.text.slice(page.byline(words, i), words[i]!.start).trim()).toBe(writer)
  })
})
