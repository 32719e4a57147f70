import { once } from 'node:events'
import type { Transform } from 'node:stream'
import zlib from 'node:zlib'

import { Damage, reasonOf } from './damage.js'
import type { Packed } from './packed.js'

const MAGIC = 0xfd2fb528
/** A skippable frame, as pzstd and seekable writers put in; the last four bits are free. */
const SKIPPABLE = 0x184d2a50
/** The flag of a frame that ends with a checksum, as the zstd program writes them. */
const CHECKSUM = 4
/** The longest block that there may be, packed or not (RFC 8878). */
const BLOCK = 128 * 1024
/** fzstd moves its whole window for each block: blocks of so small a share of it are made to be slow. */
const SHARE = 1 / 8192
/** A smaller window is not worth setting up Node's decoder. */
const SMALL = 64 * 1024
/** So many bytes may be moved for such blocks: some seconds. */
const MOVED = 64 * 2 ** 30

export const ZSTD_MARKS: readonly Uint8Array[] = [
  Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd),
  ...Array.from({ length: 16 }, (_, i) => Uint8Array.of(0x50 + i, 0x2a, 0x4d, 0x18)),
]

/** Unpacks the parts of a frame as they come: its header, then a block at a time. Throws what the decoder says. */
interface Decoder {
  push(part: Uint8Array, last: boolean): Promise<readonly Uint8Array[]> | readonly Uint8Array[]
  close(): void
}

/** Node's own since 22.15, else fzstd. */
async function openDecoder(): Promise<Decoder> {
  if (!('createZstdDecompress' in zlib)) return fzstd()
  const { createZstdDecompress, constants } = zlib as unknown as {
    createZstdDecompress: (options: { params: Record<number, number> }) => Transform
    constants: { readonly ZSTD_d_windowLogMax: number }
  }
  // The window was looked at before.
  const stream = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 31 } })
  let ready: Uint8Array[] = []
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk))
  const failed = once(stream, 'close')
  // Of no interest once nobody writes.
  failed.catch(() => undefined)
  return {
    async push(part) {
      ready = []
      await Promise.race([
        new Promise<void>((resolve, reject) => stream.write(part, (error) => (error ? reject(error) : resolve()))),
        failed,
      ])
      return ready
    },
    close: () => void stream.destroy(),
  }
}

/** In JavaScript. */
async function fzstd(): Promise<Decoder> {
  const { Decompress } = await import('fzstd')
  let ready: Uint8Array[] = []
  const decoder = new Decompress((chunk) => ready.push(chunk))
  return {
    push(part, last) {
      ready = []
      decoder.push(part, last)
      return ready
    },
    close: () => undefined,
  }
}

/**
 * One zstd frame unpacked, a block at a time (RFC 8878): the decoder gives all that it is given at one go, and a block
 * of four bytes may give 128 KiB. A window larger than `windowBytes` is refused before the decoder allocates it.
 */
export async function* zstdFrame(packed: Packed, windowBytes: number): AsyncGenerator<Uint8Array> {
  const cut = new Damage('TRUNCATED', 'the zstd data ends before its end')
  if (!(await packed.need(5))) throw cut
  if ((packed.held.readUInt32LE(0) & 0xfffffff0) === SKIPPABLE) {
    if (!(await packed.need(8))) throw cut
    let left = 8 + packed.held.readUInt32LE(4)
    while (left > 0 && (await packed.need(1))) left -= packed.take(left).length
    if (left > 0) throw cut
    return
  }
  if (packed.held.readUInt32LE(0) !== MAGIC) throw new Damage('BAD_RECORD', 'no zstd frame where one must begin')

  const flags = packed.held[4]!
  const single = (flags >> 5) & 1
  const dictionary = [0, 1, 2, 4][flags & 3]!
  const sizeBytes = [single, 2, 4, 8][flags >> 6]!
  const length = 6 - single + dictionary + sizeBytes
  if (!(await packed.need(length))) throw cut
  if ((flags & 3) !== 0) throw new Damage('UNSUPPORTED', 'zstd data that needs a dictionary')
  const header = packed.take(length)
  let size = 0
  for (let i = length - 1; i >= length - sizeBytes; i--) size = size * 256 + header[i]!
  const exponent = header[5]! >> 3
  const window = single === 1 ? size : 2 ** (10 + exponent) * (1 + (header[5]! & 7) / 8)
  if (window > windowBytes) throw new Damage('TOO_LARGE', `zstd data that needs a window of ${window} bytes`)

  const decoder = await (window < SMALL ? fzstd() : openDecoder())
  const unpacked = async (part: Uint8Array, last: boolean): Promise<readonly Uint8Array[]> => {
    try {
      return await decoder.push(part, last)
    } catch (error) {
      throw new Damage('BAD_RECORD', `the zstd data is damaged: ${reasonOf(error)}`)
    }
  }
  // fzstd does not check the sum, but where the flag announces one, it takes the last block for cut off.
  const unsummed = Buffer.from(header)
  unsummed[4]! &= ~CHECKSUM
  try {
    // A decoder keeps the parts: they must stay as they are.
    yield* await unpacked(unsummed, false)
    let moved = 0
    for (let last = false; !last;) {
      if (!(await packed.need(3))) throw cut
      const head = packed.held.readUIntLE(0, 3)
      last = (head & 1) === 1
      if (head >> 3 > BLOCK) throw new Damage('BAD_RECORD', `the zstd data is damaged: a block of ${head >> 3} bytes`)
      // A block of one repeated byte says its unpacked size.
      const block = 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3)
      if (!(await packed.need(block))) throw cut
      const chunks = await unpacked(packed.take(block), last)
      if (chunks.reduce((sum, chunk) => sum + chunk.length, 0) < SHARE * window) moved += window
      if (moved > MOVED)
        throw new Damage('TOO_LARGE', `zstd blocks that are tiny beside their window of ${window} bytes`)
      yield* chunks
    }
  } finally {
    decoder.close()
  }
  const checksum = (flags & CHECKSUM) === 0 ? 0 : 4
  if (!(await packed.need(checksum))) throw new Damage('TRUNCATED', cut.message, true)
  packed.take(checksum)
}
