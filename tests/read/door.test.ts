import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from '@jest/globals'

import { isReject } from '../../dist/read/index.js'
import { Shelf, readAll, told } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

const file = (name: string, content: string | Uint8Array): string => shelf.file(name, content)
const line = (id: number, words = 3): string => JSON.stringify({ id, text: `خبر رقم ${id} ${'غزة '.repeat(words)}` })
const lines = (count: number, words = 3): string =>
  Array.from({ length: count }, (_, i) => line(i, words) + '\n').join('')

describe('inputs', () => {
  it('reads files, folders and globs, each file once, in a fixed order', async () => {
    file('many/b.txt', 'نص ثان')
    file('many/a.txt', 'نص أول')
    file('many/deep/c.html', '<p>نص ثالث')
    file('many/.hidden.txt', 'لا')
    symlinkSync(join(shelf.folder, 'many'), join(shelf.folder, 'many/deep/loop'))
    const expected = ['a.txt', 'b.txt', 'deep/c.html'].map((name) => join(shelf.folder, 'many', name))
    expect(told((await readAll([join(shelf.folder, 'many')])).items)).toEqual(expected)
    expect(told((await readAll([join(shelf.folder, 'many/**/*.*'), join(shelf.folder, 'many/a.txt')])).items)).toEqual(
      expected,
    )
  })

  it.each([
    ['a missing file', 'nowhere.jsonl', 'NOT_FOUND'],
    ['a glob that matches nothing', 'nowhere/*.jsonl', 'NOT_FOUND'],
  ])('%s fails before any batch', async (_, name, code) => {
    const good = file('good.jsonl', lines(2))
    await expect(readAll([good, join(shelf.folder, name)])).rejects.toMatchObject({ code })
  })

  it('reads standard input', async () => {
    async function* stdin() {
      yield await Promise.resolve(Buffer.from(lines(2).slice(0, 30)))
      yield Buffer.from(lines(2)).subarray(Buffer.byteLength(lines(2).slice(0, 30)))
    }
    expect(told((await readAll(['-'], { stdin: stdin() })).items)).toEqual(['0', '1'])
  })
})

describe('batches', () => {
  it('do not depend on how the bytes come in, and go on from any of them', async () => {
    const text = lines(500, 20)
    const plain = await readAll([file('plain.jsonl', text)], { batchBytes: 4096 })
    const packed = await readAll([file('packed.jsonl.gz', gzipSync(text))], { batchBytes: 4096 })
    expect(plain.batches.length).toBeGreaterThan(10)
    expect(packed.batches.map((batch) => batch.end.byte)).toEqual(plain.batches.map((batch) => batch.end.byte))
    expect(told(packed.items)).toEqual(told(plain.items))
    expect(told(plain.items)).toEqual(Array.from({ length: 500 }, (_, i) => String(i)))
    for (const { batches: cut, items } of [plain, packed]) {
      for (const batch of cut) {
        const rest = await readAll([batch.source], { batchBytes: 4096, after: batch.end })
        expect(told(rest.items)).toEqual(told(items).slice(batch.end.record))
      }
    }
  })

  it('share small files, and go on after any', async () => {
    for (let i = 0; i < 30; i++) file(`small/${String(i).padStart(2, '0')}.txt`, `نص الملف ${i}`)
    const { batches: cut, items } = await readAll([join(shelf.folder, 'small')], { batchBytes: 100 })
    expect(cut.length).toBeGreaterThan(3)
    expect(cut.length).toBeLessThan(15)
    let seen = 0
    for (const batch of cut) {
      seen += batch.spans.length / 2
      expect(told((await readAll([join(shelf.folder, 'small')], { after: batch.end })).items)).toEqual(
        told(items).slice(seen),
      )
    }
  })

  it('say how far they are', async () => {
    const path = file('progress.jsonl', lines(100))
    const { batches: cut } = await readAll([path, path], { batchBytes: 1000 })
    const last = cut.at(-1)!.progress
    expect(last.read).toBe(last.total)
  })
})

describe('bad input', () => {
  it('becomes rejects in their place', async () => {
    const long = JSON.stringify({ id: 'long', text: 'غ'.repeat(4000) })
    const text = [line(1), 'not json', '[1]', '', '{"id":5}', long, line(7), '{"id":8,"text":""', ''].join('\n')
    const { items } = await readAll([file('bad.jsonl', text)], { limits: { recordBytes: 4096 } })
    expect(items.map((item) => (isReject(item) ? [item.record, item.code] : item.id))).toEqual([
      '1',
      [2, 'BAD_RECORD'],
      [3, 'BAD_RECORD'],
      [5, 'NO_TEXT'],
      [6, 'TOO_LARGE'],
      '7',
      [8, 'BAD_RECORD'],
    ])
  })

  it('a line of any length is passed by without being held', async () => {
    async function* stdin() {
      yield Buffer.from(line(1) + '\n')
      const part = Buffer.alloc(2 ** 20, 'x')
      for (let i = 0; i < 200; i++) yield await Promise.resolve(part)
      yield Buffer.from('\n' + line(3))
    }
    const before = process.memoryUsage().rss
    const { items } = await readAll(['-'], { stdin: stdin() })
    expect(told(items)).toEqual(['1', '!TOO_LARGE', '3'])
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20)
  })

  it('what was unpacked before a break is read', async () => {
    const packed = gzipSync(lines(2000, 40))
    const { items } = await readAll([file('cut.jsonl.gz', packed.subarray(0, packed.length / 2))])
    expect(isReject(items.at(-1)!) && (items.at(-1) as { code: string }).code).toBe('TRUNCATED')
    expect(items.length).toBeGreaterThan(500)
    expect(items.slice(0, -1).some(isReject)).toBe(false)
  })

  it('empty, foreign and vanished files are named', async () => {
    file('odd/a.jsonl', '')
    file('odd/b.pdf', '%PDF-1.7')
    file('odd/c.txt', ' \n')
    symlinkSync('/nonexistent', join(shelf.folder, 'odd/d.txt'))
    file('odd/e.txt', 'نص')
    expect(told((await readAll([join(shelf.folder, 'odd')])).items)).toEqual([
      '!NO_TEXT',
      '!UNSUPPORTED',
      '!NO_TEXT',
      join(shelf.folder, 'odd/e.txt'),
    ])
  })
})
