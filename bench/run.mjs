#!/usr/bin/env node
// What does the main job cost, beside a bare program that reads the same file and parses every line?
//   npm run build && node bench/run.mjs [--rounds N] PAGES.jsonl …
// Each way is a process of its own; all ways take turns. Of each the median of N rounds (3) is told: processor time of the
// process and all its threads, time on the wall, peak memory. A large file is made by repeating a small one:
//   for i in $(seq 13); do cat news.jsonl; done > big.jsonl
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals: files } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
})
if (files.length === 0) {
  console.error('usage: node bench/run.mjs [--rounds N] PAGES.jsonl …')
  process.exit(2)
}
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-bench-'))
const output = path.join(folder, 'out.jsonl')

/** Reads lines as bytes and parses each. */
const floor = `
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
/** Runs first in every process: says at its end what it cost. */
const meter = `process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  process._rawDebug('cost ' + JSON.stringify({ cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024 }))
})`

const ways = {
  floor: (file) => ['--input-type=module', '-e', floor, file],
  'learn, 1 thread': (file) => [main, 'run', file, '-q', '-o', output, '-j', '1'],
  'learn, 2 threads': (file) => [main, 'run', file, '-q', '-o', output, '-j', '2'],
  '--no-learn, 1 thread': (file) => [main, 'run', file, '-q', '-o', output, '-j', '1', '--no-learn'],
  '--no-learn, 2 threads': (file) => [main, 'run', file, '-q', '-o', output, '-j', '2', '--no-learn'],
}

function cost(args) {
  const start = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(meter)}`, ...args],
    {
      encoding: 'utf8',
    },
  )
  const wall = (performance.now() - start) / 1000
  const told = /cost (\{.*\})/.exec(stderr)
  if (status !== 0 || !told) throw new Error(stderr)
  return { wall, ...JSON.parse(told[1]) }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

console.log(`${os.cpus()[0].model}, ${os.cpus().length} processors, Node ${process.versions.node}`)
try {
  for (const file of files) {
    let pages = 0
    for await (const chunk of fs.createReadStream(file)) for (const byte of chunk) if (byte === 10) pages++
    const costs = Object.fromEntries(Object.keys(ways).map((way) => [way, []]))
    for (let round = 0; round < Number(values.rounds); round++)
      for (const [way, args] of Object.entries(ways)) costs[way].push(cost(args(file)))
    const of = (way, what) => median(costs[way].map((one) => one[what]))
    const bytes = fs.statSync(file).size
    console.log(`\n${file}: ${(bytes / 1e6).toFixed(0)} MB, ${pages} pages`)
    console.log(
      '| way | processor s | wall s | peak MB | µs a page | throughput of the floor, by processor | by wall |',
    )
    console.log('|---|---|---|---|---|---|---|')
    for (const way of Object.keys(ways)) {
      const cells = [
        of(way, 'cpu').toFixed(2),
        of(way, 'wall').toFixed(2),
        of(way, 'rss').toFixed(0),
        ((1e6 * of(way, 'cpu')) / pages).toFixed(1),
        // Pair by pair, since a machine that has other work is not equally fast all the time.
        median(costs[way].map((one, i) => costs.floor[i].cpu / one.cpu)).toFixed(2),
        median(costs[way].map((one, i) => costs.floor[i].wall / one.wall)).toFixed(2),
      ]
      console.log(`| ${way} | ${cells.join(' | ')} |`)
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true })
}
