import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { formats, writerFor, type OutputFormat } from '../emit/index.js'
import { drawFor, print, stdout } from './display.js'
import { createProgress } from './progress.js'
import { telling } from './rejected.js'
import { readingJob, readingOptions } from './run.js'

const describe = 'List every canonical tag, of a registry or of pages'

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
      .option('format', { choices: formats, describe: 'jsonl, csv or table', default: 'jsonl' as OutputFormat })
      .example('wusum tags --registry tags.db --format table | head', ''),
  handler: async (args) => {
    const inputs = (args.inputs ?? []).map(String)
    if ((args.registry === undefined) === (inputs.length === 0))
      throw new WusumError('USAGE', 'tags takes either pages to read or --registry')
    if (args.registry === undefined) {
      const { run } = await import('../run/index.js')
      const progress = createProgress(process.stderr, args.quiet || stdout.isTTY)
      const done = run({
        ...readingJob(args),
        inputs,
        list: 'tags',
        output: stdout,
        format: args.format,
        draw: await drawFor(args.display, stdout),
        onProgress: progress.update,
      }).finally(progress.stop)
      await telling(done, args)
      return
    }
    const { tagsOf } = await import('../run/knowledge.js')
    const writer = await writerFor(args.format, await drawFor(args.display, stdout))
    await print(writer.tagHead)
    for await (const tag of tagsOf(args.registry, args.decisions)) await print(writer.tag(tag))
  },
})
