import { userInfo } from 'node:os'
import { createClusters, type Clusters } from '../core/sameness/cluster.js'
import type { Language } from '../core/counted.js'
import { operands, printDecisions } from '../core/sameness/decisions.js'
import { WusumError } from '../core/errors.js'
import { fold } from '../core/text/fold.js'
import { compare, type Context } from '../core/sameness/matcher.js'
import { byWorth, First, type Proposal } from '../core/sameness/proposals.js'
import type { CanonicalTag, Comparison, Decision } from '../core/types.js'
import {
  openStore,
  type Carrier,
  type HistoryEntry,
  type Snapshot,
  type Store,
  type StoredDecision,
} from '../registry/index.js'
import { decideIn } from '../run/decide.js'
import { matchingContext } from '../run/knowledge.js'

type PairVerb = 'same' | 'apart' | 'related'

/** A tag as a list shows it. */
export interface TagLine {
  readonly tag: string
  readonly pages: number
  readonly count: number
  /** Other spellings. */
  readonly spellings: number
  readonly ignored: boolean
}

export interface QueueItem {
  readonly place: number
  readonly kind: Proposal['kind']
  readonly a: string
  readonly b: string
  readonly pages: readonly [number, number]
  /** Whether the two are one tag now. */
  readonly one: boolean
  readonly rule: string
  /** How likely a person says otherwise, 0 to 1. */
  readonly chance: number
  /** What a curator said of the two, or that one of them is no tag. */
  readonly decided?: PairVerb | 'ignore' | undefined
}

/** Which proposals to show, in which order. What is absent leaves nothing out. */
export interface Filter {
  /** Stands in a spelling of the pair, however folded. */
  readonly text?: string | undefined
  readonly rule?: string | undefined
  readonly kind?: 'merged' | 'apart' | undefined
  /** At least this likely to change. */
  readonly chance?: number | undefined
  /** The rarer spelling stands on so many pages at least. */
  readonly pages?: number | undefined
  /** Without those decided when the list was made. */
  readonly open?: boolean | undefined
  /** Default: by worth. */
  readonly order?: 'chance' | 'pages' | 'text' | undefined
  /** A list is made once and then stands, whatever is decided, so that no row moves under the reader; another number makes it anew. */
  readonly turn?: number | undefined
}

/** Rows of a list, by their places in the queue: those given, or all that a filter shows but those given. */
export interface Selection {
  readonly all: boolean
  readonly places: readonly number[]
}

export interface Spelling {
  readonly surface: string
  readonly count: number
  readonly pages: number
  readonly rule: string
  readonly why: string
}

/** Everything about one tag. */
export interface TagView extends TagLine {
  readonly id?: string | undefined
  readonly surfaces: readonly Spelling[]
  readonly related: CanonicalTag['related']
  readonly apart: readonly Comparison[]
  readonly decisions: readonly StoredDecision[]
  readonly history: readonly HistoryEntry[]
}

export interface ProposalView extends QueueItem {
  readonly rule: string
  readonly why: string
  readonly tags: readonly [TagView | undefined, TagView | undefined]
}

export interface Status {
  readonly where: string
  readonly pages: number
  readonly tags: number
  readonly spellings: number
  readonly proposals: number
  readonly decisions: number
  /** Proposals by rule. */
  readonly rules: Readonly<Record<string, number>>
  /** Actions that `undo` can take back. */
  readonly undoable: number
  /** Actions taken back that `redo` can do again. */
  readonly redoable: number
  /** The registry has grown since it was read. */
  readonly newer: boolean
}

/** What an action changed. */
export interface Outcome {
  /** The tags that its spellings stand under now. */
  readonly tags: readonly TagLine[]
  /** Earlier decisions that it replaced. */
  readonly replaced: readonly Decision[]
}

interface Entry {
  readonly tag: CanonicalTag
  readonly surfaces: readonly string[]
  /** What judged it: all surfaces, or, after an action, those it touched. */
  readonly by: Clusters
  readonly ignored: boolean
}

/** Proposals kept, the most worth first: nobody settles more by hand. */
const QUEUE = 100_000
const HITS = 50
/** Decisions that one action may make. */
const AT_ONCE = 1000
/** Longest spelling taken from a person, UTF-16 units. */
const LONGEST = 500

/**
 * A registry open for review: its tags as they are judged now, the proposals worth a person's look, and the decisions
 * made here, each written to the registry before it shows. Opening judges all surfaces anew (time as `createClusters`);
 * an action judges again only the tags it touches.
 */
export class Desk {
  readonly #store: Store
  readonly #snapshot: Snapshot
  readonly #surfaces = new Map<string, { surface: string; count: number; pages: number; tag?: string | undefined }>()
  /** The pages of each surface by number, so that those of any tag can be counted after a decision. */
  readonly #pagesOf: ReadonlyMap<string, readonly number[]>
  readonly #entries: (Entry | undefined)[] = []
  readonly #entryOf = new Map<string, number>()
  readonly #base: Clusters
  readonly #queue: readonly Proposal[]
  readonly #rules = new Map<string, number>()
  /** Tags by use with their folded spellings, for the search; entries made later stand at the end. */
  readonly #keys: string[] = []
  #context: Context
  #decisions: readonly StoredDecision[] = []
  #verdicts = new Map<string, PairVerb>()
  #live = 0
  #all: readonly StoredDecision[] = []
  readonly #done: Action[] = []
  readonly #undone: Action[] = []
  /** The list last shown: its filter and the places of its rows in the queue. */
  #shown: { readonly name: string; readonly places: readonly number[] } = { name: '', places: [] }
  /** Both spellings of each proposal, folded, once a text was looked for. */
  #pairKeys: readonly string[] | undefined
  readonly #by = reader()

  /** @throws WusumError as `openStore` does. */
  static async open(where: string): Promise<Desk> {
    const { snapshot, context } = await matchingContext(where, undefined)
    const store = await openStore(where, { create: false })
    const pagesOf = new Map<string, number[]>()
    let page = 0
    await store.eachPage((surfaces) => {
      page++
      for (const surface of surfaces) {
        const known = pagesOf.get(surface)
        if (known) known.push(page)
        else pagesOf.set(surface, [page])
      }
    })
    return new Desk(store, snapshot!, context, await store.decisions(), pagesOf)
  }

  private constructor(
    store: Store,
    snapshot: Snapshot,
    context: Context,
    decisions: readonly StoredDecision[],
    pagesOf: ReadonlyMap<string, readonly number[]>,
  ) {
    this.#store = store
    this.#pagesOf = pagesOf
    this.#snapshot = snapshot
    this.#context = context
    this.#learn(decisions)
    for (const surface of snapshot.surfaces) if (surface.pages > 0) this.#surfaces.set(surface.surface, surface)
    this.#base = this.#judge(this.#surfaces.values())
    const first = new First<Proposal>(QUEUE, byWorth)
    for (const proposal of this.#base.proposals()) first.add(proposal)
    this.#queue = first.list()
    for (const { rule } of this.#queue) this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + 1)
  }

  async close(): Promise<void> {
    await this.#store.close()
  }

  #key(surface: string): string {
    return fold(surface, 'encoding', this.#context.letters)
  }

  /** Takes the decisions that stand into the context. */
  #learn(decisions: readonly StoredDecision[]): void {
    this.#all = decisions
    this.#decisions = decisions.filter(({ undone }) => undone === undefined)
    // ignored tags are clustered like all others and only marked, so that they can be found and taken back
    const judging = this.#decisions.map(({ decision }) => decision).filter(({ verb }) => verb !== 'ignore')
    this.#context = { ...this.#context, decisions: judging }
    this.#verdicts = new Map(judging.flatMap((it) => ('a' in it ? [[this.#pair(it.a, it.b), it.verb]] : [])))
  }

  #pair(a: string, b: string): string {
    return [this.#key(a), this.#key(b)].sort().join('\n')
  }

  #judge(surfaces: Iterable<{ surface: string; count: number; pages: number }>): Clusters {
    const given = [...surfaces]
    const clusters = createClusters(given, this.#context)
    const pages = new Map<number, string[]>()
    for (const { surface } of given)
      for (const page of this.#pagesOf.get(surface) ?? []) {
        const on = pages.get(page)
        if (on) on.push(surface)
        else pages.set(page, [surface])
      }
    const count = clusters.countPages()
    for (const on of pages.values()) count(on)
    const ignored = new Set(
      this.#decisions.flatMap(({ decision }) => (decision.verb === 'ignore' ? [this.#key(decision.tag)] : [])),
    )
    for (const tag of clusters.tags()) {
      const own = [tag.tag, ...tag.variants.map(({ surface }) => surface)].filter((it) => this.#surfaces.has(it))
      const entry: Entry = {
        tag,
        surfaces: own,
        by: clusters,
        ignored: ignored.size > 0 && own.some((surface) => ignored.has(this.#key(surface))),
      }
      const place = this.#entries.push(entry) - 1
      this.#live++
      for (const surface of own) this.#entryOf.set(surface, place)
      // a spelling that a person chose may stand on no page
      if (!this.#surfaces.has(tag.tag)) this.#entryOf.set(tag.tag, place)
      const keys = new Set([tag.tag, ...own].map((it) => fold(it, 'orthographic', this.#context.letters)))
      // by `join`, which makes flat strings: those of a template would all be flattened by the first search
      this.#keys.push(['', ...keys, ''].join('\n'))
    }
    return clusters
  }

  /** Judges again the tags at these places, after a change of decisions. Returns the new places. */
  #again(places: ReadonlySet<number>): readonly number[] {
    const surfaces: string[] = []
    for (const place of places) {
      const { tag, surfaces: own } = this.#entries[place]!
      surfaces.push(...own)
      if (!this.#surfaces.has(tag.tag)) this.#entryOf.delete(tag.tag)
      this.#entries[place] = undefined
      this.#keys[place] = ''
      this.#live--
    }
    const from = this.#entries.length
    this.#judge(surfaces.map((surface) => this.#surfaces.get(surface)!))
    return Array.from({ length: this.#entries.length - from }, (_, i) => from + i)
  }

  /** The place of the tag that a spelling, however typed, stands for. */
  #placeOf(surface: string): number | undefined {
    const known = this.#entryOf.get(surface)
    if (known !== undefined) return known
    const tag = this.#base.tagOf(surface)
    return tag === undefined ? undefined : this.#entryOf.get(tag)
  }

  #touched(decisions: readonly Decision[]): Set<number> {
    const places = new Set<number>()
    for (const decision of decisions)
      for (const surface of operands(decision)) {
        const place = this.#placeOf(surface)
        if (place !== undefined) places.add(place)
      }
    return places
  }

  #line({ tag, ignored }: Entry): TagLine {
    return { tag: tag.tag, pages: tag.pages, count: tag.count, spellings: tag.variants.length, ignored }
  }

  async status(): Promise<Status> {
    const now = await this.#store.cursor()
    const then = this.#snapshot.cursor
    return {
      where: this.#store.where,
      pages: this.#snapshot.pages,
      tags: this.#live,
      spellings: this.#surfaces.size,
      proposals: this.#queue.length,
      decisions: this.#decisions.length,
      rules: Object.fromEntries(this.#rules),
      undoable: this.#done.length,
      redoable: this.#undone.length,
      newer: now.seq !== then.seq || now.generation !== then.generation,
    }
  }

  /** `count` of the proposals that a filter shows, from `from` on. */
  queue(from: number, count: number, filter: Filter = {}): { total: number; items: readonly QueueItem[] } {
    const places = this.#list(filter)
    return { total: places.length, items: places.slice(from, from + count).map((place) => this.#item(place)) }
  }

  #list(filter: Filter): readonly number[] {
    const name = JSON.stringify(filter)
    if (this.#shown.name !== name) this.#shown = { name, places: this.#filtered(filter) }
    return this.#shown.places
  }

  #filtered({ text = '', rule, kind, chance = 0, pages = 0, open = false, order }: Filter): readonly number[] {
    const wanted = fold(text.slice(0, LONGEST), 'orthographic', this.#context.letters)
    if (wanted !== '')
      this.#pairKeys ??= this.#queue.map(({ a, b = '' }) =>
        [a, b].map((it) => fold(it, 'orthographic', this.#context.letters)).join('\n'),
      )
    const places: number[] = []
    for (const [place, it] of this.#queue.entries())
      if (
        (rule === undefined || it.rule === rule) &&
        (kind === undefined || it.kind === kind) &&
        it.chance >= chance &&
        Math.min(...it.pages) >= pages &&
        (wanted === '' || this.#pairKeys![place]!.includes(wanted)) &&
        !(open && this.#item(place).decided !== undefined)
      )
        places.push(place)
    const by = order && ORDERS[order]
    return by ? places.sort((x, y) => by(this.#queue[x]!, this.#queue[y]!) || x - y) : places
  }

  /** Says one thing of the pairs of a selection, as one action. @throws WusumError DECISIONS, also for more than 1000 */
  settle(verb: string, { all, places }: Selection, filter: Filter): Promise<Outcome> {
    const given = new Set(places)
    const chosen = all ? this.#list(filter).filter((place) => !given.has(place)) : places
    return this.decide(
      chosen.flatMap((place) => {
        const it = this.#queue[place]
        return it?.b === undefined ? [] : [{ verb, a: it.a, b: it.b }]
      }),
    )
  }

  #item(place: number): QueueItem {
    const { kind, a, b = '', pages, rule, chance } = this.#queue[place]!
    const [first, second] = [this.#placeOf(a), this.#placeOf(b)]
    const ignored = [first, second].some((at) => at !== undefined && this.#entries[at]!.ignored)
    const decided = this.#verdicts.get(this.#pair(a, b)) ?? (ignored ? 'ignore' : undefined)
    return { place, kind, a, b, pages, rule, chance, one: first === second, decided }
  }

  /** One proposal with both its tags, reasons in a language. */
  async proposal(place: number, lang: Language): Promise<ProposalView | undefined> {
    if (this.#queue[place] === undefined) return undefined
    const item = this.#item(place)
    const [entry, other] = [item.a, item.b].map((surface) => this.#entries[this.#placeOf(surface)!]!)
    // After a decision the tags it touched were judged by themselves; a pair of which but one was touched, from spelling.
    const { rule, why } =
      entry!.by === other!.by ? entry!.by.compare(item.a, item.b, lang) : compare(item.a, item.b, this.#context, lang)
    const tags = [await this.tag(item.a, lang), item.one ? undefined : await this.tag(item.b, lang)] as const
    return { ...item, rule, why, tags }
  }

  /** Tags that hold the query in a spelling: just as typed first, then whole, then at a start, then anywhere; each by use. At most 50. */
  search(query: string): readonly TagLine[] {
    const wanted = fold(query.slice(0, LONGEST), 'orthographic', this.#context.letters)
    if (wanted === '') return []
    const ranks: number[][] = [[], [], [], []]
    for (const [place, keys] of this.#keys.entries()) {
      const rank = rankOf(keys, wanted)
      if (rank !== undefined && ranks[rank]!.length < HITS) ranks[rank]!.push(place)
      // as many as are shown begin with it, and the most used came first
      if (ranks[0]!.length + ranks[1]!.length >= HITS) break
    }
    const typed = this.#entryOf.get(query.trim())
    return [...new Set([...(typed === undefined ? [] : [typed]), ...ranks.flat()])]
      .slice(0, HITS)
      .map((place) => this.#line(this.#entries[place]!))
  }

  /** The tag that a spelling stands for. */
  async tag(surface: string, lang: Language): Promise<TagView | undefined> {
    const place = this.#placeOf(surface)
    if (place === undefined) return undefined
    const entry = this.#entries[place]!
    const explanation = entry.by.explain(entry.surfaces[0] ?? entry.tag.tag, lang)
    if (explanation === undefined) return undefined
    const own = new Set(entry.surfaces.map((it) => this.#key(it)))
    const whole = entry.by === this.#base ? explanation : this.#base.explain(entry.surfaces[0]!, lang)
    const id = entry.surfaces.map((it) => this.#surfaces.get(it)?.tag).find((it) => it !== undefined && it !== '')
    return {
      ...this.#line(entry),
      id,
      surfaces: explanation.surfaces,
      related: entry.tag.related,
      apart: (whole?.apart ?? []).filter(({ a, b }) => this.#placeOf(a) !== this.#placeOf(b)),
      decisions: this.#decisions.filter(({ decision }) => operands(decision).some((it) => own.has(this.#key(it)))),
      history: id === undefined ? [] : await this.#store.history(id),
    }
  }

  /**
   * Writes decisions to the registry and applies them. A newer word replaces an older one on the same matter; the same
   * word twice stands once.
   * @throws WusumError DECISIONS when they are not decisions on known tags, or contradict others that stand.
   */
  async decide(given: unknown): Promise<Outcome> {
    const outcome = await this.#decide(this.#checked(given))
    this.#undone.length = 0
    return outcome
  }

  async #decide(decisions: readonly Decision[]): Promise<Outcome> {
    const before = new Set(this.#decisions.map(({ decision }) => JSON.stringify(decision)))
    const replaced = await decideIn(this.#store, decisions, this.#by, this.#replacing(decisions))
    this.#learn(await this.#store.decisions())
    const added = decisions.filter((it) => !before.has(JSON.stringify(it)))
    const old = replaced.map(({ decision }) => decision)
    if (added.length + old.length > 0) this.#done.push({ added, replaced: old })
    return this.#outcome([...decisions, ...old], old)
  }

  /** Takes the last action back, or, given an id, one decision. */
  async undo(id?: number): Promise<Outcome> {
    const last = id === undefined ? this.#done.pop() : undefined
    if (last) this.#undone.push(last)
    // by what was said, not by id: a decision that was replaced and brought back has another
    const words = new Set(last?.added.map((it) => JSON.stringify(it)))
    const taken = this.#decisions.filter((it) => it.id === id || words.has(JSON.stringify(it.decision)))
    const replaced = last?.replaced ?? []
    const gone = new Set(taken.map(({ decision }) => JSON.stringify(decision)))
    await decideIn(this.#store, replaced, this.#by, (old) => gone.has(JSON.stringify(old)))
    this.#learn(await this.#store.decisions())
    return this.#outcome([...taken.map(({ decision }) => decision), ...replaced], replaced)
  }

  /** Does again the action taken back last, or, given an id, a decision that was taken back. */
  async redo(id?: number): Promise<Outcome> {
    const again =
      id === undefined ? this.#undone.pop()?.added : this.#all.filter((it) => it.id === id).map((it) => it.decision)
    return again === undefined || again.length === 0 ? this.#outcome([], []) : this.#decide(again)
  }

  #outcome(decisions: readonly Decision[], replaced: readonly Decision[]): Outcome {
    const places = this.#again(this.#touched(decisions))
    return { tags: places.map((place) => this.#line(this.#entries[place]!)), replaced }
  }

  /** A few pages that carry a spelling, with the lists it stands in. */
  examples(surface: string): Promise<readonly Carrier[]> {
    return this.#store.carriers(surface.slice(0, LONGEST), 3)
  }

  /** All decisions ever made that name a text, the newest first: `count` from `from` on. */
  decisions(from = 0, count = AT_ONCE, text = ''): { total: number; items: readonly StoredDecision[] } {
    const key = (it: string) => fold(it, 'orthographic', this.#context.letters)
    const wanted = key(text.slice(0, LONGEST))
    const all = this.#all
      .filter(({ decision }) => wanted === '' || operands(decision).some((it) => key(it).includes(wanted)))
      .reverse()
    return { total: all.length, items: all.slice(from, from + count) }
  }

  /** The decisions file. */
  exported(): string {
    return printDecisions(this.#decisions.map(({ decision }) => decision))
  }

  /** Whether some new word on a matter takes the place of an older one. */
  #replacing(decisions: readonly Decision[]): (old: Decision) => boolean {
    const pairs = new Map(decisions.flatMap((it) => ('a' in it ? [[this.#pair(it.a, it.b), it.verb]] : [])))
    const tags = new Map(decisions.flatMap((it) => ('a' in it ? [] : [[this.#placeOf(it.tag), it]])))
    return (old) => {
      if ('a' in old) {
        const verb = pairs.size > 0 ? pairs.get(this.#pair(old.a, old.b)) : undefined
        return verb !== undefined && verb !== old.verb
      }
      const now = tags.size > 0 ? tags.get(this.#placeOf(old.tag)) : undefined
      return now !== undefined && (old.verb !== now.verb || ('as' in old && 'as' in now && old.as !== now.as))
    }
  }

  #checked(given: unknown): readonly Decision[] {
    const wrong = (why: string) => new WusumError('DECISIONS', why)
    if (!Array.isArray(given) || given.length === 0) throw wrong('No decision was given')
    if (given.length > AT_ONCE) throw wrong(`At most ${AT_ONCE} decisions are made at once`)
    return given.map((item: unknown): Decision => {
      const text = (name: string): string => {
        const value: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined
        if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST || /[|\t\r\n\0]/.test(value))
          throw wrong(`A decision lacks a proper ${name}`)
        return value
      }
      const known = (name: string): string => {
        const value = text(name)
        if (this.#placeOf(value) === undefined) throw wrong(`“${value}” stands on no page`)
        return value
      }
      const verb = text('verb')
      if (verb === 'same' || verb === 'apart' || verb === 'related') {
        const [a, b] = [known('a'), known('b')]
        if (this.#key(a) === this.#key(b)) throw wrong(`“${a}” and “${b}” are the same text`)
        return { verb, a, b }
      }
      if (verb === 'ignore') return { verb, tag: known('tag') }
      if (verb === 'spell-as') return { verb, tag: known('tag'), as: text('as') }
      throw wrong(`“${verb}” is no decision`)
    })
  }
}

/** One action: what it said, and what that took the place of. */
interface Action {
  readonly added: readonly Decision[]
  readonly replaced: readonly Decision[]
}

const ORDERS: Readonly<Record<NonNullable<Filter['order']>, (x: Proposal, y: Proposal) => number>> = {
  chance: (x, y) => y.chance - x.chance,
  pages: (x, y) => Math.max(...y.pages) - Math.max(...x.pages),
  text: (x, y) => (x.a < y.a ? -1 : x.a > y.a ? 1 : 0),
}

/** Who decides, for the list of decisions: the name of this session on this machine. */
function reader(): string {
  try {
    return userInfo().username
  } catch {
    return 'review'
  }
}

/** 0 where a key is the query, 1 where one begins with it, 2 where a word does, 3 elsewhere. One pass over the keys. */
function rankOf(keys: string, query: string): number | undefined {
  let rank: number | undefined
  for (let at = keys.indexOf(query); at >= 0; at = keys.indexOf(query, at + 1)) {
    const before = keys[at - 1]
    const here = before === '\n' ? (keys[at + query.length] === '\n' ? 0 : 1) : before === ' ' ? 2 : 3
    if (rank === undefined || here < rank) rank = here
    if (rank === 0) break
  }
  return rank
}
