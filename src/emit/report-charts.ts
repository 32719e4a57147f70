import { scaleLinear, scaleUtc } from 'd3-scale'
import { area, line } from 'd3-shape'
import { html, type Markup } from './html.js'
import type { Words } from './report-words.js'

/*
 * Charts are inline SVG without a viewBox: positions are percentages of the width, texts keep their size from phone to
 * print. Right to left, everything is mirrored here, not by the browser: SVG knows no logical properties.
 */

const round = (value: number): number => Math.round(value * 100) / 100

/** One bar, from the side where reading starts. `share` is 0 to 1. Decoration beside a number: hidden from readers. */
export function bar(share: number, rtl: boolean): Markup {
  const width = round(scaleLinear([0, 1], [0, 100]).clamp(true)(share))
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

/** Pages a month as an area. Months without pages between the first and the last count as none. */
export function timeline(months: readonly Month[], words: Words, locale: string): Markup {
  const known = new Map(months.filter(({ month }) => MONTH.test(month)).map(({ month, pages }) => [month, pages]))
  const names = [...known.keys()].sort()
  const [start, end] = [names[0], names.at(-1)]
  if (start === undefined || end === undefined) return html``
  const points: { readonly at: Date; readonly pages: number }[] = []
  for (const at = new Date(`${start}-01T00:00:00Z`); ; at.setUTCMonth(at.getUTCMonth() + 1)) {
    const name = at.toISOString().slice(0, 7)
    if (name > end) break
    points.push({ at: new Date(at), pages: known.get(name) ?? 0 })
  }
  const rtl = words.direction === 'rtl'
  const most = Math.max(...points.map((point) => point.pages))
  // one month alone would have no width: it is drawn over the whole of it
  const only = points.length === 1
  if (only) points.push({ ...points[0]!, at: new Date(points[0]!.at.getTime() + 1) })
  const x = scaleUtc([points[0]!.at, points.at(-1)!.at], rtl ? [100, 0] : [0, 100])
  const y = scaleLinear([0, most], [FLOOR, 12]).nice(3)
  const shape = area<(typeof points)[number]>(
    (p) => round(x(p.at)),
    FLOOR,
    (p) => round(y(p.pages)),
  )(points)
  const edge = line<(typeof points)[number]>(
    (p) => round(x(p.at)),
    (p) => round(y(p.pages)),
  )(points)
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const ticks = only ? [points[0]!.at] : x.ticks(5).filter((at) => at.getUTCDate() === 1)
  // right to left, `start` is the right end of a text
  const anchor = (at: number) => (at < 8 ? (rtl ? 'end' : 'start') : at > 92 ? (rtl ? 'start' : 'end') : 'middle')
  const direction = rtl ? 'rtl' : 'ltr'
  const level = (value: number) =>
    html`<line x1="0%" x2="100%" y1="${round(y(value))}" y2="${round(y(value))}" /><text
        x="${rtl ? 100 : 0}%"
        y="${round(y(value)) - 3}"
        direction="${direction}"
        >${words.number(value)}</text
      >`
  const tick = (at: Date) =>
    html`<text x="${round(x(at))}%" y="${HEIGHT - 10}" direction="${direction}" text-anchor="${anchor(x(at))}"
      >${month.format(at)}</text
    >`
  return html`<figure>
    <figcaption>${words.perMonth}</figcaption>
    <svg
      class="timeline"
      height="${HEIGHT}"
      role="img"
      aria-label="${words.perMonth}: ${words.pages(points.slice(0, only ? 1 : undefined).reduce((sum, p) => sum + p.pages, 0))}, ${month.format(points[0]!.at)} – ${month.format(points.at(-1)!.at)}"
    >
      <svg viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none" width="100%" height="${HEIGHT}">
        <path class="area" d="${shape ?? ''}" />
        <path class="edge" d="${edge ?? ''}" />
      </svg>
      ${y
        .ticks(3)
        .filter((value) => value > 0 && Number.isInteger(value))
        .map(level)}${ticks.map(tick)}
    </svg>
  </figure>`
}
