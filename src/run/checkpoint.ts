import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { WusumError } from '../core/errors.js'

/**
 * The folder in which a job keeps what it has done so far: `OUTPUT.partial`, or a temporary folder when the output is a
 * stream. Nothing in it is ever taken for a result. A checkpoint names how far each file in it can be trusted; it is
 * written beside the old one and renamed over it, after everything it speaks of is on the disk.
 */
export class Workplace<State extends { readonly job: string }> {
  readonly folder: string
  constructor(folder: string) {
    this.folder = folder
  }

  path(name: string): string {
    return path.join(this.folder, name)
  }

  /** Starts empty, or with the state of the last checkpoint where `resume` is asked for and one exists. */
  open(resume: boolean, job: string): State | undefined {
    const file = this.path('checkpoint.json')
    if (resume && existsSync(file)) {
      const state = JSON.parse(readFileSync(file, 'utf8')) as State
      if (state.job !== job)
        throw new WusumError(
          'USAGE',
          `${this.folder} was left by a run with other inputs or options: repeat that run with --resume, or leave --resume out to start anew`,
          { where: { source: this.folder } },
        )
      return state
    }
    this.remove()
    try {
      mkdirSync(this.folder, { recursive: true })
    } catch (cause) {
      throw new WusumError('OUTPUT', `cannot make the folder ${this.folder}: ${(cause as Error).message}`, {
        where: { source: this.folder },
        cause,
      })
    }
    return undefined
  }

  save(state: State): void {
    writeWhole(this.path('checkpoint.json'), JSON.stringify(state))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Writes a file so that after a crash either the old or the new content is there, never a part. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const part = `${file}.part`
  const fd = openSync(part, 'w')
  try {
    if (typeof content === 'string') writeFileSync(fd, content)
    else for (let done = 0; done < content.byteLength;) done += writeSync(fd, content, done)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(part, file)
}
