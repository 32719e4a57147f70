import { afterAll, describe, expect, it } from '@jest/globals'

import { fromChunks, fromUtf16, openBytes, peek, utf16Order, type Bytes } from '../../dist/read/bytes.js'
import { Damage } from '../../dist/read/damage.js'
import { Shelf } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

/** A text comes as it is; `!` is a break. */
const bytesOf = (...chunks: readonly string[]): Bytes =>
  fromChunks(async function* () {
    for (const chunk of chunks)
      yield await Promise.resolve(chunk === '!' ? new Damage('BAD_RECORD', 'broken') : Buffer.from(chunk))
  })

/** What is still there, pulled so many bytes at a time. */
async function pulled(bytes: Bytes, size = 3): Promise<string[]> {
  const parts: string[] = []
  const into = Buffer.alloc(size)
  for (;;) {
    try {
      const count = await bytes.fill(into)
      if (count === 0) return parts
      parts.push(into.toString('latin1', 0, count))
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      parts.push('!')
    }
  }
}

describe('bytes in chunks', () => {
  it('are pulled in their order, no more than there is room, breaks between them', async () => {
    expect(await pulled(bytesOf('abcde', '', 'f', '!', 'gh'))).toEqual(['abc', 'de', 'f', '!', 'gh'])
  })

  it.each<[number, number, string]>([
    [0, 0, 'abcdef!gh'],
    [2, 0, 'cdef!gh'],
    [5, 0, 'f!gh'],
    [6, 0, '!gh'],
    [7, 1, 'h'],
    [9, 1, ''],
  ])('of which %i are passed over', async (count, breaks, rest) => {
    const bytes = bytesOf('abcde', 'f', '!', 'gh')
    expect(await bytes.skip(count)).toBe(breaks)
    expect((await pulled(bytes)).join('')).toBe(rest)
  })

  it('are closed with what they come from', async () => {
    let closed = ''
    const chunks = async function* () {
      try {
        yield await Promise.resolve(Buffer.from('a'))
        yield Buffer.from('b')
      } finally {
        closed += 'chunks '
      }
    }
    const bytes = fromChunks(chunks, () => Promise.resolve(void (closed += 'source')))
    await bytes.fill(Buffer.alloc(9))
    await (await peek(bytes, 1)).bytes.close()
    expect(closed).toBe('chunks source')
  })
})

describe('a head that is looked at', () => {
  it.each<[number, string]>([
    [1, 'a'],
    [5, 'abcde'],
    [6, 'abcdef'],
    [7, 'abcdef'],
  ])('of %i bytes is not lost, nor a break behind it', async (most, head) => {
    const peeked = await peek(bytesOf('abc', 'def', '!', 'gh'), most)
    expect(peeked.head.toString()).toBe(head)
    expect((await pulled(peeked.bytes, 2)).join('')).toBe('abcdef!gh')
  })

  it.each<[number, number, string]>([
    [0, 0, 'abcdef!gh'],
    [2, 0, 'cdef!gh'],
    [4, 0, 'ef!gh'],
    [5, 0, 'f!gh'],
    [6, 0, '!gh'],
    [7, 1, 'h'],
    [20, 1, ''],
  ])('is passed over with what is behind it: %i', async (count, breaks, rest) => {
    for (const most of [4, 8]) {
      const { bytes } = await peek(bytesOf('abc', 'def', '!', 'gh'), most)
      expect(await bytes.skip(count)).toBe(breaks)
      expect((await pulled(bytes)).join('')).toBe(rest)
    }
  })

  it('is passed over in steps', async () => {
    const { bytes } = await peek(bytesOf('abcdef'), 4)
    await bytes.skip(1)
    await bytes.fill(Buffer.alloc(1))
    await bytes.skip(1)
    expect(await pulled(bytes, 9)).toEqual(['d', 'ef'])
  })

  it('is none where bytes begin with a break', async () => {
    await expect(peek(bytesOf('!', 'abc'), 4)).rejects.toBeInstanceOf(Damage)
  })
})

describe('a source', () => {
  const heard = (): { count: number; onRead: (count: number) => void } => {
    const all = { count: 0, onRead: (count: number) => void (all.count += count) }
    return all
  }

  it('is counted as it is taken, a file or a stream, passed over or not', async () => {
    const content = 'في المرفأ خبر '.repeat(20_000)
    const { length } = Buffer.from(content)
    const path = shelf.file('a.txt', content)
    async function* stream() {
      yield await Promise.resolve(content.slice(0, 9) as unknown as Uint8Array)
      yield Buffer.from(content.slice(9))
    }
    for (const skipped of [0, 10, 100_000]) {
      for (const source of [
        { path, size: length },
        { path, size: undefined },
        { path: '-', size: undefined },
      ]) {
        const all = heard()
        const bytes = await openBytes(source, stream(), all.onRead)
        expect(await bytes.skip(skipped)).toBe(0)
        const rest = await pulled(bytes, 64 * 1024)
        await bytes.close()
        expect(Buffer.from(rest.join(''), 'latin1').equals(Buffer.from(content).subarray(skipped))).toBe(true)
        expect(all.count).toBe(length)
      }
    }
  })
})

describe('UTF-16', () => {
  const le = (text: string): Buffer => Buffer.from(text, 'utf16le')
  const be = (text: string): Buffer => le(text).swap16()
  const mixed = (wide: number, narrow: number): Buffer =>
    Buffer.concat([le('a'.repeat(wide)), Buffer.alloc(2 * narrow, 'x')])

  it.each<[string, Uint8Array, ReturnType<typeof utf16Order>]>([
    ['a mark', Uint8Array.of(0xff, 0xfe), 'utf-16le'],
    ['the other mark', Uint8Array.of(0xfe, 0xff), 'utf-16be'],
    ['half a mark', Uint8Array.of(0xff, 0xff), undefined],
    ['half the other', Uint8Array.of(0xfe, 0xfe), undefined],
    ['UTF-8', Buffer.from('خبر abc'), undefined],
    ['ASCII', Buffer.from('abcdef'), undefined],
    ['NULs', Buffer.alloc(40), undefined],
    ['letters', le('خبر abc'), 'utf-16le'],
    ['letters, the other way round', be('خبر abc'), 'utf-16be'],
    ['letters of which one is cut', le('خبر abc').subarray(0, -1), 'utf-16le'],
    ['two letters', le('خب'), 'utf-16le'],
    ['a letter', le('خ'), undefined],
    ['eight letters of ten', mixed(8, 2), undefined],
    ['nine letters of ten', mixed(9, 1), 'utf-16le'],
    ['what follows 4096 bytes', mixed(2048, 4000), 'utf-16le'],
    ['what follows too early', mixed(1500, 4000), undefined],
    ['one of ten that is both', Buffer.concat([le('a'.repeat(9)), Buffer.alloc(2)]), 'utf-16le'],
    ['two of ten that are both', Buffer.concat([le('a'.repeat(8)), Buffer.alloc(4)]), undefined],
    ['two of ten that are both, the other way round', Buffer.concat([be('a'.repeat(8)), Buffer.alloc(4)]), undefined],
  ])('is told by %s', (_, head, order) => {
    expect(utf16Order(head)).toBe(order)
  })

  it('is read as UTF-8 in whatever pieces it comes, up to a break and behind it', async () => {
    const chunks = async function* () {
      for (const byte of le('خبر 🌊 أ')) yield await Promise.resolve(Uint8Array.of(byte))
      yield new Damage('BAD_RECORD', 'broken')
      yield le('بحر')
    }
    const parts = await pulled(fromUtf16(fromChunks(chunks), 'utf-16le'), 2 ** 16)
    expect(Buffer.from(parts.join(''), 'latin1').toString()).toBe('خبر 🌊 أ!بحر')
  })
})
