import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { isWorkplace, Workplace, workplaceOf, writeWhole } from '../../dist/run/checkpoint.js'

describe('Workplace', () => {
  let parent: string
  let output: string
  let folder: string
  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'workplace-'))
    output = path.join(parent, 'out')
    folder = `${output}.partial`
  })
  afterEach(() => rmSync(parent, { recursive: true }))
  const state = { job: 'a', n: 1, counts: { pages: 3 } }

  it('starts empty, and resumes from what was saved only when asked to', () => {
    const first = new Workplace<typeof state>(output)
    expect(first.open(true, 'a')).toBeUndefined()
    first.save(state)
    first.leave()
    const second = new Workplace<typeof state>(output)
    expect(second.open(true, 'a')).toEqual(state)
    second.leave()
    expect(new Workplace<typeof state>(output).open(false, 'a')).toBeUndefined()
    expect(existsSync(path.join(folder, 'checkpoint.json'))).toBe(false)
  })

  it('does not resume another job', () => {
    const first = new Workplace<typeof state>(output)
    first.open(false, 'a')
    first.save(state)
    first.leave()
    expect(() => new Workplace<typeof state>(output).open(true, 'b')).toThrow(/other inputs or options/)
  })

  it('keeps out while another job is at work, and takes over when its process is gone', () => {
    const first = new Workplace<typeof state>(output)
    first.open(false, 'a')
    expect(() => new Workplace<typeof state>(output).open(false, 'a')).toThrow(/another run/)
    first.leave()
    writeFileSync(path.join(folder, 'lock'), '1') // some other process, alive
    expect(() => new Workplace<typeof state>(output).open(false, 'a')).toThrow(/process 1/)
    writeFileSync(path.join(folder, 'lock'), '999999999')
    const next = new Workplace<typeof state>(output)
    expect(next.open(false, 'a')).toBeUndefined()
    next.remove(true)
    expect(existsSync(folder)).toBe(false)
  })

  it('never empties a folder that no job has made', () => {
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'thesis.txt'), 'x')
    expect(() => new Workplace<typeof state>(output).open(false, 'a')).toThrow(/not made by wusum/)
    expect(existsSync(path.join(folder, 'thesis.txt'))).toBe(true)
  })

  it('takes a folder that a job left before it held it, or one of a process with this number', () => {
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'lock.part'), '12')
    const first = new Workplace<typeof state>(output)
    expect([first.open(false, 'a'), first.job, first.path('x')]).toEqual([undefined, 'a', path.join(folder, 'x')])
    expect(readFileSync(path.join(folder, 'lock'), 'utf8')).toBe(String(process.pid))
    first.leave()
    expect(readFileSync(path.join(folder, 'lock'), 'utf8')).toBe('0')
    writeFileSync(path.join(folder, 'lock'), String(process.pid))
    expect(new Workplace<typeof state>(output).open(false, 'a')).toBeUndefined()
  })

  it('says where it could not be made', () => {
    writeFileSync(folder, '')
    expect(() => new Workplace(output).open(false, 'a')).toThrow(
      expect.objectContaining({
        code: 'OUTPUT',
        message: expect.stringMatching(/^cannot make the folder .*partial: /),
      }),
    )
  })

  /** A run of `job` that stopped after so many pages, with what it wrote. Returns what it was told as it began. */
  function interrupted(job: string, pages: number, written = `${job}${pages}`): string[] {
    const told: string[] = []
    const place = new Workplace<typeof state>(output, (notice) => told.push(notice))
    place.open(false, job)
    writeFileSync(place.path('records'), written)
    place.save({ job, n: 1, counts: { pages } })
    place.leave()
    return told
  }
  const kept = () => {
    const at = (name: string) => path.join(`${folder}.kept`, name)
    return existsSync(at('records'))
      ? [readFileSync(at('lock'), 'utf8'), readFileSync(at('records'), 'utf8')]
      : undefined
  }

  it.each<[string, [job: string, pages: number][], string | undefined, RegExp]>([
    ['nothing of no pages', [['a', 0]], undefined, /^$/],
    ['the same job', [['a', 3]], 'a3', /^an interrupted run had read 3 pages\..* with --resume goes on from it$/],
    [
      'another job',
      [['b', 3]],
      'b3',
      /^an interrupted run with other inputs or options had read 3 pages\..*when this run has ended, .* from it$/,
    ],
    ['the most of a job', [['a', 3], ['a', 4]], 'a4', /had read 4 pages/], // prettier-ignore
    ['the most of a job, which came first', [['a', 4], ['a', 3]], 'a4', /had read 4 pages/], // prettier-ignore
    ['the last of two jobs', [['b', 9], ['a', 3]], 'a3', /had read 3 pages.*; what was .* is given up, 9 pages$/], // prettier-ignore
  ])('keeps aside %s', (_, runs, records, notice) => {
    for (const [job, pages] of runs) interrupted(job, pages)
    const [told = '', ...more] = interrupted('a', 0, 'anew')
    expect([kept(), more]).toEqual([records && ['0', records], []])
    expect(told).toMatch(notice)
    expect(readdirSync(folder).sort()).toEqual(['checkpoint.json', 'lock', 'records'])
  })

  it('keeps what came first of two that got as far', () => {
    for (const written of ['first', 'second', 'third']) interrupted('a', 3, written)
    expect(kept()).toEqual(['0', 'first'])
  })

  it('holds the folder anew once it has put the work aside', () => {
    interrupted('a', 3)
    const place = new Workplace<typeof state>(output)
    place.open(false, 'a')
    expect(readFileSync(path.join(folder, 'lock'), 'utf8')).toBe(String(process.pid))
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('does not put it into a folder that no job has made', () => {
    mkdirSync(`${folder}.kept`)
    writeFileSync(path.join(`${folder}.kept`, 'thesis.txt'), 'x')
    interrupted('a', 3)
    expect(() => new Workplace(output).open(false, 'a')).toThrow(/kept is in the way: it was not made by wusum/)
    // It was let go of.
    expect(new Workplace(output).open(true, 'a')).toMatchObject({ counts: { pages: 3 } })
  })

  it.each<[string, [job: string, pages: number][], string]>([
    ['what is there, of as many pages', [['a', 3], ['a', 3]], 'a3 second'], // prettier-ignore
    ['what is there, of more pages', [['a', 3], ['a', 4]], 'a4 second'], // prettier-ignore
    ['what was kept, of more pages', [['a', 4], ['a', 3]], 'a4 first'], // prettier-ignore
    ['what is there beside another job', [['b', 4], ['a', 3]], 'a3 second'], // prettier-ignore
  ])('goes on from %s', (_, runs, want) => {
    for (const [i, [job, pages]] of runs.entries()) interrupted(job, pages, `${job}${pages} ${['first', 'second'][i]!}`)
    const place = new Workplace<typeof state>(output)
    expect(place.open(true, 'a')?.counts.pages).toBe(Number(want[1]))
    expect(readFileSync(place.path('records'), 'utf8')).toBe(want)
    expect(existsSync(`${folder}.kept`)).toBe(!want.endsWith('first'))
    expect(readFileSync(place.path('lock'), 'utf8')).toBe(String(process.pid))
  })

  it('goes on from what was kept when nothing else is there', () => {
    interrupted('a', 3)
    const began = new Workplace<typeof state>(output)
    began.open(false, 'a')
    began.remove(false)
    expect(existsSync(folder)).toBe(false)
    expect(new Workplace<typeof state>(output).open(true, 'a')?.counts.pages).toBe(3)
    expect(existsSync(`${folder}.kept`)).toBe(false)
  })

  it.each([
    ['done', 'a', true, false],
    ['stopped', 'a', false, true],
    ['done, of another job', 'b', true, true],
  ])('gives up what was kept only for the same job when it is done: %s', (_, job, done, stays) => {
    interrupted('a', 3)
    const place = new Workplace<typeof state>(output)
    place.open(false, job)
    place.remove(done)
    expect([existsSync(folder), existsSync(`${folder}.kept`)]).toEqual([false, stays])
  })

  it.each<[string, Record<string, number>, RegExp | undefined]>([
    ['as long as it must be', { records: 2 }, undefined],
    ['too short', { records: 3 }, /is damaged: this run starts with the first page$/],
    ['gone', { records: 2, rejects: 1 }, /is damaged/],
    ['gone, with nothing in it', { records: 2, rejects: 0 }, undefined],
  ])('goes on only when no file is lost: %s', (_, files, notice) => {
    interrupted('a', 3)
    const told: string[] = []
    const place = new Workplace<typeof state>(output, (text) => told.push(text))
    const found = place.open(true, 'a', () => files)
    expect([found !== undefined, existsSync(place.path('records'))]).toEqual([!notice, !notice])
    expect(told).toEqual(notice ? [expect.stringMatching(notice)] : [])
  })

  it('starts anew where a checkpoint is torn, or there is none, and says so', () => {
    interrupted('a', 3)
    writeFileSync(path.join(folder, 'checkpoint.json'), '{"job":"a"')
    const told: string[] = []
    const place = new Workplace<typeof state>(output, (text) => told.push(text))
    expect(place.open(true, 'a')).toBeUndefined()
    expect(told).toEqual([`there is no work to go on from in ${folder}: this run starts with the first page`])
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('works in a temporary folder where the output is no file', () => {
    const place = new Workplace<typeof state>(undefined)
    expect(place.open(false, 'a')).toBeUndefined()
    place.save(state)
    expect(existsSync(place.path('checkpoint.json'))).toBe(true)
    const listening = process.listenerCount('exit')
    place.remove(true)
    expect([existsSync(place.folder), listening - process.listenerCount('exit')]).toEqual([false, 1])
  })

  it.each([
    ['x.partial', true, true],
    ['x.partial.kept', true, true],
    ['x.partial', false, false],
    ['x.partial.old', true, false],
    ['x', true, false],
  ])('is known by its name and its lock: %s, %s', (name, locked, is) => {
    mkdirSync(path.join(parent, name))
    if (locked) writeFileSync(path.join(parent, name, 'lock'), '0')
    expect(isWorkplace(path.join(parent, name))).toBe(is)
    expect(workplaceOf('x')).toBe('x.partial')
  })

  it.each<string | Uint8Array>(['قديم', Buffer.from('جديد'.repeat(1000))])('writes files whole', (content) => {
    const file = path.join(parent, 'f')
    writeFileSync(file, 'something longer '.repeat(1000))
    writeWhole(file, content)
    expect(readFileSync(file).equals(Buffer.from(content))).toBe(true)
    expect(readdirSync(parent)).toEqual(['f'])
  })
})
