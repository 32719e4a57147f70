import { readFileSync } from 'node:fs'

import { WusumError } from '../core/errors.js'
import type { PageField } from './types.js'

export type Values = Readonly<Record<string, unknown>>

/** What `data/fields.json` holds; `data/README.md` says what each part is for. */
interface FieldsData {
  readonly exact: Readonly<Record<PageField, readonly string[]>>
  readonly folded: Readonly<Record<PageField, readonly string[]>>
  readonly beside: readonly string[]
  readonly otherwise: readonly string[]
}

const { exact, folded, beside, otherwise } = fieldsData()

/** Names under which exports have the fields of a page, letter by letter; the first one that says something wins. */
export const fieldNames: Readonly<Record<PageField, readonly string[]>> = exact

/** A name of a field, and what it may be on a page. */
export interface FieldName {
  /** A small number of its own; -1 where there are too many names to count. */
  readonly number: number
  readonly fields: readonly NamedField[]
  readonly text: boolean
  readonly tags: boolean
  /** Whether numbers alone say nothing there: tags and sections. */
  readonly list: boolean
}

export interface NamedField {
  readonly field: PageField
  /** Of two names that say something the one with the lesser place wins, of equals the first in the record. */
  readonly place: number
}

/** Places below are those of `fieldNames`; the others are of names that only fold to a known one. */
export const FOLDED = 1000
/** A name of which only a part is a known one comes behind all that are one as a whole. */
const PART = 1000

/** A longer name is none that anybody wrote at the head of a column. */
const LONGEST = 100
/** So many names are kept that mean something, and that mean nothing: whoever writes records may make up any number. */
export const MOST_KNOWN = 2000
const MOST_UNKNOWN = 8000

const known = new Map<string, FieldName>()
const unknown = new Set<string>()

/** What a name of a field, or a column, may be on a page; undefined for one that says nothing. */
export function fieldName(name: string): FieldName | undefined {
  const found = known.get(name)
  if (found !== undefined || unknown.has(name)) return found
  const fields = fieldsOf(name)
  if (fields.length === 0) {
    if (unknown.size === MOST_UNKNOWN) unknown.clear()
    if (name.length <= LONGEST) unknown.add(name)
    return undefined
  }
  const has = (field: PageField): boolean => fields.some((one) => one.field === field)
  const counted = known.size < MOST_KNOWN
  const made: FieldName = {
    number: counted ? known.size : -1,
    fields,
    text: has('text'),
    tags: has('tags'),
    list: has('tags') || has('section'),
  }
  if (counted) known.set(name, made)
  return made
}

const exactly = placesOf(exact, (name) => name)
const byWords = placesOf(folded, (name) => wordsIn(name).join(''), 2)
const besides = beside.map(wordsIn)
const others = new Set(otherwise.flatMap(wordsIn))

function placesOf(
  names: FieldsData['exact'],
  keyOf: (name: string) => string,
  step = 1,
): ReadonlyMap<string, readonly NamedField[]> {
  const places = new Map<string, NamedField[]>()
  for (const [field, list] of Object.entries(names) as [PageField, readonly string[]][])
    for (const [i, name] of list.entries()) {
      const place = step * i
      const key = keyOf(name)
      const fields = places.get(key) ?? []
      if (!fields.some((one) => one.field === field)) fields.push({ field, place })
      places.set(key, fields)
    }
  return places
}

function fieldsOf(name: string): readonly NamedField[] {
  if (name.length > LONGEST) return []
  const whole = foldedFields(wordsIn(name)) ?? partsOf(name)
  const behind = whole.map(({ field, place }) => ({ field, place: FOLDED + place }))
  const first = exactly.get(name)
  if (first === undefined) return behind
  return [...first, ...behind.filter(({ field }) => !first.some((one) => one.field === field))]
}

/** What words are the name of, also with words beside them that do not matter. */
function foldedFields(words: readonly string[]): readonly NamedField[] | undefined {
  const found = byWords.get(words.join(''))
  if (found !== undefined) return found
  for (const some of besides) {
    if (some.length >= words.length) continue
    const [front, back] = [words.slice(0, some.length), words.slice(-some.length)]
    const rest = same(front, some) ? words.slice(some.length) : same(back, some) ? words.slice(0, -some.length) : []
    const fields = rest.length > 0 ? foldedFields(rest) : undefined
    // Behind the name alone, before the next one: `نص الخبر` is the text where `الخبر` is a column too.
    if (fields) return fields.map(({ field, place }) => ({ field, place: place | 1 }))
  }
  return undefined
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.every((word, i) => word === b[i])

/**
 * What a name says that has another beside it: `الوسوم (tags)`, `Tags / الوسوم`, `Tags (separated by commas)`. The first
 * part counts, else the first in the other script; none where a part says that it is something else (`Title (English)`).
 */
function partsOf(name: string): readonly NamedField[] {
  const parts = name
    .split(
      /[()[\]{}（）/\\|,،;؛:=\r\n]|\s[-–—]\s|(?<=\p{Script=Arabic})\s(?=[A-Za-z])|(?<=[A-Za-z])\s(?=\p{Script=Arabic})/u,
    )
    .map(wordsIn)
    .filter((words) => words.length > 0)
  if (parts.length < 2 || parts.flat().some((word) => others.has(word))) return []
  const isArabic = (words: readonly string[]): boolean => /\p{Script=Arabic}/u.test(words.join(''))
  const second = parts.find((words) => isArabic(words) !== isArabic(parts[0]!))
  const fields = foldedFields(parts[0]!) ?? (second && foldedFields(second)) ?? []
  return fields.map(({ field, place }) => ({ field, place: PART + place }))
}

/**
 * The words of a name as they are compared: without case, diacritics, hamza, stretching and article, and with one
 * letter for those that are written for each other.
 */
function wordsIn(name: string): string[] {
  return name
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u0640]+/gu, '')
    .toLowerCase()
    .replace(/[ىیۍې]/g, 'ي')
    .replace(/[ةۃە]/g, 'ه')
    .replace(/ک/g, 'ك')
    .replace(/ٱ/g, 'ا')
    .replace(/ء/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (/^ال../.test(word) ? word.slice(2) : word))
    .filter((word) => word !== '')
}

function fieldsData(): FieldsData {
  const file = new URL('../../data/fields.json', import.meta.url)
  let data: Partial<FieldsData>
  try {
    data = JSON.parse(readFileSync(file, 'utf8')) as Partial<FieldsData>
  } catch (cause) {
    throw new WusumError('MODEL', 'data/fields.json cannot be read', { where: { source: file.pathname }, cause })
  }
  const lists = { ...data.exact, ...data.folded, beside: data.beside, otherwise: data.otherwise }
  for (const [part, words] of Object.entries(lists))
    if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
      throw new WusumError('MODEL', `data/fields.json: "${part}" is not a list of names`)
  return data as FieldsData
}
