import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  it('holds what runs, and stays small', () => {
    const tops = new Set(packed.files.map((file) => file.path.split('/')[0]))
    expect([...tops].toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'data', 'dist', 'package.json'])
    expect(packed.unpackedSize).toBeLessThan(9e6)
  })

  it('runs the command', () => {
    writeFileSync(path.join(folder, 'page.txt'), 'كلمات دلالية: غزة، حركة حماس، غزه\n')
    const bin = path.join(folder, 'node_modules/.bin/wusum')
    const record = JSON.parse(execFileSync(bin, ['run', 'page.txt'], { cwd: folder, encoding: 'utf8' })) as {
      tags: { tag: string }[]
    }
    expect(record.tags.map(({ tag }) => tag)).toEqual(['غزة', 'حركة حماس'])
  })

  it.each([
    ['import', ['--input-type=module', '-e', "import { fold } from 'wusum'; console.log(fold('إسْرائيل'))"]],
    ['require', ['-e', "console.log(require('wusum').fold('إسْرائيل'))"]],
  ])('can be had by %s', (_, args) => {
    const out = execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(out).toBe('اسرائيل\n')
  })
})
