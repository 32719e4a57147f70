import { plainLabel, type Words } from './boxes.js'

/** A link that may be a tag of the page. */
export interface Link {
  readonly text: string
  /** Said to be a tag by the markup itself (rel, itemprop), not only by where it leads. */
  readonly sure: boolean
  /** It leads to the page of a tag, or is sure. */
  readonly leads: boolean
  /** It leads to a topic: whether that is a tag must be told otherwise. */
  readonly topic: boolean
  /** It stands in a box that is named after tags; after those of the article; after those of the whole site. */
  readonly inBox: boolean
  readonly own: boolean
  readonly crowd: boolean
  /** What the box is named. */
  readonly boxed: string
  /** The post it stands in, by number; 0 outside of all. */
  readonly post: number
  /** The text before it. */
  readonly label: string
  /** It is followed by how often the tag was used. */
  counted: boolean
  /** What kind each element is, and where, in which it stands beside a link to another page. */
  cards: readonly string[]
  /** Its place among what is found on the page. */
  readonly place: number
}
export type Group = readonly Link[]
export type PageKind = 'article' | 'listing' | undefined

/** A longer text before a link is no label. */
export const LABEL_WORDS = 5
export const LABEL_UNITS = 60
/** So many boxes of one name with other tags in each are those of so many posts. */
const REPEATED = 3

/**
 * Of all lists of links that may be tags, those that are the page's own: no clouds, indexes and menus of the site's tags,
 * no sections, and no tags of other articles that the page lists.
 * @param posts words of each post, by number; the first is what stands outside of all
 * @param headed the posts that the headings of the first rank stand in
 */
export function ownGroups(
  all: readonly Group[],
  words: Words,
  posts: readonly number[],
  headed: readonly number[],
  kind: PageKind,
): { groups: Group[]; sections: string[] } {
  const sections: string[] = []
  const labels = new Map<string, string>()
  const groups = all.map((group) => sieved(group, words, labels, sections)).filter((group) => group.length > 0)
  const kept = ofThePost(groups, posts, headed, kind)
  // Beside those that the markup or a label says to be tags, a link alone to the page of one is an entry of a menu.
  const isSaid = (link: Link): boolean => link.sure || link.own || link.inBox || words.isLabel(plainLabel(link.label))
  const said = kept.some((group) => group.every(isSaid))
  return { groups: said ? kept.filter((group) => group.length > 1 || isSaid(group[0]!)) : kept, sections }
}

/** The links of a list that are tags of an article. */
function sieved(group: Group, words: Words, labels: Map<string, string>, sections: string[]): Group {
  const labelOf = ({ label }: Link): string => {
    let plain = labels.get(label)
    if (plain === undefined) {
      plain = label.length > LABEL_UNITS ? '' : plainLabel(label)
      if (plain.split(' ').length > LABEL_WORDS) plain = ''
      labels.set(label, plain)
    }
    return plain
  }
  let links = group.filter((link) => {
    const label = labelOf(link)
    const certain = link.own || (link.sure && link.post !== 0) || words.isOwnLabel(label)
    if (words.isSectionLabel(label)) {
      sections.push(link.text)
      return false
    }
    if (!certain && (link.crowd || words.isCrowdLabel(label))) return false
    return !link.topic || link.inBox || words.isLabel(label)
  })
  // Beside links that lead to tags, those that lead elsewhere are none.
  if (links.some((link) => link.leads)) links = links.filter((link) => link.leads)
  const counted = links.filter((link) => link.counted).length
  const few = links.length === 1 && links[0]!.sure
  const own = links.length > 0 && words.isOwnLabel(labelOf(links[0]!))
  return counted * 2 >= links.length && counted > 0 && !few && !own ? [] : links
}

/** On a page of several posts, the lists of the one that is the page's, or of none. */
function ofThePost(groups: Group[], posts: readonly number[], headed: readonly number[], kind: PageKind): Group[] {
  const tagged = new Set(groups.map((group) => group[0]!.post))
  tagged.delete(0)
  let kept = groups
  if (tagged.size > 0 && posts.length > 2) {
    const heads = new Set(headed.filter((post) => post !== 0))
    const [head] = heads
    const own = kind === 'article' ? (head ?? longest(posts)) : heads.size === 1 ? head : undefined
    if (own !== undefined) kept = groups.filter((group) => group[0]!.post === own || group[0]!.post === 0)
    else if (tagged.size > 1) kept = groups.filter((group) => group[0]!.post === 0)
  }
  const boxes = new Map<string, Set<string>>()
  for (const group of kept) {
    const { boxed } = group[0]!
    const lists = boxes.get(boxed) ?? new Set()
    boxes.set(boxed, lists.add(group.map((link) => link.text).join('\n')))
  }
  const seen = new Set<string>()
  return kept.filter((group) => {
    const { boxed } = group[0]!
    if (boxed === '' || boxes.get(boxed)!.size < REPEATED) return true
    const first = !seen.has(boxed)
    seen.add(boxed)
    return first && kind === 'article'
  })
}

/** The post of the most words. */
function longest(posts: readonly number[]): number {
  let best = 1
  for (let post = 2; post < posts.length; post++) if (posts[post]! > posts[best]!) best = post
  return best
}
