/** Reads again what wusum wrote: tags and records of pages, as JSON Lines. */
import { byUnits } from '../core/text/order.js'
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { WusumError } from '../core/errors.js'
import type { CanonicalTag, PageRecord, Rule } from '../core/types.js'
import { fold } from '../core/text/fold.js'
import { matcherOf } from '../core/sameness/matcher.js'
import { loadModel } from '../model/index.js'
import { HEAD, writtenAs } from '../read/index.js'

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isList = <T>(value: unknown, of: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.every(of)
const has = <T extends object>(
  value: unknown,
  shape: { readonly [K in keyof T]?: (part: unknown) => boolean },
): value is T =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(shape).every(([name, sound]) => (sound as (part: unknown) => boolean)(Reflect.get(value, name)))

const isTag = (value: unknown): value is CanonicalTag =>
  has<CanonicalTag>(value, {
    tag: isText,
    id: (id) => id === undefined || isText(id),
    key: isText,
    pages: isCount,
    count: isCount,
    shown: (shown) => has<CanonicalTag['shown']>(shown, { pages: isCount, count: isCount }),
    variants: (list) =>
      isList(list, (item) =>
        has<CanonicalTag['variants'][number]>(item, {
          surface: isText,
          count: isCount,
          pages: isCount,
          rule: isText,
          confidence: isCount,
        }),
      ),
    related: (list) =>
      isList(list, (item) => has<CanonicalTag['related'][number]>(item, { tag: isText, relation: isText })),
  })
const isRecord = (value: unknown): value is PageRecord =>
  has<PageRecord>(value, {
    id: isText,
    tags: (list) =>
      isList(list, (item) =>
        has<PageRecord['tags'][number]>(item, {
          tag: isText,
          surfaces: (surfaces) => isList(surfaces, isText),
          count: isCount,
          confidence: isCount,
        }),
      ),
  })

/** The tags that `wusum tags` wrote; `-` for standard input. */
export const tagsIn = (file: string): AsyncGenerator<CanonicalTag> => jsonLines(file, isTag, 'a tag')

/** The records that `wusum run` wrote; `-` for standard input. */
export const recordsIn = (file: string): AsyncGenerator<PageRecord> => jsonLines(file, isRecord, 'a record of a page')

/** What a file on disk is, if wusum wrote it as JSON Lines. Pipes and folders are not looked into. */
export function kindOf(file: string): 'tags' | 'records' | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  const kind = writtenAs(headOf(file))
  return kind === 'tags' || kind === 'records' ? kind : undefined
}

/** How a file begins. */
export function headOf(file: string): Buffer {
  const head = Buffer.alloc(HEAD)
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (cause) {
    throw notRead(file, cause)
  }
  try {
    return head.subarray(0, readSync(fd, head))
  } catch (cause) {
    throw notRead(file, cause)
  } finally {
    closeSync(fd)
  }
}

/** Confidence where records do not tell. */
const UNTOLD = 0.5

/** The tags of a file that `kindOf` knows. */
export async function* tagsOfFile(file: string): AsyncGenerator<CanonicalTag> {
  if (kindOf(file) === 'records') yield* await tagsOfRecords(recordsIn(file))
  else yield* tagsIn(file)
}

/**
 * The tags that records of pages name, by pages, then count, then spelling. A record counts a tag, not each of its
 * spellings: of several on one page each is counted once, and the first as often as is left. By which rule a spelling stands
 * for its tag is told from spelling alone; `near spelling`, with a
 * confidence of one half, where that would not do.
 */
export async function tagsOfRecords(records: AsyncIterable<PageRecord>): Promise<CanonicalTag[]> {
  const found = new Map<
    string,
    { pages: number; count: number; surfaces: Map<string, { pages: number; count: number }> }
  >()
  for await (const { tags } of records)
    for (const { tag, surfaces, count } of tags) {
      let known = found.get(tag)
      if (known === undefined) found.set(tag, (known = { pages: 0, count: 0, surfaces: new Map() }))
      known.pages++
      known.count += count
      for (const [i, surface] of surfaces.entries()) {
        const own = known.surfaces.get(surface) ?? { pages: 0, count: 0 }
        known.surfaces.set(surface, own)
        own.pages++
        own.count += i > 0 ? 1 : count - surfaces.length + 1
      }
    }
  const { letters, sameness } = loadModel()
  const matcher = matcherOf({ letters, sameness })
  return Array.from(found, ([tag, { pages, count, surfaces }]): CanonicalTag => {
    const variants = Array.from(surfaces).flatMap(([surface, own]) => {
      if (surface === tag) return []
      const { same, rule, score } = matcher.compare(matcher.form(surface), matcher.form(tag))
      const [by, confidence]: [Rule, number] = same
        ? [rule, Math.round(score * 10_000) / 10_000]
        : ['near spelling', UNTOLD]
      return [{ surface, ...own, rule: by, confidence }]
    })
    variants.sort((a, b) => b.count - a.count || byUnits(a.surface, b.surface))
    const shown = surfaces.get(tag) ?? { pages: 0, count: 0 }
    return { tag, key: fold(tag, 'orthographic', letters), pages, count, shown, variants, related: [] }
  }).sort((a, b) => b.pages - a.pages || b.count - a.count || byUnits(a.tag, b.tag))
}

/** The longest line read, in UTF-16 units: tags and records are short, a longer line is another kind of file. */
const LONGEST = 1 << 26

async function* jsonLines<T>(file: string, is: (value: unknown) => value is T, what: string): AsyncGenerator<T> {
  let rest = ''
  let number = 0
  const wrong = (cause?: unknown) =>
    new WusumError('UNREADABLE', `line ${number} of ${file} is not ${what}`, {
      where: { source: file, record: number },
      cause,
    })
  const parse = (line: string): T | undefined => {
    number++
    if (line.trim() === '') return undefined
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (cause) {
      throw wrong(cause)
    }
    if (!is(value)) throw wrong()
    return value
  }
  const stream = file === '-' ? process.stdin.setEncoding('utf8') : createReadStream(file, { encoding: 'utf8' })
  try {
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop()!
      if (rest.length > LONGEST) throw wrong()
      for (const line of lines) {
        const value = parse(line)
        if (value !== undefined) yield value
      }
    }
  } catch (cause) {
    if (cause instanceof WusumError) throw cause
    throw notRead(file, cause)
  }
  const value = parse(rest)
  if (value !== undefined) yield value
}

export function notRead(file: string, cause: unknown): WusumError {
  const code = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'NOT_FOUND' : 'UNREADABLE'
  return new WusumError(code, `cannot read ${file}: ${(cause as Error).message}`, { where: { source: file }, cause })
}
