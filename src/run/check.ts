import { closeSync, openSync, readSync, type Stats } from 'node:fs'
import type { Writable } from 'node:stream'
import { checkDecisionList } from '../core/door.js'
import { WusumError } from '../core/errors.js'
import type { Decision } from '../core/types.js'
import { recordFormats, tagFormats, withBom, type OutputFormat } from '../emit/index.js'
import { loadModel } from '../model/index.js'
import { fieldNames, HEAD, parsePath, sourcesOf, writtenAs, type Except, type Source } from '../read/index.js'
import { isWorkplace, workplaceOf } from './checkpoint.js'
import type { Job } from './types.js'
import { loadDecisions } from './knowledge.js'
import { targetOf, type Target } from './output.js'
import { identityOf, refuseInside, refuseSame, registryFiles, type Use } from './places.js'

/** How an option is written where the job comes from: `learn: false` in a program, `--no-learn` on the command line. */
export type Spelling = (option: string, value?: unknown) => string
export const inPrograms: Spelling = (option, value) => (value === undefined ? option : `${option}: ${shown(value)}`)

/** A job that can be done: every name in it is looked up, nothing is opened. */
export interface CheckedJob {
  readonly job: Job
  readonly decisions: readonly Decision[]
  readonly output: Target | Writable | undefined
  /** The file that is made or replaced, where the output is one. */
  readonly file: string | undefined
  readonly rejects: Target | undefined
  readonly summary: Target | undefined
  readonly sources: readonly Source[]
  /** Files met among the inputs that are no pages, since the job reads or writes them itself. */
  readonly passedBy: readonly string[]
}

/** Whether a value will do, and in words, what will. */
type Rule = readonly [sound: (value: unknown) => boolean, takes: string]

const isPath = (value: unknown): value is string => typeof value === 'string' && value !== '' && !value.includes('\0')
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const place: Rule = [isPath, 'takes a path']
const flag: Rule = [(value) => typeof value === 'boolean', 'takes true or false']
export const isStream = (value: unknown): value is Writable =>
  isObject(value) && typeof Reflect.get(value, 'write') === 'function' && typeof Reflect.get(value, 'on') === 'function'
export const hook: Rule = [(value) => typeof value === 'function', 'takes a function']
export const whole: Rule = [isWhole, 'takes a whole number from 0']
export const share: Rule = [
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
  'takes a number from 0 to 1',
]
const isOne = (of: readonly string[], value: string): boolean => of.includes(value)
const one = (of: readonly string[]): Rule => [(value) => of.includes(value as string), `is one of ${of.join(', ')}`]
export const fields: Rule = [
  (value) =>
    isObject(value) &&
    Object.entries(value).every(([name, column]) => Object.hasOwn(fieldNames, name) && isPath(column)),
  `takes a page field (${Object.keys(fieldNames).join(', ')}) and the column where it stands`,
]

export const records: Rule = [
  (value) => isPath(value) && parsePath(value) !== undefined,
  'takes a path of names and lists, such as hits.hits[]._source',
]

const OPTIONS: { readonly [K in keyof Required<Job>]: Rule } = {
  inputs: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(isPath),
    'names the pages to read: files, folders, globs or -',
  ],
  output: [(value) => isPath(value) || isStream(value), 'takes a path or a stream'],
  list: one(['pages', 'tags']),
  format: one([...new Set<OutputFormat>([...recordFormats, ...tagFormats])]),
  bom: flag,
  draw: hook,
  jobs: whole,
  learn: flag,
  adapt: [
    (value) => Array.isArray(value) && value.length > 0 && value.every((name) => isPath(name) && name !== '-'),
    'names the pages to learn from: files, folders or globs',
  ],
  fields,
  records,
  decisions: [(value) => isPath(value) || Array.isArray(value), 'takes a path or decisions'],
  registry: [isPath, 'takes a path or an address'],
  rejects: place,
  summary: place,
  maxRejects: whole,
  limit: whole,
  sample: share,
  minConfidence: share,
  ownOnly: flag,
  labelledOnly: flag,
  setAside: flag,
  resume: flag,
  checkpointSeconds: [(value) => typeof value === 'number' && value >= 0, 'takes a number of seconds'],
  signal: [(value) => isObject(value) && 'aborted' in value, 'takes a signal'],
  onProgress: hook,
  onNotice: hook,
}

/** What cannot hold together, or would do nothing. */
const CONFLICTS: readonly (readonly [(job: Job) => boolean, (say: Spelling) => string])[] = [
  [
    ({ learn, ownOnly }) => learn === false && ownOnly === true,
    (say) =>
      `${say('ownOnly', true)} does nothing with ${say('learn', false)}: a page alone does not show its site's lists`,
  ],
  [
    ({ learn, registry }) => learn === false && registry !== undefined,
    (say) => `${say('registry')} does nothing with ${say('learn', false)}, which takes each page alone`,
  ],
  [
    ({ adapt, registry }) => adapt !== undefined && registry !== undefined,
    (say) =>
      `${say('adapt')} does not go with ${say('registry')}, whose lists are cut by what its own pages teach, whoever settles it`,
  ],
  [
    ({ learn, list }) => learn === false && list === 'tags',
    (say) => `${say('list', 'tags')} does not go with ${say('learn', false)}, which takes each page alone`,
  ],
  [
    ({ ownOnly, list }) => ownOnly === true && list === 'tags',
    (say) => `${say('ownOnly', true)} does nothing with ${say('list', 'tags')}: tags are counted wherever they stand`,
  ],
  [
    ({ list, format = 'jsonl' }) => list !== 'tags' && !isOne(recordFormats, format),
    (say) => `${say('format')} is one of ${recordFormats.join(', ')}, where pages are listed`,
  ],
  [
    ({ list, format = 'jsonl' }) => list === 'tags' && !isOne(tagFormats, format),
    (say) => `${say('format')} is one of ${tagFormats.join(', ')}, where tags are listed`,
  ],
  [
    ({ bom, format = 'jsonl' }) => bom === false && !withBom.has(format),
    (say) => `${say('bom', false)} does nothing with this ${say('format')}: only CSV begins with a byte order mark`,
  ],
  [
    ({ learn, format, resume }) => learn === false && format === 'parquet' && resume === true,
    (say) =>
      `${say('resume', true)} cannot go on with the ${say('format')} parquet and ${say('learn', false)}: the index of a Parquet file stands at its end, so it is written at once or anew`,
  ],
]

/** Refuses an option that does not exist, or whose value will not do. Null is as good as absent. */
export function checkByRules(given: object, rules: Readonly<Record<string, Rule>>, say: Spelling = inPrograms): void {
  for (const [option, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined
    if (rule === undefined) throw new WusumError('USAGE', `there is no option ${option}`)
    const [sound, takes] = rule
    if (((value !== undefined && value !== null) || option === 'inputs') && !sound(value))
      throw new WusumError('USAGE', `${say(option)} ${takes}, not ${shown(value)}`)
  }
}

/** @throws WusumError USAGE, NOT_FOUND, UNREADABLE, OUTPUT, DECISIONS for a job that cannot be done */
export function checkJob(given: Job, say: Spelling = inPrograms): CheckedJob {
  const unchecked: unknown = given
  if (!isObject(unchecked)) throw new WusumError('USAGE', `a job is an object with inputs, not ${shown(unchecked)}`)
  checkByRules(unchecked, OPTIONS, say)
  if (!('inputs' in unchecked)) throw new WusumError('USAGE', `${say('inputs')} ${OPTIONS.inputs[1]}`)
  const job = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as unknown as Job
  for (const [holds, why] of CONFLICTS) if (holds(job)) throw new WusumError('USAGE', why(say))

  const [output, rejects, summary] = [job.output, job.rejects, job.summary].map((given) =>
    typeof given === 'string' ? targetOf(given) : given,
  ) as [Target | Writable | undefined, Target | undefined, Target | undefined]
  const file = output === undefined || isStream(output) ? undefined : output.file
  for (const option of ['resume', 'checkpointSeconds'] as const)
    if (job[option] && file === undefined)
      throw new WusumError('USAGE', `${say(option, job[option])} does nothing unless ${say('output')} names a file`)

  const writes: Use[] = []
  if (output !== undefined) writes.push(...usesOf('the output', output))
  if (rejects !== undefined) writes.push(...usesOf('the rejects', rejects))
  if (summary !== undefined) writes.push(...usesOf('the summary', summary))
  const registry = registryFiles(job.registry).map((name): Use => ({ what: 'the registry', name }))
  const decisions: Use[] = typeof job.decisions === 'string' ? [{ what: 'the decisions', name: job.decisions }] : []
  const inputs = job.inputs.map((name): Use => (name === '-' ? standardInput : { what: 'the input', name }))
  for (const name of job.adapt ?? []) inputs.push({ what: 'what is adapted to', name })
  refuseSame([...writes, ...registry], [...inputs, ...decisions])
  if (file !== undefined)
    refuseInside(workplaceOf(file), [
      ...inputs,
      ...decisions,
      ...registry,
      ...writes.filter(({ name }) => name !== file),
    ])

  const { except, passedBy } = passingBy(writes, [...registry, ...decisions])
  const sources = sourcesOf(job.inputs, except)
  return {
    job,
    decisions:
      typeof job.decisions === 'string'
        ? loadDecisions(job.decisions)
        : checkDecisionList(job.decisions ?? [], loadModel().letters),
    output,
    file,
    rejects,
    summary,
    sources,
    passedBy,
  }
}

export const standardInput: Use = { what: 'standard input', name: 0 }

/** A stream is known by the file it writes to, if it has one. */
function usesOf(what: string, output: Target | Writable): Use[] {
  if (!isStream(output)) return [{ what, name: output.name }]
  const fd: unknown = Reflect.get(output, 'fd')
  if (typeof fd === 'number') return [{ what, name: fd }]
  const name: unknown = Reflect.get(output, 'path')
  return isPath(name) ? [{ what, name }] : []
}

/**
 * What the job itself reads or writes is no page where it is met in a folder. Unless it would be written over, and is
 * something that wusum did not write: that is refused, it may be a page after all.
 */
function passingBy(writes: readonly Use[], others: readonly Use[]): { except: Except; passedBy: string[] } {
  const uses = new Map<string, Use>()
  for (const use of [...others, ...writes]) {
    const identity = identityOf(use.name)
    if (identity !== undefined) uses.set(identity, use)
  }
  /** Most files are told apart by their number alone. */
  const numbers = new Set(Array.from(uses.keys(), (identity) => Number(identity.split(':')[1])))
  const passedBy: string[] = []
  const passes = (path: string, stat: Stats): boolean => {
    const use = numbers.has(stat.ino) ? uses.get(identityOf(path) ?? '') : undefined
    if (use === undefined) return false
    if (writes.includes(use) && typeof use.name === 'string' && stat.size > 0 && writtenAs(headOf(path)) === undefined)
      throw new WusumError(
        'USAGE',
        `${use.what} ${use.name} would be written over ${path}, which is among the inputs and was not written by wusum`,
        { where: { source: path } },
      )
    passedBy.push(path)
    return true
  }
  const folder = (path: string): boolean => {
    const passes = isWorkplace(path)
    if (passes) passedBy.push(path)
    return passes
  }
  return { except: { file: passes, folder }, passedBy }
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(HEAD)
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (cause) {
    throw new WusumError('UNREADABLE', `cannot read ${file}: ${(cause as Error).message}`, {
      where: { source: file },
      cause,
    })
  }
  try {
    return head.subarray(0, readSync(fd, head))
  } finally {
    closeSync(fd)
  }
}

/** A value in a sentence: short, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`.slice(0, 100)
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([name, part]) => `${name}: ${shown(part)}`)
      .join(', ')} }`.slice(0, 100)
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : String(value)
}
