import { describe, expect, it } from '@jest/globals'
import { segment } from '../../dist/index.js'
import { knownWrong, rows } from './cases.js'

// Runs, cut as a careful reader would, from what ships and the page's own text alone.
const runs = rows('runs.tsv').map(([tags, text]) => ({ tags: tags!, text: text ?? '' }))
const wrong = knownWrong('runs')
const cut = ({ tags, text }: (typeof runs)[number]): string[] =>
  segment(tags.replaceAll(' | ', ' '), { text }).map(({ surface }) => surface)
/** Of the tags of all runs, those that are cut out; measured: 0.99. */
const LEAST_FOUND = 0.9

describe('golden runs', () => {
  it.each(runs.filter(({ tags }) => !wrong.has(tags)))('$tags', (run) => {
    expect(cut(run).join(' | ')).toBe(run.tags)
  })

  it('are right as a whole', () => {
    const wanted = runs.flatMap(({ tags }) => tags.split(' | '))
    const found = runs.reduce(
      (sum, run) => sum + cut(run).filter((tag) => run.tags.split(' | ').includes(tag)).length,
      0,
    )
    expect(found / wanted.length).toBeGreaterThan(LEAST_FOUND)
    expect(runs.length).toBeGreaterThanOrEqual(40)
    expect(wrong.size).toBeLessThanOrEqual(3)
  })
})
