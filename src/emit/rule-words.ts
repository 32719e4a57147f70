import type { Language } from './report-words.js'

/** The rules of docs/SAMENESS.md as people read them. */
const RULES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  identical: { en: 'the same text', ar: 'النص نفسه' },
  decision: { en: 'decided by a curator', ar: 'قرار المحرر' },
  encoding: { en: 'same letters, other bytes', ar: 'الحروف نفسها بترميز آخر' },
  masked: { en: 'masked letters', ar: 'حروف مموّهة' },
  'vowels written': { en: 'vowel marks written or not', ar: 'بالتشكيل ومن دونه' },
  orthographic: { en: 'alef, hamza, ya or ta marbuta', ar: 'الألف والهمزة والياء والتاء المربوطة' },
  'hamza seat': { en: 'seat of the hamza', ar: 'كرسي الهمزة' },
  compound: { en: 'compound name, joined or not', ar: 'اسم مركّب موصول أو مفصول' },
  'accepted spelling': { en: 'both spellings accepted', ar: 'كتابتان مقبولتان' },
  spacing: { en: 'spaces only', ar: 'المسافات وحدها' },
  'near spelling': { en: 'near spelling', ar: 'كتابة قريبة' },
  different: { en: 'different', ar: 'مختلفان' },
  guard: { en: 'two words that fold alike', ar: 'كلمتان تتشابهان بعد التوحيد' },
  vowels: { en: 'vowel marks conflict', ar: 'تشكيل متعارض' },
  numbers: { en: 'numbers differ', ar: 'أرقام مختلفة' },
  'listed together': { en: 'listed side by side', ar: 'وردا معًا في قائمة واحدة' },
  latin: { en: 'Latin words differ', ar: 'كلمات لاتينية مختلفة' },
  short: { en: 'too short to tell by spelling', ar: 'أقصر من أن تحسمها الكتابة' },
  near: { en: 'near, not near enough', ar: 'قريبتان، ولكن ليس بما يكفي' },
  article: { en: 'with and without the article', ar: 'بأل التعريف ومن دونها' },
  prefix: { en: 'with a prefixed particle', ar: 'بحرف متصل في أولها' },
  nisba: { en: 'name and its adjective', ar: 'اسم ونسبته' },
  inflection: { en: 'inflected differently', ar: 'اختلاف في التصريف' },
  'word-order': { en: 'words in another order', ar: 'ترتيب آخر للكلمات' },
  wider: { en: 'one is wider', ar: 'أحدهما أعم' },
  narrower: { en: 'one is narrower', ar: 'أحدهما أخص' },
  shown: { en: 'the spelling shown', ar: 'الصيغة المعتمدة' },
  boundary: { en: 'unsure boundaries', ar: 'حدود غير مؤكدة' },
}

/** A rule in words, or its name where it has none. O(1). */
export const ruleInWords = (rule: string, lang: Language): string =>
  Object.hasOwn(RULES, rule) ? RULES[rule]![lang] : rule
