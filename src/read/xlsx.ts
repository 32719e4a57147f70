/** Workbooks of Excel (xlsx, xlsm): the rows of their sheets, as lines of JSON that name each cell by its column. */
import { Parser } from 'htmlparser2'
import type { Entry, ZipFile } from 'yauzl'

import { fromChunks, type Bytes } from './bytes.js'
import { utf8 } from './charset.js'
import { Damage, reasonOf } from './damage.js'
import { pageOf } from './fields.js'
import { lacking, lacksAll } from './lacking.js'
import { fieldName, type Values } from './names.js'
import { FIRST_ROWS, fieldsNamed, makesPage, namingRow } from './table.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** A workbook that comes packed, or through a pipe, is held; of one in a file only what is being read. */
const HELD_BYTES = 256 * 2 ** 20
/** What is held of a workbook: the strings that its cells share, and how many. */
const STRINGS_BYTES = 256 * 2 ** 20
const STRINGS = 8 * 2 ** 20
/** Parts of a workbook, and its sheets; Excel's own bounds of a sheet. */
const PARTS = 10_000
const SHEETS = 256
const ROWS = 1_048_576
const COLUMNS = 16_384
/** What the parts of a workbook are lists of. */
const RECORDS: ReadonlySet<string> = new Set(['row', 'si', 'sheet', 'xf', 'numFmt', 'Relationship'])
/** No element of a workbook that is read stands deeper. */
const DEPTH = 64
const CHUNK_BYTES = 64 * 1024

/**
 * The rows of a workbook, one JSON line each, below the row that names the columns: of every sheet that has a column of
 * text or tags, in their order; where none has, of the first that has rows at all. A row without cells is an empty line.
 * Hidden sheets are passed by.
 *
 * @param from the path of a file, or the bytes of one
 */
export const workbookLines = (from: string | Bytes, limits: Limits, onRead: (count: number) => void): Bytes =>
  fromChunks(() => lines(from, limits, onRead))

async function* lines(
  from: string | Bytes,
  limits: Limits,
  onRead: (count: number) => void,
): AsyncGenerator<Uint8Array | Damage> {
  let book: Workbook | undefined
  try {
    book = await Workbook.open(from, limits, onRead)
    let given = 0
    for (const sheet of await book.sheetsOfPages()) {
      let text = ''
      for await (const line of sheet.lines()) {
        if (line instanceof Damage) {
          if (text !== '') yield Buffer.from(text)
          text = ''
          yield line
          continue
        }
        text += line
        if (text.length < CHUNK_BYTES) continue
        given += text.length
        if (given > limits.ratioGrace && given > limits.ratio * book.size)
          throw new Damage('TOO_LARGE', `unpacks to more than ${limits.ratio} times its size`)
        yield Buffer.from(text)
        text = ''
      }
      if (text !== '') yield Buffer.from(text)
    }
  } catch (error) {
    yield error instanceof Damage ? error : new Damage('BAD_RECORD', `the workbook cannot be read: ${reasonOf(error)}`)
  } finally {
    book?.close()
  }
}

interface Named {
  readonly names: readonly string[]
  /** Number of the row that has them. */
  readonly row: number
}

interface Row {
  readonly number: number
  readonly cells: readonly string[]
  readonly tooLarge: boolean
}

class Workbook {
  readonly #zip: ZipFile
  readonly #parts: ReadonlyMap<string, Entry>
  readonly limits: Limits
  readonly #onRead: (count: number) => void
  strings: readonly string[] = []
  /** By style: whether it shows a number as a date. */
  dates: readonly boolean[] = []
  from1904 = false

  private constructor(
    zip: ZipFile,
    parts: ReadonlyMap<string, Entry>,
    limits: Limits,
    onRead: (count: number) => void,
  ) {
    this.#zip = zip
    this.#parts = parts
    this.limits = limits
    this.#onRead = onRead
  }

  /** Bytes of the file. */
  get size(): number {
    return this.#zip.fileSize
  }

  static async open(from: string | Bytes, limits: Limits, onRead: (count: number) => void): Promise<Workbook> {
    // Who reads no workbook does not load what unzips one.
    const { fromBufferPromise, openPromise } = await import('yauzl')
    const options = { autoClose: false }
    const zip =
      typeof from === 'string' ? await openPromise(from, options) : await fromBufferPromise(await all(from), options)
    try {
      const parts = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) {
        if (parts.size === PARTS) throw new Damage('TOO_LARGE', `a workbook of more than ${PARTS} parts`)
        parts.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry)
      }
      return new Workbook(zip, parts, limits, typeof from === 'string' ? onRead : () => undefined)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  close(): void {
    this.#zip.close()
  }

  /** The sheets that hold pages, with what their cells need read. */
  async sheetsOfPages(): Promise<Sheet[]> {
    const root = (await this.#related('', ''))('/officeDocument') ?? 'xl/workbook.xml'
    if (root.endsWith('.bin'))
      throw new Damage('UNSUPPORTED', 'a binary workbook (xlsb), not pages; save it as .xlsx or CSV')
    const slash = root.lastIndexOf('/') + 1
    const related = await this.#related(root.slice(0, slash), root.slice(slash))
    const listed: { id: string; hidden: boolean }[] = []
    await this.parse(root, (name, attributes) => {
      if (name === 'sheet' && listed.length < SHEETS) {
        const { state, ...others } = attributes
        const id = Object.entries(others).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
        listed.push({ id, hidden: state === 'hidden' || state === 'veryHidden' })
      } else if (name === 'workbookPr') this.from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
    })
    const strings = related('/sharedStrings')
    if (strings !== undefined) this.strings = await this.#sharedStrings(strings)
    const styles = related('/styles')
    if (styles !== undefined) this.dates = await this.#dateStyles(styles)
    const sheets: Sheet[] = []
    let other: Sheet | undefined
    for (const { id, hidden } of listed) {
      const part = related(id)
      if (hidden || part === undefined) continue
      const sheet = await Sheet.open(this, part)
      if (sheet?.holdsPages) sheets.push(sheet)
      else other ??= sheet
    }
    if (sheets.length === 0 && other) sheets.push(other)
    if (sheets.length === 0) throw new Damage('NO_TEXT', 'no sheet of the workbook has rows')
    return sheets
  }

  /** What a part is related to, by id or the end of its type. */
  async #related(folder: string, part: string): Promise<(key: string) => string | undefined> {
    const found = new Map<string, string>()
    const relations = `${folder}_rels/${part}.rels`
    if (this.#parts.has(relations.toLowerCase()))
      await this.parse(relations, (name, { Id, Type, Target }) => {
        if (name !== 'Relationship' || Target === undefined || found.size > 2 * PARTS) return
        if (!URL.canParse(Target, `file:///${folder}`)) return
        const path = new URL(Target, `file:///${folder}`).pathname.slice(1)
        const type = /\/\w+$/.exec(Type ?? '')?.[0]
        for (const key of [Id, type]) if (key !== undefined && !found.has(key)) found.set(key, path)
      })
    return (key) => found.get(key)
  }

  async #sharedStrings(part: string): Promise<string[]> {
    const strings: string[] = []
    let text = ''
    let inText = false
    let phonetic = false
    await this.parse(
      part,
      (name) => {
        if (name === 'si') text = ''
        else if (name === 'rPh') phonetic = true
        else if (name === 't') inText = !phonetic
      },
      (name) => {
        if (name === 't') inText = false
        else if (name === 'rPh') phonetic = false
        else if (name === 'si') {
          if (strings.length === STRINGS) throw new Damage('TOO_LARGE', `more than ${STRINGS} strings`)
          strings.push(unescaped(text))
        }
      },
      (piece) => {
        if (inText) text += piece
      },
      STRINGS_BYTES,
    )
    return strings
  }

  async #dateStyles(part: string): Promise<boolean[]> {
    const codes = new Map<string, string>()
    const dates: boolean[] = []
    let inCells = false
    await this.parse(
      part,
      (name, { numFmtId, formatCode }) => {
        if (name === 'numFmt' && numFmtId !== undefined && formatCode !== undefined) codes.set(numFmtId, formatCode)
        else if (name === 'cellXfs') inCells = true
        else if (name === 'xf' && inCells) {
          const code = codes.get(numFmtId ?? '')
          dates.push(code === undefined ? BUILT_IN_DATES.has(Number(numFmtId)) : isDateFormat(code))
        }
      },
      (name) => {
        if (name === 'cellXfs') inCells = false
      },
    )
    return dates
  }

  /** Hands on the elements of a part, by their names without a prefix. */
  async parse(...args: Parameters<Workbook['pieces']>): Promise<void> {
    const pieces = this.pieces(...args)
    while (!(await pieces.next()).done);
  }

  /** The same, resting after each piece, so that what was handed on can be taken. */
  async *pieces(
    part: string,
    onOpen: (name: string, attributes: Readonly<Record<string, string>>) => void,
    onClose?: (name: string) => void,
    onText?: (text: string) => void,
    most = this.limits.columnBytes,
  ): AsyncGenerator<void> {
    const entry = this.#parts.get(part.toLowerCase())
    if (entry === undefined) throw new Damage('BAD_RECORD', `the workbook lacks ${part.slice(0, 100)}`)
    if (entry.isEncrypted()) throw new Damage('UNSUPPORTED', 'a workbook under a password; save it without one')
    if (entry.uncompressedSize > most)
      throw new Damage('TOO_LARGE', `a part of ${entry.uncompressedSize} bytes, more than ${most}`)
    let depth = 0
    /** Bytes since a record ended: one that never ends would take time and room without end. */
    let quiet = 0
    const local = (name: string): string => name.slice(name.indexOf(':') + 1)
    const parser = new Parser(
      {
        onopentag: (name, attributes) => {
          if (++depth > DEPTH) throw new Damage('BAD_RECORD', `elements nested deeper than ${DEPTH}`)
          onOpen(local(name), attributes)
        },
        onclosetag: (prefixed) => {
          depth--
          const name = local(prefixed)
          if (RECORDS.has(name)) quiet = 0
          onClose?.(name)
        },
        ontext: (text) => onText?.(text),
      },
      { xmlMode: true, decodeEntities: true },
    )
    const stream = await this.#zip.openReadStreamPromise(entry)
    try {
      let decoder: InstanceType<typeof TextDecoder> | undefined
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8')
        if (quiet > this.limits.recordBytes)
          throw new Damage('TOO_LARGE', `longer than ${this.limits.recordBytes} bytes`)
        quiet += chunk.length
        parser.write(decoder.decode(chunk, { stream: true }))
        yield
      }
      parser.end()
      this.#onRead(entry.compressedSize)
      yield
    } finally {
      stream.destroy()
    }
  }
}

class Sheet {
  readonly #book: Workbook
  readonly #part: string
  readonly #named: Named

  private constructor(book: Workbook, part: string, named: Named) {
    this.#book = book
    this.#part = part
    this.#named = named
  }

  get holdsPages(): boolean {
    return makesPage(fieldsNamed(this.#named.names))
  }

  /** A sheet whose first rows were looked at; undefined where it has none. */
  static async open(book: Workbook, part: string): Promise<Sheet | undefined> {
    const first: Row[] = []
    for await (const row of rowsOf(book, part)) {
      if (row.cells.some((cell) => cell.trim() !== '')) first.push(row)
      if (first.length === FIRST_ROWS) break
    }
    const row = first[namingRow(first.map(({ cells }) => cells))]
    if (row === undefined) return undefined
    return new Sheet(book, part, { names: row.cells.map((name) => name.trim()), row: row.number })
  }

  async *lines(): AsyncGenerator<string | Damage> {
    const { names, row } = this.#named
    const known = names.map((name) => fieldName(name))
    const met = new Set<string>()
    const severalTags = names.map((name, i) => met.size === met.add(name).size && known[i]?.tags === true)
    let last = row
    for await (const { number, cells, tooLarge } of rowsOf(this.#book, this.#part)) {
      if (number <= last) continue
      if (number > last + 1) yield '\n'.repeat(number - last - 1)
      last = number
      if (tooLarge) {
        yield new Damage('TOO_LARGE', `longer than ${this.#book.limits.recordBytes} bytes`)
        continue
      }
      const values = new Map<string, string | string[]>()
      for (const [column, name] of names.entries()) {
        const cell = cells[column] ?? ''
        // That a column of a page is there is told where it is empty, too.
        if (name === '' || (cell === '' && (known[column] === undefined || values.has(name)))) continue
        const before = severalTags[column] ? values.get(name) : undefined
        values.set(name, before === undefined || before === '' ? cell : [before, cell].flat())
      }
      yield cells.some((cell) => cell.trim() !== '') ? `${JSON.stringify(Object.fromEntries(values))}\n` : '\n'
    }
  }
}

/** The rows of a sheet that have cells, in their order. */
async function* rowsOf(book: Workbook, part: string): AsyncGenerator<Row> {
  let rows: Row[] = []
  let number = 0
  let cells: string[] = []
  let units = 0
  let column = 0
  let kind = ''
  let style = ''
  let text = ''
  let inValue = false
  let phonetic = false
  const state = { done: false }
  const pieces = book.pieces(
    part,
    (name, attributes) => {
      if (name === 'row') {
        const told = Number(attributes['r'])
        // A number that cannot be is that of the next.
        number = Number.isInteger(told) && told > number && told <= ROWS ? told : number + 1
        ;[cells, units, column] = [[], 0, 0]
      } else if (name === 'c') {
        const told = columnOf(attributes['r'])
        if (told !== undefined) column = told
        kind = attributes['t'] ?? 'n'
        style = attributes['s'] ?? ''
        text = ''
      } else if (name === 'rPh') phonetic = true
      else if (name === 'v' || name === 't') inValue = !phonetic
    },
    (name) => {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'c') {
        const value = column < COLUMNS ? valueOf(book, kind, style, text) : ''
        units += value.length
        if (value !== '' && units <= book.limits.recordBytes) {
          while (cells.length < column) cells.push('')
          cells[column] = value
        }
        column++
      } else if (name === 'row' && number <= ROWS)
        rows.push({ number, cells, tooLarge: units > book.limits.recordBytes })
      else if (name === 'row' || name === 'sheetData') state.done = true
    },
    (piece) => {
      if (!inValue) return
      if (text.length + piece.length > book.limits.recordBytes) units = book.limits.recordBytes + 1
      else text += piece
    },
  )
  try {
    while (!(await pieces.next()).done) {
      yield* rows
      rows = []
      if (state.done) return
    }
  } finally {
    await pieces.return(undefined)
  }
}

/** The column of a place such as `AB12`, from 0. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d/.exec(place ?? '')?.[1]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters.toUpperCase()) column = 26 * column + letter.charCodeAt(0) - 64
  return column - 1
}

/** What a cell shows, as a table of text would have it. */
function valueOf(book: Workbook, kind: string, style: string, text: string): string {
  switch (kind) {
    case 's':
      return book.strings[Number(text)] ?? ''
    case 'inlineStr':
    case 'str':
      return unescaped(text)
    case 'b':
      return text === '1' ? 'TRUE' : text === '0' ? 'FALSE' : ''
    case 'e':
      // #N/A, #REF!: there is no value.
      return ''
    case 'd':
      return text
    default: {
      const number = Number(text)
      if (text.trim() === '' || !Number.isFinite(number)) return ''
      return (book.dates[Number(style)] && dateOf(number, book.from1904)) || String(number)
    }
  }
}

/** Numbers of formats that show a date and have no code in the file. */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

/** Whether a format shows a date: it has a day or a year, beside what stands in quotes or brackets or is escaped. */
const isDateFormat = (code: string): boolean =>
  /[dy]/i.test(code.slice(0, 500).replace(/"[^"]*"?|\[[^\]]*\]?|[\\_*]./g, ''))

/** Days that Excel counts: 1 is the first of January 1900, and 60 the 29th of February of that year, which never was. */
function dateOf(days: number, from1904: boolean): string | undefined {
  if (days < 1 || days >= 2_958_466) return undefined
  const since = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const iso = new Date(since + Math.round(days * 86_400) * 1000).toISOString()
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** Text whose signs that XML cannot hold are written `_x000D_`; Excel's line ends are line feeds. */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text
        .replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
        .replaceAll('\r\n', '\n')
    : text

async function all(bytes: Bytes): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const count = await bytes.fill(chunk)
    if (count === 0) break
    length += count
    if (length > HELD_BYTES)
      throw new Damage('TOO_LARGE', `a packed workbook of more than ${HELD_BYTES} bytes; unpack it and name the file`)
    chunks.push(chunk.subarray(0, count))
  }
  await bytes.close()
  return Buffer.concat(chunks)
}

/** The pages of rows. */
export function workbookPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { bytes, spans, source } = batch
  const items: Item[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const line = utf8(bytes.subarray(spans[i], spans[i + 1]))
    if (line.trim() === '') continue
    const values = JSON.parse(line) as Values
    const item = pageOf(values, source, batch.record + i / 2, options, limits)
    items.push(lacksAll(item) ? { ...item, ...lacking(values, options, 'column') } : item)
  }
  return items
}
