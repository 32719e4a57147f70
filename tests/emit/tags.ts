/** Tags of the shapes and proportions that a collection of news pages gives, made from a seed. */
import type { Proposal } from '../../dist/core/sameness/proposals.js'
import type { CanonicalTag, Rule, Variant } from '../../dist/core/types.js'

const FIRST = 'أحمد محمد إبراهيم فاطمة خديجة آمنة إسماعيل إيمان أسامة هدى مصطفى موسى يحيى رؤى سارة'.split(' ')
const LAST = 'الأنصاري القرشي الإدريسي العبادي المراكشي البصري الهاشمي أبو زيد الأزهري الشامي'.split(' ')
const HEADS = 'وزارة مدينة جامعة كأس بطولة حركة قطاع هيئة جمعية أزمة أسعار مؤتمر مهرجان مكتبة رئاسة'.split(' ')
const TAILS =
  'الصحة الزراعة المياه الرياضة الإسكان الكتاب العالم الشباب القدس الإسكندرية فاس الأردن الكويت البيئة الطاقة اليد'.split(
    ' ',
  )
const ALONE = 'غزة سورية مصر تونس الاقتصاد المناخ كورونا الذكاء الاصطناعي 5G iPhone COVID-19 2024 الدوري'.split(' ')

/** Numbers in [0, 1) from a seed (mulberry32). */
export function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const SPELLINGS: readonly (readonly [rule: Rule, RegExp, string])[] = [
  ['orthographic', /[أإآ]/, 'ا'],
  ['orthographic', /ة(?= |$)/, 'ه'],
  ['orthographic', /ى(?= |$)/, 'ي'],
  ['encoding', /(?<=ح)م/, 'ـم'],
  ['compound', /أبو /, 'أبو'],
  ['near', /ي(?=\S)/, ''],
  ['hamza seat', /ؤ/, 'ئ'],
]

/** A variant that stands once on each of its pages. */
export const variant = (surface: string, rule: string, count = 1): Variant => ({
  surface,
  count,
  pages: count,
  rule: rule as Rule,
  confidence: 1,
})

/** `count` tags, most used first. The same seed gives the same tags. */
export function* tags(count: number, seed = 1): Generator<CanonicalTag> {
  const random = numbers(seed)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!
  const seen = new Set<string>()
  for (let rank = 0; rank < count; rank++) {
    let tag =
      random() < 0.4 ? `${pick(FIRST)} ${pick(LAST)}` : random() < 0.8 ? `${pick(HEADS)} ${pick(TAILS)}` : pick(ALONE)
    if (seen.has(tag)) tag += ` ${pick(TAILS)} ${rank}`
    seen.add(tag)
    const pages = Math.max(1, Math.round((count / (rank + 2)) * (0.7 + random() * 0.6)))
    const variants: Variant[] = []
    for (const [rule, from, to] of SPELLINGS) {
      const surface = tag.replace(from, to)
      if (surface !== tag && random() < (rank < 50 ? 0.9 : 0.2))
        variants.push(variant(surface, rule, Math.max(1, Math.round(pages * random() * 0.4))))
    }
    const times = pages + Math.round(pages * random())
    yield {
      tag,
      key: tag,
      pages,
      count: times,
      shown: { pages, count: times },
      variants,
      related: rank % 9 === 0 ? [{ tag: pick(TAILS), relation: 'wider' }] : [],
    }
  }
}

export function* proposals(count: number, seed = 2): Generator<Proposal> {
  const random = numbers(seed)
  const pairs = [
    ['عزة', 'غزة', 'first letter'],
    ['محمد الشامي', 'محمد السامي', 'dotted pair'],
    ['مهرجان قرطاج', 'مهرجان قرطاجة', 'last letter'],
    ['هيئة المياه', 'هيأة المياه', 'hamza seat'],
  ] as const
  for (let i = 0; i < count; i++) {
    const [a, b, rule] = pairs[i % pairs.length]!
    const suffix = i < pairs.length ? '' : ` ${i}`
    const kind = (['merged', 'apart', 'boundary'] as const)[i % 3]!
    const pages = [1 + Math.floor(random() * 900), 1 + Math.floor(random() * 300)] as const
    yield { kind, a: a + suffix, b: kind === 'boundary' ? undefined : b + suffix, rule, chance: random(), pages }
  }
}
