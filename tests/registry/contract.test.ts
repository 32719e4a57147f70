/** What every store promises. */
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { idOf } from '../../dist/registry/ids.js'
import { openStore, type PageDelta, type SettledTag, type Snapshot, type Store } from '../../dist/registry/index.js'
import { decideIn } from '../../dist/run/decide.js'
import { places } from './stores.js'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
const keyOf = (surface: string): string => surface.replace(/[أإ]/g, 'ا').replace(/ة/g, 'ه')

function part(page: string, digest: string, ...surfaces: string[]): PageDelta {
  return {
    page,
    digest,
    surfaces: surfaces.map((surface) => ({ surface, key: keyOf(surface), count: 1 })),
    evidence: Buffer.from(`${page}/${digest}`),
  }
}

/** Everything countable, in an order of its own. */
const counted = (snapshot: Snapshot): string[] =>
  snapshot.surfaces
    .filter((s) => s.pages > 0)
    .map((s) => `${s.surface} ${s.key} ${s.count} ${s.pages}`)
    .sort()

/** Surfaces of one key as one tag, spelled as the first in code-unit order. */
function byKey(snapshot: Snapshot, key = (k: string): string => k): SettledTag[] {
  const clusters = new Map<string, string[]>()
  for (const s of snapshot.surfaces) {
    if (s.count > 0) clusters.set(key(s.key), [...(clusters.get(key(s.key)) ?? []), s.surface])
  }
  return [...clusters].map(([k, surfaces]) => ({ tag: surfaces.sort()[0]!, key: k, surfaces }))
}

async function evidenceOf(store: Store, upTo: 'settled' | 'all'): Promise<string[]> {
  const sums = new Map<string, number>()
  await store.snapshot({ upTo, evidence: (bytes) => sums.set(text(bytes), (sums.get(text(bytes)) ?? 0) + 1) })
  return [...sums].map(([t, n]) => `${n} ${t}`).sort()
}

async function lines(store: Store): Promise<string[]> {
  const found: string[] = []
  for await (const line of store.export()) found.push(line)
  return found
}

const tagOf = (snapshot: Snapshot, surface: string): string =>
  snapshot.surfaces.find((s) => s.surface === surface)?.tag ?? 'none'

for (const place of places()) {
  describe(`a registry in ${place.name}`, () => {
    const opened: Store[] = []
    const open = async (where = place.fresh()): Promise<Store> => {
      const store = await openStore(where)
      opened.push(store)
      return store
    }
    afterAll(async () => {
      for (const store of opened) await store.close()
      await place.clean()
    })

    it('counts a page once, however often it is applied', async () => {
      const store = await open()
      const batch = [part('1', 'a', 'غزة', 'غزة', 'حماس'), part('2', 'a', 'غزة')]
      expect(await store.apply(batch)).toEqual({ added: 2, replaced: 0, unchanged: 0 })
      expect(await store.apply(batch)).toEqual({ added: 0, replaced: 0, unchanged: 2 })
      expect(await store.apply([])).toEqual({ added: 0, replaced: 0, unchanged: 0 })
      expect(counted(await store.snapshot())).toEqual(['حماس حماس 1 1', 'غزة غزه 3 2'])
      expect(await store.check()).toEqual([])
    })

    it('replaces the counts and evidence of a changed page', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة', 'حماس'), part('2', 'a', 'غزة')])
      expect(await store.apply([part('1', 'b', 'غزة', 'مصر')])).toEqual({ added: 0, replaced: 1, unchanged: 0 })
      expect(counted(await store.snapshot())).toEqual(['غزة غزه 2 2', 'مصر مصر 1 1'])
      expect(await evidenceOf(store, 'all')).toEqual(['1 1/b', '1 2/a'])
      expect(await store.check()).toEqual([])
    })

    it('counts pages anew whose surfaces follow from evidence, but for those that changed meanwhile', async () => {
      const store = await open()
      const runs = (text: string) => ({ runs: Buffer.from(text) })
      await store.apply([
        { ...part('1', 'a', 'غزة', 'حماس'), ...runs('أ') },
        { ...part('2', 'a', 'غزة'), ...runs('ب') },
        part('3', 'a', 'غزة'),
      ])
      const { seq } = await store.cursor()
      await store.apply([
        { ...part('2', 'b', 'مصر'), ...runs('ج') },
        { ...part('4', 'a', 'مصر'), ...runs('د') },
      ])
      const seen: string[] = []
      const changes = await store.recount(seq, (bytes) => {
        seen.push(text(bytes))
        return [
          { surface: 'قطاع غزة', key: 'قطاع غزه', count: 2 },
          { surface: 'حماس', key: 'حماس', count: 1 },
        ]
      })
      expect(seen).toEqual(['أ'])
      expect(Object.fromEntries(changes)).toEqual({
        غزة: { key: '', count: -1, pages: -1 },
        حماس: { key: 'حماس', count: 0, pages: 0 },
        'قطاع غزة': { key: 'قطاع غزه', count: 2, pages: 1 },
      })
      expect(counted(await store.snapshot())).toEqual([
        'حماس حماس 1 1',
        'غزة غزه 1 1',
        'قطاع غزة قطاع غزه 2 1',
        'مصر مصر 2 2',
      ])
      expect(await store.check()).toEqual([])
      // Nothing differs any more.
      expect(
        (
          await store.recount(seq, () => [
            { surface: 'قطاع غزة', key: 'قطاع غزه', count: 2 },
            { surface: 'حماس', key: 'حماس', count: 1 },
          ])
        ).size,
      ).toBe(0)
    })

    it('takes the last of one page given twice in a batch', async () => {
      const store = await open()
      expect(await store.apply([part('1', 'a', 'غزة'), part('1', 'b', 'حماس')])).toEqual({
        added: 1,
        replaced: 0,
        unchanged: 0,
      })
      expect(counted(await store.snapshot())).toEqual(['حماس حماس 1 1'])
    })

    it('keeps the evidence right while pages change around a settling', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة'), part('2', 'a', 'حماس')])
      const sum = async (snapshot: Snapshot, upTo: string[]): Promise<boolean> =>
        store.settle({ snapshot, tags: byKey(snapshot), evidence: Buffer.from(upTo.join()) })
      const first = await store.snapshot()
      // Changed after the snapshot was taken and before it is settled.
      await store.apply([part('1', 'b', 'غزة')])
      expect(await sum(first, ['1/a', '2/a'])).toBe(true)
      expect(await evidenceOf(store, 'settled')).toEqual(['1 1/a,2/a'])
      // All pages anew: what page 1 had added cannot be told from what was settled.
      expect(await evidenceOf(store, 'all')).toEqual(['1 1/b', '1 2/a'])
      await store.apply([part('1', 'c', 'غزة'), part('3', 'a', 'غزة')])
      expect(await evidenceOf(store, 'all')).toEqual(['1 1/c', '1 2/a', '1 3/a'])
      const second = await store.snapshot()
      expect(await sum(second, ['1/c', '2/a', '3/a'])).toBe(true)
      expect(await evidenceOf(store, 'all')).toEqual(['1 1/c,2/a,3/a'])
      // The same again, and a new one: nothing that was settled is read again.
      await store.apply([part('1', 'c', 'غزة'), part('4', 'a', 'غزة')])
      expect(await evidenceOf(store, 'all')).toEqual(['1 1/c,2/a,3/a', '1 4/a'])
    })

    it('takes a large evidence in and out', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة')])
      const evidence = Buffer.alloc(5_000_001, 'wusum')
      const snapshot = await store.snapshot()
      await store.settle({ snapshot, tags: byKey(snapshot), evidence })
      const got: Uint8Array[] = []
      await store.snapshot({ evidence: (bytes) => got.push(Buffer.from(bytes)) })
      expect(got.length).toBe(1)
      expect(evidence.equals(got[0]!)).toBe(true)
    })

    it('keeps an id through merges, splits and renamings, and never gives one twice', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'إسرائيل', 'غزة'), part('2', 'a', 'إسرائيل', 'غزه'), part('3', 'a', 'حماس')])
      const merged = (k: string): string => (k === 'حماس' ? 'اسرائيل' : k)
      const settle = async (key?: (k: string) => string): Promise<Snapshot> => {
        const snapshot = await store.snapshot()
        expect(await store.settle({ snapshot, tags: byKey(snapshot, key) })).toBe(true)
        return store.snapshot()
      }

      const first = await settle()
      const israel = tagOf(first, 'إسرائيل')
      const hamas = tagOf(first, 'حماس')
      expect(israel).toBe(idOf('اسرائيل'))
      expect(tagOf(first, 'غزة')).toBe(tagOf(first, 'غزه'))
      expect(new Set([israel, hamas, tagOf(first, 'غزة')]).size).toBe(3)

      const second = await settle(merged)
      expect(tagOf(second, 'حماس')).toBe(israel)
      expect(second.tags.get(hamas)?.target).toBe(israel)

      const third = await settle()
      expect(tagOf(third, 'إسرائيل')).toBe(israel)
      const split = tagOf(third, 'حماس')
      expect([israel, hamas]).not.toContain(split)
      expect(third.tags.get(hamas)?.target).toBe(israel)

      const fourth = await settle(merged)
      expect(fourth.tags.get(split)?.target).toBe(israel)
      expect(fourth.tags.get(hamas)?.target).toBe(israel)

      expect((await store.history(hamas)).map((h) => `${h.event} ${h.other}`)).toEqual([`merged ${israel}`])
      expect((await store.history(israel)).map((h) => `${h.event} ${h.other}`)).toEqual([
        `received ${hamas}`,
        `received ${split}`,
      ])
      expect((await store.history(split)).map((h) => [h.event, h.generation])).toEqual([
        ['split', 3],
        ['merged', 4],
      ])
      expect(await store.check()).toEqual([])
    })

    it('retires an ignored tag and wakes it again under its id', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'اقرأ المزيد', 'غزة')])
      const first = await store.snapshot()
      await store.settle({ snapshot: first, tags: byKey(first) })
      const second = await store.snapshot()
      const id = tagOf(second, 'اقرأ المزيد')
      await store.settle({ snapshot: second, tags: byKey(second).filter((t) => t.tag !== 'اقرأ المزيد') })
      const third = await store.snapshot()
      expect(tagOf(third, 'اقرأ المزيد')).toBe('')
      expect((await store.history(id)).map((h) => h.event)).toEqual(['retired'])
      await store.settle({ snapshot: third, tags: byKey(third) })
      expect(tagOf(await store.snapshot(), 'اقرأ المزيد')).toBe(id)
    })

    it('refuses a judgement over a state that was settled since', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة')])
      const snapshot = await store.snapshot()
      expect(await store.settle({ snapshot, tags: byKey(snapshot) })).toBe(true)
      expect(await store.settle({ snapshot, tags: [] })).toBe(false)
      expect(tagOf(await store.snapshot(), 'غزة')).toBe(idOf('غزه'))
    })

    it('keeps decisions, once each, and lets them be taken back', async () => {
      const store = await open()
      await store.decide(
        [
          { verb: 'same', a: 'حماس', b: 'حركة حماس' },
          { verb: 'ignore', tag: 'المزيد' },
        ],
        'سلمى',
      )
      await store.decide(
        [
          { verb: 'ignore', tag: 'المزيد' },
          { verb: 'spell-as', tag: 'غزه', as: 'غزة' },
        ],
        'سلمى',
      )
      const before = await store.decisions()
      expect(before.map((d) => d.decision.verb)).toEqual(['same', 'ignore', 'spell-as'])
      expect(before[0]).toMatchObject({ by: 'سلمى', decision: { verb: 'same', a: 'حماس', b: 'حركة حماس' } })
      const cursor = await store.cursor()
      await store.undo([before[1]!.id])
      expect((await store.snapshot()).decisions.map((d) => d.verb)).toEqual(['same', 'spell-as'])
      expect((await store.decisions())[1]?.undone).toMatch(/^\d{4}-/)
      expect((await store.cursor()).decision).toBeGreaterThan(cursor.decision)
    })

    it('lets a writer look at the decisions that stand within its transaction, refuse, and take some back', async () => {
      const where = place.fresh()
      const store = await open(where)
      await store.decide([{ verb: 'same', a: 'غزة', b: 'غزه' }], 'سلمى')
      const refused = store.decide((standing) => {
        throw new Error(`${standing.length} stands`)
      }, 'سلمى')
      await expect(refused).rejects.toThrow('1 stands')
      const add = [{ verb: 'apart', a: 'غزة', b: 'غزه' }] as const
      await store.decide((standing) => ({ add, undo: standing.map(({ id }) => id) }), 'كريم')
      expect((await store.snapshot()).decisions).toEqual(add)
      expect((await store.decisions()).map(({ by, undone }) => [by, undone === undefined])).toEqual([
        ['سلمى', false],
        ['كريم', true],
      ])
    })

    it('keeps one of two decisions that contradict each other and come at the same time', async () => {
      const where = place.fresh()
      const first = await open(where)
      // A registry in memory is nobody else's.
      const second = place.name === 'memory' ? first : await open(where)
      for (let i = 0; i < 5; i++) {
        const pair = { a: `قرية ${i}`, b: `القرية ${i}` }
        const sent = await Promise.allSettled([
          decideIn(first, [{ verb: 'same', ...pair }], 'سلمى'),
          decideIn(second, [{ verb: 'apart', ...pair }], 'كريم'),
        ])
        expect(sent.filter(({ status }) => status === 'fulfilled').length).toBe(1)
        expect(sent.find((it) => it.status === 'rejected')).toMatchObject({ reason: { code: 'DECISIONS' } })
      }
      expect((await first.snapshot()).decisions.length).toBe(5)
    })

    it('tells what is newer', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة')])
      const cursor = await store.cursor()
      expect(await store.newer(cursor)).toEqual([])
      await store.apply([part('2', 'a', 'غزة', 'حماس')])
      expect((await store.newer(cursor)).map((s) => s.surface)).toEqual(['حماس'])
      expect((await store.cursor()).seq).toBe(cursor.seq + 1)
    })

    it('takes any text', async () => {
      const store = await open()
      const odd = ['a\0b', '\ud800', "'; DROP TABLE pages; --", '"$1"', '\\x00', 'x'.repeat(100_000), '🇵🇸 غزة', '\n\t']
      for (const [i, page] of odd.entries()) await store.apply([part(page, String(i), page, `tag ${page}`)])
      for (const [i, page] of odd.entries())
        expect(await store.apply([part(page, String(i))])).toEqual({ added: 0, replaced: 0, unchanged: 1 })
      const snapshot = await store.snapshot()
      expect(snapshot.pages).toBe(odd.length)
      // All but what is longer than a surface may be.
      expect(snapshot.surfaces.length).toBe(2 * (odd.length - 1))
      expect(await store.check()).toEqual([])
    })

    it('exports what another store imports and exports alike', async () => {
      const store = await open()
      await store.apply([
        part('1', 'a', 'غزة', 'حماس'),
        part('\ud800', 'a', 'غزه'),
        { page: '3', digest: 'x', surfaces: [] },
      ])
      const snapshot = await store.snapshot()
      await store.settle({ snapshot, tags: byKey(snapshot), evidence: Buffer.from('sum') })
      await store.apply([
        { ...part('1', 'b', 'غزة'), title: 'عنوان', date: '2020', runs: Buffer.from('run') },
        part('4', 'a', 'مصر'),
      ])
      await store.decide([{ verb: 'apart', a: 'غزة', b: 'مصر' }], 'س')
      await store.undo([1])
      const exported = await lines(store)
      for (const where of ['memory:', place.fresh()]) {
        const other = await open(where)
        await other.import(exported)
        expect(await lines(other)).toEqual(exported)
        expect(await other.check()).toEqual([])
        expect(await other.apply([part('1', 'b', 'غزة')])).toEqual({ added: 0, replaced: 0, unchanged: 1 })
        expect(await evidenceOf(other, 'all')).toEqual(await evidenceOf(store, 'all'))
        await expect(other.import(exported)).rejects.toMatchObject({ code: 'REGISTRY' })
      }
    })

    it('imports all or nothing', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة')])
      const good = await lines(store)
      const bad = [
        '{"in":"pages"}',
        'null',
        '{',
        '[]',
        '{"in":"__proto__"}',
        '{"in":"pages","page":"x","digest":"","surfaces":"[1]","evidence":null,"seq":1}',
      ]
      for (const line of bad) {
        const other = await open()
        await expect(other.import([...good, line])).rejects.toMatchObject({
          code: 'REGISTRY',
          where: { record: good.length + 1 },
        })
        expect((await other.snapshot()).surfaces).toEqual([])
      }
      const other = await open()
      await expect(other.import([])).rejects.toMatchObject({ code: 'REGISTRY' })
      await expect(other.import(['{"in":"registry","version":99}'])).rejects.toMatchObject({ code: 'REGISTRY_NEWER' })
    })

    it('finds pages that carry a surface, the latest first, and no other surface that begins alike', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة', 'مصر'), part('2', 'a', 'غزة تقاوم'), part('3', 'a', 'مصر', 'غزة')])
      await store.apply([part('4', 'a', 'a"b%_'), part('5', 'a', 'غزة')])
      await store.apply([{ ...part('3', 'b', 'مصر', 'غزة'), title: `في مصر ${'و'.repeat(999)}`, date: '2024-05-06' }])
      await store.apply([part('5', 'b', 'مصر')])
      expect(await store.carriers('غزة', 3)).toMatchObject([
        { page: '3', title: `في مصر ${'و'.repeat(193)}`, date: '2024-05-06', surfaces: ['مصر', 'غزة'] },
        { page: '1', title: undefined, date: undefined, surfaces: ['غزة', 'مصر'] },
      ])
      expect((await store.carriers('غزة', 1)).map(({ page }) => page)).toEqual(['3'])
      expect((await store.carriers('a"b%_', 9)).map(({ page }) => page)).toEqual(['4'])
      expect(await store.carriers('%', 9)).toEqual([])
    })

    it('keeps of a page what shows its tags in use, cut to a bound', async () => {
      const store = await open()
      const link = 'https://mathal.example/1'
      const said = ['في غزة مدرسة', `حماس ${'و'.repeat(999)}`, 'ا', 'ب', 'ت غزه']
      await store.apply([
        { ...part('1', 'a', 'غزة', 'حماس', 'غزه'), link, example: { list: `غزة، حماس ${'و'.repeat(999)}`, said } },
        { ...part(link, 'a', 'مصر'), link, example: { said: [] } },
      ])
      const [one] = await store.carriers('غزة', 1)
      expect(one).toMatchObject({ page: '1', link, sentence: 'في غزة مدرسة' })
      expect(one!.list).toHaveLength(400)
      expect((await store.carriers('حماس', 1))[0]!.sentence).toHaveLength(200)
      // more than four are not kept
      expect((await store.carriers('غزه', 1))[0]!.sentence).toBeUndefined()
      expect((await store.carriers('مصر', 1))[0]).toEqual({ page: link, surfaces: ['مصر'] })
    })

    it('gives the surfaces of each page once, as they are now', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة', 'حماس'), part('2', 'a', 'غزة')])
      await store.apply([part('2', 'b', 'مصر', 'غزه')])
      const pages: string[] = []
      await store.eachPage((surfaces) => pages.push([...surfaces].sort().join(' ')))
      expect(pages.sort()).toEqual(['حماس غزة', 'غزه مصر'])
    })

    it('vacuums away what nothing refers to', async () => {
      const store = await open()
      await store.apply([part('1', 'a', 'غزة', 'حماس')])
      await store.apply([part('1', 'b', 'غزة')])
      expect((await store.snapshot()).surfaces.length).toBe(2)
      await store.vacuum()
      expect((await store.snapshot()).surfaces.map((s) => s.surface)).toEqual(['غزة'])
      expect(await store.check()).toEqual([])
    })

    it('says so when it is closed', async () => {
      const store = await openStore(place.fresh())
      await store.close()
      await store.close()
      const asked: readonly (() => Promise<unknown>)[] = [
        () => store.apply([part('1', 'a', 'غزة')]),
        () => store.snapshot(),
        () => store.cursor(),
        () => store.newer({ generation: 0, seq: 0, surface: 0, decision: 0 }),
        () => store.recount(1, () => []),
        () => store.decide([{ verb: 'ignore', tag: 'غزة' }], 'س'),
        () => store.undo([1]),
        () => store.decisions(),
        () => store.history('t1'),
        () => store.eachPage(() => undefined),
        () => store.carriers('غزة', 1),
        () => lines(store),
        () => store.import(['{"in":"registry","version":3}']),
        () => store.check(),
        () => store.vacuum(),
      ]
      for (const ask of asked)
        await expect(ask()).rejects.toMatchObject({
          code: 'REGISTRY',
          retry: false,
          message: expect.stringContaining('closed'),
        })
    })

    it('ends at the same contents whatever the order and the batches', async () => {
      const page = fc.record({
        page: fc.constantFrom('1', '2', '3', '4', '5'),
        tags: fc.array(fc.constantFrom('غزة', 'غزه', 'حماس', 'مصر', 'إسرائيل'), { maxLength: 4 }),
      })
      // One version a page, so that no order is right and another wrong.
      const pages = fc.uniqueArray(page, { selector: (p) => p.page, minLength: 1 })
      await fc.assert(
        fc.asyncProperty(pages, fc.infiniteStream(fc.nat(9)), async (versions, dice) => {
          const one = new (await import('../../dist/registry/memory.js')).MemoryStore()
          const parts = versions.map((v) => part(v.page, v.tags.join(), ...v.tags))
          await one.apply(parts)
          const two = await openStore(place.fresh())
          const shuffled = [...parts, ...parts].sort(() => (dice.next().value as number) - 4.5)
          while (shuffled.length > 0) await two.apply(shuffled.splice(0, 1 + (dice.next().value as number)))
          expect(counted(await two.snapshot())).toEqual(counted(await one.snapshot()))
          expect(await evidenceOf(two, 'all')).toEqual(await evidenceOf(one, 'all'))
          expect(await two.check()).toEqual([])
          await two.close()
        }),
        { numRuns: place.name === 'memory' ? 60 : 10 },
      )
    })
  })
}
