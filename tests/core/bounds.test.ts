/** Each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { canonicalise } from '../../dist/core/sameness/canonicalise.js'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import { countingLetters, ProseReader } from '../../dist/core/text/tokens.js'
import { LONGEST, Stretch } from '../../dist/core/boundaries/features.js'
import { matcherOf } from '../../dist/core/sameness/matcher.js'
import { decode, lattice } from '../../dist/core/boundaries/lattice.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import type { Sameness } from '../../dist/core/sameness/sameness.js'
import { observeRun } from '../../dist/core/boundaries/segment.js'
import { textMatches } from '../../dist/core/boundaries/matches.js'
import { sift } from '../../dist/core/lists/sift.js'
import { SiteLists } from '../../dist/core/lists/site.js'
import { Surfaces } from '../../dist/core/text/surfaces.js'
import type { Page } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const { letters, sameness, segmenter } = loadModel()

describe('a list is the site’s', () => {
  /** Tags of their own for each page, between which the list stands. */
  const own = (page: number): number[] => [1, 2, 3].map((k) => 1000 * (page + 1) + k)
  /** Marks of a list on a site of so many pages, which so many of them have, so many times each. */
  const marks = (length: number, pages: number, having: number, times = 1, declares = false): boolean[] => {
    const list = Array.from({ length }, (_, i) => i + 1)
    const sites = new SiteLists()
    for (let page = 0; page < pages; page++) {
      const copies = Array.from({ length: page < having ? times : 0 }, (_, copy) => [
        ...list,
        500_000 + 100 * page + copy,
      ])
      sites.observe('a.example', [...copies.flat(), ...own(page)])
    }
    return [...sites.repeated('a.example', list, () => declares)]
  }
  it.each<[string, boolean, Parameters<typeof marks>]>([
    ['on a fifth of the pages', true, [3, 100, 20]],
    ['on fewer', false, [3, 100, 19]],
    ['of three', true, [3, 60, 60]],
    ['of two', false, [2, 60, 60]],
    ['on eight pages of eight', true, [3, 8, 8]],
    ['on seven pages of seven', false, [3, 7, 7]],
    ['on seven pages of eight', false, [3, 8, 7]],
    ['of six, on eight pages of many, twice each', true, [6, 200, 8, 2]],
    ['of six, on seven pages of many, twice each', false, [6, 200, 7, 2]],
    ['of six, on eight pages of many, once each', false, [6, 200, 8, 1]],
    ['of six, on eight pages of many, thrice each', true, [6, 200, 8, 3]],
    ['of five, on eight pages of many, twice each', false, [5, 200, 8, 2]],
    ['declared by all of thirty', true, [3, 30, 30, 1, true]],
    ['declared by all of twenty-nine', false, [3, 29, 29, 1, true]],
    ['declared by nine in ten', true, [3, 100, 90, 1, true]],
    ['declared by fewer', false, [3, 100, 89, 1, true]],
    ['said many times on few pages', false, [6, 40, 4, 700]],
  ])('%s: %s', (_, is, given) => {
    expect(marks(...given)).toEqual(new Array(given[0]).fill(is))
  })

  it('for its neighbours, too, but for no tag behind or before it', () => {
    const sites = new SiteLists()
    for (let page = 0; page < 20; page++) sites.observe('a.example', [9000 + page, 1, 2, 3, 4, ...own(page)])
    expect(sites.repeated('a.example', [9000, 1, 2, 3, 4, ...own(0)])).toEqual(
      [false, true, true, true, true, false, false, false], // prettier-ignore
    )
    expect(sites.repeated('a.example', [3, 2, 1, 4])).not.toContain(true)
    expect(sites.repeated('b.example', [1, 2, 3, 4])).not.toContain(true)
  })
})

describe('a fault weighs so many bits', () => {
  const judge = matcherOf({ letters, sameness })
  /** What is shown of a surface said `count` times and one that nobody said. Words are all as known as `shares` and `words` say. */
  const shown = (
    [surface, count]: readonly [string, number],
    other: string,
    {
      shares = {},
      words = {},
      voweled = false,
    }: { shares?: Record<string, number>; words?: Record<string, number>; voweled?: boolean } = {},
  ): string => {
    const known = { spelling: (word: string) => shares[word] ?? 1, words: (word: string) => words[word] ?? 9 }
    const candidates = [
      { form: judge.form(surface), count },
      { form: judge.form(other), count: 0 },
    ]
    return canonicalise(candidates, known as unknown as Sameness, voweled).form.surface
  }
  it.each<[string, string, string, number, Parameters<typeof shown>[2]]>([
    ['a tatweel', 'قصـر', 'قصر', 16, {}],
    ['a mask', 'قص.ر', 'قصر', 16, {}],
    ['a mark at the end', 'قصر!', 'قصر', 12, {}],
    ['two spaces', 'قصر  النيل', 'قصر النيل', 12, {}],
    ['quotes', 'نادي "القصر" القديم', 'نادي القصر القديم', 4, {}],
    ['vowels', 'قَصر', 'قصر', 6, {}],
    ['no vowels, where they are wanted', 'قصر', 'قَصر', 3, { voweled: true }],
    ['no hamza, where it is wanted', 'ارز', 'أرز', 6, {}],
    ['no dots, where they are wanted', 'غزه', 'غزة', 6, {}],
    ['a spelling of nobody', 'قصرر', 'قصر', 8, { shares: { قصرر: 0 } }],
    ['a spelling of hardly anybody', 'قصرر', 'قصر', 8, { shares: { قصرر: 2 ** -9 } }],
    ['a spelling of one in 128', 'قصرر', 'قصر', 7, { shares: { قصرر: 2 ** -7 } }],
    ['a word that text has not', 'قصرر', 'قصر', 2, { words: { قصرر: 0, قصر: 3 } }],
    ['a word that text has once', 'قصرر', 'قصر', 1, { words: { قصرر: 1, قصر: 3 } }],
    ['such a word in two, half', 'قصرر النيل', 'قصر النيل', 1, { words: { قصرر: 0, قصر: 3 } }],
  ])('%s', (_, faulty, good, bits, given) => {
    expect(shown([faulty, 2 ** bits], good, given)).toBe(faulty)
    expect(shown([faulty, 2 ** bits - 2], good, given)).toBe(good)
  })

  it('that a tenth of writers outweigh, and that more text than three times does not', () => {
    expect(shown(['غزه', 1], 'غزة', { shares: { غزة: 0.1 } })).toBe('غزة')
    expect(shown(['غزه', 1], 'غزة', { shares: { غزة: 0.099 } })).toBe('غزه')
    expect(shown(['قصرر', 0], 'قصر', { words: { قصر: 3, قصرر: 99 } })).toBe('قصر')
    expect(shown(['قصر', 0], 'قصرر', { words: { قصر: 2, قصرر: 3 } })).toBe('قصرر')
  })
})

describe('tags are set aside', () => {
  const surfaces = new Surfaces(letters, segmenter.letters)
  const kept = (page: Partial<Page>, tags: readonly string[], from: 'meta' | 'list' = 'meta'): boolean => {
    const numbered = [{ from, tags: tags.map((tag) => surfaces.of(tag)) }]
    return sift({ id: '1', ...page }, numbered, surfaces).setAside.length === 0
  }
  const ten = 'أعلنت بلدية الساحل الشمالي افتتاح حديقة جديدة قرب محطة القطار'.split(' ')
  const title = ten.join(' ')
  const seven = ten.slice(0, 7)
  const phrases = (around: number, others: number, word: string): string[] => [
    ...ten.slice(0, around).map((it) => `${word} ${it}`),
    ...['سمك', 'لحم', 'خبز'].slice(0, others),
  ]
  const about = { title: 'دليل المتاجر في المدينة القديمة', description: 'كل ما تبحث عنه من المتاجر في مكان واحد' }
  it.each<[string, boolean, Partial<Page>, readonly string[]]>([
    ['six words of a title of ten', false, { title }, ten.slice(0, 6)],
    ['five words of a title of ten', true, { title }, ten.slice(0, 5)],
    ['five words of a title of seven', false, { title: seven.join(' ') }, ten.slice(0, 5)],
    ['four words of a title of seven', true, { title: seven.join(' ') }, ten.slice(0, 4)],
    ['four words of a title of four', false, { title: ten.slice(0, 4).join(' ') }, ten.slice(0, 4)],
    ['three words of a title of three', true, { title: ten.slice(0, 3).join(' ') }, ten.slice(0, 3)],
    ['words of a title in another order', true, { title }, ten.slice(0, 6).toReversed()],
    ['five words of a description', false, { description: title }, ten.slice(0, 5)],
    ['four words of a description', true, { description: title }, ten.slice(0, 4)],
    ['words of a description, two passed over', false, { description: title }, [0, 3, 4, 5, 6].map((i) => ten[i]!)],
    ['words of a description, three passed over', true, { description: title }, [0, 4, 5, 6, 7].map((i) => ten[i]!)],
    ['a title of five words', false, { title: ten.slice(0, 5).join(' ') }, [ten.slice(0, 5).join(' '), 'سمك']],
    ['a title of four words', true, { title: ten.slice(0, 4).join(' ') }, [ten.slice(0, 4).join(' '), 'سمك']],
    ['five phrases around one word', false, about, phrases(5, 0, 'عطور')],
    ['four phrases around one word', true, about, phrases(4, 0, 'عطور')],
    ['eight phrases of ten', false, about, phrases(8, 2, 'عطور')],
    ['seven phrases of ten', true, about, phrases(7, 3, 'عطور')],
    ['phrases around a word of three letters', true, about, phrases(5, 0, 'عطر')],
    [
      'phrases around a word of the title',
      true,
      { ...about, title: 'دليل عطور المدينة القديمة' },
      phrases(5, 0, 'عطور'),
    ],
    [
      'phrases around a word of the description',
      true,
      { ...about, description: 'كل عطور المدينة' },
      phrases(5, 0, 'عطور'),
    ],
    ['the site’s name', false, { site: 'نهار' }, ['نهار', 'سمك']],
    ['a label of the address of four letters', false, { url: 'https://sahl.co.uk/1' }, ['sahl', 'سمك']],
    ['a label of the address of three letters', true, { url: 'https://sah.co.uk/1' }, ['sah', 'سمك']],
    ['the section', false, { sections: ['ثقافة'] }, ['ثقافه', 'سمك']],
  ])('%s: %s', (_, stays, page, tags) => {
    expect(kept(page, tags)).toBe(stays)
    // What a page shows its readers, somebody chose.
    expect(kept(page, tags, 'list')).toBe(true)
  })

  it('of a description no further than four thousand units', () => {
    const far = (units: number): string => `${'س '.repeat(units / 2)}. ${ten.slice(0, 5).join(' ')}`
    expect(kept({ description: far(3900) }, ten.slice(0, 5))).toBe(false)
    expect(kept({ description: far(4000) }, ten.slice(0, 5))).toBe(true)
  })
})

describe('all ways to cut a stretch', () => {
  /** Scores of two words: one tag with the probability `whole`, else two. */
  const two = (whole: number): Float64Array => {
    const spans = new Float64Array(2 * LONGEST).fill(-99)
    spans[0] = spans[LONGEST] = Math.log(1 - whole) / 2
    spans[1] = Math.log(whole)
    return spans
  }
  it.each([
    [0.54, [2, 0]],
    [0.53, [1, 1]],
  ])('of which one is %d sure, give the tags most worth their price', (whole, sizes) => {
    const cut = decode(2, two(whole))
    expect([...cut.sizes]).toEqual(sizes)
    expect(Math.exp(cut.odds[0]!)).toBeCloseTo(sizes[0] === 2 ? whole : 1 - whole, 10)
  })

  it('are summed up as if each were looked at', () => {
    const n = 6
    const spans = Float64Array.from({ length: n * LONGEST }, (_, i) => ((i * 7919) % 23) / 10 - 1)
    const ways = (from: number, to: number): number[] =>
      from === to
        ? [0]
        : Array.from({ length: to - from }, (_, k) => k + 1).flatMap((size) =>
            ways(from + size, to).map((rest) => spans[from * LONGEST + size - 1]! + rest),
          )
    const sum = (from: number, to: number): number =>
      Math.log(ways(from, to).reduce((all, way) => all + Math.exp(way), 0))
    const { forward, backward } = lattice(n, spans)
    for (let i = 0; i <= n; i++) {
      expect(forward[i]).toBeCloseTo(sum(0, i), 5)
      expect(backward[i]).toBeCloseTo(sum(i, n), 5)
    }
  })

  it('have no tag of more words than the longest', () => {
    const spans = new Float64Array(30 * LONGEST).fill(0)
    for (let i = 0; i < 30; i++) spans[i * LONGEST + LONGEST - 1] = 20
    const { sizes } = decode(30, spans)
    expect(Math.max(...sizes)).toBe(LONGEST)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(30)
  })

  it.each([
    ['of a page', 'حاضنة خيوط دلو خزف مرفأ رمل', 'قال مدير حاضنة خيوط إن دلو خزف معروض في حاضنة خيوط.', 0, 1],
    ['of a run', 'نسناجية', '', 1, 0],
  ])('own counts are taken off: %s', (_, pieces, text, runs, pages) => {
    const shape = collapseRepeats({ pieces: [pieces] }, segmenter.letters)
    const prose = new ProseReader(segmenter.letters).read('', text, [[0, text.length]])
    const page = textMatches(shape, prose)
    const scores = (of: typeof shape, lists: number, texts: number): number[] => {
      const evidence = new Evidence(segmenter.letters)
      if (lists > 0) observeRun(of, evidence)
      for (let i = 0; i < texts; i++) evidence.observeProse(prose)
      if (lists > 1) observeRun(collapseRepeats({ pieces: [`غزة ${pieces}`] }, segmenter.letters), evidence)
      return [...segmenter.network.scores(new Stretch(of, 0, of.ids.length, page, evidence, segmenter))]
    }
    const nobody = scores(shape, 0, 0)
    expect(scores(shape, runs, pages)).toEqual(nobody)
    expect(scores(shape, 2 * runs, 2 * pages)).not.toEqual(nobody)
  })
})

describe('repeats of a run', () => {
  const shape = (...pieces: string[]) => {
    const found = collapseRepeats({ pieces }, countingLetters(segmenter.letters))
    return { seams: [...found.seams].join(''), originals: [...found.originals].join(' '), stretches: found.stretches }
  }
  it.each<[string, string[], ReturnType<typeof shape>]>([
    [
      'two words thrice',
      ['غزة مصر غزة مصر غزة مصر'],
      { seams: '1010101', originals: '0 1 0 1 0 1', stretches: [[0, 2]] },
    ],
    ['one word twice', ['غزة غزة'], { seams: '111', originals: '0 0', stretches: [[0, 1]] }],
    ['two words, not whole', ['غزة مصر غزة'], { seams: '1001', originals: '0 1 2', stretches: [[0, 3]] }],
    [
      'three words twice',
      ['غزة مصر قطر غزة مصر قطر'],
      { seams: '1001001', originals: '0 1 2 0 1 2', stretches: [[0, 3]] },
    ],
    ['three words again later', ['غزة مصر قطر', 'تونس', 'غزة مصر قطر'], { seams: '10011001', originals: '0 1 2 3 0 1 2', stretches: [[0, 3], [3, 4]] }], // prettier-ignore
    ['two words again later', ['غزة مصر', 'تونس', 'غزة مصر'], { seams: '101101', originals: '0 1 2 3 4', stretches: [[0, 2], [2, 3], [3, 5]] }], // prettier-ignore
    ['three words of a longer piece', ['غزة مصر قطر تونس', 'غزة مصر قطر'], { seams: '10001001', originals: '0 1 2 3 4 5 6', stretches: [[0, 4], [4, 7]] }], // prettier-ignore
  ])('%s', (_, pieces, expected) => {
    expect(shape(...pieces)).toEqual(expected)
  })
})
