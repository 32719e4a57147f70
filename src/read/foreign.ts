/** Files that hold no pages, by their first bytes: what they are, and what helps. */

interface Kind {
  /** Its first bytes, in Latin-1; from `at` on. */
  readonly mark: string
  readonly at?: number
  /** The mark may begin a text too: it counts only where a NUL byte follows somewhere in the head. */
  readonly readable?: boolean
  readonly what: string
  readonly help?: string
  /** It goes with pages, as a part of how they look. */
  readonly asset?: true
}

/** What a file is instead of pages, and whether it goes with pages: an image, a font, a style sheet. */
export interface Foreign {
  readonly foreign: string
  readonly asset?: true | undefined
}

const unpack = (command: string) => `unpack it, or pipe it in: ${command} FILE | wusum run -`
const convert = 'convert it to text or HTML'

const KINDS: readonly Kind[] = [
  { mark: '%PDF-', what: 'a PDF', help: 'extract its text, with pdftotext say' },
  { mark: '{\\rtf', what: 'an RTF document', help: convert },
  {
    mark: 'SQLite format 3\0',
    what: 'an SQLite database',
    help: 'export its table; a registry is named with --registry',
  },
  { mark: 'PGDMP', what: 'a dump of a Postgres database', help: 'restore it and export its table as CSV' },
  { mark: '\0\x01\0\0Standard ', what: 'an Access database', help: 'export its table as CSV' },
  { mark: 'bplist00', what: 'an archive or a list of properties of a Mac', help: 'save the page as its source (HTML)' },
  { mark: 'AT&TFORM', what: 'a DjVu document', help: 'extract its text, with djvutxt say' },
  { mark: 'BOOKMOBI', at: 60, what: 'a book (mobi)', help: convert },
  { mark: '!BDN', what: 'a mailbox of Outlook (pst)', help: 'save its messages as text or HTML' },
  { mark: 'PARE', readable: true, what: 'an encrypted Parquet file', help: 'write it without encryption' },
  { mark: '\x89PNG', what: 'an image', asset: true },
  { mark: '\xff\xd8\xff', what: 'an image', asset: true },
  { mark: 'GIF8', what: 'an image', asset: true },
  { mark: 'II*\0', what: 'an image', asset: true },
  { mark: 'MM\0*', what: 'an image', asset: true },
  { mark: 'BM', readable: true, what: 'an image', asset: true },
  { mark: '\0\0\x01\0', what: 'an image', asset: true },
  { mark: 'RIFF', readable: true, what: 'an image, sound or film', asset: true },
  { mark: 'ftyp', at: 4, readable: true, what: 'an image, sound or film', asset: true },
  { mark: 'ID3', readable: true, what: 'sound', asset: true },
  { mark: 'OggS', what: 'sound or film', asset: true },
  { mark: '\x1aE\xdf\xa3', what: 'a film', asset: true },
  { mark: '\0\x01\0\0\0', what: 'a font', asset: true },
  { mark: 'OTTO', readable: true, what: 'a font', asset: true },
  { mark: 'wOF', readable: true, what: 'a font', asset: true },
  { mark: '\x7fELF', what: 'a program' },
  { mark: 'MZ', readable: true, what: 'a program' },
  { mark: '\xca\xfe\xba\xbe', what: 'a program' },
  { mark: '\xcf\xfa\xed\xfe', what: 'a program' },
  { mark: '\0asm', what: 'a program' },
  { mark: 'ORC', readable: true, what: 'an ORC file', help: 'convert it to Parquet' },
  { mark: 'Obj\x01', what: 'an Avro file', help: 'convert it to Parquet or JSON Lines' },
  { mark: 'ARROW1', what: 'an Arrow file', help: 'convert it to Parquet' },
  { mark: 'FEA1', readable: true, what: 'a Feather file', help: 'convert it to Parquet' },
  { mark: '\x89HDF', what: 'an HDF5 file', help: 'export its table' },
  { mark: '\x80\x04\x95', what: 'a Python pickle', help: 'write it as JSON Lines or Parquet' },
  { mark: 'BZh', what: 'bzip2 data', help: unpack('bzip2 -dc') },
  { mark: '\xfd7zXZ', what: 'xz data', help: unpack('xz -dc') },
  { mark: '\x04"M\x18', what: 'lz4 data', help: unpack('lz4 -dc') },
  { mark: '7z\xbc\xaf\x27\x1c', what: 'a 7z archive', help: 'unpack it and name the folder' },
  { mark: 'Rar!\x1a', what: 'a rar archive', help: 'unpack it and name the folder' },
  { mark: 'ustar', at: 257, what: 'a tar archive', help: 'unpack it and name the folder' },
]

/** Documents of old Office, and new ones under a password, by a name that is in them. */
const OLD: readonly (readonly [stream: string, what: string, help: string])[] = [
  ['Encrypt', 'an Office document under a password', 'save it without one'],
  ['Workbook', 'an old spreadsheet (xls)', 'save it as .xlsx or CSV'],
  ['WordDocument', 'an old Word document (doc)', 'save it as text or HTML'],
  ['', 'an old Office document (doc, xls)', 'save it as .xlsx, CSV, text or HTML'],
]

/** Zip archives that are documents, by the names or the type of what is in them. */
const ZIPPED: readonly (readonly [part: string, what: string, help?: string])[] = [
  ['word/', 'a Word document (docx)', 'save it as text or HTML'],
  ['ppt/', 'a presentation (pptx)', 'save it as text or HTML'],
  ['epub+zip', 'a book (epub)', 'unpack it and name the folder: its chapters are HTML'],
  ['opendocument.spreadsheet', 'a spreadsheet (ods)', 'save it as .xlsx, or its sheet as CSV'],
  ['opendocument', 'an OpenDocument file', 'save it as text or HTML'],
  ['datapackage.json', 'an archive of the web (wacz)', 'unpack it and name its folder archive: it holds WARC files'],
  ['META-INF/MANIFEST', 'a Java archive'],
  ['AndroidManifest.xml', 'an Android package'],
]

/** Texts that hold no pages, by how they begin. */
const TEXTS: readonly (Pick<Kind, 'what' | 'help'> & { readonly start: RegExp })[] = [
  {
    start: /^From \S{1,320} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d/,
    what: 'a mailbox (mbox)',
    help: 'save its messages as text or HTML files and name their folder',
  },
  {
    start: /^\d{5}[a-z][a-z ]{2}[a-z ]?[ a]22\d{5}[^\r\n]{3}45\d\d\d{12}/,
    what: 'a MARC file (mrc)',
    help: 'convert it to MARCXML: yaz-marcdump -o marcxml FILE | wusum run -',
  },
  { start: /^=LDR {2}\d{5}/, what: 'a MARC file as text (mrk)', help: 'save it as MARCXML' },
  {
    start: /^(?:CDX [A-Za-z] |[\w-]{1,63}(?:,[\w-]{1,63}){0,8}\)\/\S{0,2048} \d{14} )/,
    what: 'an index of an archive of the web (CDX)',
    help: 'fetch the records that it names (examples/common-crawl.mjs)',
  },
]

/** How statements of a dump of a database begin, behind comments and settings; and the comments of some that wrote it. */
const STATEMENT =
  /^(?:(?:CREATE|DROP|ALTER) (?:OR REPLACE |TEMPORARY |UNIQUE )?(?:TABLE|DATABASE|SCHEMA|VIEW|TYPE|EXTENSION|SEQUENCE|FUNCTION|INDEX)\b|(?:INSERT|REPLACE)(?: IGNORE)? INTO [\w.`"[\]]+|COPY [\w."]+ \(|SELECT pg_catalog\.|\/\*(?:!|M!)\d|-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|Adminer|HeidiSQL)\b)/i
const SETTING = /^(?:--|SET |USE |LOCK TABLES|START TRANSACTION|BEGIN\b|PRAGMA |\\(?:un)?restrict |GO\b|\/\*)/i

function isSql(text: string): boolean {
  for (const line of text.split('\n', 200)) {
    if (STATEMENT.test(line)) return true
    if (line.trim() !== '' && !SETTING.test(line)) return false
  }
  return false
}

/** One sentence on a file that begins with `head`, where its bytes say that it is nothing that holds pages. */
export function foreignOf(head: Buffer): Foreign | undefined {
  const start = head.toString('latin1', 0, 512)
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(start)) {
    const names = [...zippedIn(head)]
    const [, kind, help] = ZIPPED.find(([part]) => names.some((name) => name.includes(part))) ?? []
    return kind === undefined
      ? sentence('a zip archive', 'unpack it and name the folder')
      : sentence(`a zip archive, ${kind}`, help)
  }
  if (start.startsWith('\xd0\xcf\x11\xe0')) {
    const [, what, help] = OLD.find(([stream]) => head.includes(Buffer.from(stream, 'utf16le'))) ?? OLD.at(-1)!
    return sentence(what, help)
  }
  const kind = KINDS.find(({ mark, at = 0, readable }) => start.startsWith(mark, at) && (!readable || head.includes(0)))
  if (kind !== undefined) return sentence(kind.what, kind.help, kind.asset)
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (isSql(text))
    return sentence('a dump of a database (SQL)', 'load it and export the table of its articles as CSV or JSON Lines')
  const written = TEXTS.find(({ start }) => start.test(text))
  return written && sentence(written.what, written.help)
}

/** Whether a file that begins with `head` is a workbook of Excel since 2007. */
export const isWorkbook = (head: Buffer, path: string): boolean =>
  head.toString('latin1', 0, 4) === 'PK\x03\x04' &&
  (/\.xls[xmb]$/i.test(path) || [...zippedIn(head)].some((name) => name.startsWith('xl/')))

/** Names of files that go with pages. */
const ASSETS: readonly (readonly [what: string, name: RegExp])[] = [
  ['a style sheet', /^\.(?:css|scss|less)$/],
  ['a script', /^\.(?:m?js|map)$/],
  ['an image', /^\.(?:png|jpe?g|gif|webp|avif|ico|svg|bmp|tiff?|heic)$/],
  ['a font', /^\.(?:woff2?|ttf|otf|eot)$/],
  ['sound or film', /^\.(?:mp[34]|m4[av]|webm|og[gv]|wav|aac|flac|avi|mov|swf)$/],
]

/** What a file is by its name, as a server or a browser gave it: `style.css`, `style.css?ver=6`, `app.js.download`. */
export function assetOf(path: string): Foreign | undefined {
  const name = /(\.\w{1,6})(?:\.download|[?@].{0,256})?$/.exec(path)?.[1]?.toLowerCase()
  const what = name === undefined ? undefined : ASSETS.find(([, pattern]) => pattern.test(name))?.[0]
  return what === undefined ? undefined : sentence(what, undefined, true)
}

/** The names in the head of a zip archive, that of a first file called `mimetype` with what is in it. */
function* zippedIn(head: Buffer): Generator<string> {
  for (
    let at = head.indexOf('PK\x03\x04');
    at >= 0 && at + 30 <= head.length;
    at = head.indexOf('PK\x03\x04', at + 4)
  ) {
    const name = at + 30
    const end = name + head.readUInt16LE(at + 26)
    yield head.toString('latin1', name, head.toString('latin1', name, end) === 'mimetype' ? end + 100 : end)
  }
}

const sentence = (what: string, help?: string, asset?: true): Foreign => ({
  foreign: `${what}, not pages${help ? `; ${help}` : ''}`,
  ...(asset && { asset }),
})
