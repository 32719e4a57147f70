import { readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import { readHtml } from '../../dist/read/html.js'
import { LIMITS, isReject, type Format, type Item, type ReadOptions } from '../../dist/read/index.js'
import { delimited } from '../../dist/read/delimited.js'
import { readLinked } from '../../dist/read/jsonld.js'
import { repaired } from '../../dist/read/repair.js'
import { destinationOf } from '../../dist/read/permalink.js'
import { withoutStrayMarks } from '../../dist/read/stray.js'
import { Shelf, markup, readAll, told } from './shelf.js'
import { spent } from '../spent.js'

const fixtures = 'tests/fixtures/read'
const shelf = new Shelf()
afterAll(() => shelf.remove())

const file = (name: string, content: string | Uint8Array): string => shelf.file(name, content)
const read = async (path: string, options: ReadOptions = {}): Promise<Item[]> => (await readAll([path], options)).items
const megabytes = (count: number): number => count * 2 ** 20

/** Memory is given back late; only what stays bounded by far is asserted. */
async function memoryOf(work: () => Promise<unknown>): Promise<number> {
  let peak = 0
  const before = process.memoryUsage().rss
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - before)
  }, 5)
  await work()
  clearInterval(timer)
  return Math.max(peak, process.memoryUsage().rss - before)
}

/** Eight times the length takes 64 times as long where time is quadratic. Tried again where the machine was busy. */
function expectLinear(run: (text: string) => unknown, make: (count: number) => string, count: number): void {
  const time = (text: string): number => {
    const start = spent()
    run(text)
    return spent() - start
  }
  const [short, long] = [make(count), make(8 * count)]
  time(make(count / 10))
  let ratio = Infinity
  for (let tries = 0; tries < 4 && ratio >= 24; tries++) ratio = Math.min(ratio, time(long) / Math.max(time(short), 5))
  expect(ratio).toBeLessThan(24)
}

describe('decompression bombs', () => {
  const zeros = Buffer.alloc(megabytes(300))
  it.each<[string, () => Uint8Array]>([
    ['gzip', () => gzipSync(zeros, { level: 9 })],
    [
      'brotli',
      () =>
        brotliCompressSync(zeros, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 },
        }),
    ],
  ])('%s: the input is left, in bounded memory', async (name, pack) => {
    const path = file(`bomb.jsonl.${name === 'gzip' ? 'gz' : 'br'}`, pack())
    const memory = await memoryOf(async () => {
      const items = await read(path, { format: 'jsonl', limits: { ratio: 200 } })
      expect(told(items)).toEqual(['!TOO_LARGE'])
    })
    expect(memory).toBeLessThan(megabytes(200))
  })

  it('a zstd window of a gigabyte is not allocated', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (20 << 3) | 0, 0x01, 0x00, 0x00])
    expect(told(await read(file('window.jsonl.zst', frame)))).toEqual(['!TOO_LARGE'])
  })

  it('lines that unpack to far more than they weigh are read, when lines they are', async () => {
    const text = `${JSON.stringify({ id: 'x', text: 'غزة '.repeat(1000) })}\n`.repeat(3000)
    const items = await read(file('dense.jsonl.gz', gzipSync(text)))
    expect(items).toHaveLength(3000)
  })
})

describe('hostile shapes', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'deep JSON',
      'deep.jsonl',
      `{"text":${'['.repeat(500_000)}${']'.repeat(500_000)}}\n{"id":"1","text":"نص"}\n`,
      ['!BAD_RECORD', '1'],
    ],
    [
      'deep JSON array',
      'deep.json',
      `[${'['.repeat(500_000)}${']'.repeat(500_000)},{"id":"1","text":"نص"}]`,
      ['!BAD_RECORD', '1'],
    ],
    ['unclosed JSON', 'open.json', '[{"id":"1","text":"نص"},' + '{"a":'.repeat(200_000), ['1', '!TRUNCATED']],
    ['a quote that never closes', 'quote.csv', 'id,text\n1,نص\n2,"' + 'نص,\n'.repeat(200_000), ['1', '!TRUNCATED']],
    [
      'scalars in a JSON array',
      'scalars.json',
      '[1, "{", null, {"id":"1","text":"نص"}, 2]',
      ['!BAD_RECORD', '!BAD_RECORD', '!BAD_RECORD', '1', '!BAD_RECORD'],
    ],
    [
      'deep XML',
      'deep.xml',
      `<rss><item><title>نص</title><description>متن</description>${'<a>'.repeat(300_000)}</item><item><link>1</link><description>نص</description></item></rss>`,
      [join('deep.xml:1'), '1'],
    ],
    [
      'CDATA that never closes',
      'cdata.xml',
      `<rss><item><link>1</link><description>نص</description></item><item><![CDATA[${'x'.repeat(500_000)}`,
      ['1', '!TRUNCATED'],
    ],
  ])('%s', async (_, name, content, expected) => {
    const items = told(await read(file(name, content)))
    expect(items.map((id) => id.replace(shelf.folder + '/', ''))).toEqual(expected)
  })

  it.each<[string, (count: number) => string]>([
    ['open tags', (count) => '<div>'.repeat(count) + 'نص'],
    ['open inline tags', (count) => '<b>'.repeat(count) + 'نص'],
    ['open and closed tags', (count) => '<div><p>'.repeat(count / 2) + '</div>'.repeat(count / 2)],
    ['forms', (count) => '<form>'.repeat(count)],
    ['attributes', (count) => `<a ${Array.from({ length: count }, (_, i) => `a${i}=1`).join(' ')}>نص</a>`],
    ['the same attribute', (count) => `<a ${'class=tags '.repeat(count)}>نص</a>`],
    ['links to tags', (count) => '<div class=tags>' + '<a href=/tag/1>غزة</a>'.repeat(count) + '</div>'],
    ['nested boxes of tags', (count) => '<div><a href=/tag/1>غزة</a>'.repeat(count)],
    ['open links', (count) => '<a href=/tag/1>غزة '.repeat(count)],
    ['metas', (count) => '<meta name=keywords content="غزة,حماس">'.repeat(count)],
    ['entities', (count) => '&amp;'.repeat(count)],
    ['spaces', (count) => 'نص' + ' '.repeat(count * 5) + 'نص'],
    ['unclosed comments', (count) => '<!--'.repeat(count)],
    ['unclosed script', (count) => '<script>' + '<'.repeat(count)],
    ['half tags', (count) => '<'.repeat(count)],
    ['half closing tags', (count) => '</'.repeat(count)],
    ['unclosed values', (count) => '<a href="'.repeat(count)],
    ['JSON-LD', (count) => `<script type="application/ld+json">${'{"a":['.repeat(count)}</script>`],
  ])('a document of %s takes time in proportion', (_, make) => {
    expectLinear((text: string) => readHtml(text, markup, LIMITS), make, 8_000)
  })

  it('a million open tags', () => {
    const start = spent()
    const page = readHtml('<div>'.repeat(1_000_000) + 'نص', markup, LIMITS)
    expect(page.text).toBe('نص')
    expect(spent() - start).toBeLessThan(10_000)
  })

  it.each<[string, (text: string) => unknown, readonly string[]]>([
    ['delimited', delimited, [',', '،', "['", '{"', '#', '\\', ' ', "['a',", '1,']],
    ['destinationOf', (text) => destinationOf(text, markup), ['/', '%', '?a=', '&', '://', 'http://']],
    [
      'readLinked',
      readLinked,
      [
        '{',
        '[',
        '"',
        ',',
        '//<![CDATA[',
        '<!--',
        '\\"',
        '// ',
        ',   ',
        '{"keywords":[',
        '{}',
        '{/*',
        '[,',
        '{"a":"b",}',
      ],
    ],
    [
      'withoutStrayMarks',
      withoutStrayMarks,
      ['<', '<a ', '<a b="', "<a b='", '<a b="\'<a b=\'"', '<!--', '<!a', '<script>', '<a>', '</'],
    ],
    [
      'mended',
      (text) => repaired({ id: '', text, lists: [{ from: 'field', tags: [text] }] }),
      ['&', '&amp;', '&#', 'Ø', 'Ã˜', 'ط§', 'Çá', '%D8%', '%', '§', '&a', 'Çá '],
    ],
  ])('%s takes time in proportion to adversarial strings', (_, run, units) => {
    for (const unit of units) expectLinear(run, (count) => unit.repeat(count), 5_000)
  })
})

describe('files', () => {
  it('with any name are read, and named whole', async () => {
    const inside = join(shelf.folder, 'odd\nfolder')
    for (const name of ['a\nb.txt', 'c"d.txt', 'e[1].txt', 'ملف.txt', ' .txt']) file(`odd\nfolder/${name}`, 'نص')
    expect(told(await read(inside)).sort()).toEqual(
      ['a\nb.txt', 'c"d.txt', 'e[1].txt', 'ملف.txt', ' .txt'].map((name) => join(inside, name)).sort(),
    )
    expect(told(await read(join(inside, 'e[1].txt')))).toEqual([join(inside, 'e[1].txt')])
  })

  it('in folders that link to one another are read once', async () => {
    const root = join(shelf.folder, 'loops')
    file('loops/a/1.txt', 'نص')
    file('loops/b/2.txt', 'نص')
    symlinkSync('../b', join(root, 'a/to-b'))
    symlinkSync('../a', join(root, 'b/to-a'))
    symlinkSync('.', join(root, 'self'))
    expect(await read(root)).toHaveLength(2)
  })
})

describe('a Parquet file', () => {
  const whole = readFileSync(join(fixtures, 'pyarrow-zstd.parquet'))
  it('that claims any number in its footer or page headers is read or refused', async () => {
    // Every byte of headers and footer, set to what makes lengths and counts largest.
    for (let at = 0; at < whole.length; at += 5) {
      const lying = Buffer.from(whole)
      lying.fill(0xff, at, Math.min(at + 3, lying.length))
      const items = await read(file('lying.parquet', lying))
      expect(items.length).toBeGreaterThan(0)
      expect(items.length).toBeLessThan(100)
    }
  }, 60_000)

  it('cut anywhere is named', async () => {
    for (let length = 4; length < whole.length; length += 97) {
      const items = await read(file('cut.parquet', whole.subarray(0, length)))
      expect(items.map((item) => isReject(item))).toEqual([true])
    }
  })
})

describe('a WARC file cut anywhere', () => {
  it.each(['warcio.warc', 'warcio.warc.gz', 'conversions.wet.gz'])(
    '%s gives the pages before the cut',
    async (name) => {
      const whole = readFileSync(join(fixtures, name))
      const pages = told(await read(join(fixtures, name)))
      for (let length = 0; length < whole.length; length += name.endsWith('.gz') ? 7 : 41) {
        const items = told(await read(file(name, whole.subarray(0, length)), { format: 'warc' }))
        const good = items.filter((id) => !id.startsWith('!'))
        expect(good).toEqual(pages.slice(0, good.length))
        expect(items.length - good.length).toBeLessThanOrEqual(2)
      }
    },
  )
})

/** Mutations that damage a file the way transfers, editors and attackers do. */
const mutation = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'drop', 'repeat', 'insert', 'swap'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 64 }),
  byte: fc.integer({ min: 0, max: 255 }),
  token: fc.constantFrom(
    '"',
    '<',
    '>',
    '\n',
    '\\',
    '{',
    ']',
    ']]>',
    '<!--',
    '<item>',
    'WARC/1.0\r\n',
    '\u0000',
    '\r\n\r\n',
    ',',
    '\ufeff',
    '\xff',
  ),
})

function mutate(
  bytes: Buffer,
  mutations: readonly (typeof mutation extends fc.Arbitrary<infer T> ? T : never)[],
): Buffer {
  let result = Buffer.from(bytes)
  for (const { kind, at, length, byte, token } of mutations) {
    const start = Math.floor(at * result.length)
    const before = result.subarray(0, start)
    const part = result.subarray(start, start + length)
    const after = result.subarray(start + length)
    if (kind === 'flip') result = Buffer.concat([before, Buffer.alloc(part.length, byte), after])
    else if (kind === 'cut') result = Buffer.from(before)
    else if (kind === 'drop') result = Buffer.concat([before, after])
    else if (kind === 'repeat') result = Buffer.concat([before, part, part, part, after])
    else if (kind === 'insert') result = Buffer.concat([before, Buffer.from(token, 'latin1'), part, after])
    else result = Buffer.concat([before, after.subarray(0, length), part, after.subarray(length)])
  }
  return result
}

describe('any damage', () => {
  const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25)
  const names = readdirSync(fixtures).filter((name) => !name.endsWith('.pages.json'))
  it.each(names)(`to %s ends in pages and rejects, however it is cut (${RUNS} runs)`, async (name) => {
    const whole = readFileSync(join(fixtures, name))
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const path = file(`damaged-${name}`, mutate(whole, mutations))
        const items = await read(path)
        for (const item of items) {
          if (isReject(item)) expect([typeof item.reason, item.record >= 0]).toEqual(['string', true])
          else
            expect([typeof item.id, (item.text ?? '').length + (item.lists ?? []).length > 0]).toEqual(['string', true])
        }
        // Bytes of no charset are read by what the rest of their batch is.
        if (items.some((item) => 'repairs' in item)) return
        expect(await read(path, { batchBytes: 1 })).toEqual(items)
      }),
      { numRuns: RUNS, seed: 7 },
    )
  })

  const formats: readonly Format[] = [
    'text',
    'html',
    'jsonl',
    'json',
    'csv',
    'feed',
    'catalogue',
    'mhtml',
    'bibliography',
    'wiki',
    'warc',
    'parquet',
    'xlsx',
  ]
  it.each(formats)('any bytes read as %s end in pages and rejects', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const items = await read(file('any', bytes), { format })
        expect(items.length).toBeLessThan(500)
      }),
      { numRuns: RUNS, seed: 7 },
    )
  })
})
