/** What a job would read, and as what, without doing it. Writes nothing at all. */
import { WusumError, type Rejected } from '../core/errors.js'
import { createNormaliserWith } from '../core/normaliser.js'
import { benchFor, extract } from '../core/pipeline.js'
import { within } from '../core/boundaries/sample.js'
import type { PageRecord } from '../core/types.js'
import { loadModel } from '../model/index.js'
import { loadMarkup } from '../model/markup.js'
import { batches } from '../read/index.js'
import { checkJob, type Spelling } from './check.js'
import type { Job, Read, ReadInput } from './types.js'
import { Reading } from './reading.js'
import { Rejects } from './rejected.js'

export interface Survey extends Rejected {
  /** As in the summary of a run. */
  readonly inputs: readonly ReadInput[]
  readonly total: Read
  readonly pages: number
  /** The first records, each page taken alone: what a run writes learns from all of them. */
  readonly first: readonly PageRecord[]
}

/** Records shown. */
const FIRST = 3

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
  const reading = new Reading(job.inputs)
  let pages = 0
  let read = 0
  const first: PageRecord[] = []
  const limit = job.limit ?? Infinity

  for await (const batch of batches(sources, { fields: job.fields, records: job.records })) {
    if (job.signal?.aborted) throw new WusumError('INTERRUPTED', 'interrupted')
    if (pages >= limit) break
    const {
      pages: taken,
      rejects: rejected,
      ...counts
    } = await reading.read(batch, { markup, fields: job.fields, records: job.records }, ({ id }) => {
      const takes = pages < limit && within(id, job.sample ?? 1)
      if (takes) pages++
      return takes
    })
    rejects.add(batch, counts.read, rejected)
    read += counts.read
    for (const one of taken) {
      bench.surfaces.makeRoom()
      reading.found(one, extract(one.page, bench, undefined, { setAside: all, labelledOnly }))
      if (first.length < FIRST) first.push(normaliser.normalise(one.page))
    }
  }
  if (limit > 0) rejects.checkRead(read)
  return { ...reading.told, pages, first, ...rejects.told }
}
