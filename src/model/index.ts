import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Model } from '../core/pipeline.js'
import type { ReadFile } from './files.js'
import { modelOf } from './model.js'

/** The files that ship with the package, from disk. */
export const shipped: ReadFile = (name) => {
  const bytes = readFileSync(new URL(`../../data/${name}`, import.meta.url))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

const model = modelOf(shipped)

/** The model that ships with the package, once a thread. See {@link modelOf}. */
export const loadModel = (): Model => model
