import { constants, accessSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'

import { WusumError } from '../core/errors.js'

/** A file to read, or standard input (path `-`, size unknown). */
export interface Source {
  readonly path: string
  readonly size: number | undefined
}

/**
 * The files that `inputs` name, each once, in a fixed order: inputs as given, folders and globs sorted by code unit.
 * Folders are read to their depth, following links but never twice into one folder; names with a leading dot are
 * passed by.
 * @throws WusumError `NOT_FOUND`, `UNREADABLE` for what was named outright. A file met in a folder is only looked up.
 */
export function sourcesOf(inputs: readonly string[]): Source[] {
  const found = new Map<string, Source>()
  const add = (source: Source) => {
    if (!found.has(source.path)) found.set(source.path, source)
  }
  for (const input of inputs) {
    if (input === '-') {
      add({ path: '-', size: undefined })
      continue
    }
    const stat = statSync(input, { throwIfNoEntry: false })
    if (stat?.isDirectory()) {
      const before = found.size
      for (const path of filesUnder(input)) add({ path, size: sizeOf(path) })
      if (found.size === before) throw missing(input, 'the folder holds no file')
    } else if (stat !== undefined) {
      add({ path: readable(input), size: stat.isFile() ? stat.size : undefined })
    } else if (isDynamicPattern(input)) {
      const paths = matches(input)
      if (paths.length === 0) throw missing(input, 'no file matches')
      for (const path of paths) add({ path, size: sizeOf(path) })
    } else {
      throw missing(input, 'there is no such file or folder')
    }
  }
  return [...found.values()]
}

/** A folder reached by several ways (links) gives its files once. */
function matches(pattern: string): string[] {
  const paths = globSync(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) }).sort(byCodeUnit)
  const places = new Set<string>()
  return paths.filter((path) => places.size < places.add(join(realpathSync(dirname(path)), basename(path))).size)
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const missing = (source: string, why: string): WusumError =>
  new WusumError('NOT_FOUND', `${source}: ${why}`, { where: { source } })

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size

function readable(path: string): string {
  try {
    accessSync(path, constants.R_OK)
    return path
  } catch (cause) {
    throw new WusumError('UNREADABLE', `${path}: no permission to read`, { where: { source: path }, cause })
  }
}

function* filesUnder(root: string): Generator<string> {
  const visited = new Set<string>()
  const waiting = [root]
  let folder: string | undefined
  while ((folder = waiting.pop()) !== undefined) {
    const real = realpathSync(folder)
    if (visited.has(real)) continue
    visited.add(real)
    let entries
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch (cause) {
      throw new WusumError('UNREADABLE', `${folder}: the folder cannot be read`, { where: { source: folder }, cause })
    }
    const folders: string[] = []
    for (const entry of entries.sort((a, b) => byCodeUnit(a.name, b.name))) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      const kind = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry
      if (kind?.isDirectory()) folders.push(path)
      else if (kind?.isFile()) yield path
    }
    waiting.push(...folders.reverse())
  }
}
