import type { Page, TagList } from '../core/types.js'
import { delimited } from './delimited.js'
import { readHtml } from './html.js'
import { reread } from './mend.js'
import type { Item, Limits, PageField, PageOptions } from './types.js'

/** Names under which exports have the fields of a page; the first one present wins. */
export const fieldNames = {
  id: ['id', 'url', 'uri', 'link', 'postId'],
  title: ['title', 'headline'],
  text: ['text', 'content', 'body', 'full_text'],
  html: ['html', 'raw_html'],
  tags: ['tags', 'keywords'],
  url: ['url', 'uri', 'link'],
  date: ['date', 'published', 'datePublished', 'date_published', 'published_at', 'pubDate', 'created_at'],
  site: ['site', 'sitename', 'site_name', 'source'],
  section: ['section', 'category', 'categories', 'articleSection'],
} as const satisfies Record<PageField, readonly string[]> as Readonly<Record<PageField, readonly string[]>>

/** Tags that came with their numbers: strings, none of them blank. */
export interface KnownTags extends Array<string> {
  known?: readonly number[]
}

type Values = Readonly<Record<string, unknown>>

/**
 * A page from the fields of a record, or why there is none. `source:number` is its id when it has none.
 * `repairs` are those that decoding it took.
 */
export function pageOf(
  record: unknown,
  source: string,
  number: number,
  options: PageOptions,
  limits: Limits,
  repair?: string,
): Item {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    return { source, record: number, code: 'BAD_RECORD', reason: 'not an object with fields' }
  }
  const values = record as Values
  const fields = options.fields
  const repairs = new Set<string>(repair === undefined ? [] : [repair])
  const get = (field: PageField): unknown => {
    const named = fields?.[field]
    if (named !== undefined) return at(values, named)
    for (const name of fieldNames[field]) {
      const value = values[name]
      if (value !== undefined && value !== null) return value
    }
    return undefined
  }

  let title = textOf(get('title'))
  let text = textOf(get('text'))
  const markup = textOf(get('html'))
  const lists: TagList[] = []
  const listed = get('tags')
  const given = tagsOf(listed, repairs)
  if (given !== undefined && given.length > 0) {
    // What was split is not what was known.
    const known = given === listed ? (listed as KnownTags).known : undefined
    lists.push({ from: 'field', tags: given, ...(known && { known }) })
  }
  let url = textOf(get('url'))
  let site = textOf(get('site'))
  let date = textOf(get('date'))
  let sections: readonly string[] | undefined = tagsOf(get('section'), repairs)
  if (markup !== undefined && markup !== '') {
    const page = readHtml(reread(markup, repairs), options.markup, limits)
    text ??= page.text
    title ??= page.title
    url ??= page.url
    site ??= page.site
    date ??= page.date
    sections ??= page.sections
    lists.push(...page.lists)
  } else if (text !== undefined && hasMarkup(text)) {
    const page = readHtml(reread(text, repairs), options.markup, limits)
    text = page.text
    lists.push(...page.lists)
  }
  if (lists.length === 0 && (text === undefined || text.trim() === '')) {
    return { source, record: number, code: 'NO_TEXT', reason: 'neither text nor tags' }
  }
  const page: { -readonly [K in keyof Page]: Page[K] } = { id: textOf(get('id')) ?? `${source}:${number}` }
  if (title !== undefined) page.title = title
  if (text !== undefined) page.text = text
  if (lists.length > 0) page.lists = lists
  if (url !== undefined) page.url = url
  if (date !== undefined) page.date = date
  if (site !== undefined) page.site = site
  if (sections !== undefined && sections.length > 0) page.sections = sections
  if (repairs.size > 0) page.repairs = [...repairs]
  return page
}

/** The value at a field name, or at a path of names set apart by dots. */
function at(values: Values, path: string): unknown {
  if (Object.hasOwn(values, path)) return values[path]
  let value: unknown = values
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined
    value = (value as Values)[name]
  }
  return value
}

/** Text of a value: itself, a number, or what WordPress wraps as `{ rendered }`. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value !== null && typeof value === 'object') {
    const { rendered } = value as { rendered?: unknown }
    if (typeof rendered === 'string') return rendered
    if (Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === 'string'))
      return value.join('\n')
  }
  return undefined
}

/** Tags of a value: an array of strings or of objects that have a name, or one delimited string. */
function tagsOf(value: unknown, repairs: Set<string>): string[] | undefined {
  if (typeof value === 'string') return delimited(reread(value, repairs))
  if (!Array.isArray(value)) return undefined
  if (value.length !== 1 && (value as KnownTags).known) return value as string[]
  const tags: string[] = []
  for (const item of value as unknown[]) {
    const tag = textOf(item) ?? nameOf(item)
    if (tag !== undefined && tag.trim() !== '') tags.push(tag)
  }
  // One string in an array that holds the whole list.
  return tags.length === 1 ? delimited(reread(tags[0]!, repairs)) : tags
}

function nameOf(item: unknown): string | undefined {
  if (item === null || typeof item !== 'object') return undefined
  const { name, label, term, title, tag, text } = item as Values
  return [name, label, term, title, tag, text].find((part): part is string => typeof part === 'string')
}

/** Whether a text is HTML: it has an element that a page's text has. One pass. */
function hasMarkup(text: string): boolean {
  for (let i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i + 1)) {
    if (/^\/?(?:p|a|br|div|span|h[1-6]|ul|ol|li|img)[\s/>]/i.test(text.slice(i + 1, i + 7))) return true
  }
  return false
}
