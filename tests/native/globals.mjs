/**
 * Puts what `@jest/globals` gives where the compiled tests find it: the package itself refuses to be loaded by Node. It is loaded
 * once for all files of a process, and each file has its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest']

export default function ({ rootDir }) {
  const folder = join(rootDir, 'build/node_modules/@jest/globals')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module","exports":"./index.js"}')
  writeFileSync(
    join(folder, 'index.js'),
    NAMES.map((name) => `export const ${name} = own('${name}')\n`).join('') +
      `
function own(name) {
  const now = () => globalThis[Symbol.for('wusum.jest')][name]
  return new Proxy(function () {}, { apply: (_, __, args) => now()(...args), get: (_, key) => now()[key] })
}
`,
  )
}
