/** Which of judged pairs become one tag: who is the centre, who joins whom, what keeps two apart. Verdicts are given, not worked out. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createClusters, crossed, RELATED, type Clusters } from '../../dist/core/sameness/cluster.js'
import { Matcher, Verdict, type Context } from '../../dist/core/sameness/matcher.js'
import type { Rule } from '../../dist/core/sameness/reasons.js'
import type { Decision, Relation } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const base: Context = { letters: loadModel().letters, sameness: loadModel().sameness }
/** One tag so surely; or two, by a rule, so nearly one, in a relation. */
type Given = number | readonly [rule: Rule, score: number, relation?: Relation]
/** By `a b`; what is not named is different. */
let given: Readonly<Record<string, Given>> = {}

function verdictOn(a: string, b: string): Verdict {
  if (a === b) return new Verdict(true, 'identical', { is: 'identical' }, 1)
  const it = given[`${a} ${b}`] ?? given[`${b} ${a}`] ?? ['different', 0]
  if (typeof it === 'number') return new Verdict(true, 'near spelling', { is: 'no letter' }, it)
  const [rule, score, relation] = it
  return new Verdict(rule === 'spacing' && relation === undefined, rule, { is: 'no letter' }, score, relation)
}

beforeEach(() => {
  jest.spyOn(Matcher.prototype, 'compare').mockImplementation((a, b) => verdictOn(a.surface, b.surface))
})
afterEach(() => void jest.restoreAllMocks())

function clustersOf(
  counts: Readonly<Record<string, number>>,
  verdicts: Readonly<Record<string, Given>>,
  decisions: readonly Decision[] = [],
): Clusters {
  given = verdicts
  const surfaces = Object.entries(counts).map(([surface, count]) => ({ surface, count, pages: count }))
  const pairs = Object.keys(verdicts).map((pair) => pair.split(' ') as [string, string])
  return createClusters(surfaces, { ...base, decisions }, pairs)
}

const backwards = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toReversed())

/** The clusters of letters, each with its centre first, by centre; the same whatever the order of surfaces and of pairs. */
function joined(...[counts, verdicts, decisions]: Parameters<typeof clustersOf>): string {
  const shown = (of: typeof counts, on: typeof verdicts): string => {
    const surfaces = Object.keys(of)
    const centres = clustersOf(of, on, decisions).centresInOrder()
    const groups = new Map<string, string[]>()
    for (const [i, surface] of surfaces.entries()) {
      const home = centres[i]!.of
      groups.set(home, [...(groups.get(home) ?? []), surface])
    }
    return [...groups]
      .map(([home, members]) => [home, ...members.filter((it) => it !== home).sort()].join(''))
      .sort()
      .join(' ')
  }
  const result = shown(counts, verdicts)
  expect(shown(backwards(counts), verdicts)).toBe(result)
  expect(shown(counts, backwards(verdicts))).toBe(result)
  return result
}

/** What is told of clusters: `see` is given those of the same surfaces and verdicts in several orders. */
function told<T>(see: (clusters: Clusters) => T, ...[counts, verdicts, decisions]: Parameters<typeof clustersOf>): T {
  const result = see(clustersOf(counts, verdicts, decisions))
  expect(see(clustersOf(backwards(counts), backwards(verdicts), decisions))).toEqual(result)
  return result
}

const same = (a: string, b: string): Decision => ({ verb: 'same', a, b })
const apart = (a: string, b: string): Decision => ({ verb: 'apart', a, b })

describe('joining', () => {
  // prettier-ignore
  it.each<[string, string, ...Parameters<typeof clustersOf>]>([
    ['the most frequent is the centre', 'بات', { ا: 4, ب: 9, ت: 1 }, { 'ا ب': 0.7, 'ب ت': 0.7 }],
    ['of as many, the first in code units is', 'اب', { ب: 4, ا: 4 }, { 'ب ا': 0.7 }],
    ['one between two joins one of them: no chains', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.9, 'ب ت': 0.9 }],
    ['the surest home wins', 'ا بت', { ا: 9, ب: 5, ت: 2 }, { 'ا ت': 0.7, 'ب ت': 0.71 }],
    ['of two as sure, the more frequent', 'ات ب', { ا: 9, ب: 5, ت: 2 }, { 'ا ت': 0.7, 'ب ت': 0.7 }],
    ['of two as frequent, the first in code units', 'ات ب', { ا: 5, ب: 5, ت: 2 }, { 'ا ت': 0.7, 'ب ت': 0.7 }],
    ['two who are surely different share no cluster', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8, 'ب ت': ['near', 0.09] }],
    ['two who may be one do', 'ابت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8, 'ب ت': ['near', 0.1] }],
    ['two who are only unlike do', 'ابت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8 }],
    ['two with other numbers share no cluster, however near', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8, 'ب ت': ['numbers', 0.5] }],
    ['two that are related share none', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8, 'ب ت': ['article', 0.5, 'article'] }],
    ['two that are near do', 'ابت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.8, 'ب ت': ['near', 0.5, 'near'] }],
    ['who may not join the surest home joins the next', 'اب تث', { ا: 9, ب: 5, ت: 4, ث: 1 }, { 'ا ب': 0.9, 'ا ث': 0.9, 'ت ث': 0.7, 'ب ث': ['latin', 0] }],
    ['what is different is two', 'ا ب', { ا: 9, ب: 5 }, { 'ا ب': ['different', 0] }],
    ['a decision makes one of what rules keep apart', 'اب', { ا: 9, ب: 5 }, { 'ا ب': ['numbers', 0] }, [same('ا', 'ب')]],
    ['a decision parts what is surely one', 'ا ب', { ا: 9, ب: 5 }, { 'ا ب': 1 }, [apart('ا', 'ب')]],
    ['or relates it', 'ا ب', { ا: 9, ب: 5 }, { 'ا ب': 1 }, [{ verb: 'related', a: 'ب', b: 'ا' }]],
    ['a decision parts members of one cluster', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ا ت': 0.9 }, [apart('ت', 'ب')]],
    ['who is decided one weighs as one', 'بات', { ا: 9, ب: 6, ت: 4 }, { 'ا ت': 0.8 }, [same('ب', 'ت')]],
    ['that is less, it joins', 'ابت', { ا: 11, ب: 6, ت: 4 }, { 'ا ت': 0.8 }, [same('ب', 'ت')]],
    ['who is decided one chains', 'ابتث', { ا: 9, ب: 6, ت: 4, ث: 2 }, {}, [same('ا', 'ب'), same('ث', 'ت'), same('ب', 'ت')]],
    ['who is decided one comes as one', 'ا بت', { ا: 9, ب: 3, ت: 2 }, { 'ا ت': 0.8, 'ا ب': ['guard', 0] }, [same('ب', 'ت')]],
    ['who joined a home counts for those who come later', 'ابت ث', { ا: 9, ب: 5, ت: 4, ث: 2 }, { 'ا ب': 0.7, 'ا ت': 0.7, 'ا ث': 0.7, 'ت ث': ['guard', 0] }],
    ['the same letters need no centre', 'ابت', { ا: 9, ب: 5, ت: 2 }, { 'ا ب': 0.7, 'ب ت': ['spacing', 1] }],
    ['nor is there a sure one that they leave for', 'ا بت', { ا: 9, ب: 5, ت: 2 }, { 'ا ت': 1, 'ا ب': ['guard', 0], 'ب ت': ['spacing', 1] }],
    ['the same letters of the more frequent go first', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ب ت': ['spacing', 1], 'ا ب': ['spacing', 1], 'ا ت': ['guard', 0] }],
    ['and then those of the more frequent other', 'اب ت', { ا: 9, ب: 5, ت: 2 }, { 'ا ت': ['spacing', 1], 'ا ب': ['spacing', 1], 'ب ت': ['guard', 0] }],
    ['though they are decided on, kept apart', 'ا ب', { ا: 9, ب: 5 }, { 'ا ب': ['spacing', 1] }, [apart('ا', 'ب')]],
    ['a decision on who is not there does nothing', 'ا ب', { ا: 9, ب: 5 }, {}, [same('ا', 'ج'), apart('ج', 'ب'), same('ح', 'ج')]],
  ])('%s: %s', (_, expected, ...args) => {
    expect(joined(...args)).toBe(expected)
  })
})

it('crosses the nodes of two phrases: each with the first of the other, once', () => {
  const seen: string[] = []
  crossed(['ا', 'ب', 'ت'], ['د', 'ذ'], (p, q) => seen.push(p + q))
  expect(seen).toEqual(['اد', 'بد', 'تد', 'اذ'])
})

describe('related tags', () => {
  const related = (of: string, ...args: Parameters<typeof clustersOf>): string[] =>
    told((clusters) => clusters.explain(of)!.tag.related.map((it) => `${it.tag} ${it.relation}`), ...args)

  it.each<[string, readonly string[], ...Parameters<typeof related>]>([
    ['are told from the one', ['ب wider'], 'ا', { ا: 9, ب: 5 }, { 'ا ب': ['wider', 0, 'wider'] }],
    ['and, turned round, from the other', ['ا narrower'], 'ب', { ا: 9, ب: 5 }, { 'ا ب': ['wider', 0, 'wider'] }],
    ['which is wider of the narrower', ['ا wider'], 'ب', { ا: 9, ب: 5 }, { 'ا ب': ['narrower', 0, 'narrower'] }],
    [
      'the most frequent first',
      ['ت nisba', 'ب nisba'],
      'ا',
      { ا: 9, ب: 3, ت: 4 },
      { 'ا ب': ['nisba', 0, 'nisba'], 'ا ت': ['nisba', 0, 'nisba'] },
    ],
    [
      'of as many, the first in code units',
      ['ب nisba', 'ت nisba'],
      'ا',
      { ا: 9, ت: 4, ب: 4 },
      { 'ا ب': ['nisba', 0, 'nisba'], 'ا ت': ['nisba', 0, 'nisba'] },
    ],
    [
      'by members, too, once',
      ['ت article'],
      'ا',
      { ا: 9, ب: 5, ت: 4 },
      { 'ا ب': 0.9, 'ا ت': ['prefix', 0, 'prefix'], 'ب ت': ['article', 0, 'article'] },
    ],
    ['not those of one cluster', [], 'ا', { ا: 9, ب: 5 }, { 'ا ب': ['nisba', 0, 'nisba'] }, [same('ا', 'ب')]],
    [
      'nor those that are ignored',
      [],
      'ا',
      { ا: 9, ب: 5 },
      { 'ا ب': ['nisba', 0, 'nisba'] },
      [{ verb: 'ignore', tag: 'ب' }],
    ],
    ['nor those that a rule parts, unrelated', [], 'ا', { ا: 9, ب: 5 }, { 'ا ب': ['numbers', 0] }],
    ['nor those that are different', [], 'ا', { ا: 9, ب: 5 }, { 'ا ب': ['different', 0, 'nisba'] }],
  ])('%s: %s', (_, expected, ...args) => {
    expect(related(...args)).toEqual(expected)
  })

  it(`are ${RELATED} at the most`, () => {
    const others = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمن', (letter) => `ب${letter}`)
    const counts = Object.fromEntries([['ا', 99], ...others.map((it, i) => [it, 1 + i])]) as Record<string, number>
    const verdicts = Object.fromEntries(others.map((it) => [`ا ${it}`, ['nisba', 0, 'nisba']] as const))
    const found = related('ا', counts, verdicts)
    expect([found.length, found[0], found.at(-1)]).toEqual([RELATED, 'بن nisba', 'بب nisba'])
  })
})

describe('proposals', () => {
  const proposed = (...args: Parameters<typeof clustersOf>): string[] => {
    jest.spyOn(Matcher.prototype, 'likeness').mockImplementation(() => 0.3)
    return told(
      (clusters) =>
        Array.from(clusters.proposals(), (it) =>
          [it.kind, it.a, it.b, it.chance.toFixed(3), it.pages.join('/')].join(' '),
        ).sort(),
      ...args,
    )
  }

  it.each<[string, readonly string[], ...Parameters<typeof clustersOf>]>([
    ['of what is merged, the more frequent first', ['merged ب ا 0.400 9/5'], { ا: 5, ب: 9 }, { 'ا ب': 0.6 }],
    ['of what is nearly one', ['apart ب ا 0.450 9/5'], { ا: 5, ب: 9 }, { 'ا ب': ['near', 0.45, 'near'] }],
    [
      'of what a person would turn around two times in a hundred',
      ['merged ا ب 0.020 9/5'],
      { ا: 9, ب: 5 },
      { 'ا ب': 0.98 },
    ],
    ['not less often', [], { ا: 9, ب: 5 }, { 'ا ب': 0.981 }],
    ['two that look alike', ['apart ا ب 0.300 9/5'], { ا: 9, ب: 5 }, { 'ا ب': ['short', 0] }],
    ['not two that a rule parts for sure', [], { ا: 9, ب: 5 }, { 'ا ب': ['guard', 0] }],
    ['not what is decided', [], { ا: 9, ب: 5 }, {}, [same('ا', 'ب')]],
    [
      'of those whose neighbours decided, half as often as the matcher is sure',
      ['apart ب ت 0.400 5/2', 'merged ا ت 0.100 9/2'],
      { ا: 9, ب: 5, ت: 2 },
      { 'ا ت': 0.9, 'ب ت': 0.8 },
    ],
    [
      'also where they were made one',
      ['merged ا ب 0.300 9/5', 'merged ا ت 0.300 9/2', 'merged ب ت 0.400 5/2'],
      { ا: 9, ب: 5, ت: 2 },
      { 'ا ب': 0.7, 'ا ت': 0.7, 'ب ت': ['near', 0.2, 'near'] },
    ],
  ])('%s', (_, expected, ...args) => {
    expect(proposed(...args)).toEqual(expected)
  })

  it('are made of a pair once, however often it was met', () => {
    given = { 'ا ب': 0.6 }
    const surfaces = ['ا', 'ب'].map((surface) => ({ surface, count: 1, pages: 1 }))
    expect([...createClusters(surfaces, base, [['ا', 'ب'], ['ب', 'ا']]).proposals()]).toHaveLength(1) // prettier-ignore
  })
})

describe('who stands for a surface', () => {
  // All a letter from قطات, which nobody wrote.
  const counts = { قطار: 9, قطاع: 5, قطاف: 5 }
  const match = (...args: Parameters<typeof clustersOf>) => told((clusters) => clusters.match('قطات')?.tag, ...args)
  const candidates = (...args: Parameters<typeof clustersOf>) =>
    told((clusters) => clusters.candidates('قطات').map((it) => `${it.tag} ${it.same} ${it.score}`), ...args)

  it.each<[string, string | undefined, Readonly<Record<string, Given>>, Decision[]?]>([
    ['the surest', 'قطاع', { 'قطات قطار': 0.7, 'قطات قطاع': 0.8, 'قطات قطاف': 0.6 }],
    ['of two as sure, the more frequent', 'قطار', { 'قطات قطار': 0.7, 'قطات قطاع': 0.7 }],
    ['none that is two with it', 'قطاع', { 'قطات قطار': ['near', 0.9], 'قطات قطاع': 0.7 }],
    ['nobody, where all are', undefined, { 'قطات قطار': ['near', 0.4] }],
    ['nobody, where that is ignored', undefined, { 'قطات قطار': 0.7 }, [{ verb: 'ignore', tag: 'قطار' }]],
    ['the centre of whom it is like', 'قطار', { 'قطات قطاع': 0.7, 'قطار قطاع': 0.7 }],
  ])('is %s', (_, expected, ...args) => {
    expect(match(counts, ...args)).toBe(expected)
  })

  it.each<[string, readonly string[], Readonly<Record<string, Given>>, Decision[]?]>([
    [
      'the surest first, those that are two behind',
      ['قطاع true 0.8', 'قطاف true 0.6', 'قطار false 0.9'],
      { 'قطات قطار': ['near', 0.9], 'قطات قطاع': 0.8, 'قطات قطاف': 0.6 },
    ],
    [
      'of two as sure, the first in code units',
      ['قطار true 0.7', 'قطاع true 0.7', 'قطاف true 0.7'],
      { 'قطات قطار': 0.7, 'قطات قطاع': 0.7, 'قطات قطاف': 0.7 },
    ],
    [
      'a cluster once, by the member that is one with it',
      ['قطار true 0.6', 'قطاف false 0'],
      { 'قطات قطار': ['near', 0.9], 'قطات قطاع': 0.6, 'قطار قطاع': 0.9 },
    ],
    [
      'of two such members, by the surer',
      ['قطار true 0.8', 'قطاف false 0'],
      { 'قطات قطار': 0.6, 'قطات قطاع': 0.8, 'قطار قطاع': 0.9 },
    ],
    ['none that is ignored', ['قطاع false 0', 'قطاف false 0'], { 'قطات قطار': 0.6 }, [{ verb: 'ignore', tag: 'قطار' }]],
  ])('may be, %s', (_, expected, ...args) => {
    expect(candidates(counts, ...args)).toEqual(expected)
  })

  it('is its own tag, where it has one, and then no other', () => {
    const verdicts = { 'قطار قطاع': 0.7, 'قطار قطاف': ['guard', 0], 'قطاع قطاف': 0.6 } as const
    const of = (clusters: Clusters) => clusters.candidates('قطاع').map((it) => `${it.tag} ${it.same} ${it.score}`)
    expect(told(of, counts, verdicts)).toEqual(['قطار true 1', 'قطاف false 0.6'])
    expect(told((it) => it.match('قطاع')?.tag, counts, verdicts)).toBe('قطار')
    expect(told((it) => [it.match('قطاع'), it.tagOf('قطاع'), it.tagOf('قطات')], counts, verdicts, [{ verb: 'ignore', tag: 'قطار' }])).toEqual([undefined, undefined, undefined]) // prettier-ignore
  })
})

describe('what is told', () => {
  it('orders tags by pages, then count, then code units', () => {
    given = {}
    const surfaces = [['د', 2, 1], ['ت', 3, 2], ['ب', 3, 2], ['ث', 4, 2], ['ا', 9, 1]] // prettier-ignore
      .map(
        ([surface, count, pages]) => ({ surface, count, pages }) as { surface: string; count: number; pages: number },
      )
    const tags = (list: typeof surfaces) =>
      createClusters(list, base)
        .tags()
        .map(({ tag }) => tag)
    expect([tags(surfaces), tags(surfaces.toReversed())]).toEqual(new Array(2).fill(['ث', 'ب', 'ت', 'ا', 'د']))
  })

  const verdicts = { 'ا ب': 0.91236, 'ا ت': 0.8, 'ا ث': 0.7, 'ج ا': ['numbers', 0], 'ت ح': ['guard', 0] } as const
  const counts = { ا: 9, ت: 2, ب: 2, ث: 4, ج: 3, ح: 1 }

  it('adds up a tag, and lists its variants by count, then code units, with how sure they are', () => {
    const [tag] = told((it) => it.tags().filter(({ tag }) => tag === 'ا'), counts, verdicts, [
      { verb: 'spell-as', tag: 'ب', as: 'ا' },
    ])
    expect(tag).toMatchObject({ pages: 9, count: 17, shown: { pages: 9, count: 9 } })
    expect(tag!.variants.map((it) => [it.surface, it.count, it.pages, it.confidence])).toEqual([['ث', 4, 4, 0.7], ['ب', 2, 2, 0.9124], ['ت', 2, 2, 0.8]]) // prettier-ignore
  })

  it('explains a tag: the shown spelling first, the others by count, decisions on any, those kept apart', () => {
    const explain = (decisions: readonly Decision[]) => told((it) => it.explain('ب')!, counts, verdicts, decisions)
    const { surfaces, decisions, apart: others } = explain([{ verb: 'spell-as', tag: 'ت', as: 'ت' }, apart('ج', 'ح'), apart('ث', 'ح')]) // prettier-ignore
    expect(surfaces.map(({ surface, rule }) => `${surface} ${rule}`)).toEqual(['ت shown', 'ا near spelling', 'ث near spelling', 'ب near spelling']) // prettier-ignore
    expect(decisions).toEqual(['spell-as | ت | ت', 'apart | ث | ح'])
    expect(others.map(({ a, b, rule, same: one }) => [a, b, rule, one])).toEqual([['ا', 'ج', 'numbers', false], ['ت', 'ح', 'guard', false]]) // prettier-ignore
  })

  it.each<[string, string, string, boolean, string, ...Parameters<typeof clustersOf>]>([
    [
      'both of one tag, though by themselves they are two',
      'ب',
      'ت',
      true,
      'near spelling',
      { ا: 9, ب: 5, ت: 2 },
      { 'ا ب': 0.7, 'ا ت': 0.7, 'ب ت': ['near', 0.3, 'near'] },
    ],
    [
      'of two, though by themselves they are one: nearer to others',
      'ب',
      'ت',
      false,
      'near',
      { ا: 9, ب: 5, ت: 2 },
      { 'ا ت': 0.9, 'ب ت': 0.7 },
    ],
    [
      'of two, since others of theirs are kept apart',
      'ب',
      'ت',
      false,
      'guard',
      { ا: 9, ب: 5, ت: 2 },
      { 'ا ت': 0.9, 'ب ت': 0.7, 'ا ب': ['guard', 0] },
    ],
    ['one by a decision', 'ا', 'ب', true, 'decision', { ا: 9, ب: 5 }, {}, [same('ا', 'ب')]],
    ['two by themselves, where one is not known', 'ا', 'ج', false, 'different', { ا: 9, ب: 5 }, {}],
  ])('compares %s', (_, a, b, one, rule, ...args) => {
    expect(told((clusters) => clusters.compare(a, b), ...args)).toMatchObject({ same: one, rule })
  })

  it('names the decision that made a tag, which is on two of its own', () => {
    const decisions: Decision[] = [{ verb: 'ignore', tag: 'ت' }, same('ا', 'ج'), apart('ا', 'ت'), same('ب', 'ا')] // prettier-ignore
    const why = clustersOf({ ا: 9, ب: 5, ت: 2 }, {}, decisions).compare('ا', 'ب').why
    expect(why).toContain('same | ب | ا')
  })

  it('compares by themselves spellings that are not there, though others of their words are', () => {
    const clusters = clustersOf({ بحر: 9, نهر: 5 }, {}, [same('بحر', 'نهر')])
    const pairs = [['بحر', 'نهر'], ['بَحر', 'نهر'], ['بحر', 'نَهر']] as const // prettier-ignore
    expect(pairs.map(([a, b]) => clusters.compare(a, b).same)).toEqual([true, false, false])
  })

  it('counts the pages of spellings that are proposed', () => {
    const clusters = clustersOf({ ا: 9, ب: 5, ت: 4, ث: 3 }, { 'ا ب': 0.7, 'ا ت': ['near', 0.4, 'near'] })
    const pages = () => Array.from(clusters.proposals(), (it) => `${it.a} ${it.b} ${it.pages.join('/')}`)
    expect(pages()).toEqual(['ا ب 9/5', 'ا ت 9/4'])
    const count = clusters.countPages()
    for (const page of [['ا', 'ب', 'ا'], ['ب', 'ت', 'ث'], ['ب']]) count(page)
    expect(pages()).toEqual(['ا ب 1/3', 'ا ت 1/4'])
    expect(clusters.tags().map((it) => it.pages)).toEqual([4, 3, 3])
  })

  it('tells the matcher the pages of each tag, unless the caller has its own counts', () => {
    const pages = new Map<string, number | undefined>()
    jest.spyOn(Matcher.prototype, 'compare').mockImplementation((a, b) => {
      for (const form of [a, b]) pages.set(form.surface, form.pages)
      return verdictOn(a.surface, b.surface)
    })
    clustersOf({ ا: 9, ب: 5 }, { 'ا ب': 0.7 }).explain('ا')
    expect(Object.fromEntries(pages)).toEqual({ ا: 9, ب: 5 })
    const surfaces = ['ج', 'د'].map((surface) => ({ surface, count: 3, pages: 3 }))
    given = { 'ج د': 0.7 }
    createClusters(surfaces, { ...base, counts: () => undefined }, [['ج', 'د']])
    expect([pages.get('ج'), pages.get('د')]).toEqual([undefined, undefined])
  })

  it('names clusters of several surfaces, in the order given, and all where that is asked for', () => {
    const clusters = clustersOf({ ج: 1, ا: 9, ب: 5, '…': 3, د: 2 }, { 'ا ب': 0.7 }, [
      { verb: 'ignore', tag: 'د' },
      { verb: 'spell-as', tag: 'ب', as: 'ا' },
    ])
    expect(clusters.namesInOrder()).toEqual([undefined, 'ا', 'ا', undefined, undefined])
    expect(clusters.tagsInOrder()).toEqual(['ج', 'ا', 'ا', undefined, undefined])
    expect(clusters.centresInOrder()).toEqual([
      { of: 'ج', count: 1, phrase: 'ج' },
      { of: 'ا', count: 9, phrase: 'ا' },
      { of: 'ا', count: 9, phrase: 'ا' },
      undefined,
      undefined,
    ])
    const named = (always?: boolean) => Array.from(clusters.tagsByName(always), ({ of, tag }) => [of, tag.tag])
    expect(named()).toEqual([['ا', 'ا'], [undefined, 'ج']]) // prettier-ignore
    expect(named(true)).toEqual([['ا', 'ا'], ['ج', 'ج']]) // prettier-ignore
    expect([...clusters.phrases()].map(({ phrase, nodes }) => [phrase, nodes.map((it) => `${it.surface} ${it.pages}`)])).toEqual([['ج', ['ج 1']], ['ا', ['ا 9']], ['ب', ['ب 5']], ['د', ['د 2']]]) // prettier-ignore
  })
})
