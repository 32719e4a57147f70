import { WusumError } from '../errors.js'
import type { KeyLevel } from '../types.js'

/** Ranges of code units in hexadecimal: `064B` or `064B-0652`. */
type Ranges = readonly string[]

/** What `data/letters.json` holds; `data/README.md` says what each part is for and where it comes from. */
export interface LettersData {
  readonly version: number
  readonly invisible: Ranges
  readonly tatweel: string
  readonly masks: string
  readonly star: string
  readonly apostrophes: string
  readonly points: string
  readonly groups: string
  readonly percents: string
  readonly digits: readonly string[]
  readonly vowels: Ranges
  readonly combining: Readonly<
    Record<string, { readonly marks: Ranges; readonly on: Readonly<Record<string, string>> }>
  >
  readonly encoding: Readonly<Record<string, string>>
  readonly ligatures: Readonly<Record<string, string>>
  readonly orthographic: Readonly<Record<string, string>>
  readonly hamza: Readonly<Record<string, string>>
  readonly hamzaEndings: Readonly<Record<string, string>>
  readonly keepWords: readonly string[]
  readonly keepTags: readonly string[]
  readonly brackets: readonly string[]
  readonly readings: readonly (readonly string[])[]
}

/** The compiled letters: tables over UTF-16 code units. Read-only by agreement; typed arrays cannot be frozen. */
export interface Letters {
  /**
   * The orthographic mapping of a single unit: 0 to skip, 32 to separate, else the folded unit. Exact for all but
   * ligatures (their first letter), a hamza written as a mark of its own and scripts other than Arabic and Latin.
   */
  readonly units: Uint16Array
  /** The same for the encoding level: vowel marks and hamza forms stay. */
  readonly encoding: Uint16Array
  /** The role of each unit in the scan. */
  readonly kinds: Uint8Array
  /** For each level, the kind of each unit times 65536 plus what it folds to: one look-up a unit. */
  readonly tables: Readonly<Record<KeyLevel, Int32Array>>
  /** Units that stand for several, in decomposed form: ligatures, presentation forms, precomposed hamza. */
  readonly expansions: ReadonlyMap<number, string>
  /** Base letter and combining mark, as `base * 65536 + mark`, to the composed letter. */
  readonly compositions: ReadonlyMap<number, number>
  readonly endings: readonly { readonly ending: string; readonly as: string }[]
  /** Words whose first letter is kept at every level, by their folded form. */
  readonly keepWords: ReadonlyMap<string, string>
  /** Whole tags kept as they are written at every level, by their folded form. */
  readonly keepTags: ReadonlyMap<string, readonly string[]>
  /** Units of the longest key in `keepTags`. */
  readonly longestKept: number
  /** Opening brackets and quotation marks, each with its closing one. */
  readonly brackets: ReadonlyMap<string, string>
  /** The marks, letter by letter, of each way to read a word that has several, by its orthographic key. */
  readonly readings: ReadonlyMap<string, readonly (readonly number[])[]>
}

const PLAIN = 0
/** Needs `prepare` before any scan: a ligature, a hamza mark, a presentation form. */
const COMPLEX = 1
/** A script or symbol outside the tables: needs `prepare`, then stands for itself. */
const FOREIGN = 2
/** A vowel mark: the encoding level keeps it, in one order, so it needs `prepare` there. */
const VOWEL = 3
const TATWEEL = 4
/** Punctuation that masks a word between two tatweels; it separates otherwise. */
const MASK = 5
const STAR = 6
const POINT = 7
const APOSTROPHE = 8
const PERCENT = 9
const PLUS = 10
const HASH = 11
/** The first letter of a word of `keepWords`. */
const KEPT = 12
/** A mark of Arabic script that no key keeps. */
const MARK = 13
const INVISIBLE = 14
/** White space and control characters. */
const BLANK = 15
const DIGIT = 16

const SPACE = 32
const UNDERSCORE = 95
const HASH_UNIT = 35
const PERCENT_UNIT = 37
const PLUS_UNIT = 43
const POINT_UNIT = 46

/** Where letters, symbols and spaces mix, so that Unicode is asked unit by unit; elsewhere it would cost start-up time. */
const isMixed = (unit: number): boolean =>
  unit < 0x0250 || (unit >= 0x2000 && unit < 0x2e80) || (unit >= 0x3000 && unit < 0x3040) || unit >= 0xfe10
const isArabicBlock = (unit: number): boolean =>
  (unit >= 0x0600 && unit < 0x0700) ||
  (unit >= 0x0750 && unit < 0x0780) ||
  (unit >= 0x0870 && unit < 0x0900) ||
  (unit >= 0xfb50 && unit < 0xfe00) ||
  (unit >= 0xfe70 && unit < 0xff00)
/** A letter of Arabic script among folded units, where presentation forms no longer occur. */
const isArabic = (unit: number): boolean =>
  (unit >= 0x0620 && unit < 0x0700) || (unit >= 0x0750 && unit < 0x0780) || (unit >= 0x0870 && unit < 0x0900)
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isAscii = (unit: number): boolean => unit >= 97 && unit <= 122
/** A lower-case letter of Latin script, with marks too, or the mark that ends one. */
const isLatin = (unit: number): boolean =>
  isAscii(unit) ||
  (unit >= 0x00df && unit < 0x0250) ||
  (unit >= 0x0300 && unit < 0x0370) ||
  (unit >= 0x1e00 && unit < 0x1f00)

const isBlank = (unit: number): boolean =>
  unit <= SPACE ||
  (unit >= 0x7f && unit <= 0xa0) ||
  (unit >= 0x2000 && unit <= 0x200a) ||
  unit === 0x2028 ||
  unit === 0x2029 ||
  unit === 0x202f ||
  unit === 0x205f ||
  unit === 0x3000

function unitsOf(ranges: Ranges): number[] {
  return ranges.flatMap((range) => {
    const match = /^([0-9A-F]{4})(?:-([0-9A-F]{4}))?$/.exec(range)
    if (!match) throw new WusumError('MODEL', `letters: "${range}" is not a range of code units`)
    const first = parseInt(match[1]!, 16)
    const last = parseInt(match[2] ?? match[1]!, 16)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

function pairsOf(map: Readonly<Record<string, string>>): [number, number][] {
  return Object.entries(map).map(([from, to]) => {
    if (from.length !== 1 || to.length !== 1)
      throw new WusumError('MODEL', `letters: "${from}" to "${to}" is not one unit to one`)
    return [from.charCodeAt(0), to.charCodeAt(0)]
  })
}

/**
 * Builds the tables of the fold from the data. Pure; about 10 ms, so once a process.
 * @throws {WusumError} `MODEL` when the data does not have the stated shape.
 */
export function compileLetters(data: LettersData): Letters {
  const encoding = new Uint16Array(65536)
  const kinds = new Uint8Array(65536)
  const expansions = new Map<number, string>()
  const compositions = new Map<number, number>()
  const word = /[\p{L}\p{N}]/u
  const mark = /\p{M}/u

  for (let unit = 0; unit < 65536; unit++) {
    encoding[unit] = unit
    if (unit < 0x80) {
      const lower = String.fromCharCode(unit).toLowerCase()
      encoding[unit] = /[a-z0-9]/.test(lower) ? lower.charCodeAt(0) : SPACE
    } else if (unit >= 0xd800 && unit < 0xe000) {
      encoding[unit] = SPACE
      kinds[unit] = FOREIGN
    } else if (isArabicBlock(unit) || isMixed(unit)) {
      const char = String.fromCharCode(unit)
      if (isArabicBlock(unit)) {
        // U+FE70, U+FC5E and their like decompose to a space and a mark: the mark belongs to the letter before it.
        const expansion = (data.ligatures[char] ?? char.normalize('NFKD')).replace(/ (?=\p{M})/gu, '')
        if (expansion !== char) {
          expansions.set(unit, expansion)
          kinds[unit] = COMPLEX
        } else if (mark.test(char) || unit === 0x06e5 || unit === 0x06e6) kinds[unit] = MARK
        else if (!word.test(char)) encoding[unit] = unit >= 0x0600 && unit <= 0x0605 ? 0 : SPACE
        if (kinds[unit] === MARK) encoding[unit] = 0
        else if (kinds[unit] === COMPLEX) encoding[unit] = expansion.charCodeAt(0)
      } else if (!word.test(char) && !mark.test(char)) {
        encoding[unit] = SPACE
        // A symbol made of letters, digits or the signs that a key keeps: ½, ™, ＋.
        if (/[\p{L}\p{N}#+%]/u.test(char.normalize('NFKC'))) kinds[unit] = FOREIGN
      } else kinds[unit] = FOREIGN
    } else kinds[unit] = FOREIGN
  }
  for (const unit of unitsOf(data.vowels)) {
    encoding[unit] = unit
    kinds[unit] = VOWEL
  }
  for (const [from, to] of pairsOf(data.encoding)) {
    encoding[from] = to
    kinds[from] = PLAIN
  }
  for (const row of ['0123456789', ...data.digits])
    for (let d = 0; d < row.length; d++) {
      encoding[row.charCodeAt(d)] = 48 + d
      kinds[row.charCodeAt(d)] = DIGIT
    }
  for (const { marks, on } of Object.values(data.combining))
    for (const unit of unitsOf(marks)) {
      encoding[unit] = 0
      kinds[unit] = COMPLEX
      for (const [base, composed] of pairsOf(on)) {
        compositions.set(base * 65536 + unit, composed)
        // A precomposed letter passes through the scan as it is, and is taken apart only in `prepare`.
        encoding[composed] = composed
        kinds[composed] = PLAIN
      }
    }
  const each = (chars: string, kind: number, unit?: number) => {
    for (let i = 0; i < chars.length; i++) {
      kinds[chars.charCodeAt(i)] = kind
      encoding[chars.charCodeAt(i)] = unit ?? SPACE
    }
  }
  each(data.masks, MASK)
  each(data.apostrophes, APOSTROPHE)
  each(data.points, POINT)
  each(data.percents, PERCENT, PERCENT_UNIT)
  each(data.star, STAR)
  each('+', PLUS)
  each('#', HASH)
  each(data.groups, PLAIN, 0)
  for (const unit of unitsOf(data.invisible)) {
    encoding[unit] = 0
    kinds[unit] = INVISIBLE
  }
  for (let unit = 0; unit < 65536; unit++)
    if (encoding[unit] === SPACE && kinds[unit] !== INVISIBLE && isBlank(unit)) kinds[unit] = BLANK
  const [tatweel] = unitsOf([data.tatweel])
  encoding[tatweel!] = 0
  kinds[tatweel!] = TATWEEL

  const units = encoding.slice()
  for (let unit = 0x00c0; unit < 0x2000; unit++)
    if (kinds[unit] === FOREIGN && (unit < 0x0250 || unit >= 0x1e00)) {
      const base = String.fromCharCode(unit).normalize('NFKD').toLowerCase()
      const latin = base.charCodeAt(0)
      units[unit] = isAscii(latin) ? latin : String.fromCharCode(unit).toLowerCase().charCodeAt(0)
    }
  for (const unit of unitsOf(data.vowels)) units[unit] = 0
  for (let unit = 0x0300; unit < 0x0370; unit++) units[unit] = 0
  const remap = (to: Uint16Array, map: Readonly<Record<string, string>>) => {
    const pairs = new Map(pairsOf(map))
    // No other block holds a unit that maps to a letter of Arabic or Latin script.
    for (let unit = 0; unit < 65536; unit = unit === 0x1fff ? 0xfb00 : unit + 1)
      to[unit] = pairs.get(to[unit]!) ?? to[unit]!
  }
  remap(units, data.orthographic)
  const hamza = units.slice()
  remap(hamza, data.hamza)

  const bare = (text: string) => Array.from(text, (char) => String.fromCharCode(units[char.charCodeAt(0)]!)).join('')
  const keepWords = new Map<string, string>()
  for (const kept of data.keepWords) {
    keepWords.set(bare(kept), kept)
    kinds[kept.charCodeAt(0)] = KEPT
  }
  const keepTags = new Map<string, string[]>()
  for (const kept of data.keepTags) keepTags.set(bare(kept), [...(keepTags.get(bare(kept)) ?? []), kept])
  const readings = new Map<string, number[][]>()
  for (const reading of data.readings.flat()) {
    const word = bare(bareMarks(reading))
    readings.set(word, [...(readings.get(word) ?? []), marksOf(reading.normalize('NFC'))])
  }
  const brackets = new Map(data.brackets.map((pair): [string, string] => [pair[0]!, pair[1]!]))
  const longestKept = Math.max(0, ...Array.from(keepTags.keys(), (key) => key.length))
  const endings = Object.entries(data.hamzaEndings).map(([ending, as]) => {
    if (ending.length !== as.length) throw new WusumError('MODEL', `letters: the ending "${ending}" changes its length`)
    return { ending, as }
  })
  const tableOf = (to: Uint16Array) => {
    const table = new Int32Array(65536)
    for (let unit = 0; unit < 65536; unit++) table[unit] = kinds[unit]! * 65536 + to[unit]!
    return table
  }
  const tables = { encoding: tableOf(encoding), orthographic: tableOf(units), hamza: tableOf(hamza) }
  return {
    units,
    encoding,
    kinds,
    tables,
    expansions,
    compositions,
    endings,
    keepWords,
    keepTags,
    longestKept,
    brackets,
    readings,
  }
}

/**
 * The key of a surface: equal keys, same text up to the level. Pure and idempotent, the same on every machine and
 * in every locale; one pass over the tables, linear. `encoding`: other bytes of the same text. `orthographic`: also
 * alef forms, final ya, ta marbuta, vowel marks, Latin marks, the space between letter and digit. `hamza`: also its seat.
 */
export function fold(surface: string, level: KeyLevel, letters: Letters): string {
  let key = scanWords(surface, level, letters)
  if (key === undefined && SIGN.test(surface)) surface = attachSigns(surface, letters)
  key ??= scan(surface, level, letters, false)
  if (key === undefined) {
    key = scan(prepare(surface, level, letters), level, letters, true)!
    // Other scripts may compose across what the scan removed: fold until nothing changes, a second time in practice.
    for (let before = ''; before !== key && hasForeign(key, letters);) {
      before = key
      key = scan(prepare(before, level, letters), level, letters, true)!
    }
  }
  return level === 'encoding' || key.length > letters.longestKept ? key : keepTag(surface, key, letters)
}

/** Whether an orthographic key is the same at the hamza level: most are, and need no folding to tell. Linear. */
export function hasNoSeat(key: string, { tables, endings }: Letters): boolean {
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i)
    if (tables.hamza[unit] !== tables.orthographic[unit]) return false
  }
  for (const { ending } of endings) if (key.includes(ending)) return false
  return true
}

/** Digits of the Arabic world and the points between them. */
const DIGIT_RANGE = '0-9\u0660-\u0669\u06f0-\u06f9'
const SIGN = /[%\u066a+]/
const PERCENT_BEHIND = new RegExp(`([${DIGIT_RANGE}])\\s+[%\u066a](?!\\s?[${DIGIT_RANGE}])`, 'g')
const PERCENT_BEFORE = new RegExp(
  `(^|[^${DIGIT_RANGE}\\p{L}\\p{M}])[%\u066a]\\s?([${DIGIT_RANGE}]+(?:[.,\u066b][${DIGIT_RANGE}]+)*)(?![${DIGIT_RANGE}%\u066a])`,
  'gu',
)
const FIRST_PERCENT = new RegExp(`^[%\u066a]\\s?[${DIGIT_RANGE}]`)
const LAST_PERCENT = new RegExp(`[${DIGIT_RANGE}]\\s[%\u066a]$`)
const CURRENCY = /\p{Sc}/u
const PLUS_BEHIND = /([\p{L}\p{M}\p{N}])\s+\+\s*$/u

/** The text with a percent sign right behind its number (`50 %`, `%50`) and a last plus behind its word (`أوبك +`). */
const attachSigns = (text: string, { kinds }: Letters): string =>
  Array.from(text)
    .filter((char) => kinds[char.charCodeAt(0)] !== INVISIBLE)
    .join('')
    .replace(PERCENT_BEHIND, '$1%')
    .replace(PERCENT_BEFORE, '$1$2%')
    .replace(PLUS_BEHIND, '$1+')

function hasForeign(text: string, letters: Letters): boolean {
  for (let i = 0; i < text.length; i++) if (letters.kinds[text.charCodeAt(i)] === FOREIGN) return true
  return false
}

/** A whole tag of `keepTags` stays as written where a looser level would give it another tag's key. */
function keepTag(surface: string, key: string, letters: Letters): string {
  const kept = letters.keepTags.get(key)
  if (!kept) return key
  const written = bareLetters(fold(surface, 'encoding', letters), letters)
  return kept.includes(written) ? written : key
}

/** An encoding key without its vowel marks. */
function bareLetters(key: string, letters: Letters): string {
  let out = ''
  for (let i = 0; i < key.length; i++) if (letters.kinds[key.charCodeAt(i)] !== VOWEL) out += key[i]!
  return out
}

/** How the gap since the last emitted unit is to be read when the next one comes. */
const NO_GAP = 0
const GAP = 1
const GAP_POINT = 2
const GAP_APOSTROPHE = 3
const GAP_STAR = 4
/** Pluses or hashes stand written after a word, to be taken back when a letter follows. */
const GAP_SUFFIX = 5

/** How much of a mask (غـ.ـزة) has been seen since the last letter. */
const NO_MASK = 0
const MASK_TATWEEL = 1
const MASK_PUNCTUATION = 2
const MASK_CLOSED = 3

/** States of the scan: a letter, a separator behind a word that needs no closing, anything else. */
const OTHER = 0
const WORD = 1
const SEPARATOR = 2

/** Output of the scan in the making; grown, never shared between calls. */
let scratch = new Uint16Array(1024)

/** Longer texts are put together unit by unit, which slices of the text would only slow down. */
const SHORT = 64

/** The scan for what most surfaces are, words of letters with single spaces; undefined for any other. */
function scanWords(text: string, level: KeyLevel, letters: Letters): string | undefined {
  const { length } = text
  if (length > SHORT || length === 0 || level === 'hamza') return undefined
  const table = letters.tables[level]
  let out = ''
  let from = 0
  let last = SPACE
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const to = table[unit]!
    if (to !== unit) {
      // Any kind but a plain letter makes an entry above 65535, a unit to skip or to part at makes one up to 32.
      if (to <= SPACE || to > 0xffff) {
        if (unit !== SPACE || last === SPACE) return undefined
      } else {
        out += from === i ? String.fromCharCode(to) : text.slice(from, i) + String.fromCharCode(to)
        from = i + 1
      }
    }
    last = unit
  }
  if (last === SPACE) return undefined
  return from === 0 ? text : from === length ? out : out + text.slice(from)
}

/** The one pass. Returns undefined when it meets a unit that needs `prepare` and `prepared` is false. */
function scan(text: string, level: KeyLevel, letters: Letters, prepared: boolean): string | undefined {
  const strict = level === 'encoding'
  /** Whether the end of each word has to be looked at. */
  const seats = level === 'hamza'
  const table = letters.tables[level]
  const length = text.length
  // A unit yields at most itself and the space before it.
  if (scratch.length < 2 * length) scratch = new Uint16Array(4 * length)
  const out = scratch
  let n = 0
  let wordStart = 0
  let gap = NO_GAP
  let suffix = 0
  let mask = NO_MASK
  /** Whether the word began with a letter that `keepWords` may keep. */
  let kept = false
  /** What stood last, where a letter that comes next needs no look around. */
  let state = OTHER

  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const entry = table[unit]!
    // A plain letter's entry is the letter: any other kind lies above, skipping and parting below.
    const letter = entry > SPACE && entry < 0x10000
    if (letter && state === WORD) {
      out[n++] = entry
      continue
    }
    let to = entry & 0xffff
    const kind = entry >>> 16
    if (state !== OTHER) {
      if (letter) {
        out[n++] = SPACE
        wordStart = n
        out[n++] = to
        gap = NO_GAP
        state = WORD
        continue
      }
      if (to === SPACE && (kind === BLANK || kind === PLAIN) && !kept && !seats) {
        gap = GAP
        state = SEPARATOR
        continue
      }
      if (kind === VOWEL) {
        if (!strict) continue
        // One mark between two letters is in order as it stands; several together may have to be sorted.
        if (
          state === WORD &&
          isArabic(out[n - 1]!) &&
          (i + 1 === length || standsApart(table[text.charCodeAt(i + 1)]!))
        ) {
          out[n++] = to
          continue
        }
      }
      state = OTHER
    }
    if (kind !== PLAIN) {
      const last = n > wordStart ? out[n - 1]! : 0
      switch (kind) {
        case COMPLEX:
          if (!prepared) return undefined
          break
        case FOREIGN:
          if (!prepared) return undefined
          if (strict || to <= SPACE) to = unit
          break
        case VOWEL:
          if (!strict) continue
          if (!prepared) return undefined
          out[n++] = to
          continue
        case TATWEEL:
          if (gap === NO_GAP && isArabic(last)) mask = MASK_TATWEEL
          else if (mask === MASK_PUNCTUATION) mask = MASK_CLOSED
          continue
        case MASK:
        case STAR:
        case POINT:
        case APOSTROPHE:
        case PLUS:
        case HASH:
          mask = kind !== HASH && (mask === MASK_TATWEEL || mask === MASK_PUNCTUATION) ? MASK_PUNCTUATION : NO_MASK
          if (
            (gap === NO_GAP || gap === GAP_SUFFIX) &&
            ((kind === PLUS && (isLatin(last) || isArabic(last) || isDigit(last) || last === PLUS_UNIT)) ||
              (kind === HASH && (isLatin(last) || last === HASH_UNIT)))
          ) {
            out[n++] = kind === PLUS ? PLUS_UNIT : HASH_UNIT
            suffix = gap === GAP_SUFFIX ? suffix + 1 : 1
            gap = GAP_SUFFIX
          } else if (gap !== NO_GAP) gap = GAP
          else if (kind === POINT && isDigit(last)) gap = GAP_POINT
          else if (kind === STAR) gap = GAP_STAR
          else if (kind === APOSTROPHE) gap = GAP_APOSTROPHE
          else gap = GAP
          continue
        case PERCENT:
          if (gap !== NO_GAP || !(isDigit(last) || (isLatin(last) && !goesOn(text, i + 1, table)))) to = SPACE
          break
        default:
      }
    }
    if (to === 0) continue
    if (to === SPACE) {
      gap = GAP
      mask = NO_MASK
      continue
    }
    let border = false
    if (gap !== NO_GAP) {
      const last = n > 0 ? out[n - 1]! : 0
      if (last === 0) border = false
      else if (mask === MASK_CLOSED && isArabic(to)) border = false
      else if (gap === GAP_POINT && isDigit(to)) out[n++] = POINT_UNIT
      else if (gap === GAP_APOSTROPHE && !isDigit(to) && !isDigit(last)) border = false
      else if (gap === GAP_STAR && isArabic(to) && isArabic(last)) border = false
      else {
        if (gap === GAP_SUFFIX) n -= suffix
        border = true
      }
      gap = NO_GAP
    } else if (!strict && n > wordStart) {
      const last = out[n - 1]!
      border = isDigit(to) !== isDigit(last) && last !== POINT_UNIT && last !== PERCENT_UNIT && to !== PERCENT_UNIT
    }
    if (border) {
      if (!strict) closeWord(out, wordStart, n, kept, level, letters)
      out[n++] = SPACE
      wordStart = n
      kept = false
    }
    if (n === wordStart) kept = kind === KEPT
    mask = NO_MASK
    out[n++] = to
    if (kind === PLAIN) state = WORD
  }
  if (!strict) closeWord(out, wordStart, n, kept, level, letters)
  return stringOf(out, n, text)
}

/** Whether a unit, by its entry, neither is a mark nor is skipped, so that it ends the marks before it. */
function standsApart(entry: number): boolean {
  const kind = entry >>> 16
  return (kind === PLAIN || kind === BLANK) && (entry & 0xffff) >= SPACE
}

/** What only a whole word decides: the kept first letter of آل, the hamza class of هيأة. Never changes the length. */
function closeWord(
  out: Uint16Array,
  start: number,
  end: number,
  kept: boolean,
  level: KeyLevel,
  letters: Letters,
): void {
  if (kept) {
    const word = letters.keepWords.get(String.fromCharCode(...out.subarray(start, Math.min(end, start + 8))))
    if (word?.length === end - start) for (let i = 0; i < word.length; i++) out[start + i] = word.charCodeAt(i)
  }
  if (level === 'hamza')
    for (const { ending, as } of letters.endings) {
      const at = end - ending.length
      if (at <= start) continue
      let i = 0
      while (i < ending.length && out[at + i] === ending.charCodeAt(i)) i++
      if (i === ending.length) for (i = 0; i < as.length; i++) out[at + i] = as.charCodeAt(i)
    }
}

/** Units as the machine has them; a key holds no lone surrogate for it to replace. */
const decoder = new TextDecoder(new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'utf-16le' : 'utf-16be', {
  ignoreBOM: true,
})

/** The units as a string; the very input where they are the same, which spares the allocation. */
function stringOf(units: Uint16Array, length: number, input: string): string {
  let same = 0
  if (length === input.length) {
    while (same < length && units[same] === input.charCodeAt(same)) same++
    if (same === length) return input
    // A short surface differs in few letters: joining slices of it is twice as fast as making a string of units.
    if (length <= SHORT) {
      let out = ''
      for (let from = 0; ;) {
        out += input.slice(from, same) + String.fromCharCode(units[same]!)
        from = ++same
        while (same < length && units[same] === input.charCodeAt(same)) same++
        if (same === length) return out + input.slice(from)
      }
    }
  }
  const view = units.subarray(0, length)
  return length > 256 ? decoder.decode(view) : String.fromCharCode.apply(null, view as unknown as number[])
}

/**
 * The text with only units that the scan maps one by one: ligatures and presentation forms expanded, a hamza written
 * as a mark joined to its letter, marks behind their letter in one order, other scripts in one Unicode form.
 */
function prepare(text: string, level: KeyLevel, letters: Letters): string {
  const { kinds, encoding, expansions, compositions } = letters
  let out = ''
  /** The letter that marks may still join, 0 for none; a tatweel between them does not matter. */
  let base = 0
  let marks: number[] = []
  let tail = ''
  const flush = () => {
    if (base === 0) return
    let letter = base
    if (marks.length) {
      // In canonical order, which brings a hamza below before one above and sorts the vowels.
      marks.sort((a, b) => rank(a) - rank(b))
      let previous = 0
      let vowels = ''
      for (const mark of marks) {
        if (mark === previous) continue
        previous = mark
        if (kinds[mark] === VOWEL) vowels += String.fromCharCode(mark)
        else if (letter === base) letter = compositions.get(base * 65536 + mark) ?? letter
      }
      out += String.fromCharCode(letter) + vowels + tail
    } else out += String.fromCharCode(letter) + tail
    base = 0
    marks = []
    tail = ''
  }
  const take = (unit: number) => {
    const expansion = expansions.get(unit)
    if (expansion !== undefined) {
      for (let i = 0; i < expansion.length; i++) take(expansion.charCodeAt(i))
      return
    }
    const kind = kinds[unit]!
    if (kind === VOWEL || kind === COMPLEX) {
      if (isArabic(base)) marks.push(unit)
    } else if (kind === TATWEEL) {
      if (base === 0) out += String.fromCharCode(unit)
      else tail = String.fromCharCode(unit)
    } else if (kind === FOREIGN) {
      flush()
      out += String.fromCharCode(unit)
    } else if (encoding[unit] !== 0) {
      flush()
      if (isArabic(encoding[unit]!) || isAscii(encoding[unit]!)) base = encoding[unit]!
      else out += String.fromCharCode(unit)
    }
  }
  for (let i = 0; i < text.length;) {
    if (kinds[text.charCodeAt(i)] !== FOREIGN) {
      take(text.charCodeAt(i++))
      continue
    }
    let stretch = ''
    if (isAscii(base)) {
      stretch = String.fromCharCode(base)
      base = 0
      tail = ''
    }
    // A mark of another script on an Arabic letter is ornament.
    if (isArabic(base)) while (i < text.length && kinds[text.charCodeAt(i)] === FOREIGN && /\p{M}/u.test(text[i]!)) i++
    const start = i
    while (i < text.length && kinds[text.charCodeAt(i)] === FOREIGN) i++
    stretch = normalise(stretch + text.slice(start, i), level)
    for (let j = 0; j < stretch.length; j++) take(stretch.charCodeAt(j))
  }
  flush()
  return out
}

/** Another script, or Latin with marks, in compatibility form and lower case; what is no letter, digit or mark separates. */
function normalise(stretch: string, level: KeyLevel): string {
  let text = stretch.normalize('NFKD')
  if (level !== 'encoding') text = text.replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, '$1')
  return text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}\p{ASCII}]/gu, ' ')
}

/** Canonical combining order of the marks of Arabic script that matter here. */
const rank = (mark: number): number =>
  mark === 0x0655 ? 0x1000 : mark === 0x0670 ? 0x0670 : mark < 0x0653 ? mark : 0x1001

/**
 * Whether two surfaces of one orthographic key are written with vowels that contradict each other (عُمان and عَمّان):
 * some letter bears one short vowel, or none by a sukun, here and another there. Marks of the last letter of a word
 * are case endings and decide nothing; an unvowelled letter agrees with everything, unless the marks of its word leave
 * only one of the known readings (عمّان). Symmetric, linear.
 */
export const vowelsConflict = (a: string, b: string, letters: Letters): boolean =>
  markedConflict(markedWords(a, letters), markedWords(b, letters))

/** The same of what `markedWords` says of both. */
export const markedConflict = (a: MarkedWords, b: MarkedWords): boolean =>
  a.length === b.length && a.some((marks, i) => marksConflict(marks, b[i]!))

/** The marks of the letters of each word, as bits. */
export type MarkedWords = readonly (readonly number[])[]

function marksConflict(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length - 1; i++) {
    const [x, y] = [a[i]!, b[i]!]
    const [vx, vy] = [x & ALL_VOWELS, y & ALL_VOWELS]
    if (vx !== 0 && vy !== 0 && vx !== vy) return true
    // Who writes each vowel of a word leaves no doubled letter unmarked.
    if (vx !== 0 && vy !== 0 && ((x ^ y) & SHADDA) !== 0 && isFull((x & SHADDA) !== 0 ? b : a)) return true
    // A sukun says that no other sound is there, so no doubled one either.
    if ((x === SUKUN && (y & SHADDA) !== 0 && vy !== SUKUN) || (y === SUKUN && (x & SHADDA) !== 0 && vx !== SUKUN))
      return true
  }
  return false
}

/** Whether all letters have their vowel but the last and those that may be long vowels themselves. */
const isFull = (marks: readonly number[]): boolean =>
  marks.every((bits, i) => bits !== 0 || i === marks.length - 1 || (i > 0 && marks[i - 1] !== 0))

const FATHA = 1
const DAMMA = 2
const KASRA = 4
const SUKUN = 8
const ALL_VOWELS = FATHA | DAMMA | KASRA | SUKUN
const SHADDA = 16
/** Fathatan to sukun, U+064B to U+0652: the bit of each mark. */
const MARK_BITS = [FATHA, DAMMA, KASRA, FATHA, DAMMA, KASRA, SHADDA, SUKUN]
/** The bit of a mark, 0 for a letter; the dagger alef is a long a. */
const markBit = (unit: number): number => (unit === 0x0670 ? FATHA : (MARK_BITS[unit - 0x064b] ?? 0))

/** The marks of each letter of a word, as bits. */
function marksOf(word: string): number[] {
  const marks: number[] = []
  for (let i = 0; i < word.length; i++) {
    const bit = markBit(word.charCodeAt(i))
    if (bit === 0) marks.push(0)
    else if (marks.length > 0) marks[marks.length - 1]! |= bit
  }
  return marks
}

const bareMarks = (text: string): string => Array.from(text).filter((char) => markBit(char.charCodeAt(0)) === 0).join('') // prettier-ignore

/**
 * The marks of each word of a surface, completed where they leave one reading of it. Without those of an article and of
 * its doubling of the letter behind it, which says nothing of the word.
 */
export function markedWords(surface: string, letters: Letters): MarkedWords {
  return fold(surface, 'encoding', letters)
    .split(' ')
    .map((word) => {
      const marks = marksOf(word)
      if (marks.every((bits) => bits === 0)) return marks
      const key = fold(bareMarks(word), 'orthographic', letters)
      const article = letters.readings.has(key) ? undefined : ARTICLE.exec(key)
      const stem = article ? marks.slice(article[0].length) : marks
      if (article) stem[0]! &= ~SHADDA
      const readings = letters.readings.get(article ? key.slice(article[0].length) : key) ?? []
      const fitting = readings.filter((reading) => fits(stem, reading, article !== undefined))
      return fitting.length === 1 ? fitting[0]! : stem
    })
}
const ARTICLE = /^[وفبك]?ال(?=...)/

/** Whether marks may stand in a word of that reading. Behind the article a first letter may be doubled in any. */
function fits(marks: readonly number[], reading: readonly number[], article: boolean): boolean {
  return (
    marks.length === reading.length &&
    marks.every((bits, i) => {
      const vowel = bits & ALL_VOWELS
      const doubled = (bits & SHADDA) !== 0 && !(article && i === 0)
      const agrees =
        i === marks.length - 1 ||
        vowel === 0 ||
        (reading[i]! & ALL_VOWELS) === 0 ||
        vowel === (reading[i]! & ALL_VOWELS)
      return agrees && (!doubled || (reading[i]! & SHADDA) !== 0)
    })
  )
}

/** Whether letters of the surface are parted by marks that hide the word from filters (غـ.ـزة); its key has them joined. */
export function isMasked(surface: string, letters: Letters): boolean {
  let plain = ''
  let bare = true
  for (let i = 0; i < surface.length; i++) {
    const kind = letters.kinds[surface.charCodeAt(i)]
    if (kind === STAR) plain += ' '
    else if (kind !== TATWEEL) plain += surface[i]!
    bare &&= kind !== STAR && kind !== TATWEEL
  }
  return !bare && fold(surface, 'encoding', letters) !== fold(plain, 'encoding', letters)
}

/**
 * A text as a surface: invisible characters gone, each stretch of white space or underscores one space, and gone too
 * the punctuation around it: quotation marks and brackets that open and close around the whole, list marks, the hash
 * of a hashtag. Letters, marks and inner punctuation stay as they are. Idempotent, linear.
 */
export function clean(text: string, letters: Letters): string {
  const { kinds, encoding, brackets } = letters
  let line = ''
  let space = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (kinds[unit] === INVISIBLE) continue
    if (kinds[unit] === BLANK || unit === UNDERSCORE) space = line !== ''
    else {
      if (space) line += ' '
      space = false
      line += text[i]!
    }
  }
  const partner = bracketPairs(line, brackets)
  let start = 0
  let end = line.length
  const digitAt = (at: number): boolean => at >= start && at < end && isDigit(encoding[line.charCodeAt(at)]!)
  const outer = (at: number): boolean => {
    if (partner.get(at) !== undefined) return false
    const unit = line.charCodeAt(at)
    if (unit >= 0xd800 && unit < 0xe000) return !/[\p{L}\p{N}]/u.test(codePointAround(line, at))
    const kind = kinds[unit]
    if (encoding[unit] !== SPACE && kind !== PERCENT) return false
    if (CURRENCY.test(line[at]!)) return !(digitAt(at - 1) || digitAt(at + 1))
    if (kind !== PERCENT && kind !== PLUS && kind !== HASH) return true
    const whole = line.slice(start, end)
    if (kind === PERCENT) {
      // 50%, 50 % and %50 are one, see `attachSigns`.
      if (
        digitAt(at - 1) ||
        (at === end - 1 && LAST_PERCENT.test(whole)) ||
        (at === start && FIRST_PERCENT.test(whole))
      )
        return false
      return !(at > start && isLatin(encoding[line.charCodeAt(at - 1)]!) && at + 1 === line.length)
    }
    if (kind === PLUS && (digitAt(at + 1) || (at === end - 1 && PLUS_BEHIND.test(whole)))) return false
    return !isWordSuffix(line, start, at)
  }
  for (let before = -1; before !== end - start && start < end;) {
    before = end - start
    if (partner.get(start) === end - 1) {
      start++
      end--
    }
    while (start < end && outer(start)) start++
    while (start < end && outer(end - 1)) end--
  }
  return line.slice(start, end)
}

/** Whether a letter or a digit follows at `at`, what counts for nothing passed over. */
function goesOn(text: string, at: number, table: ArrayLike<number>): boolean {
  while (at < text.length && (table[text.charCodeAt(at)]! & 0xffff) === 0) at++
  return at < text.length && (table[text.charCodeAt(at)]! & 0xffff) > SPACE
}

/** The partner of each bracket or quotation mark that has one, by index, both ways. */
function bracketPairs(line: string, brackets: ReadonlyMap<string, string>): Map<number, number> {
  const partner = new Map<number, number>()
  const open: number[] = []
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i)
    // Arabic letters and marks, and blanks: most of any line.
    if (unit === 32 || (unit >= 0x610 && unit < 0x700)) continue
    const char = line[i]!
    const top = open.at(-1)
    if (top !== undefined && brackets.get(line[top]!) === char) {
      partner.set(top, i).set(i, top)
      open.pop()
    } else if (brackets.has(char)) open.push(i)
  }
  return partner
}

/** Whether the pluses or hashes that end at `at` belong to a word or a number: C++, C#, أوبك+, 18+. */
function isWordSuffix(line: string, start: number, at: number): boolean {
  let i = at
  while (i > start && line[i] === line[at]) i--
  return (line[at] === '+' ? /[A-Za-z0-9\u0620-\u064a]/ : /[A-Za-z]/).test(line[i]!)
}

function codePointAround(line: string, at: number): string {
  const unit = line.charCodeAt(at)
  return String.fromCodePoint(line.codePointAt(unit >= 0xdc00 && at > 0 ? at - 1 : at)!)
}
