/** What a job would read, and as what, without doing it. Writes nothing at all. */
import { isUtf8 } from 'node:buffer'
import path from 'node:path'
import { WusumError, type Rejected } from '../core/errors.js'
import { benchFor, createNormaliserWith, hold } from '../core/normaliser.js'
import { within } from '../core/sample.js'
import type { PageRecord } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { loadMarkup } from '../model/markup.js'
import { batches, isReject, pagesOf, type Batch, type Format, type Item } from '../read/index.js'
import { checkJob, type Spelling } from './check.js'
import type { Job } from './index.js'
import { Rejects } from './rejected.js'

/** Of what is read as one format from one input as it was given: a file, a folder, a glob, `-`. */
export interface Surveyed {
  readonly input: string
  /** None where nothing could be made of it. */
  readonly format: Format | undefined
  /** Files, or parts of standard input. */
  files: number
  pages: number
  runs: number
  /** Pages by the charset that they were read in: `utf-8`, another by name where evidence spoke for it, else as declared. */
  readonly charsets: Record<string, number>
  /** Page field and the name under which records have it, `text=content`, with how many pages. */
  readonly fields: Record<string, number>
  /** Delimited lists by where they were found. */
  readonly lists: Record<string, number>
  readonly repairs: Record<string, number>
  readonly setAside: Record<string, number>
  readonly rejected: Record<string, number>
}

export interface Survey extends Rejected {
  readonly inputs: readonly Surveyed[]
  readonly pages: number
  /** The first records, each page taken alone: what a run writes learns from all of them. */
  readonly first: readonly PageRecord[]
}

/** Codes of files of which nothing can be cut, so that they have no format. */
const WHOLE: ReadonlySet<string> = new Set(['UNSUPPORTED', 'UNREADABLE', 'NO_TEXT'])
/** Records shown. */
const FIRST = 3
const CHARSETS: ReadonlySet<string> = new Set(['windows-1256', 'iso-8859-6', 'windows-1252', 'utf-16le', 'utf-16be'])

/**
 * Reads the inputs of a job in this thread, as the job would: its fields, sample and limit hold. About as fast as a job of
 * one thread; in memory stay one batch and the counts.
 *
 * @throws WusumError as `run`, NOTHING_READ included
 */
export async function survey(job: Job, say?: Spelling): Promise<Survey> {
  const { decisions, sources } = checkJob(job, say)
  const model = loadModel()
  const bench = benchFor(model)
  const markup = loadMarkup()
  const { setAside: all = false, labelledOnly } = job
  const normaliser = createNormaliserWith(model, { decisions, labelledOnly })
  const rejects = new Rejects(job.inputs)
  const inputOf = inputsOf(job.inputs)
  const found = new Map<string, Surveyed>()
  const at = (source: string, format: Format | undefined): Surveyed => {
    const input = inputOf(source)
    const key = `${format ?? ''}:${input}`
    let known = found.get(key)
    if (known === undefined) {
      known = {
        input,
        format,
        files: 0,
        pages: 0,
        runs: 0,
        charsets: {},
        fields: {},
        lists: {},
        repairs: {},
        setAside: {},
        rejected: {},
      }
      found.set(key, known)
    }
    return known
  }
  let pages = 0
  let read = 0
  let lastFile: string | undefined
  const first: PageRecord[] = []
  const limit = job.limit ?? Infinity

  for await (const batch of batches(sources, { fields: job.fields, records: job.records })) {
    if (job.signal?.aborted) throw new WusumError('INTERRUPTED', 'interrupted')
    if (pages >= limit) break
    const seen: string[] = []
    const items = await pagesOf(batch, {
      markup,
      fields: job.fields,
      records: job.records,
      seen: (field, name) => seen.push(`${field}=${name}`),
    })
    const rejected = items.filter(isReject)
    rejects.add(batch, items.length - rejected.length, rejected)
    read += items.length - rejected.length
    for (const [item, source, utf8] of placed(batch, items)) {
      if (isReject(item)) {
        const whole = WHOLE.has(item.code) && batch.rejects.includes(item)
        count(at(source, whole ? undefined : batch.format).rejected, item.code)
        continue
      }
      if (pages >= limit || !within(item.id, job.sample ?? 1)) continue
      const here = at(source, batch.format)
      if (source !== lastFile) here.files++
      lastFile = source
      here.pages++
      pages++
      const repairs = item.repairs ?? []
      if (batch.format !== 'parquet')
        count(here.charsets, utf8 ? 'utf-8' : (repairs.find((name) => CHARSETS.has(name)) ?? 'as declared'))
      for (const repair of repairs) count(here.repairs, repair)
      bench.surfaces.makeRoom()
      const { lists, runs, setAside } = hold(item, bench, undefined, {
        setAside: all,
        labelledOnly,
      })
      here.runs += runs.length
      for (const { from } of lists) count(here.lists, from)
      for (const { reason } of setAside) count(here.setAside, reason)
      if (first.length < FIRST) first.push(normaliser.normalise(item))
    }
    if (seen.length > 0) {
      const { fields } = at(batch.source, batch.format)
      for (const name of seen) count(fields, name)
    }
  }
  if (limit > 0) rejects.checkRead(read)
  return { inputs: [...found.values()], pages, first, ...rejects.told }
}

/** Each item with the file that it is from, and whether its bytes are UTF-8. */
function* placed(batch: Batch, items: readonly Item[]): Generator<[item: Item, source: string, utf8: boolean]> {
  const { bytes, spans, files, rejects, source } = batch
  const whole = files === undefined && isUtf8(bytes)
  let record = 0
  for (const item of items) {
    if (rejects.includes(item as never)) yield [item, (item as { source: string }).source, true]
    else if (files === undefined) yield [item, source, whole]
    else {
      yield [item, files[record] ?? source, isUtf8(bytes.subarray(spans[2 * record], spans[2 * record + 1]))]
      record++
    }
  }
}

/** By file: the input that named it, or the folder it is in. */
function inputsOf(inputs: readonly string[]): (source: string) => string {
  const named = new Set(inputs)
  const folders = inputs.map((input) => [input, `${path.resolve(input)}${path.sep}`] as const)
  return (source) => {
    if (named.has(source)) return source
    const full = path.resolve(source)
    return (
      folders.find(([, folder]) => full.startsWith(folder))?.[0] ??
      inputs.find((input) => /[*?{[]/.test(input)) ??
      source
    )
  }
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
