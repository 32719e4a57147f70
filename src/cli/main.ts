#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import yargs, { type Argv, type CommandModule } from 'yargs'
import { hideBin } from 'yargs/helpers'
import { distance } from '../core/sameness/distance.js'
import { WusumError } from '../core/errors.js'
import { command, literal } from './command.js'
import { compareCommand } from './compare.js'
import { fillIn, readDefaults } from './defaults.js'
import { diffCommand } from './diff.js'
import { evaluateCommand } from './evaluate.js'
import { explainCommand } from './explain.js'
import { askedFor, everything, manual, nameOf, overview } from './help.js'
import { reconcileCommand } from './reconcile.js'
import { reportCommand } from './report.js'
import { registryCommand } from './registry.js'
import { reviewCommand } from './review.js'
import { runCommand } from './run.js'
import { shardCommand } from './shard.js'
import { tagsCommand } from './tags.js'
import { escaped, meetTerminal, note, print } from './display.js'
import { Stopped } from './signals.js'

/**
 * 0 done, 1 failed (or more rejects than allowed), 2 wrong usage (diff has its own), 128 and its number for a signal; a reader that closes its
 * pipe early is a quiet 0.
 */
const exit = { done: 0, failed: 1, usage: 2 } as const

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.done)
  note(`cannot write to standard output: ${error.message}`)
  process.exit(exit.failed)
})
// What cannot be told is no reason to stop.
process.stderr.on('error', () => undefined)

/** What the system refuses (a disk is full, a folder cannot be written) is no fault of the program: its sentence is enough. */
const isFault = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'errno' in error

/** Whether the reader of an output went away. */
const isClosedPipe = (error: unknown): boolean =>
  error instanceof WusumError && error.code === 'OUTPUT' && isFault(error.cause) && error.cause.code === 'EPIPE'

function complain(error: unknown): void {
  if (error instanceof WusumError) {
    // The reasons stand before it.
    note(error.code === 'NOTHING_READ' && error.rejected?.reasons.length ? 'no page was read' : error.message)
  } else if (isFault(error)) note(error.message)
  else
    process.stderr.write(`wusum: ${escaped(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
}

const completion = command({
  command: 'completion',
  describe: 'Print a script that completes commands and options in a shell',
  builder: (argv) => argv.usage('wusum completion >> ~/.bashrc'),
  // yargs prints the script too, but goes on to the default command then.
  handler: async () => {
    await Promise.resolve(parser.showCompletionScript())
  },
})

async function printHelp({ path, all }: { path: readonly string[]; all: boolean }): Promise<void> {
  const { columns } = process.stdout
  const text = all
    ? everything(commands, columns)
    : path.length === 0
      ? overview(commands, columns)
      : manual(commands, path, columns)
  if (text === undefined) throw new WusumError('USAGE', `there is no command ${path.join(' ')} (see wusum --help)`)
  await print(text)
}

const help = command({
  command: 'help [names..]',
  describe: 'Tell all about a command: its options, what it costs, examples',
  builder: (argv) =>
    argv
      .usage('wusum help COMMAND\nwusum help registry COMMAND\nwusum help --all')
      .positional('names', { type: 'string', array: true, describe: 'The command' })
      .option('all', { type: 'boolean', default: false, describe: 'All about every command' }),
  handler: ({ names, all }) => printHelp({ path: names ?? [], all }),
})

const commands: CommandModule[] = [
  runCommand,
  tagsCommand,
  compareCommand,
  diffCommand,
  explainCommand,
  evaluateCommand,
  registryCommand,
  reportCommand,
  reviewCommand,
  reconcileCommand,
  shardCommand,
  completion,
  help,
]

/** Options and places of arguments that take several values; any other given twice would lose one of them. */
const several: ReadonlySet<string> = new Set([
  '_',
  'inputs',
  'adapt',
  'field',
  'tagged',
  'tags',
  'ids',
  'names',
  'files',
  'without',
])

function checkOnce(args: Record<string, unknown>): true {
  for (const [name, value] of Object.entries(args))
    if (Array.isArray(value) && !several.has(name)) throw new WusumError('USAGE', `--${name} is given more than once`)
  return true
}

/** What is told of a first word that is neither a command nor a file: it may be a command misspelt. */
function misspelt(error: unknown): unknown {
  const word = hideBin(process.argv).find((arg) => !arg.startsWith('-'))
  if (word === undefined || !/^[\p{L}-]+$/u.test(word)) return error
  if (!(error instanceof WusumError && error.code === 'NOT_FOUND' && error.where.source === word)) return error
  const names = commands.map(nameOf)
  const off = (name: string) => (word.length > 2 && name.startsWith(word) ? 0 : distance(word, name))
  const [nearest] = names.toSorted((a, b) => off(a) - off(b))
  const hint = off(nearest!) <= Math.max(1, word.length / 3) ? `did you mean ${nearest!}?` : 'see wusum --help'
  return new WusumError('USAGE', `no command and no file ${word}; ${hint}`, { where: { source: word } })
}

const parser: Argv = yargs(literal(hideBin(process.argv)))
  .scriptName('wusum')
  .command(commands)
  .version(version)
  .help(false)
  .option('help', { alias: 'h', type: 'boolean', describe: 'Show help' })
  .strict()
  .check(checkOnce)
  .middleware((args) => fillIn(args, hideBin(process.argv)), true)
  .recommendCommands()
  .exitProcess(false)
  .fail((message: string | undefined, error: Error | undefined) => {
    throw error ?? new WusumError('USAGE', `${(message ?? 'wrong usage').replace(/\s+/g, ' ')} (see wusum --help)`)
  })

/** The inside of a yargs parser, as far as it is there: it lays out its own help behind every command, for nobody: 50 ms. */
interface Inside {
  getInternalMethods?(): { getUsageInstance?(): { cacheHelpMessage?: () => void } }
}
function withoutItsHelp(of: Inside): void {
  const usage = of.getInternalMethods?.().getUsageInstance?.()
  if (usage?.cacheHelpMessage) usage.cacheHelpMessage = () => undefined
}

try {
  const asked = askedFor(commands, hideBin(process.argv))
  if (asked !== undefined) await printHelp(asked)
  else {
    const { display } = readDefaults()
    // As if it were said for every terminal.
    if (display !== undefined) process.env['WUSUM_DISPLAY'] ??= display
    await meetTerminal()
    withoutItsHelp(parser as Inside)
    await parser.parseAsync()
  }
} catch (thrown) {
  const error = misspelt(thrown)
  if (isClosedPipe(error)) process.exit(exit.done)
  if (error instanceof Stopped) {
    complain(error.cause)
    // A file that does not answer, such as a pipe without a writer, would hold up an orderly exit for ever. Others answer soon.
    const awaitsFile = () => process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'))
    for (let i = 0; i < 25 && awaitsFile(); i++) await sleep(20)
    if (awaitsFile()) process.kill(process.pid, error.signal)
    process.exit(128 + constants.signals[error.signal])
  }
  complain(error)
  // A command may have a status of its own for what goes wrong.
  process.exitCode ??= error instanceof WusumError && error.code === 'USAGE' ? exit.usage : exit.failed
}
