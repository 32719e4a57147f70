import { MOST_TAGS } from '../core/door.js'
import type { Reject } from '../core/errors.js'
import type { FieldNames, Markup, Page, PageField } from '../core/types.js'
import type { Format } from './format.js'
import type { Interned } from './interned.js'

/** Bounds on what one input may cost. Bytes are counted after decompression. */
export interface Limits {
  /** A longer record (line, row, file, WARC body) is one TOO_LARGE reject and is never held. */
  readonly recordBytes: number
  /** Decompressed over compressed bytes; past `ratioGrace` decompressed bytes, more ends the input as TOO_LARGE. */
  readonly ratio: number
  readonly ratioGrace: number
  /** What zstd may look back on, which is held. zstd itself refuses more unless told to. */
  readonly windowBytes: number
  /** Nesting of a JSON value; deeper is a BAD_RECORD reject. */
  readonly jsonDepth: number
  /** Nesting of elements; deeper ones are read as if they stood side by side. */
  readonly htmlDepth: number
  /** Tags that a page lists, repeats counted; more is a TOO_LARGE reject. */
  readonly tags: number
  /** Uncompressed bytes of one Parquet column in one row group. */
  readonly columnBytes: number
}

export const LIMITS: Limits = Object.freeze({
  recordBytes: 16 * 2 ** 20,
  ratio: 1000,
  ratioGrace: 64 * 2 ** 20,
  windowBytes: 128 * 2 ** 20,
  jsonDepth: 512,
  htmlDepth: 2048,
  tags: MOST_TAGS,
  columnBytes: 2 ** 30,
})

export type { PageField } from '../core/types.js'

/** How records become pages. Plain values only: passed to worker threads as it stands. */
export interface PageOptions {
  readonly markup: Markup
  readonly fields?: FieldNames | undefined
  /** Where the records stand in JSON that wraps them: `hits.hits[]._source`. Default: found by what they look like. */
  readonly records?: string | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Pass over text that nobody needs; not for worker messages, it holds a function. */
  readonly skim?: Skim | undefined
  /** Hears, of each page out of a record with fields, which of them was taken for what; not for worker messages either. */
  readonly seen?: ((field: PageField, name: string) => void) | undefined
  /**
   * Hears of each value of a record that is there and says nothing, where it may have been a field of a page: what programs
   * write for a missing value, and numbers alone where tags are expected. Not where the record has the field elsewhere.
   */
  readonly odd?: ((field: PageField, name: string, kind: OddKind) => void) | undefined
  /** Hears where in JSON that wraps them so many records stood. */
  readonly at?: ((path: string, records: number) => void) | undefined
}

export type OddKind = 'missing' | 'numbers'

/**
 * When a JSON line need not be parsed whole. Its text is passed over where no label that opens a list of tags can stand in it, and
 * its words are not wanted; the page then has a stand-in for its text.
 */
export interface Skim {
  /** Whether the text of the page with this id is wanted in any case. */
  readonly wanted: (id: string) => boolean
  /** Strings that were met, for all batches of a thread. */
  readonly strings: Interned
  /** What each code unit folds to: 0 nothing, 32 a separator, else a letter. */
  readonly letters: Uint16Array
  /** Hashes of the first and the last word of every label. */
  readonly firstWords: ReadonlySet<number>
  readonly lastWords: ReadonlySet<number>
}

export interface ReadOptions extends Pick<PageOptions, 'fields' | 'records'> {
  /** Read every input as this format, whatever it looks like. */
  readonly format?: Format | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Go on after the batch that had this `end`. The inputs must be the same as then. */
  readonly after?: Mark | undefined
  /** What the input `-` reads. Default: standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  /** Hears of a file that holds what wusum wrote, which is passed by. Default: it is a reject. */
  readonly onOwn?: ((path: string) => void) | undefined
  /**
   * Hears of a file, met in a folder or by a glob, that goes with pages and is none: a style sheet, a script, an image, a
   * font, what a browser saved beside a page. It is passed by, and is no reject.
   */
  readonly onAsset?: ((path: string) => void) | undefined
  /** Bytes of a batch, about. Default 1 MiB. */
  readonly batchBytes?: number | undefined
  /** Memory of batches that are done with, to be put here and taken again: new memory costs as much as reading into it. */
  readonly spare?: ArrayBuffer[] | undefined
}

/** A place between two records. */
export interface Mark {
  readonly source: string
  /** Records of `source` before this place. */
  readonly record: number
  /** Bytes of `source`, decompressed, before this place. */
  readonly byte: number
  /** Breaks of `source` that stand before this place and were told; absent for none. */
  readonly breaks?: number | undefined
}

/** A record that gives no page, and why. Never thrown. */
export type { Reject } from '../core/errors.js'

/**
 * Some records of one source (text and html files: of several sources), not yet decoded. Values and byte arrays only:
 * post it to a worker thread with `transferables(batch)`.
 */
export interface Batch {
  readonly source: string
  readonly format: Format
  /** Number in `source` of the first record, from 1. A JSONL record is a line, an empty one included. */
  readonly record: number
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each record begins and ends in `bytes`: start, end, start, end, … A record of no length is to be passed by. */
  readonly spans: Uint32Array<ArrayBuffer>
  /** The file of each record, where every record is a file of its own. */
  readonly files?: readonly string[] | undefined
  /** What the source says before its first record and every record needs: a CSV header, an XML prologue. */
  readonly head?: Uint8Array<ArrayBuffer> | undefined
  /** Parquet: the rows of the file `source`, instead of bytes. */
  readonly rows?: readonly [start: number, end: number] | undefined
  /** Records that could not be cut out; they stand before the others. */
  readonly rejects: readonly Reject[]
  /** Everything before this place is in this batch or an earlier one. Pass it as `after` to go on from here. */
  readonly end: Mark
  /** Bytes of all inputs, as they lie on disk: those read so far, and all, where known. */
  readonly progress: { readonly read: number; readonly total: number | undefined }
}

export type Item = Page | Reject
