import { threadId } from 'node:worker_threads'
import { AloneClusters } from '../core/sameness/alone.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { HabitLessons, type Habits, type Lesson } from '../core/boundaries/habits.js'
import {
  benchFor,
  mentionsOf,
  segmentRuns,
  doesWait,
  extract,
  pageRecord,
  type Mention,
  type Model,
} from '../core/pipeline.js'
import { levelOf, within } from '../core/boundaries/sample.js'
import { widened, type SurfaceNumber } from '../core/text/surfaces.js'
import type { Decision, TagList } from '../core/types.js'
import { jsonl } from '../emit/jsonl.js'
import { loadModel } from '../model/index.js'
import { loadMarkup } from '../model/markup.js'
import { Interned, type Batch, type PageOptions, type Reject, type Skim } from '../read/index.js'
import {
  MentionColumns,
  fromFrame,
  origins,
  toFrame,
  type Segmented,
  type MentionPages,
  type Waiting,
} from './mentions.js'
import { JsonLines, MOST_ON_A_LINE } from './lines.js'
import type { PageDelta } from '../registry/index.js'
import { deltaOf } from './delta.js'
import { Reading, type ReadCounts } from './reading.js'
import type { Handed } from './vocabulary.js'

/** What a thread must know before its first task. Plain data, it travels between threads. */
export interface Setup {
  /** The inputs as they were given. */
  readonly inputs: readonly string[]
  readonly fields: PageOptions['fields']
  readonly records: PageOptions['records']
  /** Tell apart what each page adds to the evidence, for a registry. */
  readonly deltas: boolean
  readonly setAside: boolean
  readonly labelledOnly: boolean
  readonly sample: number
  readonly minConfidence: number
  readonly decisions: readonly Decision[]
  /** Of a job that takes each page alone: what the pages given to adapt to taught. */
  readonly taught?: Taught | undefined
}

/** What runs are segmented with. The memory is evidence, shared between threads. */
export interface Taught {
  readonly memory: ArrayBufferLike
  readonly habits: Habits
}

export interface Tasks {
  /** Read a batch, extract what its pages' lists need, learn. `limit`: take so many pages at the most. */
  extract: {
    readonly batch: Batch
    readonly limit?: number | undefined
    /** Pages of a lower level need not have their prose counted. */
    readonly least: number
  }
  /** Tell where what was learned lies, for whoever asks to take it and leave nothing there. */
  drain: object
  /** From here on segment with this. */
  know: Taught
  /** Segment runs that wait, choose among blocks. */
  segment: { readonly waiting: Uint8Array }
  /** Read a batch and take each page alone, to the end. */
  alone: { readonly batch: Batch; readonly limit?: number | undefined }
}
export type Kind = keyof Tasks
export type Task<K extends Kind = Kind> = K extends Kind ? Readonly<Tasks[K]> & { readonly kind: K } : never

/** Dates are the pages' own: what is no month of these centuries is not counted. */
const MONTH = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])/

/** Counts over a batch, added up over the job. */
export interface BatchCounts {
  /** Pages that could be read; of them were taken, by sample and limit, `pages`. */
  read: number
  pages: number
  /** Pages by the month of their date, `2024-05`, where they have one. */
  months: Record<string, number>
  /** Words of counted prose, by the level of the page. */
  prose: number[]
}
export const noCounts = (): BatchCounts => ({
  read: 0,
  pages: 0,
  months: {},
  prose: [],
})

export interface Answers {
  extract: {
    /** Tags are numbers of what is handed over. */
    readonly mentions: MentionPages
    readonly handed: Handed
    /** A frame of `Waiting`, where any page waits. */
    readonly waiting?: Uint8Array | undefined
    /** Of a job with a registry: its pages, their runs not segmented. */
    readonly deltas: readonly PageDelta[]
    readonly counts: BatchCounts
    readonly reading: readonly ReadCounts[]
    readonly rejects: readonly Reject[]
  }
  /**
   * The memory of evidence, shared between threads: of what the pages list, and of their prose by level. What their
   * delimited lists teach is handed over.
   */
  drain: {
    readonly memory: ArrayBufferLike
    readonly prose: readonly { level: number; memory: ArrayBufferLike }[]
    readonly lessons: readonly Lesson[]
  }
  know: object
  segment: { readonly segmented?: Segmented | undefined }
  alone: {
    /** JSON Lines. */
    readonly records: Uint8Array
    readonly counts: BatchCounts
    readonly reading: readonly ReadCounts[]
    readonly rejects: readonly Reject[]
    readonly pagesWithTags: number
    readonly surfaces: number
    /** Uses of tags, by number of what is handed over. */
    readonly handed: Handed
    readonly uses: { readonly tags: Uint32Array; readonly counts: Uint32Array }
  }
}
export type Answer<K extends Kind> = Answers[K]

/** Bytes that an answer owns whole move to the other thread instead of being copied. */
export function transferOf(answer: Answers[Kind]): ArrayBuffer[] {
  return 'records' in answer && answer.records.buffer instanceof ArrayBuffer ? [answer.records.buffer] : []
}

/** One thread's worth of work: task in, answer out. Between tasks are kept the model, the evidence, and, bounded, what was met lately. */
export function startWork(setup: Setup) {
  const model: Model = loadModel()
  const markup = loadMarkup()
  const letters = model.segmenter.letters
  const holding = { setAside: setup.setAside, labelledOnly: setup.labelledOnly }
  // Used to the end, and emptied where it lies: made anew at each drain, it would leave holes in the memory of the process.
  const shared = () => new Evidence(letters, { memory: new SharedArrayBuffer(Evidence.BYTES) })
  let evidence: Evidence | undefined
  let alone: AloneClusters | undefined
  const { firstWords, lastWords } = model.layout
  let bench = benchFor(model, setup.taught?.habits)
  const { surfaces } = bench
  const lessons = new HabitLessons()
  const taught = setup.taught && new Evidence(letters, { memory: setup.taught.memory })
  let { generation } = surfaces
  const strings = new Interned(surfaces)
  /** What the prose of pages shows, by level; and the least level that is counted. */
  let prose: (Evidence | undefined)[] = []
  let least = Infinity
  // A registry keeps a digest of each page's text, and what each page shows by itself: the prose of all then.
  const skim: Skim | undefined = setup.deltas
    ? undefined
    : {
        letters: model.letters.units,
        firstWords,
        lastWords,
        strings,
        wanted: (id) => levelOf(id) >= least,
      }

  /** The thread's own numbering of spellings: each text is handed over once. */
  let handedOver = 0
  let texts: string[] = []
  /** By number in `surfaces`: its number in that numbering, from 1. */
  let handedAs = new Int32Array(1024)
  function numberOf(surface: SurfaceNumber): number {
    if (surface >= handedAs.length) handedAs = widened(handedAs, 2 * surface)
    if (handedAs[surface] === 0) {
      handedAs[surface] = ++handedOver
      texts.push(surfaces.tags[surface]!)
    }
    return handedAs[surface]! - 1
  }
  function handOver(first: number): Handed {
    const handed = { thread: threadId, first, texts }
    texts = []
    return handed
  }

  let uses = new Uses()
  const lines = new JsonLines<SurfaceNumber>(
    (surface) => surfaces.tags[surface]!,
    false,
    (tag, times) => {
      uses.add(numberOf(tag), times)
      return true
    },
  )

  function makeRoom(): void {
    surfaces.makeRoom()
    if (surfaces.generation === generation) return
    ;({ generation } = surfaces)
    lines.forget()
    handedAs.fill(0)
    handedOver = 0
  }

  const reading = new Reading(setup.inputs)
  async function read(batch: Batch, limit = Infinity) {
    makeRoom()
    const counts = noCounts()
    const options = { markup, fields: setup.fields, records: setup.records, skim }
    const { pages, rejects, read } = await reading.read(batch, options, ({ id, date }) => {
      if (counts.pages >= limit || !within(id, setup.sample)) return false
      counts.pages++
      const month = MONTH.exec(date ?? '')?.[0]
      if (month !== undefined) counts.months[month] = (counts.months[month] ?? 0) + 1
      return true
    })
    counts.read = read
    return { pages, rejects, counts }
  }

  /** Those that are certain enough: a list is as certain as each of its tags. */
  const certain = <T extends Pick<Mention, 'confidence'> | TagList>(found: readonly T[]): readonly T[] =>
    setup.minConfidence > 0 ? found.filter(({ confidence = 1 }) => confidence >= setup.minConfidence) : found

  function segmentAll(waiting: Waiting): Segmented {
    makeRoom()
    const columns = new MentionColumns()
    const numbers = new Map<string, number>()
    for (const waits of waiting) {
      for (const { surface, from, confidence } of certain(segmentRuns(waits, bench, evidence))) {
        let number = numbers.get(surface)
        if (number === undefined) numbers.set(surface, (number = numbers.size))
        columns.add(number, origins.indexOf(from), confidence)
      }
      columns.end('', '')
    }
    return {
      pages: Uint32Array.from(waiting, ({ page }) => page),
      mentions: columns.done(),
      texts: [...numbers.keys()],
    }
  }

  const does: { [K in Kind]: (task: Tasks[K]) => Answers[K] | Promise<Answers[K]> } = {
    async extract(task) {
      ;({ least } = task)
      prose.fill(undefined, 0, least)
      const { batch, limit } = task
      const { pages, rejects, counts } = await read(batch, limit)
      evidence ??= setup.deltas ? new Evidence(letters, { drained: true }) : shared()
      const deltas: PageDelta[] = []
      const columns = new MentionColumns()
      const waiting: Waiting[number][] = []
      const first = handedOver
      pages.forEach((one, p) => {
        const { page } = one
        const level = levelOf(page.id)
        const sample = setup.deltas ? evidence! : level >= least && (prose[level] ??= shared())
        const before = sample ? sample.total : 0
        // Of pages whose prose does not count, the text may not be at hand.
        const extracted = extract(page, bench, evidence, {
          ...holding,
          prose: sample,
          lessons: sample && !setup.deltas ? lessons : undefined,
        })
        if (sample) counts.prose[level] = (counts.prose[level] ?? 0) + sample.total - before
        if (setup.deltas)
          deltas.push(
            deltaOf(
              page,
              extracted,
              mentionsOf({ ...extracted, runs: [], blocks: [] }, bench),
              evidence!.drain(),
              model,
            ),
          )
        reading.found(one, extracted)
        for (const list of certain(extracted.lists)) {
          const origin = origins.indexOf(list.from)
          for (const number of surfaces.ofList(list)) columns.add(numberOf(number), origin, list.confidence ?? 1)
        }
        columns.end(extracted.id, extracted.site)
        if (doesWait(extracted)) waiting.push({ page: p, runs: extracted.runs, blocks: extracted.blocks })
      })
      return {
        mentions: columns.done(),
        handed: handOver(first),
        ...(waiting.length && { waiting: toFrame(waiting) }),
        deltas,
        counts,
        reading: reading.take(),
        rejects,
      }
    },
    drain() {
      const { memory } = (evidence ??= shared())
      return {
        memory,
        prose: prose.flatMap((one, level) => (one ? [{ level, memory: one.memory }] : [])),
        lessons: lessons.take(),
      }
    },
    know({ memory, habits }) {
      prose = []
      evidence = new Evidence(letters, { memory })
      bench = { ...bench, habits }
      return {}
    },
    segment: ({ waiting }) => ({ segmented: segmentAll(fromFrame<Waiting>(waiting)) }),
    async alone({ batch, limit }) {
      const { pages, rejects, counts } = await read(batch, limit)
      alone ??= new AloneClusters(surfaces, {
        letters: model.letters,
        sameness: model.sameness,
        decisions: setup.decisions,
      })
      const first = handedOver
      uses = new Uses()
      let pagesWithTags = 0
      let occurrences = 0
      for (const one of pages) {
        const { page } = one
        const extracted = extract(page, bench, undefined, { ...holding, alone: true })
        reading.found(one, extracted)
        const lists = certain(extracted.lists)
        const fromRuns = extracted.runs.length ? certain(segmentRuns(extracted, bench, taught)) : []
        const listed = lists.map((list) => surfaces.ofList(list))
        const tags = listed.flat()
        for (const { surface } of fromRuns) tags.push(surfaces.of(surface))
        const tagOf = alone.of(tags, listed)
        occurrences += tags.length
        let written: number
        if (tags.length <= MOST_ON_A_LINE) {
          for (let i = 0; i < tags.length; i++) {
            lines.surface[i] = tags[i]!
            lines.tag[i] = tagOf ? tagOf(tags[i]!) : tags[i]!
          }
          let i = 0
          for (const { from, tags, confidence = 1 } of lists) {
            lines.confidence.fill(confidence, i, i + tags.length)
            lines.from.fill(origins.indexOf(from), i, (i += tags.length))
          }
          for (const { from, confidence } of fromRuns) {
            lines.confidence[i] = confidence
            lines.from[i++] = origins.indexOf(from)
          }
          written = lines.line(page.id, tags.length)
        } else {
          const numbers = new Map<string, SurfaceNumber>()
          const mentions = mentionsOf({ ...extracted, lists, runs: [] }, bench)
          const record = pageRecord(page.id, [...mentions, ...fromRuns], (_, i) => {
            const tag = tagOf ? tagOf(tags[i]!) : tags[i]!
            if (tag === -1) return undefined
            const text = surfaces.tags[tag]!
            numbers.set(text, tag)
            return text
          })
          for (const { tag, count } of record.tags) uses.add(numberOf(numbers.get(tag)!), count)
          written = record.tags.length
          lines.write(jsonl.page(record))
        }
        if (written) pagesWithTags++
      }
      return {
        records: lines.take(),
        counts,
        reading: reading.take(),
        rejects,
        pagesWithTags,
        surfaces: occurrences,
        handed: handOver(first),
        uses: uses.take(),
      }
    },
  }
  // One after the other, also where reading waits for a file: what is handed over follows the order of the tasks.
  let before: Promise<unknown> = Promise.resolve()
  return <K extends Kind>(task: Task<K>): Promise<Answers[K]> => {
    const one = does[task.kind] as unknown as (task: Task<K>) => Answers[K] | Promise<Answers[K]>
    const answer = before.then(() => one(task))
    before = answer.catch(() => undefined)
    return answer
  }
}

/** Adds up uses by number, in the order of their first. */
class Uses {
  readonly #places = new Map<number, number>()
  readonly #counts: number[] = []

  add(number: number, count: number): void {
    const place = this.#places.get(number)
    if (place === undefined) this.#places.set(number, this.#counts.push(count) - 1)
    else this.#counts[place]! += count
  }

  take(): { tags: Uint32Array; counts: Uint32Array } {
    return { tags: Uint32Array.from(this.#places.keys()), counts: Uint32Array.from(this.#counts) }
  }
}
