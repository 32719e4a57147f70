import type { Language } from '../core/counted.js'
import type { ErrorCode } from '../core/errors.js'
import type { Rule } from '../core/sameness/reasons.js'
import type { SiftReason } from '../core/lists/sift.js'

/** The rules of docs/SAMENESS.md as people read them. */
const RULES: Readonly<Record<Rule | 'boundary', Readonly<Record<Language, string>>>> = {
  identical: { en: 'the same text', ar: 'النص نفسه' },
  decision: { en: 'decided by a curator', ar: 'قرار المحرر' },
  encoding: { en: 'same letters, other bytes', ar: 'الحروف نفسها بترميز آخر' },
  masked: { en: 'masked letters', ar: 'حروف مموّهة' },
  'vowels written': { en: 'vowel marks written or not', ar: 'بالتشكيل ومن دونه' },
  orthographic: { en: 'alef, hamza, ya or ta marbuta', ar: 'الألف والهمزة والياء والتاء المربوطة' },
  'hamza seat': { en: 'seat of the hamza', ar: 'كرسي الهمزة' },
  compound: { en: 'compound name, joined or not', ar: 'اسم مركّب موصول أو مفصول' },
  'accepted spelling': { en: 'both spellings accepted', ar: 'كتابتان مقبولتان' },
  'foreign name': { en: 'a foreign name in two spellings', ar: 'اسم أعجمي بكتابتين' },
  'loan letter': { en: 'a letter for a foreign sound', ar: 'حرف لصوت أعجمي' },
  'hamza dropped': { en: 'a hamza left out', ar: 'همزة متروكة' },
  stretched: { en: 'a letter repeated for stress', ar: 'حرف مكرّر للتشديد' },
  spacing: { en: 'spaces only', ar: 'المسافات وحدها' },
  'near spelling': { en: 'near spelling', ar: 'كتابة قريبة' },
  derived: { en: 'a first letter makes another word', ar: 'حرف أول يجعلها كلمة أخرى' },
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
  boundary: { en: 'low confidence', ar: 'ثقة منخفضة' },
}

/** Codes of records that give no page. */
type Skipped = Extract<
  ErrorCode,
  'NO_TEXT' | 'BAD_RECORD' | 'TOO_LARGE' | 'TRUNCATED' | 'BAD_ENCODING' | 'NOT_FOUND' | 'UNREADABLE' | 'UNSUPPORTED'
>
/** What `read` mends. */
type Repair =
  | 'entities'
  | 'percent-encoding'
  | 'invalid-utf-8'
  | 'windows-1256-read-as-latin'
  | 'utf-8-read-as-windows-1252'
  | 'utf-8-read-as-windows-1256'

/** Why records are skipped, what is repaired, why lists are set aside: codes of a run's summary. */
const REASONS: Readonly<Record<Skipped | Repair | SiftReason, Readonly<Record<Language, string>>>> = {
  NO_TEXT: { en: 'no text and no tags', ar: 'بلا نص ولا وسوم' },
  BAD_RECORD: { en: 'not a record', ar: 'سجل غير صالح' },
  TOO_LARGE: { en: 'too large', ar: 'أكبر من الحد' },
  TRUNCATED: { en: 'cut off', ar: 'ملف مبتور' },
  BAD_ENCODING: { en: 'unreadable characters', ar: 'ترميز غير مقروء' },
  NOT_FOUND: { en: 'not found', ar: 'لم يُعثر عليه' },
  UNREADABLE: { en: 'cannot be read', ar: 'تعذّرت قراءته' },
  UNSUPPORTED: { en: 'a format that is not supported', ar: 'صيغة ملف غير مدعومة' },
  'invalid-utf-8': { en: 'invalid UTF-8', ar: 'ترميز UTF-8 غير سليم' },
  entities: { en: 'HTML entities left in the text', ar: 'رموز HTML بقيت في النص' },
  'percent-encoding': { en: 'percent-encoded tags', ar: 'وسوم مرمّزة بعلامة النسبة' },
  'windows-1256-read-as-latin': { en: 'windows-1256 read as Latin', ar: 'ترميز windows-1256 قُرئ لاتينيًا' },
  'utf-8-read-as-windows-1252': { en: 'UTF-8 read as windows-1252', ar: 'ترميز UTF-8 قُرئ windows-1252' },
  'utf-8-read-as-windows-1256': { en: 'UTF-8 read as windows-1256', ar: 'ترميز UTF-8 قُرئ windows-1256' },
  'title-words': { en: 'a title chopped into words', ar: 'عنوان مقطّع إلى كلمات' },
  'description-words': { en: 'a description chopped into words', ar: 'وصف مقطّع إلى كلمات' },
  'site-phrases': { en: 'phrases that praise the site', ar: 'عبارات تروّج للموقع' },
  'site-words': { en: 'what the site says of itself', ar: 'كلمات عامة عن الموقع' },
  title: { en: 'the whole title', ar: 'العنوان كله' },
  'site-name': { en: 'the name of the site', ar: 'اسم الموقع' },
  section: { en: 'the name of a section', ar: 'اسم قسم' },
  sentence: { en: 'a sentence', ar: 'جملة كاملة' },
}

/** Charsets, as the Encoding Standard names them. */
const CHARSET = /^(?:windows|iso|utf|ibm|koi8|macintosh|x-mac|gb|big5|euc|shift)[\w-]*$/

/** A reason in words, or its code where it has none; a charset's name says what text was read as. O(1). */
export function reasonInWords(reason: string, lang: Language): string {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason as keyof typeof REASONS][lang]
  if (!CHARSET.test(reason)) return reason
  return lang === 'ar' ? `قُرئ بترميز ${reason}` : `read as ${reason}`
}

/** A rule in words, or its name where it has none. O(1). */
export const ruleInWords = (rule: string, lang: Language): string =>
  Object.hasOwn(RULES, rule) ? RULES[rule as keyof typeof RULES][lang] : rule
