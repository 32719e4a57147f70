import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Evidence, type CountTable } from '../../dist/core/boundaries/evidence.js'
import {
  BREAK,
  ProseReader,
  countingLetters,
  mix,
  phraseOf,
  prefixedWord,
  wordHashes,
} from '../../dist/core/text/tokens.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { observeRun } from '../../dist/core/boundaries/segment.js'
import { loadModel } from '../../dist/model/index.js'
import { surface } from '../arbitraries.js'

const letters = countingLetters(loadModel().letters.units)
const read = (text: string) => new ProseReader(letters).read('', text, [[0, text.length]])
const prose = (...texts: string[]): Evidence => {
  const evidence = new Evidence(letters)
  for (const text of texts) evidence.observeProse(read(text))
  return evidence
}
const word = fc.constantFrom('غزة', 'حماس', 'مجلس', 'الأمن', 'قمة', 'مصر', 'السودان', 'كأس', 'العالم', '2024')
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))

describe('reading words', () => {
  it.each([
    ['إسرائيل', 'اسرائيل'],
    ['غــزة', 'غزه'],
    ['مُحَمَّد', 'محمد'],
    ['٢٠٢٤', '2024'],
    ['NATO', 'nato'],
  ])('%s and %s are one', (a, b) => {
    expect(phraseOf(a, letters)).toBe(phraseOf(b, letters))
  })
  it('keeps order and words apart', () => {
    expect(phraseOf('كأس العالم', letters)).not.toBe(phraseOf('العالم كأس', letters))
    expect(wordHashes('كأس، العالم', letters)).toHaveLength(2)
    expect(phraseOf(' ، ', letters)).toBe(0)
    fc.assert(
      fc.property(surface, (text) => {
        const words = [...wordHashes(text, letters)]
        expect(phraseOf(text, letters)).toBe(words.length ? words.reduce((phrase, word) => mix(phrase, word)) : 0)
      }),
    )
  })
  it('breaks adjacency at punctuation, not at quotes', () => {
    const tokens = (t: string) =>
      [...read(t).tokens.slice(0, read(t).length)].map((h) => (h === BREAK ? '|' : 'w')).join('')
    expect(tokens('قال، إن حركة "حماس" ردت.')).toBe('w|wwww|')
    expect(prose('حركة "حماس"').pair('حركة', 'حماس')).toBe(1)
    expect(prose('غزة، حماس').pair('غزة', 'حماس')).toBe(0)
  })
})

describe('Evidence', () => {
  it('counts words and pairs of prose', () => {
    const evidence = prose('مجلس الأمن يبحث', 'قرار مجلس الأمن')
    expect([evidence.word('مجلس'), evidence.pair('مجلس', 'الأمن'), evidence.word('حماس')]).toEqual([2, 2, 0])
  })

  it('takes a list seen on many pages for one witness', () => {
    const evidence = new Evidence(letters)
    for (let i = 0; i < 50; i++) evidence.observeList(['غزة', 'حركة حماس'])
    expect(Math.round(evidence.key('غزة'))).toBe(1)
    for (let i = 0; i < 8; i++) evidence.observeList(['غزة', `قصة ${i}`])
    expect(evidence.key('غزة')).toBeGreaterThan(4)
  })

  it('takes a run seen on many pages for one witness', () => {
    const evidence = new Evidence(letters)
    for (let i = 0; i < 50; i++)
      observeRun(collapseRepeats({ pieces: ['حركة حماس غزة حركة حماس غزة'] }, letters), evidence)
    const lists = new Float64Array(1)
    evidence.counts('listWords', Int32Array.of(phraseOf('حماس', letters)), 1, lists)
    expect(Math.round(lists[0]!)).toBe(1)
  })

  it('says of many what it says of each', () => {
    const evidence = new Evidence(letters)
    evidence.observeProse(new ProseReader(letters).read('', 'قطاع غزة قطاع غزة', [[0, 17]]))
    evidence.observeList(['قطاع غزة', 'حماس'])
    const ids = Int32Array.of(...['قطاع', 'غزة', 'حماس'].map((word) => phraseOf(word, letters)))
    const of = (table: CountTable, from = ids) => {
      const out = new Float64Array(3)
      evidence.counts(table, from, 3, out)
      return [...out]
    }
    expect(of('proseWords')).toEqual([2, 2, 0])
    expect(of('proseWords')).toEqual([...ids].map((id) => evidence.proseWord(id)))
    expect(of('tags')).toEqual([...ids].map((id) => evidence.tag(id)))
    expect(of('tags')[2]).toBeGreaterThan(0.9)
    const pairs = Int32Array.of(mix(ids[0]!, ids[1]!), mix(ids[1]!, ids[0]!), mix(ids[1]!, ids[2]!))
    expect(of('prosePairs', pairs)).toEqual([2, 1, 0])
  })

  it('moves what other evidence holds, and leaves nothing there', () => {
    const [one, other] = [new Evidence(letters), new Evidence(letters)]
    one.observeProse(new ProseReader(letters).read('', 'قطاع غزة', [[0, 8]]))
    other.observeProse(new ProseReader(letters).read('', 'غزة حماس', [[0, 8]]))
    other.observeList(['قطاع غزة', 'حماس'])
    const both = Evidence.fromBytes(one.toBytes(), letters).add(other)
    const { version } = other
    expect(Buffer.compare(one.add(other, { emptying: true }).toBytes(), both.toBytes())).toBe(0)
    expect(Buffer.compare(other.toBytes(), new Evidence(letters).toBytes())).toBe(0)
    expect(other.version).not.toBe(version)
    expect(one.memory.byteLength).toBe(Evidence.BYTES)
  })

  it('has another version after each change, and never that of other evidence', () => {
    const reader = new ProseReader(letters)
    const changes: ((evidence: Evidence) => void)[] = [
      (evidence) => evidence.observeProse(reader.read('', 'غزة', [[0, 3]])),
      (evidence) => evidence.observeRun(Int32Array.of(1, 2)),
      (evidence) => evidence.observeList(['غزة']),
      (evidence) => evidence.observePlace(1, 2, 3, true),
      (evidence) => evidence.add(new Evidence(letters)),
      (evidence) => evidence.addBytes(new Evidence(letters).toBytes()),
      (evidence) => evidence.drain(),
    ]
    const versions = [new Evidence(letters), new Evidence(letters, { drained: true })].flatMap((evidence, i) => [
      evidence.version,
      ...changes.slice(0, i === 0 ? -1 : undefined).map((change) => {
        change(evidence)
        return evidence.version
      }),
    ])
    expect(new Set(versions).size).toBe(versions.length)
  })

  it('adds up to the same, whatever is observed where and when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 8 }), fc.nat(8), (pages, cut) => {
        const observe = (evidence: Evidence, part: typeof pages): Evidence => {
          for (const [t, list] of part) {
            if (list) observeRun(collapseRepeats({ pieces: [t] }, letters), evidence)
            else evidence.observeProse(read(t))
          }
          return evidence
        }
        const whole = observe(new Evidence(letters), pages)
        const late = observe(new Evidence(letters), pages.slice(cut).reverse())
        const sum = late.add(observe(new Evidence(letters), pages.slice(0, cut)))
        expect(Buffer.compare(sum.toBytes(), whole.toBytes())).toBe(0)
      }),
      { numRuns: 12 },
    )
  })

  it('comes back from bytes as it was, and refuses damage', () => {
    const evidence = prose('مجلس الأمن يبحث الحرب في السودان')
    evidence.observeList(['السودان', 'مجلس الأمن'])
    const bytes = evidence.toBytes()
    const again = Evidence.fromBytes(bytes, letters)
    expect(again.pair('مجلس', 'الأمن')).toBe(1)
    expect(Math.round(again.key('مجلس الأمن'))).toBe(1)
    expect(() => Evidence.fromBytes(bytes.slice(0, -3), letters)).toThrow(RangeError)
    expect(() => Evidence.fromBytes(bytes.slice(2), letters)).toThrow(RangeError)
  })
})

describe('prefixedWord', () => {
  it('is the first word of both together', () => {
    fc.assert(
      fc.property(fc.constantFrom('و', 'ب', 'لل', 'ا'), surface, (prefix, word) => {
        const [first] = wordHashes(prefix + word, letters)
        expect(prefixedWord(prefix, word, 0, word.length, letters)).toBe(first)
      }),
    )
  })
})
