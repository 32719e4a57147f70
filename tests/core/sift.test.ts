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
