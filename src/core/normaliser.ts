/** A normaliser learns from pages and normalises them one by one, in memory. */
import type { Normaliser, NormaliserOptions } from './api.js'
import { Evidence } from './boundaries/evidence.js'
import { HabitLessons } from './boundaries/habits.js'
import { checkDecisionList, checkPage } from './door.js'
import { benchFor, extract, mentionsOf, pageRecord, type Bench, type Model, type PageExtract } from './pipeline.js'
import { tally } from './sameness/alone.js'
import { createClusters, type Clusters } from './sameness/cluster.js'
import { aloneIn } from './sameness/matcher.js'

export function createNormaliserWith(
  model: Model,
  { decisions = [], labelledOnly, adapt }: NormaliserOptions = {},
): Normaliser {
  const lessons = new HabitLessons()
  const taught = new HabitLessons()
  let bench = benchFor(model)
  const evidence = new Evidence(model.segmenter.letters)
  for (const given of adapt ?? []) {
    bench.surfaces.makeRoom()
    extract(checkPage(given), bench, evidence, { labelledOnly: true, lessons: taught })
  }
  const adapted = (): Bench => ({ ...bench, habits: lessons.habits(0, taught) })
  if (adapt) bench = adapted()
  const learned: PageExtract[] = []
  let clusters: Clusters | undefined
  const { letters, sameness } = model
  const context = { letters, sameness, evidence, decisions: checkDecisionList(decisions, letters) }

  /** Cuts all learned pages and settles their clusters, when pages were learned since the last call. */
  function settled(): Clusters {
    if (clusters) return clusters
    bench = adapted()
    const counts = new Map<string, { surface: string; count: number; pages: number }>()
    const pages: ReadonlySet<string>[] = []
    for (const extracted of learned) {
      const seen = new Set<string>()
      pages.push(seen)
      for (const { surface } of mentionsOf(extracted, bench, evidence)) {
        let entry = counts.get(surface)
        if (!entry) counts.set(surface, (entry = { surface, count: 0, pages: 0 }))
        entry.count++
        if (!seen.has(surface)) entry.pages++
        seen.add(surface)
      }
    }
    clusters = createClusters(counts.values(), context)
    const count = clusters.countPages()
    for (const page of pages) count(page)
    return clusters
  }

  return {
    learn(given) {
      const page = checkPage(given)
      bench.surfaces.makeRoom()
      learned.push(extract(page, bench, evidence, { labelledOnly, lessons }))
      clusters = undefined
    },
    normalise(given) {
      const page = checkPage(given)
      const known = learned.length ? settled() : undefined
      bench.surfaces.makeRoom()
      const extracted = extract(page, bench, undefined, { labelledOnly })
      const mentions = mentionsOf(extracted, bench, learned.length || adapt ? evidence : undefined)
      const own = createClusters(
        tally(mentions.filter(({ surface }) => !known?.tagOf(surface) && !known?.match(surface))),
        aloneIn(
          context,
          [...extracted.lists, ...extracted.blocks.filter((block) => block.confidence !== undefined)].map(
            ({ tags }) => tags,
          ),
        ),
      )
      return pageRecord(
        page.id,
        mentions,
        (surface) => known?.tagOf(surface) ?? known?.match(surface)?.tag ?? own.tagOf(surface),
      )
    },
    tags: () => settled().tags(),
  }
}
