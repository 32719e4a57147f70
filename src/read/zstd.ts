import { Decompress } from 'fzstd'

import { Damage } from './damage.js'

/**
 * Unpacks zstd data pushed piece by piece. Walks the frames beside the decoder (RFC 8878), to refuse a window larger
 * than `windowBytes` before the decoder allocates it, and to know whether the data ends where a frame ends.
 */
export class Zstd {
  private readonly windowBytes: number
  private ready: Uint8Array[] = []
  private readonly decompress = new Decompress((chunk) => this.ready.push(chunk))
  /** Bytes of a header that are not all there yet. */
  private header: number[] = []
  /** Bytes that need not be looked at. */
  private pass = 0
  private state: 'frame' | 'block' = 'frame'
  private checksum = 0

  constructor(windowBytes: number) {
    this.windowBytes = windowBytes
  }

  /** What comes out. @throws Damage `BAD_RECORD`, or `TOO_LARGE` for a window. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.walk(chunk)
    try {
      this.decompress.push(chunk)
    } catch (error) {
      throw new Damage(
        'BAD_RECORD',
        `the zstd data is damaged: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    const ready = this.ready
    this.ready = []
    return ready
  }

  /** Whether the data may end here. */
  get complete(): boolean {
    return this.state === 'frame' && this.pass === 0 && this.header.length === 0
  }

  private walk(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      const skipped = Math.min(this.pass, chunk.length - at)
      this.pass -= skipped
      at += skipped
      if (at === chunk.length) return
      this.header.push(chunk[at++]!)
      if (this.state === 'block') this.block()
      else this.frame()
    }
  }

  private block(): void {
    const [a, b, c] = this.header
    if (c === undefined) return
    const value = a! | (b! << 8) | (c << 16)
    this.header = []
    // A block of one repeated byte says its unpacked size.
    this.pass = ((value >> 1) & 3) === 1 ? 1 : value >> 3
    if ((value & 1) === 0) return
    this.pass += this.checksum
    this.state = 'frame'
  }

  private frame(): void {
    const { header } = this
    if (header.length < 5) return
    const view = new DataView(Uint8Array.from(header).buffer)
    if ((view.getUint32(0, true) & 0xfffffff0) === 0x184d2a50) {
      if (header.length < 8) return
      this.header = []
      this.pass = view.getUint32(4, true)
      return
    }
    if (view.getUint32(0, true) !== 0xfd2fb528)
      throw new Damage('BAD_RECORD', 'the zstd data is damaged: no frame where one must begin')
    const flags = header[4]!
    const single = (flags >> 5) & 1
    const dictionary = [0, 1, 2, 4][flags & 3]!
    const sizeBytes = [single, 2, 4, 8][flags >> 6]!
    const length = 6 - single + dictionary + sizeBytes
    if (header.length < length) return
    let size = 0
    for (let i = length - 1; i >= length - sizeBytes; i--) size = size * 256 + header[i]!
    const exponent = header[5]! >> 3
    const window = single === 1 ? size : 2 ** (10 + exponent) * (1 + (header[5]! & 7) / 8)
    if (window > this.windowBytes) throw new Damage('TOO_LARGE', `zstd data that needs a window of ${window} bytes`)
    this.checksum = (flags >> 2) & 1 ? 4 : 0
    this.header = []
    this.state = 'block'
  }
}
