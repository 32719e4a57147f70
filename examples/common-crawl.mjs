// From an index of Common Crawl to tags: asks which Arabic pages there are, fetches the records of those pages alone, and
// tags them. Of a large answer a share is fetched first; with a larger share later, only what is missing.
//
//   node examples/common-crawl.mjs \
//     'https://index.commoncrawl.org/CC-MAIN-2026-05-index?url=*.example.com&filter=languages:ara' crawl --sample 0.1
//
// Or with rows of the columnar index on standard input, as JSON lines that have url and the columns warc_…:
//
//   duckdb -jsonlines -c "SELECT url, warc_filename, warc_record_offset, warc_record_length FROM read_parquet('part-*.parquet')
//     WHERE content_languages LIKE 'ara%' AND fetch_status = 200 AND content_mime_detected = 'text/html'" |
//     node examples/common-crawl.mjs - crawl --sample 0.1
//
// Records lie in crawl/records, one a file; tags are in crawl/tags.jsonl. DATA names another place of the archive's files.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { run } from 'wusum'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { sample: { type: 'string' } } })
const [index, folder] = positionals
if (folder === undefined) {
  console.error('usage: node examples/common-crawl.mjs ADDRESS-OF-A-QUERY|- FOLDER [--sample SHARE]')
  process.exit(2)
}
const share = Number(values.sample ?? 1)
const data = process.env.DATA ?? 'https://data.commoncrawl.org/'
const pause = Number(process.env.PAUSE ?? 1000)
/** At once: the archive belongs to all, and answers 503 to who asks too much. */
const FETCHES = 4
const TRIES = 7

/** An answer with one of these statuses. Busy servers are asked again, ever later. */
async function ask(address, statuses, headers = {}) {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(address, { headers: { 'user-agent': 'wusum example', ...headers } }).catch(
      (error) => error,
    )
    if (statuses.includes(answer.status)) return answer
    const busy = answer instanceof Error || answer.status === 429 || answer.status >= 500
    await answer.body?.cancel()
    if (!busy || tries === TRIES) throw new Error(`${address}: ${answer.status ?? answer.message}`)
    await wait(Number(answer.headers?.get('retry-after')) * 1000 || pause * 2 ** (tries - 1))
  }
}

async function* linesOf(stream) {
  for await (const line of createInterface({ input: stream })) if (line.trim() !== '') yield JSON.parse(line)
}

/** The rows of a query, which has pages. One that finds nothing is answered 404. */
async function* rowsOf(query) {
  if (query === '-') {
    yield* linesOf(process.stdin)
    return
  }
  const address = new URL(query)
  address.searchParams.set('output', 'json')
  address.searchParams.set('showNumPages', 'true')
  const { pages = 0 } = await (await ask(address, [200, 404])).json()
  address.searchParams.delete('showNumPages')
  for (let page = 0; page < pages; page++) {
    address.searchParams.set('page', String(page))
    const answer = await ask(address, [200, 404])
    if (answer.ok) yield* linesOf(Readable.fromWeb(answer.body))
    else await answer.body?.cancel()
  }
}

const records = path.join(folder, 'records')
await mkdir(records, { recursive: true })

/** Fetches one record, unless it is there. */
async function take({ filename, offset, length }) {
  const name = createHash('sha256').update(`${filename} ${offset}`).digest('hex').slice(0, 24)
  const file = path.join(records, `${name}.warc.gz`)
  if (existsSync(file)) return
  const range = `bytes=${offset}-${offset + length - 1}`
  const answer = await ask(new URL(filename, data), [206], { range })
  await writeFile(`${file}.part`, Buffer.from(await answer.arrayBuffer()))
  await rename(`${file}.part`, file)
}

/** The same pages on every machine; a larger share holds the smaller one's. */
const isTaken = (url) => createHash('sha256').update(url).digest().readUInt32BE() / 2 ** 32 < share

let found = 0
let taken = 0
const underWay = new Set()
for await (const row of rowsOf(index)) {
  found++
  if ((row.status ?? '200') !== '200' || !isTaken(row.url)) continue
  taken++
  const record = {
    filename: row.filename ?? row.warc_filename,
    offset: Number(row.offset ?? row.warc_record_offset),
    length: Number(row.length ?? row.warc_record_length),
  }
  const task = take(record).finally(() => underWay.delete(task))
  underWay.add(task)
  if (underWay.size === FETCHES) await Promise.race(underWay)
}
await Promise.all(underWay)
console.error(`${found} pages in the index, ${taken} taken`)
if (taken === 0) process.exit(1)

const { pages, tags } = await run({ inputs: [records], output: path.join(folder, 'tags.jsonl') })
console.error(`${tags} tags on ${pages} pages: ${path.join(folder, 'tags.jsonl')}`)
