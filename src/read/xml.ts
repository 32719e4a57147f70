/** XML by what it says of itself first: its root element. */
import type { Foreign } from './foreign.js'
import { endOfMark } from './stray.js'
import type { Format } from './format.js'

interface Root {
  /** With its prefix, as it is written. */
  readonly name: string
  /** Its start tag, as far as it is there. */
  readonly tag: string
  /** Whether the document says that it is XML, or HTML. */
  readonly declares: 'xml' | 'html' | undefined
}

/**
 * Roots of feeds, and of what is read as one: an item, an entry or an address is a page. A sitemap must be one of news or
 * films, which alone have keywords.
 */
const FEEDS = new Set(['rss', 'feed', 'channel', 'urlset'])
/** Roots of records of libraries, and what speaks for such records in a root that any XML may have. */
const CATALOGUES = new Set([
  'OAI-PMH',
  'ListRecords',
  'GetRecord',
  'searchRetrieveResponse',
  'modsCollection',
  'mods',
  'qualifieddc',
  'dublin_core',
  'dc',
  'collection',
  'records',
  'record',
  'metadata',
  'RDF',
])
const OF_LIBRARIES =
  /openarchives\.org\/OAI\/2|loc\.gov\/(?:MARC21|mods)|purl\.org\/dc\/|<(?:\w{1,20}:)?datafield\s|<dcvalue\s|<modsCollection\b/

/** Roots of XML that hold no pages, whose sentence says more than their name. */
const KINDS: Readonly<Record<string, string>> = {
  urlset: 'a sitemap without keywords, not pages; fetch what it names, and name that folder',
  sitemapindex: 'an index of sitemaps, not pages; fetch the sitemaps of news that it names',
  opml: 'a list of feeds (opml), not pages; fetch the feeds that it names',
  Workbook: 'a spreadsheet in XML, not pages; save its sheet as CSV',
  'w:wordDocument': 'a Word document in XML, not pages; save it as text or HTML',
  'pkg:package': 'a Word document in XML, not pages; save it as text or HTML',
  'office:document': 'an office document in XML, not pages; save it as text or HTML',
  package: 'the contents of a book (opf), not pages; name the folder of its chapters',
  container: 'the container of a book (epub), not pages; name the folder of its chapters',
}

/** What a fragment of HTML begins with. */
const HTML = new Set(
  (
    'html head body title meta link base style script noscript template p div span a b i u s em strong small big font center br hr wbr img ' +
    'h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup thead tbody tfoot tr td th article section aside nav header footer main ' +
    'address blockquote pre code kbd samp q cite abbr bdi bdo ins del mark sub sup time figure figcaption picture video audio source iframe ' +
    'form fieldset label input button select textarea details summary dialog canvas marquee frameset frame noframes object embed map area'
  ).split(' '),
)

/**
 * What a document is that begins with a mark, by its root element; or a sentence on what it is instead. XML that is none of
 * what is read is never HTML: its texts are not a page's.
 *
 * @param text its beginning, in Latin-1
 */
export function markupFormat(text: string, path: string): Format | Foreign {
  const first = rootOf(text)
  if (first === undefined || first.declares === 'html') return 'html'
  const { name, tag, declares } = first
  const local = name.slice(name.indexOf(':') + 1)
  if (FEEDS.has(local) && (local !== 'urlset' || /<(?:news:keywords|video:tag)[\s>]/.test(text))) return 'feed'
  if (local === 'RDF' && /<item[\s>]|purl\.org\/rss|netscape\.com\/rdf/.test(text)) return 'feed'
  if (local === 'mediawiki') return 'wiki'
  if (CATALOGUES.has(local) && OF_LIBRARIES.test(text)) return 'catalogue'
  if (local.toLowerCase() === 'html') return 'html'
  const known = HTML.has(local.toLowerCase())
  const isXml =
    declares === 'xml'
      ? !/^(?:head|body)$/i.test(name) && !/<html[\s>]/i.test(text)
      : name.includes(':') || /\sxmlns(?::|\s*=)/.test(tag) || (!known && text.includes(`</${name}`) && !hasHtml(text))
  const named = /\.(xml|x?html?)(?:\.(?:gz|zst|br))?$/i.exec(path)?.[1]?.toLowerCase()
  if (
    tag.includes('http://www.w3.org/1999/xhtml') ||
    (named === 'xml' ? false : !isXml || (known && named !== undefined))
  )
    return 'html'
  if (name === 'svg') return { foreign: 'an image, not pages', asset: true }
  const root = Buffer.from(name, 'latin1').toString()
  return {
    foreign:
      KINDS[name] ??
      `XML with the root element <${root}>, not pages; export what it holds as a feed, CSV or JSON Lines`,
  }
}

/** Whether an element that HTML has stands somewhere: what has a root that nobody knows may be a template. */
function hasHtml(text: string): boolean {
  for (const [, name = ''] of text.matchAll(/<([a-z][a-z\d]*)[\s/>]/gi)) if (HTML.has(name.toLowerCase())) return true
  return false
}

/** What stands at a place. */
const XML = /<\?xml\b/iy
const DOCTYPE = /<!doctype\b(\s+html\b)?/iy
const ROOT = /<([A-Za-z_\x80-\xff][\w.:\x80-\xff-]{0,100})/y
/** The longest start tag that nothing ends. */
const TAG_UNITS = 4096

/** The first element, behind declarations, instructions and comments. */
function rootOf(text: string): Root | undefined {
  const standing = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
  let declares: Root['declares']
  for (let at = 0; ;) {
    while (/\s/.test(text[at] ?? '')) at++
    if (text[at] !== '<') return undefined
    const end = endOfMark(text, at)
    const doctype = standing(DOCTYPE, at)
    if (doctype?.[1] !== undefined) declares = 'html'
    else if (doctype !== null || standing(XML, at) !== null) declares ??= 'xml'
    if (/[!?]/.test(text[at + 1] ?? '')) {
      if (end < 0) return undefined
      // A declaration may hold others.
      const subset = doctype === null ? -1 : text.slice(at, end).indexOf('[')
      const close = subset < 0 ? -1 : text.indexOf(']', at + subset)
      at = close < 0 ? end : text.indexOf('>', close) + 1
      if (at === 0) return undefined
      continue
    }
    const name = standing(ROOT, at)?.[1]
    return name === undefined ? undefined : { name, tag: text.slice(at, end < 0 ? at + TAG_UNITS : end), declares }
  }
}

/** Whether XML that begins so lists addresses. */
export const isSitemap = (head: Buffer): boolean => rootOf(head.toString('latin1').trimStart())?.name === 'urlset'
