/**
 * Numbers under hashes, a chain for each hash in the order in which they were added: what a Map of arrays does, in tables
 * that are used again from one list to the next. Slots take the hash as it is, so it must be well mixed.
 */
export class Chains {
  #hashes = NO_ROOM
  #heads = NO_ROOM
  #tails = NO_ROOM
  #counts = NO_ROOM
  #nexts = NO_ROOM
  #values = NO_ROOM
  #used = 1
  #mask = 0

  /** Empties it, with room for so many numbers. Before that there is none. */
  clear(room: number): void {
    let slots = 64
    while (slots < 2 * room) slots *= 2
    if (slots > this.#hashes.length) {
      this.#hashes = new Int32Array(slots)
      this.#heads = new Int32Array(slots)
      this.#tails = new Int32Array(slots)
      this.#counts = new Int32Array(slots)
    }
    if (room >= this.#nexts.length) {
      this.#nexts = new Int32Array(2 * room)
      this.#values = new Int32Array(2 * room)
    }
    this.#mask = slots - 1
    this.#heads.fill(0, 0, slots)
    this.#counts.fill(0, 0, slots)
    this.#used = 1
  }

  #slotOf(hash: number): number {
    let slot = hash & this.#mask
    while (this.#heads[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask
    return slot
  }

  /** Adds a number to its hash's chain, unless that has `most` already. */
  add(hash: number, value: number, most: number): void {
    const slot = this.#slotOf(hash)
    if (this.#counts[slot]! >= most) return
    const entry = this.#used++
    this.#values[entry] = value
    this.#nexts[entry] = 0
    if (this.#heads[slot] === 0) {
      this.#hashes[slot] = hash
      this.#heads[slot] = entry
    } else this.#nexts[this.#tails[slot]!] = entry
    this.#tails[slot] = entry
    this.#counts[slot]!++
  }

  /** The first entry of a hash, 0 where there is none. */
  first(hash: number): number {
    return this.#heads[this.#slotOf(hash)]!
  }

  next(entry: number): number {
    return this.#nexts[entry]!
  }

  value(entry: number): number {
    return this.#values[entry]!
  }

  /** How many numbers a hash has. */
  count(hash: number): number {
    return this.#counts[this.#slotOf(hash)]!
  }
}

const NO_ROOM = new Int32Array(0)
