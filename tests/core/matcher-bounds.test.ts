/** Each limit of the matcher with the case on this side of it and on the other, in worlds whose text and names are given. */
import { describe, expect, it } from '@jest/globals'
import type { Lexicon } from '../../dist/core/sameness/lexicon.js'
import { aloneIn, cannotLink, compare, matcherOf, Verdict, type Context } from '../../dist/core/sameness/matcher.js'
import type { Rule } from '../../dist/core/sameness/reasons.js'
import type { Sameness, Weights } from '../../dist/core/sameness/sameness.js'
import type { Relation } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const { letters, sameness } = loadModel()
const base: Context = { letters, sameness }
const matcher = matcherOf(base)

/** A model that says one probability of all pairs. */
const saying = (probability: number, over: Partial<Weights> = {}): Weights => ({
  weights: new Float64Array(sameness.cold.weights.length),
  bias: Math.log(probability / (1 - probability)),
  ...{ threshold: 0.5, phrase: 0.5, related: 0.5, names: 0.5, slips: 0.5, alone: 0.5, unheard: 0.5 },
  ...over,
})

/** What is known of words (folded), where it is more than nothing; `company` and `cold` of all pairs. */
interface World {
  readonly text?: Readonly<Record<string, number>>
  readonly pairs?: Readonly<Record<string, number>>
  readonly frequency?: Readonly<Record<string, number>>
  readonly foreign?: Readonly<Record<string, number>>
  readonly named?: readonly string[]
  readonly nameWords?: readonly string[]
  readonly company?: number
  readonly cold?: Weights
  readonly warm?: Weights
}
const worldOf = (world: World, over: Partial<Context> = {}): Context => ({
  letters,
  sameness: {
    ...sameness,
    words: (word) => world.text?.[word] ?? 0,
    pairs: (a, b) => world.pairs?.[`${a} ${b}`] ?? 0,
    named: (phrase) => world.named?.includes(phrase) ?? false,
    nameWord: (word) => world.nameWords?.includes(word) ?? false,
    lexicon: {
      frequency: (word: string) => world.frequency?.[word] ?? 0,
      company: () => world.company ?? 0,
      foreignness: (word: string) => world.foreign?.[word] ?? 0,
    } as unknown as Lexicon,
    cold: world.cold ?? saying(0.6),
    warm: world.warm ?? saying(0.6),
  } satisfies Sameness,
  ...over,
})
const judged = (a: string, b: string, world: World, over: Partial<Context> = {}) => {
  const it = matcherOf(worldOf(world, over))
  const { reason, rule, same, relation, score } = it.compare(it.form(a), it.form(b))
  const back = it.compare(it.form(b), it.form(a))
  return { is: back.reason.is === reason.is ? reason.is : 'otherwise', rule, same, relation, score }
}

describe('no cluster may have two', () => {
  it.each<[string, boolean, boolean, Rule, number, Relation | undefined]>([
    ['that are one', false, true, 'near spelling', 0.05, undefined],
    ['less than a tenth likely', true, false, 'near', 0.09, undefined],
    ['a tenth likely', false, false, 'near', 0.1, undefined],
    ['that are near', false, false, 'near', 0.5, 'near'],
    ['that are related', true, false, 'inflection', 0.5, 'inflection'],
    ['that a decision parts', true, false, 'decision', 0.5, undefined],
    ['that a guard parts', true, false, 'guard', 0.5, undefined],
    ['with other vowels', true, false, 'vowels', 0.5, undefined],
    ['with other numbers', true, false, 'numbers', 0.5, undefined],
    ['that authors list together', true, false, 'listed together', 0.5, undefined],
    ['with other Latin words', true, false, 'latin', 0.5, undefined],
    ['with other spaces', false, false, 'spacing', 0.5, undefined],
    ['that are merely different', false, false, 'different', 0, undefined],
  ])('%s: %s', (_, kept, same, rule, score, relation) => {
    expect(cannotLink(new Verdict(same, rule, { is: 'no letter' }, score, relation))).toBe(kept)
  })
})

describe('words may be near', () => {
  it.each([
    ['غزة', 'عزة', true],
    ['غز', 'غزة', false],
    ['الغزة', 'العزة', true],
    ['الغز', 'العز', false],
    ['الغز', 'غزة', false],
    ['غزة', 'nato', false],
    ['nato', 'غزة', false],
    ['nato', 'nate', false],
    ['2024', '2025', false],
  ])('%s, %s: %s', (a, b, expected) => {
    expect([matcher.mayBeNear(a, b), matcher.mayBeNear(b, a)]).toEqual([expected, expected])
  })
})

describe('the words of a tag', () => {
  it.each([
    ['عبد الله الصغير', 'عبدالله الصغير'],
    ['سوق عبد', 'سوق عبد'],
    ['سوق ال 12', 'سوق 12'],
    ['سوق ال', 'سوق آل'],
    ['سوق ال صيد', 'سوق آل صيد'],
    ['قناة b b c', 'قناه bbc'],
    ['a', 'a'],
    ['x ray', 'x ray'],
    ['xx y', 'xx y'],
    ['مرحباااا', 'مرحبا'],
    ['سوقق', 'سوقق'],
    // A stem of several spellings, with at most four letters before it and three behind.
    ['اميركية', 'امريكيه'],
    ['الاميركيين', 'الامريكيين'],
    ['والاميركي', 'والامريكي'],
    ['وبالاميركي', 'وبالامريكي'],
    ['اميركيتهم', 'اميركيتهم'],
    ['ساميركا', 'ساميركا'],
    // A hamza before an alef within.
    ['قرءات', 'قرات'],
    ['سوءات', 'سوءات'],
    ['جزءا', 'جزءا'],
  ])('%s: %s', (tag, words) => {
    expect(matcher.form(tag).phrase).toBe(words)
  })

  it.each<[string, string, World, string]>([
    ['a dagger alef that text writes', 'قرٰطيم', { text: { قراطيم: 2, قرطيم: 1 } }, 'قراطيم'],
    ['a dagger alef that text writes as often', 'قرٰطيم', { text: { قراطيم: 1, قرطيم: 1 } }, 'قرطيم'],
    ['a dagger alef that no text has', 'قرٰطيم', {}, 'قرطيم'],
    ['ابن behind a word', 'سالم ابن ياسر', {}, 'سالم بن ياسر'],
    ['ابن first', 'ابن ياسر', {}, 'ابن ياسر'],
    ['ابن first, which text has both ways', 'ابن ياسر', { pairs: { 'ابن ياسر': 1, 'بن ياسر': 1 } }, 'بن ياسر'],
    ['ابن first, which text has one way', 'ابن ياسر', { pairs: { 'بن ياسر': 1 } }, 'ابن ياسر'],
    ['ابن first, which text has the other way', 'ابن ياسر', { pairs: { 'ابن ياسر': 1 } }, 'ابن ياسر'],
    ['a loan letter as text has it', 'ڤابس', { text: { قابس: 1 } }, 'قابس'],
    ['a loan letter as it is first read', 'ڤابس', {}, 'فابس'],
    ['a loan letter in three letters', 'ڤاب', { text: { قاب: 1 } }, 'ڤاب'],
  ])('%s', (_, tag, world, words) => {
    expect(matcherOf(worldOf(world)).form(tag).phrase).toBe(words)
  })
})

describe('what is known of a word in its place', () => {
  const at = (world: World, over: Partial<Context> = {}, a = 'ميناء صيدون', b = 'ميناء صيدونا') => {
    const it = matcherOf(worldOf(world, over))
    return it.wordPair(it.form(a), it.form(b))!
  }
  const seen = (word: number, pair = 0) => ({
    evidence: { word: () => word, pair: () => pair, key: () => 5, together: () => 2 },
  })

  it('of text: what ships, else what was surely seen', () => {
    expect(at({ text: { صيدون: 7 } }, seen(90))).toMatchObject({ textA: 7, textB: 90, stemA: 7 })
    expect(at({}, seen(32))).toMatchObject({ textA: 32 })
    expect(at({}, seen(31))).toMatchObject({ textA: 0 })
    expect(at({ text: { صيد: 9 } })).toMatchObject({ textA: 0, stemA: 9 })
  })

  it.each<[string, World, number, number]>([
    ['a fourth at most of what is seen once', { pairs: { 'ميناء صيدون': 1 } }, 0, 0.25],
    ['all of what its neighbour is seen with', { pairs: { 'ميناء صيدون': 4 } }, 0, 1],
    ['of how often its neighbour is seen', { pairs: { 'ميناء صيدون': 4 }, text: { ميناء: 16 } }, 0, 0.25],
    ['of pages, where none ships', {}, 2, 0.5],
    ['of what ships, where some does', { pairs: { 'ميناء صيدون': 1 } }, 2, 0.25],
  ])('its share beside a neighbour: %s', (_, world, pair, share) => {
    expect(at(world, seen(0, pair)).frameA).toBe(share)
    if (pair === 0) expect(at(world).frameB).toBe(0)
  })

  it('its greater share of both sides', () => {
    const world = { pairs: { 'ميناء صيدون': 1, 'صيدون القديم': 3 } }
    expect(at(world, {}, 'ميناء صيدون القديم', 'ميناء صيدونا القديم').frameA).toBe(0.75)
  })

  it('its pages: as the form says, as the registry does, as evidence does', () => {
    expect(at({}).tagA).toBe(0)
    expect(at({}, seen(0))).toMatchObject({ tagA: 5, together: 2 })
    expect(at({}, { ...seen(0), counts: () => ({ count: 9, pages: 3 }) }).tagA).toBe(3)
    const it = matcherOf(worldOf({}, seen(0)))
    const form = it.form('ميناء صيدون')
    form.pages = 8
    expect(it.wordPair(form, it.form('ميناء صيدونا'))).toMatchObject({ tagA: 8, tagB: 5 })
  })

  it('its company, where text has both', () => {
    expect(at({ company: 4, frequency: { صيدون: 1, صيدونا: 1 } }).company).toBe(4)
    expect(at({ company: 4, frequency: { صيدون: 1 } }).company).toBe(0)
    expect(at({ company: 4, frequency: { صيدونا: 1 } }).company).toBe(0)
  })

  it('nothing, where they differ in more than a word', () => {
    expect(matcher.wordPair(matcher.form('ميناء صيدون'), matcher.form('سوق صيدونا'))).toBeUndefined()
    expect(matcher.wordPair(matcher.form('ميناء'), matcher.form('ميناء صيدونا'))).toBeUndefined()
  })
})

describe('with the lists of pages', () => {
  const [right, slip] = ['الانتخابات البلدية', 'الانتخايات البلدية']
  it.each<[string, readonly [number, number], number, boolean, string]>([
    ['three lists have both, half of the rarer', [90, 6], 3, false, 'listed together'],
    ['three, less than half', [90, 7], 3, true, 'near spelling'],
    ['two, all of the rarer', [90, 2], 2, true, 'near spelling'],
    ['three, half of the rarer, which comes first', [6, 90], 3, false, 'listed together'],
  ])('%s', (_, tags, both, same, rule) => {
    const keys = new Map([right, slip].map((tag, i) => [matcher.form(tag).key, tags[i]!]))
    const key = (of: string): number => keys.get(of) ?? 0
    const evidence = { word: () => 0, pair: () => 0, key, together: () => both }
    expect(compare(right, slip, { ...base, evidence })).toMatchObject({ same, rule })
  })

  it.each([
    ['a list of the page has both', {}, true, 'side by side'],
    ['no list has both', {}, false, 'weighed'],
    ['one is a slip', { قرطيم: 1001, قرظيم: 10 }, true, 'weighed'],
    ['one is hardly a slip', { قرطيم: 1000, قرظيم: 10 }, true, 'side by side'],
    ['one is a slip of a rare word', { قرظيم: 10 }, true, 'weighed'],
    ['both are rare', { قرظيم: 9 }, true, 'side by side'],
  ])('%s', (_, text, sideBySide, is) => {
    const over = { sideBySide: () => sideBySide }
    expect(judged('ميناء قرطيم', 'ميناء قرظيم', { text, cold: saying(0.9) }, over)).toMatchObject({ is })
  })

  it('of one page: what one of its lists has, in any place', () => {
    const [a, b] = ['ميناء قرطيم', 'ميناء قرظيم']
    const rule = (...lists: string[][]): string => compare(a, b, aloneIn(worldOf({}), lists)).rule
    expect(rule([a], [b])).toBe('near spelling')
    expect(rule([a, 'غزة'], ['غزة', b])).toBe('near spelling')
    expect(rule([a, b])).toBe('listed together')
    expect(rule(['غزة'], ['غزة', b, 'حماس', a])).toBe('listed together')
    expect(rule([a], [b], ['غزة', a], [a, b])).toBe('listed together')
    expect(rule([a])).toBe('near spelling')
  })
})

/** `is` of the reason, the same whichever comes first. */
describe('a rule ends where', () => {
  type Case = readonly [string, string, World, string]
  const each = (cases: readonly Case[]) =>
    it.each(cases)('%s, %s, %j: %s', (a, b, world, is) => expect(judged(a, b, world).is).toBe(is))

  // A hamza dropped: ten times in text against none, a hundred times as often, or twenty times in lists.
  const [seat, bare] = ['رئيق', 'رييق']
  each([
    [seat, bare, { text: { [seat]: 10 } }, 'hamza dropped'],
    [seat, bare, { text: { [seat]: 9 } }, 'weighed'],
    [seat, bare, { text: { [seat]: 1001, [bare]: 10 } }, 'hamza dropped'],
    [seat, bare, { text: { [seat]: 1000, [bare]: 10 } }, 'weighed'],
    [seat, bare, { text: { [bare]: 1000 } }, 'weighed'],
    [seat, bare, { text: { [seat]: 10 }, frequency: { [bare]: 1, [seat]: 9 } }, 'hamza dropped'],
    [seat, bare, { text: { [seat]: 10 }, frequency: { [bare]: 2, [seat]: 9 } }, 'weighed'],
    ['سؤلق', 'سولق', { text: { سؤلق: 10 } }, 'hamza dropped'],
    ['سؤلق', 'سيلق', { text: { سؤلق: 10 } }, 'weighed'],
    ['سؤلق', 'سلق', { text: { سؤلق: 10 } }, 'short'],
    ['سوق سؤلق', 'سوق سلق', { text: { سؤلق: 10 } }, 'weighed'],
  ])

  // A letter that was lost, not a prefix or an ending.
  each([
    ['سوق بطيسن', 'سوق طيسن', { text: { بطيسن: 9 } }, 'related'],
    ['سوق بطيسن', 'سوق طيسن', { text: { بطيسن: 10 } }, 'weighed'],
    ['سوق بطيسن', 'سوق طيسن', { text: { بطيسن: 1001, طيسن: 10 } }, 'weighed'],
    ['سوق بطيسن', 'سوق طيسن', { text: { بطيسن: 1000, طيسن: 10 } }, 'related'],
    ['سوق بطيسن', 'سوق طيسن', { text: { طيسن: 1000 } }, 'related'],
    ['سوق تطيسن', 'سوق طيسن', {}, 'derived'],
    ['سوق تطيسن', 'سوق طيسن', { text: { تطيسن: 10 } }, 'weighed'],
    ['سوق بطيسن', 'سوق كطيسن', { text: { كطيسن: 9 } }, 'derived'],
    ['سوق بطيسن', 'سوق كطيسن', { text: { كطيسن: 10 } }, 'weighed'],
    ['سوق الطيسن', 'سوق طيسن', { text: { الطيسن: 10 } }, 'related'],
    ['طيسن', 'طيسني', {}, 'related'],
    ['سوق طيسن', 'سوق طيسني', {}, 'weighed'],
    ['سوق طيسنون', 'سوق طيسنين', {}, 'related'],
  ])

  // Too short: four letters by itself, three in a phrase, without the article.
  each([
    ['طسن', 'طشن', {}, 'short'],
    ['طسنق', 'طشنق', {}, 'weighed'],
    ['سوق طس', 'سوق طش', {}, 'short'],
    ['سوق طسن', 'سوق طشن', {}, 'weighed'],
    ['سوق الطس', 'سوق الطش', {}, 'short'],
    ['الطسن', 'الطشن', {}, 'weighed'],
  ])

  // Other spaces: not before a particle, not in five letters, four Latin ones, nor in two names with their brackets.
  each([
    ['طس نق', 'طسنق', {}, 'readings'],
    ['طس نقل', 'طسنقل', {}, 'spaces'],
    ['tx a', 'txa', {}, 'readings'],
    ['tx ray', 'txray', {}, 'spaces'],
    ['tx ra', 'txra', {}, 'spaces'],
    ['سوق طس نق', 'سوق طسنق', {}, 'readings'],
    ['في طيسن', 'فيطيسن', {}, 'readings'],
    ['سو قطيسن', 'سوق طيسن', {}, 'spaces'],
    ['طي سنق (سوق)', 'طيسنق (سوق)', { named: ['طي سنق سوق', 'طيسنق سوق'] }, 'bracketed'],
    ['طي سنق (سوق)', 'طيسنق (سوق)', { named: ['طي سنق سوق'] }, 'spaces'],
    ['طي سنق (سوق)', 'طيسنق سوق', { named: ['طي سنق سوق', 'طيسنق سوق'] }, 'spaces'],
    ['طي سنق سوق', 'طيسنق سوق', { named: ['طي سنق سوق', 'طيسنق سوق'] }, 'spaces'],
  ])

  // People, whose names in another order are others.
  const people = ['طيسن', 'قادم', 'الطيسن', 'طيسني', 'طسني']
  each([
    ['طيسن قادم', 'قادم طيسن', { nameWords: people }, 'other people'],
    ['طيسن قادم', 'قادم طيسن', { nameWords: ['طيسن'] }, 'word order'],
    ['الطيسن قادم', 'قادم الطيسن', { nameWords: people }, 'word order'],
    ['طيسني قادم', 'قادم طيسني', { nameWords: people }, 'other people'],
    ['طيسني قادم', 'قادم طيسني', { nameWords: people, text: { طيسن: 1 } }, 'word order'],
    ['طسني قادم', 'قادم طسني', { nameWords: people, text: { طسن: 1 } }, 'other people'],
  ])

  // Another order, article or ending of two words and more; one phrase within another.
  each([
    ['سوق قادم طيسن', 'طيسن سوق قادم', {}, 'word order'],
    ['سوق قادم', 'السوق القادم', {}, 'articles'],
    ['سوق قادم', 'السوق القادمه', {}, 'far apart'],
    ['سوق قادم', 'السوق قادمين', {}, 'inflections'],
    ['سوق قادم', 'السوق طيسن', {}, 'far apart'],
    ['سوق قادم', 'سوق', {}, 'narrower'],
    ['سوق قادم طيسن', 'سوق طيسن', {}, 'narrower'],
    ['سوق قادم طيسن', 'طيسن سوق', {}, 'far apart'],
    ['سوق وقادم', 'سوق', {}, 'second thing'],
    ['سوق وقادم طيسن', 'سوق', {}, 'narrower'],
    ['سوق قادم وطيسن', 'سوق', {}, 'narrower'],
    ['قادم سوق وطيسن', 'سوق وطيسن', {}, 'narrower'],
    ['قادم سوق', 'سوق', {}, 'narrower'],
  ])

  // Several words of foreign names: two or three, none short, each likely one; not side by side unless each surely is.
  const foreign = { طيسن: 3, طسين: 3, طوسن: 3, طسن: 3, قيدم: 3, قدم: 3, قادم: 3, بيسن: 3, بسن: 3 }
  const one = { foreign, cold: saying(0.5) }
  each([
    ['سوق طيسون قيدمان', 'سوق طيسن قدمان', {}, 'far apart'],
    ['سوق طيسن قيدم', 'سوق طسن قدم', one, 'foreign words'],
    ['طيسن قيدم بيسن', 'طسن قدم بسن', one, 'foreign words'],
    ['طيسن قيدم بيسن قيدم', 'طسن قدم بسن قدم', one, 'far apart'],
    ['سوق طيسن قيدم', 'سوق طسن قدم', { ...one, cold: saying(0.49) }, 'far apart'],
    ['سوق طيسن قيدم', 'سوق طسن قدم', { ...one, foreign: { ...foreign, قدم: 0 } }, 'far apart'],
    ['سوق طيس قيدم', 'سوق طس قدم', { ...one, foreign: { ...foreign, طيس: 3, طس: 3 } }, 'far apart'],
    ['سوق طيسن قيدم', 'سوق طسن قيدا', { ...one, foreign: { ...foreign, قيدا: 3 } }, 'far apart'],
  ])

  it('several foreign words are side by side, unless the company they keep makes them one', () => {
    const over = { sideBySide: () => true }
    expect(judged('سوق طيسن قيدم', 'سوق طسن قدم', one, over)).toMatchObject({ is: 'side by side', same: false })
    const frequency = { طيسن: 3, طسن: 3, قيدم: 3, قدم: 3 }
    expect(judged('سوق طيسن قيدم', 'سوق طسن قدم', { ...one, company: 8, frequency }, over)).toMatchObject({
      is: 'foreign words',
      score: 1,
    })
    expect(judged('سوق طيسن قيدم', 'سوق طسن قدم', { ...one, company: 1, frequency }).is).toBe('far apart')
  })

  // Names, and words of their own.
  const both = { طيسنق: 8, طيشنق: 8 }
  const names = ['طيسنق', 'طيشنق']
  each([
    ['طيسنق', 'طيشنق', { company: 1, frequency: both }, 'alternate'],
    ['طيسنق', 'طيشنق', { company: 1 }, 'weighed'],
    ['طيسنق', 'طيشنق', { named: names }, 'two names'],
    ['طيسنق', 'طيشنق', { named: ['طيسنق'] }, 'weighed'],
    ['طيسنق', 'طيشنق', { frequency: both }, 'two words'],
    ['طيسنق', 'طيشنق', { frequency: both, company: 6 }, 'weighed'],
    ['طيسنق', 'طيشنق', { named: names, foreign: { طيسنق: 1, طيشنق: 1 } }, 'weighed'],
    ['طيسنق', 'طيشنق', { frequency: both, foreign: { طيسنق: 1, طيشنق: 1 } }, 'weighed'],
    ['طيسنق', 'txnq', {}, 'latin'],
    ['سوق طيسنق', 'سوق txnq', {}, 'latin'],
    ['سوق txnq', 'سوق txnp', {}, 'latin'],
    ['طيسنق', 'قادمات', {}, 'far'],
  ])
})

describe('how likely a pair is', () => {
  const world = (cold: number, over: World = {}): World => ({ cold: saying(cold), warm: saying(0.9), ...over })
  const tags = (a: number, b: number): Partial<Context> => ({
    counts: (key) => ({ count: 1, pages: key === 'طيسنق' ? a : key === 'طيشنق' ? b : 0 }),
  })
  it.each<[string, World, Partial<Context>, boolean, number, Relation | undefined]>([
    ['one from the threshold on', world(0.5), {}, true, 0.5, undefined],
    ['two under it', world(0.49), {}, false, 0.49, 'near'],
    ['of no relation at a tenth', world(0.09), {}, false, 0.09, undefined],
    ['as pages say, where both have some', world(0.4), tags(1, 1), true, 0.9, undefined],
    ['as spelling says, where one has none', world(0.4), tags(1, 0), false, 0.4, 'near'],
    ['as spelling says, where the other has none', world(0.4), tags(0, 1), false, 0.4, 'near'],
    [
      'surely one, of two words of text',
      world(0.921, { frequency: { طيسنق: 5, طيشنق: 6 } }),
      {},
      true,
      0.921,
      undefined,
    ],
    ['else two', world(0.91, { frequency: { طيسنق: 5, طيشنق: 6 } }), {}, false, 0.91, 'near'],
  ])('%s', (_, of, over, same, score, relation) => {
    const { score: said, ...rest } = judged(
      'طيسنق',
      'طيشنق',
      of.frequency ? of : { ...of, frequency: { طيسنق: 6 } },
      over,
    )
    expect(rest).toMatchObject({ same, relation })
    expect(said).toBeCloseTo(score)
  })

  const likeness = (a: string, b: string, rule: Rule, of: World = {}): number => {
    const it = matcherOf(worldOf({ cold: saying(0.6), ...of }))
    return it.likeness(it.form(a), it.form(b), rule)
  }
  it.each<[string, string, Rule, World, number]>([
    ['سوق قادم', 'قادم سوق', 'word-order', {}, 0.1],
    ['سوق', 'السوق', 'article', {}, 0.05],
    ['سوق قادم', 'السوق قادمين', 'inflection', {}, 0.2],
    ['سوق قادم', 'طيسن بحر', 'different', {}, 0],
    ['سوق', 'سوق قادم', 'wider', {}, 0],
    ['طيسن', 'طيسنه', 'inflection', {}, 0.3],
    ['طيسنون', 'طيسنين', 'inflection', { cold: saying(0.2) }, 0.2],
    ['طيسنون', 'طيسنين', 'inflection', { cold: saying(0.5) }, 0.25],
    ['طيسن', 'طيشن', 'near', { company: 1, frequency: { طيسن: 1, طيشن: 1 } }, 0],
    ['طيسن', 'txsn', 'latin', {}, 0],
    ['txsn', 'طيسن', 'latin', {}, 0],
    ['طيسن', 'قادم', 'different', {}, 0],
    ['طسن', 'طشن', 'short', { text: { طسن: 16, طشن: 16 } }, 0],
    ['طسن', 'طشن', 'short', { text: { طسن: 16, طشن: 15 } }, 0.3],
    ['طسنق', 'طشنق', 'near', { text: { طسنق: 16, طشنق: 16 } }, 0.3],
  ])('a person takes %s, %s for one by %s, %j: %s', (a, b, rule, of, expected) => {
    expect(likeness(a, b, rule, of)).toBeCloseTo(expected)
    expect(likeness(b, a, rule, of)).toBeCloseTo(expected)
  })
})

describe('the relation of two words that are not one', () => {
  const two = { cold: saying(0.4) }
  it.each<[string, string, World, Relation]>([
    ['طيسن', 'طيسنه', two, 'inflection'],
    ['طيسنا', 'طيسنه', { ...two, foreign: { طيسنا: 1.6, طيسنه: 1.6 } }, 'near'],
    ['طيسنا', 'طيسنه', { ...two, foreign: { طيسنا: 1.5, طيسنه: 1.6 } }, 'inflection'],
    ['طيسنا', 'طيسنه', { ...two, foreign: { طيسنا: 1.6, طيسنه: 1.6 }, text: { الطيسنا: 1 } }, 'inflection'],
    ['طيسن', 'طيسنان', { ...two, named: ['طيسنان'] }, 'near'],
    ['طيسن', 'طيسنان', two, 'inflection'],
    ['طيسن', 'طيسنان', { ...two, named: ['طيسن'] }, 'inflection'],
    ['طيسنه', 'طيسن', { ...two, named: ['طيسنه', 'طيسن'] }, 'near'],
    ['طيسن', 'طيسنت', two, 'near'],
    ['طيسن', 'طيسنك', two, 'near'],
    ['سوق طيسن', 'سوق طيسنيه', two, 'nisba'],
    ['سوق طيسن', 'سوق طيسني', two, 'nisba'],
    ['طيسن', 'بطيسن', { ...two, text: { بطيسن: 10 } }, 'prefix'],
  ])('%s, %s, %j: %s', (a, b, world, relation) => {
    expect(judged(a, b, world)).toMatchObject({ same: false, relation })
  })
})

describe('the edit is told as it is', () => {
  it.each<[string, string, object]>([
    ['سوق طيسنق', 'سوق طيسقن', { is: 'swap' }],
    ['سوق طيسنق', 'سوق سيطنق', { is: 'swap' }],
    ['سوق طيسنق', 'سوق طيشنق', { is: 'replace' }],
    ['سوق طيسنق', 'سوق طيشنف', { is: 'several' }],
    ['سوق طيسنق', 'سوق طسنق', { is: 'letter', letter: 'ي' }],
    ['سوق طيسنق', 'سوق طيسن', { is: 'letter', letter: 'ق' }],
    ['سوق طيسنق', 'سوق بطيسنق', { is: 'letter', letter: 'ب' }],
    ['سوق طيسنق', 'سوق طسنقب', { is: 'several' }],
    ['سوق طيسنق', 'سوق طشنق', { is: 'several' }],
  ])('%s, %s', (a, b, edit) => {
    const world = worldOf({ text: { بطيسنق: 10 } })
    const it = matcherOf(world)
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const)
      expect(it.compare(it.form(x), it.form(y)).reason).toMatchObject({ edit })
  })

  it('with the letters of each, and the ending that was lost', () => {
    const edit = (a: string, b: string) => compare(a, b, worldOf({}))
    expect(edit('سوق طيسنق', 'سوق طيشنق').why).toMatch(/س.*ش/)
    expect(edit('سوق طيسنة', 'سوق طيسن').why).toContain('ة')
    expect(edit('سوق طيسنه', 'سوق طيسن').why).not.toContain('ة')
  })
})

describe('numbers below zero', () => {
  it.each([
    ['-5', '5', false],
    ['\u22125', '5', false],
    ['-5', '\u22125', true],
    ['درجة الحرارة -5', 'درجة الحرارة 5', false],
    ['كوفيد -19', 'كوفيد 19', true],
    ['كوفيد-19', 'كوفيد 19', true],
    ['الحرارة 5 -', 'الحرارة 5', true],
  ])('%s, %s: %s', (a, b, same) => {
    const { same: one, rule } = compare(a, b, base)
    expect([one, rule === 'numbers']).toEqual([same, !same])
  })
})
