import { describe, expect, it } from '@jest/globals'
import { loadModel } from '../../dist/model/index.js'
import { idOf } from '../../dist/registry/ids.js'
import { registryKey } from '../../dist/run/delta.js'
import { TagCache } from '../../dist/run/tag-cache.js'

const model = loadModel()
const keyed = (surface: string) => ({ surface, key: registryKey(surface, model) })
const idFor = (surface: string) => idOf(registryKey(surface, model))

/** A cache of settled tags, each by its id and its spellings, the first of which is shown; `''` for none. */
function cacheOf(
  settled: Record<string, readonly string[]>,
  merged: Record<string, string> = {},
  open: readonly string[] = [],
) {
  const cache = new TagCache(model)
  for (const [id, target] of Object.entries(merged)) cache.addTag({ id, tag: 'x', key: 'x', target })
  for (const [id, [spelling]] of Object.entries(settled))
    if (id !== '') cache.addTag({ id, tag: spelling!, key: keyed(spelling!).key })
  for (const [tag, surfaces] of Object.entries(settled))
    for (const surface of surfaces) cache.addSurface({ ...keyed(surface), count: 1, pages: 1, tag })
  for (const surface of open) cache.addSurface({ ...keyed(surface), count: 1, pages: 1, tag: undefined })
  cache.complete()
  /** The tags of a page's spellings, each as its id and its spelling. */
  const of = (...surfaces: string[]) => {
    for (const { surface, key } of surfaces.map(keyed)) cache.see(surface, key)
    return surfaces.map((surface) => {
      const tag = cache.of(surfaces.map(keyed)).get(surface)
      return tag && `${tag.id} ${tag.spelling}`
    })
  }
  return { cache, of }
}

describe('the tags of a registry', () => {
  it('are those that were settled, by spelling, by key and by id', () => {
    const { cache, of } = cacheOf({ t1: ['غزة', 'القطاع'], '': ['المزيد'] }, { t9: 't1', t8: 't7' })
    expect(of('غزة', 'القطاع', 'غزه', 'المزيد')).toEqual(['t1 غزة', 't1 غزة', 't1 غزة', undefined])
    expect(['t1', 't9', 't8', 't2'].map((id) => cache.tag(id)?.spelling)).toEqual(['غزة', 'غزة', undefined, undefined])
  })

  it('of spellings that are not settled have the id of their key, and the best spelling that any page had', () => {
    for (const seen of [['اسواق', 'أسواق'], ['أسواق', 'اسواق'], ['أسواق']])
      // prettier-ignore
      expect(cacheOf({}, {}, seen).of('اسواق')).toEqual([`${idFor('أسواق')} أسواق`])
    expect(cacheOf({}, {}, []).of('اسواق')).toEqual([`${idFor('أسواق')} اسواق`])
  })

  it('lead on where their id was used up by a merge', () => {
    const { of } = cacheOf({ t1: ['غزة'] }, { [idFor('سوق')]: 't1' })
    expect(of('سوق')).toEqual(['t1 غزة'])
  })

  it('are one on a page for spellings that are one by rule, under the id of the plainest, in any order', () => {
    const plain = `${idFor('علم')} علم`
    for (const page of [
      ['علم', 'عِلم'],
      ['عِلم', 'علم'],
    ])
      // prettier-ignore
      expect(cacheOf({}).of(...page)).toEqual([plain, plain])
    // Two that contradict each other are two, and the plain one is neither's.
    const [a, b, c] = cacheOf({}).of('عِلم', 'عَلَم', 'علم')
    expect(a).not.toBe(b)
    expect([a, b]).toContain(c)
  })

  it('take in a new spelling that agrees with one of them but for its marks', () => {
    expect(cacheOf({ t1: ['علم'] }).of('عِلم')).toEqual(['t1 علم'])
    expect(cacheOf({ t1: ['عِلم'] }).of('علم')).toEqual(['t1 عِلم'])
    expect(cacheOf({ t1: ['عِلم'] }).of('عَلَم')).toEqual([`${idFor('عَلَم')} عَلَم`])
    // Of two that it agrees with it is neither.
    expect(cacheOf({ t1: ['عِلم'], t2: ['عَلَم'] }).of('علم')).toEqual([`${idFor('علم')} علم`])
  })
})
