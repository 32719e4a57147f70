import { decodeHTML } from 'entities'

import { BoundedParser } from './bounded-parser.js'
import type { Scanner } from './batches.js'
import { entryItem } from './entry.js'
import { subjectNames } from './subjects.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'
import { elementScanner, xmlRecords } from './xml-records.js'

/** The pages of a dump of a wiki, as MediaWiki exports them. */
export const wikiScanner = (): Scanner => elementScanner(['page'])

/** An article is a page, its categories are tags. Redirects and what is no article (talk, files, categories) are passed by. */
export function wikiPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { head, records } = xmlRecords(batch)
  const site = siteOf(head)
  const items: Item[] = []
  for (const { text, repair, record } of records) {
    const page = pageIn(text, limits)
    const title = page.get('title') ?? ''
    if (page.has('redirect') || (page.get('ns') ?? '0') !== '0') continue
    const source = without(page.get('text') ?? '', '<!--', '-->')
    const url =
      site.base &&
      `${site.base}${encodeURIComponent(title.replaceAll(' ', '_')).replaceAll('%2F', '/').replaceAll('%3A', ':')}`
    const entry = {
      id: url ?? page.get('id'),
      title,
      text: plainText(source, site.hidden),
      tags: categoriesIn(source, site.categories),
      url,
      date: page.get('timestamp'),
      site: site.name,
    }
    items.push(entryItem(entry, batch.source, record, options, limits, repair))
  }
  return items
}

interface Site {
  readonly name: string | undefined
  /** What the addresses of its pages begin with. */
  readonly base: string | undefined
  /** Names of the namespace of categories, in small letters; and of those whose links show nothing in a text, files too. */
  readonly categories: ReadonlySet<string>
  readonly hidden: ReadonlySet<string>
}

/** What a dump says of its wiki before the first page. */
function siteOf(head: string): Site {
  const base = /<base>([^<]{1,2000})<\/base>/.exec(head)?.[1]
  const named = (key: number): string[] => {
    const name = new RegExp(`<namespace key="${key}"[^>]{0,100}>([^<]{1,100})<`).exec(head)?.[1]
    return name === undefined ? [] : [name.toLowerCase()]
  }
  const categories = new Set([...subjectNames('categories'), ...named(14)])
  return {
    name: /<sitename>([^<]{1,200})<\/sitename>/.exec(head)?.[1],
    base: base?.slice(0, base.lastIndexOf('/') + 1),
    categories,
    hidden: new Set([...categories, 'file', 'image', ...named(6)]),
  }
}

/** The first text of each element of a page, of a revision that of the last. */
function pageIn(text: string, limits: Limits): Map<string, string> {
  const found = new Map<string, string>()
  const path: string[] = []
  let here = ''
  const parser = new BoundedParser(
    {
      onopentag(name) {
        path.push(name)
        here = ''
        if (name === 'redirect') found.set(name, '')
      },
      ontext(part) {
        here += part
      },
      onclosetag(name) {
        if (path.at(-1) !== name) return
        path.pop()
        const within = path.at(-1)
        if (within === 'page' ? !found.has(name) : within === 'revision' && (name === 'text' || name === 'timestamp'))
          found.set(name, here)
        here = ''
      },
    },
    { xmlMode: true },
    () => path.length >= limits.htmlDepth,
  )
  parser.end(text)
  return found
}

/** The names of the categories that a text puts itself into. A link to a category, `[[:تصنيف:…]]`, is none. */
function categoriesIn(text: string, names: ReadonlySet<string>): string[] {
  const tags: string[] = []
  for (const [, name = '', category = ''] of text.matchAll(
    /\[\[[ \t]{0,8}([^\s[\]|:]{1,40})[ \t]{0,8}:([^[\]|\n]{1,255})(?:\||\]\])/g,
  )) {
    const tag = category.replaceAll('_', ' ').trim()
    if (names.has(name.toLowerCase()) && tag !== '') tags.push(tag)
  }
  return tags
}

/** Elements whose content is no prose. */
const ASIDE =
  /<(ref|math|gallery|timeline|syntaxhighlight|source|score|templatestyles|imagemap|graph|mapframe)\b([^<>]{0,500})>/iy
const ELEMENT = /<\/?[a-z][^<>]{0,500}>/iy
const ADDRESS = /\[(?:https?:)?\/\/[^\s\]]{1,2000} ?/y
/** The most that stands open at once. */
const DEEPEST = 256

/** A text of MediaWiki, its comments gone, as readers see it: without templates, tables, files and notes. Linear. */
export function plainText(source: string, hidden: ReadonlySet<string>): string {
  const text = `\n${source}`
  const out: string[] = []
  const open: ('template' | 'table' | 'hidden' | 'link' | 'address')[] = []
  let unseen = 0
  const missing = new Set<string>()
  const push = (kind: (typeof open)[number]): void => {
    if (open.length >= DEEPEST) return
    open.push(kind)
    if (kind !== 'link' && kind !== 'address') unseen++
  }
  const pop = (...kinds: readonly (typeof open)[number][]): boolean => {
    const last = open.at(-1)
    if (last === undefined || !kinds.includes(last)) return false
    open.pop()
    if (last !== 'link' && last !== 'address') unseen--
    return true
  }
  const MARK = /[[\]{}<'\n|]/g
  for (let at = 0; at < text.length;) {
    MARK.lastIndex = at
    const mark = MARK.exec(text)?.index ?? text.length
    if (unseen === 0 && mark > at) out.push(text.slice(at, mark))
    at = mark
    const two = text.slice(at, at + 2)
    if (two === '{{') push('template')
    else if (two === '{|') push('table')
    else if (two === '}}') pop('template')
    else if (two === '|}') pop('table')
    else if (two === ']]') pop('link', 'hidden')
    else if (two === '[[') {
      const [target = '', name] = /^([^[\]|\n]{0,255}?:)?[^[\]|\n]{0,255}/.exec(text.slice(at + 2, at + 514)) ?? []
      const bar = text[at + 2 + target.length] === '|'
      push(name !== undefined && hidden.has(name.slice(0, -1).trim().toLowerCase()) ? 'hidden' : 'link')
      at += 2 + (bar ? target.length + 1 : target.startsWith(':') ? 1 : 0)
      continue
    } else if (two === "''") {
      while (text[at] === "'") at++
      continue
    } else if (two.startsWith('\n')) {
      // A heading ends what was never closed.
      if (two === '\n=') {
        open.length = 0
        unseen = 0
      }
      if (unseen === 0) out.push('\n')
      at++
      while (/[=*#:;]/.test(text[at] ?? '')) at++
      continue
    } else {
      at = single(text, at)
      continue
    }
    at += 2
  }
  const plain = out
    .join('')
    .replace(/={2,6}[ \t]{0,8}$/gm, '')
    .replace(/__[A-Z]{3,20}__/g, '')
  return decodeHTML(plain)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

  /** What is marked by one sign: elements, addresses; else the sign stands for itself. */
  function single(text: string, at: number): number {
    if (text[at] === '<') {
      ASIDE.lastIndex = at
      const [whole = '', name = '', attributes = ''] = ASIDE.exec(text) ?? []
      if (whole !== '') {
        const from = at + whole.length
        if (attributes.endsWith('/')) return from
        const end = missing.has(name) ? -1 : text.indexOf(`</${name}`, from)
        if (end < 0) missing.add(name)
        return end < 0 ? from : end
      }
      ELEMENT.lastIndex = at
      const element = ELEMENT.exec(text)?.[0]
      if (element !== undefined) {
        if (unseen === 0 && /^<(?:br|p|li|div)\b/i.test(element)) out.push('\n')
        return at + element.length
      }
    }
    if (text[at] === '[') {
      ADDRESS.lastIndex = at
      const address = ADDRESS.exec(text)?.[0]
      if (address !== undefined) {
        push('address')
        return at + address.length
      }
    }
    if (text[at] === ']' && pop('address')) return at + 1
    if (unseen === 0) out.push(text[at]!)
    return at + 1
  }
}

/** A text without what stands between two marks. */
function without(text: string, from: string, to: string): string {
  let whole = ''
  let at = 0
  for (;;) {
    const start = text.indexOf(from, at)
    const end = start < 0 ? -1 : text.indexOf(to, start)
    if (end < 0) return whole + text.slice(at)
    whole += text.slice(at, start)
    at = end + to.length
  }
}
