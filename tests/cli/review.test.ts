import { afterAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fill } from '../review/registry.js'
import { main, Workdir } from './workdir.js'

const dir = new Workdir()
afterAll(() => dir.remove())

describe('wusum review', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints its address, serves it, and ends quietly with %s', async (signal) => {
    await fill(dir.path(`${signal}.db`))
    const child = spawn(process.execPath, [main, 'review', '--registry', `${signal}.db`, '--no-open'], {
      cwd: dir.folder,
    })
    const [first] = (await once(child.stdout, 'data')) as [Buffer]
    const url = String(first).trim()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}$/)
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('dir="rtl"')
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.each<[string, number, readonly string[]]>([
    ['no registry', 2, ['review']],
    ['a registry that is not there', 1, ['review', '--registry', 'none.db']],
    ['a file that is no registry', 1, ['review', '--registry', 'text.db']],
    ['a port that is none', 2, ['review', '--registry', 'SIGINT.db', '--port', '99999']],
  ])('refuses %s with a sentence', (_, status, args) => {
    dir.write('text.db', 'text '.repeat(1000))
    const result = dir.wusum(args, { timeout: 20_000 })
    expect(result.stderr).toMatch(/^wusum: .+\n$/)
    expect(result.status).toBe(status)
    expect(result.stdout).toBe('')
  })
})
