import type { Scanner } from './batches.js'
import { isoDate } from './feed.js'
import type { Foreign } from './foreign.js'
import { HEADER_BYTES } from './framed.js'
import { htmlItem } from './html.js'
import { archived } from './http.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

/** A header of MIME: its fields, unfolded, by their names in small letters, and where what follows it begins. */
interface Header {
  readonly fields: ReadonlyMap<string, string>
  readonly end: number
}

/** Multiparts in multiparts that are looked into. */
const BOUNDARIES = 8

/**
 * Whether a text is a page that a browser saved with all that it needs (MHTML), or a mail. Both begin with a header; a page
 * was sent to nobody.
 */
export function mimeFormat(text: string, path: string): 'mhtml' | Foreign | undefined {
  if (!/^[A-Za-z][\w-]{0,60}:[ \t\r\n]/.test(text)) return undefined
  const header = headerIn(Buffer.from(text.slice(0, HEADER_BYTES), 'latin1'), 0)
  if (header === undefined) return undefined
  const { fields } = header
  const isMail = SENT.some((name) => fields.has(name))
  const isPage = boundariesOf(header).length > 0 || (isHtml(header) && fields.has('mime-version'))
  if (isPage && (!isMail || /\.mht(?:ml)?(?:\.\w+)?$/i.test(path))) return 'mhtml'
  return fields.has('from') && (isMail || fields.has('mime-version')) ? MAIL : undefined
}

/** Fields of what was sent. */
const SENT = ['received', 'message-id', 'return-path', 'delivered-to', 'to']
const MAIL: Foreign = { foreign: 'a mail, not pages; save it as text or HTML' }

/** The longest boundary that is looked for. RFC 2046 allows 70 units. */
const LONGEST = 200

/** The first part of a saved page that is HTML: the others are its frames and images, and are passed by without being held. */
export function mhtmlScanner(): Scanner {
  let boundaries: string[] | undefined
  /** Whether it is known what the part is that is being passed over or held. */
  let decided = true
  let found = false
  return {
    resume: 0,
    kind: 'head',
    next(bytes, start, end) {
      const view = bytes.subarray(0, end)
      const wait = (): number => {
        this.resume = 0
        return -1
      }
      if (boundaries === undefined) {
        const header = headerIn(view, start)
        if (header === undefined) return wait()
        boundaries = boundariesOf(header)
        // Its last line end is left: a boundary stands behind one.
        return boundaries.length === 0 ? header.end : header.end - 1
      }
      if (boundaries.length === 0) {
        this.kind = 'record'
        found = true
        this.resume = end - start
        return -1
      }
      if (this.kind === 'head') this.kind = 'skip'
      if (!decided) {
        const line = view.indexOf(0x0a, start)
        const header = line < 0 ? undefined : headerIn(view, line + 1)
        const mark = line < 0 ? '' : view.toString('latin1', start, Math.min(line, start + 2 * LONGEST)).trimEnd()
        const closing = boundaries.some((boundary) => mark === `--${boundary}--`)
        if (header === undefined && !closing && end - start < HEADER_BYTES) {
          this.kind = 'record'
          return wait()
        }
        const known = closing ? undefined : header
        if (known && boundaries.length < BOUNDARIES) boundaries.push(...boundariesOf(known))
        this.kind = !found && known && isHtml(known) ? 'record' : 'skip'
        found ||= this.kind === 'record'
        decided = true
      }
      let at = view.indexOf('\n--', start + this.resume)
      for (; at >= 0; at = view.indexOf('\n--', at + 1)) {
        const rest = view.toString('latin1', at + 3, at + 3 + LONGEST)
        if (boundaries.some((boundary) => rest.startsWith(boundary))) {
          decided = false
          this.resume = 0
          return at + 1
        }
        if (rest.length < LONGEST && boundaries.some((boundary) => boundary.startsWith(rest))) break
      }
      this.resume = (at < 0 ? Math.max(end - 2, start) : at) - start
      return -1
    },
    // Where no part is HTML, what is left is a record all the same, for somebody to say so.
    tail() {
      if (boundaries === undefined) return 'cut'
      return !found || (decided && this.kind === 'record') ? 'record' : 'skip'
    },
  }
}

/** The page that was saved, under the address from which it was. */
export function mhtmlPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { source, spans, bytes } = batch
  const head = headerIn(Buffer.concat([batch.head ?? Buffer.alloc(0), Buffer.from('\n')]), 0)
  const items: Item[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const record = batch.record + i / 2
    let part = Buffer.from(bytes.buffer, bytes.byteOffset + spans[i]!, spans[i + 1]! - spans[i]!)
    if (part.length === 0) continue
    let header = head
    if (head === undefined || boundariesOf(head).length > 0) {
      header = headerIn(part, part.indexOf(0x0a) + 1)
      if (header === undefined || !isHtml(header)) {
        items.push({ source, record, code: 'NO_TEXT', reason: 'no part of the saved page is HTML' })
        continue
      }
      part = part.subarray(header.end)
    }
    const { body, charset } = decodedPart(part, header!)
    const said = head?.fields.get('snapshot-content-location') ?? header!.fields.get('content-location')
    const address = said !== undefined && /^https?:/i.test(said) ? said : undefined
    const item = htmlItem(body, charset, source, source, record, options, limits)
    const id = address ?? ('code' in item ? source : item.id)
    items.push(archived(item, id, address, isoDate(head?.fields.get('date'))))
  }
  return items
}

/** The fields of a header that begins at `start`, up to an empty line or what is none; undefined where that has not come. */
function headerIn(bytes: Buffer, start: number): Header | undefined {
  const view = bytes.subarray(start, start + HEADER_BYTES)
  let end = 0
  for (;;) {
    const stop = view.indexOf(0x0a, end)
    if (stop < 0) return undefined
    const line = view.toString('latin1', end, stop)
    if (line.trim() !== '' && !/^[ \t]|^[\w-]{1,76}:/.test(line)) break
    end = stop + 1
    if (line.trim() === '') break
  }
  const fields = new Map<string, string>()
  for (const line of view
    .toString('utf8', 0, end)
    .replace(/\r?\n[ \t]/g, ' ')
    .split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return { fields, end: start + end }
}

const mediaOf = ({ fields }: Header): string => fields.get('content-type') ?? ''
const isHtml = (header: Header): boolean => /^(?:text\/html|application\/xhtml\+xml)\b/i.test(mediaOf(header))

/** The boundary between the parts, where a header announces any. */
function boundariesOf(header: Header): string[] {
  const media = mediaOf(header)
  const match = /\bboundary\s{0,8}=\s{0,8}(?:"([^"]{1,200})"|([^\s";]{1,200}))/i.exec(media)
  const boundary = match?.[1] ?? match?.[2]
  return /^multipart\//i.test(media) && boundary !== undefined ? [boundary] : []
}

/** The bytes of a part as they were before they were packed into mail. */
function decodedPart(part: Buffer, header: Header): { body: Buffer; charset: string | undefined } {
  const charset = /\bcharset\s{0,8}=\s{0,8}["']?([\w-]{2,40})/i.exec(mediaOf(header))?.[1]
  const coding = header.fields.get('content-transfer-encoding')?.toLowerCase()
  if (coding === 'base64') return { body: Buffer.from(part.toString('latin1'), 'base64'), charset }
  return { body: coding === 'quoted-printable' ? unquoted(part) : part, charset }
}

const EQUALS = 0x3d

/** Quoted-printable undone: what is no code stays as it is. */
function unquoted(bytes: Buffer): Buffer {
  const plain = Buffer.allocUnsafe(bytes.length)
  let to = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte !== EQUALS) {
      plain[to++] = byte
      continue
    }
    const high = hexOf(bytes[at + 1])
    const low = hexOf(bytes[at + 2])
    if (high >= 0 && low >= 0) {
      plain[to++] = high * 16 + low
      at += 2
      continue
    }
    // A line that was broken where it had to be, perhaps with blanks behind.
    let end = at + 1
    while (bytes[end] === 0x20 || bytes[end] === 0x09) end++
    if (bytes[end] === 0x0d && bytes[end + 1] === 0x0a) at = end + 1
    else if (bytes[end] === 0x0a) at = end
    else plain[to++] = byte
  }
  return plain.subarray(0, to)
}

function hexOf(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
