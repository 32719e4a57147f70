import { csvRecords, csvTags } from './csv.js'
import { jsonl, jsonlTags } from './jsonl.js'
import { table, tableTags } from './table.js'
import type { EmitOptions, RecordFormat, RecordWriter, TagFormat, TagWriter } from './types.js'

export * from './types.js'

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
