/**
 * Runs commands one after the other in one process, whose code and model are warm: `dist/cli/main.js` is evaluated anew for
 * each, in the folder and with the arguments it is given. See `warm.ts`, which starts it.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import process from 'node:process'
import { readMessage, writeMessage, type Asked, type Answered } from './warm.js'

const [, , requests = '', answers = ''] = process.argv
const [from, to] = [openSync(requests, 'r'), openSync(answers, 'w')]
const main = new URL('../../dist/cli/main.js', import.meta.url).href
const end = process.exit.bind(process)

/** Thrown where the command ends its process, so that nothing of it goes on. */
class Ended extends Error {}

let [stdout, stderr] = ['', '']
const taking =
  (take: (text: string) => void): typeof process.stdout.write =>
  (chunk: string | Uint8Array, ...rest: unknown[]) => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
process.stdout.write = taking((text) => (stdout += text))
process.stderr.write = taking((text) => (stderr += text))

let failed: (error: unknown) => void = () => undefined
process.on('uncaughtException', (error) => failed(error))
process.on('unhandledRejection', (error) => failed(error))

/** Closes what a registry leaves to the end of its process: statements that nobody holds any more keep its files open. */
async function letGo(): Promise<void> {
  globalThis.gc?.()
  await new Promise((resolve) => setImmediate(resolve))
}

async function run({ args, env }: Asked, number: number): Promise<Answered> {
  ;[stdout, stderr] = ['', '']
  process.argv = [process.execPath, main, ...args]
  process.env = { ...env }
  process.exitCode = undefined
  const status = await new Promise<number>((resolve) => {
    process.exit = (code) => {
      resolve(Number(code ?? process.exitCode ?? 0))
      throw new Ended()
    }
    failed = (error) => {
      if (error instanceof Ended) return
      stderr += error instanceof Error ? (error.stack ?? error.message) : String(error)
      resolve(1)
    }
    import(`${main}?${number}`).then(
      () => resolve(Number(process.exitCode ?? 0)),
      (error: unknown) => failed(error),
    )
  })
  if (args.some((arg) => arg.endsWith('.db'))) await letGo()
  // What the end of a process would have undone.
  process.removeAllListeners('exit')
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error')
  return { status, signal: null, stdout, stderr }
}

for (let number = 1; ; number++) {
  const asked = readMessage((into) => readSync(from, into)) as Asked | undefined
  if (asked === undefined) break
  process.chdir(asked.folder)
  const answer = await run(asked, number)
  process.chdir('/')
  writeMessage((bytes) => writeSync(to, bytes), answer)
}
closeSync(from)
end(0)
