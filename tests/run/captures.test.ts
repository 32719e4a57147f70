import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { run, type PageRecord } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'

/** A page that is read several times in one job, as crawls have it: each record is of its own reading. */
it('shows each capture of a page its own tags, and counts the last in the registry', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-captures-'))
  const at = (name: string): string => path.join(folder, name)
  const captures = [['افتتاح المعرض', 'سوق الكتب'], ['إغلاق المعرض', 'جوائز الرواية', 'سوق الكتب'], ['أرقام الزوار']]
  const write = (name: string, order: readonly number[]): void =>
    writeFileSync(
      at(name),
      order.map((n) => `${JSON.stringify({ id: 'https://fair.example/1', tags: captures[n] })}\n`).join(''),
    )
  const tagsOf = async (name: string): Promise<string[][]> => {
    await run({ inputs: [at(name)], output: at('out'), registry: at('tags.db') })
    const lines = readFileSync(at('out'), 'utf8').trimEnd().split('\n')
    return lines.map((line) => (JSON.parse(line) as PageRecord).tags.map(({ tag }) => tag))
  }
  const counted = async (): Promise<string[]> => {
    const store = await openStore(at('tags.db'))
    const { surfaces } = await store.snapshot()
    await store.close()
    return surfaces.flatMap(({ surface, count }) => (count > 0 ? [surface] : [])).sort()
  }
  try {
    write('first', [0, 1, 2])
    expect(await tagsOf('first')).toEqual(captures)
    expect(await counted()).toEqual(captures[2])
    // The last one is known already, but not the last word until it is counted again.
    write('again', [0, 2])
    expect(await tagsOf('again')).toEqual([captures[0], captures[2]])
    expect(await counted()).toEqual(captures[2])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
