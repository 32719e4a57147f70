import { describe, expect, it } from '@jest/globals'
import { copies, covered, holdsCopy, delimitedTags } from '../../dist/core/lists/copies.js'
import { w } from './located.js'
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

  it('in items of up to eight words, and with letters', () => {
    const named = delimitedTags([{ from: 'meta', tags: [w(8), w(9, 20), '—', 'سوق'] }], letters)
    expect(covered({ pieces: [`${w(8)} سوق`] }, named, letters)).toEqual([w(8), 'سوق'])
    expect(covered({ pieces: [w(9, 20)] }, named, letters)).toBeUndefined()
    expect([...named.keys()]).toEqual([w(1), 'سوق'])
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
    expect(copied('قال ثم السمك ميناء الصيد بلدية ترميم ثم مضى')).toEqual([])
    expect(copied('قال سَوق السمكِ ميناء الصيد بلدية ترميم ثم مضى')).toEqual(['سَوق السمكِ ميناء الصيد بلدية ترميم'])
    const far = 'كلم '.repeat(5000)
    expect(copied(`${far}سوق السمك ميناء الصيد بلدية ترميم`)).toEqual(['سوق السمك ميناء الصيد بلدية ترميم'])
  })

  it('is one, however long, and ends with the list', () => {
    const long = ['سوق السمك', 'ميناء الصيد', 'بلدية', 'ترميم', 'مراكب شراعية']
    expect(copied(`قال ${long.join('، ')} ثم مضى`, long)).toEqual([long.join('، ')])
    expect(copied(`${long.join(' ')} ثم ${long.join(' ')}`, long)).toEqual([long.join(' '), long.join(' ')])
  })

  it('crosses from one tag to another, and is none of one long tag', () => {
    const title = 'ترميم سوق السمك في ميناء الصيد'
    expect(copied(`قال ${title} ثم`, [title, 'بلدية'])).toEqual([])
    expect(copied(`قال ${title} بلدية ثم`, [title, 'بلدية'])).toEqual([`${title.slice(6)} بلدية`])
    expect(copied(`قال بلدية ${title} ثم`, ['بلدية', title])).toEqual([`بلدية ${title.slice(0, -6)}`])
  })

  it('of a run may be within one piece', () => {
    const piece = 'ترميم سوق السمك في ميناء الصيد'
    expect(copies(`قال ${piece} ثم`, [], [{ pieces: [piece] }], [], letters)).toEqual([[4, 4 + piece.length]])
  })

  it('is not what was located, nor does it reach over that', () => {
    const flat = 'سوق السمك ميناء الصيد بلدية ترميم'
    expect(copied(`${flat} ثم ${flat}`, list.tags, [[0, flat.length]])).toEqual([flat])
    expect(copied(flat, list.tags, [[16, 21]])).toEqual([])
  })

  it('may be where the first two of three tags stand side by side', () => {
    expect(holdsCopy('قال سوق السمك ميناء الصيد ثم', [list])).toBe(true)
    expect(holdsCopy('قال سوق السمك ثم ميناء الصيد', [list])).toBe(false)
    expect(holdsCopy('قال سوق السمك ميناء الصيد ثم', [{ ...list, tags: ['بحر', 'سفن', 'ريح'] }, list])).toBe(true)
    expect(holdsCopy('سوق السمك ميناء', [{ ...list, tags: ['سوق السمك', 'ميناء'] }])).toBe(false)
    expect(holdsCopy('سوق السمك ميناء', [{ ...list, tags: ['سوق السمك', 'ميناء', 'بحر'] }])).toBe(true)
  })
})
