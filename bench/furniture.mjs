#!/usr/bin/env node
// How many pages without tags seem to have some, once menus, bylines, share bars and headlines stand around their text?
//   npm run build && node bench/furniture.mjs [--show] PAGES.jsonl[.gz]
// PAGES have title and text, which lists no tags. 6,000 pages are put together of them by a fixed seed, on lines, on one
// line, or between bars; those too short for an article are passed over. --show prints what was found.
import { locate } from '../dist/core/lists/locate.js'
import { loadModel } from '../dist/model/index.js'
import { pagesOf } from './inputs.mjs'

const show = process.argv.includes('--show')
const [file] = process.argv.slice(2).filter((argument) => argument !== '--show')
if (file === undefined) {
  console.error('usage: node bench/furniture.mjs [--show] PAGES.jsonl[.gz]')
  process.exit(2)
}
const PAGES = 6_000
/** An article has so many units. */
const LEAST = 250
const menus = [
  'الرئيسية سياسة اقتصاد رياضة ثقافة منوعات فيديو',
  'أخبار عربية أخبار دولية رياضة صحة تكنولوجيا مقالات',
  'الصفحة الأولى محليات حوادث مجتمع فن وثقافة رأي',
  'عاجل العالم العربي أوروبا أمريكا آسيا أفريقيا',
]
const bars = ['شارك المقال', 'شارك فيسبوك تويتر واتساب', 'Facebook Twitter WhatsApp', 'شاركها', '0 تعليق', 'طباعة', '']
const headings = ['اقرأ أيضا', 'مقالات ذات صلة', 'قد يهمك أيضا', 'الأكثر قراءة', 'أخبار متعلقة', '']
const footers = [
  'من نحن اتصل بنا سياسة الخصوصية',
  'جميع الحقوق محفوظة 2024',
  'القاهرة الرياض دبي بيروت عمان تونس الرباط',
  '',
]
const writers = ['محمد السيد', 'فريق التحرير', 'سارة حسن', 'admin']

const { layout, letters } = loadModel()
const articles = pagesOf(file)
let seed = 7
const below = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n
const one = (list) => list[below(list.length)]
let pages = 0
let wrong = 0
for (let i = 0; i < PAGES; i++) {
  const { title, text } = articles[i % articles.length]
  const body = text
    .replace(/\n+/g, ' ')
    .slice(0, 300 + below(2500))
    .replace(/[^.]*$/, '')
  if (body.length < LEAST) continue
  const others = Array.from({ length: 1 + below(4) }, () => one(articles).title)
  const next = [1, 2].map((step) => articles[(i + step) % articles.length].title)
  const byline = `${one(writers)} ${1 + below(28)} سبتمبر، 2022`
  const menu = one(menus)
  const parts = [title, menu, title, byline, body, one(bars)]
  parts.push(...(below(2) ? [one(headings), ...others] : [...next, one(headings), ...others]))
  if (below(3) === 0) parts.push(menu)
  if (below(2)) parts.push(byline)
  parts.push(one(footers))
  const page = { id: String(i), text: parts.filter(Boolean).join(one(['\n', ' ', '\n', ' | '])) }
  const { lists, runs } = locate(below(2) ? { ...page, title } : page, layout, letters)
  pages++
  if (lists.length + runs.length === 0) continue
  wrong++
  if (show) console.log(i, JSON.stringify([...lists.map(({ tags }) => tags), ...runs.map(({ pieces }) => pieces)]))
}
console.log(`${wrong} of ${pages} pages`)
