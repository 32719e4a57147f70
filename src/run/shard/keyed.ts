/**
 * Clusters beyond the memory of one process: steps on rows that an engine brings together by key. Spellings under their
 * phrase, phrases under keys by which they may meet, pairs judged where they meet, and clusters made one component at a time.
 * They are those of all spellings in one process.
 */
import { byUnits } from '../../core/text/order.js'
import { keysOf, meetUnder, SERIES } from '../../core/sameness/blocking.js'
import { createClusters, crossed, RELATED, type Clusters } from '../../core/sameness/cluster.js'
import { matcherOf, type Context } from '../../core/sameness/matcher.js'
import type { Relation } from '../../core/types.js'
import { line, rowsIn, type Row, type Rows } from './rows.js'
import type { RowInput } from './types.js'

/** Rows are worked on so many at a time, where that does not part the rows of a key. */
const AT_ONCE = 1 << 14

/** Rows of one key, which stand next to each other, key by key. */
async function* groupsIn<K extends 'phrase' | 'near' | 'pair'>(
  input: RowInput,
  name: string,
  kinds: readonly K[],
): AsyncGenerator<{ key: string; rows: Row<K>[] }> {
  let key: string | undefined
  let rows: Row<K>[] = []
  for await (const some of rowsIn(input, name, kinds))
    for (const one of some) {
      const own = (one.row as { key: string }).key
      if (own !== key) {
        if (key !== undefined) yield { key, rows }
        key = own
        rows = []
      }
      rows.push(one)
    }
  if (key !== undefined) yield { key, rows }
}

/** The `phrase` rows of `spelling` rows, one by one. */
export async function* phrasesOf(spellings: RowInput, context: Context): AsyncGenerator<string, void, undefined> {
  const matcher = matcherOf(context)
  for await (const rows of rowsIn(spellings, 'the spelling rows', ['spelling']))
    yield rows
      .map(({ row: { surface, count, pages } }) =>
        line('phrase', { key: matcher.form(surface).phrase, surface, count, pages }),
      )
      .join('')
}

/** The `near` rows of `phrase` rows, by key. */
export async function* keysOfPhrases(phrases: RowInput, context: Context): AsyncGenerator<string, void, undefined> {
  const decided = new Map<string, string[]>()
  const matcher = matcherOf(context)
  for (const [n, decision] of (context.decisions ?? []).entries()) {
    if (decision.verb !== 'same') continue
    for (const surface of [decision.a, decision.b]) {
      const { phrase } = matcher.form(surface)
      decided.set(phrase, [...(decided.get(phrase) ?? []), `decided ${n}`])
    }
  }
  let rows: Rows['phrase'][] = []
  const lines = (): string => {
    let out = ''
    for (const { phrase, nodes } of createClusters(rows, context, []).phrases()) {
      const judged = nodes.map(({ surface, pages }) => [surface, pages] as const)
      for (const { key, longer } of [
        ...keysOf(phrase),
        ...(decided.get(phrase) ?? []).map((key) => ({ key, longer: undefined })),
      ])
        out += line('near', { key, ...(longer && { longer }), phrase, nodes: judged })
    }
    rows = []
    return out
  }
  for await (const group of groupsIn(phrases, 'the phrase rows', ['phrase'])) {
    for (const { row } of group.rows) rows.push(row)
    if (rows.length >= AT_ONCE) yield lines()
  }
  if (rows.length > 0) yield lines()
}

/**
 * The `pair` rows of `near` rows, by key. A pair that meets under several keys comes as often. A decision connects what it
 * names, and makes nothing meet: it stands among the phrases as one that no surface has.
 */
export async function* judgedPairs(near: RowInput, context: Context): AsyncGenerator<string, void, undefined> {
  const matcher = matcherOf(context)
  for await (const { key, rows } of groupsIn(near, 'the near rows', ['near'])) {
    if (rows.length < 2) continue
    const [meeting] = key.split(' ')
    const phrases = rows.map(({ row }) => row.phrase)
    if (meeting === 'decided') {
      // No phrase begins with a space.
      const a = ` ${key}`
      yield phrases.map((b) => line('pair', { key: `${a}|${b}`, a, b, near: false, same: true })).join('')
      continue
    }
    const forms = rows.map(({ row }) =>
      row.nodes.map(([surface, pages]) => Object.assign(matcher.form(surface), { pages })),
    )
    let out = ''
    const meet = (p: number, q: number): void => {
      const [x, y] = phrases[p]! < phrases[q]! ? [p, q] : [q, p]
      let same = false as boolean
      const related: [string, string, Relation][] = []
      crossed(forms[x]!, forms[y]!, (a, b) => {
        const verdict = matcher.compare(a, b)
        if (verdict.same) same = true
        else if (verdict.relation !== undefined) related.push([a.surface, b.surface, verdict.relation])
      })
      const near = meeting === 'near'
      if (!near && !same && related.length === 0) return
      const [a, b] = [phrases[x]!, phrases[y]!]
      out += line('pair', { key: `${a}|${b}`, a, b, near, same, ...(related.length > 0 && { related }) })
    }
    meetUnder(key, phrases, (a, b) => matcher.mayBeNear(a, b), meet)
    if (out !== '') yield out
  }
}

/** Phrases by number, joined as pairs say. */
class Components {
  readonly #numbers = new Map<string, number>()
  readonly phrases: string[] = []
  readonly #parent: number[] = []

  number(phrase: string): number {
    let number = this.#numbers.get(phrase)
    if (number === undefined) {
      this.#numbers.set(phrase, (number = this.phrases.push(phrase) - 1))
      this.#parent.push(number)
    }
    return number
  }

  #root(number: number): number {
    let root = number
    while (this.#parent[root] !== root) root = this.#parent[root] = this.#parent[this.#parent[root]!]!
    return root
  }

  /** A component is named by its least phrase. */
  join(p: number, q: number): void {
    const [x, y] = [this.#root(p), this.#root(q)]
    if (x === y) return
    const [least, other] = this.phrases[x]! < this.phrases[y]! ? [x, y] : [y, x]
    this.#parent[other] = least
  }

  of(number: number): string {
    return this.phrases[this.#root(number)]!
  }
}

/**
 * Of all `pair` rows, those that count: a near pair does not whose phrases both have more near ones than any but a series.
 * `groups`: the component of each phrase that accepted pairs connect; `connected`: those pairs; `kin`: the surfaces that are
 * related. Holds every pair.
 */
export async function componentsOf(pairs: RowInput): Promise<{
  groups: ReadonlyMap<string, string>
  connected: readonly Rows['pair'][]
  kin: () => Iterable<Rows['kin']>
}> {
  const components = new Components()
  /** Each pair once; it counts in any case where it met otherwise than near. */
  const met = new Map<string, { p: number; q: number; near: boolean; other: boolean; row: Rows['pair'] }>()
  const degree: number[] = []
  for await (const rows of rowsIn(pairs, 'the pair rows', ['pair']))
    for (const { row } of rows) {
      const [p, q] = [components.number(row.a), components.number(row.b)]
      const name = `${p} ${q}`
      let known = met.get(name)
      if (known === undefined) met.set(name, (known = { p, q, near: false, other: false, row }))
      if (row.same && !known.row.same) known.row = row
      if (!row.near) known.other = true
      else if (!known.near) {
        known.near = true
        degree[p] = (degree[p] ?? 0) + 1
        degree[q] = (degree[q] ?? 0) + 1
      }
    }
  const counted = [...met.values()].filter(
    ({ p, q, other }) => other || !((degree[p] ?? 0) > SERIES && (degree[q] ?? 0) > SERIES),
  )
  const accepted = counted.filter(({ row }) => row.same)
  for (const { p, q } of accepted) components.join(p, q)
  const phrases = new Set(accepted.flatMap(({ p, q }) => [p, q]))
  function* kin(): Generator<Rows['kin']> {
    for (const { row } of counted)
      for (const [a, b, relation] of row.related ?? []) {
        yield { key: a, other: b, relation }
        yield { key: b, other: a, relation: inverse(relation) }
      }
  }
  return {
    groups: new Map(Array.from(phrases, (phrase) => [components.phrases[phrase]!, components.of(phrase)])),
    connected: accepted.map(({ p, row: { a, b } }) => ({ key: components.of(p), a, b, near: false, same: true })),
    kin,
  }
}

const inverse = (relation: Relation): Relation =>
  relation === 'wider' ? 'narrower' : relation === 'narrower' ? 'wider' : relation

/** Clusters of `phrase` and `pair` rows under their components, by key, many components at once. */
export async function* clustersByKey(
  rows: RowInput,
  context: Context,
): AsyncGenerator<{ surfaces: readonly Rows['phrase'][]; clusters: Clusters }, void, undefined> {
  let surfaces: Rows['phrase'][] = []
  let pairs: [string, string][] = []
  const made = () => {
    const one = { surfaces, clusters: createClusters(surfaces, context, pairs) }
    surfaces = []
    pairs = []
    return one
  }
  for await (const group of groupsIn(rows, 'the rows', ['phrase', 'pair'])) {
    for (const one of group.rows) {
      if (one.kind === 'phrase') surfaces.push(one.row)
      else pairs.push([one.row.a, one.row.b])
    }
    if (surfaces.length >= AT_ONCE) yield made()
  }
  if (surfaces.length > 0) yield made()
}

/** The `related` rows of `kin` rows, by what surfaces stand for. */
export async function* relatedTags(
  kin: RowInput,
  mapped: ReadonlyMap<string, Rows['map']>,
): AsyncGenerator<string, void, undefined> {
  for await (const rows of rowsIn(kin, 'the kin rows', ['kin'])) {
    let out = ''
    for (const { row } of rows) {
      const [own, other] = [mapped.get(row.key), mapped.get(row.other)]
      if (own?.of === undefined || other?.of === undefined || other.tag === null || own.of === other.of) continue
      const [count, phrase] = other.centre ?? [0, '']
      out += line('related', { key: own.of, of: other.of, tag: other.tag, relation: row.relation, count, phrase })
    }
    if (out !== '') yield out
  }
}

/** What a tag is related to, of its `related` rows in any order. */
export function relatedOf(rows: readonly Rows['related'][]): { tag: string; relation: Relation }[] {
  const found = new Map<string, Rows['related']>()
  for (const row of rows) {
    const known = found.get(row.of)
    if (known === undefined || row.relation < known.relation) found.set(row.of, row)
  }
  return [...found.values()]
    .sort((x, y) => y.count - x.count || byUnits(x.phrase, y.phrase) || byUnits(x.of, y.of))
    .slice(0, RELATED)
    .map(({ tag, relation }) => ({ tag, relation }))
}
