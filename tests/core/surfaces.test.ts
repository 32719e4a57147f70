import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { endsOf, unitsOf } from '../../dist/core/boundaries/evidence.js'
import { AloneClusters } from '../../dist/core/sameness/alone.js'
import { benchFor, extract } from '../../dist/core/pipeline.js'
import { NumberedTags } from '../../dist/core/text/surfaces.js'
import { phraseOf } from '../../dist/core/text/tokens.js'
import { createNormaliser, type Page } from '../../dist/index.js'
import { loadModel } from '../../dist/model/index.js'
import { surface } from '../arbitraries.js'

const model = loadModel()
const { letters, sameness } = model

/** A bench whose tables have made room, with other tags in them now. */
function renewed() {
  const bench = benchFor(model)
  const { surfaces } = bench
  const old = surfaces.generation
  const numbers = ['غزة', 'غزه'].map((tag) => surfaces.of(tag))
  const shown = surfaces.verbatim('#غزة_الآن')
  for (let n = 0; n < 1 << 16; n++) surfaces.of(`وسم ${n}`)
  surfaces.makeRoom()
  expect(surfaces.generation).not.toBe(old)
  for (const tag of ['مصر', 'تونس', 'لبنان']) surfaces.of(tag)
  expect(surfaces.tags[shown]).toBeUndefined()
  expect(surfaces.tags[surfaces.verbatim('#غزة_الآن')]).toBe('#غزة_الآن')
  return { bench, numbers, old }
}

describe('a tag by its number', () => {
  const { surfaces } = benchFor(model)

  it('is one as long as a tag may be, told by how it was given', () => {
    const long = 'س'.repeat(160)
    expect(surfaces.of('غزة')).toBe(surfaces.of('غزة'))
    expect(surfaces.of('غزة')).not.toBe(surfaces.of('غزه'))
    expect(surfaces.of(long)).toBe(surfaces.of(long))
    expect(surfaces.of(`${long}س`)).not.toBe(surfaces.of(`${long}س`))
    expect([long, `${long}س`, ` ${long}`, '؟!', '«سوق»'].map((raw) => surfaces.tags[surfaces.of(raw)])).toEqual([
      long,
      '',
      long,
      '',
      'سوق',
    ])
  })

  it('has words, a phrase, ends and letters of its own, however many there are', () => {
    const tags = Array.from({ length: 2500 }, (_, n) => `${n} سوق الصيد`.slice(0, 5 + (n % 12)).trim())
    const numbers = tags.map((tag) => surfaces.of(tag))
    const told = (of: ArrayLike<unknown>) => numbers.map((number) => of[number])
    expect(told(surfaces.raws)).toEqual(tags)
    expect(told(surfaces.words)).toEqual(tags.map((tag) => tag.split(' ').length))
    expect(told(surfaces.phrases)).toEqual(tags.map((tag) => phraseOf(tag, model.segmenter.letters)))
    expect(told(surfaces.ends)).toEqual(tags.map(endsOf))
    expect(told(surfaces.units)).toEqual(tags.map(unitsOf))
  })

  it('has a key of its words, one space between', () => {
    expect(surfaces.keyOf('  سوق_الصيد، «والبحر»!')).toBe('سوق الصيد والبحر')
    expect([' ', '', 'سوقـ', 'كوفيد-19'].map((text) => surfaces.keyOf(text))).toEqual(['', '', 'سوق', 'كوفيد 19'])
    fc.assert(
      fc.property(surface, (text) => {
        const key = surfaces.keyOf(text)
        expect(key).toBe(
          surfaces
            .fold(text)
            .split(/[^\p{L}\p{M}\p{N}]+/u)
            .filter(Boolean)
            .join(' '),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('may be shown as it stands, under another number', () => {
    expect(surfaces.verbatim('غزة')).toBe(surfaces.of('غزة'))
    const number = surfaces.verbatim('#غزة_الآن')
    expect(number).toBe(surfaces.verbatim('#غزة_الآن'))
    expect(number).not.toBe(surfaces.of('#غزة_الآن'))
    expect([surfaces.tags[number], surfaces.tags[surfaces.of('#غزة_الآن')]]).toEqual(['#غزة_الآن', 'غزة الآن'])
  })

  it('keeps its number until there are too many', () => {
    const number = surfaces.of('غزة')
    const { generation } = surfaces
    surfaces.makeRoom()
    expect([surfaces.of('غزة'), surfaces.generation]).toEqual([number, generation])
  })
})

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
