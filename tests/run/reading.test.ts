import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'

import { describeInputs, noticesOf } from '../../dist/cli/inputs.js'
import { run, type Job, type RunSummary } from '../../dist/run/index.js'
import { survey } from '../../dist/run/survey.js'
import { Workdir } from '../cli/workdir.js'

const dir = new Workdir()
afterAll(() => dir.remove())

const told = async (inputs: string[], job: Partial<Job> = {}): Promise<RunSummary> =>
  run({ inputs: inputs.map((name) => dir.path(name)), ...job })
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const many = (count: number, row: (i: number) => object) => Array.from({ length: count }, (_, i) => row(i))
const text = 'زار الوزير الميناء صباح اليوم والتقى البحارة.'

describe('what a run says it read', () => {
  beforeAll(() => {
    dir.write(
      'es.json',
      JSON.stringify({
        hits: { hits: many(3, (i) => ({ _id: `d${i}`, _source: { title: 'خبر', content: text, tags: ['الميناء'] } })) },
      }),
    )
    dir.write('rows.csv', `ID,العنوان,المحتوى,الوسوم\n1,خبر,${text},الميناء\n2,خبر,${text},NA\n3,,,\n`)
    dir.write(
      'site/a.html',
      `<html><head><meta name="keywords" content="الميناء، الصيد"></head><body>${text}</body></html>`,
    )
    dir.write(
      'site/b.html',
      `<html><head><meta name="keywords" content="السوق، الصيد"></head><body>${text}</body></html>`,
    )
    dir.write('site/c.jsonl', lines(many(4, (i) => ({ id: `c${i}`, text, tags: ['الميناء', 'الصيد'] }))))
    dir.write('scan.pdf', '%PDF-1.4')
  })
  const inputs = ['es.json', 'rows.csv', 'site', 'scan.pdf']

  it('is told of each input and in all, in the summary and in its file', async () => {
    const summary = await told(inputs, { summary: dir.path('sum.json') })
    const [es, rows, html, jsonl, pdf, ...more] = summary.inputs
    expect(more).toEqual([])
    expect(es).toEqual({
      input: dir.path('es.json'),
      format: 'json',
      files: 1,
      pages: 3,
      runs: 0,
      charsets: { 'utf-8': 3 },
      records: { 'hits.hits[]._source': 3 },
      fields: { 'id=_id': 3, 'title=title': 3, 'text=content': 3, 'tags=tags': 3 },
      lists: { field: 3 },
      repairs: {},
      setAside: {},
      rejected: {},
      notes: [],
    })
    expect(rows).toMatchObject({ format: 'csv', pages: 2, rejected: { NO_TEXT: 1 }, fields: { 'tags=الوسوم': 1 } })
    expect(html).toMatchObject({ input: dir.path('site'), format: 'html', files: 2, pages: 2, lists: { meta: 2 } })
    expect(jsonl).toMatchObject({ input: dir.path('site'), format: 'jsonl', files: 1, pages: 4 })
    expect(pdf).toMatchObject({ input: dir.path('scan.pdf'), pages: 0, rejected: { UNSUPPORTED: 1 } })
    expect(pdf).not.toHaveProperty('format')
    expect(summary.total).toMatchObject({
      files: 5,
      pages: 11,
      lists: { field: 8, meta: 2 },
      charsets: { 'utf-8': 11 },
      rejected: { NO_TEXT: 1, UNSUPPORTED: 1 },
    })
    expect([summary.pages, summary.lists, summary.runs]).toEqual([11, 10, 0])
    const { inputs: written, total } = JSON.parse(readFileSync(dir.path('sum.json'), 'utf8')) as RunSummary
    expect({ inputs: written, total }).toEqual({ inputs: summary.inputs, total: summary.total })
  })

  it('is the same of a dry run, of any number of threads, and of pages taken alone', async () => {
    dir.write(
      'big.jsonl',
      lines(many(9000, (i) => ({ id: `p${i}`, text: `${text} ${i}`, tags: ['الميناء', `وسم ${i % 7}`] }))),
    )
    const all = [...inputs, 'big.jsonl']
    const { inputs: found, total } = await told(all)
    expect(found.at(-1)).toMatchObject({ files: 1, pages: 9000 })
    for (const other of [
      await told(all, { jobs: 3 }),
      await told(all, { learn: false }),
      await survey({ inputs: all.map((name) => dir.path(name)) }),
    ])
      expect({ inputs: other.inputs, total: other.total }).toEqual({ inputs: found, total })
  })

  it('is a line an input, or a line a format of many', async () => {
    const summary = await told(['es.json', 'site'])
    const plain = (text: string) => text.replace(dir.folder, '').replace(/^[/\\]/, '')
    expect(describeInputs(summary.inputs, plain)).toEqual([
      'es.json: json, utf-8, 3 pages at hits.hits[]._source; id=_id title text=content tags; 3 field lists',
      'site: html, utf-8, 2 pages in 2 files; 2 meta lists',
      'site: jsonl, utf-8, 4 pages; id text tags; 4 field lists',
    ])
    expect(noticesOf(summary.inputs).map(plain)).toEqual(['es.json: 3 records found at hits.hits[]._source'])
    const names = Array.from({ length: 1200 }, (_, i) => `many/${i}.txt`)
    for (const name of names) dir.write(name, text)
    const { inputs: found } = await told(names)
    expect(found).toHaveLength(1001)
    expect(found.at(-1)).toMatchObject({ format: 'text', files: 200, pages: 200 })
    expect(found.at(-1)).not.toHaveProperty('input')
    expect(describeInputs(found, plain)).toEqual(['1,001 inputs and more: text, utf-8, 1,200 pages in 1,200 files'])
  })
})

describe('a field that holds something else is told', () => {
  it.each<[string, (i: number) => object, string[]]>([
    [
      'numbers',
      (i) => ({ id: `${i}`, text, tags: [i, 12] }),
      ['tags holds numbers alone in all 30 records: ids, not tags'],
    ],
    [
      'missing values',
      (i) => ({ id: `${i}`, text, keywords: i < 3 ? 'الميناء, الصيد' : 'NA' }),
      ['keywords holds nothing (NA and the like) in 27 of 30 records'],
    ],
    [
      'addresses as text',
      (i) => ({ id: `${i}`, text: `https://example.org/${i}`, tags: ['الميناء القديم', `وسم ${i}`] }),
      ['the text is an address alone on all 30 pages'],
    ],
    [
      'one tag',
      (i) => ({ id: `${i}`, text, tags: ['أخبار'] }),
      ['the tags of all 30 pages are one and the same: أخبار'],
    ],
    [
      'tags that were split at spaces',
      (i) => ({ id: `${i}`, text, tags: ['حركة', 'حماس', `${i}س`] }),
      ['every tag of all 30 pages is one word: they may have been split at spaces'],
    ],
    ['nothing odd', (i) => ({ id: `${i}`, text, tags: i % 3 ? ['الميناء القديم', 'سوق'] : [], keywords: '' }), []],
    ['ids beside names', (i) => ({ id: `${i}`, text, tags: [i], keywords: ['الميناء القديم', 'سوق'] }), []],
    ['a few missing values', (i) => ({ id: `${i}`, text, tags: i < 3 ? 'NA' : ['الميناء القديم', 'سوق'] }), []],
  ])('%s', async (_, row, notes) => {
    dir.write('odd.jsonl', lines(many(30, row)))
    dir.write('odd.json', JSON.stringify(many(30, row), null, 1))
    const { inputs } = await told(['odd.jsonl', 'odd.json'], { learn: false })
    expect(inputs.map((one) => one.notes.map(({ text }) => text))).toEqual([notes, notes])
  })
})
