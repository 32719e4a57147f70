import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { rmSync } from 'node:fs'
import { Workdir } from './workdir.js'

describe('defaults', () => {
  const dir = new Workdir()
  const page = JSON.stringify({ key: '7', body: '', labels: ['غزة', 'غزه'] })
  beforeAll(() => {
    dir.write('pages.jsonl', page)
    dir.write('plain.jsonl', JSON.stringify({ id: '1', text: '', tags: ['بيروت'] }))
    for (const name of ['a', 'b']) {
      dir.write(`${name}.jsonl`, JSON.stringify({ id: '1', text: '', tags: [`مدينة ${name}`] }))
      expect(dir.wusum(['run', `${name}.jsonl`, '--registry', `${name}.db`, '-o', 'out', '-q']).status).toBe(0)
    }
  })
  afterAll(() => dir.remove())
  beforeEach(() => rmSync(dir.path('wusum.config.json'), { force: true }))
  const config = (value: unknown) =>
    dir.write('wusum.config.json', typeof value === 'string' ? value : JSON.stringify(value))
  const wusum = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    dir.wusum(args, { env: { ...process.env, ...env }, input: '' })
  const tagsBy = (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = wusum(['tags', ...args], env)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { tag: string }).tag)
  }

  it('an option wins over a variable, a variable over the file', () => {
    expect(wusum(['tags']).status).toBe(2)
    config({ registry: 'a.db' })
    expect(tagsBy([])).toEqual(['مدينة a'])
    expect(tagsBy([], { WUSUM_REGISTRY: 'b.db' })).toEqual(['مدينة b'])
    expect(tagsBy(['--registry', 'a.db'], { WUSUM_REGISTRY: 'b.db' })).toEqual(['مدينة a'])
    expect(wusum(['tags'], { WUSUM_REGISTRY: '' }).status).toBe(2)
    // Pages are listed, not the registry.
    expect(tagsBy(['plain.jsonl', '-q'])).toEqual(['بيروت'])
    expect(wusum(['run', 'plain.jsonl', '--no-learn', '-q']).status).toBe(0)
  })
  it('of a registry reach the commands that demand one', () => {
    const { status, stderr } = wusum(['explain', 'مدينة b'], { WUSUM_REGISTRY: 'b.db' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(wusum(['review', '--port', 'x']).stderr).toContain('registry')
    expect(wusum(['review', '--port', '99999'], { WUSUM_REGISTRY: 'b.db' }).stderr).toContain('--port takes')
    // A command that takes none is not troubled.
    expect(wusum(['diff', 'a.db', 'a.db'], { WUSUM_REGISTRY: 'b.db', WUSUM_LANG: 'en' }).status).toBe(0)
  })
  it('of fields are joined with those that are given', () => {
    config({ fields: { id: 'key', text: 'none', tags: 'labels' } })
    const read = (args: string[], env: NodeJS.ProcessEnv = {}) => {
      const { stdout } = wusum(['run', 'pages.jsonl', '-q', ...args], env)
      return JSON.parse(stdout) as { id: string; tags: unknown[] }
    }
    expect(read([])).toMatchObject({ id: '7', tags: [{ tag: 'غزة' }] })
    expect(read(['--field', 'id=body'])).toMatchObject({ tags: [{ tag: 'غزة' }] })
    expect(read([], { WUSUM_FIELDS: 'id=key, tags=labels' })).toMatchObject({ id: '7', tags: [{ tag: 'غزة' }] })
  })
  it('of the language make the report', () => {
    config({ lang: 'en' })
    const lang = (args: string[], env: NodeJS.ProcessEnv = {}) => {
      expect(wusum(['report', '--registry', 'a.db', '-o', 'r.html', ...args], env).status).toBe(0)
      return /<html[^>]* lang="(..)"/.exec(dir.read('r.html'))![1]
    }
    expect([lang([]), lang([], { WUSUM_LANG: 'ar' }), lang(['--lang', 'en'], { WUSUM_LANG: 'ar' })]).toEqual([
      'en',
      'ar',
      'en',
    ])
  })

  it.each([
    ['{"registry":', 'wusum.config.json is not JSON: '],
    [[], 'wusum.config.json is not a JSON object'],
    [{ registri: 'a.db' }, '"registri" in wusum.config.json is unknown; there are registry, fields, lang, display'],
    [{ registry: 7 }, '"registry" in wusum.config.json takes a file or an address, not 7'],
    [{ fields: { id: 1 } }, '"fields" in wusum.config.json takes page fields and their columns'],
    [{ lang: 'fr' }, '"lang" in wusum.config.json takes one of ar, en, not "fr"'],
    [{ display: 'big' }, '"display" in wusum.config.json takes one of auto, plain'],
  ])('a broken file fails at once: %j', (value, sentence) => {
    config(value)
    const { status, stdout, stderr } = wusum(['run', 'plain.jsonl'])
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 })
    expect(stderr).toContain(sentence)
  })
  it.each([
    [{ WUSUM_LANG: 'fr' }, 'WUSUM_LANG takes one of ar, en'],
    [{ WUSUM_FIELDS: 'id' }, 'WUSUM_FIELDS takes name=column, with commas between, not id'],
    [{ WUSUM_FIELDS: 'x=y' }, 'takes a page field'],
  ])('a broken variable, too: %j', (env, sentence) => {
    const { status, stderr } = wusum(['run', 'plain.jsonl'], env)
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
  it('are told by help', () => {
    config('{')
    const { status, stdout } = wusum(['--help'])
    expect(status).toBe(0)
    for (const name of ['WUSUM_REGISTRY', 'WUSUM_FIELDS', 'WUSUM_LANG', 'wusum.config.json'])
      expect(stdout).toContain(name)
  })
})
