import { deflateRawSync } from 'node:zlib'

import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { isReject, type Item, type ReadOptions } from '../../dist/read/index.js'
import { runs } from '../arbitraries.js'
import { Shelf, readAll, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

/** A zip archive of files. */
function zipped(files: Readonly<Record<string, string>>, claims?: { size: number }): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content)
    const header = Buffer.alloc(46)
    header.writeUInt32LE(0x02014b50)
    header.writeUInt16LE(20, 6)
    header.writeUInt16LE(8, 10)
    header.writeUInt32LE(packed.length, 20)
    header.writeUInt32LE(claims?.size ?? Buffer.byteLength(content), 24)
    header.writeUInt16LE(Buffer.byteLength(name), 28)
    header.writeUInt32LE(at, 42)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), header.subarray(6, 32)])
    parts.push(local, Buffer.from(name), packed)
    directory.push(header, Buffer.from(name))
    at += local.length + Buffer.byteLength(name) + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length / 3, 8)
  end.writeUInt16LE(parts.length / 3, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listed, end])
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (...targets: readonly (readonly [type: string, target: string])[]) =>
  `<Relationships>${targets.map(([type, target], i) => `<Relationship Id="r${i}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join('')}</Relationships>`

interface Book {
  readonly sheets: readonly string[]
  readonly strings?: string
  readonly formats?: string
  readonly states?: readonly string[]
  readonly properties?: string
}
const filesOf = ({ sheets, strings, formats, states = [], properties = '' }: Book) => ({
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
  'xl/workbook.xml': `<workbook>${properties}<sheets>${sheets.map((_, i) => `<sheet name="${i}" sheetId="${i}" ${states[i] ? `state="${states[i]}"` : ''} r:id="r${i}"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relations(
    ...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i}.xml`] as const),
    ['sharedStrings', '/xl/sharedStrings.xml'],
    ['styles', 'styles.xml'],
  ),
  'xl/sharedStrings.xml': `<sst>${strings ?? ''}</sst>`,
  'xl/styles.xml': `<styleSheet>${formats ?? ''}</styleSheet>`,
  ...Object.fromEntries(
    sheets.map((rows, i) => [`xl/worksheets/sheet${i}.xml`, `<worksheet><sheetData>${rows}</sheetData></worksheet>`]),
  ),
})
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const row = (...cells: readonly string[]) =>
  `<row>${cells.map((text) => (text.startsWith('<') ? text : cell(text))).join('')}</row>`
const NAMES = row('id', 'title', 'text', 'tags')
const read = async (book: Book, options: ReadOptions = {}): Promise<Item[]> =>
  (await readAll([shelf.file('book.xlsx', zipped(filesOf(book)))], options)).items

describe('a sheet', () => {
  it.each<[string, Book, readonly object[]]>([
    [
      'with strings in its cells',
      { sheets: [NAMES + row('1', 'ع', 'متن', 'غزة، رفح')] },
      [{ id: '1', title: 'ع', text: 'متن', lists: [{ tags: ['غزة', 'رفح'] }] }],
    ],
    [
      'with strings that are shared, in pieces, with their reading',
      {
        strings:
          '<si><t>متن</t></si><si><r><t>سوق</t></r><r><t xml:space="preserve"> السمك</t></r><rPh><t>x</t></rPh></si>',
        sheets: [NAMES + row('<c><v>7</v></c>', '', '<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>')],
      },
      [{ id: '7', text: 'متن', lists: [{ tags: ['سوق السمك'] }] }],
    ],
    [
      'with elements that have a prefix',
      { sheets: [`<x:row><x:c t="str"><x:v>text</x:v></x:c></x:row><x:row><x:c t="str"><x:v>متن</x:v></x:c></x:row>`] },
      [{ text: 'متن' }],
    ],
    [
      'with places',
      {
        sheets: [
          `<row r="2"><c r="B2" t="str"><v>text</v></c><c r="AA2" t="str"><v>title</v></c></row><row r="5"><c r="AA5" t="str"><v>ع</v></c><c r="B5" t="str"><v>متن</v></c></row>`,
        ],
      },
      [{ id: `${shelf.folder}/book.xlsx:3`, title: 'ع', text: 'متن' }],
    ],
    [
      'with a title above',
      { sheets: [row('أرشيف') + '<row/>' + NAMES + row('1', '', 'متن')] },
      [{ id: '1', text: 'متن' }],
    ],
    [
      'with errors, truths and blanks',
      {
        sheets: [
          row('id', 'text', 'date', 'site', 'tags') +
            row('1', 'متن', '<c t="e"><v>#REF!</v></c>', '<c t="b"><v>1</v></c>', '<c/>'),
        ],
      },
      [{ id: '1', text: 'متن', site: 'TRUE' }],
    ],
    ['with escaped line ends', { sheets: [NAMES + row('1', '', 'سطر_x000D_\nآخر')] }, [{ text: 'سطر\nآخر' }]],
    [
      'with several columns of tags',
      { sheets: [row('text', 'Tags', 'Tags') + row('متن', 'غزة', 'رفح') + row('متن', '', 'رفح')] },
      [{ lists: [{ tags: ['غزة', 'رفح'] }] }, { lists: [{ tags: ['رفح'] }] }],
    ],
    [
      'of which only some have pages',
      {
        sheets: [
          row('القسم', 'المسؤول') + row('a', 'b'),
          NAMES + row('1', '', 'متن'),
          row('العنوان', 'الوسوم') + row('ع', 'غزة'),
        ],
      },
      [{ id: '1' }, { title: 'ع', lists: [{ tags: ['غزة'] }] }],
    ],
    [
      'that is hidden',
      {
        states: ['hidden', 'veryHidden'],
        sheets: [NAMES + row('1', '', 'سر'), NAMES + row('2', '', 'سر'), NAMES + row('3', '', 'متن')],
      },
      [{ id: '3' }],
    ],
    [
      'with names of the language itself',
      { sheets: [row('__proto__', 'constructor', 'text') + row('x', 'y', 'متن')] },
      [{ text: 'متن' }],
    ],
  ])('%s', async (_, book, pages) => {
    const items = await read(book)
    expect(items).toMatchObject(pages)
    expect(items).toHaveLength(pages.length)
    expect(await read(book, { batchBytes: 1 })).toEqual(items)
  })

  it.each<[string, string, string | undefined, boolean?]>([
    ['44927', 'yyyy-mm-dd', '2023-01-01'],
    ['44927.5', 'dd/mm/yyyy hh:mm', '2023-01-01T12:00:00'],
    ['44927', '[$-2000401]d mmmm yyyy;@', '2023-01-01'],
    ['43465', 'm/d/yy', '2023-01-01', true],
    ['1', 'd', '1900-01-01'],
    ['61', 'd', '1900-03-01'],
    ['44927', '0.00', '44927'],
    ['44927', '#,##0 "day"', '44927'],
    ['44927', '[Red]0', '44927'],
    ['0.5', 'd hh:mm', '0.5'],
    ['1e300', 'd', '1e+300'],
    ['NaN', 'd', undefined],
  ])('%s under %s is %s', async (number, format, date, from1904 = false) => {
    const [page] = await read({
      formats: `<numFmts><numFmt numFmtId="170" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`,
      sheets: [row('text', 'date') + row('متن', `<c s="1"><v>${number}</v></c>`)],
      ...(from1904 && { properties: '<workbookPr date1904="1"/>' }),
    })
    expect((page as { date?: string }).date).toBe(date)
  })

  it('without a column of text or tags says so, with what it has', async () => {
    const [one, ...others] = await read({ sheets: [row('القسم', 'المسؤول') + row('a', 'b')] })
    expect(one).toMatchObject({
      code: 'NO_TEXT',
      record: 1,
      reason: 'no column is text or tags',
      fields: ['القسم', 'المسؤول'],
    })
    expect(others).toEqual([])
  })

  it('goes on from any place', async () => {
    const path = shelf.file(
      'many.xlsx',
      zipped(
        filesOf({
          sheets: [NAMES + Array.from({ length: 60 }, (_, i) => row(String(i), '', 'متن '.repeat(20))).join('')],
        }),
      ),
    )
    const { items, batches } = await readAll([path], { batchBytes: 2000 })
    expect(batches.length).toBeGreaterThan(3)
    for (const batch of batches) {
      const rest = await readAll([path], { batchBytes: 2000, after: batch.end })
      expect(told(rest.items)).toEqual(told(items).slice(batch.end.record))
    }
  })
})

describe('a workbook that cannot be read', () => {
  const whole = filesOf({ sheets: [NAMES + row('1', '', 'متن')] })
  const old = (stream: string) =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from(stream, 'utf16le'),
      Buffer.alloc(60),
    ])
  it.each<[string, Uint8Array, string, RegExp]>([
    ['is cut off', zipped(whole).subarray(0, 900), 'BAD_RECORD', /^the workbook cannot be read: /],
    [
      'lacks its sheet',
      zipped({ ...whole, 'xl/worksheets/sheet0.xml': '' }),
      'NO_TEXT',
      /^no sheet of the workbook has rows$/,
    ],
    ['has no workbook', zipped({ 'xl/x.xml': '' }), 'BAD_RECORD', /lacks xl\/workbook\.xml/],
    [
      'is binary',
      zipped({ ...whole, '_rels/.rels': relations(['officeDocument', 'xl/workbook.bin']) }),
      'UNSUPPORTED',
      /xlsb.*save it as \.xlsx/,
    ],
    ['has a password', old('EncryptedPackage'), 'UNSUPPORTED', /password.*save it without one/],
    ['is old', old('Workbook'), 'UNSUPPORTED', /\(xls\).*save it as \.xlsx or CSV/],
    ['claims to be small', zipped(whole, { size: 3 }), 'BAD_RECORD', /^the workbook cannot be read: /],
    ['claims to be large', zipped(whole, { size: 2 ** 31 }), 'TOO_LARGE', /^a part of 2147483648 bytes/],
  ])('%s: one sentence', async (_, bytes, code, reason) => {
    const { items } = await readAll([shelf.file('book.xlsx', bytes)])
    expect(items).toMatchObject([{ code }])
    expect((items[0] as { reason: string }).reason).toMatch(reason)
  })

  it.each<[string, string, string]>([
    ['elements within elements', '<a>'.repeat(3_000_000), 'BAD_RECORD'],
    ['an attribute without end', `<row r="${'9'.repeat(30_000_000)}`, 'TOO_LARGE'],
    ['a cell without end', `<row><c t="str"><v>${'x'.repeat(30_000_000)}`, 'TOO_LARGE'],
    ['elements without end that are no rows', '<a/>'.repeat(5_000_000), 'TOO_LARGE'],
  ])('for %s, at once', async (_, rest, code) => {
    const start = spent()
    expect(told(await read({ sheets: [row('text') + row('متن') + rest] })).at(-1)).toBe(`!${code}`)
    expect(spent() - start).toBeLessThan(20_000)
  })

  it('with more rows than Excel has is read so far', async () => {
    const items = await read({ sheets: [row('text') + row('متن') + '<row/>'.repeat(1_060_000) + row('آخر')] })
    expect(items).toMatchObject([{ text: 'متن' }])
  })

  it('in part: a row that is too long is left out, and the next read', async () => {
    const items = await read(
      { sheets: [NAMES + row('1', '', 'س'.repeat(3000)) + row('2', '', 'متن')] },
      { limits: { recordBytes: 2000 } },
    )
    expect(told(items)).toEqual(['!TOO_LARGE', '2'])
  })

  it('one string for a million cells is no million strings', async () => {
    const cells = '<c t="s"><v>0</v></c>'.repeat(100)
    const sheets = [`<row>${cell('text')}</row>${`<row>${cells}</row>`.repeat(3000)}`]
    const items = await read(
      { strings: `<si><t>${'س'.repeat(20_000)}</t></si>`, sheets },
      { limits: { ratio: 10, ratioGrace: 1000 } },
    )
    expect(items.some((item) => isReject(item) && item.code === 'TOO_LARGE')).toBe(true)
    expect(items.length).toBeLessThan(100)
  })
})

describe('any damage within', () => {
  const token = fc.constantFrom(
    '<row>',
    '</row>',
    '<c>',
    '</c>',
    '<c r="XFE9" t="s">',
    '<row r="99999999">',
    '<row r="-1">',
    '<v>',
    '</v>',
    '<t>',
    '<is>',
    '<si>',
    '</sheetData>',
    '<',
    '&#0;',
    '&bogus;',
    '<!--',
    '<![CDATA[',
    '"',
    'س',
    '9e9',
    '\u0000',
    '<a>'.repeat(200),
  )
  it('ends in pages and rejects', async () => {
    const good = filesOf({
      strings: '<si><t>متن</t></si>',
      sheets: [NAMES + row('1', '', 'متن', 'غزة') + row('<c><v>7</v></c>', '', '<c t="s"><v>0</v></c>')],
    })
    const names = Object.keys(good) as (keyof typeof good)[]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(), token, fc.nat(9)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const files: Record<string, string> = { ...good }
          for (const [name, place, what, dropped] of changes) {
            const text = files[name]!
            const at = place % (text.length + 1)
            files[name] = text.slice(0, at) + what + text.slice(at + dropped)
          }
          const path = shelf.file('damaged.xlsx', zipped(files))
          const { items } = await readAll([path])
          expect(items.length).toBeLessThan(20)
          for (const item of items) expect(typeof (isReject(item) ? item.reason : item.id)).toBe('string')
          expect((await readAll([path], { batchBytes: 1 })).items).toEqual(items)
        },
      ),
      { numRuns: runs(200) },
    )
  })
})
