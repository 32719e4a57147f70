#!/usr/bin/env node
// Makes data/lexicon.bin: what a word is, which near words keep the same company, and how foreign names are spelled.
//   npm run build && node --max-old-space-size=12000 train/lexicon.mjs PROSE.txt.bz2 NEWS.jsonl.gz NAMES.tsv.gz TRANSLITERATIONS.tsv
// Three minutes, 4 GB; same input, same bytes. Only hashes and levels get into the file.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import readline from 'node:readline'
import { gunzipSync } from 'node:zlib'
import { fold } from '../dist/core/text/fold.js'
import { companyKey, CONTRAST, foreignness, LETTER_WEIGHTS, letterGroups } from '../dist/core/sameness/lexicon.js'
import { NearIndex } from '../dist/core/sameness/blocking.js'
import { WordLevels } from '../dist/core/text/wordset.js'
import { loadModel } from '../dist/model/index.js'
import { readJsonl } from './lib.mjs'

const [prose, news, namesFile, spellingsFile] = process.argv.slice(2)
const letters = loadModel().letters
const started = performance.now()
const say = (...a) => console.log(`[${((performance.now() - started) / 1000).toFixed(0)} s]`, ...a)

/** A word has to occur so often to have a place: rarer ones are as often slips. */
const LEAST = 7
const LEAST_NAMES = 3
const SHORTEST = 4
/** Words that company is told by: the most frequent, without those that stand beside anything. */
const COMPANY = [30, 40_000]
/** Contexts taken of one word: more say nothing new. */
const ENOUGH = 20_000
/** Least likeness kept, and what a level stands for. */
const LEAST_ALIKE = 0.04
const ALIKE_STEP = 0.02
/** Names that two near words have to alternate in, to be two; unless they keep such company, as spellings do that the list mixes. */
const LEAST_FRAMES = 6
const ALIKE_ANYWAY = 10

const WORDS = /[\u0620-\u063a\u0641-\u064a\u0671-\u06d3]+/g
async function* texts() {
  const source = spawn('bzip2', ['-dc', prose], { stdio: ['ignore', 'pipe', 'inherit'] })
  yield* readline.createInterface({ input: source.stdout })
  for (const { title, text } of readJsonl(news)) {
    yield title
    yield* text.split('\n')
  }
}
/** Orthographic keys by a table, a tenth of the time of `fold`. */
const plain = (text) =>
  text
    .replace(/[\u064b-\u0652\u0670\u0640]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ک/g, 'ك')

// 1. All text as numbers of words, 0 between paragraphs.
const numbers = new Map()
const words = []
const counts = []
const CHUNK = 1 << 22
const stream = []
let length = 0
const push = (id) => {
  if ((length & (CHUNK - 1)) === 0) stream.push(new Int32Array(CHUNK))
  stream[length >>> 22][length++ & (CHUNK - 1)] = id
}
for await (const line of texts()) {
  for (const [word] of plain(line).matchAll(WORDS)) {
    let id = numbers.get(word)
    if (id === undefined) {
      numbers.set(word, (id = words.push(word)))
      counts.push(0)
    }
    counts[id - 1]++
    push(id)
  }
  push(0)
  push(0)
}
push(0)
push(0)
say(length, 'words,', words.length, 'distinct')

// 2. What a word is: in text, or in names.
const named = new Map()
const names = gunzipSync(fs.readFileSync(namesFile))
  .toString('utf8')
  .split('\n')
  .map((line) => line.split('\t')[0])
for (const name of names) for (const [word] of plain(name).matchAll(WORDS)) named.set(word, (named.get(word) ?? 0) + 1)
const levels = new Map()
const level = (count) => Math.min(15, Math.max(1, Math.floor(Math.log2(count))))
for (const [i, word] of words.entries())
  if (word.length >= SHORTEST && counts[i] >= LEAST) levels.set(word, level(counts[i]))
for (const [word, count] of named)
  if (word.length >= SHORTEST && count >= LEAST_NAMES && !levels.has(word)) levels.set(word, 1)
say(levels.size, 'words in the lexicon')

// 3. Near words: what stands two words before and behind them, by pointwise mutual information, as a cosine.
const vocabulary = words.filter((word, i) => counts[i] >= LEAST && word.length >= SHORTEST && word.length <= 24)
const index = new NearIndex(vocabulary)
const pairs = []
index.pairs(
  () => true,
  (p, q) => pairs.push([numbers.get(vocabulary[p]), numbers.get(vocabulary[q])]),
)
index.alike((p, q) => pairs.push([numbers.get(vocabulary[p]), numbers.get(vocabulary[q])]))
const target = new Int32Array(words.length + 1).fill(-1)
let targets = 0
for (const pair of pairs) for (const id of pair) if (target[id] < 0) target[id] = targets++
const context = new Int32Array(words.length + 1).fill(-1)
const frequent = [...counts.keys()].filter((i) => counts[i] >= 20).sort((x, y) => counts[y] - counts[x] || x - y)
for (const [place, i] of frequent.slice(0, COMPANY[1]).entries()) if (place >= COMPANY[0]) context[i + 1] = place
const BITS = 26
const MASK = (1 << BITS) - 1
const keys = new Float64Array(1 << BITS)
const times = new Uint16Array(1 << BITS)
let used = 0
const add = (t, c) => {
  const key = t * 65536 + c + 1
  let slot = Math.imul(t, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b)
  slot = Math.imul(slot ^ (slot >>> 15), 0x2c1b3c6d)
  slot = (slot ^ (slot >>> 12)) & MASK
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & MASK
  if (keys[slot] === 0) {
    if (++used > 0.9 * MASK) throw new Error('the table is full')
    keys[slot] = key
  }
  if (times[slot] < 65535) times[slot]++
}
const at = (i) => stream[i >>> 22][i & (CHUNK - 1)]
const ofTarget = new Float64Array(targets)
const ofContext = new Float64Array(COMPANY[1])
let all = 0
for (let i = 2; i < length - 2; i++) {
  const id = at(i)
  const t = target[id]
  if (id === 0 || t < 0) continue
  if (counts[id - 1] > ENOUGH && (Math.imul(i, 0x9e3779b1) >>> 0) % counts[id - 1] > ENOUGH) continue
  for (const step of [-2, -1, 1, 2]) {
    const c = context[at(i + step)]
    if (c < 0) continue
    add(t, c)
    ofTarget[t]++
    ofContext[c]++
    all++
  }
}
say(pairs.length, 'near pairs,', targets, 'words,', used, 'neighbours')
const starts = new Int32Array(targets + 1)
for (const key of keys) if (key !== 0) starts[Math.floor((key - 1) / 65536) + 1]++
for (let t = 0; t < targets; t++) starts[t + 1] += starts[t]
const fill = starts.slice()
const neighbours = new Int32Array(used)
const weights = new Float32Array(used)
for (let slot = 0; slot <= MASK; slot++) {
  if (keys[slot] === 0) continue
  const t = Math.floor((keys[slot] - 1) / 65536)
  const c = keys[slot] - 1 - t * 65536
  neighbours[fill[t]] = c
  weights[fill[t]++] = Math.max(0, Math.log((times[slot] * all) / (ofTarget[t] * ofContext[c])))
}
const norms = Float64Array.from({ length: targets }, (_, t) => {
  let sum = 0
  for (let i = starts[t]; i < starts[t + 1]; i++) sum += weights[i] * weights[i]
  return Math.sqrt(sum)
})
const alike = new Map()
const scratch = new Float32Array(COMPANY[1])
let last = -1
for (const [x, y] of pairs.sort((p, q) => target[p[0]] - target[q[0]])) {
  const [a, b] = [target[x], target[y]]
  if (a !== last) {
    if (last >= 0) for (let i = starts[last]; i < starts[last + 1]; i++) scratch[neighbours[i]] = 0
    for (let i = starts[a]; i < starts[a + 1]; i++) scratch[neighbours[i]] = weights[i]
    last = a
  }
  let dot = 0
  for (let i = starts[b]; i < starts[b + 1]; i++) dot += weights[i] * scratch[neighbours[i]]
  const cosine = norms[a] * norms[b] > 0 ? dot / (norms[a] * norms[b]) : 0
  if (cosine >= LEAST_ALIKE)
    alike.set(companyKey(words[x - 1], words[y - 1]), Math.min(15, Math.floor(cosine / ALIKE_STEP)))
}
say(alike.size, 'pairs that keep like company')

// Near words that stand in one place of several names (the relations of a country with Mali, with Malta) are two.
const phrases = [...new Set(names.map((name) => plain(name).match(WORDS)?.join(' ')).filter(Boolean))].sort()
const frames = new Map()
new NearIndex(phrases).pairs(
  (a, b) => a.length >= SHORTEST && b.length >= SHORTEST,
  (p, q) => {
    const [x, y] = [phrases[p].split(' '), phrases[q].split(' ')]
    const at = x.findIndex((word, i) => word !== y[i])
    if (x.length < 2) return
    const key = companyKey(x[at], y[at])
    frames.set(key, (frames.get(key) ?? 0) + 1)
  },
)
let contrasts = 0
for (const [key, count] of frames)
  if (count >= LEAST_FRAMES && (alike.get(key) ?? 0) < ALIKE_ANYWAY) {
    alike.set(key, CONTRAST)
    contrasts++
    if (process.argv.includes('--contrasts')) console.log(count, key)
  }
say(contrasts, 'pairs that alternate in names')

// 4. How foreign names look: pairs and triples of letters, by logistic regression against words that take the article.
const seen = (word) => counts[(numbers.get(word) ?? 0) - 1] ?? 0
const foreign = new Set()
for (const line of fs.readFileSync(spellingsFile, 'utf8').trimEnd().split('\n').slice(1))
  for (const name of line.split('\t').slice(0, 2)) {
    const word = fold(name, 'orthographic', letters)
    if (/^[\u0621-\u064a]{4,}$/.test(word) && seen(`ال${word}`) < 3) foreign.add(word)
  }
const native = words.filter(
  (word, i) => word.length >= 4 && counts[i] >= 20 && !word.startsWith('ال') && seen(`ال${word}`) >= 10,
)
const rows = [...[...foreign].sort().map((word) => [word, 1]), ...native.sort().map((word) => [word, 0])]
const table = new Float64Array(LETTER_WEIGHTS)
let bias = 0
let state = 7
const random = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000
for (let epoch = 0; epoch < 6; epoch++) {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[rows[i], rows[j]] = [rows[j], rows[i]]
  }
  const rate = 0.15 / (1 + epoch)
  for (const [word, label] of rows) {
    const places = []
    letterGroups(word, (at) => places.push(at))
    let sum = bias
    for (const place of places) sum += table[place]
    const step = rate * (label - 1 / (1 + Math.exp(-sum)))
    bias += step * 0.1
    for (const place of places) table[place] = table[place] * (1 - 1e-4) + step
  }
}
const UNIT = 1 / 32
const shape = Int8Array.from(table, (weight) => Math.max(-127, Math.min(127, Math.round(weight / UNIT))))
shape[0] = Math.max(-127, Math.min(127, Math.round(bias / UNIT)))
const share = (list) => list.filter((word) => foreignness(shape, word) > 0).length / list.length
say('taken for foreign: of names', share([...foreign]).toFixed(3), 'of words', share(native).toFixed(3))

const bytesOf = (slots) => {
  const bytes = Buffer.alloc(slots.length * 2)
  for (let i = 0; i < slots.length; i++) bytes.writeUInt16LE(slots[i], 2 * i)
  return bytes
}
const packed = [bytesOf(WordLevels.of(levels).slots), bytesOf(WordLevels.of(alike).slots), Buffer.from(shape.buffer)]
const file = Buffer.concat(packed.flatMap((part) => [Buffer.from(Uint32Array.of(part.length).buffer), part]))
fs.writeFileSync(new URL('../data/lexicon.bin', import.meta.url), file)
say('lexicon.bin:', file.length, 'bytes')
