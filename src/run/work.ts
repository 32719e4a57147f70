import { AloneClusters } from '../core/alone.js'
import { Evidence } from '../core/evidence.js'
import { cut, cutRuns, hold, settle, type Found, type Held, type Model } from '../core/normaliser.js'
import type { Decision, Origin, Page, PageTag } from '../core/types.js'
import { bytesOf, json, jsonl } from '../emit/jsonl.js'
import { loadModel } from '../model/index.js'
import { loadMarkup } from '../model/markup.js'
import { Interned, isReject, pagesOf, type Batch, type PageOptions, type Reject } from '../read/index.js'
import { FoundColumns, foundOn, fromFrame, toFrame, type FoundPages, type Frame } from './found.js'
import { digestOf } from './part.js'

/** What a thread must know before its first task. Plain data, it travels between threads. */
export interface Setup {
  readonly fields: PageOptions['fields']
  /** Tell apart what each page adds to the evidence, for a registry. */
  readonly parts: boolean
  readonly setAside: boolean
  readonly sample: number
  readonly minConfidence: number
  readonly decisions: readonly Decision[]
}

export interface Tasks {
  /** Read a batch, hold what its pages' lists need, learn. `limit`: take so many pages at the most. */
  hold: { readonly batch: Batch; readonly limit?: number | undefined }
  /** Hand over what was learned since the last drain. */
  drain: object
  /** From here on cut with this evidence, shared between threads. */
  know: { readonly memory: ArrayBufferLike }
  /** Cut the runs of held pages. */
  cut: { readonly frame: Uint8Array }
  /** Read a batch and take each page alone, to the end. */
  alone: { readonly batch: Batch; readonly limit?: number | undefined }
}
export type Kind = keyof Tasks
export type Task<K extends Kind = Kind> = K extends Kind ? Readonly<Tasks[K]> & { readonly kind: K } : never

/** Dates are the pages' own: what is no month of these centuries is not counted. */
const MONTH = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])/

/** Counts over a batch, added up over the job. */
export interface BatchCounts {
  pages: number
  runs: number
  lists: number
  repairs: Record<string, number>
  setAside: Record<string, number>
  /** Pages by the month of their date, `2024-05`, where they have one. */
  months: Record<string, number>
}

/** What a page is, and adds, to a registry. */
export interface Part {
  readonly page: string
  readonly digest: string
  readonly evidence: Uint8Array
}

export interface Answers {
  hold: {
    /** A `Frame`. */
    readonly frame: Uint8Array
    readonly parts: readonly Part[]
    readonly counts: BatchCounts
    readonly rejects: readonly Reject[]
  }
  drain: { readonly memory: ArrayBufferLike }
  know: object
  cut: { readonly found: FoundPages }
  alone: {
    /** JSON Lines. */
    readonly records: Uint8Array
    readonly counts: BatchCounts
    readonly rejects: readonly Reject[]
    readonly pagesWithTags: number
    readonly surfaces: number
    readonly tags: readonly (readonly [tag: string, count: number])[]
  }
}
export type Answer<K extends Kind> = Answers[K]

/** Bytes that an answer owns whole move to the other thread instead of being copied. */
export function transferOf(answer: Answers[Kind]): ArrayBuffer[] {
  const owned = 'memory' in answer ? answer.memory : 'records' in answer ? answer.records.buffer : undefined
  return owned instanceof ArrayBuffer ? [owned] : []
}

/**
 * Of a large input the prose of a share of the pages is counted, so that about this many bytes are: the tables of the
 * evidence are of fixed size, and more would blur them (and take as long as reading). Lists are always counted.
 */
const proseBytes = 32e6

/** One thread's worth of work: task in, answer out. Nothing is kept between tasks but the model and the evidence. */
export function startWork(setup: Setup) {
  const model: Model = loadModel()
  const markup = loadMarkup()
  const letters = model.segmenter.letters
  let evidence: Evidence | undefined
  let alone: AloneClusters | undefined
  const { firstWords, lastWords } = model.layout
  const passing = { letters: model.letters.units, firstWords, lastWords, strings: new Interned() }

  /** The JSON of tags that stand once on their page, of those met lately: at most about 30 MB. */
  const singles = new Map<Origin, Map<string, string>>()
  function single({ surface, from }: Found): string {
    let known = singles.get(from)
    if (!known) singles.set(from, (known = new Map<string, string>()))
    let text = known.get(surface)
    if (text === undefined) {
      text = bytesOf(
        json({ tag: surface, surfaces: [surface], count: 1, confidence: 1, from: [from] } satisfies PageTag),
      )
      if (known.size >= 1 << 16) known.clear()
      known.set(surface, text)
    }
    return text
  }

  async function read(batch: Batch, limit: number | undefined, wanted: (id: string) => boolean) {
    const counts: BatchCounts = { pages: 0, runs: 0, lists: 0, repairs: {}, setAside: {}, months: {} }
    // A registry keeps a digest of each page's text.
    const skim = setup.parts ? undefined : { ...passing, wanted }
    const read = pagesOf(batch, { markup, fields: setup.fields, skim })
    const pages: Page[] = []
    const rejects: Reject[] = []
    for (const item of Array.isArray(read) ? read : await read) {
      if (isReject(item)) rejects.push(item)
      else if (pages.length < (limit ?? Infinity) && within(item.id, setup.sample)) {
        pages.push(item)
        const month = MONTH.exec(item.date ?? '')?.[0]
        if (month !== undefined) counts.months[month] = (counts.months[month] ?? 0) + 1
        for (const name of item.repairs ?? []) counts.repairs[name] = (counts.repairs[name] ?? 0) + 1
      }
    }
    counts.pages = pages.length
    return { pages, rejects, counts }
  }

  function count(held: Held, counts: BatchCounts): void {
    counts.runs += held.runs.length
    counts.lists += held.lists.length
    for (const { reason } of held.setAside) counts.setAside[reason] = (counts.setAside[reason] ?? 0) + 1
  }

  const certain = (found: readonly Found[]) =>
    setup.minConfidence > 0 ? found.filter(({ confidence }) => confidence >= setup.minConfidence) : found

  /** The found pages of a frame with what is cut from the waiting runs. */
  function cutAll({ found, waiting }: Frame): FoundPages {
    if (!waiting.length) return found
    const columns = new FoundColumns()
    let next = 0
    found.ids.forEach((id, p) => {
      columns.addAll(foundOn(found, p, (number) => found.surfaces[number]!))
      if (waiting[next]?.page === p) columns.addAll(certain(cutRuns(waiting[next++]!.runs, model, evidence)))
      columns.end(id, found.hosts[found.site[p]!]!)
    })
    return columns.done()
  }

  const does: { [K in Kind]: (task: Tasks[K]) => Answers[K] | Promise<Answers[K]> } = {
    async hold({ batch, limit }) {
      const share = proseBytes / (batch.progress.total ?? 0)
      const counted = (id: string) => within(id, share)
      const { pages, rejects, counts } = await read(batch, limit, counted)
      evidence ??= new Evidence(letters, { drained: setup.parts })
      const parts: Part[] = []
      const columns = new FoundColumns()
      const waiting: Frame['waiting'][number][] = []
      pages.forEach((page, p) => {
        const held = hold(page, model, evidence, { setAside: setup.setAside, prose: counted(page.id) })
        if (setup.parts) parts.push({ page: page.id, digest: digestOf(page), evidence: evidence!.drain() })
        count(held, counts)
        for (const { from, tags } of held.lists) for (const { tag } of tags) columns.add(tag, from, 1)
        columns.end(held.id, held.site)
        if (held.runs.length) waiting.push({ page: p, runs: held.runs })
      })
      const frame: Frame = { found: columns.done(), waiting }
      return { frame: toFrame(frame), parts, counts, rejects }
    },
    drain() {
      const { memory } = evidence ?? new Evidence(letters)
      evidence = undefined
      return { memory }
    },
    know({ memory }) {
      evidence = new Evidence(letters, { memory })
      return {}
    },
    cut: ({ frame }) => ({ found: cutAll(fromFrame<Frame>(frame)) }),
    async alone({ batch, limit }) {
      const { pages, rejects, counts } = await read(batch, limit, () => false)
      alone ??= new AloneClusters({ letters: model.letters, sameness: model.sameness, decisions: setup.decisions })
      const uses = new Map<string, number>()
      let pagesWithTags = 0
      let surfaces = 0
      let records = ''
      for (const page of pages) {
        const held = hold(page, model, undefined, { setAside: setup.setAside })
        count(held, counts)
        const found = certain(cut(held, model))
        const tagOf = alone.of(found)
        surfaces += found.length
        if (tagOf === undefined && found.every(({ confidence }) => confidence === 1)) {
          if (found.length) pagesWithTags++
          for (const { surface } of found) uses.set(surface, (uses.get(surface) ?? 0) + 1)
          records += `{"id":${bytesOf(json(page.id))},"tags":[${found.map(single).join()}]}\n`
          continue
        }
        const record = settle(page.id, found, tagOf ?? ((surface) => surface))
        if (record.tags.length) pagesWithTags++
        for (const { tag, count } of record.tags) uses.set(tag, (uses.get(tag) ?? 0) + count)
        records += bytesOf(jsonl.page(record))
      }
      const bytes = Buffer.allocUnsafeSlow(records.length)
      bytes.write(records, 'latin1')
      return { records: bytes, counts, rejects, pagesWithTags, surfaces, tags: [...uses] }
    },
  }
  return <K extends Kind>(task: Task<K>): Answers[K] | Promise<Answers[K]> => {
    const one = does[task.kind] as unknown as (task: Task<K>) => Answers[K] | Promise<Answers[K]>
    return one(task)
  }
}

/**
 * Whether an id falls into a share of all ids, by a hash (FNV-1a, 32 bit): the same pages on every machine, in every order.
 */
function within(id: string, share: number): boolean {
  if (share >= 1) return true
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 < share
}
