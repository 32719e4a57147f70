import { html, type Markup } from './html.js'
import type { Words } from './report-words.js'

/*
 * Charts are inline SVG without a viewBox: positions are percentages of the width, texts keep their size from phone to
 * print. Right to left, everything is mirrored here, not by the browser: SVG knows no logical properties.
 */

const round = (value: number): number => Math.round(value * 100) / 100

/** One bar, from the side where reading starts. `share` is 0 to 1. Decoration beside a number: hidden from readers. */
export function bar(share: number, rtl: boolean): Markup {
  const width = round(100 * Math.min(1, Math.max(0, share)))
  return html`<svg class="bar" aria-hidden="true">
    <rect x="${rtl ? round(100 - width) : 0}%" width="${width}%" height="100%" rx="2" />
  </svg>`
}

export interface Count {
  readonly label: Markup | string
  readonly value: number
}

/** Labelled counts, one below the other. The labels are HTML, which breaks and isolates Arabic as SVG text cannot. */
export function bars(counts: readonly Count[], words: Words): Markup {
  const most = Math.max(1, ...counts.map((count) => count.value))
  const row = ({ label, value }: Count) =>
    html`<tr>
      <th scope="row">${label}</th>
      <td class="n">${words.number(value)}</td>
      <td class="b">${bar(value / most, words.direction === 'rtl')}</td>
    </tr>`
  return html`<table class="bars">
    <tbody>
      ${counts.map(row)}
    </tbody>
  </table>`
}

export interface Month {
  /** `2024-05`. */
  readonly month: string
  readonly pages: number
}

/** Dates of pages are untrusted: others than these would make an axis of no use, or without end. */
const MONTH = /^(19|20)\d\d-(0[1-9]|1[0-2])$/

const HEIGHT = 180
const FLOOR = 150
const CEILING = 12
/** Lines across, about: at 1, 2 or 5 times a power of ten. */
const LEVELS = 3
/** Names of months below, at most, by every so many months. */
const NAMES = 6
const EVERY = [1, 3, 6, 12, 24, 60, 120, 240]

/** The roundest step that goes into `most` about so many times; counts are whole. */
function levelStep(most: number): number {
  const step = Math.max(1, most / LEVELS)
  const power = 10 ** Math.floor(Math.log10(step))
  return power * ([1, 2, 5, 10].find((round) => round * power >= step) ?? 10)
}

/** Pages a month as an area. Months without pages between the first and the last count as none. */
export function timeline(months: readonly Month[], words: Words, locale: string): Markup {
  const known = new Map(months.filter(({ month }) => MONTH.test(month)).map(({ month, pages }) => [month, pages]))
  const names = [...known.keys()].sort()
  const [start, end] = [names[0], names.at(-1)]
  if (start === undefined || end === undefined) return html``
  /** Months since the year 0. */
  const numberOf = (name: string) => 12 * Number(name.slice(0, 4)) + Number(name.slice(5)) - 1
  const [first, last] = [numberOf(start), numberOf(end)]
  const pagesIn = (month: number) =>
    known.get(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`) ?? 0
  const counts = Array.from({ length: last - first + 1 }, (_, i) => pagesIn(first + i))
  const rtl = words.direction === 'rtl'
  const step = levelStep(Math.max(...counts))
  const top = Math.max(1, Math.ceil(Math.max(...counts) / step)) * step
  const x = (month: number) => {
    const share = last === first ? 0 : (month - first) / (last - first)
    return round(100 * (rtl ? 1 - share : share))
  }
  const y = (pages: number) => round(FLOOR - ((FLOOR - CEILING) * pages) / top)
  // one month alone would have no width: it is drawn over the whole of it
  const points =
    counts.length === 1
      ? [0, 100].map((at) => `${at},${y(counts[0]!)}`)
      : counts.map((pages, i) => `${x(first + i)},${y(pages)}`)
  const edge = `M${points.join('L')}`
  const shape = `${edge}L${points.at(-1)!.split(',')[0]},${FLOOR}L${points[0]!.split(',')[0]},${FLOOR}Z`
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const nameOf = (number: number) => month.format(Date.UTC(Math.floor(number / 12), number % 12))
  const every = EVERY.find((months) => counts.length / months <= NAMES) ?? EVERY.at(-1)!
  const ticks = counts.length === 1 ? [first] : counts.flatMap((_, i) => ((first + i) % every === 0 ? [first + i] : []))
  const levels = Array.from({ length: top / step }, (_, i) => (i + 1) * step)
  // right to left, `start` is the right end of a text
  const anchor = (at: number) => (at < 8 ? (rtl ? 'end' : 'start') : at > 92 ? (rtl ? 'start' : 'end') : 'middle')
  const direction = rtl ? 'rtl' : 'ltr'
  const level = (value: number) =>
    html`<line x1="0%" x2="100%" y1="${y(value)}" y2="${y(value)}" /><text
        x="${rtl ? 100 : 0}%"
        y="${round(y(value) - 3)}"
        direction="${direction}"
        >${words.number(value)}</text
      >`
  const tick = (at: number) =>
    html`<text x="${x(at)}%" y="${HEIGHT - 10}" direction="${direction}" text-anchor="${anchor(x(at))}"
      >${nameOf(at)}</text
    >`
  return html`<figure>
    <figcaption>${words.perMonth}</figcaption>
    <svg
      class="timeline"
      height="${HEIGHT}"
      role="img"
      aria-label="${words.perMonth}: ${words.pages(counts.reduce((sum, pages) => sum + pages, 0))}, ${nameOf(first)} – ${nameOf(last)}"
    >
      <svg viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none" width="100%" height="${HEIGHT}">
        <path class="area" d="${shape}" />
        <path class="edge" d="${edge}" />
      </svg>
      ${levels.map(level)}${ticks.map(tick)}
    </svg>
  </figure>`
}
