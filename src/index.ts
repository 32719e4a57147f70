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

export { WusumError, type ErrorCode, type Reject, type RejectCode, type Rejected, type Where } from './core/errors.js'
export type { Language } from './core/counted.js'
export { mapping, type MappingRow } from './core/sameness/mapping.js'
export type * from './core/types.js'
export type * from './core/api.js'
export type { EvaluateOptions, Evaluation, Score } from './run/evaluate.js'
export type { Job, Note, Progress, Read, ReadInput, RunSummary, StopSignal, TextStream } from './run/index.js'
export type { Input, ReadPagesOptions } from './run/pages.js'
export type { IngestedPage, IngestedTag, Registry, RegistryOptions, RegistryReport } from './run/ingest.js'
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
