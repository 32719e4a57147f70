import { readFileSync } from 'node:fs'
import { WusumError } from '../core/errors.js'
import type { Background } from '../core/background.js'
import { countingLetters, phraseOf } from '../core/evidence.js'
import { fold, type Letters } from '../core/fold.js'
import { Homographs, type HomographData } from '../core/homographs.js'
import { Lexicon } from '../core/lexicon.js'
import { FEATURES, startOf, type Sameness, type Weights } from '../core/sameness.js'
import { WordLevels, WordSet, WordShares } from '../core/wordset.js'
import { loadLetters } from './letters.js'
import { loadCounts } from './segmenter.js'

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

let loaded: Sameness | undefined

/**
 * What the sameness judge knows: the tables of data/guards.json, data/homographs.json, data/compounds.json and
 * data/spellings.json, the trained weights and letter costs of data/sameness.json, and the shipped word counts. Read on first use and kept.
 * @throws {WusumError} `MODEL` when a file is missing or damaged.
 */
export function loadSameness(): Sameness {
  if (loaded) return loaded
  const trained = read('sameness.json') as { costs: Record<string, number>; cold: WeightsData; warm: WeightsData }
  loaded = Object.freeze({
    ...loadTables(),
    costs: new Map(Object.entries(trained.costs)),
    cold: weightsOf(trained.cold),
    warm: weightsOf(trained.warm),
  })
  return loaded
}

/** All but what is trained from it. */
export function loadTables(): Omit<Sameness, 'costs' | 'cold' | 'warm'> {
  const letters = loadLetters()
  const units = countingLetters(letters.units)
  const prose = proseCounts()
  const guards = read('guards.json') as { apart: string[][] }
  const compounds = read('compounds.json') as { heads: string; particles: string }
  const spellings = read('spellings.json') as {
    stems: string[]
    words: Record<string, string>
    inner: Record<string, string>
    loans: Record<string, string>
  }
  const { once, twice, names, spelling } = wordTables('words.bin')
  const key = (word: string): string => fold(word, 'orthographic', letters)
  const wordMap = (words: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
    new Map(Object.entries(words).map(([from, to]) => [key(from), key(to)]))
  return {
    guards: guardTable(guards.apart, letters),
    heads: new Set(compounds.heads.split(' ').map(key)),
    particles: new Set(compounds.particles.split(' ').map(key)),
    homographs: new Homographs(read('homographs.json') as HomographData),
    stems: stemTable(spellings.stems, letters),
    parts: wordMap(spellings.words),
    innerParts: wordMap(spellings.inner),
    loans: new Map(Object.entries(spellings.loans)),
    words: (word) => prose.proseWord(phraseOf(word, units)) || (twice.has(word) ? 2 : once.has(word) ? 1 : 0),
    pairs: (a, b) => prose.prosePair(phraseOf(a, units), phraseOf(b, units)),
    named: (phrase) => prose.name(phraseOf(phrase, units)),
    nameWord: (word) => names.has(word),
    lexicon: lexiconOf('lexicon.bin'),
    spelling: (word) => spelling.get(word),
  }
}

/** Counts of edited prose: text of all kinds has every misspelling, too. */
function proseCounts(): Background {
  try {
    return loadCounts('prose.bin.gz')
  } catch (cause) {
    throw new WusumError('MODEL', 'The word counts in data/ cannot be read', { cause })
  }
}

/** Three sets and the shares. */
function wordTables(name: string): { once: WordSet; twice: WordSet; names: WordSet; spelling: WordShares } {
  const [once, twice, names, spelling] = partsOf(name, 4)
  return {
    once: new WordSet(once!),
    twice: new WordSet(twice!),
    names: new WordSet(names!),
    spelling: new WordShares(new WordLevels(slotsOf(spelling!))),
  }
}

function lexiconOf(name: string): Lexicon {
  const [words, company, foreign] = partsOf(name, 3)
  return new Lexicon(new WordLevels(slotsOf(words!)), new WordLevels(slotsOf(company!)), new Int8Array(foreign!.buffer))
}

function slotsOf(bytes: Uint8Array): Uint16Array {
  const slots = new Uint16Array(bytes.length / 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < slots.length; i++) slots[i] = view.getUint16(2 * i, true)
  return slots
}

/** The parts of a file, each behind its length in bytes (32 bits, little-endian). */
function partsOf(name: string, count: number): Uint8Array[] {
  const file = new URL(`../../data/${name}`, import.meta.url)
  try {
    const bytes = readFileSync(file)
    const parts: Uint8Array[] = []
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt32LE(at)
      const part = Uint8Array.from(bytes.subarray(at + 4, at + 4 + length))
      if (part.length !== length) throw new RangeError('cut off')
      parts.push(part)
      at += 4 + length
    }
    if (parts.length !== count) throw new RangeError('a part is missing')
    return parts
  } catch (cause) {
    throw new WusumError('MODEL', `cannot read ${file.pathname}`, { where: { source: file.pathname }, cause })
  }
}

function read(name: string): unknown {
  const file = new URL(`../../data/${name}`, import.meta.url)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (cause) {
    throw new WusumError('MODEL', `cannot read ${file.pathname}`, { where: { source: file.pathname }, cause })
  }
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
