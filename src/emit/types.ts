import type { CanonicalTag, PageRecord } from '../core/types.js'

/** What pages are written as: one record a page, or one row a tag of a page. */
export const recordFormats = ['jsonl', 'csv', 'parquet', 'table'] as const
export type RecordFormat = (typeof recordFormats)[number]

/** What canonical tags are written as: one a tag; one row a spelling; what another system takes in. */
export const tagFormats = [
  'jsonl',
  'csv',
  'table',
  'mapping',
  'mapping-tsv',
  'mapping-jsonl',
  'mapping-parquet',
  'wp-cli',
  'wp-sql',
  'synonyms',
  'skos',
] as const
export type TagFormat = (typeof tagFormats)[number]

export type OutputFormat = RecordFormat | TagFormat

/** Formats that spreadsheets open, and that a byte order mark tells them the charset of. */
export const withBom: ReadonlySet<OutputFormat> = new Set<OutputFormat>(['csv', 'mapping'])

/** Formats that are no text. */
export const binary: ReadonlySet<OutputFormat> = new Set<OutputFormat>(['parquet', 'mapping-parquet'])

export interface EmitOptions {
  /** Prepares a piece of page text for the eye (see cli/display.ts); used by `table` alone: data is never drawn. */
  readonly draw?: ((text: string) => string) | undefined
  /** Begin CSV with a byte order mark, without which Excel reads Arabic in the wrong charset. Default true. */
  readonly bom?: boolean | undefined
}

export type Piece = string | Uint8Array

/** Turns records into output, one at a time; what it keeps of them does not grow with their number. */
export interface RecordWriter {
  readonly head: Piece
  page(record: PageRecord): Piece
  /** What stands behind the last page. */
  end(): Piece
}

/** Turns the tags of a collection, all of them, into output, piece by piece. */
export type TagWriter = (tags: Iterable<CanonicalTag>) => Iterable<Piece>
