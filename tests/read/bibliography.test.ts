import { afterAll, describe, expect, it } from '@jest/globals'

import { formatOf } from '../../dist/read/detect.js'
import { batches, isReject, pagesOf, type Item, type PageOptions } from '../../dist/read/index.js'
import { Shelf, markup, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

async function read(
  name: string,
  content: string,
  fields?: PageOptions['fields'],
  batchBytes = 2 ** 20,
): Promise<Item[]> {
  const items: Item[] = []
  for await (const batch of batches([shelf.file(name, content)], { batchBytes }))
    items.push(...(await pagesOf(batch, { markup, fields })))
  return items
}
const tagsOf = (items: readonly Item[]): unknown[] =>
  items.map((item) => (isReject(item) ? item.code : (item.lists ?? []).flatMap(({ tags }) => tags)))

describe('BibTeX', () => {
  it.each<[string, string, unknown[]]>([
    ['values in braces', '@article{a, keywords = {سفن, موانئ}}', [['سفن', 'موانئ']]],
    ['values in quotes', '@article{a, keywords = "سفن; موانئ"}', [['سفن', 'موانئ']]],
    ['braces in values', '@article{a, keywords = {{سفن} شراعية, {م}وانئ}}', [['سفن شراعية', 'موانئ']]],
    ['quotes in braces in quotes', '@article{a, keywords = "سفن {"}س{"}, موانئ"}', [['سفن "س"', 'موانئ']]],
    ['values put together', '@article{a, keywords = {سفن, } # "موانئ" # jan}', [['سفن', 'موانئ']]],
    ['entries in round brackets', '@article(a, keywords = {سفن (شراعية)})', [['سفن (شراعية)']]],
    ['names in capitals, a comma at the end', '@Article{a,\r\n KEYWORDS = {سفن},\r\n}', [['سفن']]],
    ['what Scopus calls them', '@article{a, author_keywords={سفن}, keywords={موانئ}}', [['موانئ', 'سفن']]],
    [
      'accents and escapes of TeX',
      "@article{a, keywords = {p\\^eche \\& mer, {\\'e}cole, gar\\c{c}on, \\emph{x}}}",
      [['pêche & mer', 'école', 'garçon', 'x']],
    ],
    [
      'nothing of comments, strings and what stands between',
      '% Encoding: UTF-8\n@comment{x, keywords = {لا}}\n@string{k = "لا"}\nسطر @ آخر\n@article{a, keywords = {سفن}}\n@comment{jabref-meta: x;}',
      [['سفن']],
    ],
    ['entries side by side', '@misc{1, keywords={سفن}}@misc{2, keywords={موانئ}}', [['سفن'], ['موانئ']]],
    [
      'the entry behind one that is never closed',
      '@article{a, keywords = {سفن}, note = {x\n@article{b, keywords = {موانئ}}',
      [['سفن'], ['موانئ']],
    ],
  ])('gives %s', async (_, text, tags) => {
    for (const batchBytes of [1, 2 ** 20])
      expect(tagsOf(await read('a.bib', text, undefined, batchBytes))).toEqual(tags)
  })

  it('has its keys as ids; what is cut is said to be', async () => {
    const items = await read(
      'a.bib',
      '@misc{salem2019, abstract={نص}, doi={10.1/7}, year=2019}\n@misc{b, keywords={سفن',
    )
    expect(told(items)).toEqual(['salem2019', '!TRUNCATED'])
    expect(items[0]).toMatchObject({ text: 'نص', url: 'https://doi.org/10.1/7', date: '2019' })
  })
})

describe('RIS', () => {
  const ris = (...lines: string[]): string => ['TY  - JOUR', ...lines, 'ER  - ', ''].join('\r\n')
  it.each<[string, string, unknown[]]>([
    ['keywords on lines', ris('KW  - سفن', 'KW  - دمشق، حصار'), [['سفن', 'دمشق، حصار']]],
    ['keywords on one line', ris('KW  - سفن، موانئ'), [['سفن', 'موانئ']]],
    ['a value over lines', ris('KW  - سفن', 'شراعية', 'AB  - نص'), [['سفن شراعية']]],
    ['references one after the other', ris('KW  - سفن') + '\r\n' + ris('KW  - موانئ'), [['سفن'], ['موانئ']]],
    ['what stands before the first', 'Provider: المرفأ\r\nContent: text\r\n\r\n1.\r\n' + ris('KW  - سفن'), [['سفن']]],
    ['one that is not ended', 'TY  - JOUR\nKW  - سفن', [['سفن']]],
  ])('gives %s', async (_, text, tags) => {
    for (const batchBytes of [1, 2 ** 20]) expect(tagsOf(await read('a', text, undefined, batchBytes))).toEqual(tags)
  })

  it('gives the fields that are named', async () => {
    expect(tagsOf(await read('a.ris', ris('KW  - سفن', 'C1  - موانئ'), { tags: 'C1' }))).toEqual([['موانئ']])
  })
})

describe('references', () => {
  it.each([
    ['@article{a, title={x}}', 'bibliography'],
    ['% x\n\n@string{a = "b"}', 'bibliography'],
    ['TY  - JOUR\n', 'bibliography'],
    ['@media (max-width: 1px) { a {} }', 'text'],
    ['@صحيفة نشرت', 'text'],
    ['@user{x} نص', 'text'],
    ['عنوان\n@article{a, b}', 'text'],
  ])('are told by how they begin: %j', (text, format) => {
    expect(formatOf(Buffer.from(text), 'a')).toBe(format)
  })

  it.each([
    '@a',
    '@a{',
    '@a{b,',
    '{',
    '\n@a{b,',
    'k = ',
    'a = {',
    '\\',
    "\\'",
    '\nTY  - ',
    '\nER  -',
    '" # ',
    '\n@ab{b, k = {',
  ])('of nothing but %j take time in proportion', async (unit) => {
    const start = spent()
    await read('a.bib', `@misc{b, abstract = {${unit.repeat(50_000)}`)
    await read('a.ris', `TY  - A\n${unit.repeat(50_000)}`)
    await read('b.bib', unit.repeat(50_000))
    expect(spent() - start).toBeLessThan(6_000)
  })
})
