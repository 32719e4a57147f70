import { afterAll, describe, expect, it } from '@jest/globals'
import { fill } from '../review/registry.js'
import { Workdir } from './workdir.js'

const dir = new Workdir()
afterAll(() => dir.remove())

describe('wusum report', () => {
  const page = (id: number, tags: readonly string[]) =>
    JSON.stringify({
      id: `https://${id % 2 ? 'www.' : ''}news.example${id % 3 ? '' : ':443'}/${id}`,
      title: 'خبر',
      text: `نص الخبر هنا.\nالوسوم: ${tags.join('، ')}`,
      date: `2026-0${1 + (id % 3)}-05`,
    })

  it('tells of a run: its tags, its counts, months and site lists', () => {
    const menu = ['الرئيسية', 'السياسة', 'الاقتصاد', 'الرياضة']
    const pages = Array.from({ length: 12 }, (_, i) => page(i, [...menu, i % 2 ? 'غزة' : 'غزه', `وسم ${i}`]))
    dir.write('pages.jsonl', [...pages, '{"id":'].join('\n'))
    const run = dir.wusum(['run', 'pages.jsonl', '-o', 'records.jsonl', '--summary', 'run.json', '-q'])
    expect(run).toMatchObject({ status: 0 })
    dir.write('tags.jsonl', dir.wusum(['tags', 'pages.jsonl', '-q']).stdout)
    const { status, stderr } = dir.wusum(
      'report tags.jsonl --records records.jsonl --summary run.json -o report.html --lang en'.split(' '),
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const text = dir.read('report.html')
    expect(text).toContain('12 pages, Jan 2026 – Mar 2026')
    // One site, whatever its addresses look like.
    expect(text).toMatch(/news\.example[^]{0,40}12/)
    expect(text).not.toMatch(/www\.news|example:/)
    expect(text).toContain('not a record')
    expect(text).toContain('1 spelling')
  })

  it('tells of a registry, in Arabic by default, with what is worth a second look', async () => {
    await fill(dir.path('tags.db'))
    expect(dir.wusum(['report', '--registry', 'tags.db', '-o', 'r.html'])).toMatchObject({ status: 0 })
    const text = dir.read('r.html')
    expect(text).toContain('dir="rtl"')
    expect(text).toContain('أقصر من أن تحسمها الكتابة')
    expect(text).toContain('tags.db')
  })

  it.each<[string, number, readonly string[]]>([
    ['neither tags nor a registry', 2, ['report', '-o', 'x.html']],
    ['both', 2, ['report', 'tags.jsonl', '--registry', 'tags.db', '-o', 'x.html']],
    ['no output', 2, ['report', 'tags.jsonl']],
    ['a file that is not there', 1, ['report', 'none.jsonl', '-o', 'x.html']],
    ['a registry that is not there', 1, ['report', '--registry', 'none.db', '-o', 'x.html']],
    ['lines that are no tags', 1, ['report', 'pages.jsonl', '-o', 'x.html']],
    ['a summary that is none', 1, ['report', 'tags.jsonl', '--summary', 'pages.jsonl', '-o', 'x.html']],
    ['a folder that is not there', 1, ['report', 'tags.jsonl', '-o', 'none/x.html']],
  ])('refuses %s with a sentence', (_, status, args) => {
    const result = dir.wusum(args)
    expect(result.status).toBe(status)
    expect(result.stderr).toMatch(/^wusum: .+\n$/)
    expect(() => dir.read('x.html')).toThrow()
  })
})
