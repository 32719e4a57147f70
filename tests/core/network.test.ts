import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import wabt from 'wabt'
import { ProseReader } from '../../dist/core/text/tokens.js'
import {
  GAP_WIDTH,
  LIST_WIDTH,
  LONGEST,
  SPAN_WIDTH,
  Stretch,
  USE_WIDTH,
  Words,
} from '../../dist/core/boundaries/features.js'
import { BINARY, createKernel } from '../../dist/core/boundaries/kernel.js'
import { MOST_WORDS, Network, readWeights } from '../../dist/core/boundaries/network.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { segment } from '../../dist/core/boundaries/segment.js'
import { textMatches } from '../../dist/core/boundaries/matches.js'
import { loadModel } from '../../dist/model/index.js'

const bytes = gunzipSync(readFileSync(new URL('../../data/segmenter.bin.gz', import.meta.url)))
const weights = readWeights(bytes)
const model = loadModel().segmenter

/** The score of the span of so many words from a word of a stretch on, written down as docs/SEGMENTATION.md has them: slow and sure. */
function defined(stretch: Stretch): (word: number, size: number) => number {
  const { dim, hidden, role } = weights
  const n = stretch.length
  const scratch = new Int32Array(SPAN_WIDTH * LONGEST)
  const rows = (width: number, fill: (out: Int32Array) => void) => {
    fill(scratch)
    return scratch.subarray(0, width)
  }
  const add = (sums: Float64Array, table: Float32Array | Float64Array, row: number, times = 1) => {
    const { length } = sums
    for (let k = 0, at = row * length; k < length; k++, at++) sums[k] = sums[k]! + times * table[at]!
  }
  const atLeast0 = (sums: Float64Array) => sums.map((sum) => Math.max(0, sum))
  /** What a word adds to the gap before it and behind it; by word, for long stretches of few. */
  const sides = new Map<number, readonly Float64Array[]>()
  const words = stretch.words.slice(0, n)
  for (const { id, shape } of words) {
    if (sides.has(id)) continue
    const row = weights.vocabulary.indexOf(id) + 1
    const vector = Float64Array.from({ length: dim }, (_, d) => {
      let sum = 0
      for (const of of shape) sum += weights.shapes[of * dim + d]!
      return weights.words[row * dim + d]! * weights.wordScales[d]! + sum * weights.shapeScales[d]!
    })
    const both = [weights.left, weights.right].map((table) => {
      const sums = new Float64Array(hidden)
      for (const [d, value] of vector.entries()) add(sums, table, d, value)
      return sums
    })
    sides.set(id, both)
  }
  const list = Float64Array.from(weights.bias)
  for (const row of rows(LIST_WIDTH, (out) => stretch.list(out, 0))) add(list, weights.list, row)
  const states = Array.from({ length: n + 1 }, (_, i) => {
    const state = list.slice()
    for (const [side, at, table] of [
      [0, i - 1, weights.useLeft],
      [1, i, weights.useRight],
    ] as const) {
      if (!words[at]) {
        add(state, weights.edges, side)
        continue
      }
      add(state, sides.get(words[at].id)![side]!, 0)
      for (const row of rows(USE_WIDTH, (out) => stretch.use(at, out, 0))) add(state, table, row)
    }
    for (const row of rows(GAP_WIDTH, (out) => stretch.gap(i, out, 0))) add(state, weights.gaps, row)
    return atLeast0(state)
  })
  const first = Float64Array.from(weights.nextBias)
  for (const state of states.slice(1, -1))
    for (const [h, value] of state.entries()) add(first, weights.context, h, value / (n - 1))
  const outs = new Map<number, Float64Array>()
  const outOf = (i: number): Float64Array => {
    let out = outs.get(i)
    if (out) return out
    const after = first.slice()
    for (const side of [0, 1, 2])
      for (const [h, value] of states[i + side - 1]?.entries() ?? [])
        if (value > 0) add(after, weights.next, side * hidden + h, value)
    out = new Float64Array(1 + 2 * role)
    for (const [k, value] of atLeast0(after).entries()) add(out, weights.parts, k, value)
    outs.set(i, out)
    return out
  }
  return (i, size) => {
    if (i + size > n) return -Infinity
    let score = i === 0 ? 0 : outOf(i)[0]!
    stretch.spans(i, scratch, 0)
    for (const row of scratch.subarray((size - 1) * SPAN_WIDTH, size * SPAN_WIDTH)) score += weights.spans[row]!
    for (let k = 0; k < role; k++)
      score += outOf(i)[1 + k]! * weights.tie[(size - 1) * role + k]! * outOf(i + size)[1 + role + k]!
    return score
  }
}

describe('kernel', () => {
  it('is kernel.wat, assembled', async () => {
    const assembler = await wabt()
    const source = readFileSync(new URL('../../src/core/boundaries/kernel.wat', import.meta.url), 'utf8')
    const { buffer } = assembler.parseWat('kernel.wat', source, { simd: true }).toBinary({})
    expect(BINARY).toBe(Buffer.from(buffer).toString('base64'))
  })

  it('adds and multiplies to the same bits with WebAssembly and without', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -8, max: 8 })
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 512, maxLength: 512 }),
        fc.array(fc.nat(15), { minLength: 6, maxLength: 6 }),
        fc.constantFrom(0, 1),
        (numbers, rows, floor) => {
          const results = [false, true].map((plain) => {
            const kernel = createKernel(8192, plain)
            const floats = new Float32Array(kernel.memory)
            floats.set(numbers)
            new Int32Array(kernel.memory).set(
              [...rows, ...rows].map((row) => 64 * row),
              512,
            )
            kernel.gather(4096, 2048, 2, 3, 128)
            kernel.list(6144, 4096, 2, 32)
            kernel.dense(5120, 4096, 6144, 256, 64, 1, 2, 32, 64, floor)
            kernel.dense(5184, 4096, 6144, 256, 64, 2, 1, 32, 64, floor)
            // Three words, two sizes, two fields; parts of 64 bytes each.
            kernel.spans(5376, 256, 2048, 3, 2, 2, 64, 128, 64, 192)
            return [...floats.subarray(1024, 1350)].map((x) => x + 0)
          })
          expect(results[0]).toEqual(results[1])
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('network', () => {
  const words = 'غزة حركة حماس مجلس الأمن الدولي كوفيد-19 FIFA 2024 في و «القدس» الولايات المتحدة طقس زراعة'.split(' ')
  const reader = new ProseReader(model.letters)
  const scored = (network: Network, run: string, text = ''): number[] => {
    const shape = collapseRepeats({ pieces: [run] }, model.letters)
    const page = textMatches(shape, reader.read('', text, [[0, text.length]]))
    const lexicon = { ...model, words: new Words() }
    return shape.stretches.flatMap(([start, end]) => [
      ...network.scores(new Stretch(shape, start, end, page, undefined, lexicon)),
    ])
  }

  const stretchOf = (run: readonly string[], known = new Words()) => {
    const shape = collapseRepeats({ pieces: [run.join(' ')] }, model.letters)
    const text = run.slice(0, 30).join(' ')
    const page = textMatches(shape, reader.read('', text, [[0, text.length]]))
    return new Stretch(shape, 0, run.length, page, undefined, { ...model, words: known })
  }

  it('scores the same with WebAssembly and without, and the same twice', () => {
    const fast = new Network(weights)
    const plain = new Network(weights, true)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 30 }), (list) => {
        const run = list.join(' ')
        const scores = scored(fast, run, `${run}.`)
        expect(scores).toEqual(scored(plain, run, `${run}.`))
        expect(scores).toEqual(scored(fast, run, `${run}.`))
        expect(scores.some(Number.isNaN)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['one word', 1],
    ['two', 2],
    ['some', 23],
    ['as many as there is room for', MOST_WORDS],
  ])('scores %s as the definition has it', (_, count) => {
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    const strange = Array.from({ length: 60 }, (_, n) => `س${letters[n % 28]!}${letters[(7 * n) % 28]!}ك`)
    const all = [...words, ...strange]
    const stretch = stretchOf(Array.from({ length: count }, (_, n) => all[(n * n + 3 * n) % all.length]!))
    expect(stretch.length).toBe(count)
    const scores = new Network(weights).scores(stretch)
    const right = defined(stretch)
    expect(scores).toHaveLength(count * LONGEST)
    let most = 0
    for (const [slot, score] of scores.entries()) {
      const word = Math.floor(slot / LONGEST)
      if (word >= 30 && word < count - 30) continue
      const expected = right(word, (slot % LONGEST) + 1)
      most = Math.max(most, score === expected ? 0 : Math.abs(score - expected))
    }
    expect(most).toBeLessThan(1e-3)
  })

  it('keeps no more words than it has room for', () => {
    const network = new Network(weights)
    const known = new Words()
    const first = network.scores(stretchOf(words, known)).slice()
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    const strange = Array.from({ length: MOST_WORDS }, (_, n) => [1, 28, 784].map((step) => letters[Math.floor(n / step) % 28]).join('')) // prettier-ignore
    const many = stretchOf(strange)
    expect(new Set(many.words.slice(0, many.length)).size).toBe(MOST_WORDS)
    const before = network.scores(many).slice()
    for (let times = 0; times < 4; times++) {
      // As other words that have the same letters would be.
      for (const word of many.words) word.generation = -1
      network.scores(many)
    }
    expect(network.scores(many)).toEqual(before)
    expect(network.scores(stretchOf(words, known))).toEqual(first)
  })

  it('cuts a run that is longer than any list in parts', () => {
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    const run = Array.from(
      { length: MOST_WORDS + 500 },
      (_, n) => letters[n % 28]! + letters[Math.floor(n / 28) % 28]! + letters[Math.floor(n / 784)]!,
    )
    const shape = collapseRepeats({ pieces: [run.join(' ')] }, model.letters)
    const page = textMatches(shape, reader.read('', '', []))
    const cut = segment({ pieces: [run.join(' ')] }, page, undefined, model)
    expect(cut.flatMap(({ surface }) => surface.split(' '))).toEqual(run)
  })

  const numbers = (...of: number[]) => new Uint8Array(Uint32Array.from([0x314e5357, ...of]).buffer)
  it.each([
    ['nothing', new Uint8Array(0), /not a network/],
    ['another file', new Uint8Array(100), /not a network/],
    ['what is shorter than its dimensions', numbers(0, 0, 0, 0, 0).subarray(0, 23), /not a network/],
    ['what ends with its dimensions', numbers(1, 0, 0, 0, 0), /cut off/],
    ['a cut file', bytes.subarray(0, bytes.length - 1), /cut off/],
    ['a longer file', Uint8Array.from([...bytes, 0]), /another size/],
  ])('refuses %s', (_, damaged, message) => {
    expect(() => readWeights(damaged)).toThrow(message)
    expect(() => readWeights(damaged)).toThrow(RangeError)
  })

  it.each(['hidden', 'second', 'role'] as const)('refuses a width that its kernel does not take: %s', (width) => {
    expect(() => new Network({ ...weights, [width]: weights[width] + 8 })).toThrow(RangeError)
  })
})
