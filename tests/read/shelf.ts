import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { loadMarkup } from '../../dist/model/markup.js'
import { Batcher, type Scanner } from '../../dist/read/batches.js'
import { fromChunks } from '../../dist/read/bytes.js'
import {
  LIMITS,
  batches,
  isReject,
  pagesOf,
  type Batch,
  type Format,
  type Item,
  type ReadOptions,
} from '../../dist/read/index.js'

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

/**
 * What is read of bytes that come in pieces. Behind the door the first piece is at least as long as what a format is told
 * by, so that a short input comes at once.
 */
export async function readPieces(
  [format, scanner]: readonly [Format, Scanner],
  content: string | Uint8Array,
  size: number,
  { batchBytes = 2 ** 16, limits }: Pick<ReadOptions, 'batchBytes' | 'limits'> = {},
): Promise<Item[]> {
  const bytes = Buffer.from(content as string)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
  }
  const cutter = new Batcher(batchBytes, { ...LIMITS, ...limits }, [], () => ({ read: 0, total: 0 }))
  const items: Item[] = []
  const read = async (batch: Batch) => items.push(...(await pagesOf(batch, { markup, limits })))
  for await (const batch of cutter.split('-', format, scanner, fromChunks(pieces), {})) await read(batch)
  for (const batch of cutter.flush()) await read(batch)
  return items
}

/** What became of each record, for short: the id of its page, or the code of its reject. */
export const told = (items: readonly Item[]): string[] =>
  items.map((item) => (isReject(item) ? `!${item.code}` : item.id))
