import type { ReadInput } from '../run/index.js'
import { counts, grouped as n } from './numbers.js'

/** Inputs told one by one; more of them are told together, by format. */
const INPUTS = 10

/** What was read of each input, or would be: a line each, and a line for each note. */
export function describeInputs(inputs: readonly ReadInput[], draw: (text: string) => string): string[] {
  const many = new Set(inputs.map(({ input }) => input)).size > INPUTS
  return (many ? byFormat(inputs) : inputs.map((one) => [nameOf(one, draw), one] as const)).flatMap(([name, one]) => [
    `${name}: ${describe(one, draw)}`,
    ...one.notes.map(({ text }) => `  note: ${draw(text)}`),
  ])
}

/** Where records were found, and notes, for who sees no lines: a sentence each, bounded. */
export function noticesOf(inputs: readonly ReadInput[]): string[] {
  const notices = inputs.flatMap((one) => {
    const name = nameOf(one, (text) => text)
    const found = Object.entries(one.records).map(
      ([path, count]) => `${name}: ${counted(count, 'record')} found at ${path}`,
    )
    return [...found, ...one.notes.map(({ text }) => `${name}: ${text}`)]
  })
  if (notices.length <= INPUTS) return notices
  return [...notices.slice(0, INPUTS), `${n(notices.length - INPUTS)} more such lines; --summary FILE keeps them all`]
}

const nameOf = ({ input }: ReadInput, draw: (text: string) => string): string =>
  input === undefined ? 'other inputs' : input === '-' ? 'standard input' : draw(input)

function describe(one: ReadInput, draw: (text: string) => string): string {
  const { format, files, pages, charsets, records, fields, lists, runs, repairs, setAside, rejected } = one
  const rest = (title: string, of: Readonly<Record<string, number>>) =>
    Object.keys(of).length > 0 ? [`${title} ${counts(of).join(', ')}`] : []
  if (format === undefined) return ['nothing that could be read', ...rest('rejected', rejected)].join('; ')
  const charset = Object.keys(charsets).length === 1 ? Object.keys(charsets) : counts(charsets)
  const at = few(Object.keys(records).map(draw))
  const places = at.length > 0 ? ` at ${at.join(', ')}` : ''
  const names = fieldsIn(fields, pages, draw)
  const found = [
    ...Object.entries(lists).map(([from, count]) => counted(count, `${from} list`)),
    ...(runs > 0 ? [counted(runs, 'run')] : []),
  ]
  return [
    [
      format,
      ...(charset.length > 0 ? [charset.join(' and ')] : []),
      `${counted(pages, 'page')}${files > 1 ? ` in ${n(files)} files` : ''}${places}`,
    ].join(', '),
    ...(names.length > 0 ? [names.join(' ')] : []),
    ...(found.length > 0 ? [found.join(', ')] : []),
    ...rest('repaired', repairs),
    ...rest('set aside', setAside),
    ...rest('rejected', rejected),
  ].join('; ')
}

/** Names told of a kind; the others are counted. */
const FEW = 3
const few = (names: readonly string[]): string[] =>
  names.length > FEW ? [...names.slice(0, FEW), `${n(names.length - FEW)} more`] : [...names]

/** The names of each field, the most frequent first: `id text=content/body (12) tags`. */
function fieldsIn(fields: Readonly<Record<string, number>>, pages: number, draw: (text: string) => string): string[] {
  const byField = new Map<string, [name: string, count: number][]>()
  for (const [key, count] of Object.entries(fields)) {
    const [field = '', ...name] = key.split('=')
    byField.set(field, [...(byField.get(field) ?? []), [name.join('='), count]])
  }
  return Array.from(byField, ([field, names]) => {
    const of = names.reduce((sum, [, count]) => sum + count, 0)
    const shown = few(names.sort((a, b) => b[1] - a[1]).map(([name]) => draw(name))).join('/')
    return `${shown === field ? field : `${field}=${shown}`}${of === pages ? '' : ` (${n(of)})`}`
  })
}

/** All inputs of a format as one, under how many there are. */
function byFormat(inputs: readonly ReadInput[]): (readonly [name: string, of: ReadInput])[] {
  const groups = new Map<string | undefined, ReadInput[]>()
  for (const one of inputs) groups.set(one.format, [...(groups.get(one.format) ?? []), one])
  return Array.from(groups.values(), (group) => {
    const more = group.some(({ input }) => input === undefined) ? ' and more' : ''
    return [`${counted(group.length, 'input')}${more}`, group.reduce(added)] as const
  })
}

function added(a: ReadInput, b: ReadInput): ReadInput {
  const sum = (of: 'charsets' | 'records' | 'fields' | 'lists' | 'repairs' | 'setAside' | 'rejected') => {
    const all = { ...a[of] }
    for (const [name, count] of Object.entries(b[of])) all[name] = (all[name] ?? 0) + count
    return all
  }
  return {
    ...(a.format && { format: a.format }),
    files: a.files + b.files,
    pages: a.pages + b.pages,
    runs: a.runs + b.runs,
    charsets: sum('charsets'),
    records: sum('records'),
    fields: sum('fields'),
    lists: sum('lists'),
    repairs: sum('repairs'),
    setAside: sum('setAside'),
    rejected: sum('rejected'),
    notes: [...a.notes, ...b.notes].slice(0, NOTES),
  }
}
/** Notes of inputs that are told together. */
const NOTES = 3

export const counted = (count: number, what: string): string => `${n(count)} ${what}${count === 1 ? '' : 's'}`
