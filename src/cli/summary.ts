import type { RunSummary } from '../run/index.js'
import { describeInputs } from './inputs.js'
import { counts, grouped as n } from './numbers.js'

/** What a person wants to know at the end of a run: what was read of each input, then what came of it. */
export function printSummary(summary: RunSummary, stream: NodeJS.WritableStream, draw: (text: string) => string): void {
  const out: string[] = ['', ...describeInputs(summary.inputs, draw).map((line) => `  ${line}`), '']
  const row = (name: string, value: string) => out.push(`  ${name.padEnd(14)}${value}`)
  row('pages', `${n(summary.pages)}, ${n(summary.pagesWithTags)} with tags, in ${summary.seconds.toFixed(1)} s`)
  row('lists found', `${n(summary.runs)} undelimited runs, ${n(summary.lists)} delimited lists`)
  row('tags', `${n(summary.surfaces)} occurrences, ${n(summary.spellings)} spellings, ${n(summary.tags)} unique tags`)
  for (const [name, of] of [
    ['repaired', summary.repairs],
    ['set aside', summary.setAside],
    ['rejected', summary.rejectedBy],
  ] as const) {
    const parts = counts(of)
    if (parts.length) row(name, parts.join(', '))
  }
  if (summary.assets) row('passed by', `${n(summary.assets)} files that only go with pages`)
  if (summary.siteTags) row('site lists', `${n(summary.siteTags)} occurrences stand in lists that a whole site repeats`)
  if (summary.top.length) {
    out.push('  most used')
    for (const { tag, count } of summary.top) out.push(`  ${n(count).padStart(9)}×  ${draw(tag)}`)
  }
  stream.write(`${out.join('\n')}\n`)
}
