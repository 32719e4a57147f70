import { BoundedParser } from './bounded-parser.js'
import type { Scanner } from './batches.js'
import { entryItem } from './entry.js'
import { delimited } from './delimited.js'
import { headingTag, subjectNames, subjectTags } from './subjects.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'
import { elementScanner, xmlRecords } from './xml-records.js'

/** What one record stands in, the outermost of them: OAI-PMH and SRU wrap those of the others. */
const RECORDS = ['record', 'mods', 'dc', 'qualifieddc', 'dublin_core', 'Description']

/** The records of a library: OAI-PMH, MARCXML, MODS, Dublin Core in its wrappings. */
export const catalogueScanner = (): Scanner => elementScanner(RECORDS, 'any prefix')

/** A record that has subjects or an abstract is a page; one that says of itself that it was deleted is passed by. */
export function cataloguePages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const items: Item[] = []
  const names = subjectNames('catalogue', options)
  for (const { text, repair, record } of xmlRecords(batch).records) {
    const found = new RecordReader(names, limits.htmlDepth).read(text)
    if (found.deleted) continue
    const { id, title, abstracts, addresses, date, tags } = found
    items.push(
      entryItem(
        {
          id: id ?? addresses[0],
          title,
          text: abstracts.length > 0 ? abstracts.join('\n') : undefined,
          tags,
          url: addresses.find((address) => /^https?:/.test(address)),
          date,
        },
        batch.source,
        record,
        options,
        limits,
        repair,
      ),
    )
  }
  return items
}

/** Elements whose content is about something else: another record, where this one came from. */
const ASIDE = new Set(['relatedItem', 'about'])

/** What one record says, whatever it is written in: elements are known by their names without prefix, and what they stand in. */
class RecordReader {
  deleted = false
  id: string | undefined
  title: string | undefined
  date: string | undefined
  readonly abstracts: string[] = []
  readonly addresses: string[] = []
  readonly #subjects: string[] = []
  readonly #headings: string[] = []
  readonly #names: ReadonlySet<string>
  readonly #depth: number
  readonly #path: string[] = []
  #aside = 0
  #deep = false
  #text = ''
  #attributes: Record<string, string> = {}
  /** The field of MARC that stands open, with its subfields. */
  #field = ''
  #subfields: (readonly [code: string, text: string])[] = []

  constructor(names: ReadonlySet<string>, depth: number) {
    this.#names = names
    this.#depth = depth
  }

  get tags(): string[] {
    return [...this.#headings, ...subjectTags(this.#subjects)]
  }

  read(text: string): this {
    const parser = new BoundedParser(
      {
        onopentag: (name, attributes) => this.#open(local(name), attributes),
        ontext: (text) => {
          this.#text += text
        },
        onclosetag: (name) => this.#close(local(name)),
      },
      { xmlMode: true },
      () => this.#deep,
    )
    parser.end(text)
    return this
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#deep = this.#path.length >= this.#depth
    this.#path.push(name)
    this.#text = ''
    this.#attributes = attributes
    if (ASIDE.has(name)) this.#aside++
    if (name === 'header' && attributes['status'] === 'deleted') this.deleted = true
    if (name === 'datafield') {
      this.#field = attributes['tag'] ?? ''
      this.#subfields = []
    }
  }

  #close(name: string): void {
    if (this.#path.at(-1) !== name) return
    const text = this.#text.trim()
    this.#text = ''
    if (this.#aside === 0) {
      if (name === 'datafield') this.#closeField()
      else if (text !== '') this.#leaf(name, text)
    }
    if (ASIDE.has(name)) this.#aside--
    this.#path.pop()
    this.#deep = this.#path.length >= this.#depth
  }

  /** An element with text of its own. */
  #leaf(name: string, text: string): void {
    const { tag, code, element, qualifier, type } = this.#attributes
    const within = this.#path.at(-2)
    if (name === 'subfield') {
      if (this.#subfields.length < MOST_SUBFIELDS) this.#subfields.push([code ?? '', text])
      return
    }
    if (name === 'controlfield') {
      if (tag === '001') this.id ??= text
      return
    }
    const subject = this.#path.indexOf('subject')
    if (subject >= 0 && subject < this.#path.length - 1) {
      const kind = this.#path[subject + 1]!
      if (this.#names.has(kind) && type !== 'date')
        this.#headings.push(...[headingTag(text)].filter((tag) => tag !== undefined))
      return
    }
    // Where all elements have one name, an attribute says which it is.
    const said = element ?? name
    if (this.#names.has(said)) this.#subjects.push(text)
    else if (said === 'title') this.title ??= text
    else if (said === 'abstract' || said === 'description' || qualifier === 'abstract') this.abstracts.push(text)
    else if (said === 'date' || said === 'dateIssued' || said === 'issued') this.date ??= text
    else if (said === 'url') this.addresses.push(text)
    else if (said === 'recordIdentifier') this.id ??= text
    else if (said === 'identifier') {
      if (within === 'header') this.id = text
      else this.addresses.push(text)
    }
  }

  #closeField(): void {
    const parts = this.#subfields
    this.#subfields = []
    const all = (code: string): string[] => parts.filter(([of]) => of === code).map(([, text]) => text)
    // A field in another script than the record's stands in 880, and says which one it repeats.
    const repeats = this.#field === '880'
    const field = repeats ? (all('6')[0] ?? '').slice(0, 3) : this.#field
    const main = all('a')
    if (this.#names.has(field)) {
      // Uncontrolled words are set apart as people do; a heading is one, commas and all.
      const tags = field === '653' ? main.flatMap(delimited) : main
      this.#headings.push(...tags.flatMap((text) => headingTag(text) ?? []))
    } else if (field === '245') {
      const title = [...main, ...all('b')].join(' ').replace(/[\s/:;،,.]{1,20}$/, '')
      if (title !== '') this.title = repeats ? title : (this.title ?? title)
    } else if (field === '520') this.abstracts.push(...main)
    else if (field === '856') this.addresses.push(...all('u'))
    else if (field === '260' || field === '264') this.date ??= /\b\d{4}\b/.exec(all('c').join(' '))?.[0]
  }
}

/** More subfields than any field has. */
const MOST_SUBFIELDS = 10_000

const local = (name: string): string => name.slice(name.indexOf(':') + 1)
