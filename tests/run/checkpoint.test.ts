import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Workplace } from '../../dist/run/checkpoint.js'

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
})
