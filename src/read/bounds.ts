import type { TagList } from '../core/types.js'
import type { Limits, Reject } from './types.js'

/** Bytes that are enough to tell a format. */
export const HEAD = 64 * 1024

/** Why a page with these lists is none: what lists more than any page does is an index of a site, or made to be slow. */
export function overfull(
  lists: readonly TagList[],
  source: string,
  record: number,
  limits: Limits,
): Reject | undefined {
  const count = lists.reduce((sum, list) => sum + list.tags.length, 0)
  if (count <= limits.tags) return undefined
  return { source, record, code: 'TOO_LARGE', reason: `the page lists ${count} tags, more than ${limits.tags}` }
}
