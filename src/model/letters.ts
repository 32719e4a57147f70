import { readFileSync } from 'node:fs'
import { compileLetters, type Letters, type LettersData } from '../core/fold.js'
import { WusumError } from '../core/errors.js'

let letters: Letters | undefined

/**
 * The letters that ship in `data/letters.json`, compiled on first use (about 10 ms) and kept.
 * @throws {WusumError} `MODEL` when the file is missing or damaged.
 */
export function loadLetters(): Letters {
  if (letters) return letters
  const file = new URL('../../data/letters.json', import.meta.url)
  let data: LettersData
  try {
    data = JSON.parse(readFileSync(file, 'utf8')) as LettersData
  } catch (cause) {
    throw new WusumError('MODEL', `cannot read ${file.pathname}`, { where: { source: file.pathname }, cause })
  }
  if (data.version !== 1) throw new WusumError('MODEL', `${file.pathname} has another version than 1`)
  return (letters = compileLetters(data))
}
