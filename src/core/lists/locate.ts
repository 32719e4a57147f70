import { BlockReader, type Block } from './blocks.js'
import { copies, covered, holdsCopy, delimitedTags, type DelimitedTags } from './copies.js'
import { ofCrowd, type Standing } from './crowd.js'
import type { Letters } from '../text/fold.js'
import { frontMatter } from '../text/frontmatter.js'
import { labelAtLine, labelBefore, labelWithin, type Label } from './labels.js'
import type { Layout } from './layout.js'
import { PageText } from './pagetext.js'
import { plain } from '../text/plain.js'
import type { Located, Page, KeywordRun, TagList } from '../types.js'
import { unlabelled } from './unlabelled.js'
import { complement, ONE_LINE_MARGIN, ONE_LINE_UNITS, PAGE_LINE_UNITS } from '../text/words.js'

/** Labels of a page that may be words of its prose. */
const MOST_DOUBTFUL = 8

/**
 * Finds what a page lists as tags: the head of a static site's source, blocks under a label (كلمات دلالية, Tags …) and
 * hashtags side by side in its text, beside the lists that its reader found. A block with reliable delimiters is a
 * list, any other a run whose pieces lie between certain boundaries. A run that tags of the page's lists cover is a
 * list too, from `run`. Prose is all other text, without copies of what was located.
 * A page with none of these may have a list without a label, unless `labelledOnly`; where its `host` is given, also
 * blocks that may be one by what the site's other pages have there.
 * Pure; linear in the text, one look at each unit where there is no label.
 */
export function locate(
  page: Page,
  layout: Layout,
  letters: Letters,
  { labelledOnly = false, host = '' }: { labelledOnly?: boolean | undefined; host?: string | undefined } = {},
): Located {
  const lists: TagList[] = [...(page.lists ?? [])]
  const runs: KeywordRun[] = []
  const standing: Standing[] = []
  const doubtful: Label[] = []
  const original = page.text
  if (!original) return { lists, runs, prose: [] }
  const taken: [number, number][] = []
  const head = frontMatter(original, layout, letters)
  if (head) {
    for (const tags of head.lists) lists.push({ from: 'list', tags })
    for (const pieces of head.runs) runs.push({ pieces })
    taken.push(...head.spans.map(([start, end]): [number, number] => [start, end]))
  }
  const text = plain(original)
  const pageText = new PageText(text, page.title, layout, letters)
  const reader = new BlockReader(pageText)
  // Labels stand at the beginning of a line or before a colon: searching for those alone is twice as fast as looking
  // at each unit. Only lines that are whole pages are looked through.
  const begin = head?.end ?? 0
  let lineStart = begin
  let newline = indexFrom(text, '\n', begin)
  let colon = indexFrom(text, ':', begin)
  let wide = indexFrom(text, '：', begin)
  let hash = indexFrom(text, '#', begin)
  let within: Label | undefined
  let searched: number | undefined
  for (let at = begin, atStart = true; at < text.length;) {
    let label: Label | undefined
    let block: Block | undefined
    let from = at
    if (atStart) {
      lineStart = at
      label = labelAtLine(pageText, at)
      if (!label) block = reader.hashtags(at)
      atStart = false
      const lineEnd = Math.min(newline, text.length)
      // Once a line; a block may have passed the label that was found.
      if (searched !== lineEnd || (within && within.start < at)) {
        const units = lineEnd - at
        within =
          units > (isAll(text, at, lineEnd) ? ONE_LINE_UNITS : PAGE_LINE_UNITS)
            ? labelWithin(pageText, at, lineEnd)
            : undefined
        searched = lineEnd
      }
    } else {
      const inside = within?.start ?? Infinity
      from = at = Math.min(newline, colon, wide, hash, inside)
      if (at === Infinity) break
      if (at === newline) {
        at++
        atStart = true
      } else if (at === hash) {
        const lineEnd = Math.min(newline, text.length)
        block = reader.hashtagsWithin(at, lineStart, lineEnd, lineEnd - lineStart > PAGE_LINE_UNITS)
        at++
      } else if (at === inside) {
        label = within
        within = labelWithin(pageText, label!.end, Math.min(newline, text.length))
      } else {
        label = labelBefore(pageText, at, lineStart)
        at++
      }
    }
    if (label) {
      block = reader.block(label)
      if (!block) {
        at = Math.max(at, label.end)
        const { kind, lineStart, colon } = label
        if ((kind === 'weak' || kind === 'topics') && lineStart && !colon && doubtful.length < MOST_DOUBTFUL)
          doubtful.push(label)
      }
    }
    if (block) {
      if (block.list) {
        const list: TagList = { from: 'list', tags: block.list, confidence: block.confidence }
        lists.push(list)
        const { end, counted = false } = block
        standing.push({ list, start: label?.start ?? from, end, label, counted })
      }
      if (block.run) runs.push({ pieces: block.run, confidence: block.confidence })
      taken.push([label?.start ?? from, block.end])
      // What follows a block begins like a line: another label may stand there without a colon.
      at = block.end
      atStart = true
    }
    if (newline < at) newline = indexFrom(text, '\n', at)
    if (colon < at) colon = indexFrom(text, ':', at)
    if (wide < at) wide = indexFrom(text, '：', at)
    if (hash < at) hash = indexFrom(text, '#', at)
  }
  const theirs = ofCrowd(standing, runs.length > 0 || head !== undefined, pageText, page.title ?? '')
  if (theirs.size > 0) lists.splice(0, lists.length, ...lists.filter((list) => !theirs.has(list)))
  let blocks: Located['blocks']
  if (!labelledOnly && lists.length === 0 && runs.length === 0) {
    const found = unlabelled(pageText, doubtful, host)
    const { list } = found
    ;({ blocks } = found)
    if (list) {
      const { items, confidence, start, end } = list
      if (list.delimited) lists.push({ from: 'list', tags: items, confidence })
      else runs.push({ pieces: items, confidence })
      taken.push([start, end])
    }
  }
  const located = runs.length > 0 || lists.length > (page.lists?.length ?? 0)
  if (located || holdsCopy(text, lists)) taken.push(...copies(text, lists, runs, taken, letters))
  const open: KeywordRun[] = []
  let known: DelimitedTags | undefined
  for (const run of runs) {
    known ??= delimitedTags(lists, letters)
    const tags = covered(run, known, letters)
    if (tags) lists.push({ from: 'run', tags, confidence: run.confidence })
    else open.push(run)
  }
  return { lists, runs: open, ...(blocks?.length && { blocks }), prose: complement(taken, original) }
}

/** Whether a line is all of a text: but for a few blanks no other stands before or behind it. */
const isAll = (text: string, start: number, end: number): boolean =>
  start + text.length - end <= ONE_LINE_MARGIN && (text.slice(0, start) + text.slice(end)).trim() === ''

/** Where `char` stands next, Infinity where it does not. */
function indexFrom(text: string, char: string, at: number): number {
  const found = text.indexOf(char, at)
  return found < 0 ? Infinity : found
}
