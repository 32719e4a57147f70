/** Thread entry: takes tasks off the port, does them, answers. The work itself is in work.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { flatten } from './pool.js'
import { startWork, transferOf, type Setup, type Task } from './work.js'

const port = parentPort!
const work = startWork(workerData as Setup)
port.on('message', ({ id, task }: { id: number; task: Task }) => {
  void (async () => {
    try {
      const answer = await work(task)
      const memory = 'batch' in task ? task.batch.bytes.buffer : undefined
      port.postMessage({ id, answer, memory }, [...transferOf(answer), ...(memory ? [memory] : [])])
    } catch (error) {
      port.postMessage({ id, error: flatten(error) })
    }
  })()
})
