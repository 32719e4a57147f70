import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  fileOutput,
  openStraight,
  streamOutput,
  targetOf,
  writePieces,
  writeText,
  type Target,
} from '../../dist/run/output.js'

let folder: string
const at = (name: string) => path.join(folder, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'output-'))
  mkdirSync(at('far'))
  writeFileSync(at('old'), 'قديم')
})
afterEach(() => rmSync(folder, { recursive: true }))
/** Files of the folder that are open, where the system tells. */
const openFiles = () => {
  if (process.platform !== 'linux') return []
  const places = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
  return places.filter((place) => place.startsWith(folder))
}
const unixIt = process.platform === 'win32' ? it.skip : it

describe('a target', () => {
  it('is the file, there or not, or the one behind a link', () => {
    symlinkSync('old', at('link'))
    symlinkSync('far/new', at('to-come'))
    const files = ['old', 'new', 'link', 'to-come'].map((name) => targetOf(at(name)).file)
    expect(files.map((file) => file?.slice(folder.length + 1))).toEqual(['old', 'new', 'old', path.join('far', 'new')])
  })

  unixIt('is written straight into where it is no file', () => {
    symlinkSync('/dev/null', at('null'))
    expect(targetOf(at('null'))).toEqual({ name: at('null'), file: undefined })
    expect(targetOf('/dev/fd/1').file).toBeUndefined()
  })

  it.each([
    ['none/out', /^cannot write .*: there is no folder .*none$/],
    ['far', /^cannot write .*far: it is a folder$/],
  ])('is refused before any work is done: %s', (name, message) => {
    expect(() => targetOf(at(name))).toThrow(
      expect.objectContaining({ code: 'OUTPUT', message: expect.stringMatching(message) }),
    )
  })
})

describe('an output that is a file', () => {
  it('has what was written, in order, once it is finished; the old one stands until then', async () => {
    const output = fileOutput(targetOf(at('old')), at('part'))
    for (const text of ['غزة\n', Buffer.from('رفح\n'), '', 'x'.repeat(100_000)]) await output.write(text)
    expect(await output.sync()).toBe(100_000 + 14)
    expect(read('part')).toBe(`غزة\nرفح\n${'x'.repeat(100_000)}`)
    expect(read('old')).toBe('قديم')
    await output.finish()
    expect(read('old')).toBe(`غزة\nرفح\n${'x'.repeat(100_000)}`)
    await output.close()
    expect(readdirSync(folder).sort()).toEqual(['far', 'old'])
  })

  it('goes on at a length, without what was written behind it', async () => {
    writeFileSync(at('part'), 'onetwo')
    const output = fileOutput(targetOf(at('new')), at('part'), 3)
    await output.write('three')
    expect(await output.sync()).toBe(8)
    await output.finish(true)
    expect([read('new'), read('part')]).toEqual(['onethree', 'onethree'])
    const anew = fileOutput(targetOf(at('new')), at('part'))
    await anew.finish()
    expect([read('new'), existsSync(at('part'))]).toEqual(['', false])
  })

  it('tells what went wrong by the write behind it, and closes all the same', async () => {
    const output = fileOutput(targetOf(at('new')), at('part'))
    await expect(output.write({ byteLength: 3 } as Uint8Array)).resolves.toBeUndefined()
    const wrong = { code: 'OUTPUT', message: expect.stringMatching(/^cannot write .*new: /) as unknown }
    await expect(output.write('x')).rejects.toMatchObject(wrong)
    await expect(output.sync()).rejects.toMatchObject(wrong)
    await output.close()
    await output.close()
    expect(openFiles()).toEqual([])
    expect(() => fileOutput({ name: 'o', file: 'o' }, at('none/part'))).toThrow(/^cannot write o: ENOENT/)
  })

  it('is closed when what is under way has been written', async () => {
    const output = fileOutput(targetOf(at('new')), at('part'))
    void output.write('سوق')
    await output.close()
    expect([read('part'), openFiles()]).toEqual(['سوق', []])
  })

  it('is poured into what is no file to be replaced', async () => {
    const output = fileOutput({ name: at('old'), file: undefined }, at('part'))
    await output.write('، جديد')
    await output.finish()
    expect(read('old')).toBe('قديم، جديد')
  })
})

describe('an output that is a stream', () => {
  const taking = (taken: string[], fail?: Error) =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        taken.push(chunk.toString())
        done(fail)
      },
    })

  it.each([true, false])('is ended only where it was opened for this: %s', async (ends) => {
    const taken: string[] = []
    const stream = taking(taken)
    const output = streamOutput(stream, 'it', { ends })
    await output.write('غزة')
    expect([taken, await output.sync()]).toEqual([['غزة'], 0])
    await output.finish()
    await output.close()
    expect([stream.writableEnded, stream.destroyed]).toEqual([ends, ends])
    expect(stream.listenerCount('error')).toBe(ends ? 1 : 0)
  })

  it('tells by the write what goes wrong', async () => {
    const output = streamOutput(taking([], new Error('full')), 'it')
    await expect(output.write('x')).rejects.toMatchObject({ code: 'OUTPUT', message: 'cannot write it: full' })
  })

  it('is not waited for past an abort', async () => {
    const stopping = new AbortController()
    const output = streamOutput(new Writable({ write: () => undefined }), 'it', { signal: stopping.signal })
    const written = output.write('x')
    stopping.abort()
    await expect(written).rejects.toMatchObject({ code: 'INTERRUPTED' })
    const taken: string[] = []
    await expect(streamOutput(taking(taken), 'it', stopping).write('x')).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(taken).toEqual([])
  })

  it('listens for an abort only while it writes', async () => {
    let listening = 0
    const signal = {
      aborted: false,
      reason: undefined,
      addEventListener: () => {
        listening++
      },
      removeEventListener: () => {
        listening--
      },
    }
    const output = streamOutput(new PassThrough(), 'it', { signal })
    const written = output.write('x')
    expect(listening).toBe(1)
    await written
    expect(listening).toBe(0)
  })
})

describe('what is written straight into', () => {
  unixIt('is an open file, by its number', async () => {
    const fd = openSync(at('old'), 'a')
    const output = await openStraight(`/dev/fd/${fd}`)
    await output.write('، جديد')
    await output.finish()
    await output.close()
    expect(read('old')).toBe('قديم، جديد')
    for (let i = 0; i < 100 && openFiles().length > 0; i++) await sleep(5)
    expect(openFiles()).toEqual([])
  })

  unixIt('is a device', async () => {
    await writeText({ name: '/dev/null', file: undefined }, 'x')
    await expect(writeText({ name: at('none'), file: undefined }, 'x')).rejects.toMatchObject({ code: 'OUTPUT' })
  })
})

describe('an output of its own', () => {
  it('replaces what stood there when all of it is written', async () => {
    const target: Target = targetOf(at('old'))
    await writeText(target, 'جديد')
    expect(read('old')).toBe('جديد')
    const long = 'وسم '.repeat(20_000)
    await writePieces(target, [long, Buffer.from('و'), long, ''])
    expect(read('old') === `${long}و${long}`).toBe(true)
    function* failing() {
      yield 'x'.repeat(70_000)
      throw new Error('no more')
    }
    await expect(writePieces(target, failing())).rejects.toMatchObject({
      code: 'OUTPUT',
      message: `cannot write ${at('old')}: no more`,
    })
    expect(read('old') === `${long}و${long}`).toBe(true)
    expect([readdirSync(folder).sort(), openFiles()]).toEqual([['far', 'old'], []])
    const nowhere = { name: at('none/x'), file: at('none/x') }
    await expect(writeText(nowhere, 'x')).rejects.toMatchObject({
      message: expect.stringMatching(/, open /) as unknown,
    })
  })

  it('goes where a link leads, which stays', async () => {
    symlinkSync('far/new', at('link'))
    await writeText(targetOf(at('link')), 'جديد')
    expect([read('far/new'), readlinkSync(at('link'))]).toEqual(['جديد', 'far/new'])
  })
})
