/**
 * Pages out of JSON values as programs answer and export them: records within wrappers, fields within objects, tags in
 * tables of their own.
 */
import type { Repair } from '../core/types.js'
import { namesNoTag, saysNothing } from './delimited.js'
import { pageOf, pageOfTaken, takenFrom, textOf, type Taken } from './fields.js'
import type { Values } from './names.js'
import {
  EACH,
  findRecords,
  isObject,
  parsePath,
  recordsAt,
  writtenPath,
  type Looks,
  type Placed,
  type RecordPath,
} from './records.js'
import { termsOf } from './terms.js'
import type { Item, Limits, PageField, PageOptions } from './types.js'

/**
 * Where answers of programs have what no field of the usual names has: paths, the first that says something wins. Behind
 * each kind the programs that write so.
 */
const SECOND: Readonly<Partial<Record<PageField, readonly string[]>>> = {
  // MongoDB, Elasticsearch; Twitter; YouTube's search; Contentful.
  id: ['_id', 'id_str', '_id.$oid', 'id.videoId', 'sys.id', 'guid', 'uuid'],
  // JSON Feed; Ghost; Reddit.
  text: ['content_text', 'plaintext', 'selftext'],
  // JSON Feed; Shopify; Discourse's posts, and its topics with theirs.
  html: ['content_html', 'body_html', 'cooked', 'post_stream.posts[].cooked'],
  // Twitter; Telegram; ActivityPub; Blogger; dev.to.
  tags: ['hashtags', 'entities.hashtags', 'text_entities', 'tag', 'labels', 'tag_list', 'tagList'],
  // YouTube, NewsAPI; Contentful, Strapi; Drupal.
  date: ['publishedAt', 'createdAt', 'sys.createdAt', 'created', 'date.$date'],
  url: ['permalink', 'canonical_url'],
  site: ['channelTitle', 'source.name'],
}
/** What stands for a text where there is none, beside a title or tags. CKAN has notes. */
const SUMMARIES = ['description', 'summary', 'excerpt', 'abstract', 'notes']

interface Second {
  readonly name: string
  readonly path: RecordPath
}
const seconds = Object.entries(SECOND).map(
  ([field, names]) => [field as PageField, names.map((name): Second => ({ name, path: parsePath(name)! }))] as const,
)
const secondsOf: Readonly<Partial<Record<PageField, readonly Second[]>>> = Object.fromEntries(seconds)

/** By name at the top of a record: the fields that it may fill where the usual names leave them empty. */
export const secondNames: ReadonlyMap<string, ReadonlySet<PageField>> = (() => {
  const all = new Map<string, Set<PageField>>()
  const add = (name: string, field: PageField) => all.set(name, (all.get(name) ?? new Set()).add(field))
  for (const [field, names] of seconds) for (const { path } of names) add(path[0]!, field)
  for (const name of SUMMARIES) add(name, 'text')
  return all
})()

/** Tags of records that stand elsewhere in their file, by id. */
export interface Joins {
  /** By id of a record (Ghost). */
  readonly tags?: Readonly<Record<string, readonly string[]>>
  /** By id of a term, its kind and name (JSON:API). */
  readonly terms?: Readonly<Record<string, readonly [kind: string, name: string]>>
}

/** What is known of a record before it is looked at. */
export interface Where {
  readonly source: string
  readonly record: number
  /** Of a list that was cut out of a larger value: the path of the list; what stands behind in each; and its joins. */
  readonly list?: string | undefined
  readonly behind?: RecordPath | undefined
  readonly joins?: Joins | undefined
  /** What the line before it says of a document. */
  readonly about?: Values | undefined
  readonly repair?: Repair | undefined
}

/**
 * The pages of a JSON value: its own, or those of the records that it wraps, where `--records` says or at the path where
 * most objects look like pages.
 */
export function pagesIn(value: unknown, where: Where, options: PageOptions, limits: Limits): Item[] {
  const { source, record, repair } = where
  if (!isObject(value) && !(Array.isArray(value) && where.behind))
    return [pageOf(value, source, record, options, limits, repair)]
  const around = where.about ? [where.about] : []
  const told = where.behind ?? (options.records === undefined ? undefined : parsePath(options.records))
  const looks = looksOf(options)
  if (told === undefined) {
    const object = value as Values
    if (isAction(object)) return []
    const taken = filled({ record: object, around }, where.joins, options)
    if (taken.likeness === 1) {
      if (where.list !== undefined) options.at?.(where.list, 1)
      return [pageOfTaken(taken, source, record, options, limits, repair)]
    }
  }
  const path = told ?? findRecords(value, looks)
  const placed = path === undefined ? [] : [...recordsAt(value, path, around)]
  if (placed.length === 0) {
    if (told !== undefined && path !== undefined) {
      const at = writtenPath(path)
      return [
        { source, record, code: 'BAD_RECORD', reason: `nothing stands at ${at === '' ? 'the path of records' : at}` },
      ]
    }
    return [pageOf(value, source, record, options, limits, repair)]
  }
  const joins = where.joins ?? joinsOf(value, path!)
  if (options.at) {
    const at = writtenPath(path!)
    options.at(
      where.list === undefined ? at : at === '' || at.startsWith('[') ? where.list + at : `${where.list}.${at}`,
      placed.length,
    )
  }
  const many = placed.length > 1
  return placed.map((one, i) => {
    if (!isObject(one.record)) return pageOf(one.record, source, record, options, limits, repair)
    const taken = filled(one, joins, options)
    // Several records of one line or value have its number between them.
    taken.values.id ??= many ? `${source}:${record}.${i + 1}` : undefined
    return pageOfTaken(taken, source, record, options, limits, repair)
  })
}

/** How much an object looks like a page. */
export const looksOf =
  (options: PageOptions): Looks =>
  (record) =>
    filled({ record, around: [] }, undefined, options).likeness

interface Filled extends Taken {
  /** How much the record by itself, without what is joined to it, looks like a page. */
  readonly likeness: number
}

/** What a record has for each field; then what it has under second names, or what is around it has. */
function filled({ record, around }: Placed, joins: Joins | undefined, options: PageOptions): Filled {
  const taken = takenFrom(record as Values, options)
  const { values, names } = taken
  const fill = (field: PageField, value: unknown, name: string): boolean => {
    if (value === undefined) return false
    values[field] = value
    names[field] = name
    return true
  }
  const told = (field: PageField) => options.fields?.[field] !== undefined
  tidy(values, told)
  for (const [field, names] of seconds) {
    if (values[field] !== undefined || told(field)) continue
    // A page has one text; the second place for it counts only where the first is empty too.
    if (field === 'html' && values.text !== undefined) continue
    for (const second of names) if (fill(field, secondAt(record as Values, second, field), second.name)) break
  }
  for (const outer of around) {
    const others = takenFrom(outer, { ...options, fields: undefined })
    tidy(others.values, () => false)
    for (const field of ['id', 'title', 'url', 'date', 'tags'] as const) {
      if (values[field] !== undefined || told(field)) continue
      if (fill(field, others.values[field], others.names[field] ?? field)) continue
      for (const second of secondsOf[field] ?? []) if (fill(field, secondAt(outer, second, field), second.name)) break
    }
  }
  const { id, title, text, html, tags, url } = values
  const isPage = (text ?? html) !== undefined || (tags !== undefined && (id ?? title ?? url) !== undefined)
  if (tags === undefined && joins && !told('tags')) join([record as Values, ...around], joins, values, fill)
  let likeness = isPage ? 1 : 0
  if ((text ?? html) === undefined && !told('text'))
    for (const name of SUMMARIES)
      if (fill('text', wordsAt(record as Values, name), name)) {
        if (!isPage && title !== undefined) likeness = 0.5
        break
      }
  return { ...taken, likeness }
}

/** Puts values into the shapes that a page is made of; what has no such shape is none. */
function tidy(values: Taken['values'], told: (field: PageField) => boolean): void {
  for (const field of ['id', 'title', 'text', 'html', 'url', 'date', 'site'] as const) {
    const value = values[field]
    if (!isObject(value) && !(Array.isArray(value) && value.some(isObject))) continue
    if (textOf(value) !== undefined) continue
    values[field] = field === 'text' || field === 'html' || field === 'title' ? treeText(value) : undefined
  }
  // The name of a program with a link to it, as Twitter has one under `source`.
  if (typeof values.site === 'string' && values.site.startsWith('<')) values.site = undefined
  for (const field of ['tags', 'section'] as const) {
    const value = values[field]
    if (value === undefined) continue
    const list = termsOf(value)
    values[field] = namesNoTag(list) && !told(field) ? undefined : list
  }
}

function secondAt(record: Values, { path }: Second, field: PageField): unknown {
  if (!Object.hasOwn(record, path[0]!)) return undefined
  const parts = [...recordsAt(record, path)].map((one) => one.record)
  if (parts.length === 0) return undefined
  if (field === 'tags') {
    const list = termsOf(parts)
    return namesNoTag(list) ? undefined : list
  }
  const texts = parts.map((part) => textOf(part)).filter((text) => !saysNothing(text))
  return texts.length > 0 ? texts.join('\n') : undefined
}

const wordsAt = (record: Values, name: string): string | undefined => {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  const text = textOf(value) ?? treeText(value)
  return saysNothing(text) ? undefined : text
}

/** Whether an item is a record of its own rather than a part of a text. */
const isRecord = (item: unknown): boolean => isObject(item) && ('title' in item || 'tags' in item)

/** Units of a text that is put together. */
const WORDS = 2 ** 22
/** Names under which nodes of a written text have their own words, and their parts. */
const OWN = ['text', 'value']
const PARTS = ['children', 'content', 'blocks', 'root', 'data', 'items']

/**
 * The words of a text that editors keep as a tree of nodes, each with a type (Contentful, Sanity, Strapi, Lexical,
 * Editor.js), or as a row of strings and entities (Telegram). Undefined for anything else.
 */
function treeText(value: unknown): string | undefined {
  let text = ''
  const kinds = new Set<string>()
  const walk = (node: unknown, depth: number): void => {
    if (text.length > WORDS || depth > 64) return
    if (typeof node === 'string') text += node
    else if (Array.isArray(node)) for (const one of node as unknown[]) walk(one, depth + 1)
    else if (isObject(node)) {
      const type = node['type'] ?? node['nodeType'] ?? node['_type']
      if (typeof type === 'string') kinds.add(type)
      else if (!PARTS.some((name) => name in node) && !OWN.some((name) => name in node)) return
      const own = OWN.map((name) => node[name]).find((one) => typeof one === 'string')
      if (typeof own === 'string') text += own
      for (const name of PARTS) {
        const part = node[name]
        if (part === null || typeof part !== 'object') continue
        walk(part, depth + 1)
        if (text !== '' && !text.endsWith('\n') && !/link/i.test(String(type))) text += '\n'
      }
    }
  }
  if (value === null || typeof value !== 'object' || (Array.isArray(value) && value.some(isRecord))) return undefined
  walk(value, 0)
  return kinds.size > 0 && text.trim() !== '' ? text.trimEnd() : undefined
}

/** Names of a link to a tag and to a record in a table of pairs. */
const TAG_LINK = 'tag_id'
const RECORD_LINKS = ['post_id', 'page_id', 'article_id']

/** The tags that stand in tables of their own beside the list of records, or among what the answer includes. */
export function joinsOf(value: unknown, path: RecordPath): Joins | undefined {
  let tables: unknown = path.includes(EACH) ? value : undefined
  for (const step of path.slice(0, Math.max(0, path.lastIndexOf(EACH) - 1)))
    tables =
      step === EACH
        ? Array.isArray(tables)
          ? (tables as unknown[])[0]
          : undefined
        : isObject(tables)
          ? tables[step]
          : undefined
  if (isObject(tables)) {
    const lists = Object.values(tables).filter((one): one is unknown[] => Array.isArray(one))
    const pairs = lists.find((rows) => isObject(rows[0]) && isPair(rows[0]))
    const tags = tables['tags']
    if (pairs && Array.isArray(tags)) return { tags: joined(pairs, tags) }
  }
  const included = isObject(value) ? value['included'] : undefined
  return Array.isArray(included) ? { terms: termsIn(included) } : undefined
}

const isPair = (row: Values): boolean => TAG_LINK in row && RECORD_LINKS.some((name) => name in row)

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** By id of a record, the names of its tags in their order. */
export function joined(pairs: readonly unknown[], tags: readonly unknown[]): Record<string, string[]> {
  const names = new Map<string, string>()
  for (const tag of tags) {
    if (!isObject(tag) || typeof tag['name'] !== 'string' || tag['visibility'] === 'internal') continue
    names.set(idOf(tag['id']) ?? '', tag['name'])
  }
  const order = ({ sort_order: order }: Values) => (typeof order === 'number' ? order : 0)
  const found = new Map<string, string[]>()
  for (const pair of pairs.filter(isObject).sort((a, b) => order(a) - order(b))) {
    const record = idOf(RECORD_LINKS.map((name) => pair[name]).find((id) => id !== undefined))
    const name = names.get(idOf(pair[TAG_LINK]) ?? '')
    if (record === undefined || name === undefined) continue
    const known = found.get(record)
    if (known) known.push(name)
    else found.set(record, [name])
  }
  return Object.fromEntries(found)
}

function termsIn(included: readonly unknown[]): Record<string, [string, string]> {
  const terms = new Map<string, [string, string]>()
  for (const one of included) {
    if (!isObject(one) || typeof one['type'] !== 'string') continue
    const { attributes } = one
    const name = isObject(attributes) ? (attributes['name'] ?? attributes['title']) : undefined
    const id = idOf(one['id'])
    if (id !== undefined && typeof name === 'string') terms.set(id, [one['type'], name])
  }
  return Object.fromEntries(terms)
}

/** Takes what is joined to a record, or to what is around it. */
function join(
  all: readonly Values[],
  joins: Joins,
  values: Taken['values'],
  fill: (field: PageField, value: unknown, name: string) => boolean,
): void {
  const id = idOf(values.id)
  if (id !== undefined && joins.tags && Object.hasOwn(joins.tags, id)) fill('tags', joins.tags[id], 'tags')
  const relationships = all.map((one) => one['relationships']).find(isObject)
  if (!joins.terms || !relationships) return
  for (const [name, relation] of Object.entries(relationships)) {
    const data = isObject(relation) ? relation['data'] : undefined
    const found = (Array.isArray(data) ? (data as unknown[]) : [data]).flatMap((one) => {
      const id = isObject(one) ? idOf(one['id']) : undefined
      return id !== undefined && Object.hasOwn(joins.terms!, id) ? [joins.terms![id]!] : []
    })
    const names = found.map(([, name]) => name)
    // `taxonomy_term--tags`, `tags`; other terms are sections.
    if (found.some(([kind]) => /tag|keyword/i.test(kind))) fill('tags', names, `relationships.${name}`)
    else if (found.some(([kind]) => /term|categor/i.test(kind)) && values.section === undefined)
      fill('section', names, `relationships.${name}`)
  }
}

const ACTIONS: ReadonlySet<string> = new Set(['index', 'create', 'update', 'delete'])

/** Whether a value is the line before a document in what Elasticsearch loads: `{"index":{"_id":"1"}}`. */
export function isAction(value: Values): boolean {
  const [name, ...more] = Object.keys(value)
  if (more.length > 0 || name === undefined || !ACTIONS.has(name) || !isObject(value[name])) return false
  return Object.keys(value[name]).every((name) => name.startsWith('_') || ACTION_OPTIONS.has(name))
}
const ACTION_OPTIONS: ReadonlySet<string> = new Set([
  'routing',
  'version',
  'version_type',
  'pipeline',
  'require_alias',
  'retry_on_conflict',
  'dynamic_templates',
])
