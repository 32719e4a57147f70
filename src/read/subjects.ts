import { readFileSync } from 'node:fs'

import { WusumError } from '../core/errors.js'
import { delimited } from './delimited.js'
import type { PageOptions } from './types.js'

/** What `data/subjects.json` holds; `data/README.md` says what each part is for. */
type Part = 'catalogue' | 'bibtex' | 'ris' | 'categories'

let loaded: Readonly<Record<Part, readonly string[]>> | undefined

/** The names under which a kind of record has its subjects; `--field tags=650,651` says others. */
export function subjectNames(part: Part, options?: PageOptions): ReadonlySet<string> {
  const named = options?.fields?.tags
  if (named !== undefined) return new Set(named.split(',').map((name) => name.trim()))
  loaded ??= read()
  return new Set(loaded[part])
}

function read(): Readonly<Record<Part, readonly string[]>> {
  const file = new URL('../../data/subjects.json', import.meta.url)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<Part, readonly string[]>
  } catch (cause) {
    throw new WusumError('MODEL', 'data/subjects.json cannot be read', { where: { source: file.pathname }, cause })
  }
}

/**
 * The tag in a heading of a catalogue: what stands before its subdivisions (`تاريخ -- القرن 20`), without the marks that
 * cataloguers end it with. Undefined for numbers of classes and addresses.
 */
export function headingTag(text: string): string | undefined {
  const heading = text
    .split('--', 1)[0]!
    .trim()
    .replace(/[\s,،;؛:/]{1,20}$/, '')
    // One letter and a period are initials.
    .replace(/(?<=[\p{L}\p{M}\d)]{2})\.$/u, '')
  return heading === '' || /^(?:https?:|urn:|info:|[\d\s./:-]+$)/.test(heading) ? undefined : heading
}

/**
 * The tags of repeated fields of subjects. One alone may hold them all, set apart as anybody sets them apart; of several,
 * commas belong to a heading (`دمشق، حصار`).
 */
export function subjectTags(texts: readonly string[]): string[] {
  const parts = texts.length === 1 ? delimited(texts[0]!) : texts.flatMap((text) => text.split(/[;؛|\n]/))
  return parts.flatMap((part) => headingTag(part) ?? [])
}
