/** How a source of JSON is cut into records: line by line, value by value, or by the elements of the list that it wraps. */
import { decode } from './charset.js'
import { joinsOf, looksOf, type Joins } from './nested.js'
import {
  EACH,
  beginningOf,
  findRecords,
  isObject,
  listsIn,
  parsePath,
  recordsAt,
  resolved,
  splitAtList,
  writtenPath,
  type RecordPath,
} from './records.js'
import type { PageOptions } from './types.js'

/** What every record of a list must know that stands elsewhere in its source. Plain values. */
export interface JsonHead {
  /** The list that was cut, where it is not the whole source. */
  readonly list?: string | undefined
  /** Where the record stands in each element, where a person has said so. */
  readonly behind?: RecordPath | undefined
  readonly joins?: Joins | undefined
}

export interface JsonShape {
  readonly format: 'json' | 'jsonl'
  /** The list whose elements are records. */
  readonly path?: RecordPath | undefined
  readonly head?: JsonHead | undefined
  /** A table of pairs and one of tags, further on in the source, by which its records have their tags. */
  readonly tables?: { readonly pairs: RecordPath; readonly tags: RecordPath } | undefined
  /** Nothing stands at the path that a person has named; the lists that there are. */
  readonly lists?: readonly string[] | undefined
}

/** How much of a value that wraps its records is looked at, to find them. */
export const SHAPE_BYTES = 4 * 2 ** 20
/** Lines looked at for a path that a person has named. */
const LINES = 100

/** What stands before the value in each file of an archive of Twitter. */
export const ASSIGNMENT = /^\s*window\.YTD\.[\w.$]{1,100}\s*=\s*(?=[[{])/

/**
 * The shape of a source that begins with `head`; undefined where more of it must be seen first.
 *
 * @param ends whether `head` is all there is, or all that will be looked at
 */
export function shapeOf(
  head: Buffer,
  format: 'json' | 'jsonl',
  ends: { readonly here: boolean; readonly looking: boolean },
  options: Pick<PageOptions, 'fields' | 'records'>,
): JsonShape | undefined {
  const told = options.records === undefined ? undefined : parsePath(options.records)
  const looks = looksOf(options as PageOptions)
  const line = head.indexOf(0x0a)
  const lines = format === 'jsonl' && line >= 0 && !isBlank(head.subarray(line))
  const text = decode(head).text.replace(/^\ufeff/, '')
  if (lines) {
    if (told === undefined) return { format }
    const values = valuesOf(text)
    if (values.length === 0 || values.some((value) => resolved(value, told))) return { format }
    return { format, lists: listsIn(values[0], looks) }
  }
  const beginning = beginningOf(text)
  if (beginning === undefined) return { format }
  const { value, whole } = beginning
  if (!whole && !ends.here && !ends.looking && (isObject(value) || told)) return undefined
  const path = told ? resolved(value, told) : findRecords(value, looks)
  if (path === undefined) return told ? { format, lists: listsIn(value, looks) } : { format }
  const [list, behind] = splitAtList(path)
  const said = told && { behind }
  if (list.length === 0) return { format }
  if (list.length === 1 && list[0] === EACH) return { format, head: said }
  const joins = whole ? joinsOf(value, path) : undefined
  return {
    format: 'json',
    path: list,
    head: { list: writtenPath(list), ...said, joins },
    tables: whole ? undefined : tablesBeside(value, list),
  }
}

/** The values of the lines that are whole. */
function valuesOf(text: string): unknown[] {
  const values: unknown[] = []
  for (const line of text.split('\n', LINES).slice(0, -1))
    try {
      values.push(JSON.parse(line))
    } catch {
      // A bad line is told when its turn comes.
    }
  return values
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || (byte >= 9 && byte <= 13))

/** Names of what Ghost keeps a post as; its tags stand in tables behind all posts. */
const GHOST = ['mobiledoc', 'lexical', 'markdown']

function tablesBeside(value: unknown, list: RecordPath): JsonShape['tables'] {
  const parent = list.slice(0, -2)
  const name = list.at(-2)
  const [first] = recordsAt(value, list)
  if (name !== 'posts' || !isObject(first?.record)) return undefined
  const { record } = first
  if (!GHOST.some((name) => name in record) || 'tags' in record) return undefined
  return { pairs: [...parent, 'posts_tags', EACH], tags: [...parent, 'tags', EACH] }
}
