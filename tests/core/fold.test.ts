import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  clean,
  compileLetters,
  fold,
  hasNoSeat,
  isMasked,
  vowelsConflict,
  type LettersData,
} from '../../dist/core/text/fold.js'
import type { KeyLevel } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { INVISIBLE, MARKS, runs, surface, tag, TATWEEL, withNoise } from '../arbitraries.js'
import { spent } from '../spent.js'

const letters = loadModel().letters
const LEVELS: readonly KeyLevel[] = ['encoding', 'orthographic', 'hamza']
const key = (text: string, level: KeyLevel = 'orthographic') => fold(text, level, letters)

/** a, b, and the strictest level at which they are one. */
const SAME: [string, string, KeyLevel][] = [
  // encoding: the same text in other bytes
  ['محمد', '\ufee3\ufea4\ufee4\ufeaa', 'encoding'],
  ['السلام', '\ufe8d\ufedf\ufeb4\ufefc\ufee1', 'encoding'],
  ['لأردن', '\ufef7\ufead\ufea9\ufee5', 'encoding'],
  ['الله', '\ufdf2', 'encoding'],
  ['عبدالله', 'عبد\ufdf2', 'encoding'],
  ['محمد', '\ufdf4', 'encoding'],
  ['صلى الله عليه وسلم', '\ufdfa', 'encoding'],
  ['النبي صلى الله عليه وسلم', 'النبي\u00a0\ufdfa', 'encoding'],
  ['بسم الله الرحمن الرحيم', '\ufdfd', 'encoding'],
  ['كتاب', 'كتاب\ufe70', 'orthographic'],
  ['أحمد', 'ا\u0654حمد', 'encoding'],
  ['آسفي', 'ا\u0653سفي', 'encoding'],
  ['إيران', 'ا\u0655يران', 'encoding'],
  ['ؤ', 'و\u0654', 'encoding'],
  ['ئ', 'ي\u0654', 'encoding'],
  ['ئ', 'ى\u0654', 'encoding'],
  ['ئ', 'ی\u0654', 'encoding'],
  ['أحمد', 'اـ\u0654حمد', 'encoding'],
  ['أَحمد', 'ا\u064e\u0654حمد', 'encoding'],
  ['مُدَرِّس', 'مُدَر\u0650\u0651س', 'encoding'],
  ['العراق', 'العـــراق', 'encoding'],
  ['1445 هـ', '1445 ه', 'encoding'],
  ['١٤٤٥هـ', '1445 ه', 'orthographic'],
  ['إيران', 'إیران', 'encoding'],
  ['كوريا', 'کوریا', 'encoding'],
  ['هيئة', 'ہیئۃ', 'encoding'],
  ['غزة', '\u200fغز\u200cة\ufeff', 'encoding'],
  ['غزة', '\u2067غز\u00adة\u2069', 'encoding'],
  ['قطاع غزة', 'قطاع\u00a0\u2009غزة', 'encoding'],
  ['انتخابات 2024', 'انتخابات ٢٠٢٤', 'encoding'],
  ['انتخابات 2024', 'انتخابات ۲۰۲۴', 'encoding'],
  ['3.5', '٣٫٥', 'encoding'],
  ['سوق', 'س\u0600وق', 'encoding'],
  ['سوق', 'س\u0605وق', 'encoding'],
  ['س وق', 'س\u0606وق', 'encoding'],
  ['й', 'и\u200f\u0306', 'encoding'],
  ['بنيامين نتنياهو', '#بنيامين_نتنياهو', 'encoding'],
  ['بنيامين نتنياهو', 'بنيامين-نتنياهو', 'encoding'],
  ['غزة الآن', '＃غزة_الآن', 'encoding'],
  ['غزة', '«غزة»', 'encoding'],
  ['غزة', '﴿غزة﴾', 'encoding'],
  ['غزة', '🔴 غزة 🇵🇸', 'encoding'],
  ['غزة', 'غـ.ـزة', 'encoding'],
  ['شهيد', 'شـ.ـهيد', 'encoding'],
  ['طوفان الأقصى', 'طـ/ـوفان الأقـ/ـصى', 'encoding'],
  ['قتل', 'ق*تل', 'encoding'],
  ['bbc', 'BBC', 'encoding'],
  ['bbc', 'ＢＢＣ', 'encoding'],
  ['café', 'CAFE\u0301', 'encoding'],
  ["xi'an", 'Xi’an', 'encoding'],
  ['50%', '50 %', 'encoding'],
  ['50%', '%50', 'encoding'],
  ['50%', '٪ ٥٠', 'encoding'],
  ['نسبة 3.5% من', 'نسبة %3,5 من', 'encoding'],
  ['أوبك+', 'أوبك +', 'encoding'],
  ['المركز 1', 'المركز 1\ufe0f\u20e3', 'encoding'],
  // orthographic: other spelling habits
  ['إسرائيل', 'اسرائيل', 'orthographic'],
  ['الاتحاد', 'الإتحاد', 'orthographic'],
  ['القرآن', 'القران', 'orthographic'],
  ['الله', 'ٱلله', 'orthographic'],
  ['مصطفى', 'مصطفي', 'orthographic'],
  ['غزة', 'غزه', 'orthographic'],
  ['كرة القدم', 'كره القدم', 'orthographic'],
  ['مدرسة', 'مَدْرَسة', 'orthographic'],
  ['الرحمن', 'الرحمٰن', 'orthographic'],
  ['القرآن', 'القرآنۖ', 'encoding'],
  ['كوفيد 19', 'كوفيد19', 'orthographic'],
  ['كوفيد-19', 'كوفيد19', 'orthographic'],
  ['café', 'cafe', 'orthographic'],
  ['Łódź', 'lodz', 'orthographic'],
  ['istanbul', 'İstanbul', 'orthographic'],
  // hamza: another seat
  ['مسؤول', 'مسئول', 'hamza'],
  ['شؤون', 'شئون', 'hamza'],
  ['رؤساء', 'رءساء', 'hamza'],
  ['هيئة', 'هيأة', 'hamza'],
  ['بيئة', 'بيأه', 'hamza'],
]

/** Different tags at every level. */
const APART: [string, string][] = [
  ['ماء', 'ما'],
  ['سماء', 'سما'],
  ['آل سعود', 'السعود'],
  ['آل سعود', 'ال سعود'],
  ['آل ثاني', 'الثاني'],
  ['علي', 'على'],
  ['علي', 'عَلَى'],
  ['لا', 'لأ'],
  ['مدرسة', 'مدرس'],
  ['رئيس', 'رايس'],
  ['C', 'C++'],
  ['C', 'C#'],
  ['C++', 'C#'],
  ['18+', '18'],
  ['أوبك+', 'أوبك'],
  ['50%', '50'],
  ['50 %', '50'],
  ['%50', '50'],
  ['أوبك +', 'أوبك'],
  ['أوبك + روسيا', 'أوبك+ روسيا'],
  ['5 %10', '5% 10'],
  ['C%', 'C'],
  ['3.5', '35'],
  ['3.5', '3 5'],
  ['القرار 1701', 'القرار 1559'],
  ['2023', '2024'],
  ['پوتين', 'بوتين'],
  ['أ.ف.ب', 'أفب'],
  ['حزب الله', 'حزبالله'],
]

describe('fold', () => {
  it.each(SAME)('folds %j and %j to one key, from the level %s on', (a, b, from) => {
    const at = LEVELS.indexOf(from)
    LEVELS.forEach((level, i) => {
      if (i < at) expect(key(a, level)).not.toBe(key(b, level))
      else expect(key(a, level)).toBe(key(b, level))
    })
  })

  it.each(APART)('keeps %j and %j apart at every level', (a, b) => {
    for (const level of LEVELS) expect(key(a, level)).not.toBe(key(b, level))
  })

  it.each([
    ['  «الأمم   المتحدة»  ', 'الامم المتحده'],
    ['', ''],
    ['…', ''],
    ['َ', ''],
    ['غزة، حماس', 'غزه حماس'],
    ['غزة/حماس', 'غزه حماس'],
    ['د.محمد', 'د محمد'],
    ['G20', 'g 20'],
    ['1,000', '1.000'],
    ['C++, C#', 'c++ c#'],
    ['a+b', 'a b'],
    ['C++ ab*cd', 'c++ ab cd'],
    ['a*+b', 'a b'],
    ['ab*+', 'ab'],
    ['#غزة#حماس', 'غزه حماس'],
    ['10%', '10%'],
    ['C%', 'c%'],
    ['C% x', 'c% x'],
    ['a%b', 'a b'],
    ['نسبة%', 'نسبه'],
    ['東京', '東京'],
    ['हिन्दी', 'हिन्दी'],
    ['Москва́', 'москва́'],
  ])('gives %j the orthographic key %j', (text, expected) => expect(key(text)).toBe(expected))

  it('knows the keys that the hamza level changes', () => {
    expect(['مسؤول', 'شئون', 'هيأة', 'حياه'].map((word) => hasNoSeat(key(word), letters))).toEqual([
      false,
      false,
      false,
      false,
    ])
    fc.assert(
      fc.property(surface, (text) => {
        if (hasNoSeat(key(text), letters)) expect(key(text, 'hamza')).toBe(key(text))
      }),
      { numRuns: runs(3000) },
    )
  })

  it('returns the very string that is a key already', () => {
    const long = 'حركه حماس '.repeat(5000).trim()
    expect(key(long)).toBe(long)
  })

  it('is idempotent, and a stricter level before a looser one changes nothing', () => {
    fc.assert(
      fc.property(surface, (text) => {
        for (const [i, level] of LEVELS.entries()) {
          const folded = key(text, level)
          for (const looser of LEVELS.slice(i)) expect(key(folded, looser)).toBe(key(text, looser))
        }
      }),
      { numRuns: runs(4000) },
    )
  })

  it('is idempotent on any Unicode text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        for (const level of LEVELS) expect(key(key(text, level), level)).toBe(key(text, level))
      }),
      { numRuns: runs(2000) },
    )
  })

  it('gives one key for every Unicode normal form', () => {
    fc.assert(
      fc.property(surface, (text) => {
        for (const level of LEVELS)
          for (const form of ['NFC', 'NFD'] as const) expect(key(text.normalize(form), level)).toBe(key(text, level))
      }),
      { numRuns: runs(3000) },
    )
    fc.assert(
      fc.property(tag, (text) => {
        for (const form of ['NFKC', 'NFKD'] as const) expect(key(text.normalize(form))).toBe(key(text))
      }),
    )
  })

  it('does not see marks, tatweel and invisible characters put into a tag', () => {
    fc.assert(
      fc.property(withNoise(tag, [...MARKS, TATWEEL, ...INVISIBLE]), ([plain, noisy]) => {
        expect(key(noisy)).toBe(key(plain))
        expect(key(noisy, 'hamza')).toBe(key(plain, 'hamza'))
      }),
      { numRuns: runs(3000) },
    )
    fc.assert(
      fc.property(withNoise(surface, INVISIBLE), ([plain, noisy]) => expect(key(noisy)).toBe(key(plain))),
      { numRuns: runs(3000) },
    )
  })

  it('takes equal keys of a strict level for equal at each looser one', () => {
    fc.assert(
      fc.property(surface, (text) => {
        const twin = key(text, 'encoding')
        expect(key(twin)).toBe(key(text))
        expect(key(key(text), 'hamza')).toBe(key(text, 'hamza'))
      }),
      { numRuns: runs(2000) },
    )
  })

  it('takes time linear in its input, however hostile', () => {
    const hostile = ['ا\u0654', 'e\u0301', 'غـ.ـ', 'آل ', '\ufdfa', 'َُِّْ', '++', '((', '🔴', 'é\u0323', '1.', "a'"]
    for (const unit of hostile) {
      const time = (n: number) => {
        const text = unit.repeat(n / unit.length)
        const started = spent()
        for (const level of LEVELS) key(text, level)
        clean(text, letters)
        return spent() - started
      }
      time(10_000)
      // Eight times the text, and a margin for the machine; a quadratic step would take 64 times as long.
      expect(time(80_000)).toBeLessThan(24 * time(10_000) + 500)
    }
  })

  it('maps single units as the fold does', () => {
    for (const [from, to] of Array.from('أإآٱىةیکہ', (char) => [char, key(char)])) {
      expect(String.fromCharCode(letters.units[from!.charCodeAt(0)]!)).toBe(from === 'آ' ? 'ا' : to)
    }
    for (const skipped of ['َ', 'ـ', '\u200f', '\u0654']) expect(letters.units[skipped.charCodeAt(0)]).toBe(0)
    for (const separator of [' ', '\n', '،', '_', '#', '.']) expect(letters.units[separator.charCodeAt(0)]).toBe(32)
    expect(letters.units[0xfe8d]).toBe('ا'.charCodeAt(0))
    expect(letters.units['É'.charCodeAt(0)]).toBe('e'.charCodeAt(0))
  })
})

describe('vowelsConflict', () => {
  it.each([
    ['عُمان', 'عَمّان', true],
    ['حَماة', 'حُماة', true],
    ['مِصر', 'مُصِرّ', true],
    ['مَدْرسة', 'مَدَرسة', true],
    ['مدْرس', 'مدّرس', true],
    ['عمّان', 'عُمان', true],
    ['سلطنة عُمان', 'سلطنة عمّان', true],
    ['عمّان', 'عَمان', false],
    ['السُنة', 'السَّنة', true],
    ['السنّة', 'السَنة', true],
    ['السّنة', 'السُنة', false],
    ['كلّية', 'كُلْية', true],
    ['متشدّدة', 'مُتشددة', false],
    ['عُمان', 'عمان', false],
    ['عَمّان', 'عمان', false],
    ['كتابُ', 'كتابِ', false],
    ['كتابُ الله', 'كتابَ الله', false],
    ['مُحَمَّد', 'محمَّد', false],
    ['شكراً', 'شكرا', false],
    ['الرحمٰن', 'الرحمَن', false],
    ['حَمَام', 'حَمَّام', true],
    ['حمَام', 'حَمَّام', false],
    ['حَمَامكم', 'حَمَّامكم', false],
  ])('of %j and %j is %j', (a, b, expected) => {
    expect(vowelsConflict(a, b, letters)).toBe(expected)
    expect(vowelsConflict(b, a, letters)).toBe(expected)
  })

  it('is symmetric, and no surface conflicts with itself or its bare form', () => {
    fc.assert(
      fc.property(withNoise(tag, MARKS), withNoise(tag, MARKS), ([bare, a], [, other]) => {
        expect(vowelsConflict(a, a, letters)).toBe(false)
        expect(vowelsConflict(a, bare, letters)).toBe(false)
        expect(vowelsConflict(a, other, letters)).toBe(vowelsConflict(other, a, letters))
      }),
    )
  })
})

describe('isMasked', () => {
  it.each([
    ['غـ.ـزة', true],
    ['طـ/ـوفان الأقـ/ـصى', true],
    ['ق*تل', true],
    ['غـــزة', false],
    ['1445 هـ. الموافق', false],
    ['غزة', false],
    ['* غزة *', false],
  ])('of %j is %j', (text, expected) => expect(isMasked(text, letters)).toBe(expected))
})

describe('clean', () => {
  it.each([
    ['\u200f #بنيامين_نتنياهو ', 'بنيامين نتنياهو'],
    ['«غزة»', 'غزة'],
    ['»غزة«', 'غزة'],
    ['(غزة).', 'غزة'],
    ['﴿غزة﴾', 'غزة'],
    ['"غزة"', 'غزة'],
    ['- غزة', 'غزة'],
    ['• غزة،', 'غزة'],
    ['🔴 غزة 🇵🇸', 'غزة'],
    ['فيلم «الممر»', 'فيلم «الممر»'],
    ['«حماس» و«فتح»', '«حماس» و«فتح»'],
    ['حماس (حركة)', 'حماس (حركة)'],
    ['(حماس', 'حماس'],
    ['C++', 'C++'],
    ['C#', 'C#'],
    ['+C', 'C'],
    ['50%', '50%'],
    ['٥٠٪', '٥٠٪'],
    ['غـــزة', 'غـــزة'],
    ['إسرائيل', 'إسرائيل'],
    ['قطاع\u00a0 \u2009غزة', 'قطاع غزة'],
    ['…', ''],
    ['', ''],
  ])('makes %j the surface %j', (text, expected) => expect(clean(text, letters)).toBe(expected))

  it('is idempotent and leaves the key as it is', () => {
    fc.assert(
      fc.property(surface, (text) => {
        const cleaned = clean(text, letters)
        expect(clean(cleaned, letters)).toBe(cleaned)
      }),
      { numRuns: runs(3000) },
    )
    fc.assert(fc.property(tag, (text) => expect(key(clean(`«${text}»`, letters))).toBe(key(text))))
  })
})

describe('compileLetters', () => {
  it('refuses data that does not have the stated shape', () => {
    const broken = (change: object) => () => compileLetters({ ...({} as LettersData), ...BASE, ...change })
    expect(broken({})).not.toThrow()
    expect(broken({ invisible: ['xyz'] })).toThrow(/not a range/)
    expect(broken({ encoding: { یی: 'ي' } })).toThrow(/not one unit/)
    expect(broken({ hamzaEndings: { ياه: 'يء' } })).toThrow(/length/)
  })
})

const BASE: LettersData = {
  version: 1,
  invisible: [],
  tatweel: '0640',
  masks: '',
  star: '*',
  apostrophes: '',
  points: '.',
  groups: '',
  percents: '%',
  digits: [],
  vowels: [],
  combining: {},
  encoding: {},
  ligatures: {},
  orthographic: {},
  hamza: {},
  hamzaEndings: {},
  keepWords: [],
  keepTags: [],
  brackets: [],
  readings: [],
}
