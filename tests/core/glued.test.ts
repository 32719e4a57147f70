/** Lists whose items have run into each other, as text does that is taken out of markup with nothing between. */
import { describe, expect, it } from '@jest/globals'
import type { Background } from '../../dist/core/boundaries/background.js'
import { unglued } from '../../dist/core/boundaries/glued.js'
import { locate } from '../../dist/core/lists/locate.js'
import { phraseOf, ProseReader } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'
import { tags } from '../../dist/index.js'

const { layout, letters, segmenter } = loadModel()
const PROSE = 'افتتحت البلدية أمس سوقاً جديداً للسمك بعد عامين من العمل، وقال رئيسها إن المشروع كلف ثلاثة ملايين.'
const pieces = (run: string, text = PROSE) => {
  const page = new ProseReader(segmenter.letters).read('', text, [[0, text.length]])
  return unglued({ pieces: [run] }, page, segmenter.background).pieces
}

describe('items that have run into each other', () => {
  it.each([
    ['at articles', 'الخط العربيالخط الكوفيالمدينة العتيقة', ['الخط العربي', 'الخط الكوفي', 'المدينة العتيقة']],
    ['at the end of a word', 'بيئةطاقة', ['بيئة', 'طاقة']],
    ['at both, three in one word', 'صيد السمكالبلديةالميناء القديم', ['صيد السمك', 'البلدية', 'الميناء القديم']],
    ['before a word without an article', 'الموسيقى العربيةتونسالمدينة', ['الموسيقى العربية', 'تونس', 'المدينة']],
  ])('%s', (_, run, wanted) => {
    expect(pieces(run)).toEqual(wanted)
  })

  it('are told by words that the page alone knows', () => {
    const run = 'آلة التيدنيتالموسيقى العربيةتونس'
    expect(pieces(run, `${PROSE} وعزف على آلة التيدنيت.`)).toEqual(['آلة التيدنيت', 'الموسيقى العربية', 'تونس'])
    expect(pieces(run)).toEqual(['آلة التيدنيتالموسيقى العربية', 'تونس'])
  })

  it.each([
    ['names that are written so', 'سيف الدولة كفرالشيخ صيد السمك'],
    ['words that prose knows', 'عبدالرحمن الداخل العالم العربي الرسالة'],
    ['words whose parts nobody knows', 'قثطفسالخكقطشالغقثطف البلدية'],
    ['what stands before a word and with it', 'وبالمستشفيات فالبلديات وكالمدارس'],
    ['words of two letters and an article', 'كمالمدن'],
  ])('leaves %s', (_, run) => {
    expect(pieces(run)).toEqual([run])
  })

  it('are looked at in words of a bounded length', () => {
    const run = 'البلديةالمدينة'.repeat(12)
    expect(pieces(run)).toEqual([run])
    expect(pieces('البلديةالمدينة'.repeat(11))).toHaveLength(22)
  })

  it.each([
    ['one seam', 'كفرالشيخ الكبير', 1],
    ['two seams in two words', 'كفرالشيخ صيدالسمك', 3],
    ['one seam behind the end of a word', 'بيئةالشيخ', 2],
    ['parts of sixteen letters', 'قثطفسخقثطفسخقثطفالمدينة بيئةطاقة', 3],
    ['parts of seventeen', 'قثطفسخقثطفسخقثطفثالمدينة بيئةطاقة', 2],
    ['the first four hundred words', `${'صيد '.repeat(399)}بيئةطاقة`, 2],
    ['no more words', `${'صيد '.repeat(400)}بيئةطاقة`, 1],
  ])('are parted at %s', (_, run, count) => {
    const said = 'كفر الشيخ الكبير قثطفسخقثطفسخقثطف قثطفسخقثطفسخقثطفث'
    expect(pieces(run, `${PROSE} ${said}.`)).toHaveLength(count)
  })

  /** Where prose has these words so often, and the page a text. */
  const among = (run: string, counts: Readonly<Record<string, number>>, text = '') => {
    const reader = new ProseReader(segmenter.letters)
    const hashes = new Map(Object.entries(counts).map(([word, count]) => [phraseOf(word, segmenter.letters), count]))
    const background = { proseWord: (hash: number) => hashes.get(hash) ?? 0 } as unknown as Background
    return unglued({ pieces: [run] }, reader.read('', text, [[0, text.length]]), background).pieces.length
  }
  const known = { بيئة: 30, طاقة: 30, مدينة: 30 }
  it.each<[string, string, Readonly<Record<string, number>>, string, number]>([
    ['words that prose has thirty times', 'بيئةطاقة', known, '', 2],
    ['no word that it has less often', 'بيئةطاقة', { ...known, طاقة: 29 }, '', 1],
    ['such a word that the page has', 'بيئةطاقة', { بيئة: 30 }, 'طاقة', 2],
    ['no word that prose has once', 'بيئةطاقة', { ...known, بيئةطاقة: 1 }, '', 1],
    ['no word that the page has', 'بيئةطاقة', known, 'بيئةطاقة', 1],
    ['words of two letters', 'بيئةيد', { ...known, يد: 99 }, '', 1],
    ['what is likelier, of fewer words', 'بيئةطاقةمدينة', { ...known, طاقةمدينة: 30 }, '', 2],
    [
      'what is likelier, of commoner words',
      'بيئةطاقةمدينة',
      { بيئة: 30, طاقة: 1e6, مدينة: 1e6, طاقةمدينة: 30, بيئةطاقة: 30 },
      '',
      2,
    ],
    ['a word of 160 letters', 'طاقة'.repeat(40), known, '', 40],
    ['no longer word', `${'طاقة'.repeat(39)}مدينة`, known, '', 1],
  ])('are %s', (_, run, counts, text, items) => {
    expect(among(run, counts, text)).toBe(items)
  })

  it('are tags of their page', () => {
    const found = tags({ id: '1', text: `${PROSE}\nالوسوم\nصيد السمكالبلديةالميناء القديم\nشارك\n` })
    expect(found.map(({ tag }) => tag)).toEqual(['صيد السمك', 'البلدية', 'الميناء القديم'])
  })
})

const found = (text: string) => {
  const { lists, runs } = locate({ id: '1', text }, layout, letters)
  return [...lists.map((list) => list.tags), ...runs.map((run) => run.pieces)]
}

describe('a label of topics over one line', () => {
  it('opens it where its items have run into each other at two places', () => {
    expect(found(`${PROSE}\nموضوعات\nصيد السمكالبلدية الكبرىالميناء القديم\nالمزيد\n`)).toHaveLength(1)
    expect(found(`${PROSE}\nموضوعات\nصيد السمكالبلدية الكبرى\nالمزيد\n`)).toEqual([])
  })
})

describe('a label that the word before has run into', () => {
  it.each([
    ['opens its list', `${PROSE} سوق السمك في صوركلمات دلالية: صيد، سمك، ميناء صور\n`, [['صيد', 'سمك', 'ميناء صور']]],
    ['is of several words', `${PROSE} سوق السمك في صورالوسوم: صيد، سمك، ميناء صور\n`, []],
    ['has its colon', `${PROSE} سوق السمك في صوركلمات دلالية صيد، سمك، ميناء صور\n`, []],
    ['is not what Arabic joins to it', `${PROSE} عرفت السوق بكلمات دلالية: صيد، سمك، ميناء صور\n`, []],
  ])('%s', (_, text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })
})

describe('a page about labels', () => {
  it.each([
    ['a heading of three words that ends with one', 'أنواع الكلمات المفتاحية:\n- قصيرة\n- متوسطة\n- طويلة الذيل\n', 0],
    ['a line of four words before one', 'وهذه هي أهم تلك الكلمات المفتاحية:\n- صيد\n- سمك\n- ميناء\n', 1],
    [
      'an example that a sentence of eight words announces',
      'يمكنك أن تبدأ بقائمة قصيرة مثل هذه القائمة:\nالكلمات المفتاحية: عسل سدر، عسل طلح، عسل أصلي\n',
      0,
    ],
    [
      'what seven words announce',
      'يمكنك أن تبدأ بقائمة قصيرة مثل هذه:\nالكلمات المفتاحية: عسل سدر، عسل طلح، عسل أصلي\n',
      1,
    ],
  ])('%s', (_, text, lists) => {
    expect(found(`${PROSE}\n${text}${PROSE}`)).toHaveLength(lists)
  })

  it('is none where nothing follows but the list', () => {
    const ending = 'وهذا فيلم قصير صوره أحد الصيادين في السوق:'
    expect(found(`${PROSE}\n${ending}\nالكلمات المفتاحية: عسل سدر، عسل طلح، عسل أصلي\nشارك\n`)).toHaveLength(1)
  })
})

describe('a field of a record', () => {
  const record = (lines: string) => found(`Title: سوق السمك في صور\nKeywords: ${lines}\n${PROSE}`)
  it.each([
    [
      'has an item a line, up to the next field',
      'صيد\nسوق السمك\nميناء\nIssue Date: 2019',
      [['صيد', 'سوق السمك', 'ميناء']],
    ],
    ['has two items at least', 'صيد\nIssue Date: 2019', [['صيد']]],
    ['ends with another field', 'صيد\nسوق السمك\nميناء', [['صيد']]],
    ['holds no sentence', 'صيد\nسوق السمك في ميناء صور.\nIssue Date: 2019', [['صيد']]],
    ['may have its items on one line', 'صيد، سمك، ميناء\nسوق\nIssue Date: 2019', [['صيد', 'سمك', 'ميناء']]],
  ])('%s', (_, lines, wanted) => {
    expect(record(lines)).toEqual(wanted)
  })
})

describe('items below the one behind a label', () => {
  const page = (lines: string, before: string) => found(`${PROSE}${before}التسميات: ${lines}`)
  const three = [['صيد', 'سوق السمك', 'ميناء']]
  it.each<[string, string, string[][], string?]>([
    ['go up to an empty line', `صيد\nسوق السمك\nميناء\n\n${PROSE}`, three],
    ['go up to the end of the text', 'صيد\nسوق السمك\nميناء', three],
    ['go up to a line of blanks', `صيد\nسوق السمك\nميناء\n \n${PROSE}`, three],
    ['are two at least', `صيد\nسوق السمك\n\n${PROSE}`, [['صيد']]],
    ['are of four words at most', 'صيد\nسوق سمك في صور\nميناء', [['صيد', 'سوق سمك في صور', 'ميناء']]],
    ['are not of five', 'صيد\nسوق السمك القديم عند المرفأ\nميناء', [['صيد']]],
    ['are none where a button stands among them', 'صيد\nسوق السمك\nرسالة أحدث\nالصفحة الرئيسية', [['صيد']]],
    ['are none where no empty line stands before', 'صيد\nسوق السمك\nميناء', [['صيد']], '\n'],
    ['may follow a line of blanks', 'صيد\nسوق السمك\nميناء', three, '\n \n'],
    ['are none below a line without an empty one', 'صيد\nسوق السمك\nميناء', [['صيد']], '\n\nقارب\n'],
  ])('%s', (_, lines, wanted, before = '\n\n') => {
    expect(page(lines, before)).toEqual(wanted)
  })
})

describe('hashtags behind a colon', () => {
  it.each([
    ['of what a site shows everywhere', 'الأكثر تداولا: #غزة #رفح #ميناء_صور', []],
    ['of a word that says nothing of it', 'تابعوا معنا: #غزة #رفح #ميناء_صور', [['غزة', 'رفح', 'ميناء صور']]],
  ])('%s', (_, line, wanted) => {
    expect(found(`${line}\n${PROSE}`)).toEqual(wanted)
  })
})

describe('labels of platforms', () => {
  it.each([
    ['التسميات: صيد، سوق السمك، ميناء', ['صيد', 'سوق السمك', 'ميناء']],
    ['كلمات مفتاحية للعمل\nصيد - سوق السمك - ميناء', ['صيد', 'سوق السمك', 'ميناء']],
    ['في هذا المقال\nصيد\nسوق السمك\nميناء\n\nاشترك في النشرة', ['صيد', 'سوق السمك', 'ميناء']],
    ['الموضوعات\nصيد\nسوق السمك\nميناء\nشكل المحتوى\nبيان صحفي', ['صيد', 'سوق السمك', 'ميناء']],
    ['دلالات\nصيد\nسوق السمك\nميناء\nالمزيد\nالمزيد في اقتصاد\nأسعار السمك', ['صيد', 'سوق السمك', 'ميناء']],
  ])('%j', (text, wanted) => {
    expect(found(`${PROSE}\n${text}\n`)).toEqual([wanted])
  })
})

describe('a list that its page breaks at a width', () => {
  const line = 'كلمات البحث : المسؤولية المدنية ، الطائرات بدون طيار ، حراسة'
  const filled = (length: number) => 'س'.repeat(length)
  it.each([
    [
      'goes on where its line is nearly full',
      0,
      [['المسؤولية المدنية', 'الطائرات بدون طيار', 'حراسة الأشياء', 'التأمين']],
    ],
    ['is over where its line has room', 30, [['المسؤولية المدنية', 'الطائرات بدون طيار', 'حراسة']]],
  ])('%s', (_, more, wanted) => {
    expect(found(`${filled(line.length + 12 + more)}\n${line}\nالأشياء ، التأمين .\n${PROSE.slice(0, 50)}`)).toEqual(
      wanted,
    )
  })
})
