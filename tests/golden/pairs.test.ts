import { describe, expect, it } from '@jest/globals'
import { compare } from '../../dist/index.js'
import { createClusters } from '../../dist/core/sameness/cluster.js'
import { loadModel } from '../../dist/model/index.js'
import { knownWrong, rows } from './cases.js'

// Two tags or one, and by which rule: from spelling alone, in either order, and as clusters of the two.
const pairs = rows('pairs.tsv').map(([a, b, verdict, rule]) => ({ a: a!, b: b!, same: verdict === 'one', rule: rule! }))
const wrong = knownWrong('pairs')
const right = pairs.filter(({ a, b }) => !wrong.has(`${a} = ${b}`))
const { letters, sameness } = loadModel()
const MIRRORED: Readonly<Record<string, string>> = { wider: 'narrower', narrower: 'wider' }

describe('golden pairs', () => {
  it.each(right)('$a = $b: $rule', ({ a, b, same, rule }) => {
    const there = compare(a, b)
    const back = compare(b, a)
    expect([there.same, back.same]).toEqual([same, same])
    if (rule !== '*') expect([there.rule, back.rule]).toEqual([rule, MIRRORED[rule] ?? rule])
  })

  it.each(right)('$a = $b, as clusters', ({ a, b, same }) => {
    for (const [more, less] of [
      [a, b],
      [b, a],
    ] as const) {
      const clusters = createClusters(
        [
          { surface: more, count: 3, pages: 3 },
          { surface: less, count: 2, pages: 2 },
        ],
        { letters, sameness, counts: () => undefined },
      )
      expect(clusters.tagOf(more) === clusters.tagOf(less)).toBe(same)
    }
  })

  it('are as many as were said', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(300)
    expect(wrong.size).toBeLessThanOrEqual(8)
    for (const name of wrong.keys()) expect(pairs.map(({ a, b }) => `${a} = ${b}`)).toContain(name)
  })
})
