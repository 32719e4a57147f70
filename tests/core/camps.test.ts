/** Spellings of one phrase: which are one tag, which two, and where a spelling goes that may be of either. */
import { describe, expect, it } from '@jest/globals'
import { createClusters, type Clusters, type Surface } from '../../dist/core/sameness/cluster.js'
import type { Context } from '../../dist/core/sameness/matcher.js'
import type { Decision } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const base: Context = { letters: loadModel().letters, sameness: loadModel().sameness }
type Counts = Readonly<Record<string, number>>

/** Whether two spellings are one tag, and whether that holds whatever the order of all. */
function clustered<T>(see: (clusters: Clusters) => T, counts: Counts, decisions: readonly Decision[] = []): T {
  const surfaces: Surface[] = Object.entries(counts).map(([surface, count]) => ({ surface, count, pages: count }))
  const [result, again] = [surfaces, surfaces.toReversed()].map((list) => see(createClusters(list, { ...base, decisions }))) // prettier-ignore
  expect(again).toEqual(result)
  return result!
}
const areOne = (a: string, b: string, ...given: [Counts, Decision[]?]): boolean =>
  clustered((clusters) => clusters.tagOf(a) === clusters.tagOf(b), ...given)

describe('a bare spelling that may be of several words', () => {
  // أنفاق and إنفاق are two words; انفاق may be either.
  // prettier-ignore
  it.each<[string, boolean, Counts, Decision[]?]>([
    ['goes to the word written in full three times', true, { أنفاق: 3, انفاق: 1 }],
    ['not to one written twice', false, { أنفاق: 2, انفاق: 1 }],
    ['counts what is one with it', true, { أنفاق: 2, أَنفاق: 1, انفاق: 1 }],
    ['goes to the word written ten times as often as others', true, { أنفاق: 30, إنفاق: 3, انفاق: 1 }],
    ['not to one less often', false, { أنفاق: 29, إنفاق: 3, انفاق: 1 }],
    ['however often it is written itself', true, { أنفاق: 3, انفاق: 500 }],
    ['is by itself where the words are as frequent', false, { أنفاق: 9, إنفاق: 9, انفاق: 1 }],
    ['is by itself where a decision parts its words', false, { أنفاق: 30, انفاق: 1 }, [{ verb: 'apart', a: 'أنفاق', b: 'انفاق' }]],
    ['or relates others of them', false, { أنفاق: 30, انفاق: 1 }, [{ verb: 'related', a: 'أنفاق', b: 'إنفاق' }]],
    ['goes there where one decides on others', true, { أنفاق: 30, انفاق: 1 }, [{ verb: 'apart', a: 'أنفاق', b: 'غزة' }, { verb: 'ignore', tag: 'غزة' }]],
  ])('%s: %s', (_, expected, counts, ...given) => {
    expect(areOne('أنفاق', 'انفاق', counts, ...given)).toBe(expected)
    expect(areOne('أنفاق', 'إنفاق', { إنفاق: 1, ...counts }, ...given)).toBe(false)
  })

  it('is told to be of the only word in use, and is proposed where it may be of two', () => {
    const counts = { أنفاق: 30, انفاق: 2 }
    expect(clustered((it) => it.tags()[0]!.variants, counts)).toMatchObject([{ surface: 'انفاق', rule: 'orthographic', confidence: 1 }]) // prettier-ignore
    const proposed = (given: Counts) => clustered((it) => Array.from(it.proposals(), ({ a, b, kind, chance }) => [kind, a, b, chance].join(' ')).sort(), given) // prettier-ignore
    expect(proposed(counts)).toEqual([])
    expect(proposed({ أنفاق: 9, إنفاق: 8, انفاق: 2 })).toEqual(['apart أنفاق انفاق 0.5', 'apart إنفاق انفاق 0.5'])
  })
})

describe('spellings of one phrase', () => {
  it.each<[string, readonly string[], Counts]>([
    ['with vowels that contradict each other are two', ['عَمّان', 'عُمان'], { عُمان: 9, عَمّان: 8 }],
    ['without vowels go with the more frequent', ['عَمّان', 'عُمان'], { عُمان: 9, عَمّان: 8, عمان: 1 }],
    ['the first in code units, of as many', ['عَمّان', 'عُمان'], { عُمان: 8, عَمّان: 8, عمان: 1 }],
    ['are one while nothing parts them', ['مدرس'], { مُدرس: 9, مدرّس: 8, مدرس: 1 }],
  ])('%s', (_, expected, counts) => {
    expect(clustered((it) => it.tags().map(({ tag }) => tag).sort(), counts)).toEqual(expected.toSorted()) // prettier-ignore
  })

  it('that are not there stand where they would', () => {
    const of = (surface: string, counts: Counts) => clustered((it) => [it.match(surface)?.tag, it.tagOf(surface), it.explain(surface)?.tag.tag], counts) // prettier-ignore
    const two = { عُمان: 9, عَمّان: 8 }
    expect(of('عَمان', two)).toEqual(['عَمّان', undefined, 'عَمّان'])
    expect(of('عُمّان', two)).toEqual(['عُمان', undefined, 'عُمان'])
    expect(of('عِمان', two)).toEqual([undefined, undefined, undefined])
    expect(of('قِطار', { قَطار: 9 })[1]).toBeUndefined()
  })

  it.each<[string, string, Counts]>([
    ['with its vowels, where they tell it from another', 'عَمّان', { عُمان: 4, عمان: 9, عَمّان: 8 }],
    ['without, where there is no other', 'عمان', { عُمان: 4, عمان: 9 }],
  ])('are shown %s', (_, expected, counts) => {
    expect(clustered((it) => it.tagOf('عمان'), counts)).toBe(expected)
  })

  it('are named after the first in code units of the most frequent', () => {
    const names = (counts: Counts) => clustered((it) => it.namesInOrder().slice(0, 1), counts)
    expect(names({ غــزة: 1, غزة: 9, غـزة: 5, غزه: 14 })).toEqual(['غزة'])
    expect(names({ غزه: 16, غــزة: 1, غزة: 9, غـزة: 5 })).toEqual(['غزه'])
  })

  it('are counted each with its own', () => {
    const counts = { عُمان: 9, عَمّان: 8, عَمَّان: 2, عمان: 1 }
    const shown = clustered((it) => it.tags().map(({ tag, count, variants }) => [tag, count, variants.map(({ surface }) => surface)]), counts) // prettier-ignore
    expect(shown).toEqual([['عُمان', 10, ['عمان']], ['عَمّان', 10, ['عَمَّان']]]) // prettier-ignore
  })
})

describe('pages', () => {
  it('are counted by tag and by what is proposed, each once, of tags of several surfaces', () => {
    const surfaces = [['أمريكا', 9], ['أميركا', 5], ['امريكا', 1], ['عاجل', 4]].map(([surface, count]) => ({ surface, count, pages: count }) as Surface) // prettier-ignore
    const clusters = createClusters(surfaces, { ...base, decisions: [{ verb: 'same', a: 'أمريكا', b: 'الولايات المتحدة' }] }) // prettier-ignore
    const pages = () => clusters.tags().map(({ tag, pages }) => `${tag} ${pages}`)
    expect(pages()).toEqual(['أمريكا 9', 'عاجل 4'])
    const count = clusters.countPages()
    count(['أمريكا', 'أميركا', 'عاجل', 'غزة'])
    count(['أميركا', 'أميركا'])
    count(['عاجل'])
    expect(pages()).toEqual(['عاجل 4', 'أمريكا 2'])
    // Counted anew.
    clusters.countPages()(['امريكا'])
    expect(pages()).toEqual(['عاجل 4', 'أمريكا 1'])
  })
})
