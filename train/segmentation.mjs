// Trains the segmentation model: node train/segmentation.mjs GOLD.jsonl.gz TITLES.tsv.gz [--hold 0.2] [--out FOLDER]
// Deterministic: same input, same bytes. --hold keeps the last part by date for development and measures on
// it; --topic keeps the pages with a tag that matches a pattern.
import fs from 'node:fs'
import zlib from 'node:zlib'
import { Background } from '../dist/core/background.js'
import { ProseReader, countingLetters, mix, phraseOf } from '../dist/core/evidence.js'
import { GROUPS, LONGEST, WEIGHTS, stretchFeatures } from '../dist/core/features.js'
import { outline } from '../dist/core/outline.js'
import { lattice, support } from '../dist/core/segment.js'
import { loadLetters } from '../dist/model/letters.js'
import { closedClasses } from '../dist/model/segmenter.js'
import { flat, flatTag, key, random, readJsonl } from './lib.mjs'
import { learnClasses } from './classes.mjs'
import { collection, measure, newBins, ece, report } from './measure.mjs'

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const hold = Number(arg('hold', 0))
const epochs = Number(arg('epochs', 6))
const BLOCKS = 8
/** Share of pages that also give a list of another house's habits. */
const HABITS = Number(arg('habits', 0.8))
const started = performance.now()
const say = (...a) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s]`, ...a)

const letters = countingLetters(loadLetters().units)
const particles = closedClasses(letters)
const all = readJsonl(process.argv[2]).filter((p) => p.tags.some((t) => key(t)))
const topic = arg('topic') === undefined ? undefined : new RegExp(arg('topic'), 'u')
const aside = (page, i) => (topic ? page.tags.some((t) => topic.test(t)) : i >= Math.round(all.length * (1 - hold)))
const gold = all.filter((page, i) => !aside(page, i))
const held = all.filter(aside)
const known = zlib
  .gunzipSync(fs.readFileSync(process.argv[3]))
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((l) => l.split('\t')[0])

/** The same, and names and terms of a table whose first column has them, of as many words as a tag has. */
const titles = [...known]
if (arg('names') !== undefined) {
  const seen = new Set(known)
  for (const line of zlib
    .gunzipSync(fs.readFileSync(arg('names')))
    .toString()
    .trim()
    .split('\n')
    .slice(1)) {
    const name = line.split('\t')[0]
    if (name.split(' ').length <= LONGEST && !seen.has(name)) titles.push(name)
    seen.add(name)
  }
}
/** Counts of other prose, from corpus.mjs. */
const corpus = arg('corpus') === undefined ? undefined : JSON.parse(fs.readFileSync(arg('corpus'), 'utf8'))

// ── counts of each block of pages, by date ──────────────────────────────────────────────────────────────────────────
const blockOf = (i) => Math.floor((i * BLOCKS) / gold.length)
const reader = new ProseReader(letters)
function emptyCounts() {
  return {
    total: 0,
    proseWords: new Map(),
    prosePairs: new Map(),
    listWords: new Map(),
    listPairs: new Map(),
    after: new Map(),
    before: new Map(),
    tags: new Map(),
  }
}
const inc = (map, id, by = 1) => map.set(id, (map.get(id) ?? 0) + by)
const sets = (map, id, value) => {
  let s = map.get(id)
  if (!s) map.set(id, (s = new Set()))
  s.add(value)
}
function countPages(pages) {
  const c = emptyCounts()
  const lists = new Set()
  for (const page of pages) {
    const prose = reader.read(page.title, page.text, [[0, page.text.length]])
    let previous = 0
    for (let i = 0; i < prose.length; i++) {
      const w = prose.tokens[i]
      if (w !== 0) {
        c.total++
        inc(c.proseWords, w)
        if (previous !== 0) inc(c.prosePairs, mix(previous, w))
      }
      previous = w
    }
    const text = flat(page.tags)
    if (lists.has(text)) continue
    lists.add(text)
    const shape = outline({ pieces: [text] }, letters)
    const words = new Set()
    const pairs = new Set()
    for (const [s, e] of shape.stretches) {
      for (let i = s; i < e; i++) {
        words.add(shape.ids[i])
        if (i > s) {
          pairs.add(mix(shape.lasts[i - 1], shape.firsts[i]))
          sets(c.after, shape.lasts[i - 1], shape.firsts[i])
          sets(c.before, shape.firsts[i], shape.lasts[i - 1])
        }
      }
    }
    for (const w of words) inc(c.listWords, w)
    for (const p of pairs) inc(c.listPairs, p)
    for (const t of new Set(page.tags.map((t) => phraseOf(flatTag(t), letters)))) if (t !== 0) inc(c.tags, t)
  }
  return c
}
function background(parts, lists = parts, named = titles) {
  const sum = emptyCounts()
  for (const c of parts) {
    sum.total += c.total
    for (const name of ['proseWords', 'prosePairs']) for (const [id, n] of c[name]) inc(sum[name], id, n)
  }
  if (corpus) {
    sum.total += corpus.total
    for (const [id, n] of corpus.words) inc(sum.proseWords, id, n)
    for (const [id, n] of corpus.pairs) inc(sum.prosePairs, id, n)
  }
  for (const c of lists) {
    for (const name of ['listWords', 'listPairs', 'tags']) for (const [id, n] of c[name]) inc(sum[name], id, n)
    for (const name of ['after', 'before'])
      for (const [id, s] of c[name]) {
        let t = sum[name].get(id)
        if (!t) sum[name].set(id, (t = new Set()))
        for (const v of s) t.add(v)
      }
  }
  const keep = (map, least) => new Map([...map].filter(([, n]) => n >= least))
  const sizes = (map) => new Map([...map].map(([id, s]) => [id, s.size]).filter(([, n]) => n >= 2))
  return Background.build(sum.total, {
    proseWords: keep(sum.proseWords, 3),
    prosePairs: keep(sum.prosePairs, 2),
    listWords: keep(sum.listWords, 1),
    listPairs: keep(sum.listPairs, 2),
    after: sizes(sum.after),
    before: sizes(sum.before),
    tags: keep(sum.tags, 1),
    classes,
    names: new Map(named.map((t) => [phraseOf(t, letters), 1])),
  })
}
const classesFile = arg('classes')
let classes
if (corpus) classes = new Map(corpus.classes)
else if (classesFile && fs.existsSync(classesFile)) classes = new Map(JSON.parse(fs.readFileSync(classesFile, 'utf8')))
else {
  const streams = gold.map((page) => {
    const p = reader.read(page.title, page.text, [[0, page.text.length]])
    return p.tokens.slice(0, p.length)
  })
  classes = learnClasses(streams, { classes: Number(arg('k', 200)), say })
  if (classesFile) fs.writeFileSync(classesFile, JSON.stringify([...classes]))
}
const blocks = Array.from({ length: BLOCKS }, (_, b) => countPages(gold.filter((_, i) => blockOf(i) === b)))
say('counted', gold.length, 'pages')
const others = blocks.map((_, b) => background(blocks.filter((_, o) => o !== b)))
const whole = background(blocks)
say('background', whole.toBytes().length, 'bytes,', zlib.gzipSync(whole.toBytes(), { level: 9 }).length, 'gz')

// ── samples: flattened pages with the features of every gap and span ─────────────────────────────────────────────────
const rnd = random(7)
const shuffled = (list) => {
  const a = [...list]
  for (let i = a.length - 1; i > 0; i--) {
    const j = Math.floor(rnd() * (i + 1))
    ;[a[i], a[j]] = [a[j], a[i]]
  }
  return a
}
const model0 = (bg) => ({
  letters,
  background: bg,
  particles,
  weights: new Int8Array(0),
  scale: 0,
})

let store = new Int32Array(1 << 24)
let used = 0
const samples = []
const buffer = new Int32Array(64)
const dropped = new Set(
  (arg('without') ?? '')
    .split(',')
    .filter(Boolean)
    .flatMap((group) => GROUPS[group]),
)
function sample(tags, title, text, bg, evidence) {
  const run = { pieces: [flat(tags)] }
  const words = tags.map((t) => flatTag(t).split(' ').filter(Boolean).length).filter((n) => n > 0)
  const prose = reader.read(title, text, [[0, text.length]])
  const shape = outline(run, letters)
  const page = support(run, prose)
  const starts = new Set()
  let at = 0
  for (const n of words) {
    starts.add(at)
    at += n
  }
  for (const [start, end] of shape.stretches) {
    const f = stretchFeatures(shape, start, end, page, evidence, model0(bg), dropped)
    const n = end - start
    const offsets = new Int32Array(n * (LONGEST + 1) + 1)
    const gold = []
    for (let i = 0, size = 0; i < n; i += size) {
      size = 1
      while (i + size < n && !starts.has(start + i + size)) size++
      gold.push([i, size])
    }
    if (gold.some(([, size]) => size > LONGEST)) continue
    if (used + n * 64 * (LONGEST + 1) > store.length) {
      const more = new Int32Array(store.length * 2)
      more.set(store)
      store = more
    }
    const put = (slot, count) => {
      offsets[slot] = used
      store.set(buffer.subarray(0, count), used)
      used += count
    }
    for (let i = 0; i < n; i++) {
      put(i * (LONGEST + 1), i === 0 ? 0 : f.gap(i, buffer))
      for (let size = 1; size <= LONGEST; size++)
        put(i * (LONGEST + 1) + size, i + size <= n ? f.span(i, i + size, buffer) : 0)
    }
    offsets[n * (LONGEST + 1)] = used
    samples.push({ n, offsets, gold })
  }
}

// Lists of other kinds than the news lists: pages whose tags all stand in their text, lists of names, mixed and short lists.
const pick = (list) => list[Math.floor(rnd() * list.length)]
const appended = (text, tags) => `${text}\n${shuffled(tags).join('\n')}`
const isParticle = (word) => (particles.get(phraseOf(word, letters)) ?? 0) > 0
const bare = (text) => text.replace(/[^\p{L}\p{N}\p{M}\s]+/gu, ' ')

/** Phrases as readers would mark them in a text: runs of words within a clause, mostly not edged by particles. */
function phrases(text, count) {
  const clauses = text
    .split(/[\n.,،؛;:!؟?()«»"“”\-–]+/u)
    .map((c) => c.split(/\s+/u).filter(Boolean))
    .filter((c) => c.length > 0)
  const out = new Set()
  if (clauses.length < 3) return []
  for (let tries = 0; tries < 12 * count && out.size < count; tries++) {
    const clause = pick(clauses)
    const r = rnd()
    const size = r < 0.22 ? 1 : r < 0.6 ? 2 : r < 0.8 ? 3 : r < 0.93 ? 4 : 5
    const start = Math.floor(rnd() * clause.length)
    if (start + size > clause.length) continue
    const words = clause.slice(start, start + size)
    const edge = isParticle(words[0]) || isParticle(words[size - 1])
    if (edge && (size === 1 || rnd() < 0.9)) continue
    if (size === 1 && (words[0].length < 4 || (!words[0].startsWith('ال') && rnd() < 0.5))) continue
    if (rnd() < 0.5 && /^[وفبلك]/u.test(words[0]) && words[0].length > 4) words[0] = words[0].slice(1)
    else if (rnd() < 0.05 && size > 1) words[0] = words[0].slice(1 + Math.floor(rnd() * 3)) || words[0]
    out.add(words.join(' '))
    if (size > 2 && rnd() < 0.25) out.add(words.slice(0, -1).join(' '))
    else if (size > 2 && rnd() < 0.2) out.add(words.slice(1).join(' '))
  }
  return [...out]
}
const names = titles.filter((t) => {
  const n = t.split(/\s+/u).length
  return n <= LONGEST && !/[(),،]/u.test(t)
})
// the same prose, but lists of one far block only and half of the names: as other domains look to it
const sparse = blocks.map((_, b) =>
  background(
    blocks.filter((_, o) => o !== b),
    [blocks[(b + BLOCKS / 2) % BLOCKS]],
    titles.filter((_, i) => i % 2 === 0),
  ),
)
// tags that those counts do not know; of them the definite phrases and the single words
const types = [...new Set(gold.flatMap((p) => p.tags.map(flatTag)))].filter((t) => t && t.split(' ').length <= LONGEST)
const strange = sparse.map((bg) => types.filter((t) => bg.tag(phraseOf(t, letters)) === 0))
const definite = strange.map((list) => list.filter((t) => /^ال\S+ /u.test(t)))
const singles = types.filter((t) => !t.includes(' '))
const multiples = types.filter((t) => t.includes(' '))
const single = strange.map((list) => list.filter((t) => !t.includes(' ')))
// common nouns that could stand alone as a tag: frequent words of the classes of words that do
const nouns = []
{
  const standing = new Map()
  for (const t of types)
    if (!t.includes(' ') && !t.startsWith('ال')) inc(standing, classes.get(phraseOf(t, letters)) ?? 0)
  const seen = new Map()
  for (const page of gold) for (const w of page.text.split(/[^\p{L}\p{M}]+/u)) inc(seen, w)
  for (const [w, n] of seen) {
    const c = classes.get(phraseOf(w, letters)) ?? 0
    if (n >= 30 && w.length > 3 && !w.startsWith('ال') && !isParticle(w) && c > 0 && (standing.get(c) ?? 0) >= 5)
      nouns.push(w)
  }
  say(nouns.length, 'nouns', nouns.filter((_, i) => i % 150 === 0).join(' '))
}

/** A list as WordPress sorts one, by code units. */
const sorted = (tags) => [...tags].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
const isSingle = (tag) => !flatTag(tag).includes(' ')

for (let b = 0; b < BLOCKS; b++) {
  const pages = gold.filter((_, i) => blockOf(i) === b)
  const asPages = pages.map((page) => ({ page, nav: new Set(), run: flat(page.tags) }))
  const { evidence } = collection(asPages, model0(others[b]))
  // Of some collections a part comes delimited: what other pages have as a tag is one here.
  const { evidence: mixed } = collection(asPages, model0(others[b]), { delimited: (i) => i % 3 === 0 })
  const collected = (i, often) => (rnd() >= often ? undefined : i % 3 !== 0 && rnd() < 0.4 ? mixed : evidence)
  const withText = pages.filter((p) => p.text.length > 600)
  const ground = () => (rnd() < 0.7 ? others[b] : sparse[b])
  pages.forEach((page, i) => {
    const text = rnd() < 0.4 ? appended(page.text, page.tags) : page.text
    sample(page.tags, page.title, text, ground(), collected(i, 0.5))
    // A house has its own way: single words or phrases, few or many, sorted or not.
    if (rnd() < HABITS) {
      const share = rnd()
      const known = rnd() < 0.5
      const own = shuffled([...new Set(page.tags)])
      const mine = { true: own.filter(isSingle), false: own.filter((t) => !isSingle(t)) }
      const list = []
      for (let left = 3 + Math.floor(rnd() * 15); left > 0; left--) {
        const wanted = rnd() < share
        if (rnd() < 0.6 && mine[wanted].length > 0) list.push(mine[wanted].pop())
        else if (wanted) list.push(rnd() < 0.4 ? pick(nouns) : pick(known ? singles : single[b]))
        else list.push(pick(known ? multiples : strange[b]))
      }
      const tags = [...new Set(list)].filter((t) => t)
      const r = rnd()
      const there = () => tags.filter(() => rnd() < 0.8)
      sample(
        rnd() < 0.2 ? sorted(tags) : tags,
        page.title,
        r < 0.25 ? '' : r < 0.6 ? appended(page.text, there()) : page.text,
        ground(),
        collected(i, 0.3),
      )
    }
    if (rnd() < 0.1) sample(sorted(new Set(page.tags)), page.title, text, ground(), collected(i, 0.5))
    if (rnd() < 0.3) {
      const other = pick(pages)
      const mixed = shuffled([...new Set([...page.tags, ...other.tags])]).slice(0, 4 + Math.floor(rnd() * 30))
      sample(mixed, page.title, rnd() < 0.2 ? '' : page.text, ground(), collected(i, 0.3))
    }
    if (rnd() < 0.5) {
      const list = []
      for (let left = 2 + Math.floor(rnd() * 12); left > 0; left--) {
        const r = rnd()
        if (r < 0.2) list.push(pick(single[b]))
        else if (r < 0.35) list.push(pick(nouns))
        else if (r < 0.53) list.push(`${pick(nouns)}|${pick(definite[b])}`)
        else list.push(pick(strange[b]))
      }
      // a noun before a definite phrase could be its head: shuffling must not part them
      if (rnd() < 0.5) list.push(...page.tags.slice(0, 6))
      sample(
        shuffled([...new Set(list)]).flatMap((t) => t.split('|')),
        '',
        rnd() < 0.5 ? '' : page.text,
        sparse[b],
        undefined,
      )
    }
    if (rnd() < 0.25) {
      sample(
        shuffled(page.tags).slice(0, 1 + Math.floor(rnd() * 6)),
        page.title,
        rnd() < 0.5 ? '' : page.text,
        ground(),
        collected(i, 0.3),
      )
    }
    if (rnd() < 0.1) {
      const list = Array.from({ length: 2 + Math.floor(rnd() * 12) }, () => pick(names))
      if (rnd() < 0.5) list.push(...page.tags.slice(0, 8))
      const tags = shuffled([...new Set(list)])
      const text = pick(pages).text
      sample(tags, '', rnd() < 0.5 ? appended(text, tags) : text, sparse[b], undefined)
    }
  })
  for (const page of withText) {
    if (rnd() > 0.4) continue
    const text = rnd() < 0.6 ? bare(page.text) : page.text
    const first = shuffled([...new Set(page.tags)]).filter((t) => text.includes(t))
    const later = phrases(page.text, 10 + Math.floor(rnd() * 60))
    if (rnd() < 0.5) later.sort((x, y) => x.split(' ').length - y.split(' ').length)
    sample(
      [...first, ...later],
      rnd() < 0.5 ? '' : page.title,
      text,
      rnd() < 0.3 ? others[b] : sparse[b],
      rnd() < 0.3 ? evidence : undefined,
    )
  }
}
say(samples.length, 'stretches,', used, 'features')

// ── training: log-likelihood by AdaGrad ──────────────────────────────────────────────────────────────────────────────
const SIZE = WEIGHTS
const W = new Float32Array(SIZE)
const G = new Float32Array(SIZE).fill(1e-2)
const mean = new Float32Array(SIZE)
let averaged = 0
const rate = Number(arg('rate', 0.07))
const l2 = Number(arg('l2', 2e-3))
function scoresOf(s) {
  const { n, offsets } = s
  const spans = new Float64Array(n * LONGEST).fill(-Infinity)
  for (let i = 0; i < n; i++) {
    let boundary = 0
    const o = i * (LONGEST + 1)
    for (let k = offsets[o]; k < offsets[o + 1]; k++) boundary += W[store[k]]
    for (let size = 1; size <= LONGEST && i + size <= n; size++) {
      let t = boundary
      for (let k = offsets[o + size]; k < offsets[o + size + 1]; k++) t += W[store[k]]
      spans[i * LONGEST + size - 1] = t
    }
  }
  return spans
}
// features that few stretches have say more of those stretches than of the language
const shown = new Uint16Array(SIZE)
{
  const lastSeen = new Int32Array(SIZE).fill(-1)
  samples.forEach((s, index) => {
    for (let k = s.offsets[0]; k < s.offsets[s.offsets.length - 1]; k++) {
      const f = store[k]
      if (lastSeen[f] !== index) {
        lastSeen[f] = index
        if (shown[f] < 65535) shown[f]++
      }
    }
  })
}
const least = 8
let order = samples.map((_, i) => i)
for (let epoch = 0; epoch < epochs; epoch++) {
  order = shuffled(order)
  let loss = 0
  let words = 0
  const eta = rate * (1 - (0.8 * epoch) / epochs)
  for (const index of order) {
    const s = samples[index]
    const { n, offsets } = s
    const spans = scoresOf(s)
    const { forward, backward } = lattice(n, spans)
    const z = backward[0]
    const d = new Float64Array(n * LONGEST)
    for (let i = 0; i < n; i++) {
      for (let size = 1; size <= LONGEST && i + size <= n; size++) {
        d[i * LONGEST + size - 1] = -Math.exp(forward[i] + spans[i * LONGEST + size - 1] + backward[i + size] - z)
      }
    }
    let goldScore = 0
    for (const [i, size] of s.gold) {
      d[i * LONGEST + size - 1] += 1
      goldScore += spans[i * LONGEST + size - 1]
    }
    loss += z - goldScore
    words += n
    for (let i = 0; i < n; i++) {
      const o = i * (LONGEST + 1)
      let boundary = 0
      for (let size = 1; size <= LONGEST; size++) {
        const g = d[i * LONGEST + size - 1]
        boundary += g
        if (Math.abs(g) > 1e-4) update(offsets[o + size], offsets[o + size + 1], g, eta)
      }
      if (Math.abs(boundary) > 1e-4) update(offsets[o], offsets[o + 1], boundary, eta)
    }
  }
  if (epoch >= epochs / 2) {
    averaged++
    for (let f = 0; f < SIZE; f++) mean[f] += W[f]
  }
  say(`epoch ${epoch + 1}: loss a word ${(loss / words).toFixed(4)}`)
}
function update(from, to, g, eta) {
  for (let k = from; k < to; k++) {
    const f = store[k]
    if (shown[f] < least) continue
    const grad = g - l2 * W[f]
    G[f] += grad * grad
    W[f] += (eta * grad) / Math.sqrt(G[f])
  }
}

// ── quantise, calibrate, write ───────────────────────────────────────────────────────────────────────────────────────
for (let f = 0; f < SIZE; f++) W[f] = mean[f] / averaged
let top = 0
for (const w of W) top = Math.max(top, Math.abs(w))
const limit = Math.min(top, 4)
const scale = Math.fround(limit / 127)
const weights = Int8Array.from(W, (w) => Math.max(-127, Math.min(127, Math.round(w / scale))))
const model = { letters, background: whole, particles, weights, scale }
say(
  'largest weight',
  top.toFixed(2),
  'live weights',
  weights.reduce((s, w) => s + (w !== 0), 0),
)
if (held.length > 0) {
  const { scraped } = await import('./lib.mjs')
  const pages = scraped(held)
  const c = collection(pages, model)
  for (const [mode, ev] of [
    ['warm', c.evidence],
    ['cold', undefined],
  ]) {
    const bins = newBins()
    const score = measure(c.held, ev, model, bins)
    say('held', mode, String(score), 'ece', ece(bins).toFixed(4))
  }
}
for (const file of (arg('test') ?? '').split(',').filter(Boolean)) report(file, model, say)
const out = arg('out')
if (out) {
  const bytes = Buffer.alloc(4 + SIZE)
  bytes.writeFloatLE(scale, 0)
  Buffer.from(weights.buffer).copy(bytes, 4)
  fs.writeFileSync(`${out}/segmenter.bin.gz`, zlib.gzipSync(bytes, { level: 9 }))
  fs.writeFileSync(`${out}/background.bin.gz`, zlib.gzipSync(whole.toBytes(), { level: 9 }))
  // What the judge of sameness goes by: edited prose alone, since text of all kinds has every misspelling, too.
  const { total, ...counts } = emptyCounts()
  for (const c of blocks)
    for (const name of ['proseWords', 'prosePairs']) for (const [id, n] of c[name]) inc(counts[name], id, n)
  for (const [id, n] of counts.proseWords) if (n < 3) counts.proseWords.delete(id)
  for (const [id, n] of counts.prosePairs) if (n < 2) counts.prosePairs.delete(id)
  const named = new Map(known.map((t) => [phraseOf(t, letters), 1]))
  const judged = Background.build(
    blocks.reduce((sum, c) => sum + c.total, total),
    { ...counts, classes: new Map(), names: named },
  )
  fs.writeFileSync(`${out}/prose.bin.gz`, zlib.gzipSync(judged.toBytes(), { level: 9 }))
}
