import { describe, expect, it } from '@jest/globals'
import { AloneClusters } from '../../dist/core/sameness/alone.js'
import { benchFor, extract } from '../../dist/core/pipeline.js'
import { NumberedTags } from '../../dist/core/text/surfaces.js'
import { createNormaliser, type Page } from '../../dist/index.js'
import { loadModel } from '../../dist/model/index.js'

const model = loadModel()
const { letters, sameness } = model

/** A bench whose tables have made room, with other tags in them now. */
function renewed() {
  const bench = benchFor(model)
  const { surfaces } = bench
  const old = surfaces.generation
  const numbers = ['غزة', 'غزه'].map((tag) => surfaces.of(tag))
  for (let n = 0; n < 1 << 16; n++) surfaces.of(`وسم ${n}`)
  surfaces.makeRoom()
  expect(surfaces.generation).not.toBe(old)
  for (const tag of ['مصر', 'تونس', 'لبنان']) surfaces.of(tag)
  return { bench, numbers, old }
}

describe('numbers of tags', () => {
  it('are not used when room was made since, nor in other tables', () => {
    const { bench, numbers, old } = renewed()
    const stale = new NumberedTags({ from: 'field', tags: ['غزة', 'غزه'] }, numbers, old)
    const page: Page = { id: '1', lists: [stale] }
    for (const one of [bench, benchFor(model)])
      expect(extract(page, one).lists.map(({ from, tags }) => ({ from, tags }))).toEqual([
        { from: 'field', tags: ['غزة', 'غزه'] },
      ])
    // Those of the generation at hand are.
    const { surfaces } = bench
    const told = [surfaces.of('مصر'), surfaces.of('تونس')]
    expect(surfaces.ofList(new NumberedTags({ from: 'field', tags: ['غزة', 'غزه'] }, told, surfaces.generation))).toBe(
      told,
    )
  })

  it('mean to clusters of single pages what they mean now', () => {
    const bench = benchFor(model)
    const { surfaces } = bench
    const alone = new AloneClusters(surfaces, { letters, sameness })
    const spelled = (...tags: string[]) => {
      const numbers = tags.map((tag) => surfaces.of(tag))
      const tagOf = alone.of(numbers)
      return numbers.map((number) => surfaces.tags[tagOf ? tagOf(number) : number])
    }
    expect(spelled('غزة', 'غزه', 'زيلينسكي')).toEqual(['غزة', 'غزة', 'زيلينسكي'])
    for (let n = 0; n < 1 << 16; n++) surfaces.of(`وسم ${n}`)
    surfaces.makeRoom()
    expect(spelled('زيلينسكي', 'تونس', 'القاهرة', 'القاهره')).toEqual(['زيلينسكي', 'تونس', 'القاهرة', 'القاهرة'])
  })

  it('cannot be given with a page', () => {
    const normaliser = createNormaliser()
    normaliser.normalise({ id: '0', lists: [{ from: 'field', tags: ['القاهرة', 'بيروت'] }] })
    const list = { from: 'field', tags: ['غزة', 'تونس'], known: [0, 1], numbers: [0, 1] } as const
    const record = normaliser.normalise({ id: '1', lists: [list] })
    expect(record.tags.map(({ tag }) => tag)).toEqual(['غزة', 'تونس'])
  })
})

it('tags do not keep the pages in memory that they were read from', () => {
  const { surfaces } = benchFor(model)
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < 2000; n++) {
    const page = Buffer.from(`كلمات مفتاحية رقم ${n}`.padEnd(100_000, ' نص'), 'utf16le').toString('utf16le')
    surfaces.of(page.slice(0, 22))
  }
  // The pages have 400 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
})
