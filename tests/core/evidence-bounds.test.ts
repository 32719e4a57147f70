/** What evidence is as bytes, and each limit of what it counts, with the case on this side of it and on the other. */
import { describe, expect, it } from '@jest/globals'
import { bitCount, endsOf, Evidence, unitsOf } from '../../dist/core/boundaries/evidence.js'
import { BREAK, mix, phraseOf, ProseReader } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel().segmenter

const MAGIC = 0x32535557
/** By table, in the order of the bytes: log2 of its slots. Other machines read them: they change with the version alone. */
const SIZES = {
  proseWords: 17,
  prosePairs: 20,
  listWords: 16,
  listPairs: 18,
  after: 16,
  before: 16,
  keys: 17,
  together: 17,
  placed: 17,
  places: 17,
}
type Table = keyof typeof SIZES
type Tables = Partial<Record<Table, Readonly<Record<number, number>>>>
const slot = (table: Table, hash: number): number => hash >>> (32 - SIZES[table])

function encoded(tables: Tables, { total = 0, magic = MAGIC, sizes = SIZES } = {}): Uint8Array {
  const bytes: number[] = []
  const put = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128)
    bytes.push(value)
  }
  put(magic)
  put(total)
  for (const name of Object.keys(SIZES) as Table[]) {
    const slots = Object.entries(tables[name] ?? {})
    put(sizes[name])
    put(slots.length)
    let last = -1
    for (const [at, value] of slots) {
      put(Number(at) - last)
      put(value)
      last = Number(at)
    }
  }
  return Uint8Array.from(bytes)
}
const of = (tables: Tables, total = 0): Evidence => Evidence.fromBytes(encoded(tables, { total }), letters)
/** The bytes of what was observed are those of these tables. */
function expectTables(observe: (evidence: Evidence) => void, tables: Tables, total = 0): void {
  for (const drained of [false, true]) {
    const evidence = new Evidence(letters, { drained })
    observe(evidence)
    expect(evidence.total).toBe(total)
    expect([...evidence.toBytes()]).toEqual([...encoded(tables, { total })])
    if (!drained) continue
    expect([...evidence.drain()]).toEqual([...encoded(tables, { total })])
    expect([...evidence.drain()]).toEqual([...encoded({})])
    expect([...evidence.toBytes()]).toEqual([...encoded({})])
  }
}

const whole = (lists: number): number => Math.round(lists) + 0

describe('evidence as bytes', () => {
  it('is the version, the words of prose, and of each table its size and the slots that hold something', () => {
    expect([...new Evidence(letters).toBytes()]).toEqual([...encoded({})])
    const slots = Object.values(SIZES).reduce((sum, size) => sum + 2 ** size, 0)
    // A byte for each 1,024 slots tells whether they were written to.
    expect(Evidence.BYTES).toBe(8 + 4 * slots + slots / 1024)
  })

  it('has words and neighbours of prose', () => {
    const [gaza, hamas] = [phraseOf('غزة', letters), phraseOf('حماس', letters)]
    const pair = slot('prosePairs', mix(gaza, hamas))
    const text = 'غزة حماس، غزة حماس. غزة'
    expectTables(
      (evidence) => evidence.observeProse(new ProseReader(letters).read('', text, [[0, text.length]])),
      { proseWords: { [slot('proseWords', gaza)]: 3, [slot('proseWords', hamas)]: 2 }, prosePairs: { [pair]: 2 } },
      5,
    )
  })

  it('has words and neighbours of a run, under one bit, and how various their neighbours are', () => {
    const [a, b, c] = [0x1234_5678, 0x0765_4321, 0x4000_0003]
    const bit = 1 << ([a, b, BREAK, c].reduce(mix, 0x5bd1e995) & 31)
    expectTables((evidence) => evidence.observeRun(Int32Array.of(a, b, BREAK, c)), {
      listWords: Object.fromEntries([a, b, c].map((word) => [slot('listWords', word), bit >>> 0])),
      listPairs: { [slot('listPairs', mix(a, b))]: bit >>> 0 },
      after: { [slot('after', a)]: (1 << (b & 31)) >>> 0 },
      before: { [slot('before', b)]: (1 << (a & 31)) >>> 0 },
    })
  })

  it('has a block at its place, and whether it is spoken of', () => {
    const place = 0x2345_6789
    const [first, second] = [mix(place, 1), mix(place, 2)]
    const counted = (spoken: number): Tables => ({
      placed: { 0: 2, [slot('placed', first)]: 2, ...(spoken > 0 && { [slot('placed', second)]: spoken }) },
      places: { [slot('places', first)]: (1 << 7) | (1 << 9), [slot('places', second)]: 1 << 5 },
    })
    for (const spoken of [0, 1, 2])
      expectTables((evidence) => {
        evidence.observePlace(place, 7, 5, spoken > 0)
        evidence.observePlace(place, 41, 37, spoken > 1)
      }, counted(spoken))
  })

  it.each<[string, Uint8Array]>([
    ['another version', encoded({}, { magic: MAGIC + 1 })],
    ['tables of another size', encoded({}, { sizes: { ...SIZES, keys: 16 } })],
    ['a slot behind the last', encoded({ after: { [2 ** 16]: 1 } })],
    [
      'a number that never ends',
      Uint8Array.from([...encoded({}).subarray(0, 5), ...new Array<number>(9).fill(128), 0]),
    ],
    ['no table', encoded({}).subarray(0, 6)],
    ['more bytes', Uint8Array.from([...encoded({}), 0])],
  ])('is refused: %s', (_, bytes) => {
    expect(() => Evidence.fromBytes(bytes, letters)).toThrow(RangeError)
  })

  it('holds the first slot and the last, and any number of words', () => {
    const tables = { before: { 0: 1, 1023: 2, 1024: 4, [2 ** 16 - 1]: 8 }, proseWords: { 0: 7, [2 ** 17 - 1]: 300 } }
    for (const total of [0, 127, 128, 16_384, 2 ** 40]) {
      const bytes = encoded(tables, { total })
      expect([...Evidence.fromBytes(bytes, letters).toBytes()]).toEqual([...bytes])
    }
    const target = of({})
    const source = of(tables, 9)
    expect([...target.add(source, { emptying: true }).toBytes()]).toEqual([...encoded(tables, { total: 9 })])
    expect([...source.toBytes()]).toEqual([...encoded({})])
    expect([...target.add(of(tables, 1)).toBytes()]).toEqual([
      ...encoded({ ...tables, proseWords: { 0: 14, [2 ** 17 - 1]: 600 } }, { total: 10 }),
    ])
  })

  it('takes more room as it needs it', () => {
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [20 * i, 2 ** 32 - 1 - i]))
    const bytes = encoded({ prosePairs: many })
    expect([...Evidence.fromBytes(bytes, letters).toBytes()]).toEqual([...bytes])
  })

  it('counts no further than 32 bits have room, however it is added', () => {
    const most = { proseWords: { 5: 2 ** 32 - 1 } }
    const bytes = encoded(most)
    expect([
      ...of({ proseWords: { 5: 2 } })
        .addBytes(bytes)
        .toBytes(),
    ]).toEqual([...bytes])
    expect([
      ...of({ proseWords: { 5: 2 } })
        .add(of(most))
        .toBytes(),
    ]).toEqual([...bytes])
  })
})

describe('what evidence says', () => {
  it.each([[0, 0], [1, 1], [-1, 32], [-(2 ** 31), 1], [0x0f0f_0f0f, 16], [0x7000_0001, 4], [0x5555_5555, 16], [0x3300_00cc, 8]])('%d has %d bits', (word, bits) => expect(bitCount(word)).toBe(bits)) // prettier-ignore

  it('tells distinct lists by the bits they set, one or as many as there may be', () => {
    const key = phraseOf('غزة', letters)
    const lists = (bits: number): number => of({ keys: { [slot('keys', key)]: bits } }).key('غزة')
    expect([0, 1, 3].map((bits) => lists(bits).toFixed(2))).toEqual(['0.00', '1.02', '2.07'])
    expect([lists(0x7fff_ffff), lists(0xffff_ffff)].map((n) => Math.round(n))).toEqual([111, 128])
    // What has no word is no tag, whatever stands in the first slot.
    const first = of({ keys: { 0: 1 }, proseWords: { 0: 9 } })
    expect([first.key('،'), first.word('،')]).toEqual([0, 0])
  })

  it('takes off what strangers put into a slot, and never more than is there', () => {
    const [gaza, hamas] = [phraseOf('غزة', letters), phraseOf('حماس', letters)]
    const tables = { proseWords: { [slot('proseWords', gaza)]: 3 }, prosePairs: { [slot('prosePairs', mix(gaza, hamas))]: 3 } } // prettier-ignore
    const seen = (total: number): number[] => {
      const evidence = of(tables, total)
      const out = new Float64Array(2)
      evidence.counts('proseWords', Int32Array.of(gaza, hamas), 2, out)
      const words = [...out]
      evidence.counts('prosePairs', Int32Array.of(mix(gaza, hamas)), 1, out)
      expect([evidence.word('غزة'), evidence.word('حماس'), evidence.pair('غزة', 'حماس')]).toEqual([...words, out[0]])
      return [words[0]!, words[1]!, out[0]!]
    }
    expect([2 ** 17 - 1, 2 ** 17, 4 * 2 ** 17, 2 ** 20].map(seen)).toEqual([[3, 0, 3], [2, 0, 3], [0, 0, 3], [0, 0, 2]]) // prettier-ignore
  })

  it('says of a place what was seen there, where that is well above chance', () => {
    const place = 0x2345_6789
    const [pages, spoken] = [slot('placed', mix(place, 1)), slot('placed', mix(place, 2))]
    const [contents, articles] = [slot('places', mix(place, 1)), slot('places', mix(place, 2))]
    const at = (all: number, seen: number) =>
      of({ placed: { 0: all, [pages]: seen, [spoken]: 2 }, places: { [contents]: 0b111, [articles]: 0b1 } }).place(
        place,
      )
    expect(at(2 ** 14, 1)).toEqual({ pages: 1, spoken: 2, contents: expect.closeTo(3.15, 2), articles: expect.closeTo(1.02, 2) }) // prettier-ignore
    expect(at(2 ** 14 + 1, 1)).toBeUndefined()
    expect(at(3 * 2 ** 14, 3)?.pages).toBe(3)
    expect(at(3 * 2 ** 14 + 1, 3)).toBeUndefined()
  })

  it('knows a tag by its ends and its units', () => {
    expect(endsOf('اب')).toBe((0x627 << 16) | 0x628)
    expect(endsOf('ب')).toBe((0x628 << 16) | 0x628)
    expect(unitsOf('ابا')).toBe((1 << (0x627 & 31)) | (1 << (0x628 & 31)))
  })

  const together = (list: readonly string[], a: string, b: string): number => {
    const evidence = new Evidence(letters)
    evidence.observeList(list)
    expect(evidence.together(b, a)).toBe(evidence.together(a, b))
    return whole(evidence.together(a, b))
  }
  it.each<[string, string, string, number]>([
    ['a letter for another', 'سمير', 'سفير', 1],
    ['three for three others', 'سابتر', 'سحدعر', 1],
    ['four for four others', 'سابتثر', 'سحدعقر', 0],
    ['three more', 'ساكر', 'ساابتكر', 1],
    ['four more', 'ساكر', 'ساابتثكر', 0],
    ['three more at the end', 'ساكر', 'ساكرابت', 1],
    ['at the beginning', 'ساكر', 'ابتساكر', 1],
    ['two letters shared in front', 'سار', 'ساك', 1],
    ['one at each end', 'ساك', 'سرك', 1],
    ['one shared', 'سر', 'سك', 0],
    ['two shared behind', 'راس', 'كاس', 1],
    ['apart in two places, within three letters', 'سابكر', 'سجبدر', 1],
    ['apart in two places, within four', 'سابتكر', 'سجبتدر', 0],
    ['a letter less where it is doubled', 'سرررك', 'سررك', 1],
    ['nothing alike', 'قمر', 'بحر الشمال', 0],
    ['the same words', 'غزة', 'غزه', 0],
  ])('in one list: %s (%s, %s): %d', (_, a, b, expected) => {
    expect([together([a, b], a, b), together([b, a], a, b)]).toEqual([expected, expected])
  })

  it('pairs the first 64 tags of a list', () => {
    const others = Array.from({ length: 80 }, (_, i) => `${i * 7919}`)
    const list = (at: number) => ['سمير', ...others.slice(0, at - 1), 'سفير']
    expect([together(list(63), 'سمير', 'سفير'), together(list(64), 'سمير', 'سفير')]).toEqual([1, 0])
  })

  it('takes lists for one by the tags that have words, in their order, and a host for what declares them', () => {
    const evidence = new Evidence(letters)
    const columns = { tags: ['غزة', '،', 'حماس'], phrases: Int32Array.of(phraseOf('غزة', letters), 0, phraseOf('حماس', letters)), ends: new Int32Array(3), units: new Int32Array(3) } // prettier-ignore
    const lists = (): number[] => [evidence.key('غزة'), evidence.delimiting('a.example'), evidence.delimiting('b.example')].map(whole) // prettier-ignore
    evidence.observeTags([0, 1, 2], columns, 'a.example')
    evidence.observeTags([0, 2], columns, 'a.example')
    expect(lists()).toEqual([1, 1, 0])
    evidence.observeTags([2, 0], columns)
    expect(lists()).toEqual([2, 1, 0])
    // No bit of the first slot of all is set by what has no word.
    expect(whole(evidence.tag(0))).toBe(0)
  })
})
