// How fast does a registry take pages, how fast does it answer, how large may it grow?
//   node bench/registry.mjs writers [PLACE…]   pages/s with 1, 2, 4, 8 writers in processes of their own
//   node bench/registry.mjs ingest [PLACE…]    the whole ingest call: latency, pages/s
//   node bench/registry.mjs size [PLACE…]      registries of 10 thousand, 100 thousand, 1 million tags: open time, memory, disk
// PLACE: sqlite (a temporary file, default) or a postgres:// address, of which schemas bench_* are made and dropped.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openRegistry } from '../dist/index.js'
import { openStore } from '../dist/registry/index.js'

const script = fileURLToPath(import.meta.url)

/** Xorshift: the same pages on every machine. */
function dice(seed) {
  let x = (seed + 1) * 2654435761
  return (n) => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % n
  }
}

const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'
function word(roll) {
  let text = roll(3) === 0 ? 'ال' : ''
  for (let i = 3 + roll(4); i > 0; i--) text += LETTERS[roll(LETTERS.length)]
  return text
}
/** Tag `i`: one to three words. */
function tag(i) {
  const roll = dice(i)
  return Array.from({ length: 1 + roll(3) }, () => word(roll)).join(' ')
}

/** What page `i` adds: ten tags, the common ones often (Zipf over 100,000), and evidence of 2 kB as a page of news has. */
function part(i) {
  const roll = dice(i * 7919 + 13)
  const surfaces = Array.from({ length: 10 }, () => {
    const surface = tag(Math.floor(100_000 ** (roll(1e6) / 1e6)))
    return { surface, key: surface, count: 1 + roll(3) }
  })
  const evidence = Buffer.alloc(1850)
  for (let at = 0; at < evidence.length; at++) evidence[at] = roll(256)
  return { page: `https://news.example/${i}`, digest: 'a', surfaces, evidence }
}

/** Page `i` as it comes in: three paragraphs, a flattened list. */
function page(i) {
  const roll = dice(i * 104729 + 7)
  const paragraph = () => Array.from({ length: 80 }, () => tag(roll(3000)).split(' ')[0]).join(' ')
  const tags = Array.from({ length: 10 }, () => tag(Math.floor(20_000 ** (roll(1e6) / 1e6))))
  const text = `${paragraph()}.\n${paragraph()}.\n${paragraph()}.\nكلمات مفتاحية: ${tags.join(' ')}\n`
  return { id: `https://news.example/${i}`, title: tag(i), text }
}

let made = 0
async function place(kind, use) {
  if (kind === 'sqlite') {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-bench-'))
    try {
      return await use(path.join(folder, 'tags.db'))
    } finally {
      fs.rmSync(folder, { recursive: true })
    }
  }
  const schema = `bench_${process.pid}_${made++}`
  const url = new URL(kind)
  url.searchParams.set('schema', schema)
  const { default: pg } = await import('pg')
  const client = new pg.Client(kind)
  await client.connect()
  try {
    return await use(url.href, async () => {
      const { rows } = await client.query(
        'SELECT sum(pg_total_relation_size(c.oid))::bigint size FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = $2',
        [schema, 'r'],
      )
      return Number(rows[0].size)
    })
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await client.end()
  }
}
const name = (kind) => (kind === 'sqlite' ? 'SQLite' : 'Postgres')
const mb = (bytes) => (bytes / 1e6).toFixed(0)

/** Runs this file in a process of its own and returns what it prints. */
async function child(...args) {
  const made = spawn(process.execPath, ['--expose-gc', script, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  made.stdout.on('data', (chunk) => (out += chunk))
  const code = await new Promise((resolve) => made.once('close', resolve))
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`)
  return JSON.parse(out)
}

const BATCH = 250
const parts = {
  /** One writer: pages from `first` on, then how long it took. Waits for the common start. */
  async writer(where, first, count, start) {
    const all = Array.from({ length: Number(count) }, (_, i) => part(Number(first) + i))
    const store = await openStore(where)
    await new Promise((resolve) => setTimeout(resolve, Number(start) - Date.now()))
    const begun = Date.now()
    while (all.length > 0) await store.apply(all.splice(0, BATCH))
    const done = Date.now()
    await store.close()
    return { begun, done }
  },
  /** The floor: the same bytes as rows of one table with one index, in the same batches. */
  async floor(where, count) {
    const { loadSqlite } = await import('../dist/registry/sqlite-driver.js')
    const db = loadSqlite()(where)
    db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL')
    db.exec('CREATE TABLE p (id INTEGER PRIMARY KEY, page TEXT UNIQUE, surfaces TEXT, evidence BLOB)')
    const insert = db.prepare('INSERT INTO p (page, surfaces, evidence) VALUES (?, ?, ?)')
    const all = Array.from({ length: Number(count) }, (_, i) => part(i))
    const begun = Date.now()
    while (all.length > 0) {
      db.exec('BEGIN IMMEDIATE')
      for (const p of all.splice(0, BATCH)) insert.run([p.page, JSON.stringify(p.surfaces), p.evidence])
      db.exec('COMMIT')
    }
    return { begun, done: Date.now() }
  },
  async open(where) {
    gc()
    const before = process.memoryUsage().rss
    const cpu = process.cpuUsage()
    const start = performance.now()
    const registry = await openRegistry(where)
    const seconds = (performance.now() - start) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const peak = process.resourceUsage().maxRSS * 1024
    gc()
    const rss = process.memoryUsage().rss
    const latencies = []
    for (let i = 0; i < 2000; i++) {
      const p = page(i)
      const at = performance.now()
      await registry.ingest(p)
      latencies.push(performance.now() - at)
    }
    latencies.sort((a, b) => a - b)
    await registry.close()
    return { seconds, processor: (user + system) / 1e6, before, rss, peak, p50: latencies[1000], p99: latencies[1980] }
  },
}

const questions = {
  async writers(kind) {
    for (const writers of [1, 2, 4, 8]) {
      const each = Math.floor(20_000 / writers)
      const rate = (spans) =>
        (each * writers * 1000) / (Math.max(...spans.map((s) => s.done)) - Math.min(...spans.map((s) => s.begun)))
      const spans = await place(kind, (where) => {
        const start = Date.now() + 3000 + 1000 * writers
        return Promise.all(Array.from({ length: writers }, (_, i) => child('writer', where, i * each, each, start)))
      })
      let beside = ''
      if (kind === 'sqlite' && writers === 1) {
        const floor = await place(kind, (where) => child('floor', where, each))
        beside = `; bare inserts of the same bytes ${rate([floor]).toFixed(0)}`
      }
      console.log(`${name(kind)}, ${writers} writers: ${rate(spans).toFixed(0)} pages/s${beside}`)
    }
  },
  async ingest(kind) {
    await place(kind, async (where) => {
      const registry = await openRegistry(where)
      const pages = Array.from({ length: 4000 }, (_, i) => page(i))
      for (let round = 0; round < 2; round++) {
        const latencies = []
        const cpu = process.cpuUsage()
        const start = performance.now()
        for (const p of pages) {
          const at = performance.now()
          await registry.ingest({ ...p, id: `${p.id}#${round}` })
          latencies.push(performance.now() - at)
        }
        await registry.flush()
        const seconds = (performance.now() - start) / 1000
        const { user, system } = process.cpuUsage(cpu)
        latencies.sort((a, b) => a - b)
        const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(3)
        console.log(
          `${name(kind)}, ingest of ${pages.length} pages of 2.5 kB${round ? ', tags known' : ''}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
            `${(pages.length / seconds).toFixed(0)} pages/s, ${((pages.length * 1e6) / (user + system)).toFixed(0)} per second of processor`,
        )
      }
      await registry.close()
    })
  },
  async size(kind) {
    for (const tags of (process.env.TAGS ?? '10000,100000,1000000').split(',').map(Number)) {
      await place(kind, async (where, sizeOf) => {
        const store = await openStore(where)
        // Ten new tags a page: as many pages as it takes, evidence left out to see what the tags alone take.
        for (let i = 0; i < tags;) {
          const batch = []
          for (; batch.length < 1000 && i < tags; i += 10) {
            const surfaces = Array.from({ length: 10 }, (_, k) => ({
              surface: `${tag(i + k)} ${(i + k).toString(36)}`,
              count: 1,
            }))
            batch.push({
              page: `p${i}`,
              digest: 'a',
              surfaces: surfaces.map((s) => ({ ...s, key: s.surface.replaceAll('ال', '') })),
            })
          }
          await store.apply(batch)
        }
        const snapshot = await store.snapshot()
        const begun = performance.now()
        await store.settle({
          snapshot,
          tags: snapshot.surfaces.map((s) => ({ tag: s.surface, key: s.key, surfaces: [s.surface] })),
        })
        const settled = (performance.now() - begun) / 1000
        await store.close()
        const disk = kind === 'sqlite' ? fs.statSync(where).size : await sizeOf()
        const { seconds, processor, before, rss, peak, p50, p99 } = await child('open', where)
        console.log(
          `${name(kind)}, ${snapshot.surfaces.length} tags: open ${seconds.toFixed(2)} s (processor ${processor.toFixed(2)} s), memory ${mb(rss)} MB (peak ${mb(peak)}, before ${mb(before)}), ` +
            `disk ${mb(disk)} MB, settled assignment written in ${settled.toFixed(1)} s, then ingest p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`,
        )
      })
    }
  },
}

const [task, ...rest] = process.argv.slice(2)
if (Object.hasOwn(parts, task)) console.log(JSON.stringify(await parts[task](...rest)))
else if (Object.hasOwn(questions, task))
  for (const kind of rest.length > 0 ? rest : ['sqlite']) await questions[task](kind)
else throw new Error('node bench/registry.mjs writers|ingest|size [PLACE…]')
