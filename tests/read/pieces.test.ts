import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from '@jest/globals'

import { arcScanner } from '../../dist/read/arc.js'
import type { Scanner } from '../../dist/read/batches.js'
import { bibliographyScanner } from '../../dist/read/bibliography.js'
import { catalogueScanner } from '../../dist/read/catalogue.js'
import { csvScanner } from '../../dist/read/csv.js'
import { formatOf } from '../../dist/read/detect.js'
import { feedScanner } from '../../dist/read/feed.js'
import type { Format } from '../../dist/read/index.js'
import { jsonScanner } from '../../dist/read/json.js'
import { lineScanner } from '../../dist/read/jsonl.js'
import { mhtmlScanner } from '../../dist/read/mhtml.js'
import { EACH, type RecordPath } from '../../dist/read/records.js'
import { warcScanner } from '../../dist/read/warc.js'
import { wikiScanner } from '../../dist/read/wiki.js'
import { elementScanner } from '../../dist/read/xml-records.js'

/** Records are found whatever pieces their bytes come in, and a scanner looks at nothing that has not come. */
const SCANNERS: Partial<Record<Format, (head: Buffer) => Scanner>> = {
  jsonl: lineScanner,
  json: () => jsonScanner(),
  csv: csvScanner,
  feed: feedScanner,
  catalogue: catalogueScanner,
  bibliography: bibliographyScanner,
  wiki: wikiScanner,
  mhtml: mhtmlScanner,
  arc: arcScanner,
  warc: warcScanner,
}

/** Kinds and ends of what a scanner finds in bytes of which ever more have come; what is behind them is `rest`. */
function found(scanner: Scanner, bytes: Buffer, step: number, rest?: number): string[] {
  const whole = Buffer.from(bytes)
  const ends: string[] = []
  let done = 0
  for (let end = Math.min(step, bytes.length); ; end = Math.min(end + step, bytes.length)) {
    bytes.copy(whole, 0, 0, end)
    if (rest !== undefined) whole.fill(rest, end)
    for (let at; (at = scanner.next(whole, done, end)) >= 0; done = at) {
      ends.push(`${scanner.kind} ${at}`)
      if (at > end) throw new Error(`found an end at ${at} where ${end} bytes had come`)
    }
    if (end === bytes.length) return [...ends, scanner.tail(whole, done, end)]
  }
}

/** The records that a scanner finds, as they are written, and what is left at the end. */
function recordsIn(scanner: Scanner, content: string, step: number): string[] {
  const bytes = Buffer.from(content)
  let start = 0
  return found(scanner, bytes, step).flatMap((end) => {
    const [kind, at] = end.split(' ')
    if (at === undefined) return [kind!]
    const record = bytes.toString('utf8', start, Number(at)).trim()
    start = Number(at)
    return kind === 'record' ? [record] : []
  })
}

const folder = 'tests/fixtures/read'
const samples = readdirSync(folder).flatMap((name): [string, Format, Buffer][] => {
  const content = readFileSync(join(folder, name))
  const format = formatOf(content, name)
  return name.endsWith('.pages.json') || typeof format === 'object' || !SCANNERS[format] || content.length > 4000
    ? []
    : [[name, format, content]]
})

describe('the records of', () => {
  it.each(samples)('%s are found in pieces', (_, format, content) => {
    const scanner = () => SCANNERS[format]!(content)
    const whole = found(scanner(), content, content.length)
    for (const step of [7, 1]) {
      expect(found(scanner(), content, step)).toEqual(whole)
      // What lies behind may be left from before.
      expect(found(scanner(), content, step, 0x0a)).toEqual(whole)
    }
  })
})

const a = '<item>صيد</item>'
const b = '<item id="2">قمح</item>'
const nested = () => elementScanner(['item'], 'any prefix')

describe('elements of XML are found', () => {
  it.each<[string, string, string[], (() => Scanner)?]>([
    ['one after the other', `<rss>${a} ${b}</rss>`, [a, b]],
    ['behind a comment that holds one', `<rss><!-- x --><!-- ${a} -->${b}`, [b]],
    ['behind comments that touch', `<rss>--><!--${a}--><!---->${b}`, [b]],
    ['behind CDATA that holds one', `<rss><![CDATA[${a}]]>${b}`, [b]],
    [
      'with CDATA that ends them',
      '<rss><item><![CDATA[</item>]] >]]></item>',
      ['<item><![CDATA[</item>]] >]]></item>'],
    ],
    [
      'with a comment that ends them',
      '<rss><item><!-- </item> - -> --></item>',
      ['<item><!-- </item> - -> --></item>'],
    ],
    ['with a blank in their end tags', '<rss><item\n>صيد</item\n >', ['<item\n>صيد</item\n >']],
    ['of no other name', `<rss><items>x</items><item-x>y</item-x><x:item>z</x:item>${a}`, [a]],
    ['behind empty ones', `<rss>${a}<item/><item id="2" />${b}`, [a, b].map((item, i) => (i === 1 ? `<item/><item id="2" />${item}` : item))], // prettier-ignore
    ['within others of the name, as one', `<rss><item>1<item>2</item>`, ['<item>1<item>2</item>']],
    ['but for one that is cut', `<rss>${a}<item>2`, [a, 'cut']],
    ['but for one whose end is cut', `<rss>${a}<item>2</item`, [a, 'cut']],
    ['nowhere', '<rss><channel>', ['skip']],
    ['with any prefix', `<x:item>1</x:item>${a}`, ['<x:item>1</x:item>', a], nested],
    ['with those within', `<item>1<x:item>2</x:item><item/></item>${a}`, [`<item>1<x:item>2</x:item><item/></item>`, a], nested], // prettier-ignore
    ['but for ends without a beginning', `</item></x:item>${a}`, [`</item></x:item>${a}`].map(() => a), nested],
  ])('%s', (_, content, want, scanner = () => elementScanner(['item'])) => {
    for (const step of [content.length * 2, 7, 1]) {
      const records = recordsIn(scanner(), content, step)
      expect(records.filter((record) => record !== 'skip' || want.includes('skip'))).toEqual(want)
    }
  })

  it('with start tags that nothing ends, once they are longer than any', () => {
    const open = `<item x="${'y'.repeat(64 * 1024)}`
    expect(recordsIn(elementScanner(['item']), `${open}</item>`, 10_000)[0] === `${open}</item>`).toBe(true)
    // A tag that is not there yet is waited for.
    const scanner = elementScanner(['item'])
    const short = Buffer.from(open)
    expect(scanner.next(short, 0, 64 * 1024 - 1)).toBe(-1)
    expect([scanner.kind, scanner.tail(short, 0, short.length)]).toEqual(['head', 'skip'])
  })
})

const path = ['data', EACH, 'posts', EACH]
describe('values of JSON are found', () => {
  it.each<[string, string, string[], Scanner['kind'] | RecordPath]>([
    ['in an array', '[{"a":1}, {"b":[2,{}]} ]', ['[{"a":1}', ', {"b":[2,{}]}'], []],
    ['one after the other', '{"a":1}\n{"b":\n2} [3]', ['{"a":1}', '{"b":\n2}', '[3'], []],
    ['that are none', '["x, y", 12 ,"}"]', ['["x, y"', ', 12', ',"}"'], []],
    ['with brackets and quotes in strings', '[{"a":"]}\\""},{"b":"\\\\"}]', ['[{"a":"]}\\""}', ',{"b":"\\\\"}'], []],
    ['but for one that is cut', '[{"a":1},{"b"', ['[{"a":1}', 'cut'], []],
    ['but for an array that is cut', '[{"a":1},', ['[{"a":1}', 'cut'], []],
    ['but for an array that is cut behind one', '[{"a":1}', ['[{"a":1}', 'cut'], []],
    ['in two arrays', '[{"a":1}]\n[{"b":2}]', ['[{"a":1}', ']\n[{"b":2}'], []],
    ['behind more ends than beginnings', '}]{"a":1}', ['}', '{"a":1}'], []],
    ['at a path', '{"x":{"posts":[0]},"data":[{"posts":[{"a":1},{"b":2}]},{"y":1,"posts":[{"c":3}]}],"posts":[4]}', ['{"a":1}', ',{"b":2}', '{"c":3}'], path], // prettier-ignore
    ['at a path whose names are escaped', '{"d\\u0061ta":[{"posts":[{"a":1}]}]}', ['{"a":1}'], path],
    [
      'at no path that goes through another list',
      '{"data":[[{"posts":[1]}],{"posts":{"x":[2]}},{"posts":[3]}]}',
      ['3'],
      path,
    ],
    ['at no name that is a value', '{"x":"data","y":[{"posts":[1]}],"data":[{"q":"posts","z":[5]}]}', [], path],
    ['at a path that is cut', '{"data":[{"posts":[{"a":1}', ['{"a":1}', 'cut'], path],
    ['at a path in two values', '{"data":[{"posts":[1]}]}{"data":[{"posts":[2]}]}', ['1', '2'], path],
  ])('%s', (_, content, want, at) => {
    for (const step of [content.length, 7, 1]) {
      const records = recordsIn(jsonScanner(at as RecordPath), content, step)
      expect(records.filter((record) => record !== 'skip' && record !== ']')).toEqual(want)
    }
  })
})
