import { keepApart } from './apart.js'
import { command } from './command.js'
import type { Explanation } from '../core/api.js'
import { WusumError } from '../core/errors.js'
import { asJson, displays, drawFor, piece, print, sentence, stdout, type Display } from './display.js'

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
        choices: displays,
        default: 'auto' as Display,
        describe: 'How Arabic is drawn for people; default: by the terminal',
      })
      .option('json', { type: 'boolean', describe: 'One JSON object, for programs; default: unless on a terminal' }),
  handler: async ({ tag, registry, decisions, display, json }) => {
    keepApart(registry, [decisions])
    const { explain } = await import('../run/knowledge.js')
    const explanation = await explain(tag, registry, decisions)
    if (!explanation)
      throw new WusumError('NOT_FOUND', `${tag} is no tag ${registry === undefined ? 'by itself' : 'of this registry'}`)
    await print(
      asJson(json, display) ? `${JSON.stringify(explanation)}\n` : drawFor(display, stdout).lines(tell(explanation)),
    )
  },
})

/** What was judged alike stands together, under its reason. */
function tell({ tag, surfaces, decisions, apart }: Explanation): string {
  const lines = [`${piece(tag.tag)}   ${tag.count} times on ${tag.pages} pages, key ${piece(tag.key)}`]
  const section = (title: string, rows: readonly string[]) => {
    if (rows.length > 0) lines.push('', title, ...rows.map((row) => `  ${row}`))
  }
  const list = (tags: readonly string[]) => `  ${tags.map(piece).join(' · ')}`
  section(
    'Spellings',
    alike(surfaces, reasonOf).flatMap(([reason, those]) => [
      sentence(reason),
      ...those.map(({ surface, count }) => `${String(count).padStart(7)}×  ${piece(surface)}`),
    ]),
  )
  section('Decisions', decisions.map(sentence))
  const other = ({ a, b }: { a: string; b: string }) => (b === tag.tag ? a : b)
  section(
    'Kept apart',
    alike(apart, reasonOf).flatMap(([reason, those]) => [sentence(reason), list(those.map(other))]),
  )
  const told = new Set(apart.map(other))
  section(
    'Related',
    alike(
      tag.related.filter((one) => !told.has(one.tag)),
      ({ relation }) => relation,
    ).flatMap(([relation, those]) => [relation, list(those.map((one) => one.tag))]),
  )
  return `${lines.join('\n')}\n`
}

const reasonOf = ({ rule, why }: { rule: string; why: string }) => `${rule}: ${why}`

/** Things by what is said of them, in the order in which it is first said. */
function alike<T>(things: readonly T[], said: (thing: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const known = groups.get(said(thing))
    if (known === undefined) groups.set(said(thing), [thing])
    else known.push(thing)
  }
  return [...groups]
}
