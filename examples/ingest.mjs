// The smallest ingest job: pages as JSON lines on standard input, each with its tags on standard output.
// Counts are kept in a registry, so that every run, and every process, gives the same tag under the same id.
//
//   node examples/ingest.mjs tags.db < pages.jsonl > tagged.jsonl
import { createInterface } from 'node:readline'
import { openRegistry } from 'wusum'

const registry = await openRegistry(process.argv[2] ?? 'tags.db')

for await (const line of createInterface({ input: process.stdin })) {
  const { id, title, text, tags } = JSON.parse(line)
  const lists = tags && [{ from: 'field', tags }]
  console.log(JSON.stringify(await registry.ingest({ id, title, text, lists })))
}

// Near spellings merge and boundaries profit from what was read. A busy job leaves this to a timer, see docs/REGISTRY.md.
await registry.settle()
await registry.close()
