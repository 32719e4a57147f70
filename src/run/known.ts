import { canonicalise } from '../core/canonicalise.js'
import type { Judge } from '../core/judge.js'
import type { Sameness } from '../core/sameness.js'
import { idOf } from '../registry/ids.js'
import type { StoredSurface, StoredTag } from '../registry/index.js'

/** A tag in memory. Until it is settled it gathers the surfaces of its key, and is spelled as the best of them. */
export interface Known {
  readonly id: string
  spelling: string
  /** Of a tag not settled yet: its surfaces, with their counts. */
  readonly open?: Map<string, number>
}

/** The tags of a registry by surface, key and id: about 300 bytes a surface. Tags are added before their surfaces. */
export class KnownTags {
  readonly #judge: Judge
  readonly #sameness: Sameness
  readonly #byId = new Map<string, Known>()
  readonly #merged: StoredTag[] = []
  /** undefined: no tag at all. */
  readonly #bySurface = new Map<string, Known | undefined>()
  /** By key where it differs from the surface. */
  readonly #byKey = new Map<string, Known>()
  #unsettled: StoredSurface[] = []

  constructor(judge: Judge, sameness: Sameness) {
    this.#judge = judge
    this.#sameness = sameness
  }

  addTag(tag: StoredTag): void {
    if (tag.target === undefined) this.#byId.set(tag.id, { id: tag.id, spelling: tag.tag })
    else this.#merged.push(tag)
  }

  addSurface(stored: StoredSurface): void {
    const { surface, key, tag } = stored
    if (tag === undefined) {
      this.#unsettled.push(stored)
      return
    }
    const known = this.#byId.get(tag)
    // The spelling is one of the surfaces: one string then, not two.
    this.#bySurface.set(surface === known?.spelling ? known.spelling : surface, known)
    if (known !== undefined && key !== surface) this.#byKey.set(key, known)
  }

  /** Everything stored has been added. */
  complete(): void {
    for (const { id, target } of this.#merged.splice(0)) {
      const known = this.#byId.get(target!)
      if (known !== undefined) this.#byId.set(id, known)
    }
    for (const { surface, key, count } of this.#unsettled) this.know(surface, key, count)
    this.#unsettled = []
  }

  /** A settled tag, by its id or that of a tag merged into it. */
  tag(id: string): Known | undefined {
    return this.#byId.get(id)
  }

  /** The tag of a surface that was seen; a new one gets its place here as it will in the registry. */
  know(surface: string, key: string, count: number): Known | undefined {
    const met = this.#bySurface.get(surface)
    if (met !== undefined || this.#bySurface.has(surface)) {
      const seen = met?.open?.get(surface)
      if (seen !== undefined) met!.open!.set(surface, seen + count)
      return met
    }
    let known = this.#byKey.get(key) ?? this.#bySurface.get(key)
    if (known === undefined) {
      // The id may have been used up by a merge: then the surface belongs where that leads.
      const id = idOf(key)
      known = this.#byId.get(id) ?? { id, spelling: surface, open: new Map() }
      if (key !== surface) this.#byKey.set(key, known)
    }
    this.#bySurface.set(surface, known)
    if (known.open !== undefined) {
      known.open.set(surface, count)
      if (known.open.size > 1) known.spelling = this.#best(known.open)
    }
    return known
  }

  #best(surfaces: ReadonlyMap<string, number>): string {
    const candidates = Array.from(surfaces, ([surface, count]) => ({ form: this.#judge.form(surface), count }))
    return canonicalise(candidates, this.#sameness).form.surface
  }
}
