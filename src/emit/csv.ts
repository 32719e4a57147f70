import type { Writer } from './index.js'

const between = ' | '

/**
 * What a spreadsheet may take for a formula: a sign that begins one, its compatibility forms too, behind nothing or behind what
 * is not seen (blanks, zero-width signs, controls), which programs take away; a tab or line end in front.
 */
const formula = /^(?:[\t\r\n]|[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋])/u
/** What may end a cell or a row for some program that reads the file: such a cell is quoted. */
const ends = /[;\t\p{Cc}\u2028\u2029]/u

/**
 * One row a tag of a page (a page without tags has one row with an empty tag), RFC 4180 with a header. Several surfaces
 * or places in one cell are parted by ` | `. A cell that a spreadsheet would take for a formula gets an apostrophe before
 * it, as OWASP advises: page text is untrusted.
 */
export async function csv(): Promise<Writer> {
  const { stringify } = await import('csv-stringify/sync')
  const defused = (cell: string | number) => (typeof cell === 'string' && formula.test(cell) ? `'${cell}` : cell)
  const rows = (cells: (string | number)[][]) =>
    stringify(
      cells.map((row) => row.map(defused)),
      { record_delimiter: '\n', quoted_match: ends },
    )
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
