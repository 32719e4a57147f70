import type { Form } from './matcher.js'
import type { Sameness } from './sameness.js'

/** A surface of a cluster, how often it stands there, and its form. */
export interface Candidate {
  readonly form: Form
  readonly count: number
}

const MASKED =
  /[\u0640\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|\p{L}[./*|·•~]\p{L}|[\ufb50-\ufdff\ufe70-\ufefc\u06cc\u06a9\u06c1]/u
/** Spaces and marks that a reader of pages leaves behind, and that no tag wants. */
const UNTIDY = /\s{2}|^[\s\p{P}]|[\s\p{P}]$|[#_]/u
const QUOTED = /["“”«»„]/
const VOWELS = /[\u064b-\u0652\u0670]/

/** In bits: a surface must be so much the more frequent to be shown in spite of a fault. */
const FAULTS = { masked: 16, untidy: 12, quoted: 4, voweled: 6, unvoweled: 3, bare: 6, unknown: 8 }
/** A spelling that at least this share of writers use can be the one to show. */
const USED = 0.1
/** A word that text has so often is no slip; which of two such is the more frequent is a matter of the house. */
const SURELY_A_WORD = 3

/**
 * The surface to show for a cluster: one of those given, never an invented one. In bits: the count, against faults (masks,
 * tatweel, hidden characters, quotes, vowel marks unless `voweled`, when the cluster has a homograph that only they tell
 * apart), against how rarely text writes each word so, and against how much rarer its words are in text than those of a near
 * spelling; a word without its hamza or the dots of its ta marbuta loses to
 * a full spelling that writers do use, however rare. Then code units decide. Linear in the surfaces.
 */
export function canonicalise(candidates: readonly Candidate[], sameness: Sameness, voweled = false): Candidate {
  const full = new Set<string>()
  for (const { form } of candidates)
    for (const word of bareWords(form)) if (!isBare(word) && sameness.spelling(word) >= USED) full.add(bareOf(word))
  let best: Candidate | undefined
  let bestScore = -Infinity
  for (const candidate of candidates) {
    const score = scoreOf(candidate, full, sameness, voweled)
    if (!best || score > bestScore || (score === bestScore && candidate.form.surface < best.form.surface)) {
      best = candidate
      bestScore = score
    }
  }
  if (!best) throw new RangeError('a cluster has at least one surface')
  return best
}

function scoreOf({ form, count }: Candidate, full: ReadonlySet<string>, sameness: Sameness, voweled: boolean): number {
  let score = Math.log2(1 + count)
  if (MASKED.test(form.surface)) score -= FAULTS.masked
  if (UNTIDY.test(form.surface)) score -= FAULTS.untidy
  if (QUOTED.test(form.surface)) score -= FAULTS.quoted
  if (VOWELS.test(form.surface) !== voweled) score -= voweled ? FAULTS.unvoweled : FAULTS.voweled
  for (const word of bareWords(form)) {
    const share = sameness.spelling(word)
    score += share > 0 ? Math.max(-FAULTS.unknown, Math.log2(share)) : -FAULTS.unknown
    if (isBare(word) && full.has(word)) score -= FAULTS.bare
  }
  // The same for spellings of one key. A slip of the pen is a word that text hardly has.
  let known = 0
  for (const word of form.plain) known += Math.log2(1 + Math.min(SURELY_A_WORD, sameness.words(word)))
  return score + known / Math.max(1, form.plain.length)
}

/** The words as they are written, vowel marks aside. */
const bareWords = (form: Form): readonly string[] => form.encoding.replace(/[\u064b-\u0652\u0670]/g, '').split(' ')

const LOST: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ة: 'ه' }

/** The word as a hurried writer has it: no hamza on alef, no dots on ta marbuta. */
const bareOf = (word: string): string => word.replace(/[أإآة]/g, (letter) => LOST[letter]!)
const isBare = (word: string): boolean => !/[أإآة]/.test(word)
