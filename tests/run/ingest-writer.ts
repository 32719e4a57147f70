/** `node ingest-writer.js PLACE FIRST LAST`: ingests pages, flushes now and then, prints the id of each page kept. */
import { openRegistry } from '../../dist/index.js'
import { newsPage } from './news.js'

const [where, first, last] = process.argv.slice(2) as [string, string, string]
const registry = await openRegistry(where, { batch: 10, delay: 20 })
const waiting: string[] = []
for (let i = Number(first); i < Number(last); i++) {
  waiting.push((await registry.ingest(newsPage(i))).id)
  if (i % 7 === 0) {
    await registry.flush()
    process.stdout.write(`${waiting.splice(0).join('\n')}\n`)
  }
}
await registry.close()
process.stdout.write(waiting.join('\n'))
