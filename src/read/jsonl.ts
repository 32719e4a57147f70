import { isUtf8 } from 'node:buffer'

import type { Page } from '../core/types.js'
import { decoder, utf8 } from './charset.js'
import type { Scanner } from './cut.js'
import { pageOf } from './fields.js'
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

/** JSON Lines: an object a line; empty lines are passed by. */
export function jsonlPages(batch: Batch, options: PageOptions, limits: Limits): Item[] {
  const { bytes, spans, source } = batch
  const items: Item[] = []
  const clean = isUtf8(bytes)
  const decoded = decoder(bytes)
  const pages = clean ? skimmed(batch, options, limits) : []
  for (let i = 0; i < spans.length; i += 2) {
    const known = pages[i / 2]
    if (known) {
      items.push(known)
      continue
    }
    const line = bytes.subarray(spans[i], spans[i + 1])
    const { text, repair } = clean ? { text: utf8(line), repair: undefined } : decoded(line)
    for (const item of jsonItems(text, source, batch.record + i / 2, options, limits, repair)) items.push(item)
  }
  return items
}

/** The pages of those records whose text can be passed over. What is left of these is decoded at one go. */
function skimmed(batch: Batch, options: PageOptions, limits: Limits): (Page | undefined)[] {
  const { bytes, spans, source } = batch
  const { skim, fields } = options
  if (!skim || (fields && Object.keys(fields).length > 0)) return []
  const skimmer = new Skimmer(batch, skim)
  const rest = Buffer.allocUnsafe(bytes.length + 2 * spans.length)
  const records: { place: number; name: string }[] = []
  let filled = 0
  const put = (part: Uint8Array): void => {
    rest.set(part, filled)
    filled += part.length
  }
  for (let i = 0; i < spans.length; i += 2) {
    const start = spans[i]!
    let end = spans[i + 1]!
    const passed = skimmer.pass(start, end)
    if (!passed || passed.start - start + end - passed.end > DEPTH_CHECKED) continue
    while (bytes[end - 1] === NEWLINE) end--
    put(bytes.subarray(start, passed.start))
    put(STAND_IN)
    put(bytes.subarray(passed.end, end))
    rest[filled++] = NEWLINE
    records.push({ place: i / 2, name: passed.name })
  }
  const lines = utf8(rest.subarray(0, filled))
  const pages: (Page | undefined)[] = []
  let at = 0
  for (const { place, name } of records) {
    const end = lines.indexOf('\n', at)
    const line = lines.slice(at, end)
    at = end + 1
    const value = parsed(line)
    // Elsewhere than in the record's own field, it was not what it seemed to be.
    if (typeof value !== 'object' || value === null || (value as Record<string, unknown>)[name] !== 'x') continue
    const item = pageOf(value, source, batch.record + place, options, limits)
    if (!('code' in item) && !skim.wanted(item.id)) pages[place] = item
  }
  return pages
}

/** What stands in for a text that was passed over, so that there is one. */
const STAND_IN = Buffer.from('"x"')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The whole line is read then, and says what is wrong with it.
    return undefined
  }
}

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
    value = JSON.parse(text)
  } catch (error) {
    if (text.trim() === '') return []
    return [{ source, record, code: 'BAD_RECORD', reason: `not JSON: ${reasonOf(error)}` }]
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
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split(/ ?['"]/, 1)[0]!.replace(/,$/, '')
}
