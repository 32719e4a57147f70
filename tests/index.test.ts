import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  compare,
  createNormaliser,
  fold,
  locate,
  readHtml,
  readPages,
  run,
  segment,
  WusumError,
  type Page,
  type Reject,
} from '../dist/index.js'

describe('the library', () => {
  it('folds, locates, cuts and compares by itself', () => {
    expect(fold('الإنتخابات الرئاسيّة', 'orthographic')).toBe(fold('الانتخابات الرئاسية'))
    const text = 'قال الوزير إن العمل جار.\nكلمات دلالية: وزارة الصحة، لقاح كورونا، وزارة الصحه\n'
    const located = locate({ id: '1', text })
    expect(located.lists).toEqual([{ from: 'list', tags: ['وزارة الصحة', 'لقاح كورونا', 'وزارة الصحه'] }])
    expect(located.prose.map(([from, to]) => text.slice(from, to))).toEqual(['قال الوزير إن العمل جار.'])
    expect(segment('روسيا إسرائيل قطاع غزة حركة حماس').map(({ surface }) => surface)).toEqual([
      'روسيا',
      'إسرائيل',
      'قطاع غزة',
      'حركة حماس',
    ])
    expect(compare('إسرائيل', 'اسرائيل').same).toBe(true)
    expect(compare('لبنان', 'لبان')).toMatchObject({ same: false, a: 'لبنان', b: 'لبان' })
  })

  it('learns and normalises in memory, the same in any order', () => {
    const pages: Page[] = [
      { id: '1', text: 'كلمات دلالية: حركة حماس، غزة' },
      { id: '2', text: 'كلمات دلالية: غزه قطاع غزة حركة حماس' },
      { id: '3', lists: [{ from: 'field', tags: ['غزة', 'العـــراق', 'العراق'] }] },
    ]
    const tags = (order: readonly Page[]) => {
      const normaliser = createNormaliser()
      for (const page of order) normaliser.learn(page)
      return pages.map((page) => normaliser.normalise(page).tags.map(({ tag }) => tag))
    }
    expect(tags(pages)).toEqual([
      ['حركة حماس', 'غزة'],
      ['غزة', 'قطاع غزة', 'حركة حماس'],
      ['غزة', 'العراق'],
    ])
    expect(tags(pages.toReversed())).toEqual(tags(pages))
  })

  it('obeys decisions', () => {
    const normaliser = createNormaliser({ decisions: [{ verb: 'ignore', tag: 'عاجل' }] })
    const page: Page = { id: '1', lists: [{ from: 'field', tags: ['عاجل', 'غزة'] }] }
    normaliser.learn(page)
    expect(normaliser.normalise(page).tags.map(({ tag }) => tag)).toEqual(['غزة'])
  })

  it('reads HTML at hand', async () => {
    const page = await readHtml(
      '<title>خبر</title><meta name=keywords content="غزة، مصر"><p>نص الخبر هنا.</p>',
      'https://a.example/1',
    )
    expect(page).toMatchObject({
      id: 'https://a.example/1',
      title: 'خبر',
      lists: [{ from: 'meta', tags: ['غزة', 'مصر'] }],
    })
  })

  it('runs a job without output for its summary, and reads pages with their rejects', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wusum-test-'))
    try {
      const file = path.join(folder, 'p.jsonl')
      writeFileSync(file, '{"id":"1","text":"","tags":["غزة","غزه"]}\nnonsense\n')
      expect(await run({ inputs: [file] })).toMatchObject({ pages: 1, rejected: 1, spellings: 2, tags: 1 })
      const rejects: Reject[] = []
      const pages: string[] = []
      for await (const page of readPages([file], { onReject: (reject) => rejects.push(reject) })) pages.push(page.id)
      expect([pages, rejects.map(({ record }) => record)]).toEqual([['1'], [2]])
      await expect(run({ inputs: [path.join(folder, 'none')] })).rejects.toThrow(WusumError)
      await expect(run({ inputs: [path.join(folder, 'none')] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
