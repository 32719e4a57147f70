/** What stands between pages takes none of them with it, wherever a file is cut into batches. */
import { afterAll, describe, expect, it } from '@jest/globals'
import { isReject } from '../../dist/read/index.js'
import { readAll, Shelf, told } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

const record = (type: string, url: string, media: string, body: Buffer): Buffer => {
  const answer = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${media}\r\n\r\n`), body])
  const head = `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${answer.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), answer, Buffer.from('\r\n\r\n')])
}
const page = (url: string): Buffer =>
  record(
    'response',
    url,
    'text/html; charset=utf-8',
    Buffer.from(`<html><body><p>وصلت القافلة إلى ${url}</p></body></html>`),
  )
const MIB = 1 << 20

describe('in a WARC', () => {
  it.each([
    ['a small image', record('response', 'i', 'image/jpeg', Buffer.alloc(2000, 0xff)), []],
    ['an image of five megabytes', record('response', 'i', 'image/jpeg', Buffer.alloc(5 * MIB, 0xff)), []],
    [
      'an image of five megabytes full of line ends',
      record('response', 'i', 'image/png', Buffer.alloc(5 * MIB, 13)),
      [],
    ],
    ['an image longer than any page may be', record('response', 'i', 'image/jpeg', Buffer.alloc(17 * MIB, 1)), []],
    [
      'a page longer than any may be',
      record('response', 'i', 'text/html', Buffer.alloc(17 * MIB, 0x61)),
      ['!TOO_LARGE'],
    ],
    ['a request of two megabytes', record('request', 'i', 'text/plain', Buffer.alloc(2 * MIB, 0x61)), []],
    ['a film that holds a header', record('response', 'i', 'video/mp4', Buffer.concat([Buffer.alloc(3 * MIB), page('within'), Buffer.alloc(MIB)])), []], // prettier-ignore
  ])('%s loses no page', async (name, between, rejects) => {
    const file = shelf.file(`${name}.warc`, Buffer.concat([page('a'), between, page('b'), between, page('c')]))
    const { items } = await readAll([file])
    expect(told(items)).toEqual(['a', ...rejects, 'b', ...rejects, 'c'])
  })
})

describe('in a table', () => {
  const rows = (cell: string, count = 1): string =>
    `id,text,tags\n${Array.from({ length: count }, (_, i) => `${i},${cell},"سوق، ميناء"\n`).join('')}last,نص أخير,صيد\n`
  it.each<[string, string, string]>([
    ['a doubled quote', '"قال ""نعم"" ومضى"', 'قال "نعم" ومضى'],
    ['a doubled quote before a line end', '"قال ""نعم""\nومضى"', 'قال "نعم"\nومضى'],
    ['a doubled quote behind a line end', '"قال\n""نعم"" ومضى"', 'قال\n"نعم" ومضى'],
    ['a doubled quote at the end of the cell', '"قال ""نعم"""', 'قال "نعم"'],
    ['a doubled quote at its beginning', '"""نعم"" قال"', '"نعم" قال'],
    ['two doubled quotes before a line end', '"قال """"\nومضى"', 'قال ""\nومضى'],
    ['a doubled quote before a delimiter', '"قال ""نعم"",\nومضى"', 'قال "نعم",\nومضى'],
    ['line ends and delimiters alone', '"قال،\n\n,ومضى"', 'قال،\n\n,ومضى'],
  ])('%s loses no row', async (name, cell, text) => {
    const { items } = await readAll([shelf.file(`${name}.csv`, rows(cell))])
    expect(items.map((item) => (isReject(item) ? item.code : item.text))).toEqual([text, 'نص أخير'])
  })

  it('loses no row and repeats none where batches are cut', async () => {
    const cell = `"قال ""نعم""\n${'ومضى '.repeat(40)}"`
    const file = shelf.file('long.csv', rows(cell, 6000))
    const { items, batches } = await readAll([file])
    expect(batches.length).toBeGreaterThan(2)
    expect(told(items)).toEqual([...Array.from({ length: 6000 }, (_, i) => String(i)), 'last'])
    // Each batch can be read by itself, as a job does that goes on behind a checkpoint.
    let record = batches[0]!.record
    for (const batch of batches) {
      expect(batch.record).toBe(record)
      record += batch.spans.length / 2
    }
  })
})
