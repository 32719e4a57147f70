import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CanonicalTag } from '../../dist/index.js'
import { Workdir } from './workdir.js'

describe('the command line', () => {
  const dir = new Workdir()
  beforeAll(() => {
    const tags = ['حديقة الحي', 'نهر العاصي', 'مكتبة البلدية', 'سوق الخضار', 'جسر المشاة']
    dir.write('pages.jsonl', JSON.stringify({ id: '1', text: '', tags }))
    expect(dir.wusum(['run', 'pages.jsonl', '--registry', 'tags.db', '-o', 'out.jsonl', '-q']).status).toBe(0)
  })
  afterAll(() => dir.remove())

  it('prints a completion script that a shell takes, and ends well', () => {
    const { status, stdout, stderr } = dir.wusum(['completion'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
    expect(stdout).toMatch(/complete .*wusum/)
    expect(dir.wusum(['--get-yargs-completions', 'wusum', 're']).stdout.split('\n')).toEqual(
      expect.arrayContaining(['run', 'review', 'completion']),
    )
  })

  it.each([
    [['rn'], 'no command and no file rn; did you mean run?'],
    [['reprot', 'x'], 'no command and no file reprot; did you mean report?'],
    [['-q', 'tag'], 'no command and no file tag; did you mean tags?'],
    [['صفحات'], 'no command and no file صفحات; see wusum --help'],
  ])('%j is a command misspelt, not a missing file', (args, message) => {
    expect(dir.wusum(args)).toMatchObject({ status: 2, stdout: '', stderr: `wusum: ${message}\n` })
  })

  it.each([[['run', 'rn']], [['./rn']], [['rn.jsonl']]])('%j is a missing file', (args) => {
    expect(dir.wusum(args)).toMatchObject({ status: 1, stderr: expect.stringContaining('there is no such file') })
  })

  it('reads standard input where - stands, alone, beside files and behind --', () => {
    const input = JSON.stringify({ id: 'piped', text: '', tags: ['سوق الأسهم'] })
    const ids = (args: readonly string[]) =>
      dir
        .wusum([...args, '-q'], { input })
        .stdout.trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id)
    expect(ids(['run', 'pages.jsonl', '-'])).toEqual(['1', 'piped'])
    expect(ids(['run', '-', 'pages.jsonl', '-o', '-'])).toEqual(['piped', '1'])
    for (const args of [
      ['tags', '-'],
      ['tags', '-q', '--', '-'],
    ])
      expect(dir.wusum(args, { input })).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('"سوق الأسهم"'),
      })
    const tags = dir.wusum(['tags', 'pages.jsonl', '-q']).stdout
    expect(dir.wusum(['report', '-', '-o', 'piped.html'], { input: tags })).toMatchObject({ status: 0 })
    expect(dir.read('piped.html')).toContain('نهر العاصي')
  })

  it('says how many lines of a file of pairs were comments', () => {
    dir.write('pairs.tsv', '# of today\na\tb\n# غزة\tغزه\n#غزة\tغزة\n')
    const { stdout, stderr } = dir.wusum(['compare', '--pairs', 'pairs.tsv'])
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toBe('wusum: pairs.tsv: 2 lines that begin with "# " passed by as comments\n')
  })

  it('lists so many tags of a registry as asked', () => {
    const all = dir.wusum(['tags', '--registry', 'tags.db']).stdout.trim().split('\n')
    const three = dir.wusum(['tags', '--registry', 'tags.db', '--limit', '3']).stdout.trim().split('\n')
    expect([all.length, three]).toEqual([5, all.slice(0, 3)])
    expect((JSON.parse(three[0]!) as CanonicalTag).count).toBe(1)
    expect(dir.wusum(['tags', '--registry', 'tags.db', '--limit', '-1']).status).toBe(2)
  })

  it('draws for people where that is asked for, also into a pipe', () => {
    expect(dir.wusum(['explain', 'حديقة', '--display', 'plain']).stdout).toMatch(
      /^\u200e\u2068حديقة\u2069\u200e {3}0 times/,
    )
    expect(dir.wusum(['explain', 'حديقة', '--no-json']).stdout).toMatch(/^حديقة {3}0 times/)
    expect(dir.wusum(['explain', 'حديقة']).stdout).toMatch(/^\{/)
    const said = dir.wusum(['compare', 'حرب', 'حلب', '--no-json']).stdout
    expect(said).toMatch(/^two tags: حرب · حلب\n {2}short: .+\n$/)
    dir.write('two.tsv', 'a\tb\nحرب\tحلب\nحلب\tحلب\n')
    expect(dir.wusum(['compare', '--pairs', 'two.tsv', '--no-json']).stdout).toMatch(
      /^two tags: حرب · حلب\n.*\none tag: حلب · حلب\n/,
    )
    expect(dir.wusum(['compare', 'حرب', 'حلب'], { env: { ...process.env, WUSUM_DISPLAY: 'plain' } }).stdout).toMatch(
      /^\{/,
    )
  })

  it.each([
    [['tags', '--registry', 'tags.db', '--sample', '0.5'], /--sample is about reading pages/],
    [['tags', '--registry', 'tags.db', '--field', 'id=x'], /--field is about reading pages/],
    [['tags', '--registry', 'tags.db', '--min-confidence', '0.5'], /--min-confidence is about/],
    [['tags', '--registry', 'tags.db', '--display', 'plain'], /--display .* --format table/],
    [['explain', 'حديقة', '--json', '--display', 'shaped'], /--display .* --json/],
    [['compare', 'أ', 'ب', '--json', '--display', 'shaped'], /--display .* --json/],
    [['evaluate', 'pages.jsonl', '--json', '--display', 'shaped'], /--display .* --json/],
    [['compare', 'أ', 'ب', '--pairs', 'pairs.tsv'], /not both/],
    [['report', 'out.jsonl', '--decisions', 'd.txt', '-o', 'r.html'], /--decisions goes with --registry/],
    [['run', 'pages.jsonl', '-o', 'x', '-o', 'y'], /given more than once/],
    [['run', 'pages.jsonl', '--limit', '1', '--limit', '2'], /--limit is given more than once/],
  ])('%j is refused, not half done', (args, message) => {
    const { status, stdout, stderr } = dir.wusum(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^wusum: .+\n$/)
    expect(stderr).toMatch(message)
  })
})
