import type { Scanner } from './batches.js'
import { decoder } from './charset.js'
import { delimited } from './delimited.js'
import { entryItem, type Entry } from './entry.js'
import { headingTag, subjectNames, subjectTags } from './subjects.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/*
 * What programs for references write: BibTeX and RIS. The readers of both that npm has take a file as one string and make a
 * tree of it; here a file may be of any size, and fields are all that is asked.
 */

/** How an entry of BibTeX begins, and the key that stands next. */
const ENTRY = /^@[A-Za-z]{2,40}[ \t]{0,8}[{(]/
/** Bytes in which that is seen. */
const ENTRY_BYTES = 64
const RIS_TYPE = /^TY {2}- ?/

/** Whether a text is one of references. Other programs may have said something before the first. */
export function isBibliography(text: string, path: string): boolean {
  if (/\.(?:bib|bibtex|ris)(?:\.(?:gz|zst|br))?$/i.test(path)) return true
  for (const line of text.split('\n', 20)) {
    if (RIS_TYPE.test(line)) return true
    if (ENTRY.test(line))
      return /^@(?:string|preamble|comment)\b|^@\w{2,40}[ \t]{0,8}[{(]\s{0,8}[^\s,={}()"#%]{1,200},/i.test(line)
    if (line.trim() !== '' && !/^%|^\d{1,9}\.\s*$|^\w{2,20}: /.test(line)) return false
  }
  return false
}

const isRis = (head: Uint8Array): boolean =>
  /(?:^|\n)\W{0,4}TY {2}-/.test(Buffer.from(head).toString('latin1', 0, 4096))

export const bibliographyScanner = (head: Buffer): Scanner => (isRis(head) ? risScanner() : bibtexScanner())

/** A reference with keywords or an abstract is a page. */
export function bibliographyPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { bytes, spans, source } = batch
  const items: Item[] = []
  const decode = decoder(bytes)
  const names = { bibtex: subjectNames('bibtex', options), ris: subjectNames('ris', options) }
  for (let i = 0; i < spans.length; i += 2) {
    if (spans[i] === spans[i + 1]) continue
    const { text, repair } = decode(bytes.subarray(spans[i], spans[i + 1]))
    const entry = /^\W{0,4}(?:[^@\n]{0,200}\n){0,20}TY {2}-/.test(text)
      ? risEntry(text, names.ris)
      : bibtexEntry(text, names.bibtex)
    if (entry !== undefined) items.push(entryItem(entry, source, batch.record + i / 2, options, limits, repair))
  }
  return items
}

/** References of RIS, each up to the line that ends it. */
function risScanner(): Scanner {
  return {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      const at = view.indexOf('\nER  -', start + this.resume)
      const stop = at < 0 ? -1 : view.indexOf(0x0a, at + 1)
      this.resume = stop < 0 ? Math.max(0, (at < 0 ? end - 6 : at) - start) : 0
      return stop < 0 ? -1 : stop + 1
    },
    tail: (bytes, start, end) => (bytes.subarray(start, end).includes('TY  -') ? 'record' : 'skip'),
  }
}

/** The fields of a reference of RIS by their tags. A line without a tag goes on with the one before. */
function risEntry(text: string, names: ReadonlySet<string>): Entry | undefined {
  const fields = new Map<string, string[]>()
  let last: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    const tag = /^([A-Z][A-Z\d]) {2}-/.exec(line)?.[1]
    const value = line.slice(tag === undefined ? 0 : 5).trim()
    if (tag === undefined) {
      if (value !== '' && last.length > 0) last[last.length - 1] = `${last.at(-1)} ${value}`
      continue
    }
    last = fields.get(tag) ?? []
    if (last.length === 0) fields.set(tag, last)
    last.push(value)
  }
  if (!fields.has('TY')) return undefined
  const first = (...tags: readonly string[]): string | undefined =>
    tags.map((tag) => fields.get(tag)?.find((value) => value !== '')).find((value) => value !== undefined)
  return {
    id: first('ID', 'DO', 'UR', 'AN'),
    title: first('TI', 'T1', 'CT', 'BT'),
    text: first('AB', 'N2'),
    tags: subjectTags([...names].flatMap((name) => fields.get(name) ?? []).filter((value) => value !== '')),
    url: first('UR', 'L2'),
    date: first('DA', 'PY', 'Y1')
      ?.replace(/\/{1,3}$/, '')
      .replaceAll('/', '-'),
    site: first('T2', 'JO', 'JF', 'JA'),
  }
}

/** Entries of BibTeX, by their braces. One that is never closed ends where a line begins the next. */
function bibtexScanner(): Scanner {
  /** Braces that stand open, that of the entry too; -1 outside of entries. */
  let depth = -1
  let round = false
  let lineStart = true
  const scanner: Scanner = {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      for (let i = start + this.resume; i < end; i++) {
        const byte = bytes[i]!
        if (byte === AT && (depth < 0 || lineStart)) {
          const mark = bytes.toString('latin1', i, Math.min(end, i + ENTRY_BYTES))
          const opened = ENTRY.exec(mark)?.[0]
          if (opened === undefined && /^@[A-Za-z]*[ \t]*$/.test(mark) && mark.length < ENTRY_BYTES) {
            this.resume = i - start
            return -1
          }
          if (opened !== undefined && depth >= 0) return found(i)
          if (opened !== undefined) {
            this.kind = /^@(?:comment|preamble|string)\b/i.test(opened) ? 'skip' : 'record'
            round = opened.endsWith('(')
            depth = round ? 0 : 1
            i += opened.length - 1
          }
        } else if (depth >= 0) {
          if (byte === OPEN) depth++
          else if (byte === CLOSE && --depth === 0 && !round) return found(i + 1)
          else if (byte === CLOSE_ROUND && round && depth <= 0) return found(i + 1)
        }
        lineStart = byte === 0x0a || byte === 0x0d
      }
      this.resume = end - start
      return -1
    },
    tail: () => (depth < 0 || scanner.kind === 'skip' ? 'skip' : 'cut'),
  }
  const found = (at: number): number => {
    scanner.resume = 0
    depth = -1
    lineStart = true
    return at
  }
  return scanner
}

const AT = 0x40
const OPEN = 0x7b
const CLOSE = 0x7d
const CLOSE_ROUND = 0x29

/** The fields of an entry of BibTeX by their names in small letters. Names of strings are not looked up. */
function bibtexEntry(text: string, names: ReadonlySet<string>): Entry | undefined {
  const start = /@[A-Za-z]{2,40}[ \t]{0,8}[{(]\s{0,64}([^\s,={}]{0,200})\s{0,64},?/.exec(text)
  if (start === null) return undefined
  const fields = new Map<string, string>()
  const name = /[\s,]*([\w:.-]{1,100})\s*=\s*/y
  let at = start.index + start[0].length
  for (;;) {
    name.lastIndex = at
    const key = name.exec(text)?.[1]?.toLowerCase()
    if (key === undefined) break
    const value = valueAt(text, name.lastIndex)
    at = value.end
    if (value.text !== '' && !fields.has(key)) fields.set(key, plain(value.text))
  }
  const doi = fields.get('doi')
  return {
    id: start[1] === '' ? (doi ?? fields.get('url')) : start[1],
    title: fields.get('title'),
    text: fields.get('abstract'),
    tags: [...names].flatMap((name) => delimited(fields.get(name) ?? '')).flatMap((tag) => headingTag(tag) ?? []),
    url: fields.get('url') ?? (doi === undefined || /^https?:/.test(doi) ? doi : `https://doi.org/${doi}`),
    date: fields.get('date') ?? fields.get('year'),
    site: fields.get('journal') ?? fields.get('journaltitle'),
  }
}

/** A value: parts in braces or quotes, or bare, put together with `#`. */
function valueAt(text: string, start: number): { text: string; end: number } {
  let whole = ''
  let at = start
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++
    const open = text[at]
    if (open === '{' || open === '"') {
      const from = ++at
      for (let depth = 0; at < text.length; at++) {
        const char = text[at]
        if (char === (open === '{' ? '}' : '"') && depth === 0) break
        if (char === '{') depth++
        else if (char === '}') depth--
      }
      whole += text.slice(from, at++)
    } else {
      const from = at
      while (at < text.length && !/[\s,#})]/.test(text[at]!)) at++
      // A name stands for a string that was defined elsewhere.
      if (/^\d+$/.test(text.slice(from, at))) whole += text.slice(from, at)
    }
    while (/\s/.test(text[at] ?? '')) at++
    if (text[at] !== '#') return { text: whole, end: at }
    at++
  }
}

/** What TeX writes over a letter, as marks of Unicode. */
const ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  c: '\u0327',
}

/** A value without what only TeX needs: braces, commands, escapes. */
const plain = (value: string): string =>
  value
    .replace(
      /\\(?:(['`^"~])|(c)(?=[ {]))[ {]{0,2}\\?([A-Za-z])\}?/g,
      (_, sign: string | undefined, letter: string | undefined, of: string) =>
        (of + ACCENTS[sign ?? letter ?? '']!).normalize('NFC'),
    )
    .replace(/\\([&%$#_])/g, '$1')
    .replace(/\\[A-Za-z]{1,40}[ \t]?/g, '')
    .replace(/[{}]/g, '')
    .replace(/~|\s+/g, ' ')
    .trim()
