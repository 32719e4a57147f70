import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { LONGEST, type Stretch } from '../../dist/core/boundaries/features.js'
import { addHabit, HabitLessons, habitOf, type Habit, type Lesson } from '../../dist/core/boundaries/habits.js'
import { benchFor, mentionsOf, extract } from '../../dist/core/pipeline.js'
import { createNormaliser, type Page } from '../../dist/index.js'
import { loadModel } from '../../dist/model/index.js'

const model = loadModel()
const bench = benchFor(model)

/** Words that mean nothing, so that nothing but the habit of the house tells where tags end. */
const syllables = ['بر', 'زك', 'طو', 'لم', 'قي', 'شد', 'نو', 'حر', 'فا', 'سم', 'جل', 'عن']
const word = (n: number): string =>
  [n, Math.floor(n / 12), Math.floor(n / 144)].map((k) => syllables[(k * 5 + n) % 12]!).join('')
const words = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => word(37 * (from + i)))

/** A page of a house whose tags have so many words. */
const tagged = (host: string, id: number, size: number, tags = 8): Page => ({
  id: `${host}/${id}`,
  url: `https://${host}.example/${id}`,
  lists: [{ from: 'field', tags: Array.from({ length: tags }, (_, i) => words(1000 * id + 10 * i, size).join(' ')) }],
})
const flat = (host: string, id: number, size: number): Page => ({
  id: `${host}/flat/${id}`,
  url: `https://${host}.example/flat/${id}`,
  text: `كلمات دلالية: ${words(500_000 + 1000 * id, 8 * size).join(' ')}`,
})
const learn = (pages: readonly Page[]): HabitLessons => {
  const lessons = new HabitLessons()
  for (const page of pages) {
    bench.surfaces.makeRoom()
    extract(page, bench, undefined, { lessons })
  }
  return lessons
}
const pages = (host: string, size: number, count: number): Page[] =>
  Array.from({ length: count }, (_, i) => tagged(host, i, size))
/** The mean length of the tags that a flattened list of a house is cut into. */
const meanSize = (page: Page, lessons: HabitLessons): number => {
  bench.surfaces.makeRoom()
  const found = mentionsOf(extract(page, bench), { ...bench, habits: lessons.habits() })
  return found.reduce((sum, { surface }) => sum + surface.split(' ').length, 0) / found.length
}

describe('habits of a house', () => {
  it('make tags as long as those of its delimited lists', () => {
    const one = flat('some', 1, 2)
    const before = meanSize(one, new HabitLessons())
    const single = meanSize(one, learn(pages('some', 1, 24)))
    const pairs = meanSize(one, learn(pages('some', 2, 24)))
    const long = meanSize(one, learn(pages('some', 3, 24)))
    expect(single).toBeLessThan(before)
    expect([single, pairs, long]).toEqual([single, pairs, long].toSorted((a, b) => a - b))
    expect(long - single).toBeGreaterThan(0.8)
  })

  it('are each site’s own, and of a site that nothing taught there is none', () => {
    const { sites, others } = learn([...pages('short', 1, 12), ...pages('long', 3, 12)]).habits()
    expect([...sites.keys()].sort()).toEqual(['long.example', 'short.example'])
    expect(sites.get('short.example')![0]).toBeGreaterThan(sites.get('long.example')![0]!)
    expect(habitOf({ sites, others }, 'other.example')).toBeUndefined()
  })

  it('need four lists of a site', () => {
    expect(learn(pages('a', 1, 3)).habits().sites.size).toBe(0)
    expect(learn(pages('a', 1, 4)).habits().sites.size).toBe(1)
  })

  it('are none where one half of the lists goes against the other', () => {
    const order = learn(pages('a', 1, 24)).all()
    const against = order.map(({ id }, rank) => tagged('a', Number(id.split('/')[1]), rank % 2 === 0 ? 1 : 3))
    expect(learn(against).habits().sites.size).toBe(0)
  })

  it('that are given hold for every site, and are where a site’s own begin', () => {
    const given = learn([...pages('a', 3, 12), ...pages('b', 3, 12)])
    const { sites, others } = new HabitLessons().habits(0, given)
    expect([...sites.keys()].sort()).toEqual(['a.example', 'b.example'].filter((host) => sites.has(host)))
    expect(others![2]).toBeGreaterThan(others![0]!)
    expect(habitOf({ sites, others }, 'unknown.example')).toBe(others)
  })

  it('count no pages below the level asked for', () => {
    const lessons = learn(pages('a', 1, 24))
    expect(lessons.habits(0).sites.size).toBe(1)
    expect(lessons.habits(5).sites.size).toBe(0)
  })

  it('learn nothing from a list that flattening changes, or that is too long', () => {
    const repeated = tagged('a', 1, 2, 4)
    const [list] = repeated.lists!
    expect(learn([{ ...repeated, lists: [{ ...list!, tags: [...list!.tags, ...list!.tags] }] }]).all()).toHaveLength(0)
    expect(learn([tagged('a', 1, 2, 128)]).all()).toHaveLength(1)
    expect(learn([tagged('a', 1, 2, 129)]).all()).toHaveLength(0)
    expect(learn([tagged('a', 1, 9, 3)]).all()).toHaveLength(0)
  })

  it('are the same in whatever order, parts and repeats the pages come', () => {
    const all = [...pages('a', 1, 40), ...pages('b', 2, 36), ...pages('c', 3, 5)]
    const expected = learn(all).habits()
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length), (shuffled, at) => {
        const lessons = learn(shuffled.slice(0, at))
        const rest = learn([...shuffled.slice(at), ...shuffled.slice(0, 3)])
        lessons.merge(rest.take())
        expect(rest.all()).toHaveLength(0)
        expect(lessons.habits()).toEqual(expected)
      }),
      { numRuns: 4 },
    )
    expect(learn(all).all()).toHaveLength(32 + 32 + 5)
  })
})

/** Sizes of every span of so many words, and where it begins. */
const spansOf = (n: number): [at: number, size: number][] =>
  Array.from({ length: n }, (_, i) => i).flatMap((i) =>
    Array.from({ length: Math.min(LONGEST, n - i) }, (_, k): [number, number] => [i, k + 1]),
  )

describe('a habit', () => {
  it('is added to each span by its size and whether an article stands behind its first word', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { minLength: 1, maxLength: 20 }), (articles) => {
        const habit = [1, 10, 100, 1000, 0.5]
        const scores = Float64Array.from({ length: articles.length * LONGEST }, (_, slot) => slot * 1e4)
        const due = scores.slice()
        for (const [i, size] of spansOf(articles.length)) {
          const isDefinite = articles.slice(i + 1, i + size).some((article) => article > 0)
          due[i * LONGEST + size - 1]! += habit[Math.min(size, 4) - 1]! + (isDefinite ? 0.5 : 0)
        }
        addHabit(
          scores,
          { length: articles.length, words: articles.map((article) => ({ article })) } as unknown as Stretch,
          habit,
        )
        expect(scores).toEqual(due)
      }),
    ))

  const definite: Page = {
    id: 'm/1',
    url: 'https://m.example/1',
    lists: [{ from: 'field', tags: ['رئيس الوزراء', 'قمر', 'بحر طويل جدا', 'اتحاد كرة القدم العربي', 'سوق الأسهم'] }],
  }
  it('is learned from what the author made of the words', () => {
    const [lesson] = learn([definite]).all()
    expect(lesson).toMatchObject({ host: 'm.example', id: 'm/1', n: 12, own: [1, 2, 1, 1, 3] })
    const mentionsOf = [0, 2, 3, 6, 10].map((at, i) => at * LONGEST + [2, 1, 3, 4, 2][i]! - 1)
    expect(lesson!.score).toBe(mentionsOf.reduce((sum, slot) => sum + lesson!.spans[slot]!, 0))
    expect(mentionsOf.map((slot) => lesson!.kinds[slot])).toEqual([5, 0, 2, 7, 5])
  })

  /** How likely lists are under a habit, with what is expected of it beforehand: the sum over all ways to cut, one after the other. */
  function posterior(lessons: readonly Lesson[], habit: Habit, prior: Habit): number {
    let value = 0
    habit.forEach((odds, k) => (value -= (odds - prior[k]!) ** 2 / (2 * 0.5 ** 2)))
    for (const { n, spans, kinds, own, score } of lessons) {
      const ways = [1, ...new Array<number>(n).fill(0)]
      for (const [i, size] of spansOf(n)) {
        const kind = kinds[i * LONGEST + size - 1]!
        const odds = spans[i * LONGEST + size - 1]! + habit[kind % 4]! + (kind >= 4 ? habit[4]! : 0)
        ways[i + size]! += ways[i]! * Math.exp(odds)
      }
      value += score + own.reduce((sum, times, k) => sum + times * habit[k]!, 0) - Math.log(ways[n]!)
    }
    return value
  }
  /** No habit a little off is likelier. */
  function expectLikeliest(lessons: readonly Lesson[], habit: Habit, prior: Habit): void {
    const value = posterior(lessons, habit, prior)
    for (let k = 0; k < habit.length; k++)
      for (const off of [0.02, -0.02])
        expect(posterior(lessons, habit.with(k, habit[k]! + off), prior)).toBeLessThan(value)
  }
  const mixed = (host: string, from: number, count: number): Page[] =>
    Array.from({ length: count }, (_, i) => {
      const page = tagged(host, from + i, 1 + (i % 3), 6)
      const [list] = page.lists!
      const tags = list!.tags.map((tag, k) => (k % 3 === 1 ? `رئيس ال${tag}` : tag))
      return { ...page, lists: [{ ...list!, tags }] }
    })
  it('is the likeliest there is, of no habit beforehand and of what others have in common', () => {
    const lessons = learn(mixed('a', 0, 9))
    expectLikeliest(lessons.all(), lessons.habits().sites.get('a.example')!, [0, 0, 0, 0, 0])
    const given = learn([...pages('b', 3, 9), ...pages('c', 3, 9)])
    const { sites, others } = lessons.habits(0, given)
    expectLikeliest(given.all(), others!, [0, 0, 0, 0, 0])
    expectLikeliest(lessons.all(), sites.get('a.example')!, others!)
  })
  it('expects nothing beforehand where all that was given is of one site', () => {
    const lessons = learn(mixed('a', 0, 9))
    const { sites, others } = lessons.habits(0, learn(pages('b', 3, 9)))
    expect(others).toBeDefined()
    expect(sites.get('a.example')).toEqual(lessons.habits().sites.get('a.example'))
  })
})

describe('a normaliser', () => {
  const tagsOf = (adapt?: Page[]) => createNormaliser({ adapt }).normalise(flat('some', 1, 2)).tags
  it('adapts to pages that are given', () => {
    const sizes = (tags: readonly { tag: string }[]) =>
      tags.reduce((sum, { tag }) => sum + tag.split(' ').length, 0) / tags.length
    expect(sizes(tagsOf(pages('some', 1, 24)))).toBeLessThan(sizes(tagsOf(pages('some', 3, 24))) - 0.8)
  })
  it('learns habits from the pages that it learns', () => {
    const normaliser = createNormaliser()
    for (const page of pages('some', 1, 24)) normaliser.learn(page)
    const own = normaliser.normalise(flat('some', 1, 2)).tags
    expect(own.length).toBeGreaterThan(tagsOf(pages('some', 3, 24)).length)
  })
})
