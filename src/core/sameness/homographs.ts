/**
 * What `data/homographs.json` holds: words that differ in a hamza or madda on alef alone and are two (أنفاق, إنفاق).
 * Orthographic keys do not tell them apart.
 */
export interface HomographData {
  /** Ends of words that أ makes a plural and إ a verbal noun: `نفاق`. Parted by spaces. */
  readonly plurals: string
  /** Ends of the same shape that have but one of both, so that the other is a slip: `نسان`. Ends in neither list are taken for two. */
  readonly alike: string
  /** Words of one orthographic key, each another word. With an article, too, unless one of them begins with one. */
  readonly words: readonly (readonly string[])[]
  /** Which of them text means by the word without its hamza, where it hardly ever means another. */
  readonly bare: Readonly<Record<string, string>>
}

/** Ways to write one orthographic key. */
interface Row {
  /** What is written, with its hamza; each another word. */
  readonly words: ReadonlySet<string>
  /** What the bare spelling stands for. */
  readonly bare: string | undefined
}

/** Pronouns and the accusative, longest first: what may stand behind a noun. */
const ENDINGS = ['هما', 'ها', 'هم', 'هن', 'نا', 'كم', 'ه', 'ك', 'ا']
/** أ or إ before a root of three letters with a long a in it: plural or verbal noun. */
const PLURAL = /^(?:ال)?[أإ][^اأإآوي][^اأإآ]ا[^اأإآ]$/
/** A shorter word is another word with any of these. */
const LEAST_STEM = 5

/** A bare spelling that may stand for several words. */
export const UNDECIDED = ''

/** Tells words of one orthographic key apart by their hamza and madda. Pure; a look-up of some hash probes a word. */
export class Homographs {
  readonly #rows = new Map<string, Row>()

  readonly #alike: ReadonlySet<string>

  constructor({ plurals, alike, words, bare }: HomographData) {
    this.#alike = new Set(alike.split(' '))
    const rows = [...plurals.split(' ').map((end) => [`أ${end}`, `إ${end}`]), ...words]
    for (const row of rows) {
      this.#add(row.map(written), bare)
      if (!row.some((word) => word.startsWith('ال')))
        this.#add(
          row.map((word) => written(`ال${word}`)),
          bare,
        )
    }
  }

  #add(words: readonly string[], bare: HomographData['bare']): void {
    const key = bareOf(words[0]!)
    const meant = bare[key]
    this.#rows.set(key, { words: new Set(words), bare: meant === undefined ? undefined : written(meant) })
  }

  /** All rows, for what counts them. */
  *rows(): Generator<readonly [key: string, words: ReadonlySet<string>]> {
    for (const [key, { words }] of this.#rows) yield [key, words]
  }

  /**
   * The word that is written, as the table has it: `UNDECIDED` for a bare spelling that may be several, undefined for
   * words that have no homograph.
   *
   * @param word its encoding key
   */
  reading(word: string): string | undefined {
    const own = written(word)
    const key = bareOf(own)
    for (const [start, article] of starts(key)) {
      const rest = article + key.slice(start)
      const found = this.#read(rest, article + own.slice(start)) ?? this.#ended(rest, article + own.slice(start))
      if (found !== undefined) return found
    }
    return undefined
  }

  #read(key: string, own: string): string | undefined {
    const row = this.#rows.get(key)
    if (row === undefined) return PLURAL.test(own) && !this.#alike.has(own.slice(-4)) ? own : undefined
    if (row.words.has(own)) return own
    return own === key ? (row.bare ?? UNDECIDED) : undefined
  }

  #ended(key: string, own: string): string | undefined {
    for (const ending of ENDINGS)
      if (key.endsWith(ending) && key.length - ending.length >= LEAST_STEM) {
        const found = this.#read(key.slice(0, -ending.length), own.slice(0, -ending.length))
        if (found !== undefined) return found
      }
    return undefined
  }
}

/** Where a word may begin behind و ف ب ك ل, and the article that stands in لل. */
function starts(word: string): [start: number, article: string][] {
  const found: [number, string][] = [[0, '']]
  let at = 0
  if (word[at] === 'و' || word[at] === 'ف') found.push([++at, ''])
  if (word.startsWith('لل', at)) found.push([at + 2, 'ال'])
  else if (word[at] === 'ب' || word[at] === 'ك' || word[at] === 'ل') found.push([at + 1, ''])
  return found
}

/** An encoding key with its hamza forms, without what habit exchanges besides. */
const written = (word: string): string =>
  word
    .replace(/[\u064b-\u0652\u0670]/g, '')
    .replace(/ٱ/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')

const bareOf = (word: string): string => word.replace(/[أإآ]/g, 'ا')
