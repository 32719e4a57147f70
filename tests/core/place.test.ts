/** What the places of blocks on the pages of a site tell: each count with the case on this side of it and on the other. */
import { describe, expect, it } from '@jest/globals'
import type { Evidence } from '../../dist/core/boundaries/evidence.js'
import { listAmong, observeBlocks } from '../../dist/core/lists/place.js'
import type { Block } from '../../dist/core/types.js'

const block = (over: Partial<Block> = {}): Block => {
  return { place: 7, content: 8, article: 9, tags: ['صيد', 'ميناء'], shape: 0, spoken: 0.5, ...over }
}
type Counts = Readonly<Record<'pages' | 'spoken' | 'contents' | 'articles', number>>
const knowing = (counts?: Counts) => ({ place: (id: number) => (id === 7 ? counts : undefined) }) as unknown as Evidence
const sure = (of: Block, counts?: Counts) => listAmong([of], knowing(counts))?.confidence

describe('a block of which the page does not tell that it is a list', () => {
  it.each([
    ['five contents on twenty pages', 20, 5, true],
    ['four contents', 20, 4, false],
    ['a quarter of the pages has its own', 40, 10, true],
    ['fewer than a quarter', 44, 10, false],
    ['twenty contents on any number of pages', 84, 20, true],
    ['nineteen', 80, 19, false],
    ['twenty, which are a quarter of eighty', 300, 20, true],
  ])('%s', (_, pages, contents, expected) => {
    expect(sure(block(), { pages, contents, spoken: pages / 2, articles: pages }) !== undefined).toBe(expected)
  })

  it.each([
    ['a third of them spoken of', 10, 0.5 + 3 * (5 / 12 - 0.5)],
    ['less than a third', 9, undefined],
    ['all of them', 30, 0.5 + 3 * (0.75 - 0.5)],
  ])('%s', (_, spoken, odds) => {
    const confidence = sure(block({ shape: 0.5 }), { pages: 30, contents: 30, articles: 30, spoken })
    if (odds === undefined) expect(confidence).toBeUndefined()
    else expect(confidence).toBeCloseTo(1 / (1 + Math.exp(-odds)))
  })

  it('at a place that is not known is none', () => {
    expect(sure(block())).toBeUndefined()
    expect(listAmong([block()])).toBeUndefined()
  })
})

describe('a block that the page tells to be a list', () => {
  const told = block({ confidence: 0.7 })
  it.each([
    ['is one where nothing is known of its place', undefined, 0.7],
    ['is one among others', { contents: 2, articles: 8 }, 0.7],
    ['is one on seven articles', { contents: 1, articles: 7 }, 0.7],
    ['is the site’s on eight', { contents: 1, articles: 8 }, undefined],
    ['is the site’s where its content was not counted', { contents: 0, articles: 8 }, undefined],
  ])('%s', (_, counts, confidence) => {
    expect(sure(told, counts && { pages: 8, spoken: 0, ...counts })).toBe(confidence)
  })
})

it('the surest block is the list, the first of equals', () => {
  const blocks = [0.4, 0.7, 0.7, 0.2].map((confidence, i) => block({ confidence, tags: [`صيد ${i}`] }))
  expect(listAmong(blocks)).toEqual({ from: 'list', tags: ['صيد 1'], confidence: 0.7 })
  expect(listAmong([])).toBeUndefined()
})

it('what is observed of a block is whether half of it is spoken of', () => {
  const seen: unknown[][] = []
  observeBlocks([block(), block({ spoken: 0.49 })], {
    observePlace: (...all: unknown[]) => seen.push(all),
  } as unknown as Evidence)
  expect(seen).toEqual([
    [7, 8, 9, true],
    [7, 8, 9, false],
  ])
})
