import { readFileSync } from 'node:fs'

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { loadMarkup } from '../../dist/model/markup.js'
import { pageOf } from '../../dist/read/fields.js'
import { LIMITS, fieldNames } from '../../dist/read/index.js'
import { MOST_KNOWN, fieldName } from '../../dist/read/names.js'
import { runs } from '../arbitraries.js'

const fieldsOf = (name: string) => (fieldName(name)?.fields ?? []).map(({ field }) => field)
const read = (record: object) => pageOf(record, 'f.csv', 1, { markup: loadMarkup() }, LIMITS)

describe('the name of a field', () => {
  it.each<[string, readonly string[]]>([
    ['Title', ['title']],
    ['TITLE', ['title']],
    ['Post_Title', ['title']],
    ['postTitle', ['title']],
    ['article-title', ['title']],
    ['title_ar', ['title']],
    ['title_en', []],
    ['Title (English)', []],
    ['Content', ['text']],
    ['Full Text', ['text']],
    ['post_content', ['text']],
    ['node body', ['text']],
    ['ID', ['id']],
    ['PostID', ['id']],
    ['postid', ['id']],
    ['introtext', ['text']],
    ['fulltext', ['text']],
    ['taglist', ['tags']],
    ['Permalink', ['id', 'url']],
    ['Keywords:', ['tags']],
    ['\ufeff"Tags"', ['tags']],
    ['field_tags', ['tags']],
    ['meta_keywords', ['tags']],
    ['Tags (separated by commas)', ['tags']],
    ['Publish Date', ['date']],
    ['Category', ['section']],
    ['العنوان', ['title']],
    ['عُنوان', ['title']],
    ['عنوان المقال', ['title']],
    ['العنـــوان الرئيسي', ['title']],
    ['النص', ['text']],
    ['نص الخبر', ['text']],
    ['المحتوي', ['text']],
    ['النص الأساسي', ['text']],
    ['النص الاساسى', ['text']],
    ['الوسوم', ['tags']],
    ['وسوم', ['tags']],
    ['الأوسمة', ['tags']],
    ['الكلمات المفتاحية', ['tags']],
    ['كلمات مفتاحيه', ['tags']],
    ['الكلمات_الدلالية', ['tags']],
    ['الکلمات المفتاحیة', ['tags']],
    ['\u200fالكلمات\u00a0المفتاحية\u200f :', ['tags']],
    ['الوسوم (tags)', ['tags']],
    ['Tags / الوسوم', ['tags']],
    ['الوسوم\nTags', ['tags']],
    ['الوسوم Tags', ['tags']],
    ['مفردات (tags)', ['tags']],
    ['الرقم', ['id']],
    ['الرابط', ['id', 'url']],
    ['تاريخ النشر', ['date']],
    ['القسم', ['section']],
    ['المصدر', ['site']],
    ['Titre', ['title']],
    ["Titre de l'article", ['title']],
    ['Intitulé', ['title']],
    ['CONTENU', ['text']],
    ['Mots-clés', ['tags']],
    ['Mots clefs', ['tags']],
    ['MotsClés', ['tags']],
    ['Étiquettes', ['tags']],
    ['E\u0301tiquettes', ['tags']],
    ['Rubrique', ['section']],
    ['Date de publication', ['date']],
    ['Tags count', []],
    ['Content-Type', []],
    ['Text Length', []],
    ['image_url', []],
    ['عدد الوسوم', []],
    ['كاتب المقال', []],
    ['post', []],
    ['', []],
    ['__proto__', []],
    ['constructor', []],
    [`tags${' '.repeat(200)}`, []],
  ])('%j is %j', (name, fields) => {
    expect(fieldsOf(name)).toEqual(fields)
  })

  it('is one to the letter before it is one that folds to it', () => {
    for (const [field, names] of Object.entries(fieldNames))
      names.forEach((name, place) => expect(fieldName(name)!.fields).toContainEqual({ field, place }))
  })

  it('stands once in the data, but for addresses, which are ids too', () => {
    const { folded } = JSON.parse(readFileSync('data/fields.json', 'utf8')) as { folded: Record<string, string[]> }
    for (const [field, names] of Object.entries(folded))
      for (const name of names) {
        expect([name, fieldsOf(name)]).toEqual([name, expect.arrayContaining([field])])
        expect(fieldsOf(name).filter((other) => !['id', 'url', field].includes(other))).toEqual([])
      }
  })

  it('is found in bounded memory, the same whatever was asked before', () => {
    for (let i = 0; i < 5 * MOST_KNOWN; i++)
      fieldName(`tags${' '.repeat(i % 90)}${'-'.repeat(i % 7)}:${'.'.repeat(i % 11)}`)
    for (let i = 0; i < 50_000; i++) fieldName(`field number ${i}`)
    expect(fieldsOf('Tags')).toEqual(['tags'])
    expect(fieldsOf(`tags${' '.repeat(77)}`)).toEqual(['tags'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(fieldsOf(name)).toEqual(fieldsOf(name))
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('a record with names in another case or language', () => {
  it.each<[string, object, object]>([
    [
      'in English',
      { ID: 5, Title: 'عنوان', Content: 'متن', Tags: 'غزة، رفح' },
      { id: '5', title: 'عنوان', text: 'متن', lists: [{ tags: ['غزة', 'رفح'] }] },
    ],
    [
      'in Arabic',
      { الرقم: '5', العنوان: 'عنوان', المحتوى: 'متن', 'الكلمات المفتاحية': 'غزة؛ رفح', القسم: 'محلي' },
      { id: '5', title: 'عنوان', text: 'متن', lists: [{ tags: ['غزة', 'رفح'] }], sections: ['محلي'] },
    ],
    [
      'in French',
      { Titre: 'عنوان', Contenu: 'متن', 'Mots-clés': 'غزة; رفح', Lien: 'https://a.example/1' },
      { id: 'https://a.example/1', url: 'https://a.example/1', title: 'عنوان', lists: [{ tags: ['غزة', 'رفح'] }] },
    ],
    ['an exact name wins, wherever it stands', { Text: 'غيره', TEXT: 'غيره', body: 'متن' }, { text: 'متن' }],
    [
      'but not when it says nothing',
      { text: '', Text: 'متن', tags: 'NA', Tags: 'غزة' },
      { text: 'متن', lists: [{ tags: ['غزة'] }] },
    ],
    ['of two that fold alike the first', { Tags: 'غزة', TAGS: 'رفح' }, { lists: [{ tags: ['غزة'] }] }],
    ['the better name, not the first', { Body: 'غيره', Text: 'متن' }, { text: 'متن' }],
    ['the text before what is called the article', { الخبر: 'غيره', 'نص الخبر': 'متن' }, { text: 'متن' }],
    [
      'the name alone before one with words beside it',
      { 'Post Title': 'غيره', Title: 'عنوان', Text: 'متن' },
      { title: 'عنوان' },
    ],
    ['a whole name before a part of one', { 'Text (plain)': 'غيره', Article: 'متن' }, { text: 'متن' }],
    ['folded text is none beside exact html', { Content: 'غيره', html: '<p>متن' }, { text: 'متن' }],
    ['nor the other way round', { text: 'متن', HTML: '<meta name=keywords content="غزة">' }, { text: 'متن' }],
  ])('%s', (_, record, expected) => {
    const page = read(record)
    expect(page).toMatchObject(expected)
    if (!('lists' in expected)) expect('lists' in page).toBe(false)
  })
})
