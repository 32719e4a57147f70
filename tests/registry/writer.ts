/** A writer in a process of its own: `node writer.js PLACE FIRST LAST BATCH`. Applies pages FIRST to LAST, in batches, a dot each. */
import { openStore } from '../../dist/registry/index.js'
import { pageOf } from './pages.js'

const [where, first, last, size] = process.argv.slice(2) as [string, string, string, string]
const store = await openStore(where)
const pages = Array.from({ length: Number(last) - Number(first) }, (_, i) => pageOf(Number(first) + i))
while (pages.length > 0) {
  await store.apply(pages.splice(0, Number(size)))
  process.stdout.write('.')
}
await store.close()
