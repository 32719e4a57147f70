// Counts words and neighbours in prose: node train/corpus.mjs PROSE.txt.bz2 --out FILE
// PROSE has a paragraph a line. FILE.txt gets one paragraph in so many, FILE.bin all words as 32-bit hashes, 0 where
// punctuation parts them. Deterministic; a minute.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import readline from 'node:readline'
import { countingLetters, mix, ProseReader } from '../dist/core/text/tokens.js'
import { loadModel } from '../dist/model/index.js'

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const started = performance.now()
const say = (...a) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s]`, ...a)
const letters = countingLetters(loadModel().letters.units)
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
/** One paragraph in so many is kept for lists of phrases. */
const every = Number(arg('every', 6))
let total = 0
let line = 0
const kept = fs.createWriteStream(`${arg('out')}.txt`)
const stream = fs.createWriteStream(`${arg('out')}.bin`)
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
  stream.write(Buffer.from(new Uint8Array(p.tokens.slice(0, p.length).buffer)))
  if (line++ % every === 0 && text.length > 80) kept.write(`${text}\n`)
}
kept.end()
stream.end()
say(line, 'paragraphs,', total, 'words,', words.used, 'distinct,', pairs.used, 'pairs')
fs.writeFileSync(arg('out'), JSON.stringify({ total, words: words.entries(10), pairs: pairs.entries(8) }))
say('written')
