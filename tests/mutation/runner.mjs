/**
 * Runs compiled test files in this process, for `mutate.mjs`: all their tests, telling which places of dist/ each one
 * reaches, or those that are named, up to the first that fails. It is told what to do in JSON as its only argument and
 * answers in JSON on the last line.
 */
import { Session } from 'node:inspector/promises'
import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { gather, jest } from './globals.mjs'

/** @type {{ root: string, tests: [file: string, numbers?: number[]][], places?: string }} */
const { root, tests, places } = JSON.parse(process.argv[2])
const answer = (value) => process.stdout.write(`\n${JSON.stringify(value)}\n`)

/** Hooks before all tests of a suite run with the first that is wanted. */
async function run(suite, numbers, next, done) {
  let begun = false
  for (const item of suite.items) {
    if (item.items) {
      await run(item, numbers, next, done)
      continue
    }
    const number = next.number++
    if (numbers && !numbers.includes(number)) continue
    const outwards = [suite]
    while (outwards.at(-1).parent) outwards.push(outwards.at(-1).parent)
    if (!begun) for (const outer of outwards.toReversed()) for (const hook of outer.beforeAll.splice(0)) await hook()
    begun = true
    await done.ready?.()
    const [began, at] = [process.cpuUsage(), performance.now()]
    let error
    try {
      for (const outer of outwards.toReversed()) for (const hook of outer.beforeEach) await hook()
      await item.body()
      for (const outer of outwards) for (const hook of outer.afterEach) await hook()
    } catch (thrown) {
      error = thrown
    }
    await done.test(number, item.name, error, process.cpuUsage(began).user / 1e3, performance.now() - at)
  }
  for (const hook of suite.afterAll) await hook()
}

async function baseline([file]) {
  const wanted = JSON.parse(readFileSync(places, 'utf8'))
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  // Optimised code counts no calls: asked for anew, all is unoptimised again.
  const watch = () => session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  await watch()
  // Threads and processes that tests start say what they reached as they end, unless they are killed.
  const elsewhere = mkdtempSync(join(tmpdir(), 'wusum-reached-'))
  process.on('exit', () => rmSync(elsewhere, { recursive: true, force: true }))
  process.env.NODE_V8_COVERAGE = elsewhere
  let processes = false
  const reachedElsewhere = () => {
    const found = []
    for (const name of readdirSync(elsewhere)) {
      try {
        found.push(...JSON.parse(readFileSync(join(elsewhere, name), 'utf8')).result)
      } catch {
        // It is being written, and is there the next time.
        continue
      }
      rmSync(join(elsewhere, name))
      processes ||= !name.startsWith(`coverage-${process.pid}-`)
    }
    return found
  }
  /** Numbers of the wanted places that ran since it was last asked. */
  const reached = async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const found = new Set()
    for (const { url, functions } of [...result, ...reachedElsewhere()]) {
      if (!url.startsWith('file:')) continue
      const offsets = wanted[relative(`${root}/dist`, fileURLToPath(url))]
      if (!offsets) continue
      const ranges = functions
        .flatMap((it) => it.ranges)
        .sort((x, y) => x.startOffset - y.startOffset || y.endOffset - x.endOffset)
      for (const [offset, mutant] of offsets) {
        let ran = false
        for (const { startOffset, endOffset, count } of ranges) {
          if (startOffset > offset) break
          if (endOffset > offset) ran = count > 0
        }
        if (ran) found.add(mutant)
      }
    }
    return [...found]
  }
  const whole = await gather(pathToFileURL(`${root}/build/${file}`).href)
  const shared = new Set(await reached())
  const list = []
  await run(
    whole,
    undefined,
    { number: 0 },
    {
      ready: async () => {
        for (const mutant of await reached()) shared.add(mutant)
        await watch()
      },
      test: async (number, name, error, cpu, wall) => {
        processes = false
        const places = await reached()
        const failed = error && String(error.message).slice(0, 300)
        list.push({ number, name, ms: Math.round(processes ? wall : cpu), failed, reached: places })
        if (error) process.stderr.write(`${file}: ${name}: ${String(error.stack)}\n`)
      },
    },
  )
  answer({ file, shared: [...shared], tests: list })
}

async function first() {
  for (const [file, numbers] of tests) {
    const whole = await gather(pathToFileURL(`${root}/build/${file}`).href)
    await run(
      whole,
      numbers,
      { number: 0 },
      {
        test: (number, name, error) => {
          if (!error) return
          answer({ file, number, name, error: String(error.message).slice(0, 200) })
          process.exit(1)
        },
      },
    )
    jest.restoreAllMocks()
  }
  answer({})
}

if (places) await baseline(tests[0])
else await first()
process.exit(0)
