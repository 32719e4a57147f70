import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { main, Workdir } from './workdir.js'

const dir = new Workdir()
let server: ChildProcess
let base: string
let told = ''

interface Candidate {
  id: string
  name: string
  score: number
  match: boolean
  type: unknown
  description: string
}
type Results = Record<string, { result: Candidate[] }>

beforeAll(async () => {
  const pages = [
    ['غزة', 'غزه', 'قطاع غزة', 'إسرائيل', 'شركة A&B'],
    ['غزة', 'الهلال الأحمر', 'الهلال الأخضر', 'الهلال السعودي'],
    ['غزة', 'الهلال الأحمر'],
  ].map((tags, i) => JSON.stringify({ id: String(i), text: '', tags }))
  dir.write('pages.jsonl', pages.join('\n'))
  expect(dir.wusum(['run', 'pages.jsonl', '--registry', 'tags.db', '-o', 'out', '-q']).status).toBe(0)
  server = spawn(process.execPath, [main, 'reconcile', '--registry', 'tags.db'], { cwd: dir.folder })
  server.stderr!.on('data', (data: Buffer) => (told += data.toString()))
  base = await new Promise<string>((resolve) =>
    server.stdout!.once('data', (line: Buffer) => resolve(line.toString().trim())),
  )
})
afterAll(async () => {
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  dir.remove()
})

async function ask(batch: Record<string, unknown>): Promise<Results> {
  const answer = await fetch(base, { method: 'POST', body: new URLSearchParams({ queries: JSON.stringify(batch) }) })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Results
}
const one = async (query: string, more: object = {}) => (await ask({ q: { query, ...more } }))['q']!.result

describe('wusum reconcile', () => {
  it('tells what it can', async () => {
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    for (let tries = 0; told === '' && tries < 100; tries++) await new Promise((wait) => setTimeout(wait, 20))
    expect(told).toContain('OpenRefine')
    const manifest = (await (await fetch(base)).json()) as Record<string, unknown>
    const origin = base.slice(0, -1)
    expect(manifest).toEqual({
      versions: ['0.2'],
      name: 'wusum',
      identifierSpace: 'urn:wusum:tag:',
      schemaSpace: 'urn:wusum:type:',
      defaultTypes: [{ id: 'tag', name: 'Tag' }],
      view: { url: `${origin}/tag/{{id}}` },
      preview: { url: `${origin}/tag/{{id}}`, width: 400, height: 200 },
      suggest: { entity: { service_url: origin, service_path: '/suggest/entity' } },
      extend: { propose_properties: { service_url: origin, service_path: '/properties' }, property_settings: [] },
    })
  })

  it.each([
    ['غزة', 'غزة', 100, true],
    ['غزه', 'غزة', 100, true],
    ['  اسرائيل ', 'إسرائيل', 100, true],
    ['إسْرائيل', 'إسرائيل', 100, true],
  ])('%s is %s', async (query, name, score, match) => {
    const [best, ...others] = await one(query)
    expect(best).toMatchObject({ name, score, match, type: [{ id: 'tag', name: 'Tag' }] })
    expect(best!.id).toMatch(/^t[0-9a-z]{12}$/)
    for (const { match: also } of others) expect(also).toBe(false)
  })
  it('what only looks alike is no match, and comes with a score under 50', async () => {
    const found = await one('غزا')
    expect(found.length).toBeGreaterThan(0)
    for (const { score, match } of found) {
      expect(match).toBe(false)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThan(50)
    }
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
    const several = await one('الهلال الأحصر')
    expect(await one('الهلال الأحصر', { limit: 1 })).toEqual(several.slice(0, 1))
    expect(await one('الهلال الأحصر', { type: 'person' })).toEqual([])
    expect(await one('مدينة لا ذكر لها')).toEqual([])
    expect(await one('')).toEqual([])
  })
  it('takes batches in the address, in a form, and as JSON', async () => {
    const batch = { a: { query: 'غزه' }, b: { query: 'اسرائيل' } }
    const wanted = await ask(batch)
    expect(Object.keys(wanted)).toEqual(['a', 'b'])
    expect(await (await fetch(`${base}?queries=${encodeURIComponent(JSON.stringify(batch))}`)).json()).toEqual(wanted)
    for (const body of [batch, { queries: batch }])
      expect(
        await (
          await fetch(base, {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          })
        ).json(),
      ).toEqual(wanted)
  })
  it('suggests, extends and shows tags', async () => {
    const [{ id }] = (await one('غزة')) as [Candidate]
    const suggested = (await (await fetch(`${base}suggest/entity?prefix=${encodeURIComponent('الهلا')}`)).json()) as {
      result: Candidate[]
    }
    expect(suggested.result.map(({ name }) => name)).toEqual(['الهلال الأحمر', 'الهلال الأخضر', 'الهلال السعودي'])
    const properties = (await (await fetch(`${base}properties?type=tag`)).json()) as { properties: { id: string }[] }
    const ids = properties.properties.map((property) => property.id)
    expect(ids).toEqual(['tag', 'key', 'pages', 'count', 'variants'])
    const extend = JSON.stringify({ ids: [id, 'none'], properties: [{ id: 'pages' }, { id: 'variants' }, { id: 'x' }] })
    const extended = await fetch(base, { method: 'POST', body: new URLSearchParams({ extend }) })
    expect(await extended.json()).toEqual({
      meta: [
        { id: 'pages', name: 'Pages' },
        { id: 'variants', name: 'Variants' },
      ],
      rows: { [id]: { pages: [{ int: 3 }], variants: [{ str: 'غزه' }] }, none: { pages: [], variants: [] } },
    })
    const [{ id: hostile }] = (await one('شركة A&B')) as [Candidate]
    const page = await fetch(`${base}tag/${hostile}`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await page.text()
    expect(text).toContain('شركة A&amp;B')
    expect((await fetch(`${base}tag/none`)).status).toBe(404)
  })

  it('answers this machine only', async () => {
    const { port } = new URL(base)
    const status = (headers: Record<string, string>, path = '/', method = 'GET', body = '') =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        asked.on('error', reject)
        asked.end(body)
      })
    expect(await status({ host: `evil.example:${port}` })).toBe(421)
    expect(await status({ host: `localhost:${port}` })).toBe(200)
    expect(await status({ origin: 'http://evil.example' })).toBe(403)
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await status({ origin: 'http://127.0.0.1:3333' })).toBe(200)
    expect(await status({}, '/nothing')).toBe(404)
    expect(await status({}, '/%ff')).toBe(404)
    expect(await status({}, '/', 'DELETE')).toBe(405)
    expect(await status({}, '/?queries=[1]')).toBe(400)
    expect(await status({}, '/?queries={')).toBe(400)
    expect(await status({}, '/', 'POST', `queries=${'x'.repeat(2 << 20)}`)).toBe(413)
    const foreign = await fetch(base, { headers: { origin: 'http://localhost:3333' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBe('http://localhost:3333')
  })

  const python = process.env['WUSUM_TEST_PYTHON']
  if (python === undefined)
    process.stderr.write('SKIPPED, for Python (.ci/python) is not here: a client that reconciles\n')
  const client = python === undefined ? it.skip : it
  client('serves a client from the registry of Python packages', () => {
    const program = `
import sys, pandas
from reconciler import reconcile
found = reconcile(pandas.Series(['غزه', 'اسرائيل']), type_id='tag', reconciliation_endpoint=sys.argv[1])
print(found[['input_value', 'name', 'match', 'score']].to_json(orient='values', force_ascii=False))`
    const { stdout, status } = spawnSync(python!, ['-c', program, base], { encoding: 'utf8' })
    expect({ status, found: JSON.parse(stdout) as unknown }).toEqual({
      status: 0,
      found: [
        ['غزه', 'غزة', true, 100],
        ['اسرائيل', 'إسرائيل', true, 100],
      ],
    })
  })
})
