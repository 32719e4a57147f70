/** Which lists of a text are the whole site's (trending, a cloud of tags), by what stands beside them. */
import type { Letters } from '../text/fold.js'
import { wordsBetween } from '../text/words.js'
import type { TagList } from '../types.js'
import type { Label } from './labels.js'
import type { PageText } from './pagetext.js'
import { linesOf, stemOf, stemsOf, type Line } from './prose.js'

/** A list that stands in the text. */
export interface Standing {
  readonly list: TagList
  readonly start: number
  readonly end: number
  /** Hashtags have none. */
  readonly label: Label | undefined
  /** Each of its items says how many pages have it. */
  readonly counted: boolean
}

/** So much of its items does an article speak of where they are its own, and less where they are the site's. */
const OWN = 0.5
const FOREIGN = 0.25

/**
 * The lists that are none of the page's: those that count pages, beside one that does not (`beside`: or beside a run); and
 * of two under one heading the one of which the article does not speak, where it does of the other. Tags in other letters
 * may be the same list again. Linear in the text; nothing where there is one list.
 * @param standing in the order of the text
 */
export function ofCrowd(standing: readonly Standing[], beside: boolean, page: PageText, title: string): Set<TagList> {
  const theirs = new Set<TagList>()
  if (beside || standing.some(({ counted }) => !counted))
    for (const { counted, list } of standing) if (counted) theirs.add(list)
  if (standing.length < 2) return theirs
  const { text, letters } = page
  const byHeading = new Map<string, Map<string, Standing[]>>()
  for (const one of standing) {
    // What is printed twice is one.
    const heading = headingOf(one, page)
    const contents = byHeading.get(heading) ?? new Map<string, Standing[]>()
    const content = one.list.tags.join('\n')
    const same = contents.get(content)
    if (same) same.push(one)
    else contents.set(content, [one])
    byHeading.set(heading, contents)
  }
  let stems: Map<string, number> | undefined
  for (const contents of byHeading.values()) {
    // More than two are those of several articles.
    if (contents.size !== 2) continue
    stems ??= stemsOf(text, title, linesOutside(standing, text, letters), letters)
    const both = [...contents.values()].map((same) => ({
      lists: same.map(({ list }) => list),
      share: spokenShare(same[0]!.list.tags, stems!, letters),
    }))
    const [less, more] = both.sort((a, b) => a.share - b.share) as [(typeof both)[0], (typeof both)[0]]
    if (more.share < OWN || less.share >= FOREIGN || !isArabic(less.lists[0]!.tags)) continue
    for (const list of less.lists) theirs.add(list)
  }
  return theirs
}

/** The words of its label. */
const headingOf = ({ label }: Standing, page: PageText): string =>
  label
    ? page
        .words(label.start, label.end)
        .map(({ key }) => key)
        .join(' ')
    : ''

/** The lines of the text that no list stands in. */
function linesOutside(standing: readonly Standing[], text: string, letters: Letters): Line[] {
  let next = 0
  return linesOf(text, letters).filter(({ start, end }) => {
    while (next < standing.length && standing[next]!.end <= start) next++
    return next === standing.length || standing[next]!.start >= end
  })
}

/** The share of its items that the article speaks of. */
function spokenShare(tags: readonly string[], stems: ReadonlyMap<string, number>, letters: Letters): number {
  const shares = tags.map((tag) => {
    const words = wordsBetween(tag, 0, tag.length, letters)
    return words.filter(({ key }) => stems.has(stemOf(key))).length / Math.max(1, words.length)
  })
  return shares.reduce((sum, share) => sum + share, 0) / tags.length
}

const isArabic = (tags: readonly string[]): boolean =>
  2 * tags.filter((tag) => /[\u0620-\u064a]/.test(tag)).length > tags.length
