import { WusumError, type Reject, type Rejected } from '../core/errors.js'
import type { Batch } from '../read/index.js'

/** What is kept of rejects for a checkpoint. */
export interface RejectedSoFar {
  readonly reasons: Rejected['reasons']
  readonly unread: readonly Reject[]
  /** The file named outright of which a page was read last. */
  readonly readLast?: string | undefined
}

/** Counts rejects, and keeps of them what a person is told. In memory stay one reject a code and one a file named outright. */
export class Rejects {
  readonly #named: ReadonlySet<string>
  readonly #reasons = new Map<string, Reject & { count: number }>()
  /** By file named outright: the first reject, or that a page was read. */
  readonly #files = new Map<string, Reject | 'read'>()
  #readLast: string | undefined

  /** @param named the inputs as given */
  constructor(named: readonly string[], saved?: RejectedSoFar) {
    this.#named = new Set(named)
    for (const reason of saved?.reasons ?? []) this.#reasons.set(reason.code, { ...reason })
    for (const reject of saved?.unread ?? []) this.#files.set(reject.source, reject)
    this.#read(saved?.readLast)
  }

  /** @param read pages in the batch */
  add({ source, files }: Pick<Batch, 'source' | 'files'>, read: number, rejects: readonly Reject[]): void {
    for (const reject of rejects) {
      const known = this.#reasons.get(reject.code)
      if (known) known.count++
      else this.#reasons.set(reject.code, { ...reject, count: 1 })
      if (this.#named.has(reject.source) && !this.#files.has(reject.source)) this.#files.set(reject.source, reject)
    }
    if (read === 0) return
    if (files === undefined) this.#read(source)
    // Of files that are one record each: those that gave no reject.
    else for (const file of files) if (!rejects.some((reject) => reject.source === file)) this.#read(file)
  }

  #read(file: string | undefined): void {
    if (file === undefined || !this.#named.has(file)) return
    this.#files.set(file, 'read')
    this.#readLast = file
  }

  get total(): number {
    let total = 0
    for (const { count } of this.#reasons.values()) total += count
    return total
  }

  get byCode(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#reasons.values(), ({ code, count }) => [code, count]))
  }

  get told(): Rejected {
    return {
      reasons: Array.from(this.#reasons.values(), (reason) => ({ ...reason })),
      unread: [...this.#files.values()].filter((known) => known !== 'read'),
    }
  }

  get soFar(): RejectedSoFar {
    return { ...this.told, readLast: this.#readLast }
  }

  /** @throws WusumError NOTHING_READ, unless any page was read */
  checkRead(pages: number): void {
    if (pages > 0) return
    const first = this.told.reasons[0]
    throw new WusumError(
      'NOTHING_READ',
      `no page was read: ${first ? sentenceOf(first) : 'the inputs hold no record'}`,
      { where: first ? { source: first.source, record: first.record } : {}, rejected: this.told },
    )
  }
}

/** A reject in words: its place, its reason, the fields that it has. */
export function sentenceOf({ source, record, code, reason, fields }: Reject): string {
  const file = source === '-' ? 'standard input' : source
  // Of the first record of a file the file is enough, unless the record is what is wrong.
  const place = record === 1 && !OF_RECORDS.has(code) ? file : `${file}, record ${record}`
  return `${place}: ${reason}${fields?.length ? `; it has ${fields.join(', ')}` : ''}`
}

const OF_RECORDS: ReadonlySet<string> = new Set(['BAD_RECORD', 'TOO_LARGE', 'TRUNCATED', 'BAD_ENCODING'])
