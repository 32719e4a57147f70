import { Background } from '../core/boundaries/background.js'
import { countingLetters, phraseOf } from '../core/text/tokens.js'
import { Words } from '../core/boundaries/features.js'
import type { Letters } from '../core/text/fold.js'
import { Network, readWeights } from '../core/boundaries/network.js'
import type { Segmenter } from '../core/boundaries/network.js'
import { json, parsed, type ReadFile } from './files.js'

/** Closed classes of words, by the hash of the word: particles, prepositions and the like. */
export function closedClasses(read: ReadFile, letters: Uint16Array): Map<number, number> {
  const lists = json(read, 'particles.json') as Record<string, string>
  const classes = new Map<number, number>()
  let number = 0
  for (const [name, words] of Object.entries(lists)) {
    if (name === 'source') continue
    number++
    for (const word of words.split(' ')) classes.set(phraseOf(word, letters), number)
  }
  return classes
}

/** The trained network and the counts that ship with it. @throws WusumError MODEL */
export function segmenterOf(read: ReadFile, { units }: Letters): Segmenter {
  const letters = countingLetters(units)
  return {
    letters,
    background: parsed(read, 'background.bin.gz', (bytes) => Background.fromBytes(bytes)),
    particles: closedClasses(read, letters),
    words: new Words(),
    network: parsed(read, 'segmenter.bin.gz', (bytes) => new Network(readWeights(bytes))),
  }
}
