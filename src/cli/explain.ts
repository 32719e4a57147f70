import { command } from './command.js'
import type { Explanation } from '../core/cluster.js'
import { safe } from './display.js'

const describe = 'Say where a tag came from: its spellings, by which rule each, and what was kept apart'

export const explainCommand = command({
  command: 'explain <tag>',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum explain TAG [--registry R]\n\n${describe}.\n` +
          'For people on a terminal, else one JSON object. With a registry its counts, evidence and decisions are told too;\n' +
          'cost as for wusum tags.',
      )
      .positional('tag', { type: 'string', demandOption: true, describe: 'Any spelling of the tag' })
      .option('registry', { type: 'string', nargs: 1, describe: 'The registry to look in' })
      .option('decisions', { type: 'string', nargs: 1, describe: "A curator's decisions file" })
      .option('display', {
        choices: ['auto', 'plain', 'shaped'] as const,
        default: 'auto' as const,
        describe: 'How Arabic is drawn for people',
      })
      .option('json', { type: 'boolean', default: !process.stdout.isTTY, describe: 'One JSON object, for programs' }),
  handler: async ({ tag, registry, decisions, display, json }) => {
    const { explain } = await import('../run/knowledge.js')
    const explanation = await explain(String(tag), registry, decisions)
    if (json) {
      process.stdout.write(`${JSON.stringify(explanation)}\n`)
      return
    }
    const { drawFor } = await import('./display.js')
    process.stdout.write(tell(explanation, await drawFor(display, process.stdout)))
  },
})


function tell(explanation: Explanation, draw: (text: string) => string): string {
  return safe(JSON.stringify(explanation, undefined, 2)).replaceAll('\ufffd', '\n') + draw('')
}
