import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../dist/registry/index.js'
import { Desk, type Filter } from '../../dist/review/desk.js'
import { fill, listed, spellings, TAGS } from './registry.js'

const folder = mkdtempSync(join(tmpdir(), 'wusum-desk-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the desk', () => {
  let where: string
  let desk: Desk
  beforeEach(async () => {
    where = join(folder, `${randomUUID()}.db`)
    await fill(where)
    desk = await Desk.open(where)
  })
  afterEach(() => desk.close())

  const place = (a: string, b: string): number => {
    const item = desk.queue(0, 500).items.find((it) => it.a === a && it.b === b)
    if (item === undefined) throw new Error(`no proposal for ${a} and ${b}`)
    return item.place
  }

  it('proposes look-alikes, the most worth first, with both tags and the reason', async () => {
    const { total, items } = desk.queue(0, 500)
    expect(total).toBe(items.length)
    expect(items.map(({ a, b }) => `${a} / ${b}`)).toEqual(['بيني غانتس / بني غانتس', 'غزة / عزة'])
    const view = await desk.proposal(place('غزة', 'عزة'), 'en')
    expect(view).toMatchObject({ kind: 'apart', one: false, rule: 'short', pages: [40, 12] })
    expect(view?.why).toContain('short')
    expect(view?.tags.map((tag) => tag?.tag)).toEqual(['غزة', 'عزة'])
    expect(await desk.proposal(9999, 'en')).toBeUndefined()
  })

  const standing = () =>
    desk
      .decisions()
      .items.filter(({ undone }) => undone === undefined)
      .map(({ decision }) => decision)

  it('shows what a filter leaves, in its order, and lets no row move while people decide', async () => {
    const pairs = (filter: Filter) => desk.queue(0, 500, filter).items.map(({ a }) => a)
    const rules = (await desk.status()).rules
    expect(Object.values(rules).reduce((x, y) => x + y)).toBe(2)
    expect(pairs({ rule: 'short' })).toEqual(['غزة'])
    expect(pairs({ text: 'غانتس' })).toEqual(['بيني غانتس'])
    expect(pairs({ text: 'غزه' })).toEqual(['غزة'])
    expect(pairs({ pages: 4 })).toEqual(['غزة'])
    expect(pairs({ chance: 0.2 })).toEqual(['بيني غانتس'])
    expect(pairs({ kind: 'merged' })).toEqual([])
    expect(pairs({ order: 'pages' })).toEqual(['غزة', 'بيني غانتس'])
    expect(pairs({ order: 'chance' })).toEqual(['بيني غانتس', 'غزة'])
    expect(pairs({ order: 'text' })).toEqual(['بيني غانتس', 'غزة'])
    expect(pairs({ open: true })).toHaveLength(2)
    await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    expect(pairs({ open: true })).toHaveLength(2)
    expect(pairs({ open: true, turn: 1 })).toEqual(['بيني غانتس'])
  })

  it('settles a selection in one action, which one undo takes back and redo does again', async () => {
    await desk.settle('same', { all: true, places: [] }, {})
    expect(standing()).toHaveLength(2)
    expect(spellings(where, 'بيني غانتس')).toEqual(['بني غانتس', 'بيني غانتس'])
    await desk.undo()
    expect(standing()).toEqual([])
    await desk.redo()
    expect(standing()).toHaveLength(2)
    expect(await desk.redo()).toMatchObject({ tags: [] })
    await desk.undo()
    await desk.settle('apart', { all: true, places: [place('غزة', 'عزة')] }, {})
    expect(standing()).toEqual([{ verb: 'apart', a: 'بيني غانتس', b: 'بني غانتس' }])
    await desk.settle('related', { all: false, places: [place('غزة', 'عزة')] }, {})
    expect(standing().map(({ verb }) => verb)).toEqual(['related', 'apart'])
    await expect(desk.settle('same', { all: false, places: [999] }, {})).rejects.toMatchObject({ code: 'DECISIONS' })
    expect((await desk.status()).redoable).toBe(0)
  })

  it('merges under a spelling in one step', async () => {
    await desk.decide([
      { verb: 'same', a: 'غزة', b: 'عزة' },
      { verb: 'spell-as', tag: 'غزة', as: 'قطاع غزّة' },
    ])
    expect(listed(where).get('قطاع غزّة')?.pages).toBe(40)
    expect((await desk.tag('قطاع غزّة', 'ar'))?.surfaces).toHaveLength(4)
    await desk.undo()
    expect(listed(where).has('قطاع غزّة')).toBe(false)
    expect(await desk.tag('قطاع غزّة', 'ar')).toBeUndefined()
  })

  it('lists all decisions with who and when, those taken back too, and does any again', async () => {
    await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    await desk.decide([{ verb: 'ignore', tag: 'حرب' }])
    const [last, first] = desk.decisions().items
    expect(first).toMatchObject({ decision: { verb: 'same' }, undone: undefined })
    expect(last!.by).not.toBe('')
    await desk.undo(first!.id)
    expect(desk.decisions().items.map(({ undone }) => undone !== undefined)).toEqual([false, true])
    expect(spellings(where, 'غزة')).not.toContain('عزة')
    await desk.redo(first!.id)
    expect(spellings(where, 'غزة')).toContain('عزة')
    expect(desk.decisions(0, 1)).toMatchObject({ total: 3, items: [{ decision: { verb: 'same' } }] })
    expect(desk.decisions(0, 10, 'حرب').total).toBe(1)
  })

  it('finds a tag under any spelling, the whole first', () => {
    expect(desk.search('اسعار النفط').map(({ tag }) => tag)).toEqual(['أسعار النفط'])
    expect(desk.search('غزه')[0]?.tag).toBe('غزة')
    expect(desk.search('covid')[0]?.tag).toBe('COVID-19')
    expect(desk.search('')).toEqual([])
    expect(desk.search('\n')).toEqual([])
    expect(desk.search('لا شيء')).toEqual([])
  })

  it('merges, and the registry says so at once', async () => {
    const outcome = await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    expect(outcome.tags.map(({ tag }) => tag)).toEqual(['غزة'])
    expect(desk.queue(place('غزة', 'عزة'), 1).items[0]).toMatchObject({ decided: 'same', one: true })
    expect(spellings(where, 'غزة')).toEqual(['عزة', 'غزة', 'غزه', 'غـزة'].sort())
  })

  it('counts an action once, however often it is asked for', async () => {
    for (let i = 0; i < 3; i++) await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    expect((await desk.status()).decisions).toBe(1)
    expect((await desk.status()).undoable).toBe(1)
  })

  it('undoes step by step, back to what was', async () => {
    const before = listed(where)
    await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    await desk.decide([{ verb: 'ignore', tag: 'حرب' }])
    expect(listed(where).has('حرب')).toBe(false)
    expect((await desk.tag('حرب', 'en'))?.ignored).toBe(true)
    await desk.undo()
    expect((await desk.tag('حرب', 'en'))?.ignored).toBe(false)
    await desk.undo()
    expect(listed(where)).toEqual(before)
    expect(await desk.undo()).toEqual({ tags: [], replaced: [] })
    expect(desk.queue(place('غزة', 'عزة'), 1).items[0]?.decided).toBeUndefined()
  })

  it('lets a newer word replace an older one, and undo bring the older back', async () => {
    await desk.decide([{ verb: 'apart', a: 'عزة', b: 'غزة' }])
    const { replaced } = await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    expect(replaced).toEqual([{ verb: 'apart', a: 'عزة', b: 'غزة' }])
    expect((await desk.status()).decisions).toBe(1)
    await desk.decide([{ verb: 'related', a: 'غزة', b: 'عزة' }])
    await desk.undo()
    await desk.undo()
    expect(standing()).toEqual([{ verb: 'apart', a: 'عزة', b: 'غزة' }])
    await desk.undo()
    expect(standing()).toEqual([])
  })

  it('splits a spelling off, moves it, and chooses what is shown', async () => {
    const rest = ['غزة', 'غـزة']
    await desk.decide(rest.map((b) => ({ verb: 'apart', a: 'غزه', b })))
    expect(spellings(where, 'غزه')).toEqual(['غزه'])
    await desk.decide([{ verb: 'same', a: 'غزه', b: 'عزة' }])
    expect(spellings(where, 'عزة')).toEqual(['عزة', 'غزه'])
    await desk.decide([{ verb: 'spell-as', tag: 'عزة', as: 'غزه' }])
    expect(spellings(where, 'غزه')).toEqual(['عزة', 'غزه'])
    expect((await desk.tag('عزة', 'en'))?.tag).toBe('غزه')
  })

  it('keeps two tags as related', async () => {
    await desk.decide([{ verb: 'related', a: 'غزة', b: 'عزة' }])
    expect(desk.queue(place('غزة', 'عزة'), 1).items[0]).toMatchObject({ decided: 'related', one: false })
    expect(
      listed(where)
        .get('غزة')
        ?.related.map(({ tag }) => tag),
    ).toContain('عزة')
  })

  it.each([
    [undefined],
    [[]],
    [[{ verb: 'delete', tag: 'غزة' }]],
    [[{ verb: 'same', a: 'غزة' }]],
    [[{ verb: 'same', a: 'غزة', b: 'على غير صفحة' }]],
    [[{ verb: 'same', a: 'غزة', b: 'غزة' }]],
    [[{ verb: 'spell-as', tag: 'غزة', as: 'غزة | حلب' }]],
    [[{ verb: 'spell-as', tag: 'غزة', as: 'غ'.repeat(501) }]],
    [[{ verb: 'ignore', tag: { toString: 'غزة' } }]],
  ])('refuses what is no decision and changes nothing (%#)', async (decisions) => {
    await expect(desk.decide(decisions)).rejects.toMatchObject({ code: 'DECISIONS' })
    expect((await desk.status()).decisions).toBe(0)
  })

  it('refuses what contradicts several that stand', async () => {
    await desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])
    await desk.decide([{ verb: 'same', a: 'عزة', b: 'حلب' }])
    await expect(desk.decide([{ verb: 'apart', a: 'غزة', b: 'حلب' }])).rejects.toMatchObject({ code: 'DECISIONS' })
    expect((await desk.status()).decisions).toBe(2)
  })

  it('keeps the last word of two people at two desks', async () => {
    const other = await Desk.open(where)
    for (let i = 0; i < 3; i++) {
      await Promise.all([
        desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }]),
        other.decide([{ verb: 'apart', a: 'غزة', b: 'عزة' }]),
      ])
      const store = await openStore(where)
      expect((await store.snapshot()).decisions.length).toBe(1)
      await store.close()
    }
    await other.close()
  })

  it('works beside an ingest, and says that there is more', async () => {
    expect((await desk.status()).newer).toBe(false)
    const store = await openStore(where)
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.apply([{ page: `new ${i}`, digest: '1', surfaces: [{ surface: 'غزة', key: 'غزه', count: 1 }] }]),
      ),
    )
    await Promise.all([writing, desk.decide([{ verb: 'same', a: 'غزة', b: 'عزة' }])])
    expect((await store.snapshot()).decisions).toHaveLength(1)
    expect(await store.check()).toEqual([])
    await store.close()
    expect((await desk.status()).newer).toBe(true)
  })

  it('shows pages with their lists, history and the decisions file', async () => {
    const [page] = await desk.examples('حلب')
    expect(page?.page).toMatch(/^https:\/\/news\.example\//)
    expect(page?.surfaces).toContain('غزة')
    await desk.decide([{ verb: 'ignore', tag: 'حلب' }])
    expect(desk.exported()).toBe('ignore | حلب\n')
    expect((await desk.tag('حلب', 'en'))?.decisions).toHaveLength(1)
    expect((await desk.status()).spellings).toBe(Object.keys(TAGS).length)
  })
})
