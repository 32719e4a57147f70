/**
 * The registry: what is kept across runs and machines. A store knows nothing of Arabic; it keeps counts, evidence as
 * opaque bytes, decisions and the last settled tags, and promises three things:
 *
 * - *exactly once*: a page counts once however often it is applied, and a changed page replaces its earlier counts;
 * - *order does not matter*: everything applied adds up, so any number of writers in any order end at the same contents;
 * - *settled state*: tags (which surfaces are one tag, under which id) and the evidence that boundaries are judged by
 *   change only in `settle`, one transaction. Between two settlings every writer answers alike.
 */
import type { Decision } from '../core/types.js'

export interface SurfaceCount {
  readonly surface: string
  /** Orthographic key. Surfaces of one key share a tag until they are settled. */
  readonly key: string
  readonly count: number
}

/** What one page adds to a registry. */
export interface PageDelta {
  /** The page's id, unique in the registry. */
  readonly page: string
  /** Changes when the page does. The same page under the same digest is not counted again. */
  readonly digest: string
  readonly surfaces: readonly SurfaceCount[]
  /** What `recount` needs of a page whose surfaces follow from the evidence: opaque here. */
  readonly runs?: Uint8Array | undefined
  /** What the page adds to the evidence, in the form of `Evidence.toBytes`. */
  readonly evidence?: Uint8Array | undefined
  /** For people: shown with the page where it is an example. Long ones are cut. */
  readonly title?: string | undefined
  readonly date?: string | undefined
  /** Its address, where the id is none. */
  readonly link?: string | undefined
  readonly example?: PageExample | undefined
}

/** What shows a page's tags in use. Bounded: what is too long is cut, or left out. */
export interface PageExample {
  /** Its list as it stood. */
  readonly list?: string | undefined
  /** Sentences of its text that have words of the list. */
  readonly said: readonly string[]
}

export interface Applied {
  /** Pages not seen before. */
  readonly added: number
  /** Pages whose earlier counts were replaced. */
  readonly replaced: number
  /** Pages already counted under the same digest. */
  readonly unchanged: number
}

export interface StoredSurface extends SurfaceCount {
  readonly pages: number
  /** The tag it was settled under; `''` when settled as no tag (ignored), absent when not settled yet. */
  readonly tag?: string | undefined
}

/** A tag under its stable id. */
export interface StoredTag {
  readonly id: string
  /** Canonical spelling when last settled. */
  readonly tag: string
  readonly key: string
  /** The tag that it was merged into. Flat: the target is never merged itself. */
  readonly target?: string | undefined
}

/** How far a reader has come. */
export interface Cursor {
  /** Settlings so far. */
  readonly generation: number
  /** The last batch applied. */
  readonly seq: number
  /** The last surface added. */
  readonly surface: number
  /** The last change to the decisions. */
  readonly decision: number
}

export interface Snapshot {
  readonly cursor: Cursor
  readonly surfaces: readonly StoredSurface[]
  /** Every tag id ever given, merged and retired ones too. */
  readonly tags: ReadonlyMap<string, StoredTag>
  readonly decisions: readonly Decision[]
  readonly pages: number
  /** Replacements of pages so far. */
  readonly replaced: number
}

export interface SnapshotOptions {
  /** Called with each part of the evidence, whose sum it is. The bytes are valid during the call only. */
  readonly evidence?: ((bytes: Uint8Array) => void) | undefined
  /**
   * `settled` (default): the evidence that boundaries are judged by; `all`: that of all pages as they are now, read from
   * every page where one was replaced since it was settled, else from those applied since.
   */
  readonly upTo?: 'settled' | 'all' | undefined
  /** Takes tags, then surfaces, one by one; the snapshot's own are empty then. For registries of millions. */
  readonly each?:
    { readonly tag: (tag: StoredTag) => void; readonly surface: (surface: StoredSurface) => void } | undefined
}

/** What changed in the counts of a surface. */
export interface Change {
  readonly key: string
  readonly count: number
  readonly pages: number
}

/** A tag as judged over all surfaces of a snapshot. */
export interface SettledTag {
  readonly tag: string
  readonly key: string
  readonly surfaces: readonly string[]
}

export interface Settlement {
  /** The snapshot that was judged. */
  readonly snapshot: Snapshot
  readonly tags: Iterable<SettledTag>
  /** The snapshot's evidence with everything applied up to it, in the form of `Evidence.toBytes`. */
  readonly evidence?: Uint8Array | undefined
}

export interface StoredDecision {
  readonly id: number
  readonly decision: Decision
  readonly at: string
  readonly by: string
  /** When it was taken back. */
  readonly undone?: string | undefined
}

/** What a writer makes of the decisions that stand. */
export interface Revision {
  readonly add: readonly Decision[]
  /** Ids of those to take back. */
  readonly undo?: readonly number[]
}

export type TagEvent = 'merged' | 'received' | 'split' | 'renamed' | 'retired'

export interface HistoryEntry {
  readonly id: string
  readonly event: TagEvent
  /** The other tag's id, or the earlier spelling of a renamed tag. */
  readonly other: string
  readonly generation: number
  /** ISO 8601. */
  readonly at: string
}

/** A page that carries a surface, with all its surfaces in the order they were applied. */
export interface Carrier {
  readonly page: string
  readonly title?: string | undefined
  readonly date?: string | undefined
  readonly link?: string | undefined
  /** The page's list as it stood. */
  readonly list?: string | undefined
  /** A sentence of its text that has the surface. */
  readonly sentence?: string | undefined
  readonly surfaces: readonly string[]
}

/** A store of one kind. Every method may throw a `WusumError` whose `retry` says whether to try again later. */
export interface Store {
  /** Where it is, without credentials. */
  readonly where: string
  /** One consistent view of everything. Time and memory grow with the surfaces. */
  snapshot(options?: SnapshotOptions): Promise<Snapshot>
  /** Counts pages: one transaction, durable when it returns. Of one page given twice the last holds. */
  apply(batch: readonly PageDelta[]): Promise<Applied>
  /** How far the store is, cheaply. */
  cursor(): Promise<Cursor>
  /** The surfaces added since, in the order they came. */
  newer(since: Cursor): Promise<readonly StoredSurface[]>
  /**
   * Counts the pages anew that have `runs` and were applied up to a batch: their surfaces follow from evidence, which has
   * grown since. In many small transactions; a page replaced meanwhile is passed by.
   *
   * @returns what changed, by surface
   */
  recount(upTo: number, count: (runs: Uint8Array) => readonly SurfaceCount[]): Promise<ReadonlyMap<string, Change>>
  /** Makes a judged snapshot the settled state. False, and nothing changed, when another was settled since. */
  settle(settlement: Settlement): Promise<boolean>
  /**
   * Adds decisions; one that stands already is not added twice. A function is given those that stand, in the transaction
   * that writes, and may refuse by throwing; it may be called more than once.
   */
  decide(
    decisions: readonly Decision[] | ((standing: readonly StoredDecision[]) => Revision),
    by: string,
  ): Promise<void>
  /** Takes decisions back by id. */
  undo(ids: readonly number[]): Promise<void>
  /** All decisions ever made, in order. */
  decisions(): Promise<readonly StoredDecision[]>
  /** What happened to a tag, oldest first. */
  history(id: string): Promise<readonly HistoryEntry[]>
  /** Calls `take` with the surfaces of each page, once. Reads all pages: some seconds a million. */
  eachPage(take: (surfaces: readonly string[]) => void): Promise<void>
  /** At most `most` pages that carry a surface, the latest first, as examples: a search that is given up after a moment. */
  carriers(surface: string, most: number): Promise<readonly Carrier[]>
  /** Everything, a JSON object a line: what any kind of store imports and exports again unchanged. */
  export(): AsyncIterable<string>
  /** Fills an empty store from `export`'s lines. */
  import(lines: AsyncIterable<string> | Iterable<string>): Promise<void>
  /** Sentences on what is wrong; none when all is well. Reads everything. */
  check(): Promise<readonly string[]>
  /** Drops what nothing refers to and gives space back. */
  vacuum(): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  /** False: a registry that does not exist is an error. Default true. */
  readonly create?: boolean | undefined
  /** How long a registry that is busy, or a server that is away, is waited for, milliseconds. Default 30,000; Postgres 60,000. */
  readonly patience?: number | undefined
}
