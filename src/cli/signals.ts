import { clearTemporary } from '../run/temporary.js'

/** A job that a signal has ended in order. */
export class Stopped extends Error {
  readonly signal: NodeJS.Signals
  constructor(signal: NodeJS.Signals, cause: unknown) {
    super(`stopped by ${signal}`, { cause })
    this.signal = signal
  }
}

const HEARD = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does a job that a signal can stop: the first one lets it end in order, the second one ends the process at once. Commands
 * that keep nothing are better ended as the system does it, which waits for no turn.
 */
export async function stoppable<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  const quit = () => {
    for (const name of HEARD) process.off(name, stop)
  }
  const stop = (signal: NodeJS.Signals) => {
    if (!stopping.signal.aborted) {
      stopping.abort(signal)
      return
    }
    quit()
    clearTemporary()
    process.kill(process.pid, signal)
  }
  for (const name of HEARD) process.on(name, stop)
  try {
    return await job(stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted) throw new Stopped(stopping.signal.reason as NodeJS.Signals, error)
    throw error
  } finally {
    quit()
  }
}
