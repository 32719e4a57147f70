import { LONGEST, Stretch } from './features.js'
import { lattice } from './lattice.js'
import type { CollapsedRun } from './repeats.js'
import { levelOf } from './sample.js'
import type { TextMatches } from './matches.js'
import type { Segmenter } from './network.js'

/**
 * How a house makes its tags, beside what the network expects of any: log odds of a tag of one, two, three, four or more
 * words, and of one with an article behind its first word (`رئيس الوزراء`).
 */
export type Habit = readonly number[]
const KINDS = 5
const DEFINITE = 4
const NONE: Habit = new Array<number>(KINDS).fill(0)

/** What delimited lists taught. Plain data, it travels between threads. */
export interface Habits {
  readonly sites: ReadonlyMap<string, Habit>
  /** Of sites that are not among these. */
  readonly others?: Habit | undefined
}

export const habitOf = ({ sites, others }: Habits, host: string): Habit | undefined => sites.get(host) ?? others

/** Adds a house's habit to the scores of the spans of a stretch. */
export function addHabit(spans: Float64Array, stretch: Stretch, habit: Habit): void {
  eachSpan(stretch, (slot, size, isDefinite) => {
    spans[slot] = spans[slot]! + habit[size - 1]! + (isDefinite ? habit[DEFINITE]! : 0)
  })
}

/** `size`: 4 stands for all longer ones. */
function eachSpan(stretch: Stretch, see: (slot: number, size: number, isDefinite: boolean) => void): void {
  const { length, words } = stretch
  for (let i = 0; i < length; i++) {
    let isDefinite = false
    for (let size = 1; size <= LONGEST && i + size <= length; size++) {
      if (size > 1 && words[i + size - 1]!.article > 0) isDefinite = true
      see(i * LONGEST + size - 1, Math.min(size, 4), isDefinite)
    }
  }
}

/** A list that teaches: the scores that its words have as if flattened, and what its author made of them. Plain data, 1 kB. */
export interface Lesson {
  readonly host: string
  readonly id: string
  readonly n: number
  readonly spans: Float32Array
  /** Of each span its kind, 0 to 3, and 4 more where it is definite. */
  readonly kinds: Uint8Array
  /** How many tags of each kind the author has, and the score of his cut. */
  readonly own: readonly number[]
  readonly score: number
}

/** How far a house is from others, and a site from its like: the standard deviation of each of its log odds. */
const SPREAD = 0.5
/** A site of fewer lists shows no habit. */
const FEWEST = 4
/** So many lists of a site are learned from, the same ones in any order; more change little. */
const MOST_OF_SITE = 32
/** Words of a list that is learned from, at the most. */
const LONGEST_LIST = 256
/** So many in all. */
const MOST = 8192

/** The first of two is learned from rather than the second. */
const before = (a: Pick<Lesson, 'id'>, b: Pick<Lesson, 'id'>): number =>
  levelOf(b.id) - levelOf(a.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Delimited lists of sites, so many of each that its habit can be learned: the same ones whatever their order. */
export class HabitLessons {
  readonly #sites = new Map<string, Lesson[]>()
  #count = 0

  /** Whether a list of this page would be learned from. */
  wants(host: string, id: string): boolean {
    const lessons = this.#sites.get(host)
    return lessons === undefined || lessons.length < MOST_OF_SITE || before({ id }, lessons.at(-1)!) <= 0
  }

  /**
   * Adds a page's list. Nothing is learned from one that cannot be flattened to one stretch. About 0.3 ms.
   *
   * @param collapsed the list flattened, in one piece
   * @param sizes the words of each of its tags
   * @param matches what the page's text says of the run
   */
  add(
    host: string,
    id: string,
    collapsed: CollapsedRun,
    sizes: readonly number[],
    matches: TextMatches,
    model: Segmenter,
  ): void {
    const n = collapsed.ids.length
    // One that says a tag twice may be flattened to what looks like two lists.
    if (collapsed.stretches.length !== 1 || collapsed.stretches[0]![1] !== n || n > LONGEST_LIST) return
    if (sizes.some((size) => size > LONGEST) || sizes.reduce((sum, size) => sum + size, 0) !== n) return
    const stretch = new Stretch(collapsed, 0, n, matches, undefined, model)
    const spans = Float32Array.from(model.network.scores(stretch).subarray(0, n * LONGEST))
    const kinds = new Uint8Array(n * LONGEST)
    eachSpan(stretch, (slot, size, isDefinite) => (kinds[slot] = size - 1 + (isDefinite ? 4 : 0)))
    const own = new Array<number>(KINDS).fill(0)
    let at = 0
    let score = 0
    for (const size of sizes) {
      const slot = at * LONGEST + size - 1
      own[kinds[slot]! & 3]!++
      if (kinds[slot]! > 3) own[DEFINITE]!++
      score += spans[slot]!
      at += size
    }
    this.#keep({ host, id, n, spans, kinds, own, score })
  }

  #keep(lesson: Lesson): void {
    let lessons = this.#sites.get(lesson.host)
    if (lessons === undefined) this.#sites.set(lesson.host, (lessons = []))
    let at = lessons.length
    while (at > 0 && before(lesson, lessons[at - 1]!) < 0) at--
    const same = lessons[at - 1]
    if (same?.id === lesson.id) {
      // A page that is read twice is one; of two with one id, the same one in any order.
      if (lesson.n < same.n || (lesson.n === same.n && lesson.score < same.score)) lessons[at - 1] = lesson
      return
    }
    lessons.splice(at, 0, lesson)
    this.#count++
    if (lessons.length > MOST_OF_SITE) {
      lessons.pop()
      this.#count--
    }
    if (this.#count > 2 * MOST) this.#putBack(this.#choose(0))
  }

  /** Adds lessons of another. */
  merge(lessons: readonly Lesson[]): void {
    for (const lesson of lessons) if (this.wants(lesson.host, lesson.id)) this.#keep(lesson)
  }

  all(): Lesson[] {
    return this.#choose(0)
  }

  /** Gives away all that were gathered. */
  take(): Lesson[] {
    const all = this.all()
    this.#putBack([])
    return all
  }

  #putBack(lessons: readonly Lesson[]): void {
    this.#sites.clear()
    this.#count = 0
    for (const lesson of lessons) this.#keep(lesson)
  }

  /** Those of pages of a level and up, of too many the first. */
  #choose(least: number): Lesson[] {
    const all = [...this.#sites.values()].flat().filter(({ id }) => levelOf(id) >= least)
    return all.length > MOST ? all.sort(before).slice(0, MOST) : all
  }

  /**
   * The habits under which the lists are likeliest, flattened and cut each page alone, with a normal prior: a conditional random
   * field of few weights, which has one optimum. About 1 ms a list.
   *
   * @param least lists of pages of a lower level do not count
   * @param others lists of pages that were given to learn from: what they have in common holds for every site, and sites are
   * thought to be like it
   */
  habits(least = 0, others?: HabitLessons): Habits {
    const given = others?.all() ?? []
    const common = habitOfLists(given, NONE)
    // Where all that was given is of one site, what they have in common is that site's own, and no prior for it.
    const prior = common && new Set(given.map(({ host }) => host)).size > 1 ? common : NONE
    const counting = new HabitLessons()
    counting.merge(this.#choose(least))
    counting.merge(given)
    const sites = new Map<string, Habit>()
    for (const [host, lessons] of counting.#sites) {
      const habit = habitOfLists(lessons, prior)
      if (habit) sites.set(host, habit)
    }
    return { sites, others: common }
  }
}

/**
 * What lists have in common; undefined where that is nothing: a habit learned from one half of them must make the other half
 * likelier. That of several houses under one name does not.
 */
function habitOfLists(lessons: readonly Lesson[], prior: Habit): Habit | undefined {
  if (lessons.length < FEWEST) return undefined
  const halves = [0, 1].map((half) => lessons.filter((_, i) => i % 2 === half))
  let gain = 0
  halves.forEach((half, i) => {
    const other = halves[1 - i]!
    gain += likelihood(other, likeliest(half, prior), NONE, 0).value - likelihood(other, prior, NONE, 0).value
  })
  return gain > 0 ? likeliest(lessons, prior) : undefined
}

/** The log odds under which the lists are likeliest, to 1/1000, so that another machine's last bits do not matter. */
function likeliest(lessons: readonly Lesson[], prior: Habit): Habit {
  let at = [...prior]
  let now = likelihood(lessons, at, prior)
  let step = 1
  for (let round = 0; round < 100 && step > 1e-3; round++) {
    const next = at.map((value, k) => value + step * Math.max(-1, Math.min(1, now.slope[k]! / now.curve[k]!)))
    const then = likelihood(lessons, next, prior)
    if (then.value <= now.value) {
      step /= 2
      continue
    }
    const gained = then.value - now.value
    at = next
    now = then
    if (gained < 1e-4) break
  }
  return at.map((value) => Math.round(1000 * value) / 1000)
}

/** The log likelihood with the prior, its slope, and how it bends along each number (the variances, as if independent). */
function likelihood(lessons: readonly Lesson[], habit: Habit, prior: Habit, weight = 1 / SPREAD ** 2) {
  let value = 0
  const slope = new Float64Array(KINDS)
  const curve = new Float64Array(KINDS).fill(weight)
  for (let k = 0; k < KINDS; k++) {
    const off = habit[k]! - prior[k]!
    value -= (weight * off ** 2) / 2
    slope[k] = -weight * off
  }
  for (const { n, spans, kinds, own, score } of lessons) {
    const scores = new Float64Array(spans.length)
    for (let slot = 0; slot < spans.length; slot++)
      scores[slot] = spans[slot]! + habit[kinds[slot]! & 3]! + (kinds[slot]! > 3 ? habit[DEFINITE]! : 0)
    const { forward, backward } = lattice(n, scores)
    value += score - backward[0]!
    for (let k = 0; k < KINDS; k++) {
      value += own[k]! * habit[k]!
      slope[k]! += own[k]!
    }
    for (let i = 0; i < n; i++) {
      for (let size = 1; size <= LONGEST && i + size <= n; size++) {
        const slot = i * LONGEST + size - 1
        const odds = forward[i]! + scores[slot]! + backward[i + size]! - backward[0]!
        if (odds < -16) continue
        const p = Math.exp(Math.min(0, odds))
        const k = kinds[slot]! & 3
        slope[k]! -= p
        curve[k]! += p * (1 - p)
        if (kinds[slot]! > 3) {
          slope[DEFINITE]! -= p
          curve[DEFINITE]! += p * (1 - p)
        }
      }
    }
  }
  return { value, slope, curve }
}
