import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { bodyOf } from '../review/body.js'
import type { Reconciler } from '../run/reconcile.js'
import { note, print } from './display.js'

const describe = 'Serve a registry to OpenRefine and other clients that reconcile'

export const reconcileCommand = command({
  command: 'reconcile',
  describe,
  builder: (argv) =>
    argv
      .usage('wusum reconcile --registry R')
      .epilogue(
        'Serves the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/) on 127.0.0.1 only: add the\n' +
          'printed address in OpenRefine as a standard service. Scores go from 0 to 100; what wusum judges one tag has 50 at least, and\n' +
          'match where no other tag is as likely. The registry is read once, at the start. Cost: memory and time as wusum tags.',
      )
      .option('registry', { type: 'string', nargs: 1, demandOption: true, describe: 'The registry to serve' })
      .option('port', { type: 'number', nargs: 1, describe: 'Port to serve; default: a free one' })
      .example('wusum reconcile --registry tags.db --port 3999', ''),
  handler: async ({ registry, port = 0 }) => {
    if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
      throw new WusumError('USAGE', `--port takes a whole number from 0 to 65535, not ${port}`)
    const { Reconciler } = await import('../run/reconcile.js')
    const reconciler = await Reconciler.open(registry)
    const server = createServer((request, response) => {
      void handle(reconciler, request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new WusumError('OUTPUT', `cannot serve on port ${port}: ${cause.message}`, { cause })),
      )
      server.listen(port, '127.0.0.1', resolve)
    })
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    await print(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`)
    note('add this address as a standard service in OpenRefine; end with Ctrl-C')
    await stopped
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

const isLocal = (origin: string): boolean => /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(origin)

/** What is sent back: an object as JSON, a text as HTML. */
type Answer = readonly [status: number, body: object | string]

const refusal = (status: number, message: string): Answer => [status, { status: 'error', message }]

async function handle(reconciler: Reconciler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { origin } = request.headers
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'")
  response.setHeader('cache-control', 'no-store')
  if (origin !== undefined && isLocal(origin)) {
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-headers', 'content-type')
    response.setHeader('vary', 'origin')
  }
  const [status, body] = await answerTo(reconciler, request)
  // What was refused may not have been read to its end.
  if (status >= 400) response.setHeader('connection', 'close')
  const type = typeof body === 'string' ? 'text/html' : 'application/json'
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` })
  response.end(request.method === 'HEAD' ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}

async function answerTo(reconciler: Reconciler, request: IncomingMessage): Promise<Answer> {
  const { localPort } = request.socket
  const { host, origin } = request.headers
  // Another name for this address would be a page of another site (DNS rebinding).
  if (host !== `127.0.0.1:${localPort}` && host !== `localhost:${localPort}`) return refusal(421, 'Wrong host')
  // Pages of programs on this machine may ask, those of other sites may not.
  if (origin === undefined ? request.headers['sec-fetch-site'] === 'cross-site' : !isLocal(origin))
    return refusal(403, 'Not allowed')
  if (request.method === 'OPTIONS') return [200, {}]
  const url = new URL(request.url ?? '/', `http://${host}`)
  const parameters = await parametersOf(request, url)
  if (!(parameters instanceof URLSearchParams)) return parameters
  const path = decoded(url.pathname)
  if (path === '/suggest/entity') {
    const cursor = Number(parameters.get('cursor') ?? 0)
    const from = Number.isSafeInteger(cursor) && cursor > 0 ? cursor : 0
    return [200, reconciler.suggest(parameters.get('prefix') ?? '', from)]
  }
  if (path === '/properties') return [200, reconciler.properties(parameters.get('type') ?? undefined)]
  if (path?.startsWith('/tag/')) {
    const page = reconciler.page(path.slice('/tag/'.length))
    return page === undefined ? refusal(404, 'No such tag') : [200, page]
  }
  if (path !== '/') return refusal(404, 'Not found')
  const [queries, extend] = [parameters.get('queries'), parameters.get('extend')]
  if (queries === null && extend === null) return [200, reconciler.manifest(`http://${host}`)]
  const answer = queries === null ? reconciler.extend(parsed(extend!)) : reconciler.reconcile(parsed(queries))
  return answer === undefined ? refusal(400, 'Not a batch of queries') : [200, answer]
}

/** What is asked: in the address, in a form, or as JSON, where the batch may stand alone. */
async function parametersOf(request: IncomingMessage, { searchParams }: URL): Promise<URLSearchParams | Answer> {
  if (request.method === 'GET' || request.method === 'HEAD') return searchParams
  if (request.method !== 'POST') return refusal(405, 'Not a question')
  const body = await bodyOf(request)
  if (body === undefined) return refusal(413, 'Too large')
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return new URLSearchParams(body)
  const value = parsed(body)
  if (typeof value !== 'object' || value === null) return refusal(400, 'Not a batch of queries')
  const given = 'queries' in value || 'extend' in value ? value : { queries: value }
  return new URLSearchParams(
    Object.entries(given).map(([name, part]): [string, string] => [name, JSON.stringify(part)]),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
