import type { Clusters } from '../core/cluster.js'
import type { Snapshot } from '../registry/index.js'

/** What a settling made of the tags that were settled before. */
export interface Changes {
  /** Tags that became one, and how it is spelled. */
  readonly merged: readonly { readonly tag: string; readonly from: readonly string[] }[]
  /** Tags of which several were made. */
  readonly split: readonly { readonly tag: string; readonly into: readonly string[] }[]
  readonly renamed: readonly { readonly tag: string; readonly before: string }[]
  /** Tags that are none any more, and those that are again. */
  readonly ignored: readonly string[]
  readonly restored: readonly string[]
  /** Spellings settled for the first time. */
  readonly fresh: number
}

/** @param snapshot what was judged, as it stood before */
export function changesOf({ surfaces, tags }: Snapshot, clusters: Clusters): Changes {
  const into = new Map<string, Set<string>>()
  const from = new Map<string, Set<string>>()
  const ignored = new Set<string>()
  const restored = new Set<string>()
  let fresh = 0
  const spelled = (id: string) => tags.get(id)?.tag ?? id
  const link = (sets: Map<string, Set<string>>, a: string, b: string) => {
    const known = sets.get(a)
    if (known) known.add(b)
    else sets.set(a, new Set([b]))
  }
  for (const { surface, count, tag: before } of surfaces) {
    if (count === 0) continue
    const now = clusters.tagOf(surface)
    if (before === undefined) fresh++
    else if (before === '') {
      if (now !== undefined) restored.add(now)
    } else if (now === undefined) ignored.add(spelled(before))
    else {
      link(into, before, now)
      link(from, now, before)
    }
  }
  const one = (sets: Map<string, Set<string>>, key: string) => sets.get(key)?.size === 1
  return {
    merged: Array.from(from, ([tag, ids]) => ({
      tag,
      from: [...ids].map(spelled).filter((name) => name !== tag),
    })).filter(({ tag, from: names }) => !one(from, tag) && names.length > 0),
    split: Array.from(into, ([id, names]) => ({ tag: spelled(id), into: [...names] })).filter(
      ({ into: names }) => names.length > 1,
    ),
    renamed: Array.from(into).flatMap(([id, [now]]) =>
      one(into, id) && one(from, now!) && spelled(id) !== now ? [{ tag: now!, before: spelled(id) }] : [],
    ),
    ignored: [...ignored],
    restored: [...restored],
    fresh,
  }
}
