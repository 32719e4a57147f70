import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { createClusters, type Clusters } from '../core/cluster.js'
import { WusumError } from '../core/errors.js'
import { Evidence } from '../core/evidence.js'
import { settle, type Found } from '../core/normaliser.js'
import { SiteLists } from '../core/site.js'
import type { Decision } from '../core/types.js'
import { writerFor, type OutputFormat, type Writer } from '../emit/index.js'
import { loadModel } from '../model/index.js'
import { batches, type Batch, type Mark, type PageOptions, type Reject } from '../read/index.js'
import { Workplace, writeWhole } from './checkpoint.js'
import { loadDecisions } from './knowledge.js'
import { checkTarget, fileOutput, streamOutput, type Output } from './output.js'
import { createPool, type Pool } from './pool.js'
import { Spool } from './spool.js'
import type { BatchCounts, FoundPages, Task } from './work.js'

/** A job: which pages to read, and what to do with their tags. Only `inputs` must be given. */
export interface Job {
  /** Files, folders, globs, or `-` for standard input. */
  readonly inputs: readonly string[]
  /** A path (written whole or not at all) or a stream. Without it nothing is written; the summary still comes. */
  readonly output?: string | Writable | undefined
  /** What is written: a record a page (default), or one for each canonical tag. */
  readonly list?: 'pages' | 'tags' | undefined
  /** Default `jsonl`. */
  readonly format?: OutputFormat | undefined
  /** Prepares text for the eye, for the `table` format. */
  readonly draw?: ((text: string) => string) | undefined
  /** Threads. Default 1: everything in the calling thread. */
  readonly jobs?: number | undefined
  /** Learn from all pages before cutting their lists (default), or take each page alone, with what ships. */
  readonly learn?: boolean | undefined
  /** Page field to column, where an export has other names: `{ id: 'postId' }`. */
  readonly fields?: PageOptions['fields']
  /** A decisions file, or decisions. */
  readonly decisions?: string | readonly Decision[] | undefined
  /** A registry to learn into and agree with: a file, or postgres://… */
  readonly registry?: string | undefined
  /** Where rejected records go, one JSON object a line with its reason. */
  readonly rejects?: string | undefined
  /** Fail when more records than this are rejected. Default: never. */
  readonly maxRejects?: number | undefined
  /** Stop after so many pages; such a job runs in one thread. */
  readonly limit?: number | undefined
  /** Take this share of the pages, 0 to 1, by a hash of the id. Default 1. */
  readonly sample?: number | undefined
  /** Leave out tags of less confidence, 0 to 1. Default 0. */
  readonly minConfidence?: number | undefined
  /** Leave out lists that the whole site repeats. */
  readonly ownOnly?: boolean | undefined
  /** Keep lists that look like no tags. */
  readonly setAside?: boolean | undefined
  /** Go on where an interrupted run with the same output stopped; the result is the same, byte for byte. */
  readonly resume?: boolean | undefined
  /** Seconds between checkpoints, for jobs with an output path. Default 10. */
  readonly checkpointSeconds?: number | undefined
  /** Stops the job; what is done so far is kept for `resume`. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Progress {
  readonly phase: 'reading' | 'cutting' | 'writing'
  /** Bytes of input read, or of held records, and how many there are, where known. */
  readonly bytes: number
  readonly totalBytes: number | undefined
  readonly pages: number
  readonly seconds: number
}

export interface RunSummary {
  readonly pages: number
  readonly pagesWithTags: number
  readonly runs: number
  readonly lists: number
  /** Tag occurrences, distinct spellings among them, and unique canonical tags. */
  readonly surfaces: number
  readonly spellings: number
  readonly tags: number
  /** The ten most used. */
  readonly top: readonly { readonly tag: string; readonly count: number }[]
  readonly rejected: number
  readonly rejectedBy: Readonly<Record<string, number>>
  readonly repairs: Readonly<Record<string, number>>
  readonly setAside: Readonly<Record<string, number>>
  /** Tag occurrences that stand only in lists which their whole site repeats. */
  readonly siteTags: number
  readonly seconds: number
}

/** What a checkpoint remembers of the reading. */
interface State {
  readonly job: string
  readonly after?: Mark | undefined
  readonly readAll: boolean
  /** Trusted lengths, in bytes, of the held frames, the records and the rejects. */
  readonly held: number
  readonly records: number
  readonly rejects: number
  readonly evidence: string | undefined
  readonly counts: Counts
}

interface Counts extends BatchCounts {
  bytes: number
  rejected: Record<string, number>
  pagesWithTags: number
  surfaces: number
}

/**
 * Reads pages, finds their unique canonical tags and writes a record for each, in input order.
 *
 * Pages are read once. In memory stay the evidence (fixed size) and the distinct spellings of tags; what cutting needs of
 * each page goes to a temporary file. Broken records are counted and passed by. Throws {@link WusumError} for a broken
 * job: inputs that are not there, an output that cannot be written, more rejects than allowed.
 */
export async function run(job: Job): Promise<RunSummary> {
  const started = performance.now()
  const model = loadModel()
  const decisions = typeof job.decisions === 'string' ? loadDecisions(job.decisions) : (job.decisions ?? [])
  const learn = job.learn ?? true
  const writer = await writerFor(job.format ?? 'jsonl', job.draw)
  for (const target of [job.output, job.rejects]) if (typeof target === 'string') checkTarget(target)
  const toFile = typeof job.output === 'string' ? job.output : undefined
  const place = new Workplace<State>(
    toFile === undefined ? mkdtempSync(path.join(tmpdir(), 'wusum-')) : `${toFile}.partial`,
  )
  const saved = place.open(job.resume ?? false, fingerprint(job))
  const counts: Counts = saved?.counts ?? {
    pages: 0,
    runs: 0,
    lists: 0,
    repairs: {},
    setAside: {},
    bytes: 0,
    rejected: {},
    pagesWithTags: 0,
    surfaces: 0,
  }
  const rejects = fileOutput(job.rejects ?? 'rejects', place.path('rejects.jsonl'), saved?.rejects)
  const held = new Spool(place.path('held'), saved?.held)
  const output: Output =
    toFile !== undefined
      ? fileOutput(toFile, place.path('records'), learn ? 0 : saved?.records)
      : job.output !== undefined
        ? streamOutput(job.output as Writable)
        : { write: () => undefined, sync: () => 0, finish: () => undefined, close: () => undefined }
  const jobs = job.limit === undefined ? (job.jobs ?? 1) : 1
  let pool: Pool | undefined
  let keep = false
  const uses = new Map<string, number>()

  const report = (phase: Progress['phase'], bytes: number, totalBytes: number | undefined, pages: number) =>
    job.onProgress?.({ phase, bytes, totalBytes, pages, seconds: (performance.now() - started) / 1000 })

  try {
    pool = createPool(jobs, {
      fields: job.fields,
      learn,
      setAside: job.setAside ?? false,
      sample: job.sample ?? 1,
      minConfidence: job.minConfidence ?? 0,
      decisions,
    })
    const evidence =
      saved?.evidence === undefined
        ? new Evidence(model.segmenter.letters)
        : Evidence.fromBytes(readFileSync(place.path(saved.evidence)), model.segmenter.letters)
    if (!saved && !learn) await output.write(writer.head)
    if (!saved?.readAll) {
      await readAll(pool, evidence, saved?.after)
    }
    let summary: Pick<RunSummary, 'spellings' | 'tags' | 'siteTags'> & { pagesWithTags: number; surfaces: number }
    if (learn) summary = await cutAndWrite(pool, evidence)
    else
      summary = {
        spellings: uses.size,
        tags: uses.size,
        siteTags: 0,
        pagesWithTags: counts.pagesWithTags,
        surfaces: counts.surfaces,
      }
    output.finish()
    if (job.rejects !== undefined) rejects.finish()
    return {
      pages: counts.pages,
      runs: counts.runs,
      lists: counts.lists,
      ...summary,
      top: mostUsed(uses),
      rejected: total(counts.rejected),
      rejectedBy: counts.rejected,
      repairs: counts.repairs,
      setAside: counts.setAside,
      seconds: (performance.now() - started) / 1000,
    }
  } catch (error) {
    keep = toFile !== undefined && !(error instanceof WusumError && abandoned.has(error.code))
    if (error instanceof WusumError && error.code === 'TOO_MANY_REJECTS' && job.rejects !== undefined) rejects.finish()
    throw error
  } finally {
    await pool?.close()
    for (const file of [rejects, held, output]) file.close()
    if (!keep) place.remove()
  }

  /** The first pass: every batch is read and held, or in a job without learning taken to its end. */
  async function readAll(threads: Pool, evidence: Evidence, after: Mark | undefined): Promise<void> {
    const source = batches(job.inputs, { after })[Symbol.asyncIterator]()
    const every = 1000 * (toFile === undefined ? Infinity : (job.checkpointSeconds ?? 10))
    const underWay: Batch[] = []
    let last = after
    let all = false
    let enough = false

    async function* until<K extends 'hold' | 'alone'>(deadline: number, kind: K) {
      while (!enough && performance.now() < deadline && !job.signal?.aborted) {
        const next = await source.next()
        if (next.done) {
          all = true
          return
        }
        underWay.push(next.value)
        const limit = job.limit === undefined ? undefined : job.limit - counts.pages
        yield { kind, batch: next.value, limit } as Task<K>
      }
    }

    function consumed(answer: { counts: BatchCounts; rejects: readonly Reject[] }): void {
      const batch = underWay.shift()!
      last = batch.end
      counts.bytes = batch.progress.read
      counts.pages += answer.counts.pages
      counts.runs += answer.counts.runs
      counts.lists += answer.counts.lists
      add(counts.repairs, answer.counts.repairs)
      add(counts.setAside, answer.counts.setAside)
      for (const reject of answer.rejects) {
        counts.rejected[reject.code] = (counts.rejected[reject.code] ?? 0) + 1
        void rejects.write(`${JSON.stringify(reject)}\n`)
      }
      if (total(counts.rejected) > (job.maxRejects ?? Infinity))
        throw new WusumError(
          'TOO_MANY_REJECTS',
          `more than ${job.maxRejects ?? 0} records were rejected, the last one at ${answer.rejects.at(-1)?.source ?? ''}: ${answer.rejects.at(-1)?.reason ?? ''}`,
        )
      enough = counts.pages >= (job.limit ?? Infinity)
      report('reading', counts.bytes, batch.progress.total, counts.pages)
    }

    try {
      while (!all && !enough) {
        const deadline = performance.now() + every
        if (learn) {
          for await (const answer of threads.map(until(deadline, 'hold'))) {
            held.append(answer.frame)
            consumed(answer)
          }
          for (const { evidence: bytes } of await threads.everywhere({ kind: 'drain' }))
            evidence.add(Evidence.fromBytes(bytes, model.segmenter.letters))
        } else {
          for await (const answer of threads.map(until(deadline, 'alone'))) {
            await output.write(
              job.format === undefined || job.format === 'jsonl' ? answer.records : reformat(answer.records, writer),
            )
            counts.pagesWithTags += answer.pagesWithTags
            counts.surfaces += answer.surfaces
            for (const [tag, count] of answer.tags)
              if (uses.size < mostTags || uses.has(tag)) uses.set(tag, (uses.get(tag) ?? 0) + count)
            consumed(answer)
          }
        }
        if (toFile !== undefined) checkpoint(evidence, last, all || enough)
        if (job.signal?.aborted)
          throw new WusumError(
            'INTERRUPTED',
            toFile === undefined
              ? 'interrupted'
              : `interrupted; what was done is kept in ${place.folder}: the same command with --resume goes on from there`,
          )
      }
    } finally {
      await source.return?.(undefined)
    }
  }

  function checkpoint(evidence: Evidence, after: Mark | undefined, readAll: boolean): void {
    held.sync()
    const name = learn ? `evidence-${held.length}` : undefined
    if (name !== undefined) writeWhole(place.path(name), evidence.toBytes())
    place.save({
      job: fingerprint(job),
      after,
      readAll,
      held: held.length,
      records: output.sync(),
      rejects: rejects.sync(),
      evidence: name,
      counts,
    })
  }

  /** The second pass: cuts with the evidence of all pages, settles the clusters, writes. */
  async function cutAndWrite(threads: Pool, evidence: Evidence) {
    const bytes = evidence.toBytes()
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
    shared.set(bytes)
    await threads.everywhere({ kind: 'know', evidence: shared })
    const found = new Spool(place.path('found'))
    try {
      const numbers = new Map<string, number>()
      const surfaces: { surface: string; count: number; pages: number }[] = []
      const sites = new SiteLists()
      let done = 0
      let pages = 0
      async function* frames() {
        await Promise.resolve()
        for (const frame of held.frames()) yield { kind: 'cut' as const, frame }
      }
      for await (const answer of threads.map(frames())) {
        const global = answer.surfaces.map((surface) => {
          let number = numbers.get(surface)
          if (number === undefined) {
            numbers.set(surface, (number = surfaces.length))
            surfaces.push({ surface, count: 0, pages: 0 })
          }
          return number
        })
        for (const page of answer.pages) {
          const tags = page.tags.map((local) => global[local]!)
          for (const tag of tags) surfaces[tag]!.count++
          for (const tag of new Set(tags)) surfaces[tag]!.pages++
          sites.observe(page.site, tags)
        }
        found.append(Buffer.from(JSON.stringify({ ...answer, surfaces: global } satisfies NumberedPages)))
        done = found.length
        pages += answer.pages.length
        report('cutting', done, undefined, pages)
      }
      const clusters = createClusters(surfaces, {
        letters: model.letters,
        sameness: model.sameness,
        evidence,
        decisions,
      })
      return await write(found, surfaces, clusters, sites)
    } finally {
      found.close()
    }
  }

  async function write(found: Spool, surfaces: readonly { surface: string }[], clusters: Clusters, sites: SiteLists) {
    const tagOf = new Map<string, string | undefined>()
    for (const { surface } of surfaces) tagOf.set(surface, clusters.tagOf(surface))
    let pagesWithTags = 0
    let occurrences = 0
    let siteTags = 0
    let pages = 0
    let bytes = 0
    await output.write(writer.head)
    for (const frame of found.frames()) {
      const batch = JSON.parse(Buffer.from(frame.buffer).toString()) as NumberedPages
      let text = ''
      for (const page of batch.pages) {
        const numbers = page.tags.map((local) => batch.surfaces[local]!)
        const repeated = sites.repeated(page.site, numbers)
        const all: Found[] = numbers.map((number, i) => ({
          surface: surfaces[number]!.surface,
          from: page.from[i]!,
          confidence: page.confidence[i]!,
        }))
        const record = settle(page.id, all, (surface) => tagOf.get(surface), repeated)
        const own = job.ownOnly ? { ...record, tags: record.tags.filter(({ scope }) => scope !== 'site') } : record
        text += writer.page(own)
        occurrences += all.length
        pages++
        if (own.tags.length) pagesWithTags++
        for (const { tag, count, scope } of own.tags) {
          uses.set(tag, (uses.get(tag) ?? 0) + count)
          if (scope === 'site') siteTags += count
        }
      }
      await output.write(text)
      bytes += frame.byteLength
      report('writing', bytes, found.length, pages)
      if (job.signal?.aborted) throw new WusumError('INTERRUPTED', 'interrupted')
    }
    return { pagesWithTags, surfaces: occurrences, spellings: surfaces.length, tags: uses.size, siteTags }
  }
}

/** Found pages whose surfaces are numbers over the whole job. */
type NumberedPages = Omit<FoundPages, 'surfaces'> & { readonly surfaces: readonly number[] }

/** A job that ends so leaves nothing to go on from. */
const abandoned: ReadonlySet<string> = new Set([
  'TOO_MANY_REJECTS',
  'NOT_FOUND',
  'UNREADABLE',
  'USAGE',
  'UNSUPPORTED',
  'MODEL',
  'DECISIONS',
])
/** Without learning, so many distinct tags are counted for the summary; memory stays bounded. */
const mostTags = 200_000

function fingerprint(job: Job): string {
  const stamp = (input: string) => {
    try {
      const { size, mtimeMs } = statSync(input)
      return [input, size, mtimeMs]
    } catch {
      return [input] // a glob or standard input
    }
  }
  const { learn = true, fields, sample, limit, setAside, minConfidence } = job
  return JSON.stringify([
    job.inputs.map(stamp),
    learn,
    fields,
    sample,
    limit,
    setAside,
    minConfidence,
    job.format ?? 'jsonl',
  ])
}

function reformat(records: Uint8Array, writer: Writer): string {
  return Buffer.from(records)
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => writer.page(JSON.parse(line) as Parameters<Writer['page']>[0]))
    .join('')
}

function add(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) into[name] = (into[name] ?? 0) + count
}
const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)

function mostUsed(uses: ReadonlyMap<string, number>): { tag: string; count: number }[] {
  return [...uses]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 10)
    .map(([tag, count]) => ({ tag, count }))
}
