/** What is kept of a page, how it is written, and what is refused of what an export brings. */
import { describe, expect, it } from '@jest/globals'
import type { Decision } from '../../dist/core/types.js'
import type { PageDelta } from '../../dist/registry/index.js'
import {
  addChange,
  carrierOf,
  changesOf,
  checkSums,
  countsOf,
  decisionOf,
  decisionRow,
  deltaRows,
  hashOf,
  HEADER,
  lineOf,
  plain,
  rowsOf,
  type DeltaRow,
  type Row,
  type Table,
} from '../../dist/registry/rows.js'
import type { Change } from '../../dist/registry/types.js'

const delta = (more: Partial<PageDelta> = {}): PageDelta => ({ page: 'p', digest: 'd', surfaces: [], ...more })
const rowOf = (more: Partial<PageDelta>): DeltaRow => deltaRows([delta(more)])[0]!
const surface = (surface: string, count = 1, key = surface) => ({ surface, key, count })

describe('what is kept of a page', () => {
  it.each<[string, string, string]>([
    ['a\0b', 'a\ufffdb', 'NUL'],
    ['\ud83d', '\ufffd', 'the first half of a pair'],
    ['\udd34س', '\ufffdس', 'the second half'],
    ['🔴 سوق', '🔴 سوق', 'a pair'],
  ])('is text that any store can hold: %j', (text, kept) => {
    expect(plain(text)).toBe(kept)
    expect(rowOf({ page: text, digest: text, surfaces: [surface(text)] })).toMatchObject({
      page: kept,
      digest: kept,
      counts: [[kept, 1]],
      hash: hashOf(kept),
    })
  })

  it('is found by 128 bits of a hash of its name, which registries hold', () => {
    expect(Buffer.from(hashOf('صفحة')).toString('hex')).toBe('050b74cfd83cdb99ba6f50260c46e60d')
  })

  it('is each surface once, with all its occurrences; none that is no tag', () => {
    const longest = 'س'.repeat(500)
    const { counts, keys } = rowOf({
      surfaces: [
        surface('سوق', 2, 'k'),
        surface(''),
        surface(longest),
        surface(`${longest}س`),
        surface('بحر', 0),
        surface('موج', NaN),
        surface('سوق', 3, 'k'),
      ],
    })
    expect(counts).toEqual([
      ['سوق', 5],
      [longest, 1],
    ])
    expect([...keys]).toEqual([
      ['سوق', 'k'],
      [longest, longest],
    ])
  })

  it.each(['title', 'date', 'link'] as const)('is the beginning of its %s', (name) => {
    const most = { title: 200, date: 40, link: 500 }[name]
    const long = 'س'.repeat(most)
    expect(rowOf({ [name]: long })[name]).toBe(long)
    expect(rowOf({ [name]: `${long}ص` })[name]).toBe(long)
    // Half of a pair is left where it is cut.
    expect(rowOf({ [name]: `${'س'.repeat(most - 1)}🔴` })[name]).toBe(`${'س'.repeat(most - 1)}\ufffd`)
    expect([rowOf({ [name]: '' })[name], rowOf({})[name]]).toEqual([null, null])
  })

  it('is no address that is its id, and no bytes where there are none', () => {
    expect(rowOf({ page: 'https://a.example/1', link: 'https://a.example/1' }).link).toBeNull()
    expect(rowOf({})).toMatchObject({ evidence: null, runs: null, example: null })
    const bytes = Buffer.from('x')
    expect(rowOf({ evidence: bytes, runs: bytes })).toMatchObject({ evidence: bytes, runs: bytes })
  })

  it('is a list and four sentences at most, where it has any', () => {
    const example = (list: string | undefined, ...said: string[]) =>
      JSON.parse(rowOf({ example: { list, said } }).example ?? 'null') as unknown
    const [list, sentence] = ['س'.repeat(400), 'ص'.repeat(200)]
    expect(example(`${list}x`, `${sentence}x`, '', 'ب', 'ت', 'ث')).toEqual({ list, said: [sentence, 'ب', 'ت'] })
    expect(example(undefined, 'أ', 'ب', 'ت', 'ث', 'ج')).toEqual({ list: null, said: ['أ', 'ب', 'ت', 'ث'] })
    expect(example('سوق')).toEqual({ list: 'سوق', said: [] })
    expect([example(undefined), example('', '')]).toEqual([null, null])
  })

  it('is the last of a page that comes twice', () => {
    const rows = deltaRows([delta({ digest: '1' }), delta({ page: 'q' }), delta({ digest: '2' })])
    expect(rows.map(({ page, digest }) => page + digest)).toEqual(['p2', 'qd'])
  })
})

describe('a page as an example of a surface', () => {
  const carrier = (example: unknown, title: string | null = null) =>
    carrierOf('سوق', 'p', [['سوق', 2], ['بحر', 1]], [title, '2020', '', JSON.stringify(example)]) // prettier-ignore
  it('has the first sentence that has it', () => {
    expect(carrier({ list: 'سوق، بحر', said: ['في البحر', 'في سوق', 'سوق آخر'] }, 'خبر')).toEqual({
      page: 'p',
      title: 'خبر',
      date: '2020',
      link: undefined,
      list: 'سوق، بحر',
      sentence: 'في سوق',
      surfaces: ['سوق', 'بحر'],
    })
  })

  it.each([undefined, null, 5, 'سوق', { list: 5, said: 'سوق' }, { list: '', said: [5, null, { سوق: 1 }] }])(
    'has none of what a stranger put there: %j',
    (example) => {
      expect(carrier(example)).toMatchObject({ list: undefined, sentence: undefined, title: undefined })
    },
  )
})

describe('what changes in the surfaces', () => {
  it('is what pages have now without what they had', () => {
    const of = (...counts: [string, number][]) =>
      rowOf({ surfaces: counts.map(([text, count]) => surface(text, count, `key of ${text}`)) })
    const changes = changesOf([
      { delta: of(['سوق', 3], ['بحر', 1]), old: [['سوق', 1], ['موج', 2]] }, // prettier-ignore
      { delta: of(['موج', 5]), old: [] },
    ])
    expect(Object.fromEntries(changes)).toEqual({
      سوق: { key: 'key of سوق', count: 2, pages: 0 },
      بحر: { key: 'key of بحر', count: 1, pages: 1 },
      موج: { key: 'key of موج', count: 3, pages: 0 },
    })
    const kept = new Map<string, Change>([['سوق', { key: 'first', count: 1, pages: 1 }]])
    addChange(kept, 'سوق', { key: 'second', count: 4, pages: 2 })
    expect(kept.get('سوق')).toEqual({ key: 'first', count: 5, pages: 3 })
  })

  it.each(['{', '{}', '[["سوق"]]', '[["سوق",1.5]]', '[[5,1]]', '["سوق"]'])('is never told from %s', (text) => {
    expect(() => countsOf(text)).toThrow(expect.objectContaining({ code: 'REGISTRY' }))
    expect(countsOf('[["سوق",2]]')).toEqual([['سوق', 2]])
  })
})

describe('a decision', () => {
  it.each<Decision>([
    { verb: 'same', a: 'غزة', b: 'غزه' },
    { verb: 'apart', a: 'غزة', b: 'رفح' },
    { verb: 'related', a: 'غزة', b: 'رفح' },
    { verb: 'ignore', tag: 'المزيد' },
    { verb: 'spell-as', tag: 'غزه', as: 'غزة' },
  ])('comes back as it was: %j', (decision) => {
    expect(decisionOf(...decisionRow(decision))).toEqual(decision)
    expect(() => decisionOf('merge', 'غزة', 'غزه')).toThrow(/unknown kind, "merge"/)
  })
})

describe('an export', () => {
  const read = async (...lines: string[]): Promise<[Table, Row][]> => {
    const rows: [Table, Row][] = []
    for await (const row of rowsOf(lines)) rows.push(row)
    return rows
  }
  const page: Row = ['p', 'd', '[["سوق",2]]', Buffer.from('e'), 7, null, '2020', null, 'l', null]
  const of = (more: object) => JSON.stringify({ ...(JSON.parse(lineOf('pages', page)) as object), ...more })

  it('gives the rows that were written, and passes by blank lines and tables that are no more', async () => {
    const tag: Row = ['t1', 'سوق', 'سوق', null]
    const rows = await read(' ', HEADER, '', lineOf('pages', page), '{"in":"withdrawn"}', lineOf('tags', tag))
    expect(rows).toEqual([
      ['pages', page],
      ['tags', tag],
    ])
    // Of an earlier version, which had no such columns.
    expect(await read(HEADER, of({ runs: undefined, link: undefined }))).toMatchObject([
      ['pages', { 7: null, 8: null }],
    ])
  })

  it.each<[string, string, string[]]>([
    ['that is empty', 'The export is empty', ['', ' ']],
    ['without its head', 'Line 1 of the export does not say that it is a registry', ['{"in":"tags"}']],
    ['without its version', 'Line 1 of the export does not say that it is a registry', ['{"in":"registry"}']],
    ['that is no JSON', 'Line 3 of the export is not JSON', [HEADER, '', '{']],
    ['with nothing in a line', 'Line 2 of the export is no record', [HEADER, 'null']],
    ['of another table', 'Line 2 of the export names no table of a registry', [HEADER, '{"in":"toString"}']],
    ['of no table', 'Line 2 of the export names no table of a registry', [HEADER, '{"in":5}']],
    ['without a text', 'Line 2 of the export lacks a proper "digest"', [HEADER, of({ digest: null })]],
    ['with a number for a text', 'Line 2 of the export lacks a proper "date"', [HEADER, of({ date: 5 })]],
    ['with a text for a number', 'Line 2 of the export lacks a proper "seq"', [HEADER, of({ seq: '7' })]],
    ['with half a number', 'Line 2 of the export lacks a proper "seq"', [HEADER, of({ seq: 7.5 })]],
    ['with a number for bytes', 'Line 2 of the export lacks a proper "runs"', [HEADER, of({ runs: 7 })]],
    ['with counts that are none', 'Line 2 of the export lacks a proper "surfaces"', [HEADER, of({ surfaces: '[5]' })]],
  ])('%s is refused', async (_, message, lines) => {
    await expect(read(...lines)).rejects.toMatchObject({ code: 'REGISTRY', message })
  })

  it('of a later version is refused as such, one of an earlier is not', async () => {
    const { version } = JSON.parse(HEADER) as { version: number }
    const head = (version: number) => JSON.stringify({ in: 'registry', version })
    await expect(read(head(version + 1))).rejects.toMatchObject({ code: 'REGISTRY_NEWER' })
    expect(await read(head(version - 1))).toEqual([])
  })
})

describe('a check of the sums', () => {
  const stored = (of: string, count: number, pages: number, tag?: string) => ({
    surface: of,
    key: of,
    count,
    pages,
    tag,
  })
  const tags = new Map<string, { target?: string }>([
    ['t1', {}],
    ['t2', { target: 't1' }],
  ])
  const summed = new Map([['سوق', { count: 3, pages: 2 }]])

  it.each<[string, ReturnType<typeof stored>[], string[]]>([
    ['as they should be', [stored('سوق', 3, 2, 't1')], []],
    ['of no tag, and of none yet', [stored('سوق', 3, 2, ''), stored('بحر', 0, 0)], []],
    ['another count', [stored('سوق', 4, 2)], ['"سوق" is counted 4 times on 2 pages, its pages say 3 on 2']],
    ['other pages', [stored('سوق', 3, 1)], ['"سوق" is counted 3 times on 1 pages, its pages say 3 on 2']],
    [
      'what no page has',
      [stored('سوق', 3, 2), stored('بحر', 1, 1)],
      ['"بحر" is counted 1 times on 1 pages, its pages say 0 on 0'],
    ],
    ['what is missing', [], ['"سوق" stands on 2 pages and is not counted']],
    ['a tag that is none', [stored('سوق', 3, 2, 't9')], ['"سوق" is under tag t9, which does not exist']],
    ['a tag that was merged', [stored('سوق', 3, 2, 't2')], ['"سوق" is under tag t2, which was merged']],
  ])('tells %s', (_, rows, problems) => {
    expect(checkSums(summed, rows, tags)).toEqual(problems)
  })

  it('tells where merged tags lead astray', () => {
    const astray = new Map([...tags, ['t3', { target: 't9' }], ['t4', { target: 't2' }]])
    expect(checkSums(new Map(), [], astray)).toEqual([
      'Tag t3 leads to t9, which does not exist',
      'Tag t4 leads to t2, which was merged itself',
    ])
  })
})
