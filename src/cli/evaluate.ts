import type { Evaluation, Score } from '../run/evaluate.js'
import { keepApart } from './apart.js'
import { command } from './command.js'
import { asJson, displays, drawFor, piece, print, stdout, type Display } from './display.js'
import { telling } from './rejected.js'
import { asFlag, fieldsOf } from './run.js'

const describe = 'Measure how well lists are cut, on pages whose tags are known'

export const evaluateCommand = command({
  command: 'evaluate <tagged..>',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum evaluate TAGGED..\n\n${describe}.\n` +
          "Takes each page's delimited list, flattens it as scraping does, cuts it and compares: F1, pages exactly right,\n" +
          'whether confidence can be trusted, the worst pages, the most frequent errors: each page alone, all together, and\n' +
          'adapted, when half of the pages teach the habits of the house to the other half, as wusum run --adapt does.\n\n' +
          'Cost: about 3 ms and 13 kB a page.',
      )
      .positional('tagged', { type: 'string', array: true, demandOption: true, describe: 'Pages with delimited tags' })
      .option('field', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Where a page field stands, such as tags=labels',
      })
      .option('records', {
        type: 'string',
        nargs: 1,
        describe: 'Where records stand in JSON that wraps them, such as result.results[]',
      })
      .option('limit', { type: 'number', nargs: 1, describe: 'Measure so many pages at the most' })
      .option('most', { type: 'number', nargs: 1, default: 10, describe: 'Length of the lists of pages and errors' })
      .option('json', { type: 'boolean', describe: 'One JSON object, for programs; default: unless on a terminal' })
      .option('display', {
        choices: displays,
        default: 'auto' as Display,
        describe: 'How Arabic is drawn for people; default: by the terminal',
      })
      .example('wusum evaluate tagged.jsonl --no-json', ''),
  handler: async ({ tagged, field, records, limit, most, json, display }) => {
    keepApart(undefined, tagged)
    const { evaluate } = await import('../run/evaluate.js')
    const measuring = evaluate(tagged, { fields: fieldsOf(field), records, limit, most }, asFlag)
    const evaluation = await telling(measuring, { kept: false })
    await print(
      asJson(json, display) ? `${JSON.stringify(evaluation)}\n` : drawFor(display, stdout).lines(tell(evaluation)),
    )
  },
})

function tell({ measured, untagged, rejected, alone, together, adapted }: Evaluation): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`
  const row = (name: string, of: (score: Score) => string) =>
    `  ${name.padEnd(19)}${of(alone).padStart(8)}${of(together).padStart(10)}${of(adapted).padStart(9)}`
  const lines = [
    `${measured} pages measured, ${untagged} without tags to measure with, ${rejected} rejected`,
    '',
    `  ${''.padEnd(19)}${'alone'.padStart(8)}${'together'.padStart(10)}${'adapted'.padStart(9)}`,
    row('F1', ({ f1 }) => f1.toFixed(4)),
    row('precision', ({ precision }) => precision.toFixed(4)),
    row('recall', ({ recall }) => recall.toFixed(4)),
    row('pages exactly right', ({ exact }) => percent(exact)),
    row('calibration error', ({ calibrationError }) => calibrationError.toFixed(4)),
    '',
    'Confidence, all together: said, right, tags',
    ...together.reliability.map(
      ({ confidence, right, tags }) =>
        `  ${percent(confidence).padStart(6)}  ${percent(right).padStart(6)}  ${String(tags).padStart(7)}`,
    ),
  ]
  const list = (title: string, rows: readonly string[]) => {
    if (rows.length) lines.push('', title, ...rows.map((one) => `  ${one}`))
  }
  list(
    'Most often joined',
    together.joined.map(({ what, count }) => `${count}×  ${piece(what)}`),
  )
  list(
    'Most often split',
    together.split.map(({ what, count }) => `${count}×  ${piece(what)}`),
  )
  list(
    'Worst pages',
    together.worst.map(
      ({ id, f1, wanted, given }) =>
        `${f1.toFixed(2)}  ${piece(id)}\n        wanted ${wanted.map(piece).join(' · ')}\n        given  ${given.map(piece).join(' · ')}`,
    ),
  )
  return `${lines.join('\n')}\n`
}
