import { WusumError, type Reject, type Rejected } from '../core/errors.js'
import { sentenceOf } from '../run/rejected.js'
import { note } from './display.js'
import { grouped } from './numbers.js'

/** Lines are few and short, whatever the input holds. */
const FILES = 10
const UNITS = 400

interface Telling {
  readonly quiet?: boolean
  /** Whether the command can keep all rejects, and the file in which it does. */
  readonly kept?: boolean
  readonly rejects?: string | undefined
}

/**
 * Says on standard error what was not read and why: each file that was named, then the first reject of each other code,
 * and where all of them are. Quiet, only the files: that one was named and not read is an error.
 */
function tellRejected({ reasons, unread }: Rejected, { quiet = false, kept = true, rejects }: Telling): void {
  const named = unread.slice(0, FILES)
  const rest = quiet ? [] : reasons.filter((first) => !named.some((one) => placeOf(one) === placeOf(first)))
  const told = [...named, ...rest]
  // How many more there are is said once a code, behind the last line of it.
  const more = new Map(reasons.map(({ code, count }) => [code, count - told.filter((one) => one.code === code).length]))
  told.forEach((reject, i) => {
    const left = told.slice(i + 1).some(({ code }) => code === reject.code) ? 0 : (more.get(reject.code) ?? 0)
    const others = left > 0 && !quiet ? ` (${grouped(left)} more ${reject.code})` : ''
    note(`${clipped(sentenceOf(reject))}${hintOf(reject)}${others}`)
  })
  if (unread.length > FILES) note(`of ${grouped(unread.length - FILES)} more files that were named no page was read`)
  const total = reasons.reduce((sum, { count }) => sum + count, 0)
  if (quiet || total === 0) return
  const where =
    rejects === undefined ? '--rejects FILE keeps each with its reason' : `each with its reason in ${rejects}`
  note(`${grouped(total)} ${total === 1 ? 'record' : 'records'} rejected${kept ? `; ${where}` : ''}`)
}

/** The result of a task that reads pages, with a word on what it did not read; also where it fails for that, quiet or not. */
export async function telling<T extends Pick<Rejected, 'reasons'> & Partial<Rejected>>(
  task: Promise<T>,
  options: Telling,
): Promise<T> {
  try {
    const result = await task
    tellRejected({ unread: [], ...result }, options)
    return result
  } catch (error) {
    if (error instanceof WusumError && error.rejected) tellRejected(error.rejected, { ...options, quiet: false })
    throw error
  }
}

const placeOf = ({ source, record }: Pick<Reject, 'source' | 'record'>) => `${record}:${source}`
const clipped = (text: string) => (text.length > UNITS ? `${text.slice(0, UNITS)}…` : text)

/** The options that would read such records. */
function hintOf(reject: Reject): string {
  const options = Object.entries(reject.try ?? {}).map(([field, path]) => `--field ${quoted(`${field}=${path}`)}`)
  return options.length ? `; try ${options.join(' ')}` : ''
}

/** As a shell takes it. */
const quoted = (text: string) => (/^[\p{L}\p{N}_.=-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
