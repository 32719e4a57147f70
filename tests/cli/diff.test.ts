import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Workdir } from './workdir.js'

describe('wusum diff', () => {
  const dir = new Workdir()
  const page = (id: string, tags: string[]) => JSON.stringify({ id, text: '', tags })
  const park = 'حديقة الأزهر'
  beforeAll(() => {
    dir.write('old.jsonl', [page('1', [park, 'ميدان الجيزة']), page('2', [park, 'كورنيش النيل'])].join('\n'))
    dir.write('new.jsonl', [page('1', [park, 'ميدان الجيزة']), page('2', ['حدائق الأزهر', 'شارع المعز'])].join('\n'))
    for (const name of ['old', 'new']) {
      dir.wusum(['run', `${name}.jsonl`, '--registry', `${name}.db`, '-o', `${name}.records`, '-q'])
      dir.wusum(['tags', `${name}.jsonl`, '-o', `${name}.tags`, '-q'])
    }
  })
  afterAll(() => dir.remove())
  const lines = (text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)

  it.each(['tags', 'records', 'db'])('compares what stands where, whatever it is: %s', (kind) => {
    for (const other of ['tags', 'records', 'db']) {
      const same = dir.wusum(['diff', `old.${kind}`, `old.${other}`])
      expect(same).toMatchObject({ status: 0, stdout: '', stderr: '' })
    }
    const { status, stdout } = dir.wusum(['diff', `old.${kind}`, `new.${kind}`])
    expect(status).toBe(1)
    expect(lines(stdout)).toEqual([
      { change: 'fresh', tag: 'حدائق الأزهر', again: false, pages: 1 },
      { change: 'fresh', tag: 'شارع المعز', again: false, pages: 1 },
      { change: 'gone', tag: 'كورنيش النيل', pages: 1 },
    ])
  })

  it('says so in words', () => {
    const words = (...args: string[]) => {
      const { status, stdout } = dir.wusum(['diff', ...args, '--display', 'plain'])
      // Signs that keep Arabic within its line.
      return { status, stdout: stdout.replaceAll(/[\u200e\u2066-\u2069]/g, '') }
    }
    expect(words('old.tags', 'new.db')).toEqual({
      status: 1,
      stdout: 'no longer a tag: كورنيش النيل   (1 page)\nnew: حدائق الأزهر   (1 page)\nnew: شارع المعز   (1 page)\n',
    })
    expect(words('old.tags', 'old.db')).toEqual({ status: 0, stdout: 'no tag differs\n' })
  })

  it.each([
    [['old.tags', 'none.tags'], 'cannot read none.tags'],
    [['old.tags', 'old.jsonl'], 'line 1 of old.jsonl is not a tag'],
    [['-', '-'], 'standard input is one of the two'],
    [['old.tags'], 'Not enough'],
  ])('has trouble with %j', (args, sentence) => {
    const { status, stdout, stderr } = dir.wusum(['diff', ...args], { input: '' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })

  it('is what settling a copy tells beforehand, and it changes nothing', () => {
    dir.wusum(['registry', 'decide', 'new.db', 'same', park, 'حدائق الأزهر', '--no-settle', '-q'])
    const before = dir.wusum(['registry', 'export', 'new.db']).stdout
    const { status, stdout, stderr } = dir.wusum(['registry', 'settle', 'new.db', '--dry-run'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(lines(stdout)).toEqual([expect.objectContaining({ change: 'merged', pages: 1 })])
    expect(dir.wusum(['registry', 'export', 'new.db']).stdout).toBe(before)
    const settled = dir.wusum(['registry', 'settle', 'new.db'])
    expect(settled.stderr).toMatch(/^wusum: now one tag: \S+ الأزهر ← \S+ الأزهر\n$/)
    expect(dir.wusum(['registry', 'settle', 'new.db', '--dry-run']).stdout).toBe('')
    expect(dir.wusum(['registry', 'settle', 'new.db', '--json']).status).toBe(2)
  })
})
