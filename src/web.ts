/**
 * `wusum/core`: what runs in a browser, a worker or any other engine that has no files. The same functions as of `wusum`,
 * over a model that is given as bytes; files, threads, formats and registries stay with `wusum`.
 */
import { WusumError } from './core/errors.js'
import type { Functions } from './core/api.js'
import { functionsOf } from './core/functions.js'
import { MODEL_FILES, type ModelFile } from './model/files.js'
import { modelOf } from './model/model.js'

export { WusumError, type ErrorCode, type Where } from './core/errors.js'
export type { Language } from './core/counted.js'
export { mapping, type MappingRow } from './core/sameness/mapping.js'
export type * from './core/types.js'
export type { Functions, LocateOptions, Normaliser, NormaliserOptions } from './core/api.js'
export { MODEL_FILES, type ModelFile } from './model/files.js'

/** The bytes of a file, or what holds them: an `ArrayBuffer`, a `Uint8Array`, a `Response`, a `Blob`. */
export type FileBytes = ArrayBuffer | Uint8Array | { arrayBuffer(): Promise<ArrayBuffer> }

/**
 * Reads the model and gives the functions that work with it. The files are those in the package's `data/`, 6.5 MB in all;
 * each is asked for once, all at once, and may come packed as it ships or unpacked on the way.
 *
 * @example
 * const wusum = await loadCore((file) => fetch(`/wusum/${file}`))
 * wusum.tags({ id: '1', text: 'كلمات دلالية: غزة حركة حماس غزه' })
 * @throws WusumError MODEL when a file cannot be had or is not what it should be
 */
export async function loadCore(get: (file: ModelFile) => FileBytes | Promise<FileBytes>): Promise<Functions> {
  const files = new Map(await Promise.all(MODEL_FILES.map(async (name) => [name, await bytesOf(name, get)] as const)))
  // All of it now, so that what is wrong is known here, and the bytes can go.
  const { letters, layout, segmenter, sameness } = modelOf((name) => files.get(name)!)
  return functionsOf({ letters, layout, segmenter, sameness })
}

async function bytesOf(name: ModelFile, get: (file: ModelFile) => FileBytes | Promise<FileBytes>): Promise<Uint8Array> {
  try {
    const given = await get(name)
    if ('ok' in given && given.ok === false) throw new Error(`the answer is ${String(Reflect.get(given, 'status'))}`)
    const bytes =
      given instanceof Uint8Array ? given : new Uint8Array('arrayBuffer' in given ? await given.arrayBuffer() : given)
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? await gunzip(bytes) : bytes
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new WusumError('MODEL', `cannot get ${name}: ${reason}`, { where: { source: name }, cause })
  }
}

async function gunzip(packed: Uint8Array): Promise<Uint8Array> {
  const bytes = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(bytes as ReadableStream).arrayBuffer())
}
