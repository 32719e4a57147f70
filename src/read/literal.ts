/** Literals of JavaScript in the scripts of a page. Nothing is ever run. */

/** Values that a script hands to a name or a function. */
export interface Assigned {
  /** What stands before it, with its dots: `window.__NUXT__`, `dataLayer.push`; '' where nothing of the kind does. */
  readonly name: string
  readonly value: unknown
}

/** Literals nested deeper end. */
const DEPTH = 256
/** Arguments of a function; programs that write states have a thousand. */
const MOST_NAMES = 20_000
/** The longest name that a literal is assigned to. */
const NAME_UNITS = 80

/** Where a literal may begin: behind what assigns, hands over or returns; and a function that is called where it stands. */
const BEGINNINGS =
  /[=(,:?|&]\s{0,40}(?=[[{])|\breturn\s{1,40}(?=[[{])|\(\s{0,8}function\s{0,8}\(|\bJSON\.parse\(\s{0,8}(?=["'`])/g

/**
 * The objects and arrays that a script has as literals, in order: `window.x = {…}`, `f({…})`, `JSON.parse("…")`, and what
 * functions return that are called where they stand, `(function(a,b){b.c=1;return {d:a,e:b}}("x",{}))`. Of a literal that
 * ends in something else (a function, markup cut off) there is what stands before that. Linear: no unit is looked at more
 * than a few times.
 *
 * @param most values that are made at most
 */
export function* literals(script: string, most: number): Generator<Assigned> {
  const reader = new LiteralReader(script, most)
  BEGINNINGS.lastIndex = 0
  /** Up to where functions have been read that were none. */
  let tried = 0
  let from = 0
  while (reader.left > 0) {
    BEGINNINGS.lastIndex = from
    const match = BEGINNINGS.exec(script)
    if (match === null) return
    from = BEGINNINGS.lastIndex
    const name = nameBefore(script, match[0].startsWith('|') ? match.index - 1 : match.index)
    if (match[0].includes('function')) {
      if (match.index < tried) continue
      const value = reader.called(from)
      if (value === undefined) tried = reader.at
      else {
        from = reader.at
        yield { name: nameBefore(script, match.index - 1), value }
      }
      continue
    }
    let value = reader.read(from)
    from = Math.max(from, reader.at)
    if (typeof value === 'string') value = parsed(value)
    if (value !== null && typeof value === 'object') yield { name, value }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The name that stands before a place, behind which a value is assigned or handed over. */
function nameBefore(script: string, at: number): string {
  let end = at
  while (end > at - NAME_UNITS && isSpace(script.charCodeAt(end - 1))) end--
  let start = end
  while (start > end - NAME_UNITS && (isNameUnit(script.charCodeAt(start - 1)) || script[start - 1] === '.')) start--
  return script.slice(start, end)
}

type Names = ReadonlyMap<string, unknown>
const NO_NAMES: Names = new Map()

const QUOTE = 0x22
const APOSTROPHE = 0x27
const BACKTICK = 0x60
const BACKSLASH = 0x5c
const NEW_LINE = 0x0a
const OPEN = 0x28
const CLOSE = 0x29
const STAR = 0x2a
const PLUS = 0x2b
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const COLON = 0x3a
const SEMICOLON = 0x3b
const EQUALS = 0x3d
const EXCLAMATION = 0x21
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const BAR = 0x7c
const DOLLAR = 0x24

const isQuote = (code: number): boolean => code === QUOTE || code === APOSTROPHE || code === BACKTICK
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isSpace = (code: number): boolean =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff || (code | 1) === 0x2029
const isNameUnit = (code: number): boolean =>
  isDigit(code) ||
  ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) ||
  code === 0x5f ||
  code === DOLLAR ||
  (code >= 0x80 && !isSpace(code))

const WORDS: Names = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
])

/**
 * Reads literals: strings in three kinds of quotes, numbers, arrays, objects, names of arguments. An expression that is
 * more (a call, a sum) is undefined. Anything else, and what has braces that are no object, ends the literal.
 */
class LiteralReader {
  readonly #text: string
  #names: Names = NO_NAMES
  #ended = false
  at = 0
  /** How many more values are made. */
  left: number

  constructor(text: string, most: number) {
    this.#text = text
    this.left = most
  }

  /** The value at a place, as far as it can be read; `at` is behind it then. */
  read(at: number, names: Names = NO_NAMES): unknown {
    this.at = at
    this.#ended = false
    this.#names = names
    return this.#operand(0)
  }

  /** What a function returns that is called where it stands, from behind the bracket of its arguments; undefined where that cannot be told. */
  called(at: number): unknown {
    this.at = at
    this.#ended = false
    const names: string[] = []
    while (this.#next() !== CLOSE) {
      const name = this.#word()
      if (name === '' || names.length === MOST_NAMES) return undefined
      names.push(name)
      if (this.#next() === COMMA) this.at++
      else if (this.#next() !== CLOSE) return undefined
    }
    this.at++
    if (this.#next() !== OPEN_OBJECT) return undefined
    const body = ++this.at
    // The arguments stand behind the body: it is read for its end first.
    this.#names = NO_NAMES
    if (this.#body() === undefined) return undefined
    if (this.#next() === SEMICOLON) this.at++
    if (this.#next() !== CLOSE_OBJECT) return undefined
    this.at++
    if (this.#next() === CLOSE) this.at++
    if (this.#next() !== OPEN) return undefined
    const values = this.#items(CLOSE, 0)
    if (this.#over()) return undefined
    const end = this.at
    this.#names = new Map(names.map((name, i) => [name, values[i]]))
    this.at = body
    const returned = this.#body()
    this.at = end
    return returned?.value
  }

  /** What a body returns that sets properties of its arguments before, and does nothing else. */
  #body(): { readonly value: unknown } | undefined {
    for (;;) {
      this.#next()
      const name = this.#word()
      if (name === 'return') {
        const value = this.#value(0)
        return this.#over() ? undefined : { value }
      }
      if (name === '' || this.#over()) return undefined
      const code = this.#next()
      this.at++
      let key: unknown
      if (code === DOT) key = this.#word()
      else if (code === OPEN_LIST) {
        key = this.#value(0)
        if (this.#next() !== CLOSE_LIST) return undefined
        this.at++
      }
      if ((typeof key !== 'string' && typeof key !== 'number') || key === '' || this.#next() !== EQUALS)
        return undefined
      this.at++
      const value = this.#value(0)
      if (this.#over() || this.#next() !== SEMICOLON) return undefined
      this.at++
      set(this.#names.get(name), key, value)
    }
  }

  /** The code of the unit at hand, behind white space and comments; NaN at the end. */
  #next(): number {
    const text = this.#text
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (isSpace(code)) this.at++
      else if (code !== SLASH) return code
      else {
        const second = text.charCodeAt(this.at + 1)
        if (second !== SLASH && second !== STAR) return code
        const end = second === SLASH ? text.indexOf('\n', this.at) : text.indexOf('*/', this.at + 2)
        this.at = end < 0 ? text.length : end + (second === STAR ? 2 : 1)
      }
    }
  }

  #word(): string {
    const start = this.at
    while (isNameUnit(this.#text.charCodeAt(this.at))) this.at++
    return this.#text.slice(start, this.at)
  }

  /** Whether the literal has ended before its end. */
  #over(): boolean {
    return this.#ended
  }

  #end(): void {
    this.#ended = true
  }

  /** The value of what is none. */
  #broken(): unknown {
    this.#ended = true
    return undefined
  }

  /** A value up to what sets it apart from the next. */
  #value(depth: number): unknown {
    const first = this.#operand(depth)
    if (this.#over()) return first
    const code = this.#next()
    if (endsValue(code)) return first
    if (code === BAR && this.#text.charCodeAt(this.at + 1) === BAR) {
      this.at += 2
      const second = this.#value(depth + 1)
      return first ?? second
    }
    if (code === PLUS && typeof first === 'string') {
      this.at++
      const second = this.#value(depth + 1)
      return typeof second === 'string' ? first + second : undefined
    }
    this.#pass()
    return undefined
  }

  #operand(depth: number): unknown {
    const code = this.#next()
    if (depth > DEPTH || --this.left < 0) return this.#broken()
    if (isQuote(code)) return this.#string(code)
    if (code === OPEN_OBJECT) return this.#object(depth)
    if (code === OPEN_LIST) return this.#items(CLOSE_LIST, depth)
    if (isDigit(code) || code === MINUS || code === DOT) return this.#number()
    if (code === EXCLAMATION) {
      const digit = this.#text.charCodeAt(++this.at) - 0x30
      // As programs shorten true and false.
      if ((digit !== 0 && digit !== 1) || isNameUnit(this.#text.charCodeAt(this.at + 1))) return undefined
      this.at++
      return digit === 0
    }
    if (code === OPEN) return undefined
    if (!isNameUnit(code)) return this.#broken()
    const word = this.#word()
    if (word === 'function' || word === 'class' || word === 'async') return this.#broken()
    if (word === 'Array' && this.#next() === OPEN) {
      this.#items(CLOSE, depth)
      return []
    }
    if (WORDS.has(word)) return WORDS.get(word)
    return this.#names.get(word)
  }

  /** Passes over what else belongs to an expression. */
  #pass(): void {
    let open = 0
    for (let code = this.#next(); open > 0 || !endsValue(code); code = this.#next()) {
      if (isQuote(code)) this.#string(code)
      else {
        const isArrow = code === EQUALS && this.#text.charCodeAt(this.at + 1) === 0x3e
        if (code === OPEN_OBJECT || code === CLOSE_OBJECT || code === SEMICOLON || isArrow) this.#end()
        else if (code === OPEN || code === OPEN_LIST) open++
        else if (code === CLOSE || code === CLOSE_LIST) open--
        if (!this.#over()) this.at++
      }
      if (this.#over()) return
      if (this.at >= this.#text.length) this.#end()
    }
  }

  #number(): number | undefined {
    const start = this.at
    const text = this.#text
    if (text.charCodeAt(this.at) === MINUS) this.at++
    while (isNameUnit(text.charCodeAt(this.at)) || text.charCodeAt(this.at) === DOT) this.at++
    const value = Number(text.slice(start, this.at))
    return Number.isNaN(value) ? undefined : value
  }

  #items(close: number, depth: number): unknown[] {
    const items: unknown[] = []
    this.at++
    for (let code = this.#next(); code !== close; code = this.#next()) {
      if (code === COMMA) items.push(undefined)
      else items.push(this.#value(depth + 1))
      if (this.#over()) return items
      const behind = this.#next()
      if (behind === COMMA) this.at++
      else if (behind !== close) {
        this.#end()
        return items
      }
    }
    this.at++
    return items
  }

  #object(depth: number): object {
    // Of no prototype: any key is one of its own.
    const object = Object.create(null) as Record<string, unknown>
    this.at++
    for (let code = this.#next(); code !== CLOSE_OBJECT; code = this.#next()) {
      const key = isQuote(code) ? this.#string(code) : this.#word()
      if (key === undefined || (key === '' && !isQuote(code))) this.#end()
      if (this.#over()) return object
      let behind = this.#next()
      if (behind === COLON) {
        this.at++
        const value = this.#value(depth + 1)
        if (value !== undefined) object[key!] = value
        if (this.#over()) return object
        behind = this.#next()
      } else if (this.#names.has(key!)) object[key!] = this.#names.get(key!)
      if (behind === COMMA) this.at++
      else if (behind !== CLOSE_OBJECT) {
        this.#end()
        return object
      }
    }
    this.at++
    return object
  }

  #string(quote: number): string | undefined {
    const text = this.#text
    let value = ''
    let from = ++this.at
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (code === quote) break
      if (code === BACKSLASH) {
        value += text.slice(from, this.at) + this.#escape()
        from = this.at
        continue
      }
      const isOpen = code === DOLLAR && quote === BACKTICK && text.charCodeAt(this.at + 1) === OPEN_OBJECT
      if (isOpen || (code === NEW_LINE && quote !== BACKTICK) || this.at >= text.length) {
        this.#end()
        return undefined
      }
      this.at++
    }
    const rest = text.slice(from, this.at++)
    return value === '' ? rest : value + rest
  }

  /** The text that an escape stands for, from its backslash on. */
  #escape(): string {
    const text = this.#text
    const sign = text.charAt(this.at + 1)
    this.at += 2
    if (sign === 'x') return this.#hex(this.at, 2) ?? sign
    if (sign === 'u' && text.charAt(this.at) !== '{') return this.#hex(this.at, 4) ?? sign
    if (sign === 'u') {
      const length = text.slice(this.at + 1, this.at + 8).indexOf('}')
      const found = length > 0 ? this.#hex(this.at + 1, length) : undefined
      if (found !== undefined) this.at++
      return found ?? sign
    }
    if (sign === '\r' && text.charAt(this.at) === '\n') this.at++
    return ESCAPES.get(sign) ?? sign
  }

  #hex(from: number, length: number): string | undefined {
    const hex = this.#text.slice(from, from + length)
    const code = /^[\da-f]{1,6}$/i.test(hex) && hex.length === length ? Number.parseInt(hex, 16) : Infinity
    if (code > 0x10ffff) return undefined
    this.at = from + length
    return String.fromCodePoint(code)
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
  ['\r', ''],
])

const endsValue = (code: number): boolean =>
  code === COMMA ||
  code === CLOSE_OBJECT ||
  code === CLOSE_LIST ||
  code === CLOSE ||
  code === SEMICOLON ||
  Number.isNaN(code)

/** Sets a property of what an argument stands for, if that is an object or an array. */
function set(object: unknown, key: string | number, value: unknown): void {
  if (Array.isArray(object)) {
    if (typeof key === 'number' && key === object.length) object.push(value)
  } else if (object !== null && typeof object === 'object') (object as Record<string, unknown>)[key] = value
}
