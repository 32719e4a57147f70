/** Puts what `@jest/globals` gives where the compiled tests find it: the package itself refuses to be loaded by Node. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest']

export default function ({ rootDir }) {
  const folder = join(rootDir, 'build/node_modules/@jest/globals')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module","exports":"./index.js"}')
  writeFileSync(
    join(folder, 'index.js'),
    `export const { ${NAMES.join(', ')} } = globalThis[Symbol.for('wusum.jest')]\n`,
  )
}
