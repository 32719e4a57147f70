import type { CanonicalTag, PageRecord } from '../core/types.js'
import { csvRecords, csvTags } from './csv.js'
import { jsonl, jsonlTags } from './jsonl.js'
import { table, tableTags } from './table.js'

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

const asItIs = (text: string): string => text

/** Packages that a format needs are loaded when it is asked for. */
export async function recordWriter(
  format: RecordFormat,
  { draw = asItIs, bom = true }: EmitOptions = {},
): Promise<RecordWriter> {
  switch (format) {
    case 'jsonl':
      return jsonl
    case 'csv':
      return csvRecords(bom)
    case 'parquet':
      return (await import('./parquet.js')).parquetRecords()
    case 'table':
      return table(draw)
  }
}

export async function tagWriter(
  format: TagFormat,
  { draw = asItIs, bom = true }: EmitOptions = {},
): Promise<TagWriter> {
  switch (format) {
    case 'jsonl':
      return jsonlTags
    case 'csv':
      return csvTags(bom)
    case 'table':
      return tableTags(draw)
    case 'wp-cli':
      return (await import('./wordpress.js')).wordPressShell
    case 'wp-sql':
      return (await import('./wordpress.js')).wordPressSql
    case 'synonyms':
      return (await import('./synonyms.js')).synonyms
    case 'skos':
      return (await import('./skos.js')).skos
  }
  const mapping = await import('./mapping.js')
  switch (format) {
    case 'mapping':
      return mapping.csv(bom)
    case 'mapping-tsv':
      return mapping.tsv()
    case 'mapping-jsonl':
      return mapping.jsonLines
    case 'mapping-parquet':
      return mapping.parquet()
  }
}
