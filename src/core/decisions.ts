import { WusumError } from './errors.js'
import { fold, type Letters } from './fold.js'
import type { Decision } from './types.js'

/** A decision and where it was written, for messages. */
export interface Placed {
  readonly decision: Decision
  /** From 1. */
  readonly line: number
}

const OPERANDS = { same: 2, apart: 2, related: 2, ignore: 1, 'spell-as': 2 } as const

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
    if (given !== OPERANDS[verb] || !first) throw wrong(`${verb} takes ${OPERANDS[verb]} tag(s), separated by “|”`)
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

/**
 * Refuses contradictions, naming both lines: a pair apart that other lines make one, two spellings for one tag, an ignored
 * tag that is also to be spelled. Tags are compared by encoding key, so the same word typed with other bytes is one tag.
 */
export function checkDecisions(placed: readonly Placed[], source: string, letters: Letters): void {
  const parent = new Map<string, string>()
  const joinedBy = new Map<string, Placed>()
  const key = (tag: string): string => fold(tag, 'encoding', letters)
  const root = (tag: string): string => {
    let at = key(tag)
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up
    return at
  }
  for (const entry of placed) {
    if (entry.decision.verb !== 'same') continue
    const a = root(entry.decision.a)
    const b = root(entry.decision.b)
    if (a === b) continue
    parent.set(b, a)
    joinedBy.set(b, entry)
  }
  const refuse = (entry: Placed, against: Placed | undefined): never => {
    const other = against ? ` and line ${against.line} (${printDecision(against.decision)})` : ''
    throw new WusumError(
      'DECISIONS',
      `${source}: line ${entry.line} (${printDecision(entry.decision)})${other} contradict each other`,
      { where: { source, record: entry.line } },
    )
  }
  const spelled = new Map<string, Placed>()
  const ignored = new Map<string, Placed>()
  for (const entry of placed) {
    const { decision } = entry
    if ((decision.verb === 'apart' || decision.verb === 'related') && root(decision.a) === root(decision.b))
      refuse(entry, placed.find((other) => joins(other, decision, key)) ?? lastJoin(decision.a, decision.b))
    if (decision.verb === 'spell-as') {
      const earlier = spelled.get(root(decision.tag))
      if (earlier?.decision.verb === 'spell-as' && earlier.decision.as !== decision.as) refuse(entry, earlier)
      spelled.set(root(decision.tag), entry)
    }
    if (decision.verb === 'ignore') ignored.set(root(decision.tag), entry)
  }
  for (const [tag, entry] of spelled) if (ignored.has(tag)) refuse(entry, ignored.get(tag))

  /** The line that joined the tail of the way from a or b to their common root: without it they would not be one. */
  function lastJoin(a: string, b: string): Placed | undefined {
    const way: Placed[] = []
    for (const tag of [a, b]) for (let at = key(tag); parent.has(at); at = parent.get(at)!) way.push(joinedBy.get(at)!)
    return way.sort((x, y) => y.line - x.line)[0]
  }
}

function joins(entry: Placed, pair: { a: string; b: string }, key: (tag: string) => string): boolean {
  const { decision } = entry
  if (decision.verb !== 'same') return false
  const [a, b, x, y] = [pair.a, pair.b, decision.a, decision.b].map(key)
  return (a === x && b === y) || (a === y && b === x)
}
