import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { loadMarkup } from '../../dist/model/markup.js'
import { batches, isReject, pagesOf, type Batch, type Item, type ReadOptions } from '../../dist/read/index.js'

export const markup = loadMarkup()

/** An empty folder whose files are read as a run reads its inputs. */
export class Shelf {
  readonly folder = mkdtempSync(join(tmpdir(), 'wusum-read-'))

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** All that inputs give, with the batches that it came in. */
export async function readAll(
  inputs: readonly string[],
  options: ReadOptions = {},
): Promise<{ items: Item[]; batches: Batch[] }> {
  const all: Batch[] = []
  const items: Item[] = []
  for await (const batch of batches(inputs, options)) {
    all.push(batch)
    items.push(...(await pagesOf(batch, { markup, limits: options.limits })))
  }
  return { items, batches: all }
}

/** What became of each record, for short: the id of its page, or the code of its reject. */
export const told = (items: readonly Item[]): string[] =>
  items.map((item) => (isReject(item) ? `!${item.code}` : item.id))
