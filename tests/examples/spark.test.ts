/**
 * examples/spark/tags.py on a cluster of two workers gives what `wusum run` and `wusum tags` give of the same pages, however the
 * pages lie in partitions and whatever dies on the way. Needs Java and PySpark (.ci/spark).
 *
 * WUSUM_SLOW=1: an executor killed in each of the first twenty stages; copies of slow tasks beside them; and with WUSUM_TEST_PAGES, JSON Lines with `id`, `title`, `text` and `tags`, all
 * of those, and 2,000 of them as HTML besides, in 1, 3 and 17 partitions.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { idOf } from '../../dist/registry/ids.js'
import { main, Workdir } from '../cli/workdir.js'

const source = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url))
const python = process.env['WUSUM_TEST_SPARK']
const slow = process.env['WUSUM_SLOW'] === '1'
const given = slow ? process.env['WUSUM_TEST_PAGES'] : undefined
if (python === undefined)
  process.stderr.write('SKIPPED, for Java or PySpark (.ci/spark) is not here: the job for Spark\n')

interface Article {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly tags: readonly string[]
}
interface Inputs {
  readonly archived: (page: Article, number: number, bytes: number) => Buffer
  readonly flattened: (page: Article) => string
  readonly pagesOf: (file: string) => Article[]
}

/** Pages of several houses, one of which has half of them; a fifth of all tags in another spelling. */
function articles(count: number): Article[] {
  let seed = 7
  const next = (most: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff) % most
  const syllables = ['با', 'تر', 'جم', 'دو', 'سل', 'شا', 'قي', 'لم', 'نو', 'هر', 'إس', 'ئي']
  const words = Array.from(
    { length: 500 },
    () => syllables[next(12)]! + syllables[next(12)]! + ['ن', 'ة', 'ي', ''][next(4)]!,
  )
  const some = (length: number): string => Array.from({ length }, () => words[next(50) * next(11)]!).join(' ')
  const tags = Array.from({ length: 400 }, () => some(1 + next(3)))
  const spelled = (tag: string): string =>
    next(5) ? tag : next(2) ? tag.replaceAll('ة', 'ه').replaceAll('إ', 'ا') : tag.replace('ا', '')
  return Array.from({ length: count }, (_, i) => ({
    id: `https://${i % 2 ? 'half' : `house${i % 7}`}.example/${i}`,
    title: some(5),
    text: some(60 + next(60)),
    tags: Array.from({ length: 2 + next(7) }, () => spelled(tags[next(20) * next(21)]!)),
  }))
}

const dir = new Workdir()
afterAll(() => dir.remove())

/** The rows of a folder of Parquet, as the lines of JSON that wusum writes, sorted. */
async function rows(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const name of readdirSync(dir.path(folder), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.parquet')) continue
    const file = new Uint8Array(readFileSync(dir.path(path.join(folder, name)))).buffer
    for (const row of await parquetReadObjects({ file, compressors })) found.push(JSON.stringify(row, plain))
  }
  return found.sort()
}
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value === null ? undefined : value

interface Case {
  readonly name: string
  readonly args?: readonly string[]
  readonly kill?: boolean
  readonly tags?: string
  readonly last?: string
  readonly output?: string
}
interface Told {
  readonly name: string
  readonly seconds: number
  readonly told: Readonly<Record<string, unknown>>
}

/** Where Spark believes that it lies, so that workers keep their files here. */
function sparkHome(): string {
  const home = path.dirname(
    spawnSync(python!, ['-c', 'import pyspark; print(pyspark.__file__)'], { encoding: 'utf8' }).stdout.trim(),
  )
  if (!existsSync(dir.path('spark'))) {
    mkdirSync(dir.path('spark'))
    for (const name of readdirSync(home))
      if (name !== 'work') symlinkSync(path.join(home, name), dir.path(`spark/${name}`))
  }
  return dir.path('spark')
}
const environment = () => ({
  ...process.env,
  SPARK_HOME: sparkHome(),
  SPARK_LOCAL_DIRS: dir.path('local'),
  PYSPARK_PYTHON: python,
})

/** A cluster of two hosts, which are this machine under two addresses: Spark runs copies of slow tasks on other hosts only. */
async function twoHosts(): Promise<{ master: string; stop: () => void }> {
  const started: ChildProcess[] = []
  const start = (kind: string, ...args: string[]) => {
    const child = spawn(
      path.join(sparkHome(), 'bin/spark-class'),
      [`org.apache.spark.deploy.${kind}`, ...args, '--webui-port', '0'],
      { cwd: dir.folder, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    started.push(child)
    return child
  }
  const child = start('master.Master', '--host', '127.0.0.1', '--port', '0')
  const master = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString()
      const at = /Starting Spark master at (spark:\S+)/.exec(said)
      if (at) resolve(at[1]!)
    })
    child.once('close', () => reject(new Error(said)))
  })
  for (const host of ['127.0.0.2', '127.0.0.3'])
    start('worker.Worker', '--host', host, '--cores', '1', '--memory', '2g', master).stderr.resume()
  return { master, stop: () => started.forEach((one) => one.kill('SIGKILL')) }
}

/** Runs cases one after the other in one session, with settings of Spark. */
async function job(cases: readonly Case[], master = 'local-cluster[2,1,2048]', more = {}): Promise<Map<string, Told>> {
  dir.write('plan.json', JSON.stringify(cases))
  const java = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
  const settings = {
    'spark.executor.memory': '512m',
    'spark.executor.extraJavaOptions': java,
    'spark.driver.extraJavaOptions': java,
    'spark.sql.shuffle.partitions': '2',
    'spark.ui.enabled': 'false',
    'spark.task.maxFailures': '20',
    'spark.stage.maxConsecutiveAttempts': '20',
    'spark.deploy.maxExecutorRetries': '-1',
    'spark.log.level': 'ERROR',
    ...more,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`])
  const scripts = [source('tests/examples/spark/job.py'), source('examples/spark'), dir.path('plan.json')]
  const child = spawn(path.join(sparkHome(), 'bin/spark-submit'), ['--master', master, ...options, ...scripts], {
    cwd: dir.folder,
    env: environment(),
  })
  let [out, errors] = ['', '']
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
  const status = await new Promise((resolve) => child.once('close', resolve))
  expect({ status, errors: status === 0 ? '' : errors.slice(-5000) }).toEqual({ status: 0, errors: '' })
  const told = out.split('\n').filter((line) => line.startsWith('{"name"'))
  return new Map(told.map((line) => JSON.parse(line) as Told).map((one) => [one.name, one]))
}

/** A tag as `wusum tags` writes it, with variants by their counts. */
const tagOf = (tag: string, key: string, count: number, variants: Readonly<Record<string, number>> = {}) => ({
  tag,
  key,
  pages: 1,
  count: Object.values(variants).reduce((sum, more) => sum + more, count),
  shown: { pages: 1, count },
  variants: Object.entries(variants).map(([surface, count]) => ({
    surface,
    count,
    pages: 1,
    rule: 'near spelling',
    confidence: 1,
  })),
  related: [],
})

const inSpark = python === undefined ? describe.skip : describe
inSpark('tags.py', () => {
  const wusum = `${process.execPath} ${main}`
  const faulty = (name: string): string =>
    `${python!} ${source('tests/examples/spark/faulty.py')} ${dir.path(name)} ${wusum}`
  /** The arguments of a case; faults wait in a folder of its own until a step finds them. */
  const over = (inputs: string, name: string, more: readonly string[] = [], faults: readonly string[] = []): Case => {
    for (const fault of faults) dir.write(`${name}-faults/${fault}`, '')
    const files = readdirSync(dir.path(inputs)).flatMap((file) => ['--input', dir.path(`${inputs}/${file}`)])
    const command = ['--wusum', faults.length ? faulty(`${name}-faults`) : wusum]
    return { name, args: [...files, '--output', dir.path(name), ...command, '--buckets', '2', ...more] }
  }
  const expected = new Map<string, { records: string[]; tags: string[] }>()
  let told: Map<string, Told>

  beforeAll(async () => {
    const { archived, flattened, pagesOf } = (await import(
      new URL('../../bench/inputs.mjs', import.meta.url).href
    )) as Inputs
    const all = articles(420)
    const lines = (from: number, to: number): string => all.slice(from, to).map(flattened).join('')
    const rejects = Array.from({ length: 40 }, (_, i) => `{"id": ${i}, broken\n`).join('')

    // Lines, of which some are none.
    dir.write('lines/a.jsonl', lines(0, 220))
    dir.write('lines/b.jsonl.gz', gzipSync(`${lines(220, 300)}${rejects}`))

    // Of every format some; a file of rejects alone, and an empty one.
    const answers = all.slice(0, 40).map((page, i) => archived(page, i, 20_000))
    const texts = all.slice(60, 100).map((page) => {
      const body = `${page.title}\n${page.text}\nكلمات دلالية: ${page.tags.join(' ')}\n`
      const head = `WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: ${page.id}\r\nContent-Type: text/plain\r\n`
      return gzipSync(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}\r\n\r\n`)
    })
    const rows = all.slice(120, 180).map((page) => JSON.parse(flattened(page)) as Article)
    const columnData = (['id', 'title', 'text'] as const).map((name) => ({
      name,
      data: rows.map((page) => page[name]),
      type: 'STRING' as const,
    }))
    dir.write('mixed/a.warc', Buffer.concat(answers.slice(0, 20)))
    dir.write('mixed/b.warc.gz', Buffer.concat(answers.slice(20).map((answer) => gzipSync(answer))))
    dir.write('mixed/c.wet.gz', Buffer.concat(texts))
    dir.write('mixed/d.parquet', new Uint8Array(parquetWriteBuffer({ columnData })))
    dir.write('mixed/e.jsonl', lines(300, 420))
    dir.write('mixed/rejects.jsonl', rejects)
    dir.write('mixed/empty.jsonl', '')

    const pages = ['deadly', 'endless'].reduce(
      (some, word, i) => some.toSpliced(3 + 3 * i, 0, word),
      all.slice(0, 8).map(flattened),
    )
    dir.write(
      'deadly/a.jsonl',
      pages.map((page) => (page.startsWith('{') ? page : `{"id":"${page}","text":"…"}\n`)).join(''),
    )
    dir.write('alive/a.jsonl', pages.filter((page) => page.startsWith('{')).join(''))

    if (given !== undefined) {
      const news = pagesOf(given)
      dir.write('given/a.jsonl', news.map(flattened).join(''))
      dir.write('given/b.warc', Buffer.concat(news.slice(0, 2000).map((page, i) => archived(page, i, 20_000))))
    }
    for (const inputs of ['lines', 'mixed', 'alive', ...(given === undefined ? [] : ['given'])]) {
      const run = ([command, ...more]: readonly string[]): string[] => {
        const { status, stdout } = dir.wusum([command!, inputs, '-q', ...more])
        expect(status).toBe(0)
        return stdout.split('\n').filter(Boolean).sort()
      }
      expected.set(inputs, { records: run(['run']), tags: run(['tags']) })
    }

    const steps = ['read', 'add', 'cut', 'write', 'tags']
    const snapshots = [
      [
        tagOf('غزة', 'غزه', 5, { غزه: 2 }),
        tagOf('أ', 'k', 1),
        tagOf('ب', 'k', 1),
        tagOf('م', 'م', 3),
        tagOf('ن', 'ن', 9),
      ],
      [tagOf('غزة', 'غزه', 5), tagOf('غزه', 'غزه', 2), tagOf('أ', 'k', 1), tagOf('نون', 'م', 3, { ن: 9, م: 3 })],
      [tagOf('غزة', 'غزه', 5, { غزه: 2 }), tagOf('ب', 'k', 1), tagOf('ج', 'k', 1), tagOf('ن', 'ن', 9)],
    ].map((tags, i): Case => {
      const name = `snapshot-${i}`
      dir.write(`${name}.jsonl`, tags.map((tag) => `${JSON.stringify(tag)}\n`).join(''))
      const last = i > 0 ? { last: dir.path(`snapshot-${i - 1}`) } : {}
      return { name, tags: dir.path(`${name}.jsonl`), output: dir.path(name), ...last }
    })
    told = await job([
      over('lines', 'in-1', ['--partitions', '1']),
      over('lines', 'in-17', ['--partitions', '17', '--cluster', 'engine', '--last', dir.path('in-1/registry')]),
      over('mixed', 'as-cut'),
      over(
        'mixed',
        'executors-killed',
        ['--partitions', '1'],
        steps.map((step) => `${step}-executor`),
      ),
      over(
        'lines',
        'node-killed',
        ['--partitions', '3'],
        steps.map((step) => `${step}-node`),
      ),
      over('deadly', 'deadly', [
        '--silent',
        '10',
        '--wusum',
        `${process.execPath} -r ${source('tests/examples/spark/poison.cjs')} ${main}`,
      ]),
      ...snapshots,
      ...(slow ? [{ ...over('mixed', 'stages-killed', ['--cluster', 'engine']), kill: true }] : []),
      ...(given === undefined ? [] : ['1', '3', '17'].map((n) => over('given', `given-${n}`, ['--partitions', n]))),
    ])
    if (slow) {
      const { master, stop } = await twoHosts()
      mkdirSync(dir.path('events'))
      const copies = await job([over('mixed', 'copies', ['--partitions', '7', '--cluster', 'engine'])], master, {
        'spark.driver.host': '127.0.0.1',
        'spark.eventLog.enabled': true,
        'spark.eventLog.dir': `file://${dir.path('events')}`,
        'spark.speculation': true,
        'spark.speculation.interval': '50ms',
        'spark.speculation.minTaskRuntime': '0ms',
        'spark.speculation.multiplier': 1,
        'spark.speculation.quantile': 0.1,
      }).finally(stop)
      told.set('copies', copies.get('copies')!)
    }
  }, 3_600_000)

  it.each([
    ['in-1', 'lines', 40],
    ['in-17', 'lines', 40],
    ['as-cut', 'mixed', 40],
    ['executors-killed', 'mixed', 40],
    ['node-killed', 'lines', 40],
    ['deadly', 'alive', 2],
    ...(slow
      ? ([
          ['stages-killed', 'mixed', 40],
          ['copies', 'mixed', 40],
        ] as const)
      : []),
    ...(given === undefined ? [] : (['1', '3', '17'] as const).map((n) => [`given-${n}`, 'given', 0] as const)),
  ])('%s: the same records and tags', async (name, inputs, rejects) => {
    expect(told.get(name)?.told).toMatchObject({ rejects })
    expect({ records: await rows(`${name}/records`), tags: await rows(`${name}/tags`) }).toEqual(expected.get(inputs))
    expect(await rows(`${name}/rejects`)).toHaveLength(rejects)
  })

  it('every fault was met', () => {
    for (const name of ['executors-killed', 'node-killed']) expect(readdirSync(dir.path(`${name}-faults`))).toEqual([])
  })

  if (slow)
    it('copies of slow tasks ran beside them', () => {
      const events = readdirSync(dir.path('events'))
        .map((name) => dir.read(`events/${name}`))
        .join('')
      expect(events.split('"Speculative":true').length).toBeGreaterThan(20)
    })

  it('gives ids as registries do, and keeps them', async () => {
    const ids = (await rows('in-1/registry/ids')).map(
      (row) => JSON.parse(row) as { id: string; tag: string; key: string },
    )
    expect(ids.length).toBe(expected.get('lines')!.tags.length)
    expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length)
    for (const { id, key } of ids) expect([0, 1, 2, 3].map((turn) => idOf(key, turn))).toContain(id)
    expect(await rows('in-17/registry/ids')).toEqual(await rows('in-1/registry/ids'))
    expect(await rows('in-17/registry/surfaces')).toEqual(await rows('in-1/registry/surfaces'))
  })

  it('follows tags that are renamed, merged, split, gone and back', async () => {
    const snapshot = async (n: number) => {
      const ids = (await rows(`snapshot-${n}/ids`)).map(
        (row) => JSON.parse(row) as { id: string; tag: string; into?: string },
      )
      const surfaces = (await rows(`snapshot-${n}/surfaces`)).map(
        (row) => JSON.parse(row) as { surface: string; id: string },
      )
      return {
        ids: Object.fromEntries(ids.map(({ id, tag, into }) => [id, into ?? tag])),
        surfaces: Object.fromEntries(surfaces.map(({ surface, id }) => [surface, id])),
      }
    }
    const [gaza, a, b, m, n] = [idOf('غزه'), idOf('k'), idOf('k', 1), idOf('م'), idOf('ن')]
    expect(await snapshot(0)).toEqual({
      ids: { [gaza]: 'غزة', [a]: 'أ', [b]: 'ب', [m]: 'م', [n]: 'ن' },
      surfaces: { غزة: gaza, غزه: gaza, أ: a, ب: b, م: m, ن: n },
    })
    // Merged, the larger claim keeps its id; split, the smaller part has a new one; gone, it sleeps.
    const split = idOf('غزه', 1)
    expect(await snapshot(1)).toEqual({
      ids: { [gaza]: 'غزة', [split]: 'غزه', [a]: 'أ', [b]: 'ب', [m]: n, [n]: 'نون' },
      surfaces: { غزة: gaza, غزه: split, أ: a, ب: b, م: n, ن: n, نون: n },
    })
    // Together again, back again, and a third of one key.
    const third = idOf('k', 2)
    expect(await snapshot(2)).toEqual({
      ids: { [gaza]: 'غزة', [split]: gaza, [a]: 'أ', [b]: 'ب', [third]: 'ج', [m]: n, [n]: 'ن' },
      surfaces: { غزة: gaza, غزه: gaza, أ: a, ب: b, ج: third, م: n, ن: n, نون: n },
    })
  })
})
