/** What to put in the place of each spelling. */
import { expect, it } from '@jest/globals'
import { mapping } from '../../dist/core/sameness/mapping.js'
import { createNormaliser } from '../../dist/index.js'

it('has a row for the spelling that is shown, then for each other one', () => {
  const normaliser = createNormaliser()
  for (const [i, tag] of ['غزة', 'غزة', 'غزه', 'بحر'].entries())
    normaliser.learn({ id: `${i}`, lists: [{ from: 'field', tags: [tag, `باب ${i}`] }] })
  const rows = [...mapping(normaliser.tags())].filter(({ canonical }) => canonical === 'غزة')
  expect(rows).toEqual([
    { surface: 'غزة', canonical: 'غزة', id: '', rule: 'identical', confidence: 1, count: 2, pages: 2 },
    { surface: 'غزه', canonical: 'غزة', id: '', rule: 'orthographic', confidence: 1, count: 1, pages: 1 },
  ])
})

it('names the tags of a registry by their id', () => {
  const shown = { count: 3, pages: 2 }
  const variants = [{ surface: 'ب', rule: 'near', confidence: 0.7, count: 1, pages: 1 }] as never
  expect([...mapping([{ tag: 'ا', id: '7', shown, variants } as never])]).toEqual([
    { surface: 'ا', canonical: 'ا', id: '7', rule: 'identical', confidence: 1, count: 3, pages: 2 },
    { surface: 'ب', canonical: 'ا', id: '7', rule: 'near', confidence: 0.7, count: 1, pages: 1 },
  ])
})
