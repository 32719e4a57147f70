/** What sets tags apart in one string: Arabic and Latin commas and semicolons, bar, line end. */
const DELIMITERS = '،,؛;|\n\r'

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9'

/**
 * The tags of one delimited string, in order, repeats kept, empty ones left out. A comma between two digits is part of
 * a number. A string of hashtags without delimiters is split at `#`. A list written as JSON, Python or Postgres write
 * one (`["غزة"]`, `['غزة']`, `{غزة}`) is read as such. Linear.
 */
export function delimited(text: string): string[] {
  const whole = text.trim()
  const listed = written(whole)
  if (listed !== undefined) return listed
  const tags: string[] = []
  let start = 0
  for (let i = 0; i <= whole.length; i++) {
    const char = whole[i]
    if (char !== undefined && !DELIMITERS.includes(char)) continue
    if (char === ',' && isDigit(whole[i - 1]) && isDigit(whole[i + 1])) continue
    push(tags, whole.slice(start, i))
    start = i + 1
  }
  if (tags.length === 1 && tags[0]!.indexOf('#', 1) > 0) return hashtags(tags[0]!)
  return tags
}

function push(tags: string[], tag: string): void {
  const trimmed = tag.trim()
  if (trimmed !== '') tags.push(trimmed)
}

function hashtags(text: string): string[] {
  if (!text.startsWith('#')) return [text]
  const tags: string[] = []
  for (const tag of text.split('#')) push(tags, tag)
  return tags
}

/** The items of a list as programs write one; undefined when `text` is not such a list. */
function written(text: string): string[] | undefined {
  const open = text[0]
  if (open === '[' && text.endsWith(']')) return json(text) ?? quoted(text)
  if (open === '{' && text.endsWith('}') && text[1] !== '{') return quoted(text)
  return undefined
}

function json(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value)
      ? value.filter((tag) => typeof tag === 'string').flatMap((tag) => tag.trim() || [])
      : undefined
  } catch {
    // Not JSON: Python's repr, perhaps.
    return undefined
  }
}

/** Items between brackets, set apart by commas or line ends, in single or double quotes or none. */
function quoted(text: string): string[] {
  const tags: string[] = []
  let i = 1
  const end = text.length - 1
  while (i < end) {
    const char = text[i]!
    if (char === "'" || char === '"') {
      let tag = ''
      for (i++; i < end && text[i] !== char; i++) {
        if (text[i] === '\\' && i + 1 < end) i++
        tag += text[i]!
      }
      push(tags, tag)
      i++
    } else {
      let stop = i
      while (stop < end && !'،,\'"'.includes(text[stop]!)) stop++
      push(tags, text.slice(i, stop))
      i = stop === i ? i + 1 : stop
    }
  }
  return tags
}
