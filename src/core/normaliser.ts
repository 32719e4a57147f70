import { createClusters, type Clusters } from './cluster.js'
import { Evidence, ProseReader } from './evidence.js'
import { clean, fold, type Letters } from './fold.js'
import { locate, type Layout } from './locate.js'
import { observeRun, segment, support, type RunSupport, type Segmenter } from './segment.js'
import type { Sameness } from './sameness.js'
import { sift, type SetAside } from './sift.js'
import type { CanonicalTag, Decision, Origin, Page, PageRecord, PageTag, Run, Segment, TagList } from './types.js'

/** All that ships in data/, read and checked. Parts are read when first used. */
export interface Model {
  readonly letters: Letters
  readonly layout: Layout
  readonly segmenter: Segmenter
  readonly sameness: Sameness
}

/** What is kept of a page once its text is let go: its lists, and its runs with all that cutting them needs. Plain data. */
export interface Held {
  readonly id: string
  /** The host of the page, empty where it is not known. */
  readonly site: string
  readonly lists: readonly TagList[]
  readonly runs: readonly (Run & { readonly support: RunSupport })[]
  readonly setAside: readonly SetAside[]
}

/** A tag occurrence on a page. */
export interface Found {
  readonly surface: string
  readonly from: Origin
  readonly confidence: number
}

/** A longer one is a sentence or worse; in 9,500 news pages the longest tag has 84 characters. */
const longestTag = 160

/**
 * The first half of the flow, for one page: locates its runs and lists and, where `evidence` is given, adds what the
 * page shows to it. Linear in the length of the page.
 */
export function hold(page: Page, model: Model, evidence?: Evidence, keepSetAside = false): Held {
  const located = locate(page, model.layout, model.letters)
  const sifted = keepSetAside ? { kept: located.lists, setAside: [] } : sift(page, located.lists, model.letters)
  const lists = sifted.kept
    .map(({ from, tags }) => ({
      from,
      tags: tags.map((tag) => clean(tag, model.letters)).filter((tag) => isTag(tag, model.letters)),
    }))
    .filter(({ tags }) => tags.length)
  // A page whose tags are all delimited needs its prose read only to learn from it.
  const prose =
    evidence || located.runs.length ? reader(model).read(page.title ?? '', page.text ?? '', located.prose) : undefined
  if (evidence) {
    evidence.observeProse(prose!)
    for (const { tags } of lists) evidence.observeList(tags)
    for (const run of located.runs) observeRun(run, evidence)
  }
  return {
    id: page.id,
    site: siteOf(page),
    lists,
    runs: located.runs.map((run) => ({ pieces: run.pieces, support: support(run, prose!) })),
    setAside: sifted.setAside,
  }
}

/** One reader a model: its buffer is large and used again. */
const readers = new WeakMap<Segmenter, ProseReader>()
function reader({ segmenter }: Model): ProseReader {
  let known = readers.get(segmenter)
  if (!known) readers.set(segmenter, (known = new ProseReader(segmenter.letters)))
  return known
}

/** The second half, for one page: cuts its runs into tags. Delimited tags come first, then runs, each in page order. */
export function cut(held: Held, model: Model, evidence?: Evidence): Found[] {
  const found: Found[] = held.lists.flatMap(({ from, tags }) =>
    tags.map((surface) => ({ surface, from, confidence: 1 })),
  )
  for (const run of held.runs) {
    for (const { surface, confidence } of segment(run, run.support, evidence, model.segmenter)) {
      const cleaned = clean(surface, model.letters)
      if (isTag(cleaned, model.letters)) found.push({ surface: cleaned, from: 'run', confidence })
    }
  }
  return found
}

function isTag(surface: string, letters: Letters): boolean {
  return surface !== '' && surface.length <= longestTag && fold(surface, 'encoding', letters) !== ''
}

/** Cuts one run that is at hand by itself, with what ships; the page's title and text tell which words belong together. */
export function segmentAlone(text: string, page: { title?: string; text?: string }, model: Model): Segment[] {
  const run: Run = { pieces: text.split('\n') }
  const prose = reader(model).read(page.title ?? '', page.text ?? '', [[0, page.text?.length ?? 0]])
  return segment(run, support(run, prose), undefined, model.segmenter)
}

/** The page's unique tags, by first place. `tagOf` says which canonical tag a surface stands for; undefined leaves it out. */
export function settle(
  id: string,
  found: readonly Found[],
  tagOf: (surface: string) => string | undefined,
  siteWide?: readonly boolean[],
): PageRecord {
  interface Gathered {
    surfaces: Set<string>
    from: Set<Origin>
    count: number
    confidence: number
    own: boolean
  }
  const tags = new Map<string, Gathered>()
  found.forEach(({ surface, from, confidence }, i) => {
    const tag = tagOf(surface)
    if (tag === undefined) return
    let gathered = tags.get(tag)
    if (!gathered)
      tags.set(tag, (gathered = { surfaces: new Set(), from: new Set(), count: 0, confidence: 0, own: false }))
    gathered.surfaces.add(surface)
    gathered.from.add(from)
    gathered.count++
    gathered.confidence = Math.max(gathered.confidence, confidence)
    gathered.own ||= !siteWide?.[i]
  })
  return {
    id,
    tags: Array.from(tags, ([tag, { surfaces, from, count, confidence, own }]): PageTag => ({
      tag,
      surfaces: [...surfaces],
      count,
      confidence: Math.round(confidence * 1000) / 1000,
      from: [...from],
      ...(siteWide && { scope: own ? 'page' : 'site' }),
    })),
  }
}

/** The host of a page's address, without www. */
export function siteOf(page: Page): string {
  const address = page.url ?? page.id
  return /^https?:\/\/(?:www\.)?([^/?#:@\s]{1,253})/i.exec(address)?.[1]?.toLowerCase() ?? ''
}

/**
 * Learns from pages and normalises pages, one by one, in memory. The same pages learned in any order give the same tags.
 *
 * @example
 * const normaliser = createNormaliser()
 * for (const page of pages) normaliser.learn(page)
 * for (const page of pages) console.log(normaliser.normalise(page).tags)
 */
export interface Normaliser {
  /** Adds a page to what is known: words, lists, and the spellings of its tags. Teach all pages before normalising. */
  learn(page: Page): void
  /** The page's unique canonical tags. A page need not have been learned. */
  normalise(page: Page): PageRecord
  /** Every canonical tag of the learned pages. */
  tags(): readonly CanonicalTag[]
}

export function createNormaliserWith(model: Model, decisions: readonly Decision[] = []): Normaliser {
  const evidence = new Evidence(model.segmenter.letters)
  const learned: Held[] = []
  const counts = new Map<string, { surface: string; count: number; pages: number }>()
  let clusters: Clusters | undefined
  const context = { letters: model.letters, sameness: model.sameness, evidence, decisions }

  /** Cuts what was learned since the last call and settles the clusters anew. */
  function settled(): Clusters {
    if (clusters) return clusters
    counts.clear()
    for (const held of learned) {
      const seen = new Set<string>()
      for (const { surface } of cut(held, model, evidence)) {
        let entry = counts.get(surface)
        if (!entry) counts.set(surface, (entry = { surface, count: 0, pages: 0 }))
        entry.count++
        if (!seen.has(surface)) entry.pages++
        seen.add(surface)
      }
    }
    return (clusters = createClusters(counts.values(), context))
  }

  return {
    learn(page) {
      learned.push(hold(page, model, evidence))
      clusters = undefined
    },
    normalise(page) {
      const known = learned.length ? settled() : undefined
      const found = cut(hold(page, model), model, learned.length ? evidence : undefined)
      const own = createClusters(
        tally(found.filter(({ surface }) => !known?.tagOf(surface) && !known?.judge(surface))),
        context,
      )
      return settle(
        page.id,
        found,
        (surface) => known?.tagOf(surface) ?? known?.judge(surface)?.tag ?? own.tagOf(surface),
      )
    },
    tags: () => settled().tags(),
  }
}

/** Distinct surfaces of one page with their counts. */
export function tally(found: readonly Found[]): { surface: string; count: number; pages: number }[] {
  const counts = new Map<string, { surface: string; count: number; pages: number }>()
  for (const { surface } of found) {
    const entry = counts.get(surface)
    if (entry) entry.count++
    else counts.set(surface, { surface, count: 1, pages: 1 })
  }
  return [...counts.values()]
}
