import { WusumError } from '../core/errors.js'
import type { Page } from '../core/types.js'
import { loadMarkup } from '../model/markup.js'
import { checkByRules, fields, hook, records } from './check.js'
import { batches, isReject, pagesOf, type PageOptions, type Reject } from '../read/index.js'

export interface ReadPagesOptions {
  /** Page field to column, where an export has other names: `{ id: 'postId' }`. */
  readonly fields?: PageOptions['fields']
  /** Where records stand in JSON that wraps them, `hits.hits[]._source`. Default: found by what they look like. */
  readonly records?: string | undefined
  /** Called for every record that gives no page. Default: it is passed by in silence. */
  readonly onReject?: ((reject: Reject) => void) | undefined
}

/**
 * The pages of files, folders, globs or standard input (`-`), in order, in every format that the command line reads. Holds
 * about one megabyte of input at a time.
 *
 * @throws WusumError NOT_FOUND, UNREADABLE before the first page; what goes wrong later is a reject
 */
export async function* readPages(inputs: readonly string[], options: ReadPagesOptions = {}): AsyncGenerator<Page> {
  checkByRules(options, { fields, records, onReject: hook })
  const markup = loadMarkup()
  const where = { fields: options.fields, records: options.records }
  for await (const batch of batches(inputs, where)) {
    for (const item of await pagesOf(batch, { markup, ...where })) {
      if (isReject(item)) options.onReject?.(item)
      else yield item
    }
  }
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
