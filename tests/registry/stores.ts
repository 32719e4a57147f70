import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'

export interface Place {
  readonly name: string
  /** A place where no registry is yet. */
  fresh(): string
  /** Removes everything made here. */
  clean(): Promise<void>
}

/** The kinds of store that can be tested here. Postgres needs WUSUM_TEST_POSTGRES, see .ci/postgres. */
export function places(): Place[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-registry-'))
  const found: Place[] = [
    { name: 'memory', fresh: () => 'memory:', clean: () => Promise.resolve() },
    {
      name: 'SQLite',
      fresh: () => path.join(folder, `${randomUUID()}.db`),
      clean: () => fs.promises.rm(folder, { recursive: true }),
    },
  ]
  const postgres = process.env['WUSUM_TEST_POSTGRES']
  if (postgres === undefined) {
    console.warn('\n*** WUSUM_TEST_POSTGRES is not set: NOTHING OF POSTGRES IS TESTED. eval "$(.ci/postgres)" ***\n')
  } else {
    const schemas: string[] = []
    found.push({
      name: 'Postgres',
      fresh: () => {
        const schema = `t_${randomUUID().replaceAll('-', '')}`
        schemas.push(schema)
        const url = new URL(postgres)
        url.searchParams.set('schema', schema)
        return url.href
      },
      clean: async () => {
        const client = new pg.Client(postgres)
        await client.connect()
        for (const schema of schemas) await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
        await client.end()
      },
    })
  }
  return found
}
