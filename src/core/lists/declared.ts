import { BlockReader } from './blocks.js'
import { covered, delimitedTags } from './copies.js'
import type { Letters } from '../text/fold.js'
import type { Layout } from './layout.js'
import { PageText } from './pagetext.js'
import { plain } from '../text/plain.js'
import { FILLED, type SetAside } from './sift.js'
import type { NumberedList, SurfaceNumber, Surfaces } from '../text/surfaces.js'
import type { KeywordRun, TagList } from '../types.js'
import { ITEM_WORDS } from '../text/words.js'

/** What lists that a page declares come to once their undelimited strings are opened. */
export interface Opened {
  readonly lists: readonly NumberedList[]
  readonly runs: readonly KeywordRun[]
  readonly setAside: readonly SetAside[]
}

/**
 * Opens the strings that a field or the markup declares as tags and that may hold several without a delimiter: the only
 * one of its list, if it has two words or more, and any of more words than a tag has. Delimiters that only a text has
 * (dashes, bullets) and tags of the page's other lists cut them; else they are runs. What reads like a sentence stays
 * whole, or is set aside where it is too long for a tag. Lists of several short tags are not looked into.
 * @param given the lists before they were sifted: one that lost tags is not alone in what is left
 */
export function openDeclared(
  lists: readonly NumberedList[],
  given: readonly NumberedList[],
  surfaces: Surfaces,
  layout: Layout,
  letters: Letters,
): Opened {
  const { words, raws } = surfaces
  const isLong = (tag: SurfaceNumber): boolean =>
    words[tag]! > ITEM_WORDS && raws[tag]!.split(/\s+/).length > ITEM_WORDS
  const isAlone = (list: NumberedList): boolean => list.tags.length === 1 && given.includes(list)
  const opens = (list: NumberedList, tag: SurfaceNumber): boolean =>
    words[tag]! >= 2 && (isLong(tag) || (isAlone(list) && /\s/.test(raws[tag]!)))
  const isOpen = (list: NumberedList): boolean => FILLED.has(list.from) && list.tags.some((tag) => opens(list, tag))
  if (!lists.some(isOpen)) return { lists, runs: [], setAside: [] }
  const kept: NumberedList[] = []
  const runs: KeywordRun[] = []
  const setAside: SetAside[] = []
  const others = (): TagList[] =>
    lists.filter((list) => !isOpen(list)).map(({ from, tags }) => ({ from, tags: textsOf(tags) }))
  const textsOf = (tags: readonly SurfaceNumber[]): string[] => tags.map((tag) => raws[tag]!)
  for (const list of lists) {
    if (!isOpen(list)) {
      kept.push(list)
      continue
    }
    const { from, tags, confidence } = list
    const whole: SurfaceNumber[] = []
    for (const tag of tags) {
      if (!opens(list, tag)) {
        whole.push(tag)
        continue
      }
      const text = raws[tag]!
      const block = new BlockReader(new PageText(plain(text), undefined, layout, letters)).declared()
      const run: KeywordRun | undefined = block?.run && { pieces: block.run, from, confidence }
      const cut = block?.list ?? (run && covered(run, delimitedTags(others(), letters), letters))
      if (cut) whole.push(...cut.map((part) => surfaces.of(part)))
      else if (run) runs.push(run)
      else if (!isLong(tag)) whole.push(tag)
      else setAside.push({ reason: 'sentence', tags: [text] })
    }
    if (whole.length > 0) kept.push({ from, tags: whole, confidence })
  }
  return { lists: kept, runs, setAside }
}
