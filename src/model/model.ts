import { compileLetters, type Letters, type LettersData } from '../core/text/fold.js'
import { compileLayout, type Layout, type LayoutData } from '../core/lists/layout.js'
import type { Model } from '../core/pipeline.js'
import type { Sameness } from '../core/sameness/sameness.js'
import type { Segmenter } from '../core/boundaries/network.js'
import { versioned, type ReadFile } from './files.js'
import { samenessOf } from './sameness.js'
import { segmenterOf } from './segmenter.js'

/**
 * The model that files make up. Each part is read, checked and compiled when first used, and kept: letters and layout in
 * about 10 ms, the segmenter in 20 ms.
 *
 * A part throws {@link WusumError} `MODEL` when a file is missing or is not what it should be.
 */
export function modelOf(read: ReadFile): Model {
  let letters: Letters | undefined
  let layout: Layout | undefined
  let segmenter: Segmenter | undefined
  let sameness: Sameness | undefined
  return {
    get letters() {
      return (letters ??= compileLetters(versioned(read, 'letters.json') as LettersData))
    },
    get layout() {
      return (layout ??= compileLayout(versioned(read, 'layout.json') as LayoutData, this.letters))
    },
    get segmenter() {
      return (segmenter ??= segmenterOf(read, this.letters))
    },
    get sameness() {
      return (sameness ??= samenessOf(read, this.letters))
    },
  }
}
