import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { run } from '../../dist/run/index.js'

/** Files that are read at once stand beside those that must be waited for, so that tasks of a thread could overtake each other. */
describe('a job over files of every kind', () => {
  const fixtures = fileURLToPath(new URL('../../tests/fixtures/read/', import.meta.url))
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-threads-'))

  beforeAll(() => {
    const names = readdirSync(fixtures).filter((name) => !name.endsWith('.pages.json'))
    for (let copy = 0; copy < 3; copy++)
      for (const [i, name] of names.entries())
        copyFileSync(path.join(fixtures, name), path.join(folder, `${(7 * i + copy) % 10}-${copy}-${name}`))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('hears of an abort between batches, with one thread', async () => {
    const large = path.join(folder, 'large.jsonl')
    const page = JSON.stringify({ id: '1', text: 'نص '.repeat(300), tags: ['غزة', 'رفح'] })
    writeFileSync(large, `${page}\n`.repeat(30_000))
    const stopping = new AbortController()
    let batches = 0
    const done = run({
      inputs: [large],
      signal: stopping.signal,
      onProgress: () => {
        if (batches++ === 0) setImmediate(() => stopping.abort())
      },
    })
    await expect(done).rejects.toThrow('interrupted')
    rmSync(large)
    expect(batches).toBeLessThan(6)
  })

  it.each([true, false])('gives the same records whatever the threads; learning: %s', async (learn) => {
    const results = new Set<string>()
    for (const jobs of [0, 1, 2, 4, 4]) {
      const output = path.join(tmpdir(), `wusum-threads-${process.pid}-${jobs}.jsonl`)
      const summary = await run({ inputs: [folder], output, learn, jobs })
      results.add(JSON.stringify({ ...summary, seconds: 0 }) + readFileSync(output, 'utf8'))
      rmSync(output)
    }
    expect(results.size).toBe(1)
    expect([...results][0]!.length).toBeGreaterThan(10_000)
  })

  it.each([
    ['not for a few', 3, false],
    ['where there are megabytes enough', 33, true],
  ])('starts other threads by itself %s', async (_, megabytes, others) => {
    const many = path.join(folder, 'many.jsonl')
    const page = JSON.stringify({ id: '1', title: 'خبر', text: '', tags: ['غزة', 'رفح'], more: ' '.repeat(2 ** 20) })
    writeFileSync(many, `${page}\n`.repeat(megabytes))
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    const before = ports()
    let most = 0
    await run({ inputs: [many], jobs: 0, onProgress: () => void (most = Math.max(most, ports() - before)) })
    rmSync(many)
    expect(most > 0).toBe(others && availableParallelism() > 1)
  })
})
