import { isUtf8 } from 'node:buffer'

import type { Markup, Repair, TagList } from '../core/types.js'
import { overfull } from './bounds.js'
import {
  ASIDE,
  COUNT,
  CROWD,
  MENU,
  OWN,
  PART,
  POST,
  RELATED,
  REL_CATEGORY,
  REL_STEP,
  REL_TAG,
  TAGS,
  Words,
  plainLabel,
} from './boxes.js'
import { decode, utf16 } from './charset.js'
import { delimited } from './delimited.js'
import type { Element } from './elements.js'
import { readLinked } from './jsonld.js'
import { mayKeepTags, stateTags, type Script } from './state.js'
import { mayBeMisread, reread } from './repair.js'
import { LABEL_UNITS, LABEL_WORDS, ownGroups, type Group, type Link, type PageKind } from './own.js'
import {
  ALT,
  ARIA_LABEL,
  CLASS,
  CONTENT,
  HIDDEN,
  HREF,
  ID,
  isSpace,
  ITEMPROP,
  NAME,
  Parser,
  PROPERTY,
  REL,
  ROLE,
  STYLE,
  TITLE,
  TYPE,
  VALUE,
  type Attributes,
  type Document,
  type Listener,
} from './parse.js'
import { isArchive } from './permalink.js'
import { withoutStrayMarks } from './stray.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** What an HTML page says: its text, and its tags where the markup tells them. */
export interface HtmlPage {
  readonly title?: string | undefined
  /** Visible text, a block a line, without the boxes of tags that are in `lists`. */
  readonly text: string
  readonly lists: readonly TagList[]
  readonly url?: string | undefined
  readonly description?: string | undefined
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
  const repairs = new Set<Repair>()
  const { url, lists, ...rest } = readHtml(documentOf(bytes, charset, repairs), options.markup, limits)
  if (rest.text === '' && lists.length === 0) {
    return { source, record, code: 'NO_TEXT', reason: 'the page has neither visible text nor tags' }
  }
  const tooMany = overfull(lists, source, record, limits)
  if (tooMany !== undefined) return tooMany
  return {
    id: url ?? id,
    ...rest,
    ...(lists.length > 0 && { lists }),
    ...(url !== undefined && { url }),
    ...(repairs.size > 0 && { repairs: [...repairs] }),
  }
}

/** The document as UTF-16, mended as a whole; what was done for it is added to `repairs`. */
function documentOf(bytes: Uint8Array, charset: string | undefined, repairs: Set<Repair>): Document {
  if (bytes.length > LONG && isUtf8(bytes) && !mayBeMisread(bytes)) return utf16(bytes)
  const { text, repair } = decode(bytes, charset ?? declaredIn(bytes))
  if (repair !== undefined) repairs.add(repair)
  return reread(text, repairs)
}

/** The charset that a document declares in its first bytes (HTML's rule: 1024; sites put it later). */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  return (
    /<meta\b[^>]{0,256}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w-]{2,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml\b[^>]{0,128}encoding=["']([\w-]{2,40})/.exec(head)?.[1]
  )
}

/** No links, no lists: most elements have none. Never written to. */
const NO_LINKS: Link[] = []
const NO_GROUPS: Link[][] = []
const NO_CARDS: readonly string[] = []
const NO_CHIPS: Chip[] = []
const NO_LABELS: ReadonlySet<string> = new Set()

/** Documents of as many bytes are not made one string. */
const LONG = 32 * 1024

/** The longest text of a link that is a tag by its address or box alone, in words. */
const TAG_WORDS = 8
/** A text of as many words is a sentence: no menu has one. */
const PROSE_WORDS = 15
/** What shows another page, by its title, its tags and how it begins, has no more words. */
const CARD_WORDS = 80
/** Nor more tags. */
const CARD_TAGS = 50
/** A style that takes an element from sight. */
const NOT_SHOWN = /display\s{0,8}:\s{0,8}none/i
/** How often a tag was used, at the end of its text. */
const COUNTS = /[([]\s{0,4}[\d٠-٩]{1,7}\s{0,4}[)\]]\s{0,4}$/
/** The same behind it: in brackets, or a small number in an element of its own. */
const COUNTED = /^\s*(?:[([]\s*[\d٠-٩]{1,7}\s*[)\]]|[\d٠-٩]{1,3})\s*$/

/** An element within a line that has a class: where its text stands on the line, or the text of a button. */
interface Chip {
  readonly names: string
  readonly start: number
  readonly end: number
  readonly text: string | undefined
}

/** Elements that hold prose: what is not set apart in it is one word. */
const PROSE = new Set(['p', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** An element that is open. Made once for each depth, and used again. */
class Frame {
  element: Element | undefined
  block = true
  unseen = false
  /** It, or what it stands in, is named a box of tags: the article's, or the site's. */
  box = false
  own = false
  crowd = false
  /** What the box is named; '' in none that has a name. */
  boxed = ''
  /** It is a menu, or stands beside the content: tags in it are not the page's. */
  region: 'menu' | 'aside' | undefined
  /** It, or what it stands in, is the content of the page. */
  content = false
  /** The post it stands in, by number; 0 outside of all. */
  post = 0
  /** Its text is not that of a link around it. */
  mute = false
  /** It is named after how often something was used. */
  counter = false
  /** It holds the heading of the page, or its main part: whatever its name, it is the content, or around it. */
  headed = false
  /** It holds a part that menus do not have, an article or a header; a sentence. */
  parted = false
  prose = false
  /** It, or what it stands in, is named after other pages; links in it that lead to pages, not to tags. */
  related = false
  titles = 0
  title = ''
  /** Which of all frames it is, and its class. */
  number = 0
  names = ''
  /** Length of the text of the link around it, and lists found, of links and others, when it began. */
  linked = 0
  listed = 0
  found = 0
  /** What it has for those who hear the page names tags. */
  named = false
  /** Its text lists tags (itemprop="keywords"). */
  keywords = false
  /** It labels a control; one to tick. */
  label = false
  option = false
  /** Where the visible text stood when it began. */
  line = 0
  column = 0
  /** Elements with a class directly in its line. */
  chips = NO_CHIPS
  /** Words that are not in tag links. */
  words = 0
  /** Tag links that stand directly in it, and lists that boxes in it came to. */
  links = NO_LINKS
  groups = NO_GROUPS
}

/**
 * Reads one document. Linear in its length; elements nested deeper than `limits.htmlDepth` are read as siblings.
 *
 * Tags are found in meta elements, JSON-LD, microdata, attributes and links (`lists`, by origin, in page order). Links
 * to tags that make up a box with no more beside them than a label become one list, and leave the text: a list is told
 * once. Links to tags within prose stay in the text and are no list, unless the markup says `rel=tag`.
 */
export function readHtml(markup: Document, table: Markup, limits: Limits): HtmlPage {
  const words = Words.of(table)
  const whole = new PageReader(words)
  if (new Parser(markup, whole, words.attributes, limits.htmlDepth).parse()) return whole.page()
  // A tag that nothing closes swallows the rest of the document: then it was no tag.
  const mended = withoutStrayMarks(typeof markup === 'string' ? markup : markup.toString('utf16le'))
  const reader = new PageReader(words)
  new Parser(mended, reader, words.attributes, limits.htmlDepth).parse()
  return reader.page()
}

/** A link that is open. */
interface OpenLink {
  text: string
  readonly title: string
  readonly href: boolean
  readonly tag: boolean
  readonly sure: boolean
  readonly leads: boolean
  readonly topic: boolean
  readonly index: boolean
  readonly section: boolean
  readonly home: boolean
  counted: boolean
  /** It has a date in it: it leads to an article. */
  dated: boolean
}

class PageReader implements Listener {
  private readonly words: Words
  /** What leads to the site's first page says. */
  private homeName: string | undefined
  private readonly lines: string[] = []
  /** The line that is being written, in parts: joined at each step, a long line would cost its square. */
  private parts: string[] = []
  private length = 0
  private spaced = true
  /** Frames by depth, the first that of the document; and how many are open. */
  private readonly frames: Frame[] = [new Frame()]
  private depth = 0
  private frame: Frame = this.frames[0]!
  /** Of each open element, whether it has a frame. Those that change nothing have none. */
  private readonly framed: boolean[] = []
  private link: OpenLink | undefined
  /** The tag link that ended last, while no text stands behind it. */
  private lastLink: Link | undefined
  /** The text of a link on this line that is called as an index of tags is. */
  private indexLink: string | undefined
  /** The texts before the link: what labels it. */
  private labels: string[] = []
  /** The next text begins another label. */
  private relabel = true
  private readonly groups: Group[] = []
  /** Words of each post, by its number; the first is what stands outside. */
  private readonly posts = [0]
  /** Posts that have a post in them. */
  private readonly parted = new Set<number>()
  /** The post of each heading of the first rank that is no link. */
  private readonly headed: number[] = []
  private heading: 'plain' | 'link' | undefined
  private body: readonly string[] = []
  private articles = 0
  private collection = false
  private readonly found: { readonly place: number; readonly list: TagList }[] = []
  private readonly metas = new Map<string, string[]>()
  private place = 0
  private script: string | undefined
  /** What it is, unless JSON-LD; all of these that may keep tags. */
  private scriptKind: Script['kind'] | undefined
  private readonly scripts: Script[] = []
  private readonly headings = new Map<string, string>()
  /** The heading that is being read. */
  private titling: string | undefined
  private readonly about = new Map<string, string>()
  private readonly sections: string[] = []
  /** The element with a class that is open in a line. */
  private chip:
    { readonly names: string; readonly depth: number; readonly frame: Frame; start: number; text: string } | undefined
  /** Keywords that were told last by the text of an element, while no other text stands behind; and how many such are open. */
  private keywords: string[] | undefined
  private telling = 0
  /** The rank of the heading that is open. */
  private ranked = 0
  /** Words of the line that are not in tag links; links in it that are tags for certain, and that may be. */
  private beside = 0
  private certain = 0
  private likely = 0
  /** Units of the line that are texts of links. */
  private inLinks = 0
  /** Other pages are shown, as a label says: up to where the element at this depth ends, or a heading of this rank begins. */
  private others: { depth: number; readonly rank: number; readonly label: string; empty: boolean } | undefined
  /** The pages that elements of one kind, side by side, show with their tags. */
  private readonly cards = new Map<string, Set<string>>()
  /** How many frames there were. */
  private entered = 0
  /** Labels that links to other pages stand under. */
  private readonly otherLabels = new Set<string>()
  /** A control to tick has just begun, in no label: the next is its. */
  private ticked = false
  /** A link has just ended, and nothing stands after it yet. */
  private afterLink = false

  constructor(words: Words) {
    this.words = words
  }

  open(element: Element, attributes: Attributes): void {
    const button = element.name === 'button' && this.frame.box
    if (element.block && !button) this.breakLine()
    if (
      (button || !element.block) &&
      this.chip === undefined &&
      this.link === undefined &&
      !element.hollow &&
      attributes.has(CLASS) &&
      this.frame.block &&
      !this.frame.unseen &&
      element.name !== 'a'
    ) {
      const { frame, length: start } = this
      this.chip = { names: attributes.get(CLASS)!, depth: this.framed.length, frame, start, text: '' }
    }
    if (element.hollow) {
      if (element.name === 'meta') this.meta(attributes)
      else if (element.name === 'link') this.linked(attributes)
      else if (element.name === 'input') this.input(attributes)
      else if (element.name === 'img') this.image(attributes)
    } else if (element.plain && attributes.none && this.link === undefined) this.framed.push(false)
    else this.begin(element, attributes)
    // What a link to another page has is that page's.
    const leads = this.link !== undefined || element.name === 'a'
    if (attributes.tags.size > 0 && !leads && !this.frame.crowd && !this.words.isCrowd(namesOf(attributes)))
      for (const tags of attributes.tags.values()) this.list('meta', delimited(tags))
  }

  private begin(element: Element, attributes: Attributes): void {
    const { name } = element
    // An icon named after tags says what stands beside it.
    const icon = name === 'i' || name === 'svg'
    const group = attributes.get(CLASS)
    let kind = icon || name === 'html' || name === 'body' ? 0 : this.kindOf(group, attributes.get(ID))
    const named = attributes.has(ARIA_LABEL) && this.words.isTagsName(attributes.get(ARIA_LABEL)!)
    if (named) kind |= TAGS
    if (element.whole) kind &= ~(TAGS | OWN | CROWD)
    if (icon && !this.frame.box && this.words.isTagsIcon(namesOf(attributes))) this.around().box = true
    const keywords = attributes.has(ITEMPROP) && name !== 'a' && hasWord(attributes.get(ITEMPROP), 'keywords')
    const hidden = attributes.has(HIDDEN) || (attributes.has(STYLE) && NOT_SHOWN.test(attributes.get(STYLE)!))
    const parent = this.frame
    if (element.plain && kind === 0 && !keywords && !hidden && this.link === undefined && !attributes.has(ROLE)) {
      this.framed.push(false)
      return
    }
    const box = parent.box || keywords || (kind & (TAGS | CROWD)) !== 0
    const begins = box && !parent.box
    const post = this.postOf(name === 'article' || (kind & POST) !== 0)
    const own = parent.own || (!parent.crowd && (kind & OWN) !== 0)
    const frame = this.enter()
    frame.block = (element.block && !(name === 'button' && parent.box)) || begins
    frame.unseen = parent.unseen || hidden || element.unseen
    frame.box = box
    frame.own = own
    frame.crowd = parent.crowd || (!own && (kind & CROWD) !== 0)
    frame.boxed = begins ? namesOf(attributes) : parent.boxed
    frame.region = own || element.whole ? undefined : regionOf(name, kind, attributes, parent.content)
    frame.content = parent.content || name === 'main' || post !== 0
    frame.post = post
    frame.mute = parent.mute || element.mute
    frame.related ||= (kind & RELATED) !== 0
    frame.counter = (kind & COUNT) !== 0
    frame.names = group ?? ''
    frame.headed = name === 'main'
    frame.parted = name === 'article' || name === 'header'
    frame.named = named
    frame.keywords = keywords
    if (keywords) this.telling++
    if (name === 'label') {
      frame.label = true
      frame.option = this.ticked
      this.ticked = false
    }
    if (name === 'a') this.openLink(attributes)
    else if (name === 'time' && this.link !== undefined) this.link.dated = true
    else if (name === 'body') this.body = namesOf(attributes).toLowerCase().split(/\s+/)
    else if (name === 'script') this.openScript(attributes.get(TYPE)?.toLowerCase())
    else if (name === 'h1') this.heading = 'plain'
    if (name.length === 2 && /^h[1-6]$/.test(name)) this.rank(Number(name[1]))
    if ((name === 'title' || name === 'h1') && !parent.mute && !this.headings.has(name)) {
      this.headings.set(name, '')
      this.titling = name
    }
  }

  private openScript(type: string | undefined): void {
    if (type === 'application/json') this.scriptKind = 'json'
    else if (type === undefined || type === '' || PROGRAM.test(type)) this.scriptKind = 'program'
    else if (!type.includes('ld+json')) return
    this.script = ''
  }

  /** A heading begins. One of a higher rank ends what stands under the label of other pages, and so does the next beside it. */
  private rank(rank: number): void {
    this.ranked = rank
    const { others } = this
    if (others !== undefined && (rank < others.rank || (rank === others.rank && this.depth <= others.depth + 1)))
      this.others = undefined
  }

  /** The next frame, like the one around it. */
  private enter(): Frame {
    const parent = this.frame
    const frame = (this.frames[++this.depth] ??= new Frame())
    this.framed.push(true)
    this.frame = frame
    frame.block = false
    frame.unseen = parent.unseen
    frame.box = parent.box
    frame.own = parent.own
    frame.crowd = parent.crowd
    frame.boxed = parent.boxed
    frame.region = undefined
    frame.content = parent.content
    frame.post = parent.post
    frame.mute = parent.mute
    frame.counter = false
    frame.headed = false
    frame.parted = false
    frame.prose = false
    frame.linked = this.link?.text.length ?? 0
    frame.related = parent.related
    frame.titles = 0
    frame.title = ''
    frame.number = ++this.entered
    frame.names = ''
    frame.listed = this.groups.length
    frame.found = this.found.length
    frame.named = false
    frame.keywords = false
    frame.label = false
    frame.option = false
    frame.line = this.lines.length
    frame.column = this.length
    frame.chips = NO_CHIPS
    frame.words = 0
    frame.links = NO_LINKS
    frame.groups = NO_GROUPS
    return frame
  }

  /** The frame of the innermost open element, made now where it had none. */
  private around(): Frame {
    if (this.framed.at(-1) !== false) return this.frame
    this.framed.pop()
    return this.enter()
  }

  /** What the class and id of an element say of it. */
  private kindOf(group: string | undefined, id: string | undefined): number {
    if (group === undefined) return id === undefined || !areNames(id.length) ? 0 : this.words.kind(id)
    if (id === undefined) return areNames(group.length) ? this.words.kind(group) : 0
    if (!areNames(group.length + 1 + id.length)) return 0
    const kind = this.words.kind(group)
    const other = kind === POST ? POST : this.words.kind(id)
    return other === POST ? POST : kind | other
  }

  /** The number of the post that an element stands in. The first post within a post is the same: themes name one twice. */
  private postOf(begins: boolean): number {
    const { post } = this.frame
    if (!begins) return post
    if (post !== 0 && !this.parted.has(post)) {
      this.parted.add(post)
      return post
    }
    return this.posts.push(0) - 1
  }

  private openLink(attributes: Attributes): void {
    const { frame } = this
    const rel = attributes.has(REL) ? this.words.relation(attributes.get(REL)!) : 0
    const href = attributes.get(HREF) ?? ''
    const to = href === '' ? 'else' : this.words.destination(href)
    const said = (rel & REL_TAG) !== 0 || (attributes.has(ITEMPROP) && hasWord(attributes.get(ITEMPROP), 'keywords'))
    const section = (rel & REL_CATEGORY) !== 0 || (to === 'section' && (said || frame.box))
    const sure = said && !section && to !== 'index'
    const leads = sure || (to === 'tag' && !section)
    // Links side by side are items, not a sentence.
    if (this.afterLink && href !== '') this.write(this.spaced ? '| ' : ' | ')
    this.afterLink = false
    if (this.heading !== undefined) this.heading = 'link'
    const topic = to === 'topic' && !leads
    this.link = {
      text: '',
      title: attributes.get(TITLE) ?? '',
      href: href !== '',
      tag:
        !section &&
        (rel & REL_STEP) === 0 &&
        (leads || topic || (frame.box && to !== 'index' && (!this.words.isSharer(href) || SCRIPT.test(href)))),
      sure,
      leads,
      topic,
      index: to === 'index',
      section,
      home: this.homeName === undefined && HOME.test(href),
      counted: false,
      dated: false,
    }
  }

  private closeLink(box: Frame): void {
    const link = this.link
    if (link === undefined) return
    this.link = undefined
    this.afterLink = link.href
    const text = squeeze(link.text) || squeeze(link.title)
    if (text === '') return
    this.inLinks += text.length
    if (this.others !== undefined) this.others.empty = false
    const named = this.words.isIndex(text)
    // Alone on its line it is an entry of a menu, before other text it may be a label; a link to the index is none.
    if (named && link.href) this.indexLink = text
    if (link.index && box.line === this.lines.length) {
      this.shorten(box.column)
      this.afterLink = false
    }
    if (link.section) this.sections.push(text)
    const count = wordsIn(text)
    if (link.home && count <= NAME_WORDS && !this.words.isStep(text)) this.homeName = text
    if (!link.tag || this.words.isStep(text)) {
      if (!link.tag && link.href && count > 1) {
        if (this.frame.titles++ === 0) this.frame.title = text
        if (this.others !== undefined) this.otherLabels.add(this.others.label)
      }
      return
    }
    if (link.dated || (named && !link.leads) || (!link.sure && count > TAG_WORDS)) {
      this.frame.words += count
      return
    }
    const { post, boxed, box: inBox, own, crowd } = box
    const { sure, leads, topic, counted } = link
    const label = this.label()
    const place = this.place++
    this.lastLink = { text, sure, leads, topic, inBox, own, crowd, boxed, post, label, counted, place, cards: NO_CARDS }
    if (sure) this.certain++
    else this.likely++
    this.relabel = true
    if (this.frame.links.length > 0) this.frame.links.push(this.lastLink)
    else this.frame.links = [this.lastLink]
  }

  text(markup: string, start: number, end: number): void {
    const { frame } = this
    // Most of what is not seen is in no link or heading either: no string is made of it.
    if (
      !frame.unseen ||
      this.script !== undefined ||
      this.titling !== undefined ||
      ((this.link ?? this.chip) && !frame.mute)
    )
      this.read(markup.slice(start, end))
  }

  blank(markup: string, start: number, end: number): void {
    if (this.script !== undefined || this.titling !== undefined || this.link) this.text(markup, start, end)
    else if (!this.spaced && !this.frame.unseen) this.write(' ')
  }

  character(text: string): void {
    this.read(text)
  }

  private read(text: string): void {
    const { frame } = this
    if (this.script !== undefined) {
      this.script += text
      return
    }
    if (this.titling !== undefined) this.headings.set(this.titling, (this.headings.get(this.titling) ?? '') + text)
    if (this.link !== undefined && !frame.mute) this.link.text += text
    if (frame.unseen) {
      if (this.chip !== undefined && !frame.mute) this.chip.text += text
      return
    }
    const count = this.append(text)
    if (count > 0) {
      this.ticked = false
      if (this.others !== undefined) this.others.empty = false
    }
    if (count === 0 || this.link?.tag === true) return
    if (this.link === undefined && this.lastLink !== undefined) {
      const counter = frame.counter && this.framed.at(-1) === true
      if ((counter || text.includes('(')) && COUNTED.test(text)) {
        this.lastLink.counted = true
        return
      }
    }
    // What only sets links apart is no word.
    if (count < 3 && text.length <= 8 && !hasWordUnit(text)) return
    this.lastLink = undefined
    if (this.telling === 0) this.keywords = undefined
    frame.words += count
    this.beside += count
    this.posts[frame.post]! += count
    if (count >= PROSE_WORDS) {
      frame.prose = true
      // The article goes on.
      if (this.others !== undefined && this.depth <= this.others.depth + 1) this.others = undefined
    }
    if (this.relabel || count > LABEL_WORDS) this.labels = [text]
    // Each makes the label longer, by one unit at least.
    else if (this.labels.length <= LABEL_UNITS) this.labels.push(text)
    this.relabel = false
  }

  /** The text before the link that is open. */
  private label(): string {
    let label = ''
    for (const [i, text] of this.labels.entries()) {
      if (label.length > LABEL_UNITS) break
      label += i === 0 ? text.trim() : ' ' + text.trim()
    }
    return label
  }

  close({ name }: Element, implied: boolean): void {
    const framed = this.framed.pop()
    if (this.chip?.depth === this.framed.length) this.endChip(this.chip)
    if (framed !== true) return
    if (name === 'script' && this.scriptKind !== undefined) {
      const script = { kind: this.scriptKind, text: this.script! }
      if (mayKeepTags(script)) this.scripts.push(script)
      this.scriptKind = this.script = undefined
    } else if (name === 'script' && this.script !== undefined) {
      const { keywords, articles, collection } = readLinked(this.script)
      for (const tags of keywords) this.list('json-ld', tags)
      this.articles += articles
      this.collection ||= collection
      this.script = undefined
    }
    if (name === this.titling) this.titling = undefined
    const { frame } = this
    // What may be ticked is a choice that the page offers, like those of a select: a facet, no text.
    if (frame.option && frame.words <= TAG_WORDS && frame.line === this.lines.length) this.shorten(frame.column)
    if (frame.keywords) this.telling--
    if (frame.block) {
      if (frame.chips.length > 1) this.setApart(name, frame)
      this.breakLine()
    }
    this.frame = this.frames[--this.depth]!
    if (name === 'a') this.closeLink(frame)
    else if (this.link !== undefined) this.countWithin(this.link, frame)
    if (name === 'h1') {
      if (this.heading === 'plain') {
        this.headed.push(frame.post)
        frame.headed = true
        // What is named after tags and holds the page's heading is a page about them, or a wrapper: no box.
        if (this.headed.length === 1) for (let i = 0; i <= this.depth; i++) this.frames[i]!.box = false
      }
      this.heading = undefined
    }
    this.passOver(frame)
    this.card(name, frame)
    this.fold(name, frame, this.frame, regionAt(frame, implied))
    if (this.frame.titles === 0) this.frame.title = frame.title
    this.frame.titles += frame.titles
    if (this.others?.depth === this.depth + 1) {
      // A label in an element of its own stands above what follows that.
      if (this.others.empty) this.others.depth--
      else this.others = undefined
    }
    if (name === 'h1' || (this.ranked > 0 && name === `h${this.ranked}`)) this.ranked = 0
    this.frame.headed ||= frame.headed
    this.frame.parted ||= frame.parted
    this.frame.prose ||= frame.prose
  }

  private endChip({ names, frame, start, text: unseen }: NonNullable<PageReader['chip']>): void {
    this.chip = undefined
    const text = unseen.trim() === '' ? undefined : squeeze(unseen)
    const end = this.length
    if (text === undefined && end <= start) return
    const chip = { names, start, end, text }
    if (frame.chips.length > 0) frame.chips.push(chip)
    else frame.chips = [chip]
  }

  /**
   * Elements of one class that make up the line of an element, behind a label at most, are items, not parts of words: in
   * a box of tags they are tags, else they are set apart as links are.
   */
  private setApart(name: string, frame: Frame): void {
    if (frame.links.length > 0 || frame.groups.length > 0 || frame.line !== this.lines.length) return
    const { chips } = frame
    const last = chips.at(-1)!
    let first = chips.length - 1
    while (first > 0 && chips[first - 1]!.names === last.names) first--
    const run = chips.slice(first)
    if (run.length < 2) return
    const line = this.parts.join('')
    const texts = run.map(({ start, end, text }) => text ?? line.slice(start, end).trim())
    const most = frame.box ? TAG_WORDS : LABEL_WORDS
    if (texts.some((text) => text.length < 2 || !hasWordUnit(text) || COUNTS.test(text) || wordsIn(text) > most)) return
    const from = run[0]!.text === undefined ? run[0]!.start : line.length
    const label = line.slice(frame.column, from).trim()
    if (wordsIn(label) > LABEL_WORDS) return
    const between = run.map(({ end, text }, i) => (text === undefined ? line.slice(end, run[i + 1]?.start) : ''))
    if (between.some(hasWordUnit)) return
    if (!frame.box) {
      if (PROSE.has(name) || between.some((gap, i) => gap !== '' && i < between.length - 1)) return
      this.shorten(frame.column)
      if (label !== '') {
        this.write(label)
        this.breakLine()
      }
      this.write(texts.join(' | '))
      return
    }
    const { post, boxed, own, crowd } = frame
    const rest = {
      sure: false,
      leads: false,
      topic: false,
      inBox: true,
      own,
      crowd,
      boxed,
      post,
      label,
      counted: false,
      cards: NO_CARDS,
    }
    frame.words = wordsIn(label)
    frame.links = texts
      .filter((text) => !this.words.isStep(text))
      .map((text) => ({ text, ...rest, place: this.place++ }))
  }

  /** A number in an element of its own behind a link's text is how often the tag was used. */
  private countWithin(link: OpenLink, frame: Frame): void {
    const length = link.text.length - frame.linked
    if (length === 0 || length > 12 || !COUNTED.test(link.text.slice(frame.linked))) return
    const before = link.text.slice(0, frame.linked)
    if (before.trim() === '') return
    link.text = before
    link.counted = true
  }

  /** Hands what an element held to the one around it, or makes lists of it. */
  private fold(name: string, frame: Frame, parent: Frame, region: Frame['region']): void {
    parent.words += frame.words
    const holds = frame.links.length > 0 || frame.groups.length > 0
    if (frame.keywords && !holds) {
      this.listKeywords(this.takeOut(frame).flatMap(delimited))
      return
    }
    if (frame.named && !holds && !frame.crowd && region === undefined) this.listLines(frame)
    if (region !== undefined) {
      if (frame.block && (region === 'menu' ? !frame.prose : holds && frame.words <= LABEL_WORDS)) this.takeOut(frame)
      // What says that it is the article's stays within the content, and in headers and footers, which may be an article's.
      const { content, post } = frame
      const near = content || name === 'header' || name === 'footer'
      this.clear(frame, (link) => (near && link.own) || (link.sure && post !== 0 && region === 'aside'))
    }
    if (frame.links.length === 0 && frame.groups.length === 0) return
    if (!frame.block) {
      parent.links = merged(parent.links, frame.links)
      parent.groups = merged(parent.groups, frame.groups)
      return
    }
    if (frame.words <= LABEL_WORDS) {
      this.takeOut(frame)
      parent.groups = merged(parent.groups, joined(frame))
      return
    }
    for (const group of frame.groups) this.listLinks(group)
    this.listLinks(frame.links.filter((link) => link.sure))
  }

  /** The lines of a box of tags that has no links, where all of them are short. */
  private listLines(frame: Frame): void {
    const lines = [...this.lines.slice(frame.line), this.parts.join('')].map((line) => line.trim()).filter(hasWordUnit)
    if (lines.length < 2 || lines.some((line) => wordsIn(line) > LABEL_WORDS || /[:.؟!]/.test(line))) return
    this.takeOut(frame)
    this.list(
      'link',
      lines
        .flatMap((line) => line.split('|').map((part) => part.trim()))
        .filter((tag) => tag !== '' && !this.words.isStep(tag)),
    )
  }

  /** Keywords that are texts of elements. Those of several in a row are one list; the label before them leaves the text, too. */
  private listKeywords(tags: string[]): void {
    if (tags.length === 0) return
    if (this.keywords !== undefined) {
      for (const tag of tags) this.keywords.push(tag)
      return
    }
    const label = this.lines.at(-1) ?? ''
    if (label.length <= LABEL_UNITS && wordsIn(label) <= LABEL_WORDS) {
      if (this.words.isLabel(plainLabel(label)) && !this.words.isRelatedLabel(label)) this.lines.pop()
    }
    this.keywords = tags
    this.list('meta', tags)
  }

  /** Forgets the tags within an element that shows another page: where such are shown, it links to one beside them. */
  private passOver(frame: Frame): void {
    const { others, depth } = this
    if (!frame.block || frame.titles === 0 || frame.headed || frame.words > CARD_WORDS) return
    if (!frame.related && (others === undefined || depth < others.depth)) return
    // What says that it is the article's may stand below what was shown amid its text.
    const isOwn = ({ own, label }: Link): boolean =>
      own || (this.words.isLabel(plainLabel(label)) && !this.words.isRelatedLabel(label))
    this.clear(frame, frame.related ? () => false : isOwn)
    this.found.length = Math.min(this.found.length, frame.found)
  }

  /** Remembers what shows a page by a link to it and tags: several of one kind side by side list other pages. */
  private card(name: string, frame: Frame): void {
    if (!frame.block || frame.titles === 0 || frame.headed || frame.words > CARD_WORDS) return
    const groups = [frame.links, ...frame.groups, ...this.groups.slice(frame.listed)]
    const tags = groups.reduce((sum, links) => sum + links.length, 0)
    if (tags === 0 || tags > CARD_TAGS) return
    const card = `${this.frame.number} ${name} ${frame.names}`
    const shown = this.cards.get(card)
    if (shown !== undefined) shown.add(frame.title)
    else this.cards.set(card, new Set([frame.title]))
    for (const links of groups) for (const link of links) link.cards = [...link.cards, card]
  }

  /** Forgets the links within an element that do not stay. */
  private clear(frame: Frame, stays: (link: Link) => boolean): void {
    const kept = (all: readonly Group[]): Link[][] =>
      all.map((links) => links.filter(stays)).filter((links) => links.length > 0)
    frame.links = frame.links.filter(stays)
    frame.groups = kept(frame.groups)
    this.groups.push(...kept(this.groups.splice(frame.listed)))
  }

  /** Takes the text of an element back out of the visible text. */
  private takeOut(frame: Frame): string[] {
    let removed: string[]
    if (frame.line < this.lines.length) {
      removed = this.lines.splice(frame.line)
      removed.push(this.parts.join(''))
      const first = removed[0]!
      this.parts = [first.slice(0, frame.column)]
      removed[0] = first.slice(frame.column)
    } else removed = [this.shorten(frame.column)]
    this.breakLine()
    return removed
  }

  /** Takes back what was written on the line behind a column. */
  private shorten(column: number): string {
    let kept = this.parts.length
    for (; this.length > column; this.length -= this.parts[kept]!.length) kept--
    const removed = this.parts.splice(kept).join('')
    this.spaced = this.parts.at(-1)?.endsWith(' ') ?? true
    return removed
  }

  private listLinks(links: readonly Link[]): void {
    if (links.length > 0) this.groups.push([...links].sort((a, b) => a.place - b.place))
  }

  private list(from: TagList['from'], tags: readonly string[], place = this.place++): void {
    if (tags.length > 0) this.found.push({ place, list: { from, tags } })
  }

  private meta(attributes: Attributes): void {
    const content = attributes.get(CONTENT)
    if (content === undefined || content === '') return
    for (const by of [NAME, PROPERTY, ITEMPROP]) {
      const name = attributes.get(by)?.trim().toLowerCase()
      if (name === undefined) continue
      if (this.words.metas.has(name)) {
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

  /** An icon whose text for those who do not see it names tags says what stands beside it. */
  private image(attributes: Attributes): void {
    if (this.frame.box || !attributes.has(ALT) || !this.words.isTagsName(attributes.get(ALT)!)) return
    this.around().box = true
  }

  private input(attributes: Attributes): void {
    const type = attributes.get(TYPE)?.toLowerCase()
    // What a program shows as tags: <input type="hidden" name="…$hfTags" value="غزة,مصر">.
    if (type === 'hidden') {
      const name = attributes.get(NAME) ?? attributes.get(ID) ?? ''
      const kind = areNames(name.length) ? this.words.kind(name.slice(name.lastIndexOf('$') + 1)) : 0
      const tags = (kind & TAGS) !== 0 && (kind & CROWD) === 0 ? delimited(attributes.get(VALUE) ?? '') : []
      if (tags.length > 1) this.list('meta', tags)
      return
    }
    if (type !== 'checkbox' && type !== 'radio') return
    let depth = this.depth
    while (depth > 0 && !this.frames[depth]!.label && !this.frames[depth]!.block) depth--
    if (this.frames[depth]!.label) this.frames[depth]!.option = true
    else this.ticked = true
  }

  private linked(attributes: Attributes): void {
    if (!hasWord(attributes.get(REL), 'canonical')) return
    const href = attributes.get(HREF)?.trim()
    if (href !== undefined && /^https?:\/\//i.test(href) && !this.about.has('canonical'))
      this.about.set('canonical', href)
  }

  /** Adds text to the line with its spaces made single; how many words began. */
  private append(text: string): number {
    let words = 0
    // Words with single spaces between them are written as one part.
    let from = -1
    let gap = true
    for (let i = 0; i < text.length; i++) {
      if (isSpace(text.charCodeAt(i))) {
        gap = true
        if (from >= 0 && (text.charCodeAt(i) !== 0x20 || i + 1 === text.length || isSpace(text.charCodeAt(i + 1)))) {
          this.write(text.slice(from, i))
          from = -1
        }
        if (from < 0 && !this.spaced) this.write(' ')
      } else if (gap) {
        gap = false
        words++
        if (from < 0) from = i
      }
    }
    if (from >= 0) this.write(text.slice(from))
    if (words > 0) this.afterLink = false
    return words
  }

  private write(part: string): void {
    this.parts.push(part)
    this.length += part.length
    this.spaced = part.endsWith(' ')
  }

  private breakLine(): void {
    const [first = '', second] = this.parts
    const line = (second === undefined ? first : this.parts.join('')).trimEnd()
    if (this.parts.length > 0) this.parts = []
    this.length = 0
    this.spaced = true
    this.afterLink = false
    this.relabel = true
    if (line !== '') {
      // What says for certain that its links are tags is told by them, the page's own or not.
      const told = this.certain > 0 && this.likely === 0 && this.beside <= LABEL_WORDS
      if (line !== this.indexLink && !told) this.lines.push(line)
      if (this.inLinks === 0) this.labelled(line)
      this.inLinks = 0
    }
    this.indexLink = undefined
    this.beside = this.certain = this.likely = 0
  }

  /** Looks whether a line is the label of other pages. */
  private labelled(line: string): void {
    const { ranked } = this
    if (ranked === 1 || this.others?.empty === false || !this.words.isRelatedLabel(line)) return
    this.others = { depth: this.depth, rank: ranked || 2, label: line, empty: true }
  }

  page(): HtmlPage {
    for (const group of joined(this.frame)) this.listLinks(group)
    this.breakLine()
    const title =
      this.about.get('og:title') || squeeze(this.headings.get('title') ?? '') || squeeze(this.headings.get('h1') ?? '')
    const url = this.about.get('canonical') || this.about.get('og:url')
    const site =
      this.about.get('og:site_name') || this.about.get('application-name') || this.siteInTitle() || this.homeName
    const date = this.about.get('article:published_time') || this.about.get('datepublished') || this.about.get('date')
    const description = this.about.get('description') || this.about.get('og:description')
    const kind = this.kind(title, url)
    // The heading of a list of articles names what they share: it is no label.
    const heading = kind === 'listing' ? squeeze(this.headings.get('h1') ?? '') : ''
    const shown = ({ cards }: Link): boolean => cards.some((card) => this.cards.get(card)!.size > 1)
    const groups = this.groups.map((links) => links.filter((link) => !shown(link))).filter(({ length }) => length > 0)
    const own = ownGroups(groups, this.words, this.posts, this.headed, kind)
    // Where a page links to its tags, titles of others are none, whatever they stand under.
    const labels = own.groups.length > 0 ? this.otherLabels : NO_LABELS
    const lines =
      heading === '' && labels.size === 0
        ? this.lines
        : this.lines.filter((line) => line !== heading && !labels.has(line))
    for (const links of own.groups) {
      const tags = links.map((link) => link.text)
      this.list('link', tags, links[0]!.place)
    }
    if (this.scripts.length > 0) {
      const titles = [title, squeeze(this.headings.get('title') ?? ''), squeeze(this.headings.get('h1') ?? '')]
      const parts = titles.flatMap((whole) => [whole, ...whole.split(BETWEEN_PARTS)]).filter((part) => part !== site)
      for (const tags of stateTags(this.scripts, parts, this.words.table)) this.list('meta', tags)
    }
    const found = kind === 'listing' ? [] : this.found.sort((a, b) => a.place - b.place).map(({ list }) => list)
    // DSpace adds what kind of work it is to what it is about.
    const type = this.about.get('dc.type')
    const lists =
      type === undefined
        ? found
        : found
            .map((list) => ({ ...list, tags: list.tags.filter((tag) => tag !== type) }))
            .filter(({ tags }) => tags.length > 0)
    const sections = [...this.sections, ...own.sections]
    return {
      ...(title !== '' && { title }),
      text: lines.join('\n'),
      lists,
      ...(url !== undefined && /^https?:\/\//i.test(url) && { url }),
      ...(description !== undefined && { description }),
      ...(site !== undefined && { site }),
      ...(date !== undefined && { date }),
      ...(sections.length > 0 && { sections: [...new Set(sections)] }),
    }
  }

  /** What the title of the document has behind the page's own: the name of the site. */
  private siteInTitle(): string | undefined {
    const whole = squeeze(this.headings.get('title') ?? '')
    const own = this.about.get('og:title') || squeeze(this.headings.get('h1') ?? '')
    if (own === '' || own.length >= whole.length || !whole.startsWith(own)) return undefined
    const parts = whole.slice(own.length).split(BETWEEN_PARTS)
    return parts[0] === '' && parts.length > 1 ? parts.at(-1)!.trim() : undefined
  }

  /** Whether the page is one article, or a listing of others, which has no tags of its own; undefined where it does not say. */
  private kind(title: string, url: string | undefined): PageKind {
    const { words, body, about } = this
    if (body.some((name) => words.articles.has(name))) return 'article'
    if (body.some((name) => words.listings.has(name))) return 'listing'
    if (this.articles === 1 || about.has('article:published_time')) return 'article'
    const names = [title.split(BETWEEN_PARTS, 1)[0]!, this.headings.get('h1') ?? '']
    // Shops of Shopify call so what lists products.
    if (this.collection || about.get('og:type')?.toLowerCase() === 'product.group') return 'listing'
    if (
      names.some((name) => words.isIndex(name)) ||
      [title, ...title.split(TITLE_PARTS), names[1]!].some((name) => words.isSearch(name))
    )
      return 'listing'
    const headed = this.headed.some((post) => post !== 0)
    if (url === undefined || headed) return undefined
    const home = /^https?:\/\/[^/?#]+\/?$/i.test(url) && about.get('og:type')?.toLowerCase() === 'website'
    return home || isArchive(url, words.table) ? 'listing' : undefined
  }
}

/** What is named by fewer units or more is named after nothing that matters. */
const areNames = (units: number): boolean => units >= 3 && units <= 512

/** What stands in a title between what it says and the site's name; and between the steps of a path. */
const BETWEEN_PARTS = /\s[|–—-]\s|[|«»]/
const TITLE_PARTS = /\s[|–—-]\s|[|«»›]/
/** The way to a site's first page, which its name leads to; in so many words. */
const HOME = /^(?:\.?\/|\.?\/?index\.(?:html?|php|aspx?)|\/ar\/?)$/i
const NAME_WORDS = 5
/** A link that a program follows. */
const SCRIPT = /^javascript:/i
/** Types of scripts that run, also such as plugins write to run them later. */
const PROGRAM = /script$|^module$/

/** The class and id of an element. */
function namesOf(attributes: Attributes): string {
  const group = attributes.get(CLASS)
  const id = attributes.get(ID)
  const names = group === undefined ? (id ?? '') : id === undefined ? group : `${group} ${id}`
  return areNames(names.length) ? names : ''
}

/** The same, when all that the element holds is known. One that nothing closes holds what stands behind it. */
const regionAt = ({ region, headed, parted }: Frame, implied: boolean): Frame['region'] =>
  headed || implied || (parted && region === 'menu') ? undefined : region

/** What part of the page, beside its content, an element is. Within the content, headers and footers belong to it. */
function regionOf(name: string, kind: number, attributes: Attributes, content: boolean): Frame['region'] {
  const tags = content && (kind & TAGS) !== 0
  if (
    (name === 'nav' && !tags) ||
    (kind & MENU) !== 0 ||
    (attributes.has(ROLE) && attributes.get(ROLE) === 'navigation')
  )
    return 'menu'
  if ((name === 'aside' && !tags) || (kind & ASIDE) !== 0) return 'aside'
  return !content && (kind & PART) === 0 && (name === 'header' || name === 'footer') ? 'aside' : undefined
}

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

/** Whether a text has a letter or digit. */
function hasWordUnit(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80 ? code >= 0x0621 && code <= 0x064a && code !== 0x0640 : isLetterOrDigit(code)) return true
  }
  return /[\p{L}\p{N}]/u.test(text)
}
const isLetterOrDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)

/** Whether one of the words of an attribute is this, in any case. */
const hasWord = (value: string | undefined, word: string): boolean =>
  value !== undefined && value.length >= word.length && value.toLowerCase().split(/\s+/).includes(word)

/** The text with single spaces and none around it. Most texts are so: they are looked through without an expression. */
function squeeze(text: string): string {
  let spaced = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20) {
      if (spaced) return text.replace(/\s+/g, ' ').trim()
      spaced = true
    } else if (code < 0x20 || (code >= 0x80 && (code < 0x0600 || code > 0x06ff))) {
      return text.replace(/\s+/g, ' ').trim()
    } else spaced = false
  }
  return spaced ? text.trimEnd() : text
}

/** Words of a squeezed text. */
function wordsIn(text: string): number {
  let words = text === '' ? 0 : 1
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 0x20) words++
  return words
}
