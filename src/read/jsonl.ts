import { isUtf8 } from 'node:buffer'

import { decoder, utf8 } from './charset.js'
import type { Scanner } from './cut.js'
import { pageOf } from './fields.js'
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
  for (let i = 0; i < spans.length; i += 2) {
    const line = bytes.subarray(spans[i], spans[i + 1])
    const { text, repair } = clean ? { text: utf8(line), repair: undefined } : decoded(line)
    const item = jsonItem(text, source, batch.record + i / 2, options, limits, repair)
    if (item !== undefined) items.push(item)
  }
  return items
}

/** A page from the text of a JSON object; undefined for blank text. */
export function jsonItem(
  text: string,
  source: string,
  record: number,
  options: PageOptions,
  limits: Limits,
  repair: string | undefined,
): Item | undefined {
  if (text.length < 3 && text.trim() === '') return undefined
  if (text.length > DEPTH_CHECKED && depthOf(text) > limits.jsonDepth) {
    return { source, record, code: 'BAD_RECORD', reason: `JSON nested deeper than ${limits.jsonDepth}` }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (text.trim() === '') return undefined
    return { source, record, code: 'BAD_RECORD', reason: `not JSON: ${reasonOf(error)}` }
  }
  return pageOf(value, source, record, options, limits, repair)
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

/** The engine's message without the text that it quotes: a reason must not carry the record. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/, ".*$/s, '').replace(/"[^"]{20,}.*$/s, '…')
}
