#!/usr/bin/env node
// Counts which word text means by a spelling without its hamza: writes `bare` of data/homographs.json.
//   npm run build && node train/homographs.mjs PROSE.txt.bz2 NEWS.jsonl.gz NAMES.tsv.gz
// Of the words of a row (أعلام, إعلام), the one that is written at least `TIMES` as often as all others together, with the
// hamza; or the most frequent, where it alone is the name of a place or a person. A minute; same input, same bytes.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import readline from 'node:readline'
import { gunzipSync } from 'node:zlib'
import { Homographs } from '../dist/core/sameness/homographs.js'
import { readJsonl } from './lib.mjs'

const TIMES = 4
const file = new URL('../data/homographs.json', import.meta.url)
const data = JSON.parse(fs.readFileSync(file, 'utf8'))
const table = new Homographs({ ...data, bare: {} })
const counts = new Map()
for (const [, words] of table.rows()) for (const word of words) counts.set(word, 0)
const WORDS = /[\u0620-\u063a\u0641-\u064a\u0671]+/g
const plain = (text) => text.replace(/[\u0640\u064b-\u0652\u0670]/g, '')
const count = (text) => {
  for (const [word] of plain(text).matchAll(WORDS)) {
    const key = word.replace(/ى/g, 'ي').replace(/ة/g, 'ه')
    // و before a word says nothing of it
    for (const form of key.startsWith('و') ? [key, key.slice(1)] : [key])
      if (counts.has(form)) counts.set(form, counts.get(form) + 1)
  }
}
const source = spawn('bzip2', ['-dc', process.argv[2]], { stdio: ['ignore', 'pipe', 'inherit'] })
for await (const line of readline.createInterface({ input: source.stdout })) count(line)
for (const { title, text } of readJsonl(process.argv[3])) count(`${title} ${text}`)
const names = new Set()
for (const line of gunzipSync(fs.readFileSync(process.argv[4])).toString('utf8').split('\n')) {
  const [name, type] = line.split('\t')
  if (type === 'place' || type === 'person') names.add(plain(name).replace(/ى/g, 'ي').replace(/ة/g, 'ه'))
}
const bare = {}
for (const [key, words] of [...table.rows()].sort(([x], [y]) => (x < y ? -1 : 1))) {
  const [first, ...others] = [...words].sort((x, y) => counts.get(y) - counts.get(x) || (x < y ? -1 : 1))
  const rest = others.reduce((sum, word) => sum + counts.get(word), 0)
  if (words.has(key) || counts.get(first) < 10) continue
  const isName = names.has(first) && !others.some((word) => names.has(word))
  if (counts.get(first) >= (isName ? 1 : TIMES) * rest) bare[key] = first
}
fs.writeFileSync(file, JSON.stringify({ ...data, bare }, null, 2) + '\n')
console.log(`${counts.size} words, ${Object.keys(bare).length} bare spellings that text settles`)
