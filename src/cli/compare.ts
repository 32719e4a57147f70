import { readFileSync } from 'node:fs'
import { keepApart } from './apart.js'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import type { Comparison } from '../core/types.js'
import { asJson, displays, drawFor, note, piece, print, sentence, stdout, type Display } from './display.js'

const describe = 'Say whether two tags are one, and why'

export const compareCommand = command({
  command: 'compare [a] [b]',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum compare A B\nwusum compare --pairs FILE.tsv\n\n${describe}: a sentence for people on a terminal, else one JSON line a pair,\n` +
          '{"a","b","same","rule","why"}.\n\n' +
          'Judged from spelling alone, microseconds a pair, or as a registry has them, whose tags are judged once for that;\n' +
          'cost as for wusum tags.',
      )
      .positional('a', { type: 'string', describe: 'A tag' })
      .positional('b', { type: 'string', describe: 'Another' })
      .option('pairs', {
        type: 'string',
        nargs: 1,
        describe:
          'A file of pairs: a header line that names columns a and b, then a pair a line, parted by tabs; a line that begins with "# " is a comment; - for standard input',
      })
      .option('registry', { type: 'string', nargs: 1, describe: 'Judge with what this registry has' })
      .option('decisions', { type: 'string', nargs: 1, describe: "A curator's decisions file" })
      .option('display', {
        choices: displays,
        default: 'auto' as Display,
        describe: 'How Arabic is drawn for people; default: by the terminal',
      })
      .option('json', { type: 'boolean', describe: 'JSON lines, for programs; default: unless on a terminal' })
      .example("wusum compare 'إسرائيل' 'اسرائيل'", ''),
  handler: async ({ a, b, pairs, registry, decisions, display, json }) => {
    if (pairs !== undefined && a !== undefined)
      throw new WusumError('USAGE', 'compare takes two tags or --pairs, not both')
    keepApart(registry, [pairs, decisions])
    const forPrograms = asJson(json, display)
    const draw = drawFor(display, stdout)
    const asked = pairs === undefined ? [onePair(a, b)] : readPairs(pairs)
    const { comparing } = await import('../run/knowledge.js')
    const compare = await comparing(registry, decisions)
    for (const [left, right] of asked) {
      const answer = compare(left, right)
      await print(forPrograms ? `${JSON.stringify(answer)}\n` : draw.lines(tell(answer)))
    }
  },
})

const tell = ({ a, b, same, rule, why }: Comparison): string =>
  `${same ? 'one tag' : 'two tags'}: ${piece(a)} · ${piece(b)}\n  ${rule}: ${sentence(why)}\n`

function onePair(a: string | undefined, b: string | undefined): [string, string] {
  if (a === undefined || b === undefined) throw new WusumError('USAGE', 'compare takes two tags, or --pairs FILE')
  return [a, b]
}

function readPairs(file: string): [string, string][] {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw new WusumError('NOT_FOUND', `cannot read ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const first = lines.findIndex((line) => line !== '' && !line.startsWith('# '))
  const columns = lines[first]?.split('\t') ?? []
  const [left, right] = [columns.indexOf('a'), columns.indexOf('b')]
  if (left < 0 || right < 0)
    throw new WusumError('USAGE', `${file}: the header line must name the columns a and b`, {
      where: { source: file, record: first + 1 },
    })
  const comments = lines.filter((line) => line.startsWith('# ')).length
  if (comments > 0)
    note(
      `${file}: ${comments} ${comments === 1 ? 'line that begins' : 'lines that begin'} with "# " passed by as comments`,
    )
  return lines.flatMap((line, i) => {
    // A tag may begin with # itself: only "# " opens a comment.
    if (i <= first || line === '' || line.startsWith('# ')) return []
    const cells = line.split('\t')
    const [a, b] = [cells[left], cells[right]]
    if (a === undefined || b === undefined)
      throw new WusumError('USAGE', `${file}, line ${i + 1}: there are only ${cells.length} columns`, {
        where: { source: file, record: i + 1 },
      })
    return [[a, b] as [string, string]]
  })
}
