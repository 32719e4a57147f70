import { WusumError, type Reject } from '../core/errors.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { HabitLessons } from '../core/boundaries/habits.js'
import { benchFor, extract } from '../core/pipeline.js'
import { loadModel } from '../model/index.js'
import { readPages, type ReadPagesOptions } from './pages.js'

/** What pages with delimited tags teach of the houses whose flattened lists are to be cut. */
export interface Adaptation {
  readonly lessons: HabitLessons
  readonly evidence: Evidence
}

/**
 * Learns from pages whose tags are delimited. About a millisecond a page.
 *
 * @param onReject hears of each record that is no page
 * @throws WusumError as `readPages`; USAGE where no page has two delimited tags
 */
export async function adaptTo(
  inputs: readonly string[],
  { fields, onReject }: ReadPagesOptions & { readonly onReject: (reject: Reject) => void },
): Promise<Adaptation> {
  const model = loadModel()
  const bench = benchFor(model)
  const evidence = new Evidence(model.segmenter.letters)
  const lessons = new HabitLessons()
  let pages = 0
  let tagged = 0
  for await (const page of readPages(inputs, { fields, onReject })) {
    bench.surfaces.makeRoom()
    const { lists } = extract(page, bench, evidence, { labelledOnly: true, lessons })
    pages++
    if (lists.some(({ tags }) => tags.length > 1)) tagged++
  }
  if (!tagged)
    throw new WusumError(
      'USAGE',
      `nothing to adapt to: none of the ${pages} pages in ${inputs.join(', ')} has two or more delimited tags`,
    )
  return { lessons, evidence }
}
