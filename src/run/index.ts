import { checkJob } from './check.js'
import { RunningJob } from './job.js'
import type { Job, RunSummary } from './types.js'

export type { StopSignal } from './stopping.js'
export type * from './types.js'

/**
 * Reads pages, finds their unique canonical tags and writes a record for each, in input order.
 *
 * Pages are read once. In memory stay the evidence (fixed size) and the distinct spellings of tags; what cutting needs of
 * each page goes to a temporary file. Broken records are counted and passed by.
 *
 * @param say how options are spelled where the job comes from
 * @throws WusumError for a broken job: options that do not exist or do not go together, inputs that are not there or hold no
 * page, an output that is an input or cannot be written, more rejects than allowed, a registry that cannot be used. What
 * stood at the output's place is then still there.
 */
export async function run(job: Job, say?: (option: string, value?: unknown) => string): Promise<RunSummary> {
  const running = await RunningJob.start(checkJob(job, say))
  try {
    return await running.toEnd()
  } finally {
    await running.close()
  }
}
