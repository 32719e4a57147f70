import { decodeHTML } from 'entities'

import { tagsOf } from './delimited.js'

/** What the JSON-LD of a page says. */
export interface Linked {
  /** The `keywords` of its nodes, a list a node, in order. */
  readonly keywords: string[][]
  /** How many articles it describes, beside those that they only mention. */
  readonly articles: number
  /** Whether it says that the page is a collection of others. */
  readonly collection: boolean
}

/** Nodes that speak of the site, not of the page. */
const OF_THE_SITE = new Set([
  'website',
  'webapplication',
  'mobileapplication',
  'corporation',
  'localbusiness',
  'store',
  'onlinestore',
  'brand',
  'person',
  'searchaction',
  'breadcrumblist',
])
const ARTICLE = /(?:article|posting|report)$/
const COLLECTION = new Set(['collectionpage', 'searchresultspage'])
/** Properties that hold other pages. */
const OTHERS = new Set([
  'itemlistelement',
  'blogpost',
  'blogposts',
  'haspart',
  'ispartof',
  'mentions',
  'citation',
  'relatedlink',
  'isrelatedto',
  'issimilarto',
  'comment',
  'review',
])
const DEPTH = 32

/**
 * Reads one JSON-LD script: keywords as a delimited string, an array of strings, or of DefinedTerms. What stands around
 * and between its values is passed over: CDATA marks, comments, semicolons; within them control characters in strings,
 * comments, and commas too many. Nodes of the site itself (WebSite, Organization), and of other pages that this one
 * lists, do not count. Linear.
 */
export function readLinked(script: string): Linked {
  const found = { keywords: [] as string[][], articles: 0, collection: false }
  for (const value of valuesOf(script)) walk(value, found, 0)
  return found
}

function valuesOf(script: string): unknown[] {
  try {
    return [JSON.parse(script)]
  } catch {
    // Some templates write entities where JSON has quotes.
    const text = /^[^"]*&(?:quot|#34|#x22);/i.test(script.slice(0, 256)) ? decodeHTML(script) : script
    return pieces(text).flatMap((piece) => parse(piece) ?? [])
  }
}

/** The objects and arrays that stand in a text one after the other, whatever stands between them. */
function pieces(text: string): string[] {
  const found: string[] = []
  const mark = /<!\[CDATA\[|\/\*|\*\/|\/\/|[{[\]}"]/g
  let depth = 0
  let start = 0
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    switch (match[0]) {
      case '{':
      case '[':
        if (depth++ === 0) start = match.index
        break
      case '}':
      case ']':
        // What closes CDATA and comments closes nothing here.
        if (depth > 0 && --depth === 0) found.push(text.slice(start, match.index + 1))
        break
      case '"':
        if (depth > 0) mark.lastIndex = endOfString(text, match.index)
        break
      case '/*': {
        const end = depth > 0 ? text.indexOf('*/', mark.lastIndex) : -1
        if (end >= 0) mark.lastIndex = end + 2
        else if (depth > 0) return found
        break
      }
      case '//':
        if (depth > 0) mark.lastIndex = endOfLine(text, mark.lastIndex)
        break
      default:
    }
  }
  return found
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return text.length
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** A value, with what templates leave in it taken out. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(tidied(text))
    } catch {
      return undefined
    }
  }
}

/** Line ends within strings made spaces, comments and commas before a closing bracket taken out. */
function tidied(text: string): string {
  let tidy = ''
  let from = 0
  const add = (end: number, next: number): void => {
    tidy += text.slice(from, end)
    from = next
  }
  const mark = /"|\/\*|\/\/|,/g
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const at = match.index
    let next = mark.lastIndex
    if (match[0] === '"') {
      next = endOfString(text, at)
      add(at, next)
      tidy += text.slice(at, next).replace(/[\u0000-\u001f]/g, ' ')
    } else if (match[0] === ',') {
      const after = /[^\s,]/g
      after.lastIndex = next
      const following = after.exec(text)
      next = following?.index ?? text.length
      if (following?.[0] === '}' || following?.[0] === ']') add(at, next)
    } else {
      const end = match[0] === '//' ? endOfLine(text, next) : text.indexOf('*/', next) + 2
      next = end < 2 ? text.length : end
      add(at, next)
    }
    mark.lastIndex = next
  }
  return tidy + text.slice(from)
}

function walk(value: unknown, found: { keywords: string[][]; articles: number; collection: boolean }, depth: number) {
  if (value === null || typeof value !== 'object' || depth > DEPTH) return
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) walk(item, found, depth + 1)
    return
  }
  const node = value as Readonly<Record<string, unknown>>
  const type = node['@type']
  const types = (Array.isArray(type) ? (type as unknown[]) : [type]).map((name) => String(name).toLowerCase())
  if (types.some((name) => ARTICLE.test(name))) found.articles++
  if (types.some((name) => COLLECTION.has(name))) found.collection = true
  if (!types.some((name) => OF_THE_SITE.has(name) || name.endsWith('organization'))) {
    const tags = tagsOf(literal(node['keywords'])) ?? []
    if (tags.length > 0) found.keywords.push(tags)
  }
  for (const [name, part] of Object.entries(node)) {
    if (name !== 'keywords' && !OTHERS.has(name.toLowerCase())) walk(part, found, depth + 1)
  }
}

/** A value as JSON has it, JSON-LD's wrappers taken off; one object is a list of one. */
function literal(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || depth > DEPTH) return value
  if (Array.isArray(value)) return value.flatMap((item) => literal(item, depth + 1))
  const { '@value': text, '@list': list } = value as Readonly<Record<string, unknown>>
  return text !== undefined || list !== undefined ? literal(text ?? list, depth + 1) : [value]
}
