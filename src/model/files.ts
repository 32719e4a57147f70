/** The files of data/ that make up the model, in whatever way they come: from disk, over a network, out of a page. */
import { WusumError } from '../core/errors.js'

/** Their names. Those that end in `.gz` are packed with gzip. */
export const MODEL_FILES = [
  'letters.json',
  'layout.json',
  'particles.json',
  'background.bin.gz',
  'segmenter.bin.gz',
  'guards.json',
  'homographs.json',
  'compounds.json',
  'spellings.json',
  'sameness.json',
  'prose.bin.gz',
  'words.bin',
  'lexicon.bin',
] as const
export type ModelFile = (typeof MODEL_FILES)[number]

/** The bytes of a file, unpacked. Throws whatever keeps it from giving them. */
export type ReadFile = (name: ModelFile) => Uint8Array

/** What `parse` makes of a file. @throws WusumError MODEL when it cannot be had, or is not what it should be */
export function parsed<T>(read: ReadFile, name: ModelFile, parse: (bytes: Uint8Array) => T): T {
  try {
    return parse(read(name))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new WusumError('MODEL', `cannot read data/${name}: ${reason}`, { where: { source: `data/${name}` }, cause })
  }
}

/** @throws WusumError MODEL */
export const json = (read: ReadFile, name: ModelFile): unknown =>
  parsed(read, name, (bytes) => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown)

/** The same of a file that names the version of its form. */
export function versioned(read: ReadFile, name: ModelFile): unknown {
  const data = json(read, name)
  if ((data as { readonly version?: unknown }).version !== 1)
    throw new WusumError('MODEL', `data/${name} has another version than 1`)
  return data
}
