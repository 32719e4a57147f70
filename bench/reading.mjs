#!/usr/bin/env node
// How fast are the readers, beside a bare program that reads a file and parses every line?
//   npm run build && node bench/reading.mjs PAGES.jsonl OTHER…
// The first file is read by the bare program (the floor), cut into batches only, and read into pages, in turns; the best
// of 7 rounds of each counts. Other files, of any format, are read into pages, also in turns with the floor. Speeds are
// of the file as it lies on disk; one thread.
import fs from 'node:fs'
import os from 'node:os'
import { loadMarkup } from '../dist/model/markup.js'
import { batches, isReject, pagesOf } from '../dist/read/index.js'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node bench/reading.mjs PAGES.jsonl OTHER…')
  process.exit(2)
}
const markup = loadMarkup()

async function floor(file) {
  let rest = ''
  let records = 0
  for await (const chunk of fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    for (const line of lines) if (JSON.parse(line)) records++
  }
  return records
}

async function cut(file) {
  let records = 0
  for await (const batch of batches([file])) records += batch.spans.length / 2
  return records
}

async function read(file) {
  let records = 0
  for await (const batch of batches([file]))
    for (const item of await pagesOf(batch, { markup })) if (!isReject(item)) records++
  return records
}

const runs = [['floor', floor, files[0]], ['cut', cut, files[0]], ...files.map((file) => ['read', read, file])]
const best = runs.map(() => Infinity)
const records = runs.map(() => 0)
for (let round = 0; round < 7; round++) {
  for (const [i, [, run, file]] of runs.entries()) {
    const start = performance.now()
    records[i] = await run(file)
    best[i] = Math.min(best[i], performance.now() - start)
  }
}
console.log(`node ${process.version}, ${os.cpus()[0].model}`)
for (const [i, [name, , file]] of runs.entries()) {
  const size = fs.statSync(file).size / 1e6
  const speed = size / (best[i] / 1000)
  const ratio = best[0] / records[0] / (best[i] / records[i])
  console.log(
    `${name.padEnd(6)} ${file.split('/').at(-1).padEnd(24)} ${size.toFixed(1).padStart(7)} MB  ${String(records[i]).padStart(7)} records  ` +
      `${speed.toFixed(0).padStart(5)} MB/s  ${(records[i] / (best[i] / 1000)).toFixed(0).padStart(7)}/s  ${ratio.toFixed(2)} times the floor's speed in pages`,
  )
}
