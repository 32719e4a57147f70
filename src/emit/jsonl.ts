import type { Writer } from './index.js'

/** One JSON object a line. U+2028 and U+2029 are escaped: some readers take them for line ends. */
export const jsonl: Writer = { head: '', tagHead: '', page: line, tag: line }

function line(value: unknown): string {
  const json = JSON.stringify(value)
  return `${/[\u2028\u2029]/.test(json) ? json.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029') : json}\n`
}
