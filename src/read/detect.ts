import { extname } from 'node:path'

import { isBinary } from './charset.js'
import { assetOf, foreignOf, isWorkbook, type Foreign } from './foreign.js'
import { ASSIGNMENT } from './shape.js'
import { mimeFormat } from './mhtml.js'
import { isBibliography } from './bibliography.js'
import { fieldNames } from './names.js'
import { endOfMark } from './stray.js'
import { layoutOf } from './table.js'
import type { Format } from './format.js'
import { markupFormat } from './xml.js'

const BY_NAME: Readonly<Record<string, Format>> = {
  '.txt': 'text',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
}

const PACKED = /\.(gz|zst|br)$/i

/**
 * The format of a source by its first bytes (after unpacking and turning UTF-16 into UTF-8), else by its name; or a
 * sentence on what it is instead.
 */
export function formatOf(head: Buffer, path: string): Format | Foreign {
  if (head.toString('latin1', 0, 4) === 'PAR1') return 'parquet'
  if (isWorkbook(head, path.replace(PACKED, ''))) return 'xlsx'
  const foreign = foreignOf(head)
  if (foreign !== undefined) return foreign
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (text.startsWith('WARC/')) return 'warc'
  if (text.startsWith('filedesc://')) return 'arc'
  if (isBinary(head)) return { foreign: 'binary data, not pages' }

  // Archives of Twitter are JSON in scripts.
  if (ASSIGNMENT.test(text.slice(0, 256))) return 'json'
  const mime = mimeFormat(text, path)
  if (mime !== undefined) return mime
  if (isBibliography(text, path)) return 'bibliography'
  const asset = assetOf(path)
  if (asset !== undefined) return asset
  const named = BY_NAME[extname(path.replace(PACKED, '')).toLowerCase()]
  if (text.startsWith('<') && (named === 'html' || endOfMark(text, 0) >= 0)) return markupFormat(text, path)
  // No JSON begins so, but a template of a page does.
  if (/^\{[{%#]/.test(text)) return named ?? 'text'
  if (text.startsWith('{')) return endsLines(text) && jsonLines(text) ? 'jsonl' : 'json'
  if (/^\[\s*[{\]]/.test(text)) return 'json'
  if (named !== undefined && named !== 'text') return named
  return (named === undefined && tableOf(text)) || layoutOf(head).certain ? 'csv' : 'text'
}

/** Where the first line ends: at a line feed, or a carriage return alone, as old programs write. */
export const firstLineEnd = (text: string): number => text.search(/[\r\n]/)

/** Whether lines end with a line feed; where carriage returns alone end them, values stand one after the other. */
function endsLines(text: string): boolean {
  const end = firstLineEnd(text)
  return end < 0 || text[end] === '\n' || text[end + 1] === '\n' || end + 1 === text.length
}

/** Whether the first line is a value of its own. A line longer than the head can only be one of many. */
function jsonLines(text: string): boolean {
  const end = text.indexOf('\n')
  if (end < 0) return true
  const line = text.slice(0, end).trim()
  return line.endsWith('}') && line.length > 2
}

/** Whether the first line names fields, at least two, one of them a known name of a page's text or tags. */
function tableOf(text: string): boolean {
  const line = text.slice(0, Math.max(0, firstLineEnd(text))).trim()
  for (const delimiter of [',', '\t', ';']) {
    const cells = line.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '').trim())
    if (cells.length < 2 || cells.length > 256) continue
    if (
      cells.some(
        (cell) => fieldNames.text.includes(cell) || fieldNames.html.includes(cell) || fieldNames.tags.includes(cell),
      )
    )
      return true
  }
  return false
}
