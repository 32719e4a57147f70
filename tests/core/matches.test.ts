/** What a page's text says of a flattened list, against looking through the text word by word. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { textMatches, type TextMatches } from '../../dist/core/boundaries/matches.js'
import { ProseReader } from '../../dist/core/text/tokens.js'
import { loadModel } from '../../dist/model/index.js'
import { runs } from '../arbitraries.js'

const { letters } = loadModel().segmenter
/** Words that are folded to themselves. Some are others behind letters that are joined to words, or other letters. */
const WORDS = ['قمر', 'بحر', 'البحر', 'السماء', 'رفح', 'سوق', 'وسوق', 'مخزون', 'نهر', 'سد', 'جسر', 'مصر', 'مرج', 'طفل', 'القدس', 'سور', 'شرق', 'غرب'] // prettier-ignore
const JOINED = ['و', 'ف', 'ب', 'ل', 'ك', 'ا', 'س', 'فال']

const looked = (run: readonly string[], title: string, text: string): TextMatches =>
  textMatches(
    collapseRepeats({ pieces: [run.join(' ')] }, letters),
    new ProseReader(letters).read(title, text, [[0, text.length]]),
  )

type Found = Omit<TextMatches, 'prose'>
function slowly(
  run: readonly string[],
  title: readonly string[],
  text: readonly string[],
): Record<keyof Found, number[]> {
  const none = (): number[] => run.map(() => 0)
  const found = { longest: none(), prefixed: none(), pairs: none(), words: none(), titled: none() }
  /** Words of the run from `i` on, 15 at the most, that stand in the text from `t` on. */
  const standing = (words: readonly string[], i: number, t: number): number => {
    let length = 0
    while (length < 15 && i + length < run.length && words[t + length] === run[i + length]) length++
    return length
  }
  run.forEach((word, i) => {
    title.forEach((_, t) => (found.titled[i] = Math.max(found.titled[i]!, standing(title, i, t))))
    text.forEach((other, t) => {
      const length = standing(text, i, t)
      found.longest[i] = Math.max(found.longest[i]!, length)
      if (length > 0) found.words[i] = Math.min(255, found.words[i]! + 1)
      if (length > 1) found.pairs[i] = Math.min(255, found.pairs[i]! + 1)
      const behind = Math.min(14, standing(text, i + 1, t + 1))
      const isJoined =
        ['و', 'ف', 'ب', 'ل', 'ك', 'ا'].some((letter) => other === letter + word) ||
        (word.startsWith('ال') && other === `لل${word.slice(2)}`)
      if (isJoined) found.prefixed[i] = Math.max(found.prefixed[i]!, 1 + behind)
      // Behind any letters, where the next word of the run follows.
      const next = standing(text, i + 1, t + 1)
      if (next > 0 && other.length > word.length && other.endsWith(word))
        found.prefixed[i] = Math.max(found.prefixed[i]!, 1 + next)
    })
  })
  return found
}
const plain = ({ longest, prefixed, pairs, words, titled }: TextMatches): Record<keyof Found, number[]> => ({
  longest: [...longest],
  prefixed: [...prefixed],
  pairs: [...pairs],
  words: [...words],
  titled: [...titled],
})

describe('the text of a page', () => {
  const distinct = fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: WORDS.length, size: 'max' })
  /** Words of the run in its order or not, some joined to letters, and stops between them. */
  const textOf = (run: readonly string[]) =>
    fc
      .array(
        fc.oneof(
          { weight: 4, arbitrary: fc.nat(run.length - 1).chain((i) => fc.integer({ min: 1, max: run.length }).map((n) => run.slice(i, i + n))) },
          { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...JOINED), fc.nat(run.length - 1), fc.nat(3)).map(([joined, i, n]) => [joined + run[i]!, ...run.slice(i + 1, i + 1 + n)]) },
          { weight: 1, arbitrary: fc.nat(run.length - 1).map((i) => (run[i]!.startsWith('ال') ? [`لل${run[i]!.slice(2)}`, ...run.slice(i + 1)] : ['.'])) },
          { weight: 1, arbitrary: fc.constantFrom(['.'], ['،'], ['غابة']) },
        ), // prettier-ignore
        { maxLength: 12 },
      )
      .map((pieces) => pieces.flat())
  it('is looked through for words, pairs and stretches, whole and behind other letters', () =>
    fc.assert(
      fc.property(
        distinct.chain((run) => fc.tuple(fc.constant(run), textOf(run), textOf(run))),
        ([run, title, text]) => {
          expect(plain(looked(run, title.join(' '), text.join(' ')))).toEqual(slowly(run, title, text))
        },
      ),
      { numRuns: runs(400) },
    ))

  it('counts to 255', () => {
    for (const times of [254, 255, 256]) {
      const { words, pairs } = looked(['قمر', 'بحر'], '', 'قمر بحر '.repeat(times))
      expect([words[0], words[1], pairs[0]]).toEqual([Math.min(255, times), Math.min(255, times), Math.min(255, times)])
    }
  })
  it('is how many words it has without its title, stops among them', () => {
    expect(looked(['قمر'], 'نهر سد', 'قمر بحر جسر').prose).toBe(4)
    expect(looked(['قمر'], '', '').prose).toBe(0)
  })
  it('is none where there is nothing but a title', () => {
    expect(plain(looked(['قمر', 'بحر'], 'قمر بحر', ''))).toMatchObject({
      titled: [2, 1],
      longest: [0, 0],
      words: [0, 0],
    })
  })
  it('has words of several parts, whole only, and the last part of one before', () => {
    const run = ['لقاح', 'كوفيد-19', 'مجاني']
    expect(plain(looked(run, '', 'لقاح كوفيد-19 مجاني'))).toEqual(slowly(run, [], run))
    expect(plain(looked(run, '', 'لقاح كوفيد مجاني 19'))).toMatchObject({ longest: [1, 0, 1], pairs: [0, 0, 0] })
    expect(plain(looked(run, '', 'بكوفيد-19 مجاني'))).toMatchObject({ prefixed: [0, 2, 0] })
    expect(plain(looked(run, '', 'بكوفيد-20 مجاني'))).toMatchObject({ prefixed: [0, 0, 0] })
  })
  it('is held to a stretch of the run, and passes over what has no letters', () => {
    const shape = collapseRepeats({ pieces: ['قمر بحر', 'نهر سد'] }, letters)
    const text = 'قمر بحر نهر سد'
    const { longest } = textMatches(shape, new ProseReader(letters).read('', text, [[0, text.length]]))
    expect([...longest]).toEqual([2, 1, 2, 1])
    expect(plain(looked(['قمر', '&', 'بحر'], '', 'قمر بحر'))).toMatchObject({ longest: [3, 0, 1] })
  })
})
