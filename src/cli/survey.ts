import type { Survey, Surveyed } from '../run/survey.js'
import { counts, grouped as n } from './numbers.js'

/** Inputs told one by one. */
const INPUTS = 30

/** What a run would read, for people: a paragraph an input and format, then the first records. */
export function describeSurvey({ inputs, pages, first }: Survey, draw: (text: string) => string): string {
  const lines = inputs.slice(0, INPUTS).flatMap((one) => paragraph(one, draw))
  if (inputs.length > INPUTS) lines.push(`and ${n(inputs.length - INPUTS)} more inputs`, '')
  if (first.length > 0) {
    lines.push('First records, each page taken alone')
    for (const { id, tags } of first)
      lines.push(`  ${draw(id)}`, `    ${tags.map(({ tag }) => draw(tag)).join(' · ') || '(no tags)'}`)
    lines.push('')
  }
  lines.push(`${counted(pages, 'page')} would be read; nothing was written`)
  return `${lines.join('\n')}\n`
}

function paragraph(one: Surveyed, draw: (text: string) => string): string[] {
  const { input, format, files, charsets, fields, lists, runs, repairs, setAside, rejected } = one
  const name = input === '-' ? 'standard input' : draw(input)
  const lines = [
    format === undefined
      ? `${name}: nothing that could be read`
      : `${name}: ${format}, ${counted(one.pages, 'page')}${files > 1 ? ` in ${n(files)} files` : ''}`,
  ]
  const row = (title: string, parts: readonly string[]) => {
    if (parts.length > 0) lines.push(`  ${title.padEnd(11)}${parts.join(', ')}`)
  }
  row('charset', counts(charsets))
  row(
    'fields',
    Object.entries(fields).map(([field, of]) => (of === one.pages ? draw(field) : `${draw(field)} (${n(of)})`)),
  )
  row('lists', [...counts(lists), ...(runs > 0 ? [`${n(runs)} run`] : [])])
  row('repaired', counts(repairs))
  row('set aside', counts(setAside))
  row('rejected', counts(rejected))
  return [...lines, '']
}

const counted = (count: number, what: string) => `${n(count)} ${what}${count === 1 ? '' : 's'}`
