import { edits, type Edit } from './distance.js'
import type { Homographs } from './homographs.js'
import type { Lexicon } from './lexicon.js'

/**
 * What the matcher knows: tables from data/sameness.json, data/guards.json, data/compounds.json and data/spellings.json, and
 * the shipped word counts. Frozen.
 */
export interface Sameness {
  /** Tags (encoding keys) that stay apart although their keys are one: `على` and `علي`. Both directions. */
  readonly guards: ReadonlyMap<string, ReadonlySet<string>>
  /** Words that a hamza or madda tells apart, within tags too: `أنفاق` and `إنفاق`. */
  readonly homographs: Homographs
  /** First words that are written joined to the next or not: `عبد الله`, `عبدالله`. Orthographic keys. */
  readonly heads: ReadonlySet<string>
  /** Words that, cut off the front of another, make two different tags: `ال سعود`, `في صل`. Orthographic keys. */
  readonly particles: ReadonlySet<string>
  /** Stems that have several accepted spellings, each to the first of its row: `اميرك` to `امريك`. */
  readonly stems: Stems
  /** Whole words that have another accepted spelling, `ال` to `آل`; orthographic keys. */
  readonly parts: ReadonlyMap<string, string>
  /** The same behind another word of a tag: `ابن` to `بن`. */
  readonly innerParts: ReadonlyMap<string, string>
  /** Letters for foreign sounds, each to the Arabic letters that are written for it: `ڤ` to `فق`. */
  readonly loans: ReadonlyMap<string, string>
  /** Learned cost of one edit, natural log of how much likelier it is within one name than between two. */
  readonly costs: ReadonlyMap<string, number>
  /** Occurrences of a word (orthographic key) in the text that the model was trained on, rounded to a power of two; 0: unknown. */
  readonly words: (word: string) => number
  /** Occurrences of two adjacent words, as `words`. */
  readonly pairs: (a: string, b: string) => number
  /** Whether a phrase is the name of a place, a person, an organisation or an article, by the shipped list of names. */
  readonly named: (phrase: string) => boolean
  /** Whether a word stands in a known name. */
  readonly nameWord: (word: string) => boolean
  /** What text of all kinds and long lists of names have of a word. */
  readonly lexicon: Lexicon
  /** Share of writers, in that text, who write the word so (a surface word, encoding key) among its spellings; 0: unknown. */
  readonly spelling: (word: string) => number
  /** Judge from spelling alone, and judge with the evidence of pages. */
  readonly cold: Weights
  readonly warm: Weights
}

/** Accepted spellings by the two letters that they begin with (`startOf`), longest first: a word has few places to look at. */
export type Stems = ReadonlyMap<number, readonly (readonly [stem: string, to: string])[]>

/** Two letters of a word as a number. */
export const startOf = (word: string, at = 0): number => word.charCodeAt(at) * 0x10000 + word.charCodeAt(at + 1)

/** A logistic model: `weights[i]` belongs to `FEATURES[i]`. A pair is one tag from this probability on. */
export interface Weights {
  readonly weights: Float64Array
  readonly bias: number
  readonly threshold: number
  /** The same for words within phrases. */
  readonly phrase: number
  /** The same for words that look like two forms of one word (inflection, nisba), which are rather two tags. */
  readonly related: number
  /** The same for words spelled as foreign names are that differ in weak letters or one sound alone. */
  readonly names: number
  /** The same for a word that text has not beside one that it has often. */
  readonly slips: number
  /** The same as both, of words that are whole tags; and of foreign names among these that text hardly has. */
  readonly alone: number
  readonly unheard: number
}

/** Two words that differ, and all that is known of them and their places. Counts are occurrences. */
export interface WordPair {
  readonly a: string
  readonly b: string
  /** Words of the phrase. */
  readonly words: number
  /** Occurrences in text. */
  readonly textA: number
  readonly textB: number
  /** How well the words are known without their clitics and endings: occurrences of the best known stem. */
  readonly stemA: number
  readonly stemB: number
  /** Whether text has the word both with the article and without, as it has nouns and not foreign names. */
  readonly nounA: boolean
  readonly nounB: boolean
  /** How strongly a neighbour in the phrase calls for the word: its share among what text has there, 0 to 1. */
  readonly frameA: number
  readonly frameB: number
  /** Whether the words stand in known names. */
  readonly nameA: boolean
  readonly nameB: boolean
  /** How often text of all kinds has the words, as log2, and how like the company is that they keep: see `Lexicon`. */
  readonly frequencyA: number
  readonly frequencyB: number
  readonly company: number
  /** Log odds that the words are spelled as foreign names are. */
  readonly foreignA: number
  readonly foreignB: number
  /** Lists that have the whole tag; 0 where nothing is known. */
  readonly tagA: number
  readonly tagB: number
  /** Lists of one author that have both tags. */
  readonly together: number
  /** Whether one of the words is a particle written together with a word that takes the article (لمركز). */
  readonly derived: boolean
  /** How many of the two tags, whole, are known names: 0, 1 or 2. */
  readonly named: number
}

const WEAK = 'اويءىؤئ'
/** Letters told apart by dots alone. */
const DOTS = ['بتثني', 'جحخ', 'دذ', 'رز', 'سش', 'صض', 'طظ', 'عغ', 'فق', 'هة']
/** Letters that one foreign sound is written with. */
const SOUNDS = ['جغكقگ', 'تطث', 'سصثز', 'دضذ', 'زجظ', 'فبپڤ', 'هحخ', 'شجس', 'عا']
/** Letters of a foreign g, غ besides. */
const GUTTURALS = /[جق]/g
/** Rows of the Arabic keyboard (Windows 101): neighbours in a row are one slip of the finger apart. */
const KEYBOARD = ['ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئءؤرىةوزظ']

const alike = (groups: readonly string[], a: string, b: string): boolean =>
  groups.some((group) => group.includes(a) && group.includes(b))
const beside = (a: string, b: string): boolean =>
  KEYBOARD.some((row) => row.includes(a) && row.includes(b) && Math.abs(row.indexOf(a) - row.indexOf(b)) === 1)

/** Names the edit for the learned costs: what, which letters (in a fixed order), where. */
export function editName(edit: Edit, a: string, b: string): string {
  const [x, y] = [edit.left, edit.right].sort()
  if (edit.kind === 'swap')
    return `swap ${WEAK.includes(edit.left[0]!) || WEAK.includes(edit.left[1]!) ? 'weak' : 'other'}`
  const word = edit.kind === 'insert' ? b : a
  const place = placeOf(edit, word, Math.max(a.length, b.length))
  if (x !== '') return `${x!}${y!} ${place}`
  const beside = (at: number): string =>
    word[at] === undefined ? '' : word[at] === y ? '=' : WEAK.includes(word[at]) ? 'v' : 'c'
  return `add ${y!} ${beside(edit.at - 1)}_${beside(edit.at + 1)} ${place}`
}

function placeOf(edit: Edit, word: string, length: number): 'first' | 'last' | 'inner' {
  const bare = word.startsWith('ال') && word.length > 4 ? 2 : 0
  if (edit.at <= bare && edit.at !== 1) return edit.at === bare || edit.at === 0 ? 'first' : 'inner'
  return edit.at >= length - 1 ? 'last' : 'inner'
}

/** Feature names, in the order of the weights. Changing this list means training again. */
export const FEATURES = [
  'cost',
  'add weak inner',
  'add weak last',
  'add weak first',
  'add doubled',
  'add consonant inner',
  'add consonant last',
  'add consonant first',
  'replace weak',
  'replace dots',
  'replace sound',
  'replace neighbour key',
  'replace other',
  'replace first',
  'replace last',
  'swap',
  'swap weak',
  'swap first',
  'two edits',
  'article',
  'clitic',
  'ending',
  'length',
  'short',
  'very short',
  'words',
  'single word',
  'unknown both',
  'unknown one',
  'unknown one, of a known stem',
  'unknown one, in a name',
  'unknown one, known well, single word',
  'prefix letter before a known word',
  'ending after a known word',
  'two edits, weak',
  'frame more',
  'frame less',
  'frame more, well',
  'known less',
  'known more',
  'known ratio',
  'unknown one, known well',
  'tag less',
  'tag more',
  'tag ratio',
  'tag once',
  'together',
  'noun both',
  'noun neither',
  'noun both and weak',
  'noun neither and weak',
  'named one',
  'named both',
  'known both and replaced',
  'known both and weak',
  'frequent less',
  'frequent ratio',
  'word both',
  'word both, no company',
  'word both, no company, weak',
  'company',
  'company and weak',
  'company and sound',
  'foreign',
  'foreign and weak',
  'foreign and sound',
  'two words',
  'two words, single',
] as const

const INDEX = new Map(FEATURES.map((name, index) => [name, index]))
const ENDINGS = ['', 'ه', 'ي', 'ا', 'ات', 'يه', 'ون', 'ين', 'ان', 'وا', 'يون', 'يين', 'هم', 'ها', 'نا', 'ك', 'ت']
const CLITICS = ['و', 'ف', 'ب', 'ل', 'ك']

/** Whether the words are one word with other endings, as far as letters tell: مسلمون / مسلمين, طائرة / طائرات. */
export function inflected(a: string, b: string): boolean {
  let stem = 0
  while (stem < a.length && stem < b.length && a[stem] === b[stem]) stem++
  for (let cut = stem; cut >= 2 && cut >= stem - 2; cut--)
    if (ENDINGS.includes(a.slice(cut)) && ENDINGS.includes(b.slice(cut)) && a.slice(cut) !== b.slice(cut)) return true
  return false
}

/** Letters that make another word of a word when they stand before it: clitics, verb prefixes, derived stems. */
const PREFIX_LETTERS = 'وفبلكيتناسم'
const PREFIXES = ['', 'ال', 'و', 'ف', 'ب', 'ل', 'ك', 'وال', 'بال', 'لل', 'كال', 'فال', 'ولل', 'ي', 'ت', 'ن', 'س']
const STEM_ENDINGS = ['', 'ه', 'ي', 'ا', 'ات', 'يه', 'ون', 'ين', 'ان', 'ها', 'هم', 'نا']

/** Occurrences of the best known word that `word` could be made of by a prefix and an ending, itself left out. */
export function stemCount(word: string, count: (word: string) => number): number {
  let best = 0
  for (const prefix of PREFIXES) {
    if (!word.startsWith(prefix)) continue
    for (const ending of STEM_ENDINGS) {
      if (!word.endsWith(ending) || word.length - prefix.length - ending.length < 3) continue
      const stem = word.slice(prefix.length, word.length - ending.length)
      for (const candidate of [stem, `ال${stem}`, `${stem}ه`])
        if (candidate !== word) best = Math.max(best, count(candidate))
    }
  }
  return best
}

/** The word without its article, or with one. */
export const otherDefiniteness = (word: string): string =>
  word.startsWith('ال') && word.length > 4 ? word.slice(2) : `ال${word}`

/** So many of how often text has a word with or without its article; where a ل would be a particle, as it stands. */
export const eitherWay = (word: string, count: (word: string) => number): number => {
  const other = otherDefiniteness(word)
  return other.startsWith('ل') ? count(word) : Math.max(count(word), count(other))
}

/** Whether one word is the other with an article before it, after the same و or ف if any. */
export function articled(a: string, b: string): boolean {
  const [long, short] = a.length > b.length ? [a, b] : [b, a]
  const conjunction = long.startsWith('و') || long.startsWith('ف') ? long[0]! : ''
  return (
    long === `ال${short}` ||
    (short.startsWith('ل') && long === `ل${short}`) ||
    (conjunction !== '' && short.startsWith(conjunction) && long === `${conjunction}ال${short.slice(1)}`)
  )
}

/**
 * Whether one word is the other after a letter that makes another word of it, or both are one word after two different
 * such letters (فستنهض, وستنهض); a letter that is only doubled makes no other word.
 */
export function prefixed(a: string, b: string): boolean {
  const [long, short] = a.length > b.length ? [a, b] : [b, a]
  if (!PREFIX_LETTERS.includes(long[0]!)) return false
  if (long.length === short.length)
    return CLITICS.includes(long[0]!) && CLITICS.includes(short[0]!) && long.slice(1) === short.slice(1)
  return long.length === short.length + 1 && long.endsWith(short) && !short.startsWith(long[0]!)
}

/** Whether one word is the other with و ف ب ل ك before it. */
export function cliticised(a: string, b: string): boolean {
  const before = (word: string, bare: string): boolean =>
    CLITICS.some(
      (clitic) => word === clitic + bare || (clitic === 'ل' && bare.startsWith('ال') && word === `لل${bare.slice(2)}`),
    )
  return before(a, b) || before(b, a)
}

/** Whether a word is a particle and a word that text has with the article and without: وجدان aside, all of these are. */
export const isDerived = (word: string, count: (word: string) => number): boolean =>
  word.length >= 5 &&
  (CLITICS.includes(word[0]!) || word.startsWith('لل')) &&
  [word.slice(1), word.slice(2)].some(
    (rest, i) => (i === 0 || word.startsWith('لل')) && count(rest) > 0 && count(`ال${rest}`) > 0,
  )

/** Whether the words differ in the case of a sound plural or dual only: مسلمون / مسلمين, مقاتلو / مقاتلي. */
export function otherCase(a: string, b: string): boolean {
  const end = (word: string): number => word.length - (word.endsWith('ن') ? 2 : 1)
  return (
    a.length === b.length &&
    end(a) === end(b) &&
    end(a) >= 3 &&
    a.slice(0, end(a)) === b.slice(0, end(b)) &&
    CASES.includes(a[end(a)]!) &&
    CASES.includes(b[end(b)]!) &&
    a.slice(end(a) + 1) === b.slice(end(b) + 1)
  )
}
const CASES = 'وي'

/** Whether both words are spelled as foreign names are; those that Arabic has as nouns have to be so the more. */
export const areForeign = (pair: WordPair): boolean =>
  Math.min(pair.foreignA, pair.foreignB) > (pair.nounA || pair.nounB ? 2 : 0)

/** The words as they are compared: of foreign ones those letters as one that a foreign g is written with. */
export function sounds(pair: WordPair): readonly [a: string, b: string] {
  if (!areForeign(pair)) return [pair.a, pair.b]
  const g = (word: string): string => word.replace(GUTTURALS, 'غ')
  return [g(pair.a), g(pair.b)]
}

/**
 * Whether two foreign names are one that differs in its letters for a foreign g alone. Where text has both, the company
 * they keep tells; short ones, and those with ق, have to look the more foreign.
 */
export function soundsAlike(pair: WordPair): boolean {
  const [a, b] = sounds(pair)
  if (a !== b || pair.a === pair.b) return false
  const foreign = Math.min(pair.foreignA, pair.foreignB)
  const isShort = bareLength(a) < 5
  if (Math.min(pair.frequencyA, pair.frequencyB) >= WORD) return pair.company > 1 && (!isShort || foreign > 1.5)
  return foreign > (isShort || pair.a.includes('ق') !== pair.b.includes('ق') ? 2.5 : 0.5)
}

/**
 * Whether two foreign names that text has are one, by the company they keep: they differ within by a long vowel that is
 * written or not, or by a letter for the same sound. The less foreign they look, the more has to say that they are names.
 * Of 100 such pairs of words of text, read by hand, 97 are one name.
 */
export function keepsCompany(pair: WordPair): boolean {
  const foreign = Math.min(pair.foreignA, pair.foreignB)
  const isNoun = pair.nounA || pair.nounB
  const mayBeName =
    foreign > NATIVE &&
    (pair.nameA || pair.nameB) &&
    !pair.derived &&
    Math.min(pair.frequencyA, pair.frequencyB) <= RARELY_BOTH
  let needed = NEVER
  if (foreign > FOREIGN) needed = MUCH_COMPANY
  else if (!isNoun && mayBeName) needed = NAME_COMPANY
  else if (isNoun && foreign > HARDLY_NATIVE) needed = NOUN_COMPANY
  const named =
    pair.named < 2 ? 0 : pair.words === 1 && foreign > FOREIGN && !isNoun ? NAMED_WORD_COMPANY : NAMED_COMPANY
  if (pair.company < Math.max(needed, named)) return false
  const script = edits(pair.a, pair.b)
  if (script?.length !== 1) return false
  const { kind, at, left, right } = script[0]!
  if (at === 0 || at >= Math.max(pair.a.length, pair.b.length) - 1) return false
  if (kind === 'replace') return !WEAK.includes(left) && !WEAK.includes(right) && alike(SOUNDS, left, right)
  return kind !== 'swap' && WEAK.includes(left || right) && !inflected(pair.a, pair.b)
}

/**
 * Whether both words are words of their own, by text or by names, and not two spellings of one: they keep other company,
 * and neither is so much the rarer that it may be a slip. `surely`: that no phrase makes one of them a slip.
 */
export function areTwoWords(pair: WordPair, surely = false): boolean {
  const rare = Math.min(pair.frequencyA, pair.frequencyB)
  const often = Math.max(pair.frequencyA, pair.frequencyB)
  if (surely && rare < SURELY_WORD) return false
  return (
    rare >= 1 &&
    often - rare <= SLIPS &&
    pair.company < (surely && Math.max(pair.foreignA, pair.foreignB) < 0 ? SOME_COMPANY : LITTLE_COMPANY)
  )
}

/** So often, as log2, that a word is one, and no slip; of one word in so many, as log2, a slip may be. */
const WORD = 3
const SURELY_WORD = 6
const SLIPS = 7
/** Words that stand in such company, of 15, may be one word. */
const LITTLE_COMPANY = 3
const SOME_COMPANY = 6
/** And are, where they look it. */
const MUCH_COMPANY = 4
/** Names that look hardly foreign are, in more; and where the article stands before them (الإيكواس), in more yet. */
const NAME_COMPANY = 5
const NOUN_COMPANY = 6
/** And are, although the list of names has both: as whole tags of one word, and as others, as people are. */
const NAMED_WORD_COMPANY = 6
const NAMED_COMPANY = 8
const NEVER = 16
/** As log2: two that text has oftener, and that do not look foreign, are two names (سلمان, سليمان). */
const RARELY_BOTH = 9
/** So foreign, in log odds, a name looks; so little a name may; so little what takes the article. */
const FOREIGN = 1
const NATIVE = -1.5
const HARDLY_NATIVE = -0.5

const bareLength = (word: string): number => (word.startsWith('ال') ? word.length - 2 : word.length)

/** Writes the features of a pair of words to `out`; false where the words are more than two edits apart. Symmetric. */
export function features(pair: WordPair, sameness: Pick<Sameness, 'costs'>, out: Float64Array): boolean {
  const swapped = pair.a > pair.b
  const [x, y] = sounds(pair)
  const a = swapped ? y : x
  const b = swapped ? x : y
  const script = edits(a, b)
  if (!script || script.length === 0) return false
  out.fill(0)
  const set = (name: (typeof FEATURES)[number], value = 1): void => {
    out[INDEX.get(name)!] = value
  }
  let cost = 0
  let replaced = false
  let weakOnly = true
  for (const edit of script) {
    cost += sameness.costs.get(editName(edit, a, b)) ?? -2
    const word = edit.kind === 'insert' ? b : a
    const place = placeOf(edit, word, Math.max(a.length, b.length))
    if (edit.kind === 'swap') {
      const weak = WEAK.includes(edit.left[0]!) || WEAK.includes(edit.left[1]!)
      set(weak ? 'swap weak' : 'swap')
      if (edit.at === 0) set('swap first')
      weakOnly &&= weak
    } else if (edit.kind === 'replace') {
      const { left, right } = edit
      const weak = WEAK.includes(left) && WEAK.includes(right)
      replaced ||= !weak
      weakOnly &&= weak
      if (weak) set('replace weak')
      else if (alike(SOUNDS, left, right)) set('replace sound')
      else if (!alike(DOTS, left, right) && !beside(left, right)) set('replace other')
      if (alike(DOTS, left, right)) set('replace dots')
      if (beside(left, right)) set('replace neighbour key')
      if (place === 'first') set('replace first')
      if (place === 'last') set('replace last')
    } else {
      const letter = edit.left || edit.right
      const at = edit.at
      const doubled = word[at - 1] === letter || word[at + 1] === letter
      const weak = WEAK.includes(letter)
      weakOnly &&= weak || doubled
      if (doubled) set('add doubled')
      else if (weak) set(`add weak ${place}`)
      else set(`add consonant ${place}`)
    }
  }
  set('cost', Math.max(-6, Math.min(6, cost)))
  if (script.length === 2) set('two edits')
  if (articled(a, b)) set('article')
  if (cliticised(a, b)) set('clitic')
  if (inflected(a, b)) set('ending')
  const first = script[0]!
  const shorterKnown =
    (a.length < b.length ? (swapped ? pair.textB : pair.textA) : swapped ? pair.textA : pair.textB) > 0
  if (script.length === 1 && shorterKnown && a.length !== b.length) {
    if (first.at === 0 && PREFIX_LETTERS.includes(first.left || first.right)) set('prefix letter before a known word')
    if (inflected(a, b)) set('ending after a known word')
  }
  const nouns = Number(pair.nounA) + Number(pair.nounB)
  if (nouns === 2) set('noun both')
  if (nouns === 0) set('noun neither')
  if (nouns === 2 && weakOnly) set('noun both and weak')
  if (nouns === 0 && weakOnly) set('noun neither and weak')
  if (script.length === 2 && weakOnly) set('two edits, weak')
  const frame = Math.max(pair.frameA, pair.frameB)
  set('frame more', frame)
  set('frame less', Math.min(pair.frameA, pair.frameB))
  set('frame more, well', frame > 0.02 ? Math.log2(frame / 0.02) : 0)
  const length = Math.min(a.length, b.length)
  set('length', Math.min(length, 10))
  if (length <= 4) set('short')
  if (length <= 3) set('very short')
  set('words', Math.min(pair.words, 6))
  if (pair.words === 1) set('single word')
  const less = Math.min(pair.textA, pair.textB)
  const more = Math.max(pair.textA, pair.textB)
  if (more === 0) set('unknown both')
  else if (less === 0) {
    set('unknown one')
    set('unknown one, known well', Math.log2(1 + more))
    const [stem, name] = pair.textA === 0 ? [pair.stemA, pair.nameA] : [pair.stemB, pair.nameB]
    if (pair.words === 1) set('unknown one, known well, single word', Math.log2(1 + more))
    set('unknown one, of a known stem', Math.log2(1 + stem))
    if (name) set('unknown one, in a name')
  } else {
    if (replaced) set('known both and replaced')
    if (weakOnly) set('known both and weak')
  }
  set('known less', Math.log2(1 + less))
  set('known more', Math.log2(1 + more))
  set('known ratio', Math.log2((1 + more) / (1 + less)))
  if (pair.tagA > 0 && pair.tagB > 0) {
    const few = Math.min(pair.tagA, pair.tagB)
    const many = Math.max(pair.tagA, pair.tagB)
    set('tag less', Math.log2(1 + few))
    set('tag more', Math.log2(1 + many))
    set('tag ratio', Math.log2((1 + many) / (1 + few)))
    if (few <= 1) set('tag once')
  }
  const rare = Math.min(pair.frequencyA, pair.frequencyB)
  const often = Math.max(pair.frequencyA, pair.frequencyB)
  const soundOnly = out[INDEX.get('replace sound')!]! > 0 && script.length === 1
  set('frequent less', rare)
  set('frequent ratio', often - rare)
  if (rare > 1) {
    set('word both')
    if (pair.company === 0) {
      set('word both, no company')
      if (weakOnly) set('word both, no company, weak')
    }
    set('company', pair.company)
    if (weakOnly) set('company and weak', pair.company)
    if (soundOnly) set('company and sound', pair.company)
  }
  const foreign = Math.max(-3, Math.min(3, Math.min(pair.foreignA, pair.foreignB)))
  set('foreign', foreign)
  if (weakOnly) set('foreign and weak', foreign)
  if (soundOnly) set('foreign and sound', foreign)
  if (areTwoWords(pair)) {
    set('two words')
    if (pair.words === 1) set('two words, single')
  }
  if (pair.together > 0) set('together')
  if (pair.named === 1) set('named one')
  if (pair.named === 2) set('named both')
  return true
}

/** Probability, by the model, that the pair is one tag. */
export function probability(values: Float64Array, model: Weights): number {
  let sum = model.bias
  for (let i = 0; i < values.length; i++) sum += values[i]! * model.weights[i]!
  return 1 / (1 + Math.exp(-sum))
}

const at = (name: (typeof FEATURES)[number]): number => INDEX.get(name)!
const FOREIGN_PARTS = [at('foreign and weak'), at('foreign and sound')]
const [RARE, RATIO, TWO] = [at('frequent less'), at('frequent ratio'), at('two edits')]
const EDGES = [
  at('replace first'),
  at('replace last'),
  at('add weak first'),
  at('add weak last'),
  at('swap'),
  at('swap weak'),
]
const KNOWN = 6
const UNHEARD = 0.97
/** So often, as log2, that a tag of one unknown word is rather a slip of it. */
const FAMOUS = 10
/** A word that text has not, beside one that it has so often, as log2: a slip of it, rather than another name. */
const KNOWN_WELL = 7

/** Whether the pair of `values` are foreign names that differ within by one weak letter or one sound alone. */
export const isSpelledAsName = (values: Float64Array, pair: WordPair): boolean =>
  Math.min(pair.foreignA, pair.foreignB) > 0 &&
  values[TWO] === 0 &&
  FOREIGN_PARTS.some((part) => values[part] !== 0) &&
  !EDGES.some((part) => values[part] !== 0)

/**
 * Whether one of two words has another vowel than the other, rather than the same one written or not: a weak letter for
 * another, or one more beside one (ماو, مياو).
 */
function otherVowel(pair: WordPair): boolean {
  const script = edits(pair.a, pair.b)
  if (script?.length !== 1) return false
  const { kind, at, left, right } = script[0]!
  if (kind === 'replace') return WEAK.includes(left) && WEAK.includes(right)
  const word = pair.a.length > pair.b.length ? pair.a : pair.b
  // An alef at the beginning bears a vowel, and is none (أردوغان, أوردوغان).
  return (
    kind !== 'swap' &&
    WEAK.includes(left || right) &&
    [at - 1, at + 1].some((i) => i > 0 && WEAK.includes(word[i] ?? '-'))
  )
}

/** From which probability the pair of `values` is one tag. */
export function threshold(values: Float64Array, pair: WordPair, isRelated: boolean, model: Weights): number {
  if (isRelated) return model.related
  const alone = pair.words === 1
  // Of two names by themselves that text hardly has, letters do not tell whether they are one.
  if (alone && Math.max(pair.frequencyA, pair.frequencyB) < KNOWN)
    return isSpelledAsName(values, pair) && !otherVowel(pair) ? model.unheard : UNHEARD
  if (isSpelledAsName(values, pair)) {
    if (!alone || pair.company > 0) return model.names
    return otherVowel(pair) ? UNHEARD : model.alone
  }
  if (values[RARE]! > 1 || values[RATIO]! < KNOWN_WELL || values[TWO] !== 0)
    return alone ? model.threshold : model.phrase
  return alone && values[RARE]! + (values[RATIO]! < FAMOUS ? 1 : 0) > 0 ? model.alone : model.slips
}
