/** Lists whose items have run into each other where markup was taken out: بيئةطاقةبحث علمي. */
import { BREAK, phraseOf, type PageText } from '../text/tokens.js'
import { hasSeams } from '../text/words.js'
import type { KeywordRun } from '../types.js'
import type { Background } from './background.js'

/** Counts from which on a word of prose is no slip, and letters of the shortest. */
const KNOWN = 30
const SHORTEST = 3
/** Letters of a part, and of a word that is looked at: hostile text has longer ones. */
const LONGEST_PART = 16
const LONGEST_WORD = 160
/** Words of a run that are looked at. */
const MOST_WORDS = 400
/** Words of the prose that was counted: so much does a word more cost. */
const PROSE = 4e7
/** What the page itself says counts as much as the commonest words. */
const SAID = 20_000

/** After it another word begins, for sure. */
const ENDS_WORD = /[ةى]/
/** What is written before a word and with it. */
const PREFIX = /^[وف]?[بكل]?(?:ال|لل?)?$/

/**
 * The run with a certain boundary wherever two items have run into each other; the run itself where none have. A word is
 * taken apart that prose does not know, into words that prose or the page knows; one alone proves little (names are written
 * so, نورالدين), unless an end of a word stands within it. Linear in the run and the page.
 */
export function unglued(run: KeywordRun, page: PageText, background: Background): KeywordRun {
  if (!run.pieces.some((piece) => hasSeams(piece, 1))) return run
  // Made where prose does not know a word: few lists have one.
  let said: Set<number> | undefined
  const says = (hash: number): boolean => (said ??= wordsOn(page)).has(hash)
  const knows = (word: string): boolean => {
    const hash = phraseOf(word, page.letters)
    return hash !== 0 && (background.proseWord(hash) > 0 || says(hash))
  }
  const count = (word: string): number => {
    const hash = phraseOf(word, page.letters)
    return hash === 0 ? 0 : Math.max(background.proseWord(hash), says(hash) ? SAID : 0)
  }
  let left = MOST_WORDS
  let seams = 0
  let ends = 0
  const pieces = run.pieces.flatMap((piece) => {
    const items: string[][] = [[]]
    for (const word of piece.split(/\s+/u)) {
      const parts = left-- > 0 && mayBeParted(word) && !knows(word) ? partsOf(word, count) : [word]
      seams += parts.length - 1
      ends += parts.slice(0, -1).filter((part) => ENDS_WORD.test(part.at(-1)!)).length
      items.at(-1)!.push(parts[0]!)
      for (const part of parts.slice(1)) items.push([part])
    }
    return items.map((words) => words.join(' '))
  })
  return seams >= 2 || ends > 0 ? { ...run, pieces } : run
}

function wordsOn({ tokens, length }: PageText): Set<number> {
  const words = new Set(tokens.subarray(0, length))
  words.delete(BREAK)
  return words
}

const mayBeParted = (word: string): boolean => word.length <= LONGEST_WORD && hasSeams(word, 1)

/** The likeliest words that a word which nobody knows is made of; itself where there are none. */
function partsOf(word: string, count: (word: string) => number): string[] {
  const n = word.length
  const best = new Float64Array(n + 1).fill(-Infinity)
  const from = new Int32Array(n + 1)
  best[0] = 0
  for (let end = SHORTEST; end <= n; end++) {
    for (let start = Math.max(0, end - LONGEST_PART); start <= end - SHORTEST; start++) {
      if (best[start] === -Infinity) continue
      const part = word.slice(start, end)
      const times = PREFIX.test(part) ? 0 : count(part)
      if (times < KNOWN) continue
      const score = best[start]! + Math.log(times / PROSE)
      if (score > best[end]!) {
        best[end] = score
        from[end] = start
      }
    }
  }
  const parts: string[] = []
  for (let end = n; end > 0; end = from[end]!) parts.unshift(word.slice(from[end], end))
  return parts
}
