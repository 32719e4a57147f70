/**
 * Whether a link leads to the page of a tag: a segment of its path, or a query parameter, is one of `permalinks`, and
 * something follows it. Percent-encoding is undone, any case will do.
 */
export function leadsToTag(href: string, permalinks: readonly string[]): boolean {
  if (href.length > 2048 || href.startsWith('#')) return false
  const path = href.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '')
  const [address = '', query = ''] = path.split('#', 1)[0]!.split('?', 2)
  const segments = address.split('/').filter((segment) => segment !== '')
  for (let i = 0; i + 1 < segments.length; i++) {
    if (permalinks.includes(plain(segments[i]!))) return true
  }
  if (query === '') return false
  return query.split('&').some((pair) => {
    const [name = '', value = ''] = pair.split('=', 2)
    return value !== '' && permalinks.includes(plain(name))
  })
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
