/** What a page adds to a registry. */
import { createHash } from 'node:crypto'
import { fold } from '../core/fold.js'
import type { Found, Model } from '../core/normaliser.js'
import type { Page } from '../core/types.js'
import type { PagePart } from '../registry/index.js'

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

/** @param evidence what the page adds to the evidence, as `Evidence.drain` gives it */
export function partOf(page: Page, found: readonly Found[], evidence: Uint8Array, model: Model): PagePart {
  const counts = new Map<string, number>()
  for (const { surface } of found) counts.set(surface, (counts.get(surface) ?? 0) + 1)
  return {
    page: page.id,
    digest: digestOf(page),
    surfaces: Array.from(counts, ([surface, count]) => ({ surface, key: registryKey(surface, model), count })),
    evidence,
    title: page.title,
    date: page.date,
  }
}
