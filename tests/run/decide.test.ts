import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Decision } from '../../dist/core/types.js'
import { openRegistry } from '../../dist/index.js'
import { MemoryStore } from '../../dist/registry/memory.js'
import { contradictionOf, decideIn, standingContradictions, undoIn } from '../../dist/run/decide.js'

const same = (a: string, b: string): Decision => ({ verb: 'same', a, b })
const apart = (a: string, b: string): Decision => ({ verb: 'apart', a, b })

describe('decisions in a registry', () => {
  let store: MemoryStore
  beforeEach(() => {
    store = new MemoryStore()
  })
  const standing = async () =>
    (await store.decisions()).filter(({ undone }) => undone === undefined).map(({ id, by }) => `${id} ${by}`)

  it('stand in place of those that they replace', async () => {
    await decideIn(store, [same('غزة', 'القطاع'), same('سوق', 'أسواق')], 'سلمى')
    const replaced = await decideIn(
      store,
      [apart('القطاع', 'غزة')],
      'كريم',
      ({ verb, ...of }) => verb === 'same' && 'a' in of && of.a === 'غزة',
    )
    expect(replaced.map(({ id }) => id)).toEqual([1])
    expect(await standing()).toEqual(['2 سلمى', '3 كريم'])
    expect(await decideIn(store, [], 'كريم')).toEqual([])
  })

  it.each<[Decision[], Decision[], string]>([
    [
      [same('غزة', 'القطاع')],
      [apart('القطاع', 'غزة')],
      'In memory: “apart | القطاع | غزة” and decision 1 (same | غزة | القطاع) contradict each other; wusum registry undo takes decision 1 back',
    ],
    [
      [],
      [same('غزة', 'القطاع'), apart('القطاع', 'غزة')],
      'In memory: “apart | القطاع | غزة” and “same | غزة | القطاع” contradict each other',
    ],
    [[], [apart('غزة', 'غزه')], ''],
  ])('are refused where they contradict those that stand, or themselves: %j, %j', async (before, now, message) => {
    await decideIn(store, before, 'سلمى')
    const refused = decideIn(store, now, 'كريم')
    if (message === '') await refused
    else
      await expect(refused).rejects.toMatchObject({
        code: 'DECISIONS',
        message,
        where: { source: 'memory:' },
      })
    expect((await standing()).length).toBe(before.length + (message === '' ? now.length : 0))
  })

  it('are taken back by their numbers, all of them or none', async () => {
    await decideIn(store, [same('غزة', 'القطاع'), same('سوق', 'أسواق')], 'سلمى')
    await expect(undoIn(store, [1, 3])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'memory: has no decision 3',
    })
    expect(await standing()).toHaveLength(2)
    await undoIn(store, [1])
    await undoIn(store, [1])
    expect(await standing()).toEqual(['2 سلمى'])
  })

  it('contradict each other only while they stand', async () => {
    // As an earlier version, or another program, may have put them there.
    await store.decide([same('غزة', 'القطاع'), apart('غزة', 'القطاع')], 'سلمى')
    const [found, ...more] = standingContradictions(await store.decisions())
    expect(more).toEqual([])
    expect(contradictionOf(found!)).toMatch(/^decision \d .* and decision \d .* contradict each other$/)
    // They are no reason to refuse another.
    await decideIn(store, [same('سوق', 'أسواق')], 'سلمى')
    await store.undo([1])
    expect(standingContradictions(await store.decisions())).toEqual([])
  })

  it('are made and taken back through the library, one or several', async () => {
    const registry = await openRegistry('memory:')
    await registry.decide(same('غزة', 'القطاع'))
    await registry.decide([same('سوق', 'أسواق'), { verb: 'ignore', tag: 'المزيد' }], 'سلمى')
    const standing = async () =>
      (await registry.decisions()).filter(({ undone }) => undone === undefined).map(({ id, by }) => `${id} ${by}`)
    expect(await standing()).toEqual(['1 program', '2 سلمى', '3 سلمى'])
    await registry.undo(2)
    await registry.undo([1, 2])
    expect(await standing()).toEqual(['3 سلمى'])
    for (const ids of ['3', [3, 'x'], 1.5])
      await expect(registry.undo(ids as number)).rejects.toMatchObject({ code: 'USAGE' })
    await registry.close()
    await expect(registry.undo(3)).rejects.toMatchObject({ code: 'REGISTRY' })
  })
})
