/**
 * Processes that write to one registry are killed, servers fall over, pages are delivered again and replaced: in the end the
 * registry holds what one process would have that met each page once, as it is now. All kills with WUSUM_SLOW=1.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Page } from '../../dist/index.js'
import { openRegistry } from '../../dist/index.js'
import { loadModel } from '../../dist/model/index.js'
import { openStore } from '../../dist/registry/index.js'
import { recluster } from '../../dist/run/recluster.js'
import { main } from '../cli/workdir.js'
import { Proxy } from '../registry/proxy.js'
import { places } from '../registry/stores.js'
import { AGAIN, pageIn, versionsOf } from './versions.js'

const slow = process.env['WUSUM_SLOW'] === '1'
const PAGES = slow ? 240 : 36
const WRITERS = slow ? 4 : 2
const KILLS = slow ? 16 : 1
const worker = fileURLToPath(new URL('delivered-writer.js', import.meta.url))
const folder = mkdtempSync(path.join(os.tmpdir(), 'wusum-kills-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const current = (i: number): Page => pageIn(i, versionsOf(i) - 1)

/** Runs a command to its end, killing it and starting it again `kills` times, at a random moment once it has printed. */
async function killed(args: readonly string[], kills: number, latest: number): Promise<number> {
  for (let done = 0; ;) {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let due = done < kills
    const kill = (): void => {
      if (due) setTimeout(() => child.kill('SIGKILL'), Math.random() * latest)
      due = false
    }
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    child.stdout.on('data', kill)
    if (args[0] === main) kill()
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    if (code === 0 && done >= kills) return done
    if (code !== null && code !== 0 && code !== AGAIN) throw new Error(said)
    if (code === null) done++
  }
}

/** Pages, counts, tags and evidence, whatever the order of rows and the ids. */
async function contents(where: string): Promise<string[]> {
  const store = await openStore(where, { create: false })
  expect(await store.check()).toEqual([])
  const { surfaces, tags } = await store.snapshot()
  const found = surfaces
    .filter(({ count }) => count > 0)
    .map((s) => `${s.surface} ${s.count} ${s.pages} ${s.tag === undefined ? '?' : s.tag && tags.get(s.tag)!.tag}`)
  const settled: string[] = []
  for await (const line of store.export()) {
    const row = JSON.parse(line) as Record<string, unknown>
    if (row['in'] === 'pages') found.push(JSON.stringify({ ...row, seq: 0 }))
    if (row['in'] === 'settled') settled.push(row['bytes'] as string)
  }
  await store.close()
  return [...found, settled.join()].sort()
}

async function settle(where: string): Promise<void> {
  const store = await openStore(where)
  await recluster(store, loadModel())
  await store.close()
}

/** The contents of a registry that one process made, undisturbed. */
async function undisturbed(pages: readonly Page[]): Promise<string[]> {
  const where = path.join(folder, `one-${Math.random()}.db`)
  const registry = await openRegistry(where)
  for (const page of pages) await registry.ingest(page)
  await registry.settle()
  await registry.close()
  return contents(where)
}

/** In the slow suite a server of one's own falls over; else the connections to it are cut and it is away for a moment. */
async function disturbed(
  where: string,
): Promise<{ where: string; disturb: () => Promise<void>; end: () => Promise<void> }> {
  if (!where.startsWith('postgres')) return { where, disturb: () => Promise.resolve(), end: () => Promise.resolve() }
  if (!slow) {
    const proxy = new Proxy(where)
    const at = await proxy.up()
    const disturb = async (): Promise<void> => {
      await proxy.down()
      await sleep(200)
      await proxy.up()
    }
    return { where: at, disturb, end: () => proxy.down() }
  }
  const script = fileURLToPath(new URL('../../.ci/postgres', import.meta.url))
  const env = { ...process.env, WUSUM_POSTGRES_PORT: String(56_000 + Math.floor(Math.random() * 4000)) }
  const ci = (...args: string[]): string =>
    execFileSync(script, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const url = new URL(/=(postgres.*)/.exec(ci())![1]!)
  url.searchParams.set('schema', 'kills')
  return {
    where: url.href,
    disturb: () => Promise.resolve(void ci('crash')),
    end: () => Promise.resolve(void ci('stop')),
  }
}

for (const place of places().filter(({ name }) => name !== 'memory')) {
  describe(`a registry in ${place.name}`, () => {
    afterAll(() => place.clean())

    it(
      'is what one process would have made, after workers were killed and pages delivered again and replaced',
      async () => {
        const { where, disturb, end } = await disturbed(place.fresh())
        try {
          const state = { done: false }
          const workers = Array.from({ length: WRITERS }, (_, i) =>
            killed([worker, where, String(i), String(WRITERS), String(PAGES)], KILLS, 40),
          )
          const all = Promise.all(workers).finally(() => {
            state.done = true
          })
          while (!state.done) {
            await sleep(slow ? 5000 : 400)
            await disturb()
          }
          expect((await all).reduce((a, b) => a + b)).toBe(WRITERS * KILLS)
          await settle(where)
          expect(await contents(where)).toEqual(await undisturbed(Array.from({ length: PAGES }, (_, i) => current(i))))
        } finally {
          await end()
        }
      },
      slow ? 1_800_000 : 60_000,
    )

    // A run takes both kinds of store in the same way: once is enough every day.
    const test = slow || place.name === 'SQLite' ? it : it.skip
    test(
      'is what one run would have made, after runs and settlings were killed and pages replaced',
      async () => {
        const { where, end } = await disturbed(place.fresh())
        const at = (name: string): string => path.join(folder, `${place.name}-${name}`)
        const jsonl = (pages: readonly Page[]): string =>
          pages
            .map(({ id, title, text, lists }) => JSON.stringify({ id, title, text, tags: lists?.[0]?.tags }))
            .join('\n')
        try {
          // The old versions, in several files; then what changed, with pages that did not.
          const all = Array.from({ length: PAGES }, (_, i) => i)
          const files = [
            all.slice(0, PAGES / 2).map((i) => pageIn(i, 0)),
            all.slice(PAGES / 4).map((i) => pageIn(i, Math.min(1, versionsOf(i) - 1))),
            all.map(current),
          ]
          let kills = 0
          for (const [n, pages] of files.entries()) {
            writeFileSync(at(`${n}.jsonl`), jsonl(pages))
            const often = slow ? 20 : Number(n === 2)
            kills += await killed([main, 'run', at(`${n}.jsonl`), '--registry', where, '-o', at('out')], often, 2500)
            kills += await killed([main, 'registry', 'settle', where], slow ? 3 : 0, 900)
          }
          expect(kills).toBeGreaterThanOrEqual(slow ? 60 : 1)
          const one = path.join(folder, `${place.name}-one.db`)
          execFileSync(process.execPath, [main, 'run', at('2.jsonl'), '--registry', one, '-o', at('one')], {
            stdio: 'ignore',
          })
          expect(await contents(where)).toEqual(await contents(one))
          expect(readFileSync(at('out'), 'utf8')).toBe(readFileSync(at('one'), 'utf8'))
        } finally {
          await end()
        }
      },
      slow ? 1_800_000 : 60_000,
    )
  })
}
