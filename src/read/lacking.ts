/** What a record that gives no page has instead, for the person who exported it. */
import { delimited } from './delimited.js'
import { fieldName, fieldNames, type Values } from './names.js'
import type { Item, PageField, PageOptions, Reject } from './types.js'

/** Names of fields that are told, and units of each. */
const NAMES = 12
const NAME_UNITS = 60
/** Fields looked at, and how deep. */
const LEAVES = 200
const DEPTH = 3
/** Units of a tag, and of a string that lists tags. */
const TAG_UNITS = 80
const TAGS_UNITS = 2000
/** A text has so many units at least, where no name speaks for it. */
const TEXT_UNITS = 40

interface Leaf {
  readonly path: string
  readonly name: string
  /** Undefined where only the name is known. */
  readonly value: unknown
}

/** Whether a record is a reject for want of text and tags. */
export const lacksAll = (item: Item): item is Reject => 'code' in item && item.code === 'NO_TEXT'

/**
 * Why a record without text and tags has neither, in terms of its fields: none is called so, and which it has; and which
 * of them look as if they were the text or the tags. By name first (`Content`, `post_tags`), else by what they hold. Time
 * is bounded by the fields looked at.
 *
 * @param what how the format calls a field
 */
export function lacking(
  record: Values,
  { fields }: PageOptions,
  what: 'field' | 'column' = 'field',
): Pick<Reject, 'reason' | 'fields' | 'try'> {
  const has = (field: PageField): boolean =>
    Object.keys(record).some((name) => (fields?.[field] === undefined ? isFor(name, field) : name === fields[field]))
  const found = [...leavesOf(record)]
  const tags = tagsAmong(found)
  const text = textAmong(found.filter(({ path }) => path !== tags))
  const instead = { ...(text !== undefined && { text }), ...(tags !== undefined && { tags }) }
  return {
    reason: OF_PAGE.some(has)
      ? 'neither text nor tags'
      : `no ${what} is ${fields?.text ?? 'text'} or ${fields?.tags ?? 'tags'}${
          what === 'column' && areValues(Object.keys(record)) ? NO_NAMES : ''
        }`,
    fields: Object.keys(record)
      .slice(0, NAMES)
      .map((name) => (name.length > NAME_UNITS ? `${name.slice(0, NAME_UNITS)}…` : name)),
    ...((text ?? tags) !== undefined && { try: instead }),
  }
}

/** The record's fields, also those within others, but for those that are some other field of a page by name. */
function* leavesOf(record: Values): Generator<Leaf> {
  const waiting: (readonly [prefix: string, values: Values, depth: number])[] = [['', record, 1]]
  let left = LEAVES
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [prefix, values, depth] = next
    for (const name in values) {
      if (left-- === 0) return
      const value = values[name]
      if (value === null || isAnother(name)) continue
      if (depth > 1 && name.includes('.')) continue
      if (typeof value === 'object' && !Array.isArray(value) && typeof (value as Values)['rendered'] !== 'string') {
        if (depth < DEPTH) waiting.push([`${prefix}${name}.`, value as Values, depth + 1])
      } else yield { path: prefix + name, name, value }
    }
  }
}

/** Whether what should name the columns of a table are values: none is a known name, and some are none at all. */
const areValues = (names: readonly string[]): boolean =>
  names.every((name) => fieldName(name) === undefined) &&
  names.some((name) => /^[-+\d][-+\d.,:/ ]*$|^https?:\/\//.test(name) || name.split(/\s+/, 7).length > 6)
const NO_NAMES =
  ': the first row seems to be one of values; put a row above it that names the columns, such as id,title,text,tags'

/** The fields without which there is no page. */
const OF_PAGE = ['text', 'html', 'tags'] as const

const isFor = (name: string, field: PageField): boolean =>
  fieldName(name)?.fields.some((one) => one.field === field) === true

/** Whether a name is that of some other field of a page. */
const isAnother = (name: string): boolean =>
  fieldName(name) !== undefined && !OF_PAGE.some((field) => isFor(name, field))

/** The words of a name, however writers set them apart, without case and plural: `postTags`, `post_tags`, `Post-Tag`. */
const partsOfName = (name: string): string[] =>
  name
    .slice(0, NAME_UNITS)
    .split(/(?<=\p{Ll})(?=\p{Lu})|[^\p{L}\p{N}]+/u)
    .map((word) => word.toLowerCase().replace(/s$/, ''))

/** How much a name speaks for a field: it is one of its names, it has one of them among its words, or neither. */
function named(name: string, field: PageField): 0 | 1 | 2 {
  if (isFor(name, field)) return 2
  const words = partsOfName(name)
  const names = fieldNames[field].map((one) => partsOfName(one).join(' '))
  if (names.includes(words.join(' '))) return 2
  return words.some((word) => names.includes(word)) ? 1 : 0
}

function textAmong(leaves: readonly Leaf[]): string | undefined {
  return best(leaves, ({ name, value }) => {
    const text = value !== null && typeof value === 'object' ? (value as Values)['rendered'] : value
    if (value !== undefined && (typeof text !== 'string' || text.trim() === '')) return 0
    const speaks = Math.max(named(name, 'text'), named(name, 'html'))
    if (typeof text !== 'string' || speaks === 2) return speaks
    // Among others like it, the longest.
    return text.length >= TEXT_UNITS && /\s\S+\s/.test(text.slice(0, 1000))
      ? speaks + Math.min(text.length, 1e6) / 2e6
      : 0
  })
}

function tagsAmong(leaves: readonly Leaf[]): string | undefined {
  return best(leaves, ({ name, value }) => {
    if (value === undefined) return named(name, 'tags')
    const listed = typeof value === 'string' && value.length < TAGS_UNITS ? delimited(value) : value
    if (!Array.isArray(listed) || listed.length === 0) return 0
    const speaks = named(name, 'tags')
    if (speaks > 0) return speaks
    const few = listed.slice(0, 10) as unknown[]
    return listed.length > 2 && few.every((tag) => typeof tag === 'string' && tag.length < TAG_UNITS) ? 0.5 : 0
  })
}

/** The path of the leaf that has most, the first of equals; none where all have nothing. */
function best(leaves: readonly Leaf[], worth: (leaf: Leaf) => number): string | undefined {
  let [found, most]: [string | undefined, number] = [undefined, 0]
  for (const leaf of leaves) {
    const value = worth(leaf)
    if (value > most) [found, most] = [leaf.path, value]
  }
  return found
}
