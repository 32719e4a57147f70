import { checkOptions } from '../core/door.js'
import { WusumError, type Reject } from '../core/errors.js'
import type { FieldNames, Page } from '../core/types.js'
import { loadMarkup } from '../model/markup.js'
import { checkByRules, fields, hook, records, shown } from './check.js'
import { batches, isReject, pagesOf, type Source } from '../read/index.js'

/** Bytes of pages: at hand, or as a stream of Node or of the Web gives them. */
export type Bytes = Uint8Array | AsyncIterable<Uint8Array | string>

/**
 * What pages are read from: a file, a folder, a glob or standard input (`-`) by name, or bytes, packed or not. A name beside
 * the bytes is the id of a page that has none, and tells what bytes alone do not (`.br`, `.csv`); without it they are
 * called `input 1` by their place.
 */
export type Input = string | Bytes | { readonly name: string; readonly bytes: Bytes }

export interface ReadPagesOptions {
  /** Page field to column, where an export has other names: `{ id: 'postId' }`. */
  readonly fields?: FieldNames | undefined
  /** Where records stand in JSON that wraps them, `hits.hits[]._source`. Default: found by what they look like. */
  readonly records?: string | undefined
  /** Called for every record that gives no page. Default: it is passed by in silence. */
  readonly onReject?: ((reject: Reject) => void) | undefined
}

/**
 * The pages of inputs, in order, in every format that the command line reads; Parquet from files only. Holds about one
 * megabyte of input at a time.
 *
 * @throws WusumError NOT_FOUND, UNREADABLE before the first page; what goes wrong later is a reject
 */
export async function* readPages(
  inputs: readonly Input[],
  given?: ReadPagesOptions,
): AsyncGenerator<Page, void, undefined> {
  const options = checkOptions(given, { fields: 'object', records: 'string', onReject: 'function' })
  checkByRules(options, { fields, records, onReject: hook })
  const markup = loadMarkup()
  const where = { fields: options.fields, records: options.records }
  for await (const batch of batches(sourcesIn(inputs), where)) {
    for (const item of await pagesOf(batch, { markup, ...where })) {
      if (isReject(item)) options.onReject?.(item)
      else yield item
    }
  }
}

/** @throws WusumError USAGE for what is no input */
function sourcesIn(given: unknown): (string | Source)[] {
  if (!Array.isArray(given)) throw new WusumError('USAGE', `inputs must be an array, not ${shown(given)}`)
  const names = new Set<string>()
  return Array.from(given as readonly unknown[], (input, at) => {
    if (typeof input === 'string') return input
    const named = hasName(input)
    const path = named ? input.name : `input ${at + 1}`
    if (names.size === names.add(path).size || given.includes(path))
      throw new WusumError('USAGE', `two inputs have the name ${path}`)
    const bytes = named ? input.bytes : input
    if (bytes instanceof Uint8Array) return { path, size: bytes.length, bytes: once(bytes) }
    if (isStream(bytes)) return { path, size: undefined, bytes }
    throw new WusumError('USAGE', `inputs[${at}] must be a path, bytes or a stream, not ${shown(input)}`)
  })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const hasName = (value: unknown): value is { name: string; bytes: unknown } =>
  isObject(value) && 'bytes' in value && 'name' in value && typeof value.name === 'string'
const isStream = (value: unknown): value is AsyncIterable<Uint8Array | string> =>
  isObject(value) && typeof Reflect.get(value, Symbol.asyncIterator) === 'function'
// eslint-disable-next-line @typescript-eslint/require-await
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/**
 * The page that an HTML document is: its visible text, and the tags in its markup. Bytes are decoded as the document
 * declares; a string is taken as it is.
 *
 * @param id the page's id where the document names no canonical URL
 * @throws WusumError BAD_RECORD, NO_TEXT for what is no HTML page
 */
export async function readHtml(html: string | Uint8Array, id: string): Promise<Page> {
  const given = typeof html === 'string' ? new TextEncoder().encode(html) : html
  const bytes = new Uint8Array(given.byteLength)
  bytes.set(given)
  const place = { source: id, record: 1, byte: bytes.byteLength }
  const [item] = await pagesOf(
    {
      source: id,
      format: 'html',
      record: 1,
      bytes,
      spans: Uint32Array.of(0, bytes.byteLength),
      files: [id],
      rejects: [],
      end: place,
      progress: { read: bytes.byteLength, total: bytes.byteLength },
    },
    { markup: loadMarkup() },
  )
  if (!item) throw new WusumError('NO_TEXT', `${id} holds no page`, { where: { source: id } })
  if (isReject(item)) throw new WusumError(item.code, `${id}: ${item.reason}`, { where: { source: id } })
  return item
}
