import { counted, number, type Language } from '../counted.js'

/** How two tags that are not one hang together. */
export type Relation = 'inflection' | 'article' | 'prefix' | 'nisba' | 'word-order' | 'wider' | 'narrower' | 'near'

/** The rules of docs/SAMENESS.md: why a surface belongs to its tag, or a pair is or is not one tag. */
export type Rule =
  | 'identical'
  | 'decision'
  | 'encoding'
  | 'masked'
  | 'vowels written'
  | 'orthographic'
  | 'hamza seat'
  | 'compound'
  | 'accepted spelling'
  | 'foreign name'
  | 'loan letter'
  | 'hamza dropped'
  | 'stretched'
  | 'spacing'
  | 'near spelling'
  | 'derived'
  | 'different'
  | 'guard'
  | 'vowels'
  | 'numbers'
  | 'listed together'
  | 'latin'
  | 'short'
  | 'shown'
  | Relation

/** How two words differ. */
export type WordEdit =
  | { readonly is: 'swap' }
  | { readonly is: 'replace'; readonly a: string; readonly b: string }
  | { readonly is: 'letter'; readonly letter: string }
  | { readonly is: 'several' }

type None = object
/** The words, or stretches of words, that decided. */
interface Named {
  readonly a: string
  readonly b: string
}

/** What each reason says besides what it is. */
interface Values {
  identical: None
  'decided one': { readonly line?: string | undefined }
  'decided apart': None
  'decided related': None
  'no letter': None
  negative: None
  numbers: None
  guard: Named
  homographs: Named
  undecided: Named
  vowels: None
  encoding: None
  masked: None
  'masked and near': None
  'vowels written': None
  orthographic: { readonly key: string }
  compound: None
  'hamza seat': None
  'hamza before alef': Named
  'dagger alef': Named
  stretched: Named
  'loan letter': Named
  'accepted spelling': Named
  spaces: None
  readings: Named
  bracketed: None
  'other people': None
  latin: Named
  alternate: Named
  far: Named
  'far apart': None
  related: Named
  short: Named
  'kept by authors': Named & { readonly lists: number }
  'side by side': Partial<Named>
  'foreign name': Named & { readonly edit: WordEdit }
  'foreign words': None
  'hamza dropped': Named
  derived: Named
  'two names': Named
  'two words': Named
  weighed: Named & {
    readonly same: boolean
    readonly edit: WordEdit
    readonly relation?: Relation | undefined
    readonly text: readonly [a: number, b: number]
    /** Lists that have each as a tag, where that is known. */
    readonly lists?: readonly [a: number, b: number] | undefined
    readonly probability: number
    readonly needed: number
  }
  'word order': None
  articles: None
  inflections: None
  'second thing': None
  narrower: None
  shown: None
  through: { readonly by: string; readonly reason: Reason }
  'only use': { readonly surface: string; readonly tag: string }
  'both stand for': { readonly tag: string; readonly reasons: readonly Reason[] }
  'two tags': { readonly reason: Reason }
  'nearer to others': Named & { readonly reason: Reason }
}

/** Why two surfaces are one tag or two: what it is, and the values that decided. In words by `sentence`. */
export type Reason = { readonly [K in keyof Values]: { readonly is: K } & Values[K] }[keyof Values]

type Sentences = {
  readonly [K in keyof Values]: Readonly<Record<Language, (value: Values[K]) => string>>
}

const pair = ({ a, b }: Named): string => `“${a}” and “${b}”`
/** Quoted and isolated: what is quoted may begin in another direction. */
const q = (text: string): string => `«\u2068${text}\u2069»`
const both = ({ a, b }: Named): string => `${q(a)} و${q(b)}`

const lists = counted('en', { one: '# list', other: '# lists' })
const listsAr = counted('ar', { one: 'قائمة واحدة', two: 'قائمتين', few: '# قوائم', other: '# قائمة' })
const foundEn = (n: number): string =>
  n === 0 ? 'not found' : n === 1 ? 'found once' : `found about ${number('en', Math.round(n))} times`
const timesAr = counted('ar', { one: 'مرة واحدة', two: 'نحو مرتين', few: 'نحو # مرات', other: 'نحو # مرة' })

/** How often text has the first of two words, and the other. */
function foundAr([a, b]: readonly [number, number]): string {
  const [first, second] = [Math.round(a), Math.round(b)]
  if (first === 0 && second === 0) return 'لم ترد أيٌّ منهما في النصوص'
  if (first === 0) return `لم ترد الأولى في النصوص، ووردت الثانية ${timesAr(second)}`
  return `وردت الأولى في النصوص ${timesAr(first)}، ${second === 0 ? 'ولم ترد الثانية' : `والثانية ${timesAr(second)}`}`
}

const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ا: 'الألف',
    أ: 'الهمزة على الألف',
    إ: 'الهمزة تحت الألف',
    آ: 'ألف المد',
    ى: 'الألف المقصورة',
    ء: 'الهمزة',
    ؤ: 'الهمزة على الواو',
    ئ: 'الهمزة على الياء',
    ب: 'الباء',
    ت: 'التاء',
    ة: 'التاء المربوطة',
    ث: 'الثاء',
    ج: 'الجيم',
    ح: 'الحاء',
    خ: 'الخاء',
    د: 'الدال',
    ذ: 'الذال',
    ر: 'الراء',
    ز: 'الزاي',
    س: 'السين',
    ش: 'الشين',
    ص: 'الصاد',
    ض: 'الضاد',
    ط: 'الطاء',
    ظ: 'الظاء',
    ع: 'العين',
    غ: 'الغين',
    ف: 'الفاء',
    ق: 'القاف',
    ك: 'الكاف',
    ل: 'اللام',
    م: 'الميم',
    ن: 'النون',
    ه: 'الهاء',
    و: 'الواو',
    ي: 'الياء',
  }),
)
const letterAr = (letter: string): string => LETTERS.get(letter) ?? q(letter)

function editEn(edit: WordEdit): string {
  switch (edit.is) {
    case 'swap':
      return 'two letters that changed places'
    case 'replace':
      return `${edit.a} for ${edit.b}`
    case 'letter':
      return `the letter ${edit.letter}, written or not`
    case 'several':
      return 'two letters'
  }
}

function editAr(edit: WordEdit): string {
  switch (edit.is) {
    case 'swap':
      return 'بحرفين تبادلا موضعيهما'
    case 'replace':
      return `بحرف واحد: ${letterAr(edit.a)} في الأولى و${letterAr(edit.b)} في الثانية`
    case 'letter':
      return `بحرف ${letterAr(edit.letter)}، يُكتب في إحداهما دون الأخرى`
    case 'several':
      return 'بحرفين'
  }
}

/** Relations as the reader knows them, from the first tag to the second. */
const RELATIONS: Readonly<Record<Relation, string>> = {
  inflection: 'تصريفان لكلمة واحدة',
  article: 'بأل التعريف ومن دونها',
  prefix: 'بحرف متصل في أولها',
  nisba: 'اسم ونسبته',
  'word-order': 'ترتيب آخر للكلمات',
  wider: 'إحداهما أعم',
  narrower: 'إحداهما أخص',
  near: 'متقاربتان',
}

const SENTENCES: Sentences = {
  identical: { en: () => 'they are the same text', ar: () => 'النص نفسه حرفًا بحرف' },
  'decided one': {
    en: ({ line }) => `a decision makes them one tag${line === undefined ? '' : `: ${line}`}`,
    ar: ({ line }) => `جمعهما قرار في وسم واحد${line === undefined ? '' : `: ${q(line)}`}`,
  },
  'decided apart': { en: () => 'a decision keeps them apart', ar: () => 'فصل بينهما قرار' },
  'decided related': {
    en: () => 'a decision keeps them apart, as related',
    ar: () => 'فصل بينهما قرار، على أنهما متصلان',
  },
  'no letter': { en: () => 'one of them has no letter', ar: () => 'أحدهما بلا حروف' },
  negative: { en: () => 'one number is negative', ar: () => 'أحد العددين سالب' },
  numbers: {
    en: () => 'their numbers differ, and numbers are never close',
    ar: () => 'يختلفان في الأعداد، والأعداد لا تتقارب',
  },
  guard: {
    en: (v) => `${pair(v)} are two words that fold alike; data/guards.json keeps them apart`,
    ar: (v) => `${both(v)} كلمتان تتشابهان إذا وُحّدت حروفهما، وهما في جدول ما لا يُجمع`,
  },
  homographs: {
    en: (v) => `${pair(v)} are two words that fold alike (data/homographs.json); a decision would make them one`,
    ar: (v) => `${both(v)} كلمتان لا تفرّق بينهما إلا الهمزة أو المدّة؛ ولا يجمعهما إلا قرار`,
  },
  undecided: {
    en: ({ a, b }) => `“${a}” is written for several words, and “${b}” is one of them; a decision would make them one`,
    ar: ({ a, b }) => `تُكتب ${q(a)} لأكثر من كلمة، و${q(b)} إحداها؛ ولا يجمعهما إلا قرار`,
  },
  vowels: {
    en: () => 'their vowel marks conflict, so they are two words; take the marks away and they would be one',
    ar: () => 'تشكيلهما متعارض، فهما كلمتان، ولو كُتبتا بلا تشكيل لكانتا واحدة',
  },
  encoding: {
    en: () => 'they are the same text in other bytes (encoding, invisible characters, punctuation, digits, case)',
    ar: () => 'النص نفسه، ولا يختلفان إلا في الترميز أو في محارف لا تُرى أو في علامات الترقيم أو رسم الأرقام',
  },
  masked: {
    en: () => 'one is masked with marks between its letters; unmasked they are the same text',
    ar: () => 'في أحدهما علامات بين الحروف تخفي الكلمة، وهما من دونها نص واحد',
  },
  'masked and near': {
    en: () => 'one is masked with marks between its letters; unmasked they have the same letters',
    ar: () => 'في أحدهما علامات بين الحروف تخفي الكلمة، وحروفهما من دونها واحدة',
  },
  'vowels written': {
    en: () => 'they differ in vowel marks that do not conflict; one author wrote them, the other did not',
    ar: () => 'يختلفان في تشكيل لا يتعارض، كُتب في أحدهما وتُرك في الآخر',
  },
  orthographic: {
    en: ({ key }) =>
      `they differ in alef, hamza on alef, final ya, ta marbuta, vowel marks or letter-digit spaces only: both fold to “${key}”`,
    ar: ({ key }) =>
      `لا يختلفان إلا في رسم الألف والهمزة عليها أو الياء الأخيرة أو التاء المربوطة أو التشكيل، فكلاهما ${q(key)} إذا وُحّدت حروفه`,
  },
  compound: {
    en: () => 'a compound name written joined or as two words',
    ar: () => 'اسم مركّب كُتب موصولًا في أحدهما وكلمتين في الآخر',
  },
  'hamza seat': {
    en: () => 'they differ in the seat of a hamza only',
    ar: () => 'لا يختلفان إلا في كرسي الهمزة',
  },
  'hamza before alef': {
    en: (v) => `${pair(v)} differ in how a hamza before alef is written`,
    ar: (v) => `تختلف ${both(v)} في رسم الهمزة قبل الألف`,
  },
  'dagger alef': {
    en: (v) => `${pair(v)} differ in an alef that one has above the letter before it`,
    ar: (v) => `تختلف ${both(v)} في ألف كُتبت في إحداهما صغيرة فوق الحرف`,
  },
  stretched: {
    en: (v) => `${pair(v)} differ in a letter repeated for stress`,
    ar: (v) => `تختلف ${both(v)} في حرف كُرّر للتشديد`,
  },
  'loan letter': {
    en: (v) => `${pair(v)} differ in a letter for a foreign sound and the Arabic letter written for it`,
    ar: (v) => `تختلف ${both(v)} في حرف لصوت أعجمي والحرف العربي الذي يُكتب مكانه`,
  },
  'accepted spelling': {
    en: (v) => `${pair(v)} are accepted spellings of one word (data/spellings.json)`,
    ar: (v) => `${both(v)} كتابتان مقبولتان لكلمة واحدة`,
  },
  spaces: {
    en: () => 'they have the same letters and differ in spaces only',
    ar: () => 'حروفهما واحدة ولا يختلفان إلا في المسافات',
  },
  readings: {
    en: ({ a, b }) => `“${a} ${b}” and “${a}${b}” are two different readings; a decision would make them one`,
    ar: ({ a, b }) => `${q(`${a} ${b}`)} و${q(a + b)} قراءتان مختلفتان؛ ولا يجمعهما إلا قرار`,
  },
  bracketed: {
    en: () => 'both are names of their own, told from others in brackets; a decision would make them one',
    ar: () => 'كلاهما اسم قائم بنفسه يميّزه ما بين القوسين؛ ولا يجمعهما إلا قرار',
  },
  'other people': {
    en: () => 'names in another order are of other people',
    ar: () => 'الأسماء نفسها بترتيب آخر لأشخاص آخرين',
  },
  latin: {
    en: (v) => `${pair(v)} differ, and words without Arabic letters are never close`,
    ar: (v) => `تختلف ${both(v)}، ولا تتقارب كلمات بغير الحروف العربية`,
  },
  alternate: {
    en: (v) => `${pair(v)} stand in the same place of many names, so they are two`,
    ar: (v) => `تتناوب ${both(v)} في موضع واحد من أسماء كثيرة، فهما اثنتان`,
  },
  far: {
    en: (v) => `${pair(v)} are more than two edits apart`,
    ar: (v) => `بين ${both(v)} أكثر من حرفين من الاختلاف`,
  },
  'far apart': { en: () => 'they differ in more than one word', ar: () => 'يختلفان في أكثر من كلمة' },
  related: {
    en: (v) => `${pair(v)} differ in a particle, an article or an ending: related, not one tag`,
    ar: (v) => `تختلف ${both(v)} في حرف متصل أو أل التعريف أو حروف الآخر، فهما متصلتان لا واحدة`,
  },
  short: {
    en: (v) => `${pair(v)} are close, and short words are never one by distance alone`,
    ar: (v) => `${both(v)} متقاربتان، والكلمات القصيرة لا يكفي تقاربها لجمعها`,
  },
  'kept by authors': {
    en: (v) =>
      `${pair(v)} are close, but authors keep naming both (${lists(Math.round(v.lists))}); a decision “same” would merge them`,
    ar: (v) =>
      `${both(v)} متقاربتان، ولكن كتّابًا يذكرونهما معًا (في ${listsAr(Math.round(v.lists))})؛ ويجمعهما قرار «وسم واحد»`,
  },
  'side by side': {
    en: ({ a, b }) =>
      `${a === undefined || b === undefined ? 'they' : pair({ a, b })} are close, but an author lists them side by side; a decision “same” would merge them`,
    ar: ({ a, b }) =>
      `${a === undefined || b === undefined ? 'هما متقاربتان' : `${both({ a, b })} متقاربتان`}، ولكن كاتبًا ذكرهما معًا في قائمة واحدة؛ ويجمعهما قرار «وسم واحد»`,
  },
  'foreign name': {
    en: (v) => `${pair(v)} spell one foreign name in two ways that text has for it (${editEn(v.edit)})`,
    ar: (v) => `${both(v)} كتابتان لاسم أعجمي واحد، تختلفان ${editAr(v.edit)}، وكلتاهما واردة في النصوص`,
  },
  'foreign words': {
    en: () => 'each word in which they differ spells a foreign name in two ways; a decision “apart” would undo it',
    ar: () => 'كل كلمة يختلفان فيها اسم أعجمي بكتابتين؛ ويفصلهما قرار «وسمان»',
  },
  'hamza dropped': {
    en: (v) => `${pair(v)} differ in a hamza that one has lost its seat for; only one of them is in use`,
    ar: (v) => `تُركت الهمزة في إحدى الكلمتين ${both(v)}، ولا يُستعمل منهما إلا واحدة`,
  },
  derived: {
    en: (v) => `${pair(v)} differ in a first letter that makes another word`,
    ar: (v) => `تختلف ${both(v)} في حرف أول يجعلها كلمة أخرى`,
  },
  'two names': {
    en: (v) => `${pair(v)} part two names that the list of names has; a decision would make them one`,
    ar: (v) => `تفرّق ${both(v)} بين اسمين معروفين؛ ولا يجمعهما إلا قرار`,
  },
  'two words': {
    en: (v) => `${pair(v)} are two words that text has in other company; a decision would make them one`,
    ar: (v) => `${both(v)} كلمتان تردان في النصوص في سياقين مختلفين؛ ولا يجمعهما إلا قرار`,
  },
  weighed: {
    en: (v) =>
      `${pair(v)} differ by ${editEn(v.edit)}${v.relation ? ` (${v.relation})` : ''}; ` +
      `in text the first is ${foundEn(v.text[0])}, the other ${foundEn(v.text[1])}` +
      `${v.lists ? `; as tags they stand in ${lists(Math.round(v.lists[0]))} and ${lists(Math.round(v.lists[1]))}` : ''}; ` +
      `probability ${v.probability.toFixed(2)}, needed ${v.needed.toFixed(2)}; ` +
      (v.same ? 'a decision “apart” would undo it' : 'more evidence or a decision “same” would merge them'),
    ar: (v) =>
      `تختلف ${q(v.a)} عن ${q(v.b)} ${editAr(v.edit)}${v.relation ? ` (${RELATIONS[v.relation]})` : ''}؛ ${foundAr(v.text)}` +
      `${v.lists ? `؛ والوسمان في ${listsAr(Math.round(v.lists[0]))} و${listsAr(Math.round(v.lists[1]))}` : ''}؛ ` +
      `احتمال أنهما وسم واحد ${v.probability.toFixed(2)}، والمطلوب ${v.needed.toFixed(2)}؛ ` +
      (v.same ? 'ويفصلهما قرار «وسمان»' : 'وتجمعهما قرائن أخرى أو قرار «وسم واحد»'),
  },
  'word order': {
    en: () => 'they have the same words in another order',
    ar: () => 'الكلمات نفسها بترتيب آخر',
  },
  articles: {
    en: () => 'they differ in the article on several words',
    ar: () => 'يختلفان في أل التعريف على أكثر من كلمة',
  },
  inflections: { en: () => 'they are inflected differently', ar: () => 'يختلفان في تصريف الكلمات' },
  'second thing': {
    en: () => 'one names a second thing beside the first',
    ar: () => 'يذكر أحدهما شيئًا ثانيًا معطوفًا على الأول',
  },
  narrower: {
    en: () => 'one has all the words of the other and more, so it names something narrower',
    ar: () => 'في أحدهما كلمات الآخر كلها وزيادة، فهو أخص منه',
  },
  shown: {
    en: () => 'the best written of the frequent spellings',
    ar: () => 'أصح الصيغ الشائعة كتابةً',
  },
  through: {
    en: ({ by, reason }) => `through “${by}”: ${sentence(reason, 'en')}`,
    ar: ({ by, reason }) => `بوساطة ${q(by)}: ${sentence(reason, 'ar')}`,
  },
  'only use': {
    en: ({ surface, tag }) => `“${surface}” may be written for several words; of these only “${tag}” is used here`,
    ar: ({ surface, tag }) => `قد تُكتب ${q(surface)} لأكثر من كلمة، ولا يُستعمل منها هنا إلا ${q(tag)}`,
  },
  'both stand for': {
    en: ({ tag, reasons }) => `both stand for “${tag}”: ${reasons.map((it) => sentence(it, 'en')).join('; ')}`,
    ar: ({ tag, reasons }) => `كلاهما للوسم ${q(tag)}: ${reasons.map((it) => sentence(it, 'ar')).join('؛ ')}`,
  },
  'two tags': {
    en: ({ reason }) => `they stand for two tags: ${sentence(reason, 'en')}`,
    ar: ({ reason }) => `هما لوسمين مختلفين: ${sentence(reason, 'ar')}`,
  },
  'nearer to others': {
    en: ({ a, b, reason }) =>
      `they would be one by themselves (${sentence(reason, 'en')}), yet stand nearer to “${a}” and “${b}”, which are two`,
    ar: ({ a, b, reason }) =>
      `لو نُظر فيهما وحدهما لكانا واحدًا (${sentence(reason, 'ar')})، ولكنهما أقرب إلى ${both({ a, b })}، وهذان وسمان`,
  },
}

/** A reason in words: one sentence without a full stop. O(its length). */
export function sentence<K extends keyof Values>(reason: { readonly is: K } & Values[K], lang: Language): string {
  return SENTENCES[reason.is][lang](reason)
}
