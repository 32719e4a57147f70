import { createClusters } from './cluster.js'
import { distance } from './distance.js'
import { bitCount, unitsOf } from '../boundaries/evidence.js'
import { aloneIn, matcherOf, MOST_FOREIGN, type Context, type Matcher } from './matcher.js'
import { widened, type Generation, type SurfaceNumber, type Surfaces } from '../text/surfaces.js'

/**
 * Clusters of the tags of pages that are each taken alone. Most pages have no two tags that could ever be one; that is
 * seen by comparing the letters of each pair, about a nanosecond a pair, where making clusters would cost 150 µs a page.
 *
 * Tags are numbers in `Surfaces`; what is kept of them is forgotten when room was made there.
 */
export class AloneClusters {
  readonly #surfaces: Surfaces
  /** Of what is kept. */
  #generation: Generation | undefined
  readonly #context: Context
  readonly #matcher: Matcher
  /** By tag, as the matcher compares it: its words at the loosest level, compounds joined; and all of them in one. */
  readonly #words: (readonly string[])[] = []
  readonly #joined: string[] = []
  /** One bit for each letter of `joined`, several letters to a bit; then how many words, above 16 bits, and letters. */
  #letters = new Int32Array(1024)
  #sizes = new Int32Array(1024)
  /** Letters and sizes of the page at hand. */
  readonly #pageLetters = new Int32Array(MOST_COMPARED)
  readonly #pageSizes = new Int32Array(MOST_COMPARED)
  /** Groups that were judged lately, by their surfaces and counts. */
  readonly #groups = new Map<string, ReadonlyMap<string, string | undefined>>()

  constructor(surfaces: Surfaces, context: Context) {
    this.#surfaces = surfaces
    this.#context = context
    this.#matcher = matcherOf(context)
  }

  /**
   * Which tag each tag of one page stands for, -1 for none: the same as `createClusters` says. Undefined where each
   * stands for itself, and but once on the page. `lists`: those of the tags that an author listed, by list; what stands
   * side by side there is one only by rule.
   */
  of(
    tags: readonly SurfaceNumber[],
    lists: readonly (readonly SurfaceNumber[])[] = [],
  ): ((tag: SurfaceNumber) => SurfaceNumber | -1) | undefined {
    if (this.#generation !== this.#surfaces.generation) {
      this.#generation = this.#surfaces.generation
      this.#words.length = this.#joined.length = 0
    }
    if (this.#context.decisions?.length || tags.length > MOST_COMPARED) {
      const together = lists.map((list) => this.#textsOf(list))
      const shown = this.#clustered(this.#tally(tags), together)
      return (tag) => this.#number(shown.get(this.#surfaces.tags[tag]!))
    }
    const letters = this.#pageLetters
    const sizes = this.#pageSizes
    /** By place: the place of the first of its group, if it is in one. */
    let group: (number | undefined)[] | undefined
    let repeated = false
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!
      if (this.#joined[tag] === undefined) this.#look(tag)
      const own = (letters[i] = this.#letters[tag]!)
      const size = (sizes[i] = this.#sizes[tag]!)
      for (let j = 0; j < i; j++) {
        const differ = own ^ letters[j]!
        // An edit changes two letters at the most, and a pair that is judged is two edits apart at the most. Two that
        // differ in spaces only have the same letters.
        if (differ !== 0 && (apart(size, sizes[j]!) || bitCount(differ) > 4)) continue
        const other = tags[j]!
        if (tag === other) repeated = true
        else if (this.#mayBeOne(tag, other)) {
          group ??= []
          const [old, first] = [group[i] ?? i, group[j] ?? j]
          group[i] = group[j] = first
          for (let k = 0; k < i; k++) if (group[k] === old) group[k] = first
        }
      }
    }
    if (!group) return repeated ? (tag) => tag : undefined
    const settled = new Map<SurfaceNumber, SurfaceNumber | -1>()
    for (const first of new Set(group)) {
      if (first === undefined) continue
      const own = new Set(tags.filter((_, i) => group[i] === first))
      const judged = this.#settled(this.#tally(tags.filter((tag) => own.has(tag))), own, lists)
      for (const tag of own) settled.set(tag, this.#number(judged.get(this.#surfaces.tags[tag]!)))
    }
    return (tag) => settled.get(tag) ?? tag
  }

  #number(tag: string | undefined): SurfaceNumber | -1 {
    return tag === undefined ? -1 : this.#surfaces.verbatim(tag)
  }

  #textsOf(tags: readonly SurfaceNumber[]): string[] {
    return tags.map((tag) => this.#surfaces.tags[tag]!)
  }

  /** Distinct surfaces with their counts. */
  #tally(tags: readonly SurfaceNumber[]): { surface: string; count: number; pages: number }[] {
    return tally(tags.map((tag) => ({ surface: this.#surfaces.tags[tag]! })))
  }

  /** The tags of surfaces that must be judged together. The same few spellings meet on many pages. */
  #settled(
    members: ReturnType<typeof tally>,
    tags: ReadonlySet<SurfaceNumber>,
    lists: readonly (readonly SurfaceNumber[])[],
  ): ReadonlyMap<string, string | undefined> {
    const together = lists.map((list) => this.#textsOf(list.filter((tag) => tags.has(tag))))
    const name = [
      ...members.map(({ surface, count }) => `${count} ${surface}`),
      ...together.filter((list) => list.length > 1).map((list) => list.join('\t')),
    ].join('\n')
    let known = this.#groups.get(name)
    if (!known) {
      known = this.#clustered(members, together)
      if (this.#groups.size >= 1 << 14) this.#groups.clear()
      this.#groups.set(name, known)
    }
    return known
  }

  #clustered(
    members: ReturnType<typeof tally>,
    lists: readonly (readonly string[])[],
  ): ReadonlyMap<string, string | undefined> {
    const tags = createClusters(members, aloneIn(this.#context, lists)).tagsInOrder()
    return new Map(members.map(({ surface }, i) => [surface, tags[i]]))
  }

  #look(tag: SurfaceNumber): void {
    const { words } = this.#matcher.form(this.#surfaces.tags[tag]!)
    const joined = words.join('')
    this.#words[tag] = words
    this.#joined[tag] = joined
    if (tag >= this.#letters.length) {
      this.#letters = widened(this.#letters, 2 * tag)
      this.#sizes = widened(this.#sizes, 2 * tag)
    }
    this.#letters[tag] = unitsOf(joined)
    this.#sizes[tag] = (words.length << 16) | joined.length
  }

  /** Whether two tags are of one phrase, differ in spaces only, or in few words by a small edit each; all else is apart. */
  #mayBeOne(a: SurfaceNumber, b: SurfaceNumber): boolean {
    if (this.#joined[a] === this.#joined[b]) return true
    if (apart(this.#sizes[a]!, this.#sizes[b]!)) return false
    const [one, other] = [this.#words[a]!, this.#words[b]!]
    let places = 0
    for (let i = 0; i < one.length; i++)
      if (one[i] !== other[i] && (++places > MOST_FOREIGN || distance(one[i]!, other[i]!) > 2)) return false
    return true
  }
}

/** A page with more tags than this is clustered as a collection is: comparing all pairs would take longer. */
const MOST_COMPARED = 1024

/** Whether two sizes differ by a word, or by more letters than two edits make. */
function apart(a: number, b: number): boolean {
  const difference = a - b
  return difference > 2 || difference < -2
}

/** Distinct surfaces of one page with their counts. */
export function tally(
  mentions: readonly { readonly surface: string }[],
): { surface: string; count: number; pages: number }[] {
  const counts = new Map<string, { surface: string; count: number; pages: number }>()
  for (const { surface } of mentions) {
    const entry = counts.get(surface)
    if (entry) entry.count++
    else counts.set(surface, { surface, count: 1, pages: 1 })
  }
  return [...counts.values()]
}
