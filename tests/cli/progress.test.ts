import { describe, expect, it } from '@jest/globals'
import { barLine } from '../../dist/cli/progress.js'

const progress = { phase: 'reading', bytes: 45e6, totalBytes: 100e6, pages: 12_345, seconds: 15 } as const

describe('the bar', () => {
  it.each([
    [100, '[===============-------------------] reading 45%, 3 min 10 s left, 823 pages/s, 12,345 pages, 45 MB'],
    [80, '[======--------] reading 45%, 3 min 10 s left, 823 pages/s, 12,345 pages, 45 MB'],
    [70, '[=====------] reading 45%, 3 min 10 s left, 823 pages/s, 12,345 pages'],
    [60, '[=======--------] reading 45%, 3 min 10 s left, 823 pages/s'],
    [50, 'reading 45%, 3 min 10 s left, 823 pages/s'],
    [30, 'reading 45%, 3 min 10 s left,'],
  ])('gives room to what matters first in %i columns', (columns, line) => {
    expect(barLine(progress, 190, columns)).toBe(line)
    expect(line.length).toBeLessThan(columns)
  })

  it.each([
    [7, /, 7 s left,/],
    [60, /, 1 min 0 s left,/],
    [5000, /, 1 h 23 min left,/],
    [-1, /, 0 s left,/],
    [NaN, /^\[[=-]+\] reading 45%, 823 pages\/s/],
    [Infinity, /^\[[=-]+\] reading 45%, 823 pages\/s/],
  ])('%d seconds', (left, line) => expect(barLine(progress, left, 80)).toMatch(line))

  it('shows no share of what has no known end', () => {
    expect(barLine({ ...progress, totalBytes: undefined }, 190, 80)).toBe('reading, 823 pages/s, 12,345 pages, 45 MB')
  })
})
