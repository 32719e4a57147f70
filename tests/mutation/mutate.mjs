/**
 * Tries whether tests hold the decisions: makes one small wrong change at a time to a copy of dist/, runs the tests that
 * reach it, and tells which changes no test noticed.
 *
 *   npm run mutate                                 all of src/core, read, registry and run: hours
 *   npm run mutate -- src/core/sameness/cluster.ts          of these files or folders
 *   npm run mutate -- --sample 60 --seed 7         so many, chosen by the seed
 *   npm run mutate -- src/run --each 16            so many of every file
 *     --tests run/checkpoint,run/output   with the tests of these files alone
 *     --floor 0.7      fail under this share of changes noticed
 *     --minutes 3      stop then, and tell of those tried
 *     --json FILE      every change tried and what became of it
 *
 * `npm run mutate` makes dist/ and build/ first. Tests run in `runner.mjs` rather than jest: a process starts in a fraction of the time,
 * and knows which places each test reaches, so that only those tests run that could notice. Properties try no more than
 * 100 cases each, and tests that take more than SLOW are left out.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { mutantsOf } from './mutants.mjs'

const FOLDERS = ['core', 'read', 'registry', 'run']
/** Tests of files that none imports by name, beside those of its folder's door. */
const ALSO = {
  core: ['golden/'],
  'core/lists/blocks.js': ['core/locate'],
  'core/lists/copies.js': ['core/locate'],
  'core/lists/crowd.js': ['core/crowd'],
  'core/lists/furniture.js': ['core/unlabelled'],
  'core/lists/prose.js': ['core/unlabelled', 'core/crowd'],
  'core/lists/rows.js': ['core/unlabelled'],
  'core/text/frontmatter.js': ['core/locate'],
  'core/lists/labels.js': ['core/locate', 'core/blocks'],
  'core/lists/pagetext.js': ['core/labels', 'core/blocks', 'core/locate'],
  'core/lists/place.js': ['core/unlabelled', 'run/place'],
  'core/lists/unlabelled.js': ['core/unlabelled'],
  'core/lists/locate.js': ['core/labels', 'core/blocks'],
  'core/sameness/homographs.js': ['core/matcher', 'core/kinds', 'core/cluster'],
  'core/sameness/sameness.js': ['core/matcher', 'core/kinds', 'core/cluster'],
  'core/counted.js': ['core/reasons'],
  'core/boundaries/background.js': ['core/evidence', 'core/segment'],
  'core/boundaries/lattice.js': ['core/weighed', 'core/segment', 'core/declared', 'core/confidence'],
  'core/boundaries/features.js': ['core/segment'],
  'core/sameness/lexicon.js': ['core/segment', 'core/network'],
  'core/boundaries/matches.js': ['core/segment', 'core/confidence'],
  'core/text/words.js': ['core/locate', 'core/segment', 'core/surfaces'],
  'core/pipeline.js': ['core/confidence', 'core/surfaces', 'core/declared'],
  'core/normaliser.js': ['core/habits', 'index.'],
  'core/errors.js': ['core/door', 'core/decisions'],
  'core/types.js': ['core/fold', 'core/door'],
  read: ['read/'],
  registry: ['registry/'],
  run: ['run/', 'registry/versions'],
  'run/check.js': ['cli/outputs'],
  'run/checkpoint.js': ['cli/stopping'],
  'run/evaluate.js': ['cli/commands', 'index.'],
  'run/ingest.js': ['index.'],
  'run/knowledge.js': ['cli/commands'],
  'run/output.js': ['cli/outputs'],
  'run/pool.js': ['cli/stopping'],
  'run/reconcile.js': ['cli/reconcile'],
  'run/survey.js': ['cli/survey'],
}
/** Milliseconds. Tests that take longer notice little that quick ones do not. */
const SLOW = 3000
/** Milliseconds of tests for one change, the quick ones first: many places of `run/` are reached by every job. */
const MOST_TIME = 12_000
/** Of a run of tests, in milliseconds and in times what they took without a change. */
const [LEAST_TIME, TIMES] = [8_000, 10]
const CASES = 100
const SAMPLED_FILES = 3

const folderOf = (source) => source.split('/')[0]
const here = dirname(fileURLToPath(import.meta.url))
const project = join(here, '../..')
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    each: { type: 'string' },
    tests: { type: 'string' },
    seed: { type: 'string', default: '1' },
    floor: { type: 'string' },
    minutes: { type: 'string' },
    json: { type: 'string' },
  },
})
const until = options.minutes ? Date.now() + Number(options.minutes) * 60_000 : Infinity

const listed = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
const wanted = (source) =>
  positionals.length === 0 || positionals.some((path) => source.startsWith(path.replace(/^\.\//, '')))
const sources = listed(join(project, 'dist')).filter(
  (name) => name.endsWith('.js') && FOLDERS.includes(folderOf(name)) && wanted(`src/${name.replace(/js$/, 'ts')}`),
)
const all = sources.flatMap((name) => mutantsOf(join(project, 'dist', name), name))
const seed = Number(options.seed)
const mutants = options.each
  ? sources.flatMap((name) =>
      shuffled(
        all.filter(({ file }) => file === name),
        seed,
      ).slice(0, Number(options.each)),
    )
  : options.sample
    ? sample(Number(options.sample), seed)
    : all
if (mutants.length === 0) throw new Error('nothing to change: is dist/ made?')

const root = mkdtempSync(join(tmpdir(), 'wusum-mutate-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
const results = []
// Stopped, it tells of those tried.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    tell()
    process.exit(1)
  })
copyProject()

const belongs = testsByImports()
const baselines = await reach()
const alone = new Map()
for (const mutant of mutants) {
  if (Date.now() > until) break
  const result = await tried(mutant)
  results.push({ ...mutant, ...result })
  if (process.stderr.isTTY) process.stderr.write(`\r${results.length} of ${mutants.length}`)
}
tell()

/** With little time of a few files: what their tests reach is found out first, which takes longer than some changes. */
function sample(count, seed) {
  const order = shuffled(all, seed)
  if (!options.minutes) return order.slice(0, count)
  const files = new Set([...new Set(order.map(({ file }) => file))].slice(0, SAMPLED_FILES))
  return order.filter(({ file }) => files.has(file)).slice(0, count)
}

/** The same order from the same seed anywhere. */
function shuffled(list, seed) {
  let state = (seed * 2654435761) >>> 0 || 1
  const random = (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random(i + 1)
    ;[copy[i], copy[j]] = [copy[j], copy[i]]
  }
  return copy
}

/** dist/ and build/ are copied; the rest of the project is looked at through links. */
function copyProject() {
  for (const name of readdirSync(project))
    if (name === 'dist' || name === 'build')
      cpSync(join(project, name), join(root, name), {
        recursive: true,
        filter: (path) => basename(path) !== 'node_modules',
      })
    else if (name !== 'node_modules' && name !== '.git') symlinkSync(join(project, name), join(root, name))
  const modules = join(root, 'node_modules')
  mkdirSync(join(modules, '@jest'), { recursive: true })
  for (const name of readdirSync(join(project, 'node_modules')))
    if (name !== '@jest' && name !== 'fast-check') symlinkSync(join(project, 'node_modules', name), join(modules, name))
  const standIn = (name, text) => {
    mkdirSync(join(modules, name), { recursive: true })
    writeFileSync(join(modules, name, 'package.json'), '{"type":"module","exports":"./index.js"}')
    writeFileSync(join(modules, name, 'index.js'), text)
  }
  const url = (path) => JSON.stringify(new URL(path, import.meta.url).href)
  standIn('@jest/globals', `export * from ${url('globals.mjs')}\n`)
  standIn(
    'fast-check',
    `import fc from ${url('../../node_modules/fast-check/lib/fast-check.js')}
const assert = (property, given) =>
  fc.assert(property, { seed: 1, ...given, numRuns: Math.min(given?.numRuns ?? ${CASES}, ${CASES}), endOnFailure: true })
export default { ...fc, assert }\n`,
  )
}

/** The test files of a source file: those that import it or a helper that does, that have its name, and those of the table. */
function testsByImports() {
  const only = options.tests?.split(',') ?? ['']
  const built = listed(join(root, 'build'))
  const files = built.filter((file) => file.endsWith('.test.js') && only.some((start) => file.startsWith(start)))
  const importsOf = (file) => {
    const paths = readFileSync(join(root, 'build', file), 'utf8').match(/(?<=')\.\.?\/[\w/.-]+\.js(?=')/g) ?? []
    return paths.flatMap((path) => {
      const helper = join(dirname(file), path)
      const [, source] = path.split('dist/')
      return source ?? (built.includes(helper) ? importsOf(helper) : [])
    })
  }
  const imports = new Map(files.map((file) => [file, importsOf(file)]))
  return (source) => {
    const also = [
      ...(ALSO[folderOf(source)] ?? []),
      ...(ALSO[source] ?? []),
      `${folderOf(source)}/${basename(source, 'js')}test.js`,
    ]
    return files.filter((file) => imports.get(file).includes(source) || also.some((start) => file.startsWith(start)))
  }
}

function child(task, milliseconds) {
  return new Promise((resolve) => {
    const runner = spawn(process.execPath, [join(here, 'runner.mjs'), JSON.stringify({ root, ...task })], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, WUSUM_MUTATION: '1', NODE_NO_WARNINGS: '1' },
    })
    let [out, errors, late] = ['', '', false]
    runner.stdout.on('data', (data) => (out += data))
    runner.stderr.on('data', (data) => (errors = (errors + data).slice(-4000)))
    // A change may be an endless loop.
    const end = () => runner.kill('SIGKILL')
    process.on('exit', end)
    const timer = setTimeout(() => ((late = true), end()), milliseconds)
    runner.on('close', (code) => {
      process.off('exit', end)
      clearTimeout(timer)
      let told
      try {
        told = JSON.parse(out.trimEnd().split('\n').at(-1))
      } catch {
        // It ended before it could say anything.
      }
      resolve({ code, late, told, errors })
    })
  })
}

/** What each test reaches, by test file. */
async function reach() {
  const places = {}
  for (const [number, { file, reached }] of mutants.entries()) (places[file] ??= []).push([reached, number])
  writeFileSync(join(root, 'places.json'), JSON.stringify(places))
  const found = []
  for (const file of new Set(Object.keys(places).flatMap(belongs))) {
    const { told, errors } = await child({ tests: [[file]], places: join(root, 'places.json') }, 300_000)
    if (!told?.tests) {
      process.stderr.write(`${file} is left out: ${errors}\n`)
      continue
    }
    for (const test of told.tests.filter((it) => it.failed))
      process.stderr.write(`left out: ${file}: ${test.name}: ${test.failed}\n`)
    const tests = told.tests.filter((test) => !test.failed && test.ms <= SLOW)
    if (process.env.DEBUGM)
      for (const t of told.tests) console.error(file, t.ms, t.reached.length, told.shared.length, t.name)
    found.push({
      file,
      shared: new Set(told.shared),
      tests: tests.map((test) => ({ ...test, reached: new Set(test.reached) })),
    })
  }
  return found
}

async function tried(mutant) {
  const number = mutants.indexOf(mutant)
  const tests = []
  const own = belongs(mutant.file)
  for (const { file, shared, tests: list } of baselines) {
    if (!own.includes(file)) continue
    const reaching = list.filter((test) => shared.has(number) || test.reached.has(number))
    if (reaching.length === 0) continue
    const took = reaching.reduce((sum, { ms }) => sum + ms, 0)
    tests.push({ file, took: shared.has(number) ? took + 1000 : took, numbers: reaching.map((test) => test.number) })
  }
  if (tests.length === 0) return { fate: 'unreached' }
  // Namesakes first, then the quick: most changes are noticed at once.
  const name = basename(mutant.file, '.js')
  const rank = ({ file, took }) => (basename(file) === `${name}.test.js` ? 0 : 1) * 1e9 + took
  tests.sort((x, y) => rank(x) - rank(y))
  let time = 0
  const enough = tests.findIndex(({ took }) => (time += took) > MOST_TIME)
  if (enough > 0) tests.length = enough
  const path = join(root, 'dist', mutant.file)
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, before.slice(0, mutant.start) + mutant.text + before.slice(mutant.end))
  const began = Date.now()
  const { code, late, told } = await child(
    { tests: tests.map((it) => [it.file, it.numbers]) },
    LEAST_TIME + TIMES * time,
  )
  writeFileSync(path, before)
  const ms = Date.now() - began
  if (late) return { fate: 'noticed', by: 'time', ms }
  if (code === 0 && told) return { fate: 'survived', ms }
  if (told?.file === undefined) return { fate: 'noticed', by: 'error', ms }
  // A test that needs those before it would notice anything.
  const by = `${told.file}: ${told.name}`
  if (!alone.has(by)) alone.set(by, (await child({ tests: [[told.file, [told.number]]] }, 120_000)).code === 0)
  if (alone.get(by)) return { fate: 'noticed', by, ms }
  for (const baseline of baselines)
    if (baseline.file === told.file) baseline.tests = baseline.tests.filter((test) => test.number !== told.number)
  return tried(mutant)
}

function tell() {
  const line = (of) => {
    const tried = results.filter(({ file }) => file.startsWith(of))
    const noticed = tried.filter(({ fate }) => fate === 'noticed').length
    const unreached = tried.filter(({ fate }) => fate === 'unreached').length
    return tried.length === 0
      ? ''
      : `${of.padEnd(28)} ${String(noticed).padStart(5)} of ${String(tried.length).padStart(5)}  ${((100 * noticed) / tried.length).toFixed(1).padStart(5)} %  (${unreached} reached by no test)\n`
  }
  for (const { file, line: at, was, text, fate, kind } of results.filter(({ fate }) => fate !== 'noticed')) {
    const shown = (code) => JSON.stringify(code.replace(/\s+/g, ' ').slice(0, 60)).slice(1, -1)
    process.stdout.write(
      `${fate.padEnd(9)} src/${file.replace(/js$/, 'ts')}:${at} ${kind}: ${shown(was)} -> ${shown(text)}\n`,
    )
  }
  for (const file of new Set(results.map(({ file }) => file).sort())) process.stdout.write(line(file))
  process.stdout.write('\n')
  for (const folder of FOLDERS) process.stdout.write(line(`${folder}/`))
  process.stdout.write(line(''))
  if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1))
  if (results.length === 0) {
    process.stderr.write('No change was tried: finding out what the tests reach took all the time\n')
    return
  }
  const share = results.filter(({ fate }) => fate === 'noticed').length / results.length
  if (options.floor && share < Number(options.floor)) {
    process.stderr.write(`Under the floor: ${share.toFixed(3)} of ${options.floor} changes are noticed\n`)
    process.exitCode = 1
  }
}
