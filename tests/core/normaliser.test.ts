/** A collection in memory. */
import { expect, it } from '@jest/globals'
import { createNormaliser } from '../../dist/index.js'

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
