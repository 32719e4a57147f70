#!/usr/bin/env node
// Trains data/sameness.json: the costs of letters and the two models of the matcher.
//   node train/sameness.mjs [--shared ../shared] [--dry] [--wrong]
// Read: train/sameness.labels.tsv (near pairs of tags, labelled by hand; the tags are not in the project, so they stand there as
// hashes), gold/news.train.jsonl.gz (tags and lists), gold/titles.tsv.gz (names that look alike are different things) and
// pairs/transliterations.train.tsv. Same input, same bytes.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { matcherOf } from '../dist/core/sameness/matcher.js'
import { edits } from '../dist/core/sameness/distance.js'
import { NearIndex } from '../dist/core/sameness/blocking.js'
import { Evidence } from '../dist/core/boundaries/evidence.js'
import { editName, FEATURES, features, probability, threshold as thresholdOf } from '../dist/core/sameness/sameness.js'
import { loadModel, shipped } from '../dist/model/index.js'
import { tablesOf } from '../dist/model/sameness.js'
import { fold } from '../dist/core/text/fold.js'
import { WordSet, WordShares } from '../dist/core/text/wordset.js'

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const shared = argument('--shared', '../shared')
const lines = (file) => {
  const bytes = fs.readFileSync(file)
  return (String(file).endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n')
}

const dry = process.argv.includes('--dry')
const untrained = {
  weights: new Float64Array(FEATURES.length),
  bias: 0,
  threshold: 1,
  related: 1,
  names: 1,
  slips: 1,
  alone: 1,
  unheard: 1,
}
const letters = loadModel().letters

// 0. Which words text has at all, however rarely, and which stand in names: what the shipped counts leave out.
const train = lines(`${shared}/gold/news.train.jsonl.gz`).map((line) => JSON.parse(line))
const titles = [...new Set(lines(`${shared}/gold/titles.tsv.gz`).map((line) => line.split('\t')[0]))]
const words = (text) => fold(text, 'orthographic', letters).split(' ')
const counted = new Map()
for (const { title, text } of train)
  for (const word of words(`${title} ${text}`)) counted.set(word, (counted.get(word) ?? 0) + 1)
const named = new Set(titles.flatMap(words))
// How each word is written, where it is written often enough to tell: the share of each spelling, vowel marks aside.
const spellings = new Map()
for (const { title, text } of train)
  for (const word of fold(`${title} ${text}`, 'encoding', letters)
    .replace(/[\u064b-\u0652\u0670]/g, '')
    .split(' ')) {
    const key = fold(word, 'orthographic', letters)
    const forms = spellings.get(key) ?? new Map()
    spellings.set(key, forms.set(word, (forms.get(word) ?? 0) + 1))
  }
const shares = new Map()
for (const forms of spellings.values()) {
  const total = [...forms.values()].reduce((sum, n) => sum + n, 0)
  if (total >= 3) for (const [form, n] of forms) if (n > 1 || n / total >= 0.1) shares.set(form, n / total)
}
const slots = WordShares.of(shares).slots
const spelled = Buffer.alloc(slots.length * 2)
for (let i = 0; i < slots.length; i++) spelled.writeUInt16LE(slots[i], 2 * i)
const sets = [
  [...counted].filter(([, n]) => n === 1).map(([word]) => word),
  [...counted].filter(([, n]) => n === 2).map(([word]) => word),
  [...named],
].map((set) => Buffer.from(WordSet.of(set).bits))
sets.push(spelled)
const packed = Buffer.concat(sets.flatMap((bits) => [Buffer.from(Uint32Array.of(bits.length).buffer), bits]))
if (!dry) fs.writeFileSync(new URL('../data/words.bin', import.meta.url), packed)
console.log(`words.bin: ${counted.size} words of text, ${named.size} of names, ${packed.length} bytes`)

const base = { ...tablesOf(shipped, letters), costs: new Map(), cold: untrained, warm: untrained }
const plain = matcherOf({ letters, sameness: base })
const ridge = Number(argument('--ridge', 1))

// 1. Costs of edits: how often an edit parts two spellings that share a Latin form, against two names that do not.
const translit = lines(`${shared}/pairs/transliterations.train.tsv`)
  .slice(1)
  .map((line) => line.split('\t'))
const heldOut = new Set()
for (const line of lines(`${shared}/pairs/titles-different.dev.tsv`).slice(1)) {
  const [a, b] = line.split('\t').map((surface) => plain.form(surface).phrase)
  heldOut.add(a < b ? `${a}|${b}` : `${b}|${a}`)
}
const titleForms = new Map()
for (const title of titles) {
  const form = plain.form(title)
  if (form.phrase && !titleForms.has(form.phrase)) titleForms.set(form.phrase, form)
}
const forms = [...titleForms.values()]
const index = new NearIndex(forms.map((form) => form.phrase))
const different = []
index.pairs(
  () => true,
  (p, q) => {
    const [a, b] = [forms[p], forms[q]]
    if (heldOut.has(a.phrase < b.phrase ? `${a.phrase}|${b.phrase}` : `${b.phrase}|${a.phrase}`)) return
    different.push([a, b])
  },
)
const count = (pairs) => {
  const counts = new Map()
  let total = 0
  for (const [a, b] of pairs) {
    const [x, y] = a < b ? [a, b] : [b, a]
    const script = edits(x, y)
    if (!script || script.length !== 1) continue
    for (const edit of script) {
      const name = editName(edit, x, y)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      total++
    }
  }
  return { counts, total }
}
const within = count(translit.map(([a, b]) => [plain.form(a).phrase, plain.form(b).phrase]))
const between = count(
  different.flatMap(([a, b]) => {
    const pair = plain.wordPair(a, b)
    return pair ? [[pair.a, pair.b]] : []
  }),
)
const costs = {}
for (const name of [...new Set([...within.counts.keys(), ...between.counts.keys()])].sort()) {
  const smooth = 1
  const cost =
    Math.log(((within.counts.get(name) ?? 0) + smooth) / (within.total + 500)) -
    Math.log(((between.counts.get(name) ?? 0) + smooth) / (between.total + 500))
  costs[name] = Math.round(cost * 100) / 100
}
console.log(
  `costs: ${Object.keys(costs).length} edits, from ${within.total} spellings of one name and ${between.total} pairs of names`,
)
const sameness = { ...base, costs: new Map(Object.entries(costs)) }

// 2. Labelled pairs, with the lists of the training pages as evidence.
const { letters: units } = loadModel().segmenter
const evidence = new Evidence(units)
const pages = new Map()
for (const { tags } of train) {
  const keys = [...new Set(tags.map((tag) => plain.form(tag).key))]
  evidence.observeList(tags)
  for (const key of keys) pages.set(key, (pages.get(key) ?? 0) + 1)
}
const counts = (key) => (pages.has(key) ? { count: pages.get(key), pages: pages.get(key) } : undefined)
const warmJudge = matcherOf({
  letters,
  sameness,
  counts,
  evidence: { word: () => 0, pair: () => 0, key: () => 0, together: (a, b) => evidence.together(a, b) },
})
const coldJudge = matcherOf({ letters, sameness })
const hashOf = (tag) => createHash('sha256').update(tag).digest('hex').slice(0, 12)
const tagOf = new Map(train.flatMap(({ tags }) => tags).map((tag) => [hashOf(tag), tag]))
const labels = lines(new URL('sameness.labels.tsv', import.meta.url))
  .filter((line) => !line.startsWith('#'))
  .map((line) => {
    const [a, b, label] = line.split('\t')
    if (!tagOf.has(a) || !tagOf.has(b)) throw new Error(`no tag of the pages has the hash ${tagOf.has(a) ? b : a}`)
    return [tagOf.get(a), tagOf.get(b), Number(label)]
  })
const values = new Float64Array(FEATURES.length)
/** Stands for a model whose thresholds are their own names. */
const KINDS = Object.fromEntries(
  ['threshold', 'phrase', 'related', 'names', 'slips', 'alone', 'unheard'].map((kind) => [kind, kind]),
)
const sample = (matcher, a, b, label, weight) => {
  const pair = matcher.wordPair(matcher.form(a), matcher.form(b))
  if (!pair) return undefined
  const isRelated = matcher.compare(matcher.form(a), matcher.form(b)).relation
  const ruled = matcher.compare(matcher.form(a), matcher.form(b)).score === 0
  if (!features(pair, sameness, values)) return undefined
  return {
    ruled,
    kind: thresholdOf(values, pair, isRelated !== undefined && isRelated !== 'near', KINDS),
    x: Float64Array.from(values),
    y: label,
    weight,
    a,
    b,
    group: pair.a < pair.b ? `${pair.a}|${pair.b}` : `${pair.b}|${pair.a}`,
    pair,
  }
}
const rows = (matcher) => labels.flatMap(([a, b, label]) => sample(matcher, a, b, label, 1) ?? [])
const negatives = (matcher) =>
  different.filter((_, i) => i % 7 === 0).flatMap(([a, b]) => sample(matcher, a.surface, b.surface, 0, 0.15) ?? [])

/** L2-regularised logistic regression by Newton's method. */
function fit(data, ridge) {
  const n = FEATURES.length + 1
  const w = new Float64Array(n)
  for (let round = 0; round < 25; round++) {
    const gradient = new Float64Array(n)
    const hessian = Array.from({ length: n }, (_, i) =>
      Float64Array.from({ length: n }, (_, j) => (i === j ? ridge * (i === n - 1 ? 0.01 : 1) : 0)),
    )
    for (let i = 0; i < n; i++) gradient[i] = -ridge * w[i] * (i === n - 1 ? 0.01 : 1)
    for (const { x, y, weight } of data) {
      let z = w[n - 1]
      const active = []
      for (let i = 0; i < n - 1; i++)
        if (x[i] !== 0) {
          z += w[i] * x[i]
          active.push(i)
        }
      const p = 1 / (1 + Math.exp(-z))
      const v = weight * p * (1 - p)
      const at = (i) => (i === n - 1 ? 1 : x[i])
      active.push(n - 1)
      for (const i of active) {
        gradient[i] += weight * (y - p) * at(i)
        for (const j of active) hessian[i][j] += v * at(i) * at(j)
      }
    }
    const step = solve(hessian, gradient)
    let size = 0
    for (let i = 0; i < n; i++) {
      w[i] += step[i]
      size += Math.abs(step[i])
    }
    if (size < 1e-9) break
  }
  return { weights: w.subarray(0, n - 1), bias: w[n - 1], threshold: 0 }
}
function solve(matrix, vector) {
  const n = vector.length
  const m = matrix.map((row, i) => [...row, vector[i]])
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let r = i + 1; r < n; r++) if (Math.abs(m[r][i]) > Math.abs(m[pivot][i])) pivot = r
    ;[m[i], m[pivot]] = [m[pivot], m[i]]
    for (let r = i + 1; r < n; r++) {
      const f = m[r][i] / m[i][i]
      if (f !== 0) for (let c = i; c <= n; c++) m[r][c] -= f * m[i][c]
    }
  }
  const x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let s = m[i][n]
    for (let c = i + 1; c < n; c++) s -= m[i][c] * x[c]
    x[i] = s / m[i][i]
  }
  return x
}

const hash = (text) => {
  let h = 7
  for (const c of text) h = (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0
  return h
}
function crossValidate(data, ridge) {
  const scored = []
  for (let fold = 0; fold < 10; fold++) {
    const model = fit(
      data.filter((row) => hash(row.group) % 10 !== fold),
      ridge,
    )
    for (const row of data)
      if (!row.ruled && hash(row.group) % 10 === fold) scored.push({ ...row, p: probability(row.x, model) })
  }
  return scored
}
/** The lowest threshold at which precision, by cross-validation and with a pseudo-error, is as wanted. */
function threshold(scored, precision, prior) {
  const sorted = scored.slice().sort((a, b) => b.p - a.p)
  let [tp, fp, best] = [0, prior, 0.999]
  let positives = scored.filter((r) => r.y === 1).length
  let at
  for (const row of sorted) {
    if (row.y === 1) tp++
    else fp += row.weight
    if (tp / (tp + fp) >= precision) {
      best = row.p
      at = { tp, fp, recall: tp / positives }
    }
  }
  let [t2, f2] = [0, 0]
  const recallAt = [0.5, 1.5, 2.5, 4.5].map((limit) => {
    let tp = 0,
      fp = 0,
      best = 0
    for (const row of sorted) {
      if (row.y === 1) tp++
      else fp += row.weight
      if (fp > limit) break
      best = tp
    }
    return best
  })
  return { best, at, recallAt }
}
// By cross-validation over the labels: precision at least 0.99 over all pairs, those that rules decide included.
const THRESHOLDS = {
  cold: { threshold: 0.85, phrase: 0.84, related: 0.95, names: 0.62, slips: 0.66, alone: 0.78, unheard: 0.9 },
  warm: { threshold: 0.68, phrase: 0.64, related: 0.92, names: 0.5, slips: 0.55, alone: 0.6, unheard: 0.65 },
}
const report = {}
for (const [name, matcher, extra] of [
  ['cold', coldJudge, true],
  ['warm', warmJudge, false],
]) {
  const data = [...rows(matcher), ...(extra ? negatives(matcher) : [])]
  const scored = crossValidate(data, ridge)
  const curve = [0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99].map((t) => {
    const tp = scored.filter((r) => r.y === 1 && r.p >= t).length
    const news = scored.filter((r) => r.y === 0 && r.weight === 1 && r.p >= t).length
    const names = scored.filter((r) => r.weight !== 1 && r.p >= t).length
    return `${t}: +${tp} -${news} names ${names}`
  })
  console.log(name, `pairs ${data.length}, one tag ${data.filter((r) => r.y === 1).length}`, curve.join('; '))
  for (const ending of [0, 1]) {
    const part = scored.filter((r) => (r.x[FEATURES.indexOf('ending')] || r.x[FEATURES.indexOf('clitic')]) === ending)
    console.log(
      name,
      ending ? 'inflected' : 'other',
      [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
        .map(
          (t) =>
            `${t}: +${part.filter((r) => r.y === 1 && r.p >= t).length} -${part.filter((r) => r.y === 0 && r.p >= t).length}`,
        )
        .join('; '),
    )
  }
  // What each threshold would let in: one tag, two tags, names that look alike and are two.
  for (const kind of Object.keys(THRESHOLDS[name])) {
    const part = scored.filter((r) => r.kind === kind)
    const at = [0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((t) => {
      const over = part.filter((r) => r.p >= t)
      const names = over.filter((r) => r.weight !== 1).length
      return `${t}: +${over.filter((r) => r.y === 1).length} -${over.filter((r) => r.y === 0).length - names} ${names}`
    })
    console.log(name, kind, `of ${part.filter((r) => r.y === 1).length};`, at.join('; '))
  }
  const model = fit(data, ridge)
  const { best, at, recallAt } = threshold(scored, 0.99, 0.5)
  console.log(name, 'threshold', best, at, recallAt)
  Object.assign(model, THRESHOLDS[name])
  if (process.argv.includes('--wrong')) {
    for (const r of scored
      .filter((r) => r.y === 0 && r.p > 0.7)
      .sort((a, b) => b.p - a.p)
      .slice(0, 40))
      console.log(
        '  false',
        r.p.toFixed(3),
        r.a,
        '~',
        r.b,
        r.pair.textA,
        r.pair.textB,
        r.pair.tagA,
        r.pair.tagB,
        r.pair.together,
      )
    for (const r of scored
      .filter((r) => r.y === 1 && r.p < model.threshold)
      .sort((a, b) => b.p - a.p)
      .slice(0, 170))
      console.log(
        '  missed',
        r.p.toFixed(3),
        r.a,
        '~',
        r.b,
        r.pair.textA,
        r.pair.textB,
        r.pair.tagA,
        r.pair.tagB,
        r.pair.together,
      )
  }
  report[name] = {
    bias: Math.round(model.bias * 1000) / 1000,
    ...THRESHOLDS[name],
    weights: Object.fromEntries(FEATURES.map((f, i) => [f, Math.round(model.weights[i] * 1000) / 1000])),
  }
}
if (!dry)
  fs.writeFileSync(
    new URL('../data/sameness.json', import.meta.url),
    JSON.stringify({ costs, ...report }, null, 1) + '\n',
  )
