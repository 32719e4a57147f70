import { WusumError, type Reject, type Rejected } from '../core/errors.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { fold } from '../core/text/fold.js'
import { HabitLessons } from '../core/boundaries/habits.js'
import { benchFor, mentionsOf, flatTag, extract, type Mention, type PageExtract } from '../core/pipeline.js'
import { within } from '../core/boundaries/sample.js'
import type { Page } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { checkByRules, fields, records, whole } from './check.js'
import { readPages, type Input, type ReadPagesOptions } from './pages.js'
import { Rejects } from './rejected.js'

/** How well boundaries are recovered on pages whose tags are known. */
export interface Score {
  readonly pages: number
  /** Over the unique tags of each page, compared by orthographic key. */
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Share of the pages whose tags all came out, and no other. */
  readonly exact: number
  /** Ten bins of confidence; `right` is the share of their tags that are right. */
  readonly reliability: readonly { readonly confidence: number; readonly right: number; readonly tags: number }[]
  /** Expected calibration error: how far confidence is from the share that is right, on average over all tags. */
  readonly calibrationError: number
  /** The pages with the lowest F1, worst first. */
  readonly worst: readonly {
    readonly id: string
    readonly f1: number
    readonly wanted: string[]
    readonly given: string[]
  }[]
  /** Tags cut as one, `a + b`, and tags cut in two, `a | b`, with how often. */
  readonly joined: readonly { readonly what: string; readonly count: number }[]
  readonly split: readonly { readonly what: string; readonly count: number }[]
}

export interface Evaluation {
  /** Pages with delimited tags that were measured, and pages without. */
  readonly measured: number
  readonly untagged: number
  readonly rejected: number
  /** The first reject of each code. */
  readonly reasons: Rejected['reasons']
  /** Each page alone, with what ships. */
  readonly alone: Score
  /** With the prose and the flattened lists of all measured pages. */
  readonly together: Score
  /** As `run` with `adapt` has it: half of the pages teach with their delimited lists, the other half is cut, and in turn. */
  readonly adapted: Score
}

export interface EvaluateOptions extends Pick<ReadPagesOptions, 'fields' | 'records'> {
  /** Measure so many pages at the most. */
  readonly limit?: number | undefined
  /** Length of the lists of worst pages and frequent errors. Default 10. */
  readonly most?: number | undefined
}

interface Case {
  readonly extracted: PageExtract
  readonly gold: readonly string[]
  readonly half: 0 | 1
}

/**
 * Takes pages whose tags are delimited, flattens each list as scraping does (`كلمات دلالية: …` without delimiters, under
 * the page's own text), cuts it, and compares. The page's lists are not learned from. Memory: about 10 kB a page.
 *
 * @throws WusumError as `readPages`; NOTHING_READ; USAGE when no page has delimited tags
 */
export async function evaluate(
  inputs: readonly Input[],
  options: EvaluateOptions = {},
  say?: (option: string, value?: unknown) => string,
): Promise<Evaluation> {
  checkByRules(options, { fields, records, limit: whole, most: whole }, say)
  const model = loadModel()
  const bench = benchFor(model)
  const halves = [0, 1].map(() => ({
    flat: new Evidence(model.segmenter.letters),
    taught: new Evidence(model.segmenter.letters),
    lessons: new HabitLessons(),
  }))
  const cases: Case[] = []
  let untagged = 0
  const rejects = new Rejects([])
  const onReject = (reject: Reject) => rejects.add(reject, 0, [reject])
  for await (const page of readPages(inputs, { fields: options.fields, records: options.records, onReject })) {
    if (cases.length >= (options.limit ?? Infinity)) break
    // The page's own lists, in the text or beside it: the first is what an author wrote.
    bench.surfaces.makeRoom()
    const half = within(page.id, 0.5) ? 0 : 1
    const { flat, taught, lessons } = halves[half]!
    const delimited = extract(page, bench, taught, { labelledOnly: true, lessons })
    const gold = delimited.lists[0]?.tags.filter((tag) => words(tag).length > 0) ?? []
    if (gold.length < 2) untagged++
    else cases.push({ gold, half, extracted: extract(flattened(page, gold), bench, flat) })
  }
  rejects.checkRead(cases.length + untagged)
  if (!cases.length)
    throw new WusumError('USAGE', `none of the ${untagged} pages has two or more delimited tags to measure with`)
  const score = (cutOne: (extracted: PageExtract, half: 0 | 1) => readonly Mention[]) =>
    scoreOf(
      cases.map(({ gold, extracted, half }) => ({ id: extracted.id, gold, found: cutOne(extracted, half) })),
      options.most ?? 10,
    )
  const taughtByOther = halves.map(({ flat }, half) => {
    const { taught, lessons } = halves[1 - half]!
    const habits = new HabitLessons().habits(0, lessons)
    return { bench: { ...bench, habits }, evidence: taught.add(flat) }
  })
  const alone = score((extracted) => mentionsOf(extracted, bench))
  const adapted = score((extracted, half) =>
    mentionsOf(extracted, taughtByOther[half]!.bench, taughtByOther[half]!.evidence),
  )
  const all = halves[0]!.flat.add(halves[1]!.flat)
  const together = score((extracted) => mentionsOf(extracted, bench, all))
  const { total: rejected, told } = rejects
  return {
    measured: cases.length,
    untagged,
    rejected,
    reasons: told.reasons,
    alone,
    together,
    adapted,
  }
}

const key = (tag: string) => fold(tag, 'orthographic', loadModel().letters)
const words = (tag: string) => key(tag).split(' ').filter(Boolean)

function flattened(page: Page, gold: readonly string[]): Page {
  const line = gold.map(flatTag).join(' ')
  return { id: page.id, title: page.title, url: page.url, text: `${page.text ?? ''}\nكلمات دلالية: ${line}\n` }
}

function scoreOf(
  pages: readonly { id: string; gold: readonly string[]; found: readonly Mention[] }[],
  most: number,
): Score {
  let [right, given, wanted, exact] = [0, 0, 0, 0]
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0, tags: 0 }))
  const worst: { id: string; f1: number; wanted: string[]; given: string[] }[] = []
  const joined = new Map<string, number>()
  const split = new Map<string, number>()
  for (const { id, gold, found } of pages) {
    const want = new Map(gold.map((tag) => [key(tag), tag]))
    const got = new Map<string, Mention>()
    for (const one of found) if (!got.has(key(one.surface))) got.set(key(one.surface), one)
    let hits = 0
    for (const [tag, { confidence }] of got) {
      const hit = want.has(tag)
      if (hit) hits++
      const bin = bins[Math.min(9, Math.floor(confidence * 10))]!
      bin.tags++
      bin.confidence += confidence
      if (hit) bin.right++
    }
    right += hits
    given += got.size
    wanted += want.size
    if (hits === want.size && hits === got.size) exact++
    else
      worst.push({
        id,
        f1: f1(hits / (got.size || 1), hits / want.size),
        wanted: [...want].filter(([tag]) => !got.has(tag)).map(([, tag]) => tag),
        given: [...got].filter(([tag]) => !want.has(tag)).map(([, { surface }]) => surface),
      })
    errors(gold, found, joined, split)
  }
  worst.sort((a, b) => a.f1 - b.f1 || (a.id < b.id ? -1 : 1))
  const [precision, recall] = [right / (given || 1), right / (wanted || 1)]
  return {
    pages: pages.length,
    precision,
    recall,
    f1: f1(precision, recall),
    exact: exact / pages.length,
    reliability: bins
      .filter(({ tags }) => tags)
      .map((bin) => ({ confidence: bin.confidence / bin.tags, right: bin.right / bin.tags, tags: bin.tags })),
    calibrationError: bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / (given || 1),
    worst: worst.slice(0, most),
    joined: frequent(joined, most),
    split: frequent(split, most),
  }
}

/** Counts the gaps between words where the author's list and the cut list differ. */
function errors(
  gold: readonly string[],
  found: readonly Mention[],
  joined: Map<string, number>,
  split: Map<string, number>,
): void {
  const ends = (tags: readonly string[]) => {
    let at = 0
    return new Map(tags.map((tag, i) => [(at += words(tag).length), i]))
  }
  const surfaces = found.map(({ surface }) => surface)
  const [mine, theirs] = [ends(gold), ends(surfaces)]
  // Words that cleaning took away would shift every gap behind them.
  if ([...mine.keys()].at(-1) !== [...theirs.keys()].at(-1)) return
  for (const [gap, i] of mine) if (!theirs.has(gap)) count(joined, `${gold[i]!} + ${gold[i + 1] ?? ''}`)
  for (const [gap, i] of theirs) if (!mine.has(gap)) count(split, `${surfaces[i]!} | ${surfaces[i + 1] ?? ''}`)
}

const f1 = (precision: number, recall: number) =>
  precision + recall ? (2 * precision * recall) / (precision + recall) : 0
const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
const frequent = (counts: ReadonlyMap<string, number>, most: number) =>
  [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([what, count]) => ({ what, count }))
