import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNormaliser, readPages } from '../../dist/index.js'
import { cases, knownWrong } from './cases.js'

// Pages as a crawl brings them, each alone, with the tags that a careful reader would note.
const pages = cases('pages-text.txt', 'pages-markup.txt')
const wrong = knownWrong('pages')
/** Of the tags expected and of those found, the share that is both; measured: 0.99. */
const LEAST_F1 = 0.97

describe('golden pages', () => {
  let dir: string
  const found = new Map<string, readonly string[]>()
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'wusum-golden-'))
    for (const { name, given } of pages) {
      // Each in a folder of its own: the name of a file says what it is.
      mkdirSync(join(dir, name))
      const path = join(dir, name, name)
      writeFileSync(path, given)
      const tags: string[] = []
      for await (const page of readPages([path]))
        tags.push(
          ...createNormaliser()
            .normalise(page)
            .tags.map(({ tag }) => tag),
        )
      found.set(name, tags)
    }
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it.each(pages.filter(({ name }) => !wrong.has(name)))('$name', ({ name, wanted }) => {
    expect([...found.get(name)!].sort()).toEqual([...wanted].sort())
  })

  it('are right as a whole', () => {
    let [both, expected, told] = [0, 0, 0]
    for (const { name, wanted } of pages) {
      both += found.get(name)!.filter((tag) => wanted.includes(tag)).length
      expected += wanted.length
      told += found.get(name)!.length
    }
    expect((2 * both) / (expected + told)).toBeGreaterThan(LEAST_F1)
    expect(pages.length).toBeGreaterThanOrEqual(60)
    expect(wrong.size).toBeLessThanOrEqual(1)
  })
})
