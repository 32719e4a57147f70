/** What a page adds to a registry. */
import { createHash } from 'node:crypto'
import type { Evidence } from '../core/boundaries/evidence.js'
import { fold } from '../core/text/fold.js'
import { cut, doesWait, type Bench, type Found, type Held, type HeldRun, type Model } from '../core/normaliser.js'
import type { Page } from '../core/types.js'
import type { PagePart, SurfaceCount } from '../registry/index.js'
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
 * @param found its tags, those cut from its runs too where they have been cut
 * @param evidence what the page adds to the evidence, as `Evidence.drain` gives it
 */
export function partOf(page: Page, held: Held, found: readonly Found[], evidence: Uint8Array, model: Model): PagePart {
  return {
    page: page.id,
    digest: digestOf(page),
    surfaces: counted(found, model),
    runs: doesWait(held) ? toBytes(held) : undefined,
    evidence,
    title: page.title,
    date: page.date,
    link: page.url,
    example: exampleOf(page, held, model),
  }
}

/** The counts of a page of which something waits, when it is cut with other evidence. */
export function recounted(runs: Uint8Array, bench: Bench, evidence: Evidence): SurfaceCount[] {
  return counted(cut(fromBytes(runs), bench, evidence), bench.model)
}

function counted(found: readonly Found[], model: Model): SurfaceCount[] {
  const counts = new Map<string, number>()
  for (const { surface } of found) counts.set(surface, (counts.get(surface) ?? 0) + 1)
  return Array.from(counts, ([surface, count]) => ({ surface, key: registryKey(surface, model), count }))
}

/** By word of the run, a byte each. */
const COLUMNS = ['longest', 'prefixed', 'pairs', 'words', 'titled'] as const

/** A run as JSON can have it: the numbers of its words in base64. */
export type PlainRun = Omit<HeldRun, 'support'> & { readonly prose: number; readonly columns: string }

export const plainRun = ({ support, ...run }: HeldRun): PlainRun => ({
  ...run,
  prose: support.prose,
  columns: Buffer.concat(COLUMNS.map((name) => support[name])).toString('base64'),
})

export function heldRun({ prose, columns, ...run }: PlainRun): HeldRun {
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
  return { ...run, support: { longest, prefixed, pairs, words: of, titled, prose } }
}

/** What is kept of a page so that it can be cut again. */
type Kept = Pick<Held, 'lists'> & {
  /** Absent where earlier versions kept it. */
  readonly blocks?: Held['blocks']
  readonly runs: readonly PlainRun[]
}

function toBytes({ lists, runs, blocks }: Held): Uint8Array {
  const kept: Kept = {
    lists: lists.map(({ from, tags }) => ({ from, tags })),
    ...(blocks.length && { blocks }),
    runs: runs.map(plainRun),
  }
  return Buffer.from(JSON.stringify(kept))
}

function fromBytes(bytes: Uint8Array): Held {
  const { lists, runs, blocks = [] } = JSON.parse(Buffer.from(bytes).toString()) as Kept
  return { id: '', site: '', setAside: [], lists, blocks, runs: runs.map(heldRun) }
}
