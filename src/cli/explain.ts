import { keepApart } from './apart.js'
import { command } from './command.js'
import type { Explanation } from '../core/cluster.js'
import { WusumError } from '../core/errors.js'
import { asJson, drawFor, print, stdout } from './display.js'

const describe = 'Say where a tag came from and what was kept apart from it'

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
      .option('json', { type: 'boolean', describe: 'One JSON object, for programs; default: unless on a terminal' }),
  handler: async ({ tag, registry, decisions, display, json }) => {
    keepApart(registry, [decisions])
    const { explain } = await import('../run/knowledge.js')
    const explanation = await explain(tag, registry, decisions)
    if (!explanation)
      throw new WusumError('NOT_FOUND', `${tag} is no tag ${registry === undefined ? 'by itself' : 'of this registry'}`)
    await print(
      asJson(json, display) ? `${JSON.stringify(explanation)}\n` : tell(explanation, await drawFor(display, stdout)),
    )
  },
})

function tell({ tag, surfaces, decisions, apart }: Explanation, draw: (text: string) => string): string {
  const lines = [`${draw(tag.tag)}   ${tag.count} times on ${tag.pages} pages, key ${draw(tag.key)}`]
  const section = (title: string, rows: readonly string[]) => {
    if (rows.length) lines.push('', title, ...rows.map((row) => `  ${row}`))
  }
  section(
    'Spellings',
    surfaces.map(
      ({ surface, count, rule, why }) => `${String(count).padStart(6)}×  ${draw(surface)}  (${rule}) ${draw(why)}`,
    ),
  )
  section('Decisions', decisions.map(draw))
  section(
    'Kept apart',
    apart.map(({ a, b, rule, why }) => `${draw(b === tag.tag ? a : b)}  (${rule}) ${draw(why)}`),
  )
  section(
    'Related',
    tag.related.map(({ tag: other, relation }) => `${draw(other)}  (${relation})`),
  )
  return `${lines.join('\n')}\n`
}
