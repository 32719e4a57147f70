import { WusumError } from '../core/errors.js'
import type { Decision } from '../core/types.js'
import { assignIds } from './ids.js'
import type {
  Carrier,
  Change,
  Applied,
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
  carrierOf,
  changesOf,
  checkSums,
  countsOf,
  decisionOf,
  decisionRow,
  HEADER,
  lineOf,
  deltaRows,
  plain,
  rowsOf,
  type Count,
  type DeltaRow,
  type Row,
  type Table,
} from './rows.js'

interface Page {
  digest: string
  counts: readonly Count[]
  evidence: Uint8Array | null
  seq: number
  title: string | null
  date: string | null
  runs: Uint8Array | null
  link: string | null
  example: string | null
}

interface Surface {
  readonly surface: string
  readonly key: string
  count: number
  pages: number
  tag: string | undefined
  readonly id: number
}

/** A registry that lives as long as the process. */
export class MemoryStore implements Store {
  readonly where = 'memory:'
  #generation = 0
  #seq = 0
  #settledSeq = 0
  #decisionSeq = 0
  #lastSurface = 0
  #pages = new Map<string, Page>()
  #surfaces = new Map<string, Surface>()
  #tags = new Map<string, StoredTag>()
  #settled: Uint8Array | undefined
  /** As a store of any kind begins, see schema.ts. */
  #replaced = 1
  #reckoned = 0
  #decisions: StoredDecision[] = []
  #history: HistoryEntry[] = []
  #closed = false

  #open(): void {
    if (this.#closed) throw new WusumError('REGISTRY', 'The registry is closed')
  }

  #cursor(): Cursor {
    return {
      generation: this.#generation,
      seq: this.#seq,
      surface: this.#lastSurface,
      decision: this.#decisionSeq,
    }
  }

  // Promises keep the port's shape; a thrown error is a rejection, as from a database.
  // eslint-disable-next-line @typescript-eslint/require-await
  async snapshot({ evidence, upTo = 'settled', each }: SnapshotOptions = {}): Promise<Snapshot> {
    this.#open()
    if (evidence !== undefined) {
      const holds = upTo === 'settled' || this.#replaced === this.#reckoned
      if (holds && this.#settled !== undefined) evidence(this.#settled)
      if (upTo === 'all') {
        for (const page of this.#pages.values()) {
          if (page.evidence !== null && (!holds || page.seq > this.#settledSeq)) evidence(page.evidence)
        }
      }
    }
    if (each !== undefined) {
      for (const tag of this.#tags.values()) each.tag(tag)
      for (const s of this.#surfaces.values()) each.surface(this.#surface(s))
    }
    return {
      cursor: this.#cursor(),
      surfaces: each === undefined ? [...this.#surfaces.values()].map((s) => this.#surface(s)) : [],
      tags: new Map(each === undefined ? this.#tags : []),
      decisions: this.#decisions.filter((d) => d.undone === undefined).map((d) => d.decision),
      pages: this.#pages.size,
      replaced: this.#replaced,
    }
  }

  #surface({ surface, key, count, pages, tag }: Surface): StoredSurface {
    return { surface, key, count, pages, tag }
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async apply(batch: readonly PageDelta[]): Promise<Applied> {
    this.#open()
    const deltas = deltaRows(batch)
    const news = deltas
      .filter((p) => this.#pages.get(p.page)?.digest !== p.digest)
      .map((delta) => ({ delta, page: this.#pages.get(delta.page), old: this.#pages.get(delta.page)?.counts ?? [] }))
    if (news.length > 0) this.#seq++
    this.#change(changesOf(news))
    let replaced = 0
    for (const { delta, page } of news) {
      if (page !== undefined) replaced++
      const { digest, counts, title, date, runs, link, example } = delta
      // A copy: the caller may use its buffer again.
      const evidence = delta.evidence === null ? null : delta.evidence.slice()
      this.#pages.set(delta.page, { digest, counts, evidence, seq: this.#seq, title, date, runs, link, example })
    }
    this.#replaced += replaced
    return { added: news.length - replaced, replaced, unchanged: deltas.length - news.length }
  }

  #change(changes: ReadonlyMap<string, Change>): void {
    for (const [surface, change] of changes) {
      const s = this.#surfaces.get(surface)
      if (s === undefined) {
        this.#surfaces.set(surface, { surface, ...change, tag: undefined, id: ++this.#lastSurface })
      } else {
        s.count += change.count
        s.pages += change.pages
      }
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async recount(
    upTo: number,
    count: (runs: Uint8Array) => readonly SurfaceCount[],
  ): Promise<ReadonlyMap<string, Change>> {
    this.#open()
    const news = [...this.#pages].flatMap(([id, page]) => {
      if (page.runs === null || page.seq > upTo) return []
      const [delta] = deltaRows([{ page: id, digest: page.digest, surfaces: count(page.runs) }]) as [DeltaRow]
      const old = page.counts
      if (JSON.stringify(delta.counts) === JSON.stringify(old)) return []
      page.counts = delta.counts
      return [{ delta, old }]
    })
    const changes = changesOf(news)
    this.#change(changes)
    return changes
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async cursor(): Promise<Cursor> {
    this.#open()
    return this.#cursor()
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async newer(since: Cursor): Promise<StoredSurface[]> {
    this.#open()
    return [...this.#surfaces.values()].filter((s) => s.id > since.surface).map((s) => this.#surface(s))
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async settle({ snapshot, tags, evidence }: Settlement): Promise<boolean> {
    this.#open()
    if (snapshot.cursor.generation !== this.#generation) return false
    const assigned = assignIds(snapshot, tags)
    this.#generation++
    for (const tag of assigned.tags) this.#tags.set(tag.id, tag)
    for (const [surface, tag] of assigned.surfaces) {
      const s = this.#surfaces.get(surface)
      if (s !== undefined) s.tag = tag
    }
    const at = new Date().toISOString()
    for (const e of assigned.events) this.#history.push({ ...e, generation: this.#generation, at })
    if (evidence !== undefined) {
      this.#settled = evidence.slice()
      this.#settledSeq = snapshot.cursor.seq
      this.#reckoned = snapshot.replaced
    }
    return true
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async decide(
    decisions: readonly Decision[] | ((standing: readonly StoredDecision[]) => Revision),
    by: string,
  ): Promise<void> {
    this.#open()
    const at = new Date().toISOString()
    const standing = this.#decisions.filter(({ undone }) => undone === undefined)
    const { add, undo = [] } = typeof decisions === 'function' ? decisions(standing) : { add: decisions }
    const gone = new Set(standing.filter(({ id }) => undo.includes(id)))
    const texts = new Set(
      standing.filter((it) => !gone.has(it)).map(({ decision }) => JSON.stringify(decisionRow(decision))),
    )
    this.#decisions = this.#decisions.map((it) => (gone.has(it) ? { ...it, undone: at } : it))
    let changed = gone.size > 0
    for (const decision of add) {
      const row = decisionRow(decision)
      const text = JSON.stringify(row)
      if (texts.has(text)) continue
      texts.add(text)
      this.#decisions.push({ id: this.#decisions.length + 1, decision: decisionOf(...row), at, by: plain(by) })
      changed = true
    }
    if (changed) this.#decisionSeq++
  }

  undo(ids: readonly number[]): Promise<void> {
    return this.decide(() => ({ add: [], undo: ids }), '')
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async decisions(): Promise<StoredDecision[]> {
    this.#open()
    return [...this.#decisions]
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async history(id: string): Promise<HistoryEntry[]> {
    this.#open()
    return this.#history.filter((h) => h.id === id)
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async eachPage(take: (surfaces: readonly string[]) => void): Promise<void> {
    this.#open()
    for (const { counts } of this.#pages.values()) take(counts.map(([surface]) => surface))
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async carriers(surface: string, most: number): Promise<Carrier[]> {
    this.#open()
    return [...this.#pages]
      .reverse()
      .filter(([, { counts }]) => counts.some(([it]) => it === surface))
      .slice(0, most)
      .map(([page, { counts, title, date, link, example }]) =>
        carrierOf(surface, page, counts, [title, date, link, example]),
      )
  }

  *#rows(): Generator<[Table, Row]> {
    yield ['meta', ['decision', this.#decisionSeq]]
    yield ['meta', ['generation', this.#generation]]
    yield ['meta', ['reckoned', this.#reckoned]]
    yield ['meta', ['replaced', this.#replaced]]
    yield ['meta', ['seq', this.#seq]]
    yield ['meta', ['settled', this.#settledSeq]]
    for (const { decision, at, by, undone } of this.#decisions) {
      yield ['decisions', [...decisionRow(decision), at, by, undone ?? null]]
    }
    for (const { id, tag, key, target } of [...this.#tags.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
      yield ['tags', [id, tag, key, target ?? null]]
    for (const s of this.#surfaces.values()) yield ['surfaces', [s.surface, s.key, s.count, s.pages, s.tag ?? null]]
    for (const [page, p] of this.#pages) {
      yield [
        'pages',
        [page, p.digest, JSON.stringify(p.counts), p.evidence, p.seq, p.title, p.date, p.runs, p.link, p.example],
      ]
    }
    if (this.#settled !== undefined) yield ['settled', [0, this.#settled]]
    for (const h of this.#history) yield ['history', [h.id, h.event, h.other, h.generation, h.at]]
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *export(): AsyncGenerator<string> {
    this.#open()
    yield HEADER
    for (const [table, row] of this.#rows()) yield lineOf(table, row)
  }

  async import(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
    this.#open()
    if (this.#pages.size > 0 || this.#surfaces.size > 0 || this.#decisions.length > 0) {
      throw new WusumError('REGISTRY', 'Import fills an empty registry; this one is not')
    }
    const next = new MemoryStore()
    const settled: Uint8Array[] = []
    for await (const [table, row] of rowsOf(lines)) next.#put(table, row, settled)
    if (settled.length > 0) next.#settled = Buffer.concat(settled)
    this.#generation = next.#generation
    this.#seq = next.#seq
    this.#settledSeq = next.#settledSeq
    this.#decisionSeq = next.#decisionSeq
    this.#lastSurface = next.#lastSurface
    this.#pages = next.#pages
    this.#surfaces = next.#surfaces
    this.#tags = next.#tags
    this.#settled = next.#settled
    this.#replaced = next.#replaced
    this.#reckoned = next.#reckoned
    this.#decisions = next.#decisions
    this.#history = next.#history
  }

  #put(table: Table, row: Row, settled: Uint8Array[]): void {
    const text = (i: number): string => row[i] as string
    const number = (i: number): number => row[i] as number
    const optional = (i: number): string | undefined => (row[i] as string | null) ?? undefined
    switch (table) {
      case 'meta':
        if (text(0) === 'generation') this.#generation = number(1)
        else if (text(0) === 'seq') this.#seq = number(1)
        else if (text(0) === 'settled') this.#settledSeq = number(1)
        else if (text(0) === 'decision') this.#decisionSeq = number(1)
        else if (text(0) === 'replaced') this.#replaced = number(1)
        else if (text(0) === 'reckoned') this.#reckoned = number(1)
        break
      case 'decisions':
        this.#decisions.push({
          id: this.#decisions.length + 1,
          decision: decisionOf(text(0), text(1), text(2)),
          at: text(3),
          by: text(4),
          undone: optional(5),
        })
        break
      case 'tags':
        this.#tags.set(text(0), { id: text(0), tag: text(1), key: text(2), target: optional(3) })
        break
      case 'surfaces':
        this.#surfaces.set(text(0), {
          surface: text(0),
          key: text(1),
          count: number(2),
          pages: number(3),
          tag: optional(4),
          id: ++this.#lastSurface,
        })
        break
      case 'pages':
        this.#pages.set(text(0), {
          digest: text(1),
          counts: countsOf(text(2)),
          evidence: row[3] as Uint8Array | null,
          seq: number(4),
          title: row[5] as string | null,
          date: row[6] as string | null,
          runs: row[7] as Uint8Array | null,
          link: row[8] as string | null,
          example: row[9] as string | null,
        })
        break
      case 'settled':
        settled.push(row[1] as Uint8Array)
        break
      case 'history':
        this.#history.push({
          id: text(0),
          event: text(1) as TagEvent,
          other: text(2),
          generation: number(3),
          at: text(4),
        })
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async check(): Promise<string[]> {
    this.#open()
    const summed = new Map<string, { count: number; pages: number }>()
    for (const page of this.#pages.values()) {
      for (const [surface, count] of page.counts) {
        const sum = summed.get(surface)
        if (sum === undefined) summed.set(surface, { count, pages: 1 })
        else {
          sum.count += count
          sum.pages++
        }
      }
    }
    return checkSums(summed, this.#surfaces.values(), this.#tags)
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async vacuum(): Promise<void> {
    this.#open()
    for (const [surface, s] of this.#surfaces) if (s.pages === 0 && s.tag === undefined) this.#surfaces.delete(surface)
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async close(): Promise<void> {
    this.#closed = true
  }
}
