/** Judging what a registry holds. */
import path from 'node:path'
import { createClusters, type Clusters } from '../core/sameness/cluster.js'
import { WusumError } from '../core/errors.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { fold } from '../core/text/fold.js'
import type { Context } from '../core/sameness/matcher.js'
import { benchFor, type Model } from '../core/pipeline.js'
import type { Decision } from '../core/types.js'
import {
  openStore,
  type Change,
  type SettledTag,
  type Snapshot,
  type Store,
  type StoredSurface,
} from '../registry/index.js'
import { recounted, registryKey } from './delta.js'
import { makeTemporary, removeTemporary } from './temporary.js'

export interface RegistryView {
  readonly snapshot: Snapshot
  readonly evidence: Evidence
  readonly context: Context
}

/** All that a registry knows, to judge by. Time and memory grow with its surfaces and with the pages not settled yet. */
export async function registryView(
  store: Store,
  model: Model,
  curated: readonly Decision[] = [],
): Promise<RegistryView> {
  const evidence = new Evidence(model.segmenter.letters)
  const snapshot = await store.snapshot({ upTo: 'all', evidence: (bytes) => addTo(evidence, bytes, store) })
  return { snapshot, evidence, context: contextOf(snapshot, evidence, model, curated) }
}

function contextOf(snapshot: Snapshot, evidence: Evidence, model: Model, curated: readonly Decision[] = []): Context {
  const { letters, sameness } = model
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
  return { letters, sameness, evidence, decisions, counts: (key) => counts.get(key) }
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

/** The snapshot with what was counted anew since. */
function withChanges(snapshot: Snapshot, changes: ReadonlyMap<string, Change>): Snapshot {
  if (changes.size === 0) return snapshot
  const left = new Map(changes)
  const surfaces = snapshot.surfaces.map((s): StoredSurface => {
    const change = left.get(s.surface)
    if (change === undefined) return s
    left.delete(s.surface)
    return { ...s, count: s.count + change.count, pages: s.pages + change.pages }
  })
  for (const [surface, change] of left) surfaces.push({ surface, ...change })
  return { ...snapshot, surfaces }
}

export interface Reclustered extends RegistryView {
  readonly clusters: Clusters
}

/**
 * Judges everything anew and makes it the registry's settled state: the evidence that boundaries are judged by, the tags
 * that all flattened lists are cut into with it, which surfaces are one tag, and under which id. A deterministic function of
 * the pages and decisions applied so far, whenever else it was settled; only ids remember. Begins again when another process
 * settled meanwhile. About 90 s and 1.5 GB for a million tags, and 2 µs a word of flattened lists; writers go on beside it.
 */
export async function recluster(store: Store, model: Model): Promise<Reclustered> {
  const bench = benchFor(model)
  for (;;) {
    const known = await registryView(store, model)
    const { evidence } = known
    const changes = await store.recount(known.snapshot.cursor.seq, (runs) => {
      bench.surfaces.makeRoom()
      return recounted(runs, bench, evidence)
    })
    const snapshot = withChanges(known.snapshot, changes)
    const context = changes.size === 0 ? known.context : contextOf(snapshot, evidence, model)
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
    if (await store.settle({ snapshot, tags, evidence: evidence.toBytes() }))
      return { snapshot, evidence, context, clusters }
  }
}

/** What settling a registry would make of it: a copy in a temporary file is settled. Costs an export and an import, too. */
export async function reclusteredCopy(store: Store, model: Model): Promise<Reclustered> {
  const folder = makeTemporary()
  try {
    const copy = await openStore(path.join(folder, 'copy.db'))
    try {
      await copy.import(store.export())
      return await recluster(copy, model)
    } finally {
      await copy.close()
    }
  } finally {
    removeTemporary(folder)
  }
}
