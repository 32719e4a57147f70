import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

import { describe, expect, it } from '@jest/globals'

import { answerHoldsPage, answerItem, headerOf } from '../../dist/read/http.js'
import { LIMITS, isReject } from '../../dist/read/index.js'
import { markup } from './shelf.js'

/** Messages of HTTP as archives hold them. */
describe('the header of a message', () => {
  it.each<[string, string, Record<string, string> | undefined, string]>([
    ['line ends of two', 'A\r\nb: c\r\nD-E :  f \r\n\r\nrest', { b: 'c', 'd-e': 'f' }, 'rest'],
    ['line ends of one', 'A\nb: c\n\nrest', { b: 'c' }, 'rest'],
    ['line ends of two before such of one', 'A\r\nb: c\r\n\r\nrest\n\n', { b: 'c' }, 'rest\n\n'],
    ['line ends of one before such of two', 'A\nb: c\n\nrest\r\n\r\n', { b: 'c' }, 'rest\r\n\r\n'],
    ['no field', 'A\r\n\r\n', {}, ''],
    ['what is no field', 'A\n: x\ny\nb:\n\n', { b: '' }, ''],
    ['no end', 'A\r\nb: c\r\n', undefined, ''],
    ['nothing at all', '\r\n\r\nrest', {}, 'rest'],
  ])('with %s', (_, text, fields, rest) => {
    for (const before of ['', 'x\n\n']) {
      const bytes = Buffer.from(`${before}${text}`)
      const header = headerOf(bytes, before.length, bytes.length)
      expect(header && Object.fromEntries(header.fields)).toEqual(fields)
      if (header) expect(bytes.toString('utf8', header.end)).toBe(rest)
    }
  })

  it('is not looked for behind what is at hand', () => {
    expect(headerOf(Buffer.from('A\n\n'), 0, 2)).toBeUndefined()
  })
})

describe('a message may hold a page', () => {
  it.each<[string, boolean]>([
    ['HTTP/1.1 200 OK\n\n', true],
    ['HTTP/2 203\nContent-Type: text/html\n\n', true],
    ['HTTP/1.1 200 OK\nContent-Type: application/xhtml+xml\n\n', true],
    ['HTTP/1.1 200 OK\nContent-Type: image/png\n\n', false],
    ['HTTP/1.1 404 Not Found\nContent-Type: text/html\n\n', false],
    ['HTTP/1.1 302 Found\n\n', false],
    ['HTTP/1.1 200', true],
  ])('%j: %s', (text, holds) => {
    expect(answerHoldsPage(Buffer.from(text), 0, text.length)).toBe(holds)
  })
})

describe('the body of a message', () => {
  const html = '<meta name="keywords" content="صيد, مرفأ"><p>نشرة المرفأ</p>'
  const chunk = (text: string, more = ''): string => `${Buffer.from(text).length.toString(16)}${more}\r\n${text}\r\n`
  const read = (body: string | Uint8Array, ...fields: readonly string[]) => {
    const head = ['HTTP/1.1 200 OK', 'Content-Type: text/html; charset=utf-8', ...fields, '', ''].join('\r\n')
    const message = Buffer.concat([Buffer.from(head), Buffer.from(body as string)])
    const item = answerItem(message, { id: '1', source: 'a', record: 1 }, { markup }, LIMITS)
    if (isReject(item)) return item.code
    return [...(item.lists ?? []).flatMap(({ tags }) => tags), item.text, ...(item.repairs ?? [])].join(' ')
  }
  const whole = 'صيد مرفأ نشرة المرفأ'
  const chunked = 'Transfer-Encoding: chunked'
  const [one, two] = [html.slice(0, 50), html.slice(50)]

  it.each<[string, string | Uint8Array, string[], string]>([
    ['as it is', html, [], whole],
    ['in chunks', chunk(one) + chunk(two) + chunk(''), [chunked], whole],
    ['in chunks with words behind their sizes', chunk(one, ';a=b') + chunk(two) + chunk(''), [chunked], whole],
    ['in chunks without an end', chunk(one) + chunk(two), [chunked], whole],
    ['in chunks with something behind their end', `${chunk(html)}0\r\n\r\n<p>خارج`, [chunked], whole],
    ['in chunks, the last of them cut', (chunk(one) + chunk(two)).slice(0, -2), [chunked], whole],
    ['in chunks up to what is none', `${chunk(html)}<p>خارج\r\n`, [chunked], whole],
    ['in chunks up to a size that cannot be', `${chunk(html)}-5\r\n<p>خارج\r\n`, [chunked], whole],
    ['in chunks up to a size of more than 64 digits', `${chunk(html)}${'0'.repeat(65)}5\r\n<p>خارج\r\n`, [chunked], whole], // prettier-ignore
    ['in chunks of which one has 64 digits', `${'0'.repeat(62)}${chunk(html)}`, [chunked], whole],
    ['called chunked and put together', html, [chunked], whole],
    ['called chunked, begun like a size', `a${html}\r\n`, [chunked], 'صيد مرفأ a نشرة المرفأ'],
    ['packed in chunks', Buffer.concat([Buffer.from(`${gzipSync(html).length.toString(16)}\r\n`), gzipSync(html), Buffer.from('\r\n0\r\n\r\n')]), [chunked], whole], // prettier-ignore
    ['deflated', deflateSync(html), ['Content-Encoding: deflate'], whole],
    ['deflated within zip', deflateRawSync(html), ['Content-Encoding: deflate'], whole],
    ['called deflated, of one byte', 'x', ['Content-Encoding: deflate'], 'NO_TEXT'],
    ['empty', '', ['Content-Encoding: gzip'], 'NO_TEXT'],
    ['of one byte', 'و', [], 'و'],
  ])('%s', (_, body, fields, want) => {
    expect(read(body, ...fields).replace(/\s+/g, ' ')).toBe(want)
  })
})
