import { WusumError } from '../errors.js'
import type { Letters } from '../text/fold.js'
import { hashOf } from '../text/hash.js'
import { wordsBetween } from '../text/words.js'

/** Phrases of one kind with names of parts in braces. */
interface Composed<Kind extends string> {
  readonly kind: Kind
  readonly phrases: readonly string[]
}

/** What `data/layout.json` holds; `data/README.md` says what each part is for. Phrases match whatever their spelling. */
export interface LayoutData {
  readonly version: number
  /** What stands in composed phrases for a name in braces: `وسوم {work}`. */
  readonly parts: Readonly<Record<string, readonly string[]>>
  readonly labels: {
    readonly strong: readonly string[]
    readonly weak: readonly string[]
    readonly singular: readonly string[]
    readonly index: readonly string[]
    readonly topics: readonly string[]
    readonly tails: readonly string[]
    readonly composed: readonly Composed<'strong' | 'singular' | 'index'>[]
    readonly nothing: readonly string[]
    readonly crowds: readonly string[]
  }
  readonly ends: {
    readonly anywhere: readonly string[]
    readonly things: readonly string[]
    readonly labelled: readonly string[]
    readonly colon: readonly string[]
    readonly composed: readonly Composed<'anywhere' | 'labelled'>[]
  }
  readonly debris: readonly string[]
  readonly items: readonly string[]
  readonly bar: { readonly heads: readonly string[]; readonly names: readonly string[] }
  readonly fields: readonly string[]
  readonly dates: {
    readonly months: readonly string[]
    readonly days: readonly string[]
    readonly ago: readonly string[]
  }
  readonly particles: readonly string[]
  readonly prose: readonly string[]
  readonly delimiters: { readonly certain: string; readonly slash: string; readonly dash: string }
  readonly unlabelled: {
    readonly behind: readonly string[]
    readonly interface: readonly string[]
    readonly counted: readonly string[]
    readonly times: readonly string[]
    readonly titles: readonly string[]
    readonly names: readonly string[]
  }
}

/**
 * How far a phrase announces tags: a `strong` one says so by itself, a `weak` one is a common word, a `singular` one
 * more often speaks of one tag or of branding, an `index` heads the tags of a whole site, a `topics` one heads tags on
 * one site and headlines on the next.
 */
export type LabelKind = 'strong' | 'weak' | 'singular' | 'index' | 'topics'

/**
 * What a phrase says about the text around it. Labels open a list; `end` closes it wherever it stands; `thing`, which
 * pages are also about, only beside other interface texts or at the end of its line; `labelled` only before a colon or
 * alone on its line; `colon` only before a colon; `debris` is cut out of it.
 */
export type PhraseKind = LabelKind | 'end' | 'thing' | 'labelled' | 'colon' | 'debris'

export interface Phrase {
  readonly kind: PhraseKind
  readonly words: readonly string[]
}

/** Phrases that begin with one word: of it alone, and by their second word, longest first. */
export interface Begun {
  readonly alone: Phrase[]
  readonly more: Map<string, Phrase[]>
}

/** The compiled layout. Read-only by agreement. */
export interface Layout {
  /** Phrases by their first word. */
  readonly phrases: ReadonlyMap<string, Begun>
  /** Hashes of the first and the last word of every label: what the scan of a page looks for. */
  readonly firstWords: ReadonlySet<number>
  readonly lastWords: ReadonlySet<number>
  /** Words that end a list also when the word before them has run into them (الفلسطينيالمصدر:). */
  readonly glued: readonly string[]
  /** Phrases that end a list anywhere, by their second word: the word before may have run into the first. */
  readonly gluedPhrases: ReadonlyMap<string, readonly Phrase[]>
  /** Sure labels of several words, by their second word, in the same way (حائلكلمات دلالية:). */
  readonly gluedLabels: ReadonlyMap<string, readonly Phrase[]>
  readonly items: ReadonlySet<string>
  /** Words that may follow a label (للخبر). */
  readonly tails: ReadonlySet<string>
  /** Words with which a heading of what a whole site or network speaks of begins (الأكثر تداولا, ترند). */
  readonly crowds: ReadonlySet<string>
  /** What stands behind a label of a page without tags (لا يوجد), words joined. */
  readonly nothing: ReadonlySet<string>
  readonly barHeads: ReadonlySet<string>
  readonly barNames: ReadonlySet<string>
  /** Keys of front matter that hold tags, in lower case. */
  readonly fields: ReadonlySet<string>
  readonly months: ReadonlySet<string>
  readonly days: ReadonlySet<string>
  readonly ago: ReadonlySet<string>
  readonly particles: ReadonlySet<string>
  readonly prose: ReadonlySet<string>
  /** The class of each delimiter, by unit. */
  readonly delimiters: ReadonlyMap<number, 'certain' | 'slash' | 'dash'>
  /** What pages have around lists that no label announces: phrases by their first word. */
  readonly behind: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Those of one word with its article, which the word before may have run into (الشاعرالملخص). */
  readonly headings: readonly string[]
  /** Names of places of a site: menu items, buttons, agencies; whole, as they stand there. */
  readonly interface: ReadonlySet<string>
  /** What pages count of themselves: تعليقات, مشاهدات. */
  readonly counted: ReadonlySet<string>
  /** Words of dates and of reading times. */
  readonly times: ReadonlySet<string>
  /** Words before a person who wrote, not of whom is written. */
  readonly titles: ReadonlySet<string>
  /** Keys that a name shares with a particle, which ى tells apart. */
  readonly names: ReadonlySet<string>
}

/** A shorter word also ends other words. */
const GLUED_LETTERS = 4

export const isLabel = (kind: PhraseKind): kind is LabelKind =>
  kind === 'strong' || kind === 'weak' || kind === 'singular' || kind === 'index' || kind === 'topics'

/** Interface texts: what pages have around their content, and say of it. */
export const isInterface = (kind: PhraseKind): boolean => kind === 'end' || kind === 'thing' || kind === 'labelled'

/** Builds the layout from its data. Pure. @throws {WusumError} `MODEL` for a phrase without a word. */
export function compileLayout(data: LayoutData, letters: Letters): Layout {
  const phrases = new Map<string, Begun>()
  const first = new Set<string>()
  const last = new Set<string>()
  const keysOf = (phrase: string): string[] => {
    const keys = wordsBetween(phrase, 0, phrase.length, letters).map((word) => word.key)
    if (keys.length === 0) throw new WusumError('MODEL', `layout: "${phrase}" has no word`)
    return keys
  }
  const put = <T>(map: Map<string, T[]>, key: string, phrase: T) => {
    const others = map.get(key)
    if (others) others.push(phrase)
    else map.set(key, [phrase])
  }
  const add = (kind: PhraseKind, list: readonly (readonly string[])[]) => {
    for (const words of list) {
      let begun = phrases.get(words[0]!)
      if (!begun) phrases.set(words[0]!, (begun = { alone: [], more: new Map() }))
      if (words.length === 1) begun.alone.push({ kind, words })
      else put(begun.more, words[1]!, { kind, words })
      if (isLabel(kind)) {
        first.add(words[0]!)
        last.add(words.at(-1)!)
      }
    }
  }
  const parts = new Map(Object.entries(data.parts).map(([name, part]) => [name, part.map(keysOf)]))
  const expanded = (phrase: string): readonly (readonly string[])[] =>
    phrase.split(/\{(\w+)\}/).reduce<readonly (readonly string[])[]>(
      (begun, text, i) => {
        const next = i % 2 === 1 ? parts.get(text) : text.trim() === '' ? [[]] : [keysOf(text)]
        if (!next) throw new WusumError('MODEL', `layout: "${phrase}" has a part that is not there`)
        return begun.flatMap((words) => next.map((more) => [...words, ...more]))
      },
      [[]],
    )
  const phrasesOf = <Kind extends string>(
    of: Readonly<Record<Kind, readonly string[]>> & { readonly composed: readonly Composed<Kind>[] },
    kind: Kind,
  ): readonly (readonly string[])[] => [
    ...of[kind].map(keysOf),
    ...of.composed.filter((one) => one.kind === kind).flatMap(({ phrases }) => phrases.flatMap(expanded)),
  ]
  const anywhere = phrasesOf(data.ends, 'anywhere')
  const things = data.ends.things.map(keysOf)
  const labelled = phrasesOf(data.ends, 'labelled')
  const colon = data.ends.colon.map(keysOf)
  const strong = phrasesOf(data.labels, 'strong')
  const index = phrasesOf(data.labels, 'index')
  add('strong', strong)
  add('weak', data.labels.weak.map(keysOf))
  add('singular', phrasesOf(data.labels, 'singular'))
  add('index', index)
  add('topics', data.labels.topics.map(keysOf))
  add('end', anywhere)
  add('thing', things)
  add('labelled', labelled)
  add('colon', colon)
  add('debris', data.debris.map(keysOf))
  // A topics label may also stand among the ends: the label wins where a list may open, so it comes first.
  for (const { more } of phrases.values())
    for (const others of more.values()) others.sort((a, b) => b.words.length - a.words.length)
  const gluedBy = (kind: PhraseKind, list: readonly (readonly string[])[]) => {
    const glued = new Map<string, Phrase[]>()
    for (const words of list)
      if (words.length > 1 && words[0]!.length >= GLUED_LETTERS) put(glued, words[1]!, { kind, words })
    return glued
  }
  const setOf = (list: readonly string[]) => new Set(list.flatMap(keysOf))
  const behind = new Map<string, (readonly string[])[]>()
  for (const words of [...data.unlabelled.behind.map(keysOf), ...anywhere, ...things, ...index])
    put(behind, words[0]!, words)
  const delimiters = new Map<number, 'certain' | 'slash' | 'dash'>()
  for (const kind of ['certain', 'slash', 'dash'] as const)
    for (const char of data.delimiters[kind]) delimiters.set(char.charCodeAt(0), kind)
  return {
    phrases,
    firstWords: new Set(Array.from(first, hashOf)),
    lastWords: new Set(Array.from(last, hashOf)),
    glued: [...labelled, ...colon].flatMap((words) =>
      words.length === 1 && words[0]!.length > GLUED_LETTERS ? words : [],
    ),
    gluedPhrases: gluedBy('end', anywhere),
    gluedLabels: gluedBy('strong', strong),
    items: setOf(data.items),
    tails: setOf(data.labels.tails),
    crowds: setOf(data.labels.crowds),
    nothing: new Set(data.labels.nothing.map((phrase) => keysOf(phrase).join(' '))),
    barHeads: setOf(data.bar.heads),
    barNames: setOf(data.bar.names),
    fields: new Set(data.fields),
    months: setOf(data.dates.months),
    days: setOf(data.dates.days),
    ago: setOf(data.dates.ago),
    particles: setOf(data.particles),
    prose: setOf(data.prose),
    delimiters,
    behind,
    headings: Array.from(behind.values()).flatMap((others) =>
      others.flatMap((words) => (words.length === 1 && /^ال.{4}/.test(words[0]!) ? words : [])),
    ),
    interface: new Set(data.unlabelled.interface.map((phrase) => keysOf(phrase).join(' '))),
    times: setOf(data.unlabelled.times),
    counted: setOf(data.unlabelled.counted),
    titles: setOf(data.unlabelled.titles),
    names: setOf(data.unlabelled.names),
  }
}
