import { isObject } from './records.js'

/** Names under which a list stands where a program wraps one, as GraphQL and Strapi do. */
const LISTS = ['nodes', 'edges', 'data', 'items', 'results']
/** Names under which the thing itself stands within an item. */
const ITEMS = ['node', 'attributes']

/** A list of terms without what is around it; of entities of a text, those that are hashtags. */
export function termsOf(value: unknown): unknown {
  if (isObject(value)) {
    const list = LISTS.map((name) => value[name]).find(Array.isArray)
    return list === undefined ? value : termsOf(list)
  }
  if (!Array.isArray(value)) return value
  const items = value.flat() as unknown[]
  if (!items.some((item) => isObject(item))) return value
  return items.flatMap((item) => {
    if (!isObject(item)) return [item]
    const inner = ITEMS.map((name) => item[name]).find(isObject) ?? item
    const { type, text, name } = inner
    // Telegram and ActivityPub list links and mentions beside hashtags.
    const kind = typeof type === 'string' ? type.toLowerCase() : undefined
    const label = [name, text, inner['tag']].find((one): one is string => typeof one === 'string')
    if (kind === 'hashtag') return label === undefined ? [] : [label.replace(/^#/, '')]
    if (kind !== undefined && ENTITIES.has(kind) && (text !== undefined || kind === 'mention' || kind === 'emoji'))
      return []
    return [inner]
  })
}
/** Kinds of entities of a text that are no hashtags: Telegram's and ActivityPub's. */
const ENTITIES: ReadonlySet<string> = new Set(
  (
    'plain link text_link mention mention_name email phone cashtag bot_command bold italic underline strikethrough code pre ' +
    'spoiler blockquote custom_emoji bank_card unknown emoji'
  ).split(' '),
)
