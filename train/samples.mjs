// Makes the samples that boundaries.py trains on, and the counts that ship:
//   node train/samples.mjs NEWS.jsonl.gz TITLES.tsv.gz --names NAMES.tsv.gz --corpus CORPUS.json --written WRITTEN
//     --samples FOLDER [--test GOLD.jsonl.gz,…] [--out FOLDER]
// A sample is a list with the fields of its words, gaps and spans, and how it is cut. Deterministic: same input, same bytes.
import fs from 'node:fs'
import zlib from 'node:zlib'
import { Background } from '../dist/core/boundaries/background.js'
import { Evidence } from '../dist/core/boundaries/evidence.js'
import { ProseReader, countingLetters, mix, phraseOf } from '../dist/core/text/tokens.js'
import {
  GAP_FIELDS,
  GAP_WIDTH,
  LIST_FIELDS,
  LIST_WIDTH,
  LONGEST,
  SHAPE_FIELDS,
  SHAPE_WIDTH,
  SPAN_FIELDS,
  SPAN_WIDTH,
  Stretch,
  USE_FIELDS,
  USE_WIDTH,
  Words,
} from '../dist/core/boundaries/features.js'
import { collapseRepeats } from '../dist/core/boundaries/repeats.js'
import { observeRun } from '../dist/core/boundaries/segment.js'

import { textMatches } from '../dist/core/boundaries/matches.js'
import { loadModel, shipped } from '../dist/model/index.js'
import { closedClasses } from '../dist/model/segmenter.js'
import { flat, flatTag, key, random, readJsonl, scraped } from './lib.mjs'
import { collection } from './measure.mjs'
import { readWritten } from './written.mjs'

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const BLOCKS = 8
const started = performance.now()
const say = (...a) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s]`, ...a)

const letters = countingLetters(loadModel().letters.units)
const particles = closedClasses(shipped, letters)
const firstColumn = (file) =>
  zlib
    .gunzipSync(fs.readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((l) => l.split('\t')[0])

const news = readJsonl(process.argv[2]).filter((p) => p.tags.some((t) => key(t)))
news.forEach((page, i) => (page.block = Math.floor((i * BLOCKS) / news.length)))
/** Every so many written houses are kept for development. */
const HELD = Number(arg('held', 10))
const written = readWritten(arg('written')).filter((p) => p.tags.some((t) => key(t)))
const isHeld = (page) => HELD > 0 && page.number % HELD === HELD - 1
const taught = written.filter((page) => !isHeld(page))
for (const page of taught) page.block = page.number % BLOCKS
const corpus = JSON.parse(fs.readFileSync(arg('corpus'), 'utf8'))
const paragraphs = fs
  .readFileSync(`${arg('corpus')}.txt`, 'utf8')
  .trim()
  .split('\n')
const known = firstColumn(process.argv[3])
/** Names and terms of as many words as a tag has. */
const titles = [...new Set([...known, ...firstColumn(arg('names')).filter((t) => t.split(' ').length <= LONGEST)])]
say(news.length, 'news pages,', taught.length, 'written pages,', paragraphs.length, 'paragraphs')

// ── counts of each block of pages ────────────────────────────────────────────────────────────────────────────────────
const reader = new ProseReader(letters)
const read = (title, text) => reader.read(title, text, [[0, text.length]])
const TABLES = ['proseWords', 'prosePairs', 'listWords', 'listPairs', 'after', 'before', 'tags']
const emptyCounts = () => ({ total: 0, ...Object.fromEntries(TABLES.map((name) => [name, new Map()])) })
const inc = (map, id, by = 1) => map.set(id, (map.get(id) ?? 0) + by)
const sets = (map, id, value) => {
  const s = map.get(id)
  if (s) s.add(value)
  else map.set(id, new Set([value]))
}
function countPages(pages) {
  const c = emptyCounts()
  const lists = new Set()
  for (const page of pages) {
    const prose = read(page.title, page.text)
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
    const shape = collapseRepeats({ pieces: [text] }, letters)
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
  sum.total = corpus.total
  for (const [id, n] of corpus.words) inc(sum.proseWords, id, n)
  for (const [id, n] of corpus.pairs) inc(sum.prosePairs, id, n)
  for (const c of parts) {
    sum.total += c.total
    for (const name of ['proseWords', 'prosePairs']) for (const [id, n] of c[name]) inc(sum[name], id, n)
  }
  for (const c of lists) {
    for (const name of ['listWords', 'listPairs', 'tags']) for (const [id, n] of c[name]) inc(sum[name], id, n)
    for (const name of ['after', 'before']) for (const [id, s] of c[name]) for (const v of s) sets(sum[name], id, v)
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
    names: new Map(named.map((t) => [phraseOf(t, letters), 1])),
  })
}
const taughtPages = [...news, ...taught]
const blocks = Array.from({ length: BLOCKS }, (_, b) => countPages(taughtPages.filter((p) => p.block === b)))
const others = blocks.map((_, b) => background(blocks.filter((_, o) => o !== b)))
// the same prose, but lists of one far block only and half of the names: as other domains look to it
const sparse = blocks.map((_, b) =>
  background(
    blocks.filter((_, o) => o !== b),
    [blocks[(b + BLOCKS / 2) % BLOCKS]],
    titles.filter((_, i) => i % 2 === 0),
  ),
)
// the same prose, and nothing known of lists
const bookless = background(blocks, [], [])
const whole = background(blocks)
const out = arg('out')
if (out) {
  fs.writeFileSync(`${out}/background.bin.gz`, zlib.gzipSync(whole.toBytes(), { level: 9 }))
  // What the matcher of spellings goes by: edited prose alone, since text of all kinds has every misspelling, too.
  const edited = countPages(news)
  for (const [id, n] of edited.proseWords) if (n < 3) edited.proseWords.delete(id)
  for (const [id, n] of edited.prosePairs) if (n < 2) edited.prosePairs.delete(id)
  const named = new Map(known.map((t) => [phraseOf(t, letters), 1]))
  const { total, ...counts } = edited
  const judged = Background.build(total, { ...counts, listWords: new Map(), listPairs: new Map(), after: new Map(), before: new Map(), tags: new Map(), names: named }) // prettier-ignore
  fs.writeFileSync(`${out}/prose.bin.gz`, zlib.gzipSync(judged.toBytes(), { level: 9 }))
}
say('counted; whole', zlib.gzipSync(whole.toBytes(), { level: 9 }).length, 'bytes')

// ── samples ──────────────────────────────────────────────────────────────────────────────────────────────────────────
const rnd = random(7)
const pick = (list) => list[Math.floor(rnd() * list.length)]
const shuffled = (list) => {
  const a = [...list]
  for (let i = a.length - 1; i > 0; i--) {
    const j = Math.floor(rnd() * (i + 1))
    ;[a[i], a[j]] = [a[j], a[i]]
  }
  return a
}
const words = new Words()
const resources = (bg) => ({ letters, background: bg, particles, words })

/** Columns of a set of samples, appended to files. */
class SampleSet {
  constructor(name) {
    this.folder = `${arg('samples')}/${name}`
    fs.mkdirSync(this.folder, { recursive: true })
    this.files = {}
    for (const column of ['meta', 'ids', 'shapes', 'uses', 'gaps', 'list', 'spans', 'sizes'])
      this.files[column] = { fd: fs.openSync(`${this.folder}/${column}.bin`, 'w'), parts: [], bytes: 0 }
    this.count = 0
    this.words = 0
  }
  write(column, array) {
    const file = this.files[column]
    file.parts.push(Buffer.from(array.buffer, array.byteOffset, array.byteLength))
    file.bytes += array.byteLength
    if (file.bytes > 1 << 24) this.flush(file)
  }
  flush(file) {
    fs.writeSync(file.fd, Buffer.concat(file.parts))
    file.parts = []
    file.bytes = 0
  }
  close() {
    for (const file of Object.values(this.files)) {
      this.flush(file)
      fs.closeSync(file.fd)
    }
    say(this.folder, this.count, 'samples,', this.words, 'words')
  }
  /** `kind` tells kinds of samples apart, or houses that are measured; `page` which samples are one page's. */
  add(tags, title, text, bg, evidence, kind = 0, page = 0) {
    const run = { pieces: [flat(tags)] }
    const prose = read(title, text)
    const shape = collapseRepeats(run, letters)
    const has = textMatches(shape, prose)
    const starts = new Set()
    let at = 0
    for (const tag of tags) {
      starts.add(at)
      at += flatTag(tag).split(' ').filter(Boolean).length
    }
    for (const [start, end] of shape.stretches) {
      const n = end - start
      if (n > 250) continue
      const sizes = new Uint8Array(n)
      for (let i = 0, size = 0; i < n; i += size) {
        size = 1
        while (i + size < n && !starts.has(start + i + size)) size++
        sizes[i] = size
      }
      if (sizes.some((size) => size > LONGEST)) continue
      const stretch = new Stretch(shape, start, end, has, evidence, resources(bg))
      const shapes = new Uint16Array(n * SHAPE_WIDTH)
      const uses = new Uint16Array(n * USE_WIDTH)
      const gaps = new Uint16Array((n + 1) * GAP_WIDTH)
      const spans = new Uint16Array(n * LONGEST * SPAN_WIDTH)
      const list = new Int32Array(LIST_WIDTH)
      const rows = new Int32Array(LONGEST * SPAN_WIDTH)
      stretch.list(list, 0)
      for (let i = 0; i <= n; i++) {
        stretch.gap(i, rows, 0)
        gaps.set(rows.subarray(0, GAP_WIDTH), i * GAP_WIDTH)
        if (i === n) break
        shapes.set(stretch.words[i].shape, i * SHAPE_WIDTH)
        stretch.use(i, rows, 0)
        uses.set(rows.subarray(0, USE_WIDTH), i * USE_WIDTH)
        const sizes = Math.min(LONGEST, n - i)
        stretch.spans(i, rows, 0)
        spans.set(rows.subarray(0, sizes * SPAN_WIDTH), i * LONGEST * SPAN_WIDTH)
      }
      this.write('meta', Int32Array.of(n, kind, page))
      this.write(
        'ids',
        Int32Array.from(stretch.words, (w) => w.id),
      )
      this.write('shapes', shapes)
      this.write('uses', uses)
      this.write('gaps', gaps)
      this.write('list', Uint16Array.from(list))
      this.write('spans', spans)
      this.write('sizes', sizes)
      this.count++
      this.words += n
    }
  }
}
const set = new SampleSet('train')

const appended = (text, tags) => `${text}\n${shuffled(tags).join('\n')}`
const isParticle = (word) => (particles.get(phraseOf(word, letters)) ?? 0) > 0
const bare = (text) => text.replace(/[^\p{L}\p{N}\p{M}\s]+/gu, ' ')

/** Phrases as readers would mark them in a text: runs of words within a clause, mostly not edged by particles. */
function phrases(text, count, singles = 0.22) {
  const clauses = text
    .split(/[\n.,،؛;:!؟?()«»"“”\-–]+/u)
    .map((c) => c.split(/\s+/u).filter(Boolean))
    .filter((c) => c.length > 0)
  const out = new Set()
  if (clauses.length < 3) return []
  for (let tries = 0; tries < 12 * count && out.size < count; tries++) {
    const clause = pick(clauses)
    const r = rnd() < singles ? 0 : rnd()
    const size = r === 0 ? 1 : r < 0.5 ? 2 : r < 0.76 ? 3 : r < 0.92 ? 4 : 5
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
const names = titles.filter((t) => !/[(),،]/u.test(t))
const fits = (t) => t && t.split(' ').length <= LONGEST
// tags by what they are; of those the ones that sparse counts do not know
const types = [...new Set(taughtPages.flatMap((p) => p.tags.map(flatTag)))].filter(fits)
const isSingle = (tag) => !flatTag(tag).includes(' ')
const singles = types.filter(isSingle)
const multiples = types.filter((t) => !isSingle(t))
const strange = sparse.map((bg) => types.filter((t) => bg.tag(phraseOf(t, letters)) === 0))
const definite = strange.map((list) => list.filter((t) => /^ال\S+ /u.test(t)))
const single = strange.map((list) => list.filter(isSingle))
// common nouns that could stand alone as a tag: they are as frequent with the article as without
const nouns = []
{
  const seen = new Map()
  for (const page of news) for (const w of page.text.split(/[^\p{L}\p{M}]+/u)) inc(seen, w)
  for (const [w, n] of seen) {
    const definite = seen.get(`ال${w}`) ?? 0
    if (n >= 30 && w.length > 2 && !w.startsWith('ال') && !isParticle(w) && definite > n / 4) nouns.push(w)
  }
  say(nouns.length, 'nouns', nouns.filter((_, i) => i % 150 === 0).join(' '))
}
/** A list as WordPress sorts one, by code units. */
const sorted = (tags) => [...tags].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
/** A list in another way: its own share of single words, of its own tags and of others. */
function habit(page, block) {
  const share = rnd()
  const common = rnd() < 0.5
  const own = shuffled([...new Set(page.tags)])
  const mine = { true: own.filter(isSingle), false: own.filter((t) => !isSingle(t)) }
  const list = []
  for (let left = 3 + Math.floor(rnd() * 15); left > 0; left--) {
    const wanted = rnd() < share
    if (rnd() < 0.6 && mine[wanted].length > 0) list.push(mine[wanted].pop())
    else if (wanted) list.push(rnd() < 0.4 ? pick(nouns) : pick(common ? singles : single[block]))
    else list.push(pick(common ? multiples : strange[block]))
  }
  const tags = [...new Set(list)].filter(Boolean)
  return rnd() < 0.2 ? sorted(tags) : tags
}

const KIND = {
  news: 0,
  habit: 1,
  mixed: 2,
  strange: 3,
  short: 4,
  names: 5,
  phrases: 6,
  written: 7,
  writtenMixed: 8,
  prose: 9,
  mentions: 10,
}
for (let b = 0; b < BLOCKS; b++) {
  const pages = news.filter((p) => p.block === b)
  const asPages = pages.map((page) => ({ page, nav: new Set(), run: flat(page.tags) }))
  const { evidence } = collection(asPages, resources(others[b]))
  // Of some collections a part comes delimited: what other pages have as a tag is one here.
  const { evidence: partly } = collection(asPages, resources(others[b]), { delimited: (i) => i % 3 === 0 })
  const collected = (i, often) => (rnd() >= often ? undefined : i % 3 !== 0 && rnd() < 0.4 ? partly : evidence)
  const ground = () => (rnd() < 0.7 ? others[b] : sparse[b])
  pages.forEach((page, i) => {
    const text = rnd() < 0.4 ? appended(page.text, page.tags) : page.text
    set.add(page.tags, page.title, text, ground(), collected(i, 0.5), KIND.news)
    if (rnd() < 0.8) {
      const tags = habit(page, b)
      const r = rnd()
      const there = () => tags.filter(() => rnd() < 0.8)
      const around = r < 0.25 ? '' : r < 0.6 ? appended(page.text, there()) : page.text
      set.add(tags, page.title, around, ground(), collected(i, 0.3), KIND.habit)
    }
    if (rnd() < 0.1) set.add(sorted(new Set(page.tags)), page.title, text, ground(), collected(i, 0.5), KIND.news)
    if (rnd() < 0.3) {
      const mixed = shuffled([...new Set([...page.tags, ...pick(pages).tags])]).slice(0, 4 + Math.floor(rnd() * 30))
      set.add(mixed, page.title, rnd() < 0.2 ? '' : page.text, ground(), collected(i, 0.3), KIND.mixed)
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
      const tags = shuffled([...new Set(list)]).flatMap((t) => t.split('|'))
      set.add(tags, '', rnd() < 0.5 ? '' : page.text, sparse[b], undefined, KIND.strange)
    }
    if (rnd() < 0.25) {
      const tags = shuffled(page.tags).slice(0, 1 + Math.floor(rnd() * 6))
      set.add(tags, page.title, rnd() < 0.5 ? '' : page.text, ground(), collected(i, 0.3), KIND.short)
    }
    if (rnd() < 0.1) {
      const list = Array.from({ length: 2 + Math.floor(rnd() * 12) }, () => pick(names))
      if (rnd() < 0.5) list.push(...page.tags.slice(0, 8))
      const tags = shuffled([...new Set(list)])
      const around = pick(pages).text
      set.add(tags, '', rnd() < 0.5 ? appended(around, tags) : around, sparse[b], undefined, KIND.names)
    }
    if (page.text.length > 600 && rnd() < 0.4) {
      const around = rnd() < 0.6 ? bare(page.text) : page.text
      const first = shuffled([...new Set(page.tags)]).filter((t) => around.includes(t))
      const later = phrases(page.text, 10 + Math.floor(rnd() * 60))
      if (rnd() < 0.5) later.sort((x, y) => x.split(' ').length - y.split(' ').length)
      const bg = rnd() < 0.3 ? others[b] : sparse[b]
      set.add([...first, ...later], rnd() < 0.5 ? '' : page.title, around, bg, collected(i, 0.3), KIND.phrases)
    }
  })
}
say(set.count, 'samples of news')

const houses = new Map()
for (const page of taught) {
  const house = houses.get(page.number)
  if (house) house.push(page)
  else houses.set(page.number, [page])
}
for (const pages of houses.values()) {
  const b = pages[0].block
  const inBlock = taught.filter((p) => p.block === b)
  const asPages = pages.map((page) => ({ page, nav: new Set(), run: flat(page.tags) }))
  const { evidence } = collection(asPages, resources(others[b]))
  const { evidence: partly } = collection(asPages, resources(others[b]), { delimited: (i) => i % 3 === 0 })
  const collected = (i, often) => (rnd() >= often ? undefined : i % 3 !== 0 && rnd() < 0.7 ? partly : evidence)
  const ground = () => (rnd() < 0.6 ? others[b] : sparse[b])
  pages.forEach((page, i) => {
    set.add(page.tags, page.title, page.text, ground(), collected(i, 0.6), KIND.written)
    const longer = `${page.text} ${pick(paragraphs)} ${pick(paragraphs)}`
    const r = rnd()
    const text = r < 0.3 ? '' : r < 0.5 ? longer : appended(longer, page.tags.filter(() => rnd() < 0.5)) // prettier-ignore
    set.add(page.tags, rnd() < 0.5 ? '' : page.title, text, ground(), collected(i, 0.3), KIND.written)
    if (rnd() < 0.4) {
      const mixed = [...new Set([...page.tags, ...pick(pages).tags, ...(rnd() < 0.5 ? pick(pages).tags : [])])]
      set.add(
        rnd() < 0.5 ? shuffled(mixed) : mixed,
        page.title,
        page.text,
        ground(),
        collected(i, 0.3),
        KIND.writtenMixed,
      )
    }
    if (rnd() < 0.4) {
      const list = Array.from({ length: 2 + Math.floor(rnd() * 14) }, () => pick(pick(inBlock).tags))
      set.add([...new Set(list)], '', rnd() < 0.7 ? '' : longer, ground(), undefined, KIND.writtenMixed)
    }
    if (rnd() < 0.3) {
      const from = Math.floor(rnd() * page.tags.length)
      set.add(page.tags.slice(from, from + 2 + Math.floor(rnd() * 4)), page.title, text, ground(), collected(i, 0.3), KIND.written) // prettier-ignore
    }
    if (rnd() < 0.1) set.add(sorted(new Set(page.tags)), page.title, page.text, ground(), collected(i, 0.3), KIND.written) // prettier-ignore
    if (rnd() < 0.3) set.add(habit(page, b), page.title, longer, sparse[b], undefined, KIND.habit)
  })
}
say(set.count, 'samples of news and written lists')

// phrases of other prose, and what prose mentions of tags and names: lists of one subject without end
/** By its hash: whether a phrase is a tag or a name, 2 where it is one by itself. */
const dictionary = new Set()
for (const t of multiples) dictionary.add(phraseOf(t, letters))
for (const t of titles) if (t.includes(' ')) dictionary.add(phraseOf(t, letters))
for (const t of [...singles, ...nouns]) if (t.length > 2 && !isParticle(t)) dictionary.add(phraseOf(t, letters))
/** Tags and names that a text mentions, in its order, each once; of overlapping ones the longest. */
function mentions(text) {
  const found = new Map()
  for (const clause of text.split(/[\n.,،؛;:!؟?()«»"“”\-–]+/u)) {
    const words = clause.split(/\s+/u).filter(Boolean)
    const ids = words.map((w) => phraseOf(w, letters))
    for (let i = 0; i < words.length;) {
      let best = 0
      let hash = 0
      for (let k = i; k < Math.min(words.length, i + 5); k++) {
        if (ids[k] === 0) break
        hash = hash === 0 ? ids[k] : mix(hash, ids[k])
        if (dictionary.has(hash)) best = k - i + 1
      }
      if (best > 0) {
        const tag = words.slice(i, i + best).join(' ')
        if (!found.has(tag)) found.set(tag, best)
      }
      i += Math.max(1, best)
    }
  }
  return [...found.keys()]
}
const lists = Number(arg('prose', 180000))
const around = (b) => (rnd() < 0.4 ? sparse[b] : rnd() < 0.3 ? others[b] : bookless)
for (let k = 0; k < lists; k++) {
  const at = Math.floor(rnd() * (paragraphs.length - 4))
  const text = paragraphs.slice(at, at + 2 + Math.floor(rnd() * 3)).join('\n')
  const shown = rnd() < 0.75 ? '' : text
  const b = Math.floor(rnd() * BLOCKS)
  if (k % 2 === 0) {
    const tags = phrases(text, 4 + Math.floor(rnd() * 20), rnd())
    if (tags.length > 2) set.add(tags, '', shown, around(b), undefined, KIND.prose)
    continue
  }
  const share = rnd()
  const all = mentions(text).filter((t) => rnd() < (isSingle(t) ? share : 1 - share))
  const tags = (rnd() < 0.6 ? shuffled(all) : all).slice(0, 3 + Math.floor(rnd() * 20))
  if (rnd() < 0.3) tags.push(...phrases(text, 3))
  if (tags.length > 2) set.add([...new Set(tags)], '', shown, around(b), undefined, KIND.mentions)
}
// sites that say the same tags again and again, in lists that are delimited or not: what their counts tell
for (let k = 0; k < 160; k++) {
  const b = k % BLOCKS
  const share = rnd()
  const pool = Array.from({ length: 30 + Math.floor(rnd() * 120) }, () => {
    if (rnd() >= share) return pick(strange[b])
    return rnd() < 0.5 ? pick(nouns) : pick(single[b])
  })
  const tags = [...new Set(pool)]
  const keepsOrder = rnd() < 0.4
  const list = () => {
    const some = new Set()
    // the first of the pool are its favourites
    for (let left = 2 + Math.floor(rnd() * 9); left > 0; left--) some.add(Math.floor(tags.length * rnd() ** 2.5))
    const chosen = [...some]
    if (keepsOrder) chosen.sort((x, y) => x - y)
    return chosen.map((i) => tags[i])
  }
  const evidence = new Evidence(letters)
  const delimited = pick([0, 0.1, 0.3, 0.6, 0.9])
  const runs = []
  for (let left = 20 + Math.floor(rnd() * 200); left > 0; left--) {
    const some = list()
    if (rnd() < delimited) evidence.observeList(some)
    else {
      observeRun(collapseRepeats({ pieces: [flat(some)] }, letters), evidence)
      runs.push(some)
    }
  }
  const bg = rnd() < 0.6 ? sparse[b] : bookless
  for (const some of runs.slice(0, 30)) set.add(some, '', '', bg, evidence, KIND.strange)
}
set.close()

// ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────
function measured(name, pages, house) {
  const houses = [...new Set(pages.map(house))]
  const asScraped = scraped(pages)
  const { evidence } = collection(asScraped, resources(whole))
  const half = collection(asScraped, resources(whole), { delimited: (i) => i % 10 === 0 }).evidence
  for (const [mode, ev] of [
    ['warm', evidence],
    ['cold', undefined],
    ['partly', half],
  ]) {
    const test = new SampleSet(`${name}-${mode}`)
    asScraped.forEach(({ page }, i) => {
      if (mode === 'partly' && i % 10 === 0) return
      test.add([...new Set(page.tags)], page.title, page.text, whole, ev, houses.indexOf(house(page)), i)
    })
    test.close()
    fs.writeFileSync(`${test.folder}/houses.json`, JSON.stringify(houses))
  }
}
for (const file of (arg('test') ?? '').split(',').filter(Boolean)) {
  const pages = readJsonl(file)
  const house = (page) => /^([a-z]+):/u.exec(page.id)?.[1] ?? ''
  measured(file.split('/').pop().split('.').slice(0, 2).join('.'), pages, house)
}
const heldPages = written.filter(isHeld)
heldPages.forEach((p, i) => (p.id = `${p.house}:${i}`))
if (heldPages.length > 0) measured('written', heldPages, (p) => p.house)
fs.writeFileSync(
  `${arg('samples')}/fields.json`,
  JSON.stringify({ shape: SHAPE_FIELDS, use: USE_FIELDS, gap: GAP_FIELDS, list: LIST_FIELDS, span: SPAN_FIELDS, longest: LONGEST }), // prettier-ignore
)
// the vocabulary: words of the lists, and the most frequent of prose
const frequency = new Map(corpus.words)
for (const c of blocks) for (const [id, n] of c.proseWords) inc(frequency, id, n)
for (const c of blocks) for (const [id, n] of c.listWords) inc(frequency, id, 30 * n)
const vocabulary = [...frequency]
  .filter(([id]) => id !== 0)
  .sort((x, y) => y[1] - x[1] || (x[0] >>> 0) - (y[0] >>> 0))
  .slice(0, Number(arg('vocabulary', 40000)))
  .map(([id]) => id)
  .sort((x, y) => x - y)
fs.writeFileSync(`${arg('samples')}/vocabulary.bin`, Buffer.from(Int32Array.from(vocabulary).buffer))
say('vocabulary', vocabulary.length, 'of', frequency.size)
