import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { headOf, kindOf, recordsIn, tagsIn, tagsOfFile } from '../../dist/run/own-files.js'

const shown = { pages: 2, count: 3 }
const variant = { surface: 'غزه', count: 1, pages: 1, rule: 'letter form', confidence: 0.9 }
const tag = { tag: 'غزة', id: 't1', key: 'غزه', pages: 3, count: 4, shown, variants: [variant], related: [] }
const mention = { tag: 'غزة', surfaces: ['غزة', 'غزه'], count: 2, confidence: 1 }
const record = { id: 'p1', tags: [mention] }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
function file(...rows: (object | string)[]): string {
  const name = path.join(folder, String(files++))
  writeFileSync(name, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return name
}
async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const one of found) list.push(one)
  return list
}

describe('files that wusum wrote', () => {
  it('are read line by line, the last one without its end, empty ones passed by', async () => {
    const long = { ...record, id: 'x'.repeat(200_000) }
    expect(await all(recordsIn(file(record, '', ' ', long, record)))).toEqual([record, long, record])
    expect(await all(tagsIn(file(tag, { ...tag, id: undefined }, '')))).toHaveLength(2)
    expect(await all(tagsIn(file()))).toEqual([])
  })

  it.each<[string, object | string]>([
    ['no JSON', '{"tag":'],
    ['no object', '5'],
    ['null', 'null'],
    ['a record', record],
    ['an id of another kind', { ...tag, id: 5 }],
    ['no count', { ...tag, count: undefined }],
    ['a count that is none', { ...tag, pages: '3' }],
    ['nothing shown', { ...tag, shown: {} }],
    ['variants of another kind', { ...tag, variants: { ...variant } }],
    ['a variant without its rule', { ...tag, variants: [variant, { ...variant, rule: undefined }] }],
    ['a relation without its name', { ...tag, related: [{ tag: 'رفح' }] }],
  ])('are refused at the line that is no tag: %s', async (_, line) => {
    const name = file(tag, line, tag)
    await expect(all(tagsIn(name))).rejects.toMatchObject({
      code: 'UNREADABLE',
      message: `line 2 of ${name} is not a tag`,
      where: { source: name, record: 2 },
    })
  })

  it.each<[string, object]>([
    ['a tag', tag],
    ['a tag without surfaces', { ...record, tags: [{ ...mention, surfaces: undefined }] }],
    ['a surface that is none', { ...record, tags: [mention, { ...mention, surfaces: ['غزة', 5] }] }],
    ['no confidence', { ...record, tags: [{ ...mention, confidence: null }] }],
  ])('are refused at the line that is no record: %s', async (_, line) => {
    await expect(all(recordsIn(file(line)))).rejects.toThrow(/^line 1 of .* is not a record of a page$/)
  })

  it('are told from others, and from what is not there', async () => {
    mkdirSync(path.join(folder, 'f'))
    expect([tag, record, { id: '1', text: 'نص' }].map((row) => kindOf(file(row)))).toEqual([
      'tags',
      'records',
      undefined,
    ])
    expect([kindOf(folder), kindOf(path.join(folder, 'none'))]).toEqual([undefined, undefined])
    expect(headOf(file('غزة')).toString()).toBe('غزة')
    const none = { code: 'NOT_FOUND', message: expect.stringMatching(/^cannot read .*none: ENOENT/) as unknown }
    expect(() => headOf(path.join(folder, 'none'))).toThrow(expect.objectContaining(none))
    await expect(all(tagsIn(path.join(folder, 'none')))).rejects.toMatchObject(none)
    expect(() => headOf(folder)).toThrow(expect.objectContaining({ code: 'UNREADABLE' }))
    await expect(all(recordsIn(folder))).rejects.toMatchObject({ code: 'UNREADABLE' })
  })
})

describe('tags of records', () => {
  it('count each spelling of several on a page once, the first as often as is left', async () => {
    const near = { rule: 'near spelling', confidence: 0.5 }
    const page = (id: string, ...tags: object[]) => ({ id, tags })
    const name = file(
      page(
        '1',
        { ...mention, surfaces: ['غزة', 'غزه'], count: 5 },
        { ...mention, tag: 'رفح', surfaces: ['رفح'], count: 9 },
      ),
      page('2', { ...mention, surfaces: ['غزه'], count: 2 }),
      page('4', { ...mention, tag: 'معبر', surfaces: ['منفذ'], count: 1 }),
      page('3', { ...mention, tag: 'معبر', surfaces: ['منفذ', 'ممر', 'بوابة'], count: 3 }),
    )
    const tags = await all(tagsOfFile(name))
    expect(tags).toEqual([
      {
        tag: 'غزة',
        key: 'غزه',
        pages: 2,
        count: 7,
        shown: { pages: 1, count: 4 },
        variants: [
          {
            surface: 'غزه',
            pages: 2,
            count: 3,
            rule: expect.any(String) as unknown,
            confidence: expect.any(Number) as unknown,
          },
        ],
        related: [],
      },
      expect.objectContaining({
        tag: 'معبر',
        count: 4,
        shown: { pages: 0, count: 0 },
        // By count, then by spelling; that none is spelled like the tag is said.
        variants: [
          { surface: 'منفذ', pages: 2, count: 2, ...near },
          { surface: 'بوابة', pages: 1, count: 1, ...near },
          { surface: 'ممر', pages: 1, count: 1, ...near },
        ],
      }),
      expect.objectContaining({ tag: 'رفح', pages: 1, count: 9, shown: { pages: 1, count: 9 }, variants: [] }),
    ])
    expect(tags[0]!.variants[0]!.rule).not.toBe('near spelling')
    expect(await all(tagsOfFile(file(tag)))).toEqual([tag])
  })
})
