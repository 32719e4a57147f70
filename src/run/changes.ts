/** What differs between two taggings of one collection: two runs, two settlings, before and after a decision. */
import type { Changes } from '../core/api.js'
import type { Clusters } from '../core/sameness/cluster.js'
import type { CanonicalTag } from '../core/types.js'
import { isAddress, openStore, type Snapshot } from '../registry/index.js'
import { headOf, tagsOfFile, tagsIn } from './own-files.js'

export type { Changes } from '../core/api.js'

/** Every spelling that occurs, with the tag it stands for. */
export interface Tagging {
  readonly surfaces: ReadonlyMap<string, Tagged>
}

interface Tagged {
  /** The tag, by its canonical spelling. Absent: not settled yet; empty: settled as no tag. */
  readonly tag?: string | undefined
  /** Pages that have the spelling. */
  readonly pages: number
}

export const differs = (changes: Changes): boolean => Object.values(changes).some((list: unknown[]) => list.length > 0)

/** A tag of one side, with what its spellings stand for on the other. */
class Side {
  /** The other side's tag, with the pages of the spellings that tell. */
  readonly others = new Map<string, number>()
  /** Spellings that stand for nothing there. */
  readonly alone: string[] = []
  alonePages = 0
  ignored = false
  get pages(): number {
    return [...this.others.values()].reduce((sum, pages) => sum + pages, this.alonePages)
  }
}

export function changesOf(before: Tagging, after: Tagging): Changes {
  const was = new Map<string, Side>()
  const is = new Map<string, Side>()
  const sideOf = (sides: Map<string, Side>, tag: string): Side => {
    let side = sides.get(tag)
    if (side === undefined) sides.set(tag, (side = new Side()))
    return side
  }
  for (const surface of new Set([...before.surfaces.keys(), ...after.surfaces.keys()])) {
    const [old, now] = [before.surfaces.get(surface), after.surfaces.get(surface)]
    const pages = Math.max(old?.pages ?? 0, now?.pages ?? 0)
    for (const [sides, own, other] of [
      [was, old, now],
      [is, now, old],
    ] as const) {
      if (!own?.tag) continue
      const side = sideOf(sides, own.tag)
      if (other?.tag) side.others.set(other.tag, (side.others.get(other.tag) ?? 0) + pages)
      else {
        side.alone.push(surface)
        side.alonePages += pages
        side.ignored ||= other?.tag === ''
      }
    }
  }
  /** Of the others of a side, those that are not spelled alike, with the pages of what they share. */
  const elsewhere = ({ others }: Side, tag: string): [string[], number] => {
    const names = [...others.keys()].filter((name) => name !== tag)
    return [names.sort(), names.reduce((sum, name) => sum + others.get(name)!, 0)]
  }
  const changes: { -readonly [K in keyof Changes]: Changes[K][number][] } = {
    merged: [],
    split: [],
    renamed: [],
    fresh: [],
    gone: [],
    gained: [],
    lost: [],
  }
  for (const [tag, side] of is) {
    const [from, pages] = elsewhere(side, tag)
    const { others, alone, alonePages } = side
    if (others.size === 0) changes.fresh.push({ tag, again: side.ignored, pages: alonePages })
    else if (alone.length > 0) changes.gained.push({ tag, spellings: alone.sort(), pages: alonePages })
    if (others.size > 1) changes.merged.push({ tag, from, pages })
    const [old] = others.keys()
    if (others.size === 1 && old !== tag && was.get(old!)!.others.size === 1)
      changes.renamed.push({ tag, before: old!, pages: side.pages })
  }
  for (const [tag, side] of was) {
    const { others, alone, alonePages } = side
    if (others.size === 0) changes.gone.push({ tag, pages: alonePages })
    else if (alone.length > 0) changes.lost.push({ tag, spellings: alone.sort(), pages: alonePages })
    if (others.size > 1) changes.split.push({ tag, into: [...others.keys()].sort(), pages: elsewhere(side, tag)[1] })
  }
  for (const list of Object.values(changes) as { tag: string; pages: number }[][])
    list.sort((a, b) => b.pages - a.pages || (a.tag < b.tag ? -1 : 1))
  return changes
}

/** As a registry was settled. Spellings whose pages have all changed do not occur. */
export function settledIn({ surfaces, tags }: Snapshot): Tagging {
  return {
    surfaces: new Map(
      surfaces
        .filter(({ count }) => count > 0)
        .map(({ surface, pages, tag }) => [surface, { pages, tag: tag && (tags.get(tag)?.tag ?? tag) }]),
    ),
  }
}

/** As a registry's spellings are judged. */
export function judgedIn({ surfaces }: Snapshot, clusters: Clusters): Tagging {
  return {
    surfaces: new Map(
      surfaces
        .filter(({ count }) => count > 0)
        .map(({ surface, pages }) => [surface, { pages, tag: clusters.tagOf(surface) ?? '' }]),
    ),
  }
}

const SQLITE = 'SQLite format 3\0'

/** As a registry was settled, or as tags or records have it that wusum wrote; `-`: tags on standard input. */
export async function taggingOf(where: string): Promise<Tagging> {
  if (where === '-') return writtenIn(tagsIn(where))
  if (!isAddress(where) && !headOf(where).toString('latin1').startsWith(SQLITE)) return writtenIn(tagsOfFile(where))
  const store = await openStore(where, { create: false })
  try {
    return settledIn(await store.snapshot())
  } finally {
    await store.close()
  }
}

async function writtenIn(tags: AsyncIterable<CanonicalTag>): Promise<Tagging> {
  const surfaces = new Map<string, Tagged>()
  for await (const { tag, shown, variants } of tags) {
    if (shown.count > 0) surfaces.set(tag, { tag, pages: shown.pages })
    for (const { surface, pages } of variants) surfaces.set(surface, { tag, pages })
  }
  return { surfaces }
}
