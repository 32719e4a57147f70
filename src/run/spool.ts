import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { WusumError } from '../core/errors.js'

/**
 * Frames of bytes in a file: what is held between two passes. Written once in order, read back in order any number of
 * times; memory holds one frame. The file is cut to a checkpoint's length when a job is resumed, so a torn last frame is
 * never seen.
 */
export class Spool {
  readonly #fd: number
  readonly #path: string
  #length: number

  /** Opens or makes the file and cuts it to `length` bytes. */
  constructor(path: string, length = 0) {
    this.#path = path
    this.#fd = attempt(path, () => openSync(path, length ? 'r+' : 'w+'))
    attempt(path, () => ftruncateSync(this.#fd, length))
    this.#length = length
  }

  get length(): number {
    return this.#length
  }

  append(frame: Uint8Array): void {
    const head = new Uint8Array(4)
    new DataView(head.buffer).setUint32(0, frame.byteLength)
    this.#write(head)
    this.#write(frame)
  }

  /** The frames so far, oldest first. */
  *frames(): Generator<Uint8Array<ArrayBuffer>, undefined> {
    for (let at = 0; at < this.#length;) {
      const size = new DataView(this.#read(at, 4).buffer).getUint32(0)
      yield this.#read(at + 4, size)
      at += 4 + size
    }
  }

  /** Waits until the frames are on the disk. */
  sync(): void {
    attempt(this.#path, () => fsyncSync(this.#fd))
  }

  close(): void {
    closeSync(this.#fd)
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.byteLength;) {
      done += attempt(this.#path, () => writeSync(this.#fd, bytes, done, undefined, this.#length + done))
    }
    this.#length += bytes.byteLength
  }

  #read(at: number, size: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(size)
    for (let done = 0; done < size;) {
      const got = attempt(this.#path, () => readSync(this.#fd, bytes, { offset: done, position: at + done }))
      if (!got)
        throw new WusumError('UNREADABLE', `${this.#path} ends before byte ${at + size}`, {
          where: { source: this.#path },
        })
      done += got
    }
    return bytes
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw new WusumError('OUTPUT', `cannot use ${path}: ${(cause as Error).message}`, {
      where: { source: path },
      cause,
    })
  }
}
