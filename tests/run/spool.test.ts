import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Spool } from '../../dist/run/spool.js'

describe('Spool', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spool-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const text = (frames: Iterable<Uint8Array>) => Array.from(frames, (frame) => Buffer.from(frame).toString())

  it('gives frames back in order, an empty one too, as often as asked', () => {
    const spool = new Spool(path.join(folder, 's'))
    for (const frame of ['غزة', '', 'x'.repeat(100_000)]) spool.append(Buffer.from(frame))
    for (let i = 0; i < 2; i++) expect(text(spool.frames())).toEqual(['غزة', '', 'x'.repeat(100_000)])
    spool.close()
  })

  it('opened at a checkpoint forgets what came after it, torn or whole', () => {
    const file = path.join(folder, 's')
    const first = new Spool(file)
    first.append(Buffer.from('one'))
    const checkpoint = first.length
    first.append(Buffer.from('two'))
    first.close()
    truncateSync(file, checkpoint + 5)
    const second = new Spool(file, checkpoint)
    second.append(Buffer.from('three'))
    expect(text(second.frames())).toEqual(['one', 'three'])
    second.close()
    expect(readFileSync(file).byteLength).toBe(4 + 3 + 4 + 5)
  })

  it('says which file is too short', () => {
    const file = path.join(folder, 's')
    const spool = new Spool(file)
    spool.append(Buffer.from('one'))
    truncateSync(file, 5)
    expect(() => text(spool.frames())).toThrow(/s ends before byte 7/)
    spool.close()
  })
})
