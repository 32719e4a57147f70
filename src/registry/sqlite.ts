/** The registry in a SQLite file. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WusumError } from '../core/errors.js'
import type { Store, StoreOptions } from './types.js'
import type { Kind, Row, Value } from './rows.js'
import { APPLICATION_ID, migrationsFrom, refuseNewer, VERSION } from './schema.js'
import { isError, SqlStore, type Columns, type Connection, type Session } from './sql.js'
import { loadSqlite, resultOf, type Database, type Statement } from './sqlite-driver.js'

/** SQLite waits this long by itself, ms; it blocks the process, so the rest of the patience is slept outside. */
const SPIN = 25

const PRAGMAS = [
  `busy_timeout = ${SPIN}`,
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  // What was acknowledged survives a power cut.
  'synchronous = FULL',
  'temp_store = MEMORY',
  // kB: the inner pages of the indexes of a million tags
  'cache_size = -65536',
]

/** SQLite's numbers for what can go wrong. */
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

const busy = (error: unknown): boolean => [BUSY, LOCKED].includes(resultOf(error) ?? 0)

/** A driver's error as ours. */
export function failure(error: unknown, where: string): Error {
  const result = resultOf(error)
  if (!isError(error) || result === undefined) return error as Error
  const at = { where: { source: where }, cause: error }
  switch (result) {
    case BUSY:
    case LOCKED:
      return new WusumError('REGISTRY_BUSY', `${where} is in use by another process; try again`, { ...at, retry: true })
    case FULL:
    case IOERR:
      return new WusumError('REGISTRY', `${where} could not be written: ${error.message}`, { ...at, retry: true })
    case NOTADB:
    case CORRUPT:
      return new WusumError('REGISTRY', `${where} is not a registry, or is damaged`, at)
    case READONLY:
    case CANTOPEN:
      return new WusumError(
        'REGISTRY',
        `${where} cannot be opened for writing: the file and its folder must both be writable`,
        at,
      )
    default:
      return new WusumError('REGISTRY', `${where}: ${error.message}`, at)
  }
}

const schemaOf = (db: Database): Row[] => db.prepare('SELECT type, name, sql FROM sqlite_schema').all([])
/** Indexes that SQLite makes by itself have no statement. */
const isOwn = ([type, name, sql]: Row): boolean => (type === 'index' && sql === null) || name === 'sqlite_sequence'

/** The statements in the schema of a registry of `version`, as SQLite itself words them after the migrations. */
function expectedSchema(version: number, empty: Database): Set<string> {
  try {
    for (const statement of migrationsFrom(0, 'sqlite', version)) empty.exec(statement)
    return new Set(schemaOf(empty).flatMap((row) => (isOwn(row) ? [] : [row[2] as string])))
  } finally {
    empty.close()
  }
}

/** Waits for other processes without blocking this one. */
async function patiently<T>(task: () => T, patience: number): Promise<T> {
  const until = performance.now() + patience
  for (let pause = 1; ; pause = Math.min(2 * pause, 50)) {
    try {
      return task()
    } catch (error) {
      if (!busy(error) || performance.now() > until) throw error
    }
    await sleep(pause * (0.5 + Math.random()))
  }
}

class SqliteSession implements Session {
  readonly #db: Database
  readonly #statements = new Map<string, Statement>()

  constructor(db: Database) {
    this.#db = db
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #rows(sql: string, parameters: readonly Value[]): Row[] {
    return this.#prepare(sql).all(parameters)
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async all(sql: string, ...parameters: Value[]): Promise<Row[]> {
    return this.#rows(sql.replaceAll('$', '?'), parameters)
  }

  async many(sql: string, columns: readonly string[], ...parameters: Value[]): Promise<Row[]> {
    // Each value fetched by itself costs more than all of them written and read as one text. Bytes do not go into JSON.
    if (columns.some((column) => column === 'bytes' || column === 'evidence')) return this.all(sql, ...parameters)
    const lists = columns.map((column) => `json_group_array(${column})`).join(', ')
    const [row] = await this.all(`SELECT ${lists} FROM (${sql})`, ...parameters)
    const [first, ...others] = row!.map((text) => JSON.parse(text as string) as Value[])
    return first!.map((value, i) => [value, ...others.map((values) => values[i]!)])
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async lookup(table: string, column: string, _: Kind, keys: readonly Value[], columns: string): Promise<Row[]> {
    const sql = `SELECT ${columns} FROM ${table} WHERE ${column} = ?`
    return keys.flatMap((key) => this.#rows(sql, [key]))
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async insert(table: string, columns: Columns, rows: readonly Row[], conflict = ''): Promise<void> {
    const names = Object.keys(columns)
    const marks = names.map(() => '?').join(', ')
    const statement = this.#prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks}) ${conflict}`)
    for (const row of rows) statement.run(row)
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async update(table: string, columns: Columns, rows: readonly Row[]): Promise<void> {
    const [key, value] = Object.keys(columns)
    const statement = this.#prepare(`UPDATE ${table} SET ${value} = ?2 WHERE ${key} = ?1`)
    for (const row of rows) statement.run(row)
  }
}

class SqliteConnection implements Connection {
  readonly where: string
  readonly #db: Database
  readonly #session: SqliteSession
  readonly #patience: number
  /** One connection holds one transaction: they queue. */
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  readonly #open: (place?: string) => Database

  constructor(db: Database, open: (place?: string) => Database, where: string, patience: number) {
    this.#open = open
    this.#db = db
    this.where = where
    this.#session = new SqliteSession(db)
    this.#patience = patience
  }

  read<T>(body: (session: Session) => Promise<T>): Promise<T> {
    return this.#queue(() => this.#transaction('BEGIN', body))
  }

  write<T>(body: (session: Session) => Promise<T>): Promise<T> {
    return this.#queue(() => this.#transaction('BEGIN IMMEDIATE', body))
  }

  async view(): Promise<{ session: Session; release(): Promise<void> }> {
    this.#refuseClosed()
    const db = await patiently(() => this.#open(), this.#patience)
    db.exec('BEGIN')
    return {
      session: new SqliteSession(db),
      release: () => {
        db.close()
        return Promise.resolve()
      },
    }
  }

  examine(): Promise<string[]> {
    return this.read(async (s) => {
      const rows = await s.all('PRAGMA integrity_check(10)')
      return rows.map(([what]) => what as string).filter((what) => what !== 'ok')
    })
  }

  compact(): Promise<void> {
    return this.#queue(() =>
      patiently(() => {
        this.#db.exec('VACUUM')
        this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      }, this.#patience),
    )
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve()
    return this.#queue(() => {
      this.#closed = true
      // Leaves one file behind where no one else has it open.
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      this.#db.close()
      return Promise.resolve()
    })
  }

  #refuseClosed(): void {
    if (this.#closed) throw new WusumError('REGISTRY', 'The registry is closed')
  }

  #queue<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#last.then(async () => {
      this.#refuseClosed()
      try {
        return await task()
      } catch (error) {
        throw failure(error, this.where)
      }
    })
    this.#last = next.catch(() => undefined)
    return next
  }

  async #transaction<T>(begin: string, body: (session: Session) => Promise<T>): Promise<T> {
    await patiently(() => this.#db.exec(begin), this.#patience)
    try {
      const result = await body(this.#session)
      await patiently(() => this.#db.exec('COMMIT'), this.#patience)
      return result
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  async migrate(fresh: boolean): Promise<void> {
    const db = this.#db
    const number = (pragma: string): number => Number(db.prepare(`PRAGMA ${pragma}`).all([])[0]![0])
    const look = (): number => {
      const version = number('user_version')
      const rows = schemaOf(db)
      if (rows.length === 0 && version === 0) return 0
      if (number('application_id') !== APPLICATION_ID) {
        throw new WusumError('REGISTRY', `${this.where} is a database, but not a registry`, {
          where: { source: this.where },
        })
      }
      refuseNewer(version, this.where)
      // A stranger's file: what is not exactly ours (a trigger, a view, a default, an index on an expression) is not run.
      const expected = expectedSchema(version, this.#open(':memory:'))
      const ours = rows.every((row) => isOwn(row) || expected.delete(row[2] as string))
      if (!ours || expected.size > 0) {
        throw new WusumError('REGISTRY', `${this.where} holds tables that no registry has; it is not opened`, {
          where: { source: this.where },
        })
      }
      return version
    }
    await this.#queue(async () => {
      let version = 0
      await patiently(() => {
        // In one view: another process may be making the registry at this moment.
        db.exec('BEGIN')
        try {
          version = look()
        } finally {
          db.exec('ROLLBACK')
        }
      }, this.#patience)
      if (version === VERSION) return
      if (version === 0 && !fresh) {
        throw new WusumError('REGISTRY', `${this.where} is an empty file, not a registry`, {
          where: { source: this.where },
        })
      }
      await patiently(() => db.exec('PRAGMA journal_mode = WAL'), this.#patience)
      await patiently(() => db.exec('BEGIN IMMEDIATE'), this.#patience)
      try {
        // Another process may have done it while this one waited.
        for (const statement of migrationsFrom(look(), 'sqlite')) db.exec(statement)
        db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
        db.exec(`PRAGMA user_version = ${VERSION}`)
        db.exec('COMMIT')
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    })
  }
}

export async function openSqlite(where: string, options: StoreOptions): Promise<Store> {
  // Absolute, so that nothing in the name can be taken for a remote address or a special name.
  const file = path.resolve(where)
  const at = { where: { source: where } }
  const create = options.create ?? true
  try {
    const found = await fs.stat(file)
    if (!found.isFile()) throw new WusumError('REGISTRY', `${where} is not a file`, at)
  } catch (cause) {
    if (cause instanceof WusumError) throw cause
    const code = (cause as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' || !create)
      throw new WusumError('NOT_FOUND', `There is no registry at ${where}`, { ...at, cause })
    const folder = path.dirname(file)
    await fs.access(folder).catch((cause: unknown) => {
      throw new WusumError('NOT_FOUND', `There is no folder ${folder} for the registry`, { ...at, cause })
    })
  }
  const openDatabase = loadSqlite()
  const open = (place = file): Database => {
    const db = openDatabase(place)
    try {
      for (const pragma of PRAGMAS) db.exec(`PRAGMA ${pragma}`)
    } catch (error) {
      db.close()
      throw error
    }
    return db
  }
  const patience = options.patience ?? 30_000
  let connection: SqliteConnection
  try {
    connection = new SqliteConnection(await patiently(() => open(), patience), open, where, patience)
  } catch (error) {
    throw failure(error, where)
  }
  try {
    await connection.migrate(create)
  } catch (error) {
    await connection.close()
    throw error
  }
  return new SqlStore(connection)
}
