import type { SingleBar } from 'cli-progress'
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
    const total = last.totalBytes ?? 0
    shown.setTotal(Math.max(total, last.bytes, 1))
    shown.update(last.bytes, {
      what: last.phase,
      done: megabytes(last.bytes),
      pages: last.pages,
      rate: Math.round(last.pages / Math.max(last.seconds, 0.001)),
    })
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
          format: '{what} [{bar}] {percentage}% {done} MB, {pages} pages, {rate} pages/s, {eta_formatted} left',
        })
        shown.start(1, 0, { what: progress.phase, done: 0, pages: 0, rate: 0 })
      })
      paint()
    },
    stop: () => {
      stopped = true
      shown?.stop()
    },
  }
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
