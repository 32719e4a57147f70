import { describe, expect, it } from '@jest/globals'

import * as boxes from '../../dist/read/boxes.js'
import { markup } from './shelf.js'

const { Words, plainLabel, TAGS, OWN, CROWD, MENU, ASIDE, POST, COUNT, PART, RELATED } = boxes
const words = Words.of(markup)

describe('the class and id of an element say', () => {
  it.each<[string, number]>([
    ['', 0],
    ['-- __', 0],
    ['tags', TAGS],
    ['price-tag', 0],
    ['news-tag', TAGS],
    ['post-tag', TAGS | OWN | PART],
    ['postTags', TAGS | OWN | PART],
    ['post_tags', TAGS | OWN | PART],
    ['tag-gaza', 0],
    ['tags-gaza', TAGS],
    ['wide tags', TAGS],
    ['tag-cloud', CROWD],
    ['tagcloud', CROWD],
    ['popular-tags', CROWD],
    ['popular-posts', PART],
    ['cloud', 0],
    ['topics-cloud', CROWD],
    ['tag-link-12', CROWD],
    ['tag-link', 0],
    ['main-menu', MENU],
    ['has-menu', 0],
    ['no-menu', 0],
    ['with-menu', 0],
    ['menu-with', MENU],
    ['left-sidebar', ASIDE],
    ['sidebar-left', 0],
    ['widget-area', ASIDE],
    ['with-sidebar', 0],
    ['related-items', RELATED],
    ['items-with-related', 0],
    ['items-has-related', 0],
    ['tag-count', COUNT],
    ['post-body', PART],
    ['hentry', POST],
    ['tags type-post', POST],
    ['blog-post menu', POST],
    ['tags menu', TAGS | MENU],
  ])('%j: %i', (names, kind) => {
    expect(words.kind(names)).toBe(kind)
    // As it is remembered.
    expect(words.kind(names)).toBe(kind)
  })

  it.each<[string, boolean]>([
    ['fa-tags', true],
    ['fa fa-tags', true],
    ['fa-tag', false],
    ['mdi-tag-multiple', true],
    ['mdi-multiple', false],
  ])('by its icon %j that tags stand beside: %s', (names, is) => {
    expect([words.isTagsIcon(names), words.isTagsIcon(names)]).toEqual([is, is])
  })

  it.each<[string, boolean]>([
    ['popular-list', true],
    ['list', false],
    ['a search-box', true],
  ])('%j that it is for choosing: %s', (names, is) => {
    expect(words.isCrowd(names)).toBe(is)
  })
})

describe('a link', () => {
  it.each<[string, number]>([
    ['tag', boxes.REL_TAG],
    ['Category Tag', boxes.REL_TAG | boxes.REL_CATEGORY],
    ['category', boxes.REL_CATEGORY],
    ['next', boxes.REL_STEP],
    ['prev nofollow', boxes.REL_STEP],
    ['tags', 0],
    ['', 0],
  ])('of rel %j', (rel, bits) => {
    expect([words.relation(rel), words.relation(rel)]).toEqual([bits, bits])
  })

  it.each<[string, boolean]>([
    ['https://www.facebook.com/sharer?u=x', true],
    ['//t.me/share', true],
    ['HTTP://X.com:443', true],
    ['mailto:a@b', true],
    ['javascript:void(0)', true],
    ['https://harbour.example/facebook.com', false],
    ['/tag/x.com', false],
    ['', false],
  ])('to %j is for sharing: %s', (href, is) => {
    expect(words.isSharer(href)).toBe(is)
  })

  it.each<[string, boolean]>([
    ['التالي', true],
    ['الصفحة التالية', true],
    ['عرض المزيد »', true],
    ['التالي: خبر', false],
    ['سوق', false],
    ['', false],
    [`التالي${' '.repeat(18)}`, true],
    [`التالي${' '.repeat(19)}`, false],
  ])('%j leads on: %s', (text, is) => {
    expect(words.isStep(text)).toBe(is)
  })
})

describe('a label', () => {
  it.each<[string, string]>([
    ['الوسوم:', 'الوسوم'],
    ['الأَقسام', 'الاقسام'],
    ['آخر إصدار', 'اخر اصدار'],
    ['وســم', 'وسم'],
    ['وسم', 'وسم'],
    [' وسم', 'وسم'],
    ['وسم  آخر ', 'وسم اخر'],
    ['وسم  ثان', 'وسم ثان'],
    ['ءي', 'ءي'],
    ['Tags — 12', 'tags 12'],
    ['', ''],
  ])('%j is compared as %j', (text, plain) => {
    expect(plainLabel(text)).toBe(plain)
  })

  it.each<[string, boolean]>([
    ['وسوم الخبر', true],
    ['خبر', false],
    ['', false],
  ])('%j names tags: %s', (text, is) => {
    expect(words.isLabel(text)).toBe(is)
  })

  it.each<[string, boolean]>([
    ['سحابة الوسوم', true],
    ['وسوم الموقع', true],
    ['أخبار الموقع', false],
    ['وسوم الخبر', false],
    ['ا', true],
    ['7', true],
    ['اب', false],
    ['', false],
  ])('%j names those of the site: %s', (text, is) => {
    expect(words.isCrowdLabel(text)).toBe(is)
  })

  it.each<[string, boolean]>([
    ['أخبار ذات صلة', true],
    ['مواضيع مقترحة من الموقع لكم', true],
    ['مواضيع مقترحة من الموقع لكم اليوم', false],
    ['أخبار اليوم', false],
    [`ذات صلة${' '.repeat(33)}`, true],
    [`ذات صلة${' '.repeat(34)}`, false],
  ])('%j stands above other pages: %s', (text, is) => {
    expect(words.isRelatedLabel(text)).toBe(is)
  })

  it.each<[string, boolean, boolean]>([
    ['الوسوم', true, false],
    ['All Tags', true, false],
    ['كل الوسوم', true, false],
    ['الوسوم في الأخبار', false, false],
    ['Tagged', false, false],
    ['نتائج البحث عن: مرفأ', false, true],
    ['Search results for “x”', false, true],
    ['عن نتائج البحث', false, false],
    ['نتائج', false, false],
  ])('%j heads an index: %s, a search: %s', (heading, index, search) => {
    expect([words.isIndex(heading), words.isSearch(heading)]).toEqual([index, search])
  })
})
