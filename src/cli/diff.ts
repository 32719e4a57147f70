import { keepApart } from './apart.js'
import { changesAsJson, changesForPeople, displayOption, jsonOption } from './changes.js'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { asJson, print } from './display.js'

const describe = 'Tell what differs between two runs, files of tags or registries'

/** As diff(1) has it. */
const exit = { same: 0, differs: 1, trouble: 2 } as const

export const diffCommand = command({
  command: 'diff <before> <after>',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum diff BEFORE AFTER\n\n${describe}: tags merged, split, renamed, new, gone, spellings gained and lost, each with the\n` +
          'pages it touches. Each is what wusum tags or wusum run wrote as JSON lines, or a registry as it was last settled.\n' +
          'For people on a terminal, else one JSON object a change: {"change":"merged","tag","from","pages"}.\n\n' +
          'Exit status: 0 nothing differs, 1 something does, 2 it could not be told.\n' +
          'Cost: memory grows with the distinct spellings, about 300 bytes each.',
      )
      .positional('before', {
        type: 'string',
        demandOption: true,
        describe: 'A file, a registry, or - for tags on standard input',
      })
      .positional('after', { type: 'string', demandOption: true, describe: 'The same' })
      .option('json', jsonOption)
      .option('display', displayOption)
      .example('wusum diff yesterday.jsonl today.jsonl', '')
      .example('wusum diff tags.jsonl tags.db', 'has the registry changed since?'),
  handler: async ({ before, after, json, display }) => {
    process.exitCode = exit.trouble
    if (before === '-' && after === '-') throw new WusumError('USAGE', 'standard input is one of the two, not both')
    keepApart(undefined, [before, after])
    const { changesOf, differs, taggingOf } = await import('../run/changes.js')
    const changes = changesOf(await taggingOf(before), await taggingOf(after))
    await print(asJson(json, display) ? changesAsJson(changes) : changesForPeople(changes, display))
    process.exitCode = differs(changes) ? exit.differs : exit.same
  },
})
