/** What the network looks at, against the definitions of its fields spelled out slowly. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Background } from '../../dist/core/boundaries/background.js'
import type { CountTable, Evidence } from '../../dist/core/boundaries/evidence.js'
import {
  GAP_FIELDS,
  GAP_WIDTH,
  LIST_FIELDS,
  LIST_WIDTH,
  LONGEST,
  SHAPE_FIELDS,
  SPAN_FIELDS,
  SPAN_WIDTH,
  Stretch,
  USE_FIELDS,
  USE_WIDTH,
  Words,
  type Word,
} from '../../dist/core/boundaries/features.js'
import { collapseRepeats, type CollapsedRun } from '../../dist/core/boundaries/repeats.js'
import type { TextMatches } from '../../dist/core/boundaries/matches.js'
import { mix } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'
import { runs } from '../arbitraries.js'

const { letters } = loadModel().segmenter

/** For words that are not looked up. */
const nothing = {} as unknown as Background

/** Rows as values by field. */
function named(fields: Readonly<Record<string, number>>, rows: ArrayLike<number>, at = 0): Record<string, number> {
  const found: Record<string, number> = {}
  let before = 0
  Object.entries(fields).forEach(([name, size], i) => {
    const value = rows[at + i]! - before
    if (value < 0 || value >= size) throw new Error(`${name} is ${value} of ${size}`)
    found[name] = value
    before += size
  })
  return found
}

const [PREFIX, SUFFIX, SHORT_PREFIX, SHORT_SUFFIX] = [337, 1962, 782, 1372]

describe('a word by itself', () => {
  const PARTICLE = 7
  const shapeOf = (surface: string): Record<string, number> => {
    const { ids } = collapseRepeats({ pieces: [surface] }, letters)
    const resources = {
      letters,
      particles: new Map([[ids[0]!, PARTICLE]]),
      background: nothing,
      words: new Words(),
    }
    return named(SHAPE_FIELDS, resources.words.of(surface, surface === 'من' ? ids[0]! : 1, resources).shape)
  }
  it.each<[string, Record<string, number>]>([
    // The article: none, ال, و + ال, another proclitic + ال or لل; then the last letter.
    ['الم', { form: 0 }],
    ['القمر', { form: 10 }],
    ['الباء', { form: 18 }],
    ['والم', { form: 0 }],
    ['والقمر', { form: 20 }],
    ['بالم', { form: 0 }],
    ['بالقمر', { form: 30 }],
    ['فالقمر', { form: 30 }],
    ['كالقمر', { form: 30 }],
    ['للقمر', { form: 30 }],
    ['للم', { form: 0 }],
    ['سالقمر', { form: 0 }],
    ['غزة', { form: 1 }],
    ['مياه', { form: 2 }],
    ['ليبي', { form: 3 }],
    ['عصا', { form: 4 }],
    ['عدو', { form: 5 }],
    ['لبنان', { form: 6 }],
    ['بنات', { form: 7 }],
    ['سماء', { form: 8 }],
    ['ليلى', { form: 9 }],
    // Arabic, Latin, a number, a year, of both, of no letters.
    ['قمر', { script: 0 }],
    ['gaza', { script: 1 }],
    ['12', { script: 2 }],
    ['12345', { script: 2 }],
    ['2024', { script: 3 }],
    ['٢٠٢٤', { script: 3 }],
    ['ب52', { script: 4 }],
    ['mp3', { script: 4 }],
    ['&', { script: 5 }],
    // What may be joined to it, what opens and closes it.
    ['وقت', { marks: 0 }],
    ['ولاية', { marks: 1 }],
    ['بيت', { marks: 0 }],
    ['بيوت', { marks: 2 }],
    ['لبنان', { marks: 2 }],
    ['كتاب', { marks: 2 }],
    ['فلسطين', { marks: 2 }],
    ['«قمر', { marks: 4 }],
    ['قمر»', { marks: 8 }],
    ['(قمر)', { marks: 12 }],
    ['"قمر"', { marks: 12 }],
    ['قمر!', { marks: 16 }],
    ['قمر؟', { marks: 16 }],
    ['«قمر.', { marks: 20 }],
    // Letters of it, marks apart.
    ['دم', { length: 0 }],
    ['دَمٌ', { length: 0 }],
    ['قمر', { length: 1 }],
    ['قلوب', { length: 2 }],
    ['مدينة', { length: 3 }],
    ['مدينتي', { length: 4 }],
    ['مدينتان', { length: 4 }],
    ['المدينتا', { length: 5 }],
    ['من', { particle: PARTICLE }],
    ['عن', { particle: 0 }],
  ])('%s is %j', (surface, fields) => expect(shapeOf(surface)).toMatchObject(fields))

  it('has the rows of its first and last letters that the weights were trained with', () => {
    expect(shapeOf('فلسطين')).toMatchObject({ prefix: PREFIX, suffix: SUFFIX })
    expect(shapeOf('فلسفات')['prefix']).toBe(PREFIX)
    expect(shapeOf('فليسطين')['prefix']).not.toBe(PREFIX)
    expect(shapeOf('سكاكطين')['suffix']).toBe(SUFFIX)
    expect(shapeOf('دم')).toMatchObject({ prefix: SHORT_PREFIX, suffix: SHORT_SUFFIX })
  })
  it('is looked at as far as 64 letters', () => {
    const long = 'ب'.repeat(63)
    expect(shapeOf(`${long}ا`)).toMatchObject({ form: 4 })
    expect(shapeOf(`${long}بن`)['form']).toBe(0)
    expect(shapeOf(`${long}1`)['script']).toBe(4)
    expect(shapeOf(`${long}ب1`)['script']).toBe(0)
  })
  it('is described once, until there are too many', () => {
    const words = new Words()
    const resources = { letters, particles: new Map<number, number>(), background: nothing, words }
    const one = words.of('قمر', 1, resources)
    expect(words.of('قمر', 1, resources)).toBe(one)
    expect(words.of('قمرٌ', 1, resources)).not.toBe(one)
    for (let i = 2; i < 1 << 14; i++) words.of(`ب${i}`, i, resources)
    expect(words.of('قمر', 1, resources)).toBe(one)
    words.of('سحاب', 0, resources)
    expect(words.of('قمر', 1, resources)).not.toBe(one)
  })
})

/** Numbers on either side of what is told apart. */
const TIMES = [0, 0, 0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 64, 65]
const OFTEN = [0, 1, 2, 3, 7, 8, 22, 23, 63, 64, 181, 182, 511, 512, 1448, 1449, 4095, 4096]
const WORDS = ['قمر', 'بحر', 'السماء', 'غزة', 'من', 'رفح', 'كوفيد-19', 'وزير', 'Gaza', '2024', '-', 'دولة']
const TOTAL = 5000

/** Counts that are the same for the same hash, and anything else. */
function countsOf(seed: number, total: number) {
  const of = (table: string, id: number): number => {
    let h = seed
    for (const value of [id, ...Array.from(table, (c) => c.charCodeAt(0))]) h = mix(h, value)
    const from = table === 'proseWords' ? OFTEN : TIMES
    return id === 0 ? 0 : from[(h >>> 0) % from.length]!
  }
  return {
    of,
    version: seed,
    total,
    counts: (table: CountTable | 'names', ids: Int32Array, n: number, out: Float64Array) => {
      for (let i = 0; i < n; i++) out[i] = of(table, ids[i]!)
    },
  }
}
type Counts = ReturnType<typeof countsOf>

const classOf = (bounds: readonly number[], value: number): number => bounds.filter((bound) => value >= bound).length
const few = (count: number): number => classOf([1, 2, 3, 5, 9, 17, 65], count)
const frequency = (count: number): number =>
  classOf(
    [0, 1.5, 3, 4.5, 6, 7.5, 9, 10.5, 12].map((b) => 2 ** b),
    count,
  )
/** Fifths, begun ones with them. */
const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : classOf([0, 0.2, 0.4, 0.6, 0.8], Math.min(1, part / whole) - 1e-9)
const clamp = (limit: number, value: number): number => Math.min(limit, Math.max(-limit, value)) + limit
const without = (count: number, own: number): number => Math.max(0, count - own)

/** Every field of every word, gap and span of a stretch. */
function slowly(shape: CollapsedRun, start: number, end: number, page: TextMatches, shipped: Counts, own?: Counts) {
  const n = end - start
  const both = (table: string, id: number, off: number): number =>
    shipped.of(table, id) + (own ? without(own.of(table, id), off) : 0)
  const id = (i: number): number => shape.ids[start + i]!
  const at = (column: Uint8Array, i: number): number => column[start + i]!
  const all = Array.from({ length: n }, (_, i) => i)
  const inProse = all.map((i) => both('proseWords', id(i), at(page.words, i)))
  const inLists = all.map((i) => both('listWords', id(i), 1))
  const pairOf = (i: number): number => (i > 0 ? mix(shape.lasts[start + i - 1]!, shape.firsts[start + i]!) : 0)
  const seen = all.map((i) => (i === 0 ? 0 : both('prosePairs', pairOf(i), at(page.pairs, i - 1))))
  const pairs = all.map((i) => (i === 0 ? 0 : both('listPairs', pairOf(i), 1)))
  const total = shipped.total + (own?.total ?? 0) + 1
  const UNSEEN = -9
  const bits = [...all, n].map((i) => {
    if (i === 0 || i === n || seen[i] === 0) return UNSEEN
    const expected = (Math.max(1, inProse[i - 1]!) * Math.max(1, inProse[i]!)) / total
    return Math.min(15, Math.max(-2, Math.round(Math.log2(seen[i]! / expected))))
  })
  const hash = (i: number, size: number): number => {
    const parts = all.slice(i, i + size).flatMap((k) => shape.parts.get(start + k) ?? [id(k)])
    return parts.filter((part) => part !== 0).reduce((x, y) => (x === 0 ? y : mix(x, y)), 0)
  }
  const known = (i: number, size: number): number =>
    few(shipped.of('tags', hash(i, size)) + (own ? own.of('tags', hash(i, size)) : 0))
  const listed = (i: number, size: number): number => (own ? own.of('tags', hash(i, size)) : 0)
  const name = (i: number, size: number): number => (shipped.of('names', hash(i, size)) > 0 ? 1 : 0)
  const spansOf = (size: number): number[] => all.filter((i) => i + size <= n).map((i) => hash(i, size))
  const short = [1, 2, 3, 4, 5].flatMap(spansOf)
  const repeats = (i: number, size: number): number =>
    few(size > 5 ? 1 : short.filter((other) => other === hash(i, size)).length)
  const rank = (i: number): number => {
    const folded = Array.from(shape.surfaces[start + i]!, (c) =>
      /[ةى]/.test(c) ? c.charCodeAt(0) : letters[c.charCodeAt(0)]!,
    )
    const [a = 0, b = 0, c = 0] = folded.filter((letter) => letter > 2)
    return (a * 2048 + b) * 2048 + c
  }
  const noText = page.prose < 20
  const adjacent = all.filter((i) => i > 0 && (at(page.pairs, i - 1) > 0 || at(page.prefixed, i - 1) > 1)).length
  const kind = noText ? 6 : share(adjacent, n - 1)
  const tied = bits.filter((it) => it >= 4).length
  const standing = all.filter((i) => at(page.words, i) > 0).length
  const house = (n < 4 ? 6 : share(tied, n - 1)) * 7 + (noText ? 6 : share(standing, n))
  const ascending = all.reduce<number[]>((found, i) => {
    const before = all.slice(0, i).filter((j) => rank(j) <= rank(i))
    return [...found, 1 + Math.max(0, ...before.map((j) => found[j]!))]
  }, [])
  const sixth = n ** (1 / 6)
  const surprise = (Math.max(...ascending) - (2 * n ** 0.5 - 1.77 * sixth)) / sixth
  const sorted = n < 4 ? 0 : classOf([1, 2, 3, 4.5], surprise)
  const length = n < 4 ? n : 4 + classOf([8, 16, 40], n)
  const order = (i: number, j: number): number => (j >= n ? 3 : rank(i) < rank(j) ? 0 : rank(i) > rank(j) ? 1 : 2)
  const nearness = (i: number): number => {
    if (noText) return 0
    if (at(page.pairs, i - 1) > 0) return 3
    if (at(page.prefixed, i - 1) > 1) return 4
    return at(page.words, i - 1) > 0 && at(page.words, i) > 0 ? 2 : 1
  }
  const after = (i: number): number => few(both('after', id(i), 1))
  const before = (i: number): number => few(both('before', id(i), 1))
  const lists = (i: number): number => few(pairs[i]!)
  const info = (i: number): number => bits[i]! - UNSEEN

  const use = (i: number): Record<string, number> => ({
    frequency: frequency(inProse[i]!),
    listed: few(inLists[i]!),
    variety: after(i) * 8 + before(i),
    text: noText ? 8 : few(at(page.words, i)),
    title: at(page.titled, i) > 0 ? 1 : 0,
    known: known(i, 1) * 2 + name(i, 1),
  })
  const edge = (place: number): Record<string, number> => ({
    ...Object.fromEntries(Object.keys(GAP_FIELDS).map((field) => [field, 0])),
    place,
    near: kind,
    order: sorted * 4 + 3,
  })
  const gap = (i: number): Record<string, number> =>
    i === 0
      ? edge(1)
      : i === n
        ? edge(2)
        : {
            place: 0,
            near: nearness(i) * 8 + kind,
            times: nearness(i) * 64 + few(at(page.words, i - 1)) * 8 + few(at(page.words, i)),
            pair: info(i) * 8 + few(seen[i]!),
            nearPair: (nearness(i) * 25 + info(i)) * 8 + few(seen[i]!),
            rise: clamp(6, bits[i]! - bits[i - 1]!) * 13 + clamp(6, bits[i]! - bits[i + 1]!),
            neighbours: (lists(i) * 8 + after(i - 1)) * 8 + before(i),
            lists: (lists(i) * 8 + few(inLists[i - 1]!)) * 8 + few(inLists[i]!),
            share: share(pairs[i]!, Math.min(inLists[i - 1]!, inLists[i]!)) * 8 + lists(i),
            listsPair: lists(i) * 25 + info(i),
            repeats: repeats(i - 1, 1) * 64 + repeats(i, 1) * 8 + repeats(i - 1, 2),
            order: sorted * 4 + order(i - 1, i),
          }
  const span = (i: number, size: number, words: readonly Word[]): Record<string, number> => {
    const times = known(i, size)
    const weakest = Math.min(20, ...all.slice(i + 1, i + size).map((k) => bits[k]!))
    const left = i > 0 ? bits[i]! : UNSEEN
    const right = i + size < n ? bits[i + size]! : UNSEEN
    const whole = at(page.longest, i) >= size ? 2 : at(page.prefixed, i) >= size ? 1 : 0
    const wider =
      (i + size < n && at(page.longest, i) > size ? 2 : 0) + (i > 0 && at(page.longest, i - 1) > size ? 1 : 0)
    return {
      sizeKind: (size - 1) * 8 + kind,
      sizeShort: (size - 1) * 8 + length,
      known: times * 16 + size,
      name: name(i, size) * 16 + size,
      knownForm: (times * 2 + name(i, size)) * 16 + Math.min(3, size) * 4 + words[i]!.article,
      collected: (own ? few(listed(i, size)) : 8) * 16 + size,
      part: size === 1 ? 0 : (known(i, size - 1) * 8 + known(i + 1, size - 1)) * 8 + times,
      text: ((whole * 4 + wider) * 16 + size) * 8 + kind,
      title: (at(page.titled, i) >= size ? 16 : 0) + size,
      repeats: repeats(i, size) * 16 + size,
      weakest: (weakest - UNSEEN) * 16 + size,
      edge: clamp(8, weakest - Math.max(left, right)) * 16 + size,
      house: house * 16 + size,
      houseKnown: (house * 8 + times) * 4 + Math.min(4, size) - 1,
      order: (sorted * 4 + order(i, i + size)) * 4 + Math.min(3, size),
    }
  }
  /** Whether another list of the collection parts it. */
  const told = (i: number, size: number): number => {
    const cuts = Array.from({ length: size - 1 }, (_, k) => k + 1)
    const isParted = cuts.some((k) => few(listed(i, size - k)) > 0 || few(listed(i + k, size - k)) > 0)
    return isParted ? 0 : listed(i, size)
  }
  const isTwo = (i: number, size: number): boolean =>
    size >= 4 &&
    known(i, size) === 0 &&
    name(i, size) === 0 &&
    all.some((k) => k >= 2 && size - k >= 2 && known(i, k) > 0 && known(i + k, size - k) > 0)
  return { use, gap, span, told, isTwo, list: { house, short: length, kind, sorted } }
}

const column = (n: number, most = 9) =>
  fc
    .array(fc.constantFrom(...TIMES.filter((it) => it <= most)), { minLength: n, maxLength: n })
    .map((it) => Uint8Array.from(it))
const stretches = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 44, size: 'max' }).chain((surfaces) =>
  fc.record({
    surfaces: fc.constant(surfaces),
    sorts: fc.constantFrom(false, false, true),
    from: fc.nat(Math.max(0, surfaces.length - 1)),
    longest: column(surfaces.length),
    prefixed: column(surfaces.length),
    pairs: column(surfaces.length, 64),
    words: column(surfaces.length, 65),
    titled: column(surfaces.length),
    prose: fc.constantFrom(0, 19, 20, 300),
    shipped: fc.nat(1e6),
    own: fc.option(fc.integer({ min: 1, max: 1e6 })),
  }),
)

describe('a stretch of words', () => {
  const rows = new Int32Array(LONGEST * SPAN_WIDTH)
  it('has the fields that it should have', () =>
    fc.assert(
      fc.property(stretches, (given) => {
        const surfaces = given.sorts ? given.surfaces.toSorted() : given.surfaces
        const shape = collapseRepeats({ pieces: [surfaces.join(' ')] }, letters)
        const end = shape.surfaces.length
        const start = Math.min(given.from, 5, end - 1)
        const shipped = countsOf(given.shipped, TOTAL)
        const own = given.own === null ? undefined : countsOf(given.own, 700)
        const resources = {
          letters,
          particles: new Map<number, number>(),
          background: shipped as unknown as Background,
          words: new Words(),
        }
        const stretch = new Stretch(shape, start, end, given, own as unknown as Evidence | undefined, resources)
        const slow = slowly(shape, start, end, given, shipped, own)
        const n = end - start
        expect(stretch.length).toBe(n)
        const found: unknown[] = []
        const due: unknown[] = []
        stretch.list(rows, 0)
        found.push(named(LIST_FIELDS, rows))
        due.push(slow.list)
        for (let i = 0; i <= n; i++) {
          stretch.gap(i, rows, 0)
          found.push(named(GAP_FIELDS, rows))
          due.push(slow.gap(i))
          if (i === n) break
          stretch.use(i, rows, 0)
          found.push(named(USE_FIELDS, rows))
          due.push(slow.use(i))
          stretch.spans(i, rows, 0)
          for (let size = 1; size <= LONGEST && i + size <= n; size++) {
            found.push(named(SPAN_FIELDS, rows, (size - 1) * SPAN_WIDTH))
            due.push(slow.span(i, size, stretch.words))
            if (size > 1) found.push(stretch.told(i, size))
            if (size > 1) due.push(slow.told(i, size))
            found.push(stretch.isTwo(i, size))
            due.push(slow.isTwo(i, size))
          }
        }
        expect(found).toEqual(due)
      }),
      { numRuns: runs(40) },
    ))

  it('asks anew of words when there is other evidence', () => {
    const words = new Words()
    const shape = collapseRepeats({ pieces: ['قمر بحر'] }, letters)
    const none = new Uint8Array(2)
    const page = { longest: none, prefixed: none, pairs: none, words: none, titled: none, prose: 0 }
    const shipped = countsOf(1, TOTAL)
    const resources = {
      letters,
      particles: new Map<number, number>(),
      background: shipped as unknown as Background,
      words,
    }
    for (const seed of [2, 3, 4, 2]) {
      const own = countsOf(seed, 700)
      new Stretch(shape, 0, 2, page, own as unknown as Evidence, resources).use(1, rows, 0)
      expect(named(USE_FIELDS, rows)).toEqual(slowly(shape, 0, 2, page, shipped, own).use(1))
    }
  })

  it('has as many rows as fields', () => {
    for (const [fields, width] of [
      [USE_FIELDS, USE_WIDTH],
      [GAP_FIELDS, GAP_WIDTH],
      [LIST_FIELDS, LIST_WIDTH],
      [SPAN_FIELDS, SPAN_WIDTH],
    ] as const)
      expect(Object.keys(fields)).toHaveLength(width)
  })
})
