import type { SingleBar } from 'cli-progress'
import { grouped } from './numbers.js'
import type { Progress } from '../run/index.js'

/**
 * Shows how far a job is: a bar on a terminal, otherwise a plain line every `every` milliseconds; nothing when quiet,
 * as it must be while data goes to the same terminal.
 */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean | undefined, every = 10_000) {
  if (quiet) return { update: () => undefined, stop: () => undefined }
  return stream.isTTY ? bar(stream) : lines(stream, every)
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)

function bar(stream: NodeJS.WriteStream) {
  let shown: SingleBar | undefined
  let stopped = false
  let loading: Promise<void> | undefined
  let last: Progress | undefined
  const paint = () => {
    if (!last || !shown) return
    shown.setTotal(Math.max(last.totalBytes ?? 0, last.bytes, 1))
    shown.update(last.bytes)
  }
  return {
    update: (progress: Progress) => {
      last = progress
      // A job that is over at once shows no bar.
      if (progress.seconds < 0.5) return
      loading ??= import('cli-progress').then(({ default: cliProgress }) => {
        if (stopped) return
        shown = new cliProgress.SingleBar({
          stream,
          clearOnComplete: true,
          hideCursor: true,
          etaBuffer: 50,
          format: (_, { eta }: { eta: unknown }) =>
            last ? barLine(last, typeof eta === 'number' ? eta : NaN, stream.columns > 0 ? stream.columns : 80) : '',
        })
        shown.start(1, 0)
      })
      paint()
    },
    stop: () => {
      stopped = true
      shown?.stop()
    },
  }
}

/** Cells of the bar itself. */
const SHORTEST = 10
const LONGEST = 40

/**
 * A line of a bar. Where it is narrow, what matters less goes first: the bytes, the pages, the bar.
 *
 * @param left seconds; NaN or Infinity where nothing is known of it
 */
export function barLine({ phase, bytes, totalBytes, pages, seconds }: Progress, left: number, columns: number): string {
  const share = totalBytes === undefined || totalBytes <= 0 ? undefined : Math.min(1, bytes / totalBytes)
  const head = share === undefined ? phase : `${phase} ${Math.floor(100 * share)}%`
  const facts = [
    ...(share !== undefined && Number.isFinite(left) ? [`${timeOf(left)} left`] : []),
    `${grouped(Math.round(pages / Math.max(seconds, 0.001)))} pages/s`,
  ]
  // The last cell stays free: some terminals go on to the next line with it.
  const room = columns - 1
  const line = (told: readonly string[]) => [head, ...told].join(', ')
  for (const more of [`${grouped(pages)} pages`, `${megabytes(bytes)} MB`]) {
    const bar = share === undefined ? 0 : SHORTEST + 3
    if (line([...facts, more]).length + bar <= room) facts.push(more)
  }
  const size = Math.min(LONGEST, room - line(facts).length - 3)
  if (share === undefined || size < SHORTEST) return line(facts).slice(0, room)
  const done = Math.round(size * share)
  return `[${'='.repeat(done)}${'-'.repeat(size - done)}] ${line(facts)}`
}

function timeOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

function lines(stream: NodeJS.WriteStream, every: number) {
  let due = every
  return {
    update: ({ phase, bytes, totalBytes, pages, seconds }: Progress) => {
      if (seconds * 1000 < due) return
      due = seconds * 1000 + every
      const share = totalBytes ? `, ${((100 * bytes) / totalBytes).toFixed(0)}%` : ''
      stream.write(
        `wusum: ${phase} ${megabytes(bytes)} MB${share}, ${pages} pages, ${Math.round(pages / Math.max(seconds, 0.001))} pages/s\n`,
      )
    },
    stop: () => undefined,
  }
}
