import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { run } from '../../dist/index.js'
import { main, records, Workdir } from './workdir.js'

const page = (id: string, tags: readonly string[]) => JSON.stringify({ id, text: 'نص الصفحة هنا.', tags })
const pages = [page('1', ['غزة', 'رفح']), page('2', []), page('3', ['مجلس الأمن'])].join('\n')

/** Whether a process has a handler of its own for a signal; true where nothing tells. */
function listens(pid: number, signal: number): boolean {
  if (process.platform !== 'linux') return true
  const caught = /^SigCgt:\s*([\da-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return ((BigInt(`0x${caught![1]!}`) >> BigInt(signal - 1)) & 1n) === 1n
}

describe('an output that is an input', () => {
  const dir = new Workdir()
  beforeAll(async () => {
    dir.write('a.jsonl', pages)
    dir.write('d.txt', 'ignore | طقس\n')
    dir.write('tags.jsonl', '')
    symlinkSync('a.jsonl', dir.path('link.jsonl'))
    linkSync(dir.path('a.jsonl'), dir.path('hard.jsonl'))
    mkdirSync(dir.path('sub'))
    await run({ inputs: [dir.path('a.jsonl')], registry: dir.path('v.db') })
  })
  afterAll(() => dir.remove())
  const contents = () =>
    readdirSync(dir.folder).map((name) => [name, lstatSync(dir.path(name)).isFile() ? dir.read(name) : ''])

  it.each([
    'run a.jsonl -o a.jsonl',
    'run link.jsonl -o hard.jsonl',
    'run a.jsonl --decisions d.txt -o d.txt',
    'run a.jsonl -o o --rejects o',
    'run a.jsonl --registry v.db -o v.db-wal',
    'run a.jsonl -o o --rejects o.partial',
    'report --registry v.db -o v.db',
    'report tags.jsonl -o tags.jsonl',
    'registry import v.db v.db',
  ])('%s is refused, and nothing is touched', (line) => {
    const before = contents()
    const { status, stdout, stderr } = dir.wusum(line.split(' '))
    expect(stderr).toMatch(/^wusum: .*(are one file|come and go with the run).*\n$/)
    expect({ status, stdout, now: contents() }).toEqual({ status: 2, stdout: '', now: before })
  })

  it.each([
    'run a.jsonl >> a.jsonl',
    'run - -o a.jsonl < a.jsonl',
    'tags --registry v.db >> v.db',
    'registry export v.db >> v.db',
  ])('%s, as a shell does it, too', (line) => {
    const before = contents()
    const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${line}`, process.execPath, main], {
      cwd: dir.folder,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^wusum: .*are one file/) as unknown,
    })
    expect(contents()).toEqual(before)
  })

  it.each([
    { output: 'a.jsonl' },
    { output: './sub/../a.jsonl' },
    { output: 'link.jsonl' },
    { output: 'hard.jsonl' },
    { rejects: 'a.jsonl' },
    { summary: 'a.jsonl' },
    { decisions: 'd.txt', output: 'd.txt' },
    { output: 'x', rejects: 'x' },
    { output: 'x', summary: './x' },
    { rejects: 'X', summary: 'x' },
    { registry: 'v.db', output: 'v.db' },
    { registry: 'v.db', rejects: 'v.db-shm' },
    { registry: 'x.db', output: 'x.db-wal' },
    { registry: 'a.jsonl', output: 'x' },
    { registry: 'x.partial/r.db', output: 'x' },
    { decisions: 'x.partial/d.txt', output: 'x' },
  ])('is refused by the library, too: %j', async (names) => {
    const before = contents()
    const at = Object.fromEntries(Object.entries(names).map(([option, name]) => [option, dir.path(name)]))
    await expect(run({ inputs: [dir.path('a.jsonl')], ...at })).rejects.toMatchObject({ code: 'USAGE' })
    expect(contents()).toEqual(before)
  })
})

describe('an output in a folder that is read', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
    dir.write('p.jsonl', pages)
  })
  afterEach(() => dir.remove())

  it.each([
    ['jsonl', '. --rejects bad.jsonl --summary sum.json'],
    ['csv', '. --registry r.db --decisions d.txt'],
    ['table', '*.*'],
  ])('is no page, %s, nor is what else the run uses; that is told', (format, more) => {
    dir.write('d.txt', 'ignore | طقس\n')
    const command = ['run', ...more.split(' '), '--format', format, '-o', 'out.x']
    const once = () => {
      const { status, stderr } = dir.wusum(command)
      return { status, stderr, text: dir.read('out.x') }
    }
    const [first, second, third] = [once(), once(), once()]
    expect(second).toMatchObject({ status: 0, text: first.text })
    expect(third).toEqual(second)
    expect(second.stderr).toMatch(/^wusum: passed by, for wusum wrote or uses it: .*out\.x/m)
    expect(second.stderr.match(/passed by/g)).toHaveLength(1)
  })

  it('is refused where it would be written over a page', () => {
    dir.write('page.html', '<p>صفحة</p>')
    const { status, stderr } = dir.wusum(['run', '.', '-o', 'page.html'])
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/page\.html.*not written by wusum/) as unknown,
    })
    expect(readdirSync(dir.folder).toSorted()).toEqual(['p.jsonl', 'page.html'])
  })

  it('is no page when the shell opened it', () => {
    const sh = 'cat p.jsonl >> q.jsonl; "$0" "$1" run . > out.jsonl'
    expect(spawnSync('sh', ['-c', sh, process.execPath, main], { cwd: dir.folder }).status).toBe(0)
    expect(records(dir.read('out.jsonl'))).toHaveLength(6)
  })

  it('and what wusum wrote before is no page wherever it stands, also written anew by others', () => {
    dir.wusum('run p.jsonl -o old.jsonl --rejects old-rejects.jsonl --summary old.json'.split(' '))
    dir.write('tags.jsonl', dir.wusum(['tags', 'p.jsonl']).stdout)
    const spaced = records(dir.read('old.jsonl')).map((record) => JSON.stringify(record, null, 1).replaceAll('\n', ' '))
    dir.write('spaced.jsonl', spaced.toReversed().join('\n'))
    dir.write('empty.jsonl', '{"id":"7","tags":[]}\n{"id":"8","tags":[]}\n')
    const { status, stdout, stderr } = dir.wusum(['run', '.'])
    expect([status, records(stdout).map(({ id }) => id)]).toEqual([0, ['1', '2', '3']])
    for (const name of ['old.jsonl', 'old.json', 'tags.jsonl', 'spaced.jsonl', 'empty.jsonl'])
      expect(stderr).toContain(name)
    // Pages of which only ids and tags are known.
    dir.write('bare.jsonl', '{"id":"7","tags":[]}\n{"id":"8","tags":["غزة"]}\n')
    expect(records(dir.wusum(['run', 'bare.jsonl']).stdout).map(({ id }) => id)).toEqual(['8'])
  })

  it('leaves out the folder of an interrupted run', () => {
    dir.write('other.jsonl.partial/lock', '0')
    dir.write('other.jsonl.partial/records', 'نص')
    dir.write('mine.partial/page.txt', 'نص')
    const { stdout, stderr } = dir.wusum(['run', '.'])
    expect(records(stdout).map(({ id }) => id)).toEqual(['1', '2', '3', 'mine.partial/page.txt'])
    expect(stderr).toContain('other.jsonl.partial')
  })
})

describe('an output that is no plain file', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
    dir.write('p.jsonl', pages)
  })
  afterEach(() => dir.remove())

  it.each(['--no-learn', '--learn'])('is written into when it is a pipe, %s', async (learn) => {
    spawnSync('mkfifo', [dir.path('pipe'), dir.path('rejects')])
    const child = spawn(process.execPath, [main, 'run', 'p.jsonl', learn, '-o', 'pipe', '--rejects', 'rejects'], {
      cwd: dir.folder,
    })
    const read = Promise.all([readFile(dir.path('pipe'), 'utf8'), readFile(dir.path('rejects'), 'utf8')])
    expect(await once(child, 'close')).toEqual([0, null])
    const [out] = await read
    expect(records(out).map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(lstatSync(dir.path('pipe')).isFIFO()).toBe(true)
    expect(readdirSync(dir.folder).toSorted()).toEqual(['p.jsonl', 'pipe', 'rejects'])
  })

  it('hears a signal while a pipe has no reader', async () => {
    spawnSync('mkfifo', [dir.path('pipe')])
    const child = spawn(process.execPath, [main, 'run', 'p.jsonl', '-o', 'pipe'], { cwd: dir.folder })
    // Where the system tells, as soon as it listens for signals (Node itself does for SIGTERM, not for SIGHUP); soon after, it waits for the reader.
    for (let i = 0; i < 1000 && !listens(child.pid!, 1); i++) await setTimeout(20)
    await setTimeout(process.platform === 'linux' ? 300 : 3000)
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([143, null])
  })

  it('is reached through links, which stay', () => {
    dir.write('far/old.jsonl', 'before')
    symlinkSync('far/old.jsonl', dir.path('link'))
    symlinkSync('link', dir.path('to-link'))
    symlinkSync('far/new.json', dir.path('to-come'))
    expect(dir.wusum(['run', 'p.jsonl', '-o', 'to-link', '--summary', 'to-come'])).toMatchObject({ status: 0 })
    expect(records(dir.read('far/old.jsonl'))).toHaveLength(3)
    expect(JSON.parse(dir.read('far/new.json'))).toMatchObject({ pages: 3 })
    expect(['link', 'to-link', 'to-come'].map((name) => readlinkSync(dir.path(name)))).toEqual([
      'far/old.jsonl',
      'link',
      'far/new.json',
    ])
    expect(readdirSync(dir.path('far')).toSorted()).toEqual(['new.json', 'old.jsonl'])
  })

  it('is a device', () => {
    symlinkSync('/dev/null', dir.path('null'))
    expect(dir.wusum(['run', 'p.jsonl', '-o', 'null', '--rejects', '/dev/null'])).toMatchObject({
      status: 0,
      stderr: '',
    })
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
    expect(readlinkSync(dir.path('null'))).toBe('/dev/null')
  })

  it('is what the process has open', () => {
    dir.write('log', 'first\n')
    const sh = '"$0" "$1" run p.jsonl -q -o /dev/stdout >> log; "$0" "$1" run p.jsonl -q -o /dev/fd/5 5>> log'
    expect(spawnSync('sh', ['-c', sh, process.execPath, main], { cwd: dir.folder }).status).toBe(0)
    expect(dir.read('log').startsWith('first\n')).toBe(true)
    expect(dir.read('log').trim().split('\n')).toHaveLength(7)
  })
})

describe('an ordinary fault is one sentence', () => {
  const dir = new Workdir()
  /** No reader of the test folder but root may write into it. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  beforeAll(async () => {
    dir.write('p.jsonl', pages)
    dir.write('closed/x', '')
    await run({ inputs: [dir.path('p.jsonl')], registry: dir.path('closed/v.db') })
    chmodSync(dir.path('closed/v.db'), 0o666)
    chmodSync(dir.path('closed'), 0o555)
    chmodSync(dir.folder, 0o755)
  })
  afterAll(() => {
    chmodSync(dir.path('closed'), 0o755)
    dir.remove()
  })

  const full = existsSync('/dev/full') ? it.each : it.skip.each
  full(['run p.jsonl', 'tags p.jsonl', 'compare a b', 'registry export closed/v.db', 'tags --registry closed/v.db'])(
    '%s onto a full disk',
    (line) => {
      const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${line} > /dev/full`, process.execPath, main], {
        cwd: dir.folder,
        encoding: 'utf8',
      })
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^wusum: cannot write to standard output: ENOSPC.*\n$/) as unknown,
      })
    },
  )

  it.each([
    [
      'a registry in a closed folder',
      'run p.jsonl --registry closed/v.db',
      /closed\/v\.db cannot be opened for writing/,
    ],
    ['one to be made there', 'run p.jsonl --registry closed/new.db', /closed\/new\.db cannot be opened for writing/],
    ['one that is only looked at', 'explain غزة --registry closed/v.db', /closed\/v\.db cannot be opened for writing/],
    ['an output in a closed folder', 'run p.jsonl -o closed/out', /cannot make the folder closed\/out\.partial/],
    ['a summary there', 'run p.jsonl --summary closed/sum', /cannot write closed\/sum: EACCES/],
    ['an output on a full device', 'run p.jsonl -o /dev/full', /cannot write \/dev\/full: ENOSPC/],
  ])('%s', (_, line, sentence) => {
    const { status, stderr } = dir.wusum(line.split(' '), nobody)
    expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 1, lines: 2 })
    expect(stderr).toMatch(sentence)
  })

  it.each(['run p.jsonl', 'tags p.jsonl'])('no place for temporary files: %s', (line) => {
    const env = { ...process.env, TMPDIR: dir.path('closed') }
    const { status, stderr } = dir.wusum(line.split(' '), { env, ...nobody })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^wusum: cannot make a temporary folder in .*TMPDIR.*\n$/) as unknown,
    })
  })
})
