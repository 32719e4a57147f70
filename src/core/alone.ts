import { createClusters } from './cluster.js'
import { distance } from './distance.js'
import { bitCount } from './evidence.js'
import { judgeOf, type Context, type Judge } from './judge.js'
import { tally, type Fresh } from './normaliser.js'
import type { Shape } from './surfaces.js'

/**
 * Clusters of the tags of pages that are each taken alone. Most pages have no two tags that could ever be one; that is
 * seen by comparing the letters of each pair, about a nanosecond a pair, where making clusters would cost 150 µs a page.
 */
export class AloneClusters {
  readonly #context: Context
  readonly #judge: Judge
  /** Letters of the page at hand. */
  readonly #letters = new Int32Array(MOST_COMPARED)
  /** Groups that were judged lately, by their surfaces and counts. */
  readonly #groups = new Map<string, ReadonlyMap<string, string | undefined>>()

  constructor(context: Context) {
    this.#context = context
    this.#judge = judgeOf(context)
  }

  /**
   * Which tag each surface of one page stands for: the same as `createClusters` says. Undefined where each stands for
   * itself, and but once on the page.
   */
  of(found: readonly Fresh[]): ((surface: string) => string | undefined) | undefined {
    if (this.#context.decisions?.length || found.length > MOST_COMPARED) {
      const all = createClusters(tally(found), this.#context)
      return (surface) => all.tagOf(surface)
    }
    const letters = this.#letters
    /** By place: the place of the first of its group, if it is in one. */
    let group: (number | undefined)[] | undefined
    let repeated = false
    for (let i = 0; i < found.length; i++) {
      const a = this.#shape(found[i]!)
      letters[i] = a.letters
      if (a.joined === '') (group ??= [])[i] ??= i
      for (let j = 0; j < i; j++) {
        // An edit changes two letters at the most, and a pair that is judged is two edits apart at the most.
        if (bitCount(a.letters ^ letters[j]!) > 4) continue
        const b = this.#shape(found[j]!)
        if (a === b) repeated = true
        else if (mayBeOne(a, b)) {
          group ??= []
          const [old, first] = [group[i] ?? i, group[j] ?? j]
          group[i] = group[j] = first
          for (let k = 0; k < i; k++) if (group[k] === old) group[k] = first
        }
      }
    }
    if (!group) return repeated ? (surface) => surface : undefined
    const tags = new Map<string, string | undefined>()
    const counts = tally(found)
    for (const first of new Set(group)) {
      if (first === undefined) continue
      const own = new Set(found.flatMap(({ surface }, i) => (group[i] === first ? surface : [])))
      for (const [surface, tag] of this.#settled(counts.filter(({ surface }) => own.has(surface))))
        tags.set(surface, tag)
    }
    return (surface) => (tags.has(surface) ? tags.get(surface) : surface)
  }

  /** The tags of surfaces that must be judged together. The same few spellings meet on many pages. */
  #settled(members: ReturnType<typeof tally>): ReadonlyMap<string, string | undefined> {
    const name = members.map(({ surface, count }) => `${count} ${surface}`).join('\n')
    let known = this.#groups.get(name)
    if (!known) {
      const clusters = createClusters(members, this.#context)
      known = new Map(members.map(({ surface }) => [surface, clusters.tagOf(surface)]))
      if (this.#groups.size >= 1 << 14) this.#groups.clear()
      this.#groups.set(name, known)
    }
    return known
  }

  #shape({ known }: Fresh): Shape {
    if (known.shape === undefined) {
      const { words } = this.#judge.form(known.tag)
      const joined = words.join('')
      let letters = 0
      for (let i = 0; i < joined.length; i++) letters |= 1 << (joined.charCodeAt(i) & 31)
      known.shape = { words, joined, letters }
    }
    return known.shape
  }
}

/** A page with more tags than this is clustered as a collection is: comparing all pairs would take longer. */
const MOST_COMPARED = 1024

/** Whether two surfaces are of one phrase, differ in spaces only, or in one word by a small edit; all else is apart. */
function mayBeOne(a: Shape, b: Shape): boolean {
  if (a.joined === b.joined) return true
  const difference = a.joined.length - b.joined.length
  if (a.words.length !== b.words.length || difference > 2 || difference < -2) return false
  let place = -1
  for (let i = 0; i < a.words.length; i++) {
    if (a.words[i] === b.words[i]) continue
    if (place >= 0) return false
    place = i
  }
  return distance(a.words[place]!, b.words[place]!) <= 2
}
