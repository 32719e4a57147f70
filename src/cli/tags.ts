import { keepApart } from './apart.js'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { formats, writerFor, type OutputFormat } from '../emit/index.js'
import { drawFor, print, stdout } from './display.js'
import { createProgress } from './progress.js'
import { telling } from './rejected.js'
import { asFlag, readingJob, readingOptions } from './run.js'
import { stoppable } from './signals.js'

const describe = 'List every canonical tag, of a registry or of pages'

/** Options that say how pages are read. */
const OF_PAGES = [
  'field',
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
          '{"tag","key","pages","count","variants":[{"surface","count","rule"}],"related":[{"tag","relation"}]}; of a registry each with its stable "id".\n\n' +
          'Cost: memory and time grow with the number of distinct tags, about 1.5 GB and 90 s for a million.',
      )
      .positional('inputs', { type: 'string', array: true, describe: 'Pages to read, as for run' })
      .option('registry', { type: 'string', nargs: 1, describe: 'The registry to list' })
      .option('limit', {
        type: 'number',
        nargs: 1,
        describe: 'Stop after so many pages; of a registry, after so many tags',
      })
      .option('format', { choices: formats, describe: 'jsonl, csv or table', default: 'jsonl' as OutputFormat })
      .example('wusum tags --registry tags.db --format table | head', ''),
  handler: async (args) => {
    const inputs = (args.inputs ?? []).map(String)
    if ((args.registry === undefined) === (inputs.length === 0))
      throw new WusumError('USAGE', 'tags takes either pages to read or --registry')
    if (args.format !== 'table' && args.display !== 'auto')
      throw new WusumError('USAGE', '--display draws for people: it goes with --format table')
    if (args.registry === undefined) {
      const { run } = await import('../run/index.js')
      const progress = createProgress(process.stderr, args.quiet || stdout.isTTY)
      const draw = drawFor(args.display, stdout)
      const job = (signal: AbortSignal) =>
        run(
          {
            ...readingJob(args),
            inputs,
            list: 'tags',
            output: stdout,
            format: args.format,
            draw,
            signal,
            onProgress: progress.update,
          },
          asFlag,
        )
      await telling(stoppable(job).finally(progress.stop), args)
      return
    }
    keepApart(args.registry, [args.decisions])
    const idle = OF_PAGES.find((option) => args[option] !== undefined && args[option] !== false && args[option] !== 0)
    if (idle !== undefined)
      throw new WusumError('USAGE', `--${idle} is about reading pages: it does nothing with --registry`)
    const { limit = Infinity } = args
    if (!(limit >= 0) || (limit !== Infinity && !Number.isInteger(limit)))
      throw new WusumError('USAGE', `--limit takes a whole number from 0, not ${limit}`)
    const { tagsOf } = await import('../run/knowledge.js')
    const writer = await writerFor(args.format, drawFor(args.display, stdout))
    await print(writer.tagHead)
    let listed = 0
    for await (const tag of tagsOf(args.registry, args.decisions)) {
      if (listed++ >= limit) break
      await print(writer.tag(tag))
    }
  },
})
