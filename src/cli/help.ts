import type { CommandModule, Options } from 'yargs'
import { wrapped } from './wrap.js'

/** Lines are no longer than this, where the terminal is wider or none. */
const WIDEST = 100
/** Columns before what an option means. */
const MARGIN = 26

/** What a command declares of itself. */
interface Manual {
  readonly usage: string[]
  readonly epilogues: string[]
  readonly places: [string, Options][]
  readonly options: Map<string, Options>
  readonly groups: Map<string, readonly string[]>
  readonly examples: [command: string, does: string][]
  readonly commands: readonly CommandModule[]
}

/** Reads a command's manual out of what its builder tells yargs. */
function manualOf(module: CommandModule): Manual {
  const manual: Manual = {
    usage: [],
    epilogues: [],
    places: [],
    options: new Map(),
    groups: new Map(),
    examples: [],
    commands: [],
  }
  const keep: Record<string, (...given: never[]) => unknown> = {
    usage: (text: string) => manual.usage.push(text),
    epilogue: (text: string) => manual.epilogues.push(text),
    positional: (name: string, place: Options) => manual.places.push([name, place]),
    option: (name: string, option: Options) => (option.hidden ? undefined : manual.options.set(name, option)),
    group: (names: string[], title: string) => manual.groups.set(title, names),
    example: (line: string, does: string) => manual.examples.push([line, does]),
    command: (modules: CommandModule[]) => Object.assign(manual, { commands: modules }),
  }
  const recorder: object = new Proxy(
    {},
    {
      get:
        (_, method: string) =>
        (...given: never[]) => {
          keep[method]?.(...given)
          return recorder
        },
    },
  )
  if (typeof module.builder === 'function') void module.builder(recorder as never)
  return manual
}

/** The first word of a command. */
export const nameOf = ({ command }: CommandModule): string =>
  (typeof command === 'string' ? command : (command?.[0] ?? '')).split(' ')[0]!

const describe = ({ describe: text }: CommandModule): string => text || ''

/** How wide help is for where it is printed. */
const widthFor = (columns = 0): number => Math.min(WIDEST, columns > 0 ? Math.max(40, columns - 1) : 80)

/** Two columns; what does not fit into the first stands above the second. */
function table(rows: readonly (readonly [string, string])[], width: number, margin: number): string[] {
  return rows.flatMap(([name, text]) => {
    const left = `  ${name}`
    const indent = ' '.repeat(margin)
    const lines = wrapped(text, width - margin)
    if (left.length + 2 > margin) return [left, ...lines.filter(Boolean).map((line) => indent + line)]
    return lines.map((line, i) => (i === 0 ? (left.padEnd(margin) + line).trimEnd() : indent + line))
  })
}

const commandTable = (commands: readonly CommandModule[], width: number): string[] =>
  table(
    commands.map((one) => [nameOf(one), describe(one)]),
    width,
    Math.max(...commands.map((one) => nameOf(one).length)) + 4,
  )

/** What the value of an option is called. */
const VALUES: Readonly<Record<string, string>> = {
  registry: 'R',
  field: 'NAME=COL',
  sample: 'SHARE',
  'min-confidence': 'P',
  by: 'NAME',
}
/** Choices that are told beside the option itself. */
const FEW = 14

function optionRow(name: string, option: Options): [string, string] {
  const alias = [option.alias ?? []].flat().find((one) => one.length === 1)
  const said = option.describe ?? option.description ?? option.desc ?? ''
  const choices = (option.choices ?? []).map(String)
  const beside = choices.length > 0 && choices.join('|').length <= FEW
  const kind = choices.length > 0 ? 'NAME' : option.type === 'number' ? 'N' : 'FILE'
  const value = option.type === 'boolean' ? '' : ` ${beside ? choices.join('|') : (VALUES[name] ?? kind)}`
  const { default: unset } = option as { default?: unknown }
  const told = [
    ...(beside || choices.every((choice) => said.includes(choice)) ? [] : [`one of ${choices.join(', ')}`]),
    ...(option.demandOption ? ['required'] : []),
    ...(typeof unset === 'string' || typeof unset === 'number' ? [`default: ${unset}`] : []),
  ]
  return [
    `${alias === undefined ? '    ' : `-${alias}, `}--${unset === true ? '[no-]' : ''}${name}${value}`,
    `${said}${told.length > 0 ? ` (${told.join('; ')})` : ''}`,
  ]
}

/** Paragraphs, each wrapped once; lines that begin with a command stay lines. */
function prose(text: string, width: number): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph) => ['', ...wrapped(paragraph.replaceAll('\n', ' '), width)])
}

/** All about one command. `path` is its name behind `wusum`. */
function long(module: CommandModule, path: readonly string[], width: number): string[] {
  const manual = manualOf(module)
  const text = manual.usage.join('\n\n')
  const usage = text.split('\n').filter((line) => line.startsWith('wusum '))
  const told = text
    .split('\n')
    .filter((line) => !line.startsWith('wusum '))
    .join('\n')
    .trim()
  const lines = prose(told.startsWith(describe(module)) ? told : `${describe(module)}.\n\n${told}`, width).slice(1)
  const section = (title: string, rows: readonly string[]) => {
    if (rows.length > 0) lines.push('', `${title}:`, ...rows)
  }
  section(
    'Usage',
    usage.map((line) => `  ${line}`),
  )
  section('Commands', manual.commands.length > 0 ? commandTable(manual.commands, width) : [])
  section(
    'Arguments',
    table(
      manual.places.map(([name, place]) => {
        const [, told] = optionRow(name, { ...place, type: 'boolean', demandOption: false })
        return [name, told]
      }),
      width,
      Math.max(0, ...manual.places.map(([name]) => name.length)) + 4,
    ),
  )
  const grouped = new Set([...manual.groups.values()].flat())
  const rows = (names: Iterable<string>) =>
    table(
      [...names].flatMap((name) => (manual.options.has(name) ? [optionRow(name, manual.options.get(name)!)] : [])),
      width,
      MARGIN,
    )
  section('Options', rows([...manual.options.keys()].filter((name) => !grouped.has(name))))
  for (const [title, names] of manual.groups) section(title, rows(names))
  section(
    'Examples',
    manual.examples.flatMap(([line, does]) => [`  ${line}`, ...(does ? [`      ${does}`] : [])]),
  )
  for (const epilogue of manual.epilogues) lines.push(...prose(epilogue, width))
  if (manual.commands.length > 0)
    lines.push(...prose(`wusum help ${path.join(' ')} COMMAND tells more of each.`, width))
  return lines
}

/** What `wusum --help` prints: every command on a line. */
export function overview(commands: readonly CommandModule[], columns?: number): string {
  const width = widthFor(columns)
  return `${[
    ...wrapped('wusum: unique canonical Arabic tags out of the flattened keyword lists of scraped pages', width),
    '',
    'Usage:',
    '  wusum COMMAND ...',
    '  wusum pages/ -o tags.jsonl',
    '',
    'Commands:',
    ...commandTable(commands, width),
    '',
    'Options:',
    ...table(
      [
        ['-h, --help', 'Show this; with --all the help of every command'],
        ['--version', 'Show the version'],
      ],
      width,
      14,
    ),
    ...prose(
      'Defaults come from WUSUM_REGISTRY, WUSUM_FIELDS (id=postId,text=body), WUSUM_LANG and WUSUM_DISPLAY, or from registry, fields, lang and display in wusum.config.json, a JSON object, in the folder you work in. An option wins over a variable, a variable over the file; an empty variable takes back what the file says.',
      width,
    ),
    ...prose(
      'wusum help COMMAND tells its options, what it costs, and examples. Data goes to standard output, progress and summaries to standard error.',
      width,
    ),
  ].join('\n')}\n`
}

/** What `wusum help COMMAND` prints; `undefined` where there is no such command. */
export function manual(
  commands: readonly CommandModule[],
  path: readonly string[],
  columns?: number,
): string | undefined {
  let found: CommandModule | undefined
  let among = commands
  for (const word of path) {
    found = among.find((one) => nameOf(one) === word)
    if (found === undefined) return undefined
    among = manualOf(found).commands
  }
  return found && `${long(found, path, widthFor(columns)).join('\n')}\n`
}

/** What `wusum --help --all` prints: the overview, then every manual under its name. */
export function everything(commands: readonly CommandModule[], columns?: number): string {
  const titled = (path: readonly string[]): string[] => {
    const title = `wusum ${path.join(' ')}`
    return [`${title}\n${'-'.repeat(title.length)}\n${manual(commands, path, columns)!}`]
  }
  const within = (among: readonly CommandModule[], above: readonly string[]): string[] =>
    among.flatMap((one) => {
      const path = [...above, nameOf(one)]
      return [...titled(path), ...within(manualOf(one).commands, path)]
    })
  return [overview(commands, columns), ...within(commands, [])].join('\n')
}

/**
 * What of the arguments asks for help: the words that name a command, where `--help` or `-h` is among them.
 *
 * @returns `undefined` where none is asked for
 */
export function askedFor(
  commands: readonly CommandModule[],
  args: readonly string[],
): { path: string[]; all: boolean } | undefined {
  const end = args.indexOf('--')
  const given = end < 0 ? args : args.slice(0, end)
  if (given.includes('--get-yargs-completions')) return undefined
  if (!given.some((word) => word === '--help' || (/^-[hq]+$/.test(word) && word.includes('h')))) return undefined
  const path: string[] = []
  for (const word of given) if (manual(commands, [...path, word]) !== undefined) path.push(word)
  return { path, all: given.includes('--all') }
}
