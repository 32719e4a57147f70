#!/usr/bin/env node
// How many texts that list no tags seem to list some?
//   npm run build && node bench/false-lists.mjs [--show] TEXTS…
// TEXTS: .jsonl[.gz] with `text` (its tags are not looked at), or .txt[.gz] with a paragraph a line; `-` reads
// paragraphs from standard input. Paragraphs are tried one by one, and twelve together as a page. --show prints what
// was found.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { locate } from '../dist/core/lists/locate.js'
import { loadModel } from '../dist/model/index.js'

const show = process.argv.includes('--show')
const files = process.argv.slice(2).filter((argument) => argument !== '--show')
if (files.length === 0) {
  console.error('usage: node bench/false-lists.mjs [--show] TEXTS…')
  process.exit(2)
}
const letters = loadModel().letters
const layout = loadModel().layout

for (const file of files) {
  const bytes = fs.readFileSync(file === '-' ? 0 : file)
  const lines = (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8').split('\n').filter(Boolean)
  const kinds = {}
  if (file.includes('.jsonl')) kinds.texts = lines.map((line) => JSON.parse(line).text)
  else {
    kinds.paragraphs = lines
    kinds['pages of 12'] = []
    for (let i = 0; i < lines.length; i += 12) kinds['pages of 12'].push(lines.slice(i, i + 12).join('\n'))
  }
  for (const [kind, texts] of Object.entries(kinds)) {
    let found = 0
    for (const text of texts) {
      const { lists, runs } = locate({ id: '', text }, layout, letters)
      if (lists.length + runs.length === 0) continue
      found++
      if (!show) continue
      const tags = [...lists.flatMap((list) => list.tags), ...runs.flatMap((run) => run.pieces)]
      const at = Math.max(0, text.indexOf(tags[0]))
      console.log(
        `${tags.join(' | ').slice(0, 200)}  <  ${text.slice(Math.max(0, at - 80), at + 120)}`.replaceAll('\n', ' ⏎ '),
      )
    }
    console.log(`${path.basename(file)}: ${found} of ${texts.length} ${kind}`)
  }
}
