import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { HabitLessons } from '../core/boundaries/habits.js'
import { createClusters, type Clusters } from '../core/sameness/cluster.js'
import { WusumError } from '../core/errors.js'
import type { SiteLists } from '../core/lists/site.js'
import type { PageRecord } from '../core/types.js'
import { recordWriter, tagWriter, type RecordFormat, type RecordWriter, type TagFormat } from '../emit/index.js'
import { loadModel } from '../model/index.js'
import { batches, type Batch, type Mark } from '../read/index.js'
import { openStore, type PageDelta, type Store } from '../registry/index.js'
import { adaptTo, type Adaptation } from './adapt.js'
import { isStream, type CheckedJob } from './check.js'
import { Workplace, writeWhole } from './checkpoint.js'
import { Collection, segmentFrames } from './segmenting.js'
import { fromFrame, tagsOn, toFrame, type MentionPages, type Frame } from './mentions.js'
import { decideIn } from './decide.js'
import type { Job, Progress, RunSummary } from './types.js'
import { Learned, sharedFrom } from './learned.js'
import { fileOutput, noOutput, openStraight, streamOutput, writeText, type Output, type Target } from './output.js'
import { createPool, type Pool } from './pool.js'
import { Reading, type ReadCounts } from './reading.js'
import { Rejects, type RejectedSoFar } from './rejected.js'
import { PageRecords } from './page-records.js'
import { recluster, type Reclustered } from './recluster.js'
import { Vocabulary } from './vocabulary.js'
import { Spool } from './spool.js'
import { unlessStopped } from './stopping.js'
import { noCounts, type Answer, type BatchCounts, type Task } from './work.js'

/** What a checkpoint remembers of the reading. */
interface State {
  readonly job: string
  readonly after?: Mark | undefined
  readonly readAll: boolean
  /** Trusted lengths, in bytes, of the spools, the records and the rejects. */
  readonly extracts: number
  readonly deltas: number
  readonly records: number
  readonly rejects: number
  /** The file that holds the evidence. */
  readonly evidence?: string | undefined
  readonly counts: Counts
  readonly reading: readonly ReadCounts[]
  readonly rejected: RejectedSoFar
  /** Uses of tags in the records so far, of a job that does not learn. */
  readonly uses?: readonly (readonly [tag: string, uses: number])[] | undefined
}

/** What is counted of a batch that was read. */
type Consumed = Pick<Answer<'extract'>, 'counts' | 'reading' | 'rejects'>

interface Counts extends Omit<BatchCounts, 'prose'> {
  bytes: number
  pagesWithTags: number
  surfaces: number
  assets: number
}

/** When pages are taken alone, so many distinct tags are counted for the summary; memory stays bounded. */
const mostTags = 200_000

/**
 * A job under way. Three passes, of which only the first reads the input:
 *
 *   input ─► read ─► spool of extracts ─► segment ─► spool of mentions ─► write ─► output
 *
 * Only the first is checkpointed; the other two are quick and give the same result when they are done again.
 */
export class RunningJob {
  readonly #started = performance.now()
  readonly #job: Job
  readonly #checked: CheckedJob
  readonly #model = loadModel()
  /** Of a job that lists pages. */
  readonly #writer: RecordWriter
  readonly #store: Store | undefined
  readonly #place: Workplace<State>
  /** The output is a file that can be gone on with, so that what is done can be kept beside it. */
  readonly #toFile: boolean
  readonly #saved: State | undefined
  readonly #counts: Counts
  readonly #reading: Reading
  readonly #rejected: Rejects
  readonly #rejects: Output
  readonly #extracts: Spool
  readonly #deltas: Spool
  readonly #output: Output
  readonly #pool: Pool
  readonly #learned: Learned
  readonly #adaptation: Adaptation | undefined
  readonly #vocabulary: Vocabulary
  /** Uses of each canonical tag. */
  readonly #uses = new Map<string, number>()
  /** The file of the last checkpoint's evidence. */
  #evidenceFile: string | undefined
  /** Whether there is a checkpoint. */
  #checkpointed: boolean
  #done = false

  /** Fails before anything is replaced when the job cannot be done. */
  static async start(checked: CheckedJob): Promise<RunningJob> {
    const { job, file } = checked
    const format = job.list === 'tags' ? 'jsonl' : ((job.format ?? 'jsonl') as RecordFormat)
    const writer = await recordWriter(format, job)
    const store = job.registry === undefined ? undefined : await openStore(job.registry)
    let straight: Output | undefined
    try {
      const adaptation = job.adapt && (await adaptIn(job, job.adapt))
      straight = await straightOutput(checked)
      const place = new Workplace<State>(file, job.onNotice)
      const saved = place.open(job.resume ?? false, fingerprintOf(checked, adaptation), (state) => ({
        extracts: state.extracts,
        deltas: state.deltas,
        records: (job.learn ?? true) ? 0 : state.records,
        'rejects.jsonl': state.rejects,
        ...(state.evidence !== undefined && { [state.evidence]: 1 }),
      }))
      try {
        if (store !== undefined) await decideIn(store, checked.decisions, 'run')
        return new RunningJob(checked, writer, store, straight, place, saved, adaptation)
      } catch (error) {
        if (saved) place.leave()
        else place.remove(false)
        throw error
      }
    } catch (error) {
      await straight?.close()
      await store?.close()
      throw error
    }
  }

  private constructor(
    checked: CheckedJob,
    writer: RecordWriter,
    store: Store | undefined,
    straight: Output | undefined,
    place: Workplace<State>,
    saved: State | undefined,
    adaptation: Adaptation | undefined,
  ) {
    const { job } = checked
    this.#checked = checked
    this.#job = job
    this.#writer = writer
    this.#store = store
    this.#place = place
    this.#toFile = checked.file !== undefined && (job.format !== 'parquet' || this.#learns)
    this.#saved = saved
    this.#adaptation = adaptation
    this.#checkpointed = saved !== undefined
    this.#counts = saved?.counts ?? { ...noCounts(), bytes: 0, pagesWithTags: 0, surfaces: 0, assets: 0 }
    this.#reading = new Reading(job.inputs)
    this.#reading.add(saved?.reading ?? [])
    this.#rejected = new Rejects(job.inputs, saved?.rejected)
    this.#vocabulary = new Vocabulary(this.#learns ? Infinity : mostTags)
    const rejected = this.#place.path('rejects.jsonl')
    const rejects = checked.rejects ?? { name: rejected, file: rejected }
    this.#rejects = fileOutput(rejects, rejected, saved?.rejects, job.signal)
    this.#extracts = new Spool(this.#place.path('extracts'), saved?.extracts)
    if (this.#learns && saved)
      for (const spooled of this.#extracts.frames())
        for (const text of fromFrame<Frame>(spooled).fresh) this.#vocabulary.number(text)
    this.#deltas = new Spool(this.#place.path('deltas'), saved?.deltas)
    this.#output =
      straight ??
      fileOutput(checked.output as Target, this.#place.path('records'), this.#learns ? 0 : saved?.records, job.signal)
    const letters = this.#model.segmenter.letters
    for (const [tag, uses] of saved?.uses ?? []) this.#vocabulary.counts[this.#vocabulary.number(tag)] = uses
    this.#evidenceFile = saved?.evidence
    const learned = saved?.evidence === undefined ? undefined : this.#place.path(saved.evidence)
    this.#learned =
      learned === undefined ? new Learned(letters) : Learned.fromBytes(readFileSync(learned), letters, learned)
    this.#pool = createPool(job.limit === undefined ? (job.jobs ?? 1) : 1, {
      inputs: job.inputs,
      fields: job.fields,
      records: job.records,
      deltas: store !== undefined,
      setAside: job.setAside ?? false,
      labelledOnly: job.labelledOnly ?? false,
      sample: job.sample ?? 1,
      minConfidence: job.minConfidence ?? 0,
      decisions: checked.decisions,
      taught:
        adaptation && !this.#learns
          ? { memory: sharedFrom(adaptation.evidence), habits: new HabitLessons().habits(0, adaptation.lessons) }
          : undefined,
    })
  }

  async toEnd(): Promise<RunSummary> {
    const counts = this.#counts
    try {
      if (!this.#learns && !this.#saved) await this.#output.write(this.#writer.head)
      if (!this.#saved?.readAll) await this.#readAll()
      if (this.#job.limit !== 0) this.#rejected.checkRead(counts.read)
      const ending = this.#learns ? await this.#segmentAndWrite() : this.#endAlone()
      const end = this.#writer.end()
      if (end.length > 0) await this.#output.write(end)
      const { inputs, total } = this.#reading.told
      const summary: RunSummary = {
        pages: counts.pages,
        runs: total.runs,
        lists: sumOf(total.lists),
        ...ending,
        top: mostUsed(this.#uses),
        rejected: this.#rejected.total,
        rejectedBy: this.#rejected.byCode,
        ...this.#rejected.told,
        repairs: total.repairs,
        setAside: total.setAside,
        months: counts.months,
        assets: counts.assets,
        seconds: (performance.now() - this.#started) / 1000,
        inputs,
        total,
      }
      if (this.#checked.summary)
        await writeText(this.#checked.summary, `${JSON.stringify(summary)}\n`, this.#job.signal)
      if (this.#job.rejects !== undefined) await this.#rejects.finish()
      // The last, so that what goes wrong before leaves the old output in its place, and the work to go on from.
      await this.#output.finish()
      this.#done = true
      return summary
    } catch (error) {
      const code = error instanceof WusumError ? error.code : undefined
      if ((code === 'TOO_MANY_REJECTS' || code === 'NOTHING_READ') && this.#job.rejects !== undefined)
        await this.#rejects.finish(this.#keeps)
      if (code !== 'INTERRUPTED' && this.#keeps) this.#job.onNotice?.(this.#howToGoOn)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#pool.close()
    await this.#store?.close()
    for (const file of [this.#rejects, this.#extracts, this.#deltas, this.#output]) await file.close()
    // Whatever stopped the job, what was done is worth keeping.
    if (this.#keeps && !this.#done) this.#place.leave()
    else this.#place.remove(this.#done)
  }

  /** Whether there is anything to go on from. */
  get #keeps(): boolean {
    return this.#checkpointed && this.#counts.pages > 0
  }

  get #howToGoOn(): string {
    return `what was done is kept in ${this.#place.folder}: the same command with --resume goes on from there`
  }

  get #learns(): boolean {
    return this.#job.learn ?? true
  }

  /** Of a job that does not learn: uses of each tag. */
  #usesSoFar(): [tag: string, uses: number][] {
    return Array.from(this.#vocabulary.occurring(), ({ surface, count }) => [surface, count])
  }

  #endAlone() {
    for (const [tag, uses] of this.#usesSoFar()) this.#uses.set(tag, uses)
    const { pagesWithTags, surfaces } = this.#counts
    return { spellings: this.#uses.size, tags: this.#uses.size, siteTags: 0, pagesWithTags, surfaces }
  }

  #report(phase: Progress['phase'], bytes: number, totalBytes: number | undefined, pages: number): void {
    this.#job.onProgress?.({ phase, bytes, totalBytes, pages, seconds: (performance.now() - this.#started) / 1000 })
  }

  /** The first pass: every batch is read and extracted, or, in a job that does not learn, taken to its end. */
  async #readAll(): Promise<void> {
    const { limit, signal } = this.#job
    const counts = this.#counts
    const learned = this.#learned
    const passedBy = [...this.#checked.passedBy]
    const source = batches(this.#checked.sources, {
      after: this.#saved?.after,
      spare: this.#pool.spare,
      fields: this.#job.fields,
      records: this.#job.records,
      onOwn: (path) => passedBy.push(path),
      onAsset: () => counts.assets++,
    })[Symbol.asyncIterator]()
    const every = !this.#toFile ? Infinity : 1000 * (this.#job.checkpointSeconds ?? 10)
    const underWay: Batch[] = []
    const at = { last: this.#saved?.after, all: false }
    const stopped = () => signal?.aborted ?? false
    const whole = () => at.all
    const enough = () => counts.pages >= (limit ?? Infinity)

    async function* until<K extends 'extract' | 'alone'>(deadline: number, kind: K) {
      // A batch at the least, however short the time between checkpoints.
      for (let first = true; !enough() && (first || performance.now() < deadline) && !stopped(); first = false) {
        const next = await unlessStopped(source.next(), signal)
        if (next === undefined) return
        if (next.done) {
          at.all = true
          return
        }
        underWay.push(next.value)
        const most = limit === undefined ? undefined : limit - counts.pages
        yield { kind, batch: next.value, limit: most, least: learned.least } as Task<K>
      }
    }
    const consumed = (answer: Consumed) => {
      const batch = underWay.shift()!
      at.last = batch.end
      this.#add(answer, batch)
    }

    try {
      while (!whole() && !enough()) {
        const deadline = performance.now() + every
        if (this.#learns) {
          for await (const answer of this.#pool.map(until(deadline, 'extract'))) {
            const { mentions, waiting } = answer
            const fresh = this.#vocabulary.take(answer.handed, mentions.tags)
            this.#extracts.append(toFrame({ mentions, fresh, waiting } satisfies Frame))
            if (this.#store) this.#deltas.append(toFrame(answer.deltas))
            consumed(answer)
          }
          if (!this.#store) for (const one of await this.#pool.everywhere({ kind: 'drain' })) learned.take(one)
        } else {
          for await (const answer of this.#pool.map(until(deadline, 'alone'))) {
            await this.#output.write(this.#inFormat(answer.records))
            counts.pagesWithTags += answer.pagesWithTags
            counts.surfaces += answer.surfaces
            this.#vocabulary.take(answer.handed, answer.uses.tags)
            this.#vocabulary.use(answer.uses.tags, answer.uses.counts)
            consumed(answer)
          }
        }
        if (this.#toFile) await this.#checkpoint(at.last, whole() || enough())
        if (stopped()) throw this.#interrupted()
      }
      if (passedBy.length) this.#job.onNotice?.(`passed by, for wusum wrote or uses it: ${someOf(passedBy)}`)
    } finally {
      const closed = source.return(undefined)
      // Input that does not come is not waited for; its end is of no interest then.
      if (stopped()) closed.catch(() => undefined)
      else await closed
    }
  }

  #add({ counts, reading, rejects }: Consumed, batch: Batch): void {
    const { progress } = batch
    const all = this.#counts
    all.bytes = progress.read
    all.read += counts.read
    all.pages += counts.pages
    this.#reading.add(reading)
    add(all.months, counts.months)
    this.#learned.count(counts.prose)
    this.#rejected.add(batch, counts.read, rejects)
    if (rejects.length) void this.#rejects.write(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''))
    const last = rejects.at(-1)
    if (last && this.#rejected.total > (this.#job.maxRejects ?? Infinity))
      throw new WusumError(
        'TOO_MANY_REJECTS',
        `more than ${this.#job.maxRejects ?? 0} records were rejected, the last one ${last.source}, record ${last.record}: ${last.reason}`,
        { where: { source: last.source, record: last.record }, rejected: this.#rejected.told },
      )
    this.#report('reading', all.bytes, progress.total, all.pages)
  }

  async #checkpoint(after: Mark | undefined, readAll: boolean): Promise<void> {
    this.#extracts.sync()
    this.#deltas.sync()
    const evidence = this.#learns && !this.#store ? `evidence-${this.#extracts.length}` : undefined
    if (evidence !== undefined) writeWhole(this.#place.path(evidence), this.#learned.toBytes())
    this.#place.save({
      job: this.#place.job,
      after,
      readAll,
      extracts: this.#extracts.length,
      deltas: this.#deltas.length,
      records: await this.#output.sync(),
      rejects: await this.#rejects.sync(),
      evidence,
      counts: this.#counts,
      reading: this.#reading.soFar,
      rejected: this.#rejected.soFar,
      uses: this.#learns ? undefined : this.#usesSoFar(),
    })
    if (this.#evidenceFile !== undefined && this.#evidenceFile !== evidence)
      rmSync(this.#place.path(this.#evidenceFile), { force: true })
    this.#evidenceFile = evidence
    this.#checkpointed = true
  }

  #interrupted(): WusumError {
    return new WusumError('INTERRUPTED', this.#keeps ? `interrupted; ${this.#howToGoOn}` : 'interrupted')
  }

  /** The second and third pass: segments with the evidence of all pages, settles the clusters, writes. */
  async #segmentAndWrite() {
    const store = this.#store
    const { evidence: own, habits } = this.#learned.whole(this.#adaptation)
    const settled = store && (await this.#settleIn(store))
    const evidence = settled?.evidence ?? own
    if (this.#adaptation) evidence.add(this.#adaptation.evidence)
    await this.#pool.everywhere({ kind: 'know', memory: sharedFrom(evidence), habits })
    /** The pages of batches that had runs, with what was segmented of them. */
    const segmented = new Spool(this.#place.path('segmented'))
    try {
      const sites = await this.#segmentAll(segmented)
      // Nothing is left to do beside this thread, and what comes takes the most memory.
      await this.#pool.close()
      const spellings = [...this.#vocabulary.occurring()]
      const clusters =
        settled?.clusters ??
        createClusters(spellings, {
          letters: this.#model.letters,
          sameness: this.#model.sameness,
          evidence,
          decisions: this.#checked.decisions,
        })
      const counts =
        this.#job.list === 'tags'
          ? await this.#writeTags(clusters, segmented)
          : await this.#writePages(segmented, this.#tagOf(clusters, settled), sites)
      return { ...counts, spellings: spellings.length, tags: this.#uses.size }
    } finally {
      segmented.close()
    }
  }

  /**
   * Puts the job's pages into the registry and settles it: their runs are cut, here and there, with the evidence of all its
   * pages, so that a record and the registry agree.
   */
  async #settleIn(store: Store): Promise<Reclustered> {
    for (const frame of this.#deltas.frames()) {
      await store.apply(fromFrame<PageDelta[]>(frame))
      if (this.#job.signal?.aborted) throw this.#interrupted()
    }
    return recluster(store, this.#model)
  }

  async #segmentAll(segmented: Spool): Promise<SiteLists> {
    const collection = new Collection(this.#vocabulary)
    const extracts = this.#extracts
    let bytes = 0
    function* frames(): Generator<Frame> {
      for (const spooled of extracts.frames()) {
        bytes += spooled.byteLength
        yield fromFrame<Frame>(spooled)
      }
    }
    for await (const { batch, waited } of segmentFrames(this.#pool, frames(), collection)) {
      if (waited) segmented.append(toFrame(batch))
      this.#report('cutting', bytes, extracts.length, collection.pages)
      if (this.#job.signal?.aborted) throw this.#interrupted()
    }
    return collection.sites
  }

  /** By number of the spellings: the tag of each that occurs. */
  #tagOf(clusters: Clusters, settled: Reclustered | undefined): (string | undefined)[] {
    const { texts, counts } = this.#vocabulary
    if (settled) {
      const replaced = this.#replacedIn(settled)
      return texts.map((text, n) => (counts[n]! > 0 ? (clusters.tagOf(text) ?? replaced(text)) : undefined))
    }
    const tags = clusters.tagsInOrder()
    let next = 0
    return counts.map((count) => (count > 0 ? tags[next++] : undefined))
  }

  /**
   * The tags of spellings that the registry does not hold, since the page that has them was read again later and is counted
   * as it was then. Each record shows its own.
   */
  #replacedIn({ snapshot, clusters, context }: Reclustered): (text: string) => string | undefined {
    const missing = new Set<string>()
    for (const { surface } of this.#vocabulary.occurring())
      if (clusters.tagOf(surface) === undefined) missing.add(surface)
    // Those that it holds are ignored.
    if (missing.size > 0) for (const { surface, count } of snapshot.surfaces) if (count > 0) missing.delete(surface)
    const judged = new Map(Array.from(missing, (surface) => [surface, clusters.match(surface)?.tag]))
    const rest = createClusters(
      [...this.#vocabulary.occurring()].filter(
        ({ surface }) => missing.has(surface) && judged.get(surface) === undefined,
      ),
      context,
    )
    return (text) => judged.get(text) ?? rest.tagOf(text)
  }

  /** The mentions on the pages, batch by batch in their order; `segmented`: of the batches that had runs. */
  *#mentions(segmented: Spool): Generator<{ batch: MentionPages; bytes: number }> {
    const segmentedFrames = segmented.frames()
    for (const spooled of this.#extracts.frames()) {
      const { mentions, waiting } = fromFrame<Frame>(spooled)
      yield {
        batch: waiting ? fromFrame<MentionPages>(segmentedFrames.next().value!) : mentions,
        bytes: spooled.byteLength,
      }
    }
  }

  async #writePages(segmented: Spool, tagOf: readonly (string | undefined)[], sites: SiteLists) {
    const { texts } = this.#vocabulary
    const records = new PageRecords({ surfaces: texts, tagOf }, sites, this.#writer, this.#job.ownOnly ?? false)
    let pages = 0
    let bytes = 0
    await this.#output.write(this.#writer.head)
    for (const { batch, bytes: read } of this.#mentions(segmented)) {
      await this.#output.write(records.of(batch))
      pages += batch.ids.length
      bytes += read
      this.#report('writing', bytes, this.#extracts.length, pages)
      if (this.#job.signal?.aborted) throw this.#interrupted()
    }
    for (const [tag, uses] of records.uses()) this.#uses.set(tag, uses)
    const { pagesWithTags, occurrences, siteTags } = records
    return { pagesWithTags, surfaces: occurrences, siteTags }
  }

  async #writeTags(clusters: Clusters, segmented: Spool) {
    const { texts } = this.#vocabulary
    const count = clusters.countPages()
    for (const { batch } of this.#mentions(segmented)) {
      for (let p = 0; p < batch.ids.length; p++) count(Array.from(tagsOn(batch, p), (number) => texts[number]!))
      if (this.#job.signal?.aborted) throw this.#interrupted()
    }
    let occurrences = 0
    const tags = clusters.tags()
    for (const { tag, count } of tags) {
      occurrences += count
      this.#uses.set(tag, count)
    }
    const write = await tagWriter((this.#job.format ?? 'jsonl') as TagFormat, this.#job)
    for (const piece of write(tags)) await this.#output.write(piece)
    return { pagesWithTags: 0, surfaces: occurrences, siteTags: 0 }
  }

  /** JSON Lines as they are, or in the job's format. */
  #inFormat(records: Uint8Array): Uint8Array | string {
    if ((this.#job.format ?? 'jsonl') === 'jsonl') return records
    const pieces = Buffer.from(records)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => this.#writer.page(JSON.parse(line) as PageRecord))
    return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)))
  }
}

/** Adapts, and says how many of the records could not be read. */
async function adaptIn(job: Job, inputs: readonly string[]): Promise<Adaptation> {
  let rejected = 0
  const adaptation = await adaptTo(inputs, { fields: job.fields, onReject: () => rejected++ })
  if (rejected) job.onNotice?.(`${rejected} records of what is adapted to could not be read, and taught nothing`)
  return adaptation
}

/** Where records go as they come; undefined when they go to a file. */
async function straightOutput({ job: { signal }, output }: CheckedJob): Promise<Output | undefined> {
  if (output === undefined) return noOutput
  if (isStream(output)) return streamOutput(output, 'the output', { signal })
  return output.file === undefined ? openStraight(output.name, signal) : undefined
}

const SHOWN = 5
const someOf = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '')

/** Changes with what a checkpoint holds, so that one of another version is not gone on from. */
const KEPT = 6

/** Tells a job from another one with the same output: the files it reads, and options that change the result. */
function fingerprintOf({ job, sources, decisions }: CheckedJob, adaptation: Adaptation | undefined): string {
  const files = createHash('sha256')
  for (const { path, size, changed } of sources) files.update(`${JSON.stringify([path, size, changed])}\n`)
  const {
    learn = true,
    fields = {},
    records,
    sample = 1,
    limit,
    setAside = false,
    minConfidence = 0,
    ownOnly = false,
    labelledOnly = false,
  } = job
  const { registry, list = 'pages', format = 'jsonl', bom = true } = job
  return JSON.stringify([
    KEPT,
    files.digest('hex'),
    learn,
    fields,
    records,
    sample,
    limit,
    setAside,
    labelledOnly,
    minConfidence,
    ownOnly,
    registry,
    decisions,
    list,
    format,
    adaptation && createHash('sha256').update(adaptation.evidence.toBytes()).digest('hex'),
    bom,
  ])
}

function add(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) into[name] = (into[name] ?? 0) + count
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

function mostUsed(uses: ReadonlyMap<string, number>): { tag: string; count: number }[] {
  return [...uses]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 10)
    .map(([tag, count]) => ({ tag, count }))
}
