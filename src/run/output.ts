import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeFileSync,
} from 'node:fs'
import { Socket } from 'node:net'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { WusumError } from '../core/errors.js'
import { syncFolder } from './checkpoint.js'
import type { StopSignal } from './stopping.js'
import { placeOf } from './places.js'

/** Where a path that was given for an output leads. */
export interface Target {
  /** As it was given. */
  readonly name: string
  /** The file that is made, or replaced, by renaming; behind links, which stay. Undefined: written straight into. */
  readonly file: string | undefined
}

/** Refuses an output that cannot be written before any work is done. */
export function targetOf(name: string): Target {
  const { path: place, open } = attempt(name, () => placeOf(name))
  const folder = path.dirname(place)
  if (!existsSync(folder)) throw cannotWrite(name, `there is no folder ${folder}`)
  const stat = attempt(name, () => statSync(name, { throwIfNoEntry: false }))
  if (stat?.isDirectory()) throw cannotWrite(name, 'it is a folder')
  if (open || (stat !== undefined && !stat.isFile())) return { name, file: undefined }
  return { name, file: lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink() ? place : name }
}

/**
 * Where records go. `write` resolves when more may be written, so a slow reader slows the job down; what goes wrong is
 * told by a later `write` or by `sync` or `finish`. The bytes must not change afterwards.
 */
export interface Output {
  write(text: string | Uint8Array): Promise<void>
  /** Makes everything written so far safe, and says how many bytes that is. */
  sync(): Promise<number>
  /** Puts the output in its place. `kept`: what is written stays where it is, too. */
  finish(kept?: boolean): Promise<void>
  close(): Promise<void>
}

/**
 * Written under another name, and put into its place when whole; what stood there before stays until then. Where there is
 * nothing to replace, it is written into the target when whole.
 */
export function fileOutput(target: Target, part: string, length = 0, signal?: StopSignal): Output {
  const fd = attempt(target.name, () => openSync(part, length ? 'r+' : 'w'))
  attempt(target.name, () => ftruncateSync(fd, length))
  let written = length
  let open = true
  /** The write under way, after all those before it: records are made while those before them are written. */
  let underWay = Promise.resolve()
  async function writeBehind(earlier: Promise<void>, bytes: Uint8Array, at: number): Promise<void> {
    await earlier
    for (let done = 0; done < bytes.byteLength;) {
      const { bytesWritten } = await writeTo(fd, bytes, done, bytes.byteLength - done, at + done).catch(
        (cause: unknown) => {
          throw cannotWrite(target.name, (cause as Error).message, cause)
        },
      )
      done += bytesWritten
    }
  }
  return {
    write(text) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      const earlier = underWay
      underWay = writeBehind(earlier, bytes, written)
      // It is told when it is awaited, by the write after it.
      underWay.catch(() => undefined)
      written += bytes.byteLength
      return earlier
    },
    async sync() {
      await underWay
      attempt(target.name, () => fsyncSync(fd))
      return written
    },
    async finish(kept = false) {
      await this.sync()
      await this.close()
      const { name, file } = target
      if (file === undefined) await pour(name, createReadStream(part), signal)
      else attempt(name, () => move(part, file, kept))
    },
    async close() {
      // `write` or `sync` has thrown what went wrong.
      await underWay.catch(() => undefined)
      if (open) closeSync(fd)
      open = false
    },
  }
}

const writeTo = promisify(write)

/**
 * Records go out as they come; nothing can be taken back. A reader that takes nothing more is not waited for past an abort.
 *
 * @param ends whether the stream was opened for this output alone
 */
export function streamOutput(
  stream: Writable,
  name: string,
  { signal, ends = false }: { readonly signal?: StopSignal | undefined; readonly ends?: boolean } = {},
): Output {
  // What goes wrong is told by the write; unheard it would end the process.
  const unheard = () => undefined
  stream.on('error', unheard)
  const done = (start: (finished: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => reject(interrupted())
      if (signal?.aborted) {
        stop()
        return
      }
      signal?.addEventListener('abort', stop)
      start((cause) => {
        signal?.removeEventListener('abort', stop)
        if (cause) reject(cannotWrite(name, cause.message, cause))
        else resolve()
      })
    })
  return {
    write: (text) => done((finished) => stream.write(text, finished)),
    sync: () => Promise.resolve(0),
    finish: () => (ends ? done((finished) => stream.end(finished)) : Promise.resolve()),
    close() {
      if (ends) stream.destroy()
      else stream.off('error', unheard)
      return Promise.resolve()
    },
  }
}

/** Opens what is no file to be replaced: a pipe, a device, an open file of a process. */
export async function openStraight(name: string, signal?: StopSignal): Promise<Output> {
  const own = ownDescriptor(name)
  if (own === 1) return streamOutput(process.stdout, name, { signal })
  if (own === 2) return streamOutput(process.stderr, name, { signal })
  const stat = attempt(name, () => statSync(name))
  if (!stat.isFIFO()) {
    const fd = own ?? attempt(name, () => openSync(name, stat.isFile() ? 'a' : constants.O_WRONLY))
    return streamOutput(createWriteStream(name, { fd }), name, { signal, ends: true })
  }
  for (;;) {
    try {
      const fd = openSync(name, constants.O_WRONLY | constants.O_NONBLOCK)
      return streamOutput(new Socket({ fd, readable: false, writable: true }), name, { signal, ends: true })
    } catch (cause) {
      // No reader yet. Waiting within `open` would keep signals out.
      if ((cause as NodeJS.ErrnoException).code !== 'ENXIO') throw cannotWrite(name, (cause as Error).message, cause)
      if (signal?.aborted) throw interrupted()
      await sleep(20)
    }
  }
}

/** The number under which this process has a file open, where the name says one: /dev/stdout, /dev/fd/3. */
function ownDescriptor(name: string): number | undefined {
  const { path: place, open } = placeOf(name)
  const folder = path.dirname(place)
  return open && (folder === '/dev/fd' || folder === `/proc/${process.pid}/fd`)
    ? Number(path.basename(place))
    : undefined
}

async function pour(name: string, chunks: AsyncIterable<unknown> | Iterable<unknown>, signal?: StopSignal) {
  const output = await openStraight(name, signal)
  try {
    for await (const chunk of chunks) await output.write(chunk as string | Buffer)
    await output.finish()
  } finally {
    await output.close()
  }
}

/** Writes a text as an output of its own; what stood there before stays until all of it is written. */
export const writeText = (target: Target, text: string, signal?: StopSignal): Promise<void> =>
  writePieces(target, [text], signal)

/** The same of what comes piece by piece. */
export async function writePieces(
  { name, file }: Target,
  pieces: Iterable<string | Uint8Array>,
  signal?: StopSignal,
): Promise<void> {
  if (file === undefined) await pour(name, pieces, signal)
  else attempt(name, () => replace(file, (part) => writeAll(part, pieces)))
}

/** Small pieces are written together. */
const BUFFER = 1 << 16

function writeAll(part: string, pieces: Iterable<string | Uint8Array>): void {
  const fd = openSync(part, 'wx')
  try {
    let waiting: Uint8Array[] = []
    let size = 0
    const write = () => {
      writeFileSync(fd, Buffer.concat(waiting))
      waiting = []
      size = 0
    }
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      waiting.push(bytes)
      if ((size += bytes.length) >= BUFFER) write()
    }
    write()
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** For a job of which only the summary is wanted. */
export const noOutput: Output = {
  write: () => Promise.resolve(),
  sync: () => Promise.resolve(0),
  finish: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

/** @param kept whether `from` stays */
function move(from: string, to: string, kept: boolean): void {
  const copy = () => replace(to, (part) => copyFileSync(from, part, constants.COPYFILE_EXCL))
  try {
    if (kept) copy()
    else renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    copy()
    rmSync(from)
  }
  syncFolder(path.dirname(path.resolve(to)))
}

/** Makes a file beside another one, under a name that nobody has, and puts it in its place. */
function replace(file: string, make: (part: string) => void): void {
  const part = `${file}.${randomBytes(6).toString('hex')}.part`
  try {
    make(part)
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function attempt<T>(name: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw cannotWrite(name, (cause as Error).message, cause)
  }
}

const interrupted = () => new WusumError('INTERRUPTED', 'interrupted')
const cannotWrite = (name: string, why: string, cause?: unknown): WusumError =>
  new WusumError('OUTPUT', `cannot write ${name}: ${why}`, { where: { source: name }, cause })
