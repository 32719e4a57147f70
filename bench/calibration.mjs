#!/usr/bin/env node
// Does confidence mean something? Of the tags given with a confidence, how many are right, by the way they were found.
//   npm run build && node bench/calibration.mjs FOLDER…
// FOLDER holds pages (NNN.txt, NNN.html) labelled by hand in NNN.tags.txt: a tag a line, none for a page without tags;
// "? tag" or "tag<tab>?" is doubtful and counts neither way. Each page is taken alone. The expected calibration error is the
// difference between confidence and share right, over ten equal ranges of confidence, weighted by their tags.
import fs from 'node:fs'
import path from 'node:path'
import { createNormaliser, fold, readPages } from '../dist/index.js'

const folders = process.argv.slice(2)
if (folders.length === 0) {
  console.error('usage: node bench/calibration.mjs FOLDER…')
  process.exit(2)
}
const key = (tag) => fold(tag.replaceAll('_', ' '), 'orthographic').replace(/\s+/g, ' ').trim()
const given = []
for (const folder of folders) {
  const names = fs.readdirSync(folder).sort()
  for (const name of names.filter((file) => file.endsWith('.tags.txt'))) {
    const stem = name.slice(0, -'.tags.txt'.length)
    const want = new Set()
    const doubt = new Set()
    for (const line of fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean)) {
      const tag = key(line.replace(/^\?\s*/, '').split('\t')[0])
      ;(/^\?|\t\?$/.test(line.trimEnd()) ? doubt : want).add(tag)
    }
    const file = names.find((one) => one === `${stem}.txt` || one === `${stem}.html`)
    for await (const page of readPages([path.join(folder, file)])) {
      for (const { tag, surfaces, confidence, from } of createNormaliser().normalise(page).tags) {
        const keys = [tag, ...surfaces].map(key)
        if (keys.some((one) => doubt.has(one)) && !keys.some((one) => want.has(one))) continue
        const way = from.some((origin) => !['list', 'run'].includes(origin)) ? 'declared' : from[0]
        given.push({
          way,
          confidence,
          right: keys.some((one) => want.has(one)),
        })
      }
    }
  }
}
function groups(rows, of) {
  const all = new Map()
  for (const row of rows) all.set(of(row), [...(all.get(of(row)) ?? []), row])
  return all
}
const mean = (rows, of) => rows.reduce((sum, row) => sum + Number(of(row)), 0) / rows.length
const percent = (share) => `${(100 * share).toFixed(1)} %`.padStart(8)
function table(title, rows) {
  const ranges = groups(rows, ({ confidence }) => Math.min(9, Math.floor(10 * confidence)))
  let error = 0
  console.log(`${title}: ${rows.length} tags`)
  for (const [range, some] of [...ranges].sort(([a], [b]) => a - b)) {
    const [sure, right] = [mean(some, (row) => row.confidence), mean(some, (row) => row.right)]
    error += (some.length / rows.length) * Math.abs(sure - right)
    console.log(
      `  ${range / 10} to ${(range + 1) / 10}: confidence ${percent(sure)}, right ${percent(right)}, tags ${some.length}`,
    )
  }
  console.log(`  expected calibration error ${error.toFixed(3)}`)
}
for (const [way, rows] of groups(given, ({ way }) => way)) table(way, rows)
table('all', given)
