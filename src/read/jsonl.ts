import { isUtf8 } from 'node:buffer'

import type { Page, TagList } from '../core/types.js'
import { ITEM_WORDS } from '../core/words.js'
import { decoder, utf8 } from './charset.js'
import type { Scanner } from './cut.js'
import { reasonOf } from './damage.js'
import { pageFrom, pageOf } from './fields.js'
import { FlatRecords } from './flat.js'
import { mended } from './mend.js'
import { parseJson } from './numbers.js'
import { Skimmer } from './skim.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const NEWLINE = 0x0a

/** One record a line. */
export function lineScanner(): Scanner {
  return {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      const at = bytes.indexOf(NEWLINE, start + this.resume)
      if (at >= 0 && at < end) {
        this.resume = 0
        return at + 1
      }
      this.resume = end - start
      return -1
    },
    tail: () => 'record',
  }
}

/** JSON Lines: an object a line; empty lines are passed by. The pages are mended. */
export function jsonlPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { bytes, spans, source } = batch
  const items: Item[] = []
  const clean = isUtf8(bytes)
  const decoded = decoder(bytes)
  const skimmed = clean ? skimmer(batch, options, limits) : undefined
  for (let i = 0; i < spans.length; i += 2) {
    const [start, end] = [spans[i]!, spans[i + 1]!]
    const record = batch.record + i / 2
    const known = skimmed?.(start, end, record)
    if (known) {
      items.push(known)
      continue
    }
    const line = bytes.subarray(start, end)
    const { text, repair } = clean ? { text: utf8(line), repair: undefined } : decoded(line)
    for (const item of jsonItems(text, source, record, options, limits, repair))
      items.push('code' in item ? item : mended(item))
  }
  return items
}

/** Gives the pages of those records that need not be parsed whole. To be asked in order. */
function skimmer(
  batch: Batch,
  options: PageOptions,
  limits: Limits,
): ((start: number, end: number, record: number) => Page | undefined) | undefined {
  const { skim, fields } = options
  if (!skim || (fields && Object.keys(fields).length > 0)) return undefined
  const skimmer = new Skimmer(batch, skim)
  if (!skimmer.usable) return undefined
  const flat = new FlatRecords(batch.bytes, skimmer, skim.strings)
  return (start, end, record) => {
    const values = flat.read(start, end)
    if (!values) return undefined
    const item = pageFrom(values, batch.source, record, options, limits)
    if ('code' in item || (flat.passed && (skim.wanted(item.id) || mayNeedText(item.lists ?? [])))) return undefined
    return flat.sound ? item : mended(item)
  }
}

/** Whether a page's tags may stand in its text: it has no list, which one that nothing announces may be, or an undelimited one. */
const mayNeedText = (lists: readonly TagList[]): boolean => lists.length === 0 || lists.some(mayBeRun)

/** Whether a list has a string that may be several tags without a delimiter (see core/declared.ts): the text tells then. */
const mayBeRun = ({ tags }: TagList): boolean =>
  tags.length === 1
    ? /\s/.test(tags[0]!)
    : tags.some((tag) => tag.length > TAG_UNITS && tag.split(/\s/).length > ITEM_WORDS)
/** No more words than that stand in so few units. */
const TAG_UNITS = 2 * ITEM_WORDS

/**
 * The page in the text of a JSON object; none for blank text. An object that is no page but wraps one list of objects
 * (`{"posts": [...]}`, as programs answer) gives the pages in it.
 */
export function jsonItems(
  text: string,
  source: string,
  record: number,
  options: PageOptions,
  limits: Limits,
  repair: string | undefined,
): Item[] {
  if (text.length < 3 && text.trim() === '') return []
  if (text.length > DEPTH_CHECKED && depthOf(text) > limits.jsonDepth) {
    return [{ source, record, code: 'BAD_RECORD', reason: `JSON nested deeper than ${limits.jsonDepth}` }]
  }
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    if (text.trim() === '') return []
    return [{ source, record, code: 'BAD_RECORD', reason: `not JSON: ${faultOf(error)}` }]
  }
  const item = pageOf(value, source, record, options, limits, repair)
  const inner = 'code' in item && item.code === 'NO_TEXT' ? wrapped(value as object) : undefined
  return inner?.map((one, i) => pageOf(one, source, record + i, options, limits, repair)) ?? [item]
}

/** The one list of objects that an object holds. */
function wrapped(value: object): object[] | undefined {
  const lists = Object.values(value).filter(
    (part): part is object[] =>
      Array.isArray(part) && part.length > 0 && part.every((one) => typeof one === 'object' && one !== null),
  )
  return lists.length === 1 ? lists[0] : undefined
}

/** Shorter texts cannot nest deep enough to cost anything. */
const DEPTH_CHECKED = 64 * 1024

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quoted) {
      if (code === 0x5c) i++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x5d || code === 0x7d) depth--
  }
  return deepest
}

/** The engine's message up to where it quotes the text: a reason must not carry the record. */
const faultOf = (error: unknown): string =>
  reasonOf(error)
    .split(/ ?['"]/, 1)[0]!
    .replace(/,$/, '')
