import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Background } from '../core/background.js'
import { WusumError } from '../core/errors.js'
import { countingLetters, phraseOf } from '../core/evidence.js'
import { Words } from '../core/features.js'
import { Network, readWeights } from '../core/network.js'
import type { Segmenter } from '../core/segment.js'

import { loadLetters } from './letters.js'

let loaded: Segmenter | undefined

const file = (name: string): URL => new URL(`../../data/${name}`, import.meta.url)

export function closedClasses(letters: Uint16Array): Map<number, number> {
  const lists = JSON.parse(readFileSync(file('particles.json'), 'utf8')) as Record<string, string>
  const classes = new Map<number, number>()
  let number = 0
  for (const [name, words] of Object.entries(lists)) {
    if (name === 'source') continue
    number++
    for (const word of words.split(' ')) classes.set(phraseOf(word, letters), number)
  }
  return classes
}

/** Counts that ship. */
export const loadCounts = (name: string): Background => Background.fromBytes(gunzipSync(readFileSync(file(name))))

/** The trained model and the counts that ship with it. Read once, about 20 ms. Throws `MODEL`. */
export function loadSegmenter(): Segmenter {
  if (loaded !== undefined) return loaded
  try {
    const letters = countingLetters(loadLetters().units)
    loaded = {
      letters,
      background: loadCounts('background.bin.gz'),
      particles: closedClasses(letters),
      words: new Words(),
      network: new Network(readWeights(gunzipSync(readFileSync(file('segmenter.bin.gz'))))),
    }
    return loaded
  } catch (cause) {
    throw new WusumError('MODEL', 'The segmentation model in data/ cannot be read', { cause })
  }
}
