/** Options that need not be given every time: from variables of the environment, or a file in the folder one works in. */
import { readFileSync } from 'node:fs'
import { WusumError } from '../core/errors.js'
import { displays, type Display } from './display.js'

export const CONFIG = 'wusum.config.json'

export interface Defaults {
  readonly registry?: string | undefined
  /** Page field to column. */
  readonly fields?: Readonly<Record<string, string>> | undefined
  readonly lang?: 'ar' | 'en' | undefined
  readonly display?: Display | undefined
}

const LANGUAGES = ['ar', 'en'] as const
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What each may be, and in words, what it takes. */
const TAKES: Readonly<Record<keyof Defaults, readonly [sound: (value: unknown) => boolean, takes: string]>> = {
  registry: [isText, 'a file or an address'],
  fields: [(value) => isRecord(value) && Object.values(value).every(isText), 'page fields and their columns'],
  lang: [(value) => (LANGUAGES as readonly unknown[]).includes(value), `one of ${LANGUAGES.join(', ')}`],
  display: [(value) => (displays as readonly unknown[]).includes(value), `one of ${displays.join(', ')}`],
}

function checked(given: Record<string, unknown>, where: (name: string) => string): Defaults {
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(TAKES, name) ? TAKES[name as keyof Defaults] : undefined
    if (rule === undefined)
      throw new WusumError('USAGE', `${where(name)} is unknown; there are ${Object.keys(TAKES).join(', ')}`)
    const [sound, takes] = rule
    if (!sound(value)) throw new WusumError('USAGE', `${where(name)} takes ${takes}, not ${JSON.stringify(value)}`)
  }
  return given
}

function ofFile(): Defaults {
  let text: string
  try {
    text = readFileSync(CONFIG, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new WusumError('USAGE', `cannot read ${CONFIG}: ${(cause as Error).message}`, { cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new WusumError('USAGE', `${CONFIG} is not JSON: ${(cause as Error).message}`, { cause })
  }
  if (!isRecord(value)) throw new WusumError('USAGE', `${CONFIG} is not a JSON object`)
  return checked(value, (name) => `"${name}" in ${CONFIG}`)
}

/** An empty variable takes back what the file says. */
function ofEnvironment(env: NodeJS.ProcessEnv): Defaults {
  const given: Record<string, unknown> = {}
  const { WUSUM_REGISTRY: registry, WUSUM_FIELDS: fields, WUSUM_LANG: lang } = env
  if (registry) given['registry'] = registry
  if (lang) given['lang'] = lang
  if (fields) {
    const pairs = fields.split(',').map((pair) => pair.trim())
    const wrong = pairs.find((pair) => !/^[^=]+=./.test(pair))
    if (wrong !== undefined)
      throw new WusumError('USAGE', `WUSUM_FIELDS takes name=column, with commas between, not ${wrong}`)
    given['fields'] = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    )
  }
  const found = checked(given, (name) => `WUSUM_${name.toUpperCase()}`)
  return {
    ...(registry === '' && { registry: undefined }),
    ...(lang === '' && { lang: undefined }),
    ...(fields === '' && { fields: undefined }),
    ...found,
  }
}

let known: Defaults | undefined

/** For the command that is about to be run. @throws WusumError USAGE for a file or a variable that says what cannot be */
export function readDefaults(): Defaults {
  return (known = { ...ofFile(), ...ofEnvironment(process.env) })
}

/** Those that were read for this command; read now where none were. */
export function defaults(): Defaults {
  return known ?? readDefaults()
}

/** Commands that take a registry, and whether they go without what else is given. */
const TAKES_REGISTRY: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => boolean>> = {
  run: ({ learn }) => learn !== false,
  tags: ({ inputs }) => !Array.isArray(inputs) || inputs.length === 0,
  compare: () => true,
  explain: () => true,
  report: ({ tags }) => tags === undefined,
  review: () => true,
  reconcile: () => true,
}
const TAKES_LANG: ReadonlySet<string> = new Set(['report', 'review'])

/**
 * Fills in what was not given, before it is checked whether anything lacks.
 *
 * @param words the arguments as they were given
 */
export function fillIn(args: Record<string, unknown>, words: readonly string[]): void {
  const { registry, lang } = defaults()
  const [name = 'run'] = args['_'] as string[]
  const isGiven = (option: string) => words.some((word) => word === `--${option}` || word.startsWith(`--${option}=`))
  if (registry !== undefined && args['registry'] === undefined && TAKES_REGISTRY[name]?.(args))
    args['registry'] = registry
  if (lang !== undefined && TAKES_LANG.has(name) && !isGiven('lang')) args['lang'] = lang
}
