import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import wabt from 'wabt'
import { ProseReader } from '../../dist/core/text/tokens.js'
import { Stretch, Words } from '../../dist/core/boundaries/features.js'
import { BINARY, createKernel } from '../../dist/core/boundaries/kernel.js'
import { MOST_WORDS, Network, readWeights } from '../../dist/core/boundaries/network.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { segment } from '../../dist/core/boundaries/segment.js'
import { textMatches } from '../../dist/core/boundaries/matches.js'
import { loadModel } from '../../dist/model/index.js'

const bytes = gunzipSync(readFileSync(new URL('../../data/segmenter.bin.gz', import.meta.url)))
const weights = readWeights(bytes)
const model = loadModel().segmenter

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

  it('keeps no more words than it has room for', () => {
    const network = new Network(weights)
    const first = scored(network, words.join(' '))
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    for (let i = 0; i < 4; i++) {
      const strange = Array.from({ length: 3000 }, (_, k) => {
        const n = i * 3000 + k
        return [7, 5, 3, 2].map((step) => letters[Math.floor(n / step ** 2) % 28]! + letters[n % 28]!).join('')
      })
      scored(network, strange.join(' '))
    }
    expect(scored(network, words.join(' '))).toEqual(first)
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

  it.each([
    ['nothing', new Uint8Array(0)],
    ['another file', new Uint8Array(100)],
    ['a cut file', bytes.subarray(0, bytes.length - 1)],
    ['a longer file', Uint8Array.from([...bytes.subarray(0, 4), ...bytes.subarray(4), 0])],
  ])('refuses %s', (_, damaged) => {
    expect(() => readWeights(damaged)).toThrow(RangeError)
  })
})
