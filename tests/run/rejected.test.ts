import { describe, expect, it } from '@jest/globals'
import { Rejects } from '../../dist/run/rejected.js'
import type { Reject } from '../../dist/core/errors.js'

const reject = (source: string, record = 1, code: Reject['code'] = 'NO_TEXT'): Reject => ({
  source,
  record,
  code,
  reason: 'because',
})

describe('Rejects', () => {
  it('knows files of which nothing was read, also across a resumption', () => {
    const named = ['a.jsonl', 'b.jsonl', 'c.html', 'd.html', 'e.csv']
    const first = new Rejects(named)
    first.add({ source: 'a.jsonl' }, 0, [reject('a.jsonl')])
    first.add({ source: 'b.jsonl' }, 5, [])
    const second = new Rejects(named, first.soFar)
    second.add({ source: 'a.jsonl' }, 1, [reject('a.jsonl', 7)])
    second.add({ source: 'b.jsonl' }, 0, [reject('b.jsonl', 9, 'TRUNCATED')])
    second.add({ source: 'c.html', files: ['c.html', 'd.html'] }, 1, [reject('d.html'), reject('folder/x.html')])
    second.add({ source: 'e.csv' }, 0, [reject('e.csv')])
    expect(second.told.unread.map(({ source }) => source)).toEqual(['d.html', 'e.csv'])
    expect(second.told.reasons).toMatchObject([
      { code: 'NO_TEXT', source: 'a.jsonl', record: 1, count: 5 },
      { code: 'TRUNCATED', count: 1 },
    ])
    expect([second.total, second.byCode]).toEqual([6, { NO_TEXT: 5, TRUNCATED: 1 }])
  })
})
