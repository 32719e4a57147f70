import { brotliCompressSync, crc32, gzipSync } from 'node:zlib'

import { describe, expect, it } from '@jest/globals'

import { fromChunks } from '../../dist/read/bytes.js'
import { Damage } from '../../dist/read/damage.js'
import { LIMITS } from '../../dist/read/index.js'
import { gzipHeader, packingOf, unpack, type Packing } from '../../dist/read/unpack.js'

/** Bytes of a member made by hand: blocks that are stored as they are, then whatever is given instead of the last. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
const block = (text: string, last = false): Buffer => {
  const size = Buffer.alloc(5)
  size[0] = Number(last)
  size.writeUInt16LE(text.length, 1)
  size.writeUInt16LE(text.length ^ 0xffff, 3)
  return Buffer.concat([size, Buffer.from(text, 'latin1')])
}
const member = (text: string): Buffer => {
  const sums = Buffer.alloc(8)
  sums.writeUInt32LE(crc32(text), 0)
  sums.writeUInt32LE(text.length, 4)
  return Buffer.concat([HEAD, block(text, true), sums])
}
/** A kind of block that there is not. */
const NO_BLOCK = Buffer.from([7])

/** What comes out, and the codes of the breaks in it. */
async function unpacked(
  packing: Packing,
  content: Buffer,
  { step = content.length, limits = LIMITS } = {},
): Promise<{ text: string; breaks: string[] }> {
  const pieces = async function* () {
    for (let at = 0; at < content.length; at += step) yield await Promise.resolve(content.subarray(at, at + step))
  }
  const bytes = unpack(fromChunks(pieces), packing, limits)
  const into = Buffer.alloc(2 ** 16)
  const parts: Buffer[] = []
  const breaks: string[] = []
  for (;;) {
    try {
      const count = await bytes.fill(into)
      if (count === 0) return { text: Buffer.concat(parts).toString('latin1'), breaks }
      parts.push(Buffer.from(into.subarray(0, count)))
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      breaks.push(error.code)
    }
  }
}

const text = Array.from({ length: 20_000 }, (_, i) => `line ${i}`).join('\n')

describe('how bytes are packed', () => {
  it.each<[string, number[], string, Packing | undefined]>([
    ['gzip', [0x1f, 0x8b, 8], 'a', 'gzip'],
    ['gzip of another method', [0x1f, 0x8b, 7], 'a', undefined],
    ['half of its mark', [0x1f, 0x8b], 'a', undefined],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'a.br', 'zstd'],
    ['what zstd passes over', [0x5a, 0x2a, 0x4d, 0x18], 'a', 'zstd'],
    ['text', [0x61], 'a.gz', undefined],
    ['text called brotli', [0x61], 'a.BR', 'brotli'],
    ['text called otherwise', [0x61], 'br', undefined],
  ])('%s', (_, head, name, packing) => {
    expect(packingOf(Uint8Array.from(head), name)).toBe(packing)
  })
})

describe('the header of a gzip member', () => {
  const extra = Buffer.from([3, 0, 9, 0, 9])
  const parts: readonly (readonly [flag: number, bytes: Buffer])[] = [
    [4, extra],
    [8, Buffer.from('name\0')],
    [16, Buffer.from('a comment\0')],
    [2, Buffer.from([1, 1])],
  ]
  const flagged = Array.from({ length: 16 }, (_, which) => parts.filter((_, i) => which & (1 << i)))

  it.each(flagged.map((of) => [of.map(([flag]) => flag).join('+') || '0', of] as const))('with %s', (_, of) => {
    const head = Buffer.from(HEAD)
    head[3] = of.reduce((all, [flag]) => all | flag, 0)
    const whole = Buffer.concat([head, ...of.map(([, bytes]) => bytes)])
    for (let length = 0; length < whole.length; length++) expect(gzipHeader(whole.subarray(0, length))).toBe(0)
    expect(gzipHeader(whole)).toBe(whole.length)
    expect(gzipHeader(Buffer.concat([whole, Buffer.from('behind\0')]))).toBe(whole.length)
  })
})

describe('packed bytes come out whole', () => {
  it.each<[Packing, Buffer]>([
    ['gzip', Buffer.concat([gzipSync(text), Buffer.from('\0\0'), member('\nend')])],
    ['brotli', brotliCompressSync(`${text}\nend`)],
  ])('of %s, in any pieces', async (packing, content) => {
    for (const step of [content.length, 1000, 7])
      expect(await unpacked(packing, content, { step })).toEqual({ text: `${text}\nend`, breaks: [] })
    expect(await unpacked('gzip', member('abc'), { step: 1 })).toEqual({ text: 'abc', breaks: [] })
  })
})

describe('a member that breaks', () => {
  const broken = (length: number): Buffer => {
    const blocks: Buffer[] = [HEAD]
    for (let at = 0; at < length; at += 50_000) blocks.push(block(long.slice(at, Math.min(length, at + 50_000))))
    return Buffer.concat([...blocks, NO_BLOCK])
  }
  const long = text.repeat(3)

  it.each([0, 300, 65_536, 65_600, 150_000, 250_000])('behind %i bytes gives them but for the last', async (length) => {
    for (const step of [2 ** 20, 10_000]) {
      const found = await unpacked('gzip', Buffer.concat([broken(length), member('end')]), { step })
      expect(found.breaks).toEqual(['BAD_RECORD'])
      const given = found.text.slice(0, -3)
      expect(`${given}end` === found.text && long.startsWith(given)).toBe(true)
      // What zlib has not handed out yet is lost: no more than it is asked for at one go.
      expect(length - given.length).toBeLessThanOrEqual(128)
      expect(given.length).toBeLessThanOrEqual(length)
    }
  })

  it('behind more than is kept gives what had come out', async () => {
    const found = await unpacked('gzip', Buffer.concat([broken(400_000), member('end')]))
    expect(found.breaks).toEqual(['BAD_RECORD'])
    const length = found.text.length - 3
    expect(length).toBeGreaterThan(300_000)
    expect(found.text === `${long.slice(0, length)}end`).toBe(true)
  })

  it('again and again is given up behind a hundred breaks', async () => {
    const content = (count: number): Buffer =>
      Buffer.concat([
        ...Array.from({ length: count }, () => Buffer.concat([member('a'), Buffer.from('#')])),
        member('b'),
      ])
    expect(await unpacked('gzip', content(99))).toEqual({
      text: `${'a'.repeat(99)}b`,
      breaks: Array.from({ length: 99 }, () => 'BAD_RECORD'),
    })
    const { text, breaks } = await unpacked('gzip', content(100))
    expect([text, breaks.length]).toEqual(['a'.repeat(100), 101])
  })
})

describe('more than a packed byte may give', () => {
  const small = gzipSync('a'.repeat(50_000))
  it.each<[number, number, boolean]>([
    [50_000, 1, true],
    [49_999, Math.ceil(50_000 / small.length), true],
    [49_999, Math.floor(50_000 / small.length), false],
    [49_999, 1, false],
  ])('past %i bytes of text at %f a byte: all is given: %s', async (ratioGrace, ratio, whole) => {
    const { text, breaks } = await unpacked('gzip', small, { limits: { ...LIMITS, ratioGrace, ratio } })
    expect([text.length, breaks]).toEqual(whole ? [50_000, []] : [0, ['TOO_LARGE']])
  })
})
