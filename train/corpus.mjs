// Counts words and neighbours in prose, and learns word classes from it: node train/corpus.mjs PROSE.txt.bz2 NEWS.jsonl.gz --out FILE
// PROSE has a paragraph a line; NEWS are pages as for segmentation.mjs, whose text is counted, too, for the classes.
// Deterministic. Some minutes; the result is for `segmentation.mjs --corpus FILE`.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import readline from 'node:readline'
import { countingLetters, mix, ProseReader } from '../dist/core/evidence.js'
import { loadLetters } from '../dist/model/letters.js'
import { learnClasses } from './classes.mjs'
import { readJsonl } from './lib.mjs'

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const started = performance.now()
const say = (...a) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s]`, ...a)
const letters = countingLetters(loadLetters().units)
const reader = new ProseReader(letters)

/** Counts by 32-bit id, open addressing: a Map of so many would take ten times the memory. */
class Table {
  constructor(bits) {
    this.mask = (1 << bits) - 1
    this.shift = 32 - bits
    this.ids = new Int32Array(1 << bits)
    this.counts = new Uint32Array(1 << bits)
    this.used = 0
  }
  add(id) {
    if (id === 0) return
    let slot = id >>> this.shift
    while (this.ids[slot] !== 0 && this.ids[slot] !== id) slot = (slot + 1) & this.mask
    if (this.ids[slot] === 0) {
      if (this.used > 0.9 * this.mask) throw new Error('the table is full')
      this.ids[slot] = id
      this.used++
    }
    this.counts[slot]++
  }
  entries(least) {
    const out = []
    for (let i = 0; i < this.ids.length; i++) if (this.counts[i] >= least) out.push([this.ids[i], this.counts[i]])
    return out.sort((x, y) => (x[0] >>> 0) - (y[0] >>> 0))
  }
}

const words = new Table(23)
const pairs = new Table(26)
const streams = []
/** One paragraph in so many also teaches the classes. */
const every = Number(arg('every', 5))
let total = 0
let line = 0
const source = spawn('bzip2', ['-dc', process.argv[2]], { stdio: ['ignore', 'pipe', 'inherit'] })
for await (const text of readline.createInterface({ input: source.stdout })) {
  const p = reader.read('', text, [[0, text.length]])
  let previous = 0
  for (let i = 0; i < p.length; i++) {
    const w = p.tokens[i]
    if (w !== 0) {
      total++
      words.add(w)
      if (previous !== 0) pairs.add(mix(previous, w))
    }
    previous = w
  }
  if (line++ % every === 0) streams.push(p.tokens.slice(0, p.length))
}
say(line, 'paragraphs,', total, 'words,', words.used, 'distinct,', pairs.used, 'pairs')
for (const page of readJsonl(process.argv[3])) {
  const p = reader.read(page.title, page.text, [[0, page.text.length]])
  streams.push(p.tokens.slice(0, p.length))
}
const classes = learnClasses(streams, {
  classes: Number(arg('k', 200)),
  most: Number(arg('most', 60000)),
  rounds: 6,
  say,
})
fs.writeFileSync(
  arg('out'),
  JSON.stringify({ total, words: words.entries(10), pairs: pairs.entries(8), classes: [...classes] }),
)
say('written')
