import { hashOf } from '../text/hash.js'

/**
 * Whose prose is counted. Some is enough, and more only blurs the tables (docs/SEGMENTATION.md, what did not pay); to read it
 * takes as long as all the rest. So of a large collection the pages that count are those of the upper levels, and a page's
 * level follows from its id alone: which pages they are depends on the pages of the collection and on nothing else, neither
 * their order, nor the files that they lie in, nor the threads.
 *
 * How many levels count turns out as pages are read: each level is counted by itself, and the lowest goes when the words of
 * all that are left become too many. It could not have counted in the end, so what was left out of it since does not matter.
 */

/** A page is of each next level with a chance of one in four. */
export const LEVELS = 6
/** So many words are counted at the most, as long as six levels are enough: of half a billion. */
export const MOST_WORDS = 650_000

/** The hash of an id, its high bits spread to the low ones. */
function hashOfId(id: string): number {
  const hash = hashOf(id)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** Whether an id falls into a share of all ids: the same pages on every machine, in every order. */
export const within = (id: string, share: number): boolean => hashOfId(id) / 2 ** 32 < share

/** The level of a page, 0 for three in four. From the low bits of the hash: a sample of the pages is taken by the high ones. */
export function levelOf(id: string): number {
  const hash = hashOfId(id)
  let level = 0
  while (level < LEVELS - 1 && ((hash >>> (2 * level)) & 3) === 0) level++
  return level
}

/** The least level that counts, of the words that the pages of each level have. It never goes down as words are added. */
export function leastLevel(words: readonly number[]): number {
  let sum = 0
  for (let level = LEVELS - 1; level >= 0; level--) {
    sum += words[level] ?? 0
    if (sum > MOST_WORDS) return Math.min(level + 1, LEVELS - 1)
  }
  return 0
}
