import { describe, expect, it } from '@jest/globals'
import { MentionColumns, tagsOn } from '../../dist/run/mentions.js'
import { Collection } from '../../dist/run/segmenting.js'
import { UNKNOWN, Vocabulary } from '../../dist/run/vocabulary.js'

describe('the spellings of a collection', () => {
  it('have numbers in the order in which they came, whichever thread they came from', () => {
    const vocabulary = new Vocabulary()
    expect(['سوق', 'بحر', 'سوق'].map((text) => vocabulary.number(text))).toEqual([0, 1, 0])
    const tags = Uint32Array.of(1, 0, 1)
    expect(vocabulary.take({ thread: 1, first: 0, texts: ['بحر', 'موج'] }, tags)).toEqual(['موج'])
    expect([...tags]).toEqual([2, 1, 2])
    const more = Uint32Array.of(2, 0)
    expect(vocabulary.take({ thread: 1, first: 2, texts: ['سوق'] }, more)).toEqual([])
    expect([...more]).toEqual([0, 1])
    // A thread that forgot begins anew; another has numbers of its own.
    const anew = Uint32Array.of(0)
    expect(vocabulary.take({ thread: 1, first: 0, texts: ['ميناء'] }, anew)).toEqual(['ميناء'])
    const other = Uint32Array.of(0)
    vocabulary.take({ thread: 2, first: 0, texts: ['موج'] }, other)
    expect([...anew, ...other]).toEqual([3, 2])
  })

  it('are counted by occurrence and by page', () => {
    const vocabulary = new Vocabulary()
    for (const text of ['سوق', 'بحر', 'موج']) vocabulary.number(text)
    for (const page of [[0, 0, 1], [0], []]) vocabulary.count(Uint32Array.from(page))
    vocabulary.use(Uint32Array.of(1, UNKNOWN), Uint32Array.of(5, 9))
    expect([...vocabulary.occurring()]).toEqual([
      { surface: 'سوق', count: 3, pages: 2 },
      { surface: 'بحر', count: 6, pages: 1 },
    ])
  })

  it('are no more than may be known', () => {
    const vocabulary = new Vocabulary(2)
    expect(['سوق', 'بحر', 'موج', 'سوق'].map((text) => vocabulary.number(text))).toEqual([0, 1, UNKNOWN, 0])
  })

  it('are counted batch by batch, with the pages of each site', () => {
    const columns = new MentionColumns()
    for (const [page, site] of ['a.example', 'b.example', 'a.example'].entries()) {
      columns.add(page % 2, 1, 1)
      columns.end(String(page), site)
    }
    const vocabulary = new Vocabulary()
    for (const text of ['سوق', 'بحر']) vocabulary.number(text)
    const collection = new Collection(vocabulary)
    const batch = columns.done()
    collection.count(batch)
    expect([collection.pages, collection.sites.sites()]).toEqual([3, [['a.example', 2], ['b.example', 1]]]) // prettier-ignore
    expect([0, 1, 2].map((p) => [...tagsOn(batch, p)])).toEqual([[0], [1], [0]])
    expect([...vocabulary.occurring()].map(({ count }) => count)).toEqual([2, 1])
  })
})
