import type { Markup, TagList } from '../core/types.js'
import { BoundedParser } from './bounded-parser.js'
import { decode } from './charset.js'
import { delimited } from './delimited.js'
import { keywordsOf } from './jsonld.js'
import { reread } from './mend.js'
import { leadsToTag } from './permalink.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** What an HTML page says: its text, and its tags where the markup tells them. */
export interface HtmlPage {
  readonly title?: string | undefined
  /** Visible text, a block a line, without the boxes of tags that are in `lists`. */
  readonly text: string
  readonly lists: readonly TagList[]
  readonly url?: string | undefined
  readonly date?: string | undefined
  readonly site?: string | undefined
  readonly sections?: readonly string[] | undefined
}

/** HTML: a file is a page, its id the address that it gives for itself, else the path. */
export function htmlPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  for (let i = 0; 2 * i < batch.spans.length; i++) {
    const file = batch.files?.[i] ?? batch.source
    const bytes = batch.bytes.subarray(batch.spans[2 * i], batch.spans[2 * i + 1])
    items.push(htmlItem(bytes, undefined, file, file, 1, options, limits))
  }
  return items
}

/** A page from the bytes of an HTML document; `charset` as its carrier (HTTP) declares it. */
export function htmlItem(
  bytes: Uint8Array,
  charset: string | undefined,
  id: string,
  source: string,
  record: number,
  options: PageOptions,
  limits: Limits,
): Item {
  const { text: markup, repair } = decode(bytes, charset ?? declaredIn(bytes))
  const repairs = new Set<string>(repair === undefined ? [] : [repair])
  const { url, lists, ...rest } = readHtml(reread(markup, repairs), options.markup, limits)
  if (rest.text === '' && lists.length === 0) {
    return { source, record, code: 'NO_TEXT', reason: 'the page has neither visible text nor tags' }
  }
  return {
    id: url ?? id,
    ...rest,
    ...(lists.length > 0 && { lists }),
    ...(url !== undefined && { url }),
    ...(repairs.size > 0 && { repairs: [...repairs] }),
  }
}

/** The charset that a document declares in its first bytes (HTML's rule: 1024; sites put it later). */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  return (
    /<meta\b[^>]{0,256}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w-]{2,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml\b[^>]{0,128}encoding=["']([\w-]{2,40})/.exec(head)?.[1]
  )
}

/** Elements whose text stands on lines of its own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)
/** Elements whose text is not read on the page. */
const UNSEEN = new Set(
  'title script style template svg math iframe object select textarea button noscript head audio video canvas'.split(
    ' ',
  ),
)
/** Elements that hold nothing. */
const VOIDS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
/** Elements that hold a whole page, never a box of tags, whatever their class. */
const WHOLES = new Set(['html', 'body', 'main', 'article'])
/** The attributes that are looked at, beside those of the markup table. */
const ATTRIBUTES = new Set('class id rel href name property itemprop content type title hidden style'.split(' '))

/** No attributes. Never written to. */
const NONE = new Map<string, string>()

/** The most words beside its links that a box of tags has: its label. */
const LABEL_WORDS = 5
/** The longest text of a link that is a tag by its address or box alone, in words. */
const TAG_WORDS = 8

interface Link {
  readonly text: string
  /** Said to be a tag by the markup itself (rel, itemprop), not only by where it leads. */
  readonly sure: boolean
  /** Its place among the links of the page. */
  readonly place: number
}

/** An element that is open. */
interface Frame {
  readonly name: string
  readonly block: boolean
  readonly unseen: boolean
  /** It, or what it stands in, is named a box of tags. */
  box: boolean
  /** Its text lists tags (itemprop="keywords"). */
  readonly keywords: boolean
  /** Where the visible text stood when it began. */
  readonly line: number
  readonly column: number
  /** Words that are not in tag links. */
  words: number
  /** Tag links that stand directly in it, and lists that boxes in it came to. */
  links: Link[]
  groups: Link[][]
}

/**
 * Reads one document. Linear in its length; elements nested deeper than `limits.htmlDepth` are read as siblings.
 *
 * Tags are found in meta elements, JSON-LD, microdata, attributes and links (`lists`, by origin, in page order). Links
 * to tags that make up a box with no more beside them than a label become one list, and leave the text: a list is told
 * once. Links to tags within prose stay in the text and are no list, unless the markup says `rel=tag`.
 */
export function readHtml(markup: string, words: Markup, limits: Limits): HtmlPage {
  const reader = new Reader(words)
  const parser = new BoundedParser(
    {
      onopentagname: (name) => reader.open(name),
      onattribute: (name, value) => reader.attribute(name, value),
      ontext: (text) => reader.text(text),
      onclosetag: (name) => reader.close(name),
      oncomment: () => reader.settle(),
      onend: () => reader.settle(),
    },
    {},
    () => reader.depth >= limits.htmlDepth,
  )
  parser.end(markup)
  return reader.page()
}

class Reader {
  private readonly words: Markup
  private readonly known: Known
  private readonly lines: string[] = []
  /** The line that is being written, in parts: joined at each step, a long line would cost its square. */
  private parts: string[] = []
  private length = 0
  private spaced = true
  private readonly frames: Frame[] = []
  private frame: Frame = root()
  /** The element whose attributes are being read. */
  private opening: string | undefined
  private attributes = NONE
  /** The link that is open, and whether it leads to a tag. */
  private link:
    { text: string; title: string; href: boolean; tag: boolean; sure: boolean; section: boolean } | undefined
  private readonly found: { readonly place: number; readonly list: TagList }[] = []
  private readonly metas = new Map<string, string[]>()
  private place = 0
  private script: string | undefined
  private readonly headings = new Map<string, string>()
  /** The heading that is being read. */
  private titling: string | undefined
  private readonly about = new Map<string, string>()
  private readonly sections: string[] = []
  /** A link has just ended, and nothing stands after it yet. */
  private afterLink = false

  constructor(words: Markup) {
    this.words = words
    this.known = known.get(words) ?? { boxes: new Map(), icons: new Map(), links: new Map() }
    known.set(words, this.known)
  }

  get depth(): number {
    return this.frames.length
  }

  open(name: string): void {
    this.settle()
    this.opening = name
    this.attributes = NONE
  }

  attribute(name: string, value: string): void {
    if (this.opening === undefined || this.attributes.has(name)) return
    if (!ATTRIBUTES.has(name) && !this.words.attributes.includes(name)) return
    // Most elements have none that matter: no map is made for them.
    if (this.attributes === NONE) this.attributes = new Map()
    this.attributes.set(name, value)
  }

  /** Begins the element whose attributes are all read. */
  settle(): void {
    if (this.opening === undefined) return
    const name = this.opening
    const { attributes } = this
    this.opening = undefined
    if (attributes !== NONE) {
      for (const list of this.words.attributes) {
        const value = attributes.get(list)
        if (value !== undefined) this.list('meta', delimited(value))
      }
    }
    if (name === 'meta') this.meta(attributes)
    else if (name === 'link') this.linked(attributes)
    if (BLOCKS.has(name)) this.breakLine()
    if (!VOIDS.has(name)) this.push(name, attributes)
  }

  private push(name: string, attributes: ReadonlyMap<string, string>): void {
    const keywords = name !== 'a' && (attributes.get('itemprop') ?? '').toLowerCase().split(/\s+/).includes('keywords')
    const style = attributes.get('style')
    const hidden = attributes.has('hidden') || (style !== undefined && /display\s{0,8}:\s{0,8}none/i.test(style))
    const parent = this.frame
    // An icon named after tags says what stands beside it.
    const icon = name === 'i' || name === 'svg'
    if (icon && !parent.box && this.isBox(attributes, true)) parent.box = true
    const box = parent.box || keywords || (!icon && !WHOLES.has(name) && this.isBox(attributes, false))
    this.frames.push(parent)
    this.frame = {
      name,
      block: BLOCKS.has(name) || (box && !parent.box),
      unseen: parent.unseen || hidden || UNSEEN.has(name),
      box,
      keywords,
      line: this.lines.length,
      column: this.length,
      words: 0,
      links: [],
      groups: [],
    }
    if (name === 'a') this.openLink(attributes)
    else if (name === 'script' && (attributes.get('type') ?? '').toLowerCase().includes('ld+json')) this.script = ''
    else if ((name === 'title' || name === 'h1') && !this.headings.has(name)) {
      this.headings.set(name, '')
      this.titling = name
    }
  }

  private isBox(attributes: ReadonlyMap<string, string>, icon: boolean): boolean {
    if (attributes === NONE) return false
    const names = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`
    if (names.length < 3 || names.length > 512) return false
    return recall(icon ? this.known.icons : this.known.boxes, names, () => namesBox(names, this.words.boxes, icon))
  }

  private openLink(attributes: ReadonlyMap<string, string>): void {
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const href = attributes.get('href') ?? ''
    const section = rel.includes('category')
    const sure =
      !section &&
      (rel.includes('tag') || (attributes.get('itemprop') ?? '').toLowerCase().split(/\s+/).includes('keywords'))
    const tag =
      sure ||
      (!section && (this.frame.box || recall(this.known.links, href, () => leadsToTag(href, this.words.permalinks))))
    // Links side by side are items, not a sentence.
    if (this.afterLink && href !== '') this.write(this.spaced ? '| ' : ' | ')
    this.afterLink = false
    this.link = { text: '', title: attributes.get('title') ?? '', href: href !== '', tag, sure, section }
  }

  private closeLink(): void {
    const link = this.link
    if (link === undefined) return
    this.link = undefined
    this.afterLink = link.href
    const text = squeeze(link.text) || squeeze(link.title)
    if (text === '') return
    if (link.section) this.sections.push(text)
    const count = wordsIn(text)
    if (link.tag && (link.sure || count <= TAG_WORDS))
      this.frame.links.push({ text, sure: link.sure, place: this.place++ })
    else if (link.tag) this.frame.words += count
  }

  text(text: string): void {
    this.settle()
    const { frame } = this
    if (this.script !== undefined) {
      this.script += text
      return
    }
    if (this.titling !== undefined) this.headings.set(this.titling, (this.headings.get(this.titling) ?? '') + text)
    if (this.link !== undefined) this.link.text += text
    if (frame.unseen) return
    const count = this.append(text)
    if (this.link?.tag !== true) frame.words += count
  }

  close(name: string): void {
    this.settle()
    if (this.frames.length === 0 || this.frame.name !== name) return
    if (name === 'script' && this.script !== undefined) {
      for (const tags of keywordsOf(this.script)) this.list('json-ld', tags)
      this.script = undefined
    }
    if (name === this.titling) this.titling = undefined
    const frame = this.frame
    if (frame.block) this.breakLine()
    this.frame = this.frames.pop()!
    if (name === 'a') this.closeLink()
    this.fold(frame, this.frame)
  }

  /** Hands what an element held to the one around it, or makes lists of it. */
  private fold(frame: Frame, parent: Frame): void {
    parent.words += frame.words
    const holds = frame.links.length > 0 || frame.groups.length > 0
    if (frame.keywords && !holds) {
      const tags = this.cut(frame).flatMap(delimited)
      this.list('meta', tags)
      return
    }
    if (!holds) return
    if (!frame.block) {
      parent.links = merged(parent.links, frame.links)
      parent.groups = merged(parent.groups, frame.groups)
      return
    }
    if (frame.words <= LABEL_WORDS) {
      this.cut(frame)
      parent.groups = merged(parent.groups, joined(frame))
      return
    }
    for (const group of frame.groups) this.listLinks(group)
    this.listLinks(frame.links.filter((link) => link.sure))
  }

  /** Takes the text of an element back out of the visible text. */
  private cut(frame: Frame): string[] {
    let removed: string[]
    if (frame.line < this.lines.length) {
      removed = this.lines.splice(frame.line)
      removed.push(this.parts.join(''))
      const first = removed[0]!
      this.parts = [first.slice(0, frame.column)]
      removed[0] = first.slice(frame.column)
    } else {
      let kept = this.parts.length
      for (let length = this.length; length > frame.column; length -= this.parts[kept]!.length) kept--
      removed = [this.parts.splice(kept).join('')]
    }
    this.breakLine()
    return removed
  }

  private listLinks(links: readonly Link[]): void {
    const inOrder = [...links].sort((a, b) => a.place - b.place)
    this.list(
      'link',
      inOrder.map((link) => link.text),
      inOrder[0]?.place,
    )
  }

  private list(from: TagList['from'], tags: readonly string[], place = this.place++): void {
    if (tags.length > 0) this.found.push({ place, list: { from, tags } })
  }

  private meta(attributes: ReadonlyMap<string, string>): void {
    const content = attributes.get('content')
    if (content === undefined || content === '') return
    for (const by of ['name', 'property', 'itemprop']) {
      const name = attributes.get(by)?.trim().toLowerCase()
      if (name === undefined) continue
      if (this.words.metas.includes(name)) {
        const tags = this.metas.get(name)
        if (tags !== undefined) tags.push(...delimited(content))
        else {
          const fresh = delimited(content)
          this.metas.set(name, fresh)
          this.list('meta', fresh)
        }
      } else if (name === 'article:section') this.sections.push(squeeze(content))
      else if (!this.about.has(name)) this.about.set(name, squeeze(content))
    }
  }

  private linked(attributes: ReadonlyMap<string, string>): void {
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const href = attributes.get('href')?.trim()
    if (href !== undefined && /^https?:\/\//i.test(href) && rel.includes('canonical') && !this.about.has('canonical'))
      this.about.set('canonical', href)
  }

  /** Adds text to the line with its spaces made single; how many words began. */
  private append(text: string): number {
    let words = 0
    let from = -1
    for (let i = 0; i <= text.length; i++) {
      const code = i < text.length ? text.charCodeAt(i) : 0x20
      const space = code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0
      if (space) {
        if (from >= 0) this.write(text.slice(from, i))
        from = -1
        if (i < text.length && !this.spaced) this.write(' ')
      } else if (from < 0) {
        from = i
        words++
        this.afterLink = false
      }
    }
    return words
  }

  private write(part: string): void {
    this.parts.push(part)
    this.length += part.length
    this.spaced = part.endsWith(' ')
  }

  private breakLine(): void {
    const line = this.parts.join('').trimEnd()
    this.parts = []
    this.length = 0
    this.spaced = true
    this.afterLink = false
    if (line !== '') this.lines.push(line)
  }

  page(): HtmlPage {
    while (this.frames.length > 0) this.close(this.frame.name)
    for (const group of joined(this.frame)) this.listLinks(group)
    this.breakLine()
    const title =
      this.about.get('og:title') || squeeze(this.headings.get('title') ?? '') || squeeze(this.headings.get('h1') ?? '')
    const url = this.about.get('canonical') || this.about.get('og:url')
    const site = this.about.get('og:site_name') || this.about.get('application-name')
    const date = this.about.get('article:published_time') || this.about.get('datepublished') || this.about.get('date')
    return {
      ...(title !== '' && { title }),
      text: this.lines.join('\n'),
      lists: this.found.sort((a, b) => a.place - b.place).map(({ list }) => list),
      ...(url !== undefined && /^https?:\/\//i.test(url) && { url }),
      ...(site !== undefined && { site }),
      ...(date !== undefined && { date }),
      ...(this.sections.length > 0 && { sections: [...new Set(this.sections)] }),
    }
  }
}

/** What class names and addresses were found to be: a site has few, and writes them on every page. */
interface Known {
  readonly boxes: Map<string, boolean>
  readonly icons: Map<string, boolean>
  readonly links: Map<string, boolean>
}
const known = new WeakMap<Markup, Known>()
const KNOWN = 4096

function recall(answers: Map<string, boolean>, question: string, find: () => boolean): boolean {
  let answer = answers.get(question)
  if (answer === undefined) {
    answer = find()
    if (answers.size >= KNOWN) answers.clear()
    if (question.length <= 512) answers.set(question, answer)
  }
  return answer
}

function namesBox(names: string, boxes: readonly string[], icon: boolean): boolean {
  // WordPress writes the tags of an article into its class: tag-gaza. There `tag` is not the last part.
  for (const token of names
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/\s+/)) {
    const parts = token.split(/[_-]+/)
    // Themes put the icon of one tag before a section.
    if (!icon && (boxes.includes(parts.at(-1)!) || boxes.includes(parts.join('')))) return true
    if (parts.some((part) => part.endsWith('s') && boxes.includes(part))) return true
  }
  return false
}

const root = (): Frame => ({
  name: '',
  block: true,
  unseen: false,
  box: false,
  keywords: false,
  line: 0,
  column: 0,
  words: 0,
  links: [],
  groups: [],
})

/** The lists of a box: links one to an item are one list; lists of several links stay apart. */
function joined(frame: Frame): Link[][] {
  const groups = frame.links.length > 0 ? merged(frame.groups, [frame.links]) : frame.groups
  let several = 0
  for (const group of groups) if (group !== frame.links && group.length > 1) several++
  if (several > 1 || groups.length < 2) return groups
  return [groups.reduce((all, group) => merged(all, group))]
}

/** Both, in no order: the shorter is moved into the longer, so that links do not cost the depth they stand at. */
function merged<T>(a: T[], b: T[]): T[] {
  const [long, short] = a.length < b.length ? [b, a] : [a, b]
  for (const item of short) long.push(item)
  return long
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()

const wordsIn = (text: string): number => (text === '' ? 0 : text.split(' ').length)
