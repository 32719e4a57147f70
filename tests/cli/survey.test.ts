import { readdirSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Workdir } from './workdir.js'

/** Letters of these words in windows-1256. */
const windows1256 = (text: string) =>
  Buffer.from(
    Array.from(text, (letter) => {
      for (let byte = 0; byte < 256; byte++)
        if (new TextDecoder('windows-1256').decode(Uint8Array.of(byte)) === letter) return byte
      throw new Error(letter)
    }),
  )

describe('wusum run --dry-run', () => {
  const dir = new Workdir()
  beforeAll(() => {
    const rows = ['عودة البحارة إلى الميناء', 'سوق السمك يفتح أبوابه', 'رياح على الساحل'].map((title, i) =>
      JSON.stringify({ postId: i + 1, headline: title, body: `نص عن ${title}.`, keywords: ['الميناء', 'سوق السمك'] }),
    )
    dir.write('posts.jsonl.gz', gzipSync(`${rows.join('\n')}\n{"postId":\n{"postId":5,"note":"x"}\n`))
    const html = (words: string) =>
      `<html><head><title>الميناء</title><meta name="keywords" content="الميناء، الصيد"></head><body><p>${words}</p></body></html>`
    dir.write('site/1.html', html('زار الوزير الميناء صباح اليوم.'))
    dir.write('site/deep/2.html', windows1256(html('عاد البحارة إلى الساحل مساء اليوم والسوق مفتوح.')))
    dir.write('page.txt', 'زار الوزير الميناء وسوق السمك.\nكلمات دلالية: الميناء سوق السمك وزير الزراعة الميناء\n')
    dir.write('scan.pdf', '%PDF-1.4')
    dir.write('rows.csv', 'id,Notes\n1,شيء\n')
  })
  afterAll(() => dir.remove())
  const everything = () =>
    readdirSync(dir.folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => {
      const { size, mtimeMs } = statSync(`${parentPath}/${name}`)
      return [parentPath, name, size, mtimeMs]
    })

  it('says what would be read as what, and writes nothing', () => {
    const before = everything()
    const args = 'run --dry-run posts.jsonl.gz site page.txt scan.pdf rows.csv --registry tags.db -o out --rejects why'
    const { status, stdout, stderr } = dir.wusum([...args.split(' '), '--summary', 'sum.json', '--field', 'id=postId'])
    expect(status).toBe(0)
    expect(everything()).toEqual(before)
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      'posts.jsonl.gz: jsonl, utf-8, 3 pages; id=postId title=headline text=body tags=keywords; 3 field lists; ' +
        'rejected 1 BAD_RECORD, 1 NO_TEXT',
      'site: html, 1 utf-8 and 1 windows-1256, 2 pages in 2 files; 2 meta lists; repaired 1 windows-1256',
      'page.txt: text, utf-8, 1 page; 1 run',
      'scan.pdf: nothing that could be read; rejected 1 UNSUPPORTED',
      'rows.csv: csv, 0 pages; rejected 1 NO_TEXT',
      '',
    ])
    expect(stdout).toMatch(/First records, each page taken alone\n {2}1\n {4}الميناء · سوق السمك\n {2}2\n/)
    expect(stdout).toMatch(/\n6 pages would be read; nothing was written\n$/)
    expect(stderr).toContain('wusum: scan.pdf: a PDF, not pages')
    expect(stderr).toContain('wusum: rows.csv: no column is text or tags; it has id, Notes')
    expect(stderr).toContain('4 records rejected')
  })

  it('leaves a registry and an output that are there as they were', () => {
    expect(dir.wusum(['run', 'page.txt', '--registry', 'kept.db', '-o', 'kept.jsonl', '-q']).status).toBe(0)
    const files = ['kept.db', 'kept.jsonl'].map((name) => readFileSync(dir.path(name)))
    const before = everything()
    expect(dir.wusum(['run', 'site', '--registry', 'kept.db', '-o', 'kept.jsonl', '--dry-run']).status).toBe(0)
    expect(everything()).toEqual(before)
    expect(['kept.db', 'kept.jsonl'].map((name) => readFileSync(dir.path(name)))).toEqual(files)
  })

  it('reads standard input, takes as many as asked, and fails where nothing is read', () => {
    const input = Array.from({ length: 9 }, (_, i) => `{"id":"${i}","text":"","tags":["ميناء ${i}"]}`).join('\n')
    expect(dir.wusum(['run', '-', '--dry-run', '--limit', '4'], { input }).stdout).toMatch(
      /^standard input: jsonl, utf-8, 4 pages/,
    )
    const nothing = dir.wusum(['run', 'scan.pdf', '--dry-run', '-q'])
    expect([nothing.status, nothing.stdout, nothing.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/scan\.pdf: a PDF[^]*no page was read/),
    ])
    expect(dir.wusum(['run', 'none.jsonl', '--dry-run']).status).toBe(1)
  })
})
