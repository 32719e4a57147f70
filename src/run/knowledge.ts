import { readFileSync } from 'node:fs'
import type { Explanation } from '../core/api.js'
import { createClusters, type Clusters } from '../core/sameness/cluster.js'
import { checkDecisions, parseDecisions } from '../core/sameness/decisions.js'
import { compare, type Context } from '../core/sameness/matcher.js'
import { WusumError } from '../core/errors.js'
import type { CanonicalTag, Comparison, Decision } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { openStore, type Snapshot, type Store } from '../registry/index.js'
import { registryView } from './recluster.js'

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
  const { snapshot, context } = await matchingContext(registry, decisionsFile)
  if (snapshot === undefined) return (a, b) => compare(a, b, context)
  const clusters = createClusters(snapshot.surfaces, context)
  return (a, b) => clusters.compare(a, b)
}

/** The canonical tags of a registry, judged anew, with their stable ids. Time and memory grow with its surfaces. */
export async function* tagsOf(registry: string, decisionsFile?: string): AsyncGenerator<CanonicalTag> {
  yield* withIds(await registryTags(registry, decisionsFile))
}

/** Tags with the ids of their spellings. */
export function* withIds({ snapshot, clusters }: JudgedTags): Generator<CanonicalTag> {
  const ids = new Map(snapshot.surfaces.map(({ surface, tag }) => [surface, tag]))
  for (const { tag, ...rest } of clusters.tags()) {
    const id = ids.get(tag)
    // A surface that is new since the last settling has no id yet.
    yield { tag, ...(id ? { id } : {}), ...rest }
  }
}

/** The tags of a registry with the pages that carry each. */
export function registryTags(registry: string, decisionsFile?: string): Promise<JudgedTags> {
  return within(registry, decisionsFile, tagsIn)
}

export interface JudgedTags {
  readonly snapshot: Snapshot
  readonly clusters: Clusters
}

/** The same of a store that is open. */
export async function tagsIn(store: Store, curated: readonly Decision[] = []): Promise<JudgedTags> {
  const { snapshot, context } = await counted(store, curated)
  const clusters = createClusters(snapshot.surfaces, context)
  await store.eachPage(clusters.countPages())
  return { snapshot, clusters }
}

/** All that a registry knows, its decisions with those of a file. */
export async function matchingContext(
  registry: string | undefined,
  decisionsFile: string | undefined,
): Promise<{ context: Context; snapshot?: Snapshot }> {
  if (registry !== undefined) return within(registry, decisionsFile, counted)
  const { letters, sameness } = loadModel()
  return { context: { letters, sameness, decisions: decisionsFile === undefined ? [] : loadDecisions(decisionsFile) } }
}

async function counted(
  store: Store,
  curated: readonly Decision[],
): Promise<{ readonly context: Context; readonly snapshot: Snapshot }> {
  const { snapshot, context } = await registryView(store, loadModel(), curated)
  // Without those whose pages have all changed.
  return { snapshot: { ...snapshot, surfaces: snapshot.surfaces.filter((s) => s.count > 0) }, context }
}

async function within<T>(
  registry: string,
  decisionsFile: string | undefined,
  task: (store: Store, curated: readonly Decision[]) => Promise<T>,
): Promise<T> {
  const curated = decisionsFile === undefined ? [] : loadDecisions(decisionsFile)
  const store = await openStore(registry, { create: false })
  try {
    return await task(store, curated)
  } finally {
    await store.close()
  }
}

/** Where a tag came from. */
export async function explain(
  tag: string,
  registry?: string,
  decisionsFile?: string,
): Promise<Explanation | undefined> {
  if (registry !== undefined) return (await registryTags(registry, decisionsFile)).clusters.explain(tag)
  const { context } = await matchingContext(registry, decisionsFile)
  return createClusters([{ surface: tag, count: 0, pages: 0 }], context).explain(tag)
}
