import { decodeHTML } from 'entities'

import { slugText } from './permalink.js'
import { ENTITY } from './repair.js'

type Values = Readonly<Record<string, unknown>>

/** What sets tags apart in one string: Arabic and Latin commas and semicolons, bar, line end. */
const DELIMITERS = '،,؛;|\n\r'

/** How deep lists and objects may stand in each other where programs write them into a string. */
const DEEPEST = 8

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9'

/**
 * The tags of one delimited string, in order, repeats kept, empty ones left out. A comma between two digits is part of
 * a number. Entities, also such as were escaped twice, are read first: each ends in what would be a delimiter. A string
 * of hashtags without delimiters is split at `#`. A list written as JSON, Python or Postgres write one (`["غزة"]`,
 * `[{'name': 'غزة'}]`, `{غزة}`) is read as such. Linear.
 */
export function delimited(text: string): string[] {
  const whole = withoutEntities(text).trim()
  const listed = written(whole)
  if (listed !== undefined) return listed
  const tags: string[] = []
  let start = 0
  for (let i = 0; i <= whole.length; i++) {
    const char = whole[i]
    if (char !== undefined && !DELIMITERS.includes(char)) continue
    if (char === ',' && isDigit(whole[i - 1]) && isDigit(whole[i + 1])) continue
    push(tags, whole.slice(start, i))
    start = i + 1
  }
  if (tags.length === 1 && tags[0]!.indexOf('#', 1) > 0) return hashtags(tags[0]!)
  return tags
}

/**
 * The tags of a value: a delimited string, or an array of strings, numbers or objects that have a name. Undefined for
 * anything else. Nothing that stands for a missing value is a tag, nor are numbers by themselves, which are ids of terms.
 */
export function tagsOf(value: unknown): string[] | undefined {
  if (namesNoTag(value)) return value === undefined || value === null ? undefined : []
  let tags: string[]
  if (typeof value === 'string') tags = delimited(value)
  else if (Array.isArray(value)) {
    tags = named(value)
    // One string in an array that holds the whole list.
    if (tags.length === 1) tags = delimited(tags[0]!)
  } else return undefined
  return areIds(tags) ? [] : tags
}

/** Whether a value stands for none: absent, blank, or what programs write for a missing one. */
export const saysNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && isMissing(value))

/** Whether a value of a field of tags has none: it says nothing, is empty, or holds nothing but ids of terms. */
export function namesNoTag(value: unknown): boolean {
  if (typeof value === 'string') return isMissing(value) || (IDS.test(value) && areIds(value.split(/[\s,;|]+/)))
  if (!Array.isArray(value)) return saysNothing(value)
  return value.every((item) => typeof item === 'number' || saysNothing(item))
}
const IDS = /^\d[\d,;|\s]*$/

/** Whether tags are numbers of terms; years may be tags. */
const areIds = (tags: readonly string[]): boolean =>
  tags.every((tag) => TERM_ID.test(tag)) && !tags.every((tag) => YEAR.test(tag))

/** Whether a text is blank or what programs write where there is no value: pandas, R, Python, JavaScript, databases. */
export const isMissing = (text: string): boolean => text.length <= LONGEST_MISSING && MISSING.has(text.trim())
const MISSING: ReadonlySet<string> = new Set([
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'None',
  'NULL',
  'Null',
  'null',
  'undefined',
  'NaT',
  '\\N',
])
const LONGEST_MISSING = 16
const TERM_ID = /^\d{1,12}$/
const YEAR = /^(?:19|20)\d\d$/

/** The text with its entities read, again where they were escaped again. */
function withoutEntities(text: string): string {
  let plain = text
  for (let i = 0; i < 3 && plain.includes('&') && ENTITY.test(plain); i++) plain = decodeHTML(plain)
  return plain
}

function push(tags: string[], tag: string): void {
  const trimmed = tag.trim()
  if (!isMissing(trimmed)) tags.push(trimmed)
}

function hashtags(text: string): string[] {
  if (!text.startsWith('#')) return [text]
  const tags: string[] = []
  for (const tag of text.split('#')) push(tags, tag)
  return tags
}

/** The names of an array's items, blank ones left out; arrays within are entered. */
function named(items: readonly unknown[], depth = 0): string[] {
  const tags: string[] = []
  for (const item of items) {
    if (Array.isArray(item)) {
      if (depth < DEEPEST) tags.push(...named(item, depth + 1))
      continue
    }
    const name = typeof item === 'number' || typeof item === 'bigint' ? String(item) : nameOf(item)
    if (name !== undefined && !isMissing(name)) tags.push(name)
  }
  return tags
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item
  if (item === null || typeof item !== 'object') return undefined
  const { name, label, term, title, displayTitle, displayName, tag, text, rendered, slug } = item as Values
  const names = [name, label, term, title, displayTitle, displayName, tag, text, rendered]
  const found = names.find((part): part is string => typeof part === 'string')
  return found ?? (typeof slug === 'string' ? slugText(slug) : undefined)
}

/** The items of a list as programs write one; undefined when `text` is not such a list. */
function written(text: string): string[] | undefined {
  const open = text[0]
  const isArray = open === '[' && text.endsWith(']')
  const isTuple = open === '(' && text.endsWith(')') && /^\(\s*['"]/.test(text)
  const isBraced = open === '{' && text.endsWith('}') && text[1] !== '{'
  if (!isArray && !isTuple && !isBraced) return undefined
  const value = isBraced ? python(`[${text}]`) : (json(text) ?? python(text))
  return value === undefined ? quoted(text) : named(value).map((tag) => tag.trim())
}

function json(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as unknown[]) : undefined
  } catch {
    // Not JSON: Python's repr, perhaps.
    return undefined
  }
}

/** A list as Python prints one: of strings in either quotes, numbers, None, True, False, lists, tuples and dicts. */
function python(text: string): unknown[] | undefined {
  const literal = new PythonLiteral(text)
  const value = literal.value(0)
  return literal.ended && Array.isArray(value) ? (value as unknown[]) : undefined
}

/** Reads one literal from the front of a text; `undefined` where it is none. */
class PythonLiteral {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get ended(): boolean {
    return this.#next() === undefined
  }

  /** The character at hand behind white space. */
  #next(): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
    return this.#text[this.#at]
  }

  value(depth: number): unknown {
    const first = this.#next()
    if (first === undefined || depth > DEEPEST) return undefined
    if (first === "'" || first === '"') return this.#string(first)
    if (first === '[' || first === '(') return this.#items(first === '[' ? ']' : ')', depth)
    if (first === '{') return this.#dict(depth)
    const word = /[A-Za-z]{4,5}|[-+]?[\d.]{1,30}(?:e[-+]?\d{1,3})?/y
    word.lastIndex = this.#at
    const found = word.exec(this.#text)?.[0]
    if (found === undefined) return undefined
    this.#at += found.length
    if (found === 'None') return null
    if (found === 'True' || found === 'False') return found === 'True'
    return /^[A-Za-z]/.test(found) ? undefined : Number(found)
  }

  #string(quote: string): string | undefined {
    let out = ''
    for (let i = this.#at + 1; i < this.#text.length; i++) {
      let char = this.#text[i]!
      if (char === quote) {
        this.#at = i + 1
        return out
      }
      if (char === '\\') {
        char = this.#text[++i] ?? ''
        const code = { x: 2, u: 4, U: 8 }[char]
        const hex = code === undefined ? '' : this.#text.slice(i + 1, i + 1 + code)
        if (code !== undefined && /^[\da-fA-F]+$/.test(hex) && hex.length === code && parseInt(hex, 16) <= 0x10ffff) {
          char = String.fromCodePoint(parseInt(hex, 16))
          i += code
        } else char = { n: '\n', t: '\t', r: '\r' }[char] ?? char
      }
      out += char
    }
    return undefined
  }

  #items(close: string, depth: number): unknown[] | undefined {
    const items: unknown[] = []
    this.#at++
    while (this.#next() !== close) {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
      const behind = this.#next()
      if (behind === ',') this.#at++
      else if (behind !== close) return undefined
    }
    this.#at++
    return items
  }

  #dict(depth: number): unknown {
    const entries: [string, unknown][] = []
    const bare: unknown[] = []
    this.#at++
    while (this.#next() !== '}') {
      const name = this.value(depth + 1)
      if (name === undefined) return undefined
      if (this.#next() === ':') {
        this.#at++
        const value = this.value(depth + 1)
        if (value === undefined) return undefined
        entries.push([typeof name === 'string' ? name : '', value])
      } else bare.push(name)
      const behind = this.#next()
      if (behind === ',') this.#at++
      else if (behind !== '}') return undefined
    }
    this.#at++
    // A set, and a Postgres array whose items are all quoted, have no colons.
    return bare.length > 0 ? bare : Object.fromEntries(entries)
  }
}

/** Items between brackets, set apart by commas or line ends, in single or double quotes or none. */
function quoted(text: string): string[] {
  const tags: string[] = []
  let i = 1
  const end = text.length - 1
  while (i < end) {
    const char = text[i]!
    if (char === "'" || char === '"') {
      let tag = ''
      for (i++; i < end && text[i] !== char; i++) {
        if (text[i] === '\\' && i + 1 < end) i++
        tag += text[i]!
      }
      push(tags, tag)
      i++
    } else {
      let stop = i
      while (stop < end && !'،,\'"'.includes(text[stop]!)) stop++
      push(tags, text.slice(i, stop))
      i = stop === i ? i + 1 : stop
    }
  }
  return tags
}
