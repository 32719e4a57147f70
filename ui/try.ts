/** The core at work in a page that asks no host for anything: what wusum makes of a text, and of two spellings. */
import { loadCore, type Functions, type Language, type PageTag } from '../dist/web.js'

/** Files of the model in base64, put in by package/try.js. */
declare const MODEL: Readonly<Record<string, string>>

const WORDS = {
  ar: {
    title: 'جرّب وسوم',
    about: 'كل شيء يجري في متصفحك: لا خادم، ولا يُرسَل شيء.',
    text: 'نص صفحة، أو قائمة وسوم ضاعت فواصلها',
    tags: 'الوسوم',
    none: 'لم يُعثر على قائمة وسوم في هذا النص.',
    pair: 'أهما وسم واحد؟',
    same: 'وسم واحد',
    apart: 'وسمان',
    loading: 'يُحمَّل النموذج…',
    other: 'English',
  },
  en: {
    title: 'Try wusum',
    about: 'Everything happens in your browser: no server, and nothing is sent.',
    text: 'The text of a page, or a list of tags that lost its delimiters',
    tags: 'Tags',
    none: 'No list of tags was found in this text.',
    pair: 'One tag or two?',
    same: 'one tag',
    apart: 'two tags',
    loading: 'Loading the model…',
    other: 'العربية',
  },
} as const

const EXAMPLE =
  'كلمات دلالية: الانتخابات البلدية وزارة الداخلية بيروت البقاع الانتخابات البلدية وزارة الداخلية بيروت البقاع بعلبك ' +
  'لوائح الترشيح الإنتخابات البلديه يعرض الآن Next لبنان'

const at = (id: string): HTMLElement => document.getElementById(id)!
const text = at('text') as HTMLTextAreaElement
const [a, b] = [at('a') as HTMLInputElement, at('b') as HTMLInputElement]
let core: Functions | undefined
let lang: Language = location.hash === '#en' ? 'en' : 'ar'

/** A line that no label opens may be a list all the same: it is taken for one where the page has none. */
function tagsOf({ tags }: Functions, given: string): readonly PageTag[] {
  const found = tags({ id: '-', text: given })
  return found.length > 0 || given.includes('\n') ? found : tags({ id: '-', text: `كلمات دلالية: ${given}` })
}

function chip({ tag, surfaces, count, confidence }: PageTag): HTMLElement {
  const li = document.createElement('li')
  const name = document.createElement('bdi')
  name.textContent = tag
  const facts = document.createElement('small')
  facts.dir = 'ltr'
  const others = surfaces.filter((surface) => surface !== tag)
  facts.textContent = [count > 1 ? `×${count}` : '', `${Math.round(100 * confidence)}%`].filter(Boolean).join(' · ')
  li.append(name, facts)
  for (const surface of others) {
    const variant = document.createElement('bdi')
    variant.className = 'variant'
    variant.textContent = surface
    li.append(variant)
  }
  return li
}

function show(): void {
  const w = WORDS[lang]
  document.documentElement.lang = lang
  document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr'
  for (const id of ['title', 'about', 'pair'] as const) at(id).textContent = w[id]
  document.title = w.title
  at('text-label').textContent = w.text
  at('tags-title').textContent = w.tags
  at('lang').textContent = w.other
  at('lang').lang = lang === 'ar' ? 'en' : 'ar'
  a.setAttribute('aria-label', `${w.pair} 1`)
  b.setAttribute('aria-label', `${w.pair} 2`)
  at('state').textContent = core ? '' : w.loading
  if (!core) return
  const tags = text.value.trim() === '' ? [] : tagsOf(core, text.value)
  at('tags').replaceChildren(...tags.map(chip))
  at('none').textContent = tags.length > 0 || text.value.trim() === '' ? '' : w.none
  const { same, why } = core.compare(a.value, b.value, lang)
  at('verdict').textContent = `${same ? w.same : w.apart}:`
  at('verdict').className = same ? 'same' : 'apart'
  at('why').textContent = why
}

text.value = EXAMPLE
a.value = 'إسرائيل'
b.value = 'اسرائيل'
for (const input of [text, a, b]) input.addEventListener('input', show)
at('lang').addEventListener('click', () => {
  lang = lang === 'ar' ? 'en' : 'ar'
  show()
})
show()
void loadCore((file) => Uint8Array.from(atob(MODEL[file]!), (c) => c.charCodeAt(0))).then((loaded) => {
  core = loaded
  show()
})
