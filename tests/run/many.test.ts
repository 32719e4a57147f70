import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createNormaliser, openRegistry, type PageRecord } from '../../dist/index.js'
import { run } from '../../dist/run/index.js'

/** More spellings than a thread keeps: what was met is forgotten in the middle of the job, and met again. */
describe('a job with many spellings', () => {
  const RARE = 70_000
  const LETTERS = Array.from('بتثجحخدرزسشصضطظعغفقكلمن')
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-many-'))
  const input = path.join(folder, 'pages.jsonl')
  let seed = 7
  const next = (most: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff) % most
  const word = (): string => Array.from({ length: 11 }, () => LETTERS[next(LETTERS.length)]).join('')
  const rare = Array.from({ length: RARE }, word)
  const common = Array.from({ length: 300 }, word)
  const pages = Array.from({ length: 9_500 }, (_, p) => ({
    id: `${p}`,
    tags: [...rare.slice((8 * p) % RARE, ((8 * p) % RARE) + 8), ...Array.from({ length: 4 }, () => common[next(300)]!)],
  }))

  beforeAll(() => writeFileSync(input, pages.map((page) => `${JSON.stringify(page)}\n`).join('')))
  afterAll(() => rmSync(folder, { recursive: true }))

  const done = new Map<string, Promise<string>>()
  const records = (learn: boolean, jobs: number): Promise<string> => {
    const name = `${learn}-${jobs}`
    const known = done.get(name) ?? recordsAnew(learn, jobs)
    done.set(name, known)
    return known
  }
  async function recordsAnew(learn: boolean, jobs: number): Promise<string> {
    const output = path.join(folder, `${learn}-${jobs}.jsonl`)
    const summary = await run({ inputs: [input], output, learn, jobs })
    expect(summary.pages).toBe(pages.length)
    expect(summary.surfaces).toBe(12 * pages.length)
    return readFileSync(output, 'utf8')
  }

  it.each([false, true])('has every tag on its page; learning: %s', async (learn) => {
    const lines = (await records(learn, 2)).trimEnd().split('\n')
    lines.forEach((line, p) => {
      const record = JSON.parse(line) as PageRecord
      expect(record.id).toBe(`${p}`)
      // A few of the words are a slip apart; whether those are one tag is not the question here.
      const surfaces = record.tags.flatMap(({ surfaces }) => surfaces).sort()
      expect(surfaces).toEqual([...new Set(pages[p]!.tags)].sort())
    })
  })

  it('is the same with one thread', async () => {
    expect(await records(false, 1)).toBe(await records(false, 2))
  })

  it('is the same beside other users of the library in one process', async () => {
    const alone = await records(false, 1)
    const other = path.join(folder, 'other.jsonl')
    writeFileSync(
      other,
      pages
        .toReversed()
        .map((page) => `${JSON.stringify(page)}\n`)
        .join(''),
    )
    const registry = await openRegistry('memory:', { delay: 60_000, batch: 10_000, waiting: 10_000 })
    const normaliser = createNormaliser()
    const ends = new AbortController()
    const [beside] = await Promise.all([
      recordsAnew(false, 1),
      run({ inputs: [other], learn: false, jobs: 1 }).finally(() => ends.abort()),
      (async () => {
        for (const { id, tags } of pages) {
          if (ends.signal.aborted) break
          const page = { id, lists: [{ from: 'field', tags }] } as const
          for (const record of [await registry.ingest(page), normaliser.normalise(page)]) {
            const surfaces = record.tags.flatMap((tag) => tag.surfaces)
            expect(surfaces.sort()).toEqual([...new Set(tags)].sort())
          }
          await new Promise((resolve) => setImmediate(resolve))
        }
      })(),
    ])
    await registry.close()
    expect(beside).toBe(alone)
  })
})
