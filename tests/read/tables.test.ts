import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { isReject, type Item } from '../../dist/read/index.js'
import { RowEnds, cellsOf, layoutOf, namingRow, type Dialect } from '../../dist/read/table.js'
import { runs } from '../arbitraries.js'
import { Shelf, readAll } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

const read = async (content: string | Uint8Array, name = 'table.csv', batchBytes?: number): Promise<Item[]> =>
  (await readAll([shelf.file(name, content)], batchBytes === undefined ? {} : { batchBytes })).items
const ARABIC = 'الرقم;العنوان;المحتوى;الكلمات المفتاحية'
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const page = (id: string, title: string, text: string, ...tags: string[]) => ({
  id,
  title,
  text,
  lists: [{ from: 'field', tags }],
})
const FIRST = page('1', 'عنوان', 'متن الخبر', 'سوق السمك', 'الميناء')
const SECOND = page('2', 'آخر', 'سطر\nوسطر', 'حديقة', 'النهر')

describe('a table of two pages', () => {
  const rows = '1;عنوان;متن الخبر;سوق السمك، الميناء\r\n2;آخر;"سطر\nوسطر";حديقة، النهر\r\n'
  const tabbed = rows.replaceAll(';', '\t')
  it.each<[string, string | Uint8Array, string?]>([
    ['with Arabic names', `${ARABIC}\r\n${rows}`],
    ['with a byte order mark', `\ufeff${ARABIC}\r\n${rows}`],
    ['with a first line for Excel', `sep=;\r\n${ARABIC}\r\n${rows}`],
    ['with that behind a mark, in quotes', `\ufeff"sep=;"\n${ARABIC}\r\n${rows}`],
    ['with blank lines first', `\r\n\r\n;;;\r\n${ARABIC}\r\n${rows}`],
    ['with a title above', `تقرير الأخبار;;;\r\nالنص; قائمة\r\n\r\n${ARABIC}\r\n${rows}`],
    [
      'with quotes behind blanks',
      `id, title, text, tags\n1, "عنوان", "متن الخبر", "سوق السمك, الميناء"\n2, "آخر", "سطر\nوسطر", "حديقة, النهر"\n`,
    ],
    [
      'with those below plain names',
      `id,title,text,tags\n1, "عنوان", "متن الخبر" , "سوق السمك, الميناء"\n2, "آخر", "سطر\nوسطر", "حديقة, النهر"\n`,
    ],
    [
      'with everything in quotes',
      `"ID","Title","Content","Tags"\n"1","عنوان","متن الخبر","سوق السمك,الميناء"\n"2","آخر","سطر\nوسطر","حديقة,النهر"`,
    ],
    ['as Excel saves Unicode text', utf16(`${ARABIC}\r\n${rows}`.replaceAll(';', '\t')), 'table.txt'],
    ['that is called .txt', `ID\tTitle\tContent\tTags\r\n${tabbed}`, 'table.txt'],
    ['with semicolons, called .txt', `${ARABIC}\r\n${rows}`, 'table.txt'],
    ['called nothing', `${ARABIC}\r\n${rows}`, 'table'],
    ['called .xls, which many programs write', `ID\tTitle\tContent\tTags\r\n${tabbed}`, 'table.xls'],
    ['called .tab', `ID\tTitle\tContent\tTags\r\n${tabbed}`, 'table.tab'],
    ['in French', `Identifiant;Titre;Contenu;Mots-clés\r\n${rows}`],
    ['with bars', `id|title|text|tags\n${rows.replaceAll(';', '|')}`],
    [
      'with several columns of tags',
      `id;title;text;Tags;Tags\n1;عنوان;متن الخبر;سوق السمك;الميناء\n2;آخر;"سطر\nوسطر";حديقة;النهر`,
    ],
    [
      'with row numbers without a name, as R writes them',
      `"id" "title" "text" "tags"\n"1" 1 "عنوان" "متن الخبر" "سوق السمك، الميناء"\n"2" 2 "آخر" "سطر\nوسطر" "حديقة، النهر"\n`
        .replaceAll('" ', '"\t')
        .replaceAll(/(\d) "/g, '$1\t"'),
    ],
    [
      'with row numbers under an empty name',
      `"","id","title","text","tags"\n"1",1,"عنوان","متن الخبر","سوق السمك، الميناء"\n"2",2,"آخر","سطر\nوسطر","حديقة، النهر"\n`,
    ],
  ])('%s', async (_, content, name = 'table.csv') => {
    const items = await read(content, name)
    expect(items).toMatchObject([FIRST, SECOND])
    expect(await read(content, name, 1)).toEqual(items)
  })
})

describe('quotes', () => {
  it.each<[string, string, readonly string[]]>([
    ['doubled', 'id,text\n1,"قال ""نعم"", ومضى"\n2,ب', ['قال "نعم", ومضى', 'ب']],
    ['behind backslashes', 'id,text\n1,"قال \\"نعم\\", ومضى"\n2,"ب\\\\"\n3,ت', ['قال "نعم", ومضى', 'ب\\', 'ت']],
    ['behind a backslash that is text', 'id,text\n1,"C:\\"\n2,"ب"\n3,ت', ['C:\\', 'ب', 'ت']],
    ['within a cell', 'id,text\n1,شاشة 5" جديدة\n2,ب', ['شاشة 5" جديدة', 'ب']],
    ['behind a blank, in a text', 'id,text\n1, "نعم" قالها\n2,ب', [' "نعم" قالها', 'ب']],
    ['behind a tab, in a text of a table with commas', 'id,text\n1,\t"نعم"\n2,ب', ['\t"نعم"', 'ب']],
  ])('%s', async (_, content, texts) => {
    expect((await read(content)).map((item) => ('text' in item ? item.text : item))).toEqual(texts)
  })
})

describe('what is no table', () => {
  it.each<[string, string]>([
    ['a list under a label', 'الوسوم, سوق السمك, الميناء\nنص الخبر يأتي هنا'],
    ['a menu and a text', 'العنوان | النص | الوسوم\nافتتحت البلدية حديقة جديدة\nوحضر الافتتاح عدد من السكان\n'],
    ['a line of names alone', 'id;title;text;tags'],
    ['prose with commas', 'النص, العنوان وغيرهما, كلها أسماء\nوهذه جملة, فيها فاصلة\nوأخرى بلا شيء'],
    [
      'names above lines of any length',
      'العنوان, النص, الوسوم\nسوق, سمك, بحر\nنهر, حديقة, كتاب\nجملة\nجملة, أخرى\nأ, ب, ت, ث',
    ],
    ['tags and keywords', 'Tags, Keywords\nسوق, سمك\nبحر, ميناء'],
  ])('%s is text, called .txt', async (_, content) => {
    expect(await read(content, 'page.txt')).toMatchObject([{ text: content }])
  })
})

describe('a table without names', () => {
  it('says so in one sentence', async () => {
    const [first] = await read('1,عودة الصيادين,https://a.example/1\n2,أسعار الأسماك,https://a.example/2\n')
    expect(first).toMatchObject({
      code: 'NO_TEXT',
      record: 1,
      reason:
        'no column is text or tags: the first row seems to be one of values; put a row above it that names the columns, such as id,title,text,tags',
    })
  })

  it('nor are names what a first line says for Excel', async () => {
    const [first] = await read('sep=;\ncode;label of it\n1;غزة\n')
    expect(first).toMatchObject({ fields: ['code', 'label of it'] })
  })

  it('is not said of one with other names', async () => {
    const [first] = await read('code,label of it\n1,غزة\n')
    expect(first).toMatchObject({ reason: 'no column is text or tags' })
  })
})

describe('any table', () => {
  const cell = fc.array(
    fc.constantFrom('غزة', 'سوق السمك', ' ', ',', ';', '\t', '"', '""', '\\', '\n', '\r\n', 'a', '1', '،', 'ً'),
    { maxLength: 6 },
  )
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

  it('whose cells are all in quotes is read as it was written', async () => {
    // A backslash that ends a cell before a quote is how others write a quote.
    const plain = cell.map((parts) => parts.join('').replaceAll('\\', ''))
    const row = fc.tuple(plain, plain).map(([title, text]) => [title, `${text}.`] as const)
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('id title text', 'ID العنوان المحتوى'),
        async (rows, delimiter, end, names) => {
          const lines = [names.split(' '), ...rows.map((cells, i) => [String(i), ...cells])]
          const content = lines.map((cells) => cells.map(quote).join(delimiter) + end).join('')
          const items = await read(content)
          const texts = items.map((item) => (isReject(item) ? item.code : [item.id, item.text]))
          expect(texts).toEqual(rows.map(([, text], i) => [String(i), text]))
        },
      ),
      { numRuns: runs(200) },
    )
  })

  it('of any bytes gives the same rows, however it is cut', async () => {
    const name = fc.constantFrom('sep=;\n', 'id,text\n', 'ID;المحتوى;الوسوم\n', ' "id", "text"\n', '\n\n', 'x\n')
    await fc.assert(
      fc.asyncProperty(name, cell, cell, cell, async (names, ...cells) => {
        const content = names + cells.map((parts) => parts.join('')).join(';')
        expect(await read(content, 'any.csv', 1)).toEqual(await read(content, 'any.csv'))
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('the rows of a table', () => {
  const long = 'س'.repeat(600)
  it.each<[string, string, (string | number | undefined)[][]]>([
    [
      'are told by their number',
      'id,text\n1,أ\n2,\n\n3,ب\n4,',
      [
        ['1', 'أ'],
        ['!NO_TEXT', 2],
        ['3', 'ب'],
        ['!NO_TEXT', 5],
      ],
    ],
    [
      'of which one is too long',
      `id,text\n1,أ\n2,${long}\n3,ب\n`,
      [
        ['1', 'أ'],
        ['!TOO_LARGE', 2],
        ['3', 'ب'],
      ],
    ],
    [
      'of which the last is too long',
      `id,text\n1,أ\n2,${long}`,
      [
        ['1', 'أ'],
        ['!TOO_LARGE', 2],
      ],
    ],
    ['of which the only one is', `id,text\n2,${long}`, [['!TOO_LARGE', 1]]],
    [
      'of which the last has no end',
      'id,text\n1,أ\n2,"ب\n3,ت',
      [
        ['1', 'أ'],
        ['!TRUNCATED', 2],
      ],
    ],
    [
      'with an empty column of the same name',
      'id,text,text\n1,أ,\n2,,ب',
      [
        ['1', 'أ'],
        ['2', 'ب'],
      ],
    ],
    [
      'with more cells than names',
      'id,text\nx,أ,ب\ny,ت,',
      [
        ['x', 'أ'],
        ['y', 'ت'],
      ],
    ],
  ])('%s', async (_, content, want) => {
    // prettier-ignore
    for (const batchBytes of [2 ** 20, 1]) {
      const { items } = await readAll([shelf.file('rows.csv', content)], { batchBytes, limits: { recordBytes: 500 } })
      expect(items.map((it) => (isReject(it) ? [`!${it.code}`, it.record] : [it.id, it.text]))).toEqual(want)
    }
  })
})

describe('where rows end', () => {
  /** The rows of a text, when it comes in parts of `step` bytes. */
  function rowsOf(text: string, step: number, dialect: Partial<Dialect> = {}): string[] {
    const bytes = Buffer.from(text)
    const ends = new RowEnds({ ...plainly, ...dialect, lineEnd: 10 })
    const rows: string[] = []
    let start = 0
    for (let end = step; start < bytes.length;) {
      const at = ends.next(bytes, start, Math.min(end, bytes.length))
      if (at >= 0) {
        rows.push(bytes.toString('utf8', start, at))
        start = at
      } else if (end >= bytes.length) {
        rows.push(`${ends.quoted ? '…' : ''}${bytes.toString('utf8', start)}`)
        break
      } else end += step
    }
    return rows
  }
  const plainly: Dialect = { delimiter: ',', spaced: false, escaped: false }

  it.each<[string, string, string[], Partial<Dialect>?]>([
    ['quotes around line ends', '"a\nb",c\nd\n', ['"a\nb",c\n', 'd\n']],
    ['a doubled quote before the line end', '"a""\nb"\nc', ['"a""\nb"\n', 'c']],
    ['a doubled quote that closes the cell', '"a"""\nb', ['"a"""\n', 'b']],
    ['a quote within a cell', 'a"b\nc"\n', ['a"b\n', 'c"\n']],
    ['a quote behind a closed cell and a letter', '"a"b"\nc\n', ['"a"b"\n', 'c\n']],
    ['an empty cell in quotes', '"",""\n"a\n"', ['"",""\n', '"a\n"']],
    ['a quote left open', 'a\n"b\nc', ['a\n', '…"b\nc']],
    ['a blank before a quote, which is text', ' "a\nb"\n', [' "a\n', 'b"\n']],
    ['the same where it is none', ' "a\nb"\n', [' "a\nb"\n'], { spaced: true }],
    ['blanks behind a letter', 'x "a\nb"\n', ['x "a\n', 'b"\n'], { spaced: true }],
    ['a quote behind a backslash', '"a\\"\nb"\nc', ['"a\\"\nb"\n', 'c'], { escaped: true }],
    ['a quote behind two', '"a\\\\"\nb\n', ['"a\\\\"\n', 'b\n'], { escaped: true }],
    ['a quote behind three', '"a\\\\\\"\nb"\n', ['"a\\\\\\"\nb"\n'], { escaped: true }],
    ['a backslash that is text', '"a\\"\nb\n', ['"a\\"\n', 'b\n']],
    ['a byte order mark before a quote', '\ufeff"a\nb"\n', ['\ufeff"a\nb"\n']],
    ['two of them, of which one is text', '\ufeff\ufeff"a\nb"\n', ['\ufeff\ufeff"a\n', 'b"\n']],
    ['another delimiter', 'x;"a\nb"\n', ['x;"a\nb"\n'], { delimiter: ';' }],
  ])('is told, however the bytes come: %s', (_, text, rows, dialect = {}) => {
    for (const step of [1, 2, 3, 100]) expect(rowsOf(text, step, dialect)).toEqual(rows)
  })

  it.each<[string, string[], Partial<Dialect>?]>([
    ['a,b\r\n', ['a', 'b']],
    ['\n', ['']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a""b"', ['a"b']],
    ['"a"""\n', ['a"']],
    ['"a"x,b', ['ax', 'b']],
    ['"a\n,b', ['a\n,b']],
    ['"a,b\n', ['a,b']],
    ['"a"x"y,b', ['ax"y', 'b']],
    [' "a" ,b ', [' "a" ', 'b ']],
    [' "a" ,b ', ['a', 'b'], { spaced: true }],
    ['"a\\"b","c\\\\"', ['a"b', 'c\\'], { escaped: true }],
    ['"a\\nb"', ['a\\nb'], { escaped: true }],
    ['a\\"b', ['a\\"b'], { escaped: true }],
    ['"a\\', ['a\\'], { escaped: true }],
  ])('and its cells: %j', (row, cells, dialect = {}) => {
    expect(cellsOf(row, { ...plainly, ...dialect })).toEqual(cells)
  })

  it.each<[string, string[][], number]>([
    ['the first', [['id', 'text'], ['title', 'text', 'tags']], 0], // prettier-ignore
    ['the first that is not blank', [['', ' '], ['الوسوم']], 1], // prettier-ignore
    ['one that names a text and another field, behind a title', [['تقرير'], ['id', 'text']], 1], // prettier-ignore
    ['not one of a text alone', [['تقرير'], ['text']], 0], // prettier-ignore
    ['not one of an address alone, which is an id too', [['تقرير'], ['text'], ['url', 'code'], ['url', 'text']], 3], // prettier-ignore
    ['not one of no text', [['تقرير'], ['id', 'title']], 0], // prettier-ignore
    ['the first of blank ones', [[''], [' ']], 0], // prettier-ignore
    ['the first of none', [], 0],
  ])('and which names the columns: %s', (_, rows, at) => {
    expect(namingRow(rows)).toBe(at)
  })

  it.each<[string, string, object]>([
    ['commas', 'id,text\n1,a\n', { delimiter: ',', lineEnd: 10, before: 0, numbered: false, certain: true }],
    ['more columns by semicolons', 'a;b;c,d\n', { delimiter: ';', certain: false }],
    ['a name by tabs, more columns by commas', 'id\ttext of a, b, c, d\n', { delimiter: '\t' }],
    ['more names by tabs', 'id\ttext\ta,b,c,d\n1\ta\tb\n', { delimiter: '\t', certain: true }],
    ['carriage returns alone', 'id,text\r1,a\r', { lineEnd: 13, certain: true }],
    ['one behind quotes', '"id\r","text"\n1,a\n', { lineEnd: 10 }],
    ['both', 'id,text\r\n1,a\r\n', { lineEnd: 10 }],
    ['a carriage return that ends it', 'id,text\r', { lineEnd: 10 }],
    ['what Excel is told', 'sep=|\nid|text\n1|a\n', { delimiter: '|', before: 1 }],
    ['that of a tab', 'sep=\\t\nid\ttext\n1\ta\n', { delimiter: '\t', before: 1 }],
    ['row numbers', 'id,text\n1,5,a\n2,6,b\n', { numbered: true, certain: true }],
    ['rows of one cell more', 'id,text\nx,5,a\n2,6,b\n', { numbered: false, certain: false }],
    ['rows with a delimiter behind', 'id,text\n1,a,\n2,b,\n', { numbered: false }],
    ['row numbers, but for one row', 'id,text\n1,5,a\n2,6\n', { numbered: false }],
    ['names alone', 'id,text\n', { certain: false }],
    ['a text alone', 'text\na\n', { certain: false }],
    ['an address and a text', 'url,text\n1,a\n', { certain: true }],
    ['no text', 'id,title\n1,a\n', { certain: false }],
    ['rows of which half are as long', 'id,text\n1,a\nb\n', { certain: false }],
    ['rows of which more are', 'id,text\n1,a\nb\n2,c\n', { certain: true }],
    ['quotes behind blanks', 'id,text\n1, "a, b"\n', { spaced: true, escaped: false }],
    ['the same, with more cells where they are', 'id,text\n1, "a" b, c\n', { spaced: false }],
    ['backslashes', 'id,text\n1,"a\\", b"\n2,c\n', { escaped: true, spaced: false }],
    ['backslashes that are text', 'id,text\n1,"a\\"\n', { escaped: false }],
  ])('and how it is laid out: %s', (_, head, layout) => {
    expect(layoutOf(Buffer.from(head))).toMatchObject(layout)
  })
})
