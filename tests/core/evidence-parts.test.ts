/** Evidence page by page, as a registry keeps it. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import { ProseReader } from '../../dist/core/text/tokens.js'

/** Small Arabic letters are words; what is not a letter parts them. */
const letters = new Uint16Array(65_536).map((_, c) => (c >= 0x620 && c <= 0x64a ? c : c === 32 ? 2 : 0))
const word = fc.string({ unit: fc.constantFrom('ا', 'ب', 'غ', 'ز', 'ة'), minLength: 1, maxLength: 3 })
const page = fc.record({
  text: fc.array(fc.oneof(word, fc.constant('،')), { maxLength: 30 }).map((w) => w.join(' ')),
  tags: fc.array(word, { maxLength: 5 }),
})

function observe(evidence: Evidence, { text, tags }: { text: string; tags: string[] }): void {
  evidence.observeProse(new ProseReader(letters).read('', text, [[0, text.length]]))
  evidence.observeList(tags)
  const place = text.length + 1
  evidence.observePlace(place, tags.length, place, tags.length > 2)
}

describe('evidence in parts', () => {
  it('adds up to the evidence of all pages, in any order', () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 8 }), (pages) => {
        const whole = new Evidence(letters)
        for (const p of pages) observe(whole, p)
        const scratch = new Evidence(letters, { drained: true })
        const parts = pages.map((p) => {
          observe(scratch, p)
          return scratch.drain()
        })
        const sum = new Evidence(letters)
        for (const part of parts.reverse()) sum.addBytes(part)
        expect(Buffer.compare(sum.toBytes(), whole.toBytes())).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  it('reads what the first version wrote, which knew of no places', () => {
    const evidence = new Evidence(letters)
    evidence.observeList(['غزة', 'باب'])
    const bytes = evidence.toBytes()
    // Two empty tables at the end, a size and no slots each; the version begins the bytes.
    const first = bytes.slice(0, -4)
    first.set([0xd7, 0xaa, 0xcd, 0x8a, 0x03])
    expect(Buffer.compare(Evidence.fromBytes(first, letters).toBytes(), bytes)).toBe(0)
    expect(() => Evidence.fromBytes(first.slice(0, -1), letters)).toThrow(RangeError)
  })

  it('refuses damaged bytes', () => {
    const evidence = new Evidence(letters)
    observe(evidence, { text: 'غزة باب', tags: ['غزة'] })
    const bytes = evidence.toBytes()
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(() => new Evidence(letters).addBytes(bytes.subarray(0, cut))).toThrow(RangeError)
    }
    expect(() => new Evidence(letters).addBytes(Uint8Array.of(...bytes, 0))).toThrow(RangeError)
    expect(() => evidence.drain()).toThrow(TypeError)
  })
})
