/** Lists without a label that only their place on many pages of a site tells: through the command, and the library. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { createNormaliser, openRegistry, type NormaliserOptions, type Page, type PageRecord } from '../../dist/index.js'
import { records, Workdir } from '../cli/workdir.js'

/** Subjects that the pages speak of, one to a page, and words of the site that few of them speak of. */
const subjects =
  'الحياكة النحالة الخزف الفروسية الملاحة الفلك الخرائط المطابع الجسور القنوات الأسوار الحدائق الطواحين المناجم المنارات الأرصفة المعاصر الأفران المحاجر الزوارق السدود البيادر الكهوف الواحات المراعي البساتين الدباغة الصباغة النسيج الزجاج'.split(
    ' ',
  )
const kinds = ['ملفات الشهر', 'حوارات', 'قراءات', 'شهادات', 'وثائق', 'رحلات', 'سير ذاتية']
const bodyOf = (subject: string, n: number) =>
  [
    `عرفت قرى الساحل ${subject} منذ زمن بعيد، وما زال كبار السن يروون عنها ما سمعوه من آبائهم في ليالي الشتاء الطويلة.`,
    `ويقول أحد الباحثين إن ${n + 12} قرية على الأقل ما زالت تحفظ شيئاً من هذا التراث رغم كل ما تغير حولها.`,
    'وتنوي الجمعيات المحلية أن تفتح في الصيف القادم متحفاً صغيراً يجمع ما بقي من الأدوات والصور.',
  ].join('\n')

/** Of page `n`: two kinds and, on two of three pages, what it speaks of. */
const tagsOf = (n: number) => [
  kinds[n % 7]!,
  kinds[(n * 3 + 1) % 7 === n % 7 ? (n + 2) % 7 : (n * 3 + 1) % 7]!,
  ...(n % 3 === 0 ? [] : [subjects[n]!, 'قرى الساحل', 'تراث']),
]

/** How a theme writes a page whose block of short lines is given. */
const themes: Record<string, (title: string, body: string, block: readonly string[], n: number) => string> = {
  'under the title, beside the date': (title, body, block, n) =>
    `${title}\n${(n % 28) + 1} آذار 2021\n${(n % 5) + 2} دقائق للقراءة\n${block.join('\n')}\n${body}\nجميع الحقوق محفوظة لأصحابها`,
  'behind the article, before the share bar': (title, body, block) =>
    `دفتر القرية\n${title}\n${body}\n${block.map((tag) => `* ${tag}`).join('\n')}\nشارك\nفيسبوك\nواتساب\nاكتب لنا رأيك في ما قرأت، فنحن نقرأ كل رسالة تصلنا من القراء ونرد عليها.`,
}
type Theme = (typeof themes)[string]
const siteOf = (
  theme: Theme,
  count: number,
  blockOf: (n: number) => readonly string[],
  host = 'qura.example',
): Page[] =>
  subjects.slice(0, count).map((subject, n) => {
    const title = `ما بقي لنا من ${subject}`
    return { id: `https://${host}/${n}`, title, text: theme(title, bodyOf(subject, n), blockOf(n), n) }
  })
const jsonlOf = (pages: readonly Page[]) => pages.map((page) => JSON.stringify(page)).join('\n') + '\n'
const tagsIn = (found: readonly PageRecord[]) => found.map(({ tags }) => tags.map(({ surfaces }) => surfaces[0]))

const withTags = (found: readonly PageRecord[]) => tagsIn(found).filter((tags) => tags.length > 0)

/** As a library tells, which is as the command tells. */
function inMemory(pages: readonly Page[], options: NormaliserOptions = {}): PageRecord[] {
  const normaliser = createNormaliser(options)
  for (const page of pages) normaliser.learn(page)
  return pages.map((page) => normaliser.normalise(page))
}

describe.each(Object.entries(themes))('the place of lists on the pages of a site: %s', (_, theme) => {
  const site = siteOf(theme, 30, tagsOf)
  const want = site.map((_, n) => tagsOf(n))

  it('tells lists that the page does not', () => {
    const found = inMemory(site)
    expect(tagsIn(found)).toEqual(want)
    for (const { confidence, from } of found.flatMap(({ tags }) => tags)) {
      expect(confidence).toBeGreaterThan(0.3)
      expect(confidence).toBeLessThan(1)
      expect(from).toEqual(['list'])
    }
    // Those are surer that the page speaks of.
    expect(found[0]!.tags[0]!.confidence).toBeLessThan(found[1]!.tags[0]!.confidence)
    expect(withTags(inMemory(site, { labelledOnly: true }))).toEqual([])
  })

  it('tells a registry, once it is settled', async () => {
    const registry = await openRegistry('memory:')
    for (const page of site) await registry.ingest(page)
    await registry.settle()
    const settled: PageRecord[] = []
    for (const page of site) settled.push(await registry.ingest(page))
    await registry.close()
    expect(tagsIn(settled)).toEqual(want)
  })

  it('needs more than three pages', () => {
    expect(inMemory(siteOf(theme, 3, tagsOf))[0]!.tags).toEqual([])
  })

  it('is each site its own', () => {
    expect(inMemory(site.map((page, n) => ({ ...page, id: `https://qura${n}.example/` })))[0]!.tags).toEqual([])
  })

  it.each<[string, (n: number) => readonly string[]]>([
    ['a menu, the same on every page', () => ['ورشات', 'قراءات', 'شهادات', 'وثائق']],
    ['the same on every page, which speaks of it', () => ['قرى الساحل', 'تراث', 'متحفاً صغيراً']],
    ['a menu without the section of the page', (n) => kinds.filter((_, k) => k !== n % 7).slice(0, 5)],
    [
      'the like, of which every page speaks',
      (n) =>
        ['قرى الساحل', 'تراث', 'الأدوات', 'ليالي الشتاء', 'الصيف القادم', 'الباحثين'].filter((_, k) => k !== n % 6),
    ],
    ['headlines', (n) => [1, 2, 3].map((k) => `حكاية ${subjects[(n + k) % 30]!} كما يرويها أهل القرية القديمة`)],
    ['short names of other articles', (n) => [5, 11, 17].map((k) => subjects[(n + k) % 30]!)],
  ])('is none of %s', (_, blockOf) => {
    expect(withTags(inMemory(siteOf(theme, 30, blockOf)))).toEqual([])
  })
})

describe('a list that the page alone tells', () => {
  const block = ['قرى الساحل', 'تراث', 'متحفاً صغيراً']
  const theme: Theme = (title, body, tags) => `${title}\n${body}\n${tags.join('\n')}\nشارك\nفيسبوك\nواتساب`

  it('is none where all articles of its site have the same there', () => {
    expect(tagsIn(inMemory(siteOf(theme, 7, () => block)))).toEqual(Array(7).fill(block))
    expect(withTags(inMemory(siteOf(theme, 30, () => block)))).toEqual([])
  })

  it('stays on copies of one article', () => {
    const [page] = siteOf(theme, 1, () => block) as [Page]
    const copies = Array.from({ length: 20 }, (_, n) => ({ ...page, id: `https://qura.example/?p=${n}` }))
    expect(tagsIn(inMemory(copies))).toEqual(Array(20).fill(block))
  })
})

describe('a job over sites whose pages do not tell their lists', () => {
  const pages = Object.values(themes).flatMap((theme, i) => siteOf(theme, 30, tagsOf, `qura${i}.example`))
  let dir: Workdir
  beforeAll(() => {
    dir = new Workdir()
    dir.write('pages.jsonl', jsonlOf(pages))
    dir.write('first.jsonl', jsonlOf(pages.slice(0, 40)))
    dir.write('second.jsonl', jsonlOf(pages.slice(40)))
    dir.write('reversed.jsonl.gz', gzipSync(jsonlOf([...pages].reverse())))
  })
  afterAll(() => dir.remove())

  function run(...args: string[]): PageRecord[] {
    const { status, stdout } = dir.wusum(['run', ...args])
    expect(status).toBe(0)
    return records(stdout)
  }

  it('finds the same in every order, with any threads, packed, and as the library does', () => {
    const found = run('pages.jsonl', '-j', '1')
    expect(tagsIn(found)).toEqual(pages.map((_, n) => tagsOf(n % 30)))
    // A second thread starts with the second file.
    expect(run('first.jsonl', 'second.jsonl', '-j', '2')).toEqual(found)
    expect(tagsIn(run('reversed.jsonl.gz').reverse())).toEqual(tagsIn(found))
    expect(tagsIn(inMemory(pages))).toEqual(tagsIn(found))
  })

  it('finds what the pages alone tell where nothing is learned, and none where only labels count', () => {
    expect(tagsIn(run('pages.jsonl', '--no-learn').filter((_, n) => n % 3 === 0)).flat()).toEqual([])
    expect(withTags(run('pages.jsonl', '--labelled-only'))).toEqual([])
  })
})
