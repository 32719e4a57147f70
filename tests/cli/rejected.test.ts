import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { run, WusumError, type Reject } from '../../dist/index.js'
import { records, terminals, Workdir } from './workdir.js'

const page = (id: string) => JSON.stringify({ id, text: 'نص قصير.', tags: ['سوق السمك', 'ميناء عدن'] })
const posts = [
  'Title,Write-up,Day',
  '"عودة الصيادين","عاد الصيادون إلى الميناء بعد أسبوع من الرياح، وامتلأ السوق من جديد",1',
  '"أسعار الأسماك","ارتفعت أسعار الأسماك في السوق هذا الصباح بسبب قلة المعروض منها",2',
  '',
].join('\n')
/** The beginning of a zip archive that holds a file of this name. */
const zip = (name: string, content = '') => {
  const header = Buffer.alloc(30)
  header.write('PK\u0003\u0004', 'latin1')
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, Buffer.from(name + content)])
}

describe('what was not read', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
  })
  afterEach(() => dir.remove())
  const lines = (text: string) => text.trimEnd().split('\n')

  it('is told by its fields, with the options that read it, and nothing read is a failure', () => {
    dir.write('posts.csv', posts)
    dir.write('out.jsonl', 'before')
    const { status, stdout, stderr } = dir.wusum(['run', 'posts.csv', '-o', 'out.jsonl', '--rejects', 'rejects.jsonl'])
    expect({ status, stdout, stderr: lines(stderr) }).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        'wusum: posts.csv: no column is text or tags; it has Title, Write-up, Day; try --field text=Write-up (1 more NO_TEXT)',
        'wusum: 2 records rejected; each with its reason in rejects.jsonl',
        'wusum: no page was read',
      ],
    })
    expect(dir.read('out.jsonl')).toBe('before')
    expect(readdirSync(dir.folder).toSorted()).toEqual(['out.jsonl', 'posts.csv', 'rejects.jsonl'])
    expect(lines(dir.read('rejects.jsonl')).map((line) => JSON.parse(line) as Reject)).toMatchObject([
      { record: 1, code: 'NO_TEXT', fields: ['Title', 'Write-up', 'Day'], try: { text: 'Write-up' } },
      { record: 2 },
    ])
    const again = dir.wusum(['run', 'posts.csv', '--field', 'text=Write-up'])
    expect([again.status, records(again.stdout).length, again.stderr]).toEqual([0, 2, ''])
  })

  it('is told once a code, with its place, beside the pages', () => {
    dir.write('pages.jsonl', [page('1'), '{"id":', 'x', page('4'), '{"id":5,"summary":"قصير"}', '[]'].join('\n'))
    dir.write('cut.json', `[${page('6')},{"id":7,"text":"نص`)
    const { status, stderr } = dir.wusum(['run', 'pages.jsonl', 'cut.json', '-o', 'out', '--rejects', 'why.jsonl'])
    expect(status).toBe(0)
    expect(lines(stderr)).toEqual([
      expect.stringMatching(/^wusum: pages\.jsonl, record 2: not JSON: .{5,80} \(2 more BAD_RECORD\)$/),
      'wusum: pages.jsonl, record 5: no field is text or tags; it has id, summary',
      expect.stringMatching(/^wusum: cut\.json, record 2: /),
      'wusum: 5 records rejected; each with its reason in why.jsonl',
    ])
  })

  it('is named where it was named, by what it is, also quietly', () => {
    dir.write('pages.jsonl', page('1'))
    dir.write('book.ods', zip('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'))
    dir.write('scan.pdf', '%PDF-1.7\n%')
    dir.write('folder/photo.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    dir.write('folder/old.doc', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'))
    const { status, stderr } = dir.wusum(['run', 'pages.jsonl', 'book.ods', 'scan.pdf', 'folder', '-o', 'out', '-q'])
    expect([status, lines(stderr)]).toEqual([
      0,
      [
        'wusum: book.ods: a zip archive, a spreadsheet (ods), not pages; save it as .xlsx, or its sheet as CSV',
        'wusum: scan.pdf: a PDF, not pages; extract its text, with pdftotext say',
      ],
    ])
    const loud = lines(dir.wusum(['run', 'pages.jsonl', 'book.ods', 'scan.pdf', 'folder', '-o', 'out']).stderr)
    expect(loud.slice(1)).toEqual([
      'wusum: scan.pdf: a PDF, not pages; extract its text, with pdftotext say (1 more UNSUPPORTED)',
      'wusum: 3 records rejected; --rejects FILE keeps each with its reason',
    ])
  })

  it('stays few lines and harms no terminal, whatever names and fields hold', () => {
    const wild = 'a\u001b]0;x\u0007\u009b2J\u202e'
    const names = Array.from({ length: 30 }, (_, i) => [`${wild}${i}${'x'.repeat(500)}`, i])
    dir.write('wild.jsonl', JSON.stringify(Object.fromEntries(names)))
    const empty = Array.from({ length: 40 }, (_, i) => dir.write(`${wild.replaceAll('/', '')}${i}.txt`, ''))
    const { status, stderr } = dir.wusum(['run', 'wild.jsonl', ...empty])
    expect(status).toBe(1)
    expect(lines(stderr).length).toBeLessThan(15)
    expect(Math.max(...lines(stderr).map((line) => line.length))).toBeLessThan(600)
    expect(stderr).toContain('of 31 more files')
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(stderr)).toBe(false)
  })

  it.each<[string, string | undefined, readonly string[]]>([
    ['an empty file', undefined, ['run', 'empty.jsonl']],
    ['a file of blank lines', undefined, ['run', 'blank.jsonl']],
    ['no standard input', '', ['run', '-']],
    ['nothing to list tags of', undefined, ['tags', 'empty.jsonl']],
    ['nothing taken alone', undefined, ['run', 'empty.jsonl', '--no-learn', '-q']],
  ])('fails for %s', (_, input, args) => {
    dir.write('empty.jsonl', '')
    dir.write('blank.jsonl', '\n\n\n')
    const { status, stdout, stderr } = dir.wusum(args, { input: input ?? '' })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/wusum: no page was read/)
  })

  it('is no failure where pages were read, and none taken as asked', () => {
    dir.write('pages.jsonl', page('1'))
    for (const args of [
      ['--limit', '0'],
      ['--sample', '0'],
    ])
      expect(dir.wusum(['run', 'pages.jsonl', ...args])).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  it('comes typed to users of the library', async () => {
    const bad = dir.path(dir.write('bad.jsonl', `${page('1')}\nx\ny\n`))
    const csv = dir.path(dir.write('posts.csv', posts))
    const { reasons, unread, rejected } = await run({ inputs: [bad, csv], jobs: 2 })
    expect({ rejected, reasons, unread }).toMatchObject({
      rejected: 4,
      reasons: [
        { code: 'BAD_RECORD', count: 2, source: bad, record: 2 },
        { code: 'NO_TEXT', count: 2, source: csv, record: 1, try: { text: 'Write-up' } },
      ],
      unread: [{ source: csv, code: 'NO_TEXT' }],
    })
    const output = dir.path('out.jsonl')
    const error = await run({ inputs: [csv], output }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(WusumError)
    expect(error).toMatchObject({
      code: 'NOTHING_READ',
      message: `no page was read: ${csv}: no column is text or tags; it has Title, Write-up, Day`,
      where: { source: csv },
      rejected: { reasons: [{ count: 2 }], unread: [{ source: csv }] },
    })
    expect([existsSync(output), existsSync(`${output}.partial`)]).toEqual([false, false])
  })

  const inTerminal = terminals ? it : it.skip
  inTerminal('stands under the summary that a person sees', () => {
    dir.write('pages.jsonl', `${page('1')}\nx`)
    const { screen } = dir.inTerminal(['run', 'pages.jsonl', '-o', 'out'])
    expect(screen).toMatch(/pages {2,}1, 1 with tags[^]*wusum: pages\.jsonl, record 2: not JSON[^]*1 record rejected/)
  })
})
