import { describe, expect, it } from '@jest/globals'

import { loadMarkup } from '../../dist/model/markup.js'
import { LIMITS } from '../../dist/read/index.js'
import { readHtml } from '../../dist/read/html.js'
import { mayKeepTags, stateTags } from '../../dist/read/state.js'

const title = 'البلدية تعيد فتح الجسر القديم'
const other = { title: 'سوق السمك يعود بعد الحريق', tags: ['سوق السمك'] }
const article = { title, tags: ['الجسر', 'البلدية'] }
const own = ['الجسر', 'البلدية']
const tagsIn = (kind: 'json' | 'program', text: string, titles: readonly string[] = [title]): string[] =>
  stateTags([{ kind, text }], titles, loadMarkup()).flat()

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
    [
      'of objects that have other names',
      { title, tags: [{ displayTitle: 'الجسر' }, { displayName: 'البلدية', slug: 'b' }] },
      own,
    ],
    ['of objects that have no more than an address', { title, tags: [{ slug: 'الجسر-القديم' }, { slug: '%D8%BA%D8%B2%D8%A9' }] }, ['الجسر القديم', 'غزة']], // prettier-ignore
    ['in a list that is wrapped', { title, tags: { nodes: [{ name: 'الجسر' }, { name: 'البلدية' }] } }, own],
    ['in what holds its properties', { headlines: { basic: title }, taxonomy: { tags: [{ text: 'الجسر' }, { text: 'البلدية' }] } }, own], // prettier-ignore
    ['beside a title that is rendered', { title: { rendered: title }, tags: own }, own],
    ['beside a title with entities', { title: 'البلدية تعيد &quot;فتح&quot; الجسر القديم', tags: own }, own],
    ['of what is sold', { product: { name: title, tags: own } }, own],
    ['by their ids', { ROOT_QUERY: {}, 'Post:1': { title, tags: [{ __ref: 'Tag:1' }, { type: 'id', id: 'Tag:2' }] }, 'Tag:1': { name: 'الجسر' }, 'Tag:2': { name: 'البلدية' } }, own], // prettier-ignore
    ['under a name that says whose they are', { props: { articleTags: own } }, own],
    ['that are ids', { article: { title, tags: [12, 14] } }, []],
    ['of the second object with the title, if the first has none', [{ title }, article], own],
    ['32 deep', Array.from({ length: 32 }).reduce((inner) => [inner], article), own],
    ['one by itself', { props: { article: { title, tags: ['الجسر'] } }, latest: [other] }, ['الجسر']],
    ['33 deep', Array.from({ length: 33 }).reduce((inner) => [inner], article), []],
  ])('%s', (_, state, tags) => {
    expect(tagsIn('json', JSON.stringify(state))).toEqual(tags)
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
    expect(tagsIn('json', script, [heading])).toEqual(tags)
  })
})

describe('the tags in a page’s programs', () => {
  it.each<[string, string, readonly string[]]>([
    ['in what Nuxt hands over', `window.__NUXT__=(function(a,b){return {data:[{story:{title:"${title}",tags:[{id:1,name:a},{id:2,name:"البلدية"}]},other:b}]}}("الجسر",null))`, own], // prettier-ignore
    ['the same, where it occurs twice', `window.__NUXT__=(function(a,b){a.title="${title}";a.tags=["الجسر",b];return {data:[a,a]}}({},"البلدية"));`, own], // prettier-ignore
    ['in what Next.js hands over', `self.__next_f.push([1,${JSON.stringify(`5:["$","div",null,${JSON.stringify({ article })}]\n`)}])`, own], // prettier-ignore
    ['in a state', `window.__INITIAL_STATE__ = ${JSON.stringify({ latest: [other], article })};(function(){var s})()`, own], // prettier-ignore
    [
      'in a state that is a string',
      `window.__STATE__ = JSON.parse(${JSON.stringify(JSON.stringify({ article }))})`,
      own,
    ],
    ['in a store', `window.__APOLLO_STATE__={"A:1":{title:'${title}','tags({\\"n\\":5})':[{__ref:"T:1"}]},"T:1":{name:"الجسر"}}`, ['الجسر']], // prettier-ignore
    ['in a variable', `var post = {id:1, title:'${title}', tags:'الجسر,البلدية', more: function(){}}`, own],
    ['behind what cannot be read', `a = {b: function(){}}; var post = {title:'${title}', date: new Date(), tags:['الجسر','البلدية']}`, own], // prettier-ignore
    ['of another article', `var post = {title:'سوق السمك يعود بعد الحريق', tags:'الجسر,البلدية'}`, []],
    ['of no title', `var options = {id:1, tags:'الجسر,البلدية'}`, []],
    ['between bars', `dataLayer.push({'articleId':'1','articleTags':'الجسر|البلدية'})`, own],
    ['between Arabic commas', `dataLayer.push({'post_tags':'الجسر، البلدية'})`, own],
    ['in a list', `dataLayer = [{"event":"a"},{"pageTags":["الجسر","البلدية"]},{"page_keywords":"الجسر"}]`, own],
    ['of objects', `dataLayer = dataLayer || [{contentTags:[{id:1,label:'الجسر'},{id:2,label:'البلدية'}]}]`, own],
    ['under a name with dots', `utag_data = {"page.article.tags":"الجسر;البلدية"}`, own],
    ['of news', `s = {newsKeywords:"الجسر,البلدية"}`, own],
    ['of what is named around them', `digitalData = {page:{type:'a',tags:['الجسر','البلدية']}}`, own],
    ['of what is named before them', `digitalData.article = {tags:'الجسر,البلدية'}`, own],
    [
      'beside the title and the site’s',
      `dataLayer.push({pageTitle:'${title} | النهار', pageTags:'الجسر,البلدية'})`,
      own,
    ],
    ['beside another title', `dataLayer.push({title:'سوق السمك يعود بعد الحريق', pageTags:'الجسر,البلدية'})`, []],
    ['below another title', `s = {title:'سوق السمك يعود بعد الحريق', a:{pageTags:'الجسر,البلدية'}}`, []],
    ['of several', `s = {a:[{id:1,postTags:['الجسر']},{id:2,postTags:['البلدية']}]}`, []],
    ['of related articles', `s = {relatedNews:{a:{postTags:['الجسر']}}}`, []],
    ['that are trending', `dataLayer.push({trendingTags:'الجسر,البلدية',popular:{articleTags:'الجسر'}})`, []],
    [
      'for advertisements',
      `googletag.setConfig({articleTags:'الجسر'});s={ads:{targeting:{articleTags:['الجسر']}}}`,
      [],
    ],
    ['that are keys', `dataLayer.push({articleTags:'old-bridge|city-council'})`, []],
    ['that are ids', `dataLayer.push({articleTags:'12|14', postTags:[12,14]})`, []],
    ['that are elements', `s = {postTag:'h2', pageTag:'section'}`, []],
    ['that is one', `s = {articleTag:'الجسر القديم'}`, ['الجسر القديم']],
    ['that are missing', `dataLayer.push({articleTags:undefined, postTags:'', pageTags:null})`, []],
    ['of whom nobody knows', `dataLayer.push({tags:'الجسر,البلدية', siteTags:'الجسر', userTags:['البلدية']})`, []],
  ])('%s', (_, script, tags) => {
    expect(mayKeepTags({ kind: 'program', text: script })).toBe(true)
    expect(tagsIn('program', script)).toEqual(tags)
  })

  it('cut into chunks anywhere', () => {
    const text = `5:["$","div",null,${JSON.stringify({ latest: [other], article })}]\n`
    const chunks = [text.slice(0, 90), text.slice(90, 140), text.slice(140)]
    const scripts = chunks.map((chunk) => `self.__next_f.push([1,${JSON.stringify(chunk)}])`)
    const all = scripts.map((text) => ({ kind: 'program' as const, text }))
    expect(all.map(mayKeepTags)).toEqual([true, true, true])
    expect(stateTags(all, [title], loadMarkup())).toEqual([own])
  })

  it.each<[string, string]>([
    ['what looks for elements', `var s = d.getElementsByTagName('script')[0]; s.tagName === 'A'; var tag = {a:1}`],
    ['what loads a program', `window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments)}`],
    ['what sets values for advertisements', `googletag.pubads().setTargeting('articleTags', ['الجسر','البلدية'])`],
    ['what sets up a slider', `jQuery('.slider').slick({rtl:true,autoplay:true})`],
  ])('%s says of none', (_, text) => {
    expect(mayKeepTags({ kind: 'program', text })).toBe(false)
  })
})

describe('what Angular keeps', () => {
  const escaped = (text: string) =>
    text.replace(/[&"'<>]/g, (sign) => ({ '&': '&a;', '"': '&q;', "'": '&s;', '<': '&l;', '>': '&g;' })[sign]!)
  const state = { 'G.https://a/b?c&d': { body: { title, tags: ['الجسر & "القديم"', "<b>'"] } } }

  it('is read with its escapes', () => {
    const text = escaped(JSON.stringify(state))
    expect(mayKeepTags({ kind: 'json', text })).toBe(true)
    expect(tagsIn('json', text)).toEqual(['الجسر & "القديم"', "<b>'"])
  })

  it('is read without', () => {
    expect(tagsIn('json', JSON.stringify(state))).toEqual(['الجسر & "القديم"', "<b>'"])
  })
})

describe('a page drawn from its state', () => {
  const page = (html: string) => readHtml(html, loadMarkup(), LIMITS).lists
  const state = (type: string) => `<script id="__NEXT_DATA__" type="${type}">${JSON.stringify({ article })}</script>`

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['under its heading', `${state('application/json')}<h1>${title}</h1>`, [own]],
    ['under its title and the site’s', `<title>${title} | بوابة النهار</title>${state('application/json')}`, [own]],
    ['under another heading', `<h1>سوق السمك يعود</h1>${state('application/json')}`, []],
    ['in a program', `<h1>${title}</h1><script>var post=${JSON.stringify(article)}</script>`, [own]],
    ['in a program that a plugin runs later', `<h1>${title}</h1><script type="rocketlazyloadscript">var post=${JSON.stringify(article)}</script>`, [own]], // prettier-ignore
    ['in what counts readers', `<title>أ</title><script type="text/javascript">dataLayer.push({'articleTags':'الجسر|البلدية'})</script>`, [own]], // prettier-ignore
    ['in a template', `<h1>${title}</h1><script type="text/template">var post=${JSON.stringify(article)}</script>`, []],
    ['under the site’s name alone', `<meta property="og:site_name" content="بوابة النهار"><title>${title} | بوابة النهار</title><script>site={title:'بوابة النهار',tags:['أخبار']}</script>`, []], // prettier-ignore
    ['as a script that runs', `<h1>${title}</h1>${state('text/javascript')}`, [own]],
  ])('%s', (_, html, lists) => {
    expect(page(html).map(({ tags }) => tags)).toEqual(lists)
  })
})
