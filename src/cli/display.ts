import { StringDecoder } from 'node:string_decoder'
import { Writable } from 'node:stream'
import { WusumError } from '../core/errors.js'

/**
 * Draws untrusted text for people at a terminal. Never used on data.
 *
 * Terminals differ: some join and reorder Arabic letters themselves (`plain` is right), most do neither (`shaped`: the
 * letters are replaced by their joined forms and put in visual order). `auto` goes by what the terminal says of itself.
 */
export type Display = 'auto' | 'plain' | 'shaped'

/** Controls and bidi overrides could rewrite the screen or disguise text: shown as U+FFFD. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g
export const safe = (text: string): string => text.replace(unsafe, '\ufffd')

/** The same signs but for line ends and tabs, for what stands on many lines. In JSON the escaped text means the same. */
const driving = /(?![\t\n])[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g
export const escaped = (text: string): string =>
  text.replace(driving, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * Standard output, for all that commands print. Data goes to a file or a pipe as it is; on a terminal signs that could
 * drive it, or disguise text, are escaped.
 */
export const stdout: Writable & { readonly isTTY?: boolean } = process.stdout.isTTY
  ? Object.assign(screen(process.stdout), { isTTY: true })
  : process.stdout

/** Hands on what is written to a terminal, escaped. */
export function screen(terminal: Writable): Writable {
  const decoder = new StringDecoder()
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      terminal.write(escaped(decoder.write(chunk)), done)
    },
  })
}

/** Resolves when what was printed has been taken: a slow reader slows the command down. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.write(text)) resolve()
    else stdout.once('drain', resolve)
  })
}

/** A line on standard error for people. It may hold untrusted text. */
export function note(text: string): void {
  process.stderr.write(`wusum: ${safe(text)}\n`)
}

/** Whether to answer programs rather than people: as asked for, else by where the answer goes. */
export function asJson(json: boolean | undefined, display: Display): boolean {
  if (json && display !== 'auto')
    throw new WusumError('USAGE', '--display draws for people; it does nothing with --json')
  return json ?? (!stdout.isTTY && display === 'auto')
}

const arabic = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/

/** Terminals that lay out right-to-left text themselves: VTE 0.58 and later, Konsole, Apple Terminal, mlterm. */
function laysOutArabic(env: NodeJS.ProcessEnv): boolean {
  if (env['TMUX'] !== undefined || env['STY'] !== undefined) return false
  return (
    Number(env['VTE_VERSION'] ?? 0) >= 5800 ||
    env['KONSOLE_VERSION'] !== undefined ||
    env['TERM_PROGRAM'] === 'Apple_Terminal' ||
    env['MLTERM'] !== undefined
  )
}

/** The drawing function for `display` on a stream. Loads the shaping packages only when they are needed. */
export async function drawFor(
  display: Display,
  stream: { isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Promise<(text: string) => string> {
  if (display === 'plain' || (display === 'auto' && (!stream.isTTY || laysOutArabic(env)))) return safe
  const [reshaper, bidi] = await Promise.all([
    // Optional dependency (GPL-3.0): without it letters stay unjoined but in order.
    import('arabic-reshaper').then(
      (module) => module.default,
      () => undefined,
    ),
    import('bidi-js').then((module) => module.default()),
  ])
  return (text) => {
    const shown = safe(text)
    if (!arabic.test(shown)) return shown
    const joined = reshaper ? reshaper.convertArabic(shown) : shown
    return bidi.getReorderedString(joined, bidi.getEmbeddingLevels(joined))
  }
}
