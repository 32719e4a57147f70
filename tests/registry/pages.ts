import type { PageDelta } from '../../dist/registry/index.js'

const tags = ['غزة', 'حماس', 'مصر', 'إسرائيل', 'روسيا', 'أوكرانيا', 'القدس', 'الدوحة', 'لبنان', 'سوريا', 'تونس']

/** Page `i` of an endless collection: a few common tags and one of its own. */
export function pageOf(i: number): PageDelta {
  const own = `مدينة ${i % 97}`
  const surfaces = [tags[i % tags.length]!, tags[(i * 7) % tags.length]!, own]
  return {
    page: `https://example.org/${i}`,
    digest: 'a',
    surfaces: surfaces.map((surface) => ({ surface, key: surface, count: 1 + (i % 3) })),
    evidence: Buffer.from(`evidence of ${i}`),
  }
}
