import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createBrotliDecompress, createGunzip, constants } from 'node:zlib'

import { Damage } from './damage.js'
import type { Source } from './inputs.js'
import type { Limits } from './types.js'
import { Zstd } from './zstd.js'

/** Bytes pulled by whoever needs them, so that nothing is read ahead of need. */
export interface Bytes {
  /** Puts the next bytes at the start of `into`; how many, 0 at the end. */
  fill(into: Uint8Array): Promise<number>
  /** Goes `count` bytes on without handing them out. */
  skip(count: number): Promise<void>
  close(): Promise<void>
}

const CHUNK = 256 * 1024

/** A source as it lies on disk; `onRead` hears of every byte taken from it. */
export async function openBytes(
  source: Source,
  stdin: AsyncIterable<Uint8Array> | undefined,
  onRead: (count: number) => void,
): Promise<Bytes> {
  if (source.path === '-') {
    return fromChunks(async function* () {
      for await (const chunk of stdin ?? (process.stdin as AsyncIterable<Uint8Array>)) {
        onRead(chunk.length)
        yield chunk
      }
    })
  }
  const handle = await open(source.path)
  // A file has places to go to; a pipe or device has none.
  let position = source.size === undefined ? null : 0
  const file: Bytes = {
    async fill(into) {
      // A file that is at hand is read while a promise would still wait for its turn.
      const bytesRead =
        position === null
          ? (await handle.read(into, 0, into.length, null)).bytesRead
          : readSync(handle.fd, into, 0, into.length, position)
      if (position !== null) position += bytesRead
      onRead(bytesRead)
      return bytesRead
    },
    async skip(count) {
      if (position === null) return passOver(file, count)
      position += count
      onRead(count)
    },
    close: () => handle.close(),
  }
  return file
}

async function passOver(bytes: Bytes, count: number): Promise<void> {
  const waste = Buffer.allocUnsafe(64 * 1024)
  while (count > 0) {
    const part = await bytes.fill(waste.subarray(0, Math.min(count, waste.length)))
    if (part === 0) return
    count -= part
  }
}

/** `bytes` with what it begins with: at most `most` bytes, fewer only where it ends. The head is not lost to `fill`. */
export async function peek(bytes: Bytes, most: number): Promise<{ head: Buffer; bytes: Bytes }> {
  const head = Buffer.alloc(most)
  let length = 0
  while (length < most) {
    const count = await bytes.fill(head.subarray(length))
    if (count === 0) break
    length += count
  }
  let given = 0
  const whole: Bytes = {
    fill(into) {
      if (given === length) return bytes.fill(into)
      const part = head.subarray(given, Math.min(length, given + into.length))
      into.set(part)
      given += part.length
      return Promise.resolve(part.length)
    },
    async skip(count) {
      const part = Math.min(count, length - given)
      given += part
      if (count > part) await bytes.skip(count - part)
    },
    close: () => bytes.close(),
  }
  return { head: head.subarray(0, length), bytes: whole }
}

function fromChunks(make: () => AsyncGenerator<Uint8Array>, close?: () => Promise<void>): Bytes {
  const chunks = make()
  let chunk: Uint8Array = new Uint8Array(0)
  const next = async (): Promise<boolean> => {
    while (chunk.length === 0) {
      const result = await chunks.next()
      if (result.done === true) return false
      chunk = result.value
    }
    return true
  }
  return {
    async fill(into) {
      if (!(await next())) return 0
      const count = Math.min(chunk.length, into.length)
      into.set(chunk.subarray(0, count))
      chunk = chunk.subarray(count)
      return count
    },
    async skip(count) {
      while (count > 0 && (await next())) {
        const part = Math.min(count, chunk.length)
        chunk = chunk.subarray(part)
        count -= part
      }
    },
    async close() {
      await chunks.return(undefined)
      await close?.()
    },
  }
}

async function* chunksOf(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    const count = await bytes.fill(chunk)
    if (count === 0) return
    yield chunk.subarray(0, count)
  }
}

export type Packing = 'gzip' | 'zstd' | 'brotli'

/** How the bytes are packed, by their first bytes; brotli, which has no mark, by name. */
export function packingOf(head: Uint8Array, name: string): Packing | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd'
  // A skippable frame, as pzstd and seekable writers put first.
  if ((head[0]! & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return 'zstd'
  return name.toLowerCase().endsWith('.br') ? 'brotli' : undefined
}

/** The bytes unpacked, as they are pulled. Ends with `Damage` where they are cut off, broken, or a bomb. */
export function unpack(bytes: Bytes, packing: Packing, limits: Limits): Bytes {
  let packed = 0
  const counted: Bytes = {
    async fill(into) {
      const count = await bytes.fill(into)
      packed += count
      return count
    },
    skip: (count) => bytes.skip(count),
    close: () => bytes.close(),
  }
  const unpacked = packing === 'zstd' ? zstd(counted, limits) : zlib(counted, packing)
  return fromChunks(
    async function* () {
      let total = 0
      for await (const chunk of unpacked) {
        total += chunk.length
        if (total > limits.ratioGrace && total > packed * limits.ratio) {
          throw new Damage('TOO_LARGE', `more than ${limits.ratio} bytes for each packed byte: not read on`)
        }
        yield chunk
      }
    },
    () => bytes.close(),
  )
}

/**
 * Pulls through a zlib stream by hand: what was unpacked before a break is handed out before the break is reported,
 * which piping does not promise.
 */
async function* zlib(bytes: Bytes, packing: 'gzip' | 'brotli'): AsyncGenerator<Uint8Array> {
  const stream = packing === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createBrotliDecompress({ chunkSize: CHUNK })
  let failure: NodeJS.ErrnoException | undefined
  let wake = (): void => undefined
  let written = true
  let ended = false
  const state = () => ({ failure, written, ended })
  stream.on('readable', () => wake())
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error
    wake()
  })
  stream.on('end', () => {
    ended = true
    wake()
  })
  try {
    for (;;) {
      let chunk: Buffer | null
      while ((chunk = stream.read() as Buffer | null) !== null) yield chunk
      const now = state()
      if (now.failure !== undefined) throw broken(now.failure, packing)
      if (now.ended) return
      if (now.written && !stream.writableEnded) {
        const input = Buffer.allocUnsafe(64 * 1024)
        const count = await bytes.fill(input)
        if (count === 0) {
          stream.end()
        } else {
          written = false
          stream.write(input.subarray(0, count), () => {
            written = true
            wake()
          })
        }
      }
      if (stream.readableLength === 0 && !state().ended && state().failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (state().written && !stream.writableEnded) resolve()
        })
      }
    }
  } finally {
    stream.destroy()
  }
}

function broken(failure: NodeJS.ErrnoException, packing: string): Damage {
  const cut = failure.code === 'Z_BUF_ERROR' || Number(failure.errno) === constants.Z_BUF_ERROR
  return cut
    ? new Damage('TRUNCATED', `the ${packing} data ends before its end`)
    : new Damage('BAD_RECORD', `the ${packing} data is damaged: ${failure.message}`)
}

async function* zstd(bytes: Bytes, limits: Limits): AsyncGenerator<Uint8Array> {
  const decoder = new Zstd(limits.windowBytes)
  for await (const chunk of chunksOf(bytes)) yield* decoder.push(chunk)
  if (!decoder.complete) throw new Damage('TRUNCATED', 'the zstd data ends before its end')
}

/** UTF-16 text as UTF-8: line ends and quotes can then be found byte by byte. */
export function fromUtf16(bytes: Bytes, order: 'utf-16le' | 'utf-16be'): Bytes {
  return fromChunks(
    async function* () {
      const decoder = new TextDecoder(order)
      for await (const chunk of chunksOf(bytes)) yield Buffer.from(decoder.decode(chunk, { stream: true }))
      yield Buffer.from(decoder.decode())
    },
    () => bytes.close(),
  )
}

/** Whether bytes are UTF-16: by the byte order mark, else because every other byte is 0 or 6 (ASCII, Arabic). */
export function utf16Order(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(head.length, 4096) >> 1
  if (pairs < 2) return undefined
  let odd = 0
  let even = 0
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (head[i] === 0 || head[i] === 6) even++
    if (head[i + 1] === 0 || head[i + 1] === 6) odd++
  }
  if (odd > 0.8 * pairs && even < 0.2 * pairs) return 'utf-16le'
  if (even > 0.8 * pairs && odd < 0.2 * pairs) return 'utf-16be'
  return undefined
}
