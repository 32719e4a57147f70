/** How tables of text are laid out, told from their first rows: delimiter, quotes, and where the columns are named. */
import { HEAD } from './bounds.js'
import { decoder } from './charset.js'
import { fieldName } from './names.js'
import type { PageField } from './types.js'

const QUOTE = 0x22
const SPACE = 0x20
const BACKSLASH = 0x5c
const NEWLINE = 0x0a
const RETURN = 0x0d
const DELIMITERS = [',', '\t', ';', '|'] as const

/** Rows looked at for the one that names the columns, and for how rows are written. */
export const FIRST_ROWS = 12
const SAMPLE_ROWS = 60
/** So many columns Excel has; more are not looked at for names. */
const MOST_COLUMNS = 16_384

/** How one row is written. */
export interface Dialect {
  readonly delimiter: string
  /** Whether blanks may stand before a quote that opens a cell. */
  readonly spaced: boolean
  /** Whether a backslash before a quote makes it part of the cell, as Spark, R and MySQL write; else a quote doubled. */
  readonly escaped: boolean
}

export interface Layout extends Dialect {
  /** What ends rows: a line feed, or a carriage return alone, as old programs write. */
  readonly lineEnd: number
  /** Rows before the one that names the columns: blank ones, titles, Excel's `sep=;`. */
  readonly before: number
  /** Whether rows begin with a number that has no name, as R writes them. */
  readonly numbered: boolean
  /** Whether it is a table beyond doubt: names of two fields of a page, and rows of as many cells below. */
  readonly certain: boolean
}

/** Finds where rows end, in bytes that are never decoded; line ends within quotes belong to the row. */
export class RowEnds {
  /** How far from the start of the row was seen, where it did not end. */
  resume = 0
  quoted = false
  readonly #delimiter: number
  readonly #lineEnd: number
  readonly #spaced: boolean
  readonly #escaped: boolean
  #fieldStart = true
  /** Bytes at the very beginning that may be a byte order mark. */
  #mark = 3
  /** The byte before closed a quoted field, or was the first of two quotes in it. */
  #closed = false

  constructor({ delimiter, spaced, escaped, lineEnd }: Dialect & Pick<Layout, 'lineEnd'>) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#lineEnd = lineEnd
    this.#spaced = spaced
    this.#escaped = escaped
  }

  /** Index just past the row that begins at `start`; -1 where it does not end before `end`. */
  next(bytes: Buffer, start: number, end: number): number {
    const view = bytes.subarray(0, end)
    for (let i = start + this.resume; i < end; i++) {
      if (this.quoted) {
        const quote = view.indexOf(QUOTE, i)
        if (quote < 0) break
        i = quote
        if (this.#escaped && isEscaped(bytes, quote, start)) continue
        this.quoted = false
        this.#closed = true
        continue
      }
      const byte = bytes[i]!
      if (byte === this.#lineEnd) {
        this.resume = 0
        this.#fieldStart = true
        this.#closed = false
        return i + 1
      }
      // A quote within a field without quotes is text.
      if (byte === QUOTE) this.quoted = this.#fieldStart || this.#closed
      this.#closed = false
      this.#fieldStart =
        byte === this.#delimiter ||
        (this.#fieldStart &&
          ((this.#spaced && byte === SPACE) || ((byte === 0xef || byte === 0xbb || byte === 0xbf) && this.#mark-- > 0)))
    }
    this.resume = end - start
    return -1
  }
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(bytes: Buffer, at: number, start: number): boolean {
  let from = at
  while (from > start && bytes[from - 1] === BACKSLASH) from--
  return (at - from) % 2 === 1
}

/** The cells of one row, by the same rules as `RowEnds`: only at the start of a cell do quotes open one. */
export function cellsOf(text: string, { delimiter, spaced, escaped }: Dialect): string[] {
  const row: string[] = []
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  let at = 0
  for (;;) {
    let field = ''
    let open = at
    if (spaced) while (text[open] === ' ') open++
    const isQuoted = text[open] === '"'
    if (isQuoted) {
      // Parts between quotes; a doubled quote is one.
      for (let from = (at = open + 1); ;) {
        const close = escaped ? closing(text, from, end) : text.indexOf('"', from)
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
      if (escaped) field = field.replace(/\\(["\\])/g, '$1')
    }
    const next = text.indexOf(delimiter, at)
    const stop = next < 0 || next >= end ? end : next
    const rest = text.slice(at, stop)
    row.push(field + (spaced ? rest.trim() : rest))
    if (stop === end) return row
    at = stop + 1
  }
}

/** The next quote that no backslash stands before; -1 where there is none. */
function closing(text: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return -1
}

/** The fields of a page that the cells of a row name. */
export function fieldsNamed(cells: readonly string[]): ReadonlySet<PageField> {
  const fields = new Set<PageField>()
  for (const cell of cells) for (const { field } of fieldName(cell.trim())?.fields ?? []) fields.add(field)
  return fields
}

/** Whether fields are enough for a page. */
export const makesPage = (fields: ReadonlySet<PageField>): boolean =>
  fields.has('text') || fields.has('tags') || fields.has('html')

/**
 * Which of the first rows names the columns: the first that is not blank where it names a text or tags, else the first
 * that names these and another field (titles and notes stand above), else the first that is not blank.
 */
export function namingRow(rows: readonly (readonly string[])[]): number {
  const first = rows.findIndex((row) => !isBlank(row))
  if (first < 0 || makesPage(fieldsNamed(rows[first]!))) return Math.max(0, first)
  const named = rows.findIndex((row) => {
    const fields = fieldsNamed(row)
    // An address is an id too: it is one field.
    return makesPage(fields) && fields.size - (fields.has('url') ? 1 : 0) >= 2
  })
  return named < 0 ? first : named
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

/** The layout of a table that begins with `head`. */
export function layoutOf(head: Buffer): Layout {
  const lineEnd = lineEndOf(head)
  const sep = separatorIn(head)
  const plain = { spaced: false, escaped: false, lineEnd }
  const ahead = sep === undefined ? 0 : 1
  let best: (Dialect & { rows: string[][]; at: number; named: number }) | undefined
  for (const delimiter of sep === undefined ? DELIMITERS : [sep]) {
    const rows = rowsIn(head, { ...plain, delimiter }, ahead + FIRST_ROWS).slice(ahead)
    const at = namingRow(rows)
    const named = fieldsNamed(rows[at] ?? []).size
    const cells = rows[at]?.length ?? 0
    if (!best || named > best.named || (named === best.named && cells > (best.rows[best.at]?.length ?? 0)))
      best = { ...plain, delimiter, rows, at, named }
  }
  const { delimiter, at, rows } = best!
  const before = ahead + at
  const names = rows[at] ?? []
  const dialects = dialectsOf(head, { ...plain, delimiter }).map((dialect) => {
    const below = rowsIn(head, { ...dialect, lineEnd }, before + 1 + SAMPLE_ROWS)
      .slice(before + 1)
      .filter((row) => !isBlank(row))
    return { dialect, below, ...evenness(below) }
  })
  const { dialect, below, uneven, cells } = dialects.reduce((one, other) => (other.uneven < one.uneven ? other : one))
  const fields = fieldsNamed(names)
  const numbered =
    below.length > 0 &&
    uneven === 0 &&
    cells === names.length + 1 &&
    below.every((row) => /^\d+$/.test(row[0]!)) &&
    below.some((row) => row.at(-1) !== '')
  return {
    ...dialect,
    lineEnd,
    before,
    numbered,
    certain:
      makesPage(fields) &&
      fields.size - (fields.has('url') ? 1 : 0) >= 2 &&
      below.length > 0 &&
      2 * uneven < below.length &&
      (cells === names.length || numbered),
  }
}

/** The ways in which rows may be written that begin so; the first is taken where none of the others is better. */
function dialectsOf(head: Buffer, plain: Dialect): Dialect[] {
  const text = head.toString('latin1')
  const dialects = [plain]
  if (/(?:^|[\r\n,;|\t]) +"[^"]*" *(?:[\r\n,;|\t]|$)/.test(text)) dialects.unshift({ ...plain, spaced: true })
  if (text.includes('\\"')) dialects.push(...dialects.map((dialect) => ({ ...dialect, escaped: true })))
  return dialects
}

/** How many rows have not as many cells as most, and how many these have. */
function evenness(rows: readonly (readonly string[])[]): { uneven: number; cells: number } {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  let [cells, most] = [0, 0]
  for (const [length, count] of counts) if (count > most) [cells, most] = [length, count]
  return { uneven: rows.length - most, cells }
}

/** The first rows of a head; of several the last only where it ends. */
function rowsIn(head: Buffer, dialect: Dialect & Pick<Layout, 'lineEnd'>, most: number): string[][] {
  const ends = new RowEnds(dialect)
  const decoded = decoder(head)
  const rows: string[][] = []
  for (let at = 0; at < head.length && rows.length < most;) {
    const end = ends.next(head, at, head.length)
    if (end < 0 && rows.length > 0 && head.length >= HEAD) break
    const cells = cellsOf(decoded(head.subarray(at, end < 0 ? head.length : end)).text, dialect)
    rows.push(cells.length > MOST_COLUMNS ? cells.slice(0, MOST_COLUMNS) : cells)
    if (end < 0) break
    at = end
  }
  return rows
}

/** The delimiter that a first line says for Excel: `sep=;`. */
function separatorIn(head: Buffer): string | undefined {
  const [, delimiter] =
    /^(?:\xef\xbb\xbf)?"?sep=(\\t|[^\r\n"])"?[ \t]*[\r\n]/i.exec(head.toString('latin1', 0, 32)) ?? []
  return delimiter === '\\t' ? '\t' : delimiter
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
