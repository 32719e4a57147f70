import { describe, expect, it } from '@jest/globals'

import { sift } from '../../dist/core/lists/sift.js'
import { Surfaces } from '../../dist/core/text/surfaces.js'
import type { Page, TagList } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const { letters, segmenter } = loadModel()
const title = 'وزير الطاقة يعلن خفض أسعار الوقود في المحافظات - بوابة النهار'
const page: Page = {
  id: '1',
  title,
  site: 'بوابة النهار',
  url: 'https://www.annahar-gate.example/economy/1',
  sections: ['اقتصاد'],
}
const meta = (...tags: string[]): TagList => ({ from: 'meta', tags })

const surfaces = new Surfaces(letters, segmenter.letters)
function sifted(of: Page, { from, tags }: TagList) {
  const { kept, setAside } = sift(of, [{ from, tags: tags.map((tag) => surfaces.of(tag)) }], surfaces)
  return { kept: kept.flatMap((list) => list.tags.map((tag) => surfaces.raws[tag]!)), setAside }
}

describe('sift', () => {
  it.each<[string, Partial<Page>, TagList, readonly string[], string | undefined]>([
    [
      'the title chopped into words',
      {},
      meta(...'وزير الطاقة يعلن خفض أسعار الوقود في المحافظات'.split(' ')),
      [],
      'title-words',
    ],
    [
      'chopped without its particles',
      {},
      meta('وزير', 'الطاقة', 'يعلن', 'خفض', 'أسعار', 'الوقود', 'المحافظات'),
      [],
      'title-words',
    ],
    [
      'chopped, in another spelling',
      {},
      meta('وزير', 'الطاقه', 'يعلن', 'خفض', 'اسعار', 'الوقود', 'المحافظات'),
      [],
      'title-words',
    ],
    [
      'chopped after the real tags',
      {},
      meta('وزارة الطاقة', 'الوقود', 'وزير', 'الطاقة', 'يعلن', 'خفض', 'أسعار', 'الوقود'),
      ['وزارة الطاقة', 'الوقود'],
      'title-words',
    ],
    ['the whole title', {}, meta('الوقود', 'وزير الطاقة يعلن خفض أسعار الوقود في المحافظات'), ['الوقود'], 'title'],
    ['the title with the site', {}, meta('الوقود', title), ['الوقود'], 'title'],
    ['the site’s name', {}, meta('الوقود', 'بوابة النهار', 'أسعار'), ['الوقود', 'أسعار'], 'site-name'],
    ['the site’s address', {}, meta('الوقود', 'annahar-gate.example'), ['الوقود'], 'site-name'],
    ['the section', {}, meta('الوقود', 'إقتصاد'), ['الوقود'], 'section'],
    [
      'real tags that stand in the title',
      {},
      meta('وزير الطاقة', 'أسعار الوقود', 'المحافظات'),
      ['وزير الطاقة', 'أسعار الوقود', 'المحافظات'],
      undefined,
    ],
    [
      'single words of the title, not most of it',
      {},
      meta('الطاقة', 'الوقود', 'المحافظات'),
      ['الطاقة', 'الوقود', 'المحافظات'],
      undefined,
    ],
    [
      'words of the title in an order of their own',
      {},
      meta('الوقود', 'الطاقة', 'أسعار', 'المحافظات', 'وزير'),
      ['الوقود', 'الطاقة', 'أسعار', 'المحافظات', 'وزير'],
      undefined,
    ],
    ['a short title that is a tag', { title: 'معرض الكتاب' }, meta('معرض الكتاب'), ['معرض الكتاب'], undefined],
    ['a section that an export also has as a tag', {}, { from: 'field', tags: ['اقتصاد'] }, ['اقتصاد'], undefined],
    [
      'the beginning of the description chopped into words',
      { description: 'أعلن الوزير في مؤتمر صحفي عن خطة تمتد عامين، وقال إن المحافظات ستشارك فيها.' },
      meta('الوقود', 'أعلن', 'الوزير', 'مؤتمر', 'صحفي', 'خطة', 'تمتد', 'عامين'),
      ['الوقود'],
      'description-words',
    ],
    [
      'a clause of the description',
      { description: 'أعلن الوزير في مؤتمر صحفي عن خطة، وقال إن المحافظات ستشارك فيها.' },
      meta('الوقود', 'وقال إن المحافظات ستشارك فيها'),
      ['الوقود'],
      'description-words',
    ],
    [
      'a description that is the list',
      { description: 'وقود, نفط, غاز, كهرباء, مصاف, أنابيب' },
      meta('وقود', 'نفط', 'غاز', 'كهرباء', 'مصاف', 'أنابيب'),
      ['وقود', 'نفط', 'غاز', 'كهرباء', 'مصاف', 'أنابيب'],
      undefined,
    ],
    [
      'words of the description, far apart',
      { description: 'أعلن الوزير أمس في مؤتمر صحفي عن خطة للوقود تشمل نقل النفط والغاز إلى كل المحافظات في عامين' },
      meta('الوزير', 'خطة', 'النفط', 'المحافظات', 'عامين'),
      ['الوزير', 'خطة', 'النفط', 'المحافظات', 'عامين'],
      undefined,
    ],
    [
      'phrases around a word that the page is not about',
      { description: 'خطة تمتد عامين' },
      meta('مظلات جدة', 'تركيب مظلات بجدة', 'سواتر جدة', 'برجولات بجدة', 'هناجر في جدة'),
      ['مظلات جدة', 'تركيب مظلات بجدة', 'سواتر جدة', 'برجولات بجدة', 'هناجر في جدة'],
      undefined,
    ],
    [
      'phrases around a longer word that the page is not about',
      { description: 'خطة تمتد عامين' },
      meta('مظلات الخبر', 'تركيب مظلات بالخبر', 'سواتر الخبر', 'برجولات بالخبر', 'هناجر في الخبر'),
      [],
      'site-phrases',
    ],
    [
      'phrases around a word of the title',
      { description: 'خطة تمتد عامين' },
      meta('أسعار الوقود', 'خفض الوقود', 'دعم الوقود', 'محطات الوقود', 'سوق الوقود'),
      ['أسعار الوقود', 'خفض الوقود', 'دعم الوقود', 'محطات الوقود', 'سوق الوقود'],
      undefined,
    ],
    [
      'what readers are shown',
      {},
      { from: 'link', tags: ['بوابة النهار', 'اقتصاد'] },
      ['بوابة النهار', 'اقتصاد'],
      undefined,
    ],
    [
      'a page that says nothing of itself',
      { title: undefined, site: undefined, url: undefined, sections: undefined },
      meta('وزير', 'الطاقة'),
      ['وزير', 'الطاقة'],
      undefined,
    ],
  ])('%s', (_, own, list, kept, reason) => {
    const result = sifted({ ...page, ...own }, list)
    expect(result.kept).toEqual(kept)
    expect(result.setAside.map((aside) => aside.reason)).toEqual(reason === undefined ? [] : [reason])
    const all = [...result.kept, ...result.setAside.flatMap(({ tags }) => tags)]
    expect(all.sort()).toEqual([...list.tags].sort())
  })

  it('takes time in proportion to the list', () => {
    const words = (count: number): string[] => Array.from({ length: count }, (_, i) => `كلمة${i % 7}`)
    const time = (count: number): number => {
      const tags = words(count).map((tag) => surfaces.of(tag))
      const start = process.cpuUsage()
      sift({ id: '1', title: words(150).join(' ') }, [{ from: 'meta', tags }], surfaces)
      return process.cpuUsage(start).user / 1000
    }
    time(10_000)
    // The best of three: one may be a collection of garbage.
    const best = (count: number): number => Math.min(time(count), time(count), time(count))
    expect(best(80_000)).toBeLessThan(40 * Math.max(best(10_000), 2))
  })
})

describe('what a site says of itself', () => {
  const shown: TagList = { from: 'link', tags: ['خفض الأسعار', 'وزارة الطاقة'] }
  const site = ['أخبار', 'رياضة', 'فن']
  const said = 'قفز سعر النفط في الأسواق العالمية بعد إعلان المنتجين خفض ما يضخونه في الربع القادم من العام'
  const many = ['أخبار', 'رياضة', 'فن', 'مسرح', 'طقس ورياح']
  const one = ['سوق', 'شراع', 'ملح', 'رياضة']
  const long = `${said}\n`.repeat(5)
  const menu = 'نفط | قفز | أخبار الأسواق العالمية | بعد إعلان المنتجين | خفض ما يضخونه | في الربع القادم من العام'
  it.each<[string, readonly string[], Partial<Page>, TagList | undefined, boolean]>([
    ['its name, and words of which the title has none', ['بوابة النهار', ...site], {}, undefined, true],
    [
      'its name as the title ends with it',
      ['بوابة النهار', ...site],
      { site: undefined, url: undefined },
      undefined,
      true,
    ],
    ['its name, shortened', ['بوابة', ...site], { site: undefined, url: undefined }, undefined, true],
    ['its name, and two words', ['بوابة النهار', 'أخبار', 'رياضة'], {}, undefined, true],
    ['its name, and two words before it', ['أخبار', 'رياضة', 'بوابة النهار'], {}, undefined, false],
    ['its name, and a word of the title', ['بوابة النهار', ...site, 'محافظات'], {}, undefined, true],
    ['its name, a word of the title among three', ['محافظات', 'رياضة', 'فن', 'بوابة النهار'], {}, undefined, false],
    ['its name, two words of the title', ['أخبار الوقود', 'توزيع محافظات', 'فن', 'بوابة النهار'], {}, undefined, false],
    ['its name, one of four said', ['بوابة النهار', ...site, 'نفط'], { text: said }, undefined, true],
    ['its name, two of five said', ['نفط', 'قفز', ...site, 'بوابة النهار'], { text: said }, undefined, false],
    ['its name, two of five in a menu', ['نفط', 'قفز', ...site, 'بوابة النهار'], { text: menu }, undefined, true],
    [
      'its name, two of five said, beside other tags',
      ['نفط', 'قفز', ...site, 'بوابة النهار'],
      { text: said },
      shown,
      true,
    ],
    ['its name, a short word within others', ['فز', 'نف', ...site, 'بوابة النهار'], { text: said }, undefined, true],
    [
      'the site named in the title',
      ['متجر الريف', 'عسل', 'زيت', 'سمن'],
      { title: 'اتصل بنا | متجر الريف', site: undefined, url: undefined },
      undefined,
      true,
    ],
    [
      'the page named in the title',
      ['حصن بهلاء', 'قلاع عمان', 'عمارة طينية'],
      {
        title: 'حصن بهلاء - بوابة النهار',
        text: 'حصن بهلاء من قلاع عمان المبنية من عمارة طينية قديمة في الداخلية منذ قرون',
      },
      undefined,
      false,
    ],
    ['its name, and a word that the title has of its name', ['بوابة النهار', ...site, 'بوابة'], {}, undefined, true],
    ['no name', site, {}, undefined, false],
    ['no name, beside other tags', site, {}, shown, true],
    ['no name, beside the same tags', [...site, 'وزارة الطاقة'], {}, shown, false],
    ['no name, of two words, beside other tags', ['أخبار', 'رياضة'], {}, shown, false],
    ['no name, one of four in the title', [...site, 'الوقود'], {}, shown, true],
    ['no name, one of three in the title', ['أخبار', 'رياضة', 'الوقود'], {}, shown, false],
    ['no name, one of four in the text', [...site, 'نفط'], { text: said }, shown, true],
    ['no name, one of three in the text', ['أخبار', 'رياضة', 'نفط'], { text: said }, shown, false],
    ['a page without a title', ['بوابة النهار', ...site], { title: undefined }, undefined, false],
    ['no name, five that a long text does not say', many, { text: long }, undefined, true],
    ['no name, four that a long text does not say', many.slice(1), { text: long }, undefined, false],
    ['no name, five that a short text does not say', many, { text: said }, undefined, false],
    ['no name, a third of their words said', [...many, 'قفز نفط سعر', 'موج'], { text: long }, undefined, true],
    ['no name, more than a third said', [...many, 'قفز نفط سعر'], { text: long }, undefined, false],
    ['no name, a word of the title', [...many, 'محافظات'], { text: long }, undefined, false],
    ['no name, beside a list with one of four', many, { text: long }, { from: 'link', tags: one }, true],
    ['no name, beside a list with one of three', many, { text: long }, { from: 'link', tags: one.slice(1) }, false],
    ['no name, words of two letters alone', ['قد', 'لو', 'إن', 'كم', 'عن'], { text: long }, undefined, false],
  ])('%s', (_, tags, own, other, aside) => {
    const lists = [meta(...tags), ...(other ? [other] : [])]
    const numbered = lists.map(({ from, tags }) => ({ from, tags: tags.map((tag) => surfaces.of(tag)) }))
    const { kept, setAside } = sift({ ...page, ...own }, numbered, surfaces)
    expect(setAside.some(({ reason }) => reason === 'site-words')).toBe(aside)
    expect(kept.some(({ from }) => from === 'meta')).toBe(!aside)
  })

  it('stands behind its name', () => {
    const { kept, setAside } = sifted(page, meta('الوقود', 'محافظات', 'بوابة النهار', 'أخبار عاجلة', 'فن'))
    expect(kept).toEqual(['الوقود', 'محافظات'])
    expect(setAside).toEqual([{ reason: 'site-words', tags: ['بوابة النهار', 'أخبار عاجلة', 'فن'] }])
  })

  it('takes time in proportion to the lists and the text', () => {
    const site = 'بوابة النهار'
    const list = (count: number, word: string) => Array.from({ length: count }, (_, i) => surfaces.of(`${word} ${i}`))
    const time = (count: number): number => {
      const text = 'كلام طويل عن أمر لا يذكر فيه شيء مما في القائمة كلها حتى آخر السطر\n'.repeat(count / 10)
      const lists = [
        { from: 'meta' as const, tags: [surfaces.of(site), ...list(count, 'صيد')] },
        { from: 'link' as const, tags: list(count, 'سمك') },
      ]
      const start = process.cpuUsage()
      sift({ ...page, text }, lists, surfaces)
      return process.cpuUsage(start).user / 1000
    }
    time(5_000)
    const best = (count: number): number => Math.min(time(count), time(count), time(count))
    expect(best(40_000)).toBeLessThan(40 * Math.max(best(5_000), 2))
  })

  it('is no matter of an export’s own field', () => {
    expect(sifted(page, { from: 'field', tags: ['بوابة النهار', ...site] }).kept).toEqual(site)
  })
})

/** Tags left of a list, and how many were set aside for what: each rule just on this side of its bound, and just beyond. */
const rowOf = (first: number, count: number, word = 'حرف'): string[] =>
  Array.from('ابتثجحخدذرزسشص')
    .slice(first, first + count)
    .map((letter) => `${word}${letter}`)
const row = (count: number): string[] => rowOf(0, count)
const said = (count: number): string => row(count).join(' ')
/** So many phrases with a word, and so many words without. */
const phrases = (word: string, count: number, others = 0): string[] => [
  ...rowOf(0, count, 'سلعة').map((one) => one + ' ' + word),
  ...rowOf(0, others, 'غرض'),
]
/** Text that ends so many units from its beginning, behind nothing but this. */
const behind = (units: number, text: string, gap: string): string => gap.repeat(units).slice(text.length - units) + text
const outcome = (
  own: Partial<Page>,
  tags: readonly string[],
  from: TagList['from'] = 'meta',
  other?: readonly string[],
): string => {
  const lists: TagList[] = [{ from, tags }, ...(other ? [{ from: 'link' as const, tags: other }] : [])]
  const numbered = lists.map(({ from, tags }) => ({ from, tags: tags.map((tag) => surfaces.of(tag)) }))
  const { kept, setAside } = sift({ ...page, ...own }, numbered, surfaces)
  const left = kept.find((list) => list.from === from)?.tags.length ?? 0
  return [left, ...setAside.map(({ reason, tags }) => `${reason} ${tags.length}`)].join(', ')
}

describe('the bounds of what is chopped', () => {
  it.each<[string, Partial<Page>, readonly string[], string, TagList['from']?, (readonly string[])?]>([
    ['three of the title’s three words', { title: said(3) }, row(3), '3'],
    ['four of four', { title: said(4) }, row(4), '0, title-words 4'],
    ['four of six', { title: said(6) }, row(4), '0, title-words 4'],
    ['four of seven', { title: said(7) }, row(4), '4'],
    ['six of ten', { title: said(10) }, row(6), '0, title-words 6'],
    ['five of ten', { title: said(10) }, row(5), '5'],
    ['four, with a phrase between', { title: said(4) }, [...row(2), 'سمك البحر', ...rowOf(2, 2)], '5'],
    ['four behind another', { title: said(4) }, ['سمك', ...row(4)], '1, title-words 4'],
    ['four before another', { title: said(4) }, [...row(4), 'سمك'], '1, title-words 4'],
    ['four behind a phrase', { title: said(4) }, ['سمك البحر', ...row(4)], '1, title-words 4'],
    ['four, twice', { title: said(4) }, [...row(4), ...row(4)], '0, title-words 8'],
    ['four, the first twice', { title: said(4) }, [...row(1), ...row(4)], '1, title-words 4'],
    ['four of the first part of a title', { title: said(4) + ' | سمك' }, row(4), '0, title-words 4'],
    ['four of the description', { description: said(10) }, row(4), '4'],
    ['five of the description', { description: said(10) }, row(5), '0, description-words 5'],
    [
      'five of the description, two between',
      { description: said(14) },
      [0, 3, 6, 9, 12].flatMap((at) => rowOf(at, 1)),
      '0, description-words 5',
    ],
    [
      'five of the description, three between',
      { description: said(14) },
      [0, 4, 7, 10, 13].flatMap((at) => rowOf(at, 1)),
      '5',
    ],
    [
      'five of the description, the first far from its beginning',
      { description: said(14) },
      rowOf(9, 5),
      '0, description-words 5',
    ],
    [
      'words of a clause of three words',
      { description: said(3) + '، سمك وملح قديم في شراع' },
      [...row(3), 'قديم', 'شراع'],
      '5',
    ],
    [
      'words of a clause of four words',
      { description: said(4) + '، سمك وملح قديم في شراع' },
      [...row(4), 'قديم', 'شراع'],
      '0, description-words 6',
    ],
  ])('%s', (_, own, tags, want, ...lists) => {
    expect(outcome(own, tags, ...lists)).toBe(want)
  })
})

describe('the bounds of what is a title', () => {
  it.each<[string, Partial<Page>, readonly string[], string, TagList['from']?, (readonly string[])?]>([
    ['of four words', { title: said(4) }, ['سمك', said(4)], '2'],
    ['of five words', { title: said(5) }, ['سمك', said(5)], '1, title 1'],
    ['a description of four words', { description: said(4) }, ['سمك', said(4)], '2'],
    ['a description of five', { description: said(5) }, ['سمك', said(5)], '1, description-words 1'],
    ['more than the title', { title: said(5) }, ['سمك', said(6)], '2'],
    ['less than the title', { title: said(6) }, ['سمك', said(5)], '2'],
    ['title and description', { title: said(5), description: said(5) }, ['سمك', said(5)], '1, title 1'],
    ['before - between blanks', { title: said(6) + ' - ' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before – between blanks', { title: said(6) + ' – ' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before — between blanks', { title: said(6) + ' — ' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before : between blanks', { title: said(6) + ' : ' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before / between blanks', { title: said(6) + ' / ' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before |', { title: said(6) + '|' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before »', { title: said(6) + '»' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before «', { title: said(6) + '«' + 'سمك البحر' }, ['سمك', said(6)], '1, title 1'],
    ['before : between blanks', { title: said(6) + ': ' + 'سمك البحر' }, ['سمك', said(6)], '2'],
    ['before -', { title: said(6) + '-' + 'سمك البحر' }, ['سمك', said(6)], '2'],
    ['before ،', { title: said(6) + '،' + 'سمك البحر' }, ['سمك', said(6)], '2'],
    [
      'a clause before ،',
      { description: 'سمك وملح قديم في شراع' + '،' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before ,',
      { description: 'سمك وملح قديم في شراع' + ',' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before ؛',
      { description: 'سمك وملح قديم في شراع' + '؛' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before ;',
      { description: 'سمك وملح قديم في شراع' + ';' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before |',
      { description: 'سمك وملح قديم في شراع' + '|' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before .',
      { description: 'سمك وملح قديم في شراع' + '.' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before !',
      { description: 'سمك وملح قديم في شراع' + '!' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before ?',
      { description: 'سمك وملح قديم في شراع' + '?' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before ؟',
      { description: 'سمك وملح قديم في شراع' + '؟' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before …',
      { description: 'سمك وملح قديم في شراع' + '…' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    [
      'a clause before a line end',
      { description: 'سمك وملح قديم في شراع' + '\n' + said(5) },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    ['a clause before :', { description: 'سمك وملح قديم في شراع' + ':' + said(5) }, ['سمك', said(5)], '2'],
    ['at the end of 1,000 units', { title: behind(1000, said(5), ' | ') }, ['سمك', said(5)], '1, title 1'],
    ['beyond 1,000 units', { title: behind(1001, said(5), ' | ') }, ['سمك', said(5)], '2'],
    [
      'at the end of 4,000 units of a description',
      { description: behind(4000, said(5), '. ') },
      ['سمك', said(5)],
      '1, description-words 1',
    ],
    ['beyond 4,000 units', { description: behind(4001, said(5), '. ') }, ['سمك', said(5)], '2'],
  ])('%s', (_, own, tags, want, ...lists) => {
    expect(outcome(own, tags, ...lists)).toBe(want)
  })
})

describe('the bounds of phrases for search engines', () => {
  it.each<[string, Partial<Page>, readonly string[], string, TagList['from']?, (readonly string[])?]>([
    ['4 of 4', { description: 'خطة تمتد عامين' }, phrases('الخبر', 4, 0), '4'],
    ['5 of 5', { description: 'خطة تمتد عامين' }, phrases('الخبر', 5, 0), '0, site-phrases 5'],
    ['4 of 5', { description: 'خطة تمتد عامين' }, phrases('الخبر', 4, 1), '0, site-phrases 5'],
    ['3 of 5', { description: 'خطة تمتد عامين' }, phrases('الخبر', 3, 2), '5'],
    ['8 of 10', { description: 'خطة تمتد عامين' }, phrases('الخبر', 8, 2), '0, site-phrases 10'],
    ['7 of 10', { description: 'خطة تمتد عامين' }, phrases('الخبر', 7, 3), '10'],
    ['4 of 6', { description: 'خطة تمتد عامين' }, phrases('الخبر', 4, 2), '6'],
    ['around a word of three letters', { description: 'خطة تمتد عامين' }, phrases('خبز', 5), '5'],
    ['around a word of four', { description: 'خطة تمتد عامين' }, phrases('خبزي', 5), '0, site-phrases 5'],
    [
      'around a word that the first has not',
      { description: 'خطة تمتد عامين' },
      ['غرض', ...phrases('الخبر', 4)],
      '0, site-phrases 5',
    ],
    [
      'around a word that the first two have not',
      { description: 'خطة تمتد عامين' },
      ['غرضا', 'غرضب', ...phrases('الخبر', 8)],
      '10',
    ],
    ['around a word of the description', { description: 'خطة الخبر' }, phrases('الخبر', 5), '5'],
    ['around a word of the title', { description: 'خطة تمتد عامين', title: 'خطة الخبر' }, phrases('الخبر', 5), '5'],
    ['without a description', {}, phrases('الخبر', 5), '5'],
    ['without a title', { description: 'خطة تمتد عامين', title: undefined }, phrases('الخبر', 5), '5'],
    ['with the word alone', { description: 'خطة تمتد عامين' }, [...phrases('الخبر', 3), 'الخبر', 'الخبر'], '5'],
    [
      'prefixed',
      { description: 'خطة تمتد عامين' },
      [...phrases('الخبر', 1), ...phrases('بالخبر', 4)],
      '0, site-phrases 5',
    ],
    [
      'with more behind the word',
      { description: 'خطة تمتد عامين' },
      [...phrases('خبزي', 1), ...phrases('خبزية', 4)],
      '0, site-phrases 5',
    ],
  ])('%s', (_, own, tags, want, ...lists) => {
    expect(outcome(own, tags, ...lists)).toBe(want)
  })
})

describe('names of a site', () => {
  it.each<[string, Partial<Page>, readonly string[], string, TagList['from']?, (readonly string[])?]>([
    ['its address with www', {}, ['سمك', 'www.annahar-gate.example'], '1, site-name 1'],
    [
      'the longest label of its address',
      { url: 'https://news.aljazeera.net/1' },
      ['سمك', 'aljazeera'],
      '1, site-name 1',
    ],
    ['another label of its address', { url: 'https://news.aljazeera.net/1' }, ['سمك', 'news'], '2'],
    ['a label of three letters', { url: 'https://bbc.co.uk/1' }, ['سمك', 'bbc'], '2'],
    ['a label of four letters', { url: 'https://bbcc.co.uk/1' }, ['سمك', 'bbcc'], '1, site-name 1'],
    ['none of blanks', { site: '  ', url: undefined }, ['سمك', 'ملح'], '2'],
    ['in JSON-LD', {}, ['سمك', 'بوابة النهار'], '1, site-name 1', 'json-ld'],
    ['in a link', {}, ['سمك', 'بوابة النهار'], '2', 'link'],
    ['in a field', {}, ['سمك', 'بوابة النهار'], '1, site-name 1', 'field'],
    ['that is the section as well', { sections: ['بوابة النهار'] }, ['سمك', 'بوابة النهار'], '1, site-name 1'],
    ['the second section', { sections: ['رياضة', 'سمك'] }, ['سمك', 'ملح'], '1, section 1'],
  ])('%s', (_, own, tags, want, ...lists) => {
    expect(outcome(own, tags, ...lists)).toBe(want)
  })
})

describe('the bounds of what a site says of itself', () => {
  it.each<[string, Partial<Page>, readonly string[], string, TagList['from']?, (readonly string[])?]>([
    [
      '199 tags behind its name',
      {},
      ['بوابة النهار', ...Array.from({ length: 199 }, (_, i) => `صيد${i}`)],
      '0, site-words 200',
    ],
    [
      '200 tags behind its name',
      {},
      ['بوابة النهار', ...Array.from({ length: 200 }, (_, i) => `صيد${i}`)],
      '200, site-name 1',
    ],
    ['its name last', {}, ['محافظات', 'وقود', 'بوابة النهار'], '2, site-name 1'],
    ['its name before one', {}, ['محافظات', 'وقود', 'بوابة النهار', 'سمك'], '2, site-words 2'],
    ['its name before one of the title', {}, ['محافظات', 'سمك', 'بوابة النهار', 'وقود'], '3, site-name 1'],
    [
      'its name before one of the text',
      { text: 'وصل السمك إلى السوق صباح اليوم وبيع كله قبل الظهر في المرفأ القديم' },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    [
      'a word in a line of 59 units',
      { text: behind(59, ' سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '2, site-words 2',
    ],
    [
      'a word in a line of 60 units',
      { text: behind(60, ' سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    [
      'a word in a line with bars',
      { text: behind(70, ' | سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '2, site-words 2',
    ],
    [
      'a word at the end of 50,000 units',
      { text: behind(50_000, ' سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    [
      'a word beyond 50,000 units',
      { text: behind(50_001, ' سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '2, site-words 2',
    ],
    [
      'a word of four letters within another',
      { text: behind(70, ' بسمكه', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمكه'],
      '2, site-words 2',
    ],
    [
      'a word of five letters within another',
      { text: behind(70, ' بشراعه', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'شراعه'],
      '3, site-name 1',
    ],
    [
      'a short word with an article',
      { text: behind(70, ' السمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    [
      'a short word before letters',
      { text: behind(70, ' سمكهم', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '2, site-words 2',
    ],
    [
      'a short word behind letters',
      { text: behind(70, ' وسمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '2, site-words 2',
    ],
    [
      'a short word behind signs',
      { text: behind(70, ' (سمك)', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    [
      'a short word within another, then alone',
      { text: behind(70, ' وسمك سمك', 'ب') },
      ['محافظات', 'وقود', 'بوابة النهار', 'سمك'],
      '3, site-name 1',
    ],
    ['words of two letters in the title', {}, ['بوابة النهار', 'سمك في', 'ملح قد', 'شراع'], '0, site-words 4'],
    ['words of three letters in the title', {}, ['سمك خفض', 'ملح وزير', 'شراع', 'بوابة النهار'], '3, site-name 1'],
    [
      'words with an article, of which the title has none',
      { title: 'قوارب وأنهار في العراق - بوابة النهار' },
      ['القوارب الكبيرة', 'الأنهار', 'شراع', 'بوابة النهار'],
      '3, site-name 1',
    ],
    [
      'the whole title and the site',
      { title: 'سوق السمك - بوابة النهار' },
      ['سوق السمك', 'بوابة النهار'],
      '0, site-words 2',
    ],
    [
      'the whole title, the site and a word of the system',
      { title: 'سوق السمك - بوابة النهار' },
      ['سوق السمك', 'بوابة النهار', 'مودل'],
      '0, site-words 3',
    ],
    [
      'the whole title, the site and two words',
      { title: 'سوق السمك - بوابة النهار' },
      ['مودل', 'شراع', 'سوق السمك', 'بوابة النهار'],
      '3, site-name 1',
    ],
    ['the whole title and a word, no site', { title: 'سوق السمك - بوابة النهار' }, ['سوق السمك', 'مودل'], '2'],
    [
      'the site and a word, not the title',
      { title: 'سوق السمك - بوابة النهار' },
      ['مودل', 'بوابة النهار'],
      '1, site-name 1',
    ],
    ['the site and a part of its name', { title: 'سوق السمك' }, ['سمك', 'بوابة', 'شراع', 'ملح'], '1, site-words 3'],
    ['tags of two lists that share one', {}, ['سمك', 'ملح', 'شراع'], '3', 'meta', ['سمك', 'وقود']],
    ['tags of two lists that share none', {}, ['سمك', 'ملح', 'شراع'], '0, site-words 3', 'meta', ['قمح', 'وقود']],
    ['tags of two, beside others', {}, ['سمك', 'ملح'], '2', 'meta', ['قمح', 'وقود']],
    [
      'one of four said, beside others',
      { text: behind(70, ' سمك', 'ب') },
      ['سمك', 'ملح', 'شراع', 'قارب'],
      '0, site-words 4',
      'meta',
      ['قمح'],
    ],
    [
      'two of four said, beside others',
      { text: behind(70, ' سمك ملح', 'ب') },
      ['سمك', 'ملح', 'شراع', 'قارب'],
      '4',
      'meta',
      ['قمح'],
    ],
    [
      'two of four said, with its name, beside others',
      { text: behind(70, ' سمك ملح', 'ب') },
      ['سمك', 'ملح', 'شراع', 'قارب', 'بوابة النهار'],
      '0, site-words 5',
      'meta',
      ['قمح'],
    ],
    [
      'two of four said, with its name',
      { text: behind(70, ' سمك ملح', 'ب') },
      ['سمك', 'ملح', 'شراع', 'قارب', 'بوابة النهار'],
      '4, site-name 1',
    ],
    [
      'three of four said, with its name, beside others',
      { text: behind(70, ' سمك ملح شراع', 'ب') },
      ['سمك', 'ملح', 'شراع', 'قارب', 'بوابة النهار'],
      '4, site-name 1',
      'meta',
      ['قمح'],
    ],
  ])('%s', (_, own, tags, want, ...lists) => {
    expect(outcome(own, tags, ...lists)).toBe(want)
  })
})
