/**
 * wusum as a library. Importing it loads no data, no database and no file format; each is loaded by the first call that
 * needs it.
 */
import { checkLevel, checkOptions, checkPage, checkString, checkStrings } from './core/door.js'
import { compare as compareWith } from './core/judge.js'
import { fold as foldWith } from './core/fold.js'
import { locate as locateWith } from './core/locate.js'
import { createNormaliserWith, segmentAlone, type Normaliser, type NormaliserOptions } from './core/normaliser.js'
import type { Comparison, KeyLevel, Located, Page, Segment } from './core/types.js'
import { loadModel } from './model/index.js'
import type { Registry, RegistryOptions } from './run/ingest.js'
import type { Job, RunSummary } from './run/index.js'
import type { ReadPagesOptions } from './run/pages.js'

export { WusumError, type ErrorCode, type Reject, type Rejected, type Where } from './core/errors.js'
export type * from './core/types.js'
export type { Normaliser, NormaliserOptions } from './core/normaliser.js'
export type { Job, Progress, RunSummary } from './run/index.js'
export type { ReadPagesOptions } from './run/pages.js'
export type { IngestedPage, IngestedTag, Registry, RegistryOptions } from './run/ingest.js'

/**
 * The key under which a tag is compared. Idempotent, and a pure function of the string.
 *
 * @param level `encoding`: the same text in other bytes; `orthographic` (default): alef, hamza on alef, final ya, ta
 * marbuta and marks folded too; `hamza`: hamza seats folded too.
 * @throws WusumError USAGE
 * @example fold('إسْرائيل') === fold('اسرائيل')
 */
export function fold(surface: string, level: KeyLevel = 'orthographic'): string {
  return foldWith(checkString('surface', surface), checkLevel(level), loadModel().letters)
}

/**
 * The keyword runs and delimited tag lists of a page. Linear in its length.
 *
 * @param options `labelledOnly`: look for no list in the text that no label announces
 * @throws WusumError BAD_RECORD, USAGE
 */
export function locate(page: Page, options: { labelledOnly?: boolean } = {}): Located {
  const checked = checkOptions(options, { labelledOnly: 'boolean' })
  const { layout, letters } = loadModel()
  return locateWith(checkPage(page), layout, letters, checked)
}

/**
 * Cuts an undelimited run of tags.
 *
 * @param page the page it stood on, where known: its text tells which words belong together.
 * @throws WusumError USAGE, BAD_RECORD
 * @example segment('روسيا إسرائيل قطاع غزة حركة حماس').map(({ surface }) => surface)
 */
export function segment(run: string, page: { title?: string; text?: string } = {}): Segment[] {
  return segmentAlone(checkString('run', run), checkPage(page, '-'), loadModel())
}

/** Whether two surfaces are one tag, by which rule, and why, from spelling alone. @throws WusumError USAGE */
export function compare(a: string, b: string): Comparison {
  const { letters, sameness } = loadModel()
  return compareWith(checkString('a', a), checkString('b', b), { letters, sameness })
}

/** Learns from pages and normalises them one by one, in memory. See {@link Normaliser}. @throws WusumError USAGE, DECISIONS */
export function createNormaliser(options: NormaliserOptions = {}): Normaliser {
  const checked = checkOptions(options, { decisions: 'object', labelledOnly: 'boolean', adapt: 'object' })
  return createNormaliserWith(loadModel(), checked)
}

/** Runs a whole job: files, threads, registry. See {@link Job}. */
export async function run(job: Job): Promise<RunSummary> {
  return (await import('./run/index.js')).run(job)
}

/** Opens a registry for an ingest job: pages in one by one, their tags out at once. See {@link Registry}. */
export async function openRegistry(where: string, options?: RegistryOptions): Promise<Registry> {
  return (await import('./run/ingest.js')).openRegistry(where, options)
}

/** The pages of files, folders, globs or standard input, whatever their format. See {@link ReadPagesOptions}. */
export async function* readPages(inputs: readonly string[], options?: ReadPagesOptions): AsyncGenerator<Page> {
  const checked = checkOptions(options, { fields: 'object', records: 'string', onReject: 'function' })
  yield* (await import('./run/pages.js')).readPages(checkStrings('inputs', inputs), checked)
}

/** The page that an HTML document is: its visible text and the tags in its markup. `id`: where it names no URL itself. */
export async function readHtml(html: string | Uint8Array, id: string): Promise<Page> {
  if (!(html instanceof Uint8Array)) checkString('html', html)
  return (await import('./run/pages.js')).readHtml(html, checkString('id', id))
}
