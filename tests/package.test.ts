import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('importing the library', () => {
  /** Every file and package that a static import reaches from the public face. */
  function reached(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen
    seen.add(file)
    for (const [, name] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm,
    )) {
      if (name!.startsWith('.')) reached(path.resolve(path.dirname(file), name!), seen)
      else seen.add(name!)
    }
    return seen
  }

  it('takes no database, argument parser or file format along', () => {
    const all = [...reached(path.join(root, 'dist/index.js'))]
    expect(all.filter((name) => !path.isAbsolute(name) && !name.startsWith('node:'))).toEqual(['fast-levenshtein'])
    expect(all.filter((name) => /dist\/(read|registry|run|emit|cli|review)\//.test(name))).toEqual([])
  })

  it('needs nothing of Node where only the core is', () => {
    const all = [...reached(path.join(root, 'dist/web.js'))]
    expect(all.filter((name) => !path.isAbsolute(name))).toEqual(['fast-levenshtein'])
  })
})

describe('the packed package', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-pack-'))
  const npm = (args: readonly string[], cwd: string) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  let packed: { filename: string; unpackedSize: number; files: { path: string }[] }
  beforeAll(() => {
    const [info] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)) as [
      typeof packed,
    ]
    packed = info
    writeFileSync(path.join(folder, 'package.json'), '{"name":"user","private":true}')
    npm(['install', '--prefer-offline', '--no-audit', '--no-fund', path.join(folder, packed.filename)], folder)
  }, 300_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds what runs and what tells of it, and stays small', () => {
    const tops = new Set(packed.files.map((file) => file.path.split('/')[0]))
    expect([...tops].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bench',
      'data',
      'dist',
      'docs',
      'examples',
      'package.json',
    ])
    expect(packed.unpackedSize).toBeLessThan(10e6)
  })

  it('brings few packages along, none of them native', () => {
    const lock = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { readonly hasInstallScript?: boolean; readonly cpu?: readonly string[] }>
    }
    const { '': own, ...others } = lock.packages
    expect(own).toBeDefined()
    expect(Object.keys(others).length).toBeLessThanOrEqual(50)
    for (const [name, { hasInstallScript, cpu }] of Object.entries(others))
      expect({ name, hasInstallScript, cpu }).toEqual({ name })
  })

  it('has no link in its documents that leads nowhere', () => {
    const inside = new Set(packed.files.map((file) => file.path))
    const folders = new Set(
      packed.files.flatMap(({ path: file }) => file.split('/').map((_, i, all) => all.slice(0, i).join('/'))),
    )
    const broken: string[] = []
    for (const { path: file } of packed.files.filter(({ path: file }) => file.endsWith('.md'))) {
      const text = readFileSync(path.join(root, file), 'utf8').replace(/```[^]*?```/g, '')
      for (const [, link] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const target = link!.replace(/#.*$/, '')
        if (target === '' || /^[a-z]+:/.test(target)) continue
        const to = path.posix.normalize(path.posix.join(path.posix.dirname(file), target)).replace(/\/$/, '')
        if (!inside.has(to) && !folders.has(to)) broken.push(`${file}: ${link}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('runs the command', () => {
    writeFileSync(path.join(folder, 'page.txt'), 'كلمات دلالية: غزة، حركة حماس، غزه\n')
    const bin = path.join(folder, 'node_modules/.bin/wusum')
    const record = JSON.parse(execFileSync(bin, ['run', 'page.txt'], { cwd: folder, encoding: 'utf8' })) as {
      tags: { tag: string }[]
    }
    expect(record.tags.map(({ tag }) => tag)).toEqual(['غزة', 'حركة حماس'])
  })

  /** Uses every door of the library as one would in a project that is strict about optional properties and knows no Node. */
  const SOURCE = `
    import { compare, createNormaliser, evaluate, fold, locate, openRegistry, readHtml, readPages, run, segment, tags, WusumError } from 'wusum'
    import type { Changes, Comparison, Explanation, Origin, Page, Reject, RejectCode, Repair, Rule, RunSummary, SiftReason, StoredDecision } from 'wusum'
    import { loadCore, MODEL_FILES, type Functions } from 'wusum/core'

    const page: Page = { id: '1', title: undefined, text: 'x', lists: [{ from: 'field', tags: ['x'] }] }
    export const key: string = fold('x', 'hamza')
    export const surfaces: string[] = segment('x', page).map(({ surface }) => surface)
    export const runs = locate(page, { labelledOnly: undefined }).runs.length
    const comparison: Comparison = compare('a', 'b', 'ar')
    export const rule: Rule = comparison.rule
    export const origins: readonly Origin[] = tags(page).flatMap(({ from }) => from)
    createNormaliser({ decisions: undefined }).learn(page)
    export async function all(stop: { aborted: boolean; reason: unknown; addEventListener(type: 'abort', listener: () => void): void; removeEventListener(type: 'abort', listener: () => void): void }) {
      const codes: RejectCode[] = []
      const onReject = (reject: Reject) => { codes.push(reject.code) }
      for await (const read of readPages(['x', new Uint8Array(1), { name: 'y.csv', bytes: new Uint8Array(1) }], { onReject, fields: { id: 'postId' } })) {
        const repairs: readonly Repair[] = read.repairs ?? []
        repairs.length
      }
      const summary: RunSummary = await run({ inputs: ['x'], signal: stop, jobs: undefined, output: 'y' })
      const aside: Partial<Record<SiftReason, number>> = summary.setAside
      const registry = await openRegistry('memory:', { signal: stop, batch: undefined })
      await registry.ingest(page)
      const changes: Changes = await registry.diff()
      const explained: Explanation | undefined = await registry.explain('x', 'ar')
      const decisions: readonly StoredDecision[] = await registry.decisions()
      await registry.decide({ verb: 'ignore', tag: 'x' })
      await registry.undo(decisions.map(({ id }) => id))
      const html: string = await registry.report({ lang: 'en' })
      await registry[Symbol.asyncDispose]()
      const { f1 } = (await evaluate(['x'])).together
      const core: Functions = await loadCore(() => new Uint8Array(MODEL_FILES.length))
      await readHtml('x', 'y')
      throw new WusumError('USAGE', [aside, changes, explained, html, f1, core].join(), { where: undefined })
    }
  `
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false }
  const common = { ...strict, target: 'es2022', lib: ['es2022'], types: [], noEmit: true }
  const OLDEST = '5.4.5'
  const resolutions: [string, string, object][] = [
    ['node10', 'user.ts', { module: 'commonjs', moduleResolution: 'node10' }],
    ['node16, CommonJS', 'user.cts', { module: 'node16', moduleResolution: 'node16' }],
    ['node16, ESM', 'user.mts', { module: 'node16', moduleResolution: 'node16' }],
    ['nodenext', 'user.mts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['bundler', 'user.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ]
  describe.each([OLDEST, 'current'])('with TypeScript %s', (version) => {
    let tsc: string
    beforeAll(() => {
      if (version !== OLDEST) tsc = path.join(root, 'node_modules/typescript/bin/tsc')
      else {
        const place = path.join(folder, 'typescript')
        mkdirSync(place)
        writeFileSync(path.join(place, 'package.json'), '{"private":true}')
        npm(['install', '--prefer-offline', '--no-audit', '--no-fund', `typescript@${OLDEST}`], place)
        tsc = path.join(place, 'node_modules/typescript/bin/tsc')
      }
    }, 300_000)

    it.each(resolutions)('has types by %s', (name, file, options) => {
      const project = path.join(folder, `${version} ${name}`)
      mkdirSync(project)
      writeFileSync(path.join(project, file), SOURCE)
      const ignoreDeprecations = version !== OLDEST && name === 'node10' ? { ignoreDeprecations: '6.0' } : {}
      writeFileSync(
        path.join(project, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...common, ...options, ...ignoreDeprecations }, files: [file] }),
      )
      const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    })
  })

  it.each([
    ['import', ['--input-type=module', '-e', "import { fold } from 'wusum'; console.log(fold('إسْرائيل'))"]],
    ['require', ['-e', "console.log(require('wusum').fold('إسْرائيل'))"]],
    [
      'import of the core',
      [
        '--input-type=module',
        '-e',
        `import { loadCore } from 'wusum/core'
        import { readFileSync } from 'node:fs'
        const { fold } = await loadCore((file) => readFileSync(new URL(import.meta.resolve('wusum/data/' + file))))
        console.log(fold('إسْرائيل'))`,
      ],
    ],
    [
      'require of the core',
      [
        '-e',
        `require('wusum/core').loadCore((file) => require('fs').readFileSync(require.resolve('wusum/data/' + file)))
        .then(({ fold }) => console.log(fold('إسْرائيل')))`,
      ],
    ],
  ])('can be had by %s', (_, args) => {
    const out = execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(out).toBe('اسرائيل\n')
  })

  it('works in the tests of who uses it, as docs/LIBRARY.md says', () => {
    const project = path.join(folder, 'jest')
    mkdirSync(project)
    writeFileSync(path.join(project, 'package.json'), '{"type":"module"}')
    writeFileSync(path.join(project, 'jest.config.js'), 'export default { transform: {}, testTimeout: 60_000 }')
    writeFileSync(path.join(project, 'first.txt'), 'كلمات دلالية: غزة، حركة حماس، غزه\n')
    writeFileSync(path.join(project, 'second.txt'), 'كلمات دلالية: غزة، غزه\n')
    writeFileSync(
      path.join(project, 'user.test.js'),
      `import { expect, test } from '@jest/globals'
      import { createNormaliser, openRegistry, run } from 'wusum'
      const text = 'كلمات دلالية: غزة، حركة حماس، غزه'
      const tags = ['غزة', 'حركة حماس']
      test('memory', () => {
        const normaliser = createNormaliser()
        normaliser.learn({ id: '1', text })
        expect(normaliser.normalise({ id: '1', text }).tags.map(({ tag }) => tag)).toEqual(tags)
      })
      test('files, in threads', async () => {
        const { pages, top } = await run({ inputs: ['first.txt', 'second.txt'], jobs: 2, output: 'records.jsonl' })
        expect({ pages, top: top.map(({ tag }) => tag) }).toEqual({ pages: 2, top: tags })
      })
      test('registry', async () => {
        const registry = await openRegistry('memory:')
        await registry.ingest({ id: '1', text })
        expect(await registry.explain('غزه')).toMatchObject({ tag: { tag: 'غزة' } })
        await registry[Symbol.asyncDispose]()
      })`,
    )
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--experimental-vm-modules', path.join(root, 'node_modules/jest/bin/jest.js')],
      { cwd: project, encoding: 'utf8' },
    )
    expect(stderr).toContain('3 passed, 3 total')
    expect(status).toBe(0)
  })
})
