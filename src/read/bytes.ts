import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'

import { Damage } from './damage.js'
import type { Source } from './inputs.js'

/** Bytes pulled by whoever needs them, so that nothing is read ahead of need. */
export interface Bytes {
  /**
   * Puts the next bytes at the start of `into`; how many, 0 at the end.
   * @throws Damage where they are broken. Asked again, it goes on behind the break.
   */
  fill(into: Uint8Array): Promise<number>
  /** Goes `count` bytes on without handing them out; how many breaks it passed over. */
  skip(count: number): Promise<number>
  close(): Promise<void>
}

/** A source as it lies on disk; `onRead` hears of every byte taken from it. */
export async function openBytes(
  source: Source,
  stdin: AsyncIterable<Uint8Array> | undefined,
  onRead: (count: number) => void,
): Promise<Bytes> {
  const stream = source.bytes ?? (source.path === '-' ? (stdin ?? process.stdin) : undefined)
  if (stream !== undefined) {
    return fromChunks(async function* () {
      for await (const given of stream as AsyncIterable<Uint8Array | string>) {
        const chunk = typeof given === 'string' ? Buffer.from(given) : given
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
      return 0
    },
    close: () => handle.close(),
  }
  return file
}

async function passOver(bytes: Bytes, count: number): Promise<number> {
  const waste = Buffer.allocUnsafe(64 * 1024)
  while (count > 0) {
    const part = await bytes.fill(waste.subarray(0, Math.min(count, waste.length)))
    if (part === 0) break
    count -= part
  }
  return 0
}

/**
 * `bytes` with what it begins with: at most `most` bytes, fewer only where it ends or breaks. The head is not lost to
 * `fill`, nor is a break behind it.
 */
export async function peek(bytes: Bytes, most: number): Promise<{ head: Buffer; bytes: Bytes }> {
  const head = Buffer.alloc(most)
  let length = 0
  let met: Damage | undefined
  try {
    while (length < most) {
      const count = await bytes.fill(head.subarray(length))
      if (count === 0) break
      length += count
    }
  } catch (error) {
    if (!(error instanceof Damage) || length === 0) throw error
    met = error
  }
  let given = 0
  const whole: Bytes = {
    fill(into) {
      if (given === length) {
        const damage = met
        met = undefined
        return damage ? Promise.reject(damage) : bytes.fill(into)
      }
      const part = head.subarray(given, Math.min(length, given + into.length))
      into.set(part)
      given += part.length
      return Promise.resolve(part.length)
    },
    async skip(count) {
      const part = Math.min(count, length - given)
      given += part
      if (count === part) return 0
      const passed = met ? 1 : 0
      met = undefined
      return passed + (await bytes.skip(count - part))
    },
    close: () => bytes.close(),
  }
  return { head: head.subarray(0, length), bytes: whole }
}

/** The bytes of chunks; a chunk that is a break is thrown, once. */
export function fromChunks(make: () => AsyncGenerator<Uint8Array | Damage>, close?: () => Promise<void>): Bytes {
  const chunks = make()
  let chunk: Uint8Array = new Uint8Array(0)
  /** Has a chunk at hand; false at the end, or where there is a break instead. */
  const next = async (): Promise<boolean | Damage> => {
    while (chunk.length === 0) {
      const result = await chunks.next()
      if (result.done === true) return false
      if (result.value instanceof Damage) return result.value
      chunk = result.value
    }
    return true
  }
  return {
    async fill(into) {
      const at = await next()
      if (at instanceof Damage) throw at
      if (!at) return 0
      const count = Math.min(chunk.length, into.length)
      into.set(chunk.subarray(0, count))
      chunk = chunk.subarray(count)
      return count
    },
    async skip(count) {
      let breaks = 0
      while (count > 0) {
        const at = await next()
        if (at === false) break
        if (at instanceof Damage) breaks++
        const part = Math.min(count, chunk.length)
        chunk = chunk.subarray(part)
        count -= part
      }
      return breaks
    },
    async close() {
      await chunks.return(undefined)
      await close?.()
    },
  }
}

async function* chunksOf(bytes: Bytes): AsyncGenerator<Uint8Array | Damage> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    let count: number
    try {
      count = await bytes.fill(chunk)
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      yield error
      continue
    }
    if (count === 0) return
    yield chunk.subarray(0, count)
  }
}

/** UTF-16 text as UTF-8: line ends and quotes can then be found byte by byte. */
export function fromUtf16(bytes: Bytes, order: 'utf-16le' | 'utf-16be'): Bytes {
  return fromChunks(
    async function* () {
      const decoder = new TextDecoder(order)
      for await (const chunk of chunksOf(bytes))
        yield chunk instanceof Damage ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }))
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
