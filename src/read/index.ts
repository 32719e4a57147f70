/**
 * The door of the readers: `batches` cuts inputs into batches on the main thread, `pagesOf` turns a batch into pages on
 * any thread.
 */
import { WusumError } from '../core/errors.js'
import { arcPages, arcScanner } from './arc.js'
import { HEAD } from './bounds.js'
import { formatOf } from './detect.js'
import { fromUtf16, openBytes, peek, utf16Order, type Bytes } from './bytes.js'
import { Batcher, wholeScanner, type Scanner } from './batches.js'
import { bibliographyPages, bibliographyScanner } from './bibliography.js'
import { cataloguePages, catalogueScanner } from './catalogue.js'
import { csvPages, csvScanner } from './csv.js'
import { feedPages, feedScanner } from './feed.js'
import { Damage, reasonOf } from './damage.js'
import { htmlPages } from './html.js'
import { repaired } from './repair.js'
import { sourcesOf, type Source } from './inputs.js'
import { jsonPages, jsonScanner, valuesIn } from './json.js'
import { jsonlPages, lineScanner } from './jsonl.js'
import { joined } from './nested.js'
import type { Format } from './format.js'
import type { RowRange } from './parquet.js'
import { writtenPath, type RecordPath } from './records.js'
import { ASSIGNMENT, SHAPE_BYTES, shapeOf, type JsonShape } from './shape.js'
import { mhtmlPages, mhtmlScanner } from './mhtml.js'
import { writtenAs } from './written.js'
import { textPages } from './text.js'
import { LIMITS, type Batch, type Item, type Limits, type PageOptions, type ReadOptions, type Reject } from './types.js'
import { packingOf, unpack } from './unpack.js'
import { warcPages, warcScanner } from './warc.js'
import { wikiPages, wikiScanner } from './wiki.js'
import { workbookLines, workbookPages } from './xlsx.js'

export { HEAD } from './bounds.js'
export { fieldNames } from './names.js'
export { sourcesOf, type Except, type Source } from './inputs.js'
export { writtenAs } from './written.js'
export { Interned } from './interned.js'
export { parsePath } from './records.js'
export { LIMITS } from './types.js'
export type { Format } from './format.js'
export type { Batch, Item, Mark, PageOptions, ReadOptions, Reject, Skim } from './types.js'

/** How a format is read. A new format is one file and one line here. */
interface FormatReader {
  /** Makes lines of what is in a file, or in bytes; the records are found in these then. */
  readonly lines?: (from: string | Bytes, limits: Limits, onRead: (count: number) => void) => Bytes
  /** Finds the records in its bytes; a format that is not read from front to back has `cut` instead. */
  readonly scanner?: (head: Buffer, path?: RecordPath) => Scanner
  readonly ranges?: (source: Source, limits: Limits) => AsyncGenerator<RowRange>
  readonly pages: (batch: Batch, options: PageOptions, limits: Limits) => Item[] | Promise<Item[]>
  /** Whether cutting can begin at any record, with nothing of what stands before. */
  readonly seekable?: boolean
  /** Whether it mends its pages itself, since it knows which ones need it. */
  readonly mends?: boolean
}

const parquet = () => import('./parquet.js')

const READERS: Readonly<Record<Format, FormatReader>> = {
  text: { scanner: wholeScanner, pages: textPages },
  html: { scanner: wholeScanner, pages: htmlPages },
  jsonl: { scanner: lineScanner, pages: jsonlPages, seekable: true, mends: true },
  json: { scanner: (_head, path) => jsonScanner(path), pages: jsonPages },
  csv: { scanner: csvScanner, pages: csvPages },
  xlsx: { lines: workbookLines, scanner: lineScanner, pages: workbookPages, seekable: true },
  feed: { scanner: feedScanner, pages: feedPages },
  catalogue: { scanner: catalogueScanner, pages: cataloguePages },
  bibliography: { scanner: bibliographyScanner, pages: bibliographyPages },
  wiki: { scanner: wikiScanner, pages: wikiPages },
  mhtml: { scanner: mhtmlScanner, pages: mhtmlPages },
  arc: { scanner: arcScanner, pages: arcPages, seekable: true },
  warc: { scanner: warcScanner, pages: warcPages, seekable: true },
  // Loaded when it is met: its codecs are a tenth of the start.
  parquet: {
    ranges: async function* (source, limits) {
      yield* (await parquet()).rowRanges(source, limits)
    },
    pages: async (...of) => (await parquet()).parquetPages(...of),
  },
}

/**
 * Opens `inputs` (files, folders, globs, `-`) one after the other and cuts them into batches, in order: the same inputs
 * give the same batches. Formats are told by content, then by name; gzip, zstd and brotli are unpacked. Nothing is read
 * ahead of the batch asked for; about two batches or one record are held.
 *
 * What goes wrong within an input (it vanishes, is damaged, holds no pages) is a reject of a batch.
 * @throws WusumError before the first batch: `NOT_FOUND`, `UNREADABLE`, or `USAGE` when `after` names no input.
 */
export async function* batches(inputs: readonly (string | Source)[], options: ReadOptions = {}): AsyncGenerator<Batch> {
  const limits = { ...LIMITS, ...options.limits }
  const sources = sourcesOf(inputs)
  const { after } = options
  const first = after === undefined ? 0 : sources.findIndex((source) => source.path === after.source)
  if (first < 0) throw new WusumError('USAGE', `cannot go on from ${after?.source ?? ''}: it is not among the inputs`)

  const sizes = sources.map((source) => source.size)
  const total = sizes.includes(undefined) ? undefined : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  let read = sizes.slice(0, first).reduce((sum: number, size) => sum + (size ?? 0), 0)
  const onRead = (count: number): void => {
    read += count
  }
  const cut: Pass = { options, limits, onRead, told: after === undefined ? undefined : options.records }
  const cutter = new Batcher(options.batchBytes ?? 2 ** 20, limits, options.spare ?? [], () => ({ read, total }))
  for (const source of sources.slice(first)) {
    const from = source.path === after?.source ? after : undefined
    for await (const batch of batchesOf(source, cutter, cut, from)) {
      if (batch.end.source !== after?.source || batch.end.record > after.record) yield batch
    }
  }
  yield* cutter.flush()
}

interface Pass {
  readonly options: ReadOptions
  readonly limits: Limits
  readonly onRead: (count: number) => void
  /** The path of records, once a source has had something there. */
  told: string | undefined
}

async function* batchesOf(
  source: Source,
  cutter: Batcher,
  cut: Pass,
  from: ReadOptions['after'],
): AsyncGenerator<Batch> {
  const { options, limits, onRead } = cut
  let bytes: Bytes | undefined
  if (source.met === 'beside its page') {
    options.onAsset?.(source.path)
    onRead(source.size ?? 0)
    return
  }
  try {
    let head: Buffer
    ;({ head, bytes } = await peek(await openBytes(source, options.stdin, onRead), HEAD))
    const packing = packingOf(head, source.path)
    if (packing !== undefined) ({ head, bytes } = await peek(unpack(bytes, packing, limits), HEAD))
    const order = utf16Order(head)
    if (order !== undefined) ({ head, bytes } = await peek(fromUtf16(bytes, order), HEAD))
    if (head.length === 0) throw new Damage('NO_TEXT', 'the file is empty')
    if (writtenAs(head) !== undefined) {
      if (!options.onOwn) throw new Damage('UNSUPPORTED', 'what wusum wrote, not pages')
      options.onOwn(source.path)
      return
    }
    let format = options.format ?? formatOf(head, source.path)
    if (typeof format === 'object') {
      if (!format.asset || source.met === undefined) throw new Damage('UNSUPPORTED', format.foreign)
      options.onAsset?.(source.path)
      return
    }
    let shape: JsonShape | undefined
    if (format === 'json' || format === 'jsonl') {
      ;({ shape, bytes } = await shapedBytes(head, bytes, format, source, cut))
      if (options.format === undefined) format = shape.format
    }
    const reader = READERS[format]
    if (reader.scanner === undefined) {
      if (packing !== undefined || source.size === undefined || source.bytes !== undefined)
        throw new Damage('UNSUPPORTED', `${format} is read from a file only, not packed`)
      await bytes.close()
      onRead(-head.length)
      yield* cutter.rows(source.path, format, reader.ranges!(source, limits), onRead)
      return
    }
    if (from !== undefined && (format === 'text' || format === 'html')) return
    if (reader.lines && packing === undefined && source.size !== undefined) {
      await bytes.close()
      onRead(-head.length)
      bytes = reader.lines(source.path, limits, onRead)
    } else if (reader.lines) bytes = reader.lines(bytes, limits, onRead)
    const place = reader.seekable ? from : undefined
    const passed = place === undefined ? 0 : await bytes.skip(place.byte)
    const opened = bytes
    bytes = undefined
    const { scanner, seekable } = reader
    yield* cutter.split(source.path, format, scanner(head, shape?.path), opened, {
      from: place,
      passed,
      ...(seekable && { scannerBehind: () => scanner(head) }),
      head: shape?.head && Buffer.from(JSON.stringify(shape.head)),
    })
  } catch (error) {
    if (!(error instanceof Damage) && (error as NodeJS.ErrnoException).errno === undefined) throw error
    yield* cutter.reject(source.path, error)
  } finally {
    await bytes?.close().catch(() => undefined)
  }
}

/** The shape of a source of JSON, and its bytes behind what is no JSON at its start. */
async function shapedBytes(
  head: Buffer,
  bytes: Bytes,
  format: 'json' | 'jsonl',
  source: Source,
  cut: Pass,
): Promise<{ shape: JsonShape; bytes: Bytes }> {
  const { options } = cut
  const started = format === 'json' ? (ASSIGNMENT.exec(head.toString('latin1', 0, 256))?.[0].length ?? 0) : 0
  await bytes.skip(started)
  const ends = { here: head.length < HEAD, looking: false }
  let shape = shapeOf(head.subarray(started), format, ends, options)
  if (shape === undefined) {
    let more: Buffer
    ;({ head: more, bytes } = await peek(bytes, SHAPE_BYTES))
    shape = shapeOf(more, format, { here: more.length < SHAPE_BYTES, looking: true }, options)!
  }
  const { records } = options
  if (shape.lists !== undefined && records !== undefined) {
    const lists = shape.lists.length > 0 ? `records may stand at ${shape.lists.join(', ')}` : 'there is no list'
    const fault = `nothing stands at ${records}; ${lists}`
    // A path that holds for none of the files is a mistake of whoever gave it.
    if (cut.told === undefined)
      throw new WusumError('USAGE', `${source.path === '-' ? 'standard input' : source.path}: ${fault}`, {
        where: { source: source.path },
      })
    throw new Damage('BAD_RECORD', fault)
  }
  cut.told = records
  const { tables } = shape
  if (tables === undefined) return { shape, bytes }
  if (source.path === '-')
    throw new Damage('UNSUPPORTED', 'its tags stand in a table behind the posts: such an export is read from a file')
  const [pairs, tags] = [await rowsAt(source, tables.pairs, cut), await rowsAt(source, tables.tags, cut)]
  return { shape: { ...shape, head: { ...shape.head, joins: { tags: joined(pairs, tags) } } }, bytes }
}

/** The rows of a table in a source of JSON. */
async function rowsAt(source: Source, path: RecordPath, { limits }: Pass): Promise<unknown[]> {
  const unheard = () => undefined
  let { head, bytes } = await peek(await openBytes(source, undefined, unheard), HEAD)
  const packing = packingOf(head, source.path)
  if (packing !== undefined) ({ head, bytes } = await peek(unpack(bytes, packing, limits), HEAD))
  const order = utf16Order(head)
  if (order !== undefined) ({ head, bytes } = await peek(fromUtf16(bytes, order), HEAD))
  const cutter = new Batcher(2 ** 20, limits, [], () => ({ read: 0, total: 0 }))
  const rows: unknown[] = []
  let left = TABLE_BYTES
  for await (const batch of cutter.split(source.path, 'json', jsonScanner(path), bytes, {})) {
    left -= batch.bytes.length
    if (left < 0) throw new Damage('TOO_LARGE', `${writtenPath(path)} has more than ${TABLE_BYTES} bytes`)
    for (const value of valuesIn(batch)) rows.push(value)
  }
  return rows
}

/** A table of tags that is held. */
const TABLE_BYTES = 64 * 2 ** 20

/**
 * The pages of a batch and the records that give none, in order. Immediate for every format but Parquet. Never throws
 * for what a record holds.
 */
export function pagesOf(batch: Batch, options: PageOptions): Item[] | Promise<Item[]> {
  const reader = READERS[batch.format]
  if (batch.spans.length === 0 && batch.rows === undefined) return [...batch.rejects]
  const items = guarded(reader, batch, options, { ...LIMITS, ...options.limits })
  const finished = (items: readonly Item[]): Item[] => [
    ...batch.rejects,
    ...(reader.mends ? items : items.map((item) => (isReject(item) ? item : repaired(item)))),
  ]
  return Array.isArray(items) ? finished(items) : items.then(finished)
}

/** One record that a reader or a library behind it trips over must not take those beside it along. */
function guarded(reader: FormatReader, batch: Batch, options: PageOptions, limits: Limits): Item[] | Promise<Item[]> {
  try {
    return reader.pages(batch, options, limits)
  } catch (error) {
    const { spans, files } = batch
    const reason = `cannot be read: ${reasonOf(error)}`
    if (spans.length === 2)
      return [{ source: files?.[0] ?? batch.source, record: batch.record, code: 'BAD_RECORD', reason }]
    const alone = (i: number): Batch => ({
      ...batch,
      record: batch.record + i,
      spans: spans.slice(2 * i, 2 * i + 2),
      ...(files && { files: files.slice(i, i + 1) }),
    })
    // Only Parquet, which has no spans, reads with promises.
    return Array.from({ length: spans.length / 2 }, (_, i) => guarded(reader, alone(i), options, limits)).flatMap(
      (items) => items as Item[],
    )
  }
}

export const isReject = (item: Item): item is Reject => 'code' in item

/** What to hand over with `postMessage(batch, …)`, so that nothing is copied. */
export const transferables = (batch: Batch): ArrayBuffer[] => [batch.bytes.buffer, batch.spans.buffer]

/** Puts the memory of a batch that is done with among the spare. */
export function give(memory: ArrayBuffer, spare: ArrayBuffer[]): void {
  if (memory.byteLength > 0) spare.push(memory)
}
