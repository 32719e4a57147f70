import type { Page } from '../../dist/index.js'

const tags = [
  'قطاع غزة',
  'حركة حماس',
  'إسرائيل',
  'الأمم المتحدة',
  'روسيا',
  'أوكرانيا',
  'وزارة الصحة',
  'القدس',
  'البنك المركزي',
]
const spellings = ['اسرائيل', 'إسرائيل', 'أسرائيل']

/**
 * Page `i` of a small news site: a paragraph, a flattened list under a label, and a delimited list on every third page. Other
 * versions are about other things.
 */
export function newsPage(i: number, version = 0): Page {
  const own = [0, 3, 5].map((k) => tags[(i * (k + 1) + k + 2 * version) % tags.length]!)
  const spelled = spellings[i % spellings.length]!
  return {
    id: `https://news.example/${i}`,
    title: `خبر رقم ${i} عن ${own[0]!}`,
    text: `قالت وكالة الأنباء إن ${own.join(' ثم ')} في مقدمة الأخبار اليوم ${i + 1000 * version}.\nكلمات مفتاحية: ${own.join(' ')} ${spelled}\n`,
    ...(i % 3 === 0 && { lists: [{ from: 'field' as const, tags: [...own, spelled] }] }),
  }
}
