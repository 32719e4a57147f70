import { keepApart } from './apart.js'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import type { CanonicalTag } from '../core/types.js'
import { tagFormats, tagWriter, withBom, type TagFormat } from '../emit/index.js'
import { drawFor, note, print, stdout } from './display.js'
import { createProgress } from './progress.js'
import { noticesOf } from './inputs.js'
import { telling } from './rejected.js'
import { asFlag, bom, readingJob, readingOptions, refuseBinary } from './run.js'
import { stoppable } from './signals.js'

const describe = 'List every canonical tag, of a registry or of pages'

/** Options that say how pages are read. */
const OF_PAGES = [
  'field',
  'records',
  'adapt',
  'sample',
  'min-confidence',
  'set-aside',
  'labelled-only',
  'jobs',
  'rejects',
  'max-rejects',
] as const

export const tagsCommand = command({
  command: 'tags [inputs..]',
  describe,
  builder: (argv) =>
    readingOptions(argv)
      .usage(
        `wusum tags --registry R\nwusum tags inputs..\n\n${describe}: one JSON line a tag, the most used first,\n` +
          '{"tag","key","pages","count","shown","variants":[{"surface","count","pages","rule","confidence"}],"related":[{"tag","relation"}]};\n' +
          'of a registry each with its stable "id". The one input may also be what wusum tags or wusum run wrote (JSON lines).\n\n' +
          'To apply them to your own data: --format mapping (one row a spelling), see docs/EXPORTS.md.\n\n' +
          'Cost: memory and time grow with the number of distinct tags, about 1.5 GB and 90 s for a million.',
      )
      .positional('inputs', { type: 'string', array: true, describe: 'Pages to read, as for run' })
      .option('registry', { type: 'string', nargs: 1, describe: 'The registry to list' })
      .option('output', {
        alias: 'o',
        type: 'string',
        nargs: 1,
        describe: 'Write here, whole or not at all (default: standard output)',
      })
      .option('limit', {
        type: 'number',
        nargs: 1,
        describe: 'Stop after so many pages; of a registry or a file of tags, after so many tags',
      })
      .option('format', {
        choices: tagFormats,
        describe:
          'jsonl, csv or table: one a tag. mapping (CSV), mapping-tsv, mapping-jsonl, mapping-parquet: one row a spelling, with its canonical tag. wp-cli (a shell script), wp-sql: merge the tags of a WordPress site. synonyms: for Solr, Elasticsearch, OpenSearch. skos: a thesaurus, Turtle',
        default: 'jsonl' as TagFormat,
      })
      .option('bom', bom)
      .example('wusum tags --registry tags.db --format table | head', '')
      .example('wusum tags pages/ --format mapping -o mapping.csv', 'for a spreadsheet'),
  handler: async (args) => {
    const inputs = (args.inputs ?? []).map(String)
    const { registry, format, decisions } = args
    if ((registry === undefined) === (inputs.length === 0))
      throw new WusumError('USAGE', 'tags takes either pages to read or --registry')
    if (format !== 'table' && args.display !== 'auto')
      throw new WusumError('USAGE', '--display draws for people: it goes with --format table')
    if (!args.bom && !withBom.has(format))
      throw new WusumError('USAGE', '--no-bom does nothing with this --format: only CSV begins with a byte order mark')
    const file = args.output === '-' ? undefined : args.output
    refuseBinary(format, file)
    const draw = format === 'table' ? drawFor(args.display, file === undefined ? stdout : {}) : undefined
    const { kindOf, tagsOfFile } = await import('../run/own-files.js')
    const written = inputs.length === 1 ? kindOf(inputs[0]!) : undefined
    if (registry === undefined && written === undefined) {
      const { run } = await import('../run/index.js')
      const progress = createProgress(process.stderr, args.quiet || (file === undefined && stdout.isTTY))
      const job = (signal: AbortSignal) =>
        run(
          {
            ...readingJob(args),
            inputs,
            list: 'tags',
            output: file ?? stdout,
            format,
            bom: args.bom,
            draw,
            signal,
            onProgress: progress.update,
          },
          asFlag,
        )
      const summary = await telling(stoppable(job).finally(progress.stop), args)
      if (!args.quiet) noticesOf(summary.inputs).forEach(note)
      return
    }
    keepApart(registry, [decisions, ...inputs], args.output)
    const idle = OF_PAGES.find((option) => args[option] !== undefined && args[option] !== false && args[option] !== 0)
    if (idle !== undefined)
      throw new WusumError(
        'USAGE',
        `--${idle} is about reading pages: it does nothing with ${registry === undefined ? 'a file of tags' : '--registry'}`,
      )
    if (written !== undefined && decisions !== undefined)
      throw new WusumError('USAGE', '--decisions does nothing with a file of tags: it has been judged already')
    const { limit = Infinity } = args
    if (!(limit >= 0) || (limit !== Infinity && !Number.isInteger(limit)))
      throw new WusumError('USAGE', `--limit takes a whole number from 0, not ${limit}`)
    const { targetOf, writePieces } = await import('../run/output.js')
    const target = file === undefined ? undefined : targetOf(file)
    const { tagsOf } = await import('../run/knowledge.js')
    const tags: CanonicalTag[] = []
    for await (const tag of registry === undefined ? tagsOfFile(inputs[0]!) : tagsOf(registry, decisions)) {
      if (tags.length >= limit) break
      tags.push(tag)
    }
    const pieces = (await tagWriter(format, { draw, bom: args.bom }))(tags)
    if (target === undefined) for (const piece of pieces) await print(piece)
    else await writePieces(target, pieces)
  },
})
