import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { changesOf, differs, type Tagging } from '../../dist/run/changes.js'

/** Spellings that end in a digit have that many pages, others one. Spellings in parentheses are settled as no tag. */
const tagging = (tags: Readonly<Record<string, string>>): Tagging => ({
  surfaces: new Map(
    Object.entries(tags).flatMap(([tag, spellings]) =>
      spellings.split(' ').map((spelling) => {
        const surface = spelling.replace(/[()]/g, '')
        const pages = Number(/\d$/.exec(surface)?.[0] ?? 1)
        return [surface, { pages, tag: spelling.startsWith('(') ? '' : tag }] as const
      }),
    ),
  ),
})

describe('changes', () => {
  it.each([
    ['nothing', { a: 'a b' }, { a: 'b a' }, {}],
    ['merged', { a: 'a5', b: 'b3' }, { a: 'a5 b3' }, { merged: [{ tag: 'a', from: ['b'], pages: 3 }] }],
    [
      'three merged under the name of one',
      { a: 'a5', b: 'b3', c: 'c2' },
      { b: 'a5 b3 c2' },
      { merged: [{ tag: 'b', from: ['a', 'c'], pages: 7 }] },
    ],
    ['split', { a: 'a5 b3' }, { a: 'a5', b: 'b3' }, { split: [{ tag: 'a', into: ['a', 'b'], pages: 3 }] }],
    ['renamed', { a: 'a5 b3' }, { b: 'a5 b3' }, { renamed: [{ tag: 'b', before: 'a', pages: 8 }] }],
    ['new', { a: 'a' }, { a: 'a', b: 'b2' }, { fresh: [{ tag: 'b', again: false, pages: 2 }] }],
    ['gone', { a: 'a', b: 'b2' }, { a: 'a' }, { gone: [{ tag: 'b', pages: 2 }] }],
    ['ignored', { a: 'a', b: 'b2' }, { a: 'a', b: '(b2)' }, { gone: [{ tag: 'b', pages: 2 }] }],
    ['a tag again', { a: 'a', b: '(b2)' }, { a: 'a', b: 'b2' }, { fresh: [{ tag: 'b', again: true, pages: 2 }] }],
    ['a spelling more', { a: 'a' }, { a: 'a b2' }, { gained: [{ tag: 'a', spellings: ['b2'], pages: 2 }] }],
    ['a spelling less', { a: 'a b2' }, { a: 'a' }, { lost: [{ tag: 'a', spellings: ['b2'], pages: 2 }] }],
    [
      'a spelling that changes its tag',
      { a: 'a b2', c: 'c' },
      { a: 'a', c: 'c b2' },
      { merged: [{ tag: 'c', from: ['a'], pages: 2 }], split: [{ tag: 'a', into: ['a', 'c'], pages: 2 }] },
    ],
    [
      'those of most pages first',
      { a: 'a1', b: 'b5', c: 'c5' },
      {},
      {
        gone: [
          { tag: 'b', pages: 5 },
          { tag: 'c', pages: 5 },
          { tag: 'a', pages: 1 },
        ],
      },
    ],
  ])('%s', (_, before, after, wanted) => {
    const none = { merged: [], split: [], renamed: [], fresh: [], gone: [], gained: [], lost: [] }
    const changes = changesOf(tagging(before), tagging(after))
    expect(changes).toEqual({ ...none, ...wanted })
    expect(differs(changes)).toBe(Object.keys(wanted).length > 0)
  })

  const some = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('', 'a', 'b', 'c', 'd'))
    .map((tags): Tagging => ({
      surfaces: new Map(Object.entries(tags).map(([surface, tag]) => [surface, { tag, pages: 1 }])),
    }))
  it('are none only where every spelling stands for the same tag', () => {
    fc.assert(
      fc.property(some, some, (before, after) => {
        const tags = ({ surfaces }: Tagging) =>
          [...surfaces].flatMap(([surface, { tag }]) => (tag ? [`${surface}=${tag}`] : [])).sort()
        expect(differs(changesOf(before, after))).toBe(String(tags(before)) !== String(tags(after)))
      }),
    )
  })
  it('seen from the other end are the opposite', () => {
    fc.assert(
      fc.property(some, some, (before, after) => {
        const [there, back] = [changesOf(before, after), changesOf(after, before)]
        const tags = (list: readonly { tag: string }[]) => list.map(({ tag }) => tag)
        expect(tags(back.gone)).toEqual(tags(there.fresh))
        expect(tags(back.lost)).toEqual(tags(there.gained))
        expect(tags(back.split)).toEqual(tags(there.merged))
        expect(tags(back.renamed).sort()).toEqual(there.renamed.map((one) => one.before).sort())
      }),
    )
  })
})
