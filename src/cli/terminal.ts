import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import type { Layout } from './layout.js'

/** What a terminal does with Arabic by what it says of itself in the environment; `undefined` where it says nothing. */
export function layoutOf(env: NodeJS.ProcessEnv): Layout | undefined {
  const { TERM: term = '' } = env
  if (env['MLTERM'] !== undefined || term.startsWith('mlterm')) return 'embeddings'
  if (env['KITTY_WINDOW_ID'] !== undefined || term === 'xterm-kitty') return 'words'
  if (env['VTE_VERSION'] !== undefined) return Number(env['VTE_VERSION']) >= 5800 ? 'isolates' : 'shaped'
  if (env['KONSOLE_VERSION'] !== undefined || env['TERM_PROGRAM'] === 'Apple_Terminal') return 'isolates'
  // Any name of its own is one of a terminal that does neither.
  const named = env['XTERM_VERSION'] ?? env['TERM_PROGRAM'] ?? env['WT_SESSION'] ?? env['TMUX'] ?? env['STY']
  return named === undefined && /^xterm(-256color)?$/.test(term) ? undefined : 'shaped'
}

/**
 * The same by what a terminal answers when asked for its name and version: XTVERSION, or the secondary device attributes,
 * in which VTE has its version behind 65 and mlterm is 24.
 */
export function layoutTold(answer: string): Layout {
  const name = /\u001bP>\|(\w+)/.exec(answer)?.[1]?.toLowerCase()
  if (name === 'kitty') return 'words'
  if (name === 'mlterm') return 'embeddings'
  if (name === 'konsole') return 'isolates'
  const [, kind, version] = /\u001b\[>(\d+);(\d+)/.exec(answer) ?? []
  if (name === 'vte' || kind === '65') return version === undefined || Number(version) >= 5800 ? 'isolates' : 'shaped'
  return kind === '24' ? 'embeddings' : 'shaped'
}

/** Name, kind, and last the primary device attributes, which every terminal answers: then there is nothing to wait for. */
const QUESTION = '\u001b[>q\u001b[>c\u001b[c'
const ANSWERED = /\u001b\[\?[\d;]*c/
/** Milliseconds that a far terminal has. */
const PATIENCE = 1000

/**
 * Asks the terminal of this process what it is. Programs on another machine, in a container or under another user see nothing
 * in the environment that tells.
 */
export async function askTerminal(): Promise<Layout | undefined> {
  if (!inForeground()) return undefined
  let input: ReadStream | undefined
  let terminal: number | undefined
  try {
    terminal = openSync('/dev/tty', 'r+')
    input = new ReadStream(terminal).setRawMode(true)
    const answer = await answerOn(input, terminal)
    return answer === undefined ? undefined : layoutTold(answer)
  } catch {
    return undefined
  } finally {
    input?.setRawMode(false)
    input?.destroy()
    if (input === undefined && terminal !== undefined) closeSync(terminal)
  }
}

function answerOn(input: ReadStream, terminal: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    const end = (told?: string) => {
      clearTimeout(late)
      resolve(told)
    }
    const late = setTimeout(end, PATIENCE)
    input.on('data', (data) => {
      answer += data.toString('latin1')
      if (ANSWERED.test(answer)) end(answer)
    })
    input.on('error', () => end())
    writeSync(terminal, QUESTION)
  })
}

/** A process in the background that turned to its terminal would be stopped. Told by Linux alone. */
function inForeground(): boolean {
  try {
    const [, , , group, , , foreground] = readFileSync('/proc/self/stat', 'latin1').replace(/^.*\)/s, 'x').split(' ')
    return group === foreground
  } catch {
    return false
  }
}
