import { describe, expect, it } from '@jest/globals'
import { locate } from '../../dist/core/lists/locate.js'
import { loadModel } from '../../dist/model/index.js'

const layout = loadModel().layout
const letters = loadModel().letters
const find = (text: string, options = {}) => locate({ id: 'page', text }, layout, letters, options)

/** Articles of several kinds, with what their authors tagged them. */
const articles = [
  {
    title: 'بلدية صور تفتتح سوق السمك بعد ترميمه',
    body: [
      'افتتحت بلدية صور صباح أمس سوق السمك القديم بعد عامين من أعمال الترميم، وقال رئيسها إن المشروع كلف ثلاثة ملايين ليرة.',
      'وأضاف أن السوق ستعمل ستة أيام في الأسبوع، وأن الصيادين الذين سجلوا أسماءهم حصلوا على أماكنهم قرب الميناء.',
      'وينتظر أهالي المدينة أن يعيد الترميم الحركة إلى الحي الذي هجره كثير من تجاره.',
    ],
    tags: ['سوق السمك', 'بلدية صور', 'الصيادين', 'الميناء', 'ترميم'],
  },
  {
    title: 'كيف تختار عدسة للتصوير الليلي',
    body: [
      'يظن كثير من المبتدئين أن الكاميرا هي ما يصنع صورة الليل، لكن العدسة هي التي تجمع الضوء وتحدد مقدار التشويش.',
      'فتحة العدسة الواسعة تسمح بزمن تعريض أقصر، وهذا ما يحتاجه من يصور النجوم أو شوارع المدينة بلا حامل ثلاثي.',
      'جرب في البداية عدسة ثابتة رخيصة، ثم قارن بينها وبين عدسة التقريب التي جاءت مع الكاميرا.',
    ],
    tags: ['التصوير الليلي', 'عدسات', 'فتحة العدسة', 'كاميرا'],
  },
  {
    title: 'أثر السياسات المائية في زراعة الزيتون بالشمال الغربي',
    body: [
      'تهدف هذه الدراسة إلى تحليل أثر السياسات المائية في إنتاج الزيتون بمنطقة الشمال الغربي خلال العقدين الأخيرين.',
      'واعتمدت الدراسة على المنهج الوصفي التحليلي، وشملت عينة من مئتي فلاح موزعين على أربع معتمديات.',
      'وخلصت إلى أن ندرة المياه كانت العامل الأهم في تراجع المردودية رغم الدعم الحكومي.',
    ],
    tags: ['السياسات المائية', 'زراعة الزيتون', 'الشمال الغربي', 'ندرة المياه'],
  },
  {
    title: 'الرجاء يعبر إلى نصف النهائي بثنائية الحافيظي',
    body: [
      'بلغ الرجاء الرياضي نصف نهائي كأس العرش بعدما تغلب على ضيفه حسنية أكادير بهدفين دون رد مساء الأربعاء.',
      'وسجل عبد الإله الحافيظي هدفي المباراة في الشوط الثاني، بينما أضاع حسنية أكادير ركلة جزاء قبل النهاية.',
      'ويلتقي الرجاء في الدور المقبل مع الفائز من مباراة الفتح ونهضة بركان.',
    ],
    tags: ['الرجاء الرياضي', 'كأس العرش', 'حسنية أكادير', 'عبد الإله الحافيظي'],
  },
] as const
const each = articles.map(({ title, body, tags }) => [title, body.join('\n'), [...tags]] as const)

/** Shapes in which sites and converters leave a list without a label: text of a page, and whether its items are all there. */
const shapes: Record<string, (title: string, body: string, tags: readonly string[]) => string> = {
  'a line of commas behind the article': (title, body, tags) => `${title}\n${body}\n${tags.join('، ')}`,
  'a line of Latin commas behind the article': (title, body, tags) => `${title}\n\n${body}\n\n${tags.join(', ')}\n`,
  'commas between spaces': (title, body, tags) => `${title}\n${body}\n${tags.join(' , ')}\nشارك\nفيسبوك\nتويتر`,
  'under the title, as journals have it': (title, body, tags) =>
    `${title}\n\n${tags.join('، ')}\n\n${body}\n\nHow to Cite`,
  'commas on their own lines, under the date': (title, body, tags) =>
    `${title}\nالرئيسية\nعن المدونة\n${title}\n25/08/2019\n${tags.join('\n،\n')}\n${body}\nشارك`,
  'commas at the ends of lines': (title, body, tags) =>
    `${title}\n${body}\n${tags.join(',\n')}\nتعليقات\nلا توجد تعليقات`,
  'a section, then items': (title, body, tags) => `${title}\n${body}\nأخبار / ${tags.join(' , ')}\nمقالات ذات صلة`,
  'a line with bars': (title, body, tags) => `${title}\n${body}\n${tags.join(' | ')}\nاقرأ أيضاً`,
  'a line with bullets': (title, body, tags) => `${title}\n${body}\n${tags.join(' • ')}`,
  'a line with middle dots': (title, body, tags) => `${title}\n${body}\n${tags.join(' · ')}\nالمقال السابق`,
  'a line with slashes': (title, body, tags) => `${title}\n${body}\n${tags.join(' / ')}\nالمقال السابق`,
  'lines before the next page': (title, body, tags) =>
    `${title} | مدونة\n${title}\n2021-04-02 · دقيقتان\n${body}\n${tags.join('\n')}\n« الصفحة السابقة\nعنوان تدوينة أخرى\nالصفحة التالية »`,
  'bullets before the next page': (title, body, tags) =>
    `# ${title}\n\n${body}\n\n${tags.map((tag) => `  * ${tag}`).join('\n')}\n\n« الصفحة السابقة\n`,
  'lines before a share bar': (title, body, tags) =>
    `${title}\n${body}\n${tags.join('\n')}\nشارك\nفيسبوك\nتويتر\nواتساب`,
  'lines behind a share bar': (title, body, tags) =>
    `${title}\n${body}\nشارك\nفيسبوك\nتويتر\n${tags.join('\n')}\nأخبار ذات صلة\nعنوان خبر آخر`,
  'lines before comments': (title, body, tags) =>
    `${title}\n${body}\n${tags.join('\n')}\nاترك تعليقاً\nلن يتم نشر عنوان بريدك الإلكتروني`,
  'lines before a licence': (title, body, tags) =>
    `${title}\n${body}\n${tags.join('\n')}\nLicensed under CC BY 4.0\nمبني بستخدام`,
}

describe('a list without a label', () => {
  for (const [shape, write] of Object.entries(shapes))
    it.each(each)(`is found as ${shape}: %s`, (title, body, tags) => {
      const text = write(title, body, tags)
      const { lists, runs, prose } = find(text)
      expect({ tags: lists.map((list) => list.tags), runs }).toEqual({ tags: [tags], runs: [] })
      expect(lists[0]!.confidence).toBeGreaterThan(0.5)
      expect(lists[0]!.confidence).toBeLessThan(1)
      expect(prose.map(([start, end]) => text.slice(start, end)).join('\n')).not.toContain(tags.at(-1)! + '\n')
      expect(find(text, { labelledOnly: true })).toMatchObject({ lists: [], runs: [] })
    })

  it('is found behind an article that enumerates, and without a sentence to spare', () => {
    const [{ title, body, tags }] = articles
    const enumerations = 'سردين، بوري، سلطان إبراهيم\nقريدس\n،\nكاليماري'
    expect(find(`${title}\n${body[0]}\n${enumerations}\n${body[1]}\n${tags.join('، ')}`).lists).toMatchObject([
      { tags },
    ])
  })

  it('ends before a heading that has run into it', () => {
    const [{ title, body, tags }] = articles
    const text = `${title}\n${tags.join('، ')}الملخص\n${body.join('\n')}`
    const { lists, prose } = find(text)
    expect(lists).toMatchObject([{ tags }])
    expect(text.slice(...prose[1]!)).toMatch(/^الملخص/)
  })

  it.each(each)('is a run on a page that lost its line ends: %s', (title, body, tags) => {
    const page = `الرئيسية أخبار رياضة ${title} ${body.replaceAll('\n', ' ')} `
    const filler = `${body.replaceAll('\n', ' ')} `
    for (const behind of [
      'شاركها فيسبوك تويتر واتساب',
      'الموضوعات المتعلقة عنوان خبر آخر',
      'نرشح لكم عنوان خبر آخر',
      'مقالات ذات صلة عنوان خبر آخر',
      '« الصفحة السابقة تدوينة أخرى',
    ]) {
      const { lists, runs } = find(page + filler + tags.join(' ') + ' ' + behind)
      expect(lists).toEqual([])
      expect(runs.map(({ pieces }) => pieces)).toEqual([[tags.join(' ')]])
      expect(runs[0]!.confidence).toBeLessThan(1)
    }
  })
})

/** What stands behind an article on fishermen, and what of it is its tags; a run in braces. */
describe('behind an article', () => {
  const article = [
    'صيادو المهدية يعودون إلى البحر',
    'عاد صيادو المهدية إلى البحر فجر أمس بعد توقف دام أسبوعين، وقال علي بن سالم إن ميناء الصيد امتلأ بالمراكب التي تبحث عن السردين.',
    'وينتظر أصحاب المراكب أن يخفض الديوان سعر الوقود قبل موسم الأخطبوط الذي يبدأ في الخريف، وأن تفتح البلدية سوق الجملة.',
  ].join('\n')
  const tags = (behind: string): string => {
    const { lists, runs } = find(`${article}\n${behind}`)
    return [...lists.map(({ tags }) => tags.join(' | ')), ...runs.map(({ pieces }) => `{${pieces.join(' | ')}}`)].join(
      '; ',
    )
  }
  const each = (cases: readonly (readonly [rule: string, behind: string, tags: string])[]) =>
    it.each(cases)('%s', (_, behind, expected) => expect(tags(behind)).toBe(expected))

  each([
    ['a name is no preposition', 'ميناء الصيد\nعلي بن سالم\nشارك', 'ميناء الصيد | علي بن سالم'],
    ['a preposition is no name', 'ميناء الصيد\nعلى البحر\nشارك', ''],
    ['another word in ي is the preposition', 'ميناء الصيد\nإلي البحر\nشارك', ''],
    [
      'one item in four may hold a preposition',
      'ميناء الصيد\nالمهدية\nالوقود\nالصيد في البحر\nشارك',
      'ميناء الصيد | المهدية | الوقود | الصيد في البحر',
    ],
    ['one in three holds none', 'ميناء الصيد\nالمهدية\nالصيد في البحر\nشارك', ''],
    ['figures end short lines', 'ميناء الصيد\nالسردين\n213\n٩\nهدى', 'ميناء الصيد | السردين'],
    ['figures end them at the end of the page', 'ميناء الصيد\nالسردين\n213', ''],
    ['three lines of figures end them', 'ميناء الصيد\nالسردين\n213\n9\n4\nهدى', 'ميناء الصيد | السردين'],
    ['four do not', 'ميناء الصيد\nالسردين\n213\n9\n4\n5\nهدى', ''],
    ['those of a table do not', 'ميناء الصيد\nالسردين\n213\n9\nبنزرت\n118\n7\nقابس', ''],
    ['those far below do not matter', 'ميناء الصيد\nالسردين\n213\nا\nب\nج\nد\nه\nو\nز\n118', 'ميناء الصيد | السردين'],
    ['those nearer do', 'ميناء الصيد\nالسردين\n213\nا\nب\nج\nد\nه\nو\n118', ''],
    ['one item before figures is none', 'السردين\n213\nهدى', ''],
  ])

  each([
    ['dashes part a row of three', 'ميناء الصيد - السردين - الوقود', 'ميناء الصيد | السردين | الوقود'],
    ['dashes of print do', 'ميناء الصيد – السردين — الوقود', 'ميناء الصيد | السردين | الوقود'],
    ['a row of two is none', 'ميناء الصيد - السردين', ''],
    ['dashes stand between blanks', 'ميناء الصيد-السردين-الوقود', ''],
    ['half of a row is spoken of', 'السردين - الوقود - تجارة - أزمة', 'السردين | الوقود | تجارة | أزمة'],
    ['less is not enough', 'السردين - تجارة - أزمة', ''],
    [
      'an item of a row has five words',
      'سوق الجملة موسم الأخطبوط الخريف - السردين - الوقود - المهدية',
      'سوق الجملة موسم الأخطبوط الخريف | السردين | الوقود | المهدية',
    ],
    ['and no six', 'سوق الجملة موسم الأخطبوط الخريف البلدية - السردين - الوقود - المهدية', ''],
    ['a row stands behind who wrote', 'نزار بن عمر\nميناء الصيد - السردين - الوقود', 'ميناء الصيد | السردين | الوقود'],
    ['not behind a name of four words', 'نزار بن عمر البحري\nميناء الصيد - السردين - الوقود', ''],
    ['not behind one', 'نزار\nميناء الصيد - السردين - الوقود', ''],
    ['not behind two lines', 'نزار عمر\nسامي علوي\nميناء الصيد - السردين - الوقود', ''],
    ['a row with a colon is none', 'الصيد - السردين - الوقود: أسعار', ''],
    [
      'a row is as long as prose',
      'صيادو المهدية - ميناء الصيد - سوق الجملة - موسم الأخطبوط - سعر الوقود - أصحاب المراكب\nشارك',
      'صيادو المهدية | ميناء الصيد | سوق الجملة | موسم الأخطبوط | سعر الوقود | أصحاب المراكب',
    ],
    [
      'what it says of itself does not count',
      'غلاء المعيشة - أجور العمال - حوار النقابات - موازنة الدولة - رفع الدعم - صندوق النقد\nشارك',
      '',
    ],
  ])

  each([
    ['wide blanks part a row', 'ميناء الصيد  السردين  سوق الجملة\nشارك', 'ميناء الصيد | السردين | سوق الجملة'],
    [
      'blanks that break no line do',
      'ميناء الصيد\u00a0السردين\u00a0سوق الجملة\nشارك',
      'ميناء الصيد | السردين | سوق الجملة',
    ],
    ['tabs do', 'ميناء الصيد\tالسردين\tسوق الجملة\nشارك', 'ميناء الصيد | السردين | سوق الجملة'],
    ['a page has something behind them', 'ميناء الصيد  السردين  سوق الجملة\nقارب\nشراع', ''],
    ['not its end', 'ميناء الصيد  السردين  سوق الجملة', ''],
    ['one of two is none', 'ميناء الصيد  سوق\nشارك', ''],
    ['single words do not show how wide blanks are', 'بحر  ريح  السردين\nشارك', ''],
    [
      'four fifths of a row are spoken of',
      'ميناء الصيد  السردين  سوق الجملة  الوقود  تجارة\nشارك',
      'ميناء الصيد | السردين | سوق الجملة | الوقود | تجارة',
    ],
    ['less is not enough for wide blanks', 'ميناء الصيد  السردين  سوق الجملة  تجارة\nشارك', ''],
  ])

  each([
    [
      'a row of bare words',
      'السردين الوقود ميناء الصيد البلدية\nمقالات ذات صلة',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['of three is none', 'السردين الوقود البلدية\nمقالات ذات صلة', ''],
    ['before nothing is none', 'السردين الوقود ميناء الصيد البلدية\nقارب\nشراع', ''],
    [
      'spoken of by four fifths',
      'السردين الوقود ميناء البلدية تجارة\nمقالات ذات صلة',
      '{السردين الوقود ميناء البلدية تجارة}',
    ],
    ['spoken of by less is none', 'السردين الوقود البلدية تجارة\nمقالات ذات صلة', ''],
    ['with a preposition is none', 'السردين الوقود ميناء في البلدية\nمقالات ذات صلة', ''],
    ['with a verb of prose is none', 'السردين الوقود كان ميناء البلدية\nمقالات ذات صلة', ''],
    ['with a joined preposition is none', 'السردين الوقود ميناء الصيد بالمراكب\nمقالات ذات صلة', ''],
    ['with a joined conjunction is none', 'السردين الوقود ميناء الصيد والبلدية\nمقالات ذات صلة', ''],
    ['with one before a bare word is none', 'السردين الوقود ميناء الصيد ومراكب\nمقالات ذات صلة', ''],
    ['that the article has word by word is none', 'أصحاب المراكب سعر الوقود\nمقالات ذات صلة', ''],
    [
      'with two breaks is one',
      'أصحاب المراكب سعر الوقود ميناء الصيد\nمقالات ذات صلة',
      '{أصحاب المراكب سعر الوقود ميناء الصيد}',
    ],
    ['that ends in a stop is a sentence', 'السردين الوقود ميناء الصيد البلدية.\nمقالات ذات صلة', ''],
    ['behind another line is none', 'قارب\nالسردين الوقود ميناء الصيد البلدية\nمقالات ذات صلة', ''],
    [
      'behind who wrote',
      'نزار عمر\nالسردين الوقود ميناء الصيد البلدية\nمقالات ذات صلة',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['with a comma is none', 'السردين الوقود، ميناء الصيد البلدية\nمقالات ذات صلة', ''],
    ['with a bar is none', 'السردين الوقود | ميناء الصيد البلدية\nمقالات ذات صلة', ''],
    [
      'with one preposition in eight words',
      'السردين الوقود ميناء الصيد في البحر المهدية البلدية\nمقالات ذات صلة',
      '{السردين الوقود ميناء الصيد في البحر المهدية البلدية}',
    ],
    [
      'with one joined preposition in eight words',
      'السردين الوقود ميناء الصيد للبلدية البحر المهدية الديوان\nمقالات ذات صلة',
      '{السردين الوقود ميناء الصيد للبلدية البحر المهدية الديوان}',
    ],
    [
      'before a count of comments',
      'السردين الوقود ميناء الصيد البلدية\n0 تعليق',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['not before a count of other things', 'السردين الوقود ميناء الصيد البلدية\n3 مراكب', ''],
    [
      'before counts alone',
      'السردين الوقود ميناء الصيد البلدية\nأعجبني 41 · تعليق 7 · مشاركة',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['not before counts and another word', 'السردين الوقود ميناء الصيد البلدية\nزيارة قارب 41', ''],
    ['not before the word without a count', 'السردين الوقود ميناء الصيد البلدية\nمشاهدة', ''],
    [
      'before a share bar on its line',
      'السردين الوقود ميناء الصيد البلدية Facebook Twitter WhatsApp\nقارب',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    [
      'before one that counts',
      'السردين الوقود ميناء الصيد البلدية Share 0 Tweet 0 Pin 0\nقارب',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['two names are no bar', 'السردين الوقود ميناء الصيد البلدية Facebook Twitter\nقارب', ''],
    [
      'before headlines that are as long as prose',
      'السردين الوقود ميناء الصيد البلدية Facebook Twitter WhatsApp\nالأخبار المتعلقة عودة القوارب إلى ميناء بنزرت ارتفاع سعر الأسماك في أسواق العاصمة صباح اليوم',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    [
      'behind a label within its line',
      'سعر الذهب كلمات مفتاحية السردين الوقود ميناء الصيد البلدية\nشارك',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    [
      'before its label',
      'السردين الوقود ميناء الصيد البلدية الكلمات المفتاحية\nشارك',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
  ])

  const comment = 'رأيت أمس في السوق أن سعر السردين ما زال مرتفعا رغم عودة المراكب إلى البحر'
  each([
    [
      'short lines before comments as long as prose',
      `السردين\nالوقود\nميناء الصيد\nالتعليقات\n${comment}\n${comment}`,
      'السردين | الوقود | ميناء الصيد',
    ],
    ['two are none', `السردين\nالوقود\nالتعليقات\n${comment}\n${comment}`, ''],
    ['nor before another line', `السردين\nالوقود\nميناء الصيد\nقارب\n${comment}\n${comment}`, ''],
    ['nor right before prose', `السردين\nالوقود\nميناء الصيد\n${comment}\n${comment}`, ''],
    ['items in brackets', '[السردين] [ميناء الصيد] [الوقود]', 'السردين | ميناء الصيد | الوقود'],
    ['two in brackets are none', '[السردين] [ميناء الصيد]', ''],
    ['nor those with words between', '[السردين] ثم [ميناء الصيد] [الوقود]', ''],
    ['nor those that the page does not say', '[تجارة] [أزمة] [السردين]', ''],
  ])

  each([
    [
      'behind a label that prose has, too',
      'العلامات السردين الوقود ميناء الصيد البلدية\nقارب',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    [
      'of which the page says half',
      'العلامات السردين الوقود ميناء تجارة أزمة نقابة\nقارب',
      '{السردين الوقود ميناء تجارة أزمة نقابة}',
    ],
    [
      'behind a heading of topics',
      'مواضيع السردين الوقود ميناء الصيد البلدية\nقارب',
      '{السردين الوقود ميناء الصيد البلدية}',
    ],
    ['not of topics that the page does not say', 'مواضيع تجارة أزمة نقابة السردين اقتصاد\nقارب', ''],
    ['not less', 'العلامات السردين الوقود تجارة أزمة نقابة\nقارب', ''],
    ['not of three words', 'العلامات السردين الوقود البلدية\nقارب', ''],
    ['not a sentence', 'العلامات السردين الوقود ميناء الصيد البلدية.\nقارب', ''],
    ['not with a preposition', 'العلامات السردين الوقود في ميناء الصيد\nقارب', ''],
    ['not a word that is no label', 'الأسعار السردين الوقود ميناء الصيد البلدية\nقارب', ''],
  ])

  each([
    [
      'items that have run on',
      'ميناء الصيدالبلديةالوقودالمهديةالسردين',
      '{ميناء الصيد | البلدية | الوقود | المهدية | السردين}',
    ],
    [
      'those of which the page does not say one',
      'ميناء الصيدالبلديةتجارةالسردين المهدية',
      '{ميناء الصيد | البلديةتجارةالسردين المهدية}',
    ],
    [
      'a word that the page says is not cut',
      'البلديةالمراكبالوقود المهديةالصيد',
      '{البلدية | المراكب | الوقود المهدية | الصيد}',
    ],
    [
      'amid other lines',
      'سامي\nعلوي\nهدى\nميناء الصيدالبلديةالوقودالسردين\nشراع',
      '{ميناء الصيد | البلدية | الوقود | السردين}',
    ],
    ['not far below', `${'سامي\n'.repeat(12)}ميناء الصيدالبلديةالوقودالسردين`, ''],
    ['one seam is a slip', 'ميناء المهديةالسردين', ''],
    ['articles alone are no seams', 'الصيدالوقودالسردين', ''],
    ['an article beside a seam is one', 'الصيدالوقود المهديةسوق', '{الصيد | الوقود المهدية | سوق}'],
    ['between scripts', 'Sardineالسردين الوقودFishing', '{Sardine | السردين الوقود | Fishing}'],
    ['not behind two Latin letters and before an article alone', 'السردين الXY الوقود البلدية\nقارب', ''],
    ['half of it is said', 'البلديةتجارة المهديةأزمة', '{البلديةتجارة المهديةأزمة}'],
    ['less is none', 'البلديةتجارة المهديةأزمة شراعية', ''],
    [
      'one particle in eight words',
      'البلديةالوقود المهديةالسردين في البحر سوق الجملة',
      '{البلدية | الوقود المهدية | السردين في البحر سوق الجملة}',
    ],
    ['one in seven is prose', 'البلديةالوقود المهديةالسردين في البحر سوق', ''],
    ['with a verb it is prose', 'كان ميناء المهديةالسردين البلديةالوقود', ''],
    [
      'as long as prose',
      'صيادو المهديةميناء الصيد سوق الجملةموسم الأخطبوط سعر الوقود أصحاب المراكب ديوان البلديةالسردين البحر الخريف',
      '{صيادو المهدية | ميناء الصيد سوق الجملة | موسم الأخطبوط سعر الوقود أصحاب المراكب ديوان البلدية | السردين البحر الخريف}',
    ],
    [
      'as long as prose, with a stop',
      'صيادو المهديةميناء الصيد سوق الجملةموسم الأخطبوط سعر الوقود أصحاب المراكب ديوان البلديةالسردين البحر الخريف.',
      '',
    ],
  ])
})

/** A page with a menu of six entries at its top, and what stands behind its article. */
describe('a menu at the top', () => {
  const title = 'صيادو المهدية يعودون إلى البحر'
  const menu = 'الحدث وطني اقتصاد رياضة ثقافة جهات'
  const body = [
    'عاد صيادو المهدية إلى البحر فجر أمس بعد توقف دام أسبوعين، وقال علي بن سالم إن ميناء الصيد امتلأ بالمراكب التي تبحث عن السردين.',
    'وينتظر أصحاب المراكب أن يخفض الديوان سعر الوقود قبل موسم الأخطبوط الذي يبدأ في الخريف، وأن تفتح البلدية سوق الجملة.',
  ]
  const found = (text: string): string => {
    const { lists, runs } = find(text)
    return [...lists.map(({ tags }) => tags.join(' | ')), ...runs.map(({ pieces }) => `{${pieces.join(' | ')}}`)].join(
      '; ',
    )
  }
  const bare = 'السردين الوقود ميناء الصيد البلدية'

  it.each([
    ['is cut from behind a row', `${bare} ${menu}`, `{${bare}}`],
    ['is cut from before a row', `${menu} ${bare}`, `{${bare}}`],
    ['is cut from behind a labelled run', `الوسوم ${bare} ${menu}`, `{${bare}}`],
    ['of five words is not known again', `${bare} ${menu.replace(' جهات', '')}`, ''],
    ['alone is no list', menu, ''],
    ['with two words more is none', `السردين الوقود ${menu}`, ''],
    ['with three words more leaves them', `سوق الجملة السردين الوقود ${menu}`, '{سوق الجملة السردين الوقود}'],
    ['is all there is behind a label', `الوسوم: ${menu}`, `{${menu}}`],
  ])('%s', (_, row, expected) => {
    expect(found([title, menu, title, ...body, row, 'شارك'].join('\n'))).toBe(expected)
  })

  it('is one without marks, in a line of its own kind', () => {
    for (const line of [`${menu}.`, `${title}: ${menu}`, `"${menu}"`])
      expect(found([title, line, ...body, `الوسوم ${bare} ${menu}`, 'شارك'].join('\n'))).toBe(`{${bare} ${menu}}`)
  })

  it('is one of lines, with or without its first, and not the title under it', () => {
    const lines = menu.replaceAll(' ', '\n')
    const under = 'السردين يعود إلى أسواق المهدية'
    for (const run of [`${menu} ${bare}`, `الرئيسية ${menu} ${bare}`])
      expect(found([title, lines, under, ...body, run, 'شارك'].join('\n'))).toBe(`{${bare}}`)
  })

  it('is not the list itself, under a date or a label', () => {
    const six = `${bare} المهدية`
    for (const above of [`12 سبتمبر 2022 ${six}`, `12 سبتمبر 2022 10:20 م ${six}`, `الأحد 12 سبتمبر 2022 مساءً ${six}`])
      expect(found([title, above, ...body, six, 'شارك'].join('\n'))).toBe(`{${six}}`)
    expect(found([title, `الطابق 12 ${six}`, ...body, six, 'شارك'].join('\n'))).toBe('')
    expect(found([title, `نبذة ${six}`, ...body, six, 'شارك'].join('\n'))).toBe('')
  })

  /** The same page with its line ends lost, who wrote it and when above the article. */
  const flat = (behind: string, above = 'نزار عمر 12 سبتمبر، 2022') =>
    found([title, menu, title, above, ...body, behind].join(' '))
  it.each([
    ['before a share bar', `${bare} Share 0 Tweet 0 Pin 0`, `{${bare}}`],
    ['behind a share bar', `شارك طباعة حفظ ${bare} مقالات ذات صلة قارب`, `{${bare}}`],
    ['behind a bar of two is none', `طباعة حفظ ${bare} مقالات ذات صلة قارب`, ''],
    ['before the menu', `${bare} ${menu} مقالات ذات صلة قارب`, `{${bare}}`],
    ['that begins with what ended another is none', `مقالات ذات صلة ${bare} قد يهمك أيضا قارب`, ''],
    ['before who wrote it', `${bare} نزار عمر كاتب من المهدية`, `{${bare}}`],
    ['before who wrote it and when', `${bare} نزار عمر 12 سبتمبر، 2022 قارب`, `{${bare}}`],
    ['not before another date', `${bare} 14 سبتمبر، 2022 قارب`, ''],
    ['not before another name', `${bare} سامي علوي كاتب من المهدية`, ''],
    ['behind its label', `مواضيع المقال ${bare} مقالات ذات صلة قارب`, `{${bare}}`],
    ['not before what each article of a listing has', `${bare} ${'نزار عمر 12 سبتمبر، 2022 قارب. '.repeat(3)}`, ''],
    ['that a bar between marks ends', `| Tags ${bare} المهدية | قارب شراع`, `{${bare} المهدية}`],
    ['of five words at most between marks is doubtful', `| Tags ${bare} | قارب شراع`, ''],
    [
      'with dashes between marks',
      '| وسوم الحلقة: السردين - الوقود - البلدية | قارب شراع',
      'السردين | الوقود | البلدية',
    ],
  ])('a run on a page of one line %s', (_, behind, expected) => expect(flat(behind)).toBe(expected))

  it('a labelled run ends before who wrote it and when, as above', () => {
    expect(flat('Tags السردين الوقود سوق الجملة نزار عمر 12 سبتمبر، 2022 قارب')).toBe('{السردين الوقود سوق الجملة}')
    expect(flat('Tags السردين الوقود سوق الجملة سامي عمر 12 سبتمبر، 2022 قارب')).toBe(
      '{السردين الوقود سوق الجملة سامي}',
    )
  })

  it.each([
    ['of lines stands under a date', `12 سبتمبر 2022\nالسردين\nالوقود\nميناء الصيد`, 'السردين | الوقود | ميناء الصيد'],
    [
      'of lines stands before who wrote it',
      `12 سبتمبر 2022\nالسردين\nالوقود\nميناء الصيد\nبقلم: نزار عمر`,
      'السردين | الوقود | ميناء الصيد',
    ],
    [
      'of lines stands before who it is by',
      `12 سبتمبر 2022\nالسردين\nالوقود\nميناء الصيد\nبواسطة نزار عمر`,
      'السردين | الوقود | ميناء الصيد',
    ],
    ['of lines does not stand before another line', `12 سبتمبر 2022\nالسردين\nالوقود\nميناء الصيد\nمشاركة`, ''],
    [
      'of lines stands under a title as long as prose',
      `صيادو المهدية يعودون إلى البحر بعد توقف دام أسبوعين في ميناء الصيد بالمدينة\n12 سبتمبر 2022\nالسردين\nالوقود\nميناء الصيد`,
      'السردين | الوقود | ميناء الصيد',
    ],
    ['stands under a date', `12 سبتمبر 2022\n${bare}`, `{${bare}}`],
    ['with the menu', `12 سبتمبر 2022\n${menu} ${bare}`, `{${bare}}`],
    ['not under another line', `قارب\n${bare}`, ''],
    ['not with figures', `12 سبتمبر 2022\n${bare} 12`, ''],
    ['not as a sentence', `12 سبتمبر 2022\n${bare}.`, ''],
    ['three lines before the first sentence', `12 سبتمبر 2022\n${bare}\nحجم الخط\nتكبير`, `{${bare}}`],
    ['not four', `12 سبتمبر 2022\n${bare}\nحجم الخط\nتكبير\nتصغير`, ''],
  ])('a row above the article %s', (_, above, expected) => {
    expect(found([title, menu, title, above, ...body, 'شارك'].join('\n'))).toBe(expected)
  })
})

describe('what is no list of tags', () => {
  const page = (before: string, behind: string) =>
    articles.map(({ title, body }) => `${title}\n${before}\n${body.join('\n')}\n${behind}`)
  const none: Record<string, [before: string, behind: string]> = {
    'a breadcrumb': ['الرئيسية > أخبار > محليات', ''],
    'a breadcrumb of slashes': ['الرئيسية / أخبار / محليات', ''],
    'a menu': ['الرئيسية\nمن نحن\nاتصل بنا\nأخبار\nرياضة', 'الرئيسية\nمن نحن\nاتصل بنا'],
    'a menu between bars': ['الرئيسية | أخبار | اقتصاد | رياضة | اتصل بنا', 'سياسة الخصوصية | من نحن | اتصل بنا'],
    pagination: ['', '1\n2\n3\nالتالي'],
    'pagination in a line': ['', '1 | 2 | 3 | التالي'],
    'a share bar': ['', 'شارك\nفيسبوك\nتويتر\nواتساب\nتعليقات'],
    'a share bar in a line': ['', 'فيسبوك | تويتر | واتساب\nاترك تعليقاً'],
    'an author and a date': ['سامر الحاج | 12 مايو 2023 | 3 دقائق', 'سامر الحاج\nصحفي\nمقالات ذات صلة'],
    'authors and their places': ['د. هند العلي، د. سمير قاسم، جامعة تشرين', ''],
    agencies: ['', 'رويترز، وكالات، الأناضول'],
    'headlines behind the article': [
      '',
      'وزارة الصحة تعلن موعد حملة التلقيح\nارتفاع أسعار الخضار في أسواق العاصمة\nمنتخب الشباب يغادر إلى الدوحة\nمقالات ذات صلة',
    ],
    'fixtures of football': ['', 'الفتح - بركان\nالوداد - الجيش\nالحسنية - السوالم\nمقالات ذات صلة'],
    'what a colon announces': ['', 'المشاركون:\nالأردن، مصر، تونس، الجزائر'],
    'a sentence of an enumeration': ['', 'حضر ممثلون عن الأردن، مصر، تونس، الجزائر، والمغرب.'],
    'topics of the site that the article does not speak of': ['', 'سياسة\nاقتصاد\nثقافة\nمنوعات\nجميع الحقوق محفوظة'],
    'a table of contents': ['فهرس المحتوى\nتمهيد\nالطريقة\nالنتائج', ''],
    'one short line': ['', 'ترميم\nمقالات ذات صلة'],
  }
  it.each(Object.entries(none))('%s', (_, [before, behind]) => {
    for (const text of page(before, behind)) expect(find(text)).toMatchObject({ lists: [], runs: [] })
  })

  it('items between commas amid an article', () => {
    for (const { title, body, tags } of articles)
      expect(find(`${title}\n${body[0]}\n${tags.join('، ')}\n${body[1]}\n${body[2]}`)).toMatchObject({
        lists: [],
        runs: [],
      })
  })

  it('the ingredients of a recipe, the lines of a poem, the rows of a table', () => {
    for (const text of [
      'طريقة عمل الكعك\nالمقادير\nكوب طحين\nنصف كوب سكر\nملعقة خميرة\nاخلطي الطحين مع السكر والخميرة ثم اتركي العجين ساعة كاملة في مكان دافئ حتى يختمر.',
      'على باب البحر\nوقفت وحيدا\nأعد النوارس\nوأنسى الطريق\nويأتي المساء\nبلا موعد\nفأغلق بابي\nوأمضي غريقا',
      'المدينة | السكان | المساحة\nصور | 60000 | 4\nصيدا | 80000 | 7\nجبيل | 40000 | 5',
    ])
      expect(find(text)).toMatchObject({ lists: [], runs: [] })
  })

  it('the tags of each article of a listing', () => {
    const text = articles.map(({ title, body, tags }) => `${title}\n${body[0]}\n${tags.join('، ')}`).join('\n')
    expect(find(text)).toMatchObject({ lists: [], runs: [] })
  })

  it('is looked for where a label announces a list', () => {
    const [{ title, body, tags }] = articles
    const text = `${title}\n${body.join('\n')}\n${tags.join('، ')}\nالكلمات الدلالية: صيد، بحر، لبنان`
    expect(find(text).lists.map((list) => list.tags)).toEqual([['صيد', 'بحر', 'لبنان']])
  })
})

describe('around an article', () => {
  const title = 'صيادو المهدية يعودون إلى البحر'
  const body = [
    'عاد صيادو المهدية إلى البحر فجر أمس بعد توقف دام أسبوعين، وقال علي بن سالم إن ميناء الصيد امتلأ بالمراكب التي تبحث عن السردين.',
    'وينتظر أصحاب المراكب أن يخفض الديوان سعر الوقود قبل موسم الأخطبوط الذي يبدأ في الخريف، وأن تفتح البلدية سوق الجملة.',
  ].join('\n')
  const tags = (text: string): string =>
    [
      ...find(text).lists.map(({ tags }) => tags.join(' | ')),
      ...find(text).runs.map(({ pieces }) => `{${pieces[0]!}}`),
    ].join('; ')

  it.each([
    [
      'short lines behind its date',
      `${title}\nنشر في 09 أيلول 2020\nميناء الصيد\nالسردين\nسعر الوقود\n${body}`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    ['two are too few', `${title}\nنشر في 09 أيلول 2020\nميناء الصيد\nالسردين\n${body}`, ''],
    [
      'behind a line without a figure they may be a menu',
      `${title}\nنشر أمس\nميناء الصيد\nالسردين\nسعر الوقود\n${body}`,
      '',
    ],
    ['of which the article does not speak', `${title}\nنشر في 09 أيلول 2020\nكرة القدم\nمسرح\nسعر الوقود\n${body}`, ''],
    [
      'chips with a button each',
      `${title}\n${body}\nميناء الصيد\nحذف\nالسردين\nحذف\nسعر الوقود\nحذف\nآراء\nوصلت`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    [
      'with a count, too',
      `${title}\n${body}\nميناء الصيد\nمتابعة\n1,204\nالسردين\nمتابعة\n87\nسعر الوقود\nمتابعة\n9\nآراء`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    [
      'amid an article',
      `${title}\n${body.split('\n')[0]!}\nميناء الصيد\nحذف\nالسردين\nحذف\nسعر الوقود\nحذف\n${body}`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    [
      'short lines behind who says it',
      `${title}\n${body}\nالمصدر : وكالات\nميناء الصيد\nالسردين\nسعر الوقود\nحول هذه القصة\nآراء`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    [
      'not behind two such lines',
      `${title}\n${body}\nالمصدر : وكالات\nتحرير : سلمى\nميناء الصيد\nالسردين\nسعر الوقود\nحول هذه القصة\nآراء`,
      '',
    ],
    ['two chips are too few', `${title}\n${body}\nميناء الصيد\nحذف\nالسردين\nحذف\nآراء القراء في هذا\nوصلت`, ''],
    [
      'people to follow are none',
      `${title}\n${body}\nليث منصور\nمتابعة\nهدى سالم\nمتابعة\nسامي علوي\nمتابعة\nآراء`,
      '',
    ],
    [
      'before a cloud of the site on one line',
      `${title}\n${body}\nميناء الصيد، السردين، سعر الوقود\nعدد القراءات 622\nدارفور سد النهضة الجنيه المريخ الهلال البنك الزراعي الحركة الشعبية الدولار الحوار الوطني القطن`,
      'ميناء الصيد | السردين | سعر الوقود',
    ],
    [
      'before a sentence it is amid the article',
      `${title}\n${body}\nميناء الصيد، السردين، سعر الوقود\nدارفور سد النهضة الجنيه المريخ الهلال البنك الزراعي الحركة الشعبية الدولار الحوار الوطني في القطن`,
      '',
    ],
    [
      'words in another script are not asked for',
      `${title}\n${body}\nميناء Contrebande السردين Douane سوق الجملة الوقود\nArticles similaires\nBizerte`,
      '{ميناء Contrebande السردين Douane سوق الجملة الوقود}',
    ],
  ])('%s', (_, text, expected) => expect(tags(text)).toBe(expected))

  it('is none above the title, where the whole site has its menu', () => {
    const menu = 'صيادو المهدية | ميناء الصيد | السردين'
    const page = { id: '1', text: `${menu}\n${title}\n${body}` }
    const listsOf = (title?: string) => locate({ ...page, title }, layout, letters).lists.map(({ tags }) => tags)
    expect(listsOf()).toEqual([menu.split(' | ')])
    expect(listsOf(title)).toEqual([])
  })
})
