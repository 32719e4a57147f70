/** The registry over SQL, one text for both dialects. What differs between them is behind `Connection`. */
import { setImmediate as immediate } from 'node:timers/promises'
import { isNativeError } from 'node:util/types'
import { WusumError } from '../core/errors.js'
import type { Decision } from '../core/types.js'
import { assignIds } from './ids.js'
import type {
  Applied,
  Carrier,
  Change,
  Cursor,
  HistoryEntry,
  PageDelta,
  Revision,
  Settlement,
  Snapshot,
  SnapshotOptions,
  Store,
  StoredDecision,
  StoredSurface,
  StoredTag,
  SurfaceCount,
  TagEvent,
} from './types.js'
import {
  addChange,
  carrierOf,
  changesOf,
  checkSums,
  countsOf,
  decisionOf,
  decisionRow,
  hashOf,
  HEADER,
  lineOf,
  deltaRows,
  plain,
  rowsOf,
  TABLE_NAMES,
  TABLES,
  type Kind,
  type DeltaRow,
  type Row,
  type Table,
  type Value,
} from './rows.js'

export type Columns = Readonly<Record<string, Kind>>

/** A connection within a transaction. Values travel as parameters, never in the text of a statement. */
export interface Session {
  /** `$1`, `$2` … stand for the parameters. */
  all(sql: string, ...parameters: Value[]): Promise<Row[]>
  /** As `all`, the faster way for many rows; `columns` names those selected. */
  many(sql: string, columns: readonly string[], ...parameters: Value[]): Promise<Row[]>
  /** The rows of `table` whose `column` is one of `keys`. */
  lookup(table: string, column: string, kind: Kind, keys: readonly Value[], columns: string): Promise<Row[]>
  /** Inserts rows; `conflict` is an ON CONFLICT clause. No two rows may meet in it. */
  insert(table: string, columns: Columns, rows: readonly Row[], conflict?: string): Promise<void>
  /** Sets the second column of the rows found by the first. */
  update(table: string, columns: Columns, rows: readonly Row[]): Promise<void>
}

export interface Connection {
  readonly where: string
  /** One consistent view. */
  read<T>(body: (session: Session) => Promise<T>): Promise<T>
  /** A consistent view that stays open beside everything else until it is released. */
  view(): Promise<{ readonly session: Session; release(): Promise<void> }>
  /** One writer at a time; all of `body` or nothing. `body` runs again after a conflict. */
  write<T>(body: (session: Session) => Promise<T>): Promise<T>
  /** What the database finds wrong with itself. */
  examine(): Promise<string[]>
  compact(): Promise<void>
  close(): Promise<void>
}

/** Also errors of another realm, and those of drivers that only inherit from Error. */
export const isError = (value: unknown): value is Error => value instanceof Error || isNativeError(value)

/** Rows read or written in one go: bounds what is held in memory. */
const CHUNK = 10_000
const EVIDENCE_CHUNK = 200
const SETTLED_PART = 1 << 20
/** Pages looked at in one statement for a surface, which no index finds, and how long that may take, milliseconds. */
const CARRIERS_CHUNK = 2000
const CARRIERS_PATIENCE = 60

const pageColumns: Columns = { hash: 'bytes', ...TABLES.pages }
const replacePage = `ON CONFLICT (hash) DO UPDATE SET ${Object.keys(TABLES.pages)
  .filter((column) => column !== 'page')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`
const surfaceColumns: Columns = { surface: 'text', key: 'text', count: 'int', pages: 'int' }
const addCounts =
  'ON CONFLICT (surface) DO UPDATE SET count = surfaces.count + excluded.count, pages = surfaces.pages + excluded.pages'
const replaceTag = 'ON CONFLICT (id) DO UPDATE SET tag = excluded.tag, key = excluded.key, target = excluded.target'

const optional = (value: Value | undefined): string | undefined => (value ?? undefined) as string | undefined
const surfaceOf = ([, surface, key, count, pages, tag]: Row): StoredSurface => ({
  surface: surface as string,
  // Most surfaces are their own key: one string then, not two.
  key: key === surface ? (surface as string) : (key as string),
  count: count as number,
  pages: pages as number,
  tag: optional(tag),
})

async function insertAll(
  s: Session,
  table: string,
  columns: Columns,
  rows: readonly Row[],
  conflict?: string,
): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK) await s.insert(table, columns, rows.slice(i, i + CHUNK), conflict)
}

const addChanges = (s: Session, changes: ReadonlyMap<string, Change>): Promise<void> =>
  insertAll(
    s,
    'surfaces',
    surfaceColumns,
    [...changes].map(([surface, c]) => [surface, c.key, c.count, c.pages]),
    addCounts,
  )

/** All rows of a table in the order they came, a chunk at a time; the first column is the row id. */
async function* scan(s: Session, table: Table, columns: string, after = 0, chunk = CHUNK): AsyncGenerator<Row[]> {
  for (let last = after; ;) {
    const rows = await s.many(
      `SELECT id, ${columns} FROM ${table} WHERE id > $1 ORDER BY id LIMIT $2`,
      ['id', ...columns.split(', ')],
      last,
      chunk,
    )
    if (rows.length > 0) yield rows
    if (rows.length < chunk) return
    last = rows.at(-1)![0] as number
    // A database in this process would hold it up otherwise.
    await immediate()
  }
}

async function tagsOf(s: Session, take: (tag: StoredTag) => void): Promise<void> {
  for (let last = ''; ;) {
    const rows = await s.many(
      'SELECT id, tag, key, target FROM tags WHERE id > $1 ORDER BY id LIMIT $2',
      ['id', 'tag', 'key', 'target'],
      last,
      CHUNK,
    )
    for (const [id, tag, key, target] of rows) {
      take({ id: id as string, tag: tag as string, key: key as string, target: optional(target) })
    }
    if (rows.length < CHUNK) return
    last = rows.at(-1)![0] as string
    await immediate()
  }
}

async function surfacesOf(s: Session, take: (surface: StoredSurface) => void, after = 0): Promise<void> {
  for await (const rows of scan(s, 'surfaces', 'surface, key, count, pages, tag', after)) {
    for (const row of rows) take(surfaceOf(row))
  }
}

async function decisionsOf(s: Session): Promise<StoredDecision[]> {
  const rows = await s.all('SELECT id, verb, a, b, at, who, undone FROM decisions ORDER BY id')
  return rows.map(([id, verb, a, b, at, who, undone]) => ({
    id: id as number,
    decision: decisionOf(verb as string, a as string, b as string),
    at: at as string,
    by: who as string,
    undone: optional(undone),
  }))
}

async function meta(
  s: Session,
): Promise<Record<'generation' | 'seq' | 'settled' | 'decision' | 'replaced' | 'reckoned', number>> {
  return Object.fromEntries(await s.all('SELECT name, value FROM meta')) as Awaited<ReturnType<typeof meta>>
}

async function cursorOf(s: Session): Promise<Cursor> {
  const { generation, seq, decision } = await meta(s)
  const [row] = await s.all('SELECT coalesce(max(id), 0) FROM surfaces')
  return { generation, seq, decision, surface: row![0] as number }
}

const setMeta = (s: Session, name: string, value: number): Promise<Row[]> =>
  s.all('UPDATE meta SET value = $1 WHERE name = $2 RETURNING value', value, name)

export class SqlStore implements Store {
  readonly where: string
  readonly #db: Connection

  constructor(db: Connection) {
    this.#db = db
    this.where = db.where
  }

  snapshot({ evidence, upTo = 'settled', each }: SnapshotOptions = {}): Promise<Snapshot> {
    return this.#db.read(async (s) => {
      const cursor = await cursorOf(s)
      const surfaces: StoredSurface[] = []
      const tags = new Map<string, StoredTag>()
      await tagsOf(s, each?.tag ?? ((tag) => tags.set(tag.id, tag)))
      await surfacesOf(s, each?.surface ?? ((surface) => surfaces.push(surface)))
      const decisions = await s.all('SELECT verb, a, b FROM decisions WHERE undone IS NULL ORDER BY id')
      const [pages] = await s.all('SELECT count(*) FROM pages')
      if (evidence !== undefined) await this.#evidence(s, evidence, upTo)
      return {
        cursor,
        surfaces,
        tags,
        decisions: decisions.map(([verb, a, b]) => decisionOf(verb as string, a as string, b as string)),
        pages: pages![0] as number,
        replaced: (await meta(s)).replaced,
      }
    })
  }

  async #evidence(s: Session, take: (bytes: Uint8Array) => void, upTo: 'settled' | 'all'): Promise<void> {
    const { settled, replaced, reckoned } = await meta(s)
    const holds = upTo === 'settled' || replaced === reckoned
    if (holds) {
      const parts = await s.all('SELECT bytes FROM settled ORDER BY part')
      if (parts.length > 0) take(Buffer.concat(parts.map(([bytes]) => bytes as Uint8Array)))
    }
    if (upTo === 'settled') return
    for (let seq = holds ? settled : 0, id = Number.MAX_SAFE_INTEGER; ;) {
      const rows = await s.all(
        'SELECT seq, id, evidence FROM pages WHERE (seq, id) > ($1, $2) ORDER BY seq, id LIMIT $3',
        seq,
        id,
        EVIDENCE_CHUNK,
      )
      for (const [, , bytes] of rows) if (bytes !== null) take(bytes as Uint8Array)
      if (rows.length < EVIDENCE_CHUNK) break
      ;[seq, id] = rows.at(-1) as unknown as [number, number]
    }
  }

  apply(batch: readonly PageDelta[]): Promise<Applied> {
    const deltas = deltaRows(batch)
    if (deltas.length === 0) return Promise.resolve({ added: 0, replaced: 0, unchanged: 0 })
    return this.#db.write(async (s) => {
      const stored = await s.lookup(
        'pages',
        'hash',
        'bytes',
        deltas.map((p) => p.hash),
        'page, digest',
      )
      const found = new Map(stored.map(([page, digest]) => [page, digest]))
      const news = deltas.filter((p) => found.get(p.page) !== p.digest)
      const unchanged = deltas.length - news.length
      if (news.length === 0) return { added: 0, replaced: 0, unchanged }

      const { seq: last, replaced } = await meta(s)
      const seq = last + 1
      const changed = news.filter((p) => found.has(p.page))
      const old = await s.lookup(
        'pages',
        'hash',
        'bytes',
        changed.map((p) => p.hash),
        'page, surfaces',
      )
      const oldCounts = new Map(old.map(([page, counts]) => [page, countsOf(counts as string)]))
      await insertAll(
        s,
        'pages',
        pageColumns,
        news.map((p) => [
          p.hash,
          p.page,
          p.digest,
          JSON.stringify(p.counts),
          p.evidence,
          seq,
          p.title,
          p.date,
          p.runs,
          p.link,
          p.example,
        ]),
        replacePage,
      )
      const changes = changesOf(news.map((delta) => ({ delta, old: oldCounts.get(delta.page) ?? [] })))
      await addChanges(s, changes)
      await setMeta(s, 'seq', seq)
      // Also of what is not settled yet: a settling may be on its way that has counted it.
      if (changed.length > 0) await setMeta(s, 'replaced', replaced + changed.length)
      return { added: news.length - changed.length, replaced: changed.length, unchanged }
    })
  }

  cursor(): Promise<Cursor> {
    return this.#db.read(cursorOf)
  }

  newer(since: Cursor): Promise<StoredSurface[]> {
    return this.#db.read(async (s) => {
      const found: StoredSurface[] = []
      await surfacesOf(s, (surface) => found.push(surface), since.surface)
      return found
    })
  }

  async recount(
    upTo: number,
    count: (runs: Uint8Array) => readonly SurfaceCount[],
  ): Promise<ReadonlyMap<string, Change>> {
    const all = new Map<string, Change>()
    for (let last = 0; ;) {
      const rows = await this.#db.read((s) =>
        s.all(
          'SELECT id, page, digest, surfaces, runs FROM pages WHERE id > $1 AND seq <= $2 AND runs IS NOT NULL ORDER BY id LIMIT $3',
          last,
          upTo,
          EVIDENCE_CHUNK,
        ),
      )
      const differing = new Map<string, DeltaRow>()
      for (const [, page, digest, surfaces, runs] of rows) {
        const counted = { page: page as string, digest: digest as string, surfaces: count(runs as Uint8Array) }
        const [delta] = deltaRows([counted]) as [DeltaRow]
        if (JSON.stringify(delta.counts) !== surfaces) differing.set(delta.page, delta)
      }
      if (differing.size > 0)
        for (const [surface, change] of await this.#recounted(differing)) addChange(all, surface, change)
      if (rows.length < EVIDENCE_CHUNK) return all
      last = rows.at(-1)![0] as number
      await immediate()
    }
  }

  #recounted(deltas: ReadonlyMap<string, DeltaRow>): Promise<ReadonlyMap<string, Change>> {
    return this.#db.write(async (s) => {
      const hashes = [...deltas.values()].map(({ hash }) => hash)
      const stored = await s.lookup('pages', 'hash', 'bytes', hashes, 'page, digest, surfaces')
      const news = stored.flatMap(([page, digest, surfaces]) => {
        const delta = deltas.get(page as string)!
        return delta.digest === digest ? [{ delta, old: countsOf(surfaces as string) }] : []
      })
      const changes = changesOf(news)
      await addChanges(s, changes)
      await s.update(
        'pages',
        { hash: 'bytes', surfaces: 'text' },
        news.map(({ delta }) => [delta.hash, JSON.stringify(delta.counts)]),
      )
      return changes
    })
  }

  settle({ snapshot, tags, evidence }: Settlement): Promise<boolean> {
    const assigned = assignIds(snapshot, tags)
    const at = new Date().toISOString()
    return this.#db.write(async (s) => {
      const { generation } = await meta(s)
      if (generation !== snapshot.cursor.generation) return false
      await insertAll(
        s,
        'tags',
        TABLES.tags,
        assigned.tags.map((t) => [t.id, t.tag, t.key, t.target ?? null]),
        replaceTag,
      )
      for (let i = 0; i < assigned.surfaces.length; i += CHUNK) {
        await s.update('surfaces', { surface: 'text', tag: 'text' }, assigned.surfaces.slice(i, i + CHUNK))
      }
      await insertAll(
        s,
        'history',
        TABLES.history,
        assigned.events.map((e) => [e.id, e.event, e.other, generation + 1, at]),
      )
      if (evidence !== undefined) {
        await s.all('DELETE FROM settled RETURNING part')
        for (let part = 0; part * SETTLED_PART < evidence.length; part++) {
          const bytes = evidence.subarray(part * SETTLED_PART, (part + 1) * SETTLED_PART)
          await s.insert('settled', TABLES.settled, [[part, bytes]])
        }
        await setMeta(s, 'settled', snapshot.cursor.seq)
        // What was replaced since the snapshot is still in the evidence settled now.
        await setMeta(s, 'reckoned', snapshot.replaced)
      }
      await setMeta(s, 'generation', generation + 1)
      return true
    })
  }

  decide(
    decisions: readonly Decision[] | ((standing: readonly StoredDecision[]) => Revision),
    by: string,
  ): Promise<void> {
    const at = new Date().toISOString()
    return this.#db.write(async (s) => {
      const standing = (await decisionsOf(s)).filter(({ undone }) => undone === undefined)
      const { add, undo = [] } = typeof decisions === 'function' ? decisions(standing) : { add: decisions }
      const gone = standing.filter(({ id }) => undo.includes(id))
      const kept = standing.filter((it) => !gone.includes(it))
      const texts = new Set(kept.map(({ decision }) => JSON.stringify(decisionRow(decision))))
      const added = add.map(decisionRow).filter((row) => {
        const text = JSON.stringify(row)
        return !texts.has(text) && texts.add(text)
      })
      await s.update(
        'decisions',
        { id: 'int', undone: 'text' },
        gone.map(({ id }) => [id, at]),
      )
      await insertAll(
        s,
        'decisions',
        TABLES.decisions,
        added.map((row) => [...row, at, plain(by), null]),
      )
      if (added.length + gone.length > 0) await setMeta(s, 'decision', (await meta(s)).decision + 1)
    })
  }

  undo(ids: readonly number[]): Promise<void> {
    return this.decide(() => ({ add: [], undo: ids }), '')
  }

  decisions(): Promise<StoredDecision[]> {
    return this.#db.read(decisionsOf)
  }

  history(id: string): Promise<HistoryEntry[]> {
    return this.#db.read(async (s) => {
      const rows = await s.all('SELECT event, other, generation, at FROM history WHERE tag = $1 ORDER BY id', plain(id))
      return rows.map(([event, other, generation, at]) => ({
        id,
        event: event as TagEvent,
        other: other as string,
        generation: generation as number,
        at: at as string,
      }))
    })
  }

  eachPage(take: (surfaces: readonly string[]) => void): Promise<void> {
    return this.#db.read(async (s) => {
      for await (const rows of scan(s, 'pages', 'surfaces'))
        for (const [, counts] of rows) take(countsOf(counts as string).map(([surface]) => surface))
    })
  }

  carriers(surface: string, most: number): Promise<Carrier[]> {
    // the surface as it stands in the counts of a page
    const needle = `[${JSON.stringify(plain(surface))},`
    const end = performance.now() + CARRIERS_PATIENCE
    return this.#db.read(async (s) => {
      const found: Carrier[] = []
      const [[last]] = (await s.all('SELECT coalesce(max(id), 0) FROM pages')) as [[number]]
      for (let to = last; to > 0 && found.length < most && performance.now() < end; to -= CARRIERS_CHUNK) {
        const rows = await s.all(
          "SELECT page, surfaces, title, date, link, example FROM pages WHERE id > $1 AND id <= $2 AND replace(surfaces, $3, '') <> surfaces ORDER BY id DESC LIMIT $4",
          to - CARRIERS_CHUNK,
          to,
          needle,
          most - found.length,
        )
        for (const [page, counts, ...rest] of rows)
          found.push(carrierOf(plain(surface), page as string, countsOf(counts as string), rest))
      }
      return found
    })
  }

  async *export(): AsyncGenerator<string> {
    yield HEADER
    const view = await this.#db.view()
    try {
      for (const table of TABLE_NAMES) {
        const columns = Object.keys(TABLES[table]).join(', ')
        if (table === 'meta' || table === 'settled' || table === 'tags') {
          const order = Object.keys(TABLES[table])[0]!
          const rows = await view.session.all(`SELECT ${columns} FROM ${table} ORDER BY ${order}`)
          for (const row of rows) yield lineOf(table, row)
        } else {
          const chunk = table === 'pages' ? EVIDENCE_CHUNK : CHUNK
          for await (const rows of scan(view.session, table, columns, 0, chunk)) {
            for (const row of rows) yield lineOf(table, row.slice(1))
          }
        }
      }
    } finally {
      await view.release()
    }
  }

  async import(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const rows = rowsOf(lines)
    // Not retried: the lines can be read once only. Another writer is kept out by the lock, not by a conflict.
    let begun = false
    await this.#db.write(async (s) => {
      if (begun) throw new WusumError('REGISTRY_BUSY', 'The registry was busy; import again', { retry: true })
      begun = true
      const [empty] = await s.all(
        'SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM surfaces) + (SELECT count(*) FROM decisions)',
      )
      if (empty![0] !== 0) throw new WusumError('REGISTRY', 'Import fills an empty registry; this one is not')
      let waiting: Row[] = []
      let table: Table | undefined
      const flush = async (): Promise<void> => {
        if (table === undefined || waiting.length === 0) return
        if (table === 'pages') {
          const rows = waiting.map((row) => [hashOf(row[0] as string), ...row])
          await s.insert('pages', pageColumns, rows)
        } else if (table === 'meta') {
          for (const [name, value] of waiting) await setMeta(s, name as string, value as number)
        } else {
          await s.insert(table, TABLES[table], waiting)
        }
        waiting = []
      }
      for await (const [name, row] of rows) {
        if (name !== table || waiting.length >= (name === 'pages' ? EVIDENCE_CHUNK : CHUNK)) {
          await flush()
          table = name
        }
        waiting.push(row)
      }
      await flush()
    })
  }

  async check(): Promise<string[]> {
    const damages = await this.#db.examine()
    if (damages.length > 0) return damages
    return this.#db.read(async (s) => {
      const summed = new Map<string, { count: number; pages: number }>()
      for await (const rows of scan(s, 'pages', 'surfaces')) {
        for (const [, text] of rows) {
          for (const [surface, count] of countsOf(text as string)) {
            const sum = summed.get(surface)
            if (sum === undefined) summed.set(surface, { count, pages: 1 })
            else {
              sum.count += count
              sum.pages++
            }
          }
        }
      }
      const surfaces: StoredSurface[] = []
      await surfacesOf(s, (surface) => surfaces.push(surface))
      const tags = new Map<string, StoredTag>()
      await tagsOf(s, (tag) => tags.set(tag.id, tag))
      return checkSums(summed, surfaces, tags)
    })
  }

  async vacuum(): Promise<void> {
    await this.#db.write((s) => s.all('DELETE FROM surfaces WHERE pages = 0 AND tag IS NULL RETURNING id'))
    await this.#db.compact()
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
