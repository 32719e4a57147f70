import { readFileSync } from 'node:fs'
import { createClusters, type Clusters, type Explanation } from '../core/cluster.js'
import { checkDecisions, parseDecisions } from '../core/decisions.js'
import { compare, type Context } from '../core/judge.js'
import { WusumError } from '../core/errors.js'
import type { CanonicalTag, Comparison, Decision } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { openStore, type Snapshot, type Store } from '../registry/index.js'
import { knowledgeIn } from './settle.js'

/** Reads a decisions file. Throws DECISIONS, with the lines named, when it contradicts itself. */
export function loadDecisions(file: string): readonly Decision[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new WusumError('NOT_FOUND', `cannot read the decisions file ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
  const placed = parseDecisions(text, file)
  checkDecisions(placed, file, loadModel().letters)
  return placed.map(({ decision }) => decision)
}

/** Says of two tags whether they are one: from spelling alone, or, with a registry, as its tags have it. */
export async function comparing(
  registry?: string,
  decisionsFile?: string,
): Promise<(a: string, b: string) => Comparison> {
  const { snapshot, context } = await knowledgeOf(registry, decisionsFile)
  if (snapshot === undefined) return (a, b) => compare(a, b, context)
  const clusters = createClusters(snapshot.surfaces, context)
  return (a, b) => clusters.compare(a, b)
}

/** The canonical tags of a registry, judged anew, with their stable ids. Time and memory grow with its surfaces. */
export async function* tagsOf(registry: string, decisionsFile?: string): AsyncGenerator<CanonicalTag> {
  const { snapshot, clusters } = await registryTags(registry, decisionsFile)
  const ids = new Map(snapshot.surfaces.map(({ surface, tag }) => [surface, tag]))
  for (const { tag, ...rest } of clusters.tags()) {
    const id = ids.get(tag)
    // A surface that is new since the last settling has no id yet.
    yield { tag, ...(id ? { id } : {}), ...rest }
  }
}

/** The tags of a registry with the pages that carry each. */
export async function registryTags(
  registry: string,
  decisionsFile?: string,
): Promise<{ snapshot: Snapshot; clusters: Clusters }> {
  const { snapshot, context, store } = await openKnowledge(registry, decisionsFile)
  try {
    const clusters = createClusters(snapshot.surfaces, context)
    await store.eachPage(clusters.countPages())
    return { snapshot, clusters }
  } finally {
    await store.close()
  }
}

/** All that a registry knows, its decisions with those of a file. */
export async function knowledgeOf(
  registry: string | undefined,
  decisionsFile: string | undefined,
): Promise<{ context: Context; snapshot?: Snapshot }> {
  if (registry === undefined) {
    const { letters, sameness } = loadModel()
    return {
      context: { letters, sameness, decisions: decisionsFile === undefined ? [] : loadDecisions(decisionsFile) },
    }
  }
  const { store, ...known } = await openKnowledge(registry, decisionsFile)
  await store.close()
  return known
}

/** The same of a registry that stays open. */
async function openKnowledge(
  registry: string,
  decisionsFile: string | undefined,
): Promise<{ context: Context; snapshot: Snapshot; store: Store }> {
  const curated = decisionsFile === undefined ? [] : loadDecisions(decisionsFile)
  const store = await openStore(registry, { create: false })
  try {
    const { snapshot, context } = await knowledgeIn(store, loadModel(), curated)
    // Without those whose pages have all changed.
    return { snapshot: { ...snapshot, surfaces: snapshot.surfaces.filter((s) => s.count > 0) }, context, store }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Where a tag came from. */
export async function explain(
  tag: string,
  registry?: string,
  decisionsFile?: string,
): Promise<Explanation | undefined> {
  if (registry !== undefined) return (await registryTags(registry, decisionsFile)).clusters.explain(tag)
  const { context } = await knowledgeOf(registry, decisionsFile)
  return createClusters([{ surface: tag, count: 0, pages: 0 }], context).explain(tag)
}
