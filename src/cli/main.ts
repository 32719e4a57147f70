#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import yargs, { type Argv, type CommandModule } from 'yargs'
import { hideBin } from 'yargs/helpers'
import { distance } from '../core/distance.js'
import { WusumError } from '../core/errors.js'
import { command, literal } from './command.js'
import { compareCommand } from './compare.js'
import { evaluateCommand } from './evaluate.js'
import { explainCommand } from './explain.js'
import { reportCommand } from './report.js'
import { registryCommand } from './registry.js'
import { reviewCommand } from './review.js'
import { runCommand } from './run.js'
import { tagsCommand } from './tags.js'
import { escaped, note } from './display.js'
import { Stopped } from './signals.js'

/**
 * 0 done, 1 failed (or more rejects than allowed), 2 wrong usage, 128 and its number for a signal; a reader that closes its
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
  describe: 'Print a script that completes commands and options in bash or zsh',
  builder: (argv) => argv.usage('wusum completion >> ~/.bashrc'),
  // yargs prints the script too, but goes on to the default command then.
  handler: async () => {
    await Promise.resolve(parser.showCompletionScript())
  },
})

const commands: CommandModule[] = [
  runCommand,
  tagsCommand,
  compareCommand,
  explainCommand,
  evaluateCommand,
  registryCommand,
  reportCommand,
  reviewCommand,
  completion,
]

/** Options and places of arguments that take several values; any other given twice would lose one of them. */
const several: ReadonlySet<string> = new Set(['_', 'inputs', 'field', 'tagged', 'tags', 'ids'])

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
  const names = commands.map(
    ({ command: names }) => String(typeof names === 'string' ? names : names?.[0]).split(' ')[0]!,
  )
  const off = (name: string) => (word.length > 2 && name.startsWith(word) ? 0 : distance(word, name))
  const [nearest] = names.toSorted((a, b) => off(a) - off(b))
  const hint = off(nearest!) <= Math.max(1, word.length / 3) ? `did you mean ${nearest!}?` : 'see wusum --help'
  return new WusumError('USAGE', `no command and no file ${word}; ${hint}`, { where: { source: word } })
}

const parser: Argv = yargs(literal(hideBin(process.argv)))
  .scriptName('wusum')
  .usage('wusum: unique canonical Arabic tags out of the flattened keyword lists of scraped pages')
  .command(commands)
  .version(version)
  .help()
  .alias('h', 'help')
  .strict()
  .check(checkOnce)
  .recommendCommands()
  .wrap(Math.min(110, process.stderr.columns || 110))
  .epilogue('Data goes to standard output, progress and summaries to standard error.')
  .exitProcess(false)
  .fail((message: string | undefined, error: Error | undefined) => {
    throw error ?? new WusumError('USAGE', `${(message ?? 'wrong usage').replace(/\s+/g, ' ')} (see wusum --help)`)
  })

try {
  await parser.parseAsync()
} catch (thrown) {
  const error = misspelt(thrown)
  if (isClosedPipe(error)) process.exit(exit.done)
  if (error instanceof Stopped) {
    complain(error.cause)
    // A file that does not answer, such as a pipe without a writer, would hold up an orderly exit for ever.
    if (process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq')))
      process.kill(process.pid, error.signal)
    process.exit(128 + constants.signals[error.signal])
  }
  complain(error)
  process.exitCode = error instanceof WusumError && error.code === 'USAGE' ? exit.usage : exit.failed
}
