/** Ids through merges, splits, decisions taken back, and tags that are ignored and woken. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { assignIds, idOf } from '../../dist/registry/ids.js'
import type { SettledTag, Snapshot, StoredTag } from '../../dist/registry/index.js'
import { MemoryStore } from '../../dist/registry/memory.js'

const NAMES = ['جبل', 'سهل', 'واد', 'نهر', 'بحر', 'بئر', 'عين']

class World {
  readonly store = new MemoryStore()
  #pages = 0

  async page(...surfaces: string[]): Promise<void> {
    await this.store.apply([
      { page: String(this.#pages++), digest: '1', surfaces: surfaces.map((s) => ({ surface: s, key: s, count: 1 })) },
    ])
  }

  /** Settles: each string names the surfaces of one tag, with spaces between; what is not named is a tag of its own, or none. */
  async settle(groups: readonly string[], ignored: readonly string[] = []): Promise<Snapshot> {
    const snapshot = await this.store.snapshot()
    const tags: SettledTag[] = groups
      .map((group) => group.split(' '))
      .map((s) => ({ tag: s[0]!, key: s[0]!, surfaces: s }))
    const named = new Set([...tags.flatMap(({ surfaces }) => surfaces), ...ignored])
    for (const { surface } of snapshot.surfaces)
      if (!named.has(surface)) tags.push({ tag: surface, key: surface, surfaces: [surface] })
    expect(await this.store.settle({ snapshot, tags })).toBe(true)
    expect(await this.store.check()).toEqual([])
    return this.store.snapshot()
  }
}

const tagOf = ({ surfaces }: Snapshot, surface: string): string | undefined =>
  surfaces.find((s) => s.surface === surface)?.tag
/** One step: an id never leads to one that was merged itself. */
const leadsTo = ({ tags }: Snapshot, id: string): string => tags.get(id)!.target ?? id

describe('the id of a tag', () => {
  it('leads to the last tag of a chain of merges', async () => {
    const world = new World()
    for (const [i, name] of NAMES.entries()) for (let n = 0; n <= i; n++) await world.page(name)
    let now = await world.settle([])
    const first = NAMES.map((name) => tagOf(now, name)!)
    for (let i = 2; i <= NAMES.length; i++) {
      now = await world.settle([NAMES.slice(0, i).join(' ')])
      const last = tagOf(now, NAMES[0]!)!
      // The new one is the largest of them each time for a while, so that the chain does grow.
      for (const id of first.slice(0, i)) expect(leadsTo(now, id)).toBe(last)
    }
  })

  it('leads to the tag that goes on, through merges taken back and made again the other way round', async () => {
    const world = new World()
    await world.page('جبل', 'سهل')
    await world.page('جبل')
    let now = await world.settle([])
    const [hill, plain] = ['جبل', 'سهل'].map((name) => tagOf(now, name)!) as [string, string]
    const given = new Set([hill, plain])
    for (let round = 0; round < 4; round++) {
      now = await world.settle(['جبل سهل'])
      expect(leadsTo(now, hill)).toBe(tagOf(now, 'جبل'))
      expect(leadsTo(now, plain)).toBe(tagOf(now, 'جبل'))
      now = await world.settle([])
      const split = [tagOf(now, 'جبل')!, tagOf(now, 'سهل')!]
      expect(split[0]).not.toBe(split[1])
      // One goes on under the id of both; the other gets one that never was.
      expect(split.filter((id) => !given.has(id)).length).toBe(1)
      for (const id of split) given.add(id)
      for (const id of given) expect(split).toContain(leadsTo(now, id))
      // The smaller becomes the larger.
      for (let n = 0; n < 3; n++) await world.page(round % 2 === 0 ? 'سهل' : 'جبل', 'نهر')
    }
  })

  it('sleeps while a tag is ignored, also one that was split off, and wakes', async () => {
    const world = new World()
    await world.page('جبل', 'سهل')
    await world.page('جبل')
    await world.settle(['جبل سهل'])
    const split = tagOf(await world.settle([]), 'سهل')!
    expect(split).not.toBe(idOf('سهل'))
    expect(tagOf(await world.settle([], ['سهل']), 'سهل')).toBe('')
    expect(tagOf(await world.settle([]), 'سهل')).toBe(split)
  })

  it('once given leads to a tag for ever, and follows the tag that it led to', async () => {
    const step = fc.record({
      pages: fc.array(fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      // The group of each name; 5 is ignored.
      groups: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: NAMES.length, maxLength: NAMES.length }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const world = new World()
        const given = new Set<string>()
        let before: Snapshot = await world.store.snapshot()
        for (const { pages, groups } of steps) {
          for (const names of pages) await world.page(...new Set(names))
          const here = new Set((await world.store.snapshot()).surfaces.map(({ surface }) => surface))
          const byGroup = new Map<number, string[]>()
          NAMES.forEach((name, i) => {
            if (here.has(name) && groups[i] !== 5) byGroup.set(groups[i]!, [...(byGroup.get(groups[i]!) ?? []), name])
          })
          const ignored = NAMES.filter((_, i) => groups[i] === 5)
          // What ingests answered since: the id of the key, or where that leads.
          for (const name of here)
            if (!before.surfaces.some((s) => s.surface === name) && !ignored.includes(name)) given.add(idOf(name))
          const now = await world.settle(
            [...byGroup.values()].map((names) => names.join(' ')),
            ignored,
          )
          for (const id of given) {
            const to = leadsTo(now, id)
            expect(now.tags.get(to)?.target).toBeUndefined()
            const old = before.tags.get(id)
            if (old === undefined) continue
            // All ids that led to one tag go where it goes.
            expect(to).toBe(leadsTo(now, old.target ?? id))
            // And that is a tag which has something of what it had, unless nothing of it is a tag any more.
            const had = before.surfaces.filter((s) => s.tag === (old.target ?? id)).map((s) => tagOf(now, s.surface))
            if (had.some((tag) => tag !== '')) expect(had).toContain(to)
          }
          for (const id of now.tags.keys()) given.add(id)
          before = now
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('what each judged tag gets', () => {
  /** `tag` of a surface: undefined where it is not settled, '' where it is no tag. */
  const of = (
    surfaces: readonly [name: string, count: number, tag?: string][],
    tags: readonly StoredTag[] = [],
  ): Snapshot => ({
    cursor: { generation: 1, seq: 1, surface: 1, decision: 1 },
    surfaces: surfaces.map(([surface, count, tag]) => ({ surface, key: surface, count, pages: count, tag })),
    tags: new Map(tags.map((tag) => [tag.id, tag])),
    decisions: [],
    pages: 1,
    replaced: 1,
  })
  const judged = (...groups: string[]): SettledTag[] =>
    groups.map((group) => ({ tag: group.split(' ')[0]!, key: group.split(' ')[0]!, surfaces: group.split(' ') }))
  const tag = (id: string, name: string, target?: string): StoredTag => ({ id, tag: name, key: name, target })
  const [a, b] = [idOf('جبل'), idOf('سهل')]

  it.each<[string, Snapshot, SettledTag[], object]>([
    [
      'the id of its key, and spellings that are of no tag none',
      of([['جبل', 2], ['سهل', 1], ['واد', 0]]), // prettier-ignore
      judged('جبل'),
      { tags: [{ id: a, tag: 'جبل', key: 'جبل' }], surfaces: [['جبل', a], ['سهل', '']], events: [] }, // prettier-ignore
    ],
    [
      'nothing anew where nothing changed',
      of([['جبل', 2, a]], [tag(a, 'جبل')]),
      judged('جبل'),
      { tags: [], surfaces: [], events: [] },
    ],
    [
      'its id under another name',
      of([['جبل', 2, a], ['الجبل', 3, a]], [tag(a, 'جبل')]), // prettier-ignore
      judged('الجبل جبل'),
      {
        tags: [{ id: a, tag: 'الجبل', key: 'الجبل' }],
        surfaces: [],
        events: [{ id: a, event: 'renamed', other: 'جبل' }],
      },
    ],
    [
      'of two ids the one of more occurrences, and the other leads to it',
      of([['جبل', 2, a], ['سهل', 3, b]], [tag(a, 'جبل'), tag(b, 'سهل')]), // prettier-ignore
      judged('جبل سهل'),
      {
        tags: expect.arrayContaining([tag(b, 'جبل'), tag(a, 'جبل', b)]) as unknown,
        surfaces: [['جبل', b]],
        events: [
          { id: b, event: 'renamed', other: 'سهل' },
          { id: a, event: 'merged', other: b },
          { id: b, event: 'received', other: a },
        ],
      },
    ],
    [
      'of two ids of as many the lower one',
      of([['جبل', 3, a], ['سهل', 3, b]], [tag(a, 'جبل'), tag(b, 'سهل')]), // prettier-ignore
      judged('جبل سهل'),
      { surfaces: [[a < b ? 'سهل' : 'جبل', a < b ? a : b]] },
    ],
    [
      'a settled id before one that was only handed out, of however few',
      of([['جبل', 1, a], ['سهل', 9]], [tag(a, 'جبل')]), // prettier-ignore
      judged('جبل سهل'),
      {
        tags: expect.arrayContaining([{ id: b, tag: '', key: 'سهل', target: a }]) as unknown,
        surfaces: [['سهل', a]],
        events: [],
      },
    ],
    [
      'where one splits, the id with more occurrences',
      of([['جبل', 2, a], ['سهل', 3, a]], [tag(a, 'جبل')]), // prettier-ignore
      judged('جبل', 'سهل'),
      {
        surfaces: [['جبل', idOf('جبل', 1)]],
        events: [
          { id: idOf('جبل', 1), event: 'split', other: a },
          { id: a, event: 'renamed', other: 'جبل' },
        ],
      },
    ],
    [
      'where one splits into as many, the first of its keys the id',
      of([['جبل', 3, a], ['سهل', 3, a]], [tag(a, 'جبل')]), // prettier-ignore
      judged('سهل', 'جبل'),
      { surfaces: [['سهل', b]], events: [{ id: b, event: 'split', other: a }] },
    ],
    [
      'with an id that was given out since, the way from there',
      of([['جبل', 2], ['سهل', 1]]), // prettier-ignore
      judged('جبل سهل'),
      {
        tags: expect.arrayContaining(
          [tag(a, 'جبل', undefined), { id: b, tag: '', key: 'سهل', target: a }].map(
            (it) => expect.objectContaining(it.target === undefined ? { id: a, key: 'جبل' } : it) as unknown,
          ),
        ) as unknown,
        surfaces: [['جبل', a], ['سهل', a]], // prettier-ignore
        events: [],
      },
    ],
    [
      'by all spellings of an id together',
      of([['جبل', 2, a], ['الجبل', 2, a], ['سهل', 3, a]], [tag(a, 'جبل')]), // prettier-ignore
      judged('سهل', 'جبل الجبل'),
      { surfaces: [['سهل', b]], events: [{ id: b, event: 'split', other: a }] },
    ],
    [
      'where it is split from two, the word of one',
      of([['جبل', 9, a], ['سهل', 9, b], ['واد', 1, a], ['نهر', 1, b]], [tag(a, 'جبل'), tag(b, 'سهل')]), // prettier-ignore
      judged('جبل', 'سهل', 'واد نهر'),
      { events: [{ id: idOf('واد'), event: 'split', other: a }] },
    ],
    [
      'without spellings that nobody has stored',
      of([['جبل', 2, a]], [tag(a, 'جبل')]),
      judged('جبل تل'),
      { tags: [], surfaces: [], events: [] },
    ],
    [
      'where one is no tag any more, nothing, which is told once',
      of([['جبل', 3, a], ['الجبل', 1, a], ['سهل', 0, b], ['واد', 1, '']], [tag(a, 'جبل'), tag(b, 'سهل')]), // prettier-ignore
      [],
      { tags: [], surfaces: [['جبل', ''], ['الجبل', '']], events: [{ id: a, event: 'retired', other: '' }] }, // prettier-ignore
    ],
    [
      'where ids led to one that is merged, the way to where that leads',
      of([['جبل', 2, a], ['سهل', 3, b]], [tag('t0', 'قديم', a), tag(a, 'جبل'), tag(b, 'سهل')]), // prettier-ignore
      judged('سهل جبل'),
      { tags: expect.arrayContaining([tag('t0', 'قديم', b), tag(a, 'جبل', b)]) as unknown, surfaces: [['جبل', b]] },
    ],
  ])('is %s', (_, snapshot, tags, want) => {
    const found = assignIds(snapshot, tags)
    expect(found).toMatchObject(want)
    expect(found.tags).toEqual([...found.tags].sort((x, y) => (x.id < y.id ? -1 : 1)))
    expect(assignIds(snapshot, tags.toReversed())).toEqual(found)
  })

  it('is 60 bits of a hash of its key', () => {
    const ids = ['جبل', 'جبل\u00001', 'سهل'].map((key) => idOf(key))
    for (const id of ids) expect(id).toMatch(/^t[0-9abcdefghjkmnpqrstvwxyz]{12}$/)
    expect(idOf('جبل', 1)).toBe(ids[1])
    // Registries hold them.
    expect(ids[0]).toBe('tg64yg3sdkmmr')
    expect(['غزه', 'سوق', 'بحر', ''].map((key) => idOf(key))).toEqual([
      't8qn7vqa8qcpn',
      'tb20dvj3vp5wb',
      't47pf5gjnjkwm',
      'twerc8gmrzge1',
    ])
    expect([1, 2].map((turn) => idOf('سوق', turn))).toEqual(['t4yg48f59f9cs', 'tywcb3yzh5jq4'])
  })
})
