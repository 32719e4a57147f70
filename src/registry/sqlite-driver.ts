/** Which SQLite a registry file is opened with: Node's own, where it has one that is complete enough, else libsql. */
import { createRequire } from 'node:module'
import { WusumError } from '../core/errors.js'
import type { Row, Value } from './rows.js'
import { isError } from './sql.js'

/** A prepared statement. Rows are arrays, so that two columns may have one name. */
export interface Statement {
  all(parameters: readonly Value[]): Row[]
  run(parameters: readonly Value[]): void
}

/** An open database. Every call blocks. What a driver throws is read by {@link resultOf}. */
export interface Database {
  readonly inTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export type OpenDatabase = (path: string) => Database

/** What is used of node:sqlite. Its rows can be had as arrays since Node 22.16. */
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => {
    readonly isTransaction: boolean
    exec(sql: string): void
    prepare(sql: string): {
      setReturnArrays(on: boolean): void
      all(...parameters: readonly Value[]): unknown[]
      run(...parameters: readonly Value[]): unknown
    }
    close(): void
  }
  readonly StatementSync: { readonly prototype: object }
}

/** What is used of libsql. */
type Libsql = new (path: string) => {
  readonly inTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): {
    raw(): { all(parameters: readonly Value[]): unknown[] }
    run(parameters: readonly Value[]): void
  }
  close(): void
}

let loaded: OpenDatabase | undefined

/** @throws WusumError UNSUPPORTED where there is none */
export function loadSqlite(): OpenDatabase {
  return (loaded ??= ownSqlite() ?? libsql())
}

/** Node's own. Undefined before Node 22.16. */
export function ownSqlite(): OpenDatabase | undefined {
  const sqlite = withoutWarning(() => process.getBuiltinModule('node:sqlite' as 'node:fs')) as unknown as
    NodeSqlite | undefined
  if (sqlite === undefined || !('setReturnArrays' in sqlite.StatementSync.prototype)) return undefined
  return (path) => {
    const db = new sqlite.DatabaseSync(path)
    return {
      get inTransaction() {
        return db.isTransaction
      },
      exec: (sql) => db.exec(sql),
      prepare(sql) {
        const statement = db.prepare(sql)
        statement.setReturnArrays(true)
        return {
          all: (parameters) => statement.all(...parameters) as Row[],
          run: (parameters) => void statement.run(...parameters),
        }
      },
      close: () => db.close(),
    }
  }
}

/** @throws WusumError UNSUPPORTED where it is not installed */
export function libsql(): OpenDatabase {
  let Database: Libsql
  try {
    Database = createRequire(import.meta.url)('libsql') as Libsql
  } catch (cause) {
    throw new WusumError(
      'UNSUPPORTED',
      `Node ${process.versions.node} has no SQLite for a registry file: use Node 22.16 or later, or npm install libsql`,
      { cause },
    )
  }
  return (path) => {
    const db = new Database(path)
    return {
      get inTransaction() {
        return db.inTransaction
      },
      exec: (sql) => db.exec(sql),
      prepare(sql) {
        const statement = db.prepare(sql)
        return {
          all: (parameters) => statement.raw().all(parameters) as Row[],
          run: (parameters) => statement.run(parameters),
        }
      },
      close: () => db.close(),
    }
  }
}

/** Node 22 says on standard error that its SQLite is an experiment, which is no news for who runs wusum. */
function withoutWarning<T>(load: () => T): T {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}

/**
 * SQLite's number for what went wrong, without the details in the upper bits (sqlite.org/rescode.html). libsql names few of
 * them, and puts that of a file which cannot be opened into the text.
 */
export function resultOf(error: unknown): number | undefined {
  if (!isError(error)) return undefined
  for (const name of ['errcode', 'rawCode']) {
    const code: unknown = Reflect.get(error, name)
    if (typeof code === 'number') return code & 0xff
  }
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(error.message)
  return opening ? Number(opening[1]) & 0xff : undefined
}
