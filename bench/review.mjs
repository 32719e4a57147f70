// How long do a review's start, its questions and its actions take?
//   node bench/review.mjs [REGISTRY | SIZE]   a registry of your own (decisions are made in it and taken back), or one of
//                                             SIZE generated tags (default 1,000,000) in a temporary file
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fold } from '../dist/core/text/fold.js'
import { loadModel } from '../dist/model/index.js'
import { openStore } from '../dist/registry/index.js'
import { review } from '../dist/review/index.js'
import { keys } from './names.mjs'

const given = process.argv[2] ?? '1000000'
const folder = mkdtempSync(path.join(tmpdir(), 'wusum-bench-'))
const where = /^\d+$/.test(given) ? path.join(folder, 'tags.db') : given

/** Pages of ten tags each; every tag stands on as many pages as the generator counts, at most 5. */
async function fill(size) {
  const letters = loadModel().letters
  const store = await openStore(where)
  let page = 0
  let batch = []
  let list = []
  const flush = async () => {
    await store.apply(batch)
    batch = []
  }
  for (const { surface, count } of keys(size))
    for (let i = Math.min(5, count); i > 0; i--) {
      list.push({ surface, key: fold(surface, 'orthographic', letters), count: 1 })
      if (list.length < 10) continue
      batch.push({ page: `https://news.example/${page++}`, digest: '1', surfaces: list })
      list = []
      if (batch.length === 1000) await flush()
    }
  await flush()
  await store.close()
}

const ms = (since) => performance.now() - since
const times = async (count, action) => {
  const all = []
  for (let i = 0; i < count; i++) {
    const start = performance.now()
    await action(i)
    all.push(ms(start))
  }
  all.sort((a, b) => a - b)
  return `p50 ${all[count >> 1].toFixed(1)} ms, p95 ${all[Math.floor(count * 0.95)].toFixed(1)} ms, max ${all.at(-1).toFixed(1)} ms`
}

if (where !== given) await fill(Number(given))
const start = performance.now()
const session = await review(where)
const { origin, hash } = new URL(session.url)
const ask = async (name, body = {}) => {
  const response = await fetch(`${origin}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hash.slice(1)}` },
    body: JSON.stringify(body),
  })
  const { result, error } = await response.json()
  if (error) throw new Error(error.message)
  return result
}
await (await fetch(`${origin}/`)).text()
console.log(`page served after ${ms(start).toFixed(0)} ms`)
await session.ready
console.log(
  `ready after ${(ms(start) / 1000).toFixed(1)} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`,
)
const status = await ask('status')
console.log(`${status.pages} pages, ${status.tags} tags, ${status.spellings} spellings, ${status.proposals} proposals`)
const step = Math.max(1, Math.floor(status.proposals / 200))
const { items } = await ask('queue', { from: 0, count: 500 })
console.log('queue, 100 rows   ', await times(200, (i) => ask('queue', { from: i * step, count: 100 })))
console.log('proposal          ', await times(200, (i) => ask('proposal', { place: i * step })))
console.log(
  'search            ',
  await times(100, (i) => ask('search', { query: items[i % items.length].a.slice(0, 3 + (i % 4)) })),
)
console.log('search, no hit    ', await times(30, (i) => ask('search', { query: `ظظض${i}` })))
console.log('examples          ', await times(50, (i) => ask('examples', { surface: items[i % items.length].b })))
for (const verb of ['same', 'apart', 'related'])
  console.log(
    `decide ${verb}`.padEnd(18),
    await times(50, (i) => ask('decide', { decisions: [{ verb, a: items[i].a, b: items[i].b }] })),
  )
console.log('undo              ', await times(150, () => ask('undo')))
if ((await ask('status')).decisions !== status.decisions) throw new Error('decisions are left')
await session.close()
rmSync(folder, { recursive: true })
