/** Which phrases meet to be compared, and which never do: by a near word, sound, letters, words, or one within the other. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keysOf, meetUnder, NearIndex, SERIES, type Meeting } from '../../dist/core/sameness/blocking.js'

const any = (): boolean => true
const MEETINGS: readonly Meeting[] = ['near', 'alike', 'respaced', 'reordered', 'clipped']

/** Pairs of places in a list, by meeting: by an index of all. */
function indexed(list: readonly string[]): Record<string, string[]> {
  const index = new NearIndex(list)
  return byMeeting((meeting, see) => (meeting === 'near' ? index.nearPairs(any, see) : index[meeting](see)))
}

/** The same, by the keys of each. */
function keyed(list: readonly string[]): Record<string, string[]> {
  const groups = new Map<string, number[]>()
  for (const [n, phrase] of list.entries())
    for (const { key } of keysOf(phrase)) groups.set(key, [...(groups.get(key) ?? []), n])
  return byMeeting((meeting, see) => {
    for (const [key, members] of groups)
      if (key.startsWith(`${meeting} `))
        meetUnder(key, members.map((n) => list[n]!), any, (p, q) => see(members[p]!, members[q]!)) // prettier-ignore
  })
}

function byMeeting(meet: (meeting: Meeting, see: (p: number, q: number) => void) => void): Record<string, string[]> {
  const named = MEETINGS.map((meeting) => {
    const found = new Set<string>()
    meet(meeting, (p, q) => found.add(`${Math.min(p, q)} ${Math.max(p, q)}`))
    return [meeting, [...found].sort()] as const
  })
  return Object.fromEntries(named)
}

/** The meetings of two phrases. */
const meetings = (a: string, b: string): string => {
  const found = indexed([a, b])
  expect(keyed([b, a])).toEqual(found)
  return MEETINGS.filter((meeting) => found[meeting]!.length > 0).join(' ')
}
const long = 'قطعبتجدرسشصفلمنهكخحذزضظغ'

describe('phrases meet', () => {
  it.each<[string, string, string, string]>([
    ['a letter for another', 'سفينة', 'سقينة', 'near'],
    ['in one word of several', 'رحلة سفينة بعيدة', 'رحلة سقينة بعيدة', 'near'],
    ['not in two', 'رحلة سفينة', 'رخلة سقينة', ''],
    ['a letter more', 'قبت', 'قبتج', 'near'],
    ['a letter twice', 'قبت', 'قببت', 'near'],
    ['the first letter more', 'قبتج', 'رقبتج', 'near'],
    ['not where a word has two letters', 'قب', 'قبت', ''],
    ['nor where one has more than 24', `${long}س`, `${long}ش`, ''],
    ['but where it has 24', long, `${long.slice(0, -1)}س`, 'near'],
    ['two long vowels in words of six letters', 'قطعبتج', 'قاطوعبتج', 'near alike'],
    ['one long vowel, by that alone', 'قطعبتج', 'قاطعبتج', 'near'],
    ['not of five', 'قطعبت', 'قاطوعبت', 'alike'],
    ['for one another, where three consonants are left', 'قويبتا', 'قايبتو', 'near'],
    ['not where two are', 'قويوبا', 'قايابا', ''],
    ['nor three vowels', 'قطعبتج', 'قاطوعيبتج', 'alike'],
    ['nor two consonants', 'قطعبتج', 'قطعبشس', ''],
    ['two words that sound alike', 'فلادمير بوتن', 'فلاديمير بوتين', 'alike'],
    ['of four consonants', 'بوتن سا', 'بتين ساا', 'alike'],
    ['not of three', 'بوت وا', 'بيت واا', ''],
    ['a letter for g and a vowel', 'غوتيريش', 'جوترش', 'alike'],
    ['not another letter for it', 'غوتيريش', 'دوترش', ''],
    ['not where the first letter is another vowel', 'اوسفنكو', 'وسيفينكو', ''],
    ['where a letter is doubled', 'بركلند', 'برككلاندد', 'alike'],
    ['where two are, in a word of six letters', 'قطعبتج', 'قططععبتج', 'near alike'],
    ['not where a letter comes again behind another', 'قطقعبت', 'قطعبت', 'near'],
    ['not where two do', 'قطقعبتعج', 'قطعبتج', ''],
    ['two long vowels in the last word of two', 'سفينة قطعبتج', 'سفينة قاطوعبتج', 'near alike'],
    ['one in the last', 'سفينة قطعبتج', 'سفينة قاطعبتج', 'near'],
    ['one word of two letters', 'قب سفينة', 'قت سفينة', ''],
    ['one of three', 'قبت سفينة', 'قبج سفينة', 'near'],
    ['one of 24', `${long} قبت`, `${long.slice(0, -1)}س قبت`, 'near'],
    ['one of 25', `${long}س قبت`, `${long}ش قبت`, ''],
    ['not of more words', 'بركلند', 'بر كاليند', ''],
    ['the same letters', 'خان يونس', 'خانيونس', 'respaced'],
    ['in as many words', 'خان يونسبر', 'خانيو نسبر', 'respaced'],
    ['not in another order', 'خانيونس', 'يونسخان', ''],
    ['the same words', 'قمة المناخ', 'المناخ قمة', 'reordered'],
    ['with other articles', 'مؤتمر قمة المناخ', 'قمة المؤتمر مناخ', 'reordered'],
    ['with the article of a word of two letters', 'البر شمس', 'شمس بر', 'reordered'],
    ['not of one letter', 'الب شمس', 'شمس ب', ''],
    ['not with another first letter', 'سفينة بحر', 'رفينة بحر', 'near'],
    ['nor a word by itself', 'القمم', 'قمم', ''],
    ['nor more words', 'قمة المناخ', 'المناخ قمة قمة', ''],
    ['the first word less', 'قطاع غزة', 'غزة', 'clipped'],
    ['the last word less', 'قطاع غزة', 'قطاع', 'clipped'],
    ['of three', 'شمال قطاع غزة', 'شمال قطاع', 'clipped'],
    ['not the middle', 'شمال قطاع غزة', 'شمال غزة', ''],
    ['nor two words less', 'شمال قطاع غزة', 'غزة', ''],
    ['the same word twice', 'غزة غزة', 'غزة', 'clipped'],
    ['not no word at all', '', 'غزة', ''],
  ])('%s: %s, %s: %s', (_, a, b, expected) => {
    expect(meetings(a, b)).toBe(expected)
  })

  const words = [
    'قطعبتج',
    'قاطعبتج',
    'قاطوعبتج',
    'بوتين',
    'بوتن',
    'غزة',
    'عزة',
    'الغزة',
    'خان',
    'يونس',
    'خانيونس',
    'ال',
  ]
  const phrase = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((some) => some.join(' '))

  it('under one of their keys if, and only if, they do in an index of all', () => {
    fc.assert(
      fc.property(fc.uniqueArray(phrase, { minLength: 2, maxLength: 30 }), (list) => {
        expect(keyed(list)).toEqual(indexed(list))
        for (const one of list) {
          const keys = keysOf(one).map(({ key }) => key)
          expect(new Set(keys).size).toBe(keys.length)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('only as wanted, each pair once', () => {
    const index = new NearIndex(['غزة', 'عزة', 'قطاع غزة', 'قطاع عزة', 'قطاع غزه'])
    const met = (wanted: (a: string, b: string) => boolean): string[] => {
      const found: string[] = []
      index.pairs(wanted, (p, q) => found.push(`${Math.min(p, q)} ${Math.max(p, q)}`))
      return found.sort()
    }
    expect(met(any)).toEqual(['0 1', '2 3', '2 4'])
    expect(met((a, b) => !`${a}${b}`.includes('ه'))).toEqual(['0 1', '2 3'])
    expect(met(() => false)).toEqual([])
    const found: string[] = []
    // Whichever of both words is in more phrases.
    for (const list of [['غزة', 'عزة', 'بحر غزة'], ['عزة', 'غزة', 'بحر غزة']]) new NearIndex(list).pairs(any, (...pair) => found.push(pair.sort().join(' '))) // prettier-ignore
    expect(found).toEqual(['0 1', '0 1'])
  })

  it('as one that may not be there does, in the order of the index', () => {
    const index = new NearIndex(['قطاع عزة', 'غزة', 'قطار غزة', 'قطاع غزة', 'قطاع', 'عزة'])
    expect(['قطاع غزة', 'قطاع غزز', 'غزه', 'قطار غزز', 'سفينة', 'قطاع قطاع غزة', 'سقاع سزة'].map((it) => index.near(it))).toEqual([[0, 2], [3], [1], [2], [], [], []]) // prettier-ignore
  })
})

describe('the keys of a phrase', () => {
  it.each<[string, string[]]>([
    ['قب', ['respaced', 'clipped قب']],
    [
      'رحلة قبت',
      [
        'near _ قبت',
        'near رحلة _',
        'alike',
        'respaced',
        'reordered',
        'clipped رحلة قبت',
        'clipped قبت>',
        'clipped رحلة>',
      ],
    ],
    ['قب رحلة', ['near قب _', 'alike', 'respaced', 'reordered', 'clipped قب رحلة', 'clipped رحلة>', 'clipped قب>']],
    [`قب ${long}س`, ['alike', 'respaced', 'reordered', `clipped قب ${long}س`, `clipped ${long}س>`, 'clipped قب>']],
    ['بت بت', ['alike', 'respaced', 'reordered', 'clipped بت بت', 'clipped بت>']],
    ['با وا', ['respaced', 'reordered', 'clipped با وا', 'clipped وا>', 'clipped با>']],
    [
      'قب رحلة قت',
      ['near قب _ قت', 'alike', 'respaced', 'reordered', 'clipped قب رحلة قت', 'clipped رحلة قت>', 'clipped قب رحلة>'],
    ],
  ])('of %j', (phrase, expected) => {
    // Hashes are left out.
    const keys = keysOf(phrase).map(({ key, longer }) => key.replace(/ \d+$/, '') + (longer ? '>' : ''))
    expect(keys).toEqual(expected)
  })
  it('of a word by itself are one for each letter but those that repeat it, and one for its consonants', () => {
    const near = (word: string) => keysOf(word).filter(({ key }) => key.startsWith('near ')).length
    expect(['قبت', 'قببت', 'ققبت', 'قطعبت', 'قطعبتج', 'قوووبت', 'قويوبا', 'قويوبت', long, `${long}س`].map(near)).toEqual([4, 4, 4, 6, 8, 6, 7, 8, 26, 0]) // prettier-ignore
  })
})

describe('crowds', () => {
  /** So many ways to put spaces into one word. */
  const spaced = (count: number): string[] =>
    Array.from({ length: count }, (_, n) =>
      Array.from('قطعبتجدرسشص', (letter, i) => (i > 0 && (n >> (i - 1)) & 1 ? ` ${letter}` : letter)).join(''),
    )
  it('of the same letters are passed by where they are more than 512', () => {
    const met = (count: number): number => {
      let found = 0
      new NearIndex(spaced(count)).respaced(() => found++)
      return found
    }
    expect([met(512), met(513)]).toEqual([(512 * 511) / 2, 0])
    const others = Array.from({ length: 600 }, (_, n) => Array.from(`${n + 1000}`, (digit) => 'ابتثجحخدذر'[Number(digit)]).join('')) // prettier-ignore
    expect(indexed([...others, 'خان يونس', 'خانيونس'])['respaced']).toEqual(['600 601'])
    const [key] = keysOf(spaced(1)[0]!).filter((it) => it.key.startsWith('respaced'))
    const under = (count: number): number => {
      let found = 0
      meetUnder(key!.key, spaced(count), any, () => found++)
      return found
    }
    expect([under(512), under(513)]).toEqual([(512 * 511) / 2, 0])
  })

  it('of the same consonants are compared where they are no more than 512', () => {
    const crowd = Array.from({ length: 513 }, (_, n) =>
      Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join(''),
    )
    const met = (list: readonly string[]): boolean => indexed(list)['near']!.includes('0 5')
    expect([met(crowd.slice(0, 512)), met(crowd)]).toEqual([true, false])
    // Beside a word, no more: the same words stand there with each of them.
    const beside = crowd.map((word) => `مصنع ${word}`)
    expect([met(beside.slice(0, 512)), met(beside)]).toEqual([true, false])
  })

  it('are told by what stands beside them, where that is the same of no more than 512', () => {
    const crowd = Array.from({ length: 514 }, (_, n) =>
      Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join(''),
    )
    const beside = crowd.map((word) => `مصنع ${word}`)
    const met = (list: readonly string[]): boolean => indexed(list)['near']!.includes('0 5')
    expect([met([...beside.slice(0, 512), ...crowd.slice(512)]), met([...beside.slice(0, 513), ...crowd.slice(513)])]).toEqual([true, false]) // prettier-ignore
  })

  it('give each pair once, also where its words are of two crowds or near elsewhere', () => {
    const strange = (n: number): string => String.fromCharCode(0x4e00 + n)
    const stem = 'قطعدر'
    // Both words lie one letter beside all of either crowd.
    const crowds = ['ت', 'ج'].flatMap((letter) => Array.from({ length: 520 }, (_, n) => stem + letter + strange(n)))
    const list = [...crowds, `مصنع ${stem}تج`, `مصنع ${stem}جت`]
    const pairsOf = (given: readonly string[]): string[] => {
      const found: string[] = []
      new NearIndex(given).nearPairs(any, (p, q) => found.push(`${Math.min(p, q)} ${Math.max(p, q)}`))
      return found
    }
    expect(pairsOf(list).filter((pair) => pair === '1040 1041')).toHaveLength(1)
    const vowels = Array.from({ length: 700 }, (_, n) =>
      Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join(''),
    )
    const found = pairsOf([...vowels, ...vowels.slice(0, 300).map((word) => `مصنع ${word}`)])
    expect(found.length).toBeGreaterThan(2000)
    expect(new Set(found).size).toBe(found.length)
  })

  it('under one key are passed by, but for words beside the same', () => {
    const under = (start: string, phrases: readonly string[]): number => {
      const key = keysOf(phrases[0]!).find((it) => it.key.startsWith(start))!
      let found = 0
      meetUnder(key.key, phrases, any, () => found++)
      return found
    }
    const near = (count: number): string[] =>
      Array.from({ length: count }, (_, n) => `قطع${String.fromCharCode(0x4e00 + n)}`)
    const counts = [512, 513]
    expect(counts.map((count) => under('near ', near(count)) > 0)).toEqual([true, false])
    expect(counts.map((count) => under('respaced ', spaced(count).toReversed()) > 0)).toEqual([true, false])
    const vowels = Array.from(
      { length: 513 },
      (_, n) =>
        `مصنع ${Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join('')}`,
    )
    expect(counts.map((count) => under('near مصنع', vowels.slice(0, count)) > 0)).toEqual([true, true])
  })

  it(`with more than ${SERIES} near ones each are a series`, () => {
    const letters = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
    /** Each is near all that share one of both letters. */
    const met = (width: number, height: number): number => {
      const list = letters.slice(0, width).flatMap((x) => letters.slice(0, height).map((y) => `قطع${x}ق${y}`))
      let found = 0
      new NearIndex(list).pairs(any, () => found++)
      return found
    }
    expect([met(25, 25) > 0, met(26, 25)]).toEqual([true, 0])
  })
})
