import { isUtf8, transcode } from 'node:buffer'

import type { Repair } from '../core/types.js'

/** Text of bytes, and what was done to have it beyond what the bytes say of themselves. */
export interface Decoded {
  readonly text: string
  /** The charset that evidence spoke for, or `invalid-utf-8`. */
  readonly repair?: Repair | undefined
}

/**
 * The text of `bytes`: by a byte order mark, as UTF-8 when they are UTF-8, by the charset `declared`, else by evidence.
 * Never fails: what no charset explains comes out as U+FFFD. `hint` is a charset that more of the same source speaks
 * for. Linear.
 */
export function decode(bytes: Uint8Array, declared?: string, hint?: string): Decoded {
  if (isUtf8(bytes)) return { text: utf8(bytes) }
  const label = labelOf(declared)
  const charset = charsetOf(bytes, label) ?? hint ?? 'windows-1252'
  // As a stream: at one go some versions of Node read windows-1252 as Latin-1, without its signs.
  const decoder = new TextDecoder(charset)
  const text = decoder.decode(bytes, { stream: true }) + decoder.decode()
  if (charset === 'utf-8') return { text, repair: 'invalid-utf-8' }
  // One that is not declared is one of few.
  return charset === label ? { text } : { text, repair: charset as Repair }
}

/** A decoder for the records of one batch: what is too short to tell its charset has that of the rest. */
export function decoder(bytes: Uint8Array, declared?: string): (record: Uint8Array) => Decoded {
  const hint = isUtf8(bytes) ? undefined : charsetOf(bytes, labelOf(declared))
  return (record) => decode(record, declared, hint)
}

/**
 * Text of bytes known to be UTF-8, without a byte order mark. By way of UTF-16: three to four times as fast on Arabic
 * as decoding at one go (bench/RESULTS.md, Reading).
 */
export function utf8(bytes: Uint8Array): string {
  if (bytes.length >= 64) return utf16(bytes).toString('utf16le')
  const start = markLength(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start).toString()
}

/** The same as UTF-16, little-endian. */
export function utf16(bytes: Uint8Array): Buffer {
  const start = markLength(bytes)
  return transcode(start === 0 ? bytes : bytes.subarray(start), 'utf8', 'utf16le')
}

const markLength = (bytes: Uint8Array): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

/** A charset's name as the Encoding Standard has it; undefined for a name that it does not know. */
function labelOf(declared: string | undefined): string | undefined {
  if (declared === undefined) return undefined
  try {
    return new TextDecoder(declared).encoding
  } catch {
    // A page may declare anything.
    return undefined
  }
}

/** How many bytes are looked at for evidence. */
const EVIDENCE = 256 * 1024
/** The least share of the commonest pair of letters in the bytes above ASCII. */
const PAIRS = 0.01
/** The least share of letters of Arabic in the bytes above ASCII, against a declaration of another script. */
const LETTERS = 0.85
/** What is declared for anything, or is Arabic itself: that it is declared says nothing against Arabic. */
const GUESSED: ReadonlySet<string> = new Set([
  'utf-8',
  'windows-1252',
  'iso-8859-15',
  'windows-1256',
  'iso-8859-6',
  'x-user-defined',
])

/**
 * The charset of bytes that are not UTF-8 throughout; undefined where nothing speaks for any.
 *
 * The article `ال` is the commonest pair of letters in Arabic: C7 E1 in windows-1256, C7 E4 in ISO-8859-6. It decides
 * between the two, and against a declaration that it contradicts: servers declare ISO-8859-1 for anything. In texts of
 * other scripts the same two bytes meet by chance: there they are at most 0.31 % of the bytes above ASCII, in Arabic
 * pages at least 3.8 %; and where a page that is short declares another script, its bytes are not those of letters.
 */
function charsetOf(bytes: Uint8Array, label: string | undefined): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'
  }
  const end = Math.min(bytes.length, EVIDENCE)
  let windows = 0
  let iso = 0
  let high = 0
  let letters = 0
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!
    if (byte < 0x80) continue
    high++
    if (byte >= 0xc1 && byte <= 0xed) letters++
    if (byte !== 0xc7) continue
    if (bytes[i + 1] === 0xe1) windows++
    else if (bytes[i + 1] === 0xe4) iso++
  }
  if (mostlyUtf8(bytes.subarray(0, end), high)) return 'utf-8'
  if (Math.max(windows, iso) < PAIRS * high) windows = iso = 0
  if (label !== undefined && !GUESSED.has(label) && letters < LETTERS * high) return label
  // ISO-8859-6 has no ل at E1 (ف), so a text in it has C7 E1 (اف) too, but seldom.
  if (windows > 0 && windows >= iso && !(label === 'iso-8859-6' && windows < 2 * iso + 3)) return 'windows-1256'
  if (iso > 0 && iso > windows && !(label === 'windows-1256' && iso < 2 * windows + 3)) return 'iso-8859-6'
  if (label !== undefined && label !== 'utf-8') return label
  return high > 0 && letters >= 0.9 * high && hasWords(bytes.subarray(0, end)) ? 'windows-1256' : undefined
}

/** Whether bytes are UTF-8 but for a few: cut characters, bytes of another source. */
function mostlyUtf8(bytes: Uint8Array, high: number): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  let bad = 0
  for (let i = text.indexOf('\ufffd'); i >= 0; i = text.indexOf('\ufffd', i + 1)) bad++
  return bad * 5 < high
}

/** Whether bytes above ASCII stand side by side, as in a word of Arabic: in a Latin word one stands alone. */
function hasWords(bytes: Uint8Array): boolean {
  let high = 0
  let pairs = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue
    high++
    if (i > 0 && bytes[i - 1]! >= 0x80) pairs++
  }
  return pairs * 2 > high
}

/**
 * Whether bytes are no text: more than one in twenty is a control character that no text has, beside a few that may
 * have slipped in. Bytes of a packed file are one in ten.
 */
export function isBinary(head: Uint8Array): boolean {
  let controls = 0
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- over bytes it takes ten times as long, and every page of an archive is asked
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!
    if (byte < 0x20 ? byte < 9 || (byte > 13 && byte !== 0x1b) : byte === 0x7f) controls++
  }
  return controls > Math.max(4, head.length / 20)
}
