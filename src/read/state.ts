import { decodeHTML } from 'entities'

import type { Markup, PageField } from '../core/types.js'
import { plainLabel } from './boxes.js'
import { tagsOf } from './delimited.js'
import { literals, type Assigned } from './literal.js'
import { fieldName, type Values } from './names.js'
import { isObject } from './records.js'
import { termsOf } from './terms.js'

/** A script that may keep tags: JSON, or a program. */
export interface Script {
  readonly kind: 'json' | 'program'
  readonly text: string
}

/** A longer state is that of a whole site. */
const STATE_UNITS = 4 * 2 ** 20
/** A shorter one has no tags, `a={tags:"b"}`. */
const FEWEST_UNITS = 12
/** Values of a script that are looked at, and how deep they stand. */
const MOST_VALUES = 200_000
const DEPTH = 32
/** A title of fewer units may be the name of a section, or of anything. */
const TITLE_UNITS = 8
const MOST_TITLE_UNITS = 500
const MOST_TITLES = 16
/** No name of a field that says whose tags it has is longer. */
const KEY_UNITS = 40

/** What JSON without says of no tags; Angular escapes its quotes. */
const JSON_WITH_TAGS = /(?:tag|keyword|وسوم|كلمات)[^"&]{0,40}(?:(?:"|&q;)\s{0,40}:|\(\{)/i
/**
 * The same for a program: the name of a property, `articleTags:`, `'post_tag_names' :`, `'tags({"first":10})':`, `a.tags=b`.
 * `tag` alone is none: programs have elements, and queries of WordPress (`"tag_id":`), under that name.
 */
const PROGRAM_WITH_TAGS =
  /(?:(?:tags|keyword)[\w ]{0,20}|[a-z]_?tag(?:_?(?:name|list)s?)?)(?:\\?["'])?(?:\s{0,8}:|\(\{|(?<=\.(?:tags|keywords))=)/i
/** Next.js hands the state of a page over in strings, which are one text, cut anywhere. */
const CHUNK = 'self.__next_f.push('

/** Whether a script may keep tags: a test that costs little, since most do not. */
export const mayKeepTags = (script: Script): boolean =>
  script.text.length <= STATE_UNITS && (isChunk(script) || speaksOfTags(script))

const isChunk = ({ kind, text }: Script): boolean => kind === 'program' && text.startsWith(CHUNK)

/** Whether a text has what every name has that is looked for. Most have not: to tell these takes a tenth of the time. */
const mayNameTags = (text: string): boolean =>
  text.length >= FEWEST_UNITS &&
  (text.includes('ags') || text.includes('yword') || text.includes('_tag') || text.includes('Tag'))

const speaksOfTags = ({ kind, text }: Script): boolean =>
  kind === 'json' ? JSON_WITH_TAGS.test(text) : mayNameTags(text) && PROGRAM_WITH_TAGS.test(text)

/**
 * The tags that a page's scripts have for it, a list a script: programs that draw a page in the browser (Next.js, Nuxt,
 * Angular) leave the article that it shows in a script, `{"title": …, "tags": […]}`, beside menus, trends and other
 * articles, and those that count readers what it is about, `dataLayer.push({articleTags: …})`. The page's are those beside
 * its title, and those under a name that says that they are the article's, where no other title stands beside or around
 * them.
 *
 * Linear, in bounded steps. What cannot be read has none.
 * @param titles as the page has them: in its head, in its heading
 */
export function stateTags(scripts: readonly Script[], titles: readonly string[], markup: Markup): string[][] {
  const names = namesOf(markup)
  const own = new Set(titles.map(plainLabel).filter((title) => title.length >= TITLE_UNITS))
  const lists: string[][] = []
  const look = (values: Iterable<Assigned>): void => {
    const search = new Search(own, names)
    for (const { name, value } of values) search.look(value, name)
    const tags = [...new Set([...search.beside, ...search.owned])]
    if (tags.length > 0) lists.push(tags)
  }
  const chunks: Script[] = []
  for (const script of scripts) {
    if (script.text.length > STATE_UNITS) continue
    if (isChunk(script)) chunks.push(script)
    else if (script.kind === 'json') look([{ name: '', value: parsed(script.text) }])
    else look(literals(script.text, MOST_VALUES))
  }
  if (chunks.some(speaksOfTags)) look(literals(joined(chunks), MOST_VALUES))
  return lists
}

/** The text that chunks hand over, `self.__next_f.push([1,"…"])`. */
function joined(chunks: readonly Script[]): string {
  let text = ''
  for (const chunk of chunks)
    for (const { value } of literals(chunk.text, 100)) {
      const part: unknown = Array.isArray(value) ? value[1] : undefined
      if (typeof part === 'string' && text.length <= STATE_UNITS) text += part
    }
  return text
}

/** JSON, also with Angular's escapes; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith('{&q;') ? text.replace(/&([qasgl]);/g, angular) : text)
  } catch {
    return undefined
  }
}

const ANGULAR: Readonly<Record<string, string>> = { q: '"', a: '&', s: "'", g: '>', l: '<' }
const angular = (escape: string, letter: string): string => ANGULAR[letter] ?? escape

/** Names of fields, made of the words of data/markup.json. */
interface Names {
  /** Of tags, with whose they are: `articleTags`. */
  readonly owned: RegExp
  /** Of an article: `post`. */
  readonly owner: RegExp
  /** Words that say that what a field has is not the page's: other pages, all tags, advertisements. */
  readonly others: ReadonlySet<string>
}

const made = new WeakMap<Markup, Names>()

function namesOf(markup: Markup): Names {
  let names = made.get(markup)
  if (names === undefined) {
    const { owners, dataOwners, dataTags, related, crowds, ads } = markup
    const owner = `(?:${[...owners, ...dataOwners].join('|')}){1,3}`
    names = {
      owned: new RegExp(`^${owner}(?:${dataTags.join('|')})$`),
      owner: new RegExp(`^${owner}$`),
      others: new Set([...related, ...crowds, ...ads]),
    }
    made.set(markup, names)
  }
  return names
}

/** Names of what is handed to programs that count readers. */
const LAYER = /layer|digital_?data|analytics|utag|gtag/i
/** A tag as it stands in an address; of one word it may be a name as well. */
const SLUG = /^[a-z\d]+(?:[-_][a-z\d]+)*$/
const LONG_SLUG = /[-_]/
/** Names under which a title, or tags, stand one deeper: Arc, WordPress, Strapi. */
const TITLES = new Set(['headlines'])
const WITHIN = new Set(['taxonomy', 'taxonomies', 'metadata', 'meta', 'seo', 'attributes'])

/** Looks through the values of one script. */
class Search {
  /** Tags beside the page's title: of the first object that has some. */
  beside: readonly string[] = []
  /** Tags under names that say whose they are. */
  readonly owned: string[] = []
  readonly #titles: ReadonlySet<string>
  readonly #names: Names
  /** What stands around the value at hand, for references to be found in. */
  readonly #around: Values[] = []
  readonly #seen = new Set<unknown>()
  #left = MOST_VALUES
  /** The values are those that a script hands to a program that counts readers. */
  #layer = false

  constructor(titles: ReadonlySet<string>, names: Names) {
    this.#titles = titles
    this.#names = names
  }

  /** Looks at a value that a script has under a name. */
  look(value: unknown, name: string): void {
    this.#layer = LAYER.test(name)
    this.#search(value, name.slice(name.lastIndexOf('.') + 1), 0, this.#isOthers(name))
  }

  #search(value: unknown, name: string, depth: number, others: boolean): void {
    if (value === null || typeof value !== 'object' || depth > DEPTH || --this.#left < 0) return
    if (this.#seen.has(value)) return
    this.#seen.add(value)
    if (Array.isArray(value)) this.#searchItems(value, depth, others)
    else this.#searchObject(value as Values, name, depth, others)
  }

  #searchItems(items: readonly unknown[], depth: number, others: boolean): void {
    const before = this.owned.length
    let some = 0
    for (const item of items) {
      const { length } = this.owned
      this.#search(item, '', depth + 1, others)
      if (this.owned.length > length) some++
    }
    // A list of articles, each with its tags, is no article.
    if (some > 1 && !(depth === 0 && this.#layer)) this.owned.length = before
  }

  #searchObject(object: Values, name: string, depth: number, others: boolean): void {
    const titles = titlesOf(object)
    this.#around.push(object)
    if (this.beside.length === 0 && [...titles, ...namesIn(object)].some((title) => this.#titles.has(title)))
      this.beside = this.#tagsIn(object)
    const isOther = others || (titles.length > 0 && !titles.some((title) => this.#mayBeOwn(title)))
    if (!isOther) this.#takeOwned(object, name)
    for (const [key, part] of Object.entries(object))
      if (part !== null && typeof part === 'object') this.#search(part, key, depth + 1, isOther || this.#isOthers(key))
    this.#around.pop()
  }

  /** Programs that count readers have a title with the site's name behind it, or cut off. */
  #mayBeOwn(title: string): boolean {
    let left = MOST_TITLES
    for (const own of this.#titles)
      if (--left < 0) break
      else if (title.startsWith(own) || own.startsWith(title)) return true
    return false
  }

  #isOthers(name: string): boolean {
    return wordsIn(name).some((word) => this.#names.others.has(word))
  }

  #takeOwned(object: Values, name: string): void {
    const { owned, owner } = this.#names
    const isOwner = this.#layer && owner.test(plainKey(name))
    for (const [key, value] of Object.entries(object)) {
      const isOwned = owned.test(plainKey(key))
      if (!isOwned && !(isOwner && is(key, 'tags'))) continue
      const tags = this.#tags(value)
      const slugs = tags.filter((tag) => SLUG.test(tag))
      // Keys of tags, or what else has a name like theirs (`postTag: 'h2'`).
      if (slugs.length === tags.length && (slugs.some((tag) => LONG_SLUG.test(tag)) || /tag$/i.test(key))) continue
      this.owned.push(...tags)
    }
  }

  /** The tags of an object, and of what holds its properties. */
  #tagsIn(object: Values): string[] {
    const found = new Set<string>()
    for (const [name, value] of Object.entries(object)) {
      if (is(name, 'tags')) for (const tag of this.#tags(value)) found.add(tag)
      if (WITHIN.has(name) && isObject(value))
        for (const [inner, part] of Object.entries(value))
          if (is(inner, 'tags')) for (const tag of this.#tags(part)) found.add(tag)
    }
    return [...found]
  }

  #tags(value: unknown): string[] {
    const terms = termsOf(this.#resolved(value))
    return tagsOf(Array.isArray(terms) ? terms.map((term) => this.#resolved(term)) : terms) ?? []
  }

  /** What a reference stands for in a store of objects by their ids (Apollo), with those in a list. */
  #resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => (isObject(item) ? this.#resolved(item) : (item as unknown)))
    if (!isObject(value)) return value
    const { __ref: ref, type, id } = value
    const key = ref ?? (type === 'id' ? id : undefined)
    if (typeof key !== 'string') return value
    return this.#around.find((object) => Object.hasOwn(object, key))?.[key] ?? value
  }
}

const is = (name: string, field: PageField): boolean =>
  fieldName(name)?.fields.some((it) => it.field === field) ?? false

/** The titles of an object, as they are compared. */
function titlesOf(object: Values): string[] {
  const titles: string[] = []
  for (const [name, value] of Object.entries(object)) {
    if (!(typeof value === 'string' || isObject(value)) || !(TITLES.has(name) || is(name, 'title'))) continue
    for (const text of typeof value === 'string' ? [value] : Object.values(value)) titles.push(...titleOf(text))
  }
  return titles
}

/** A shop calls the title of what it sells its name. */
const namesIn = (object: Values): string[] => titleOf(object['name'])

function titleOf(text: unknown): string[] {
  if (typeof text !== 'string' || text.length > MOST_TITLE_UNITS) return []
  const title = plainLabel(text.includes('&') ? decodeHTML(text) : text)
  return title.length >= TITLE_UNITS ? [title] : []
}

/** The words of a name of a field, in small letters. */
const wordsIn = (name: string): string[] =>
  name.length > 2 * KEY_UNITS
    ? []
    : name
        .replace(/([a-z\d])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z]+/)

/** The letters of a name. */
const plainKey = (name: string): string => (name.length > KEY_UNITS ? '' : name.toLowerCase().replace(/[^a-z]+/g, ''))
