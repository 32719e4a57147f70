import { fork, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { WusumError, type PageRecord } from '../../dist/index.js'
import { run, type Job, type RunSummary } from '../../dist/run/index.js'
import { main } from '../cli/workdir.js'

const child = fileURLToPath(new URL('./resumed.js', import.meta.url))
/** All kills with WUSUM_SLOW=1; a few in the default suite. */
const slow = process.env['WUSUM_SLOW'] === '1'

/** The same numbers each time. */
function generator(seed: number) {
  return (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
}

const names = [
  'غزة',
  'غزه',
  'قطاع غزة',
  'حركة حماس',
  'إسرائيل',
  'اسرائيل',
  'الأمم المتحدة',
  'أوكرانيا',
  'اوكرانيا',
  'روسيا',
]
const words = ['قال', 'الوزير', 'إن', 'الحكومة', 'تعمل', 'على', 'خطة', 'جديدة', 'في', 'المدينة', 'منذ', 'شهر']

/** Pages with delimited lists, with flattened ones, with neither, and broken ones: three batches of a megabyte. */
function pages(): string {
  const random = generator(7)
  const pick = (from: readonly string[], n: number) => Array.from({ length: n }, () => from[random(from.length)]!)
  const lines: string[] = []
  for (let i = 0; i < 1100; i++) {
    if (i % 97 === 5) lines.push('{"id": "broken')
    const text = Array.from({ length: 8 }, () => `${pick(words, 18).join(' ')}.`)
    if (i % 3 === 0) text.push(`كلمات دلالية: ${pick(names, 5).join(' ')}`)
    lines.push(
      JSON.stringify({ id: `p${i}`, title: pick(words, 6).join(' '), text: text.join('\n'), tags: pick(names, i % 6) }),
    )
  }
  return `${lines.join('\n')}\n`
}

describe('a job that was interrupted', () => {
  let folder: string
  const at = (name: string) => path.join(folder, name)
  const job = (output: string, more: Partial<Job> = {}): Job => ({
    inputs: [at('pages.jsonl')],
    output: at(output),
    rejects: `${at(output)}.rejects`,
    jobs: 1,
    ...more,
  })
  const whole = new Map<boolean, RunSummary>()
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'resume-'))
    writeFileSync(at('pages.jsonl'), pages())
    whole.set(true, await run(job('learn.whole')))
    whole.set(false, await run(job('alone.whole', { learn: false })))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Whether nothing of `output` is there, or all of it. */
  function expectWhole(output: string, mode: string): void {
    for (const end of ['', '.rejects'])
      expect(readFileSync(at(`${output}${end}`)).equals(readFileSync(at(`${mode}.whole${end}`)))).toBe(true)
  }

  /** Starts or goes on; sends `signal` once it has reported `steps` times. Whether it came to its end. */
  function go(output: string, jobs: number, mode: string, signal?: NodeJS.Signals, steps = 0): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const one = fork(child, [at('pages.jsonl'), at(output), String(jobs), mode], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let said = ''
      one.stderr!.on('data', (data: Buffer) => (said += data.toString()))
      let left = steps
      one.on('message', () => {
        if (signal && left-- === 0) one.kill(signal)
      })
      one.on('error', reject)
      one.on('exit', (code, killed) => {
        if (code === 1) reject(new Error(said))
        else resolve(code === 0 && killed === null)
      })
    })
  }

  it.each([
    ['learn', 1, 'SIGKILL'],
    ['learn', 2, 'SIGTERM'],
    ['alone', 1, 'SIGINT'],
    ['alone', 2, 'SIGKILL'],
  ] as const)(
    '%s with %i threads and %s ends as if nothing had been',
    async (mode, jobs, signal) => {
      const output = `${mode}-${jobs}-${signal}`
      const random = generator(jobs * 31 + signal.length + mode.length)
      let kills = 0
      const wanted = slow ? 16 : 1
      while (kills < wanted) {
        if (await go(output, jobs, mode, signal, random(mode === 'learn' ? 9 : 4))) {
          expectWhole(output, mode)
          rmSync(at(output))
          rmSync(`${at(output)}.rejects`)
        } else {
          kills++
          // What is there is whole, or nothing is.
          if (existsSync(at(output)))
            expect(readFileSync(at(output)).equals(readFileSync(at(`${mode}.whole`)))).toBe(true)
        }
      }
      expect(await go(output, jobs, mode)).toBe(true)
      expectWhole(output, mode)
      expect(existsSync(`${at(output)}.partial`)).toBe(false)
    },
    slow ? 1_800_000 : 60_000,
  )

  /** Stops a job after its first checkpoint, in this process. Others make none: each takes as long as a batch. */
  async function stopped(output: string, more: Partial<Job> = {}): Promise<string> {
    const stopping = new AbortController()
    let steps = 0
    const onProgress = () => ++steps === 2 && stopping.abort()
    const going = run(job(output, { ...more, checkpointSeconds: 0.005, signal: stopping.signal, onProgress }))
    await expect(going).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(existsSync(at(output))).toBe(false)
    return `${at(output)}.partial`
  }

  it('does not mind torn ends of its files', async () => {
    const partial = await stopped('torn')
    for (const name of readdirSync(partial))
      if (['extracts', 'deltas', 'records', 'rejects.jsonl'].includes(name))
        appendFileSync(path.join(partial, name), 'torn {"')
    writeFileSync(path.join(partial, 'checkpoint.json.part'), '{"job":')
    writeFileSync(path.join(partial, 'evidence-99.part'), 'xx')
    await run(job('torn', { resume: true }))
    expectWhole('torn', 'learn')
  })

  it.each(['extracts', 'rejects.jsonl', 'checkpoint.json', 'evidence'])(
    'begins anew when the disk lost some of %s',
    async (lost) => {
      const output = `lost-${lost}`
      const partial = await stopped(output)
      const file = readdirSync(partial).find((name) => name.startsWith(lost))!
      truncateSync(path.join(partial, file), Math.floor(statSync(path.join(partial, file)).size / 2))
      if (lost === 'evidence') rmSync(path.join(partial, file))
      await run(job(output, { resume: true }))
      expectWhole(output, 'learn')
    },
  )

  it('begins anew when all was in its place but for clearing up', async () => {
    const partial = await stopped('cleared', { learn: false })
    rmSync(path.join(partial, 'records'))
    await run(job('cleared', { learn: false, resume: true }))
    expectWhole('cleared', 'alone')
  })

  it('goes on with cutting in threads that start only then, and know what was learned', async () => {
    const stopping = new AbortController()
    const onProgress: Job['onProgress'] = ({ phase }) => phase === 'cutting' && stopping.abort()
    await expect(run(job('cutting', { signal: stopping.signal, onProgress }))).rejects.toThrow('interrupted')
    const read: string[] = []
    await run(job('cutting', { resume: true, jobs: 2, onProgress: ({ phase }) => void read.push(phase) }))
    expect(new Set(read)).toEqual(new Set(['cutting', 'writing']))
    expectWhole('cutting', 'learn')
  })

  it.each([true, false])('sums up all pages, not only those read since (learn: %s)', async (learn) => {
    const output = `summed-${learn}`
    await stopped(output, { learn })
    const resumed = await run(job(output, { learn, resume: true }))
    expect({ ...resumed, seconds: 0 }).toEqual({ ...whole.get(learn), seconds: 0 })
  })

  it('goes on in a table behind the last row that was read, with its head', async () => {
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const rows = readFileSync(at('pages.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as { id: string; text: string; tags: string[] })
      .map(({ id, text, tags }) => [id, cell(`${text}\n"${id}"`), cell(tags.join(';'))].join(','))
    writeFileSync(at('pages.csv'), `id,text,tags\n${rows.join('\n')}\n`)
    const table = { inputs: [at('pages.csv')], learn: false }
    await run(job('table.whole', table))
    await stopped('table', table)
    await run(job('table', { ...table, resume: true }))
    expectWhole('table', 'table')
    const ids = readFileSync(at('table'), 'utf8').match(/(?<=^\{"id":")[^"]*/gm)
    expect(ids).toEqual(rows.map((row) => row.slice(0, row.indexOf(','))))
  })

  it('is not taken for another job', async () => {
    await stopped('other')
    await expect(run(job('other', { resume: true, ownOnly: true }))).rejects.toThrow(/other inputs or options/)
    await expect(run(job('other', { resume: true, minConfidence: 0.5 }))).rejects.toBeInstanceOf(WusumError)
    await run(job('other', { resume: true }))
    expectWhole('other', 'learn')
  })

  it('is kept when a thread crashes', async () => {
    // Within a worker: ends it as soon as there is a checkpoint.
    const crash = `import { existsSync } from 'node:fs'
      import { isMainThread } from 'node:worker_threads'
      if (!isMainThread) setInterval(() => existsSync(process.env.CRASH) && process.exit(7), 1)`
    const partial = `${at('crashed')}.partial`
    const { status, stderr } = spawnSync(process.execPath, [child, at('pages.jsonl'), at('crashed'), '2', 'learn'], {
      env: {
        ...process.env,
        CRASH: path.join(partial, 'checkpoint.json'),
        NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}`,
      },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([1, expect.stringContaining('a worker thread ended early with code 7')])
    expect(existsSync(path.join(partial, 'checkpoint.json'))).toBe(true)
    await run(job('crashed', { resume: true }))
    expectWhole('crashed', 'learn')
  })

  it('starts from the first page without resume', async () => {
    await stopped('fresh')
    await run(job('fresh'))
    expectWhole('fresh', 'learn')
    const records = readFileSync(at('fresh'), 'utf8').trim().split('\n')
    expect((JSON.parse(records[0]!) as PageRecord).id).toBe('p0')
  })

  /** In blocks of 512 bytes: a disk that is full after so much of any one file. */
  it.each(slow ? [20, 100, 400] : [100])(
    'leaves the old output alone when the disk is full after %i blocks, and goes on',
    async (blocks) => {
      const output = `full-${blocks}`
      writeFileSync(at(output), 'before')
      const { status, stderr } = spawnSync(
        'sh',
        [
          '-c',
          `ulimit -f ${blocks}; exec "$0" "$@"`,
          process.execPath,
          main,
          'run',
          at('pages.jsonl'),
          '-o',
          at(output),
        ],
        { encoding: 'utf8' },
      )
      expect(status).not.toBe(0)
      if (status !== null) expect(stderr).toMatch(/cannot (?:write|use) .*file too large/i)
      expect(readFileSync(at(output), 'utf8')).toBe('before')
      await run(job(output, { resume: true }))
      expectWhole(output, 'learn')
    },
  )
})
