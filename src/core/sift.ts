import { hostOf } from './host.js'
import type { NumberedList, SurfaceNumber, Surfaces } from './surfaces.js'
import type { Origin, Page } from './types.js'

/**
 * Why tags were set aside: the title chopped into words, the whole title, the name of the site or of a section of it, a
 * sentence in a field of tags.
 */
export type SiftReason = 'title-words' | 'title' | 'site-name' | 'section' | 'sentence'

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
export const FILLED: ReadonlySet<Origin> = new Set(['meta', 'json-ld', 'field'])

/**
 * Parts a page's lists into what is its own and what only fills a field: meta keywords that are the title chopped into
 * words, the whole title, the site's own name, the section's. Precision first: a real tag may stand in the title, so a
 * list counts as chopped only where it runs through the title's words in their order and covers most of them, and a tag
 * that is set aside in one list stays where another list has it. Lists stay in order; one left empty goes.
 *
 * Time is linear in the lists, times the page's sections, and the title's length for lists of single words.
 */
export function sift(
  page: Page,
  lists: readonly NumberedList[],
  surfaces: Surfaces,
): { kept: readonly NumberedList[]; setAside: readonly SetAside[] } {
  const title = new Title(page.title?.slice(0, TITLE_UNITS) ?? '', surfaces)
  const sites = namesOf(page).map((name) => surfaces.keys[surfaces.of(name)]!)
  const sections = page.sections?.map((section) => surfaces.keys[surfaces.of(section)]!) ?? []
  const setAside: SetAside[] = []
  let touched = false
  const kept: NumberedList[] = []
  for (const list of lists) {
    const { from, tags, confidence } = list
    const reasons = FILLED.has(from)
      ? reasonsOf(tags, title, surfaces, sites, from === 'field' ? [] : sections)
      : undefined
    if (!reasons) {
      kept.push(list)
      continue
    }
    touched = true
    const own = tags.filter((_, at) => reasons[at] === undefined)
    if (own.length > 0) kept.push({ from, tags: own, confidence })
    for (const reason of ['title-words', 'title', 'site-name', 'section'] as const) {
      const these = tags.filter((_, at) => reasons[at] === reason)
      if (these.length > 0) setAside.push({ reason, tags: these.map((tag) => surfaces.raws[tag]!) })
    }
  }
  return touched ? { kept, setAside } : { kept: lists, setAside }
}

/**
 * By place, why a tag of a list is none of the page's own; undefined where all are.
 * @param sections none for an export's own field of tags: it is beside its field of sections, there the author has said both
 */
function reasonsOf(
  tags: readonly SurfaceNumber[],
  title: Title,
  { keys, words }: Surfaces,
  sites: readonly string[],
  sections: readonly string[],
): (SiftReason | undefined)[] | undefined {
  let reasons: (SiftReason | undefined)[] | undefined
  // Few lists need the title looked into.
  if (title.mayBeChoppedInto(tags)) {
    const chopped = new Array<SiftReason | undefined>(tags.length).fill(undefined)
    const own = tags.map((tag) => keys[tag]!)
    for (const part of title.parts) if (markChopped(own, part, chopped)) reasons = chopped
  }
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!
    let reason: SiftReason | undefined
    if (words[tag]! >= TITLE_WORDS && title.is(keys[tag]!)) reason = 'title'
    else if (sites.length > 0 && sites.includes(keys[tag]!)) reason = 'site-name'
    else if (sections.length > 0 && sections.includes(keys[tag]!)) reason = 'section'
    if (reason !== undefined) (reasons ??= new Array<undefined>(tags.length).fill(undefined))[at] ??= reason
  }
  return reasons
}

/** A page's title, folded no further than is asked for: few lists need it. */
class Title {
  readonly #text: string
  readonly #surfaces: Surfaces
  #folded: string | undefined
  #parts: readonly (readonly string[])[] | undefined

  constructor(text: string, surfaces: Surfaces) {
    this.#text = text
    this.#surfaces = surfaces
  }

  /** The words of the title, and of its longest part. */
  get parts(): readonly (readonly string[])[] {
    return (this.#parts ??= titlesOf(this.#text).map((part) => this.#surfaces.keyOf(part).split(' ')))
  }

  /** Whether the title, or its longest part, has this key. */
  is(key: string): boolean {
    return this.#has(key.slice(0, key.indexOf(' '))) && this.parts.some((words) => words.join(' ') === key)
  }

  /** Whether so many neighbouring tags of one word stand in the title that they may be the title chopped up. */
  mayBeChoppedInto(tags: readonly SurfaceNumber[]): boolean {
    const { keys, words } = this.#surfaces
    if (this.#text === '') return false
    let row = 0
    for (let at = 0; at < tags.length; at++) {
      row = words[tags[at]!] === 1 ? row + 1 : 0
      if (row < CHOPPED_WORDS) continue
      let inTitle = 0
      while (inTitle < CHOPPED_WORDS && this.#has(keys[tags[at - inTitle]!]!)) inTitle++
      if (inTitle === CHOPPED_WORDS) return true
    }
    return false
  }

  /** Whether a word may stand in the title: looked for without parting the title into words, which takes longer. */
  #has(word: string): boolean {
    return (this.#folded ??= this.#surfaces.fold(this.#text)).includes(word)
  }
}

/** Marks stretches of a list that are the words of a title, in its order. Whether there are any. */
function markChopped(keys: readonly string[], title: readonly string[], reasons: (SiftReason | undefined)[]): boolean {
  if (title.length < CHOPPED_WORDS) return false
  let marked = false
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
      marked = true
    }
  }
  return marked
}

/** The title, and its longest part without what sites add at its ends. */
function titlesOf(title: string): string[] {
  if (title === '') return []
  const parts = title.split(/ [-–—|»«:/] |\s*[|»«]\s*/)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  return longest === title ? [title] : [title, longest]
}

/** Names that the site has for itself: as it says, and its address. */
function namesOf({ site, url }: Page): string[] {
  const names: string[] = []
  if (site !== undefined && site.trim() !== '') names.push(site)
  const host = hostOf(url ?? '')
  if (host !== '') {
    names.push(host, `www.${host}`)
    const labels = host.split('.')
    // aljazeera in aljazeera.net, bbc in bbc.co.uk: the longest label, but for a very short one that may be any word.
    const name = labels.reduce((best, label) => (label.length > best.length ? label : best), '')
    if (name.length > 3) names.push(name)
  }
  return names
}
