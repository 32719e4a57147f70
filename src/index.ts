/**
 * wusum as a library. Importing it loads no data, no database and no file format; each is loaded by the first call that
 * needs it.
 */
import { checkString } from './core/door.js'
import type { Functions } from './core/api.js'
import { functionsOf } from './core/functions.js'
import type { Page } from './core/types.js'
import { loadModel } from './model/index.js'
import type { EvaluateOptions, Evaluation } from './run/evaluate.js'
import type { Registry, RegistryOptions } from './run/ingest.js'
import type { Job, RunSummary } from './run/index.js'
import type { Input, ReadPagesOptions } from './run/pages.js'
import type * as Steps from './run/shard/index.js'

export { WusumError, type ErrorCode, type Reject, type RejectCode, type Rejected, type Where } from './core/errors.js'
export type { Language } from './core/counted.js'
export { mapping, type MappingRow } from './core/sameness/mapping.js'
export type * from './core/types.js'
export type * from './core/api.js'
export type { EvaluateOptions, Evaluation, Score } from './run/evaluate.js'
export type { Job, Note, Progress, Read, ReadInput, RunSummary, StopSignal, TextStream } from './run/index.js'
export type { Input, ReadPagesOptions } from './run/pages.js'
export type { IngestedPage, IngestedTag, Registry, RegistryOptions, RegistryReport } from './run/ingest.js'
export type { ClusterShards, CutShard, ReadShard, RowInput, WriteShard } from './run/shard/index.js'
export type { StoredDecision } from './registry/index.js'

const shipped = functionsOf(loadModel())

/** The key under which a tag is compared. See {@link Functions.fold}. */
export const fold: Functions['fold'] = shipped.fold
/** The keyword runs and delimited tag lists of a page. See {@link Functions.locate}. */
export const locate: Functions['locate'] = shipped.locate
/** Cuts an undelimited run of tags. See {@link Functions.segment}. */
export const segment: Functions['segment'] = shipped.segment
/** Whether two surfaces are one tag, by which rule, and why, from spelling alone. See {@link Functions.compare}. */
export const compare: Functions['compare'] = shipped.compare
/** The unique canonical tags of one page, taken alone. See {@link Functions.tags}. */
export const tags: Functions['tags'] = shipped.tags
/** Learns from pages and normalises them one by one, in memory. See {@link Normaliser}. */
export const createNormaliser: Functions['createNormaliser'] = shipped.createNormaliser

/** Runs a whole job: files, threads, registry. See {@link Job}. */
export async function run(job: Job): Promise<RunSummary> {
  return (await import('./run/index.js')).run(job)
}

/** Opens a registry for an ingest job: pages in one by one, their tags out at once. See {@link Registry}. */
export async function openRegistry(where: string, options?: RegistryOptions): Promise<Registry> {
  return (await import('./run/ingest.js')).openRegistry(where, options)
}

/**
 * The pages of files, folders, globs or standard input (`-`), and of bytes and streams, whatever their format. See
 * {@link ReadPagesOptions}.
 */
export async function* readPages(
  inputs: readonly Input[],
  options?: ReadPagesOptions,
): AsyncGenerator<Page, void, undefined> {
  yield* (await import('./run/pages.js')).readPages(inputs, options)
}

/** The page that an HTML document is: its visible text and the tags in its markup. `id`: where it names no URL itself. */
export async function readHtml(html: string | Uint8Array, id: string): Promise<Page> {
  if (!(html instanceof Uint8Array)) checkString('html', html)
  return (await import('./run/pages.js')).readHtml(html, checkString('id', id))
}

/** How well boundaries are recovered on your own pages, whose tags are known. See {@link Evaluation}. */
export async function evaluate(inputs: readonly Input[], options?: EvaluateOptions): Promise<Evaluation> {
  return (await import('./run/evaluate.js')).evaluate(inputs, options)
}

async function* step<T>(make: (steps: typeof Steps) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* make(await import('./run/shard/index.js'))
}

/**
 * A run taken apart into steps that many machines can do, shard by shard: records and tags are those of `run` over all pages.
 * Each takes rows in JSON Lines, and gives rows as they are taken; a step has made its files when its last row was taken. The
 * formats, and what goes where, are told in docs/SHARDS.md.
 *
 * @throws WusumError UNREADABLE for rows or files that are damaged or of another version; USAGE, NOT_FOUND, OUTPUT
 */
export const shards = {
  /** Pages to `held` and `reject` rows, one record at a time. Makes the shard's evidence. */
  read: (job: Steps.ReadShard) => step((steps) => steps.readShard(job)),
  /** Adds the evidence of many shards, or their sites, into one file; in any order and any tree the bytes are the same. */
  add: async (files: readonly string[], output: string): Promise<void> =>
    (await import('./run/shard/index.js')).addShards(files, output),
  /** `held` rows to `found` rows, with the evidence of all shards. Makes the shard's `spelling` rows and its sites. */
  cut: (held: Steps.RowInput, job: Steps.CutShard) => step((steps) => steps.cutShard(held, job)),
  /** The `spelling` rows of all shards to `map` rows. Makes the `tagged` rows. Holds every spelling, unless `byKey`. */
  cluster: (rows: Steps.RowInput, job: Steps.ClusterShards) => step((steps) => steps.clusterShards(rows, job)),
  /** `found` rows to page records, in JSON Lines. Makes the shard's `carried` rows. */
  // An inferred type would be written `Uint8Array<ArrayBufferLike>`, which TypeScript knows since 5.7.
  write: (found: Steps.RowInput, job: Steps.WriteShard): AsyncGenerator<Uint8Array, void, undefined> =>
    step((steps) => steps.writeShard(found, job)),
  /** `tagged` rows, the `carried` rows of all shards and `related` rows to tag records, in JSON Lines. */
  tags: (rows: Steps.RowInput) => step((steps) => steps.tagsOfShards(rows)),
  /** `spelling` rows to one a surface, sorted. Holds every spelling. */
  sum: (spellings: Steps.RowInput) => step((steps) => steps.sumSpellings(spellings)),
  /** `spelling` rows, one a surface, to `phrase` rows. */
  phrases: (spellings: Steps.RowInput) => step((steps) => steps.phrasesOfSpellings(spellings)),
  /** `phrase` rows, by key, to `near` rows. */
  keys: (phrases: Steps.RowInput, job?: Pick<Steps.ClusterShards, 'decisions'>) =>
    step((steps) => steps.keysForPhrases(phrases, job)),
  /** `near` rows, by key, to `pair` rows. */
  judge: (near: Steps.RowInput, job: Pick<Steps.ClusterShards, 'evidence' | 'decisions'>) =>
    step((steps) => steps.judgePairs(near, job)),
  /** All `pair` rows to those that connect, by component, and `group` or `phrase` rows. Makes `kin` rows. Holds every pair. */
  components: (pairs: Steps.RowInput, job: { readonly kin: string; readonly phrases?: string | undefined }) =>
    step((steps) => steps.componentsOfPairs(pairs, job)),
  /** `kin` rows to `related` rows. Holds the map. */
  relate: (kin: Steps.RowInput, job: { readonly map: string }) => step((steps) => steps.relateTags(kin, job)),
}
