import { afterAll, describe, expect, it } from '@jest/globals'

import { isReject } from '../../dist/read/index.js'
import { joined } from '../../dist/read/nested.js'
import { Shelf, readAll } from './shelf.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

describe('tags that stand in a table', () => {
  const tags = [
    { id: '1', name: 'صيد' },
    { id: 2, name: 'مرفأ' },
    { id: '3', name: 'داخلي', visibility: 'internal' },
    { id: '4' },
    null,
  ]
  it.each<[string, unknown[], Record<string, string[]>]>([
    ['are in their order', [{ post_id: 'a', tag_id: 2, sort_order: 1 }, { post_id: 'a', tag_id: '1', sort_order: 0 }], { a: ['صيد', 'مرفأ'] }], // prettier-ignore
    ['come as they are without one', [{ post_id: 'a', tag_id: 2 }, { post_id: 'a', tag_id: 1 }], { a: ['مرفأ', 'صيد'] }], // prettier-ignore
    ['without one come before the second', [{ post_id: 'a', tag_id: 2, sort_order: 1 }, { post_id: 'a', tag_id: 1 }], { a: ['صيد', 'مرفأ'] }], // prettier-ignore
    ['are those of their record', [{ post_id: 'a', tag_id: 2 }, { post_id: 7, tag_id: 2 }], { a: ['مرفأ'], 7: ['مرفأ'] }], // prettier-ignore
    ['are known and public', [{ post_id: 'a', tag_id: '3' }, { post_id: 'a', tag_id: 4 }, { post_id: 'a', tag_id: 9 }, { tag_id: 1 }, null], {}], // prettier-ignore
  ])('%s', (_, pairs, found) => {
    expect(joined(pairs, tags)).toEqual(found)
  })
})

describe('a list of terms', () => {
  let files = 0
  it.each<[string, unknown, string[]]>([
    ['of strings and objects', ['صيد', { name: 'مرفأ' }], ['صيد', 'مرفأ']],
    ['in lists', [['صيد'], [{ name: 'مرفأ' }]], ['صيد', 'مرفأ']],
    ['in what wraps it', { edges: [{ node: { name: 'صيد' } }, { node: { name: 'مرفأ' } }] }, ['صيد', 'مرفأ']],
    ['of hashtags beside other things', [{ type: 'Hashtag', name: '#صيد' }, { type: 'Mention', name: '@x' }, { type: 'bold', text: 'خبر' }, { type: 'hashtag', text: '#مرفأ' }, { type: 'hashtag' }], ['صيد', 'مرفأ']], // prettier-ignore
    ['of terms that have a kind', [{ type: 'category', name: 'صيد' }], ['صيد']],
  ])('%s', async (_, list, want) => {
    const content = `${JSON.stringify({ id: '1', text: 'نشرة المرفأ', tags: list })}\n`
    const { items } = await readAll([shelf.file(`${files++}.jsonl`, content)])
    const [item] = items
    expect(item && !isReject(item) && item.lists?.flatMap(({ tags }) => tags)).toEqual(want)
  })
})
