import { describe, expect, it } from '@jest/globals'
import { Rejects, sentenceOf } from '../../dist/run/rejected.js'
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

  it('takes a file for read whatever of it was rejected before or behind, also across a resumption', () => {
    const named = ['a.jsonl', 'b.jsonl', 'c.jsonl']
    const first = new Rejects(named)
    first.add({ source: 'a.jsonl' }, 0, [reject('a.jsonl', 1), reject('a.jsonl', 2)])
    first.add({ source: 'b.jsonl' }, 1, [reject('b.jsonl', 2)])
    first.add({ source: 'elsewhere.jsonl' }, 1, [])
    expect(first.told.unread).toMatchObject([{ source: 'a.jsonl', record: 1 }])
    expect(first.soFar.readLast).toBe('b.jsonl')
    const second = new Rejects(named, first.soFar)
    second.add({ source: 'b.jsonl' }, 0, [reject('b.jsonl', 3)])
    second.add({ source: 'c.jsonl' }, 0, [reject('c.jsonl')])
    second.add({ source: 'x', files: ['c.jsonl', 'x'] }, 0, [])
    expect(second.told.unread).toMatchObject([{ source: 'a.jsonl', record: 1 }, { source: 'c.jsonl' }])
    second.add({ source: 'x', files: ['x', 'c.jsonl'] }, 2, [])
    expect(second.told.unread).toHaveLength(1)
    expect([first.total, second.total]).toEqual([3, 5])
  })

  it('refuses to have read nothing, and says what stood in the way', () => {
    const rejects = new Rejects(['a.jsonl'])
    rejects.checkRead(1)
    expect(() => rejects.checkRead(0)).toThrow(
      expect.objectContaining({
        code: 'NOTHING_READ',
        message: 'no page was read: the inputs hold no record',
        where: {},
      }),
    )
    rejects.add({ source: 'a.jsonl' }, 0, [reject('a.jsonl', 4), reject('a.jsonl', 5)])
    expect(() => rejects.checkRead(0)).toThrow(
      expect.objectContaining({
        message: 'no page was read: a.jsonl, record 4: because',
        where: { source: 'a.jsonl', record: 4 },
        rejected: rejects.told,
      }),
    )
    rejects.checkRead(1)
  })

  it.each<[Partial<Reject>, string]>([
    [{}, 'a: because'],
    [{ source: '-' }, 'standard input: because'],
    [{ record: 2 }, 'a, record 2: because'],
    [{ code: 'BAD_RECORD' }, 'a, record 1: because'],
    [{ code: 'TOO_LARGE', source: '-' }, 'standard input, record 1: because'],
    [{ fields: ['العنوان', 'النص'] }, 'a: because; it has العنوان, النص'],
    [{ fields: [] }, 'a: because'],
  ])('tells a reject by its place and reason: %j', (of, sentence) => {
    expect(sentenceOf({ ...reject('a'), ...of })).toBe(sentence)
  })
})
