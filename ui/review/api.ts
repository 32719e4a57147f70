/** Questions to the desk. The key comes in the address's fragment once, and stays in this tab. */
import type { Language } from '../../src/core/counted.ts'
import type { Decision } from '../../src/core/types.ts'
import type {
  Filter,
  Outcome,
  ProposalView,
  QueueItem,
  Selection,
  Status,
  TagLine,
  TagView,
} from '../../src/review/desk.ts'
import type { Carrier, StoredDecision } from '../../src/registry/index.ts'

export type {
  Carrier,
  Decision,
  Filter,
  Outcome,
  Selection,
  ProposalView,
  QueueItem,
  Status,
  StoredDecision,
  TagLine,
  TagView,
}

if (location.hash.length > 1) {
  sessionStorage.setItem('key', location.hash.slice(1))
  history.replaceState(undefined, '', '/')
}
const key = sessionStorage.getItem('key')

export const hasKey = key !== null

/** The desk said no; `code` says why to the program, `message` to the reader. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

async function ask<T>(name: string, body: object = {}): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key ?? ''}` },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Refused('INTERRUPTED', '')
  }
  const { result, error } = (await response.json()) as { result?: T; error?: { code: string; message: string } }
  if (error) throw new Refused(error.code, error.message)
  return result as T
}

export const api = {
  reread: () => ask<Status>('reread'),
  status: () => ask<Status>('status'),
  queue: (from: number, count: number, filter: Filter) =>
    ask<{ total: number; items: QueueItem[] }>('queue', { from, count, filter }),
  settle: (verb: 'same' | 'apart' | 'related', selection: Selection, filter: Filter) =>
    ask<Outcome>('settle', { verb, ...selection, filter }),
  decisions: (from: number, count: number, query: string) =>
    ask<{ total: number; items: StoredDecision[] }>('decisions', { from, count, query }),
  proposal: (place: number, lang: Language) => ask<ProposalView | undefined>('proposal', { place, lang }),
  search: (query: string) => ask<TagLine[]>('search', { query }),
  tag: (surface: string, lang: Language) => ask<TagView | undefined>('tag', { surface, lang }),
  examples: (surface: string) => ask<Carrier[]>('examples', { surface }),
  decide: (decisions: readonly Decision[]) => ask<Outcome>('decide', { decisions }),
  undo: (id?: number) => ask<Outcome>('undo', { id }),
  redo: (id?: number) => ask<Outcome>('redo', { id }),
  export: () => ask<string>('export'),
}
