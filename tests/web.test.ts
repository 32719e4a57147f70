/** `wusum/core`: the same answers in a browser as here, however it is bundled, with WebAssembly or without. */
import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { build as esbuild } from 'esbuild'
import type { Browser } from 'playwright-core'
import * as wusum from '../dist/index.js'
import { loadCore, MODEL_FILES, type FileBytes, type ModelFile } from '../dist/web.js'
import { browserThere, inaccessible, launch, watch } from './browser.js'

const data = (file: string) => readFileSync(path.resolve('data', file))

const page: wusum.Page = {
  id: 'https://a.example/1',
  title: 'مفاوضات الهدنة في قطاع غزة',
  text: 'قال مصدر في حركة حماس إن المفاوضات مستمرة في القاهرة.\nكلمات دلالية: قطاع غزة حركة حماس القاهرة الهدنة غزه\n',
}

/** What is asked here and in the browser. */
function answers({
  fold,
  locate,
  segment,
  compare,
  tags,
}: Pick<typeof wusum, 'fold' | 'locate' | 'segment' | 'compare' | 'tags'>) {
  return JSON.stringify([
    fold('الإنتخابات الرئاسيّة'),
    compare('إسرائيل', 'اسرائيل'),
    compare('لبنان', 'لبان', 'ar'),
    segment('روسيا إسرائيل قطاع غزة حركة حماس'),
    locate(page),
    tags(page),
  ])
}

describe('the core given bytes', () => {
  it.each<[string, (file: ModelFile) => FileBytes | Promise<FileBytes>]>([
    ['as they lie in the package', data],
    ['in an array buffer', (file) => Uint8Array.from(data(file)).buffer],
    [
      'unpacked on the way, in an answer',
      (file) => new Response(file.endsWith('.gz') ? gunzipSync(data(file)) : data(file)),
    ],
    ['in a blob, later', (file) => Promise.resolve(new Blob([Uint8Array.from(data(file))]))],
  ])('%s answers as the library does', async (_, get) => {
    expect(answers(await loadCore(get))).toBe(answers(wusum))
  })

  it.each<[string, (file: ModelFile) => FileBytes | Promise<FileBytes>]>([
    ['is not there', (file) => (file === 'words.bin' ? new Response('', { status: 404 }) : data(file))],
    ['is cut off', (file) => (file === 'words.bin' ? data(file).subarray(0, 1000) : data(file))],
    ['is another', (file) => (file === 'words.bin' ? data('lexicon.bin') : data(file))],
    ['cannot be got', (file) => (file === 'words.bin' ? Promise.reject(new Error('offline')) : data(file))],
  ])('of which one %s says which', async (_, get) => {
    await expect(loadCore(get)).rejects.toMatchObject({ code: 'MODEL', message: expect.stringContaining('words.bin') })
  })
})

const inBrowser = browserThere ? describe : describe.skip

inBrowser('the core in a browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wusum-web-'))
  const entry = path.join(folder, 'main.js')
  const bundles = new Map<string, string>()
  let server: Server
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    const core = JSON.stringify(path.resolve('dist/web.js'))
    writeFileSync(
      entry,
      `import { loadCore } from ${core}
       const page = ${JSON.stringify(page)}
       const answers = ${answers.toString()}
       const ask = async () => answers(await loadCore((file) => fetch('/data/' + file)))
       if (typeof document === 'object') ask().then((text) => (document.title = text), (error) => (document.title = 'failed: ' + error))
       else ask().then(postMessage)`,
    )
    const { outputFiles } = await esbuild({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      minify: true,
      write: false,
    })
    bundles.set('esbuild', outputFiles[0]!.text)
    const out = path.join(folder, 'rolldown.js')
    execFileSync('node_modules/.bin/rolldown', [entry, '-o', out, '-f', 'esm', '-p', 'browser', '-m'], {
      stdio: 'pipe',
    })
    bundles.set('rolldown', readFileSync(out, 'utf8'))

    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x')
      const [, first, name = ''] = pathname.split('/')
      if (first === 'data' && (MODEL_FILES as readonly string[]).includes(name)) return void response.end(data(name))
      if (first === 'bundle') return void response.setHeader('content-type', 'text/javascript').end(bundles.get(name))
      const policy = searchParams.get('policy')
      if (policy !== null) response.setHeader('content-security-policy', policy)
      const script =
        first === 'worker'
          ? `new Worker('/bundle/${name}', { type: 'module' }).onmessage = ({ data }) => (document.title = data)`
          : `import '/bundle/${name}'`
      response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><link rel=icon href=data:,><script type=module>${script}</script>`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await launch()
  })
  afterAll(async () => {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true })
  })

  const policy = encodeURIComponent("script-src 'self' 'unsafe-inline'")
  it.each([
    ['bundled by esbuild', '/page/esbuild'],
    // What Vite bundles with.
    ['bundled by rolldown', '/page/rolldown'],
    ['in a worker', '/worker/rolldown'],
    ['where a policy forbids WebAssembly', `/page/esbuild?policy=${policy}`],
  ])('%s answers as the library does', async (_, place) => {
    const opened = await browser.newPage()
    const seen = watch(opened, (url) => url.startsWith(origin) || url.startsWith('data:'))
    await opened.goto(origin + place)
    // Asked from outside: the policy forbids to ask within.
    while ((await opened.title()) === '') await opened.waitForTimeout(50)
    expect(await opened.title()).toBe(answers(wusum))
    expect(seen.filter((what) => !what.includes('WebAssembly'))).toEqual([])
    await opened.close()
  })

  it.each([
    ['ar', 'rtl', 'وسم واحد:'],
    ['en', 'ltr', 'one tag:'],
  ])('works in one file from disk (%s)', async (lang, direction, verdict) => {
    const file = path.join(folder, 'try.html')
    execFileSync(process.execPath, ['package/try.js', file], { stdio: 'pipe' })
    const opened = await browser.newPage()
    const own = pathToFileURL(file).href
    const seen = watch(opened, (url) => url.startsWith(own) || url.startsWith('data:'))
    await opened.goto(`${own}#${lang}`)
    await opened.waitForSelector('#tags li')
    const shown = opened.locator('#tags li > bdi:first-child')
    expect(await shown.allTextContents()).toEqual(
      'الانتخابات البلدية · وزارة الداخلية · بيروت · البقاع · بعلبك · لوائح الترشيح · لبنان'.split(' · '),
    )
    expect(await opened.textContent('#verdict')).toBe(verdict)
    expect(await opened.getAttribute('html', 'dir')).toBe(direction)
    await opened.fill('#text', 'روسيا إسرائيل قطاع غزة حركة حماس')
    expect(await shown.allTextContents()).toEqual(['روسيا', 'إسرائيل', 'قطاع غزة', 'حركة حماس'])
    expect(await inaccessible(opened)).toEqual([])
    expect(seen).toEqual([])
    await opened.close()
  })

  it('is small without its model', () => {
    for (const text of bundles.values()) expect(text.length).toBeLessThan(220_000)
  })
})
