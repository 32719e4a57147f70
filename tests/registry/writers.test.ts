/** Many processes write to one registry and are killed; nothing is lost, doubled or left hanging. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { openStore, type Snapshot, type Store } from '../../dist/registry/index.js'
import { MemoryStore } from '../../dist/registry/memory.js'
import { pageOf } from './pages.js'
import { places } from './stores.js'

const script = fileURLToPath(new URL('writer.js', import.meta.url))

/** Runs a writer to its end, killing it and starting it again `kills` times, each at a random moment of its work. */
async function write(where: string, first: number, last: number, kills: number): Promise<void> {
  for (;;) {
    const child = spawn(process.execPath, [script, where, String(first), String(last), '7'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let batches = kills-- > 0 ? 1 + Math.floor(Math.random() * 8) : Infinity
    child.stdout.on('data', (dots: Buffer) => {
      batches -= dots.length
      if (batches <= 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8)
    })
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
    if (code === 0) return
    if (code !== null) throw new Error(`the writer ended with ${code}`)
  }
}

const counted = (snapshot: Snapshot): string[] =>
  snapshot.surfaces.map((s) => `${s.surface} ${s.count} ${s.pages} ${s.tag ?? ''}`).sort()

async function evidenceOf(store: Store): Promise<string[]> {
  const found: string[] = []
  await store.snapshot({
    upTo: 'all',
    evidence: (bytes) => found.push(Buffer.from(bytes).toString()),
  })
  return found.sort()
}

async function settle(store: Store): Promise<boolean> {
  const snapshot = await store.snapshot()
  const tags = snapshot.surfaces.map((s) => ({ tag: s.surface, key: s.key, surfaces: [s.surface] }))
  return store.settle({ snapshot, tags })
}

for (const place of places().filter((p) => p.name !== 'memory')) {
  const writers = place.name === 'Postgres' ? 8 : 3
  describe(`${writers} writers on one registry in ${place.name}`, () => {
    afterAll(() => place.clean())

    it('are killed at random and end where one process ends', async () => {
      const where = place.fresh()
      const share = 40
      // Every page is given to two writers, as a queue does that delivers at least once.
      const shares = Array.from({ length: writers }, (_, i) => write(where, i * share, (i + 2) * share, 2))
      const state = { done: false }
      const all = Promise.all(shares).finally(() => {
        state.done = true
      })
      // Settling goes on beside them.
      const store = await openStore(where)
      let settlings = 0
      while (!state.done) {
        if (await settle(store)) settlings++
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      await all
      await settle(store)

      const one = new MemoryStore()
      for (let i = 0; i < (writers + 1) * share; i++) await one.apply([pageOf(i)])
      await settle(one)
      const snapshot = await store.snapshot()
      expect(counted(snapshot)).toEqual(counted(await one.snapshot()))
      expect(await evidenceOf(store)).toEqual(await evidenceOf(one))
      expect(new Set([...snapshot.tags.values()].map((t) => t.tag)).size).toBe(snapshot.tags.size)
      expect(await store.check()).toEqual([])
      expect(settlings).toBeGreaterThan(0)
      await store.close()
    })

    it('open one new place at once', async () => {
      const where = place.fresh()
      await Promise.all(Array.from({ length: writers }, () => write(where, 0, 20, 0)))
      const store = await openStore(where)
      expect((await store.snapshot()).pages).toBe(20)
      expect(await store.check()).toEqual([])
      await store.close()
    })
  })
}
