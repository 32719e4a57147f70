import { tagsOf } from './delimited.js'

/** Nodes that speak of the site, not of the page. */
const OF_THE_SITE = new Set([
  'website',
  'organization',
  'newsmediaorganization',
  'corporation',
  'person',
  'webapplication',
  'searchaction',
  'breadcrumblist',
])
const DEPTH = 32

/**
 * The `keywords` of a JSON-LD script, a list a node, in order: a delimited string, an array of strings, or of
 * DefinedTerms. CDATA and comment wrappers, and control characters within strings, are passed over. Nodes of the site
 * itself (WebSite, Organization) do not count.
 */
export function keywordsOf(script: string): string[][] {
  const value = parse(unwrapped(script))
  const lists: string[][] = []
  walk(value, lists, 0)
  return lists
}

function unwrapped(script: string): string {
  let text = script.trim()
  for (const [open, close] of [
    ['//<![CDATA[', ']]>'],
    ['/*<![CDATA[*/', ']]>'],
    ['<![CDATA[', ']]>'],
    ['<!--', '-->'],
  ] as const) {
    if (!text.startsWith(open)) continue
    const end = text.lastIndexOf(close)
    text = text
      .slice(open.length, end < 0 ? undefined : end)
      .replace(/(?:\/\/|\/\*)\s*$/, '')
      .trim()
  }
  return text.endsWith(';') ? text.slice(0, -1) : text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    try {
      // Line ends within strings, and a comma before a closing bracket: what templates leave behind.
      return JSON.parse(text.replace(/[\u0000-\u001f]/g, ' ').replace(/,(?= {0,64}[\]}])/g, ''))
    } catch {
      return undefined
    }
  }
}

function walk(value: unknown, lists: string[][], depth: number): void {
  if (value === null || typeof value !== 'object' || depth > DEPTH) return
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) walk(item, lists, depth + 1)
    return
  }
  const node = value as Readonly<Record<string, unknown>>
  const type = node['@type']
  const types = (Array.isArray(type) ? (type as unknown[]) : [type]).map((name) => String(name).toLowerCase())
  if (!types.some((name) => OF_THE_SITE.has(name))) {
    const { keywords } = node
    const tags = tagsOf(typeof keywords === 'string' ? keywords : [keywords]) ?? []
    if (tags.length > 0) lists.push(tags)
  }
  for (const [name, part] of Object.entries(node)) if (name !== 'keywords') walk(part, lists, depth + 1)
}
