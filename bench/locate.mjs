#!/usr/bin/env node
// What does looking for labels cost, and how much of a list comes out of a block?
//   npm run build && node bench/locate.mjs PAGES.jsonl[.gz]…
// PAGES have `text` and `tags`. Cost: beside the floor, decoding and parsing each line; portions take turns, the best of
// nine rounds of each counts. Quality: each page's tags are appended to its text in several layouts and read back.
import fs from 'node:fs'
import zlib from 'node:zlib'
import { locate } from '../dist/core/lists/locate.js'
import { loadModel } from '../dist/model/index.js'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: node bench/locate.mjs PAGES.jsonl[.gz]…')
  process.exit(2)
}
const lines = files.flatMap((file) => {
  const bytes = fs.readFileSync(file)
  return (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8').split('\n').filter(Boolean)
})
const letters = loadModel().letters
const layout = loadModel().layout
const pages = lines.map((line) => JSON.parse(line))
const find = (text, lists) => locate({ id: '', text, lists }, layout, letters)

const rivals = {
  floor: (portion) => { for (const { bytes } of portion) JSON.parse(bytes.toString('utf8')) }, // prettier-ignore
  'locate, text alone': (portion) => { for (const { page } of portion) find(page.text) }, // prettier-ignore
  'locate, with tags field': (portion) => { for (const { page } of portion) find(page.text, [{ from: 'field', tags: page.tags }]) }, // prettier-ignore
}
const total = Object.fromEntries(Object.keys(rivals).map((rival) => [rival, 0]))
const all = lines.map((line, i) => ({ bytes: Buffer.from(line), page: pages[i] }))
for (let from = 0; from < all.length; from += 100) {
  const portion = all.slice(from, from + 100)
  const fastest = {}
  for (let round = 0; round < 9; round++)
    for (const [rival, run] of Object.entries(rivals)) {
      const started = performance.now()
      run(portion)
      fastest[rival] = Math.min(fastest[rival] ?? Infinity, performance.now() - started)
    }
  for (const rival in total) total[rival] += fastest[rival]
}
for (const [rival, ms] of Object.entries(total))
  console.log(`${rival.padEnd(24)} ${(ms / total.floor).toFixed(3)} of the floor`)

const prose = pages.filter(({ text }) => {
  const { lists, runs } = find(text)
  return lists.length + runs.length > 0
})
console.log(`blocks found in ${prose.length} of ${pages.length} texts that have none`)
const layouts = {
  'label: run': (tags) => `كلمات دلالية: ${tags.join(' ')}`,
  'label run': (tags) => `كلمات دلالية ${tags.join(' ')}`,
  'label, run below': (tags) => `الكلمات المفتاحية\n${tags.join(' ')}`,
  'weak label: run': (tags) => `وسوم: ${tags.join(' ')}`,
  'label: a، b': (tags) => `الوسوم: ${tags.join('، ')}`,
  'label: #a #b': (tags) => `Tags: ${tags.map((tag) => `#${tag.replaceAll(' ', '_')}`).join(' ')}`,
  'label, a line each': (tags) => `الكلمات الدالة\n${tags.join('\n')}`,
  'topics, a line each': (tags) => `مواضيع ذات صلة\n${tags.join('\n')}`,
}
const plain = (items) => items.join(' ').replace(/[^\p{L}\p{N}]+/gu, ' ').trim() // prettier-ignore
for (const [name, block] of Object.entries(layouts)) {
  let whole = 0
  let asked = 0
  for (const { text, title, tags } of pages) {
    if (tags.length < 2 || tags.some((tag) => /[,،]/.test(tag))) continue
    asked++
    const { lists, runs } = find(`${text}\n${block(tags)}\nاقرأ أيضاً:\n${title}\n`)
    if (plain([...lists.flatMap((list) => list.tags), ...runs.flatMap((run) => run.pieces)]) === plain(tags)) whole++
  }
  console.log(`${name.padEnd(24)} ${whole} of ${asked} lists whole, ${((100 * whole) / asked).toFixed(1)} %`)
}
