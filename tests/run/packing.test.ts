import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { leastLevel, LEVELS, levelOf, MOST_WORDS } from '../../dist/core/boundaries/sample.js'
import { main, wusum } from '../cli/workdir.js'

/** A zstd frame of blocks that are not compressed. */
function stored(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])]
  for (let at = 0; at < bytes.length; at += 1 << 16) {
    const block = bytes.subarray(at, at + (1 << 16))
    const last = at + block.length === bytes.length ? 1 : 0
    const head = Buffer.alloc(3)
    head.writeUIntLE((block.length << 3) | last, 0, 3)
    parts.push(head, block)
  }
  return Buffer.concat(parts)
}

/** More prose than is counted: which of it counts must not depend on how the pages are packed. */
describe('the same pages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-packing-'))
  const at = (name: string): string => path.join(folder, name)
  let seed = 11
  const next = (most: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff) % most
  const syllables = ['با', 'تر', 'جم', 'دو', 'سل', 'شا', 'قي', 'لم', 'نو', 'هر']
  const words = Array.from({ length: 600 }, () => syllables[next(10)]! + syllables[next(10)]! + (next(2) ? 'ن' : ''))
  const some = (count: number): string => Array.from({ length: count }, () => words[next(60) * next(10)]!).join(' ')
  const pages = Array.from({ length: 1_700 }, (_, p) => ({
    id: `صفحة-${p}`,
    title: some(5),
    text: `${some(400)}${p % 5 ? '' : `\nكلمات دلالية: ${some(12)}`}`,
    ...(p % 5 && { tags: [some(1), some(2)] }),
  }))
  const lines = pages.map((page) => `${JSON.stringify(page)}\n`)
  const parts = Array.from({ length: 10 }, (_, part) => `part-${part}.jsonl${part % 2 ? '.gz' : ''}`)
  const outputs = new Map<string, string>()

  beforeAll(() => {
    const whole = Buffer.from(lines.join(''))
    writeFileSync(at('pages.jsonl'), whole)
    writeFileSync(at('pages.jsonl.gz'), zlib.gzipSync(whole))
    writeFileSync(
      at('pages.jsonl.br'),
      zlib.brotliCompressSync(whole, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
    )
    writeFileSync(at('pages.jsonl.zst'), stored(whole))
    for (const [part, name] of parts.entries()) {
      const text = lines.slice(170 * part, 170 * (part + 1)).join('')
      writeFileSync(at(name), name.endsWith('.gz') ? zlib.gzipSync(text) : text)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function output(inputs: readonly string[], jobs: number): string {
    const to = at('out.jsonl')
    const args = ['run', ...inputs.map(at), '-q', '-o', to, '-j', String(jobs)]
    expect(wusum(folder, args)).toMatchObject({ status: 0, stderr: '' })
    return readFileSync(to, 'utf8')
  }

  it('are more than is counted', () => {
    const counts = Array.from({ length: LEVELS }, () => 0)
    for (const { id } of pages) counts[levelOf(id)]! += 405
    expect(leastLevel(counts)).toBe(1)
  })

  it.each<[string, string[], number]>([
    ['plain, in one thread', ['pages.jsonl'], 1],
    ['as gzip, in three threads', ['pages.jsonl.gz'], 3],
    ['as brotli', ['pages.jsonl.br'], 1],
    ['as zstd', ['pages.jsonl.zst'], 1],
    ['in ten files', parts, 2],
  ])('have the same tags %s', (name, inputs, jobs) => {
    outputs.set(name, output(inputs, jobs))
    expect(outputs.get(name)!.length).toBeGreaterThan(100_000)
    // Compared as one: a difference of a megabyte is not for people.
    expect(outputs.get(name) === [...outputs.values()][0]).toBe(true)
  })

  it('have the same tags from standard input', () => {
    const stdout = execFileSync(process.execPath, [main, 'run', '-', '-q', '-j', '2'], {
      input: lines.join(''),
      maxBuffer: 1 << 26,
      encoding: 'utf8',
    })
    expect(stdout === [...outputs.values()][0]).toBe(true)
  })
})

describe('the level of a page', () => {
  it('is reached by one page in four of those below', () => {
    const counts = Array.from({ length: LEVELS }, () => 0)
    for (let n = 0; n < 100_000; n++) counts[levelOf(`https://a.example/news/${n}`)]!++
    for (let level = 0; level < LEVELS; level++) {
      const from = counts.slice(level).reduce((a, b) => a + b)
      expect(from / (100_000 / 4 ** level)).toBeGreaterThan(0.8)
      expect(from / (100_000 / 4 ** level)).toBeLessThan(1.2)
    }
  })

  it('counts from the least one on whose words are not too many', () => {
    expect(leastLevel([])).toBe(0)
    expect(leastLevel([MOST_WORDS - 1, 1])).toBe(0)
    expect(leastLevel([MOST_WORDS, 1])).toBe(1)
    expect(leastLevel([1e9, 1e9, 1e9, 1e9, 1e9, 1e9])).toBe(LEVELS - 1)
    // As it comes back from a checkpoint: levels without pages are holes.
    expect(leastLevel(JSON.parse(JSON.stringify([, , MOST_WORDS + 1])) as number[])).toBe(3)
  })
})
