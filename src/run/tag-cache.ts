import { canonicalise } from '../core/sameness/canonicalise.js'
import { fold } from '../core/text/fold.js'
import { matcherOf, type Form, type Matcher } from '../core/sameness/matcher.js'
import type { Model } from '../core/pipeline.js'
import { idOf } from '../registry/ids.js'
import type { StoredSurface, StoredTag } from '../registry/index.js'
import { isTold } from './delta.js'

/** A tag in memory. */
export interface CachedTag {
  readonly id: string
  readonly spelling: string
}

/** Surfaces of one key that is not settled, and the best of them. */
interface Open {
  readonly surfaces: Set<string>
  best: string
}

/**
 * The tags of a registry by surface, key and id: about 300 bytes a surface. Tags are added before their surfaces.
 *
 * Under which id a page's surfaces stand follows from the page and what is settled, so every process gives the same. How a
 * tag that is not settled is spelled follows from the surfaces of its key, not from how often one process or another met
 * them, so all agree once each has seen what the others wrote.
 */
export class TagCache {
  readonly #model: Model
  readonly #matcher: Matcher
  readonly #byId = new Map<string, CachedTag>()
  readonly #merged: StoredTag[] = []
  /** Settled surfaces. undefined: no tag at all. */
  readonly #bySurface = new Map<string, CachedTag | undefined>()
  /** By registry key where it differs from the surface. */
  readonly #byKey = new Map<string, CachedTag>()
  /** By orthographic key, tags of surfaces that have another key, since marks may tell them from others. */
  readonly #told = new Map<string, Set<CachedTag>>()
  readonly #open = new Map<string, Open>()

  constructor(model: Model) {
    this.#model = model
    this.#matcher = matcherOf({ letters: model.letters, sameness: model.sameness })
  }

  addTag(tag: StoredTag): void {
    if (tag.target === undefined) this.#byId.set(tag.id, { id: tag.id, spelling: tag.tag })
    else this.#merged.push(tag)
  }

  addSurface({ surface, key, tag }: StoredSurface): void {
    if (tag === undefined) {
      this.see(surface, key)
      return
    }
    const known = this.#byId.get(tag)
    // The spelling is one of the surfaces: one string then, not two.
    this.#bySurface.set(surface === known?.spelling ? known.spelling : surface, known)
    if (known === undefined) return
    if (key !== surface) this.#byKey.set(key, known)
    if (isTold(key, this.#model)) {
      const plain = this.#plain(surface)
      const tags = this.#told.get(plain)
      if (tags) tags.add(known)
      else this.#told.set(plain, new Set([known]))
    }
  }

  /** Everything stored has been added. */
  complete(): void {
    for (const { id, target } of this.#merged.splice(0)) {
      const known = this.#byId.get(target!)
      if (known !== undefined) this.#byId.set(id, known)
    }
  }

  /** A settled tag, by its id or that of a tag merged into it. */
  tag(id: string): CachedTag | undefined {
    return this.#byId.get(id)
  }

  /** A surface that some page has. */
  see(surface: string, key: string): void {
    if (this.#bySurface.has(surface)) return
    const open = this.#open.get(key)
    if (open === undefined) this.#open.set(key, { surfaces: new Set([surface]), best: surface })
    else if (!open.surfaces.has(surface)) {
      open.surfaces.add(surface)
      open.best = this.#best(open.surfaces)
    }
  }

  /** The tags of a page's surfaces; undefined for one that is ignored. Surfaces that are one by rule have one tag. */
  of(surfaces: readonly { readonly surface: string; readonly key: string }[]): Map<string, CachedTag | undefined> {
    const found = new Map<string, CachedTag | undefined>()
    const rest: { readonly surface: string; readonly key: string }[] = []
    for (const { surface, key } of surfaces) {
      const settled = this.#bySurface.has(surface) ? this.#bySurface.get(surface) : this.#ofKey(key)
      if (settled !== undefined || this.#bySurface.has(surface)) found.set(surface, settled)
      else rest.push({ surface, key })
    }
    if (rest.length === 0) return found
    /** What is on the page so far, by phrase. */
    const groups = new Map<string, { readonly known: CachedTag; readonly forms: Form[] }[]>()
    const put = (known: CachedTag, form: Form): void => {
      const same = groups.get(form.phrase) ?? []
      const group = same.find((it) => it.known.id === known.id)
      if (group) group.forms.push(form)
      else groups.set(form.phrase, [...same, { known, forms: [form] }])
    }
    for (const [surface, known] of found) if (known) put(known, this.#matcher.form(surface))
    // Those without marks first: a tag's id is that of its plainest key, whatever the order on the page.
    const order = (key: string): string => (isTold(key, this.#model) ? '1' : '0') + key
    rest.sort((a, b) =>
      order(a.key) < order(b.key) ? -1 : order(a.key) > order(b.key) ? 1 : a.surface < b.surface ? -1 : 1,
    )
    for (const { surface, key } of rest) {
      const form = this.#matcher.form(surface)
      const agreeing = (groups.get(form.phrase) ?? []).filter(({ forms }) =>
        forms.every((it) => this.#matcher.compare(form, it).same),
      )
      const known =
        this.#settledLike(form, key) ?? (agreeing.length === 1 ? agreeing[0]!.known : undefined) ?? this.#newTag(key)
      found.set(surface, known)
      put(known, form)
    }
    return found
  }

  /** The one settled tag that a new surface agrees with but for its marks. */
  #settledLike(form: Form, key: string): CachedTag | undefined {
    const plain = this.#plain(form.surface)
    const other = plain === key ? undefined : this.#ofKey(plain)
    const like = [...new Set([...(other ? [other] : []), ...(this.#told.get(plain) ?? [])])].filter(
      ({ spelling }) => this.#matcher.compare(form, this.#matcher.form(spelling)).same,
    )
    return like.length === 1 ? like[0] : undefined
  }

  /** The settled tag of a key. */
  #ofKey(key: string): CachedTag | undefined {
    return this.#byKey.get(key) ?? this.#bySurface.get(key)
  }

  #newTag(key: string): CachedTag {
    // The id may have been used up by a merge: then the surface belongs where that leads.
    const id = idOf(key)
    return this.#byId.get(id) ?? { id, spelling: this.#open.get(key)!.best }
  }

  #plain(surface: string): string {
    return fold(surface, 'orthographic', this.#model.letters)
  }

  #best(surfaces: ReadonlySet<string>): string {
    const candidates = Array.from(surfaces, (surface) => ({ form: this.#matcher.form(surface), count: 1 }))
    return canonicalise(candidates, this.#model.sameness).form.surface
  }
}
