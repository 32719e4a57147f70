import type { CanonicalTag, Rule } from '../types.js'

/** One row a spelling: what to put in its place. The form to join one's own data with. */
export interface MappingRow {
  /** A spelling as pages have it. The canonical one has a row, too, also where no page has it: applying twice is applying once. */
  readonly surface: string
  readonly canonical: string
  /** Of the tag, in a registry; else empty. */
  readonly id: string
  /** What made the surface stand for the tag, by the names of docs/SAMENESS.md; `identical` of the canonical spelling. */
  readonly rule: Rule
  /** 0 to 1: that the surface is one tag with the canonical spelling; 1 by rule, by decision, and of itself. */
  readonly confidence: number
  /** Occurrences of the surface, and pages that have it. */
  readonly count: number
  readonly pages: number
}

/**
 * The rows of tags, of a normaliser or a registry, the canonical spelling of each first: what `wusum tags --format mapping`
 * writes.
 *
 * @example new Map(Array.from(mapping(normaliser.tags()), ({ surface, canonical }) => [surface, canonical]))
 */
export function* mapping(tags: Iterable<CanonicalTag>): Generator<MappingRow, void, undefined> {
  for (const { tag: canonical, id = '', shown, variants } of tags) {
    const { count, pages } = shown
    yield { surface: canonical, canonical, id, rule: 'identical', confidence: 1, count, pages }
    for (const { surface, rule, confidence, count, pages } of variants)
      yield { surface, canonical, id, rule, confidence, count, pages }
  }
}
