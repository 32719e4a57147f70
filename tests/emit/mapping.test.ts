import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parquetReadObjects as read } from 'hyparquet'
import { recordWriter, tagFormats, tagWriter, type Piece } from '../../dist/emit/index.js'
import type { CanonicalTag, PageRecord } from '../../dist/core/types.js'
import { createNormaliser, mapping } from '../../dist/index.js'
import { hostile, hostileTags } from './hostile.js'
import { tags, variant } from './tags.js'

const bytesOf = (pieces: Iterable<Piece>): Buffer =>
  Buffer.concat(Array.from(pieces, (piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)))
/** The rows of a Parquet file. */
const rowsOf = (bytes: Buffer) => read({ file: Uint8Array.from(bytes).buffer }) as Promise<Record<string, unknown>[]>

/** Cells of RFC 4180 text. */
function cells(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]]
  const quoted = `"(?:[^"]|"")*"`
  const parts = new RegExp(`(${quoted}|[^${delimiter}\n"]*)(${delimiter}|\n)`, 'gy')
  for (const [, cell, end] of text.matchAll(parts)) {
    rows.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!)
    if (end === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const gaza: CanonicalTag = {
  tag: 'غزة',
  id: 't1',
  key: 'غزه',
  pages: 9,
  count: 12,
  shown: { pages: 7, count: 8 },
  variants: [variant('غزه', 'orthographic', 3), { ...variant('غزّا', 'near spelling'), confidence: 0.91 }],
  related: [],
}

describe('a mapping', () => {
  const rows = [
    ['غزة', 'غزة', 't1', 'identical', '1', '8', '7'],
    ['غزه', 'غزة', 't1', 'orthographic', '1', '3', '3'],
    ['غزّا', 'غزة', 't1', 'near spelling', '0.91', '1', '1'],
  ]
  const columns = ['surface', 'canonical', 'id', 'rule', 'confidence', 'count', 'pages']
  it.each([
    ['mapping', ',', '\ufeff'],
    ['mapping-tsv', '\t', ''],
  ] as const)('has a row for each spelling, the canonical one first (%s)', async (format, delimiter, mark) => {
    const text = bytesOf((await tagWriter(format))([gaza])).toString()
    expect(text.startsWith('\ufeff') ? '\ufeff' : '').toBe(mark)
    expect(cells(text.replace('\ufeff', ''), delimiter)).toEqual([columns, ...rows])
  })
  it('also as JSON lines and Parquet', async () => {
    const lines = bytesOf((await tagWriter('mapping-jsonl'))([gaza])).toString()
    const json = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(json.map((row) => columns.map((column) => String(row[column])))).toEqual(rows)
    expect(Object.keys(json[0]!)).toEqual(columns)
    const file = bytesOf((await tagWriter('mapping-parquet'))([gaza]))
    expect(await rowsOf(file)).toEqual(json)
  })
  it('begins with no mark where none is wanted', async () => {
    expect(bytesOf((await tagWriter('mapping', { bom: false }))([gaza])).toString()).toMatch(/^surface,/)
    expect(bytesOf((await tagWriter('csv', { bom: false }))([gaza])).toString()).toMatch(/^id,tag,key,pages,count,/)
  })
  it('is there for programs', () => {
    const normaliser = createNormaliser()
    normaliser.learn({ id: '1', lists: [{ from: 'field', tags: ['غزة', 'غزة', 'غزه'] }] })
    expect(
      Array.from(mapping(normaliser.tags()), ({ surface, canonical, rule }) => [surface, canonical, rule]),
    ).toEqual([
      ['غزة', 'غزة', 'identical'],
      ['غزه', 'غزة', 'orthographic'],
    ])
  })
  it('of a tag without id has none', async () => {
    const { id, ...nameless } = gaza
    expect(id).toBe('t1')
    expect([...mapping([nameless])].map((row) => row.id)).toEqual(['', '', ''])
    const file = bytesOf((await tagWriter('mapping-parquet'))([nameless]))
    expect((await rowsOf(file)).map((row) => row['id'])).toEqual([null, null, null])
  })

  it('gives hostile text back as it was', async () => {
    const [csv, tsv, parquet] = await Promise.all(
      (['mapping', 'mapping-tsv', 'mapping-parquet'] as const).map((format) => tagWriter(format)),
    )
    await fc.assert(
      fc.asyncProperty(hostileTags, async (all) => {
        const wanted = [...mapping(all)].map(({ surface, canonical }) => [surface, canonical].map(wellFormed))
        const two = (rows: string[][]) => rows.slice(1).map(([surface, canonical]) => [surface, canonical])
        expect(two(cells(bytesOf(tsv!(all)).toString(), '\t'))).toEqual(wanted)
        const shown = two(cells(bytesOf(csv!(all)).toString().replace('\ufeff', ''), ','))
        expect(shown.map((row) => row.map((cell) => cell!.replace(/^'(?=.)/s, '')))).toEqual(
          wanted.map((row) => row.map((cell) => cell.replace(/^'(?=.)/s, ''))),
        )
        for (const [surface] of shown) expect(surface).not.toMatch(/^[\s\u200f\ufeff]*[=+@-]/)
        const read = await rowsOf(bytesOf(parquet!(all)))
        expect(read.map((row) => [row['surface'], row['canonical']])).toEqual(wanted.map((row) => row.map(unmarked)))
      }),
      { numRuns: 200 },
    )
  })
})

/** As this reader of Parquet gives it, which takes a byte order mark off every text. */
const unmarked = (text: string): string => text.replace(/^\ufeff/, '')
/** As UTF-8 has it: no half of a surrogate pair. */
const wellFormed = (text: string): string => Buffer.from(text).toString()

describe('tags', () => {
  it('as CSV have their id and the counts of their variants', async () => {
    expect(bytesOf((await tagWriter('csv'))([gaza])).toString()).toBe(
      '\ufeffid,tag,key,pages,count,variants,variant_counts\nt1,غزة,غزه,9,12,غزه | غزّا,3 | 1\n',
    )
  })
  it.each(tagFormats)('come out the same whenever they are written (%s)', async (format) => {
    const once = async () => bytesOf((await tagWriter(format))(tags(300)))
    const first = await once()
    expect(first.length).toBeGreaterThan(1000)
    expect(first.equals(await once())).toBe(true)
  })
})

describe('records as Parquet', () => {
  async function written(records: Iterable<PageRecord>): Promise<Buffer> {
    const writer = await recordWriter('parquet')
    const pieces = [writer.head]
    for (const record of records) pieces.push(writer.page(record))
    pieces.push(writer.end())
    return bytesOf(pieces)
  }
  it('have a row for each tag of a page, and one for a page without', async () => {
    const tag = { tag: 'غزة', surfaces: ['غزه', 'غزة'], count: 2, confidence: 0.5, from: ['run', 'meta'] } as const
    const file = await written([
      { id: 'a', tags: [{ ...tag, scope: 'site' }, tag] },
      { id: 'b', tags: [] },
    ])
    const none = { tag: null, surfaces: [], count: null, confidence: null, from: [], scope: null }
    expect(await rowsOf(file)).toEqual([
      { id: 'a', ...tag, scope: 'site' },
      { id: 'a', ...tag, scope: null },
      { id: 'b', ...none },
    ])
  })
  it('go out while they come', async () => {
    const writer = await recordWriter('parquet')
    const sizes: number[] = []
    for (let i = 0; i < 120_000; i++) {
      const { length } = writer.page({
        id: `page ${i}`,
        tags: [{ tag: `وسم ${i % 99}`, surfaces: [`وسم ${i % 99}`], count: 1, confidence: 1, from: ['field'] }],
      })
      if (length > 0) sizes.push(i)
    }
    expect(sizes).toEqual([0, 49_999, 99_999])
  })
  it('of no page at all are a file, too', async () => {
    expect(await rowsOf(await written([]))).toEqual([])
  })
  it('hold hostile text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile), async (texts) => {
        const tag = { count: 1, confidence: 1, from: ['list'] as const }
        const file = await written(texts.map((text) => ({ id: text, tags: [{ ...tag, tag: text, surfaces: [text] }] })))
        const rows = await rowsOf(file)
        expect(rows.map(({ id, tag, surfaces }) => [id, tag, surfaces])).toEqual(
          texts.map((text) => unmarked(wellFormed(text))).map((text) => [text, text, [text]]),
        )
      }),
      { numRuns: 100 },
    )
  })
})
