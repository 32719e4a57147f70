import { describe, expect, it } from '@jest/globals'
import { BinaryReader, BinaryWriter, namedIn } from '../../dist/run/binary.js'

describe('a binary that steps hand to each other', () => {
  const read = (bytes: Uint8Array, kind = 'evidence', version = 2) => new BinaryReader(bytes, kind, version, 'a.bin')

  it('gives back what was written, whatever its size', () => {
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]
    const texts = ['', 'سوق', '\ud800', 'x'.repeat(5000)]
    const table = Uint32Array.from([0, 0, 7, 0, 1, 2 ** 32 - 1, 0])
    const writer = new BinaryWriter('evidence', 2)
    for (const number of numbers) writer.number(number)
    for (const text of texts) writer.text(text)
    for (const one of [table, new Uint32Array(3), Uint32Array.of(9)]) writer.table(one)
    for (let i = 0; i < 3000; i++) writer.float(i / 3)
    writer.bytes(Buffer.alloc(10_000, 'y'))
    const reader = read(writer.done())
    expect(numbers.map(() => reader.number())).toEqual(numbers)
    expect(texts.map(() => reader.text())).toEqual(texts)
    expect([reader.table(), reader.table(), reader.table()]).toEqual([table, new Uint32Array(3), Uint32Array.of(9)])
    for (let i = 0; i < 3000; i++) if (reader.float() !== i / 3) throw new Error(`float ${i}`)
    expect(Buffer.from(reader.bytes()).equals(Buffer.alloc(10_000, 'y'))).toBe(true)
    expect(() => reader.number()).toThrow('a.bin is damaged: it ends too early')
  })

  it('makes room in time, wherever what is written ends', () => {
    for (let before = 4060; before < 4110; before++) {
      const writer = new BinaryWriter('evidence', 2)
      writer.bytes(Buffer.alloc(before, 'x'))
      writer.number(Number.MAX_SAFE_INTEGER)
      writer.float(0.1)
      const reader = read(writer.done())
      expect([reader.bytes().length, reader.number(), reader.float()]).toEqual([before, Number.MAX_SAFE_INTEGER, 0.1])
    }
  })

  it('is refused where it is another, or damaged', () => {
    const bytes = new BinaryWriter('evidence', 2).done()
    expect(namedIn(bytes)).toEqual({ kind: 'evidence', version: 2, length: 17 })
    const refused: [Uint8Array, string, number, string][] = [
      [bytes, 'sites', 2, 'a.bin holds no sites of wusum, but evidence'],
      [Buffer.from('wusum'), 'sites', 2, 'a.bin holds no sites of wusum'],
      [
        bytes,
        'evidence',
        3,
        'a.bin holds evidence of version 2; this wusum reads version 3: all steps must be done by one release',
      ],
      ...[bytes.subarray(0, -1), bytes.subarray(0, 17), Buffer.concat([bytes, Buffer.of(0)])].map(
        (cut): [Uint8Array, string, number, string] => [
          cut,
          'evidence',
          2,
          'a.bin is damaged: its checksum is not that of what it holds',
        ],
      ),
    ]
    for (const [bytes, kind, version, message] of refused)
      expect(() => read(bytes, kind, version)).toThrow(
        expect.objectContaining({ code: 'UNREADABLE', message, where: { source: 'a.bin' } }),
      )
  })
})
