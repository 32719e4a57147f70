import { afterAll, describe, expect, it } from '@jest/globals'

import { batches, isReject, pagesOf, type Item, type PageOptions } from '../../dist/read/index.js'
import { headingTag, subjectTags } from '../../dist/read/subjects.js'
import { Shelf, markup, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

async function read(content: string, fields?: PageOptions['fields'], batchBytes = 2 ** 20): Promise<Item[]> {
  const items: Item[] = []
  for await (const batch of batches([shelf.file('a.xml', content)], { batchBytes }))
    items.push(...(await pagesOf(batch, { markup, fields })))
  return items
}
const tagsOf = (items: readonly Item[]): unknown[] =>
  items.map((item) => (isReject(item) ? item.code : (item.lists ?? []).flatMap(({ tags }) => tags)))

const marc = (...fields: string[]): string =>
  `<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>x</leader><controlfield tag="001">7</controlfield>${fields.join('')}</record></collection>`
const field = (tag: string, ...subfields: readonly (readonly [string, string])[]): string =>
  `<datafield tag="${tag}" ind1=" " ind2=" ">${subfields.map(([code, text]) => `<subfield code="${code}">${text}</subfield>`).join('')}</datafield>`
const dc = (...elements: string[]): string =>
  `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${elements.join('')}</oai_dc:dc>`
const mods = (...elements: string[]): string => `<mods xmlns="http://www.loc.gov/mods/v3">${elements.join('')}</mods>`

describe('a record of a library', () => {
  it.each<[string, string, unknown[]]>([
    ['subjects, not their subdivisions', marc(field('650', ['a', 'موانئ'], ['x', 'تاريخ'], ['z', 'عُمان'])), ['موانئ']],
    ['a heading with its commas, without its last mark', marc(field('650', ['a', 'دمشق، حصار.'])), ['دمشق، حصار']],
    [
      'words that nobody controls, as they are set apart',
      marc(field('653', ['a', 'غوص، سفن'], ['a', 'لؤلؤ'])),
      ['غوص', 'سفن', 'لؤلؤ'],
    ],
    [
      'no names and places',
      marc(field('600', ['a', 'ابن ماجد']), field('651', ['a', 'الكويت']), field('653', ['a', 'سفن'])),
      ['سفن'],
    ],
    [
      'fields in another script',
      marc(field('880', ['6', '650-02/(3/r'], ['a', 'موانئ']), field('880', ['6', '245-01'], ['a', 'البحر'])),
      ['موانئ'],
    ],
    [
      'MARC with a prefix',
      marc(field('650', ['a', 'موانئ']))
        .replaceAll(/<(\/?)/g, '<$1marc:')
        .replace('xmlns=', 'xmlns:marc='),
      ['موانئ'],
    ],
    ['Dublin Core', dc('<dc:subject>موانئ</dc:subject>', '<dc:subject>سفن</dc:subject>'), ['موانئ', 'سفن']],
    ['one element that lists', dc('<dc:subject>موانئ، سفن; لؤلؤ</dc:subject>'), ['موانئ', 'سفن', 'لؤلؤ']],
    [
      'entities and CDATA',
      dc('<dc:subject>&#1588;&amp;x</dc:subject>', '<dc:subject><![CDATA[سفن]]></dc:subject>'),
      ['ش&x', 'سفن'],
    ],
    [
      'no classes and addresses',
      dc(
        '<dc:subject>639.2</dc:subject>',
        '<dc:subject>https://a.example/x</dc:subject>',
        '<dc:subject>سفن</dc:subject>',
      ),
      ['سفن'],
    ],
    [
      'topics and places of MODS',
      mods('<subject><topic>موانئ</topic><geographic>عُمان</geographic><temporal>القرن 18</temporal></subject>'),
      ['موانئ', 'عُمان'],
    ],
    [
      'nothing of what it belongs to',
      mods('<subject><topic>سفن</topic></subject><relatedItem><subject><topic>لا</topic></subject></relatedItem>'),
      ['سفن'],
    ],
  ])('gives %s', async (_, xml, tags) => {
    for (const batchBytes of [1, 2 ** 20])
      expect(tagsOf(await read(`<?xml version="1.0"?>\n${xml}`, undefined, batchBytes))).toEqual([tags])
  })

  it('gives the fields that are named', async () => {
    const xml = marc(field('600', ['a', 'ابن ماجد']), field('650', ['a', 'سفن']), field('651', ['a', 'الكويت']))
    expect(tagsOf(await read(xml, { tags: '650, 651' }))).toEqual([['سفن', 'الكويت']])
    const name = mods(
      '<subject><name><namePart>ابن ماجد</namePart><namePart type="date">القرن 15</namePart></name></subject>',
    )
    expect(tagsOf(await read(name, { tags: 'topic,name' }))).toEqual([['ابن ماجد']])
  })

  it('in another is no record of its own, and empty ones are none', async () => {
    const wrapped = `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record/>${['1', '2'].map((id) => `<record><header><identifier>${id}</identifier></header><metadata>${marc(field('650', ['a', `سفن ${id}`])).replace(/<\/?collection[^>]*>/g, '')}</metadata></record>`).join('')}<record><header status="deleted"><identifier>3</identifier></header></record></ListRecords></OAI-PMH>`
    const items = await read(wrapped)
    expect(told(items)).toEqual(['1', '2'])
    expect(tagsOf(items)).toEqual([['سفن 1'], ['سفن 2']])
  })

  it('reads no entity that a document declares', async () => {
    const xml = `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "ها">]>${dc('<dc:subject>&a;سفن</dc:subject>', '<dc:subject>&b;x</dc:subject>')}`
    expect(tagsOf(await read(xml))).toEqual([['&a', 'سفن', '&b', 'x']])
  })

  it.each([
    '<record>',
    '<subject>',
    '</record>',
    '<datafield tag="650">',
    '<record a="',
    '<!--',
    '&amp;',
    '<subfield code="a">x</subfield>',
  ])('of nothing but %s takes time in proportion', async (unit) => {
    const start = spent()
    await read(`<collection xmlns="http://www.loc.gov/MARC21/slim"><record>${unit.repeat(100_000)}`)
    expect(spent() - start).toBeLessThan(5_000)
  })
})

describe('a heading', () => {
  it.each<[string, string | undefined]>([
    ['تاريخ -- القرن 20', 'تاريخ'],
    ['أغان شعبية.', 'أغان شعبية'],
    ['أغان شعبية ،', 'أغان شعبية'],
    ['الكويت (مدينة).', 'الكويت (مدينة)'],
    ['O. H.', 'O. H.'],
    ['297.1', undefined],
    ['http://id.example/1', undefined],
    [' ', undefined],
  ])('%s', (text, tag) => {
    expect(headingTag(text)).toBe(tag)
  })

  it('of several keeps its commas', () => {
    expect(subjectTags(['دمشق، حصار', 'سفن; موانئ'])).toEqual(['دمشق، حصار', 'سفن', 'موانئ'])
  })
})
