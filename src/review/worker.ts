/** The thread that holds the desk: judging a large registry takes a while, and the page answers meanwhile. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Language } from '../core/counted.js'
import { WusumError } from '../core/errors.js'
import { Desk, type Filter } from './desk.js'

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

/** A filter, as far as it is one. */
function filterOf(value: unknown): Filter {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((it) => it === given[name])
  const share = given['chance']
  return {
    text: text(given['text']),
    rule: text(given['rule']) || undefined,
    kind: oneOf('kind', ['merged', 'apart']),
    chance: typeof share === 'number' && share >= 0 && share <= 1 ? share : 0,
    pages: whole(given['pages'], 1e9),
    open: given['open'] === true,
    order: oneOf('order', ['chance', 'pages', 'text']),
    turn: whole(given['turn'], 1e9),
  }
}

/** Everything that can be asked, by name. */
const ANSWERS: Readonly<Record<string, (desk: Desk, body: Question['body']) => unknown>> = {
  status: (desk) => desk.status(),
  queue: (desk, { from, count, filter }) => desk.queue(whole(from, 1e9), whole(count, 500), filterOf(filter)),
  proposal: (desk, { place, lang }) => desk.proposal(whole(place, 1e9), language(lang)),
  search: (desk, { query }) => desk.search(text(query)),
  tag: (desk, { surface, lang }) => desk.tag(text(surface), language(lang)),
  examples: (desk, { surface }) => desk.examples(text(surface)),
  /** Answered by a desk opened anew. */
  reread: (desk) => desk.status(),
  decide: (desk, { decisions }) => desk.decide(decisions),
  settle: (desk, { verb, all, places, filter }) =>
    desk.settle(
      text(verb),
      { all: all === true, places: Array.isArray(places) ? places.map((it) => whole(it, 1e9)) : [] },
      filterOf(filter),
    ),
  undo: (desk, { id }) => desk.undo(typeof id === 'number' ? id : undefined),
  redo: (desk, { id }) => desk.redo(typeof id === 'number' ? id : undefined),
  decisions: (desk, { from, count, query }) => desk.decisions(whole(from, 1e9), whole(count, 500), text(query)),
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
