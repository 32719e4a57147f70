import { describe, expect, it } from '@jest/globals'

import { loadMarkup } from '../../dist/model/markup.js'
import { delimited } from '../../dist/read/delimited.js'
import { pageOf } from '../../dist/read/fields.js'
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
    ['', []],
    [' ، ', []],
  ])('%s', (text, tags) => {
    expect(delimited(text)).toEqual(tags)
  })
})
