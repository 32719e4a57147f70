import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { identityOf, placeOf, refuseInside, refuseSame, registryFiles } from '../../dist/run/places.js'

let folder: string
const at = (name: string) => path.join(folder, name)
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'places-')))
  mkdirSync(at('far'))
  for (const name of ['a', 'b', 'far/a']) writeFileSync(at(name), '')
  symlinkSync('far', at('folder'))
  symlinkSync('a', at('link'))
  symlinkSync('folder/to-come', at('to-come'))
  symlinkSync('round', at('round'))
  symlinkSync('a', at('chain40'))
  for (let i = 39; i >= 0; i--) symlinkSync(`chain${i + 1}`, at(`chain${i}`))
  linkSync(at('a'), at('hard'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the place of a name', () => {
  it.each([
    ['a', 'a'],
    ['link', 'a'],
    ['folder/a', 'far/a'],
    ['to-come', 'far/to-come'],
    ['none/x', 'none/x'],
    ['round', 'round'],
    // A system follows 40 links.
    ['chain1', 'a'],
    ['chain0', 'chain40'],
  ])('is behind all links: %s', (name, place) => {
    expect(placeOf(at(name))).toEqual({ path: path.join(folder, place), open: false })
  })

  it('is no place where a process has it open', () => {
    if (process.platform === 'win32') return
    expect(placeOf('/dev/fd/1').open).toBe(true)
    expect(placeOf('/dev/stdout').open).toBe(true)
    expect(placeOf('/dev/null')).toEqual({ path: '/dev/null', open: false })
  })

  it.each([
    ['a', 'link', true],
    ['a', 'hard', true],
    ['a', 'b', false],
    ['a', 'far/a', false],
    ['to-come', 'far/to-come', true],
    ['far/to-come', 'folder/To-Come', true],
    ['new', 'newer', false],
  ])('is one for two names, or not: %s, %s', (a, b, one) => {
    expect(identityOf(at(a)) === identityOf(at(b))).toBe(one)
  })

  it('is told of an open file, and none of what nothing destroys', () => {
    const fd = openSync(at('a'), 'r')
    expect(identityOf(fd)).toBe(identityOf(at('a')))
    closeSync(fd)
    if (process.platform !== 'win32') expect(identityOf('/dev/null')).toBeUndefined()
    expect(() => identityOf(fd)).toThrow(expect.objectContaining({ code: 'UNREADABLE' }))
  })

  it('of a registry is that of its files', () => {
    const files = registryFiles(at('link'))
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(['link', 'a-wal', 'a-shm', 'a-journal'])
    expect([registryFiles(undefined), registryFiles('postgres://x/y')]).toEqual([[], []])
  })
})

describe('what a command writes', () => {
  const use = (name: string) => ({ what: 'the file', name: at(name) })

  it.each<[string[], string[], RegExp | undefined]>([
    [['b'], ['a'], undefined],
    [['b'], ['a', 'link'], undefined],
    [['hard'], ['a', 'b'], /^the file .*hard and the file .*a are one file: nothing was read or written$/],
    [['new', 'new'], [], /are one file/],
    [['new', 'b'], ['to-come'], undefined],
  ])('is not what it reads, nor twice the same: %j, %j', (writes, reads, message) => {
    const refuse = () => refuseSame(writes.map(use), reads.map(use))
    if (message === undefined) refuse()
    else expect(refuse).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }))
  })

  it('may be a device twice', () => {
    if (process.platform !== 'win32') refuseSame(Array(2).fill({ what: 'the output', name: '/dev/null' }), [])
  })

  it.each([
    ['far', true],
    ['folder/x', true],
    ['far/deep/x', true],
    ['farther', false],
    ['a', false],
  ])('does not lie where files come and go: %s', (name, refused) => {
    const refuse = () => refuseInside(at('folder'), [{ what: 'standard output', name: 1 }, use(name)])
    if (refused) expect(refuse).toThrow(/^the file .* lies in .*folder, whose files come and go with the run$/)
    else refuse()
  })
})
