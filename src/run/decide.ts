/** Decisions in a registry. */
import { broughtBy, contradictions, printDecision, type Contradiction } from '../core/sameness/decisions.js'
import { WusumError } from '../core/errors.js'
import type { Decision } from '../core/types.js'
import { loadModel } from '../model/index.js'
import type { Store, StoredDecision } from '../registry/index.js'

/** A decision that stands under a number, or a new one. */
type Given = Pick<StoredDecision, 'decision'> & Partial<StoredDecision>

const nameOf = ({ id, decision }: Given): string =>
  id === undefined ? `“${printDecision(decision)}”` : `decision ${id} (${printDecision(decision)})`

/** One contradiction in words. */
export function contradictionOf({ one, other }: Contradiction<Given>): string {
  return other === undefined
    ? `${nameOf(one)} contradicts itself`
    : `${nameOf(one)} and ${nameOf(other)} contradict each other`
}

/**
 * Stores decisions, in place of those that stand and that `replaces` says. One that contradicts another that stands is
 * refused, within the transaction that would store it: of two sent at once from two places the second one is. What the
 * registry's decisions contradict among themselves already is no reason to refuse one.
 *
 * @returns the decisions that were replaced
 * @throws WusumError DECISIONS
 */
export async function decideIn(
  store: Store,
  decisions: readonly Decision[],
  by: string,
  replaces: (old: Decision) => boolean = () => false,
): Promise<readonly StoredDecision[]> {
  const { letters } = loadModel()
  let replaced: readonly StoredDecision[] = []
  await store.decide((standing) => {
    replaced = standing.filter(({ decision }) => replaces(decision))
    const kept: Given[] = standing.filter((it) => !replaced.includes(it))
    const brought = broughtBy(
      decisions.map((decision): Given => ({ decision })),
      kept,
      letters,
    )
    if (brought !== undefined) {
      const { one, other } = brought
      const own = one.id === undefined || other?.id === undefined ? '' : ', with what is decided now,'
      const standingId = one.id ?? other?.id
      const way = standingId === undefined ? '' : `; wusum registry undo takes decision ${standingId} back`
      throw new WusumError('DECISIONS', `In ${store.where}${own} ${contradictionOf(brought)}${way}`, {
        where: { source: store.where },
      })
    }
    return { add: decisions, undo: replaced.map(({ id }) => id) }
  }, by)
  return replaced
}

/**
 * Takes decisions back, by their numbers. One that was taken back before stays so.
 *
 * @throws WusumError NOT_FOUND for a number that no decision has; then none is taken back
 */
export async function undoIn(store: Store, ids: readonly number[]): Promise<void> {
  const known = new Set((await store.decisions()).map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) throw new WusumError('NOT_FOUND', `${store.where} has no decision ${missing}`)
  await store.undo(ids)
}

/** The contradictions among the decisions that stand. */
export function standingContradictions(decisions: readonly StoredDecision[]): readonly Contradiction<StoredDecision>[] {
  return contradictions(
    decisions.filter(({ undone }) => undone === undefined),
    loadModel().letters,
  )
}
