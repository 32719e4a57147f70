import type { CanonicalTag } from '../core/types.js'
import type { RecordWriter } from './types.js'

/** JSON on one line. U+2028 and U+2029 are escaped: some readers take them for line ends. */
export function json(value: unknown): string {
  const text = JSON.stringify(value)
  return /[\u2028\u2029]/.test(text) ? text.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029') : text
}

const line = (value: unknown): string => `${json(value)}\n`

/** One JSON object a line. */
export const jsonl: RecordWriter = { head: '', page: line, end: () => '' }

export function* jsonlTags(tags: Iterable<CanonicalTag>): Generator<string> {
  for (const tag of tags) yield line(tag)
}
