import { clean, type Letters } from './fold.js'
import type { Layout } from '../lists/layout.js'

/** The tags that the head of a static site's source names, and where. */
export interface FrontMatter {
  /** Behind the head. */
  readonly end: number
  readonly lists: readonly (readonly string[])[]
  readonly runs: readonly (readonly string[])[]
  readonly spans: readonly (readonly [number, number])[]
}

/** A head is read no further than this; the longest seen have about 4,000 units. */
const HEAD_UNITS = 20_000
/** YAML, TOML and JSON heads, by the line that closes them. */
const CLOSERS: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^---[ \t]*\r?\n/, /^(?:---|\.\.\.)[ \t]*\r?$/m],
  [/^\+\+\+[ \t]*\r?\n/, /^\+\+\+[ \t]*\r?$/m],
  [/^\{[ \t]*\r?\n/, /^\}[ \t]*\r?$/m],
  // Org has no mark of its own: its head is the lines of keywords.
  [/^(?=#\+[a-z_]+:)/i, /^(?!#\+)/m],
]
const KEY = /^(?:#\+)?[ \t]*["']?([^\s:="'[\]{}#-][^:="'[\]{}#\n]{0,30}?)["']?[ \t]*[:=][ \t]*(.*)$/

/**
 * Reads the head of a page that a static site generator makes, as Hugo, Jekyll, Hexo, Gatsby, Zola, Eleventy and
 * others have it: `tags: [a, b]`, lines of `- a`, `tags = ["a"]`, `"tags": […]`, `tags: a, b`. Undefined where there
 * is none. A bare string without delimiters may be one tag (Hexo) or several (Jekyll), so it is a run.
 */
export function frontMatter(text: string, layout: Layout, letters: Letters): FrontMatter | undefined {
  const start = /^[\s\ufeff]{0,20}/.exec(text)![0].length
  const head = text.slice(start, start + HEAD_UNITS)
  const kind = CLOSERS.find(([open]) => open.test(head))
  if (!kind) return undefined
  const first = kind[0].exec(head)![0].length
  const close = kind[1].exec(head.slice(first))
  if (!close) return undefined
  const lists: string[][] = []
  const runs: string[][] = []
  const spans: [number, number][] = []
  const lines = head.slice(first, first + close.index).split('\n')
  for (let i = 0, at = start + first; i < lines.length; i++) {
    const begin = at
    at += lines[i]!.length + 1
    const found = KEY.exec(lines[i]!.trimEnd())
    if (!found || !layout.fields.has(found[1]!.trim().toLowerCase())) continue
    let value = found[2]!.trim()
    let items: string[] | undefined
    if (/^:[^:]+(?::[^:]+)*:$/.test(value)) items = value.split(':')
    else if (value.startsWith('[')) {
      for (; !closed(value) && i + 1 < lines.length; at += lines[i]!.length + 1) value += `\n${lines[++i]!}`
      items = split(value.slice(1, closed(value) || undefined))
    } else if (value === '' || value.startsWith('#')) {
      items = []
      for (; i + 1 < lines.length; at += lines[i]!.length + 1) {
        const item = /^[ \t]*-(?:[ \t]+(.*))?$/.exec(lines[i + 1]!.trimEnd())
        if (!item && !/^[ \t]*(?:#.*)?$/.test(lines[i + 1]!.trimEnd())) break
        i++
        if (item) items.push(scalar(item[1] ?? ''))
      }
    } else {
      value = scalar(value.replace(/,$/, ''))
      items = /[,،;؛]/.test(value) || !/\s/.test(value) ? value.split(/[,،;؛]/) : undefined
    }
    spans.push([begin, at - 1])
    const cleaned = (items ?? [value]).map((item) => clean(item, letters)).filter((item) => !NOTHING.test(item))
    if (cleaned.length > 0) (items ? lists : runs).push(cleaned)
  }
  return { end: start + first + close.index + close[0].length, lists, runs, spans }
}

/** What says that there is no value. */
const NOTHING = /^(?:|null|~|nil|none|true|false)$/i

/** Where the bracket that a flow sequence opens with is closed, 0 where it is not: brackets in quotes do not count. */
function closed(value: string): number {
  let quote = ''
  for (let i = 1; i < value.length; i++) {
    const char = value[i]!
    if (quote) {
      if (char === '\\') i++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === ']') return i
  }
  return 0
}

/** The items of a flow sequence: quoted ones whole. One whose quote stays open goes to the end: it is not sought twice. */
function split(inner: string): string[] {
  const items = inner.match(/"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^']|'')*(?:'|$)|[^,،\n"'[\]]+/g) ?? []
  return items.map((item) => scalar(item.trim()))
}

/** A scalar without its quotes, escapes undone, a comment behind it left out. */
function scalar(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value)
  if (quoted) {
    return quoted[1]!.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string) =>
      code ? String.fromCharCode(parseInt(code, 16)) : char,
    )
  }
  const single = /^'((?:[^']|'')*)'/.exec(value)
  return single ? single[1]!.replaceAll("''", "'") : value.replace(/(?:^|\s)#.*$/, '').trim()
}
