/**
 * What `@jest/globals` gives, for tests that run a thousand times: describe, it, hooks, expect, and no more. Tests are
 * gathered while their files are imported; `runner.mjs` runs them.
 */
import { expect } from 'expect'
import { ModuleMocker } from 'jest-mock'

export { expect }
const mocker = new ModuleMocker(globalThis)
export const jest = { spyOn: mocker.spyOn.bind(mocker), restoreAllMocks: () => mocker.restoreAllMocks() }

/** A suite holds its hooks and, in order, its tests and suites. */
const suite = (parent) => ({ parent, items: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] })
let current = suite()

/** Imports a file and gives the suite of what it declares. */
export async function gather(url) {
  current = suite()
  const whole = current
  await import(url)
  return whole
}

const each = (declare) => (table) => (name, body, timeout) => {
  for (const row of table) declare(name, Array.isArray(row) ? () => body(...row) : () => body(row), timeout)
}
const skip = Object.assign(() => {}, { each: () => () => {} })

export const it = Object.assign((name, body) => void current.items.push({ name, body }), { skip })
it.each = each(it)
export const describe = Object.assign(
  (name, body) => {
    const outer = current
    outer.items.push((current = suite(outer)))
    body()
    current = outer
  },
  { skip },
)
describe.each = each(describe)
const hook = (kind) => (body) => void current[kind].push(body)
export const beforeAll = hook('beforeAll')
export const afterAll = hook('afterAll')
export const beforeEach = hook('beforeEach')
export const afterEach = hook('afterEach')
