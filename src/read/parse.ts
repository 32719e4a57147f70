import { DecodingMode, decodeHTMLAttribute, EntityDecoder, htmlDecodeTree } from 'entities/decode'

import { elementAt, elementOf, hashed, isNamed, type Element, type Rules } from './elements.js'

/** Attributes that are looked at; any other is passed over. */
export const CLASS = 0
export const ID = 1
export const REL = 2
export const HREF = 3
export const NAME = 4
export const TYPE = 5
export const ROLE = 6
export const TITLE = 7
export const STYLE = 8
export const HIDDEN = 9
export const CONTENT = 10
export const PROPERTY = 11
export const ITEMPROP = 12
export const ARIA_LABEL = 13
export const ALT = 14
export const VALUE = 15
type Attribute = number

const NAMES =
  'class id rel href name type role title style hidden content property itemprop aria-label alt value'.split(' ')
/** By length, since that rules out most: numbers of names. */
const BY_LENGTH = Array.from({ length: 9 }, (_, length) =>
  NAMES.flatMap((name, number) => (name.length === length ? [number] : [])),
)

/** The attributes of one tag; of several of one name the first counts. Made once a document, their strings when asked for. */
export class Attributes {
  /** Where they stand. */
  private markup = ''
  private asked = true
  /** Names of attributes that list tags, all of them `data-`. */
  private readonly listing: ReadonlySet<string>
  private readonly starts = new Int32Array(NAMES.length)
  private readonly ends = new Int32Array(NAMES.length)
  /** A bit each. */
  private given = 0
  /** Values of those that list tags, by name. */
  readonly tags = new Map<string, string>()

  constructor(listing: ReadonlySet<string>) {
    this.listing = listing
  }

  /** Whether there are none at all that are looked at. */
  get none(): boolean {
    return this.given === 0
  }

  has(attribute: Attribute): boolean {
    return (this.given & (1 << attribute)) !== 0
  }

  /** Its value, entities decoded; '' for one without a value. */
  get(attribute: Attribute): string | undefined {
    if ((this.given & (1 << attribute)) === 0) return undefined
    return this.value(this.starts[attribute]!, this.ends[attribute]!)
  }

  /** @param asked whether any but those that list tags are looked at */
  clear(markup: string, asked: boolean): void {
    this.markup = markup
    this.asked = asked
    this.given = 0
    if (this.tags.size > 0) this.tags.clear()
  }

  /** Adds one by where its name and its value stand. */
  add(nameAt: number, nameEnd: number, start: number, end: number): void {
    const length = nameEnd - nameAt
    const first = this.markup.charCodeAt(nameAt) | 0x20
    if (length >= BY_LENGTH.length) {
      if (this.asked && !this.has(ARIA_LABEL) && isNamed(this.markup, nameAt, nameEnd, NAMES[ARIA_LABEL]!)) {
        this.set(ARIA_LABEL, start, end)
        return
      }
      if (first !== DATA) return
      const name = this.markup.slice(nameAt, nameEnd).toLowerCase()
      if (this.listing.has(name) && !this.tags.has(name)) this.tags.set(name, this.value(start, end))
      return
    }
    if (!this.asked) return
    for (const number of BY_LENGTH[length]!) {
      const name = NAMES[number]!
      if (first !== name.charCodeAt(0) || !isNamed(this.markup, nameAt, nameEnd, name)) continue
      if (!this.has(number)) this.set(number, start, end)
      return
    }
  }

  private set(attribute: Attribute, start: number, end: number): void {
    this.given |= 1 << attribute
    this.starts[attribute] = start
    this.ends[attribute] = end
  }

  private value(start: number, end: number): string {
    const value = this.markup.slice(start, end)
    return value.includes('&') ? decodeHTMLAttribute(value) : value
  }
}

/** What a document is told to, as it is read. */
export interface Listener {
  /** An element begins; a hollow one has no end. The attributes are good until the call ends. */
  open(element: Element, attributes: Attributes): void
  /** It ends; `implied`: by what follows it, not by a tag of its own. */
  close(element: Element, implied: boolean): void
  /** Text, by where it stands in `markup`, a part of the document. */
  text(markup: string, start: number, end: number): void
  /** Text that is nothing but spaces. */
  blank(markup: string, start: number, end: number): void
  /** A character that was written as an entity. */
  character(text: string): void
}

/** A document: a string, or its UTF-16 in bytes. */
export type Document = string | Buffer

/**
 * How much of a document in bytes is made a string at a time. Longer strings do not lie where new ones are made, and
 * cost five times as much.
 */
const WINDOW = 56 * 1024
/** What is left of it when the next is looked at. Few tags are longer. */
const MARGIN = 4096
/** More of the document is needed to read on. */
const MORE = -1

/**
 * Reads a document of HTML as browsers do where it matters: scripts, entities, attributes, comments, end tags that are
 * left out. Elements nested deeper than `depth` are read as siblings. Linear.
 *
 * It hears tags and text in the pieces and the order in which htmlparser2 tells them, and takes a quarter of the time:
 * no strings are made of what nobody asks for, and scripts, styles and comments are passed over by searching their end.
 */
export class Parser {
  private readonly document: Document
  private readonly units: number
  private readonly listener: Listener
  private readonly attributes: Attributes
  private readonly depth: number
  private readonly stack: Element[] = []
  /** The rules that hold, the innermost last. */
  private readonly rules: Rules[] = ['html']
  /** Elements of names that no table knows. */
  private readonly others = new Map<string, Element>()
  /** The part of the document that is looked at, where it begins, and whether the document ends with it. */
  private markup = ''
  private base = 0
  private isLast = false
  /** Where the text begins that is not told yet, and whether it is nothing but spaces so far. */
  private from = 0
  private isBlank = true
  /** The tag that was read last ends with `/>`. */
  private selfClosed = false
  /** The document ends within a tag. */
  private unclosed = false
  /** Where the entity begins that is being decoded. */
  private entityAt = 0
  private readonly entities = new EntityDecoder(htmlDecodeTree, (code, length) => {
    this.tell(this.entityAt)
    this.from = this.entityAt + length
    this.listener.character(String.fromCodePoint(code))
  })

  constructor(document: Document, listener: Listener, listing: ReadonlySet<string>, depth: number) {
    this.document = document
    this.units = typeof document === 'string' ? document.length : document.length / 2
    this.listener = listener
    this.attributes = new Attributes(listing)
    this.depth = depth
  }

  /** Reads the document. False where it ends within a tag. */
  parse(): boolean {
    this.look(0, WINDOW)
    for (let i = this.scan(0); !this.isLast || i < this.markup.length; i = this.scan(i)) {
      // From where nothing is told yet. A part that holds nothing whole is made longer.
      const start = Math.min(this.from, i)
      this.from -= start
      i -= start
      this.look(this.base + start, start > 0 ? WINDOW : 2 * this.markup.length)
    }
    this.tell(this.markup.length)
    while (this.stack.length > 0) this.pop(true)
    return !this.unclosed
  }

  private look(base: number, units: number): void {
    const { document } = this
    const end = Math.min(this.units, base + units)
    this.base = base
    if (typeof document !== 'string') this.markup = document.toString('utf16le', 2 * base, 2 * end)
    else if (base === 0) this.markup = document
    this.isLast = base + this.markup.length === this.units
  }

  /** Reads the part that is looked at, as far as its tags are whole; where it came to. */
  private scan(start: number): number {
    const { markup } = this
    const { length } = markup
    const stop = this.isLast ? length : length - MARGIN
    // The next of each is looked for once: many a text has none of them.
    let ampersand = -1
    let mark = -1
    let i = start
    while (i < stop) {
      const code = markup.charCodeAt(i)
      if (code === LESS) {
        this.tell(i)
        const next = markup.charCodeAt(i + 1)
        let behind: number
        if (isLetter(next)) behind = this.openTag(i + 1)
        else if (next === SLASH && i + 2 < length) behind = this.closeTag(i + 2)
        else if (next === EXCLAMATION) behind = this.declaration(i + 2)
        else if (next === QUESTION) behind = this.behind('>', i + 2)
        else {
          this.isBlank = false
          i++
          continue
        }
        if (behind === MORE) return i
        this.from = i = behind
        this.isBlank = true
        if (this.markup !== markup) return i
      } else if (code === AMPERSAND) {
        const behind = this.entity(i)
        if (behind === MORE) return i
        i = behind
      } else if (this.isBlank && isSpace(code)) i++
      else {
        this.isBlank = false
        if (mark < i) {
          mark = markup.indexOf('<', i)
          if (mark < 0) mark = length
        }
        if (ampersand < i) {
          ampersand = markup.indexOf('&', i)
          if (ampersand < 0) ampersand = length
        }
        i = Math.min(mark, ampersand)
      }
    }
    return i
  }

  /** Tells the text up to here. */
  private tell(end: number): void {
    if (this.from < end) {
      if (this.isBlank) this.listener.blank(this.markup, this.from, end)
      else this.listener.text(this.markup, this.from, end)
    }
    this.from = end
    this.isBlank = true
  }

  /** Reads the entity that begins at an ampersand; where to go on. */
  private entity(at: number): number {
    this.entityAt = at
    this.entities.startEntity(DecodingMode.Legacy)
    const used = this.entities.write(this.markup, at + 1)
    if (used > 0) return this.from
    if (used < 0) {
      if (!this.isLast) return MORE
      if (this.entities.end() > 0) return this.from
    }
    this.isBlank = false
    return used < 0 ? this.markup.length : at + 1
  }

  private behind(mark: string, from: number): number {
    const at = this.markup.indexOf(mark, from)
    return at < 0 ? this.rest() : at + mark.length
  }

  /** What is not whole goes on to the end of the document. */
  private rest(): number {
    return this.isLast ? this.markup.length : MORE
  }

  /** Passes over a comment or the like, from behind its `<!`. */
  private declaration(at: number): number {
    const { markup } = this
    if (markup.startsWith('--', at)) return this.comment(at + 2)
    if (!markup.startsWith('[CDATA[', at)) return this.behind('>', at)
    const start = at + 7
    const end = markup.indexOf(']]>', start)
    if (end < 0) return this.rest()
    if (this.isForeign() && end > start) this.listener.text(markup, start, end)
    return end + 3
  }

  private comment(start: number): number {
    const { markup } = this
    if (markup.startsWith('>', start)) return start + 1
    if (markup.startsWith('->', start)) return start + 2
    for (let at = markup.indexOf('--', start); at >= 0; at = markup.indexOf('--', at + 1)) {
      const next = markup.charCodeAt(at + 2)
      if (next === GREATER) return at + 3
      if (next === EXCLAMATION && markup.charCodeAt(at + 3) === GREATER) return at + 4
    }
    return this.rest()
  }

  private isForeign(): boolean {
    return this.rules.at(-1) !== 'html'
  }

  /** Reads a tag from its name on; where to go on. */
  private openTag(start: number): number {
    const { markup } = this
    const { length } = markup
    let i = start
    let hash = 0
    for (let code = markup.charCodeAt(i); !isNameEnd(code); code = markup.charCodeAt(i)) {
      hash = hashed(hash, code)
      if (++i >= length) return this.rest()
    }
    const element = this.element(start, i, hash)
    this.attributes.clear(markup, !element.hollow || ASKED.has(element))
    const behind = this.readAttributes(i)
    this.unclosed = behind < 0
    if (this.unclosed && !this.isLast) return MORE
    // Within SVG the content of a style is markup, too.
    const content = this.isForeign() ? 'markup' : element.content
    const again = element.name === 'form' && this.stack.includes(element)
    if (!again) {
      if (element.ends !== 0)
        while (this.stack.length > 0 && (this.stack.at(-1)!.within & element.ends) !== 0) this.pop(true)
      this.begin(element)
      if (this.selfClosed && this.stack.at(-1) === element && this.isForeign()) this.pop(true)
    }
    if (this.unclosed) return length
    return content === 'markup' ? behind : this.content(element, content, behind)
  }

  /** Reads the attributes of a tag from behind its name; where it ends, -1 where it does not. */
  private readAttributes(start: number): number {
    const { markup, attributes } = this
    const { length } = markup
    this.selfClosed = false
    let i = start
    while (i < length) {
      let code = markup.charCodeAt(i)
      if (code === GREATER) return i + 1
      if (code === SLASH) {
        i = this.behindSpaces(i + 1)
        if (markup.charCodeAt(i) !== GREATER) continue
        this.selfClosed = true
        return i + 1
      }
      if (isGap(code)) {
        i++
        continue
      }
      const nameAt = i
      do code = markup.charCodeAt(++i)
      while (i < length && code !== EQUALS && !isNameEnd(code))
      const nameEnd = i
      if (isGap(code)) {
        i = this.behindSpaces(i)
        code = markup.charCodeAt(i)
      }
      if (i >= length) return -1
      if (code !== EQUALS) {
        attributes.add(nameAt, nameEnd, i, i)
        continue
      }
      i = this.behindSpaces(i + 1)
      code = markup.charCodeAt(i)
      let valueAt = i
      if (code === QUOTE || code === APOSTROPHE) {
        valueAt = i + 1
        i = markup.indexOf(code === QUOTE ? '"' : "'", valueAt)
        if (i < 0) return -1
        attributes.add(nameAt, nameEnd, valueAt, i++)
      } else {
        while (i < length && code !== GREATER && !isGap(code)) code = markup.charCodeAt(++i)
        if (i >= length) return -1
        attributes.add(nameAt, nameEnd, valueAt, i)
      }
    }
    return -1
  }

  private behindSpaces(from: number): number {
    let i = from
    while (isGap(this.markup.charCodeAt(i))) i++
    return i
  }

  /** Reads the text that is the content of an element, and its end tag; where that begins. */
  private content(element: Element, content: 'entities' | 'raw' | 'rest', start: number): number {
    this.from = start
    let end = content === 'rest' ? -1 : this.endOf(element, start)
    while (end < 0 && !this.isLast) {
      this.look(this.base + this.from, 2 * this.markup.length)
      this.from = 0
      end = content === 'rest' ? -1 : this.endOf(element, 0)
    }
    if (end < 0) end = this.markup.length
    if (content === 'entities') this.readEntities(element, end)
    if (this.from < end) this.listener.text(this.markup, this.from, end)
    return end
  }

  /** Where the end tag of an element begins that holds no other marks; -1 where none is. */
  private endOf({ name }: Element, start: number): number {
    const { markup } = this
    for (let at = markup.indexOf('</', start); at >= 0; at = markup.indexOf('</', at + 2)) {
      const end = at + 2 + name.length
      if (isNamed(markup, at + 2, end, name) && isNameEnd(markup.charCodeAt(end))) return at
    }
    return -1
  }

  /** Tells the entities in the content of an element, and the text before each. Right behind what begins like the end tag is none. */
  private readEntities({ name }: Element, end: number): void {
    const { markup } = this
    const mark = `</${name}`
    let met = 0
    for (let i = this.from; i < end;) {
      const code = markup.charCodeAt(i)
      if (met === mark.length) met = 0
      if ((code >= 0x41 && code <= 0x5a ? code + 0x20 : code) === mark.charCodeAt(met)) met++
      else if (met > 0) met = code === LESS ? 1 : 0
      else if (code === AMPERSAND) {
        this.isBlank = false
        i = this.entity(i)
        continue
      }
      i++
    }
  }

  private closeTag(start: number): number {
    const { markup } = this
    const { length } = markup
    if (!isLetter(markup.charCodeAt(start))) return this.behind('>', start)
    let i = start
    let hash = 0
    for (let code = markup.charCodeAt(i); !isNameEnd(code); code = markup.charCodeAt(i)) {
      hash = hashed(hash, code)
      if (++i >= length) return this.rest()
    }
    const behind = markup.charCodeAt(i) === GREATER ? i + 1 : this.behind('>', i)
    if (behind !== MORE) this.end(this.element(start, i, hash))
    return behind
  }

  private element(start: number, end: number, hash: number): Element {
    const known = elementAt(this.markup, start, end, hash)
    if (known !== undefined) return known === IMAGE && !this.isForeign() ? IMG : known
    const name = this.markup.slice(start, end).toLowerCase()
    if (name === FOREIGN_OBJECT.name && (this.rules.at(-1) === 'svg' || this.stack.includes(FOREIGN_OBJECT)))
      return FOREIGN_OBJECT
    let other = this.others.get(name)
    if (other === undefined) this.others.set(name, (other = elementOf(name)))
    return other
  }

  private begin(element: Element): void {
    this.listener.open(element, this.attributes)
    if (element.hollow) return
    if (this.stack.length >= this.depth) {
      this.listener.close(element, true)
      return
    }
    this.stack.push(element)
    if (element.rules !== undefined) this.rules.push(element.rules)
  }

  /** An end tag. */
  private end(element: Element): void {
    if (element === BR) {
      this.attributes.clear('', false)
      this.begin(BR)
    }
    // Whether it ends one that was too deep nobody knows.
    if (element.hollow || this.stack.length >= this.depth) return
    if (this.stack.at(-1) !== element) {
      const at = this.stack.lastIndexOf(element)
      if (at < 0) {
        if (element !== P) return
        this.attributes.clear('', false)
        this.begin(P)
      } else while (this.stack.length > at + 1) this.pop(true)
    }
    this.pop(false)
  }

  private pop(implied: boolean): void {
    const element = this.stack.pop()!
    if (element.rules !== undefined) this.rules.pop()
    this.listener.close(element, implied)
  }
}

/** The first letter of `data-`. */
const DATA = 0x64
const LESS = 0x3c
const GREATER = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d
const QUOTE = 0x22
const APOSTROPHE = 0x27
const AMPERSAND = 0x26
const EXCLAMATION = 0x21
const QUESTION = 0x3f

const known = (name: string): Element => {
  let hash = 0
  for (let i = 0; i < name.length; i++) hash = hashed(hash, name.charCodeAt(i))
  return elementAt(name, 0, name.length, hash) ?? elementOf(name)
}
const BR = known('br')
const IMAGE = known('image')
const IMG = known('img')
const P = known('p')
/** Elements without an end whose attributes are looked at. */
const ASKED: ReadonlySet<Element> = new Set([known('meta'), known('link'), known('input'), known('img')])
/** What stands in it is HTML again, where it stands in SVG. */
const FOREIGN_OBJECT = elementOf('foreignobject', 'html')

const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
/** What sets names and attributes apart. */
const isGap = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c
const isNameEnd = (code: number): boolean => code === GREATER || code === SLASH || isGap(code)

/** A space as it is read on a page. */
export const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0
