import { StringDecoder } from 'node:string_decoder'
import { Writable } from 'node:stream'
import { WusumError } from '../core/errors.js'
import { FSI, laidOut, PDI, plain, runsRightToLeft, stretch, type Layout } from './layout.js'
import { askTerminal, layoutOf } from './terminal.js'
import { widthOf, wrapped } from './wrap.js'

/**
 * How untrusted text is drawn for people at a terminal. Never used on data.
 *
 * Terminals differ: some join and reorder Arabic letters themselves (`plain` is right), most do neither (`shaped`: the
 * letters are replaced by their joined forms and put in visual order), kitty joins and turns each word alone (`words`). `auto`
 * goes by what the terminal says of itself.
 */
export const displays = ['auto', 'plain', 'shaped', 'words'] as const
export type Display = (typeof displays)[number]

/** Controls and bidi overrides could rewrite the screen or disguise text: shown as U+FFFD. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g
export const safe = (text: string): string => text.replace(unsafe, '\ufffd')

/** The same signs but for line ends and tabs, for what stands on many lines. In JSON the escaped text means the same. */
const driving = /(?![\t\n])[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g
export const escaped = (text: string): string =>
  text.replace(driving, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What `drawFor` makes of a piece for a terminal that lays it out: it turns nothing around that stands outside. */
const drawn =
  /(\u200e[\u2068\u202a\u202b][^\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]*[\u2069\u202c]\u200e)/
/** The beginning of one at the end of what was handed on. */
const unfinished = /\u200e(?:[\u2068\u202a\u202b][^\u0000-\u001f\u200e]*)?$/
/**
 * Standard output, for all that commands print. Data goes to a file or a pipe as it is; on a terminal signs that could
 * drive it, or disguise text, are escaped.
 */
export const stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number } = process.stdout.isTTY
  ? Object.assign(screen(process.stdout), { isTTY: true, columns: process.stdout.columns })
  : process.stdout

/** Hands on what is written to a terminal, escaped. */
export function screen(terminal: Writable): Writable {
  const decoder = new StringDecoder()
  let rest = ''
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const parts = (rest + decoder.write(chunk)).split(drawn)
      const last = parts.pop()!
      rest = unfinished.exec(last)?.[0] ?? ''
      parts.push(last.slice(0, last.length - rest.length))
      terminal.write(parts.map((part, i) => (i % 2 === 1 ? part : escaped(part))).join(''), done)
    },
  })
}

/** Resolves when what was printed has been taken: a slow reader slows the command down. */
export function print(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.write(text)) resolve()
    else stdout.once('drain', resolve)
  })
}

/** A line on standard error for people. It may hold untrusted text. */
export function note(text: string): void {
  process.stderr.write(`${drawFor('auto', process.stderr).lines(`wusum: ${sentence(text)}`)}\n`)
}

/** Whether to answer programs rather than people: as asked for, else by where the answer goes. */
export function asJson(json: boolean | undefined, display: Display): boolean {
  if (json && display !== 'auto')
    throw new WusumError('USAGE', '--display draws for people; it does nothing with --json')
  return json ?? (!stdout.isTTY && display === 'auto')
}

/** Keeps the words of a tag on one line; no text has it. */
const GLUE = '\ufdd0'

/** A tag, or another piece of untrusted text with a direction of its own, within a line. */
export function piece(text: string): string {
  const shown = safe(text)
  return runsRightToLeft(shown) ? `${FSI}${shown.replaceAll(GLUE, '\ufffd').replaceAll(' ', GLUE)}${PDI}` : shown
}

/** A sentence within a line, or all of it: what in it runs right to left becomes pieces. */
export const sentence = (text: string): string => safe(text).replaceAll(stretch, piece)

/** Draws pieces, and lines made of them. */
export interface Draw {
  /** A piece alone. */
  (text: string): string
  /**
   * Lines of `piece` and `sentence`, broken between words where the terminal is too narrow for them, and then set in a little
   * further.
   */
  lines(text: string): string
}

/** Cells by which the further lines of a broken line are set in. */
const HANG = 2

interface Where {
  readonly isTTY?: boolean
  /** 0 where the terminal does not know it. */
  readonly columns?: number | undefined
}

/** What the terminal of this process said when it was asked. */
let told: Layout | undefined

/** Asks the terminal what it is, where nothing else tells and people look at it. */
export async function meetTerminal(): Promise<void> {
  const { env, stdout: out, stderr } = process
  const { WUSUM_DISPLAY: name } = env
  if (name && displayNamed(env) === undefined)
    throw new WusumError('USAGE', `WUSUM_DISPLAY is one of ${displays.join(', ')}, not ${name}`)
  if ((displayNamed(env) ?? 'auto') !== 'auto' || layoutOf(env) !== undefined) return
  if (out.isTTY && stderr.isTTY) told = await askTerminal()
}

/** What the person who uses the terminal says of it. */
const displayNamed = (env: NodeJS.ProcessEnv): Display | undefined =>
  displays.find((name) => name === env['WUSUM_DISPLAY'])

/** `undefined`: text stays as it is. */
function layoutFor(display: Display, stream: Where, env: NodeJS.ProcessEnv): Layout | undefined {
  if (display === 'auto' && !stream.isTTY) return undefined
  const chosen = display === 'auto' ? (displayNamed(env) ?? 'auto') : display
  const known = layoutOf(env) ?? told
  if (chosen === 'auto') return known ?? 'shaped'
  return chosen === 'plain' ? (known === 'embeddings' ? known : 'isolates') : chosen
}

/** How to draw on a stream. */
export function drawFor(display: Display, stream: Where, env: NodeJS.ProcessEnv = process.env): Draw {
  const layout = layoutFor(display, stream, env)
  // mlterm gives each of the signs around a piece a cell, though it shows none.
  const measure = (text: string) => widthOf(text) + (layout === 'embeddings' ? 4 * (text.split(FSI).length - 1) : 0)
  const { columns = 0 } = stream
  const laid = (line: string) => {
    const text = line.replaceAll(GLUE, ' ')
    return layout === undefined ? plain(text) : laidOut(text, layout)
  }
  return Object.assign((text: string) => laid(piece(text)), {
    lines: (text: string) =>
      text
        .split('\n')
        .flatMap((line) =>
          layout === undefined
            ? [line]
            : wrapped(line, columns > 0 ? columns : Infinity, /^ */.exec(line)![0].length + HANG, measure),
        )
        .map(laid)
        .join('\n'),
  })
}
