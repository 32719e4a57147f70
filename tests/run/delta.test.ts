import { describe, expect, it } from '@jest/globals'
import { benchFor, extract, mentionsOf } from '../../dist/core/pipeline.js'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import type { Page } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { deltaOf, digestOf, isTold, plainRun, recounted, registryKey, runExtract } from '../../dist/run/delta.js'

const model = loadModel()

describe('the key of a surface in a registry', () => {
  it.each([
    ['غزة', 'غزه', false],
    ['أسواق', 'اسواق', false],
    // Marks and guards tell one from a homograph.
    ['عُمان', 'عُمان', true],
    ['علٰى', 'علٰى', true],
    ['عِلْم', 'عِلْم', true],
    ['على', 'على', true],
    ['علي', 'علي', true],
  ])('of %s', (surface, key, told) => {
    expect([registryKey(surface, model), isTold(registryKey(surface, model), model)]).toEqual([key, told])
  })
})

describe('the digest of a page', () => {
  const page: Page = { id: '1', title: 'خبر', text: 'نص', lists: [{ from: 'meta', tags: ['سوق', 'بحر'] }] }
  const digest = digestOf(page)

  it.each<[string, Partial<Page>, boolean]>([
    ['its id', { id: '2' }, true],
    ['its date', { date: '2021-03-04' }, true],
    ['its title', { title: 'خبر آخر' }, false],
    ['its text', { text: 'نص آخر' }, false],
    ['title and text changed over', { title: 'نص', text: 'خبر' }, false],
    ['no lists', { lists: undefined }, false],
    ['another origin', { lists: [{ from: 'field', tags: ['سوق', 'بحر'] }] }, false],
    ['another order', { lists: [{ from: 'meta', tags: ['بحر', 'سوق'] }] }, false],
    [
      'lists cut otherwise',
      {
        lists: [
          { from: 'meta', tags: ['سوق'] },
          { from: 'meta', tags: ['بحر'] },
        ],
      },
      false,
    ],
  ])('tells one content from another: %s', (_, more, same) => {
    expect(digestOf({ ...page, ...more }) === digest).toBe(same)
    expect(digest).toMatch(/^[\w-]{22}$/)
  })
})

describe('what a page adds to a registry', () => {
  const bench = () => benchFor(model)
  const page = {
    id: 'https://news.example/1',
    url: 'https://news.example/1',
    title: 'خبر عن وزارة الصحة',
    date: '2021-03-04',
    text: 'قالت وزارة الصحة في قطاع غزة إن المستشفى يعمل.\nكلمات مفتاحية: وزارة الصحة قطاع غزة وزارة الصحة\n',
    lists: [{ from: 'meta' as const, tags: ['سوق السمك', 'سوق السمك', 'بحر'] }],
  }

  it('is what it shows, and what waits, from which it can be counted again', () => {
    const evidence = new Evidence(model.segmenter.letters, { drained: true })
    const extracted = extract(page, bench(), evidence)
    const mentions = mentionsOf(extracted, bench(), evidence)
    const drained = evidence.drain()
    const delta = deltaOf(page, extracted, mentions, drained, model)
    expect(delta).toMatchObject({
      page: page.id,
      digest: digestOf(page),
      title: page.title,
      date: page.date,
      link: page.url,
    })
    expect(delta.evidence).toBe(drained)
    expect(delta.surfaces).toContainEqual({ surface: 'سوق السمك', key: 'سوق السمك', count: 2 })
    expect(delta.surfaces).toContainEqual({ surface: 'بحر', key: 'بحر', count: 1 })
    expect(delta.surfaces.reduce((sum, { count }) => sum + count, 0)).toBe(mentions.length)
    const known = new Evidence(model.segmenter.letters)
    known.addBytes(drained)
    expect(recounted(delta.runs!, bench(), known)).toEqual(delta.surfaces)
    expect(extracted.runs.map((run) => runExtract(plainRun(run)))).toEqual(
      extracted.runs.map(({ matches, ...run }) => ({ ...run, matches: expect.objectContaining(matches) })),
    )
  })

  it('is nothing that waits where all is delimited', () => {
    const listed = { id: '1', lists: page.lists }
    const extracted = extract(listed, bench())
    const delta = deltaOf(listed, extracted, mentionsOf(extracted, bench()), new Uint8Array(), model)
    expect([delta.runs, delta.title, delta.link]).toEqual([undefined, undefined, undefined])
    expect(delta.example).toBeDefined()
  })
})
