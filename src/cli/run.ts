import type { Argv } from 'yargs'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { binary, recordFormats, type OutputFormat, type RecordFormat } from '../emit/index.js'
import type { Job, RunSummary } from '../run/index.js'
import { displays, drawFor, note, print, stdout, type Display } from './display.js'
import { defaults } from './defaults.js'
import { createProgress } from './progress.js'
import { telling } from './rejected.js'
import { stoppable } from './signals.js'
import { noticesOf } from './inputs.js'
import { printSummary } from './summary.js'
import { describeSurvey } from './survey.js'

/** Options of how a page is read, which say the same in every command that has them. */
export const pageOptions = {
  field: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Where a page field stands in the export, such as id=postId; may be repeated',
  },
  records: {
    type: 'string',
    nargs: 1,
    describe: 'Where records stand in JSON that wraps them, such as hits.hits[]._source (default: found)',
  },
  decisions: { type: 'string', nargs: 1, describe: "A curator's decisions file; it wins over every rule" },
  sample: {
    type: 'number',
    nargs: 1,
    describe: 'Take this share of the pages, 0 to 1, by a hash of their id',
  },
  'labelled-only': {
    type: 'boolean',
    default: false,
    describe: 'Look for no list in a text that no label announces',
  },
  'set-aside': {
    type: 'boolean',
    default: false,
    describe: 'Keep what looks like no tag list: the title chopped into words, the name of the site',
  },
} as const

/** Options that every command which reads pages shares. */
export function readingOptions<T>(argv: Argv<T>) {
  return argv
    .option('jobs', {
      alias: 'j',
      type: 'number',
      describe: 'Threads; 0: one for each processor, where there is input enough',
      default: 0,
    })
    .option('field', pageOptions.field)
    .option('adapt', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Learn from these pages with delimited tags how their houses make tags; may be repeated',
    })
    .option('records', pageOptions.records)
    .option('decisions', pageOptions.decisions)
    .option('limit', { type: 'number', nargs: 1, describe: 'Stop after so many pages' })
    .option('sample', pageOptions.sample)
    .option('min-confidence', {
      type: 'number',
      nargs: 1,
      default: 0,
      describe: 'Leave out tags that are less certain than this, 0 to 1',
    })
    .option('rejects', { type: 'string', nargs: 1, describe: 'Write rejected records here, each with its reason' })
    .option('max-rejects', { type: 'number', nargs: 1, describe: 'Fail when more records than this are rejected' })
    .option('labelled-only', pageOptions['labelled-only'])
    .option('set-aside', pageOptions['set-aside'])
    .option('quiet', { alias: 'q', type: 'boolean', default: false, describe: 'No progress, no summary' })
    .option('display', {
      choices: displays,
      default: 'auto' as Display,
      describe: 'How Arabic is drawn for people; default: by the terminal (see docs/TERMINAL.md)',
    })
    .group(READING, 'How pages are read')
    .group(['quiet', 'display'], 'What people see')
}

const READING = [
  'field',
  'records',
  'labelled-only',
  'set-aside',
  'min-confidence',
  'limit',
  'sample',
  'rejects',
  'max-rejects',
  'jobs',
]

export interface ReadingArguments {
  jobs: number
  field: string[] | undefined
  adapt: string[] | undefined
  records: string | undefined
  decisions: string | undefined
  limit: number | undefined
  sample: number | undefined
  rejects: string | undefined
  maxRejects: number | undefined
  minConfidence: number
  labelledOnly: boolean
  setAside: boolean
}

/** The part of a job that those options say. */
export function readingJob(args: ReadingArguments): Omit<Job, 'inputs'> {
  return {
    jobs: args.jobs,
    fields: fieldsOf(args.field),
    adapt: args.adapt,
    records: args.records,
    decisions: args.decisions,
    limit: args.limit,
    sample: args.sample,
    rejects: args.rejects,
    maxRejects: args.maxRejects,
    minConfidence: args.minConfidence,
    labelledOnly: args.labelledOnly,
    setAside: args.setAside,
    onNotice: note,
  }
}

/** An option of a job as it is spelled here. */
export function asFlag(option: string, value?: unknown): string {
  if (option === 'inputs') return option
  if (option === 'fields') return '--field'
  const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return value === false ? `--no-${name}` : `--${name}`
}

/** `--field id=postId …` as page field to column, with those that are set for every run. */
export function fieldsOf(pairs: readonly string[] = []): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1 || at === pair.length - 1)
      throw new WusumError('USAGE', `--field takes name=column, such as id=postId, not ${pair}`)
    const name = pair.slice(0, at)
    if (Object.hasOwn(fields, name)) throw new WusumError('USAGE', `--field says twice where ${name} stands`)
    fields[name] = pair.slice(at + 1)
  }
  return { ...defaults().fields, ...fields }
}

export const bom = {
  type: 'boolean',
  default: true,
  describe: 'Begin CSV with a byte order mark, which tells Excel its charset',
} as const

/** Refuses to fill a person's screen with bytes. */
export function refuseBinary(format: OutputFormat, output: string | undefined): void {
  if (binary.has(format) && output === undefined && stdout.isTTY)
    throw new WusumError('USAGE', `--format ${format} is no text: name a file with --output`)
}

const describe = 'Read pages, write the unique tags of each (the default command)'

export const runCommand = command({
  command: ['run [inputs..]', '$0 [inputs..]'],
  describe,
  builder: (argv) =>
    readingOptions(argv)
      .usage(
        `wusum run [inputs..]\n\n${describe}.\n\n` +
          'Inputs are files, folders, globs or - for standard input: text, HTML, JSON, JSONL, CSV, TSV, Parquet, WARC, ARC, WET,\n' +
          'RSS, Atom, exports of WordPress and Blogger, sitemaps of news, MHTML, records of libraries (OAI-PMH, Dublin Core,\n' +
          'MARCXML, MODS), BibTeX, RIS, dumps of wikis, each also compressed (gz, zst, br); told apart by content.\n\n' +
          'Cost: pages are read once; what their lists need is held in a temporary file beside the output, so memory stays\n' +
          'near 250 MB, and 150 MB for each thread more, however large the input; it grows only with the number of distinct\n' +
          'tags. A second thread pays from about a gigabyte of JSON lines on, from a tenth of that for HTML.',
      )
      .positional('inputs', { type: 'string', array: true, describe: 'Files, folders, globs, or - for standard input' })
      .option('output', {
        alias: 'o',
        type: 'string',
        nargs: 1,
        describe: 'Write here, whole or not at all (default: standard output)',
      })
      .option('own-only', { type: 'boolean', default: false, describe: 'Leave out lists that the whole site repeats' })
      .option('format', {
        choices: recordFormats,
        describe: 'jsonl (one record a page), csv or parquet (one row a tag of a page), table (for people)',
        default: 'jsonl' as RecordFormat,
      })
      .option('bom', bom)
      .option('registry', {
        type: 'string',
        nargs: 1,
        describe: 'Learn into, and agree with, this registry: a file or postgres://…',
      })
      .option('learn', {
        type: 'boolean',
        default: true,
        describe: 'Learn from all pages before cutting their lists; --no-learn takes each page alone, with what ships',
      })
      .option('summary', {
        type: 'string',
        nargs: 1,
        describe: 'Write the counts of the run here, one JSON object; wusum report takes it',
      })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'Only say what would be read as what, with the first records; write nothing',
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: 'Go on where an interrupted run with the same output stopped',
      })
      .example('wusum run pages/ -o tags.jsonl', 'every page below a folder')
      .example('zcat crawl.jsonl.gz | wusum run - --format csv', 'from a pipe')
      .example('wusum run posts.xml --registry tags.db', 'into a registry that later runs agree with'),
  handler: async (args) => {
    const inputs = args.inputs ?? []
    if (!inputs.length) {
      if (process.stdin.isTTY)
        throw new WusumError('USAGE', 'name the pages to read, or - for standard input (see wusum run --help)')
      inputs.push('-')
    }
    const file = args.output === '-' ? undefined : args.output
    refuseBinary(args.format, file)
    const { run } = await import('../run/index.js')
    const draw = args.format === 'table' ? drawFor(args.display, file === undefined ? stdout : {}) : undefined
    const job: Job = {
      ...readingJob(args),
      inputs: inputs.map(String),
      output: file ?? stdout,
      format: args.format,
      bom: args.bom,
      draw,
      registry: args.registry,
      learn: args.learn,
      ownOnly: args.ownOnly,
      summary: args.summary,
      resume: args.resume,
    }
    if (args.dryRun) {
      const { survey } = await import('../run/survey.js')
      const found = await telling(
        stoppable((signal) => survey({ ...job, signal }, asFlag)),
        args,
      )
      await print(describeSurvey(found, drawFor(args.display, stdout)))
      return
    }
    const progress = createProgress(process.stderr, args.quiet || (file === undefined && stdout.isTTY))
    const done = async (): Promise<RunSummary> => {
      const summary = await stoppable((signal) => run({ ...job, signal, onProgress: progress.update }, asFlag)).finally(
        progress.stop,
      )
      if (args.quiet) return summary
      if (process.stderr.isTTY) printSummary(summary, process.stderr, drawFor(args.display, process.stderr))
      else noticesOf(summary.inputs).forEach(note)
      return summary
    }
    await telling(done(), args)
  },
})
