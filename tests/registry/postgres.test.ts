/** What only a server can get wrong. Needs WUSUM_TEST_POSTGRES, see .ci/postgres. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { openRegistry } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'
import { Proxy } from './proxy.js'

const address = process.env['WUSUM_TEST_POSTGRES']
const page = {
  page: '1',
  digest: 'a',
  surfaces: [{ surface: 'غزة', key: 'غزه', count: 1 }],
  evidence: Buffer.from('x'),
}

if (address === undefined) {
  console.warn('\n*** WUSUM_TEST_POSTGRES is not set: NOTHING OF POSTGRES IS TESTED. eval "$(.ci/postgres)" ***\n')
}

describe('an address', () => {
  it('where no server listens is said to be out of reach, to be tried again', async () => {
    await expect(openStore('postgres://127.0.0.1:1/tags', { patience: 10 })).rejects.toMatchObject({
      code: 'REGISTRY',
      retry: true,
      message: expect.stringMatching(/127\.0\.0\.1:1/),
    })
  })

  it('never shows its password', async () => {
    const places = [
      'postgres://wusum:geheim@127.0.0.1:1/tags',
      'postgres://wusum:geheim@[bad/tags',
      'postgres://wusum:geheim@127.0.0.1:1/tags?schema=A;DROP',
      'mysql://wusum:geheim@127.0.0.1/tags',
      ...(address === undefined ? [] : [address.replace(/:[^:@]+@/, ':geheim@')]),
    ]
    for (const where of places) {
      const error: unknown = await openStore(where, { patience: 10 }).then(
        () => undefined,
        (e: unknown) => e,
      )
      expect(error).toMatchObject({ name: 'WusumError' })
      expect(inspect(error, { depth: 10 })).not.toMatch(/geheim/)
    }
  })
})

const suite = address === undefined ? describe.skip : describe
suite('a registry in Postgres', () => {
  const schema = `t_${randomUUID().replaceAll('-', '')}`
  const role = `r_${randomUUID().slice(0, 8)}`
  let admin: pg.Client
  const at = (user?: string): string => {
    const url = new URL(address!)
    url.searchParams.set('schema', schema)
    // So that no connections but these are ended below.
    url.searchParams.set('application_name', schema)
    if (user !== undefined) {
      url.username = user
      url.password = 'pass'
    }
    return url.href
  }
  const terminate = (): Promise<unknown> =>
    admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [schema])
  beforeAll(async () => {
    admin = new pg.Client(address)
    await admin.connect()
  })
  afterAll(async () => {
    await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await admin.end()
  })

  it('is made when missing, only when asked', async () => {
    await expect(openStore(at(), { create: false })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const store = await openStore(at())
    await store.apply([page])
    await store.close()
  })

  it('works with the least rights that the documentation grants', async () => {
    const documented = /```sql\n([\s\S]*?)```/.exec(
      readFileSync(new URL('../../docs/REGISTRY.md', import.meta.url), 'utf8'),
    )![1]!
    const grants = documented.replaceAll('wusum_ingest', role).replace(/\bwusum\b/g, schema)
    await admin.query(grants)
    await admin.query(`ALTER ROLE ${role} PASSWORD 'pass'`)
    const store = await openStore(at(role))
    await store.apply([
      { ...page, digest: 'b' },
      { ...page, page: '2' },
    ])
    const snapshot = await store.snapshot()
    expect(
      await store.settle({
        snapshot,
        tags: [{ tag: 'غزة', key: 'غزه', surfaces: ['غزة'] }],
        evidence: Buffer.from('y'),
      }),
    ).toBe(true)
    await store.decide([{ verb: 'ignore', tag: 'x' }], 'س')
    await store.undo([1])
    expect((await store.newer({ ...snapshot.cursor, surface: 0 })).length).toBe(1)
    expect((await store.history('x')).length).toBe(0)
    expect(await store.check()).toEqual([])
    await store.close()
    const client = new pg.Client(at(role).replace(/\?.*/, ''))
    await client.connect()
    for (const statement of [
      `DROP TABLE ${schema}.pages`,
      `DELETE FROM ${schema}.pages`,
      `CREATE TABLE ${schema}.x ()`,
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
    await client.end()
  })

  it('says which right is lacking', async () => {
    await admin.query(`REVOKE UPDATE ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`)
    const store = await openStore(at(role))
    await expect(store.apply([{ ...page, digest: 'c' }])).rejects.toMatchObject({
      code: 'REGISTRY',
      retry: false,
      message: expect.stringMatching(/lacks a right/),
    })
    await store.close()
  })

  it('takes up again when the server drops its connections', async () => {
    const store = await openStore(at())
    await store.snapshot()
    await terminate()
    expect(await store.apply([{ ...page, page: '3' }])).toMatchObject({ added: 1 })
    await store.close()
  })

  /** A place of its own, and within its import, which waits for more lines, a hook. */
  async function interrupted(where: string, interrupt: () => Promise<unknown>, patience?: number): Promise<unknown> {
    const store = await openStore(where, { patience })
    const lines = (async function* () {
      yield '{"in":"registry","version":2}'
      // What is open within the transaction is idle now.
      await interrupt()
      await new Promise((resolve) => setTimeout(resolve, 50))
      yield '{"in":"meta","name":"seq","value":3}'
    })()
    const error = await store.import(lines).catch((reason: unknown) => reason)
    // The next call finds its way.
    expect(await store.apply([page])).toEqual({ added: 1, replaced: 0, unchanged: 0 })
    await store.close()
    return error
  }
  const elsewhere = (): string => {
    const url = new URL(at())
    url.searchParams.set('schema', `${schema}_other`)
    return url.href
  }

  it('survives that its connections are ended within a transaction, time and again', async () => {
    for (let i = 0; i < 5; i++) {
      const error = await interrupted(elsewhere(), terminate)
      expect(error).toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
      await admin.query(`DROP SCHEMA ${schema}_other CASCADE`)
    }
  })

  it('goes on when the server was away for less than its patience, within a transaction and without', async () => {
    const proxy = new Proxy(elsewhere())
    const where = await proxy.up()
    let back: Promise<unknown> = Promise.resolve()
    const error = await interrupted(where, async () => {
      await proxy.down()
      back = new Promise((resolve) => setTimeout(resolve, 1500)).then(() => proxy.up())
    })
    expect(error).toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
    await back
    expect(proxy.cuts).toBeGreaterThan(0)
    await proxy.down()
    await admin.query(`DROP SCHEMA ${schema}_other CASCADE`)
  })

  it('says what to try again when the server stays away, to an ingest too, and loses no page by it', async () => {
    const proxy = new Proxy(elsewhere())
    const where = await proxy.up()
    const store = await openStore(where, { patience: 300 })
    const registry = await openRegistry(where, { patience: 300, batch: 1 })
    await registry.ingest({ id: '1', lists: [{ from: 'field', tags: ['غزة'] }] })
    await registry.flush()
    const lines = store.export()[Symbol.asyncIterator]()
    await lines.next()
    await lines.next()
    await proxy.down()
    const away = { code: 'REGISTRY', retry: true, message: expect.stringMatching(/cannot be reached/) }
    await registry.ingest({ id: '2', lists: [{ from: 'field', tags: ['غزة'] }] })
    await expect(registry.flush()).rejects.toMatchObject(away)
    await expect(registry.settle()).rejects.toMatchObject(away)
    await expect(store.snapshot()).rejects.toMatchObject(away)
    await expect(openStore(where, { patience: 300 })).rejects.toMatchObject(away)
    const exported = (async () => {
      while (!(await lines.next()).done);
    })()
    await expect(exported).rejects.toMatchObject(away)
    await proxy.up()
    await registry.flush()
    await registry.close()
    expect((await store.snapshot()).pages).toBe(2)
    await store.close()
    await proxy.down()
    await admin.query(`DROP SCHEMA ${schema}_other CASCADE`)
  })

  it('held by a writer that hangs is said to be busy, to be tried again', async () => {
    const holder = await openStore(at())
    let release = (): void => undefined
    const lines = (async function* () {
      yield '{"in":"registry","version":1}'
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })()
    const other = `${schema}_other`
    const place = at().replace(schema, other)
    const [a, b] = [await openStore(place), await openStore(place, { patience: 200 })]
    const importing = a.import(lines)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await expect(b.apply([page])).rejects.toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
    release()
    await importing
    expect(await b.apply([page])).toMatchObject({ added: 1 })
    for (const store of [a, b, holder]) await store.close()
    await admin.query(`DROP SCHEMA ${other} CASCADE`)
  })

  it('of a newer version is refused in a sentence', async () => {
    await admin.query(`UPDATE ${schema}.version SET version = 99`)
    await expect(openStore(at())).rejects.toMatchObject({
      code: 'REGISTRY_NEWER',
      message: expect.stringMatching(/version 99; this wusum reads up to 3/),
    })
  })
})
