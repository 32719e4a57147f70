import fc from 'fast-check'

/**
 * Generators over what Arabic pages are typed with. Generic Unicode strings hardly ever hold two units that interact;
 * a small alphabet finds in a few runs what 60,000 of those miss.
 */

const LETTERS = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئٱپچڤگ')
const FOREIGN_FORMS = Array.from('یکہھەےڪۀۃ')
export const MARKS: readonly string[] = ['ً', 'ٌ', 'ٍ', 'َ', 'ُ', 'ِ', 'ّ', 'ْ', 'ٰ']
const HAMZA_MARKS = ['\u0653', '\u0654', '\u0655', '\u0674', '\u06d6', '\u06e5', '\u0610', '\u08f0']
export const INVISIBLE: readonly string[] = [
  '\u00ad',
  '\u061c',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u202a',
  '\u202b',
  '\u202c',
  '\u2060',
  '\u2066',
  '\u2067',
  '\u2069',
  '\ufeff',
  '\ufe0f', // prettier-ignore
]
export const TATWEEL = '\u0640'
/** Presentation forms A and B, ligatures among them. */
const FORMS = [0xfb50, 0xfb56, 0xfb8e, 0xfba6, 0xfbfc, 0xfc5e, 0xfcf2, 0xfd3e, 0xfd3f, 0xfdf2, 0xfdf4, 0xfdfa, 0xfdfd, 0xfe70, 0xfe71, 0xfe76, 0xfe81, 0xfe8d, 0xfe93, 0xfea9, 0xfedf, 0xfef5, 0xfef7, 0xfefb, 0xfefc].map((unit) => String.fromCharCode(unit)) // prettier-ignore
const DIGITS = Array.from('0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹')
const LATIN = Array.from('abcxyzABCXYZ')
const ACCENTED = Array.from('éÉüçñøİıßŁ').concat([
  'e\u0301',
  'a\u0323\u0301',
  '\u0301',
  'ﬁ',
  'Ａ',
  '９',
  '＃',
  '½',
  '㎞',
  'ς',
])
const SPACES = [' ', '\u00a0', '\u2009', '\u3000', '\t', '\n', '_']
const PUNCTUATION = Array.from('.,،؛؟!:-/*+#%٪\'"’«»()[]﴿﴾…|•٫٬')
const ASTRAL = ['🔴', '🇵🇸', '👨‍👩‍👧', '𞸀', '𝟘', '\ud800', '\udc00']

const from = (...lists: readonly (readonly string[])[]) => fc.constantFrom(...lists.flat())

/** One unit or short group of any kind. */
export const unit: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: from(LETTERS) },
  { weight: 3, arbitrary: from(MARKS) },
  { weight: 2, arbitrary: from(HAMZA_MARKS, FOREIGN_FORMS) },
  { weight: 2, arbitrary: from(SPACES) },
  { weight: 2, arbitrary: from(INVISIBLE, [TATWEEL]) },
  { weight: 2, arbitrary: from(DIGITS, LATIN) },
  { weight: 2, arbitrary: from(PUNCTUATION) },
  { weight: 1, arbitrary: from(FORMS) },
  { weight: 1, arbitrary: from(ACCENTED, ASTRAL) },
)

/** Anything that a page may hold where a tag should stand. */
export const surface: fc.Arbitrary<string> = fc.array(unit, { maxLength: 24 }).map((units) => units.join(''))

/** A clean Arabic word, at least two letters. */
export const word: fc.Arbitrary<string> = fc
  .array(from(LETTERS.slice(0, 36)), { minLength: 2, maxLength: 8 })
  .map((letters) => letters.join(''))

/** A tag as an editor would type it: one to four words, perhaps a number. */
export const tag: fc.Arbitrary<string> = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.option(fc.integer({ min: 1, max: 2030 }), { freq: 5 }))
  .map(([words, number]) => words.concat(number === null ? [] : [String(number)]).join(' '))

/** A text with `noise` put in at random places between its characters. */
export const withNoise = (text: fc.Arbitrary<string>, noise: readonly string[]): fc.Arbitrary<[string, string]> =>
  fc.tuple(text, fc.array(fc.tuple(fc.nat(), from(noise)), { minLength: 1, maxLength: 6 })).map(([plain, puts]) => {
    const units = Array.from(plain)
    for (const [at, put] of puts) units.splice(at % (units.length + 1), 0, put)
    return [plain, units.join('')]
  })

/** How often a property is tried: `usual`, or what FUZZ_RUNS says, for a long run. */
export const runs = (usual: number): number => Number(process.env['FUZZ_RUNS'] ?? usual)
