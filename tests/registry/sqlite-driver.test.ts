import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { libsql, ownSqlite, resultOf, type OpenDatabase } from '../../dist/registry/sqlite-driver.js'

const own = ownSqlite()
if (own === undefined)
  console.warn(`SKIPPED: Node ${process.versions.node} has no SQLite that is complete enough: libsql alone is tested`)
const drivers: [string, OpenDatabase][] = [['libsql', libsql()]]
if (own) drivers.push(["Node's own", own])

describe.each(drivers)('%s', (_, open) => {
  let folder: string
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-driver-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true }))

  const failing = (task: () => unknown): unknown => {
    try {
      task()
    } catch (error) {
      return error
    }
    throw new Error('nothing was thrown')
  }

  it('gives rows as arrays, bytes as bytes, and takes numbered parameters', () => {
    const db = open(':memory:')
    db.exec('CREATE TABLE t (k INTEGER PRIMARY KEY, v BLOB, w TEXT)')
    const insert = db.prepare('INSERT INTO t (k, v, w) VALUES (?, ?, ?)')
    insert.run([1, Uint8Array.of(0, 255), 'غزة'])
    insert.run([2, null, null])
    db.prepare('UPDATE t SET w = ?2 WHERE k = ?1').run([2, 'مصر'])
    const rows = db.prepare('SELECT k, v, w, w FROM t WHERE k = ?1 OR k = ?2 OR w = ?2 ORDER BY k').all([1, 2])
    expect(rows.map(([k, v, ...rest]) => [k, v === null ? v : [...(v as Uint8Array)], ...rest])).toEqual([
      [1, [0, 255], 'غزة', 'غزة'],
      [2, null, 'مصر', 'مصر'],
    ])
    db.close()
  })

  it('tells a transaction, and names what went wrong by its number', () => {
    const file = path.join(folder, 'x.db')
    const db = open(file)
    db.exec('CREATE TABLE t (x)')
    expect(db.inTransaction).toBe(false)
    db.exec('BEGIN IMMEDIATE')
    expect(db.inTransaction).toBe(true)
    const other = open(file)
    other.exec('PRAGMA busy_timeout = 1')
    expect(resultOf(failing(() => other.exec('BEGIN IMMEDIATE')))).toBe(5)
    db.exec('ROLLBACK')
    expect(resultOf(failing(() => db.exec('CREATE TABLE t (x)')))).toBe(1)
    expect(resultOf(failing(() => open(path.join(folder, 'no', 'x.db'))))).toBe(14)
    expect(resultOf(new Error('another'))).toBeUndefined()
    other.close()
    db.close()
    // What one wrote the other reads: a registry goes along when Node is updated.
    for (const [, reader] of drivers) {
      const again = reader(file)
      expect(again.prepare('SELECT count(*) FROM t').all([])).toEqual([[0]])
      again.close()
    }
  })
})

it('leaves warnings of others alone, and knows no number of what is no error of a database', () => {
  const warning = () => Reflect.get(process, 'emitWarning') as unknown
  const before = warning()
  ownSqlite()
  expect(warning()).toBe(before)
  const errors = ['text', undefined, { errcode: 5 }, Object.assign(new Error('x'), { errcode: '5' })]
  expect(errors.map((error) => resultOf(error))).toEqual([undefined, undefined, undefined, undefined])
  const full = (name: string) => Object.assign(new Error('x'), { [name]: 13 + 256 })
  expect([resultOf(full('errcode')), resultOf(full('rawCode'))]).toEqual([13, 13])
  expect(resultOf(new Error('ConnectionFailed("Unable to open connection to local database x: 270")'))).toBe(14)
})

it('says nothing of experiments', async () => {
  const { spawnSync } = await import('node:child_process')
  const driver = new URL('../../dist/registry/sqlite-driver.js', import.meta.url).href
  const probe = `const { ownSqlite } = await import(${JSON.stringify(driver)}); ownSqlite()?.(':memory:').close()`
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', probe], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  })
})
