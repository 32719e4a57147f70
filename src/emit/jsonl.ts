import type { Writer } from './index.js'

/** JSON on one line. U+2028 and U+2029 are escaped: some readers take them for line ends. */
export function json(value: unknown): string {
  const text = JSON.stringify(value)
  return /[\u2028\u2029]/.test(text) ? text.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029') : text
}

const line = (value: unknown): string => `${json(value)}\n`

/** One JSON object a line. */
export const jsonl: Writer = { head: '', tagHead: '', page: line, tag: line }

/**
 * The bytes of a text in UTF-8 as a string of one character a byte: such strings are joined and made bytes (`latin1`)
 * several times as fast as text is encoded.
 */
export function bytesOf(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text
}
