import { PassThrough } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { drawFor, piece, safe, screen, sentence, type Display } from '../../dist/cli/display.js'
import { layoutOf, layoutTold } from '../../dist/cli/terminal.js'

const terminal = { isTTY: true }
const [LRM, FSI, PDI, RLE, LRE, PDF] = ['\u200e', '\u2068', '\u2069', '\u202b', '\u202a', '\u202c']
const kitty = { KITTY_WINDOW_ID: '1' }
const mlterm = { MLTERM: '3.9.0' }
const marks = /[\u200e\u202a-\u202c\u2066-\u2069\ufdd0]/

/** Joined forms, to write expectations in: غزة as it is drawn from the left. */
const GAZA = '\ufe93\ufeb0\ufecf'

describe('drawing Arabic for people', () => {
  it('joins and reorders letters where the terminal does neither', () => {
    const draw = drawFor('shaped', {})
    // Visual order: the last letter of the last word stands first, in its joined form.
    expect(draw('غزة')).toBe(GAZA)
    expect(draw('قمة 2024 BBC')).toMatch(/^BBC 2024 /)
    expect(draw('(غزة)')).toBe(`(${GAZA})`)
    expect(draw('plain')).toBe('plain')
  })

  it('keeps marks behind their letter, and signs of two units whole', () => {
    const draw = drawFor('shaped', {})
    expect(draw('غَزّة')).toBe('\ufe93\ufeb0\u0651\ufecf\u064e')
    expect(draw('غزة 🌊')).toBe(`🌊 ${GAZA}`)
  })

  it.each<[string, string, NodeJS.ProcessEnv, string]>([
    ['shaped', 'غزة, نهر 3 times', {}, `${GAZA}, \ufeae\ufeec\ufee7 3 times`],
    ['plain', 'غزة, نهر 3 times', {}, `${LRM}${FSI}غزة${PDI}${LRM}, ${LRM}${FSI}نهر${PDI}${LRM} 3 times`],
    ['plain', 'غزة, نهر 3 times', mlterm, `${LRM}${RLE}غزة${PDF}${LRM}, ${LRM}${RLE}نهر${PDF}${LRM} 3 times`],
    ['words', 'غزة, نهر 3 times', {}, 'غزة , نهر 3 times'],
    ['words', '“قطاع غزة”', {}, '“ غزة قطاع ”'],
    ['plain', 'no letter of it', {}, 'no letter of it'],
  ])('%s: a sentence runs from the left, whatever it begins with: %s', (display, text, env, drawn) => {
    expect(drawFor(display as Display, {}, env).lines(sentence(text))).toBe(drawn)
  })

  it('gives a tag its own direction within a line', () => {
    const line = `${piece('قمة 2024 BBC')} · ${piece('BBC عربي')}`
    expect(drawFor('shaped', {}).lines(line)).toMatch(/^BBC 2024 [^ ]+ · BBC [^ ]+$/)
    expect(drawFor('plain', {}).lines(line)).toBe(
      `${LRM}${FSI}قمة 2024 BBC${PDI}${LRM} · ${LRM}${FSI}BBC عربي${PDI}${LRM}`,
    )
    expect(drawFor('plain', {}, mlterm).lines(line)).toBe(
      `${LRM}${RLE}قمة 2024 BBC${PDF}${LRM} · ${LRM}${LRE}BBC عربي${PDF}${LRM}`,
    )
    expect(drawFor('words', {}).lines(`${piece('كوفيد-19')} · ${piece('(قطاع غزة)')}`)).toBe('19- كوفيد · ( غزة قطاع )')
    expect(drawFor('auto', {}).lines(line)).toBe('قمة 2024 BBC · BBC عربي')
  })

  it.each<[Display, NodeJS.ProcessEnv]>([
    ['shaped', {}],
    ['plain', {}],
    ['plain', mlterm],
    ['words', {}],
  ])('%s %j: breaks lines between words and tags, before it turns them', (display, env) => {
    const tags = ['مدينة غزة', 'نهر', 'سوق السمك الكبير', 'BBC', 'قطاع غزة', 'جسر']
    const cells = (line: string) => line.replaceAll(/\p{Cf}/gu, '').length
    const one = drawFor(display, {}, env).lines(tags.map(piece).join(' · '))
    const lines = drawFor(display, { columns: 30 }, env)
      .lines(`  ${tags.map(piece).join(' · ')}`)
      .split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(cells(line)).toBeLessThanOrEqual(30)
    expect(lines.map((line) => line.trim()).join(' ')).toBe(one)
    expect(lines[1]).toMatch(/^ {4}[^ ]/)
  })

  it('loses and adds no sign, whatever the text', () => {
    const alphabet = fc.constantFrom(...Array.from('ابلةغز َّ2٣a (-)«,·🌊\u200f\u2068\u2069\u202e\u001b\u0640'))
    fc.assert(
      fc.property(fc.string({ unit: alphabet }), fc.boolean(), (text, whole) => {
        const line = whole ? piece(text) : sentence(text)
        const count = (drawn: string) => Array.from(drawn.replaceAll(' ', '')).sort().join('')
        expect(drawFor('auto', {}).lines(line)).toBe(safe(text))
        const words = drawFor('words', {}).lines(line)
        // Brackets are mirrored with their text.
        const turned = (drawn: string) => count(drawn.replaceAll(/[()«»]/g, '('))
        expect(turned(words)).toBe(turned(safe(text)))
        expect(words).not.toMatch(marks)
        expect(drawFor('shaped', {}).lines(line)).not.toMatch(marks)
        const plain = drawFor('plain', {}).lines(line)
        expect(plain.replaceAll(/[\u200e\u2068\u2069]/g, '')).toBe(safe(text))
        expect(plain.split(FSI).length).toBe(plain.split(PDI).length)
      }),
    )
  })

  it('lets no control character or bidi override through', () => {
    expect(safe('a\u001b[2J\u202eb\u0007\n')).toBe('a\ufffd[2J\ufffdb\ufffd\ufffd')
    expect(sentence('a\u2068غزة\u2069\u202e')).toBe(`a\ufffd${FSI}غزة${PDI}\ufffd\ufffd`)
  })
})

describe('what a terminal does', () => {
  it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['an unknown terminal', { TERM: 'xterm-256color' }, undefined],
    ['an unknown terminal without a name', {}, 'shaped'],
    ['the console', { TERM: 'linux' }, 'shaped'],
    ['xterm', { TERM: 'xterm', XTERM_VERSION: 'XTerm(379)' }, 'shaped'],
    ['a terminal with a name', { TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'shaped'],
    ['GNOME', { VTE_VERSION: '7006' }, 'isolates'],
    ['an old GNOME', { VTE_VERSION: '5202' }, 'shaped'],
    ['Konsole', { KONSOLE_VERSION: '230800' }, 'isolates'],
    ["Apple's", { TERM_PROGRAM: 'Apple_Terminal', TERM: 'xterm-256color' }, 'isolates'],
    ['tmux inside GNOME, which lays out what tmux draws', { VTE_VERSION: '7006', TMUX: '/tmp/x' }, 'isolates'],
    ['tmux elsewhere', { TERM: 'xterm-256color', TMUX: '/tmp/x' }, 'shaped'],
    ['kitty', { TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }, 'words'],
    ['kitty over ssh', { TERM: 'xterm-kitty' }, 'words'],
    ['mlterm', { TERM: 'mlterm', MLTERM: '3.9.0' }, 'embeddings'],
    ['mlterm over ssh', { TERM: 'mlterm' }, 'embeddings'],
  ])('%s says in the environment', (_, env, layout) => {
    expect(layoutOf(env)).toBe(layout)
  })

  // As these versions answer.
  it.each([
    ['xterm 379', '\u001bP>|XTerm(379)\u001b\\\u001b[>41;379;0c\u001b[?64;1;2;6;9;15;16;17;18;21;22;28c', 'shaped'],
    ['kitty 0.26', '\u001bP>|kitty(0.26.5)\u001b\\\u001b[>1;4000;26c\u001b[?62;c', 'words'],
    ['mlterm 3.9', '\u001b[>24;279;0c\u001b[?63;1;2;3;4;6;7;15;18;22;29c', 'embeddings'],
    ['VTE 0.70', '\u001b[>65;7006;1c\u001b[?65;1;9c', 'isolates'],
    ['VTE 0.52', '\u001b[>65;5202;1c\u001b[?62;c', 'shaped'],
    ['Konsole 22.12', '\u001bP>|Konsole 22.12.3\u001b\\\u001b[>1;115;0c\u001b[?62;1;4c', 'isolates'],
    ['tmux 3.3', '\u001bP>|tmux 3.3a\u001b\\\u001b[>84;0;0c\u001b[?1;2c', 'shaped'],
    ['one of few words', '\u001b[?6c', 'shaped'],
  ])('%s says when asked', (_, answer, layout) => {
    expect(layoutTold(answer)).toBe(layout)
  })

  const drawn = (display: Display, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv) =>
    drawFor(display, stream, env)('غزة')
  it('goes by --display, then by WUSUM_DISPLAY on a terminal, then by the terminal', () => {
    expect(drawn('auto', {}, kitty)).toBe('غزة')
    expect(drawn('auto', {}, { WUSUM_DISPLAY: 'plain' })).toBe('غزة')
    expect(drawn('auto', terminal, {})).toBe(GAZA)
    expect(drawn('auto', terminal, kitty)).toBe('غزة')
    expect(drawn('auto', terminal, { ...kitty, WUSUM_DISPLAY: 'shaped' })).toBe(GAZA)
    expect(drawn('auto', terminal, { WUSUM_DISPLAY: 'auto' })).toBe(GAZA)
    expect(drawn('plain', terminal, { WUSUM_DISPLAY: 'shaped' })).toBe(`${LRM}${FSI}غزة${PDI}${LRM}`)
    expect(drawn('plain', {}, {})).toBe(`${LRM}${FSI}غزة${PDI}${LRM}`)
  })
})

describe('what is printed on a terminal', () => {
  const printed = async (chunks: readonly string[]) => {
    const shown = new PassThrough()
    const out = screen(shown)
    for (const chunk of chunks) out.write(chunk)
    await new Promise<void>((resolve) => out.end(resolve))
    return String(shown.read() ?? '')
  }
  const tag = drawFor('plain', {})('سوق السمك')

  it('keeps drawn pieces, and escapes the same signs elsewhere', async () => {
    expect(await printed([`3× ${tag}\n`])).toBe(`3× ${tag}\n`)
    expect(await printed([`${drawFor('plain', {}, mlterm)('سوق')}\n`])).toMatch(marks)
    for (const [text, shown] of [
      ['\u2068a\n', '\\u2068a\n'],
      ['\u200e\u2068a\u202e\u2069\u200e\n', '\\u200e\\u2068a\\u202e\\u2069\\u200e\n'],
      ['\u200e\u2068a\n\u2069\u200e\n', '\\u200e\\u2068a\n\\u2069\\u200e\n'],
      ['\u200e\u2068a\u001b[2J\u2069\u200e\n', '\\u200e\\u2068a\\u001b[2J\\u2069\\u200e\n'],
    ])
      expect(await printed([text!])).toBe(shown)
  })

  it('whatever the places at which they are handed on', async () => {
    const text = `1× ${tag}, ${tag}\n2× ${tag}\u200e\n`
    for (let at = 0; at <= text.length; at++)
      expect(await printed([text.slice(0, at), text.slice(at)])).toBe(text.replace('\u200e\u200e\n', '\u200e\\u200e\n'))
  })
})
