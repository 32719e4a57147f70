import { byUnits } from '../core/text/order.js'
import { constants, accessSync, existsSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'

import { WusumError } from '../core/errors.js'

/** A file to read, standard input (path `-`, size unknown), or `bytes` that stand under a name. */
export interface Source {
  readonly path: string
  readonly size: number | undefined
  readonly bytes?: AsyncIterable<Uint8Array | string> | undefined
  /** When it was last written, milliseconds; only of what was looked up. */
  readonly changed?: number | undefined
  /** How it was met, where it was not named outright; what a browser saved beside a page is a part of that. */
  readonly met?: 'in a folder' | 'beside its page' | undefined
}

/** What is passed by of that which is met in a folder or by a glob. */
export interface Except {
  readonly file: (path: string, stat: Stats) => boolean
  readonly folder: (path: string) => boolean
}

/**
 * The files that `inputs` name, each once, in a fixed order: inputs as given, folders and globs sorted by code unit.
 * Folders are read to their depth, following links but never twice into one folder; names with a leading dot are
 * passed by.
 * @throws WusumError `NOT_FOUND`, `UNREADABLE` for what was named outright. A file met in a folder is only looked up.
 */
export function sourcesOf(inputs: readonly (string | Source)[], except?: Except): Source[] {
  const found = new Map<string, Source>()
  const add = (source: Source) => {
    if (!found.has(source.path)) found.set(source.path, source)
  }
  const besides = new Besides(inputs)
  const met = (path: string) => {
    // One that has vanished is a reject when its turn comes.
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && except?.file(path, stat)) return
    const met = besides.has(dirname(path)) ? 'beside its page' : 'in a folder'
    add({ path, size: stat?.size, changed: stat?.mtimeMs, met })
  }
  for (const input of inputs) {
    if (typeof input !== 'string') {
      add(input)
      continue
    }
    if (input === '-') {
      add({ path: '-', size: undefined })
      continue
    }
    const stat = statSync(input, { throwIfNoEntry: false })
    if (stat?.isDirectory()) {
      let files = 0
      for (const path of filesUnder(input, except)) {
        files++
        met(path)
      }
      if (files === 0) throw missing(input, 'the folder holds no file')
    } else if (stat !== undefined) {
      add({ path: readable(input), size: stat.isFile() ? stat.size : undefined, changed: stat.mtimeMs })
    } else if (isDynamicPattern(input)) {
      const paths = matches(input)
      if (paths.length === 0) throw missing(input, 'no file matches')
      for (const path of paths) met(path)
    } else {
      throw missing(input, 'there is no such file or folder')
    }
  }
  return [...found.values()]
}

/** How browsers in various languages end the name of the folder in which they put what a saved page needs: `x_files` for `x.html`. */
const SAVED =
  /(?:[_.-](?:files|fichiers|archivos|arquivos|ficheiros|dateien|bestanden|file|filer|tiedostot|pliki|soubory|fajlovi|datoteke|elemei|fitxers|failid|fails|bylos|dosyalar)|_ملفات)$/i
/** How the page itself ends. */
const PAGES = ['.html', '.htm', '.xhtml', '.HTML', '.HTM']

/** A path without what says nothing: `./a/` is `a`. */
const plain = (path: string): string => join(dirname(path), basename(path))

/** Knows the folders, and those in them, that stand beside the page that they were saved with. */
class Besides {
  readonly #known = new Map<string, boolean>()

  /** @param inputs a folder that was named is one of them only where its page was named too */
  constructor(inputs: readonly (string | Source)[]) {
    const named = new Set(inputs.map((input) => plain(typeof input === 'string' ? input : input.path)))
    for (const input of named)
      this.#known.set(
        input,
        PAGES.some((end) => named.has(input.replace(SAVED, '') + end)),
      )
  }

  has(folder: string): boolean {
    let known = this.#known.get(folder)
    if (known === undefined) {
      const parent = dirname(folder)
      const page = SAVED.test(folder) ? folder.replace(SAVED, '') : undefined
      known =
        (parent !== folder && this.has(parent)) || (page !== undefined && PAGES.some((end) => existsSync(page + end)))
      this.#known.set(folder, known)
    }
    return known
  }
}

/** A folder reached by several ways (links) gives its files once. */
function matches(pattern: string): string[] {
  const paths = globSync(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) }).sort(byUnits)
  const places = new Set<string>()
  return paths.filter((path) => places.size < places.add(join(realpathSync(dirname(path)), basename(path))).size)
}

const missing = (source: string, why: string): WusumError =>
  new WusumError('NOT_FOUND', `${source}: ${why}`, { where: { source } })

function readable(path: string): string {
  try {
    accessSync(path, constants.R_OK)
    return path
  } catch (cause) {
    throw new WusumError('UNREADABLE', `${path}: no permission to read`, { where: { source: path }, cause })
  }
}

function* filesUnder(root: string, except: Except | undefined): Generator<string> {
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
    for (const entry of entries.sort((a, b) => byUnits(a.name, b.name))) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      const kind = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry
      if (kind?.isDirectory()) {
        if (!except?.folder(path)) folders.push(path)
      } else if (kind?.isFile()) yield path
    }
    waiting.push(...folders.reverse())
  }
}
