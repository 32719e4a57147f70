import { byUnits } from '../text/order.js'

/** A judgement that a person could settle: what was decided, by which rule, how likely wrong, how much hangs on it. */
export interface Proposal {
  /** `merged`: a and b became one tag. `apart`: they did not. `boundary`: a was cut out of a run with low confidence. */
  readonly kind: 'merged' | 'apart' | 'boundary'
  readonly a: string
  /** Absent for a boundary. */
  readonly b?: string | undefined
  readonly rule: string
  /** 0 to 1: how likely a person would say otherwise. */
  readonly chance: number
  /** Pages that carry a and pages that carry b. */
  readonly pages: readonly [a: number, b: number]
}

/** What settling a proposal is worth: the chance that it changes, times the pages it touches, as the rarer of two spellings limits them. */
export const worth = (proposal: Proposal): number =>
  proposal.chance * (proposal.kind === 'boundary' ? proposal.pages[0] : Math.min(...proposal.pages))

/** Most worth first; equal worth by spelling, so that the order is the same everywhere. */
export function byWorth(x: Proposal, y: Proposal): number {
  return worth(y) - worth(x) || byUnits(x.a, y.a) || byUnits(x.b ?? '', y.b ?? '')
}

/** The first `size` by an order, of any number that stream by. O(n · log size), memory in `size`. */
export class First<T> {
  readonly #kept: T[] = []
  readonly #size: number
  readonly #order: (a: T, b: T) => number
  /** The last of them at the latest cut: what comes after it need not be kept. */
  #last: T | undefined

  constructor(size: number, order: (a: T, b: T) => number) {
    this.#size = size
    this.#order = order
  }

  add(item: T): void {
    if (this.#last !== undefined && this.#order(item, this.#last) >= 0) return
    this.#kept.push(item)
    if (this.#kept.length >= 2 * this.#size + 64) this.#cut()
  }

  /** In order. */
  list(): readonly T[] {
    this.#cut()
    return this.#kept
  }

  #cut(): void {
    this.#kept.sort(this.#order)
    if (this.#kept.length < this.#size) return
    this.#kept.length = this.#size
    this.#last = this.#kept[this.#size - 1]
  }
}
