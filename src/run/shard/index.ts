/**
 * A run taken apart: steps that whatever distributes work can call, shard by shard. Each reads rows and files and gives
 * rows, as they are taken; its files are written when all rows were. docs/SHARDS.md has the formats.
 *
 *   pages ─► read ─► held ─► cut ─► found ─► write ─► records
 *
 * The work of every step is that of `run`: the same tasks, counted and settled by the same functions.
 */
import { byUnits } from '../../core/text/order.js'
import { closeSync, createReadStream, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { checkDecisionList } from '../../core/door.js'
import { createClusters } from '../../core/sameness/cluster.js'
import type { Context } from '../../core/sameness/matcher.js'
import { WusumError } from '../../core/errors.js'
import { SiteLists } from '../../core/lists/site.js'
import type { CanonicalTag, Decision } from '../../core/types.js'
import { jsonl, jsonlTags } from '../../emit/jsonl.js'
import { loadModel } from '../../model/index.js'
import { batches, type Batch } from '../../read/index.js'
import { namedIn } from '../binary.js'
import { checkByRules, fields, records, share } from '../check.js'
import { Collection, segmentFrames } from '../segmenting.js'
import {
  MentionColumns,
  fromFrame,
  origins,
  toFrame,
  type MentionPages,
  type Frame,
  type Waiting,
} from '../mentions.js'
import { loadDecisions } from '../knowledge.js'
import { Learned, sharedFrom } from '../learned.js'
import { fileOutput, targetOf, writePieces } from '../output.js'
import { runExtract, plainRun } from '../delta.js'
import { refuseSame, type Use } from '../places.js'
import { createPool } from '../pool.js'
import { PageRecords } from '../page-records.js'
import type { Vocabulary } from '../vocabulary.js'
import type { Task } from '../work.js'
import { clustersByKey, componentsOf, judgedPairs, keysOfPhrases, phrasesOf, relatedOf, relatedTags } from './keyed.js'
import { line, rowsIn, type FoundTag, type Row, type Rows } from './rows.js'
import { addSites, sitesToBytes } from './sites.js'
import type { ClusterShards, CutShard, ReadShard, RowInput, WriteShard } from './types.js'

export type * from './types.js'

/** Bytes of pages that are read before the first of them is worked on, of a stream. */
const READ_AHEAD = 1 << 16

/**
 * The rows of a shard's pages, `held` and `reject`; one record is worked on at a time. Makes the shard's evidence.
 *
 * @param say how options are spelled where the job comes from
 */
export async function* readShard(
  job: ReadShard,
  say?: (option: string, value?: unknown) => string,
): AsyncGenerator<string, void, undefined> {
  checkShares(job, say)
  checkByRules({ fields: job.fields, records: job.records }, { fields, records }, say)
  const inputs = job.inputs?.length ? job.inputs : ['-']
  const target = outputs({ 'the evidence': job.evidence }, inputs)[0]!
  const model = loadModel()
  const learned = new Learned(model.segmenter.letters)
  const without = new Set(job.without)
  const pool = poolFor(job, inputs)
  const spare: ArrayBuffer[] = []
  const source = batches(inputs, {
    spare,
    format: job.as,
    stdin: job.stdin,
    fields: job.fields,
    records: job.records,
    onAsset: () => undefined,
    batchBytes: inputs.includes('-') ? READ_AHEAD : undefined,
  })
  const at = job.at === undefined ? undefined : new Place(job.at)
  let hand: { readonly source: string; readonly record: number } | undefined
  let out = ''
  async function* tasks(): AsyncGenerator<Task<'extract'>> {
    for await (const batch of source) {
      for (const one of singly(batch)) {
        if (one.source === '-' && one.progress.read === 0) continue
        hand = { source: one.files?.[0] ?? one.source, record: one.files ? 1 : one.record }
        at?.say(hand.source, hand.record)
        if (without.has(String(hand.record)) || without.has(`${hand.source}:${hand.record}`)) {
          const reason = 'given up: work on it ended the process'
          out += line('reject', { ...hand, code: 'BAD_RECORD', reason })
        } else yield { kind: 'extract', batch: one, least: learned.least }
      }
      pool.spare.length = 0
      if (batch.bytes.byteLength > 0) spare.push(batch.bytes.buffer)
    }
  }
  const known: string[] = []
  try {
    for await (const { mentions, handed, waiting, counts, rejects } of pool.map(tasks())) {
      learned.count(counts.prose)
      for (const reject of rejects) out += line('reject', reject)
      known.length = handed.first
      for (const text of handed.texts) known.push(text)
      const waits = new Map(waiting && fromFrame<Waiting>(waiting).map((page) => [page.page, page]))
      for (const [p, id] of mentions.ids.entries()) {
        const page = waits.get(p)
        out += line('held', {
          ...hand!,
          id,
          site: mentions.hosts[mentions.site[p]!]!,
          tags: foundOf(mentions, p, known),
          ...(page && { waits: { runs: page.runs.map(plainRun), blocks: page.blocks } }),
        })
      }
      if (out !== '') yield out
      out = ''
    }
    if (out !== '') yield out
    for (const one of await pool.everywhere({ kind: 'drain' })) learned.take(one)
    await writePieces(target, [learned.toBytes()])
  } finally {
    at?.close()
    await pool.close()
  }
}

/** Adds evidence to evidence, or sites to sites, of many shards; one that is added in may be a sum itself. */
export async function addShards(files: readonly string[], output: string): Promise<void> {
  const [target] = outputs({ 'the output': output }, [])
  const first = files[0]
  if (first === undefined) throw new WusumError('USAGE', 'there is nothing to add: name files of evidence, or of sites')
  if (namedIn(bytesOf(first))?.kind === 'sites') {
    await writePieces(target!, [sitesToBytes(sitesIn(files))])
    return
  }
  const sum = learnedIn(first)
  for (const file of files.slice(1)) sum.add(learnedIn(file))
  await writePieces(target!, [sum.toBytes()])
}

/** The `found` rows of a shard's `held` ones. Makes its `spelling` rows and its sites. */
export async function* cutShard(
  held: RowInput,
  job: CutShard,
  say?: (option: string, value?: unknown) => string,
): AsyncGenerator<string, void, undefined> {
  checkShares(job, say)
  const [counts, sites] = outputs({ 'the counts': job.counts, 'the sites': job.sites }, [job.evidence])
  const { evidence, habits } = learnedIn(job.evidence).whole()
  const pool = poolFor(job, [])
  const collection = new Collection()
  const { vocabulary } = collection
  async function* frames(): AsyncGenerator<Frame> {
    for await (const rows of rowsIn(held, 'the held rows', ['held'], ['reject']))
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
        yield frameOf(rows.slice(from, from + ROWS_AT_ONCE), vocabulary)
  }
  try {
    await pool.everywhere({ kind: 'know', memory: sharedFrom(evidence), habits })
    for await (const { batch } of segmentFrames(pool, frames(), collection)) {
      let out = ''
      for (const [p, id] of batch.ids.entries()) {
        const site = batch.hosts[batch.site[p]!]!
        out += line('found', { id, site, tags: foundOf(batch, p, vocabulary.texts) })
      }
      if (out !== '') yield out
    }
    const counted = [...vocabulary.occurring()].sort((a, b) => byUnits(a.surface, b.surface))
    await writePieces(counts!, linesOf('spelling', counted))
    await writePieces(sites!, [sitesToBytes(collection.sites)])
  } finally {
    await pool.close()
  }
}

/** The `map` rows of the `spelling` rows of all shards, in any order. Makes the `tagged` rows. Holds every spelling. */
export async function* clusterShards(rows: RowInput, job: ClusterShards): AsyncGenerator<string, void, undefined> {
  const { evidence, decisions } = job
  const reads = typeof decisions === 'string' ? [evidence, decisions] : [evidence]
  const [tagged] = outputs({ 'the tagged rows': job.tagged }, reads)
  const context = contextOf(decisions, evidence)
  if (job.byKey) {
    const part = fileOutput(tagged!, `${tagged!.name}.part`)
    try {
      for await (const { surfaces, clusters } of clustersByKey(rows, context)) {
        const tags = clusters.tagsInOrder()
        const centres = clusters.centresInOrder()
        const mapped = surfaces.map(({ surface }, i): Rows['map'] => {
          const centre = centres[i]
          return {
            surface,
            tag: tags[i] ?? null,
            ...(centre && { of: centre.of, centre: [centre.count, centre.phrase] }),
          }
        })
        yield* joined(linesOf('map', mapped))
        for (const piece of joined(linesOf('tagged', clusters.tagsByName(true)))) await part.write(piece)
      }
      await part.finish()
    } finally {
      await part.close()
      rmSync(`${tagged!.name}.part`, { force: true })
    }
    return
  }
  const spellings = await summed(rows)
  const clusters = createClusters(spellings, context)
  const tags = clusters.tagsInOrder()
  const names = clusters.namesInOrder()
  const mapped = spellings.map(({ surface }, i): Rows['map'] => {
    const of = names[i]
    return { surface, tag: tags[i] ?? null, ...(of !== undefined && { of }) }
  })
  yield* joined(linesOf('map', mapped))
  await writePieces(tagged!, joined(linesOf('tagged', clusters.tagsByName())))
}

/** The sums of `spelling` rows, sorted by surface. */
async function summed(rows: RowInput): Promise<Rows['spelling'][]> {
  const sums = new Map<string, { surface: string; count: number; pages: number }>()
  for await (const some of rowsIn(rows, 'the spelling rows', ['spelling']))
    for (const { row } of some) {
      const { surface, count, pages } = row
      const sum = sums.get(surface)
      if (sum === undefined) sums.set(surface, { surface, count, pages })
      else {
        sum.count += count
        sum.pages += pages
      }
    }
  return [...sums.values()].sort((a, b) => byUnits(a.surface, b.surface))
}

/** What tags are judged by; without evidence, for what needs none. */
function contextOf(decisions: string | readonly Decision[] = [], evidence?: string): Context {
  const { letters, sameness } = loadModel()
  return {
    letters,
    sameness,
    ...(evidence !== undefined && { evidence: learnedIn(evidence).whole().evidence }),
    decisions: typeof decisions === 'string' ? loadDecisions(decisions) : checkDecisionList(decisions, letters),
  }
}

/** Adds up `spelling` rows of many shards: one row a surface, sorted. Holds every spelling. */
export async function* sumSpellings(spellings: RowInput): AsyncGenerator<string, void, undefined> {
  yield* joined(linesOf('spelling', await summed(spellings)))
}

/** The `phrase` rows of `spelling` rows: each under the phrase that it is compared as. */
export const phrasesOfSpellings = (spellings: RowInput): AsyncGenerator<string, void, undefined> =>
  phrasesOf(spellings, contextOf())

/** The `near` rows of `phrase` rows, by key: each phrase under the keys by which it may meet another. */
export const keysForPhrases = (
  phrases: RowInput,
  { decisions }: Pick<ClusterShards, 'decisions'> = {},
): AsyncGenerator<string, void, undefined> => keysOfPhrases(phrases, contextOf(decisions))

/** The `pair` rows of `near` rows, by key: the pairs that met, judged. */
export const judgePairs = (
  near: RowInput,
  { evidence, decisions }: Pick<ClusterShards, 'evidence' | 'decisions'>,
): AsyncGenerator<string, void, undefined> => judgedPairs(near, contextOf(decisions, evidence))

/**
 * Of all `pair` rows those that connect phrases, under their component, and `group` rows, which say of which component a
 * phrase is; or, with a file of `phrases`, its rows under their component. Makes the `kin` rows. Holds every pair.
 */
export async function* componentsOfPairs(
  pairs: RowInput,
  job: { readonly kin: string; readonly phrases?: string | undefined },
): AsyncGenerator<string, void, undefined> {
  const { phrases } = job
  const [target] = outputs({ 'the kin rows': job.kin }, phrases === undefined ? [] : [phrases])
  const { groups, connected, kin } = await componentsOf(pairs)
  yield* joined(linesOf('pair', connected))
  if (phrases === undefined)
    yield* joined(
      linesOf(
        'group',
        Array.from(groups, ([key, component]) => ({ key, component })),
      ),
    )
  else
    for await (const rows of rowsIn(fileOf(phrases), phrases, ['phrase']))
      yield rows.map(({ row }) => line('phrase', { ...row, key: groups.get(row.key) ?? row.key })).join('')
  await writePieces(target!, joined(linesOf('kin', kin())))
}

/** The `related` rows of `kin` rows, for `tagsOfShards`. Holds the map. */
export async function* relateTags(
  kin: RowInput,
  job: { readonly map: string },
): AsyncGenerator<string, void, undefined> {
  const mapped = new Map<string, Rows['map']>()
  for await (const rows of rowsIn(fileOf(job.map), job.map, ['map']))
    for (const { row } of rows) mapped.set(row.surface, row)
  yield* relatedTags(kin, mapped)
}

/** The page records of a shard's `found` rows, in JSON Lines. Makes the shard's `carried` rows. */
export async function* writeShard(found: RowInput, job: WriteShard): AsyncGenerator<Uint8Array, void, undefined> {
  const [pages] = outputs({ 'the pages': job.pages }, [job.map, job.sites])
  const sites = sitesIn([job.sites])
  const surfaces: string[] = []
  const tagOf: (string | undefined)[] = []
  const numbers = new Map<string, number>()
  /** By surface: the number of its cluster, where that has several. */
  const clusterOf: number[] = []
  const clusters = new Map<string, number>()
  for await (const rows of rowsIn(fileOf(job.map), job.map, ['map']))
    for (const { row } of rows) {
      numbers.set(row.surface, surfaces.push(row.surface) - 1)
      tagOf.push(row.tag ?? undefined)
      let cluster = row.of === undefined ? NONE : clusters.get(row.of)
      if (cluster === undefined) clusters.set(row.of!, (cluster = clusters.size))
      clusterOf.push(cluster)
    }
  const records = new PageRecords({ surfaces, tagOf }, sites, jsonl, job.ownOnly ?? false)
  const counts = new Float64Array(clusters.size)
  const last = new Float64Array(clusters.size)
  let page = 0
  const number = (surface: string, id: string): number => {
    const known = numbers.get(surface)
    if (known === undefined)
      throw new WusumError('UNREADABLE', `${job.map} has no row of ${surface}, which stands on page ${id}`, {
        where: { source: job.map },
      })
    return known
  }
  for await (const rows of rowsIn(found, 'the found rows', ['found'])) {
    const columns = new MentionColumns()
    for (const { row } of rows) {
      page++
      for (const [surface, from, confidence] of row.tags) {
        const own = number(surface, row.id)
        columns.add(own, origins.indexOf(from), confidence)
        const cluster = clusterOf[own]!
        if (cluster === NONE || last[cluster] === page) continue
        last[cluster] = page
        counts[cluster]!++
      }
      columns.end(row.id, row.site)
    }
    yield records.of(columns.done())
  }
  const counted = Array.from(clusters, ([of, n]) => ({ of, pages: counts[n]! }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => byUnits(a.of, b.of))
  await writePieces(pages!, linesOf('carried', counted))
}

/** The tag records of `tagged` rows, the `carried` rows of all shards and `related` rows, in any order. */
export async function* tagsOfShards(rows: RowInput): AsyncGenerator<string, void, undefined> {
  const pages = new Map<string, number>()
  const related = new Map<string, Rows['related'][]>()
  const waiting: Rows['tagged'][] = []
  for await (const some of rowsIn(rows, 'the rows', ['tagged', 'carried', 'related'])) {
    let out = ''
    for (const one of some) {
      if (one.kind === 'carried') pages.set(one.row.of, (pages.get(one.row.of) ?? 0) + one.row.pages)
      else if (one.kind === 'related') related.set(one.row.key, [...(related.get(one.row.key) ?? []), one.row])
      else if (one.row.of === undefined) out += tagLine(one.row.tag)
      else waiting.push(one.row)
    }
    if (out !== '') yield out
  }
  for (const { of, tag } of waiting) {
    const counted = pages.get(of!)
    const others = related.get(of!)
    yield tagLine({
      ...tag,
      ...(counted !== undefined && { pages: counted }),
      ...(others && { related: relatedOf(others) }),
    })
  }
}

const tagLine = (tag: CanonicalTag): string => [...jsonlTags([tag])].join('')

const NONE = -1
/** Pages that are cut at once. */
const ROWS_AT_ONCE = 64

function* linesOf<K extends 'spelling' | 'map' | 'tagged' | 'carried' | 'pair' | 'group' | 'kin'>(
  kind: K,
  rows: Iterable<Row<K>['row']>,
): Generator<string> {
  for (const row of rows) yield line(kind, row as never)
}

/** Lines some at a time. */
function* joined(lines: Iterable<string>): Generator<string> {
  let out = ''
  for (const one of lines) {
    out += one
    if (out.length < READ_AHEAD) continue
    yield out
    out = ''
  }
  if (out !== '') yield out
}

function checkShares(
  job: Pick<ReadShard, 'sample' | 'minConfidence'>,
  say?: (option: string, value?: unknown) => string,
): void {
  const { sample, minConfidence } = job
  checkByRules({ sample, minConfidence }, { sample: share, minConfidence: share }, say)
}

/** Checks where a step writes before any work is done. */
function outputs(named: Readonly<Record<string, string>>, reads: readonly string[]) {
  const writes = Object.entries(named).map(([what, name]): Use => ({ what, name }))
  refuseSame(
    writes,
    reads.filter((name) => name !== '-').map((name): Use => ({ what: 'the input', name })),
  )
  return writes.map(({ name }) => targetOf(String(name)))
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new WusumError('NOT_FOUND', `cannot read ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
}

const learnedIn = (file: string): Learned => Learned.fromBytes(bytesOf(file), loadModel().segmenter.letters, file)

function sitesIn(files: readonly string[]): SiteLists {
  const sites = new SiteLists()
  for (const file of files) addSites(sites, bytesOf(file), file)
  return sites
}

const poolFor = (job: Partial<ReadShard>, inputs: readonly string[]) =>
  createPool(1, {
    inputs,
    fields: job.fields,
    records: job.records,
    deltas: false,
    setAside: job.setAside ?? false,
    labelledOnly: job.labelledOnly ?? false,
    sample: job.sample ?? 1,
    minConfidence: job.minConfidence ?? 0,
    decisions: [],
  })

/** A batch record by record, so that it is known which one is worked on. */
function* singly(batch: Batch): Generator<Batch> {
  const { spans, files } = batch
  if (spans.length <= 2) {
    yield batch
    return
  }
  for (let i = 0; i < spans.length / 2; i++)
    yield {
      ...batch,
      record: batch.record + i,
      spans: spans.slice(2 * i, 2 * i + 2),
      ...(files && { files: files.slice(i, i + 1) }),
      rejects: i === 0 ? batch.rejects : [],
    }
}

const foundOf = (pages: MentionPages, p: number, texts: readonly string[]): FoundTag[] => {
  const tags: FoundTag[] = []
  for (let i = p ? pages.ends[p - 1]! : 0; i < pages.ends[p]!; i++)
    tags.push([texts[pages.tags[i]!]!, origins[pages.from[i]!]!, pages.confidence[i]!])
  return tags
}

/** Held rows as the spool of a run has them. */
function frameOf(rows: readonly Row<'held'>[], vocabulary: Vocabulary): Frame {
  const columns = new MentionColumns()
  const waiting: Waiting[number][] = []
  for (const [page, { row }] of rows.entries()) {
    for (const [surface, from, confidence] of row.tags)
      columns.add(vocabulary.number(surface), origins.indexOf(from), confidence)
    columns.end(row.id, row.site)
    const { waits } = row
    if (waits) waiting.push({ page, runs: waits.runs.map(runExtract), blocks: waits.blocks })
  }
  return { mentions: columns.done(), fresh: [], ...(waiting.length > 0 && { waiting: toFrame(waiting) }) }
}

/** Bytes of a place that is said. */
const LINE = 1024

/** Says in a file which record is worked on. It lies in the memory of the system, which outlives the process. */
class Place {
  readonly #fd: number

  constructor(file: string) {
    const { name } = targetOf(file)
    this.#fd = openSync(name, 'w')
  }

  say(source: string, record: number): void {
    const said = JSON.stringify({ source, record })
    writeSync(this.#fd, `${said.padEnd(LINE - 1)}\n`, 0)
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** A file piece by piece. */
async function* fileOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array
  } catch (cause) {
    throw new WusumError('NOT_FOUND', `cannot read ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
}
