import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { gzipSync } from 'node:zlib'

import { isReject, pagesOf, batches, type ReadOptions } from '../../dist/read/index.js'
import { jsonScanner } from '../../dist/read/json.js'
import { beginningOf, parsePath, recordsAt, resolved, writtenPath } from '../../dist/read/records.js'
import { Shelf, markup, told } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

async function read(name: string, content: string | Uint8Array | object, options: ReadOptions = {}) {
  const whole = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
  const path = shelf.file(name, whole)
  const items = []
  const at = new Map<string, number>()
  const { fields, records } = options
  const heard = (path: string, count: number) => at.set(path, (at.get(path) ?? 0) + count)
  for await (const batch of batches([path], options))
    items.push(...(await pagesOf(batch, { markup, fields, records, at: heard })))
  return { items, at: Object.fromEntries(at) }
}

const page = (id: number) => ({ id: `p${id}`, title: 'عنوان', text: `نص الصفحة ${id}` })
const pages = (count: number) => Array.from({ length: count }, (_, i) => page(i + 1))
const ids = (count: number) => pages(count).map(({ id }) => id)

describe('a path of records', () => {
  it.each([
    ['hits.hits[]._source', ['hits', 'hits', '[]', '_source']],
    ['[].tweet', ['[]', 'tweet']],
    ['[]', ['[]']],
    ['db[0].data.posts', ['db', '[]', 'data', 'posts']],
    ['rows[][]', ['rows', '[]', '[]']],
    ['المحتوى.الأخبار[]', ['المحتوى', 'الأخبار', '[]']],
  ])('%s', (text, steps) => {
    expect(parsePath(text)).toEqual(steps)
    expect(parsePath(writtenPath(steps))).toEqual(steps)
  })
  it.each(['', 'a..b', '.a', 'a.', 'a[', 'a]b', 'a[x]', 'a.[]'])('%j is none', (text) => {
    expect(parsePath(text)).toBeUndefined()
  })
  it('enters lists that it does not name', () => {
    const value = { a: { b: [{ c: 1 }, { c: [{ d: 2 }] }] } }
    expect(resolved(value, ['a', 'b'])).toEqual(['a', 'b', '[]'])
    expect(Array.from(recordsAt(value, ['a', 'b', 'c']), ({ record }) => record)).toEqual([1, { d: 2 }])
  })
})

describe('records are found', () => {
  it.each<[string, object, string, number]>([
    ['in the list of a wrapper', { ok: true, posts: pages(3) }, 'posts[]', 3],
    ['in objects around the list', { a: { b: { posts: pages(2) } } }, 'a.b.posts[]', 2],
    ['in an object of each element', { hits: pages(3).map((one, i) => ({ n: i, _source: one })) }, 'hits[]._source', 3],
    [
      'in lists within a list',
      {
        chats: [
          { name: 'س', m: pages(2) },
          { name: 'ص', m: pages(2) },
        ],
      },
      'chats[].m[]',
      4,
    ],
    [
      'where most are pages, not where most objects are',
      { facets: Array.from({ length: 50 }, (_, i) => ({ name: 'ن', count: i })), docs: pages(2) },
      'docs[]',
      2,
    ],
    ['in the larger list', { related: pages(2), docs: pages(5) }, 'docs[]', 5],
    ['in the first of two equal lists', { docs: pages(2), more: pages(2) }, 'docs[]', 2],
    ['not among what stands within a page', { docs: [{ ...page(1), comments: pages(9) }] }, 'docs[]', 1],
    [
      'by title and description, where nothing has text or tags',
      { items: [{ title: 'عنوان', description: 'وصف الفيلم' }] },
      'items[]',
      1,
    ],
  ])('%s', async (_, value, path, count) => {
    for (const [name, text] of [
      ['one-line.json', JSON.stringify(value)],
      ['lines.json', JSON.stringify(value, null, 2)],
      ['twice.jsonl', `${JSON.stringify(value)}\n${JSON.stringify(value)}\n`],
    ] as const) {
      const { items, at } = await read(name, text)
      expect(at).toEqual({ [path]: name === 'twice.jsonl' ? 2 * count : count })
      expect(items.filter(isReject)).toEqual([])
    }
  })
  it('a page is a page, whatever lists it has', async () => {
    const { items, at } = await read('page.json', { ...page(1), related: pages(4) })
    expect([told(items), at]).toEqual([['p1'], {}])
  })
  it('without a page among them, the longest list is told with what its records have', async () => {
    const { items } = await read('other.json', { users: [{ n: 1 }], stories: [{ Heading: 'أ' }, { Heading: 'ب' }] })
    expect(items).toEqual(
      [1, 2].map((record) => expect.objectContaining({ record, code: 'NO_TEXT', fields: ['Heading'] })),
    )
  })
  it('where --field says what a page has', async () => {
    const value = { data: [{ attributes: { story: 'نص الخبر' } }, { attributes: { story: 'نص آخر' } }] }
    const { items } = await read('told.json', value, { fields: { text: 'story' } })
    expect(items.map((item) => 'text' in item && item.text)).toEqual(['نص الخبر', 'نص آخر'])
  })
  it('records of one line that have no id are told apart', async () => {
    const bare = (text: string) => ({ posts: [{ text }, { text: `${text} أخرى` }] })
    const lines = [bare('أولى'), bare('ثانية')].map((one) => JSON.stringify(one)).join('\n')
    const { items } = await read('bare.jsonl', lines)
    expect(told(items).map((id) => id.replace(/^.*:/, ''))).toEqual(['1.1', '1.2', '2.1', '2.2'])
  })
  it('of a list with what is none', async () => {
    const { items } = await read('mixed.json', { posts: [page(1), null, 7, 'نص', page(2), [page(3)]] })
    expect(told(items)).toEqual(['p1', '!BAD_RECORD', '!BAD_RECORD', '!BAD_RECORD', 'p2', '!BAD_RECORD'])
  })
  it('a list that is cut off gives what is there', async () => {
    const text = JSON.stringify({ a: 1, posts: pages(3) }, null, 1)
    const { items } = await read('cut.json', text.slice(0, -30))
    expect(told(items)).toEqual(['p1', 'p2', '!TRUNCATED'])
    const behind = await read('behind.json', `${JSON.stringify({ posts: pages(2) }, null, 1).slice(0, -1)}, "more": {`)
    expect(told(behind.items)).toEqual(['p1', 'p2', '!TRUNCATED'])
  })
})

describe('records that are told', () => {
  const value = { docs: pages(5), archive: { old: pages(2).map((one) => ({ one })) } }
  it.each([
    ['archive.old[].one', 2],
    ['archive.old.one', 2],
    ['docs[]', 5],
    ['docs', 5],
  ])('%s', async (records, count) => {
    for (const text of [JSON.stringify(value, null, 1), `${JSON.stringify(value)}\n`]) {
      const { items } = await read('told.json', text, { records })
      expect(told(items)).toEqual(ids(count))
    }
  })
  it.each(['json', 'jsonl'])('a path that is wrong fails with those that there are (%s)', async (ending) => {
    const text = JSON.stringify(value) + '\n'
    const wrong = read(`wrong.${ending}`, ending === 'jsonl' ? text + text : text, { records: 'docs[].text.x' })
    await expect(wrong).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(
        'nothing stands at docs[].text.x; records may stand at docs[], archive.old[].one',
      ),
    })
  })
  it('an empty list is no mistake', async () => {
    expect((await read('empty.json', { docs: [] }, { records: 'docs[]' })).items).toEqual([])
  })
})

describe('tags in tables of their own', () => {
  const body = 'نص طويل '.repeat(600)
  const posts = Array.from({ length: 1200 }, (_, i) => ({
    id: `post${i}`,
    title: `مقالة ${i}`,
    html: `<p>${body}</p>`,
    lexical: null,
  }))
  const tags = ['المدينة القديمة', 'الآثار'].map((name, i) => ({ id: `t${i}`, name }))
  const pairs = posts.flatMap(({ id }, i) => [
    { id: `a${i}`, post_id: id, tag_id: 't1', sort_order: 1 },
    { id: `b${i}`, post_id: id, tag_id: 't0', sort_order: 0 },
  ])
  const whole = JSON.stringify({ db: [{ meta: {}, data: { posts, posts_tags: pairs, tags } }] })
  it.each([
    ['as it is', whole],
    ['packed', gzipSync(whole)],
  ])('are joined, however far behind they stand, %s', async (_, content) => {
    expect(whole.length).toBeGreaterThan(5e6)
    const { items } = await read(typeof content === 'string' ? 'ghost.json' : 'ghost.json.gz', content)
    expect(items).toHaveLength(posts.length)
    for (const item of items)
      expect(item).toMatchObject({ lists: [{ from: 'field', tags: ['المدينة القديمة', 'الآثار'] }] })
  })
})

describe('any wrapper', () => {
  const name = fc.constantFrom('hits', 'posts', '_source', 'العناوين', 'a"b', 'a\\b', 'ن\n', '[]x', 'text')
  const scalar = fc.oneof(fc.integer(), fc.constantFrom(null, true, 'نص', 'ق"و\\س', '[{', '}]', ',', 'posts', 'hits'))
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  }))
  const steps = fc.array(fc.oneof(name, fc.constant('[]')), { maxLength: 4 }).map((path) => [...path, '[]'])
  /** Puts a list of records where a path says, among other things. */
  const planted = fc
    .tuple(steps, fc.array(json.object, { maxLength: 4 }), fc.array(json.object, { minLength: 5, maxLength: 5 }))
    .map(([path, records, others]) => {
      let value: unknown = records
      for (const [i, step] of path.slice(0, -1).reverse().entries())
        value = step === '[]' ? [others[i], value] : { ...others[i], [step]: value, z: others[4] }
      return { path, value }
    })

  function cutBy(text: string, path: string[], size: number): unknown[] {
    const bytes = Buffer.from(text)
    const scanner = jsonScanner(path)
    const found: unknown[] = []
    let start = 0
    for (let end = Math.min(size, bytes.length); ; end = Math.min(end + size, bytes.length)) {
      // What lies behind has not been read yet.
      const view = Buffer.from(bytes.subarray(0, end))
      for (let at; (at = scanner.next(view, start, end)) >= 0; start = at)
        if (scanner.kind === 'record') found.push(JSON.parse(view.toString('utf8', start, at).replace(/^[\s,]+/, '')))
      if (scanner.kind === 'around') {
        start += scanner.resume
        scanner.resume = 0
      }
      if (end === bytes.length) break
    }
    return found
  }

  it('is cut into the elements of the list, however its bytes come', () => {
    fc.assert(
      fc.property(planted, fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 1), ({ path, value }, size, indent) => {
        const entered = (value: unknown, left: string[]): unknown[] => {
          const [step, ...rest] = left
          if (step === undefined) return [value]
          if (step === '[]') return Array.isArray(value) ? value.flatMap((one) => entered(one, rest)) : []
          return value !== null && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, step)
            ? entered((value as Record<string, unknown>)[step], rest)
            : []
        }
        const wanted = entered(value, path).filter((one) => one !== null && typeof one === 'object')
        const found = cutBy(JSON.stringify(value, null, indent), path, size)
        expect(found.filter((one) => one !== null && typeof one === 'object')).toEqual(wanted)
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), seed: 11 },
    )
  })
  it('that is cut off is read as far as it is whole', () => {
    fc.assert(
      fc.property(planted, fc.double({ min: 0, max: 1, noNaN: true }), ({ value }, share) => {
        const text = JSON.stringify(value)
        expect(beginningOf(text)).toEqual({ value, whole: true })
        const part = beginningOf(text.slice(0, Math.floor(share * text.length)))
        expect(part === undefined || JSON.stringify(part.value).length <= text.length).toBe(true)
      }),
      { numRuns: 300, seed: 11 },
    )
  })
})
