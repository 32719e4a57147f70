import type { PageField } from '../core/types.js'
import { plainLabel } from './boxes.js'
import { tagsOf } from './delimited.js'
import { fieldName } from './names.js'

/** A longer state is that of a whole site. */
const STATE_UNITS = 4 * 2 ** 20
/** Values of a state that are looked at, and how deep they stand. */
const MOST_VALUES = 200_000
const DEPTH = 32
/** A title of fewer units may be the name of a section, or of anything. */
const TITLE_UNITS = 8
const MOST_TITLE_UNITS = 500

/**
 * The tags that a page's own state has for it: programs that draw a page in the browser (Next.js and the like) leave the
 * article that it shows as JSON in a script, `{"title": …, "tags": […]}`, beside menus, trends and other articles. The
 * page's is known by its title. Empty where there is none.
 *
 * Linear, in bounded steps; what is no JSON has none.
 * @param titles as the page has them: in its head, in its heading
 */
export function stateTags(script: string, titles: readonly string[]): string[] {
  const own = new Set(titles.map(plainLabel).filter((title) => title.length >= TITLE_UNITS))
  if (own.size === 0 || script.length > STATE_UNITS) return []
  let state: unknown
  try {
    state = JSON.parse(script)
  } catch {
    return []
  }
  let left = MOST_VALUES
  const search = (value: unknown, depth: number): string[] => {
    if (value === null || typeof value !== 'object' || depth > DEPTH || --left < 0) return []
    if (!Array.isArray(value)) {
      const tags = tagsBeside(value as Readonly<Record<string, unknown>>, own)
      if (tags.length > 0) return tags
    }
    for (const part of Object.values(value) as unknown[]) {
      const tags = search(part, depth + 1)
      if (tags.length > 0) return tags
    }
    return []
  }
  return search(state, 0)
}

/** The tags of an object that has one of these titles. */
function tagsBeside(object: Readonly<Record<string, unknown>>, titles: ReadonlySet<string>): string[] {
  const is = (name: string, field: PageField) => fieldName(name)?.fields.some((it) => it.field === field) ?? false
  const isTitle = ([name, value]: [string, unknown]) =>
    typeof value === 'string' && value.length <= MOST_TITLE_UNITS && titles.has(plainLabel(value)) && is(name, 'title')
  const fields = Object.entries(object)
  if (!fields.some(isTitle)) return []
  const tags = fields.flatMap(([name, value]) => (is(name, 'tags') ? (tagsOf(value) ?? []) : []))
  return [...new Set(tags)]
}
