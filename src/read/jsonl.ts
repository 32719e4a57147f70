import { isUtf8 } from 'node:buffer'

import type { Page, TagList } from '../core/types.js'
import { ITEM_WORDS } from '../core/text/words.js'
import { decoder, utf8 } from './charset.js'
import type { Scanner } from './batches.js'
import { reasonOf } from './damage.js'
import { FIELDS, pageFrom } from './fields.js'
import { FlatRecords } from './flat.js'
import { repaired } from './repair.js'
import type { Values } from './names.js'
import { isAction, pagesIn, type Where } from './nested.js'
import { parseJson } from './numbers.js'
import { Skimmer } from './skim.js'
import type { Batch, Item, Limits, PageOptions } from './types.js'

const NEWLINE = 0x0a

/** What Elasticsearch is told to do with the document on the next line. */
const ACTION = /^\s*\{\s*"(index|create|update)"\s*:\s*\{/
const ACTION_UNITS = 64

const isActionAt = (bytes: Buffer, start: number, end: number): boolean =>
  ACTION.test(bytes.toString('latin1', start, Math.min(end, start + ACTION_UNITS)))

/** One record a line; where the first line says what to do with the next, such a line and the one behind it. */
export function lineScanner(head: Buffer): Scanner {
  const paired = isActionAt(head, 0, head.length)
  const lineEnd = (bytes: Buffer, from: number, end: number): number => {
    const at = bytes.indexOf(NEWLINE, from)
    return at < end ? at : -1
  }
  return {
    resume: 0,
    kind: 'record',
    next(bytes, start, end) {
      let at = lineEnd(bytes, start + this.resume, end)
      if (paired) {
        at = lineEnd(bytes, start, end)
        if (at >= 0 && isActionAt(bytes, start, at)) at = lineEnd(bytes, Math.max(at + 1, start + this.resume), end)
      }
      if (at >= 0) {
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
    for (const item of jsonItems(text, { source, record, repair }, options, limits))
      items.push('code' in item ? item : repaired(item))
  }
  return items
}

/** Gives the pages of those records that need not be parsed whole. To be asked in order. */
function skimmer(
  batch: Batch,
  options: PageOptions,
  limits: Limits,
): ((start: number, end: number, record: number) => Page | undefined) | undefined {
  const { skim, fields, records } = options
  if (!skim || records !== undefined || (fields && Object.keys(fields).length > 0)) return undefined
  const skimmer = new Skimmer(batch, skim)
  if (!skimmer.usable) return undefined
  const flat = new FlatRecords(batch.bytes, skimmer, skim.strings)
  return (start, end, record) => {
    const values = flat.read(start, end)
    if (!values) return undefined
    const item = pageFrom(values, batch.source, record, options, limits)
    if ('code' in item || (flat.passed && (skim.wanted(item.id) || mayNeedText(item.lists ?? [])))) return undefined
    if (options.seen)
      for (const field of FIELDS) if (values[field] !== undefined) options.seen(field, flat.names[field]!)
    if (options.odd && flat.odd)
      for (const [field, name, kind] of flat.odd) if (values[field] === undefined) options.odd(field, name, kind)
    return flat.sound ? item : repaired(item)
  }
}

/** Whether a page's tags may stand in its text: it has no list, which one that nothing announces may be, or an undelimited one. */
const mayNeedText = (lists: readonly TagList[]): boolean => lists.length === 0 || lists.some(mayBeRun)

/** Whether a list has a string that may be several tags without a delimiter (see core/lists/declared.ts): the text tells then. */
const mayBeRun = ({ tags }: TagList): boolean =>
  tags.length === 1
    ? /\s/.test(tags[0]!)
    : tags.some((tag) => tag.length > TAG_UNITS && tag.split(/\s/).length > ITEM_WORDS)
/** No more words than that stand in so few units. */
const TAG_UNITS = 2 * ITEM_WORDS

/** The pages in the text of a JSON value; none for blank text, nor for the line that says what to do with the next. */
export function jsonItems(text: string, where: Where, options: PageOptions, limits: Limits): Item[] {
  if (text.trim() === '') return []
  const { source, record } = where
  if (text.length > DEPTH_CHECKED && depthOf(text) > limits.jsonDepth) {
    return [{ source, record, code: 'BAD_RECORD', reason: `JSON nested deeper than ${limits.jsonDepth}` }]
  }
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    const pair = afterAction(text, where, options, limits)
    if (pair !== undefined) return pair
    return [{ source, record, code: 'BAD_RECORD', reason: `not JSON: ${faultOf(error)}` }]
  }
  return pagesIn(value, where, options, limits)
}

/** The pages of a document behind the line that says what to do with it, which may have its id. */
function afterAction(text: string, where: Where, options: PageOptions, limits: Limits): Item[] | undefined {
  const end = text.indexOf('\n')
  const action = end > 0 ? ACTION.exec(text)?.[1] : undefined
  if (action === undefined) return undefined
  let about: Values
  try {
    const value = JSON.parse(text.slice(0, end)) as Values
    if (!isAction(value)) return undefined
    about = value[action] as Values
  } catch {
    return undefined
  }
  return jsonItems(text.slice(end + 1), { ...where, about }, options, limits)
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
