import { join } from 'node:path'
import { brotliCompressSync, crc32, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from '@jest/globals'

import { isReject, pagesOf, type Item, type ReadOptions } from '../../dist/read/index.js'
import { Shelf, markup, readAll, told } from './shelf.js'

/** Packed files that are damaged: what was packed whole is read, what was not is a reject that says where. */
const shelf = new Shelf()
afterAll(() => shelf.remove())

const read = (name: string, content: Uint8Array, options: ReadOptions = {}) =>
  readAll([shelf.file(name, content)], options)
const reasons = (items: readonly Item[]): string[] => items.filter(isReject).map(({ reason }) => reason)
const line = (id: number): string =>
  JSON.stringify({ id, text: `في الدفتر ${id} أخبار السوق والبحر`, tags: ['سوق', 'بحر'] })
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i) + '\n').join('')
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i))

/** A zstd frame of stored blocks; a number makes a block of so many equal bytes. */
function zstd(...blocks: readonly (string | number)[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])]
  for (const [i, block] of blocks.entries()) {
    const body = typeof block === 'number' ? Buffer.from(' ') : Buffer.from(block)
    const size = typeof block === 'number' ? block : body.length
    const head = Buffer.alloc(3)
    head.writeUIntLE((size << 3) | (typeof block === 'number' ? 2 : 0) | (i === blocks.length - 1 ? 1 : 0), 0, 3)
    parts.push(head, body)
  }
  return Buffer.concat(parts)
}

/** The same with the checksum that the zstd program writes. */
function summed(text: string): Buffer {
  const frame = Buffer.concat([zstd(...(text.match(/[^\n]*\n?/gu) ?? []).filter(Boolean)), Buffer.from('0000')])
  frame[4]! |= 4
  return frame
}

const packers: readonly [string, (text: string) => Buffer][] = [
  ['gz', (text) => gzipSync(text)],
  ['zst', (text) => zstd(text)],
  ['zst', summed],
]

describe.each(packers)('a .%s file', (ending, pack) => {
  const name = `pages.jsonl.${ending}`

  it.each<[string, Buffer]>([
    ['a byte', Buffer.from('x')],
    ['a line of text', Buffer.from('-- نهاية الملف --\n')],
  ])('with %s behind its end is read whole, the rest is a reject with its place', async (_, behind) => {
    for (const text of [lines(0, 3), lines(0, 3).trimEnd()]) {
      const packed = pack(text)
      const { items } = await read(name, Buffer.concat([packed, behind]))
      expect(told(items)).toEqual(['0', '1', '2', '!BAD_RECORD'])
      expect(reasons(items)[0]).toContain(`bytes ${packed.length} to ${packed.length + behind.length} of the file`)
    }
  })

  it('with blanks or NULs between members and behind them loses nothing', async () => {
    const padding = Buffer.from('\0\0\0 \r\n\n\0')
    const parts = [
      pack(lines(0, 2)),
      padding,
      pack(lines(2, 4)),
      padding,
      Buffer.alloc(100_000),
      pack(lines(4, 5)),
      padding,
    ]
    expect(told((await read(name, Buffer.concat(parts))).items)).toEqual(numbers(0, 5))
  })

  it('goes on behind bytes that are none of its own, and behind a broken member', async () => {
    const first = pack(lines(0, 2))
    const foreign = Buffer.from('#### a message of the server ####')
    const { items } = await read(name, Buffer.concat([first, foreign, pack(lines(2, 4))]))
    expect(told(items)).toEqual(['0', '1', '!BAD_RECORD', '2', '3'])

    const broken = pack(lines(0, 400))
    // A block of a kind that there is not.
    if (ending === 'gz') broken.fill(0xff, 10, 14)
    else broken[6]! |= 6
    const again = await read(name, Buffer.concat([first, broken, pack(lines(7, 9))]))
    expect(told(again.items)).toEqual(['0', '1', '!BAD_RECORD', '7', '8'])
    expect(reasons(again.items)[0]).toContain(`begins at byte ${first.length}`)
  })

  it('cut at any byte gives every member before the cut', async () => {
    const members = [pack(lines(0, 2)), pack(lines(2, 4)), pack(lines(4, 6))]
    const whole = Buffer.concat(members)
    for (let length = members[0]!.length; length < whole.length; length += 3) {
      const { items } = await read(name, whole.subarray(0, length))
      const least = length >= members[0]!.length + members[1]!.length ? 4 : 2
      expect(told(items).slice(0, least)).toEqual(numbers(0, least))
      const good = items.filter((item) => !isReject(item)).length
      expect(told(items).slice(good)).toEqual(
        length === members[0]!.length || length === members[0]!.length + members[1]!.length ? [] : ['!TRUNCATED'],
      )
      if (items.some(isReject)) expect(reasons(items)[0]).toContain(`at byte ${length} `)
    }
  })

  it('that is broken goes on from any batch without telling a break twice', async () => {
    const broken = pack(lines(0, 400))
    if (ending === 'gz') broken.fill(0xff, 10, 14)
    else broken[6]! |= 6
    const content = Buffer.concat([
      pack(lines(0, 50)),
      broken,
      pack(lines(50, 90)),
      Buffer.from('?'),
      pack(lines(90, 99)),
    ])
    const whole = await read(name, content, { batchBytes: 500 })
    expect(told(whole.items).filter((id) => id.startsWith('!'))).toHaveLength(2)
    let seen = 0
    for (const batch of whole.batches) {
      seen += (await pagesOf(batch, { markup })).length
      const rest = await read(name, content, { batchBytes: 500, after: batch.end })
      expect(told(rest.items)).toEqual(told(whole.items).slice(seen))
    }
  })

  it('that breaks at every step is given up', async () => {
    const content = Buffer.concat(Array.from({ length: 5000 }, () => pack('').subarray(0, 4)))
    const { items } = await read(name, Buffer.concat([pack(line(1)), content]), { format: 'jsonl' })
    expect(told(items)[0]).toBe('1')
    // A hundred breaks, and that no more is read.
    expect(items).toHaveLength(102)
    expect(reasons(items).at(-1)).toContain('broken in 100 places')
  })
})

describe('a text or page that is packed and cut', () => {
  it.each([
    ['page.html.gz', gzipSync],
    ['page.html.br', brotliCompressSync],
  ])('%s is read as far as it goes', async (name, pack) => {
    const words = Array.from({ length: 4000 }, (_, i) => `كلمة${(i * 7919) % 10007}`).join(' ')
    const packed = pack(`<meta name="keywords" content="زراعة, ري, قمح"><p>${words}</p>`)
    const { items } = await read(name, packed.subarray(0, packed.length - 40))
    expect(told(items)).toEqual([join(shelf.folder, name), '!TRUNCATED'])
    expect(items[0]).toMatchObject({ lists: [{ from: 'meta', tags: ['زراعة', 'ري', 'قمح'] }] })
  })

  it('brotli with something behind its end is read whole', async () => {
    const packed = brotliCompressSync(lines(0, 3))
    const { items } = await read('pages.jsonl.br', Buffer.concat([packed, Buffer.from('behind')]))
    expect(told(items)).toEqual(['0', '1', '2', '!BAD_RECORD'])
    expect(reasons(items)[0]).toContain(`byte ${packed.length} `)
  })
})

describe('gzip', () => {
  it('whose header does not end is passed over up to the next member', async () => {
    const header = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(400_000, 'x')])
    const { items } = await read(
      'pages.jsonl.gz',
      Buffer.concat([gzipSync(lines(0, 1)), header, gzipSync(lines(1, 2))]),
    )
    expect(told(items)).toEqual(['0', '!BAD_RECORD', '1'])
  })

  it('gives what stands before an error within a member, short or long', async () => {
    for (const count of [300, 30_000]) {
      const packed = gzipSync(lines(0, count))
      const broken = Buffer.from(packed)
      broken.fill(0xff, Math.floor(packed.length * 0.9))
      const { items } = await read('pages.jsonl.gz', broken)
      const good = items.filter((item) => !isReject(item) && item.lists !== undefined)
      // Beside its first bytes the damage may still unpack, as something else.
      expect(good.length).toBeGreaterThan(0.8 * count)
      expect(told(items).slice(0, Math.floor(0.8 * count))).toEqual(numbers(0, Math.floor(0.8 * count)))
      expect(told(items)).toContain('!BAD_RECORD')
    }
  })

  it('with a wrong checksum or length is read, and told', async () => {
    for (const at of [-8, -4]) {
      const packed = gzipSync(lines(0, 3).trimEnd())
      packed.writeUInt32LE(crc32('other'), packed.length + at)
      const { items } = await read('pages.jsonl.gz', packed)
      expect(told(items)).toEqual(['0', '1', '2', '!BAD_RECORD'])
      expect(reasons(items)[0]).toContain('checksum')
    }
  })

  it('with a name, a comment, extra fields and a header checksum is read', async () => {
    const plain = gzipSync(lines(0, 3))
    const header = Buffer.from(plain.subarray(0, 10))
    header[3] = 4 | 8 | 16 | 2
    const parts = [
      header,
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('a.jsonl\0note\0'),
      Buffer.from([0, 0]),
      plain.subarray(10),
    ]
    expect(told((await read('pages.jsonl.gz', Buffer.concat(parts))).items)).toEqual(['0', '1', '2'])
  })
})

describe('zstd', () => {
  it('blocks that unpack to far more than they weigh are refused before they are held', async () => {
    const bomb = zstd(...Array.from({ length: 24_000 }, () => 128 * 1024))
    expect(bomb.length).toBeLessThan(100_000)
    let peak = 0
    const before = process.memoryUsage().rss
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss - before)), 5)
    const { items } = await read('bomb.jsonl.zst', bomb)
    clearInterval(timer)
    expect(told(items)).toEqual(['!TOO_LARGE'])
    expect(peak).toBeLessThan(300 * 2 ** 20)
  })

  it('blocks of a byte in the widest window are refused in some seconds', async () => {
    const frame = zstd(...Array.from({ length: 24_000 }, () => 1))
    frame[5] = 17 << 3
    const start = process.cpuUsage()
    expect(told((await read('tiny.jsonl.zst', frame)).items)).toEqual(['!TOO_LARGE'])
    expect(process.cpuUsage(start).user).toBeLessThan(30e6)
    // In a window as writers have it they are read.
    expect(told((await read('small.jsonl.zst', zstd(...Array.from(lines(0, 40))))).items)).toEqual(numbers(0, 40))
  }, 60_000)

  it('any number of empty frames in one piece are passed by', async () => {
    const empty = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00])
    const many = Buffer.concat(Array.from({ length: 5000 }, () => empty))
    expect(told((await read('empty.jsonl.zst', Buffer.concat([many, zstd(lines(0, 2))]))).items)).toEqual(['0', '1'])
    const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9])
    const skipped = Buffer.concat(Array.from({ length: 5000 }, () => skippable))
    expect(told((await read('skip.jsonl.zst', Buffer.concat([skipped, zstd(lines(0, 2))]))).items)).toEqual(['0', '1'])
  })

  it('a block that claims more than a block may have, and a frame that needs a dictionary, are refused', async () => {
    expect(reasons((await read('block.jsonl.zst', zstd(2 ** 20))).items)).toEqual([
      expect.stringContaining('a block of'),
    ])
    const frame = zstd(lines(0, 2))
    frame[4] = 1
    expect(told((await read('dictionary.jsonl.zst', frame)).items)).toEqual(['!UNSUPPORTED'])
  })
})
