import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import type { PageRecord } from '../../dist/index.js'
import { records, Workdir } from './workdir.js'

// Pages as converters leave them, each beside its tags, one a line: NAME.txt and NAME.tags. Folders: what announces a
// list (labels), what seems to (none), where it ends, what an item is, and pages of several lists run together (seed).
const folder = new URL('../../tests/fixtures/text/', import.meta.url)
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -4))
  .sort()
const wanted = (name: string) =>
  readFileSync(new URL(`${name}.tags`, folder), 'utf8')
    .split('\n')
    .filter(Boolean)

describe('lists in pages as text', () => {
  let dir: Workdir
  let alone: ReadonlyMap<string, PageRecord>
  let together: ReadonlyMap<string, PageRecord>
  beforeAll(() => {
    dir = new Workdir()
    cpSync(folder, dir.folder, { recursive: true })
    const run = (args: readonly string[]) => {
      const { status, stdout } = dir.wusum(['run', ...args])
      expect(status).toBe(0)
      return new Map(records(stdout).map((record) => [record.id, record]))
    }
    alone = run(['--no-learn', ...names.map((name) => `${name}.txt`)])
    together = run(names.filter((name) => name.startsWith('seed/')).map((name) => `${name}.txt`))
  })
  afterAll(() => dir.remove())

  const tagsOf = (record: PageRecord | undefined) => record?.tags.map(({ tag }) => tag)

  it.each(names)('%s', (name) => {
    expect(tagsOf(alone.get(`${name}.txt`))?.sort()).toEqual(wanted(name).sort())
  })

  it.each(names.filter((name) => name.startsWith('seed/')))('%s, in a collection', (name) => {
    expect(tagsOf(together.get(`${name}.txt`))).toEqual(wanted(name))
  })
})
