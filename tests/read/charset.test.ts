import { describe, expect, it } from '@jest/globals'
import { decode, decoder, isBinary, utf16, utf8 } from '../../dist/read/charset.js'

/** Bytes of a text in a charset of one byte a letter. */
function encoded(text: string, charset: string): Buffer {
  const letters = Array.from(new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, i) => i)))
  return Buffer.from(Array.from(text, (char) => letters.indexOf(char)))
}
const sentence = 'نشرت الصحيفة خبرا عن السوق القديم في المدينة'
const [windows, iso] = ['windows-1256', 'iso-8859-6'].map((charset) => encoded(sentence, charset)) as [Buffer, Buffer]
/** Pairs as they stand in the article, in one charset and the other; letters of neither. */
const pairs = (windows: number, iso: number, others = 0) =>
  Buffer.from('\xc7\xe1'.repeat(windows) + '\xc7\xe4'.repeat(iso) + '\xcf'.repeat(others), 'latin1')
const of = (bytes: Uint8Array, declared?: string, hint?: string) =>
  decode(bytes, declared, hint).repair ?? 'as declared'

describe('the charset of bytes', () => {
  it.each<[string, Buffer, string | undefined, string]>([
    ['UTF-8', Buffer.from(sentence), 'windows-1256', 'as declared'],
    ['UTF-16 by its mark', Buffer.from(`\ufeff${sentence}`, 'utf16le'), 'utf-8', 'utf-16le'],
    ['the same the other way round', Buffer.from(`\ufeff${sentence}`, 'utf16le').swap16(), undefined, 'utf-16be'],
    ['windows-1256, that nothing declares', windows, undefined, 'windows-1256'],
    ['windows-1256, that is declared', windows, 'cp1256', 'as declared'],
    ['ISO-8859-6, that nothing declares', iso, undefined, 'iso-8859-6'],
    ['a name that is none', iso, 'arabic?', 'iso-8859-6'],
    // One is wrong of five.
    [
      'UTF-8 with one byte torn of 12',
      Buffer.concat([Buffer.from('سوق كب'), Buffer.of(0xd8)]),
      undefined,
      'invalid-utf-8',
    ],
    ['the same of 5, which is none', Buffer.concat([Buffer.from('سو'), Buffer.of(0xd8)]), undefined, 'windows-1252'],
    // As many of each as speak for neither more.
    ['as many pairs of both', pairs(4, 4), undefined, 'windows-1256'],
    ['more of the other', pairs(4, 5), undefined, 'iso-8859-6'],
    ['windows against a declaration, not by enough', pairs(6, 2, 0), 'iso-8859-6', 'as declared'],
    ['windows against it, by enough', pairs(7, 2, 0), 'iso-8859-6', 'windows-1256'],
    ['ISO against a declaration, not by enough', pairs(2, 6), 'windows-1256', 'as declared'],
    ['ISO against it, by enough', pairs(2, 7), 'windows-1256', 'iso-8859-6'],
    // One of a hundred.
    ['one pair among 100', pairs(0, 1, 98), 'utf-8', 'iso-8859-6'],
    ['one pair among 101, which is chance', pairs(0, 1, 99), 'utf-8', 'windows-1256'],
    // No letters of Arabic, against another script: 85 of 100.
    [
      '84 letters of 100 in another script',
      Buffer.concat([pairs(42, 0), Buffer.alloc(16, 0xf8)]),
      'windows-1251',
      'as declared',
    ],
    ['85 letters of 100', Buffer.concat([pairs(42, 0, 1), Buffer.alloc(15, 0xf8)]), 'windows-1251', 'windows-1256'],
    [
      'words of three letters without an article',
      Buffer.from('\xcf\xd1\xcf \xcf\xd1\xcf', 'latin1'),
      undefined,
      'windows-1256',
    ],
    ['words of two', Buffer.from('\xcf\xd1 \xcf\xd1', 'latin1'), undefined, 'windows-1252'],
    ['nine of ten', Buffer.from(`${'\xcf'.repeat(9)}\xff`, 'latin1'), undefined, 'windows-1256'],
    ['eight of nine', Buffer.from(`${'\xcf'.repeat(8)}\xff`, 'latin1'), undefined, 'windows-1252'],
    ['letters that stand alone', Buffer.from('caf\xe9 d\xe9j\xe0 No\xebl', 'latin1'), undefined, 'windows-1252'],
    [
      'what is declared, where nothing speaks for Arabic',
      Buffer.from('\xf8\xf9\xfa', 'latin1'),
      'windows-1251',
      'as declared',
    ],
  ])('is found: %s', (_, bytes, declared, want) => {
    expect(of(bytes, declared)).toBe(want)
  })

  it('is that of the rest of a batch for a record too short to tell', () => {
    const short = Buffer.from('\xe1', 'latin1')
    const batch = Buffer.concat([iso, short])
    expect([of(short), decoder(batch)(short)]).toEqual(['windows-1252', { text: 'ف', repair: 'iso-8859-6' }])
    expect(decoder(Buffer.from(sentence))(short).repair).toBe('windows-1252')
  })

  it('gives the text', () => {
    expect([decode(windows).text, decode(iso).text]).toEqual([sentence, sentence])
    // Some versions of Node read windows-1252 as Latin-1.
    expect(decode(Buffer.from('\x93caf\xe9\x94 \x80', 'latin1')).text).toBe('“café” €')
  })
})

describe('UTF-8', () => {
  // Short and long texts are decoded in two ways.
  it.each([0, 1, 63, 64, 65, 200])('of %i bytes comes without its mark', (length) => {
    const text = 'س'.repeat(length / 2) + (length % 2 ? 'x' : '')
    for (const mark of ['', '\ufeff']) {
      const bytes = Buffer.from(mark + text)
      expect([utf8(bytes), utf16(bytes).toString('utf16le')]).toEqual([text, text])
    }
    expect(utf8(Buffer.from(`x${text}\ufeff`))).toBe(`x${text}\ufeff`)
  })
})

describe('binary data', () => {
  const bytes = (controls: number, of: number, control = 0) =>
    Buffer.concat([Buffer.alloc(controls, control), Buffer.alloc(of - controls, 'x')])
  it.each([
    ['four control characters', bytes(4, 8), false],
    ['five', bytes(5, 8), true],
    ['one in twenty', bytes(50, 1000), false],
    ['more', bytes(51, 1000), true],
    ...[0, 8, 14, 0x1a, 0x1c, 0x1f, 0x7f].map((code) => [`code ${code}`, bytes(9, 9, code), true] as const),
    ...[9, 10, 13, 0x1b, 0x20, 0x80].map((code) => [`code ${code}`, bytes(9, 9, code), false] as const),
  ] as const)('is told from text: %s', (_, bytes, is) => {
    expect(isBinary(bytes)).toBe(is)
  })
})
