/**
 * The flow of one page, stage by stage:
 *
 *   page ─► extract ─► [ evidence of all pages ] ─► segmentRuns ─► [ clusters of all pages ] ─► pageRecord
 *           locate, sift, match with the text       runs to mentions                            mentions to tags
 *
 * What stands in brackets is gathered across pages: by `createNormaliser` in memory, by `src/run` with threads and spools.
 */
import type { Evidence } from './boundaries/evidence.js'
import { habitOf, type HabitLessons, type Habits } from './boundaries/habits.js'
import { unglued } from './boundaries/glued.js'
import { collapseRepeats } from './boundaries/repeats.js'
import { textMatches, type TextMatches } from './boundaries/matches.js'
import type { Segmenter } from './boundaries/network.js'
import { observeRun, segment } from './boundaries/segment.js'
import { openDeclared } from './lists/declared.js'
import type { Layout } from './lists/layout.js'
import { locate } from './lists/locate.js'
import { listAmong, observeBlocks } from './lists/place.js'
import { FILLED, sift, type SetAside } from './lists/sift.js'
import type { Sameness } from './sameness/sameness.js'
import type { Letters } from './text/fold.js'
import { hostOf } from './text/host.js'
import { NumberedTags, Surfaces, type NumberedList } from './text/surfaces.js'
import { ProseReader } from './text/tokens.js'
import type { Block, KeywordRun, Origin, Page, PageRecord, PageTag, Segment, TagList } from './types.js'

/** All that ships in data/, read and checked. Parts are read when first used. */
export interface Model {
  readonly letters: Letters
  readonly layout: Layout
  readonly segmenter: Segmenter
  readonly sameness: Sameness
}

/** A model at work, with the tables that its one user fills: the thread of a run, a normaliser, a registry. */
export interface Bench {
  readonly model: Model
  readonly surfaces: Surfaces
  /** What tagged pages of the same houses taught. */
  readonly habits?: Habits | undefined
}

export function benchFor(model: Model, habits?: Habits): Bench {
  return { model, surfaces: new Surfaces(model.letters, model.segmenter.letters), habits }
}

/** A run with all that cutting it needs. */
export interface RunExtract extends KeywordRun {
  readonly matches: TextMatches
  /** The page's host, empty where it is not known. */
  readonly host: string
}

/** What is kept of a page once its text is let go: its lists, and its runs with all that cutting them needs. Plain data. */
export interface PageExtract {
  readonly id: string
  /** The host of the page, empty where it is not known. */
  readonly site: string
  /** Their tags are cleaned. */
  readonly lists: readonly TagList[]
  readonly runs: readonly RunExtract[]
  /** Of a page without either: what its site may tell to be its list. */
  readonly blocks: readonly Block[]
  readonly setAside: readonly SetAside[]
}

/** A tag occurrence on a page. */
export interface Mention {
  readonly surface: string
  readonly from: Origin
  readonly confidence: number
}

/**
 * The first half of the flow, for one page: locates its runs and lists and, where `evidence` is given, adds what the
 * page shows to it. `prose`: where its prose is counted, if it is not to be `evidence`, or false. `setAside`: keep lists
 * that look like no tags; `labelledOnly`: look for no list that nothing announces; `alone`: nothing will be known of the
 * site; `lessons`: learn from its first delimited list how the site makes its tags. Linear in the length of the page.
 */
export function extract(
  page: Page,
  { model, surfaces }: Bench,
  evidence?: Evidence,
  {
    setAside = false,
    labelledOnly = false,
    alone = false,
    prose = evidence,
    lessons,
  }: {
    setAside?: boolean
    labelledOnly?: boolean | undefined
    alone?: boolean
    prose?: Evidence | false | undefined
    lessons?: HabitLessons | undefined
  } = {},
): PageExtract {
  const host = hostOf(page.url ?? page.id)
  const located = locate(page, model.layout, model.letters, { labelledOnly, host: alone ? '' : host })
  const blocks = located.blocks ?? []
  const all = located.lists.map((list): NumberedList => ({
    from: list.from,
    tags: surfaces.ofList(list),
    confidence: list.confidence,
  }))
  const sifted = setAside ? { kept: all, setAside: [] } : sift(page, all, surfaces)
  const declared = openDeclared(sifted.kept, all, surfaces, model.layout, model.letters)
  const runs = declared.runs.length ? [...located.runs, ...declared.runs] : located.runs
  // A list that the page alone tells waits for what its site tells.
  const waits = blocks.some((block) => block.confidence !== undefined)
  const lists: TagList[] = []
  for (const { from, tags, confidence } of declared.lists) {
    const numbers = tags.some(isEmpty, surfaces) ? tags.filter((tag) => surfaces.tags[tag] !== '') : tags
    if (numbers.length === 0) continue
    evidence?.observeTags(numbers, surfaces, FILLED.has(from) && numbers.length > 1 ? host : undefined)
    if (waits) continue
    const cleaned = numbers.map((tag) => surfaces.tags[tag]!)
    lists.push(new NumberedTags({ from, tags: cleaned, confidence }, numbers, surfaces.generation))
  }
  const lesson = lessons?.wants(host, page.id) ? lists.find(({ tags }) => tags.length > 1) : undefined
  const text =
    prose || runs.length || lesson ? reader(model).read(page.title ?? '', page.text ?? '', located.prose) : undefined
  if (prose) prose.observeProse(text!)
  const extracted = runs.map((located): RunExtract => {
    const run = unglued(located, text!, model.segmenter.background)
    const collapsed = collapseRepeats(run, model.segmenter.letters)
    if (evidence) observeRun(collapsed, evidence)
    return { ...run, matches: textMatches(collapsed, text!), host }
  })
  if (lesson) {
    const flat = lesson.tags.map(flatTag).filter(Boolean)
    const run: KeywordRun = { pieces: [flat.join(' ')] }
    const sizes = flat.map((tag) => tag.split(' ').length)
    const { segmenter } = model
    const collapsed = collapseRepeats(run, segmenter.letters)
    lessons!.add(host, page.id, collapsed, sizes, textMatches(collapsed, text!), segmenter)
  }
  if (evidence) observeBlocks(blocks, evidence)
  return {
    id: page.id,
    site: host,
    lists,
    runs: extracted,
    blocks: lists.length > 0 || runs.length > 0 ? [] : blocks,
    setAside: declared.setAside.length ? [...sifted.setAside, ...declared.setAside] : sifted.setAside,
  }
}

function isEmpty(this: Surfaces, tag: number): boolean {
  return this.tags[tag] === ''
}

/** One reader a model: its buffer is large and used again. */
const readers = new WeakMap<Segmenter, ProseReader>()
function reader({ segmenter }: Model): ProseReader {
  let known = readers.get(segmenter)
  if (!known) readers.set(segmenter, (known = new ProseReader(segmenter.letters)))
  return known
}

/** The second half, for one page: cuts its runs into tags. Delimited tags come first, then runs, each in page order. */
export function mentionsOf(extracted: PageExtract, bench: Bench, evidence?: Evidence): Mention[] {
  const mentions: Mention[] = []
  for (const { from, tags, confidence = 1 } of extracted.lists)
    for (const surface of tags) mentions.push({ surface, from, confidence })
  mentions.push(...segmentRuns(extracted, bench, evidence))
  return mentions
}

/** What of a page waits for the evidence: its runs, and the blocks that may be its list. */
export type Waits = Pick<PageExtract, 'runs' | 'blocks'>
export const doesWait = ({ runs, blocks }: Waits): boolean => runs.length > 0 || blocks.length > 0

/** The tags of a page's runs, or of the list among its blocks. */
export function segmentRuns(
  { runs, blocks }: Waits,
  { model, surfaces, habits }: Bench,
  evidence?: Evidence,
): Mention[] {
  const mentions: Mention[] = []
  const add = (text: string, from: Origin, confidence: number): void => {
    const surface = surfaces.tags[surfaces.of(text)]!
    if (surface !== '') mentions.push({ surface, from, confidence })
  }
  for (const run of runs) {
    const habit = habits && habitOf(habits, run.host)
    for (const { surface, confidence } of segment(run, run.matches, evidence, model.segmenter, run.host, habit))
      add(surface, run.from ?? 'run', confidence * (run.confidence ?? 1))
  }
  const list = listAmong(blocks, evidence)
  for (const tag of list?.tags ?? []) add(tag, 'list', list!.confidence!)
  return mentions
}

/** Cuts one run that is at hand by itself, with what ships; the page's title and text tell which words belong together. */
export function segmentAlone(text: string, page: Pick<Page, 'title' | 'text'>, model: Model): Segment[] {
  const run: KeywordRun = { pieces: text.split('\n') }
  const prose = reader(model).read(page.title ?? '', page.text ?? '', [[0, page.text?.length ?? 0]])
  return segment(run, textMatches(collapseRepeats(run, model.segmenter.letters), prose), undefined, model.segmenter)
}

/** A tag as it stands in a flattened list. */
export const flatTag = (tag: string): string => tag.replace(/[,،؛;|#\s]+/gu, ' ').trim()

/** The page's unique tags, by first place. `tagOf` says which canonical tag a surface stands for; undefined leaves it out. */
export function pageRecord(
  id: string,
  mentions: readonly Mention[],
  tagOf: (surface: string, at: number) => string | undefined,
  siteWide?: readonly boolean[],
): PageRecord {
  const tags = new Map<string, { tag: string; surfaces: string[]; count: number; confidence: number; from: Origin[] }>()
  const own = new Set<string>()
  mentions.forEach(({ surface, from, confidence }, i) => {
    const tag = tagOf(surface, i)
    if (tag === undefined) return
    const known = tags.get(tag)
    // Few of each on a page: looking through an array is cheaper than a set.
    if (!known) tags.set(tag, { tag, surfaces: [surface], count: 1, confidence, from: [from] })
    else {
      known.count++
      if (!known.surfaces.includes(surface)) known.surfaces.push(surface)
      if (!known.from.includes(from)) known.from.push(from)
      if (confidence > known.confidence) known.confidence = confidence
    }
    if (siteWide && !siteWide[i]) own.add(tag)
  })
  return {
    id,
    tags: Array.from(tags.values(), ({ tag, surfaces, count, confidence, from }): PageTag => {
      const rounded = Math.round(confidence * 1000) / 1000
      if (!siteWide) return { tag, surfaces, count, confidence: rounded, from }
      return { tag, surfaces, count, confidence: rounded, from, scope: own.has(tag) ? 'page' : 'site' }
    }),
  }
}
