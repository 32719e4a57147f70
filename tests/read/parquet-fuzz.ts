import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { loadMarkup } from '../../dist/model/markup.js'
import { batches, pagesOf } from '../../dist/read/index.js'

/**
 * Damages Parquet files at one to three places, most of them in headers and footer, and reads them, in a process of its own: what
 * escapes the reader ends it. The same runs give the same files.
 */
const [folder = '', count = '0'] = process.argv.slice(2)
const markup = loadMarkup()
const names = ['pyarrow-zstd', 'pyarrow-snappy', 'pyarrow-gzip', 'crawl-brotli']
const wholes = names.map((name) => readFileSync(`tests/fixtures/read/${name}.parquet`))
let state = 7
const below = (most: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * most)
}
let pages = 0
let rejects = 0
for (let run = 0; run < Number(count); run++) {
  const damaged = Buffer.from(wholes[run % wholes.length]!)
  const footer = damaged.length - 8 - damaged.readUInt32LE(damaged.length - 8)
  for (let places = 1 + below(3); places > 0; places--) {
    const at = below(3) === 0 ? below(damaged.length) : footer + below(damaged.length - footer - 8)
    damaged[at] = [0, 1, 0x7f, 0x80, 0xff, below(256), damaged[at]! ^ (1 << below(8))][below(7)]!
  }
  const path = join(folder, 'damaged.parquet')
  writeFileSync(path, damaged)
  const start = performance.now()
  for await (const batch of batches([path]))
    for (const item of await pagesOf(batch, { markup })) {
      if ('code' in item) rejects++
      else pages++
    }
  const took = performance.now() - start
  if (took > 5000) throw new Error(`run ${run} took ${took} ms`)
}
process.stdout.write(JSON.stringify({ pages, rejects }))
