/** Mappings as files. */
import { mapping, type MappingRow } from '../core/sameness/mapping.js'
import type { CanonicalTag } from '../core/types.js'
import { BOM, rowsWith } from './csv.js'
import type { TagWriter } from './types.js'
import { json } from './jsonl.js'
import { ParquetTable } from './parquet.js'

const COLUMNS = ['surface', 'canonical', 'id', 'rule', 'confidence', 'count', 'pages'] as const

const cellsOf = (row: MappingRow) => COLUMNS.map((column) => row[column])

/** For spreadsheets: formulas are made harmless. */
export async function csv(bom: boolean): Promise<TagWriter> {
  const rows = await rowsWith(',')
  return function* (tags) {
    yield (bom ? BOM : '') + rows([COLUMNS])
    for (const row of mapping(tags)) yield rows([cellsOf(row)])
  }
}

/** For programs: every cell as it is. */
export async function tsv(): Promise<TagWriter> {
  const rows = await rowsWith('\t')
  return function* (tags) {
    yield rows([COLUMNS])
    for (const row of mapping(tags)) yield rows([cellsOf(row)])
  }
}

export function* jsonLines(tags: Iterable<CanonicalTag>): Generator<string> {
  for (const row of mapping(tags)) yield `${json(row)}\n`
}

export async function parquet(): Promise<TagWriter> {
  const table = await ParquetTable.load()
  return function* (tags) {
    const rows = table({
      surface: 'text',
      canonical: 'text',
      id: 'text?',
      rule: 'text',
      confidence: 'number',
      count: 'whole',
      pages: 'whole',
    })
    for (const row of mapping(tags)) yield rows.add({ ...row, id: row.id || null })
    yield rows.end()
  }
}
