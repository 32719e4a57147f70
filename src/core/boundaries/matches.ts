import { Chains } from './chains.js'
import type { PageText } from '../text/tokens.js'
import { BREAK, prefixedWord, SKIPPED, SPACE } from '../text/tokens.js'
import { LONGEST_WORD, type CollapsedRun } from './repeats.js'

/** What segmenting needs of the page; a few bytes a word, so that the text can be let go. Indexed by word of the outline. */
export interface TextMatches {
  /** Words from here on that stand in the prose as one stretch, 0 when not even this one does. */
  readonly longest: Uint8Array
  /** The same when the first word stands there behind a proclitic: و ف ب ل ك. */
  readonly prefixed: Uint8Array
  /** Times that this word and its next stand adjacent in the prose; times that the word stands there. */
  readonly pairs: Uint8Array
  readonly words: Uint8Array
  /** Words from here on that stand in the page's title as one stretch. */
  readonly titled: Uint8Array
  /** Words of prose on the page. */
  readonly prose: number
}

/** Letters that may stand before a word in the text and not in the tag; a lone alef is what is left of a clipped article. */
const PROCLITICS = ['و', 'ف', 'ب', 'ل', 'ك', 'ا']

/** A word of a run is looked for at so many places of the run, so that a run of one word stays linear. */
const MOST_PLACES = 64
const places = new Chains()

/** Looks a run's words up in the page's prose and title. Linear in the prose, plus the matches found. */
export function textMatches(collapsed: CollapsedRun, page: PageText): TextMatches {
  const { letters } = page
  const n = collapsed.ids.length
  const longest = new Uint8Array(n)
  const prefixed = new Uint8Array(n)
  const pairs = new Uint8Array(n)
  const words = new Uint8Array(n)
  const titled = new Uint8Array(n)
  const prose = page.length - page.title
  if (page.length === 0) return { longest, prefixed, pairs, words, titled, prose }
  places.clear((PROCLITICS.length + 2) * n)
  for (const [start, end] of collapsed.stretches) {
    for (let i = start; i < end; i++) {
      if (collapsed.ids[i] === 0) continue
      places.add(collapsed.firsts[i]!, i, MOST_PLACES)
      const surface = collapsed.surfaces[i]!
      const last = Math.min(surface.length, LONGEST_WORD)
      for (const letter of PROCLITICS) places.add(prefixedWord(letter, surface, 0, last, letters), ~i, MOST_PLACES)
      if (surface.startsWith('ال')) places.add(prefixedWord('لل', surface, 2, last, letters), ~i, MOST_PLACES)
    }
  }
  const ends = new Int32Array(n)
  for (const [start, end] of collapsed.stretches) ends.fill(end, start, end)
  const tokens = page.tokens
  /** Words of the run from `i` on that stand in the text from token `t` on. */
  const matched = (i: number, t: number, prefix: boolean): number => {
    const end = Math.min(ends[i]!, i + 15)
    let at = t
    for (let k = i; k < end; k++) {
      if (collapsed.ids[k] === 0) continue
      const rest = collapsed.parts.get(k)
      const first = prefix && k === i
      if (rest === undefined) {
        if (tokens[at] !== collapsed.ids[k] && !first) return k - i
        at++
      } else {
        for (let part = 0; part < rest.length; part++) {
          if (tokens[at + part] !== rest[part] && !(first && part === 0)) return k - i
        }
        at += rest.length
      }
    }
    return end - i
  }
  /** Whether token `t` is longer than word `i` and ends with it. */
  const endsWith = (i: number, t: number): boolean => {
    if (tokens[t] === BREAK || collapsed.ids[i] === 0) return false
    const surface = collapsed.surfaces[i]!
    let at = page.ends[t]! - 1
    for (let k = surface.length - 1; k >= 0; k--) {
      const letter = letters[surface.charCodeAt(k)]!
      if (letter === SKIPPED) continue
      while (at >= 0 && letters[page.text.charCodeAt(at)] === SKIPPED) at--
      if (at < 0 || letter <= SPACE || letters[page.text.charCodeAt(at)] !== letter) return false
      at--
    }
    return at >= 0 && letters[page.text.charCodeAt(at)]! > SPACE
  }
  for (let t = 0; t < page.length; t++) {
    if (tokens[t] === BREAK) continue
    for (let entry = places.first(tokens[t]!); entry !== 0; entry = places.next(entry)) {
      const place = places.value(entry)
      const i = place < 0 ? ~place : place
      const length = matched(i, t, place < 0)
      if (t < page.title) {
        if (place >= 0 && length > titled[i]!) titled[i] = length
        continue
      }
      if (place < 0) {
        if (length > prefixed[i]!) prefixed[i] = length
        continue
      }
      if (length > longest[i]!) longest[i] = length
      words[i] = Math.min(255, words[i]! + 1)
      if (length > 1) pairs[i] = Math.min(255, pairs[i]! + 1)
      // the word before may stand here with letters before it, or have lost some: `لمخزون البترول` for `مخزون البترول`
      if (
        i > 0 &&
        ends[i - 1] === ends[i] &&
        length + 1 > prefixed[i - 1]! &&
        t > page.title &&
        endsWith(i - 1, t - 1)
      ) {
        prefixed[i - 1] = length + 1
      }
    }
  }
  return { longest, prefixed, pairs, words, titled, prose }
}
