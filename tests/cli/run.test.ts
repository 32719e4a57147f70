import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { main, records, Workdir } from './workdir.js'

const page = (id: string, tags: readonly string[], text = 'نص الصفحة.') => JSON.stringify({ id, text, tags })
const flattened = [
  'زار وزير الخارجية الأردني العاصمة القطرية الدوحة وبحث ملف إعادة إعمار قطاع غزة.',
  'كلمات دلالية: وزير الخارجية الأردني الدوحة قطاع غزة إعادة إعمار قطاع غزة',
  '',
].join('\n')

describe('wusum run', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
  })
  afterEach(() => dir.remove())

  it('writes a record a page, in input order, and nothing else to standard output', () => {
    dir.write('pages.jsonl', [page('1', ['غزة', 'غزه', 'إسرائيل']), page('2', []), page('3', ['اسرائيل'])].join('\n'))
    const { status, stdout } = dir.wusum(['run', 'pages.jsonl'])
    expect(status).toBe(0)
    expect(records(stdout).map(({ id, tags }) => [id, tags.map(({ tag }) => tag)])).toEqual([
      ['1', ['غزة', 'إسرائيل']],
      ['2', []],
      ['3', ['إسرائيل']],
    ])
    expect(records(stdout)[0]!.tags[0]).toMatchObject({
      tag: 'غزة',
      surfaces: ['غزة', 'غزه'],
      count: 2,
      confidence: 1,
      from: ['field'],
    })
  })

  it('is the default command, and reads standard input', () => {
    const { status, stdout } = dir.wusum(['-'], { input: page('1', ['غزة']) })
    expect([status, records(stdout)[0]?.tags[0]?.tag]).toEqual([0, 'غزة'])
  })

  it('cuts a flattened list, alone and in a collection', () => {
    dir.write('page.txt', flattened)
    for (const args of [
      ['run', 'page.txt'],
      ['run', '--no-learn', 'page.txt'],
    ]) {
      const [record] = records(dir.wusum(args).stdout)
      expect(record!.tags.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['الدوحة', 'قطاع غزة']))
      expect(record!.tags.every(({ from }) => from.includes('run'))).toBe(true)
    }
  })

  it('cuts an undelimited string of a field or of meta keywords, and looks at the text that was passed over', () => {
    const string = 'الانتخابات البلدية وزارة الداخلية بيروت طرابلس'
    const text = 'أعلنت وزارة الداخلية موعد الانتخابات البلدية. '.repeat(20)
    const html = `<meta name="keywords" content="${string}"><p>${text}</p>`
    const same = [
      { id: 'a', tags: string, text },
      { id: 'b', tags: [string], text },
      { id: 'c', text, keywords: string, tags: [] },
      { id: 'd', html },
    ]
    dir.write('pages.jsonl', same.map((one) => JSON.stringify(one)).join('\n'))
    dir.write('pages.csv', `id,tags,text\ne,${string},${text}\n`)
    for (const learn of ['--learn', '--no-learn']) {
      const found = records(dir.wusum(['run', 'pages.jsonl', 'pages.csv', learn]).stdout)
      expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
      for (const { id, tags } of found) {
        expect(tags.map(({ tag }) => tag)).toEqual(['الانتخابات البلدية', 'وزارة الداخلية', 'بيروت', 'طرابلس'])
        expect(tags[0]).toMatchObject({
          from: [id === 'd' ? 'meta' : 'field'],
          confidence: found[0]!.tags[0]!.confidence,
        })
      }
    }
  })

  it('finds a list that nothing announces, unless told not to, and says how sure it is', () => {
    const prose = 'زار وزير الزراعة مشاتل الزيتون في الجنوب وقال إن الموسم يبشر بالخير هذا العام.'
    const text = `${prose}\n${prose} ${prose} ${prose} ${prose}\nوزير الزراعة، الزيتون، مشاتل`
    const plain = { id: 'p', title: 'زيارة', text }
    dir.write('page.txt', text)
    dir.write('pages.jsonl', [JSON.stringify(plain), JSON.stringify({ ...plain, tags: ['زيتون'] })].join('\n'))
    const tags = (...args: string[]) =>
      records(dir.wusum(['run', ...args]).stdout).map((record) => record.tags.map(({ tag }) => tag))
    const wanted = ['وزير الزراعة', 'الزيتون', 'مشاتل']
    for (const how of [[], ['--no-learn']]) {
      expect(tags('page.txt', ...how)).toEqual([wanted])
      // Also where the text would not be read for its own sake; beside a list, none is looked for.
      expect(tags('pages.jsonl', ...how)).toEqual([wanted, ['زيتون']])
      expect(tags('pages.jsonl', '--labelled-only', ...how)).toEqual([[], ['زيتون']])
      expect(tags('pages.jsonl', '--min-confidence', '0.999', ...how)).toEqual([[], ['زيتون']])
    }
    const { confidence } = records(dir.wusum(['run', 'page.txt']).stdout)[0]!.tags[0]!
    expect(confidence).toBeGreaterThan(0.5)
    expect(confidence).toBeLessThan(1)
  })

  it('leaves the posts of a course the tags that each declares', () => {
    const course = Array.from({ length: 15 }, (_, i) => {
      const tags = ['نحو', 'صرف', 'بلاغة', 'دروس'].map((tag) => `<meta property="article:tag" content="${tag}">`)
      const html = `<title>الدرس ${i}</title>${tags.join('')}<p>شرح الدرس رقم ${i} من دروس النحو والصرف.</p>`
      return JSON.stringify({ id: `https://course.example/${i}`, html })
    })
    dir.write('course.jsonl', course.join('\n'))
    const found = records(dir.wusum(['run', 'course.jsonl', '--own-only']).stdout)
    expect(found).toHaveLength(15)
    for (const { tags } of found) {
      expect(tags.map(({ tag }) => tag)).toEqual(['نحو', 'صرف', 'بلاغة', 'دروس'])
      expect(tags.every(({ scope }) => scope === 'page')).toBe(true)
    }
  })

  it('gives the same bytes with one thread and with several, whatever the order of the pages', () => {
    const pages = Array.from({ length: 400 }, (_, i) => page(`p${i}`, [`غزة ${i % 7}`, 'حركة حماس', `مدينة ${i % 3}`]))
    // Files, since other threads start with the second.
    const files = [1, 2, 3, 4].map((i) => dir.write(`${i}.jsonl`, pages.slice(100 * (i - 1), 100 * i).join('\n')))
    for (const [i, file] of files.entries()) {
      const reversed = pages.slice(100 * i, 100 * (i + 1)).toReversed()
      dir.write(`reversed-${file}`, reversed.join('\n'))
    }
    dir.write('all.jsonl', pages.join('\n'))
    const one = dir.wusum(['run', 'all.jsonl', '--jobs', '1']).stdout
    expect(dir.wusum(['run', ...files, '--jobs', '3']).stdout).toBe(one)
    const backwards = files.toReversed().map((file) => `reversed-${file}`)
    const reversed = dir.wusum(['run', ...backwards, '--jobs', '2']).stdout
    expect(reversed.trim().split('\n').toReversed()).toEqual(one.trim().split('\n'))
  })

  it('passes by broken records, keeps them with their reasons, and says how many', () => {
    dir.write('bad.jsonl', [page('1', ['غزة']), '{"id": ', '"no page"', page('4', ['غزة'])].join('\n'))
    dir.write('cut.jsonl.gz', gzipSync(`${page('5', ['غزة'])}\n`.repeat(2000)).subarray(0, 200))
    dir.write('empty.txt', '')
    dir.write('label.txt', 'كلمات دلالية:\n')
    dir.write('latin.txt', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x41]))
    const { status, stdout, stderr } = dir.wusum(['run', '.', '-o', 'out.jsonl', '--rejects', 'rejects.jsonl'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    const ids = records(dir.read('out.jsonl')).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['1', '4', 'label.txt']))
    const rejects = dir
      .read('rejects.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; record: number; code: string; reason: string })
    expect(rejects.filter(({ source }) => source === 'bad.jsonl').map(({ record, code }) => [record, code])).toEqual([
      [2, 'BAD_RECORD'],
      [3, 'BAD_RECORD'],
    ])
    expect(rejects.find(({ source }) => source === 'cut.jsonl.gz')?.code).toBe('TRUNCATED')
    expect(rejects.every(({ reason }) => reason.length > 10)).toBe(true)
    expect(stderr).toContain(`${rejects.length} records rejected`)
  })

  it('fails when more are rejected than allowed, and leaves the earlier output as it was', () => {
    dir.write('out.jsonl', 'before')
    dir.write('bad.jsonl', 'x\ny\n')
    const { status, stderr } = dir.wusum(['run', 'bad.jsonl', '-o', 'out.jsonl', '--max-rejects', '1'])
    expect([status, dir.read('out.jsonl')]).toEqual([1, 'before'])
    expect(stderr).toMatch(/more than 1 records were rejected.*bad\.jsonl/)
    expect(readdirSync(dir.folder).toSorted()).toEqual(['bad.jsonl', 'out.jsonl'])
  })

  it.each([
    [['run', 'nothing-here.jsonl'], 1, /nothing-here\.jsonl/],
    [['run', 'p.jsonl', '-o', 'no/such/folder/out'], 1, /no\/such\/folder/],
    [['run', 'p.jsonl', '-o', '.'], 1, /it is a folder/],
    [['run', 'p.jsonl', '--decisions', 'none.txt'], 1, /none\.txt/],
    [['run', 'p.jsonl', '--nonsense'], 2, /nonsense/],
    [['run', 'p.jsonl', '--jobs', '-1'], 2, /--jobs takes a whole number/],
    [['run', 'p.jsonl', '--field', 'id'], 2, /--field takes name=column/],
    [['run', 'p.jsonl', '--min-confidence', '7'], 2, /0 to 1/],
    [['compare', 'a'], 2, /two tags/],
    [['tags'], 2, /--registry/],
  ])('%j ends with %i and says why', (args, code, message) => {
    dir.write('p.jsonl', page('1', ['غزة']))
    const { status, stderr, stdout } = dir.wusum(args)
    expect({ status, stdout }).toEqual({ status: code, stdout: '' })
    expect(stderr).toMatch(message)
  })

  it('is quiet when its reader goes away', async () => {
    dir.write('pages.jsonl', `${page('1', ['غزة', 'حماس'])}\n`.repeat(50_000))
    const child = spawn(process.execPath, [main, 'run', '-q', 'pages.jsonl'], { cwd: dir.folder })
    let stderr = ''
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect([status, stderr]).toEqual([0, ''])
  })

  it('takes so many pages, or a share of them, the same ones each time', () => {
    dir.write('pages.jsonl', Array.from({ length: 1000 }, (_, i) => page(`p${i}`, ['غزة'])).join('\n'))
    expect(records(dir.wusum(['run', 'pages.jsonl', '--limit', '17']).stdout)).toHaveLength(17)
    dir.write('two.jsonl', Array.from({ length: 500 }, (_, i) => page(`p${i + 500}`, ['غزة'])).join('\n'))
    dir.write('one.jsonl', Array.from({ length: 500 }, (_, i) => page(`p${i}`, ['غزة'])).join('\n'))
    const sample = dir.wusum(['run', 'one.jsonl', 'two.jsonl', '--sample', '0.1', '-j', '2']).stdout
    expect(records(sample).length).toBeGreaterThan(50)
    expect(records(sample).length).toBeLessThan(150)
    expect(dir.wusum(['run', 'pages.jsonl', '--sample', '0.1', '-j', '1']).stdout).toBe(sample)
  })

  it("tells lists that a whole site repeats from a page's own, but never takes an export's own field for one", () => {
    const nav = 'أخبار مصر، الدوري المصري، أسعار الذهب، الطقس اليوم'
    const own = ['جامعة أسيوط', 'معرض الكتاب', 'مترو الأنفاق', 'سد النهضة', 'قناة السويس']
    const pages = Array.from({ length: 40 }, (_, i) => ({
      id: `https://news.example/${i}`,
      text: `الوسوم: ${nav}\nخبر رقم ${i}.\nكلمات دلالية: ${own[i % 5]!} ${i}، ${own[(i * 3 + 1) % 5]!} ${i}`,
      tags: ['نشرة', 'صباحية', 'محلية', 'عاجلة'],
    }))
    dir.write('site.jsonl', pages.map((one) => JSON.stringify(one)).join('\n'))
    const [record] = records(dir.wusum(['run', 'site.jsonl']).stdout)
    const scopes = (scope: string) => record!.tags.filter((t) => t.scope === scope).map(({ tag }) => tag)
    expect(scopes('site')).toEqual(nav.split('، '))
    expect(scopes('page')).toEqual(expect.arrayContaining(['نشرة', 'صباحية', 'جامعة أسيوط 0', 'معرض الكتاب 0']))
    const [ownOnly] = records(dir.wusum(['run', 'site.jsonl', '--own-only']).stdout)
    expect(ownOnly!.tags.map(({ tag }) => tag)).toEqual(scopes('page'))
  })

  it('leaves nothing but the output behind', () => {
    dir.write('pages.jsonl', page('1', ['غزة']))
    dir.wusum(['run', 'pages.jsonl', '-o', 'out.jsonl'])
    expect(readdirSync(dir.folder).toSorted()).toEqual(['out.jsonl', 'pages.jsonl'])
    expect(existsSync(dir.path('out.jsonl.partial'))).toBe(false)
  })

  it('writes CSV that a spreadsheet can open, formulas defused', () => {
    const ids = ['=1+1', '\u00a0=1', '\u200b\ufeff-1', ' \t@x', '\t1', '＝1', 'a=1', '-', 'b\r=1', 'c;=1', 'd\u2028=1']
    dir.write('pages.jsonl', ids.map((id) => page(id, ['غزة'])).join('\n'))
    const { stdout } = dir.wusum(['run', 'pages.jsonl', '--format', 'csv'])
    const rest = 'غزة,غزة,1,1,field,page'
    expect(stdout.split('\n')).toEqual([
      '\ufeffid,tag,surfaces,count,confidence,from,scope',
      `'=1+1,${rest}`,
      `'\u00a0=1,${rest}`,
      `'\u200b\ufeff-1,${rest}`,
      `"' \t@x",${rest}`,
      `"'\t1",${rest}`,
      `'＝1,${rest}`,
      `a=1,${rest}`,
      `'-,${rest}`,
      `"b\r=1",${rest}`,
      `"c;=1",${rest}`,
      `"d\u2028=1",${rest}`,
      '',
    ])
  })
})
