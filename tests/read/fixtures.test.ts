import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from '@jest/globals'

import { loadMarkup } from '../../dist/model/markup.js'
import { batches, pagesOf, type Item } from '../../dist/read/index.js'

/**
 * Pairs of a file, most of them written by another program, and what it must be read as: case.format and
 * case.pages.json. A new pair is a new test. `UPDATE=1` writes what is missing, to be looked over.
 */
const folder = 'tests/fixtures/read'
const markup = loadMarkup()

async function read(path: string, batchBytes: number): Promise<Item[]> {
  const items: Item[] = []
  for await (const batch of batches([path], { batchBytes })) items.push(...(await pagesOf(batch, { markup })))
  return items
}

describe('a file of', () => {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.pages.json'))
  it.each(names)('%s', async (name) => {
    const pair = join(folder, `${name.slice(0, name.indexOf('.'))}.pages.json`)
    const items = await read(join(folder, name), 2 ** 20)
    if (process.env['UPDATE'] !== undefined) writeFileSync(pair, JSON.stringify(items, null, 1) + '\n')
    expect(items).toEqual(JSON.parse(readFileSync(pair, 'utf8')))
    // The same, however it is cut.
    expect(await read(join(folder, name), 1)).toEqual(items)
  })
})
