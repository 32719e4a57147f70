/** What the reader of HTML decides at its bounds: each rule with a page just on this side of it, and one just on the other. */
import { describe, expect, it } from '@jest/globals'

import { readHtml } from '../../dist/read/html.js'
import { LIMITS } from '../../dist/read/index.js'
import { markup } from './shelf.js'

const prose = 'افتتحت البلدية صباح اليوم سوق السمك الجديد في المرفأ القديم بعد عام من الحريق.'
const page = (html: string) => readHtml(html, markup, LIMITS)
const words = (count: number): string => Array.from({ length: count }, (_, i) => `كلمة${i + 1}`).join(' ')
const article = (html: string): string => `<article><h1>افتتاح السوق</h1><p>${prose}</p>${html}</article>`
const link = (text: string, more = ''): string => `<a href="/tag/${text}"${more}>${text}</a>`
const two = link('صيد') + link('مرفأ')
const pair = `<p>${two}</p>`
const untold = '<a href="/x">صيد</a> <a href="/y">مرفأ</a>'
const said = '<a rel="tag" href="/x">صيد</a>'
const box = (html: string, name = 'tags'): string => article(`<div class="${name}">${html}</div>`)
const heard = (html: string, more = ''): string => article(`<div aria-label="الوسوم"${more}>${html}</div>`)
const chip = (text: string, name = 't'): string => `<span class="${name}">${text}</span>`
const others = (html: string): string =>
  `<div class="c"><a href="/1">خبر عن السوق</a> ${html}</div><div class="c"><a href="/2">خبر عن البحر</a> ${html}</div>`
/** Tags, a list in brackets; and the text, without the article around it. */
const told = (html: string): string => {
  const { lists, text } = page(html)
  const short = (all: string): string =>
    all
      .replace(/كلمة1(?: كلمة\d+)*/g, (row) => `⟨${row.split(' ').length}⟩`)
      .replace(/(صيد)(?:(، | \| )صيد){9,}/g, '$1$2…')
  const rest = text.replace('افتتاح السوق\n', '').replaceAll(prose, '¶').replace(/^¶\n?/, '')
  return short(lists.map(({ tags }) => `[${tags.join('، ')}]`).join('') + rest.replaceAll('\n', ' ⏎ '))
}

describe('a box is named by', () => {
  it.each<[string, string, string]>([
    ['a part of the page', `<body>${box(untold)}`, '[صيد، مرفأ]'],
    ['an element within a line', article(`<div><em class="tag">${untold}</em></div>`), '[صيد، مرفأ]'],
    ['an icon beside it', article(`<div><i class="tags"></i>${untold}</div>`), '[صيد، مرفأ]'],
    ['a drawn icon beside it', article(`<div><svg class="tags"></svg>${untold}</div>`), '[صيد، مرفأ]'],
    ['an image beside it', article(`<div><img alt="الوسوم">${untold}</div>`), '[صيد، مرفأ]'],
    ['not the root', `<html class="tags"><p>${prose}</p><div>${untold}</div>`, 'صيد | مرفأ'],
    ['not the body', `<body class="tags"><p>${prose}</p><div>${untold}</div>`, 'صيد | مرفأ'],
    ['not the main part', `<main class="tags"><p>${prose}</p><div>${untold}</div></main>`, 'صيد | مرفأ'],
    ['not an icon around it', article(`<div><i class="tag">${untold}</i></div>`), 'صيد | مرفأ'],
    ['not an icon of one tag', article(`<div><svg class="tag"></svg>${untold}</div>`), 'صيد | مرفأ'],
    ['not an image of something else', article(`<div><img alt="صورة السوق">${untold}</div>`), 'صيد | مرفأ'],
    ['an id', article(`<div id="tags">${untold}</div>`), '[صيد، مرفأ]'],
    ['an id beside a class', article(`<div class="x" id="tags">${untold}</div>`), '[صيد، مرفأ]'],
    ['a class beside an id', article(`<div class="tags" id="x">${untold}</div>`), '[صيد، مرفأ]'],
    ['not names of two letters', article(`<div class="tg" id="tg">${untold}</div>`), 'صيد | مرفأ'],
    ['a name of 512', article(`<div class="${'x'.repeat(507)} tags">${untold}</div>`), '[صيد، مرفأ]'],
    ['not a name of 513', article(`<div class="${'x'.repeat(508)} tags">${untold}</div>`), 'صيد | مرفأ'],
    ['an id of 512', article(`<div id="${'x'.repeat(507)}-tags">${untold}</div>`), '[صيد، مرفأ]'],
    ['not an id of 513', article(`<div id="${'x'.repeat(508)}-tags">${untold}</div>`), 'صيد | مرفأ'],
    ['a class and an id of 512', article(`<div class="${'x'.repeat(507)}" id="tags">${untold}</div>`), '[صيد، مرفأ]'],
    [
      'not a class and an id of 513',
      article(`<div class="${'x'.repeat(508)}" id="tags">${untold}</div>`),
      'صيد | مرفأ',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('how long a tag of a link is', () => {
  it.each<[string, string, string]>([
    ['of eight words in a box', box(`<a href="/x">${words(8)}</a> <a href="/y">مرفأ</a>`), '[⟨8⟩، مرفأ]'],
    [
      'of nine words in a box is text, and so is all of it',
      box(`<a href="/x">${words(9)}</a> <a href="/y">مرفأ</a>`),
      '⟨9⟩ | مرفأ',
    ],
    [
      'of nine words by its address',
      article(`<div><a href="/tag/x">${words(9)}</a> ${link('مرفأ')}</div>`),
      '⟨9⟩ | مرفأ',
    ],
    ['of nine words where the markup says so', article(`<a rel="tag" href="/x">${words(9)}</a>`), '[⟨9⟩]'],
    ['behind a label of five words', box(`${words(5)} ${two}`), '[صيد، مرفأ]'],
    ['behind more than a label', box(`${words(6)} ${two}`), '⟨6⟩ صيد | مرفأ'],
    ['said for certain behind a label of five words', article(`<p>${words(5)} ${said}</p>`), '[صيد]'],
    ['said for certain behind more stays in the text', article(`<p>${words(6)} ${said}</p>`), '[صيد]⟨6⟩ صيد'],
    ['with a date is none', box(`<a href="/x">صيد <time>2020</time></a> <a href="/y">مرفأ</a>`), '[مرفأ]'],
    ['named as an index is none', box(`<a href="/x">الوسوم</a> <a href="/y">مرفأ</a>`), '[مرفأ]'],
    ['named as an index, by its address', article(`<div>${link('الوسوم')} ${link('مرفأ')}</div>`), '[الوسوم، مرفأ]'],
    ['a step to more is none', box(`<a href="/x">المزيد</a> <a href="/y">مرفأ</a>`), '[مرفأ]'],
    ['by its title, where it has no text', box(`<a href="/x" title="صيد"> </a> <a href="/y">مرفأ</a>`), '[صيد، مرفأ]'],
    ['without a text or title is none', box(`<a href="/x"> </a> <a href="/y">مرفأ</a>`), '[مرفأ]'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('what stands beside the content', () => {
  it.each<[string, string, string]>([
    ['a menu of fourteen words', article('') + `<nav>${words(14)}</nav>`, ''],
    ['a menu of fifteen is prose', article('') + `<nav>${words(15)}</nav>`, '⟨15⟩'],
    ['a menu of two texts', article('') + `<nav><p>${words(10)}</p><p>${words(10)}</p></nav>`, ''],
    ['an aside with a label of five words', article('') + `<aside>${words(5)} ${two}</aside>`, ''],
    ['an aside with more', article('') + `<aside>${words(6)} ${two}</aside>`, '⟨6⟩ صيد | مرفأ'],
    ['an aside without links', article('') + `<aside>${words(3)}</aside>`, '⟨3⟩'],
    ['nav, beside: tags of the article', article('') + `<nav><p class="post-tags">${untold}</p></nav>`, ''],
    ['nav, within: tags of the article', article(`<nav><p class="post-tags">${untold}</p></nav>`), '[صيد، مرفأ]'],
    ['nav, beside: tags said for certain', article('') + `<nav>${said}</nav>`, ''],
    ['nav, within: tags said for certain', article(`<nav>${said}</nav>`), ''],
    [
      'nav, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><nav>${said}</nav></main>`,
      '',
    ],
    ['nav, within: tags by their addresses', article(`<nav>${two}</nav>`), ''],
    ['nav, with an article in it', `<nav><article>${said}</article></nav>`, '[صيد]'],
    ['aside, beside: tags of the article', article('') + `<aside><p class="post-tags">${untold}</p></aside>`, ''],
    ['aside, within: tags of the article', article(`<aside><p class="post-tags">${untold}</p></aside>`), '[صيد، مرفأ]'],
    ['aside, beside: tags said for certain', article('') + `<aside>${said}</aside>`, ''],
    ['aside, within: tags said for certain', article(`<aside>${said}</aside>`), '[صيد]'],
    [
      'aside, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><aside>${said}</aside></main>`,
      '',
    ],
    ['aside, within: tags by their addresses', article(`<aside>${two}</aside>`), ''],
    ['aside, with an article in it', `<aside><article>${said}</article></aside>`, ''],
    [
      'header, beside: tags of the article',
      article('') + `<header><p class="post-tags">${untold}</p></header>`,
      '[صيد، مرفأ]',
    ],
    [
      'header, within: tags of the article',
      article(`<header><p class="post-tags">${untold}</p></header>`),
      '[صيد، مرفأ]',
    ],
    ['header, beside: tags said for certain', article('') + `<header>${said}</header>`, ''],
    ['header, within: tags said for certain', article(`<header>${said}</header>`), '[صيد]'],
    [
      'header, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><header>${said}</header></main>`,
      '[صيد]',
    ],
    ['header, within: tags by their addresses', article(`<header>${two}</header>`), '[صيد، مرفأ]'],
    ['header, with an article in it', `<header><article>${said}</article></header>`, ''],
    [
      'footer, beside: tags of the article',
      article('') + `<footer><p class="post-tags">${untold}</p></footer>`,
      '[صيد، مرفأ]',
    ],
    [
      'footer, within: tags of the article',
      article(`<footer><p class="post-tags">${untold}</p></footer>`),
      '[صيد، مرفأ]',
    ],
    ['footer, beside: tags said for certain', article('') + `<footer>${said}</footer>`, ''],
    ['footer, within: tags said for certain', article(`<footer>${said}</footer>`), '[صيد]'],
    [
      'footer, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><footer>${said}</footer></main>`,
      '[صيد]',
    ],
    ['footer, within: tags by their addresses', article(`<footer>${two}</footer>`), '[صيد، مرفأ]'],
    ['footer, with an article in it', `<footer><article>${said}</article></footer>`, ''],
    [
      'class menu, beside: tags of the article',
      article('') + `<div class="menu"><p class="post-tags">${untold}</p></div>`,
      '',
    ],
    [
      'class menu, within: tags of the article',
      article(`<div class="menu"><p class="post-tags">${untold}</p></div>`),
      '[صيد، مرفأ]',
    ],
    ['class menu, beside: tags said for certain', article('') + `<div class="menu">${said}</div>`, ''],
    ['class menu, within: tags said for certain', article(`<div class="menu">${said}</div>`), ''],
    [
      'class menu, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><div class="menu">${said}</div></main>`,
      '',
    ],
    ['class menu, within: tags by their addresses', article(`<div class="menu">${two}</div>`), ''],
    ['class menu, with an article in it', `<div class="menu"><article>${said}</article></div>`, '[صيد]'],
    [
      'class sidebar, beside: tags of the article',
      article('') + `<div class="sidebar"><p class="post-tags">${untold}</p></div>`,
      '',
    ],
    [
      'class sidebar, within: tags of the article',
      article(`<div class="sidebar"><p class="post-tags">${untold}</p></div>`),
      '[صيد، مرفأ]',
    ],
    ['class sidebar, beside: tags said for certain', article('') + `<div class="sidebar">${said}</div>`, ''],
    ['class sidebar, within: tags said for certain', article(`<div class="sidebar">${said}</div>`), '[صيد]'],
    [
      'class sidebar, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><div class="sidebar">${said}</div></main>`,
      '',
    ],
    ['class sidebar, within: tags by their addresses', article(`<div class="sidebar">${two}</div>`), ''],
    ['class sidebar, with an article in it', `<div class="sidebar"><article>${said}</article></div>`, ''],
    [
      'role navigation, beside: tags of the article',
      article('') + `<div role="navigation"><p class="post-tags">${untold}</p></div>`,
      '',
    ],
    [
      'role navigation, within: tags of the article',
      article(`<div role="navigation"><p class="post-tags">${untold}</p></div>`),
      '[صيد، مرفأ]',
    ],
    ['role navigation, beside: tags said for certain', article('') + `<div role="navigation">${said}</div>`, ''],
    ['role navigation, within: tags said for certain', article(`<div role="navigation">${said}</div>`), ''],
    [
      'role navigation, within the main part: tags said for certain',
      `<main><h1>افتتاح السوق</h1><p>${prose}</p><div role="navigation">${said}</div></main>`,
      '',
    ],
    ['role navigation, within: tags by their addresses', article(`<div role="navigation">${two}</div>`), ''],
    ['role navigation, with an article in it', `<div role="navigation"><article>${said}</article></div>`, '[صيد]'],
    ['a menu that nothing ends', `<div><nav>${two}<p>${prose}</div>`, 'صيد | مرفأ ⏎ ¶'],
    ['a menu that ends', `<div><nav>${two}</nav><p>${prose}</div>`, ''],
    ['a menu with a header', `<nav><header>${two}</header></nav><p>${prose}</p>`, ''],
    ['an aside with a header', `<aside><header>${two}</header></aside><p>${prose}</p>`, ''],
    [
      'a header named a part of something',
      `<header class="entry-header">${two}</header><p>${prose}</p>`,
      '[صيد، مرفأ]',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('a box that is named for those who hear the page', () => {
  it.each<[string, string, string]>([
    ['with a tag a line', heard('<p>صيد</p><p>مرفأ</p>'), '[صيد، مرفأ]'],
    ['with one line', heard('<p>صيد</p>'), 'صيد'],
    ['with a line of five words', heard(`<p>${words(5)}</p><p>مرفأ</p>`), '[⟨5⟩، مرفأ]'],
    ['with a line of six', heard(`<p>${words(6)}</p><p>مرفأ</p>`), '⟨6⟩ ⏎ مرفأ'],
    ['with a sentence', heard('<p>صيد.</p><p>مرفأ</p>'), 'صيد. ⏎ مرفأ'],
    ['with a label', heard('<p>صيد:</p><p>مرفأ</p>'), 'صيد: ⏎ مرفأ'],
    ['with bars', heard('<p>صيد | سمك</p><p>مرفأ |</p>'), '[صيد، سمك، مرفأ]'],
    ['with a step to more', heard('<p>صيد</p><p>المزيد</p><p>مرفأ</p>'), '[صيد، مرفأ]'],
    ['with a line without a word', heard('<p>صيد</p><p>--</p>'), 'صيد ⏎ --'],
    ['on lines that end with it', heard('صيد<br>مرفأ'), '[صيد، مرفأ]'],
    ['of the whole site', heard('<p>صيد</p><p>مرفأ</p>', ` class="tag-cloud"`), 'صيد ⏎ مرفأ'],
    ['in a menu', article('') + `<nav aria-label="الوسوم"><p>صيد</p><p>مرفأ</p></nav>`, ''],
    ['with links', heard(two), '[صيد، مرفأ]'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('elements of one class', () => {
  it.each<[string, string, string]>([
    ['of eight words in a box', box(chip(words(8)) + chip('مرفأ')), '[⟨8⟩، مرفأ]'],
    ['of nine words in a box', box(chip(words(9)) + chip('مرفأ')), '⟨9⟩مرفأ'],
    ['of five words', `<div>${chip(words(5))}${chip('مرفأ')}</div>`, '⟨5⟩ | مرفأ'],
    ['of six words', `<div>${chip(words(6))}${chip('مرفأ')}</div>`, '⟨6⟩مرفأ'],
    ['behind one of another', `<div>${chip('صيد', 'u')}${chip('سمك')}${chip('مرفأ')}</div>`, 'صيد ⏎ سمك | مرفأ'],
    ['before one of another', `<div>${chip('صيد')}${chip('سمك')}${chip('مرفأ', 'u')}</div>`, 'صيدسمكمرفأ'],
    ['of two letters', box(chip('صي') + chip('مرفأ')), '[صي، مرفأ]'],
    ['of one letter', box(chip('ص') + chip('مرفأ')), 'صمرفأ'],
    ['with a count', box(chip('صيد (12)') + chip('مرفأ')), 'صيد (12)مرفأ'],
    ['with a count of seven figures in other brackets', box(chip('صيد [١٢٣٤٥٦٧]') + chip('مرفأ')), 'صيد [١٢٣٤٥٦٧]مرفأ'],
    ['with a number of eight figures', box(chip('صيد (12345678)') + chip('مرفأ')), '[صيد (12345678)، مرفأ]'],
    ['with a number in the middle', box(chip('صيد (12) بحر') + chip('مرفأ')), '[صيد (12) بحر، مرفأ]'],
    ['without a word', box(chip('--') + chip('مرفأ') + chip('سمك')), '--مرفأسمك'],
    ['beside links in the box', box(chip('صيد') + chip('سمك') + `<p>${link('مرفأ')}</p>`), '[مرفأ]'],
    ['beside links on the line', box(chip('صيد') + chip('سمك') + link('مرفأ')), '[مرفأ]'],
    ['below a line', `<div>سطر<br>${chip('صيد')}${chip('سمك')}</div>`, 'سطر ⏎ صيدسمك'],
    ['with a step to more', box(chip('صيد') + chip('المزيد') + chip('سمك')), '[صيد، سمك]'],
    ['behind five words', `<div>${words(5)} ${chip('صيد')}${chip('سمك')}</div>`, '⟨5⟩ ⏎ صيد | سمك'],
    ['behind six words', `<div>${words(6)} ${chip('صيد')}${chip('سمك')}</div>`, '⟨6⟩ صيدسمك'],
    ['behind a label in a box', box(`الوسوم: ${chip('صيد')}${chip('سمك')}`), '[صيد، سمك]'],
    ['behind more than a label in a box', box(`${words(6)} ${chip('صيد')}${chip('سمك')}`), '⟨6⟩ صيدسمك'],
    ['with signs between', `<div>${chip('صيد')}--${chip('سمك')}</div>`, 'صيد--سمك'],
    ['with signs behind', `<div>${chip('صيد')}${chip('سمك')}--</div>`, 'صيد | سمك'],
    ['that are buttons in a box', box(`<button class="t">صيد</button><button class="t">مرفأ</button>`), '[صيد، مرفأ]'],
    [
      'that are buttons behind a label',
      box(`الوسوم: <button class="t">صيد</button><button class="t">مرفأ</button>`),
      '[صيد، مرفأ]',
    ],
    [
      'that are buttons outside of one',
      `<div><button class="t">صيد</button><button class="t">مرفأ</button>خبر</div>`,
      'خبر',
    ],
    ['that are buttons of several', box(`<button class="t">صيد</button><button class="u">مرفأ</button>`), ''],
    ['with others in them', `<div>${chip(chip('صيد', 'u'))}${chip(chip('مرفأ', 'v'))}</div>`, 'صيد | مرفأ'],
    ['that are not shown', `<div><p hidden>${chip('صيد')}${chip('مرفأ')}</p>خبر</div>`, 'خبر'],
    ['that are links without addresses', `<div><a class="t">صيد</a><a class="t">مرفأ</a></div>`, 'صيدمرفأ'],
    ['in a heading', `<h2>${chip('صيد')}${chip('مرفأ')}</h2>`, 'صيدمرفأ'],
    ['in an item', `<ul><li>${chip('صيد')}${chip('مرفأ')}</li></ul>`, 'صيد | مرفأ'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('how often a tag was used, said', () => {
  it.each<[string, string, string]>([
    ['within the link: 9', box(`<a href="/tag/a">صيد <b>9</b></a>`), ''],
    ['within, in an element with a class: 9', box(`<a href="/tag/a">صيد <b class="c">9</b></a>`), ''],
    ['behind, in a counter: 9', box(`${link('صيد')} <b class="count">9</b>`), ''],
    ['behind: 9', box(`${link('صيد')} 9`), '[صيد]'],
    ['within the link: 999', box(`<a href="/tag/a">صيد <b>999</b></a>`), ''],
    ['within, in an element with a class: 999', box(`<a href="/tag/a">صيد <b class="c">999</b></a>`), ''],
    ['behind, in a counter: 999', box(`${link('صيد')} <b class="count">999</b>`), ''],
    ['behind: 999', box(`${link('صيد')} 999`), '[صيد]'],
    ['within the link: 1000', box(`<a href="/tag/a">صيد <b>1000</b></a>`), '[صيد 1000]'],
    ['within, in an element with a class: 1000', box(`<a href="/tag/a">صيد <b class="c">1000</b></a>`), '[صيد 1000]'],
    ['behind, in a counter: 1000', box(`${link('صيد')} <b class="count">1000</b>`), '[صيد]'],
    ['behind: 1000', box(`${link('صيد')} 1000`), '[صيد]'],
    ['within the link: (1000)', box(`<a href="/tag/a">صيد <b>(1000)</b></a>`), ''],
    ['within, in an element with a class: (1000)', box(`<a href="/tag/a">صيد <b class="c">(1000)</b></a>`), ''],
    ['behind, in a counter: (1000)', box(`${link('صيد')} <b class="count">(1000)</b>`), ''],
    ['behind: (1000)', box(`${link('صيد')} (1000)`), ''],
    ['within the link: [12]', box(`<a href="/tag/a">صيد <b>[12]</b></a>`), ''],
    ['within, in an element with a class: [12]', box(`<a href="/tag/a">صيد <b class="c">[12]</b></a>`), ''],
    ['behind, in a counter: [12]', box(`${link('صيد')} <b class="count">[12]</b>`), ''],
    ['behind: [12]', box(`${link('صيد')} [12]`), '[صيد]'],
    ['within the link: (1234567)', box(`<a href="/tag/a">صيد <b>(1234567)</b></a>`), ''],
    ['within, in an element with a class: (1234567)', box(`<a href="/tag/a">صيد <b class="c">(1234567)</b></a>`), ''],
    ['behind, in a counter: (1234567)', box(`${link('صيد')} <b class="count">(1234567)</b>`), ''],
    ['behind: (1234567)', box(`${link('صيد')} (1234567)`), ''],
    ['within the link: (12345678)', box(`<a href="/tag/a">صيد <b>(12345678)</b></a>`), '[صيد (12345678)]'],
    [
      'within, in an element with a class: (12345678)',
      box(`<a href="/tag/a">صيد <b class="c">(12345678)</b></a>`),
      '[صيد (12345678)]',
    ],
    ['behind, in a counter: (12345678)', box(`${link('صيد')} <b class="count">(12345678)</b>`), '[صيد]'],
    ['behind: (12345678)', box(`${link('صيد')} (12345678)`), '[صيد]'],
    ['within the link: (1234567890)', box(`<a href="/tag/a">صيد <b>(1234567890)</b></a>`), '[صيد (1234567890)]'],
    [
      'within, in an element with a class: (1234567890)',
      box(`<a href="/tag/a">صيد <b class="c">(1234567890)</b></a>`),
      '[صيد (1234567890)]',
    ],
    ['behind, in a counter: (1234567890)', box(`${link('صيد')} <b class="count">(1234567890)</b>`), '[صيد]'],
    ['behind: (1234567890)', box(`${link('صيد')} (1234567890)`), '[صيد]'],
    ['within the link: x', box(`<a href="/tag/a">صيد <b>x</b></a>`), '[صيد x]'],
    ['within, in an element with a class: x', box(`<a href="/tag/a">صيد <b class="c">x</b></a>`), '[صيد x]'],
    ['behind, in a counter: x', box(`${link('صيد')} <b class="count">x</b>`), '[صيد]'],
    ['behind: x', box(`${link('صيد')} x`), '[صيد]'],
    ['within the link: ٩', box(`<a href="/tag/a">صيد <b>٩</b></a>`), ''],
    ['within, in an element with a class: ٩', box(`<a href="/tag/a">صيد <b class="c">٩</b></a>`), ''],
    ['behind, in a counter: ٩', box(`${link('صيد')} <b class="count">٩</b>`), ''],
    ['behind: ٩', box(`${link('صيد')} ٩`), '[صيد]'],
    ['behind the whole text', box(`<a href="/tag/a"><b class="c">12</b></a>${link('مرفأ')}`), '[12، مرفأ]'],
    ['in the middle of the link', box(`<a href="/tag/a">صيد <b class="c">12</b> بحر</a>`), ''],
    ['of one of two', box(`${link('صيد')} (12) ${link('مرفأ')}`), ''],
    ['of one of three', box(`${link('صيد')} (12) ${link('مرفأ')} ${link('سمك')}`), '[صيد، مرفأ، سمك]'],
    ['of the only one that is said for certain', article(`${said} (12)`), '[صيد]'],
    ['of two that are said for certain', article(`${said} (12) <a rel="tag" href="/y">مرفأ</a> (9)`), ''],
    ['behind a word', box(`${link('صيد')} و (12)`), '[صيد]'],
    ['in a link that is no tag', box(`${link('صيد')} <a href="https://t.me/x">(12)</a>`), '[صيد]'],
    ['behind a class within a counter', box(`${link('صيد')} <b class="count"><i>9</i></b>`), '[صيد]'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('what may be ticked is no text', () => {
  it.each<[string, string, string]>([
    ['a label behind a control', `<input type="checkbox"><label>صيد</label>خبر`, 'خبر'],
    ['a label behind a control and a word', `<input type="checkbox">بحر<label>صيد</label>خبر`, 'بحرصيدخبر'],
    ['a second label', `<input type="checkbox"><label>صيد</label><label>سمك</label>خبر`, 'سمكخبر'],
    ['a label around a control', `<label><input type="radio">صيد</label>خبر`, 'خبر'],
    ['a label around an element with a control', `<label><b role="x"><input type="radio">صيد</b></label>خبر`, 'خبر'],
    ['a label around a block with a control', `<label><div><input type="radio">صيد</div></label>خبر`, 'صيد ⏎ خبر'],
    ['a label around a field', `<label><input type="text">صيد</label>خبر`, 'صيدخبر'],
    ['a label of eight words', `<label><input type="checkbox">${words(8)}</label>خبر`, 'خبر'],
    ['a label of nine words', `<label><input type="checkbox">${words(9)}</label>خبر`, '⟨9⟩خبر'],
    ['a label of two lines', `<label><input type="checkbox">صيد<br>سمك</label>خبر`, 'صيد ⏎ سمكخبر'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('fields that are not shown', () => {
  it.each<[string, string, string]>([
    ['named after tags', `<input type="hidden" name="tags" value="غزة,مصر">خبر`, '[غزة، مصر]خبر'],
    [
      'named after tags behind a program’s prefix',
      `<input type="hidden" name="c$hfTags" value="غزة,مصر">خبر`,
      '[غزة، مصر]خبر',
    ],
    ['with a prefix named after tags', `<input type="hidden" name="tags$x" value="غزة,مصر">خبر`, 'خبر'],
    ['with one tag', `<input type="hidden" name="tags" value="غزة">خبر`, 'خبر'],
    ['by id', `<input type="hidden" id="hfTags" value="غزة,مصر">خبر`, '[غزة، مصر]خبر'],
    ['of another name', `<input type="hidden" name="token" value="غزة,مصر">خبر`, 'خبر'],
    ['of another name, whatever the id', `<input type="hidden" name="token" id="tags" value="غزة,مصر">خبر`, 'خبر'],
    ['of a name of two letters', `<input type="hidden" name="ab" value="غزة,مصر">خبر`, 'خبر'],
    ['of a name of 512', `<input type="hidden" name="${'x'.repeat(507)}-tags" value="غزة,مصر">خبر`, '[غزة، مصر]خبر'],
    ['of a name of 513', `<input type="hidden" name="${'x'.repeat(508)}-tags" value="غزة,مصر">خبر`, 'خبر'],
    ['without a value', `<input type="hidden" name="tags">خبر`, 'خبر'],
    ['of all tags of the site', `<input type="hidden" name="popular-tags" value="غزة,مصر">خبر`, 'خبر'],
    ['that are shown', `<input type="text" name="tags" value="غزة,مصر">خبر`, 'خبر'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('keywords that are the text of an element', () => {
  it.each<[string, string, string]>([
    ['alone', article(`<span itemprop="keywords">صيد, مرفأ</span>`), '[صيد، مرفأ]'],
    ['below a label', article(`<p>الوسوم:</p><span itemprop="keywords">صيد, مرفأ</span>`), '[صيد، مرفأ]'],
    [
      'below a label of five words',
      article(`<p>وسوم هذا الخبر القديم هنا:</p><span itemprop="keywords">صيد, مرفأ</span>`),
      '[صيد، مرفأ]',
    ],
    [
      'below a line of six words',
      article(`<p>وسوم هذا الخبر القديم كله هنا:</p><span itemprop="keywords">صيد, مرفأ</span>`),
      '[صيد، مرفأ]وسوم هذا الخبر القديم كله هنا:',
    ],
    [
      'below a label of 60 letters',
      article(`<p>وسوم ${'ب'.repeat(54)}:</p><span itemprop="keywords">صيد, مرفأ</span>`),
      '[صيد، مرفأ]',
    ],
    [
      'below a line of 61',
      article(`<p>وسوم ${'ب'.repeat(55)}:</p><span itemprop="keywords">صيد, مرفأ</span>`),
      '[صيد، مرفأ]وسوم ببببببببببببببببببببببببببببببببببببببببببببببببببببببب:',
    ],
    [
      'below a label of other pages',
      article(`<p>وسوم أخرى:</p><span itemprop="keywords">صيد, مرفأ</span>`),
      '[صيد، مرفأ]وسوم أخرى:',
    ],
    ['below another line', article(`<p>خبر:</p><span itemprop="keywords">صيد, مرفأ</span>`), '[صيد، مرفأ]خبر:'],
    [
      'of several',
      article(`<span itemprop="keywords">صيد</span> <span itemprop="keywords">مرفأ</span>`),
      '[صيد، مرفأ]',
    ],
    [
      'of several with a comma between',
      article(`<span itemprop="keywords">صيد</span>، <span itemprop="keywords">مرفأ</span>`),
      '[صيد، مرفأ]،',
    ],
    [
      'of several with a word between',
      article(`<span itemprop="keywords">صيد</span> ثم <span itemprop="keywords">مرفأ</span>`),
      '[صيد][مرفأ]ثم',
    ],
    [
      'of several in one',
      article(`<div itemprop="keywords">وسوم <b itemprop="keywords">صيد</b><b itemprop="keywords">مرفأ</b></div>`),
      '[صيد، مرفأ]',
    ],
    [
      'behind one that has ended',
      article(`<b itemprop="keywords">صيد</b><b itemprop="keywords">ملح</b> ثم <b itemprop="keywords">مرفأ</b>`),
      '[صيد، ملح][مرفأ]ثم',
    ],
    ['with links', article(`<div itemprop="keywords">${two}</div>`), '[صيد، مرفأ]'],
    ['of two words of the attribute', article(`<span itemprop="about keywords">صيد, مرفأ</span>`), '[صيد، مرفأ]'],
    ['of another attribute', article(`<span itemprop="about">صيد, مرفأ</span>`), 'صيد, مرفأ'],
    ['on several lines', article(`<div itemprop="keywords"><p>صيد</p><p>مرفأ</p></div>`), '[صيد، مرفأ]'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('links that follow each other', () => {
  it.each<[string, string, string]>([
    [
      'in a link that is in a link',
      `<p>في <a href="/a">السوق</a><a href="/b"><b><a href="/c">البحر</a></b></a></p>`,
      'في السوق | البحر',
    ],
    ['with a blank between', `<p><a href="/a">السوق</a> <a href="/b">البحر</a></p>`, 'السوق | البحر'],
    ['with a line between', `<p><a href="/a">السوق</a><br><a href="/b">البحر</a></p>`, 'السوق ⏎ البحر'],
    ['the first without an address', `<p><a>السوق</a> <a href="/b">البحر</a></p>`, 'السوق البحر'],
    ['the first to an index', `<p>قبل <a href="/tags">السوق</a><a href="/b">البحر</a></p>`, 'قبل البحر'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('a line that is a link named as an index of tags', () => {
  it.each<[string, string, string]>([
    ['alone', article(`<p><a href="/x">الوسوم</a></p>`), ''],
    ['without an address', article(`<p><a>الوسوم</a></p>`), 'الوسوم'],
    ['before text', article(`<p><a href="/x">الوسوم</a>: صيد، سمك</p>`), 'الوسوم: صيد، سمك'],
    ['and the next line', article(`<p><a href="/x">الوسوم</a></p><p>الوسوم</p>`), 'الوسوم'],
    ['of another name', article(`<p><a href="/x">السوق</a></p>`), 'السوق'],
    ['that leads to the index', article(`<p>قبل <a href="/tags">كلها</a> بعد</p>`), 'قبل بعد'],
    [
      'that leads to the index, on two lines',
      article(`<p>قبل <a href="/tags">كل<br>ها</a> بعد</p>`),
      'قبل كل ⏎ ها بعد',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('pages that elements of one kind show with their tags', () => {
  it.each<[string, string, string]>([
    ['two', article(others(pair)), ''],
    ['two of one title', article(others(pair).replace('البحر', 'السوق')), '[صيد، مرفأ][صيد، مرفأ]'],
    [
      'two of other elements',
      article(others(pair).replace(`<div class="c"`, `<section class="c"`)),
      '[صيد، مرفأ][صيد، مرفأ]خبر عن السوق',
    ],
    ['two of other classes', article(others(pair).replace(`class="c"`, `class="d"`)), '[صيد، مرفأ][صيد، مرفأ]'],
    ['one', article(`<div class="c"><a href="/1">خبر عن السوق</a> ${pair}</div>`), '[صيد، مرفأ]'],
    [
      'two in other elements',
      article(`<div class="a">${others(pair).replace('</div><div', `</div></div><div class="a"><div`)}</div>`),
      '',
    ],
    ['with titles of one word', article(others(pair).replace(/خبر عن /g, '')), '[صيد، مرفأ][صيد، مرفأ]'],
    [
      'with titles in headings',
      article(others(pair).replace(/(<a href="\/[12]">.*?<\/a>)/g, `<h3 class="t">$1</h3>`)),
      '',
    ],
    ['of 80 words', article(others(`<p>${words(77)}</p>${pair}`)), 'خبر عن السوق ⏎ ⟨77⟩ ⏎ خبر عن البحر ⏎ ⟨77⟩'],
    [
      'of 81 words',
      article(others(`<p>${words(78)}</p>${pair}`)),
      '[صيد، مرفأ][صيد، مرفأ]خبر عن السوق ⏎ ⟨78⟩ ⏎ خبر عن البحر ⏎ ⟨78⟩',
    ],
    ['of 50 tags', article(others(`<p>${Array.from({ length: 50 }, () => link('صيد')).join('')}</p>`)), ''],
    [
      'of 51 tags',
      article(others(`<p>${Array.from({ length: 51 }, () => link('صيد')).join('')}</p>`)),
      '[صيد، …][صيد، …]',
    ],
    [
      'within a line',
      article(others(pair).replaceAll('div', 'span')),
      '[صيد، مرفأ][صيد، مرفأ]خبر عن السوق ⏎ خبر عن البحر',
    ],
    [
      'with icons, in elements that have no names',
      article(
        others(`<i class="tags"></i>${pair}`)
          .replaceAll(` class="c"`, '')
          .replace('</div><div', `</div><p class="y">خبر</p><div`),
      ),
      'خبر',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('tags of pages that are shown as others', () => {
  it.each<[string, string, string]>([
    [
      'in a box named so',
      article(`<div class="related"><div><a href="/1">خبر عن السوق</a> ${pair}</div></div>`),
      'خبر عن السوق',
    ],
    [
      'in a box named so, without a link to a page',
      article(`<div class="related"><div>${pair}</div></div>`),
      '[صيد، مرفأ]',
    ],
    [
      'below a label',
      article(`<h3>مقالات ذات صلة</h3><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      'مقالات ذات صلة ⏎ خبر عن السوق',
    ],
    [
      'below a label that is a link',
      article(`<h3><a href="/x">مقالات ذات صلة</a></h3><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      '[صيد، مرفأ]مقالات ذات صلة',
    ],
    [
      'below a heading of the first rank',
      `<h1>مقالات ذات صلة</h1><div><a href="/1">خبر عن السوق</a> ${pair}</div>`,
      '[صيد، مرفأ]مقالات ذات صلة',
    ],
    [
      'below a label and another heading of its rank',
      article(`<h3>مقالات ذات صلة</h3><p>خبر</p><h3>السوق</h3><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      '[صيد، مرفأ]مقالات ذات صلة ⏎ خبر ⏎ السوق',
    ],
    [
      'below a label and a heading of a higher rank',
      article(`<h3>مقالات ذات صلة</h3><p>خبر</p><h2>السوق</h2><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      '[صيد، مرفأ]مقالات ذات صلة ⏎ خبر ⏎ السوق',
    ],
    [
      'below a label and a heading of a lower rank',
      article(`<h3>مقالات ذات صلة</h3><p>خبر</p><h4>السوق</h4><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      'مقالات ذات صلة ⏎ خبر ⏎ السوق ⏎ خبر عن السوق',
    ],
    [
      'below a label and a sentence of fourteen words',
      article(`<h3>مقالات ذات صلة</h3><p>${words(14)}</p><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      'مقالات ذات صلة ⏎ ⟨14⟩ ⏎ خبر عن السوق',
    ],
    [
      'below a label and a sentence of fifteen',
      article(`<h3>مقالات ذات صلة</h3><p>${words(15)}</p><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      '[صيد، مرفأ]مقالات ذات صلة ⏎ ⟨15⟩',
    ],
    [
      'below a label, those of the article behind',
      article(`<h3>مقالات ذات صلة</h3><div><a href="/1">خبر عن السوق</a></div><div class="post-tags">${untold}</div>`),
      '[صيد، مرفأ]خبر عن السوق',
    ],
    [
      'below a label in an element that ends',
      article(`<div><h3>مقالات ذات صلة</h3><p>خبر</p></div><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      '[صيد، مرفأ]مقالات ذات صلة ⏎ خبر',
    ],
    [
      'below a label in an element of its own',
      article(`<div><h3>مقالات ذات صلة</h3></div><div><a href="/1">خبر عن السوق</a> ${pair}</div>`),
      'مقالات ذات صلة ⏎ خبر عن السوق',
    ],
    [
      'of 80 words',
      article(`<div class="related"><p>${words(77)}</p><p><a href="/1">خبر عن السوق</a></p>${pair}</div>`),
      '⟨77⟩ ⏎ خبر عن السوق',
    ],
    [
      'of 81 words',
      article(`<div class="related"><p>${words(78)}</p><p><a href="/1">خبر عن السوق</a></p>${pair}</div>`),
      '[صيد، مرفأ]⟨78⟩ ⏎ خبر عن السوق',
    ],
    [
      'with a label of their own',
      article(`<div class="related"><a href="/1">خبر عن السوق</a><p>الوسوم: ${pair}</p></div>`),
      'خبر عن السوق ⏎ الوسوم:',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('posts on a page', () => {
  it.each<[string, string, string]>([
    [
      'an article in a post is the same',
      `<div class="hentry"><article><h1>سوق</h1><p>${prose}</p>${pair}</article></div><div class="hentry"><p>${prose}</p><p>${link('قمح')}</p></div>`,
      '[صيد، مرفأ]سوق ⏎ ¶ ⏎ ¶',
    ],
    [
      'a second in a post is another',
      `<div class="hentry"><article><h1>سوق</h1><p>${prose}</p>${pair}</article><article><p>${prose}</p><p>${link('قمح')}</p></article></div>`,
      '[صيد، مرفأ]سوق ⏎ ¶ ⏎ ¶',
    ],
    [
      'the one with the heading',
      `<article><p>${prose}</p><p>${link('قمح')}</p></article><article><h1>سوق</h1><p>${prose}</p>${pair}</article>`,
      '[صيد، مرفأ]سوق ⏎ ¶',
    ],
    [
      'none without a heading',
      `<article><p>${prose}</p><p>${link('قمح')}</p></article><article><p>${prose}</p>${pair}</article>`,
      '¶',
    ],
    [
      'one with tags, without a heading',
      `<article><p>${prose}</p></article><article><p>${prose}</p>${pair}</article>`,
      '[صيد، مرفأ]¶',
    ],
    [
      'the longest of an article',
      `<body class="single"><article><p>${prose}</p><p>${link('قمح')}</p></article><article><p>${prose} ${words(9)}</p>${pair}</article>`,
      '[صيد، مرفأ]¶ ⟨9⟩',
    ],
    [
      'a heading that is a link is none',
      `<article><p>${prose}</p><p>${link('قمح')}</p></article><article><h1><a href="/1">سوق السمك</a></h1><p>${prose}</p>${pair}</article>`,
      'سوق السمك ⏎ ¶',
    ],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('what a page says of itself', () => {
  it.each<[string, string, object]>([
    ['its title', `<title>سوق السمك</title>خبر`, { title: 'سوق السمك' }],
    ['its title, with spaces', `<title> سوق  السمك\n</title>خبر`, { title: 'سوق السمك' }],
    ['a title with a space of another kind', `<title>سوق السمك الجديد</title>خبر`, { title: 'سوق السمك الجديد' }],
    ['a title with a space at the end', `<title>سوق السمك </title>خبر`, { title: 'سوق السمك' }],
    ['a title with a line end', `<title>سوق\nالسمك</title>خبر`, { title: 'سوق السمك' }],
    ['the title of a drawing', `<svg><title>رسم</title></svg><h1>سوق السمك</h1>خبر`, { title: 'سوق السمك' }],
    ['an empty title', `<title></title><h1>سوق السمك</h1>خبر`, { title: 'سوق السمك' }],
    ['the first of two titles', `<h1>سوق السمك</h1><h1>سوق القمح</h1>خبر`, { title: 'سوق السمك' }],
    [
      'a title in a meta element first',
      `<title>سوق السمك - النهار</title><meta property="og:title" content="سوق السمك">خبر`,
      { title: 'سوق السمك', site: 'النهار' },
    ],
    [
      'the site, behind the title',
      `<title>سوق السمك - بوابة - النهار</title><meta property="og:title" content="سوق السمك">خبر`,
      { title: 'سوق السمك', site: 'النهار' },
    ],
    [
      'the site, behind the heading',
      `<title>سوق السمك | النهار</title><h1>سوق السمك</h1>خبر`,
      { title: 'سوق السمك | النهار', site: 'النهار' },
    ],
    ['no site without a mark', `<title>سوق السمك الكبير</title><h1>سوق السمك</h1>خبر`, { title: 'سوق السمك الكبير' }],
    [
      'no site behind more of the title',
      `<title>سوق السمك الكبير | النهار</title><h1>سوق السمك</h1>خبر`,
      { title: 'سوق السمك الكبير | النهار' },
    ],
    [
      'no site behind another title',
      `<title>سوق القمح | النهار</title><h1>سوق السمك</h1>خبر`,
      { title: 'سوق القمح | النهار' },
    ],
    ['no site where the title is the same', `<title>سوق السمك</title><h1>سوق السمك</h1>خبر`, { title: 'سوق السمك' }],
    ['no site without a heading', `<title>سوق السمك | النهار</title>خبر`, { title: 'سوق السمك | النهار' }],
    [
      'the site as it says',
      `<meta property="og:site_name" content="النهار"><meta name="application-name" content="البوابة">خبر`,
      { site: 'النهار' },
    ],
    ['the site as its application', `<meta name="application-name" content="البوابة">خبر`, { site: 'البوابة' }],
    ['a section', `<meta property="article:section" content=" رياضة  محلية">خبر`, { sections: ['رياضة محلية'] }],
    [
      'a section twice',
      `<meta property="article:section" content="رياضة"><meta property="article:section" content="رياضة">خبر`,
      { sections: ['رياضة'] },
    ],
    ['an empty section', `<meta property="article:section" content="">خبر`, {}],
    ['a section without content', `<meta property="article:section">خبر`, {}],
    [
      'a link to a section',
      article(`<a rel="category" href="/x">رياضة</a>`),
      { title: 'افتتاح السوق', sections: ['رياضة'] },
    ],
    [
      'an empty description, and another',
      `<meta name="description" content=""><meta name="description" content="خبر  قديم">خبر`,
      { description: 'خبر قديم' },
    ],
    [
      'the first of two descriptions',
      `<meta name="description" content="خبر أول"><meta name="description" content="خبر قديم">خبر`,
      { description: 'خبر أول' },
    ],
    [
      'a description for other sites',
      `<meta property="og:description" content="خبر قديم">خبر`,
      { description: 'خبر قديم' },
    ],
    [
      'a date',
      `<meta itemprop="datePublished" content="2020-01-02"><meta name="date" content="2021-01-02">خبر`,
      { date: '2020-01-02' },
    ],
    [
      'an address',
      `<link rel="canonical" href=" https://a.example/1 "><meta property="og:url" content="https://a.example/2">خبر`,
      { url: 'https://a.example/1' },
    ],
    [
      'the first of two addresses',
      `<link rel="canonical" href="https://a.example/1"><link rel="canonical" href="https://a.example/2">خبر`,
      { url: 'https://a.example/1' },
    ],
    ['an address without a host', `<link rel="canonical" href="/1"><meta property="og:url" content="/2">خبر`, {}],
    ['an address of another use', `<link rel="next" href="https://a.example/1">خبر`, {}],
  ])('%s', (_, html, want) => {
    expect(page(html)).toMatchObject(want)
    for (const field of ['title', 'site', 'description', 'date', 'url', 'sections'] as const)
      expect(page(html)[field] === undefined).toBe(!(field in want))
  })
})

describe('keywords of meta elements', () => {
  it.each<[string, string, string]>([
    [
      'of one name are one list',
      `<meta name="keywords" content="غزة,مصر"><meta name="keywords" content="سمك">خبر`,
      '[غزة، مصر، سمك]خبر',
    ],
    [
      'of two names are two',
      `<meta name="keywords" content="غزة,مصر"><meta property="article:tag" content="سمك">خبر`,
      '[غزة، مصر][سمك]خبر',
    ],
    ['without content', `<meta name="keywords"><meta name="keywords" content="">خبر`, 'خبر'],
    [
      'without what kind of work it is',
      `<meta name="dc.type" content="رسالة"><meta name="keywords" content="غزة,رسالة"><meta property="article:tag" content="رسالة">خبر`,
      '[غزة]خبر',
    ],
    ['of a name in other letters', `<meta name=" KeyWords " content="غزة,مصر">خبر`, '[غزة، مصر]خبر'],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})

describe('lists of articles have no tags of their own', () => {
  it.each<[string, string, string]>([
    ['by the class of the body', `<body class="archive">${article(pair)}`, ''],
    ['an article by the class of the body', `<body class="archive single">${article(pair)}`, '[صيد، مرفأ]'],
    [
      'by the date of an article',
      `<meta property="article:published_time" content="2020"><title>الوسوم</title>${article(pair)}`,
      '[صيد، مرفأ]',
    ],
    ['by its heading', `<h1>الوسوم</h1><p>${prose}</p>${pair}`, ''],
    ['by the heading of a search', `<h1>نتائج البحث عن سمك</h1><p>${prose}</p>${pair}`, ''],
    ['by the first part of its title', `<title>الوسوم | النهار</title><p>${prose}</p>${pair}`, ''],
    ['not by the second part of its title', `<title>النهار | الوسوم</title><p>${prose}</p>${pair}`, '[صيد، مرفأ]'],
    ['by what a shop calls it', `<meta property="og:type" content="product.group"><p>${prose}</p>${pair}`, ''],
    [
      'by the address of a site',
      `<link rel="canonical" href="https://a.example/"><meta property="og:type" content="website"><p>${prose}</p>${pair}`,
      '',
    ],
    [
      'not by the address of a site alone',
      `<link rel="canonical" href="https://a.example/"><p>${prose}</p>${pair}`,
      '[صيد، مرفأ]',
    ],
    [
      'not by the address of a page',
      `<link rel="canonical" href="https://a.example/1"><meta property="og:type" content="website"><p>${prose}</p>${pair}`,
      '[صيد، مرفأ]',
    ],
    [
      'not by the address of a site, where a post has a heading',
      `<link rel="canonical" href="https://a.example/"><meta property="og:type" content="website">${article(pair)}`,
      '[صيد، مرفأ]',
    ],
    ['by the address of an archive', `<link rel="canonical" href="https://a.example/tag/x"><p>${prose}</p>${pair}`, ''],
  ])('%s', (_, html, want) => {
    expect(told(html)).toBe(want)
  })
})
