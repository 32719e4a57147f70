import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from '@jest/globals'

import { isReject, type Item, type ReadOptions } from '../../dist/read/index.js'
import { warcScanner } from '../../dist/read/warc.js'
import { Shelf, readAll, readPieces, told } from './shelf.js'

/** What archives of the web hold, as servers and crawlers left it. */
const shelf = new Shelf()
afterAll(() => shelf.remove())

const read = async (name: string, content: Uint8Array, options: ReadOptions = {}): Promise<Item[]> =>
  (await readAll([shelf.file(name, content)], options)).items
const page = (words: string): string =>
  `<html><head><meta name="keywords" content="${words}"></head><p>نشرة المرفأ</p></html>`
const tagsOf = (item: Item | undefined): unknown => (item && !isReject(item) ? item.lists?.[0]?.tags : item)

const answer = (body: Uint8Array | string, ...fields: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(['HTTP/1.1 200 OK', 'Content-Type: text/html; charset=utf-8', ...fields, '', ''].join('\r\n')),
    Buffer.from(body as string),
  ])
const warc = (url: string, message: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2019-05-02T10:00:00Z\r\n` +
        `Content-Type: application/http; msgtype=response\r\nContent-Length: ${message.length}\r\n\r\n`,
    ),
    message,
    Buffer.from('\r\n\r\n'),
  ])
const arcHead = (version: number): string => {
  const block = `${version} 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n`
  return `filedesc://harbour.arc 0.0.0.0 20010503101112 text/plain ${block.length}\n${block}\n`
}
const arc = (url: string, message: Uint8Array, media = 'text/html', more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`${url} 192.0.2.7 20010503101112 ${media}${more} ${message.length}\n`),
    message,
    Buffer.from('\n'),
  ])

const html = page('صيد, مرفأ, قوارب')
const tags = ['صيد', 'مرفأ', 'قوارب']

describe('a body in a WARC', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['gzip', gzipSync(html), ['Content-Encoding: gzip']],
    ['gzip upon gzip', gzipSync(gzipSync(html)), ['Content-Encoding: gzip, gzip']],
    ['gzip upon brotli', gzipSync(brotliCompressSync(html)), ['Content-Encoding: br, gzip']],
    ['gzip in two fields, undone once', gzipSync(html), ['Content-Encoding: gzip, gzip']],
    ['gzip that nobody says', gzipSync(html), []],
    ['gzip upon gzip, one said', gzipSync(gzipSync(html)), ['Content-Encoding: x-gzip']],
    [
      'gzip with something behind',
      Buffer.concat([gzipSync(html), Buffer.from('<!-- -->')]),
      ['Content-Encoding: gzip'],
    ],
    ['deflate', deflateSync(html), ['Content-Encoding: deflate']],
    ['deflate without its wrapping', deflateRawSync(html), ['Content-Encoding: deflate']],
    ['brotli', brotliCompressSync(html), ['Content-Encoding: br']],
    ['what is called deflate and was undone', Buffer.from(html), ['Content-Encoding: deflate']],
    ['what is called gzip and was undone', Buffer.from(html), ['Content-Encoding: gzip']],
    ['identity', Buffer.from(html), ['Content-Encoding: identity']],
  ])('%s is read', async (_, body, fields) => {
    expect(tagsOf((await read('a.warc', warc('http://harbour.example/1', answer(body, ...fields))))[0])).toEqual(tags)
  })

  it('that is cut off is read as far as it goes, and says so', async () => {
    const body = gzipSync(
      page('صيد, مرفأ, قوارب') + Array.from({ length: 2000 }, (_, i) => `<p>خبر ${(i * 7919) % 9973}`).join(''),
    )
    const [item] = await read(
      'a.warc',
      warc('http://harbour.example/1', answer(body.subarray(0, -300), 'Content-Encoding: gzip')),
    )
    expect(tagsOf(item)).toEqual(tags)
    expect(item).toMatchObject({ repairs: ['truncated-body'] })
  })

  it.each<[string, Uint8Array, string[]]>([
    ['packed in a way that nobody says', deflateRawSync(html.repeat(20)), []],
    [
      'brotli that nobody says',
      brotliCompressSync(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i * 31) % 251))),
      [],
    ],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 1, 0, 0]), ['Content-Encoding: zstd']],
    [
      'no gzip within gzip’s name',
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(40, 0xff)]),
      ['Content-Encoding: gzip'],
    ],
  ])('%s is a reject, never an empty page', async (_, body, fields) => {
    const items = await read(
      'a.warc',
      Buffer.concat([
        warc('http://harbour.example/1', answer(body, ...fields)),
        warc('http://harbour.example/2', answer(html)),
      ]),
    )
    expect([isReject(items[0]!), told(items)[1]]).toEqual([true, 'http://harbour.example/2'])
  })

  it('that unpacks to more than a record may have is a reject', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(2 ** 20)))
    const items = await read('a.warc', warc('http://harbour.example/1', answer(bomb, 'Content-Encoding: gzip')), {
      limits: { recordBytes: 2 ** 16 },
    })
    expect(told(items)).toEqual(['!TOO_LARGE'])
  })
})

describe('a WARC', () => {
  it.each(['\r\n\r\n', '\n \n', '\ufeff'])('is known behind %j', async (before) => {
    const items = await read(
      'harbour',
      Buffer.concat([Buffer.from(before), warc('http://harbour.example/1', answer(html))]),
    )
    expect(told(items)).toEqual(['http://harbour.example/1'])
  })

  it.each([0, 5, 40])('with an image of %d MB goes on behind it', async (size) => {
    const image = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG', 'latin1'),
      Buffer.alloc(size * 2 ** 20, 'WARC/1.0\r\n'),
    ])
    const items = await read(
      'a.warc',
      Buffer.concat([
        warc('http://harbour.example/1', answer(html)),
        warc('http://harbour.example/i', image),
        warc('http://harbour.example/2', answer(html)),
      ]),
    )
    expect(told(items)).toEqual(['http://harbour.example/1', 'http://harbour.example/2'])
  })
})

describe('the framing of a WARC', () => {
  const record = (fields: string, body = '') => `WARC/1.0\r\n${fields}\r\n\r\n${body}\r\n\r\n`
  const one = warc('http://harbour.example/1', answer(html)).toString()
  const two = warc('http://harbour.example/2', answer(html)).toString()
  const image = warc(
    'http://harbour.example/i',
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n${'WARC/1.0\r\n'.repeat(40)}`),
  ).toString()
  const request = record('WARC-Type: request\r\nContent-Length: 20', 'GET / HTTP/1.1 WARC/')
  const gone = warc(
    'http://harbour.example/g',
    Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nWARC/1.'),
  ).toString()
  const headless = warc(
    'http://harbour.example/h',
    Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html'),
  ).toString()
  const numbered = one + image + headless + two + headless
  const known = ['http://harbour.example/1', 'http://harbour.example/2']

  it.each<[string, string, string[]]>([
    ['two pages', one + two, known],
    ['blanks and a mark before', `\ufeff\r\n ${one}${two}`, known],
    ['no line end between', one.trimEnd() + two.trimEnd(), known],
    ['what holds no page', request + one + image + gone + two + request, known],
    ['a message without an end to its header', one + headless + two, [known[0]!, '!BAD_RECORD', known[1]!]],
    ['two such', numbered, [known[0]!, '!BAD_RECORD', known[1]!, '!BAD_RECORD']],
    ['no length', one + record('WARC-Type: response') + two, [known[0]!, '!BAD_RECORD', known[1]!]],
    ['a length that is none', record('WARC-Type: response\r\nContent-Length: -5') + two, ['!BAD_RECORD', known[1]!]],
    ['no record, to the next', `${one}no record\nWARC/2.0\nnor this\n${two}`, [known[0]!, '!BAD_RECORD', known[1]!]],
    ['no record, to the end', `${one}no record`, [known[0]!, '!TRUNCATED']],
    ['a page cut off', one + two.slice(0, -40), [known[0]!, '!TRUNCATED']],
    ['a header cut off', `${one}WARC/1.0\r\nWARC-Type: resp`, [known[0]!, '!TRUNCATED']],
    ['a mark cut off', `${one}WAR`, [known[0]!, '!TRUNCATED']],
    ['an image that holds marks before all', image + one, [known[0]!]],
    ['an image cut off', one + image.slice(0, -40), [known[0]!, '!TRUNCATED']],
    ['blanks at its end', `${one}\r\n \r\n`, [known[0]!]],
    ['nothing in a record', one + record('WARC-Type: response\r\nContent-Length: 0') + two, known],
  ])('is found with %s, however the bytes come', async (_, content, want) => {
    for (const size of [content.length, 7, 1]) {
      const items = await readPieces(['warc', warcScanner()], content, size, { batchBytes: size === 7 ? 1 : 2 ** 16 })
      expect(told(items)).toEqual(want)
      // Requests, images and what is gone are counted as records too.
      if (content === numbered) expect(items.filter(isReject).map(({ record }) => record)).toEqual([3, 5])
    }
  })

  it.each([
    ['as long as is looked at', 0, 'http://harbour.example/'],
    ['longer', 1, '!BAD_RECORD'],
  ])('loses no page beside a header that is %s', async (_, more, want) => {
    const url = 'http://harbour.example/'
    const room = 64 * 1024 - record(`WARC-Type: conversion\r\nWARC-Target-URI: ${url}\r\nContent-Length: 6`).length + 4
    const long = record(`WARC-Type: conversion\r\nWARC-Target-URI: ${url.padEnd(url.length + room + more, 'x')}\r\nContent-Length: 6`, 'صيد') // prettier-ignore
    const items = await readPieces(['warc', warcScanner()], one + long + two, 9000)
    expect(told(items).map((id) => id.replace(/x+$/, ''))).toEqual([known[0], want, known[1]])
  })

  it('is told to be cut within a large image too', async () => {
    const cut = image.replace('Length: ', 'Length: 9') + 'x'.repeat(8500)
    for (const size of [cut.length, 1000])
      expect(told(await readPieces(['warc', warcScanner()], one + cut, size))).toEqual([known[0], '!TRUNCATED'])
  })

  it('passes by an image whose header alone is longer than a record may be', async () => {
    const limits = { recordBytes: 90 }
    expect(told(await readPieces(['warc', warcScanner()], image + image, 50, { limits }))).toEqual([])
  })

  it('keeps its place where records are longer than may be held', async () => {
    const limits = { recordBytes: 600 }
    const long = warc('http://harbour.example/l', answer(html.padEnd(900, ' '))).toString()
    const items = await readPieces(['warc', warcScanner()], one + long + two + image + one, 50, {
      batchBytes: 100,
      limits,
    })
    expect(told(items)).toEqual([known[0], '!TOO_LARGE', known[1], known[0]])
  })
})

describe('an ARC', () => {
  const one = 'http://harbour.example/1'
  const two = 'http://harbour.example/%D8%B5%D9%8A%D8%AF'

  it.each([
    [1, ''],
    [2, ' 200 - - 0 harbour.arc'],
  ])('of version %d gives its pages', async (version, more) => {
    const content = Buffer.concat([
      Buffer.from(arcHead(version)),
      arc(one, answer(html), 'text/html', more),
      arc(
        'http://harbour.example/i.png',
        Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\0\0\0\0'),
        'image/png',
        more,
      ),
      arc(
        'http://harbour.example/gone',
        Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>لا شيء'),
        'text/html',
        more,
      ),
      arc('dns:harbour.example', Buffer.from('20010503101112\n192.0.2.7\n'), 'text/dns', more),
      arc(two, answer(gzipSync(html), 'Content-Encoding: gzip'), 'text/html', more),
    ])
    for (const [name, bytes] of [
      ['a.arc', content],
      ['a.arc.gz', gzipSync(content)],
    ] as const) {
      for (const batchBytes of [1, 2 ** 20]) {
        const items = await read(name, bytes, { batchBytes })
        expect(told(items)).toEqual([one, two])
        expect(items.map(tagsOf)).toEqual([tags, tags])
        expect(items[0]).toMatchObject({ url: one, date: '2001-05-03T10:11:12Z' })
      }
    }
  })

  it('goes on behind what is no record, and says where it is cut', async () => {
    const content = Buffer.concat([
      Buffer.from(arcHead(1)),
      arc(one, answer(html)),
      Buffer.from('no record\nnor this\n'),
      arc(two, answer(html)),
    ])
    expect(told(await read('a.arc', content))).toEqual([one, '!BAD_RECORD', two])
    expect(told(await read('a.arc', content.subarray(0, -20)))).toEqual([one, '!BAD_RECORD', '!TRUNCATED'])
  })
})
