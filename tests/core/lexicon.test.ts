/** What is known of words beyond their counts in news. */
import { expect, it } from '@jest/globals'
import { companyKey, foreignness, LETTER_WEIGHTS, letterGroups, Lexicon } from '../../dist/core/sameness/lexicon.js'
import { WordLevels } from '../../dist/core/text/wordset.js'

const words = WordLevels.of(new Map([['تورونتو', 5]]))
const company = WordLevels.of(new Map([[companyKey('تورنتو', 'تورونتو'), 7]]))
const weights = Int8Array.from({ length: LETTER_WEIGHTS }, (_, i) => ((i * 7919) % 251) - 125)
const lexicon = new Lexicon(words, company, weights)

it('has how often text has a word, and how alike the company of two is, in any order', () => {
  expect([lexicon.frequency('تورونتو'), lexicon.frequency('تورنتو')]).toEqual([5, 0])
  expect([lexicon.company('تورنتو', 'تورونتو'), lexicon.company('تورونتو', 'تورنتو')]).toEqual([7, 7])
  expect(lexicon.company('تورنتو', 'تورنت')).toBe(0)
})

it('looks at pairs and triples of letters, the ends among them', () => {
  const places = (word: string) => {
    const found: number[] = []
    letterGroups(word, (place) => found.push(place))
    return found
  }
  // Pairs: ^ص صي ي$, triples: ^صي صي$.
  const [ab, abc] = [places('صي'), places('صيد')]
  expect([ab.length, abc.length, places('').length]).toEqual([5, 7, 1])
  expect(abc.slice(0, 3)).toEqual(ab.slice(0, 3))
  expect(new Set([...ab, ...abc]).size).toBe(9)
  for (const place of abc) {
    expect(place).toBeGreaterThan(0)
    expect(place).toBeLessThan(LETTER_WEIGHTS)
  }
  expect(foreignness(weights, 'صي')).toBe((weights[0]! + ab.reduce((sum, place) => sum + weights[place]!, 0)) / 32)
})

it.each(['سودان', 'سوق', 'صيدلة'])('behind an article is foreign only with the rest: %s', (word) => {
  for (const sign of [1, -1]) {
    const signed = weights.map((weight) => sign * weight)
    const [whole, rest] = [foreignness(signed, `ال${word}`), foreignness(signed, word)]
    expect(whole < rest).toBe(sign > 0)
    expect(new Lexicon(words, company, signed).foreignness(`ال${word}`)).toBe(Math.min(whole, rest))
  }
})

it.each(['الدم', 'بالصيد', 'سال'])('of %s is that of all of it', (word) => {
  expect(lexicon.foreignness(word)).toBe(foreignness(weights, word))
})
