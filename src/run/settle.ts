/** Judging what a registry holds. */
import { createClusters, type Clusters } from '../core/cluster.js'
import { WusumError } from '../core/errors.js'
import { Evidence } from '../core/evidence.js'
import { fold } from '../core/fold.js'
import type { Context } from '../core/judge.js'
import type { Model } from '../core/normaliser.js'
import type { Decision } from '../core/types.js'
import type { SettledTag, Snapshot, Store } from '../registry/index.js'
import { registryKey } from './part.js'

export interface Knowledge {
  readonly snapshot: Snapshot
  readonly evidence: Evidence
  readonly context: Context
}

/** All that a registry knows, to judge by. Time and memory grow with its surfaces and with the pages not settled yet. */
export async function knowledgeIn(store: Store, model: Model, curated: readonly Decision[] = []): Promise<Knowledge> {
  const { letters, sameness, segmenter } = model
  const evidence = new Evidence(segmenter.letters)
  const snapshot = await store.snapshot({ upTo: 'all', evidence: (bytes) => addTo(evidence, bytes, store) })
  const counts = new Map<string, { count: number; pages: number }>()
  for (const { surface, count, pages } of snapshot.surfaces) {
    const key = fold(surface, 'orthographic', letters)
    const known = counts.get(key)
    if (known) {
      known.count += count
      known.pages += pages
    } else counts.set(key, { count, pages })
  }
  const decisions = [...snapshot.decisions, ...curated]
  return { snapshot, evidence, context: { letters, sameness, evidence, decisions, counts: (key) => counts.get(key) } }
}

export function addTo(evidence: Evidence, bytes: Uint8Array, { where }: Store): void {
  try {
    evidence.addBytes(bytes)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new WusumError('REGISTRY', `The evidence in ${where} cannot be read: ${cause.message}`, {
      where: { source: where },
      cause,
    })
  }
}

/**
 * Judges everything anew and makes it the registry's settled state: which surfaces are one tag, under which id, and the
 * evidence that boundaries are judged by. A deterministic function of the pages and decisions applied so far. Begins again
 * when another process settled meanwhile. About 90 s and 1.5 GB for a million tags; writers go on beside it.
 */
export async function settleRegistry(store: Store, model: Model): Promise<{ snapshot: Snapshot; clusters: Clusters }> {
  for (;;) {
    const { snapshot, evidence, context } = await knowledgeIn(store, model)
    const surfaces = snapshot.surfaces.filter((s) => s.count > 0)
    const clusters = createClusters(surfaces, context)
    const byTag = new Map<string, string[]>()
    const tagOf = clusters.tagsInOrder()
    for (const [i, { surface }] of surfaces.entries()) {
      const tag = tagOf[i]
      if (tag === undefined) continue
      const known = byTag.get(tag)
      if (known) known.push(surface)
      else byTag.set(tag, [surface])
    }
    const tags = Array.from(byTag, ([tag, surfaces]): SettledTag => ({ tag, key: registryKey(tag, model), surfaces }))
    if (await store.settle({ snapshot, tags, evidence: evidence.toBytes() })) return { snapshot, clusters }
  }
}
