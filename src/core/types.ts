/** The vocabulary: what passes between the stages. Values only, nothing here runs. */
import type { Relation, Rule } from './sameness/reasons.js'

export type { Relation, Rule } from './sameness/reasons.js'

/**
 * Where a tag was found: `run`, an undelimited keyword run in the text; `list`, a delimited list in the text;
 * `meta`, `json-ld`, `link`, in the markup of an HTML page; `field`, a tags field of the export. The last four may hold
 * one undelimited string, too.
 */
export type Origin = 'run' | 'list' | 'meta' | 'json-ld' | 'link' | 'field'

/** Tags that came delimited, as the page has them, in page order, repeats kept. */
export interface TagList {
  readonly from: Origin
  readonly tags: readonly string[]
  /** 0 to 1: that this is a list of the page's tags, and each item one of them. Absent: 1. */
  readonly confidence?: number | undefined
}

/** What a reader had to put right in a page; docs/FORMATS.md tells each. */
export type Repair =
  | 'windows-1256'
  | 'iso-8859-6'
  | 'windows-1252'
  | 'utf-16le'
  | 'utf-16be'
  | 'invalid-utf-8'
  | 'utf-8-read-as-windows-1252'
  | 'utf-8-read-as-windows-1256'
  | 'windows-1256-read-as-latin'
  | 'truncated-body'
  | 'entities'
  | 'percent-encoding'

/**
 * Why tags were set aside: the title or the description chopped into words, the whole title, the name of the site or of
 * a section of it, phrases around one word that the page is not about, what the site says on every page of itself; a
 * sentence in a field of tags.
 */
export type SiftReason =
  'title-words' | 'description-words' | 'title' | 'site-name' | 'section' | 'site-phrases' | 'site-words' | 'sentence'

/** The fields of a page, as `--field` maps them. */
export type PageField = 'id' | 'title' | 'text' | 'html' | 'tags' | 'url' | 'date' | 'site' | 'section'

/** Where a record has a field under another name: `{ id: 'postId', text: 'content.rendered' }`. */
export type FieldNames = Readonly<Partial<Record<PageField, string>>>

/** One exported document. Text and markup are untrusted and may hold anything. */
export interface Page {
  readonly id: string
  readonly title?: string | undefined
  /** Visible text, a block (paragraph, heading, list item) a line. */
  readonly text?: string | undefined
  /** Delimited lists that a reader found outside the text. */
  readonly lists?: readonly TagList[] | undefined
  readonly url?: string | undefined
  /** As the page has it, ISO 8601 where it could be read so. */
  readonly date?: string | undefined
  /** What the page says of its content in a sentence or two (meta description): never shown, only compared with. */
  readonly description?: string | undefined
  /** The site's own name (og:site_name, a feed's channel). */
  readonly site?: string | undefined
  /** Names of the site's sections that the page stands in (article:section, categories). Not tags. */
  readonly sections?: readonly string[] | undefined
  /** What a reader had to put right in this page, each once. */
  readonly repairs?: readonly Repair[] | undefined
}

/** Words by which readers know tags in markup. Lower case; percent-encoding undone. Source: data/markup.json. */
export interface Markup {
  /** `name`, `property` or `itemprop` of a meta (or other) element whose content lists tags. */
  readonly metas: readonly string[]
  /** Attributes of any element that list tags. */
  readonly attributes: readonly string[]
  /** A segment of a link's path, or a query parameter, that leads to the page of a tag. */
  readonly permalinks: readonly string[]
  /** The same, where others use the word for sections or threads: it takes a label, or a box, to tell. */
  readonly topics: readonly string[]
  /** The same, that leads to a section. */
  readonly sections: readonly string[]
  /** Query parameters that name the part of a program that answers, which may be the one for tags. */
  readonly scripts: readonly string[]
  /** A part of a class or id, between hyphens, underscores and spaces, that names a box of tags. */
  readonly boxes: readonly string[]
  /** Part of the class of an icon that stands before tags, beside the plurals of `boxes`. */
  readonly icons: readonly string[]
  /** Parts beside one of `boxes` that say whose tags they are: the article's. */
  readonly owners: readonly string[]
  /** Parts that say the same in the name of a field, beside `owners`; how such a name ends. */
  readonly dataOwners: readonly string[]
  readonly dataTags: readonly string[]
  /** Parts that name what is kept for advertisements. */
  readonly ads: readonly string[]
  /** Parts that may stand before `tag` and `keyword` alone, beside owners; else these end the name of something else. */
  readonly holders: readonly string[]
  /** Parts beside a word for tags that say that they are the whole site's. */
  readonly crowds: readonly string[]
  /** Parts that name a menu. */
  readonly menus: readonly string[]
  /** The last part, or all joined, that names what stands beside the content. */
  readonly asides: readonly string[]
  /** A class of what holds one article, on pages that may list several. */
  readonly posts: readonly string[]
  /** Parts that name what shows other pages. */
  readonly related: readonly string[]
  /** Parts that name how often something was used. */
  readonly counts: readonly string[]
  /** Classes of `body` on pages that list articles. */
  readonly listings: readonly string[]
  /** Classes of `body` on pages of one article. */
  readonly articles: readonly string[]
  /** Words in a label that say that links below are tags. */
  readonly labels: readonly string[]
  /** Words in a label that say that tags below are the whole site's. */
  readonly crowdLabels: readonly string[]
  /** Names of lists of tags for those who hear a page. */
  readonly tagLabels: readonly string[]
  /** Words for a page that make such a name that of its own tags. */
  readonly works: readonly string[]
  /** Words that say the same in a label that speaks of tags. */
  readonly siteWords: readonly string[]
  /** Words in a label that say that what follows may be other pages. */
  readonly relatedLabels: readonly string[]
  /** Labels that say that what follows are sections. */
  readonly sectionLabels: readonly string[]
  /** What a page that is an index of tags or archives is called. */
  readonly indexes: readonly string[]
  /** How the heading of a page begins that lists what was found for a query. */
  readonly searches: readonly string[]
  /** Texts of links that lead on: next page, more. */
  readonly steps: readonly string[]
  /** Hosts that buttons for sharing lead to. */
  readonly sharers: readonly string[]
}

/**
 * A stretch of page text that lists tags without reliable delimiters. `pieces` are its parts between certain
 * boundaries (a delimiter, cut interface debris, a line end); the boundaries within a piece are for `segment` to find.
 */
export interface KeywordRun {
  readonly pieces: readonly string[]
  /** Where it stands: absent in the page's text, else the field or markup that gives it as one string. */
  readonly from?: Origin | undefined
  /** 0 to 1: that these are the page's tags, all of them and nothing else. Absent: 1. */
  readonly confidence?: number | undefined
}

/**
 * A block of short items on a page without a list, by the place where its site has it: between what lines, on which side
 * of the article. One page cannot tell tags whose words it does not speak of from a menu, nor a menu that it speaks of
 * from tags. Many pages of a site can: its tags change from page to page and mostly are spoken of, its menus are the same
 * everywhere, its boxes of others' news change and are not spoken of. Plain data.
 */
export interface Block {
  /** Stands for its host, its shape and its neighbours. */
  readonly place: number
  /** Stands for its words. */
  readonly content: number
  /** Stands for the article beside it: copies of a page are one witness. */
  readonly article: number
  readonly tags: readonly string[]
  /** As a candidate has it, in log odds. */
  readonly shape: number
  /** Of its words, the share that the page speaks of. */
  readonly spoken: number
  /** Where the page alone takes it for its list of tags. */
  readonly confidence?: number | undefined
}

/** What `locate` finds on a page. */
export interface Located {
  readonly lists: readonly TagList[]
  readonly runs: readonly KeywordRun[]
  /** Where the page's host is known and it has no list that anything announces: what its site may tell to be one. */
  readonly blocks?: readonly Block[] | undefined
  /** Half-open spans of `page.text`, ascending, that are prose: neither run nor list. Only these count as evidence. */
  readonly prose: readonly (readonly [start: number, end: number])[]
}

/** One tag cut out of a run, in run order. */
export interface Segment {
  readonly surface: string
  /** Probability, 0 to 1, that both its boundaries and nothing between are right; calibrated. */
  readonly confidence: number
}

/** Key levels, from strict to loose. Equal at a strict level implies equal at every looser one. */
export type KeyLevel = 'encoding' | 'orthographic' | 'hamza'

/** A tag of one page, as emitted. */
export interface PageTag {
  /** The canonical spelling. */
  readonly tag: string
  /** The surfaces that stand for it on this page, by first place. */
  readonly surfaces: readonly string[]
  /** Occurrences on this page, over all places. */
  readonly count: number
  /**
   * 0 to 1: that this is a tag of the page: that it was cut right, times that it stands in a list of the page's tags; of
   * several places, the surest. Places are seldom independent, since pages print one list again and again.
   */
  readonly confidence: number
  readonly from: readonly Origin[]
  /** `site` when the tag stood only in lists repeated over many pages of its site. Absent when pages are taken alone. */
  readonly scope?: 'page' | 'site' | undefined
}

/** One line of output: a page and its unique canonical tags, by first place on the page. */
export interface PageRecord {
  readonly id: string
  readonly tags: readonly PageTag[]
}

/** Why a surface belongs to its tag, or a pair is or is not one tag. Rule names are listed in docs/SAMENESS.md. */
export interface Comparison {
  readonly a: string
  readonly b: string
  readonly same: boolean
  readonly rule: Rule
  /** One sentence. */
  readonly why: string
}

export interface Variant {
  readonly surface: string
  readonly count: number
  /** Pages that have this surface. */
  readonly pages: number
  readonly rule: Rule
  /** 0 to 1: that it is one tag with the canonical spelling; 1 by rule and by decision. */
  readonly confidence: number
}

/** A canonical tag over all pages. */
export interface CanonicalTag {
  readonly tag: string
  /** Of a registry's tag, once settled: stable in every process, for ever. */
  readonly id?: string | undefined
  readonly key: string
  /** Pages and occurrences of all its surfaces. */
  readonly pages: number
  readonly count: number
  /** Those of the canonical spelling alone. */
  readonly shown: { readonly pages: number; readonly count: number }
  readonly variants: readonly Variant[]
  readonly related: readonly { readonly tag: string; readonly relation: Relation }[]
}

/** A curator's word. It wins over every rule and all evidence. */
export type Decision =
  | { readonly verb: 'same' | 'apart' | 'related'; readonly a: string; readonly b: string }
  | { readonly verb: 'ignore'; readonly tag: string }
  | { readonly verb: 'spell-as'; readonly tag: string; readonly as: string }
