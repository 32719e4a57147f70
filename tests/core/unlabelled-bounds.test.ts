/** Lists without a label: each limit, with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { locate } from '../../dist/core/lists/locate.js'
import { loadModel } from '../../dist/model/index.js'

const { layout, letters } = loadModel()
/** The list that is found in a text, its confidence in log odds, to two places. */
const found = (text: string, title = ''): { tags: readonly string[]; odds: number } | undefined => {
  const [list] = locate({ id: '1', title, text }, layout, letters).lists
  if (!list) return undefined
  const sure = list.confidence ?? 1
  return { tags: list.tags, odds: Math.round(100 * Math.log(sure / (1 - sure))) / 100 }
}
/** Forty-two words that the article speaks of, and words that it does not. */
const nouns = Array.from('بتثجحخدذرزسشصضطظعغفقكلم').flatMap((letter) => [`${letter}ادور`, `${letter}يمون`])
const strange = ['قنطار', 'مسطرة', 'برميل', 'ستارة']
const article = (spoken: readonly string[] = nouns): string => {
  const lines: string[] = []
  for (let i = 0; i < spoken.length; i += 8)
    lines.push(
      `قال مدير السوق أمس إن ${spoken.slice(i, i + 8).join(' ثم ')} وصلت كلها قبل يوم من موعدها المعلن عند الباب.`,
    )
  return lines.join('\n')
}
const text = article()
const some = (n: number, words = 1): string[] =>
  Array.from({ length: n }, (_, i) => nouns.slice(i * words, (i + 1) * words).join(' '))
/** Log odds of a list of a shape, of which so much is spoken of. */
const odds = (shape: number, spoken = 1): number => Math.round(100 * (shape + 3 * (spoken - 0.5))) / 100
const list = (tags: readonly string[], shape: number, spoken = 1) => ({ tags, odds: odds(shape, spoken) })

describe('a line of items between commas', () => {
  it.each<[string, readonly string[], boolean]>([
    ['three items', some(3), true],
    ['two items', some(2), false],
    ['forty items', some(40), true],
    ['forty-one items', some(41), false],
    ['an item of five words', [some(1, 5)[0]!, ...nouns.slice(6, 9)], true],
    ['an item of six words', [some(1, 6)[0]!, ...nouns.slice(7, 10)], false],
    ['three words to an item', some(6, 3), true],
    ['four words to an item', some(6, 4), false],
    ['an item twice', [...some(4), nouns[0]!], false],
    ['a number', [...some(4), '2019'], false],
    ['an address', [...some(4), 'www.suq.example'], false],
  ])('of %s', (_, tags, is) => {
    expect(found(`${text}\n${tags.join('، ')}`)).toEqual(is ? list(tags, 1.8) : undefined)
  })

  it('half of which the article speaks of, not less', () => {
    const half = [...some(2), ...strange.slice(0, 2)]
    const less = [...some(2), ...strange.slice(0, 3)]
    expect(found(`${text}\n${half.join('، ')}`)).toEqual(list(half, 1.8, 0.5))
    expect(found(`${text}\n${less.join('، ')}`)).toBeUndefined()
    // The title speaks, too.
    expect(found(`${text}\n${less.join('، ')}`, strange[2])).toEqual(list(less, 1.8, 0.6))
  })

  it('behind the article or before it, not amid it nor behind a colon', () => {
    const line = some(4).join('، ')
    expect(found(`${line}\n${text}`)).toEqual(list(some(4), 1.8))
    expect(found(`${text}\nفي السوق:\n${line}`)).toBeUndefined()
    expect(found(`${text}\n${line}\n${text}`)).toBeUndefined()
  })

  it('is taken where one more looks like it, not where two do', () => {
    const lines = [some(3), nouns.slice(4, 8), nouns.slice(9, 14)].map((tags) => tags.join('، '))
    expect(found(`${text}\nشارك\n${lines[0]!}\nشارك\n${lines[1]!}`)).toBeDefined()
    expect(found(`${text}\nشارك\n${lines.join('\nشارك\n')}`)).toBeUndefined()
  })
})

describe('items on lines that end in commas', () => {
  it.each<[string, number, number, number | undefined]>([
    ['three', 3, 1, 2],
    ['two', 2, 1, 1.2],
    ['three of five words', 3, 5, undefined],
    ['three of three words', 3, 3, 2],
    ['three of six words', 3, 6, undefined],
  ])('%s', (_, n, words, shape) => {
    const tags = some(n, words)
    const expected = shape === undefined ? undefined : list(tags, shape)
    expect(found(`${text}\n${tags.join('،\n')}\nتعليقات`)).toEqual(expected)
  })
})

describe('short lines behind the article', () => {
  it.each<[string, readonly string[], string, number | undefined]>([
    ['three, closed', some(3), '\nشارك', 1.4],
    ['two, closed', some(2), '\nشارك', 1],
    ['one, closed', some(1), '\nشارك', undefined],
    ['three, at the end', some(3), '', 0.8],
    ['fifteen', some(15), '\nشارك', 1.4],
    ['sixteen', some(16), '\nشارك', undefined],
    ['of three words', some(3, 3), '\nشارك', 1.4],
    ['of four words', some(3, 4), '\nشارك', undefined],
    ['one of four words', [some(1, 4)[0]!, ...nouns.slice(5, 8)], '\nشارك', 1.4],
    ['one of five words', [some(1, 5)[0]!, ...nouns.slice(6, 9)], '\nشارك', undefined],
    ['one that is interface text of four', [...some(3), 'تسجيل الدخول'], '', 0.8],
  ])('%s', (_, tags, behind, shape) => {
    const told = found(`${text}\n${tags.join('\n')}${behind}`)
    if (tags.includes('تسجيل الدخول')) expect(told?.tags ?? []).not.toContain('تسجيل الدخول')
    else expect(told).toEqual(shape === undefined ? undefined : list(tags, shape))
  })
})

describe('what reads as prose', () => {
  const line = some(4).join('، ')
  const title = some(4).join(' ')
  it.each<[string, string, boolean]>([
    ['twelve words', 'وصلت القافلة إلى المدينة صباح اليوم بعد رحلة استغرقت أسبوعين عبر الصحراء', true],
    ['eleven words', 'وصلت القافلة إلى المدينة صباح اليوم بعد رحلة استغرقت أسبوعين كاملين', false],
    ['a sentence of five words', 'وصلت القافلة إلى المدينة اليوم.', true],
    ['a sentence of four words', 'وصلت القافلة إلى المدينة.', false],
    ['a question of five words', 'متى وصلت القافلة إلى المدينة؟', true],
  ])('%s', (_, prose, is) => {
    expect(found(`${prose}\n${line}`, title)).toEqual(is ? list(some(4), 1.8) : undefined)
  })
})
