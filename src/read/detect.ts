import { extname } from 'node:path'

import { fieldNames } from './names.js'
import { foreignOf } from './foreign.js'
import { endOfMark } from './stray.js'
import type { Format } from './types.js'

/** Bytes that are enough to tell a format. */
export const HEAD = 64 * 1024

const BY_NAME: Readonly<Record<string, Format>> = {
  '.txt': 'text',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
}

/**
 * The format of a source by its first bytes (after unpacking and turning UTF-16 into UTF-8), else by its name; or a
 * sentence on what it is instead.
 */
export function formatOf(head: Buffer, path: string): Format | { foreign: string } {
  if (head.toString('latin1', 0, 4) === 'PAR1') return 'parquet'
  if (head.toString('latin1', 0, 5) === 'WARC/') return 'warc'
  const foreign = foreignOf(head)
  if (foreign !== undefined) return { foreign }
  if (head.includes(0)) return { foreign: 'binary data, not pages' }

  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  const named = BY_NAME[extname(path.replace(/\.(gz|zst|br)$/i, '')).toLowerCase()]
  if (text.startsWith('<') && (named === 'html' || endOfMark(text, 0) >= 0)) return markupOf(text)
  if (text.startsWith('{')) return jsonLines(text) ? 'jsonl' : 'json'
  if (/^\[\s*[{\]]/.test(text)) return 'json'
  if (named !== undefined) return named
  return tableOf(text) ? 'csv' : 'text'
}

function markupOf(text: string): Format {
  const opening = text.slice(0, 4096)
  return /<(?:rss|feed|rdf:RDF|channel)[\s>]/.test(opening) && !/<html[\s>]/i.test(opening) ? 'feed' : 'html'
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
  const line = text.slice(0, Math.max(0, text.indexOf('\n'))).trim()
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
