/** What a page without labels may hold: blocks and where they stand, what is spoken of, pages that lost their lines. */
import { describe, expect, it } from '@jest/globals'
import { locate } from '../../dist/core/lists/locate.js'
import { loadModel } from '../../dist/model/index.js'

const { layout, letters } = loadModel()
const nouns = Array.from('بتثجحخدذرزسشصضطظعغفقكلم').flatMap((letter) => [`${letter}ادور`, `${letter}يمون`])
const w = (count: number, from = 0): string => nouns.slice(from, from + count).join(' ')
const lines = (count: number, from = 0): string => nouns.slice(from, from + count).join('\n')
const items = (count: number, from = 0): string => nouns.slice(from, from + count).join(' | ')
/** An article that speaks of all nouns. */
const text = [0, 8, 16, 24, 32, 40]
  .map((from) => `قال مدير السوق أمس إن ${w(8, from).replaceAll(' ', ' ثم ')} وصلت كلها قبل يوم من موعدها المعلن.`)
  .join('\n')
const blocks = (page: string, { title = '', host = 'a.example' } = {}) =>
  locate({ id: '1', title, text: page }, layout, letters, { host }).blocks ?? []
const tags = (page: string, title?: string) => blocks(page, { title: title ?? '' }).map((it) => it.tags.join(' | '))

describe('a block of a page', () => {
  it.each<[string, string, readonly string[]]>([
    ['two lines behind the article', `قنطار\n${text}\n${lines(2)}`, [items(2)]],
    ['two lines before the article', `قنطار\n${lines(2)}\n${text}`, [items(2)]],
    ['no single line', `قنطار\n${text}\n${lines(1)}`, []],
    ['no lines between two of prose', `${text}\n${lines(2)}\n${text}`, []],
    ['not the first line of the page', `${lines(3)}\n${text}`, [nouns.slice(1, 3).join(' | ')]],
    ['none without an article', `قنطار\n${lines(3)}`, []],
    ['a line of four words', `${text}\n${w(4)}\n${lines(1, 4)}`, [`${w(4)} | ${items(1, 4)}`]],
    ['no line of five words', `${text}\n${w(5)}\n${lines(1, 5)}`, []],
    ['none behind a line of five words but what follows', `${text}\n${w(5)}\n${lines(2, 5)}`, [items(2, 5)]],
    ['no line with a comma', `${text}\nقنطار، برميل\n${lines(2)}`, [items(2)]],
    ['no line that ends in a colon', `${text}\nقنطار:\n${lines(2)}`, [items(2)]],
    ['no line that ends in a wide colon', `${text}\nقنطار：\n${lines(2)}`, [items(2)]],
    ['a line with a colon within', `${text}\n${lines(2)}\nقنطار: برميل`, []],
    ['no reading time', `${text}\n${lines(2)}\nقراءة 3 دقائق\n${w(5)}`, [items(2)]],
    ['no line that begins with an hour', `${text}\n${lines(2)}\nدقيقة واحدة\n${w(5)}`, [items(2)]],
    ['a line with an hour behind', `${text}\n${lines(2)}\nقنطار دقيقة`, [`${items(2)} | قنطار دقيقة`]],
    ['a line with a number', `${text}\n${lines(2)}\nقنطار 3`, [`${items(2)} | قنطار 3`]],
    ['no number', `${text}\n${lines(2)}\n12`, [items(2)]],
    ['no month', `${text}\n${lines(2)}\nمايو`, [items(2)]],
    ['no day', `${text}\n${lines(2)}\nالأحد`, [items(2)]],
    ['no date', `${text}\n${lines(2)}\nالأحد 3 مايو`, [items(2)]],
    ['no line with a person’s title', `${text}\n${lines(2)}\nالدكتور قنطار`, [items(2)]],
    ['no line that a particle begins', `${text}\n${lines(2)}\nفي قنطار`, [items(2)]],
    ['nothing from what pages have behind articles on', `${text}\n${lines(2)}\nشارك\n${lines(1, 2)}`, [items(2)]],
    ['no name of a network', `${text}\n${lines(2)}\nيوتيوب\n${lines(1, 2)}\n${w(5)}`, [items(2)]],
    ['no place of a site', `${text}\n${lines(2)}\nمن نحن\n${lines(1, 2)}`, [items(2)]],
    ['forty lines', `${text}\n${lines(40)}`, [items(40)]],
    ['of forty-two lines forty, then two', `${text}\n${lines(42)}`, [items(40), items(2, 40)]],
    ['three items between commas', `${text}\n${items(3).replaceAll(' |', '،')}`, [items(3)]],
    ['no line too long for an item', `${text}\n${lines(2)}\n${'قنطار'.repeat(12)}ي`, [items(2)]],
    [
      'a line as long as an item',
      `${text}\n${lines(2)}\n${'قنطار'.repeat(12)}`,
      [`${items(2)} | ${'قنطار'.repeat(12)}`],
    ],
  ])('is %s', (_, page, expected) => {
    expect(tags(page)).toEqual(expected)
  })

  it('is not the title, with or without what a site adds', () => {
    const page = `${text}\n${lines(2)}\nقنطار برميل\n${lines(1, 2)}\n${w(5)}`
    expect(tags(page)).toEqual([`${items(2)} | قنطار برميل | ${nouns[2]}`])
    expect(tags(page, 'قنطار برميل')).toEqual([items(2)])
    expect(tags(page, 'قنطار برميل | مسطرة')).toEqual([items(2)])
    expect(tags(page, 'قنطار برميل - مسطرة')).toEqual([items(2)])
    expect(tags(page, 'مسطرة - قنطار برميل')).toEqual([`${items(2)} | قنطار برميل | ${nouns[2]}`])
  })

  it('is one of twelve', () => {
    const groups = (count: number) => Array.from({ length: count }, (_, i) => lines(2, 2 * i)).join('\nشارك\n')
    expect(tags(`${text}\n${groups(12)}`)).toHaveLength(12)
    expect(tags(`${text}\n${groups(13)}`)).toHaveLength(12)
  })

  it('has the odds of its shape, and how much is spoken of', () => {
    const told = (block: string) => {
      const [first] = blocks(`${text}\nشارك\n${block}`)
      return [first!.shape, first!.spoken]
    }
    expect(told(lines(2))).toEqual([1, 1])
    expect(told(lines(3))).toEqual([1.4, 1])
    expect(told(`${lines(3)}\nقنطار`)).toEqual([1.4, 0.75])
    expect(told(`${nouns[0]} قنطار\n${nouns[1]}`)).toEqual([1, 0.75])
    expect(told(items(3).replaceAll(' |', '،'))).toEqual([1.8, 1])
  })

  it('has the confidence of the list that the page has there, others have none', () => {
    const page = `${text}\n${items(3).replaceAll(' |', '،')}\nشارك\n${lines(2, 3)}`
    const { lists, blocks: found } = locate({ id: '1', text: page }, layout, letters, { host: 'a.example' })
    expect(found!.map(({ confidence }) => confidence)).toEqual([lists[0]!.confidence, undefined])
    expect(locate({ id: '1', text: page }, layout, letters).blocks).toBeUndefined()
  })
})

describe('a place', () => {
  const [A, B] = [lines(2), lines(2, 2)]
  const place = (page: string, title = '', host = 'a.example') => {
    const [first] = blocks(page, { title, host })
    return first!.place
  }
  it.each<[string, boolean, string, string]>([
    ['whatever stands there', true, `${text}\n${A}\nشارك`, `${text}\n${B}\nشارك`],
    ['whatever the article', true, `${text}\n${A}\nشارك`, `${text.slice(0, 120)} وصل.\n${A}\nشارك`],
    ['before other words', false, `${text}\n${A}\nشارك`, `${text}\n${A}\nتعليقات`],
    ['behind other words', false, `${text}\nشارك\n${A}`, `${text}\nتعليقات\n${A}`],
    ['at the end', false, `${text}\n${A}\nشارك`, `${text}\n${A}`],
    ['behind prose', false, `${text}\n${A}\nشارك`, `${text}\nشارك\n${A}\nشارك`],
    ['before the article', false, `قنطار\nشارك\n${A}\nشارك\n${text}`, `قنطار\n${text}\nشارك\n${A}\nشارك`],
    ['between commas', false, `${text}\nشارك\n${A}\nشارك`, `${text}\nشارك\n${items(3).replaceAll(' |', '،')}\nشارك`],
    ['behind the first line, whatever it is', true, `قنطار:\n${A}\n${text}`, `برميل:\n${A}\n${text}`],
    ['before a number that changes', true, `${text}\n${A}\nقنطار 3:`, `${text}\n${A}\nقنطار 17:`],
    ['before a number in other words', false, `${text}\n${A}\nقنطار 3:`, `${text}\n${A}\nبرميل 3:`],
    ['before no number', false, `${text}\n${A}\nقنطار 3:`, `${text}\n${A}\nقنطار:`],
    ['before a day and a month', true, `${text}\n${A}\nالأحد مايو`, `${text}\n${A}\nالاثنين يونيو`],
    ['before hours', true, `${text}\n${A}\nساعة`, `${text}\n${A}\nدقائق`],
    ['before a day and words', false, `${text}\n${A}\nالأحد مايو`, `${text}\n${A}\nالأحد قنطار:`],
  ])('%s: the same: %s', (_, same, one, other) => {
    expect(place(one) === place(other)).toBe(same)
  })

  it('is of its host, and before a title whatever that is', () => {
    const page = `${text}\n${A}\nقنطار برميل:`
    expect(place(page, '', 'b.example')).not.toBe(place(page))
    expect(place(`${text}\n${A}\nقنطار برميل`, 'قنطار برميل')).toBe(place(`${text}\n${A}\nمسطرة`, 'مسطرة'))
  })

  it('has contents and an article, alike on pages that have the same', () => {
    const [one, other, third] = [`${text}\n${A}`, `${text}\n${B}`, `قال ${text}\n${A}`].map((page) => blocks(page)[0]!)
    expect(one!.content).not.toBe(other!.content)
    expect(one!.content).toBe(third!.content)
    expect(one!.article).toBe(other!.article)
    expect(one!.article).not.toBe(third!.article)
  })
})

describe('a word is spoken of where the article has it', () => {
  it.each<[string, string, boolean]>([
    ['المرفأ', 'مرفأ', true],
    ['مرفأ', 'المرفأ', true],
    ['والمرفأ', 'مرفأ', true],
    ['بالمرفأ', 'المرفأ', true],
    ['للمرفأ', 'مرفأ', true],
    ['سالمرفأ', 'مرفأ', false],
    ['وللمرفأ', 'مرفأ', false],
    ['الصيد', 'صيد', true],
    ['البر', 'بر', false],
    ['بحرية', 'بحر', true],
    ['بحريات', 'بحري', true],
    ['صيادون', 'صياد', true],
    ['صيادين', 'الصيادون', true],
    ['مدينة', 'مدين', true],
    ['سنة', 'سن', false],
    ['هبات', 'هبا', false],
    ['صيادان', 'صياد', false],
    ['وصياد', 'صياد', false],
    ['مرفأ', 'قنطار', false],
  ])('%s: %s: %s', (said, tag, is) => {
    const page = `قال مدير السوق أمس عند الباب ثم كرر ${said} مرة واحدة قبل يوم من موعدها المعلن.\n${tag}\nبرميل`
    expect(blocks(page)[0]!.spoken).toBe(is ? 0.5 : 0)
  })

  it('or its title, or its first line', () => {
    const page = (first: string) => `${first}\n${text}\nقنطار\nبرميل`
    expect(blocks(page('مسطرة'))[0]!.spoken).toBe(0)
    expect(blocks(page('مسطرة قنطار'))[0]!.spoken).toBe(0.5)
    expect(blocks(page('مسطرة، قنطار'))[0]!.spoken).toBe(0.5)
    expect(blocks(page('مسطرة، ستارة، قنطار')).at(-1)!.spoken).toBe(0)
    expect(blocks(page('مسطرة'), { title: 'قنطار برميل' })[0]!.spoken).toBe(1)
  })
})

describe('a run on a page that lost its lines', () => {
  const flat = text.replaceAll('\n', ' ')
  const run = (page: string) => {
    const [first] = locate({ id: '1', text: page }, layout, letters).runs
    return (
      first && `${first.pieces.join(' | ')} ${Math.round(100 * Math.log(first.confidence! / (1 - first.confidence!)))}`
    )
  }
  const behind = 'مقالات ذات صلة قنطار'
  it.each<[string, string, string | undefined]>([
    ['of three words', `${flat} ${w(3)} ${behind}`, `${w(3)} 210`],
    ['not of two words', `${flat} ${w(2)} ${behind}`, undefined],
    ['of twenty-four words', `${flat} ${w(24)} ${behind}`, `${w(24)} 210`],
    ['not of twenty-five words', `${flat} ${w(25)} ${behind}`, undefined],
    ['of which four in five are spoken of', `${flat} ${w(4)} برميل ${behind}`, `${w(4)} برميل 150`],
    ['not of which three in four are', `${flat} ${w(3)} برميل ${behind}`, undefined],
    ['not with a comma', `${flat} ${w(2)}، ${w(2, 2)} ${behind}`, undefined],
    ['not with a particle', `${flat} ${w(3)} في ${w(3, 3)} ${behind}`, undefined],
    ['not with a verb', `${flat} ${w(3)} كان ${w(3, 3)} ${behind}`, undefined],
    ['before a phrase, not a word', `${flat} ${w(3)} شارك قنطار`, undefined],
    ['behind a question', `${flat.slice(0, -1)}؟ ${w(3)} ${behind}`, `${w(3)} 210`],
    ['behind a quotation', `${flat.slice(0, -1)}» ${w(3)} ${behind}`, `${w(3)} 210`],
    ['not behind a comma', `${flat.slice(0, -1)}، ${w(3)} ${behind}`, undefined],
    ['not where other lines are longer', `${flat} ${w(3)} ${behind}\n${text}\n${text}`, undefined],
    ['where other lines are shorter', `${flat} ${w(3)} ${behind}\n${text.slice(0, 300)}`, `${w(3)} 210`],
    ['not of words that stand nowhere else', `${flat} قنطار برميل مسطرة ${behind}`, undefined],
    [
      'not on a short line',
      `قال مدير السوق أمس إن ${w(3)} وصلت كلها قبل يوم من موعدها المعلن. ${w(3)} ${behind}`,
      undefined,
    ],
  ])('%s', (_, page, expected) => {
    expect(run(page)).toBe(expected)
  })
})

describe('a line of items between commas', () => {
  const found = (line: string, behind = '') =>
    locate({ id: '1', text: `${text}\n${line}${behind}` }, layout, letters).lists[0]?.tags.join(' | ')
  const joined = (list: readonly string[]) => list.join('، ')
  it.each<[string, string, string | undefined]>([
    ['with one place of a site in four', joined(['منوعات', ...nouns.slice(0, 3)]), `منوعات | ${items(3)}`],
    ['not with one in three', joined(['منوعات', ...nouns.slice(0, 2)]), undefined],
    ['not with a verb', joined([...nouns.slice(0, 3), `${nouns[3]} كان`]), undefined],
    [
      'with a particle in one item of four',
      joined([`${nouns[0]} في ${nouns[1]}`, ...nouns.slice(2, 5)]),
      `${nouns[0]} في ${nouns[1]} | ${items(3, 2)}`,
    ],
    ['not with one in three', joined([`${nouns[0]} في ${nouns[1]}`, ...nouns.slice(2, 4)]), undefined],
    [
      'of sixteen words in five',
      joined([w(4), w(3, 4), w(3, 7), w(3, 10), w(3, 13)]),
      `${w(4)} | ${w(3, 4)} | ${w(3, 7)} | ${w(3, 10)} | ${w(3, 13)}`,
    ],
    ['not of seventeen words in five', joined([w(4), w(4, 4), w(3, 8), w(3, 11), w(3, 14)]), undefined],
    ['not with an address', joined([...nouns.slice(0, 3), 'a@b']), undefined],
    ['not with a dash between blanks', joined([...nouns.slice(0, 3), `${nouns[3]} - ${nouns[4]}`]), undefined],
    ['not with a sentence', joined([...nouns.slice(0, 3), `${nouns[3]}. ${nouns[4]}`]), undefined],
    ['not with a colon at its beginning', `:${joined(nouns.slice(0, 4))}`, items(4)],
    [
      'with a comma within a number',
      joined([`${nouns[0]} 1,5`, ...nouns.slice(1, 4)]).replaceAll('،', ','),
      `${nouns[0]} 1,5 | ${items(3, 1)}`,
    ],
    [
      'with a comma behind a number',
      `${nouns[0]} 3,${nouns[1]},${nouns[2]},${nouns[3]}`,
      `${nouns[0]} 3 | ${items(3, 1)}`,
    ],
    [
      'with a comma before a number',
      `${nouns[0]},3 ${nouns[1]},${nouns[2]},${nouns[3]}`,
      `${nouns[0]} | 3 ${nouns[1]} | ${items(2, 2)}`,
    ],
    ['behind the name of its section', `قنطار / ${joined(nouns.slice(0, 3))}`, items(3)],
    ['not with a slash behind a comma', `${joined(nouns.slice(0, 3))} / ${nouns[3]}`, undefined],
    ['of slashes', nouns.slice(0, 3).join(' / '), items(3)],
    ['with a heading run into it', `${joined(nouns.slice(0, 3))}، قمرالملخص`, `${items(3)} | قمر`],
    ['with no heading run into two letters', `${joined(nouns.slice(0, 3))}، قمالملخص`, `${items(3)} | قمالملخص`],
    ['with no shorter heading run into it', `${joined(nouns.slice(0, 3))}، قمرملخص`, `${items(3)} | قمرملخص`],
  ])('%s', (_, line, expected) => {
    expect(found(line)).toBe(expected)
  })
})

describe('short lines behind the article', () => {
  const odds = (behind: string) => {
    const [list] = locate({ id: '1', text: `${text}\n${behind}` }, layout, letters).lists
    return list && `${list.tags.join(' | ')} ${Math.round(100 * Math.log(list.confidence! / (1 - list.confidence!)))}`
  }
  it.each<[string, string, string | undefined]>([
    ['before a copyright', `${lines(3)}\n© قنطار`, `${items(3)} 290`],
    ['before a copyright without a blank', `${lines(3)}\n©قنطار`, `${items(3)} 290`],
    ['behind a share bar', `شارك\n${lines(3)}\nتعليقات`, `${items(3)} 290`],
    ['behind a share bar, at the end', `شارك\n${lines(3)}`, `${items(3)} 230`],
    ['not behind comments', `تعليقات\n${lines(3)}\nشارك`, undefined],
    ['not before a longer line', `${lines(3)}\n${w(5)}`, undefined],
    ['not before a line with a comma', `${lines(3)}\nقنطار، برميل`, undefined],
  ])('%s', (_, behind, expected) => {
    expect(odds(behind)).toBe(expected)
  })
})
