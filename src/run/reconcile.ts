/** What a registry answers to the Reconciliation Service API 0.2 of the W3C community group, without the wire. */
import { distance } from '../core/sameness/distance.js'
import { fold } from '../core/text/fold.js'
import type { CanonicalTag } from '../core/types.js'
import { html } from '../emit/html.js'
import { loadModel } from '../model/index.js'
import { registryTags } from './knowledge.js'

const TYPE = { id: 'tag', name: 'Tag' } as const

/** Candidates of one query, unless it wants fewer, and at most; queries of one batch; suggestions. */
const CANDIDATES = 5
const MOST_CANDIDATES = 50
export const MOST_QUERIES = 1000
const SUGGESTIONS = 20
/** What looks alike and is not judged one tag scores less than this. */
const NOT_SAME = 50

/** Properties that tags can be extended by. */
const PROPERTIES = {
  tag: { name: 'Canonical spelling', of: (it) => [{ str: it.tag }] },
  key: { name: 'Key', of: (it) => [{ str: it.key }] },
  pages: { name: 'Pages', of: (it) => [{ int: it.pages }] },
  count: { name: 'Occurrences', of: (it) => [{ int: it.count }] },
  variants: { name: 'Variants', of: (it) => it.variants.map(({ surface }) => ({ str: surface })) },
} as const satisfies Record<string, { name: string; of: (tag: CanonicalTag) => ({ str: string } | { int: number })[] }>
type Property = keyof typeof PROPERTIES
const isProperty = (id: unknown): id is Property => typeof id === 'string' && Object.hasOwn(PROPERTIES, id)

interface Candidate {
  readonly id: string
  readonly name: string
  /** 0 to 100. */
  readonly score: number
  /** Whether it is certain enough to be taken unseen. */
  readonly match: boolean
  readonly type: readonly (typeof TYPE)[]
  readonly description: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Answers queries from a registry as it was when it was read. */
export class Reconciler {
  readonly #byId = new Map<string, CanonicalTag>()
  readonly #idOf = new Map<string, string>()
  /** Every spelling by its key, in the order of keys: prefixes are found by halving. */
  readonly #keys: { readonly key: string; readonly id: string }[] = []
  readonly #candidates: (surface: string) => { tag: string; same: boolean; score: number }[]

  /** Time and memory as `wusum tags`. */
  static async open(registry: string): Promise<Reconciler> {
    const { snapshot, clusters } = await registryTags(registry)
    const ids = new Map(snapshot.surfaces.map(({ surface, tag }) => [surface, tag]))
    const tags = clusters.tags().map((tag): CanonicalTag => {
      const id = ids.get(tag.tag)
      return id ? { ...tag, id } : tag
    })
    return new Reconciler(tags, (surface) => clusters.candidates(surface))
  }

  private constructor(
    tags: readonly CanonicalTag[],
    candidates: (surface: string) => { tag: string; same: boolean; score: number }[],
  ) {
    this.#candidates = candidates
    for (const tag of tags) {
      // A tag that is new since the last settling has no id yet.
      const id = tag.id ?? tag.tag
      this.#byId.set(id, tag)
      this.#idOf.set(tag.tag, id)
      for (const surface of [tag.tag, ...tag.variants.map((variant) => variant.surface)])
        this.#keys.push({ key: keyOf(surface), id })
    }
    this.#keys.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  }

  get size(): number {
    return this.#byId.size
  }

  /** @param origin where it is served, such as http://127.0.0.1:3000 */
  manifest(origin: string): object {
    return {
      versions: ['0.2'],
      name: 'wusum',
      identifierSpace: 'urn:wusum:tag:',
      schemaSpace: 'urn:wusum:type:',
      defaultTypes: [TYPE],
      view: { url: `${origin}/tag/{{id}}` },
      preview: { url: `${origin}/tag/{{id}}`, width: 400, height: 200 },
      suggest: { entity: { service_url: origin, service_path: '/suggest/entity' } },
      extend: { propose_properties: { service_url: origin, service_path: '/properties' }, property_settings: [] },
    }
  }

  /** The answers to a batch of queries; undefined where it is none. */
  reconcile(batch: unknown): Record<string, { readonly result: readonly Candidate[] }> | undefined {
    if (!isObject(batch)) return undefined
    const queries = Object.entries(batch)
    if (queries.length > MOST_QUERIES || !queries.every(([, query]) => isObject(query))) return undefined
    return Object.fromEntries(
      queries.map(([name, query]) => [name, { result: this.#query(query as Record<string, unknown>) }]),
    )
  }

  #query({ query, type, limit }: Record<string, unknown>): Candidate[] {
    const types = type === undefined || type === '' ? [TYPE.id] : [type].flat()
    if (typeof query !== 'string' || !types.includes(TYPE.id)) return []
    const most = typeof limit === 'number' && limit >= 1 ? Math.min(Math.floor(limit), MOST_CANDIDATES) : CANDIDATES
    const found = this.#candidates(query.trim())
    const certain = found.filter(({ same }) => same).length === 1
    return found
      .map(({ tag, same, score }) => {
        const id = this.#idOf.get(tag)!
        return {
          id,
          name: tag,
          score: same ? Math.round(Math.max(NOT_SAME, 100 * score)) : Math.floor(NOT_SAME * 0.99 * alike(query, tag)),
          match: same && certain,
          type: [TYPE],
          description: described(this.#byId.get(id)!),
        }
      })
      .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
      .slice(0, most)
  }

  /** Tags one of whose spellings begins so, the most used first. */
  suggest(prefix: string, cursor = 0): object {
    const key = keyOf(prefix)
    const ids = new Set<string>()
    let [low, high] = [0, key === '' ? 0 : this.#keys.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#keys[middle]!.key < key) low = middle + 1
      else high = middle
    }
    for (let at = low; this.#keys[at]?.key.startsWith(key) && key !== ''; at++) ids.add(this.#keys[at]!.id)
    const found = Array.from(ids, (id) => ({ id, tag: this.#byId.get(id)! }))
    found.sort((a, b) => b.tag.pages - a.tag.pages || (a.tag.tag < b.tag.tag ? -1 : 1))
    return {
      result: found
        .slice(cursor, cursor + SUGGESTIONS)
        .map(({ id, tag }) => ({ id, name: tag.tag, description: described(tag), notable: [TYPE] })),
    }
  }

  /** The properties of tags by their ids; undefined where nothing of the kind is asked. */
  extend(query: unknown): object | undefined {
    if (!isObject(query)) return undefined
    const { ids, properties } = query
    if (!Array.isArray(ids) || !Array.isArray(properties) || ids.length > MOST_QUERIES) return undefined
    const wanted = properties.map((one: unknown) => (isObject(one) ? one['id'] : undefined)).filter(isProperty)
    const row = (id: string) => {
      const tag = this.#byId.get(id)
      return Object.fromEntries(wanted.map((name) => [name, tag === undefined ? [] : PROPERTIES[name].of(tag)]))
    }
    return {
      meta: wanted.map((id) => ({ id, name: PROPERTIES[id].name })),
      rows: Object.fromEntries(ids.filter((id) => typeof id === 'string').map((id) => [id, row(id)])),
    }
  }

  properties(type = TYPE.id as string): object {
    return { type, properties: Object.entries(PROPERTIES).map(([id, { name }]) => ({ id, name })) }
  }

  /** A tag for people. */
  page(id: string): string | undefined {
    const tag = this.#byId.get(id)
    if (tag === undefined) return undefined
    return html`<!doctype html>
      <html lang="ar" dir="rtl">
        <head>
          <meta charset="utf-8" />
          <title>${tag.tag}</title>
        </head>
        <body>
          <h1>${tag.tag}</h1>
          <p dir="ltr">${described(tag)}</p>
          <ul>
            ${tag.variants.map(({ surface, count }) => html`<li>${surface} <bdi dir="ltr">×${count}</bdi></li>`)}
          </ul>
        </body>
      </html> `.text
  }
}

const keyOf = (text: string): string => fold(text.trim(), 'orthographic', loadModel().letters)

/** 0 to 1, by spelling alone. */
const alike = (a: string, b: string): number => {
  const [one, other] = [keyOf(a), keyOf(b)]
  return 1 - distance(one, other) / Math.max(1, one.length, other.length)
}

const described = ({ pages, variants }: CanonicalTag): string =>
  `${pages} ${pages === 1 ? 'page' : 'pages'}` +
  (variants.length > 0
    ? ` · ${variants
        .slice(0, 3)
        .map(({ surface }) => surface)
        .join(' · ')}`
    : '')
