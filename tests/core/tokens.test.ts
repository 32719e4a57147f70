/** A text as hashes of its words. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { BREAK, hashWords, mix, phraseOf, prefixedWord, ProseReader, wordHashes } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'
import { surface } from '../arbitraries.js'

const { letters } = loadModel().segmenter
const reader = new ProseReader(letters)
const named = new Map(['سوق', 'صيد', 'بحر', 'ملح', 'و'].map((word) => [phraseOf(word, letters), word]))
const told = (tokens: Iterable<number>) =>
  Array.from(tokens, (it) => (it === BREAK ? '|' : (named.get(it) ?? '?'))).join(' ')
const read = (title: string, text: string, prose: readonly [number, number][] = [[0, text.length]]) => {
  const { tokens, ends, length, title: titled } = reader.read(title, text, prose)
  return { tokens: told(tokens.subarray(0, length)), ends: [...ends.subarray(titled, length)], titled }
}

describe('prose as tokens', () => {
  it.each([
    ['words between blanks', 'سوق  صيد\tبحر', 'سوق صيد بحر |'],
    ['lines apart', 'سوق\nصيد', 'سوق | صيد |'],
    ['what quotation marks leave together', '«سوق» صيد-بحر_ملح', 'سوق صيد بحر ملح |'],
    ['what punctuation parts, once', 'سوق، صيد.. بحر', 'سوق | صيد | بحر |'],
    ['no break at the beginning', '. سوق', 'سوق |'],
    ['one break at the end', 'سوق.', 'سوق |'],
    ['words without marks', 'سُوقـ صيد', 'سوق صيد |'],
    ['nothing', ' ، ', ''],
  ])('%s', (_, text, tokens) => {
    expect(read('', text).tokens).toBe(tokens)
  })

  it('behind those of the title, a break between, and one behind each span', () => {
    expect(read('سوق صيد', 'بحر ملح')).toEqual({
      tokens: 'سوق صيد | بحر ملح |',
      ends: [3, 7, expect.any(Number)],
      titled: 3,
    })
    expect(
      read('سوق!', 'بحر ملح', [
        [0, 3],
        [4, 7],
      ]),
    ).toMatchObject({ tokens: 'سوق | بحر | ملح |', titled: 2 })
    expect(read('', 'بحر ملح سوق', [[4, 7]])).toEqual({ tokens: 'ملح |', ends: [7, expect.any(Number)], titled: 0 })
    expect(read('', 'بحر، ملح')).toMatchObject({ ends: [3, expect.any(Number), 8, expect.any(Number)] })
  })

  it('of texts that are longer than any before', () => {
    for (const words of [10_000, 50_000, 10]) {
      const { length, tokens } = reader.read('سوق', 'و '.repeat(words), [[0, 2 * words]])
      expect([length, told(tokens.subarray(length - 2, length))]).toEqual([words + 3, 'و |'])
    }
  })
})

describe('hashes', () => {
  it('of a phrase are those of its words mixed in order', () => {
    fc.assert(
      fc.property(surface, (text) => {
        const [first = 0, ...rest] = wordHashes(text, letters)
        expect(phraseOf(text, letters)).toBe(rest.reduce(mix, first))
      }),
      { numRuns: 500 },
    )
    expect(phraseOf('سوق صيد', letters)).not.toBe(phraseOf('صيد سوق', letters))
    expect(phraseOf('،', letters)).toBe(0)
  })

  it('of a prefix and a word are those of both together', () => {
    const both = (prefix: string, text: string, from = 0, end = text.length) =>
      prefixedWord(prefix, text, from, end, letters)
    expect(both('ال', 'سوق')).toBe(phraseOf('السوق', letters))
    expect(both('ال', 'سُوق صيد')).toBe(phraseOf('السوق', letters))
    expect(both('ال', 'سوق، صيد')).toBe(phraseOf('السوق', letters))
    expect(both('و', 'بحر سوق', 4)).toBe(phraseOf('وسوق', letters))
    expect(both('و', 'بحر سوق', 4, 6)).toBe(phraseOf('وسو', letters))
  })

  it('go behind those that are there', () => {
    const out = new Int32Array(8)
    expect(hashWords('سوق، صيد', 0, 8, letters, out, 2)).toBe(5)
    expect(told(out.subarray(2, 5))).toBe('سوق | صيد')
    expect(hashWords('، بحر', 0, 5, letters, out, 5)).toBe(7)
    expect(told(out.subarray(2, 7))).toBe('سوق | صيد | بحر')
    expect(told(wordHashes('سوق، صيد', letters))).toBe('سوق صيد')
  })
})
