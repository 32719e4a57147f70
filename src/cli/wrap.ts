/** Signs that take no cell of a terminal: marks on letters and signs that direct text. */
const unseen = /[\p{Mn}\p{Me}\p{Cf}]/u
/** Signs that take two cells. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u

/** How many cells of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += unseen.test(sign) ? 0 : wide.test(sign) ? 2 : 1
  return width
}

/**
 * Breaks a line between words, so that no part is wider than `width` cells; a word that is too long for a line of its own
 * breaks behind a comma, or else stays whole.
 *
 * @param hang how far the lines behind the first are set in, in cells
 * @param measure how many cells a text takes
 */
export function wrapped(line: string, width: number, hang = 0, measure = widthOf): string[] {
  const lines: string[] = []
  if (measure(line) <= width) return [line]
  let [at, open] = ['', false]
  for (const part of line.trimEnd().split(/(?<=[^ ])(?= )/)) {
    for (const piece of measure(part) > width - hang ? part.split(/(?<=,)/) : [part]) {
      if (open && measure(at + piece) > width) {
        lines.push(at)
        at = ' '.repeat(hang) + piece.trimStart()
      } else at += piece
      open = true
    }
  }
  return [...lines, at]
}
