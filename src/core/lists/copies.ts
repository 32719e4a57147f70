import { clean, type Letters } from '../text/fold.js'
import { widened } from '../text/surfaces.js'
import type { KeywordRun, TagList } from '../types.js'
import { hashOf, PRIME, SEED } from '../text/hash.js'
import { complement, ITEM_WORDS, SPACE, wordsBetween } from '../text/words.js'

/** So many words in the order of a located list are a copy of it, not prose. */
const COPY_WORDS = 6

/** The tags of a page's lists as keys of words, by the first, longest first. */
export type DelimitedTags = ReadonlyMap<string, readonly (readonly string[])[]>

export function delimitedTags(lists: readonly TagList[], letters: Letters): DelimitedTags {
  const known = new Map<string, string[][]>()
  // A list of single words alone may be the title chopped up, as many sites fill their meta keywords.
  const whole = lists.filter((list) => list.tags.some((tag) => tag.trim().includes(' ')))
  for (const tag of new Set(whole.flatMap((list) => list.tags))) {
    const keys = wordsBetween(tag, 0, tag.length, letters, ITEM_WORDS + 1).map((word) => word.key)
    if (keys.length === 0 || keys.length > ITEM_WORDS) continue
    const others = known.get(keys[0]!) ?? []
    others.push(keys)
    known.set(keys[0]!, others)
  }
  for (const tags of known.values()) tags.sort((a, b) => b.length - a.length)
  return known
}

/** A run cut into known tags, longest first; undefined unless they cover all of it. */
export function covered(run: KeywordRun, known: DelimitedTags, letters: Letters): string[] | undefined {
  const cut: string[] = []
  for (const piece of run.pieces) {
    const words = wordsBetween(piece, 0, piece.length, letters)
    for (let i = 0; i < words.length;) {
      const tag = known.get(words[i]!.key)?.find((keys) => keys.every((key, k) => words[i + k]?.key === key))
      if (!tag) return undefined
      cut.push(clean(piece.slice(words[i]!.start, words[i + tag.length - 1]!.end), letters))
      i += tag.length
    }
  }
  return cut
}

/** Whether the text seems to hold one of the lists flattened: its first two tags stand side by side. */
export function holdsCopy(text: string, lists: readonly TagList[]): boolean {
  return lists.some(({ tags }) => tags.length >= 3 && text.includes(`${tags[0]!} ${tags[1]!}`))
}

/** Stretches of the text outside `taken` that run through `COPY_WORDS` words of a list or run in its order. */
export function copies(
  text: string,
  lists: readonly TagList[],
  runs: readonly KeywordRun[],
  taken: readonly (readonly [number, number])[],
  letters: Letters,
): [number, number][] {
  const grams = new Set<number>()
  const lasts: number[] = []
  const gather = (parts: readonly string[], crossing: boolean) => {
    const hashes: number[] = []
    const starts: number[] = []
    for (const part of parts) {
      const first = hashes.length
      for (const word of wordsBetween(part, 0, part.length, letters)) {
        hashes.push(hashOf(word.key) | 0)
        starts.push(first)
      }
    }
    for (let i = COPY_WORDS - 1; i < hashes.length; i++) {
      // The words of one long tag are prose where they stand in prose.
      if (crossing && starts[i]! <= i - COPY_WORDS + 1) continue
      grams.add(gramOf(hashes, i))
      lasts.push(hashes[i]!)
    }
  }
  for (const { tags } of lists) gather(tags, true)
  for (const { pieces } of runs) gather(pieces, false)
  const spans: [number, number][] = []
  if (grams.size === 0) return spans
  const { units } = letters
  some.fill(0)
  for (const last of lasts) some[last & (SOME - 1)] = 1
  for (const [from, to] of complement(taken, text)) {
    let n = 0
    for (let at = from; at < to; at++) {
      let unit = units[text.charCodeAt(at)]!
      if (unit <= SPACE) continue
      const start = at
      let hash = SEED | 0
      for (;;) {
        if (unit !== 0) hash = Math.imul(hash ^ unit, PRIME)
        if (++at >= to || (unit = units[text.charCodeAt(at)]!) === SPACE) break
      }
      if (n === hashes.length) {
        hashes = widened(hashes, 2 * n)
        starts = widened(starts, 2 * n)
      }
      hashes[n] = hash
      starts[n++] = start
      if (some[hash & (SOME - 1)] === 0 || n < COPY_WORDS || !grams.has(gramOf(hashes, n - 1))) continue
      const last = spans.at(-1)
      const begin = starts[n - COPY_WORDS]!
      if (last && begin <= last[1]) last[1] = at
      else spans.push([begin, at])
    }
  }
  return spans
}

const SOME = 1 << 12
/** Marks hashes of words with which a stretch of a list ends: asked of each word of the text, and nearly always no. */
const some = new Uint8Array(SOME)
/** Of the words of a stretch of text; used again. */
let hashes = new Int32Array(1 << 12)
let starts = new Int32Array(1 << 12)

function gramOf(hashes: ArrayLike<number>, last: number): number {
  let gram = 0
  for (let i = last - COPY_WORDS + 1; i <= last; i++) gram = Math.imul(gram ^ hashes[i]!, 0x9e3779b1) ^ (gram >>> 15)
  // Small integers: a set of greater ones would hold an object for each.
  return gram | 0
}
