/** What an input is, once it is unpacked. In a file of its own: programs name it, and then need no types of Node. */
export const FORMATS = [
  'text',
  'html',
  'jsonl',
  'json',
  'csv',
  'xlsx',
  'feed',
  'catalogue',
  'bibliography',
  'wiki',
  'mhtml',
  'warc',
  'arc',
  'parquet',
] as const
export type Format = (typeof FORMATS)[number]
