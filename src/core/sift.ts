import { fold, type Letters } from './fold.js'
import type { Origin, Page, TagList } from './types.js'

/** Why tags were set aside: the title chopped into words, the whole title, the name of the site or of a section of it. */
export type SiftReason = 'title-words' | 'title' | 'site-name' | 'section'

/** Tags that a page lists but that are none of its own. */
export interface SetAside {
  readonly reason: SiftReason
  readonly tags: readonly string[]
}

/** So many single words of the title, in its order, are no author's choice. */
const CHOPPED_WORDS = 4
/** The share of the title's words that they must cover. A real list in a title's order covers less. */
const CHOPPED_SHARE = 0.6
/** A title of fewer words may be a tag: a name, an event. */
const TITLE_WORDS = 5
/** A tag of the title alone is looked for in this much of it. */
const TITLE_UNITS = 1000

/** Lists that a publishing system may have filled by itself. What a page shows its readers, somebody chose. */
const FILLED: ReadonlySet<Origin> = new Set(['meta', 'json-ld', 'field'])

/**
 * Parts a page's lists into what is its own and what only fills a field: meta keywords that are the title chopped into
 * words, the whole title, the site's own name, the section's. Precision first: a real tag may stand in the title, so a
 * list counts as chopped only where it runs through the title's words in their order and covers most of them, and a tag
 * that is set aside in one list stays where another list has it. Lists stay in order; one left empty goes.
 *
 * `keysOf` gives the `keyOf` of each tag of a list where the caller has them. Time is linear in the lists, times the title's length for lists of single words.
 */
export function sift(
  page: Page,
  lists: readonly TagList[],
  letters: Letters,
  keysOf: (list: number) => readonly string[] = (list) => lists[list]!.tags.map((tag) => keyOf(tag, letters)),
): { kept: readonly TagList[]; setAside: readonly SetAside[] } {
  const key = (text: string): string => keyOf(text, letters)
  let titles: readonly (readonly string[])[] | undefined
  const inTitle = () =>
    (titles ??= titlesOf(page.title?.slice(0, TITLE_UNITS) ?? '').map((part) => key(part).split(' ')))
  const sites = new Set([...namesOf(page)].map(key))
  const sections = new Set((page.sections ?? []).map(key))
  const setAside: SetAside[] = []
  let touched = false
  const kept: TagList[] = []
  for (const [l, list] of lists.entries()) {
    if (!FILLED.has(list.from)) {
      kept.push(list)
      continue
    }
    const keys = keysOf(l)
    const reasons = new Array<SiftReason | undefined>(keys.length).fill(undefined)
    // Few lists need the title looked into.
    if (singlesIn(keys) >= CHOPPED_WORDS) for (const title of inTitle()) markChopped(keys, title, reasons)
    for (let at = 0; at < keys.length; at++) {
      const tag = keys[at]!
      if (hasWords(tag, TITLE_WORDS) && inTitle().some((words) => words.join(' ') === tag)) reasons[at] ??= 'title'
      else if (sites.size > 0 && sites.has(tag)) reasons[at] ??= 'site-name'
      // An export's own field of tags is beside its field of sections: there the author has said both.
      else if (list.from !== 'field' && sections.has(tag)) reasons[at] ??= 'section'
    }
    if (reasons.every((reason) => reason === undefined)) {
      kept.push(list)
      continue
    }
    touched = true
    const tags = list.tags.filter((_, at) => reasons[at] === undefined)
    if (tags.length > 0) kept.push({ from: list.from, tags })
    for (const reason of ['title-words', 'title', 'site-name', 'section'] as const) {
      const these = list.tags.filter((_, at) => reasons[at] === reason)
      if (these.length > 0) setAside.push({ reason, tags: these })
    }
  }
  return touched ? { kept, setAside } : { kept: lists, setAside }
}

/** The most neighbouring tags of one word. */
function singlesIn(keys: readonly string[]): number {
  let most = 0
  let row = 0
  for (const tag of keys) {
    row = tag.includes(' ') ? 0 : row + 1
    if (row > most) most = row
  }
  return most
}

function hasWords(key: string, least: number): boolean {
  let spaces = 0
  for (let at = key.indexOf(' '); at >= 0; at = key.indexOf(' ', at + 1)) if (++spaces + 1 >= least) return true
  return false
}

/** Marks stretches of a list that are the words of a title, in its order. */
function markChopped(keys: readonly string[], title: readonly string[], reasons: (SiftReason | undefined)[]): void {
  if (title.length < CHOPPED_WORDS) return
  const least = Math.max(CHOPPED_WORDS, CHOPPED_SHARE * title.length)
  for (let start = 0; start < keys.length; start++) {
    let at = start
    let place = -1
    while (at < keys.length) {
      const next = title.indexOf(keys[at]!, place + 1)
      if (next < 0) break
      place = next
      at++
    }
    if (at - start >= least) {
      reasons.fill('title-words', start, at)
      start = at - 1
    }
  }
}

/** The title, and its longest part without what sites add at its ends. */
function titlesOf(title: string): string[] {
  if (title === '') return []
  const parts = title.split(/ [-–—|»«:/] |\s*[|»«]\s*/)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  return longest === title ? [title] : [title, longest]
}

/** Names that the site has for itself: as it says, and its address. */
function namesOf(page: Page): Set<string> {
  const names = new Set<string>()
  if (page.site !== undefined && page.site.trim() !== '') names.add(page.site)
  const host = /^https?:\/\/(?:www\.)?([^/:?#]{1,253})/i.exec(page.url ?? '')?.[1]
  if (host !== undefined) {
    names.add(host)
    names.add(`www.${host}`)
    const labels = host.split('.')
    // aljazeera in aljazeera.net, bbc in bbc.co.uk: the longest label, but for a very short one that may be any word.
    const name = labels.reduce((best, label) => (label.length > best.length ? label : best), '')
    if (name.length > 3) names.add(name)
  }
  return names
}

/** Orthographic words with a space between; empty where there is none. */
export const keyOf = (text: string, letters: Letters): string =>
  fold(text, 'orthographic', letters)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
