/** The recipes of docs/EXPORTS.md, run as they stand there. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import Database from 'libsql'
import pg from 'pg'
import { Workdir } from '../cli/workdir.js'

const dir = new Workdir()
afterAll(() => dir.remove())

/** The block behind `<!-- recipe: name -->`. */
function recipe(name: string): string {
  const text = readFileSync(new URL('../../docs/EXPORTS.md', import.meta.url), 'utf8')
  const block = new RegExp(`<!-- recipe: ${name} -->\n\`\`\`\\w+\n([^]*?)\n\`\`\``).exec(text)
  expect(block).not.toBeNull()
  return block![1]!
}

const posts = [
  ['1', 'غزة'],
  ['1', 'غزه'],
  ['2', 'غزه'],
  ['2', 'بيروت'],
  ['3', 'اسرائيل'],
  ['3', 'وسم لا تعرفه، الصفحات'],
] as const
const clean = [
  ['1', 'غزة'],
  ['2', 'بيروت'],
  ['2', 'غزة'],
  ['3', 'إسرائيل'],
  ['3', 'وسم لا تعرفه، الصفحات'],
]

beforeAll(() => {
  const pages = [
    ['غزة', 'غزه', 'إسرائيل'],
    ['غزة', 'إسرائيل', 'اسرائيل'],
  ].map((tags, i) => JSON.stringify({ id: `page ${i}`, text: '', tags }))
  dir.write('pages.jsonl', pages.join('\n'))
  dir.write('posts.csv', ['post,tag', ...posts.map((row) => row.join(','))].join('\n'))
  for (const [format, file] of [
    ['mapping-parquet', 'mapping.parquet'],
    ['mapping-tsv', 'mapping.tsv'],
  ] as const)
    expect(dir.wusum(['tags', 'pages.jsonl', '--format', format, '-o', file, '-q']).status).toBe(0)
  expect(dir.wusum(['run', 'pages.jsonl', '--format', 'parquet', '-o', 'tagged.parquet', '-q']).status).toBe(0)
})
beforeEach(() => rmSync(dir.path('clean.csv'), { force: true }))

const python = process.env['WUSUM_TEST_PYTHON']
if (python === undefined)
  process.stderr.write('SKIPPED, for Python (.ci/python) is not here: recipes of pandas and DuckDB\n')
const inPython = python === undefined ? describe.skip : describe
inPython('recipes of', () => {
  const run = (program: string) => {
    const { status, stderr } = spawnSync(python!, ['-c', program], { cwd: dir.folder, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
  const duckdb = (sql: string) => run(`import duckdb\nduckdb.sql(${JSON.stringify(sql)})`)
  const rows = () =>
    dir
      .read('clean.csv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => [line.slice(0, 1), line.slice(2)])
      .sort()
  it('pandas', () => {
    run(recipe('pandas'))
    expect(rows()).toEqual(clean)
  })
  it('DuckDB', () => {
    duckdb(recipe('duckdb'))
    expect(rows()).toEqual(clean)
  })
  it('DuckDB, by page', () => {
    duckdb(recipe('pages'))
    const pages = dir.read('pages.json').trimEnd().split('\n')
    expect(pages.map((line) => JSON.parse(line) as unknown)).toEqual(
      expect.arrayContaining([
        { id: 'page 0', tags: ['إسرائيل', 'غزة'] },
        { id: 'page 1', tags: ['إسرائيل', 'غزة'] },
      ]),
    )
  })
})

describe('the recipe of SQL', () => {
  const create = 'CREATE TABLE post_tags (post TEXT, tag TEXT); CREATE TABLE mapping (surface TEXT, canonical TEXT)'
  const mapping = () =>
    dir
      .read('mapping.tsv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t').slice(0, 2))
  const sorted = (rows: readonly { post: string; tag: string }[]) => rows.map(({ post, tag }) => [post, tag]).sort()
  it('in SQLite', () => {
    const database = new Database(':memory:')
    database.exec(create)
    for (const row of posts) database.prepare('INSERT INTO post_tags VALUES (?, ?)').run(...row)
    for (const row of mapping()) database.prepare('INSERT INTO mapping VALUES (?, ?)').run(...row)
    database.exec(recipe('sql'))
    expect(sorted(database.prepare('SELECT * FROM post_tags').all() as { post: string; tag: string }[])).toEqual(clean)
  })
  const postgres = process.env['WUSUM_TEST_POSTGRES']
  if (postgres === undefined)
    process.stderr.write('SKIPPED, for Postgres (.ci/postgres) is not here: the recipe of SQL\n')
  const inPostgres = postgres === undefined ? it.skip : it
  inPostgres('in Postgres', async () => {
    const client = new pg.Client(postgres)
    await client.connect()
    try {
      await client.query(`BEGIN; ${create.replaceAll('CREATE', 'CREATE TEMPORARY')}`)
      for (const row of posts) await client.query('INSERT INTO post_tags VALUES ($1, $2)', [...row])
      for (const row of mapping()) await client.query('INSERT INTO mapping VALUES ($1, $2)', row)
      await client.query(recipe('sql'))
      const { rows } = await client.query<{ post: string; tag: string }>('SELECT * FROM post_tags')
      expect(sorted(rows)).toEqual(clean)
    } finally {
      await client.end()
    }
  })
})
