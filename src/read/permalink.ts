import type { Markup } from '../core/types.js'

/**
 * What an address leads to, as far as it tells: the page of a `tag`; of a `topic`, a word by which some sites call their
 * tags and others their sections or threads; the `index` of all tags; a `section` of the site; or something `else`, which
 * includes the further pages of a tag.
 */
export type Destination = 'tag' | 'topic' | 'index' | 'section' | 'else'

/** What a button shares by: its query may have hashtags, which no page lists. */
const SHARING = /\/(?:intent\/\w{1,20}|sharer?(?:\.php)?|shareArticle)\/?\?/i

/**
 * Told by a segment of the path that is one of `permalinks`, `topics` or `sections`, or a query parameter that is one of
 * the first or last, or one of `scripts` that is one of the first, and by what follows it. Percent-encoding is undone, any
 * case will do.
 */
export function destinationOf(
  href: string,
  { permalinks, topics, sections, scripts }: Pick<Markup, 'permalinks' | 'topics' | 'sections' | 'scripts'>,
): Destination {
  if (href.length > 2048 || href.startsWith('#') || SHARING.test(href)) return 'else'
  const { segments, query, anchor } = parts(href)
  let found: Destination = 'else'
  for (let i = 0; i < segments.length; i++) {
    const last = i === segments.length - 1
    const word = plain(segments[i]!)
    if (permalinks.includes(word)) {
      // Static sites keep all tags on one page, each at its anchor.
      if (!last || anchor !== '') return isFurtherPage(segments, query) ? 'else' : 'tag'
      found = 'index'
    } else if (last || found !== 'else') continue
    // Forums call their threads so, by number.
    else if (topics.includes(word)) found = /^\d/.test(segments[i + 1]!) ? 'else' : 'topic'
    else if (sections.includes(word)) found = 'section'
  }
  for (const [name, value] of query) {
    if (value === '') continue
    if (permalinks.includes(name)) return isFurtherPage(segments, query) ? 'else' : 'tag'
    if (found === 'else' && sections.includes(name)) found = 'section'
    // Forums name their script for tags, and beside it which: `misc.php?mod=tag&id=3`.
    if (scripts.includes(name) && permalinks.includes(plain(value))) {
      if (isFurtherPage(segments, query)) return 'else'
      return query.some(([which, id]) => NAMING.test(which) && id !== '') ? 'tag' : 'index'
    }
  }
  return found
}

/**
 * Addresses that `destinationOf` must look into: those with a segment that begins like one of the words and is as long,
 * with a query, or with letters beyond ASCII. All others lead to something else, which is most links of a page.
 */
export function telling({
  permalinks,
  topics,
  sections,
}: Pick<Markup, 'permalinks' | 'topics' | 'sections'>): (href: string) => boolean {
  const lengths = new Map<number, number>()
  for (const { length, 0: first = '' } of [...permalinks, ...topics, ...sections])
    lengths.set(first.charCodeAt(0), (lengths.get(first.charCodeAt(0)) ?? 0) | (1 << Math.min(length, 31)))
  /** By first letter, great or small: a bit for each length. */
  const table = Int32Array.from({ length: 128 }, (_, code) => lengths.get(code | 0x20) ?? 0)
  return (href) => {
    let start = 0
    for (let i = 0; i <= href.length; i++) {
      const code = i < href.length ? href.charCodeAt(i) : SLASH
      if (code === PERCENT || code === QUESTION || code >= 0x80) return true
      if (code !== SLASH && code !== HASH) continue
      const length = i - start
      if (length > 0 && ((table[href.charCodeAt(start)]! >> Math.min(length, 31)) & 1) !== 0) return true
      start = i + 1
    }
    return false
  }
}
/** Parameters that say which tag. */
const NAMING = /^(?:id|name|tid|tag_?id|tag_?name)$/
const SLASH = 0x2f
const PERCENT = 0x25
const QUESTION = 0x3f
const HASH = 0x23

/**
 * Whether a page of this address lists others: the page of a tag, of a section, the index of tags, or a further page of
 * such a list. Only where the address says nothing beside: articles live at `/category/2026/name` too.
 */
export function isArchive(href: string, words: Pick<Markup, 'permalinks' | 'sections'>): boolean {
  if (href.length > 2048) return false
  const { segments, query } = parts(href)
  if (isFurtherPage(segments, query)) return true
  const word = plain(segments.at(-2) ?? '')
  if (words.permalinks.includes(word) || words.sections.includes(word)) return true
  return segments.length > 0 && words.permalinks.includes(plain(segments.at(-1)!))
}

function parts(href: string): { segments: string[]; query: (readonly [string, string])[]; anchor: string } {
  const path = href.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#]*/i, '')
  const hash = path.indexOf('#')
  const [address = '', query = ''] = (hash < 0 ? path : path.slice(0, hash)).split('?', 2)
  return {
    segments: address.split('/').filter((segment) => segment !== ''),
    query:
      query === ''
        ? []
        : query.split('&').map((pair) => {
            const [name = '', value = ''] = pair.split('=', 2)
            return [plain(name), value]
          }),
    anchor: hash < 0 ? '' : path.slice(hash + 1),
  }
}

/** `/page/2`, `?page=2`, `?paged=2`: more of what another address lists. */
function isFurtherPage(segments: readonly string[], query: readonly (readonly [string, string])[]): boolean {
  return (
    (/^page$/i.test(segments.at(-2) ?? '') && /^\d{1,6}$/.test(segments.at(-1)!)) ||
    query.some(([name, value]) => (name === 'page' || name === 'paged') && /^(?:[2-9]|[1-9]\d{1,5})$/.test(value))
  )
}

/** Percent-encoding undone where it is whole; lower case. */
function plain(segment: string): string {
  if (!segment.includes('%')) return segment.toLowerCase()
  try {
    return decodeURIComponent(segment).toLowerCase()
  } catch {
    // Not UTF-8, or cut: then it is none of the words.
    return segment
  }
}

/** The words of a slug: percent-encoding undone, hyphens and underscores spaces. The slug itself where it is not UTF-8. */
export function slugText(slug: string): string {
  try {
    return decodeURIComponent(slug)
      .replace(/[-_+]+/g, ' ')
      .trim()
  } catch {
    return slug
  }
}
