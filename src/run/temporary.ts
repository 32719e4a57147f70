import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WusumError } from '../core/errors.js'

/** Those that jobs of this process have at the moment. */
const folders = new Set<string>()

/** A folder for what need not outlive the job. It also goes when the process ends, however that comes about in order. */
export function makeTemporary(): string {
  let folder: string
  try {
    folder = mkdtempSync(path.join(tmpdir(), 'wusum-'))
  } catch (cause) {
    throw new WusumError(
      'OUTPUT',
      `cannot make a temporary folder in ${tmpdir()}: ${(cause as Error).message}; TMPDIR names the place for it`,
      { where: { source: tmpdir() }, cause },
    )
  }
  if (folders.size === 0) process.on('exit', clearTemporary)
  folders.add(folder)
  return folder
}

export function removeTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
  if (folders.size === 0) process.off('exit', clearTemporary)
}

/** Removes all, for a process that is about to end. */
export function clearTemporary(): void {
  for (const folder of [...folders]) removeTemporary(folder)
}
