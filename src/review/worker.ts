/** The thread that holds the desk: judging a large registry takes a while, and the page answers meanwhile. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Language } from '../core/counted.js'
import { WusumError } from '../core/errors.js'
import { Desk } from './desk.js'

/** One request to the desk. */
export interface Question {
  readonly id: number
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly id: number
  readonly result?: unknown
  /** Why not, for a person; `code` as in `WusumError`. */
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

const { where } = workerData as { where: string }
const port = parentPort!

const whole = (value: unknown, most: number): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? Math.min(value, most) : 0
const language = (value: unknown): Language => (value === 'ar' ? 'ar' : 'en')
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Everything that can be asked, by name. */
const ANSWERS: Readonly<Record<string, (desk: Desk, body: Question['body']) => unknown>> = {
  status: (desk) => desk.status(),
  queue: (desk, { from, count }) => desk.queue(whole(from, 1e9), whole(count, 500)),
  proposal: (desk, { place, lang }) => desk.proposal(whole(place, 1e9), language(lang)),
  search: (desk, { query }) => desk.search(text(query)),
  tag: (desk, { surface, lang }) => desk.tag(text(surface), language(lang)),
  examples: (desk, { surface }) => desk.examples(text(surface)),
  /** Answered by a desk opened anew. */
  reread: (desk) => desk.status(),
  decide: (desk, { decisions }) => desk.decide(decisions),
  undo: (desk, { id }) => desk.undo(typeof id === 'number' ? id : undefined),
  decisions: (desk) => desk.decisions(),
  export: (desk) => desk.exported(),
}

function failure(id: number, error: unknown): Answer {
  if (error instanceof WusumError) return { id, error: { code: error.code, message: error.message } }
  return { id, error: { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) } }
}

async function answer(desk: Desk, { id, name, body }: Question): Promise<Answer> {
  try {
    if (!Object.hasOwn(ANSWERS, name)) return { id, error: { code: 'USAGE', message: 'No such question' } }
    return { id, result: await ANSWERS[name]!(desk, body) }
  } catch (error) {
    return failure(id, error)
  }
}

try {
  let desk = await Desk.open(where)
  // one at a time: an action must not judge while another does
  let last = Promise.resolve()
  port.on('message', (question: Question | 'close') => {
    last = last.then(async () => {
      if (question === 'close') {
        await desk.close()
        port.close()
        return
      }
      try {
        if (question.name === 'reread') {
          const fresh = await Desk.open(where)
          await desk.close()
          desk = fresh
        }
      } catch (error) {
        port.postMessage(failure(question.id, error))
        return
      }
      port.postMessage(await answer(desk, question))
    })
  })
  port.postMessage({ id: 0 } satisfies Answer)
} catch (error) {
  port.postMessage(failure(0, error))
}
