import { SiteLists } from '../core/lists/site.js'
import { shownOn, tagsOn, withCut, type FoundPages, type Frame } from './found.js'
import type { Pool } from './pool.js'
import { Spellings } from './spellings.js'
import type { Answer, Task } from './work.js'

/** Stands for a thread where spellings are numbered for one answer only. */
const CUT = -1

/** The tags of pages, counted: what clusters are made of, and what tells the lists of a site. */
export class Collection {
  readonly spellings: Spellings
  readonly sites = new SiteLists()
  pages = 0

  constructor(spellings = new Spellings()) {
    this.spellings = spellings
  }

  count(batch: FoundPages): void {
    for (let p = 0; p < batch.ids.length; p++) {
      this.spellings.count(tagsOn(batch, p))
      this.sites.observe(batch.hosts[batch.site[p]!]!, shownOn(batch, p, this.spellings.signs))
      this.pages++
    }
  }
}

/**
 * Cuts what waits in held frames, on threads that know the evidence of all pages, and counts what was found. Frames come back
 * whole, in their order; `cut`: whether anything waited.
 */
export async function* cutFrames<T extends Frame>(
  pool: Pool,
  frames: Iterable<T> | AsyncIterable<T>,
  collection: Collection,
): AsyncGenerator<{ batch: FoundPages; cut: boolean; frame: T }> {
  const underWay: T[] = []
  async function* tasks(): AsyncGenerator<Task<'cut'> | { done: Answer<'cut'> }> {
    for await (const frame of frames) {
      underWay.push(frame)
      yield frame.waiting ? { kind: 'cut', waiting: frame.waiting } : { done: {} }
    }
  }
  for await (const { cut } of pool.map(tasks())) {
    const frame = underWay.shift()!
    let batch = frame.found
    if (cut) {
      collection.spellings.take({ thread: CUT, first: 0, texts: cut.texts }, cut.found.tags)
      batch = withCut(batch, cut)
    }
    collection.count(batch)
    yield { batch, cut: cut !== undefined, frame }
  }
}
