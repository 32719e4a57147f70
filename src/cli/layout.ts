import { createRequire } from 'node:module'
import type { Bidi } from 'bidi-js'

/**
 * Puts a line of mixed text into the order and the forms that a terminal needs. Lines run left to right, whatever they begin
 * with; a piece in isolates (U+2068 … U+2069) keeps its own direction and turns nothing around it.
 *
 * `isolates` and `embeddings` leave order and letters to the terminal and only mark each piece. `shaped` joins the letters and
 * puts everything in visual order. `words` puts the words in visual order and leaves each word to the terminal.
 */
export type Layout = 'isolates' | 'embeddings' | 'shaped' | 'words'

export const FSI = '\u2068'
export const PDI = '\u2069'
const LRM = '\u200e'

/** Letters of the scripts that run right to left. */
const letter = String.raw`(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]`
const rightToLeft = new RegExp(letter, 'u')
const pieces = new RegExp(`${FSI}([^${FSI}${PDI}]*)${PDI}`, 'g')

/** What of a sentence runs right to left: from one such letter to another, past blanks, digits and what stands in names. */
export const stretch = new RegExp(`${letter}(?:[\\p{M}\\p{N}\\u0640 ._'’-]*${letter})*\\p{M}*`, 'gu')

/** Whether any of a text runs right to left. */
export const runsRightToLeft = (text: string): boolean => rightToLeft.test(text)

export function laidOut(line: string, layout: Layout): string {
  if (!rightToLeft.test(line)) return plain(line)
  if (layout === 'shaped') return inOrder(reshape(line))
  if (layout === 'words') return inOrder(apart(line), true)
  return line.replaceAll(pieces, (_, piece: string) => {
    if (!rightToLeft.test(piece)) return piece
    // A mark at the start of a line may be dropped: what stands behind the piece must hold alone.
    if (layout === 'isolates') return LRM + FSI + piece + PDI + LRM
    const first = /\p{L}/u.exec(piece)![0]
    return `${LRM}${rightToLeft.test(first) ? '\u202b' : '\u202a'}${piece}\u202c${LRM}`
  })
}

/** A line without the marks around its pieces. */
export const plain = (line: string): string => line.replaceAll(pieces, '$1')

const load = createRequire(import.meta.url)

/** Joined forms of the letters; as they are where the optional package (GPL-3.0) is absent. */
function reshape(text: string): string {
  let reshaper: { convertArabic(text: string): string } | undefined
  try {
    reshaper = load('arabic-reshaper') as typeof reshaper
  } catch {
    reshaper = undefined
  }
  return reshaper?.convertArabic(text) ?? text
}

let bidi: Bidi | undefined

/** A sign with its marks, which stay behind it in either direction. */
const cluster = /[\u2068\u2069]|[^]\p{M}*/gu
const controls = /[\u2068\u2069]/

/** @param turned whether words that run right to left are handed on from their first letter, as a terminal that turns them needs */
function inOrder(text: string, turned = false): string {
  bidi ??= (load('bidi-js') as () => Bidi)()
  const levels = bidi.getEmbeddingLevels(text, 'ltr')
  const clusters = new Map(Array.from(text.matchAll(cluster), ({ 0: sign, index }) => [index, sign]))
  const signs: string[] = []
  for (const at of bidi.getReorderedIndices(text, levels)) {
    const sign = clusters.get(at)
    if (sign === undefined || controls.test(sign)) continue
    signs.push((levels.levels[at]! & 1 && bidi.getMirroredCharacter(sign)) || sign)
  }
  if (!turned) return signs.join('')
  let shown = ''
  for (let i = 0; i < signs.length;) {
    let end = i
    while (end < signs.length && rightToLeft.test(signs[end]!)) end++
    shown += end === i ? signs[i]! : signs.slice(i, end).reverse().join('')
    i = Math.max(end, i + 1)
  }
  return shown
}

const marks = String.raw`\p{M}*[${FSI}${PDI}]*`
const behind = new RegExp(`(${letter}${marks})(?!${letter})(?=[^\\s\\p{M}${FSI}${PDI}])`, 'gu')
const before = new RegExp(`(?<=[^\\s\\p{M}${FSI}${PDI}])(?<!${letter}\\p{M}*)([${FSI}${PDI}]*${letter})`, 'gu')

/** Sets words that run right to left off from digits and signs, with which such a terminal would turn them. */
const apart = (text: string): string => text.replaceAll(behind, '$1 ').replaceAll(before, ' $1')
