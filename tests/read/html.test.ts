import { describe, expect, it } from '@jest/globals'

import { readHtml } from '../../dist/read/html.js'
import { LIMITS } from '../../dist/read/index.js'
import { markup } from './shelf.js'

const prose = 'افتتحت البلدية صباح اليوم سوق السمك الجديد في المرفأ القديم بعد عام من الحريق.'
const page = (html: string) => readHtml(html, markup, LIMITS)
const article = (html: string): string => `<article><h1>افتتاح السوق</h1><p>${prose}</p>${html}</article>`
const tags = (html: string): string[] => page(html).lists.flatMap((list) => list.tags)
const link = (text: string, more = ''): string => `<a href="/tag/${text}"${more}>${text}</a>`
const two = link('صيد') + link('مرفأ')
const own = ['صيد', 'مرفأ']

describe('links of an article are its tags', () => {
  it.each<[string, string, readonly string[]]>([
    ['in a box', `<div class="tags">${two}</div>`, own],
    ['by their addresses', `<div>${two}</div>`, own],
    ['in a box that is a part of the page, in the article', `<nav class="tags">${two}</nav><aside class="tags">${link('قمح')}</aside>`, [...own, 'قمح']], // prettier-ignore
    ['not in a menu', `<nav>${two}</nav>`, []],
    ['not in what plays the menu', `<div role="navigation">${two}</div>`, []],
    ['not in what is called a menu', `<div class="menu">${two}</div>`, []],
    ['not with counts, which are the site’s', `<div class="tags"><a href="/tag/a">صيد <span>12</span></a> <a href="/tag/b">مرفأ <span>(7)</span></a></div>`, []], // prettier-ignore
    ['with a number that is the tag', `<div class="tags"><a href="/tag/a"><span>2030</span></a>${link('مرفأ')}</div>`, ['2030', 'مرفأ']], // prettier-ignore
    ['with a number of thirteen digits', `<div class="tags"><a href="/tag/a">صيد <i>1234567890123</i></a>${link('مرفأ')}</div>`, ['صيد 1234567890123', 'مرفأ']], // prettier-ignore
    ['not to a section', `<div class="tags"><a href="/category/s">منوعات</a>${two}</div>`, own],
    ['not to a section that is called a tag', `<a rel="tag" href="/category/s">منوعات</a><a rel="tag" href="/x">صيد</a>`, ['صيد']], // prettier-ignore
    ['not of rel category', `<a rel="category tag" href="/x/s">منوعات</a><a rel="tag" href="/x/b">صيد</a>`, ['صيد']],
    ['not to the next page, nor for sharing', `<div class="tags"><a rel="next" href="/x">خبر آخر</a>${two}<a href="https://t.me/x">قناتنا</a></div>`, own], // prettier-ignore
    ['without addresses in a box', '<div class="tags"><a>صيد</a><a href="">مرفأ</a></div>', own],
  ])('%s', (_, html, want) => {
    expect(tags(article(html))).toEqual(want)
  })

  it('not beside it', () => {
    for (const name of ['nav', 'aside', 'header', 'footer'])
      expect(tags(`${article('')}<${name}>${two}</${name}>`)).toEqual([])
  })

  it('not where a box holds the heading of the page', () => {
    expect(tags(`<div class="tags"><h1>افتتاح السوق</h1><p>${prose}</p><a href="/x">مرفأ</a></div>`)).toEqual([])
  })
})

describe('elements of one class side by side', () => {
  const chip = (text: string): string => `<span class="t">${text}</span>`
  const chips = chip('صيد') + chip('مرفأ')

  it.each<[string, string]>([
    ['alone', chips],
    ['behind a label', `الوسوم: ${chips}`],
    ['with delimiters', `${chip('صيد')}، ${chip('مرفأ')}`],
    ['with an empty one', `${chip(' ')}${chips}`],
  ])('are tags in a box, %s', (_, html) => {
    expect(tags(article(`<div class="tags">${html}</div>`))).toEqual(own)
  })

  it.each<[string, string, string]>([
    ['are set apart', `<div>${chips}</div>`, 'صيد | مرفأ'],
    ['are set apart behind a label', `<div>خبر ${chips}</div>`, 'خبر\nصيد | مرفأ'],
    ['are set apart before a sign', `<div>${chips}!</div>`, 'صيد | مرفأ'],
    ['stay where they are with delimiters', `<div>${chip('صيد')}، ${chip('مرفأ')}</div>`, 'صيد، مرفأ'],
    ['stay with a word between', `<div>${chip('صيد')} و ${chip('مرفأ')}</div>`, 'صيد و مرفأ'],
    ['stay with a word behind', `<div>${chips} معا</div>`, 'صيدمرفأ معا'],
    ['stay in a paragraph', `<p>${chips}</p>`, 'صيدمرفأ'],
    ['stay where one is a letter', `<div>${chip('ص')}${chip('يد')}</div>`, 'صيد'],
    ['stay where it is one', `<div>في ال${chip('سوق')}</div>`, 'في السوق'],
    ['stay behind a sentence', `<div>${prose} ${chips}</div>`, `${prose} صيدمرفأ`],
  ])('%s', (_, html, text) => {
    expect(page(html).text).toBe(text)
  })
})

describe('links side by side in a text', () => {
  it.each<[string, string, string]>([
    ['are set apart', `<p>في <a href="/a">السوق</a><a href="/b">البحر</a> <a href="/c">النهر</a></p>`, 'في السوق | البحر | النهر'], // prettier-ignore
    ['are not where they lead nowhere', '<p>في <a href="/a">السوق</a> <a>البحر</a></p>', 'في السوق البحر'],
    ['are not with a word between', '<p>في <a href="/a">السوق</a> و<a href="/b">البحر</a></p>', 'في السوق والبحر'],
  ])('%s', (_, html, text) => {
    expect(page(html).text).toBe(text)
  })
})
