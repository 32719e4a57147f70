import type { CanonicalTag, PageRecord } from '../core/types.js'
import { csv } from './csv.js'
import { jsonl } from './jsonl.js'
import { table } from './table.js'

export const formats = ['jsonl', 'csv', 'table'] as const
export type OutputFormat = (typeof formats)[number]

/**
 * Turns records into text, one at a time. `draw` prepares a piece of page text for the eye (see cli/display.ts) and is
 * used by `table` alone: data is never drawn.
 */
export interface Writer {
  /** What stands before the first page, and before the first tag. */
  readonly head: string
  readonly tagHead: string
  page(record: PageRecord): string
  tag(tag: CanonicalTag): string
}

/** `csv` loads its package when asked for. */
export async function writerFor(
  format: OutputFormat,
  draw: (text: string) => string = (text) => text,
): Promise<Writer> {
  switch (format) {
    case 'jsonl':
      return jsonl
    case 'csv':
      return await csv()
    case 'table':
      return table(draw)
  }
}
