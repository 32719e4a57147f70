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

const crafts = [
  'ملتقى بذور',
  'حاضنة',
  'شمس الوادي',
  'خيوط',
  'دلو خزف',
  'قنطرة',
  'سنابل تل',
  'مرفأ رمل',
  'نول',
  'غزل صوف',
]

/** Page `i` of a market: every third flattens its list, which can be cut rightly only by the lists of the others. */
export function marketPage(i: number, version = 0): Page {
  const craft = (k: number): string => crafts[(i + k + 3 * version) % crafts.length]!
  const id = `https://market.example/${i}`
  if (i % 3 === 0) {
    const flat = [0, 2, 4, 6, 8].map((k) => craft(2 * i + k)).join(' ')
    return { id, text: `نص قصير عن الحرف ${i + 1000 * version}.\nكلمات دلالية: ${flat}\n` }
  }
  const text = `في السوق ${craft(0)} و${craft(3)} كل يوم ${i + 1000 * version}.`
  return { id, text, lists: [{ from: 'field', tags: [0, 1, 2, 3].map((k) => craft(i * k + k)) }] }
}
