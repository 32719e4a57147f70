import { clean, type Letters } from './fold.js'
import type { Layout, Phrase, PhraseKind } from './layout.js'
import { hashOfWord, isBlank, ITEM_WORDS, NEWLINE, SPACE, wordsOf, type Word } from './words.js'

/** A phrase that announces tags, where the page has it. */
export interface Label {
  readonly kind: 'strong' | 'weak' | 'topics'
  readonly start: number
  /** Behind the colon, where there is one. */
  readonly end: number
  readonly colon: boolean
  readonly lineStart: boolean
}

/** What a label opens: delimited tags, or a run's pieces. */
export interface Block {
  readonly end: number
  readonly list?: readonly string[]
  readonly run?: readonly string[]
}

/** A block is read no further than this, which bounds the work and the record; the longest seen have about 2,000 units. */
const BLOCK_UNITS = 20_000
const BLOCK_LINES = 200

const COLON = 58
const WIDE_COLON = 0xff1a
const HASH = 35
const WIDE_HASH = 0xff03
const TATWEEL = 0x0640

/** Reads the blocks of one text. */
export class BlockReader {
  private readonly text: string
  private readonly layout: Layout
  private readonly letters: Letters
  private readonly units: Uint16Array
  /** The stretch for which the line end is known. */
  private lineFrom = 0
  private lineTo = -1

  constructor(text: string, layout: Layout, letters: Letters) {
    this.text = text
    this.layout = layout
    this.letters = letters
    this.units = letters.units
  }

  /** The label that the line at `lineStart` begins with, icons and bullets before it passed over. */
  labelAtLine(lineStart: number): Label | undefined {
    const { text, units } = this
    let start = lineStart
    // Bounded: a line of ornaments is no label line.
    for (const stop = Math.min(text.length, start + 40); start < stop; start++) {
      const unit = text.charCodeAt(start)
      if (units[unit]! > SPACE || unit === NEWLINE) break
    }
    const end = this.wordEnd(start)
    if (end === start || !this.layout.firstWords.has(hashOfWord(this.text, start, end, this.letters))) return undefined
    const words = wordsOf(text, start, Math.min(this.lineEnd(start), start + 120), this.letters, 8)
    return this.labelOf(words, 0, true)
  }

  /** The label whose colon stands at `colon`, inside a line. */
  labelBefore(colon: number, lineStart: number): Label | undefined {
    const { text, units } = this
    let end = colon
    while (end > lineStart && end > colon - 4 && units[text.charCodeAt(end - 1)]! <= SPACE) end--
    let start = end
    while (start > lineStart && start > end - 24 && units[text.charCodeAt(start - 1)] !== SPACE) start--
    if (start === end || !this.layout.lastWords.has(hashOfWord(this.text, start, end, this.letters))) return undefined
    const from = Math.max(lineStart, end - 80)
    const words = wordsOf(text, from, end, this.letters)
    // The longest label that ends here: the first that reaches the colon.
    for (let i = Math.max(0, words.length - 5); i < words.length; i++) {
      if (words[i]!.start < from + 1 && from > lineStart) continue
      const phrase = this.phraseAt(words, i, isLabel)
      if (phrase && i + phrase.words.length === words.length) return this.labelOf(words, i, false)
    }
    return undefined
  }

  /** A label at word `i`, with a second one right behind it (Tags / الوسوم) and its colon or dash. */
  private labelOf(words: readonly Word[], i: number, lineStart: boolean): Label | undefined {
    const phrase = this.phraseAt(words, i, isLabel)
    if (!phrase) return undefined
    let last = i + phrase.words.length - 1
    if (this.layout.tails.has(words[last + 1]?.key ?? '')) last++
    let kind = phrase.kind
    const second = this.phraseAt(words, last + 1, isLabel)
    if (second && !this.hasNewline(words[last]!.end, words[last + 1]!.start)) {
      last += second.words.length
      if (second.kind === 'strong') kind = second.kind
    }
    let end = words[last]!.end
    let colon = false
    for (const stop = Math.min(this.text.length, end + 12); end < stop; end++) {
      const unit = this.text.charCodeAt(end)
      if (unit === COLON || unit === WIDE_COLON || this.layout.delimiters.get(unit) === 'dash' || unit === 124)
        colon = true
      else if (unit === NEWLINE || isHash(unit) || OPENING.includes(this.text[end]!) || this.units[unit]! > SPACE) break
    }
    return { kind: kind as Label['kind'], start: words[i]!.start, end, colon, lineStart }
  }

  /** The block that a label opens; undefined when what follows does not list tags, so the label was none. */
  block(label: Label): Block | undefined {
    const lineEnd = this.lineEnd(label.end)
    return this.hasWord(label.end, lineEnd) ? this.inline(label, label.end, lineEnd) : this.below(label, lineEnd)
  }

  /** The whole text as a list that its page declares: a field's string. Undefined where it reads like a sentence. */
  declared(): Block | undefined {
    const end = Math.min(this.text.length, BLOCK_UNITS)
    const words = wordsOf(this.text, 0, end, this.letters)
    const items = this.items(words, 0, end)
    if (items.length === 0 || this.proseScore(words) > 0.3) return undefined
    return this.isDelimited(words, 0, items)
      ? { end, list: items.map((item) => clean(item, this.letters)) }
      : { end, run: items }
  }

  /** Whether delimiters between words part all items, none longer than a tag. */
  private isDelimited(words: readonly Word[], start: number, items: readonly string[]): boolean {
    const { used, delimiters } = this.cuts(words, start)
    const longest = Math.max(...items.map((item) => this.countWords(item)))
    return longest <= ITEM_WORDS && (delimiters >= 2 || (delimiters === 1 && used === 'certain' && longest <= 5))
  }

  private countWords(item: string): number {
    return wordsOf(item, 0, item.length, this.letters, ITEM_WORDS + 1).length
  }

  /** Lines of nothing but hashtags, two or more in all. */
  hashtags(lineStart: number): Block | undefined {
    const { text, units } = this
    const { encoding } = this.letters
    const limit = Math.min(text.length, lineStart + BLOCK_UNITS)
    const tags: string[] = []
    let end = lineStart
    for (let at = lineStart; at < limit;) {
      while (at < limit && isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== NEWLINE) at++
      if (!isHash(text.charCodeAt(at))) break
      const line: string[] = []
      const stop = Math.min(this.lineEnd(at), limit)
      while (at < stop && isHash(text.charCodeAt(at))) {
        const start = at++
        while (at < stop && (encoding[text.charCodeAt(at)] !== SPACE || text[at] === '_')) at++
        line.push(clean(text.slice(start, at), this.letters))
        while (at < stop && !isHash(text.charCodeAt(at)) && units[text.charCodeAt(at)]! <= SPACE) at++
      }
      if (at < stop || line.includes('')) break
      tags.push(...line)
      end = stop
      at = stop + 1
    }
    return tags.length < 2 ? undefined : { end, list: tags }
  }

  /** A list that begins at `start` on a line; it goes on below only after a delimiter that ends its line. */
  private inline(label: Label, start: number, lineEnd: number): Block | undefined {
    const { text, layout } = this
    const limit = Math.min(text.length, start + BLOCK_UNITS)
    let words: Word[] = []
    let end = Math.min(lineEnd, limit)
    let over = this.scan(words, start, end)
    for (let line = 0; over === undefined && end < limit && line < BLOCK_LINES; line++) {
      let last = end
      while (last > start && isBlank(text.charCodeAt(last - 1))) last--
      if (layout.delimiters.get(text.charCodeAt(last - 1)) !== 'certain') break
      const next = Math.min(this.lineEnd(end + 1), limit)
      if (!this.hasWord(end + 1, next)) break
      over = this.scan(words, end + 1, next)
      end = next
    }
    if (over !== undefined) {
      end = over
      words = words.filter((word) => word.start < over)
    }
    // A mark may stand in a tag; it ends a sentence where what follows reads like prose.
    const mark = words.findIndex((word, i) => i + 1 < words.length && this.endsSentence(word, words[i + 1]!))
    const sentence =
      mark >= 0 && this.proseScore(words.slice(mark + 1)) > (label.kind === 'strong' && label.colon ? 0.3 : 0.2)
    if (sentence) {
      words.length = mark + 1
      end = words[mark]!.end
    }
    if (words.length === 0) return undefined
    return this.judge(label, words, start, end, sentence)
  }

  /** A list on the lines below its label. */
  private below(label: Label, lineEnd: number): Block | undefined {
    const { text } = this
    const limit = Math.min(text.length, lineEnd + BLOCK_UNITS)
    const lines: Word[][] = []
    let blankStep = -1
    let blanks = 0
    let longest = 0
    let end = lineEnd
    for (let start = lineEnd + 1, line = 0; start < limit && line < BLOCK_LINES; line++) {
      const stop = Math.min(this.lineEnd(start), limit)
      if (!this.hasWord(start, stop)) {
        if (++blanks > 2) break
        start = stop + 1
        continue
      }
      // Blank lines part all items or none.
      if (lines.length === 1) blankStep = blanks
      else if (lines.length > 1 && blanks > blankStep) break
      blanks = 0
      const words: Word[] = []
      const over = this.scan(words, start, stop)
      const first = lines.length === 0
      if (over !== undefined && over <= words[0]!.start) break
      // One line that holds the whole list. That the label stands alone on its line is worth a colon.
      if (first && (words.length > ITEM_WORDS || this.cuts(words, start).delimiters >= 2)) {
        return this.inline({ ...label, colon: true, lineStart: true }, start, stop)
      }
      // A line that is no tag, or a headline behind the last one.
      if (over !== undefined || words.length > ITEM_WORDS || this.proseScore(words) > 0.4) break
      if (!first && words.length > 5 && words.length > longest + 3) break
      if (this.endsInStop(stop)) break
      longest = Math.max(longest, words.length)
      if (!this.isDebrisLine(words)) lines.push(words)
      end = stop
      start = stop + 1
    }
    const items = lines.flatMap((words) => this.items(words, words[0]!.start, this.lineEnd(words.at(-1)!.end)))
    if (items.length === 0) return undefined
    const counts = lines.map((words) => words.length)
    const tags = isShort(counts)
    if (label.kind === 'topics' && (items.length < 2 || !tags || lines.some((line) => this.proseScore(line) > 0.2))) {
      return undefined
    }
    return items.length > 1 && tags
      ? { end, list: items.map((item) => clean(item, this.letters)) }
      : { end, run: items }
  }

  /**
   * Whether a stretch lists tags, and how reliably it is delimited. Of flattened published lists 99 % score at most
   * 0.2 and 99.9 % at most 0.3 as prose; half of all sentences score above 0.36.
   */
  private judge(
    label: Label,
    words: readonly Word[],
    start: number,
    end: number,
    sentence: boolean,
  ): Block | undefined {
    const items = this.items(words, start, end)
    if (items.length === 0) return undefined
    const counts = items.map((item) => this.countWords(item))
    const delimited = this.isDelimited(words, start, items)
    const score = this.proseScore(words)
    const opens = this.layout.prose.has(words[0]!.key) || this.layout.particles.has(words[0]!.key)
    // Where the label itself is uncertain, only a clear list of short items makes it one.
    const clear = delimited && items.length >= 3 && isShort(counts)
    if (label.kind === 'topics') {
      if (!delimited || items.length < 2 || !isShort(counts) || score > 0.2) return undefined
    } else if (label.kind === 'weak' && !clear && (!label.colon || !label.lineStart)) return undefined
    else if (!label.colon && (opens || score > 0.2)) return undefined
    else if (delimited) {
      if (score > 0.4 || (sentence && score > 0.2)) return undefined
    } else if (
      sentence ||
      score > 0.3 ||
      (items.length === 1 && words.length > ITEM_WORDS && this.endsInStop(end) && score > 0.1)
    ) {
      return this.beforeProse(label, words, start)
    }
    return delimited ? { end, list: items.map((item) => clean(item, this.letters)) } : { end, run: items }
  }

  /** On a page that lost its line ends, the run between a certain label and the prose that runs into it. */
  private beforeProse(label: Label, words: readonly Word[], start: number): Block | undefined {
    if (label.kind !== 'strong' || !label.colon) return undefined
    const first = words.findIndex((word) => this.layout.prose.has(word.key))
    // A sentence begins with its conjunction, or with the word before its first prose word.
    const length = words[first]?.key.startsWith('و') ? first : first - 1
    if (length < 3 || this.proseScore(words.slice(0, length)) > 0.12) return undefined
    const end = words[length - 1]!.end
    return { end, run: this.items(words.slice(0, length), start, end) }
  }

  /**
   * Reads words from `start` to `end` into `words` until an end phrase or another label says that the list is over.
   * Returns where, or undefined.
   */
  private scan(words: Word[], start: number, end: number): number | undefined {
    let from = words.length
    for (let at = start; at < end;) {
      // In portions, so that a block that ends early costs no more than its length.
      const portion = wordsOf(this.text, at, end, this.letters, 32)
      if (portion.length === 0) return undefined
      words.push(...portion)
      at = portion.at(-1)!.end
      const complete = !this.hasWord(at, end)
      // The last words of a portion wait for the next one, since a phrase may go on in it.
      const until = complete ? words.length : words.length - 6
      for (; from < until; from++) {
        const word = words[from]!
        const phrase = this.phraseAt(words, from, (kind) => kind !== 'debris')
        if (phrase && this.closes(phrase, words, from)) return word.start
        const glued = this.gluedEnd(word)
        if (glued !== undefined) return glued
      }
      if (complete) return undefined
    }
    return undefined
  }

  private closes(phrase: Phrase, words: readonly Word[], i: number): boolean {
    if (phrase.kind === 'end' || (phrase.kind === 'strong' && phrase.words.length > 1)) return true
    const last = words[i + phrase.words.length - 1]!
    if (this.colonAfter(last.end)) return true
    if (phrase.kind !== 'labelled' && phrase.kind !== 'topics') return false
    // Alone on its line.
    return this.startsLine(words[i]!.start) && !this.hasWord(last.end, this.lineEnd(last.end))
  }

  /** Where a list ends inside a word that an end label has run into, with its colon behind it. */
  private gluedEnd(word: Word): number | undefined {
    if (!this.colonAfter(word.end)) return undefined
    for (const label of this.layout.glued) {
      if (word.key.length < label.length + 2 || !word.key.endsWith(label)) continue
      let at = word.end
      for (let left = label.length; left > 0;) if (this.units[this.text.charCodeAt(--at)] !== 0) left--
      return at
    }
    return undefined
  }

  private endsSentence(word: Word, next: Word): boolean {
    if (word.key.length < 3 || /[0-9]$/.test(word.key)) return false
    if (!isStop(this.text[word.end])) return false
    for (let at = word.end + 1; at < next.start; at++) if (!isBlank(this.text.charCodeAt(at))) return false
    return next.start > word.end + 1
  }

  /** Whether a stretch that ends at `end` ends in a full stop or its like. */
  private endsInStop(end: number): boolean {
    let at = end
    while (at > end - 8 && at > 0 && isBlank(this.text.charCodeAt(at - 1))) at--
    return isStop(this.text[at - 1]) || isStop(this.text[end]) || this.text[at - 1] === ':'
  }

  /** The delimiters and the cut debris between words, as spans; the kind of delimiter in use, and how often it stands. */
  private cuts(
    words: readonly Word[],
    start: number,
  ): { spans: [number, number][]; used: string | undefined; delimiters: number } {
    const { text, layout } = this
    const counts = { certain: 0, hash: 0, bracket: 0, slash: 0, dash: 0 }
    const each = (visit: (kind: keyof typeof counts, at: number) => void) => {
      for (let i = 0; i < words.length; i++) {
        const from = i === 0 ? start : words[i - 1]!.end
        const to = words[i]!.start
        // "غزة" "مصر", (غزة) (مصر)
        if (i > 0 && to - from > 1 && CLOSING.includes(text[from]!) && OPENING.includes(text[to - 1]!)) {
          visit('bracket', from + 1)
        }
        for (let at = from; at < to; at++) {
          const unit = text.charCodeAt(at)
          if (isHash(unit)) {
            if (at + 1 === to) visit('hash', at)
            continue
          }
          const kind = layout.delimiters.get(unit)
          if (!kind || i === 0) continue
          const tight = at === from && at + 1 === to
          // Inside a number or a word: 1,000, 7/10, كوفيد-19, طـ/ـوفان.
          if (tight && (kind === 'dash' || (isDigitAt(text, at - 1) && isDigitAt(text, at + 1)))) continue
          if (tight && text.charCodeAt(at - 1) === TATWEEL) continue
          if (kind === 'dash' && (!isBlank(text.charCodeAt(at - 1)) || !isBlank(text.charCodeAt(at + 1)))) continue
          visit(kind, at)
        }
      }
    }
    each((kind) => counts[kind]++)
    // The weaker delimiters count only where no stronger one stands: "7/10، ..." and "كوفيد - 19، ...".
    const used = (['certain', 'hash', 'bracket', 'slash', 'dash'] as const).find((kind) => counts[kind] > 0)
    const spans: [number, number][] = []
    each((kind, at) => {
      if (kind === used || kind === 'hash') spans.push([at, at + 1])
    })
    for (let i = 0; i < words.length;) {
      const length = this.debrisAt(words, i)
      if (length > 0) spans.push([words[i]!.start, words[i + length - 1]!.end])
      i += Math.max(1, length)
    }
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    return { spans, used, delimiters: used ? counts[used] : 0 }
  }

  /** The stretches between cuts that hold a word and are no interface text. */
  private items(words: readonly Word[], start: number, end: number): string[] {
    const { spans } = this.cuts(words, start)
    const items: string[] = []
    let from = start
    for (const [cut, to] of [...spans, [end, end] as const]) {
      if (cut > from) {
        const item = this.text.slice(from, cut).trim()
        const keys = wordsOf(item, 0, item.length, this.letters, 2)
        const debris = keys.length === 1 && this.layout.items.has(keys[0]!.key)
        if (!debris && clean(item, this.letters) !== '') items.push(item)
      }
      from = Math.max(from, to)
    }
    return items
  }

  private isDebrisLine(words: readonly Word[]): boolean {
    return this.debrisAt(words, 0) === words.length || (words.length === 1 && this.layout.items.has(words[0]!.key))
  }

  /** How many words from `i` are interface text: a debris phrase, or a bar of share buttons. */
  private debrisAt(words: readonly Word[], i: number): number {
    const phrase = this.phraseAt(words, i, (kind) => kind === 'debris')
    if (phrase) return phrase.words.length
    const { barHeads, barNames } = this.layout
    const head = barHeads.has(words[i]!.key) ? 1 : 0
    let names = 0
    while (i + head + names < words.length && barNames.has(words[i + head + names]!.key)) names++
    // Two names behind "share", or three that are typed in Latin: an article on networks lists them in Arabic.
    if (head === 1 && names >= 2) return 1 + names
    const latin = words.slice(i, i + names).filter((word) => /^[a-z]/.test(word.key)).length
    return head === 0 && latin >= 3 ? names : 0
  }

  /** Prose words weigh three, particles one, over all words. */
  private proseScore(words: readonly Word[]): number {
    let score = 0
    for (const { key } of words) {
      if (this.layout.prose.has(key)) score += 3
      else if (this.layout.particles.has(key)) score += 1
    }
    // Two words more, so that one word of a short list does not decide.
    return score / (words.length + 2)
  }

  private phraseAt(words: readonly Word[], i: number, wanted: (kind: PhraseKind) => boolean): Phrase | undefined {
    if (i >= words.length) return undefined
    return this.layout.phrases
      .get(words[i]!.key)
      ?.find(
        (phrase) =>
          wanted(phrase.kind) &&
          phrase.words.every(
            (key, k) =>
              words[i + k]?.key === key && (k === 0 || !this.hasNewline(words[i + k - 1]!.end, words[i + k]!.start)),
          ),
      )
  }

  private colonAfter(at: number): boolean {
    while (this.text.charCodeAt(at) === SPACE || this.text.charCodeAt(at) === 0xa0) at++
    const unit = this.text.charCodeAt(at)
    return unit === COLON || unit === WIDE_COLON
  }

  private lineEnd(at: number): number {
    // Asked again and again within one line, which may be the whole page.
    if (at < this.lineFrom || at > this.lineTo) {
      const end = this.text.indexOf('\n', at)
      this.lineFrom = at
      this.lineTo = end < 0 ? this.text.length : end
    }
    return this.lineTo
  }

  /** Whether no word stands before `at` on its line. */
  private startsLine(at: number): boolean {
    while (at > 0 && this.text.charCodeAt(at - 1) !== NEWLINE)
      if (this.units[this.text.charCodeAt(--at)]! > SPACE) return false
    return at > 0
  }

  private hasNewline(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.text.charCodeAt(i) === NEWLINE) return true
    return false
  }

  private hasWord(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.units[this.text.charCodeAt(i)]! > SPACE) return true
    return false
  }

  private wordEnd(start: number): number {
    let end = start
    while (end < this.text.length && end < start + 24 && this.units[this.text.charCodeAt(end)] !== SPACE) end++
    return end
  }
}

const isLabel = (kind: PhraseKind): boolean => kind === 'strong' || kind === 'weak' || kind === 'topics'
const isHash = (unit: number): boolean => unit === HASH || unit === WIDE_HASH
/** Brackets and quotation marks that may wrap each item of a list. */
const OPENING = '([{«“"‘'
const CLOSING = ')]}»”"’'
const isDigitAt = (text: string, at: number): boolean => /[0-9٠-٩۰-۹]/.test(text[at] ?? '')
const isStop = (char: string | undefined): boolean => char === '.' || char === '؟' || char === '?' || char === '!'
/** Tags rather than headlines, by the words of each. */
const isShort = (counts: readonly number[]): boolean =>
  Math.max(...counts) <= ITEM_WORDS && counts.reduce((sum, n) => sum + n, 0) <= 3.5 * counts.length
