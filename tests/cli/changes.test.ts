import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Workdir } from './workdir.js'

describe('registry commands say what they changed', () => {
  const dir = new Workdir()
  beforeAll(() => {
    const tags = ['حديقة الأزهر', 'حدائق الأزهر', 'ميدان الجيزة', 'كورنيش النيل', 'شارع المعز']
    dir.write('pages.jsonl', JSON.stringify({ id: '1', text: '', tags }))
    expect(dir.wusum(['run', 'pages.jsonl', '--registry', 'tags.db', '-o', 'out.jsonl', '-q']).status).toBe(0)
  })
  afterAll(() => dir.remove())
  const told = (...args: string[]) => {
    const { status, stdout, stderr } = dir.wusum(['registry', ...args])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    return stderr
      .trimEnd()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/^wusum: /, ''))
  }
  const decide = (...args: string[]) => told('decide', 'tags.db', '--no-json', ...args)

  it('one step after the other', () => {
    const [merged, ...rest] = decide('same', 'حديقة الأزهر', 'حدائق الأزهر')
    expect([merged, rest]).toEqual([
      expect.stringMatching(/^now one tag: (حديقة|حدائق) الأزهر ← (حديقة|حدائق) الأزهر$/),
      [],
    ])
    expect(decide('same', 'حديقة الأزهر', 'حدائق الأزهر')).toEqual(['no tag changed'])
    expect(decide('spell-as', 'شارع المعز', 'شارع المعز لدين الله')).toEqual([
      'now spelled شارع المعز لدين الله, before شارع المعز',
    ])
    expect(decide('ignore', 'ميدان الجيزة')).toEqual(['no longer a tag: ميدان الجيزة'])
    expect(decide('apart', 'كورنيش النيل', 'كورنش النيل', '--no-settle')).toEqual([
      '1 decision kept, felt when the registry is settled',
      'no page has the tag كورنش النيل',
    ])
    expect(decide('ignore', 'ساحة لا وجود لها')).toEqual(['no tag changed', 'no page has the tag ساحة لا وجود لها'])
    expect(told('undo', 'tags.db', '1')).toEqual([
      'taken back: same | حديقة الأزهر | حدائق الأزهر',
      expect.stringMatching(/^now 2 tags: .* الأزهر · .* الأزهر \(before one, .* الأزهر\)$/),
    ])
    expect(told('undo', 'tags.db', '1')).toEqual(['decision 1 was taken back before', 'no tag changed'])
    expect(told('undo', 'tags.db', '3').at(-1)).toBe('a tag again: ميدان الجيزة')
    expect(told('settle', 'tags.db')).toEqual(['no tag changed'])
    expect(decide('ignore', 'ميدان الجيزة', '-q')).toEqual([])
  })

  it('answers programs with one object', () => {
    const answer = (...args: string[]) => {
      const { status, stdout, stderr } = dir.wusum(['registry', 'decide', 'tags.db', ...args])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      return JSON.parse(stdout) as unknown
    }
    expect(answer('spell-as', 'كورنيش النيل', 'كورنيش نيلي')).toEqual({
      decisions: [{ verb: 'spell-as', tag: 'كورنيش النيل', as: 'كورنيش نيلي' }],
      settled: true,
      changes: {
        merged: [],
        split: [],
        renamed: [{ tag: 'كورنيش نيلي', before: 'كورنيش النيل', pages: 1 }],
        fresh: [],
        gone: [],
        gained: [],
        lost: [],
      },
      absent: [],
    })
    expect(answer('apart', 'كورنيش النيل', 'لا صفحة لها', '--no-settle')).toEqual({
      decisions: [{ verb: 'apart', a: 'كورنيش النيل', b: 'لا صفحة لها' }],
      settled: false,
      absent: ['لا صفحة لها'],
    })
  })

  it('also when it is a whole registry', () => {
    dir.write('all.jsonl', dir.wusum(['registry', 'export', 'tags.db']).stdout)
    expect(told('import', 'copy.db', 'all.jsonl')).toEqual([
      expect.stringMatching(/^1 page, 5 spellings and \d decisions taken over$/),
    ])
    expect(told('vacuum', 'copy.db')).toEqual([expect.stringMatching(/^copy\.db takes \d+ kB, before \d+ kB$/)])
  })
})
