import { Worker } from 'node:worker_threads'
import { WusumError } from '../core/errors.js'
import { transferables } from '../read/index.js'
import { startWork, type Answer, type Kind, type Setup, type Task } from './work.js'

/**
 * Runs tasks, in this thread or in several, and hands the answers back in the order of the tasks.
 *
 *   tasks ──► [ bounded: 2 a thread ] ──► workers ──► answers, re-ordered
 *
 * A task is taken from its source only when there is room, so a slow consumer slows the reader down and memory stays
 * bounded. A worker that crashes ends the job with an error; it is never silently replaced.
 */
export interface Pool {
  /** A task that is `done` already keeps its place among the answers. */
  map<K extends Kind>(tasks: AsyncIterable<Task<K> | Done<K>>): AsyncIterable<Answer<K>>
  /** The same task once on every thread, when nothing is under way. */
  everywhere<K extends Kind>(task: Task<K>): Promise<Answer<K>[]>
  close(): Promise<void>
}

export interface Done<K extends Kind> {
  readonly done: Answer<K>
}

export function createPool(jobs: number, setup: Setup): Pool {
  return jobs <= 1 ? inThisThread(setup) : inThreads(jobs, setup)
}

function inThisThread(setup: Setup): Pool {
  const work = startWork(setup)
  return {
    async *map(tasks) {
      for await (const task of tasks) {
        const answer = 'done' in task ? task.done : work(task)
        yield answer instanceof Promise ? await answer : answer
      }
    },
    everywhere: async (task) => [await work(task)],
    close: () => Promise.resolve(),
  }
}

interface Waiting {
  resolve(answer: never): void
  reject(error: unknown): void
}

function inThreads(jobs: number, setup: Setup): Pool {
  const url = new URL('./worker.js', import.meta.url)
  const waiting = new Map<number, Waiting>()
  let next = 0
  let closing = false
  let broken: Error | undefined
  const fail = (error: Error) => {
    broken ??= error
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const threads = Array.from({ length: jobs }, () => {
    const worker = new Worker(url, { workerData: setup })
    const thread = { worker, load: 0 }
    worker.on('message', ({ id, answer, error }: { id: number; answer: never; error?: FlatError }) => {
      thread.load--
      const one = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) one?.resolve(answer)
      else one?.reject(revive(error))
    })
    worker.on('error', (cause) =>
      fail(new WusumError('UNREADABLE', `a worker thread failed: ${String(cause)}`, { cause })),
    )
    worker.on('exit', (code) => {
      if (!closing) fail(new WusumError('UNREADABLE', `a worker thread ended early with code ${code}`))
    })
    return thread
  })
  const ask = <K extends Kind>(thread: (typeof threads)[number], task: Task<K>): Promise<Answer<K>> =>
    new Promise((resolve, reject) => {
      if (broken) {
        reject(broken)
        return
      }
      const id = next++
      thread.load++
      waiting.set(id, { resolve, reject })
      thread.worker.postMessage({ id, task }, 'batch' in task ? transferables(task.batch) : [])
    })
  const idlest = () => threads.reduce((a, b) => (b.load < a.load ? b : a))
  return {
    async *map<K extends Kind>(tasks: AsyncIterable<Task<K> | Done<K>>) {
      const underWay: Promise<Answer<K>>[] = []
      try {
        for await (const task of tasks) {
          const answer = 'done' in task ? Promise.resolve(task.done) : ask(idlest(), task)
          // It may fail before its turn to be awaited: it is reported then, not as an unhandled rejection.
          answer.catch(() => undefined)
          underWay.push(answer)
          if (underWay.length >= 2 * jobs) yield await underWay.shift()!
        }
        while (underWay.length) yield await underWay.shift()!
      } finally {
        await Promise.allSettled(underWay)
      }
    },
    everywhere: (task) => Promise.all(threads.map((thread) => ask(thread, task))),
    async close() {
      closing = true
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}

/** An error loses its class on the way between threads; a WusumError travels as its parts. */
export interface FlatError {
  readonly message: string
  readonly code?: WusumError['code']
  readonly where?: WusumError['where']
  readonly retry?: boolean
}
export function flatten(error: unknown): FlatError {
  if (error instanceof WusumError)
    return { message: error.message, code: error.code, where: error.where, retry: error.retry }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
function revive({ message, code, where, retry }: FlatError): Error {
  return code ? new WusumError(code, message, { where: where ?? {}, retry: retry ?? false }) : new Error(message)
}
