import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals'
import { run } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'
import { MemoryStore } from '../../dist/registry/memory.js'
import { records } from '../cli/workdir.js'
import { newsPage } from './news.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'wusum-run-registry-'))
const at = (name: string): string => path.join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))

describe('a run with a registry', () => {
  afterEach(() => void jest.restoreAllMocks())

  it('reads the registry once', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => newsPage(i)).map(({ id, text }) => JSON.stringify({ id, text }))
    writeFileSync(at('news.jsonl'), lines.join('\n'))
    const snapshot = jest.spyOn(MemoryStore.prototype, 'snapshot')
    const apply = jest.spyOn(MemoryStore.prototype, 'apply')
    await run({ inputs: [at('news.jsonl')], registry: 'memory:', output: at('news.out') })
    expect(snapshot).toHaveBeenCalledTimes(1)
    expect(apply).toHaveBeenCalledTimes(1)
  })

  it('shows each capture of a page in its own record, and counts the last', async () => {
    const captures = [
      ['زراعة الزيتون', 'موسم القطاف'],
      ['معصرة حجرية', 'موسم القطاف', 'زيت الزيتون'],
      ['موسم القطاف', 'زيت الزّيتون'],
    ]
    const url = 'https://mathal.example/zaytun'
    writeFileSync(at('captures.jsonl'), captures.map((tags) => JSON.stringify({ id: url, tags })).join('\n'))
    await run({ inputs: [at('captures.jsonl')], registry: at('captures.db'), output: at('captures.out') })
    const shown = records(readFileSync(at('captures.out'), 'utf8')).map(({ tags }) =>
      tags.map(({ surfaces }) => surfaces[0]),
    )
    expect(shown).toEqual(captures)
    const store = await openStore(at('captures.db'))
    const { surfaces, pages } = await store.snapshot()
    expect([pages, surfaces.filter(({ count }) => count > 0).map(({ surface }) => surface)]).toEqual([1, captures[2]])
    await store.close()
  })
})
