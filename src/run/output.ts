import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  write,
} from 'node:fs'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { promisify } from 'node:util'
import { WusumError } from '../core/errors.js'
import { syncFolder } from './checkpoint.js'

/**
 * Where records go. `write` resolves when more may be written, so a slow reader slows the job down; what goes wrong is
 * told by a later `write` or by `sync` or `finish`. The bytes must not change afterwards.
 */
export interface Output {
  write(text: string | Uint8Array): Promise<void>
  /** Makes everything written so far safe, and says how many bytes that is. */
  sync(): Promise<number>
  /** The job succeeded: puts the output in its place. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Written under another name and renamed when whole; what stood there before stays until then. */
export function fileOutput(target: string, part: string, length = 0): Output {
  const failed = (cause: unknown): never => {
    throw new WusumError('OUTPUT', `cannot write ${target}: ${(cause as Error).message}`, {
      where: { source: target },
      cause,
    })
  }
  const attempt = <T>(action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      return failed(cause)
    }
  }
  const fd = attempt(() => openSync(part, length ? 'r+' : 'w'))
  attempt(() => ftruncateSync(fd, length))
  let written = length
  let open = true
  /** The write under way, after all those before it: records are made while those before them are written. */
  let underWay = Promise.resolve()
  async function writeBehind(earlier: Promise<void>, bytes: Uint8Array, at: number): Promise<void> {
    await earlier
    for (let done = 0; done < bytes.byteLength;) {
      const { bytesWritten } = await writeTo(fd, bytes, done, bytes.byteLength - done, at + done).catch(failed)
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
      attempt(() => fsyncSync(fd))
      return written
    },
    async finish() {
      await this.sync()
      await this.close()
      attempt(() => move(part, target))
      syncFolder(path.dirname(path.resolve(target)))
    },
    async close() {
      // Whoever asked for the bytes has heard of what went wrong.
      await underWay.catch(() => undefined)
      if (open) closeSync(fd)
      open = false
    },
  }
}

const writeTo = promisify(write)

/** Records go out as they come; nothing can be taken back. */
export function streamOutput(stream: Writable): Output {
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (error) reject(error)
          else resolve()
        })
      }),
    sync: () => Promise.resolve(0),
    finish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

/** For a job of which only the summary is wanted. */
export const noOutput: Output = {
  write: () => Promise.resolve(),
  sync: () => Promise.resolve(0),
  finish: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

/** Refuses an output that cannot become a file before any work is done. */
export function checkTarget(target: string): void {
  const folder = path.dirname(path.resolve(target))
  if (!existsSync(folder))
    throw new WusumError('OUTPUT', `cannot write ${target}: there is no folder ${folder}`, {
      where: { source: target },
    })
  if (existsSync(target) && statSync(target).isDirectory())
    throw new WusumError('OUTPUT', `cannot write ${target}: it is a folder`, { where: { source: target } })
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    copyFileSync(from, `${to}.part`)
    renameSync(`${to}.part`, to)
    rmSync(from)
  }
}
