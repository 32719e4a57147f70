import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { CanonicalTag } from '../../dist/core/types.js'
import { parseDecisions } from '../../dist/core/sameness/decisions.js'
import { report, type ReportFacts } from '../../dist/emit/report.js'
import { browserThere, HOSTILE, inaccessible, launch, watch } from '../browser.js'
import { proposals, tags, variant } from './tags.js'

/** Enough of folding for a test of the search. */
const fold = (surface: string) => surface.normalize('NFC').replace(/[أإآ]/g, 'ا').replace(/ة/g, 'ه').replace(/ى/g, 'ي')

const facts: ReportFacts = {
  source: 'registry.db',
  date: '2026-11-24',
  pages: 4120,
  proposals: [...proposals(60)],
  months: [
    { month: '2025-11', pages: 80 },
    { month: '2026-02', pages: 30 },
  ],
  siteLists: [{ site: 'news.example', tags: ['غزة', 'COVID-19'], pages: 412 }],
  rejected: { NO_TEXT: 12 },
  repairs: { 'HTML entities': 204 },
  setAside: {},
}

const one = (tag: string, more: Partial<CanonicalTag> = {}): CanonicalTag => ({
  tag,
  key: tag,
  pages: 3,
  count: 5,
  shown: { pages: 3, count: 5 },
  variants: [],
  related: [],
  ...more,
})

describe('report', () => {
  it('is the same file for the same tags, whatever their order', async () => {
    const list = [...tags(500)]
    const options = { lang: 'en', fold } as const
    expect(await report(list.toReversed(), facts, options)).toBe(await report(list, facts, options))
  })

  it('counts what it shows and says what it left out', async () => {
    const text = await report(tags(3000), { pages: 10 }, { lang: 'en', fold })
    expect(text).toContain('Showing 100 of 3,000.')
    expect(text).toContain('Searches all 3,000 tags.')
    expect(text).not.toContain('id="time"')
    expect(text).not.toContain('id="doubt"')
  })

  it('says so when there is nothing at all', async () => {
    const text = await report([], { proposals: [], siteLists: [], rejected: {} }, { lang: 'en', fold })
    expect(text.match(/None\./g)).toHaveLength(3)
  })

  it('lets the search give way to the limit, and says so', async () => {
    const limit = 600_000
    const text = await report(tags(60_000), facts, { lang: 'en', fold, limit })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    const [, searched] = /Searches the ([\d,]+) most used of 60,000 tags/.exec(text) ?? []
    expect(Number(searched?.replace(',', ''))).toBeGreaterThan(1000)
  })

  it('holds every hostile string as text only', async () => {
    const text = await hostile('en')
    for (const element of ['img', 'iframe', 'base', 'math', 'textarea'])
      expect(text).not.toMatch(new RegExp(`<${element}\\b`, 'i'))
    // its own two, and the one that holds the search index
    expect(text.match(/<script/g)).toHaveLength(2)
    expect(text.match(/<style/g)).toHaveLength(1)
  })
})

/** Every field of everything hostile. */
function hostile(lang: 'ar' | 'en'): Promise<string> {
  const list = HOSTILE.map((text) =>
    one(text, {
      variants: HOSTILE.map((surface) => variant(`${surface}.`, surface)),
      related: [{ tag: text, relation: 'near' }],
    }),
  )
  const counts = Object.fromEntries(HOSTILE.map((text) => [text, 1]))
  return report(
    list,
    {
      source: HOSTILE.join(' '),
      date: HOSTILE[5],
      pages: 1,
      proposals: HOSTILE.map((a) => ({ kind: 'merged', a, b: `${a}x`, rule: a, chance: 1, pages: [1, 1] })),
      siteLists: HOSTILE.map((site) => ({ site, tags: HOSTILE, pages: 1 })),
      rejected: counts,
      repairs: counts,
      setAside: counts,
    },
    { lang, fold, why: (p) => p.a },
  )
}

const inBrowser = browserThere ? describe : describe.skip

inBrowser('report in a browser', () => {
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wusum-report-'))
    browser = await launch()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  async function open(text: string, width = 1200): Promise<{ page: Page; seen: string[] }> {
    const file = join(folder, 'report.html')
    writeFileSync(file, text)
    const url = pathToFileURL(file).href
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    const seen = watch(page, (asked) => asked === url || asked.startsWith('data:font/'))
    await page.goto(url)
    return { page, seen }
  }

  it.each(['ar', 'en'] as const)('finds a tag under any spelling (%s)', async (lang) => {
    const list = [one('أسعار النفط', { pages: 90, variants: [variant('اسعار البترول', 'x')] }), ...tags(200)]
    const { page, seen } = await open(await report(list, facts, { lang, fold }))
    for (const query of ['أسعار النفط', 'اسعار النفط', 'البترول']) {
      await page.fill('#q', query)
      await page.waitForFunction(() => document.querySelector('#results bdi')?.textContent === 'أسعار النفط')
    }
    await page.fill('#q', 'لا يوجد هذا')
    await page.waitForFunction(() => document.querySelectorAll('#results li').length === 0)
    expect(await page.textContent('#found')).not.toBe('')
    expect(seen).toEqual([])
    await page.close()
  })

  it.each([
    ['ar', 1200],
    ['en', 360],
    // 1200 pixels at 200 % zoom
    ['ar', 600],
  ] as const)('is accessible and fits its width (%s, %d)', async (lang, width) => {
    const { page, seen } = await open(await report(tags(60), facts, { lang, fold }), width)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    expect(await page.evaluate(() => document.fonts.ready.then((fonts) => fonts.check('16px Plex', 'غ')))).toBe(true)
    expect(await inaccessible(page)).toEqual([])
    expect(seen).toEqual([])
    await page.close()
  })

  it('runs nothing, asks nobody and loses nothing of hostile text', async () => {
    const { page, seen } = await open(await hostile('ar'))
    await page.fill('#q', 'script')
    await page.waitForSelector('#results li')
    for (const details of await page.$$('details')) await details.evaluate((it) => it.setAttribute('open', ''))
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
    expect(await page.evaluate(() => [...document.querySelectorAll('a')].every((a) => a.hash !== ''))).toBe(true)
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('.used tbody th > bdi')].map((e) => e.textContent),
    )
    expect(shown).toContain('</script><script>pwned=1</script>')
    expect(seen).toEqual([])
    await page.close()
  })

  it('prints all it shows, folded or not, on few pages, and no more than that', async () => {
    const { page } = await open(await report(tags(3000), facts, { lang: 'ar', fold, why: () => 'تختلفان بحرف' }))
    await page.emulateMedia({ media: 'print' })
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(8)
    // the last of a folded list is there to be printed
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await page.isVisible('.used >> nth=1 >> tbody tr:last-child')).toBe(true)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    await page.emulateMedia({ media: 'screen' })
    expect(await page.isVisible('.used >> nth=1 >> tbody tr:last-child')).toBe(false)
    await page.close()
  })

  it('gives each second look, which stand first, a line to copy that decides otherwise', async () => {
    const { page, seen } = await open(await report(tags(60), facts, { lang: 'en', fold }))
    expect(await page.evaluate(() => document.querySelector('section')!.id)).toBe('doubt')
    const lines = await page.evaluate(() => [...document.querySelectorAll('.line code')].map((it) => it.textContent))
    expect(lines).toHaveLength(60)
    expect(parseDecisions(lines.join('\n'), 'report').map(({ decision }) => decision.verb)).toEqual(
      expect.arrayContaining(['same', 'apart', 'ignore']),
    )
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.click('.line button >> nth=0')
    await page.waitForSelector('.line button:has-text("Copied")')
    expect(seen).toEqual([])
    await page.close()
  })

  it('sets counts apart from the digits of a tag', async () => {
    const text = await report(
      [
        one('آيفون 15', {
          variants: [{ surface: 'ايفون 15', count: 3, pages: 3, rule: 'orthographic', confidence: 1 }],
        }),
      ],
      {},
      { lang: 'ar', fold },
    )
    expect(text).toContain('<bdi class="n" dir="ltr">×3</bdi>')
  })

  it('shows its essentials without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const file = join(folder, 'plain.html')
    writeFileSync(file, await report(tags(200), facts, { lang: 'en', fold }))
    await page.goto(pathToFileURL(file).href)
    expect(await page.isVisible('noscript p')).toBe(true)
    await page.click('.used summary >> nth=0')
    expect(await page.isVisible('.used .variants >> nth=0')).toBe(true)
    await context.close()
  })

  it('of a million tags stays under 5 MB and opens at once', async () => {
    function* million() {
      for (let i = 1_000_000; i > 0; i--)
        yield one(`وسم رقم ${i}`, { pages: i % 977, variants: [variant(`وسـم ${i}`, 'encoding')] })
    }
    const text = await report(million(), facts, { lang: 'ar', fold })
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    const { page } = await open(text)
    const ready = await page.evaluate(
      () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).domContentLoadedEventEnd,
    )
    expect(ready).toBeLessThan(2000)
    await page.close()
  })
})
