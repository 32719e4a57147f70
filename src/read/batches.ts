import type { Bytes } from './bytes.js'
import { Damage, reasonOf } from './damage.js'
import type { RejectCode } from '../core/errors.js'
import type { RowRange } from './parquet.js'
import type { Format } from './format.js'
import type { Batch, Limits, Mark, Reject } from './types.js'

/**
 * Finds where records end, in bytes that are never decoded. One scanner serves one source; it keeps what it has seen
 * of the record that it is in.
 */
export interface Scanner {
  /**
   * Index just past the record that begins at `start`, or -1 when `bytes` up to `end` does not hold all of it. Then
   * `resume` is how far from `start` the scanner has seen; the next call may come with all bytes before that gone.
   */
  next(bytes: Buffer, start: number, end: number): number
  resume: number
  /**
   * What was found last, or is being sought. `head`: every record needs it. `skip`: no page is in it. `around`: it stands
   * around the records, and is none.
   */
  kind: 'record' | 'head' | 'skip' | 'around'
  /** What to keep of the head that was found, where that is not its bytes. */
  head?: Uint8Array<ArrayBuffer>
  /** What `bytes` between `start` and `end` is when the source ends there; where there is none, whether one is cut off all the same. */
  tail(bytes: Buffer, start: number, end: number): 'record' | 'skip' | 'cut'
}

/** One record is the whole source. */
export function wholeScanner(): Scanner {
  return {
    resume: 0,
    kind: 'record',
    next(_bytes, start, end) {
      this.resume = end - start
      return -1
    },
    tail: () => 'record',
  }
}

/** The longest head (CSV header, XML prologue) that is kept. */
const HEAD_BYTES = 256 * 1024
const READ_BYTES = 1024 * 1024
/** Less room than this is not worth a read. */
const LEAST_READ = 256 * 1024

/**
 * Gathers cut records into batches. Files that are one record each share a batch; any other source begins a new one.
 * A batch ends with the first record that reaches `batchBytes`, so batches do not depend on how the bytes came in.
 */
export class Batcher {
  private readonly batchBytes: number
  private readonly limits: Limits
  private readonly spare: ArrayBuffer[]
  private readonly progress: () => Batch['progress']
  /** Records up to `done` are cut, bytes up to `filled` are read. */
  private hold: Buffer<ArrayBuffer>
  private done = 0
  private filled = 0
  private spans: number[] = []
  private files: string[] = []
  private rejects: Reject[] = []
  private head: Uint8Array<ArrayBuffer> | undefined
  private source = ''
  private format: Format = 'text'
  private record = 1
  /** Place in the source of `hold[done]`. */
  private mark: Mark = { source: '', record: 0, byte: 0 }

  constructor(batchBytes: number, limits: Limits, spare: ArrayBuffer[], progress: () => Batch['progress']) {
    this.batchBytes = batchBytes
    this.limits = limits
    this.spare = spare
    this.progress = progress
    this.hold = Buffer.allocUnsafeSlow(batchBytes + READ_BYTES + LEAST_READ)
  }

  /**
   * Cuts one source, from the place in it where `bytes` stands, behind `passed` breaks. Yields each batch as it fills.
   * Where the bytes break, what stands before is read, and the break is a reject; `scannerBehind` makes the scanner
   * that goes on behind it, where records can be found from any place.
   */
  async *split(
    source: string,
    format: Format,
    scanner: Scanner,
    bytes: Bytes,
    {
      from,
      passed = 0,
      scannerBehind,
      head,
    }: {
      from?: Mark | undefined
      passed?: number
      scannerBehind?: () => Scanner
      /** What every record needs, where it is known before. */
      head?: Uint8Array | undefined
    },
  ): AsyncGenerator<Batch> {
    const single = format === 'text' || format === 'html'
    if (!single || this.format !== format) yield* this.flush()
    this.enter(source, format, from)
    this.head = head && new Uint8Array(head)
    const scan = { skipping: false }
    try {
      for (;;) {
        this.room()
        let damage: Damage | undefined
        let count = 0
        try {
          count = await bytes.fill(this.hold.subarray(this.filled, this.filled + READ_BYTES))
        } catch (error) {
          damage = asDamage(error)
          // One that was told before the place that this goes on from.
          if (error instanceof Damage && passed++ < (from?.breaks ?? 0)) continue
          if (!(error instanceof Damage)) scannerBehind = undefined
        }
        if (count > 0) {
          this.filled += count
          yield* this.scan(scanner, scan)
          continue
        }
        yield* this.finish(scanner, scan.skipping, single ? source : undefined, damage)
        if (damage === undefined || scannerBehind === undefined) break
        scanner = scannerBehind()
        scan.skipping = false
      }
    } finally {
      await bytes.close().catch(() => undefined)
    }
    if (!single || this.done >= this.batchBytes) yield* this.flush()
  }

  /** What is left where a source ends or breaks. */
  private *finish(
    scanner: Scanner,
    skipping: boolean,
    file: string | undefined,
    damage: Damage | undefined,
  ): Generator<Batch> {
    const left = this.filled - this.done
    const tail = skipping && left === 0 ? scanner.kind : scanner.tail(this.hold, this.done, this.filled)
    // A page that is a file of its own is read as far as it goes.
    if (!skipping && tail === 'record' && left > 0 && (damage === undefined || damage.whole || file !== undefined)) {
      this.add(this.filled, file)
    } else {
      this.drop(left)
      if (damage === undefined && tail === 'record' && skipping) yield* this.refuse('TOO_LARGE', this.tooLarge())
      if (damage === undefined && tail === 'cut') yield* this.refuse('TRUNCATED', 'the last record is cut off')
    }
    if (damage === undefined) return
    yield* this.refuse(damage.code, damage.message)
    this.mark = { ...this.mark, breaks: (this.mark.breaks ?? 0) + 1 }
  }

  /** A source that cannot be cut at all. */
  *reject(source: string, error: unknown): Generator<Batch> {
    if (source !== this.mark.source) this.enter(source, this.format)
    const damage = asDamage(error)
    yield* this.refuse(damage.code, damage.message)
  }

  /** A source whose rows a worker reads by itself: a batch for each range of rows. */
  async *rows(
    source: string,
    format: Format,
    ranges: AsyncGenerator<RowRange>,
    onRead: (count: number) => void,
  ): AsyncGenerator<Batch> {
    yield* this.flush()
    this.enter(source, format)
    try {
      for await (const [start, end, bytes] of ranges) {
        onRead(bytes)
        this.source = source
        const batch = this.batch()
        this.mark = { ...this.mark, record: end }
        yield { ...batch, record: start + 1, rows: [start, end], end: this.mark, progress: this.progress() }
      }
    } catch (error) {
      const damage = asDamage(error)
      yield* this.refuse(damage.code, damage.message)
      yield* this.flush()
    }
  }

  *flush(): Generator<Batch> {
    if (this.spans.length === 0 && this.rejects.length === 0) return
    let bytes = new Uint8Array(0)
    if (this.spans.length > 0) {
      bytes = new Uint8Array(this.hold.buffer, 0, this.done)
      const rest = this.hold.subarray(this.done, this.filled)
      const size = Math.max(this.batchBytes, rest.length) + READ_BYTES + LEAST_READ
      const spare = this.spare.pop()
      // One that a very long record made grow is let go.
      this.hold =
        spare && spare.byteLength >= size && spare.byteLength <= 4 * size
          ? Buffer.from(spare)
          : Buffer.allocUnsafeSlow(size)
      rest.copy(this.hold)
      this.filled = rest.length
      this.done = 0
    }
    yield this.batch(bytes)
    this.spans = []
    this.files = []
    this.rejects = []
  }

  private batch(bytes = new Uint8Array(0)): Batch {
    return {
      source: this.source,
      format: this.format,
      record: this.spans.length > 0 ? this.record : this.mark.record,
      bytes,
      spans: Uint32Array.from(this.spans),
      ...(this.files.length > 0 && { files: this.files }),
      ...(this.head && { head: this.head }),
      rejects: this.rejects,
      end: this.mark,
      progress: this.progress(),
    }
  }

  private enter(source: string, format: Format, from?: Mark): void {
    if (this.spans.length === 0) this.source = source
    this.format = format
    this.head = undefined
    this.mark = from ?? { source, record: 0, byte: 0 }
  }

  private *scan(scanner: Scanner, state: { skipping: boolean }): Generator<Batch> {
    let at: number
    while ((at = scanner.next(this.hold, this.done, this.filled)) >= 0) {
      const length = at - this.done
      if (scanner.kind === 'head') {
        const kept = scanner.head?.subarray(0, HEAD_BYTES)
        this.head = kept ?? new Uint8Array(this.hold.subarray(this.done, Math.min(at, this.done + HEAD_BYTES)))
        this.drop(length)
      } else if (scanner.kind === 'skip') {
        this.drop(length)
        this.add(this.done, undefined)
      } else if (scanner.kind === 'around') {
        this.drop(length)
      } else if (state.skipping || length > this.limits.recordBytes) {
        this.drop(length)
        yield* this.refuse('TOO_LARGE', this.tooLarge())
      } else {
        this.add(at, undefined)
      }
      state.skipping = false
      if (this.done >= this.batchBytes) yield* this.flush()
    }
    const passing = scanner.kind === 'skip' || scanner.kind === 'around'
    if (passing || this.filled - this.done > this.limits.recordBytes) {
      state.skipping = !passing
      this.drop(scanner.resume)
      scanner.resume = 0
    }
  }

  private tooLarge(): string {
    return `longer than ${this.limits.recordBytes} bytes`
  }

  private add(at: number, file: string | undefined): void {
    if (this.spans.length === 0) {
      this.record = this.mark.record + 1
      this.source = this.mark.source
    }
    this.spans.push(this.done, at)
    if (file !== undefined) this.files.push(file)
    this.mark = { ...this.mark, record: this.mark.record + 1, byte: this.mark.byte + at - this.done }
    this.done = at
  }

  private *refuse(code: RejectCode, reason: string): Generator<Batch> {
    if (this.spans.length > 0) yield* this.flush()
    this.mark = { ...this.mark, record: this.mark.record + 1 }
    this.source = this.mark.source
    this.rejects.push({ source: this.source, record: this.mark.record, code, reason })
  }

  /** Lets go of `count` bytes of the source from `done` on. */
  private drop(count: number): void {
    if (count === 0) return
    this.hold.copyWithin(this.done, this.done + count, this.filled)
    this.filled -= count
    this.mark = { ...this.mark, byte: this.mark.byte + count }
  }

  private room(): void {
    if (this.hold.length >= this.filled + LEAST_READ) return
    const grown = Buffer.allocUnsafeSlow(2 * this.hold.length)
    this.hold.copy(grown, 0, 0, this.filled)
    this.hold = grown
  }
}

function asDamage(error: unknown): Damage {
  if (error instanceof Damage) return error
  if ((error as NodeJS.ErrnoException).errno === undefined) throw error
  return new Damage('UNREADABLE', `cannot be read: ${reasonOf(error)}`)
}
