/** Commands in a process that has run others before: most of the time of a small run is its start. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Asked {
  folder: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
}
export interface Answered {
  /** `null`: ended by a signal. */
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A message is its length in bytes, a line end, and JSON. `undefined` where the other side has gone. */
export function readMessage(read: (into: Uint8Array) => number): unknown {
  const one = new Uint8Array(1)
  let length = ''
  for (;;) {
    if (read(one) === 0) return undefined
    if (one[0] === 10) break
    length += String.fromCharCode(one[0]!)
  }
  const bytes = Buffer.alloc(Number(length))
  for (let at = 0; at < bytes.length;) {
    const n = read(bytes.subarray(at))
    if (n === 0) return undefined
    at += n
  }
  return JSON.parse(bytes.toString())
}

export function writeMessage(write: (bytes: Uint8Array) => number, message: unknown): void {
  const json = Buffer.from(JSON.stringify(message))
  const bytes = Buffer.concat([Buffer.from(`${json.length}\n`), json])
  for (let at = 0; at < bytes.length;) at += write(bytes.subarray(at))
}

/** After so many commands another process is begun, whatever this one holds. */
const MOST = 100

let serving: { ask: (asked: Asked) => Answered | undefined; end: () => void; asked: number } | undefined

function serve() {
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-warm-'))
  const [requests, answers] = [path.join(folder, 'requests'), path.join(folder, 'answers')]
  if (spawnSync('mkfifo', [requests, answers]).status !== 0) return undefined
  const script = fileURLToPath(new URL('warm-server.js', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', script, requests, answers], {
    // What ends it before it answers is seen.
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: '/',
  })
  child.unref()
  // Each waits until the other side has opened it, in this order on both.
  const [to, from] = [openSync(requests, 'w'), openSync(answers, 'r')]
  rmSync(folder, { recursive: true })
  return {
    asked: 0,
    ask: (asked: Asked) => {
      writeMessage((bytes) => writeSync(to, bytes), asked)
      return readMessage((into) => readSync(from, into)) as Answered | undefined
    },
    end: () => {
      // It ends when nobody can ask it any more.
      closeSync(to)
      closeSync(from)
    },
  }
}

/** What the command answers; `undefined` where it cannot be run so, for it reads standard input. */
export function warmly(asked: Asked): Answered | undefined {
  if (process.platform === 'win32' || asked.args.includes('-')) return undefined
  if (serving !== undefined && ++serving.asked > MOST) {
    serving.end()
    serving = undefined
  }
  serving ??= serve()
  const answered = serving?.ask(asked)
  if (serving !== undefined && answered === undefined)
    throw new Error(`the process of commands ended at ${asked.args.join(' ')}`)
  return answered
}
