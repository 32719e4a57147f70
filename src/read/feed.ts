import type { Page, TagList } from '../core/types.js'
import { BoundedParser } from './bounded-parser.js'
import { overfull } from './bounds.js'
import { decode, decoder } from './charset.js'
import type { Scanner } from './cut.js'
import { delimited } from './delimited.js'
import { readHtml } from './html.js'
import { reread } from './mend.js'
import { slugText } from './permalink.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** The longest mark that tells something: `<![CDATA[`. */
const LOOK = 9

/** The items of a feed or WordPress export. What stands before the first is the head. */
export function feedScanner(): Scanner {
  let within: 'cdata' | 'comment' | undefined
  let inItem = false
  let heads = 0
  return {
    resume: 0,
    kind: 'head',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      let i = start + this.resume
      for (;;) {
        if (within !== undefined) {
          const close = view.indexOf(within === 'cdata' ? ']]>' : '-->', i)
          if (close < 0) {
            this.resume = Math.max(i, end - 2) - start
            return -1
          }
          within = undefined
          i = close + 3
        }
        const open = view.indexOf(0x3c, i)
        if (open < 0 || end - open < LOOK) {
          this.resume = (open < 0 ? end : open) - start
          return -1
        }
        const mark = view.toString('latin1', open, open + LOOK)
        if (mark.startsWith('<![CDATA[')) within = 'cdata'
        else if (mark.startsWith('<!--')) within = 'comment'
        else if (!inItem && /^<(?:item|entry)[\s>]/.test(mark)) {
          if (heads++ === 0) {
            this.kind = 'head'
            this.resume = 0
            return open
          }
          this.kind = 'record'
          inItem = true
        } else if (inItem && /^<\/(?:item|entry)[\s>]/.test(mark)) {
          const close = view.indexOf(0x3e, open)
          if (close < 0) {
            this.resume = open - start
            return -1
          }
          inItem = false
          this.resume = 0
          return close + 1
        }
        i = within === 'cdata' ? open + LOOK : within === 'comment' ? open + 4 : open + 1
      }
    },
    tail: () => (inItem ? 'cut' : 'skip'),
  }
}

/** WordPress's and Blogger's kinds of item that are not articles. */
const NOT_PAGES = new Set([
  'comment',
  'settings',
  'template',
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

/** RSS, Atom and WordPress exports (WXR): an item or entry is a page. */
export function feedPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const head = batch.head === undefined ? '' : decode(batch.head).text
  const charset = /^\s*<\?xml\b[^>]{0,128}encoding=["']([\w-]{2,40})/.exec(head)?.[1]
  const site = new ItemReader(limits.htmlDepth).read(head).first('title')
  const items: Item[] = []
  const decoded = decoder(batch.bytes, charset)
  for (let i = 0; i < batch.spans.length; i += 2) {
    const { text, repair } = decoded(batch.bytes.subarray(batch.spans[i], batch.spans[i + 1]))
    const repairs = new Set<string>(repair === undefined ? [] : [repair])
    const item = new ItemReader(limits.htmlDepth).read(reread(text, repairs))
    if (NOT_PAGES.has(item.first('wp:post_type') ?? item.first('blogger:type')?.toLowerCase() ?? item.kind ?? ''))
      continue
    items.push(page(item, site, batch.source, batch.record + i / 2, options, limits, [...repairs]))
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
  repairs: readonly string[],
): Item {
  const markup = item.first(
    'content:encoded',
    'content',
    'description',
    'summary',
    'excerpt:encoded',
    'media:description',
  )
  const html = markup === undefined ? undefined : readHtml(markup, options.markup, limits)
  const lists: TagList[] = item.tags.length > 0 ? [{ from: 'field', tags: item.tags }] : []
  lists.push(...(html?.lists ?? []))
  if (lists.length === 0 && (html === undefined || html.text === '')) {
    return { source, record, code: 'NO_TEXT', reason: 'the item has neither text nor tags' }
  }
  const tooMany = overfull(lists, source, record, limits)
  if (tooMany !== undefined) return tooMany
  const url = item.first('link') ?? item.first('atom:link')
  const title = item.first('title')
  const date = isoDate(item.first('published', 'pubDate', 'dc:date', 'updated', 'wp:post_date_gmt'))
  const found: Page = {
    id: url ?? item.first('guid', 'id', 'wp:post_id') ?? `${source}:${record}`,
    ...(title !== undefined && { title }),
    ...(html !== undefined && html.text !== '' && { text: html.text }),
    ...(lists.length > 0 && { lists }),
    ...(url !== undefined && { url }),
    ...(date !== undefined && { date }),
    ...(site !== undefined && { site }),
    ...(item.sections.length > 0 && { sections: item.sections }),
    ...(repairs.length > 0 && { repairs }),
  }
  return found
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** RFC 822 dates, as RSS has them, to ISO 8601; anything else as it is. */
function isoDate(text: string | undefined): string | undefined {
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
const DELIMITED = new Set(['media:keywords', 'itunes:keywords', 'dc:subject', 'keywords', 'tags'])

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
