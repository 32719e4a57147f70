/// <reference lib="esnext.disposable" preserve="true" />
/** A registry at work: pages in one by one, their tags out at once, counts written behind. */
import type { Changes, Explanation } from '../core/api.js'
import type { Language } from '../core/counted.js'
import { checkDecisionList, checkLanguage, checkOptions, checkPage, checkString } from '../core/door.js'
import { WusumError } from '../core/errors.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { fold } from '../core/text/fold.js'
import { benchFor, mentionsOf, extract, pageRecord, type Bench, type Mention, type Model } from '../core/pipeline.js'
import type { CanonicalTag, Decision, Page, PageTag } from '../core/types.js'
import { loadModel } from '../model/index.js'
import {
  openStore,
  type Cursor,
  type PageDelta,
  type Store,
  type StoredDecision,
  type StoreOptions,
} from '../registry/index.js'
import { changesOf, judgedIn, settledIn } from './changes.js'
import { decideIn, undoIn } from './decide.js'
import { tagsIn, withIds, type JudgedTags } from './knowledge.js'
import { TagCache } from './tag-cache.js'
import { deltaOf } from './delta.js'
import { addTo, reclusteredCopy, recluster } from './recluster.js'
import { unlessStopped, type StopSignal } from './stopping.js'

export interface RegistryOptions extends StoreOptions {
  /** Pages written in one transaction. Default 250. */
  readonly batch?: number | undefined
  /** Pages that may wait to be written; then `ingest` waits too. Default four batches. */
  readonly waiting?: number | undefined
  /** How long a page waits to be written at most, milliseconds. Default 1,000. */
  readonly delay?: number | undefined
  /** How often to look what others have written, milliseconds. Default 5,000. */
  readonly refresh?: number | undefined
  /** Look for no list in a text that no label announces. */
  readonly labelledOnly?: boolean | undefined
  /** Stops taking pages: calls under way and later ones fail with INTERRUPTED. What was flushed is kept. */
  readonly signal?: StopSignal | undefined
}

export interface IngestedTag extends PageTag {
  /** Stable: the same tag in every process, for ever. A merged tag's id leads to the tag it was merged into, see `tag`. */
  readonly id: string
}

export interface IngestedPage {
  readonly id: string
  /** The page's unique canonical tags, by first place. */
  readonly tags: readonly IngestedTag[]
}

export interface RegistryReport {
  /** Language of the page. Default `ar`. */
  readonly lang?: Language | undefined
  /** Where the tags come from, as the reader knows it. */
  readonly source?: string | undefined
  /** The day that the report is of, `2026-11-24`. */
  readonly date?: string | undefined
}

/** A registry opened for work. Any number of processes may have it open at once. */
export interface Registry {
  /**
   * The page's tags, from memory: well under a millisecond for a page of news. Its counts are written behind, together with
   * those of other pages; only `flush` says that they are kept. The same page may be given any number of times. Waits
   * while too many pages wait to be written.
   *
   * @throws WusumError BAD_RECORD for what is no page; `retry` true: the registry could not be written for now; the pages
   * wait on, call again
   */
  ingest(page: Page): Promise<IngestedPage>
  /**
   * Resolves when every page given so far is kept, also through a crash or a power cut. Cheap to call often.
   *
   * @throws WusumError as `ingest`; REGISTRY with the page in `where.record`, once, for a page that cannot be kept: it is
   * given up, and all others are kept
   */
  flush(): Promise<void>
  /** The tag that an id stands for now, through merges; undefined for an id never settled. */
  tag(id: string): { readonly id: string; readonly tag: string } | undefined
  /**
   * Judges all surfaces anew, here: near spellings merge, decisions take effect, boundaries profit from what was read.
   * For a job of its own, now and then: a million tags take 90 s and 1.5 GB. Flushes first.
   */
  settle(): Promise<void>
  /**
   * Every canonical tag as it would be if the registry were settled now, the most used first, with its variants, its
   * relations and, once settled, its id. This and what follows flushes first and judges all tags anew: for a million, 90 s
   * and 1.5 GB.
   */
  tags(): Promise<readonly CanonicalTag[]>
  /** Where a tag came from: its spellings, by which rule each, decisions, and what was kept apart. Undefined for no tag. */
  explain(tag: string, lang?: Language): Promise<Explanation | undefined>
  /** What settling would change now: a copy in a temporary file is settled. */
  diff(): Promise<Changes>
  /** A page in HTML to read: what was collapsed into what, why, and what to look at again. One file that asks no host. */
  report(options?: RegistryReport): Promise<string>
  /**
   * Keeps decisions. They take effect when the registry is settled.
   *
   * @param by who decides. Default `program`.
   * @throws WusumError USAGE; DECISIONS for what contradicts itself or a decision that stands
   */
  decide(decisions: Decision | readonly Decision[], by?: string): Promise<void>
  /** All decisions ever made, with their numbers, who made them and when, and when they were taken back. */
  decisions(): Promise<readonly StoredDecision[]>
  /** Takes decisions back, by their numbers, felt when the registry is settled. @throws WusumError NOT_FOUND, USAGE */
  undo(ids: number | readonly number[]): Promise<void>
  /** Brings memory up to date with what others have written; happens by itself every `refresh` milliseconds. */
  refresh(): Promise<void>
  /** Flushes and closes. After an abort, closes only. */
  close(): Promise<void>
  /** The same: `await using registry = await openRegistry('tags.db')`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Opens the registry at `where` for an ingest job: a path (a SQLite file, made when missing), `postgres://…` or `memory:`.
 * Reads its tags into memory: about 300 bytes a surface.
 *
 * @example
 * const registry = await openRegistry('tags.db')
 * for await (const page of pages) console.log((await registry.ingest(page)).tags)
 * await registry.close()
 * @throws WusumError NOT_FOUND, REGISTRY, REGISTRY_NEWER, REGISTRY_BUSY, USAGE, UNSUPPORTED
 */
export async function openRegistry(where: string, given?: RegistryOptions): Promise<Registry> {
  const options = checkOptions(given, {
    create: 'boolean',
    patience: 'number',
    batch: 'number',
    waiting: 'number',
    delay: 'number',
    refresh: 'number',
    labelledOnly: 'boolean',
    signal: 'object',
  })
  const store = await openStore(checkString('where', where), options)
  const registry = new WorkingRegistry(store, loadModel(), options)
  try {
    await registry.refresh()
  } catch (error) {
    await store.close()
    throw error
  }
  return registry
}

const mayPass = (error: unknown): boolean => error instanceof WusumError && error.retry
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

class WorkingRegistry implements Registry {
  readonly #store: Store
  readonly #model: Model
  readonly #bench: Bench
  readonly #batch: number
  readonly #most: number
  readonly #delay: number
  readonly #every: number
  readonly #labelledOnly: boolean | undefined
  readonly #signal: StopSignal | undefined
  /** One page at a time, to tell what it adds. */
  readonly #scratch: Evidence

  #cursor: Cursor | undefined
  #evidence: Evidence | undefined
  #tags: TagCache

  #queue: PageDelta[] = []
  /** Pages that cannot be written, until that is told. */
  readonly #refused: { readonly page: string; readonly error: unknown }[] = []
  /** The write under way. */
  #writing: Promise<void> | undefined
  #failed: unknown
  #timer: NodeJS.Timeout | undefined
  #refreshing: Promise<void> | undefined
  #looked = 0
  #closed: Promise<void> | undefined

  constructor(store: Store, model: Model, options: RegistryOptions) {
    this.#store = store
    this.#model = model
    this.#bench = benchFor(model)
    this.#tags = new TagCache(model)
    this.#scratch = new Evidence(model.segmenter.letters, { drained: true })
    this.#batch = Math.max(1, options.batch ?? 250)
    this.#most = Math.max(1, options.waiting ?? 4 * this.#batch)
    this.#delay = options.delay ?? 1000
    this.#every = options.refresh ?? 5000
    this.#labelledOnly = options.labelledOnly
    this.#signal = options.signal
  }

  async ingest(given: Page): Promise<IngestedPage> {
    this.#check()
    const page = checkPage(given)
    while (this.#queue.length >= this.#most) await this.#unlessAborted(this.#write())
    this.#check()
    if (performance.now() - this.#looked > this.#every && this.#refreshing === undefined) {
      // What goes wrong in passing goes wrong again, and is told, when pages are written.
      this.refresh().catch(() => undefined)
    }

    const { mentions, delta } = this.#read(page)
    for (const { surface, key } of delta.surfaces) this.#tags.see(surface, key)
    const known = this.#tags.of(delta.surfaces)
    this.#queue.push(delta)
    if (this.#queue.length >= this.#batch) void this.#write().catch(() => undefined)
    else this.#timer ??= setTimeout(() => void this.#write().catch(() => undefined), this.#delay).unref()

    const ids = new Map<string, string>()
    const record = pageRecord(page.id, mentions, (surface) => {
      const tag = known.get(surface)
      if (tag === undefined) return undefined
      ids.set(tag.spelling, tag.id)
      return tag.spelling
    })
    return { id: page.id, tags: record.tags.map((tag) => ({ id: ids.get(tag.tag)!, ...tag })) }
  }

  #read(page: Page): { mentions: Mention[]; delta: PageDelta } {
    let drained = false
    this.#bench.surfaces.makeRoom()
    try {
      const extracted = extract(page, this.#bench, this.#scratch, { labelledOnly: this.#labelledOnly })
      const mentions = mentionsOf(extracted, this.#bench, this.#evidence)
      const bytes = this.#scratch.drain()
      drained = true
      return { mentions, delta: deltaOf(page, extracted, mentions, bytes, this.#model) }
    } finally {
      // A page that could not be read leaves nothing behind for the next one.
      if (!drained) this.#scratch.drain()
    }
  }

  async flush(): Promise<void> {
    this.#check()
    // All that waits now; what comes meanwhile is for the next flush.
    const last = this.#queue.at(-1)
    while (last !== undefined && this.#queue.includes(last)) await this.#unlessAborted(this.#write())
    this.#tellRefused()
  }

  tag(id: string): { id: string; tag: string } | undefined {
    const found = this.#tags.tag(id)
    return found && { id: found.id, tag: found.spelling }
  }

  async settle(): Promise<void> {
    await this.flush()
    await recluster(this.#store, this.#model)
    await this.refresh()
  }

  async tags(): Promise<readonly CanonicalTag[]> {
    return [...withIds(await this.#judged())]
  }

  async explain(tag: string, lang: Language = 'en'): Promise<Explanation | undefined> {
    checkString('tag', tag)
    return (await this.#judged()).clusters.explain(tag, checkLanguage(lang))
  }

  async diff(): Promise<Changes> {
    await this.flush()
    const { snapshot, clusters } = await reclusteredCopy(this.#store, this.#model)
    return changesOf(settledIn(snapshot), judgedIn(snapshot, clusters))
  }

  async report(given?: RegistryReport): Promise<string> {
    const { lang = 'ar', source, date } = checkOptions(given, { lang: 'string', source: 'string', date: 'string' })
    const { snapshot, clusters } = await this.#judged()
    const { report } = await import('../emit/report.js')
    return report(
      clusters.tags(),
      { source, date, pages: snapshot.pages, proposals: clusters.proposals() },
      {
        lang: checkLanguage(lang),
        fold: (surface) => fold(surface, 'orthographic', this.#model.letters),
        why: ({ a, b }) => (b === undefined ? '' : clusters.compare(a, b, lang).why),
      },
    )
  }

  async #judged(): Promise<JudgedTags> {
    await this.flush()
    return tagsIn(this.#store)
  }

  async decide(given: Decision | readonly Decision[], by = 'program'): Promise<void> {
    this.#check()
    const decisions = checkDecisionList(Array.isArray(given) ? given : [given], this.#model.letters)
    await decideIn(this.#store, decisions, checkString('by', by))
  }

  async decisions(): Promise<readonly StoredDecision[]> {
    this.#check()
    return this.#store.decisions()
  }

  async undo(given: number | readonly number[]): Promise<void> {
    this.#check()
    const ids: readonly unknown[] = Array.isArray(given) ? given : [given]
    if (!ids.every(Number.isSafeInteger)) throw new WusumError('USAGE', 'ids must be numbers of decisions')
    await undoIn(this.#store, ids as readonly number[])
  }

  refresh(): Promise<void> {
    // One under way may have looked before the caller knew that there is something to see.
    const earlier = this.#refreshing?.catch(() => undefined) ?? Promise.resolve()
    const next = earlier
      .then(() => this.#refresh())
      .finally(() => {
        if (this.#refreshing === next) this.#refreshing = undefined
        this.#looked = performance.now()
      })
    this.#refreshing = next
    return next
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer)
    try {
      if (!this.#signal?.aborted) while (this.#queue.length > 0) await this.#write()
      await this.#writing
      await this.#refreshing
    } finally {
      await this.#store.close()
    }
    this.#tellRefused()
  }

  #check(): void {
    if (this.#closed !== undefined) throw new WusumError('REGISTRY', 'The registry is closed')
    if (this.#signal?.aborted) {
      throw new WusumError('INTERRUPTED', 'Interrupted; pages that were not flushed are not counted', {
        cause: this.#signal.reason,
      })
    }
  }

  async #unlessAborted(work: Promise<void>): Promise<void> {
    await unlessStopped(work, this.#signal)
    if (this.#signal !== undefined) this.#check()
  }

  /** Writes a batch of what waits; joins the write under way. A batch that fails waits on. */
  #write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined
      // What has gathered meanwhile does not wait for the next page; after a failure it waits for the next call.
      if (this.#failed === undefined && this.#queue.length >= this.#batch) void this.#write().catch(() => undefined)
      else if (this.#queue.length > 0 && this.#closed === undefined) {
        this.#timer ??= setTimeout(() => void this.#write().catch(() => undefined), this.#delay).unref()
      }
    })
    return this.#writing
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#queue.slice(0, this.#batch)
    try {
      try {
        await this.#store.apply(batch)
        this.#queue.splice(0, batch.length)
      } catch (error) {
        if (mayPass(error)) throw error
        await this.#writeOneByOne(batch)
      }
      this.#failed = undefined
    } catch (error) {
      this.#failed = error
      throw error
    }
  }

  /**
   * Writes what can be written of a batch that was refused. A page that is refused where others are taken, or that the code
   * stumbles over, is at fault itself: it waits no longer, and the next `flush` tells it.
   */
  async #writeOneByOne(batch: readonly PageDelta[]): Promise<void> {
    const refused: { readonly delta: PageDelta; readonly error: unknown }[] = []
    const done = (delta: PageDelta): unknown => this.#queue.splice(this.#queue.indexOf(delta), 1)
    for (const delta of batch) {
      try {
        await this.#store.apply([delta])
        done(delta)
      } catch (error) {
        if (mayPass(error)) throw error
        refused.push({ delta, error })
      }
    }
    const some = refused.length < batch.length
    for (const { delta, error } of refused) {
      if (!some && !(error instanceof TypeError || error instanceof RangeError)) throw error
      done(delta)
      this.#refused.push({ page: delta.page, error })
    }
  }

  /** Says which pages were refused since the last time. */
  #tellRefused(): void {
    const [first, ...more] = this.#refused.splice(0)
    if (first === undefined) return
    const { page, error } = first
    const others = more.length > 0 ? ` (and ${more.length} more)` : ''
    throw new WusumError('REGISTRY', `The page ${page}${others} could not be kept: ${reasonOf(error)}`, {
      where: { source: this.#store.where, record: page },
      cause: error,
    })
  }

  async #refresh(): Promise<void> {
    const cursor = await this.#store.cursor()
    if (this.#cursor?.generation === cursor.generation) {
      if (cursor.surface === this.#cursor.surface) return
      for (const s of await this.#store.newer(this.#cursor)) this.#tags.see(s.surface, s.key)
      this.#cursor = cursor
      return
    }
    let evidence: Evidence | undefined
    const tags = new TagCache(this.#model)
    const snapshot = await this.#store.snapshot({
      each: { tag: (t) => tags.addTag(t), surface: (s) => tags.addSurface(s) },
      evidence: (bytes) => {
        evidence ??= new Evidence(this.#model.segmenter.letters)
        addTo(evidence, bytes, this.#store)
      },
    })
    tags.complete()
    this.#tags = tags
    this.#evidence = evidence
    // Pages that wait are not in the store yet, and are known all the same.
    for (const delta of this.#queue) for (const s of delta.surfaces) tags.see(s.surface, s.key)
    this.#cursor = snapshot.cursor
  }
}
