import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { run } from '../../dist/index.js'
import { main, records, Workdir } from './workdir.js'

const dir = new Workdir()
const page = JSON.stringify({ id: '1', text: 'نص '.repeat(300), tags: ['غزة', 'رفح'] })
beforeAll(() => {
  mkdirSync(dir.path('tmp'))
  dir.write('large.jsonl', `${page}\n`.repeat(8000))
})
afterAll(() => dir.remove())

const start = (args: readonly string[]): ChildProcess & { stderr: NodeJS.ReadableStream } =>
  spawn(process.execPath, [main, ...args], {
    cwd: dir.folder,
    env: { ...process.env, TMPDIR: dir.path('tmp') },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1000) throw new Error('nothing happened')
    await sleep(20)
  }
}

describe('a signal', () => {
  it.each([
    ['run', 'SIGINT', 130],
    ['run', 'SIGTERM', 143],
    ['run', 'SIGHUP', 129],
    ['tags', 'SIGINT', 130],
    ['tags', 'SIGTERM', 143],
    ['tags', 'SIGHUP', 129],
  ] as const)('ends %s in order: %s', async (command, signal, status) => {
    // Input that does not come is not waited for.
    const child = start([command, command === 'run' ? '-' : 'large.jsonl'])
    await until(() => readdirSync(dir.path('tmp')).length > 0)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([status, null])
    expect(readdirSync(dir.path('tmp'))).toEqual([])
  })

  it('ends a run whose reader takes nothing more', async () => {
    const child = start(['run', 'large.jsonl', '--no-learn'])
    child.stdout!.pause()
    await once(child.stdout!, 'readable')
    await sleep(300)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
    expect(readdirSync(dir.path('tmp'))).toEqual([])
  })

  it('leaves nothing of a run that has read nothing', async () => {
    const child = start(['run', '-', '-o', 'none.jsonl'])
    await until(() => existsSync(dir.path('none.jsonl.partial/lock')))
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(readdirSync(dir.folder).filter((name) => name.startsWith('none'))).toEqual([])
  })

  it('keeps what a run with an output has done', async () => {
    const child = start(['run', '-', '-o', 'out.jsonl', '-j', '1'])
    let said = ''
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    // It goes away with some of it unread.
    child.stdin!.on('error', () => undefined).write(`${page}\n`.repeat(2000))
    await until(() => (statSync(dir.path('out.jsonl.partial/extracts'), { throwIfNoEntry: false })?.size ?? 0) > 0)
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    expect(said).toMatch(/^wusum: interrupted; what was done is kept in out\.jsonl\.partial: .*--resume/)
    expect(existsSync(dir.path('out.jsonl'))).toBe(false)
  })
})

it('a reader that goes away leaves no temporary folder', async () => {
  const child = start(['run', 'large.jsonl'])
  child.stdout!.once('data', () => child.stdout!.destroy())
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(readdirSync(dir.path('tmp'))).toEqual([])
})

describe('a run that starts anew over the work of an interrupted one', () => {
  const job = (output: string) => ({
    inputs: [dir.path('large.jsonl')],
    output: dir.path(output),
    checkpointSeconds: 0.001,
  })
  /** Pages in the checkpoint of a run that is stopped after so many steps. */
  async function stopped(output: string, steps: number): Promise<number> {
    const stopping = new AbortController()
    let pages = 0
    const onProgress = (progress: { pages: number }) => {
      pages = progress.pages
      if (--steps === 0) stopping.abort()
    }
    await expect(run({ ...job(output), signal: stopping.signal, onProgress })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
    return pages
  }

  it('says so, how to resume, and keeps that work until it has come to its end', async () => {
    const pages = await stopped('anew', 3)
    const { status, stderr } = dir.wusum(['run', dir.path('large.jsonl'), '-o', dir.path('anew')])
    expect(status).toBe(0)
    expect(stderr).toContain(`an interrupted run had read ${pages} pages`)
    expect(stderr).toMatch(/kept in .*anew\.partial\.kept, and the same command with --resume/)
    expect(records(dir.read('anew'))).toHaveLength(8000)
    expect(readdirSync(dir.folder).filter((name) => name.startsWith('anew'))).toEqual(['anew'])
  })

  it('can be given up for it', async () => {
    const most = await stopped('again', 4)
    const least = await stopped('again', 1)
    expect(least).toBeLessThan(most)
    // Once more: what was kept first is still the most.
    await stopped('again', 1)
    const seen: number[] = []
    const summary = await run({ ...job('again'), resume: true, onProgress: ({ pages }) => seen.push(pages) })
    expect(summary.pages).toBe(8000)
    expect(seen[0]).toBeGreaterThan(most)
    expect(records(dir.read('again'))).toHaveLength(8000)
    expect(readdirSync(dir.folder).filter((name) => name.startsWith('again'))).toEqual(['again'])
  })

  it('leaves the work of another job to that job', async () => {
    const pages = await stopped('other', 3)
    const notices: string[] = []
    await run({ ...job('other'), limit: 5, onNotice: (notice) => notices.push(notice) })
    expect(notices).toEqual([
      expect.stringMatching(/with other inputs or options had read \d+ pages.*other\.partial\.kept/),
    ])
    expect(records(dir.read('other'))).toHaveLength(5)
    const seen: number[] = []
    await run({ ...job('other'), resume: true, onProgress: (progress) => seen.push(progress.pages) })
    expect(seen[0]).toBeGreaterThan(pages)
    expect(records(dir.read('other'))).toHaveLength(8000)
    expect(existsSync(dir.path('other.partial.kept'))).toBe(false)
  })

  it('says when there is nothing to resume', () => {
    const { stderr } = dir.wusum(['run', 'large.jsonl', '--limit', '1', '--resume', '-o', 'fresh'])
    expect(stderr).toMatch(/no work to go on from in fresh\.partial/)
  })
})
