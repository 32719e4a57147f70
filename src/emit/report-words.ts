/** The report's own words. Tags are never translated. */

import { counted, number, type Language } from '../core/counted.js'

export type { Language }

/** The sections, in the order in which they stand. */
export type Section = 'doubt' | 'used' | 'spellings' | 'rules' | 'time' | 'sites' | 'records'

export interface Words {
  readonly direction: 'rtl' | 'ltr'
  readonly title: string
  readonly made: (date: string) => string
  readonly contents: string
  readonly number: (value: number) => string
  readonly percent: (share: number) => string
  readonly pages: (count: number) => string
  readonly spellings: (count: number) => string
  readonly tags: (count: number) => string
  readonly times: (count: number) => string
  readonly collapse: (spellings: number, tags: number, share: string) => string
  readonly total: Readonly<Record<'pages' | 'uses' | 'spellings' | 'tags' | 'merged', string>>
  readonly section: Readonly<Record<Section, { readonly title: string; readonly lead: string }>>
  readonly shown: (shown: number, of: number) => string
  readonly column: Readonly<Record<'tag' | 'pages' | 'uses', string>>
  readonly perTag: string
  readonly perTagAxis: (spellings: string) => string
  readonly examples: string
  readonly inTag: string
  readonly related: string
  readonly doubt: Readonly<Record<'merged' | 'apart' | 'boundary', { readonly title: string; readonly lead: string }>>
  readonly confidence: (share: string) => string
  readonly rejected: string
  readonly repairs: string
  readonly setAside: string
  readonly perMonth: string
  readonly unknownSite: string
  readonly search: string
  readonly searchHint: string
  readonly searchIn: (tags: number, of: number) => string
  readonly found: string
  readonly nothing: string
  readonly without: string
  readonly empty: string
  /** So many more, folded away. */
  readonly more: (count: number) => string
  readonly copy: string
  readonly copied: string
  readonly decision: string
}

const numbers = (lang: Language) => {
  const share = new Intl.NumberFormat(lang === 'ar' ? 'ar-u-nu-latn' : 'en', {
    style: 'percent',
    maximumFractionDigits: 1,
  })
  return { number: (value: number) => number(lang, value), percent: (value: number) => share.format(value) }
}

const englishNumbers = numbers('en')
const english: Words = {
  direction: 'ltr',
  title: 'Tag report',
  made: (date) => `Made on ${date}`,
  contents: 'Contents',
  ...englishNumbers,
  pages: counted('en', { one: '# page', other: '# pages' }),
  spellings: counted('en', { one: '# spelling', other: '# spellings' }),
  tags: counted('en', { one: '# tag', other: '# tags' }),
  times: counted('en', { one: 'once', other: '# times' }),
  collapse: (spellings, tags, share) =>
    `${english.spellings(spellings)} became ${english.tags(tags)}: ${share} fewer entries to look after.`,
  total: {
    pages: 'Pages',
    uses: 'Uses of tags',
    spellings: 'Spellings found',
    tags: 'Tags',
    merged: 'Spellings merged',
  },
  section: {
    used: { title: 'Most used tags', lead: 'Each tag with the pages that carry it and the spellings it stands for.' },
    rules: { title: 'Why spellings were merged', lead: 'Every merge has one rule. Each is shown with examples.' },
    spellings: {
      title: 'Tags with many spellings',
      lead: 'The letters in which a spelling differs from its tag are marked. A wrong merge shows here first.',
    },
    doubt: {
      title: 'Worth a second look',
      lead: 'What you would most likely decide otherwise, times the pages it touches, comes first.',
    },
    time: { title: 'Pages over time', lead: 'By the dates the pages themselves give.' },
    sites: {
      title: 'Site lists',
      lead: 'Lists that stand on many pages of one site, such as navigation and trending boxes. Their tags say little about any one page.',
    },
    records: {
      title: 'Skipped and repaired records',
      lead: 'What could not be read, and what was mended on the way.',
    },
  },
  shown: (shown, of) => `Showing ${englishNumbers.number(shown)} of ${englishNumbers.number(of)}.`,
  column: {
    tag: 'Tag',
    pages: 'Pages',
    uses: 'Uses',
  },
  perTag: 'Spellings per tag',
  perTagAxis: (count) => (count === '1' ? '1 spelling' : `${count} spellings`),
  examples: 'Examples',
  inTag: 'became',
  related: 'Related, not merged',
  doubt: {
    merged: { title: 'Merged, narrowly', lead: 'Two spellings that became one tag on thin evidence.' },
    apart: { title: 'Kept apart, narrowly', lead: 'Two tags that look alike and were left as two.' },
    boundary: {
      title: 'Unsure tags',
      lead: 'Found in text with low confidence: where the tag ends, or whether its list is one of tags.',
    },
  },
  confidence: (share) => `confidence ${share}`,
  rejected: 'Skipped records',
  repairs: 'Repairs',
  setAside: 'Lists set aside',
  perMonth: 'Pages per month',
  unknownSite: 'Site not known',
  search: 'Find a tag',
  searchHint: 'Type any spelling',
  searchIn: (tags, of) =>
    tags === of
      ? `Searches all ${englishNumbers.number(of)} tags.`
      : `Searches the ${englishNumbers.number(tags)} most used of ${englishNumbers.number(of)} tags; the others are left out of this file.`,
  found: 'tags found',
  nothing: 'Not found: no tag has this spelling.',
  without: 'Search needs JavaScript. Everything else on this page works without it.',
  empty: 'None.',
  more: counted('en', { other: '# more' }),
  copy: 'Copy',
  copied: 'Copied',
  decision: 'To decide otherwise, a line for --decisions:',
}

const arabicNumbers = numbers('ar')

const arabic: Words = {
  direction: 'rtl',
  title: 'تقرير الوسوم',
  made: (date) => `أُعدّ في ${date}`,
  contents: 'المحتويات',
  ...arabicNumbers,
  pages: counted('ar', { zero: 'لا صفحات', one: 'صفحة واحدة', two: 'صفحتان', few: '# صفحات', other: '# صفحة' }),
  spellings: counted('ar', { zero: 'لا صيغ', one: 'صيغة واحدة', two: 'صيغتان', few: '# صيغ', other: '# صيغة' }),
  tags: counted('ar', {
    zero: 'لا وسوم',
    one: 'وسم واحد',
    two: 'وسمان',
    few: '# وسوم',
    many: '# وسمًا',
    other: '# وسم',
  }),
  times: counted('ar', { zero: 'ولا مرة', one: 'مرة واحدة', two: 'مرتان', few: '# مرات', other: '# مرة' }),
  collapse: (spellings, tags, share) =>
    `عدد الصيغ في الصفحات ${arabicNumbers.number(spellings)}، جُمعت في ${arabicNumbers.number(tags)} من الوسوم المعتمدة، أي أقل بنسبة \u2068${share}\u2069.`,
  total: { pages: 'الصفحات', uses: 'مرات الاستعمال', spellings: 'الصيغ', tags: 'الوسوم المعتمدة', merged: 'صيغ دُمجت' },
  section: {
    used: { title: 'الوسوم الأكثر استعمالًا', lead: 'كل وسم مع عدد الصفحات التي تحمله والصيغ التي جُمعت تحته.' },
    rules: { title: 'لماذا دُمجت الصيغ', lead: 'لكل دمج قاعدة واحدة، وهذه القواعد مع أمثلة عليها.' },
    spellings: {
      title: 'وسوم كثيرة الصيغ',
      lead: 'عُلّمت الحروف التي تختلف فيها كل صيغة عن الوسم المعتمد. هنا يظهر الدمج الخاطئ قبل غيره.',
    },
    doubt: { title: 'ما يستحق المراجعة', lead: 'ما يُرجّح أن تغيّره أولًا، وبقدر الصفحات التي يمسّها.' },
    time: { title: 'الصفحات عبر الزمن', lead: 'بحسب التواريخ المذكورة في الصفحات نفسها.' },
    sites: {
      title: 'قوائم المواقع',
      lead: 'قوائم تتكرر في صفحات كثيرة من موقع واحد، كقوائم التنقل والأكثر تداولًا، ولا تكاد وسومها تدل على صفحة بعينها.',
    },
    records: { title: 'ما تعذّرت قراءته وما أُصلح', lead: 'السجلات المتروكة وسبب تركها، وما أُصلح من النصوص في الطريق.' },
  },
  shown: (shown, of) => `المعروض ${arabicNumbers.number(shown)} من أصل ${arabicNumbers.number(of)}.`,
  column: {
    tag: 'الوسم',
    pages: 'الصفحات',
    uses: 'المرات',
  },
  perTag: 'عدد الصيغ لكل وسم',
  perTagAxis: (count) => (count === '1' ? 'صيغة واحدة' : count === '2' ? 'صيغتان' : `\u2068${count}\u2069 صيغ`),
  examples: 'أمثلة',
  inTag: 'صارت',
  related: 'وسوم ذات صلة لم تُدمج',
  doubt: {
    merged: { title: 'دُمج بفارق ضئيل', lead: 'صيغتان جُمعتا في وسم واحد على قرائن ضعيفة.' },
    apart: { title: 'فُصل بفارق ضئيل', lead: 'وسمان متشابهان في الكتابة بقيا وسمين.' },
    boundary: {
      title: 'وسوم غير مؤكدة',
      lead: 'وُجدت في النص بثقة منخفضة: حدود الوسم غير مؤكدة، أو كون القائمة قائمةَ وسوم.',
    },
  },
  confidence: (share) => `الثقة \u2068${share}\u2069`,
  rejected: 'سجلات متروكة',
  repairs: 'إصلاحات',
  setAside: 'قوائم مستبعدة',
  perMonth: 'عدد الصفحات في الشهر',
  unknownSite: 'موقع غير معروف',
  search: 'ابحث عن وسم',
  searchHint: 'اكتب أي صيغة',
  searchIn: (tags, of) =>
    tags === of
      ? `يشمل البحث كل الوسوم، وعددها ${arabicNumbers.number(of)}.`
      : `يشمل البحث أكثر الوسوم استعمالًا، وعددها ${arabicNumbers.number(tags)} من أصل ${arabicNumbers.number(of)}. أما البقية فليست في هذا الملف.`,
  found: 'عدد الوسوم الموافقة',
  nothing: 'لم يُعثر على وسم بهذه الكتابة.',
  without: 'يحتاج البحث إلى جافاسكربت، وما عداه في هذه الصفحة يعمل من دونها.',
  empty: 'لا شيء.',
  more: counted('ar', {
    one: 'عرض واحد آخر',
    two: 'عرض اثنين آخرين',
    few: 'عرض # أخرى',
    other: 'عرض # أخرى',
  }),
  copy: 'نسخ',
  copied: 'نُسخ',
  decision: 'سطر قرار مخالف لملف القرارات:',
}

export const words: Readonly<Record<Language, Words>> = { ar: arabic, en: english }
