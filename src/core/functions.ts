/** What can be asked of a model, by a program that no compiler has looked at: arguments are checked at the door. */
import { checkLanguage, checkLevel, checkOptions, checkPage, checkString } from './door.js'
import { compare } from './sameness/matcher.js'
import { fold } from './text/fold.js'
import { locate } from './lists/locate.js'
import type { Functions, Normaliser } from './api.js'
import { createNormaliserWith } from './normaliser.js'
import { segmentAlone, type Model } from './pipeline.js'

/** Nothing of the model is touched before it is needed. */
export function functionsOf(model: Model): Functions {
  let alone: Normaliser | undefined
  return {
    fold: (surface, level = 'orthographic') => fold(checkString('surface', surface), checkLevel(level), model.letters),
    locate(page, options) {
      const checked = checkOptions(options, { labelledOnly: 'boolean' })
      return locate(checkPage(page), model.layout, model.letters, checked)
    },
    segment: (run, page = {}) => segmentAlone(checkString('run', run), checkPage(page, '-'), model),
    compare: (a, b, lang = 'en') => compare(checkString('a', a), checkString('b', b), model, checkLanguage(lang)),
    tags: (page) => (alone ??= createNormaliserWith(model)).normalise(page).tags,
    createNormaliser(options) {
      const checked = checkOptions(options, { decisions: 'object', labelledOnly: 'boolean', adapt: 'object' })
      return createNormaliserWith(model, checked)
    },
  }
}
