/** What was read of each input, and as what: counted page by page on any thread, added up, and told. */
import { isUtf8 } from 'node:buffer'
import path from 'node:path'
import type { PageExtract } from '../core/pipeline.js'
import type { Page } from '../core/types.js'
import type { Note, Read, ReadInput } from './types.js'
import { isReject, pagesOf, type Batch, type Format, type Item, type PageOptions, type Reject } from '../read/index.js'

type Counts = { -readonly [K in keyof Read]: Read[K] extends number ? number : Record<string, number> } & {
  readonly input: string | undefined
  readonly format: Format | undefined
  /** The first and the last file: one that goes on in the next batch is one. */
  first: string | undefined
  last: string | undefined
  /** Values that say nothing, by what they are and `field=name`. */
  readonly odd: Record<string, number>
  /** Pages whose text is an address and nothing else. */
  addresses: number
  /** Lists of tags from fields, their tags, whether any has two words; and the tag that all lists are, while they are one. */
  tagged: number
  tags: number
  phrases: boolean
  only: string | null | undefined
}

/** Inputs that are told by themselves; names counted of each kind. */
const INPUTS = 1000
const NAMES = 50
const OTHER = '…'
const CHARSETS: ReadonlySet<string> = new Set(['windows-1256', 'iso-8859-6', 'windows-1252', 'utf-16le', 'utf-16be'])
/** Codes of files of which nothing can be cut, so that they have no format. */
const WHOLE: ReadonlySet<string> = new Set(['UNSUPPORTED', 'UNREADABLE', 'NO_TEXT'])

/** A page with where it is counted. */
export interface ReadPage {
  readonly page: Page
  readonly at: Counts
}

export class Reading {
  readonly #inputOf: (source: string) => string
  readonly #counts = new Map<string, Counts>()

  /** @param inputs as they were given */
  constructor(inputs: readonly string[]) {
    this.#inputOf = inputsOf(inputs)
  }

  /** The pages of a batch that are taken, and its rejects; `read`: how many pages there are. */
  async read(
    batch: Batch,
    options: PageOptions,
    takes: (page: Page) => boolean,
  ): Promise<{ pages: ReadPage[]; rejects: Reject[]; read: number }> {
    const here = () => this.#at(batch.source, batch.format)
    const found = pagesOf(batch, {
      ...options,
      seen: (field, name) => count(here().fields, `${field}=${name}`),
      odd: (field, name, kind) => count(here().odd, `${kind} ${field}=${name}`),
      at: (path, records) => count(here().records, path, records),
    })
    const pages: ReadPage[] = []
    const rejects: Reject[] = []
    let read = 0
    for (const [item, source, utf8] of placed(batch, Array.isArray(found) ? found : await found)) {
      if (isReject(item)) {
        rejects.push(item)
        const whole = WHOLE.has(item.code) && batch.rejects.includes(item)
        count(this.#at(source, whole ? undefined : batch.format).rejected, item.code)
        continue
      }
      read++
      if (!takes(item)) continue
      const at = this.#at(source, batch.format)
      if (source !== at.last) at.files++
      at.first ??= source
      at.last = source
      at.pages++
      const { repairs = [] } = item
      if (batch.format !== 'parquet')
        count(at.charsets, utf8 ? 'utf-8' : (repairs.find((name) => CHARSETS.has(name)) ?? 'as declared'))
      for (const repair of repairs) count(at.repairs, repair)
      look(item, at)
      pages.push({ page: item, at })
    }
    return { pages, rejects, read }
  }

  /** Counts what was found on a page. */
  found({ at }: ReadPage, { lists, runs, blocks, setAside }: PageExtract): void {
    at.runs += runs.length
    for (const { from } of lists) count(at.lists, from)
    for (const { confidence } of blocks) if (confidence !== undefined) count(at.lists, 'unlabelled')
    for (const { reason } of setAside) count(at.setAside, reason)
  }

  #at(source: string, format: Format | undefined): Counts {
    const input = this.#inputOf(source)
    return this.#of(input, format)
  }

  #of(input: string | undefined, format: Format | undefined): Counts {
    const key = `${format ?? ''}:${input ?? ''}`
    let counts = this.#counts.get(key)
    if (counts === undefined) {
      if (input !== undefined && this.#counts.size >= INPUTS) return this.#of(undefined, format)
      this.#counts.set(key, (counts = noCounts(input, format)))
    }
    return counts
  }

  /** Adds what another one took, in the order of the batches. */
  add(taken: readonly Counts[]): void {
    for (const more of taken) merge(this.#of(more.input, more.format), more)
  }

  /** All counts, plain; nothing is left. */
  take(): readonly Counts[] {
    const taken = [...this.#counts.values()]
    this.#counts.clear()
    return taken
  }

  /** The same, and they stay. */
  get soFar(): readonly Counts[] {
    return [...this.#counts.values()]
  }

  get told(): { readonly inputs: readonly ReadInput[]; readonly total: Read } {
    const total = noCounts(undefined, undefined)
    for (const counts of this.#counts.values()) merge(total, { ...counts, first: undefined })
    return {
      inputs: Array.from(this.#counts.values(), (counts) => {
        const { input, format } = counts
        return {
          ...(input !== undefined && { input }),
          ...(format && { format }),
          ...told(counts),
          notes: notesOf(counts),
        }
      }),
      total: told(total),
    }
  }
}

export type ReadCounts = Counts

const noCounts = (input: string | undefined, format: Format | undefined): Counts => ({
  input,
  format,
  files: 0,
  pages: 0,
  runs: 0,
  charsets: {},
  records: {},
  fields: {},
  lists: {},
  repairs: {},
  setAside: {},
  rejected: {},
  first: undefined,
  last: undefined,
  odd: {},
  addresses: 0,
  tagged: 0,
  tags: 0,
  phrases: false,
  only: undefined,
})

const told = (counts: Counts): Read => {
  const { files, pages, runs, charsets, records, fields, lists, repairs, setAside, rejected } = counts
  return { files, pages, runs, charsets, records, fields, lists, repairs, setAside, rejected }
}

function count(counts: Record<string, number>, name: string, by = 1): void {
  const known = counts[name]
  if (known !== undefined) counts[name] = known + by
  else {
    const to = Object.keys(counts).length < NAMES ? name : OTHER
    counts[to] = (counts[to] ?? 0) + by
  }
}

function merge(into: Counts, more: Counts): void {
  into.files += more.files - (more.first !== undefined && more.first === into.last ? 1 : 0)
  into.first ??= more.first
  into.last = more.last ?? into.last
  into.pages += more.pages
  into.runs += more.runs
  into.addresses += more.addresses
  into.only = into.tagged === 0 ? more.only : more.tagged === 0 || into.only === more.only ? into.only : null
  into.tagged += more.tagged
  into.tags += more.tags
  into.phrases ||= more.phrases
  for (const kind of ['charsets', 'records', 'fields', 'lists', 'repairs', 'setAside', 'rejected', 'odd'] as const)
    for (const [name, by] of Object.entries(more[kind])) count(into[kind], name, by)
}

/** Looks at what the fields of a page hold. */
function look({ text, lists }: Page, at: Counts): void {
  if (text !== undefined && text.length < LONGEST_ADDRESS && ADDRESS.test(text)) at.addresses++
  for (const list of lists ?? []) {
    if (list.from !== 'field') continue
    const { tags } = list
    const only = tags.length === 1 ? tags[0]! : null
    if (at.tagged === 0) at.only = only
    else if (at.only !== only) at.only = null
    at.tagged++
    at.tags += tags.length
    if (!at.phrases) at.phrases = tags.some((tag) => SPACED.test(tag))
  }
}
const LONGEST_ADDRESS = 2048
const ADDRESS = /^\s*(?:https?:)?\/\/\S+\s*$/i
const SPACED = /\S[\s_]+\S/

/** Pages, at the least, of which it says something that they have one tag, or tags of one word only; tags of each. */
const LEAST = 20
const LEAST_TAGS = 3

function notesOf(counts: Counts): Note[] {
  const notes: Note[] = []
  const { pages, addresses, tagged, tags, phrases, only } = counts
  for (const [key, odd] of Object.entries(counts.odd)) {
    const [, kind, field, name] = /^(\S+) ([^=]*)=([^]*)$/.exec(key) ?? []
    if (name === undefined) continue
    const of = odd + (counts.fields[`${field}=${name}`] ?? 0)
    if (odd * 2 <= of) continue
    notes.push(
      kind === 'numbers'
        ? note('numbers', name, odd, of, `${name} holds numbers alone in ${portion(odd, of, 'record')}: ids, not tags`)
        : note('missing', name, odd, of, `${name} holds nothing (NA and the like) in ${portion(odd, of, 'record')}`),
    )
  }
  if (addresses * 2 > pages)
    notes.push(
      note('address', 'text', addresses, pages, `the text is an address alone on ${portion(addresses, pages, 'page')}`),
    )
  if (tagged >= LEAST && typeof only === 'string')
    notes.push(
      note(
        'same-tag',
        'tags',
        tagged,
        tagged,
        `the tags of ${portion(tagged, tagged, 'page')} are one and the same: ${only}`,
      ),
    )
  else if (tagged >= LEAST && tags >= LEAST_TAGS * tagged && !phrases)
    notes.push(
      note(
        'single-words',
        'tags',
        tagged,
        tagged,
        `every tag of ${portion(tagged, tagged, 'page')} is one word: they may have been split at spaces`,
      ),
    )
  return notes
}

const note = (kind: Note['kind'], field: string, count: number, of: number, text: string): Note => ({
  kind,
  field,
  count,
  of,
  text,
})

const portion = (count: number, of: number, what: string): string =>
  count === of
    ? of === 1
      ? `the one ${what}`
      : `all ${of.toLocaleString('en-US')} ${what}s`
    : `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${what}s`

/** Each item with the file that it is from, and whether its bytes are UTF-8. */
function* placed(batch: Batch, items: readonly Item[]): Generator<[item: Item, source: string, utf8: boolean]> {
  const { bytes, spans, files, rejects, source } = batch
  const whole = files === undefined && isUtf8(bytes)
  let record = 0
  for (const item of items) {
    if (rejects.includes(item as never)) yield [item, (item as { source: string }).source, true]
    else if (files === undefined) yield [item, source, whole]
    else {
      yield [item, files[record] ?? source, isUtf8(bytes.subarray(spans[2 * record], spans[2 * record + 1]))]
      record++
    }
  }
}

/** By file: the input that named it, or the folder it is in. */
function inputsOf(inputs: readonly string[]): (source: string) => string {
  const named = new Set(inputs)
  const folders = inputs.map((input) => [input, `${path.resolve(input)}${path.sep}`] as const)
  const find = (source: string): string => {
    if (named.has(source)) return source
    const full = path.resolve(source)
    return (
      folders.find(([, folder]) => full.startsWith(folder))?.[0] ??
      inputs.find((input) => /[*?{[]/.test(input)) ??
      source
    )
  }
  let last: readonly [source: string, input: string] | undefined
  return (source) => {
    if (last?.[0] !== source) last = [source, find(source)]
    return last[1]
  }
}
