import { describe, expect, it } from '@jest/globals'

import { loadMarkup } from '../../dist/model/markup.js'
import { delimited } from '../../dist/read/delimited.js'
import { pageOf } from '../../dist/read/fields.js'
import { jsonItems } from '../../dist/read/jsonl.js'
import { LIMITS, type PageOptions } from '../../dist/read/index.js'

const read = (record: unknown, fields: PageOptions['fields'] = {}) =>
  pageOf(record, 'f.jsonl', 7, { markup: loadMarkup(), fields }, LIMITS)

describe('a record', () => {
  it.each<[string, unknown, PageOptions['fields'], object]>([
    [
      'the first name present wins',
      { url: 'u', link: 'l', headline: 'عنوان', content: 'متن' },
      {},
      { id: 'u', title: 'عنوان', text: 'متن', url: 'u' },
    ],
    ['null is not present', { id: null, uri: 'u', text: null, body: 'متن' }, {}, { id: 'u', text: 'متن' }],
    ['a number as id', { id: 5, text: 'متن' }, {}, { id: '5' }],
    ['no id', { text: 'متن' }, {}, { id: 'f.jsonl:7' }],
    ['a mapped field', { id: 1, postId: 2, text: 'متن' }, { id: 'postId' }, { id: '2' }],
    ['a mapped path', { id: 1, post: { body: ['متن', 'آخر'] } }, { text: 'post.body' }, { text: 'متن\nآخر' }],
    ['a name with a dot', { id: 1, 'a.b': 'متن', text: 'غيره' }, { text: 'a.b' }, { text: 'متن' }],
    [
      'WordPress’s rendered fields',
      { id: 1, title: { rendered: 'عنوان' }, content: { rendered: '<p>سطر</p><p>سطر آخر</p>' } },
      {},
      { title: 'عنوان', text: 'سطر\nسطر آخر' },
    ],
    [
      'tags as objects',
      { id: 1, tags: [{ name: 'غزة' }, { term: 'القدس' }, ' '] },
      {},
      { lists: [{ from: 'field', tags: ['غزة', 'القدس'] }] },
    ],
    [
      'tags as one string',
      { id: 1, keywords: 'غزة، القدس' },
      {},
      { lists: [{ from: 'field', tags: ['غزة', 'القدس'] }] },
    ],
    [
      'an empty list does not hide another',
      { id: 1, tags: [], keywords: 'غزة، رفح' },
      {},
      { lists: [{ tags: ['غزة', 'رفح'] }] },
    ],
    ['nor does a missing value', { id: 1, tags: 'nan', keywords: ['غزة'] }, {}, { lists: [{ tags: ['غزة'] }] }],
    ['nor do ids of terms', { id: 1, tags: [345, 17], keywords: 'غزة' }, {}, { lists: [{ tags: ['غزة'] }] }],
    ['ids of terms in a string', { id: 1, tags: '345,17', keywords: 'غزة' }, {}, { lists: [{ tags: ['غزة'] }] }],
    ['years are tags', { id: 1, tags: '2023, 2024' }, {}, { lists: [{ tags: ['2023', '2024'] }] }],
    [
      'a number beside words is a tag',
      { id: 1, tags: ['مونديال', 2026] },
      {},
      { lists: [{ tags: ['مونديال', '2026'] }] },
    ],
    [
      'missing values among tags',
      { id: 1, tags: ['غزة', 'NA', null, 'رفح', 'None'] },
      {},
      { lists: [{ tags: ['غزة', 'رفح'] }] },
    ],
    ['a missing id', { id: 'nan', url: 'https://a.example/1', text: 'متن' }, {}, { id: 'https://a.example/1' }],
    [
      'terms that WordPress embeds',
      {
        id: 1,
        tags: [345, 17],
        categories: [4],
        content: { rendered: '<p>متن</p>' },
        _embedded: {
          'wp:term': [
            [{ id: 4, name: 'أخبار محلية', taxonomy: 'category' }],
            [
              { id: 345, name: 'سوق السمك', taxonomy: 'post_tag' },
              { id: 17, name: 'الميناء القديم', taxonomy: 'post_tag' },
            ],
          ],
        },
      },
      {},
      { lists: [{ from: 'field', tags: ['سوق السمك', 'الميناء القديم'] }], sections: ['أخبار محلية'] },
    ],
    [
      'an answer that embeds no terms',
      { id: 1, html: '<meta property="article:section" content="اقتصاد"><p>متن</p>', _embedded: { author: [] } },
      {},
      { sections: ['اقتصاد'] },
    ],
    [
      'an escaped ampersand in a string',
      { id: 1, tags: 'الأهلي &amp; الزمالك، كأس &amp;quot;مصر&amp;quot;' },
      {},
      { lists: [{ tags: ['الأهلي & الزمالك', 'كأس "مصر"'] }], repairs: ['entities'] },
    ],
    [
      'a word of numbered entities, in a list of one',
      { id: 1, tags: ['&#1594;&#1586;&#1577;, &#1585;&#1601;&#1581;'] },
      {},
      { lists: [{ tags: ['غزة', 'رفح'] }], repairs: ['entities'] },
    ],
    [
      'a list within an array',
      { id: 1, tags: ['غزة، القدس'] },
      {},
      { lists: [{ from: 'field', tags: ['غزة', 'القدس'] }] },
    ],
    [
      'html beside text',
      { id: 1, text: 'متن', html: '<meta name=keywords content="غزة"><p>غيره' },
      {},
      { text: 'متن', lists: [{ from: 'meta', tags: ['غزة'] }] },
    ],
    ['html alone', { id: 1, raw_html: '<title>عنوان</title><p>متن' }, {}, { title: 'عنوان', text: 'متن' }],
    ['a text with a sign that is no markup', { id: 1, text: '3 < 5 و a<b' }, {}, { text: '3 < 5 و a<b' }],
    ['no text', { id: 1, title: 'عنوان' }, {}, { code: 'NO_TEXT', record: 7 }],
    ['blank text', { id: 1, text: ' \n' }, {}, { code: 'NO_TEXT' }],
    ['an array', [1], {}, { code: 'BAD_RECORD' }],
    [
      'a name of the language itself',
      JSON.parse('{"id":1,"text":"متن","__proto__":{"tags":["x"]}}'),
      {},
      { text: 'متن' },
    ],
  ])('%s', (_, record, fields, expected) => {
    expect(read(record, fields)).toMatchObject(expected)
  })
})

describe('delimited', () => {
  it.each<[string, readonly string[]]>([
    ['غزة، القدس,حيفا؛ يافا; عكا | صفد\nالناصرة', ['غزة', 'القدس', 'حيفا', 'يافا', 'عكا', 'صفد', 'الناصرة']],
    ['غزة,, غزة ,', ['غزة', 'غزة']],
    ['1,000 كتاب, معرض', ['1,000 كتاب', 'معرض']],
    ['#غزة #القدس_المحتلة', ['غزة', 'القدس_المحتلة']],
    ['#غزة، #القدس', ['#غزة', '#القدس']],
    ['قطاع غزة', ['قطاع غزة']],
    ['["غزة","القدس, حيفا"]', ['غزة', 'القدس, حيفا']],
    ["['غزة', 'ليس \\'كذا\\'']", ['غزة', "ليس 'كذا'"]],
    ['{غزة,"القدس حيفا"}', ['غزة', 'القدس حيفا']],
    ['[غزة، القدس]', ['غزة', 'القدس']],
    ["[{'id': 3, 'name': 'سوق السمك'}, {'id': 4, 'name': 'الميناء'}]", ['سوق السمك', 'الميناء']],
    ['[{"name": "سوق السمك", "slug": "x"}]', ['سوق السمك']],
    ["[{'name': \"بيت الـ'عود\", 'parent': None, 'n': 1.5, 'ok': True}]", ["بيت الـ'عود"]],
    ["['\\u063a\\u0632\\u0629', 'رفح']", ['غزة', 'رفح']],
    ["('غزة', 'رفح')", ['غزة', 'رفح']],
    ["{'غزة', 'رفح'}", ['غزة', 'رفح']],
    ["[['غزة'], ['رفح']]", ['غزة', 'رفح']],
    ['&nbsp;#غزة&nbsp;#رفح', ['غزة', 'رفح']],
    ['كأس &#039;العرب&#039;, المغرب', ["كأس 'العرب'", 'المغرب']],
    ['الأهلي &amp;amp; الزمالك', ['الأهلي & الزمالك']],
    ['NA', []],
    ['غزة, N/A, \\N, null', ['غزة']],
    ['', []],
    [' ، ', []],
  ])('%s', (text, tags) => {
    expect(delimited(text)).toEqual(tags)
  })
})

describe('what a record says of its fields', () => {
  const hears = (record: object) => {
    const [seen, odd]: [string[], string[]] = [[], []]
    const item = pageOf(record, 'f.jsonl', 1, {
      markup: loadMarkup(),
      seen: (field, name) => seen.push(`${field}=${name}`),
      odd: (field, name, kind) => odd.push(`${field}=${name} ${kind}`),
    }, LIMITS) // prettier-ignore
    return { seen, odd, code: 'code' in item ? item.code : undefined }
  }

  it.each<[string, object, string[], string[]]>([
    ['names', { postId: 1, headline: 'خبر', text: 'نص' }, ['id=postId', 'title=headline', 'text=text'], []],
    ['nothing in a blank one', { id: '1', text: 'نص', tags: ' ' }, ['id=id', 'text=text'], []],
    ['a missing value', { id: '1', text: 'نص', tags: 'NA' }, ['id=id', 'text=text'], ['tags=tags missing']],
    ['digits', { id: '1', text: 'نص', tags: '5, 6' }, ['id=id', 'text=text'], ['tags=tags numbers']],
    ['numbers in a list', { id: '1', text: 'نص', tags: [5, 6] }, ['id=id', 'text=text'], ['tags=tags numbers']],
    ['an empty list', { id: '1', text: 'نص', tags: [] }, ['id=id', 'text=text'], []],
    [
      'nothing of what another name has',
      { id: '1', text: 'نص', tags: [5], keywords: ['سوق'] },
      ['id=id', 'text=text', 'tags=keywords'],
      [],
    ],
  ])('is heard: %s', (_, record, seen, odd) => {
    expect(hears(record)).toEqual({ seen, odd, code: undefined })
  })

  it('is not heard of one that is no page, but for what is odd', () => {
    expect(hears({ id: '1', tags: 'NA' })).toEqual({ seen: [], odd: ['tags=tags missing'], code: 'NO_TEXT' })
  })
})

describe('JSON that is nested', () => {
  const where = { source: 'a.jsonl', record: 3, repair: undefined }
  /** Nested so deep behind a text so long. */
  const nested = (depth: number, units: number, inside = '') =>
    `{"id":"1","text":${JSON.stringify('س'.repeat(units) + inside)},"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
  const read = (text: string) =>
    jsonItems(text, where, { markup: loadMarkup() }, { ...LIMITS, jsonDepth: 8 }).map((it) =>
      'code' in it ? it.reason : it.id,
    )

  it.each<[string, string, string[]]>([
    ['as deep as it may be', nested(8, 70_000), ['1']],
    ['deeper', nested(9, 70_000), ['JSON nested deeper than 8']],
    ['deeper, side by side', nested(8, 70_000).replace('"x":', '"y":{"z":[[1],[2]]},"x":'), ['1']],
    ['in a text', nested(3, 70_000, '[[{{[[{{[['), ['1']],
    ['in a text, behind a quote', nested(3, 70_000, '"[[{{[[{{[['), ['1']],
    ['in a text, behind a backslash', nested(3, 70_000, '\\"[[{{[[{{[['), ['1']],
    [
      'by braces',
      `{"id":"1","text":"${'س'.repeat(70_000)}","x":${'{"a":'.repeat(8)}1${'}'.repeat(8)}}`,
      ['JSON nested deeper than 8'],
    ],
    ['deep in little', nested(40, 10), ['1']],
    ['of nothing', ' \n', []],
    ['of a document behind what to do with it', '{"index":{"_id":"7"}}\n{"text":"نص"}', ['7']],
    ['of none behind that', '{"index":{"_id":"7"}}\n', []],
    ['of what is none behind it', '{"index":{"_id":"7"}}\n{"text":', ['not JSON: Unexpected end of JSON input']],
  ])('is read or refused: %s', (_, text, want) => {
    expect(read(text)).toEqual(want)
  })
})
