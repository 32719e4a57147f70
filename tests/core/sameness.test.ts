/** What letters, text and names say of two words: each limit with the case on this side of it and on the other. */
import { describe, expect, it } from '@jest/globals'
import { edits } from '../../dist/core/sameness/distance.js'
import * as sameness from '../../dist/core/sameness/sameness.js'
import { FEATURES, type WordPair } from '../../dist/core/sameness/sameness.js'

const pairOf = (a: string, b: string, over: Partial<WordPair> = {}): WordPair => ({
  ...{ a, b, words: 2, textA: 0, textB: 0, stemA: 0, stemB: 0, nounA: false, nounB: false, frameA: 0, frameB: 0 },
  ...{ nameA: false, nameB: false, frequencyA: 0, frequencyB: 0, company: 0, foreignA: 0, foreignB: 0 },
  ...{ tagA: 0, tagB: 0, together: 0, derived: false, named: 0 },
  ...over,
})
/** The pair the other way round, of which all must say the same. */
const turned = (pair: WordPair): WordPair => ({
  ...pair,
  ...{ a: pair.b, b: pair.a, textA: pair.textB, textB: pair.textA, stemA: pair.stemB, stemB: pair.stemA },
  ...{ nounA: pair.nounB, nounB: pair.nounA, frameA: pair.frameB, frameB: pair.frameA },
  ...{ nameA: pair.nameB, nameB: pair.nameA, foreignA: pair.foreignB, foreignB: pair.foreignA },
  ...{ frequencyA: pair.frequencyB, frequencyB: pair.frequencyA, tagA: pair.tagB, tagB: pair.tagA },
})
const both = <T>(of: (pair: WordPair) => T, pair: WordPair): T => {
  expect(of(turned(pair))).toEqual(of(pair))
  return of(pair)
}

describe('of two words, one', () => {
  type Of = (a: string, b: string) => boolean
  const each = (of: Of, cases: readonly (readonly [string, string, boolean])[]) =>
    it.each(cases)(`${of.name}: %s, %s: %s`, (a, b, is) => expect([of(a, b), of(b, a)]).toEqual([is, is]))
  each(sameness.inflected, [
    ['مسلمون', 'مسلمين', true],
    ['طائرة', 'طائرات', false],
    ['طائره', 'طائرات', true],
    ['طائره', 'طائر', true],
    ['مصري', 'مصريون', true],
    ['مصريه', 'مصريين', true],
    ['يدي', 'يدا', true],
    ['ين', 'يا', false],
    ['كتاب', 'كتاب', false],
    ['كتاب', 'كتابهما', false],
    ['كتابات', 'كتابان', true],
    ['كتبوا', 'كتبون', true],
    ['قلم', 'علم', false],
  ])
  each(sameness.articled, [
    ['سوق', 'السوق', true],
    ['لجنة', 'للجنة', true],
    ['سوق', 'لسوق', false],
    ['سوق', 'للسوق', false],
    ['وسوق', 'والسوق', true],
    ['فسوق', 'فالسوق', true],
    ['سوق', 'والسوق', false],
    ['بسوق', 'بالسوق', false],
    ['سوق', 'الصيد', false],
  ])
  each(sameness.prefixed, [
    ['طيسن', 'تطيسن', true],
    ['طيسن', 'قطيسن', false],
    ['تطيسن', 'تتطيسن', false],
    ['فطيسن', 'وطيسن', true],
    ['تطيسن', 'وطيسن', false],
    ['وطيسن', 'وطيسم', false],
    ['فطيسن', 'وطيسم', false],
    ['طيسن', 'وتطيسن', false],
    ['طيسن', 'طيسنم', false],
  ])
  each(sameness.cliticised, [
    ['سوق', 'بسوق', true],
    ['سوق', 'للسوق', false],
    ['السوق', 'للسوق', true],
    ['السوق', 'بللسوق', false],
    ['السوق', 'كالسوق', true],
    ['سوق', 'تسوق', false],
    ['السوق', 'بلسوق', false],
  ])
  each(sameness.otherCase, [
    ['مسلمون', 'مسلمين', true],
    ['مقاتلو', 'مقاتلي', true],
    ['مقاتلو', 'مقاتلين', false],
    ['طسيون', 'طسينن', false],
    ['طسقون', 'طسقين', true],
    ['طسون', 'طسين', false],
    ['طسو', 'طسي', false],
    ['طسقو', 'طسقي', true],
    ['طسقا', 'طسقي', false],
    ['طسكون', 'طسقين', false],
    ['طسقون', 'طسقوم', false],
  ])
})

describe('of one word', () => {
  const counting = (counts: Readonly<Record<string, number>>) => (word: string) => counts[word] ?? 0

  it('its stem is the best known without a prefix and an ending, itself left out', () => {
    const stem = (word: string, counts: Readonly<Record<string, number>>) => sameness.stemCount(word, counting(counts))
    expect(stem('بالطيسنات', { طيسن: 5, طيسنه: 7, الطيسن: 6 })).toBe(7)
    expect(stem('بالطيسنات', { الطيسن: 6, طيسن: 5 })).toBe(6)
    expect(stem('طيسن', { طيسن: 9 })).toBe(0)
    expect(stem('طيسن', { الطيسن: 3 })).toBe(3)
    expect(stem('وسوق', { سوق: 4 })).toBe(4)
    expect(stem('وسو', { سو: 4 })).toBe(0)
    expect(stem('قسوق', { سوق: 4 })).toBe(0)
    expect(stem('سوقها', { سوق: 4 })).toBe(4)
    expect(stem('سوقكم', { سوق: 4 })).toBe(0)
  })

  it('its article comes and goes, from five letters on', () => {
    expect(sameness.otherDefiniteness('السوق')).toBe('سوق')
    expect(sameness.otherDefiniteness('الطس')).toBe('الالطس')
    expect(sameness.otherDefiniteness('سوق')).toBe('السوق')
    expect(sameness.eitherWay('سوق', counting({ السوق: 3, سوق: 2 }))).toBe(3)
    expect(sameness.eitherWay('السوق', counting({ السوق: 3, سوق: 4 }))).toBe(4)
    expect(sameness.eitherWay('اللجنة', counting({ لجنة: 4, اللجنة: 1 }))).toBe(1)
  })

  it.each([
    ['لمركز', { مركز: 1, المركز: 1 }, true],
    ['لمركز', { مركز: 1 }, false],
    ['لمركز', { المركز: 1 }, false],
    ['للمركز', { مركز: 1, المركز: 1 }, true],
    ['كلمركز', { مركز: 1, المركز: 1 }, false],
    ['لسوق', { سوق: 1, السوق: 1 }, false],
    ['بسوقه', { سوقه: 1, السوقه: 1 }, true],
    ['تسوقه', { سوقه: 1, السوقه: 1 }, false],
  ])('%s, with %j in text, is a particle and a word: %s', (word, counts, is) => {
    expect(sameness.isDerived(word, counting(counts as Record<string, number>))).toBe(is)
  })
})

describe('of two foreign names', () => {
  it.each([
    [0.1, 0.1, false, true],
    [0, 3, false, false],
    [2.1, 2.1, true, true],
    [2, 3, true, false],
  ])('that look foreign by %d and %d, nouns: %s: both are: %s', (foreignA, foreignB, nounA, are) => {
    expect(both(sameness.areForeign, pairOf('طيسن', 'طسن', { foreignA, foreignB, nounA }))).toBe(are)
  })

  it.each([
    ['طيغسن', 'طيجسن', { foreignA: 0.6, foreignB: 0.6 }, true],
    ['طيغسن', 'طيجسن', { foreignA: 0.5, foreignB: 0.6 }, false],
    ['طيغسن', 'طيقسن', { foreignA: 2.6, foreignB: 2.6 }, true],
    ['طيغسن', 'طيقسن', { foreignA: 2.5, foreignB: 2.6 }, false],
    ['طيجقن', 'طيغقن', { foreignA: 0.6, foreignB: 0.6 }, true],
    ['طغسن', 'طجسن', { foreignA: 2.6, foreignB: 2.6 }, true],
    ['طغسن', 'طجسن', { foreignA: 2.5, foreignB: 2.6 }, false],
    ['الطغسن', 'الطجسن', { foreignA: 2.5, foreignB: 2.6 }, false],
    ['طيغسن', 'طيغسن', { foreignA: 3, foreignB: 3 }, false],
    ['طيغسن', 'طيكسن', { foreignA: 3, foreignB: 3 }, false],
    ['طيغسن', 'طيجسن', { foreignA: 0.2, foreignB: 0.2, frequencyA: 3, frequencyB: 3, company: 2 }, true],
    ['طيغسن', 'طيجسن', { foreignA: 9, foreignB: 9, frequencyA: 3, frequencyB: 3, company: 1 }, false],
    ['طيغسن', 'طيجسن', { foreignA: 9, foreignB: 9, frequencyA: 2, frequencyB: 3, company: 1 }, true],
    ['طغسن', 'طجسن', { foreignA: 1.6, foreignB: 1.6, frequencyA: 3, frequencyB: 3, company: 2 }, true],
    ['طغسن', 'طجسن', { foreignA: 1.5, foreignB: 1.6, frequencyA: 3, frequencyB: 3, company: 2 }, false],
  ])('%s, %s, %j: differ in a foreign g alone: %s', (a, b, over, is) => {
    expect(both(sameness.soundsAlike, pairOf(a, b, over))).toBe(is)
  })

  const name = { nameA: true, frequencyA: 5, frequencyB: 5 }
  const foreign = { foreignA: 1.1, foreignB: 1.1, company: 4 }
  it.each<[string, string, Partial<WordPair>, boolean]>([
    ['طيسنق', 'طسنق', foreign, true],
    ['طيسنق', 'طسنق', { ...foreign, company: 3 }, false],
    ['طيسنق', 'طسنق', { ...foreign, foreignA: 1 }, false],
    ['طيسنق', 'طسنق', { ...name, company: 5 }, true],
    ['طيسنق', 'طسنق', { ...name, company: 4 }, false],
    ['طيسنق', 'طسنق', { ...name, company: 15, nameA: false }, false],
    ['طيسنق', 'طسنق', { ...name, company: 15, derived: true }, false],
    ['طيسنق', 'طسنق', { ...name, company: 5, frequencyA: 9, frequencyB: 14 }, true],
    ['طيسنق', 'طسنق', { ...name, company: 15, frequencyA: 10, frequencyB: 14 }, false],
    ['طيسنق', 'طسنق', { ...name, company: 5, foreignA: -1.4 }, true],
    ['طيسنق', 'طسنق', { ...name, company: 15, foreignA: -1.5 }, false],
    ['طيسنق', 'طسنق', { ...name, company: 6, nounA: true }, true],
    ['طيسنق', 'طسنق', { ...name, company: 5, nounA: true }, false],
    ['طيسنق', 'طسنق', { ...name, company: 15, nounB: true, foreignA: -0.5 }, false],
    ['طيسنق', 'طسنق', { ...name, company: 6, nounB: true, foreignA: -0.4 }, true],
    ['طيسنق', 'طسنق', { ...foreign, named: 1 }, true],
    ['طيسنق', 'طسنق', { ...foreign, named: 2, company: 8 }, true],
    ['طيسنق', 'طسنق', { ...foreign, named: 2, company: 7 }, false],
    ['طيسنق', 'طسنق', { ...foreign, named: 2, company: 6, words: 1 }, true],
    ['طيسنق', 'طسنق', { ...foreign, named: 2, company: 5, words: 1 }, false],
    ['طيسنق', 'طسنق', { ...foreign, named: 2, company: 7, words: 1, nounA: true }, false],
    ['طيسنق', 'طسقن', foreign, false],
    ['يطسنق', 'طسنق', foreign, false],
    ['طسنيق', 'طسنق', foreign, true],
    ['طسنقي', 'طسنق', foreign, false],
    ['طسنق', 'طسبنق', foreign, false],
    ['طسنق', 'طسقن', foreign, false],
    ['طيسنق', 'طيصنق', foreign, true],
    ['طيسنق', 'طيشنق', foreign, true],
    ['طيسنق', 'طيبنق', foreign, false],
    ['طاسنق', 'طعسنق', foreign, false],
    ['سيطنق', 'صيطنق', foreign, false],
    ['طيقنس', 'طيقنص', foreign, false],
    ['طسنيه', 'طسنه', foreign, false],
  ])('%s, %s, %j: are one by their company: %s', (a, b, over, is) => {
    expect(both(sameness.keepsCompany, pairOf(a, b, over))).toBe(is)
  })
})

describe('two words of their own', () => {
  it.each<[Partial<WordPair>, boolean, boolean]>([
    [{ frequencyA: 6, frequencyB: 13 }, true, true],
    [{ frequencyA: 6, frequencyB: 14 }, false, false],
    [{ frequencyA: 5, frequencyB: 9 }, true, false],
    [{ frequencyA: 1, frequencyB: 1 }, true, false],
    [{ frequencyA: 0, frequencyB: 1 }, false, false],
    [{ frequencyA: 6, frequencyB: 6, company: 2 }, true, true],
    [{ frequencyA: 6, frequencyB: 6, company: 3 }, false, false],
    [{ frequencyA: 6, frequencyB: 6, company: 5, foreignA: -1, foreignB: -1 }, false, true],
    [{ frequencyA: 6, frequencyB: 6, company: 6, foreignA: -1, foreignB: -1 }, false, false],
    [{ frequencyA: 6, frequencyB: 6, company: 5, foreignA: -1, foreignB: 0 }, false, false],
  ])('%j: %s, surely: %s', (over, are, surely) => {
    const pair = pairOf('طيسنق', 'طيشنق', over)
    expect(both((it) => sameness.areTwoWords(it), pair)).toBe(are)
    expect(both((it) => sameness.areTwoWords(it, true), pair)).toBe(surely)
  })
})

/** The features of a pair that are not zero, but for those of its length and of what is not known of it. */
const seen = (pair: WordPair): Readonly<Record<string, number>> => {
  const of = (it: WordPair) => {
    const values = new Float64Array(FEATURES.length)
    expect(sameness.features(it, { costs: new Map() }, values)).toBe(true)
    return Object.fromEntries([...values].flatMap((value, i) => (value === 0 ? [] : [[FEATURES[i]!, value]])))
  }
  return both(of, pair)
}
const LETTERS = FEATURES.filter((name) => /^(add|replace|swap|two edits|article|clitic|ending|short|very)/.test(name))
const letters = (pair: WordPair) =>
  Object.keys(seen(pair))
    .filter((name) => (LETTERS as string[]).includes(name))
    .join(', ')

describe('what is looked at of two words', () => {
  it.each([
    ['طيسنق', 'طسنق', 'add weak inner, short'],
    ['طسنقاق', 'طسنقق', 'add weak inner'],
    ['طسنقاا', 'طسنقا', 'add doubled, ending'],
    ['طسنقا', 'طسنق', 'add weak last, ending, short'],
    ['اطسنق', 'طسنق', 'add weak first, short'],
    ['الاطسنق', 'الطسنق', 'add weak first'],
    ['طسنققم', 'طسنقم', 'add doubled'],
    ['طسبنقم', 'طسنقم', 'add consonant inner'],
    ['طسنقم', 'طسنقمب', 'add consonant last'],
    ['طسنقم', 'رطسنقم', 'add consonant first'],
    ['طسنقم', 'بطسنقم', 'add consonant first, clitic'],
    ['طسنقم', 'الطسنقم', 'add weak first, add consonant inner, two edits, article'],
    ['طيسنق', 'طوسنق', 'replace weak'],
    ['طيسنق', 'طيصنق', 'replace sound'],
    ['طيسنق', 'طيشنق', 'replace dots, replace sound, replace neighbour key'],
    ['طيسنق', 'طيسبق', 'replace dots'],
    ['طيسنق', 'طيسمق', 'replace neighbour key'],
    ['طيسنق', 'طيرنق', 'replace other'],
    ['طيسنق', 'ريسنق', 'replace other, replace first'],
    ['طيسنق', 'طيسنر', 'replace other, replace last'],
    ['طيسنق', 'طيسقن', 'swap'],
    ['طيسنق', 'طسينق', 'swap weak'],
    ['طسينق', 'سطينق', 'swap, swap first'],
    ['طيسنق', 'يطسنق', 'swap weak, swap first'],
    ['طيسنق', 'طسنقم', 'add weak inner, add consonant last, two edits'],
    ['طيسنق', 'طوسناق', 'add weak inner, replace weak, two edits, two edits, weak'],
    ['طسن', 'طشن', 'replace dots, replace sound, replace neighbour key, short, very short'],
  ])('%s, %s: %s', (a, b, expected) => {
    expect(letters(pairOf(a, b))).toBe(expected)
  })

  it.each([
    ['three edits', 'طيسنق', 'طشقن'],
    ['none', 'طيسنق', 'طيسنق'],
  ])('not %s', (_, a, b) => {
    expect(sameness.features(pairOf(a, b), { costs: new Map() }, new Float64Array(FEATURES.length))).toBe(false)
  })

  const known = { 'unknown both': 0, 'known less': 1, 'known more': 2, 'known ratio': 1 }
  const one = { 'unknown both': 0, 'unknown one': 1, 'unknown one, known well': 2, 'known more': 2, 'known ratio': 2 }
  const single = { words: 1, 'single word': 1 }
  it.each<[string, Partial<WordPair>, Readonly<Record<string, number>>]>([
    ['one known', { textA: 3 }, one],
    ['one known, by itself', { words: 1, textA: 3 }, { ...one, ...single, 'unknown one, known well, single word': 2 }],
    ['the stem of the unknown one', { textB: 3, stemA: 3, stemB: 9 }, { ...one, 'unknown one, of a known stem': 2 }],
    ['a name of the unknown one', { textB: 3, nameA: true }, { ...one, 'unknown one, in a name': 1 }],
    ['a name of the known one', { textB: 3, nameB: true }, one],
    ['both known', { textA: 1, textB: 3 }, { ...known, 'known both and replaced': 1 }],
    ['both nouns', { nounA: true, nounB: true }, { 'noun both': 1, 'noun neither': 0 }],
    ['one noun', { nounA: true }, { 'noun neither': 0 }],
    ['frames', { frameA: 0.04, frameB: 0.01 }, { 'frame more': 0.04, 'frame less': 0.01, 'frame more, well': 1 }],
    ['a slight frame', { frameA: 0.02 }, { 'frame more': 0.02 }],
    ['both tags', { tagA: 3, tagB: 1 }, { 'tag less': 1, 'tag more': 2, 'tag ratio': 1, 'tag once': 1 }],
    ['both tags, twice', { tagA: 3, tagB: 3 }, { 'tag less': 2, 'tag more': 2 }],
    ['one tag', { tagA: 3 }, {}],
    ['lists that have both', { together: 1 }, { together: 1 }],
    ['one named', { named: 1 }, { 'named one': 1 }],
    ['both named', { named: 2 }, { 'named both': 1 }],
    [
      'both frequent, one as a slip would be',
      { frequencyA: 2, frequencyB: 12 },
      { 'frequent less': 2, 'frequent ratio': 10, 'word both': 1, 'word both, no company': 1 },
    ],
    [
      'both frequent, in company',
      { frequencyA: 2, frequencyB: 12, company: 4 },
      { 'frequent less': 2, 'frequent ratio': 10, 'word both': 1, company: 4 },
    ],
    ['one in names alone', { frequencyA: 1, frequencyB: 12, company: 4 }, { 'frequent less': 1, 'frequent ratio': 11 }],
    [
      'two words by themselves',
      { words: 1, frequencyA: 5, frequencyB: 5, company: 2 },
      { ...single, 'frequent less': 5, 'word both': 1, company: 2, 'two words': 1, 'two words, single': 1 },
    ],
    ['a long phrase', { words: 9 }, { words: 6 }],
    ['foreign', { foreignA: 5, foreignB: 4 }, { foreign: 3 }],
    ['hardly foreign', { foreignA: 5, foreignB: -9 }, { foreign: -3 }],
  ])('%s', (_, over, expected) => {
    const plain = seen(pairOf('طيسنقم', 'طيرنقم'))
    const now = seen(pairOf('طيسنقم', 'طيرنقم', over))
    const changed = FEATURES.filter((name) => now[name] !== plain[name]).map((name) => [name, now[name] ?? 0])
    expect(Object.fromEntries(changed)).toEqual(expected)
  })

  const some = { frequencyA: 5, frequencyB: 13, foreignA: 1, foreignB: 2 }
  it.each<[string, string, Partial<WordPair>, readonly string[]]>([
    ['طيسنق', 'طسنق', { nounA: true, nounB: true }, ['noun both', 'noun both and weak']],
    ['طيسنق', 'طسنق', {}, ['noun neither', 'noun neither and weak']],
    ['طيسنق', 'طسنق', { textA: 1, textB: 1, nounA: true }, ['known both and weak']],
    ['طيسنق', 'طيرنق', { textA: 1, textB: 1, nounA: true }, ['known both and replaced']],
    ['طيسنق', 'طوسنق', { textA: 1, textB: 1, nounA: true }, ['known both and weak']],
    ['طيسنق', 'طسينق', { textA: 1, textB: 1, nounA: true }, ['known both and weak']],
    ['طيسنق', 'طيسقن', { textA: 1, textB: 1, nounA: true }, []],
    ['طيسنق', 'طيسسنق', { textA: 1, textB: 1, nounA: true }, ['known both and weak']],
    ['طيسنق', 'طيسبنق', { textA: 1, textB: 1, nounA: true }, []],
    [
      'طيسنق',
      'طسنق',
      some,
      [
        'noun neither',
        'noun neither and weak',
        'word both',
        'word both, no company',
        'word both, no company, weak',
        'foreign',
        'foreign and weak',
      ],
    ],
    [
      'طيسنق',
      'طسنق',
      { ...some, nounA: true, company: 3 },
      ['word both', 'company', 'company and weak', 'foreign', 'foreign and weak'],
    ],
    [
      'طيسنق',
      'طيصنق',
      { ...some, nounA: true, company: 3 },
      ['word both', 'company', 'company and sound', 'foreign', 'foreign and sound'],
    ],
    ['طيسنق', 'طيصن', { ...some, nounA: true, company: 3 }, ['word both', 'company', 'foreign']],
    ['طسنق', 'بطسنق', { textA: 1, nounA: true }, ['prefix letter before a known word']],
    ['طسنق', 'بطسنق', { textB: 1, nounA: true }, []],
    ['طسنق', 'رطسنق', { textA: 1, nounA: true }, []],
    ['طسنق', 'طبسنق', { textA: 1, nounA: true }, []],
    ['طسنق', 'طسنقه', { textA: 1, nounA: true }, ['ending after a known word']],
    ['طسنق', 'طسنقه', { textB: 1, nounA: true }, []],
    ['طسنقي', 'طسنقه', { textA: 1, textB: 1, nounA: true }, ['known both and replaced']],
    ['طسنق', 'طسنقات', { textA: 1, nounA: true }, []],
  ])('%s, %s, %j: %j', (a, b, over, expected) => {
    const named = /^(noun|known both|word both|company|foreign|prefix|ending after)/
    expect(Object.keys(seen(pairOf(a, b, over))).filter((name) => named.test(name))).toEqual(expected)
  })

  it.each([
    [4, 4],
    [10, 10],
    [11, 10],
  ])('is as long as the shorter word, up to ten letters: %d', (length, expected) => {
    const word = 'طيسنقمرفدحج'.slice(0, length)
    expect(seen(pairOf(word, `${word}ك`))).toMatchObject({ length: expected })
  })

  it('costs what its edits cost, within six', () => {
    const cost = (a: string, b: string, costs: Readonly<Record<string, number>>) => {
      const values = new Float64Array(FEATURES.length)
      sameness.features(pairOf(a, b), { costs: new Map(Object.entries(costs)) }, values)
      return values[FEATURES.indexOf('cost')]
    }
    expect(cost('طيسنق', 'طيرنق', { 'رس inner': 1.5 })).toBe(1.5)
    expect(cost('طيسنق', 'طيرنق', {})).toBe(-2)
    expect(cost('طيسنق', 'طيرنبق', { 'رس inner': 1.5 })).toBe(-0.5)
    expect(cost('طيسنق', 'طيرنق', { 'رس inner': 9 })).toBe(6)
    expect(cost('طيسنق', 'طيرنق', { 'رس inner': -9 })).toBe(-6)
  })
})

describe('an edit is named', () => {
  it.each([
    ['طيسنق', 'طيرنق', 'رس inner'],
    ['ريسنق', 'طيسنق', 'رط first'],
    ['الريسنق', 'الطيسنق', 'رط first'],
    ['الرق', 'الطق', 'رط inner'],
    ['اريسنق', 'اطيسنق', 'رط inner'],
    ['طيسنر', 'طيسنق', 'رق last'],
    ['طيسنق', 'طيسقن', 'swap other'],
    ['طيسنق', 'طسينق', 'swap weak'],
    ['طسينق', 'طسنيق', 'swap weak'],
    ['طيسنق', 'طيسسنق', 'add س =_c inner'],
    ['طيسنق', 'طيسبنق', 'add ب c_c inner'],
    ['طيسبنق', 'طيسنق', 'add ب c_c inner'],
    ['طيسنق', 'طيبسنق', 'add ب v_c inner'],
    ['طيسنق', 'بطيسنق', 'add ب _c first'],
    ['طيسنق', 'طيسنقي', 'add ي c_ last'],
    ['طيسنو', 'طيسنوي', 'add ي v_ last'],
  ])('%s, %s: %s', (a, b, name) => {
    expect(edits(a, b)!.map((edit) => sameness.editName(edit, a, b))).toEqual([name])
  })
})

describe('the probability from which two are one', () => {
  const weights = new Float64Array(FEATURES.length)
  const model = {
    weights,
    bias: 0,
    threshold: 0.1,
    phrase: 0.2,
    related: 0.3,
    names: 0.4,
    slips: 0.5,
    alone: 0.6,
    unheard: 0.7,
  }
  const from = (pair: WordPair, isRelated = false) =>
    both((it) => {
      const values = new Float64Array(FEATURES.length)
      sameness.features(it, { costs: new Map() }, values)
      return sameness.threshold(values, it, isRelated, model)
    }, pair)
  const known = { frequencyA: 6 }
  const foreign = { foreignA: 1, foreignB: 1 }
  it.each<[string, string, string, Partial<WordPair>, number]>([
    ['a phrase', 'طيسنق', 'طيرنق', {}, model.phrase],
    ['a word of its own', 'طيسنق', 'طيرنق', { words: 1, ...known }, model.threshold],
    ['a slip of a word that text has often', 'طيسنق', 'طيرنق', { frequencyA: 7 }, model.slips],
    ['less often', 'طيسنق', 'طيرنق', { frequencyA: 6 }, model.phrase],
    ['a slip that names have', 'طيسنق', 'طيرنق', { frequencyA: 8, frequencyB: 1 }, model.slips],
    ['a word that text has', 'طيسنق', 'طيرنق', { frequencyA: 9, frequencyB: 2 }, model.phrase],
    ['two edits', 'طيسنق', 'طيرنقم', { frequencyA: 9 }, model.phrase],
    ['a slip of a famous word by itself', 'طيسنق', 'طيرنق', { words: 1, frequencyA: 10 }, model.slips],
    ['a slip of a less famous one', 'طيسنق', 'طيرنق', { words: 1, frequencyA: 9 }, model.alone],
    [
      'a slip of a famous one that names have',
      'طيسنق',
      'طيرنق',
      { words: 1, frequencyA: 12, frequencyB: 1 },
      model.alone,
    ],
    ['a word that text hardly has', 'طيسنق', 'طيرنق', { words: 1, frequencyA: 5 }, 0.97],
    ['such a name', 'طيسنق', 'طسنق', { words: 1, frequencyA: 5, ...foreign }, model.unheard],
    ['such a name with another vowel', 'طيسنق', 'طوسنق', { words: 1, frequencyA: 5, ...foreign }, 0.97],
    ['a name in a phrase', 'طيسنق', 'طسنق', foreign, model.names],
    ['a name by itself', 'طيسنق', 'طسنق', { words: 1, ...known, ...foreign }, model.alone],
    ['a name in company', 'طيسنق', 'طسنق', { words: 1, ...known, ...foreign, company: 1 }, model.names],
    ['a name with another vowel', 'طيسنق', 'طوسنق', { words: 1, ...known, ...foreign }, 0.97],
    ['a name with one vowel more', 'طيسنق', 'طياسنق', { words: 1, ...known, ...foreign }, 0.97],
    ['a name with a vowel more before one', 'طيسنق', 'طايسنق', { words: 1, ...known, ...foreign }, 0.97],
    ['a name whose alef is none', 'اطسنق', 'اوطسنق', { words: 1, ...known, ...foreign }, model.alone],
    ['a name with another sound', 'طيسنق', 'طيصنق', { words: 1, ...known, ...foreign }, model.alone],
  ])('%s: %s, %s', (_, a, b, over, expected) => {
    expect(from(pairOf(a, b, over))).toBe(expected)
    expect(from(pairOf(a, b, over), true)).toBe(model.related)
  })

  it.each([
    ['طيسنق', 'طسنق', 0.1, true],
    ['طيسنق', 'طسنق', 0, false],
    ['طيسنق', 'طيصنق', 1, true],
    ['طيسنق', 'طيرنق', 1, false],
    ['طيسنق', 'طسنقم', 1, false],
    ['طيسنق', 'طسينق', 1, false],
    ['طيسنق', 'طيسنقا', 1, false],
    ['طيسنق', 'اطيسنق', 1, false],
    ['طيسنس', 'طيسنص', 1, false],
    ['سيطنق', 'صيطنق', 1, false],
  ])('%s, %s, foreign by %d, are spelled as one name is: %s', (a, b, foreignA, is) => {
    const values = new Float64Array(FEATURES.length)
    const pair = pairOf(a, b, { foreignA, foreignB: 1 })
    sameness.features(pair, { costs: new Map() }, values)
    expect(both((it) => sameness.isSpelledAsName(values, it), pair)).toBe(is)
  })

  it('is told of all that was looked at', () => {
    const values = new Float64Array(FEATURES.length)
    values[0] = 2
    values[1] = 1
    const of = (first: number, second: number, bias: number) =>
      sameness.probability(values, { ...model, bias, weights: weights.map((_, i) => [first, second][i] ?? 0) })
    expect(of(0, 0, 0)).toBe(0.5)
    expect(of(1, -1, -1)).toBe(0.5)
    expect(of(1, -1, 0)).toBeCloseTo(Math.E / (1 + Math.E))
  })
})
