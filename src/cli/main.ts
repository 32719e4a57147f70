#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { WusumError } from '../core/errors.js'
import { compareCommand } from './compare.js'
import { evaluateCommand } from './evaluate.js'
import { explainCommand } from './explain.js'
import { reportCommand } from './report.js'
import { registryCommand } from './registry.js'
import { reviewCommand } from './review.js'
import { runCommand } from './run.js'
import { tagsCommand } from './tags.js'
import { escaped, note } from './display.js'

/** 0 done, 1 failed (or more rejects than allowed), 2 wrong usage; a reader that closes its pipe early is a quiet 0. */
const exit = { done: 0, failed: 1, usage: 2 } as const

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.done)
  complain(error)
  process.exit(exit.failed)
})

function complain(error: unknown): void {
  if (error instanceof WusumError) {
    // The reasons stand before it.
    note(error.code === 'NOTHING_READ' && error.rejected?.reasons.length ? 'no page was read' : error.message)
  } else
    process.stderr.write(`wusum: ${escaped(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
}

const parser = yargs(hideBin(process.argv))
  .scriptName('wusum')
  .usage('wusum: unique canonical Arabic tags out of the flattened keyword lists of scraped pages')
  .command(runCommand)
  .command(tagsCommand)
  .command(compareCommand)
  .command(explainCommand)
  .command(evaluateCommand)
  .command(registryCommand)
  .command(reportCommand)
  .command(reviewCommand)
  .completion('completion', 'Print a script that completes commands and options in bash or zsh')
  .version(version)
  .help()
  .alias('h', 'help')
  .strict()
  .recommendCommands()
  .wrap(Math.min(110, process.stderr.columns || 110))
  .epilogue('Data goes to standard output, progress and summaries to standard error.')
  .exitProcess(false)
  .fail((message: string | undefined, error: Error | undefined) => {
    throw error ?? new WusumError('USAGE', `${(message ?? 'wrong usage').replace(/\s+/g, ' ')} (see wusum --help)`)
  })

try {
  await parser.parseAsync()
} catch (error) {
  complain(error)
  process.exitCode = error instanceof WusumError && error.code === 'USAGE' ? exit.usage : exit.failed
}
