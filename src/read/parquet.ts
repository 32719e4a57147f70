import { open, type FileHandle } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type SchemaTree,
} from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { compressors } from 'hyparquet-compressors'

import { Damage, reasonOf } from './damage.js'
import { pageOf } from './fields.js'
import { lacking, lacksAll } from './lacking.js'
import { fieldName } from './names.js'
import type { Source } from './inputs.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/**
 * Uncompressed bytes of a batch, about. A row group that has more is read in parts, and each part unpacks the group from
 * its beginning where the file has no page index.
 */
const BATCH_BYTES = 32 * 2 ** 20
/** The most rows of a row group: nulls take no bytes, so a file could claim any number. */
const GROUP_ROWS = 4 * 2 ** 20

/** Rows from `start` to before `end`, and about how many bytes of the file they take. */
export type RowRange = readonly [start: number, end: number, bytes: number]

/** Ranges of rows, each within one row group. */
export async function* rowRanges(source: Source, limits: Limits): AsyncGenerator<RowRange> {
  const { file, close } = await openFile(source.path)
  try {
    const metadata = await metadataOf(file)
    let start = 0
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows)
      const bytes = Number(group.total_byte_size)
      const packed = group.columns.reduce(
        (sum, column) => sum + Number(column.meta_data?.total_compressed_size ?? 0),
        0,
      )
      if (!Number.isSafeInteger(rows) || rows < 0 || rows > GROUP_ROWS)
        throw new Damage('BAD_RECORD', `a row group of ${rows} rows`)
      if (!(bytes >= 0) || bytes > limits.columnBytes) throw new Damage('TOO_LARGE', `a row group of ${bytes} bytes`)
      const parts = Math.max(1, Math.min(rows, Math.ceil(bytes / BATCH_BYTES)))
      for (let part = 0; part < parts && rows > 0; part++) {
        const [from, to] = [Math.floor((part * rows) / parts), Math.floor(((part + 1) * rows) / parts)]
        yield [start + from, start + to, (packed * (to - from)) / rows]
      }
      start += rows
    }
  } finally {
    await close()
  }
}

/** The rows of a batch, read from the file itself: only columns that a page is made of. */
export async function parquetPages(batch: Batch, options: PageOptions, limits: Limits): Promise<Item[]> {
  const { source } = batch
  const [rowStart, rowEnd] = batch.rows!
  try {
    const { file, close } = await openFile(source)
    try {
      const metadata = await metadataOf(file)
      const all = columnsOf(metadata)
      const columns = wanted(all, options)
      const unnamed = (row: Record<string, unknown>) =>
        lacking({ ...Object.fromEntries(all.map((name) => [name, undefined])), ...row }, options, 'column')
      if (columns.length === 0) return [{ source, record: rowStart + 1, code: 'NO_TEXT', ...unnamed({}) }]
      await examine(file, metadata, columns, rowStart, limits)
      const rows = await parquetReadObjects({
        file,
        metadata,
        columns,
        rowStart,
        rowEnd,
        compressors: bounded(limits),
        useOffsetIndex: true,
      })
      return rows.map((row, i) => {
        const item = pageOf(row, source, rowStart + i + 1, options, limits)
        return lacksAll(item) ? { ...item, ...unnamed(row) } : item
      })
    } finally {
      await close()
    }
  } catch (error) {
    const code = error instanceof Damage ? error.code : 'BAD_RECORD'
    const reason = `rows ${rowStart + 1} to ${rowEnd}: ${reasonOf(error)}`
    return [{ source, record: rowStart + 1, code, reason }]
  }
}

async function openFile(path: string): Promise<{ file: AsyncBuffer; close: () => Promise<void> }> {
  const handle: FileHandle = await open(path)
  const { size } = await handle.stat()
  const file: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      if (!(start >= 0) || !(end >= start) || end > size)
        throw new Damage('BAD_RECORD', `bytes ${start} to ${end} of a file of ${size}`)
      const buffer = new ArrayBuffer(end - start)
      let at = 0
      while (at < buffer.byteLength) {
        const { bytesRead } = await handle.read(new Uint8Array(buffer), at, buffer.byteLength - at, start + at)
        if (bytesRead === 0) throw new Damage('TRUNCATED', 'the file ends before its end')
        at += bytesRead
      }
      return buffer
    },
  }
  return { file, close: () => handle.close() }
}

async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    if (file.byteLength < 12) throw new Error('too short')
    return await parquetMetadataAsync(file, { geoparquet: false })
  } catch (error) {
    throw error instanceof Damage
      ? error
      : new Damage('BAD_RECORD', `the Parquet footer is damaged: ${reasonOf(error)}`)
  }
}

/** Names of the top-level columns. */
function columnsOf(metadata: FileMetaData): string[] {
  const top = new Set<string>()
  for (const group of metadata.row_groups)
    for (const column of group.columns) top.add(column.meta_data?.path_in_schema[0] ?? '')
  return [...top]
}

/** Those that a page may be made of. */
function wanted(columns: readonly string[], options: PageOptions): string[] {
  const names = new Set<string>()
  for (const name of Object.values(options.fields ?? {})) {
    names.add(name)
    names.add(name.split('.', 1)[0]!)
  }
  return columns.filter((name) => names.has(name) || fieldName(name) !== undefined)
}

/** Checks what the headers of the pages claim, before anything is allocated by it: they may say anything. */
async function examine(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly string[],
  row: number,
  limits: Limits,
): Promise<void> {
  let start = 0
  const group = metadata.row_groups.find((candidate) => {
    start += Number(candidate.num_rows)
    return row < start
  })
  const unread = leavesOf(metadata)
  for (const { meta_data: meta } of group?.columns ?? []) {
    if (meta === undefined || !columns.includes(meta.path_in_schema[0]!)) continue
    // The reader begins with the columns before, and then nobody waits for what goes wrong in them.
    if (!unread.delete(JSON.stringify(meta.path_in_schema)))
      throw new Damage('BAD_RECORD', 'a column that the schema does not have, or that is there twice')
    const from = Number(meta.dictionary_page_offset ?? meta.data_page_offset)
    const length = Number(meta.total_compressed_size)
    if (Number(meta.total_uncompressed_size) > limits.columnBytes)
      throw new Damage('TOO_LARGE', `a column of ${meta.total_uncompressed_size} bytes`)
    const view = new DataView(await file.slice(from, from + length))
    const most = Math.max(GROUP_ROWS, 64 * view.byteLength)
    const reader = { view, offset: 0 }
    let values = 0
    let bytes = 0
    while (reader.offset < view.byteLength) {
      const header = parquetHeader(reader)
      const size = header.compressed_page_size
      values += header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0
      const dictionary = header.dictionary_page_header?.num_values ?? 0
      bytes += header.uncompressed_page_size
      if (!(size >= 0) || !(values >= 0) || !(bytes >= 0) || dictionary > most || values > most)
        throw new Damage('BAD_RECORD', 'a page header that cannot be')
      if (bytes > limits.columnBytes) throw new Damage('TOO_LARGE', `a column of more than ${limits.columnBytes} bytes`)
      reader.offset += size
    }
  }
}

/** The paths of the columns that hold values. */
function leavesOf(metadata: FileMetaData): Set<string> {
  const leaves = new Set<string>()
  const walk = ({ children, path }: SchemaTree): void => {
    if (children.length === 0) leaves.add(JSON.stringify(path))
    for (const child of children) walk(child)
  }
  walk(parquetSchema(metadata))
  return leaves
}

/** Unpackers that give no more than the page header said, within the limit. */
function bounded(limits: Limits): Compressors {
  const within = (length: number): number => {
    if (!(length >= 0) || length > limits.columnBytes) throw new Damage('TOO_LARGE', `a page of ${length} bytes`)
    return length
  }
  const { ZSTD, SNAPPY, LZ4, LZ4_RAW } = compressors
  return {
    GZIP: (input, length) => gunzipSync(input, { maxOutputLength: within(length) + 1 }),
    BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: within(length) + 1 }),
    ...(SNAPPY && { SNAPPY: (input, length) => SNAPPY(input, within(length)) }),
    ...(ZSTD && { ZSTD: (input, length) => ZSTD(input, within(length)) }),
    ...(LZ4 && { LZ4: (input, length) => LZ4(input, within(length)) }),
    ...(LZ4_RAW && { LZ4_RAW: (input, length) => LZ4_RAW(input, within(length)) }),
  }
}
