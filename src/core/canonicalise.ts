import type { Form } from './judge.js'
import type { Sameness } from './sameness.js'

/** A surface of a cluster, how often it stands there, and its form. */
export interface Candidate {
  readonly form: Form
  readonly count: number
}

const MASKED =
  /[\u0640\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|[./*_|·•~+'-](?=\p{L})|[\ufb50-\ufdff\ufe70-\ufefc\u06cc\u06a9\u06c1]/u
const VOWELS = /[\u064b-\u0652\u0670]/
/** A surface is frequent from this share of the cluster's most frequent one on. */
const FREQUENT = 0.02

/**
 * The surface to show for a cluster: one of those given, never an invented one. Well written beats frequent beats order:
 * no tatweel, mask or hidden character; then each word in the spelling that careful text has; then the count; then code
 * units. Vowel marks are a fault unless `voweled` (the cluster has a homograph that only they tell apart).
 * Linear in the surfaces.
 */
export function canonicalise(candidates: readonly Candidate[], sameness: Sameness, voweled = false): Candidate {
  let most = 0
  for (const { count } of candidates) most = Math.max(most, count)
  let best: Candidate | undefined
  let bestScore = -Infinity
  for (const candidate of candidates) {
    const score = spellingScore(candidate, most, sameness, voweled)
    if (!best || score > bestScore || (score === bestScore && before(candidate, best))) {
      best = candidate
      bestScore = score
    }
  }
  if (!best) throw new RangeError('a cluster has at least one surface')
  return best
}

/** Log odds, up to a constant, that an editor would choose the surface. */
function spellingScore({ form, count }: Candidate, most: number, sameness: Sameness, voweled: boolean): number {
  let score = Math.log2(count / most)
  if (count < FREQUENT * most) score -= 4
  if (MASKED.test(form.surface)) score -= 16
  if (VOWELS.test(form.surface) !== voweled) score -= voweled ? 2 : 6
  for (const word of form.encoding.split(' ')) score += wordScore(word, sameness)
  return score
}

const BARE: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي', ة: 'ه', ؤ: 'و', ئ: 'ي' }

/** How well a word is written: as text writes it where text has it, by the number of its marks and dots otherwise. */
function wordScore(word: string, sameness: Sameness): number {
  const share = sameness.spelling(word)
  if (share > 0) return 3 * Math.max(-3, Math.log2(share) + (isBare(word) ? -2 : 0))
  return isBare(word) ? -4 : -2
}

/** Whether the word has none of the letters that bare spelling loses. */
function isBare(word: string): boolean {
  for (const letter of word) if (letter in BARE) return false
  return true
}

function before(a: Candidate, b: Candidate): boolean {
  if (a.count !== b.count) return a.count > b.count
  return a.form.surface < b.form.surface
}
