// A worker on a queue in Postgres (pg-boss); start as many as there are machines. Registry, queue and the table of results
// live in one database. The queue delivers at least once, the registry counts exactly once.
//
//   DATABASE_URL=postgres://… node examples/queue-worker.mjs send < pages.jsonl    makes the tables, fills the queue
//   DATABASE_URL=postgres://… node examples/queue-worker.mjs                       works until SIGTERM
import { createInterface } from 'node:readline'
import pg from 'pg'
import PgBoss from 'pg-boss'
import { openRegistry } from 'wusum'

const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
const address = process.env.DATABASE_URL
const expireInSeconds = Number(process.env.EXPIRE ?? 60)
const boss = new PgBoss({
  connectionString: address,
  schema: process.env.QUEUE_SCHEMA ?? 'pgboss',
  maintenanceIntervalSeconds: 10,
})
boss.on('error', (error) => console.error(error.message))
await boss.start()
await boss.createQueue('pages', { name: 'pages', retryLimit: 10, expireInSeconds })

const database = new pg.Pool({ connectionString: address, max: 2 })

if (process.argv[2] === 'send') {
  await database.query('CREATE TABLE IF NOT EXISTS page_tags (page text, tag text, PRIMARY KEY (page, tag))')
  for await (const line of createInterface({ input: process.stdin })) await boss.send('pages', JSON.parse(line))
  await boss.stop()
  await database.end()
} else {
  const registry = await openRegistry(process.env.REGISTRY ?? address)

  await boss.work('pages', { batchSize: 50, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const { data } of jobs) {
      const { id, title, text, tags } = data
      const page = await registry.ingest({ id, title, text, lists: tags && [{ from: 'field', tags }] })
      await database.query('DELETE FROM page_tags WHERE page = $1 AND tag <> ALL ($2)', [
        id,
        page.tags.map((tag) => tag.id),
      ])
      await database.query('INSERT INTO page_tags SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
        id,
        page.tags.map((tag) => tag.id),
      ])
    }
    // Only now are the jobs done. When this fails, or the worker dies, the queue hands them out again.
    await registry.flush()
  })

  console.log('working')
  await stopped
  await boss.stop({ graceful: true, wait: true })
  await registry.close()
  await database.end()
}
