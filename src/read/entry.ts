import type { Repair } from '../core/types.js'
import { noValues, pageFrom, type PageValues } from './fields.js'
import type { Item, Limits, PageOptions } from './types.js'

/** What a record says of a page, where it says itself which strings are tags: none of them is taken apart. */
export interface Entry extends Partial<Omit<PageValues, 'tags'>> {
  readonly tags: readonly string[]
}

/** The page that an entry makes, or why it makes none. */
export function entryItem(
  { tags, ...values }: Entry,
  source: string,
  record: number,
  options: PageOptions,
  limits: Limits,
  repair?: Repair,
): Item {
  const named = tags.length > 0 ? { tags: [...tags] } : {}
  const item = pageFrom({ ...noValues(), ...values, ...named }, source, record, options, limits, repair)
  if ('code' in item || tags.length === 0) return item
  return { ...item, lists: [{ from: 'field', tags }, ...(item.lists ?? []).filter(({ from }) => from !== 'field')] }
}
