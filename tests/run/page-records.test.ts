import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pageRecord, type Mention } from '../../dist/core/pipeline.js'
import { NOT_SHOWN, signOf, SiteLists } from '../../dist/core/lists/site.js'
import type { Origin } from '../../dist/core/types.js'
import { jsonl } from '../../dist/emit/jsonl.js'
import { MentionColumns, mentionsOn, fromFrame, origins, toFrame, type MentionPages } from '../../dist/run/mentions.js'
import { JsonLines } from '../../dist/run/lines.js'
import { PageRecords } from '../../dist/run/page-records.js'

const surfaces = ['غزة', 'غزه', 'حماس', 'a "quoted" one', 'line\u2028end', '\ud800', 'x'.repeat(99), 'مهمل']
/** The last is ignored, the first two are one. */
const tagOf = ['غزة', 'غزة', 'حماس', 'a "quoted" one', 'line\u2028end', '\ud800', 'x'.repeat(99), undefined]
const origin = fc.constantFrom<Origin>('run', 'list', 'meta', 'json-ld', 'link', 'field')
const occurrence = fc.record({
  surface: fc.constantFrom(...surfaces),
  from: origin,
  confidence: fc.constantFrom(1, 1, 1, 0.5, Math.fround(0.3333), Math.fround(0.9996), Math.fround(0.0004)),
})
const pages = fc.array(
  fc.record({
    id: fc.string({ unit: 'binary' }),
    site: fc.constantFrom('', 'a.example'),
    found: fc.array(occurrence, { maxLength: 9 }),
  }),
  { maxLength: 40 },
)

/** A list that the site shows on each of its pages; enough pages for it to be the site's. */
const bar = ['حماس', 'غزة', 'line\u2028end'].map((surface): Mention => ({ surface, from: 'run', confidence: 1 }))
const siteOfMany = fc
  .array(fc.record({ found: fc.array(occurrence, { maxLength: 6 }), declares: fc.boolean() }), {
    minLength: 8,
    maxLength: 20,
  })
  .map((all) =>
    all.map(({ found, declares }, i) => ({
      id: String(i),
      site: 'b.example',
      found: [...bar.map((one) => (declares ? { ...one, from: 'meta' as const } : one)), ...found],
    })),
  )

function columnsOf(all: readonly { id: string; site: string; found: readonly Mention[] }[]): MentionPages {
  const columns = new MentionColumns()
  for (const { id, site, found } of all) {
    for (const { surface, from, confidence } of found)
      columns.add(surfaces.indexOf(surface), origins.indexOf(from), confidence)
    columns.end(id, site)
  }
  return fromFrame<MentionPages>(toFrame(columns.done()))
}

describe('found pages in columns', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(pages, (all) => {
        const columns = columnsOf(all)
        all.forEach(({ id, site, found }, p) => {
          expect([columns.ids[p], columns.hosts[columns.site[p]!]]).toEqual([id, site])
          expect(mentionsOn(columns, p, (number) => surfaces[number]!)).toEqual(found)
        })
      }),
    )
  })

  it('grow past their first size', () => {
    const found: Mention[] = Array.from({ length: 10_000 }, (_, i) => ({
      surface: surfaces[i % 7]!,
      from: 'list',
      confidence: 1,
    }))
    const columns = columnsOf([{ id: '1', site: '', found }])
    expect(mentionsOn(columns, 0, (number) => surfaces[number]!)).toEqual(found)
  })
})

describe('Records', () => {
  it.each([false, true])('writes what settling each page gives, own tags only: %s', (ownOnly) => {
    let siteTags = 0
    fc.assert(
      fc.property(fc.tuple(pages, siteOfMany), (given) => {
        const all = given.flat()
        const numbered = { ...columnsOf(all), shown: true }
        const sites = new SiteLists()
        // Fields are an export's, which no page shows; markup declares.
        const shown = all.map(({ found }) =>
          found.map(({ surface, from }) => (from === 'field' ? NOT_SHOWN : signOf(surface))),
        )
        all.forEach(({ site }, p) => sites.observe(site, shown[p]!))
        const records = new PageRecords({ surfaces, tagOf }, sites, jsonl, ownOnly)
        const text = Buffer.from(records.of(numbered)).toString()
        const uses = new Map<string, number>()
        let expected = ''
        all.forEach(({ id, site, found }, p) => {
          const repeated = sites.repeated(site, shown[p]!, (at) => ['meta', 'json-ld'].includes(found[at]!.from))
          const record = pageRecord(id, found, (surface) => tagOf[surfaces.indexOf(surface)], repeated)
          const tags = record.tags.filter(({ scope }) => !ownOnly || scope === 'page')
          for (const { tag, count } of tags) uses.set(tag, (uses.get(tag) ?? 0) + count)
          expected += jsonl.page({ id, tags }).toString()
        })
        expect(text).toBe(expected)
        expect(new Map(records.uses())).toEqual(uses)
        expect(records.occurrences).toBe(all.reduce((sum, { found }) => sum + found.length, 0))
        siteTags += records.siteTags
      }),
      { numRuns: 60 },
    )
    // Else the property would say nothing of them.
    if (!ownOnly) expect(siteTags).toBeGreaterThan(0)
  })
})

describe('JsonLines', () => {
  it('writes what settling each page gives, where tags depend on the page', () => {
    const listed = fc.array(
      fc.record({
        surface: fc.nat(surfaces.length - 1),
        from: fc.nat(origins.length - 1),
        confidence: fc.constantFrom(1, 1, 1, 0.5, 0.3333, 0.9996, 0.0004),
      }),
      { maxLength: 9 },
    )
    // By page: which surface stands for which, -1 for none.
    const tags = fc.array(fc.integer({ min: -1, max: surfaces.length - 1 }), {
      minLength: surfaces.length,
      maxLength: surfaces.length,
    })
    const uses = new Map<number, number>()
    const lines = new JsonLines(
      (number) => surfaces[number]!,
      false,
      (tag, times) => {
        uses.set(tag, (uses.get(tag) ?? 0) + times)
        return true
      },
    )
    fc.assert(
      fc.property(fc.string(), listed, tags, (id, page, tagOf) => {
        uses.clear()
        page.forEach(({ surface, from, confidence }, i) => {
          lines.surface[i] = surface
          lines.tag[i] = tagOf[surface]!
          lines.from[i] = from
          lines.confidence[i] = confidence
        })
        const written = lines.line(id, page.length)
        const found = page.map(({ surface, from, confidence }): Mention => ({
          surface: surfaces[surface]!,
          from: origins[from]!,
          confidence,
        }))
        const record = pageRecord(id, found, (surface) => surfaces[tagOf[surfaces.indexOf(surface)]!])
        expect(Buffer.from(lines.take()).toString()).toBe(jsonl.page(record))
        expect(written).toBe(record.tags.length)
        expect(uses).toEqual(new Map(record.tags.map(({ tag, count }) => [surfaces.indexOf(tag), count])))
      }),
      { numRuns: 1000 },
    )
  })
})
