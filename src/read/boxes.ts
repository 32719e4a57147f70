import type { Markup } from '../core/types.js'
import { owned } from '../core/text/words.js'
import { destinationOf, telling, type Destination } from './permalink.js'

/** What an element's class and id say of it, as bits. */
export const TAGS = 1
/** Tags of the very article. */
export const OWN = 2
/** Tags of the whole site: a cloud, the popular ones. */
export const CROWD = 4
export const MENU = 8
export const ASIDE = 16
/** One article; a page that lists articles has several. */
export const POST = 32
export const COUNT = 64
/** A part of an article. */
export const PART = 128
/** Other pages. */
export const RELATED = 256

/** What the `rel` of a link says of where it leads, as bits. */
export const REL_TAG = 1
export const REL_CATEGORY = 2
/** On to the page before or behind. */
export const REL_STEP = 4

/** How many class names and addresses are remembered: a site has few, and writes them on every page. */
const KNOWN = 4096

/** No name of an index, and no text of a link to a next page, is longer. */
const NAME_UNITS = 24
/** No label above other pages is longer. */
const RELATED_UNITS = 40
const RELATED_WORDS = 5
/** No name of a list of tags has more words. */
const LABELLED_WORDS = 4
/** So much of a heading is looked at. */
const HEADING_UNITS = 64

/** The table of data/markup.json, made for asking. */
export class Words {
  readonly table: Markup
  readonly metas: ReadonlySet<string>
  readonly attributes: ReadonlySet<string>
  readonly listings: ReadonlySet<string>
  readonly articles: ReadonlySet<string>
  private readonly boxes: ReadonlySet<string>
  private readonly owners: ReadonlySet<string>
  private readonly holders: ReadonlySet<string>
  private readonly crowds: ReadonlySet<string>
  private readonly menus: ReadonlySet<string>
  private readonly asides: ReadonlySet<string>
  private readonly posts: ReadonlySet<string>
  private readonly related: ReadonlySet<string>
  private readonly counts: ReadonlySet<string>
  private readonly labels: ReadonlySet<string>
  private readonly crowdLabels: ReadonlySet<string>
  private readonly tagLabels: readonly string[]
  private readonly works: ReadonlySet<string>
  private readonly siteWords: ReadonlySet<string>
  private readonly relatedLabels: ReadonlySet<string>
  private readonly sectionLabels: ReadonlySet<string>
  private readonly indexes: ReadonlySet<string>
  private readonly searches: readonly string[]
  private readonly steps: ReadonlySet<string>
  /** First letters of `indexes`, in every spelling. */
  private readonly initials: ReadonlySet<string>
  /** How `indexes` and `steps` begin: folding takes longer than most texts deserve. */
  private readonly beginnings: ReadonlySet<number>
  private readonly kinds = new Map<string, number>()
  private readonly relations = new Map<string, number>()
  private readonly icons = new Map<string, boolean>()
  private readonly destinations = new Map<string, Destination>()

  private readonly isTelling: (href: string) => boolean

  private constructor(table: Markup) {
    const folded = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(plainLabel))
    this.table = table
    this.isTelling = telling(table)
    this.metas = new Set(table.metas)
    this.attributes = new Set(table.attributes)
    this.listings = new Set(table.listings)
    this.articles = new Set(table.articles)
    this.boxes = new Set(table.boxes)
    this.owners = new Set(table.owners)
    this.holders = new Set(table.holders)
    this.crowds = new Set(table.crowds)
    this.menus = new Set(table.menus)
    this.asides = new Set(table.asides)
    this.posts = new Set(table.posts)
    this.related = new Set(table.related)
    this.counts = new Set(table.counts)
    this.labels = folded(table.labels)
    this.crowdLabels = folded(table.crowdLabels)
    this.tagLabels = table.tagLabels.map((label) => ` ${plainLabel(label)} `)
    this.works = folded(table.works)
    this.siteWords = folded(table.siteWords)
    this.relatedLabels = folded(table.relatedLabels)
    this.sectionLabels = folded(table.sectionLabels)
    this.indexes = folded(table.indexes)
    this.initials = new Set(table.indexes.flatMap(([first = '']) => [first, first.toUpperCase(), plainLabel(first)]))
    this.searches = table.searches.map((words) => plainLabel(words) + ' ')
    this.steps = folded(table.steps)
    this.beginnings = new Set([...this.indexes, ...this.steps].map(beginningOf))
  }

  private static readonly made = new WeakMap<Markup, Words>()

  static of(table: Markup): Words {
    let words = Words.made.get(table)
    if (words === undefined) Words.made.set(table, (words = new Words(table)))
    return words
  }

  /** What the class and id of an element, as one string, say of it. */
  kind(names: string): number {
    return this.kinds.get(names) ?? remember(this.kinds, names, this.look(names))
  }

  /** What the `rel` of a link says. */
  relation(rel: string): number {
    const known = this.relations.get(rel)
    if (known !== undefined) return known
    const words = rel.toLowerCase().split(/\s+/)
    const step = words.includes('next') || words.includes('prev')
    return remember(
      this.relations,
      rel,
      (words.includes('tag') ? REL_TAG : 0) | (words.includes('category') ? REL_CATEGORY : 0) | (step ? REL_STEP : 0),
    )
  }

  /** Whether an icon's class says that what stands beside it are tags. Themes put the icon of one tag before a section. */
  isTagsIcon(names: string): boolean {
    const isTags = (part: string): boolean => part.endsWith('s') && this.boxes.has(part)
    return (
      this.icons.get(names) ??
      remember(
        this.icons,
        names,
        tokensOf(names).some(
          (token) => token.some(isTags) || this.table.icons.some((icon) => token.join('-').includes(icon)),
        ),
      )
    )
  }

  destination(href: string): Destination {
    if (!this.isTelling(href)) return 'else'
    return this.destinations.get(href) ?? remember(this.destinations, href, destinationOf(href, this.table))
  }

  /** Whether a link's address is that of a button to share the page. */
  isSharer(href: string): boolean {
    if (/^(?:javascript|mailto|tel|whatsapp):/i.test(href)) return true
    const host = /^(?:https?:)?\/\/(?:www\.)?([^/:?#]{1,253})/i.exec(href)?.[1]?.toLowerCase()
    return host !== undefined && this.table.sharers.includes(host)
  }

  /** Whether the label before links says that they are tags, be they what else. */
  isLabel(label: string): boolean {
    return label !== '' && label.split(' ').some((word) => this.labels.has(word))
  }

  /** Whether a name that an element has for those who hear the page (aria-label, alt) says that it lists tags. */
  isTagsName(name: string): boolean {
    if (name.length > RELATED_UNITS) return false
    const label = plainLabel(name)
    if (!this.tagLabels.some((words) => ` ${label} `.includes(words))) return false
    return label.split(' ').length <= LABELLED_WORDS && !this.isCrowdLabel(label) && !this.isRelatedLabel(name)
  }

  /** Whether a label says that what follows are the tags of this very page: وسوم الصورة. */
  isOwnLabel(label: string): boolean {
    return this.isTagsName(label) && label.split(' ').some((word) => this.works.has(word))
  }

  /** Whether the names of an element say that what it has is for choosing among pages: filters, the most popular. */
  isCrowd(names: string): boolean {
    return tokensOf(names).some((parts) => parts.some((part) => this.crowds.has(part)))
  }

  /** Whether a label says that the tags below are those of the whole site; a letter or number alone heads an index. */
  isCrowdLabel(label: string): boolean {
    if (label === '' || /^.$/u.test(label)) return label !== ''
    const words = label.split(' ')
    if (words.some((word) => this.crowdLabels.has(word))) return true
    return words.some((word) => this.siteWords.has(word)) && this.isLabel(label)
  }

  /** Whether a line is a label that says that what follows may be other pages. */
  isRelatedLabel(line: string): boolean {
    if (line.length > RELATED_UNITS) return false
    const words = plainLabel(line).split(' ')
    return words.length <= RELATED_WORDS && words.some((word) => this.relatedLabels.has(word))
  }

  isSectionLabel(label: string): boolean {
    return this.sectionLabels.has(label)
  }

  /** Whether a page's heading is no more than what an index of tags is called. */
  isIndex(heading: string): boolean {
    return this.initials.has(heading[0]!) && this.mayBeNamed(heading) && this.indexes.has(plainLabel(heading))
  }

  /** Whether a page's heading says that it lists what was found for a query. */
  isSearch(heading: string): boolean {
    const label = plainLabel(heading.slice(0, HEADING_UNITS))
    return this.searches.some((words) => label.startsWith(words))
  }

  /** Whether a link's text tells where it leads on: next page, more. */
  isStep(text: string): boolean {
    return this.mayBeNamed(text) && this.steps.has(plainLabel(text))
  }

  private mayBeNamed(text: string): boolean {
    if (text.length > NAME_UNITS) return false
    const beginning = beginningOf(text)
    return beginning < 0 || this.beginnings.has(beginning)
  }

  private look(names: string): number {
    let kind = 0
    for (const parts of tokensOf(names)) {
      if (this.posts.has(parts.join('-'))) return POST
      const joined = parts.join('')
      const before = parts[0]
      if (before !== 'with' && before !== 'has' && before !== 'no') {
        if (parts.some((part) => this.menus.has(part))) kind |= MENU
        if (this.asides.has(joined) || this.asides.has(parts.at(-1)!)) kind |= ASIDE
      }
      if (parts.some((part) => this.related.has(part)) && !parts.includes('with') && !parts.includes('has'))
        kind |= RELATED
      if (parts.some((part) => this.counts.has(part))) kind |= COUNT
      if (parts.some((part) => this.owners.has(part))) kind |= PART
      const cloud = parts.some((part) => this.crowds.has(part)) || joined.includes('cloud')
      if (cloud && parts.some((part) => /^(?:tag|label|keyword|term|topic)/.test(part))) kind |= CROWD
      else if (this.listsTags(parts, joined)) kind |= parts.some((part) => this.owners.has(part)) ? TAGS | OWN : TAGS
      // WordPress's links of a cloud: tag-cloud-link, and before 4.8 tag-link-12.
      else if (/^tag-link-\d/.test(parts.join('-'))) kind |= CROWD
    }
    return kind
  }

  /** WordPress writes the tags of an article into its class (tag-gaza); and much that ends in `tag` is none (price-tag). */
  private listsTags(parts: readonly string[], joined: string): boolean {
    if (this.boxes.has(joined)) return true
    if (parts.some((part) => part.endsWith('s') && this.boxes.has(part))) return true
    if (!this.boxes.has(parts.at(-1)!)) return false
    return parts.slice(0, -1).every((part) => this.owners.has(part) || this.holders.has(part))
  }
}

const tokensOf = (names: string): string[][] =>
  names
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/\s+/)
    .filter((token) => token !== '')
    .map((token) => token.split(/[_-]+/).filter((part) => part !== ''))
    .filter((parts) => parts.length > 0)

/** A label as labels are compared: letters and digits, marks and the seats of alef taken off. */
export function plainLabel(text: string): string {
  if (isPlain(text)) return text
  return text
    .toLowerCase()
    .replace(/[\u0640\u064b-\u065f\u0670]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The first three letters as they are in a plain label, as a number; -1 where that takes folding to tell. */
function beginningOf(text: string): number {
  let beginning = 0
  for (let i = 0; i < 3; i++) {
    let code = text.charCodeAt(i)
    if (code === 0x0622 || code === 0x0623 || code === 0x0625) code = 0x0627
    else if (code >= 0x41 && code <= 0x5a) code += 0x20
    else if (!((code >= 0x61 && code <= 0x7a) || (code >= 0x0621 && code <= 0x064a && code !== 0x0640))) return -1
    beginning = beginning * 2048 + code
  }
  return beginning
}

/** Whether a text consists of Arabic letters and single spaces only, so that it is a plain label as it is. */
function isPlain(text: string): boolean {
  let spaced = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20) {
      if (spaced) return false
      spaced = true
    } else if (code < 0x0621 || code > 0x064a) return false
    // The seats of alef are folded, and tatweel goes.
    else if (code === 0x0622 || code === 0x0623 || code === 0x0625 || code === 0x0640) return false
    else spaced = false
  }
  return !spaced
}

/** Keeps an answer, and gives it. */
function remember<T>(answers: Map<string, T>, question: string, answer: T): T {
  if (answers.size >= KNOWN) answers.clear()
  if (question.length <= 512) answers.set(owned(question), answer)
  return answer
}
