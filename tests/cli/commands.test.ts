import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CanonicalTag, Comparison } from '../../dist/index.js'
import type { Evaluation } from '../../dist/run/evaluate.js'
import { Workdir } from './workdir.js'

const lines = <T>(stdout: string): T[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

describe('tags, compare, explain', () => {
  const dir = new Workdir()
  beforeAll(() => {
    const pages = [
      { id: '1', text: '', tags: ['إسرائيل', 'قطاع غزة', 'حركة حماس'] },
      { id: '2', text: '', tags: ['اسرائيل', 'غزة', 'إسرائيل', 'حماس'] },
      { id: '3', text: '', tags: ['إسرائيل', 'عُمان', 'عَمّان'] },
      { id: '4', text: '', tags: ['اسرائيل'] },
    ]
    dir.write('pages.jsonl', pages.map((page) => JSON.stringify(page)).join('\n'))
    expect(dir.wusum(['run', 'pages.jsonl', '--registry', 'tags.db', '-o', 'out.jsonl']).status).toBe(0)
  })
  afterAll(() => dir.remove())

  it.each([
    ['a registry', ['tags', '--registry', 'tags.db']],
    ['pages', ['tags', 'pages.jsonl', '-q']],
  ])('lists the tags of %s, the most used first', (_, args) => {
    const { status, stdout } = dir.wusum(args)
    const tags = lines<CanonicalTag>(stdout)
    expect([status, tags[0]]).toEqual([
      0,
      expect.objectContaining({
        tag: 'إسرائيل',
        pages: 4,
        count: 5,
        variants: [expect.objectContaining({ surface: 'اسرائيل', count: 2 })],
      }),
    ])
    expect(tags.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['عُمان', 'عَمّان', 'غزة', 'قطاع غزة']))
    for (const { id } of tags) expect(id === undefined).toBe(args[1] === 'pages.jsonl')
    const gaza = tags.find(({ tag }) => tag === 'غزة')!
    expect(gaza.related).toContainEqual(expect.objectContaining({ tag: 'قطاع غزة' }))
  })

  it('compares a pair, and a file of pairs with comments', () => {
    const [one] = lines<Comparison>(dir.wusum(['compare', 'غزة', 'غزه']).stdout)
    expect(one).toMatchObject({ a: 'غزة', b: 'غزه', same: true })
    expect(one!.why.length).toBeGreaterThan(10)
    dir.write('pairs.tsv', '# pairs\nlabel\ta\tb\nmerge\t#غزة_الآن\tغزة الآن\n# another\nkeep\tلبنان\tلبان\n')
    const answers = lines<Comparison>(dir.wusum(['compare', '--pairs', 'pairs.tsv']).stdout)
    expect(answers.map(({ same }) => same)).toEqual([true, false])
  })

  it('compares as a registry has it', () => {
    const [one] = lines<Comparison>(dir.wusum(['compare', 'إسرائيل', 'اسرائيل', '--registry', 'tags.db']).stdout)
    expect(one).toMatchObject({ same: true, rule: 'orthographic' })
    const [two] = lines<Comparison>(dir.wusum(['compare', 'عُمان', 'عَمّان', '--registry', 'tags.db']).stdout)
    expect(two).toMatchObject({ same: false, rule: 'vowels' })
  })

  it('refuses a file of pairs without the columns, and names the line that is short', () => {
    dir.write('bad.tsv', 'x\ty\n1\t2\n')
    expect(dir.wusum(['compare', '--pairs', 'bad.tsv'])).toMatchObject({ status: 2, stdout: '' })
    dir.write('short.tsv', 'a\tb\nغزة\n')
    const { status, stderr } = dir.wusum(['compare', '--pairs', 'short.tsv'])
    expect([status, stderr]).toEqual([2, expect.stringContaining('short.tsv, line 2')])
  })

  it('explains a tag from any of its spellings', () => {
    const { status, stdout } = dir.wusum(['explain', 'اسرائيل', '--registry', 'tags.db'])
    const [explanation] = lines<{ tag: CanonicalTag; surfaces: { surface: string; why: string }[] }>(stdout)
    expect([status, explanation!.tag.tag]).toEqual([0, 'إسرائيل'])
    expect(explanation!.surfaces.map(({ surface }) => surface)).toEqual(['إسرائيل', 'اسرائيل'])
    expect(dir.wusum(['explain', 'باريس', '--registry', 'tags.db'])).toMatchObject({ status: 1, stdout: '' })
  })

  it('tells people once what is true of many', () => {
    const pages = [
      'أسعار الذهب',
      'أسعار الذهب اليوم',
      'أسعار الذهب غدا',
      'سوق أسعار الذهب',
      'اسعار الذهب',
      'أسعار الدهب',
    ]
    dir.write('gold.jsonl', JSON.stringify({ id: '1', text: '', tags: pages }))
    expect(dir.wusum(['run', 'gold.jsonl', '--registry', 'gold.db', '-o', 'gold.out', '-q']).status).toBe(0)
    const said = dir.wusum(['explain', 'أسعار الذهب', '--registry', 'gold.db', '--no-json']).stdout
    const lines = said
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '' && !/^ +\d+×/.test(line))
    expect(new Set(lines).size).toBe(lines.length)
    expect(said).toMatch(/\n {2}narrower: .+\n {4}[^\n]* · [^\n]* · /)
    // What is kept apart is not told again as related.
    expect(said.split('سوق أسعار الذهب').length).toBe(2)
  })

  it('does not make a registry by looking into one that is not there', () => {
    for (const args of [['tags'], ['explain', 'غزة'], ['compare', 'a', 'b']]) {
      const { status, stderr } = dir.wusum([...args, '--registry', 'none.db'])
      expect([status, stderr]).toEqual([1, expect.stringContaining('none.db')])
    }
  })

  it('prints its version, and a completion script', () => {
    expect(dir.wusum(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(dir.wusum(['completion']).stdout).toContain('wusum')
  })
})

describe('evaluate', () => {
  const dir = new Workdir()
  afterAll(() => dir.remove())

  it('measures on the delimited lists of pages, alone and together', () => {
    const pages = [
      { id: '1', text: 'وصل إلى الدوحة وزير الخارجية الأردني مساء اليوم.', tags: ['وزير الخارجية الأردني', 'الدوحة'] },
      { id: '2', text: '', tags: ['قطاع غزة', 'مجلس الأمن الدولي', 'بنيامين نتنياهو'] },
      { id: '3', text: 'بلا وسوم' },
    ]
    dir.write('tagged.jsonl', `${pages.map((page) => JSON.stringify(page)).join('\n')}\nnonsense\n`)
    const { status, stdout } = dir.wusum(['evaluate', 'tagged.jsonl'])
    const [evaluation] = lines<Evaluation>(stdout)
    expect([status, evaluation]).toEqual([0, expect.objectContaining({ measured: 2, untagged: 1, rejected: 1 })])
    for (const score of [evaluation!.alone, evaluation!.together]) {
      expect(score).toMatchObject({ pages: 2, f1: 1, exact: 1, worst: [], joined: [], split: [] })
      expect(score.reliability.reduce((sum, { tags }) => sum + tags, 0)).toBe(5)
    }
    const told = dir.wusum(['evaluate', 'tagged.jsonl', '--no-json']).stdout
    expect(told).toMatch(/F1 +1\.0000 +1\.0000/)
  })

  it('shows what it cut wrongly', () => {
    // No author would list these, no model cut them so: every gap is an error of one kind or the other.
    const wrong = { id: 'w', text: '', tags: ['حركة', 'حماس قطاع', 'غزة مجلس', 'الأمن الدولي'] }
    dir.write('wrong.jsonl', JSON.stringify(wrong))
    const [{ alone }] = lines<Evaluation>(dir.wusum(['evaluate', 'wrong.jsonl']).stdout) as [Evaluation]
    expect(alone.f1).toBeLessThan(0.5)
    expect(alone.worst[0]).toMatchObject({ id: 'w' })
    expect(alone.joined).toContainEqual({ what: 'حركة + حماس قطاع', count: 1 })
    expect(alone.split).toContainEqual({ what: expect.stringMatching(/^حركة حماس \| /) as unknown, count: 1 })
  })

  it('refuses pages without tags', () => {
    dir.write('plain.txt', 'نص بلا وسوم.\n')
    const { status, stderr } = dir.wusum(['evaluate', 'plain.txt'])
    expect([status, stderr]).toEqual([2, expect.stringContaining('delimited tags')])
  })
})
