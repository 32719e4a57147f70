#!/usr/bin/env node
// What does the main job cost, beside a bare program that reads the same file and parses every line?
//   npm run build && node bench/run.mjs [--rounds N] [--repeat N] [--pages N] [--python FILE] PAGES.jsonl[.gz]
// PAGES have id, title, text and tags. Three inputs are made of them (bench/inputs.mjs), the hard ones first: pages with
// their tags flattened at the end of their text, HTML pages of 160 kB in a WARC (--pages, 600), and the pages as they are.
// --repeat N makes the first and the last N times as long, under other ids. The floor of the WARC is Resiliparse, parsing and
// taking the text (bench/html_peer.py), by the Python given.
// Each way is a process of its own; all ways take turns. Of each the median of N rounds (3) is told: processor time of the
// process and all its threads, time on the wall, peak memory.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { archived, flattened, pagesOf, plain } from './inputs.mjs'

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    repeat: { type: 'string', default: '1' },
    pages: { type: 'string', default: '600' },
    python: { type: 'string', default: 'python3' },
  },
  allowPositionals: true,
})
const [file] = positionals
if (file === undefined || positionals.length > 1) {
  console.error('usage: node bench/run.mjs [--rounds N] [--repeat N] [--pages N] [--python FILE] PAGES.jsonl[.gz]')
  process.exit(2)
}
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const peer = fileURLToPath(new URL('html_peer.py', import.meta.url))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-bench-'))
const output = path.join(folder, 'out.jsonl')

/** Reads lines as bytes and parses each. */
const parseLines = `
import fs from 'node:fs'
let rest = []
for await (const chunk of fs.createReadStream(process.argv[1], { highWaterMark: 1 << 20 })) {
  let from = 0
  for (let at; (at = chunk.indexOf(10, from)) >= 0; from = at + 1) {
    const line = rest.length ? Buffer.concat([...rest, chunk.subarray(from, at)]) : chunk.subarray(from, at)
    rest = []
    if (line.length) JSON.parse(line.toString())
  }
  rest.push(chunk.subarray(from))
}`
/** Runs first in every process of Node: tells at its end its peak memory. */
const meter = `process.on('exit', () => process._rawDebug('peak ' + process.resourceUsage().maxRSS / 1024))`
const node = (...args) => [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(meter)}`, ...args]
const run = (input, ...options) => node(main, 'run', input, '-q', '-o', output, ...options)

const ways = {
  'learn, 1 thread': (input) => run(input, '-j', '1'),
  'learn, 2 threads': (input) => run(input, '-j', '2'),
  '--no-learn, 1 thread': (input) => run(input, '-j', '1', '--no-learn'),
  '--no-learn, 2 threads': (input) => run(input, '-j', '2', '--no-learn'),
}
const floors = {
  lines: (input) => node('--input-type=module', '-e', parseLines, input),
  html: (input) => [values.python, peer, input],
}

/** Processor seconds of all children of this process that have ended: the kernel adds them up, whatever they are. */
function childrenCpu() {
  const stat = fs.readFileSync('/proc/self/stat', 'utf8')
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(13, 15) // prettier-ignore
  return (Number(user) + Number(system)) / 100
}

function cost([command, ...args]) {
  const start = performance.now()
  const before = childrenCpu()
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(stderr)
  return {
    wall: (performance.now() - start) / 1000,
    cpu: childrenCpu() - before,
    rss: Number(/peak ([\d.]+)/.exec(stderr)?.[1] ?? NaN),
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

function measure(name, input, pages, floor) {
  const all = { floor, ...ways }
  const costs = Object.fromEntries(Object.keys(all).map((way) => [way, []]))
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [way, command] of Object.entries(all)) costs[way].push(cost(command(input)))
  const of = (way, what) => median(costs[way].map((one) => one[what]))
  console.log(`\n${name}: ${(fs.statSync(input).size / 1e6).toFixed(0)} MB, ${pages} pages`)
  console.log('| way | processor s | wall s | peak MB | µs a page | throughput of the floor, by processor | by wall |')
  console.log('|---|---|---|---|---|---|---|')
  for (const way of Object.keys(all)) {
    const cells = [
      of(way, 'cpu').toFixed(2),
      of(way, 'wall').toFixed(2),
      Number.isNaN(of(way, 'rss')) ? '' : of(way, 'rss').toFixed(0),
      ((1e6 * of(way, 'cpu')) / pages).toFixed(1),
      // Pair by pair, since a machine that has other work is not equally fast all the time.
      median(costs[way].map((one, i) => costs.floor[i].cpu / one.cpu)).toFixed(2),
      median(costs[way].map((one, i) => costs.floor[i].wall / one.wall)).toFixed(2),
    ]
    console.log(`| ${way} | ${cells.join(' | ')} |`)
  }
  fs.rmSync(input)
}

/** Writes the records that `make` gives, one after the other; the path. */
function written(name, records) {
  const input = path.join(folder, name)
  const fd = fs.openSync(input, 'w')
  for (const record of records) fs.writeSync(fd, record)
  fs.closeSync(fd)
  return input
}

console.log(`${os.cpus()[0].model}, ${os.cpus().length} processors, Node ${process.versions.node}`)
try {
  const pages = pagesOf(file).filter(({ tags }) => tags?.length > 0)
  const rounds = Array.from({ length: Number(values.repeat) }, (_, round) => round)
  function* repeated(make) {
    for (const round of rounds) yield pages.map((page) => make(page, round)).join('')
  }
  function* archive(count) {
    for (let i = 0; i < count; i++) yield archived(pages[(37 * i) % pages.length], i)
  }
  const count = pages.length * rounds.length
  measure('flattened', written('flattened.jsonl', repeated(flattened)), count, floors.lines)
  const html = Number(values.pages)
  measure('HTML in a WARC', written('pages.warc', archive(html)), html, floors.html)
  measure('delimited, in a field', written('delimited.jsonl', repeated(plain)), count, floors.lines)
} finally {
  fs.rmSync(folder, { recursive: true })
}
