/** Registries of earlier versions, kept as files, are brought up to date when they are opened. */
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { loadModel } from '../../dist/model/index.js'
import { openStore, type Store } from '../../dist/registry/index.js'
import { migrationsFrom, VERSION } from '../../dist/registry/schema.js'
import { recluster } from '../../dist/run/recluster.js'
import { loadSqlite } from '../../dist/registry/sqlite-driver.js'

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../tests/fixtures/registry/${name}`, import.meta.url)))
const folder = mkdtempSync(path.join(os.tmpdir(), 'wusum-versions-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const fresh = (): string => path.join(folder, `${count++}.db`)

function sqliteOfVersion1(): string {
  const file = fresh()
  writeFileSync(file, gunzipSync(fixture('version-1.db.gz')))
  return file
}

async function lines(store: Store): Promise<string[]> {
  const found: string[] = []
  for await (const line of store.export()) found.push(line)
  return found
}

/** Lines of an export without what differs from one making of the fixture to the next: times, and the order of rows. */
const comparable = (exported: readonly string[]): string[] =>
  exported.map((line) => line.replace(/"(at|undone)":"[^"]*"/g, '"$1":"then"')).sort()

async function imported(): Promise<Store> {
  const store = await openStore('memory:')
  await store.import(fixture('version-1.jsonl').toString().split('\n'))
  return store
}

/** What a registry of version 1 must still say, and take, once it is open. */
async function expectWhole(where: string): Promise<void> {
  const store = await openStore(where, { create: false })
  expect(await store.check()).toEqual([])
  const one = await imported()
  expect(comparable(await lines(store))).toEqual(comparable(await lines(one)))
  expect((await store.decisions()).map(({ decision, undone }) => [decision.verb, undone !== undefined])).toEqual([
    ['same', false],
    ['ignore', false],
    ['related', true],
  ])

  // Its evidence becomes what its pages add up to: page 1 was replaced, and its list is no witness any more.
  const pages: Uint8Array[] = []
  await store.snapshot({ upTo: 'all', evidence: (bytes) => pages.push(bytes) })
  expect(pages.length).toBe(4)
  const { snapshot } = await recluster(store, loadModel())
  expect(snapshot.tags.get('ts4hy5x9261xt')?.target).toBe('tbbsnpbhz5jfa')

  const page = 'https://mathal.example/9'
  const surfaces = [{ surface: 'واحات النخيل', key: 'واحات النخيل', count: 1 }]
  await store.apply([{ page, digest: 'x', surfaces, title: 'عن الواحات', date: '2024-05-06' }])
  expect((await store.carriers('واحات النخيل', 2)).map(({ title, date }) => [title, date])).toEqual([
    ['عن الواحات', '2024-05-06'],
    [undefined, undefined],
  ])
  await store.close()
  // Once up to date, it is one of ours as any other.
  const again = await openStore(where, { create: false })
  expect((await again.snapshot()).pages).toBe(5)
  await again.close()
}

/** What a registry of version 2 must still say, and take, once it is open. */
async function expectExamples(where: string): Promise<void> {
  const store = await openStore(where, { create: false })
  expect(await store.check()).toEqual([])
  const page = 'guid-7'
  const example = { list: 'واحات النخيل، زراعة', said: ['تحيط واحات النخيل بالمدينة'] }
  const surfaces = [{ surface: 'واحات النخيل', key: 'واحات النخيل', count: 1 }]
  await store.apply([{ page, digest: 'x', surfaces, link: 'https://mathal.example/7', example }])
  expect((await store.carriers('واحات النخيل', 1))[0]).toMatchObject({
    link: 'https://mathal.example/7',
    list: example.list,
    sentence: example.said[0],
  })
  await store.close()
}

describe('a registry of version 2', () => {
  it('in a file is brought up to date, and keeps what its pages show', async () => {
    const file = fresh()
    writeFileSync(file, gunzipSync(fixture('version-2.db.gz')))
    await expectExamples(file)
    const store = await openStore(file, { create: false })
    const [old] = await store.carriers('زراعة النخيل', 1)
    expect(old).toMatchObject({ title: 'عن النخيل', date: '2024-05-05', link: undefined, sentence: undefined })
    expect((await store.snapshot()).pages).toBe(6)
    await store.close()
    const db = loadSqlite()(file)
    expect(db.prepare('PRAGMA user_version').all([])).toEqual([[VERSION]])
    db.close()
  })

  const address = process.env['WUSUM_TEST_POSTGRES']
  const test = address === undefined ? it.skip : it
  test('in Postgres is brought up to date', async () => {
    const schema = `t_version_2_${process.pid}`
    const admin = new pg.Client(address)
    await admin.connect()
    try {
      await admin.query(`CREATE SCHEMA ${schema}`)
      await admin.query(`SET search_path = ${schema}`)
      await admin.query('CREATE TABLE version (version bigint NOT NULL)')
      for (const statement of migrationsFrom(0, 'postgres', 2)) await admin.query(statement)
      await admin.query('INSERT INTO version VALUES (2)')
      const url = new URL(address!)
      url.searchParams.set('schema', schema)
      await expectExamples(url.href)
      expect((await admin.query('SELECT version FROM version')).rows).toEqual([{ version: String(VERSION) }])
    } finally {
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await admin.end()
    }
  })
})

describe('a registry of version 1', () => {
  it('in a file is brought up to date, and opened again', async () => {
    const file = sqliteOfVersion1()
    await expectWhole(file)
    const db = loadSqlite()(file)
    expect(db.prepare('PRAGMA user_version').all([])).toEqual([[VERSION]])
    db.close()
  })

  it('is brought up to date once, however many open it at the same time', async () => {
    const file = sqliteOfVersion1()
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(file)))
    for (const store of stores) expect((await store.snapshot()).pages).toBe(4)
    for (const store of stores) await store.close()
  })

  it('that cannot be brought up to date stays as it was', async () => {
    const file = sqliteOfVersion1()
    const db = loadSqlite()(file)
    // The last statement fails: that name is taken.
    db.exec("INSERT INTO meta VALUES ('replaced', 7)")
    const before = db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all([])
    await expect(openStore(file)).rejects.toMatchObject({ code: 'REGISTRY' })
    expect(db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all([])).toEqual(before)
    expect(db.prepare('PRAGMA user_version').all([])).toEqual([[1]])
    db.close()
  })

  it('with a stranger’s table in it is refused as any other', async () => {
    const file = sqliteOfVersion1()
    const db = loadSqlite()(file)
    db.exec('CREATE TABLE more (x)')
    db.close()
    await expect(openStore(file)).rejects.toMatchObject({
      message: expect.stringMatching(/tables that no registry has/),
    })
  })

  it('exported is imported by any kind of store', async () => {
    const exported = await lines(await imported())
    const store = await openStore(fresh())
    await store.import(fixture('version-1.jsonl').toString().split('\n'))
    expect(await lines(store)).toEqual(exported)
    expect(await store.check()).toEqual([])
    await store.close()
  })

  const address = process.env['WUSUM_TEST_POSTGRES']
  const test = address === undefined ? it.skip : it
  test('in Postgres is brought up to date, and opened again', async () => {
    const schema = `t_version_1_${process.pid}`
    const admin = new pg.Client(address)
    await admin.connect()
    try {
      await admin.query(fixture('version-1.sql').toString().replaceAll('version_1', schema))
      const url = new URL(address!)
      url.searchParams.set('schema', schema)
      await expectWhole(url.href)
    } finally {
      await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await admin.end()
    }
  })
})
