import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
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

/** Written as hexadecimal where it would not show. */
const shown = (unit: number): string => `U+${unit.toString(16).padStart(4, '0')}`
/** All units but halves of pairs. */
const UNITS = Array.from({ length: 65536 }, (_, unit) => unit).filter((unit) => unit < 0xd800 || unit >= 0xe000)
const invisible = (unit: number): boolean => fold(`a${String.fromCharCode(unit)}b`, 'encoding', letters) === 'ab'

describe('units', () => {
  it('of white space and of control are one space in a surface, and no others', () => {
    const wrong = UNITS.filter((unit) => {
      const char = String.fromCharCode(unit)
      // U+1680 is a line in the one script that uses it.
      const isBlank = /[\p{White_Space}\p{Cc}_]/u.test(char) && unit !== 0x1680
      const cleaned = clean(`a${char}b`, letters)
      return isBlank ? cleaned !== 'a b' && !(cleaned === 'ab' && invisible(unit)) : cleaned === 'a b'
    })
    expect(wrong.map(shown)).toEqual([])
  })

  it('that are no letters, digits or marks, nor made of them, part words', () => {
    const signs = UNITS.map((unit) => String.fromCharCode(unit)).filter(
      (char) =>
        /[\p{P}\p{S}\p{Z}\p{Cc}]/u.test(char) &&
        letters.expansions.get(char.charCodeAt(0)) === undefined &&
        !/[\p{L}\p{N}\p{M}#+%]/u.test(char.normalize('NFKC')) &&
        // Within a word apostrophes and stars count for nothing, and a separator of thousands anywhere.
        !"'’ʼ‘`´\u1fef*٬".includes(char),
    )
    expect(signs.length).toBeGreaterThan(3700)
    expect(signs.filter((char) => key(`س${char}س`, 'encoding') !== 'س س')).toEqual([])
  })

  it('stand in the tables as the fold writes them', () => {
    const apostrophes = Array.from("'’ʼ‘`´*", (char) => char.charCodeAt(0))
    for (const level of ['encoding', 'orthographic'] as const) {
      const table = level === 'encoding' ? letters.encoding : letters.units
      const wrong = UNITS.filter((unit) => {
        const to = table[unit]!
        const between = key(`س${String.fromCharCode(unit)}س`, level)
        if (to === 0) return between !== 'سس' && letters.kinds[unit] !== letters.kinds[0x0654]
        return to === 32 && between !== 'س س' && !apostrophes.includes(unit) && !/^س.+س$/.test(between)
      })
      expect(wrong.map(shown)).toEqual([])
    }
    // Other scripts stand for themselves, up to their blocks' ends.
    for (const unit of [0x0370, 0x0700, 0x0710, 0x0780, 0x0900, 0x2e80, 0x3041, 0xfb4f]) {
      expect(letters.units[unit]).toBe(unit)
      expect(letters.encoding[unit]).toBe(unit)
    }
    for (const unit of [0x2010, 0x2e7f, 0x3001, 0x303f, 0xfe10, 0xfe30, 0xffe5])
      expect([letters.encoding[unit], letters.units[unit]]).toEqual([32, 32])
  })

  it.each(['ؠ', 'ء', 'ۿ', 'ݐ', 'ݿ', 'ࡰ', 'ࢎ', 'ࣉ', 'پ', 'ﻫ'])(
    '%j is a letter of Arabic script: a star within hides it',
    (char) => {
      const plain = key(`${char}${char}`, 'encoding')
      expect(plain).toHaveLength(2)
      for (const masked of [`${char}*${char}`, `${char}ـ.ـ${char}`]) {
        expect(key(masked, 'encoding')).toBe(plain)
        expect(isMasked(masked, letters)).toBe(true)
      }
    },
  )
  it.each(['ܐ', 'ݏ', 'ހ', 'ޥ', 'ࡪ', 'ऄ', 'ࠀ', '߀', 'a', 'я', '東'])('%j is none: it parts', (char) => {
    for (const masked of [`${char}*${char}`, `${char}ـ.ـ${char}`]) {
      expect(key(masked, 'encoding')).toBe(`${char} ${char}`)
      expect(isMasked(masked, letters)).toBe(false)
    }
  })

  it.each(['a', 'z', 'Z', 'ß', 'ø', 'Þ', 'ɏ', 'q\u0300', 'q\u036f', 'Ḁ', 'ạ', 'ỿ'])(
    '%j is Latin: signs belong to it',
    (char) => {
      const word = key(char, 'encoding')
      for (const sign of ['#', '##', '+', '++', '%']) expect(key(char + sign, 'encoding')).toBe(word + sign)
      for (const sign of ['#', '##', '+', '++', '%']) expect(key(`${char}${sign}x`, 'encoding')).toBe(`${word} x`)
    },
  )
  it.each(['ɐ', 'ʯ', 'ͱ', 'ἀ', 'α', 'я', '߀', '東'])('%j is not: they part', (char) => {
    for (const sign of ['#', '##', '+', '++', '%']) expect(key(char + sign, 'encoding')).toBe(char)
  })
})

describe('what the data says', () => {
  const data = JSON.parse(readFileSync(new URL('../../data/letters.json', import.meta.url), 'utf8')) as LettersData
  const within = (char: string, level: KeyLevel) => key(`س${char}س`, level)
  it.each([
    ['encoding', undefined],
    ['orthographic', 'encoding'],
    ['hamza', 'orthographic'],
  ] as const)('of a letter holds from the level %s on', (level, stricter) => {
    for (const [from, to] of Object.entries(data[level])) {
      expect(within(from, level)).toBe(within(to, level))
      if (stricter) expect(within(from, stricter)).not.toBe(within(to, stricter))
    }
  })
  it('of digits, signs and what cannot be seen holds at every level', () => {
    for (const level of LEVELS) {
      for (const row of data.digits)
        for (const [d, digit] of Array.from(row).entries()) expect(key(`1${digit}`, level)).toBe(`1${d}`)
      for (const char of data.points) expect(key(`1${char}2`, level)).toBe('1.2')
      for (const char of data.groups) expect(key(`1${char}000`, level)).toBe('1000')
      for (const char of data.percents) expect(key(`1${char}`, level)).toBe('1%')
      for (const char of data.apostrophes) {
        expect(key(`a${char}b`, level)).toBe('ab')
        expect(key(`1${char}2`, level)).toBe('1 2')
      }
      for (const range of data.invisible) {
        const [first, last = first] = range.split('-').map((unit) => parseInt(unit, 16))
        for (const unit of [first!, last!])
          expect(key(`س${String.fromCharCode(unit)}س${String.fromCharCode(unit)}`, level)).toBe('سس')
      }
    }
  })
  it('of marks that are written on a letter is that letter with it', () => {
    for (const { marks, on } of Object.values(data.combining))
      for (const [base, composed] of Object.entries(on)) {
        const mark = String.fromCharCode(parseInt(marks[0]!.slice(0, 4), 16))
        expect(key(`س${base}${mark}س`, 'encoding')).toBe(key(`س${composed}س`, 'encoding'))
      }
  })
  it('of brackets: a pair around the whole is none of a surface, one within is', () => {
    for (const [open, close] of data.brackets) {
      expect(clean(`${open}غزة${close}`, letters)).toBe('غزة')
      expect(clean(`باب ${open}غزة${close}`, letters)).toBe(`باب ${open}غزة${close}`)
      expect(clean(`${open}باب${close} ${open}غزة${close}`, letters)).toBe(`${open}باب${close} ${open}غزة${close}`)
    }
  })
})

/** Text, and its key at the encoding level. */
describe('between letters', () => {
  it.each([
    ['س*س', 'سس'],
    ['س*a', 'س a'],
    ['a*س', 'a س'],
    ['س**س', 'س س'],
    ['س *س', 'س س'],
    ['س* س', 'س س'],
    ['س.*س', 'س س'],
    ['س*.س', 'س س'],
    ['س*1', 'س 1'],
    ['1*س', '1 س'],
    ["a'b", 'ab'],
    ["س'س", 'سس'],
    ["1'2", '1 2'],
    ["a'1", 'a 1'],
    ["1'a", '1 a'],
    ["a' b", 'a b'],
    ["a 'b", 'a b'],
    ["a''b", 'a b'],
    ['1.2', '1.2'],
    ['1.a', '1 a'],
    ['a.1', 'a 1'],
    ['1. 2', '1 2'],
    ['1 .2', '1 2'],
    ['1..2', '1 2'],
    ['.5', '5'],
    ['5.', '5'],
    ['1,2.3', '1.2.3'],
    ['غـ.ـزة', 'غزة'],
    ['غـ..ـزة', 'غزة'],
    ['غـ*ـزة', 'غزة'],
    ["غـ'ـزة", 'غزة'],
    ['غـ.زة', 'غ زة'],
    ['غ.ـزة', 'غ زة'],
    ['غـ. ـزة', 'غ زة'],
    ['غـ ـزة', 'غ زة'],
    ['غـ#ـزة', 'غ زة'],
    ['غـ%ـزة', 'غ زة'],
    ['غ.ـ.ـزة', 'غ زة'],
    ['غـ.ـ1', 'غ 1'],
    ['aـ.ـزة', 'a زة'],
    ['ـ.ـزة', 'زة'],
    ['غـ.', 'غ'],
  ])('marks and signs of %j leave %j', (text, expected) => expect(key(text, 'encoding')).toBe(expected))

  it.each([
    ['C++x', 'c x'],
    ['C++ x', 'c++ x'],
    ['C+ +', 'c+'],
    ['أوبك+روسيا', 'أوبك روسيا'],
    ['أوبك++', 'أوبك++'],
    ['18+20', '18 20'],
    ['18++', '18++'],
    ['c#a', 'c a'],
    ['C##', 'c##'],
    ['س#', 'س'],
    ['1#', '1'],
    ['c+#', 'c+'],
    ['c#+', 'c#'],
    ['C+ #', 'c+'],
    ['C++-D', 'c++ d'],
    ['C++.5', 'c++ 5'],
    ['C#5', 'c 5'],
    ['C++\u200f', 'c++'],
    ['C+\u200fx', 'c x'],
    ['+C', 'c'],
    ['#C', 'c'],
    ['+1', '1'],
    ['+ +', ''],
  ])('pluses and hashes of %j leave %j', (text, expected) => expect(key(text, 'encoding')).toBe(expected))

  it.each([
    ['a%', 'a%'],
    ['a %', 'a'],
    ['a%.', 'a%'],
    ['a%b', 'a b'],
    ['a%\u200f', 'a%'],
    ['a%\u200fb', 'a b'],
    ['a%\u064e', 'a%'],
    ['a%ـ', 'a%'],
    ['a%ـb', 'a b'],
    ['%a', 'a'],
    ['س%', 'س'],
    ['س %', 'س'],
    ['1%', '1%'],
    ['1%2', '1%2'],
    ['1%%', '1%'],
    ['5%س', '5%س'],
    ['5%x', '5%x'],
    ['50% 60%', '50% 60%'],
    ['50 % 60', '50 60%'],
    ['50 %60', '50 60%'],
    ['%50%', '50%'],
    ['% 50', '50%'],
    ['%  50', '50'],
    ['a %50', 'a 50%'],
    ['س%50', 'س 50'],
    ['1.5 %', '1.5%'],
    ['%1,5', '1.5%'],
    ['%1.', '1%'],
    ['-%5', '5%'],
    ['«%5»', '5%'],
    ['5 +', '5+'],
    ['س + ', 'س+'],
    ['س +س', 'س س'],
    ['س + س', 'س س'],
  ])('percent signs and last pluses of %j leave %j', (text, expected) => expect(key(text, 'encoding')).toBe(expected))

  it.each([
    ['سر\u0651\u0650', 'سر\u0650\u0651'],
    ['سر\u0650\u0651', 'سر\u0650\u0651'],
    ['سر\u0651\u0650س', 'سر\u0650\u0651س'],
    ['سر\u0651\u0650 س', 'سر\u0650\u0651 س'],
    ['سر\u0650س', 'سر\u0650س'],
    ['سر\u0650 س', 'سر\u0650 س'],
    ['سر\u0650ـ\u0651س', 'سر\u0650\u0651س'],
    ['سر\u0651ـ\u0650س', 'سر\u0650\u0651س'],
    ['سر\u0651\u200f\u0650س', 'سر\u0650\u0651س'],
    ['سر\u0651ۖ\u0650س', 'سر\u0650\u0651س'],
    ['سر\u0650.س', 'سر\u0650 س'],
    ['سر\u06501', 'سر\u06501'],
    ['سر\u0650\u0650س', 'سر\u0650س'],
    ['سر\u0651\u0651\u0650', 'سر\u0650\u0651'],
    ['سر\u0670\u064e', 'سر\u064e\u0670'],
    ['سر\u064e\u0670', 'سر\u064e\u0670'],
    ['\u064eس', 'س'],
    ['a\u064eb', 'ab'],
    ['1\u064e2', '12'],
    ['س \u064eس', 'س س'],
    ['س\u064ea', 'س\u064ea'],
    ['ا\u0654\u064e', 'أ\u064e'],
    ['ا\u064e\u0654', 'أ\u064e'],
    ['ا\u0654\u0655', 'إ'],
    ['ا\u0655\u0654', 'إ'],
    ['س\u0654', 'س'],
    ['س\u0301', 'س'],
    ['س\u0301\u0302م', 'سم'],
    ['س\u0301東', 'س東'],
    ['e\u0301', 'é'],
    ['eـ\u0301', 'é'],
    ['e\u200f\u0301', 'é'],
    ['ی\u064eس', 'ي\u064eس'],
    ['\ufefb\u064e', 'لا\u064e'],
    ['\ufefb\u0654', 'لأ'],
    ['لـا', 'لا'],
  ])('vowels and other marks of %j leave %j', (text, expected) => expect(key(text, 'encoding')).toBe(expected))
})

describe('a whole word', () => {
  it.each([
    ['آل', 'آل', 'آل'],
    ['آلو', 'الو', 'الو'],
    ['وآل', 'وال', 'وال'],
    ['آ', 'ا', 'ا'],
    ['بيت آل', 'بيت آل', 'بيت آل'],
    ['آل آل', 'آل آل', 'آل آل'],
    ['آلآل', 'الال', 'الال'],
    ['آلَ', 'آل', 'آل'],
    ['19آل', '19 آل', '19 آل'],
    ['آل19', 'آل 19', 'آل 19'],
    ['آل-', 'آل', 'آل'],
    ['آلa', 'الa', 'الa'],
    ['آل سعود وآل', 'آل سعود وال', 'آل سعود وال'],
    ['ال', 'ال', 'ال'],
    ['ياه', 'ياه', 'ياه'],
    ['9ياه', '9 ياه', '9 ياه'],
    ['حياه', 'حياه', 'حيءه'],
    ['حياهم', 'حياهم', 'حياهم'],
    ['حياه حياه', 'حياه حياه', 'حيءه حيءه'],
    ['حياه-حياه', 'حياه حياه', 'حيءه حيءه'],
    ['حياه9', 'حياه 9', 'حيءه 9'],
    ['هيأة', 'هياه', 'هيءه'],
    ['مسئول هيأه', 'مسئول هياه', 'مسءول هيءه'],
  ])('%j has the keys %j and %j', (text, orthographic, hamza) => {
    expect([key(text), key(text, 'hamza')]).toEqual([orthographic, hamza])
    expect(key(orthographic, 'hamza')).toBe(hamza)
  })

  it.each([
    ['على', 'على'],
    ['عَلَى', 'على'],
    ['«على»', 'على'],
    ['#على', 'على'],
    ['علــى', 'على'],
    ['علي', 'علي'],
    ['عَلِي', 'علي'],
    ['على بابا', 'علي بابا'],
    ['بابا على', 'بابا علي'],
    ['علىa', 'عليa'],
    ['لأ', 'لأ'],
    ['لَأ', 'لأ'],
    ['لا', 'لا'],
    ['لإ', 'لا'],
    ['لأ لأ', 'لا لا'],
  ])('%j, a tag by itself, has the key %j', (text, expected) => {
    expect([key(text), key(text, 'hamza')]).toEqual([expected, expected])
    expect(key(text, 'encoding')).toBe(key(key(text, 'encoding'), 'encoding'))
  })
})

describe('a text of any length', () => {
  const lengths = [1, 2, 3, 62, 63, 64, 65, 66, 128, 255, 256, 257, 258, 1023, 1024, 1025, 3000]
  it.each(lengths)('of %j letters is written letter by letter', (length) => {
    const plain = Array.from({ length }, (_, i) => 'بتثجحخدذر'[i % 9]!)
    expect(key(plain.join(''))).toBe(plain.join(''))
    const places = [0, 1, Math.floor(length / 2), length - 2, length - 1].filter((at) => at >= 0 && at < length)
    for (const chosen of [...places.map((at) => [at]), places, [0, length - 1]]) {
      const given = plain.map((char, i) => (chosen.includes(i) ? 'أ' : char)).join('')
      const due = plain.map((char, i) => (chosen.includes(i) ? 'ا' : char)).join('')
      for (const level of ['orthographic', 'hamza'] as const) expect(key(given, level)).toBe(due)
      expect(key(given, 'encoding')).toBe(given)
    }
  })
  it.each(lengths)('of %j words has one space between them', (length) => {
    const words = Array.from({ length }, (_, i) => (i % 3 === 1 ? 'أب' : 'بت'))
    const due = words.join(' ').replaceAll('أ', 'ا')
    for (const text of [
      words.join(' '),
      ` ${words.join(' ')}`,
      `${words.join(' ')} `,
      words.join('  '),
      words.join(' \t'),
    ])
      expect(key(text)).toBe(due)
  })
  it.each(lengths)('of %j digits and letters is parted at each', (length) => {
    const text = Array.from({ length }, (_, i) => 'س1'[i % 2]!)
    expect(key(text.join(''))).toBe(text.join(' '))
    expect(key(text.join(''), 'encoding')).toBe(text.join(''))
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
    ['م\u0651درسة', 'م\u0652درسة', true],
    ['الم\u0651درسة', 'الم\u0652درسة', false],
    ['والم\u0651درسة', 'والم\u0652درسة', false],
    ['الم\u064eدرسة', 'الم\u064fدرسة', true],
    ['ال\u0652مدرسة', 'ال\u064eمدرسة', false],
    ['أ\u064eب', 'أ\u064fب', true],
    ['ب\u064e', 'ب\u064f', false],
    ['مُدَرِس', 'مُدَرِّس', true],
    ['مُدَرس', 'مُدَّرس', true],
    ['كَتَب', 'كَتَّب', true],
    ['كَتب', 'كَتَّب', false],
    ['كتَب', 'كتَّب', false],
    ['كت\u0652ب', 'كت\u0651ب', true],
    ['كت\u0652ب', 'كت\u0651\u0652ب', false],
    ['كِتاب', 'كُتاب', true],
    ['كِتاب', 'كُتاب قديم', false],
    ['قديم كِتاب', 'قديم كُتاب', true],
    ['كِتاب قديم', 'كُتاب قديم', true],
    ['الرحمٰن', 'الرحمُن', true],
    ['كتاباً', 'كتابٌ', false],
    ['كتًاب', 'كتَاب', false],
    ['كتٌاب', 'كتُاب', false],
    ['كتٍاب', 'كتِاب', false],
    ['كتًاب', 'كتٍاب', true],
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
    ['18+', '18+'],
    ['+18', '+18'],
    ['+ 18', '18'],
    ['18 +', '18 +'],
    ['أوبك +', 'أوبك +'],
    ['15 %', '15 %'],
    ['ضريبة 15 ٪', 'ضريبة 15 ٪'],
    ['%50 خصم', '%50 خصم'],
    ['% 50 خصم', '% 50 خصم'],
    ['%%50', '%50'],
    ['غزة %50', 'غزة %50'],
    ['$100', '$100'],
    ['100€', '100€'],
    ['$ 100', '100'],
    ['$غزة', 'غزة'],
    ['«$5»', '$5'],
    ['1+', '1+'],
    ['1#', '1'],
    ['أوبك+', 'أوبك+'],
    ['غ+', 'غ+'],
    ['غزة#', 'غزة'],
    ['غزة #', 'غزة'],
    ['C# .', 'C#'],
    ['C+++', 'C+++'],
    ['C##', 'C##'],
    ['C#+', 'C#'],
    ['C+#', 'C+'],
    ['#a#', 'a#'],
    ['a #', 'a'],
    ['++', ''],
    ['+', ''],
    ['C%', 'C%'],
    ['C% x', 'C% x'],
    ['غزة%', 'غزة'],
    ['غزة %', 'غزة'],
    ['% غزة', 'غزة'],
    ['5%%', '5%'],
    ['1%.', '1%'],
    ['a%b', 'a%b'],
    ['((غزة))', 'غزة'],
    ['«(غزة)»', 'غزة'],
    ['(غزة) (حماس)', '(غزة) (حماس)'],
    ['((a)(b))', '(a)(b)'],
    ['(a)b', '(a)b'],
    ['b(a)', 'b(a)'],
    ['غزة)', 'غزة'],
    ['(غزة]', 'غزة'],
    ['(«»)', ''],
    ['"غزة', 'غزة'],
    ['"غزة" و"حماس"', '"غزة" و"حماس"'],
    ['(C++)', 'C++'],
    ['C++)', 'C++'],
    ['(50%)', '50%'],
    ['😀غزة😀', 'غزة'],
    ['😀', ''],
    ['𐎀', '𐎀'],
    ['𝟏', '𝟏'],
    ['a𐎀', 'a𐎀'],
    ['a\ud83d', 'a'],
    ['\ud83d', ''],
    ['_a_', 'a'],
    ['a_b', 'a b'],
    ['a \u200f b', 'a b'],
    ['a\u200fb', 'ab'],
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
    expect(broken({ hamzaEndings: { ياه: 'يءهه' } })).toThrow(/length/)
    for (const range of ['064b', '64B', '064B-', '064B-065', '-064B', '0064B', '064B-0652-0653', ''])
      expect(broken({ vowels: [range] })).toThrow(/not a range/)
    for (const pairs of [{ ي: 'يي' }, { ي: '' }, { '': 'ي' }])
      for (const part of ['encoding', 'orthographic', 'hamza'])
        expect(broken({ [part]: pairs })).toThrow(/not one unit/)
    expect(broken({ combining: { hamza: { marks: ['0654'], on: { ا: 'أأ' } } } })).toThrow(/not one unit/)
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
