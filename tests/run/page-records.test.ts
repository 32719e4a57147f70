import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pageRecord, type Mention } from '../../dist/core/pipeline.js'
import { NOT_SHOWN, signOf, SiteLists } from '../../dist/core/lists/site.js'
import type { Origin } from '../../dist/core/types.js'
import { jsonl } from '../../dist/emit/jsonl.js'
import { MentionColumns, mentionsOn, fromFrame, origins, toFrame, type MentionPages } from '../../dist/run/mentions.js'
import { JsonLines, MOST_ON_A_LINE } from '../../dist/run/lines.js'
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

  /** A writer whose texts are their numbers; what it counts, as `tag×times`, `s` for the site's. */
  function numbered(fixed: boolean, refused = -1) {
    const told: string[] = []
    const lines = new JsonLines<number>(String, fixed, (tag, times, site) => {
      told.push(`${tag}×${times}${site ? 's' : ''}`)
      return tag !== refused
    })
    const put = (...all: [surface: number, tag: number, from?: number, confidence?: number][]) => {
      for (const [i, [surface, tag, from = 0, confidence = 1]] of all.entries()) {
        lines.surface[i] = surface
        lines.tag[i] = tag
        lines.from[i] = from
        lines.confidence[i] = confidence
      }
      return all.length
    }
    const taken = () => Buffer.from(lines.take()).toString()
    return { lines, put, told, taken }
  }
  const tag = (tag: number, of: number[], from: number, confidence: number, scope?: string) => ({
    tag: String(tag),
    surfaces: of.map(String),
    count: of.length,
    confidence,
    from: [origins[from]],
    ...(scope && { scope }),
  })

  it.each([true, false])('keeps tags of high numbers, in pieces or not, page after page; fixed: %s', (fixed) => {
    const { lines, put, taken } = numbered(fixed)
    for (const page of [1, 2, 3]) {
      const length = put([5000, 5000, 1], [1023, 1024, 5, 0.25], [1024, 1024, 5], [2, -1], [7, 7, 4, 0.9996])
      expect(lines.line(`p${page}`, length)).toBe(3)
      const { id, tags } = JSON.parse(taken()) as { id: string; tags: object[] }
      expect([id, tags]).toEqual([
        `p${page}`,
        [tag(5000, [5000], 1, 1), { ...tag(1024, [1023, 1024], 5, 1) }, tag(7, [7], 4, 1)],
      ])
    }
  })

  it('says what stands in lists of the site, and hears of it', () => {
    const { lines, put, told, taken } = numbered(true)
    const length = put([1, 1], [2, 2], [3, 3], [4, 3, 0, 0.5], [1, 5], [2, 5])
    lines.line('p', length, [true, false, true, true, true, false])
    const scopes = (JSON.parse(taken()) as { tags: { tag: string; scope?: string }[] }).tags.map(
      (t) => `${t.tag} ${t.scope}`,
    )
    expect(scopes).toEqual(['1 site', '2 page', '3 site', '5 page'])
    expect(told).toEqual(['1×1s', '2×1', '3×2s', '5×2'])
    lines.line('q', put([1, 1], [1, 1]))
    expect(taken()).not.toContain('scope')
    expect(told.slice(4)).toEqual(['1×2'])
    // The same surface, in a list of the site and in one of the page.
    for (const site of [true, false]) {
      lines.line('q', put([9, 9, 0, 0.5]), [site])
      expect(taken()).toContain(`"confidence":0.5,"from":["run"],"scope":"${site ? 'site' : 'page'}"}`)
    }
  })

  it('leaves out what is refused, in one place or several, and writes what was made elsewhere', () => {
    const { lines, put, told, taken } = numbered(true, 2)
    expect(lines.line('a"b', put([2, 2], [1, 1], [3, 2], [4, 4]))).toBe(2)
    expect(told).toEqual(['2×2', '1×1', '4×1'])
    lines.write('{"x":1}\n')
    lines.write(Buffer.from('{"سوق":2}\n'))
    const [page, ...others] = taken().split('\n')
    expect(JSON.parse(page!)).toEqual({ id: 'a"b', tags: [tag(1, [1], 0, 1), tag(4, [4], 0, 1)] })
    expect(others).toEqual(['{"x":1}', '{"سوق":2}', ''])
  })

  it('knows no piece of numbers that came to stand for others', () => {
    let text = 'سوق'
    const lines = new JsonLines<number>(() => text, true, () => true) // prettier-ignore
    const write = () => {
      lines.tag[0] = lines.surface[0] = 1
      lines.confidence[0] = 1
      lines.line('1', 1)
      return Buffer.from(lines.take()).toString()
    }
    expect(write()).toContain('سوق')
    text = 'بحر'
    expect(write()).toContain('سوق')
    lines.forget()
    expect(write()).toContain('بحر')
  })
})

describe('a page of more tags than a line has places', () => {
  it.each([MOST_ON_A_LINE, MOST_ON_A_LINE + 1])('is written as any: %i', (count) => {
    const texts = Array.from({ length: count }, (_, i) => `وسم ${i}`)
    const columns = new MentionColumns()
    texts.forEach((_, i) => columns.add(i, 1, 1))
    columns.end('1', 'a.example')
    columns.end('2', 'a.example')
    columns.add(0, 1, 1)
    columns.end('3', 'a.example')
    const records = new PageRecords({ surfaces: texts, tagOf: texts }, new SiteLists(), jsonl, false)
    const lines = Buffer.from(records.of(columns.done())).toString().trimEnd().split('\n')
    const tags = lines.map((line) => (JSON.parse(line) as { tags: { tag: string }[] }).tags.map((it) => it.tag))
    expect(tags).toEqual([texts, [], ['وسم 0']])
    expect([records.pagesWithTags, records.occurrences, records.siteTags]).toEqual([2, count + 1, 0])
    expect([...records.uses()].slice(0, 2)).toEqual([
      ['وسم 0', 2],
      ['وسم 1', 1],
    ])
  })
})
