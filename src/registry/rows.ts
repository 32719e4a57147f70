/** The rows of a registry as plain values: what a JSONL export holds, and the checks on what an import brings. */
import { createHash } from 'node:crypto'
import { WusumError } from '../core/errors.js'
import type { Decision } from '../core/types.js'
import type { Carrier, Change, PageExample, PageDelta, SurfaceCount } from './types.js'
import { VERSION } from './schema.js'

export type Value = string | number | null | Uint8Array
export type Row = readonly Value[]

/** `text?` and `bytes?` may be null. */
export type Kind = 'text' | 'int' | 'bytes' | 'text?' | 'bytes?'

/** Columns that are carried from store to store, by table, in the order they are written. Row ids are not. */
export const TABLES = {
  meta: { name: 'text', value: 'int' },
  decisions: { verb: 'text', a: 'text', b: 'text', at: 'text', who: 'text', undone: 'text?' },
  tags: { id: 'text', tag: 'text', key: 'text', target: 'text?' },
  surfaces: { surface: 'text', key: 'text', count: 'int', pages: 'int', tag: 'text?' },
  pages: {
    page: 'text',
    digest: 'text',
    surfaces: 'text',
    evidence: 'bytes?',
    seq: 'int',
    title: 'text?',
    date: 'text?',
    runs: 'bytes?',
    link: 'text?',
    example: 'text?',
  },
  settled: { part: 'int', bytes: 'bytes' },
  history: { tag: 'text', event: 'text', other: 'text', generation: 'int', at: 'text' },
} as const satisfies Record<string, Record<string, Kind>>

export type Table = keyof typeof TABLES
export const TABLE_NAMES = Object.keys(TABLES) as Table[]

/** Tables of earlier versions that no longer are: their lines are passed by. */
const FORMER: ReadonlySet<unknown> = new Set(['withdrawn'])

export const HEADER = JSON.stringify({ in: 'registry', version: VERSION })

export function lineOf(table: Table, row: Row): string {
  const line: Record<string, unknown> = { in: table }
  Object.keys(TABLES[table]).forEach((column, i) => {
    const value = row[i] as Value
    line[column] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  })
  return JSON.stringify(line)
}

/** Reads an export, line by line, and yields its rows. Blank lines are passed by. */
export async function* rowsOf(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<[Table, Row]> {
  let number = 0
  let headed = false
  const bad = (what: string): WusumError =>
    new WusumError('REGISTRY', `Line ${number} of the export ${what}`, { where: { record: number } })
  for await (const text of lines) {
    number++
    if (text.trim() === '') continue
    let line: Record<string, unknown> | null
    try {
      line = JSON.parse(text) as Record<string, unknown> | null
    } catch (cause) {
      throw new WusumError('REGISTRY', `Line ${number} of the export is not JSON`, { where: { record: number }, cause })
    }
    const name = line?.['in']
    if (line === null) throw bad('is no record')
    if (!headed) {
      if (name !== 'registry' || typeof line['version'] !== 'number') throw bad('does not say that it is a registry')
      if (line['version'] > VERSION) {
        throw new WusumError(
          'REGISTRY_NEWER',
          `The export is of version ${line['version']}; this wusum reads up to ${VERSION}: update wusum`,
        )
      }
      headed = true
      continue
    }
    if (FORMER.has(name)) continue
    if (typeof name !== 'string' || !Object.hasOwn(TABLES, name)) throw bad('names no table of a registry')
    const table = name as Table
    const row = Object.entries<Kind>(TABLES[table]).map(([column, kind]): Value => {
      // What may be missing is, in lines of an earlier version.
      const value = line[column] ?? null
      if (value === null && kind.endsWith('?')) return null
      if (kind === 'int' && Number.isSafeInteger(value)) return value as number
      if (kind.startsWith('text') && typeof value === 'string') return value
      if (kind.startsWith('bytes') && typeof value === 'string') return Buffer.from(value, 'base64')
      throw bad(`lacks a proper "${column}"`)
    })
    if (table === 'pages' && parseCounts(row[2] as string) === undefined) throw bad('lacks a proper "surfaces"')
    yield [table, row]
  }
  if (!headed) throw new WusumError('REGISTRY', 'The export is empty')
}

/** Longest surface kept, UTF-16 units: a database indexes no more, and a longer one is no tag. */
export const LONGEST_SURFACE = 500

/** Longest title and date of a page kept, UTF-16 units. */
const LONGEST_TITLE = 200
const LONGEST_DATE = 40
/** Longest address of a page kept, and what shows its tags in use: the list, the sentences. */
const LONGEST_LINK = 500
const LONGEST_LIST = 400
const LONGEST_SENTENCE = 200
const SENTENCES = 4

/** Text as every store can hold it: no NUL, no half of a surrogate pair. */
export const plain = (text: string): string =>
  text.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')

export type Count = readonly [surface: string, count: number]

export interface DeltaRow {
  readonly page: string
  readonly hash: Uint8Array
  readonly digest: string
  /** Each surface once. */
  readonly counts: readonly Count[]
  readonly keys: ReadonlyMap<string, string>
  readonly evidence: Uint8Array | null
  readonly title: string | null
  readonly date: string | null
  readonly runs: Uint8Array | null
  readonly link: string | null
  /** JSON of a `PageExample`. */
  readonly example: string | null
}

const clipped = (length: number, text: string | undefined): string | null =>
  text === undefined || text === '' ? null : plain(text.slice(0, length))

function exampleText(example: PageExample | undefined): string | null {
  if (example === undefined) return null
  const list = clipped(LONGEST_LIST, example.list)
  const said = example.said.slice(0, SENTENCES).flatMap((it) => clipped(LONGEST_SENTENCE, it) ?? [])
  return list === null && said.length === 0 ? null : JSON.stringify({ list, said })
}

/** A page as an example of a surface. What is stored may come from a stranger: what is no example is left out. */
export function carrierOf(
  surface: string,
  page: string,
  counts: readonly Count[],
  [title, date, link, example]: readonly (Value | undefined)[],
): Carrier {
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
  const shown = parsed(text(example))
  const said: readonly unknown[] = Array.isArray(shown?.said) ? shown.said : []
  return {
    page,
    title: text(title),
    date: text(date),
    link: text(link),
    list: text(shown?.list),
    sentence: said.map(text).find((it) => it?.includes(surface)),
    surfaces: counts.map(([it]) => it),
  }
}

function parsed(text: string | undefined): { readonly list?: unknown; readonly said?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

export const hashOf = (page: string): Uint8Array => createHash('sha256').update(page).digest().subarray(0, 16)

/** Puts a batch into storable form: one delta a page (the last), one count a surface. */
export function deltaRows(batch: readonly PageDelta[]): DeltaRow[] {
  const deltas = new Map<string, DeltaRow>()
  for (const { page: id, digest, surfaces, evidence, title, date, runs, link, example } of batch) {
    const page = plain(id)
    const counts = new Map<string, number>()
    const keys = new Map<string, string>()
    for (const s of surfaces) {
      const surface = plain(s.surface)
      if (surface === '' || surface.length > LONGEST_SURFACE || !(s.count > 0)) continue
      counts.set(surface, (counts.get(surface) ?? 0) + s.count)
      keys.set(surface, plain(s.key))
    }
    deltas.set(page, {
      page,
      hash: hashOf(page),
      digest: plain(digest),
      counts: [...counts],
      keys,
      evidence: evidence ?? null,
      title: clipped(LONGEST_TITLE, title),
      date: clipped(LONGEST_DATE, date),
      runs: runs ?? null,
      link: link === id ? null : clipped(LONGEST_LINK, link),
      example: exampleText(example),
    })
  }
  return [...deltas.values()]
}

function parseCounts(text: string): Count[] | undefined {
  try {
    const counts: unknown = JSON.parse(text)
    const sound =
      Array.isArray(counts) &&
      counts.every((c: unknown) => Array.isArray(c) && typeof c[0] === 'string' && Number.isSafeInteger(c[1]))
    return sound ? (counts as Count[]) : undefined
  } catch {
    return undefined
  }
}

/** The counts of a stored page. */
export function countsOf(text: string): Count[] {
  const counts = parseCounts(text)
  if (counts === undefined) throw new WusumError('REGISTRY', 'The counts of a page are damaged')
  return counts
}

/** Adds what changed in the counts of a surface to what has changed so far; a key may be unknown where counts are taken back. */
export function addChange(changes: Map<string, Change>, surface: string, { key, count, pages }: Change): void {
  const c = changes.get(surface)
  changes.set(
    surface,
    c === undefined ? { key, count, pages } : { key: c.key || key, count: c.count + count, pages: c.pages + pages },
  )
}

/** What applying `deltas` over the pages stored before changes in the surfaces. */
export function changesOf(
  deltas: readonly { readonly delta: DeltaRow; readonly old: readonly Count[] }[],
): Map<string, Change> {
  const changes = new Map<string, Change>()
  for (const { delta, old } of deltas) {
    for (const [surface, count] of old) addChange(changes, surface, { key: '', count: -count, pages: -1 })
    for (const [surface, count] of delta.counts)
      addChange(changes, surface, { key: delta.keys.get(surface)!, count, pages: 1 })
  }
  return changes
}

export function decisionRow(d: Decision): [verb: string, a: string, b: string] {
  switch (d.verb) {
    case 'same':
    case 'apart':
    case 'related':
      return [d.verb, plain(d.a), plain(d.b)]
    case 'ignore':
      return [d.verb, plain(d.tag), '']
    case 'spell-as':
      return [d.verb, plain(d.tag), plain(d.as)]
  }
}

export function decisionOf(verb: string, a: string, b: string): Decision {
  switch (verb) {
    case 'same':
    case 'apart':
    case 'related':
      return { verb, a, b }
    case 'ignore':
      return { verb, tag: a }
    case 'spell-as':
      return { verb, tag: a, as: b }
    default:
      throw new WusumError('REGISTRY', `The registry holds a decision of an unknown kind, "${verb}"`)
  }
}

/** What is wrong between what pages hold and what surfaces sum up. */
export function checkSums(
  summed: ReadonlyMap<string, { count: number; pages: number }>,
  stored: Iterable<SurfaceCount & { readonly pages: number; readonly tag?: string | undefined }>,
  tags: ReadonlyMap<string, { readonly target?: string | undefined }>,
): string[] {
  const problems: string[] = []
  const left = new Map(summed)
  for (const s of stored) {
    const sum = left.get(s.surface) ?? { count: 0, pages: 0 }
    left.delete(s.surface)
    if (sum.count !== s.count || sum.pages !== s.pages) {
      problems.push(
        `"${s.surface}" is counted ${s.count} times on ${s.pages} pages, its pages say ${sum.count} on ${sum.pages}`,
      )
    }
    if (s.tag !== undefined && s.tag !== '') {
      const tag = tags.get(s.tag)
      if (tag === undefined) problems.push(`"${s.surface}" is under tag ${s.tag}, which does not exist`)
      else if (tag.target !== undefined) problems.push(`"${s.surface}" is under tag ${s.tag}, which was merged`)
    }
  }
  for (const [surface, sum] of left) problems.push(`"${surface}" stands on ${sum.pages} pages and is not counted`)
  for (const [id, { target }] of tags) {
    if (target === undefined) continue
    const into = tags.get(target)
    if (into === undefined) problems.push(`Tag ${id} leads to ${target}, which does not exist`)
    else if (into.target !== undefined) problems.push(`Tag ${id} leads to ${target}, which was merged itself`)
  }
  return problems
}
