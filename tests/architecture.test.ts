import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = (readdirSync(path.join(root, 'src'), { recursive: true }) as string[]).filter((file) =>
  file.endsWith('.ts'),
)
const importsOf = (file: string) =>
  [
    ...readFileSync(path.join(root, 'src', file), 'utf8').matchAll(
      /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm,
    ),
  ].map((match) => match[1] ?? match[2]!)
const folderOf = (file: string) => (file.includes(path.sep) ? file.split(path.sep)[0]! : path.basename(file, '.ts'))

/** Who may import whom. `index` is the public face and may name anything but the command line; `web` is that of `wusum/core`. */
const allowed: Record<string, string[]> = {
  core: [],
  model: ['core'],
  read: ['core'],
  registry: ['core'],
  emit: ['core'],
  run: ['core', 'model', 'read', 'registry', 'emit'],
  review: ['core', 'model', 'registry', 'emit', 'run'],
  cli: ['core', 'model', 'read', 'registry', 'emit', 'run', 'review'],
  index: ['core', 'model', 'read', 'registry', 'emit', 'run'],
  web: ['core', 'model'],
}
/** Packages, by folder. Everything else is the standard library. */
const packages: Record<string, RegExp> = {
  core: /^fast-levenshtein$/,
  model: /^$/,
  read: /^(htmlparser2|hyparquet|hyparquet-compressors|fzstd|tinyglobby|entities|yauzl)(\/|$)/,
  registry: /^pg$/,
  emit: /^(csv-stringify|hyparquet|hyparquet-writer)(\/|$)/,
  run: /^$/,
  review: /^$/,
  cli: /^(yargs|cli-progress|bidi-js|arabic-reshaper)(\/|$)/,
  index: /^$/,
  web: /^$/,
}

describe('import table', () => {
  it.each(sources)('%s keeps to it', (file) => {
    const from = folderOf(file)
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) {
        const to = folderOf(path.relative(path.join(root, 'src'), path.resolve(root, 'src', path.dirname(file), name)))
        if (to !== from)
          expect({ file, imports: name, allowed: allowed[from]?.includes(to.replace(/\.js$/, '')) }).toMatchObject({
            allowed: true,
          })
      } else if (name.startsWith('node:')) {
        expect({
          file,
          imports: name,
          allowed: from !== 'core' && from !== 'web' && builtinModules.includes(name.slice(5)),
        }).toMatchObject({ allowed: true })
      } else {
        expect({ file, imports: name, allowed: packages[from]!.test(name) }).toMatchObject({ allowed: true })
      }
    }
  })

  it('leads nowhere back, types included', () => {
    const next = (file: string): string[] =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => path.join(path.dirname(file), name).replace(/\.js$/, '.ts'))
        .filter((name) => sources.includes(name))
    const circles: string[] = []
    const seen = new Set<string>()
    const walk = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' ► '))
      if (seen.has(file)) return
      seen.add(file)
      for (const one of next(file)) walk(one, [...way, file])
    }
    for (const file of sources) walk(file, [])
    expect(circles).toEqual([])
  })

  it('the map of CONTRIBUTING names every file of core', () => {
    const map = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8')
    const files = sources.filter((file) => folderOf(file) === 'core' && !file.endsWith('.d.ts'))
    expect(files.filter((file) => !map.includes(path.basename(file)))).toEqual([])
  })

  it('only the command line ends the process', () => {
    expect(
      sources.filter((file) => readFileSync(path.join(root, 'src', file), 'utf8').includes('process.exit(')),
    ).toEqual([path.join('cli', 'main.ts')])
  })
})
