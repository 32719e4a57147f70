import { readFileSync } from 'node:fs'
import { WusumError } from '../core/errors.js'
import { compileLayout, type Layout, type LayoutData } from '../core/layout.js'
import { loadLetters } from './letters.js'

let layout: Layout | undefined

/**
 * The labels, list ends and interface texts that ship in `data/layout.json`, compiled on first use and kept.
 * @throws {WusumError} `MODEL` when the file is missing or damaged.
 */
export function loadLayout(): Layout {
  if (layout) return layout
  const file = new URL('../../data/layout.json', import.meta.url)
  let data: LayoutData
  try {
    data = JSON.parse(readFileSync(file, 'utf8')) as LayoutData
  } catch (cause) {
    throw new WusumError('MODEL', `cannot read ${file.pathname}`, { where: { source: file.pathname }, cause })
  }
  if (data.version !== 1) throw new WusumError('MODEL', `${file.pathname} has another version than 1`)
  return (layout = compileLayout(data, loadLetters()))
}
