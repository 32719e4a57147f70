/** Interface texts that are the names of things: a page about a dark mode lists it as a tag, and another has a button for it. */
import { describe, expect, it } from '@jest/globals'
import { locate } from '../../dist/core/lists/locate.js'
import { loadModel } from '../../dist/model/index.js'

const { layout, letters } = loadModel()
const PROSE = 'افتتحت البلدية أمس سوقاً جديداً للسمك بعد عامين من العمل، وقال رئيسها إن المشروع كلف ثلاثة ملايين.'
const runIn = (list: string, title?: string, behind = ''): string | undefined => {
  const { runs } = locate({ id: 'page', title, text: `${PROSE}\nكلمات دلالية: ${list}${behind}` }, layout, letters)
  return runs[0]?.pieces.join(' | ')
}

describe('a list that has the name of a thing', () => {
  it.each([
    ['goes on behind it', 'بطاقة ذكية تسجيل الدخول شاشة العرض مدير النوافذ', undefined],
    [
      'goes on where it stands again and again',
      'سمة تسجيل الدخول شاشة تسجيل الدخول واجهة تسجيل الخروج جلسة',
      undefined,
    ],
    [
      'goes on though another thing of the same word stands beside it',
      'ألوان تسجيل الدخول تسجيل الخروج جلسة نظام',
      undefined,
    ],
    ['ends with it where the title speaks of it', 'جنوم لينكس الوضع الداكن', 'حل مشكلة الوضع الداكن في التطبيقات'],
    [
      'has it beside other interface texts where the title speaks of it',
      'جنوم الوضع الداكن البحث نظام',
      'الوضع الداكن',
    ],
  ])('%s', (_, list, title) => {
    expect(runIn(list, title)).toBe(list)
  })

  it.each([
    ['at the end of its line', 'غزة رفح خان يونس الوضع الليلي', ''],
    ['at the end of its line, though the title has one of its words', 'غزة رفح خان يونس الوضع الليلي', 'الوضع في غزة'],
    ['on a line of its own', 'غزة رفح خان يونس\nتسجيل الدخول\nأخبار الطقس في الخليج', ''],
    ['before a colon', 'غزة رفح خان يونس تسجيل الدخول: اسم المستخدم وكلمة المرور', ''],
    ['beside another interface text', 'غزة رفح خان يونس تسجيل الدخول الرئيسية طقس الخليج', ''],
    ['beside another thing', 'غزة رفح خان يونس سياسة الخصوصية شروط الاستخدام طقس الخليج', ''],
    ['six words before what ends a list', 'غزة رفح خان يونس تسجيل الدخول في الموقع الآن مجانا اتصل بنا', ''],
  ])('is over %s', (_, list, title) => {
    expect(runIn(list, title)).toBe('غزة رفح خان يونس')
  })

  it('goes on where what ends a list stands seven words on', () => {
    expect(runIn('غزة رفح خان يونس تسجيل الدخول جهاز جلسة ناقل نظام بيئة اتصل بنا')).toBe(
      'غزة رفح خان يونس تسجيل الدخول جهاز جلسة ناقل نظام بيئة',
    )
  })
})

describe('a word with what ends a list at its own end', () => {
  it.each([
    ['غزة السودانشارك المقال', 'غزة السودان'],
    ['غزة معبرتعليقات القراء', 'غزة معبر'],
    ['إنستغرام التعليقات الفيسبوك', 'إنستغرام التعليقات الفيسبوك'],
    ['إنستغرام والتعليقات الفيسبوك', 'إنستغرام والتعليقات الفيسبوك'],
    ['إنستغرام للتعليقات الفيسبوك', 'إنستغرام للتعليقات الفيسبوك'],
  ])('%s', (list, wanted) => {
    expect(runIn(list)).toBe(wanted)
  })
})
