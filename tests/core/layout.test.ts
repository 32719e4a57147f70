/** What is made of the words of layouts. */
import { describe, expect, it } from '@jest/globals'
import {
  compileLayout,
  isInterface,
  isLabel,
  type Begun,
  type LayoutData,
  type PhraseKind,
} from '../../dist/core/lists/layout.js'
import { hashOf } from '../../dist/core/text/hash.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel()
const EMPTY: LayoutData = {
  version: 1,
  parts: {},
  labels: {
    strong: [],
    weak: [],
    singular: [],
    index: [],
    topics: [],
    tails: [],
    composed: [],
    nothing: [],
    crowds: [],
  },
  ends: { anywhere: [], things: [], labelled: [], colon: [], composed: [] },
  debris: [],
  items: [],
  bar: { heads: [], names: [] },
  fields: [],
  dates: { months: [], days: [], ago: [] },
  particles: [],
  prose: [],
  delimiters: { certain: '', slash: '', dash: '' },
  unlabelled: { behind: [], interface: [], counted: [], times: [], titles: [], names: [] },
}
type Room = 'labels' | 'ends' | 'unlabelled'
type Given = Partial<Omit<LayoutData, Room>> & { readonly [R in Room]?: Partial<LayoutData[R]> }
const compile = ({ labels, ends, unlabelled, ...rest }: Given) =>
  compileLayout(
    {
      ...EMPTY,
      ...rest,
      labels: { ...EMPTY.labels, ...labels },
      ends: { ...EMPTY.ends, ...ends },
      unlabelled: { ...EMPTY.unlabelled, ...unlabelled },
    },
    letters,
  )
type Told = readonly { readonly kind: PhraseKind; readonly words: readonly string[] }[]
const listed = (list: Told) => list.map(({ kind, words }) => `${kind} ${words.join(' ')}`)
const told = (phrases: ReadonlyMap<string, Begun>) =>
  [...phrases].map(([word, { alone, more }]) => [
    word,
    [...[...more.values()].flatMap(listed).sort((a, b) => b.split(' ').length - a.split(' ').length), ...listed(alone)],
  ])
const asLists = (
  phrases: ReadonlyMap<string, readonly { readonly kind: PhraseKind; readonly words: readonly string[] }[]>,
) => [...phrases].map(([word, list]) => [word, listed(list)])

it('refuses a phrase without a word', () => {
  expect(() => compile({})).not.toThrow()
  expect(() => compile({ debris: ['…'] })).toThrow(/"…" has no word/)
})

describe('phrases', () => {
  it('stand under their first word, the longest first, labels before others', () => {
    const { phrases } = compile({
      labels: { strong: ['وسوم', 'وسوم هذا المقال', 'وسوم المقال'], topics: ['مواضيع'] },
      ends: { anywhere: ['مواضيع', 'مواضيع أخرى'] },
    })
    expect(told(phrases)).toEqual([
      ['وسوم', ['strong وسوم هذا المقال', 'strong وسوم المقال', 'strong وسوم']],
      ['مواضيع', ['end مواضيع اخري', 'topics مواضيع', 'end مواضيع']],
    ])
  })

  it('are of the kind that they stand under', () => {
    const { phrases } = compile({
      labels: { strong: ['أ'], weak: ['ب'], singular: ['ت'], index: ['ث'], topics: ['ج'] },
      ends: { anywhere: ['ح'], things: ['خ'], labelled: ['د'], colon: ['ذ'] },
      debris: ['ر'],
    })
    const kinds = [...phrases.values()].map(({ alone }) => alone[0]!.kind)
    expect(kinds).toEqual([
      'strong',
      'weak',
      'singular',
      'index',
      'topics',
      'end',
      'thing',
      'labelled',
      'colon',
      'debris',
    ])
    expect(kinds.filter(isLabel)).toEqual(['strong', 'weak', 'singular', 'index', 'topics'])
    expect(kinds.filter(isInterface)).toEqual(['end', 'thing', 'labelled'])
  })

  it('are none of a part that is not there', () => {
    expect(() => compile({ labels: { composed: [{ kind: 'strong', phrases: ['وسوم {none}'] }] } })).toThrow(
      /"وسوم \{none\}" has a part that is not there/,
    )
  })

  it('are composed of all that their parts may be, each kind apart', () => {
    const parts = { words: ['كلمات', 'عبارات'], work: ['البحث', 'هذا المقال'] }
    const { phrases } = compile({
      parts,
      labels: {
        singular: ['وسم'],
        composed: [
          { kind: 'strong', phrases: ['{words} {work}', 'وسوم {work}'] },
          { kind: 'singular', phrases: ['وسم {work} الأول'] },
          { kind: 'index', phrases: ['كل {words}'] },
        ],
      },
      ends: {
        composed: [
          { kind: 'anywhere', phrases: ['شارك {work}'] },
          { kind: 'labelled', phrases: ['كاتب {work}'] },
        ],
      },
    })
    expect(told(phrases)).toEqual([
      ['كلمات', ['strong كلمات هذا المقال', 'strong كلمات البحث']],
      ['عبارات', ['strong عبارات هذا المقال', 'strong عبارات البحث']],
      ['وسوم', ['strong وسوم هذا المقال', 'strong وسوم البحث']],
      ['وسم', ['singular وسم هذا المقال الاول', 'singular وسم البحث الاول', 'singular وسم']],
      ['كل', ['index كل كلمات', 'index كل عبارات']],
      ['شارك', ['end شارك هذا المقال', 'end شارك البحث']],
      ['كاتب', ['labelled كاتب هذا المقال', 'labelled كاتب البحث']],
    ])
  })
})

it('a label is looked for by its first and its last word, and no other phrase', () => {
  const { firstWords, lastWords } = compile({
    labels: { strong: ['كلمات هذا البحث'], weak: ['وسوم'] },
    ends: { anywhere: ['اقرأ أيضا'] },
    debris: ['التالي'],
  })
  expect(firstWords).toEqual(new Set(['كلمات', 'وسوم'].map(hashOf)))
  expect(lastWords).toEqual(new Set(['البحث', 'وسوم'].map(hashOf)))
})

describe('what the word before has run into', () => {
  it('is one word of five letters that a colon follows', () => {
    const { glued } = compile({
      ends: { labelled: ['المصدر', 'نشر', 'نشره', 'نشرها', 'نشر في'], colon: ['الكاتب'], anywhere: ['اقرأوا'] },
    })
    expect(glued).toEqual(['المصدر', 'نشرها', 'الكاتب'])
  })

  it('or a phrase of several, the first of four letters, by its second', () => {
    const { gluedPhrases, gluedLabels } = compile({
      labels: { strong: ['كلمات دلالية', 'كلم دلالية', 'الوسوم'], weak: ['مواضيع هامة'] },
      ends: { anywhere: ['اقرأ أيضا', 'ذات صلة', 'مقالات أيضا', 'التعليقات'], things: ['أخبار أخرى'] },
    })
    expect(asLists(gluedPhrases)).toEqual([['ايضا', ['end اقرا ايضا', 'end مقالات ايضا']]])
    expect(asLists(gluedLabels)).toEqual([['دلاليه', ['strong كلمات دلاليه']]])
  })

  it('or, behind a list without a label, one word of four letters and its article', () => {
    const { headings, behind } = compile({
      labels: { index: ['الوسوم'], strong: ['التصنيفات'] },
      ends: { anywhere: ['الملخص', 'المتن', 'ملخصات', 'الملخص العام'], things: ['التعليق'], labelled: ['المصدر'] },
      unlabelled: { behind: ['المقالات', 'اقرأ'] },
    })
    expect(headings).toEqual(['المقالات', 'الملخص', 'التعليق', 'الوسوم'])
    expect([...behind]).toEqual([
      ['المقالات', [['المقالات']]],
      ['اقرا', [['اقرا']]],
      ['الملخص', [['الملخص'], ['الملخص', 'العام']]],
      ['المتن', [['المتن']]],
      ['ملخصات', [['ملخصات']]],
      ['التعليق', [['التعليق']]],
      ['الوسوم', [['الوسوم']]],
    ])
  })
})

it('words are folded, delimiters and names of fields are not, names of places stay whole', () => {
  const layout = compile({
    labels: { tails: ['للخبر'], crowds: ['الأكثر'], nothing: ['لا يوجد'] },
    items: ['وكالة الأنباء'],
    bar: { heads: ['شارك'], names: ['فيسبوك'] },
    fields: ['tags'],
    dates: { months: ['آذار'], days: ['الأحد'], ago: ['منذ'] },
    particles: ['إلى'],
    prose: ['كانت'],
    delimiters: { certain: '،;', slash: '/', dash: '-–' },
    unlabelled: { interface: ['اتصل بنا'], times: ['دقيقة'], titles: ['د.'], names: ['علي'] },
  })
  const sets = [
    'tails',
    'crowds',
    'nothing',
    'items',
    'barHeads',
    'barNames',
    'fields',
    'months',
    'days',
    'ago',
  ] as const
  const more = ['particles', 'prose', 'interface', 'times', 'titles', 'names'] as const
  expect([...sets, ...more].map((name) => [...layout[name]])).toEqual([
    ['للخبر'],
    ['الاكثر'],
    ['لا يوجد'],
    ['وكاله', 'الانباء'],
    ['شارك'],
    ['فيسبوك'],
    ['tags'],
    ['اذار'],
    ['الاحد'],
    ['منذ'],
    ['الي'],
    ['كانت'],
    ['اتصل بنا'],
    ['دقيقه'],
    ['د'],
    ['علي'],
  ])
  expect([...layout.delimiters]).toEqual(
    Array.from('،;/-–', (char, i) => [char.charCodeAt(0), ['certain', 'certain', 'slash', 'dash', 'dash'][i]]),
  )
})
