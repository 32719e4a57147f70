import { readFileSync } from 'node:fs'

import { WusumError } from '../core/errors.js'
import type { Markup } from '../core/types.js'

const PARTS = [
  'metas',
  'attributes',
  'permalinks',
  'topics',
  'sections',
  'scripts',
  'boxes',
  'icons',
  'owners',
  'dataOwners',
  'dataTags',
  'ads',
  'holders',
  'crowds',
  'menus',
  'asides',
  'posts',
  'related',
  'counts',
  'listings',
  'articles',
  'labels',
  'crowdLabels',
  'tagLabels',
  'works',
  'siteWords',
  'relatedLabels',
  'sectionLabels',
  'indexes',
  'searches',
  'steps',
  'sharers',
] as const satisfies readonly (keyof Markup)[]

let loaded: Markup | undefined

/**
 * The words by which readers know tags in markup, from `data/markup.json`: read once, checked and frozen.
 * @throws WusumError `MODEL` when the file is missing or is not of that shape.
 */
export function loadMarkup(): Markup {
  loaded ??= read()
  return loaded
}

function read(): Markup {
  const file = new URL('../../data/markup.json', import.meta.url)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new WusumError('MODEL', 'data/markup.json cannot be read', { where: { source: file.pathname }, cause })
  }
  const parts = value as Partial<Record<(typeof PARTS)[number], unknown>>
  for (const part of PARTS) {
    const words = parts[part]
    if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) {
      throw new WusumError('MODEL', `data/markup.json: "${part}" is not a list of words`)
    }
    Object.freeze(words)
  }
  return Object.freeze(value) as Markup
}
