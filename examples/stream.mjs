// A Node stream pipeline: back-pressure from the registry and from the reader, a clean end on SIGTERM.
//
//   node examples/stream.mjs tags.db < pages.jsonl > tagged.jsonl
import { pipeline } from 'node:stream/promises'
import { openRegistry } from 'wusum'

const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
const registry = await openRegistry(process.argv[2] ?? 'tags.db')

async function* lines(chunks) {
  let rest = ''
  for await (const chunk of chunks) {
    const found = (rest + chunk).split('\n')
    rest = found.pop()
    yield* found.filter(Boolean)
  }
  if (rest) yield rest
}

async function* tagged(pages) {
  for await (const line of pages) {
    const { id, title, text, tags } = JSON.parse(line)
    const page = await registry.ingest({ id, title, text, lists: tags && [{ from: 'field', tags }] })
    yield `${JSON.stringify(page)}\n`
  }
  // What was printed is kept before the pipeline says that it is done.
  await registry.flush()
}

try {
  await pipeline(process.stdin.setEncoding('utf8'), lines, tagged, process.stdout, { signal: stop.signal })
} catch (error) {
  if (!stop.signal.aborted) throw error
} finally {
  await registry.close()
}
