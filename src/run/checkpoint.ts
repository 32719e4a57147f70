import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
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

  /**
   * Starts empty, or with the state of the last checkpoint where `resume` is asked for and one exists. Refuses a folder in
   * which another job is at work, and one that no job has made. `filesOf` says which files a state needs, and how many
   * bytes of each at least: where one is shorter (the disk lost it) or gone (the run had ended, but for clearing up), all
   * is done again.
   */
  open(
    resume: boolean,
    job: string,
    filesOf: (state: State) => Readonly<Record<string, number>> = () => ({}),
  ): State | undefined {
    this.#take()
    const state = resume ? this.#saved() : undefined
    if (state && state.job !== job) {
      this.leave()
      this.#refuse(
        'USAGE',
        `${this.folder} was left by a run with other inputs or options: repeat that run with --resume, or leave --resume out to start anew`,
      )
    }
    if (state && Object.entries(filesOf(state)).every(([name, bytes]) => this.#holds(name, bytes))) return state
    this.#clear()
    return undefined
  }

  /** Makes the folder, or takes over one whose job is gone. */
  #take(): void {
    try {
      mkdirSync(this.folder, { recursive: true })
      // A job that was killed before it held the folder has left no more than half a lock.
      const names = readdirSync(this.folder).filter((name) => name !== `${LOCK}.part`)
      if (names.length && !names.includes(LOCK))
        this.#refuse('OUTPUT', `${this.folder} is in the way: it was not made by wusum`)
      const holder = names.length ? Number(readFileSync(this.path(LOCK), 'utf8')) : 0
      if (taken.has(this.folder) || (holder !== process.pid && isAlive(holder)))
        this.#refuse('OUTPUT', `another run (process ${holder}) is at work in ${this.folder}`)
      writeWhole(this.path(LOCK), String(process.pid))
      taken.add(this.folder)
    } catch (cause) {
      if (cause instanceof WusumError) throw cause
      throw new WusumError('OUTPUT', `cannot make the folder ${this.folder}: ${(cause as Error).message}`, {
        where: { source: this.folder },
        cause,
      })
    }
  }

  /** Removes all but the lock, and the checkpoint before what it speaks of. */
  #clear(): void {
    rmSync(this.path('checkpoint.json'), { force: true })
    for (const name of readdirSync(this.folder)) if (name !== LOCK) rmSync(this.path(name), { recursive: true })
  }

  #refuse(code: 'USAGE' | 'OUTPUT', message: string): never {
    throw new WusumError(code, message, { where: { source: this.folder } })
  }

  /** Lets go of the folder; what is in it stays, for a job that resumes. */
  leave(): void {
    taken.delete(this.folder)
    writeFileSync(this.path(LOCK), '0')
  }

  #saved(): State | undefined {
    let text: string
    try {
      text = readFileSync(this.path('checkpoint.json'), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    try {
      return JSON.parse(text) as State
    } catch {
      // The disk lost it.
      return undefined
    }
  }

  #holds(name: string, bytes: number): boolean {
    const file = statSync(this.path(name), { throwIfNoEntry: false })
    return file ? file.size >= bytes : bytes === 0
  }

  save(state: State): void {
    writeWhole(this.path('checkpoint.json'), JSON.stringify(state))
  }

  remove(): void {
    taken.delete(this.folder)
    // The lock last: a folder without one is somebody else's.
    if (existsSync(this.folder)) this.#clear()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Holds the number of the process whose job is at work in the folder, 0 when none is. */
const LOCK = 'lock'
/** Folders of jobs of this process. */
const taken = new Set<string>()

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
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
  syncFolder(path.dirname(file))
}

/** Waits until the names in a folder are on the disk, where the system can do that for a folder. */
export function syncFolder(folder: string): void {
  let fd: number
  try {
    fd = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(fd)
  } catch {
    // Windows, some network disks: names are as safe there as they make them.
  } finally {
    closeSync(fd)
  }
}
