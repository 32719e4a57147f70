import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { isReject } from '../../dist/read/index.js'
import { plainText } from '../../dist/read/wiki.js'
import { Shelf, readAll, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

const hidden = new Set(['file', 'ملف', 'category', 'تصنيف'])
const dump = (...pages: string[]): string =>
  `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">${pages.map((text, id) => `<page><title>صفحة ${id}</title><ns>0</ns><id>${id}</id><revision><text>${text}</text></revision></page>`).join('')}</mediawiki>`

describe('a text of a wiki', () => {
  it.each<[string, string, string]>([
    ['links', 'في [[ميناء|الميناء]] و[[سفن]]', 'في الميناء وسفن'],
    ['links to what is hidden', 'انظر [[:تصنيف:سفن]] [[:ملف:a.jpg|صورة]]', 'انظر تصنيف:سفن صورة'],
    ['templates in templates', 'سفن {{أ|{{ب}}|ج=[[د]]}} قديمة', 'سفن  قديمة'],
    ['tables', 'سفن\n{| class="a"\n| {{ب}}\n|}\nقديمة', 'سفن\nقديمة'],
    ['files with links in what is said of them', '[[ملف:a.jpg|تصغير|في [[ميناء|الميناء]] و[[سفن]]]]نص', 'نص'],
    ['categories', 'نص\n[[تصنيف:سفن]]\n[[Category:Ships|*]]', 'نص'],
    ['notes', 'نص<ref name="a">كتاب</ref><ref name="b" /> آخر', 'نص آخر'],
    ['headings, lists, bold', "== تاريخ ==\n* '''سفن'''\n# ''موانئ''\n: x", 'تاريخ\nسفن\nموانئ\nx'],
    ['addresses', '[https://a.example/x بحارة الساحل] [//b.example]', 'بحارة الساحل'],
    ['elements and entities', 'أ<br />ب<small>ج</small>&nbsp;د', 'أ\nبج\u00a0د'],
    ['what is not closed, up to the next heading', '{{أ\nلا\n== ب ==\nنعم', 'ب\nنعم'],
    ['signs that mark nothing', "a < b [x] {y} d'e | f ]] }}", "a < b [x] {y} d'e | f"],
    ['magic words', '__NOTOC__نص', 'نص'],
  ])('%s', (_, source, text) => {
    expect(plainText(source, hidden)).toBe(text)
  })

  it('of marks in any order ends, and grows by nothing', () => {
    const piece = fc.constantFrom(
      '[[',
      ']]',
      '{{',
      '}}',
      '{|',
      '|}',
      '\n',
      '=',
      "''",
      '<ref>',
      '</ref>',
      '<',
      '[http://a ',
      ']',
      '|',
      ':',
      'ملف',
      'غ',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const source = pieces.join('')
        expect(plainText(source, hidden).length).toBeLessThanOrEqual(2 * source.length)
      }),
      { numRuns: 500, seed: 7 },
    )
  })

  it.each(['[[', '{{', '{|', '[[ملف:', '<ref>', '<ref', "''", '\n', '\n=', '[http://a', ']]', '<!--', '[[تصنيف:'])(
    'of nothing but %j takes time in proportion',
    async (unit) => {
      const start = spent()
      await readAll([shelf.file('a.xml', dump(unit.replaceAll('<', '&lt;').repeat(100_000)))])
      expect(spent() - start).toBeLessThan(5_000)
    },
  )
})

describe('a dump of a wiki', () => {
  it('gives categories, but not those in comments', async () => {
    const { items } = await readAll([
      shelf.file(
        'a.xml',
        dump('نص [[تصنيف:سفن]] [[ category : Old_ships ]] [[:تصنيف:لا]]', 'نص &lt;!-- [[تصنيف:لا]] -->'),
      ),
    ])
    expect(told(items)).toEqual(['0', '1'])
    expect(items.map((item) => (isReject(item) ? item : item.lists))).toEqual([
      [{ from: 'field', tags: ['سفن', 'Old ships'] }],
      undefined,
    ])
  })
})
