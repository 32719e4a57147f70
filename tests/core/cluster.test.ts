import { afterEach, describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { createClusters, type Clusters, type Surface } from '../../dist/core/sameness/cluster.js'
import { compare, Matcher, matcherOf, cannotLink, type Context } from '../../dist/core/sameness/matcher.js'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import type { Decision } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const base: Context = { letters: loadModel().letters, sameness: loadModel().sameness }
const surfaces = (counts: Readonly<Record<string, number>>): Surface[] =>
  Object.entries(counts).map(([surface, count]) => ({ surface, count, pages: count }))
const groups = (list: readonly Surface[], decisions: readonly Decision[] = []): string[][] =>
  createClusters(list, { ...base, decisions })
    .tags()
    .map((tag) => [tag.tag, ...tag.variants.map(({ surface }) => surface).sort()])

describe('createClusters', () => {
  it('merges spellings, names each rule, shows the best written', () => {
    const clusters = createClusters(
      surfaces({
        اسرائيل: 40,
        إسرائيل: 30,
        إســرائيل: 1,
        'عبد الله': 5,
        عبدالله: 9,
        مسؤول: 4,
        مسئول: 2,
        'غـ.ـزة': 1,
        غزة: 80,
        غزه: 3,
      }),
      base,
    )
    const variants = Object.fromEntries(
      clusters
        .tags()
        .map((tag) => [tag.tag, Object.fromEntries(tag.variants.map(({ surface, rule }) => [surface, rule]))]),
    )
    expect(variants).toEqual({
      غزة: { 'غـ.ـزة': 'masked', غزه: 'orthographic' },
      إسرائيل: { اسرائيل: 'orthographic', إســرائيل: 'encoding' },
      عبدالله: { 'عبد الله': 'compound' },
      مسؤول: { مسئول: 'hamza seat' },
    })
  })

  it('keeps conflicting vowels apart, and a bare spelling with the more frequent of them', () => {
    const tags = groups(surfaces({ عُمان: 5, عَمّان: 3, عمان: 1 }))
    expect(tags).toHaveLength(2)
    expect(tags.find(([tag]) => tag === 'عَمّان')).toEqual(['عَمّان'])
  })

  it('does not chain: two that the one between them is near are two, whichever comes first', () => {
    const known = { ...base, counts: () => undefined }
    const [one, between, other] = ['زيلينسكي', 'زيلنسكي', 'زلنسكي'] as const
    const judge = matcherOf(known)
    const isNear = (a: string, b: string) => judge.compare(judge.form(a), judge.form(b)).same
    expect([isNear(one, between), isNear(between, other), isNear(one, other)]).toEqual([true, true, false])
    const tagsOf = (counts: Readonly<Record<string, number>>) => createClusters(surfaces(counts), known).tags().length
    expect(tagsOf({ [one]: 9, [between]: 5, [other]: 2 })).toBe(2)
    expect(tagsOf({ [other]: 9, [between]: 5, [one]: 2 })).toBe(2)
    expect(tagsOf({ [between]: 9, [one]: 5, [other]: 2 })).toBe(1)
  })

  it('lists related tags with the relation, both ways', () => {
    const tags = createClusters(surfaces({ المسلمون: 9, المسلمين: 8, 'شارع النيل': 5, 'شارع للنيل': 2 }), base).tags()
    expect(tags.map(({ tag, related }) => [tag, related])).toEqual([
      ['المسلمون', [{ tag: 'المسلمين', relation: 'inflection' }]],
      ['المسلمين', [{ tag: 'المسلمون', relation: 'inflection' }]],
      ['شارع النيل', [{ tag: 'شارع للنيل', relation: 'prefix' }]],
      ['شارع للنيل', [{ tag: 'شارع النيل', relation: 'prefix' }]],
    ])
  })

  it('answers tagOf for known surfaces only, judge for any, and changes nothing', () => {
    const clusters = createClusters(surfaces({ أوكرانيا: 50, اوكرانيا: 5 }), base)
    expect(clusters.tagOf('اوكرانيا')).toBe('أوكرانيا')
    expect(clusters.tagOf('أُوكرانيا')).toBeUndefined()
    expect(clusters.match('أُوكرانيا')).toMatchObject({ tag: 'أوكرانيا', rule: 'vowels written' })
    expect(clusters.match('أوكراينا')).toMatchObject({ tag: 'أوكرانيا', rule: 'near spelling' })
    expect(clusters.match('موزمبيق')).toBeUndefined()
    expect(clusters.match('…')).toBeUndefined()
    expect(clusters.tags()).toHaveLength(1)
  })

  it('explains: surfaces and rules, decisions, near misses', () => {
    const clusters = createClusters(surfaces({ 'إيلون ماسك': 9, 'ايلون ماسك': 2, 'وإيلون ماسك': 1 }), {
      ...base,
      decisions: [{ verb: 'apart', a: 'إيلون ماسك', b: 'أيلول' }],
    })
    const explanation = clusters.explain('ايلون ماسك')!
    expect(explanation.surfaces.map(({ surface, rule }) => [surface, rule])).toEqual([
      ['إيلون ماسك', 'shown'],
      ['ايلون ماسك', 'orthographic'],
    ])
    expect(explanation.decisions).toEqual(['apart | إيلون ماسك | أيلول'])
    expect(explanation.apart).toMatchObject([{ b: 'وإيلون ماسك', rule: 'prefix', same: false }])
    expect(explanation.apart[0]!.why).not.toBe('')
    expect(clusters.explain('لا أحد')).toBeUndefined()
  })

  it('takes decisions over rules: same, apart, ignore, spell-as', () => {
    const list = surfaces({ 'قطاع غزة': 9, غزة: 20, غزه: 2, عاجل: 7 })
    expect(groups(list, [{ verb: 'same', a: 'قطاع غزة', b: 'غزه' }])).toContainEqual(['غزة', 'غزه', 'قطاع غزة'])
    expect(groups(list, [{ verb: 'apart', a: 'غزة', b: 'غزه' }])).toContainEqual(['غزه'])
    expect(groups(list, [{ verb: 'ignore', tag: 'عاجل' }]).flat()).not.toContain('عاجل')
    expect(groups(list, [{ verb: 'spell-as', tag: 'غزه', as: 'غَزّة' }])).toContainEqual(['غَزّة', 'غزة', 'غزه'])
  })

  it('leaves out what has no letter, and takes nothing at all', () => {
    expect(groups(surfaces({ '…': 3, '': 1, '،': 2 }))).toEqual([])
    expect(groups([])).toEqual([])
  })

  const WORDS = [
    'أوكرانيا',
    'اوكرانيا',
    'أوكراينا',
    'أكرانيا',
    'غزة',
    'غزه',
    'عزة',
    'بلينكن',
    'بيلنكن',
    'بلينكين',
    'أمريكا',
    'أميركا',
    'عُمان',
    'عَمّان',
    'عمان',
    '2023',
    '2024',
    'و',
    'ال',
    'سعود',
    'السعود',
    'عبد',
    'الله',
    'عبدالله',
  ]
  const phrase = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
  const list = fc.uniqueArray(fc.record({ surface: phrase, count: fc.integer({ min: 1, max: 50 }) }), {
    selector: ({ surface }) => surface,
    maxLength: 30,
  })

  it('gives the same tags whatever the order of the surfaces', () => {
    fc.assert(
      fc.property(
        list.chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        ),
        ([entries, shuffled]) => {
          const tags = (rows: typeof entries): unknown =>
            createClusters(
              rows.map((row) => ({ ...row, pages: row.count })),
              base,
            ).tags()
          expect(tags(shuffled)).toEqual(tags(entries))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('puts every surface in exactly one tag and no two in one that are kept apart', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const rows = entries.map((row) => ({ ...row, pages: row.count }))
        const counts = new Map<string, number>()
        const context = {
          ...base,
          counts: (key: string) => ({ count: counts.get(key) ?? 0, pages: counts.get(key) ?? 0 }),
        }
        for (const { surface, count } of rows) counts.set(matcherOf(base).form(surface).key, count)
        const judge = matcherOf(context)
        const tags = createClusters(rows, context).tags()
        const all = tags.flatMap((tag) => [tag.tag, ...tag.variants.map(({ surface }) => surface)])
        expect(all.sort()).toEqual(rows.map(({ surface }) => surface).sort())
        for (const tag of tags) {
          const members = [tag.tag, ...tag.variants.map(({ surface }) => surface)]
          for (const a of members)
            for (const b of members) {
              const verdict = judge.compare(judge.form(a), judge.form(b))
              // Members of one phrase and of the star's rays are compared through their nodes, so only firm rules bind all.
              if (verdict.rule === 'numbers' || verdict.rule === 'vowels' || verdict.rule === 'guard')
                expect(cannotLink(verdict)).toBe(false)
            }
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('pages', () => {
  it('counts each page once for a tag, whatever spellings it has of it', () => {
    const clusters = createClusters(surfaces({ إسرائيل: 3, اسرائيل: 2, غزة: 2, أمريكا: 1, أميركا: 1 }), base)
    const pages = (): [string, number][] => clusters.tags().map((tag) => [tag.tag, tag.pages])
    expect(pages()).toContainEqual(['إسرائيل', 3])
    const count = clusters.countPages()
    count(['إسرائيل', 'اسرائيل', 'غزة'])
    count(['إسرائيل', 'أمريكا'])
    count(new Set(['إسرائيل', 'غزة']))
    count(['اسرائيل', 'أميركا'])
    expect(pages()).toEqual([
      ['إسرائيل', 4],
      ['أمريكا', 2],
      ['غزة', 2],
    ])
    expect(clusters.explain('اسرائيل')!.tag.pages).toBe(4)
  })
})

/** Every pair of surfaces is told as it is: one tag, or two, and by the same rule wherever that is told. */
function walk(clusters: Clusters, surfaces: readonly string[]): void {
  const tagOf = new Map(surfaces.map((surface) => [surface, clusters.tagOf(surface)]))
  const known = [...tagOf.keys()].filter((surface) => tagOf.get(surface) !== undefined)
  const wrong: unknown[] = []
  for (const [i, a] of known.entries())
    for (const b of known.slice(i + 1)) {
      const { same, rule, why } = clusters.compare(a, b)
      if (same !== (tagOf.get(a) === tagOf.get(b)) || rule === 'decision' || why === '') wrong.push([a, b, rule, why])
    }
  for (const tag of clusters.tags()) {
    const told = new Map(clusters.explain(tag.tag)!.surfaces.map(({ surface, rule }) => [surface, rule]))
    for (const { surface, rule } of tag.variants) {
      const pair = clusters.compare(tag.tag, surface)
      if (rule === 'decision' || told.get(surface) !== rule || !pair.same || pair.rule !== rule)
        wrong.push([tag.tag, surface, rule, told.get(surface), pair])
    }
  }
  expect(wrong).toEqual([])
}

describe('what is told of each pair', () => {
  it('is what the registry has, without any decision', () => {
    const of = (...words: string[]): string[] => words
    const heads = of('', 'رئيس ', 'وزارة ', 'أزمة ', 'قمة ')
    const words = of(
      'أمريكا', 'أميركا', 'امريكا', 'أمريكية', 'أميركية', 'الإنترنت', 'الأنترنت', 'الانترنت', 'انفاق', 'أنفاق', 'إنفاق',
      'المرأة', 'المراة', 'المرآة', 'أوكرانيا', 'اوكرانيا', 'أوكراينا', 'عُمان', 'عَمّان', 'عمان', 'بلينكن', 'بيلنكن', 'بلينكين',
      'بلينكون', 'نتنياهو', 'نتانياهو', 'نتنياهوو', 'عبد الله', 'عبدالله', 'مسؤول', 'مسئول', 'مسوول', 'ڤيديو', 'فيديو', 'فيدو',
      'زيلينسكي', 'زيلنسكي', 'زلينسكي', 'غوتيريش', 'جوتيريش', 'غوتيرش', 'بن سلمان', 'ابن سلمان', '50%', '50 %', '50', 'الشرق',
      'الشرقية', 'كفر الشيخ', 'كفرالشيخ', 'على', 'علي', 'آل سعود', 'ال سعود', 'السعود',
    ) // prettier-ignore
    const list = heads.flatMap((head, h) =>
      words.map((word, w) => ({
        surface: head + word,
        count: 1 + ((7 * w + 3 * h) % 23),
        pages: 1 + ((7 * w + h) % 11),
      })),
    )
    walk(
      createClusters(list, base),
      list.map(({ surface }) => surface),
    )
  })

  const news = new URL('../../../shared/gold/news.train.jsonl.gz', import.meta.url)
  const measured = existsSync(news) ? it : it.skip
  measured(
    'holds for a registry of real tags, with the evidence of their lists',
    () => {
      const evidence = new Evidence(loadModel().segmenter.letters)
      const counts = new Map<string, { surface: string; count: number; pages: number }>()
      for (const line of gunzipSync(readFileSync(news)).toString().trimEnd().split('\n').slice(0, 1500)) {
        const { tags } = JSON.parse(line) as { tags: readonly string[] }
        evidence.observeList(tags)
        for (const surface of new Set(tags)) {
          const known = counts.get(surface)
          counts.set(surface, { surface, count: (known?.count ?? 0) + 1, pages: (known?.pages ?? 0) + 1 })
        }
      }
      const clusters = createClusters(counts.values(), { ...base, evidence })
      // Those that have several spellings, each of which has been judged against others.
      const several = clusters
        .tags()
        .filter(({ variants }) => variants.length > 0)
        .flatMap(({ tag, variants }) => [tag, ...variants.map(({ surface }) => surface)])
      expect(several.length).toBeGreaterThan(200)
      walk(clusters, several)
    },
    60_000,
  )
})

describe('compare', () => {
  it('is symmetric, for any two phrases', () => {
    const words = fc.string({ unit: fc.constantFrom(...Array.from('ابتةسشقيوأإ ىء2')), maxLength: 14 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [there, back] = [compare(a, b, base), compare(b, a, base)]
        expect([back.same]).toEqual([there.same])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('spellings of one phrase', () => {
  afterEach(() => void jest.restoreAllMocks())
  /** `size` vocalisations of one phrase, each bit of a number a mark or none, each pair of bits one of several. */
  const vocalised = (size: number, marks: readonly string[]): Surface[] =>
    Array.from({ length: size }, (_, i) => ({
      surface: Array.from('المستشفىالوطنيالكبير', (letter, at) => letter + marks[(i >> at) % marks.length]!).join(''),
      count: 1,
      pages: 1,
    }))

  it.each([
    ['that agree', ['', '\u064e']],
    ['that contradict each other', ['\u064e', '\u064f', '\u0650']],
  ])('%s are compared with some, not with all', (_, marks) => {
    const parted = jest.spyOn(Matcher.prototype, 'parted')
    const work = [1000, 2000].map((size) => {
      parted.mockClear()
      const clusters = createClusters(vocalised(size, marks), base)
      expect(clusters.tagsInOrder()).toHaveLength(size)
      return parted.mock.calls.length
    })
    expect(work[1]! / work[0]!).toBeLessThan(2.5)
  })

  it('stand where they were put, when there are very many', () => {
    const list = vocalised(600, ['\u064e', '\u064f', '\u0650'])
    const clusters = createClusters(list, base)
    expect(list.map(({ surface }) => clusters.tagOf(surface))).toEqual(clusters.tagsInOrder())
  })
})
