import { hostOf } from '../text/host.js'
import type { NumberedList, SurfaceNumber, Surfaces } from '../text/surfaces.js'
import type { Origin, Page, SiftReason } from '../types.js'

export type { SiftReason } from '../types.js'

/** Reasons to set a list aside, the first that holds. */
const REASONS = [
  'title-words',
  'description-words',
  'title',
  'site-name',
  'section',
  'site-phrases',
  'site-words',
] as const satisfies readonly SiftReason[]

/** Tags that a page lists but that are none of its own. */
export interface SetAside {
  readonly reason: SiftReason
  readonly tags: readonly string[]
}

/** So many single words of the title, in its order, are no author's choice. */
const CHOPPED_WORDS = 4
/** The share of the title's words that they must cover. A real list in a title's order covers less. */
const CHOPPED_SHARE = 0.6
/** A description is longer, and a system may take its beginning alone: more words, with few passed over between them. */
const DESCRIBED_WORDS = 5
const DESCRIBED_REACH = 3
/** A clause of fewer words may be an item: some descriptions are lists. */
const CLAUSE_WORDS = 4
/** So many phrases, such a share of them around one word of so many letters, are written for search engines. */
const PHRASES = 5
const PHRASES_SHARE = 0.8
const PHRASES_WORD = 4
/** So many tags beside the name of the site may be what every page of it is said to be about. */
const SITE_TAGS = 3
/** Lists that share so much of one of them have tags of the same page. */
const SHARED = 0.25
/** So many tags beside sentences of so many units say nothing of them by no chance. */
const ALONE_TAGS = 5
const ALONE_UNITS = 400
const ALONE_WORDS = 1 / 3
/** Of a title that a list with the site's name speaks of, it has so many words. */
const SITE_WORDS = 2
/** Keys of so few letters stand within other words. */
const SHORT = 4
/** Tags of more are looked for nowhere, and not in more of a text: each is looked for in all of it. */
const MOST_TAGS = 200
const PROSE_UNITS = 50_000
/** A shorter line may be of a menu. */
const SENTENCE_UNITS = 60
/** Of tags that a page does not speak of, so many stand in its title or text by chance, as the town, or in its menus. */
const SPOKEN_SHARE = 0.25
/** Shorter words are particles, and stand in many others. */
const TOPIC_LETTERS = 3
/** A title of fewer words may be a tag: a name, an event. */
const TITLE_WORDS = 5
/** A tag of the title alone is looked for in this much of it. */
const TITLE_UNITS = 1000
const DESCRIPTION_UNITS = 4000

/** Lists that a publishing system may have filled by itself. What a page shows its readers, somebody chose. */
export const FILLED: ReadonlySet<Origin> = new Set(['meta', 'json-ld', 'field'])

/**
 * Parts a page's lists into what is its own and what only fills a field: meta keywords that are the title chopped into
 * words, the whole title, the site's own name, the section's, what the site says on every page of itself. Precision
 * first: a real tag may stand in the title, so a list counts as chopped only where it runs through the title's words in
 * their order and covers most of them, and a tag that is set aside in one list stays where another list has it. Lists
 * stay in order; one left empty goes.
 *
 * Time is linear in the lists, times the page's sections, and the title's length for lists of single words.
 */
export function sift(
  page: Page,
  lists: readonly NumberedList[],
  surfaces: Surfaces,
): { kept: readonly NumberedList[]; setAside: readonly SetAside[] } {
  const title = new Sentence(page.title?.slice(0, TITLE_UNITS) ?? '', titlesOf, surfaces)
  const description = new Sentence(page.description?.slice(0, DESCRIPTION_UNITS) ?? '', clausesOf, surfaces)
  const sites = namesOf(page).map((name) => surfaces.keys[surfaces.of(name)]!)
  const siteWords = new SiteWords(page, sites, surfaces)
  const sections = page.sections?.map((section) => surfaces.keys[surfaces.of(section)]!) ?? []
  const setAside: SetAside[] = []
  let touched = false
  const kept: NumberedList[] = []
  for (const list of lists) {
    const { from, tags, confidence } = list
    let reasons: (SiftReason | undefined)[] | undefined
    if (FILLED.has(from)) {
      const at = siteWords.startIn(list, lists)
      if (at > 0) reasons = reasonsOf(tags, title, description, surfaces, sites, from === 'field' ? [] : sections)
      if (at < tags.length) reasons = tags.map((_, i) => (i < at ? reasons?.[i] : 'site-words'))
    }
    if (!reasons) {
      kept.push(list)
      continue
    }
    touched = true
    const own = tags.filter((_, at) => reasons[at] === undefined)
    if (own.length > 0) kept.push({ from, tags: own, confidence })
    for (const reason of REASONS) {
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
  title: Sentence,
  description: Sentence,
  surfaces: Surfaces,
  sites: readonly string[],
  sections: readonly string[],
): (SiftReason | undefined)[] | undefined {
  const { keys, words } = surfaces
  let reasons: (SiftReason | undefined)[] | undefined
  const mark = (at: number, end: number, reason: SiftReason): void => {
    reasons ??= new Array<undefined>(tags.length).fill(undefined)
    for (let i = at; i < end; i++) reasons[i] ??= reason
  }
  if (description.isBesidePhrases(tags, title)) mark(0, tags.length, 'site-phrases')
  // Few lists need the title looked into.
  if (title.mayBeChoppedInto(tags)) {
    const own = tags.map((tag) => keys[tag]!)
    for (const part of title.parts) {
      const least = Math.max(CHOPPED_WORDS, CHOPPED_SHARE * part.length)
      for (const [at, end] of chopped(own, part, least, Infinity)) mark(at, end, 'title-words')
    }
  }
  if (description.mayBeChoppedInto(tags)) {
    const own = tags.map((tag) => keys[tag]!)
    for (const [at, end] of chopped(own, description.parts.flat(), DESCRIBED_WORDS, DESCRIBED_REACH))
      mark(at, end, 'description-words')
  }
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!
    if (words[tag]! >= TITLE_WORDS) {
      if (title.is(keys[tag]!)) mark(at, at + 1, 'title')
      else if (description.is(keys[tag]!)) mark(at, at + 1, 'description-words')
    }
    if (sites.length > 0 && sites.includes(keys[tag]!)) mark(at, at + 1, 'site-name')
    else if (sections.length > 0 && sections.includes(keys[tag]!)) mark(at, at + 1, 'section')
  }
  return reasons
}

/** A page's title or description, folded no further than is asked for: few lists need it. */
class Sentence {
  readonly #text: string
  readonly #partsOf: (text: string) => readonly string[]
  readonly #surfaces: Surfaces
  #folded: string | undefined
  #parts: readonly (readonly string[])[] | undefined

  constructor(text: string, partsOf: (text: string) => readonly string[], surfaces: Surfaces) {
    this.#text = text
    this.#partsOf = partsOf
    this.#surfaces = surfaces
  }

  /** The words of each part. */
  get parts(): readonly (readonly string[])[] {
    return (this.#parts ??= this.#partsOf(this.#text).map((part) => this.#surfaces.keyOf(part).split(' ')))
  }

  /** Whether a part of it has this key. */
  is(key: string): boolean {
    return (
      this.#text !== '' &&
      this.#has(key.slice(0, key.indexOf(' '))) &&
      this.parts.some((words) => words.join(' ') === key)
    )
  }

  /** Whether so many neighbouring tags of one word stand in it that they may be it, chopped up. */
  mayBeChoppedInto(tags: readonly SurfaceNumber[]): boolean {
    const { keys, words } = this.#surfaces
    if (this.#text === '') return false
    let row = 0
    for (let at = 0; at < tags.length; at++) {
      row = words[tags[at]!] === 1 ? row + 1 : 0
      if (row < CHOPPED_WORDS) continue
      let within = 0
      while (within < CHOPPED_WORDS && this.#has(keys[tags[at - within]!]!)) within++
      if (within === CHOPPED_WORDS) return true
    }
    return false
  }

  /** Whether tags are phrases around one word, prefixed or not, that neither this nor the title has. */
  isBesidePhrases(tags: readonly SurfaceNumber[], title: Sentence): boolean {
    const { keys, words } = this.#surfaces
    if (this.#text === '' || title.#text === '' || tags.length < PHRASES) return false
    const tried = new Set([...keys[tags[0]!]!.split(' '), ...keys[tags[1]!]!.split(' ')])
    for (const word of tried) {
      if (word.length < PHRASES_WORD || this.#has(word) || title.#has(word)) continue
      const least = Math.ceil(PHRASES_SHARE * tags.length)
      let around = 0
      for (const tag of tags) if (words[tag]! > 1 && ` ${keys[tag]!} `.includes(`${word} `)) around++
      if (around >= least) return true
    }
    return false
  }

  /** Whether a word may stand in it: looked for without parting it into words, which takes longer. */
  #has(word: string): boolean {
    return (this.#folded ??= this.#surfaces.fold(this.#text)).includes(word)
  }
}

/**
 * Stretches of a list, half open, that are the words of a sentence in its order: at least so many, each at most `reach`
 * words behind the one before.
 */
function chopped(
  keys: readonly string[],
  sentence: readonly string[],
  least: number,
  reach: number,
): [start: number, end: number][] {
  const found: [number, number][] = []
  if (sentence.length < CHOPPED_WORDS) return found
  for (let start = 0; start < keys.length; start++) {
    let at = start
    let place = -1
    while (at < keys.length) {
      const next = sentence.indexOf(keys[at]!, place + 1)
      if (next < 0 || (at > start && next - place > reach)) break
      place = next
      at++
    }
    if (at - start >= least) {
      found.push([start, at])
      start = at - 1
    }
  }
  return found
}

/** Tells meta keywords that a site says of itself, the same on every page, from those of a page. */
class SiteWords {
  readonly #page: Page
  readonly #sites: readonly string[]
  readonly #surfaces: Surfaces
  #parts: readonly string[] | undefined
  #prose: string | undefined

  /** @param sites keys of the names that the site has for itself */
  constructor(page: Page, sites: readonly string[], surfaces: Surfaces) {
    this.#page = page
    this.#sites = sites
    this.#surfaces = surfaces
  }

  /**
   * From which place on the tags of a list are none of the page's; their number, where none is. All are the site's where
   * its name is among them, or where the page has other tags, and the page hardly speaks of them: its title has at most
   * one of their words, title and sentences few of them whole. So are those of whose words the title has none and the
   * sentences a third at most: 16 of 5,038 published lists of five tags or more. Else what stands behind the site's name may be.
   */
  startIn(list: NumberedList, all: readonly NumberedList[]): number {
    const { from, tags } = list
    const { title } = this.#page
    if (from === 'field' || title === undefined || tags.length > MOST_TAGS) return tags.length
    const { keys } = this.#surfaces
    this.#parts ??= partsOf(title.slice(0, TITLE_UNITS)).map((part) => this.#surfaces.keyOf(part))
    // What of the title is the page's own: the longest part that names no site, so far as is known; rather none of the tags.
    const parts = this.#parts.filter((part) => !this.#sites.includes(part))
    const own = longestOf(parts.filter((part) => !tags.some((tag) => part === keys[tag]))) || longestOf(parts)
    const beside = parts.filter((part) => part !== own)
    const sites = [...this.#sites, ...beside]
    const isName = (tag: SurfaceNumber) => sites.some((one) => one === keys[tag]! || one.startsWith(`${keys[tag]!} `))
    const names = tags.filter(isName)
    const others = tags.filter((tag) => !isName(tag))
    const these = new Set(tags)
    const isApart = (other: NumberedList) => other === list || shareOf(other.tags, these) <= SHARED
    const apart = all.some((other) => other !== list && isApart(other))
    const few = SPOKEN_SHARE * others.length * (names.length > 0 && apart ? 2 : 1)
    const inTitle = this.#words(own, others, names)
    if (
      (names.length > 0 || apart) &&
      others.length >= SITE_TAGS &&
      inTitle < SITE_WORDS &&
      !this.#says(own, others, few)
    )
      return 0
    // Nothing but the page itself tells, and it says enough to speak of what it is about.
    if (
      from === 'meta' &&
      inTitle === 0 &&
      others.length >= ALONE_TAGS &&
      this.#sentences.length >= ALONE_UNITS &&
      this.#shareOfWords(others) <= ALONE_WORDS &&
      all.every(isApart)
    )
      return 0
    // The whole title, part by part, and a word of the system: moodle, a course, the site.
    const rest = others.filter((tag) => !parts.includes(keys[tag]!))
    if (names.length > 0 && rest.length < others.length && rest.length <= 1 && !this.#says(own, rest, 0)) return 0
    const name = tags.findIndex(isName)
    return name >= 0 && name + 1 < tags.length && !this.#says(own, tags.slice(name + 1), 0) ? name : tags.length
  }

  /** The folded sentences of the text. */
  get #sentences(): string {
    return (this.#prose ??= this.#surfaces.fold(sentencesOf(this.#page.text?.slice(0, PROSE_UNITS) ?? '')))
  }

  /** How many words of a title, with an article or without, these tags have, other than those of the site's names. */
  #words(title: string, tags: readonly SurfaceNumber[], names: readonly SurfaceNumber[]): number {
    const known = this.#topics(names)
    return [...this.#topics(tags)].filter((word) => !known.has(word) && title.includes(word)).length
  }

  /** The share of the words of these tags that stand in the sentences of the text, also within others. */
  #shareOfWords(tags: readonly SurfaceNumber[]): number {
    const words = [...this.#topics(tags)]
    return words.filter((word) => this.#sentences.includes(word)).length / words.length
  }

  /** The words of tags without articles, but for the short ones. */
  #topics(tags: readonly SurfaceNumber[]): ReadonlySet<string> {
    const words = tags.flatMap((tag) => this.#surfaces.keys[tag]!.split(' ').map(bare))
    return new Set(words.filter((word) => word.length >= TOPIC_LETTERS))
  }

  /** Whether more than so many of these tags stand in a title or in the sentences of the text, whole. */
  #says(title: string, tags: readonly SurfaceNumber[], few: number): boolean {
    const left = tags.map((tag) => this.#surfaces.keys[tag]!).filter((key) => !has(title, key))
    if (tags.length - left.length > few) return true
    // Few pages come to this: their text is folded here alone.
    const prose = this.#sentences
    return tags.length - left.filter((key) => !has(prose, key)).length > few
  }
}

/** Whether a folded text has a key; a short one, which stands within words, too, by itself or with an article. */
function has(text: string, key: string): boolean {
  if (key.length > SHORT) return text.includes(key)
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1))
    if ((!isLetter(text[at - 1]) || text.slice(at - 2, at) === 'ال') && !isLetter(text[at + key.length])) return true
  return false
}

const bare = (word: string): string => word.replace(/^ال(?=.{3})/, '')
const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char)

/** The share of tags that are among these. */
const shareOf = (tags: readonly SurfaceNumber[], these: ReadonlySet<SurfaceNumber>): number =>
  tags.filter((tag) => these.has(tag)).length / tags.length

/** The lines of a text that are long enough to be none of a menu. */
const sentencesOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.length >= SENTENCE_UNITS && !line.includes(' | '))
    .join('\n')

/** The clauses of a description that are long enough to be none of a list. */
const clausesOf = (description: string): string[] =>
  description.split(/[،,؛;|.!?؟…\n]+/).filter((clause) => clause.trim().split(/\s+/).length >= CLAUSE_WORDS)

const partsOf = (title: string): string[] => title.split(/ [-–—:/] |[|»«]/).map((part) => part.trim())

const longestOf = (parts: readonly string[]): string =>
  parts.reduce((best, part) => (part.length > best.length ? part : best), '')

/** The title, and its longest part without what sites add at its ends. */
function titlesOf(title: string): string[] {
  if (title === '') return []
  const longest = longestOf(partsOf(title))
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
