import type { Writer } from './index.js'

const between = ' | '

/**
 * One row a tag of a page (a page without tags has one row with an empty tag), RFC 4180 with a header. Several surfaces
 * or places in one cell are parted by ` | `. A cell that a spreadsheet would take for a formula (=, +, -, @, tab first)
 * gets an apostrophe before it, as OWASP advises: page text is untrusted.
 */
export async function csv(): Promise<Writer> {
  const { stringify } = await import('csv-stringify/sync')
  const rows = (cells: (string | number)[][]) => stringify(cells, { escape_formulas: true, record_delimiter: '\n' })
  const columns = ['id', 'tag', 'surfaces', 'count', 'confidence', 'from', 'scope']
  return {
    head: rows([columns]),
    tagHead: rows([['tag', 'key', 'pages', 'count', 'variants']]),
    page: ({ id, tags }) =>
      rows(
        tags.length
          ? tags.map((t) => [
              id,
              t.tag,
              t.surfaces.join(between),
              t.count,
              t.confidence,
              t.from.join(between),
              t.scope ?? '',
            ])
          : [[id, '', '', '', '', '', '']],
      ),
    tag: (t) => rows([[t.tag, t.key, t.pages, t.count, t.variants.map((v) => v.surface).join(between)]]),
  }
}
