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
import { makeTemporary, removeTemporary } from './temporary.js'

/** What a checkpoint must say, whatever else it does. */
interface Saved {
  /** Tells the job from others with the same output. */
  readonly job: string
  readonly counts: { readonly pages: number }
}

/**
 * The folder in which a job keeps what it has done so far: `OUTPUT.partial`, or a temporary folder when the output is a
 * stream. Nothing in it is ever taken for a result. A checkpoint names how far each file in it can be trusted; it is
 * written beside the old one and renamed over it, after everything it speaks of is on the disk.
 *
 * A run that starts anew throws nothing away that an interrupted one has done: it keeps it aside, in
 * `OUTPUT.partial.kept`, until the same job has come to its end.
 */
export class Workplace<State extends Saved> {
  readonly folder: string
  readonly #temporary: boolean
  readonly #tell: (notice: string) => void
  #job = ''

  /**
   * @param file the output, where it is a file
   * @param tell hears what becomes of the work of an earlier run
   */
  constructor(file: string | undefined, tell: (notice: string) => void = () => undefined) {
    this.#temporary = file === undefined
    this.folder = file === undefined ? makeTemporary() : workplaceOf(file)
    this.#tell = tell
  }

  /** The job that is at work here, as it was opened for. */
  get job(): string {
    return this.#job
  }

  path(name: string): string {
    return path.join(this.folder, name)
  }

  get #kept(): string {
    return `${this.folder}.kept`
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
    this.#job = job
    this.#take()
    try {
      return this.#begin(resume, job, filesOf)
    } catch (error) {
      this.leave()
      throw error
    }
  }

  #begin(resume: boolean, job: string, filesOf: (state: State) => Readonly<Record<string, number>>): State | undefined {
    let state = savedIn(this.folder) as State | undefined
    if (!resume) {
      if (state && state.counts.pages > 0) this.#keepAside(state)
      this.#clear()
      return undefined
    }
    const kept = savedIn(this.#kept) as State | undefined
    if (kept?.job === job && (!state || (state.job === job && state.counts.pages < kept.counts.pages))) {
      this.#takeBack()
      state = kept
    }
    if (state && state.job !== job)
      this.#refuse(
        'USAGE',
        `${this.folder} was left by a run with other inputs or options: repeat that run with --resume, or leave --resume out to start anew`,
      )
    if (state && Object.entries(filesOf(state)).every(([name, bytes]) => this.#holds(name, bytes))) return state
    this.#tell(
      state
        ? `${this.folder} is damaged: this run starts with the first page`
        : `there is no work to go on from in ${this.folder}: this run starts with the first page`,
    )
    this.#clear()
    return undefined
  }

  /** Puts what an interrupted run has done aside, or gives it up where more of the same job lies there already. */
  #keepAside(state: Saved): void {
    if (existsSync(this.#kept) && !isWorkplace(this.#kept))
      this.#refuse('OUTPUT', `${this.#kept} is in the way: it was not made by wusum`)
    let most = state
    let lost = ''
    const earlier = savedIn(this.#kept)
    if (earlier?.job === state.job && earlier.counts.pages >= state.counts.pages) most = earlier
    else {
      if (earlier && earlier.job !== state.job)
        lost = `; what was kept there of a run with other inputs or options is given up, ${earlier.counts.pages} pages`
      rmSync(this.#kept, { recursive: true, force: true })
      renameSync(this.folder, this.#kept)
      writeWhole(path.join(this.#kept, LOCK), '0')
      mkdirSync(this.folder)
      writeWhole(this.path(LOCK), String(process.pid))
    }
    this.#tell(
      most.job === this.#job
        ? `an interrupted run had read ${most.counts.pages} pages. This one starts anew; that work is kept in ${this.#kept}, and the same command with --resume goes on from it${lost}`
        : `an interrupted run with other inputs or options had read ${most.counts.pages} pages. That work is kept in ${this.#kept}; when this run has ended, that command with --resume goes on from it${lost}`,
    )
  }

  /** Goes on from what was kept aside; what this folder has is less of the same. */
  #takeBack(): void {
    this.#clear()
    // The checkpoint last: it speaks of the others.
    const names = readdirSync(this.#kept).filter((name) => name !== LOCK && name !== CHECKPOINT)
    for (const name of [...names, CHECKPOINT]) renameSync(path.join(this.#kept, name), this.path(name))
    rmSync(this.#kept, { recursive: true })
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
    rmSync(this.path(CHECKPOINT), { force: true })
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

  #holds(name: string, bytes: number): boolean {
    const file = statSync(this.path(name), { throwIfNoEntry: false })
    return file ? file.size >= bytes : bytes === 0
  }

  save(state: State): void {
    writeWhole(this.path(CHECKPOINT), JSON.stringify(state))
  }

  /** @param done whether the job came to its end: then what was kept aside of it is of no use either */
  remove(done: boolean): void {
    taken.delete(this.folder)
    // The lock last: a folder without one is somebody else's.
    if (existsSync(this.folder)) this.#clear()
    if (this.#temporary) removeTemporary(this.folder)
    else {
      rmSync(this.folder, { recursive: true, force: true })
      if (done && savedIn(this.#kept)?.job === this.#job) rmSync(this.#kept, { recursive: true })
    }
  }
}

/** The folder that a job works in whose output is a file. */
export const workplaceOf = (file: string): string => `${file}.partial`

/** Whether a folder is one in which a job has worked. */
export const isWorkplace = (folder: string): boolean =>
  /\.partial(?:\.kept)?$/.test(folder) && existsSync(path.join(folder, LOCK))

/** The state of the last checkpoint in a folder, if there is one that the disk has not lost. */
function savedIn(folder: string): Saved | undefined {
  let text: string
  try {
    text = readFileSync(path.join(folder, CHECKPOINT), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as Saved
  } catch {
    // The disk lost it.
    return undefined
  }
}

const CHECKPOINT = 'checkpoint.json'

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
