import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openRegistry } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'
import { Workdir } from './workdir.js'

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('wusum registry', () => {
  let dir: Workdir
  beforeEach(async () => {
    dir = new Workdir()
    const registry = await openRegistry(dir.path('tags.db'))
    for (const id of ['1', '2', '3']) {
      await registry.ingest({ id, lists: [{ from: 'field', tags: ['حماس', 'حركة حماس', 'غزة'] }] })
    }
    await registry.settle()
    await registry.close()
  })
  afterEach(() => dir.remove())

  it('checks', () => {
    const { status, stdout } = dir.wusum(['registry', 'check', 'tags.db'])
    expect(lines(stdout)).toEqual([
      { pages: 3, surfaces: 3, unsettled: 0, tags: 3, merged: 0, decisions: 0, settlings: 1, problems: [] },
    ])
    expect(status).toBe(0)
  })

  it('exports and imports', () => {
    const { stdout: exported } = dir.wusum(['registry', 'export', 'tags.db'])
    dir.write('export.jsonl', exported)
    expect(dir.wusum(['registry', 'import', 'copy.db', 'export.jsonl'])).toMatchObject({ status: 0, stdout: '' })
    expect(dir.wusum(['registry', 'export', 'copy.db']).stdout).toBe(exported)
    expect(dir.wusum(['registry', 'import', 'third.db', '-'], { input: exported }).status).toBe(0)
    const again = dir.wusum(['registry', 'import', 'copy.db', 'export.jsonl'])
    expect([again.status, again.stderr]).toEqual([1, expect.stringMatching(/empty registry/)])
    expect(dir.wusum(['registry', 'import', 'x.db', 'nothere.jsonl']).status).toBe(1)
    expect(dir.wusum(['registry', 'vacuum', 'copy.db']).status).toBe(0)
  })

  it('decides, tells history, refuses a contradiction and takes back', () => {
    const decide = (...args: string[]) => dir.wusum(['registry', 'decide', 'tags.db', ...args])
    const of = (tag: string) => lines(dir.wusum(['registry', 'history', 'tags.db', tag]).stdout)
    const before = of('حركة حماس')[0]!['id'] as string
    expect(decide('same', 'حماس', 'حركة حماس', '--by', 'سلمى').status).toBe(0)
    expect(of('حماس')[0]!['id']).toBe(of('حركة حماس')[0]!['id'])
    const refused = decide('apart', 'حماس', 'حركة حماس')
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /“apart . حماس . حركة حماس” and decision 1 \(same.*\) contradict each other; .*undo takes decision 1 back/,
      ),
    ])
    expect(lines(dir.wusum(['registry', 'decisions', 'tags.db']).stdout)).toMatchObject([
      { id: 1, by: 'سلمى', decision: { verb: 'same' } },
    ])
    expect(dir.wusum(['registry', 'decisions', 'tags.db', '--text']).stdout).toBe('same | حماس | حركة حماس\n')
    expect(dir.wusum(['registry', 'undo', 'tags.db', '1']).status).toBe(0)
    expect(of('حماس')[0]!['id']).not.toBe(of('حركة حماس')[0]!['id'])
    expect(of(before).length).toBeGreaterThan(1)
    expect(dir.wusum(['registry', 'undo', 'tags.db', '7']).status).toBe(1)
    dir.write('d.txt', 'ignore | غزة\n')
    expect(decide('--file', 'd.txt').status).toBe(0)
    expect(dir.wusum(['registry', 'history', 'tags.db', 'غزة']).stderr).toMatch(/ignored/)
  })

  it('keeps one of two contradicting decisions sent at the same time', async () => {
    const decide = (verb: string) =>
      dir.start(['registry', 'decide', 'tags.db', verb, 'حماس', 'حركة حماس', '--no-settle'])
    const ended = await Promise.all([decide('same'), decide('apart'), decide('related')])
    const kept = ended.filter(({ status }) => status === 0).length
    // Apart and related agree with each other, and neither with the third.
    expect([1, 2]).toContain(kept)
    expect(ended.filter(({ status, stderr }) => status === 1 && stderr.includes('contradict each other')).length).toBe(
      3 - kept,
    )
    expect(dir.wusum(['registry', 'decide', 'tags.db', 'ignore', 'غزة']).status).toBe(0)
  })

  it('names a contradiction that stands, lets other decisions pass and takes it back', async () => {
    // As two processes of an earlier version could leave it.
    const store = await openStore(dir.path('tags.db'))
    await store.decide([{ verb: 'same', a: 'حماس', b: 'حركة حماس' }], 'سلمى')
    await store.decide([{ verb: 'apart', a: 'حماس', b: 'حركة حماس' }], 'كريم')
    await store.close()
    const named =
      /decision 2 \(apart . حماس . حركة حماس\) and decision 1 \(same . حماس . حركة حماس\) contradict each other/
    const other = dir.wusum(['registry', 'decide', 'tags.db', 'spell-as', 'غزة', 'غزّة'])
    expect([other.status, other.stderr]).toEqual([0, expect.stringMatching(named)])
    const check = dir.wusum(['registry', 'check', 'tags.db'])
    expect([check.status, check.stderr]).toEqual([1, expect.stringMatching(named)])
    expect(lines(dir.wusum(['registry', 'decisions', 'tags.db']).stdout).map((it) => it['contradicts'])).toEqual([
      [2],
      [1],
      undefined,
    ])
    expect(dir.wusum(['registry', 'undo', 'tags.db', '2'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('taken back: apart'),
    })
    expect(dir.wusum(['registry', 'check', 'tags.db']).status).toBe(0)
  })

  it('says what is wrong with a place', () => {
    const missing = dir.wusum(['registry', 'check', 'nothere.db'])
    expect([missing.status, missing.stderr]).toEqual([1, 'wusum: There is no registry at nothere.db\n'])
    dir.write('text.db', 'not a database at all, but long enough to be looked at '.repeat(20))
    expect(dir.wusum(['registry', 'check', 'text.db']).stderr).toMatch(/not a registry/)
    expect(dir.wusum(['registry']).status).toBe(2)
    const closed = dir.wusum(['registry', 'check', 'postgres://u:geheim@127.0.0.1:1/x'])
    expect(closed.status).toBe(1)
    expect(closed.stderr).toMatch(/127\.0\.0\.1:1/)
    expect(closed.stderr).not.toMatch(/geheim/)
  })
})
