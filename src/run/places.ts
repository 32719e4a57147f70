import { existsSync, fstatSync, lstatSync, readlinkSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import path from 'node:path'
import { WusumError } from '../core/errors.js'
import { isAddress } from '../registry/index.js'

/** What a command reads or writes: its part in the command, and its path, or the number of an open file. */
export interface Use {
  readonly what: string
  readonly name: string | number
}

/** Where the system keeps the open files of a process: names there are no places, but what is open. */
const DESCRIPTORS = /^(?:\/proc\/\d+(?:\/task\/\d+)?|\/dev)\/fd$/
const MOST_LINKS = 40

/** The path behind all links, also to what is not there yet; `open` where it names an open file of a process. */
export function placeOf(name: string): { readonly path: string; readonly open: boolean } {
  let at = path.resolve(name)
  for (let links = 0; ; links++) {
    const folder = path.dirname(at)
    if (!existsSync(folder)) return { path: at, open: false }
    at = path.join(realpathSync(folder), path.basename(at))
    if (DESCRIPTORS.test(path.dirname(at))) return { path: at, open: true }
    if (links === MOST_LINKS || !lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink())
      return { path: at, open: false }
    at = path.resolve(path.dirname(at), readlinkSync(at))
  }
}

/**
 * What two names have in common when they are one file: device and inode, or the real path of what is not there yet
 * (small and large letters may be one to the file system, so they are one here). Undefined where writing destroys
 * nothing: terminals, /dev/null.
 */
export function identityOf(name: string | number): string | undefined {
  let stat: BigIntStats | undefined
  try {
    stat =
      typeof name === 'number'
        ? fstatSync(name, { bigint: true })
        : statSync(name, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined) return placeOf(String(name)).path.normalize('NFC').toLowerCase()
  } catch (cause) {
    throw new WusumError('UNREADABLE', `cannot look up ${name}: ${(cause as Error).message}`, {
      where: { source: String(name) },
      cause,
    })
  }
  return stat.isCharacterDevice() ? undefined : `${stat.dev}:${stat.ino}`
}

/** The file of a registry and those that its database keeps beside it; none of one on a server. */
export function registryFiles(where: string | undefined): string[] {
  if (where === undefined || isAddress(where)) return []
  const { path: file } = placeOf(where)
  return [where, ...['-wal', '-shm', '-journal'].map((end) => file + end)]
}

/** Refuses a command that would write over what it reads, or write one file twice. Nothing is opened. */
export function refuseSame(writes: readonly Use[], reads: readonly Use[]): void {
  const met = new Map<string, Use>()
  const meet = (use: Use): Use | undefined => {
    const identity = identityOf(use.name)
    if (identity === undefined) return undefined
    const other = met.get(identity)
    met.set(identity, use)
    return other
  }
  for (const use of reads) meet(use)
  for (const use of writes) {
    const other = meet(use)
    if (other !== undefined) refuse(`${shown(use)} and ${shown(other)} are one file: nothing was read or written`, use)
  }
}

/** Refuses what lies in a folder whose files the command makes and removes. */
export function refuseInside(folder: string, uses: readonly Use[]): void {
  const { path: real } = placeOf(folder)
  for (const use of uses) {
    if (typeof use.name === 'number') continue
    const { path: place } = placeOf(use.name)
    if (place === real || place.startsWith(real + path.sep))
      refuse(`${shown(use)} lies in ${folder}, whose files come and go with the run`, use)
  }
}

const shown = ({ what, name }: Use): string => (typeof name === 'number' ? what : `${what} ${name}`)

function refuse(message: string, { name }: Use): never {
  throw new WusumError('USAGE', message, { where: { source: String(name) } })
}
