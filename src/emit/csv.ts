import type { RecordWriter, TagWriter } from './types.js'

const between = ' | '

/** Tells a spreadsheet that the file is UTF-8. */
export const BOM = '\ufeff'

/**
 * What a spreadsheet may take for a formula: a sign that begins one, its compatibility forms too, behind nothing or behind what
 * is not seen (blanks, zero-width signs, controls), which programs take away; a tab or line end in front.
 */
const formula = /^(?:[\t\r\n]|[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋])/u
/** What may end a cell or a row for some program that reads the file: such a cell is quoted. */
const ends = /[;\t\p{Cc}\u2028\u2029]/u

export type Cell = string | number
const defused = (cell: Cell): Cell => (typeof cell === 'string' && formula.test(cell) ? `'${cell}` : cell)

/**
 * Rows as RFC 4180 has them, with line feeds. For spreadsheets a cell that would be taken for a formula gets an apostrophe
 * before it, as OWASP advises: page text is untrusted. With tabs between cells, for programs, every cell is as it is.
 */
export async function rowsWith(delimiter: ',' | '\t'): Promise<(rows: readonly (readonly Cell[])[]) => string> {
  const { stringify } = await import('csv-stringify/sync')
  return (rows) =>
    stringify(delimiter === ',' ? rows.map((row) => row.map(defused)) : rows.map((row) => [...row]), {
      delimiter,
      record_delimiter: '\n',
      quoted_match: ends,
    })
}

/**
 * One row a tag of a page (a page without tags has one row with an empty tag), with a header. Several surfaces or places in
 * one cell are parted by ` | `.
 */
export async function csvRecords(bom: boolean): Promise<RecordWriter> {
  const rows = await rowsWith(',')
  return {
    head: (bom ? BOM : '') + rows([['id', 'tag', 'surfaces', 'count', 'confidence', 'from', 'scope']]),
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
    end: () => '',
  }
}

/** One row a tag; its variants in one cell, how often each stands in the next, in the same order. */
export async function csvTags(bom: boolean): Promise<TagWriter> {
  const rows = await rowsWith(',')
  return function* (tags) {
    yield (bom ? BOM : '') + rows([['id', 'tag', 'key', 'pages', 'count', 'variants', 'variant_counts']])
    for (const { id = '', tag, key, pages, count, variants } of tags)
      yield rows([
        [
          id,
          tag,
          key,
          pages,
          count,
          variants.map(({ surface }) => surface).join(between),
          variants.map((variant) => variant.count).join(between),
        ],
      ])
  }
}
