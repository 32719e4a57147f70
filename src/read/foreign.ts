/** Files that hold no pages, by their first bytes: what they are, and what helps. */

interface Kind {
  /** Its first bytes, in Latin-1; from `at` on. */
  readonly mark: string
  readonly at?: number
  /** The mark may begin a text too: it counts only where a NUL byte follows somewhere in the head. */
  readonly readable?: boolean
  readonly what: string
  readonly help?: string
}

const unpack = (command: string) => `unpack it, or pipe it in: ${command} FILE | wusum run -`
const convert = 'convert it to text or HTML'

const KINDS: readonly Kind[] = [
  { mark: '%PDF-', what: 'a PDF', help: 'extract its text, with pdftotext say' },
  { mark: '{\\rtf', what: 'an RTF document', help: convert },
  { mark: '\xd0\xcf\x11\xe0', what: 'an old Office document (doc, xls)', help: 'save it as text, HTML or CSV' },
  {
    mark: 'SQLite format 3\0',
    what: 'an SQLite database',
    help: 'export its table; a registry is named with --registry',
  },
  { mark: '\x89PNG', what: 'an image' },
  { mark: '\xff\xd8\xff', what: 'an image' },
  { mark: 'GIF8', what: 'an image' },
  { mark: 'II*\0', what: 'an image' },
  { mark: 'MM\0*', what: 'an image' },
  { mark: 'BM', readable: true, what: 'an image' },
  { mark: '\0\0\x01\0', what: 'an image' },
  { mark: 'RIFF', readable: true, what: 'an image, sound or film' },
  { mark: 'ftyp', at: 4, readable: true, what: 'an image, sound or film' },
  { mark: 'ID3', readable: true, what: 'sound' },
  { mark: 'OggS', what: 'sound or film' },
  { mark: '\x1aE\xdf\xa3', what: 'a film' },
  { mark: 'wOF', readable: true, what: 'a font' },
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

/** Zip archives that are documents, by the names or the type of what is in them. */
const ZIPPED: readonly (readonly [part: string, what: string, help?: string])[] = [
  ['xl/', 'a spreadsheet (xlsx)', 'save its sheet as CSV'],
  ['word/', 'a Word document (docx)', 'save it as text or HTML'],
  ['ppt/', 'a presentation (pptx)', 'save it as text or HTML'],
  ['epub+zip', 'a book (epub)', 'unpack it and name the folder: its chapters are HTML'],
  ['opendocument.spreadsheet', 'a spreadsheet (ods)', 'save its sheet as CSV'],
  ['opendocument', 'an OpenDocument file', 'save it as text or HTML'],
  ['META-INF/MANIFEST', 'a Java archive'],
  ['AndroidManifest.xml', 'an Android package'],
]

/** One sentence on a file that begins with `head`, where its bytes say that it is nothing that holds pages. */
export function foreignOf(head: Buffer): string | undefined {
  const start = head.toString('latin1', 0, 512)
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(start)) {
    const names = [...zippedIn(head)]
    const [, kind, help] = ZIPPED.find(([part]) => names.some((name) => name.includes(part))) ?? []
    return kind === undefined
      ? sentence('a zip archive', 'unpack it and name the folder')
      : sentence(`a zip archive, ${kind}`, help)
  }
  const kind = KINDS.find(({ mark, at = 0, readable }) => start.startsWith(mark, at) && (!readable || head.includes(0)))
  return kind && sentence(kind.what, kind.help)
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

const sentence = (what: string, help: string | undefined) => `${what}, not pages${help ? `; ${help}` : ''}`
