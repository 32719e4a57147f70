import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'

import type { TagList } from '../../dist/core/types.js'
import { loadMarkup } from '../../dist/model/markup.js'
import { readHtml } from '../../dist/read/html.js'
import { LIMITS } from '../../dist/read/index.js'
import { destinationOf, telling } from '../../dist/read/permalink.js'
import { runs } from '../arbitraries.js'

/** The shapes in which sites print their tags. */
const PROSE = '<p>أعلنت البلدية أن أعمال الصيانة في الجسر القديم تنتهي قبل نهاية الشهر الجاري.</p>'
const OWN = '<p>الوسوم: <a href="/tag/1">الجسر</a> <a href="/tag/2">البلدية</a></p>'
/** What shows another page. */
const CARD = '<div><b><a href="/n/7">سوق السمك يعود</a></b><div><a href="/tag/7">سوق السمك</a></div></div>'
const slug = (tag: string): string => encodeURIComponent(tag.replaceAll(' ', '-'))

interface Shape {
  readonly html: string
  readonly lists?: Partial<Record<TagList['from'], readonly (readonly string[])[]>>
  /** Lines that must be in the text, and words that must not. */
  readonly has?: readonly string[]
  readonly lacks?: readonly string[]
  readonly page?: Record<string, unknown>
}

const shapes: Record<string, Shape> = {
  'meta keywords, Arabic comma': {
    html: '<meta name="keywords" content="الجسر القديم، البلدية، صيانة الطرق">',
    lists: { meta: [['الجسر القديم', 'البلدية', 'صيانة الطرق']] },
  },
  'meta keywords, semicolons of both kinds and an empty one': {
    html: '<meta name="Keywords" content="الجسر القديم؛ البلدية;; صيانة الطرق;">',
    lists: { meta: [['الجسر القديم', 'البلدية', 'صيانة الطرق']] },
  },
  'a number with a comma': {
    html: '<meta name=keywords content="10,000 شجرة, البلدية">',
    lists: { meta: [['10,000 شجرة', 'البلدية']] },
  },
  'unquoted attributes': {
    html: '<META NAME=news_keywords CONTENT=الجسر،البلدية>',
    lists: { meta: [['الجسر', 'البلدية']] },
  },
  'one article:tag with the whole list': {
    html: '<meta property="article:tag" content="الجسر القديم,البلدية,صيانة">',
    lists: { meta: [['الجسر القديم', 'البلدية', 'صيانة']] },
  },
  'each article:tag twice': {
    html: ['الجسر', 'الجسر', 'البلدية', 'البلدية']
      .map((tag) => `<meta property="article:tag" content="${tag}"/>`)
      .join('\n'),
    lists: { meta: [['الجسر', 'الجسر', 'البلدية', 'البلدية']] },
  },
  'parsely, sailthru, og and citation tags': {
    html:
      '<meta name="parsely-tags" content="الجسر,البلدية"><meta name="sailthru.tags" content="الجسر, صيانة">' +
      '<meta property="og:video:tag" content="مرئي"><meta name="citation_keywords" content="طرق">',
    lists: { meta: [['الجسر', 'البلدية'], ['الجسر', 'صيانة'], ['مرئي'], ['طرق']] },
  },
  'JSON-LD, a string': {
    html: '<script type="application/ld+json">{"@type":"NewsArticle","keywords":"الجسر القديم, البلدية"}</script>',
    lists: { 'json-ld': [['الجسر القديم', 'البلدية']] },
  },
  'JSON-LD, an array in a graph, not those of the site': {
    html:
      '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","keywords":"أخبار,عاجل"},{"@type":["NewsArticle"],' +
      '"keywords":["الجسر القديم","البلدية"],"publisher":{"@type":"Organization","keywords":["موقع"]}}]}</script>',
    lists: { 'json-ld': [['الجسر القديم', 'البلدية']] },
  },
  'JSON-LD in CDATA': {
    html: '<script type="application/ld+json">\n//<![CDATA[\n{"@type":"Article","keywords":["الجسر"]}\n//]]>\n</script>',
    lists: { 'json-ld': [['الجسر']] },
  },
  'JSON-LD in bare CDATA, line ends in strings, a comma too many': {
    html: '<script type=\'application/ld+json\'><![CDATA[{"@type":"Article","articleBody":"سطر\nسطر","keywords":["الجسر","البلدية",],}]]></script>',
    lists: { 'json-ld': [['الجسر', 'البلدية']] },
  },
  'JSON-LD with defined terms': {
    html: '<script type="application/ld+json">[{"@type":"Article","keywords":[{"@type":"DefinedTerm","name":"الجسر"},"البلدية"]}]</script>',
    lists: { 'json-ld': [['الجسر', 'البلدية']] },
  },
  'JSON-LD behind and before marks of all kinds': {
    html: [
      '// <![CDATA[\n{"@type":"Article","keywords":["جسر"]}\n// ]]>',
      '/* <![CDATA[ */ {"@type":"Article","keywords":["نهر"]} /* ]]> */',
      '<!--\n{"@type":"Article","keywords":["ضفة"]}\n//-->',
      '// يكتبه القالب\n{"@type":"Article","keywords":["سد"]};',
      '{"@type":"Article",/* العنوان */"url":"https://x.example//a", // آخره\n"keywords":["قناة",],};;',
      '{&quot;@type&quot;:&quot;Article&quot;,&quot;keywords&quot;:[&quot;ترعة&quot;]}',
    ]
      .map((script) => `<script type="application/ld+json">${script}</script>`)
      .join(''),
    lists: { 'json-ld': [['جسر'], ['نهر'], ['ضفة'], ['سد'], ['قناة'], ['ترعة']] },
  },
  'JSON-LD, two values in a row, the first broken or not': {
    html:
      '<script type="application/ld+json">{"@type":"WebPage","keywords":"جسر"}\n{"@type":"Article","keywords":"نهر, ضفة"}</script>' +
      '<script type="application/ld+json">{"name":"قال "نعم" ومضى"},[{"@type":"Article","keywords":"سد"}]</script>',
    lists: { 'json-ld': [['جسر'], ['نهر', 'ضفة'], ['سد']] },
  },
  'JSON-LD with wrapped values, of one term, and none': {
    html:
      '<script type="application/ld+json">[{"@type":"Article","keywords":{"@list":[{"@value":"جسر"},{"@type":"DefinedTerm","name":"نهر"}]}},' +
      '{"@type":"Article","keywords":{"@type":"DefinedTerm","name":"ضفة"}},{"@type":"Article","keywords":null}]</script>',
    lists: { 'json-ld': [['جسر', 'نهر'], ['ضفة']] },
  },
  'JSON-LD of other pages, and of the publisher': {
    html:
      '<script type="application/ld+json">{"@type":"NewsArticle","keywords":["جسر"],"mentions":[{"@type":"Article","keywords":["سوق"]}],' +
      '"isPartOf":{"@type":"CreativeWork","keywords":["بوابة"]},"publisher":{"@type":"NGOOrganization","keywords":["جمعية"]}}</script>' +
      '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"Article","keywords":["ميناء"]}]}</script>',
    lists: { 'json-ld': [['جسر']] },
  },
  'JSON-LD that says it is a collection': {
    html: `<meta name="keywords" content="أخبار"><script type="application/ld+json">{"@type":["CollectionPage"],"keywords":"أخبار"}</script>${PROSE}`,
    lists: {},
  },
  'JSON-LD that is not JSON': {
    html: '<script type="application/ld+json">{"keywords": [</script>' + PROSE,
    has: ['أعلنت البلدية أن أعمال الصيانة في الجسر القديم تنتهي قبل نهاية الشهر الجاري.'],
  },
  'links with rel=tag, a label': {
    html: `${PROSE}<div class="cloud">الكلمات الدلالية: <a rel="tag" href="/x/1">الجسر القديم</a>, <a href="/x/2" rel="nofollow tag">البلدية</a></div><p>تابعونا</p>`,
    lists: { link: [['الجسر القديم', 'البلدية']] },
    lacks: ['الدلالية'],
    has: ['تابعونا'],
  },
  'a label in an element of its own': {
    html: `${PROSE}<section><h4>الكلمات الدالة :</h4><ul><li><a href="/tags/${slug('الجسر القديم')}">الجسر القديم</a></li><li><a href="/tags/1">البلدية</a></li></ul></section>`,
    lists: { link: [['الجسر القديم', 'البلدية']] },
    lacks: ['الدالة'],
  },
  'only an icon beside the links': {
    html: `${PROSE}<div><i class="fa fa-hash"></i><a href="/tag/a">الجسر</a><a href="/tag/b">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'an icon named after tags beside links that lead anywhere': {
    html: `${PROSE}<div><i class="fa fa-tags"></i> <a href="/n/1">الجسر</a> <a href="/n/2">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'an icon of one tag before a section': {
    html: `${PROSE}<div><i class="fa fa-tag"></i> <a href="/category/1">محليات</a></div>`,
    lists: {},
    has: ['محليات'],
  },
  'permalinks in Arabic': {
    html: `${PROSE}<div>تاجز: <a href="/وسم/الجسر">الجسر</a> <a href="https://x.example/الوسوم/البلدية/">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'permalinks in Arabic, percent-encoded, in either case': {
    html: `${PROSE}<p><a href="/${slug('وسم')}/${slug('الجسر')}">الجسر</a> <a href="/${slug('كلمات دلالية').toLowerCase()}/x">البلدية</a></p>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'permalinks by query': {
    html: `${PROSE}<p><a href="/search?tag=5&p=1">الجسر</a> - <a href="?keyword=6">البلدية</a></p>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'a box named tags, whatever the links lead to': {
    html: `${PROSE}<ul class="post-tags"><li><a href="/n/1">الجسر</a><li><a href="/n/2">البلدية</a></ul>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'WordPress’s class of an article is no box': {
    html: `<article class="post tag-gaza tag-bridge category-news">${PROSE}<a href="/other">خبر آخر عن الطرق</a></article>`,
    lists: {},
    has: ['خبر آخر عن الطرق'],
  },
  'itemprop=keywords on links': {
    html: `${PROSE}<span><a itemprop="keywords" href="/k/1">الجسر</a> <a itemprop="keywords" href="/k/2">البلدية</a></span>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'itemprop=keywords on a text': {
    html: `${PROSE}<span itemprop="keywords">الجسر، البلدية</span><p>بعده</p>`,
    lists: { meta: [['الجسر', 'البلدية']] },
    lacks: ['الجسر، البلدية'],
    has: ['بعده'],
  },
  'itemprop=keywords around links': {
    html: `${PROSE}<div itemprop="keywords"><a href="/k/1">الجسر</a>، <a href="/k/2">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'data-tags': {
    html: `<div data-tags='["الجسر","البلدية"]'>${PROSE}</div><div data-keywords="طرق، جسور"></div>`,
    lists: {
      meta: [
        ['الجسر', 'البلدية'],
        ['طرق', 'جسور'],
      ],
    },
  },
  'data-tags of what pages are chosen by': {
    html: `<div data-tags="الجسر">${PROSE}</div><div class="job-filters" data-tags="دوام كامل، عن بعد"><span>دوام كامل</span></div><ul class="tag-cloud"><li data-tags="طرق">طرق</ul>`,
    lists: { meta: [['الجسر']] },
  },
  'topics to discover': {
    html: `${PROSE}<div><a href="/tag/1">الجسر</a></div><div><p>اكتشف المزيد</p><a href="/tag/2">سفر</a><a href="/tag/3">قراءة</a></div>`,
    lists: { link: [['الجسر']] },
  },
  'related topics that are tags': {
    html: `${PROSE}<div><h3>مواضيع ذات صلة</h3><a href="/tag/1">الجسر</a><a href="/tag/2">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'related topics that are headlines': {
    html: `${PROSE}<div><h3>مواضيع ذات صلة</h3><ul><li><a href="/news/1">البلدية تعلن موعد افتتاح الجسر الجديد في المدينة</a><li><a href="/news/2">سكان الحي يشكون من تأخر الصيانة</a></ul></div>`,
    lists: {},
    has: ['مواضيع ذات صلة', 'سكان الحي يشكون من تأخر الصيانة'],
  },
  'a link to a tag within prose': {
    html: `<p>أعلنت <a href="/tag/1">البلدية</a> أن أعمال الصيانة في <em><a href="/tag/2">الجسر</a></em> تنتهي قبل نهاية الشهر.</p>`,
    lists: {},
    has: ['أعلنت البلدية أن أعمال الصيانة في الجسر تنتهي قبل نهاية الشهر.'],
  },
  'two boxes stay two lists': {
    html: `${PROSE}<section><div><b>الأماكن</b><a href="/tag/1">الطقس</a><a href="/tag/2">الذهب</a></div><div>وسوم: <a href="/tag/3">الجسر</a><a href="/tag/4">البلدية</a></div></section>`,
    lists: {
      link: [
        ['الطقس', 'الذهب'],
        ['الجسر', 'البلدية'],
      ],
    },
  },
  'rel="category tag" is a section': {
    html: `${PROSE}<p><a rel="category tag" href="/c/1">محليات</a></p>`,
    lists: {},
    page: { sections: ['محليات'] },
  },
  'lists that differ: what is shown and what is not': {
    html: `<meta name=keywords content="كورونا,لقاح">${PROSE}<div class=tags><a href=/tag/1>فيروس كورونا</a><a href=/tag/2>لقاح</a></div>`,
    lists: { meta: [['كورونا', 'لقاح']], link: [['فيروس كورونا', 'لقاح']] },
  },
  'links side by side that are not known as tags': {
    html: `${PROSE}<div>الوسوم: <a href="/q/1">الجسر القديم</a> <a href="/q/2">البلدية</a></div>`,
    lists: {},
    has: ['الوسوم: الجسر القديم | البلدية'],
  },
  'a link whose text is an image': {
    html: `${PROSE}<div class="tags"><a href="/tag/1" title="الجسر"><img src=x></a><a href="/tag/2"> </a></div>`,
    lists: { link: [['الجسر']] },
  },
  'tags that are hidden until asked for': {
    html: `${PROSE}<div class="tags" style="display:none"><a href="/tag/1">الجسر</a><a href="/tag/2">البلدية</a></div><p hidden>مخفي</p>`,
    lists: { link: [['الجسر', 'البلدية']] },
    lacks: ['مخفي'],
  },
  'entities in a list': {
    html: '<meta name="keywords" content="&#1575;&#1604;&#1580;&#1587;&#1585;&#1548; البلدية &amp; الطرق">',
    lists: { meta: [['الجسر', 'البلدية & الطرق']] },
  },
  'the title of an icon within links, and one in the page before its title': {
    html: `<svg><title>شعار</title></svg><title>خبر</title>${PROSE}<div class="tags"><a href="/tag/1"><svg><title>وسم</title></svg>الجسر</a></div>`,
    lists: { link: [['الجسر']] },
    page: { title: 'خبر' },
  },
  'a tag that nothing closes, in the head of it all': {
    html: `${PROSE}<div class="x" نص عادي بعده`,
    has: ['<div class="x" نص عادي بعده'],
  },
  'tags between marks, more than five': {
    html: `${PROSE}<div>${['أ ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح'].map((tag) => `<a href="/tag/x">${tag}</a>`).join(' ، ')}</div>`,
    lists: { link: [['أ ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح']] },
  },
  'numbers that are names, not counts': {
    html: `${PROSE}<div class="tags"><a href="/tag/1">رؤية <b>2030</b></a> <a href="/tag/2">كأس 26</a> <a href="/tag/3">2024</a></div>`,
    lists: { link: [['رؤية 2030', 'كأس 26', '2024']] },
  },
  'a number of comments behind the only tag': {
    html: `${PROSE}<p class="post-tags"><a rel="tag" href="/tag/1">الجسر</a> <span class="count">4</span></p>`,
    lists: { link: [['الجسر']] },
  },
  'an aside within the article': {
    html: `<main><article><h1>خبر</h1>${PROSE}<aside><a rel="tag" href="/t/1">الجسر</a> <a rel="tag" href="/t/2">البلدية</a></aside></article></main>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'a footer of the entry outside of any article': {
    html: `<div id="page"><h2>خبر</h2>${PROSE}<footer class="entry-footer"><a href="/tag/1">الجسر</a></footer><footer><a href="/tag/2">سياحة</a></footer></div>`,
    lists: { link: [['الجسر']] },
  },
  'a wrapper named after a menu, and a menu that nothing closes': {
    html: `<div class="off-menu-wrapper"><header><a href="/">بوابة</a></header>${PROSE}<div class="tags"><a href="/tag/1">الجسر</a></div></div><div><nav>${PROSE}<div class="tags"><a href="/tag/2">البلدية</a></div></div>`,
    lists: { link: [['الجسر'], ['البلدية']] },
  },
  'a wrapper named after tags': {
    html: `<div class="tags-page"><h1>خبر الجسر</h1>${PROSE}<ul><li><a href="/n/1">سكان الحي يشكون</a><li><a href="/n/2">موعد الافتتاح</a></ul></div>`,
    lists: {},
    has: ['سكان الحي يشكون'],
  },
  'the address of a further page of a tag': {
    html: `<link rel="canonical" href="https://x.example/tag/bridge/page/3/"><meta name="keywords" content="الجسر">${PROSE}<div class="tags"><a href="/tag/1">الجسر</a></div>`,
    lists: {},
  },
  'the address of a home page': {
    html: `<link rel="canonical" href="https://x.example/"><meta property="og:type" content="website"><meta name="keywords" content="أخبار، عاجل">${PROSE}`,
    lists: {},
  },
  'a heading of search results, for words or none': {
    html: `<title>نتائج البحث عن «جسر» - بوابة المدينة</title><ul><li><a href="/n/1">سكان الحي يشكون</a> <a rel="tag" href="/s/1">الجسر</a></li></ul>`,
    lists: {},
  },
  'a heading that is no more than search results': {
    html: `<h1> نتائج البحث </h1>${PROSE}<div><a rel="tag" href="/s/1">الجسر</a> <a rel="tag" href="/s/2">البلدية</a></div>`,
    lists: {},
  },
  'a heading that begins like that of search results': {
    html: `<h1>نتائج البحث العلمي في الجسور</h1>${PROSE}<div><a rel="tag" href="/s/1">الجسر</a> <a rel="tag" href="/s/2">البلدية</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'an article about a search, which says that it is one': {
    html: `<meta property="article:published_time" content="2026-02-01"><h1>نتائج البحث عن المفقودين</h1>${PROSE}<div><a rel="tag" href="/s/1">الجسر</a></div>`,
    lists: { link: [['الجسر']] },
  },
  'the products of a shop, each with its tags': {
    html: `<meta property="og:type" content="product.group"><div data-tags="عود,هدايا">عود معتق</div><div data-tags="عود,مسك">مسك أبيض</div>`,
    lists: {},
  },
  'a product of a shop': {
    html: `<meta property="og:type" content="product"><div data-tags="عود,هدايا">عود معتق</div>`,
    lists: { meta: [['عود', 'هدايا']] },
  },
  'choices to tick': {
    html:
      '<dl><dt>الوسوم<dd><label><input type="checkbox" name="tag"> سوق السمك (2)</label><dd><input type="radio" id="b"> <label for="b">ميناء صور</label></dl>' +
      `<label for="c">الاسم</label><input id="c"><label><input type=checkbox> ${PROSE.slice(3, -4)}</label><input type=checkbox> نص <label>بعده</label>`,
    has: ['الوسوم', 'الاسم أعلنت البلدية أن أعمال الصيانة في الجسر القديم تنتهي قبل نهاية الشهر الجاري. نص بعده'],
    lacks: ['السمك', 'ميناء'],
  },
  'other pages under a heading': {
    html: `${PROSE}${OWN}<section><h3>مقالات مشابهة</h3>${CARD}${CARD}</section>`,
    lists: { link: [['الجسر', 'البلدية']] },
    has: ['سوق السمك يعود'],
  },
  'other pages under a heading in an element of its own, their titles headings of its rank': {
    html: `${PROSE}${OWN}<div><div class="head"><h3>قد يعجبك</h3></div><div>${CARD.replaceAll('b>', 'h3>')}</div></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'other pages under a label that is no heading, in a table': {
    html: `${PROSE}${OWN}<table><tr><td>المواضيع المتشابهه<tr><td>${CARD}</table>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'the same under a heading that does not say so': {
    html: `${PROSE}${OWN}<section><h3>تفاصيل الصفحة</h3>${CARD}</section>`,
    lists: { link: [['الجسر', 'البلدية', 'سوق السمك']] },
  },
  'the same behind the next heading, beside or above': {
    html: `<section><div><h3>مقالات مشابهة</h3>${CARD}<h3>تفاصيل الصفحة</h3>${CARD.replaceAll('سوق', 'ميناء')}</div></section><h3>مقالات مشابهة</h3><h2>نبذة</h2>${CARD.replaceAll('سوق', 'قارب')}`,
    lists: { link: [['ميناء السمك'], ['قارب السمك']] },
  },
  'the same behind the element with the heading': {
    html: `${PROSE}<section><h3>مقالات مشابهة</h3>${CARD}</section>${CARD.replaceAll('سوق', 'ميناء')}`,
    lists: { link: [['ميناء السمك']] },
  },
  'a text of links below a heading for other pages, too long for one that shows a page': {
    html: `<section><h3>مقالات مشابهة</h3><div>${PROSE.repeat(7)}<a href="/n/1">سوق السمك يعود</a>${OWN.replace('الوسوم', 'في الخبر')}</div></section>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'what is named related, with titles': {
    html: `${PROSE}${OWN}<div class="jp-relatedposts"><a href="/n/7">سوق السمك يعود</a> <a rel="tag" href="/tag/7">سوق السمك</a></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'what is named related, without titles, and what has such': {
    html: `${PROSE}<div class="related-topics"><a href="/tag/7">سوق السمك</a></div><div class="content-with-related">${CARD}</div>`,
    lists: { link: [['سوق السمك', 'سوق السمك']] },
  },
  'what is named related and holds the heading of the page': {
    html: `<div class="related-view"><h1>خبر</h1><a href="/n/7">سوق السمك يعود</a>${OWN}</div>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'other pages shown amid the article, which goes on': {
    html: `<article>${PROSE}<h4>اقرأ أيضا</h4><ul><li><a href="/n/7">سوق السمك يعود</a></ul><p>وقال رئيس البلدية إن الجسر يفتح للمشاة في الصباح وللسيارات في المساء حتى نهاية الصيف</p><div><a href="/u/1">سلمى الحداد</a> <a href="/tag/1">الجسر</a></div></article>`,
    lists: { link: [['الجسر']] },
  },
  'other pages shown at the end of the article': {
    html: `<article>${PROSE}<h4>اقرأ أيضا</h4><ul><li><a href="/n/7">سوق السمك يعود</a></ul><div><a href="/u/1">سلمى الحداد</a> <a href="/tag/1">الجسر</a></div></article>`,
    lists: {},
  },
  'other pages shown at the end of the article, above its box, or its label': {
    html: `<article>${PROSE}<h4>اقرأ أيضا</h4><ul><li><a href="/n/7">سوق السمك يعود</a></ul><div><a href="/u/1">سلمى الحداد</a><span class="entry-tags"><a href="/tag/1">الجسر</a></span></div><div><a href="/u/1">سلمى الحداد</a><br>الوسوم: <a href="/tag/2">البلدية</a></div></article>`,
    lists: { link: [['الجسر'], ['البلدية']] },
  },
  'other pages with their keywords': {
    html: `<span itemprop="keywords">الجسر</span>${PROSE}<section><h2>مخطوطات قريبة</h2><ul><li data-tags="قوارب"><a href="/n/7">سوق السمك يعود</a> <i itemprop="keywords">سوق السمك</i></ul></section>`,
    lists: { meta: [['الجسر']] },
  },
  'a heading that may be one of tags, above titles, where the page links to its tags': {
    html: `${PROSE}${OWN}<div><h3>مواضيع متعلقة</h3><ul><li><a href="/n/1">بصمة معطلة</a><li><a href="/n/2">شحن بطيء</a></ul></div>`,
    lists: { link: [['الجسر', 'البلدية']] },
    lacks: ['متعلقة'],
    has: ['بصمة معطلة'],
  },
  'the same where it links to none': {
    html: `${PROSE}<div><h3>مواضيع متعلقة</h3><ul><li><a href="/n/1">بصمة معطلة</a><li><a href="/n/2">شحن بطيء</a></ul></div>`,
    lists: {},
    has: ['مواضيع متعلقة'],
  },
  'labels that speak of the whole site, and of a place': {
    html: `${PROSE}<p>كلمات البحث في المنتدى: <a href="/tag/5">سوق السمك</a></p><p>الموقع: <a href="/tag/1">الجسر</a></p>`,
    lists: { link: [['الجسر']] },
  },
  'items of one class in a box of tags, behind a label, with nothing between them': {
    html: `${PROSE}<div class="keywordsBox"><span class="t">كلمات مفتاحية :</span><span class="k">سوق السمك</span><span class="k">ميناء صور</span></div>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
    lacks: ['مفتاحية'],
  },
  'the same between spaces and commas': {
    html: `${PROSE}<p class="post-tags"><b class="k">سوق السمك</b>، <b class="k"><i class="n">ميناء صور</i></b></p>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
  },
  'items in a box of tags that has links, words beside them, counts, sentences, or that all have': {
    html: [
      '<b class="k">سوق السمك</b><b class="k">ميناء صور</b><a href="/tag/1">الجسر</a>',
      '<b class="k">سوق السمك</b><b class="k">ميناء صور</b> آخر تحديث',
      '<b class="k">سوق السمك (4)</b><b class="k">ميناء صور (2)</b>',
      `<b class="k">سوق السمك</b><b class="k">${PROSE.slice(3, -4)}</b>`,
      '<b class="k">سوق السمك</b><b class="j">ميناء صور</b>',
      '<b class="k">س</b><b class="k">و</b>',
    ]
      .map((items) => `<section>${PROSE}<div class="tags">${items}</div></section>`)
      .join(''),
    lists: { link: [['الجسر']] },
  },
  'items in a cloud': {
    html: `${PROSE}<div class="tag-cloud"><b class="k">سوق السمك</b><b class="k">ميناء صور</b></div>`,
    lists: {},
  },
  'buttons behind an icon named after tags': {
    html: `${PROSE}<div><i class="mdi mdi-tag-multiple-outline"></i><button class="chip"><span class="in">سوق السمك</span></button><button class="chip">ميناء صور</button></div>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
  },
  'one button in a box of tags, and buttons elsewhere': {
    html: `${PROSE}<div class="tags"><button class="b">نسخ الرابط</button></div><div><button class="b">طباعة</button><button class="b">إرسال</button></div>`,
    lists: {},
    lacks: ['نسخ', 'طباعة'],
  },
  'items of one class elsewhere': {
    html: `${PROSE}<div class="x"><span class="t">عن الخبر</span><span class="k">سوق السمك</span><span class="k">ميناء صور</span></div>`,
    lists: {},
    has: ['عن الخبر', 'سوق السمك | ميناء صور'],
  },
  'parts of words and texts in elements of one class': {
    html: '<h2><b class="k">ال</b><b class="k">جسر</b></h2><p><b class="k">البل</b><b class="k">دية</b></p><div><b class="k">س</b><b class="k">وق</b></div><div><b class="k">ميناء</b> <b class="k">صور</b></div><div>في <b class="k">سوق</b><b class="k">نا</b> سمك</div>',
    has: ['الجسر', 'البلدية', 'سوق', 'ميناء صور', 'في سوقنا سمك'],
  },
  'keywords in elements of their own, below a label': {
    html: '<dl><dt>الكلمات المفتاحية<dd><i itemprop="keywords">آلات الرصد</i><dd><i itemprop="keywords">سمت القبلة</i><dt>مكان الحفظ<dd>خزانة الأسرة<dt>عنه<dd><i itemprop="keywords">منازل القمر</i></dl>',
    lists: { meta: [['آلات الرصد', 'سمت القبلة'], ['منازل القمر']] },
    lacks: ['المفتاحية'],
    has: ['مكان الحفظ', 'خزانة الأسرة', 'عنه'],
  },
  'keywords behind a label on its line, and below one of other pages': {
    html: '<p>الكلمات المفتاحية: <i itemprop="keywords">سوق السمك، ميناء صور</i></p><h3>مواضيع أخرى</h3><i itemprop="keywords">منازل القمر</i>',
    lists: { meta: [['سوق السمك', 'ميناء صور'], ['منازل القمر']] },
    lacks: ['المفتاحية'],
    has: ['مواضيع أخرى'],
  },
  'posts with links that say they are tags, in lines of their own and within prose': {
    html: `<div class="post">${PROSE}<br><span>التسميات: <a rel="tag" href="/s/1">الجسر</a></span></div><div class="post">${PROSE}<br><span>التسميات: <a rel="tag" href="/s/2">البلدية</a>, <a href="/tag/3">صور</a></span><br>قال مصدر في <a rel="tag" href="/s/1">البلدية</a> أمس إن العمل انتهى</div>`,
    lists: {},
    has: ['التسميات: البلدية, صور', 'قال مصدر في البلدية أمس إن العمل انتهى'],
    lacks: ['التسميات: الجسر'],
  },
  'a box named for those who hear the page': {
    html: `${PROSE}<ul class="t" aria-label="الكلمات المفتاحية"><li><a href="/topics/1">سوق السمك</a><li><a href="/topics/2">ميناء صور</a></ul><ul aria-label="المزيد من الأخبار"><li><a href="/topics/3">صيد</a><li><a href="/topics/4">ملح</a></ul><ul aria-label="كل الوسوم"><li><a href="/x/5">قوارب</a></ul>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
  },
  'the same without links': {
    html: `${PROSE}<x-chips aria-label="وسوم الفعالية"><x-chip class="c"> سوق السمك <div></div></x-chip><x-chip class="c"> ميناء صور <div></div></x-chip><div>المزيد</div></x-chips><div aria-label="وسوم"><p>${PROSE}</p><p>صيد</p></div><div aria-label="وسوم">قارب</div>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
    lacks: ['ميناء صور'],
    has: ['قارب'],
  },
  'a picture that says what stands beside it, and links that a program follows': {
    html: `${PROSE}<div class="b"><img src="t.png" alt="كلمات دلالية"><ul><li><a href="javascript:void(0)">سوق السمك</a><li><a href="javascript:void(0)">ميناء صور</a></ul></div><div><img alt="شعار الوكالة"><a href="javascript:void(0)">تويتر</a></div>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
  },
  'what a program shows as tags': {
    html: `${PROSE}<input type="hidden" name="ctl00$Main$hfTags" value="سوق السمك,ميناء صور"><input type="hidden" id="pageKeywords" value="صيد،ملح"><input type="hidden" name="tag" value="قارب"><input type="hidden" name="tagCloud" value="شبك,طعم"><input type="hidden" name="token" value="أ,ب"><input name="tags" value="موج,مد">`,
    lists: {
      meta: [
        ['سوق السمك', 'ميناء صور'],
        ['صيد', 'ملح'],
      ],
    },
  },
  'tags of what a link leads to': {
    html: `${PROSE}<a href="/p/1" data-tags="صيد,ملح"><img src="1.jpg"></a><a href="/p/2"><img src="2.jpg" data-tags="قارب,شبك"></a><div data-tags="سوق السمك,ميناء صور"></div>`,
    lists: { meta: [['سوق السمك', 'ميناء صور']] },
  },
  'pages with their tags, side by side': {
    html: `<h1>قوارب</h1>${PROSE}<ul>${['سوق السمك', 'ميناء صور'].map((tag, i) => `<li class="item"><b><a href="/p/${i}">قارب صيد ${i}</a></b><div class="product-tags"><a href="/tag/${i}">${tag}</a></div></li>`).join('')}</ul>`,
    lists: {},
  },
  'one page with its tags, and twice its author': {
    html: `<div>${['سوق السمك', 'ميناء صور'].map((tag) => `<div class="item"><a href="/u/1">سلمى الحداد</a><div class="post-tags"><a href="/tag/1">${tag}</a></div></div>`).join('')}</div>`,
    lists: { link: [['سوق السمك', 'ميناء صور']] },
  },
  'an entry of a menu that leads to a tag, beside tags': {
    html: `<div><ul><li><a href="/about">من أنا</a><li><a href="/tag/9">صور</a></ul></div><article><h1>خبر</h1>${PROSE}<p>الوسوم: <a href="/tag/1" rel="tag">الجسر</a>, <a href="/tag/2" rel="tag">البلدية</a></p></article>`,
    lists: { link: [['الجسر', 'البلدية']] },
  },
  'the tags of a picture, with how many have each': {
    html: `${PROSE}<table><tr><td>وسوم الصورة<td><a href="/g/?tag=1">غروب</a> (412) <a href="/g/?tag=2">نخيل</a> (96)</table><div>الوسوم: <a href="/g/?tag=3">صيد</a> (4) <a href="/g/?tag=4">ملح</a> (9)</div>`,
    lists: { link: [['غروب', 'نخيل']] },
  },
  'what kind of work it is, among what it is about': {
    html: `${PROSE}<meta name="DC.type" content="Thesis"><meta name="citation_keywords" content="أغنام; الشبق; Thesis"><meta name="keywords" content="Thesis">`,
    lists: { meta: [['أغنام', 'الشبق']] },
  },
  'the name of the site at the end of the title': {
    html: `<title>أمطار على عسير | صحيفة السراة</title><h1>أمطار على عسير</h1>${PROSE}`,
    page: { site: 'صحيفة السراة' },
  },
  'a button to share it under a hashtag': {
    html: `<article>${PROSE}<p><a rel="tag" href="/tag/bridge">الجسر</a></p><div class="share"><a href="https://twitter.com/intent/tweet?hashtags=madina">تويتر</a></div></article>`,
    lists: { link: [['الجسر']] },
  },
  'the name of the site as what leads to its first page': {
    html: `<header><a href="/"><img src="logo.png"></a><a href="/">الرئيسية</a><a href="./">صحيفة السراة</a><a href="/">أخبار</a></header>${PROSE}`,
    page: { site: 'صحيفة السراة' },
  },
  'a longer text that leads there': {
    html: `<a href="/index.php">صحيفة السراة لكل أخبار عسير والباحة</a><a href="/index.html">صحيفة أهل السراة في عسير</a>${PROSE}`,
    page: { site: 'صحيفة أهل السراة في عسير' },
  },
  'a link to another page, or to another site': {
    html: `<a href="/about">من نحن</a><a href="https://facebook.example/">فيسبوك</a><a href="/ar/">السراة</a>${PROSE}`,
    page: { site: 'السراة' },
  },
  'a name of its own before what leads to its first page': {
    html: `<meta name="application-name" content="صحيفة السراة"><a href="/">أخبار عسير</a>${PROSE}`,
    page: { site: 'صحيفة السراة' },
  },
  'a title that goes on': {
    html: `<title>أمطار على عسير والباحة</title><h1>أمطار على عسير</h1>${PROSE}`,
    page: { title: 'أمطار على عسير والباحة' },
  },
  'results of a search, behind the name of the site': {
    html: `<title>مكتبة البلدية › نتائج البحث عن رحلات</title>${PROSE}${OWN}`,
    lists: {},
  },
  'an article that lives under a section': {
    html: `<link rel="canonical" href="https://x.example/category/bridge"><article><h1>خبر</h1>${PROSE}</article><meta name="keywords" content="الجسر">`,
    lists: { meta: [['الجسر']] },
  },
  'what the page says of itself': {
    html:
      '<title>خبر الجسر | بوابة المدينة</title><meta property="og:site_name" content="بوابة المدينة"><meta property="og:title" content="خبر  الجسر">' +
      '<meta property="article:section" content="محليات"><meta property="article:published_time" content="2026-02-01T09:00:00Z">' +
      `<link rel="canonical" href="https://madina.example/1">${PROSE}`,
    page: {
      title: 'خبر الجسر',
      site: 'بوابة المدينة',
      sections: ['محليات'],
      date: '2026-02-01T09:00:00Z',
      url: 'https://madina.example/1',
    },
  },
  'scripts, styles and forms are not text': {
    html: `<style>p{}</style><script>var الجسر = 1</script><select><option>مدينة</select><noscript>فعّل</noscript>${PROSE}<template>قالب</template>`,
    lacks: ['var', 'p{}', 'مدينة', 'فعّل', 'قالب'],
  },
  'unclosed elements': {
    html: '<div><p>فقرة أولى<p>فقرة <b>ثانية<li>بند<td>خلية</div>ثالثة',
    has: ['فقرة أولى', 'فقرة ثانية', 'بند', 'خلية', 'ثالثة'],
  },
}

describe('a page with', () => {
  it.each(Object.entries(shapes))('%s', (_, { html, lists, has = [], lacks = [], page = {} }) => {
    const read = readHtml(html, loadMarkup(), LIMITS)
    if (lists !== undefined) {
      const found: Record<string, string[][]> = {}
      for (const { from, tags } of read.lists) (found[from] ??= []).push([...tags])
      expect(found).toEqual(lists)
    }
    const lines = read.text.split('\n')
    for (const line of has) expect(lines).toContain(line)
    for (const word of lacks) expect(read.text).not.toContain(word)
    expect(read).toMatchObject(page)
  })
})

describe('an address', () => {
  it.each([
    ['/tag/x', 'tag'],
    ['https://x.example/ar/tags/%D8%AC%D8%B3%D8%B1/', 'tag'],
    ['//x.example/وسم/جسر', 'tag'],
    ['/tags/#جسر', 'tag'],
    ['/product-tag/x', 'tag'],
    ['/?tag=x', 'tag'],
    ['/category/x/tag/y', 'tag'],
    ['misc.php?mod=tag&id=311', 'tag'],
    ['index.php?option=com_tags&view=tag&id=4', 'tag'],
    ['misc.php?mod=tag&id=311&page=2', 'else'],
    ['misc.php?mod=tag', 'index'],
    ['misc.php?mod=tag&id=', 'index'],
    ['misc.php?lang=tag&id=3', 'else'],
    ['forum.php?mod=viewthread&id=4', 'else'],
    ['/tags', 'index'],
    ['https://x.example/الوسوم/', 'index'],
    ['/tag/x/page/2/', 'else'],
    ['/tag/x?page=3', 'else'],
    ['/?tag=x&paged=2', 'else'],
    ['/topics/c77', 'topic'],
    ['/topic/31-title', 'else'],
    ['/index.php?topic=7', 'else'],
    ['/product-category/x', 'section'],
    ['/?cat=5', 'section'],
    ['/brand/x', 'section'],
    ['/news/2026/tagging', 'else'],
    ['https://twitter.example/intent/tweet?text=x&hashtags=raseef', 'else'],
    ['https://facebook.example/sharer.php?u=/tag/x', 'else'],
    ['https://x.example/tag/share/', 'tag'],
    ['#tag', 'else'],
    ['', 'else'],
  ])('%s', (href, destination) => {
    expect(destinationOf(href, loadMarkup())).toBe(destination)
  })

  it('that is not looked into leads to something else', () => {
    const markup = loadMarkup()
    const mayLead = telling(markup)
    const words = [...markup.permalinks, ...markup.topics, ...markup.sections, ...markup.scripts]
    const piece = fc.oneof(
      fc.constantFrom('/', '//x.example/', '?', '&', '=', '#', 'a', '1', 'page', 'Tags', '%74ag', '-'),
      fc.constantFrom(...words),
      fc.constantFrom(...words.map(encodeURIComponent)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const href = pieces.join('')
        return mayLead(href) || destinationOf(href, markup) === 'else'
      }),
      { numRuns: runs(2000) },
    )
    expect(mayLead('/news/2026/1234.html')).toBe(false)
  })
})
