import { NumberedTags, type Generation, type SurfaceNumber } from '../core/text/surfaces.js'
import type { Page, Repair, TagList } from '../core/types.js'
import { overfull } from './bounds.js'
import { namesNoTag, saysNothing, tagsOf } from './delimited.js'
import { readHtml } from './html.js'
import { lacking, lacksAll } from './lacking.js'
import { ENTITY, reread } from './repair.js'
import { FOLDED, fieldName, fieldNames, type FieldName, type Values } from './names.js'
import { withoutStrayMarks } from './stray.js'
import type { Item, Limits, OddKind, PageField, PageOptions } from './types.js'

/** Tags that came with their numbers: strings, none of them blank. */
export interface NumberedStrings extends Array<string> {
  known?: { readonly numbers: readonly SurfaceNumber[]; readonly generation: Generation }
}

/** What a record has for each field of a page. */
export type PageValues = Record<PageField, unknown>

export const noValues = (): PageValues => ({
  id: undefined,
  title: undefined,
  text: undefined,
  html: undefined,
  tags: undefined,
  url: undefined,
  date: undefined,
  site: undefined,
  section: undefined,
})
export const FIELDS = Object.keys(fieldNames) as PageField[]

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
  repair?: Repair,
): Item {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) {
    return { source, record: number, code: 'BAD_RECORD', reason: 'not an object with fields' }
  }
  return pageOfTaken(takenFrom(record as Values, options), source, number, options, limits, repair)
}

/** What a record has for each field of a page, and the names under which it has it. */
export interface Taken {
  readonly record: Values
  readonly values: PageValues
  readonly names: Partial<Record<PageField, string>>
  readonly odd?: readonly Odd[] | undefined
}

/** A value that is there and says nothing. */
export type Odd = readonly [field: PageField, name: string, kind: OddKind]

export function takenFrom(record: Values, options: PageOptions): Taken {
  const values = noValues()
  const names: Partial<Record<PageField, string>> = {}
  const best = new Best()
  for (const name in record) {
    const known = fieldName(name)
    if (known !== undefined) best.add(known, record[name], values, name, names)
  }
  for (const [field, name] of Object.entries(options.fields ?? {}) as [PageField, string][]) {
    values[field] = at(record, name)
    names[field] = name
    best.places[field] = -1
  }
  best.settle(values)
  if ('_embedded' in record) {
    const { tags, sections } = embeddedTerms(record)
    if (values.tags === undefined && tags) [values.tags, names.tags] = [tags, '_embedded']
    if (values.section === undefined && sections) [values.section, names.section] = [sections, '_embedded']
  }
  return { record, values, names, odd: best.odd }
}

/** Of the values of a record that may be a field of a page, the one under the best name that says something. */
export class Best {
  /** By field: the place of the name that its value has. */
  readonly places = { ...noValues() } as Record<PageField, number>
  /** Values that say nothing, though they are there; undefined for none. */
  odd: Odd[] | undefined

  /** Members of a record in their order, each name once. */
  add(
    known: FieldName,
    value: unknown,
    values: PageValues,
    name = '',
    names?: Partial<Record<PageField, string>>,
  ): void {
    if (known.list ? namesNoTag(value) : saysNothing(value)) {
      const kind = oddityOf(value)
      if (kind !== undefined) (this.odd ??= []).push([known.fields[0]!.field, name, kind])
      return
    }
    for (const { field, place } of known.fields) {
      if (values[field] !== undefined && place >= this.places[field]) continue
      values[field] = value
      this.places[field] = place
      if (names) names[field] = name
    }
  }

  /** When all are in: a name that only folds to one of a text or markup is none beside one that is it to the letter. */
  settle(values: PageValues): void {
    if (values.text === undefined || values.html === undefined) return
    const { text, html } = this.places
    if (text >= FOLDED && html < FOLDED) values.text = undefined
    else if (html >= FOLDED && text < FOLDED) values.html = undefined
  }
}

/** What a value that says nothing is, where it is not merely absent, blank or empty. */
function oddityOf(value: unknown): OddKind | undefined {
  if (typeof value === 'number') return 'numbers'
  if (typeof value === 'string') return /^\s*$/.test(value) ? undefined : /\d/.test(value) ? 'numbers' : 'missing'
  return Array.isArray(value) && value.some((item) => typeof item === 'number') ? 'numbers' : undefined
}

/** The same as `pageOf`, with what was taken from the record. */
export function pageOfTaken(
  { record, values, names, odd }: Taken,
  source: string,
  number: number,
  options: PageOptions,
  limits: Limits,
  repair?: Repair,
): Item {
  const item = pageFrom(values, source, number, options, limits, repair)
  if (odd && options.odd)
    for (const [field, name, kind] of odd) if (values[field] === undefined) options.odd(field, name, kind)
  if (lacksAll(item)) return { ...item, ...lacking(record, options) }
  if (options.seen && !('code' in item))
    for (const field of FIELDS) if (values[field] !== undefined) options.seen(field, names[field]!)
  return item
}

/** The page that values of fields make, or why they make none. */
export function pageFrom(
  values: PageValues,
  source: string,
  number: number,
  options: PageOptions,
  limits: Limits,
  repair?: Repair,
): Item {
  const repairs = new Set<Repair>(repair === undefined ? [] : [repair])
  let title = textOf(values.title)
  let text = textOf(values.text)
  const markup = textOf(values.html)
  const lists: TagList[] = []
  const given = tagsIn(values.tags, repairs)
  if (given !== undefined && given.length > 0) {
    const known = given === values.tags ? (given as NumberedStrings).known : undefined
    lists.push(
      known
        ? new NumberedTags({ from: 'field', tags: given }, known.numbers, known.generation)
        : { from: 'field', tags: given },
    )
  }
  let url = textOf(values.url)
  let site = textOf(values.site)
  // The name of a program with a link to it, as Twitter has one under `source`.
  if (site?.startsWith('<')) site = undefined
  let date = textOf(values.date)
  let description: string | undefined
  let sections: readonly string[] | undefined = tagsIn(values.section, repairs)
  if (markup !== undefined && markup !== '') {
    const page = readHtml(reread(markup, repairs), options.markup, limits)
    text ??= page.text
    title ??= page.title
    url ??= page.url
    site ??= page.site
    date ??= page.date
    description = page.description
    sections ??= page.sections
    lists.push(...page.lists)
  } else if (text !== undefined && hasMarkup(text)) {
    // A text that merely holds a `<` is text.
    const whole = withoutStrayMarks(text)
    if (whole === text || hasMarkup(whole)) {
      const page = readHtml(reread(whole, repairs), options.markup, limits)
      text = page.text
      lists.push(...page.lists)
    }
  }
  if (lists.length === 0 && (text === undefined || text.trim() === '')) {
    return { source, record: number, code: 'NO_TEXT', reason: 'neither text nor tags' }
  }
  const tooMany = overfull(lists, source, number, limits)
  if (tooMany !== undefined) return tooMany
  const page: { -readonly [K in keyof Page]: Page[K] } = { id: textOf(values.id) ?? `${source}:${number}` }
  if (title !== undefined) page.title = title
  if (text !== undefined) page.text = text
  if (lists.length > 0) page.lists = lists
  if (url !== undefined) page.url = url
  if (date !== undefined) page.date = date
  if (description !== undefined) page.description = description
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

/** Text of a value: itself, a number, or what WordPress wraps as `{ rendered }`, and Drupal as `{ value, processed }`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value !== null && typeof value === 'object') {
    const { rendered, processed, value: raw } = value as Values
    const text = [rendered, processed, raw].find((part) => typeof part === 'string')
    if (text !== undefined) return text
    if (Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === 'string'))
      return value.join('\n')
  }
  return undefined
}

/** The tags of a value, misread characters put right before a string is split. */
function tagsIn(value: unknown, repairs: Set<Repair>): string[] | undefined {
  if ((value as NumberedStrings | undefined)?.known && (value as string[]).length !== 1) return value as string[]
  const items = Array.isArray(value) ? value.filter((item) => !saysNothing(item)) : []
  const whole = items.length === 1 ? (items[0] as unknown) : value
  if (typeof whole === 'string') {
    const text = reread(whole, repairs)
    if (ENTITY.test(text)) repairs.add('entities')
    return tagsOf(text)
  }
  return tagsOf(value)
}

/** Names of terms that a WordPress answer embeds, where its own fields have their ids: tags, and sections, if any. */
function embeddedTerms(record: Values): { tags: string[] | undefined; sections: string[] | undefined } {
  const tags: string[] = []
  const sections: string[] = []
  const embedded = record['_embedded'] as Values | null | undefined
  const groups = typeof embedded === 'object' && embedded !== null ? embedded['wp:term'] : undefined
  for (const term of Array.isArray(groups) ? (groups as unknown[]).flat() : []) {
    if (term === null || typeof term !== 'object') continue
    const { name, taxonomy } = term as Values
    if (typeof name !== 'string' || typeof taxonomy !== 'string') continue
    if (taxonomy.endsWith('tag')) tags.push(name)
    else if (taxonomy === 'category' || taxonomy.endsWith('_cat')) sections.push(name)
  }
  return { tags: tags.length > 0 ? tags : undefined, sections: sections.length > 0 ? sections : undefined }
}

/** Whether a text is HTML: it has an element that a page's text has. One pass. */
function hasMarkup(text: string): boolean {
  for (let i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i + 1)) {
    if (/^\/?(?:p|a|br|div|span|h[1-6]|ul|ol|li|img)[\s/>]/i.test(text.slice(i + 1, i + 7))) return true
  }
  return false
}
