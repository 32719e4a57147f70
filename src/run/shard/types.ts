/** What the steps of shards are told. */
import type { Decision, FieldNames } from '../../core/types.js'
import type { Format } from '../../read/format.js'

/** What a step reads: a stream such as `process.stdin`, or rows piece by piece. */
export type RowInput = AsyncIterable<Uint8Array | string>

/** Reads pages: see `read` of `shards`. */
export interface ReadShard {
  /** Files, folders, globs, or `-` for standard input (default). */
  readonly inputs?: readonly string[] | undefined
  /** What the input `-` reads. Default: standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  /** Where the shard's evidence goes. */
  readonly evidence: string
  /** A file that says which record is worked on. */
  readonly at?: string | undefined
  /** Records that are not looked into, `17` or `pages.warc:17`. */
  readonly without?: readonly string[] | undefined
  /** What every input is, whatever it looks like. */
  readonly as?: Format | undefined
  readonly fields?: FieldNames | undefined
  readonly records?: string | undefined
  readonly labelledOnly?: boolean | undefined
  readonly setAside?: boolean | undefined
  readonly minConfidence?: number | undefined
  readonly sample?: number | undefined
}

/** Cuts what waits: see `cut` of `shards`. */
export interface CutShard {
  /** The evidence of all shards. */
  readonly evidence: string
  /** Where the counts of the shard's spellings go. */
  readonly counts: string
  /** Where what tells the lists of sites goes. */
  readonly sites: string
  readonly minConfidence?: number | undefined
}

/** Clusters spellings: see `cluster` of `shards`. */
export interface ClusterShards {
  /** The evidence of all shards. */
  readonly evidence: string
  /** Where the `tagged` rows go. */
  readonly tagged: string
  /** A decisions file, or decisions. */
  readonly decisions?: string | readonly Decision[] | undefined
  /** Take `phrase` and `pair` rows by their component instead of `spelling` rows, and hold few components at a time. */
  readonly byKey?: boolean | undefined
}

/** Writes records: see `write` of `shards`. */
export interface WriteShard {
  /** The `map` rows, of the shard's spellings at least. */
  readonly map: string
  /** The sites of all shards. */
  readonly sites: string
  /** Where the `carried` rows go. */
  readonly pages: string
  /** Leave out lists that the whole site repeats. */
  readonly ownOnly?: boolean | undefined
}
