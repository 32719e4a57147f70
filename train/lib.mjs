// Shared by training and measuring segmentation: reading gold pages, flattening them, scoring answers.
import fs from 'node:fs'
import zlib from 'node:zlib'

const plain = (s) =>
  s
    .normalize('NFKC')
    .replace(/[\u064B-\u065F\u0670\u0640\p{Cf}]/gu, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/ة/g, 'ه')
    .replace(/ؤ/g, 'و')
    .replace(/ئ/g, 'ي')
    .toLowerCase()
export const key = (s) => (plain(s).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')

export function readJsonl(file) {
  const bytes = fs.readFileSync(file)
  const text = (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

export function hash(text) {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

/** Deterministic random numbers in [0, 1). */
export function random(seed) {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const flatTag = (t) =>
  t
    .replace(/[,،؛;|#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
export const flat = (tags) => tags.map(flatTag).filter(Boolean).join(' ')

/** Pages as scraped: the list once to three times, in half of them with a site-wide list around it. */
export function scraped(gold) {
  const recent = []
  const out = []
  for (const page of gold) {
    if (!page.tags.some((t) => key(t))) continue
    const h = hash(page.id)
    const counts = new Map()
    for (const t of recent.flat()) counts.set(t, (counts.get(t) ?? 0) + 1)
    const popular = [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 6)
      .map(([t]) => t)
    const own = Array((h % 3) + 1).fill(flat(page.tags))
    const bar = h & 8 && popular.length ? flat(popular) : ''
    out.push({
      page,
      nav: new Set(bar ? popular.map(key) : []),
      run: bar ? [bar, bar, ...own, bar].join(' ') : own.join(' '),
    })
    recent.push(page.tags)
    if (recent.length > 50) recent.shift()
  }
  return out
}

/** Tag precision, recall, F1 and the share of pages exactly right, as the keys of the answers against the gold. */
export class Score {
  right = 0
  given = 0
  wanted = 0
  exact = 0
  pages = 0
  add(page, nav, answers) {
    const want = new Set(page.tags.map(key).filter(Boolean))
    const got = new Set(answers.map(key).filter((k) => k && (want.has(k) || !nav.has(k))))
    let hit = 0
    for (const k of got) if (want.has(k)) hit++
    this.right += hit
    this.given += got.size
    this.wanted += want.size
    this.pages++
    const ok = hit === want.size && hit === got.size
    if (ok) this.exact++
    return ok
  }
  get f1() {
    return (2 * this.right) / (this.given + this.wanted || 1)
  }
  toString() {
    const p = this.right / (this.given || 1)
    const r = this.right / (this.wanted || 1)
    return `F1 ${this.f1.toFixed(4)} (P ${p.toFixed(4)}, R ${r.toFixed(4)}), exact ${(this.exact / this.pages).toFixed(3)}`
  }
}
