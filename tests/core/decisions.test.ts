import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  broughtBy,
  checkDecisions,
  contradictions,
  parseDecisions,
  printDecision,
  printDecisions,
} from '../../dist/core/sameness/decisions.js'
import type { Decision } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'

const { letters } = loadModel()
const check = (text: string): void => checkDecisions(parseDecisions(text, 'd.txt'), 'd.txt', letters)

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
    ['same | أ | ب\nsame | ب | ج\nsame | د | أ\napart | أ | ج', [4, 2]],
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

  it('says of a pair that is apart from itself that it contradicts itself', () => {
    expect(() => check('same | أ | ب\napart | أ | أ')).toThrow(/line 2.*contradicts itself/)
  })

  it('names of a pair that is apart the decision that made it one', () => {
    const tag = fc.constantFrom(...Array.from('بتثجحخدذرز'))
    fc.assert(
      fc.property(fc.array(fc.tuple(tag, tag), { minLength: 2, maxLength: 14 }), tag, tag, (pairs, a, b) => {
        const same = pairs.map(([x, y]): Decision => ({ verb: 'same', a: x, b: y }))
        const groups = new Map<string, string>()
        const group = (of: string) => groups.get(of) ?? of
        const first = pairs.findIndex(([x, y]) => {
          const [from, to] = [group(x), group(y)]
          for (const it of 'بتثجحخدذرز') if (group(it) === from) groups.set(it, to)
          return group(a) === group(b)
        })
        const direct = pairs.findIndex(([x, y]) => (x === a && y === b) || (x === b && y === a))
        const all = [...same, { verb: 'apart', a, b } as const].map((decision, place) => ({ decision, place }))
        const [found] = contradictions(all, letters)
        expect(found?.other?.place ?? -1).toBe(direct >= 0 ? direct : a === b ? -1 : first)
        expect(found !== undefined).toBe(a === b || first >= 0)
      }),
      { numRuns: 300 },
    )
  })

  it('accepts decisions that agree, repeated ones too', () => {
    expect(() =>
      check('same | أ | ب\nsame | أ | ب\napart | أ | ج\nspell-as | أ | ب\nspell-as | أ | ب\nignore | د'),
    ).not.toThrow()
  })
})

describe('broughtBy', () => {
  const brought = (standing: string, added: string): string[] => {
    const found = broughtBy(parseDecisions(added, 'new'), parseDecisions(standing, 'old'), loadModel().letters)
    return found ? [found.one, found.other].map((it) => (it ? printDecision(it.decision) : '')) : []
  }

  it.each([
    ['same | أ | ب', 'apart | ب | أ', ['apart | ب | أ', 'same | أ | ب']],
    ['apart | أ | ب', 'same | أ | ب', ['apart | أ | ب', 'same | أ | ب']],
    ['apart | أ | ج\nsame | أ | ب', 'same | ب | ج', ['apart | أ | ج', 'same | ب | ج']],
    ['spell-as | أ | س\nspell-as | ب | ش', 'same | أ | ب', ['spell-as | ب | ش', 'spell-as | أ | س']],
    ['ignore | أ', 'spell-as | أ | س', ['spell-as | أ | س', 'ignore | أ']],
    ['', 'apart | أ | أ', ['apart | أ | أ', '']],
  ])('finds what stands as %j against %j', (standing, added, found) => {
    expect(brought(standing, added)).toEqual(found)
  })

  it.each([
    ['same | أ | ب\napart | أ | ب', 'ignore | ج'],
    ['same | أ | ب\napart | أ | ب', 'same | أ | ج'],
    ['same | أ | ب\napart | أ | ب\nsame | ب | ج', 'same | أ | ج'],
    ['spell-as | أ | س\nspell-as | أ | ش', 'apart | أ | ج'],
    ['ignore | أ\nspell-as | أ | س', 'spell-as | ب | س'],
  ])('does not lay what %j contradicts at the door of %j', (standing, added) => {
    expect(brought(standing, added)).toEqual([])
  })
})
