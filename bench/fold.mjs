#!/usr/bin/env node
// How fast is the fold, beside a chain of six regular expressions and beside Lucene's ArabicNormalizer?
//   npm run build && node bench/fold.mjs PAGES.jsonl[.gz]… [--lucene FOLDER]
// PAGES are read for `text` and `tags`. FOLDER holds lucene-core and lucene-analysis-common, fetched by
//   mvn dependency:copy -Dartifact=org.apache.lucene:lucene-core:9.12.0 -DoutputDirectory=FOLDER (and -analysis-common)
// The rivals take turns on small portions, and the best of 15 rounds of each portion counts, so that a busy machine
// disturbs them little and alike.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fold } from '../dist/core/text/fold.js'
import { loadModel } from '../dist/model/index.js'
import { pagesOf } from './inputs.mjs'

const args = process.argv.slice(2)
const at = args.indexOf('--lucene')
const lucene = at < 0 ? undefined : args.splice(at, 2)[1]
if (args.length === 0) {
  console.error('usage: node bench/fold.mjs PAGES.jsonl[.gz]… [--lucene FOLDER]')
  process.exit(2)
}
const pages = args.flatMap(pagesOf)
const letters = loadModel().letters

/** The usual way: less than the fold does, and still one pass a rule. */
const chain = (text) =>
  text
    .replace(/[\u064b-\u0652\u0670\u0640\u200b-\u200f\ufeff]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/[\s_،؛.,:«»"()-]+/g, ' ')
    .replace(/[٠-٩]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x0660 + 48))

/** Stretches of the list of some 50,000 units, a millisecond or two each. */
function portions(list) {
  const out = [[]]
  let units = 0
  for (const text of list) {
    out.at(-1).push(text)
    units += text.length
    if (units > 50_000) {
      out.push([])
      units = 0
    }
  }
  return out.slice(0, 40)
}

const corpora = {
  pages: pages.map((page) => page.text),
  tags: pages.flatMap((page) => page.tags ?? []),
  words: pages.slice(0, 2000).flatMap((page) => page.text.split(/\s+/)),
}
const rivals = {
  'fold, orthographic': (list) => { for (const text of list) fold(text, 'orthographic', letters) }, // prettier-ignore
  'fold, encoding': (list) => { for (const text of list) fold(text, 'encoding', letters) }, // prettier-ignore
  'six regular expressions': (list) => { for (const text of list) chain(text) }, // prettier-ignore
}
console.log(`${os.cpus()[0].model}, Node ${process.version}, ${args.map((file) => path.basename(file)).join(' ')}`)
for (const [name, list] of Object.entries(corpora)) {
  const units = portions(list)
    .flat()
    .reduce((sum, text) => sum + text.length, 0)
  const best = Object.fromEntries(Object.keys(rivals).map((rival) => [rival, 0]))
  for (const portion of portions(list)) {
    const fastest = Object.fromEntries(Object.keys(rivals).map((rival) => [rival, Infinity]))
    for (let round = 0; round < 15; round++)
      for (const [rival, run] of Object.entries(rivals)) {
        const started = performance.now()
        run(portion)
        fastest[rival] = Math.min(fastest[rival], performance.now() - started)
      }
    for (const rival in best) best[rival] += fastest[rival]
  }
  const chained = best['six regular expressions']
  for (const [rival, ms] of Object.entries(best))
    console.log(
      `${name.padEnd(6)} ${rival.padEnd(24)} ${((ms * 1e6) / units).toFixed(2).padStart(6)} ns a unit, ${(chained / ms).toFixed(1)} times the chain`,
    )
}
if (lucene) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fold-'))
  for (const [name, list] of Object.entries(corpora)) {
    const file = path.join(folder, name)
    fs.writeFileSync(
      file,
      portions(list)
        .flat()
        .map((text) => text.replaceAll('\n', ' '))
        .join('\n'),
    )
    const jars = fs.readdirSync(lucene).filter((jar) => jar.endsWith('.jar')).map((jar) => path.join(lucene, jar)) // prettier-ignore
    const java = ['-cp', jars.join(path.delimiter), new URL('FoldLucene.java', import.meta.url).pathname, file]
    console.log(`${name.padEnd(6)} ${execFileSync(process.env.JAVA ?? 'java', java, { encoding: 'utf8' }).trim()}`)
  }
  fs.rmSync(folder, { recursive: true })
}
