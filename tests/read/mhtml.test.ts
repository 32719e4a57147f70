import { afterAll, describe, expect, it } from '@jest/globals'

import { formatOf } from '../../dist/read/detect.js'
import { isReject, type Item, type ReadOptions } from '../../dist/read/index.js'
import { Shelf, readAll, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

const read = async (content: Uint8Array | string, options: ReadOptions = {}): Promise<Item[]> =>
  (await readAll([shelf.file('a.mhtml', content)], options)).items
const tagsOf = (item: Item | undefined): unknown => (item && !isReject(item) ? item.lists?.[0]?.tags : item)

const html = '<meta name="keywords" content="صيد, مرفأ, قوارب"><p>نشرة المرفأ</p>'
const head = (boundary: string, ...fields: string[]): string =>
  [
    ...fields,
    'From: <Saved by Blink>',
    'Snapshot-Content-Location: https://harbour.example/1',
    'MIME-Version: 1.0',
    `Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary=${boundary}`,
    '\r\n',
  ].join('\r\n')
const part = (body: string | Buffer, media = 'text/html', ...fields: string[]): Buffer =>
  Buffer.concat([
    Buffer.from(['--edge', `Content-Type: ${media}`, ...fields, '', ''].join('\r\n')),
    Buffer.from(body as string),
    Buffer.from('\r\n'),
  ])
const saved = (...parts: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(head('edge')), ...parts, Buffer.from('--edge--\r\n')])

const quoted = (bytes: Buffer): string =>
  Array.from(
    bytes,
    (byte, i) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}${i % 20 === 19 ? '=\r\n' : ''}`,
  ).join('')
const windows1256 = (text: string): Buffer => {
  const decoder = new TextDecoder('windows-1256')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from(Array.from(text, (unit) => bytes.get(unit)!))
}

describe('a saved page', () => {
  it.each<[string, Buffer]>([
    ['as it is', part(html)],
    ['quoted', part(quoted(Buffer.from(html)), 'text/html', 'Content-Transfer-Encoding: Quoted-Printable')],
    [
      'quoted, in small letters, lines broken by line feeds and blanks',
      part(
        quoted(Buffer.from(html)).toLowerCase().replaceAll('\r\n', ' \n'),
        'text/html',
        'Content-Transfer-Encoding: quoted-printable',
      ),
    ],
    [
      'in base64',
      part(
        Buffer.from(html).toString('base64').replace(/.{60}/g, '$&\r\n'),
        'text/html; charset="utf-8"',
        'Content-Transfer-Encoding: base64',
      ),
    ],
    ['in another charset', part(windows1256(html), 'text/html; charset=windows-1256')],
    [
      'in another charset, quoted, undeclared',
      part(quoted(windows1256(html)), 'text/html', 'Content-Transfer-Encoding: quoted-printable'),
    ],
    ['behind what is no HTML', Buffer.concat([part('p{}', 'text/css'), part(html)])],
    ['before its frames', Buffer.concat([part(html), part('<meta name="keywords" content="إعلان, دعاية"><p>إعلان')])],
    [
      'beside its text',
      Buffer.concat([
        part(
          '--inner\r\nContent-Type: text/plain\r\n\r\nنص\r\n--inner\r\nContent-Type: text/html\r\n\r\n' +
            html +
            '\r\n--inner--\r\n',
          'multipart/alternative; boundary="inner"',
        ),
        part('x', 'image/png'),
      ]),
    ],
    ['with lines like boundaries', part(html.replace('<p>', '<!--\r\n--edg\r\n--\r\n--other--\r\n--><p>'))],
  ])('is read %s', async (_, parts) => {
    for (const batchBytes of [1, 2 ** 20]) {
      const items = await read(saved(parts), { batchBytes })
      expect(items).toHaveLength(1)
      expect(tagsOf(items[0])).toEqual(['صيد', 'مرفأ', 'قوارب'])
      expect(items[0]).toMatchObject({
        id: 'https://harbour.example/1',
        url: 'https://harbour.example/1',
        text: 'نشرة المرفأ',
      })
    }
  })

  it('is its HTML part, however large the rest; more than a record may have is refused', async () => {
    const image = part(Buffer.alloc(3_000_000, 'QUJD\r\n'), 'image/png', 'Content-Transfer-Encoding: base64')
    const limits = { recordBytes: 1_000_000 }
    expect(told(await read(saved(image, part(html), image), { limits }))).toEqual(['https://harbour.example/1'])
    const long = part('<p>نص</p>'.repeat(200_000))
    expect(told(await read(saved(long, image), { limits }))).toEqual(['!TOO_LARGE'])
  })

  it('that is cut is read as far as it goes, or said to be cut', async () => {
    const whole = saved(part('x', 'image/png'), part(html), part('y', 'image/png'))
    for (let length = 250; length < whole.length; length += 3) {
      const items = await read(whole.subarray(0, length))
      expect(items.length).toBeLessThanOrEqual(1)
      if (length > whole.length - 60) expect(told(items)).toEqual(['https://harbour.example/1'])
    }
  })

  it('without HTML is a reject that says so', async () => {
    const [item] = await read(saved(part('p{}', 'text/css'), part('x', 'image/png')))
    expect(item).toMatchObject({ code: 'NO_TEXT', reason: 'no part of the saved page is HTML' })
  })

  it('of one part is that part; its address is of the web, or none', async () => {
    const whole = `MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: file:///C:/a.html\r\n\r\n${html}`
    const [item] = await read(whole)
    expect(tagsOf(item)).toEqual(['صيد', 'مرفأ', 'قوارب'])
    expect(item).not.toHaveProperty('url')
    expect(told([item!])).toEqual([`${shelf.folder}/a.mhtml`])
  })

  it('is told from a mail and from a text', () => {
    const format = (text: string, path = 'a'): unknown => {
      const found = formatOf(Buffer.from(text), path)
      return typeof found === 'string' ? found : found.foreign
    }
    expect(format(head('edge'))).toBe('mhtml')
    expect(format(head('edge', 'To: a@b.example'))).toMatch(/^a mail/)
    expect(format(head('edge', 'To: a@b.example'), 'a.mht')).toBe('mhtml')
    expect(format('Return-Path: <a@b.example>\nFrom: a@b.example\nSubject: x\n\nنص')).toMatch(/^a mail/)
    expect(format('Title: خبر\nDate: 2026-01-05\nTags: صيد، مرفأ\n\nنص')).toBe('text')
    expect(format('From: المرفأ\n\nنص')).toBe('text')
    expect(format('id: 1')).toBe('text')
  })

  it.each([
    '\n--',
    '\r\n--edge',
    '\n--edg',
    '=',
    '=\r\n',
    '--edge\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n',
  ])('of nothing but %j takes time in proportion', async (unit) => {
    const start = spent()
    await read(saved(part(unit.repeat(100_000), 'text/html', 'Content-Transfer-Encoding: quoted-printable')))
    expect(spent() - start).toBeLessThan(5_000)
  })
})
