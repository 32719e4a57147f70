import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { locate } from '../../dist/core/lists/locate.js'
import { plain } from '../../dist/core/text/plain.js'
import type { TagList } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { runs, surface, tag } from '../arbitraries.js'
import { spent } from '../spent.js'

const layout = loadModel().layout
const letters = loadModel().letters
const find = (text: string, lists?: readonly TagList[]) => locate({ id: 'page', text, lists }, layout, letters)
const listsIn = (text: string) => find(text).lists.map((list) => list.tags)
const runsIn = (text: string) => find(text).runs.map((run) => run.pieces)

const PROSE = 'افتتحت البلدية أمس سوقاً جديداً للسمك بعد عامين من العمل، وقال رئيسها إن المشروع كلف ثلاثة ملايين.'
const MORE = 'وأضاف أن السوق ستعمل ستة أيام في الأسبوع، وأن البائعين الذين سجلوا أسماءهم حصلوا على أماكنهم.'

const FISH = ['سوق السمك', 'البلدية', 'صيد', 'ميناء صور']

describe('labels', () => {
  it.each([
    'كلمات دلالية:',
    'كلمات دلالية :',
    'كلمات مفتاحية:',
    'الكلمات المفتاحية:',
    'الكلمات الدلالية:',
    'الكلمات الدالة:',
    'الكلمات الدّالّة :',
    'كلمات البحث:',
    'الوسوم:',
    'وسوم:',
    'الوسوم :',
    'وســوم :',
    'تاغات:',
    'تاجز:',
    'هاشتاغ:',
    'هاشتاق:',
    'علامات:',
    'مواضيع ذات صلة:',
    'مواضيع إضافية:',
    'موضوعات متعلقة:',
    'Tags:',
    'TAGS :',
    'tags：',
    'Keywords:',
    'Hashtags:',
    '🏷️ الوسوم:',
    '■ كلمات دلالية:',
    '[الوسوم]:',
    'الوسوم (Tags):',
    'Tags / الوسوم:',
    'الكلمات المفتاحية للخبر:',
    '\u200fكلمات\u00a0دلالية\u200e:',
    'ﻛﻠﻤﺎﺕ ﺩﻻﻟﻴﺔ:',
  ])('knows %j with its list on the same line and below', (label) => {
    const inline = find(`${PROSE}\n${label} ${FISH.join('، ')}\n${MORE}`)
    expect(inline.lists).toEqual([{ from: 'list', tags: FISH }])
    const below = find(`${PROSE}\n${label}\n${FISH.join('\n')}\n${MORE}`)
    expect(below.lists).toEqual([{ from: 'list', tags: FISH }])
    for (const { runs, prose } of [inline, below]) {
      expect(runs).toEqual([])
      expect(prose).toHaveLength(2)
    }
  })

  it.each(['كلمات دلالية', 'الكلمات المفتاحية', 'وسوم المقال', 'Related tags'])('knows %j without a colon', (label) => {
    expect(runsIn(`${PROSE}\n${label} سوق السمك البلدية صيد\n${MORE}`)).toEqual([['سوق السمك البلدية صيد']])
    expect(listsIn(`${PROSE}\n${label} - سوق السمك - البلدية - صيد\n${MORE}`)).toEqual([
      ['سوق السمك', 'البلدية', 'صيد'],
    ])
    expect(runsIn(`${PROSE}\n${label}\nسوق السمك البلدية صيد ميناء صور الصيادون سمك طازج\n${MORE}`)).toEqual([
      ['سوق السمك البلدية صيد ميناء صور الصيادون سمك طازج'],
    ])
  })

  it('finds a label inside a page that lost its line ends', () => {
    const found = find(`${PROSE} كلمات دلالية: سوق السمك البلدية صيد ميناء صور اقرأ أيضاً: ${MORE}`)
    expect(found.runs).toEqual([{ pieces: ['سوق السمك البلدية صيد ميناء صور'] }])
    expect(found.prose).toHaveLength(2)
    expect(listsIn(`${PROSE} الوسوم: سوق السمك، البلدية، صيد المصدر: وكالات`)).toEqual([
      ['سوق السمك', 'البلدية', 'صيد'],
    ])
  })

  it('stops before prose that runs into the list', () => {
    expect(runsIn(`${PROSE} كلمات دلالية: سوق السمك البلدية صيد ميناء ${MORE} ${PROSE}`)).toEqual([
      ['سوق السمك البلدية صيد ميناء'],
    ])
    expect(listsIn(`الوسوم: سوق السمك، البلدية، صيد. ${MORE}`)).toEqual([['سوق السمك', 'البلدية', 'صيد']])
  })

  it.each([
    'هاشتاغ غزة يتصدر مواقع التواصل في الأردن',
    'كلمات مفتاحية في خطاب الوزير أثارت الجدل بين المحللين',
    'الكلمات المفتاحية التي تكررت في الخطاب هي العدالة والمساواة.',
    'وقال إن في الخطاب ثلاث كلمات مفتاحية: هي التي كررها مراراً، وهي ما يجب أن يبقى في الذاكرة.',
    'للنجاح ثلاثة مفاتيح: الصبر والعمل والحظ',
    'من علامات المرض: الحمى التي ترافق السعال',
    'كلمات الأغنية كتبها الشاعر قبل رحيله بعام',
    'وسوم',
    'وسوم:',
    'كلمات دلالية:\n\n\n\nنص بعيد',
    `كلمات مفتاحية\n${MORE} ${PROSE}`,
    'Tags: ... ، ، ؛',
    'Keywords are the words that a reader has in mind.',
  ])('takes none in %j', (text) => {
    const { lists, runs, prose } = find(`${PROSE}\n${text}\n${text.includes('\n') ? '' : MORE}`)
    expect({ lists, runs }).toEqual({ lists: [], runs: [] })
    expect(prose.length).toBeGreaterThan(0)
  })
})

describe('topics', () => {
  it('takes short items for tags and headlines for none', () => {
    const label = 'مواضيع ذات صلة'
    expect(listsIn(`${PROSE}\n${label}\nسوق السمك\nصيد\nميناء صور\n`)).toEqual([['سوق السمك', 'صيد', 'ميناء صور']])
    const headlines = [
      'بعد أشهر من الإغلاق: هل تعود الحياة إلى ميناء صور القديم؟',
      'الصيادون يحذرون من موسم ضعيف هذا العام',
    ]
    expect(listsIn(`${PROSE}\n${label}\n${headlines.join('\n')}\n`)).toEqual([])
    expect(find(`${PROSE}\n${label} ${headlines.join(' ')} صيد سوق السمك\n`).runs).toEqual([])
  })
})

describe('list ends', () => {
  it.each([
    'إقرأ أيضاً:',
    'اقرأ ايضا',
    'المصدر: وكالات',
    'مقالات ذات صلة',
    'شارك هذا المقال',
    'التعليقات',
    'كلمات مفتاحية: شيء آخر',
    'الخبر السابق',
    'Read also',
  ])('closes a list at %j', (end) => {
    expect(listsIn(`الوسوم\nسوق السمك\nصيد\n${end}\nخبر\nثان`)[0]).toEqual(['سوق السمك', 'صيد'])
    expect(runsIn(`كلمات دلالية: سوق السمك صيد ${end}${end.includes(':') ? '' : ':'} خبر ثان`)[0]).toEqual([
      'سوق السمك صيد',
    ])
  })

  it('closes a list of any length', () => {
    for (let length = 1; length < 100; length++) {
      const run = Array.from({ length }, (_, i) => `وسم${i}`).join(' ')
      expect(runsIn(`كلمات دلالية: ${run} اقرأ أيضاً: خبر ثان`)).toEqual([[run]])
      expect(runsIn(`كلمات دلالية: ${run} اقرأ أيضاً`)).toEqual([[run]])
    }
  })

  it('keeps a tag that is a label', () => {
    expect(runsIn('كلمات دلالية: صيد الوسوم سمك')).toEqual([['صيد الوسوم سمك']])
  })

  it('cuts an end label that the last tag has run into', () => {
    expect(runsIn('كلمات دلالية: صيد ميناء سوق السمكالمصدر: وكالات')).toEqual([['صيد ميناء سوق السمك']])
  })

  it.each([
    ['a paragraph', `الوسوم\nسوق السمك\nصيد\n${MORE}`],
    ['a blank line after items without any', 'الوسوم\nسوق السمك\nصيد\n\nخبر ثان'],
    ['a second blank line after items one apart', 'الوسوم\n\nسوق السمك\n\nصيد\n\n\nخبر ثان'],
    ['a headline', 'الوسوم\nسوق السمك\nصيد\nالصيادون يحذرون من موسم ضعيف هذا العام'],
    ['the end of the page', 'الوسوم\nسوق السمك\nصيد'],
  ])('closes a list of lines at %s', (_, text) => expect(listsIn(text)).toEqual([['سوق السمك', 'صيد']]))

  it('goes on below a line that ends in a delimiter', () => {
    expect(listsIn('الوسوم: سوق السمك، صيد،\nميناء صور، البلدية\nخبر ثان')).toEqual([
      ['سوق السمك', 'صيد', 'ميناء صور', 'البلدية'],
    ])
  })

  it('begins a new block at another label', () => {
    expect(listsIn('الوسوم: سوق السمك، صيد\nTags: fish, market')).toEqual([['سوق السمك', 'صيد'], ['fish', 'market']]) // prettier-ignore
    expect(listsIn('الوسوم: سوق السمك، صيد كلمات دلالية: سمك، سوق')).toEqual([['سوق السمك', 'صيد'], ['سمك', 'سوق']]) // prettier-ignore
  })
})

describe('delimiters', () => {
  it.each([
    ['سوق السمك، صيد، ميناء'],
    ['سوق السمك, صيد, ميناء'],
    ['سوق السمك؛ صيد؛ ميناء'],
    ['سوق السمك; صيد; ميناء'],
    ['سوق السمك | صيد | ميناء'],
    ['سوق السمك|صيد|ميناء'],
    ['سوق السمك / صيد / ميناء'],
    ['سوق السمك/صيد/ميناء'],
    ['سوق السمك • صيد • ميناء'],
    ['سوق السمك · صيد · ميناء'],
    ['سوق السمك – صيد – ميناء'],
    ['سوق السمك - صيد - ميناء'],
    ['سوق السمك\tصيد\tميناء'],
    ['#سوق_السمك #صيد #ميناء'],
    ['#سوق_السمك، #صيد، #ميناء'],
    ['#سوق_السمك#صيد#ميناء'],
    ['«سوق السمك»، «صيد»، «ميناء»'],
    ['"سوق السمك" "صيد" "ميناء"'],
    ['(سوق السمك) (صيد) (ميناء)'],
    ['[سوق السمك] [صيد] [ميناء]'],
    ['سوق السمك » صيد » ميناء'],
    ['سوق السمك + صيد + ميناء'],
    ['سوق السمك ، صيد ،ميناء.'],
  ])('splits %j', (list) => expect(listsIn(`كلمات دلالية: ${list}`)).toEqual([['سوق السمك', 'صيد', 'ميناء']]))

  it.each([
    ['كوفيد-19، القرار 1,701، 7/10، 3.5', ['كوفيد-19', 'القرار 1,701', '7/10', '3.5']],
    ['طـ/ـوفان، غـ.ـزة، حدث', ['طـ/ـوفان', 'غـ.ـزة', 'حدث']],
    ['C#, C++, .NET', ['C#', 'C++', 'NET']],
  ])('leaves what stands inside the tags of %j', (list, tags) => {
    expect(listsIn(`Tags: ${list}`)).toEqual([tags])
  })

  it('makes a partly delimited block a run of pieces', () => {
    const long = 'سوق السمك صيد ميناء صور البلدية الصيادون سمك طازج أسعار السمك'
    expect(runsIn(`كلمات دلالية: ${long}، مرفأ طرابلس`)).toEqual([[long, 'مرفأ طرابلس']])
  })

  it('takes a line of hashtags for a list without a label', () => {
    expect(listsIn(`${PROSE}\n#سوق_السمك #صيد  #ميناء\n`)).toEqual([['سوق السمك', 'صيد', 'ميناء']])
    expect(listsIn(`${PROSE}\n#سوق_السمك\n#صيد\n#ميناء\n${MORE}`)).toEqual([['سوق السمك', 'صيد', 'ميناء']])
    expect(listsIn(`${PROSE}\n#صيد\n`)).toEqual([])
    expect(listsIn(`${PROSE}\n#صيد في الميناء #سمك\n`)).toEqual([])
  })
})

describe('interface debris', () => {
  it.each([
    'یعرض الآن Next',
    'يعرض الآن Next',
    'Next',
    'اقرأ المزيد',
    'اقرأ المزید',
    'انسخ الرابط',
    'شارك Facebook Twitter WhatsApp',
    'Share Tweet Pin',
    'مشاركة فيسبوك تويتر واتساب',
    'Facebook Twitter Telegram',
    'شارك على فيسبوك',
  ])('is cut where it is %j', (debris) => {
    expect(runsIn(`كلمات دلالية: صيد ميناء ${debris} سوق السمك`)).toEqual([['صيد ميناء', 'سوق السمك']])
  })

  it('leaves one tag between two cuts a piece', () => {
    expect(runsIn('كلمات دلالية: صيد ميناء یعرض الآن Next سوق اقرأ المزيد سمك')).toEqual([['صيد ميناء', 'سوق', 'سمك']])
  })

  it('is dropped from lists, items and lines alike', () => {
    expect(listsIn('الوسوم: صيد، ميناء، المزيد، سمك')).toEqual([['صيد', 'ميناء', 'سمك']])
    expect(listsIn('الوسوم\nصيد\nالمزيد\nميناء\nانسخ الرابط')).toEqual([['صيد', 'ميناء']])
  })

  it('does not take networks that are tags', () => {
    expect(runsIn('كلمات دلالية: فيسبوك تويتر إنستغرام حظر')).toEqual([['فيسبوك تويتر إنستغرام حظر']])
  })
})

describe('prose', () => {
  it('is all text but labels, lists, runs and their copies', () => {
    const run = 'صيد ميناء صور سوق السمك البلدية الصيادون'
    const text = `${PROSE}\nموضوعات ${run} خاتمة\n${MORE}\nكلمات دلالية: ${run}\n`
    const prose = find(text).prose.map(([start, end]) => text.slice(start, end))
    expect(prose.join('\n')).not.toContain('سوق السمك البلدية')
    expect(prose[0]!.startsWith(PROSE)).toBe(true)
    expect(prose.join('\n')).toContain(MORE)
  })

  it('leaves out copies of the lists that a reader found', () => {
    const lists: TagList[] = [{ from: 'meta', tags: ['صيد', 'ميناء صور', 'سوق السمك', 'البلدية'] }]
    const text = `${PROSE}\nصيد ميناء صور سوق السمك البلدية\n${MORE}`
    const found = find(text, lists)
    expect(found.lists).toEqual(lists)
    expect(found.prose.map(([start, end]) => text.slice(start, end))).toEqual([PROSE, MORE])
  })

  it('is ascending, within the text, and apart from what is located', () => {
    const line = fc.oneof(
      tag,
      surface,
      fc.constantFrom(
        PROSE,
        MORE,
        'الوسوم',
        'كلمات دلالية: ',
        'Tags:',
        '',
        'اقرأ أيضاً',
        'صيد، سمك، ميناء',
        '#أ #ب',
        'Next',
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', ' ', '\n\n'), (lines, glue) => {
        const text = lines.join(glue)
        const found = find(text)
        let before = 0
        for (const [start, end] of found.prose) {
          expect(start).toBeGreaterThanOrEqual(before)
          expect(end).toBeGreaterThan(start)
          before = end
        }
        expect(before).toBeLessThanOrEqual(text.length)
        for (const item of [...found.lists.flatMap((list) => list.tags), ...found.runs.flatMap((run) => run.pieces)])
          expect(item.trim()).not.toBe('')
        expect(find(text)).toEqual(found)
      }),
      { numRuns: runs(1500) },
    )
  })

  it('is the whole text of a page without a label', () => {
    expect(find(PROSE)).toEqual({ lists: [], runs: [], prose: [[0, PROSE.length]] })
    expect(locate({ id: 'page' }, layout, letters)).toEqual({ lists: [], runs: [], prose: [] })
  })
})

describe('a run beside a list of the same tags', () => {
  const field: TagList = { from: 'field', tags: ['سوق السمك', 'صيد', 'سوق', 'ميناء صور'] }

  it('is cut as the list has it, longest tags first, in any order and number', () => {
    const { lists, runs } = find(`${PROSE}\nكلمات دلالية: صيد سوق السمك ميناء صور صيد سوق\n`, [field])
    expect(runs).toEqual([])
    expect(lists).toEqual([field, { from: 'run', tags: ['صيد', 'سوق السمك', 'ميناء صور', 'صيد', 'سوق'] }])
  })

  it('stays a run beside a title chopped into words', () => {
    const meta: TagList = { from: 'meta', tags: ['سوق', 'السمك', 'يفتح', 'أبوابه'] }
    expect(find(`كلمات دلالية: سوق السمك`, [meta]).runs).toEqual([{ pieces: ['سوق السمك'] }])
  })

  it('stays a run where it holds another word', () => {
    expect(find(`كلمات دلالية: صيد سوق السمك البلدية`, [field]).runs).toEqual([{ pieces: ['صيد سوق السمك البلدية'] }])
  })
})

describe('hostile text', () => {
  it.each([
    ['labels', 'Tags: '],
    ['label lines', 'الوسوم\n'],
    ['label lines with a tag', 'الوسوم\nصيد\n'],
    ['colons', ':'],
    ['labels before colons', 'كلمات دلالية :'],
    ['half labels', 'كلمات '],
    ['delimiters', 'Tags:،،،،'],
    ['lines that end in delimiters', 'وسوم: صيد،\n'],
    ['hashtags', '#أ '],
    ['hashes', '#'],
    ['bare hashes', '# '],
    ['hashtags of numbers', '#1 '],
    ['labels behind bars', 'صيد |Tags: '],
    ['ornaments', '★'],
    ['end labels run into words', 'صيدالمصدر: '],
    ['debris', 'كلمات دلالية: Next Next '],
    ['sentence ends', 'كلمات مفتاحية: كان. '],
    ['blank lines', '\n'],
    ['spaces', ' '],
    ['marks', 'َ'],
    ['repeated words', 'صيد سمك '],
    ['a label, then one endless line', 'صيد'],
  ])('of %s takes linear time', (name, unit) => {
    const head = name.startsWith('a label') || name === 'repeated words' ? 'كلمات دلالية: ' : ''
    const time = (size: number) => {
      const text = head + unit.repeat(size / unit.length)
      const started = spent()
      find(text)
      return spent() - started
    }
    time(8_000)
    // Ten times the text, and a margin for the machine; a quadratic step would take a hundred times as long.
    expect(time(80_000)).toBeLessThan(30 * time(8_000) + 500)
  })

  it('bounds a block', () => {
    const { runs } = find(`كلمات دلالية: ${'صيد سمك '.repeat(100_000)}`)
    expect(runs).toHaveLength(1)
    expect(runs[0]!.pieces.join('').length).toBeLessThanOrEqual(20_000)
  })
})

describe('published articles', () => {
  const file = new URL('../../../shared/gold/news.dev.jsonl.gz', import.meta.url)
  if (!existsSync(file)) console.warn(`SKIPPED: ${file.pathname} is not there, so no label is looked for in real prose`)
  const test = existsSync(file) ? it : it.skip
  const pages = () =>
    gunzipSync(readFileSync(file))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; tags: string[] })

  test('hold no label, and their lists come out of a block whole', () => {
    const plain = (items: readonly string[]) =>
      items
        .join(' ')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
    let whole = 0
    let all = 0
    for (const { text, tags } of pages().filter((_, i) => i % 3 === 0)) {
      const found = find(text)
      expect([...found.lists, ...found.runs]).toEqual([])
      if (tags.length < 2) continue
      for (const block of [`كلمات دلالية: ${tags.join(' ')}`, `الوسوم: ${tags.join(' | ')}`]) {
        const { lists, runs } = find(`${text}\n${block}\nاقرأ أيضاً:\n${text}`)
        const items = [...lists.flatMap((list) => list.tags), ...runs.flatMap((run) => run.pieces)]
        if (plain(items) === plain(tags)) whole++
        all++
      }
    }
    expect(whole / all).toBeGreaterThan(0.995)
  })
})

describe('where a list ends', () => {
  const sureness = (text: string) => [...find(text).lists, ...find(text).runs].map(({ confidence }) => confidence ?? 1)

  it('is sure where something says so, and less where only the shape does', () => {
    expect(sureness(`${PROSE}\nالوسوم\nصيد\nسوق السمك\nشارك المقال\n`)).toEqual([1])
    expect(sureness(`${PROSE}\nالوسوم: صيد، سوق السمك\n`)).toEqual([1])
    const headline = 'بلدية صور تطلق حملة تنظيف الميناء القديم'
    expect(sureness(`${PROSE}\nالوسوم\nصيد\nسوق السمك\n${headline}\n`)).toEqual([0.9])
    const page = `${PROSE} ${MORE} `.repeat(10)
    expect(sureness(`${page} الوسوم: صيد، سوق السمك، ميناء ${headline} ${headline}`)).toEqual([0.75])
  })

  it('does not read a label within prose, however the sentence goes on', () => {
    for (const text of [
      `${`${PROSE} ${MORE} `.repeat(10)} وتستخدم الكلمات المفتاحية في كل موقع جيد شارك المقال`,
      `${`${PROSE} ${MORE} `.repeat(10)} أثار الوسم جدلا واسعا بين الناس شارك المقال`,
    ]) {
      const { lists, runs } = find(text)
      expect({ lists, runs }).toEqual({ lists: [], runs: [] })
    }
  })
})

describe('front matter', () => {
  it.each([
    ['json', '{\n"title": "خ",\n"tags": ["صيد", "سوق \\u0633مك"],\n"draft": false\n}\n'],
    ['flow over lines', '---\ntags: [\n  صيد,\n  "سوق سمك"\n]\ndraft: true\n---\n'],
    ['comments', '---\ntags: # أهمها\n  - صيد\n  # لا شيء\n  - سوق سمك\nx: y\n---\n'],
    ['windows', '---\r\ntags:\r\n- صيد\r\n- "سوق سمك"\r\nx: y\r\n---\r\n'],
  ])('%s', (_, head) => {
    expect(listsIn(`${head}${PROSE}`)).toEqual([['صيد', 'سوق سمك']])
    expect(find(`${head}${PROSE}`).prose.at(-1)![1]).toBe(head.length + PROSE.length)
  })

  it('takes a bare string for a run, and nothing for nothing', () => {
    expect(runsIn(`---\ntags: صيد سوق سمك\n---\n${PROSE}`)).toEqual([['صيد سوق سمك']])
    for (const value of ['[]', '~', 'null', '', '""', 'true']) {
      const { lists, runs } = find(`---\ntags: ${value}\nauthor: سالم\n---\n${PROSE}`)
      expect({ lists, runs }).toEqual({ lists: [], runs: [] })
    }
  })

  it('is none where it is never closed', () => {
    const { lists, runs } = find(`---\ntitle: خبر\n${PROSE}`)
    expect({ lists, runs }).toEqual({ lists: [], runs: [] })
  })
})

describe('plain', () => {
  const pieces = [
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '<br>',
    '</a>',
    '&nbsp;',
    '٬',
    '1٬0',
    '[12]',
    '\n',
    'غزة',
    ' ',
    '][1]',
  ]
  it('keeps every unit in its place', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        const out = plain(text)
        expect(out).toHaveLength(text.length)
        for (let i = 0; i < text.length; i++) if (/\p{L}/u.test(out[i]!)) expect(out[i]).toBe(text[i])
      }),
    )
  })

  it('blanks targets, images and elements', () => {
    expect(plain('[غزة](/t/(a) "b")').trimEnd()).toBe('¦غزة¦')
    expect(plain('![صورة](/a.png)').trim()).toBe('')
    expect(plain('[غزة][3]').trimEnd()).toBe('¦غزة¦')
    expect(plain('غزة<br>مصر')).toBe('غزة¦   مصر')
    expect(plain('1٬000 غزة٬ مصر')).toBe('1٬000 غزة، مصر')
  })

  it.each(['[', '](', '[a](', '[a][', '<a ', '٬'])('takes %j over and over in linear time', (piece) => {
    const started = spent()
    plain(piece.repeat(300_000))
    expect(spent() - started).toBeLessThan(2000)
  })
})

describe('a page of nothing but labels', () => {
  it.each(['الوسوم غزة ', 'x #غزة #مصر ', 'الوسوم [غزة، ', 'Tags غزة: مصر ', 'الوسوم\n\n'])(
    'of %j is read in linear time',
    (text) => {
      const started = spent()
      find(text.repeat(10_000))
      // Quadratic, it takes a minute.
      expect(spent() - started).toBeLessThan(10_000)
    },
  )

  it('ends at interface texts side by side, but not at two words that may be one tag', () => {
    const cut = (list: string) =>
      locate(
        { id: '1', text: `افتتح المتحف أبوابه صباح اليوم.\nكلمات دلالية: ${list}\n` },
        layout,
        letters,
      ).runs[0]?.pieces.join(' ')
    expect(cut('متحف الصيد الميناء الرئيسية من نحن')).toBe('متحف الصيد الميناء')
    expect(cut('متحف الصيد الدفع المتجر السلة')).toBe('متحف الصيد')
    expect(cut('متحف الصيد المشاركة العربية الميناء القديم')).toBe('متحف الصيد المشاركة العربية الميناء القديم')
  })

  it('takes the whole of a long list that has its line to itself, though some of its tags read like prose', () => {
    const tags = Array.from({ length: 60 }, (_, i) =>
      i === 30 ? 'كان قد قال إن هذا هو الذي كان' : `مرفأ الصيد رقم ${i} الجديد`,
    )
    const text = `افتتح الوزير المرفأ صباح اليوم.\nكلمات دلالية: ${tags.join(' ')}\n`
    expect(tags.join(' ').length).toBeGreaterThan(1200)
    expect(
      locate({ id: '1', text: `${text.trimEnd()} ${tags.join(' ')}\n` }, layout, letters).runs[0]!.pieces.join(' '),
    ).toBe(`${tags.join(' ')} ${tags.join(' ')}`)
  })
})
