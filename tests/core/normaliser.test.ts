/** A collection in memory. */
import { describe, expect, it, jest } from '@jest/globals'
import { levelOf } from '../../dist/core/boundaries/sample.js'
import { Surfaces } from '../../dist/core/text/surfaces.js'
import { createNormaliser, type Page } from '../../dist/index.js'

const page = (id: string, ...lists: string[][]) => ({
  id,
  lists: lists.map((tags) => ({ from: 'field' as const, tags })),
})
const shown = (normaliser: ReturnType<typeof createNormaliser>, ...tags: string[]) =>
  normaliser.normalise(page('new', tags)).tags.map(({ tag }) => tag)

it('counts how often its pages have a tag, and how many have it', () => {
  const normaliser = createNormaliser()
  normaliser.learn(page('1', ['غزة', 'بحر'], ['غزة', 'سوق']))
  normaliser.learn(page('2', ['غزة', 'سوق']))
  const counted = normaliser.tags().map(({ tag, shown: { count, pages } }) => [tag, count, pages])
  expect(new Map(counted.map(([tag, ...rest]) => [tag, rest]))).toEqual(
    new Map([
      ['غزة', [3, 2]],
      ['سوق', [2, 2]],
      ['بحر', [1, 1]],
    ]),
  )
})

it('shows a tag as its pages have it most, also one that they spell otherwise, and others as they stand', () => {
  const normaliser = createNormaliser()
  expect(shown(normaliser, 'الجزائر العاصمه', 'بحر')).toEqual(['الجزائر العاصمه', 'بحر'])
  for (const id of ['1', '2']) normaliser.learn(page(id, ['الجزائر العاصمة', `باب ${id}`]))
  expect(shown(normaliser, 'الجزائر العاصمه', 'بحر')).toEqual(['الجزائر العاصمة', 'بحر'])
  // What was learned since is known.
  normaliser.learn(page('3', ['القاهرة', 'باب']))
  expect(shown(normaliser, 'القاهره', 'بحر')).toEqual(['القاهرة', 'بحر'])
})

it('settles once for all pages that come before the next lesson', () => {
  const normaliser = createNormaliser()
  for (const id of ['1', '2', '3']) normaliser.learn(page(id, [`سوق ${id}`, 'غزة']))
  const [first] = normaliser.tags()
  expect(normaliser.tags()[0]).toEqual(first)
  expect(normaliser.tags().map(({ shown }) => shown.pages)).toEqual([3, 1, 1, 1])
})

it('keeps what it has settled until it learns more', () => {
  const normaliser = createNormaliser()
  normaliser.learn(page('1', ['سوق', 'غزة']))
  const first = normaliser.tags()
  shown(normaliser, 'بحر', 'سوق')
  expect(normaliser.tags()).toBe(first)
  normaliser.learn(page('2', ['سوق', 'غزة']))
  expect(normaliser.tags()).not.toBe(first)
})

it.each<[string, string[][], number]>([
  ['on one page each', [['أوكرانيا'], ['اوكرانيا']], 2],
  ['on one page together', [['أوكرانيا', 'اوكرانيا']], 1],
  ['together and by themselves', [['أوكرانيا', 'اوكرانيا'], ['اوكرانيا'], ['أوكرانيا'], ['بحر']], 3],
])('counts pages of a tag once, whichever of its spellings they have: %s', (_, pages, expected) => {
  const normaliser = createNormaliser()
  for (const [n, tags] of pages.entries()) normaliser.learn(page(`${n}`, tags))
  expect(normaliser.tags().map(({ tag, pages }) => [tag, pages])).toContainEqual(['أوكرانيا', expected])
})

it('makes room for the tags of each page', () => {
  const makeRoom = jest.spyOn(Surfaces.prototype, 'makeRoom')
  const timesOf = (work: () => unknown) => {
    const before = makeRoom.mock.calls.length
    work()
    return makeRoom.mock.calls.length - before
  }
  try {
    const given = [page('1', ['سوق', 'غزة']), page('2', ['بحر'])]
    let normaliser = createNormaliser()
    expect(timesOf(() => (normaliser = createNormaliser({ adapt: given })))).toBe(2)
    expect(timesOf(() => given.forEach((one) => normaliser.learn(one)))).toBe(2)
    expect(timesOf(() => given.map((one) => normaliser.normalise(one)))).toBe(2)
  } finally {
    jest.restoreAllMocks()
  }
})

describe('a flattened list', () => {
  const names = ['صوت الخليج', 'درب الساحل', 'وادي القمر', 'بنك الضاد']
  /** Each a list of one tag, which shows what is a tag and no habit. */
  const pages = names.map((name, i) => page(`${i}`, [name]))
  const flat = { id: 'flat', text: `كلمات دلالية: ${names.join(' ')}` }
  const sureness = ({ adapt, learn = [] }: { adapt?: Page[]; learn?: Page[] }) => {
    const normaliser = createNormaliser({ adapt })
    for (const one of learn) normaliser.learn(one)
    const { tags } = normaliser.normalise(flat)
    expect(tags.map(({ tag }) => tag)).toEqual(names)
    return tags.map(({ confidence }) => confidence)
  }
  const unknown = sureness({})
  it.each([
    ['learned', { learn: pages }],
    ['adapted to', { adapt: pages }],
    ['adapted to, with another learned', { adapt: pages, learn: [page('other', ['بحر'])] }],
    ['learned, adapted to another', { adapt: [page('other', ['بحر'])], learn: pages }],
  ])('is cut by what pages show that were %s', (_, given) => {
    const known = sureness(given)
    for (const [i, confidence] of known.entries()) expect(confidence).toBeGreaterThan(unknown[i]! + 0.05)
  })

  // Words that mean nothing: how the house makes its tags alone tells where one ends.
  const syllables = ['بر', 'زك', 'طو', 'لم', 'قي', 'شد', 'نو', 'حر', 'فا', 'سم', 'جل', 'عن']
  const words = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) =>
      [1, 12, 144].map((k) => syllables[(Math.floor((37 * (from + i)) / k) * 5 + 37 * (from + i)) % 12]!).join(''),
    )
  const house = (size: number, level: (of: number) => boolean) =>
    Array.from({ length: 100 }, (_, i) => i)
      .filter((i) => level(levelOf(`h/${i}`)))
      .slice(0, 12)
      .map((i): Page => {
        const tags = Array.from({ length: 8 }, (_, k) => words(1000 * i + 10 * k, size).join(' '))
        return { ...page(`h/${i}`, tags), url: `https://some.example/${i}` }
      })
  const flattened: Page = {
    id: 'flattened',
    url: 'https://some.example/flat',
    text: `كلمات دلالية: ${words(501_000, 16).join(' ')}`,
  }
  it.each<[string, (level: number) => boolean]>([
    ['any pages', () => true],
    ['pages of the lowest level', (level) => level === 0],
    ['pages of higher ones', (level) => level > 0],
  ])('is cut as the house cuts its own, by %s that were learned or adapted to', (_, level) => {
    const counts = [1, 3].flatMap((size) => {
      const learned = createNormaliser()
      for (const one of house(size, level)) learned.learn(one)
      const adapted = createNormaliser({ adapt: house(size, level) })
      return [learned, adapted].map((normaliser) => normaliser.normalise(flattened).tags.length)
    })
    expect(Math.min(counts[0]!, counts[1]!)).toBeGreaterThan(Math.max(counts[2]!, counts[3]!) + 4)
  })
})
