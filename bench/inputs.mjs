// Makes the inputs of run.mjs out of pages with `id`, `title`, `text` and `tags`: what lies in a field becomes what has to be found.
import fs from 'node:fs'
import zlib from 'node:zlib'

/** The pages of a JSON Lines file, packed with gzip or not. */
export function pagesOf(file) {
  const bytes = fs.readFileSync(file)
  const text = (file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** The page as a line of JSON, its tags flattened at the end of its text. `round` tells repeats apart. */
export const flattened = ({ id, title, text, tags }, round = 0) =>
  line({ id, title, text: `${text}\nكلمات دلالية: ${tags.join(' ')}` }, round)

/** The same with its tags in a field of their own. */
export const plain = ({ id, title, text, tags }, round = 0) => line({ id, title, text, tags }, round)

const line = (page, round) => `${JSON.stringify({ ...page, id: round === 0 ? page.id : `${page.id}-${round}` })}\n`

/** A response record of a WARC with the page as HTML, about `bytes` long. */
export function archived(page, number, bytes = 160_000) {
  const html = Buffer.from(markup(page, number, bytes))
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${html.length}\r\n\r\n`
  const head =
    `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://site${number % 7}.example/news/${number}\r\n` +
    `WARC-Date: 2024-05-${String(1 + (number % 28)).padStart(2, '0')}T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:${number}>\r\n` +
    `Content-Type: application/http; msgtype=response\r\nContent-Length: ${http.length + html.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head + http), html, Buffer.from('\r\n\r\n')])
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Half of a news page is scripts, styles and icons, and most of the rest is links to other pages. */
function markup({ title, text, tags }, number, bytes) {
  const words = text.split(/\s+/).filter(Boolean)
  const phrase = (at, count) =>
    escaped(words.slice(at % words.length, (at % words.length) + count).join(' ')) || 'أخبار'
  const menu = Array.from(
    { length: 120 },
    (_, i) =>
      `<li id="menu-item-${4000 + i}" class="menu-item menu-item-type-taxonomy menu-item-object-category menu-item-${4000 + i}"><a href="/category/section-${i}/"><span class="icon icon-arrow" aria-hidden="true"></span>${phrase(7 * i, 2)}</a></li>\n`,
  ).join('')
  const style = (i) =>
    `.block-${i} .card__title:hover,.block-${i}>.card__meta::before{margin:0 auto ${i}px;padding:${i % 9}px 4px;color:#${(i * 4099).toString(16).slice(0, 6)};background-image:url("data:image/svg+xml;charset=utf8,%3Csvg viewBox='0 0 4 5'%3E")}\n`
  const script = (i) =>
    `window.dataLayer=window.dataLayer||[];function push${i}(e){if(e.length<${i}&&e.type>0){for(var t=0;t<e.length;t++){dataLayer.push({event:"view_${i}",html:"<div class=\\"x\\">"+e[t]+"<\\/div>"})}}}\n`
  const icon = (i) =>
    `<svg class="icon" xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><g fill="none"><path d="M12 ${i % 20}.5a9 9 0 1 1-.001 18.001A9 9 0 0 1 12 2.5zm0 1.6a7.4 7.4 0 1 0 0 14.8 7.4 7.4 0 0 0 0-14.8z"/><circle cx="12" cy="${i % 9}" r="3"/></g></svg>`
  const card = (i) =>
    `<article class="post post-${i} type-post status-publish card card--small" data-id="${i}"><a class="card__image" href="/news/${number + i}/" title="${phrase(11 * i, 8)}"><img loading="lazy" decoding="async" width="300" height="200" src="https://cdn.example/${i}-300x200.jpg" srcset="https://cdn.example/${i}-300x200.jpg 300w, https://cdn.example/${i}-768x512.jpg 768w" sizes="(max-width: 300px) 100vw, 300px" alt="${phrase(11 * i, 8)}"></a><div class="card__body"><h3 class="card__title"><a href="/news/${number + i}/" rel="bookmark">${phrase(11 * i, 9)}</a></h3><div class="card__meta"><span class="date">${icon(i)}<time datetime="2024-05-01T10:00:00+03:00">${1 + (i % 28)} مايو 2024</time></span> &nbsp;|&nbsp; <a href="/author/a${i}/">${phrase(5 * i, 2)}</a></div><p>${phrase(3 * i, 24)}</p></div></article>\n`
  const linked = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    keywords: tags,
  })
  const head = `<!DOCTYPE html>
<html dir="rtl" lang="ar"><head><meta charset="utf-8"><title>${escaped(title)} - الصحيفة</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="${phrase(0, 30)}">
<meta property="og:title" content="${escaped(title)}"><meta property="og:type" content="article"><meta property="og:site_name" content="الصحيفة">
<meta name="keywords" content="${escaped(tags.join(', '))}"><link rel="canonical" href="https://site${number % 7}.example/news/${number}">
<script type="application/ld+json">${linked.replaceAll('<', '\\u003c')}</script>
<style>${Array.from({ length: 70 }, (_, i) => style(i)).join('')}</style><script>${Array.from({ length: 100 }, (_, i) => script(i)).join('')}</script>
</head><body class="rtl post-template-default single single-post postid-${number}"><!-- header --><header class="site-header"><nav class="main-navigation"><ul class="menu">
${menu}</ul></nav></header><main id="main"><article class="post-${number} post hentry"><header class="entry-header"><h1 class="entry-title">${escaped(title)}</h1></header>
<div class="entry-content">${text
    .split('\n')
    .map((line) => `<p style="text-align: justify;">${escaped(line)}</p>`)
    .join('\n')}</div>
<footer class="entry-footer"><div class="post-tags"><span>الوسوم</span> ${tags
    .map((tag) => `<a href="/tag/${encodeURIComponent(tag.replaceAll(' ', '-'))}/" rel="tag">${escaped(tag)}</a>`)
    .join(' ')}</div></footer></article></main><aside class="sidebar widget-area">\n`
  const tail = `</aside><footer class="site-footer"><ul class="menu">${menu.slice(0, menu.lastIndexOf('<li', 4000))}</ul><p>جميع الحقوق محفوظة &copy; 2024</p></footer>
<script>${Array.from({ length: 60 }, (_, i) => script(i)).join('')}</script></body></html>`
  let length = Buffer.byteLength(head) + Buffer.byteLength(tail)
  const cards = []
  while (length < bytes) length += Buffer.byteLength(cards[cards.push(card(cards.length)) - 1])
  return head + cards.join('') + tail
}
