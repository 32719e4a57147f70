import { describe, expect, it } from '@jest/globals'

import { LIMITS, isReject } from '../../dist/read/index.js'
import { jsonItems, lineScanner } from '../../dist/read/jsonl.js'
import { markup, readPieces } from './shelf.js'

const act = '{"index":{"_id":"1"}}'
const one = '{"id":"a","text":"صيد"}'
const two = '{"id":"b","text":"مرفأ"}'

describe('lines are read', () => {
  it.each<[string, string, (string | number)[][]]>([
    ['each', `${one}\n\n${two}`, [['a'], ['b']]],
    ['with line ends of two, and blanks', `${one}\r\n  \r\n ${two}\r\n`, [['a'], ['b']]],
    ['with what to do with them', `${act}\n{"text":"صيد"}\n{"index":{}}\n${two}\n`, [['1'], ['b']]],
    ['but for an empty one behind that', `${act}\n\n${act}\n{"text":"صيد"}\n`, [['1']]],
    ['by themselves where one is not said what to do with', `${act}\n{"text":"صيد"}\n${two}\n`, [['1'], ['b']]],
    ['but for one that is broken', `${one}\n{"id" "x"}\n${two}`, [['a'], ['!', 2], ['b']]],
    ['with the number of each, empty ones counted', `${one}\n\n{"id" "x"}\n`, [['a'], ['!', 3]]],
    ['but for a broken one that is said what to do with', `${act}\n{"id" "x"}\n${act}\n${two}`, [['!', 1], ['b']]],
  ])('%s', async (_, content, want) => {
    for (const size of [content.length, 7, 1]) {
      const items = await readPieces(['jsonl', lineScanner(Buffer.from(content))], content, size)
      expect(items.map((item) => (isReject(item) ? ['!', item.record] : [item.id]))).toEqual(want)
    }
  })

  it('without looking at what has not come', () => {
    const bytes = Buffer.from(`${one}\n${two}\n`)
    const scanner = lineScanner(bytes)
    for (let end = 0; end <= one.length; end++) expect(scanner.next(bytes.subarray(0), 0, end)).toBe(-1)
    expect(scanner.next(bytes, 0, Buffer.from(one).length)).toBe(-1)
    expect(scanner.next(bytes, 0, bytes.length)).toBe(Buffer.from(one).length + 1)
  })
})

describe('a text of JSON', () => {
  const read = (text: string, limits = {}) =>
    jsonItems(text, { source: 'a', record: 3, repair: undefined }, { markup }, { ...LIMITS, ...limits })
  const said = (text: string, limits = {}): string[] =>
    read(text, limits).map((item) => (isReject(item) ? `${item.code} ${item.record}: ${item.reason}` : item.id))

  it.each([[''], [' '], ['\n'], ['\r\n'], [' '.repeat(100)], ['\u00a0']])('that is blank has no page: %j', (text) => {
    expect(read(text)).toEqual([])
  })

  it('that is none is told without what it says', () => {
    for (const text of ['{"id":"سر"', '{"id" "سر"}', 'سر', '{سر}']) {
      expect(said(text)).toEqual([expect.stringMatching(/^BAD_RECORD 3: not JSON: /)])
      expect(said(text)[0]).not.toMatch(/سر|["'],?$/)
    }
  })

  /** So many brackets, in a text of so many units. */
  const deep = (brackets: number, units: number, before = ''): string => {
    const nested = '['.repeat(brackets) + ']'.repeat(brackets)
    const rest = `{"id":"x","more":${nested},"text":"${before}`
    return `${rest.padEnd(units - 2, 'a')}"}`
  }
  const UNITS = 64 * 1024

  it.each<[string, string, boolean]>([
    ['as deep as may be', deep(4, UNITS + 1), true],
    ['a bracket deeper', deep(5, UNITS + 1), false],
    ['deeper, in a text too short to cost anything', deep(5, UNITS), true],
    ['deep in strings only', deep(4, UNITS + 1, '[[[[[[\\"[[[{{{\\\\'), true],
    ['deep behind a string that ends in a backslash', deep(5, UNITS + 1, '\\\\'), false],
  ])('%s is read, or refused before it is', (_, text, whole) => {
    expect(said(text, { jsonDepth: 5 })).toEqual(whole ? ['x'] : ['BAD_RECORD 3: JSON nested deeper than 5'])
  })

  it('side by side is not deep', () => {
    const text = `{"id":"x","text":"صيد","more":[${'[],{},'.repeat(20_000)}[]]}`
    expect(said(text, { jsonDepth: 3 })).toEqual(['x'])
    expect(said(text, { jsonDepth: 2 })).toEqual(['BAD_RECORD 3: JSON nested deeper than 2'])
  })
})
