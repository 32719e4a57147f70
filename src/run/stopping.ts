/** An `AbortSignal`. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** What comes, or undefined once the work is to stop: some things keep one waiting for ever. */
export function unlessStopped<T>(coming: Promise<T>, signal: StopSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return coming
  let stop: () => void
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined)
    signal.addEventListener('abort', stop)
  })
  return Promise.race([coming, stopped]).finally(() => signal.removeEventListener('abort', stop))
}
