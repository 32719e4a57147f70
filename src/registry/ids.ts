/** Stable tag ids: which id each judged tag keeps, gets or hands over. Pure, apart from hashing. */
import { byUnits } from '../core/text/order.js'
import { createHash } from 'node:crypto'
import type { SettledTag, Snapshot, StoredSurface, StoredTag, TagEvent } from './types.js'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The id of a key's tag: `t` and 60 bits of its hash in base 32. An id follows from the key, so writers on different
 * machines give a new tag the same one without asking. `turn` counts up where an id was used up by a merge or a split.
 */
export function idOf(key: string, turn = 0): string {
  const hash = createHash('sha256')
    .update(turn === 0 ? key : `${key}\0${turn}`)
    .digest()
  let id = 't'
  let bits = 0
  let held = 0
  for (let i = 0; id.length < 13; i++) {
    held = ((held << 8) | hash[i]!) & 0xfff
    bits += 8
    while (bits >= 5 && id.length < 13) {
      bits -= 5
      id += ALPHABET.charAt((held >>> bits) & 31)
    }
  }
  return id
}

/** Follows a merge. Redirects are flat, so one step is enough. */
const resolve = (tags: ReadonlyMap<string, StoredTag>, id: string): string => tags.get(id)?.target ?? id

export interface IdEvent {
  readonly id: string
  readonly event: TagEvent
  readonly other: string
}

export interface Assignment {
  /** New and changed tags. */
  readonly tags: readonly StoredTag[]
  /** Surfaces whose tag changes; `''` for those that are in no tag. */
  readonly surfaces: readonly (readonly [surface: string, tag: string])[]
  readonly events: readonly IdEvent[]
}

interface Claim {
  count: number
  settled: boolean
}

/**
 * Gives every judged tag its id. A tag keeps the settled id that most of its occurrences had, else the id its keys were
 * given out under since; ids it does not keep lead to it; an id claimed by two stays with the larger claim and the other
 * gets one never used. Linear in surfaces.
 */
export function assignIds(snapshot: Snapshot, judged: Iterable<SettledTag>): Assignment {
  const stored = new Map(snapshot.surfaces.map((s) => [s.surface, s]))
  const clusters = [...judged].sort((a, b) => byUnits(a.key, b.key) || byUnits(a.tag, b.tag))

  // An ignored tag keeps its id asleep, should a decision wake it: it is the last that its key had.
  const alive = new Set(snapshot.surfaces.map((s) => s.tag))
  const asleep = new Map<string, string>()
  if (alive.has(''))
    for (const { id, key, target } of snapshot.tags.values())
      if (target === undefined && !alive.has(id)) asleep.set(key, id)
  const givenTo = ({ key, tag }: StoredSurface): string =>
    (tag === '' ? asleep.get(key) : undefined) ?? resolve(snapshot.tags, idOf(key))

  // Who claims which id, by how many occurrences. What a surface was handed out under before it was settled is a claim.
  const claims = clusters.map((cluster) => {
    const mine = new Map<string, Claim>()
    for (const surface of cluster.surfaces) {
      const s = stored.get(surface)
      if (s === undefined) continue
      const settled = s.tag !== undefined && s.tag !== ''
      const id = settled ? resolve(snapshot.tags, s.tag) : givenTo(s)
      const claim = mine.get(id)
      if (claim === undefined) mine.set(id, { count: s.count, settled })
      else {
        claim.count += s.count
        claim.settled ||= settled
      }
    }
    return mine
  })
  const owner = new Map<string, number>()
  claims.forEach((mine, i) => {
    for (const [id, claim] of mine) {
      const rival = owner.get(id)
      const theirs = rival === undefined ? undefined : claims[rival]!.get(id)!
      if (
        theirs === undefined ||
        Number(claim.settled) - Number(theirs.settled) > 0 ||
        (claim.settled === theirs.settled && claim.count > theirs.count)
      ) {
        owner.set(id, i)
      }
    }
  })

  const tags: StoredTag[] = []
  const surfaces: (readonly [string, string])[] = []
  const events: IdEvent[] = []
  const taken = new Set<string>()
  const target = new Map<string, string>()
  const keyOf = new Map<string, string>()
  const finals = claims.map((mine, i) => {
    const own = [...mine].filter(([id]) => owner.get(id) === i)
    own.sort(([a, x], [b, y]) => Number(y.settled) - Number(x.settled) || y.count - x.count || byUnits(a, b))
    const keeps = own[0]?.[0]
    if (keeps === undefined) return undefined
    taken.add(keeps)
    for (const [id] of own.slice(1)) target.set(id, keeps)
    return keeps
  })
  clusters.forEach((cluster, i) => {
    let id = finals[i]
    if (id === undefined) {
      for (let turn = 0; id === undefined; turn++) {
        const free = idOf(cluster.key, turn)
        if (!snapshot.tags.has(free) && !taken.has(free) && !owner.has(free)) id = free
      }
      taken.add(id)
      for (const from of claims[i]!.keys()) {
        if (snapshot.tags.has(from)) {
          events.push({ id, event: 'split', other: from })
          break
        }
      }
    }
    const old = snapshot.tags.get(id)
    if (old?.tag !== cluster.tag || old.key !== cluster.key || old.target !== undefined) {
      tags.push({ id, tag: cluster.tag, key: cluster.key })
      if (old !== undefined && old.tag !== cluster.tag) events.push({ id, event: 'renamed', other: old.tag })
    }
    for (const surface of cluster.surfaces) {
      const s = stored.get(surface)
      if (s === undefined) continue
      stored.delete(surface)
      if (s.tag !== id) surfaces.push([surface, id])
      // An id that was given out for this key since the last settling must lead somewhere for ever.
      const given = idOf(s.key)
      if (s.tag === undefined && given !== id && !snapshot.tags.has(given) && !taken.has(given)) {
        if (!owner.has(given) || owner.get(given) === i) {
          target.set(given, id)
          keyOf.set(given, s.key)
        }
      }
    }
  })

  for (const [id, into] of target) {
    const old = snapshot.tags.get(id)
    tags.push({ id, tag: old?.tag ?? '', key: old?.key ?? keyOf.get(id) ?? '', target: into })
    if (old !== undefined) {
      events.push({ id, event: 'merged', other: into }, { id: into, event: 'received', other: id })
    }
  }
  for (const old of snapshot.tags.values()) {
    const into = old.target === undefined ? undefined : target.get(old.target)
    if (into !== undefined && !taken.has(old.id)) tags.push({ ...old, target: into })
  }
  // Judged to be no tag at all. What merely has no occurrences left keeps its tag, should it come back.
  const retired = new Set<string>()
  for (const s of stored.values()) {
    if (s.count > 0 && s.tag !== '') {
      surfaces.push([s.surface, ''])
      if (s.tag !== undefined && !taken.has(s.tag) && !target.has(s.tag)) retired.add(s.tag)
    }
  }
  for (const id of retired) events.push({ id, event: 'retired', other: '' })
  // In the order they are stored: writing them goes through the tables once, not back and forth.
  const place = new Map(snapshot.surfaces.map((s, i) => [s.surface, i]))
  surfaces.sort(([a], [b]) => place.get(a)! - place.get(b)!)
  tags.sort((a, b) => byUnits(a.id, b.id))
  return { tags, surfaces, events }
}
