import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { Workdir, records } from './workdir.js'

/**
 * Pages as the templates of publishing systems write them, through the real command: case.html, and case.tags.txt with
 * the tags that are the page's own, a line each. A new pair is a new test.
 */
const folder = path.resolve('tests/fixtures/html')
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.slice(0, -'.html'.length))
  .sort()

describe('a page of', () => {
  const workdir = new Workdir()
  const found = new Map<string, string[]>()
  beforeAll(() => {
    const files = cases.map((name) => path.join(folder, `${name}.html`))
    const { status, stdout } = workdir.wusum(['run', '--no-learn', ...files])
    expect(status).toBe(0)
    for (const { id, tags } of records(stdout)) found.set(path.basename(id, '.html'), tags.map(({ tag }) => tag).sort())
  })
  afterAll(() => workdir.remove())

  it.each(cases)('%s', (name) => {
    const tags = readFileSync(path.join(folder, `${name}.tags.txt`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .sort()
    // A page without text and tags is no record.
    expect(found.get(name) ?? []).toEqual(tags)
  })
})
