import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { records, Workdir } from './workdir.js'

/** What reading must not lose, through the real command: each input beside its rejects. */
describe('wusum run', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
  })
  afterEach(() => dir.remove())

  const read = (...inputs: readonly string[]) => {
    const { status, stdout } = dir.wusum(['run', '--jobs', '1', '--rejects', 'rejects.jsonl', ...inputs])
    const rejects = dir.read('rejects.jsonl').split('\n').filter(Boolean)
    return {
      status,
      ids: records(stdout).map(({ id }) => id),
      tags: records(stdout).map(({ tags }) => tags.map(({ tag }) => tag)),
      rejects: rejects.map((line) => JSON.parse(line) as { source: string; code: string; reason: string }),
    }
  }
  const page = (id: string | number) => JSON.stringify({ id, text: 'نص', tags: ['بحر', 'مرفأ'] })

  it('keeps the digits of ids', () => {
    dir.write('big.jsonl', '{"id":12345678901234567890,"tags":["بحر"]}\n{"id":12345678901234567891,"tags":["موج"]}\n')
    const { ids, tags } = read('big.jsonl', '--registry', 'tags.db')
    expect([ids, tags]).toEqual([
      ['12345678901234567890', '12345678901234567891'],
      [['بحر'], ['موج']],
    ])
    expect(dir.wusum(['tags', '--registry', 'tags.db']).stdout.match(/"tag":"(?:بحر|موج)"/g)).toHaveLength(2)
  })

  it('reads what was unpacked before a break, and behind it', () => {
    const part = (id: number) => gzipSync(`${page(id)}\n`)
    const [a, b, c] = [part(1), part(2), part(3)]
    dir.write('behind.jsonl.gz', Buffer.concat([a, b, c, Buffer.from('x')]))
    dir.write('blank.jsonl.gz', Buffer.concat([a, Buffer.from('\n\n'), b, Buffer.alloc(9)]))
    dir.write('cut.jsonl.gz', Buffer.concat([a, b, c]).subarray(0, -20))
    const { ids, rejects } = read('behind.jsonl.gz', 'blank.jsonl.gz', 'cut.jsonl.gz')
    expect(ids).toEqual(['1', '2', '3', '1', '2', '1', '2'])
    expect(rejects.map(({ source, code }) => [source, code])).toEqual([
      ['behind.jsonl.gz', 'BAD_RECORD'],
      ['cut.jsonl.gz', 'TRUNCATED'],
    ])
    expect(rejects[0]!.reason).toContain(`bytes ${a.length + b.length + c.length} to`)
    expect(rejects[1]!.reason).toContain(`at byte ${a.length + b.length + c.length - 20} `)
  })

  it('takes a few control characters for text, a CSV with carriage returns for rows, and no other script for Arabic', () => {
    dir.write('a.txt', '\0الوسوم: بحر، مرفأ، قوارب الصيد\n')
    dir.write('b.csv', 'id,tags\r1,بحر;مرفأ\r2,موج')
    dir.write(
      'c.html',
      Buffer.concat([Buffer.from('<meta charset="tis-620"><p>'), Buffer.from([0xc7, 0xe1, 0xa1, 0xd2, 0xc3])]),
    )
    const { ids, tags, rejects } = read('a.txt', 'b.csv', 'c.html')
    expect(ids).toEqual(['a.txt', '1', '2', 'c.html'])
    expect(tags.slice(0, 3)).toEqual([['بحر', 'مرفأ', 'قوارب الصيد'], ['بحر', 'مرفأ'], ['موج']])
    expect(rejects).toEqual([])
    const summary = dir.wusum(['run', 'c.html', '--summary', 's.json'])
    expect([summary.status, dir.read('s.json').includes('windows-1256')]).toEqual([0, false])
  })

  it('reads files named behind --, whatever their names begin with', () => {
    dir.write('-a.jsonl', page('a'))
    dir.write('b.jsonl', page('b'))
    for (const args of [
      ['run', 'b.jsonl', '--', '-a.jsonl'],
      ['--', 'b.jsonl', '-a.jsonl'],
      ['run', '-q', '--', 'b.jsonl', '-a.jsonl'],
    ])
      expect(records(dir.wusum(args).stdout).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(dir.wusum(['compare', '--', 'بحر', 'البحر']).stdout).toContain('"b":"البحر"')
    expect(dir.wusum(['run', 'b.jsonl', '-o', '--', '-a.jsonl']).status).toBe(2)
    expect(dir.wusum(['run', '--', '--no-such']).stderr).toContain('--no-such: there is no such file')
  })

  it('reads archives as servers sent them, old ones too', () => {
    const html = '<meta name="keywords" content="بحر, مرفأ"><p>نص'
    const answer = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n\r\n'),
      gzipSync(gzipSync(html)),
    ])
    const block = '1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n'
    dir.write(
      'a.arc.gz',
      gzipSync(
        Buffer.concat([
          Buffer.from(
            `filedesc://a 0.0.0.0 20010503101112 text/plain ${block.length}\n${block}\nhttp://a.example/ 192.0.2.7 20010503101112 text/html ${answer.length}\n`,
          ),
          answer,
          Buffer.from('\n'),
        ]),
      ),
    )
    dir.write(
      'b.warc',
      Buffer.concat([
        Buffer.from(
          `\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://b.example/\r\nContent-Type: application/http\r\nContent-Length: ${answer.length}\r\n\r\n`,
        ),
        answer,
        Buffer.from('\r\n\r\n'),
      ]),
    )
    const { ids, tags, rejects } = read('a.arc.gz', 'b.warc')
    expect([ids, tags, rejects]).toEqual([
      ['http://a.example/', 'http://b.example/'],
      [
        ['بحر', 'مرفأ'],
        ['بحر', 'مرفأ'],
      ],
      [],
    ])
  })

  it('refuses a page that lists a million tags, and goes on', () => {
    dir.write(
      'a.html',
      `<meta name="keywords" content="${Array.from({ length: 1_000_000 }, (_, i) => `وسم${i}`).join(',')}">`,
    )
    dir.write('b.jsonl', page('b'))
    const start = performance.now()
    const { ids, rejects } = read('a.html', 'b.jsonl')
    expect([ids, rejects.map(({ source, code }) => [source, code])]).toEqual([['b'], [['a.html', 'TOO_LARGE']]])
    expect(performance.now() - start).toBeLessThan(30_000)
  })

  it('refuses damaged Parquet without harm to the job or the process', () => {
    const damaged = readFileSync('tests/fixtures/read/pyarrow-zstd.parquet')
    damaged[1001] = 255
    damaged[2438] = 139
    dir.write('bad.parquet', damaged)
    copyFileSync('tests/fixtures/read/pyarrow-gzip.parquet', dir.path('good.parquet'))
    for (const jobs of ['1', '2']) {
      const { status, stdout } = dir.wusum(['run', '--jobs', jobs, '--rejects', 'r', 'bad.parquet', 'good.parquet'])
      expect([status, records(stdout).length]).toEqual([0, 3])
      expect(dir.read('r')).toContain('bad.parquet')
    }
    // Longer with FUZZ_RUNS: every fifth file of a run.
    const runs = String(Math.max(200, Number(process.env['FUZZ_RUNS'] ?? 0) / 5))
    const fuzz = spawnSync(process.execPath, ['build/read/parquet-fuzz.js', dir.folder, runs], { encoding: 'utf8' })
    expect(fuzz.stderr).toBe('')
    expect(Object.keys(JSON.parse(fuzz.stdout) as object)).toEqual(['pages', 'rejects'])
  }, 120_000)

  it('refuses zstd data that unpacks to far more than it weighs', () => {
    const block = Buffer.from([0x02, 0x00, 0x10, 0x20])
    dir.write(
      'a.jsonl.zst',
      Buffer.concat([
        Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
        ...Array.from({ length: 24_000 }, () => block),
      ]),
    )
    const run = dir.wusum(['run', '--jobs', '1', '--rejects', 'r', 'a.jsonl.zst'])
    expect(run.stdout).toBe('')
    expect(dir.read('r')).toContain('TOO_LARGE')
  })
})
