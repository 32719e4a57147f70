/** What pages have around their articles: each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { Furniture, isFigure, isNumber, keyOf } from '../../dist/core/lists/furniture.js'
import { PageText } from '../../dist/core/lists/pagetext.js'
import { loadModel } from '../../dist/model/index.js'
import { w } from './located.js'

const { layout, letters } = loadModel()
const read = (text: string, title?: string) => {
  const page = new PageText(text, title, layout, letters)
  return { furniture: new Furniture(page), words: page.words(0, text.length) }
}
type Told = 'isBar' | 'isTimed' | 'isForeign' | 'isByline'
const each = (told: Told, cases: readonly (readonly [text: string, is: boolean])[]) =>
  it.each(cases)('%j: %s', (text, is) => {
    const { furniture, words } = read(text)
    expect(furniture[told](words)).toBe(is)
  })

describe('behind an article stands', () => {
  it.each<[text: string, i: number, least: number, is: boolean]>([
    ['المقال السابق صيد', 0, 2, true],
    ['المقال السابق', 0, 3, false],
    ['المقال صيد', 0, 1, false],
    ['المقال', 0, 2, false],
    ['صيد المقال السابق', 0, 2, false],
    ['صيد المقال السابق', 1, 2, true],
    ['بقلم صيد', 0, 1, true],
    ['بقلم صيد', 0, 2, false],
    ['صيد', 1, 1, false],
    ['', 0, 1, false],
  ])('%j from word %d on, with %d words at least: %s', (text, i, least, is) => {
    const { furniture, words } = read(text)
    expect(furniture.isBehind(words, i, least)).toBe(is)
  })

  it('what begins with the first word, and one word is enough, where nothing else is said', () => {
    const is = (text: string) => read(text).furniture.isBehind(read(text).words)
    expect(['بقلم صيد', 'صيد بقلم'].map(is)).toEqual([true, false])
  })
})

describe('a share bar', () => {
  each('isBar', [
    ['شارك', true],
    ['فيسبوك', true],
    ['شارك فيسبوك تويتر', true],
    ['شارك صيد', false],
    ['شارك 0', false],
  ])

  it.each<[text: string, i: number, is: boolean]>([
    ['شارك فيسبوك تويتر', 0, true],
    ['شارك فيسبوك', 0, false],
    ['شارك فيسبوك تويتر صيد', 0, true],
    ['شارك صيد فيسبوك تويتر', 0, false],
    ['صيد شارك فيسبوك تويتر', 0, false],
    ['صيد شارك فيسبوك تويتر', 1, true],
    ['صيد شارك فيسبوك', 1, false],
    ['شارك 0 فيسبوك ٧ تويتر', 0, true],
    ['0 شارك فيسبوك تويتر', 0, false],
    ['شارك 0 0 0 فيسبوك تويتر', 0, true],
    ['شارك 0 0 0 0 فيسبوك تويتر', 0, false],
    ['صيد سمك شارك 0 0 0 فيسبوك تويتر', 2, true],
    ['صيد سمك شارك 0 0 0 0 فيسبوك تويتر', 2, false],
    ['', 0, false],
  ])('of three names in six words: %j from word %d on: %s', (text, i, is) => {
    const { furniture, words } = read(text)
    expect(furniture.barsAt(words, i)).toBe(is)
  })
})

describe('the title', () => {
  it.each<[text: string, title: string | undefined, is: boolean]>([
    ['صيد سمك', 'صيد سمك', true],
    ['صيد سمك', 'صيد سمك | قارب', true],
    ['صيد سمك', 'صيد سمك - قارب', true],
    ['صيد سمك قارب', 'صيد سمك | قارب', true],
    ['قارب', 'صيد سمك | قارب', false],
    ['صيد', 'صيد سمك', false],
    ['صيد-سمك', 'صيد-سمك', true],
    ['صيد', 'صيد-سمك', false],
    ['صيد', undefined, false],
    [w(12), w(13), true],
    [w(11), w(13), false],
    [w(13), w(13), false],
  ])('%j is of a page with the title %j: %s', (text, title, is) => {
    const { furniture, words } = read(text, title)
    expect([furniture.isTitle(words), furniture.isTitle(words)]).toEqual([is, is])
  })
})

describe('a time', () => {
  each('isTimed', [
    ['دقيقة صيد', true],
    ['صيد دقيقة', false],
    ['3 دقائق', true],
    ['صيد 3 دقائق', true],
    ['صيد 3', false],
    ['3', false],
    ['صيد', false],
  ])
})

describe('no item of a list is', () => {
  const [long, longer] = [`${'س'.repeat(52)} أ ب ج د`, `${'س'.repeat(53)} أ ب ج د`]
  const six = `${'س'.repeat(230)} أ ب ج د ه`
  each('isForeign', [
    ['', true],
    ['صيد', false],
    ['س'.repeat(60), false],
    ['س'.repeat(61), true],
    [`${' '.repeat(9)}${'س'.repeat(60)}`, false],
    [long, false],
    [longer, true],
    [`${longer} ه`, false],
    [six, false],
    [`س${six}`, true],
    ['بقلم صيد', true],
    ['صيد بقلم', false],
    ['في البحر', true],
    ['صيد في البحر', false],
    ['3 مايو', true],
    ['الأحد 3 دقائق', true],
    ['١٢', true],
    ['صيد 3', false],
    ['مايو صيد', false],
  ])
})

describe('who wrote it is said by', () => {
  each('isByline', [
    ['بقلم نزار', true],
    ['نزار بقلم', false],
    ['', false],
  ])
})

it.each([
  ['في', true],
  ['على', true],
  ['علي', false],
  ['إلي', true],
  ['صيد', false],
])('%j is a particle: %s', (text, is) => {
  const { furniture, words } = read(text)
  expect(furniture.isParticle(words[0]!)).toBe(is)
})

it('figures and numbers are told by their signs, keys by their words', () => {
  const keys = ['12', '٣', '3ا', 'ا٣', 'صيد', '']
  expect(keys.filter(isFigure)).toEqual(['12', '٣'])
  expect(keys.filter(isNumber)).toEqual(['12', '٣', '3ا', 'ا٣'])
  expect([keyOf(read('صيد، سَمك').words), keyOf([])]).toEqual(['صيد سمك', ''])
})
