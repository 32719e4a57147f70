/** What a program is given: the functions over a model, and what they answer beyond the vocabulary. */
import type { Language } from './counted.js'
import type {
  CanonicalTag,
  Comparison,
  Decision,
  KeyLevel,
  Located,
  Page,
  PageRecord,
  PageTag,
  Rule,
  Segment,
} from './types.js'

export interface LocateOptions {
  /** Look for no list in the text that no label announces. */
  readonly labelledOnly?: boolean | undefined
}

export interface Functions {
  /**
   * The key under which a tag is compared. Idempotent, and a pure function of the string.
   *
   * @param level `encoding`: the same text in other bytes; `orthographic` (default): alef, hamza on alef, final ya, ta
   * marbuta and marks folded too; `hamza`: hamza seats folded too.
   * @throws WusumError USAGE
   * @example fold('إسْرائيل') === fold('اسرائيل')
   */
  readonly fold: (surface: string, level?: KeyLevel) => string
  /**
   * The keyword runs and delimited tag lists of a page. Linear in its length.
   *
   * @throws WusumError BAD_RECORD, USAGE
   */
  readonly locate: (page: Page, options?: LocateOptions) => Located
  /**
   * Cuts an undelimited run of tags.
   *
   * @param page the page it stood on, where known: its text tells which words belong together.
   * @throws WusumError USAGE, BAD_RECORD
   * @example segment('روسيا إسرائيل قطاع غزة حركة حماس').map(({ surface }) => surface)
   */
  readonly segment: (run: string, page?: Pick<Page, 'title' | 'text'>) => Segment[]
  /**
   * Whether two surfaces are one tag, by which rule, and why, from spelling alone.
   *
   * @param lang of the reason. Default `en`.
   * @throws WusumError USAGE
   */
  readonly compare: (a: string, b: string, lang?: Language) => Comparison
  /** The unique canonical tags of one page, taken alone. @throws WusumError BAD_RECORD */
  readonly tags: (page: Page) => readonly PageTag[]
  /** Learns from pages and normalises them one by one, in memory. See {@link Normaliser}. @throws WusumError USAGE, DECISIONS */
  readonly createNormaliser: (options?: NormaliserOptions) => Normaliser
}

/**
 * Learns from pages and normalises pages, one by one, in memory. The same pages learned in any order give the same tags.
 *
 * @example
 * const normaliser = createNormaliser()
 * for (const page of pages) normaliser.learn(page)
 * for (const page of pages) console.log(normaliser.normalise(page).tags)
 */
export interface Normaliser {
  /**
   * Adds a page to what is known: words, lists, and the spellings of its tags. Teach all pages before
   * normalising: the first `normalise` after a `learn` cuts every learned page anew.
   *
   * @throws WusumError BAD_RECORD for what is no page; it leaves nothing behind
   */
  learn(page: Page): void
  /** The page's unique canonical tags. A page need not have been learned. @throws WusumError BAD_RECORD */
  normalise(page: Page): PageRecord
  /** Every canonical tag of the learned pages. */
  tags(): readonly CanonicalTag[]
}

export interface NormaliserOptions {
  readonly decisions?: readonly Decision[] | undefined
  /** Look for no list in the text that no label announces. */
  readonly labelledOnly?: boolean | undefined
  /**
   * Pages whose tags are delimited, of the houses whose lists are to be cut: their tags and how they make them are known
   * from them. They are not among the learned pages.
   */
  readonly adapt?: Iterable<Page> | undefined
}

/** Where a tag came from, for a person. */
export interface Explanation {
  readonly tag: CanonicalTag
  /** Every surface of the tag, the shown one first, with the rule that put it there and why, in one sentence. */
  readonly surfaces: readonly {
    readonly surface: string
    readonly count: number
    readonly pages: number
    readonly rule: Rule
    readonly why: string
  }[]
  /** Decisions that name a surface of the tag, as lines of a decisions file. */
  readonly decisions: readonly string[]
  /** Near misses: tags that look like this one and are kept apart, with the reason. */
  readonly apart: readonly Comparison[]
}

/**
 * Changes of each kind, those that touch most pages first. `pages`: how many have the spellings that stand for another tag
 * now, added up; a page that has several of them counts for each.
 */
export interface Changes {
  /** Tags that became one, or parts of them: how it is spelled, and the others that are in it. */
  readonly merged: readonly { readonly tag: string; readonly from: readonly string[]; readonly pages: number }[]
  /** Tags of which several were made. */
  readonly split: readonly { readonly tag: string; readonly into: readonly string[]; readonly pages: number }[]
  /** Tags of the same spellings that are shown otherwise. */
  readonly renamed: readonly { readonly tag: string; readonly before: string; readonly pages: number }[]
  /** Tags none of whose spellings stood for one before. `again`: a decision had taken it for none. */
  readonly fresh: readonly { readonly tag: string; readonly again: boolean; readonly pages: number }[]
  /** Tags none of whose spellings stands for one now. */
  readonly gone: readonly { readonly tag: string; readonly pages: number }[]
  /** Tags that have spellings, or have them no more, which stood for no other tag. */
  readonly gained: readonly { readonly tag: string; readonly spellings: readonly string[]; readonly pages: number }[]
  readonly lost: readonly { readonly tag: string; readonly spellings: readonly string[]; readonly pages: number }[]
}
