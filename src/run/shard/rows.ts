/** Rows that steps hand to each other: JSON Lines, each of which says first what it is and in which version. */
import { WusumError } from '../../core/errors.js'
import type { Waits } from '../../core/pipeline.js'
import type { CanonicalTag, Origin, Relation } from '../../core/types.js'
import { json } from '../../emit/jsonl.js'
import type { Reject } from '../../read/index.js'
import { origins } from '../mentions.js'
import type { PlainRun } from '../delta.js'

/** Changes with what any row holds. */
export const VERSION = 1

/** A tag as it stands on a page. */
export type FoundTag = readonly [surface: string, from: Origin, confidence: number]

export interface Rows {
  /** A page that was read. */
  held: {
    readonly source: string
    readonly record: number
    readonly id: string
    readonly site: string
    readonly tags: readonly FoundTag[]
    readonly waits?: { readonly runs: readonly PlainRun[]; readonly blocks: Waits['blocks'] } | undefined
  }
  reject: Reject
  /** A page with all its tags. */
  found: { readonly id: string; readonly site: string; readonly tags: readonly FoundTag[] }
  /** A spelling of a shard, or of several. */
  spelling: { readonly surface: string; readonly count: number; readonly pages: number }
  /** What a spelling stands for; `of`: the name of its cluster, where that has several spellings. */
  map: {
    readonly surface: string
    readonly tag: string | null
    readonly of?: string | undefined
    /** The weight of its cluster among related ones, where clusters were made by component. */
    readonly centre?: readonly [count: number, phrase: string] | undefined
  }
  /** A tag, but for the pages that carry it where its cluster has several spellings. */
  tagged: { readonly of?: string | undefined; readonly tag: CanonicalTag }
  /** Pages of a shard that carry a tag of several spellings. */
  carried: { readonly of: string; readonly pages: number }

  // Rows of one `key` are brought together.

  /** A spelling, under the phrase that it is compared as, or under its component. */
  phrase: { readonly key: string; readonly surface: string; readonly count: number; readonly pages: number }
  /** A phrase under a key by which it may meet another; `nodes`: the surfaces that are judged for it, with their pages. */
  near: {
    readonly key: string
    readonly longer?: boolean | undefined
    readonly phrase: string
    readonly nodes: readonly (readonly [surface: string, pages: number])[]
  }
  /**
   * Two phrases that met, `a` before `b`. `near`: by a small edit of a word; `same`: some of their surfaces are one tag. Of
   * others `related`: what keeps two surfaces apart, as the first of them has it.
   */
  pair: {
    readonly key: string
    readonly a: string
    readonly b: string
    readonly near: boolean
    readonly same: boolean
    readonly related?: readonly (readonly [a: string, b: string, relation: Relation])[] | undefined
  }
  /** The component of a phrase that is paired with another. */
  group: { readonly key: string; readonly component: string }
  /** That a surface is related to another. */
  kin: { readonly key: string; readonly other: string; readonly relation: Relation }
  /** That a tag is related to another: `key` is the name of its cluster, `of` that of the other, `count` and `phrase` its weight. */
  related: {
    readonly key: string
    readonly of: string
    readonly tag: string
    readonly relation: Relation
    readonly count: number
    readonly phrase: string
  }
}
export type Kind = keyof Rows
export type Row<K extends Kind = Kind> = K extends Kind ? { readonly kind: K; readonly row: Rows[K] } : never

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isName = (value: unknown): boolean => value === undefined || isText(value)
const areFound = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (tag) => Array.isArray(tag) && isText(tag[0]) && origins.includes(tag[1] as Origin) && typeof tag[2] === 'number',
  )
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a row has what its kind must have. */
const SOUND: Readonly<Record<Kind, (row: Record<string, unknown>) => boolean>> = {
  held: ({ id, site, tags, waits }) =>
    isText(id) &&
    isText(site) &&
    areFound(tags) &&
    (waits === undefined || (isObject(waits) && Array.isArray(waits['runs']) && Array.isArray(waits['blocks']))),
  reject: ({ source, reason }) => isText(source) && isText(reason),
  found: ({ id, site, tags }) => isText(id) && isText(site) && areFound(tags),
  spelling: ({ surface, count, pages }) => isText(surface) && isCount(count) && isCount(pages),
  map: ({ surface, tag, of }) => isText(surface) && (tag === null || isText(tag)) && isName(of),
  tagged: ({ tag, of }) => isObject(tag) && isText(tag['tag']) && isName(of),
  carried: ({ of, pages }) => isText(of) && isCount(pages),
  phrase: ({ key, surface, count, pages }) => isText(key) && isText(surface) && isCount(count) && isCount(pages),
  near: ({ key, phrase, nodes }) =>
    isText(key) &&
    isText(phrase) &&
    Array.isArray(nodes) &&
    nodes.every((node) => Array.isArray(node) && isText(node[0]) && isCount(node[1])),
  pair: ({ key, a, b, near, same, related }) =>
    isText(key) &&
    isText(a) &&
    isText(b) &&
    typeof near === 'boolean' &&
    typeof same === 'boolean' &&
    (related === undefined ||
      (Array.isArray(related) && related.every((one) => Array.isArray(one) && one.every(isText)))),
  group: ({ key, component }) => isText(key) && isText(component),
  kin: ({ key, other, relation }) => isText(key) && isText(other) && isText(relation),
  related: ({ key, of, tag, relation, count, phrase }) =>
    isText(key) && isText(of) && isText(tag) && isText(relation) && isCount(count) && isText(phrase),
}

/** A row as a line: what it is comes first, or behind its key, so that lines that are sorted bring those of a key together. */
export function line<K extends Kind>(kind: K, row: Rows[K]): string {
  if (!('key' in row)) return `{"${kind}":${VERSION},${json(row).slice(1)}\n`
  const { key, ...rest } = row
  return `{"key":${json(key)},"${kind}":${VERSION},${json(rest).slice(1)}\n`
}

/** No row is longer: one of a page that has as many tags as a page may have takes a tenth. */
const LONGEST = 1 << 28

/**
 * The rows of a stream, some at a time, as they come; `passed` kinds are read over.
 *
 * @param name where they come from, for what is told of them
 * @throws WusumError UNREADABLE for what is no such row
 */
export async function* rowsIn<K extends Kind>(
  input: AsyncIterable<Uint8Array | string>,
  name: string,
  kinds: readonly K[],
  passed: readonly Kind[] = [],
): AsyncGenerator<Row<K>[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let number = 0
  const refused = (what: string) =>
    new WusumError('UNREADABLE', `${name}, line ${number}: ${what}`, { where: { source: name, record: number } })
  const parsed = (lines: readonly string[]): Row<K>[] => {
    const rows: Row<K>[] = []
    for (const text of lines) {
      number++
      if (text === '') continue
      let row: unknown
      try {
        row = JSON.parse(text)
      } catch {
        throw refused('no JSON, but a row is')
      }
      if (!isObject(row)) throw refused(`no row, but ${text.slice(0, 40)}`)
      const fields = Object.entries(row)
      const [kind, version] = fields[fields[0]?.[0] === 'key' ? 1 : 0] ?? ['', 0]
      if (passed.includes(kind as Kind)) continue
      if (!kinds.includes(kind as K))
        throw refused(
          `${Object.hasOwn(SOUND, kind) ? `a ${kind} row` : 'no row that wusum knows'}; here ${kinds.join(' and ')} rows are read`,
        )
      if (version !== VERSION)
        throw refused(
          `a ${kind} row of version ${String(version)}; this wusum reads version ${VERSION}: all steps must be done by one release`,
        )
      if (!SOUND[kind as K](row)) throw refused(`a ${kind} row that lacks a field, or has a wrong one`)
      rows.push({ kind, row } as unknown as Row<K>)
    }
    return rows
  }
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      number++
      throw refused('no UTF-8')
    }
  }
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoded(chunk)
    const end = text.lastIndexOf('\n')
    if (end < 0) {
      rest += text
      if (rest.length > LONGEST) throw refused('longer than any row')
      continue
    }
    const lines = (rest + text.slice(0, end)).split('\n')
    rest = text.slice(end + 1)
    yield parsed(lines)
  }
  rest += decoded()
  // Who writes a row ends its line.
  if (rest !== '') {
    number++
    throw refused('cut off: its line does not end')
  }
}
