import { afterAll, describe, expect, it } from '@jest/globals'

import { isReject, type Item } from '../../dist/read/index.js'
import { rowRanges, type RowRange } from '../../dist/read/parquet.js'
import { LIMITS } from '../../dist/read/types.js'
import { Shelf, readAll, told } from './shelf.js'

/** Parquet as its metadata says that it is laid out, which may be more than any file here could hold, or lies. */
const shelf = new Shelf()
afterAll(() => shelf.remove())

/** A value of Thrift's compact protocol; of a structure the fields by their numbers. */
type Value = ['int' | 'long', number] | ['text', string] | ['list', Value[]] | ['struct', Record<number, Value>]
const TYPES = { int: 5, long: 6, text: 8, list: 9, struct: 12 }
const int = (value: number): Value => ['int', value]
const long = (value: number): Value => ['long', value]
const text = (value: string): Value => ['text', value]
const list = (...values: Value[]): Value => ['list', values]
const struct = (fields: Record<number, Value>): Value => ['struct', fields]

function varint(value: bigint): number[] {
  const bytes: number[] = []
  for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128)
  return [...bytes, Number(value)]
}
function thrift([, value]: Value): number[] {
  if (typeof value === 'number') return varint(value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value))
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return [...varint(BigInt(bytes.length)), ...bytes]
  }
  if (Array.isArray(value)) return [(value.length << 4) | TYPES[value[0]![0]], ...value.flatMap(thrift)]
  let last = 0
  const fields = Object.entries(value).flatMap(([number, field]) => {
    const head = ((Number(number) - last) << 4) | TYPES[field[0]]
    last = Number(number)
    return [head, ...thrift(field)]
  })
  return [...fields, 0]
}

interface Group {
  readonly rows: readonly (readonly string[])[]
  /** What its metadata claims, where that is another than it has. */
  readonly claims?: { readonly rows?: number; readonly bytes?: number; readonly column?: number }
  /** Fields of the headers of its pages, put over the right ones: type, sizes unpacked and packed, number of values. */
  readonly page?: Record<number, Value>
  readonly twice?: boolean
}

/** A file of columns of plain strings, none of them packed, a page each. */
function parquet(columns: readonly string[], ...groups: readonly Group[]): Buffer {
  const parts: Buffer[] = [Buffer.from('PAR1')]
  let at = 4
  const put = (...bytes: Buffer[]): number => {
    parts.push(...bytes)
    const size = bytes.reduce((sum, { length }) => sum + length, 0)
    at += size
    return size
  }
  const groupsSaid = groups.map(({ rows, claims = {}, page, twice }) => {
    const chunks = columns.map((name, column) => {
      const offset = at
      const values = rows.flatMap((row) => {
        const value = Buffer.from(row[column]!)
        const length = Buffer.alloc(4)
        length.writeUInt32LE(value.length)
        return [length, value]
      })
      const size = values.reduce((sum, { length }) => sum + length, 0)
      const counted = struct({ 1: int(rows.length), 2: int(0), 3: int(3), 4: int(3) })
      const header = struct({ 1: int(0), 2: int(size), 3: int(size), 5: counted, ...page })
      const length = put(Buffer.from(thrift(header)), ...values)
      return struct({
        2: long(offset),
        3: struct({
          1: int(6),
          2: list(int(0)),
          3: list(text(name)),
          4: int(0),
          5: long(rows.length),
          6: long(claims.column ?? length),
          7: long(length),
          9: long(offset),
        }),
      })
    })
    if (twice) chunks.push(chunks[0]!)
    return struct({ 1: list(...chunks), 2: long(claims.bytes ?? 100), 3: long(claims.rows ?? rows.length) })
  })
  const schema = [
    struct({ 4: text('schema'), 5: int(columns.length) }),
    ...columns.map((name) => struct({ 1: int(6), 3: int(0), 4: text(name), 6: int(0) })),
  ]
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0)
  const footer = Buffer.from(
    thrift(struct({ 1: int(1), 2: list(...schema), 3: long(rows), 4: list(...groupsSaid), 6: text('test') })),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  put(footer, length, Buffer.from('PAR1'))
  return Buffer.concat(parts)
}

const columns = ['id', 'text']
const rows = (from: number, to: number): string[][] =>
  Array.from({ length: to - from }, (_, i) => [String(from + i), `خبر ${from + i} من السوق`])
const numbers = (from: number, to: number): string[] => rows(from, to).map(([id]) => id!)
let files = 0
const written = (...groups: readonly Group[]): string => shelf.file(`${files++}.parquet`, parquet(columns, ...groups))
const read = async (...groups: readonly Group[]): Promise<Item[]> => (await readAll([written(...groups)])).items
const reasons = (items: readonly Item[]): string[] => items.filter(isReject).map(({ reason }) => reason)

/** Rows of each batch, or what is wrong. */
async function ranges(group: Group): Promise<readonly RowRange[] | string> {
  const found: RowRange[] = []
  const path = written({ rows: rows(0, 2) }, group)
  try {
    for await (const range of rowRanges({ path, size: 0 }, LIMITS)) found.push(range)
  } catch (error) {
    return (error as { code: string }).code
  }
  return found.slice(1)
}
const ends = (found: readonly RowRange[] | string) =>
  typeof found === 'string' ? found : found.map(([start, end]) => [start, end])

const MIB = 2 ** 20

describe('row groups', () => {
  it('are read one after the other, their rows numbered through', async () => {
    const { items, batches } = await readAll([written({ rows: rows(0, 3) }, { rows: [] }, { rows: rows(3, 5) })])
    expect(told(items)).toEqual(numbers(0, 5))
    expect(batches.map((batch) => [batch.record, batch.rows])).toEqual([
      [1, [0, 3]],
      [4, [3, 5]],
    ])
  })

  it.each<[string, NonNullable<Group['claims']>, readonly (readonly number[])[] | string]>([
    ['no more than a batch', { bytes: 32 * MIB }, [[2, 12]]],
    ['a byte more', { bytes: 32 * MIB + 1 }, [[2, 7], [7, 12]]], // prettier-ignore
    ['four batches', { bytes: 100 * MIB }, [[2, 4], [4, 7], [7, 9], [9, 12]]], // prettier-ignore
    ['more batches than rows', { bytes: 1000 * MIB, rows: 3 }, [[2, 3], [3, 4], [4, 5]]], // prettier-ignore
    ['nothing', { bytes: 0, rows: 0 }, []],
    ['no bytes', { bytes: 0 }, [[2, 12]]],
    ['as many rows as may be', { rows: 4 * MIB }, [[2, 4 * MIB + 2]]],
    ['a row more', { rows: 4 * MIB + 1 }, 'BAD_RECORD'],
    ['fewer rows than none', { rows: -1 }, 'BAD_RECORD'],
    ['as many bytes as may be', { bytes: LIMITS.columnBytes, rows: 1 }, [[2, 3]]],
    ['another byte', { bytes: LIMITS.columnBytes + 1, rows: 1 }, 'TOO_LARGE'],
    ['fewer bytes than none', { bytes: -1 }, 'TOO_LARGE'],
  ])('that claim %s', async (_, claims, want) => {
    expect(ends(await ranges({ rows: rows(2, 12), claims }))).toEqual(want)
  })

  it('that are read in parts give each row once, and each part its share of the file', async () => {
    const group = { rows: rows(2, 12), claims: { bytes: 100 * MIB } }
    expect(told(await read({ rows: rows(0, 2) }, group))).toEqual(numbers(0, 12))
    const [first, second] = (await ranges(group)) as readonly RowRange[]
    expect(first![2]).toBeGreaterThan(50)
    expect(second![2] / first![2]).toBeCloseTo(1.5)
  })
})

describe('what is damaged', () => {
  it.each<[string, Omit<Group, 'rows'>, RegExp]>([
    ['a page of fewer bytes than none', { page: { 3: int(-1) } }, /header that cannot be/],
    ['a page of fewer bytes than none, unpacked', { page: { 2: int(-1) } }, /header that cannot be/],
    ['a page of fewer values than none', { page: { 5: struct({ 1: int(-1), 2: int(0), 3: int(3), 4: int(3) }) } }, /header that cannot be/], // prettier-ignore
    ['a page of more values than fit', { page: { 5: struct({ 1: int(4 * MIB + 1), 2: int(0), 3: int(3), 4: int(3) }) } }, /header that cannot be/], // prettier-ignore
    ['a dictionary of more values than fit', { page: { 7: struct({ 1: int(4 * MIB + 1), 2: int(0) }) } }, /header that cannot be/], // prettier-ignore
    ['a page longer than a column may be', { page: { 2: int(LIMITS.columnBytes + 1) } }, /a column of more than/],
    ['a column that claims more than it may', { claims: { column: LIMITS.columnBytes + 1 } }, /a column of 1073741825/],
    ['a column that is there twice', { twice: true }, /there twice/],
  ])('%s takes its group alone', async (_, damage, reason) => {
    for (const at of [0, 1, 2]) {
      const groups = [rows(0, 2), rows(2, 4), rows(4, 6)].map((of, i) => ({ rows: of, ...(i === at && damage) }))
      const items = await read(...groups)
      const good = groups.flatMap((group, i) => (i === at ? [] : group.rows.map(([id]) => id!)))
      expect(items.filter((item) => !isReject(item)).map((item) => (item as { id: string }).id)).toEqual(good)
      expect(reasons(items)).toEqual([expect.stringMatching(reason)])
      expect(reasons(items)[0]).toContain(`rows ${2 * at + 1} to ${2 * at + 2}: `)
      expect(items.find(isReject)!.record).toBe(2 * at + 1)
    }
  })

  it('the end of a file is told', async () => {
    const whole = parquet(columns, { rows: rows(0, 2) })
    for (const content of [whole.subarray(0, 11), whole.subarray(0, -5), Buffer.from('PAR1PAR1PAR1')]) {
      const items = (await readAll([shelf.file(`${files++}.parquet`, content)])).items
      expect(reasons(items)).toEqual([expect.stringContaining('footer is damaged')])
    }
  })
})

it('columns that no page is made of are named, in each part', async () => {
  const file = parquet(['price', 'colour'], { rows: [['3', 'أخضر']] }, { rows: [['4', 'أحمر']] })
  const { items } = await readAll([shelf.file('goods.parquet', file)])
  expect(items.map((item) => isReject(item) && [item.record, item.code])).toEqual([
    [1, 'NO_TEXT'],
    [2, 'NO_TEXT'],
  ])
  expect(items[0]).toMatchObject({ fields: ['price', 'colour'], reason: 'no column is text or tags' })
})
