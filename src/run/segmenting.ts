import { SiteLists } from '../core/lists/site.js'
import { shownOn, tagsOn, withSegmented, type MentionPages, type Frame } from './mentions.js'
import type { Pool } from './pool.js'
import { Vocabulary } from './vocabulary.js'
import type { Answer, Task } from './work.js'

/** Stands for a thread where spellings are numbered for one answer only. */
const SEGMENTED = -1

/** The tags of pages, counted: what clusters are made of, and what tells the lists of a site. */
export class Collection {
  readonly vocabulary: Vocabulary
  readonly sites = new SiteLists()
  pages = 0

  constructor(vocabulary = new Vocabulary()) {
    this.vocabulary = vocabulary
  }

  count(batch: MentionPages): void {
    for (let p = 0; p < batch.ids.length; p++) {
      this.vocabulary.count(tagsOn(batch, p))
      this.sites.observe(batch.hosts[batch.site[p]!]!, shownOn(batch, p, this.vocabulary.signs))
      this.pages++
    }
  }
}

/**
 * Segments what waits in frames, on threads that know the evidence of all pages, and counts what was found. Frames come back
 * whole, in their order; `waited`: whether anything waited.
 */
export async function* segmentFrames<T extends Frame>(
  pool: Pool,
  frames: Iterable<T> | AsyncIterable<T>,
  collection: Collection,
): AsyncGenerator<{ batch: MentionPages; waited: boolean; frame: T }> {
  const underWay: T[] = []
  async function* tasks(): AsyncGenerator<Task<'segment'> | { done: Answer<'segment'> }> {
    for await (const frame of frames) {
      underWay.push(frame)
      yield frame.waiting ? { kind: 'segment', waiting: frame.waiting } : { done: {} }
    }
  }
  for await (const { segmented } of pool.map(tasks())) {
    const frame = underWay.shift()!
    let batch = frame.mentions
    if (segmented) {
      collection.vocabulary.take({ thread: SEGMENTED, first: 0, texts: segmented.texts }, segmented.mentions.tags)
      batch = withSegmented(batch, segmented)
    }
    collection.count(batch)
    yield { batch, waited: segmented !== undefined, frame }
  }
}
