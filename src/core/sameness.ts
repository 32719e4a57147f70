import { edits, type Edit } from './distance.js'

/**
 * What the judge knows: tables from data/sameness.json, data/guards.json, data/compounds.json and data/spellings.json, and
 * the shipped word counts. Frozen.
 */
export interface Sameness {
  /** Tags (encoding keys) that stay apart although their keys are one: `على` and `علي`. Both directions. */
  readonly guards: ReadonlyMap<string, ReadonlySet<string>>
  /** First words that are written joined to the next or not: `عبد الله`, `عبدالله`. Orthographic keys. */
  readonly heads: ReadonlySet<string>
  /** Words that, cut off the front of another, make two different tags: `ال سعود`, `في صل`. Orthographic keys. */
  readonly particles: ReadonlySet<string>
  /** Stems that have several accepted spellings, each to the first of its row, longest first: `اميرك` to `امريك`. */
  readonly stems: readonly (readonly [stem: string, to: string])[]
  /** Learned cost of one edit, natural log of how much likelier it is within one name than between two. */
  readonly costs: ReadonlyMap<string, number>
  /** Occurrences of a word (orthographic key) in the text that the model was trained on, rounded to a power of two; 0: unknown. */
  readonly words: (word: string) => number
  /** Whether a phrase is the name of a place, a person, an organisation or an article, by the shipped list of names. */
  readonly named: (phrase: string) => boolean
  /** Share of writers, in that text, who write the word so (a surface word, encoding key) among its spellings; 0: unknown. */
  readonly spelling: (word: string) => number
  /** Judge from spelling alone, and judge with the evidence of pages. */
  readonly cold: Weights
  readonly warm: Weights
}

/** A logistic model: `weights[i]` belongs to `FEATURES[i]`. A pair is one tag where the probability is over `threshold`. */
export interface Weights {
  readonly weights: Float64Array
  readonly bias: number
  readonly threshold: number
}

/** Two words that differ, and all that is known of them and their places. Counts are occurrences. */
export interface WordPair {
  readonly a: string
  readonly b: string
  /** Words of the phrase, and the place of the differing one. */
  readonly words: number
  readonly place: number
  /** Occurrences in text. */
  readonly textA: number
  readonly textB: number
  /** Lists that have the whole tag; 0 where nothing is known. */
  readonly tagA: number
  readonly tagB: number
  /** Whether one author's list has both. */
  readonly together: boolean
}

const WEAK = 'اويءىؤئ'
/** Letters told apart by dots alone. */
const DOTS = ['بتثني', 'جحخ', 'دذ', 'رز', 'سش', 'صض', 'طظ', 'عغ', 'فق', 'هة']
/** Letters that one foreign sound is written with. */
const SOUNDS = ['جغكقگ', 'تطث', 'سصثز', 'دضذ', 'زجظ', 'فبپڤ', 'هحخ', 'شجس', 'عا']
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
  return `${x === '' ? `add ${y!}` : `${x!}${y!}`} ${placeOf(edit, word, Math.max(a.length, b.length))}`
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
  'known less',
  'known more',
  'known ratio',
  'unknown one, known well',
  'tag less',
  'tag more',
  'tag ratio',
  'tag once',
  'together',
  'known both and replaced',
  'known both and weak',
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

/** Whether one word is the other with an article before it. */
export function articled(a: string, b: string): boolean {
  return a === `ال${b}` || b === `ال${a}` || (a.startsWith('ل') && a === `ل${b}` && b.startsWith('ل'))
}

/** Whether one word is the other with و ف ب ل ك before it. */
export function cliticised(a: string, b: string): boolean {
  const [long, short] = a.length > b.length ? [a, b] : [b, a]
  return CLITICS.some(
    (clitic) => long === clitic + short || (clitic === 'ل' && short.startsWith('ال') && long === `لل${short.slice(2)}`),
  )
}

/** Writes the features of a pair of words to `out`; false where the words are more than two edits apart. Symmetric. */
export function features(pair: WordPair, sameness: Pick<Sameness, 'costs'>, out: Float64Array): boolean {
  const swapped = pair.a > pair.b
  const a = swapped ? pair.b : pair.a
  const b = swapped ? pair.a : pair.b
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
  } else {
    if (replaced) set('known both and replaced')
    if (weakOnly) set('known both and weak')
  }
  set('known less', Math.log2(1 + less))
  set('known more', Math.log2(1 + more))
  set('known ratio', Math.log2((1 + more) / (1 + less)))
  if (pair.tagA > 0 || pair.tagB > 0) {
    const few = Math.min(pair.tagA, pair.tagB)
    const many = Math.max(pair.tagA, pair.tagB)
    set('tag less', Math.log2(1 + few))
    set('tag more', Math.log2(1 + many))
    set('tag ratio', Math.log2((1 + many) / (1 + few)))
    if (few <= 1) set('tag once')
  }
  if (pair.together) set('together')
  return true
}

/** Probability, by the model, that the pair is one tag. */
export function probability(values: Float64Array, model: Weights): number {
  let sum = model.bias
  for (let i = 0; i < values.length; i++) sum += values[i]! * model.weights[i]!
  return 1 / (1 + Math.exp(-sum))
}
