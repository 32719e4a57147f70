import { describe, expect, it } from '@jest/globals'
import { createClusters } from '../../dist/core/sameness/cluster.js'
import { parseDecisions } from '../../dist/core/sameness/decisions.js'
import { loadModel } from '../../dist/model/index.js'
import { cases, knownWrong } from './cases.js'

// Surfaces with their counts, and decisions behind `!`; wanted: each tag with its variants. Cases are decided by the
// centre (the most frequent), by the score (the surest home), or by the chain (a member of the home objects). Nothing
// is known of the pages: the counts weigh, but are no evidence.
const { letters, sameness } = loadModel()
const clusters = cases('clusters.txt')
const wrong = knownWrong('clusters')

describe('golden clusters', () => {
  it.each(clusters.filter(({ name }) => !wrong.has(name)))('$name', ({ name, given, wanted }) => {
    const lines = given.split('\n').filter(Boolean)
    const surfaces = lines
      .filter((line) => !line.startsWith('!'))
      .map((line) => {
        const at = line.lastIndexOf(' ')
        const count = Number(line.slice(at))
        return { surface: line.slice(0, at), count, pages: count }
      })
    const decisions = parseDecisions(
      lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1)).join('\n'), // prettier-ignore
      name,
    ).map(({ decision }) => decision)
    for (const list of [surfaces, surfaces.toReversed()]) {
      const tags = createClusters(list, { letters, sameness, decisions, counts: () => undefined }).tags()
      const told = tags.map(
        ({ tag, variants }) =>
        [tag, variants.map(({ surface }) => surface).sort().join('، ')].filter(Boolean).join(': '), // prettier-ignore
      )
      expect(told.sort()).toEqual([...wanted].sort())
    }
  })

  it('are as many as were said', () => {
    expect(clusters.length).toBeGreaterThanOrEqual(40)
    expect(wrong.size).toBeLessThanOrEqual(1)
  })
})
