import { decode } from './charset.js'
import type { Batch, Item } from './types.js'

/** Plain text: a file is a page, its id the path. Carriage returns alone are line ends where there are no others. */
export function textPages(batch: Batch): Item[] {
  const items: Item[] = []
  for (let i = 0; 2 * i < batch.spans.length; i++) {
    const file = batch.files?.[i] ?? batch.source
    const { text: raw, repair } = decode(batch.bytes.subarray(batch.spans[2 * i], batch.spans[2 * i + 1]))
    const text = raw.includes('\n') ? raw : raw.replaceAll('\r', '\n')
    if (text.trim() === '') items.push({ source: file, record: 1, code: 'NO_TEXT', reason: 'the file has no text' })
    else items.push({ id: file, text, ...(repair !== undefined && { repairs: [repair] }) })
  }
  return items
}
