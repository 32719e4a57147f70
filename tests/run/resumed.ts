/** A job with checkpoints every few milliseconds, which goes on where it was killed. Says on its channel when it gets on. */
import { run } from '../../dist/run/index.js'

const [input, output, jobs, learn] = process.argv.slice(2)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
try {
  await run({
    inputs: [input!],
    output: output!,
    rejects: `${output!}.rejects`,
    jobs: Number(jobs),
    learn: learn === 'learn',
    resume: true,
    checkpointSeconds: 0.005,
    signal: stopping.signal,
    onProgress: ({ phase, pages }) => process.send?.({ phase, pages }),
  })
} catch (error) {
  process.exitCode = (error as { code?: string }).code === 'INTERRUPTED' ? 130 : 1
  if (process.exitCode === 1) console.error(error)
}
if (process.connected) process.disconnect()
