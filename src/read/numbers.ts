/** A number of so many digits may be another once it is a double: 2^53 has sixteen. */
const DIGITS = 16
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?(\d+))?$/
/** Where no such number can stand, most texts are told apart at one go. */
const MAY_BE_LONG = /[\d.]{16}|\d[eE][+-]?\d{3}/

/** Whether a JSON number says more than a double holds: sixteen digits or more, or an exponent of three. */
export function isLong(number: string): boolean {
  const match = NUMBER.exec(number)
  if (match === null) return false
  const mantissa = number.slice(0, match[1] === undefined ? undefined : number.search(/[eE]/))
  return mantissa.replace(/[-.]/g, '').length >= DIGITS || (match[1]?.length ?? 0) >= 3
}

/**
 * `JSON.parse`, but numbers that a double would round are strings of what is written: two ids that differ in their last
 * digit stay two. Linear.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(MAY_BE_LONG.test(text) ? withLongNumbersQuoted(text) : text)
}

function withLongNumbersQuoted(text: string): string {
  const parts: string[] = []
  let kept = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
    } else if (char === '-' || isDigit(char)) {
      const start = i
      while (i + 1 < text.length && '0123456789.eE+-'.includes(text[i + 1]!)) i++
      const number = text.slice(start, i + 1)
      if (number.length < 5 || !isLong(number) || isName(text, i + 1)) continue
      parts.push(text.slice(kept, start), '"', number, '"')
      kept = i + 1
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept)
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9'

/** Whether a colon follows: a number is no name of a field, and that is for the parser to say. */
function isName(text: string, at: number): boolean {
  while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
  return text[at] === ':'
}
