import { byUnits } from '../text/order.js'
import type { Explanation } from '../api.js'
import { canonicalise, type Candidate } from './canonicalise.js'
import { operands, printDecision } from './decisions.js'
import { fold } from '../text/fold.js'
import type { Language } from '../counted.js'
import { asWritten, matcherOf, cannotLink, type Context, type Form, type Matcher, type Verdict } from './matcher.js'
import { NearIndex } from './blocking.js'
import type { Proposal } from './proposals.js'
import { sentence, type Reason, type Rule } from './reasons.js'
import type { CanonicalTag, Comparison, Relation, Variant } from '../types.js'

/** Judgements that a person would turn around less often than this are not proposed. */
const LEAST_CHANCE = 0.02
/** Rules that part look-alikes without weighing them, and leave a person something to say. */
const UNWEIGHED: ReadonlySet<string> = new Set([
  'short',
  'listed together',
  'near',
  'derived',
  'prefix',
  'article',
  'word-order',
  'nisba',
  'inflection',
])
/** Of pairs whose neighbours decided against the matcher's word on them, the matcher is right of about so many. */
const OVERRULED_SHARE = 0.5
const EVEN = 0.5

/** A surface as it stands on the pages: how often, and on how many. */
export interface Surface {
  readonly surface: string
  readonly count: number
  readonly pages: number
}

/** A surface as it is judged: by itself, and by the pages that have it or what is one with it by rule. */
export interface Judged {
  readonly surface: string
  readonly pages: number
}

export interface Clusters {
  /** Every tag, by pages, then count, then spelling. */
  tags(): readonly CanonicalTag[]
  /** The tag that a known surface stands for; `undefined` where the surface is unknown or ignored. */
  tagOf(surface: string): string | undefined
  /** The tag of each surface, in the order in which they were given: `tagOf` without looking them up. */
  tagsInOrder(): (string | undefined)[]
  /**
   * The name of each surface's cluster, in the same order: one of its surfaces, of no other cluster. `undefined` where it
   * has no other surface, or is ignored.
   */
  namesInOrder(): (string | undefined)[]
  /** Every tag with the name of its cluster, where that has several surfaces or `always`, in the order of names. */
  tagsByName(always?: boolean): Iterable<{ readonly of?: string; readonly tag: CanonicalTag }>
  /** What is compared: every phrase, with the surfaces that are judged for it, mostly one, and the pages that have them. */
  phrases(): Iterable<{ readonly phrase: string; readonly nodes: readonly Judged[] }>
  /** Of each surface, in the order in which they were given: its cluster's name, and its centre's count and phrase. */
  centresInOrder(): ({ readonly of: string; readonly count: number; readonly phrase: string } | undefined)[]
  /** The tag that a surface, known or not, would stand for, and why; changes nothing. */
  match(surface: string): { readonly tag: string; readonly rule: string; readonly why: string } | undefined
  /** Tags that a surface, known or not, may stand for, the likeliest first; `score`: the likelihood that it does. */
  candidates(surface: string): { readonly tag: string; readonly same: boolean; readonly score: number }[]
  /** @param lang the language of its sentences; default English */
  explain(surface: string, lang?: Language): Explanation | undefined
  /** Whether two surfaces are one tag here, and why: the matcher's word on them, unless others of their tags decided. */
  compare(a: string, b: string, lang?: Language): Comparison
  /**
   * Counts the pages that carry each tag: what it returns is to be called once a page, with the page's surfaces. Until
   * then a tag has the pages of the surface that most of them carry.
   */
  countPages(): (surfaces: Iterable<string>) => void
  /** Every judgement near enough to be worth a person's look, in no order. */
  proposals(): Iterable<Proposal>
}

/** The pages that carry a tag, or a node, counted one by one. */
class Tally {
  readonly #counts = new Map<number, { pages: number; last: number }>()

  see(of: number, page: number): void {
    const known = this.#counts.get(of)
    if (known === undefined) this.#counts.set(of, { pages: 1, last: page })
    else if (known.last !== page) {
      known.pages++
      known.last = page
    }
  }

  pages(of: number): number | undefined {
    return this.#counts.get(of)?.pages
  }
}

/** A pair of nodes that were judged one tag. */
interface Edge {
  readonly p: number
  readonly q: number
  readonly score: number
  readonly rule: string
}

/** Pairs of nodes that look alike and were judged two tags, in columns: there may be millions. */
class Apart {
  readonly p: number[] = []
  readonly q: number[] = []
  readonly score: number[] = []
  readonly rule: Rule[] = []
  readonly relation: (Relation | undefined)[] = []
  #of: Map<number, number[]> | undefined

  add(p: number, q: number, verdict: Verdict): void {
    this.p.push(p)
    this.q.push(q)
    this.score.push(verdict.score)
    this.rule.push(verdict.rule)
    this.relation.push(verdict.relation)
  }

  /** The rows that have a node. */
  of(node: number): readonly number[] {
    if (!this.#of) {
      this.#of = new Map()
      for (let row = 0; row < this.p.length; row++)
        for (const end of [this.p[row]!, this.q[row]!]) {
          const rows = this.#of.get(end)
          if (rows) rows.push(row)
          else this.#of.set(end, [row])
        }
    }
    return this.#of.get(node) ?? []
  }
}

/**
 * Clusters surfaces into tags. Surfaces of one phrase key are one tag unless a decision, a guard or vowels part them; near
 * phrases are judged pair by pair and joined around the most frequent, the surest first, only while no two of a cluster
 * are kept apart: stars, no chains. The same surfaces give the same clusters in any order. Time and memory linear in the
 * surfaces, but for crowded neighbourhoods; bench/RESULTS.md has both for a million.
 *
 * @param pairs phrases that may be near, where that is known: no others are compared. Clusters of surfaces that no pair and no
 * decision connects do not depend on each other
 */
export function createClusters(
  surfaces: Iterable<Surface>,
  context: Context,
  pairs?: Iterable<readonly [string, string]>,
): Clusters {
  return new Clustering(surfaces, context, pairs)
}

/** No more of a list. */
const END = -1

/**
 * Surfaces make atoms (one encoding key: the least that is ever told apart), atoms make nodes (one phrase key, nothing
 * parting them), nodes make clusters. All three are numbers; what belongs to one is a linked list in typed arrays, since
 * for a million keys an object each would cost more than the text.
 */
class Clustering implements Clusters {
  readonly #context: Context
  readonly #matcher: Matcher
  /** Whether tags are as frequent as they are here. */
  readonly #countsOwn: boolean
  readonly #surfaces: Surface[] = []
  /** The next surface of the same atom. */
  #nextSurface = new Int32Array(0)
  /** By place among the surfaces given: the atom. */
  readonly #atomOf: number[] = []
  readonly #encodings: string[] = []
  readonly #firstSurface: number[] = []
  readonly #atomCount: number[] = []
  readonly #atomPages: number[] = []
  /** The next atom of the same node. The first of a node is its most frequent. */
  #nextAtom = new Int32Array(0)
  readonly #firstAtom: number[] = []
  readonly #nodeCount: number[] = []
  readonly #nodePages: number[] = []
  readonly #phrases: string[] = []
  /** Nodes of a phrase: one, mostly. */
  readonly #byPhrase = new Map<string, number | readonly number[]>()
  /** The node of an encoding, where its phrase has several. */
  readonly #partedNode = new Map<string, number>()
  /** Every phrase once, with the first of its nodes; the others follow that one. */
  readonly #distinct: string[] = []
  readonly #firstNode: number[] = []
  #index: NearIndex | undefined
  readonly #one: readonly Edge[]
  readonly #apart = new Apart()
  /** Nodes that decisions keep apart. */
  readonly #decidedApart = new Set<string>()
  /** The centre of each node's cluster. */
  readonly #centre: Int32Array
  /** Nodes of the clusters that have several, by centre. */
  readonly #members = new Map<number, readonly number[]>()
  /** Spellings of clusters, by centre: those that decisions choose, and others once they are made; and centres ignored. */
  readonly #spelled = new Map<number, string>()
  readonly #ignored = new Set<number>()
  #forms = new Map<number, Form>()
  /** Counts by key, once all nodes are made. */
  readonly #counted = new Map<string, { count: number; pages: number } | undefined>()
  /** Pages by centre and by node, of tags of several surfaces, where they were counted. */
  #pagesOfTag = new Tally()
  #pagesOfNode = new Tally()
  #tags: readonly CanonicalTag[] | undefined

  constructor(surfaces: Iterable<Surface>, context: Context, pairs?: Iterable<readonly [string, string]>) {
    // Tags know their own counts unless the caller knows better.
    this.#countsOwn = context.counts === undefined
    this.#context = context.counts ? context : { ...context, counts: (key) => this.#ownCounts(key) }
    this.#matcher = matcherOf(this.#context)
    this.#gather(surfaces)
    for (const decision of context.decisions ?? [])
      if (decision.verb === 'apart' || decision.verb === 'related') {
        const [p, q] = [this.#nodeOf(decision.a), this.#nodeOf(decision.b)]
        if (p !== undefined && q !== undefined) this.#decidedApart.add(pairOf(p, q))
      }
    this.#one = this.#edges(pairs)
    this.#centre = new Int32Array(this.#firstAtom.length)
    this.#join(this.#one)
    this.#decide()
  }

  /** Asked for each pair that looks alike, and a tag has many: finding its node takes as long as judging it. */
  #ownCounts(key: string): { count: number; pages: number } | undefined {
    let counts = this.#counted.get(key)
    if (counts === undefined && !this.#counted.has(key)) {
      const node = this.#nodeOf(key)
      counts = node === undefined ? undefined : { count: this.#nodeCount[node]!, pages: this.#nodePages[node]! }
      if (this.#counted.size >= FORMS) this.#counted.clear()
      this.#counted.set(key, counts)
    }
    return counts
  }

  #gather(surfaces: Iterable<Surface>): void {
    const atoms = new Map<string, number>()
    const forms: Form[] = []
    const phraseOf: string[] = []
    const next: number[] = []
    for (const surface of surfaces) {
      const encoding = this.#encoding(surface.surface)
      let atom = atoms.get(encoding)
      if (atom === undefined) {
        const form = this.#matcher.form(surface.surface, encoding)
        const { phrase } = form
        if (!phrase) {
          this.#atomOf.push(END)
          continue
        }
        atom = this.#encodings.push(encoding) - 1
        if (atom < FORMS) forms.push(form)
        atoms.set(encoding, atom)
        phraseOf.push(phrase)
        this.#firstSurface.push(END)
        this.#atomCount.push(0)
        this.#atomPages.push(0)
      }
      this.#atomOf.push(atom)
      next.push(this.#firstSurface[atom]!)
      this.#firstSurface[atom] = this.#surfaces.push(surface) - 1
      this.#atomCount[atom]! += surface.count
      this.#atomPages[atom] = Math.max(this.#atomPages[atom]!, surface.pages)
    }
    this.#nextSurface = Int32Array.from(next)
    this.#nextAtom = new Int32Array(this.#encodings.length).fill(END)
    const groups = new Map<string, number | number[]>()
    for (const [atom, phrase] of phraseOf.entries()) {
      const group = groups.get(phrase)
      if (group === undefined) groups.set(phrase, atom)
      else if (typeof group === 'number') groups.set(phrase, [group, atom])
      else group.push(atom)
    }
    for (const [phrase, group] of groups) {
      this.#distinct.push(phrase)
      this.#firstNode.push(this.#firstAtom.length)
      this.#byPhrase.set(phrase, typeof group === 'number' ? this.#node(phrase, [group]) : this.#part(phrase, group))
    }
    for (const [node, atom] of this.#firstAtom.entries()) {
      const form = forms[atom]
      if (form && this.#forms.size < FORMS && form.surface === this.#surfaceOf(atom)) this.#forms.set(node, form)
    }
  }

  /**
   * Cuts the atoms of a phrase into nodes that nothing parts, the most frequent atoms first. A spelling that may be of
   * several words goes where nearly all are that are written in full. Bounded: each atom is held against the first
   * members of the first camps alone.
   */
  #part(phrase: string, atoms: number[]): number | readonly number[] {
    interface Camp {
      readonly forms: Form[]
      readonly atoms: number[]
      count: number
    }
    const camps: Camp[] = []
    const undecided: Camp[] = []
    const order = (x: number, y: number): number =>
      this.#atomCount[y]! - this.#atomCount[x]! || byUnits(this.#encodings[x]!, this.#encodings[y]!)
    for (const atom of atoms.sort(order)) {
      const form = this.#matcher.form(this.#surfaceOf(atom))
      const list = this.#matcher.undecided(form) ? undecided : camps
      let compared = 0
      const camp = list.find(
        ({ forms }) => compared++ < MOST_CAMPS && forms.every((member) => !this.#matcher.parted(form, member)),
      )
      if (camp) {
        if (camp.forms.length < MOST_MEMBERS) camp.forms.push(form)
        camp.atoms.push(atom)
        camp.count += this.#atomCount[atom]!
      } else list.push({ forms: [form], atoms: [atom], count: this.#atomCount[atom]! })
    }
    const [most, ...others] = camps.toSorted((x, y) => y.count - x.count)
    const rest = others.reduce((sum, { count }) => sum + count, 0)
    if (
      undecided.length > 0 &&
      most &&
      most.count >= LEAST_WRITTEN &&
      most.count >= NEARLY_ALL * rest &&
      !this.#decided(phrase)
    )
      for (const camp of undecided.splice(0)) most.atoms.push(...camp.atoms)
    const nodes = [...camps, ...undecided].map((camp) => this.#node(phrase, camp.atoms.sort(order)))
    if (nodes.length === 1) return nodes[0]!
    for (const node of nodes) for (const atom of this.#atomsOf(node)) this.#partedNode.set(this.#encodings[atom]!, node)
    return nodes
  }

  /** Whether a decision keeps surfaces of a phrase apart. */
  #decided(phrase: string): boolean {
    return (this.#context.decisions ?? []).some(
      (it) =>
        (it.verb === 'apart' || it.verb === 'related') &&
        [it.a, it.b].every((surface) => this.#matcher.form(surface).phrase === phrase),
    )
  }

  #node(phrase: string, atoms: readonly number[]): number {
    let [count, pages] = [0, 0]
    for (const [i, atom] of atoms.entries()) {
      count += this.#atomCount[atom]!
      pages = Math.max(pages, this.#atomPages[atom]!)
      this.#nextAtom[atom] = atoms[i + 1] ?? END
    }
    this.#nodeCount.push(count)
    this.#nodePages.push(pages)
    this.#phrases.push(phrase)
    return this.#firstAtom.push(atoms[0]!) - 1
  }

  /** The surface an atom is judged by: the first in code units, so that the order given does not matter. */
  #surfaceOf(atom: number): string {
    let least: string | undefined
    for (let s = this.#firstSurface[atom]!; s !== END; s = this.#nextSurface[s]!) {
      const { surface } = this.#surfaces[s]!
      if (least === undefined || surface < least) least = surface
    }
    return least!
  }

  /** The form of a node's most frequent atom, made again when it was forgotten. */
  #form(node: number): Form {
    let form = this.#forms.get(node)
    if (!form) {
      if (this.#forms.size >= FORMS) this.#forms = new Map()
      form = this.#matcher.form(this.#surfaceOf(this.#firstAtom[node]!))
      this.#forms.set(node, form)
    }
    if (this.#countsOwn) form.pages = this.#nodePages[node]
    return form
  }

  /** The form of a surface of a cluster, or of what is shown for it. */
  #formIn(centre: number, surface: string): Form {
    const form = this.#matcher.form(surface)
    if (this.#countsOwn) {
      const node = this.#nodeOf(surface)
      form.pages = this.#nodePages[node !== undefined && this.#centre[node] === centre ? node : centre]
    }
    return form
  }

  get #near(): NearIndex {
    return (this.#index ??= new NearIndex(this.#distinct))
  }

  /** The nodes of a phrase, by its number. */
  #nodesOf(phrase: number): number[] {
    const first = this.#firstNode[phrase]!
    const nodes: number[] = []
    for (let node = first; node < (this.#firstNode[phrase + 1] ?? this.#firstAtom.length); node++) nodes.push(node)
    return nodes
  }

  #edges(pairs: Iterable<readonly [string, string]> | undefined): Edge[] {
    const edges: Edge[] = []
    const judged = (p: number, q: number): void => {
      const verdict = this.#matcher.compare(this.#form(p), this.#form(q))
      if (verdict.same) edges.push({ p, q, score: verdict.score, rule: verdict.rule })
      else if (verdict.rule !== 'different' && (verdict.relation !== undefined || verdict.rule !== 'near'))
        this.#apart.add(p, q, verdict)
    }
    // Of two phrases always the same one first, whatever the order in which they came.
    const consider = (a: number, b: number): void =>
      this.#distinct[a]! < this.#distinct[b]!
        ? crossed(this.#nodesOf(a), this.#nodesOf(b), judged)
        : crossed(this.#nodesOf(b), this.#nodesOf(a), judged)
    if (pairs) {
      const numbers = new Map(this.#distinct.map((phrase, n) => [phrase, n]))
      for (const pair of pairs) {
        const [a, b] = [numbers.get(pair[0]), numbers.get(pair[1])]
        if (a !== undefined && b !== undefined) consider(a, b)
      }
    } else {
      this.#near.pairs((a, b) => this.#matcher.mayBeNear(a, b), consider)
      this.#near.alike(consider)
      this.#near.respaced(consider)
      this.#near.reordered(consider)
      this.#near.clipped(consider)
    }
    for (const decision of this.#context.decisions ?? []) {
      if (decision.verb !== 'same') continue
      const [p, q] = [this.#nodeOf(decision.a), this.#nodeOf(decision.b)]
      if (p !== undefined && q !== undefined && p !== q) edges.push({ p, q, score: 2, rule: 'decision' })
    }
    return edges
  }

  /**
   * Stars, not chains: from the most frequent node to the least, each joins the centre it is surest to be one with, or
   * becomes a centre. Nodes that a decision joins are one from the start; so are those that differ in spaces, from the most
   * frequent to the least, unless some of them are kept apart.
   */
  #join(edges: readonly Edge[]): void {
    const centre = this.#centre
    for (let node = 0; node < centre.length; node++) centre[node] = node
    const before = (x: number, y: number): number =>
      this.#nodeCount[y]! - this.#nodeCount[x]! || byUnits(this.#phrases[x]!, this.#phrases[y]!) || x - y
    const units = new Map<number, number[]>()
    const unitOf = (node: number): number[] => units.get(centre[node]!) ?? [node]
    const unite = (edge: Edge): void => {
      const [p, q] = [centre[edge.p]!, centre[edge.q]!]
      if (p === q || (edge.rule !== 'decision' && !this.#agree(unitOf(p), unitOf(q), edge))) return
      const merged = [...unitOf(p), ...unitOf(q)].sort(before)
      units.delete(p)
      units.delete(q)
      for (const node of merged) centre[node] = merged[0]!
      units.set(merged[0]!, merged)
    }
    for (const edge of edges) if (edge.rule === 'decision') unite(edge)
    // The same letters need no centre: سان بطرس برغ is سان بطرسبرغ, whatever that is a spelling of.
    const heavierEnd = ({ p, q }: Edge): number => (before(p, q) < 0 ? p : q)
    const lighterEnd = ({ p, q }: Edge): number => (before(p, q) < 0 ? q : p)
    const respaced = edges
      .filter(({ rule }) => rule === 'spacing')
      .sort((x, y) => before(heavierEnd(x), heavierEnd(y)) || before(lighterEnd(x), lighterEnd(y)))
    for (const edge of respaced) unite(edge)
    const decided = centre.slice()
    const choices = new Map<number, { other: number; edge: Edge }[]>()
    for (const edge of edges) {
      const [p, q] = [decided[edge.p]!, decided[edge.q]!]
      if (p === q) continue
      for (const [unit, other] of [
        [p, q],
        [q, p],
      ] as const) {
        const known = choices.get(unit)
        if (known) known.push({ other, edge })
        else choices.set(unit, [{ other, edge }])
      }
    }
    const weight = (unit: number): number => unitCount(units.get(unit) ?? [unit], this.#nodeCount)
    const heavier = (x: number, y: number): number => weight(y) - weight(x) || before(x, y)
    const weights = new Map([...choices.keys()].map((unit) => [unit, weight(unit)]))
    const order = [...choices.keys()].sort((x, y) => weights.get(y)! - weights.get(x)! || before(x, y))
    const members = new Map<number, number[]>(units)
    const centres = new Set<number>()
    for (const unit of order) {
      const own = units.get(unit) ?? [unit]
      const home = choices
        .get(unit)!
        .filter(({ other }) => centres.has(other))
        .sort((x, y) => y.edge.score - x.edge.score || heavier(x.other, y.other))
        .find(({ other, edge }) => this.#agree(members.get(other) ?? [other], own, edge))
      if (!home) {
        centres.add(unit)
        continue
      }
      members.set(home.other, [...(members.get(home.other) ?? [home.other]), ...own])
      members.delete(unit)
      for (const node of own) centre[node] = home.other
    }
    for (const [unit, nodes] of members) this.#members.set(unit, nodes)
  }

  /** Whether no member of one is kept apart from a member of the other. */
  #agree(home: readonly number[], guest: readonly number[], edge: Edge): boolean {
    for (const p of home)
      for (const q of guest) {
        if (this.#decidedApart.has(pairOf(p, q))) return false
        if ((p === edge.p && q === edge.q) || (p === edge.q && q === edge.p)) continue
        if (cannotLink(this.#matcher.compare(this.#form(p), this.#form(q)))) return false
      }
    return true
  }

  #decide(): void {
    for (const decision of this.#context.decisions ?? []) {
      if ('a' in decision) continue
      const node = this.#nodeOf(decision.tag)
      if (node === undefined) continue
      if (decision.verb === 'ignore') this.#ignored.add(this.#centre[node]!)
      else this.#spelled.set(this.#centre[node]!, decision.as)
    }
  }

  #encoding(surface: string): string {
    return fold(surface, 'encoding', this.#context.letters)
  }

  #atomsOf(node: number): number[] {
    const atoms: number[] = []
    for (let atom = this.#firstAtom[node]!; atom !== END; atom = this.#nextAtom[atom]!) atoms.push(atom)
    return atoms
  }

  #surfacesOf(atom: number): Surface[] {
    const surfaces: Surface[] = []
    for (let s = this.#firstSurface[atom]!; s !== END; s = this.#nextSurface[s]!) surfaces.push(this.#surfaces[s]!)
    return surfaces
  }

  #cluster(centre: number): readonly number[] {
    return this.#members.get(centre) ?? [centre]
  }

  /** The surface that stands for a cluster. */
  #spelling(centre: number): string {
    const known = this.#spelled.get(centre)
    if (known !== undefined) return known
    if (this.#isAlone(centre)) return this.#nameOf(centre)
    const nodes = this.#cluster(centre)
    const candidates: Candidate[] = []
    for (const node of nodes)
      for (const atom of this.#atomsOf(node))
        for (const { surface, count } of this.#surfacesOf(atom))
          candidates.push({ form: this.#matcher.form(surface), count })
    const homographs = typeof this.#byPhrase.get(this.#phrases[centre]!) !== 'number'
    const { surface } = canonicalise(candidates, this.#context.sameness, homographs).form
    this.#spelled.set(centre, surface)
    return surface
  }

  /** The node that holds a surface, or would. */
  #nodeOf(surface: string): number | undefined {
    const form = this.#matcher.form(surface)
    const nodes = this.#byPhrase.get(form.phrase)
    if (nodes === undefined || typeof nodes === 'number') return nodes
    return (
      this.#partedNode.get(form.encoding) ??
      nodes.slice(0, MOST_CAMPS).find((node) => !this.#matcher.parted(form, this.#form(node)))
    )
  }

  tagOf(surface: string): string | undefined {
    const node = this.#nodeOf(surface)
    if (node === undefined || this.#ignored.has(this.#centre[node]!)) return undefined
    return this.#holds(node, this.#encoding(surface)) ? this.#spelling(this.#centre[node]!) : undefined
  }

  namesInOrder(): (string | undefined)[] {
    const names = new Map<number, string | undefined>()
    return this.#centresInOrder().map((centre) => {
      if (centre === END || this.#isAlone(centre)) return undefined
      let name = names.get(centre)
      if (name === undefined) names.set(centre, (name = this.#nameOf(centre)))
      return name
    })
  }

  *phrases(): Generator<{ readonly phrase: string; readonly nodes: readonly Judged[] }> {
    for (const [n, phrase] of this.#distinct.entries())
      yield {
        phrase,
        nodes: this.#nodesOf(n).map((node) => ({ surface: this.#nameOf(node), pages: this.#nodePages[node]! })),
      }
  }

  centresInOrder(): ({ readonly of: string; readonly count: number; readonly phrase: string } | undefined)[] {
    return this.#centresInOrder().map((centre) =>
      centre === END
        ? undefined
        : { of: this.#nameOf(centre), count: this.#nodeCount[centre]!, phrase: this.#phrases[centre]! },
    )
  }

  *tagsByName(always = false): Generator<{ readonly of?: string; readonly tag: CanonicalTag }> {
    const centres: [name: string, centre: number][] = []
    for (let node = 0; node < this.#centre.length; node++)
      if (this.#centre[node] === node && !this.#ignored.has(node)) centres.push([this.#nameOf(node), node])
    centres.sort(([a], [b]) => byUnits(a, b))
    for (const [of, centre] of centres)
      yield { ...((always || !this.#isAlone(centre)) && { of }), tag: this.#tag(centre) }
  }

  #nameOf(centre: number): string {
    return this.#surfaceOf(this.#firstAtom[centre]!)
  }

  /** Whether a cluster has one surface. */
  #isAlone(centre: number): boolean {
    const atom = this.#firstAtom[centre]!
    return (
      this.#cluster(centre).length === 1 &&
      this.#nextAtom[atom] === END &&
      this.#nextSurface[this.#firstSurface[atom]!] === END
    )
  }

  tagsInOrder(): (string | undefined)[] {
    return this.#centresInOrder().map((centre) => (centre === END ? undefined : this.#spelling(centre)))
  }

  /** By surface given: its cluster's centre, END where it has none or is ignored. */
  #centresInOrder(): number[] {
    const nodeOf = new Int32Array(this.#nextAtom.length)
    for (let node = 0; node < this.#firstAtom.length; node++)
      for (let atom = this.#firstAtom[node]!; atom !== END; atom = this.#nextAtom[atom]!) nodeOf[atom] = node
    return this.#atomOf.map((atom) => {
      const centre = atom === END ? END : this.#centre[nodeOf[atom]!]!
      return this.#ignored.has(centre) ? END : centre
    })
  }

  match(surface: string): { tag: string; rule: string; why: string } | undefined {
    const form = this.#matcher.form(surface)
    if (!form.phrase) return undefined
    let best: { node: number; verdict: Verdict } | undefined
    const consider = (node: number): void => {
      const verdict = this.#matcher.compare(form, this.#form(node))
      if (!verdict.same) return
      const more = best && (verdict.score - best.verdict.score || this.#nodeCount[node]! - this.#nodeCount[best.node]!)
      if (more === undefined || more > 0) best = { node, verdict }
    }
    const home = this.#nodeOf(surface)
    if (home !== undefined) consider(home)
    if (!best) for (const near of this.#near.near(form.phrase)) consider(this.#firstNode[near]!)
    if (!best) return undefined
    const centre = this.#centre[best.node]!
    if (this.#ignored.has(centre)) return undefined
    return { tag: this.#spelling(centre), rule: best.verdict.rule, why: sentence(best.verdict.reason, 'en') }
  }

  candidates(surface: string): { tag: string; same: boolean; score: number }[] {
    const known = this.tagOf(surface)
    const form = this.#matcher.form(surface)
    if (!form.phrase) return []
    const found = new Map<number, { same: boolean; score: number }>()
    const home = this.#nodeOf(surface)
    const near = this.#near.near(form.phrase).map((phrase) => this.#firstNode[phrase]!)
    for (const node of new Set([...(home === undefined ? [] : [home]), ...near])) {
      const centre = this.#centre[node]!
      if (this.#ignored.has(centre)) continue
      const { same, score } = this.#matcher.compare(form, this.#form(node))
      const best = found.get(centre) ?? { same: false, score: -1 }
      if ((same && !best.same) || (same === best.same && score > best.score)) found.set(centre, { same, score })
    }
    const all = Array.from(found, ([centre, { same, score }]) => {
      const tag = this.#spelling(centre)
      return tag === known ? { tag, same: true, score: 1 } : { tag, same: same && known === undefined, score }
    })
    return all.sort((x, y) => Number(y.same) - Number(x.same) || y.score - x.score || byUnits(x.tag, y.tag))
  }

  tags(): readonly CanonicalTag[] {
    if (!this.#tags) {
      const tags: CanonicalTag[] = []
      for (let node = 0; node < this.#centre.length; node++)
        if (this.#centre[node] === node && !this.#ignored.has(node)) tags.push(this.#tag(node))
      this.#tags = tags.sort((x, y) => y.pages - x.pages || y.count - x.count || byUnits(x.tag, y.tag))
    }
    return this.#tags
  }

  #tag(centre: number): CanonicalTag {
    const tag = this.#spelling(centre)
    const shown = this.#formIn(centre, tag)
    const variants: Variant[] = []
    const own = { pages: 0, count: 0 }
    let [count, pages] = [0, 0]
    for (const node of this.#cluster(centre))
      for (const atom of this.#atomsOf(node)) {
        count += this.#atomCount[atom]!
        pages = Math.max(pages, this.#atomPages[atom]!)
        for (const entry of this.#surfacesOf(atom)) {
          if (entry.surface === tag) {
            own.pages += entry.pages
            own.count += entry.count
            continue
          }
          const { rule, score } = this.#joined(centre, entry.surface, shown)
          const confidence = Math.round(score * 10_000) / 10_000
          variants.push({ surface: entry.surface, count: entry.count, pages: entry.pages, rule, confidence })
        }
      }
    variants.sort((x, y) => y.count - x.count || byUnits(x.surface, y.surface))
    pages = this.#pagesOfTag.pages(centre) ?? pages
    return { tag, key: shown.key, pages, count, shown: own, variants, related: this.#related(centre) }
  }

  #pagesOf(node: number): number {
    return this.#pagesOfNode.pages(node) ?? this.#nodePages[node]!
  }

  countPages(): (surfaces: Iterable<string>) => void {
    this.#tags = undefined
    const [ofTag, ofNode] = [(this.#pagesOfTag = new Tally()), (this.#pagesOfNode = new Tally())]
    /** Of tags that have several surfaces; one alone has its pages with it. */
    const nodes = new Map<string, number>()
    for (let centre = 0; centre < this.#centre.length; centre++) {
      if (this.#centre[centre] !== centre) continue
      if (this.#isAlone(centre)) continue
      for (const node of this.#cluster(centre))
        for (const it of this.#atomsOf(node)) for (const { surface } of this.#surfacesOf(it)) nodes.set(surface, node)
    }
    let page = 0
    return (surfaces) => {
      page++
      for (const surface of surfaces) {
        const node = nodes.get(surface)
        if (node === undefined) continue
        ofTag.see(this.#centre[node]!, page)
        ofNode.see(node, page)
      }
    }
  }

  /** Why a surface stands for its tag: by the shown spelling, by another of the cluster, or by a decision. */
  #joined(centre: number, surface: string, shown: Form): { rule: Rule; reason: Reason; score: number } {
    const form = this.#formIn(centre, surface)
    const direct = this.#matcher.compare(form, shown)
    if (direct.same) return { rule: direct.rule, reason: asWritten(direct.reason, form, shown), score: direct.score }
    const node = this.#nodeOf(surface)!
    const own = this.#form(node)
    for (const other of [centre, ...this.#cluster(centre)]) {
      if (other === node) continue
      const middle = this.#form(other)
      const link = this.#matcher.compare(own, middle)
      if (link.same)
        return {
          rule: link.rule,
          reason: { is: 'through', by: middle.surface, reason: asWritten(link.reason, own, middle) },
          score: link.score,
        }
    }
    const decision = this.#decisionOn(centre)
    if (decision === undefined || this.#matcher.undecided(form))
      return { rule: 'orthographic', reason: { is: 'only use', surface, tag: shown.surface }, score: 1 }
    return { rule: 'decision', reason: { is: 'decided one', line: decision }, score: 1 }
  }

  /** The first decision that makes surfaces of a cluster one, as a line. */
  #decisionOn(centre: number): string | undefined {
    const own = new Set(this.#cluster(centre))
    const found = (this.#context.decisions ?? []).find(
      (it) => it.verb === 'same' && [it.a, it.b].every((surface) => own.has(this.#nodeOf(surface) ?? END)),
    )
    return found && printDecision(found)
  }

  compare(a: string, b: string, lang: Language = 'en'): Comparison {
    const { same, rule, reason } = this.#compare(a, b)
    return { a, b, same, rule, why: sentence(reason, lang) }
  }

  #compare(a: string, b: string): { same: boolean; rule: Rule; reason: Reason } {
    const [x, y] = [this.#matcher.form(a), this.#matcher.form(b)]
    const verdict = this.#matcher.compare(x, y)
    const direct = { same: verdict.same, rule: verdict.rule, reason: asWritten(verdict.reason, x, y) }
    const [p, q] = [this.#nodeOf(a), this.#nodeOf(b)]
    if (p === undefined || q === undefined || !this.#holds(p, x.encoding) || !this.#holds(q, y.encoding)) return direct
    const [home, other] = [this.#centre[p]!, this.#centre[q]!]
    if (direct.same === (home === other)) return direct
    if (home === other) {
      const tag = this.#spelling(home)
      const shown = this.#formIn(home, tag)
      const links = [a, b].filter((surface) => surface !== tag).map((surface) => this.#joined(home, surface, shown))
      // The link that is the less plain of both.
      const { rule } = links.find((link) => !PLAIN.has(link.rule)) ?? links[0]!
      return { same: true, rule, reason: { is: 'both stand for', tag, reasons: links.map(({ reason }) => reason) } }
    }
    for (const i of this.#cluster(home))
      for (const j of this.#cluster(other)) {
        const verdict = this.#matcher.compare(this.#form(i), this.#form(j))
        if (!verdict.same && cannotLink(verdict))
          return {
            same: false,
            rule: verdict.rule,
            reason: { is: 'two tags', reason: asWritten(verdict.reason, this.#form(i), this.#form(j)) },
          }
      }
    const [mine, others] = [this.#spelling(home), this.#spelling(other)]
    return { same: false, rule: 'near', reason: { is: 'nearer to others', a: mine, b: others, reason: direct.reason } }
  }

  #holds(node: number, encoding: string): boolean {
    return this.#atomsOf(node).some((atom) => this.#encodings[atom] === encoding)
  }

  /** The most frequent of the tags that are related, no more than `RELATED`: a country has hundreds. */
  #related(centre: number): { tag: string; relation: Relation }[] {
    const found = new Map<number, Relation>()
    for (const node of this.#cluster(centre))
      for (const row of this.#apart.of(node)) {
        const isFirst = this.#apart.p[row] === node
        const relation = isFirst ? this.#apart.relation[row] : inverse(this.#apart.relation[row])
        const other = this.#centre[isFirst ? this.#apart.q[row]! : this.#apart.p[row]!]!
        const known = found.get(other)
        // Several pairs may relate two tags, in no order.
        if (relation && other !== centre && !this.#ignored.has(other) && (known === undefined || relation < known))
          found.set(other, relation)
      }
    return [...found]
      .sort(
        ([x], [y]) =>
          this.#nodeCount[y]! - this.#nodeCount[x]! ||
          byUnits(this.#phrases[x]!, this.#phrases[y]!) ||
          byUnits(this.#nameOf(x), this.#nameOf(y)),
      )
      .slice(0, RELATED)
      .map(([other, relation]) => ({ tag: this.#spelling(other), relation }))
  }

  explain(surface: string, lang: Language = 'en'): Explanation | undefined {
    const node = this.#nodeOf(surface)
    if (node === undefined) return undefined
    const centre = this.#centre[node]!
    const tag = this.#spelling(centre)
    const shown = this.#formIn(centre, tag)
    const atoms = this.#cluster(centre).flatMap((member) => this.#atomsOf(member))
    const surfaces = atoms.flatMap((atom) =>
      this.#surfacesOf(atom).map((entry) => {
        const { rule, reason }: { rule: Rule; reason: Reason } =
          entry.surface === tag
            ? { rule: 'shown', reason: { is: 'shown' } }
            : this.#joined(centre, entry.surface, shown)
        return { surface: entry.surface, count: entry.count, pages: entry.pages, rule, why: sentence(reason, lang) }
      }),
    )
    surfaces.sort(
      (x, y) =>
        Number(y.rule === 'shown') - Number(x.rule === 'shown') || y.count - x.count || byUnits(x.surface, y.surface),
    )
    const encodings = new Set(atoms.map((atom) => this.#encodings[atom]!))
    const decisions = (this.#context.decisions ?? [])
      .filter((decision) => operands(decision).some((operand) => encodings.has(this.#encoding(operand))))
      .map(printDecision)
    const apart = this.#cluster(centre).flatMap((member) =>
      this.#apart.of(member).flatMap((row) => {
        const other = this.#apart.p[row] === member ? this.#apart.q[row]! : this.#apart.p[row]!
        if (this.#centre[other] === centre) return []
        const [a, b] = [this.#form(member), this.#form(other)]
        const { rule, reason } = this.#matcher.compare(a, b)
        return [{ a: a.surface, b: b.surface, same: false, rule, why: sentence(asWritten(reason, a, b), lang) }]
      }),
    )
    apart.sort((x, y) => byUnits(x.a, y.a) || byUnits(x.b, y.b))
    return { tag: this.#tag(centre), surfaces, decisions, apart }
  }

  *proposals(): Generator<Proposal> {
    // several ways lead to some pairs
    const seen = new Set<string>()
    for (const { p, q, score, rule } of this.#one)
      if (rule !== 'decision') yield* this.#proposal(p, q, 1 - score, false, rule, seen)
    const { p, q, score, rule } = this.#apart
    for (let row = 0; row < p.length; row++) {
      const weighed = score[row]! > 0
      if (!weighed && !UNWEIGHED.has(rule[row]!)) continue
      const likeness = weighed
        ? score[row]!
        : this.#matcher.likeness(this.#form(p[row]!), this.#form(q[row]!), rule[row]!)
      yield* this.#proposal(p[row]!, q[row]!, likeness, true, rule[row]!, seen)
    }
    for (const nodes of this.#byPhrase.values())
      if (typeof nodes !== 'number')
        for (const [i, one] of nodes.slice(0, MOST_CAMPS).entries())
          for (const other of nodes.slice(0, i)) {
            const verdict = this.#matcher.compare(this.#form(one), this.#form(other))
            // a bare spelling, whose word only a person knows
            if (verdict.reason.is === 'undecided') yield* this.#proposal(one, other, EVEN, true, verdict.rule, seen)
          }
  }

  /** @param wrong how likely the matcher's word on the pair is wrong */
  *#proposal(
    p: number,
    q: number,
    wrong: number,
    judgedApart: boolean,
    rule: string,
    seen: Set<string>,
  ): Generator<Proposal> {
    const together = this.#centre[p] === this.#centre[q]
    // judged by itself, the pair would have gone the other way: its neighbours decided
    const chance = together === judgedApart ? OVERRULED_SHARE * (1 - wrong) : wrong
    if (chance < LEAST_CHANCE || seen.size === seen.add(pairOf(p, q)).size) return
    const [a, b] = this.#nodeCount[p]! >= this.#nodeCount[q]! ? [p, q] : [q, p]
    yield {
      kind: together ? 'merged' : 'apart',
      a: this.#form(a).surface,
      b: this.#form(b).surface,
      rule,
      chance,
      pages: [this.#pagesOf(a), this.#pagesOf(b)],
    }
  }
}

/** Calls `see` for the nodes of two phrases: each with the first of the other, since a phrase may have thousands. */
export function crossed<T>(x: readonly T[], y: readonly T[], see: (p: T, q: T) => void): void {
  see(x[0]!, y[0]!)
  for (let i = 1; i < x.length; i++) see(x[i]!, y[0]!)
  for (let j = 1; j < y.length; j++) see(x[0]!, y[j]!)
}

/** Rules that need no weighing. */
const PLAIN: ReadonlySet<string> = new Set(['identical', 'encoding', 'orthographic', 'vowels written', 'hamza seat'])
/** A word has to be written in full so often, and so much oftener than all words it could be taken for, to take a bare spelling. */
const LEAST_WRITTEN = 3
const NEARLY_ALL = 10
/**
 * Camps of one phrase that a spelling is held against, and members of each: no phrase of text has so many. Without a
 * bound, a page of 1,250 vocalisations of one phrase took a minute.
 */
const MOST_CAMPS = 32
const MOST_MEMBERS = 16
/** Related tags that a tag lists. */
export const RELATED = 24
/** Forms kept at once: enough that the pairs of a neighbourhood find theirs. */
const FORMS = 1 << 15

/** The relation seen from the other tag. */
const inverse = (relation: Relation | undefined): Relation | undefined =>
  relation === 'wider' ? 'narrower' : relation === 'narrower' ? 'wider' : relation

const pairOf = (p: number, q: number): string => (p < q ? `${p} ${q}` : `${q} ${p}`)
const unitCount = (nodes: readonly number[], counts: readonly number[]): number =>
  nodes.reduce((sum, node) => sum + counts[node]!, 0)
