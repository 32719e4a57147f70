import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parquetReadObjects } from 'hyparquet'
import { terminals, Workdir } from './workdir.js'

const dir = new Workdir()
const rowsOf = (name: string) =>
  parquetReadObjects({ file: Uint8Array.from(readFileSync(dir.path(name))).buffer }) as Promise<
    Record<string, unknown>[]
  >
const done = (args: string[]): string => {
  const { status, stdout, stderr } = dir.wusum(args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

beforeAll(() => {
  const pages = [
    ['غزة', 'غزه', 'قطاع غزة', 'إسرائيل'],
    ['غزة', 'اسرائيل', 'الهلال الأحمر', 'الهلال الاحمر'],
  ].map((tags, i) => JSON.stringify({ id: String(i), text: '', tags }))
  dir.write('in/pages.jsonl', pages.join('\n'))
  done(['run', 'in/pages.jsonl', '--registry', 'tags.db', '-o', 'in/records.jsonl', '-q'])
})
afterAll(() => dir.remove())

describe('tags', () => {
  it('are the same from pages, from what was written, and with ids from a registry', () => {
    const columns = (text: string, without: number) =>
      text.split('\n').map((line) => line.split(',').filter((_, i) => i !== without))
    const mapping = done(['tags', 'in/pages.jsonl', '--format', 'mapping', '-q'])
    expect(mapping.split('\n').slice(0, 3)).toEqual([
      '\ufeffsurface,canonical,id,rule,confidence,count,pages',
      'غزة,غزة,,identical,1,2,2',
      'غزه,غزة,,orthographic,1,1,1',
    ])
    const file = done(['tags', 'in/pages.jsonl', '-q', '-o', 'in/tags.jsonl'])
    expect(file).toBe('')
    expect(done(['tags', 'in/tags.jsonl', '--format', 'mapping'])).toBe(mapping)
    expect(done(['tags', 'in/records.jsonl', '--format', 'mapping'])).toBe(mapping)
    const registry = done(['tags', '--registry', 'tags.db', '--format', 'mapping'])
    expect(columns(registry, 2)).toEqual(columns(mapping, 2))
    expect(registry.split('\n')[1]).toMatch(/^غزة,غزة,t[0-9a-z]{12},identical/)
  })

  it('that wusum wrote are no pages, in whatever form', () => {
    for (const format of ['mapping', 'mapping-tsv', 'mapping-jsonl', 'mapping-parquet'])
      done(['tags', 'in/records.jsonl', '--format', format, '-o', `in/${format}`])
    const again = dir.wusum(['run', 'in', '--format', 'parquet', '-o', 'in/records.parquet'])
    expect(again.status).toBe(0)
    expect(again.stderr).toMatch(/^wusum: passed by, for wusum wrote or uses it: .*\n$/)
    const over = dir.wusum(['run', 'in', '--format', 'parquet', '-o', 'in/records.parquet', '-q'])
    expect(over.status).toBe(0)
  })

  it.each([
    [['tags', 'in/tags.jsonl', '--no-bom'], '--no-bom does nothing with this --format'],
    [['tags', 'in/tags.jsonl', '--decisions', 'in/pages.jsonl'], '--decisions does nothing with a file of tags'],
    [
      ['tags', 'in/tags.jsonl', '--labelled-only'],
      '--labelled-only is about reading pages: it does nothing with a file',
    ],
    [['tags', 'in/tags.jsonl', '-o', 'in/tags.jsonl'], 'are one file: nothing was read or written'],
    [['run', 'in/pages.jsonl', '--no-bom'], '--no-bom does nothing with this --format'],
    [
      ['run', 'in/pages.jsonl', '--format', 'parquet', '--no-learn', '--resume', '-o', 'x'],
      '--resume cannot go on with the --format parquet and --no-learn: the index of a Parquet file stands at its end',
    ],
  ])('%j is refused', (args, sentence) => {
    const { status, stderr } = dir.wusum(args)
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
})

describe('records as Parquet', () => {
  it.each([[[]], [['--no-learn']]])('are those of JSON lines %j', async (more) => {
    const lines = done(['run', 'in/pages.jsonl', '-q', ...more])
      .trimEnd()
      .split('\n')
    const records = lines.map((line) => JSON.parse(line) as { id: string; tags: Record<string, unknown>[] })
    done(['run', 'in/pages.jsonl', '-q', '--format', 'parquet', '-o', 'records.parquet', ...more])
    expect(await rowsOf('records.parquet')).toEqual(
      records.flatMap(({ id, tags }) => tags.map((tag) => ({ scope: null, id, ...tag }))),
    )
  })
  const some = terminals ? it : it.skip
  some('do not fill a screen', () => {
    const { status, screen } = dir.inTerminal(['run', 'in/pages.jsonl', '--format', 'parquet', '-o', '-'])
    expect(status).toBe(2)
    expect(screen).not.toContain('PAR1')
  })
})
