/**
 * `node delivered-writer.js PLACE WRITER WRITERS PAGES`: one of several workers of a queue that delivers at least once. Every page is
 * delivered to two workers, many of them in several versions, oldest first; prints a dot for each batch kept. From time to
 * time a worker settles the registry.
 */
import { openRegistry, WusumError } from '../../dist/index.js'
import { AGAIN, pageIn, versionsOf } from './versions.js'

const [where, writer, writers, pages] = process.argv.slice(2) as [string, string, string, string]
const registry = await openRegistry(where, { batch: 9, delay: 20, refresh: 50 }).catch((error: unknown) => {
  // The server is away just now: whoever looks after the workers starts another.
  if (error instanceof WusumError && error.retry) process.exit(AGAIN)
  throw error
})
let n = 0
for (let version = 0; version < 3; version++) {
  for (let i = 0; i < Number(pages); i++) {
    if (![i % Number(writers), (i + 1) % Number(writers)].includes(Number(writer)) || version >= versionsOf(i)) continue
    await registry.ingest(pageIn(i, version))
    if (++n % 8 === 0) {
      await registry.flush()
      process.stdout.write('.')
    }
    if (n % 60 === 0) await registry.settle()
  }
}
await registry.close()
