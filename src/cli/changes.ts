import type { Snapshot } from '../registry/index.js'
import type { Changes } from '../run/changes.js'
import { note } from './display.js'

/** Changes of one kind that are told one by one. */
const MOST = 20

/** Says on standard error what a settling changed. */
export function tellChanges({ merged, split, renamed, ignored, restored, fresh }: Changes): void {
  const kinds: readonly (readonly string[])[] = [
    merged.map(({ tag, from }) => `now one tag: ${tag} ← ${from.join(', ')}`),
    split.map(({ tag, into }) => `now ${into.length} tags: ${into.join(' · ')} (before one, ${tag})`),
    renamed.map(({ tag, before }) => `now spelled ${tag}, before ${before}`),
    ignored.map((tag) => `no longer a tag: ${tag}`),
    restored.map((tag) => `a tag again: ${tag}`),
    fresh > 0 ? [`${fresh} ${fresh === 1 ? 'spelling' : 'spellings'} settled for the first time`] : [],
  ]
  for (const lines of kinds) {
    for (const line of lines.slice(0, MOST)) note(line)
    if (lines.length > MOST) note(`and ${lines.length - MOST} more like it`)
  }
  if (kinds.every((lines) => lines.length === 0)) note('no tag changed')
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
