import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openStore } from '../../dist/registry/index.js'
import { terminals, Workdir } from './workdir.js'

/** Signs that move the cursor, recolour the screen or turn text around, as a page or a curator's note may have them. */
const HOSTILE = 'a\u001b[2J\u009b31m\u0007\u202eb'
const driving = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const inTerminals = terminals ? describe : describe.skip
inTerminals('on a terminal', () => {
  const dir = new Workdir()
  beforeAll(async () => {
    dir.write('pages.jsonl', JSON.stringify({ id: HOSTILE, text: '', tags: ['غزة', 'غزه'] }))
    expect(dir.wusum(['run', 'pages.jsonl', '--registry', 'tags.db', '-o', 'out.jsonl']).status).toBe(0)
    const store = await openStore(dir.path('tags.db'))
    await store.decide([{ verb: 'apart', a: HOSTILE, b: 'غزة' }], HOSTILE)
    await store.close()
  })
  afterAll(() => dir.remove())

  it.each<[string, RegExp, readonly string[]]>([
    ['records', /\\u001b\[2J\\u009b31m\\u0007\\u202eb/, ['run', 'pages.jsonl', '-q']],
    ['rows', /\\u001b\[2J/, ['run', 'pages.jsonl', '-q', '--format', 'csv']],
    ['a table', /\ufffd\[2J/, ['run', 'pages.jsonl', '-q', '--format', 'table']],
    ['tags', /غزة/, ['tags', '--registry', 'tags.db']],
    ['a comparison', /^two tags: a\ufffd\[2J/, ['compare', HOSTILE, 'غزة']],
    ['a comparison for programs', /^{"a":"a\\u001b\[2J/, ['compare', HOSTILE, 'غزة', '--json']],
    ['an explanation', /\ufffd\[2J/, ['explain', HOSTILE]],
    ['decisions', /^apart \| a\\u001b\[2J\\u009b31m\\u0007\\u202eb/, ['registry', 'decisions', 'tags.db', '--text']],
    ['decisions with their authors', /"by":"a\\u001b\[2J/, ['registry', 'decisions', 'tags.db']],
    ['an export', /\\u001b\[2J/, ['registry', 'export', 'tags.db']],
    ['an error', /^wusum: a\ufffd\[2J\ufffd31m/, ['run', HOSTILE]],
  ])('prints %s without signs that drive it', (_, shown, args) => {
    const { screen } = dir.inTerminal(args)
    expect(screen).toMatch(shown)
    expect(screen).not.toMatch(driving)
  })

  it('still prints JSON that means the same', () => {
    const { screen } = dir.inTerminal(['run', 'pages.jsonl', '-q'])
    expect((JSON.parse(screen) as { id: string }).id).toBe(HOSTILE)
  })

  it('marks pieces for a terminal that lays out Arabic', () => {
    const { screen } = dir.inTerminal(['tags', 'pages.jsonl', '-q', '--format', 'table'], { VTE_VERSION: '7006' })
    expect(screen).toMatch(/\u200e\u2068غزة\u2069\u200e {2}← {2}\u200e\u2068غزه\u2069\u200e/)
  })

  it.each([
    ['VTE', '\u001b[>65;7006;1c\u001b[?65;1;9c', '\u200e\u2068غزة\u2069\u200e'],
    ['kitty', '\u001bP>|kitty(0.26.5)\u001b\\\u001b[>1;4000;26c\u001b[?62;c', 'غزة'],
    ['xterm', '\u001bP>|XTerm(379)\u001b\\\u001b[>41;379;0c\u001b[?64;1;2c', '\ufe93\ufeb0\ufecf'],
  ])('asks one that nothing names: %s', async (_, answer, drawn) => {
    const screen = await dir.inUnknownTerminal(['compare', 'غزة', 'غزة'], answer)
    expect(screen.replace('\u001b[>q\u001b[>c\u001b[c', '')).toMatch(`one tag: ${drawn} · ${drawn}\n`)
  })

  it('refuses a word for the terminal that means nothing, and takes it for none', () => {
    const { status, screen } = dir.inTerminal(['tags', 'pages.jsonl'], { WUSUM_DISPLAY: 'shape' })
    expect([status, screen]).toEqual([2, 'wusum: WUSUM_DISPLAY is one of auto, plain, shaped, words, not shape\n'])
  })

  it('breaks sentences between words', () => {
    const { screen } = dir.inTerminal(['compare', 'إسرائيل', 'اسرائيل'], { WUSUM_DISPLAY: 'shaped' }, 80)
    const lines = screen.split('\n')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines[1]).toMatch(/^ {2}orthographic: they differ in alef.* [a-z]+$/)
    expect(lines[2]).toMatch(/^ {4}[a-z]/)
  })

  it('leaves data alone that goes to a pipe', () => {
    expect(dir.wusum(['registry', 'decisions', 'tags.db', '--text']).stdout).toBe(`apart | ${HOSTILE} | غزة\n`)
  })
})
