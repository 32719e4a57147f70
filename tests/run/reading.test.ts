import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'

import { describeInputs, noticesOf } from '../../dist/cli/inputs.js'
import { run, type Job, type RunSummary } from '../../dist/run/index.js'
import { Reading } from '../../dist/run/reading.js'
import { survey } from '../../dist/run/survey.js'
import { loadMarkup } from '../../dist/model/markup.js'
import { batches, sourcesOf } from '../../dist/read/index.js'
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
      lines(many(1500, (i) => ({ id: `p${i}`, text: `${text.repeat(9)} ${i}`, tags: ['الميناء', `وسم ${i % 7}`] }))),
    )
    const all = [...inputs, 'big.jsonl']
    const { inputs: found, total } = await told(all)
    expect(found.at(-1)).toMatchObject({ files: 1, pages: 1500 })
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

describe('the bounds of what is told', () => {
  /** Kinds of notes of records of one kind and of another. */
  const kinds = async (most: number, one: object, rest = 0, other: object = {}) => {
    const rows = [
      ...many(most, (i) => ({ id: `${i}`, text, ...one })),
      ...many(rest, (i) => ({ id: `o${i}`, text, ...other })),
    ]
    dir.write('bounds.jsonl', lines(rows))
    const { inputs } = await survey({ inputs: [dir.path('bounds.jsonl')] })
    return inputs[0]!.notes.map(({ kind, count, of }) => `${kind} ${count}/${of}`)
  }
  const fine = { tags: ['الميناء القديم', 'سوق'] }
  const link = { text: 'https://qura.example/1' }

  it.each<[string, string[], ...Parameters<typeof kinds>]>([
    ['numbers in more than half', ['numbers 3/5'], 3, { tags: [5, 6] }, 2, fine],
    ['numbers in half', [], 3, { tags: [5, 6] }, 3, fine],
    ['missing in more than half', ['missing 2/3'], 2, { tags: 'NA' }, 1, fine],
    ['addresses on more than half', ['address 3/5'], 3, { ...link, ...fine }, 2, fine],
    ['addresses on half', [], 2, { ...link, ...fine }, 2, fine],
    ['an address with blanks around it', ['address 1/1'], 1, { ...fine, text: ' //qura.example/1\n' }],
    ['an address and a word', [], 1, { ...fine, text: 'https://qura.example/1 خبر' }],
    ['an address of 2,047 units', ['address 1/1'], 1, { ...fine, text: 'https://q.example/'.padEnd(2047, 'x') }],
    ['one of 2,048', [], 1, { ...fine, text: 'https://q.example/'.padEnd(2048, 'x') }],
    ['one tag on 20 pages', ['same-tag 20/20'], 20, { tags: ['أخبار'] }],
    ['one tag on 19', [], 19, { tags: ['أخبار'] }],
    ['one tag, and once another', [], 20, { tags: ['أخبار'] }, 1, { tags: ['رياضة'] }],
    ['one tag, and pages without any', ['same-tag 20/20'], 20, { tags: ['أخبار'] }, 5, { tags: [] }],
    ['single words on 20 pages', ['single-words 20/20'], 20, { tags: ['حركة', 'سوق', 'ميناء'] }],
    ['single words on 19', [], 19, { tags: ['حركة', 'سوق', 'ميناء'] }],
    ['single words, less than three a page', [], 20, { tags: ['حركة', 'سوق', 'ميناء'] }, 1, { tags: ['حركة', 'سوق'] }],
    [
      'single words, one of two words',
      [],
      20,
      { tags: ['حركة', 'سوق', 'ميناء'] },
      1,
      { tags: ['حركة', 'سوق_السمك', 'م'] },
    ],
  ])('%s', async (_, notes, ...given) => {
    expect(await kinds(...given)).toEqual(notes)
  })

  it('says of how many, one by its own words', async () => {
    dir.write('bounds.jsonl', lines([{ id: '1', ...link, ...fine }]))
    const { inputs } = await survey({ inputs: [dir.path('bounds.jsonl')] })
    expect(inputs[0]!.notes[0]!.text).toBe('the text is an address alone on the one page')
  })

  it('is told of as many pages as asked, with the first records, and never of none', async () => {
    dir.write('bounds.jsonl', lines(many(5, (i) => ({ id: `${i}`, text, ...fine }))))
    dir.write('none.jsonl', '{}')
    const of = (name: string, job = {}) => survey({ inputs: [dir.path(name)], ...job })
    const [all, two, none] = [
      await of('bounds.jsonl'),
      await of('bounds.jsonl', { limit: 2 }),
      await of('none.jsonl', { limit: 0 }),
    ]
    expect([all, two, none].map(({ pages, first }) => [pages, first.map(({ id }) => id)])).toEqual([
      [5, ['0', '1', '2']],
      [2, ['0', '1']],
      [0, []],
    ])
    await expect(of('none.jsonl')).rejects.toMatchObject({ code: 'NOTHING_READ' })
    await expect(of('bounds.jsonl', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  it('counts 50 names of a kind by themselves', async () => {
    const rows = many(60, (i) => ({ id: `${i}`, text, [`tags${''.padEnd(i, ' ')}`]: ['سوق'] }))
    dir.write('names.jsonl', lines([...rows, { id: 'x', text }]))
    const { inputs } = await survey({ inputs: [dir.path('names.jsonl')] })
    const { '…': other = 0, ...fields } = inputs[0]!.fields
    expect(Object.keys(fields)).toHaveLength(50)
    expect(other + Object.values(fields).reduce((sum, n) => sum + n, 0)).toBe(3 * 60 + 2)
    const odd = many(60, (i) => ({ id: `${i}`, text, [`tags${''.padEnd(i, ' ')}`]: 'NA' }))
    dir.write('names.jsonl', lines(odd))
    const { inputs: told } = await survey({ inputs: [dir.path('names.jsonl')] })
    // Of those that are not counted by themselves none is noted.
    expect(told[0]!.notes.map(({ kind }) => kind)).toEqual(new Array(50).fill('missing'))
  })
})

describe('what was read on several threads', () => {
  /** The counts of each batch of the inputs, as a thread hands them over, and in whose name. */
  async function* counted(inputs: readonly string[]) {
    for await (const batch of batches(sourcesOf(inputs), { batchBytes: 400 })) {
      const reading = new Reading(inputs)
      await reading.read(batch, { markup: loadMarkup() }, ({ id }) => id !== 'x')
      yield reading.take()
      expect(reading.take()).toEqual([])
    }
  }

  it('adds up to the same: a file that goes on is one, and what was left out is none', async () => {
    dir.write('t/a.jsonl', lines([...many(9, (i) => ({ id: `a${i}`, text, tags: ['سوق'] })), { id: 'x', text }]))
    dir.write('t/b.jsonl', lines(many(2, (i) => ({ id: `b${i}`, text, tags: ['سوق', 'بحر'] }))))
    dir.write('t/c.txt', text)
    const inputs = [dir.path('t')]
    const [whole, resumed] = [new Reading(inputs), new Reading(inputs)]
    let batchCount = 0
    for await (const counts of counted(inputs)) {
      whole.add(counts)
      if (++batchCount === 2) {
        resumed.add(whole.soFar)
        expect(whole.soFar).not.toEqual([])
      } else if (batchCount > 2) resumed.add(counts)
    }
    expect(batchCount).toBeGreaterThan(3)
    expect(resumed.told).toEqual(whole.told)
    expect(whole.told.inputs).toMatchObject([
      { input: inputs[0], format: 'jsonl', files: 2, pages: 11 },
      { input: inputs[0], format: 'text', files: 1, pages: 1 },
    ])
    expect(whole.told.total).toMatchObject({ files: 3, pages: 12, charsets: { 'utf-8': 12 } })
  })

  it('is noted of all batches together', async () => {
    const of = async (rows: object[]) => {
      const input = dir.path(dir.write('note.jsonl', lines(rows)))
      const reading = new Reading([input])
      for await (const counts of counted([input])) reading.add(counts)
      return reading.told.inputs.flatMap(({ notes }) => notes.map(({ kind, count }) => `${kind} ${count}`))
    }
    const one = many(25, (i) => ({ id: `${i}`, text, tags: i > 4 ? ['سوق'] : [] }))
    const words = many(25, (i) => ({ id: `${i}`, text, tags: ['سوق', 'بحر', i > 4 ? 'ميناء' : 'موج'] }))
    expect(await of(one)).toEqual(['same-tag 20'])
    expect(await of(one.toReversed())).toEqual(['same-tag 20'])
    expect(await of([...one, { id: 'y', text, tags: ['بحر'] }])).toEqual([])
    expect(await of([{ id: 'y', text, tags: ['بحر'] }, ...one])).toEqual([])
    expect(await of(words)).toEqual(['single-words 25'])
    expect(await of([...words, { id: 'y', text, tags: ['سوق السمك', 'بحر', 'موج'] }])).toEqual([])
  })

  it('is told of the folder, the glob or the file that named it', async () => {
    dir.write('in/a.txt', text)
    dir.write('in2/a.txt', text)
    dir.write('glob/a.txt', text)
    dir.write('z.txt', text)
    const inputs = ['in', 'glob/*.txt', 'in2/a.txt', 'z.txt'].map((name) => dir.path(name))
    const reading = new Reading(inputs)
    // Each file by its own bytes.
    dir.write('in/b.txt', new Uint8Array(Buffer.from('\xc7\xe1\xe3\xed\xe4\xc7\xc1', 'latin1')))
    for await (const counts of counted(inputs)) reading.add(counts)
    expect(reading.told.total.charsets).toEqual({ 'utf-8': 4, 'windows-1256': 1 })
    expect(reading.told.inputs.map(({ input, files }) => [input, files])).toEqual(
      inputs.map((input, i) => [input, i ? 1 : 2]),
    )
  })
})
