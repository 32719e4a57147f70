import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { userInfo } from 'node:os'
import type { CommandModule } from 'yargs'
import { keepApart } from './apart.js'
import {
  absentOf,
  changesAsJson,
  changesForPeople,
  displayOption,
  jsonOption,
  tellAbsent,
  tellChanges,
} from './changes.js'
import { command } from './command.js'
import { asJson, note, print } from './display.js'
import { grouped } from './numbers.js'
import { WusumError } from '../core/errors.js'
import type { Snapshot, Store } from '../registry/index.js'
import type { Changes } from '../run/changes.js'

const describe = 'Look after a registry: check, export, import, decisions, history'

const place = {
  type: 'string',
  describe: 'A file, or postgres://user@host/database?schema=name',
  demandOption: true,
} as const

const quietly = {
  alias: 'q',
  type: 'boolean',
  default: false,
  describe: 'Do not say what changed',
} as const

/** Opens the registry, which must exist unless `create`, for as long as `task` runs. */
async function within<T>(where: string, task: (store: Store) => Promise<T>, create = false): Promise<T> {
  keepApart(where)
  const { openStore } = await import('../registry/index.js')
  const store = await openStore(where, { create })
  try {
    return await task(store)
  } finally {
    await store.close()
  }
}

async function printLines(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const line of lines) await print(`${line}\n`)
}

const jsonOf = (values: Iterable<unknown>): Iterable<string> => Array.from(values, (value) => JSON.stringify(value))

const check = command({
  command: 'check <registry>',
  describe: 'Verify that everything in it agrees; prints what it holds',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry check R\n\nReads everything: some seconds for a million tags. Exit status 1 when something is wrong.',
      )
      .positional('registry', place),
  handler: ({ registry }) =>
    within(registry, async (store) => {
      const problems = [...(await store.check()), ...(await contradicting(store))]
      const { surfaces, tags, decisions, pages, cursor } = await store.snapshot()
      const alive = [...tags.values()].filter((tag) => tag.target === undefined)
      await printLines(
        jsonOf([
          {
            pages,
            surfaces: surfaces.filter((s) => s.count > 0).length,
            unsettled: surfaces.filter((s) => s.count > 0 && s.tag === undefined).length,
            tags: alive.length,
            merged: tags.size - alive.length,
            decisions: decisions.length,
            settlings: cursor.generation,
            problems,
          },
        ]),
      )
      if (problems.length > 0) {
        throw new WusumError(
          'REGISTRY',
          `${store.where} disagrees with itself in ${problems.length} places: ${problems[0]!}`,
        )
      }
    }),
})

const exportCommand = command({
  command: 'export <registry>',
  describe: 'Print everything in it as JSON lines',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry export R > registry.jsonl\n\nOne consistent view, beside running writers. Imports into any kind of registry.',
      )
      .positional('registry', place),
  handler: ({ registry }) => within(registry, (store) => printLines(store.export())),
})

const importCommand = command({
  command: 'import <registry> <file>',
  describe: 'Fill an empty registry from an export',
  builder: (argv) =>
    argv
      .usage('wusum registry import R FILE\n\nAll of it or nothing; the registry is made when it does not exist.')
      .positional('registry', place)
      .positional('file', { type: 'string', demandOption: true, describe: 'What export printed; - for standard input' })
      .option('quiet', quietly)
      .example('wusum registry export tags.db | wusum registry import postgres://host/tags -', ''),
  handler: ({ registry, file, quiet }) => {
    keepApart(undefined, [file], registry)
    return within(
      registry,
      async (store) => {
        const source = file === '-' ? process.stdin : createReadStream(file)
        const failed = new Promise<never>((_, reject) => {
          source.once('error', (cause: Error) =>
            reject(
              new WusumError('NOT_FOUND', `cannot read ${file}: ${cause.message}`, { where: { source: file }, cause }),
            ),
          )
        })
        await Promise.race([store.import(linesOf(source)), failed])
        const problems = await store.check()
        if (problems.length > 0) throw new WusumError('REGISTRY', `${file} disagrees with itself: ${problems[0]!}`)
        if (quiet) return
        const { pages, surfaces, decisions } = await store.snapshot()
        note(
          `${number(pages, 'page')}, ${number(surfaces.length, 'spelling')} and ${number(decisions.length, 'decision')} taken over`,
        )
      },
      true,
    )
  },
})

/** Reads when asked: lines that come before anyone listens would be lost. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  yield* createInterface({ input, crlfDelay: Infinity })
}

const vacuum = command({
  command: 'vacuum <registry>',
  describe: 'Drop what nothing refers to and give space back',
  builder: (argv) => argv.usage('wusum registry vacuum R').positional('registry', place).option('quiet', quietly),
  handler: async ({ registry, quiet }) => {
    const size = () => statSync(registry, { throwIfNoEntry: false })?.size
    const before = size()
    await within(registry, (store) => store.vacuum())
    const after = size()
    if (!quiet && before !== undefined && after !== undefined)
      note(`${registry} takes ${kilobytes(after)} kB, before ${kilobytes(before)} kB`)
  },
})

const settle = command({
  command: 'settle <registry>',
  describe: 'Judge all surfaces anew: merge near spellings, follow decisions',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry settle R\n\nFor a timer, beside running ingest jobs: they answer by the last settling.\n' +
          'About 90 s and 1.5 GB for a million tags.',
      )
      .positional('registry', place)
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Only print what would change, as wusum diff does; settles a copy in a temporary file',
      })
      .option('json', jsonOption)
      .option('display', displayOption)
      .option('quiet', quietly),
  handler: ({ registry, quiet, dryRun, json, display }) => {
    if (!dryRun && (json !== undefined || display !== 'auto'))
      throw new WusumError('USAGE', `--${json === undefined ? 'display' : 'json'} goes with --dry-run`)
    return within(registry, async (store) => {
      if (!dryRun) {
        await settled(store, quiet)
        return
      }
      const { reclusteredCopy } = await import('../run/recluster.js')
      const { changesOf, judgedIn, settledIn } = await import('../run/changes.js')
      const { loadModel } = await import('../model/index.js')
      const { snapshot, clusters } = await reclusteredCopy(store, loadModel())
      const changes = changesOf(settledIn(snapshot), judgedIn(snapshot, clusters))
      await print(asJson(json, display) ? changesAsJson(changes) : changesForPeople(changes, display))
    })
  },
})

/** A sentence for each contradiction among the decisions that stand, with the way out. */
async function contradicting(store: Store): Promise<string[]> {
  const { contradictionOf, standingContradictions } = await import('../run/decide.js')
  return standingContradictions(await store.decisions()).map(
    (it) => `${contradictionOf(it)}; wusum registry undo takes decision ${it.one.id} back`,
  )
}

/** Settles, and says what changed. Returns what was judged. */
async function settled(store: Store, quiet: boolean): Promise<{ snapshot: Snapshot; changes: Changes }> {
  const { recluster } = await import('../run/recluster.js')
  const { changesOf, judgedIn, settledIn } = await import('../run/changes.js')
  const { loadModel } = await import('../model/index.js')
  const { snapshot, clusters } = await recluster(store, loadModel())
  const before = settledIn(snapshot)
  const changes = changesOf(before, judgedIn(snapshot, clusters))
  if (!quiet) tellChanges(changes, before.surfaces)
  for (const sentence of await contradicting(store)) note(sentence)
  return { snapshot, changes }
}

/** The id that a person means by an id or a spelling. */
function idOfTag({ tags, surfaces }: Snapshot, text: string): string {
  if (tags.has(text)) return text
  const found = surfaces.find((s) => s.surface === text)
  if (found === undefined) throw new WusumError('NOT_FOUND', `${text} is neither a tag nor an id of this registry`)
  if (!found.tag) throw new WusumError('NOT_FOUND', `${text} is ${found.tag === '' ? 'ignored' : 'not settled yet'}`)
  return found.tag
}

const history = command({
  command: 'history <registry> <tag>',
  describe: 'Tell what a tag was and became',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry history R TAG\n\nTAG is a spelling or an id. The first line is the tag now, the others what happened to it.',
      )
      .positional('registry', place)
      .positional('tag', { type: 'string', demandOption: true, describe: 'A tag or its id' }),
  handler: ({ registry, tag }) =>
    within(registry, async (store) => {
      const snapshot = await store.snapshot()
      const stored = snapshot.tags.get(idOfTag(snapshot, tag))!
      await printLines(jsonOf([stored, ...(await store.history(stored.id))]))
    }),
})

const verbs = ['same', 'apart', 'related', 'ignore', 'spell-as'] as const

const decide = command({
  command: 'decide <registry> [verb] [tags..]',
  describe: 'Put a decision, or a file of them, into the registry',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry decide R same A B\nwusum registry decide R apart A B\nwusum registry decide R related A B\nwusum registry decide R ignore TAG\n' +
          'wusum registry decide R spell-as TAG SPELLING\nwusum registry decide R --file decisions.txt\n\n' +
          'Decisions win over every rule. They take effect when the registry is settled: at once, or with --no-settle later.\n\n' +
          'People on a terminal are told what changed; programs get one JSON object,\n' +
          '{"decisions","settled","changes":{"merged","split","renamed","fresh","gone","gained","lost"},"absent"}.',
      )
      .positional('registry', place)
      .positional('verb', { choices: verbs, describe: 'What is decided' })
      .positional('tags', { type: 'string', array: true, describe: 'The tags it is about' })
      .option('file', { type: 'string', nargs: 1, describe: "A curator's decisions file" })
      .option('by', { type: 'string', nargs: 1, describe: 'Who decides; default: the user of this process' })
      .option('settle', { type: 'boolean', default: true, describe: 'Settle the registry now' })
      .option('json', { type: 'boolean', describe: 'One JSON object, for programs; default: unless on a terminal' })
      .option('quiet', quietly),
  handler: async ({ registry, verb, tags = [], file, by, settle, json, quiet }) => {
    if ((verb === undefined) === (file === undefined))
      throw new WusumError('USAGE', 'decide takes a decision or --file')
    const { parseDecisions, checkDecisions, operands } = await import('../core/sameness/decisions.js')
    const { fold } = await import('../core/text/fold.js')
    const { loadModel } = await import('../model/index.js')
    const { decideIn } = await import('../run/decide.js')
    const source = file ?? 'the decision'
    const placed = parseDecisions(file === undefined ? [verb, ...tags].join('\t') : read(file), source)
    const { letters } = loadModel()
    checkDecisions(placed, source, letters)
    const decisions = placed.map(({ decision }) => decision)
    await within(registry, async (store) => {
      await decideIn(store, decisions, by ?? userInfo().username)
      const forPrograms = asJson(json, 'auto')
      const silent = quiet || forPrograms
      const { snapshot, changes } = settle
        ? await settled(store, silent)
        : { snapshot: await store.snapshot(), changes: undefined }
      const absent = absentOf(decisions.flatMap(operands), snapshot, (tag) => fold(tag, 'encoding', letters))
      if (forPrograms && !quiet) await printLines(jsonOf([{ decisions, settled: settle, changes, absent }]))
      if (silent) return
      if (!settle) note(`${number(decisions.length, 'decision')} kept, felt when the registry is settled`)
      tellAbsent(absent)
    })
  },
})

const number = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
const kilobytes = (bytes: number) => grouped(Math.ceil(bytes / 1000))

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw new WusumError('NOT_FOUND', `cannot read ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
}

const decisions = command({
  command: 'decisions <registry>',
  describe: 'List its decisions, as JSON lines or as a decisions file',
  builder: (argv) =>
    argv
      .usage(
        'wusum registry decisions R\n\nAll decisions ever made, with their numbers, who made them and when, and which others that\n' +
          'stand they contradict.',
      )
      .positional('registry', place)
      .option('text', { type: 'boolean', default: false, describe: 'Those that stand, as a decisions file' }),
  handler: ({ registry, text }) =>
    within(registry, async (store) => {
      const all = await store.decisions()
      if (!text) {
        const { standingContradictions } = await import('../run/decide.js')
        const against = standingContradictions(all)
        const contradicts = (id: number): number[] =>
          against.flatMap(({ one, other }) => (one.id === id ? [other?.id ?? id] : other?.id === id ? [one.id] : []))
        return printLines(
          jsonOf(
            all.map((d) => {
              const others = contradicts(d.id)
              return others.length > 0 ? { ...d, contradicts: others } : d
            }),
          ),
        )
      }
      const { printDecision } = await import('../core/sameness/decisions.js')
      return printLines(all.filter((d) => d.undone === undefined).map((d) => printDecision(d.decision)))
    }),
})

const undo = command({
  command: 'undo <registry> <ids..>',
  describe: 'Take decisions back, by their numbers',
  builder: (argv) =>
    argv
      .usage('wusum registry undo R NUMBER…')
      .positional('registry', place)
      .positional('ids', { type: 'number', array: true, demandOption: true, describe: 'As decisions lists them' })
      .option('settle', { type: 'boolean', default: true, describe: 'Settle the registry now' })
      .option('quiet', quietly),
  handler: ({ registry, ids, settle, quiet }) =>
    within(registry, async (store) => {
      const { printDecision } = await import('../core/sameness/decisions.js')
      const known = new Map((await store.decisions()).map((d) => [d.id, d]))
      const missing = ids.find((id) => !known.has(id))
      if (missing !== undefined) throw new WusumError('NOT_FOUND', `${store.where} has no decision ${missing}`)
      await store.undo(ids)
      for (const id of quiet ? [] : ids) {
        const { decision, undone } = known.get(id)!
        note(undone === undefined ? `taken back: ${printDecision(decision)}` : `decision ${id} was taken back before`)
      }
      if (settle) await settled(store, quiet)
    }),
})

export const registryCommand: CommandModule = {
  command: 'registry',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum registry COMMAND R\n\n${describe}. A registry keeps tags, counts, evidence and decisions across runs and machines.`,
      )
      .command([check, exportCommand, importCommand, vacuum, settle, history, decide, decisions, undo])
      .demandCommand(
        1,
        'registry takes a command: check, export, import, vacuum, settle, history, decide, decisions or undo',
      ),
  handler: () => undefined,
}
