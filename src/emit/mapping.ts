/** One row a spelling: what to put in its place. The form to join one's own data with. */
import type { CanonicalTag } from '../core/types.js'
import { BOM, rowsWith } from './csv.js'
import type { TagWriter } from './index.js'
import { json } from './jsonl.js'
import { ParquetTable } from './parquet.js'

export interface MappingRow {
  /** A spelling as pages have it. The canonical one has a row, too, also where no page has it: applying twice is applying once. */
  readonly surface: string
  readonly canonical: string
  /** Of the tag, in a registry; else empty. */
  readonly id: string
  /** What made the surface stand for the tag, by the names of docs/SAMENESS.md; `identical` of the canonical spelling. */
  readonly rule: string
  /** 0 to 1: that the surface is one tag with the canonical spelling; 1 by rule, by decision, and of itself. */
  readonly confidence: number
  /** Occurrences of the surface, and pages that have it. */
  readonly count: number
  readonly pages: number
}

const COLUMNS = ['surface', 'canonical', 'id', 'rule', 'confidence', 'count', 'pages'] as const

export function* mappingRows(tags: Iterable<CanonicalTag>): Generator<MappingRow> {
  for (const { tag: canonical, id = '', shown, variants } of tags) {
    const { count, pages } = shown
    yield { surface: canonical, canonical, id, rule: 'identical', confidence: 1, count, pages }
    for (const { surface, rule, confidence, count, pages } of variants)
      yield { surface, canonical, id, rule, confidence, count, pages }
  }
}

const cellsOf = (row: MappingRow) => COLUMNS.map((column) => row[column])

/** For spreadsheets: formulas are made harmless. */
export async function csv(bom: boolean): Promise<TagWriter> {
  const rows = await rowsWith(',')
  return function* (tags) {
    yield (bom ? BOM : '') + rows([COLUMNS])
    for (const row of mappingRows(tags)) yield rows([cellsOf(row)])
  }
}

/** For programs: every cell as it is. */
export async function tsv(): Promise<TagWriter> {
  const rows = await rowsWith('\t')
  return function* (tags) {
    yield rows([COLUMNS])
    for (const row of mappingRows(tags)) yield rows([cellsOf(row)])
  }
}

export function* jsonLines(tags: Iterable<CanonicalTag>): Generator<string> {
  for (const row of mappingRows(tags)) yield `${json(row)}\n`
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
    for (const row of mappingRows(tags)) yield rows.add({ ...row, id: row.id || null })
    yield rows.end()
  }
}
