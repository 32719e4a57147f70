/** Every example runs as its first lines say. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { IngestedPage } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const pages = Array.from({ length: 30 }, (_, i) => ({
  id: `p${i}`,
  title: 'خبر',
  text: `نص الخبر رقم ${i} عن قطاع غزة.`,
  tags: ['غزة', ['إسرائيل', 'اسرائيل'][i % 2], `مدينة ${i % 5}`],
}))
const jsonl = (values: readonly unknown[]): string => values.map((v) => `${JSON.stringify(v)}\n`).join('')

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-examples-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

async function run(
  command: string,
  args: readonly string[],
  input: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...env } })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.end(input)
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, errors]).toEqual([0, expect.anything()])
  return out
}
const read = (text: string): IngestedPage[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as IngestedPage)

/** The registry counts every page once. */
async function expectCounted(where: string): Promise<void> {
  const store = await openStore(where, { create: false })
  const { surfaces, pages: counted } = await store.snapshot()
  expect(counted).toBe(pages.length)
  expect(surfaces.find((s) => s.surface === 'غزة')).toMatchObject({ count: 30, pages: 30 })
  expect(surfaces.find((s) => s.surface === 'اسرائيل')).toMatchObject({ count: 15, pages: 15 })
  expect(await store.check()).toEqual([])
  await store.close()
}

describe('examples', () => {
  it('ingest.mjs: twice over the same pages, the same tags under the same ids', async () => {
    const first = read(await run(process.execPath, [example('ingest.mjs'), 'tags.db'], jsonl(pages)))
    const second = read(await run(process.execPath, [example('ingest.mjs'), 'tags.db'], jsonl(pages)))
    expect(first.length).toBe(30)
    expect(second.map((p) => p.tags.map((t) => t.id))).toEqual(first.map((p) => p.tags.map((t) => t.id)))
    expect(new Set(second.map((p) => p.tags[1]!.tag))).toEqual(new Set(['إسرائيل']))
    await expectCounted(path.join(folder, 'tags.db'))
  })

  it('stream.mjs: a record a page, in order', async () => {
    const records = read(await run(process.execPath, [example('stream.mjs'), 'tags.db'], jsonl(pages)))
    expect(records.map((r) => r.id)).toEqual(pages.map((p) => p.id))
    await expectCounted(path.join(folder, 'tags.db'))
  })

  it('watch-folder.mjs: takes each file once, also two at once', async () => {
    for (const name of ['inbox', 'done']) fs.mkdirSync(path.join(folder, name))
    const put = (name: string, some: readonly unknown[]): void =>
      fs.writeFileSync(path.join(folder, 'inbox', name), jsonl(some))
    put('a.jsonl', pages.slice(0, 20))
    put('b.jsonl', pages.slice(10, 30))
    const args = [example('watch-folder.mjs'), 'inbox', 'done', 'tags.db']
    await Promise.all([run(process.execPath, args, ''), run(process.execPath, args, '')])
    expect(fs.readdirSync(path.join(folder, 'inbox'))).toEqual([])
    expect(fs.readdirSync(path.join(folder, 'done')).sort()).toEqual([
      'a.jsonl',
      'a.jsonl.tags',
      'b.jsonl',
      'b.jsonl.tags',
    ])
    expect(read(fs.readFileSync(path.join(folder, 'done', 'b.jsonl.tags'), 'utf8')).length).toBe(20)
    await expectCounted(path.join(folder, 'tags.db'))
  })

  it('command-line.sh: tags, a decision, a backup', async () => {
    fs.writeFileSync(path.join(folder, 'pages.jsonl'), jsonl(pages))
    await run('sh', [example('command-line.sh'), 'pages.jsonl'], '', { WUSUM: `${process.execPath} ${main}` })
    expect(read(fs.readFileSync(path.join(folder, 'tagged.jsonl'), 'utf8')).length).toBe(30)
    expect(fs.readFileSync(path.join(folder, 'tags.jsonl'), 'utf8')).toMatch(/"tag":"إسرائيل"/)
    expect(fs.statSync(path.join(folder, 'tags-backup.jsonl.gz')).size).toBeGreaterThan(100)
    await expectCounted(path.join(folder, 'tags.db'))
  })

  it('common-crawl.mjs: from an index to tags, by a share at first, and what is missing later', async () => {
    // A stand-in for the archive: a file of packed records, an index of them in two pages, busy at first.
    const record = (id: number): Buffer => {
      const html = `<html><head><meta name="keywords" content="غزة, مدينة ${id % 3}"></head><p>خبر رقم ${id} عن غزة.</p></html>`
      const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`
      const fields = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/${id}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(answer)}\r\n\r\n`
      return gzipSync(`${fields}${answer}\r\n\r\n`)
    }
    const members = Array.from({ length: 40 }, (_, id) => record(id))
    const archive = Buffer.concat(members)
    let offset = 0
    const rows = members.map(({ length }, id) => {
      const row = {
        url: `https://news.example/${id}`,
        status: id === 3 ? '404' : '200',
        filename: 'crawl/1.warc.gz',
        offset: String(offset),
        length: String(length),
      }
      offset += length
      return row
    })
    const ranges: string[] = []
    let busy = 2
    const server = http.createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://index.example')
      if (busy-- > 0) return void response.writeHead(503).end()
      if (pathname === '/crawl/1.warc.gz') {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!
        ranges.push(request.headers.range!)
        return void response.writeHead(206).end(archive.subarray(Number(from), Number(to) + 1))
      }
      if (searchParams.get('url') !== '*.news.example') return void response.writeHead(404).end('{"message": "none"}')
      if (searchParams.has('showNumPages')) return void response.end('{"pages": 2}')
      const page = Number(searchParams.get('page'))
      return void response.end(jsonl(rows.slice(20 * page, 20 * page + 20)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const env = { DATA: at, PAUSE: '1' }
    const crawl = (input: string, ...args: string[]): Promise<string> =>
      run(process.execPath, [example('common-crawl.mjs'), ...args], input, env)
    const tagged = (): IngestedPage[] => read(fs.readFileSync(path.join(folder, 'crawl/tags.jsonl'), 'utf8'))
    try {
      const query = `${at}CC-MAIN-index?url=*.news.example`
      await crawl('', query, 'crawl', '--sample', '0.4')
      const some = ranges.length
      expect(some).toBeGreaterThan(5)
      expect(some).toBeLessThan(30)
      expect(tagged()).toHaveLength(some)
      await crawl('', query, 'crawl')
      expect(ranges).toHaveLength(39)
      expect(new Set(ranges).size).toBe(39)
      expect(tagged().map(({ tags }) => tags[0]!.tag)).toEqual(Array.from({ length: 39 }, () => 'غزة'))
      // The same out of the columnar index: nothing is fetched twice.
      const columns = rows.map(({ url, filename, offset, length }) => ({
        url,
        warc_filename: filename,
        warc_record_offset: Number(offset),
        warc_record_length: Number(length),
      }))
      await crawl(jsonl(columns), '-', 'crawl')
      expect(ranges).toHaveLength(40)
      expect(tagged()).toHaveLength(40)
    } finally {
      server.close()
    }
  }, 60_000)

  const address = process.env['WUSUM_TEST_POSTGRES']
  const withPostgres = address === undefined ? it.skip : it
  if (address === undefined) console.warn('\n*** WUSUM_TEST_POSTGRES is not set: queue-worker.mjs IS NOT TESTED ***\n')

  withPostgres('queue-worker.mjs: several workers, one killed, every page counted once', async () => {
    const name = `t_${randomUUID().replaceAll('-', '').slice(0, 20)}`
    const admin = new pg.Client(address)
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name}`)
    const own = new URL(address!)
    own.pathname = `/${name}`
    const env = { ...process.env, DATABASE_URL: own.href, EXPIRE: '2' }
    const workers: ChildProcess[] = []
    const working: Promise<unknown>[] = []
    const start = (): void => {
      const worker = spawn(process.execPath, [example('queue-worker.mjs')], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      workers.push(worker)
      working.push(
        new Promise((resolve) => {
          worker.stdout.once('data', resolve)
          worker.once('exit', resolve)
        }),
      )
    }
    const client = new pg.Client(own.href)
    try {
      // Delivered twice, as queues do.
      await run(process.execPath, [example('queue-worker.mjs'), 'send'], jsonl([...pages, ...pages.slice(0, 10)]), env)
      start()
      start()
      await client.connect()
      const waiting = async (): Promise<number> => {
        const { rows } = await client.query<{ n: string }>(
          "SELECT count(*) n FROM pgboss.job WHERE name = 'pages' AND state < 'completed'",
        )
        return Number(rows[0]!.n)
      }
      await new Promise((resolve) => setTimeout(resolve, 700))
      workers[0]!.kill('SIGKILL')
      start()
      const until = Date.now() + 40_000
      while ((await waiting()) > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200))
      expect(await waiting()).toBe(0)
      await Promise.all(working.slice(1))
      const ended = workers.slice(1).map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
      for (const worker of workers.slice(1)) worker.kill('SIGTERM')
      expect(await Promise.all(ended)).toEqual([0, 0])
      await expectCounted(own.href)
      const { rows } = await client.query<{ n: string }>('SELECT count(*) n FROM page_tags')
      expect(Number(rows[0]!.n)).toBe(90)
    } finally {
      for (const worker of workers) worker.kill('SIGKILL')
      await client.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
    }
  })
})
