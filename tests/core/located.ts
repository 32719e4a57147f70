/** What `locate` finds under labels, in one line; for tables of a rule, a text and what is found. */
import { expect, it } from '@jest/globals'
import { locate } from '../../dist/core/lists/locate.js'
import { loadModel } from '../../dist/model/index.js'

const { layout, letters } = loadModel()
/** Lists as `a | b`, runs as `{a | b}`, each with its confidence where that is below 1; words of `w` as how many they are: ⟨9⟩. */
export const found = (text: string, title?: string): string => {
  const { lists, runs } = locate({ id: '1', text, title }, layout, letters, { labelledOnly: true })
  const sure = (confidence?: number) => (confidence === undefined ? '' : ` ${confidence}`)
  return [
    ...lists.map(({ tags, confidence }) => tags.join(' | ') + sure(confidence)),
    ...runs.map(({ pieces, confidence }) => `{${pieces.join(' | ')}}${sure(confidence)}`),
  ]
    .join('; ')
    .replace(NONSENSE, (words) => `⟨${words.split(' ').length}⟩`)
}
export const vocabulary = ['ادور', 'يمون', 'اروس', 'يلوق'].flatMap((ending) =>
  Array.from('بتثجحخدذرزسشصضطظعغفقكلم', (letter) => letter + ending),
)
const NONSENSE = new RegExp(`(?:${vocabulary.join('|')})(?: (?:${vocabulary.join('|')}))+`, 'g')
/** So many words that no list of words knows. */
export const w = (count: number, from = 0): string => vocabulary.slice(from, from + count).join(' ')
type Cases = readonly (readonly [rule: string, text: string, found: string])[]
export const each = (cases: Cases) => it.each(cases)('%s', (_, text, expected) => expect(found(text)).toBe(expected))
