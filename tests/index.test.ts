import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import {
  compare,
  createNormaliser,
  evaluate,
  fold,
  locate,
  openRegistry,
  readHtml,
  readPages,
  run,
  segment,
  WusumError,
  type Input,
  type Page,
  type Reject,
  type StoredDecision,
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

  it('reads bytes and streams, packed or not, under their names', async () => {
    const jsonl = Buffer.from('{"id":"1","text":"نص","tags":["غزة"]}\n{"id":"2","text":"نص"}\n')
    async function* stream(bytes: Uint8Array) {
      for (const byte of bytes) yield Promise.resolve(Uint8Array.of(byte))
    }
    const read = async (...inputs: Input[]) => {
      const ids: string[] = []
      const onReject = ({ source, code }: Reject) => ids.push(`${code} ${source}`)
      for await (const { id } of readPages(inputs, { onReject })) ids.push(id)
      return ids
    }
    const html = '<title>خبر</title><p>قال الوزير إن العمل جار في المدينة.</p>'
    expect(await read(jsonl)).toEqual(['1', '2'])
    expect(await read(gzipSync(jsonl))).toEqual(['1', '2'])
    expect(await read(stream(jsonl), Readable.from([jsonl]), new Blob([jsonl]).stream())).toEqual([
      '1',
      '2',
      '1',
      '2',
      '1',
      '2',
    ])
    expect(await read({ name: 'a.html', bytes: Buffer.from(html) }, Readable.from([html]))).toEqual([
      'a.html',
      'input 2',
    ])
    expect(await read({ name: 'a.jsonl.br', bytes: brotliCompressSync(jsonl) })).toEqual(['1', '2'])
    expect(await read(Buffer.alloc(0))).toEqual(['NO_TEXT input 1'])
    await expect(read({ name: 'a', bytes: jsonl }, { name: 'a', bytes: jsonl })).rejects.toMatchObject({
      code: 'USAGE',
      message: 'two inputs have the name a',
    })
    await expect(read(5 as unknown as string)).rejects.toMatchObject({ code: 'USAGE' })
  })

  it('does with a registry what the command does', async () => {
    await using registry = await openRegistry('memory:')
    for (const [id, tags] of [
      ['1', ['غزة', 'حركة حماس']],
      ['2', ['غزه', 'عاجل']],
    ] as const)
      await registry.ingest({ id, lists: [{ from: 'field', tags }] })
    const names = async () => (await registry.tags()).map(({ tag }) => tag).sort()
    expect(await names()).toEqual(['حركة حماس', 'عاجل', 'غزة'])
    expect((await registry.diff()).fresh.map(({ tag }) => tag).sort()).toEqual(['حركة حماس', 'عاجل', 'غزة'])
    await registry.settle()
    expect((await registry.diff()).fresh).toEqual([])
    expect((await registry.tags()).every(({ id }) => id !== undefined)).toBe(true)

    await registry.decide({ verb: 'ignore', tag: 'عاجل' }, 'محرر')
    await expect(registry.decide({ verb: 'apart', a: 'عاجل', b: 'عاجل' })).rejects.toMatchObject({ code: 'DECISIONS' })
    expect((await registry.diff()).gone.map(({ tag }) => tag)).toEqual(['عاجل'])
    expect(await names()).toEqual(['حركة حماس', 'غزة'])
    const [{ id, by }] = (await registry.decisions()) as [StoredDecision]
    expect(by).toBe('محرر')
    await expect(registry.undo(id + 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await registry.undo(id)
    expect(await names()).toEqual(['حركة حماس', 'عاجل', 'غزة'])

    expect((await registry.explain('غزه'))?.surfaces.map(({ surface, rule }) => [surface, rule])).toEqual([
      ['غزة', 'shown'],
      ['غزه', 'orthographic'],
    ])
    expect((await registry.explain('غزه', 'ar'))?.surfaces[1]?.why).toMatch(/التاء المربوطة/)
    expect(await registry.explain('لا شيء')).toBeUndefined()
    expect(await registry.report({ lang: 'en', source: 'here' })).toMatch(/^<!doctype html>/i)
  })

  it('tells how well it cuts', async () => {
    const line = (id: number) => JSON.stringify({ id, text: 'نص', tags: ['قطاع غزة', 'حركة حماس', 'مصر'] })
    const { measured, alone } = await evaluate([Buffer.from([1, 2, 3, 4].map(line).join('\n'))])
    expect({ measured, f1: alone.f1 }).toEqual({ measured: 4, f1: 1 })
  })
})
