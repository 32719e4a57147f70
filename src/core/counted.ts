/** Counts in words, in the languages of the interface. */
export type Language = 'ar' | 'en'

/** Forms of a counted noun by CLDR's plural categories; `#` stands for the number. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** Western digits in both languages: they read the same in a table of mixed scripts and in what is copied from it. */
const LOCALE: Readonly<Record<Language, string>> = { ar: 'ar-u-nu-latn', en: 'en' }
const whole = { ar: new Intl.NumberFormat(LOCALE.ar), en: new Intl.NumberFormat(LOCALE.en) }
const plural = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') }

export const number = (lang: Language, value: number): string => whole[lang].format(value)

/** Arabic has six forms (لا صفحات، صفحة واحدة، صفحتان، 3 صفحات، 11 صفحة، 100 صفحة), English two. */
export const counted =
  (lang: Language, forms: Forms): ((n: number) => string) =>
  (n) =>
    (forms[plural[lang].select(n)] ?? forms.other).replace('#', number(lang, n))
