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
  writeSync,
} from 'node:fs'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { WusumError } from '../core/errors.js'
import { syncFolder } from './checkpoint.js'

/** Where records go. `write` resolves when more may be written, so a slow reader slows the job down. */
export interface Output {
  write(text: string | Uint8Array): Promise<void> | undefined
  /** Makes everything written so far safe, and says how many bytes that is. */
  sync(): number
  /** The job succeeded: puts the output in its place. */
  finish(): void
  close(): void
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
  return {
    write(text) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      for (let done = 0; done < bytes.byteLength;)
        done += attempt(() => writeSync(fd, bytes, done, bytes.byteLength - done, written + done))
      written += bytes.byteLength
      return undefined
    },
    sync() {
      attempt(() => fsyncSync(fd))
      return written
    },
    finish() {
      attempt(() => fsyncSync(fd))
      this.close()
      attempt(() => move(part, target))
      syncFolder(path.dirname(path.resolve(target)))
    },
    close() {
      if (open) closeSync(fd)
      open = false
    },
  }
}

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
    sync: () => 0,
    finish: () => undefined,
    close: () => undefined,
  }
}

/** For a job of which only the summary is wanted. */
export const noOutput: Output = {
  write: () => undefined,
  sync: () => 0,
  finish: () => undefined,
  close: () => undefined,
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
