/**
 * Where records stand in a JSON value that wraps them, as programs answer and export: `hits.hits[]._source`, names set
 * apart by dots and `[]` for every element of a list.
 */
import type { Values } from './names.js'

/** Names, and `[]` for every element of a list. */
export type RecordPath = readonly string[]

export const EACH = '[]'

/** A path as it is written; undefined for what is none. A number in brackets is as good as none: lists are read whole. */
export function parsePath(text: string): RecordPath | undefined {
  const steps: string[] = []
  for (const [i, part] of text.split('.').entries()) {
    const match = /^([^[\]]*)((?:\[\d*\])*)$/.exec(part)
    if (!match || (match[1] === '' && !(i === 0 && match[2] !== ''))) return undefined
    if (match[1] !== '') steps.push(match[1]!)
    for (let left = match[2]!; left !== ''; left = left.slice(left.indexOf(']') + 1)) steps.push(EACH)
  }
  return steps
}

export const writtenPath = (path: RecordPath): string =>
  path.reduce((text, step) => (step === EACH ? `${text}[]` : text === '' ? step : `${text}.${step}`), '')

/** The part of a path up to its last list, and what stands behind. */
export function splitAtList(path: RecordPath): [list: RecordPath, behind: RecordPath] {
  const at = path.lastIndexOf(EACH) + 1
  return [path.slice(0, at), path.slice(at)]
}

export const isObject = (value: unknown): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A record, and the objects around it within its list, the nearest first: what a record lacks they may say. */
export interface Placed {
  readonly record: unknown
  readonly around: readonly Values[]
}

/** What stands at a path. A list that the path does not enter by itself is entered. */
export function* recordsAt(value: unknown, path: RecordPath, around: readonly Values[] = []): Generator<Placed> {
  const [step, ...rest] = path
  if (Array.isArray(value)) {
    const behind = step === EACH ? rest : path
    for (const one of value as unknown[]) yield* recordsAt(one, behind)
  } else if (step === undefined) {
    yield { record: value, around }
  } else if (isObject(value) && Object.hasOwn(value, step)) {
    yield* recordsAt(value[step], rest, [value, ...around])
  }
}

/** The path with each list that it enters, as the value has them; undefined where nothing stands there. */
export function resolved(value: unknown, path: RecordPath): RecordPath | undefined {
  const [step, ...rest] = path
  if (Array.isArray(value)) {
    const behind = step === EACH ? rest : path
    // Of an empty list nothing can be said against the path.
    if (value.length === 0) return [EACH, ...behind]
    for (const one of value as unknown[]) {
      const found = resolved(one, behind)
      if (found !== undefined) return [EACH, ...found]
    }
    return undefined
  }
  if (step === undefined) return isObject(value) ? [] : undefined
  if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
  const found = resolved(value[step], rest)
  return found && [step, ...found]
}

/** How much an object looks like a page: 1 where it has a text or tags, less where it has a title and a description. */
export type Looks = (record: Values) => number

interface Candidate {
  readonly path: RecordPath
  /** Objects, and what they look like. */
  objects: number
  pages: number
}

/** Objects looked at, and how deep. */
const OBJECTS = 20_000
const DEPTH = 12
/** Lists that are told. */
const TOLD = 6

/**
 * Where the pages of a value stand: the path at which most objects look like pages, else the longest list of objects;
 * the first of equals. What stands within a page is not looked at. Undefined where there are no lists either.
 */
export function findRecords(value: unknown, looks: Looks): RecordPath | undefined {
  return best(candidatesIn(value, looks))?.path
}

/** The lists of objects in a value, for a person who named another, the most likely first. */
export function listsIn(value: unknown, looks: Looks): string[] {
  const { path } = best(candidatesIn(value, looks)) ?? { path: undefined }
  const found = [...candidatesIn(value, looks)].filter(
    ({ path, pages }) => path.length > 0 && (path.at(-1) === EACH || pages > 0),
  )
  return found
    .sort((a, b) => Number(b.path === path) - Number(a.path === path) || b.pages - a.pages || b.objects - a.objects)
    .slice(0, TOLD)
    .map((one) => writtenPath(one.path))
}

function best(candidates: readonly Candidate[]): Candidate | undefined {
  let found: Candidate | undefined
  for (const one of candidates) if (one.pages > (found?.pages ?? 0)) found = one
  if (found) return found
  for (const one of candidates) if (one.path.at(-1) === EACH && one.objects > (found?.objects ?? 0)) found = one
  return found
}

function candidatesIn(value: unknown, looks: Looks): Candidate[] {
  const found = new Map<string, Candidate>()
  let left = OBJECTS
  const at = (path: RecordPath): Candidate => {
    const key = JSON.stringify(path)
    let one = found.get(key)
    if (one === undefined) found.set(key, (one = { path, objects: 0, pages: 0 }))
    return one
  }
  const look = (value: unknown, path: RecordPath): void => {
    if (value === null || typeof value !== 'object' || path.length > DEPTH || left <= 0) return
    if (Array.isArray(value)) {
      const within = [...path, EACH]
      for (const one of value as unknown[]) look(one, within)
      return
    }
    left--
    const object = value as Values
    if (path.at(-1) === EACH) at(path).objects++
    const likeness = looks(object)
    if (likeness > 0) at(path).pages += likeness
    if (likeness < 1)
      for (const name in object) if (Object.hasOwn(object, name) && name !== EACH) look(object[name], [...path, name])
  }
  look(value, [])
  return [...found.values()]
}

/**
 * The value that a text begins with; of one that is cut off, what is there of it. Undefined where it is no JSON.
 * Linear.
 */
export function beginningOf(text: string): { value: unknown; whole: boolean } | undefined {
  const open: string[] = []
  /** Up to here the text is a value, but for what is open. */
  let sound = 0
  let whole = false
  for (let i = 0; i < text.length && !whole; i++) {
    const char = text[i]
    if (char === '"') {
      do i = text.indexOf('"', i + 1)
      while (i > 0 && isEscaped(text, i))
      if (i < 0) break
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']')
      sound = i + 1
    } else if (char === '}' || char === ']') {
      if (open.pop() !== char) return undefined
      sound = i + 1
      whole = open.length === 0
    } else if (char === ',') sound = i
  }
  try {
    return { value: JSON.parse(text.slice(0, sound) + open.reverse().join('')), whole }
  } catch {
    return undefined
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}
