import { readFileSync } from 'node:fs'
import path from 'node:path'
import { keepApart } from './apart.js'
import { command } from './command.js'
import type { Proposal } from '../core/sameness/proposals.js'
import { WusumError } from '../core/errors.js'
import { hostOf } from '../core/text/host.js'
import { print } from './display.js'
import type { CanonicalTag } from '../core/types.js'
import type { ReportFacts, ReportOptions } from '../emit/report.js'
import { isAddress } from '../registry/index.js'

const describe = 'Make a page to read: what became one tag, why, what to check'

export const reportCommand = command({
  command: 'report [tags]',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum report --registry R -o report.html\nwusum report TAGS.jsonl -o report.html\n\n${describe}.\n\n` +
          'TAGS.jsonl is what wusum tags prints. One file, under 5 MB, that opens from disk and asks no host for anything.\n' +
          'Cost: a second for a hundred thousand tags; with a registry also that of wusum tags.',
      )
      .positional('tags', { type: 'string', describe: 'Tags, as wusum tags prints them; - for standard input' })
      .option('registry', { type: 'string', nargs: 1, describe: 'The registry to report on' })
      .option('decisions', { type: 'string', nargs: 1, describe: "A curator's decisions file" })
      .option('records', {
        type: 'string',
        nargs: 1,
        describe: 'What wusum run wrote for the pages: adds site lists and unsure tags',
      })
      .option('summary', {
        type: 'string',
        nargs: 1,
        describe: 'What wusum run --summary wrote: adds pages, rejected records, repairs and the timeline',
      })
      .option('output', { alias: 'o', type: 'string', nargs: 1, demandOption: true, describe: 'The file to write' })
      .option('lang', { choices: ['ar', 'en'] as const, default: 'ar' as const, describe: 'Language of the page' })
      .example('wusum report --registry tags.db -o report.html --lang en', ''),
  handler: async (args) => {
    if ((args.registry === undefined) === (args.tags === undefined))
      throw new WusumError('USAGE', 'report takes either --registry or a file of tags')
    if (args.decisions !== undefined && args.registry === undefined)
      throw new WusumError('USAGE', '--decisions goes with --registry: a file of tags has been judged already')
    if (args.tags === '-' && args.records === '-')
      throw new WusumError('USAGE', 'standard input is either the tags or the records')
    keepApart(args.registry, [args.tags, args.records, args.summary, args.decisions], args.output)
    const { targetOf, writeText } = await import('../run/output.js')
    const target = args.output === '-' ? undefined : targetOf(args.output)
    const { fold } = await import('../core/text/fold.js')
    const { loadModel } = await import('../model/index.js')
    const { report } = await import('../emit/report.js')
    const { letters } = loadModel()
    const date = new Date().toISOString().slice(0, 10)
    let facts: ReportFacts = { date, ...(args.summary === undefined ? {} : summaryOf(args.summary)) }
    let tags: Iterable<CanonicalTag> | AsyncIterable<CanonicalTag>
    let options: ReportOptions = { lang: args.lang, fold: (surface) => fold(surface, 'orthographic', letters) }
    let unsure: readonly Proposal[] = []
    if (args.records !== undefined) {
      const found = await readRecords(args.records)
      facts = { ...facts, siteLists: found.siteLists }
      unsure = found.unsure
    }
    if (args.registry !== undefined) {
      const { registryTags } = await import('../run/knowledge.js')
      const { snapshot, clusters } = await registryTags(args.registry, args.decisions)
      tags = clusters.tags()
      const source = isAddress(args.registry) ? undefined : path.basename(args.registry)
      facts = {
        source,
        ...facts,
        pages: facts.pages ?? snapshot.pages,
        proposals: chain(clusters.proposals(), unsure),
      }
      options = { ...options, why: ({ a, b }) => (b === undefined ? '' : clusters.compare(a, b, args.lang).why) }
    } else {
      const file = args.tags!
      const { tagsIn } = await import('../run/own-files.js')
      tags = tagsIn(file)
      facts = { source: file === '-' ? undefined : path.basename(file), ...facts }
      if (args.records !== undefined) facts = { ...facts, proposals: unsure }
    }
    const page = await report(tags, facts, options)
    await (target === undefined ? print(page) : writeText(target, page))
  },
})

function* chain<T>(...lists: readonly Iterable<T>[]): Generator<T> {
  for (const list of lists) yield* list
}

/** What a page's records tell beyond its tags. Tags cut with less confidence than this are worth a look. */
const UNSURE = 0.7
/** Tags kept of one site's lists. */
const SITE_TAGS = 100

async function readRecords(file: string): Promise<{ siteLists: ReportFacts['siteLists']; unsure: Proposal[] }> {
  const sites = new Map<string, { pages: number; tags: Map<string, number> }>()
  const boundaries = new Map<string, { pages: number; confidence: number }>()
  const { recordsIn } = await import('../run/own-files.js')
  for await (const record of recordsIn(file)) {
    const repeated = record.tags.filter((tag) => tag.scope === 'site')
    if (repeated.length > 0) {
      const site = hostOf(record.id)
      const known = sites.get(site) ?? { pages: 0, tags: new Map<string, number>() }
      sites.set(site, known)
      known.pages++
      for (const { tag } of repeated) known.tags.set(tag, (known.tags.get(tag) ?? 0) + 1)
    }
    for (const { tag, confidence } of record.tags) {
      if (confidence >= UNSURE) continue
      const known = boundaries.get(tag) ?? { pages: 0, confidence: 0 }
      boundaries.set(tag, known)
      known.confidence = (known.confidence * known.pages + confidence) / ++known.pages
    }
  }
  return {
    siteLists: [...sites].map(([site, { pages, tags }]) => ({
      site,
      pages,
      tags: [...tags]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, SITE_TAGS)
        .map(([tag]) => tag),
    })),
    unsure: [...boundaries].map(([a, { pages, confidence }]) => ({
      kind: 'boundary',
      a,
      rule: 'boundary',
      chance: 1 - confidence,
      pages: [pages, 0],
    })),
  }
}

/** What `run --summary` wrote; a part that is not what it should be is left out. */
function summaryOf(file: string): ReportFacts {
  const text = attempt(file, () => readFileSync(file, 'utf8'))
  let summary: unknown
  try {
    summary = JSON.parse(text)
  } catch {
    summary = undefined
  }
  if (typeof summary !== 'object' || summary === null)
    throw new WusumError('UNREADABLE', `${file} is not the summary of a run`, { where: { source: file } })
  const part = (name: string): Record<string, number> | undefined => {
    const value: unknown = Reflect.get(summary, name)
    const sound = typeof value === 'object' && value !== null && Object.values(value).every(Number.isSafeInteger)
    return sound ? (value as Record<string, number>) : undefined
  }
  const pages: unknown = Reflect.get(summary, 'pages')
  const months = part('months')
  return {
    pages: typeof pages === 'number' ? pages : undefined,
    rejected: part('rejectedBy'),
    repairs: part('repairs'),
    setAside: part('setAside'),
    months: months && Object.entries(months).map(([month, pages]) => ({ month, pages })),
  }
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'NOT_FOUND' : 'UNREADABLE'
    throw new WusumError(code, `cannot read ${file}: ${(cause as Error).message}`, { where: { source: file }, cause })
  }
}
