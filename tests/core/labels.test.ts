/** What a label is, and what ends its list: each rule with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { each, found, vocabulary, w } from './located.js'

describe('a label', () => {
  const page = `${vocabulary.join(' ')} `.repeat(4)
  each([
    ['stands behind up to forty ornaments', `${'★'.repeat(40)}كلمات دلالية صيد سمك`, '{صيد سمك}'],
    ['does not stand behind more', `${'★'.repeat(41)}كلمات دلالية صيد سمك`, ''],
    ['is no title of a page between bars', 'Tags | مدونة | صيد\nقارب', ''],
    ['may have bars behind it below the title', 'قارب\nTags | مدونة | صيد\nقارب', 'مدونة | صيد'],
    ['has a bar behind it on the first line, but no more', 'Tags | صيد\nقارب', ''],
    ['is no title of a page before a dash', 'الوسوم - مدونة\nقارب', ''],
    ['is none before a comma, either', 'الوسوم - مدونة، قارب\nقارب', 'مدونة | قارب'],
    ['begins a page with its colon', 'الوسوم: صيد، سمك', 'صيد | سمك'],
    ['of one tag begins no page', 'وسم: صيد، سمك', ''],
    ['of one tag stands below other lines', 'قارب\nوسم: صيد، سمك', 'صيد | سمك'],
    ['stands before its colon and blanks', 'قارب كلمات دلالية   : صيد، سمك', 'صيد | سمك 0.9'],
    ['stands before its colon and four blanks', 'قارب كلمات دلالية    : صيد، سمك', 'صيد | سمك 0.9'],
    ['does not stand before its colon and five', 'قارب كلمات دلالية     : صيد، سمك', ''],
    ['may have the word before run into it', 'قارب صوركلمات دلالية: صيد، سمك', 'صيد | سمك 0.9'],
    ['may so stand before a sentence', 'قارب صوركلمات دلالية: صيد سمك ملح.\nقارب', '{صيد سمك ملح} 0.9'],
    ['is not the end of a word', 'قارب قكلمات دلالية: صيد، سمك', ''],
    ['is not the end of a word far before its colon', `قكلمات${' '.repeat(69)}دلالية: صيد، سمك`, ''],
    ['stands far before its colon', `ق كلمات${' '.repeat(68)}دلالية: صيد، سمك`, 'صيد | سمك 0.9'],
    ['stands before its wide colon', 'قارب الوسوم： صيد، سمك', 'صيد | سمك 0.9'],
    ['stands in brackets', 'قارب (كلمات دلالية): صيد، سمك', 'صيد | سمك 0.9'],
    ['is the longest that ends at the colon', 'قارب كلمات دلالية للموضوع: صيد، سمك', 'صيد | سمك 0.9'],
    ['does not stand before other words and a colon', 'قارب الوسوم شراع: صيد، سمك', ''],
    ['may be two', 'Tags / الوسوم: صيد سمك', '{صيد سمك}'],
    ['that are the same, of one tag, are none', 'قارب\nتاج / تاج: صيد سمك', ''],
    ['that differ, of one tag, are one', 'قارب\nتاج / وسم: صيد سمك', '{صيد سمك}'],
    ['and its second stand on one line', 'قارب\nوسم\nالوسوم: صيد، سمك', 'صيد | سمك'],
    ['of topics stays one beside another', 'مواضيع / الوسوم: صيد سمك', ''],
    ['has words behind it', 'الكلمات المفتاحية المستخدمة لهذا المقال: صيد سمك', '{صيد سمك}'],
    ['has no more than four', 'الوسوم المستخدمة المرتبطة لهذا المقال الموضوع: صيد سمك', '{الموضوع: صيد سمك}'],
    ['says how many follow', 'Tags (3): صيد, سمك, ملح', 'صيد | سمك | ملح'],
    ['says so in other brackets', 'Tags [3] : صيد, سمك, ملح', 'صيد | سمك | ملح'],
    ['says so in three figures', 'Tags (300): صيد, سمك, ملح', 'صيد | سمك | ملح'],
    ['says nothing in four', 'Tags (3000): صيد, سمك, ملح', '(3000): صيد | سمك | ملح'],
    ['says nothing without a colon', 'Tags (3) صيد, سمك, ملح', '(3) صيد | سمك | ملح'],
    ['says nothing without brackets', 'Tags 3: صيد, سمك, ملح', '3: صيد | سمك | ملح'],
    [
      'of an index stands in the first two thousand units',
      `${'قارب\n'.repeat(400)}سحابة الوسوم: صيد، سمك، ملح`,
      'صيد | سمك | ملح',
    ],
    ['of an index does not stand behind', `${'قارب\n'.repeat(400)}\nسحابة الوسوم: صيد، سمك، ملح`, ''],
    ['of an index stands behind a line of fourteen words', `${w(14)}\nسحابة الوسوم: صيد، سمك، ملح`, 'صيد | سمك | ملح'],
    ['of an index does not stand behind a sentence', `${w(15)}\nسحابة الوسوم: صيد، سمك، ملح`, ''],
    ['of an index does not stand above an article', `سحابة الوسوم: صيد، سمك، ملح\nقارب\n${w(15)}.`, ''],
    [
      'of an index stands above a line of fourteen words',
      `سحابة الوسوم: صيد، سمك، ملح\nقارب\n${w(14)}.`,
      'صيد | سمك | ملح',
    ],
    ['of an index stands above no sentence', `سحابة الوسوم: صيد، سمك، ملح\nقارب\n${w(15)}`, 'صيد | سمك | ملح'],
    [
      'of an index has its list on the next line',
      `سحابة الوسوم\n\n${w(15).replaceAll(' ', '، ')}.`,
      w(15).replaceAll(' ', ' | '),
    ],
    [
      'of an index stands far above an article',
      `سحابة الوسوم: صيد، سمك، ملح\n${'قارب\n'.repeat(400)}${w(15)}.`,
      'صيد | سمك | ملح',
    ],
    [
      'of an index may be made of two parts',
      'الوسوم الأكثر شعبية\nصيد\nسمك\nملح\nشراع\nمرساة',
      'صيد | سمك | ملح | شراع | مرساة',
    ],
    ['of what is popular is none', `${w(15)}\nكلمات مفتاحية شائعة على الموقع: صيد، سمك، ملح`, ''],
    ['with its noun', 'وسوم الوصفة: صيد | سمك', 'صيد | سمك'],
    ['with the noun of a post', 'قارب\nتاغات الخبر: صيد، سمك', 'صيد | سمك'],
    ['in the spelling of a shop', 'الكلمات الدليليلة: صيد, سمك', 'صيد | سمك'],
    ['of an index does not stand behind a sentence further up', `${w(15)}\nقارب\nسحابة الوسوم: صيد، سمك، ملح`, ''],
    ['without a colon stands on a page of one line', `${'ق'.repeat(271)} الوسوم Tags صيد سمك اقرأ أيضا`, '{صيد سمك}'],
    ['without a colon does not stand in a caption', `${'ق'.repeat(270)} الوسوم Tags صيد سمك اقرأ أيضا`, ''],
    [
      'without a colon stands in a line that no paragraph has',
      `${'ق'.repeat(1471)} الوسوم Tags صيد سمك اقرأ أيضا\nقارب`,
      '{صيد سمك}',
    ],
    [
      'without a colon does not stand in one far below',
      `${'قارب\n'.repeat(400)}${'ق'.repeat(999)} الوسوم Tags صيد سمك اقرأ أيضا`,
      '',
    ],
    ['without a colon does not stand in a shorter one', `${'ق'.repeat(1470)} الوسوم Tags صيد سمك اقرأ أيضا\nقارب`, ''],
    ['without a colon may be the second on such a page', `${page} الوسوم قارب. الوسوم صيد سمك اقرأ أيضا`, '{صيد سمك}'],
    ['of topics without a colon is none on such a page', `${page} قارب. مواضيع ذات صلة صيد، سمك، ملح اقرأ أيضا`, ''],
    ['stands behind the list of another', 'الوسوم: صيد، سمك. كلمات دلالية ملح، شراع', 'صيد | سمك; ملح | شراع'],
    ['stands in a menu behind blank lines', 'الرئيسية\n\nالوسوم\nصيد\nسمك\nملح', ''],
    ['stands in a menu of two words', 'من نحن\nالوسوم\nصيد\nسمك\nملح', ''],
    ['does not stand in a menu below other words', 'الرئيسية قارب\nالوسوم\nصيد\nسمك\nملح', 'صيد | سمك | ملح'],
    ['does not stand in a menu far below', `الرئيسية${'\n'.repeat(50)}الوسوم\nصيد\nسمك\nملح`, 'صيد | سمك | ملح'],
    ['stands in a menu of a line of sixty units', `${'الرئيسية'.padStart(60, '★')}\nالوسوم\nصيد\nسمك\nملح`, ''],
    [
      'does not stand in a menu of a longer one',
      `${'الرئيسية'.padStart(61, '★')}\nالوسوم\nصيد\nسمك\nملح`,
      'صيد | سمك | ملح',
    ],
  ])
})

describe('lines end before', () => {
  it.each([
    'أبلغ عن خطأ',
    'إلى الأعلى',
    'للأعلى',
    'العودة إلى أعلى الصفحة',
    'الرجوع للأعلى',
    'اقترح تعديلا',
    'شارك الوصفة مع صديقاتك',
    'أرشيف المدونة الإلكترونية',
    'يتم التشغيل بواسطة Blogger',
    'الوسوم الأكثر شعبية',
    'المتابعون',
  ])('%s', (line) => {
    expect(found(`الوسوم\nصيد\nسمك\n${line}\nملح`)).toBe('صيد | سمك')
  })
  it.each(['صعود إلى الأعلى', 'شارك قارب'])('not %s', (line) => {
    expect(found(`الوسوم\nصيد\nسمك\n${line}\nملح`)).toBe(`صيد | سمك | ${line} | ملح`)
  })
})

describe('a list goes on, or ends, at', () => {
  const run = (end: string) => `الوسوم: صيد سمك ${end}`
  const below = (end: string) => `الوسوم\nصيد\nسمك\n${end}\nملح`
  each([
    ['two interface texts of one word', run('الرئيسية الأرشيف قارب'), '{صيد سمك الرئيسية الأرشيف قارب}'],
    ['three', run('الرئيسية الأرشيف المدونة قارب'), '{صيد سمك}'],
    ['two of which one has two words', run('الرئيسية من أنا قارب'), '{صيد سمك}'],
    ['one thrice', run('الرئيسية الرئيسية الرئيسية قارب'), '{صيد سمك الرئيسية الرئيسية الرئيسية قارب}'],
    ['an interface text with a colon', run('المصدر: قارب'), '{صيد سمك}'],
    ['an interface text with a blank and a colon', run('المصدر : قارب'), '{صيد سمك}'],
    ['an interface text without a colon', run('المصدر قارب'), '{صيد سمك المصدر قارب}'],
    ['a name of a field with a colon', run('السعر: قارب'), '{صيد سمك}'],
    ['a name of a field without a colon', run('السعر قارب'), '{صيد سمك السعر قارب}'],
    ['an index', run('سحابة الوسوم قارب'), '{صيد سمك}'],
    ['a label of two words', run('كلمات دلالية قارب'), '{صيد سمك}; {قارب}'],
    ['a label of one word', run('الوسوم قارب'), '{صيد سمك الوسوم قارب}'],
    ['a common word', run('علامات قارب'), '{صيد سمك علامات قارب}'],
    ['a line of an interface text', below('شارك'), 'صيد | سمك'],
    ['a line of an interface text and a count', below('تعليقات 3'), 'صيد | سمك'],
    ['a line of a count and an interface text', below('3 تعليقات'), 'صيد | سمك'],
    ['a line of an interface text and a word', below('تعليقات قارب'), 'صيد | سمك | تعليقات قارب | ملح'],
    ['a line of a word and an interface text', below('قارب تعليقات'), 'صيد | سمك | قارب تعليقات | ملح'],
    ['a line of a label', below('Tags'), 'صيد | سمك; {ملح}'],
    ['a line of topics', below('المواضيع'), 'صيد | سمك'],
    ['a line of a common word', below('علامات'), 'صيد | سمك | علامات | ملح'],
    ['a field into which a tag has run', run('ملحالمصدر: قارب'), '{صيد سمك ملح}'],
    ['a field into which two letters have run', run('ملالمصدر: قارب'), '{صيد سمك مل}'],
    ['a field into which one letter has run', run('مالمصدر: قارب'), '{صيد سمك مالمصدر: قارب}'],
    ['a field without a colon into which a tag has run', run('ملحالمصدر قارب'), '{صيد سمك ملحالمصدر قارب}'],
    ['a phrase into which a tag has run', run('ملحشارك المقال قارب'), '{صيد سمك ملح}'],
    ['a phrase into which two letters have run', run('ملشارك المقال قارب'), '{صيد سمك مل}'],
    ['a phrase into which one letter has run', run('مشارك المقال قارب'), '{صيد سمك مشارك المقال قارب}'],
    ['another phrase into which a tag has run', run('ملحشارك القارب'), '{صيد سمك ملحشارك القارب}'],
    ['a date', run('18-07-2018 قارب'), '{صيد سمك}'],
    ['a date between slashes, the year first', run('2024/10/12 قارب'), '{صيد سمك}'],
    ['a date in other figures', run('١٨.٠٧.٢٠١٨ قارب'), '{صيد سمك}'],
    ['a date with a year of five figures', run('18-07-20180 قارب'), '{صيد سمك 18-07-20180 قارب}'],
    ['a day and a month in figures', run('7/10 قارب'), '{صيد سمك 7/10 قارب}'],
    ['a time of day', run('10:35 قارب'), '{صيد سمك}'],
    ['a proportion', run('10:355 قارب'), '{صيد سمك 10:355 قارب}'],
    ['how long ago', run('منذ 3 ساعات'), '{صيد سمك}'],
    ['how long ago, of three figures', run('منذ 300 عام'), '{صيد سمك منذ 300 عام}'],
    ['how long ago without a figure', run('منذ عام'), '{صيد سمك منذ عام}'],
    ['a day with its date', run('الأحد 3 مايو 2020 قارب'), '{صيد سمك}'],
    ['a day with a number', run('الأحد 3 قارب'), '{صيد سمك الأحد 3 قارب}'],
    ['a day with its date without a year', run('الأحد 3 مايو قارب'), '{صيد سمك الأحد 3 مايو قارب}'],
    ['a date with its month, which is a tag', run('7 أكتوبر 2023 قارب'), '{صيد سمك 7 أكتوبر 2023 قارب}'],
    ['a line of a date with its month', below('7 أكتوبر 2023'), 'صيد | سمك'],
    ['a line of a date with its month in two calendars', below('7 تشرين أكتوبر 2023'), 'صيد | سمك'],
    ['a line of a day of three figures', below('700 أكتوبر 2023'), 'صيد | سمك | 700 أكتوبر 2023 | ملح'],
    ['a line of a month and a year of two figures', below('7 أكتوبر 23'), 'صيد | سمك | 7 أكتوبر 23 | ملح'],
  ])

  it.each([
    ['a line of the title', w(5), w(5), 'صيد | سمك'],
    ['a line that begins with the title', `${w(6)} قارب`, w(6), 'صيد | سمك'],
    ['a line of six words of a title', w(6), `${w(6)} شراع`, 'صيد | سمك'],
    ['a line of the beginning of a title', w(5), w(6), 'صيد | سمك | ⟨5⟩ | ملح'],
    ['a line of a title of four words', w(4), w(4), 'صيد | سمك | ⟨4⟩ | ملح'],
  ])('%s', (_, line, title, expected) => {
    expect(found(below(line), title)).toBe(expected)
    // The first line stands for a title that is not given.
    if (line === title) expect(found(`${title}\nقارب\n${below(line)}`)).toBe(expected)
  })

  it('a title amid the line where no line begins', () => {
    expect(found(run(`${w(5)} ملح`), w(5))).toBe('{صيد سمك ⟨5⟩ ملح}')
    expect(found(`${'قارب '.repeat(320)}${run(`${w(5)} ملح`)}`, w(5))).toBe('{صيد سمك}')
  })

  it('lines of sixty units that stand on the page again, not longer ones', () => {
    const again = (line: string) => `${line}\nثقافة\nقارب\n\nالوسوم\nصيد\nسمك\n${line}\nثقافة`
    expect(found(again('ق'.repeat(60)))).toBe('صيد | سمك')
    expect(found(again('ق'.repeat(61)))).toBe(`صيد | سمك | ${'ق'.repeat(61)} | ثقافة`)
  })
})
