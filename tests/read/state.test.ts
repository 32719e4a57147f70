import { describe, expect, it } from '@jest/globals'

import { loadMarkup } from '../../dist/model/markup.js'
import { LIMITS } from '../../dist/read/index.js'
import { readHtml } from '../../dist/read/html.js'
import { stateTags } from '../../dist/read/state.js'

const title = 'البلدية تعيد فتح الجسر القديم'
const other = { title: 'سوق السمك يعود بعد الحريق', tags: ['سوق السمك'] }
const article = { title, tags: ['الجسر', 'البلدية'] }
const own = ['الجسر', 'البلدية']

const long = (units: number): string => title.padEnd(units - 1, ' الجسر') + '.'

describe('the tags in a page’s own state', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['beside its title', { props: { trends: ['رياضة'], article } }, own],
    ['and not of another article', { latest: [other], article }, own],
    ['of none but another article', { latest: [other] }, []],
    [
      'of objects that have names',
      {
        article: {
          title,
          tags: [
            { id: 1, name: 'الجسر' },
            { id: 2, name: 'البلدية' },
          ],
        },
      },
      own,
    ],
    ['in one string', { article: { title, keywords: 'الجسر، البلدية' } }, own],
    ['under a name with a part before it', { article: { headline: title, postTags: own } }, own],
    ['under two names, each once', { article: { title, tags: own, keywords: 'الجسر، صيانة' } }, [...own, 'صيانة']],
    ['under a title in another spelling', { article: { ...article, title: 'البلدية تعيد فتح الجسر القديم ' } }, own],
    ['that trends have', { article: { title, trendingTags: own } }, []],
    ['beside a text that is the title', { article: { summary: title, tags: own } }, []],
    ['that are ids', { article: { title, tags: [12, 14] } }, []],
    ['of the second object with the title, if the first has none', [{ title }, article], own],
    ['32 deep', Array.from({ length: 32 }).reduce((inner) => [inner], article), own],
    ['one by itself', { props: { article: { title, tags: ['الجسر'] } }, latest: [other] }, ['الجسر']],
    ['33 deep', Array.from({ length: 33 }).reduce((inner) => [inner], article), []],
  ])('%s', (_, state, tags) => {
    expect(stateTags(JSON.stringify(state), [title])).toEqual(tags)
  })

  it.each<[string, string, string, readonly string[]]>([
    ['no title', JSON.stringify(article), '', []],
    ['a title of seven letters', JSON.stringify({ title: 'الرئيسة', tags: own }), 'الرئيسة', []],
    ['a title of eight', JSON.stringify({ title: 'الرئيسية', tags: own }), 'الرئيسية', own],
    ['a script that is cut off', JSON.stringify(article).slice(0, -1), title, []],
    ['a script that is a number', '12', title, []],
    ['nothing', '', title, []],
    ['a title of 500', JSON.stringify({ title: long(500), tags: own }), long(500), own],
    ['a title of 501', JSON.stringify({ title: long(501), tags: own }), long(501), []],
    [
      'four million units',
      JSON.stringify({ article, rest: '' }).replace(
        '""',
        `"${' '.repeat(2 ** 22 - JSON.stringify({ article, rest: '' }).length)}"`,
      ),
      title,
      own,
    ],
    ['more than four million units', JSON.stringify({ article, rest: ' '.repeat(2 ** 22) }), title, []],
    ['199,999 values before it', JSON.stringify([Array.from({ length: 199_997 }, () => ({})), article]), title, own],
    ['200,000 values before it', JSON.stringify([Array.from({ length: 199_998 }, () => ({})), article]), title, []],
  ])('with %s', (_, script, heading, tags) => {
    expect(stateTags(script, [heading])).toEqual(tags)
  })
})

describe('a page drawn from its state', () => {
  const page = (html: string) => readHtml(html, loadMarkup(), LIMITS).lists
  const state = (type: string) => `<script id="__NEXT_DATA__" type="${type}">${JSON.stringify({ article })}</script>`

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['under its heading', `${state('application/json')}<h1>${title}</h1>`, [own]],
    ['under its title and the site’s', `<title>${title} | بوابة النهار</title>${state('application/json')}`, [own]],
    ['under another heading', `<h1>سوق السمك يعود</h1>${state('application/json')}`, []],
    ['in a script that runs', `<h1>${title}</h1>${state('text/javascript')}`, []],
  ])('%s', (_, html, lists) => {
    expect(page(html).map(({ tags }) => tags)).toEqual(lists)
  })
})
