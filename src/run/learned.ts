import { byUnits } from '../core/text/order.js'
import { Evidence } from '../core/boundaries/evidence.js'
import { HabitLessons, type Habits, type Lesson } from '../core/boundaries/habits.js'
import { LEVELS, leastLevel, levelOf } from '../core/boundaries/sample.js'
import type { Adaptation } from './adapt.js'
import { BinaryReader, BinaryWriter } from './binary.js'
import type { Answer } from './work.js'

const KIND = 'evidence'
/** Changes with what the bytes hold, and with what the tables of evidence count. */
const VERSION = 1

/**
 * All that pages teach, before any of their lists is cut: what they list, their prose by level of the sample, and how their
 * sites make tags. It is of bounded size and adds up: that of two collections is that of both, whatever the order, the
 * threads or the machines, and so are its bytes.
 */
export class Learned {
  readonly #evidence: Evidence
  readonly #lessons = new HabitLessons()
  /** What prose shows, and its words, by level. Of levels that count no longer neither is kept. */
  readonly #prose: (Evidence | undefined)[] = []
  readonly #words: number[] = new Array<number>(LEVELS).fill(0)
  #least = 0

  constructor(letters: Uint16Array) {
    this.#evidence = new Evidence(letters)
  }

  /** Pages of a lower level need not have their prose counted any more. */
  get least(): number {
    return this.#least
  }

  /** Hears how many words of prose of each level were counted, or will be handed over. */
  count(words: readonly number[]): void {
    for (let level = this.#least; level < LEVELS; level++) this.#words[level]! += words[level] ?? 0
    // Words of lower levels are those of some pages only, and would tell nothing.
    this.#least = Math.max(
      this.#least,
      leastLevel(this.#words.map((words, level) => (level < this.#least ? 0 : words))),
    )
    this.#prose.fill(undefined, 0, this.#least)
  }

  /** Takes over what lies in a thread's memory, and leaves nothing there. */
  take({ memory, prose, lessons }: Answer<'drain'>): void {
    const { letters } = this.#evidence
    this.#evidence.add(new Evidence(letters, { memory }), { emptying: true })
    this.#lessons.merge(lessons)
    for (const { level, memory } of prose)
      if (level >= this.#least) this.#ofLevel(level).add(new Evidence(letters, { memory }), { emptying: true })
  }

  /** Adds what other pages taught. */
  add(other: Learned): void {
    this.#evidence.add(other.#evidence)
    this.#lessons.merge(other.#lessons.all())
    this.#least = Math.max(this.#least, other.#least)
    this.count(other.#words)
    for (const [level, prose] of other.#prose.entries())
      if (prose && level >= this.#least) this.#ofLevel(level).add(prose)
  }

  /** What lists are cut with and tags judged by, once all pages are read; nothing is learned after that. */
  whole(adaptation?: Adaptation): { evidence: Evidence; habits: Habits } {
    for (const prose of this.#prose.splice(0)) if (prose) this.#evidence.add(prose)
    return { evidence: this.#evidence, habits: this.#lessons.habits(this.#least, adaptation?.lessons) }
  }

  #ofLevel(level: number): Evidence {
    return (this.#prose[level] ??= new Evidence(this.#evidence.letters))
  }

  toBytes(): Uint8Array {
    const out = new BinaryWriter(KIND, VERSION)
    out.bytes(this.#evidence.toBytes())
    out.number(this.#least)
    for (let level = this.#least; level < LEVELS; level++) {
      out.number(this.#words[level]!)
      if (this.#words[level]! > 0) out.bytes(this.#ofLevel(level).toBytes())
    }
    const lessons = this.#lessons
      .all()
      .filter(({ id }) => levelOf(id) >= this.#least)
      .sort((a, b) => byUnits(a.host, b.host) || byUnits(a.id, b.id))
    out.number(lessons.length)
    for (const lesson of lessons) writeLesson(lesson, out)
    return out.done()
  }

  /**
   * @param name where the bytes come from, for what is told of them
   * @throws WusumError UNREADABLE for bytes that `toBytes` did not give, or of another version
   */
  static fromBytes(bytes: Uint8Array, letters: Uint16Array, name: string): Learned {
    const from = new BinaryReader(bytes, KIND, VERSION, name)
    const learned = new Learned(letters)
    learned.#evidence.addBytes(from.bytes())
    learned.#least = from.number()
    for (let level = learned.#least; level < LEVELS; level++) {
      learned.#words[level] = from.number()
      if (learned.#words[level]! > 0) learned.#ofLevel(level).addBytes(from.bytes())
    }
    learned.#lessons.merge(Array.from({ length: from.number() }, () => readLesson(from)))
    return learned
  }
}

function writeLesson({ host, id, n, spans, kinds, own, score }: Lesson, out: BinaryWriter): void {
  out.text(host)
  out.text(id)
  out.number(n)
  const floats = Buffer.alloc(4 * spans.length)
  for (const [i, span] of spans.entries()) floats.writeFloatLE(span, 4 * i)
  out.bytes(floats)
  out.bytes(kinds)
  out.number(own.length)
  for (const count of own) out.number(count)
  out.float(score)
}

function readLesson(from: BinaryReader): Lesson {
  const host = from.text()
  const id = from.text()
  const n = from.number()
  const floats = Buffer.from(from.bytes())
  return {
    host,
    id,
    n,
    spans: Float32Array.from({ length: floats.length / 4 }, (_, i) => floats.readFloatLE(4 * i)),
    kinds: Uint8Array.from(from.bytes()),
    own: Array.from({ length: from.number() }, () => from.number()),
    score: from.float(),
  }
}

/** A copy of evidence that threads share. */
export function sharedFrom({ memory }: Evidence): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(memory.byteLength)
  new Uint8Array(shared).set(new Uint8Array(memory))
  return shared
}
