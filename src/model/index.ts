import type { Model } from '../core/normaliser.js'
import { loadLayout } from './layout.js'
import { loadLetters } from './letters.js'
import { loadSameness } from './sameness.js'
import { loadSegmenter } from './segmenter.js'

/**
 * The model that ships with the package. Each part is read from data/, checked and frozen when first used, once a thread.
 * Throws {@link WusumError} `MODEL` when a file is missing or is not what it should be.
 */
export function loadModel(): Model {
  return shipped
}

const shipped: Model = {
  get letters() {
    return loadLetters()
  },
  get layout() {
    return loadLayout()
  },
  get segmenter() {
    return loadSegmenter()
  },
  get sameness() {
    return loadSameness()
  },
}
