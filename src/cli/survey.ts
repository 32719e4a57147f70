import type { Survey } from '../run/survey.js'
import { counted, describeInputs } from './inputs.js'

/** What a run would read, for people: a line an input and format, as a run tells it, then the first records. */
export function describeSurvey({ inputs, pages, first }: Survey, draw: (text: string) => string): string {
  const lines = [...describeInputs(inputs, draw), '']
  if (first.length > 0) {
    lines.push('First records, each page taken alone')
    for (const { id, tags } of first)
      lines.push(`  ${draw(id)}`, `    ${tags.map(({ tag }) => draw(tag)).join(' · ') || '(no tags)'}`)
    lines.push('')
  }
  lines.push(`${counted(pages, 'page')} would be read; nothing was written`)
  return `${lines.join('\n')}\n`
}
