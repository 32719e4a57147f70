/** What a page adds to a registry. */
import { createHash } from 'node:crypto'
import type { Evidence } from '../core/boundaries/evidence.js'
import { fold } from '../core/text/fold.js'
import {
  mentionsOf,
  doesWait,
  type Bench,
  type Mention,
  type PageExtract,
  type RunExtract,
  type Model,
} from '../core/pipeline.js'
import type { Page } from '../core/types.js'
import type { PageDelta, SurfaceCount } from '../registry/index.js'
import { exampleOf } from './example.js'

const MARKS = /[\u064b-\u0652\u0670]/

/**
 * The key under which a surface stands in a registry until it is settled: the orthographic one, or the encoding key where
 * vowel marks or a guard may tell it from a homograph (عُمان, على). Surfaces of one such key are never two tags by rule.
 */
export function registryKey(surface: string, model: Pick<Model, 'letters' | 'sameness'>): string {
  const encoding = fold(surface, 'encoding', model.letters)
  return isTold(encoding, model) ? encoding : fold(surface, 'orthographic', model.letters)
}

/** Whether a key is one of those that marks or a guard may tell from a homograph. */
export const isTold = (key: string, { sameness }: Pick<Model, 'sameness'>): boolean =>
  MARKS.test(key) || sameness.guards.has(key)

/** Tells one content of a page from another: 132 bits over title, text and lists. */
export function digestOf(page: Page): string {
  const content = [page.title ?? '', page.text ?? '', (page.lists ?? []).map(({ from, tags }) => [from, tags])]
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)
}

/**
 * @param mentions its tags, those cut from its runs too where they have been cut
 * @param evidence what the page adds to the evidence, as `Evidence.drain` gives it
 */
export function deltaOf(
  page: Page,
  extracted: PageExtract,
  mentions: readonly Mention[],
  evidence: Uint8Array,
  model: Model,
): PageDelta {
  return {
    page: page.id,
    digest: digestOf(page),
    surfaces: counted(mentions, model),
    runs: doesWait(extracted) ? toBytes(extracted) : undefined,
    evidence,
    title: page.title,
    date: page.date,
    link: page.url,
    example: exampleOf(page, extracted, model),
  }
}

/** The counts of a page of which something waits, when it is cut with other evidence. */
export function recounted(runs: Uint8Array, bench: Bench, evidence: Evidence): SurfaceCount[] {
  return counted(mentionsOf(fromBytes(runs), bench, evidence), bench.model)
}

function counted(mentions: readonly Mention[], model: Model): SurfaceCount[] {
  const counts = new Map<string, number>()
  for (const { surface } of mentions) counts.set(surface, (counts.get(surface) ?? 0) + 1)
  return Array.from(counts, ([surface, count]) => ({ surface, key: registryKey(surface, model), count }))
}

/** By word of the run, a byte each. */
const COLUMNS = ['longest', 'prefixed', 'pairs', 'words', 'titled'] as const

/** A run as JSON can have it: the numbers of its words in base64. */
export type PlainRun = Omit<RunExtract, 'matches'> & { readonly prose: number; readonly columns: string }

export const plainRun = ({ matches, ...run }: RunExtract): PlainRun => ({
  ...run,
  prose: matches.prose,
  columns: Buffer.concat(COLUMNS.map((name) => matches[name])).toString('base64'),
})

export function runExtract({ prose, columns, ...run }: PlainRun): RunExtract {
  const all = Buffer.from(columns, 'base64')
  const words = all.length / COLUMNS.length
  const column = (i: number): Uint8Array => all.subarray(i * words, (i + 1) * words)
  const [longest, prefixed, pairs, of, titled] = COLUMNS.map((_, i) => column(i)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  return { ...run, matches: { longest, prefixed, pairs, words: of, titled, prose } }
}

/** What is kept of a page so that it can be cut again. */
type Kept = Pick<PageExtract, 'lists'> & {
  /** Absent where earlier versions kept it. */
  readonly blocks?: PageExtract['blocks']
  readonly runs: readonly PlainRun[]
}

function toBytes({ lists, runs, blocks }: PageExtract): Uint8Array {
  const kept: Kept = {
    lists: lists.map(({ from, tags }) => ({ from, tags })),
    ...(blocks.length && { blocks }),
    runs: runs.map(plainRun),
  }
  return Buffer.from(JSON.stringify(kept))
}

function fromBytes(bytes: Uint8Array): PageExtract {
  const { lists, runs, blocks = [] } = JSON.parse(Buffer.from(bytes).toString()) as Kept
  return { id: '', site: '', setAside: [], lists, blocks, runs: runs.map(runExtract) }
}
