import { byUnits } from '../core/text/order.js'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { difference } from '../core/sameness/difference.js'
import { byWorth, First, type Proposal } from '../core/sameness/proposals.js'
import type { CanonicalTag, Variant } from '../core/types.js'
import { html, Markup } from './html.js'
import { bar, bars, timeline, type Month } from './report-charts.js'
import { reasonInWords, ruleInWords } from './rule-words.js'
import { words, type Language, type Section, type Words } from './report-words.js'

export type { Language } from './report-words.js'

/** A list that stands on many pages of one site. */
export interface SiteList {
  readonly site: string
  readonly tags: readonly string[]
  readonly pages: number
}

/** What a report can tell besides its tags. What is absent has no section. Counts are by reason. */
export interface ReportFacts {
  /** Where the tags come from, as the reader knows it. */
  readonly source?: string | undefined
  /** The day the report is made, `2026-11-24`. */
  readonly date?: string | undefined
  readonly pages?: number | undefined
  readonly proposals?: Iterable<Proposal> | undefined
  readonly months?: readonly Month[] | undefined
  readonly siteLists?: readonly SiteList[] | undefined
  readonly rejected?: Readonly<Record<string, number>> | undefined
  readonly repairs?: Readonly<Record<string, number>> | undefined
  readonly setAside?: Readonly<Record<string, number>> | undefined
}

export interface ReportOptions {
  /** Language of the interface. Default `ar`. */
  readonly lang?: Language | undefined
  /** The orthographic key, by which the search finds a tag under any spelling. */
  readonly fold: (surface: string) => string
  /** The file's size, at most, in bytes. Default 4.5 million. The search gives way first, and says so. */
  readonly limit?: number | undefined
  /** Why a proposal was judged as it was, in one sentence. */
  readonly why?: ((proposal: Proposal) => string) | undefined
}

/** Rows of each list. A reader looks at the first dozens; the search has the rest. */
const ROWS = 100
/** Rows of each list that stand open; the others are folded away, but for print. */
const OPEN = 20
/** Variants and examples shown in one row. */
const FEW = 12
/** Tags offered to the search before the limit cuts them: some 20 bytes each when packed. */
const SEARCHED = 150_000

const asset = (name: string): string => readFileSync(new URL(`../ui/${name}`, import.meta.url), 'utf8')
const font = (name: string): string => readFileSync(new URL(`../../data/fonts/${name}`, import.meta.url), 'base64')

/**
 * One self-contained HTML file about a collection's tags: opens from disk, asks no host for anything, works without
 * scripts but for its search. Tags stream by: memory is bounded by what is shown. O(tags · log shown).
 *
 * @throws whatever iterating `tags` throws.
 */
export async function report(
  tags: Iterable<CanonicalTag> | AsyncIterable<CanonicalTag>,
  facts: ReportFacts,
  options: ReportOptions,
): Promise<string> {
  const lang = options.lang ?? 'ar'
  const w = words[lang]
  const rule = (name: string) => ruleInWords(name, lang)
  const seen = await survey(tags)
  const sections: [Section, Markup][] = []
  const add = (section: Section, body: Markup | undefined) => body && sections.push([section, body])
  add('doubt', doubtful(facts.proposals, w, rule, options.why))
  add('used', usedTags(seen, w, rule))
  add('spellings', manySpellings(seen, w, rule))
  add('rules', rules(seen, w, rule))
  add('time', facts.months?.length ? timeline(facts.months, w, lang === 'ar' ? 'ar-u-nu-latn' : 'en') : undefined)
  add('sites', siteLists(facts.siteLists, w))
  add('records', records(facts, w, lang))
  const page = (index: Markup) => document(lang, w, facts, seen, sections, index)
  const limit = options.limit ?? 4_500_000
  const room = limit - Buffer.byteLength(page(html``)) - 1000
  return page(searchIndex(seen, options.fold, room, w))
}

interface Survey {
  tags: number
  uses: number
  spellings: number
  /** Tags with more than one spelling. */
  several: number
  /** Tags by their number of spellings; the last holds ten and more. */
  readonly perTag: number[]
  readonly used: First<CanonicalTag>
  readonly spelt: First<CanonicalTag>
  readonly rules: Map<string, { surfaces: number; examples: First<{ tag: string; variant: Variant }> }>
}

const byUse = (a: CanonicalTag, b: CanonicalTag) => b.pages - a.pages || b.count - a.count || byUnits(a.tag, b.tag)
const bySpellings = (a: CanonicalTag, b: CanonicalTag) => b.variants.length - a.variants.length || byUse(a, b)

async function survey(tags: Iterable<CanonicalTag> | AsyncIterable<CanonicalTag>): Promise<Survey> {
  const seen: Survey = {
    tags: 0,
    uses: 0,
    spellings: 0,
    several: 0,
    perTag: [],
    used: new First(SEARCHED, byUse),
    spelt: new First(ROWS, bySpellings),
    rules: new Map(),
  }
  for await (const given of tags) {
    const tag = { ...given, variants: given.variants.filter((variant) => variant.surface !== given.tag) }
    const spellings = tag.variants.length + 1
    seen.tags++
    seen.uses += tag.count
    seen.spellings += spellings
    const place = Math.min(spellings, 10)
    seen.perTag[place] = (seen.perTag[place] ?? 0) + 1
    seen.used.add(tag)
    if (spellings === 1) continue
    seen.several++
    seen.spelt.add(tag)
    for (const variant of tag.variants) {
      let known = seen.rules.get(variant.rule)
      if (known === undefined)
        seen.rules.set(
          variant.rule,
          (known = {
            surfaces: 0,
            examples: new First(FEW, (a, b) => b.variant.count - a.variant.count || byUnits(a.tag, b.tag)),
          }),
        )
      known.surfaces++
      known.examples.add({ tag: tag.tag, variant })
    }
  }
  return seen
}

/** A spelling, isolated: its direction is its own and touches nothing around it. */
const spelling = (text: string): Markup => html`<bdi lang="ar">${text}</bdi>`

/** A spelling with the letters marked in which it differs from the other one. */
function marked(text: string, other: string): Markup {
  const stretches = difference(text, other)[0]
  return html`<bdi lang="ar"
    >${stretches.map(({ text, differs, joined }) => (differs ? html`<mark class="${joined?.before && 'b'} ${joined?.after && 'a'}">${text}</mark>` : html`${text}`))}</bdi
  >`
}

/** A count behind a tag: digits of the tag and of the count do not run into each other. */
const times = (count: number, w: Words): Markup => html`<bdi class="n" dir="ltr">×${w.number(count)}</bdi>`

/** The first of a list, and the others on demand. */
function folded<T>(list: readonly T[], w: Words, show: (part: readonly T[]) => Markup): Markup {
  const rest = list.slice(OPEN)
  return html`${show(list.slice(0, OPEN))}${
    rest.length > 0 &&
    html`<details class="more">
      <summary>${w.more(rest.length)}</summary>
      ${show(rest)}
    </details>`
  }`
}

/** What would decide otherwise, as a line of a decisions file; none where the file cannot say it. */
function lineOf({ kind, a, b }: Proposal, w: Words): Markup | undefined {
  const tags = b === undefined ? [a] : [a, b]
  if (tags.some((tag) => /[|\t\r\n]/.test(tag) || tag.trim() === '' || tag.startsWith('#'))) return undefined
  const verb = b === undefined ? 'ignore' : kind === 'merged' ? 'apart' : 'same'
  return html`<p class="line">
    <span class="sr">${w.decision}</span>
    <code dir="ltr">${verb}${tags.map((tag) => html` | <bdi>${tag}</bdi>`)}</code>
    <button type="button" hidden data-copied="${w.copied}">${w.copy}</button>
  </p>`
}

const variantsOf = (tag: CanonicalTag, w: Words, rule: (name: string) => string): Markup =>
  html`<ul class="variants">
      ${tag.variants.slice(0, FEW).map(
        (variant) =>
          html`<li>
            ${marked(variant.surface, tag.tag)} ${times(variant.count, w)}
            <span class="rule">${rule(variant.rule)}</span>
          </li>`,
      )}
    </ul>
    ${tag.variants.length > FEW && html`<p class="left">${w.shown(FEW, tag.variants.length)}</p>`}`

function usedTags(seen: Survey, w: Words, rule: (name: string) => string): Markup {
  const list = seen.used.list().slice(0, ROWS)
  const most = Math.max(1, ...list.map((tag) => tag.pages))
  const row = (tag: CanonicalTag) =>
    html`<tr>
      <th scope="row">
        ${spelling(tag.tag)}${
          tag.variants.length > 0 &&
          html`<details>
            <summary>${w.spellings(tag.variants.length + 1)}<span class="sr"> ${spelling(tag.tag)}</span></summary>
            ${variantsOf(tag, w, rule)}
          </details>`
        }
      </th>
      <td class="n">${w.number(tag.pages)}</td>
      <td class="b">${bar(tag.pages / most, w.direction === 'rtl')}</td>
      <td class="n">${w.number(tag.count)}</td>
    </tr>`
  return html`${seen.tags > list.length && html`<p class="left">${w.shown(list.length, seen.tags)}</p>`}
  ${folded(
    list,
    w,
    (part) =>
      html`<table class="used">
        <thead>
          <tr>
            <th scope="col">${w.column.tag}</th>
            <th scope="col" colspan="2">${w.column.pages}</th>
            <th scope="col">${w.column.uses}</th>
          </tr>
        </thead>
        <tbody>
          ${part.map(row)}
        </tbody>
      </table>`,
  )}`
}

function rules(seen: Survey, w: Words, rule: (name: string) => string): Markup | undefined {
  const list = [...seen.rules].sort((a, b) => b[1].surfaces - a[1].surfaces || byUnits(a[0], b[0])).slice(0, ROWS)
  if (list.length === 0) return undefined
  const example = ({ tag, variant }: { tag: string; variant: Variant }) =>
    html`<li>
      ${marked(variant.surface, tag)} <span class="to">${w.inTag}</span> ${marked(tag, variant.surface)}
      ${times(variant.count, w)}
    </li>`
  return html`${bars(
      list.map(([name, { surfaces }]) => ({ label: rule(name), value: surfaces })),
      w,
    )}
    <div class="examples">
      ${list.map(
        ([name, { examples }]) =>
          html`<details>
            <summary>${w.examples}: ${rule(name)}</summary>
            <ul>
              ${examples.list().map(example)}
            </ul>
          </details>`,
      )}
    </div>`
}

function manySpellings(seen: Survey, w: Words, rule: (name: string) => string): Markup | undefined {
  const list = seen.spelt.list()
  if (list.length === 0) return undefined
  const counts = seen.perTag.flatMap((value, spellings) =>
    value ? [{ label: w.perTagAxis(spellings === 10 ? '10+' : String(spellings)), value }] : [],
  )
  const card = (tag: CanonicalTag) =>
    html`<li>
      <h3>${spelling(tag.tag)}</h3>
      <p class="facts">${w.pages(tag.pages)} · ${w.spellings(tag.variants.length + 1)}</p>
      ${variantsOf(tag, w, rule)}${
        tag.related.length > 0 &&
        html`<p class="related">
          ${w.related}: ${tag.related.slice(0, FEW).map((other) => html`${spelling(other.tag)} `)}
        </p>`
      }
    </li>`
  return html`<figure>
      <figcaption>${w.perTag}</figcaption>
      ${bars(counts, w)}
    </figure>
    ${seen.several > list.length && html`<p class="left">${w.shown(list.length, seen.several)}</p>`}
    ${folded(
      list,
      w,
      (part) =>
        html`<ol class="cards">
          ${part.map(card)}
        </ol>`,
    )}`
}

function doubtful(
  proposals: Iterable<Proposal> | undefined,
  w: Words,
  rule: (name: string) => string,
  why: ReportOptions['why'],
): Markup | undefined {
  if (proposals === undefined) return undefined
  const kinds = {
    merged: new First(ROWS, byWorth),
    apart: new First(ROWS, byWorth),
    boundary: new First(ROWS, byWorth),
  }
  const many = { merged: 0, apart: 0, boundary: 0 }
  for (const proposal of proposals) {
    many[proposal.kind]++
    kinds[proposal.kind].add(proposal)
  }
  const row = (p: Proposal) =>
    html`<li>
      <p class="pair">
        ${p.b === undefined ? html`${spelling(p.a)} <span class="facts">${w.pages(p.pages[0])} · ${w.confidence(w.percent(1 - p.chance))}</span>` : html`${marked(p.a, p.b)}&nbsp;${times(p.pages[0], w)} <span class="vs" aria-hidden="true">/</span> ${marked(p.b, p.a)}&nbsp;${times(p.pages[1], w)}`}
      </p>
      <p class="why"><span class="rule">${rule(p.rule)}</span>${why && html`: <bdi>${why(p)}</bdi>`}</p>
      ${lineOf(p, w)}
    </li>`
  const part = (kind: keyof typeof kinds) => {
    const list = kinds[kind].list()
    return (
      list.length > 0 &&
      html`<h3>${w.doubt[kind].title}</h3>
        <p class="lead">${w.doubt[kind].lead} ${many[kind] > list.length && w.shown(list.length, many[kind])}</p>
        ${folded(
          list,
          w,
          (part) =>
            html`<ol class="pairs">
              ${part.map(row)}
            </ol>`,
        )}`
    )
  }
  const any = many.merged + many.apart + many.boundary > 0
  return any ? html`${part('apart')}${part('merged')}${part('boundary')}` : html`<p>${w.empty}</p>`
}

function siteLists(lists: readonly SiteList[] | undefined, w: Words): Markup | undefined {
  if (lists === undefined) return undefined
  const list = [...lists].sort((a, b) => b.pages - a.pages || byUnits(a.site, b.site)).slice(0, ROWS)
  if (list.length === 0) return html`<p>${w.empty}</p>`
  const item = (found: SiteList) =>
    html`<li>
      <h3><bdi>${found.site || w.unknownSite}</bdi></h3>
      <p class="facts">${w.pages(found.pages)} · ${w.tags(found.tags.length)}</p>
      <p class="chips">
        ${found.tags.slice(0, 2 * FEW).map((tag) => html`${spelling(tag)} `)}${found.tags.length > 2 * FEW && '…'}
      </p>
    </li>`
  return html`${lists.length > list.length && html`<p class="left">${w.shown(list.length, lists.length)}</p>`}
    <ol class="cards">
      ${list.map(item)}
    </ol>`
}

function records(facts: ReportFacts, w: Words, lang: Language): Markup | undefined {
  const part = (title: string, counts: Readonly<Record<string, number>> | undefined) => {
    if (counts === undefined) return undefined
    const list = Object.entries(counts).sort((a, b) => b[1] - a[1] || byUnits(a[0], b[0]))
    const body =
      list.length === 0
        ? html`<p>${w.empty}</p>`
        : bars(
            list.map(([label, value]) => ({ label: html`<bdi>${reasonInWords(label, lang)}</bdi>`, value })),
            w,
          )
    return html`<h3>${title}</h3>
      ${body}`
  }
  const parts = [part(w.rejected, facts.rejected), part(w.repairs, facts.repairs), part(w.setAside, facts.setAside)]
  return parts.every((body) => body === undefined) ? undefined : html`${parts}`
}

/**
 * The most used tags with their spellings and the letters' folding, packed: a line a tag, after a line of JSON with
 * what folds one character. The browser unpacks it at the first key typed, so that the file opens at once.
 */
function searchIndex(seen: Survey, fold: (surface: string) => string, room: number, w: Words): Markup {
  const plain = (text: string) => text.replace(/[\t\n\r]/g, ' ')
  const line = (tag: CanonicalTag) =>
    [tag.tag, String(tag.pages), ...tag.variants.map((variant) => variant.surface)].map(plain).join('\t')
  const table = JSON.stringify(letterTable(fold))
  const list = seen.used.list()
  for (let count = list.length; ;) {
    const packed = gzipSync([table, ...list.slice(0, count).map(line)].join('\n'), { level: 9 }).toString('base64')
    if (packed.length <= room || count === 0)
      return html`<search class="search">
        <label for="q">${w.search}</label
        ><input
          id="q"
          type="search"
          autocomplete="off"
          spellcheck="false"
          placeholder="${w.searchHint}"
          dir="auto"
          aria-describedby="scope"
        />
        <p id="scope" class="left">${w.searchIn(count, seen.tags)}</p>
        <noscript><p class="left">${w.without}</p></noscript>
        <p id="found" role="status" data-found="${w.found}" data-nothing="${w.nothing}"></p>
        <ol id="results"></ol>
        <script type="application/octet-stream" id="index">
          ${new Markup(packed)}
        </script>
      </search>`
    count = Math.floor(Math.min(count * 0.95, (count * room * 0.98) / packed.length))
    if (count < 1 || room <= 0) count = 0
  }
}

/** How single characters fold, where folding changes them: the Arabic blocks, their presentation forms, Latin. */
function letterTable(fold: (surface: string) => string): Record<string, string> {
  const table: Record<string, string> = {}
  const ranges = [
    [0x41, 0x17f],
    [0x600, 0x6ff],
    [0x750, 0x77f],
    [0x8a0, 0x8ff],
    [0x200b, 0x206f],
    [0xfb50, 0xfdff],
    [0xfe70, 0xfeff],
  ] as const
  for (const [from, to] of ranges)
    for (let code = from; code <= to; code++) {
      const letter = String.fromCharCode(code)
      // between two letters that fold to themselves: a lone character may be guarded or trimmed
      const folded = fold(`ب${letter}ب`)
      const inner = folded.startsWith('ب') && folded.endsWith('ب') && folded.length > 1 ? folded.slice(1, -1) : letter
      if (inner !== letter) table[letter] = inner
    }
  return table
}

function document(
  lang: Language,
  w: Words,
  facts: ReportFacts,
  seen: Survey,
  sections: readonly (readonly [Section, Markup])[],
  search: Markup,
): string {
  // not set by the template: a policy's hash is over the exact text of the element
  const style = `${fontFaces()}\n${asset('report.css')}`
  const script = asset('report.js').trim()
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; font-src data:; base-uri 'none'; form-action 'none'`
  const merged = seen.spellings - seen.tags
  const tile = (label: string, value: number | undefined) =>
    value !== undefined &&
    html`<div>
      <dt>${label}</dt>
      <dd>${w.number(value)}</dd>
    </div>`
  return html`<!doctype html>
    <html lang="${lang}" dir="${w.direction}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${w.title}${facts.source && ` · ${facts.source}`}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <header>
          <h1>${w.title}</h1>
          <p class="facts">
            ${facts.source && html`<bdi>${facts.source}</bdi> · `}${facts.date && html`${w.made('')}<bdi>${facts.date}</bdi>`}
          </p>
          <dl class="totals">
            ${tile(w.total.pages, facts.pages)}${tile(w.total.uses, seen.uses)}${tile(w.total.spellings, seen.spellings)}${tile(w.total.tags, seen.tags)}${tile(w.total.merged, merged)}
          </dl>
          ${seen.spellings > 0 && html`<p class="collapse">${w.collapse(seen.spellings, seen.tags, w.percent(merged / seen.spellings))}</p>`}
          <nav aria-label="${w.contents}">
            <ul>
              ${sections.map(([name]) => html`<li><a href="#${name}">${w.section[name].title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${search}${sections.map(
            ([name, body]) =>
              html`<section id="${name}" aria-labelledby="${name}-title">
                <h2 id="${name}-title">${w.section[name].title}</h2>
                <p class="lead">${w.section[name].lead}</p>
                ${body}
              </section>`,
          )}
        </main>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text
}

/** Arabic and Latin in two weights, inside the file: servers and kiosks have no Arabic font. */
function fontFaces(): string {
  return [400, 700]
    .flatMap((weight) =>
      [
        ['arabic', 'U+0600-06FF, U+0750-077F, U+08A0-08FF, U+200C-200F, U+2010-2011, U+FB50-FDFF, U+FE70-FEFC'],
        [
          'latin',
          'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02DC, U+2000-200B, U+2012-206F, U+20AC, U+2122, U+2190-2193',
        ],
      ].map(
        ([script, range]) =>
          `@font-face{font-family:"Plex";font-weight:${weight};font-display:swap;src:url(data:font/woff2;base64,${font(`plex-${script}-${weight}.woff2`)}) format("woff2");unicode-range:${range}}`,
      ),
    )
    .join('\n')
}
