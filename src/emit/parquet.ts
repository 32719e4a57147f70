import type { SchemaElement } from 'hyparquet'
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { RecordWriter } from './types.js'

/** What a column holds; with `?`, perhaps nothing. */
type Kind = 'text' | 'text?' | 'texts' | 'number' | 'number?' | 'whole' | 'whole?'
type Value = string | number | readonly string[] | null

/** Rows held until they are written together: some MB. A file has so many row groups as that makes. */
const GROUP_ROWS = 50_000

const PRIMITIVE = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  whole: { type: 'INT32' },
} as const satisfies Record<string, Partial<SchemaElement>>

function elementsOf(name: string, kind: Kind): SchemaElement[] {
  const required = { repetition_type: 'REQUIRED' } as const
  if (kind === 'texts')
    return [
      { name, ...required, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', ...required, ...PRIMITIVE.text },
    ]
  const optional = kind.endsWith('?')
  const bare = kind.replace('?', '') as keyof typeof PRIMITIVE
  return [{ name, repetition_type: optional ? 'OPTIONAL' : 'REQUIRED', ...PRIMITIVE[bare] }]
}

interface Writers {
  readonly ByteWriter: typeof ByteWriter
  readonly ParquetWriter: typeof ParquetWriter
}

/** The bytes of a Parquet file, handed on as rows come; between them a group of rows is held. */
export class ParquetTable<Columns extends Readonly<Record<string, Kind>>> {
  readonly #bytes: ByteWriter
  readonly #file: ParquetWriter
  readonly #columns: readonly (keyof Columns & string)[]
  #rows: Readonly<Record<keyof Columns, Value>>[] = []

  /** Loads the package; what it gives makes tables. */
  static async load() {
    const writers = await import('hyparquet-writer')
    return <C extends Readonly<Record<string, Kind>>>(columns: C) => new ParquetTable(columns, writers)
  }

  private constructor(columns: Columns, { ByteWriter, ParquetWriter }: Writers) {
    this.#columns = Object.keys(columns)
    this.#bytes = new ByteWriter()
    this.#file = new ParquetWriter({
      writer: this.#bytes,
      createdBy: 'wusum',
      schema: [
        { name: 'root', num_children: this.#columns.length },
        ...Object.entries(columns).flatMap(([name, kind]) => elementsOf(name, kind)),
      ],
    })
    // Whose file it is can be told from its beginning; readers go by the index at its end.
    this.#bytes.appendBytes(Buffer.from('wusum'))
  }

  add(row: Readonly<Record<keyof Columns, Value>>): Uint8Array {
    this.#rows.push(row)
    if (this.#rows.length === GROUP_ROWS) this.#writeRows()
    return this.#take()
  }

  end(): Uint8Array {
    if (this.#rows.length > 0) this.#writeRows()
    // Neither writes anywhere but into memory, so neither is waited for.
    void this.#file.finish()
    return this.#take()
  }

  #writeRows(): void {
    const rows = this.#rows
    this.#rows = []
    void this.#file.write({
      columnData: this.#columns.map((name) => ({ name, data: rows.map((row) => row[name]) })),
      rowGroupSize: GROUP_ROWS,
    })
  }

  /** What was written since it was last asked for. */
  #take(): Uint8Array {
    if (this.#bytes.index === 0) return NOTHING
    const bytes = this.#bytes.getBytes().slice()
    this.#bytes.index = 0
    return bytes
  }
}

const NOTHING = new Uint8Array()

/** One row a tag of a page; a page without tags has one row whose tag is null. */
export async function parquetRecords(): Promise<RecordWriter> {
  const table = (await ParquetTable.load())({
    id: 'text',
    tag: 'text?',
    surfaces: 'texts',
    count: 'whole?',
    confidence: 'number?',
    from: 'texts',
    scope: 'text?',
  })
  const none = { tag: null, surfaces: [], count: null, confidence: null, from: [], scope: null }
  return {
    head: '',
    page({ id, tags }) {
      if (tags.length === 0) return table.add({ id, ...none })
      const pieces = tags.map(({ tag, surfaces, count, confidence, from, scope = null }) =>
        table.add({ id, tag, surfaces, count, confidence, from, scope }),
      )
      return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    },
    end: () => table.end(),
  }
}
