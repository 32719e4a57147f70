import type { Evidence } from '../boundaries/evidence.js'
import type { Block, TagList } from '../types.js'
import { sureness, SPOKEN } from './unlabelled.js'

/** So many contents must have stood at a place, and a quarter of the pages its own. */
const CONTENTS = 5
const PAGES_A_CONTENT = 4
/** A number of witnesses beyond this cannot be told from a greater one. */
const TOLD = 80
/** Of all blocks at the place, the share that is spoken of. */
const SPOKEN_SHARE = 1 / 3
/** On so many articles one and the same block is the site's. */
const SAME_ON = 8

export function observeBlocks(blocks: readonly Block[], evidence: Evidence): void {
  for (const { place, content, article, spoken } of blocks)
    evidence.observePlace(place, content, article, spoken >= SPOKEN)
}

/** The list that a page's blocks hold, as far as is known of their places: with no evidence, what the page alone tells. */
export function listAmong(blocks: readonly Block[], evidence?: Evidence): TagList | undefined {
  let best: TagList | undefined
  for (const block of blocks) {
    const confidence = evidence ? withSite(block, evidence) : (block.confidence ?? 0)
    if (confidence > (best?.confidence ?? 0)) best = { from: 'list', tags: block.tags, confidence }
  }
  return best
}

/** How sure it is, by page and site, that a block is a list of tags; 0: it is none. */
function withSite({ place, shape, spoken, confidence }: Block, evidence: Evidence): number {
  const known = evidence.place(place)
  if (known && known.contents < 2 && known.articles >= SAME_ON) return 0
  if (!known || confidence !== undefined) return confidence ?? 0
  const share = known.spoken / known.pages
  const enough = Math.max(CONTENTS, Math.min(known.pages, TOLD) / PAGES_A_CONTENT)
  if (known.contents < enough || share < SPOKEN_SHARE) return 0
  return sureness(shape, (spoken + share) / 2)
}
