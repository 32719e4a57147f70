import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createNormaliser, readPages, run, type Job } from '../../dist/index.js'
import { evaluate } from '../../dist/run/evaluate.js'

describe('a job that cannot be done', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'check-'))
  const input = path.join(folder, 'p.jsonl')
  beforeAll(() => writeFileSync(input, '{"id":"1","text":"نص","tags":["غزة"]}'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const output = path.join(folder, 'out')
  // Rather than a device, which a wrong program would replace.
  const pipe = path.join(mkdtempSync(path.join(tmpdir(), 'check-')), 'pipe')
  execFileSync('mkfifo', [pipe])
  afterAll(() => rmSync(path.dirname(pipe), { recursive: true }))

  it.each<[object, RegExp]>([
    [{ format: 'xml' }, /^format is one of jsonl, csv, .*, not "xml"$/],
    [{ minConfidence: 5 }, /^minConfidence takes a number from 0 to 1, not 5$/],
    [{ sample: Number.NaN }, /^sample .*, not NaN$/],
    [{ jobs: -1 }, /^jobs takes a whole number from 0, not -1$/],
    [{ limit: -1 }, /^limit takes a whole number from 0, not -1$/],
    [{ maxRejects: 1.5 }, /^maxRejects /],
    [{ fields: { foo: 'bar' } }, /^fields takes a page field \(id, title, .*not \{ foo: "bar" \}$/],
    [{ fields: { id: 5 } }, /^fields /],
    [{ list: 'words' }, /^list is one of pages, tags/],
    [{ learn: 'no' }, /^learn takes true or false, not "no"$/],
    [{ output: 5 }, /^output takes a path or a stream, not 5$/],
    [{ output: '' }, /^output /],
    [{ rejects: 'a\0b' }, /^rejects takes a path/],
    [{ signal: {} }, /^signal /],
    [{ onProgress: true }, /^onProgress takes a function/],
    [{ ouput: 'x' }, /^there is no option ouput$/],
    [{ inputs: input }, /^inputs names the pages to read/],
    [{ inputs: undefined }, /^inputs names the pages to read/],
    [{ inputs: [] }, /^inputs names the pages to read/],
    [{ inputs: [null] }, /^inputs names the pages to read/],
    [{ learn: false, ownOnly: true }, /^ownOnly: true does nothing with learn: false/],
    [{ learn: false, registry: 'memory:' }, /^registry does nothing with learn: false/],
    [{ adapt: ['tagged.jsonl'], registry: 'memory:' }, /^adapt does not go with registry/],
    [{ learn: false, list: 'tags' }, /^list: "tags" does not go with learn: false/],
    [{ list: 'tags', ownOnly: true }, /^ownOnly: true does nothing with list: "tags"/],
    [{ resume: true }, /^resume: true does nothing unless output names a file/],
    [{ resume: true, output: new PassThrough() }, /^resume: true does nothing/],
    [{ resume: true, output: pipe }, /^resume: true does nothing/],
    [{ checkpointSeconds: 3 }, /^checkpointSeconds: 3 does nothing/],
    [{ decisions: [{ verb: 'same', a: 'غزة' }] }, /^decisions\[0\]/],
    [{ decisions: [{ verb: 'merge', a: 'غزة', b: 'رفح' }] }, /^decisions\[0\]/],
  ])('is refused before anything is made: %j', async (options, message) => {
    const job = { inputs: [input], ...options } as unknown as Job
    await expect(run(job)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) as unknown })
    expect(readdirSync(folder)).toEqual(['p.jsonl'])
  })

  it('would write over its input through a stream that says where it writes', async () => {
    const fd = openSync(input, 'r')
    const refused = { code: 'USAGE', message: expect.stringMatching(/are one file/) as unknown }
    for (const place of [{ path: input }, { fd }])
      await expect(run({ inputs: [input], output: Object.assign(new PassThrough(), place) })).rejects.toMatchObject(
        refused,
      )
    closeSync(fd)
    const output = Object.assign(new PassThrough(), { path: 5, fd: null })
    output.resume()
    expect((await run({ inputs: [input], output })).pages).toBe(1)
  })

  it('takes undefined, or null, for an option that is not given', async () => {
    expect(
      (await run({ inputs: [input], output, format: undefined, rejects: null as unknown as undefined })).pages,
    ).toBe(1)
    rmSync(output)
    await expect(run(undefined as unknown as Job)).rejects.toMatchObject({ code: 'USAGE' })
  })

  it('contradicts itself in its decisions, as a file does', async () => {
    const decisions = [
      { verb: 'same', a: 'غزة', b: 'القطاع' },
      { verb: 'apart', a: 'القطاع', b: 'غزة' },
    ] as const
    const refused = { code: 'DECISIONS', message: expect.stringMatching(/contradict each other/) as unknown }
    await expect(run({ inputs: [input], decisions })).rejects.toMatchObject(refused)
    expect(() => createNormaliser({ decisions })).toThrow(expect.objectContaining(refused))
  })

  it('is checked alike where pages are read, or measured', async () => {
    const fields = { foo: 'bar' } as object
    await expect(readPages([input], { fields }).next()).rejects.toMatchObject({ code: 'USAGE' })
    await expect(evaluate([input], { fields })).rejects.toMatchObject({ code: 'USAGE' })
    await expect(evaluate([input], { most: -1 })).rejects.toMatchObject({ code: 'USAGE' })
  })
})
