/**
 * The markup with each `<` that begins no mark written as an entity: a text that merely holds a `<`, or a tag that
 * nothing closes, stays text, where a parser would take all that follows for its attributes. Linear: two tags with an
 * open quote of one kind end each other.
 */
export function withoutStrayMarks(markup: string): string {
  let whole = ''
  let from = 0
  const missing = new Set<string>()
  for (let at = markup.indexOf('<'); at >= 0;) {
    const end = endOfMark(markup, at, missing)
    if (end < 0) {
      whole += markup.slice(from, at) + '&lt;'
      from = at + 1
    }
    at = markup.indexOf('<', end < 0 ? from : end)
  }
  return whole + markup.slice(from)
}

/**
 * Where the tag, comment or declaration that begins at a `<` ends; -1 where none begins or it does not end. Names and
 * attributes are ASCII, values anything; the content of a script goes with its tag. Ends that were looked for in vain are
 * kept in `missing`, so that none is looked for twice.
 */
export function endOfMark(text: string, start: number, missing = new Set<string>()): number {
  if (text.startsWith('<!--', start)) return after(text, '-->', start + 4, missing)
  const second = text[start + 1]
  if (second === '!' || second === '?')
    return /[a-z[]/i.test(text[start + 2] ?? '') ? after(text, '>', start + 3, missing) : -1
  const nameAt = second === '/' ? start + 2 : start + 1
  if (!/[a-z]/i.test(text[nameAt] ?? '')) return -1
  let state: 'name' | 'equals' | 'value' = 'name'
  for (let i = nameAt + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === GREATER) return afterContent(text, nameAt, i + 1)
    if (code === LESS) return -1
    const space = code === 0x20 || (code >= 0x09 && code <= 0x0d)
    if (state === 'value') {
      if (space) state = 'name'
    } else if (state === 'equals') {
      if (space) continue
      state = 'value'
      if (code !== QUOTE && code !== APOSTROPHE) continue
      const close = text.indexOf(text[i]!, i + 1)
      if (close < 0 || !/[\s/>]/.test(text[close + 1] ?? '')) return -1
      state = 'name'
      i = close
    } else if (code === EQUALS) state = 'equals'
    else if (code === QUOTE || code === APOSTROPHE || code > 0x7f) return -1
  }
  return -1
}

const LESS = 0x3c
const GREATER = 0x3e
const EQUALS = 0x3d
const QUOTE = 0x22
const APOSTROPHE = 0x27

/** The place behind the content of a script or style, in which a `<` is no mark; behind the tag of any other. */
function afterContent(text: string, nameAt: number, end: number): number {
  const name = /^(?:script|style)\b/i.exec(text.slice(nameAt, nameAt + 7))?.[0].toLowerCase()
  if (name === undefined || text[nameAt - 1] === '/') return end
  const close = new RegExp(`</${name}`, 'gi')
  close.lastIndex = end
  return close.exec(text)?.index ?? text.length
}

function after(text: string, mark: string, from: number, missing: Set<string>): number {
  const at = missing.has(mark) ? -1 : text.indexOf(mark, from)
  if (at < 0) missing.add(mark)
  return at < 0 ? -1 : at + mark.length
}
