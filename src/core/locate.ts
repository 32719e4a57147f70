import { BlockReader, type Block, type Label } from './blocks.js'
import { copies, covered, holdsCopy } from './copies.js'
import type { Letters } from './fold.js'
import type { Layout } from './layout.js'
import type { Located, Page, Run, TagList } from './types.js'
import { complement } from './words.js'

/**
 * Finds what a page lists as tags: blocks under a label line (كلمات دلالية, Tags …) and lines of hashtags in its text,
 * beside the lists that its reader found. A block with reliable delimiters is a list, any other a run whose pieces
 * lie between certain boundaries. A run that tags of the page's lists cover is a list too, from `run`. Prose is all
 * other text, without copies of what was located.
 * Pure; linear in the text, one look at each unit where there is no label.
 */
export function locate(page: Page, layout: Layout, letters: Letters): Located {
  const lists: TagList[] = [...(page.lists ?? [])]
  const runs: Run[] = []
  const text = page.text ?? ''
  if (text.length < 2) return { lists, runs, prose: complement([], text) }
  const taken: [number, number][] = []
  const reader = new BlockReader(text, layout, letters)
  // Labels stand at the beginning of a line or before a colon: searching for those alone is twice as fast as looking
  // at each unit.
  let lineStart = 0
  let newline = indexFrom(text, '\n', 0)
  let colon = indexFrom(text, ':', 0)
  let wide = indexFrom(text, '：', 0)
  for (let at = 0, atStart = true; at < text.length;) {
    let label: Label | undefined
    let block: Block | undefined
    if (atStart) {
      lineStart = at
      label = reader.labelAtLine(at)
      if (!label) block = reader.hashtags(at)
      atStart = false
    } else if (newline < colon && newline < wide) {
      at = newline + 1
      atStart = true
    } else {
      at = Math.min(colon, wide)
      if (at === Infinity) break
      label = reader.labelBefore(at, lineStart)
      at++
    }
    if (label) {
      block = reader.block(label)
      if (!block) at = Math.max(at, label.end)
    }
    if (block) {
      if (block.list) lists.push({ from: 'list', tags: block.list })
      if (block.run) runs.push({ pieces: block.run })
      taken.push([label?.start ?? at, block.end])
      // What follows a block begins like a line: another label may stand there without a colon.
      at = block.end
      atStart = true
    }
    if (newline < at) newline = indexFrom(text, '\n', at)
    if (colon < at) colon = indexFrom(text, ':', at)
    if (wide < at) wide = indexFrom(text, '：', at)
  }
  const located = runs.length > 0 || lists.length > (page.lists?.length ?? 0)
  if (located || holdsCopy(text, lists)) taken.push(...copies(text, lists, runs, taken, letters))
  const open: Run[] = []
  for (const run of runs) {
    const tags = lists.length > 0 ? covered(run, lists, letters) : undefined
    if (tags) lists.push({ from: 'run', tags })
    else open.push(run)
  }
  return { lists, runs: open, prose: complement(taken, text) }
}

/** Where `char` stands next, Infinity where it does not. */
function indexFrom(text: string, char: string, at: number): number {
  const found = text.indexOf(char, at)
  return found < 0 ? Infinity : found
}
