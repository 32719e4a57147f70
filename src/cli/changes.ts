import type { Snapshot } from '../registry/index.js'
import type { Changes } from '../run/changes.js'
import { displays, drawFor, note, piece, stdout, type Display } from './display.js'
import { grouped } from './numbers.js'

/** Changes of one kind that are told one by one. */
const MOST = 20

/** Spellings of one tag that are named. */
const NAMED = 5

const named = (spellings: readonly string[]): string =>
  spellings.slice(0, NAMED).join(', ') +
  (spellings.length > NAMED ? ` and ${grouped(spellings.length - NAMED)} more` : '')

const onPages = (pages: number): string => `   (${grouped(pages)} ${pages === 1 ? 'page' : 'pages'})`

/** A sentence for each change, kind by kind, as many as a person reads. `pages`: with the pages that each touches. */
export function changesInWords(
  { merged, split, renamed, gone, fresh, gained, lost }: Changes,
  { pages: withPages = false, drawn = (text: string): string => text } = {},
): string[] {
  const tail = withPages ? onPages : () => ''
  const list = (tags: readonly string[]) => tags.map(drawn).join(', ')
  const kinds: readonly (readonly string[])[] = [
    merged.map(({ tag, from, pages }) => `now one tag: ${drawn(tag)} ← ${list(from)}${tail(pages)}`),
    split.map(
      ({ tag, into, pages }) =>
        `now ${into.length} tags: ${into.map(drawn).join(' · ')} (before one, ${drawn(tag)})${tail(pages)}`,
    ),
    renamed.map(({ tag, before, pages }) => `now spelled ${drawn(tag)}, before ${drawn(before)}${tail(pages)}`),
    gone.map(({ tag, pages }) => `no longer a tag: ${drawn(tag)}${tail(pages)}`),
    fresh.filter(({ again }) => again).map(({ tag, pages }) => `a tag again: ${drawn(tag)}${tail(pages)}`),
    fresh.filter(({ again }) => !again).map(({ tag, pages }) => `new: ${drawn(tag)}${tail(pages)}`),
    gained.map(({ tag, spellings, pages }) => `${drawn(tag)} has also ${drawn(named(spellings))}${tail(pages)}`),
    lost.map(({ tag, spellings, pages }) => `${drawn(tag)} has no longer ${drawn(named(spellings))}${tail(pages)}`),
  ]
  return kinds.flatMap((lines) =>
    lines.length > MOST ? [...lines.slice(0, MOST), `and ${grouped(lines.length - MOST)} more like it`] : lines,
  )
}

export const jsonOption = {
  type: 'boolean',
  describe: 'One JSON object a change, for programs; default: unless on a terminal',
} as const

export const displayOption = {
  choices: displays,
  default: 'auto' as Display,
  describe: 'How Arabic is drawn for people',
} as const

export function changesForPeople(changes: Changes, display: Display): string {
  const draw = drawFor(display, stdout)
  const lines = changesInWords(changes, { pages: true, drawn: piece }).map((line) => draw.lines(line))
  return `${(lines.length > 0 ? lines : ['no tag differs']).join('\n')}\n`
}

/** A line a change: `{"change":"merged","tag":…}`; none where nothing differs. */
export const changesAsJson = (changes: Changes): string =>
  Object.entries(changes)
    .flatMap(([change, list]) => (list as object[]).map((one) => `${JSON.stringify({ change, ...one })}\n`))
    .join('')

/** Says on standard error what a settling changed; of spellings that were settled for the first time, how many. */
export function tellChanges(
  changes: Changes,
  before: ReadonlyMap<string, { readonly tag?: string | undefined }>,
): void {
  const first = [...before.values()].filter(({ tag }) => tag === undefined).length
  const lines = changesInWords({
    ...changes,
    fresh: changes.fresh.filter(({ again }) => again),
    gained: [],
  })
  if (first > 0) lines.push(`${grouped(first)} ${first === 1 ? 'spelling' : 'spellings'} settled for the first time`)
  for (const line of lines.length > 0 ? lines : ['no tag changed']) note(line)
}

/** Which tags that decisions name no page has. */
export function absentOf(
  named: readonly string[],
  { surfaces }: Pick<Snapshot, 'surfaces'>,
  keyOf: (tag: string) => string,
): string[] {
  const there = new Set(surfaces.filter(({ count }) => count > 0).map(({ surface }) => keyOf(surface)))
  return [...new Set(named)].filter((tag) => !there.has(keyOf(tag)))
}

/** Says that no page has those tags: they may be misspelt. */
export function tellAbsent(absent: readonly string[]): void {
  for (const tag of absent.slice(0, MOST)) note(`no page has the tag ${tag}`)
  if (absent.length > MOST) note(`nor ${absent.length - MOST} more that are named`)
}
