import { describe, expect, it } from '@jest/globals'
import { copies, covered, holdsCopy, delimitedTags } from '../../dist/core/lists/copies.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel()
const list = { from: 'meta' as const, tags: ['سوق السمك', 'ميناء الصيد', 'بلدية', 'ترميم'] }
const known = delimitedTags([list], letters)
const cut = (...pieces: string[]) => covered({ pieces }, known, letters)

describe('what a list names is known in a run', () => {
  it('where its tags cover all of it, in any order', () => {
    expect(cut('ميناء الصيد بلدية سوق السمك')).toEqual(['ميناء الصيد', 'بلدية', 'سوق السمك'])
    expect(cut('سوق السمك', 'ترميم')).toEqual(['سوق السمك', 'ترميم'])
    expect(cut('سوق السمك وميناء')).toBeUndefined()
    expect(cut('سوق')).toBeUndefined()
  })

  it('the longest first', () => {
    const both = delimitedTags([{ from: 'meta', tags: ['سوق', 'سوق السمك', 'السمك'] }], letters)
    expect(covered({ pieces: ['سوق السمك'] }, both, letters)).toEqual(['سوق السمك'])
  })

  it('unless the list is of single words, which may be a title chopped up', () => {
    expect(delimitedTags([{ from: 'meta', tags: ['سوق', 'السمك'] }], letters).size).toBe(0)
  })
})

describe('a copy of a list in the text', () => {
  const copied = (text: string, tags: readonly string[] = list.tags, taken: [number, number][] = []) =>
    copies(text, [{ from: 'meta', tags }], [], taken, letters).map(([start, end]) => text.slice(start, end))

  it('is six of its words in its order, not five', () => {
    expect(copied('قال سوق السمك ميناء الصيد بلدية ترميم ثم مضى')).toEqual(['سوق السمك ميناء الصيد بلدية ترميم'])
    expect(copied('قال سوق السمك ميناء الصيد بلدية ثم مضى')).toEqual([])
    expect(copied('قال السمك سوق الصيد ميناء ترميم بلدية ثم مضى')).toEqual([])
  })

  it('may be where the first two of three tags stand side by side', () => {
    expect(holdsCopy('قال سوق السمك ميناء الصيد ثم', [list])).toBe(true)
    expect(holdsCopy('قال سوق السمك ثم ميناء الصيد', [list])).toBe(false)
    expect(holdsCopy('سوق السمك ميناء', [{ ...list, tags: ['سوق السمك', 'ميناء'] }])).toBe(false)
    expect(holdsCopy('سوق السمك ميناء', [{ ...list, tags: ['سوق السمك', 'ميناء', 'بحر'] }])).toBe(true)
  })
})
