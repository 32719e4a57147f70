/** Counts that ship, in tables of hashes. */
import { describe, expect, it } from '@jest/globals'
import {
  Background,
  BACKGROUND_TABLES,
  LEVELS,
  levelOf,
  type BackgroundTable,
} from '../../dist/core/boundaries/background.js'
import { mix, phraseOf } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel().segmenter
const hashOf = (word: string) => phraseOf(word, letters)
const none = Object.fromEntries(BACKGROUND_TABLES.map((name) => [name, new Map<number, number>()]))
const built = (counts: Partial<Record<BackgroundTable, ReadonlyMap<number, number>>>, total = 7) =>
  Background.build(total, { ...(none as Record<BackgroundTable, Map<number, number>>), ...counts })
const words = Array.from({ length: 3000 }, (_, n) => hashOf(`سوق${n}`))
const counts = new Map(words.map((word, n) => [word, LEVELS[1 + (n % 15)]!]))

it('levels stand for counts that are further apart the more there are', () => {
  const steps = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 100, 200, 500, 1500, 5000, 20_000]
  expect(steps.map(levelOf)).toEqual(steps.map((_, level) => level))
  expect(steps.slice(1).map((count) => levelOf(count - 1))).toEqual(steps.slice(1).map((_, level) => level))
})

it.each([
  [0, 0],
  [1, 1],
  [3, 3],
  [4, 3],
  [5, 4],
  [19_999, 14],
  [20_000, 15],
  [1e9, 15],
])('a count of %d is of level %d', (count, level) => {
  expect(levelOf(count)).toBe(level)
})

describe('counts', () => {
  it.each(BACKGROUND_TABLES)('of %s are what was put in, but for few that share a slot and a print', (name) => {
    const background = built({ [name]: counts })
    const out = new Float64Array(words.length)
    background.counts(name, Int32Array.from(words), words.length, out)
    expect(words.filter((word, i) => out[i] !== counts.get(word)).length).toBeLessThan(8)
    const others = Int32Array.from({ length: 3000 }, (_, n) => hashOf(`صيد${n}`))
    background.counts(name, others, others.length, out)
    expect(out.filter((count) => count > 0).length).toBeLessThan(12)
    // Untouched behind what was asked for.
    out.fill(9)
    background.counts(name, others, 2, out)
    expect([...out.subarray(0, 3)]).toEqual([0, 0, 9])
    background.counts(name, Int32Array.from(words), 2, out)
    expect([...out.subarray(0, 3)]).toEqual([counts.get(words[0]!), counts.get(words[1]!), 9])
  })

  it('of a word, a pair, a tag and a name, each in its table', () => {
    const [sea, salt] = [hashOf('بحر'), hashOf('ملح')]
    const of = (count: number, id = sea) => new Map([[id, count]])
    const background = built({ proseWords: of(5), prosePairs: of(8, mix(sea, salt)), tags: of(13), names: of(1) })
    expect([background.proseWord(sea), background.tag(sea), background.name(sea)]).toEqual([5, 13, true])
    expect([background.prosePair(sea, salt), background.prosePair(salt, sea)]).toEqual([8, 0])
    expect([background.proseWord(salt), background.tag(salt), background.name(salt)]).toEqual([0, 0, false])
    expect(background.total).toBe(7)
  })

  it('are the same in any order; of two with one print the greater', () => {
    const reversed = built({ tags: new Map([...counts].reverse()) })
    expect(reversed.toBytes()).toEqual(built({ tags: counts }).toBytes())
    // Twelve low bits and the slot alike.
    const [a, b] = [0x12345678, 0x12355678]
    const greatest = (x: number, y: number) =>
      built({
        tags: new Map([
          [a, x],
          [b, y],
        ]),
      }).tag(a)
    expect([greatest(5, 8), greatest(8, 5)]).toEqual([8, 8])
  })

  it('are found around the end of their table', () => {
    const last = Array.from({ length: 9 }, (_, n) => 0xfffff000 + n)
    const background = built({ tags: new Map(last.map((id) => [id | 0, 5])) })
    expect(last.map((id) => background.tag(id | 0))).toEqual(Array(9).fill(5))
  })

  it.each([
    [11, 16],
    [12, 32],
  ])('of %d have a table of %d slots', (many, slots) => {
    const size = (background: Background) => background.toBytes().length
    const more = built({ tags: new Map(words.slice(0, many).map((word) => [word, 5])) })
    expect(size(more) - size(built({}))).toBe(2 * (slots - 16))
  })
})

describe('bytes', () => {
  const bytes = built({ tags: counts, names: counts }).toBytes()
  it('are read as they were written, from any place', () => {
    const moved = new Uint8Array(bytes.length + 3)
    moved.set(bytes, 3)
    for (const read of [Background.fromBytes(bytes), Background.fromBytes(moved.subarray(3))]) {
      expect(read.toBytes()).toEqual(bytes)
      expect([read.total, read.tag(words[3]!)]).toEqual([7, counts.get(words[3]!)])
    }
  })

  const changed = (at: number, to: number) => bytes.map((byte, i) => (i === at ? to : byte))
  it.each([
    ['another file', changed(0, 0), /not background counts/],
    ['a short one', bytes.subarray(0, 7), RangeError],
    ['a cut one', bytes.subarray(0, bytes.length - 1), /cut off/],
    ['an empty table', changed(8, 0), /cut off or damaged/],
    ['a table that is no power of two', changed(8, 15), /cut off or damaged/],
  ])('of %s are refused', (_, damaged, message) => {
    expect(() => Background.fromBytes(damaged)).toThrow(message)
  })
})
