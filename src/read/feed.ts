import type { Page, Repair, TagList } from '../core/types.js'
import { BoundedParser } from './bounded-parser.js'
import { overfull } from './bounds.js'
import type { Scanner } from './batches.js'
import { delimited } from './delimited.js'
import { readHtml } from './html.js'
import { reread } from './repair.js'
import { slugText } from './permalink.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'
import { elementScanner, xmlRecords } from './xml-records.js'
import { isSitemap } from './xml.js'

/** The items of a feed or WordPress export, the addresses of a sitemap. What stands before the first is the head. */
export const feedScanner = (head: Buffer): Scanner => elementScanner(isSitemap(head) ? ['url'] : ['item', 'entry'])

/** WordPress's kinds of item that are not articles. Of Blogger's, posts alone are. */
const NOT_PAGES = new Set([
  'attachment',
  'nav_menu_item',
  'revision',
  'custom_css',
  'customize_changeset',
  'wp_block',
  'wp_template',
  'wp_global_styles',
  'wp_navigation',
])

/** How a post is that was never published, or was taken back: in WordPress, in Blogger. */
const UNPUBLISHED = new Set(['draft', 'auto-draft', 'trash', 'soft_trashed'])

/**
 * RSS, Atom, exports of WordPress (WXR) and Blogger, sitemaps of news: an item, entry or address is a page. What is no
 * article, or a draft of one, is passed by.
 */
export function feedPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { head, records } = xmlRecords(batch)
  const site = new ItemReader(limits.htmlDepth).read(head).first('title')
  const items: Item[] = []
  for (const { text, repair, record } of records) {
    const repairs = new Set<Repair>(repair === undefined ? [] : [repair])
    const item = new ItemReader(limits.htmlDepth).read(reread(text, repairs))
    if (!item.isPublished) continue
    items.push(page(item, site, batch.source, record, options, limits, [...repairs]))
  }
  return items
}

function page(
  item: ItemReader,
  site: string | undefined,
  source: string,
  record: number,
  options: PageOptions,
  limits: Limits,
  repairs: readonly Repair[],
): Item {
  const markup = item.first(
    'content:encoded',
    'content',
    'description',
    'summary',
    'excerpt:encoded',
    'media:description',
    'video:description',
  )
  const html = markup === undefined ? undefined : readHtml(markup, options.markup, limits)
  const lists: TagList[] = item.tags.length > 0 ? [{ from: 'field', tags: item.tags }] : []
  lists.push(...(html?.lists ?? []))
  if (lists.length === 0 && (html === undefined || html.text === '')) {
    return { source, record, code: 'NO_TEXT', reason: 'the item has neither text nor tags' }
  }
  const tooMany = overfull(lists, source, record, limits)
  if (tooMany !== undefined) return tooMany
  const url = item.first('link', 'atom:link', 'loc')
  const title = item.first('title', 'news:title', 'video:title')
  const date = isoDate(
    item.first('published', 'pubDate', 'dc:date', 'updated', 'wp:post_date_gmt', 'news:publication_date', 'lastmod'),
  )
  const publication = site ?? item.first('news:name')
  const found: Page = {
    id: url ?? item.first('guid', 'id', 'wp:post_id') ?? `${source}:${record}`,
    ...(title !== undefined && { title }),
    ...(html !== undefined && html.text !== '' && { text: html.text }),
    ...(lists.length > 0 && { lists }),
    ...(url !== undefined && { url }),
    ...(date !== undefined && { date }),
    ...(publication !== undefined && { site: publication }),
    ...(item.sections.length > 0 && { sections: item.sections }),
    ...(repairs.length > 0 && { repairs }),
  }
  return found
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** RFC 822 dates, as RSS has them, to ISO 8601; anything else as it is. */
export function isoDate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const parts =
    /^(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}:\d{2}(?::\d{2})?) ?(?:([+-]\d{2}):?(\d{2})|GMT|UTC|Z)$/.exec(
      text,
    )
  const month = MONTHS.indexOf(parts?.[2]?.toLowerCase() ?? '') + 1
  if (parts === null || month === 0) return text
  const [, day = '', , year = '', time = '', hours, minutes = '00'] = parts
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`
}

/** Elements directly of an item whose text is one delimited string of tags. */
const DELIMITED = new Set([
  'media:keywords',
  'itunes:keywords',
  'news:keywords',
  'video:tag',
  'dc:subject',
  'keywords',
  'tags',
])

/** What one item says: the text of its own elements, its categories, its links. */
class ItemReader {
  readonly tags: string[] = []
  readonly sections: string[] = []
  /** What the entry is, where Blogger says it: post, page, comment, settings, template. */
  kind: string | undefined
  private readonly texts = new Map<string, string>()
  private readonly parser: BoundedParser
  private readonly path: string[] = []
  private text = ''
  private category: Record<string, string> = {}

  /** Told ahead of the next element, so that the parser closes what it has not opened. */
  private deep = false
  private readonly depth: number

  constructor(depth: number) {
    this.depth = depth
    this.parser = new BoundedParser(
      {
        onopentag: (name, attributes) => this.open(name, attributes),
        ontext: (text) => {
          this.text += text
        },
        onclosetag: (name) => this.close(name),
      },
      { xmlMode: true },
      () => this.deep,
    )
  }

  read(text: string): this {
    this.parser.end(text)
    return this
  }

  first(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const text = this.texts.get(name)
      if (text !== undefined && text !== '') return text
    }
    return undefined
  }

  /** Whether it is an article that readers have seen. */
  get isPublished(): boolean {
    const kind = this.kind ?? this.first('blogger:type')?.toLowerCase()
    const status = this.first('wp:status', 'blogger:status')?.toLowerCase() ?? ''
    return (
      !NOT_PAGES.has(this.first('wp:post_type') ?? '') &&
      (kind === undefined || kind === 'post') &&
      !UNPUBLISHED.has(status) &&
      this.first('app:draft') !== 'yes'
    )
  }

  private open(name: string, attributes: Record<string, string>): void {
    this.deep = this.path.length >= this.depth
    this.path.push(name)
    this.text = ''
    if (name === 'category') this.category = attributes
    // Atom says where a page is by an attribute.
    const href = attributes['href']
    if (
      (name === 'link' || name === 'atom:link') &&
      href !== undefined &&
      (attributes['rel'] ?? 'alternate') === 'alternate' &&
      !this.texts.has(name)
    ) {
      this.texts.set(name, href)
    }
  }

  private close(name: string): void {
    if (this.path.at(-1) !== name) return
    this.path.pop()
    this.deep = this.path.length >= this.depth
    const text = this.text.trim()
    this.text = ''
    if (name === 'category') this.categorise(text)
    else if (DELIMITED.has(name)) this.tags.push(...delimited(text))
    else if (text !== '' && !this.texts.has(name)) this.texts.set(name, text)
  }

  /** RSS has a category's name in its text, Atom in `label` or `term`, WordPress, when the text is gone, in `nicename`. */
  private categorise(text: string): void {
    const { domain, label, term, nicename, scheme } = this.category
    // Blogger says by a category what an entry is, too.
    if (scheme?.endsWith('#kind')) {
      this.kind = term?.slice(term.indexOf('#') + 1)
      return
    }
    const name = text || label || term || slugText(nicename ?? '')
    if (name === '') return
    if (domain === 'category') this.sections.push(name)
    else if (domain === undefined || domain === 'post_tag' || domain === 'tag' || /^https?:/.test(domain))
      this.tags.push(name)
  }
}
