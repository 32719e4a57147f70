import { edits } from './distance.js'
import { UNDECIDED } from './homographs.js'
import { CONTRAST } from './lexicon.js'
import type { Language } from '../counted.js'
import { fold, hasNoSeat, isMasked, markedConflict, markedWords, type Letters, type MarkedWords } from '../text/fold.js'
import {
  areForeign,
  areTwoWords,
  articled,
  cliticised,
  eitherWay,
  FEATURES,
  features,
  inflected,
  isSpelledAsName,
  keepsCompany,
  otherCase,
  otherDefiniteness,
  isDerived,
  prefixed,
  probability,
  soundsAlike,
  startOf,
  stemCount,
  threshold,
  type Sameness,
  type Stems,
  type WordPair,
} from './sameness.js'
import { sentence, type Reason, type Rule, type WordEdit } from './reasons.js'
import type { Comparison, Decision, Relation } from '../types.js'

/** What the matcher asks of evidence. All keys are orthographic. */
export interface Witness {
  /** Occurrences of a word in prose. */
  word(word: string): number
  /** Occurrences of two adjacent words in prose. */
  pair(a: string, b: string): number
  /** Distinct lists that have the key as a tag. */
  key(key: string): number
  /** Distinct lists that have both keys. */
  together(a: string, b: string): number
}

/** What a pair is judged by. Without `evidence` and `counts`, by spelling and what ships alone. */
export interface Context {
  readonly letters: Letters
  readonly sameness: Sameness
  readonly evidence?: Witness | undefined
  /** Occurrences of a tag, by orthographic key, and the pages that have it, where tags are known (a registry). */
  readonly counts?: ((key: string) => { readonly count: number; readonly pages: number } | undefined) | undefined
  /** Whether one author lists two keys side by side, of a page that is taken alone. */
  readonly sideBySide?: ((a: string, b: string) => boolean) | undefined
  readonly decisions?: readonly Decision[] | undefined
}

/** A surface, folded every way the matcher needs. */
export interface Form {
  readonly surface: string
  readonly encoding: string
  readonly key: string
  /** Words at the orthographic level, compounds and single Latin letters joined: as text is counted. */
  readonly plain: readonly string[]
  /** The same words at the hamza level. */
  readonly seated: readonly string[]
  /** The same, what has several accepted spellings written one way. */
  readonly words: readonly string[]
  /** `words` with spaces between. Surfaces with one `phrase` are one tag unless a guard parts them. */
  readonly phrase: string
  /** Pages that have the tag, where whoever clusters it counts them; else it is asked for by key. */
  pages: number | undefined
}

/** What the matcher says of a pair. */
export class Verdict {
  readonly same: boolean
  readonly rule: Rule
  readonly reason: Reason
  /** 0 to 1: probability, by the model, that the two are one tag; 1 and 0 for rules. */
  readonly score: number
  /** A relation that keeps them two tags. */
  readonly relation: Relation | undefined

  constructor(same: boolean, rule: Rule, reason: Reason, score: number, relation?: Relation) {
    this.same = same
    this.rule = rule
    this.score = score
    this.relation = relation
    this.reason = reason
  }
}

/** Rules that hold whatever else says one tag: no cluster may have two surfaces that these keep apart. */
const FIRM: ReadonlySet<string> = new Set(['decision', 'guard', 'vowels', 'numbers', 'listed together', 'latin'])
/** Evidence counts words under hashes: a lower count may be another word's. */
const SURELY_SEEN = 32
/** Under this probability a pair keeps clusters apart, too: two names that are surely different. */
const SURELY_APART = 0.1

export const cannotLink = (verdict: Verdict): boolean =>
  !verdict.same &&
  verdict.rule !== 'different' &&
  (FIRM.has(verdict.rule) ||
    (verdict.relation !== undefined && verdict.relation !== 'near') ||
    verdict.score < SURELY_APART)

/** Marks between letters that hide a word: a tatweel beside a mark or a space, or a mark that no writer puts there. */
const MASK = /\u0640[\s./*_|·•~+'-]|[\s./*_|·•~+'-]\u0640|\p{L}[./*|~]\p{L}/u
/** A long a above the letters, which some words also have written as an alef. */
const DAGGER = '\u0670'
/** Letters of Arabic script for sounds that Arabic has no letter for. */
const LOAN = /[\u0679-\u06a8\u06ab-\u06be\u06c4-\u06cb\u0750-\u077f]/
/** A hamza of its own before an alef that is not the last letter: both are one letter with madda (قرءان, إجراءات). */
const BEFORE_ALEF = /(^|[^\sويىئؤء])ء[اآ](?=[\u0621-\u064a])/
/** Whether there may be something to write in one way. */
const SEVERAL = new RegExp(`${DAGGER}|${LOAN.source}|(?:^|\\s)(?:[اإأ]بن|ال)(?:\\s|$)|ء[اآ]`)
/** What stands in brackets behind a name, to tell it from others. */
const QUALIFIED = /\([^()]+\)\s*$/
const HAMZA = /[أإآ]/
/** A minus, or a hyphen that was torn from a name. */
const NEGATIVE = /(?:^|\s)[-\u2212][0-9\u0660-\u0669\u06f0-\u06f9]/
/** No word is longer, nor has a homograph. */
const LONGEST_WORD = 24
/** No Arabic word has a letter three times running. */
const STRETCHED = /([\u0621-\u064a])\1{2,}/g
const BEFORE_STEM = /^[وف]?[بكل]?(?:ال|ل)?$/
const DIGITS = /\d+/g
const ARABIC = /[\u0621-\u064a\u066e-\u06d3]/

/** What ships of a word: see `WordPair`. */
interface Facts {
  readonly text: number
  readonly stem: number
  readonly noun: boolean
  readonly name: boolean
  readonly frequency: number
  readonly foreign: number
  readonly derived: boolean
}
/** The least probability that two words of their own are one in the phrase they stand in. */
const TWO_WORDS = 0.92
/** Shares of pairs that a person takes for one although a rule parts them, by reading some. */
const UNWEIGHED_SHARE = 0.5
const REORDERED_TAKEN = 0.1
const ARTICLE_TAKEN = 0.05
const CASE_TAKEN = 0.2
/** So often in text that a short word is one, and no slip. */
const COMMON = 16
/** More words than these spelled in two ways are not one name. */
export const MOST_FOREIGN = 3
/** Words remembered at once. */
const FACTS = 1 << 15

export class Matcher {
  readonly #context: Context
  readonly #same = new Set<string>()
  readonly #apart = new Set<string>()
  readonly #related = new Set<string>()
  readonly #values = new Float64Array(FEATURES.length)
  readonly #marked = new WeakMap<Form, MarkedWords>()
  #known = new Map<string, Facts>()

  constructor(context: Context) {
    this.#context = context
    for (const decision of context.decisions ?? [])
      if ('a' in decision) {
        const a = fold(decision.a, 'encoding', context.letters)
        const b = fold(decision.b, 'encoding', context.letters)
        const pairs = { same: this.#same, apart: this.#apart, related: this.#related }[decision.verb]
        pairs.add(pairKey(a, b))
      }
  }

  /** @param encoding its key at that level, where the caller has it */
  form(surface: string, encoding = fold(surface, 'encoding', this.#context.letters)): Form {
    const { letters, sameness } = this.#context
    const key = fold(surface, 'orthographic', letters)
    const plain = joined(key, sameness.heads)
    const seated = hasNoSeat(key, letters) ? plain : joined(fold(surface, 'hamza', letters), sameness.heads)
    const words = seated.map((word) => oneSpelling(word.replace(STRETCHED, '$1'), sameness.stems))
    if (SEVERAL.test(encoding) && !MASK.test(surface)) this.#oneWay(words, encoding, plain)
    return { surface, encoding, key, plain, seated, words, phrase: words.join(' '), pages: undefined }
  }

  /** Writes words of names, loan letters, a hamza before alef and a dagger alef in one of their spellings, in place. */
  #oneWay(words: string[], encoding: string, plain: readonly string[]): void {
    const { letters, sameness } = this.#context
    const { parts, innerParts, loans, pairs } = sameness
    if (encoding.includes(DAGGER)) {
      const full = joined(fold(encoding.replaceAll(DAGGER, 'ا'), 'orthographic', letters), sameness.heads)
      if (full.length === words.length)
        for (const [i, word] of full.entries())
          // The alef is written in some words (سماوات), and never in others (الرحمن).
          if (word !== plain[i] && sameness.words(word) > sameness.words(plain[i]!))
            words[i] = oneSpelling(fold(word, 'hamza', letters), sameness.stems)
    }
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!
      const inner = innerParts.get(word)
      const next = words[i + 1]
      words[i] =
        parts.get(word) ??
        (inner !== undefined && (i > 0 || (next !== undefined && pairs(word, next) > 0 && pairs(inner, next) > 0))
          ? inner
          : word)
      // Shorter ones are words of other languages (گل), which no Arabic letter makes Arabic.
      if (word.length >= 4 && LOAN.test(word))
        words[i] = oneSpelling(
          word.replace(new RegExp(LOAN, 'g'), (letter) => {
            const read = loans.get(letter) ?? letter
            return Array.from(read).find((to) => sameness.words(word.replaceAll(letter, to)) > 0) ?? read[0] ?? letter
          }),
          sameness.stems,
        )
      // As it was written in the keys that text is counted by: a seat of the hamza level may be that of another word.
      if (BEFORE_ALEF.test(plain[i]!)) words[i] = words[i]!.replace(BEFORE_ALEF, '$1ا')
    }
  }

  /** Whether a decision, a guard or conflicting vowels part two forms of one phrase. */
  parted(a: Form, b: Form): Verdict | undefined {
    if (this.#negative(a) !== this.#negative(b) && digits(a.phrase) === digits(b.phrase))
      return apart('numbers', { is: 'negative' })
    if (a.encoding === b.encoding) return undefined
    if (has(this.#apart, a, b)) return apart('decision', { is: 'decided apart' })
    if (has(this.#related, a, b)) return apart('decision', { is: 'decided related' }, 'near')
    if (has(this.#same, a, b)) return undefined
    if (this.#context.sameness.guards.get(a.encoding)?.has(b.encoding))
      return apart('guard', { is: 'guard', a: a.encoding, b: b.encoding })
    if ((a.encoding !== a.key || b.encoding !== b.key) && (HAMZA.test(a.encoding) || HAMZA.test(b.encoding))) {
      const homographs = this.#homographs(a, b)
      if (homographs) return homographs
    }
    // Only marks contradict each other.
    if (MARK.test(a.encoding) && MARK.test(b.encoding) && markedConflict(this.#marks(a), this.#marks(b)))
      return apart('vowels', { is: 'vowels' })
    return undefined
  }

  /** The marks of a form, which many others of its phrase may be held against. */
  #marks(form: Form): MarkedWords {
    let marks = this.#marked.get(form)
    if (!marks) this.#marked.set(form, (marks = markedWords(form.surface, this.#context.letters)))
    return marks
  }

  /** Whether a form has a number below zero: at its beginning, or behind a word that takes the article; a name has a hyphen there (كوفيد -19). */
  #negative({ surface, plain }: Form): boolean {
    const sign = surface.includes('-') || surface.includes('\u2212') ? NEGATIVE.exec(surface) : null
    if (!sign) return false
    if (sign.index === 0) return true
    const before = plain[plain.findIndex((word) => isNumber(word)) - 1]
    return before !== undefined && this.#facts(before).noun
  }

  /** Whether some word of one is another word than that in its place, by its hamza or madda. */
  #homographs(a: Form, b: Form): Verdict | undefined {
    const { homographs } = this.#context.sameness
    const [x, y] = [a.encoding.split(' '), b.encoding.split(' ')]
    if (x.length !== y.length) return undefined
    for (const [i, word] of x.entries()) {
      const other = y[i]!
      if (word === other || word.length > LONGEST_WORD) continue
      const [one, two] = [homographs.reading(word), homographs.reading(other)]
      if (one === two || one === undefined || two === undefined || !sameBut(word, other)) continue
      if (one !== UNDECIDED && two !== UNDECIDED) return apart('guard', { is: 'homographs', a: word, b: other })
      const [bare, full] = one === UNDECIDED ? [word, other] : [other, word]
      return apart('guard', { is: 'undecided', a: bare, b: full })
    }
    return undefined
  }

  /** Whether a form has a word, written without its hamza, that may be one of several. */
  undecided(form: Form): boolean {
    return form.encoding.split(' ').some((word) => this.#context.sameness.homographs.reading(word) === UNDECIDED)
  }

  compare(a: Form, b: Form): Verdict {
    const firm = this.parted(a, b)
    if (firm) return firm
    if (a.surface === b.surface) return one('identical', { is: 'identical' })
    if (has(this.#same, a, b)) return one('decision', { is: 'decided one' })
    if (!a.phrase || !b.phrase) return apart('different', { is: 'no letter' })
    if (a.encoding === b.encoding)
      return isMasked(a.surface, this.#context.letters) !== isMasked(b.surface, this.#context.letters)
        ? one('masked', { is: 'masked' })
        : one('encoding', { is: 'encoding' })
    if (a.key === b.key) {
      const marked = bare(a.encoding) === bare(b.encoding)
      return marked
        ? one('vowels written', { is: 'vowels written' })
        : one('orthographic', { is: 'orthographic', key: a.key })
    }
    if (same(a.seated, b.seated))
      return fold(a.surface, 'hamza', this.#context.letters) !== fold(b.surface, 'hamza', this.#context.letters)
        ? one('compound', { is: 'compound' })
        : one('hamza seat', { is: 'hamza seat' })
    if (digits(a.phrase) !== digits(b.phrase)) return apart('numbers', { is: 'numbers' })
    if (a.phrase === b.phrase) return this.#accepted(a, b)
    const joinedA = a.words.join('')
    if (joinedA === b.words.join('')) return this.#spacing(a, b)
    return this.#near(a, b)
  }

  #accepted(a: Form, b: Form): Verdict {
    if (a.seated.length !== b.seated.length) return one('spacing', { is: 'spaces' })
    const [x, y] = differing(a.seated, b.seated)
    const named = { a: x, b: y }
    if (x.replace(STRETCHED, '$1') === y.replace(STRETCHED, '$1'))
      return one('stretched', { is: 'stretched', ...named })
    if (LOAN.test(x) || LOAN.test(y)) return one('loan letter', { is: 'loan letter', ...named })
    if (BEFORE_ALEF.test(x) || BEFORE_ALEF.test(y)) return one('hamza seat', { is: 'hamza before alef', ...named })
    if (a.encoding.includes(DAGGER) || b.encoding.includes(DAGGER))
      return one('vowels written', { is: 'dagger alef', ...named })
    return one('accepted spelling', { is: 'accepted spelling', ...named })
  }

  #spacing(a: Form, b: Form): Verdict {
    if (MASK.test(a.surface) || MASK.test(b.surface)) return one('masked', { is: 'masked and near' })
    const { particles } = this.#context.sameness
    const [x, y] = a.words.length > b.words.length ? [a, b] : [b, a]
    for (const [front, back] of cuts(x.words, y.words))
      if (particles.has(front) || front.length + back.length < (LATIN.test(front + back) ? 4 : 5))
        return apart('spacing', { is: 'readings', a: front, b: back })
    if (QUALIFIED.test(a.surface) && QUALIFIED.test(b.surface) && this.#areNamed(a, b))
      return apart('spacing', { is: 'bracketed' })
    return one('spacing', { is: 'spaces' })
  }

  #areNamed(a: Form, b: Form): boolean {
    return this.#context.sameness.named(a.key) && this.#context.sameness.named(b.key)
  }

  #near(a: Form, b: Form): Verdict {
    const phrases = related(a.words, b.words)
    if (phrases?.relation === 'word-order' && this.#arePersons(a.plain) && this.#arePersons(b.plain))
      return apart('different', { is: 'other people' })
    if (phrases) return phrases
    const places = this.#differing(a, b)
    if (places?.length !== 1) return this.#foreign(a, b, places ?? [])
    const pair = this.#pairAt(a, b, places[0]!)
    const named = { a: pair.a, b: pair.b }
    if (!ARABIC.test(pair.a) || !ARABIC.test(pair.b)) return apart('latin', { is: 'latin', ...named })
    if (pair.company === CONTRAST) return apart('near', { is: 'alternate', ...named }, 'near')
    const alike = soundsAlike(pair) || keepsCompany(pair)
    if (!alike && !features(pair, this.#context.sameness, this.#values))
      return apart('different', { is: 'far', ...named })
    // Names that look foreign have no forms (دميترو, ميشيغين).
    const relation = haveForms(pair) ? wordRelation(pair.a, pair.b) : undefined
    if (relation && isFirm(relation, pair)) return apart(relation, { is: 'related', ...named }, relation)
    if (tooShort(pair.a, pair.b, pair.words)) return apart('short', { is: 'short', ...named }, 'near')
    if (keptByAuthors(pair.together, pair.tagA, pair.tagB))
      return apart('listed together', { is: 'kept by authors', ...named, lists: pair.together })
    if (alike) return one('foreign name', { is: 'foreign name', ...named, edit: editIn(pair.a, pair.b) })
    if (!misspelt(pair) && this.#sideBySide(a, b)) return apart('listed together', { is: 'side by side', ...named })
    if (hamzaDropped(pair, a.plain[places[0]!]!, b.plain[places[0]!]!))
      return one('hamza dropped', { is: 'hamza dropped', ...named })
    if (prefixed(pair.a, pair.b) && !cutOff(pair)) return apart('derived', { is: 'derived', ...named }, 'near')
    const areNames = isSpelledAsName(this.#values, pair)
    const told = this.#told(relation, a, b, pair)
    if (!areNames && pair.named === 2) return apart(told ?? 'near', { is: 'two names', ...named }, told ?? 'near')
    const known = pair.tagA > 0 && pair.tagB > 0
    const model = known ? this.#context.sameness.warm : this.#context.sameness.cold
    const score = probability(this.#values, model)
    if (!areNames && areTwoWords(pair, true))
      return apart(told ?? 'near', { is: 'two words', ...named }, told ?? 'near')
    const twoWords = !areNames && areTwoWords(pair)
    const needed = Math.max(threshold(this.#values, pair, relation !== undefined, model), twoWords ? TWO_WORDS : 0)
    const isSame = score >= needed
    const reason: Reason = {
      is: 'weighed',
      ...named,
      same: isSame,
      edit: editIn(pair.a, pair.b),
      relation,
      text: [pair.textA, pair.textB],
      lists: known ? [pair.tagA, pair.tagB] : undefined,
      probability: score,
      needed,
    }
    if (isSame) return new Verdict(true, 'near spelling', reason, score)
    return new Verdict(false, told ?? 'near', reason, score, told ?? (score > SURELY_APART ? 'near' : undefined))
  }

  /** Whether one author lists two tags side by side. */
  #sideBySide(a: Form, b: Form): boolean {
    return this.#together(a, b) > 0 || (this.#context.sideBySide?.(a.key, b.key) ?? false)
  }

  /** The relation to tell of two words: that one is not the other inflected where it is a name (طالبان, الرياضة). */
  #told(relation: Relation | undefined, a: Form, b: Form, pair: WordPair): Relation | undefined {
    if (relation !== 'inflection' || otherCase(pair.a, pair.b)) return relation
    const { named } = this.#context.sameness
    const isOther = (word: string, { key }: Form, short: string): boolean =>
      (word.length >= short.length && word.endsWith('ان') && named(key)) || word === `${short}ت` || word === `${short}ك`
    return pair.named === 2 || isOther(pair.a, a, pair.b) || isOther(pair.b, b, pair.a) ? undefined : relation
  }

  /** Whether all words are of personal names, as far as their letters tell. */
  #arePersons(words: readonly string[]): boolean {
    const { nameWord, words: text } = this.#context.sameness
    return words.every(
      (word) =>
        nameWord(word) &&
        !word.startsWith('ال') &&
        !(word.length > 4 && word.endsWith('ي') && text(word.slice(0, -1)) > 0),
    )
  }

  /** Places of the words in which two forms of as many words differ. */
  #differing(a: Form, b: Form): number[] | undefined {
    if (a.words.length !== b.words.length) return undefined
    const places: number[] = []
    for (let i = 0; i < a.words.length; i++) if (a.words[i] !== b.words[i]) places.push(i)
    return places
  }

  /** Two forms that differ in several words are one where each of these spells one foreign name in two ways. */
  #foreign(a: Form, b: Form, places: readonly number[]): Verdict {
    const other = (): Verdict => apart('different', { is: 'far apart' })
    if (places.length < 2 || places.length > MOST_FOREIGN) return other()
    let least = 1
    for (const place of places) {
      const pair = this.#pairAt(a, b, place)
      if (!areForeign(pair) || tooShort(pair.a, pair.b, pair.words)) return other()
      if (soundsAlike(pair) || keepsCompany(pair)) continue
      if (pair.company === CONTRAST) return other()
      if (!features(pair, this.#context.sameness, this.#values) || !isSpelledAsName(this.#values, pair)) return other()
      const { cold } = this.#context.sameness
      const score = probability(this.#values, cold)
      if (score < cold.names) return other()
      least = Math.min(least, score)
    }
    if (least < 1 && this.#sideBySide(a, b)) return apart('listed together', { is: 'side by side' })
    return new Verdict(true, 'foreign name', { is: 'foreign words' }, least)
  }

  /** The one word in which two forms differ, with all that is known of it; `undefined` where they differ in more. */
  wordPair(a: Form, b: Form): WordPair | undefined {
    const places = this.#differing(a, b)
    return places?.length === 1 ? this.#pairAt(a, b, places[0]!) : undefined
  }

  #pairAt(a: Form, b: Form, place: number): WordPair {
    const { sameness } = this.#context
    const x = a.plain[place]!
    const y = b.plain[place]!
    const factsA = this.#facts(x)
    const factsB = this.#facts(y)
    return {
      textA: this.#text(x),
      textB: this.#text(y),
      stemA: factsA.stem,
      stemB: factsB.stem,
      nounA: factsA.noun,
      nounB: factsB.noun,
      nameA: factsA.name,
      nameB: factsB.name,
      a: a.words[place]!,
      b: b.words[place]!,
      words: a.words.length,
      frameA: this.#frame(a.plain, place),
      frameB: this.#frame(b.plain, place),
      frequencyA: factsA.frequency,
      frequencyB: factsB.frequency,
      company: factsA.frequency > 0 && factsB.frequency > 0 ? this.#company(x, y) : 0,
      foreignA: factsA.foreign,
      foreignB: factsB.foreign,
      tagA: this.#tags(a),
      tagB: this.#tags(b),
      together: this.#together(a, b),
      derived: factsA.derived || factsB.derived,
      named: Number(sameness.named(a.key)) + Number(sameness.named(b.key)),
    }
  }

  /** How like their company is, with their article or without. */
  #company(x: string, y: string): number {
    const { lexicon } = this.#context.sameness
    return Math.max(lexicon.company(x, y), lexicon.company(otherDefiniteness(x), otherDefiniteness(y)))
  }

  /** Whether two words could be judged one in some phrase: spares the look-ups of their phrases where not. */
  mayBeNear(a: string, b: string): boolean {
    return !tooShort(a, b, 2) && ARABIC.test(a) && ARABIC.test(b)
  }

  /**
   * How likely a person takes two forms for one that a rule parts: of those that are the same words in another order, with
   * other articles or in another case, about so many; else by the model, which holds half as often of pairs that a rule
   * has spoken on. 0 for short words that text has both, which nobody takes for one.
   */
  likeness(a: Form, b: Form, rule: Rule): number {
    if (rule === 'word-order') return REORDERED_TAKEN
    if (rule === 'article') return ARTICLE_TAKEN
    const places = this.#differing(a, b) ?? []
    if (rule === 'inflection' && places.length > 1) return CASE_TAKEN
    const pair = this.wordPair(a, b)
    if (!pair || pair.company === CONTRAST || !ARABIC.test(pair.a) || !ARABIC.test(pair.b)) return 0
    if (tooShort(pair.a, pair.b, pair.words) && Math.min(pair.textA, pair.textB) >= COMMON) return 0
    if (!features(pair, this.#context.sameness, this.#values)) return 0
    const { warm, cold } = this.#context.sameness
    const likeness = UNWEIGHED_SHARE * probability(this.#values, pair.tagA > 0 && pair.tagB > 0 ? warm : cold)
    return otherCase(pair.a, pair.b) ? Math.max(likeness, CASE_TAKEN) : likeness
  }

  /** What ships of a word; remembered, since a vocabulary has few words for many pairs. */
  #facts(word: string): Facts {
    let facts = this.#known.get(word)
    if (!facts) {
      const { sameness } = this.#context
      const text = sameness.words(word)
      facts = {
        text,
        stem: text === 0 ? stemCount(word, sameness.words) : text,
        noun: sameness.words(otherDefiniteness(word)) > 0,
        name: sameness.nameWord(word),
        frequency: eitherWay(word, (it) => sameness.lexicon.frequency(it)),
        foreign: sameness.lexicon.foreignness(word),
        derived: isDerived(word, sameness.words),
      }
      if (this.#known.size >= FACTS) this.#known = new Map()
      this.#known.set(word, facts)
    }
    return facts
  }

  /** The share of the word at `place` among what text has beside its neighbour, the greater of both sides. */
  #frame(words: readonly string[], place: number): number {
    const { sameness, evidence } = this.#context
    let best = 0
    for (const side of [-1, 1]) {
      const neighbour = words[place + side]
      if (neighbour === undefined) continue
      const [x, y] = side < 0 ? [neighbour, words[place]!] : [words[place]!, neighbour]
      const together = sameness.pairs(x, y) || (evidence?.pair(x, y) ?? 0)
      if (together > 0) best = Math.max(best, Math.min(1, together / Math.max(together, this.#text(neighbour), 4)))
    }
    return best
  }

  #text(word: string): number {
    const { evidence } = this.#context
    const shipped = this.#facts(word).text
    if (shipped > 0 || !evidence) return shipped
    const seen = evidence.word(word)
    return seen >= SURELY_SEEN ? seen : 0
  }

  #tags(form: Form): number {
    const { counts, evidence } = this.#context
    return form.pages ?? counts?.(form.key)?.pages ?? evidence?.key(form.key) ?? 0
  }

  #together(a: Form, b: Form): number {
    return this.#context.evidence?.together(a.key, b.key) ?? 0
  }
}

const matchers = new WeakMap<Context, Matcher>()

/** The matcher of a context, made once. */
export function matcherOf(context: Context): Matcher {
  let matcher = matchers.get(context)
  if (!matcher) matchers.set(context, (matcher = new Matcher(context)))
  return matcher
}

/**
 * The context of a page taken alone. That a tag stands on one page says nothing of how it is used, so its spellings are
 * judged as two by themselves are; but near spellings that its author lists side by side are two tags.
 * @param lists tags by list, as their author delimited them
 */
export function aloneIn(context: Context, lists: readonly (readonly string[])[]): Context {
  const matcher = matcherOf(context)
  const listsOf = new Map<string, Set<number>>()
  for (const [l, list] of lists.entries())
    for (const surface of list) {
      const { key } = matcher.form(surface)
      const known = listsOf.get(key)
      if (known) known.add(l)
      else listsOf.set(key, new Set([l]))
    }
  const sideBySide = (a: string, b: string): boolean => {
    const others = listsOf.get(b)
    return others !== undefined && [...(listsOf.get(a) ?? [])].some((l) => others.has(l))
  }
  return { ...context, counts: () => undefined, sideBySide }
}

/**
 * Whether two surfaces are one tag, and why, in one sentence. From spelling and what ships alone, or, where the context
 * has them, from evidence, known tags and decisions too. Symmetric. Linear in the lengths.
 */
export function compare(a: string, b: string, context: Context, lang: Language = 'en'): Comparison {
  const matcher = matcherOf(context)
  const [x, y] = [matcher.form(a), matcher.form(b)]
  const { same: isSame, rule, reason } = matcher.compare(x, y)
  return { a, b, same: isSame, rule, why: sentence(asWritten(reason, x, y), lang) }
}

/** A reason with its words as the tags write them, not as they are compared (المقاومة, not المقاومه). */
export function asWritten(reason: Reason, x: Form, y: Form): Reason {
  if (!('a' in reason) || !('b' in reason)) return reason
  const [a, b] = [wordAsWritten(reason.a, x), wordAsWritten(reason.b, y)]
  if (!('edit' in reason)) return { ...reason, a, b }
  const long = a.length > b.length ? a : b
  const isTaMarbuta = reason.edit.is === 'letter' && reason.edit.letter === 'ه' && long.endsWith('ة')
  return { ...reason, a, b, edit: isTaMarbuta ? { is: 'letter', letter: 'ة' } : reason.edit }
}

function wordAsWritten(word: string, { encoding, words }: Form): string {
  const written = encoding.split(' ')
  const place = written.length === words.length ? words.indexOf(word) : -1
  return written[place] ?? word
}

/** Whether one word has ي for ئ, or و for ؤ, and only the other is in use (رييس for رئيس). `x`, `y`: as text is counted. */
function hamzaDropped(pair: WordPair, x: string, y: string): boolean {
  if (!pair.a.includes('ء') && !pair.b.includes('ء')) return false
  const script = edits(x, y)
  if (script?.length !== 1 || script[0]!.kind !== 'replace') return false
  const seat = DROPPED.find((letters) => letters.includes(script[0]!.left) && letters.includes(script[0]!.right))
  if (seat === undefined) return false
  const first = script[0]!.left === seat[0]
  const [text, bareText] = first ? [pair.textA, pair.textB] : [pair.textB, pair.textA]
  const [tags, bareTags] = first ? [pair.tagA, pair.tagB] : [pair.tagB, pair.tagA]
  const [frequency, bareFrequency] = first ? [pair.frequencyA, pair.frequencyB] : [pair.frequencyB, pair.frequencyA]
  // A word that text of all kinds has is a word (فيات, وايل), unless the other is hundreds of times as frequent (رييس).
  if (bareFrequency > 0 && frequency - bareFrequency < 8) return false
  return (text >= 10 && text > 100 * bareText) || (bareTags > 0 && tags >= 20 * bareTags)
}
const DROPPED = ['ئي', 'ؤو']

/** Whether only one of two words is a word that text has: the other is a slip, whoever lists it beside the right one. */
const misspelt = ({ textA, textB }: WordPair): boolean =>
  Math.max(textA, textB) >= 10 && Math.max(textA, textB) > 100 * Math.min(textA, textB)

/** Whether authors name both so often that they are two tags to them, not one that some spell in several ways. */
const keptByAuthors = (together: number, tagA: number, tagB: number): boolean =>
  together >= 3 && 2 * together >= Math.min(tagA, tagB)

/** Whether the relation of two words is plain from their letters, so that no likeness makes them one. */
const isFirm = (relation: Relation, pair: WordPair): boolean =>
  relation === 'article' ||
  (relation === 'prefix' && !cutOff(pair)) ||
  (relation === 'nisba' && pair.words === 1) ||
  otherCase(pair.a, pair.b)

/** Whether one of two words may be the other in another form: not where both are foreign names of one length. */
const haveForms = (pair: WordPair): boolean =>
  pair.a.length !== pair.b.length || pair.nounA || pair.nounB || Math.min(pair.foreignA, pair.foreignB) <= 1.5

/** Whether the longer word is one that text has and the shorter is none: a letter that was lost, not a prefix (بنيامين, نيامين). */
const cutOff = ({ a, b, textA, textB }: WordPair): boolean => {
  const [kept, lost] =
    a.length === b.length
      ? [Math.max(textA, textB), Math.min(textA, textB)]
      : a.length > b.length
        ? [textA, textB]
        : [textB, textA]
  return kept >= 10 && kept > 100 * lost
}

const bareLength = (word: string): number => (word.startsWith('ال') ? word.length - 2 : word.length)

const tooShort = (a: string, b: string, words: number): boolean =>
  Math.min(a.length, b.length) < (words === 1 ? 4 : 3) || Math.min(bareLength(a), bareLength(b)) < 3

const one = (rule: Rule, reason: Reason): Verdict => new Verdict(true, rule, reason, 1)
const apart = (rule: Rule, reason: Reason, relation?: Relation): Verdict =>
  new Verdict(false, rule, reason, 0, relation)
/** Fathatan to sukun, and the dagger alef. */
const MARK = /[\u064b-\u0652\u0670]/
const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`)
/** Whether a set of pairs has two forms: without decisions no name of the pair is made. */
const has = (pairs: ReadonlySet<string>, a: Form, b: Form): boolean =>
  pairs.size > 0 && pairs.has(pairKey(a.encoding, b.encoding))
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i])
/** The numbers of a phrase. Most have none: that is seen without an expression. */
function digits(phrase: string): string {
  for (let i = 0; i < phrase.length; i++) {
    const unit = phrase.charCodeAt(i)
    if (unit >= 0x30 && unit <= 0x39) return phrase.match(DIGITS)?.join(' ') ?? ''
  }
  return ''
}
/** Whether two words are one but for hamza, madda, final ya, ta marbuta and marks. */
const sameBut = (a: string, b: string): boolean => skeleton(a) === skeleton(b)
const skeleton = (word: string): string =>
  bare(word)
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
const bare = (encoding: string): string => encoding.replace(/[\u064b-\u0652\u0670]/g, '')

function differing(a: readonly string[], b: readonly string[]): [string, string] {
  const place = a.findIndex((word, i) => word !== b[i])
  return [a[place] ?? '', b[place] ?? '']
}

/** The edit between two words, as it is told. */
function editIn(a: string, b: string): WordEdit {
  if (a.length === b.length) {
    const wrong = Array.from(a).flatMap((letter, i) => (letter === b[i] ? [] : [i]))
    if (wrong.length === 2 && a[wrong[0]!] === b[wrong[1]!] && a[wrong[1]!] === b[wrong[0]!]) return { is: 'swap' }
    if (wrong.length === 1) return { is: 'replace', a: a[wrong[0]!]!, b: b[wrong[0]!]! }
  } else if (Math.abs(a.length - b.length) === 1) {
    const [long, short] = a.length > b.length ? [a, b] : [b, a]
    let i = 0
    while (long[i] === short[i] && i < short.length) i++
    if (long.slice(i + 1) === short.slice(i)) return { is: 'letter', letter: long[i]! }
  }
  return { is: 'several' }
}

const LATIN = /^[a-z]+$/
const isLetter = (word: string): boolean => word.length === 1 && word >= 'a' && word <= 'z'
const isNumber = (word: string): boolean => word[0]! >= '0' && word[0]! <= '9'
const LONE_ARTICLE = 'ال'

/** Words of a key: compounds as one (`عبد الله` as `عبدالله`), letters of an acronym too, no article before a number. */
function joined(key: string, heads: ReadonlySet<string>): string[] {
  const words = key.split(' ')
  let left: string[] | undefined
  for (let i = 0; i < words.length; i++) {
    const from = i
    let word = words[i]!
    const next = words[i + 1]
    if (next !== undefined) {
      if (word === LONE_ARTICLE && isNumber(next)) {
        left ??= words.slice(0, i)
        continue
      }
      while (i + 1 < words.length && (heads.has(words[i]!) || (isLetter(words[i]!) && isLetter(words[i + 1]!))))
        word += words[++i]!
    }
    if (i > from) left ??= words.slice(0, from)
    left?.push(word)
  }
  return left ?? words
}

const NO_STEMS: readonly (readonly [string, string])[] = []

/** A word with its stem in the first of the accepted spellings, whatever stands before and after. */
function oneSpelling(word: string, stems: Stems): string {
  for (let at = 0; at <= 4 && at + 3 <= word.length; at++)
    for (const [stem, to] of stems.get(startOf(word, at)) ?? NO_STEMS)
      if (word.startsWith(stem, at) && word.length - at - stem.length <= 3 && BEFORE_STEM.test(word.slice(0, at)))
        return word.slice(0, at) + to + word.slice(at + stem.length)
  return word
}

/** Where `long` cuts a word that `short` writes as one: the part before the cut and the part after. */
function cuts(long: readonly string[], short: readonly string[]): [string, string][] {
  const ends = (words: readonly string[]): Set<number> => {
    let at = 0
    return new Set(words.map((word) => (at += word.length)))
  }
  const found: [string, string][] = []
  for (const [x, y] of [
    [long, short],
    [short, long],
  ] as const) {
    const whole = ends(y)
    let at = 0
    for (let i = 0; i < x.length - 1; i++) {
      at += x[i]!.length
      if (!whole.has(at)) found.push([x[i]!, x[i + 1]!])
    }
  }
  return found
}

function wordRelation(a: string, b: string): Relation | undefined {
  if (articled(a, b)) return 'article'
  if (otherCase(a, b)) return 'inflection'
  if (cliticised(a, b)) return 'prefix'
  if (a === `${b}ي` || b === `${a}ي` || a === `${b}يه` || b === `${a}يه`) return 'nisba'
  if (inflected(a, b)) return 'inflection'
  return undefined
}

/** Relations between phrases that leave them two tags, from their words alone. */
function related(a: readonly string[], b: readonly string[]): Verdict | undefined {
  const keep = (relation: Relation, reason: Reason): Verdict => apart(relation, reason, relation)
  if (a.length === b.length) {
    const differ = a.flatMap((word, i) => (word === b[i] ? [] : [i]))
    if (differ.length > 1) {
      if ([...a].sort().join(' ') === [...b].sort().join(' ')) return keep('word-order', { is: 'word order' })
      if (differ.every((i) => articled(a[i]!, b[i]!))) return keep('article', { is: 'articles' })
      if (differ.every((i) => wordRelation(a[i]!, b[i]!))) return keep('inflection', { is: 'inflections' })
    }
    return undefined
  }
  const [long, short] = a.length > b.length ? [a, b] : [b, a]
  let i = 0
  for (const word of long) if (word === short[i]) i++
  if (i === short.length) {
    const relation = a.length > b.length ? 'wider' : 'narrower'
    if (long.length - short.length === 1 && long[0] === short[0] && long.at(-1)!.startsWith('و'))
      return apart('different', { is: 'second thing' })
    return keep(relation, { is: 'narrower' })
  }
  return undefined
}
