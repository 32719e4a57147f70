import { describe, expect, it } from '@jest/globals'
import { createNormaliser } from '../../dist/index.js'
import { benchFor, mentionsOf, extract } from '../../dist/core/pipeline.js'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import type { Origin, TagList } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const model = loadModel()
const bench = benchFor(model)
const tagsOf = (
  lists: readonly TagList[],
  page: { title?: string; text?: string; url?: string } = {},
  evidence?: Evidence,
) => mentionsOf(extract({ id: '1', ...page, lists }, bench), bench, evidence)
const surfaces = (...args: Parameters<typeof tagsOf>) => tagsOf(...args).map(({ surface }) => surface)
const field = (...tags: string[]): TagList[] => [{ from: 'field', tags }]

describe('a string that a page declares as its tags', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'is cut where it lists several',
      ['الانتخابات البلدية وزارة الداخلية بيروت طرابلس'],
      ['الانتخابات البلدية', 'وزارة الداخلية', 'بيروت', 'طرابلس'],
    ],
    ['is cut at two words', ['القاهرة الخرطوم'], ['القاهرة', 'الخرطوم']],
    ['stays where it is one tag of two words', ['وزارة الصحة'], ['وزارة الصحة']],
    ['stays where it is one tag of four', ['كأس العالم تحت العشرين'], ['كأس العالم تحت العشرين']],
    ['is cut at dashes between blanks', ['الري - السدود - مياه الشرب'], ['الري', 'السدود', 'مياه الشرب']],
    ['keeps a word with a hyphen', ['كوفيد-19'], ['كوفيد-19']],
    ['stays whole where it is a short sentence', ['ماذا قال الوزير عن التعليم'], ['ماذا قال الوزير عن التعليم']],
    [
      'beside other tags is cut where no tag is as long',
      ['بيروت', 'طرابلس صيدا وزارة الصحة مجلس النواب الجيش اللبناني وزارة التربية'],
      ['بيروت', 'طرابلس', 'صيدا', 'وزارة الصحة', 'مجلس النواب', 'الجيش اللبناني', 'وزارة التربية'],
    ],
    [
      'beside other tags is cut at nine words',
      ['بيروت', 'طرابلس صيدا وزارة الصحة مجلس النواب الجيش اللبناني عكار'],
      ['بيروت', 'طرابلس', 'صيدا', 'وزارة الصحة', 'مجلس النواب', 'الجيش اللبناني', 'عكار'],
    ],
    [
      'not at eight and a sign',
      ['بيروت', 'طرابلس وزارة الصحة & مجلس النواب الجيش اللبناني عكار'],
      ['بيروت', 'طرابلس وزارة الصحة & مجلس النواب الجيش اللبناني عكار'],
    ],
    [
      'nor at eight of which one has a hyphen',
      ['بيروت', 'طرابلس-صيدا وزارة الصحة مجلس النواب الجيش اللبناني عكار'],
      ['بيروت', 'طرابلس-صيدا وزارة الصحة مجلس النواب الجيش اللبناني عكار'],
    ],
    ['beside other tags stays where one may be as long', ['بيروت', 'طرابلس صيدا'], ['بيروت', 'طرابلس صيدا']],
  ])('%s', (_, tags, expected) => {
    expect(surfaces(field(...tags))).toEqual(expected)
  })

  it('is cut over 160 characters, too', () => {
    const long =
      'مصر السودان ليبيا تونس الجزائر المغرب موريتانيا الصومال جيبوتي اليمن عمان الإمارات قطر البحرين الكويت السعودية العراق الأردن سوريا لبنان فلسطين غزة رام الله نابلس الخليل أريحا'
    expect(long.length).toBeGreaterThan(160)
    expect(surfaces(field(long)).slice(0, 3)).toEqual(['مصر', 'السودان', 'ليبيا'])
  })

  it.each<Origin>(['field', 'meta', 'json-ld'])('in %s keeps where it stands, and how sure its cuts are', (from) => {
    const found = tagsOf([{ from, tags: ['الانتخابات البلدية وزارة الداخلية بيروت طرابلس'] }])
    expect(found.map((one) => one.from)).toEqual([from, from, from, from])
    for (const { confidence } of found) {
      expect(confidence).toBeGreaterThan(0.5)
      expect(confidence).toBeLessThan(1)
    }
  })

  it('is not opened where a reader shows it as one: a link', () => {
    expect(surfaces([{ from: 'link', tags: ['القاهرة الخرطوم'] }])).toEqual(['القاهرة الخرطوم'])
  })

  it('is not opened where it is what sifting left of a delimited list', () => {
    const title = 'وزير الطاقة يعلن خفض أسعار الوقود'
    const lists: TagList[] = [{ from: 'meta', tags: [title, 'القاهرة الخرطوم'] }]
    expect(surfaces(lists, { title })).toEqual(['القاهرة الخرطوم'])
  })

  it('is cut as another list of the page says', () => {
    const lists: TagList[] = [
      { from: 'meta', tags: ['نهر النيل الأزرق سد'] },
      { from: 'link', tags: ['نهر', 'النيل الأزرق', 'سد'] },
    ]
    expect(tagsOf(lists).filter(({ from }) => from === 'meta')).toEqual(
      ['نهر', 'النيل الأزرق', 'سد'].map((surface) => ({ surface, from: 'meta', confidence: 1 })),
    )
    expect(tagsOf(lists).filter(({ from }) => from === 'link')).toHaveLength(3)
    // Not as another says that is one string, too.
    const twice: TagList[] = [...field('القاهرة الخرطوم'), { from: 'meta', tags: ['القاهرة الخرطوم'] }]
    expect(surfaces(twice)).toEqual(['القاهرة', 'الخرطوم', 'القاهرة', 'الخرطوم'])
  })

  it('that is a sentence of more words than a tag is set aside, and counted', () => {
    const sentence = 'قال وزير الزراعة إن المزارعين لن يدفعوا رسوما على المياه هذا العام'
    const held = extract({ id: '1', lists: field(sentence) }, bench)
    expect([held.lists, held.runs, held.setAside]).toEqual([[], [], [{ reason: 'sentence', tags: [sentence] }]])
  })

  it('teaches no tag before it is cut', () => {
    const evidence = new Evidence(model.segmenter.letters)
    extract({ id: '1', lists: field('القاهرة الخرطوم') }, bench, evidence)
    expect(evidence.key('القاهره الخرطوم')).toBeCloseTo(0)
  })

  it('stays one tag sooner where the site delimits its lists', () => {
    const evidence = new Evidence(model.segmenter.letters)
    const url = (n: number) => `https://a.example/${n}`
    for (let n = 0; n < 5; n++) extract({ id: url(n), lists: field(`وسم ${n}`, `باب ${n}`) }, bench, evidence)
    const sure = (page: string, known?: Evidence) => {
      const [first] = mentionsOf(extract({ id: page, lists: field('مهرجان قرطاج الدولي') }, bench), bench, known)
      return first!.confidence
    }
    expect(evidence.delimiting('a.example')).toBeGreaterThan(3)
    expect(evidence.delimiting('b.example')).toBeCloseTo(0)
    expect(sure(url(9), evidence)).toBeGreaterThan(sure('https://b.example/9', evidence))
  })

  it('is cut by a normaliser, with what it learned', () => {
    const normaliser = createNormaliser()
    const page = { id: '1', lists: field('الانتخابات البلدية وزارة الداخلية بيروت طرابلس') }
    normaliser.learn(page)
    expect(normaliser.normalise(page).tags.map(({ tag }) => tag)).toHaveLength(4)
  })
})
