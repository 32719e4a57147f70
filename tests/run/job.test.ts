import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from '@jest/globals'
import { run, type Job, type RunSummary } from '../../dist/run/index.js'
import { records, Workdir } from '../cli/workdir.js'

const LETTERS = 'بتثجحخدرزسشصضطعغفقك'
const dir = new Workdir()
afterAll(() => dir.remove())
let jobs = 0
const lines = (rows: readonly (object | string)[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')

/** What a job over these rows says, and writes. */
async function done(rows: readonly (object | string)[], job: Partial<Job> = {}) {
  const name = `${++jobs}`
  dir.write(`${name}.jsonl`, lines(rows))
  const summary = await run({ inputs: [dir.path(`${name}.jsonl`)], output: dir.path(name), ...job })
  return { summary, records: records(dir.read(name)) }
}
const page = (id: string, ...tags: string[]) => ({ id, tags })

describe.each([true, false])('a job, learning: %s', (learn) => {
  it('counts the pages of each month of these centuries', async () => {
    const dates = [
      '1899-12-31',
      '1900-01-01',
      '1999-12-31T10:00',
      '2024-00-10',
      '2024-12',
      '2024-13-01',
      '2099-12',
      '2100-01',
      'x2024-05',
      '1999-12',
    ]
    const { summary } = await done(dates.map((date, i) => ({ ...page(`${i}`, 'سوق'), date })), { learn }) // prettier-ignore
    expect(summary.months).toEqual({ '1900-01': 1, '1999-12': 2, '2024-12': 1, '2099-12': 1 })
  })

  it('counts the uses of its tags, and names the ten most used, by count and then as they are spelled', async () => {
    const tags = 'ياسمين نخيل موج مرفأ قارب صيد سوق سفن ريح رمل بحر'.split(' ')
    const { summary } = await done([...tags.map((tag) => page(tag, tag)), page('x', 'رمل', 'رمل', 'سوق'), page('y')], {
      learn,
    })
    expect(summary.top.map(({ tag, count }) => `${tag} ${count}`)).toEqual(
      ['رمل 3', 'سوق 2', ...tags.filter((tag) => tag !== 'رمل' && tag !== 'سوق').sort().slice(0, 8).map((tag) => `${tag} 1`)], // prettier-ignore
    )
    expect(summary).toMatchObject({ pages: 12, pagesWithTags: 12, tags: 11, surfaces: 14, rejected: 1 })
  })

  it.each([0, 2])('takes %i pages at the most', async (limit) => {
    const rows = [page('1', 'سوق'), '{', page('2', 'بحر'), page('3', 'موج')]
    const { summary, records } = await done(rows, { learn, limit })
    const want = ['1', '2', '3'].slice(0, limit)
    expect([summary.pages, records.map(({ id }) => id)]).toEqual([want.length, want])
  })

  it('takes the same share of the pages by their ids, whatever else is there', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `https://a.example/${i}`)
    const taken = async (sample: number, of = ids) =>
      (
        await done(
          of.map((id) => page(id, 'سوق')),
          { learn, sample },
        )
      ).records.map(({ id }) => id)
    const some = await taken(0.5)
    expect(some.length).toBeGreaterThan(15)
    expect(some.length).toBeLessThan(45)
    const few = await taken(0.2, ids.toReversed())
    expect(few).toEqual(some.toReversed().filter((id) => few.includes(id)))
  })

  it('bears as many rejects as it may, and no more', async () => {
    const rows = [page('1', 'سوق'), '{', '[', page('2', 'بحر')]
    expect((await done(rows, { learn, maxRejects: 2 })).summary.rejectedBy).toEqual({ BAD_RECORD: 2 })
    const name = `${jobs + 1}`
    const [output, rejects] = [dir.path(dir.write(name, 'before')), dir.path(`${name}.rejects`)]
    await expect(done(rows, { learn, maxRejects: 1, rejects })).rejects.toMatchObject({
      code: 'TOO_MANY_REJECTS',
      message: expect.stringMatching(/^more than 1 records were rejected, the last one .*jsonl, record 3: /) as unknown,
      where: { record: 3 },
    })
    expect([readFileSync(output, 'utf8'), existsSync(`${output}.partial`)]).toEqual(['before', false])
    expect(dir.read(`${name}.rejects`).trimEnd().split('\n')).toHaveLength(2)
  })

  it('leaves out what is less certain than is asked', async () => {
    const rows = [{ ...page('1', 'سوق السمك'), text: 'نص.\nكلمات مفتاحية: ميناء عدن سوق السمك رصيف\n' }]
    const all = (await done(rows, { learn })).records[0]!.tags
    const [least, next] = [...new Set(all.map(({ confidence }) => confidence))].sort((a, b) => a - b)
    const minConfidence = (least! + next!) / 2
    const kept = (await done(rows, { learn, minConfidence })).records[0]!.tags
    expect(kept).toEqual(all.filter(({ confidence }) => confidence > minConfidence))
    expect(kept.length).toBeLessThan(all.length)
    expect((await done([page('1', 'سوق', 'بحر')], { learn, minConfidence: 1 })).records[0]!.tags).toHaveLength(2)
  })

  it('writes a page of more tags than others have', async () => {
    const word = (i: number) =>
      Array.from(createHash('sha256').update(`${i}`).digest().subarray(0, 9), (n) => LETTERS[n % 19]).join('')
    const tags = Array.from({ length: 1025 }, (_, i) => word(i))
    const { summary, records } = await done([page('1', ...tags, tags[0]!), page('2', ...tags.slice(0, 3))], { learn })
    expect(records.map((record) => record.tags.map(({ tag }) => tag))).toEqual([tags, tags.slice(0, 3)])
    expect(records[0]!.tags[0]).toMatchObject({ tag: tags[0], count: 2, surfaces: [tags[0]] })
    expect(summary).toMatchObject({ tags: 1025, surfaces: 1029, pagesWithTags: 2 })
    expect(summary.top.slice(0, 4).map(({ count }) => count)).toEqual([3, 2, 2, 1])
  })
})

describe('a job', () => {
  it('says what it passes by, by name up to five', async () => {
    const { records: own } = await done([page('1', 'سوق')])
    for (let i = 0; i < 6; i++) dir.write(`own/${i}.jsonl`, lines([...own, '']))
    dir.write('own/page.txt', 'نص الصفحة')
    const told: string[] = []
    const passed = async (): Promise<RunSummary> =>
      run({ inputs: [dir.path('own')], onNotice: (notice) => told.push(notice) })
    expect((await passed()).pages).toBe(1)
    expect(told).toEqual([
      expect.stringMatching(/^passed by, for wusum wrote or uses it: .*0\.jsonl, .*4\.jsonl and 1 more$/),
    ])
  })

  it('reports how far it is, phase by phase', async () => {
    const told: string[] = []
    const rows = [page('1', 'سوق'), page('2', 'بحر')]
    await done(rows, {
      onProgress: ({ phase, pages, bytes, totalBytes }) =>
        told.push(`${phase} ${pages} ${bytes > 0 && bytes <= totalBytes!}`),
    })
    expect(told).toEqual(['reading 2 true', 'cutting 2 true', 'writing 2 true'])
    told.length = 0
    await done(rows, { learn: false, onProgress: ({ phase, pages }) => told.push(`${phase} ${pages}`) })
    expect(told).toEqual(['reading 2'])
  })
})
