import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PageRecord } from '../../dist/index.js'
import { warmly, type Answered } from './warm.js'

export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Whether commands can be run in a terminal here. */
export const terminals = String(spawnSync('script', ['--version']).stdout).includes('util-linux')

/** Runs the command, where nothing speaks against it in a process that ran others before, which is many times faster. */
export function wusum(folder: string, args: readonly string[], options: SpawnSyncOptions = {}): Answered {
  const { env = process.env, input, ...rest } = options
  const warm = !input && Object.keys(rest).length === 0 ? warmly({ folder, args, env }) : undefined
  if (warm !== undefined) return warm
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    maxBuffer: 1 << 28,
    ...options,
    encoding: 'utf8',
  })
  return { status, signal, stdout, stderr }
}

/** An empty folder in which the real command is run, as its user would. */
export class Workdir {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'wusum-test-'))

  path(name: string): string {
    return path.join(this.folder, name)
  }
  write(name: string, content: string | Uint8Array): string {
    mkdirSync(path.dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), content)
    return name
  }
  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }
  wusum(args: readonly string[], options?: SpawnSyncOptions) {
    return wusum(this.folder, args, options)
  }
  /** The same, beside others. */
  async start(args: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [main, ...args], { cwd: this.folder })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { status, stdout, stderr }
  }
  /** The same in a terminal that the environment does not name, and that gives `answer` when it is asked. */
  async inUnknownTerminal(args: readonly string[], answer: string): Promise<string> {
    const env = Object.entries(process.env).filter(
      ([name]) => !/^(MLTERM|KITTY_|VTE_|KONSOLE_|TERM_PROGRAM|XTERM_|WT_|TMUX|STY|WUSUM_)/.test(name),
    )
    const child = spawn('script', ['-qec', commandLine(args), '/dev/null'], {
      cwd: this.folder,
      env: { ...Object.fromEntries(env), TERM: 'xterm-256color' },
    })
    let screen = ''
    child.stdout.on('data', (data: Buffer) => (screen += data.toString()))
    // Before it is asked, so that no slow machine is late with it.
    child.stdin.write(answer)
    await new Promise((resolve) => child.once('close', resolve))
    return screen.replaceAll('\r\n', '\n')
  }
  /** What a person sees who runs the command in a terminal. Needs `script` of util-linux: see `terminals`. */
  inTerminal(args: readonly string[], env: NodeJS.ProcessEnv = {}, columns = 0) {
    const { status, stdout } = spawnSync(
      'script',
      ['-qec', `stty cols ${columns}; ${commandLine(args)}`, '/dev/null'],
      {
        cwd: this.folder,
        // A terminal that is of no use to ask: nobody answers.
        env: { ...process.env, TERM: 'linux', ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
        encoding: 'utf8',
      },
    )
    return { status, screen: stdout.replaceAll('\r\n', '\n') }
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** As a shell takes it. */
const commandLine = (args: readonly string[]): string =>
  [process.execPath, main, ...args].map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ')

export const records = (jsonl: string): PageRecord[] =>
  jsonl
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PageRecord)
