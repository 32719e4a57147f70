import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { WusumError, type ErrorCode } from '../core/errors.js'
import { openStore } from '../registry/index.js'
import { bodyOf } from './body.js'
import type { Answer } from './worker.js'

export interface ReviewOptions {
  /** Language of the interface at first: the reader may change it. Default `ar`. */
  readonly lang?: 'ar' | 'en' | undefined
  /** Default: any free one. */
  readonly port?: number | undefined
}

export interface Review {
  /** Where to point a browser. The part after `#` is the key; it never goes over the wire as part of an address. */
  readonly url: string
  /** Resolves when the registry is read and judged. Rejects when it cannot be. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const

const page = (lang: 'ar' | 'en') => `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>wusum</title><link rel="stylesheet" href="/review.css"><link rel="icon" href="data:,"></head>
<body><div id="app"></div><noscript>JavaScript</noscript><script src="/review.js" type="module"></script></body></html>
`

/** All that is served but for the interface, read at the start: no request names a file. */
function assets(lang: 'ar' | 'en'): ReadonlyMap<string, { readonly type: string; readonly body: Buffer }> {
  const file = (path: string, type: string) => ({ type, body: readFileSync(new URL(path, import.meta.url)) })
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: Buffer.from(page(lang)) }],
    ['/review.js', file('../ui/review.js', 'text/javascript; charset=utf-8')],
    ['/review.css', file('../ui/review.css', 'text/css; charset=utf-8')],
    ...['arabic-400', 'arabic-700', 'latin-400', 'latin-700'].map(
      (name) => [`/fonts/${name}.woff2`, file(`../../data/fonts/plex-${name}.woff2`, 'font/woff2')] as const,
    ),
  ])
}

/**
 * Serves a registry for review on this machine's loopback address, to who has the key. Answers at once; the registry is
 * read and judged meanwhile, in a thread of its own (time and memory as `wusum tags`).
 * @throws WusumError as `openStore` does, and OUTPUT when the port is taken.
 */
export async function review(where: string, options: ReviewOptions = {}): Promise<Review> {
  // opened for a moment: what is wrong with it is said before anything is served
  await (await openStore(where, { create: false })).close()
  const served = assets(options.lang ?? 'ar')
  const key = randomBytes(24).toString('base64url')
  const desk = new DeskThread(where)
  let host = ''

  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      send(response, 500, {
        error: { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) },
      })
    })
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    // another name for this address would be a page of another site (DNS rebinding)
    if (request.headers.host !== host) {
      send(response, 421, { error: { code: 'USAGE', message: 'Wrong host' } })
      return
    }
    const path = request.url ?? ''
    if (request.method === 'GET' || request.method === 'HEAD') {
      const asset = served.get(path)
      if (asset === undefined) {
        send(response, 404, { error: { code: 'NOT_FOUND', message: 'Not found' } })
        return
      }
      response.writeHead(200, { 'content-type': asset.type, 'content-length': asset.body.length })
      response.end(request.method === 'HEAD' ? undefined : asset.body)
      return
    }
    const { origin, authorization } = request.headers
    const site = request.headers['sec-fetch-site']
    const foreign =
      (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== 'same-origin')
    if (foreign || !sameKey(authorization, key)) {
      send(response, 403, { error: { code: 'USAGE', message: 'Not allowed' } })
      return
    }
    if (
      request.method !== 'POST' ||
      !path.startsWith('/api/') ||
      request.headers['content-type'] !== 'application/json'
    ) {
      send(response, 400, { error: { code: 'USAGE', message: 'Not a question' } })
      return
    }
    const body = await objectOf(request)
    if (body === undefined) {
      send(response, 400, { error: { code: 'USAGE', message: 'Not a JSON object' } })
      return
    }
    const { result, error } = await desk.ask(path.slice('/api/'.length), body)
    send(response, statusOf(error?.code), error ? { error } : { result })
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new WusumError('OUTPUT', `cannot serve on port ${options.port ?? 0}: ${cause.message}`, { cause })),
    )
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  }).catch(async (error: unknown) => {
    await desk.close()
    throw error
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/#${key}`,
    ready: desk.ready,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await desk.close()
    },
  }
}

/** 202: asked too early, ask again. */
const statusOf = (code: string | undefined): number =>
  code === undefined ? 200 : code === 'REGISTRY_BUSY' ? 202 : code === 'INTERNAL' ? 500 : 409

function sameKey(authorization: string | undefined, key: string): boolean {
  const given = Buffer.from(authorization ?? '')
  const wanted = Buffer.from(`Bearer ${key}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return
  // what was refused may not have been read to its end
  if (status >= 400) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

/** The JSON object that a request carries, or undefined. */
async function objectOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const text = await bodyOf(request)
  if (text === undefined) return undefined
  try {
    const body: unknown = JSON.parse(text || '{}')
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The desk in its thread, as questions and answers. */
class DeskThread {
  readonly ready: Promise<void>
  readonly #worker: Worker
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0
  #state: 'reading' | 'ready' | Error = 'reading'

  constructor(where: string) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { where } })
    this.ready = new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.#state = error
        for (const answer of this.#waiting.values()) answer(refusal(error))
        this.#waiting.clear()
        reject(error)
      }
      this.#worker.on('message', (answer: Answer) => {
        if (answer.id !== 0) {
          this.#waiting.get(answer.id)?.(answer)
          this.#waiting.delete(answer.id)
        } else if (answer.error) {
          fail(new WusumError(answer.error.code as ErrorCode, answer.error.message))
        } else {
          this.#state = 'ready'
          resolve()
        }
      })
      this.#worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
      this.#worker.on('exit', () => fail(new WusumError('INTERRUPTED', 'The review has ended')))
    })
    // whoever does not wait for it learns of a failure from the answers
    this.ready.catch(() => undefined)
  }

  ask(name: string, body: Record<string, unknown>): Promise<Answer> {
    if (this.#state === 'reading')
      return Promise.resolve({ id: 0, error: { code: 'REGISTRY_BUSY', message: 'The registry is being read' } })
    if (this.#state !== 'ready') return Promise.resolve(refusal(this.#state))
    const id = ++this.#asked
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, name, body })
    })
  }

  async close(): Promise<void> {
    if (this.#state === 'ready') {
      const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
      this.#worker.postMessage('close')
      await ended
    } else await this.#worker.terminate()
  }
}

const refusal = (error: Error): Answer => ({
  id: 0,
  error: { code: error instanceof WusumError ? error.code : 'INTERNAL', message: error.message },
})
