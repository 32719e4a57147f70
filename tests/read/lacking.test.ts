import { describe, expect, it } from '@jest/globals'
import { loadMarkup } from '../../dist/model/markup.js'
import { lacking } from '../../dist/read/lacking.js'
import { spent } from '../spent.js'

const options = { markup: loadMarkup() }
const long = 'افتتحت البلدية حديقة جديدة قرب النهر، وحضر الافتتاح عدد من سكان الحي القديم'

describe('what a record without text has instead', () => {
  it.each<[string, Record<string, unknown>, Record<string, string> | undefined]>([
    ['its name, in another case', { Title: 'عنوان', Content: long }, { text: 'Content' }],
    [
      'words of a name',
      { post_title: 'عنوان', post_body: long, post_tags: 'حديقة، نهر' },
      { text: 'post_body', tags: 'post_tags' },
    ],
    ['words run together', { articleBody: long, seoKeywords: ['نهر'] }, { text: 'articleBody', tags: 'seoKeywords' }],
    ['what is long, where no name speaks', { العنوان: 'حديقة', النص: long }, { text: 'النص' }],
    ['what lists, where no name speaks', { labels: ['حديقة', 'نهر', 'بلدية'] }, { tags: 'labels' }],
    ['a field within another', { data: { attributes: { Body: long } } }, { text: 'data.attributes.Body' }],
    ['what WordPress wraps', { post: { Content: { rendered: 'نص' } } }, { text: 'post.Content' }],
    ['no word that only sounds so', { stage: 'x', contentType: 'post', percentage: 'y' }, undefined],
    ['no address', { thumbnail: `https://a.example/${'x'.repeat(200)}` }, undefined],
    ['no field that is another of a page', { title: long, category: ['a', 'b', 'c'], url: 'x' }, undefined],
    ['nothing', {}, undefined],
  ])('goes by %s', (_, record, instead) => {
    expect(lacking(record, options).try).toEqual(instead)
  })

  it('says what was looked for', () => {
    expect(lacking({ a: 1 }, options).reason).toBe('no field is text or tags')
    expect(lacking({ a: 1 }, options, 'column').reason).toBe('no column is text or tags')
    expect(lacking({ a: 1 }, { ...options, fields: { text: 'b' } }).reason).toBe('no field is b or tags')
    expect(lacking({ a: 1, text: ' ' }, options).reason).toBe('neither text nor tags')
  })

  it('is bounded, whatever the record', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`f${i}`.padEnd(300, 'x'), long.repeat(20)]),
    )
    const { fields } = lacking({ wide, ...wide }, options)
    expect(fields).toHaveLength(12)
    expect(Math.max(...fields!.map((name) => name.length))).toBeLessThan(100)
    const start = spent()
    lacking(
      { text: '', deep: { a: { b: { c: long } } }, list: new Array(1e6).fill('x'), many: ','.repeat(1e6) },
      options,
    )
    expect(spent() - start).toBeLessThan(100)
  })
})
