import { decode, decoder } from './charset.js'
import type { Scanner } from './cut.js'
import { firstLineEnd } from './detect.js'
import { pageOf } from './fields.js'
import { lacking, lacksAll } from './lacking.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const QUOTE = 0x22
const NEWLINE = 0x0a
const RETURN = 0x0d
const DELIMITERS = [',', '\t', ';', '|'] as const

/** The rows of a table; line ends within quotes belong to the row. The first row names the columns. */
export function csvScanner(head: Buffer): Scanner {
  const delimiter = delimiterOf(head).charCodeAt(0)
  const lineEnd = lineEndOf(head)
  let quoted = false
  let fieldStart = true
  /** The byte before closed a quoted field, or was the first of two quotes in it. */
  let closed = false
  let rows = 0
  return {
    resume: 0,
    kind: 'head',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      for (let i = start + this.resume; i < end; i++) {
        if (quoted) {
          const quote = view.indexOf(QUOTE, i)
          if (quote < 0) break
          quoted = false
          closed = true
          i = quote
          continue
        }
        const byte = bytes[i]!
        if (byte === lineEnd) {
          this.kind = rows++ === 0 ? 'head' : 'record'
          this.resume = 0
          fieldStart = true
          return i + 1
        }
        // A quote within a field without quotes is text.
        if (byte === QUOTE) quoted = fieldStart || closed
        closed = false
        fieldStart = byte === delimiter
      }
      this.resume = end - start
      if (rows > 0) this.kind = 'record'
      return -1
    },
    tail() {
      if (quoted) return 'cut'
      return rows === 0 ? 'skip' : 'record'
    },
  }
}

/** What ends rows: a carriage return alone where that ends the first, as old programs write, else a line feed. */
function lineEndOf(head: Buffer): number {
  let quoted = false
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]
    if (byte === QUOTE) quoted = !quoted
    if (quoted || (byte !== NEWLINE && byte !== RETURN)) continue
    return byte === RETURN && i + 1 < head.length && head[i + 1] !== NEWLINE ? RETURN : NEWLINE
  }
  return NEWLINE
}

/** The delimiter by which the first row has most cells. */
function delimiterOf(head: Uint8Array): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  const end = firstLineEnd(text)
  const row = end < 0 ? text : text.slice(0, end)
  const cells = (delimiter: string): number => row.split(delimiter).length
  return DELIMITERS.reduce<string>((best, delimiter) => (cells(delimiter) > cells(best) ? delimiter : best), ',')
}

/** CSV and TSV, with a header row. */
export function csvPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { head, bytes, spans, source } = batch
  if (head === undefined) return []
  const delimiter = delimiterOf(head)
  const names = rowOf(decode(head).text, delimiter).map((name) => name.trim())
  const items: Item[] = []
  const decoded = decoder(bytes)
  for (let i = 0; i < spans.length; i += 2) {
    const record = batch.record + i / 2
    const { text, repair } = decoded(bytes.subarray(spans[i], spans[i + 1]))
    if (text.trim() === '') continue
    const row = rowOf(text, delimiter)
    const values: Record<string, string> = {}
    for (const [column, value] of row.entries()) {
      const name = names[column]
      if (name !== undefined && value !== '') values[name] = value
    }
    const item = pageOf(values, source, record, options, limits, repair)
    // Of the columns that this row leaves empty too.
    items.push(lacksAll(item) ? { ...item, ...lacking(columnsOf(names, row), options, 'column') } : item)
  }
  return items
}

const columnsOf = (names: readonly string[], row: readonly string[]) =>
  Object.fromEntries(names.map((name, column) => [name, row[column] ?? '']))

/** The fields of one row, by the same rule for quotes as the scanner's: only at the start of a field do they open one. */
function rowOf(text: string, delimiter: string): string[] {
  const row: string[] = []
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  let at = 0
  for (;;) {
    let field = ''
    if (text[at] === '"') {
      // Parts between quotes; a doubled quote is one.
      for (let from = at + 1; ;) {
        const close = text.indexOf('"', from)
        if (close < 0 || close >= end) {
          field += text.slice(from, end)
          at = end
          break
        }
        const doubled = text[close + 1] === '"'
        field += text.slice(from, doubled ? close + 1 : close)
        at = from = close + (doubled ? 2 : 1)
        if (!doubled) break
      }
    }
    const next = text.indexOf(delimiter, at)
    const stop = next < 0 || next >= end ? end : next
    row.push(field + text.slice(at, stop))
    if (stop === end) return row
    at = stop + 1
  }
}
