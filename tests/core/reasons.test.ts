import { describe, expect, it } from '@jest/globals'
import { counted } from '../../dist/core/counted.js'
import { compare, type Context } from '../../dist/core/sameness/matcher.js'
import { sentence, type Reason } from '../../dist/core/sameness/reasons.js'
import { loadModel } from '../../dist/model/index.js'

const named = { a: 'بيني', b: 'بني' } as const
const inner: Reason = { is: 'short', ...named }

/** One of each kind: a kind that is missing does not compile. */
const ALL: { readonly [K in Reason['is']]: Extract<Reason, { readonly is: K }> } = {
  identical: { is: 'identical' },
  'decided one': { is: 'decided one', line: 'same | بيني | بني' },
  'decided apart': { is: 'decided apart' },
  'decided related': { is: 'decided related' },
  'no letter': { is: 'no letter' },
  negative: { is: 'negative' },
  numbers: { is: 'numbers' },
  guard: { is: 'guard', ...named },
  homographs: { is: 'homographs', ...named },
  undecided: { is: 'undecided', ...named },
  vowels: { is: 'vowels' },
  encoding: { is: 'encoding' },
  masked: { is: 'masked' },
  'masked and near': { is: 'masked and near' },
  'vowels written': { is: 'vowels written' },
  orthographic: { is: 'orthographic', key: 'غزه' },
  compound: { is: 'compound' },
  'hamza seat': { is: 'hamza seat' },
  'hamza before alef': { is: 'hamza before alef', ...named },
  'dagger alef': { is: 'dagger alef', ...named },
  stretched: { is: 'stretched', ...named },
  'loan letter': { is: 'loan letter', ...named },
  'accepted spelling': { is: 'accepted spelling', ...named },
  spaces: { is: 'spaces' },
  readings: { is: 'readings', ...named },
  bracketed: { is: 'bracketed' },
  'other people': { is: 'other people' },
  latin: { is: 'latin', ...named },
  alternate: { is: 'alternate', ...named },
  far: { is: 'far', ...named },
  'far apart': { is: 'far apart' },
  related: { is: 'related', ...named },
  short: { is: 'short', ...named },
  'kept by authors': { is: 'kept by authors', ...named, lists: 5 },
  'side by side': { is: 'side by side', ...named },
  'foreign name': { is: 'foreign name', ...named, edit: { is: 'letter', letter: 'ي' } },
  'foreign words': { is: 'foreign words' },
  'hamza dropped': { is: 'hamza dropped', ...named },
  derived: { is: 'derived', ...named },
  'two names': { is: 'two names', ...named },
  'two words': { is: 'two words', ...named },
  weighed: {
    is: 'weighed',
    ...named,
    same: true,
    edit: { is: 'letter', letter: 'ي' },
    text: [200, 8],
    lists: [12, 1],
    probability: 0.985,
    needed: 0.97,
  },
  'word order': { is: 'word order' },
  articles: { is: 'articles' },
  inflections: { is: 'inflections' },
  'second thing': { is: 'second thing' },
  narrower: { is: 'narrower' },
  shown: { is: 'shown' },
  through: { is: 'through', by: 'بينى', reason: inner },
  'only use': { is: 'only use', surface: 'عمان', tag: 'عُمان' },
  'both stand for': { is: 'both stand for', tag: 'بني', reasons: [inner, inner] },
  'two tags': { is: 'two tags', reason: inner },
  'nearer to others': { is: 'nearer to others', ...named, reason: inner },
}

describe('every reason', () => {
  it.each(Object.values(ALL))('$is is one sentence in both languages', (reason) => {
    for (const lang of ['ar', 'en'] as const) {
      const text = sentence(reason, lang)
      expect(text.length).toBeGreaterThan(8)
      expect(text).not.toMatch(/undefined|\[object|NaN|\.$/)
    }
    const arabic = sentence(reason, 'ar').replace(/\u2068[^\u2069]*\u2069/g, '')
    expect(arabic).not.toMatch(/[a-z]/i)
    expect(arabic).toMatch(/[ء-ي]{2}/)
  })

  it('isolates what it quotes in Arabic, and tells each value', () => {
    for (const reason of Object.values(ALL)) {
      const text = sentence(reason, 'ar')
      expect(text.match(/\u2068/g)?.length ?? 0).toBe(text.match(/\u2069/g)?.length ?? 0)
      if ('a' in reason && reason.is !== 'readings')
        for (const word of Object.values(named)) expect(text).toContain(`«\u2068${word}\u2069»`)
    }
  })

  it('says what weighed, with its numbers', () => {
    expect(sentence(ALL.weighed, 'ar').replace(/[\u2068\u2069]/g, '')).toBe(
      'تختلف «بيني» عن «بني» بحرف الياء، يُكتب في إحداهما دون الأخرى؛ وردت الأولى في النصوص نحو 200 مرة، والثانية نحو 8 مرات؛ والوسمان في 12 قائمة وقائمة واحدة؛ احتمال أنهما وسم واحد 0.98، والمطلوب 0.97؛ ويفصلهما قرار «وسمان»',
    )
    expect(sentence(ALL.weighed, 'en')).toBe(
      '“بيني” and “بني” differ by the letter ي, written or not; in text the first is found about 200 times, the other found about 8 times; as tags they stand in 12 lists and 1 list; probability 0.98, needed 0.97; a decision “apart” would undo it',
    )
  })

  it.each([
    [0, 0, 'لم ترد أيٌّ منهما في النصوص'],
    [0, 1, 'لم ترد الأولى في النصوص، ووردت الثانية مرة واحدة'],
    [2, 0, 'وردت الأولى في النصوص نحو مرتين، ولم ترد الثانية'],
    [4000, 100, 'وردت الأولى في النصوص نحو 4,000 مرة، والثانية نحو 100 مرة'],
  ])('tells of text that has the words %d and %d times', (a, b, said) => {
    expect(sentence({ ...ALL.weighed, text: [a, b] }, 'ar')).toContain(said)
  })

  it('has the words as the tags write them', () => {
    const { why } = compare('المقاومة الفلسطينية', 'المقاومة الفلسطينة', loadModel(), 'ar')
    expect(why).toContain('الفلسطينية')
    expect(why).not.toContain('الفلسطينيه')
    expect(compare('الطاقة الشمسي', 'الطاقة الشمسية', loadModel(), 'ar').why).toMatch(/الشمسي.*الشمسية/)
  })

  it('is told by the judge in the language asked for', () => {
    const context: Context = loadModel()
    const [ar, en] = (['ar', 'en'] as const).map((lang) => compare('وزارة الخارجية', 'وزراة الخارجية', context, lang))
    expect(ar).toMatchObject({ same: en!.same, rule: en!.rule })
    expect(ar!.why).toContain('تبادلا موضعيهما')
    expect(en!.why).toContain('changed places')
  })
})

describe('counts in words', () => {
  const pages = counted('ar', { zero: 'لا صفحات', one: 'صفحة واحدة', two: 'صفحتان', few: '# صفحات', other: '# صفحة' })
  it.each([
    [0, 'لا صفحات'],
    [1, 'صفحة واحدة'],
    [2, 'صفحتان'],
    [3, '3 صفحات'],
    [10, '10 صفحات'],
    [11, '11 صفحة'],
    [99, '99 صفحة'],
    [100, '100 صفحة'],
    [102, '102 صفحة'],
    [103, '103 صفحات'],
    [1234, '1,234 صفحة'],
  ])('%d pages in Arabic: %s', (n, said) => expect(pages(n)).toBe(said))
  it('and in English', () => {
    const lists = counted('en', { one: '# list', other: '# lists' })
    expect([0, 1, 2].map(lists)).toEqual(['0 lists', '1 list', '2 lists'])
  })
})
