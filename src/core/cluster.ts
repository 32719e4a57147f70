import { canonicalise, type Candidate } from './canonicalise.js'
import { printDecision } from './decisions.js'
import { fold } from './fold.js'
import { judgeOf, keepsApart, type Context, type Form, type Judge, type Verdict } from './judge.js'
import { NearIndex } from './near.js'
import type { Proposal } from './proposals.js'
import type { CanonicalTag, Comparison, Decision, Relation, Variant } from './types.js'

/** Judgements under this doubt are not proposed: a probability under 0.05 or over 0.95. */
const LEAST_DOUBT = 0.1
/** Rules that settle look-alikes without weighing them, for want of anything to weigh: a person may know better. */
const UNWEIGHED: ReadonlySet<string> = new Set(['short', 'spacing', 'listed together'])
const UNWEIGHED_DOUBT = 0.2

/** A surface as it stands on the pages: how often, and on how many. */
export interface Surface {
  readonly surface: string
  readonly count: number
  readonly pages: number
}

/** Where a tag came from, for a person. */
export interface Explanation {
  readonly tag: CanonicalTag
  /** Every surface of the tag, the shown one first, with the rule that put it there and why, in one sentence. */
  readonly surfaces: readonly (Surface & { readonly rule: string; readonly why: string })[]
  /** Decisions that name a surface of the tag, as lines of a decisions file. */
  readonly decisions: readonly string[]
  /** Near misses: tags that look like this one and are kept apart, with the reason. */
  readonly apart: readonly Comparison[]
}

export interface Clusters {
  /** Every tag, by pages, then count, then spelling. */
  tags(): readonly CanonicalTag[]
  /** The tag that a known surface stands for; `undefined` where the surface is unknown or ignored. */
  tagOf(surface: string): string | undefined
  /** The tag that a surface, known or not, would stand for, and why; changes nothing. */
  judge(surface: string): { readonly tag: string; readonly rule: string; readonly why: string } | undefined
  explain(surface: string): Explanation | undefined
  /** Every judgement near enough to be worth a person's look, in no order. */
  proposals(): Iterable<Proposal>
}

/** Surfaces of one encoding key: the least that is ever told apart. */
interface Atom {
  readonly form: Form
  readonly surfaces: Surface[]
  count: number
  pages: number
}

/** Atoms of one phrase that nothing parts. */
interface Node {
  readonly atoms: Atom[]
  count: number
  pages: number
}

interface Edge {
  readonly p: number
  readonly q: number
  readonly score: number
  readonly rule: string
}

interface Cluster {
  readonly nodes: readonly number[]
  readonly tag: string
  readonly canonical: Atom
  readonly ignored: boolean
}

/**
 * Clusters surfaces into tags. Surfaces of one phrase key are one tag unless a decision, a guard or vowels part them; near
 * phrases are judged pair by pair and joined, the surest first, only while no two of a cluster are kept apart: no chains.
 * The same surfaces give the same clusters in any order. Time and memory linear in the surfaces, but for crowded
 * neighbourhoods; about 50 microseconds and 1 kB a key.
 */
export function createClusters(surfaces: Iterable<Surface>, context: Context): Clusters {
  return new Clustering(surfaces, context)
}

class Clustering implements Clusters {
  readonly #context: Context
  readonly #judge: Judge
  readonly #nodes: Node[] = []
  /** Nodes of a phrase, by size. */
  readonly #byPhrase = new Map<string, number[]>()
  readonly #clusters: Cluster[] = []
  readonly #clusterOf: Int32Array
  /** Pairs judged one tag. */
  readonly #one: readonly Edge[]
  /** Near pairs that were kept apart, by node. */
  readonly #apart = new Map<number, { node: number; verdict: Verdict }[]>()
  readonly #near: NearIndex
  #tags: readonly CanonicalTag[] | undefined

  constructor(surfaces: Iterable<Surface>, context: Context) {
    // Tags know their own counts unless the caller knows better.
    const counts = new Map<string, { count: number; pages: number }>()
    this.#context = context.counts ? context : { ...context, counts: (key) => counts.get(key) }
    this.#judge = judgeOf(this.#context)
    this.#gather(surfaces, context.counts ? undefined : counts)
    const phrases = this.#nodes.map((node) => node.atoms[0]!.form.words)
    this.#near = new NearIndex(phrases)
    this.#clusterOf = new Int32Array(this.#nodes.length)
    this.#one = this.#edges()
    this.#join(this.#one)
  }

  #gather(surfaces: Iterable<Surface>, counts: Map<string, { count: number; pages: number }> | undefined): void {
    const atoms = new Map<string, Atom>()
    for (const surface of surfaces) {
      const form = this.#judge.form(surface.surface)
      if (!form.phrase) continue
      let atom = atoms.get(form.encoding)
      if (!atom) atoms.set(form.encoding, (atom = { form, surfaces: [], count: 0, pages: 0 }))
      atom.surfaces.push(surface)
      atom.count += surface.count
      atom.pages = Math.max(atom.pages, surface.pages)
      if (!counts) continue
      const known = counts.get(form.key)
      if (known) {
        known.count += surface.count
        known.pages += surface.pages
      } else counts.set(form.key, { count: surface.count, pages: surface.pages })
    }
    const groups = new Map<string, Atom[]>()
    for (const atom of atoms.values()) {
      const group = groups.get(atom.form.phrase)
      if (group) group.push(atom)
      else groups.set(atom.form.phrase, [atom])
    }
    for (const phrase of [...groups.keys()].sort(byUnits)) this.#part(phrase, groups.get(phrase)!)
  }

  /** Cuts the atoms of a phrase into nodes that nothing parts, the most frequent atoms first. */
  #part(phrase: string, atoms: Atom[]): void {
    const nodes: Node[] = []
    for (const atom of atoms.sort(byCount)) {
      const homes = nodes.filter((node) => node.atoms.every((other) => !this.#judge.parted(atom.form, other.form)))
      const home = homes[0]
      if (home) {
        home.atoms.push(atom)
        home.count += atom.count
        home.pages = Math.max(home.pages, atom.pages)
      } else nodes.push({ atoms: [atom], count: atom.count, pages: atom.pages })
    }
    this.#byPhrase.set(
      phrase,
      nodes.map((node) => this.#nodes.push(node) - 1),
    )
  }

  #form(node: number): Form {
    return this.#nodes[node]!.atoms[0]!.form
  }

  #edges(): Edge[] {
    const edges: Edge[] = []
    const consider = (p: number, q: number): void => {
      const verdict = this.#judge.compare(this.#form(p), this.#form(q))
      if (verdict.same) edges.push({ p: Math.min(p, q), q: Math.max(p, q), score: verdict.score, rule: verdict.rule })
      else if (verdict.rule !== 'different') this.#keep(p, q, verdict)
    }
    this.#near.pairs((a, b) => this.#judge.mayBeNear(a, b), consider)
    // The same letters with other spaces.
    const joined = new Map<string, number>()
    for (let node = 0; node < this.#nodes.length; node++) {
      const { words, phrase } = this.#form(node)
      const key = words.length === 1 ? phrase : words.join('')
      const first = joined.get(key)
      if (first === undefined) joined.set(key, node)
      else if (this.#form(first).phrase !== phrase) consider(first, node)
    }
    for (const decision of this.#context.decisions ?? []) {
      if (decision.verb !== 'same') continue
      const p = this.#nodeOf(decision.a)
      const q = this.#nodeOf(decision.b)
      if (p !== undefined && q !== undefined && p !== q)
        edges.push({ p: Math.min(p, q), q: Math.max(p, q), score: 2, rule: 'decision' })
    }
    return edges
  }

  #keep(p: number, q: number, verdict: Verdict): void {
    for (const [from, to] of [
      [p, q],
      [q, p],
    ] as const) {
      const known = this.#apart.get(from)
      if (known) known.push({ node: to, verdict })
      else this.#apart.set(from, [{ node: to, verdict }])
    }
  }

  /**
   * Stars, not chains: from the most frequent node to the least, each joins the centre it is surest to be one with, or
   * becomes a centre. Nodes that a decision joins are one from the start.
   */
  #join(edges: readonly Edge[]): void {
    const home = this.#clusterOf.map((_, node) => node)
    const root = (node: number): number => {
      while (home[node] !== node) node = home[node]!
      return node
    }
    for (const { p, q, rule } of edges)
      if (rule === 'decision') home[Math.max(root(p), root(q))] = Math.min(root(p), root(q))
    const members = new Map<number, number[]>()
    const counts = new Float64Array(this.#nodes.length)
    const edgesOf = new Map<number, Edge[]>()
    for (let node = 0; node < this.#nodes.length; node++) {
      const unit = root(node)
      counts[unit]! += this.#nodes[node]!.count
      const nodes = members.get(unit)
      if (nodes) nodes.push(node)
      else members.set(unit, [node])
    }
    for (const edge of edges) {
      const [p, q] = [root(edge.p), root(edge.q)]
      if (p === q) continue
      for (const unit of [p, q]) {
        const known = edgesOf.get(unit)
        if (known) known.push(edge)
        else edgesOf.set(unit, [edge])
      }
    }
    const order = [...edgesOf.keys()].sort((x, y) => counts[y]! - counts[x]! || x - y)
    const centres = new Set<number>()
    for (const unit of order) {
      const choices = edgesOf
        .get(unit)!
        .map((edge) => ({ centre: root(edge.p) === unit ? root(edge.q) : root(edge.p), edge }))
      const choice = choices
        .filter(({ centre }) => centres.has(centre))
        .sort((x, y) => y.edge.score - x.edge.score || counts[y.centre]! - counts[x.centre]! || x.centre - y.centre)
        .find(({ centre, edge }) => this.#agree(members.get(centre)!, members.get(unit)!, edge))
      if (!choice) {
        centres.add(unit)
        continue
      }
      members.get(choice.centre)!.push(...members.get(unit)!)
      members.delete(unit)
    }
    const spellings = new Map<string, string>()
    const ignored = new Set<string>()
    for (const decision of this.#context.decisions ?? []) {
      if (decision.verb === 'spell-as') spellings.set(this.#encoding(decision.tag), decision.as)
      if (decision.verb === 'ignore') ignored.add(this.#encoding(decision.tag))
    }
    for (const nodes of members.values()) {
      const atoms = nodes.flatMap((node) => this.#nodes[node]!.atoms)
      const homographs = this.#byPhrase.get(this.#form(nodes[0]!).phrase)!.length > 1
      const canonical = this.#canonical(atoms, homographs)
      const decided = atoms.map((atom) => spellings.get(atom.form.encoding)).find((as) => as !== undefined)
      const cluster = this.#clusters.push({
        nodes: nodes.sort((x, y) => x - y),
        tag: decided ?? canonical.surface,
        canonical: canonical.atom,
        ignored: atoms.some((atom) => ignored.has(atom.form.encoding)),
      })
      for (const node of nodes) this.#clusterOf[node] = cluster - 1
    }
  }

  #canonical(atoms: readonly Atom[], homographs: boolean): { atom: Atom; surface: string } {
    if (atoms.length === 1 && atoms[0]!.surfaces.length === 1)
      return { atom: atoms[0]!, surface: atoms[0]!.surfaces[0]!.surface }
    const owners = new Map<Candidate, Atom>()
    for (const atom of atoms)
      for (const { surface, count } of atom.surfaces) owners.set({ form: { ...atom.form, surface }, count }, atom)
    const best = canonicalise([...owners.keys()], this.#context.sameness, homographs)
    return { atom: owners.get(best)!, surface: best.form.surface }
  }

  /** Whether no member of one is kept apart from a member of the other. */
  #agree(home: readonly number[], guest: readonly number[], edge: Edge): boolean {
    for (const p of home)
      for (const q of guest) {
        if ((p === edge.p && q === edge.q) || (p === edge.q && q === edge.p)) continue
        if (keepsApart(this.#judge.compare(this.#form(p), this.#form(q)))) return false
      }
    return true
  }

  *proposals(): Generator<Proposal> {
    for (const { p, q, score, rule } of this.#one)
      if (rule !== 'decision') yield* this.#proposal(p, q, score, rule, true)
    for (const [p, others] of this.#apart)
      for (const { node: q, verdict } of others)
        if (p < q && verdict.rule !== 'decision') yield* this.#proposal(p, q, verdict.score, verdict.rule, false)
  }

  *#proposal(p: number, q: number, score: number, rule: string, judgedOne: boolean): Generator<Proposal> {
    const together = this.#clusterOf[p] === this.#clusterOf[q]
    // judged by itself, the pair would have gone the other way: its neighbours decided
    const overruled = together !== judgedOne
    const doubt = overruled ? 1 : UNWEIGHED.has(rule) ? UNWEIGHED_DOUBT : 1 - Math.abs(2 * score - 1)
    if (doubt < LEAST_DOUBT) return
    const [a, b] = this.#nodes[p]!.count >= this.#nodes[q]!.count ? [p, q] : [q, p]
    yield {
      kind: together ? 'merged' : 'apart',
      a: this.#form(a).surface,
      b: this.#form(b).surface,
      rule,
      doubt,
      pages: [this.#nodes[a]!.pages, this.#nodes[b]!.pages],
    }
  }

  #encoding(surface: string): string {
    return fold(surface, 'encoding', this.#context.letters)
  }

  /** The node that holds a surface, or would. */
  #nodeOf(surface: string): number | undefined {
    const form = this.#judge.form(surface)
    const nodes = this.#byPhrase.get(form.phrase)
    if (!nodes || nodes.length === 1) return nodes?.[0]
    return (
      nodes.find((node) => this.#nodes[node]!.atoms.some((atom) => atom.form.encoding === form.encoding)) ??
      nodes.find((node) => this.#nodes[node]!.atoms.every((atom) => !this.#judge.parted(form, atom.form)))
    )
  }

  tagOf(surface: string): string | undefined {
    const node = this.#nodeOf(surface)
    if (node === undefined) return undefined
    const encoding = this.#encoding(surface)
    if (!this.#nodes[node]!.atoms.some((atom) => atom.form.encoding === encoding)) return undefined
    const cluster = this.#clusters[this.#clusterOf[node]!]!
    return cluster.ignored ? undefined : cluster.tag
  }

  judge(surface: string): { tag: string; rule: string; why: string } | undefined {
    const form = this.#judge.form(surface)
    if (!form.phrase) return undefined
    const home = this.#nodeOf(surface)
    let best: { node: number; verdict: Verdict } | undefined
    const consider = (node: number): void => {
      const verdict = this.#judge.compare(form, this.#form(node))
      if (!verdict.same) return
      const more =
        best && (verdict.score - best.verdict.score || this.#nodes[node]!.count - this.#nodes[best.node]!.count)
      if (more === undefined || more > 0) best = { node, verdict }
    }
    if (home !== undefined) consider(home)
    if (!best) for (const { phrase } of this.#near.near(form.words)) consider(phrase)
    if (!best) return undefined
    const cluster = this.#clusters[this.#clusterOf[best.node]!]!
    return cluster.ignored ? undefined : { tag: cluster.tag, rule: best.verdict.rule, why: best.verdict.why }
  }

  tags(): readonly CanonicalTag[] {
    this.#tags ??= this.#clusters
      .filter((cluster) => !cluster.ignored)
      .map((cluster) => this.#tag(cluster))
      .sort((x, y) => y.pages - x.pages || y.count - x.count || byUnits(x.tag, y.tag))
    return this.#tags
  }

  #atoms(cluster: Cluster): Atom[] {
    return cluster.nodes.flatMap((node) => this.#nodes[node]!.atoms)
  }

  #verdict(cluster: Cluster, atom: Atom, surface: string): Verdict {
    const shown = cluster.canonical.form
    const verdict = this.#judge.compare({ ...atom.form, surface }, { ...shown, surface: cluster.tag })
    if (verdict.same) return verdict
    // Joined to the shown spelling through another of the cluster: say by which.
    const way = this.#atoms(cluster)
      .filter((other) => other !== atom && other !== cluster.canonical)
      .sort(byCount)
    for (const other of way) {
      const link = this.#judge.compare(atom.form, other.form)
      if (link.same) return { ...link, why: `through “${other.form.surface}”: ${link.why}` }
    }
    return { ...verdict, same: true, rule: 'decision', why: 'a decision makes them one tag' }
  }

  #tag(cluster: Cluster): CanonicalTag {
    const atoms = this.#atoms(cluster)
    const variants: Variant[] = []
    let [count, pages] = [0, 0]
    for (const atom of atoms) {
      count += atom.count
      pages = Math.max(pages, atom.pages)
      for (const { surface, count: times } of atom.surfaces)
        if (surface !== cluster.tag)
          variants.push({ surface, count: times, rule: this.#verdict(cluster, atom, surface).rule })
    }
    variants.sort((x, y) => y.count - x.count || byUnits(x.surface, y.surface))
    return {
      tag: cluster.tag,
      key: cluster.canonical.form.key,
      pages,
      count,
      variants,
      related: this.#related(cluster),
    }
  }

  #related(cluster: Cluster): { tag: string; relation: Relation }[] {
    const found = new Map<string, Relation>()
    for (const node of cluster.nodes)
      for (const { node: other, verdict } of this.#apart.get(node) ?? []) {
        const neighbour = this.#clusters[this.#clusterOf[other]!]!
        if (verdict.relation && neighbour !== cluster && !neighbour.ignored && !found.has(neighbour.tag))
          found.set(neighbour.tag, verdict.relation)
      }
    return [...found].map(([tag, relation]) => ({ tag, relation })).sort((x, y) => byUnits(x.tag, y.tag))
  }

  explain(surface: string): Explanation | undefined {
    const node = this.#nodeOf(surface)
    if (node === undefined) return undefined
    const cluster = this.#clusters[this.#clusterOf[node]!]!
    const atoms = this.#atoms(cluster)
    const surfaces = atoms.flatMap((atom) =>
      atom.surfaces.map((entry) => {
        const { rule, why } =
          entry.surface === cluster.tag
            ? { rule: 'shown', why: 'the best written of the frequent spellings' }
            : this.#verdict(cluster, atom, entry.surface)
        return { ...entry, rule, why }
      }),
    )
    surfaces.sort(
      (x, y) =>
        Number(y.rule === 'shown') - Number(x.rule === 'shown') || y.count - x.count || byUnits(x.surface, y.surface),
    )
    const encodings = new Set(atoms.map((atom) => atom.form.encoding))
    const decisions = (this.#context.decisions ?? [])
      .filter((decision) => operands(decision).some((tag) => encodings.has(this.#encoding(tag))))
      .map(printDecision)
    const apart = cluster.nodes.flatMap((member) =>
      (this.#apart.get(member) ?? [])
        .filter(({ node: other }) => this.#clusterOf[other] !== this.#clusterOf[node])
        .map(({ node: other, verdict }) => ({
          a: this.#form(member).surface,
          b: this.#form(other).surface,
          same: false,
          rule: verdict.rule,
          why: verdict.why,
        })),
    )
    return { tag: this.#tag(cluster), surfaces, decisions, apart }
  }
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byCount = (x: { count: number; form: Form }, y: { count: number; form: Form }): number =>
  y.count - x.count || byUnits(x.form.encoding, y.form.encoding)
const operands = (decision: Decision): readonly string[] =>
  'a' in decision ? [decision.a, decision.b] : [decision.tag]
