/** What only a file can get wrong. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openStore } from '../../dist/registry/index.js'
import type { Row, Value } from '../../dist/registry/rows.js'
import { SqlStore, type Connection, type Session } from '../../dist/registry/sql.js'
import { failure } from '../../dist/registry/sqlite.js'
import { loadSqlite } from '../../dist/registry/sqlite-driver.js'

const page = { page: '1', digest: 'a', surfaces: [{ surface: 'غزة', key: 'غزه', count: 1 }] }

describe('a registry file', () => {
  let folder: string
  let count = 0
  const fresh = (): string => path.join(folder, `${count++}.db`)
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-sqlite-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true }))

  async function registry(): Promise<string> {
    const file = fresh()
    const store = await openStore(file)
    await store.apply([page])
    await store.close()
    return file
  }

  function change(file: string, ...statements: string[]): void {
    const db = loadSqlite()(file)
    for (const statement of [...statements, 'PRAGMA wal_checkpoint(TRUNCATE)']) db.exec(statement)
    db.close()
  }

  it.each<[number, string, boolean, RegExp]>([
    [5, 'REGISTRY_BUSY', true, /in use by another process/],
    [6, 'REGISTRY_BUSY', true, /in use by another process/],
    [8, 'REGISTRY', false, /cannot be opened for writing/],
    [10, 'REGISTRY', true, /could not be written: odd/],
    [11, 'REGISTRY', false, /not a registry, or is damaged/],
    [13, 'REGISTRY', true, /could not be written: odd/],
    [14, 'REGISTRY', false, /cannot be opened for writing/],
    [26, 'REGISTRY', false, /not a registry, or is damaged/],
    [1, 'REGISTRY', false, /^a\.db: odd$/],
  ])('says what number %i of SQLite means', (errcode, code, retry, message) => {
    // The upper bits are details.
    const error = Object.assign(new Error('odd'), { errcode: errcode + 512 })
    const told = failure(error, 'a.db')
    expect(told).toMatchObject({ code, retry, message: expect.stringMatching(message), cause: error })
    expect(failure(told, 'b.db')).toBe(told)
  })

  it('of a newer version is refused in a sentence, and left alone', async () => {
    const file = await registry()
    change(file, 'PRAGMA user_version = 99')
    const before = fs.readFileSync(file)
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'REGISTRY_NEWER',
      retry: false,
      message: expect.stringMatching(/version 99; this wusum reads up to 3: update wusum/),
    })
    expect(fs.readFileSync(file).equals(before)).toBe(true)
  })

  it.each([
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON pages BEGIN DELETE FROM surfaces; END'],
    ['a view', 'CREATE VIEW v AS SELECT * FROM pages'],
    [
      'a table in place of ours',
      'DROP TABLE history',
      'CREATE TABLE history (id INTEGER PRIMARY KEY, tag TEXT DEFAULT (load_extension(1)))',
    ],
    ['a view in place of a table', 'DROP TABLE history', "CREATE VIEW history AS SELECT 1 id, 'x' tag"],
    ['an index on an expression', 'CREATE INDEX i ON pages (abs(seq))'],
    ['a further table', 'CREATE TABLE more (x)'],
    ['a table less', 'DROP TABLE history'],
  ])('with %s is not opened', async (_, ...statements) => {
    const file = await registry()
    change(file, ...statements)
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'REGISTRY',
      message: expect.stringMatching(/tables that no registry has/),
    })
  })

  it('that is another database, no database, cut off, empty or a folder is told apart from a registry', async () => {
    const other = fresh()
    change(other, 'CREATE TABLE notes (x)')
    await expect(openStore(other)).rejects.toMatchObject({
      code: 'REGISTRY',
      message: expect.stringMatching(/not a registry/),
    })
    const text = fresh()
    fs.writeFileSync(text, 'نص طويل '.repeat(500))
    await expect(openStore(text)).rejects.toMatchObject({ code: 'REGISTRY' })
    const cut = await registry()
    fs.truncateSync(cut, 4096)
    // Some SQLites look at all of the file when it is opened, others only where they read.
    const reading = openStore(cut).then((store) => store.snapshot().finally(() => store.close()))
    await expect(reading).rejects.toMatchObject({ code: 'REGISTRY', retry: false })
    const empty = fresh()
    fs.writeFileSync(empty, '')
    await expect(openStore(empty, { create: false })).rejects.toMatchObject({ code: 'REGISTRY' })
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'REGISTRY' })
    await expect(openStore(path.join(folder, 'no', 'x.db'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(openStore(fresh(), { create: false })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is never taken for an address', async () => {
    for (const where of ['http://127.0.0.1:1/x', 'libsql://h', 'file:x.db', 'ws:x', '', 'a\0b']) {
      await expect(openStore(where)).rejects.toMatchObject({ code: 'USAGE' })
    }
  })

  it('held by another process is waited for, then said to be busy, to be tried again', async () => {
    const file = await registry()
    const store = await openStore(file, { patience: 100 })
    const holder = loadSqlite()(file)
    holder.exec('BEGIN IMMEDIATE')
    const next = { ...page, page: '2' }
    await expect(store.apply([next])).rejects.toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
    const patient = await openStore(file, { patience: 10_000 })
    const applied = patient.apply([next])
    setTimeout(() => holder.exec('COMMIT'), 200)
    expect(await applied).toMatchObject({ added: 1 })
    holder.close()
    await store.close()
    await patient.close()
  })

  it('lets a reader see one state while a writer goes on', async () => {
    const file = await registry()
    const reader = await openStore(file)
    const writer = await openStore(file)
    const lines = reader.export()[Symbol.asyncIterator]()
    await lines.next()
    await lines.next()
    await writer.apply([{ ...page, page: '2' }])
    let pages = 0
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      if (line.value.startsWith('{"in":"pages"')) pages++
    }
    expect(pages).toBe(1)
    expect((await reader.snapshot()).pages).toBe(2)
    await reader.close()
    await writer.close()
  })

  it('with a damaged page in it fails the check', async () => {
    const file = await registry()
    const bytes = fs.readFileSync(file)
    const at = bytes.lastIndexOf(Buffer.from('غزة'))
    bytes.fill(0xff, at - 40, at)
    fs.writeFileSync(file, bytes)
    const store = await openStore(file)
    const problems = await store.check().catch((e: unknown) => [e])
    expect(problems.length).toBeGreaterThan(0)
    await store.close()
  })

  it('whose counts were meddled with fails the check', async () => {
    const file = await registry()
    change(file, 'UPDATE surfaces SET count = 7', "INSERT INTO tags VALUES ('t1', 'x', 'x', 't2')")
    const store = await openStore(file)
    expect(await store.check()).toEqual([
      '"غزة" is counted 7 times on 1 pages, its pages say 1 on 1',
      'Tag t1 leads to t2, which does not exist',
    ])
    await store.close()
  })

  it('with more pages than are read at one go is read to its end', async () => {
    const numbers = Array.from({ length: 201 }, (_, i) => i)
    const bytes = (i: number) => Buffer.from(String(i))
    const store = await openStore(fresh())
    await store.apply(numbers.map((i) => ({ ...page, page: String(i), evidence: bytes(i), runs: bytes(i) })))
    const seen: number[] = []
    await store.snapshot({ upTo: 'all', evidence: (one) => seen.push(Number(one)) })
    const recounted: number[] = []
    await store.recount(1, (runs) => (recounted.push(Number(runs)), page.surfaces))
    expect([seen, recounted]).toEqual([numbers, numbers])
    const copy = await openStore(fresh())
    await copy.import(store.export())
    expect([(await copy.snapshot()).pages, await copy.check()]).toEqual([201, []])
    await store.close()
    await copy.close()
  })

  it.each([10_000, 10_001])('of %i tags is read to its end', async (count) => {
    const ids = Array.from({ length: count }, (_, i) => i + 1)
    const idOf = (i: number) => `t${String(i).padStart(5, '0')}`
    const session = {
      all: (sql: string): Promise<Row[]> =>
        Promise.resolve(/FROM (?:meta|decisions)/.test(sql) ? [] : [[sql.includes('FROM surfaces') ? count : 1]]),
      many: (sql: string, _: unknown, after: Value, most: number): Promise<Row[]> => {
        const rows = ids.map((i): Row =>
          sql.includes('FROM tags') ? [idOf(i), 'w', 'w', null] : [i, 'w', 'w', 1, 1, null],
        )
        return Promise.resolve(rows.filter(([id]) => id! > after!).slice(0, most))
      },
    } as unknown as Session
    const store = new SqlStore({ read: (body: (s: Session) => unknown) => body(session) } as unknown as Connection)
    const seen: string[] = []
    let surfaces = 0
    await store.snapshot({ each: { tag: ({ id }) => seen.push(id), surface: () => surfaces++ } })
    expect([surfaces, seen.length, seen.at(-1)]).toEqual([count, count, idOf(count)])
  })
})
