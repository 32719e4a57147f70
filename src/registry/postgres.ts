/** The registry in Postgres, through `pg`, which is loaded here and nowhere else. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type Postgres from 'pg'
import type { Pool, PoolClient } from 'pg'
import { WusumError } from '../core/errors.js'
import type { Store, StoreOptions } from './types.js'
import type { Kind, Row, Value } from './rows.js'
import { migrationsFrom, refuseNewer, VERSION } from './schema.js'
import { isError, SqlStore, type Columns, type Connection, type Session } from './sql.js'

/** A client that stops within a transaction lets go of the registry after this long, ms. */
const IDLE = 60_000
const INT8 = 20
/** Longer than a server takes to start again, or another to take its place, ms. */
const PATIENCE = 60_000

const codeOf = (error: unknown): string => (isError(error) && 'code' in error ? String(error.code) : '')
const lost = (error: unknown): boolean =>
  /^(08|57P0|25P03|53300|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/.test(codeOf(error)) ||
  (isError(error) && /connection (terminated|ended|timeout|error)|timeout exceeded|not queryable/i.test(error.message))
const conflict = (error: unknown): boolean => /^(40001|40P01|55P03)$/.test(codeOf(error))

/** A driver's error as ours. Neither holds a password: the driver's name the user and the host at most. */
function failure(error: unknown, where: string): Error {
  if (error instanceof WusumError || !isError(error)) return error as Error
  const code = codeOf(error)
  const at = { where: { source: where }, cause: error }
  if (conflict(error)) return new WusumError('REGISTRY_BUSY', `${where} is busy; try again`, { ...at, retry: true })
  if (lost(error)) {
    return new WusumError('REGISTRY', `${where} cannot be reached: ${error.message || code}`, { ...at, retry: true })
  }
  if (code.startsWith('28')) return new WusumError('REGISTRY', `${where} refused the user or the password`, at)
  if (code === '42501') {
    return new WusumError('REGISTRY', `${where}: the user lacks a right (${error.message}); see docs/REGISTRY.md`, at)
  }
  if (code === '53100') return new WusumError('REGISTRY', `${where} has no space left`, { ...at, retry: true })
  return code === '' ? error : new WusumError('REGISTRY', `${where}: ${error.message}`, at)
}

const arrays: Record<string, string> = { text: 'text[]', int: 'bigint[]', bytes: 'bytea[]' }
const arrayOf = (kind: Kind): string => arrays[kind.replace('?', '')]!
const sent = (value: Value | undefined): unknown =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value

class PostgresSession implements Session {
  readonly #client: PoolClient
  readonly #told: (error: unknown) => unknown

  /** @param told makes of a driver's error the one to throw, where nothing further out does */
  constructor(client: PoolClient, told = (error: unknown): unknown => error) {
    this.#client = client
    this.#told = told
  }

  async #query(text: string, values: unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.#client.query<Value[]>({ text, values, rowMode: 'array' })
      return rows
    } catch (error) {
      throw this.#told(error)
    }
  }

  all(sql: string, ...parameters: Value[]): Promise<Row[]> {
    return this.#query(sql, parameters.map(sent))
  }

  many(sql: string, _: readonly string[], ...parameters: Value[]): Promise<Row[]> {
    return this.all(sql, ...parameters)
  }

  async lookup(table: string, column: string, kind: Kind, keys: readonly Value[], columns: string): Promise<Row[]> {
    if (keys.length === 0) return []
    return this.#query(`SELECT ${columns} FROM ${table} WHERE ${column} = ANY ($1::${arrayOf(kind)})`, [keys.map(sent)])
  }

  async insert(table: string, columns: Columns, rows: readonly Row[], clause = ''): Promise<void> {
    if (rows.length === 0) return
    const names = Object.keys(columns)
    const lists = names.map((name, i) => `$${i + 1}::${arrayOf(columns[name]!)}`).join(', ')
    await this.#query(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${lists}) ${clause}`,
      names.map((_, i) => rows.map((row) => sent(row[i]))),
    )
  }

  async update(table: string, columns: Columns, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const [[key, keyKind], [value, valueKind]] = Object.entries(columns) as [[string, Kind], [string, Kind]]
    await this.#query(
      `UPDATE ${table} t SET ${value} = v.value FROM unnest($1::${arrayOf(keyKind)}, $2::${arrayOf(valueKind)}) v (key, value) WHERE t.${key} = v.key`,
      [rows.map((row) => sent(row[0])), rows.map((row) => sent(row[1]))],
    )
  }
}

class PostgresConnection implements Connection {
  readonly where: string
  readonly #pool: Pool
  readonly #patience: number
  readonly #schema: string
  readonly #lock: string
  #closed = false

  constructor(pool: Pool, where: string, schema: string, patience: number) {
    this.#pool = pool
    this.where = where
    this.#schema = schema
    this.#patience = patience
    // A connection that breaks, idle or between two statements of a transaction, would end the process if nobody listened.
    // What was under way on it fails by itself, and is done again on another.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    const key = createHash('sha256').update(`wusum ${schema}`).digest()
    this.#lock = `SELECT pg_advisory_xact_lock(${key.readInt32LE(0)}, ${key.readInt32LE(4)})`
  }

  get #settings(): string {
    return (
      `SET LOCAL search_path = "${this.#schema}", pg_temp; SET LOCAL lock_timeout = ${this.#patience}; ` +
      `SET LOCAL idle_in_transaction_session_timeout = ${IDLE}`
    )
  }

  read<T>(body: (session: Session) => Promise<T>): Promise<T> {
    return this.#again(() =>
      this.#transaction(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${this.#settings}`, body),
    )
  }

  /** One writer at a time: batches commit in the order of their numbers, and no two wait for each other's rows. */
  write<T>(body: (session: Session) => Promise<T>): Promise<T> {
    return this.#again(() => this.#transaction(`BEGIN; ${this.#settings}; ${this.#lock}`, body))
  }

  async view(): Promise<{ session: Session; release(): Promise<void> }> {
    const client = await this.#again(async () => {
      const client = await this.#connect()
      try {
        await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${this.#settings}`)
        return client
      } catch (error) {
        client.release(true)
        throw error
      }
    })
    return {
      session: new PostgresSession(client, (error) => failure(error, this.where)),
      release: () =>
        client.query('ROLLBACK').then(
          () => client.release(),
          () => client.release(true),
        ),
    }
  }

  examine(): Promise<string[]> {
    return Promise.resolve([])
  }

  compact(): Promise<void> {
    return this.#again(async () => {
      const client = await this.#connect()
      let broken = true
      try {
        for (const table of ['pages', 'surfaces', 'tags', 'settled', 'history']) {
          await client.query(`VACUUM (ANALYZE) "${this.#schema}".${table}`)
        }
        broken = false
      } finally {
        client.release(broken)
      }
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }

  #connect(): Promise<PoolClient> {
    if (this.#closed) throw new WusumError('REGISTRY', 'The registry is closed')
    return this.#pool.connect()
  }

  async #transaction<T>(begin: string, body: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#connect()
    let broken = true
    try {
      await client.query(begin)
      const result = await body(new PostgresSession(client))
      await client.query('COMMIT')
      broken = false
      return result
    } catch (error) {
      broken = lost(error)
      if (!broken) {
        // The first error is the one to tell; a connection that cannot even roll back is thrown away.
        await client.query('ROLLBACK').catch(() => {
          broken = true
        })
      }
      throw error
    } finally {
      client.release(broken)
    }
  }

  /**
   * Tries again after conflicts and lost connections. Whether a commit that was cut off took place is not known; every
   * write of the store may be done twice.
   */
  async #again<T>(task: () => Promise<T>): Promise<T> {
    const until = performance.now() + this.#patience
    for (let pause = 5; ; pause = Math.min(2 * pause, 1000)) {
      try {
        return await task()
      } catch (error) {
        if (!(conflict(error) || lost(error)) || performance.now() > until) throw failure(error, this.where)
      }
      await sleep(pause * (0.5 + Math.random()))
    }
  }

  /** Makes or brings up to date the schema, under the writers' lock. */
  async migrate(create: boolean): Promise<void> {
    const client = await this.#connect().catch((error: unknown) => {
      throw failure(error, this.where)
    })
    const found = async (text: string, ...values: string[]): Promise<Row | undefined> =>
      (await client.query<Value[]>({ text, values, rowMode: 'array' })).rows[0]
    const look = async (): Promise<number> => {
      const table = await found(
        'SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = $2',
        this.#schema,
        'version',
      )
      if (table === undefined) return 0
      const version = (await found('SELECT version FROM version'))![0] as number
      refuseNewer(version, this.where)
      return version
    }
    try {
      await client.query(`BEGIN; ${this.#settings}`)
      let version = await look()
      if (version < VERSION) {
        if (version === 0 && !create) {
          throw new WusumError('NOT_FOUND', `There is no registry at ${this.where}`, { where: { source: this.where } })
        }
        await client.query('ROLLBACK')
        await client.query(`BEGIN; ${this.#settings}; ${this.#lock}`)
        version = await look()
        if (version < VERSION) {
          const schema = await found('SELECT 1 FROM pg_namespace WHERE nspname = $1', this.#schema)
          if (schema === undefined) await client.query(`CREATE SCHEMA "${this.#schema}"`)
          if (version === 0) await client.query('CREATE TABLE version (version bigint NOT NULL)')
          for (const statement of migrationsFrom(version, 'postgres')) await client.query(statement)
          await client.query(version === 0 ? 'INSERT INTO version VALUES ($1)' : 'UPDATE version SET version = $1', [
            VERSION,
          ])
        }
      }
      await client.query('COMMIT')
    } catch (error) {
      client.release(true)
      throw failure(error, this.where)
    }
    client.release()
  }
}

async function load(): Promise<typeof Postgres> {
  try {
    return (await import('pg')).default
  } catch (cause) {
    throw new WusumError('UNSUPPORTED', 'A registry in Postgres needs the package pg: npm install pg', { cause })
  }
}

export async function openPostgres(where: string, options: StoreOptions): Promise<Store> {
  let url: URL
  try {
    url = new URL(where)
  } catch {
    // Without its cause, which holds the whole address and so the password.
    throw new WusumError('USAGE', 'The address of the registry is not of the form postgres://user@host:port/database')
  }
  const schema = url.searchParams.get('schema') ?? 'wusum'
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_')) {
    throw new WusumError('USAGE', 'The schema of a registry is named with small Latin letters, digits and _')
  }
  url.searchParams.delete('schema')
  const shown = `postgres://${url.host}${url.pathname} (schema ${schema})`
  const { Pool, TypeOverrides } = await load()
  // Counts are far below 2^53.
  const parsers = new TypeOverrides()
  parsers.setTypeParser(INT8, Number)
  const pool = new Pool({
    connectionString: url.href,
    application_name: 'wusum',
    max: 4,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    types: parsers,
  })
  const connection = new PostgresConnection(pool, shown, schema, options.patience ?? PATIENCE)
  try {
    await connection.migrate(options.create ?? true)
  } catch (error) {
    await connection.close()
    throw error
  }
  return new SqlStore(connection)
}
