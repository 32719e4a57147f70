import { deserialize, serialize } from 'node:v8'
import { createClusters } from '../core/cluster.js'
import { Evidence } from '../core/evidence.js'
import { cut, hold, settle, tally, type Found, type Held, type Model } from '../core/normaliser.js'
import type { Decision, Origin, Page } from '../core/types.js'
import { jsonl } from '../emit/jsonl.js'
import { loadModel } from '../model/index.js'
import { loadMarkup } from '../model/markup.js'
import { isReject, pagesOf, type Batch, type PageOptions, type Reject } from '../read/index.js'

/** What a thread must know before its first task. Plain data, it travels between threads. */
export interface Setup {
  readonly fields: PageOptions['fields']
  readonly learn: boolean
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
  /** From here on cut with this evidence (its bytes, shared between threads). */
  know: { readonly evidence: Uint8Array }
  /** Cut the runs of a held frame. */
  cut: { readonly frame: Uint8Array }
  /** Read a batch and take each page alone, to the end. */
  alone: { readonly batch: Batch; readonly limit?: number | undefined }
}
export type Kind = keyof Tasks
export type Task<K extends Kind = Kind> = K extends Kind ? Readonly<Tasks[K]> & { readonly kind: K } : never

/** Counts over a batch, added up over the job. */
export interface BatchCounts {
  pages: number
  runs: number
  lists: number
  repairs: Record<string, number>
  setAside: Record<string, number>
}

export interface Answers {
  hold: { readonly frame: Uint8Array; readonly counts: BatchCounts; readonly rejects: readonly Reject[] }
  drain: { readonly evidence: Uint8Array }
  know: object
  cut: FoundPages
  alone: {
    readonly records: Uint8Array
    readonly counts: BatchCounts
    readonly rejects: readonly Reject[]
    readonly pagesWithTags: number
    readonly surfaces: number
    readonly tags: readonly (readonly [tag: string, count: number])[]
  }
}
export type Answer<K extends Kind> = Answers[K]

/** The tag occurrences of a batch of pages; surfaces are written once and pointed at. */
export interface FoundPages {
  readonly surfaces: readonly string[]
  readonly pages: readonly {
    readonly id: string
    readonly site: string
    /** Indices into `surfaces`, in page order, and beside them where each was found and how surely. */
    readonly tags: readonly number[]
    readonly from: readonly Origin[]
    readonly confidence: readonly number[]
  }[]
}

export function transferOf(answer: Answers[keyof Answers]): ArrayBuffer[] {
  const bytes =
    'frame' in answer
      ? answer.frame
      : 'records' in answer
        ? answer.records
        : 'evidence' in answer
          ? answer.evidence
          : undefined
  return bytes?.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []
}

/**
 * One thread's worth of work. Task in, answer out; nothing is kept between tasks but the model and the evidence.
 */
export function startWork(setup: Setup) {
  const model: Model = loadModel()
  const markup = loadMarkup()
  let evidence = new Evidence(model.segmenter.letters)
  const encoder = new TextEncoder()

  async function read(batch: Batch, limit = Infinity) {
    const counts: BatchCounts = { pages: 0, runs: 0, lists: 0, repairs: {}, setAside: {} }
    const read = pagesOf(batch, { markup, fields: setup.fields })
    const pages: Page[] = []
    const rejects: Reject[] = []
    for (const item of Array.isArray(read) ? read : await read) {
      if (isReject(item)) rejects.push(item)
      else if (pages.length < limit && inSample(item.id, setup.sample)) {
        pages.push(item)
        for (const name of item.repairs ?? []) counts.repairs[name] = (counts.repairs[name] ?? 0) + 1
      }
    }
    counts.pages = pages.length
    return { pages, rejects, counts }
  }

  function holdOne(page: Page, counts: BatchCounts, into: Evidence | undefined): Held {
    const held = hold(page, model, into, setup.setAside)
    counts.runs += held.runs.length
    counts.lists += held.lists.length
    for (const { reason } of held.setAside) counts.setAside[reason] = (counts.setAside[reason] ?? 0) + 1
    return held
  }

  const certain = (found: readonly Found[]) =>
    setup.minConfidence > 0 ? found.filter(({ confidence }) => confidence >= setup.minConfidence) : found

  const does: { [K in Kind]: (task: Tasks[K]) => Answers[K] | Promise<Answers[K]> } = {
    async hold({ batch, limit }) {
      const { pages, rejects, counts } = await read(batch, limit)
      const held = pages.map((page) => holdOne(page, counts, evidence))
      return { frame: serialize(held), counts, rejects }
    },
    drain() {
      const bytes = evidence.toBytes()
      evidence = new Evidence(model.segmenter.letters)
      return { evidence: bytes }
    },
    know({ evidence: bytes }) {
      evidence = Evidence.fromBytes(bytes, model.segmenter.letters)
      return {}
    },
    cut({ frame }) {
      const numbers = new Map<string, number>()
      const pages = (deserialize(frame) as Held[]).map((held) => {
        const found = certain(cut(held, model, evidence))
        return {
          id: held.id,
          site: held.site,
          tags: found.map(({ surface }) => {
            let number = numbers.get(surface)
            if (number === undefined) numbers.set(surface, (number = numbers.size))
            return number
          }),
          from: found.map(({ from }) => from),
          confidence: found.map(({ confidence }) => confidence),
        }
      })
      return { surfaces: [...numbers.keys()], pages }
    },
    async alone({ batch, limit }) {
      const { pages, rejects, counts } = await read(batch, limit)
      const uses = new Map<string, number>()
      let pagesWithTags = 0
      let surfaces = 0
      let records = ''
      for (const page of pages) {
        const found = certain(cut(holdOne(page, counts, undefined), model))
        const clusters = createClusters(tally(found), {
          letters: model.letters,
          sameness: model.sameness,
          decisions: setup.decisions,
        })
        const record = settle(page.id, found, (surface) => clusters.tagOf(surface))
        surfaces += found.length
        if (record.tags.length) pagesWithTags++
        for (const { tag, count } of record.tags) uses.set(tag, (uses.get(tag) ?? 0) + count)
        records += jsonl.page(record)
      }
      return { records: encoder.encode(records), counts, rejects, pagesWithTags, surfaces, tags: [...uses] }
    },
  }
  return <K extends Kind>(task: Task<K>): Answers[K] | Promise<Answers[K]> => {
    const one = does[task.kind] as unknown as (task: Task<K>) => Answers[K] | Promise<Answers[K]>
    return one(task)
  }
}

/** The same pages are in a sample on every machine and in every order: it goes by a hash of the id (FNV-1a, 32 bit). */
function inSample(id: string, share: number): boolean {
  if (share >= 1) return true
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 < share
}
