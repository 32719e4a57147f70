import { WusumError } from '../core/errors.js'
import { Background } from '../core/boundaries/background.js'
import { countingLetters, phraseOf } from '../core/text/tokens.js'
import { fold, type Letters } from '../core/text/fold.js'
import { Homographs, type HomographData } from '../core/sameness/homographs.js'
import { Lexicon } from '../core/sameness/lexicon.js'
import { FEATURES, startOf, type Sameness, type Weights } from '../core/sameness/sameness.js'
import { WordLevels, WordSet, WordShares } from '../core/text/wordset.js'
import { json, parsed, type ModelFile, type ReadFile } from './files.js'

interface WeightsData {
  readonly bias: number
  readonly threshold: number
  readonly related: number
  readonly names: number
  readonly slips: number
  readonly alone: number
  readonly phrase: number
  readonly unheard: number
  readonly weights: Readonly<Record<string, number>>
}

/**
 * What the sameness judge knows: the tables of data/guards.json, data/homographs.json, data/compounds.json and
 * data/spellings.json, the trained weights and letter costs of data/sameness.json, and the shipped word counts.
 *
 * @throws WusumError MODEL when a file is missing or damaged
 */
export function samenessOf(read: ReadFile, letters: Letters): Sameness {
  const trained = json(read, 'sameness.json') as { costs: Record<string, number>; cold: WeightsData; warm: WeightsData }
  return Object.freeze({
    ...tablesOf(read, letters),
    costs: new Map(Object.entries(trained.costs)),
    cold: weightsOf(trained.cold),
    warm: weightsOf(trained.warm),
  })
}

/** All but what is trained from it. */
export function tablesOf(read: ReadFile, letters: Letters): Omit<Sameness, 'costs' | 'cold' | 'warm'> {
  const units = countingLetters(letters.units)
  // Counts of edited prose: text of all kinds has every misspelling, too.
  const prose = parsed(read, 'prose.bin.gz', (bytes) => Background.fromBytes(bytes))
  const guards = json(read, 'guards.json') as { apart: string[][] }
  const compounds = json(read, 'compounds.json') as { heads: string; particles: string }
  const spellings = json(read, 'spellings.json') as {
    stems: string[]
    words: Record<string, string>
    inner: Record<string, string>
    loans: Record<string, string>
  }
  const { once, twice, names, spelling } = wordTables(read)
  const key = (word: string): string => fold(word, 'orthographic', letters)
  const wordMap = (words: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
    new Map(Object.entries(words).map(([from, to]) => [key(from), key(to)]))
  return {
    guards: guardTable(guards.apart, letters),
    heads: new Set(compounds.heads.split(' ').map(key)),
    particles: new Set(compounds.particles.split(' ').map(key)),
    homographs: new Homographs(json(read, 'homographs.json') as HomographData),
    stems: stemTable(spellings.stems, letters),
    parts: wordMap(spellings.words),
    innerParts: wordMap(spellings.inner),
    loans: new Map(Object.entries(spellings.loans)),
    words: (word) => prose.proseWord(phraseOf(word, units)) || (twice.has(word) ? 2 : once.has(word) ? 1 : 0),
    pairs: (a, b) => prose.prosePair(phraseOf(a, units), phraseOf(b, units)),
    named: (phrase) => prose.name(phraseOf(phrase, units)),
    nameWord: (word) => names.has(word),
    lexicon: lexiconOf(read),
    spelling: (word) => spelling.get(word),
  }
}

/** Three sets and the shares. */
function wordTables(read: ReadFile): { once: WordSet; twice: WordSet; names: WordSet; spelling: WordShares } {
  const [once, twice, names, spelling] = partsOf(read, 'words.bin', 4)
  return {
    once: new WordSet(once!),
    twice: new WordSet(twice!),
    names: new WordSet(names!),
    spelling: new WordShares(new WordLevels(slotsOf(spelling!))),
  }
}

function lexiconOf(read: ReadFile): Lexicon {
  const [words, company, foreign] = partsOf(read, 'lexicon.bin', 3)
  return new Lexicon(new WordLevels(slotsOf(words!)), new WordLevels(slotsOf(company!)), new Int8Array(foreign!.buffer))
}

function slotsOf(bytes: Uint8Array): Uint16Array {
  const slots = new Uint16Array(bytes.length / 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < slots.length; i++) slots[i] = view.getUint16(2 * i, true)
  return slots
}

/** The parts of a file, each behind its length in bytes (32 bits, little-endian). */
function partsOf(read: ReadFile, name: ModelFile, count: number): Uint8Array[] {
  return parsed(read, name, (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const parts: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const length = view.getUint32(at, true)
      const part = Uint8Array.from(bytes.subarray(at + 4, at + 4 + length))
      if (part.length !== length) throw new RangeError('cut off')
      parts.push(part)
      at += 4 + length
    }
    if (parts.length !== count) throw new RangeError('a part is missing')
    return parts
  })
}

/** Every row is a set of words that stay apart from each other. */
function guardTable(rows: readonly (readonly string[])[], letters: Letters): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, Set<string>>()
  for (const row of rows) {
    const keys = row.map((word) => fold(word, 'encoding', letters))
    for (const a of keys)
      for (const b of keys) {
        if (a === b) continue
        const others = table.get(a) ?? new Set()
        table.set(a, others.add(b))
      }
  }
  return table
}

/** The first spelling of a row stands for the others. */
function stemTable(rows: readonly string[], letters: Letters): Sameness['stems'] {
  const table = new Map<number, [string, string][]>()
  for (const row of rows) {
    const [to, ...others] = row.split(' ').map((stem) => fold(stem, 'hamza', letters))
    for (const stem of others) {
      const start = startOf(stem)
      table.set(start, [...(table.get(start) ?? []), [stem, to!]])
    }
  }
  for (const stems of table.values()) stems.sort((x, y) => y[0].length - x[0].length || (x[0] < y[0] ? -1 : 1))
  return table
}

function weightsOf(data: WeightsData): Weights {
  const unknown = Object.keys(data.weights).filter((name) => !FEATURES.includes(name as (typeof FEATURES)[number]))
  if (
    unknown.length > 0 ||
    !(
      data.threshold > 0 &&
      data.related > 0 &&
      data.names > 0 &&
      data.slips > 0 &&
      data.alone > 0 &&
      data.unheard > 0
    ) ||
    !Number.isFinite(data.bias)
  )
    throw new WusumError(
      'MODEL',
      `data/sameness.json does not fit this version (${unknown.join(', ') || 'bad numbers'})`,
    )
  return {
    weights: Float64Array.from(FEATURES, (name) => data.weights[name] ?? 0),
    bias: data.bias,
    threshold: data.threshold,
    related: data.related,
    names: data.names,
    slips: data.slips,
    alone: data.alone,
    phrase: data.phrase,
    unheard: data.unheard,
  }
}
