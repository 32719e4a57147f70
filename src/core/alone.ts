import { createClusters } from './cluster.js'
import { distance } from './distance.js'
import { bitCount } from './evidence.js'
import { judgeOf, type Context, type Judge } from './judge.js'
import { tally, type Found } from './normaliser.js'

/** What tells two surfaces apart at a glance. */
interface Shape {
  readonly surface: string
  /** As the judge compares them: at the loosest level, compounds joined. */
  readonly words: readonly string[]
  readonly joined: string
  /** One bit for each letter, several letters to a bit. */
  readonly letters: number
}

/**
 * Clusters of the tags of pages that are each taken alone. Most pages have no two tags that could ever be one; that is
 * seen by comparing the letters of each pair, about 3 ns a pair, where making clusters would cost 150 µs a page.
 */
export class AloneClusters {
  readonly #context: Context
  readonly #judge: Judge
  /** Surfaces met lately, at most about 30 MB. */
  readonly #shapes = new Map<string, Shape>()
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
  of(found: readonly Found[]): ((surface: string) => string | undefined) | undefined {
    if (this.#context.decisions?.length) {
      const all = createClusters(tally(found), this.#context)
      return (surface) => all.tagOf(surface)
    }
    const shapes: Shape[] = []
    for (const { surface } of found) {
      const shape = this.#shape(surface)
      if (!shapes.includes(shape)) shapes.push(shape)
    }
    /** By place of a shape: the place of the first of its group, if it is in one. */
    let group: (number | undefined)[] | undefined
    for (let i = 0; i < shapes.length; i++) {
      const a = shapes[i]!
      if (a.joined === '') (group ??= [])[i] ??= i
      for (let j = 0; j < i; j++) {
        const b = shapes[j]!
        // An edit changes two letters at the most, and a pair that is judged is two edits apart at the most.
        if (bitCount(a.letters ^ b.letters) > 4 || !mayBeOne(a, b)) continue
        group ??= []
        const [old, first] = [group[i] ?? i, group[j] ?? j]
        group[i] = group[j] = first
        for (let k = 0; k < i; k++) if (group[k] === old) group[k] = first
      }
    }
    if (!group) return shapes.length === found.length ? undefined : (surface) => surface
    const tags = new Map<string, string | undefined>()
    const counts = tally(found)
    for (const first of new Set(group)) {
      if (first === undefined) continue
      const members = counts.filter((_, i) => group[i] === first)
      for (const [surface, tag] of this.#settled(members)) tags.set(surface, tag)
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

  #shape(surface: string): Shape {
    let shape = this.#shapes.get(surface)
    if (shape === undefined) {
      const { words } = this.#judge.form(surface)
      const joined = words.join('')
      let letters = 0
      for (let i = 0; i < joined.length; i++) letters |= 1 << (joined.charCodeAt(i) & 31)
      shape = { surface, words, joined, letters }
      if (this.#shapes.size >= 1 << 16) this.#shapes.clear()
      this.#shapes.set(surface, shape)
    }
    return shape
  }
}

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
