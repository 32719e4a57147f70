/**
 * What comes in at the public doors, from programs that no compiler has looked at: checked once, so that behind the doors
 * the types hold. What is certain is taken (a number for an id, null for nothing); all else is refused, by name.
 */
import type { Language } from './counted.js'
import { checkDecisions, OPERANDS } from './sameness/decisions.js'
import { WusumError, type ErrorCode } from './errors.js'
import type { Letters } from './text/fold.js'
import type { Decision, KeyLevel, Origin, Page, Repair, TagList } from './types.js'

type Fields<T> = Readonly<Partial<Record<keyof T, unknown>>>

const ORIGINS: readonly Origin[] = ['run', 'list', 'meta', 'json-ld', 'link', 'field']
const LEVELS: readonly KeyLevel[] = ['encoding', 'orthographic', 'hamza']
/** A page that lists more is an index of a site, or made to be slow. */
export const MOST_TAGS = 10_000

/** What a record of a file may have and a page has not. It would be lost without a word where a page lacks the other. */
const ELSEWHERE = [
  ['tags', 'lists', 'give lists: [{ from: "field", tags: ["…"] }]'],
  ['keywords', 'lists', 'give lists: [{ from: "field", tags: ["…"] }]'],
  ['html', 'text', 'readHtml makes a page of it'],
] as const

/**
 * The page that was given, as a copy: what its owner does to it later changes nothing here.
 *
 * @param id where it need not have one
 * @throws WusumError BAD_RECORD, TOO_LARGE
 */
export function checkPage(given: unknown, id?: string): Page {
  if (!isObject(given)) throw wrong('BAD_RECORD', 'page', 'an object', given)
  const { title, text, lists, url, date, description, site, sections, repairs } = given as Fields<Page>
  const page: { -readonly [K in keyof Page]: Page[K] } = { id: id ?? idOf((given as Fields<Page>).id) }
  const texts = { title, text, url, date, description, site }
  for (const [name, value] of Object.entries(texts) as [keyof typeof texts, unknown][])
    if (!isNothing(value)) page[name] = stringIn(`page.${name}`, value)
  if (!isNothing(sections)) page.sections = stringsIn('page.sections', sections)
  // Of another version, perhaps: they are only told again.
  if (!isNothing(repairs)) page.repairs = stringsIn('page.repairs', repairs) as Repair[]
  if (!isNothing(lists)) page.lists = arrayIn('page.lists', 'lists of tags', lists).map(listAt)
  const count = page.lists?.reduce((sum, { tags }) => sum + tags.length, 0) ?? 0
  if (count > MOST_TAGS)
    throw new WusumError('TOO_LARGE', `the page lists ${count} tags, more than ${MOST_TAGS}`, {
      where: { record: page.id },
    })
  for (const [name, instead, way] of ELSEWHERE)
    if (page[instead] === undefined && !isNothing((given as Record<string, unknown>)[name]))
      throw new WusumError('BAD_RECORD', `page.${name} is not read: ${way}`)
  return page
}

function idOf(id: unknown): string {
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'bigint') return String(id)
  if (typeof id === 'number' && Number.isFinite(id)) {
    if (!Number.isInteger(id) || Number.isSafeInteger(id)) return String(id)
    throw new WusumError(
      'BAD_RECORD',
      `page.id ${id} is too large for a number, which would round it: give it as a string`,
    )
  }
  throw wrong('BAD_RECORD', 'page.id', 'a string of one letter at least', id)
}

function listAt(given: unknown, at: number): TagList {
  const name = `page.lists[${at}]`
  if (!isObject(given)) throw wrong('BAD_RECORD', name, 'an object with from and tags', given)
  const { from, tags, confidence } = given as Fields<TagList>
  if (!ORIGINS.includes(from as Origin)) throw wrong('BAD_RECORD', `${name}.from`, `one of ${ORIGINS.join(', ')}`, from)
  const list = { from: from as Origin, tags: stringsIn(`${name}.tags`, tags) }
  if (isNothing(confidence)) return list
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
    throw wrong('BAD_RECORD', `${name}.confidence`, 'a number from 0 to 1', confidence)
  return { ...list, confidence }
}

/** @throws WusumError USAGE for what are no decisions, DECISIONS for those that contradict each other */
export function checkDecisionList(given: unknown, letters: Letters): readonly Decision[] {
  const decisions = arrayIn('decisions', 'decisions', given, 'USAGE').map((one, at): Decision => {
    const name = `decisions[${at}]`
    if (!isObject(one)) throw wrong('USAGE', name, 'an object with a verb', one)
    const { verb } = one as { verb?: unknown }
    if (typeof verb !== 'string' || !Object.hasOwn(OPERANDS, verb))
      throw wrong('USAGE', `${name}.verb`, `one of ${Object.keys(OPERANDS).join(', ')}`, verb)
    const operands = OPERANDS[verb as Decision['verb']].map((operand) => {
      const tag = (one as Record<string, unknown>)[operand]
      if (typeof tag !== 'string' || tag.trim() === '') throw wrong('USAGE', `${name}.${operand}`, 'a tag', tag)
      return [operand, tag]
    })
    return { verb, ...Object.fromEntries(operands) } as Decision
  })
  const placed = decisions.map((decision, at) => ({ decision, line: at + 1 }))
  checkDecisions(placed, 'decisions', letters)
  return decisions
}

/** @throws WusumError USAGE */
export function checkLevel(given: unknown): KeyLevel {
  if (LEVELS.includes(given as KeyLevel)) return given as KeyLevel
  throw wrong('USAGE', 'level', `one of ${LEVELS.join(', ')}`, given)
}

/** @throws WusumError USAGE */
export function checkLanguage(given: unknown): Language {
  if (given === 'ar' || given === 'en') return given
  throw wrong('USAGE', 'lang', 'ar or en', given)
}

/** A string that a function was given as `name`. @throws WusumError USAGE */
export function checkString(name: string, given: unknown): string {
  return stringIn(name, given, 'USAGE')
}

/**
 * Options of a call: an object, or nothing. Null is as good as absent.
 *
 * @param kinds the type of each option there is
 * @returns those that are given
 * @throws WusumError USAGE for an option that is not among them, or of another type
 */
export function checkOptions<T extends object>(
  given: T | null | undefined,
  kinds: Readonly<Record<keyof T, 'number' | 'string' | 'boolean' | 'function' | 'object'>>,
): Partial<T> {
  const unchecked: unknown = given
  if (isNothing(unchecked)) return {}
  if (!isObject(unchecked)) throw wrong('USAGE', 'options', 'an object', unchecked)
  const options = Object.entries(unchecked).filter(([, value]) => !isNothing(value))
  for (const [name, value] of options) {
    if (!Object.hasOwn(kinds, name))
      throw new WusumError('USAGE', `there is no option ${name}: there are ${Object.keys(kinds).join(', ')}`)
    const kind = kinds[name as keyof T]
    if (typeof value !== kind || Number.isNaN(value))
      throw wrong('USAGE', name, kind === 'object' ? 'an object' : `a ${kind}`, value)
  }
  return Object.fromEntries(options) as Partial<T>
}

const isNothing = (given: unknown): given is undefined | null => given === undefined || given === null
const isObject = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

function stringIn(name: string, given: unknown, code: ErrorCode = 'BAD_RECORD'): string {
  if (typeof given !== 'string') throw wrong(code, name, 'a string', given)
  return given
}

function stringsIn(name: string, given: unknown, code: ErrorCode = 'BAD_RECORD'): string[] {
  // `from` sees holes too.
  return Array.from(arrayIn(name, 'strings', given, code), (one, at) => stringIn(`${name}[${at}]`, one, code))
}

function arrayIn(name: string, what: string, given: unknown, code: ErrorCode = 'BAD_RECORD'): readonly unknown[] {
  if (!Array.isArray(given)) throw wrong(code, name, `an array of ${what}`, given)
  return given as readonly unknown[]
}

function wrong(code: ErrorCode, name: string, wanted: string, given: unknown): WusumError {
  return new WusumError(code, `${name} must be ${wanted}, not ${shown(given)}`)
}

/** What was given, in a few letters: a record is not for messages. */
function shown(given: unknown): string {
  if (typeof given === 'string') return `“${given.length > SHOWN ? `${given.slice(0, SHOWN)}…` : given}”`
  if (typeof given === 'bigint') return `${given}n`
  if (Array.isArray(given)) return 'an array'
  if (typeof given === 'function' || typeof given === 'symbol') return `a ${typeof given}`
  return isObject(given) ? 'an object' : String(given)
}
const SHOWN = 40
