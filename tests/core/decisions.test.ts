import { describe, expect, it } from '@jest/globals'
import { checkDecisions, parseDecisions, printDecisions } from '../../dist/core/decisions.js'
import { loadLetters } from '../../dist/model/letters.js'

const check = (text: string): void => checkDecisions(parseDecisions(text, 'd.txt'), 'd.txt', loadLetters())

describe('parseDecisions', () => {
  it('reads every verb, tabs or bars, comments, byte order mark, any line end', () => {
    const placed = parseDecisions(
      '\uFEFF# curated\r\nsame | قطاع غزة | غزة\r\n\napart\tعُمان\tعَمّان\nignore | عاجل\nspell-as | اسرائيل | إسرائيل\n',
      'd.txt',
    )
    expect(placed).toEqual([
      { decision: { verb: 'same', a: 'قطاع غزة', b: 'غزة' }, line: 2 },
      { decision: { verb: 'apart', a: 'عُمان', b: 'عَمّان' }, line: 4 },
      { decision: { verb: 'ignore', tag: 'عاجل' }, line: 5 },
      { decision: { verb: 'spell-as', tag: 'اسرائيل', as: 'إسرائيل' }, line: 6 },
    ])
  })

  it('reads what it prints', () => {
    const text = 'same | أ ب | ج\napart | د | ه\nrelated | د | ط\nignore | و\nspell-as | ز | ح\n'
    expect(printDecisions(parseDecisions(text, 'd.txt').map(({ decision }) => decision))).toBe(text)
  })

  it.each([
    ['merge | أ | ب', /line 1.*none of same/],
    ['# fine\nsame | أ', /line 2.*takes 2/],
    ['ignore | أ | ب', /line 1.*takes 1/],
    ['spell-as', /line 1.*takes 2/],
    ['same | أ | ب | ج', /line 1.*takes 2/],
  ])('refuses %j', (text, message) => {
    expect(() => parseDecisions(text, 'd.txt')).toThrow(message)
  })
})

describe('checkDecisions', () => {
  it.each([
    ['same | أ | ب\napart | ب | أ', [1, 2]],
    ['related | أ | ب\nsame | ب | أ', [1, 2]],
    ['apart | غزة | قطاع غزة\nsame | قطاع غزة | غزّة\nsame | غـزة | غزّة', [1, 3]],
    ['same | أ | ب\nsame | ب | ج\napart | أ | ج', [3, 2]],
    ['spell-as | أ | ب\nspell-as | أ | ج', [1, 2]],
    ['same | أ | د\nspell-as | أ | ب\nspell-as | د | ج', [2, 3]],
    ['ignore | أ\nspell-as | أ | ب', [1, 2]],
  ])('refuses %j, naming both lines', (text, lines) => {
    let message = ''
    try {
      check(text)
    } catch (error) {
      message = (error as Error).message
    }
    for (const line of lines) expect(message).toContain(`line ${line}`)
  })

  it('accepts decisions that agree, repeated ones too', () => {
    expect(() =>
      check('same | أ | ب\nsame | أ | ب\napart | أ | ج\nspell-as | أ | ب\nspell-as | أ | ب\nignore | د'),
    ).not.toThrow()
  })
})
