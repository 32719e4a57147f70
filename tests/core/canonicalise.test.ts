import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { canonicalise } from '../../dist/core/sameness/canonicalise.js'
import { matcherOf } from '../../dist/core/sameness/matcher.js'
import { WordSet, WordShares } from '../../dist/core/text/wordset.js'
import { loadModel } from '../../dist/model/index.js'

const sameness = loadModel().sameness
const judge = matcherOf({ letters: loadModel().letters, sameness })
const shown = (counts: Readonly<Record<string, number>>, voweled = false): string =>
  canonicalise(
    Object.entries(counts).map(([surface, count]) => ({ form: judge.form(surface), count })),
    sameness,
    voweled,
  ).form.surface

describe('canonicalise', () => {
  it.each([
    ['hamza before bare, however frequent', { اسرائيل: 900, إسرائيل: 20 }, 'إسرائيل'],
    ['no hamza that the word does not want', { الإنتخابات: 30, الانتخابات: 20 }, 'الانتخابات'],
    ['ta marbuta before ha', { غزه: 50, غزة: 5 }, 'غزة'],
    ['final ya as the word wants it', { مصطفي: 3, مصطفى: 3 }, 'مصطفى'],
    ['the proposition only where it stands', { 'علي عبد الله': 9, 'على عبد الله': 1 }, 'علي عبد الله'],
    ['no tatweel', { العــراق: 9, العراق: 1 }, 'العراق'],
    ['no mask', { 'غـ.ـزة': 9, غزة: 1 }, 'غزة'],
    ['no letters of another keyboard', { ایران: 9, إيران: 1 }, 'إيران'],
    ['no quotes', { 'مجموعة "فاغنر"': 2, 'مجموعة فاغنر': 1 }, 'مجموعة فاغنر'],
    ['the frequent of two good ones', { 'خان يونس': 57, خانيونس: 3 }, 'خان يونس'],
    ['not a misspelling, with no more pages than the right one', { الاقتصادد: 1, الاقتصاد: 1 }, 'الاقتصاد'],
    ['no vowel marks', { مُحَمَّد: 5, محمد: 2 }, 'محمد'],
    ['one is shown as it is', { 'غـ.ـزة': 1 }, 'غـ.ـزة'],
  ])('%s', (_, counts, expected) => {
    expect(shown(counts)).toBe(expected)
  })

  it('shows vowel marks where only they distinguish', () => {
    expect(shown({ عُمان: 2, عمان: 4 }, true)).toBe('عُمان')
    expect(shown({ عُمان: 2, عمان: 4 })).toBe('عمان')
  })

  it('shows one of the surfaces given, the same in any order', () => {
    const surface = fc.string({ unit: fc.constantFrom(...Array.from('اأإبتةهيىـ َ"')), minLength: 1, maxLength: 8 })
    const entries = fc.uniqueArray(fc.tuple(surface, fc.integer({ min: 1, max: 9 })), {
      selector: ([s]) => s,
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(entries, (list) => {
        const one = shown(Object.fromEntries(list))
        expect(list.map(([s]) => s)).toContain(one)
        expect(shown(Object.fromEntries([...list].reverse()))).toBe(one)
      }),
      { numRuns: 500 },
    )
  })
})

describe('WordSet and WordShares', () => {
  const words = Array.from({ length: 5000 }, (_, i) => `كلمة${i.toString(7)}`)

  it('has every word put in, and few others', () => {
    const set = WordSet.of(words)
    expect(words.every((word) => set.has(word))).toBe(true)
    expect(words.filter((word) => set.has(`${word}ـ`)).length).toBeLessThan(25)
    expect(WordSet.of([...words].reverse()).bits).toEqual(set.bits)
    expect(WordSet.of([]).has('كلمة')).toBe(false)
  })

  it('gives each word its share to the nearest level below, and 0 to others', () => {
    const shares = WordShares.of(new Map(words.map((word, i) => [word, (i % 10) / 10 + 0.05])))
    expect(shares.get(words[9]!)).toBeCloseTo(0.9, 5)
    expect(shares.get(words[5]!)).toBeCloseTo(0.5, 5)
    expect(words.filter((word) => shares.get(`${word}ـ`) > 0).length).toBeLessThan(25)
  })
})
