import { decoder } from './charset.js'
import type { Scanner } from './batches.js'
import { pageOf } from './fields.js'
import { lacking, lacksAll } from './lacking.js'
import { fieldName } from './names.js'
import { RowEnds, cellsOf, layoutOf, type Dialect } from './table.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/**
 * The rows of a table. The row that names the columns is their head; what stands before it is passed by. What the head
 * keeps is how rows are written, in three characters, and that row.
 */
export function csvScanner(head: Buffer): Scanner {
  const layout = layoutOf(head)
  const ends = new RowEnds(layout)
  let rows = 0
  return {
    resume: 0,
    kind: 'head',
    next(bytes, start, end) {
      ends.resume = this.resume
      const at = ends.next(bytes, start, end)
      this.resume = ends.resume
      if (at >= 0) {
        this.kind = rows <= layout.before ? 'head' : 'record'
        if (rows++ === layout.before) this.head = headOf(layout, layout.numbered, bytes.subarray(start, at))
      } else if (rows > layout.before) this.kind = 'record'
      return at
    },
    tail() {
      if (ends.quoted) return 'cut'
      return rows <= layout.before ? 'skip' : 'record'
    },
  }
}

function headOf({ delimiter, spaced, escaped }: Dialect, numbered: boolean, names: Buffer): Uint8Array<ArrayBuffer> {
  const marked = names[0] === 0xef && names[1] === 0xbb && names[2] === 0xbf
  const first = `${delimiter}${spaced ? ' ' : '"'}${escaped ? '\\' : '"'}${numbered ? delimiter : ''}`
  return new Uint8Array(Buffer.concat([Buffer.from(first, 'latin1'), marked ? names.subarray(3) : names]))
}

/** CSV and TSV, with a row that names the columns. */
export function csvPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { head, bytes, spans, source } = batch
  if (head === undefined) return []
  const decoded = decoder(bytes)
  const [delimiter, space, escape] = Buffer.from(head.subarray(0, 3)).toString('latin1')
  const dialect = { delimiter: delimiter!, spaced: space === ' ', escaped: escape === '\\' }
  const names = cellsOf(decoded(head.subarray(3)).text, dialect).map((name) => name.trim())
  /** Whether a column is one of several of its name, whose values are tags: each is some of them. */
  const met = new Set<string>()
  const severalTags = names.map((name) => met.size === met.add(name).size && fieldName(name)?.tags === true)
  const items: Item[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const record = batch.record + i / 2
    const { text, repair } = decoded(bytes.subarray(spans[i], spans[i + 1]))
    if (text.trim() === '') continue
    const row = cellsOf(text, dialect)
    const values: Record<string, string | string[]> = {}
    for (const [column, value] of row.entries()) {
      const name = names[column]
      if (name === undefined || value === '') continue
      const before = severalTags[column] ? values[name] : undefined
      values[name] = before === undefined ? value : [before, value].flat()
    }
    const item = pageOf(values, source, record, options, limits, repair)
    // Of the columns that this row leaves empty too.
    items.push(lacksAll(item) ? { ...item, ...lacking(columnsOf(names, row), options, 'column') } : item)
  }
  return items
}

const columnsOf = (names: readonly string[], row: readonly string[]) =>
  Object.fromEntries(names.map((name, column) => [name, row[column] ?? '']))
