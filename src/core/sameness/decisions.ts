import { WusumError } from '../errors.js'
import { fold, type Letters } from '../text/fold.js'
import type { Decision } from '../types.js'

/** A decision and where it was written, for messages. */
export interface Placed {
  readonly decision: Decision
  /** From 1. */
  readonly line: number
}

/** What each verb takes, as a decision names it. */
export const OPERANDS = {
  same: ['a', 'b'],
  apart: ['a', 'b'],
  related: ['a', 'b'],
  ignore: ['tag'],
  'spell-as': ['tag', 'as'],
} as const satisfies Record<Decision['verb'], readonly string[]>

/** The tags that a decision speaks of; the spelling that it chooses is none. */
export const operands = (decision: Decision): readonly string[] =>
  'a' in decision ? [decision.a, decision.b] : [decision.tag]

/**
 * Reads a decisions file: one decision a line, `verb | tag` or `verb | tag | tag` (a tab does as well as the bar), empty
 * lines and lines that begin with `#` left out. Throws DECISIONS for a line that does not parse.
 */
export function parseDecisions(text: string, source: string): Placed[] {
  const placed: Placed[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1
    const trimmed = raw.trim()
    if (!trimmed || trimmed.startsWith('#')) continue
    const [verb, first, second, ...more] = trimmed.split(/[|\t]/).map((field) => field.trim())
    const wrong = (reason: string): WusumError =>
      new WusumError('DECISIONS', `${source}, line ${line}: ${reason}`, { where: { source, record: line } })
    if (!isVerb(verb)) throw wrong(`“${verb ?? ''}” is none of same, apart, related, ignore, spell-as`)
    const given = [first, second, ...more].filter((field) => field !== undefined && field !== '').length
    if (given !== OPERANDS[verb].length || !first)
      throw wrong(`${verb} takes ${OPERANDS[verb].length} tag(s), separated by “|”`)
    if (verb === 'ignore') placed.push({ decision: { verb, tag: first }, line })
    else if (verb === 'spell-as') placed.push({ decision: { verb, tag: first, as: second! }, line })
    else placed.push({ decision: { verb, a: first, b: second! }, line })
  }
  return placed
}

const isVerb = (verb: string | undefined): verb is Decision['verb'] =>
  verb !== undefined && Object.hasOwn(OPERANDS, verb)

/** The file `parseDecisions` reads, one decision a line, in the order given. */
export function printDecisions(decisions: Iterable<Decision>): string {
  let text = ''
  for (const decision of decisions) text += `${printDecision(decision)}\n`
  return text
}

/** One decision as its line in a decisions file. */
export function printDecision(decision: Decision): string {
  if (decision.verb === 'ignore') return `ignore | ${decision.tag}`
  if (decision.verb === 'spell-as') return `spell-as | ${decision.tag} | ${decision.as}`
  return `${decision.verb} | ${decision.a} | ${decision.b}`
}

/** Two decisions that cannot both hold; of a pair that is apart from itself there is no other. */
export interface Contradiction<D> {
  readonly one: D
  readonly other: D | undefined
}

/**
 * Every contradiction among decisions: a pair apart that others make one, two spellings for one tag, an ignored tag that is
 * also to be spelled. Tags are compared by encoding key, so the same word typed with other bytes is one tag.
 */
export function contradictions<D extends { readonly decision: Decision }>(
  decided: readonly D[],
  letters: Letters,
): Contradiction<D>[] {
  const parent = new Map<string, string>()
  /** The place of the decision that joined a tag to its parent. */
  const joinedBy = new Map<string, number>()
  const key = (tag: string): string => fold(tag, 'encoding', letters)
  const root = (tag: string): string => {
    let at = key(tag)
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up
    return at
  }
  decided.forEach(({ decision }, place) => {
    if (decision.verb !== 'same') return
    const a = root(decision.a)
    const b = root(decision.b)
    if (a === b) return
    parent.set(b, a)
    joinedBy.set(b, place)
  })
  /** The decision that made one of a and b: the last on their ways to where these meet. What both have above joined others to them. */
  const lastJoin = (a: string, b: string): D | undefined => {
    const [x, y] = [new Set<number>(), new Set<number>()]
    for (const [tag, way] of [
      [a, x],
      [b, y],
    ] as const)
      for (let at = key(tag); parent.has(at); at = parent.get(at)!) way.add(joinedBy.get(at)!)
    return decided[Math.max(...[...x].filter((place) => !y.has(place)), ...[...y].filter((place) => !x.has(place)))]
  }

  const found: Contradiction<D>[] = []
  const spelled = new Map<string, D>()
  const ignored = new Map<string, D>()
  for (const one of decided) {
    const { decision } = one
    if ((decision.verb === 'apart' || decision.verb === 'related') && root(decision.a) === root(decision.b))
      found.push({
        one,
        other: decided.find((it) => joins(it.decision, decision, key)) ?? lastJoin(decision.a, decision.b),
      })
    if (decision.verb === 'spell-as') {
      const earlier = spelled.get(root(decision.tag))
      if (earlier === undefined) spelled.set(root(decision.tag), one)
      else if (earlier.decision.verb === 'spell-as' && earlier.decision.as !== decision.as)
        found.push({ one, other: earlier })
    }
    if (decision.verb === 'ignore') ignored.set(root(decision.tag), one)
  }
  for (const [tag, one] of spelled) if (ignored.has(tag)) found.push({ one, other: ignored.get(tag) })
  return found
}

/** The first contradiction that decisions bring to those that stand. What these contradict among themselves is not their doing. */
export function broughtBy<D extends { readonly decision: Decision }>(
  added: readonly D[],
  standing: readonly D[],
  letters: Letters,
): Contradiction<D> | undefined {
  // Which decision joins a pair that is apart may change with those that are added; the pair stays the same.
  const name = ({ one, other }: Contradiction<D>): string =>
    printDecision(one.decision) + ('a' in one.decision || !other ? '' : `\n${printDecision(other.decision)}`)
  const before = new Set(contradictions(standing, letters).map(name))
  return contradictions([...standing, ...added], letters).find((it) => !before.has(name(it)))
}

/** Refuses a decisions file that contradicts itself, naming both lines. */
export function checkDecisions(placed: readonly Placed[], source: string, letters: Letters): void {
  const [first] = contradictions(placed, letters)
  if (first === undefined) return
  const { one, other } = first
  const against = other ? ` and line ${other.line} (${printDecision(other.decision)})` : ''
  throw new WusumError(
    'DECISIONS',
    `${source}: line ${one.line} (${printDecision(one.decision)})${against} contradict${other ? ' each other' : 's itself'}`,
    { where: { source, record: one.line } },
  )
}

function joins(decision: Decision, pair: { a: string; b: string }, key: (tag: string) => string): boolean {
  if (decision.verb !== 'same') return false
  const [a, b, x, y] = [pair.a, pair.b, decision.a, decision.b].map(key)
  return (a === x && b === y) || (a === y && b === x)
}
