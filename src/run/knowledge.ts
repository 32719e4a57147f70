import { readFileSync } from 'node:fs'
import { createClusters, type Explanation } from '../core/cluster.js'
import { checkDecisions, parseDecisions } from '../core/decisions.js'
import type { Context } from '../core/judge.js'
import { WusumError } from '../core/errors.js'
import type { CanonicalTag, Decision } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { openStore, type Snapshot } from '../registry/index.js'
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

/** What pairs and clusters are judged with: what ships, and the evidence, counts and decisions of a registry. */
export async function contextOf(registry?: string, decisionsFile?: string): Promise<Context> {
  return (await knowledgeOf(registry, decisionsFile)).context
}

/** The canonical tags of a registry, judged anew, with their stable ids. Time and memory grow with its surfaces. */
export async function* tagsOf(registry: string, decisionsFile?: string): AsyncGenerator<CanonicalTag> {
  const { snapshot, context } = await knowledgeOf(registry, decisionsFile)
  const surfaces = snapshot?.surfaces ?? []
  const ids = new Map(surfaces.map(({ surface, tag }) => [surface, tag]))
  for (const { tag, ...rest } of createClusters(surfaces, context).tags()) {
    const id = ids.get(tag)
    // A surface that is new since the last settling has no id yet.
    yield { tag, ...(id ? { id } : {}), ...rest }
  }
}

/** All that a registry knows, its decisions with those of a file. */
export async function knowledgeOf(
  registry: string | undefined,
  decisionsFile: string | undefined,
): Promise<{ context: Context; snapshot?: Snapshot }> {
  const { letters, sameness } = loadModel()
  const curated = decisionsFile === undefined ? [] : loadDecisions(decisionsFile)
  if (registry === undefined) return { context: { letters, sameness, decisions: curated } }
  const store = await openStore(registry, { create: false })
  try {
    const { snapshot, context } = await knowledgeIn(store, loadModel(), curated)
    // Without those whose pages have all changed.
    return { snapshot: { ...snapshot, surfaces: snapshot.surfaces.filter((s) => s.count > 0) }, context }
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
  const { snapshot, context } = await knowledgeOf(registry, decisionsFile)
  return createClusters(snapshot?.surfaces ?? [{ surface: tag, count: 0, pages: 0 }], context).explain(tag)
}
