import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { locate } from '../../dist/core/lists/locate.js'
import { NumberedTags, Surfaces } from '../../dist/core/text/surfaces.js'
import type { Page } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { loadMarkup } from '../../dist/model/markup.js'
import { Interned, pagesOf, type Batch, type Item } from '../../dist/read/index.js'
import { runs } from '../arbitraries.js'

const { layout, letters, segmenter } = loadModel()
const markup = loadMarkup()
const surfaces = new Surfaces(letters, segmenter.letters)
const skim = {
  letters: letters.units,
  firstWords: layout.firstWords,
  lastWords: layout.lastWords,
  strings: new Interned(surfaces),
}

function batchOf(lines: readonly (string | Buffer)[]): Batch {
  const parts = lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))
  const bytes = new Uint8Array(Buffer.concat(parts))
  const spans: number[] = []
  let at = 0
  for (const { length } of parts) spans.push(at, (at += length))
  return {
    source: 'test.jsonl',
    format: 'jsonl',
    record: 1,
    bytes,
    spans: Uint32Array.from(spans),
    rejects: [],
    end: { source: 'test.jsonl', record: lines.length, byte: bytes.length },
    progress: { read: bytes.length, total: bytes.length },
  }
}

const read = (lines: readonly (string | Buffer)[], wanted?: (id: string) => boolean): Item[] =>
  pagesOf(batchOf(lines), { markup, ...(wanted && { skim: { ...skim, wanted } }) }) as Item[]

/** A page as it would be read without numbers for its tags. */
function unnumbered(item: Item): Item {
  if ('code' in item || !item.lists) return item
  const lists = item.lists.map((list) => {
    const { from, tags } = list
    const numbers = NumberedTags.numbersOf(list, surfaces.generation)
    if (numbers) expect(numbers.map((number) => surfaces.raws[number])).toEqual([...tags])
    return { from, tags: [...tags] }
  })
  return { ...item, lists }
}

/** Pages with and without skimming must be the same, but for a text in which nothing is located. */
function expectSame(lines: readonly (string | Buffer)[]): number {
  const all = read(lines)
  const some = read(lines, () => false).map(unnumbered)
  expect(some).toHaveLength(all.length)
  let passed = 0
  all.forEach((item, i) => {
    const other = some[i]!
    if ('code' in item || 'code' in other || item.text === other.text) {
      expect(other).toEqual(item)
      return
    }
    passed++
    expect({ ...other, text: item.text }).toEqual(item)
    const { lists, runs } = locate(item satisfies Page, layout, letters)
    expect([lists, runs]).toEqual([item.lists, []])
  })
  return passed
}

const prose = 'قال الوزير إن الحكومة "تعمل" على خطة جديدة في المدينة.\nوأضاف: نحن مستعدون.\n'.repeat(6)
const line = (record: object) => JSON.stringify(record)

describe('passing over text', () => {
  it('passes over plain prose, and over nothing that is wanted', () => {
    const lines = [
      line({ id: '1', title: 'عنوان', text: prose, tags: ['غزة', 'حماس'] }),
      line({ id: 2, content: prose, tags: ['غزة', 'رفح'] }),
      // Its list may be in the text, without a label.
      line({ id: 3, content: prose }),
    ]
    expect(expectSame(lines)).toBe(2)
    expect((read(lines, (id) => id === '2')[1] as Page).text).toBe(prose)
  })

  it.each<[string, object, boolean]>([
    ['of a page with tags', { tags: ['غزة', 'رفح'] }, true],
    ['of a page with a tag', { tags: ['غزة'] }, true],
    ['of a page with none', {}, false],
    ['of one whose tag may be several', { tags: 'غزة رفح خان' }, false],
    ['of one with a long tag that may be several', { tags: ['غزة', `رفح ${'كلمة '.repeat(40)}`] }, false],
    ['of one with a long word', { tags: ['غزة', 'ك'.repeat(200)] }, true],
  ])('is for prose %s: %j', (_, more, passed) => {
    const record = line({ id: '1', text: prose, ...more })
    expect(expectSame([record])).toBe(Number(passed))
    // No field is another by these options.
    const options = { markup, skim: { ...skim, wanted: () => false }, fields: {} }
    expect(
      (pagesOf(batchOf([record]), options) as Item[]).map((item) => 'text' in item && item.text === prose),
    ).toEqual([!passed])
    const named = { ...options, fields: { text: 'text' } }
    expect((pagesOf(batchOf([record]), named) as Item[]).map((item) => 'text' in item && item.text === prose)).toEqual([
      true,
    ])
  })

  it.each([
    ['a label on a line', `${prose}كلمات دلالية\nغزة\nحماس\n`],
    ['a label at the beginning', `الوسوم: غزة، حماس، رفح\n${prose}`],
    ['a label within a line', `${prose} وفي الختام الكلمات الدلالية: غزة، حماس، رفح`],
    ['a label behind ornaments', `${prose}\n*** 🔖 « الوسوم » : غزة، حماس، رفح`],
    ['a label with marks and stretched', `${prose}\nكَلِمَات دلاليـــة: غزة، حماس، رفح`],
    ['a label within a line that is the page', `${'قال الوزير إن الحكومة تعمل '.repeat(20)}الوسوم غزة حماس رفح`],
    [
      'a label within a line as long as a page',
      `${prose}${'قال الوزير إن الحكومة تعمل '.repeat(60)}الوسوم غزة حماس رفح`,
    ],
    // Blanks around a line leave it all of its text.
    ...['\n', '\r\n', ' \u3000 \n'].flatMap((blank): [string, string][] => [
      [
        `a label within a line that is the page, before ${JSON.stringify(blank)}`,
        `${'قال الوزير إن الحكومة تعمل '.repeat(20)}الوسوم غزة حماس رفح${blank}`,
      ],
      [
        `a label within a line that is the page, behind ${JSON.stringify(blank)}`,
        `${blank}${'قال الوزير إن الحكومة تعمل '.repeat(20)}الوسوم غزة حماس رفح`,
      ],
    ]),
    ['hashtags', `${prose}\n#غزة #حماس`],
    ['hashtags of full width', `${prose}\n＃غزة ＃حماس`],
    ['a wide colon', `${prose}\nالوسوم： غزة، حماس، رفح`],
    ['markup', `<p>${prose}</p>`],
    ['an entity', `${prose} &amp; ${prose}`],
    ['mojibake', `${prose}\nØºØ²Ø©`],
    ['Arabic read as another charset', `${prose}\nط§ظ„ط¹ط±ط¨ظٹط©`],
  ])('does not pass over %s', (_, text) => {
    expect(expectSame([line({ id: '1', text, tags: ['غزة'] })])).toBe(0)
  })

  it.each([
    ['a \\u escape', `{"id":"1","text":"${'نص '.repeat(100)}\\u0627"}`],
    ['an unknown escape', `{"id":"1","text":"${'نص '.repeat(100)}\\x"}`],
    ['a carriage return within', `{"id":"1","text":"${'نص '.repeat(100)}\rنص"}`],
    ['a control character', `{"id":"1","text":"${'نص '.repeat(100)}\u0001"}`],
    ['a string that does not end', `{"id":"1","text":"${'نص '.repeat(100)}`],
    ['broken JSON behind it', `{"id":"1","text":"${'نص '.repeat(100)}",}`],
    ['a text in a list', `{"id":"1","tags":[{"text":"${'نص '.repeat(100)}"}],"content":"نص"}`],
    ['two texts', `{"id":"1","text":"${'نص '.repeat(100)}","text":"آخر"}`],
    ['text that is no string', `{"id":"1","text":{"rendered":"${'نص '.repeat(100)}"}}`],
    [
      'bytes that are not UTF-8',
      Buffer.concat([Buffer.from(`{"id":"1","text":"${'نص '.repeat(100)}`), Buffer.from([0xff]), Buffer.from('"}')]),
    ],
  ])('reads %s as ever', (_, record) => {
    expect(expectSame([line({ id: '0', text: 'نص' }), record, line({ id: '2', tags: ['غزة'] })])).toBe(0)
  })

  it.each([
    ['white space', ' { "id" : 1 , "tags" : [ "غزة" , "رفح" ] , "title":"" } \r'],
    ['no members', '{}'],
    ['no tags', '{"id":"1","tags":[],"text":"نص"}'],
    ['blank tags', '{"id":"1","tags":["غزة"," ","","رفح"]}'],
    ['one tag that holds the list', '{"id":"1","tags":["غزة، رفح، حماس"]}'],
    ['tags in one string', '{"id":"1","keywords":"غزة، رفح"}'],
    ['tags of two names', '{"id":"1","keywords":["غزة","رفح"],"tags":["حماس","فتح"]}'],
    [
      'a name before its better',
      '{"link":"http://a.example/1","url":"http://b.example","id":null,"tags":["غزة","رفح"]}',
    ],
    ['a name twice', '{"id":"1","tags":["غزة","رفح"],"tags":["حماس","فتح"]}'],
    ['a name that is unset again', '{"id":"1","url":"u","id":null,"tags":["غزة","رفح"]}'],
    ['names of objects', '{"__proto__":["غزة"],"constructor":"x","toString":1,"id":"1","tags":["غزة","رفح"]}'],
    ['an escaped name', '{"\\u0069d":"1","ta\\u0067s":["غزة","رفح"]}'],
    ['escapes in tags', '{"id":"1","tags":["\\u063a\\u0632\\u0629","a\\\\","\\"b\\"","c\\/d","e\\nf"]}'],
    ['a wrong escape in a tag', '{"id":"1","tags":["غزة","\\x"]}'],
    ['half an escape', '{"id":"1","tags":["غزة","\\'],
    ['tags that are objects', '{"id":"1","tags":[{"name":"غزة"},{"name":"رفح"}]}'],
    ['a tag that is a number', '{"id":"1","tags":["غزة",2024]}'],
    ['values of every kind', '{"id":12345678901234567890,"a":true,"b":false,"c":null,"d":-1.5e3,"tags":["غزة","رفح"]}'],
    ['a wrong number', '{"id":01,"tags":["غزة","رفح"]}'],
    ['a wrong word', '{"id":nul,"tags":["غزة","رفح"]}'],
    ['nothing behind a comma', '{"id":"1","tags":["غزة",]}'],
    ['two commas', '{"id":"1",,"tags":["غزة"]}'],
    ['a list that does not end', '{"id":"1","tags":["غزة","رفح"'],
    ['something behind the object', '{"id":"1","tags":["غزة","رفح"]} x'],
    ['a byte order mark', '\ufeff{"id":"1","tags":["غزة","رفح"]}'],
    ['percent-encoded tags', '{"id":"1","tags":["%D8%BA%D8%B2%D8%A9","رفح"]}'],
    ['entities in tags', '{"id":"1","tags":["غزة &amp; رفح","&quot;حماس&quot;"]}'],
    ['UTF-8 tags read as another charset', '{"id":"1","title":"عنوان","tags":["ط؛ط²ط©","Ø±ÙØ­"]}'],
    ['windows-1256 tags read as Latin-1', '{"id":"1","title":"ÇáÃÎÈÇÑ","tags":["ÛÒÉ","ÇáÞÏÓ"]}'],
    ['sections', '{"id":"1","section":["سياسة","%D8%BA%D8%B2%D8%A9"],"tags":["غزة","رفح"]}'],
    ['a long title', `{"id":"1","title":"${'عنوان '.repeat(600)}","tags":["غزة","رفح"]}`],
    ['a long tag', `{"id":"1","tags":["${'وسم '.repeat(300)}","رفح"]}`],
    ['names in another case', '{"ID":"1","Tags":["غزة","رفح"],"TITLE":"عنوان","Content":"نص"}'],
    ['Arabic names', `{"الرقم":7,"العنوان":"خبر","المحتوى":"${'نص '.repeat(200)}","الكلمات المفتاحية":["غزة","رفح"]}`],
    ['an exact name behind a folded one', '{"Tags":["حماس"],"tags":["غزة","رفح"],"Title":"أ","title":"ب"}'],
    ['two names of one place', '{"Tags":["غزة","رفح"],"TAGS":["حماس"],"id":1}'],
    ['an exact name that says nothing', '{"tags":[],"Tags":["غزة","رفح"],"id":1,"text":null,"Text":"نص"}'],
    ['markup beside a folded text', `{"html":"<p>${'نص '.repeat(200)}","Content":"آخر","tags":["غزة","رفح"]}`],
    ['a text beside folded markup', `{"text":"${'نص '.repeat(200)}","HTML":"<p>آخر","tags":["غزة","رفح"]}`],
    ['both folded', '{"Text":"نص","HTML":"<p>آخر","tags":["غزة","رفح"]}'],
    ['part of a name', '{"الوسوم (tags)":["غزة","رفح"],"id / الرقم":4,"Title (English)":"x"}'],
    ['posts within', '{"posts":[{"id":"1","tags":["غزة","رفح"]},{"id":"2","tags":["غزة","رفح"]}]}'],
  ])('reads %s as JSON.parse does', (_, record) => {
    // Twice, since strings are looked for among those met before.
    expectSame([line({ id: '0', text: 'نص' }), record, record, line({ id: '2', tags: ['غزة', 'رفح'] })])
  })

  const bit = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(
        'قال',
        'الوزير',
        'في',
        'غزة',
        'كلمات',
        'دلالية',
        'الوسوم',
        'وسم',
        'tags',
        'المزيد',
        'شارك',
      ),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ' ',
        ' ',
        '\n',
        ': ',
        ':',
        '، ',
        '.',
        '"',
        '\\',
        '/',
        '\t',
        '#',
        '«',
        '»',
        '\u200f',
        '\u0640',
        '\u064e',
        '🔖',
        'ﷺ',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  )
  const calm = fc.oneof(
    {
      weight: 60,
      arbitrary: fc.constantFrom('قال', 'الوزير', 'في', 'غزة', 'المزيد', 'شارك', ' ', ': ', '.', '"', '\\', '/'),
    },
    { weight: 3, arbitrary: fc.constantFrom('\n', '\n«', '\n \u200f', '\u064e', ':', '🔖', 'ﷺ') },
    { weight: 1, arbitrary: fc.constantFrom('الوسوم', 'دلالية', '#') },
  )
  const text = fc.oneof(
    fc.array(bit, { minLength: 1, maxLength: 120 }).map((bits) => bits.join('')),
    fc.array(calm, { minLength: 60, maxLength: 200 }).map((bits) => bits.join('')),
  )
  const tag = fc.constantFrom(
    'غزة',
    'حركة حماس',
    'الذكاء الاصطناعي',
    '',
    ' ',
    'غزة، رفح',
    'a"b\\c/d\n',
    '%D8%BA%D8%B2%D8%A9',
    '100%',
    'ط؛ط²ط©',
    'Ø±ÙØ­',
    'ÇáÞÏÓ',
    'AT&T',
    '&amp;',
    '#غزة',
    '\ud83d\ude00',
    '\ud800',
    'س'.repeat(250),
  )
  const body = fc.constantFrom(prose, `<p>${prose}`, 'نص', '')
  const record = fc.record(
    {
      id: fc.oneof(fc.string(), fc.integer()),
      title: text,
      text,
      content: text,
      headline: text,
      tags: fc.oneof(fc.array(text, { maxLength: 4 }), fc.array(tag, { maxLength: 9 }), tag),
      keywords: fc.array(fc.oneof(tag, fc.jsonValue({ maxDepth: 1 })), { maxLength: 4 }),
      section: fc.oneof(tag, fc.array(tag, { maxLength: 2 }), fc.constant(null)),
      other: fc.jsonValue({ maxDepth: 2 }),
      url: fc.webUrl(),
      Title: text,
      HTML: body,
      'نص الخبر': body,
      Content: body,
      Keywords: fc.oneof(tag, fc.array(tag, { maxLength: 3 })),
      'الوسوم (tags)': fc.array(tag, { maxLength: 3 }),
      القسم: tag,
      ID: fc.oneof(fc.constant('NA'), fc.integer()),
    },
    { requiredKeys: [] },
  )

  const more = fc.record(
    {
      html: tag,
      description: fc.oneof(text, fc.constant('')),
      content_text: tag,
      labels: fc.array(tag, { maxLength: 2 }),
      _id: fc.oneof(tag, fc.integer()),
      created: tag,
      site: fc.constantFrom('موقع', '<a href="x">عميل</a>'),
    },
    { requiredKeys: [] },
  )

  it('gives the same pages for records with other names beside', () => {
    fc.assert(
      fc.property(record, more, (one, other) => {
        expectSame([line({ ...other, ...one }), line({ ...one, ...other })])
      }),
      { numRuns: runs(1500) },
    )
  })

  it('gives the same pages for any records', () => {
    let [passed, tried] = [0, 0]
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        tried += records.length
        passed += expectSame(records.map(line))
      }),
      { numRuns: runs(1500) },
    )
    expect(passed / tried).toBeGreaterThan(0.01)
  })

  it('gives the same pages for damaged records', () => {
    fc.assert(
      fc.property(record, fc.nat(), fc.nat(255), fc.boolean(), (one, at, byte, cut) => {
        const whole = Buffer.from(line({ ...one, text: `${prose}${one.text ?? ''}` }))
        const place = at % whole.length
        if (!cut) whole[place] = byte
        const damaged = cut ? whole.subarray(0, place) : whole
        if (!damaged.includes(0x0a)) expectSame([damaged])
      }),
      { numRuns: runs(1500) },
    )
  })
})
