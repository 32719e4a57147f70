import { isUtf8 } from 'node:buffer'

import { decodeHTML } from 'entities'

import type { Page, Repair, TagList } from '../core/types.js'
import { slugText } from './permalink.js'

/**
 * A page whose strings are put right where what happened to them can be undone: UTF-8 or windows-1256 that was read as
 * another charset, entities left in the text, percent-encoded tags. What was done is added to `repairs`; a page that
 * needs nothing is returned as it is. Linear; a page in good order costs a few searches of its text.
 */
export function repaired(page: Page): Page {
  if (!needsRepair(page)) return page
  const { title, description, text, lists, site, sections } = page
  const repairs = new Set(page.repairs)
  const latin = [title, text, ...(lists ?? []).flatMap((list) => list.tags)].some(isLatinReading)
  const mend = (value: string): string => repairText(value, latin, repairs)
  const mendTag = (value: string): string => {
    const tag = mend(value)
    if (!PERCENT.test(tag)) return tag
    const plain = slugText(tag)
    if (plain !== tag) repairs.add('percent-encoding')
    return plain
  }
  const right = {
    ...page,
    ...(title !== undefined && { title: mend(title) }),
    ...(description !== undefined && { description: mend(description) }),
    ...(text !== undefined && { text: mend(text) }),
    ...(lists !== undefined && {
      lists: lists.map((list): TagList => ({ from: list.from, tags: list.tags.map(mendTag) })),
    }),
    ...(site !== undefined && { site: mend(site) }),
    ...(sections !== undefined && { sections: sections.map(mendTag) }),
  }
  return repairs.size === 0 ? page : { ...right, repairs: [...repairs] }
}

/** Arabic letters, percent-encoded. */
const PERCENT = /%[dD][89abAB]%/

function needsRepair(page: Page): boolean {
  const { title, description, text, lists, site, sections } = page
  if (description !== undefined && isSuspect(description)) return true
  if ((text !== undefined && isSuspect(text)) || (title !== undefined && isSuspect(title))) return true
  if (site !== undefined && isSuspect(site)) return true
  const suspect = (tag: string): boolean => tag.includes('%') || isSuspect(tag)
  return (lists?.some((list) => list.tags.some(suspect)) ?? false) || (sections?.some(suspect) ?? false)
}

/** Searches for single rare characters are the fastest there are; each stands for one thing that may have happened. */
const isSuspect = (text: string): boolean =>
  text.includes('Ø') ||
  text.includes('Ù') ||
  text.includes('Ã') ||
  text.includes('&') ||
  isLatinReading(text) ||
  readAsWindows1256(text)

/** Whether a text needs no mending, nor would any part of it by itself. */
export const soundThroughout = (text: string): boolean =>
  !(text.includes('%') || isSuspect(text) || (text.length > SHORT && SHORT_MISREAD.test(text)))

function repairText(value: string, latin: boolean, repairs: Set<Repair>): string {
  let text = value
  // Twice: what was wrongly decoded or escaped twice.
  for (let i = 0; i < 2; i++) {
    const before = text
    text = reread(text, repairs)
    if (text.includes('&') && text.includes(';') && ENTITY.test(text)) {
      const was = text
      text = decodeHTML(text)
      if (text !== was) repairs.add('entities')
    }
    if (text === before) break
  }
  if (latin) {
    const was = text
    text = rereadWindows1256(text)
    if (text !== was) repairs.add('windows-1256-read-as-latin')
  }
  return text
}

/**
 * UTF-8 that was read as windows-1252, Latin-1 or windows-1256, put right. Done before a string of tags is split: half of
 * a misread letter may look like a delimiter.
 */
export function reread(text: string, repairs: Set<Repair>): string {
  let right = text
  if (right.includes('Ø') || right.includes('Ù') || right.includes('Ã')) {
    right = rereadUtf8(right, WINDOWS_1252)
    if (right !== text) repairs.add('utf-8-read-as-windows-1252')
  }
  if (readAsWindows1256(right)) {
    const was = right
    right = rereadUtf8(right, WINDOWS_1256)
    if (right !== was) repairs.add('utf-8-read-as-windows-1256')
  }
  return right
}

/** Whether `reread` may find anything in the text of these bytes, which are UTF-8, and more than a title. */
export function mayBeMisread(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  // Ø, Ù and Ã begin with the first, and no Arabic letter does; the other is §.
  return view.includes(0xc3) || view.includes('§')
}

/** A character written by name or number, as HTML has them. */
export const ENTITY = /&(?:#\d{2,7}|#[xX][\da-fA-F]{2,6}|[a-zA-Z]{2,8});/

/** Bytes by the character that windows-1256 reads them as. */
const WINDOWS_1256: ReadonlyMap<number, number> = new Map(
  Array.from(new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 128 }, (_, i) => i + 128)), (char, i) => [
    char.charCodeAt(0),
    i + 128,
  ]),
)
/** The signs that windows-1252 has where Latin-1 has control characters, from 80 on; both readings are undone. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const WINDOWS_1252: ReadonlyMap<number, number> = new Map([
  ...Array.from({ length: 128 }, (_, i) => [i + 128, i + 128] as const),
  ...Array.from(SIGNS, (sign, i) => [sign.charCodeAt(0), i + 128] as const),
])

/** Where ISO-8859-15 has other signs than Latin-1. */
const ISO_8859_15: ReadonlyMap<string, number> = new Map([
  ['€', 0xa4],
  ['Š', 0xa6],
  ['š', 0xa8],
  ['Ž', 0xb4],
  ['ž', 0xb8],
  ['Œ', 0xbc],
  ['œ', 0xbd],
  ['Ÿ', 0xbe],
])

/** Letters, marks and punctuation that Arabic is written with: the other readings of a byte are rare signs. */
const USUAL = /[\u060c\u061b\u061f\u0621-\u063a\u0640-\u0652\u067e\u0686\u06a9\u06af\u06cc]/g

const isArabicLetter = (code: number): boolean =>
  code >= 0x0621 && code <= 0x06d3 && !(code >= 0x0660 && code <= 0x066d)

/** A text longer than this has an `ا`. */
const SHORT = 64
const SHORT_MISREAD = /[طظعغ][^\s\u0621-\u064aA-Za-z]/

/** Whether there may be UTF-8 in it that was read as windows-1256: `ا` then looks like ط§. */
function readAsWindows1256(text: string): boolean {
  if (text.includes('§') && text.includes('ط§')) return true
  return text.length <= SHORT && SHORT_MISREAD.test(text)
}

/**
 * Stretches of `text` whose characters stand for bytes that are UTF-8, put right. What comes out must be Arabic, two
 * letters at least: any shorter stretch may be meant (ط، is a letter and a comma).
 */
function rereadUtf8(text: string, bytesOf: ReadonlyMap<number, number>): string {
  const parts: string[] = []
  let kept = 0
  let bytes: number[] = []
  /** The same, where windows-1252 may have been ISO-8859-15. */
  let others: number[] = []
  let differs = false
  for (let i = 0; i <= text.length; i++) {
    const byte = i < text.length ? bytesOf.get(text.charCodeAt(i)) : undefined
    if (byte !== undefined) {
      const other = bytesOf === WINDOWS_1252 ? ISO_8859_15.get(text[i]!) : undefined
      if (other !== undefined) differs = true
      bytes.push(byte)
      others.push(other ?? byte)
      continue
    }
    if (bytes.length >= 4) {
      const run = differs ? moreUsual(Buffer.from(bytes), Buffer.from(others)) : Buffer.from(bytes)
      if (isUtf8(run)) {
        const right = run.toString()
        let letters = 0
        // Lead bytes of Arabic, read as windows-1252 once more.
        for (const char of right) letters += isArabicLetter(char.charCodeAt(0)) ? 1 : 'ØÙ'.includes(char) ? 2 : 0
        if (letters >= 2 && letters * 2 >= right.length) {
          parts.push(text.slice(kept, i - bytes.length), right)
          kept = i
        }
      }
    }
    bytes = []
    others = []
    differs = false
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept)
}

/** Of two readings of bytes as UTF-8 the one that has more of what Arabic is written with; the first if neither. */
function moreUsual(first: Buffer, second: Buffer): Buffer {
  const usual = (bytes: Buffer): number => (isUtf8(bytes) ? (bytes.toString().match(USUAL)?.length ?? 0) : -1)
  return usual(second) > usual(first) ? second : first
}

/**
 * Whether a text in windows-1256 was read as Latin-1 or windows-1252: `ال` then looks like Çá, a pair that no language of
 * Latin script has.
 */
function isLatinReading(text: string | undefined): boolean {
  return text?.includes('Ç') === true && text.includes('Çá')
}

/** Words of Latin letters above ASCII alone, read as windows-1256. Words that have an ASCII letter are meant so. */
function rereadWindows1256(text: string): string {
  const decoder = new TextDecoder('windows-1256')
  return text.replace(/\S+/g, (word) => {
    if (!/[\u00c0-\u00ff]/.test(word) || /[A-Za-z]/.test(word)) return word
    const bytes: number[] = []
    for (const char of word) {
      const code = char.codePointAt(0)!
      const byte = code < 0x80 ? code : WINDOWS_1252.get(code)
      if (byte === undefined) return word
      bytes.push(byte)
    }
    return decoder.decode(Uint8Array.from(bytes))
  })
}
