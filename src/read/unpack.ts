import { constants, crc32, createBrotliDecompress, createInflateRaw } from 'node:zlib'
import type { BrotliDecompress, InflateRaw } from 'node:zlib'

import { fromChunks, type Bytes } from './bytes.js'
import { Damage, reasonOf } from './damage.js'
import { Packed } from './packed.js'
import type { Limits } from './types.js'
import { ZSTD_MARKS, zstdFrame } from './zstd.js'

export type Packing = 'gzip' | 'zstd' | 'brotli'

/** What zlib gives at one go. Where it finds an error, what it has of this is lost. */
const CHUNK = 64 * 1024
/** The same where a short member is unpacked again to have what stands before the error. */
const FINE = 128
/** The longest member, packed, that is kept for that. */
const KEPT = 256 * 1024
/** So many breaks are passed over in one file. */
const BREAKS = 100

/** The beginning of a gzip member that is packed with deflate, as all are. */
const GZIP_MARK = Uint8Array.of(0x1f, 0x8b, 8)

const begins = (bytes: Uint8Array, mark: Uint8Array): boolean => mark.every((byte, i) => bytes[i] === byte)

/** How the bytes are packed, by their first bytes; brotli, which has no mark, by name. */
export function packingOf(head: Uint8Array, name: string): Packing | undefined {
  if (begins(head, GZIP_MARK)) return 'gzip'
  if (ZSTD_MARKS.some((mark) => begins(head, mark))) return 'zstd'
  return name.toLowerCase().endsWith('.br') ? 'brotli' : undefined
}

/**
 * The bytes unpacked, as they are pulled. Where they are cut off or broken, or are followed by what is none of them,
 * `fill` first gives all that stands before, then throws `Damage`, and goes on with the next member or frame if it is
 * asked again. Padding between members is passed over.
 */
export function unpack(bytes: Bytes, packing: Packing, limits: Limits): Bytes {
  const packed = new Packed(bytes)
  const chunks =
    packing === 'brotli'
      ? brotli(packed)
      : packing === 'gzip'
        ? frames(packed, packing, [GZIP_MARK], gzipMember)
        : frames(packed, packing, ZSTD_MARKS, (from) => zstdFrame(from, limits.windowBytes))
  return fromChunks(
    async function* () {
      let total = 0
      for await (const chunk of chunks) {
        if (!(chunk instanceof Damage)) total += chunk.length
        if (total > limits.ratioGrace && total > packed.read * limits.ratio) {
          yield new Damage('TOO_LARGE', `more than ${limits.ratio} bytes for each packed byte: not read on`)
          return
        }
        yield chunk
      }
    },
    () => bytes.close(),
  )
}

/** Members or frames one after the other. What is none is passed over up to the next, and told. */
async function* frames(
  packed: Packed,
  name: Packing,
  marks: readonly Uint8Array[],
  read: (packed: Packed) => AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array | Damage> {
  let breaks = 0
  while (await packed.passPadding()) {
    const start = packed.at
    await packed.need(4)
    if (marks.some((mark) => begins(packed.held, mark))) {
      let given = false
      try {
        for await (const chunk of read(packed)) {
          given = true
          yield chunk
        }
        continue
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        const where =
          error.code === 'TRUNCATED'
            ? `at byte ${packed.read}`
            : `in what begins at byte ${start}, about byte ${packed.at}`
        yield new Damage(error.code, `${error.message} (${where} of the file)`, error.whole || !given)
        if (error.code === 'TRUNCATED') return
        if (packed.at === start) packed.take(1)
        await packed.seek(marks)
      }
    } else if (packed.held.length < 4 && marks.some((mark) => begins(mark, packed.held))) {
      yield new Damage('TRUNCATED', `the ${name} data ends before its end (at byte ${packed.read} of the file)`, true)
      return
    } else {
      const found = await packed.seek(marks)
      const bytes = `bytes ${start} to ${packed.at} of the file are no ${name} data`
      yield new Damage('BAD_RECORD', found ? bytes : `${bytes}; all before was read`, true)
    }
    if (++breaks === BREAKS) {
      yield new Damage('BAD_RECORD', `the ${name} data is broken in ${BREAKS} places: not read on`)
      return
    }
  }
}

/** The length of the header of a gzip member (RFC 1952); 0 where `bytes` does not hold all of it. */
export function gzipHeader(bytes: Buffer): number {
  if (bytes.length < 10) return 0
  const flags = bytes[3]!
  let at = 10
  if (flags & 4) {
    if (bytes.length < at + 2) return 0
    at += 2 + bytes.readUInt16LE(at)
  }
  // Name and comment end with a NUL.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue
    const end = bytes.indexOf(0, at)
    if (end < 0) return 0
    at = end + 1
  }
  if (flags & 2) at += 2
  return at <= bytes.length ? at : 0
}

async function* gzipMember(packed: Packed): AsyncGenerator<Uint8Array> {
  const cut = 'the gzip data ends before its end'
  let header: number
  while ((header = gzipHeader(packed.held)) === 0) {
    if (packed.held.length > KEPT) throw new Damage('BAD_RECORD', 'a gzip header without an end')
    if (!(await packed.more())) throw new Damage('TRUNCATED', cut)
  }
  packed.take(header)
  let sum = 0
  let size = 0
  for await (const chunk of inflated(packed, 'gzip', (chunkSize) => createInflateRaw({ chunkSize }))) {
    sum = crc32(chunk, sum)
    size = (size + chunk.length) >>> 0
    yield chunk
  }
  if (!(await packed.need(8))) throw new Damage('TRUNCATED', cut, true)
  const trailer = packed.take(8)
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size)
    throw new Damage('BAD_RECORD', 'the gzip data is damaged: its checksum is that of other data', true)
}

async function* brotli(packed: Packed): AsyncGenerator<Uint8Array | Damage> {
  try {
    yield* inflated(packed, 'brotli', (chunkSize) => createBrotliDecompress({ chunkSize }))
  } catch (error) {
    if (!(error instanceof Damage)) throw error
    const where = error.code === 'TRUNCATED' ? 'at' : 'about'
    yield new Damage(error.code, `${error.message} (${where} byte ${packed.at} of the file)`)
    return
  }
  if (await packed.passPadding())
    yield new Damage('BAD_RECORD', `what stands from byte ${packed.at} of the file on is no brotli data`, true)
}

/**
 * Pulls through one zlib stream by hand: what was unpacked before a break is handed out before the break is reported,
 * and what stands behind the stream's end is left, neither of which piping does.
 */
async function* inflated(
  packed: Packed,
  name: Packing,
  make: (chunkSize: number) => InflateRaw | BrotliDecompress,
): AsyncGenerator<Uint8Array> {
  const pieces: Buffer[] = []
  const start = packed.at
  const given = { bytes: 0 }
  const next = async (): Promise<Buffer | undefined> => {
    if (!(await packed.need(1))) return undefined
    const piece = packed.held
    if (packed.at - start + piece.length <= KEPT) pieces.push(piece)
    return piece
  }
  try {
    for await (const chunk of pulled(make(CHUNK), name, next, (count) => packed.take(count))) {
      given.bytes += chunk.length
      yield chunk
    }
  } catch (error) {
    if (error instanceof Damage && packed.read - start <= KEPT) {
      // Once more, for what was under way when the error was met.
      let seen = 0
      const again = pieces.values()
      const rest = pulled(
        make(FINE),
        name,
        () => Promise.resolve(again.next().value),
        () => undefined,
      )
      try {
        for await (const chunk of rest) {
          const fresh = chunk.subarray(Math.max(0, given.bytes - seen))
          seen += chunk.length
          if (fresh.length > 0) yield fresh
        }
      } catch (second) {
        if (!(second instanceof Damage)) throw second
      }
    }
    throw error
  }
}

/** What comes out of `stream` when pieces are put in; `used` hears how much of them it took. */
async function* pulled(
  stream: InflateRaw | BrotliDecompress,
  name: Packing,
  next: () => Promise<Buffer | undefined>,
  used: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  let failure: NodeJS.ErrnoException | undefined
  let wake = (): void => undefined
  let written = true
  let ended = false
  /** Put in before the piece at hand. */
  let before = 0
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
      if (now.failure !== undefined) throw broken(now.failure, name)
      if (now.ended) return
      if (now.written && !stream.writableEnded) {
        const piece = await next()
        if (piece === undefined) {
          stream.end()
        } else {
          written = false
          stream.write(piece, (error) => {
            // What is wrong is told by the event.
            if (error) return
            const count = stream.bytesWritten - before
            used(count)
            before += count
            // What leaves bytes over has come to its end.
            written = count === piece.length
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

function broken(failure: NodeJS.ErrnoException, name: Packing): Damage {
  const cut = failure.code === 'Z_BUF_ERROR' || Number(failure.errno) === constants.Z_BUF_ERROR
  return cut
    ? new Damage('TRUNCATED', `the ${name} data ends before its end`)
    : new Damage('BAD_RECORD', `the ${name} data is damaged: ${reasonOf(failure)}`)
}
