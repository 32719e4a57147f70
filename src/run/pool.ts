import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { WusumError } from '../core/errors.js'
import { give, transferables } from '../read/index.js'
import { startWork, type Answer, type Kind, type Setup, type Task } from './work.js'

/**
 * Runs tasks, in this thread and in others, and hands the answers back in the order of the tasks.
 *
 *   tasks ─┬─► [ bounded: 2 a worker ] ─► workers ─┬─► answers, re-ordered
 *          └─► this thread, when all have enough  ─┘
 *
 * A task is taken from its source only when there is room, so a slow consumer slows the reader down and memory stays
 * bounded. A worker that crashes ends the job with an error; it is never silently replaced.
 */
export interface Pool {
  /** A task that is `done` already keeps its place among the answers. */
  map<K extends Kind>(tasks: AsyncIterable<Task<K> | Done<K>>): AsyncIterable<Answer<K>>
  /** The same task once on every thread, when nothing is under way. */
  everywhere<K extends Kind>(task: Task<K>): Promise<Answer<K>[]>
  /** Memory of batches that are done with: see `ReadOptions`. */
  readonly spare: ArrayBuffer[]
  close(): Promise<void>
}

export interface Done<K extends Kind> {
  readonly done: Answer<K>
}

/** Tasks that a worker has before it at the most: one in hand, one to go on with. */
const QUEUED = 2

interface Thread {
  readonly worker: Worker
  load: number
}

interface Waiting {
  resolve(answer: never): void
  reject(error: unknown): void
}

/**
 * Megabytes of input, a batch each, from which on further threads pay: one loads and compiles all anew for some two seconds of
 * processor time, and on two cores the engine's own compiling has the second one to itself until then.
 */
const PAYS = 32
/** Each has its own tables, 60 MB or more. */
const MOST_THREADS = 16

/**
 * @param jobs threads that work, this one among them; the others start where a second task comes. 0: one for each
 * processor, the others only where there is input enough.
 */
export function createPool(jobs: number, setup: Setup): Pool {
  const threads = jobs || Math.min(availableParallelism(), MOST_THREADS)
  const url = new URL('./worker.js', import.meta.url)
  const spare: ArrayBuffer[] = []
  const work = startWork(setup)
  const waiting = new Map<number, Waiting>()
  let next = 0
  let closing = false
  let broken: Error | undefined
  const fail = (error: Error) => {
    broken ??= error
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const workers: Thread[] = []
  /** What every thread knows, also those that start later. */
  let known: Task<'know'> | undefined
  function started(): Thread {
    const worker = new Worker(url, { workerData: setup })
    const thread: Thread = { worker, load: 0 }
    worker.on('message', ({ id, answer, error, memory }: Message) => {
      thread.load--
      if (memory) give(memory, spare)
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
    // Should it fail, so will the task behind it.
    if (known) ask(thread, known).catch(() => undefined)
    return thread
  }
  const ask = <K extends Kind>(thread: Thread, task: Task<K>): Promise<Answer<K>> =>
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
  /** How many tasks come before the other threads start. */
  const startingAt = (task: Task): number => {
    const bytes = 'batch' in task ? task.batch.progress.total : undefined
    return jobs > 0 || (bytes ?? 0) >= PAYS * 2 ** 20 ? 1 : PAYS
  }
  async function here<K extends Kind>(task: Task<K>): Promise<Answer<K>> {
    const answer = await work(task)
    if ('batch' in task) give(task.batch.bytes.buffer, spare)
    return answer
  }
  return {
    spare,
    async *map<K extends Kind>(tasks: AsyncIterable<Task<K> | Done<K>>) {
      const underWay: Promise<Answer<K>>[] = []
      let before = 0
      try {
        for await (const task of tasks) {
          if (!('done' in task) && before++ >= startingAt(task))
            while (workers.length < threads - 1) workers.push(started())
          const worker = workers.find(({ load }) => load < QUEUED)
          const answer =
            'done' in task ? Promise.resolve(task.done) : worker === undefined ? here(task) : ask(worker, task)
          // It may fail before its turn to be awaited: it is reported then, not as an unhandled rejection.
          answer.catch(() => undefined)
          underWay.push(answer)
          // Answers of the workers, and signals, come in only between turns of the event loop.
          if (worker === undefined) await turn()
          if (underWay.length >= (threads > 1 ? 4 * threads : 1)) yield await underWay.shift()!
        }
        while (underWay.length) yield await underWay.shift()!
      } finally {
        await Promise.allSettled(underWay)
      }
    },
    everywhere(task) {
      if (task.kind === 'know') known = task
      return Promise.all([here(task), ...workers.map((worker) => ask(worker, task))])
    },
    async close() {
      closing = true
      await Promise.all(workers.map(({ worker }) => worker.terminate()))
    },
  }
}

interface Message {
  readonly id: number
  readonly answer: never
  readonly error?: FlatError
  /** Of the batch that was worked on. */
  readonly memory?: ArrayBuffer
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

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
