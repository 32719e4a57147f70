/** What stands for the edge of a link or an element: a certain delimiter that no page writes for a colon. */
export const EDGE = '¦'
const LINK_TEXT_UNITS = 300

/**
 * A text without the markup that converters leave in it, unit for unit: targets of Markdown links, numbers of lynx's,
 * elements, blank entities. Where a link or an element ends stands a delimiter. Every place keeps its number, so that spans of the outcome are spans of the text. Linear.
 */
export function plain(text: string): string {
  // Most texts hold none of this: native searches for single characters say so at little cost.
  let out = text
  if (text.includes('[')) {
    if (text.includes('](') || text.includes('][')) out = withoutTargets(text)
    out = out.replace(/\[\d{1,4}\]/g, edge)
  }
  if (text.includes('<')) out = out.replace(/<(?:\/?[a-zA-Z][^<>\n]{0,500}|!--[^<>\n]{0,500}--)>/g, edge)
  if (text.includes('&')) out = out.replace(/&(?:nbsp|zwnj|#160|#xa0|#8204|rlm|lrm);/gi, blanks)
  // The Arabic thousands separator counts for nothing within words, so it must not stand where a comma is meant.
  if (text.includes('٬')) out = out.replace(/(?<!\p{Nd})٬|٬(?!\p{Nd})/gu, '،')
  return out
}

const blanks = (found: string): string => ' '.repeat(found.length)
const edge = (found: string): string => EDGE + ' '.repeat(found.length - 1)

/** Markdown links as their texts: `[a](b "c")` and `[a][1]` are `¦a¦` and blanks, an image is all blanks. */
function withoutTargets(text: string): string {
  const parts: string[] = []
  let from = 0
  const closers = new Map<string, number>()
  const closing = (char: string, at: number): number => {
    // Asked for ascending places, so each closer is searched for once.
    let found = closers.get(char) ?? -1
    if (found !== Infinity && found < at) {
      found = text.indexOf(char, at)
      if (found < 0) found = Infinity
      closers.set(char, found)
    }
    return found
  }
  let paren = text.indexOf('](')
  let bracket = text.indexOf('][')
  const next = () => (bracket < 0 ? paren : paren < 0 ? bracket : Math.min(paren, bracket))
  for (let at = next(); at >= 0; at = next()) {
    let close = closing(at === paren ? ')' : ']', at + 2)
    if (at === paren) paren = text.indexOf('](', at + 2)
    else bracket = text.indexOf('][', at + 2)
    let open = at - 1
    const stop = Math.max(from, at - LINK_TEXT_UNITS)
    while (open >= stop && text[open] !== '[' && text[open] !== '\n') open--
    const newline = closing('\n', at)
    if (open < stop || text[open] !== '[' || close === Infinity || close > newline) continue
    // https://…/غزة_(مدينة): a bracket within the target.
    if (text[close] === ')' && text.slice(at + 2, close).includes('(')) {
      const outer = closing(')', close + 1)
      if (outer < newline) close = outer
    }
    const image = text[open - 1] === '!' && open > from
    parts.push(text.slice(from, image ? open - 1 : open))
    if (image) parts.push(' '.repeat(close + 2 - open))
    else parts.push(EDGE, text.slice(open + 1, at), EDGE, ' '.repeat(close - at))
    from = close + 1
  }
  parts.push(text.slice(from))
  return parts.join('')
}
